"""HTML → the words a visitor could read, in blocks; what of them is the report; what the page tells of itself."""

from __future__ import annotations

import json
import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from html import unescape
from typing import Any

from lxml import etree, html

from hearsay.errors import ReadError
from hearsay.read import Reader, address, document
from hearsay.read.dates import moment
from hearsay.read.raw import Raw, decode
from hearsay.records import Block, Document, Failure, Span
from hearsay.settings import Settings

# Elements a browser sets on lines of their own.
# Source: HTML Living Standard, 15.3, and form controls.
BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "button", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html",
        "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "search", "section", "select", "summary", "table", "tbody",
        "td", "tfoot", "th", "thead", "tr", "ul", "caption", "text", "iframe", "video", "audio", "object", "textarea", "optgroup",
        "label",
    }
)  # fmt: skip
UNSEEN = frozenset(
    {
        "script", "style", "template", "noscript", "head", "title", "meta", "link", "base", "datalist", "canvas", "math-annotation",
        "annotation", "annotation-xml", "desc", "defs", "metadata", "symbol", "noframes", "noembed", "param", "source", "track", "area",
        "map",
    }
)  # fmt: skip
# Classes by which sites hide words from the eye and leave them to screen readers.
UNSEEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text|screenreader-only|element-invisible|u-hidden-visually|is-hidden)(?:\s|$)", re.I
)
UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
AROUND = frozenset(("nav", "aside", "footer", "dialog", "form", "select", "button", "menu", "search", "label", "textarea"))
AROUND_CLASS = re.compile(
    r"(?:^|[\s_-])(?:comments?|disqus|respond|related|recommend(?:ed|ations?)|likethis|share|sharing|sharedaddy|social(?:media|links|share)?|"
    r"newsletter|subscribe|signup|sign-up|cookies?|consent|gdpr|most-?(?:read|popular|viewed)|popular|trending|breadcrumbs?|tags|taglist|"
    r"tag-list|promo|outbrain|taboola|advert\w*|sponsored|sidebar|footer|nav|navbar|navigation|menu|pagination|copyright)(?:[\s_-]|$)",
    re.I,
)
AROUND_SURELY = re.compile(
    r"^(?:nav|aside|footer|dialog|menu)$|comment|disqus|respond|related|recommend|most-?(?:read|popular|viewed)|sidebar", re.I
)
CREDIT = re.compile(
    r"(?:(?:ap |file )?(?:photo|photograph|picture|image|video|credit|screenshot|illustration)s?|getty|reuters|afp)\b(?!.*[.!?]$)", re.I
)
BRIEF = 100  # characters of the shortest report
SLOW = 20_000  # elements beyond which trafilatura takes seconds
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
# Elements that libxml2 ends where the next of their kind begins, so that leaving out the end tag nests nothing.
SELF_ENDING = {
    "p": ("p",), "li": ("p", "li"), "td": ("p", "td", "th"), "th": ("p", "td", "th"), "tr": ("p", "td", "th", "tr"), "option": ("option",),
    "tbody": ("p", "td", "th", "tr", "tbody"), "a": ("a",), "form": ("form",), "html": ("html",),
    "head": ("head",), "body": ("head", "body"),
}  # fmt: skip
# Empty elements younger than libxml2: it would put all that follows inside them.
YOUNG_VOID = re.compile(r"</?(?:wbr|source|track)\b[^>]*>", re.I)
# A tag; or a comment or raw text up to its end, in which no tag is one. Possessive, since nothing behind them could fail.
TAG = re.compile(
    r"<!--[^-]*+(?:-(?!->)[^-]*+)*+|<(script|style|textarea|title|xmp|noembed|noframes)\b[^>]*+>[^<]*+(?:<(?!/\1)[^<]*+)*+|"
    r"<(/?)([a-zA-Z][^\s/>]*+)([^>]*+)>?",
    re.I,
)
META_CHARSET = re.compile(rb"""<(?:meta\s[^>]*charset\s*=\s*["']?|\?xml\s[^>]*encoding\s*=\s*["'])([\w.:-]+)""", re.I)
MARKUP = re.compile(
    r"</?(?:p|br|div|a|b|i|em|strong|span|ul|ol|li|h[1-6]|img|figure|blockquote|table|html|body|article|section|script)\b[^<>]*>", re.I
)
SPACES = re.compile(r"[ \t\r\n\f]+")
WORDS = re.compile(r"\w+")


def read_page(raw: Raw, settings: Settings) -> Iterator[Document | Failure]:
    """Read a web page as saved."""
    found = META_CHARSET.search(raw.payload[:4096])
    text, charset, notes = decode(raw.payload, found[1].decode("ascii") if found else None)
    page = Page.of(text, raw.name, settings)
    told = tell(page)
    yield document(
        raw,
        page.text,
        page.blocks,
        settings,
        uri=told.uri,
        outlet=told.outlet,
        title=told.title,
        authors=told.authors,
        language=told.language,
        published=told.published,
        published_basis=told.basis,
        charset=charset,
        notes=(*notes, *page.notes, *told.notes),
    )


