"""What a figure counts, whose it is and where: the candidates a report offers for each slot, and the choice among them.

The choice is a linear ranking over features a reader would name ("the subject of the verb", "behind *in*"); its weights lie in
``slots.toml`` beside this file and are made by training/slots.py.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from hearsay.extract import Found
from hearsay.extract.phrases import NOMINAL, Parse, Phrase, Verb
from hearsay.extract.places import demonym, known
from hearsay.extract.quantities import Quantity, lexicon_table
from hearsay.records import Attribution, Mention, Text

RELATIONS = frozenset("of in for on to from at by with per off under over during".split())
PAST = frozenset("fell rose grew shrank said told died fled struck killed injured".split())  # never nouns, whatever the tagger thinks
BACK = 3  # sentences a candidate may stand before its figure


class Terms(NamedTuple):
    """The words of items.toml and states.toml, made ready to look up. taxon: noun → the kind of thing it is."""

    taxon: dict[str, str]
    people: frozenset[str]
    dimensions: frozenset[str]
    sums: frozenset[str]
    changes: frozenset[str]
    amounting: frozenset[str]
    having: frozenset[str]
    harmed: frozenset[str]
    doubtful: frozenset[str]
    sites: frozenset[str]
    quakes: frozenset[str]
    titles: frozenset[str]


@cache
def terms() -> Terms:
    """Load the words of items and states."""
    items, states = lexicon_table("items"), lexicon_table("states")
    return Terms(
        taxon={word: name for name, row in items["taxa"].items() for word in row},
        people=frozenset(word for name in items["people"] for word in items["taxa"][name]),
        dimensions=frozenset(items["nouns"]["dimensions"]),
        sums=frozenset(items["nouns"]["sums"]),
        changes=frozenset(states["verbs"]["change"]),
        amounting=frozenset(states["verbs"]["amount"]),
        having=frozenset(states["verbs"]["have"]),
        harmed=frozenset(w for row in states["harm"].values() for w in row),
        doubtful=frozenset(states["doubt"]["words"]),
        sites=frozenset(items["nouns"]["sites"]),
        quakes=frozenset(items["nouns"]["quakes"]),
        titles=frozenset(items["nouns"]["titles"]),
    )


@dataclass(slots=True)
class Draft:
    """A figure while it is read. first, last: its tokens, half-open, the noun counted among them.

    noun: tokens of the noun beside the number, or None; of: the noun stands behind *of* (three of the houses).
    verb: the verb that tells what is so; role: what the figure is to it (subject, object, oblique, none).
    """

    quantity: Quantity
    sentence: int
    start: int
    end: int
    first: int
    last: int
    number: tuple[int, int] = (0, 0)
    noun: tuple[int, int] | None = None
    of: bool = False
    kind: str = ""
    unit: str = "1"
    verb: Verb | None = None
    role: str = "none"
    item: str | None = None
    state: str | None = None
    holder: str | None = None
    place: str | None = None
    as_of: str | None = None
    scope: str | None = None
    attribution: Attribution | None = None
    voice: str = "narrator"
    reported: bool = False


@dataclass(slots=True)
class Named:
    """A mention where it stands: its tokens, half-open, its sentence, and whether it names a place."""

    mention: Mention
    name: str
    first: int
    last: int
    sentence: int
    place: bool
    precision: str | None = None


@dataclass(slots=True)
class Candidate:
    """A filling for a slot, or None for an empty one, with what speaks for it."""

    value: str | None
    features: set[str] = field(default_factory=set)


class Scene:
    """A report as the slots see it: its words, its parsed sentences, its names."""

    def __init__(self, text: Text, found: Found) -> None:
        self.text, self.found = text, found
        self.word = [t.word.lower() for t in text.tokens]
        self.tags = list(found.tags) or ["X"] * len(text.tokens)
        self.forms = list(found.forms) or ["XX"] * len(text.tokens)
        self.parses: dict[int, Parse] = {}
        self.terms = terms()
        for i, word in enumerate(self.word):
            if word in PAST and self.tags[i] in ("NOUN", "ADJ", "PROPN") and self.text.tokens[i].word.islower():
                self.tags[i], self.forms[i] = "VERB", "VBD"
        self.named = sorted(self._named(), key=lambda n: (n.first, -n.last))
        self._firsts = [n.first for n in self.named]
        self.spots = spots_of(self)
        self.scenes = self._scenes()
        self.traits, self.blank = self._traits()
        self.count: dict[str, int] = {}
        for n in self.named:
            self.count[n.name] = self.count.get(n.name, 0) + 1

    def _named(self) -> Iterator[Named]:
        located = {p.mention: p for p in self.found.rows.get("places", ())}
        for mention in self.found.rows.get("mentions", ()):
            span = self.text.map.to_view(mention.evidence.span)
            if span is None:
                continue
            first, last = self.text.token_at(span.start), self.text.token_at(span.end - 1) + 1
            spot = located.get(mention.id)
            yield Named(
                mention, mention.name, first, last, self.text.sentence_at(span.start),
                spot is not None or mention.schema == "Place", spot.precision if spot is not None else None,
            )  # fmt: skip

    def _scenes(self) -> list[Spot]:
        """Where the report plays: names of somewhere by how often and how early they are held as such, most likely first."""
        weight: dict[str, float] = {}
        first: dict[str, Spot] = {}
        for spot in self.spots:
            worth = {"located": 3.0, "dateline": 4.0, "listed": 2.0, "owner": 1.0, "worn": 1.0, "chained": 0.5, "of": 1.0, "led": 1.0}.get(spot.grip, 0.5)
            worth *= 3.0 if spot.sentence == 0 else 2.0 if spot.sentence <= 2 else 1.0
            worth *= {"country": 0.6, "unknown": 0.8, "body": 0.3}.get(spot.size, 1.0)
            weight[spot.name] = weight.get(spot.name, 0.0) + worth
            first.setdefault(spot.name, spot)
        return sorted(first.values(), key=lambda s: -weight[s.name])

    def _traits(self) -> tuple[dict[str, set[str]], set[str]]:
        """What the whole report tells of each name of somewhere, and of there being none."""
        traits: dict[str, set[str]] = {}
        counts: dict[tuple[str, str], int] = {}
        located: list[str] = []
        for k, spot in enumerate(self.spots):
            row = traits.setdefault(spot.name, set())
            if not row:
                row |= {f"doc.first.{min(spot.sentence, 3)}", f"doc.first.{min(spot.sentence, 3)}.{spot.grip}", f"doc.order.{min(len(traits), 4)}"}
            if spot.sentence <= 1:
                row |= {f"doc.lead.{spot.grip}", f"doc.lead.{spot.grip}.{spot.size}"}
            row.add(f"doc.size.{spot.size}")
            counts[spot.name, spot.grip] = counts.get((spot.name, spot.grip), 0) + 1
            if spot.grip == "chained" and k:
                traits[self.spots[k - 1].name].add("doc.inner")
                row.add("doc.outer")
            if spot.grip == "located" and spot.name not in located:
                located.append(spot.name)
        for (name, grip), n in counts.items():
            if grip in ("located", "owner", "worn", "title", "led", "free"):
                traits[name].add(f"doc.{grip}.{min(n, 3)}")
        for rank, name in enumerate(located[:3]):
            traits[name].add(f"doc.located.rank.{rank}")
        lead = [s.grip for s in self.spots if s.sentence <= 1]
        blank = {f"doc.none.located.{min(len(located), 3)}", f"doc.none.lead.{'located' in lead}", f"doc.none.lead.any.{bool(lead)}", f"doc.none.kinds.{self.topic}"}
        return traits, blank

    @property
    def topic(self) -> str:
        """What most figures of the report are like: money, shares, harm or things."""
        words = set(self.word)
        if words & self.terms.harmed - {"lost", "shot", "affected", "claimed", "feared", "fatal"}:
            return "harm"
        if words & {"percent", "%", "$", "€", "£", "shares", "profit", "revenue", "company"}:
            return "money"
        if words & {"game", "match", "season", "team", "race", "league", "album", "film"}:
            return "play"
        return "other"

    def person(self, first: int, last: int) -> bool:
        """True where some tokens are, or are part of, the name of a person."""
        i = max(0, bisect_right(self._firsts, first) - 4)
        near = self.named[i : i + 8]
        return any(n.first <= first and last <= n.last and n.mention.schema == "Person" and n.mention.role != n.name for n in near if n.last - n.first < 5) and (
            self.word[first - 1] not in LOCATING if first else True
        )

    def titled(self, sentence: int) -> bool:
        """True for a sentence set in capitals, as headlines are."""
        rows = self.text.sentences[sentence]
        long = [t.word for t in self.text.tokens[rows.first : rows.last] if len(t.word) > 3 and t.word[0].isalpha()]
        return len(long) > 2 and sum(w[0].isupper() for w in long) > 0.7 * len(long)

    def parse(self, sentence: int) -> Parse:
        """The parse of a sentence, made when first asked for."""
        if sentence not in self.parses:
            self.parses[sentence] = Parse(self.word, self.tags, self.forms, self.text.sentences[sentence])
        return self.parses[sentence]

    def words(self, first: int, last: int) -> str:
        """The words of some tokens as the text has them, without a leading article or marks at the ends."""
        while first < last - 1 and (self.tags[first] in ("DET", "PUNCT", "CCONJ") or self.forms[first] == "PRP$"):
            first += 1
        while last > first + 1 and self.tags[last - 1] == "PUNCT":
            last -= 1
        return " ".join(self.text.view[self.text.tokens[first].start : self.text.tokens[last - 1].end].split())

    def within(self, first: int, last: int) -> list[Named]:
        """Mentions that stand within some tokens."""
        i = bisect_right(self._firsts, first - 1)
        out = []
        while i < len(self.named) and self.named[i].first < last:
            if self.named[i].last <= last:
                out.append(self.named[i])
            i += 1
        return out

    def of_sentence(self, sentence: int) -> list[Named]:
        rows = self.text.sentences[sentence]
        return self.within(rows.first, rows.last)

    def name_of(self, phrase: Phrase) -> str | None:
        """Whom a noun phrase names, by the mention that ends on its head; a pronoun by whom it stands for."""
        best = None
        for n in self.within(phrase.first, phrase.last):
            if n.last >= phrase.head + 1 and n.first <= phrase.head:
                best = n.name
        return best

    def governed(self, d: Draft) -> None:
        """Find the verb that tells what is so of a figure, and the figure's part in it."""
        parse = self.parse(d.sentence)
        host = parse.phrase(d.first)
        first, last = (host.first, max(host.last, d.last)) if host is not None else (d.first, d.last)
        after = parse.verb_after(last)
        if after is not None and host is not None:
            gap = self.word[last : after.first]
            if parse.subject(after) is host or not gap and after.finite:
                d.verb, d.role = after, "subject"
                return
            if not gap and not after.finite and after.form in ("VBN", "VBG"):
                d.verb, d.role = after, "subject"
                return
        before = parse.verb_before(first)
        if before is not None:
            d.verb = before
            d.role = "object" if host is None or host.preposition < 0 else "oblique"


