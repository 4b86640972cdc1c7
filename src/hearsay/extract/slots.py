"""What a figure counts, whose it is and where: the candidates a report offers for each slot, and the choice among them.

The choice is a linear ranking over features a reader would name ("the subject of the verb", "behind *in*"); its weights lie in
``slots.toml`` beside this file and are made by training/slots.py.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import fsum, log

from hearsay.extract.phrases import Phrase
from hearsay.extract.quantities import NOBODY
from hearsay.extract.scene import HELD, Draft, Named, Scene, Spot

Weights = Mapping[str, Mapping[str, float]]
Likely = Sequence[tuple[float, float]]
UNLIKELY = 0.002  # no candidate is less likely than this to the model: it may not know the words for what it means
READ = ("trust", "share", "pointed", "none")  # weights that count where a model reads too
BACK = 3  # sentences a candidate may stand before its figure
ANYWHERE = frozenset(("place", "region", "site", "unknown"))
POINTED = {
    "country": frozenset(("country",)),
    **dict.fromkeys(("city", "town", "village", "capital"), frozenset(("place", "unknown"))),
    **dict.fromkeys(("region", "province", "district", "state"), frozenset(("region", "unknown"))),
    "island": ANYWHERE | {"country"},
}
ASIDE = frozenset(("title", "chained"))  # governor of X; Y, X
SPEAKS_FOR = re.compile(r"^(?:spokes\w+|officials?|representatives?) (?:for|of|at|from) (?:the )?")  # whose the figure is, is the body
LIST = frozenset((",", "and", "or", "to", "(", "-"))


@dataclass(slots=True)
class Candidate:
    """A filling for a slot, or None for an empty one, with what speaks for it."""

    value: str | None
    features: set[str] = field(default_factory=set)


class Offers:
    """The candidates of one slot by value; what speaks for one value is gathered. kind: of the figure."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.rows: dict[str, Candidate] = {}

    def mark(self, value: str | None, *features: str) -> None:
        """Say something for a value whatever the kind of the figure."""
        if value != "":
            self.rows.setdefault((value or "").lower(), Candidate(value)).features.update(features)

    def add(self, value: str | None, *features: str) -> None:
        """Say something for a value: each feature counts by itself and with the kind of the figure."""
        self.mark(value, *features, *(f"{self.kind}|{f}" for f in features))

    def all(self) -> list[Candidate]:
        return list(self.rows.values())


def form_of(d: Draft) -> str:
    """The kind of a figure as the ranking sees it: counts with a noun, bare and joined, quakes, lengths … are each their own."""
    if d.kind == "count":
        return "joined" if d.quantity.joined else "count" if d.noun is not None and not d.of else "bare"
    if d.kind == "rate":
        return "money" if d.unit[:3].isupper() else "measure"
    if d.kind == "measure":
        return "quake" if d.unit == "1" else "degree" if d.unit in ("Cel", "[degF]", "deg", "K") else "measure"
    return d.kind


def near_harm(scene: Scene, d: Draft) -> bool:
    """True where the verb of a figure, or the words behind it, tell of harm."""
    words = scene.word[d.last : d.last + 2]
    if d.verb is not None:
        words = [*words, *scene.word[d.verb.first : d.verb.last + 1]]
    return not scene.terms.harmed.isdisjoint(words)


# --- what is counted ------------------------------------------------------------------------------------------------------
class ItemOffers(Offers):
    """What a figure may count or measure."""

    def __init__(self, scene: Scene, d: Draft) -> None:
        super().__init__(form_of(d))
        self.scene, self.d, self.parse = scene, d, scene.parse(d.sentence)
        self.around = scene.terms.around

    def phrase(self, p: Phrase | None, *features: str) -> None:
        """Offer a noun phrase, a pronoun by whom it stands for, and what a dimension or a sum is of."""
        scene, d = self.scene, self.d
        if p is None or d.first <= p.head < d.last:
            return
        head, tag = scene.word[p.head], scene.tags[p.head]
        if tag == "PRON":
            name = scene.name_of(p)
            if name is not None:
                self.add(name, *(f"{f}.pronoun" for f in features))
        elif tag != "NUM" and not any(head in self.around[name] for name in ("compass", "calendar", "standing_in")):
            kind = "dimension" if head in self.around["dimensions"] else "sum" if head in self.around["sums"] else ""
            being = "person" if head in scene.terms.people else "name" if tag == "PROPN" else "thing"
            inner = (
                next((q for q in self.parse.phrases if q.preposition == p.last and scene.word[q.preposition] == "of"), None)
                if kind
                else None
            )
            possessor = scene.possessor(p) if kind else None
            if inner is not None and not d.first <= inner.head < d.last and scene.tags[inner.head] != "NUM":
                self.add(scene.with_of(self.parse, inner.first, inner.last), *(f"{f}.of" for f in features))
            elif possessor is not None:
                self.add(scene.words(*possessor), *(f"{f}.own" for f in features))
            elif kind == "sum" or kind == "dimension" and self.kind == "measure":
                return  # the total, the depth: of what was told before
            text = scene.with_of(self.parse, p.first, p.last)
            self.add(text, *features, *(f"{f}.{kind}" for f in features if kind), f"head.{being}", *(f"{f}.{being}" for f in features))

    def relation(self, token: int) -> str:
        """A preposition, where it is one that tells something."""
        return self.scene.word[token] if self.scene.word[token] in self.around["relations"] else "prep"


