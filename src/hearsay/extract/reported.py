"""What the model reports of attributions, weighed: whether one that no rule saw is any, and where the words of a content begin and end.

The model tags word by word, the rules go by clauses; where a content ends is told by one of them, or by neither. So the likeliest stretches
compete in a linear ranking, as in slots.py; what the model alone read passes a logistic, as in confidence.py. The weights lie in
``reported.toml`` beside this file and are made by training/reported.py.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from math import fsum, log

import numpy as np

from hearsay.extract.confidence import Signs, logistic, odds
from hearsay.extract.reading import Words, word_class
from hearsay.extract.words import FINITE
from hearsay.model import Tagged

Piece = tuple[int, int]
STANDS = 0.35  # how likely an attribution must be that the model alone read
MARGIN = 0.3  # by how much another stretch must be better than the one that stands
MOST = 10  # stretches ranked of one piece: with 30 as many are right
EVEN = 1e-4  # no likelihood of a token is nearer to 0 or 1
MAY_BEGIN, MAY_HOLD, FALL = 0.04, 0.04, 0.08  # likelihoods from which a token may begin a content, or end it
FAR_START, FAR_END, FAR_MARK = 40, 60, 15  # tokens by which an end may move; behind which any mark is one
HEAD = 4  # tokens behind a cue each of which may begin its content
MARKS = (",", ".", ";", ":", "—")
PAUSES = (",", "—", "--", ";", ")")
SPELT = word_class("spelt")  # words that count by themselves at the ends of a content, all others by their part of speech
BEHIND = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 9.0, 14.0)
LIKELY = (0.1, 0.3, 0.7, 1.2, 2.0, 3.0, 4.5, 7.0)
LENGTHS = (2, 4, 8, 16, 32)


@dataclass(frozen=True, slots=True)
class Reported:
    """An attribution that the model read: its tokens, and the pieces of its content as rules, model and both have them.

    score: how sure the model is of the cue. quoted: whether a piece stands in quotation marks.
    """

    cue: Piece
    lemma: str
    frame: str
    score: float
    source: Piece | None
    own: Sequence[Piece]
    read: Sequence[Piece]
    pieces: Sequence[Piece]
    quoted: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of tokens that may be a piece of a content, with what speaks for it."""

    first: int
    last: int
    features: frozenset[str]


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Load the weights: of the features of a ``content``, and of the signs of an ``attribution``."""
    text = files("hearsay.extract").joinpath("reported.toml").read_text(encoding="utf-8")
    table: Mapping[str, Mapping[str, float]] = tomllib.loads(text)["weights"]
    return table


def stands(told: Signs, row: Mapping[str, float]) -> bool:
    """Whether the signs of what the model alone read speak for an attribution, by their weights."""
    return logistic(row, told) >= STANDS


def chosen(stretches: Sequence[Stretch], piece: Piece, told: Mapping[str, float]) -> Piece:
    """The best stretch by the weights of their features; the piece that stands unless another is better by a margin."""
    power = {(s.first, s.last): fsum(told.get(f, 0.0) for f in s.features) for s in stretches}
    best = max(power, key=power.__getitem__)
    return best if power[best] > power[piece] + MARGIN else piece


class Judge:
    """Judges the attributions of one text that the model read."""

    def __init__(self, words: Words) -> None:
        self.w = words

    @cached_property
    def starts(self) -> np.ndarray:
        """Where the tokens begin: int64 (n,)."""
        return np.array([token.start for token in self.w.text.tokens], dtype=np.int64)

    def signs(self, row: Reported, tagged: Tagged) -> Signs:
        """What tells whether an attribution is one, each sign with its strength."""
        w, (first, last) = self.w, row.cue
        begin, end = row.pieces[0]
        _, within = self._by_token(tagged, begin, end)
        told = {
            "bias": 1.0,
            "sure": odds(row.score),
            "mean": float(within.mean()),
            "least": float(within.min()),
            "length": log(end - begin),
            "quoted": float(row.quoted),
            "that": float(w.low[begin] == "that"),
            "beside": float(begin == last),
            "no verb": float(not any(w.form[k] in FINITE or w.form[k] == "VB" for k in range(begin, end))),
            f"frame {row.frame}": 1.0,
            f"cue {row.lemma}": 1.0,
            f"form {w.form[last - 1]}": 1.0,
            f"words {min(4, last - first)}": 1.0,
            f"begins {w.upos[begin]}": 1.0,
            "no source": float(row.source is None),
        }
        if row.source is not None:
            start, stop = row.source
            told |= {f"source {w.upos[stop - 1]}": 1.0, f"source {w.low[stop - 1]}": 1.0}
            told |= {"source behind": float(start >= last), "source apart": float(abs(first - stop) > 3)}
        return {sign: value for sign, value in told.items() if value}

    def stretches(self, row: Reported, number: int, tagged: Tagged, others: Sequence[Reported]) -> list[Stretch]:
        """The likeliest stretches for one piece of a content, that piece among them. others: all attributions of the text."""
        piece = row.pieces[number]
        sentences = self.w.text.sentences
        first = min(sentences[self.w.sentence[piece[0]]].first, piece[0])
        last = max(sentences[self.w.sentence[piece[1] - 1]].last, piece[1])
        begins, within = self._by_token(tagged, first, last)
        after = row.pieces[number - 1][1] if number else 0
        before = row.pieces[number + 1][0] if number + 1 < len(row.pieces) else len(self.w.word)
        own, read = (next((q for q in pieces if q[0] < piece[1] and piece[0] < q[1]), None) for pieces in (row.own, row.read))
        known = [q for q in (piece, own, read) if q is not None]
        total = np.r_[0.0, np.log(within / (1 - within)).cumsum()]
        power = {}
        for a in {q[0] for q in known} | set(self._beginnings(row, piece, begins, first)):
            for b in {q[1] for q in known} | set(self._endings(piece, within, first, last)):
                if a < b and first <= a and b <= last and self._beside(row.cue, piece, a, b):
                    a_, b_ = self._bare(a, b)
                    if after <= a_ < b_ <= before:
                        power[a_, b_] = float(total[b_ - first] - total[a_ - first] + np.log(begins[a_ - first] / (1 - begins[a_ - first])))
        best = sorted(power, key=lambda q: -power[q])[:MOST]
        behind = {q: power[best[0]] - power[q] for q in best}
        if piece not in behind:
            behind[piece] = max(behind.values(), default=0.0) + 1
        found = []
        for (a, b), lag in behind.items():
            ending = within[b - 1 - first] * (1 - (within[b - first] if b < last else EVEN))
            features = {f"behind {t}" for t in BEHIND if lag >= t}
            features |= {f"begin {t}" for t in LIKELY if -log(begins[a - first]) > t} | {f"end {t}" for t in LIKELY if -log(ending) > t}
            features.update(self._as_known(row, (a, b), piece, own, read))
            features.update(self._at_ends(row, a, b, last), self._beside_others(row, a, b, others))
            found.append(Stretch(a, b, frozenset(features)))
        return found

    def _by_token(self, tagged: Tagged, first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
        """Likelihood of each token of a range to begin a content, and to be within one."""
        at = np.searchsorted(self.starts, tagged.starts, "right") - 1 - first
        here = (at >= 0) & (at < last - first)
        at = at[here]
        begins = np.zeros(last - first)
        begins[at[::-1]] = tagged.begins[here][::-1]  # of several pieces of a token the first
        count = np.bincount(at, minlength=last - first)
        within = np.bincount(at, weights=tagged.within[here], minlength=last - first) / np.maximum(count, 1)
        return np.clip(begins, EVEN, 1 - EVEN), np.clip(within, EVEN, 1 - EVEN)

    def _beginnings(self, row: Reported, piece: Piece, begins: np.ndarray, first: int) -> Iterator[int]:
        yield from (first + int(k) for k in np.flatnonzero(begins > MAY_BEGIN) if abs(first + k - piece[0]) < FAR_START)
        if piece[0] >= row.cue[1]:
            yield from range(row.cue[1], min(piece[0] + 1, row.cue[1] + HEAD))

    def _endings(self, piece: Piece, within: np.ndarray, first: int, last: int) -> Iterator[int]:
        for k in np.flatnonzero(within > MAY_HOLD):
            end = first + int(k) + 1
            if abs(end - piece[1]) <= FAR_END and (
                end >= last
                or within[k] - within[k + 1] > FALL
                or self.w.word[end] in PAUSES and abs(end - piece[1]) < FAR_MARK
            ):  # fmt: skip
                yield end

    def _beside(self, cue: Piece, piece: Piece, a: int, b: int) -> bool:
        """Whether a stretch stays on the side of the cue on which the piece stands."""
        return a >= cue[1] if piece[0] >= cue[1] else not (piece[1] <= cue[0] < b)

    def _bare(self, a: int, b: int) -> Piece:
        word = self.w.word
        while a < b and word[a] in MARKS:
            a += 1
        while b > a and word[b - 1] in MARKS:
            b -= 1
        return a, b

    def _class(self, k: int) -> str:
        """A word by itself or by its part of speech, a verb by its form."""
        w = self.w
        if not 0 <= k < len(w.word):
            return "edge"
        verb = f" {w.form[k]}" if w.upos[k] in ("VERB", "AUX") else ""
        return w.low[k] if w.low[k] in SPELT or not w.word[k][0].isalnum() else w.upos[k] + verb

    def _as_known(self, row: Reported, here: Piece, piece: Piece, own: Piece | None, read: Piece | None) -> Iterator[str]:
        """Which ends a stretch shares with what stands, what the rules and what the model read."""
        for name, other in (("piece", piece), ("rules", own), ("model", read)):
            if other is not None:
                yield from (f"{name}'s {end}" for end, k in (("start", 0), ("end", 1)) if here[k] == other[k])
                if here == other and name != "model":
                    yield f"{name}'s"
        if own is not None and row.frame not in ("judge", "think"):
            yield from (f"rules' {end} said" for end, k in (("start", 0), ("end", 1)) if here[k] == own[k])

    def _at_ends(self, row: Reported, a: int, b: int, last: int) -> Iterator[str]:
        """The words at the ends of a stretch, within and without, and marks that lack their partner."""
        w = self.w
        start, behind = self._class(a), "stop" if b >= last - 1 else self._class(b)
        yield from (f"< {start}", f"{row.frame} < {start}", f"> {behind}", f"{row.frame} > {behind}", f"{self._class(b - 1)} >")
        yield "cue <" if a == row.cue[1] else f"{self._class(a - 1)} <"
        if behind == ",":
            yield f"> , {self._class(b + 1)}"
        if len(row.pieces) > 1:
            yield from (f"part < {start}", f"part > {behind}")
        yield from (f"longer {n}" for n in LENGTHS if b - a > n)
        words = w.word[a:b]
        if words.count('"') % 2:
            yield "open quotation"
        if words.count("(") != words.count(")"):
            yield "open bracket"
        if words[0] == '"':
            yield from ("quoted", "all quoted") if words[-1] == '"' else ("quoted",)

    def _beside_others(self, row: Reported, a: int, b: int, others: Sequence[Reported]) -> Iterator[str]:
        """How a stretch lies to other attributions."""
        inside = 0
        for other in others:
            if other is row:
                continue
            inside += a <= other.cue[0] < b
            if b == other.cue[0] or other.source is not None and other.source[0] == b:
                yield "before another"
            if other.cue[1] == a:
                yield "behind another's cue"
            if other.pieces[0][1] == b:
                yield "ends with another"
        if inside:
            yield from (f"holds {n}" for n in (1, 2) if inside >= n)
