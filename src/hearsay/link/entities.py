"""Which names stand for one person, body or place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from hearsay.link.copies import fold, kept
from hearsay.records import Edge, Key, Mention, Report, identify

METHOD = "rule:entities/2"
GROUPS = {"Person": "person", "Place": "place"}  # every other schema is a body
# Spellings of one sound in romanised Slavic, Arabic and other names; applied in this order.
SOUNDS = (
    ("ij", "i"),
    ("iy", "i"),
    ("yi", "i"),
    ("y", "i"),
    ("ii", "i"),
    ("ie", "e"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("ou", "u"),
    ("ae", "ai"),
    ("ck", "k"),
)
DOUBLE = re.compile(r"(.)\1+")
PRONOUNS = {"he", "she", "they", "it", "him", "her", "them", "his", "their", "its", "who", "i", "we"}
SMALL = {"the", "of", "and", "a", "an", "for", "in", "on", "s"}
CAPITALS = re.compile(r"(?:[A-Z][-.]?){2,6}")  # HP, H-P, U.N.
DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")  # U.N.
DEPARTMENTS = ("department", "ministry")
GROUNDS = ("island", "village", "town")  # what a place may be called besides; a province is not its town, nor Mexico City Mexico
LONG = 5  # letters of a name that may be met misspelt
LONG_NAME = 3  # words of a body's name that make one more before them no other: U.S. Energy Information Administration


def group(mention_schema: str) -> str:
    """Kind of thing a name may share with another: person, place or body."""
    return GROUPS.get(mention_schema, "body")


def sound(word: str) -> str:
    """Spell a folded word as it sounds, so that Kyrylo and Kirilo meet."""
    for spelt, said in SOUNDS:
        word = word.replace(spelt, said)
    return DOUBLE.sub(r"\1", word)


@lru_cache(maxsize=50_000)
def skeleton(name: str) -> str:
    """Reduce a name to what its spellings share: folded, small words dropped, spelt as it sounds."""
    return " ".join(map(sound, _words(name)))


def _words(name: str) -> list[str]:
    """The words of a name that tell it apart, folded, without apostrophes, in American spelling."""
    spelt = _told()["spellings"]
    plain = DOTTED.sub(lambda match: match[0].replace(".", ""), name.replace("'", "").replace("’", ""))
    return [spelt.get(w, w) for w in fold(plain) if w not in SMALL]


@lru_cache(maxsize=50_000)
def firm(name: str) -> str:
    """Reduce the name of a body to what it is known by: its skeleton without legal form and article, a by-name made the main one."""
    words = _words(name)
    while len(words) > 1 and words[-1] in lists()["forms"]:
        words.pop()
    if len(words) > 1 and words[0] == "al":
        words = words[1:]
    if len(words) > 1 and words[0] in DEPARTMENTS:
        words = [*words[1:], words[0]]  # Department of Justice, Justice Department
    return aliases().get(" ".join(words)) or " ".join(map(sound, words))


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(files("hearsay.link").joinpath("aliases.toml").read_text("utf-8"))


@cache
def lists() -> dict[str, frozenset[str]]:
    """Words that a name may go with or without: ``forms`` of firms, ``kinds`` of bodies, ``grounds``, ``honorifics``, ``states``."""
    told = {name: frozenset(_told()[name].split()) for name in ("forms", "kinds", "grounds", "honorifics", "states")}
    return {**told, **{name: frozenset(map(sound, told[name])) for name in ("kinds", "states")}}


def forms(mention: Mention, text: str, roles: Iterable[str]) -> Iterator[str]:
    """The forms of a name that stand where it is met: as it is, behind an honorific or an office, before the kind of its ground.

    text: of its report. roles: offices that any report tells of whom it names.
    """
    start, end = mention.evidence.span.start, mention.evidence.span.end
    yield mention.evidence.quote
    if mention.schema == "Person":
        before = text[max(0, start - 80) : start]
        told = [role for role in roles if before.endswith(f"{role} ")]
        told += [word for word in before.split(" ")[-2:-1] if before.endswith(" ") and word.rstrip(".").casefold() in lists()["honorifics"]]
        yield from (f"{role} {mention.evidence.quote}" for role in told)
    elif mention.schema == "Place":
        behind = re.match(r" (\w+)\b", text[end : end + 20])
        if behind and behind[1].casefold() in lists()["grounds"]:
            yield mention.evidence.quote + behind[0]


@cache
def shorts() -> dict[str, frozenset[int]]:
    """First names, as they sound, and the lines of ``nicknames`` they stand on: Jim and James stand on one."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_told()["nicknames"]):
        for name in line.split():
            found.setdefault(sound(name), set()).add(number)
    return {name: frozenset(lines) for name, lines in found.items()}


@cache
def aliases() -> dict[str, str]:
    """Folded by-name of a body → the skeleton of its main name."""
    return {" ".join(_words(name)): skeleton(main) for main, names in _told()["names"].items() for name in names}