READER = Reader(name="markup", takes=("text/html",), run=read_page)


# --- words ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Page:
    """What stands on a page. times: (element, index of the block it stands in)."""

    root: html.HtmlElement
    text: str
    blocks: list[Block]
    notes: list[str]
    times: list[tuple[html.HtmlElement, int]]

    def words(self, i: int) -> str:
        return self.text[self.blocks[i].span.start : self.blocks[i].span.end]

    def around(self, i: int) -> bool:
        """Whether a block stands in what goes round a report: menus, side columns, footers."""
        return any(tag in AROUND for tag in self.blocks[i].path.split("/"))

    @classmethod
    def of(cls, source: str, name: str, settings: Settings, *, whole: bool = True) -> Page:
        """Take a page apart.

        Args:
            whole: False for a piece of markup that is all report, as in a feed.

        Raises:
            ReadError: markup made to hurt (S230), more text than we read (S220), none at all (S202).
        """
        notes = ["had_nul"] if "\0" in source else []
        root = parse(source, name, settings)
        if root is None:
            raise ReadError(f"{name} is empty. Skipped.", code="S202")
        walk = _Walk(settings.max_text)
        walk.over(root)
        if walk.size > settings.max_text:
            message = f"{name} holds more than {settings.max_text:,} characters of text (the limit). Skipped. Split it, or set max_text"
            raise ReadError(message, code="S220", size=walk.size)
        main, by = sift(root, walk.pieces, walk.around) if whole else ([True] * len(walk.pieces), "")
        notes += [f"main text: {by}"] if by else []
        text, blocks = _lay(walk.pieces, main)
        return cls(root, text, blocks, notes, walk.times)


def shifted(blocks: list[Block], by: int) -> list[Block]:
    """Blocks that come to stand behind other words."""
    return [replace(block, span=Span(block.span.start + by, block.span.end + by)) for block in blocks]


def words_of(markup: str) -> str:
    """The words of a line that may be marked up."""
    if MARKUP.search(markup):
        piece = html.fragment_fromstring(markup[:10_000], create_parent=True)
        markup = "".join(piece.itertext())
    elif "&" in markup:
        markup = unescape(markup)
    return " ".join(markup.split())


def parse(source: str, name: str, settings: Settings) -> html.HtmlElement | None:
    """Parse markup that a linear look has found fit to be parsed.

    Raises:
        ReadError: nested too deep, or too many attributes (S230).
    """
    source = _fit(YOUNG_VOID.sub("", source.replace("\0", "")), name, settings)
    # The depth is bounded above; without huge_tree libxml2 silently drops whatever lies deeper than 256.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def _fit(source: str, name: str, settings: Settings) -> str:
    """Look once over all tags before any parser does: several take quadratic time or drop what is deep.

    Tags that are never closed nest nothing a writer meant; where they would go too deep they are taken out.
    """
    stack: list[tuple[str, int]] = []
    count: dict[str, int] = {}
    closed: list[tuple[int, int]] = []  # where closed elements begin and end
    deepest = 0
    for match in TAG.finditer(source):
        tag = (match[3] or "").lower()
        if not tag or tag in VOID:
            continue
        if match[2]:
            if not count.get(tag):
                continue
            while stack:
                other, at = stack.pop()
                count[other] -= 1
                if other == tag:
                    closed.append((at, match.start()))
                    break
            continue
        attributes = match[4]
        if (
            len(attributes) > 2 * settings.max_attributes
            and (n := len(re.findall(r"[^\s=/]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?", attributes))) > settings.max_attributes
        ):
            raise ReadError(f"{name} was not read ({n:,} attributes on one tag, limit {settings.max_attributes:,}). Skipped.", code="S230")
        if attributes.endswith("/") and tag not in BLOCKS:
            continue
        while tag in SELF_ENDING and stack and stack[-1][0] in SELF_ENDING[tag]:
            count[stack.pop()[0]] -= 1
        stack.append((tag, match.start()))
        count[tag] = count.get(tag, 0) + 1
        deepest = max(deepest, len(stack))
    if deepest <= settings.max_depth:
        return source
    level = nested = 0
    for _, step in sorted([(at, 1) for at, _ in closed] + [(end, -1) for _, end in closed]):
        level += step
        nested = max(nested, level)
    if nested > settings.max_depth or deepest > 10 * settings.max_depth:
        raise ReadError(f"{name} was not read ({max(nested, deepest):,} nested tags, limit {settings.max_depth:,}). Skipped.", code="S230")
    kept = {at for at, _ in closed}

    def without(match: re.Match[str]) -> str:
        tag = (match[3] or "").lower()
        if not tag or match[2] or tag in VOID or tag in SELF_ENDING or match.start() in kept:
            return match[0]
        return "<br>" if tag in BLOCKS else ""

    return TAG.sub(without, source)


