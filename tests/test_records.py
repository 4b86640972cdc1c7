"""What is kept: rows, their names and their columns."""

import dataclasses
import inspect
import re
import sqlite3
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearsay import records
from hearsay.records import Evidence, Figure, Report, identify
from hearsay.text import Span

TYPES = [kind for name, kind in inspect.getmembers(records, inspect.isclass) if dataclasses.is_dataclass(kind)]
ROWS = [kind for kind in TYPES if {"id", "document", "run", "method", "confidence"} <= {field.name for field in dataclasses.fields(kind)}]


def test_an_id_is_a_letter_and_a_digest_of_what_is_said() -> None:
    id = identify("F", "D1", 3, 7)
    assert re.fullmatch(r"F[0-9a-f]{16}", id)
    assert id == identify("F", "D1", 3, 7)
    assert len({id, identify("F", "D1", 37), identify("F", "D13", 7), identify("A", "D1", 3, 7), identify("F", "D1", 3)}) == 5


def test_ids_stay_what_they_were() -> None:
    # Ledgers hold these: another digest would make every row a new one.
    assert identify("D", "/reports/a.txt", "0" * 64) == "De551c8eaedfc3acb"
    assert identify("F", "De551c8eaedfc3acb", 3, 7) == "Fe55af0b537294179"


def test_rows_of_a_report_begin_as_it_does() -> None:
    report = identify("D", "/reports/a.txt", "0" * 64)
    figures = [identify("F", report, start, start + 2) for start in range(500)]
    edges = [identify("E", figure, "differs", figures[0]) for figure in figures]
    assert {id[1:4] for id in (*figures, *edges)} == {report[1:4]}
    assert len({*figures, *edges}) == 1000


@given(
    st.lists(st.text(st.characters(exclude_characters="\x1f"), max_size=5), max_size=4),
    st.lists(st.text(st.characters(exclude_characters="\x1f"), max_size=5), max_size=4),
)
def test_other_parts_make_another_id(one: list[str], other: list[str]) -> None:
    assert (identify("E", *one) == identify("E", *other)) == (one == other or "\x1f".join(one) == "\x1f".join(other))


def test_every_row_of_a_report_says_who_made_it_how_and_how_surely() -> None:
    assert {kind.__name__ for kind in ROWS} == {"Mention", "Time", "Place", "Attribution", "Figure", "Forecast"}
    for kind in ROWS:
        assert re.search(r"Made by: extract/\w+\.py", kind.__doc__ or ""), kind
        assert [field.name for field in dataclasses.fields(kind)][:5] == ["id", "document", "run", "method", "confidence"]


def test_a_report_has_a_field_for_each_of_its_rows() -> None:
    hints = get_type_hints(Report)
    told = {get_args(hint)[0] for name, hint in hints.items() if name not in ("document", "keys")}
    assert told == set(ROWS)


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_records_are_frozen_documented_and_small(kind: type) -> None:
    assert kind.__doc__ and not kind.__doc__.startswith(f"{kind.__name__}(")
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    if kind.__module__ == "hearsay.records":
        assert "__slots__" in vars(kind)


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_every_field_can_be_a_column_without_quotes(kind: type) -> None:
    with sqlite3.connect(":memory:") as db:
        for field in dataclasses.fields(kind):
            if not field.name.startswith("_"):
                db.execute(f"CREATE TABLE t_{field.name} ({field.name} TEXT)")
                db.execute(f"SELECT {field.name} FROM t_{field.name} ORDER BY {field.name}")
    db.close()


def test_a_record_cannot_be_edited() -> None:
    evidence = Evidence("D1", Span(0, 1), "a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        evidence.quote = "b"  # type: ignore[misc]
    figure = Figure(
        "F1",
        "D1",
        "R1",
        "rule:cue/1",
        0.9,
        evidence,
        "count",
        1,
        1,
        "exact",
        "1",
        "boats",
        None,
        None,
        None,
        None,
        None,
        None,
        "narrator",
        False,
    )
    with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
        figure.low = 2  # type: ignore[misc]


def test_what_the_module_names_is_there() -> None:
    assert all(hasattr(records, name) for name in records.__all__)
    assert {kind.__name__ for kind in TYPES} <= set(records.__all__)
