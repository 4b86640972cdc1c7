"""What scores text: windows, spans, pointers, and the shipped weights held against torch."""

from __future__ import annotations

import itertools
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearsay.errors import HearsayError
from hearsay.model import heads

TEXT = (
    "The harbour office said on Friday that 40 boats had been lost near Port Ellis.\n\n"
    "“We counted them twice,” the harbour master, Ruth Amadi, told reporters. Fishermen doubt the number."
)
TORCH = Path(__file__).with_name("torch.json")


@pytest.fixture(scope="module")
def network() -> heads.Network:
    return heads.network()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(["Rain fell. ", "a ", "Ünlü’s ", "\n\n", "“No,” she said. ", "12,000 ", "🙂 ", "\x00"]), max_size=400),
    st.integers(0, 190),
)
def test_windows_share_out_every_piece_once(words: list[str], shift: int) -> None:
    text = "".join(words)
    ids, shapes, offsets = heads.pieces(text)
    assert len(ids) == len(shapes) == len(offsets)
    cuts = heads.windows(text, offsets, shift)
    assert [i for a, b in cuts for i in range(a, b)] == list(range(len(offsets)))
    assert all(0 < b - a <= heads.WINDOW - (heads.LEAD if a else 0) for a, b in cuts)


def test_windows_end_where_paragraphs_do() -> None:
    text = "\n\n".join(["The river rose by two metres in the night and nobody slept"] * 60)
    _, _, offsets = heads.pieces(text)
    ends = [offsets[b - 1][1] for _, b in heads.windows(text, offsets)]
    assert len(ends) > 1
    assert all(text[end : end + 1] in ("\n", "") for end in ends)


def paths(scores: np.ndarray, labels: tuple[str, ...]) -> list[int]:
    """The best allowed path, found by trying every one."""

    def allowed(path: tuple[int, ...]) -> bool:
        pairs = zip((0, *path), path, strict=False)
        return all(not labels[b].startswith("I-") or labels[a][2:] == labels[b][2:] for a, b in pairs)

    every = filter(allowed, itertools.product(range(len(labels)), repeat=len(scores)))
    return list(max(every, key=lambda path: sum(float(scores[t, k]) for t, k in enumerate(path))))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.floats(-4, 4, width=32), min_size=5, max_size=5), min_size=1, max_size=4))
def test_spans_are_those_of_the_best_allowed_path(rows: list[list[float]]) -> None:
    labels = heads.SLOTS["attribution"]
    scores = heads.log_softmax(np.array(rows, dtype=np.float64))
    best = paths(scores, labels)
    found = heads.spans(scores, labels)
    covered = {t: kind for kind, a, b, _ in found for t in range(a, b)}
    said = sum(float(scores[t, k]) for t, k in enumerate(best))
    mine = [0] * len(rows)
    for kind, a, b, _ in found:
        mine[a:b] = [labels.index(f"B-{kind}"), *[labels.index(f"I-{kind}")] * (b - a - 1)]
    assert sum(float(scores[t, k]) for t, k in enumerate(mine)) == pytest.approx(said)
    assert all(0 < score <= 1 for *_, score in found)
    assert len(covered) == sum(b - a for _, a, b, _ in found)


def test_distances_are_exact_when_near_and_coarse_when_far() -> None:
    row = heads.bucket(np.arange(-400, 401))
    assert len(set(row[396:405])) == 9
    assert row.min() >= 0
    assert row.max() < heads.BUCKETS
    assert all(a <= b for a, b in itertools.pairwise(row[400:]))


def test_reads_who_says_what_and_whose_number(network: heads.Network) -> None:
    found = network.read(TEXT)
    told = {TEXT[b.cue.start : b.cue.end]: b for b in found.bound}
    assert "said" in told
    said = told["said"]
    assert [TEXT[p.start : p.end] for p in said.source] == ["The harbour office"]
    assert "40 boats had been lost" in " ".join(TEXT[p.start : p.end] for p in said.content)
    assert ("Person", "Ruth Amadi") in {(n.kind, TEXT[n.start : n.end]) for n in found.names}
    start = TEXT.index("40 boats")
    (pointing,) = found.point([(start, start + 8)])
    assert pointing is not None
    place = TEXT.index("Port Ellis")
    right, wrong = np.array([[place, place + 10]]), np.array([[0, 18]])
    assert pointing.mass("place", right) > pointing.mass("place", wrong)
    assert pointing.mass("place", np.array([[0, len(TEXT)]])) + pointing.none("place") == pytest.approx(1, abs=1e-3)
    assert pointing.mass("place", np.zeros((0, 2), dtype=np.int64)) == 0
    assert pointing.probabilities.sum(1) + pointing.empty == pytest.approx(np.ones(len(heads.FIGURE)), abs=1e-3)
    counted = np.array([[start + 3, start + 8]])
    assert pointing.mass("item-end", counted) > 0.5  # what is counted stands in the figure itself


