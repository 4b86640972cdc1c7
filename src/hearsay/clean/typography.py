"""The only rewriting of characters: straight quotes, two kinds of dash, single spaces, nothing invisible.

A dash that parts clauses becomes ``—``, one that joins (a hyphen, a range, a minus) becomes ``-``.
"""

from __future__ import annotations

import html
import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache

# Invisible: controls, soft hyphen, zero-width and bidi marks, variation selectors, object replacement.
HIDDEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufffc"
)
NEAR = 1_000  # code points around a broken word in which its compound is looked for
_EDGE = re.compile(rf"[\s{HIDDEN}]*")
_HIDDEN = re.compile(rf"[{HIDDEN}]+")
_SPECIAL = re.compile(
    rf"""
    &(?:amp;)?(?:\#[0-9]{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,30}});   # an entity that escaped its decoder
    |[-\xad\u2010][ \t]*(?:\r\n|[\n\r])\s*       # a word broken at the end of a line
    |(?:[{HIDDEN}]+\s|\s[\s{HIDDEN}])[\s{HIDDEN}]*
    |[{HIDDEN}]+
    |[«‹][\xa0\u202f]+|[\xa0\u202f]+[»›]         # French spaces inside its quotation marks
    |``|''(?!')|-{{2,}}
    |(?<=\s)[-–](?=\s)
    |[\ufb00-\ufb06]                             # ligatures
    """,
    re.VERBOSE,
)


@cache
def _table() -> dict[int, str]:
    """One character for one: what changes no length."""
    table = {ord(c): '"' for c in "“”„‟〝〞＂«»"}
    table |= {ord(c): "'" for c in "‘’‚‛`´＇ʼ‹›"}
    table |= {ord(c): "-" for c in "‐‑‒–−﹣－"}
    table |= {ord(c): "—" for c in "―⸺⸻"}
    table |= {ord(c): " " for c in "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"}
    table |= dict.fromkeys(range(0x2000, 0x200B), " ")
    table |= {c: chr(c - 0xFEE0) for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF05, 0xFF04)}
    # Digits of every script, so that rules read one kind.
    for c in range(0x660, min(sys.maxunicode, 0x1FBFF) + 1):
        if c not in table and chr(c).isdecimal():
            table[c] = str(unicodedata.decimal(chr(c)))
    return table | {0x66B: ".", 0x66C: ","}


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut spaces and hidden marks off both ends of a stretch."""
    match = _EDGE.match(text, start, end)
    start = match.end() if match else start
    while end > start and _EDGE.fullmatch(text[end - 1]):
        end -= 1
    return start, end


def loosely(line: str) -> str:
    """Write a line in plain typography for looking at, where no map back is needed."""
    if "&" in line:
        line = html.unescape(html.unescape(line))
    if not line.isascii() or "`" in line or "\0" in line:
        line = _HIDDEN.sub("", line).translate(_table())
    return " ".join(line.split())


def _replace(text: str, match: re.Match[str]) -> str:
    """What stands in the view for a special stretch; the stretch itself where it may stay."""
    found = match[0]
    first = found[0]
    if first == "&":
        told = html.unescape(html.unescape(found))
        if told.isspace():
            return " "
        return found if told.startswith("&") and told != "&" else "".join(words for words, _, _ in plain(told, 0, len(told)))
    if "\n" in found or "\r" in found:
        if first in "-\xad\u2010":
            return _mend(text, match)
        return " "
    if found.isspace() or any(c.isspace() for c in found) and first not in "«‹" and found[-1] not in "»›":
        return " "
    if first in "«‹" or found[-1] in "»›":
        return '"'
    if found in ("``", "''"):
        return '"'
    if first == "-" and len(found) > 1:
        return "—"
    if found in "-–":
        digits = text[: match.start()].rstrip()[-1:].isdigit() and text[match.end() : match.end() + 2].lstrip()[:1].isdigit()
        return "-" if digits else "—"
    if "\ufb00" <= first <= "\ufb06":
        return unicodedata.normalize("NFKC", found)
    return ""


def _mend(text: str, match: re.Match[str]) -> str:
    """Join a word broken at the end of a line; a compound that is written with its hyphen elsewhere keeps it."""
    start, end = match.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    if match[0][0] == "\xad":
        return ""
    if not (before.isalpha() and after.isalpha()):
        return "- " if before.isspace() or not before else "-"
    if after.isupper():
        return "-"
    left = re.search(r"\w*\Z", text[max(0, start - 40) : start])
    right = re.match(r"\w*", text[end : end + 40])
    compound = f"{left[0] if left else ''}-{right[0] if right else ''}"
    return "-" if text.find(compound, max(0, start - NEAR), end + NEAR) >= 0 else ""


def plain(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Rewrite a stretch of text.

    Yields: pieces of the view with the source stretch of each; one of equal length maps character by character.
    No piece begins or ends the whole with a space, and no two spaces meet.
    """
    table = _table()
    begun = False
    held: tuple[int, int] | None = None  # a space waits until something follows it
    at = start
    for match in (*_SPECIAL.finditer(text, start, end), None):
        stop = match.start() if match else end
        stretches = [(text[at:stop].translate(table), at, stop)] if at < stop else []
        if match:
            stretches.append((_replace(text, match), match.start(), match.end()))
            at = match.end()
        for words, c, d in stretches:
            one = len(words) == d - c
            lead = len(words) - len(words.lstrip(" "))
            body = words.strip(" ")
            if lead and begun and held is None:
                held = (c, c + lead) if one else (c, d)
            if not body:
                continue
            if held is not None:
                yield " ", *held
                held = None
            tail = lead + len(body)
            yield (body, c + lead, c + tail) if one else (body, c, d)
            begun = True
            if tail < len(words):
                held = (c + tail, d) if one else (d, d)
