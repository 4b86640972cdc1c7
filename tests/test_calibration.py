"""What is right of a figure, and whether its confidence says so."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def calibration(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    import calibration

    return calibration


SCORE = SimpleNamespace(
    located=lambda text, gold: gold["at"],
    same_value=lambda gold, figure: gold["low"] == figure["low"],
    any_of=lambda gold: gold if isinstance(gold, list) else [gold],
    same_name=lambda gold, said, aliases=(): gold == said,
    same_item=lambda gold, said, state=None: gold == said,
)


def figure(start: int, low: int, item: str, source: str | None, **more: object) -> dict[str, object]:
    evidence = {"start": start, "end": start + 5}
    return {"evidence": evidence, "low": low, "item": item, "state": None, "source_name": source, "holder": None, "place": None, **more}


def test_each_field_is_judged_and_what_is_left_open_is_not(calibration) -> None:  # type: ignore[no-untyped-def]
    gold = {
        "figures": [
            {"at": [0, 5], "low": 40, "item": "people", "source": ["police", "officers"], "holder": None, "place": "Bellin"},
            {"at": [50, 55], "low": 7, "item": "boats", "source": None, "unsure": True},
        ]
    }
    said = [figure(0, 40, "people", "officers"), figure(20, 9, "cars", None), figure(50, 8, "boats", None)]
    told = dict(calibration.judged(SCORE, gold, {"text": "", "figures": said}))
    assert told[0] == {"value": True, "item": True, "source": True, "holder": True, "place": False, "whole": True}
    assert told[1] == {"value": False, "whole": False} and 2 not in told


def test_reliability_holds_said_against_seen(calibration) -> None:  # type: ignore[no-untyped-def]
    bins, off, brier = calibration.reliability([(0.75, True)] * 3 + [(0.75, False)] + [(0.95, False)] * 4)
    assert [(n, said, seen) for _, _, n, said, seen in bins] == [(4, 0.75, 0.75), (4, pytest.approx(0.95), 0.0)]
    assert off == pytest.approx(0.475) and brier == pytest.approx((3 * 0.0625 + 0.5625 + 4 * 0.9025) / 8)
    lines = list(calibration.table({"item": [(0.75, True)]}))
    assert lines[1] == "| item | 0.7–0.8 | 1 | 0.75 | 1.00 |"