def items(scene: Scene, d: Draft, before: Sequence[Draft], after: Sequence[Draft]) -> list[Candidate]:
    """Offer what a figure may count or measure. before: figures of the report, nearest first; after: those behind it in its sentence."""
    offers, word = ItemOffers(scene, d), scene.word
    certain = plain_item(offers)
    if certain is not None:
        return [Candidate(certain, {"certain"})]
    beside_number(offers, after)
    governed(offers)
    if d.kind == "age":
        host = offers.parse.phrase(d.first)
        first = min(host.first, d.first) if host is not None else d.first
        people = (n for n in reversed(scene.of_sentence(d.sentence)) if n.last <= first and n.kind in ("Person", "LegalEntity"))
        name = next(people, None)
        if name is not None:
            touching = all(scene.tags[k] == "PUNCT" for k in range(name.last, first))
            offers.add(name.name, "name.before", "name.touching" if touching else "name.apart")
    harm = "harm" if near_harm(scene, d) else "calm"
    for seen, other in enumerate(o for o in before[:4] if d.sentence - o.sentence <= BACK and o.item is not None):
        where = "same" if other.sentence == d.sentence else "back"
        like = "kin" if other.kind == d.kind else "other"
        being = "person" if scene.are_people(other.item) else "thing"
        order = "1" if seen == 0 else "n"
        offers.add(other.item, f"previous.{order}.{where}.{like}", f"previous.{being}.{harm}", f"previous.{order}")
        if seen == 0 and d.quantity.bracketed:
            offers.add(other.item, "bracketed")
        if seen == 0 and where == "same" and LIST.issuperset(word[other.last : d.first]):
            offers.add(other.item, "listed")
    if d.kind in ("count", "age", "share"):
        offers.add("people", "people", f"people.{harm}")
        first = scene.text.sentences[d.sentence].first
        if not offers.around["tolls"].isdisjoint(word[max(first, d.first - 6) : d.first]):
            offers.add("people", "people.toll")
    if offers.kind == "quake" or offers.kind == "measure" and "depth" in word[max(0, d.first - 5) : d.first]:
        told = next((w for w in (*reversed(word[: d.first]), *word[d.first :]) if w in offers.around["quakes"]), None)
        if told is not None or offers.kind == "quake":
            offers.add(told or "earthquake", "quake")
    return offers.all()


def plain_item(offers: ItemOffers) -> str | None:
    """What is counted where there is no choice: *twice* counts times, *five of the dead were children* children, *Roe, 31,* is Roe."""
    scene, d, word = offers.scene, offers.d, offers.scene.word
    if d.quantity.apposed or d.kind == "age" and word[d.first - 1] == "aged":
        people = [n for n in scene.of_sentence(d.sentence) if n.last <= d.first and n.kind == "Person" and d.first - n.last <= 8]
        return people[-1].name if people else None
    if d.kind == "count" and word[d.last - 1] in ("twice", "thrice"):
        return "times"
    if d.kind == "rate" and d.quantity.unit.endswith("/share"):
        sentence = scene.text.sentences[d.sentence]
        if offers.around["earned"].isdisjoint(word[sentence.first : sentence.last]):
            return "share"  # $15 per share, whatever is offered or bid
    if d.kind == "count" and d.quantity.joined and word[d.last - 1].endswith("page"):
        return "pages"  # a 48-page indictment
    if d.noun is None and word[d.first] in NOBODY:
        return "people"
    if not d.of or d.noun is None or d.verb is None or d.role != "subject" or scene.verb_class(d.verb) != "be":
        return None
    whole = set(word[d.noun[0] : d.noun[1]])
    told = offers.parse.phrase_after(d.verb.last)
    if whole.isdisjoint(scene.terms.harmed | {"those", "them"}) or told is None or told.first > d.verb.last + 1 or told.preposition >= 0:
        return None
    return scene.words(told.first, told.last) if scene.forms[told.head] == "NNS" else None


