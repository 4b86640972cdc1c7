"""What other libraries read in the texts we are scored on, beside ours in the same run. None is needed: who is absent is left out."""

from __future__ import annotations

import importlib.util
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple


class Amount(NamedTuple):
    """A number somebody read: where it stands, its ends (None where open) and its unit (of a peer: what it measures), ``-`` for none."""

    start: int
    end: int
    low: float | None
    high: float | None
    unit: str = "-"


Reader = Callable[[str], list[Amount]]


def quantulum3() -> Reader:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it asks for a classifier that it does without
        from quantulum3 import parser

    def read(text: str) -> list[Amount]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = parser.parse(text)
        spread = [q.uncertainty or 0.0 for q in found]
        kinds = ["percentage" if "percent" in q.unit.name else q.unit.entity.name for q in found]
        return [Amount(*q.span, q.value - u, q.value + u, k) for q, u, k in zip(found, spread, kinds, strict=True)]

    return read


def text2num() -> Reader:
    from text_to_num import alpha2digit, text2num

    def read(text: str) -> list[Amount]:
        """It rewrites words into digits; a number it wrote is read off its own text, so only worded and plain digits are known to it."""
        rewritten, found, i = alpha2digit(text, "en"), [], 0
        for word in rewritten.split():
            bare = word.strip(".,;:!?()\"'$€£%").replace(",", "")
            try:
                value = float(bare)
            except ValueError:
                try:
                    value = float(text2num(bare, "en"))
                except ValueError:
                    continue
            at = text.find(word, i)
            i = at + len(word) if at >= 0 else i
            found.append(Amount(max(at, 0), at + len(word) if at >= 0 else len(text), value, value))
        return found

    return read


MAKERS: dict[str, Callable[[], Reader]] = {"quantulum3": quantulum3, "text2num": text2num}
MODULES = {"quantulum3": "quantulum3", "text2num": "text_to_num"}


def installed() -> Iterator[tuple[str, Reader]]:
    """The peers that this computer has."""
    for name, module in MODULES.items():
        if importlib.util.find_spec(module) is not None:
            yield name, MAKERS[name]()


def timed(read: Callable[[str], object], texts: Sequence[str]) -> float:
    """How many texts a second it reads; the first is read before the clock starts, so that nothing is loaded in between."""
    read(texts[0])
    begun = time.perf_counter()
    for text in texts:
        read(text)
    return len(texts) / (time.perf_counter() - begun)
