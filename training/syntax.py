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

import corpora
import slots
import treebanks
from treebanks import Word

from hearsay.extract import Found, syntax
from hearsay.extract.figures import Reading
from hearsay.extract.scene import Scene
from hearsay.extract.slots import Candidate, rank
from hearsay.records import Text

ROLES = {"nsubj": True, "obj": False, "iobj": False, "obl": False, "xcomp": False, "ccomp": False, "root": False}  # subject or not
ASIDE = ("nmod", "appos")  # what hangs on a noun is said of it with the noun's verb
SHORTEST, LONGEST = 30, 500  # characters of a sentence that is learnt from
Choice = tuple[list[Candidate], list[bool]]


def text_of(sentence: str) -> Text | None:
    """One sentence as a report, where cleaning moves nothing."""
    try:
        text = corpora.text_of("sentence", sentence)
    except ValueError:
        return None
    return text if len(text.view) == len(sentence) else None


def token_of(text: Text, word: Word) -> int | None:
    """The token that a word of a tree begins in."""
    k = text.token_at(word.start)
    return k if k < len(text.tokens) and text.tokens[k].start <= word.start else None


def subjects_of(words: dict[int, Word]) -> dict[int, set[int]]:
    """The subjects of each verb: by the tree, else by the enhanced edges (shared, raised, behind a relative pronoun)."""
    plain: dict[int, set[int]] = {}
    more: dict[int, set[int]] = {}
    for number, word in words.items():
        if word.text.lower() in syntax.RELATIVE:
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


def crossed(traits: syntax.Traits, situation: syntax.Traits) -> Candidate:
    """A candidate with its features: each trait by itself and with each that stands around it."""
    return Candidate(None, {*traits, *(f"{trait}|{here}" for trait in traits for here in situation)})


def reports(rows: Iterable[str]) -> Iterator[tuple[Text, Found, dict[int, Word]]]:
    """The sentences of a treebank that are learnt from."""
    for sentence, words in treebanks.sentences(rows):
        text = text_of(sentence) if SHORTEST < len(sentence) < LONGEST and sentence[0].isupper() else None
        if text is not None:
            yield text, Found.of(text), words


def subjects(text: Text, found: Found, words: dict[int, Word]) -> Iterator[Choice]:
    """The choice of a subject for every verb of a sentence."""
    scene = Scene(text, found)
    for verb, told in subjects_of(words).items():
        k = token_of(text, words[verb])
        parse = scene.parse(text.sentence_at(words[verb].start)) if k is not None else None
        if parse is None or k not in parse.verb_at:
            continue
        right = {token_of(text, words[n]) for n in told}
        situation, offered = syntax.doers(parse, parse.verbs[parse.verb_at[k]])
        hits = [any(r is not None and phrase.first <= r < phrase.last for r in right) for phrase, _ in offered]
        yield [crossed(traits, situation) for _, traits in offered], hits


def governors(text: Text, found: Found, words: dict[int, Word]) -> Iterator[Choice]:
    """The choice of a verb for every amount that a sentence holds."""
    if not any(w.upos == "NUM" for w in words.values()):
        return
    reading = Reading(text, found)
    tokens = {n: token_of(text, w) for n, w in words.items()}
    for d in reading.read():
        inside = {n for n, k in tokens.items() if k is not None and d.first <= k < d.last}
        tops = [n for n in inside if words[n].head not in inside]
        told = verb_of(words, tops[0]) if len(tops) == 1 else None
        at = tokens[told[0]] if told is not None else None
        if told is None or at is None:
            continue
        situation, offered = syntax.governors(reading.scene.parse(d.sentence), d.first, d.last, d.kind)
        hits = [v.first <= at < v.last and acts == (told[1] and v.first >= d.last) for (v, acts), _ in offered]
        yield [crossed(traits, situation) for _, traits in offered], hits


# By table: who offers its choices, how often a feature is met, the penalty, the least weight kept. A verb leans on the subjects.
TABLES = {"subject": (subjects, 15, 10.0, 0.05), "verb": (governors, 8, 20.0, 0.04)}


def share(choices: Sequence[Choice], row: dict[str, float]) -> str:
    """How many choices fall on a right candidate, and how many have one."""
    told = [rank("subject", c, table={"subject": row}) for c, _ in choices]
    hits = sum(bool(weighed) and right[weighed.index(max(weighed))] for weighed, (_, right) in zip(told, choices, strict=True))
    return f"{hits / len(choices):.3f} right of {len(choices)}, {sum(any(right) for _, right in choices) / len(choices):.3f} on offer"


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("corpora", type=Path, help="where ud-ewt/ and gum/ lie")
    asked.add_argument("--out", type=Path, default=Path(syntax.__file__).with_name("syntax.toml"))
    options = asked.parse_args()
    part = {p: list(reports(treebanks.lines(options.corpora, p))) for p in ("train", "dev")}
    weights: dict[str, dict[str, float]] = {}
    tables: dict[str, syntax.Table] = {name: {} for name in TABLES}
    syntax.tables = lambda: tables
    for name, (offer, rare, decay, least) in TABLES.items():
        choices = {p: [choice for report in rows for choice in offer(*report)] for p, rows in part.items()}
        row = slots.fitted(choices["train"], decay, rare)
        weights[name] = {f: w for f, w in row.items() if abs(w) >= least}
        tables[name] = syntax.by_trait(weights[name])
        print(name, len(weights[name]), "weights; dev:", share(choices["dev"], weights[name]), file=sys.stderr)
    source = "made by training/syntax.py from the train parts of UD English EWT and GUM (CC BY-SA 4.0 and CC BY; weights only)"
    options.out.write_text(slots.written(source, {f"weights.{name}": row for name, row in weights.items()}), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
