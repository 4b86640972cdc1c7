"""A report, its text, and places in it. Offsets count Unicode code points, half-open."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from hearsay.errors import EvidenceError, SpanError

CONTEXT = 32  # code points of prefix and suffix kept with a quote (Web Annotation TextQuoteSelector)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text, ``0 <= start < end``.

    Raises:
        SpanError: empty, reversed or negative.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            message = f"no span runs from {self.start} to {self.end}: it must hold at least one character"
            raise SpanError(message, span=(self.start, self.end))

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words a row stands on: ``quote == document.text[span.start:span.end]``.

    prefix, suffix: up to 32 code points on either side, as in the Web Annotation TextQuoteSelector.
    """

    document: str
    span: Span
    quote: str
    prefix: str = ""
    suffix: str = ""

    @classmethod
    def at(cls, document: str, text: str, span: Span) -> Evidence:
        """Cut the evidence out of a document's text.

        Raises:
            SpanError: the span ends behind the text.
        """
        if span.end > len(text):
            raise SpanError(f"span {span.start}–{span.end} ends behind its text of {len(text)} characters", span=span)
        before, after = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
        return cls(document, span, text[span.start : span.end], before, after)

    def check(self, text: str) -> None:
        """Prove the quote against a document's text.

        Raises:
            EvidenceError: other words stand there (.evidence, .found).
        """
        found = text[self.span.start : self.span.end]
        if found != self.quote:
            message = f"document {self.document} holds {found!r} at {self.span.start}, not {self.quote!r}"
            raise EvidenceError(message, evidence=self, found=found)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item … of a text.

    kind: headline, byline, date, paragraph, heading, item, caption, cell, quote.
    furniture: True for what is no part of the report: menus, notices, a headline said again.
    path: tag path in markup (``html/body/article/p``), else "".
    links: share of its characters that stand inside links, 0–1.
    """

    span: Span
    kind: str
    furniture: bool = False
    path: str = ""
    links: float = 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """One report as published, one version of it.

    id: digest of the normalised uri and the text's digest. published, fetched: ISO 8601, published may be a prefix.
    published_basis: where the date is told (``json-ld``, ``meta``, ``feed``, ``a line of the text`` …).
    notes: what a reader should know of the bytes (``had_nul``, ``hidden characters`` …).

    Made by: read/ (bytes, metadata, blocks), completed by clean/ (furniture, headline, language).
    """

    id: str
    uri: str
    text: str
    blocks: tuple[Block, ...]
    text_digest: str
    raw_digest: str
    media_type: str
    outlet: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    published: str | None = None
    published_basis: str | None = None
    fetched: str | None = None
    charset: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class OffsetMap:
    """Where each character of a view comes from.

    runs: int32 (n, 4): view_start view_end source_start source_end, ascending in both and without gaps in the view.
    A run of equal lengths maps character by character, any other maps whole.
    """

    runs: np.ndarray

    @classmethod
    def of(cls, runs: Iterable[Sequence[int]]) -> OffsetMap:
        return cls(np.array([tuple(r) for r in runs], dtype=np.int32).reshape(-1, 4))

    @cached_property
    def _rows(self) -> list[tuple[int, int, int, int]]:
        return [tuple(r) for r in self.runs.tolist()]

    @cached_property
    def _starts(self) -> list[int]:
        return [r[0] for r in self._rows]

    @cached_property
    def _source_starts(self) -> list[int]:
        return [r[2] for r in self._rows]

    def to_source(self, span: Span) -> Span:
        """Follow a span of the view back to the source.

        Raises:
            SpanError: the span lies outside the view.
        """
        rows = self._rows
        if not rows or span.end > rows[-1][1]:
            raise SpanError(f"span {span.start}–{span.end} lies outside the view", span=span)
        a, b, c, d = rows[bisect_right(self._starts, span.start) - 1]
        start = c + span.start - a if b - a == d - c else c
        a, b, c, d = rows[bisect_right(self._starts, span.end - 1) - 1]
        end = c + span.end - a if b - a == d - c else d
        return Span(start, end)

    def to_view(self, span: Span) -> Span | None:
        """Find the stretch of the view made from any part of a source span; None where the view holds nothing of it."""
        start = end = None
        rows = self._rows
        # Source ranges ascend with the view: begin at the last run that starts at or before the span.
        for a, b, c, d in rows[max(0, bisect_right(self._source_starts, span.start) - 1) :]:
            if c >= span.end:
                break
            if span.start < d:
                whole = b - a != d - c
                start = (a if whole else a + max(0, span.start - c)) if start is None else start
                end = b if whole else b - max(0, d - span.end)
        return None if start is None or end is None or start >= end else Span(start, end)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark of the view; never holds a space."""

    start: int
    end: int
    word: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the view. block: index into Text.blocks; first, last: half-open range into Text.tokens."""

    start: int
    end: int
    block: int
    first: int
    last: int


@dataclass(frozen=True)
class Text:
    """A document's view and its map back. All offsets below are into ``view``; ``evidence`` alone leads back.

    view: the report without furniture, in plain typography; blocks are parted by a blank line.
    blocks: the blocks of the view, in view offsets, none of them furniture.

    Made by: clean/. Remade when needed, never stored.
    """

    document: Document
    view: str
    map: OffsetMap
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    tokens: tuple[Token, ...]
    _sentence_starts: list[int] = field(init=False, repr=False, compare=False)
    _token_starts: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_sentence_starts", [s.start for s in self.sentences])
        object.__setattr__(self, "_token_starts", [t.start for t in self.tokens])

    def evidence(self, start: int, end: int) -> Evidence:
        """Turn a stretch of the view into evidence in the document's text."""
        return Evidence.at(self.document.id, self.document.text, self.map.to_source(Span(start, end)))

    def locate(self, evidence: Evidence) -> Span:
        """Where evidence stands in the view.

        Raises:
            SpanError: the view holds nothing of it.
        """
        span = self.map.to_view(evidence.span)
        if span is None:
            raise SpanError(f"the view of {self.document.id} holds nothing of {evidence.quote!r}", span=evidence.span)
        return span

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence that holds or last began before a view offset (0 in a text without sentences)."""
        return max(0, bisect_right(self._sentence_starts, offset) - 1)

    def token_at(self, offset: int) -> int:
        """Index of the first token that ends behind a view offset; ``len(tokens)`` where there is none."""
        i = max(0, bisect_right(self._token_starts, offset) - 1)
        return i if i < len(self.tokens) and self.tokens[i].end > offset else i + (1 if self.tokens else 0)

    def kind_at(self, offset: int) -> str:
        """Kind of the block in which a view offset stands."""
        return self.blocks[self.sentences[self.sentence_at(offset)].block].kind
