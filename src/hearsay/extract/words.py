"""Parts of speech for the tokens of a text: a small feed-forward tagger over hashed words, suffixes and shapes.

Weights: ``tagger.npz`` beside this file, made by training/tagger.py (see docs/reference/tagger.md for the model card).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from hearsay.records import Text

WINDOW = 2  # tokens on each side
WORDS, AFFIXES = 1 << 14, 1 << 13  # rows of the hashed tables
SHAPE = re.compile(r"(?P<X>[^\W\d_a-z]+)|(?P<x>[a-z]+)|(?P<d>\d+)|(?P<o>.)", re.DOTALL)
BATCH = 4096  # tokens scored at once
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))  # forms of a verb that makes a sentence


class Tag(NamedTuple):
    """upos: universal part of speech. form: Penn Treebank tag, which also tells verb forms (VBD, VBN, VBG, MD)."""

    upos: str
    form: str


# Forms of the past that no participle has.
PAST = frozenset(("fell", "rose", "grew", "shrank", "went", "took", "gave", "came", "began", "wrote", "spoke", "broke", "chose", "drove",
                  "flew", "sank", "shook", "stole", "threw", "tore", "became", "saw", "knew", "ran", "withdrew", "overtook"))  # fmt: skip
NUMBER = Tag("NUM", "CD")  # what digits without a letter are, where the tagger takes them for a word: from #5 to #7
LETTERED, BARE = frozenset(("VERB", "AUX", "PRON", "ADV", "ADJ")), re.compile(r"[^A-Za-z]*\d[^A-Za-z]*")


def hashed(kind: str, word: str, rows: int) -> int:
    """Row of a string in a hashed table (CRC-32: stable across versions and machines)."""
    return zlib.crc32(f"{kind}{word}".encode("utf-8", "surrogatepass")) % rows


@lru_cache(maxsize=50_000)
def features(word: str) -> tuple[int, int, int, int, int]:
    """Rows of one word: the word itself (of WORDS), then suffixes of 3 and 2, prefix of 3 and its shape (of AFFIXES)."""
    folded = word.lower()
    shape = "".join(m.lastgroup if m.lastgroup != "o" else m[0] for m in SHAPE.finditer(word[:12]) if m.lastgroup)
    return (
        hashed("w", folded, WORDS),
        hashed("3", folded[-3:], AFFIXES),
        hashed("2", folded[-2:], AFFIXES),
        hashed("p", folded[:3], AFFIXES),
        hashed("s", shape, AFFIXES),
    )


@cache
def weights() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, tuple[Tag, ...]]:
    """Load the tagger: float32 words (WORDS + 1, d), affixes (AFFIXES + 1, d), hidden (5 d, h), its bias, out (h, labels), its bias."""
    with files("hearsay.extract").joinpath("tagger.npz").open("rb") as file, np.load(file) as kept:
        words, affixes = (kept[n].astype(np.float32) * kept[f"{n}_scale"] for n in ("words", "affixes"))
        hidden, out = (kept[n].astype(np.float32) for n in ("hidden", "out"))
        labels = tuple(Tag(*label.split("|")) for label in kept["labels"].tolist())
        return words, affixes, hidden, kept["hidden_bias"], out, kept["out_bias"], labels


def tag_words(sentences: Sequence[Sequence[str]]) -> list[Tag]:
    """Tag tokenised sentences; one flat list, in order."""
    words, affixes, hidden, hidden_bias, out, out_bias, labels = weights()
    pad = (WORDS, AFFIXES, AFFIXES, AFFIXES, AFFIXES)
    rows = [pad] * WINDOW
    places: list[int] = []
    for sentence in sentences:
        places.extend(range(len(rows), len(rows) + len(sentence)))
        rows.extend(features(word) for word in sentence)
        rows.extend([pad] * WINDOW)
    found: list[Tag] = []
    table = np.array(rows, dtype=np.int64)
    for start in range(0, len(places), BATCH):
        at = np.array(places[start : start + BATCH])
        window = table[at[:, None] + np.arange(-WINDOW, WINDOW + 1)]  # (n, 5, features)
        vectors = words[window[..., 0]] + affixes[window[..., 1:]].sum(axis=2)
        layer = np.maximum(vectors.reshape(len(at), -1) @ hidden + hidden_bias, 0)
        found.extend(labels[i] for i in (layer @ out + out_bias).argmax(axis=1).tolist())
    spelt = (word for sentence in sentences for word in sentence)
    return [NUMBER if t.upos in LETTERED and BARE.fullmatch(word) else t for t, word in zip(found, spelt, strict=True)]


def tag(text: Text) -> tuple[Tag, ...]:
    """Tag every token of a text."""
    sentences = [[t.word for t in text.tokens[s.first : s.last]] for s in text.sentences]
    spelt = (token.word.lower() for token in text.tokens)
    tags = [Tag("VERB", "VBD") if t.form == "VBN" and word in PAST else t for t, word in zip(tag_words(sentences), spelt, strict=True)]
    for s in text.sentences:
        if FINITE.isdisjoint(t.form for t in tags[s.first : s.last]):
            _make_finite(tags, s.first, s.last)
    return tuple(tags)


def _make_finite(tags: list[Tag], first: int, last: int) -> None:
    """Make a participle between two nouns the verb of a sentence that has none: *the prefecture counted 27,000 marchers*."""
    for k in range(first + 1, last - 1):
        if tags[k] == ("VERB", "VBN") and tags[k - 1].upos in ("NOUN", "PROPN", "PRON") and tags[k + 1].upos in ("DET", "NUM", "PRON"):
            tags[k] = Tag("VERB", "VBD")
            return
