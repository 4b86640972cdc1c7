"""A report made up for the export's tests, and the rows of a ledger that holds a few."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from hearsay.records import (
    Attribution,
    Block,
    Claim,
    Document,
    Edge,
    Entity,
    Evidence,
    Figure,
    Forecast,
    Mention,
    Origins,
    Place,
    Report,
    Span,
    Story,
    Time,
)

TEXT = "Menu\nBridge shut\nThe Daily Post said harbour chief Ana Rau counted 40 boats.\nShe counted twice."


def evidence(words: str, text: str = TEXT) -> Evidence:
    start = text.index(words)
    return Evidence.at("D1", text, Span(start, start + len(words)))


def example() -> Report:
    lines = [Span(0, 4), Span(5, 16), Span(17, 77), Span(78, len(TEXT))]
    kinds = ["item", "headline", "paragraph", "paragraph"]
    blocks = tuple(Block(span, kind, furniture=kind == "item") for span, kind in zip(lines, kinds, strict=True))
    document = Document("D1", "/r/a.txt", TEXT, blocks, "t", "r", "text/plain", title="Bridge shut")
    rest: dict[str, Any] = {"document": "D1", "run": "R1", "method": "rule:test/1", "confidence": 0.5}
    rau = Mention("M1", evidence=evidence("Ana Rau"), schema="Person", name="Ana Rau", **rest)
    post = Mention("M2", evidence=evidence("The Daily Post"), schema="Organization", name="Daily Post", **rest)
    relay = Attribution(
        "A1",
        source=evidence("The Daily Post"),
        cue=evidence("said"),
        content=(evidence("harbour chief Ana Rau counted 40 boats"),),
        kind="indirect",
        stance="asserts",
        mention="M2",
        **rest,
    )
    said = Attribution(
        "A2",
        source=evidence("Ana Rau"),
        cue=None,
        content=(evidence("counted"), evidence("40 boats")),
        kind="indirect",
        stance="asserts",
        mention="M1",
        via="A1",
        **rest,
    )
    figure = Figure(
        "F1",
        evidence=evidence("40 boats"),
        kind="count",
        low=40.0,
        high=float("inf"),
        qualifier="exact",
        unit="1",
        item="boats",
        state=None,
        holder=None,
        place=None,
        as_of=None,
        scope=None,
        attribution="A2",
        voice="attributed",
        reported=False,
        **rest,
    )
    return Report(document, mentions=(rau, post), attributions=(relay, said), figures=(figure,))


def full() -> Report:
    """The report with a row of every kind."""
    report = example()
    rest: dict[str, Any] = {"document": "D1", "run": "R1", "method": "rule:test/1", "confidence": 0.5}
    spot = Place(
        "P1",
        evidence=evidence("harbour"),
        mention="M9",
        name="Varn",
        country="XX",
        latitude=48.1234567,
        longitude=-3.5,
        precision="place",
        uncertainty_km=2.5,
        gazetteer="GN1",
        **rest,
    )
    twice = Time("T1", evidence=evidence("twice"), value=None, opens=None, closes=None, **rest)
    guess = Forecast(
        "O1", evidence=evidence("She counted twice"), attribution="A2", opens=None, closes="2024-02-09", leaning="likely", **rest
    )
    return replace(report, places=(spot,), times=(twice,), forecasts=(guess,), figures=(replace(report.figures[0], place="varn"),))


@dataclass
class Given:
    """What an exporter may ask of a ledger, answered from a few reports."""

    given: Sequence[Report]
    edges: Sequence[Edge] = ()
    asked: list[str] = field(default_factory=list)

    @contextmanager
    def snapshot(self) -> Iterator[Given]:
        yield self

    def documents(self) -> list[str]:
        return [r.document.id for r in self.given]

    def reports(self, document_ids: Iterable[str]) -> list[Report]:
        wanted = set(document_ids)
        return [r for r in self.given if r.document.id in wanted]

    def entity_of(self, document_id: str) -> dict[str, str]:
        return {m.id: "N1" for r in self.given for m in r.mentions[:1]}

    def entities(self) -> list[Entity]:
        return [Entity("N1", "Person", "Ana Rau", ("Ana Rau", "Rau"), ())] if self.given else []

    def stories(self) -> list[Story]:
        return [Story("S1", tuple(self.documents()))] if self.given else []

    def claims(self) -> list[Claim]:
        row = ("boats", None, None, None, "1", 40.0, 40.0, "40 boats", "Ana Rau", Origins(1, 1, 1), ("=Bo",))
        return [Claim("C1", ("F1",), ("D1",), "boats", *row)] if self.given else []

    def copies(self) -> Sequence[Edge]:
        return self.edges

    def relations(self) -> list[Any]:
        return []

    def judgements(self) -> list[Any]:
        return []

    def log(self) -> list[Any]:
        return []
