"""HTML → the words a visitor could read, in blocks; what of them is the report."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from typing import Any, TypeAlias

from lxml import etree, html

from hearsay.errors import ReadError
from hearsay.records import Block, Span
from hearsay.settings import Settings

Element: TypeAlias = Any  # lxml.html.HtmlElement, which comes without types

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
MARKUP = re.compile(
    r"</?(?:p|br|div|a|b|i|em|strong|span|ul|ol|li|h[1-6]|img|figure|blockquote|table|html|body|article|section|script)\b[^<>]*>", re.I
)
SPACES = re.compile(r"[ \t\r\n\f]+")
WORDS = re.compile(r"\w+")


# --- words ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Page:
    """What stands on a page. times: (element, index of the block it stands in)."""

    root: Element
    text: str
    blocks: list[Block]
    notes: list[str]
    times: list[tuple[Element, int]]

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


def parse(source: str, name: str, settings: Settings) -> Element | None:
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
    element: Element


class _Walk:
    """One walk over a page, gathering pieces in the order a visitor reads them."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.pieces: list[_Piece] = []
        self.times: list[tuple[Element, int]] = []
        self.around: list[str] = []
        self._around: list[tuple[int, Element]] = []
        self._run: list[tuple[str, bool]] = []  # words of the open block, and whether inside a link
        self._open: list[Element] = []
        self._path: list[str] = []
        self._links = 0
        self._pre = 0

    def over(self, root: Element) -> None:
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

    def _enter(self, element: Element, tag: str) -> None:
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

    def _leave(self, element: Element, tag: str) -> None:
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


def _unseen(element: Element, tag: str) -> bool:
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


def _named(element: Element) -> str:
    """The name by which an element shows that it goes round a report."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    found = AROUND_CLASS.search(names) if names != " " else None
    return found[0] if found else ""


def _kind(element: Element | None, words: str) -> str:
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


def sift(root: Element, pieces: list[_Piece], around: list[str]) -> tuple[list[bool], str]:
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
    score: Counter[Element] = Counter()
    prose: Counter[Element] = Counter()
    whole: Counter[Element] = Counter()
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


def _by_trafilatura(root: Element, pieces: list[_Piece]) -> list[bool]:
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
