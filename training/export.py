#!/usr/bin/env python3
"""Turn a checkpoint into what hearsay ships: two quantised ONNX graphs and the vocabulary, named by their digest.

    python training/export.py CHECKPOINT.pt --base MODEL_FOLDER --out src/hearsay/model [--check tests/model/torch.json] [--float]

``encoder`` reads a window of pieces; ``slots`` reads the encoded window once more as seen from each of its anchors. Both are held
against torch, and timed beside it. ``--check`` writes down what torch says of one text, for the test that holds the shipped weights to it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
import time
from pathlib import Path

import network
import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from hearsay.model import heads

CHECKED = (
    "The water board said on Tuesday that 1,200 homes in Lower Marsh were without supply. “It is being mended,” engineer Tom Okoro "
    "told reporters, adding that some streets may wait until Friday. Residents doubt it."
)
WINDOW, ANCHORS = 96, 5  # of the example that the graphs are traced with; both are free at run time


class Encoder(nn.Module):
    """pieces, shapes: int64 (t,) → cue (t, 3), number (t, 3), names (t, 19), encoded (t, HIDDEN)."""

    def __init__(self, net: network.Network) -> None:
        super().__init__()
        self.net = net

    def forward(self, pieces: Tensor, shapes: Tensor) -> tuple[Tensor, ...]:
        encoded = self.net.encode(pieces[None], shapes[None], None)[0]
        return (*(head(encoded) for head in self.net.labels.values()), encoded)


class Slots(nn.Module):
    """encoded (t, HIDDEN), anchors float (m, t), distances int64 (m, t), kinds int64 (m,) → attribution (m, t, 5), figure (m, t, 8)."""

    def __init__(self, net: network.Network) -> None:
        super().__init__()
        self.net = net

    def forward(self, encoded: Tensor, anchors: Tensor, distances: Tensor, kinds: Tensor) -> tuple[Tensor, ...]:
        x = self.net.slot_view(encoded[None], anchors @ encoded, distances, kinds, None)
        return tuple(head(x) for head in self.net.slots.values())


def graph(
    module: nn.Module, given: tuple[Tensor, ...], names: list[str], out: list[str], free: dict[str, dict[int, str]], path: Path
) -> None:
    torch.onnx.export(module, given, str(path), input_names=names, output_names=out, dynamic_axes=free, opset_version=17, dynamo=False)


def pace(encoder: Encoder | None) -> float:
    """Pieces a second over whole windows: of torch, or of the shipped encoder (None)."""
    rows = np.random.default_rng(0).integers(1000, 20000, (40, heads.WINDOW))
    shapes = np.zeros(heads.WINDOW, dtype=np.int64)
    session = heads.Network(torch.get_num_threads()).encoder if encoder is None else None
    with torch.no_grad():
        for n, row in enumerate(rows):
            if n == 8:
                began = time.perf_counter()
            if session is not None:
                session.run(None, {"pieces": row, "shapes": shapes})
            elif encoder is not None:
                encoder(torch.from_numpy(row), torch.from_numpy(shapes))
    return rows[8:].size / (time.perf_counter() - began)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("checkpoint", type=Path)
    asked.add_argument("--base", type=Path, required=True)
    asked.add_argument("--out", type=Path, required=True)
    asked.add_argument("--check", type=Path)
    asked.add_argument("--float", action="store_true", help="leave the weights in float32, to see what quantising costs")
    options = asked.parse_args()
    kept = torch.load(options.checkpoint, weights_only=True, map_location="cpu")
    net = network.Network()
    net.load_state_dict(kept["mean"])
    net.eval()
    pieces = torch.randint(1000, 20000, (WINDOW,))
    shapes = torch.randint(0, network.SHAPES, (WINDOW,))
    encoder, slots = Encoder(net).eval(), Slots(net).eval()
    with torch.no_grad():
        *labels, encoded = encoder(pieces, shapes)
        spot = torch.arange(WINDOW).repeat(ANCHORS, 1) - torch.arange(0, WINDOW, WINDOW // ANCHORS)[:ANCHORS, None]
        anchors = (spot == 0).float()
        given = (encoded, anchors, torch.from_numpy(heads.bucket(spot.numpy())), torch.arange(ANCHORS) % 2)
        seen = slots(*given)
    options.out.mkdir(parents=True, exist_ok=True)
    for old in (*options.out.glob("encoder-*.onnx"), *options.out.glob("slots-*.onnx")):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        for name, module, inputs, wanted, takes, gives, free in (
            ("encoder", encoder, (pieces, shapes), (*labels, encoded), ["pieces", "shapes"], [*heads.LABELS, "encoded"],
             {n: {0: "t"} for n in ("pieces", "shapes", *heads.LABELS, "encoded")}),
            ("slots", slots, given, seen, ["states", "anchors", "distances", "kinds"], list(heads.SLOTS),
             {"states": {0: "t"}, "anchors": {0: "m", 1: "t"}, "distances": {0: "m", 1: "t"}, "kinds": {0: "m"},
              **{n: {0: "m", 1: "t"} for n in heads.SLOTS}}),
        ):  # fmt: skip
            plain, small = Path(folder) / f"{name}.onnx", Path(folder) / f"{name}-small.onnx"
            graph(module, inputs, takes, gives, free, plain)
            if options.float:
                small = plain
            else:
                # Seven bits for weights: processors without VNNI add up pairs of products in 16 bits, which eight bits overflow.
                quantize_dynamic(plain, small, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
                                 op_types_to_quantize=["MatMul", "Gather"], extra_options={"MatMulConstBOnly": True})  # fmt: skip
            feed = {n: v.numpy() for n, v in zip(takes, inputs, strict=True)}
            for path in (plain, small):
                got = onnxruntime.InferenceSession(str(path)).run(None, feed)
                far = max(float(np.abs(a - b.numpy()).max()) for a, b in zip(got, wanted, strict=True))
                print(f"{name} {path.stat().st_size / 1e6:.1f} MB, furthest from torch {far:.4f}")
            digest = hashlib.sha256(small.read_bytes()).hexdigest()
            (options.out / f"{name}-{digest[:12]}.onnx").write_bytes(small.read_bytes())
    if options.check:
        ids, letters, _ = heads.pieces(CHECKED)
        with torch.no_grad():
            *labels, _ = encoder(torch.tensor(ids), torch.tensor(letters))
        told = {name: np.round(scores.numpy(), 4).tolist() for name, scores in zip(heads.LABELS, labels, strict=True)}
        options.check.write_text(json.dumps({"text": CHECKED, "pieces": ids, "shapes": letters, **told}), encoding="utf-8")
    print(f"pieces a second on {torch.get_num_threads()} threads: torch float32 {pace(encoder):.0f}, as shipped {pace(None):.0f}")
    tokens = json.loads((options.base / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    (options.out / "vocabulary.txt").write_text("\n".join(sorted(tokens, key=tokens.__getitem__)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