# --- the noun counted -----------------------------------------------------------------------------------------------------
NOT_NOUNS = frozenset("apiece each total respectively alone overall annually daily weekly including excluding following less fewer more away".split())
NOT_MODIFIERS = frozenset("including excluding following regarding concerning involving according compared based".split())


def nominal(scene: Scene, i: int, stop: int, taken: Iterable[int], *, article: bool = False) -> tuple[int, int] | None:
    """Read a noun with its adjectives that begins at token i. taken: tokens at which other figures begin."""
    word, tags, forms = scene.word, scene.tags, scene.forms
    starts = set(taken)
    j, head = i, -1
    while j < stop and j not in starts:
        tag, w = tags[j], word[j]
        ahead = tags[j + 1] if j + 1 < stop else ""
        if tag in NOMINAL:
            if w in NOT_NOUNS and head < 0 and ahead not in NOMINAL:
                break
            head = j
        elif tag in ("ADJ", "NUM"):
            if head >= 0 and ahead not in NOMINAL:
                break
            if w in ("more", "other", "others") and ahead not in (*NOMINAL, "ADJ"):
                head = j if w != "more" else head
                j += 1
                break
        elif tag == "DET" and j == i and article or forms[j] == "PRP$" and j == i and article:
            pass
        elif forms[j] in ("VBN", "VBG", "VBD") and tag == "VERB":
            if head >= 0 or ahead not in ("NOUN", "ADJ") or w in NOT_MODIFIERS or forms[j] == "VBD" and ahead != "NOUN":
                break
        elif tag == "ADV" and head < 0 and ahead in ("ADJ", "VERB") and j > i - 1:
            pass
        elif w in ("'s", "'", "’s", "’") and head >= 0 and ahead in (*NOMINAL, "ADJ"):
            pass
        elif w in ("and", ",") and head < 0 and j > i and tags[j - 1] == "ADJ" and ahead == "ADJ":
            pass
        elif w == "-" and head >= 0 and ahead in NOMINAL:
            pass
        elif w in ('"', "'", "“", "”", "‘") and head < 0 and j == i:
            pass
        else:
            break
        j += 1
    if head < 0:
        return None
    last = head + 1
    # heart attacks and strokes; passengers and crew: bare plurals joined by "and" are counted together
    if last + 1 < stop and word[last] in ("and", "&") and last + 1 not in starts and (forms[head] == "NNS" or word[head] == "crew"):
        k = last + 1
        while k < stop and k < last + 4 and tags[k] in ("NOUN", "ADJ") and forms[k] != "NNS" and word[k] not in ("crew", "staff", "personnel"):
            k += 1
        if k < stop and (forms[k] == "NNS" or word[k] in ("crew", "staff", "personnel")) and k not in starts and tags[k] == "NOUN":
            last = k + 1
    return i, last


