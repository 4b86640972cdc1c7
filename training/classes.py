#!/usr/bin/env python3
"""Learn the class of a name by its letters and surroundings, from marked names: src/hearsay/extract/classes.npz.

    python training/classes.py ../shared/corpora

Learns from the train part of en-worldwide-newswire (class D), in half a minute on one core, and prints the share of dev names (gold spans)
whose class is right. A softmax regression under an L2 penalty, by Adagrad over all names at once.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from hearsay.extract import classes
from hearsay.extract.words import hashed

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
import newswire

WEIGHTS = Path(classes.__file__).with_name("classes.npz")
DECAY, STEPS, RATE = 2.0, 150, 0.3
OFTEN, DAMPED = 4, 0.7  # a name's standings count up to four, and less than in full


def names(archive: Path) -> list[tuple[dict[str, float], Counter[str]]]:
    """Signs of each name of each report, and how often it stands there as what."""
    found = []
    for _, text, marked in newswire.reports(archive):
        rows = [row for row in marked if row[0] in classes.CLASSES]
        kinds: dict[str, Counter[str]] = {}
        for kind, start, end in rows:
            kinds.setdefault(classes.key(text[start:end]), Counter())[kind] += 1
        found += [(told, kinds[words]) for words, told in classes.signs(text, [(a, b) for _, a, b in rows])]
    return found


def fit(rows: list[tuple[dict[str, float], Counter[str]]]) -> tuple[np.ndarray, np.ndarray]:
    """Weights (ROWS, classes) and biases."""
    column = np.array([hashed("", sign, classes.ROWS) for told, _ in rows for sign in told])
    value = np.array([strength for told, _ in rows for strength in told.values()], dtype=np.float32)
    first = np.r_[0, np.cumsum([len(told) for told, _ in rows])[:-1]]
    line = np.repeat(np.arange(len(rows)), [len(told) for told, _ in rows])
    order = np.argsort(column, kind="stable")
    there, begins = np.unique(column[order], return_index=True)
    gold = np.array([[min(n[kind], OFTEN) ** DAMPED if n[kind] else 0.0 for kind in classes.CLASSES] for _, n in rows])
    weight, bias = np.zeros((classes.ROWS, len(classes.CLASSES))), np.zeros(len(classes.CLASSES))
    pace, bias_pace = np.full_like(weight, 1e-8), np.full_like(bias, 1e-8)
    for _ in range(STEPS):
        score = np.add.reduceat(weight[column] * value[:, None], first) + bias
        power = np.exp(score - score.max(axis=1, keepdims=True))
        slope = gold - power / power.sum(axis=1, keepdims=True) * gold.sum(axis=1, keepdims=True)
        step = -DECAY * weight
        step[there] += np.add.reduceat((slope[line] * value[:, None])[order], begins)
        pace += step**2
        weight += RATE * step / np.sqrt(pace)
        bias_pace += slope.sum(axis=0) ** 2
        bias += RATE * slope.sum(axis=0) / np.sqrt(bias_pace)
    return weight, bias


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("corpora", type=Path)
    folder = asked.parse_args().corpora / "en-worldwide-newswire"
    weight, bias = fit(names(folder / "train.zip"))
    scale = np.abs(weight).max() / 127
    np.savez_compressed(WEIGHTS, table=np.round(weight / scale).astype(np.int8), scale=np.float32(scale), bias=bias.astype(np.float32))
    classes.weights.cache_clear()
    right = total = 0
    for _, text, marked in newswire.reports(folder / "dev.zip"):
        rows = [row for row in marked if row[0] in classes.CLASSES]
        told = classes.likely(text, [(a, b) for _, a, b in rows])
        right += sum(max(told[w], key=told[w].__getitem__) == kind for kind, a, b in rows for w in [classes.key(text[a:b])])
        total += len(rows)
    print(f"dev: {right / total:.4f} of {total} names; {WEIGHTS.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
