"""Tables follow from record types; a row says when it is not what was written."""

import math
import sqlite3
from dataclasses import dataclass, fields, replace

import pytest
from made import report

from hearsay.errors import LedgerDamaged
from hearsay.ledger.schema import CLAIMS, DOCUMENTS, EDGES, KEPT, ROWS, Table, named_statements, statements
from hearsay.records import Report


def test_every_list_of_rows_in_a_report_has_its_table() -> None:
    assert set(ROWS) == {f.name for f in fields(Report)} - {"document", "keys"}


def test_an_evidence_field_becomes_three_columns() -> None:
    assert {"cue_start", "cue_end", "cue_quote"} <= set(ROWS["attributions"].names)
    assert {"evidence_start", "evidence_end", "evidence_quote"} <= set(ROWS["figures"].names)


def test_evidence_of_an_edge_says_in_which_document_it_stands() -> None:
    assert {"one_evidence_document", "other_evidence_quote", "one_document"} <= set(EDGES.names)


def test_a_range_of_origins_becomes_three_columns() -> None:
    assert {"independent_origins_low", "independent_origins_best", "independent_origins_high"} <= set(CLAIMS.names)


def test_every_statement_is_taken_by_sqlite_and_makes_what_it_is_named_after() -> None:
    db = sqlite3.connect(":memory:")
    for name, statement in named_statements().items():
        db.execute(statement)
        assert db.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone() == (statement,)
    assert len(named_statements()) == len(statements())
    db.close()


def test_no_column_bears_a_word_that_sql_reserves() -> None:
    db = sqlite3.connect(":memory:")
    for table in KEPT.values():
        db.execute(f"CREATE TABLE {table.name} ({', '.join(table.names)})")
        db.execute(f"SELECT {table.listed} FROM {table.name} WHERE {' OR '.join(f'{name} = 1' for name in table.names)}")
    db.close()


def test_a_field_no_column_can_hold_is_refused_at_once() -> None:
    @dataclass(frozen=True, slots=True)
    class Odd:
        id: str
        parts: dict[str, int]

    with pytest.raises(TypeError, match="Odd.parts"):
        Table("odd", Odd)


def test_a_changed_row_is_not_believed() -> None:
    document = report(1).document
    values = DOCUMENTS.pack(document, "R1")
    digest = DOCUMENTS.digest(values)
    DOCUMENTS.prove(values, digest)
    for at in range(len(values)):
        forged = (*values[:at], "forged", *values[at + 1 :])
        with pytest.raises(LedgerDamaged, match="table documents") as caught:
            DOCUMENTS.prove(forged, digest)
        assert (caught.value.code, caught.value.table) == ("E620", "documents")


def test_the_same_values_in_another_table_have_another_digest() -> None:
    assert ROWS["times"].digest(("a", 1)) != ROWS["mentions"].digest(("a", 1))


def test_numbers_are_kept_as_sqlite_gives_them_back() -> None:
    figure = report(1).figures[0]
    table = ROWS["figures"]
    at = table.names.index("low")
    packed = [table.pack(replace(figure, low=low))[at] for low in (0, -0.0, math.nan, None, 10**18)]
    assert packed == [0.0, 0.0, None, None, 1e18]
    assert math.copysign(1, packed[1]) == 1