def beside_number(offers: ItemOffers, after: Sequence[Draft]) -> None:
    """Offer the nouns that stand at the number: counted, of, in …, behind a hyphen, said with the next number."""
    scene, d, parse, word = offers.scene, offers.d, offers.parse, offers.scene.word
    stop = scene.text.sentences[d.sentence].last
    tail = behind(scene, d, after)
    if d.noun is not None and word[d.noun[1] - 1] not in offers.around["standing_in"]:
        offers.add(scene.with_of(parse, *d.noun), "of" if d.of else "counted")
    if d.kind == "count" and d.quantity.joined and d.noun is None:
        tied = scene.text.tokens[d.last - 1].word.rsplit("-", 1)[-1]
        borne = scene.nominal(d.last, stop, (x.first for x in after)) if tied in ("man", "woman", "person", "member") else None
        offers.add(tied if borne is None else scene.words(*borne), "joined.tail")  # a three-man crew
    if d.kind == "count" and word[d.last - 1] == "times":
        offers.add("times", "times")
    if d.kind != "count":
        beside = scene.nominal(tail, stop, (x.first for x in after), article=d.kind == "share")
        if beside is not None and word[beside[1] - 1] not in offers.around["calendar"] | offers.around["compass"]:
            offers.add(scene.words(*beside), "beside", "beside.joined" if d.quantity.joined else "beside.free")
    for other in after[:2]:
        # Four, six or eight cores; 39 of the state's 40 delegates: the noun is said once, with the next number.
        if other.noun is not None and other.kind == "count" and other.first - d.last <= 6:
            gap = {word[k] for k in range(d.last, other.first) if scene.tags[k] != "NUM"}
            shared = gap <= {",", "and", "or", "to", "female", "male", "maybe"} or "of" in gap and word[d.last] in ("of", "out")
            offers.add(scene.with_of(parse, *other.noun), "next.shared" if shared else "next")
    if tail < stop and scene.tags[tail] == "ADP":
        p = parse.phrase_after(tail + 1)
        offers.phrase(p if p is not None and p.first <= tail + 2 else None, f"+{offers.relation(tail)}")
    elif tail + 1 < stop and word[tail : tail + 2] == ["worth", "of"]:
        offers.phrase(parse.phrase_after(tail + 2), "+of")
    if d.kind in ("money", "rate", "duration"):
        # What the money is for: to build a bridge, for research
        purpose = parse.verb_after(tail)
        if purpose is not None and purpose.first <= tail + 6 and word[purpose.first] == "to":
            p = parse.phrase_after(purpose.last)
            offers.phrase(p if p is not None and p.first <= purpose.last + 1 else None, "purpose")
        spent = next((k for k in range(tail + 1, min(tail + 7, stop)) if word[k] in ("for", "into", "towards")), None)
        if spent is not None and d.kind == "money":
            p = parse.phrase_after(spent + 1)
            offers.phrase(p if p is not None and p.first == spent + 1 else None, "spent.on")


def behind(scene: Scene, d: Draft, after: Sequence[Draft]) -> int:
    """The token behind a figure and its conversion in brackets."""
    tail, stop = d.last, scene.text.sentences[d.sentence].last
    if after and after[0].quantity.bracketed and after[0].first - tail <= 2:
        tail = after[0].last
    return tail + (tail < stop and scene.word[tail] in (")", "]"))


