#!/usr/bin/env python3
"""Train the network on every head at once, from named corpora to a checkpoint; runs on a CPU or a GPU and goes on where it was cut off.

    python training/train.py --shared ../shared --base MODEL_FOLDER --out CHECKPOINT.pt [--epochs 6]

MODEL_FOLDER holds model.safetensors (SHA-256 pinned below) and tokenizer.json of MiniLM-L6.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import corpora
import network
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer

BASE = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MOST = 256  # pieces in a window
TOKENS = 4096  # pieces in a batch
ANCHORS = 96  # anchors of one batch that the slot head learns from
NAMES_SHOWN = 0.45
RATE, HEAD_RATE = 1.5e-4, 1e-3


def label_row(spans: list[tuple[str, int, int]], offsets: list[tuple[int, int]], labels: tuple[str, ...]) -> list[int]:
    """BIO numbers for pieces; a later span overwrites an earlier one."""
    row = [0] * len(offsets)
    for kind, start, end in spans:
        first = True
        for i, (a, b) in enumerate(offsets):
            if a < end and b > start and b > a:
                row[i] = labels.index(f"{'B' if first else 'I'}-{kind}")
                first = False
    return row


class Prepared:
    """An example as numbers; cut into windows anew in each epoch."""

    def __init__(self, example: corpora.Example, tokenizer: Tokenizer) -> None:
        self.example = example
        self.pieces, self.shapes, self.offsets = corpora.pieces(tokenizer, example.text)

    def cut(self, shift: int) -> Iterator[dict[str, object]]:
        e = self.example
        for a, b in corpora.windows(e.text, self.offsets, MOST, shift):
            offsets = self.offsets[a:b]
            low, high = offsets[0][0], offsets[-1][1]
            row: dict[str, object] = {"pieces": self.pieces[a:b], "shapes": self.shapes[a:b], "anchors": []}
            if e.names is not None:
                row["names"] = label_row([n for n in e.names if low <= n[1] and n[2] <= high], offsets, network.LABELS["names"])
                yield row
                continue
            kind = e.bound[0][0] if e.bound else "attribution"
            inside = [x for x in e.bound if x[1] and all(low <= s and t <= high for s, t in x[1])]
            mark = "cue" if kind == "attribution" else "number"
            row[mark] = label_row([(mark, s, t) for _, spans, _ in inside for s, t in spans], offsets, network.LABELS[mark])
            if kind == "attribution":
                for role in ("source", "content"):
                    spans = [("cue", s, t) for _, _, roles in inside for s, t in roles[role]]
                    row[f"flat-{role}"] = label_row(spans, offsets, network.LABELS["cue"])
            for _, spans, roles in inside:
                at = [i for i, (s, t) in enumerate(offsets) if any(s < q and t > p for p, q in spans)]
                marks = [(role, s, t) for role, found in roles.items() for s, t in found if s < high and t > low]
                marks.sort(key=lambda m: m[1] - m[2])
                if at:
                    row["anchors"].append((kind, at, label_row(marks, offsets, network.SLOTS[kind])))  # type: ignore[attr-defined]
            yield row


def batches(rows: list[dict[str, object]], rng: random.Random) -> list[list[dict[str, object]]]:
    """Group windows of like length and like task into batches of TOKENS pieces."""
    def task(r: dict[str, object]) -> str:
        return "names" if "names" in r else "figure" if "number" in r else "attribution"

    rng.shuffle(rows)
    rows = sorted(rows, key=lambda r: (task(r), len(r["pieces"]) // 16))  # type: ignore[arg-type]
    found, now, longest = [], [], 0
    for r in rows:
        longest_now = max(longest, len(r["pieces"]))  # type: ignore[arg-type]
        if now and (longest_now * (len(now) + 1) > TOKENS or task(now[0]) != task(r)):
            found.append(now)
            now, longest_now = [], len(r["pieces"])  # type: ignore[arg-type]
        now.append(r)
        longest = longest_now
    found.append(now)
    rng.shuffle(found)
    return found


def padded(rows: list[list[int]], fill: int, length: int) -> torch.Tensor:
    return torch.tensor([r + [fill] * (length - len(r)) for r in rows])


def loss_of(net: network.Network, batch: list[dict[str, object]], rng: random.Random, device: str) -> torch.Tensor:
    length = max(len(r["pieces"]) for r in batch)  # type: ignore[arg-type]
    get = lambda name, fill: padded([r[name] for r in batch], fill, length).to(device)  # noqa: E731
    pieces, shapes = get("pieces", 0), get("shapes", 5)
    mask = torch.arange(length, device=device)[None, :] < torch.tensor([len(r["pieces"]) for r in batch], device=device)[:, None]  # type: ignore[arg-type]
    encoded = net.encode(pieces, shapes, mask)
    total = torch.zeros((), device=device)
    for name in network.LABELS:
        if name in batch[0]:
            logits = net.labels[name](encoded).float()
            total = total + F.cross_entropy(logits.flatten(0, 1), get(name, -100).flatten(), ignore_index=-100, label_smoothing=0.02)
    if "flat-source" in batch[0]:
        flat = net.flat(encoded).float().view(*encoded.shape[:2], 2, 3)
        for i, role in enumerate(("source", "content")):
            total = total + 0.5 * F.cross_entropy(flat[:, :, i].flatten(0, 1), get(f"flat-{role}", -100).flatten(), ignore_index=-100)
    anchors = [(i, *a) for i, r in enumerate(batch) for a in r["anchors"]]  # type: ignore[attr-defined]
    if anchors:
        anchors = rng.sample(anchors, min(ANCHORS, len(anchors)))
        kind = anchors[0][1]
        which = torch.tensor([a[0] for a in anchors], device=device)
        weights = torch.zeros(len(anchors), length)
        spot = torch.zeros(len(anchors), length, dtype=torch.long)
        for n, (_, _, at, _) in enumerate(anchors):
            weights[n, at] = 1 / len(at)
            spot[n] = torch.arange(length) - at[0]
            for i in range(at[0], at[-1] + 1):
                spot[n, i] = 0
        gold = padded([a[3] for a in anchors], -100, length).to(device)
        logits = net.slot(encoded[which], mask[which], weights.to(device), network.bucket(spot).to(device), kind).float()
        total = total + 3 * F.cross_entropy(logits.flatten(0, 1), gold.flatten(), ignore_index=-100)
    return total


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("--shared", "--base", "--out"):
        asked.add_argument(name, type=Path, required=True)
    asked.add_argument("--epochs", type=int, default=6)
    asked.add_argument("--without-d", action="store_true", help="leave out corpora without a stated licence (PolNeAR, en-worldwide)")
    asked.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = asked.parse_args()
    weights = options.base / "model.safetensors"
    if hashlib.sha256(weights.read_bytes()).hexdigest() != BASE:
        raise SystemExit(f"{weights} is not the pinned base model {BASE}")
    tokenizer = Tokenizer.from_file(str(options.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    shared = options.shared
    examples = [] if options.without_d else corpora.polnear(shared / "corpora/polnear/train.zip")
    examples += [] if options.without_d else corpora.newswire(shared / "corpora/en-worldwide-newswire/train.zip")
    numbers = corpora.figures(shared / "gold/wikinews", 0, 194)
    prepared = [Prepared(e, tokenizer) for e in examples] + [Prepared(e, tokenizer) for e in numbers] * 2
    torch.manual_seed(1)
    net = network.Network()
    net.load_base(load_file(weights))
    net.to(options.device)
    encoder = [p for n, p in net.named_parameters() if n.split(".")[0] in ("words", "places", "norm", "layers")]
    known = {id(p) for p in encoder}
    heads = [p for p in net.parameters() if id(p) not in known]
    optimizer = torch.optim.AdamW([{"params": encoder, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01)
    epoch = step = 0
    if options.out.exists():
        kept = torch.load(options.out, weights_only=True, map_location=options.device)
        net.load_state_dict(kept["net"])
        optimizer.load_state_dict(kept["optimizer"])
        epoch, step = kept["epoch"], kept["step"]
    pace: list[float] = []
    while epoch < options.epochs:
        rng = random.Random(epoch)
        # Names converge sooner than attributions do: an epoch shows a share of them.
        shown = [p for p in prepared if p.example.names is None or rng.random() < NAMES_SHOWN]
        plan = batches([r for p in shown for r in p.cut(rng.randrange(MOST // 2))], rng)
        whole = len(plan) * options.epochs
        net.train()
        began, running = time.time(), 0.0
        for i, batch in enumerate(plan):
            done = epoch * len(plan) + i
            scale = min(1.0, (done + 1) / 150) * max(0.02, 1 - done / whole)
            for group, rate in zip(optimizer.param_groups, (RATE, HEAD_RATE), strict=True):
                group["lr"] = rate * scale
            with torch.autocast(options.device, dtype=torch.bfloat16):
                loss = loss_of(net, batch, rng, options.device)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            running += loss.item()
            pace.append(time.time())
            step += 1
            if (i + 1) % 25 == 0:
                print(f"epoch {epoch + 1} batch {i + 1}/{len(plan)} loss {running / 25:.3f} {time.time() - began:.0f} s", flush=True)
                if not math.isfinite(running):
                    raise SystemExit("the loss is no number any more")
                running = 0.0
        epoch += 1
        # Written beside and renamed: a run may be cut off at any moment.
        beside = options.out.with_suffix(".new")
        torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch, "step": step}, beside)
        os.replace(beside, options.out)


if __name__ == "__main__":
    main()
