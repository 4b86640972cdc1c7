"""Words of time → intervals: *Monday*, *within a month*, *early March* (TIMEX3 values, whole days)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from hearsay.extract import Extractor, Found
from hearsay.extract.expressions import read
from hearsay.extract.periods import whole_day
from hearsay.model import Model
from hearsay.records import Text, Time, identify

METHOD = "rule:times/1"
YEARS = re.compile(r"(?<![\d.,$])(1[5-9]\d\d|20\d\d)(?![\d,.]\d)")


def times(text: Text, found: Found, model: Model | None) -> Iterator[Time]:
    """Find the words of time in a report and the days they mean."""
    anchor = whole_day(text.document.published)
    history = tells_history(text.view, anchor)
    reader, block = None, -1
    for sentence in text.sentences:
        headline = text.blocks[sentence.block].kind in ("headline", "heading")

        def form(offset: int, base: int = sentence.start) -> str:
            k = text.token_at(base + offset)
            return found.forms[k] if k < len(found.forms) else ""

        reader = reader if reader and (history or block == sentence.block) else None
        block = sentence.block
        readings, reader = read(text.view[sentence.start : sentence.end], anchor, form, headline=headline, history=history, before=reader)
        for start, end, reading in readings:
            evidence = text.evidence(sentence.start + start, sentence.start + end)
            opens, closes = (None if d is None else d.isoformat() for d in (reading.opens, reading.closes))
            yield Time(
                identify("T", text.document.id, evidence.span.start, evidence.span.end),
                text.document.id, found.run, METHOD, reading.confidence, evidence, reading.value, opens, closes,
                reading.anchor.isoformat() if reading.anchor else None,
            )  # fmt: skip


def tells_history(view: str, anchor: date | None) -> bool:
    """Tell whether a text speaks of years gone by rather than of news: nearly all its years lie well before its own."""
    if anchor is None:
        return False
    years = [int(y) for y in YEARS.findall(view)]
    return len(years) >= 8 and sum(y < anchor.year - 1 for y in years) >= 0.9 * len(years)


def bounds(time: Time, before: str) -> tuple[str | None, str | None]:
    """The days an expression bounds together with the word before it: *by March* has no first day, *since March* no last.

    Args:
        before: the word before the expression, in lower case.

    Returns: opens, closes; None where the words set no bound.
    """
    day = timedelta(days=1)
    if before in ("by", "until", "till"):
        return None, time.closes
    if before == "before":
        return None, (date.fromisoformat(time.opens) - day).isoformat() if time.opens else None
    if before == "after":
        return (date.fromisoformat(time.closes) + day).isoformat() if time.closes else None, None
    if before in ("since", "from", "starting", "beginning"):
        return time.opens, None
    return time.opens, time.closes


EXTRACTOR = Extractor(name="times", makes=Time, needs=(), run=times)