def pointing(mass: list[float], none: float, slot: str = "holder") -> heads.Pointing:
    """Pieces of one letter each behind the number, which stands first."""
    rows = np.zeros((len(heads.FIGURE), len(mass) + 1))
    rows[:, 0] = none
    rows[heads.FIGURE.index(slot), 1:] = mass
    at = np.arange(len(mass) + 1)
    return heads.Pointing(rows, at, at + 1, at == 0)


def test_words_pointed_at_are_the_pieces_around_the_likeliest() -> None:
    assert pointing([0.05, 0.3, 0.4, 0.1, 0.0], 0.15).span("holder")[1:3] == (2, 5)
    assert pointing([0.6, 0.0, 0.2], 0.2).span("holder")[1:3] == (1, 2)
    assert pointing([0.1, 0.1, 0.2], 0.6).span("holder") is None


def test_a_content_that_was_read_fits_better_than_another(network: heads.Network) -> None:
    found = network.read(TEXT)
    n = next(i for i, b in enumerate(found.bound) if TEXT[b.cue.start : b.cue.end] == "said")
    own = [(p.start, p.end) for p in found.bound[n].content]
    assert found.fit(n, "content", own) > found.fit(n, "content", [(0, 11)])


@pytest.mark.parametrize("text", ["", " \n ", "?", "🙂🙂", "x" * 5000, "word " * 3, "\x00\x01", "12", "“”" * 50])
def test_any_text_can_be_read(network: heads.Network, text: str) -> None:
    found = network.read(text)
    for name in found.names:
        assert 0 <= name.start < name.end <= len(text)
    assert found.until <= len(text)


def test_what_follows_the_limit_is_left_to_the_rules(network: heads.Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heads, "MOST", 2)
    text = "\n\n".join([TEXT] * 40)
    found = network.read(text)
    assert len(found.windows) == 2
    assert 0 < found.until < len(text)
    last = text.rindex("40 boats")
    assert found.point([(text.index("40 boats"), text.index("40 boats") + 8), (last, last + 8)])[1] is None


def test_agrees_with_torch(network: heads.Network) -> None:
    """training/export.py wrote down what the same weights say in torch, in float32."""
    told = json.loads(TORCH.read_text(encoding="utf-8"))
    ids, shapes, _ = heads.pieces(told["text"])
    assert ids == told["pieces"]
    assert shapes == told["shapes"]
    got = network.encoder.run(None, {"pieces": np.array(ids), "shapes": np.array(shapes)})
    for name, scores in zip(heads.LABELS, got, strict=False):
        mine, theirs = (np.exp(heads.log_softmax(np.array(x))) for x in (scores, told[name]))
        # Seven bits a weight: a piece on the border may fall to the other side, the whole may not move.
        assert np.abs(mine - theirs).mean() < 0.02, name
        assert (mine.argmax(1) == theirs.argmax(1)).mean() > 0.9, name


def test_weights_bear_their_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in Path(heads.__file__).parent.glob("*.onnx"):
        shutil.copy(file, tmp_path)
    monkeypatch.setattr(heads, "files", lambda _: tmp_path)
    (slots,) = tmp_path.glob("slots-*.onnx")
    assert len(heads.weights_of("slots")) > 100_000
    slots.write_bytes(slots.read_bytes()[:-1])
    with pytest.raises(HearsayError, match="is damaged"):
        heads.weights_of("slots")
    slots.unlink()
    with pytest.raises(HearsayError, match="not whole: 0 files"):
        heads.weights_of("slots")


def test_the_weights_are_small() -> None:
    assert sum(f.stat().st_size for f in Path(heads.__file__).parent.iterdir() if f.is_file()) <= 25_000_000
