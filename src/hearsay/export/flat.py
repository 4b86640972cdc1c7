"""Flat exports: CSV for spreadsheets, JSON lines for programs, GeoJSON for maps. The entries are those of the contract."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from hearsay.export import Exporter, Rows
from hearsay.export.contract import document_entry, reports, sections

NESTED = ("figures", "attributions", "forecasts", "mentions", "times", "places")
# A spreadsheet runs what begins so (OWASP, CSV injection; ASVS 5 1.2.10), and takes the wide forms for the narrow ones.
FORMULA = tuple("=+-@\t\r\n\0＝＋－＠")

# Columns of a CSV. A document's text and body stay out: a spreadsheet's cell ends at 32,767 characters.
EVIDENCE = ("evidence_start", "evidence_end", "evidence_quote")
MADE = ("confidence", "method", "run")
COLUMNS: dict[str, tuple[str, ...]] = {
    "documents": (
        "id", "uri", "title", "outlet", "authors", "published", "published_basis", "fetched", "language", "media_type", "charset",
        "text_digest", "raw_digest", "notes",
    ),
    "figures": (
        "id", "document", "uri", "title", "outlet", "published", *EVIDENCE, "kind", "low", "high", "qualifier", "unit", "measure", "item",
        "state", "holder", "place", "as_of", "scope", "voice", "reported", "source_name", "via", "attribution",
        "value_confidence", "item_confidence", "source_confidence", "holder_confidence", "place_confidence", *MADE,
    ),
    "attributions": (
        "id", "document", "source_start", "source_end", "source_quote", "cue_start", "cue_end", "cue_quote", "content_start", "content_end",
        "content_quote", "source_name", "mention", "role", "kind", "stance", "voice", "channel", "said_on", "via", "disputes", *MADE,
    ),
    "forecasts": (
        "id", "document", *EVIDENCE, "source_name", "via", "opens", "closes", "leaning", "low", "high", "hedge_start", "hedge_end",
        "hedge_quote", "condition_start", "condition_end", "condition_quote", "about", "unresolvable", "attribution", *MADE,
    ),
    "mentions": ("id", "document", *EVIDENCE, "schema", "name", "antecedent", "role", "country", "entity", *MADE),
    "times": ("id", "document", *EVIDENCE, "value", "opens", "closes", "anchor", *MADE),
    "places": (
        "id", "document", *EVIDENCE, "mention", "name", "country", "latitude", "longitude", "precision", "uncertainty_km", "gazetteer",
        *MADE,
    ),
    "entities": ("id", "schema", "name", "names", "first_seen", "last_seen"),
    "copies": ("one", "other", "relation", "score", "why", "method", "judged_by"),
    "stories": ("id", "title", "documents", "first_seen", "last_seen"),
    "claims": (
        "id", "measure", "item", "state", "holder", "place", "unit", "low", "high", "wording", "documents", "figures", "first_source",
        "independent_origins_low", "independent_origins_best", "independent_origins_high", "disputed_by", "first_seen", "last_seen",
    ),
    "relations": ("relation", "one", "other", "why"),
    "judgements": ("id", "target", "word", "other", "edge", "undoes", "judged_by", "judged_at"),
    "runs": ("id", "started", "ended", "version", "model", "settings", "lexicon", "engine"),
    "failures": ("id", "run", "stage", "document", "code", "message"),
}  # fmt: skip


def flat(rows: Rows) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row with the name of its table: a document without its rows, then each of them with the document's id."""
    for name, entries in sections(rows):
        for entry in entries:
            if name != "documents":
                yield name, entry
                continue
            nested = {inner: entry.pop(inner) for inner in NESTED}
            yield name, entry
            for inner, told in nested.items():
                for row in told:
                    yield inner, {"id": row.pop("id"), "document": entry["id"], **row}


# --- CSV --------------------------------------------------------------------------------------------------------------