@dataclass(slots=True)
class _Piece:
    """A block in the making. around: numbers of the elements it stands in that seem to go round a report, not to hold it."""

    words: str
    kind: str
    path: str
    links: float
    around: tuple[int, ...]
    element: html.HtmlElement


class _Walk:
    """One walk over a page, gathering pieces in the order a visitor reads them."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.pieces: list[_Piece] = []
        self.times: list[tuple[html.HtmlElement, int]] = []
        self.around: list[str] = []
        self._around: list[tuple[int, html.HtmlElement]] = []
        self._run: list[tuple[str, bool]] = []  # words of the open block, and whether inside a link
        self._open: list[html.HtmlElement] = []
        self._path: list[str] = []
        self._links = 0
        self._pre = 0

    def over(self, root: html.HtmlElement) -> None:
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if self.size > self.limit:
                return
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if not tag or _unseen(element, tag):
                    walker.skip_subtree()
                    element.set("hearsay", "unseen") if tag else None
                    continue
                self._enter(element, tag)
            else:
                if tag and element.get("hearsay") != "unseen":
                    self._leave(element, tag)
                if element.tail and element is not root:
                    self._run.append((element.tail, self._links > 0))
        self._flush()

    def _enter(self, element: html.HtmlElement, tag: str) -> None:
        if tag in BLOCKS:
            self._flush()
            self._open.append(element)
        self._path.append(tag)
        if said := tag if tag in AROUND else _named(element):
            self._around.append((len(self.around), element))
            self.around.append(said)
        if tag == "br":
            self._run.append(("\v", False))
        elif tag == "a":
            self._links += 1
        elif tag == "pre":
            self._pre += 1
        elif tag == "time":
            self.times.append((element, len(self.pieces)))
        if element.text:
            self._run.append((element.text if not self._pre else element.text.replace("\n", "\v"), self._links > 0))

    def _leave(self, element: html.HtmlElement, tag: str) -> None:
        if tag in BLOCKS:
            self._flush()
            self._open.pop()
        self._path.pop()
        if self._around and self._around[-1][1] is element:
            self._around.pop()
        if tag == "a":
            self._links -= 1
        elif tag == "pre":
            self._pre -= 1

    def _flush(self) -> None:
        """Close the open block: spaces as a browser shows them, two line breaks part blocks."""
        run, self._run = self._run, []
        start = 0
        breaks = [i for i in range(len(run) - 1) if run[i][0] == "\v"]
        for i in breaks:
            j = i + 1
            while j < len(run) and not run[j][0].strip(" \t\r\n\f") and run[j][0] != "\v":
                j += 1
            if j < len(run) and run[j][0] == "\v" and i >= start:
                self._close(run[start:i])
                start = j + 1
        self._close(run[start:])

    def _close(self, run: list[tuple[str, bool]]) -> None:
        words = SPACES.sub(" ", "".join(words for words, _ in run))
        words = re.sub(r" ?\v ?", "\n", words).strip(" \n")
        if not words.strip("\xa0\u200b\ufeff\u2060 \n"):
            return
        self.size += len(words)
        linked = sum(len(SPACES.sub("", said)) for said, inside in run if inside)
        whole = len(SPACES.sub("", words)) or 1
        element = self._open[-1] if self._open else None
        kind = _kind(element, words)
        path = "/".join(self._path[: self._depth()])
        self.pieces.append(_Piece(words, kind, path, min(1.0, linked / whole), tuple(n for n, _ in self._around), element))

    def _depth(self) -> int:
        """How much of the path leads to the open block."""
        depth = len(self._path)
        while depth and self._path[depth - 1] not in BLOCKS:
            depth -= 1
        return depth


def _unseen(element: html.HtmlElement, tag: str) -> bool:
    """Whether a visitor sees nothing of an element."""
    if tag in UNSEEN or tag == "dialog" and element.get("open") is None:
        return True
    if element.get("hidden") not in (None, "until-found") or tag == "input":
        return True
    style, names = element.get("style"), element.get("class")
    return bool(style and UNSEEN_STYLE.search(style) or names and UNSEEN_CLASS.search(names))


KINDS = {
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading", "figcaption": "caption",
    "caption": "caption", "blockquote": "quote", "li": "item", "dt": "item", "dd": "item", "td": "cell", "th": "cell",
}  # fmt: skip


def _named(element: html.HtmlElement) -> str:
    """The name by which an element shows that it goes round a report."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    found = AROUND_CLASS.search(names) if names != " " else None
    return found[0] if found else ""


