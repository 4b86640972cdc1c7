"""Names on the map: which place a name means here, and how closely it tells where.

The table (``gazetteer.npz``, made by training/gazetteer.py) holds GeoNames places from 1,000 inhabitants, first-level regions, countries
and seas.
"""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np

from hearsay.extract import Extractor, Found
from hearsay.model import Model
from hearsay.records import Place, Text, identify

METHOD = "rule:places/1"
KINDS = ("place", "county", "region", "area", "country")  # of an entry of the table, small to large
EARTH = 6371.0  # km
CONTAINER = re.compile(r"(?:, | in (?:the )?| \()([A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2})")
LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"}
    | dict.fromkeys("-‐–.", " ")
    | dict.fromkeys("'’‘ʼʻ`´”\"", "")
)


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """Fold the spellings of a name that differ only in case, accents, hyphens and apostrophes: ``Kup’yans’k`` → ``kupyansk``."""
    low = name.casefold().translate(LETTERS)
    if not low.isascii():
        low = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c)).translate(LETTERS)
    words = low.split()
    if len(words) > 1:
        if words[0] == "the":
            words = words[1:]
        if words[0] == "st":
            words[0] = "saint"
        if all(len(w) == 1 for w in words):
            return "".join(words)  # U.S. → us
    return " ".join(words)


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the gazetteer. kind: one of KINDS; radius in km; population only roughly; geonameid 0 where GeoNames has none."""

    index: int
    name: str
    kind: str
    country: str
    region: str
    latitude: float
    longitude: float
    radius: float
    population: float
    geonameid: int


class Gazetteer:
    """The table of places, asked by name.

    Source: GeoNames (CC BY 4.0), Natural Earth (public domain), CLDR (Unicode-3.0); see lexicon/SOURCES.md.
    """

    def __init__(self) -> None:
        with files("hearsay.extract").joinpath("gazetteer.npz").open("rb") as file, np.load(file) as table:
            self._names: bytes = table["names"].tobytes()
            self._ends = np.cumsum(table["lengths"], dtype=np.int64)
            self._entry = table["entry"]
            alias = np.unpackbits(table["alias"])
            self._columns = {n: table[n] for n in ("kind", "country", "region", "latitude", "longitude", "radius", "population")}
            self._ids = np.cumsum(table["geonameid"], dtype=np.int64)
            self._countries, self._regions = table["countries"].tolist(), table["regions"].tolist()
        self._main = np.zeros(len(self._ids), dtype=np.int64)
        first = np.flatnonzero(alias[: len(self._entry)] == 0)
        self._main[self._entry[first]] = first

    def _line(self, row: int) -> str:
        return self._names[self._ends[row - 1] if row else 0 : self._ends[row]].decode()

    def find(self, key: str) -> list[Entry]:
        """Every entry that bears a folded name."""
        rows = range(len(self._ends))
        row = bisect_left(rows, key, key=lambda r: fold(self._line(r)))
        found = []
        while row < len(rows) and fold(self._line(row)) == key:
            found.append(self.entry(int(self._entry[row])))
            row += 1
        return found

    def entry(self, i: int) -> Entry:
        column = {name: int(values[i]) for name, values in self._columns.items()}
        kind, people = KINDS[column["kind"]], math.expm1(column["population"] / 4)
        # A town reaches as far as its people need room; a region's own radius is in the table.
        radius = min(25.0, 1 + math.sqrt(people) / 60) if kind == "place" else math.expm1(column["radius"] / 20)
        return Entry(
            i, self._line(int(self._main[i])), kind, self._countries[column["country"]], self._regions[column["region"]],
            column["latitude"] / 100, column["longitude"] / 100, round(radius, 1), people, int(self._ids[i]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of lexicon/en/places.toml and demonyms.toml."""

    ordinary: frozenset[str]
    parts: frozenset[str]
    regions: frozenset[str]
    towns: frozenset[str]
    front: re.Pattern[str]
    heading: re.Pattern[str]
    demonyms: dict[str, str]


