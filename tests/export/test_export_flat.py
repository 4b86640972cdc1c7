"""CSV that no spreadsheet runs, JSON lines of every row, points on a map."""

import csv
import io
import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import Given, example, full

from hearsay.export import export
from hearsay.export.flat import COLUMNS, cell, columns


def table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


# --- CSV --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ['=HYPERLINK("http://x")', "+1 555", "-5 degrees", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "＝1+1", "＠x"]
)
def test_words_that_begin_like_a_formula_are_disarmed(words: str) -> None:
    assert cell(words) == "'" + words


@pytest.mark.parametrize(
    ("value", "written"), [(-5, -5), (-0.5, -0.5), (1200000000, 1200000000), (None, ""), (True, "true"), ("a=b", "a=b")]
)
def test_numbers_stay_numbers_and_other_words_themselves(value: object, written: object) -> None:
    assert cell(value) == written


@given(st.text())
def test_no_cell_begins_like_a_formula(words: str) -> None:
    assert not cell(words).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\0"))
    assert cell(words).endswith(words)


def test_a_list_of_names_is_disarmed_as_a_whole() -> None:
    assert cell(["=1+1", "Bo"]) == "'=1+1; Bo"


def test_a_folder_holds_a_table_a_file_and_reads_back(tmp_path: Path) -> None:
    report = example()
    hostile = replace(report.mentions[0], name='=cmd|" /C calc"!A0')
    ledger = Given([replace(report, mentions=(hostile, *report.mentions[1:]))])
    export(ledger, "csv", tmp_path / "out")
    told = {file.stem: table(file) for file in (tmp_path / "out").iterdir()}
    assert set(told) == set(COLUMNS)
    (figure,) = told["figures"]
    assert (figure["low"], figure["high"], figure["document"], figure["title"]) == ("40", "", "D1", "Bridge shut")
    assert figure["source_name"] == '\'=cmd|" /C calc"!A0' and figure["reported"] == "false"
    broken = told["attributions"][1]
    assert broken["content_quote"] == "counted […] 40 boats" and broken["cue_quote"] == ""
    assert told["claims"][0]["independent_origins_best"] == "1" and told["stories"][0]["documents"] == "D1"
    assert (tmp_path / "out" / "figures.csv").read_bytes().count(b"\r\n") == 2, "as RFC 4180 says"


def test_one_csv_file_holds_the_figures(tmp_path: Path) -> None:
    export(Given([example()]), "csv", tmp_path / "figures.csv")
    (figure,) = table(tmp_path / "figures.csv")
    assert (figure["evidence_quote"], figure["source_name"], figure["via"]) == ("40 boats", "Ana Rau", "Daily Post")


def test_a_folder_that_is_there_is_written_into(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    export(Given([example()]), "csv", tmp_path)
    export(Given([]), "csv", tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert len((tmp_path / "figures.csv").read_text().splitlines()) == 1


def test_evidence_and_ranges_are_spread_over_columns() -> None:
    piece = {"start": 1, "end": 3, "quote": "ab"}
    assert columns({"cue": piece, "source": None, "content": [piece, {"start": 7, "end": 8, "quote": "c"}], "n": [1, 2]}) == {
        "cue_start": 1, "cue_end": 3, "cue_quote": "ab", "source": None,
        "content_start": 1, "content_end": 8, "content_quote": "ab […] c", "n": [1, 2],
    }  # fmt: skip


# --- JSON lines -------------------------------------------------------------------------------------------------------


def test_every_row_is_a_line_that_names_its_table() -> None:
    out = io.StringIO()
    export(Given([example()]), "jsonl", out)
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    counts = {table: sum(r["table"] == table for r in rows) for table in COLUMNS}
    assert counts["documents"] == counts["figures"] == counts["claims"] == 1 and counts["mentions"] == 2 and counts["attributions"] == 2
    figure = next(r for r in rows if r["table"] == "figures")
    assert figure["document"] == "D1" and figure["evidence"]["quote"] == "40 boats"
    assert next(r for r in rows if r["table"] == "documents")["text"].startswith("Menu")


def test_every_field_of_a_row_has_its_column() -> None:
    """A field that a record gains must not be lost on the way to a spreadsheet."""
    out = io.StringIO()
    export(Given([full()]), "jsonl", out)
    for line in out.getvalue().splitlines():
        entry = json.loads(line)
        name_of_table = entry.pop("table")
        for name, value in entry.items():
            if name_of_table == "documents" and name in ("text", "body"):
                continue
            spread = columns({name: value}) if value is not None else {name: None}
            missing = [n for n in spread if n not in COLUMNS[name_of_table] and f"{n}_quote" not in COLUMNS[name_of_table]]
            assert not missing, f"{name_of_table}: {missing}"


# --- GeoJSON ------------------------------------------------------------------------------------------------------------


def test_a_figure_is_a_point_where_its_place_is() -> None:
    out = io.StringIO()
    export(Given([full()]), "geojson", out)
    told = json.loads(out.getvalue())
    assert told["type"] == "FeatureCollection"
    figure, place = told["features"]
    assert figure["geometry"] == {"type": "Point", "coordinates": [-3.5, 48.123457]}, "longitude first (RFC 7946)"
    properties = figure["properties"]
    assert (properties["table"], properties["precision"], properties["uncertainty_km"]) == ("figures", "place", 2.5)
    assert (properties["evidence_quote"], properties["source_name"], properties["low"]) == ("40 boats", "Ana Rau", 40)
    assert place["properties"]["table"] == "places" and place["id"] == "P1"


@pytest.mark.parametrize("where", [{"latitude": None}, {"longitude": math.nan}, {"longitude": math.inf}])
def test_what_is_on_no_map_is_left_out(where: dict[str, object]) -> None:
    report, out = full(), io.StringIO()
    moved = replace(report, places=(replace(report.places[0], **where),))  # type: ignore[arg-type]
    export(Given([moved]), "geojson", out)
    assert json.loads(out.getvalue())["features"] == []
