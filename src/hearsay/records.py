"""What is kept: the rows of the ledger, as frozen records. Python field = column = JSON key."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from hearsay.text import Block, Document, Evidence, Span, Text

__all__ = [
    "Attribution", "Block", "Claim", "Document", "Edge", "Entity", "Evidence", "Failure", "Figure", "Forecast", "Key", "Mention", "Origins",
    "Place", "Report", "Run", "Source", "Span", "Story", "Text", "Time", "described", "identify",
]  # fmt: skip


WITHIN = frozenset("MTPAFOE")  # tables whose rows stand in a report or go out from one


def identify(table: str, *parts: object) -> str:
    """Name a row by what it says: the table's letter and 16 hex digits of a digest.

    A row that stands in a report, or goes out from one, takes its first three digits from the report: so all rows of a report lie together
    in the indexes of a ledger, and one more report changes few of their pages (docs/decisions/0105).

    Args:
        table: one letter: D document, M mention, T time, P place, A attribution, F figure, O forecast, E edge,
            N entity, S story, C claim, R run, X failure.
        parts: what makes the row this row (document, span …); the same parts give the same id in every run. Of a row that stands in a
            report, the first is the id of the report or of a row of it.

    Source: BLAKE2b, 64 bits; the parts are joined by the unit separator U+001F.
    """
    joined = "\x1f".join(map(str, parts))
    near = joined.partition("\x1f")[0][1:4] if table in WITHIN else ""
    return table + near + hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()[len(near) :]


# What stands behind these tells more of somebody: *three traders – two of them from Aros – *, *sources, described as …*.
ASIDE = re.compile(r" [–—-] |, (?=(?:who|which|whose|described|identified|including|among)\b)")


def described(words: str) -> str:
    """Words for somebody whom the report does not name, as a name: on one line, without an article or an aside (*the prefecture*)."""
    first, _, rest = (line := ASIDE.split(" ".join(words.split()), maxsplit=1)[0]).partition(" ")
    return rest if rest and first.lower() in ("the", "a", "an") else line


@dataclass(frozen=True, slots=True)
class Source:
    """Something to read. uri: absolute path or address; path: where the bytes lie, or None with ``payload`` given."""

    uri: str
    path: str | None = None
    payload: bytes | None = None
    size: int = 0


# --- one report -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mention:
    """A name, description or pronoun standing in one text.

    schema: a FollowTheMoney name: Person, Organization, PublicBody, Company, Place (locations), LegalEntity (not told which).
    name: the fullest form the report gives for whoever is meant, without titles (``Mira Tolan`` for *he*).
    antecedent: id of the mention that bears that name, or None where this one does.
    country: ISO 3166 alpha-2 that name or role tell (*Ukrainian defence minister*: UA), or None.

    Made by: extract/mentions.py
    """

    id: str
    document: str
    run: str
    method: str
    confidence: float
    evidence: Evidence
    schema: str
    name: str
    antecedent: str | None = None
    role: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """An interval meant by words of the text. opens, closes: whole days ISO 8601, None where unresolved.

    value: TIMEX3 value, or None. anchor: the date it is reckoned from, or None for an absolute one.

    Made by: extract/times.py
    """

    id: str
    document: str
    run: str
    method: str
    confidence: float
    evidence: Evidence
    value: str | None
    opens: str | None
    closes: str | None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A name on the map. mention: id of the Place mention. latitude, longitude: degrees WGS 84; uncertainty_km: radius.

    precision: place, region, country, or direction (a front or heading, not the town itself).

    Made by: extract/places.py
    """

    id: str
    document: str
    run: str
    method: str
    confidence: float
    evidence: Evidence
    mention: str
    name: str
    country: str | None
    latitude: float | None
    longitude: float | None
    precision: str | None
    uncertainty_km: float | None
    gazetteer: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source, a cue and a content bound together (PARC, PolNeAR).

    content: never empty; several pieces where its cue breaks a sentence. What goes on in another sentence is a row of its own.
    kind: direct, indirect, mixed. stance: asserts, confirms, denies, disputes. voice: attributed, headline.
    mention: id of the source's mention. channel: words of the report (*a Telegram post*). said_on: ISO 8601 prefix.
    via: id of the attribution this one reached us through. disputes: name of whom a dispute is with, else None.

    Made by: extract/attributions.py
    """

    id: str
    document: str
    run: str
    method: str
    confidence: float
    source: Evidence | None
    cue: Evidence | None
    content: tuple[Evidence, ...]
    kind: str
    stance: str
    mention: str | None
    role: str | None = None
    channel: str | None = None
    said_on: str | None = None
    via: str | None = None
    voice: str = "attributed"
    disputes: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity as claimed; the fields are those of the annotation guideline (docs/reference/figures.md).

    low, high: plain numbers in the unit named; None where unbounded. unit: UCUM, ISO 4217 or ``1``.
    voice: attributed, narrator, headline. attribution: id, or None where the report's own voice says it.
    measure: what is counted and what became of it in the taxonomy's words (*troops* for soldiers, *people: killed* for deaths);
    only figures of one measure can be one claim or contradict.
    confidence: probability that number, item and source are right together; those of the fields: that each is, given the number.

    Made by: extract/figures.py
    """

    id: str
    document: str
    run: str
    method: str
    confidence: float
    evidence: Evidence
    kind: str
    low: float | None
    high: float | None
    qualifier: str
    unit: str
    item: str | None
    state: str | None
    holder: str | None
    place: str | None
    as_of: str | None
    scope: str | None
    attribution: str | None
    voice: str
    reported: bool
    measure: str | None = None
    value_confidence: float | None = None
    item_confidence: float | None = None
    source_confidence: float | None = None
    holder_confidence: float | None = None
    place_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What somebody says will be. evidence: the clause that foretells. opens, closes: whole days ISO 8601.

    leaning: likely, possible, unlikely. about: what it is about where the clause does not say, else None.
    low, high: the probability that the words claim (0–1), a band; hedge: those words. condition: under which it holds, or None.
    unresolvable: why nobody could say one day whether it came true, or None: then somebody can.

    Made by: extract/forecasts.py
    """

    id: str
    document: str
    run: str
    method: str
    confidence: float
    evidence: Evidence
    attribution: str | None
    opens: str | None
    closes: str | None
    leaning: str
    about: str | None = None
    low: float | None = None
    high: float | None = None
    hedge: Evidence | None = None
    condition: Evidence | None = None
    unresolvable: str | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """A reason for two rows to meet: rows of one kind under one value are compared. Made in the map, while the Text is in hand.

    kind: ``band`` (MinHash), ``rare`` (rewrites), ``name``, ``measure`` …; row: id of the row that bears it.
    """

    kind: str
    value: str
    row: str
    document: str


@dataclass(frozen=True, slots=True)
class Report:
    """A document with every row read from it: what a stage hands to the ledger, and the ledger to the linker."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    figures: tuple[Figure, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    keys: tuple[Key, ...] = ()


