"""The words of lexicon.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> frozenset[str]:
    """One list of lexicon.toml."""
    return frozenset(_lists()[name])


@cache
def openings() -> tuple[str, ...]:
    """How lines of furniture begin."""
    return tuple(_lists()["opening"])


@cache
def verbs() -> frozenset[str]:
    """Every form of the verbs of headlines."""
    forms = set(words("verb_form"))
    for verb in words("verb"):
        stem, double = verb.removesuffix("e"), verb + verb[-1]
        forms |= {verb, verb + "s", verb + "es", verb + "ed", verb + "d", stem + "ing", double + "ed", double + "ing"}
        forms.add(verb.removesuffix("y") + "ies")
    return frozenset(forms)


@cache
def _lists() -> dict[str, list[str]]:
    told = tomllib.loads((files("hearsay.clean") / "lexicon.toml").read_text(encoding="utf-8"))
    return {name: value for name, value in told.items() if isinstance(value, list)}
