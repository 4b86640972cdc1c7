"""The room that parts a report from the page around it: Document → Text, a plain view and its map back."""

from __future__ import annotations

from dataclasses import replace

from hearsay.clean.segments import language, sentences, tokens
from hearsay.clean.structure import structured
from hearsay.clean.typography import plain
from hearsay.settings import Settings
from hearsay.text import Block, Document, OffsetMap, Sentence, Span, Text, Token


def clean(document: Document, settings: Settings) -> Text:
    """Complete a document and make its view.

    Returns: a Text whose ``document`` has its blocks cut and flagged, and title, date, authors and language where they are told.
    """
    document = structured(document)
    text = document.text
    pieces: list[str] = []
    runs: list[tuple[int, int, int, int]] = []
    blocks: list[Block] = []
    at = behind = 0
    for block in document.blocks:
        if block.furniture:
            continue
        start, part = at, list(plain(text, block.span.start, block.span.end))
        if not part:
            continue
        if blocks:
            gap = behind
            while gap < block.span.start and text[gap].isspace():
                gap += 1
            pieces.append("\n\n")
            runs.append((at, at + 2, behind, gap))
            at = start = at + 2
        for words, c, d in part:
            pieces.append(words)
            runs.append((at, at + len(words), c, d))
            at += len(words)
        behind = runs[-1][3]
        blocks.append(replace(block, span=Span(start, at)))
    view = "".join(pieces)
    told, cut, notes = _segments(view, blocks, settings)
    if document.language is None:
        document = replace(document, language=settings.language or language(view))
    if notes and notes not in document.notes:
        document = replace(document, notes=(*document.notes, notes))
    return Text(document, view, OffsetMap.of(runs), tuple(blocks), told, cut)


def _segments(view: str, blocks: list[Block], settings: Settings) -> tuple[tuple[Sentence, ...], tuple[Token, ...], str | None]:
    told: list[Sentence] = []
    cut: list[Token] = []
    for i, block in enumerate(blocks):
        for start, end in sentences(view, block.span.start, block.span.end):
            if len(told) >= settings.max_sentences:
                return tuple(told), tuple(cut), f"only the first {settings.max_sentences} sentences are read"
            first = len(cut)
            cut += tokens(view, start, end)
            told.append(Sentence(start, end, i, first, len(cut)))
    return tuple(told), tuple(cut), None
