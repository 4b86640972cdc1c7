"""The class of a name by its letters and by what stands around it in the whole report: a linear model of hashed signs.

It knows nothing of what the network makes of the name, so that the two can be weighed against each other (decision 0108).
Weights: ``classes.npz`` beside this file, made by training/classes.py (docs/reference/model.md has its scores).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from hearsay.extract.places import demonym, known, meanings
from hearsay.extract.reading import lexicon
from hearsay.extract.words import hashed

CLASSES = ("Location", "Person", "Organization", "NORP", "Misc", "Facility", "Product")
ROWS = 1 << 15  # of the hashed table
NEAR = 60  # characters on each side that hold the words around a name
WORD = re.compile(r"\w+|[^\w\s]")
SPLIT = re.compile(r"\n|[.!?]\s")  # a name behind it opens a sentence
LONGER = 4  # longer names around a word that count


def likely(view: str, names: Sequence[tuple[int, int]]) -> dict[str, dict[str, float]]:
    """How likely each class is for the names of a text, by their words in small letters: log-probabilities.

    Args:
        view: the text. names: where its names stand, in order, as characters.
    """
    found = {}
    for words, told in signs(view, names):
        table, bias = weights()
        rows = [hashed("", sign, ROWS) for sign in told]
        score = np.array(list(told.values()), dtype=np.float32) @ table[rows] + bias
        score -= score.max()
        score -= np.log(np.exp(score).sum())
        found[words] = dict(zip(CLASSES, score.tolist(), strict=True))
    return found


def key(words: str) -> str:
    """What makes two standings one name: their words in small letters."""
    return " ".join(words.split()).lower()


def signs(view: str, names: Sequence[tuple[int, int]]) -> Iterator[tuple[str, dict[str, float]]]:
    """Signs of each name and their strength: of its own words once, of what stands around it by the share of its standings."""
    standings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for start, end in names:
        standings[key(view[start:end])].append((start, end))
    longer: dict[str, list[list[str]]] = defaultdict(list)
    for words in sorted(standings):
        parts = words.split()
        for part in parts if len(parts) > 1 else ():
            longer[part].append(parts)
    for words, here in standings.items():
        start, end = here[0]
        told = dict.fromkeys(_form(" ".join(view[start:end].split())), 1.0)
        told |= dict.fromkeys((sign for parts in longer.get(words, ())[:LONGER] for sign in _within(words, parts)), 1.0)
        told[f"met={min(len(here), 4)}"] = 1.0
        around = Counter(sign for a, b in here for sign in _around(view, a, b))
        yield words, told | {sign: (n / len(here)) ** 0.5 for sign, n in around.items()}


def _form(name: str) -> Iterator[str]:
    """Signs of a name's own words: spelling, endings, and what lists of places, peoples and first names say of them."""
    words = name.split()
    low = [word.lower() for word in words]
    yield from (f"name={name.lower()}", f"words={min(len(words), 5)}", f"first={low[0]}", f"last={low[-1]}")
    yield "shape=" + "".join(_shape(word) for word in words[:5])
    for word in low:
        yield f"word={word}"
    for word in (low[0], low[-1]):
        yield from (f"ends={word[-2:]}", f"ends={word[-3:]}", f"ends={word[-4:]}", f"begins={word[:3]}")
    yield f"meanings={min(len(meanings(name)), 3)}"
    yield from (f"name ends={low[-1][-3:]}", f"name begins={low[0][:3]}", f"place={known(name)}", f"people={bool(demonym(name))}")
    if len(words) > 1:
        yield from (f"first place={known(words[0])}", f"last place={known(words[-1])}", f"first people={bool(demonym(words[0]))}")
    given = [word in lexicon().first for word in low]
    yield from (f"first given={given[0]}", f"last given={given[-1]}", f"given={sum(given)}")


def _shape(word: str) -> str:
    if word.isupper() and len(word) > 1:
        return "A"
    return "X" if word[0].isupper() and word[1:].islower() else "x" if word.islower() else "9" if word.isdigit() else "M"


def _around(view: str, start: int, end: int) -> Iterator[str]:
    """Signs of the words around one standing."""
    before = view[max(0, start - NEAR) : start]
    opens = SPLIT.split(before)[-1]
    left = ["<s>"] * 3 + [m[0].lower() for m in WORD.finditer(opens)]
    right = [m[0].lower() for m in WORD.finditer(view[end : end + NEAR])][:3] + ["</s>"] * 3
    yield from (f"l1={left[-1]}", f"l2={left[-2]}", f"l3={left[-3]}", f"l={left[-2]} {left[-1]}")
    yield from (f"r1={right[0]}", f"r2={right[1]}", f"r3={right[2]}", f"r={right[0]} {right[1]}", f"lr={left[-1]} {right[0]}")


def _within(word: str, parts: Sequence[str]) -> Iterator[str]:
    """Signs of a longer name that holds a name of one word."""
    place = "first" if parts[0] == word else "last" if parts[-1] == word else "middle"
    yield from (f"in={place} {min(len(parts), 5)}", f"in first={parts[0]}", f"in last={parts[-1]}")


@cache
def weights() -> tuple[np.ndarray, np.ndarray]:
    """The weights: float32 (ROWS, classes), and a bias for each class."""
    with files("hearsay.extract").joinpath("classes.npz").open("rb") as file, np.load(file) as kept:
        return kept["table"].astype(np.float32) * kept["scale"], kept["bias"]
