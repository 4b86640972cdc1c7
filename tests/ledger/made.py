"""Reports made up for the ledger's tests: rows that stand where they say, of towns and people that do not exist."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace

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
    Key,
    Mention,
    Origins,
    Place,
    Report,
    Run,
    Span,
    Story,
    Time,
    identify,
)

PEOPLE = ("Ana Rau", "Bo Lind", "Cem Aksu", "Dita Vrba", "Efe Okoro")
TOWNS = ("Varnholm", "Ostrava Nova", "Pêche-la-Reine", "Kırkpınar")


def run(number: int = 1) -> Run:
    return Run(f"R{number:016x}", "2024-03-01T10:00:00Z", None, "0.1.0", None, "settings", "lexicon", "local")


def report(number: int, *, run: str = "R0000000000000001", day: str | None = "2024-02-05", story: int | None = None) -> Report:
    """Make report ``number``: two figures said by two people, one forecast. Reports of one story share a key."""
    dice = random.Random(number)
    who, second, town = dice.choice(PEOPLE), f"Official {number % 50}", TOWNS[number % len(TOWNS)]
    count, other = 10 + number % 90, 100 + number % 900
    lines = (
        "Home | News | Sport",
        f"Flood in {town} shuts the old mill no. {number}",
        f"{who} said on Monday that {count} people were missing in {town}, where the river rose.",
        f"According to {second}, {other} houses stood under water. “We will clear the road by Friday,” he said 😀.",
    )
    text = "\n".join(lines)
    uri = f"/reports/{number:05d}.txt"
    digest = hashlib.sha256(text.encode()).hexdigest()
    id = identify("D", uri, digest)

    def stands(words: str) -> Evidence:
        start = text.index(words)
        return Evidence.at(id, text, Span(start, start + len(words)))

    def named(table: str, evidence: Evidence, *more: object) -> dict[str, object]:
        key = identify(table, id, evidence.span.start, evidence.span.end, *more)
        return {"id": key, "document": id, "run": run, "method": "rule:made/1", "confidence": 0.75}

    blocks, at = [], 0
    for line, kind in zip(lines, ("item", "headline", "paragraph", "paragraph"), strict=True):
        blocks.append(Block(Span(at, at + len(line)), kind, furniture=kind == "item", path="", links=1.0 if kind == "item" else 0.0))
        at += len(line) + 1
    document = Document(
        id,
        uri,
        text,
        tuple(blocks),
        digest,
        hashlib.sha256(digest.encode()).hexdigest(),
        "text/plain",
        outlet="The Made Post",
        title=lines[1],
        authors=("A. Writer",),
        language="en",
        published=day,
        published_basis="a line of the text" if day else None,
        charset="utf-8",
    )
    one, two, place = (
        Mention(**named("M", stands(words)), evidence=stands(words), schema=schema, name=words)
        for words, schema in ((who, "Person"), (second, "Person"), (town, "Place"))
    )
    he = Mention(**named("M", stands("he said")), evidence=stands("he said"), schema="Person", name=second, antecedent=two.id)
    monday = Time(
        **named("T", stands("on Monday")), evidence=stands("on Monday"), value="2024-02-05", opens="2024-02-05", closes="2024-02-05"
    )
    spot = Place(
        **named("P", stands(town)),
        evidence=stands(town),
        mention=place.id,
        name=town,
        country="XX",
        latitude=48.5,
        longitude=-3.25,
        precision="place",
        uncertainty_km=2.5,
    )
    first = Attribution(
        **named("A", stands(lines[2])),
        source=stands(who),
        cue=stands("said on Monday"),
        content=(stands(f"{count} people were missing in {town}"),),
        kind="indirect",
        stance="asserts",
        mention=one.id,
        said_on=day,
    )
    then = Attribution(
        **named("A", stands("According to")),
        source=stands(second),
        cue=stands("According to"),
        content=(stands(f"{other} houses"), stands("under water")),
        kind="indirect",
        stance="asserts",
        mention=two.id,
        via=first.id if number % 7 == 0 else None,
    )

    def figure(words: str, value: float, item: str, state: str, attribution: Attribution) -> Figure:
        return Figure(
            **named("F", stands(words)),
            evidence=stands(words),
            kind="count",
            low=value,
            high=value,
            qualifier="exact",
            unit="1",
            item=item,
            state=state,
            holder=None,
            place=town,
            as_of=None,
            scope=None,
            attribution=attribution.id,
            voice="attributed",
            reported=False,
        )

    figures = (
        figure(f"{count} people", float(count), "people", "missing", first),
        figure(f"{other} houses", float(other), "houses", "under water", then),
    )
    clause = "We will clear the road by Friday"
    forecast = Forecast(
        **named("O", stands(clause)),
        evidence=stands(clause),
        attribution=then.id,
        opens="2024-02-05",
        closes="2024-02-09",
        leaning="likely",
    )
    keys = [Key("band", identify("", number if story is None else f"story {story}", band), id, id) for band in range(8)]
    keys += [
        Key("measure", f"missing|{town}", figures[0].id, id),
        Key("name", who.lower(), one.id, id),
        Key("name", town.lower(), place.id, id),
    ]
    return Report(document, (one, two, place, he), (monday,), (spot,), (first, then), figures, (forecast,), tuple(keys))


def edge(relation: str, one: str, other: str, *, run: str = "R0000000000000001", **more: object) -> Edge:
    return Edge(identify("E", one, relation, other), one, relation, other, 0.9, "rule:made/1", run, **more)  # type: ignore[arg-type]


def entity(*mentions: Mention, name: str | None = None) -> Entity:
    members = tuple(sorted(m.id for m in mentions))
    names = tuple(sorted({m.name for m in mentions} | {m.evidence.quote for m in mentions}))
    return Entity("N" + members[0][1:], mentions[0].schema, name or mentions[0].name, names, members, "2024-02-05", "2024-02-05")


def story(*reports: Report) -> Story:
    members = tuple(sorted(r.document.id for r in reports))
    return Story("S" + members[0][1:], members, reports[0].document.title, "2024-02-05", "2024-02-05")


def claim(*figures: Figure, disputed_by: tuple[str, ...] = (), first_source: str | None = "Ana Rau") -> Claim:
    members, lead = tuple(sorted(f.id for f in figures)), figures[0]
    return Claim(
        "C" + members[0][1:],
        members,
        tuple(sorted({f.document for f in figures})),
        f"{lead.item} {lead.state} in {lead.place}",
        lead.item,
        lead.state,
        lead.holder,
        lead.place,
        lead.unit,
        lead.low,
        lead.high,
        lead.evidence.quote,
        first_source,
        Origins(1, len(figures), 3),
        disputed_by,
        "2024-02-05",
        "2024-02-05",
    )


def changed(report: Report, **more: object) -> Report:
    """The same report read otherwise: its first figure tells something else."""
    return replace(report, figures=(replace(report.figures[0], **more), *report.figures[1:]))  # type: ignore[arg-type]
