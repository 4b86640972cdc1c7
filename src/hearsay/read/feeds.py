"""RSS and Atom files → one Document for each item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hearsay.errors import ReadError
from hearsay.read import Reader, address, document, escape, failure
from hearsay.read.dates import moment
from hearsay.read.files import paragraphs
from hearsay.read.markup import MARKUP, Page, shifted, words_of
from hearsay.read.raw import Raw, decode
from hearsay.records import Block, Document, Failure, Span
from hearsay.settings import Settings

DECLARED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)""")
ITEM_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.I)
ENTITY = re.compile(r"<!ENTITY\b", re.I)


def read_feed(raw: Raw, settings: Settings) -> Iterator[Document | Failure]:
    """Read a feed: the first ``settings.max_feed_items`` items, each a report of its own.

    Raises:
        ReadError: a web page (E502), entities of its own or no items (E503), too large (S220).
    """
    if raw.media_type == "text/html":
        raise _page(raw)
    text, notes = _text(raw, settings)
    ends = [match.end() for match in ITEM_END.finditer(text)]
    if len(ends) > settings.max_feed_items:
        # The parser takes 20 s for 100,000 items, so the rest is cut off before it looks.
        message = f"{raw.name} has {len(ends):,} items. The first {settings.max_feed_items:,} were read. Split it, or set max_feed_items"
        yield failure(raw.uri, ReadError(message, code="W310", items=len(ends)))
        text = text[: ends[settings.max_feed_items - 1]] + _closing(text)
    size = len(text.encode("utf-8", "replace"))
    if size > settings.max_feed_size:
        limit = settings.max_feed_size / 1e6
        message = f"{raw.name} is {size / 1e6:,.1f} MB of feed (limit {limit:,.6g} MB). Skipped. Split it, or set max_feed_size"
        raise ReadError(message, code="S220", size=size)
    feed = _parse(raw, text)
    if feed.get("bozo"):
        message = f"{raw.name} is broken XML ({_why(feed)}). What could be made out was read; some items may be missing"
        yield failure(raw.uri, ReadError(message, code="W311"))
    for number, item in enumerate(feed.entries[: settings.max_feed_items], 1):
        try:
            yield _report(raw, settings, feed.feed, item, number, notes)
        except ReadError as problem:
            yield failure(f"{raw.uri}#{number}", problem)


READER = Reader(name="feeds", takes=("application/rss+xml", ".rss", ".atom", ".rdf"), run=read_feed)


def _page(raw: Raw) -> ReadError:
    """Say that a feed is a web page, and which feed that page names."""
    text, _, _ = decode(raw.payload)
    links = (
        match[0]
        for match in re.finditer(r"<link\b[^<>]{0,2000}>", text[:200_000], re.I)
        if re.search(r"application/(?:rss|atom)\+xml", match[0], re.I)
    )
    named = next((found[1] for link in links if (found := re.search(r"href\s*=\s*[\"']?([^\s\"'>]+)", link, re.I))), None)
    fix = f"It names one: {escape(named)}. Save and add that" if named else "Rename it to .html to read it as a page"
    return ReadError(f"{raw.name} is HTML, not a feed. {fix}", code="E502", link=named)


def _text(raw: Raw, settings: Settings) -> tuple[str, tuple[str, ...]]:
    """The feed's characters, once it is safe to parse them."""
    declared = DECLARED.search(raw.payload[:1024])
    text, charset, notes = decode(raw.payload, declared[1].decode("ascii") if declared else None)
    head = text[:100_000]
    if ENTITY.search(head):
        message = f"{raw.name} declares XML entities of its own, as entity bombs and thieves of files do. Nothing of it was read"
        raise ReadError(message, code="E503")
    bare = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    return f'<?xml version="1.0" encoding="utf-8"?>{bare}', (*notes, f"charset: {charset}")


def _closing(text: str) -> str:
    """The end tags that a feed lacks when it is cut behind an item."""
    root = re.search(r"<(rss|feed|rdf:rdf)\b", text[:10_000], re.I)
    name = root[1] if root else "rss"
    return f"</channel></{name}>" if name.lower() == "rss" else f"</{name}>"


def _parse(raw: Raw, text: str) -> Any:
    """Parse a feed from memory; feedparser would open whatever looks like a path or an address."""
    import feedparser

    feed = feedparser.parse(text.encode("utf-8", "replace"), response_headers={"content-type": "application/xml; charset=utf-8"})
    if not feed.entries:
        raise ReadError(f"{raw.name} gives no items ({_why(feed)}). Nothing of it was read", code="E503")
    return feed


def _why(feed: Any) -> str:
    """What feedparser says is wrong, on one line."""
    said = " ".join(str(feed.get("bozo_exception") or "it holds none").split())
    return re.sub(r"^<unknown>:(\d+):\d+: ", r"line \1: ", said)[:120]


def _report(raw: Raw, settings: Settings, feed: Any, item: Any, number: int, notes: tuple[str, ...]) -> Document:
    """Make a report of one item: its title, then the fullest of its contents."""
    title = words_of(item.get("title") or "")
    bodies = [content.get("value") or "" for content in item.get("content", ())] + [item.get("summary") or ""]
    body = max(bodies, key=len)
    text, blocks = (title, [Block(Span(0, len(title)), "headline")]) if title else ("", [])
    told = [note for note in notes if not note.startswith("charset: ")]
    if MARKUP.search(body):
        page = Page.of(body, raw.name, settings, whole=False)
        at = len(text) + 2 * bool(text)
        text, blocks = f"{text}\n\n{page.text}" if text else page.text, blocks + shifted(page.blocks, at)
        told += page.notes
    elif body.strip():
        at = len(text) + 2 * bool(text)
        text = f"{text}\n\n{body.strip()}" if text else body.strip()
        blocks += paragraphs(text, at)
    published, basis, noted = _dated(item)
    source = item.get("source") or {}
    authors = [author.get("name") for author in item.get("authors", ()) if author.get("name")] or [item.get("author") or ""]
    language = re.match(r"[A-Za-z]{2,3}", item.get("language") or feed.get("language") or "")
    return document(
        raw,
        text,
        blocks,
        settings,
        uri=address(item.get("link")) or address(item.get("id")) or f"{raw.uri}#{item.get('id') or number}",
        outlet=source.get("title") or feed.get("title"),
        title=title,
        authors=[author for author in authors if "@" not in author],
        language=language[0].lower() if language else None,
        published=published,
        published_basis=basis,
        charset=next(note[9:] for note in notes if note.startswith("charset: ")),
        notes=(*told, *noted),
    )


def _dated(item: Any) -> tuple[str | None, str | None, list[str]]:
    """The item's date. Atom must tell when an entry was updated and may tell when it was published: the latter where there is one."""
    notes: list[str] = []
    for key, basis in (("published", "feed"), ("updated", "feed (updated)"), ("created", "feed")):
        # Asked as a plain dict: feedparser's own look-up takes one date for another.
        if said := dict.get(item, key):
            if read := moment(said):
                return read, basis, notes
            notes.append(f"date not understood: {said[:80]!r} (feed)")
    return None, None, notes