# --- candidates for what is counted ---------------------------------------------------------------------------------------
class Offers:
    """The candidates of one slot, by value; what speaks for one value is gathered."""

    def __init__(self, kind: str) -> None:
        self.kind, self.rows = kind, {}
        self._low: dict[str, str] = {}

    def mark(self, value: str | None, *features: str) -> None:
        """Say something for a value whatever the kind of the figure."""
        key = "" if value is None else value.lower()
        if key or value is None:
            self.rows.setdefault(key, Candidate(value)).features.update(features)

    def add(self, value: str | None, *features: str) -> None:
        """Say something for a value: each feature counts by itself and with the kind of the figure."""
        key = "" if value is None else value.lower()
        if value is not None and not key:
            return
        row = self.rows.setdefault(key, Candidate(value))
        for feature in features:
            row.features.add(feature)
            row.features.add(f"{self.kind}|{feature}")


def form_of(d: Draft) -> str:
    """The kind of a figure as the ranking sees it: counts with a noun, bare and joined, quakes, lengths … are each their own."""
    if d.kind == "count":
        return "joined" if d.quantity.joined else "count" if d.noun is not None and not d.of else "bare"
    if d.kind == "rate":
        return "money" if d.unit[:3].isupper() else "measure"
    if d.kind == "measure":
        return "quake" if d.unit == "1" else "degree" if d.unit in ("Cel", "[degF]", "deg", "K") else "measure"
    return d.kind


