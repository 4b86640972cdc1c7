"""How many of what, whose, where, and according to whom: the figures of a report.

quantities.py reads the amounts and slots.py chooses what each counts, whose it is and where; here they are tied to their noun, their verb
and their source, and become rows.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property
from itertools import pairwise
from math import exp

import numpy as np

from hearsay.extract import Extractor, Found
from hearsay.extract.confidence import FIELDS, confidences
from hearsay.extract.measures import measure
from hearsay.extract.numerals import lexicon_table
from hearsay.extract.phrases import Verb
from hearsay.extract.places import countries, demonym, fold, known
from hearsay.extract.quantities import SPELLS, Quantity, quantities
from hearsay.extract.reading import word_class
from hearsay.extract.scene import HELD, Draft, Scene
from hearsay.extract.slots import Candidate, holders, items, nations, places, rank
from hearsay.extract.words import FINITE
from hearsay.model import Scores, apart
from hearsay.records import Attribution, Figure, Text, Time, identify

METHOD = "rule:figure/1"
ON_RECORD = 0.6  # an attribution less sure tells of an attitude: nobody is on record for a number by disliking it
# How surely the model must point at a source none of whose words hold a figure, and how many sentences away that source may speak.
POINTED_OUT, SAID_NEAR = 0.8, 1
VAGUE = frozenset(
    ("dozens", "scores", "hundreds", "thousands", "lakhs", "crores", "millions", "billions", "trillions", "handful", "couple", "few")
)
# A source that is no more than a word for numbers: whoever gives them is on record.
IMPERSONAL = frozenset(
    ("estimates", "estimate", "assessments", "assessment", "figures", "calculations", "numbers", "statistics", "projections")
)
WAYS = frozenset(("out", "off", "up", "down", "away"))  # parts of a verb: sent out, laid off
PARTS = frozenset(("them", "whom", "which", "those", "these"))
BEING = word_class("be")
BREAKS = frozenset((";", "but", "while", "although", "however", "whereas", "though"))
COMPLEMENTED = frozenset(("feared", "believed", "confirmed", "presumed", "declared", "pronounced", "left", "found"))
BELONGING = frozenset(("force", "official", "weapon", "vehicle", "worker"))
DESTINATION = frozenset(("to", "toward", "towards", "into"))
LABELLED = re.compile(r"\b(?!(?:The|In|On|At|By|Of|And|But|Of|About|Some|Over)\b)[A-Z]\w+[ -](\d{3,4})\b(?! [a-z]+s\b)")  # Boeing 737
# What stands between a number and the one that it takes the place of.
INSTEAD = frozenset(tuple(words.split()) for words in ("not", "and not", ", not", "instead of", ", instead of", "rather than"))
LONGEST_ITEM = 8  # tokens of what is counted that the model may point at
CORRECTED = 6  # tokens between a number and the bare one that it takes the place of
LISTED = frozenset((",", "and", "or", "&", "along", "with", "as", "well"))
ALIASES = {"US": "United States", "U.S.": "United States", "USA": "United States", "UK": "United Kingdom", "U.K.": "United Kingdom"}
HOMES = {"USD": "United States", "GBP": "United Kingdom", "INR": "India", "PHP": "Philippines", "FRF": "France"}
LISTED_IN_NEW_YORK = re.compile(r"\b(?:NASDAQ|NYSE) ?:")  # Kelp Inc (NASDAQ: KELP)
DOLLARS = re.compile(r"(?<![A-Za-z])[A-Z]{1,4}\$")  # where one price is C$11, another of $9 is not Canadian
HEAT = frozenset(("temperature", "temperatures", "heat", "hot", "cold", "weather", "fever", "summer", "winter"))
# What parts a town from the region that it lies in: Ferguson, Missouri; the Missouri city of Ferguson.
LIES, GROUND = re.compile(r"(?:,| in) (?:[\w-]+ )?"), re.compile(r" (?:city|town|village|suburb|capital|port) of ")
LINKED = 0.5  # how often a town must be named for each time its region is, to be where a figure holds
Chooser = Callable[[str, Draft, Sequence[Candidate]], Candidate | None]


@cache
def currencies() -> dict[str, dict[str, str]]:
    """Currencies that go by one word: the code of the word → country → its own code."""
    table: dict[str, dict[str, str]] = lexicon_table("units")["local"]
    return table


@cache
def payers() -> dict[str, str]:
    """The countries that ``currencies`` and ``HOMES`` name, by code."""
    names = (*HOMES.values(), *(name for own in currencies().values() for name in own))
    return {code: name for name in names if (code := countries().get(fold(name))) is not None}


class Reading:
    """One report being read for its figures. chooser: fills a slot of a draft; training puts its own here."""

    def __init__(self, text: Text, found: Found, scores: Scores | None = None, chooser: Chooser | None = None) -> None:
        self.text, self.found, self.scores, self.chooser = text, found, scores, chooser or self.choose
        self.standings: dict[str, np.ndarray] = {}
        self.means: dict[tuple[str, str | None], float] = {}
        self.pointed: list[Draft] = []  # what the model read the slots of
        self.scene = Scene(text, found)
        self.drafts: list[Draft] = []
        self.told: dict[int, list[tuple[int, int, Attribution]]] = {}  # by sentence, the shortest contents first
        for _, start, end, attribution in sorted(self._told(), key=lambda row: row[:3]):
            for sentence in range(text.sentence_at(start), text.sentence_at(max(start, end - 1)) + 1):
                self.told.setdefault(sentence, []).append((start, end, attribution))
        self.sayings = list(self._sayings())
        self.labels = frozenset(LABELLED.findall(text.view))
        self.countries = self._countries()
        self.towns = self._towns()
        self.people = {n.name for n in self.scene.named} - {n.name for n in self.scene.named if n.kind in ("Place", "Organization")}
        self.times = [(s.start, s.end) for s in (text.map.to_view(t.evidence.span) for t in self._dates()) if s is not None]

    def _told(self) -> Iterator[tuple[int, int, int, Attribution]]:
        """Every piece of every content: its length in all, where it begins and ends in the view, and the attribution."""
        for attribution in self.found.rows.get("attributions", ()):
            if attribution.confidence < ON_RECORD:
                continue
            spans = [s for s in (self.text.map.to_view(piece.span) for piece in attribution.content) if s is not None]
            length = sum(len(s) for s in spans)
            for span in spans:
                yield length, span.start, span.end, attribution

    def _dates(self) -> Iterator[Time]:
        """Times that date something, no durations."""
        return (t for t in self.found.rows.get("times", ()) if t.value is not None and not t.value.startswith("P"))

    def _countries(self) -> Counter[str]:
        """How often the report names each country, its people or a place in it."""
        found: Counter[str] = Counter()
        tokens = self.text.tokens
        for i, token in enumerate(tokens):
            if token.word[:1].isupper():
                pair = f"{token.word} {tokens[i + 1].word}" if i + 1 < len(tokens) else ""
                names = [demonym(pair), demonym(token.word), *(name for name in (pair, token.word) if name and known(name) == "country")]
                name = next((n for n in names if n), None)
                if name is not None:
                    found[ALIASES.get(name, name)] += 1
        inside = (p.country for p in self.found.rows.get("places", ()) if p.precision != "country")
        found.update(payers()[code] for code in inside if code in payers())
        return found

    def _towns(self) -> dict[str, tuple[str, frozenset[int]]]:
        """The town that a region stands for in this report, and the sentences that say the town lies in it (*Ferguson, Missouri*).

        A figure holds for the most specific place told. Not so for countries: a capital named again and again is no sign that what is
        counted all over the country is counted there.
        """
        rows = [(self.text.locate(place.evidence), place) for place in self.found.rows.get("places", ())]
        rows.sort(key=lambda row: (row[0].start, row[0].end))
        often = Counter(place.name for _, place in rows)
        told: dict[tuple[str, str], set[int]] = {}  # by region and town
        for (one, place), (other, behind) in pairwise(rows):
            gap = self.text.view[one.end : other.start]
            first, second = (place, behind) if LIES.fullmatch(gap) else (behind, place) if GROUND.fullmatch(gap) else (None, None)
            if first is None or second is None or (first.precision, second.precision) != ("place", "region"):
                continue
            if first.country == second.country and often[first.name] >= LINKED * often[second.name]:
                told.setdefault((second.name, first.name), set()).add(self.text.sentence_at(one.start))
        found: dict[str, tuple[str, frozenset[int]]] = {}
        for (region, town), sentences in sorted(told.items(), key=lambda row: often[row[0][1]]):
            found[region] = (town, frozenset(sentences))
        return found

    # --- drafts ----------------------------------------------------------------------------------------------------------
    def read(self) -> list[Draft]:
        """Draft every figure, in the order of the text."""
        groups = []
        for number, sentence in enumerate(self.text.sentences):
            rows = [q for q in self.amounts(self.text.view[sentence.start : sentence.end]) if not self.model_number(q, sentence.start)]
            if rows:
                groups.append([self.draft(q, number, sentence.start) for q in rows])
        for drafts in groups:
            starts = [d.first for d in drafts]
            for d in drafts:
                self.noun(d, starts)
        if self.scores is not None:
            every = [d for drafts in groups for d in drafts]
            for d, pointers in zip(every, self.scores.point([(d.start, d.end) for d in every]), strict=True):
                d.pointers = pointers
            self.pointed = [d for d in every if d.pointers is not None]
        for drafts in groups:
            for k, d in enumerate(drafts):
                self.fill(d, drafts[k + 1 :])
                self.drafts.append(d)
        return self.drafts

    def amounts(self, sentence: str) -> list[Quantity]:
        """The amounts of a sentence that are figures: none that only dates something, none that stands for somebody."""
        return [q for q in quantities(sentence) if not (q.dating or q.pronoun)]

    def model_number(self, quantity: Quantity, base: int) -> bool:
        """True for the number of a name used alone: *the 737*, in a report of a Boeing 737."""
        start, tokens = base + quantity.number_start, self.text.tokens
        number = self.text.view[start : base + quantity.number_end]
        if quantity.kind != "count" or number not in self.labels:
            return False
        return tokens[self.text.token_at(start) - 1].word.lower() in ("the", "a", "an", "this", "that", "'s", "’s")

    def draft(self, quantity: Quantity, number: int, base: int) -> Draft:
        """Place a quantity in the report, and make its words one number to the parser: "at least" governs nothing."""
        scene, start, end = self.scene, base + quantity.start, base + quantity.end
        first, last = self.text.token_at(start), self.text.token_at(end - 1) + 1
        for i in range(first, last):
            if not (quantity.joined and i == last - 1 and scene.tags[i] in ("ADJ", "NOUN")):
                scene.tags[i], scene.forms[i] = "NUM", "CD"
        quantity = replace(quantity, start=start, end=end, number_start=base + quantity.number_start, number_end=base + quantity.number_end)
        before = self.text.tokens[first - 2].word if first > 1 else ""
        if quantity.apposed and (known(before) == "country" or demonym(before)):
            quantity = replace(quantity, kind="count", unit="1", bare=True, apposed=False)  # Spain (6), France (5)
        return Draft(quantity, number, start, end, first, last, kind=quantity.kind, unit=self.unit(quantity), scope=quantity.scope)

    def unit(self, quantity: Quantity) -> str:
        """The unit, where the country of the report tells whose dollars, and which degrees, are meant."""
        code, slash, per = quantity.unit.partition("/")
        if code == "deg":
            around = self.text.view[max(0, quantity.start - 80) : quantity.end + 80].lower().split()
            return quantity.unit if HEAT.isdisjoint(around) else "[degF]" if self.countries["United States"] else "Cel"
        own = currencies().get(code)
        words = self.text.view[quantity.start : quantity.end].lower()
        if (
            own is None
            or quantity.kind not in ("money", "rate")
            or any(w in words for w in (code.lower(), "us$", "u.s.", "us dollar", "american", "£"))  # £ is London's, pounds may be Cairo's
        ):
            return quantity.unit
        country = max(own, key=lambda name: self.countries[name])
        home = self.countries[country] <= self.countries[HOMES.get(code, "")]
        return quantity.unit if home or code == "USD" and own[country] in self.elsewhere else own[country] + slash + per

    @cached_property
    def elsewhere(self) -> frozenset[str]:
        """Dollars that a bare sign does not mean here: those with a sign of their own, and all where a firm is listed in New York."""
        if LISTED_IN_NEW_YORK.search(self.text.view):
            return frozenset(currencies()["USD"].values())
        signs = lexicon_table("units")["signs"]
        return frozenset(signs.get(sign.lower(), "") for sign in DOLLARS.findall(self.text.view))

    def noun(self, d: Draft, starts: Sequence[int]) -> None:
        """Find the noun that stands beside the number, and take it into the evidence."""
        stop = self.text.sentences[d.sentence].last
        if d.quantity.bare and d.quantity.joined:
            self.tied(d, stop, starts)
        elif d.quantity.bare:
            word = self.scene.word
            vague = d.quantity.qualifier == "vague" or word[d.last - 1] in VAGUE
            of = d.last < stop and word[d.last] == "of"
            beside = self.scene.nominal(d.last + of, stop, starts, article=of)
            if beside is not None:
                d.noun, d.of = beside, of and not vague
                if not d.of:
                    d.last, d.end = beside[1], self.text.tokens[beside[1] - 1].end
                    self.pace(d, stop)

    def tied(self, d: Draft, stop: int, starts: Sequence[int]) -> None:
        """Take in what a hyphen ties to the number: *three-story*, *40,000-strong army*."""
        word, tokens = self.scene.word, self.text.tokens
        if d.last + 1 < stop and word[d.last] in ("-", "–", "‑") and tokens[d.last].start == d.end:
            d.last += 2
        elif "-" not in tokens[d.last - 1].word:
            return
        d.end = tokens[d.last - 1].end
        if word[d.last - 1].endswith(("strong", "odd", "plus")):
            beside = self.scene.nominal(d.last, stop, starts)
            if beside is not None:
                d.noun, d.last, d.end = beside, beside[1], tokens[beside[1] - 1].end

    def pace(self, d: Draft, stop: int) -> None:
        """Make a count one per so much: *50 passengers a day*, *two daily flights*, *15 million visitors annually*."""
        word, tags = self.scene.word, self.scene.tags
        paces = lexicon_pace()
        inside = range(d.noun[0] if d.noun else d.last, d.last)
        found = next((paces[word[k]] for k in inside if word[k] in paces and self.text.tokens[k].word.islower()), None)
        for k in range(d.last, min(d.last + 3, stop - 1)):
            if found or word[k] in (",", ".", "and", "who", "that", "which") or tags[k] in ("VERB", "AUX", "SCONJ"):
                break
            later = k + 2 < stop and word[k + 2] in ("ago", "later", "earlier", "before", "after")
            found = paces.get(word[k]) or (
                SPELLS.get(word[k + 1]) if word[k] in ("per", "a", "an", "each", "every") and not later else None
            )
        if found:
            d.kind, d.unit = "rate", f"{d.unit}/{found}"

    # --- slots -----------------------------------------------------------------------------------------------------------
    def choose(self, slot: str, d: Draft, candidates: Sequence[Candidate]) -> Candidate | None:
        """Fill a slot by the learned ranking, with the model's word where there is one."""
        likely = None if d.pointers is None else [self.likely(slot, d, candidate.value) for candidate in candidates]
        told = rank(slot, candidates, likely)
        if not told:
            return None
        best = max(told)
        picked = told.index(best)
        d.odds[slot] = 1 / sum(exp(value - best) for value in told)
        if likely is not None:
            d.odds[f"{slot} read"], d.odds[f"{slot} mean"] = likely[picked]
        return candidates[picked]

    def offered(self, slot: str, d: Draft, candidates: list[Candidate]) -> list[Candidate]:
        """The candidates of a slot, and what the model points at where that is none of them."""
        words = d.pointers.span(slot) if d.pointers is not None else None
        if words is None or any("certain" in c.features for c in candidates):
            return candidates
        first, last = self.text.token_at(words.start), self.text.token_at(words.end - 1) + 1
        runs_on = last - first > LONGEST_ITEM // 2 and not FINITE.isdisjoint(self.scene.forms[first:last])
        if slot == "item" and (runs_on or last - first > LONGEST_ITEM):
            # Half a sentence is nothing that can be counted: one of the noun phrases at its ends is.
            ends = (self.scene.parse(self.text.sentence_at(self.text.tokens[k].start)).phrase(k) for k in (first, last - 1))
            stretches = [(p.first, p.last) for p in ends if p is not None and not p.first <= d.first < p.last]
        else:
            stretches = [(first, last)]
        known = {c.value.lower() for c in candidates if c.value}
        values = dict.fromkeys(self.pointed_at(slot, d, *stretch) for stretch in stretches)
        return [*candidates, *(Candidate(value, {"pointed"}) for value in values if value.lower() not in known)]

    def pointed_at(self, slot: str, d: Draft, first: int, last: int) -> str:
        """What some tokens that the model points at name, or say."""
        name = next((n.name for n in self.scene.named if n.first < last and first < n.last), None)
        while first + 1 < last and self.scene.tags[first] in ("DET", "NUM", "PUNCT", "ADP"):
            first += 1
        value = self.scene.words(first, last) if name is None or slot == "item" else name
        if d.quantity.joined and first < d.last and d.first < last:
            value = value.rsplit("-", 1)[-1]  # a nine-wicket victory counts wickets
        return value

    def likely(self, slot: str, d: Draft, value: str | None) -> tuple[float, float]:
        """The model's probability that a slot of a figure holds a value, and the mean of it over the report's figures.

        A report mostly tells of one place and one party: what its figures say together steadies what each says alone.
        """
        mean = self.means.get((slot, value))
        if mean is None:
            every = [self.here(slot, other, value) for other in self.pointed]
            mean = self.means[slot, value] = sum(every) / len(every)
        return self.here(slot, d, value), mean

    def here(self, slot: str, d: Draft, value: str | None) -> float:
        """The model's probability of a value: of every place where its words, or its bearer, stand."""
        assert d.pointers is not None
        if value is None:
            return d.pointers.none(slot)
        pointer = "item-end" if slot == "item" else slot
        return d.pointers.mass(pointer, self.standing(value.split()[-1] if slot == "item" else value))

    def standing(self, value: str) -> np.ndarray:
        """Where a value stands in the view, by its words, as the bearer of a name, or as a people: int64 (n, 2), in order, apart."""
        found = self.standings.get(value)
        if found is None:
            spans = {m.span() for m in re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", self.text.view, re.IGNORECASE)}
            found = self.standings[value] = apart(spans | self.bearers.get(value.lower(), set()))
        return found

    @cached_property
    def bearers(self) -> dict[str, set[tuple[int, int]]]:
        """Where each name, in small letters, is borne by a mention or a people."""
        tokens, found = self.text.tokens, defaultdict(set)
        for name in self.scene.named:
            found[name.name.lower()].add((tokens[name.first].start, tokens[name.last - 1].end))
        for token in tokens:
            if token.word[:1].isupper() and (country := demonym(token.word)):
                found[country.lower()].add((token.start, token.end))
        return found

    def fill(self, d: Draft, after: Sequence[Draft]) -> None:
        """Fill the slots of a draft. after: the drafts behind it in its sentence."""
        before = self.drafts[::-1][:6]
        self.source(d)
        self.scene.govern(d)
        d.state = self.state(d, after)
        picked = self.chooser("item", d, self.offered("item", d, items(self.scene, d, before, after)))
        d.item = picked.value if picked else None
        listed = bool(before) and self.listed(d, before[0])
        if listed:
            # 900 tanks and 555 artillery systems: one holder, one place
            d.holder, d.place = before[0].holder, self.beside(d) or before[0].place
            d.odds |= {slot: before[0].odds[slot] for slot in ("holder", "place") if slot in before[0].odds}
            d.moved |= {"holder", "place"}
        else:
            picked = self.chooser("holder", d, self.offered("holder", d, holders(self.scene, d, before)))
            d.holder = self.owner(d, picked.value if picked else None)
            d.moved |= {"holder"} if picked is None or d.holder != picked.value else set()
            picked = self.chooser("place", d, self.offered("place", d, places(self.scene, d)))
            own = self.beside(d) if before and self.parallel(d, before[0]) else None
            d.place = own or self.where(d, picked.value if picked else None)
            if own and d.holder in {spot.name for spot in self.scene.spots if spot.sentence == d.sentence} - {own}:
                d.holder = None  # that of the figure before
            d.moved |= {"place"} if picked is None or d.place != picked.value else set()
        d.scope = self.scope(d)
        d.as_of = self.as_of(d)
        d.reported = self.doubted(d) or listed and before[0].reported

    def parallel(self, d: Draft, last: Draft) -> bool:
        """Whether the figure before has a place of its own in the same sentence: 59 percent with Singapore, 44 percent …"""
        same = d.sentence == last.sentence and d.kind == last.kind
        return same and any(spot.sentence == d.sentence and last.first <= spot.first < d.first for spot in self.scene.spots)

    def beside(self, d: Draft) -> str | None:
        """The place that stands at a number of a list: 44 percent with Malaysia, in India by 65 percent."""
        word, tags = self.scene.word, self.scene.tags
        for spot in self.scene.spots:
            behind = d.last < spot.first <= d.last + 2 and tags[d.last] == "ADP" and tags[spot.first - 1] in ("ADP", "DET")
            ahead = spot.last == d.first - 1 and word[spot.last] == "by" and tags[spot.first - 1] == "ADP"
            if spot.sentence == d.sentence and (behind or ahead):
                return spot.name
        return None

    def owner(self, d: Draft, holder: str | None) -> str | None:
        """Whose troops, weapons or workers: they belong to somebody, and troops to a state or an army, not to whoever sends them.

        The adjective at the number tells it (*French soldiers*), or the place where the report counted the like before.
        """
        if d.kind == "age" and d.item in self.people:
            return d.item
        taxon = self.scene.taxon(d.item)
        if taxon not in BELONGING or d.item is None or holder is not None and not (taxon == "force" and holder in self.people):
            return holder
        like = (o.holder for o in reversed(self.drafts) if o.item and o.holder and o.item.split()[-1].lower() == d.item.split()[-1].lower())
        return next(nations(self.scene, d.first, d.last), None) or next(like, None) or holder

    def where(self, d: Draft, place: str | None) -> str | None:
        """The place chosen; else where things are said to go; else where what the report tells of happened. Or the town it stands for."""
        if place is None and d.kind != "age":
            place = self.bound_for(d) or (self.scene.event.name if self.scene.event is not None else None)
        town, told = self.towns.get(place or "", (None, ()))
        here = {spot.name for spot in self.scene.spots if spot.sentence == d.sentence}
        return town if town is not None and (place not in here or d.sentence in told) else place

    def bound_for(self, d: Draft) -> str | None:
        """Where the sentence of a figure says that it goes, or lies."""
        for spot in self.scene.spots:
            if spot.sentence == d.sentence and spot.first >= d.last:
                before = self.scene.word[spot.first - 2 : spot.first]
                if spot.grip in HELD or spot.grip == "led" and not DESTINATION.isdisjoint(before):
                    return spot.name
        return None

    def listed(self, d: Draft, last: Draft) -> bool:
        """True where a figure only goes on with the list that the one before it began, or converts it."""
        if d.sentence != last.sentence or d.kind != last.kind:
            return False
        return d.quantity.bracketed or LISTED.issuperset(self.scene.word[last.last : d.first])

    def source(self, d: Draft) -> None:
        """Find who is on record: the innermost attribution whose content holds the figure."""
        holding = [a for start, end, a in self.told.get(d.sentence, ()) if start <= d.quantity.number_start < end]
        # "According to estimates, …", said the minister: he is on record, not the estimates.
        d.attribution = next((a for a in holding if not self.impersonal(a)), holding[0] if holding else None)
        if self.text.kind_at(d.start) == "headline":
            d.voice = "headline"
            return
        if d.attribution is None and d.pointers is not None:
            d.attribution = self.pointed_out(d)
        if d.attribution is not None:
            d.voice = "attributed"

    def pointed_out(self, d: Draft) -> Attribution | None:
        """The attribution near a figure that no content holds whose source the model points at: …, so prices may fall, said Ms. Roe."""
        assert d.pointers is not None
        near = [row for row in self.sayings if abs(row[0] - d.sentence) <= SAID_NEAR]
        best, told = POINTED_OUT, None
        for _, names, attribution in sorted(near, key=lambda row: abs(row[0] - d.sentence)):
            mass = max(d.pointers.mass("source", self.standing(name)) for name in names)
            if mass > best + 1e-6:
                best, told = mass, attribution
        return told

    def _sayings(self) -> Iterator[tuple[int, list[str], Attribution]]:
        """Every attribution with a source: the sentence of its cue, its source's names, and itself."""
        mentions = {m.id: m.name for m in self.found.rows.get("mentions", ())}
        for attribution in self.found.rows.get("attributions", ()):
            span = self.text.map.to_view(attribution.cue.span) if attribution.cue is not None else None
            if span is not None and attribution.source is not None and attribution.confidence >= ON_RECORD:
                names = [attribution.source.quote, *([mentions[attribution.mention]] if attribution.mention in mentions else [])]
                yield self.text.sentence_at(span.start), names, attribution

    def impersonal(self, attribution: Attribution) -> bool:
        """True for a source that is no more than a word for numbers."""
        return attribution.source is not None and attribution.source.quote.lower().split()[-1] in IMPERSONAL

    def denied(self, d: Draft, after: Sequence[Draft]) -> bool:
        """True for a number that another one is put in the place of: *275 and not 288*, *not 288 but 275*, *275 instead of 288*."""
        word = self.scene.word
        if word[d.first - 1] == "not":
            other = next((o for o in after if o.first - d.last <= 3), None)
            if other is not None and "but" in word[d.last : other.first] and other.kind == d.kind:
                return True
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.sentence != d.sentence or last.kind != d.kind or last.state == "denied":
            return False
        between = tuple(word[last.last : d.first - (word[d.first - 1] in ("to", "at"))])
        if between in INSTEAD:
            return True
        return d.noun is None and len(between) <= CORRECTED and between[-2:] in INSTEAD  # three people were hurt and not five

    def state(self, d: Draft, after: Sequence[Draft]) -> str | None:
        """The word or two that tell what is so of the figure. after: the drafts behind it in its sentence."""
        scene, word = self.scene, self.scene.word
        stop, harmed = self.text.sentences[d.sentence].last, scene.terms.harmed
        if self.denied(d, after):
            return "denied"
        if d.quantity.bracketed and self.drafts and self.drafts[-1].sentence == d.sentence and d.first - self.drafts[-1].last <= 2:
            return self.drafts[-1].state  # a conversion of the one before
        if d.kind == "measure" and (dimension := self.dimension(d)):
            return dimension
        for k in range(d.last, min(d.last + 2, stop)):
            if word[k] in ("and", "but", "or", ","):
                break  # killed ten people and injured twenty: another verb begins
            if word[k] in harmed and scene.tags[k] in ("ADJ", "VERB", "NOUN") and word[k] not in ("feared", "lost"):
                return word[k]
        if d.role == "oblique" and d.kind != "share":
            # The deaths of ten people, damage to 500 houses
            parse = scene.parse(d.sentence)
            host = parse.phrase(d.first)
            outer = parse.phrase_before(host.first) if host is not None and host.preposition > 0 else None
            touching = host is not None and outer is not None and outer.last == host.preposition and scene.tags[outer.head] == "NOUN"
            if (
                host is not None
                and outer is not None
                and touching
                and (word[outer.head] in harmed or d.kind == "count" and word[host.preposition] in ("of", "to"))
            ):
                return word[outer.head]
        if d.verb is None:
            return self.shared(d, after)
        told = self.toll(d)
        if told is not None:
            return told
        if word[d.first - 1] == "including" and self.drafts and self.drafts[-1].sentence == d.sentence:
            return self.drafts[-1].state  # killed fifteen people, including six children
        verb = self.main_verb(d)
        last, group = verb.last, scene.verb_class(verb)
        if last < stop and word[last] in harmed and d.role == "subject":
            return word[last]  # have been reported injured
        if group == "be" and d.role == "object" and d.last < stop and scene.forms[d.last] in ("VBN", "VBG"):
            return word[d.last]  # there are 900 boats waiting, the fire is 50 percent contained
        if d.role == "subject" and (done := self.chained(last, stop)):
            return done
        complement = last < stop and scene.tags[last] == "ADJ" and (group == "be" or word[verb.head] in COMPLEMENTED)
        if (
            group == "be"
            and last + 1 < stop
            and (word[last] in scene.terms.around["whereabouts"] or tuple(word[last : last + 2]) == ("on", "board"))
        ):
            return scene.words(last, last + 1 + (word[last] == "on"))
        if complement and group == "be":
            return scene.words(last, last + 1)  # are safe: no word but what is so
        if complement or last < stop and (scene.forms[last] == "RP" or scene.tags[last] == "ADV" and word[last] in WAYS):
            last += 1
        return None if group == "be" and last == verb.last else scene.words(verb.head, last)  # that they are tells nothing of them

    def main_verb(self, d: Draft) -> Verb:
        """The verb that tells what is so of a figure: no participle that only describes it (*found two drums containing oil*)."""
        scene, verb = self.scene, d.verb
        assert verb is not None
        if d.role != "subject" or verb.finite or verb.form not in ("VBG", "VBN") or scene.word[verb.head] in scene.terms.harmed:
            return verb
        parse = scene.parse(d.sentence)
        host = parse.phrase(d.first)
        before = parse.verb_before(host.first if host is not None else d.first)
        if before is not None and before.finite and (host is None or host.preposition < 0):
            return verb if scene.verb_class(before) == "be" else before  # there are boats waiting
        after = parse.verb_after(verb.last)
        return after if after is not None and after.finite and before is None else verb

    def dimension(self, d: Draft) -> str | None:
        """What a length is the length of, or whither a distance leads: *magnitude*, *high*, *southwest of*; None where no word tells it."""
        scene, word = self.scene, self.scene.word
        around, stop = scene.terms.around, self.text.sentences[d.sentence].last
        if d.unit == "1":
            return "magnitude"
        k = d.last
        if k < stop and word[k] in ("(", "[") and (close := next((i for i in range(k, min(stop, k + 6)) if word[i] in (")", "]")), None)):
            k = close + 1  # 25 km (16 mi) from the road
        k += k < stop and word[k] in ("in", "to", "at") and word[k + 1 : k + 2] != ["the"]
        if k >= stop:
            return None
        if word[k] in around["lengths"] or word[k] in around["dimensions"]:
            return word[k]
        way = k + (2 if word[k : k + 2] in (["to", "the"], ["at", "the"]) else 0)
        if way < stop and word[way] in around["compass"]:
            end = next((i for i in range(way, min(stop, way + 4)) if word[i] in ("of", "from")), way)
            return scene.words(way, end + 1)
        if word[k] == "from" and d.unit in ("km", "m", "[mi_i]", "[ft_i]", "[yd_i]"):
            return "from"
        before = [w for w in word[max(self.text.sentences[d.sentence].first, d.first - 4) : d.first] if w in around["dimensions"]]
        if before and word[d.first - 1] in ("of", "to", "at", "was", "is", "reached"):
            return before[-1]
        subject = scene.parse(d.sentence).subject(d.verb) if d.verb is not None and d.role != "subject" else None
        told = subject is not None and word[subject.head] in around["dimensions"] and word[subject.head + 1] == "of"
        return word[subject.head] if subject is not None and told else None  # the depth of the lake; but: the temperature fell

    def shared(self, d: Draft, after: Sequence[Draft]) -> str | None:
        """The verb that a figure shares with those behind it: *three doctors and nine nurses are searching*, *three of the men work*."""
        scene, last = self.scene, d.noun[1] if d.of and d.noun is not None else d.last
        for other in after:
            if not LISTED.issuperset(scene.word[last : other.first]):
                break
            last = other.last
        verb = scene.parse(d.sentence).verb_after(last)
        if verb is None or verb.first != last or last == d.last:
            return None
        return self.chained(verb.last, self.text.sentences[d.sentence].last) or scene.words(verb.head, verb.last)

    def chained(self, k: int, stop: int) -> str | None:
        """What the last of several verbs tells: *killed* in "were reported to have been killed", "had to be killed"."""
        word, forms = self.scene.word, self.scene.forms
        if k >= stop or word[k] != "to":
            return None
        k += 1
        while k < stop and (word[k] in ("be", "have", "been") or self.scene.tags[k] == "ADV"):
            k += 1
        return self.scene.words(k, k + 1) if k < stop and word[k - 1] != "to" and forms[k] in ("VBN", "VBD") else None

    def toll(self, d: Draft) -> str | None:
        """What became of those whose number rises, stands or is given: *killed* in "the number of people killed has risen to 900"."""
        scene, word = self.scene, self.scene.word
        assert d.verb is not None
        if d.role == "subject" or d.kind != "count" or d.noun is not None or scene.verb_class(d.verb) not in ("be", "change", "amount"):
            return None
        subject = scene.parse(d.sentence).subject(d.verb)
        if subject is None:
            return None
        first = subject.first
        while first > self.text.sentences[d.sentence].first and scene.tags[first - 1] != "PUNCT":
            first -= 1
        # Of the whole subject, with all that hangs on it: up to the verb that holds the number.
        return next((word[k] for k in range(first, d.verb.first) if word[k] in scene.terms.harmed and word[k] != "lost"), None)

    def scope(self, d: Draft) -> str | None:
        """Tell a total, an addition or a part."""
        word, sentence, scope = self.scene.word, self.text.sentences[d.sentence], self.scene.terms.scope
        of_them = d.last + 1 < sentence.last and word[d.last] == "of" and word[d.last + 1] in PARTS
        if d.of or of_them or d.first > sentence.first and word[d.first - 1] == "including":
            return "part"
        if d.scope is not None:
            return d.scope
        around = word[max(sentence.first, d.first - 5) : min(sentence.last, d.last + 5)]
        if d.kind in ("count", "money") and not scope["total"].isdisjoint(around):
            return "total"
        return "new" if d.noun is not None and not scope["new"].isdisjoint(word[d.noun[0] : d.noun[1]]) else None

    def as_of(self, d: Draft) -> str | None:
        """The words of the text that date the figure: the nearest date of its sentence."""
        sentence = self.text.sentences[d.sentence]
        near = [(s, e) for s, e in self.times if sentence.start <= s < sentence.end and not (s < d.end and d.start < e)]
        if not near:
            return None
        start, end = min(near, key=lambda span: span[0] - d.end if span[0] >= d.end else d.start - span[1])
        first = self.text.token_at(start)
        if first > sentence.first and self.scene.word[first - 1] in ("in", "on", "by", "of", "since", "until", "at", "during"):
            start = self.text.tokens[first - 1].start
        return self.text.view[start:end]

    def doubted(self, d: Draft) -> bool:
        """True where the text marks the figure as unconfirmed."""
        sentence, doubt = self.text.sentences[d.sentence], self.scene.terms.doubt
        behind = self.scene.word[d.last : min(sentence.last, d.last + 6)]
        before = self.scene.word[max(sentence.first, d.first - 8) : d.first]
        if not doubt["words"].isdisjoint(before + behind) or not doubt["adverbs"].isdisjoint(behind):
            return True
        around = self.scene.word[max(sentence.first, d.first - 12) : min(sentence.last, d.last + 6)]
        for be, verb, link in zip(around, around[1:], around[2:], strict=False):
            # were reported to be missing, is said to have killed, it was reported that
            if be in BEING and (link == "to" and verb in ("said", "reported") or (verb, link) == ("reported", "that")):
                return True
        for word in reversed(self.scene.word[sentence.first : d.first]):
            # Russia is allegedly moving 500 tanks, 600 vehicles, and sending 40,000 men: one adverb for all
            if word in BREAKS:
                return False
            if word in doubt["adverbs"]:
                return True
        return False

    # --- rows ------------------------------------------------------------------------------------------------------------
    def figure(self, d: Draft) -> Figure:
        """Make the row."""
        evidence, quantity, sure = self.text.evidence(d.start, d.end), d.quantity, confidences(d)
        document = self.text.document.id
        return Figure(
            id=identify("F", document, evidence.span.start, evidence.span.end, d.kind, quantity.low, quantity.high),
            document=document,
            run=self.found.run,
            method=METHOD,
            confidence=sure["whole"],
            evidence=evidence,
            kind=d.kind,
            low=quantity.low,
            high=quantity.high,
            qualifier=quantity.qualifier,
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
            measure=measure(d.kind, d.item, d.state),
            **{f"{name}_confidence": sure[name] for name in FIELDS},
        )


@cache
def lexicon_pace() -> dict[str, str]:
    """Adverbs and adjectives that tell how often: daily, annually."""
    table: dict[str, str] = lexicon_table("numbers")["pace"]
    return table


def figures(text: Text, found: Found, scores: Scores | None) -> Iterator[Figure]:
    """Read every figure of a report, in the order of the text."""
    reading = Reading(text, found, scores)
    for draft in reading.read():
        yield reading.figure(draft)


EXTRACTOR = Extractor(name="figures", makes=Figure, needs=("mentions", "times", "places", "attributions"), run=figures)