@lru_cache(maxsize=50_000)
def alike(one: str, other: str) -> bool:
    """Whether two names can stand for one within a story: one holds the other's words, or they are by-names, or one the initials."""
    a, b = set(skeleton(one).split()), set(skeleton(other).split())
    if a <= b or b <= a or firm(one) == firm(other):
        return True
    return any(CAPITALS.fullmatch(s) and _letters(s) in _initials(n) for s, n in ((one, other), (other, one)))


def is_name(name: str) -> bool:
    """Whether words hold a name: *al-Shabaab*, *eBay*; not *the officials*, nor *A* before them."""
    return any(w != w.lower() for w in name.split() if w.lower() not in SMALL)


def proper(mention: Mention) -> bool:
    """Whether a mention is a name of its own, fit to be known again in another report (*officials* and *he* are not)."""
    return mention.antecedent is None and is_name(mention.name)


def keys(report: Report) -> Iterator[Key]:
    """One key a name, and for a place one more that tells where it lies.

    A person needs two words, since a surname alone is shared by many.
    """
    heads = {mention.id for mention in report.mentions if proper(mention)}
    for mention in report.mentions:
        if mention.id in heads:
            kind = group(mention.schema)
            bones = firm(mention.name) if kind == "body" else skeleton(mention.name)
            if bones and (kind != "person" or " " in bones):
                yield Key("name", f"{kind}:{bones}", mention.id, mention.document)
    for place in report.places:
        if place.mention in heads and place.latitude is not None and place.precision != "direction":
            yield Key("name", f"place:{place.latitude:.2f}|{place.longitude:.2f}|{place.precision}", place.mention, place.document)


def link(new: Sequence[Report], known: Mapping[str, str], run: str) -> Iterator[Edge]:
    """Join each name of the new reports to the first bearer of the same name: a star, so edges stay as many as names.

    A surname alone joins within its report only.

    known: the value of a name key → the mention that bears it in the ledger.
    """
    bearers: dict[str, list[str]] = {}
    for report in new:
        for key in keys(report):
            bearers.setdefault(key.value, []).append(key.row)
        alone: dict[str, list[str]] = {}
        for mention in report.mentions:
            if proper(mention) and group(mention.schema) == "person" and " " not in (bones := skeleton(mention.name)):
                alone.setdefault(bones, []).append(mention.id)
        for rows in alone.values():
            for row in sorted(rows)[1:]:
                yield _edge(row, min(rows), 0.9, "the same surname in one report", run)
    for value, rows in sorted(bearers.items()):
        first = known.get(value) or min(rows)
        for row in sorted(set(rows)):
            if row != first:
                yield _edge(row, first, 0.95, "the same name", run)


def _edge(one: str, other: str, score: float, why: str, run: str) -> Edge:
    return Edge(identify("E", one, "entity", other), one, "same.entity", other, score, METHOD, run, why=why)


@dataclass(frozen=True)
class _Names:
    """The names of one report, each with the first mention that bears it.

    persons, bodies: by their words; last, first: persons of several words by those two; called: their first names, by mention;
    short: acronyms; initials: of bodies of several words; mapped, unmapped: places by what they begin with, those that lie somewhere
    on the map and those that do not.
    """

    persons: dict[tuple[str, ...], str]
    bodies: dict[tuple[str, ...], str]
    last: dict[str, list[str]]
    called: dict[str, str]
    first: dict[str, list[tuple[tuple[str, ...], str]]]
    short: dict[str, str]
    initials: dict[str, str]
    mapped: dict[str, dict[str, str]]
    unmapped: dict[str, dict[str, str]]


@kept
def _names(report: Report) -> _Names:
    found = _Names({}, {}, {}, {}, {}, {}, {}, {}, {})
    where = {place.mention for place in report.places if place.latitude is not None}
    for mention in sorted(report.mentions, key=lambda m: m.id):
        if not proper(mention) or not skeleton(mention.name):
            continue
        kind = group(mention.schema)
        if kind == "body":
            found.bodies.setdefault(tuple(firm(mention.name).split()), mention.id)
            if CAPITALS.fullmatch(mention.name):
                found.short.setdefault(_letters(mention.name), mention.id)
            for short in _initials(mention.name):
                found.initials.setdefault(short, mention.id)
        elif kind == "person":
            found.persons.setdefault(tuple(skeleton(mention.name).split()), mention.id)
        else:
            bones = skeleton(mention.name)
            (found.mapped if mention.id in where else found.unmapped).setdefault(bones[0], {}).setdefault(bones, mention.id)
    for name, mention_id in found.persons.items():
        if len(name) > 1:
            found.last.setdefault(name[-1], []).append(mention_id)
            found.called[mention_id] = name[0]
            found.first.setdefault(name[0], []).append((name, mention_id))
    return found


def _letters(name: str) -> str:
    """An acronym without its marks: H-P, U.N."""
    return re.sub(r"[-.]", "", name).casefold()