def items(scene: Scene, d: Draft, before: Sequence[Draft], after: Sequence[Draft]) -> list[Candidate]:
    """Offer what a figure may count or measure. before, after: the drafts of the report around it, nearest first."""
    parse, word, tags, terms = scene.parse(d.sentence), scene.word, scene.tags, scene.terms
    sentence = scene.text.sentences[d.sentence]
    offers = Offers(form_of(d))
    starts = [x.first for x in after if x.sentence == d.sentence]
    tail = behind(scene, d, after)
    harmed = d.verb is not None and d.verb.first <= sentence.last and bool(terms.harmed & set(word[d.verb.first : d.verb.last + 1])) or bool(
        terms.harmed & set(word[d.last : d.last + 2])
    )

    def phrase_of(p: Phrase, *features: str) -> None:
        if d.first <= p.head < d.last:
            return
        head = word[p.head]
        if tags[p.head] == "PRON":
            name = scene.name_of(p)
            if name is not None:
                offers.add(name, *(f"{f}.pronoun" for f in features))
            return
        if tags[p.head] == "NUM" or head in COMPASS or head in CALENDAR:
            return
        text = complemented(scene, parse, p)
        kind = "dimension" if head in terms.dimensions else "sum" if head in terms.sums else ""
        person = "person" if head in terms.people else "name" if tags[p.head] == "PROPN" else "thing"
        offers.add(text, *features, *(f"{f}.{kind}" for f in features if kind), f"head.{person}", *(f"{f}.{person}" for f in features))
        if kind in ("dimension", "sum"):
            inner = next((q for q in parse.phrases if q.preposition == p.last and word[q.preposition] == "of"), None)
            if inner is not None and not d.first <= inner.head < d.last and tags[inner.head] != "NUM":
                offers.add(complemented(scene, parse, inner), *(f"{f}.of" for f in features))
            possessor = possessor_of(scene, p)
            if possessor is not None:
                offers.add(scene.words(*possessor), *(f"{f}.own" for f in features))

    if d.noun is not None and word[d.noun[1] - 1] not in STANDING_IN:
        offers.add(with_of(scene, parse, d.noun), "of" if d.of else "counted")
    if d.quantity.joined and d.kind == "count":
        hyphened = re.match(r"[-‐‑–](\w+)", scene.text.view[d.start + d.quantity.number_end - d.quantity.start :])
        if hyphened:
            offers.add(hyphened[1], "joined.tail")
    if d.quantity.kind == "count" and d.kind == "count" and scene.text.view[d.start : d.end].lower().endswith(("twice", "thrice", "times")):
        offers.add("times", "times")
    if d.kind != "count":
        beside = nominal(scene, tail, sentence.last, starts, article=d.kind == "share")
        if beside is not None and word[beside[1] - 1] not in CALENDAR | COMPASS:
            offers.add(scene.words(*beside), "beside", "beside.joined" if d.quantity.joined else "beside.free")
    for other in after[:2]:
        # four, six or eight cores; 39 of the state's 40 delegates: the noun is said once, with the next number
        if other.sentence == d.sentence and other.noun is not None and other.kind == "count" and other.first - d.last <= 6:
            gap = set(word[d.last : other.first])
            shared = gap <= {",", "and", "or", "to", "female", "male", "maybe"} or "of" in gap and word[d.last] in ("of", "out")
            offers.add(with_of(scene, parse, other.noun), "next.shared" if shared else "next")
    if tail < sentence.last and tags[tail] == "ADP":
        p = parse.phrase_after(tail + 1)
        if p is not None and p.first <= tail + 2:
            phrase_of(p, "+" + (word[tail] if word[tail] in RELATIONS else "prep"))
    purpose = parse.verb_after(tail)
    if purpose is not None and purpose.first <= tail + 6 and word[purpose.first] == "to" and d.kind in ("money", "rate", "duration"):
        p = parse.phrase_after(purpose.last)
        if p is not None and p.first <= purpose.last + 1:
            phrase_of(p, "purpose")
    for k in range(tail + 1, min(tail + 7, sentence.last)):
        if word[k] in ("for", "into", "towards") and tags[k] == "ADP" and d.kind == "money":
            p = parse.phrase_after(k + 1)
            if p is not None and p.first == k + 1:
                phrase_of(p, "spent.on")
            break
    worth = d.last + 1 < sentence.last and word[d.last] == "worth" and word[d.last + 1] == "of"
    if worth:
        p = parse.phrase_after(d.last + 2)
        if p is not None:
            phrase_of(p, "+of")
    via = "none"
    host = parse.phrase(d.first)
    first = min(host.first, d.first) if host is not None else d.first
    if first > sentence.first and tags[first - 1] == "ADP" or first > sentence.first and word[first - 1] in ("to", "worth"):
        p = parse.phrase_before(first - 1)
        if p is not None and p.last == first - 1:
            phrase_of(p, "-" + (word[first - 1] if word[first - 1] in RELATIONS else "prep"))
            via = "dimension" if word[p.head] in terms.dimensions else "plain"
            while p is not None and p.preposition >= 0 and word[p.preposition] == "of":
                outer = parse.phrase_before(p.preposition)
                p = outer if outer is not None and outer.last == p.preposition else None
                if p is not None:
                    phrase_of(p, "outer")
    near = parse.phrase_before(first)
    if near is not None:
        phrase_of(near, "near", "near.touching" if near.last == first else "near.comma" if word[near.last : first] == [","] else "near.apart")
    verb = d.verb
    if verb is not None:
        group = verb_class(scene, verb)
        subject = parse.subject(verb)
        if subject is not None and not subject.first <= d.first < subject.last:
            phrase_of(subject, "subject", f"subject.{group}", f"subject.{d.role}", f"subject.via.{via}")
        if d.role != "subject":
            inner = [p for p in parse.phrases if verb.last <= p.first and p.last <= d.first and p.preposition < 0]
            if inner:
                phrase_of(inner[0], "object", f"object.{group}")
        else:
            told = next((p for p in parse.phrases if p.first >= verb.last), None)
            if told is not None and told.preposition < 0 and told.first <= verb.last + 1:
                copula = word[verb.head] in ("are", "were", "is", "was", "be", "been")
                phrase_of(told, "predicate" if copula else "acted")
    opening = next((p for p in parse.phrases if p.preposition < 0), None)
    if opening is not None:
        phrase_of(opening, "opening")
    if d.kind == "age":
        name = next((n for n in reversed(scene.of_sentence(d.sentence)) if n.last <= first and n.mention.schema in ("Person", "LegalEntity")), None)
        if name is not None:
            touching = all(scene.tags[k] == "PUNCT" for k in range(name.last, first))
            offers.add(name.name, "name.before", "name.touching" if touching else "name.apart")
    seen = 0
    for other in before:
        if seen >= 4 or d.sentence - other.sentence > BACK:
            break
        if other.item is None:
            continue
        where = "same" if other.sentence == d.sentence else "back"
        like = "kin" if form_class(other) == form_class(d) else "other"
        taste = "person" if last_word(other.item) in terms.people else "thing"
        harm = "harm" if harmed else "calm"
        order = "1" if seen == 0 else "n"
        offers.add(other.item, f"previous.{order}.{where}.{like}", f"previous.{taste}.{harm}", f"previous.{order}")
        if d.quantity.bracketed and seen == 0:
            offers.add(other.item, "bracketed")
        if other.sentence == d.sentence and seen == 0 and set(word[other.last : d.first]) <= {",", "and", "or", "to", "(", "-"}:
            offers.add(other.item, "listed")
        seen += 1
    if d.kind in ("count", "age", "share"):
        offers.add("people", "people", "people.harm" if harmed else "people.calm")
        if any(w in ("toll", "fatalities", "attendance", "population", "killing", "injuring") for w in word[max(sentence.first, first - 6) : first]):
            offers.add("people", "people.toll")
    if form_of(d) == "quake":
        quake = next((w for w in reversed(word[: d.first]) if w in terms.quakes), None) or next((w for w in word if w in terms.quakes), "earthquake")
        offers.add(quake, "quake")
    return list(offers.rows.values())


CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december"
    " today yesterday tomorrow day week month year morning evening night afternoon time moment".split()
)
STANDING_IN = frozenset("others other more them these those which whom ones one us you".split())


def behind(scene: Scene, d: Draft, after: Sequence[Draft]) -> int:
    """The token behind a figure and its conversion in brackets."""
    tail, stop = d.last, scene.text.sentences[d.sentence].last
    other = after[0] if after else None
    if other is not None and other.quantity.bracketed and other.sentence == d.sentence and other.first - tail <= 2:
        tail = other.last
    if tail < stop and scene.word[tail] in (")", "]"):
        tail += 1
    return tail


def last_word(text: str) -> str:
    return text.rsplit(" ", 1)[-1].lower()


def form_class(d: Draft) -> str:
    """Counts are kin to counts, shares to shares."""
    return "count" if d.kind in ("count", "rate") and d.unit.startswith("1") else d.kind


def possessor_of(scene: Scene, phrase: Phrase) -> tuple[int, int] | None:
    """Tokens of the owner in a noun phrase: *Kiribati* in "Kiribati's population"."""
    for k in range(phrase.first, phrase.last):
        if scene.word[k] in ("'s", "'", "’s", "’") and k > phrase.first:
            return phrase.first, k
    return None


def complemented(scene: Scene, parse: Parse, phrase: Phrase) -> str:
    """A noun phrase with what *of* adds to it: counts of murder, price of crude oil."""
    return with_of(scene, parse, (phrase.first, phrase.last))


def with_of(scene: Scene, parse: Parse, tokens: tuple[int, int]) -> str:
    last = tokens[1]
    if last + 1 < parse.last and scene.word[last] == "of":
        inner = next((p for p in parse.phrases if p.preposition == last), None)
        if inner is not None and inner.first == last + 1 and scene.tags[inner.head] in NOMINAL and inner.last - inner.first <= 4:
            if not any(scene.tags[k] == "NUM" for k in range(inner.first, inner.last)):
                last = inner.last
    return scene.words(tokens[0], last)


def verb_class(scene: Scene, verb: Verb) -> str:
    """What kind of verb it is: be, change, amount, have, harm or other."""
    word, terms = scene.word[verb.head], scene.terms
    if word in ("is", "are", "was", "were", "be", "been", "being", "remains", "remained", "became", "become"):
        return "be"
    for name, group in (("change", terms.changes), ("amount", terms.amounting), ("have", terms.having), ("harm", terms.harmed)):
        if word in group:
            return name
    return "other"


