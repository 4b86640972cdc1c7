#!/usr/bin/env python3
"""Score a checkpoint: attributions on PolNeAR by gold/score_polnear.py, names on en-worldwide-newswire by entity F1.

    python training/evaluate.py CHECKPOINT.pt --shared ../shared --base MODEL_FOLDER [--part dev]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import corpora
import network
import numpy as np
import torch
from tokenizers import Tokenizer
from train import MOST


def path_of(scores: np.ndarray, labels: tuple[str, ...]) -> list[int]:
    """Best BIO path of log-probabilities (t, labels): an I follows only a B or an I of its kind (Viterbi)."""
    n = len(labels)
    allowed = np.zeros((n, n))
    for j, label in enumerate(labels):
        if label.startswith("I-"):
            for i, before in enumerate(labels):
                if before[2:] != label[2:]:
                    allowed[i, j] = -1e9
    best = scores[0].copy()
    best[[j for j, label in enumerate(labels) if label.startswith("I-")]] = -1e9
    back = []
    for row in scores[1:]:
        step = best[:, None] + allowed
        back.append(step.argmax(0))
        best = step.max(0) + row
    found = [int(best.argmax())]
    for row in reversed(back):
        found.append(int(row[found[-1]]))
    return found[::-1]


def spans_of(path: list[int], labels: tuple[str, ...]) -> list[tuple[str, int, int]]:
    """BIO path → (kind, first, last + 1) in pieces."""
    found: list[tuple[str, int, int]] = []
    for i, number in enumerate(path):
        label = labels[number]
        if label.startswith("B-"):
            found.append((label[2:], i, i + 1))
        elif label.startswith("I-") and found and found[-1][2] == i:
            found[-1] = (*found[-1][:2], i + 1)
    return found


class Reader:
    def __init__(self, net: network.Network, tokenizer: Tokenizer) -> None:
        self.net, self.tokenizer = net.eval(), tokenizer

    @torch.no_grad()
    def read(self, text: str) -> tuple[list[dict[str, list[tuple[int, int]]]], list[tuple[str, int, int]]]:
        """Attributions and names of a text, in characters."""
        pieces, shapes, offsets = corpora.pieces(self.tokenizer, text)
        attributions, names = [], []
        for a, b in corpora.windows(text, offsets, MOST):
            at = offsets[a:b]
            mask = torch.ones(1, b - a, dtype=torch.bool)
            encoded = self.net.encode(torch.tensor([pieces[a:b]]), torch.tensor([shapes[a:b]]), mask)
            tell = lambda head: torch.log_softmax(self.net.labels[head](encoded)[0].float(), -1).numpy()  # noqa: E731, B023
            words = self._words(text, at)
            for kind, i, j in spans_of(path_of(tell("names"), network.LABELS["names"]), network.LABELS["names"]):
                i, j = words[i][0], words[j - 1][1]
                names.append((kind, at[i][0], at[j - 1][1]))
            cues = [(words[i][0], words[j - 1][1]) for _, i, j in spans_of(path_of(tell("cue"), network.LABELS["cue"]), network.LABELS["cue"])]
            cues = [c for n, c in enumerate(cues) if n == 0 or c[0] >= cues[n - 1][1]]
            if not cues:
                continue
            weights, spot = torch.zeros(len(cues), b - a), torch.arange(b - a).repeat(len(cues), 1)
            for n, (i, j) in enumerate(cues):
                weights[n, i:j] = 1 / (j - i)
                spot[n] -= i
                spot[n, i:j] = 0
            logits = self.net.slot(encoded.expand(len(cues), -1, -1), mask.expand(len(cues), -1), weights, network.bucket(spot), "attribution")
            labels = network.SLOTS["attribution"]
            for (i, j), row in zip(cues, torch.log_softmax(logits.float(), -1).numpy(), strict=True):
                found: dict[str, list[tuple[int, int]]] = {"source": [], "cue": [(at[i][0], at[j - 1][1])], "content": []}
                for kind, p, q in spans_of(path_of(row, labels), labels):
                    found[kind].append((at[words[p][0]][0], at[words[q - 1][1] - 1][1]))
                attributions.append(found)
        return attributions, names

    @staticmethod
    def _words(text: str, at: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """For each piece, the range of pieces that make its word."""
        starts = [i for i in range(len(at)) if i == 0 or at[i][0] > at[i - 1][1] or not (text[at[i][0]].isalnum() and text[at[i][0] - 1].isalnum())]
        ends = [*starts[1:], len(at)]
        found: list[tuple[int, int]] = []
        for s, e in zip(starts, ends, strict=True):
            found += [(s, e)] * (e - s)
        return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("checkpoint", type=Path)
    for name in ("--shared", "--base"):
        asked.add_argument(name, type=Path, required=True)
    asked.add_argument("--part", default="dev")
    asked.add_argument("--most", type=int, default=1000)
    options = asked.parse_args()
    net = network.Network()
    net.load_state_dict(torch.load(options.checkpoint, weights_only=True, map_location="cpu")["net"])
    tokenizer = Tokenizer.from_file(str(options.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    reader = Reader(net, tokenizer)
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(options.shared / f"corpora/polnear/{options.part}.zip") as packed:
            packed.extractall(folder)
        top = next(p for p in Path(folder).iterdir() if p.is_dir())
        documents = []
        for path in sorted((top / "text").glob("*.txt"))[: options.most]:
            text = path.read_text(encoding="utf-8")
            piece = lambda s: [{"start": a, "end": b, "quote": text[a:b]} for a, b in s]  # noqa: E731, B023
            rows = [{k: piece(v) or None for k, v in r.items()} for r in reader.read(text)[0] if r["content"]]
            documents.append({"id": path.name, "uri": str(path), "text": text, "attributions": rows})
        export = Path(folder) / "export.json"
        export.write_text(json.dumps({"documents": documents}))
        subprocess.run([sys.executable, str(options.shared / "gold/score_polnear.py"), str(top), str(export)], check=True)
    hit = said = gold = 0
    for example in corpora.newswire(options.shared / f"corpora/en-worldwide-newswire/{options.part}.zip")[: options.most]:
        mine, theirs = set(reader.read(example.text)[1]), set(example.names or [])
        hit, said, gold = hit + len(mine & theirs), said + len(mine), gold + len(theirs)
    print(f"names P {hit / max(1, said):.3f} R {hit / max(1, gold):.3f} F1 {2 * hit / max(1, said + gold):.3f}")


if __name__ == "__main__":
    main()
