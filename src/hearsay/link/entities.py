"""Which names stand for one person, body or place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from hearsay.link.copies import fold
from hearsay.records import Edge, Key, Mention, Report, identify

METHOD = "rule:entities/1"
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
    ("ck", "k"),
)
DOUBLE = re.compile(r"(.)\1+")
PRONOUNS = {"he", "she", "they", "it", "him", "her", "them", "his", "their", "its", "who", "i", "we"}
SMALL = {"the", "of", "and", "a", "an", "for", "in", "on", "s"}


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
    return " ".join(sound(w.replace("'", "")) for w in fold(name.replace("'", "").replace("’", "")) if w not in SMALL)


def proper(mention: Mention) -> bool:
    """Whether a mention is a name of its own, fit to be known again in another report (*officials* and *he* are not)."""
    return mention.antecedent is None and any(w[:1].isupper() for w in mention.name.split() if w.lower() not in SMALL)


def keys(report: Report) -> Iterator[Key]:
    """One key a name; a person needs two words, since a surname alone is shared by many."""
    for mention in report.mentions:
        if proper(mention) and (bones := skeleton(mention.name)):
            kind = group(mention.schema)
            if kind != "person" or " " in bones:
                yield Key("name", f"{kind}:{bones}", mention.id, mention.document)


def link(new: Sequence[Report], known: Mapping[str, str], run: str) -> Iterator[Edge]:
    """Join each name of the new reports to the first bearer of the same name: a star, so edges stay as many as names.

    known: the value of a name key → the mention that bears it in the ledger.
    """
    bearers: dict[str, list[str]] = {}
    for report in new:
        for key in keys(report):
            bearers.setdefault(key.value, []).append(key.row)
    for value, rows in sorted(bearers.items()):
        first = known.get(value) or min(rows)
        for row in sorted(set(rows)):
            if row != first:
                yield _edge(row, first, 0.95, "the same name", run)


def _edge(one: str, other: str, score: float, why: str, run: str) -> Edge:
    return Edge(identify("E", one, "entity", other), one, "same.entity", other, score, METHOD, run, why=why)


def link_surnames(near: Sequence[tuple[Report, Report]], run: str) -> Iterator[Edge]:
    """Within one story, join a person named by surname alone to the one person there who bears it."""
    for a, b in near:
        for mine, theirs in ((a, b), (b, a)):
            full: dict[str, set[str]] = {}
            first: dict[str, str] = {}
            for mention in theirs.mentions:
                bones = skeleton(mention.name).split()
                if mention.schema == "Person" and proper(mention) and len(bones) > 1:
                    full.setdefault(bones[-1], set()).add(" ".join(bones))
                    first[bones[-1]] = min(first.get(bones[-1], mention.id), mention.id)
            for mention in mine.mentions:
                bones = skeleton(mention.name).split()
                if mention.schema == "Person" and proper(mention) and len(bones) == 1 and len(full.get(bones[0], ())) == 1:
                    yield _edge(mention.id, first[bones[0]], 0.8, "the same surname in one story", run)
