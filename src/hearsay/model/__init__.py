"""What scores text: the seam behind which a trained network stands. Knows nothing of news."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np


class Scored(NamedTuple):
    """A stretch of text, in characters, with a label and its probability."""

    kind: str
    start: int
    end: int
    score: float


class Classed(NamedTuple):
    """A name: its likeliest class, its characters, the probability of that reading, and how likely each class is."""

    kind: str
    start: int
    end: int
    score: float
    likely: Mapping[str, float]


class Bound(NamedTuple):
    """A cue with what belongs to it, in characters, and the probability of each part."""

    cue: Scored
    source: tuple[Scored, ...]
    content: tuple[Scored, ...]


class Tagged(NamedTuple):
    """How likely each word piece of a window is to be of one role of an attribution.

    starts: its first character; begins, within: the probabilities that the role's words begin with it, and that it is among them.
    """

    starts: np.ndarray
    begins: np.ndarray
    within: np.ndarray


def apart(spans: Iterable[tuple[int, int]]) -> np.ndarray:
    """Stretches of characters as ``Pointers.mass`` takes them: int64 (n, 2), in order; of two that overlap the one that begins first."""
    found: list[tuple[int, int]] = []
    for span in sorted(spans):
        if not found or span[0] >= found[-1][1]:
            found.append(span)
    return np.array(found, dtype=np.int64).reshape(-1, 2)


class Pointers(Protocol):
    """Where the slots of one number stand: for each slot a distribution over the text."""

    def mass(self, slot: str, spans: np.ndarray) -> float:
        """Probability that the slot's words stand in one of some stretches of characters, int64 (n, 2), that do not overlap."""

    def none(self, slot: str) -> float:
        """Probability that the text fills the slot with nothing."""

    def span(self, slot: str) -> Scored | None:
        """The likeliest words of a slot; None where nothing is likelier."""


class Scores(Protocol):
    """What a network makes of one text, in one pass."""

    @property
    def digest(self) -> str:
        """Digest of the weights."""

    @property
    def until(self) -> int:
        """The character up to which it read: of a long text it reads the beginning."""

    @property
    def names(self) -> Sequence[Classed]:
        """Names, in the order of the text."""

    @property
    def bound(self) -> Sequence[Bound]:
        """Attributions, in the order of their cues, unsure ones too: the score of the cue tells."""

    def cue(self, start: int, end: int) -> float:
        """Probability that some word of a stretch of characters is part of a cue."""

    def fit(self, attribution: int, role: str, parts: Sequence[tuple[int, int]]) -> float:
        """How likely it is that just these stretches of characters are the role's part of an attribution: a log-probability."""

    def tagged(self, attribution: int, role: str) -> Tagged:
        """How likely each word piece is to be of a role of an attribution."""

    def point(self, numbers: Sequence[tuple[int, int]]) -> Sequence[Pointers | None]:
        """Where the slots of numbers stand, each number given by its characters; None beyond what was read."""


class Model(Protocol):
    """Scores texts."""

    @property
    def digest(self) -> str:
        """Digest of the weights, as kept in Run.model."""

    def read(self, text: str) -> Scores:
        """Score a text."""
