"""What scores text: the seam behind which a trained network stands. Knows nothing of news."""

from __future__ import annotations

from typing import Protocol

import numpy as np


class Model(Protocol):
    """Scores a text with one head of a network."""

    @property
    def digest(self) -> str:
        """Digest of the weights, as kept in Run.model."""

    def score(self, text: str, head: str) -> np.ndarray:
        """Score a text.

        Returns: float32 (tokens, labels) or (tokens, tokens), aligned to character offsets of ``text``.
        """
