"""Where a clause looks: back to what was, or ahead to what is to come."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

Form = Callable[[int], str]  # Penn Treebank tag of the word at an offset, "" where there is none


class Lex(NamedTuple):
    """A word, number or mark of one sentence, in view offsets."""

    start: int
    end: int
    word: str  # as written
    low: str  # in lower case


class Lexicon(NamedTuple):
    """The word lists of lexicon/en/times.toml that tell a clause's direction."""

    future: frozenset[str]
    scheduled: frozenset[str]
    chances: frozenset[str]
    done: frozenset[str]
    boundary: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Load the words of tense."""
    table = tomllib.loads(files("hearsay.extract").joinpath("lexicon/en/times.toml").read_text(encoding="utf-8"))["tense"]
    return Lexicon(*(frozenset(table[name]) for name in Lexicon._fields))


def tense(lexes: Sequence[Lex], first: int, last: int, headline: bool, form: Form) -> tuple[int, int]:
    """Tell whether the clause around an expression looks back (-1) or ahead (1); 0 where it does not tell.

    The nearest verb decides: before the expression as far as its clause goes, else behind it.

    Returns: the way, and which word decided.
    """
    words = lexicon()
    for k in range(first - 1, max(-1, first - 30), -1):
        low = lexes[k].low
        if low in words.boundary or low == "and" and k and lexes[k - 1].low == ",":
            break
        if way := _looks(lexes, k, headline, form):
            return way, k
    for k in range(last, min(len(lexes), last + 30)):
        if lexes[k].low in words.boundary:
            break
        if way := _looks(lexes, k, headline, form):
            return way, k
    return 0, first


def _looks(lexes: Sequence[Lex], k: int, headline: bool, form: Form) -> int:
    """Tell whether one word looks back (-1), ahead (1) or neither."""
    words = lexicon()
    low, kind = lexes[k].low, form(lexes[k].start)
    if low in words.future:
        return 0 if kind[:2] == "NN" else 1
    if low in words.chances and k + 1 < len(lexes) and lexes[k + 1].low in ("of", "that", "for"):
        return 1
    if kind == "VB":
        # An infinitive looks where its verb looks: "plans to meet", but "failed to meet".
        group = [lexes[j].low for j in range(max(0, k - 5), k)]
        if "to" in group and words.done & set(group):
            return -1
        return 1 if "to" in group or words.future & set(group) else 0
    if kind == "VBD":
        return -1
    if kind == "VBN":
        group = [lexes[j].low for j in range(max(0, k - 4), k)]
        if words.future & set(group) or any(pair == ("to", "be") for pair in zip(group, group[1:], strict=False)):
            return 1  # but "according to figures released"
        return 1 if any(w in ("is", "are") for w in group) and low == "set" else -1
    if kind in ("VBZ", "VBP") and low in ("has", "have", "'ve"):
        return -1
    if kind in ("VBZ", "VBP"):
        return -1 if headline else 1 if low in words.scheduled else 0
    return 0