def governed(offers: ItemOffers) -> None:
    """Offer what the words before the number and its verb tell: winds *of* 90 mph, the *price* rose, the dead *were children*."""
    scene, d, parse, word = offers.scene, offers.d, offers.parse, offers.scene.word
    sentence = scene.text.sentences[d.sentence]
    host = parse.phrase(d.first)
    first = min(host.first, d.first) if host is not None else d.first
    via = "none"
    if first > sentence.first and (scene.tags[first - 1] == "ADP" or word[first - 1] in ("to", "worth")):
        p = parse.phrase_before(first - 1)
        if p is not None and p.last == first - 1:
            offers.phrase(p, f"-{offers.relation(first - 1)}")
            via = "dimension" if word[p.head] in offers.around["dimensions"] else "plain"
            while p is not None and p.preposition >= 0 and word[p.preposition] == "of":
                outer = parse.phrase_before(p.preposition)
                p = outer if outer is not None and outer.last == p.preposition else None
                offers.phrase(p, "outer")
    near = parse.phrase_before(first)
    if near is not None:
        apart = "touching" if near.last == first else "comma" if word[near.last : first] == [","] else "apart"
        offers.phrase(near, "near", f"near.{apart}")
    if d.verb is None:
        return
    group = scene.verb_class(d.verb)
    subject = parse.subject(d.verb)
    if subject is not None and not subject.first <= d.first < subject.last:
        offers.phrase(subject, "subject", f"subject.{group}", f"subject.{d.role}", f"subject.via.{via}")
    if d.role != "subject":
        inner = next((p for p in parse.phrases if d.verb.last <= p.first and p.last <= d.first and p.preposition < 0), None)
        offers.phrase(inner, "object", f"object.{group}")
    else:
        told = parse.phrase_after(d.verb.last)
        if told is not None and told.preposition < 0 and told.first <= d.verb.last + 1:
            offers.phrase(told, "predicate" if group == "be" else "acted")


# --- whose it is ----------------------------------------------------------------------------------------------------------
def holders(scene: Scene, d: Draft, before: Sequence[Draft]) -> list[Candidate]:
    """Offer the party whose the figure is, or who does or suffers it; nobody is always on offer."""
    parse, word = scene.parse(d.sentence), scene.word
    offers = Offers(form_of(d))
    first = scene.text.sentences[d.sentence].first
    group, taxon = scene.verb_class(d.verb), scene.taxon(d.item)
    voice = "passive" if d.verb is not None and d.verb.passive else "active"
    thing = "person" if scene.are_people(d.item) else "thing"
    harm = "calm" if scene.terms.harmed.isdisjoint(word[max(first, d.first - 3) : d.last + 4]) else "harm"
    subject = parse.subject(d.verb) if d.verb is not None and d.role != "subject" else None
    subject = None if subject is not None and subject.first <= d.first < subject.last else subject
    further = parse.verb_before(subject.first) if subject is not None else None
    outer = parse.subject(further) if further is not None else None
    possessor = scene.possessor(parse.phrase(d.first))
    here = scene.of_sentence(d.sentence)
    named = subject is not None and any(subject.first <= n.first <= subject.head < n.last for n in here)
    situation = "self" if d.role == "subject" else "owned" if possessor else "named" if named else "noun" if subject is not None else "open"
    kinds = (offers.kind, f"{offers.kind}.{situation}", situation, f"{situation}.{group}", f"{situation}.{thing}", f"{group}.{thing}")
    ways = (f"{voice}.{d.role}", taxon, f"{situation}.{taxon}", f"{harm}.{situation}", f"{harm}.{taxon}")
    offers.mark(None, "none", *(f"none.{trait}" for trait in (*kinds, *ways)))
    for state in nations(scene, d.first, d.last):
        # Russian soldiers: the state behind an adjective of nation
        offers.mark(state, "adjective", f"adjective.{thing}", f"adjective.{taxon}", f"adjective.{situation}")
    if subject is not None:
        for state in nations(scene, subject.first, subject.last):
            offers.mark(state, "subject.adjective", f"subject.adjective.{group}")
        if (
            scene.tags[subject.head] == "NOUN"
            and scene.name_of(subject) is None
            and word[subject.head] not in scene.terms.around["dimensions"]
        ):
            being = "person" if word[subject.head] in scene.terms.people else "thing"
            kin = f"noun.subject.as.{scene.taxon(word[subject.head])}"
            offers.mark(
                scene.words(subject.first, subject.last), "noun.subject", *(f"noun.subject.{x}" for x in (group, being, harm, taxon)), kin
            )
        owner = scene.possessor(subject)
        if owner is not None:
            offers.mark(scene.words(*owner), "subject.owner", f"subject.owner.{group}")
    if possessor is not None:
        offers.mark(scene.words(*possessor), "owner.words")
    for n in here:
        where, body = relation(scene, n, d, subject, outer, possessor), SPEAKS_FOR.sub("", n.name)
        if names_source(d, n):
            offers.mark(body, "source", f"source.{where}", f"source.{situation}")
        offers.mark(body, where, f"{where}.{n.kind}")
        offers.mark(body, f"here.{n.kind}", f"here.{situation}", *(f"{where}.{x}" for x in (group, situation, taxon, harm)))
    if d.kind in ("measure", "duration", "age") and d.item:
        offers.mark(d.item, "item", f"item.{situation}")
    for rank, n in enumerate(scene.stars):
        offers.mark(n.name, f"top.{min(rank, 2)}.{n.kind}", f"top.{n.kind}.{taxon}", f"top.{n.kind}", f"top.{n.kind}.{offers.kind}")
    for seen, other in enumerate(o for o in before[:2] if d.sentence - o.sentence <= 2):
        where = "same" if other.sentence == d.sentence else "back"
        alike = "alike" if (other.item or "").lower() == (d.item or "").lower() else "unlike"
        told = "told" if other.holder else "null"
        offers.mark(other.holder, f"chain.{seen}.{where}", f"chain.{seen}.{where}.{alike}.{told}")
    return offers.all()


