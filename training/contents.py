"""Fit the weights by which contents.py chooses where the content of an attribution begins and ends (src/hearsay/extract/contents.toml).

A linear ranking, fitted as that of slots.py: of a piece's stretches those count as right that an annotator marked. PolNeAR's train and dev
parts; of the first, which the network knows from learning, every third report.

    python training/contents.py ../shared
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import corpora
from slots import fitted, written

from hearsay.clean import clean
from hearsay.extract import Found, attributions, contents, extractors
from hearsay.extract.reading import Words
from hearsay.extract.sayings import Draft
from hearsay.model import Scores
from hearsay.model.heads import network
from hearsay.read import Source, read
from hearsay.records import Document
from hearsay.settings import Settings

EDGE = " \t\r\n\"'“”‘’.,;:!?—–-()[]"  # of no weight where a content ends, as score_polnear.py has it
SHARE = 3  # of so many reports of the train part one
Choice = tuple[list[contents.Stretch], contents.Piece, list[bool]]  # the stretches of a piece, the one that stands, which are right


class Teacher(attributions.Reader):
    """Reads one report and notes the stretches of every content."""

    def __init__(self, words: Words, found: Found, scores: Scores) -> None:
        super().__init__(words, found, scores)
        self.offered: list[tuple[list[contents.Stretch], contents.Piece]] = []

    def _cut_out(self, scores: Scores, reported: Sequence[tuple[int, Draft, contents.Reported]]) -> None:
        self.offered = [(stretches, draft.pieces[number]) for draft, number, stretches in self._offered(scores, reported)]


def choices(example: corpora.Example) -> list[Choice]:
    """The choices of one report, with what its annotator marked."""
    (document,) = read(Source(f"{example.name}.txt", payload=example.text.encode()), Settings())
    assert isinstance(document, Document)
    assert document.text == example.text  # the annotations count its characters
    text = clean(document, Settings())
    found, scores = Found.of(text), network().read(text.view)
    for extractor in extractors():
        if extractor.name == "attributions":
            break
        found.rows[extractor.name] = tuple(extractor.run(text, found, scores))
    marked = {trimmed(text.document.text, *span) for _, _, roles in example.bound for span in roles["content"]}
    teacher = Teacher(Words(text, found), found, scores)
    teacher.read()

    def right(stretch: contents.Stretch) -> bool:
        span = text.evidence(*teacher.w.spans(stretch.first, stretch.last)).span
        return trimmed(text.document.text, span.start, span.end) in marked

    return [(offers, piece, [right(s) for s in offers]) for offers, piece in teacher.offered]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of characters without blanks and marks at its ends."""
    inner = text[start:end].strip(EDGE)
    start = text.index(inner, start) if inner else start
    return start, start + len(inner)


def share(rows: Sequence[Choice], weights: dict[str, float] | None) -> float:
    """The share of pieces that are right: as they stand, or as some weights choose."""
    hits = 0
    for offers, piece, right in rows:
        power = {(s.first, s.last): sum((weights or {}).get(f, 0.0) for f in s.features) for s in offers}
        best = max(power, key=power.__getitem__)
        best = best if power[best] > power[piece] + contents.MARGIN else piece
        hits += right[list(power).index(best)]
    return round(hits / len(rows), 4)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path, help="where corpora/ lies")
    parser.add_argument("--decay", type=float, default=5.0, help="L2 penalty, set by six-fold cross-validation")
    parser.add_argument("--folds", type=int, default=6, help="of the dev part, to tell how well it does on reports left out")
    parser.add_argument("--out", type=Path, default=Path(contents.__file__).with_name("contents.toml"))
    args = parser.parse_args()
    polnear = args.shared / "corpora/polnear"
    learnt = [row for example in corpora.polnear(polnear / "train.zip")[::SHARE] for row in choices(example)]
    held = [choices(example) for example in corpora.polnear(polnear / "dev.zip")]

    def fit(rows: Sequence[Choice]) -> dict[str, float]:
        return fitted([(offers, right) for offers, _, right in rows], args.decay)

    every = [row for rows in held for row in rows]
    print(f"dev: {len(every)} pieces; as they stand {share(every, None)}, by the train part {share(every, fit(learnt))}", file=sys.stderr)
    hits = 0.0
    for k in range(args.folds):
        weights = fit(learnt + [row for i, rows in enumerate(held) if i % args.folds != k for row in rows])
        left_out = [row for rows in held[k :: args.folds] for row in rows]
        hits += share(left_out, weights) * len(left_out)
    print(f"by both, in {args.folds} folds: {hits / len(every):.4f}", file=sys.stderr)
    source = f"made by training/contents.py from {len(learnt)} contents of PolNeAR's train part and {len(every)} of its dev part"
    args.out.write_text(written(source, {"weights": fit(learnt + every)}), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
