#!/usr/bin/env python3
"""Train the part-of-speech tagger of hearsay.extract.words on two English treebanks, on a CPU in a few minutes.

    python training/tagger.py ../shared/corpora

Writes src/hearsay/extract/tagger.npz and prints accuracy on dev (and on test, with --test: the last look). training/syntax.py leans on it.
One hidden layer, Adagrad, cross-entropy; words are dropped at random so that suffix and shape learn to carry unknown ones,
and a share of sentences is repeated in Title Case and lower case so that headlines read well.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import treebanks

from hearsay.extract import words as tagger

SIZE, HIDDEN, EPOCHS, RATE, BATCH = 48, 128, 14, 0.06, 256
WEIGHTS = Path(__file__).parent.parent / "src/hearsay/extract/tagger.npz"


def sentences(rows: Iterable[str]) -> list[tuple[list[str], list[str]]]:
    """Read CoNLL-U: words and ``UPOS|XPOS`` labels; a hyphenated word is joined, as our tokens are, and takes its last part's label."""
    found, words, labels = [], [], []
    glue = False
    for line in rows:
        if not line.strip():
            if words:
                found.append((words, labels))
            words, labels, glue = [], [], False
        elif not line.startswith("#"):
            cell = line.split("\t")
            if not cell[0].isdigit():
                continue
            label = f"{cell[3]}|{cell[4]}"
            tight = "SpaceAfter=No" in cell[9]
            if words and cell[4] == "HYPH" and words[-1][-1:].isalpha() and tight and glue:
                words[-1] += "-"
            elif words and words[-1][-1:] == "-" and len(words[-1]) > 1:
                words[-1] += cell[1]
                labels[-1] = label
            else:
                words.append(cell[1])
                labels.append(label)
            glue = tight
    return found


