"""Plain text, Markdown, mail and PDF → Document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.utils import parseaddr
from html import unescape
from itertools import pairwise
from statistics import median
from typing import Any

from hearsay.errors import ReadError
from hearsay.read import Reader, address, document, escape
from hearsay.read.dates import moment
from hearsay.read.markup import Page, shifted, words_of
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


# --- Markdown ---------------------------------------------------------------------------------------------------------

FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)[\s#]*$")
ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+(.*)")
RULE = re.compile(r"\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|\|?(?:\s*:?-{3,}:?\s*\|?)+)$")
# What a rendered line does not show. No pattern looks further than 500 characters, so that no line is looked at twice.
INLINE = (
    (re.compile(r"<!--.{0,500}?-->"), ""),
    (re.compile(r"!\[[^\[\]]{0,500}\](?:\([^()\s]{0,500}(?:\s+\"[^\"]{0,500}\")?\)|\[[^\[\]]{0,99}\])"), ""),
    (re.compile(r"\[\^[^\[\]]{1,99}\]:?"), ""),
    (re.compile(r"<(https?://[^\s<>]{1,500})>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>]{0,500}>"), ""),
    (re.compile(r"(`{1,2})([^`]{1,500})\1"), r"\2"),
    (re.compile(r"\*\*([^*]{1,500})\*\*|(?<!\w)__([^_]{1,500})__(?!\w)"), r"\1\2"),
    (re.compile(r"(?<!\*)\*(?=\S)([^*]{1,500})\*|(?<!\w)_(?=\S)([^_]{1,500})_(?!\w)|~~([^~]{1,500})~~"), r"\1\2\3"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!~|>-])"), r"\1"),
)
LINK = re.compile(
    r"\[([^\[\]]{1,500})\](?:\([^()\s]{0,500}(?:\([^()\s]{0,99}\))?[^()\s]{0,500}(?:\s+\"[^\"]{0,500}\")?\)|\[[^\[\]]{0,99}\])"
)


def read_markdown(raw: Raw, settings: Settings) -> Document:
    """Read Markdown as it shows when rendered; front matter tells title, date, authors, address and language."""
    source, charset, notes = decode(raw.payload)
    front = FRONT.match(source)
    told = _front(front[1]) if front else {}
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for kind, said in _marked(source[front.end() if front else 0 :]):
        words, links = _shown(said)
        if not words:
            continue
        if kind == "headline" and any(block.kind == "headline" for block in blocks):
            kind = "heading"
        blocks.append(Block(Span(at, at + len(words)), kind, links=links))
        parts.append(words)
        at += len(words) + 2
    text = "\n\n".join(parts)
    date = next((told[key] for key in ("published", "date", "pubdate", "publishdate", "publish_date") if told.get(key)), "")
    published = moment(date)
    return document(
        raw,
        text,
        blocks,
        settings,
        uri=address(told.get("canonical") or told.get("canonical_url") or told.get("url") or told.get("link")),
        outlet=told.get("outlet") or told.get("publisher") or told.get("sitename") or told.get("site"),
        title=told.get("title") or next((words for block, words in zip(blocks, parts, strict=True) if block.kind == "headline"), None),
        authors=re.split(r"\s*[,;]\s*", (told.get("author") or told.get("authors") or "").strip("[] ")),
        language=(told.get("lang") or told.get("language") or "")[:2].lower() or None,
        published=published,
        published_basis="front matter",
        charset=charset,
        notes=(*notes, *((f"date not understood: {date[:80]!r} (front matter)",) if date and not published else ())),
    )


def _front(lines: str) -> dict[str, str]:
    """The plain ``name: value`` lines of a front matter."""
    pairs = (match.groups() for line in lines.splitlines() if (match := re.match(r"([\w-]{1,40})\s*:\s*(.+)", line)))
    return {name.lower(): value.strip().strip("\"'") for name, value in pairs}


def _marked(source: str) -> Iterator[tuple[str, str]]:
    """Kind and raw words of each block."""
    kind, lines, fence = "paragraph", [], ""
    for line in [*source.splitlines(), ""]:
        bare = line.strip()
        if bare.startswith(("```", "~~~")) and (not fence or bare.startswith(fence)):
            fence = "" if fence else bare[:3]
            line = bare = ""
        if fence:
            lines.append(line)
            continue
        under = re.fullmatch(r"=+|-+", bare)
        if under and len(lines) == 1 and kind == "paragraph":
            yield ("headline" if bare[0] == "=" else "heading"), lines[0]
            lines = []
            continue
        heading, item, quote = HEADING.match(line), ITEM.match(line), re.match(r"\s{0,3}>+\s?(.*)", line)
        if (
            not bare
            or heading
            or item
            or RULE.match(line)
            or (quote is None) != (kind != "quote")
            and kind != "item"
            or bare.startswith("|")
        ):
            if lines:
                yield kind, " ".join(lines)
            kind, lines = "paragraph", []
        if not bare or RULE.match(line) or re.match(r"\[[^\]]{1,99}\]:\s", bare):
            continue
        if heading:
            yield ("headline" if len(heading[1]) == 1 else "heading"), heading[2]
        elif bare.startswith("|"):
            yield from (("cell", cell) for cell in bare.strip("|").split("|"))
        elif item and not quote:
            kind, lines = "item", [item[1]]
        elif quote:
            kind = "quote"
            lines.append(quote[1])
        else:
            lines.append(bare)


def _shown(said: str) -> tuple[str, float]:
    """The words of a block as rendered, and the share of them inside links."""
    linked = sum(len(match[1]) for match in LINK.finditer(said))
    for pattern, shown in INLINE[:2]:
        said = pattern.sub(shown, said)
    said = LINK.sub(r"\1", said)
    for pattern, shown in INLINE[2:]:
        said = pattern.sub(shown, said)
    words = " ".join(unescape(said).split(" ")).strip()
    return words, round(min(1.0, linked / len(words)), 3) if words else 0.0


# --- mail -------------------------------------------------------------------------------------------------------------


def read_mail(raw: Raw, settings: Settings) -> Document:
    """Read a mail: subject and body; the text part, or the HTML part where that says more.

    Raises:
        ReadError: no mail that could be read (S243).
    """
    if raw.payload.count(b"multipart/") > 100:
        raise ReadError(f"{raw.name} was not read (more than 100 parts within parts). Skipped.", code="S243")
    try:
        mail = message_from_bytes(raw.payload, policy=policy.default)
        plain, marked = (mail.get_body(preferencelist=(kind,)) for kind in ("plain", "html"))
        parts = [(decode(_payload(part), part.get_content_charset()) if part else ("", "utf-8", ())) for part in (plain, marked)]
        subject, date, sender = (" ".join(str(mail[name] or "").split()) for name in ("Subject", "Date", "From"))
        attached = [part.get_filename() or part.get_content_type() for part in mail.iter_attachments()]
        bulk = any(mail[name] for name in ("List-Id", "List-Unsubscribe"))
    except (MessageError, LookupError, ValueError, TypeError, AttributeError) as problem:
        raise ReadError(f"{raw.name} is no mail that can be read ({problem}). Skipped.", code="S243") from problem
    blocks = [Block(Span(0, len(subject)), "headline")] if subject else []
    text = f"{subject}\n\n" if subject else ""
    (words, charset, notes), (markup, other_charset, other_notes) = parts
    page = Page.of(markup, raw.name, settings) if markup.strip() and len(words) < 0.3 * len(words_of(markup)) else None
    if page:
        charset, notes = other_charset, (*other_notes, *page.notes)
        blocks += shifted(page.blocks, len(text))
        text += page.text
    else:
        start, words = len(text), words.replace("\r\n", "\n")
        text += words
        signature = re.search(r"^-- ?$", words, re.M)
        for block in paragraphs(text, start):
            signed = bool(signature and block.span.start >= start + signature.start())
            quoted = text[block.span.start] == ">"
            blocks.append(Block(block.span, "quote" if quoted else block.kind, signed))
    name = parseaddr(sender)[0].strip()
    published = moment(date)
    return document(
        raw,
        text.rstrip() if not page else text,
        blocks,
        settings,
        outlet=name if bulk else None,
        title=re.sub(r"^(?:(?:re|fwd?|aw|wg|tr)\s*:\s*)+", "", subject, flags=re.I),
        authors=(name,) if name and not bulk else (),
        published=published,
        published_basis="mail header",
        charset=charset,
        notes=(
            *notes,
            *((f"date not understood: {date[:80]!r} (mail header)",) if date and not published else ()),
            *(f"attachment not read: {escape(name)}" for name in attached[:20]),
        ),
    )


def _payload(part: Any) -> bytes:
    """The bytes of a part of a mail, transfer encoding undone."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


