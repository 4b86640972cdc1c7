"""Fit the weights by which reported.py judges what the network reads of attributions (src/hearsay/extract/reported.toml).

Whether one that no rule saw is any: a logistic, fitted as those of confidence.py; right are those whose cue an annotator marked. Where the
pieces of a content begin and end: a linear ranking, fitted as that of slots.py; right are the stretches that an annotator marked. From
PolNeAR's train and dev parts; of the first, which the network knows from learning, every third report.

    python training/reported.py ../shared
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import confidence
import corpora
import slots

from hearsay.extract import Found, attributions, reported
from hearsay.extract.reading import Words
from hearsay.extract.sayings import Draft
from hearsay.model import Scores, Tagged
from hearsay.model.heads import network

EDGE = " \t\r\n\"'“”‘’.,;:!?—–-()[]"  # of no weight where a content ends, as score_polnear.py has it
SHARE = 3  # of so many reports of the train part one
RARE = 6  # a sign met in fewer attributions is left out
DECAY = {"attribution": 3.0, "content": 5.0}  # L2 penalties, set by six-fold cross-validation on dev
FOLDS = 6
Choice = tuple[list[reported.Stretch], reported.Piece, list[bool]]  # the stretches of a piece, the one that stands, which are right
Judged = tuple[reported.Signs, bool]


@dataclass
class Example:
    """What is to be judged in one report, with what its annotator marked."""

    attributions: list[Judged]
    contents: list[Choice]


class Teacher(attributions.Reader):
    """Reads one report and notes what is to be judged."""

    def __init__(self, words: Words, found: Found, scores: Scores) -> None:
        super().__init__(words, found, scores)
        self.alone: list[tuple[reported.Reported, reported.Signs]] = []
        self.offered: list[tuple[list[reported.Stretch], reported.Piece]] = []

    def _stands(self, row: reported.Reported, tagged: Tagged) -> bool:
        self.alone.append((row, self.judge.signs(row, tagged)))
        return row.score >= attributions.SEEN

    def _offered(
        self, scores: Scores, rows: Sequence[tuple[int, Draft, reported.Reported]]
    ) -> Iterator[tuple[Draft, int, list[reported.Stretch]]]:
        for draft, number, stretches in super()._offered(scores, rows):
            self.offered.append((stretches, draft.pieces[number]))
        return iter(())


def load(marked: corpora.Example) -> Example:
    """Read one annotated report."""
    text = corpora.text_of(marked.name, marked.text)
    scores = network().read(text.view)
    found = corpora.found_before("attributions", text, scores)
    teacher = Teacher(Words(text, found), found, scores)
    teacher.read()
    cues = {trimmed(marked.text, *span) for _, spans, _ in marked.bound for span in spans}
    contents = {trimmed(marked.text, *span) for _, _, roles in marked.bound for span in roles["content"]}

    def among(marks: set[tuple[int, int]], first: int, last: int) -> bool:
        span = text.evidence(*teacher.w.spans(first, last)).span
        return trimmed(marked.text, span.start, span.end) in marks

    return Example(
        [(signs, among(cues, *row.cue)) for row, signs in teacher.alone],
        [(offers, piece, [among(contents, s.first, s.last) for s in offers]) for offers, piece in teacher.offered],
    )


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of characters without blanks and marks at its ends."""
    inner = text[start:end].strip(EDGE)
    start = text.index(inner, start) if inner else start
    return start, start + len(inner)


def fit(examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """Fit both."""
    judged = [row for example in examples for row in example.attributions]
    met = Counter(sign for signs, _ in judged for sign in signs)
    known = [({sign: value for sign, value in signs.items() if met[sign] >= RARE}, ok) for signs, ok in judged]
    weights = confidence.fitted(known, DECAY["attribution"])
    choices = [(offers, right) for example in examples for offers, _, right in example.contents]
    return {
        "attribution": {sign: round(weight, 3) for sign, weight in weights.items() if abs(weight) >= 0.0005},
        "content": slots.fitted(choices, DECAY["content"]),
    }


def right(examples: Sequence[Example], weights: dict[str, dict[str, float]]) -> Counter[str]:
    """How many attributions stand, how many of them are right, how many pieces are right before and after."""
    told: Counter[str] = Counter()
    for signs, ok in (row for example in examples for row in example.attributions):
        stands = reported.stands(signs, weights["attribution"])
        told += Counter({"attributions": 1, "marked": ok, "stand": stands, "right": stands and ok})
    for offers, piece, good in (row for example in examples for row in example.contents):
        best = reported.chosen(offers, piece, weights["content"])
        at = {(s.first, s.last): ok for s, ok in zip(offers, good, strict=True)}
        told += Counter({"pieces": 1, "right pieces before": at[piece], "right pieces": at[best]})
    return told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path, help="where corpora/ lies")
    parser.add_argument("--out", type=Path, default=Path(reported.__file__).with_name("reported.toml"))
    args = parser.parse_args()
    polnear = args.shared / "corpora/polnear"
    learnt = [load(example) for example in corpora.polnear(polnear / "train.zip")[::SHARE]]
    held = [load(example) for example in corpora.polnear(polnear / "dev.zip")]
    print("dev, by the train part:", dict(right(held, fit(learnt))), file=sys.stderr)
    told: Counter[str] = Counter()
    for k in range(FOLDS):
        told += right(held[k::FOLDS], fit([*learnt, *(e for i, e in enumerate(held) if i % FOLDS != k)]))
    print(f"dev, by both, in {FOLDS} folds:", dict(told), file=sys.stderr)
    source = f"made by training/reported.py from {len(learnt)} reports of PolNeAR's train part and the {len(held)} of its dev part"
    tables = {f"weights.{name}": row for name, row in fit([*learnt, *held]).items()}
    args.out.write_text(slots.written(source, tables), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
