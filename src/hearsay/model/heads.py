"""The network that ships with hearsay: its heads, what each of them puts out, and how scores become spans.

One encoder (six layers, 384 wide) reads a window of word pieces once. On its output stand

======================  =========================  ==========================================================================
head                    shape                      what it tells
======================  =========================  ==========================================================================
``cue``                 (pieces, 3)                words that bind a source to a content, BIO
``number``              (pieces, 3)                numbers that are figures, BIO
``names``               (pieces, 19)               nine classes of names, BIO
``attribution``         (anchors, pieces, 5)       source and content as seen from one cue, BIO
``figure``              (anchors, pieces, 8)       as seen from one number: for each slot, the piece at which its words stand
======================  =========================  ==========================================================================

A window after the first begins with the report's lead: three figures in four happen at a place that is told there alone.
Weights: made by training/train.py and training/export.py, see docs/reference/network.md for the model card.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np

from hearsay.errors import HearsayError
from hearsay.model import Bound, Classed, Scored, Tagged

NAMES = ("Location", "Person", "Organization", "NORP", "Date", "Misc", "Money", "Facility", "Product")
ATTRIBUTION = ("source", "content")
FIGURE = ("item", "item-end", "state", "state-end", "holder", "place", "source", "as_of")  # pointers: where a slot's words stand
FILLED = ("item", "item-end")  # a figure always counts something
KINDS = ("attribution", "figure")  # what an anchor may be: a cue, a number
PARTS = ("encoder", "slots")
WINDOW = 384  # pieces in a window, its lead among them
LEAD = 64  # pieces of the report's beginning that stand before every later window
BUCKETS = 32  # of signed logarithmic distances from an anchor
MOST = 12  # windows read of one text, some 3,500 words, two seconds: what follows is left to the rules
UNNAMED = 0.5  # added to the log-probability that a piece is of no name: set on the development part of the names
UNCUED = -0.8  # added to the log-probability that a piece is of no cue: extract/reported.py tells which of the unsure ones are
LONGEST = 24  # pieces in the words of a slot
SHAPES = (
    (re.compile(r"^[a-z]+$"), 0), (re.compile(r"^[A-Z][a-z'’]*$"), 1), (re.compile(r"^[A-Z]+$"), 2), (re.compile(r"^[A-Za-z]+$"), 3),
    (re.compile(r"^\d+$"), 4), (re.compile(r"^\W$"), 5),
)  # fmt: skip
OTHER, CONTINUED = 6, 7

Offsets = Sequence[tuple[int, int]]


def tags(kinds: Sequence[str]) -> tuple[str, ...]:
    """BIO labels of some kinds, ``O`` first."""
    return ("O", *(f"{letter}-{kind}" for kind in kinds for letter in "BI"))


LABELS = {"cue": tags(("cue",)), "number": tags(("number",)), "names": tags(NAMES)}
SLOTS = {"attribution": tags(ATTRIBUTION), "figure": FIGURE}


# --- text → pieces → windows ----------------------------------------------------------------------------------------------
@cache
def tokenizer() -> Any:
    """The word-piece tokenizer of the base model."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    words = files("hearsay.model").joinpath("vocabulary.txt").read_text(encoding="utf-8").split("\n")[:-1]
    made = Tokenizer(models.WordPiece({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return made


def pieces(text: str) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    """Word pieces, letter shapes (the vocabulary knows no case) and character offsets of a whole text."""
    code = tokenizer().encode(text, add_special_tokens=False)
    shapes = [CONTINUED if piece.startswith("##") else shape(text[a:b]) for piece, (a, b) in zip(code.tokens, code.offsets, strict=True)]
    return code.ids, shapes, code.offsets


def shape(word: str) -> int:
    """Which letters a word is written in."""
    return next((number for pattern, number in SHAPES if pattern.match(word)), OTHER)


def windows(text: str, offsets: Offsets, shift: int = 0) -> list[tuple[int, int]]:
    """Cut a text into ranges of pieces, at ends of paragraphs or else of sentences; all but the first leave room for the lead.

    Args:
        shift: by how many pieces the first is shorter, so that training sees other cuts in each epoch.
    """
    cuts: list[tuple[int, int]] = []
    start, room = 0, WINDOW - shift
    while start < len(offsets):
        end = min(len(offsets), start + room)
        if end < len(offsets):
            near = (i for i in range(end, start + room // 2, -1) if "\n" in text[offsets[i - 1][1] : offsets[i][0]])
            ends = (i for i in range(end, start + room * 3 // 10, -1) if _ends_sentence(text, offsets, i))
            end = next(near, None) or next(ends, end)
        cuts.append((start, end))
        start, room = end, WINDOW - LEAD
    return cuts


def _ends_sentence(text: str, offsets: Offsets, i: int) -> bool:
    return text[offsets[i - 1][1] - 1] in '.!?”"' and text[offsets[i - 1][1] : offsets[i][0]][:1].isspace()


def bucket(distance: np.ndarray) -> np.ndarray:
    """Bucket of signed distances in pieces: exact up to ±4, then half octaves; int64 0..BUCKETS-1."""
    size = np.abs(distance)
    log = 4 + (np.log2(np.maximum(size, 5) / 4) * 2).astype(np.int64)
    small = np.minimum(np.where(size <= 4, size, log), BUCKETS // 2 - 1)
    return np.where(distance < 0, small + BUCKETS // 2, small)


# --- scores → spans -------------------------------------------------------------------------------------------------------
def spans(scores: np.ndarray, labels: Sequence[str]) -> list[tuple[str, int, int, float]]:
    """Read spans off BIO scores by the best path in which an I follows only a B or an I of its kind (Viterbi).

    Args:
        scores: log-probabilities (t, labels).

    Returns: kind, first piece, last piece + 1, mean probability.
    """
    inside = np.array([label.startswith("I-") for label in labels])
    barred = np.array([[inside[j] and a[2:] != b[2:] for j, b in enumerate(labels)] for a in labels])
    likeliest = scores.argmax(1)
    if not inside[likeliest[0]] and not barred[likeliest[:-1], likeliest[1:]].any():
        path = likeliest.tolist()  # each piece's own best label makes an allowed path: there is no better one
    else:
        path = _best_path(scores, inside, barred)
    found: list[tuple[str, int, int, float]] = []
    for t, number in enumerate(path):
        letter, _, kind = labels[number].partition("-")
        if letter == "B":
            found.append((kind, t, t + 1, float(scores[t, number])))
        elif letter == "I":
            _, first, _, total = found[-1]
            found[-1] = (kind, first, t + 1, total + float(scores[t, number]))
    return [(kind, first, last, float(np.exp(total / (last - first)))) for kind, first, last, total in found]


def _best_path(scores: np.ndarray, inside: np.ndarray, barred: np.ndarray) -> list[int]:
    barrier = np.where(barred, np.float32(-1e9), np.float32(0))
    best = np.where(inside, np.float32(-1e9), scores[0])
    back = np.zeros(scores.shape, dtype=np.int64)
    for t in range(1, len(scores)):
        step = best[:, None] + barrier
        back[t] = step.argmax(0)
        best = step.max(0) + scores[t]
    path = [int(best.argmax())]
    for t in range(len(scores) - 1, 0, -1):
        path.append(int(back[t, path[-1]]))
    return path[::-1]


def log_softmax(logits: np.ndarray, axis: int = -1) -> np.ndarray:
    logits = logits - logits.max(axis, keepdims=True)
    return logits - np.log(np.exp(logits).sum(axis, keepdims=True))


@dataclass(slots=True)
class Window:
    """A range of a text's pieces behind its lead, as the encoder saw it.

    at: number of each piece in the text; starts, ends: its characters; lead: how many pieces belong to the lead; states: (t, 384).
    """

    at: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    lead: int
    states: np.ndarray

    def over(self, start: int, end: int) -> np.ndarray:
        """Which pieces stand over a stretch of characters, those of the lead aside."""
        inside = (self.starts < end) & (self.ends > start)
        inside[: self.lead] = False
        return inside


@dataclass(slots=True)
class Pointing:
    """Where the slots of one number stand.

    probabilities: (slots, t), of pieces whose characters are starts, ends; anchor: those of the figure's own words. sums: (slots, t + 1),
    running sums of the probabilities; empty: (slots,), that a slot holds nothing. Where a slot may be empty it is the anchor that tells so,
    and counts for no words; what is counted is never empty, and may stand in the anchor.
    """

    probabilities: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    anchor: np.ndarray
    sums: np.ndarray = field(init=False)
    empty: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        filled = np.array([name in FILLED for name in FIGURE])
        self.probabilities, self.empty = (
            np.where(self.anchor & ~filled[:, None], 0, self.probabilities),
            np.where(filled, 0, self.probabilities[:, self.anchor].sum(1)),
        )
        self.sums = np.pad(self.probabilities.cumsum(1, dtype=np.float64), ((0, 0), (1, 0)))

    def mass(self, slot: str, spans: np.ndarray) -> float:
        """Probability that the slot's words stand in one of some stretches of characters, int64 (n, 2), that do not overlap."""
        first, last = np.searchsorted(self.ends, spans[:, 0], "right"), np.searchsorted(self.starts, spans[:, 1], "left")
        row = self.sums[FIGURE.index(slot)]
        return float((row[np.maximum(last, first)] - row[first]).sum())

    def none(self, slot: str) -> float:
        """Probability that the text fills the slot with nothing: what points at the number itself."""
        return float(self.empty[FIGURE.index(slot)])

    def span(self, slot: str) -> Scored | None:
        """The likeliest words of a slot; None where nothing is likelier."""
        if f"{slot}-end" not in FIGURE:
            return self._run(slot)
        first, last = (self.probabilities[FIGURE.index(name)] for name in (slot, f"{slot}-end"))
        together = first[:, None] * np.lib.stride_tricks.sliding_window_view(np.pad(last, (0, LONGEST - 1)), LONGEST)
        a, further = np.unravel_index(int(together.argmax()), together.shape)
        if together[a, further] <= self.none(slot) ** 2:
            return None
        return Scored(slot, int(self.starts[a]), int(self.ends[a + further]), float(together[a, further]) ** 0.5)

    def _run(self, slot: str) -> Scored | None:
        """The pieces in a row around the likeliest one that are not much less likely."""
        likely = self.probabilities[FIGURE.index(slot)]
        top = int(likely.argmax())
        apart = np.flatnonzero(likely < likely[top] / 4)
        cut = int(np.searchsorted(apart, top))
        a = int(apart[cut - 1]) + 1 if cut else 0
        b = int(apart[cut]) if cut < len(apart) else len(likely)
        mass = float(likely[a:b].sum())
        return Scored(slot, int(self.starts[a]), int(self.ends[b - 1]), mass) if mass > self.none(slot) else None


@dataclass(slots=True)
class Read:
    """What the network makes of one text. until: the character up to which it read."""

    network: Network
    until: int = 0
    windows: list[Window] = field(default_factory=list)
    names: list[Classed] = field(default_factory=list)
    bound: list[Bound] = field(default_factory=list)
    cues: list[np.ndarray] = field(default_factory=list)  # of each window: probability that a piece is part of a cue
    views: list[tuple[Window, np.ndarray]] = field(default_factory=list)  # of each attribution: its window, and log-probabilities there

    @property
    def digest(self) -> str:
        """Digest of the weights."""
        return self.network.digest

    def cue(self, start: int, end: int) -> float:
        """Probability that some word of a stretch of characters is part of a cue."""
        read = zip(self.windows, self.cues, strict=True)
        return max((float(likely[window.over(start, end)].max(initial=0)) for window, likely in read), default=0.0)

    def fit(self, attribution: int, role: str, parts: Sequence[tuple[int, int]]) -> float:
        """How likely it is that just these stretches of characters are the role's part of an attribution: a log-probability."""
        window, view = self.views[attribution]
        inside = np.zeros(len(window.at), dtype=bool)
        for start, end in parts:
            inside |= window.over(start, end)
        likely = np.clip(self.tagged(attribution, role).within, 1e-6, 1 - 1e-6)
        return float(np.log(np.where(inside[window.lead :], likely, 1 - likely)).sum())

    def tagged(self, attribution: int, role: str) -> Tagged:
        """How likely each word piece is to be of a role of an attribution."""
        window, view = self.views[attribution]
        begins, goes_on = (np.exp(view[:, SLOTS["attribution"].index(f"{letter}-{role}")]) for letter in "BI")
        return Tagged(window.starts[window.lead :], begins, begins + goes_on)

    def point(self, numbers: Sequence[tuple[int, int]]) -> list[Pointing | None]:
        """Where the slots of numbers stand, each number given by its characters; None beyond what was read."""
        found: list[Pointing | None] = [None] * len(numbers)
        for window in self.windows:
            here = [(n, over) for n, (start, end) in enumerate(numbers) if found[n] is None and (over := window.over(start, end)).any()]
            if here:
                for (n, anchor), logits in zip(here, self.network.seen(window, [over for _, over in here], "figure"), strict=True):
                    found[n] = Pointing(np.exp(log_softmax(logits, 0)).T, window.starts, window.ends, anchor)
        return found


class Network:
    """The shipped weights. One thread a session: the engine runs one process a core."""

    def __init__(self, threads: int = 1) -> None:
        """Load the weights.

        Raises:
            HearsayError: weights that are not there, or not the ones their name tells.
        """
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        options.log_severity_level = 3
        self.encoder, self.slots = (
            onnxruntime.InferenceSession(weights_of(part), options, providers=["CPUExecutionProvider"]) for part in PARTS
        )
        self.digest = shipped_digest()

    def read(self, text: str) -> Read:
        """Score a text, or its beginning: MOST windows."""
        ids, shapes, offsets = (np.array(row, dtype=np.int64) for row in pieces(text))
        found = Read(self)
        wholes = words(text, offsets)
        for first, last in windows(text, offsets)[:MOST]:
            lead = min(LEAD, first)
            at = np.r_[0:lead, first:last]
            cue, _, names, states = self.encoder.run(None, {"pieces": ids[at], "shapes": shapes[at]})
            window = Window(at, offsets[at, 0], offsets[at, 1], lead, states)
            found.windows.append(window)
            found.until = int(offsets[last - 1, 1])

            def scored(row: tuple[str, int, int, float], base: int = first) -> Scored:
                """A span of pieces in characters, widened to whole words."""
                kind, a, b, score = row
                return Scored(kind, int(offsets[wholes[base + a][0], 0]), int(offsets[wholes[base + b - 1][1] - 1, 1]), score)

            classes = log_softmax(names[lead:])
            for row in spans(classes + np.where(np.arange(classes.shape[1]) == 0, UNNAMED, 0), LABELS["names"]):
                each = np.exp(classes[row[1] : row[2], 1:]).mean(0).reshape(-1, 2).sum(1)
                found.names.append(Classed(*scored(row), dict(zip(NAMES, each.tolist(), strict=True))))
            likely = log_softmax(cue)
            found.cues.append(1 - np.exp(likely[:, 0]))
            cues = [
                (kind, a, b, float(found.cues[-1][lead + a : lead + b].mean()))
                for kind, a, b, _ in spans(likely[lead:] + (UNCUED, 0, 0), LABELS["cue"])
            ]
            anchors = [(np.arange(len(at)) >= lead + a) & (np.arange(len(at)) < lead + b) for _, a, b, _ in cues]
            for row, logits in zip(cues, self.seen(window, anchors, "attribution") if cues else (), strict=True):
                view = log_softmax(logits[lead:])
                found.views.append((window, view))
                parts = [scored(part) for part in spans(view, SLOTS["attribution"])]
                by_role = {role: tuple(p for p in parts if p.kind == role) for role in ATTRIBUTION}
                found.bound.append(Bound(scored(row), **by_role))
        return found

    def seen(self, window: Window, anchors: Sequence[np.ndarray], kind: str) -> np.ndarray:
        """Read a window as seen from anchors (each a mask of its pieces). Returns: float32 (anchors, t, labels)."""
        masks = np.array(anchors)
        first = masks.argmax(1)
        distances = np.where(masks, 0, window.at[None, :] - window.at[first][:, None])
        feed = {
            "states": window.states,
            "anchors": (masks / masks.sum(1, keepdims=True)).astype(np.float32),
            "distances": bucket(distances),
            "kinds": np.full(len(masks), KINDS.index(kind), dtype=np.int64),
        }
        return np.asarray(self.slots.run([kind], feed)[0])


def words(text: str, offsets: Offsets) -> list[tuple[int, int]]:
    """For each piece, the range of pieces that make its word."""
    found: list[tuple[int, int]] = []
    first = 0
    for i in range(1, len(offsets) + 1):
        a = offsets[i][0] if i < len(offsets) else 0
        if i == len(offsets) or a > offsets[i - 1][1] or not (text[a].isalnum() and text[a - 1].isalnum()):
            found += [(first, i)] * (i - first)
            first = i
    return found


def shipped(part: str) -> Traversable:
    """The file of a part of the weights.

    Raises:
        HearsayError: no such file, or several.
    """
    found = [f for f in files("hearsay.model").iterdir() if f.name.startswith(f"{part}-") and f.name.endswith(".onnx")]
    if len(found) != 1:
        raise HearsayError(f"the model is not whole: {len(found)} files for {part!r}. Install hearsay again, or set model = false")
    return found[0]


def weights_of(part: str) -> bytes:
    """Read a part of the weights, and hold it against the digest in its name.

    Raises:
        HearsayError: no such file, or another digest.
    """
    file = shipped(part)
    weights = file.read_bytes()
    if hashlib.sha256(weights).hexdigest()[:12] != digest_in(file.name):
        raise HearsayError(f"{file.name} is damaged: its digest is another. Install hearsay again, or set model = false")
    return weights


def digest_in(name: str) -> str:
    """The digest that a file of weights bears in its name."""
    return name.rpartition("-")[2].removesuffix(".onnx")


@cache
def shipped_digest() -> str:
    """Digest of the weights, for the Run record: of both parts."""
    return "".join(digest_in(shipped(part).name)[:6] for part in PARTS)


@cache
def network() -> Network:
    """The shipped network, loaded once a process."""
    return Network()
