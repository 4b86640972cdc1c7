"""The converters of corpora of single sentences: what they match, and what they make of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

BENCH = Path(__file__).parents[1] / "bench"


@pytest.fixture(autouse=True)
def _bench(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))


def test_gold_values_are_numbers_or_ranges() -> None:
    from newsquant import theirs

    row = {"change": "=", "unit": "-", "normalized_unit": "Boat", "referred_concepts": "river, bank"}
    assert theirs({**row, "value": "3.0-5.0"}).value == (3.0, 5.0)
    assert theirs({**row, "value": "-3.0"}).value == -3.0
    assert theirs({**row, "value": "2E-05"}).value == 2e-05
    assert theirs({**row, "value": "7"}).concepts == ("river", "bank") and theirs({**row, "value": "7"}).unit == "boat"


def test_a_quantity_is_used_up_only_where_its_unit_is_right() -> None:
    from newsquant import Told, matched

    want = [Told(5.0, "boat", "=", ("river",)), Told((2.0, 3.0), "mile", "~", ("road", "north"))]
    assert matched(want, want) == {"value": 2, "value+unit": 2, "value+change": 2, "concept partial": 2, "concept complete": 2}
    # The unit is wrong: the value counts, and change and concept with it.
    assert matched(want[:1], [Told(5.0, "raft", "=", ("River", "bank"))]) == {
        "value": 1, "value+unit": 0, "value+change": 1, "concept partial": 1, "concept complete": 0}  # fmt: skip
    # A range is never its middle.
    assert matched(want[1:], [Told(2.5, "mile", "~", ("road", "north"))])["value"] == 0
    # Two wanted, one said: each wanted quantity meets it as long as its unit has not matched.
    assert matched([want[0], Told(5.0, "ship", "=", ("-",))], [Told(5.0, "raft", "=", ("-",))])["value"] == 2


def test_a_sentence_in_their_words() -> None:
    from newsquant import said

    told = {(t.value, t.unit, t.change) for t in said("The ferry carried more than 40 passengers over 3 miles for $5 per day.")}
    assert {(40.0, "passenger", ">"), (3.0, "mile", ">"), (5.0, "dollar per day", "=")} <= told
    assert [(t.value, t.unit, t.change) for t in said("Shares of the mill rose 6.5 percent.")] == [(6.5, "percentage", "up")]
    assert said("Several guests met a few times.") == []


def test_a_case_is_right_where_all_is_read_and_nothing_made_up() -> None:
    from peers import Amount
    from recognizers import right

    want = [Amount(4, 10, 5.0, 5.0, "USD")]
    assert right(want, [Amount(0, 8, 5.0, 5.0, "USD")])
    assert not right(want, [Amount(0, 8, 5.0, 5.0, "EUR")])
    assert not right(want, [Amount(20, 28, 5.0, 5.0, "USD")])
    assert not right(want, [*want, Amount(20, 28, 5.0, 5.0, "USD")])
    assert not right(want, []) and right([], [])


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("number", "Nine of minus two", [9.0, -2.0]),
        ("currency", "It cost 20 cents and €5.", [0.2, 5.0]),
        ("percentage", "Half of the 5 percent", [5.0]),
        ("dimension", "A 3-mile walk of 2 hours", [3.0]),
        ("age", "A cat 3 years old waited 2 days", [3.0]),
        ("range", "Over 40 cats met 3 to 5 dogs and 2 cows", [None, 5.0]),
    ],
)
def test_what_is_read_of_a_kind(kind: str, text: str, expected: list[float | None]) -> None:
    from recognizers import said

    assert [a.high for a in said(kind, text)] == expected
