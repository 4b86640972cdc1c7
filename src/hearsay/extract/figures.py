"""How many of what, whose, where, and according to whom: the figures of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from hearsay.extract import Extractor, Found
from hearsay.extract.phrases import NOMINAL, Parse
from hearsay.extract.quantities import Quantity, lexicon_table, quantities
from hearsay.model import Model
from hearsay.records import Attribution, Figure, Text, identify

METHOD = "rule:figure/1"


class Words(NamedTuple):
    """The words of items.toml and states.toml, made ready to look up. taxon: plural or singular noun → its kind of thing."""

    taxon: dict[str, str]
    people: frozenset[str]
    harmed: frozenset[str]
    states: frozenset[str]
    doubtful: frozenset[str]
    total: tuple[str, ...]
    new: tuple[str, ...]
    part: tuple[str, ...]


@cache
def words() -> Words:
    """Load the words of items and states."""
    items, states = lexicon_table("items"), lexicon_table("states")
    taxon = {word: name for name, row in items["taxa"].items() for word in row}
    return Words(
        taxon,
        frozenset(word for name in items["people"] for word in items["taxa"][name]),
        frozenset(w for row in states["harm"].values() for w in row),
        frozenset(w for row in (*states["harm"].values(), *states["other"].values()) for w in row),
        frozenset(states["doubt"]["words"]),
        tuple(states["scope"]["total"]),
        tuple(states["scope"]["new"]),
        tuple(states["scope"]["part"]),
    )


@dataclass(slots=True)
class Draft:
    """A figure while it is read. first, last: its tokens, half-open; noun: tokens of the noun counted, or None."""

    quantity: Quantity
    sentence: int
    start: int
    end: int
    first: int
    last: int
    noun: tuple[int, int] | None = None
    of: bool = False
    kind: str = ""
    unit: str = "1"
    item: str | None = None
    state: str | None = None
    holder: str | None = None
    place: str | None = None
    as_of: str | None = None
    scope: str | None = None
    attribution: Attribution | None = None
    voice: str = "narrator"
    reported: bool = False
    told: bool = field(default=False)


class Reading:
    """One report being read for its figures."""

    def __init__(self, text: Text, found: Found) -> None:
        self.text, self.found = text, found
        self.word = [t.word.lower() for t in text.tokens]
        self.tags = list(found.tags) or ["X"] * len(text.tokens)
        self.forms = list(found.forms) or ["XX"] * len(text.tokens)
        self.drafts: list[Draft] = []
        self.parses: dict[int, Parse] = {}
        self.words = words()

    # --- quantities in their sentences -----------------------------------------------------------------------------------
    def read(self) -> list[Draft]:
        """Draft every figure, sentence by sentence."""
        for number, sentence in enumerate(self.text.sentences):
            rows = [q for q in quantities(self.text.view[sentence.start : sentence.end]) if not q.dating]
            if not rows:
                continue
            drafts = [self.draft(q, number, sentence.start) for q in rows]
            for d in drafts:
                for i in range(d.first, d.last):
                    # The words of an amount are one number to the parser: "at least" governs nothing.
                    if not (d.quantity.joined and i == d.last - 1 and self.tags[i] in ("ADJ", "NOUN")):
                        self.tags[i], self.forms[i] = "NUM", "CD"
            self.parses[number] = Parse(self.word, self.tags, self.forms, sentence)
            for d in drafts:
                self.noun(d, drafts)
            for k, d in enumerate(drafts):
                self.item(d, drafts[:k])
                self.drafts.append(d)
        return self.drafts

    def draft(self, quantity: Quantity, number: int, base: int) -> Draft:
        start, end = base + quantity.start, base + quantity.end
        first, last = self.text.token_at(start), self.text.token_at(end - 1) + 1
        return Draft(quantity, number, start, end, first, last, kind=quantity.kind, unit=quantity.unit, scope=quantity.scope)

    # --- what is counted -------------------------------------------------------------------------------------------------
    def noun(self, d: Draft, drafts: Sequence[Draft]) -> None:
        """Find the noun that stands beside the number, and take it into the evidence."""
        if not (d.quantity.bare or d.quantity.joined):
            return
        sentence = self.text.sentences[d.sentence]
        i = d.last
        if d.quantity.joined:
            # three-story building: the word behind the hyphen is what is counted
            return
        if i < sentence.last and self.word[i] == "of":
            vague = d.quantity.qualifier == "vague" or self.word[d.last - 1] in self.VAGUE
            phrase = self.nominal(i + 1, sentence.last, taken=drafts)
            if phrase is not None:
                d.noun, d.of = phrase, not vague
                if vague:
                    d.end, d.last = self.text.tokens[phrase[1] - 1].end, phrase[1]
            return
        phrase = self.nominal(i, sentence.last, taken=drafts)
        if phrase is not None:
            d.noun = phrase
            d.end, d.last = self.text.tokens[phrase[1] - 1].end, phrase[1]

    VAGUE = frozenset(
        [
            "dozens",
            "scores",
            "hundreds",
            "thousands",
            "lakhs",
            "crores",
            "millions",
            "billions",
            "trillions",
            "handful",
            "couple",
            "few",
            "pair",
            "trio",
        ]
    )

    def nominal(self, i: int, stop: int, *, taken: Sequence[Draft]) -> tuple[int, int] | None:
        """Read a noun with its adjectives that begins at token i."""
        word, tags, forms = self.word, self.tags, self.forms
        starts = {d.first for d in taken}
        j, head = i, -1
        while j < stop and j not in starts:
            tag, w = tags[j], word[j]
            if tag in NOMINAL:
                head = j
            elif tag in ("ADJ", "NUM") or tag == "DET" and j == i and w in ("the", "these", "those", "its", "his", "her", "their", "all"):
                if head >= 0 and not (j + 1 < stop and tags[j + 1] in NOMINAL):
                    break
            elif forms[j] == "PRP$" and j == i:
                pass
            elif forms[j] in ("VBN", "VBG", "VBD") and tag == "VERB":
                if head >= 0 or not (j + 1 < stop and (tags[j + 1] in NOMINAL or tags[j + 1] == "ADJ")):
                    break
                if w in self.words.harmed and j == i and tags[j + 1] not in NOMINAL:
                    break
            elif (
                tag == "ADV"
                and head < 0
                and j + 1 < stop
                and tags[j + 1] in ("ADJ", "VERB")
                or w in ("'s", "'", "’s", "’")
                and head >= 0
                and j + 1 < stop
                and tags[j + 1] in (*NOMINAL, "ADJ")
                or w == "and"
                and head < 0
                and j > i
                and tags[j - 1] == "ADJ"
                and j + 1 < stop
                and tags[j + 1] == "ADJ"
                or w == "-"
                and head >= 0
                and j + 1 < stop
                and tags[j + 1] in NOMINAL
                or w in ('"', "'", "“", "”")
                and head < 0
                and j == i
            ):
                pass
            else:
                break
            j += 1
        if head < 0:
            return None
        last = head + 1
        # heart attacks and strokes: two bare plurals are counted together
        if (
            last + 1 < stop
            and word[last] in ("and", "or", "&")
            and last + 1 not in starts
            and forms[last + 1] == "NNS"
            and (forms[head] == "NNS" or word[head] in ("crew",))
        ):
            after = tags[last + 2] if last + 2 < stop else "PUNCT"
            if after not in NOMINAL:
                last += 2
        elif last + 1 < stop and word[last] in ("and", "&") and word[last + 1] in ("crew", "staff", "personnel") and last + 1 not in starts:
            last += 2
        return i, last

    def words_of(self, first: int, last: int) -> str:
        """The words of some tokens as the text has them, without a leading article or a trailing mark."""
        while first < last - 1 and (self.tags[first] in ("DET", "PUNCT", "CCONJ") or self.forms[first] == "PRP$" and False):
            first += 1
        while last > first + 1 and self.tags[last - 1] == "PUNCT":
            last -= 1
        return " ".join(self.text.view[self.text.tokens[first].start : self.text.tokens[last - 1].end].split())

    def item(self, d: Draft, before: Sequence[Draft]) -> None:
        """Tell what is counted or measured."""
        previous = before[-1] if before else (self.drafts[-1] if self.drafts else None)
        if d.quantity.bracketed and previous is not None:
            d.item = previous.item
            return
        if d.kind == "count":
            d.item = self.counted(d, before)
        else:
            d.item = self.measured(d, before)

    def counted(self, d: Draft, before: Sequence[Draft]) -> str | None:
        """Name what is counted: the noun beside the number, else what the last count counted, else people."""
        if d.quantity.joined:
            token = self.text.tokens[d.last - 1].word
            tail = re.split(r"[-‐‑–]", token)[-1] if "-" in token else ""
            return tail or None
        if d.noun is not None:
            head = self.word[d.noun[1] - 1]
            if head in ("others", "more", "other"):
                return self.antecedent(d, before)
            if head not in ("them", "these", "those", "which", "whom"):
                return self.words_of(*d.noun)
        return self.antecedent(d, before)

    def antecedent(self, d: Draft, before: Sequence[Draft]) -> str | None:
        for other in reversed([*self.drafts, *before]):
            if d.sentence - other.sentence > 3:
                break
            if other.kind == "count" and other.item and not other.quantity.joined:
                return other.item
        return "people"

    def measured(self, d: Draft, before: Sequence[Draft]) -> str | None:
        return None

    # --- rows ------------------------------------------------------------------------------------------------------------
    def figure(self, d: Draft) -> Figure:
        """Make the row."""
        evidence = self.text.evidence(d.start, d.end)
        document = self.text.document.id
        return Figure(
            id=identify("F", document, evidence.span.start, evidence.span.end, d.kind, d.quantity.low, d.quantity.high),
            document=document,
            run=self.found.run,
            method=METHOD,
            confidence=d.quantity.sure,
            evidence=evidence,
            kind=d.kind,
            low=d.quantity.low,
            high=d.quantity.high,
            qualifier=d.quantity.qualifier,
            unit=d.unit,
            item=d.item,
            state=d.state,
            holder=d.holder,
            place=d.place,
            as_of=d.as_of,
            scope=d.scope,
            attribution=d.attribution.id if d.attribution else None,
            voice=d.voice,
            reported=d.reported,
        )


def figures(text: Text, found: Found, model: Model | None) -> Iterator[Figure]:
    """Read every figure of a report, in the order of the text."""
    reading = Reading(text, found)
    for draft in reading.read():
        yield reading.figure(draft)


EXTRACTOR = Extractor(name="figures", makes=Figure, needs=("mentions", "times"), run=figures)
