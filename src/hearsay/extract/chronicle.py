"""Years gone by: in a text that tells a history, each date without its year lies where the story runs on best."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from hearsay.extract.periods import shift

# Set on wars 1, 3, … 15 of WikiWars, checked on 2, 4, … 16 (bench/quality.py times --part train). A step on costs its length in years:
TURN, BACK = 0.5, 2.0  # what it costs to go back at all, and for each year
FAR = 3.0  # no step costs more
ASIDE = 0.5  # to leave a date out of the story: "as they had in 1871"
MOST_ASIDE = 3  # dates in a row


class Stop(NamedTuple):
    """A date of the story. at: where it stands; loose: its year is not told, and stands here for any other."""

    at: int
    opens: date
    closes: date
    loose: bool


class Reached(NamedTuple):
    """A stop in one year: the days it then means, the cheapest story to it, and the place before it in that story."""

    opens: date
    closes: date
    cost: float
    before: Reached | None
    stop: int


def reckon(stops: Sequence[Stop]) -> dict[int, tuple[int, date]]:
    """Give each loose stop its year.

    The cheapest way through all stops, told dates fixed: a story goes on in small steps, seldom back, and may leave a told date aside.

    Returns: by where it stands, its year and the day from which it follows.
    """
    rows: list[list[Reached]] = []
    told = [i for i, stop in enumerate(stops) if not stop.loose]
    for i in range(len(stops)):
        rows.append([_reach(rows, stops, i, days) for days in _options(stops, told, i)])
    ends = [place for k in range(max(0, len(rows) - 1 - MOST_ASIDE), len(rows)) for place in rows[k] if _passable(stops, k + 1, len(rows))]
    place = min(ends, key=lambda p: p.cost + ASIDE * (len(rows) - 1 - p.stop), default=None)
    years: dict[int, tuple[int, date]] = {}
    while place is not None:
        if stops[place.stop].loose and place.before is not None:
            years[stops[place.stop].at] = (place.opens.year, place.before.opens)
        place = place.before
    return years


def _options(stops: Sequence[Stop], told: Sequence[int], i: int) -> Iterator[tuple[date, date]]:
    """The days that a stop may mean: in the years of the told dates around it, and in those beside them."""
    stop = stops[i]
    if not stop.loose:
        yield stop.opens, stop.closes
        return
    k = bisect_left(told, i)
    around = [stops[n].opens.year for n in told[max(0, k - 1 - MOST_ASIDE) : k + 1 + MOST_ASIDE]]
    for year in sorted({year + n for year in around for n in (-1, 0, 1)}):
        if 1 < year < 9998:
            n = year - stop.opens.year
            yield shift(stop.opens, n, "Y"), shift(stop.closes, n, "Y")


def _passable(stops: Sequence[Stop], first: int, last: int) -> bool:
    """Tell whether these stops may be left aside: a loose one may not."""
    return not any(stop.loose for stop in stops[first:last])


def _reach(rows: Sequence[Sequence[Reached]], stops: Sequence[Stop], i: int, days: tuple[date, date]) -> Reached:
    """Find the cheapest story to a stop."""
    begins = not i or not stops[i].loose and i <= MOST_ASIDE and _passable(stops, 0, i)
    cost, before = ASIDE * i if begins else math.inf, None
    for j in range(i - 1, max(-1, i - 2 - MOST_ASIDE), -1):
        for place in rows[j]:
            told = place.cost + _step(place, days) + ASIDE * (i - j - 1)
            if told < cost:
                cost, before = told, place
        if stops[j].loose:
            break
    return Reached(*days, cost, before, i)


def _step(place: Reached, days: tuple[date, date]) -> float:
    """What it costs to go on from one date to another; nothing where one lies within the other."""
    ahead, behind = (days[0] - place.closes).days / 365, (place.opens - days[1]).days / 365
    return min(FAR, TURN + BACK * behind if behind > 0 else max(0.0, ahead))
