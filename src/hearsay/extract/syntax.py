"""Who does what: which noun phrase is the subject of a verb, and which verb tells what is so of a number.

Both are chosen by a linear ranking, as in slots.py; the weights lie in ``syntax.toml`` beside this file and are made by training/syntax.py.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:  # phrases.py asks this module for its subjects
    from hearsay.extract.phrases import Parse, Phrase, Verb

REACH = 12  # noun phrases before a verb that may be its subject
AROUND = 4  # verbs before a number, and behind it, that may tell what is so of it
HOLDING = frozenset(("of", "in", "to", "by", "for", "at", "with", "from", "on", "than", "over", "including", "between", "after", "as"))
RELATIVE = frozenset(("who", "which", "that", "whom", "whose"))
CLAUSES = frozenset(
    ("that", "because", "if", "while", "when", "as", "after", "before", "although", "though", "since", "where", "whether", "until", "what")
)
NOMINATIVE = frozenset(("he", "she", "they", "i", "we"))
ACCUSATIVE = frozenset(("him", "them", "me", "us", "himself", "themselves", "itself", "herself"))
BREAKS = frozenset((";", ":", "—", "–", "--", "(", ")"))
PLURAL = frozenset(("NNS", "NNPS"))
VERBS_OF_MANY = {
    **dict.fromkeys(("is", "was", "has", "does", "'s"), False),
    **dict.fromkeys(("are", "were", "have", "do", "'re", "'ve"), True),
}

Traits = tuple[str, ...]
Table = Mapping[str, tuple[float, Mapping[str, float]]]  # by trait: its own weight, and what it weighs in each situation
Choice = TypeVar("Choice")
Offers = tuple[Traits, list[tuple[Choice, Traits]]]  # the situation, and each choice with what speaks for it


def subject(parse: Parse, verb: Verb) -> Phrase | None:
    """The noun phrase that does, or in the passive suffers, what a verb tells; None where a sentence offers none."""
    return _best("subject", doers(parse, verb))


def governor(parse: Parse, first: int, last: int, kind: str) -> tuple[Verb, bool] | None:
    """The verb that tells what is so of a number, and whether the number is its subject; None in a sentence without verbs."""
    return _best("verb", governors(parse, first, last, kind))


def _best(name: str, offers: Offers[Choice]) -> Choice | None:
    """The choice that weighs most by a table."""
    (situation, offered), table = offers, tables()[name]
    best = max(offered, key=lambda offer: _weight(table, offer[1], situation), default=None)
    return best[0] if best is not None else None


def doers(parse: Parse, verb: Verb) -> Offers[Phrase]:
    """Offer a verb the noun phrases before it, nearest first, and the one right behind it (*said the minister*, *there are three ways*)."""
    before = [p for p in parse.phrases if p.last <= verb.first][-REACH:][::-1]
    after = next((p for p in parse.phrases if verb.last <= p.first <= verb.last + 1), None) if verb.finite else None
    finite = [v for v in parse.verbs if v.finite and v.head != verb.head]
    many = _of_many(parse, verb)
    found: list[tuple[Phrase, Traits]] = []
    free = 0
    for rank, p in enumerate(before):
        found.append((p, (*_where(parse, verb, p, rank, free, finite), *_what(parse, many, verb, p))))
        free += p.preposition < 0
    if after is not None:
        found.append((after, ("after", *(f"after.{x}" for x in _what(parse, many, verb, after)))))
    return tuple(_situation(parse, verb)), found


def governors(parse: Parse, first: int, last: int, kind: str) -> Offers[tuple[Verb, bool]]:
    """Offer a number the verbs around it, each with the number as its subject or not.

    Args:
        first, last: tokens of the number, half-open, its noun among them.
        kind: of the figure.
    """
    host = parse.phrase(first)
    begin, end = (host.first, max(host.last, last)) if host is not None else (first, last)
    words, tags = parse.words, parse.tags
    held = "bare" if host is None or host.preposition < 0 else words[host.preposition] if words[host.preposition] in HOLDING else "held"
    k = begin - 1 if host is None or host.preposition < 0 else host.preposition - 1
    while k > parse.first and tags[k] == "ADV":
        k -= 1
    opened = "opens" if k < parse.first else words[k] if words[k] in CLAUSES or words[k] in (",", '"', "and", "but", "of") else tags[k]
    behind = "ends" if end >= parse.last else words[end] if words[end] in RELATIVE or words[end] in (",", "and", ".") else tags[end]
    before = [v for v in parse.verbs if v.last <= begin][-AROUND:][::-1]
    after = [v for v in parse.verbs if v.first >= end][:AROUND]
    found: list[tuple[tuple[Verb, bool], Traits]] = []
    for rank, v in enumerate(before):
        found.append(((v, False), tuple(f"before.{x}" for x in _governing(parse, v, range(v.last, begin), rank, before[:rank]))))
    for rank, v in enumerate(after):
        own = host is not None and parse.subject(v) is host
        traits = (*_governing(parse, v, range(end, v.first), rank, after[:rank]), "own" if own else "others")
        found.extend(((v, acts), tuple(f"{'acts' if acts else 'after'}.{x}" for x in traits)) for acts in (True, False))
    return (held, kind, f"from.{opened}", f"to.{behind}"), found


def _governing(parse: Parse, verb: Verb, gap: range, rank: int, nearer: Sequence[Verb]) -> Iterator[str]:
    """What a verb is, and what stands between it and a number."""
    words, tags = parse.words, parse.tags
    yield "any"
    yield f"rank.{rank}"
    yield f"rank.{rank}.{verb.form}"
    yield "finite" if verb.finite else verb.form
    yield f"finite.{sum(v.finite for v in nearer)}"
    yield f"gap.{min(len(gap), 4)}"
    yield f"commas.{min(sum(words[k] == ',' for k in gap), 2)}"
    yield f"word.{words[verb.head]}"
    if verb.passive:
        yield "passive"
    governed = [p.preposition >= 0 for p in parse.phrases if gap.start <= p.first and p.last <= gap.stop]
    yield f"free.{min(governed.count(False), 2)}"
    yield f"held.{min(governed.count(True), 2)}"
    yield from _between(parse, gap)
    if any(words[k] in RELATIVE and tags[k] in ("PRON", "DET") for k in gap):
        yield "relative"
    joints = {words[k] for k in gap if tags[k] == "CCONJ"}
    yield from (f"joint.{word}" for word in joints & {"and", "but", "or"})
    if len(gap) and all(tags[k] in ("ADV", "PART", "ADP", "DET") for k in gap):
        yield "touching"


def _weight(table: Table, traits: Traits, situation: Traits) -> float:
    """What the features of a candidate weigh together, without spelling them."""
    total = 0.0
    for trait in traits:
        row = table.get(trait)
        if row is not None:
            own, within = row
            total += own
            for here in situation if within else ():
                total += within.get(here, 0.0)
    return total


def _situation(parse: Parse, verb: Verb) -> Iterator[str]:
    """What kind of verb it is, and what stands right before it."""
    kind = "finite" if verb.finite else verb.form
    yield kind
    k = verb.first - 1
    while k >= parse.first and parse.tags[k] == "ADV":
        k -= 1
    if k < parse.first:
        yield "opens"
        return
    word, tag = parse.words[k], parse.tags[k]
    if word in RELATIVE:
        yield f"{kind}.relative"
        if parse.words[k - 1] == "," and k > parse.first:
            yield "relative.comma"
    elif tag == "CCONJ":
        yield f"{kind}.joined"
    elif word == "there":
        yield "there"
    else:
        named = word if word in CLAUSES or word in (",", '"', "to") else tag
        yield f"{kind}.{named}"


def _where(parse: Parse, verb: Verb, p: Phrase, rank: int, free: int, finite: Sequence[Verb]) -> Iterator[str]:
    """How far a noun phrase before a verb stands from it, and what stands between. free: noun phrases between that nothing governs."""
    words, tags = parse.words, parse.tags
    gap = range(p.last, verb.first)
    yield f"rank.{min(rank, 5)}"
    yield f"free.{min(free, 4)}"
    yield f"gap.{min(len(gap), 3)}"
    commas = sum(words[k] == "," for k in gap)
    yield f"commas.{min(commas, 3)}"
    yield from _between(parse, gap)
    if any(tags[k] == "CCONJ" for k in gap):
        yield "and"
    between = [v for v in finite if p.last <= v.first < verb.first]
    yield f"finite.{min(len(between), 2)}"
    k = p.last + (words[p.last] == ",") if p.last < verb.first else verb.first
    if k < verb.first and words[k] in RELATIVE:
        yield "relative"
        yield f"relative.{len(between)}"
    if p.last < verb.first and words[p.last] == ",":
        yield "then.comma"
        yield f"then.comma.{min(commas, 3)}.{min(len(between), 2)}"
    held = next((v for v in parse.verbs if v.first >= p.last), None)
    if held is not None and held.head != verb.head and all(tags[k] in ("ADV", "PART") for k in range(p.last, held.first)):
        yield f"has.{'finite' if held.finite else held.form}"
    owner = next((v for v in reversed(parse.verbs) if v.last <= p.first), None)
    if owner is not None:
        near = all(tags[k] in ("ADV", "DET", "ADP", "PART") for k in range(owner.last, p.first))
        if near:
            part = "object" if p.preposition < 0 else "oblique"
            yield part
            if not verb.finite:
                yield f"{part}.{words[owner.head]}"
    if not verb.finite and between and between[-1].first == p.last:
        yield f"before.{words[between[-1].head]}"


def _between(parse: Parse, gap: range) -> Iterator[str]:
    """What parts two places of a sentence: a break, a quotation mark, the last word that opens a clause."""
    words = parse.words
    if any(words[k] in BREAKS for k in gap):
        yield "break"
    if any(words[k] in ('"', "'") for k in gap):
        yield "quote"
    clauses = [words[k] for k in gap if words[k] in CLAUSES and parse.tags[k] in ("SCONJ", "PRON", "ADV", "ADP")]
    if clauses:
        yield f"clause.{clauses[-1]}"


def _of_many(parse: Parse, verb: Verb) -> bool | None:
    """Whether the form of a verb asks for a subject in the plural; None where it does not tell."""
    told = next((VERBS_OF_MANY[word] for word in parse.words[verb.first : verb.last] if word in VERBS_OF_MANY), None)
    form = parse.forms[verb.first]
    return form == "VBP" if told is None and form in ("VBZ", "VBP") else told


def _what(parse: Parse, of_many: bool | None, verb: Verb, p: Phrase) -> Iterator[str]:
    """What a noun phrase is by itself, and whether it agrees with the verb. of_many: as the form of the verb asks."""
    words, tags, forms = parse.words, parse.tags, parse.forms
    head = words[p.head]
    tag = tags[p.head]
    yield f"tag.{tag}"
    if head in NOMINATIVE:
        yield "nominative"
    elif head in ACCUSATIVE:
        yield "accusative"
    yield f"in.{words[p.preposition]}" if p.preposition >= 0 else "free"
    if p.preposition >= 0 and p.preposition == parse.first:
        yield "opens.governed"
    if p.first == parse.first:
        yield "opens"
    elif p.preposition < 0:
        before = words[p.first - 1]
        yield f"behind.{before if before in CLAUSES or before in (',', 'and', 'or') else tags[p.first - 1]}"
        if before == "," and tags[p.first] == "DET":
            yield "apposed"
    if of_many is None:
        return
    many = forms[p.head] in PLURAL or head in ("they", "we", "these", "those") or p.last < verb.first and words[p.last] == "and"
    one = forms[p.head] in ("NN", "NNP") or head in ("he", "she", "it", "this")
    if many and not of_many or one and of_many:
        yield "disagrees"
    elif many and of_many or one and not of_many:
        yield "agrees"


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Load the weights by feature, of the ``subject`` and of the ``verb``."""
    table: dict[str, dict[str, dict[str, float]]] = tomllib.loads(
        files("hearsay.extract").joinpath("syntax.toml").read_text(encoding="utf-8")
    )
    return table["weights"]


@cache
def tables() -> dict[str, Table]:
    """The weights by trait."""
    return {name: by_trait(row) for name, row in weights().items()}


def by_trait(row: Mapping[str, float]) -> Table:
    """Gather weights by trait. row: by feature, which is a trait by itself or with what stands around it (``trait|situation``)."""
    told: dict[str, tuple[float, dict[str, float]]] = {}
    for feature, weight in row.items():
        trait, _, here = feature.partition("|")
        own, within = told.setdefault(trait, (0.0, {}))
        told[trait] = (own, within) if here else (weight, within)
        if here:
            within[here] = weight
    return told