# --- candidates for whose it is -------------------------------------------------------------------------------------------
def holders(scene: Scene, d: Draft, before: Sequence[Draft]) -> list[Candidate]:
    """Offer the party whose the figure is, or who does or suffers it; nobody is always on offer."""
    parse, word, tags, terms = scene.parse(d.sentence), scene.word, scene.tags, scene.terms
    sentence = scene.text.sentences[d.sentence]
    offers = Offers(form_of(d))
    group = verb_class(scene, d.verb) if d.verb is not None else "verbless"
    passive = d.verb is not None and d.verb.passive
    item = last_word(d.item) if d.item else ""
    thing = "person" if item in terms.people else "thing"
    offers.add(None, "none", f"none.{group}.{d.role}", f"none.{thing}", f"none.{thing}.{group}.{d.role}", f"none.passive.{passive}")
    host = parse.phrase(d.first)
    noun = (d.first, d.last)

    subject = parse.subject(d.verb) if d.verb is not None and d.role != "subject" else None
    outer = None
    if d.verb is not None and subject is not None:
        outer_verb = parse.verb_before(subject.first)
        outer = parse.subject(outer_verb) if outer_verb is not None else None
    possessor = possessor_of(scene, host) if host is not None else None
    # Russian soldiers: the state behind an adjective of nation
    for k in range(d.first, d.last):
        state = demonym(scene.text.tokens[k].word)
        if state:
            offers.add(state, "adjective", f"adjective.{thing}")
    if subject is not None:
        for k in range(subject.first, subject.last):
            state = demonym(scene.text.tokens[k].word)
            if state:
                offers.add(state, "subject.adjective")

    def schema_of(n: Named) -> str:
        return "Place" if n.place else {"Company": "Organization", "PublicBody": "Organization"}.get(n.mention.schema, n.mention.schema)

    first_names: dict[str, int] = {}
    for n in scene.named:
        first_names.setdefault(n.name, n.sentence)
    for n in scene.of_sentence(d.sentence):
        where = relation(scene, parse, n, d, subject, outer, possessor)
        kind = schema_of(n)
        source = "source" if d.attribution is not None and names_source(scene, d, n) else "free"
        offers.add(n.name, f"{where}", f"{where}.{kind}", f"{where}.{source}", f"{where}.{group}", f"schema.{kind}", f"{source}")
        if n.mention.antecedent is not None:
            offers.add(n.name, "resolved")
    if subject is not None and tags[subject.head] == "NOUN" and scene.name_of(subject) is None and word[subject.head] not in terms.dimensions:
        owner = possessor_of(scene, subject)
        offers.add(scene.words(subject.first, subject.last), "noun.subject", f"noun.subject.{group}", f"noun.subject.{'person' if word[subject.head] in terms.people else 'thing'}")
        if owner is not None:
            offers.add(scene.words(*owner), "noun.subject.owner")
    if d.kind in ("measure", "duration", "age") and d.item:
        offers.add(d.item, "item")
    for back in range(1, BACK):
        if d.sentence - back < 0:
            break
        for n in scene.of_sentence(d.sentence - back):
            block = "same" if scene.text.sentences[d.sentence - back].block == sentence.block else "other"
            prior = scene.parse(d.sentence - back)
            leads = next((p for p in prior.phrases if p.preposition < 0), None)
            front = "front" if leads is not None and leads.first <= n.first < leads.last else "rest"
            offers.add(n.name, f"back.{back}.{block}", f"back.{front}.{schema_of(n)}", f"back.{schema_of(n)}")
    top = sorted(scene.count.items(), key=lambda kv: (-kv[1], first_names.get(kv[0], 0)))[:6]
    for rank, (name, count) in enumerate(top):
        n = next(x for x in scene.named if x.name == name)
        if count > 1:
            offers.add(name, f"top.{rank if rank < 2 else 'n'}", f"top.{schema_of(n)}")
    for n in scene.of_sentence(0)[:3]:
        offers.add(n.name, f"lead.{schema_of(n)}")
    for seen, other in enumerate(before[:2]):
        if d.sentence - other.sentence > 2:
            break
        where = "same" if other.sentence == d.sentence else "back"
        alike = "alike" if (other.item or "").lower() == (d.item or "").lower() else "unlike"
        listed = "listed" if where == "same" and set(word[other.last : d.first]) <= {",", "and", "or", "to", "(", "-"} else "apart"
        offers.add(other.holder, f"chain.{seen}.{where}.{alike}", f"chain.{seen}.{listed}")
        if d.quantity.bracketed and seen == 0:
            offers.add(other.holder, "bracketed")
    return list(offers.rows.values())


def names_source(scene: Scene, d: Draft, n: Named) -> bool:
    """True where a mention is who is on record for the figure."""
    return d.attribution is not None and (d.attribution.mention == n.mention.id or n.mention.antecedent is not None and d.attribution.mention == n.mention.antecedent)


def relation(scene: Scene, parse: Parse, n: Named, d: Draft, subject: Phrase | None, outer: Phrase | None, possessor: tuple[int, int] | None) -> str:
    """Say where a name stands to a figure: its owner, part of its noun, the doer, behind a preposition …"""
    word = scene.word
    if possessor is not None and possessor[0] <= n.first < possessor[1]:
        return "owner"
    if d.first <= n.first and n.last <= d.last:
        return "inside"
    if subject is not None and subject.first <= n.first and n.last <= subject.last:
        return "subject" if n.last > subject.head else "in.subject"
    if subject is not None and n.first <= subject.head < n.last:
        return "subject"
    if outer is not None and outer.first <= n.first and n.last <= outer.last:
        return "outer"
    before = n.first - 1
    if before >= parse.first and word[before] in ("the", "a", "an"):
        before -= 1
    prep = word[before] if before >= parse.first and scene.tags[before] == "ADP" else ""
    side = "after" if n.first >= d.last else "before"
    if prep:
        prep = prep if prep in RELATIONS else "prep"
        touching = side == "after" and before == d.last or side == "after" and before <= d.last + 1
        return f"{side}.{prep}" + (".touching" if touching else "")
    if side == "before" and all(scene.tags[k] in ("PUNCT", "DET") for k in range(n.last, d.first)):
        return "touching.before"
    return side