def _kind(element: html.HtmlElement | None, words: str) -> str:
    """Tell what a block is by the elements around it."""
    for level, at in enumerate((element, *(element.iterancestors() if element is not None else ()))):
        if at is None or level > 8:
            break
        told = f"{at.get('itemprop') or ''} {at.get('rel') or ''}".lower()
        if level < 3 and len(words) < 200:
            if "author" in told or re.search(r"(?:^|[\s_-])by-?line", at.get("class") or "", re.I):
                return "byline"
            if "datepublished" in told:
                return "date"
        kind = KINDS.get(at.tag if isinstance(at.tag, str) else "")
        if kind == "cell" and (level or len(words) > 300):
            return "paragraph"
        if kind:
            return kind
        inner = at.find(".//time") if level == 0 and len(words) < 80 else None
        if inner is not None and " ".join("".join(inner.itertext()).split()) == words:
            return "date"
    return "paragraph"


def _lay(pieces: list[_Piece], main: list[bool]) -> tuple[str, list[Block]]:
    """Set the pieces under one another."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for i, piece in enumerate(pieces):
        if i:
            close = piece.kind == pieces[i - 1].kind in ("item", "cell")
            parts.append("\n" if close else "\n\n")
            at += len(parts[-1])
        parts.append(piece.words)
        blocks.append(Block(Span(at, at + len(piece.words)), piece.kind, not main[i], piece.path, round(piece.links, 3)))
        at += len(piece.words)
    return "".join(parts), blocks


# --- what of it is the report -----------------------------------------------------------------------------------------


def sift(root: html.HtmlElement, pieces: list[_Piece], around: list[str]) -> tuple[list[bool], str]:
    """Tell the report from the page around it.

    Trafilatura finds the main text; where it finds nothing, or far less than stands in one place, the paragraphs' own places do.
    Then the markup is heard: what it names a menu is none of the report, a caption or lead amid the report is.

    Args:
        around: what each element that may go round a report is, by the numbers in ``_Piece.around``.

    Returns: for each piece whether it is of the report, and which extractor told so.
    """
    _hear(pieces, around)
    placed = _by_place(pieces)
    main = _by_trafilatura(root, pieces) if sum(1 for _ in root.iter()) <= SLOW else [False] * len(pieces)
    by = "trafilatura"
    if _size(pieces, main) < 0.3 * _size(pieces, placed):
        main, by = placed, "place of its paragraphs"
    else:
        _trim(pieces, main, placed)
    kept = list(main)
    _drop(pieces, main)
    if _size(pieces, main) < BRIEF <= _size(pieces, kept):
        main = kept
    _add(pieces, main)
    return main, by


def _size(pieces: list[_Piece], main: list[bool]) -> int:
    return sum(len(piece.words) for piece, kept in zip(pieces, main, strict=True) if kept)


def _hear(pieces: list[_Piece], around: list[str]) -> None:
    """Keep of the elements that seem to go round a report those that do: a class on the body or a form round a whole page says nothing."""
    held, heads, total = [0] * len(around), set[int](), 1
    for piece in pieces:
        size = len(piece.words) if _is_prose(piece) else 0
        total += size
        for n in piece.around:
            held[n] += size
            if piece.path.endswith("/h1"):
                heads.add(n)
    out = {
        n for n, size in enumerate(held) if size <= 0.3 * total or size < 0.6 * total and n not in heads and AROUND_SURELY.search(around[n])
    }
    for piece in pieces:
        piece.around = tuple(n for n in piece.around if n in out)


def _by_place(pieces: list[_Piece], *, hear: bool = True) -> list[bool]:
    """Find the element in which most prose stands, and go up from it as long as that wins much prose and little else.

    Source: after the scoring of Arc90's Readability, without its word lists.
    """
    score: Counter[html.HtmlElement] = Counter()
    prose: Counter[html.HtmlElement] = Counter()
    whole: Counter[html.HtmlElement] = Counter()
    for piece in pieces:
        size, plain = len(piece.words), _is_prose(piece)
        for level, element in enumerate((piece.element, *piece.element.iterancestors()) if piece.element is not None else ()):
            whole[element] += size
            if plain and not (hear and piece.around):
                prose[element] += size
                score[element] += size // 2 ** max(0, level - (piece.element.tag == "p")) if level < 4 else 0
    if not score:
        # No prose, or all of it in places with names of something else: names that say nothing here.
        nothing = not any(map(_is_prose, pieces))
        return [not piece.around and piece.links < 0.5 for piece in pieces] if nothing else _by_place(pieces, hear=False)
    best = max(score, key=lambda element: score[element])
    for above in list(best.iterancestors()):
        if prose[above] >= 1.3 * prose[best] and prose[above] >= 0.6 * whole[above]:
            best = above
    inside = set(best.iter())
    return [piece.element in inside and piece.links < 0.5 for piece in pieces]


def _is_prose(piece: _Piece) -> bool:
    return piece.kind in ("paragraph", "quote") and len(piece.words) >= 40 and piece.links < 0.3


def _trim(pieces: list[_Piece], main: list[bool], placed: list[bool]) -> None:
    """Where both extractors mean one place, cut off what only the first found before and behind it."""
    both = [i for i in range(len(pieces)) if main[i] and placed[i]]
    if not both or sum(len(pieces[i].words) for i in both) < 0.7 * _size(pieces, main):
        return
    for i in (*range(both[0]), *range(both[-1] + 1, len(pieces))):
        main[i] = main[i] and (pieces[i].kind == "heading" or len(pieces[i].words) >= 200) and i < both[0]


def _drop(pieces: list[_Piece], main: list[bool]) -> None:
    """Take out what the markup says is no report, lists of links, and headings of nothing."""
    rows = {
        piece.element.getparent() for piece, kept in zip(pieces, main, strict=True) if kept and piece.kind == "cell" and piece.links < 0.5
    }
    for i, piece in enumerate(pieces):
        if (
            piece.around
            or piece.kind in ("byline", "date")
            or piece.links > 0.8
            and not (piece.kind == "cell" and piece.element.getparent() in rows)
        ):
            main[i] = False
        elif piece.kind == "paragraph" and not any(map(str.isalpha, piece.words)):
            main[i] = False  # the number of a slide, a rule of dashes
    for first, last in _lists(pieces):
        if sum(piece.links for piece in pieces[first:last]) >= 0.4 * (last - first):
            main[first:last] = [False] * (last - first)
    spoken = False
    for i in reversed(range(len(pieces))):
        if pieces[i].kind != "heading":
            spoken = spoken or main[i]
        elif main[i]:
            main[i] = spoken
            spoken = spoken and i > 0 and pieces[i - 1].kind == "heading"
        else:
            spoken = False


def _lists(pieces: list[_Piece]) -> Iterator[tuple[int, int]]:
    """Where each list begins and ends."""
    first = 0
    for i in range(1, len(pieces) + 1):
        if i == len(pieces) or pieces[i].path != pieces[first].path or "/li" not in pieces[first].path:
            if "/li" in pieces[first].path:
                yield first, i
            first = i


def _add(pieces: list[_Piece], main: list[bool]) -> None:
    """Take in what stands amid the report: its lead, its captions, paragraphs beside its paragraphs, the rest of its tables."""
    kept = [i for i, is_main in enumerate(main) if is_main]
    if not kept:
        return
    beside = {pieces[i].element.getparent() for i in kept if pieces[i].kind in ("paragraph", "quote")}
    rows = {pieces[i].element.getparent() for i in kept if pieces[i].kind == "cell"}
    prose = next((i for i in kept if pieces[i].kind not in ("heading", "headline")), kept[0])
    head = next((i for i in reversed(range(prose)) if pieces[i].path.endswith("/h1")), prose)
    for i in range(head + 1, kept[-1] + 1):
        piece = pieces[i]
        if main[i] or piece.around or piece.links >= 0.3:
            continue
        parent, size = piece.element.getparent(), len(piece.words)
        if piece.kind == "caption":
            main[i] = size >= 25 and not (size < 80 and CREDIT.match(piece.words))
        elif piece.kind == "cell":
            main[i] = parent in rows
        elif piece.kind in ("paragraph", "quote"):
            lead = i < min(prose, head + 5) and size >= 60 and piece.words.rstrip()[-1] in ".!?\u2026\u201d\"'\u00bb\u3002"
            main[i] = lead or i > prose and size >= 40 and piece.element.tag == "p" and parent in beside


@cache
def _options() -> Any:
    """Settings of trafilatura for news: short reports are reports, comments are none. Its log is not ours to print."""
    from trafilatura.settings import Extractor, use_config

    for name in ("trafilatura", "htmldate", "justext"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    config = use_config()
    for name, value in {"MIN_EXTRACTED_SIZE": "100", "MIN_OUTPUT_SIZE": "1", "MIN_EXTRACTED_COMM_SIZE": "100000"}.items():
        config.set("DEFAULT", name, value)
    return Extractor(config=config, fast=True, comments=False, tables=True, formatting=False, links=False, images=False, dedup=False)


def _by_trafilatura(root: html.HtmlElement, pieces: list[_Piece]) -> list[bool]:
    from trafilatura import bare_extraction

    found: Any = bare_extraction(root, options=_options())
    words = " ".join(WORDS.findall(" ".join(found.body.itertext()))).lower() if found is not None else ""
    whole = f" {words} "
    grams = set(zip(*(words.split()[i:] for i in range(4)), strict=False))
    main = []
    for piece in pieces:
        said = WORDS.findall(piece.words.lower())
        if len(said) < 4:
            main.append(bool(said) and f" {' '.join(said)} " in whole and piece.links < 0.5)
            continue
        own = list(zip(*(said[i:] for i in range(4)), strict=False))
        main.append(sum(gram in grams for gram in own) >= 0.6 * len(own))
    return main


# --- what the page tells of itself ------------------------------------------------------------------------------------


@dataclass(slots=True)
class Told:
    """What a page tells of itself."""

    uri: str | None = None
    outlet: str | None = None
    title: str | None = None
    authors: list[str] = field(default_factory=list)
    language: str | None = None
    published: str | None = None
    basis: str | None = None
    notes: list[str] = field(default_factory=list)


def tell(page: Page) -> Told:
    """Read a page's metadata: what stands first in the order JSON-LD, meta, the words on the page. Nothing is made up."""
    root = page.root
    meta = _meta(root)
    nodes = list(_linked(root))
    article = _article(nodes, meta, root)
    told = Told(language=_language(root, article))
    told.uri = _canonical(root, meta, article)
    told.outlet = _name_of(article.get("publisher")) or _first(
        meta, ("og:site_name", "application-name", "dc.publisher", "citation_journal_title")
    )
    told.authors = _authors(root, meta, article, told.outlet)
    _titled(page, told, meta, article)
    _dated(page, told, meta, article)
    return told