def _initials(name: str) -> Iterable[str]:
    """What a name of several words is shortened to: HP, IBM."""
    words = [w for w in re.split(r"[\s-]+", name) if w[:1].isupper()]
    while len(words) > 2 and words[-1].strip(".").casefold() in lists()["forms"]:
        words.pop()
    if len(words) < 2:
        return ()
    if words[-1].casefold() in DEPARTMENTS:
        words = [words[-1], *words[:-1]]
    short = "".join(w[0] for w in words).casefold()
    return {short, f"{short[0]}o{short[1:]}"} if words[0].casefold() in DEPARTMENTS else {short}  # DHS, DOJ


def _misspelt(one: str, other: str) -> bool:
    """Whether two words of some length differ in one letter: another, one more, or two that changed places."""
    if min(len(one), len(other)) < LONG or one == other or one[0] != other[0]:
        return False
    short, long = sorted((one, other), key=len)
    k = next((k for k, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[k:] == long[k + 1 :]
    return short[k + 1 :] == long[k + 1 :] or short[k : k + 2] == long[k : k + 2][::-1] and short[k + 2 :] == long[k + 2 :]


def link_story(near: Sequence[tuple[Report, Report]], run: str) -> Iterator[Edge]:
    """Join what only one story may take for one: surnames, middle names, acronyms, misspellings.

    near: pairs of reports of one story; a report may be paired with itself.
    """
    for a, b in near:
        for mine, theirs in ((a, b), (b, a)) if a is not b else ((a, a),):
            for one, other, why in _alike(_names(mine), _names(theirs)):
                if one != other:
                    yield _edge(one, other, 0.8, why, run)


def _alike(mine: _Names, theirs: _Names) -> Iterator[tuple[str, str, str]]:
    """Names of one report and those of the other that are forms of theirs, and why."""
    for name, mention in mine.persons.items():
        if len(name) == 1:
            if mine is theirs:
                continue  # who is meant within a report its reader has settled: Mr. Obama is not Michelle
            full = theirs.last.get(name[0], [])
            if len(full) == 1:
                yield mention, full[0], "the same surname in one story"
            elif not full and name in theirs.persons:
                yield mention, theirs.persons[name], "the same surname in one story, and no fuller name"
            continue
        namesakes = theirs.first.get(name[0], [])
        if len(name) > 2 and (name[0], name[-1]) in theirs.persons:
            rivals = {n for n, _ in (*namesakes, *mine.first[name[0]]) if len(n) > 2 and n[-1] == name[-1]}
            if len(rivals) == 1:
                yield mention, theirs.persons[name[0], name[-1]], "the same first and last name in one story"
        for bearer in theirs.last.get(name[-1], []):
            if name[0] != (first := theirs.called[bearer]) and not shorts().get(name[0], frozenset()).isdisjoint(shorts().get(first, ())):
                yield mention, bearer, "a first name and what it is short for, in one story"
        for other, id in namesakes:
            if len(other) == len(name) and other < name and _misspelt(other[-1], name[-1]):
                yield mention, id, "spelt alike but for one letter, in one story"
    for short, mention in mine.short.items():
        if short in theirs.initials:
            yield mention, theirs.initials[short], "its initials, in one story"
    known = mine.last.keys() | theirs.last.keys()
    for name, mention in mine.persons.items():
        if name in theirs.bodies and (len(name) > 1 or name[0] not in known):
            yield mention, theirs.bodies[name], "the same name in one story, though read as of another kind"
    kinds, of_states = lists()["kinds"], lists()["states"]

    def rivals(body: tuple[str, ...]) -> bool:
        """Whether another body bears a name but for its first word: the armies of two states."""
        return any(other[1:] == body[1:] and other[0] != body[0] for names in (mine, theirs) for other in names.bodies if len(other) > 1)

    for body, mention in mine.bodies.items():
        if body[-1] in kinds and body[:-1] in theirs.bodies:
            yield mention, theirs.bodies[body[:-1]], "the same name and what it is, in one story"
        if body[1:] in theirs.bodies and (len(body) > LONG_NAME or body[0] in of_states and len(body) > 1 and not rivals(body)):
            yield mention, theirs.bodies[body[1:]], "the same name but for its first word, in one story"
    for letter, places in mine.unmapped.items():
        mapped, unmapped = theirs.mapped.get(letter, {}), theirs.unmapped.get(letter, {})
        for place, mention in places.items():
            bare, _, ground = place.rpartition(" ")
            if ground in GROUNDS and bare in mapped:
                yield mention, mapped[bare], "the same place and what it is, in one story"
            name = tuple(place.split())
            bearer = theirs.bodies.get(name) or (theirs.persons.get(name) if len(name) > 1 or name[0] not in known else None)
            if bearer is not None:
                yield mention, bearer, "the same name in one story, though read as of another kind"
            near = [*mapped.items(), *((other, id) for other, id in unmapped.items() if other < place)]
            for other, id in near:
                if _misspelt(place, other):
                    yield mention, id, "spelt alike but for one letter, in one story"