def nations(scene: Scene, first: int, last: int) -> Iterator[str]:
    """The states whose adjectives stand among some tokens."""
    return (state for state in (scene.people_of(t.word) for t in scene.text.tokens[first:last]) if state)


def names_source(d: Draft, n: Named) -> bool:
    """True where a mention is who is on record for the figure."""
    return d.attribution is not None and d.attribution.mention is not None and d.attribution.mention in (n.mention.id, n.mention.antecedent)


def relation(scene: Scene, n: Named, d: Draft, subject: Phrase | None, outer: Phrase | None, possessor: tuple[int, int] | None) -> str:
    """Say where a name stands to a figure: its owner, part of its noun, the doer, behind a preposition …"""
    if possessor is not None and possessor[0] <= n.first < possessor[1]:
        return "owner"
    if d.first <= n.first and n.last <= d.last:
        return "inside"
    if subject is not None and (n.first <= subject.head < n.last or subject.first <= n.first and n.last <= subject.last):
        return "subject" if n.last > subject.head else "in.subject"
    if outer is not None and outer.first <= n.first and n.last <= outer.last:
        return "outer"
    before = n.first - 1
    if before >= 0 and scene.word[before] in ("the", "a", "an"):
        before -= 1
    side = "after" if n.first >= d.last else "before"
    if before >= 0 and scene.tags[before] == "ADP":
        name = scene.word[before] if scene.word[before] in scene.terms.around["relations"] else "prep"
        return f"{side}.{name}" + (".touching" if side == "after" and before <= d.last + 1 else "")
    if side == "before" and all(scene.tags[k] in ("PUNCT", "DET") for k in range(n.last, d.first)):
        return "touching.before"
    return side


