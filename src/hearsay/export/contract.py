"""The export other programs lean on (``--to json``): one object, references resolved to names. See docs/reference/export.md."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any, TextIO

from hearsay.export import Exporter, Rows
from hearsay.records import (
    Attribution,
    Claim,
    Document,
    Edge,
    Entity,
    Evidence,
    Figure,
    Forecast,
    Mention,
    Place,
    Report,
    Story,
    Time,
    described,
)

NOBODY: Mapping[str, str] = MappingProxyType({})


def document_entry(report: Report, entity_of: Mapping[str, str] = NOBODY) -> dict[str, Any]:
    """Make one element of ``documents``; needs no ledger.

    Args:
        report: a document with its rows.
        entity_of: id of the entity by id of the mention; without it ``entity`` is null.
    """
    document = report.document
    named = Names(report)
    return {
        "id": document.id,
        "uri": document.uri,
        "title": document.title,
        "outlet": document.outlet,
        "authors": list(document.authors),
        "published": document.published,
        "published_basis": document.published_basis,
        "fetched": document.fetched,
        "language": document.language,
        "media_type": document.media_type,
        "charset": document.charset,
        "text_digest": document.text_digest,
        "raw_digest": document.raw_digest,
        "notes": list(document.notes),
        "text": document.text,
        "body": body(document),
        "figures": [_figure(row, named) for row in report.figures],
        "attributions": [_attribution(row, named) for row in report.attributions],
        "forecasts": [_forecast(row, named) for row in report.forecasts],
        "mentions": [_mention(row, entity_of) for row in report.mentions],
        "times": [_time(row) for row in report.times],
        "places": [_place(row) for row in report.places],
    }


def body(document: Document) -> str:
    """The report without furniture, a blank line between blocks."""
    return "\n\n".join(document.text[b.span.start : b.span.end] for b in document.blocks if not b.furniture)


class Names:
    """Who the attributions of one report name: references resolved to the fullest name the report gives."""

    def __init__(self, report: Report) -> None:
        self._mentions = {m.id: m for m in report.mentions}
        self._attributions = {a.id: a for a in report.attributions}

    def source(self, attribution: str | None) -> str | None:
        """Name who is on record; as described where unnamed (*officials*); None for the report's own voice."""
        row = self._attributions.get(attribution) if attribution else None
        if row is None:
            return None
        mention = self._mentions.get(row.mention) if row.mention else None
        if mention is not None:
            return mention.name
        return described(row.source.quote) if row.source else None

    def via(self, attribution: str | None) -> str | None:
        """Name the relay an attribution reached us through, or None."""
        row = self._attributions.get(attribution) if attribution else None
        return self.source(row.via) if row is not None and row.via != attribution else None


