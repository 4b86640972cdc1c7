"""Names on the map: which place a name means here, and how closely it tells where.

The table (``gazetteer.npz``, made by training/gazetteer.py) holds GeoNames places from 500 inhabitants, first-level regions, countries
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
from hearsay.model import Scores
from hearsay.records import Place, Text, identify

METHOD = "rule:places/1"
KINDS = ("place", "county", "region", "area", "country")  # of an entry of the table, small to large
EARTH = 6371.0  # km
TOGETHER = 60  # names weighed together; a report of more is taken in pieces
MOST = 14  # candidates weighed for one name
# Set on LGL, checked on TR-News (bench/quality.py places, 2026-11):
SUPPORT, COUNTRY = 24.0, 4.0  # weight of the other names of a report, and of the adjectives of countries in it
GIANT = 5.0  # what a city of a million gains that is a hundred times as large as any other of its name: Moscow is in Russia
CAP = 8.0  # what the others can lend at most
REACH = 150.0  # km over which two places speak for each other
SAME_REGION, SAME_COUNTRY = 0.7, 0.2  # how loud a place speaks for others of its region and country
WHOLE_REGION, WHOLE_COUNTRY = 1.0, 0.5  # how loud a region and a country speak for what lies in them
REGION = 1.0  # what a region loses to a town of its name
ALIAS = 1.0  # what a place loses that goes by another name first
SHARPNESS = (0.35, 0.7, 0.7)  # of the choice among a name's candidates, round after round: first every one is heard
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
        low = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c)).casefold().translate(LETTERS)
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

    def countries(self) -> Iterator[tuple[str, str]]:
        """Every folded name of a country, and its code."""
        for row in np.flatnonzero(self._columns["kind"][self._entry] == KINDS.index("country")):
            yield fold(self._line(int(row))), self._countries[self._columns["country"][self._entry[row]]]

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
    heads: frozenset[str]
    fronts: frozenset[str]
    kind: re.Pattern[str]
    front: re.Pattern[str]
    heading: re.Pattern[str]
    demonyms: dict[str, str]
    nicknames: dict[str, str]


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
        heads=frozenset(words["heads"]),
        fronts=frozenset(words["fronts"]),
        kind=re.compile(rf" ({'|'.join(words['regions'])})\b", re.IGNORECASE),
        front=re.compile(rf"(?:'s)?[ -](?:{'|'.join(words['fronts'])})s?\b", re.IGNORECASE),
        heading=re.compile(rf"\b(?:{'|'.join(words['headings'])})(?: the)? $", re.IGNORECASE),
        demonyms={word: country for country, listed in demonyms.items() for word in listed},
        nicknames=words["nicknames"],
    )


@cache
def gazetteer() -> Gazetteer:
    """Load the table of places, once a process."""
    return Gazetteer()


@lru_cache(maxsize=20_000)
def entries(key: str) -> tuple[Entry, ...]:
    """Every entry that bears a folded name."""
    return tuple(gazetteer().find(key))


@cache
def countries() -> dict[str, str]:
    """The code of each country by its folded names."""
    return dict(gazetteer().countries())


def one_name(head: str, words: str) -> bool:
    """Tell whether words around *of* or *and* are one name of the map: *Gulf of Mexico*, *Trinidad and Tobago*.

    Args:
        head: the word before the small one, in lower case.
    """
    return fold(words) in countries() or head in lexicon().heads and any(e.kind != "place" or " of " in e.name for e in meanings(words))


@lru_cache(maxsize=20_000)
def meanings(name: str) -> tuple[Entry, ...]:
    """Every entry that a bare name may mean, by its short form or the people it names too."""
    name = lexicon().nicknames.get(name) or demonym(name) or name
    found = entries(fold(name))
    if name.isupper() and len(name) < 4:
        found = tuple(e for e in found if e.kind in ("country", "region"))  # EU is no town in France
    return found


def demonym(word: str) -> str | None:
    """The country whose people or things a word names: *Russian*, *Danes*; None where it names none."""
    return lexicon().demonyms.get(word) or lexicon().demonyms.get(word[:1].upper() + word[1:].lower())


@lru_cache(maxsize=20_000)
def nation(words: str) -> str | None:
    """The country (ISO 3166-1) that some words tell by its name or its people: *Ukrainian defence minister*; None for none or several."""
    found, parts, k = set(), words.split(), 0
    while k < len(parts):
        for size in (4, 3, 2, 1):
            name = " ".join(parts[k : k + size]).strip(",;").removesuffix("'s")
            people = demonym(name)
            code = countries().get(fold(people or name)) if name[:1].isupper() else None
            # Georgia is a country and a state: only its people tell which.
            if code and (people or not any(e.kind == "region" for e in entries(fold(name)))):
                found.add(code)
                k += size - 1
                break
        k += 1
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=20_000)
def known(name: str) -> str | None:
    """Tell whether a capitalised name is that of a place.

    Returns: ``place``, ``region`` or ``country``; None where it is none, or more often a word or a person than a town.
    """
    bare, shape = strip(name)
    found = () if demonym(bare) else meanings(bare)
    if not found:
        return None
    if any(e.kind == "country" for e in found):
        return "country" if shape != "part" else "region"
    plain = fold(bare)
    ordinary = plain in lexicon().ordinary
    town = max((e.population for e in found if e.kind == "place"), default=0.0)
    land = max((e.population + 1 for e in found if e.kind != "place"), default=0.0)
    if shape == "region" or land > 20 * town and not ordinary:
        return "region"
    if ordinary:
        least = 1_000_000
    elif " " in plain or shape == "town":
        least = 15_000 if shape != "town" and lexicon().ordinary.issuperset(plain.split()) else 0  # East Bank
    else:
        least = 15_000 if len(plain) > 4 else 100_000
    return "place" if max(town, land) >= least else None


@lru_cache(maxsize=20_000)
def strip(name: str) -> tuple[str, str]:
    """Take the words of kind and direction off a name: ``the northern Kharkiv region`` → ``Kharkiv``, ``region``.

    Returns: the bare name, and what the words made of it: ``region``, ``town``, ``part`` or ``""``.
    """
    lists = lexicon()
    words = name.split()
    if words and words[0].lower() == "the":
        words = words[1:]
    whole = " ".join(words)
    if not words or whole in lists.nicknames or entries(fold(whole)):
        return whole, ""
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
    if shape == "part" and fold(" ".join(words)) in lists.ordinary:
        return whole, ""  # East Bank, Upper House
    return " ".join(words), shape


# --- which place a name means -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class Name:
    """One name of a report. shape: see strip; found: what it may mean; meant: what it means; inside: entries told to hold it.

    holds: of what it may mean, what is told to hold another name: Ontario in *London, Ontario*.
    """

    bare: str
    shape: str
    found: tuple[Entry, ...]
    count: int = 0
    inside: tuple[Entry, ...] = ()
    holds: tuple[Entry, ...] = ()
    meant: Entry | None = None
    confidence: float = 0.0


def places(text: Text, found: Found, scores: Scores | None) -> Iterator[Place]:
    """Put the places named in a report on the map."""
    mentions = [m for m in found["mentions"] if m.schema == "Place"]
    if not mentions:
        return
    names: dict[tuple[str, str], Name] = {}
    meant: list[Name] = []
    spans = [text.locate(m.evidence) for m in mentions]
    behind: dict[int, tuple[Entry, ...]] = {}  # where a name begins → what of it holds the name before
    for mention, span in zip(mentions, spans, strict=True):
        bare, shape = strip(mention.name)
        if not shape and (kind := lexicon().kind.match(text.view, span.end)):
            shape = "region" if kind[1].lower() in lexicon().regions else ""
        name = names.setdefault((mention.name, shape), Name(bare, shape, meanings(bare)))
        name.count += 1
        meant.append(name)
        # "Paris, Texas": what stands behind the comma holds what stands before it.
        if holder := CONTAINER.match(text.view, span.end):
            told = holders(holder[1])
            name.inside = name.inside or told
            if within := tuple(h for h in told if any(lies(e, h) for e in name.found)):
                behind[holder.start(1)] = within
    for span, name in zip(spans, meant, strict=True):
        name.holds = name.holds or behind.get(span.start, ())
    chosen, spoken = list(names.values()), lands(text)
    for k in range(0, len(chosen), TOGETHER):
        settle(chosen[k : k + TOGETHER], spoken)
    for mention, span, name in zip(mentions, spans, meant, strict=True):
        entry = name.meant
        front = lexicon().front.match(text.view, span.end)
        heading = lexicon().heading.search(text.view, max(0, span.start - 32), span.start)
        base = (identify("P", text.document.id, mention.id), text.document.id, found.run, METHOD)
        if entry is None:
            yield Place(*base, 0.3, mention.evidence, mention.id, mention.name, None, None, None, None, None)
            continue
        precision = {"place": "place", "country": "country"}.get(entry.kind, "region")
        radius = entry.radius
        if name.shape == "part" and precision == "country":
            precision = "region"
        if precision == "place" and (front or heading) or precision == "region" and front and not name.shape:
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
    """Choose for each name the place it means: by what is told to hold it, its size, and what the other names of the report mean.

    Each name's candidates lend weight to those of the others that lie near, in their region or in their country; twice over, so that a
    name that can mean one place only speaks louder than one that can mean ten.
    """
    options: list[Entry] = []
    owner: list[int] = []
    prior: list[float] = []
    for i, name in enumerate(names):
        likely = name.found
        if name.inside and not any(lies(e, h) for e in likely for h in name.inside):
            likely = tuple(e for e in likely if fold(e.name) == fold(name.bare))  # Kobani, Syria is no by-name of a town elsewhere
        scored = sorted(((_prior(name, e), -e.index, e) for e in likely), reverse=True)[:MOST]
        for score, _, entry in scored:
            options.append(entry)
            owner.append(i)
            prior.append(score)
    if not options:
        return
    own, base = np.array(owner), np.array(prior)
    lend = _lending(options)
    lend[own[:, None] == own[None, :]] = 0.0
    told = np.array([COUNTRY * spoken[e.country] / (sum(spoken.values()) + 1) if e.country else 0.0 for e in options])
    loud = np.array([math.sqrt(name.count) for name in names])
    score = base + told
    for sharpness in SHARPNESS[:-1]:
        share = _share(score, own, len(names), sharpness)
        best = np.zeros((len(options), len(names)))
        for i in range(len(names)):
            mine = own == i
            if mine.any():
                best[:, i] = (lend[:, mine] * share[mine]).max(axis=1) * loud[i]
        support = SUPPORT * best.sum(axis=1) / (1.0 + loud.sum() - loud[own])
        score = base + told + np.minimum(support, CAP)
    share = _share(score, own, len(names), SHARPNESS[-1])
    for i, name in enumerate(names):
        mine = np.flatnonzero(own == i)
        if len(mine):
            pick = mine[int(np.argmax(score[mine]))]
            name.meant, name.confidence = options[pick], 0.4 + 0.55 * float(share[pick])


def _share(score: np.ndarray, own: np.ndarray, count: int, sharpness: float) -> np.ndarray:
    """How likely each candidate is among those of its name: float64 (candidates,)."""
    top = np.full(count, -np.inf)
    np.maximum.at(top, own, score)
    weight = np.exp((score - top[own]) * sharpness)
    return np.asarray(weight / np.bincount(own, weight, count)[own])


def _lending(options: Sequence[Entry]) -> np.ndarray:
    """How much one candidate speaks for another: float64 (candidates, candidates), 0-1."""
    at = np.radians(np.array([(e.latitude, e.longitude) for e in options]))
    flat = np.cos(at[:, 0])
    unit = np.stack((flat * np.cos(at[:, 1]), flat * np.sin(at[:, 1]), np.sin(at[:, 0])), axis=1)
    apart = EARTH * np.arccos(np.clip(unit @ unit.T, -1.0, 1.0))
    point = np.array([e.kind not in ("country", "area") for e in options])
    near = np.exp(-apart / REACH) * (point[:, None] & point[None, :])
    country, region = np.array([e.country for e in options]), np.array([e.region for e in options])
    same = (country[:, None] == country[None, :]) & (country != "")[:, None]
    within = (region[:, None] == region[None, :]) & (region != "")[:, None]
    # "Russia" says more for Moscow there than another town of Russia does.
    country_loud = np.array([WHOLE_COUNTRY if e.kind == "country" else SAME_COUNTRY for e in options])
    region_loud = np.array([WHOLE_REGION if e.kind == "region" else SAME_REGION for e in options])
    lent: np.ndarray = np.maximum(near, np.maximum(within * region_loud[None, :], same * country_loud[None, :]))
    return lent


def _prior(name: Name, entry: Entry) -> float:
    """How well an entry fits a name by itself; the unit is a factor of ten in inhabitants."""
    score = math.log10(entry.population + 100)
    if entry.kind == "place" and entry.population > 800_000:
        rest = max((e.population for e in name.found if e.kind == "place" and e is not entry), default=0.0)
        score += GIANT if entry.population > 100 * rest else 0.0
    if entry.kind == "country":
        score += 2.0
    elif entry.kind in ("region", "county"):
        score += 4.0 if name.shape == "region" else -REGION
    elif entry.kind == "place" and name.shape == "region":
        score -= 2.0
    if fold(entry.name) != fold(name.bare):
        score -= ALIAS
    if any(lies(entry, e) for e in name.inside) or entry in name.holds:
        score += 8.0
    return score


def lies(entry: Entry, holder: Entry) -> bool:
    """Whether the map has an entry in a country or region."""
    return holder.country == entry.country and (holder.kind == "country" or holder.region == entry.region) and holder is not entry


EXTRACTOR = Extractor(name="places", makes=Place, needs=("mentions",), run=places)
