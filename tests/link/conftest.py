"""Small reports made by hand, row by row, so that each test of the linker says all that it stands on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from hearsay import link
from hearsay.clean import clean
from hearsay.extract import extract
from hearsay.records import Attribution, Block, Document, Evidence, Figure, Mention, Place, Report, Span, Text, identify
from hearsay.settings import Settings


class Made:
    """A report under construction: say what stands in it, then take ``report``."""

    def __init__(self, text: str, uri: str, published: str | None, outlet: str | None) -> None:
        blocks, at = [], 0
        for piece in text.split("\n\n"):
            blocks.append(Block(Span(at, at + len(piece)), "paragraph"))
            at += len(piece) + 2
        self.document = Document(
            id=identify("D", uri, text), uri=uri, text=text, blocks=tuple(blocks), text_digest=identify("", text), raw_digest="",
            media_type="text/plain", published=published, outlet=outlet, language="en",
        )  # fmt: skip
        self.mentions: list[Mention] = []
        self.attributions: list[Attribution] = []
        self.figures: list[Figure] = []
        self.places: list[Place] = []

    def evidence(self, words: str) -> Evidence:
        start = self.document.text.index(words)
        return Evidence.at(self.document.id, self.document.text, Span(start, start + len(words)))

    def row(self, table: str, words: str, *more: object) -> dict[str, Any]:
        made = self.evidence(words)
        id = identify(table, self.document.id, made.span.start, made.span.end, *more)
        return {"id": id, "document": self.document.id, "run": "R", "method": "made", "confidence": 1.0}

    def mention(self, words: str, schema: str = "Person", name: str | None = None, **more: Any) -> Mention:
        made = Mention(**self.row("M", words), evidence=self.evidence(words), schema=schema, name=name or words, **more)
        self.mentions.append(made)
        return made

    def place(self, words: str, latitude: float, longitude: float, precision: str = "place", km: float = 5, country: str = "UA") -> None:
        mention = self.mention(words, "Place")
        row = self.row("P", words)
        self.places.append(
            Place(**row, evidence=self.evidence(words), mention=mention.id, name=words, country=country, latitude=latitude,
                  longitude=longitude, precision=precision, uncertainty_km=km)
        )  # fmt: skip

    def attribution(
        self, source: Mention | None, content: str, stance: str = "asserts", kind: str = "indirect", **more: Any
    ) -> Attribution:
        made = Attribution(
            **self.row("A", content, source.id if source else ""), source=source.evidence if source else None, cue=None,
            content=(self.evidence(content),), kind=kind, stance=stance, mention=source.id if source else None, **more,
        )  # fmt: skip
        self.attributions.append(made)
        return made

    def figure(self, words: str, low: float | None, high: float | None = None, by: Attribution | None = None, **more: Any) -> Figure:
        fields: dict[str, Any] = {
            "kind": "count", "qualifier": "exact", "unit": "1", "item": words.split()[-1], "state": None, "holder": None, "place": None,
            "as_of": None, "scope": None, "voice": "attributed" if by else "narrator", "reported": False,
        }  # fmt: skip
        fields.update(more)
        bounds = {"low": low, "high": low if high is None and fields["qualifier"] != "at_least" else high}
        made = Figure(**self.row("F", words), evidence=self.evidence(words), attribution=by.id if by else None, **bounds, **fields)
        self.figures.append(made)
        return made

    @property
    def report(self) -> Report:
        made = Report(
            self.document, mentions=tuple(self.mentions), places=tuple(self.places), attributions=tuple(self.attributions),
            figures=tuple(self.figures),
        )  # fmt: skip
        empty: Any = Text.__new__(Text)  # keys read the report alone
        return replace(made, keys=link.keys(made, empty))


@pytest.fixture
def read() -> Callable[..., Report]:
    """A report as the rooms before the linker read it."""

    def reading(text: str, uri: str = "/a.txt", published: str | None = None, outlet: str | None = None) -> Report:
        view = clean(Made(text, uri, published, outlet).document, Settings())
        found = extract(view, run="R")
        return replace(found, keys=link.keys(found, view))

    return reading


@pytest.fixture
def make() -> Callable[..., Made]:
    def made(text: str, uri: str = "/a.txt", published: str | None = None, outlet: str | None = None) -> Made:
        return Made(text, uri, published, outlet)

    return made