@cache
def lexicon() -> Lexicon:
    """Load the words of places."""
    folder = files("hearsay.extract").joinpath("lexicon/en")
    words = tomllib.loads(folder.joinpath("places.toml").read_text(encoding="utf-8"))
    demonyms = tomllib.loads(folder.joinpath("demonyms.toml").read_text(encoding="utf-8"))["demonyms"]
    return Lexicon(
        ordinary=frozenset(words["ordinary"].split()) | frozenset(words["given"].split()),
        parts=frozenset(words["parts"]),
        regions=frozenset(words["regions"]),
        towns=frozenset(words["towns"]),
        front=re.compile(rf"(?:'s)?[ -](?:{'|'.join(words['fronts'])})s?\b", re.IGNORECASE),
        heading=re.compile(rf"\b(?:{'|'.join(words['headings'])})(?: the)? $", re.IGNORECASE),
        demonyms={word: country for country, listed in demonyms.items() for word in listed},
    )


@cache
def gazetteer() -> Gazetteer:
    """Load the table of places, once a process."""
    return Gazetteer()


@lru_cache(maxsize=20_000)
def entries(key: str) -> tuple[Entry, ...]:
    """Every entry that bears a folded name."""
    return tuple(gazetteer().find(key))


def demonym(word: str) -> str | None:
    """The country whose people or things a word names: *Russian*, *Danes*; None where it names none."""
    return lexicon().demonyms.get(word) or lexicon().demonyms.get(word[:1].upper() + word[1:].lower())


@lru_cache(maxsize=20_000)
def known(name: str) -> str | None:
    """Tell whether a capitalised name is that of a place.

    Returns: ``place``, ``region`` or ``country``; None where it is none, or more often a word or a person than a town.
    """
    bare, shape = strip(name)
    if not bare:
        return None
    found = entries(fold(bare))
    if not found:
        return None
    if any(e.kind == "country" for e in found):
        return "country" if shape != "part" else "region"
    plain = fold(bare)
    if (
        shape == "region"
        or any(e.kind == "area" and e.population for e in found)
        or any(e.kind in ("region", "area", "county") and plain not in lexicon().ordinary for e in found)
    ):
        return "region" if shape == "region" or not any(e.kind == "place" for e in found) else "place"
    least = 1_000_000 if plain in lexicon().ordinary else 0 if " " in plain or shape == "town" else 15_000 if len(plain) > 4 else 100_000
    return "place" if max(e.population for e in found) >= least else None


@lru_cache(maxsize=20_000)
def strip(name: str) -> tuple[str, str]:
    """Take the words of kind and direction off a name: ``the northern Kharkiv region`` → ``Kharkiv``, ``region``.

    Returns: the bare name, and what the words made of it: ``region``, ``town``, ``part`` or ``""``.
    """
    lists = lexicon()
    words = name.split()
    if words and words[0].lower() == "the":
        words = words[1:]
    if not words or entries(fold(" ".join(words))):
        return " ".join(words), ""
    shape = ""
    if len(words) > 2 and words[1].lower() == "of" and words[0].lower() in lists.regions | lists.towns:
        shape = "region" if words[0].lower() in lists.regions else "town"
        words = words[2:]
    while len(words) > 1 and words[-1].lower().rstrip(".") in lists.regions | lists.towns:
        shape = shape or ("region" if words[-1].lower() in lists.regions else "town")
        words = words[:-1]
    while len(words) > 1 and words[0].lower() in lists.parts:
        shape = shape or "part"
        words = words[1:]
    return " ".join(words), shape


# --- which place a name means -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class Name:
    """One name of a report. shape: see strip; found: what it may mean; meant: what it means; inside: entries told to hold it."""

    bare: str
    shape: str
    found: tuple[Entry, ...]
    count: int = 0
    inside: tuple[Entry, ...] = ()
    meant: Entry | None = None
    confidence: float = 0.0


