"""The years of a story."""

import time
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from hearsay.extract.chronicle import Stop, reckon
from hearsay.extract.periods import month_end, period


def told(at, year):
    _, opens, closes = period("Y", date(year, 1, 1))
    return Stop(at, opens, closes, False)


def loose(at, month, year=2000):
    return Stop(at, date(year, month, 1), month_end(year, month), True)


def years(*stops):
    return {at: year for at, (year, _) in reckon(stops).items()}


def test_a_story_goes_on():
    assert years(told(0, 1914), loose(1, 11), loose(2, 2), loose(3, 8)) == {1: 1914, 2: 1915, 3: 1915}


def test_a_small_step_back_stays_in_the_year():
    assert years(told(0, 1914), loose(1, 9), loose(2, 8)) == {1: 1914, 2: 1914}


def test_what_comes_tells_what_was():
    assert years(told(0, 1914), loose(1, 10), loose(2, 3), loose(3, 9), told(4, 1915)) == {1: 1914, 2: 1915, 3: 1915}


def test_an_aside_is_left_aside():
    assert years(told(0, 1914), loose(1, 8), told(2, 1871), loose(3, 9), told(4, 1915)) == {1: 1914, 3: 1914}


def test_nothing_told_gives_no_year():
    assert reckon([loose(0, 3), loose(1, 4)]) == {}
    assert reckon([]) == {}


def test_a_long_row_of_loose_dates_ends_soon():
    begun = time.perf_counter()
    reckon([told(0, 1914), *(loose(i, i % 12 + 1) for i in range(1, 3000)), told(3000, 1918)])
    assert time.perf_counter() - begun < 20  # 0.3 s on an idle core


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.tuples(st.just(True), st.integers(1, 12)), st.tuples(st.just(False), st.integers(1800, 1990))), max_size=25))
def test_any_story_is_reckoned(parts):
    stops = [loose(i, n) if free else told(i, n) for i, (free, n) in enumerate(parts)]
    for at, (year, since) in reckon(stops).items():
        assert stops[at].loose and 1700 < year < 2100 and since.year > 1700
