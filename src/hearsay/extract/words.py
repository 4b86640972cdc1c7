"""Parts of speech for the tokens of a text."""

from __future__ import annotations

from hearsay.records import Text


def tag(text: Text) -> tuple[str, ...]:
    """Tag every token of a text with its universal part of speech (UPOS)."""
    return tuple("X" for _ in text.tokens)
