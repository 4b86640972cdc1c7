"""Quotation marks, paired: what stands inside them is somebody's own words."""

from __future__ import annotations

from dataclasses import dataclass

from hearsay.extract.reading import Words


@dataclass(slots=True)
class Quotation:
    """Tokens between a pair of quotation marks, marks included. closed: whether its end was seen in its block."""

    first: int
    last: int
    closed: bool = True


def quotations(w: Words, first: int, last: int) -> list[Quotation]:
    """Pair the quotation marks of one block, double ones, and single ones where no double one stands open."""
    text, found = w.text, []
    opened: int | None = None
    closing = _closing_singles(w, first, last)
    single: int | None = None
    for k in range(first, last):
        word = w.word[k]
        if word == '"':
            side = _direction(w, k)
            if opened is None:
                if side != "close" or k == first:
                    opened = k
            elif side != "open":
                found.append(Quotation(opened, k + 1))
                opened = None
            else:  # opened anew without a close: the first one ran on (a new paragraph of a quotation) or was a slip
                opened = k
        elif word == "'" and opened is None:
            start = text.tokens[k].start
            before = text.view[start - 1 : start]
            if (
                single is None
                and (not before.strip() or before in "([—")
                and text.view[start + 1 : start + 2].isalpha()
                and closing[k - first] is not None
            ):
                single = k
            elif single is not None and closing[single - first] == k:
                found.append(Quotation(single, k + 1))
                single = None
    if opened is not None:
        found.append(Quotation(opened, last, closed=False))
    found.sort(key=lambda q: q.first)
    return found


def _closing_singles(w: Words, first: int, last: int) -> list[int | None]:
    """For each token, the next single mark that can only close: one behind a comma, a stop or a bang."""
    after: int | None = None
    told: list[int | None] = [None] * (last - first)
    for k in range(last - 1, first - 1, -1):
        told[k - first] = after
        if w.word[k] == "'" and k > first and w.word[k - 1] in (",", ".", "!", "?"):
            after = k
    return told


def _direction(w: Words, k: int) -> str:
    """Whether a double mark opens or closes: by the character of the source, else by the blanks around it."""
    token = w.text.tokens[k]
    told = w.text.evidence(token.start, token.end).quote[:1]
    before, after = w.text.view[token.start - 1 : token.start], w.text.view[token.end : token.end + 1]
    if told in "“„«‟〝" and not (before in ",.?!" and before and not after.strip()):
        return "open"
    if told in "”»〞":
        return "close"
    if (not before.strip() or before in "([—-'") and after.strip():
        return "open"
    if before.strip() and (not after.strip() or after in ".,;:!?)]—-'"):
        return "close"
    return ""
