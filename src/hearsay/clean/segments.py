"""Where a sentence ends and a word begins, and which language it is. Works on the plain view."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any
from unicodedata import category

from hearsay.clean.lexicon import words
from hearsay.text import Token

LONGEST = 2_000  # code points of one sentence; longer ones are cut, so that no rule meets an endless one

# --- sentences --------------------------------------------------------------------------------------------------------

_END = re.compile(r"""(?<![.!?…])[.!?…]++["')\]]*+(?=\s|$)|(?<=[a-z]{3})\.(?=[A-Z][a-z])|[。！？｡؟۔।॥]+["'」』）)\]]*""")
_LAST_WORD = re.compile(r"(?:[^\W_]\.)+[^\W_]$|[^\W\d_]+(?:\.[^\W\d_]+)*$|\d+(?:[.,]\d+)*$")
_SAYING = re.compile(
    r"(?:[A-Z][\w'-]+\s+){1,3}(?:said|says|asked|asks|added|wrote|told|replied|shouted|tweeted|cried|exclaimed|warned|wondered|continued|insisted)\b"
)
_AFTER_CLOCK = re.compile(r"[A-Z]{2,4}\b|on\b|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)|[A-Z][a-z]+ (?:time|Time|Standard)\b")
_LOWER_SHORT = frozenset(("est", "hrs", "mins", "sq"))
_ADDRESS_END = re.compile(r"(?:com|org|net|info|gov|edu)\b", re.IGNORECASE)


def sentences(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a block into sentences: (start, end) without the spaces between."""
    begun = start
    for match in _END.finditer(view, start, end):
        if match.end() < end and not _ends(view, begun, match, end):
            continue
        yield from _capped(view, begun, match.end())
        begun = match.end()
        while begun < end and view[begun] == " ":
            begun += 1
    if begun < end:
        yield from _capped(view, begun, end)


def _ends(view: str, begun: int, match: re.Match[str], end: int) -> bool:
    """Tell whether a mark that may end a sentence does, from the word before it and what follows."""
    mark, at = match[0], match.start()
    if mark[0] in "。！？｡؟۔।॥":
        return True
    follows = match.end() + (view[match.end()] == " ")
    ahead = view[follows : min(end, follows + 60)]
    bare = ahead.lstrip("\"'([—-*• ")
    if not bare or bare[0].islower():
        return False
    if match.end() == follows:  # two sentences run into one another, unless it is an address
        glued = view[view.rfind(" ", max(begun, at - 200), at) + 1 : at][-200:]
        return not ("/" in glued or "@" in glued or glued.startswith("www.") or _ADDRESS_END.match(bare))
    if mark[0] in "!?":
        return not (mark[-1] in "\"'" and _SAYING.match(bare))
    if mark[0] == "…" or mark[1:2] == ".":
        return True
    found = _LAST_WORD.search(view, max(begun, at - 24), at)
    word = found[0] if found else ""
    lower = word.lower()
    opens = _opens(bare)
    if word.isdigit() and len(word) < 4 and at - len(word) == begun:
        return False  # "1. First …"
    if lower in words("before_name"):
        return lower == "no" and not bare[0].isdigit() and (opens or ahead[0] in "\"'")
    if lower in words("before_amount") and bare[0].isdigit():
        return False
    if mark != ".":
        return True  # inside quotation marks or brackets
    if lower == "etc":
        return True
    if lower in words("calendar") and word[0].isupper():
        return opens
    if len(word) == 1 and word.isupper() and word != "I":
        return opens and not bare.startswith("A ")
    dotted = "." in word and not word[0].isdigit() and max(map(len, word.split("."))) < 3  # U.S, Ph.D
    if dotted or lower in words("short") and (word[0].isupper() or lower in _LOWER_SHORT):
        return opens and not (lower in ("a.m", "p.m") and _AFTER_CLOCK.match(bare)) or ahead[0] in "\"'" and not bare[0].isdigit()
    return True


def _opens(line: str) -> bool:
    """Tell whether a word that follows a full stop rather opens a sentence than goes on with a name."""
    first = re.match(r"[^\W\d_]+", line)
    return first is not None and first[0].lower() in words("opener")


def _capped(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut an endless sentence at a comma or a space."""
    while end - start > LONGEST:
        least, most = start + LONGEST // 2, start + LONGEST
        cut = max(view.rfind("; ", least, most), view.rfind(", ", least, most)) + 1 or view.rfind(" ", least, most) + 1 or most
        yield start, cut - (view[cut - 1] == " ")
        start = cut + (view[cut : cut + 1] == " ")
    if start < end:
        yield start, end


# --- tokens -----------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"""
    ([^\W\d_]\w*(?:[-'&.]\w+)*(?:\.(?!\.))?)
  | \d{4}-\d\d-\d\d(?!\d)|\d{1,2}:\d\d(?::\d\d)?(?!\d)|\d{1,4}(?:st|nd|rd|th)(?![^\W_])|\d{2,4}s(?![^\W_])
  | \d+(?:[.,]\d+)*
  | [@\#]\w+
  | \.{2,}|\?{2,}|!{2,}
  | _\w*
  | \S
    """,
    re.VERBOSE,
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.|(?:pic\.twitter|t|bit|goo)\.(?:com|co|ly|gl)/)[^\s\"<>]*[^\s\"<>.,;:!?')\]]|(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w.-])(?:[a-z0-9-]+\.)+(?:com|org|net|info|gov|edu|co|uk|ua|ru|de|fr|io|tv|eu)\b(?:/[^\s\"<>]*[^\s\"<>.,;:!?')\]])?",
    re.IGNORECASE,
)
_CLITIC = re.compile(r"(?:n't|'(?:s|m|d|re|ve|ll))$", re.IGNORECASE)
_OWN_STOP = frozenset(("inc", "ltd", "corp", "co", "jr", "sr", "bros", "etc", "vs", "approx"))
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?$")
# Scripts without spaces: every ideograph and every hiragana stands alone.
_UNSPACED = re.compile(r"[\u3041-\u3096\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def tokens(view: str, start: int, end: int) -> list[Token]:
    """Cut a sentence into words, numbers and marks; none holds a space, and together they hold everything else.

    A number keeps its commas and points (``1,234.5``), a time and an ISO date their marks, an ordinal and a decade their letters (``5th``,
    ``1990s``); else digits part from letters and hyphens behind them (``5`` ``m``, ``40,000`` ``-`` ``strong``). A word that begins with a
    letter keeps hyphens and digits (``T-72``, ``two-thirds``); clitics part (``Ukraine`` ``'s``, ``do`` ``n't``); an abbreviation keeps its
    full stop; an address stays whole.
    """
    if view.find("/", start, end) < 0 and view.find("@", start, end) < 0:
        return _words(view, start, end)
    found: list[Token] = []
    at = start
    for address in _ADDRESS.finditer(view, start, end):
        found += _words(view, at, address.start())
        found.append(Token(address.start(), address.end(), address[0]))
        at = address.end()
    return found + _words(view, at, end)


def _words(view: str, start: int, end: int) -> list[Token]:
    found: list[Token] = []
    for match in _TOKEN.finditer(view, start, end):
        word = match[0]
        if match.lastindex and ("." in word or "'" in word):
            found += _parted(word, match.start(), view)
        else:
            found.append(Token(match.start(), match.end(), word))
    return found if view[start:end].isascii() else list(_marked(found))


def _parted(word: str, at: int, view: str) -> Iterator[Token]:
    """Part a word from a full stop or clitic that is not its own."""
    body = word.rstrip(".")
    if "." in body and not _INITIALS.match(body) and not _ADDRESS.fullmatch(body):  # Feb.24, war.Then
        cut = body.index(".")
        yield from _parted(word[: cut + 1], at, view)
        yield from _words(view, at + cut + 1, at + len(word))
        return
    stop = len(word) > len(body)
    behind = view[at + len(word) : at + len(word) + 2]
    if stop and (_own_stop(body, behind) or "." in body):
        yield Token(at, at + len(word), word)
        return
    clitic = _CLITIC.search(body) if "'" in body else None
    edge = clitic.start() if clitic else len(body)
    if edge:
        yield Token(at, at + edge, body[:edge])
    if edge < len(body):
        yield Token(at + edge, at + len(body), body[edge:])
    if stop:
        yield Token(at + len(body), at + len(word), ".")


def _own_stop(body: str, behind: str) -> bool:
    """Tell whether a full stop belongs to the word before it."""
    lower = body.lower()
    if lower in ("no", "nos", "art", "fig", "figs", "op") or lower in words("before_amount"):
        return behind.strip()[:1].isdigit()
    if len(body) == 1:
        return body.isupper() and behind[:1] == " " and behind[1:].isupper()
    if lower in words("calendar"):
        return body[0].isupper() and lower not in ("sat", "sun")
    return body[0].isupper() and lower in words("before_name") or lower in _OWN_STOP


def _marked(found: list[Token]) -> Iterator[Token]:
    """Give combining marks back to their letters, and part scripts that write no spaces."""
    held: Token | None = None
    for token in found:
        first = token.word[0]
        if held and held.end == token.start and (category(first)[0] == "M" or category(held.word[-1])[0] == "M" and first.isalnum()):
            held = Token(held.start, token.end, held.word + token.word)
            continue
        if held:
            yield from _unspaced(held)
        held = token
    if held:
        yield from _unspaced(held)


def _unspaced(token: Token) -> Iterator[Token]:
    if token.word.isascii() or not _UNSPACED.search(token.word):
        yield token
        return
    at = 0
    for match in (*_UNSPACED.finditer(token.word), None):
        stop = match.start() if match else len(token.word)
        if at < stop:
            yield Token(token.start + at, token.start + stop, token.word[at:stop])
        if match:
            yield Token(token.start + stop, token.start + match.end(), match[0])
            at = match.end()


# --- language ---------------------------------------------------------------------------------------------------------

SURE = 0.9  # probability
# Codes of single languages under the code of what they are written as.
_MACRO = (
    dict.fromkeys(("wuu", "yue", "nan", "hak", "gan", "cmn"), "zh") | dict.fromkeys(("arz", "ary", "apc"), "ar") | {"nb": "no", "nn": "no"}
)
_ENGLISH = frozenset(
    (
        "the",
        "of",
        "and",
        "to",
        "that",
        "with",
        "for",
        "from",
        "has",
        "have",
        "had",
        "were",
        "was",
        "by",
        "said",
        "this",
        "which",
        "their",
        "in",
        "on",
        "as",
        "at",
    )
)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language(view: str) -> str | None:
    """Guess the language of a text: ISO 639-1, or None where too little is said to be sure."""
    head = view[:3000].lower().split()
    # Most reports are English, and the identifier takes a second and 126 MB to load.
    if len(head) >= 20 and sum(word in _ENGLISH for word in head) >= 0.12 * len(head) and head.count("the") >= 0.02 * len(head):
        return "en"
    if sum(c.isalpha() for c in view[:2000]) < 20:
        return None
    sure: Counter[str] = Counter()
    for code, probability in _identifier().rank(view[:2000])[:5]:
        sure[_MACRO.get(code, code)] += probability
    code, probability = sure.most_common(1)[0]
    return code if probability >= SURE else None
