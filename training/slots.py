"""Fit the weights by which slots.py chooses what a figure counts, whose it is and where (src/hearsay/extract/slots.toml).

A linear ranking: the candidates of one slot compete (softmax), and those that the annotators would accept share the credit. A slot filled
by the ranking feeds the figures behind it, so it is fitted in rounds: the first takes the annotators' answers, the others its own.

    python training/slots.py ../shared
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import corpora
import numpy as np

from hearsay.extract import figures, slots
from hearsay.extract.scene import Draft
from hearsay.model.heads import network
from hearsay.records import Text
from hearsay.text import Span

SLOTS = ("item", "holder", "place")
ROUNDS, STEPS, RATE = 3, 300, 0.3
TRUSTS, SHARES = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 9.0), (0.0, 0.25, 0.5, 0.75, 0.9)
POINTED, NONE = (0.0, -3.0, -2.0, -1.0, 1.0), (0.0, -4.0, -3.0, -2.0, -1.0, 1.0, 2.0)
WORTH = (4.0, 1.0)  # of the gold's own reports against those of other corpora, annotated by us
RARE = 3  # a feature met in fewer figures is left out
WORD = re.compile(r"\w+")
ARTICLES = frozenset(("the", "a", "an", "of", "its", "some", "s", "and"))
Weights = dict[str, dict[str, float]]


def stems(text: str) -> list[str]:
    """The words of a phrase without their plural."""
    return [singular(w.lower()) for w in WORD.findall(text)]


def singular(word: str) -> str:
    if word in ("people", "persons"):
        return "person"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def accepted(slot: str, gold: str | None, said: str | None) -> bool:
    """Whether the annotators would take an answer: the head noun of an item, the words of a name (as gold/score.py has it)."""
    if gold is None or said is None:
        return gold is None and said is None
    if slot == "item":
        g, s = stems(gold), stems(said)
        return g == s or bool(g and s) and (g[-1] == s[-1] or g[-1] in s)
    a, b = ({w.lower() for w in WORD.findall(x)} - ARTICLES for x in (gold, said))
    small, large = sorted((a, b), key=len)
    return bool(small) and (small == large or small <= large and len(large) - len(small) <= (4 if len(small) == 1 else 8))


def close(a: float | None, b: float | None) -> bool:
    return (a is None) == (b is None) and (a is None or b is None or abs(a - b) <= 1e-6 * max(1, abs(b)))


def same_value(gold: dict[str, Any], low: float | None, high: float | None) -> bool:
    """Whether an amount read is the one annotated (as gold/score.py has it); it is where the annotation tells none."""
    if "low" not in gold:
        return True
    if gold["qualifier"] == "vague":
        return (low or 0) <= (gold["high"] or np.inf) and (np.inf if high is None else high) >= (gold["low"] or 0)
    low_fits, high_fits = close(low, gold["low"]), close(high, gold["high"])
    return {"at_least": low_fits, "at_most": high_fits}.get(gold["qualifier"], low_fits and high_fits)


class Example:
    """A report with everything read of it before its figures, and its annotated figures."""

    def __init__(self, text: Text, gold: list[dict[str, Any]]) -> None:
        self.text, self.gold, self.scores = text, gold, network().read(text.view)
        self.found = corpora.found_before("figures", text, self.scores)


class Teacher:
    """Reads one report, notes every choice with what the annotators accept, and answers by the weights so far or by them.

    The model's word counts where the weights hold its ``trust``.
    """

    def __init__(self, example: Example, weights: Weights, *, told: bool) -> None:
        self.example, self.weights, self.told = example, weights, told
        self.free = list(example.gold)
        self.answers: dict[int, dict[str, Any] | None] = {}
        self.choices: dict[str, list[tuple[Sequence[slots.Candidate], list[bool]]]] = {slot: [] for slot in SLOTS}
        self.likely: dict[str, list[list[tuple[float, float]]]] = {slot: [] for slot in SLOTS}
        scores = example.scores if "trust" in weights else None
        self.reading = figures.Reading(example.text, example.found, scores, self.answer)
        self.reading.read()

    def gold(self, d: Draft) -> dict[str, Any] | None:
        """The annotated figure that a draft is."""
        if id(d) not in self.answers:
            span = self.example.text.map.to_source(Span(d.start, d.end))
            low, high = d.quantity.low, d.quantity.high
            match = (g for g in self.free if g["at"][0] < span.end and span.start < g["at"][1] and same_value(g, low, high))
            self.answers[id(d)] = next(match, None)
            if self.answers[id(d)] is not None:
                self.free.remove(self.answers[id(d)])
        return self.answers[id(d)]

    def answer(self, slot: str, d: Draft, candidates: Sequence[slots.Candidate]) -> slots.Candidate | None:
        likely = None if d.pointers is None else [self.reading.likely(slot, d, candidate.value) for candidate in candidates]
        told = slots.rank(slot, candidates, likely, self.weights)
        said = candidates[told.index(max(told))] if told else None
        gold = self.gold(d)
        if gold is None or slot not in gold:
            return said
        right = [accepted(slot, gold[slot], c.value) for c in candidates]
        self.choices[slot].append((candidates, right))
        if likely is not None:
            self.likely[slot].append(likely)
        return next((c for c, ok in zip(candidates, right, strict=True) if ok), said) if self.told else said

    def right(self) -> dict[str, int]:
        """How many annotated figures have each slot right."""
        rows = [(self.gold(d), d) for d in self.reading.drafts]
        return {slot: sum(g is not None and slot in g and accepted(slot, g[slot], getattr(d, slot)) for g, d in rows) for slot in SLOTS}


def fitted(choices: Sequence[tuple[Sequence[slots.Candidate], list[bool]]], decay: float, rare: int = RARE) -> dict[str, float]:
    """Maximise the credit of accepted candidates under an L2 penalty, by Adagrad over all choices at once.

    rare: a feature met in fewer choices is left out.
    """
    rows = [([sorted(c.features) for c in candidates], right) for candidates, right in choices if any(right) and not all(right)]
    met: dict[str, int] = defaultdict(int)
    for candidates, _ in rows:
        for feature in {f for features in candidates for f in features}:
            met[feature] += 1
    index = {f: i for i, f in enumerate(sorted(f for f, n in met.items() if n >= rare))}
    column, sizes, group, good = [], [], [], []
    for number, (candidates, right) in enumerate(rows):
        for features, ok in zip(candidates, right, strict=True):
            known = [index[f] for f in features if f in index]
            column += known
            sizes.append(len(known))
            group.append(number)
            good.append(ok)
    columns, groups, goods = np.array(column), np.array(group), np.array(good)
    line = np.repeat(np.arange(len(sizes)), sizes)
    first = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    weight, pace = np.zeros(len(index)), np.full(len(index), 1e-8)
    for _ in range(STEPS):
        score = np.bincount(line, weights=weight[columns], minlength=len(groups))
        power = np.exp(score - np.maximum.reduceat(score, first)[groups])
        total, fair = np.bincount(groups, weights=power), np.bincount(groups, weights=power * goods)
        slope = power * goods / fair[groups] - power / total[groups]
        step = np.bincount(columns, weights=slope[line], minlength=len(index)) - decay * weight
        pace += step**2
        weight += RATE * step / np.sqrt(pace)
    return {f: round(float(weight[i]), 2) for f, i in index.items() if abs(weight[i]) >= 0.01}


def fit(examples: Sequence[Example], decay: float) -> Weights:
    """Fit the weights of every slot in rounds."""
    weights: Weights = {slot: {} for slot in SLOTS}
    for number in range(ROUNDS):
        teachers = [Teacher(example, weights, told=number == 0) for example in examples]
        weights = {slot: fitted([c for t in teachers for c in t.choices[slot]], decay) for slot in SLOTS}
    return weights


Group = tuple[np.ndarray, ...]  # told, likely, traits, right, counts: of each choice its candidates


def group(examples: Sequence[Example], weights: Weights, slot: str, empty: float) -> Group:
    """The choices of one slot in reports from which neither the ranking nor the model has learnt.

    A few dozen reports leave a slot empty more or less often than others do: choices count so that as many are empty as ``empty`` tells.
    """
    choices = [
        choice
        for teacher in (Teacher(example, weights, told=False) for example in examples)
        for choice in zip(teacher.choices[slot], teacher.likely[slot], strict=True)
        if choice[1]
    ]
    shape = (len(choices), max(len(likely) for _, likely in choices))
    told, likely, traits, right = np.full(shape, -1e9), np.ones((*shape, 2)), np.zeros((*shape, 2)), np.zeros(shape, dtype=bool)
    for n, ((candidates, accepts), probabilities) in enumerate(choices):
        here = slice(len(candidates))
        told[n, here] = slots.rank(slot, candidates, table=weights)
        traits[n, here] = [("pointed" in c.features, c.value is None) for c in candidates]
        likely[n, here], right[n, here] = probabilities, accepts
    bare = (right & (traits[:, :, 1] > 0)).any(1)
    counts = np.where(bare, empty / max(bare.mean(), 1e-9), (1 - empty) / max(1 - bare.mean(), 1e-9)) / len(choices)
    return told, likely, traits, right, counts


def credit(groups: Sequence[Group], setting: tuple[float, ...]) -> tuple[float, float]:
    """The share of choices that a setting makes right, and how sure it is of them; the mean over the groups by their worth."""
    trust, share, *biases = setting
    hits, sure = [], []
    for told, likely, traits, right, counts in groups:
        word = told + trust * np.log(np.maximum(likely @ (1 - share, share), slots.UNLIKELY)) + traits @ biases
        power = np.exp((word - word.max(1, keepdims=True)) / max(1.0, trust))
        hits.append(float(right[np.arange(len(word)), word.argmax(1)] @ counts))
        sure.append(float((power * right).sum() / power.sum()))
    worth = WORTH[: len(groups)]
    return round(float(np.average(hits, weights=worth)), 6), float(np.average(sure, weights=worth))


def trusted(held: Sequence[Sequence[Example]], weights: Weights, empty: dict[str, float]) -> Weights:
    """Set, slot by slot, what the model's word weighs beside the ranking, what speaks for words it alone offers, and for an empty slot.

    Of all settings the one that makes most figures right, and of equals the one that is surest of them.

    held: groups of reports, which count by their WORTH, however many reports they have.
    """
    weights = {**weights, **{name: dict.fromkeys(SLOTS, 0.0) for name in slots.READ}}
    for slot in SLOTS:
        groups = [group(examples, weights, slot, empty[slot]) for examples in held]
        best = max(product(TRUSTS, SHARES, POINTED, NONE), key=lambda setting: credit(groups, setting))
        for name, value in zip(slots.READ, best, strict=True):
            weights[name][slot] = value
        print(slot, best, [round(credit([g], best)[0], 3) for g in groups], file=sys.stderr)
    return weights


def shares(examples: Sequence[Example], weights: Weights) -> dict[str, float]:
    """The share of annotated figures found whose slots are right."""
    teachers = [Teacher(example, weights, told=False) for example in examples]
    tried = sum(g is not None for t in teachers for g in t.answers.values())
    return {slot: round(sum(t.right()[slot] for t in teachers) / max(1, tried), 3) for slot in SLOTS}


def load(reports: Iterable[corpora.Annotated]) -> list[Example]:
    """Read annotated reports."""
    return [Example(corpora.text_of(name, words), gold) for name, words, gold in reports]


def written(source: str, tables: Mapping[str, Mapping[str, float]]) -> str:
    """Tables of weights as TOML, under the sentence that tells their source."""
    rows = (
        [f"[{name}]", *(f"{json.dumps(f, ensure_ascii=False)} = {w}" for f, w in sorted(row.items())), ""] for name, row in tables.items()
    )
    return "\n".join([f'source = "{source}"', "", *(line for row in rows for line in row)])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path, help="where corpora/ and gold/ lie")
    parser.add_argument("--without-d", action="store_true", help="leave out figures.jsonl, whose corpora state no licence")
    parser.add_argument("--decay", type=float, default=10.0, help="L2 penalty, set by five-fold cross-validation")
    parser.add_argument("--folds", type=int, default=0, help="only print how well it does on reports left out, in so many folds")
    parser.add_argument("--out", type=Path, default=Path(slots.__file__).with_name("slots.toml"))
    args = parser.parse_args()
    gold = args.shared / "gold/wikinews"
    learnt = corpora.annotated(gold, *corpora.LEARNT)
    examples = load(learnt + ([] if args.without_d else corpora.annotated_by_us(args.shared)))
    for k in range(args.folds):
        weights = fit([e for i, e in enumerate(examples) if i % args.folds != k], args.decay)
        print(f"fold {k}:", shares(examples[k :: args.folds], weights), file=sys.stderr)
    if args.folds:
        return 0
    weights = fit(examples, args.decay)
    held = [load(corpora.annotated(gold, *corpora.DEVELOPED))]
    if not args.without_d:
        held.append(load(corpora.annotated_by_us(args.shared, held=True)))
    print("without the model:", *(shares(part, weights) for part in held), file=sys.stderr)
    told = [figure for _, _, rows in learnt for figure in rows]
    weights = trusted(held, weights, {slot: sum(f[slot] is None for f in told) / len(told) for slot in SLOTS})
    print("with it:", *(shares(part, weights) for part in held), file=sys.stderr)
    further, beside = ("", "") if args.without_d else (", training/figures.jsonl", " and training/figures-held.jsonl")
    source = (
        f"made by training/slots.py from {len(examples)} annotated reports (gold/wikinews wn000–wn194{further}), "
        f"trust from wn195–wn254{beside}"
    )
    args.out.write_text(written(source, {f"weights.{slot}": row for slot, row in weights.items()}), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