def _meta(root: html.HtmlElement) -> dict[str, list[str]]:
    """Meta tags by lower-case name, property or itemprop."""
    found: dict[str, list[str]] = {}
    for tag in root.iter("meta"):
        for key in ("name", "property", "itemprop", "http-equiv"):
            if (name := tag.get(key)) and (content := (tag.get("content") or "").strip()):
                found.setdefault(name.strip().lower(), []).append(content[:2000])
    return found


def _first(meta: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next((meta[name][0] for name in names if name in meta), None)


ARTICLES = re.compile(r"(?:\w*NewsArticle|Article|BlogPosting|LiveBlogPosting|Report|TechArticle|ScholarlyArticle|SocialMediaPosting)$")


def _linked(root: html.HtmlElement) -> Iterator[dict[str, Any]]:
    """The JSON-LD nodes that speak of the page itself, not those of lists and recommendations on it."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        todo: list[Any] = [_loads((script.text or "").strip().removeprefix("<![CDATA[").removesuffix("]]>").strip().rstrip(";"))]
        for _ in range(1000):
            if not todo:
                break
            node = todo.pop(0)
            if isinstance(node, list):
                todo[:0] = node
            elif isinstance(node, dict):
                yield node
                todo[:0] = [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if isinstance(node.get(key), dict | list)]


def _loads(said: str) -> Any:
    """A JSON value; {} for what is none."""
    try:
        return json.loads(said, strict=False)
    except (ValueError, RecursionError):
        return {}


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _types(node: dict[str, Any]) -> list[str]:
    said = node.get("@type")
    return [str(each) for each in (said if isinstance(said, list) else [said])]


def _article(nodes: list[dict[str, Any]], meta: dict[str, list[str]], root: html.HtmlElement) -> dict[str, Any]:
    """The node of the report; of several the one whose headline the page shows; {} where that is unclear."""
    articles = [
        node
        for node in nodes
        if any(ARTICLES.search(kind) for kind in _types(node)) and (node.get("headline") or node.get("datePublished"))
    ]
    if len({_folded(_plain(node.get("headline"))) for node in articles}) > 1:
        shown = {_folded(" ".join(h1.itertext())) for h1 in root.iter("h1")} | {_folded(each) for each in meta.get("og:title", ())}
        articles = [node for node in articles if _folded(_plain(node.get("headline"))) in shown]
    if articles:
        return articles[0]
    pages = [node for node in nodes if any(kind in ("WebPage", "ItemPage") for kind in _types(node)) and node.get("datePublished")]
    return {key: pages[0][key] for key in ("datePublished", "inLanguage") if key in pages[0]} if pages else {}


def _plain(said: Any) -> str:
    """A JSON-LD value as plain words: some escape them as for HTML."""
    said = said[0] if isinstance(said, list) and said else said
    said = said.get("@value") or said.get("name") if isinstance(said, dict) else said
    return " ".join(unescape(said).split()) if isinstance(said, str) else ""


def _folded(words: str) -> str:
    return " ".join(WORDS.findall(words.lower()))


def _name_of(said: Any) -> str | None:
    said = said[0] if isinstance(said, list) and said else said
    name = _plain(said.get("name") if isinstance(said, dict) else said)
    return name if name and "://" not in name else None


def _language(root: html.HtmlElement, article: dict[str, Any]) -> str | None:
    """ISO 639 code of the language the page says it is in."""
    for said in (_plain(article.get("inLanguage")), root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""):
        if match := re.match(r"([a-zA-Z]{2,3})(?:[-_]|$)", said):
            return match[1].lower()
    return None


def _canonical(root: html.HtmlElement, meta: dict[str, list[str]], article: dict[str, Any]) -> str | None:
    """The address the page gives itself."""
    entity = article.get("mainEntityOfPage")
    links = [link.get("href") for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    said = [*links, *meta.get("og:url", ()), article.get("url"), entity.get("@id") if isinstance(entity, dict) else entity]
    return next((found for each in said if isinstance(each, str) and (found := address(each))), None)


def _authors(root: html.HtmlElement, meta: dict[str, list[str]], article: dict[str, Any], outlet: str | None) -> list[str]:
    said = article.get("author")
    told = [_name_of(each) for each in (said if isinstance(said, list) else [said]) if each]
    names = [name for name in told if name] or [*meta.get("author", ()), *meta.get("dc.creator", ()), *meta.get("parsely-author", ())]
    if not any(names):
        marked = (e for e in root.iter() if "author" in (e.get("rel") or "").split() or "author" in (e.get("itemprop") or "").split())
        names = [" ".join("".join(e.itertext()).split()) for e in marked if e.tag in ("a", "span", "p", "div", "address", "cite")]
    names = [re.sub(r"^(?:by|von|par|por|di)\s+", "", name.strip(), flags=re.I) for name in names if name]
    return [name for name in dict.fromkeys(names) if 2 <= len(name) <= 100 and "://" not in name and "@" not in name and name != outlet]


SEPARATOR = re.compile(r"\s+[|\u00b7\u2022\u00bb\u00ab\u2013\u2014:-]{1,2}\s+|\s*\|\s*")


def _titled(page: Page, told: Told, meta: dict[str, list[str]], article: dict[str, Any]) -> None:
    """Find the title, and the block that is the headline; the same words said again are no part of the report."""
    heads = [i for i, block in enumerate(page.blocks) if block.path.endswith("/h1")]
    shown = [page.words(i) for i in heads]
    all_shown = [page.words(i) for i, block in enumerate(page.blocks) if block.path[-3:] in ("/h1", "/h2", "/h3")]
    bare = next((" ".join("".join(title.itertext()).split()) for title in page.root.iter("title")), "")
    site = {_squeezed(name) for name in (told.outlet, *(_host(told.uri))) if name} - {""}
    said = (_plain(article.get("headline")), *meta.get("og:title", ())[:1], *meta.get("twitter:title", ())[:1])
    told.title = next((found for each in said if (found := _without_site(" ".join(each.split()), site, all_shown))), None)
    if not told.title:
        inside = [words for i, words in zip(heads, shown, strict=True) if not page.blocks[i].furniture] or shown
        told.title = inside[0] if len(inside) == 1 and _squeezed(inside[0]) not in site else _without_site(bare, site, all_shown)
    if not told.outlet and told.title and bare.startswith(told.title):
        # A site that ends its titles with its name says who it is; its section would stand there alone.
        name = SEPARATOR.split(bare[len(told.title) :])[-1].strip()
        told.outlet = name if 0 < len(name.split()) <= 5 and page.text.count(name) else None
    wanted = _folded(told.title or "")
    first = next(
        (i for i in range(len(page.blocks)) if wanted and _folded(page.words(i)) == wanted and page.blocks[i].kind != "item"), None
    )
    if first is None:
        likely = [i for i in heads if _squeezed(page.words(i)) not in site and not page.around(i)]
        first = likely[0] if len(likely) == 1 else None
    if first is None:
        return
    page.blocks[first] = replace(page.blocks[first], kind="headline", furniture=False)
    again = _folded(page.words(first))
    for i in range(len(page.blocks)):
        if i != first and _folded(page.words(i)) in (wanted, again) and not page.blocks[i].furniture:
            page.blocks[i] = replace(page.blocks[i], furniture=True)


def _squeezed(name: str) -> str:
    return "".join(WORDS.findall(name.lower()))


def _host(uri: str | None) -> list[str]:
    """The names in a host that could name a site: ``www.the-daily.example`` → ``thedaily``, and the host whole."""
    host = re.match(r"https?://(?:www\.)?([^/:]+)", uri or "")
    return [host[1], host[1].split(".")[0], *host[1].split(".")[-2:-1]] if host else []


def _without_site(title: str, site: set[str], shown: list[str]) -> str | None:
    """A title without the name of its site; the page's own h1 says best where it ends."""
    for words in shown:
        if len(words) > 10 and title.startswith(words) and (title == words or SEPARATOR.match(title, len(words))):
            return words
    parts = [(match.start(), match.end()) for match in SEPARATOR.finditer(title)]
    while parts:
        start, end = parts.pop()
        last, mark = title[end:], title[start:end].strip()
        if _squeezed(last) in site or (mark == "|" and len(last.split()) <= 4):
            title = title[:start]
        else:
            break
    parts = [(match.start(), match.end()) for match in SEPARATOR.finditer(title)]
    if parts and _squeezed(title[: parts[0][0]]) in site:
        title = title[parts[0][1] :]
    return title.strip() if _squeezed(title) not in site else None


DATED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date.published",
    "article:published", "article.published", "published_time", "published_at", "publish-date", "publish_date", "publishdate",
    "pubdate", "publication_date", "publication-date", "date_published", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime", "article_date_original", "citation_publication_date", "citation_date",
    "dcterms.issued", "dc.date.issued",
    "dcterms.date", "dcterms.created", "dc.date.created", "dc.date", "dateissued", "date",
)  # fmt: skip


