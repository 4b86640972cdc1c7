"""The export's one object: evidence, names and numbers as the contract tells."""

import importlib.util
import io
import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from rows import Given, example, full

from hearsay.export import export
from hearsay.export.contract import body, claim_entry, document_entry, number
from hearsay.records import Attribution, Claim, Document, Edge, Figure, Forecast, Mention, Place, Time

SCORE = Path(__file__).parents[3] / "shared" / "gold" / "score.py"


def test_names_are_resolved_through_the_attribution() -> None:
    entry = document_entry(example(), {"M1": "N1"})
    figure = entry["figures"][0]
    assert (figure["source_name"], figure["via"]) == ("Ana Rau", "Daily Post")
    assert [(a["source_name"], a["via"]) for a in entry["attributions"]] == [("Daily Post", None), ("Ana Rau", "Daily Post")]
    assert [m["entity"] for m in entry["mentions"]] == ["N1", None]


def test_who_has_no_name_is_told_as_described() -> None:
    report = example()
    unnamed = replace(report.attributions[1], mention=None)
    assert document_entry(replace(report, attributions=(unnamed,)))["figures"][0]["source_name"] == "Ana Rau"
    silent = replace(unnamed, source=None, via=None)
    assert document_entry(replace(report, attributions=(silent,)))["figures"][0]["source_name"] is None
    own = replace(report.figures[0], attribution=None)
    entry = document_entry(replace(report, figures=(own,)))["figures"][0]
    assert (entry["source_name"], entry["via"], entry["attribution"]) == (None, None, None)


def test_an_attribution_that_goes_through_itself_or_nothing_has_no_relay() -> None:
    report = example()
    for via in ("A2", "A9"):
        turned = replace(report.attributions[1], via=via)
        assert document_entry(replace(report, attributions=(turned,)))["attributions"][0]["via"] is None


def test_a_broken_quotation_is_a_list_and_an_unspoken_cue_null() -> None:
    whole, broken = document_entry(example())["attributions"]
    assert whole["content"] == {"start": 37, "end": 75, "quote": "harbour chief Ana Rau counted 40 boats"}
    assert [piece["quote"] for piece in broken["content"]] == ["counted", "40 boats"] and broken["cue"] is None


def test_no_field_of_a_row_is_left_out() -> None:
    """A field that a record gains has to be told here too."""
    kinds = {"figures": Figure, "attributions": Attribution, "forecasts": Forecast, "mentions": Mention, "times": Time, "places": Place}
    entry = document_entry(full())
    for name, record in kinds.items():
        assert {f.name for f in fields(record)} - {"document"} <= set(entry[name][0]), name
    assert {f.name for f in fields(Document)} - {"blocks"} <= set(entry)
    assert {f.name for f in fields(Claim)} - {"members"} <= set(claim_entry(Given([example()]).claims()[0]))


def test_the_body_leaves_furniture_out() -> None:
    assert body(example().document).startswith("Bridge shut\n\nThe Daily Post")
    assert "Menu" not in body(example().document)


def test_numbers_are_what_json_can_hold() -> None:
    assert document_entry(example())["figures"][0]["high"] is None
    assert [number(x) for x in (1.2e9, 0.5, -0.0, float("nan"), None, 1e300)] == [1200000000, 0.5, 0, None, None, 1e300]
    assert isinstance(number(40.0), int)


def test_the_whole_is_one_object_with_every_key_of_the_contract() -> None:
    out = io.StringIO()
    edge = Edge("E1", "D1", "copy.near", "D2", 0.8, "rule:test/1", "R1")
    export(Given([example()], [edge]), "json", out)
    told = json.loads(out.getvalue(), parse_constant=lambda word: pytest.fail(f"{word} in JSON"))
    assert list(told)[:6] == ["documents", "entities", "copies", "stories", "claims", "relations"]
    assert told["claims"][0]["independent_origins"] == {"low": 1, "best": 1, "high": 1}
    assert told["copies"][0] | {"one": "D1", "other": "D2", "relation": "copy.near"} == told["copies"][0]
    assert told["entities"] == [
        {"id": "N1", "schema": "Person", "name": "Ana Rau", "names": ["Ana Rau", "Rau"], "first_seen": None, "last_seen": None}
    ]
    assert told["stories"][0]["documents"] == ["D1"]


def test_nothing_in_the_ledger_is_still_the_whole_object() -> None:
    out = io.StringIO()
    export(Given([]), "json", out)
    assert json.loads(out.getvalue())["documents"] == []


def test_what_scores_the_export_takes_it() -> None:
    if not SCORE.exists():
        pytest.skip(f"the scorer is not at {SCORE}")
    pytest.importorskip("yaml")
    spec = importlib.util.spec_from_file_location("score", SCORE)
    assert spec and spec.loader
    score: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    out = io.StringIO()
    export(Given([example()]), "json", out)
    score.check_contract(json.loads(out.getvalue()))
    bad = json.loads(out.getvalue())
    bad["documents"][0]["figures"][0]["low"] = "forty"
    with pytest.raises(score.NotTheContract):
        score.check_contract(bad)
