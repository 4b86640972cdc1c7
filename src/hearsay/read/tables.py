"""JSON, JSON Lines and CSV of articles → one Document for each row."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from hearsay.errors import ReadError
from hearsay.read import Reader, address, document, failure
from hearsay.read.dates import moment
from hearsay.read.files import paragraphs
from hearsay.read.markup import MARKUP, Page, shifted, words_of
from hearsay.read.raw import Raw, decode
from hearsay.records import Block, Document, Failure, Span
from hearsay.settings import Settings

# What columns are called; ``source`` is an address to some and a name to others.
# Source: output of trafilatura, news-please, fundus, newspaper4k and news APIs, ninjs.
COLUMNS = {
    "title": ("title", "headline", "name"),
    "text": (
        "maintext", "text", "body", "content", "article", "full_text", "fulltext", "plaintext", "article_text", "raw_text", "story",
        "content_text", "body_text", "bodytext",
    ),
    "html": ("content_html", "body_html", "body_xhtml", "html"),
    "summary": ("description", "summary", "excerpt", "lead", "abstract"),
    "uri": ("url", "link", "uri", "canonical_url", "article_url", "href", "guid", "source"),
    "published": (
        "published", "date_publish", "publishing_date", "publish_date", "published_at", "publishedat", "date_published", "pubdate",
        "pub_date", "publication_date", "published_date", "datepublished", "published_time", "firstcreated", "versioncreated", "date",
        "datetime", "created_at", "timestamp",
    ),
    "outlet": (
        "outlet", "sitename", "site_name", "source-hostname", "publisher", "publication", "source_name", "source_domain", "source", "site",
        "newspaper", "media_name",
    ),
    "authors": ("authors", "author", "byline", "creator"),
    "language": ("language", "lang"),
    "id": ("id", "article_id", "doc_id", "docid", "_id", "fingerprint"),
}  # fmt: skip


def read_table(raw: Raw, settings: Settings) -> Iterator[Document | Failure]:
    """Read the rows of a table; a bad one becomes a Failure row with its line, and the rest goes on."""
    text, charset, notes = decode(raw.payload)
    rows = _csv(raw, text, settings) if raw.media_type == "text/csv" else _json(raw, text)
    empty = True
    for line, row in rows:
        empty = False
        if isinstance(row, ReadError):
            yield failure(f"{raw.uri}#{line}", row)
            continue
        try:
            yield _report(raw, settings, row, line, charset, notes)
        except ReadError as problem:
            found = ReadError(f"{raw.name} line {line}: {problem.message.removeprefix(raw.name).strip()}", code=problem.code)
            yield failure(f"{raw.uri}#{line}", found)
    if empty:
        raise ReadError(f"{raw.name} holds no rows. Skipped.", code="S202")


READER = Reader(name="tables", takes=("application/json", "text/csv"), run=read_table)


def _json(raw: Raw, text: str) -> Iterator[tuple[int, dict[str, Any] | ReadError]]:
    """Rows of JSON Lines, or of one JSON value: an article, a list of them, or an object that holds such a list."""
    lines = [(number, line) for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1) if line.strip()]
    first = _loads(lines[0][1]) if lines else None
    if len(lines) > 1 and not isinstance(first, dict) or len(lines) == 1:
        whole = _loads(text)
        if not isinstance(whole, ReadError):
            yield from ((number, row) for number, row in enumerate(_articles(whole), 1))
            return
        if raw.suffix == ".json":
            yield 1, ReadError(f"{raw.name} is no JSON ({whole.message}). Skipped.", code="S250")
            return
    for number, line in lines:
        row = _loads(line)
        if isinstance(row, dict):
            yield number, row
        else:
            why = row.message if isinstance(row, ReadError) else f"{type(row).__name__}, not an object"
            yield number, ReadError(f"{raw.name} line {number} is no article ({why}). Skipped; the rest was read", code="S250", line=number)


def _loads(text: str) -> Any:
    """A JSON value, or the error that says why it is none."""
    try:
        return json.loads(text, strict=False, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as problem:
        why = problem.msg.lower() if isinstance(problem, json.JSONDecodeError) else "nested too deep"
        return ReadError(why, code="S250")


def _articles(whole: Any) -> Iterator[dict[str, Any] | ReadError]:
    if isinstance(whole, dict) and not any(name in map(str.lower, whole) for name in (*COLUMNS["text"], *COLUMNS["title"])):
        lists = [each for each in whole.values() if isinstance(each, list) and each and isinstance(each[0], dict)]
        whole = lists[0] if len(lists) == 1 else whole
    for row in whole if isinstance(whole, list) else [whole]:
        yield row if isinstance(row, dict) else ReadError(f"{type(row).__name__}, not an article. Skipped; the rest was read", code="S250")


def _csv(raw: Raw, text: str, settings: Settings) -> Iterator[tuple[int, dict[str, Any] | ReadError]]:
    """Rows of a CSV file with a header."""
    head = text[: text.find("\n") if "\n" in text else len(text)]
    mark = max(",;\t|", key=head.count)
    before = csv.field_size_limit(max(csv.field_size_limit(), settings.max_text))
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        header = [name.strip() for name in next(rows, [])]
        if not set(map(str.lower, header)) & {*COLUMNS["text"], *COLUMNS["html"], *COLUMNS["title"]}:
            names = ", ".join(header[:8])
            message = f"{raw.name} has no column we know as a text (it has: {names}). Skipped. Name the columns title, text, url, published"
            yield 1, ReadError(message, code="S251")
            return
        start = rows.line_num + 1
        while True:
            try:
                row = next(rows, None)
            except csv.Error as problem:
                yield (
                    start,
                    ReadError(f"{raw.name} line {start} is no row ({problem}). Skipped; the rest was read", code="S250", line=start),
                )
                start = rows.line_num + 1
                continue
            if row is None:
                break
            if row and len(row) != len(header):
                why = f"{len(row)} cells, the header has {len(header)}"
                yield start, ReadError(f"{raw.name} line {start} is no row ({why}). Skipped; the rest was read", code="S250", line=start)
            elif any(cell.strip() for cell in row):
                yield start, dict(zip(header, row, strict=True))
            start = rows.line_num + 1
    finally:
        csv.field_size_limit(before)


def _report(raw: Raw, settings: Settings, row: dict[str, Any], line: int, charset: str, notes: tuple[str, ...]) -> Document:
    """Make a report of one row."""
    told = _columns(row)
    title, body = words_of(_words(told.get("title"))), _words(told.get("text")).strip() or _words(told.get("html")).strip()
    body = body or _words(told.get("summary")).strip()
    noted = list(notes)
    opening = body[: len(title) + 3].strip()
    text, blocks = (f"{title}", [Block(Span(0, len(title)), "headline")]) if title and opening != title else ("", [])
    at = len(text) + 2 * bool(text)
    if MARKUP.search(body):
        page = Page.of(body, raw.name, settings, whole="<html" in body[:1000].lower())
        text, blocks = f"{text}\n\n{page.text}" if text else page.text, blocks + shifted(page.blocks, at)
        noted += page.notes
    elif body:
        text = f"{text}\n\n{body}" if text else body
        blocks += paragraphs(text, at)
    said = _words(told.get("published"))
    published = moment(said) if said else None
    if said and not published:
        noted.append(f"date not understood: {said[:80]!r} (column)")
    language = re.match(r"[A-Za-z]{2,3}(?:[-_]|$)", _words(told.get("language")))
    key, outlet = _words(told.get("id")) or str(line), _words(told.get("outlet"))
    return document(
        raw,
        text,
        blocks,
        settings,
        uri=address(_words(told.get("uri"))) or f"{raw.uri}#{key}",
        outlet=outlet if "://" not in outlet else None,
        title=title,
        authors=_names(told.get("authors")),
        language=language[0].rstrip("-_").lower() if language else None,
        published=published,
        published_basis="column",
        charset=charset,
        notes=noted,
    )


def _columns(row: dict[str, Any]) -> dict[str, Any]:
    """What a row tells under any of the names we know; the first name that holds something wins."""
    lower = {str(name).strip().lower(): value for name, value in row.items()}
    found = {}
    for column, names in COLUMNS.items():
        value = next((lower[name] for name in names if lower.get(name) not in (None, "", [], {})), None)
        if value is not None:
            found[column] = value
    return found


def _words(value: Any) -> str:
    """A cell as words: JSON may hold a list of paragraphs, or an object with a name."""
    if isinstance(value, dict):
        if isinstance(value.get("sections"), list):  # fundus: a summary and sections of headline and paragraphs
            parts = [
                value.get("summary"),
                *(part for each in value["sections"] if isinstance(each, dict) for part in (each.get("headline"), each.get("paragraphs"))),
            ]
            return "\n\n".join(words for part in parts if (words := _words(part)))
        return _words(value.get("name") or value.get("title") or value.get("text"))
    if isinstance(value, list | tuple):
        return "\n\n".join(words for each in value if (words := _words(each)))
    return "" if value is None or isinstance(value, bool) else str(value)


def _names(value: Any) -> list[str]:
    """Authors: a list, or a string that parts them."""
    said = (
        [_words(each) for each in value] if isinstance(value, list) else re.split(r"\s*[;|]\s*|\s+and\s+|,\s+(?=\S+\s+\S)", _words(value))
    )
    return [re.sub(r"^by\s+", "", name.strip(" []'\""), flags=re.I) for name in said if name.strip(" []'\"")]