# --- candidates for where -------------------------------------------------------------------------------------------------
LOCATING = frozenset("in at near outside inside within around across throughout off along beneath under above over on".split())
LEADING = frozenset("from to toward towards into via through between for against until".split())
ASIDE = frozenset("the northern southern eastern western central downtown nearby north south east west northeast northwest southeast southwest upper lower greater city".split())
COMPASS = frozenset("north south east west northeast northwest southeast southwest north-east north-west south-east south-west".split())
LINKS = frozenset("of de do da del du la le al el the and".split())


@dataclass(frozen=True, slots=True)
class Spot:
    """A name of somewhere, where it stands. grip: how the words around it hold it (located, chained, owner, title …).

    size: country, region, place, site (a building, a base) or unknown.
    """

    name: str
    first: int
    last: int
    sentence: int
    grip: str
    size: str


def spots_of(scene: Scene) -> list[Spot]:
    """Every name of somewhere in a report, in order."""
    found: list[Spot] = []
    for number, sentence in enumerate(scene.text.sentences):
        i = sentence.first
        while i < sentence.last:
            spot = spot_at(scene, i, sentence.last, number, found)
            if spot is not None:
                found.append(spot)
                i = spot.last
            else:
                i += 1
    return found


def spot_at(scene: Scene, i: int, stop: int, sentence: int, found: Sequence[Spot]) -> Spot | None:
    """Read the name of somewhere that begins at token i."""
    token = scene.text.tokens[i]
    if not token.word[:1].isupper() or scene.tags[i] not in ("PROPN", "NOUN", "ADJ", "ADV", "X", "VERB", "INTJ"):
        return None
    if scene.word[i] in CALENDAR:
        return None
    end = i + 1
    while end < stop and end - i < 7:
        word = scene.text.tokens[end].word
        if word[:1].isupper() and scene.tags[end] != "PUNCT":
            end += 1
        elif scene.word[end] in LINKS and end + 1 < stop and scene.text.tokens[end + 1].word[:1].isupper() and scene.word[end] != "and":
            end += 2
        else:
            break
    if scene.titled(sentence):
        end = min(end, i + 3)
    size = ""
    last = end
    for last in range(end, i, -1):
        text = " ".join(t.word for t in scene.text.tokens[i:last])
        size = known(text) or ""
        if size and (demonym(text) or scene.person(i, last) or last < len(scene.word) and scene.word[last] in ("$", "dollar", "dollars")):
            size = ""
        if size == "place" and last < end and i > 0 and scene.word[i - 1] not in LOCATING:
            size = ""  # Tottenham Hotspur, Rodríguez Zapatero: part of another name
        if size:
            break
    grip = grip_of(scene, i, last if size else end, found)
    site = end
    while site < stop and site < end + 2 and scene.tags[site] in ("NOUN", "ADJ") and scene.word[site] not in scene.terms.sites:
        site += 1
    closing = site < stop and scene.word[site] in scene.terms.sites and scene.tags[site] == "NOUN" and site <= end + 1
    if not size or last < end:
        if scene.word[end - 1] in scene.terms.sites and end - i > 1:
            last, size = end, "site"
        elif closing and not size and grip in ("located", "led") and not demonym(token.word):
            last, size = site + 1, "site"
    if not size:
        if grip not in ("located", "chained", "near", "beside") or demonym(token.word):
            return None
        last, size = end, "unknown"
        person = scene.within(i, end)
        if any(n.mention.schema == "Person" and n.first == i for n in person) and scene.word[i - 1] not in ("in", "at", "near"):
            return None
        if any(n.mention.schema in ("Organization", "Company", "PublicBody") and n.first <= i for n in person):
            size = "body"
    if grip == "free" and last < stop and scene.tags[last] in NOMINAL:
        grip = "worn"
    return Spot(" ".join(t.word for t in scene.text.tokens[i:last]).replace(" 's", "'s"), i, last, sentence, grip, size)


def grip_of(scene: Scene, first: int, last: int, found: Sequence[Spot]) -> str:
    """Say how the words around a name of somewhere hold it."""
    word = scene.word
    k = first - 1
    while k >= 0 and word[k] in ASIDE:
        k -= 1
    before = word[k] if k >= 0 else ""
    if last < len(word) and word[last] in ("'s", "’s"):
        return "owner"
    if before == "," and found and found[-1].last == k:
        return "chained"
    if before in ("and", "or", ",") and found and found[-1].last >= k - 1 and found[-1].grip in ("located", "led"):
        return "listed"
    if before in LOCATING and scene.tags[k] in ("ADP", "ADV", "SCONJ"):
        return "located"
    if before == "of" and word[k - 1] in COMPASS:
        return "beside"
    if before == "near":
        return "near"
    if before in ("of", "from", "for"):
        behind = next((n for n in scene.within(max(0, k - 6), k) if n.last == k and n.mention.schema == "Person"), None)
        if behind is not None or word[k - 1] in scene.terms.titles:
            return "title"
        if before == "of" and word[k - 1] in scene.terms.sites or word[k - 1] in ASIDE or word[k - 1] in ("capital", "part", "parts", "outskirts", "rest", "centre"):
            return "located"
        if before == "of":
            return "of"
    if before in LEADING:
        return "led"
    opens = scene.text.sentences[scene.text.sentence_at(scene.text.tokens[first].start)].first == first
    if opens and last < len(word) and word[last] in ("—", "-", "–", "(", ":", ",") and first == 0:
        return "dateline"
    return "free"


