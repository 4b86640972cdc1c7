"""Plain text, Markdown, mail and PDF → Document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hearsay.errors import ReadError
from hearsay.read import Reader, document
from hearsay.read.dates import moment
from hearsay.read.raw import Raw, decode
from hearsay.records import Block, Document, Failure, Span
from hearsay.settings import Settings

WIDEST = 100  # characters of the widest line that somebody breaks by hand or by program
LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")
# A line that stands by itself, whatever its neighbours: list items, rules, headings.
LONE = re.compile(r"(?:[-*•·–—>#|=_+]|\(?\d{1,3}[.)]\s)")


def read_file(raw: Raw, settings: Settings) -> Iterator[Document | Failure]:
    """Read a file that is one report."""
    yield {"text/markdown": read_markdown, "message/rfc822": read_mail, "application/pdf": read_pdf}.get(raw.media_type, read_text)(
        raw, settings
    )


READER = Reader(name="files", takes=("text/plain", "text/markdown", "message/rfc822", "application/pdf"), run=read_file)


def read_text(raw: Raw, settings: Settings) -> Document:
    """Read plain text: every character stays, line ends, header and NUL too. Headers and furniture are told apart in clean/."""
    text, charset, notes = decode(raw.payload)
    return document(raw, text, paragraphs(text), settings, charset=charset, notes=notes)


def paragraphs(text: str, start: int = 0, end: int | None = None) -> Iterator[Block]:
    """Cut a text into paragraphs: at empty lines, and at each line end unless the lines were broken to a width.

    A break is one of width where the first word of the next line would not have fitted on this one.
    """
    lines = [match.span() for match in LINE.finditer(text, start, len(text) if end is None else end) if match[0].strip("\0 \t\xa0\ufeff")]
    pairs = [(i, i + 1) for i in range(len(lines) - 1) if _touch(text, lines[i], lines[i + 1])]
    width = max((lines[i][1] - lines[i][0] for i, _ in pairs), default=0)
    full = {i for i, j in pairs if _fills(text, lines[i], lines[j], width)}
    wrapped = width <= WIDEST and len(full) >= 0.6 * len(pairs) and len(full) >= 2
    first = 0
    for i in range(len(lines)):
        if not (wrapped and i in full and not LONE.match(text, lines[i + 1][0])):
            yield _block(text, lines[first][0], lines[i][1], "paragraph")
            first = i + 1


def _touch(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether no empty line lies between two lines."""
    between = text[one[1] : other[0]]
    return between in ("\n", "\r\n", "\r")


def _fills(text: str, one: tuple[int, int], other: tuple[int, int], width: int) -> bool:
    """Whether a line was broken because the next word did not fit into the width."""
    word = re.compile(r"\s*\S+").match(text, *other)
    return one[1] - one[0] + 1 + (len(word[0].strip()) if word else 0) > width - 2


def _block(text: str, start: int, end: int, kind: str, furniture: bool = False) -> Block:
    """A block without the space around it."""
    while start < end - 1 and text[start].isspace():
        start += 1
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return Block(Span(start, end), kind, furniture)


def read_markdown(raw: Raw, settings: Settings) -> Document:
    """Read Markdown."""
    return read_text(raw, settings)


def read_mail(raw: Raw, settings: Settings) -> Document:
    """Read a mail."""
    return read_text(raw, settings)


def read_pdf(raw: Raw, settings: Settings) -> Document:
    """Read a PDF."""
    raise ReadError(f"{raw.name} is damaged. Skipped.", code="S242")