def cell(value: Any) -> Any:
    """Write a value so that no spreadsheet runs it: numbers stay numbers, words that begin like a formula get a leading '."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, list | tuple):
        value = "; ".join(str(v) for v in value)
    return f"'{value}" if value.startswith(FORMULA) else value


def columns(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Spread evidence and ranges over columns; of a broken quotation the pieces stand together, from the first start to the last end."""
    spread: dict[str, Any] = {}
    for name, value in entry.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            value = {"start": value[0]["start"], "end": value[-1]["end"], "quote": " […] ".join(piece["quote"] for piece in value)}
        if isinstance(value, dict):
            spread.update((f"{name}_{part}", inner) for part, inner in value.items())
        else:
            spread[name] = value
    return spread


def _writer(out: TextIO, table: str) -> Any:
    writer = csv.writer(out)
    writer.writerow(COLUMNS[table])
    return writer


def _record(table: str, entry: Mapping[str, Any]) -> list[Any]:
    spread = columns(entry)
    return [cell(spread.get(name)) for name in COLUMNS[table]]


def write_figures(rows: Rows, out: TextIO) -> None:
    """Write one table: a line for each figure, with its report and who says it."""
    writer = _writer(out, "figures")
    for report in reports(rows):
        entry = document_entry(report)
        told = {name: entry[name] for name in ("uri", "title", "outlet", "published")}
        writer.writerows(_record("figures", {"document": entry["id"], **told, **figure}) for figure in entry["figures"])


def write_tables(rows: Rows, folder: Path) -> None:
    """Write a file for each table."""
    with ExitStack() as stack:
        writers = {}
        for table in COLUMNS:
            file = stack.enter_context(open(folder / f"{table}.csv", "x", encoding="utf-8", newline=""))
            writers[table] = _writer(file, table)
        told: dict[str, Any] = {}
        for table, entry in flat(rows):
            if table == "documents":
                told = {name: entry[name] for name in ("uri", "title", "outlet", "published")}
            writers[table].writerow(_record(table, {**told, **entry} if table == "figures" else entry))


# --- JSON lines and GeoJSON --------------------------------------------------------------------------------------------


def _line(entry: Mapping[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False, allow_nan=False)


def write_jsonl(rows: Rows, out: TextIO) -> None:
    """Write a row a line; ``table`` says which."""
    for table, entry in flat(rows):
        out.write(_line({"table": table, **entry}) + "\n")


def write_geojson(rows: Rows, out: TextIO) -> None:
    """Write points (RFC 7946): each figure where its place is, and each place a report names. What is on no map is left out."""
    out.write('{"type": "FeatureCollection", "features": [')
    for count, feature in enumerate(_features(rows)):
        out.write(("," if count else "") + "\n" + _line(feature))
    out.write("\n]}\n")


def _features(rows: Rows) -> Iterable[dict[str, Any]]:
    for report in reports(rows):
        entry = document_entry(report)
        told = {"document": entry["id"], **{name: entry[name] for name in ("uri", "title", "outlet", "published")}}
        known: dict[str, dict[str, Any]] = {}
        for place in entry["places"]:
            if place["latitude"] is not None and place["longitude"] is not None:
                for name in (place["evidence"]["quote"], place["name"]):
                    known.setdefault(name.casefold(), place)
        for figure in entry["figures"]:
            place = known.get((figure["place"] or "").casefold())
            if place:
                yield _point(place, {"table": "figures", **told, **columns(figure), **_precision(place)})
        for place in {p["id"]: p for p in known.values()}.values():
            yield _point(place, {"table": "places", **told, **columns(place)})


def _precision(place: Mapping[str, Any]) -> dict[str, Any]:
    return {name: place[name] for name in ("precision", "uncertainty_km", "country")}


def _point(place: Mapping[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    where = [round(place["longitude"], 6), round(place["latitude"], 6)]
    return {"type": "Feature", "id": properties["id"], "geometry": {"type": "Point", "coordinates": where}, "properties": properties}


EXPORTERS = (
    Exporter(name="csv", run=write_figures, folder=write_tables),
    Exporter(name="jsonl", run=write_jsonl),
    Exporter(name="geojson", run=write_geojson),
)
