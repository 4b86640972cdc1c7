"""The network: one six-layer encoder (MiniLM-L6) read by every head in one pass.

An anchor head marks words that bind others (the cue of an attribution, the number of a figure); a slot head then reads the text once more
through a single thin layer *as seen from one anchor*. From a cue it tags source and content, so that linking is tagging and spans may
overlap. From a number it points: each slot of the figure is one softmax over all pieces of the window, whose mass falls on every place
where the slot's words stand, or on the number itself where the report does not say.
"""

from __future__ import annotations

import onnx
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from hearsay.model.heads import BUCKETS, LABELS, PARTS, SLOTS, weights_of

HIDDEN, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 512
SHAPES = 8  # lower, Capital, ALL CAPS, mIxed, digits, mark, other, continued piece
BASE_NAMES = {
    "out": "attention.output.dense",
    "norm": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm2": "output.LayerNorm",
}
THIN = 256  # width of the slot layer


def dropped(x: Tensor, p: float, training: bool) -> Tensor:
    """Drop features of a whole window at once (variational dropout): as good, and the random numbers cost a CPU nothing."""
    if not training or not p:
        return x
    return x * (torch.rand(x.shape[0], 1, x.shape[2], device=x.device) >= p).to(x.dtype).div_(1 - p)


def barred(mask: Tensor) -> Tensor:
    """What keeps attention off the pieces that are no text. mask: bool (n, t), True on text. Returns: (n, 1, 1, t)."""
    return torch.zeros(mask.shape, dtype=torch.bfloat16, device=mask.device).masked_fill_(~mask, -1e4)[:, None, None, :]


