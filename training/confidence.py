"""Fit how probable it is that each field of a figure is read right (src/hearsay/extract/confidence.toml).

On reports that the ranking of slots.toml and the network learnt from, both are surer than they should be, and right more often. So the
weights are fitted on all reports (L2 penalty), and then stretched and shifted, field by field, on those alone from which neither learnt:
of holder and place, of which most is wrong, on those of figures-held.jsonl too.

    python training/confidence.py ../shared
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import corpora
import numpy as np
import slots

from hearsay.export.contract import document_entry
from hearsay.extract import confidence
from hearsay.extract.figures import Reading
from hearsay.extract.scene import Draft
from hearsay.model.heads import network
from hearsay.records import Report
from hearsay.text import Span

ROOT = Path(__file__).parents[1]
LEARNT, SEEN = corpora.LEARNT[1] + 1, corpora.DEVELOPED[1] + 1  # reports the ranking learnt from; those it may be fitted on
FOLDS = 5
TIMES = 4  # how often a report of the gold's counts beside those of other corpora
HELD = ("holder", "place")
Row = tuple[confidence.Signs, bool]
Judged = list[tuple[dict[str, confidence.Signs], dict[str, bool]]]  # a report's figures: the signs of each field, and whether it is right


def module(path: Path) -> ModuleType:
    """Load a file that no package holds."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def reading_of(name: str, words: str) -> Reading:
    """A report read up to its figures, their slots filled."""
    text = corpora.text_of(name, words)
    scores = network().read(text.view)
    reading = Reading(text, corpora.found_before("figures", text, scores), scores)
    reading.read()
    return reading


def signs_of(d: Draft) -> dict[str, confidence.Signs]:
    return {field: confidence.signs(field, d) for field in confidence.FIELDS}


def load(gold: Path) -> list[Judged]:
    """Of each report of the gold its figures: the signs of each field, and which of them are right."""
    score, calibration = module(gold.parent / "score.py"), module(ROOT / "bench/calibration.py")
    reports = []
    for row in json.loads((gold / "figures.json").read_text(encoding="utf-8"))["documents"][:SEEN]:
        reading = reading_of(row["file"], (gold / "documents" / row["file"]).read_text(encoding="utf-8"))
        report = Report(reading.text.document, figures=tuple(map(reading.figure, reading.drafts)), **reading.found.rows)
        told = calibration.judged(score, row, document_entry(report))
        reports.append([(signs_of(reading.drafts[i]), right) for i, right in told])
    return reports


def load_held(shared: Path) -> list[Judged]:
    """The same of the reports that we annotated and nothing learns from, of holder and place alone."""
    score, reports = module(shared / "gold/score.py"), []
    for name, words, gold in corpora.annotated_by_us(shared, held=True):
        reading = reading_of(name, words)
        report = []
        for d in reading.drafts:
            span = reading.text.map.to_source(Span(d.start, d.end))
            row = next((g for g in gold if g["at"][0] < span.end and span.start < g["at"][1]), None)
            if row is not None:
                report.append((signs_of(d), {f: score.same_name(row[f], getattr(d, f)) for f in HELD if f in row}))
        reports.append(report)
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


def fit(seen: Sequence[Judged], unseen: Sequence[Judged], held: Sequence[Judged], decay: float) -> dict[str, dict[str, float]]:
    """Fit every field, then the whole on what the fields say."""
    weights: dict[str, dict[str, float]] = {}
    for name in confidence.FIELDS:
        rows = [[(told[name], right[name]) for report in part for told, right in report if name in right] for part in (seen, unseen, held)]
        weights[name] = stretched(fitted([*rows[0], *rows[1]], decay), [*(TIMES * rows[1]), *rows[2]], 0.1)
    parts = [(whole_signs(weights, told), right["whole"]) for report in unseen for told, right in report]
    weights["whole"] = {name: round(value, 3) for name, value in fitted(parts, 1.0).items()}
    return weights


def whole_signs(weights: dict[str, dict[str, float]], told: dict[str, confidence.Signs]) -> confidence.Signs:
    return confidence.together({name: confidence.logistic(weights[name], told[name]) for name in confidence.FIELDS})


def main() -> int:
    """Fit, write, and print how reliable it is on reports left out."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("shared", type=Path, help="where corpora/ and gold/ lie")
    asked.add_argument("--without-d", action="store_true", help="leave out figures-held.jsonl, whose corpora state no licence")
    asked.add_argument("--decay", type=float, default=3.0, help="L2 penalty")
    asked.add_argument("--out", type=Path, default=ROOT / "src/hearsay/extract/confidence.toml")
    told = asked.parse_args()
    calibration, reports = module(ROOT / "bench/calibration.py"), load(told.shared / "gold/wikinews")
    held = [] if told.without_d else load_held(told.shared)
    seen, unseen = reports[:LEARNT], reports[LEARNT:]
    rows: dict[str, list[tuple[float, bool]]] = {name: [] for name in (*confidence.FIELDS, "whole")}
    for fold in range(FOLDS):
        weights = fit(seen, [r for i, r in enumerate(unseen) if i % FOLDS != fold], held, told.decay)
        for signs, right in (figure for report in unseen[fold::FOLDS] for figure in report):
            for name, ok in right.items():
                rows[name].append((confidence.logistic(weights[name], whole_signs(weights, signs) if name == "whole" else signs[name]), ok))
    print(*calibration.table(rows), sep="\n", file=sys.stderr)
    weights = fit(seen, unseen, held, told.decay)
    source = f"made by training/confidence.py from {sum(map(len, reports))} figures of gold/wikinews wn000–wn254; stretched on wn195–wn254"
    source += "" if told.without_d else " and training/figures-held.jsonl"
    told.out.write_text(slots.written(source, {f"weights.{name}": row for name, row in weights.items()}), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
