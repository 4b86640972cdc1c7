"""Words of time → intervals: *Monday*, *within a month*, *early March* (TIMEX3 values, whole days)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from hearsay.extract import Extractor, Found
from hearsay.extract.chronicle import Stop, reckon
from hearsay.extract.expressions import Reading, read
from hearsay.extract.periods import whole_day
from hearsay.model import Scores
from hearsay.records import Text, Time, identify

METHOD = "rule:times/2"
YEARS = re.compile(r"(?<![\d.,$])(?:(1[5-9]\d\d|20\d\d)(?![\d,.]\d)|\d{1,4} BCE?\b)")

Years = Mapping[int, tuple[int, date]]


class Expression(NamedTuple):
    """An expression of time in the view."""

    start: int
    end: int
    reading: Reading


def times(text: Text, found: Found, scores: Scores | None) -> Iterator[Time]:
    """Find the words of time in a report and the days they mean."""
    anchor = whole_day(text.document.published)
    history = tells_history(text.view, anchor)
    expressions = list(_read(text, found, anchor, history, {}))
    if history:
        stops = [
            Stop(e.start, e.reading.opens, e.reading.closes, e.reading.yearless)
            for e in expressions
            if e.reading.opens and e.reading.closes and (e.reading.yearless or e.reading.anchor is None)
        ]
        expressions = list(_read(text, found, anchor, history, reckon(stops)))
    for start, end, reading in expressions:
        evidence = text.evidence(start, end)
        opens, closes = (None if d is None else d.isoformat() for d in (reading.opens, reading.closes))
        yield Time(
            identify("T", text.document.id, evidence.span.start, evidence.span.end),
            text.document.id, found.run, METHOD, reading.confidence, evidence, reading.value, opens, closes,
            reading.anchor.isoformat() if reading.anchor else None,
        )  # fmt: skip


def _read(text: Text, found: Found, anchor: date | None, history: bool, years: Years) -> Iterator[Expression]:
    """Read sentence after sentence; what a paragraph told carries on in it, and in a history through the whole text."""
    reader, block = None, -1
    for sentence in text.sentences:
        headline = text.blocks[sentence.block].kind in ("headline", "heading")

        def form(offset: int, base: int = sentence.start) -> str:
            k = text.token_at(base + offset)
            return found.forms[k] if k < len(found.forms) else ""

        reader = reader if reader and (history or block == sentence.block) else None
        block = sentence.block
        given = {at - sentence.start: year for at, year in years.items() if sentence.start <= at < sentence.end}
        words = text.view[sentence.start : sentence.end]
        readings, reader = read(words, anchor, form, headline=headline, history=history, years=given, before=reader)
        for start, end, reading in readings:
            yield Expression(sentence.start + start, sentence.start + end, reading)


def tells_history(view: str, anchor: date | None) -> bool:
    """Tell whether a text speaks of years gone by rather than of news: nearly all its years lie well before its own."""
    if anchor is None:
        return False
    years = [int(y or -1) for y in YEARS.findall(view)]
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