class Layer(nn.Module):
    """A BERT layer (post-norm)."""

    def __init__(self, size: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.qkv = nn.Linear(size, 3 * size)
        self.out = nn.Linear(size, size)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.up, self.down = nn.Linear(size, inner), nn.Linear(inner, size)
        self.norm2 = nn.LayerNorm(size, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """x: (n, t, size); mask: what each piece adds to what looks at it, float (n, 1, 1, t), or None."""
        n, t, d = x.shape
        q, k, v = self.qkv(x).view(n, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        # Spelt out: on a CPU torch's own attention takes half as long again, there and back.
        looks = q * q.shape[-1] ** -0.5 @ k.transpose(-1, -2)
        looks = looks if mask is None else looks.add_(mask)
        seen = (torch.softmax(looks, -1) @ v).transpose(1, 2).reshape(n, t, d)
        x = self.norm(x + dropped(self.out(seen), self.dropout, self.training))
        return self.norm2(x + dropped(self.down(F.gelu(self.up(x))), self.dropout, self.training))


class Network(nn.Module):
    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = dropout
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.places = nn.Embedding(POSITIONS, HIDDEN)
        self.shapes = nn.Embedding(SHAPES, HIDDEN)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(HIDDEN, HEADS, INNER, dropout) for _ in range(LAYERS))
        self.labels = nn.ModuleDict({name: nn.Linear(HIDDEN, len(labels)) for name, labels in LABELS.items()})
        self.flat = nn.Linear(HIDDEN, 2 * 3)  # source and content whoever's they are: teaches the encoder spans; not exported
        self.seen = nn.Linear(HIDDEN, THIN)
        self.anchor = nn.Linear(HIDDEN, THIN)
        self.gate = nn.Linear(HIDDEN, THIN)
        self.kind = nn.Embedding(len(SLOTS), THIN)
        self.distance = nn.Embedding(BUCKETS, THIN)
        self.slot_norm = nn.LayerNorm(THIN)
        self.slot_layer = Layer(THIN, 4, 768, dropout)
        self.slots = nn.ModuleDict({name: nn.Linear(THIN, len(labels)) for name, labels in SLOTS.items()})

    def load_base(self, base: dict[str, Tensor]) -> None:
        """Take over the weights of MiniLM-L6 (names as in sentence-transformers)."""
        e = "embeddings."
        with torch.no_grad():
            self.words.weight.copy_(base[e + "word_embeddings.weight"])
            self.places.weight.copy_(base[e + "position_embeddings.weight"] + base[e + "token_type_embeddings.weight"][0])
            self.norm.load_state_dict({k: base[f"{e}LayerNorm.{k}"] for k in ("weight", "bias")})
            for i, layer in enumerate(self.layers):
                at = f"encoder.layer.{i}."
                for kind in ("weight", "bias"):
                    qkv = [base[f"{at}attention.self.{n}.{kind}"] for n in ("query", "key", "value")]
                    getattr(layer.qkv, kind).copy_(torch.cat(qkv))
                    for mine, theirs in BASE_NAMES.items():
                        getattr(getattr(layer, mine), kind).copy_(base[f"{at}{theirs}.{kind}"])

    def load_shipped(self) -> None:
        """Go on from the weights that hearsay ships, as near as their seven bits tell; the flat head is not among them and begins anew."""
        state = self.state_dict()
        for part in PARTS:
            graph = onnx.load_from_string(weights_of(part)).graph
            held = {i.name: torch.from_numpy(onnx.numpy_helper.to_array(i).copy()) for i in graph.initializer}
            found = {name.removeprefix("net."): value for name, value in held.items() if name.startswith("net.")}
            for node in graph.node:
                at = {"MatMulInteger": 1, "Gather": 0}.get(node.op_type)
                stem, quantised, _ = ("", "", "") if at is None else node.input[at].partition("_quantized")
                if not quantised:
                    continue
                plain = (held[f"{stem}_quantized"].float() - held[f"{stem}_zero_point"].float()) * held[f"{stem}_scale"]
                # Its own name where the export kept it, else that of the node that reads it, which leaves out the dictionary of heads.
                path = node.name.strip("/").rpartition("/")[0].replace("/", ".")
                path = f"slots.{path}" if path in SLOTS else path
                name = stem.removeprefix("net.") if stem.startswith("net.") else f"{path}.weight"
                found[name] = plain.T if node.op_type == "MatMulInteger" else plain
            for name in found.keys() & state.keys():
                state[name] = found[name]
            print(part, len(found.keys() & state.keys()), "of the network's", len(state), "tensors taken over", flush=True)
        self.load_state_dict(state)

    def encode(self, pieces: Tensor, shapes: Tensor, mask: Tensor | None) -> Tensor:
        """Encode windows. pieces, shapes: int64 (n, t); mask: bool (n, t), True on text, or None. Returns: float (n, t, HIDDEN)."""
        at = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.norm(self.words(pieces) + self.places(at) + self.shapes(shapes))
        x = dropped(x, self.dropout, self.training)
        for layer in self.layers:
            x = layer(x, None if mask is None else barred(mask))
        return x

    def slot(self, encoded: Tensor, mask: Tensor, anchors: Tensor, distances: Tensor, kind: str) -> Tensor:
        """Read the text as seen from anchors: tags of an attribution, or pointers of a figure.

        Args:
            encoded: (m, t, HIDDEN), one row an anchor. anchors: float (m, t), weights that pick the anchor's own pieces, summing to 1.
            distances: int64 (m, t), bucket of each piece's distance from the anchor.

        Returns: float (m, t, labels), scores before any softmax.
        """
        centre = torch.bmm(anchors[:, None, :].to(encoded.dtype), encoded)[:, 0]  # (m, HIDDEN)
        kinds = torch.full((1,), list(SLOTS).index(kind), device=encoded.device)
        return self.slots[kind](self.slot_view(encoded, centre, distances, kinds, barred(mask)))

    def slot_view(self, encoded: Tensor, centre: Tensor, distances: Tensor, kinds: Tensor, mask: Tensor | None) -> Tensor:
        """The text as seen from anchors whose encodings are ``centre`` (m, HIDDEN). Returns: float (m, t, THIN)."""
        centre, seen = centre[:, None], self.seen(encoded)
        x = seen * torch.tanh(self.gate(centre)) + seen + self.anchor(centre) + self.kind(kinds)[:, None] + self.distance(distances)
        return self.slot_layer(self.slot_norm(x), mask)