def number(value: float | None) -> float | int | None:
    """Write a number so that JSON can hold it: whole ones without a fraction, no infinity, no NaN, no minus zero."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if float(value).is_integer() and abs(value) < 2**63 else value


def evidence_entry(evidence: Evidence | None) -> dict[str, Any] | None:
    return None if evidence is None else {"start": evidence.span.start, "end": evidence.span.end, "quote": evidence.quote}


def _figure(row: Figure, named: Names) -> dict[str, Any]:
    return {
        "id": row.id,
        "evidence": evidence_entry(row.evidence),
        "kind": row.kind,
        "low": number(row.low),
        "high": number(row.high),
        "qualifier": row.qualifier,
        "unit": row.unit,
        "measure": row.measure,
        "item": row.item,
        "state": row.state,
        "holder": row.holder,
        "place": row.place,
        "as_of": row.as_of,
        "scope": row.scope,
        "voice": row.voice,
        "reported": row.reported,
        "source_name": named.source(row.attribution),
        "via": named.via(row.attribution),
        "attribution": row.attribution,
        "confidence": row.confidence,
        **{f"{name}_confidence": number(getattr(row, f"{name}_confidence")) for name in ("value", "item", "source", "holder", "place")},
        "method": row.method,
        "run": row.run,
    }


def _attribution(row: Attribution, named: Names) -> dict[str, Any]:
    content = [evidence_entry(piece) for piece in row.content]
    return {
        "id": row.id,
        "source": evidence_entry(row.source),
        "cue": evidence_entry(row.cue),
        "content": content[0] if len(content) == 1 else content,
        "source_name": named.source(row.id),
        "mention": row.mention,
        "role": row.role,
        "kind": row.kind,
        "stance": row.stance,
        "voice": row.voice,
        "channel": row.channel,
        "said_on": row.said_on,
        "via": named.via(row.id),
        "disputes": row.disputes,
        "confidence": row.confidence,
        "method": row.method,
        "run": row.run,
    }


def _forecast(row: Forecast, named: Names) -> dict[str, Any]:
    return {
        "id": row.id,
        "evidence": evidence_entry(row.evidence),
        "source_name": named.source(row.attribution),
        "via": named.via(row.attribution),
        "opens": row.opens,
        "closes": row.closes,
        "leaning": row.leaning,
        "low": number(row.low),
        "high": number(row.high),
        "hedge": evidence_entry(row.hedge),
        "condition": evidence_entry(row.condition),
        "about": row.about,
        "unresolvable": row.unresolvable,
        "attribution": row.attribution,
        "confidence": row.confidence,
        "method": row.method,
        "run": row.run,
    }


def _mention(row: Mention, entity_of: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": row.id,
        "evidence": evidence_entry(row.evidence),
        "schema": row.schema,
        "name": row.name,
        "antecedent": row.antecedent,
        "role": row.role,
        "country": row.country,
        "entity": entity_of.get(row.id),
        "confidence": row.confidence,
        "method": row.method,
        "run": row.run,
    }


def _time(row: Time) -> dict[str, Any]:
    return {
        "id": row.id,
        "evidence": evidence_entry(row.evidence),
        "value": row.value,
        "opens": row.opens,
        "closes": row.closes,
        "anchor": row.anchor,
        "confidence": row.confidence,
        "method": row.method,
        "run": row.run,
    }


def _place(row: Place) -> dict[str, Any]:
    return {
        "id": row.id,
        "evidence": evidence_entry(row.evidence),
        "mention": row.mention,
        "name": row.name,
        "country": row.country,
        "latitude": number(row.latitude),
        "longitude": number(row.longitude),
        "precision": row.precision,
        "uncertainty_km": number(row.uncertainty_km),
        "gazetteer": row.gazetteer,
        "confidence": row.confidence,
        "method": row.method,
        "run": row.run,
    }


# --- across reports ---------------------------------------------------------------------------------------------------


def entity_entry(entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "schema": entity.schema,
        "name": entity.name,
        "names": list(entity.names),
        "first_seen": entity.first_seen,
        "last_seen": entity.last_seen,
    }


def copy_entry(edge: Edge) -> dict[str, Any]:
    return {
        "one": edge.one,
        "other": edge.other,
        "relation": edge.relation,
        "score": number(edge.score),
        "why": edge.why,
        "method": edge.method,
        "judged_by": edge.judged_by,
    }


def story_entry(story: Story) -> dict[str, Any]:
    return {
        "id": story.id,
        "title": story.title,
        "documents": list(story.members),
        "first_seen": story.first_seen,
        "last_seen": story.last_seen,
    }


def claim_entry(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "measure": claim.measure,
        "item": claim.item,
        "state": claim.state,
        "holder": claim.holder,
        "place": claim.place,
        "unit": claim.unit,
        "low": number(claim.low),
        "high": number(claim.high),
        "wording": claim.wording,
        "documents": list(claim.documents),
        "figures": list(claim.members),
        "first_source": claim.first_source,
        "independent_origins": asdict(claim.independent_origins),
        "disputed_by": list(claim.disputed_by),
        "first_seen": claim.first_seen,
        "last_seen": claim.last_seen,
    }


def sections(rows: Rows) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    """Every key of the export and its elements, one after another and none kept."""
    yield "documents", (document_entry(report, rows.entity_of(report.document.id)) for report in reports(rows))
    yield "entities", map(entity_entry, rows.entities())
    yield "copies", map(copy_entry, rows.copies())
    yield "stories", map(story_entry, rows.stories())
    yield "claims", map(claim_entry, rows.claims())
    told = (r for r in rows.relations() if r.relation in ("contradicts", "updates", "differs"))
    yield "relations", ({"relation": r.relation, "one": r.one, "other": r.other, "why": r.why} for r in told)
    yield "judgements", map(asdict, rows.judgements())
    entries = rows.log()
    yield "runs", (asdict(entry.run) for entry in entries)
    yield "failures", (asdict(failure) for entry in entries for failure in entry.failures)


def reports(rows: Rows) -> Iterator[Report]:
    """Every report, a few at a time."""
    ids = rows.documents()
    for at in range(0, len(ids), 32):
        yield from rows.reports(ids[at : at + 32])


def write_json(rows: Rows, out: TextIO) -> None:
    """Write one object, an element a line."""
    out.write("{")
    for position, (name, entries) in enumerate(sections(rows)):
        out.write(f'{"," if position else ""}\n"{name}": [')
        for count, entry in enumerate(entries):
            out.write(("," if count else "") + "\n" + json.dumps(entry, ensure_ascii=False, allow_nan=False))
        out.write("]")
    out.write("\n}\n")


EXPORTER = Exporter(name="json", run=write_json)