def _dated(page: Page, told: Told, meta: dict[str, list[str]], article: dict[str, Any]) -> None:
    """Find the publication date: JSON-LD, meta, the time told beside the headline, the address. What cannot be read is noted."""
    rungs: list[tuple[str, str]] = [("json-ld", _plain(article.get("datePublished")))]
    rungs += [("meta", said) for name in DATED for said in meta.get(name, ())[:1]]
    rungs += [("meta", _plain(_member(_loads(said), "pub_date"))) for said in meta.get("parsely-page", ())[:1]]
    rungs += [("time", said) for said in _times(page)]
    rungs += [("a line of the text", said) for said in _lines(page)]
    found = re.search(r"/((?:19|20)\d\d)[/-]?(\d\d)(?:[/-]?(\d\d))?(?=[/-]|$)", re.sub(r"^https?://[^/]+|\?.*", "", told.uri or ""))
    if found:
        rungs.append(("url", "-".join(part for part in found.groups() if part)))
    for basis, said in rungs:
        if not said:
            continue
        read = moment(said)
        if read is None:
            told.notes.append(f"date not understood: {said[:80]!r} ({basis})")
        elif told.published is None:
            told.published, told.basis = read, basis
            if "T" in read and read[:10] != said[:10] and re.match(r"\d{4}-\d\d-\d\d", said):
                told.notes.append(f"published {said[:40]} where it was written")
        elif basis in ("json-ld", "meta") and read[:7] != told.published[:7]:
            told.notes.append(f"dates differ: {told.published} ({told.basis}), {said[:40]} ({basis})")
            break