def places(text: Text, found: Found, model: Model | None) -> Iterator[Place]:
    """Put the places named in a report on the map."""
    mentions = [m for m in found["mentions"] if m.schema == "Place"]
    if not mentions:
        return
    names: dict[str, Name] = {}
    spans = [text.locate(m.evidence) for m in mentions]
    for mention, span in zip(mentions, spans, strict=True):
        name = names.get(mention.name)
        if name is None:
            bare, shape = strip(mention.name)
            name = names[mention.name] = Name(bare, shape, entries(fold(demonym(bare) or bare)))
        name.count += 1
        # "Paris, Texas": what stands behind the comma holds what stands before it.
        if holder := CONTAINER.match(text.view, span.end):
            name.inside = name.inside or holders(holder[1])
    settle(list(names.values()), lands(text))
    for mention, span in zip(mentions, spans, strict=True):
        name = names[mention.name]
        entry = name.meant
        front = lexicon().front.match(text.view, span.end) or lexicon().heading.search(text.view, max(0, span.start - 32), span.start)
        base = (identify("P", text.document.id, mention.id), text.document.id, found.run, METHOD)
        if entry is None:
            yield Place(*base, 0.3, mention.evidence, mention.id, mention.name, None, None, None, None, None)
            continue
        precision = {"place": "place", "country": "country"}.get(entry.kind, "region")
        radius = entry.radius
        if name.shape == "part" and precision == "country":
            precision = "region"
        if front and precision == "place":
            precision, radius = "direction", max(30.0, radius)
        yield Place(
            *base, round(name.confidence, 2), mention.evidence, mention.id, entry.name, entry.country or None,
            entry.latitude, entry.longitude, precision, radius, f"geonames:{entry.geonameid}" if entry.geonameid else None,
        )  # fmt: skip


def holders(words: str) -> tuple[Entry, ...]:
    """The countries and regions that the first words behind a name may mean."""
    parts = words.split()
    for size in range(len(parts), 0, -1):
        found = tuple(e for e in entries(fold(strip(" ".join(parts[:size]))[0])) if e.kind in ("country", "region", "county"))
        if found:
            return found
    return ()


def lands(text: Text) -> Counter[str]:
    """How often a report speaks of each country by the adjective of its people."""
    spoken: Counter[str] = Counter()
    demonyms = lexicon().demonyms
    for token in text.tokens:
        country = demonyms.get(token.word)
        if country:
            for entry in entries(fold(country)):
                if entry.kind in ("country", "area") and entry.country:
                    spoken[entry.country] += 1
    return spoken


def settle(names: Sequence[Name], spoken: Counter[str]) -> None:
    """Choose for each name the place it means: by what is told to hold it, the countries of the report, nearness, then size.

    Names that can mean one place only are settled first and help the others.
    """
    countries: Counter[str] = Counter()
    for code, times in spoken.items():
        countries[code] += times
    for name in names:
        for entry in name.found:
            if entry.kind == "country" and len([e for e in name.found if e.kind in ("country", "region")]) == 1:
                countries[entry.country] += name.count
        for entry in name.inside:
            countries[entry.country] += 1
    fixed: list[Entry] = []
    for name in sorted(names, key=lambda n: (not n.inside, len(n.found), -max((e.population for e in n.found), default=0))):
        if not name.found:
            continue
        total = sum(countries.values()) + 1
        scored = sorted(((_score(name, e, countries, total, fixed), -e.index) for e in name.found), reverse=True)
        name.meant = next(e for e in name.found if e.index == -scored[0][1])
        lead = scored[0][0] - scored[1][0] if len(scored) > 1 else 3.0
        name.confidence = 0.5 + 0.45 * min(1.0, max(0.0, lead) / 2)
        fixed.append(name.meant)
        if name.meant.country and lead > 1:
            countries[name.meant.country] += name.count


def _score(name: Name, entry: Entry, countries: Counter[str], total: int, fixed: Sequence[Entry]) -> float:
    """How well an entry fits a name in this report; the unit is a factor of ten in inhabitants."""
    score = math.log10(entry.population + 100)
    if entry.kind == "country":
        score += 2.0
    elif entry.kind in ("region", "county"):
        score += 4.0 if name.shape == "region" else -1.0
    elif entry.kind == "place" and name.shape == "region":
        score -= 2.0
    if name.inside:
        held = any(e.country == entry.country and (e.kind == "country" or e.region == entry.region) and e is not entry for e in name.inside)
        score += 8.0 if held else 0.0
    score += 4.0 * countries[entry.country] / total if entry.country else 0.0
    near = min((distance(entry, other) for other in fixed if other.kind in ("place", "county", "region")), default=None)
    if near is not None:
        score += 2.0 * math.exp(-near / 200)
    if any(e.kind in ("region", "county") and e.region == entry.region for e in fixed):
        score += 1.0
    return score


def distance(one: Entry, other: Entry) -> float:
    """Great-circle distance in km."""
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    lon = math.radians(one.longitude - other.longitude)
    return EARTH * math.acos(max(-1.0, min(1.0, math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(lon))))


EXTRACTOR = Extractor(name="places", makes=Place, needs=("mentions",), run=places)
