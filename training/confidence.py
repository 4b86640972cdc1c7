"""Fit how probable it is that each field of a figure is read right (src/hearsay/extract/confidence.toml).

On reports that the ranking of slots.toml and the network learnt from, both are surer than they should be, and right more often. So the
weights are fitted on all reports (L2 penalty), and then stretched and shifted, field by field, on those alone from which neither learnt.

    python training/confidence.py ../shared/gold/wikinews
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import corpora
import numpy as np
import slots

from hearsay.clean import clean
from hearsay.export.contract import document_entry
from hearsay.extract import confidence
from hearsay.extract.figures import Reading
from hearsay.model.heads import network
from hearsay.read import read, sources
from hearsay.records import Document, Report
from hearsay.settings import Settings

ROOT = Path(__file__).parents[1]
LEARNT, SEEN = corpora.LEARNT[1] + 1, corpora.DEVELOPED[1] + 1  # reports the ranking learnt from; those it may be fitted on
FOLDS = 5
Row = tuple[confidence.Signs, bool]


def module(path: Path) -> ModuleType:
    """Load a file that no package holds."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def load(gold: Path) -> list[list[tuple[dict[str, confidence.Signs], dict[str, bool]]]]:
    """Of each report its figures: the signs of each field, and which of them are right."""
    score, calibration = module(gold.parent / "score.py"), module(ROOT / "bench/calibration.py")
    settings, reports = Settings(), []
    for row in json.loads((gold / "figures.json").read_text(encoding="utf-8"))["documents"][:SEEN]:
        (source,) = sources([str(gold / "documents" / row["file"])], settings)
        (document,) = read(source, settings)
        assert isinstance(document, Document)
        text = clean(document, settings)
        scores = network().read(text.view)
        found = corpora.found_before("figures", text, scores)
        reading = Reading(text, found, scores)
        drafts = reading.read()
        report = Report(text.document, figures=tuple(map(reading.figure, drafts)), **found.rows)
        told = calibration.judged(score, row, document_entry(report))
        reports.append([({f: confidence.signs(f, drafts[i]) for f in confidence.FIELDS}, right) for i, right in told])
    return reports


def fitted(rows: Sequence[Row], decay: float) -> dict[str, float]:
    """Fit a logistic by Newton's method under an L2 penalty; the bias goes free."""
    names = sorted({name for told, _ in rows for name in told})
    signs = np.array([[told.get(name, 0.0) for name in names] for told, _ in rows])
    right = np.array([ok for _, ok in rows], dtype=float)
    penalty = np.array([1e-6 if name == "bias" else decay for name in names])
    weight = np.zeros(len(names))
    for _ in range(40):
        share = 1 / (1 + np.exp(-np.clip(signs @ weight, -30, 30)))
        slope = signs.T @ (right - share) - penalty * weight
        bend = (signs * (share * (1 - share))[:, None]).T @ signs + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        weight += np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-6:
            break
    return dict(zip(names, map(float, weight), strict=True))


def speaks(weights: dict[str, float], told: confidence.Signs) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in told.items())


def stretched(weights: dict[str, float], unseen: Sequence[Row], decay: float) -> dict[str, float]:
    """Stretch and shift weights so that they are right on reports that nothing learnt from."""
    scale = fitted([({"bias": 1.0, "told": speaks(weights, told)}, ok) for told, ok in unseen], decay)
    out = {name: round(value * scale["told"], 3) for name, value in weights.items()}
    out["bias"] = round(out.get("bias", 0.0) + scale["bias"], 3)
    return {name: value for name, value in out.items() if value or name == "bias"}


def fit(seen: Sequence[Any], unseen: Sequence[Any], decay: float) -> dict[str, dict[str, float]]:
    """Fit every field, then the whole on what the fields say."""
    weights: dict[str, dict[str, float]] = {}
    for name in confidence.FIELDS:
        rows = [[(told[name], right[name]) for report in part for told, right in report if name in right] for part in (seen, unseen)]
        weights[name] = stretched(fitted([*rows[0], *rows[1]], decay), rows[1], 0.1)
    parts = [(whole_signs(weights, told), right["whole"]) for report in unseen for told, right in report]
    weights["whole"] = {name: round(value, 3) for name, value in fitted(parts, 1.0).items()}
    return weights


def whole_signs(weights: dict[str, dict[str, float]], told: dict[str, confidence.Signs]) -> confidence.Signs:
    return confidence.together({name: confidence.logistic(weights[name], told[name]) for name in confidence.FIELDS})


def main() -> int:
    """Fit, write, and print how reliable it is on reports left out."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("gold", type=Path)
    asked.add_argument("--decay", type=float, default=3.0, help="L2 penalty")
    asked.add_argument("--out", type=Path, default=ROOT / "src/hearsay/extract/confidence.toml")
    told = asked.parse_args()
    calibration, reports = module(ROOT / "bench/calibration.py"), load(told.gold)
    seen, unseen = reports[:LEARNT], reports[LEARNT:]
    rows: dict[str, list[tuple[float, bool]]] = {name: [] for name in (*confidence.FIELDS, "whole")}
    for fold in range(FOLDS):
        weights = fit(seen, [r for i, r in enumerate(unseen) if i % FOLDS != fold], told.decay)
        for signs, right in (figure for report in unseen[fold::FOLDS] for figure in report):
            for name, ok in right.items():
                rows[name].append((confidence.logistic(weights[name], whole_signs(weights, signs) if name == "whole" else signs[name]), ok))
    print(*calibration.table(rows), sep="\n", file=sys.stderr)
    weights = fit(seen, unseen, told.decay)
    source = f"made by training/confidence.py from {sum(map(len, reports))} figures of gold/wikinews wn000–wn254; stretched on wn195–wn254"
    told.out.write_text(slots.written(source, {f"weights.{name}": row for name, row in weights.items()}), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
