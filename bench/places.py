"""Places: toponyms of LGL, TR-News and other sets in the XML of the geoparsing guide (Gritta et al. 2020), GeoVirus too.

Metric: span F1 of the places found (same span), and accuracy within 161 km of toponyms that bear coordinates, with the exact spans given,
as published: Mordecai3 (Halterman 2023) .827 on LGL, .873 on TR-News. A place without coordinates counts as wrong.

Where the corpora and we differ: there *Turkish* and *Washington Post* are toponyms too, here the first is no name and the second an
outlet, so span F1 tells little; accuracy is of spans given, whatever they are. Offsets that do not hold their phrase are moved to the
nearest that do.

LGL (588 reports of local papers, of towns that share their names with greater ones) served for development; of TR-News only scores were
read, some ten times.
"""

from __future__ import annotations

import gzip
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from hearsay.extract import Found
from hearsay.extract.mentions import mentions
from hearsay.extract.places import places
from hearsay.records import Mention, Place, Span, Text, identify
from tally import Tally
from times import prepare

NEAR = 161.0  # km; a hundred miles
EARTH = 6371.0  # km


class Toponym(NamedTuple):
    """A name on the map: code points of the text; degrees, or None."""

    start: int
    end: int
    at: tuple[float, float] | None


class Case(NamedTuple):
    name: str
    text: str
    gold: list[Toponym]


def cases(path: Path) -> Iterator[Case]:
    """Read a file of articles."""
    raw = path.read_bytes()
    root = ElementTree.fromstring(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    for i, article in enumerate(root.iter("article")):
        text = article.findtext("text") or ""
        gold = [t for element in article.iter() if element.find("start") is not None and (t := _toponym(text, element))]
        yield Case(f"{path.name.split('.')[0]}-{i}", text, gold)


def _toponym(text: str, element: ElementTree.Element) -> Toponym | None:
    start, end = (int(element.findtext(name) or 0) for name in ("start", "end"))
    words = next((w for name in ("phrase", "extractedName", "name") if (w := element.findtext(name))), text[start:end])
    if text[start:end] != words:
        found = [m.start() for m in re.finditer(re.escape(words), text)]
        if not found:
            return None
        start = min(found, key=lambda k: abs(k - start))
        end = start + len(words)
    north, east = (element.findtext(f".//{short}") or element.findtext(name) for short, name in (("lat", "latitude"), ("lon", "longitude")))
    return Toponym(start, end, (float(north), float(east)) if north and east else None)


def score(tally: Tally, prefix: str, case: Case) -> list[str]:
    """Count one article, and tell what was missed."""
    if not case.text.strip():
        return []
    text = prepare(case.text, None)
    found = Found.of(text)
    said = {(m.evidence.span.start, m.evidence.span.end) for m in mentions(text, found, None) if m.schema == "Place"}
    spans = {(t.start, t.end) for t in case.gold}
    tally.add(prefix + "span", case.name, len(said & spans), len(said), len(spans))
    given = [m for t in case.gold if (m := _mention(text, t))]
    found.rows["mentions"] = tuple(given)
    rows = {(p.evidence.span.start, p.evidence.span.end): p for p in places(text, found, None)}
    misses = []
    for toponym in case.gold:
        if toponym.at is None:
            continue
        row = rows.get((toponym.start, toponym.end))
        apart = _apart(toponym.at, row)
        tally.judge(prefix + "within 161 km", case.name, apart <= NEAR)
        if apart > NEAR:
            meant = f"{row.name}, {row.country}, {row.precision}" if row and row.country else "nothing"
            misses.append(f"{case.name}: {case.text[toponym.start : toponym.end]!r} at {toponym.at} is not {meant}, {apart:.0f} km off")
    return misses


def _mention(text: Text, toponym: Toponym) -> Mention | None:
    """A mention where a toponym stands; None in what was taken for furniture."""
    span = text.map.to_view(Span(toponym.start, toponym.end))
    if span is None:
        return None
    evidence = text.evidence(span.start, span.end)
    return Mention(identify("M", toponym.start), text.document.id, "", "given", 1.0, evidence, "Place", evidence.quote)


def _apart(at: tuple[float, float], row: Place | None) -> float:
    """How many km lie between a toponym and where it was put; infinite where it was put nowhere."""
    if row is None or row.latitude is None or row.longitude is None:
        return math.inf
    (a, b), (c, d) = map(math.radians, at), (math.radians(row.latitude), math.radians(row.longitude))
    return EARTH * math.acos(max(-1.0, min(1.0, math.sin(a) * math.sin(c) + math.cos(a) * math.cos(c) * math.cos(b - d))))
