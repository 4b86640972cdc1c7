"""Accuracy may rise; it falls only by name in the changelog. Floors: bench/floors.json."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "gold"
CORPORA = SHARED.parent / "corpora"
there = pytest.mark.skipif(not SHARED.is_dir(), reason=f"no gold in {SHARED}")


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["lineage"], id="lineage"),
        pytest.param(["seeds"], id="seeds", marks=there),
        pytest.param(["wikinews", "--part", "dev"], id="wikinews dev", marks=there),
        pytest.param(
            ["clusters", "--part", "later"],
            id="clusters later",
            marks=pytest.mark.skipif(not (CORPORA / "fnc1-test").is_dir(), reason=f"no {CORPORA / 'fnc1-test'}"),
        ),
        *(
            pytest.param([name], id=name, marks=pytest.mark.skipif(not (CORPORA / folder).is_dir(), reason=f"no {CORPORA / folder}"))
            for name, folder in (
                ("polnear", "polnear"),
                ("names", "en-worldwide-newswire"),
                ("times", "tempeval3-platinum"),
                ("places", "geoparsing"),
                ("newsquant", "newsquant"),
                ("recognizers", "recognizers-text-specs"),
                ("clusters", "fnc1-test"),
            )
        ),
    ],
)
def test_scores_stand_on_their_floors(words: list[str]) -> None:
    told = subprocess.run([sys.executable, str(ROOT / "bench/quality.py"), *words, "--json"], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    ((corpus, result),) = json.loads(told.stdout).items()
    assert result["scores"] and json.loads((ROOT / "bench/floors.json").read_text())[corpus]


def test_a_score_under_its_floor_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    import quality

    monkeypatch.setattr(quality, "floors", lambda _: {"documents": 1.0, "copies": 0.95, "origins": 0.9})
    scores = {"copies": {"p": 1.0, "r": 0.5, "f1": 0.667}, "origins": {"accuracy": 1.0, "of": 3}}
    short = quality.below(quality.Result("lineage", 59, scores))
    assert [line.split(": ")[1].split(" is ")[0] for line in short] == ["documents", "copies"]
