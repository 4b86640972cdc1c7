#!/usr/bin/env python3
"""Train the network on every head at once, from named corpora to a checkpoint; runs on a CPU or a GPU and goes on where it was cut off.

    python training/train.py --shared ../shared --base MODEL_FOLDER --out CHECKPOINT.pt [--epochs 6] [--go-on]

MODEL_FOLDER holds model.safetensors (SHA-256 pinned below) of MiniLM-L6. ``--go-on`` begins with the shipped weights instead.
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
from typing import Any

import corpora
import network
import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from hearsay.model import heads

BASE = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENS = 3072  # pieces in a batch
ANCHORS = 72  # anchors of one batch that the slot head learns from
SLIDE = 0.998  # of the running mean of the weights
BLANK = 103  # the piece [MASK]
BLANKED = {"names": 0.2, "attribution": 0.15, "figure": 0.3}  # at most this share of a window's pieces is blanked
TIMES = 2  # an epoch shows every figure of the gold so often, each time with other names
NAMES_SHOWN = 0.7
POINTING = 0.5  # weight of the pointers' loss
RATE, HEAD_RATE = 1.2e-4, 8e-4


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


Row = dict[str, Any]


class Prepared:
    """An example as numbers; cut into windows anew in each epoch."""

    def __init__(self, example: corpora.Example) -> None:
        self.example = example
        self.pieces, self.shapes, self.offsets = heads.pieces(example.text)

    def cut(self, rng: random.Random) -> Iterator[Row]:
        e = self.example
        for a, b in heads.windows(e.text, self.offsets, rng.randrange(heads.WINDOW // 2)):
            lead = min(heads.LEAD, a)
            index = [*range(lead), *range(a, b)]
            offsets = [self.offsets[i] for i in index]
            low, high = self.offsets[a][0], offsets[-1][1]
            row: Row = {
                "pieces": [self.pieces[i] for i in index],
                "shapes": [self.shapes[i] for i in index],
                "at": index,
                "anchors": [],
            }

            def line(spans: list[tuple[str, int, int]], labels: tuple[str, ...], offsets: Any = offsets, lead: int = lead) -> list[int]:
                return [-100] * lead + label_row(spans, offsets[lead:], labels)

            kind = "names" if e.names is not None else e.bound[0][0] if e.bound else "attribution"
            blank = rng.uniform(0.0, BLANKED[kind])
            row["pieces"] = [p if rng.random() > blank else BLANK for p in row["pieces"]]
            if e.names is not None:
                row["names"] = line([n for n in e.names if low <= n[1] and n[2] <= high], heads.LABELS["names"])
                yield row
                continue
            inside = [x for x in e.bound if x[1] and all(low <= s and t <= high for s, t in x[1])]
            mark = "cue" if kind == "attribution" else "number"
            row[mark] = line([(mark, s, t) for _, spans, _ in inside for s, t in spans], heads.LABELS[mark])
            if kind == "attribution":
                for role in ("source", "content"):
                    spans = [("cue", s, t) for _, _, roles in inside for s, t in roles[role]]
                    row[f"flat-{role}"] = line(spans, heads.LABELS["cue"])
            for _, spans, roles in inside:
                at = [i for i, (s, t) in enumerate(offsets) if i >= lead and any(s < q and t > p for p, q in spans)]
                if not at:
                    continue
                if kind == "attribution":
                    marks = [(role, s, t) for role, found in roles.items() for s, t in found if s < high and t > low]
                    marks.sort(key=lambda m: m[1] - m[2])
                    row["anchors"].append((kind, at, line(marks, heads.SLOTS[kind])))
                else:
                    row["anchors"].append((kind, at, [pointed(slot, roles, offsets, at) for slot in heads.FIGURE]))
            yield row


def pointed(slot: str, roles: dict[str, corpora.Spans], offsets: list[tuple[int, int]], anchor: list[int]) -> list[int]:
    """The pieces a pointer may rest on: the anchor where the slot is empty, none where nothing can be learnt."""
    role, _, end = slot.partition("-")
    if role not in roles:
        return []
    if not roles[role]:
        return anchor
    found = []
    for s, t in roles[role]:
        hit = [i for i, (a, b) in enumerate(offsets) if a < t and b > s]
        found += hit[-1:] if end else hit[:1] if role in ("item", "state") else hit
    return found


def batches(rows: list[Row], rng: random.Random) -> list[list[Row]]:
    """Group windows of like length and like task into batches of TOKENS pieces."""

    def task(r: dict[str, Any]) -> str:
        return "names" if "names" in r else "figure" if "number" in r else "attribution"

    rng.shuffle(rows)
    rows = sorted(rows, key=lambda r: (task(r), len(r["pieces"]) // 16))
    found, now, longest = [], [], 0
    for r in rows:
        longest_now = max(longest, len(r["pieces"]))
        if now and (longest_now * (len(now) + 1) > TOKENS or task(now[0]) != task(r)):
            found.append(now)
            now, longest_now = [], len(r["pieces"])
        now.append(r)
        longest = longest_now
    found.append(now)
    rng.shuffle(found)
    return found


def padded(rows: list[list[int]], fill: int, length: int) -> torch.Tensor:
    return torch.tensor([r + [fill] * (length - len(r)) for r in rows])


def loss_of(net: network.Network, batch: list[Row], rng: random.Random, device: str) -> torch.Tensor:
    length = max(len(r["pieces"]) for r in batch)
    get = lambda name, fill: padded([r[name] for r in batch], fill, length).to(device)  # noqa: E731
    pieces, shapes = get("pieces", 0), get("shapes", 5)
    mask = torch.arange(length, device=device)[None, :] < torch.tensor([len(r["pieces"]) for r in batch], device=device)[:, None]
    encoded = net.encode(pieces, shapes, mask)
    total = torch.zeros((), device=device)
    for name in heads.LABELS:
        if name in batch[0]:
            logits = net.labels[name](encoded).float()
            total = total + F.cross_entropy(logits.flatten(0, 1), get(name, -100).flatten(), ignore_index=-100, label_smoothing=0.02)
    if "flat-source" in batch[0]:
        flat = net.flat(encoded).float().view(*encoded.shape[:2], 2, 3)
        for i, role in enumerate(("source", "content")):
            total = total + 0.5 * F.cross_entropy(flat[:, :, i].flatten(0, 1), get(f"flat-{role}", -100).flatten(), ignore_index=-100)
    anchors = [(i, *a) for i, r in enumerate(batch) for a in r["anchors"]]
    if anchors:
        anchors = rng.sample(anchors, min(ANCHORS, len(anchors)))
        kind = anchors[0][1]
        which = torch.tensor([a[0] for a in anchors], device=device)
        weights = torch.zeros(len(anchors), length)
        spot = torch.zeros(len(anchors), length, dtype=torch.long)
        for n, (i, _, at, _) in enumerate(anchors):
            weights[n, at] = 1 / len(at)
            spot[n, : len(batch[i]["at"])] = torch.tensor(batch[i]["at"]) - batch[i]["at"][at[0]]
            spot[n, at] = 0
        logits = net.slot(
            encoded[which], mask[which], weights.to(device), torch.from_numpy(heads.bucket(spot.numpy())).to(device), kind
        ).float()
        if kind == "attribution":
            gold = padded([a[3] for a in anchors], -100, length).to(device)
            total = total + 3 * F.cross_entropy(logits.flatten(0, 1), gold.flatten(), ignore_index=-100)
        else:
            # The likelihood that a pointer rests on any of its right pieces.
            right = torch.zeros(len(anchors), length, len(heads.FIGURE), dtype=torch.bool)
            for n, (_, _, _, slots) in enumerate(anchors):
                for k, pieces_of in enumerate(slots):
                    right[n, pieces_of, k] = True
            right = right.to(device)
            logits = logits.masked_fill(~mask[which][:, :, None], -1e4)
            lost = logits.logsumexp(1) - logits.masked_fill(~right, -1e4).logsumexp(1)
            known = right.any(1)
            total = total + POINTING * (lost * known).sum() / known.sum().clamp(min=1)
    return total


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("--shared", "--base", "--out"):
        asked.add_argument(name, type=Path, required=True)
    asked.add_argument("--epochs", type=int, default=6)
    asked.add_argument("--without-d", action="store_true", help="leave out corpora without a stated licence, and figures.jsonl")
    asked.add_argument("--go-on", action="store_true", help="begin with the shipped weights")
    asked.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = asked.parse_args()
    weights = options.base / "model.safetensors"
    if hashlib.sha256(weights.read_bytes()).hexdigest() != BASE:
        raise SystemExit(f"{weights} is not the pinned base model {BASE}")
    shared = options.shared
    examples = [] if options.without_d else corpora.polnear(shared / "corpora/polnear/train.zip")
    examples += [] if options.without_d else corpora.newswire(shared / "corpora/en-worldwide-newswire/train.zip")
    prepared = [Prepared(e) for e in examples]
    numbers = TIMES * corpora.annotated(shared / "gold/wikinews", *corpora.LEARNT)
    numbers += [] if options.without_d else corpora.annotated_by_us(shared)
    torch.manual_seed(1)
    net = network.Network()
    net.load_base(load_file(weights))
    if options.go_on:
        net.load_shipped()
    net.to(options.device)
    encoder = [p for n, p in net.named_parameters() if n.split(".")[0] in ("words", "places", "norm", "layers")]
    known = {id(p) for p in encoder}
    heads = [p for p in net.parameters() if id(p) not in known]
    optimizer = torch.optim.AdamW([{"params": encoder, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01, fused=True)
    mean = {k: v.detach().clone() for k, v in net.state_dict().items()}
    epoch = step = 0
    if options.out.exists():
        kept = torch.load(options.out, weights_only=True, map_location=options.device)
        net.load_state_dict(kept["net"])
        optimizer.load_state_dict(kept["optimizer"])
        epoch, step, mean = kept["epoch"], kept["step"], kept["mean"]
    while epoch < options.epochs:
        rng = random.Random(epoch)
        # Names converge sooner than attributions do: an epoch shows a share of them.
        shown = [p for p in prepared if p.example.names is None or rng.random() < NAMES_SHOWN]
        shown += [Prepared(e) for e in corpora.figures(corpora.renamed(numbers, rng))]
        plan = batches([r for p in shown for r in p.cut(rng)], rng)
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
            step += 1
            slide = min(SLIDE, step / (step + 10))
            torch._foreach_lerp_(list(mean.values()), list(net.state_dict().values()), 1 - slide)
            if (i + 1) % 25 == 0:
                print(f"epoch {epoch + 1} batch {i + 1}/{len(plan)} loss {running / 25:.3f} {time.time() - began:.0f} s", flush=True)
                if not math.isfinite(running):
                    raise SystemExit("the loss is no number any more")
                running = 0.0
        epoch += 1
        # Written beside and renamed: a run may be cut off at any moment.
        beside = options.out.with_suffix(".new")
        torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch, "step": step, "mean": mean}, beside)
        os.replace(beside, options.out)


if __name__ == "__main__":
    main()