# --- across reports ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Edge:
    """``one`` is <relation> of ``other``.

    relation: copy.exact .near .rewrite .excerpt .revision; same.entity .story .claim; claim.disputes .contradicts .updates .differs.
    judgement: positive, negative, unsure, or None for a machine's edge. score: 0–1. why: one line for a reader.
    """

    id: str
    one: str
    relation: str
    other: str
    score: float
    method: str
    run: str
    one_evidence: Evidence | None = None
    other_evidence: Evidence | None = None
    judgement: str | None = None
    judged_by: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """The person, body or place many mentions share. id: smallest member's. names: every spelling and short form met."""

    id: str
    schema: str
    name: str
    names: tuple[str, ...]
    members: tuple[str, ...]
    first_seen: str | None = None
    last_seen: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """The reports of one event. members: document ids."""

    id: str
    members: tuple[str, ...]
    title: str | None = None
    first_seen: str | None = None
    last_seen: str | None = None


@dataclass(frozen=True, slots=True)
class Origins:
    """From how many sources on record a claim really comes: a range of *reports*, not of truth."""

    low: int
    best: int
    high: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One proposition and all its appearances. members: figure ids.

    measure: item, state, holder, place in words. wording: the words of the first appearance.
    disputed_by: names of who disputes it.
    """

    id: str
    members: tuple[str, ...]
    documents: tuple[str, ...]
    measure: str
    item: str | None
    state: str | None
    holder: str | None
    place: str | None
    unit: str
    low: float | None
    high: float | None
    wording: str
    first_source: str | None
    independent_origins: Origins
    disputed_by: tuple[str, ...]
    first_seen: str | None = None
    last_seen: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One pass of hearsay over some sources: enough to make every row again. Digests are hex, times ISO 8601 UTC."""

    id: str
    started: str
    ended: str | None
    version: str
    model: str | None
    settings: str
    lexicon: str
    engine: str


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be read or done. code: stable (docs/reference/messages.md); document: its uri."""

    id: str
    run: str
    stage: str
    document: str
    code: str
    message: str