def places(scene: Scene, d: Draft, before: Sequence[Draft]) -> list[Candidate]:
    """Offer the place a figure holds for; no place is always on offer."""
    word, terms = scene.word, scene.terms
    sentence = scene.text.sentences[d.sentence]
    offers = Offers(form_of(d))
    thing = "person" if d.item and last_word(d.item) in terms.people else "thing"
    spots = scene.spots
    here = [n for n in spots if n.sentence == d.sentence]
    earlier = [n for n in spots if d.sentence - BACK <= n.sentence < d.sentence]
    group = verb_class(scene, d.verb) if d.verb is not None else "verbless"
    held = any(n.grip in ("located", "listed") for n in here)
    offers.add(None, "none", f"none.{thing}", f"none.{group}", f"none.here.{bool(here)}", f"none.held.{held}", f"none.holder.{bool(d.holder)}", f"none.spots.{min(sum(n.grip == 'located' for n in spots), 3)}")
    for k in range(sentence.first, sentence.last):
        state = demonym(scene.text.tokens[k].word)
        if state:
            side = "inside" if d.first <= k < d.last else "before" if k < d.first else "after"
            offers.mark(state, "adjective", f"adjective.{side}", f"adjective.held.{held}")
    last_before = max((n.last for n in here if n.last <= d.first and n.grip not in ("title", "chained")), default=-1)
    first_after = min((n.first for n in here if n.first >= d.last and n.grip not in ("title", "chained")), default=-1)
    for n in here:
        if d.first <= n.first < d.last:
            offers.mark(n.name, "here.inside", f"here.inside.{n.size}")
            continue
        side = "after" if n.first >= d.last else "before"
        near = "near" if n.last == last_before or n.first == first_after else "far"
        said = "source" if in_source(scene, d, n.first) else "free"
        between = scene.word[d.last : n.first] if side == "after" else scene.word[n.last : d.first]
        apart = "touching" if len(between) <= 2 else "clause" if not any(scene.tags[k] == "VERB" for k in (range(d.last, n.first) if side == "after" else range(n.last, d.first))) else "beyond"
        offers.mark(n.name, "here", f"here.{n.grip}", f"here.{n.grip}.{side}", f"here.{near}.{side}", f"here.{n.size}", f"here.{n.grip}.{n.size}", f"here.{said}", f"here.{n.grip}.{apart}", f"here.only.{len(here) == 1}")
    latest = ""
    for n in reversed(earlier):
        back = d.sentence - n.sentence
        block = "same" if scene.text.sentences[n.sentence].block == sentence.block else "other"
        first = "latest" if not latest and n.grip not in ("title", "chained") else "older"
        latest = latest or (n.name if first == "latest" else "")
        offers.mark(n.name, f"back.{back}", f"back.{back}.{block}", f"back.{n.grip}", f"back.{n.size}", f"back.{first}", f"back.held.{held}", f"back.{first}.here.{bool(here)}")
    for rank, n in enumerate(scene.scenes[:3]):
        offers.mark(n.name, f"scene.{rank}", f"scene.{rank}.{n.size}", f"scene.{rank}.held.{held}", f"scene.{rank}.here.{bool(here)}")
    situation = "held" if held else "here" if here else "bare"
    for name, traits in scene.traits.items():
        offers.mark(name, *traits, *(f"{situation}.{t}" for t in traits))
    offers.mark(None, *scene.blank, *(f"{situation}.{t}" for t in scene.blank))
    for seen, other in enumerate(before[:2]):
        if d.sentence - other.sentence > 4:
            break
        where = "same" if other.sentence == d.sentence else "back"
        offers.mark(other.place, f"chain.{seen}.{where}", f"chain.{seen}.{where}.{held}", f"chain.{seen}.{'null' if other.place is None else 'told'}")
        if d.quantity.bracketed and seen == 0:
            offers.mark(other.place, "bracketed")
    return list(offers.rows.values())


def in_source(scene: Scene, d: Draft, token: int) -> bool:
    """True where a name only tells whence the source comes: police in Germany."""
    if d.attribution is None or d.attribution.source is None:
        return False
    span = scene.text.map.to_view(d.attribution.source.span)
    return span is not None and span.start - 1 <= scene.text.tokens[token].start <= span.end + 1


# --- choosing -------------------------------------------------------------------------------------------------------------
@cache
def weights() -> dict[str, dict[str, float]]:
    """Load the weights of each slot by feature."""
    return tomllib.loads(files("hearsay.extract").joinpath("slots.toml").read_text(encoding="utf-8"))["weights"]


def choose(slot: str, candidates: Sequence[Candidate]) -> Candidate | None:
    """Take the candidate for which most speaks; the first of equals."""
    table = weights()[slot]
    best: Candidate | None = None
    top = float("-inf")
    for candidate in candidates:
        total = sum(table.get(f, 0.0) for f in candidate.features)
        if total > top:
            best, top = candidate, total
    return best