def _lines(page: Page) -> Iterator[str]:
    """The dates of lines below the headline that hold a date and nothing but a label, a name or a place beside it.

    Above the headline many a site sets the day on which the page was called up.
    """
    head, _ = _opening(page)
    for i in range(head + 1, min(len(page.blocks), head + 8)) if head is not None else ():
        said = page.words(i)
        if len(said) > 120 and not page.blocks[i].furniture:
            return
        if page.blocks[i].kind in ("paragraph", "date", "byline", "item") and len(said) <= 120 and not page.around(i):
            parts = [said, *re.split(r"\s*[|\u2022\u00b7\u2013\u2014\n]\s*|\s+[-/]\s+", said)]
            dated = {read for part in parts if not UPDATED.match(part) and (read := moment(SUBMITTED.sub("", part))) and len(read) >= 10}
            if len(dated) == 1:
                yield dated.pop()


UPDATED = re.compile(r"(?:last\s+)?(?:updated|modified|edited)", re.I)
SUBMITTED = re.compile(r"(?:submitted|created|first published)\s+(?:on\s+|at\s+)?", re.I)


def _opening(page: Page) -> tuple[int | None, int]:
    """Where the headline stands, and the first paragraph of the report behind it."""
    head = next((i for i, block in enumerate(page.blocks) if block.kind == "headline"), None)
    prose = (i for i, b in enumerate(page.blocks) if i > (head or 0) and not b.furniture and b.kind == "paragraph")
    return head, next(prose, len(page.blocks))


def _times(page: Page) -> Iterator[str]:
    """Time elements that date the report: marked as such, or between the headline and the first words of the report."""
    head, lead = _opening(page)
    near: list[str] = []
    for element, at in page.times:
        around = [element, *element.iterancestors()][:3]
        marks = " ".join(f"{e.get('itemprop') or ''} {e.get('class') or ''}" for e in around).lower()
        said = element.get("datetime") or " ".join("".join(element.itertext()).split())
        if "datemodified" in marks or re.search(r"updat|modif", marks):
            continue
        if "datepublished" in marks or element.get("pubdate") is not None:
            yield said
        elif head is not None and head - 3 <= at <= lead and not any(e.tag in ("nav", "aside", "li") for e in element.iterancestors()):
            near.append(said)
    yield from near[:1]
