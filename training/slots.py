"""Fit the weights by which slots.py chooses what a figure counts, whose it is and where (src/hearsay/extract/slots.toml).

A linear ranking: the candidates of one slot compete (softmax), and those that the gold accepts share the credit. Learned from the train
part of the annotated Wikinews reports alone; slots filled by the ranking itself feed the figures behind them, so it is fitted in rounds.

    python training/slots.py ../shared/gold/wikinews
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from hearsay.clean import clean
from hearsay.extract import Found, extractors, figures, scene, slots
from hearsay.extract.words import tag
from hearsay.read import read, sources
from hearsay.records import Document, Text
from hearsay.settings import Settings
from hearsay.text import Span

SLOTS = ("item", "holder", "place")
ROUNDS = 3
RARE = 3  # a feature met in fewer figures is left out
WORD = re.compile(r"\w+")
ARTICLES = {"the", "a", "an", "of", "its", "some", "s", "and"}


def folded(text: str | None) -> list[str]:
    return [w.lower() for w in WORD.findall(text or "")]


def stem(word: str) -> str:
    if word in ("people", "persons"):
        return "person"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def accepted(slot: str, gold: str | None, said: str | None) -> bool:
    """Whether the annotators would take an answer: the head noun of an item, the words of a name."""
    if gold is None or said is None:
        return gold is None and said is None
    if slot == "item":
        g, s = [stem(w) for w in folded(gold)], [stem(w) for w in folded(said)]
        return g == s or bool(g and s) and (g[-1] == s[-1] or g[-1] in s)
    a, b = ({w for w in folded(x)} - ARTICLES for x in (gold, said))
    small, large = sorted((a, b), key=len)
    return bool(small) and (small == large or small <= large and len(large) - len(small) <= (4 if len(small) == 1 else 8))


def found_of(text: Text) -> Found:
    """Everything read of a text before its figures."""
    tags = tag(text)
    found = Found(tags=tuple(t.upos for t in tags), forms=tuple(t.form for t in tags))
    for extractor in extractors():
        if extractor.name == "figures":
            break
        found.rows[extractor.name] = tuple(extractor.run(text, found, None))
    return found


def same_value(gold: dict, low: float | None, high: float | None) -> bool:
    def close(a: float | None, b: float | None) -> bool:
        return (a is None) == (b is None) and (a is None or abs(a - b) <= 1e-6 * max(1, abs(b)))

    if gold["qualifier"] == "vague":
        return (low or 0) <= (gold["high"] or 1e99) and (1e99 if high is None else high) >= (gold["low"] or 0)
    return {"at_least": close(low, gold["low"]), "at_most": close(high, gold["high"])}.get(
        gold["qualifier"], close(low, gold["low"]) and close(high, gold["high"])
    )


class Fit:
    """The examples of one slot and the weights fitted to them."""

    def __init__(self) -> None:
        self.examples: list[tuple[list[list[str]], list[bool]]] = []

    def add(self, candidates: Sequence[slots.Candidate], right: list[bool]) -> None:
        if any(right) and not all(right):
            self.examples.append(([sorted(c.features) for c in candidates], right))

    def weights(self, decay: float, steps: int = 300, rate: float = 0.3) -> dict[str, float]:
        """Maximise the credit of accepted candidates under an L2 penalty, by Adagrad over all examples at once."""
        met: dict[str, int] = defaultdict(int)
        for rows, _ in self.examples:
            for feature in {f for row in rows for f in row}:
                met[feature] += 1
        known = sorted(f for f, n in met.items() if n >= RARE)
        index = {f: i for i, f in enumerate(known)}
        columns, offsets, owner, right = [], [0], [], []
        for number, (rows, answers) in enumerate(self.examples):
            for row, answer in zip(rows, answers, strict=True):
                columns.extend(index[f] for f in row if f in index)
                offsets.append(len(columns))
                owner.append(number)
                right.append(answer)
        column, start = np.array(columns), np.array(offsets[:-1])
        line = np.repeat(np.arange(len(owner)), np.diff(offsets))
        group, good = np.array(owner), np.array(right)
        weight, pace = np.zeros(len(known)), np.full(len(known), 1e-8)
        del start
        for _ in range(steps):
            score = np.bincount(line, weights=weight[column], minlength=len(group))
            score -= np.maximum.reduceat(score, np.flatnonzero(np.r_[True, group[1:] != group[:-1]]))[group]
            power = np.exp(score)
            total = np.bincount(group, weights=power)
            fair = np.bincount(group, weights=power * good)
            slope = power * good / fair[group] - power / total[group]
            step = np.bincount(column, weights=slope[line], minlength=len(known)) - decay * weight
            pace += step**2
            weight += rate * step / np.sqrt(pace)
        return {f: round(float(w), 3) for f, w in zip(known, weight, strict=True) if abs(w) >= 0.005}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--until", type=int, default=195, help="reports to learn from, from the first")
    parser.add_argument("--decay", type=float, default=1.0)
    parser.add_argument("--out", type=Path, default=Path(slots.__file__).with_name("slots.toml"))
    args = parser.parse_args()
    settings = Settings()
    rows = json.loads((args.gold / "figures.json").read_text(encoding="utf-8"))["documents"][: args.until]
    texts: list[tuple[Text, Found, list[dict]]] = []
    for row in rows:
        for source in sources([str(args.gold / "documents" / row["file"])], settings):
            for document in read(source, settings):
                if isinstance(document, Document):
                    text = clean(document, settings)
                    texts.append((text, found_of(text), row["figures"]))
    table: dict[str, dict[str, float]] = {slot: {} for slot in SLOTS}
    for number in range(ROUNDS):
        fits = {slot: Fit() for slot in SLOTS}
        right = dict.fromkeys(SLOTS, 0)
        tried = 0
        for text, found, gold in texts:
            matched: dict[int, dict] = {}
            free = [g for g in gold]

            def answer(slot: str, d: scene.Draft, candidates: Sequence[slots.Candidate]) -> slots.Candidate | None:
                if id(d) not in matched:
                    span = text.map.to_source(Span(d.start, d.end))
                    pick = next(
                        (g for g in free if g["at"][0] < span.end and span.start < g["at"][1] and same_value(g, d.quantity.low, d.quantity.high)),
                        None,
                    )
                    if pick is not None:
                        free.remove(pick)
                    matched[id(d)] = pick or {}
                g = matched[id(d)]
                said = max(candidates, key=lambda c: sum(table[slot].get(f, 0.0) for f in c.features), default=None)
                if g:
                    answers = [accepted(slot, g[slot], c.value) for c in candidates]
                    fits[slot].add(candidates, answers)
                    right[slot] += said is not None and accepted(slot, g[slot], said.value)
                    if number == 0:
                        return next((c for c, ok in zip(candidates, answers, strict=True) if ok), said)
                return said

            reading = figures.Reading(text, found, answer)
            reading.read()
            tried += sum(1 for g in matched.values() if g)
        if number:
            print(f"round {number}:", {slot: round(right[slot] / tried, 3) for slot in SLOTS}, "of", tried, file=sys.stderr)
        table = {slot: fits[slot].weights(args.decay) for slot in SLOTS}
    lines = [
        f'source = "made by training/slots.py from the first {args.until} reports of the annotated Wikinews corpus (texts CC BY 2.5)"',
        "",
    ]
    for slot in SLOTS:
        lines.append(f"[weights.{slot}]")
        lines.extend(f'"{f}" = {w}' for f, w in sorted(table[slot].items()))
        lines.append("")
    args.out.write_text("\n".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
