"""What a figure measures, in words that two reports share: *troops* for soldiers, *people: killed* for deaths."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from hearsay.extract.places import demonym

WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")


class Taxonomy(NamedTuple):
    """counted: noun → class/kind; told: noun → state; state: word → state."""

    counted: dict[str, str]
    told: dict[str, str]
    state: dict[str, str]


@cache
def taxonomy() -> Taxonomy:
    """Load ``lexicon/en/measures.toml``, turned round so that a word leads to what it means."""
    table = tomllib.loads(files("hearsay.extract").joinpath("lexicon/en/measures.toml").read_text(encoding="utf-8"))
    return Taxonomy(*({word: meaning for meaning, words in table[part].items() for word in words} for part in ("counted", "told", "state")))


def measure(kind: str, item: str | None, state: str | None) -> str | None:
    """Name what a figure measures: ``class/kind: state``, or None where the report does not say what is counted.

    Two figures answer one question only where their measures agree; a bare class (*people*) leaves the kind open.

    Args:
        kind, item, state: of the figure (docs/reference/figures.md).
    """
    if not item:
        return None
    known = taxonomy()
    words = WORD.findall(item.lower())
    if not words:
        return None
    so = _state(state, known)
    counted = _longest(words, known.counted)
    told = _longest(words, known.told)
    if counted is None and told is None and demonym(WORD.findall(item)[-1]):
        counted = "people"  # Iraqis, Danes
    if counted is None and told is not None:
        counted, so = ("jobs" if told == "cut" else "people"), told
    elif told is not None and so is None:
        so = told
    if so == "crowd":
        counted, so = ("people/crowd", None) if counted in ("people", "people/crowd") else (counted, None)
    if so == "cut" and counted in ("people", "people/workers", "jobs"):
        counted = "jobs"
    elif so == "cut":
        so = None
    if so == "infected" and counted == "people":
        counted, so = "cases", None
    if counted is None:
        counted = _singular(words[-1])
        if so in ("crowd", "cut"):
            so = None
    named = f"{counted}: {so}" if so else counted
    return f"share of {named}" if kind == "share" else named


def _longest(words: list[str], table: dict[str, str]) -> str | None:
    """Meaning of the longest run of words that ends the item, else of one that begins it (*members of the crew*)."""
    for start in range(len(words)):
        if (found := table.get(" ".join(words[start:]))) is not None:
            return found
    if "of" in words:
        return _longest(words[: words.index("of")], table) or table.get(words[-1])
    return None


def _state(state: str | None, known: Taxonomy) -> str | None:
    words = WORD.findall((state or "").lower())
    for size in (2, 1):
        for start in range(len(words) - size + 1):
            if (found := known.state.get(" ".join(words[start : start + size]))) is not None:
                return found
    return None


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word
