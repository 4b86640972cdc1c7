"""Fit the weights by which syntax.py tells the subject of a verb and the verb of a number (src/hearsay/extract/syntax.toml).

Two linear rankings fitted as slots.py fits its own, from the train parts of two treebanks (treebanks.py). Our own tagger and parse read
each sentence, so that the weights know their errors; the trees only tell which candidate is right.

    python training/syntax.py ../shared/corpora
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import slots
import treebanks
from treebanks import Word

from hearsay.clean import clean
from hearsay.extract import Found, syntax
from hearsay.extract.figures import Reading
from hearsay.extract.scene import Scene
from hearsay.read import Source, read
from hearsay.records import Document, Text
from hearsay.settings import Settings

PARTS = {"subject": (15, 10.0, 0.05), "verb": (8, 20.0, 0.04)}  # by table: a feature is met so often, the penalty, the least weight kept
RELATIVE = ("who", "which", "that", "whom", "whose")
ROLES = {"nsubj": True, "obj": False, "iobj": False, "obl": False, "xcomp": False, "ccomp": False, "root": False}  # subject or not
ASIDE = ("nmod", "appos")  # what hangs on a noun is said of it with the noun's verb
SHORTEST, LONGEST = 30, 500  # characters of a sentence that is learnt from
Choice = tuple[Sequence[syntax.Subject] | Sequence[syntax.Governor], list[bool]]


def text_of(sentence: str) -> Text | None:
    """One sentence as a report, where cleaning moves nothing."""
    (document,) = read(Source("sentence.txt", payload=sentence.encode()), Settings())
    text = clean(document, Settings()) if isinstance(document, Document) else None
    return text if text is not None and len(text.view) == len(sentence) else None


def token_of(text: Text, word: Word) -> int | None:
    """The token that a word of a tree begins in."""
    return next((k for k, t in enumerate(text.tokens) if t.start <= word.start < t.end), None)


def subjects(words: dict[int, Word]) -> dict[int, set[int]]:
    """The subjects of each verb: by the tree, else by the enhanced edges (shared, raised, behind a relative pronoun)."""
    plain: dict[int, set[int]] = {}
    more: dict[int, set[int]] = {}
    for number, word in words.items():
        if word.text.lower() in RELATIVE:
            continue
        if word.relation.startswith("nsubj"):
            plain.setdefault(word.head, set()).add(number)
        for head, relation in word.edges:
            if relation.startswith("nsubj"):
                more.setdefault(head, set()).add(number)
    return {verb: plain.get(verb) or told for verb, told in (more | plain).items() if verb in words and words[verb].upos == "VERB"}


def verb_of(words: dict[int, Word], number: int) -> tuple[int, bool] | None:
    """The verb, or the copula, that tells what is so of a word, and whether the word is its subject."""
    aside = False
    for _ in range(8):
        word, base = words[number], words[number].relation.split(":")[0]
        copula = {w.head: n for n, w in words.items() if w.relation == "cop"}
        if base != "conj":
            if base in ROLES and word.head and (words[word.head].upos in ("VERB", "AUX") or word.head in copula):
                return copula.get(word.head, word.head), ROLES[base] and not aside
            if number in copula:
                return copula[number], False
            if base not in ASIDE:
                return None
            aside = True
        if not word.head:
            return None
        number = word.head
    return None


def examples(rows: Iterable[str]) -> Iterator[tuple[str, Choice]]:
    """Every choice of a treebank: its table, its candidates and which of them are right."""
    for sentence, words in treebanks.sentences(rows):
        text = text_of(sentence) if SHORTEST < len(sentence) < LONGEST and sentence[0].isupper() else None
        if text is None:
            continue
        found = Found.of(text)
        scene = Scene(text, found)
        for verb, told in subjects(words).items():
            k = token_of(text, words[verb])
            parse = scene.parse(text.sentence_at(words[verb].start)) if k is not None else None
            if parse is None or k not in parse.verb_at:
                continue
            right = {token_of(text, words[n]) for n in told}
            offered = syntax.subjects(parse, parse.verbs[parse.verb_at[k]])
            yield "subject", (offered, [any(r is not None and c.phrase.first <= r < c.phrase.last for r in right) for c in offered])
        if any(w.upos == "NUM" for w in words.values()):
            yield from numbers(text, found, words)


def numbers(text: Text, found: Found, words: dict[int, Word]) -> Iterator[tuple[str, Choice]]:
    """The choice of a verb for every amount that a sentence holds."""
    reading = Reading(text, found)
    tokens = {n: token_of(text, w) for n, w in words.items()}
    for d in reading.read():
        inside = {n for n, k in tokens.items() if k is not None and d.first <= k < d.last}
        tops = [n for n in inside if words[n].head not in inside]
        told = verb_of(words, tops[0]) if len(tops) == 1 else None
        at = tokens[told[0]] if told is not None else None
        if told is None or at is None:
            continue
        offered = syntax.governors(reading.scene.parse(d.sentence), d.first, d.last, d.kind)
        acts = [told[1] and g.verb.first >= d.last for g in offered]
        yield "verb", (offered, [g.verb.first <= at < g.verb.last and g.acts == a for g, a in zip(offered, acts, strict=True)])


def share(choices: Sequence[Choice], row: dict[str, float]) -> str:
    """How many choices fall on a right candidate, and how many have one."""
    best = (max(range(len(c)), key=lambda i: sum(row.get(f, 0.0) for f in c[i].features), default=-1) for c, _ in choices)
    hits = sum(i >= 0 and right[i] for i, (_, right) in zip(best, choices, strict=True))
    return f"{hits / len(choices):.3f} right of {len(choices)}, {sum(any(right) for _, right in choices) / len(choices):.3f} on offer"


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("corpora", type=Path, help="where ud-ewt/ and gum/ lie")
    asked.add_argument("--out", type=Path, default=Path(syntax.__file__).with_name("syntax.toml"))
    options = asked.parse_args()
    tables: dict[str, dict[str, float]] = {}
    syntax.weights = lambda: {name: tables.get(name, {}) for name in PARTS}  # type: ignore[assignment]
    syntax.tables.cache_clear()
    for name, (rare, decay, least) in PARTS.items():  # the verb of a number leans on the subjects
        part = {p: [c for n, c in examples(treebanks.lines(options.corpora, p)) if n == name] for p in ("train", "dev")}
        slots.RARE = rare
        syntax.tables.cache_clear()
        tables[name] = {f: w for f, w in slots.fitted(part["train"], decay).items() if abs(w) >= least}
        print(name, len(tables[name]), "weights; dev:", share(part["dev"], tables[name]), file=sys.stderr)
    source = "made by training/syntax.py from the train parts of UD English EWT and GUM (CC BY-SA 4.0 and CC BY; weights only)"
    options.out.write_text(slots.written(source, {f"weights.{name}": row for name, row in tables.items()}), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