# --- where ----------------------------------------------------------------------------------------------------------------
def places(scene: Scene, d: Draft) -> list[Candidate]:
    """Offer the place a figure holds for; no place is always on offer."""
    tags, sentence = scene.tags, scene.text.sentences[d.sentence]
    parse, offers = scene.parse(d.sentence), Offers(form_of(d))
    here = [s for s in scene.spots if s.sentence == d.sentence and s.grip not in ASIDE and not in_source(scene, d, s)]
    held = any(s.grip in HELD for s in here)
    pointed = points(scene, d)
    none = (
        "none",
        f"none.{'person' if scene.are_people(d.item) else 'thing'}",
        f"none.{scene.verb_class(d.verb)}",
        f"none.here.{bool(here)}",
    )
    located = min(sum(s.grip == "located" for s in scene.spots), 3)
    offers.mark(
        None,
        *none,
        f"none.{offers.kind}",
        f"none.{offers.kind}.{held}",
        f"none.held.{held}",
        f"none.holder.{bool(d.holder)}",
        f"none.spots.{located}",
    )
    for k in range(sentence.first, sentence.last):
        state = scene.people_of(scene.text.tokens[k].word)
        if state and not any(s.first == k + 2 for s in here):  # the French capital Paris: there, not all over France
            side = "inside" if d.first <= k < d.last else "before" if k < d.first else "after"
            offers.mark(state, "adjective", f"adjective.{side}", f"adjective.held.{held}")
    subject = parse.subject(d.verb) if d.verb is not None else None
    elsewhere = any(s.first >= d.last and (s.grip in HELD or s.grip in ("led", "beside")) for s in here)
    acting = elsewhere and d.role != "subject" and scene.verb_class(d.verb) in ("other", "harm")
    last_before = max((s.last for s in here if s.last <= d.first), default=-1)
    first_after = min((s.first for s in here if s.first >= d.last), default=-1)
    for s in here:
        if d.first <= s.first < d.last:
            offers.mark(s.name, "here.inside", f"here.inside.{s.size}")
            continue
        if subject is not None and subject.first <= s.first and s.last <= subject.last:
            if pointed or acting and s.grip not in HELD:
                continue  # Russia has gathered 900 tanks in the area, Ruritania sent 40 ships to the bay: the doer is not where
            offers.mark(s.name, "here.subject", f"here.subject.{s.size}", f"here.subject.{'same' if s.name == d.holder else 'other'}")
        side = "after" if s.first >= d.last else "before"
        near = "near" if s.last == last_before or s.first == first_after else "far"
        gap = range(d.last, s.first) if side == "after" else range(s.last, d.first)
        apart = "touching" if len(gap) <= 2 else "beyond" if any(tags[k] == "VERB" for k in gap) else "clause"
        traits = (s.grip, f"{s.grip}.{side}", f"{near}.{side}", s.size, f"{s.grip}.{s.size}", f"{s.grip}.{apart}", f"only.{len(here) == 1}")
        offers.mark(s.name, "here", *(f"here.{trait}" for trait in traits))
    latest = False
    for s in reversed([s for s in scene.spots if d.sentence - BACK <= s.sentence < d.sentence and s.grip not in ASIDE]):
        back = d.sentence - s.sentence
        block = "same" if scene.text.sentences[s.sentence].block == sentence.block else "other"
        if pointed and not held and s.grip in HELD and s.size in POINTED.get(pointed, ANYWHERE):
            return [Candidate(s.name, {"certain"})]  # in the area: the last place that the report said something was in
        order, latest = "older" if latest else "latest", True
        traits = (f"{back}", f"{back}.{block}", s.grip, s.size, order, f"held.{held}", f"{order}.here.{bool(here)}")
        offers.mark(s.name, *(f"back.{trait}" for trait in traits))
    for rank, s in enumerate(scene.settings[:8]):
        nth = f"scene.{min(rank, 3)}"
        offers.mark(s.name, nth, f"{nth}.{s.size}", f"{nth}.held.{held}", f"{nth}.here.{bool(here)}", f"{nth}.{s.grip}")
    return offers.all()


def points(scene: Scene, d: Draft) -> str:
    """The word by which the sentence only points to a place told before: the *area* of "in the area"; "" for none."""
    word, sentence, spots = scene.word, scene.text.sentences[d.sentence], scene.terms.spots
    for k in range(sentence.first + 2, sentence.last):
        if word[k] in spots["pointing"] and word[k - 1] in ("the", "that", "this") and word[k - 2] in spots["locating"]:
            return word[k]
    return ""


def in_source(scene: Scene, d: Draft, spot: Spot) -> bool:
    """True where a name only tells whence the source comes: police in Germany."""
    if d.attribution is None or d.attribution.source is None:
        return False
    span = scene.text.map.to_view(d.attribution.source.span)
    return span is not None and span.start - 1 <= scene.text.tokens[spot.first].start <= span.end + 1


# --- choosing -------------------------------------------------------------------------------------------------------------
@cache
def weights() -> dict[str, dict[str, float]]:
    """Load the weights of each slot by feature.

    Four more tables hold, by slot, what counts where a model reads too: ``trust``, what its word weighs; ``share``, how much of that word
    is about the whole report; ``pointed``, what speaks for words that it alone offers; ``none``, what speaks for an empty slot.
    """
    text = files("hearsay.extract").joinpath("slots.toml").read_text(encoding="utf-8")
    table: dict[str, dict[str, float]] = tomllib.loads(text)["weights"]
    return table


def rank(slot: str, candidates: Sequence[Candidate], likely: Likely | None = None, table: Weights | None = None) -> list[float]:
    """Weigh what speaks for each candidate: a logarithm of odds, up to a constant.

    Args:
        likely: the model's probabilities of each candidate, for the figure itself and for the mean figure of the report; None where no
            model reads.
        table: weights by slot; those that ship unless given.
    """
    known = table or weights()
    row = known[slot]
    told = [fsum(row.get(f, 0.0) for f in candidate.features) for candidate in candidates]  # exact: sets have no order
    if likely is None:
        return told
    trust, share, pointed, none = (known[name][slot] for name in READ)
    return [
        said
        + trust * log(max((1 - share) * here + share * mean, UNLIKELY))
        + pointed * ("pointed" in c.features)
        + none * (c.value is None)
        for said, c, (here, mean) in zip(told, candidates, likely, strict=True)
    ]