def table(data: list[tuple[list[str], list[str]]], names: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Feature rows (n, 5) with padding, places of tokens in them, and their labels (-1 for a label unknown to train)."""
    pad = (tagger.WORDS,) + (tagger.AFFIXES,) * 4
    number = {name: i for i, name in enumerate(names)}
    rows, places, gold = [pad] * tagger.WINDOW, [], []
    for words, labels in data:
        places.extend(range(len(rows), len(rows) + len(words)))
        gold.extend(number.get(label, -1) for label in labels)
        rows.extend(tagger.features(word) for word in words)
        rows.extend([pad] * tagger.WINDOW)
    return np.array(rows), np.array(places), np.array(gold)


def spread(data: list[tuple[list[str], list[str]]], seed: int) -> list[tuple[list[str], list[str]]]:
    """Repeat a share of the sentences as headlines would write them."""
    rng = random.Random(seed)
    more = [([w if w.lower() in ("of", "in", "to", "the", "a", "and") else w[:1].upper() + w[1:] for w in ws], ls)
            for ws, ls in data if rng.random() < 0.10]  # fmt: skip
    lower = [([w.lower() for w in ws], ls) for ws, ls in data if rng.random() < 0.04]
    return data + more + lower


def train(data: list[tuple[list[str], list[str]]], names: list[str], dev: list[tuple[list[str], list[str]]]) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1)
    rows, places, gold = table(spread(data, 1), names)
    p = {
        "words": rng.normal(0, 0.1, (tagger.WORDS + 1, SIZE)).astype(np.float32),
        "affixes": rng.normal(0, 0.1, (tagger.AFFIXES + 1, SIZE)).astype(np.float32),
        "hidden": rng.normal(0, (2 / (5 * SIZE)) ** 0.5, (5 * SIZE, HIDDEN)).astype(np.float32),
        "hidden_bias": np.zeros(HIDDEN, np.float32),
        "out": rng.normal(0, 0.05, (HIDDEN, len(names))).astype(np.float32),
        "out_bias": np.zeros(len(names), np.float32),
    }
    seen = {k: np.full_like(v, 0.02) for k, v in p.items()}
    mean = {k: v.copy() for k, v in p.items()}
    offsets = np.arange(-tagger.WINDOW, tagger.WINDOW + 1)
    for epoch in range(EPOCHS):
        order = rng.permutation(len(places))
        rate = RATE * (1 - 0.9 * epoch / EPOCHS)
        for start in range(0, len(order), BATCH):
            pick = order[start : start + BATCH]
            window = rows[places[pick][:, None] + offsets].copy()
            window[..., 0][rng.random(window.shape[:2]) < 0.12] = tagger.WORDS
            n = len(pick)
            x = (p["words"][window[..., 0]] + p["affixes"][window[..., 1:]].sum(axis=2)).reshape(n, -1)
            keep = (rng.random(x.shape) > 0.15).astype(np.float32) / 0.85
            xd = x * keep
            h = np.maximum(xd @ p["hidden"] + p["hidden_bias"], 0)
            kh = (rng.random(h.shape) > 0.2).astype(np.float32) / 0.8
            hd = h * kh
            z = hd @ p["out"] + p["out_bias"]
            z = np.exp(z - z.max(axis=1, keepdims=True))
            z /= z.sum(axis=1, keepdims=True)
            z[np.arange(n), gold[pick]] -= 1
            dh = (z @ p["out"].T) * kh * (h > 0)
            dx = ((dh @ p["hidden"].T) * keep).reshape(n, 5, SIZE)
            for name, g in (("out", hd.T @ z), ("out_bias", z.sum(0)), ("hidden", xd.T @ dh), ("hidden_bias", dh.sum(0))):
                g = g / 16
                seen[name] += g * g
                p[name] -= rate * g / np.sqrt(seen[name])
            for name, at, g in (("words", window[..., 0].ravel(), dx.reshape(-1, SIZE)),
                                ("affixes", window[..., 1:].reshape(-1), np.repeat(dx.reshape(-1, SIZE), 4, axis=0))):  # fmt: skip
                sort = np.argsort(at, kind="stable")
                which, first = np.unique(at[sort], return_index=True)
                total = np.add.reduceat(g[sort], first, axis=0) / 16
                seen[name][which] += total * total
                p[name][which] -= rate * total / np.sqrt(seen[name][which])
        if epoch >= EPOCHS - 4:
            for k in p:
                mean[k] = p[k].copy() if epoch == EPOCHS - 4 else mean[k] + p[k]
        print(f"epoch {epoch + 1}", score(p, dev, names), flush=True)
    return {k: v / 4 for k, v in mean.items()}


def score(p: dict[str, np.ndarray], data: list[tuple[list[str], list[str]]], names: list[str]) -> str:
    rows, places, gold = table(data, names)
    window = rows[places[:, None] + np.arange(-tagger.WINDOW, tagger.WINDOW + 1)]
    x = (p["words"][window[..., 0]] + p["affixes"][window[..., 1:]].sum(axis=2)).reshape(len(places), -1)
    said = (np.maximum(x @ p["hidden"] + p["hidden_bias"], 0) @ p["out"] + p["out_bias"]).argmax(1)
    upos = np.array([names.index(next(m for m in names if m.split("|")[0] == n.split("|")[0])) for n in names])
    ok = gold >= 0
    return f"both {np.mean(said == gold):.4f} upos {np.mean((upos[said] == upos[gold]) & ok):.4f} of {len(gold)}"


def pack(p: dict[str, np.ndarray], names: list[str]) -> None:
    kept: dict[str, np.ndarray] = {"labels": np.array(names)}
    for name in ("words", "affixes"):
        scale = np.abs(p[name]).max(axis=1, keepdims=True) / 127 + 1e-9
        kept[name] = np.round(p[name] / scale).astype(np.int8)
        kept[f"{name}_scale"] = scale.astype(np.float32)
    for name in ("hidden", "out"):
        kept[name] = p[name].astype(np.float16)
    for name in ("hidden_bias", "out_bias"):
        kept[name] = p[name].astype(np.float32)
    np.savez_compressed(WEIGHTS, **kept)  # type: ignore[arg-type]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("corpora", type=Path)
    asked.add_argument("--test", action="store_true", help="also score the test part")
    options = asked.parse_args()
    data, dev = (sentences(treebanks.lines(options.corpora, part)) for part in ("train", "dev"))
    counts: dict[str, int] = {}
    for _, labels in data:
        for label in labels:
            counts[label] = counts.get(label, 0) + 1
    names = sorted(n for n, c in counts.items() if c >= 5)
    data = [(w, ls) for w, ls in data if all(label in names for label in ls)]
    p = train(data, names, dev)
    pack(p, names)
    print("dev", score(p, dev, names), f"{WEIGHTS.stat().st_size:,} bytes")
    if options.test:
        print("test", score(p, sentences(treebanks.lines(options.corpora, "test")), names))


if __name__ == "__main__":
    main()
