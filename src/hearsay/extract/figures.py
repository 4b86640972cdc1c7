"""How many of what, whose, where, and according to whom: the figures of a report.

quantities.py reads the amounts, slots.py chooses what each counts, whose it is and where; here they are tied to their noun, their verb
and their source, and become rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from hearsay.extract import Extractor, Found
from hearsay.extract.measures import measure
from hearsay.extract.quantities import Quantity, quantities
from hearsay.extract.slots import Candidate, Draft, Scene, choose, holders, items, nominal, places
from hearsay.model import Model
from hearsay.records import Attribution, Figure, Text, identify

METHOD = "rule:figure/1"
VAGUE = frozenset("dozens scores hundreds thousands lakhs crores millions billions trillions handful couple few pair trio quartet".split())
TOTAL = frozenset("total altogether overall combined".split())
NEW = frozenset("another further additional more extra others other".split())
Chooser = Callable[[str, Draft, Sequence[Candidate]], Candidate | None]


def by_weight(slot: str, draft: Draft, candidates: Sequence[Candidate]) -> Candidate | None:
    """Fill a slot by the learned ranking."""
    return choose(slot, candidates)


class Reading:
    """One report being read for its figures."""

    def __init__(self, text: Text, found: Found, chooser: Chooser = by_weight) -> None:
        self.text, self.found, self.chooser = text, found, chooser
        self.scene = Scene(text, found)
        self.drafts: list[Draft] = []
        self.told = sorted(self._told(), key=lambda row: row[0])

    def _told(self) -> Iterator[tuple[int, int, int, Attribution]]:
        """Every piece of every content: its length in all, where it begins and ends in the view, and the attribution."""
        for attribution in self.found.rows.get("attributions", ()):
            spans = [s for s in (self.text.map.to_view(piece.span) for piece in attribution.content) if s is not None]
            length = sum(len(s) for s in spans)
            for span in spans:
                yield length, span.start, span.end, attribution

    def read(self) -> list[Draft]:
        """Draft every figure, sentence by sentence."""
        scene = self.scene
        groups: list[list[Draft]] = []
        for number, sentence in enumerate(self.text.sentences):
            rows = [q for q in quantities(self.text.view[sentence.start : sentence.end]) if not q.dating]
            drafts = [self.draft(q, number, sentence.start) for q in rows]
            for d in drafts:
                for i in range(d.first, d.last):
                    # The words of an amount are one number to the parser: "at least" governs nothing.
                    if not (d.quantity.joined and i == d.last - 1 and scene.tags[i] in ("ADJ", "NOUN")):
                        scene.tags[i], scene.forms[i] = "NUM", "CD"
            if drafts:
                groups.append(drafts)
        for drafts in groups:
            starts = [d.first for d in drafts]
            for d in drafts:
                self.noun(d, starts)
            for k, d in enumerate(drafts):
                self.fill(d, drafts[k + 1 :])
                self.drafts.append(d)
        return self.drafts

    def draft(self, quantity: Quantity, number: int, base: int) -> Draft:
        """Place a quantity in the report."""
        start, end = base + quantity.start, base + quantity.end
        first, last = self.text.token_at(start), self.text.token_at(end - 1) + 1
        return Draft(quantity, number, start, end, first, last, (first, last), kind=quantity.kind, unit=quantity.unit, scope=quantity.scope)

    def noun(self, d: Draft, starts: Sequence[int]) -> None:
        """Find the noun that stands beside the number, and take it into the evidence."""
        if not d.quantity.bare or d.quantity.joined:
            return
        scene, stop = self.scene, self.text.sentences[d.sentence].last
        i = d.last
        vague = d.quantity.qualifier == "vague" or scene.word[d.last - 1] in VAGUE
        of = i < stop and scene.word[i] == "of"
        beside = nominal(scene, i + of, stop, starts, article=of)
        if beside is None:
            return
        d.noun, d.of = beside, of and not vague
        if not d.of:
            d.end, d.last = self.text.tokens[beside[1] - 1].end, beside[1]

    def fill(self, d: Draft, after: Sequence[Draft]) -> None:
        """Fill the slots of a draft. after: the drafts behind it in its sentence."""
        before = self.drafts[::-1][:6]
        self.source(d)
        self.scene.governed(d)
        d.state = self.state(d)
        picked = self.chooser("item", d, items(self.scene, d, before, after))
        d.item = picked.value if picked else None
        picked = self.chooser("holder", d, holders(self.scene, d, before))
        d.holder = picked.value if picked else None
        picked = self.chooser("place", d, places(self.scene, d, before))
        d.place = picked.value if picked else None
        d.scope = self.scope(d)
        d.as_of = self.as_of(d)
        d.reported = self.doubted(d)

    def source(self, d: Draft) -> None:
        """Find who is on record: the innermost attribution whose content holds the figure."""
        middle = d.start + d.quantity.number_start - d.quantity.start
        d.attribution = next((a for _, start, end, a in self.told if start <= middle < end), None)
        if self.text.kind_at(d.start) in ("headline", "heading") and d.sentence < 3 and self.text.kind_at(d.start) == "headline":
            d.voice = "headline"
        elif d.attribution is not None:
            d.voice = "attributed"

    def state(self, d: Draft) -> str | None:
        """The word or two that tell what is so of the figure."""
        scene, word = self.scene, self.scene.word
        stop = self.text.sentences[d.sentence].last
        harmed = scene.terms.harmed
        for k in range(d.last, min(d.last + 2, stop)):
            if word[k] in harmed and scene.tags[k] in ("ADJ", "VERB", "NOUN") and word[k] not in ("feared", "lost"):
                return word[k]
        verb = d.verb
        if d.role == "oblique":
            parse = scene.parse(d.sentence)
            host = parse.phrase(d.first)
            outer = parse.phrase_before(host.first) if host is not None and host.preposition > 0 else None
            if host is not None and outer is not None and outer.last == host.preposition and scene.tags[outer.head] == "NOUN":
                if word[outer.head] in harmed or word[host.preposition] in ("of", "to") and d.kind != "share":
                    return word[outer.head]
        if verb is None:
            return None
        last = verb.last
        if last < stop and (scene.forms[last] == "RP" or scene.tags[last] == "ADJ" and word[verb.head] in ("are", "were", "is", "was", "be", "been", "being")):
            last += 1
        elif last < stop and word[verb.head] in ("feared", "believed", "confirmed", "presumed", "declared", "pronounced", "left") and scene.tags[last] == "ADJ":
            last += 1
        return self.scene.words(verb.head, last) if last > verb.head else None

    def scope(self, d: Draft) -> str | None:
        """Tell a total, an addition or a part."""
        word = self.scene.word
        sentence = self.text.sentences[d.sentence]
        if d.of or d.last + 1 < sentence.last and word[d.last] == "of" and word[d.last + 1] in ("them", "whom", "which", "those", "these"):
            return "part"
        if d.scope is not None:
            return d.scope
        around = word[max(sentence.first, d.first - 5) : min(sentence.last, d.last + 5)]
        if d.kind in ("count", "money") and (TOTAL & set(around) or "toll" in around):
            return "total"
        if d.noun is not None and NEW & set(word[d.noun[0] : d.noun[1]]):
            return "new"
        if d.first > sentence.first and word[d.first - 1] == "including":
            return "part"
        return None

    def as_of(self, d: Draft) -> str | None:
        """The words of the text that date the figure."""
        sentence = self.text.sentences[d.sentence]
        best, gap = None, 10**9
        for time in self.found.rows.get("times", ()):
            span = self.text.map.to_view(time.evidence.span)
            if span is None or not sentence.start <= span.start < sentence.end or time.value is None or time.value.startswith("P"):
                continue
            if span.start < d.end and d.start < span.end:
                continue
            apart = span.start - d.end if span.start >= d.end else d.start - span.end
            if apart < gap:
                best, gap = span, apart
        if best is None:
            return None
        start = self.text.token_at(best.start)
        if start > sentence.first and self.scene.word[start - 1] in ("in", "on", "by", "as of", "since", "until", "at", "during", "last"):
            return self.text.view[self.text.tokens[start - 1].start : best.end]
        return self.text.view[best.start : best.end]

    def doubted(self, d: Draft) -> bool:
        """True where the text marks the figure as unconfirmed."""
        scene = self.scene
        sentence = self.text.sentences[d.sentence]
        doubtful = scene.terms.doubtful
        first = d.first
        near = scene.word[max(sentence.first, first - 8) : min(sentence.last, d.last + 6)]
        return bool(doubtful & set(near))

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
            measure=measure(d.kind, d.item, d.state),
        )


def figures(text: Text, found: Found, model: Model | None) -> Iterator[Figure]:
    """Read every figure of a report, in the order of the text."""
    reading = Reading(text, found)
    for draft in reading.read():
        yield reading.figure(draft)


EXTRACTOR = Extractor(name="figures", makes=Figure, needs=("mentions", "times", "places", "attributions"), run=figures)