# --- PDF --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed line: its words and, in points, where it stands (y grows upwards) and its size."""

    words: str
    left: float
    bottom: float
    right: float
    top: float
    size: float


def read_pdf(raw: Raw, settings: Settings) -> Document:
    """Read the text layer of a PDF; a form feed stands between pages, hyphens at line ends stay.

    Raises:
        ReadError: a password (S240), no text layer (S241), damaged (S242).
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(raw.payload)
        with closing(pdf):
            told = pdf.get_metadata_dict()
            pages, size = [], 0
            for page in pdf:
                pages.append(list(_lines(page)))
                size += sum(len(line.words) + 1 for line in pages[-1])
                if size > settings.max_text:
                    break
    except pypdfium2.PdfiumError as problem:
        if getattr(problem, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise ReadError(
                f"{raw.name} needs a password. Skipped. Save a copy of it without one, e.g. qpdf --decrypt", code="S240"
            ) from problem
        raise ReadError(f"{raw.name} is a damaged PDF. Skipped. Try to repair it, e.g. qpdf {raw.name} out.pdf", code="S242") from problem
    if not any(line.words.strip() for lines in pages for line in lines):
        message = f"{raw.name} has {len(pages)} pages but no text layer (scan). Run OCR first, e.g. ocrmypdf {raw.name} out.pdf"
        raise ReadError(message, code="S241", pages=len(pages))
    text, blocks = _printed(pages)
    head = next((text[block.span.start : block.span.end] for block in blocks if block.kind == "headline"), None)
    title = " ".join((told.get("Title") or "").split())
    if not title or " ".join(title.lower().split()) not in " ".join(text[:5000].lower().split()):
        title = head or ""  # many a PDF is titled by the program that made it
    made = re.match(r"D:(\d{4})(\d\d)(\d\d)", told.get("CreationDate") or "")
    notes = (f"file made {'-'.join(made.groups())}, which is no publication date",) if made else ()
    return document(raw, text, blocks, settings, title=title, notes=notes)


def _lines(page: Any) -> Iterator[_Line]:
    """The lines of a page in the order of its text layer."""
    from pypdfium2.raw import FPDFText_GetFontSize

    layer = page.get_textpage()
    said = layer.get_text_range()
    exact = layer.count_chars() == len(said)
    for match in re.finditer(r"[^\r\n\x02\ufffe]+", said):
        # PDFium writes one mark for a hyphen and the line end behind it.
        broken = said[match.end() : match.end() + 1] in ("\x02", "\ufffe")
        words = match[0].replace("\0", "") + ("-" if broken else "")
        if not words.strip():
            continue
        if not exact:  # letters outside the basic plane: places would be off
            yield _Line(words.strip(), 0, 0, 0, 0, 0)
            continue
        inner = match.start() + len(match[0]) - len(match[0].lstrip()), match.start() + len(match[0].rstrip()) - 1
        (left, bottom, _, top), (_, low, right, high) = (layer.get_charbox(i, loose=True) for i in inner)
        yield _Line(words.strip(), left, min(bottom, low), right, max(top, high), FPDFText_GetFontSize(layer.raw, inner[0]))


def _printed(pages: list[list[_Line]]) -> tuple[str, list[Block]]:
    """Join lines to paragraphs; running heads and page numbers are no part of the report."""
    around = _running(pages)
    body = median(line.size for lines in pages for line in lines for _ in range(len(line.words)))
    largest = max((line.size for i, line in enumerate(pages[0][:40]) if (0, i) not in around), default=0) if pages else 0
    text = ""
    blocks: list[Block] = []
    for number, lines in enumerate(pages):
        text += "\f" if number else ""
        leading = median([max(0.0, one.bottom - other.top) for one, other in pairwise(lines)] or [0.0])
        before = None
        for i, line in enumerate(lines):
            aside = (number, i) in around
            kind = "paragraph"
            if line.size > 1.15 * body and not aside:
                kind = "headline" if number == 0 and line.size == largest else "heading"
            if before and not aside and blocks[-1].kind == kind and not blocks[-1].furniture and _flows(before, line, lines, leading, kind):
                text += "\n" + line.words
                blocks[-1] = Block(Span(blocks[-1].span.start, len(text)), kind)
            else:
                if kind == "headline" and any(block.kind == kind for block in blocks):
                    kind = "heading"
                text += ("\n\n" if before else "") + line.words
                blocks.append(Block(Span(len(text) - len(line.words), len(text)), kind, aside))
            before = line
        text += "\n" if number < len(pages) - 1 else ""
    return text, blocks


def _flows(before: _Line, line: _Line, lines: list[_Line], leading: float, kind: str) -> bool:
    """Whether a line goes on where the one before broke: near, of its size; in prose, amid a sentence or where no word more fitted."""
    size = max(line.size, before.size, 1.0)
    near = -size < before.bottom - line.top < leading + 0.4 * size and line.bottom < before.bottom
    if not near or abs(line.size - before.size) > 0.1 * size:
        return False
    if kind != "paragraph":
        return True
    if line.left - before.left > 1.2 * size or re.match(r"[-*\u2022\u25aa\u00b7]\s|\(?\d{1,2}[.)]\s", line.words):
        return False
    if line.words[0].islower() and before.words[-1] not in '.!?:;\u2026"\u201d':
        return True
    column = max(other.right for other in lines if abs(other.left - line.left) < 2 * size and abs(other.size - line.size) < 0.1 * size)
    word = line.words.split(" ", 1)[0]
    width = (line.right - line.left) * (len(word) + 1) / max(1, len(line.words))
    return before.right + width > column - 0.02 * (column - before.left)


def _running(pages: list[list[_Line]]) -> set[tuple[int, int]]:
    """Page and line numbers of running heads, feet and page numbers."""
    ends = [(number, i) for number, lines in enumerate(pages) for i in {0, 1, len(lines) - 2, len(lines) - 1} if 0 <= i < len(lines)]
    masked = {at: re.sub(r"\d+", "0", pages[at[0]][at[1]].words.casefold()) for at in ends}
    count = Counter({words: len({at[0] for at in ends if masked[at] == words}) for words in set(masked.values())})
    number = re.compile(r"(?:[-\u2013\u2014]\s*)?(?:page\s+)?0(?:\s*(?:of|/|\|)\s*0)?(?:\s*[-\u2013\u2014])?$")
    return {at for at in ends if len(pages) > 2 and count[masked[at]] > len(pages) / 2 or len(pages) > 1 and number.match(masked[at])}
