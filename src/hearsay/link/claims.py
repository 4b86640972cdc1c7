"""Which figures are one claim, from how many independent origins it comes, who disputes it, and how claims stand to each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from math import asin, cos, radians, sin, sqrt

from hearsay.link.copies import digits, fold, kept, stem, telling
from hearsay.link.entities import PRONOUNS, SMALL, alike, is_name, skeleton
from hearsay.records import Attribution, Claim, Edge, Figure, Key, Mention, Origins, Place, Report, described, identify

METHOD = "rule:claims/1"
MANY = 100  # from here on one number said of one thing in one story is hardly chance
RELATED = 40  # pairs of claims of one measure in one story that may disagree; more is a list, not a disagreement
VOICES = 6  # figures of one claim that speak for it when it is held against another
RUNNING = {
    "killed",
    "injured",
    "missing",
    "arrested",
    "evacuated",
    "displaced",
    "rescued",
    "destroyed",
    "damaged",
}  # counts that grow by the hour
ASKED = {"people/crowd", "people/troops", "cases", "votes", "jobs: cut"}
CLAIMS = {"claim", "claims", "figure", "figures", "number", "numbers", "count", "counts", "estimate", "estimates", "toll"}
CLAIMS |= {"tally", "report", "reports", "accusation", "accusations", "allegation", "allegations"}
POINTING = {"this", "that", "it", "these", "those", "the", "a", "an"} | CLAIMS
NEARBY = 400  # code points between a figure and the "denies this" that is about it
MEASURED = ("measure", "share", "rate")  # kinds of figures that are rounded, not counted
CURRENCY = re.compile(r"([A-Z]{3})/")
# What has a price that moves by the hour.
MARKET = {"price", "share", "stock", "oil", "crude", "brent", "gold", "index", "rate", "yield", "bitcoin", "currency"}
YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
DAY = re.compile(r"\b[0-3]?\d(?:st|nd|rd|th)?\b")
EARTH = 6371.0  # km
RANK = {"person": 0, "body": 1, "loose": 2}  # kinds of origin, the most exact first


@dataclass(frozen=True)
class Told:
    """A figure with what its report tells of it: who is on record (name), its mention, where it holds."""

    figure: Figure
    report: Report
    attribution: Attribution | None
    source: str | None
    mention: Mention | None
    place: Place | None

    @cached_property
    def measure(self) -> str:
        """What is counted, comparable across reports: the taxonomy's word, else the head of the item."""
        if self.figure.measure:
            return self.figure.measure
        words = [stem(w) for w in fold(self.figure.item or "")]
        return words[-1] if words else ""

    @cached_property
    def counted(self) -> str:
        """The measure; of a crowd, people once something became of them: *400 protesters arrested*, *400 people arrested*."""
        return self.measure.replace("people/crowd: ", "people: ")

    @cached_property
    def questions(self) -> frozenset[str]:
        """What is counted and where, as keys: figures of two stories can answer one question only where they share one."""
        figure = self.figure
        if not self.measure or not figure.place or figure.kind in ("age", "duration"):
            return frozenset()
        asked = {f"{self.measure}|{self.scale[1]}|{skeleton(figure.place)}"}
        place = self.place
        if place is not None and place.latitude is not None and place.longitude is not None and place.precision != "country":
            # Places of one neighbourhood meet in a square of four degrees, however they are named.
            asked.add(f"{self.measure}|{self.scale[1]}|{round(place.latitude / 4)},{round(place.longitude / 4)}")
        return frozenset(asked)

    @cached_property
    def scale(self) -> tuple[str, str]:
        """The kind and unit in which it compares: a price a barrel is money, for another report tells it without the barrel."""
        price = self.figure.kind == "rate" and CURRENCY.match(self.figure.unit)
        return ("money", price[1]) if price else (self.figure.kind, self.figure.unit)

    @property
    def denied(self) -> bool:
        """Whether it is only told to be put right (*275 and not 288*): no one states it there."""
        return self.figure.state == "denied"

    @cached_property
    def another_time(self) -> bool:
        """Whether it holds for a month or a year that is not its report's own: *in December 2003* tells of an earlier quake."""
        told, published = self.figure.as_of or "", self.report.document.published or ""
        if DAY.search(told):
            return False
        years, words = _years(told), told.lower().split()
        months = [f"{number:02}" for number, name in enumerate(MONTHS, 1) if name in words]
        return bool(years) and published[:4] not in years or bool(months) and published[5:7] not in months

    @property
    def when(self) -> str:
        """The day it was said, else published, as far as told; "" where nothing is."""
        said = self.attribution.said_on if self.attribution else None
        return said or self.report.document.published or ""


@kept
def told(report: Report) -> tuple[Told, ...]:
    """Read each figure of a report together with its source and place."""
    attributions = {a.id: a for a in report.attributions}
    mentions = {m.id: m for m in report.mentions}
    places: dict[str, Place] = {}
    for place in report.places:
        for name in (place.name, place.evidence.quote):
            places.setdefault(skeleton(name), place)
    found = []
    for figure in report.figures:
        attribution = attributions.get(figure.attribution or "")
        mention = mentions.get(attribution.mention or "") if attribution else None
        if mention and mention.antecedent and (head := mentions.get(mention.antecedent)):
            # "Tolan", lower down, is still the agency's spokesman.
            mention = replace(mention, role=mention.role or head.role, country=mention.country or head.country, schema=head.schema)
        found.append(
            Told(
                figure=figure,
                report=report,
                attribution=attribution,
                source=mention.name if mention else described(attribution.source.quote) if attribution and attribution.source else None,
                mention=mention,
                place=_row_of(figure.place, places),
            )
        )
    return tuple(found)


def _row_of(name: str | None, places: Mapping[str, Place]) -> Place | None:
    """The place a figure's words mean: the row of that name, else of the name within it (*Kharkiv region*: a region, if there is one)."""
    bones = skeleton(name or "")
    if not bones or bones in places:
        return places.get(bones)
    words = set(bones.split())
    inside = [row for known, row in sorted(places.items()) if known and set(known.split()) <= words]
    return min(inside, key=lambda row: (row.precision != "region", row.name), default=None)


def keys(report: Report) -> Iterator[Key]:
    """One key for what is counted and where, ``question`` too where two stories can ask it: the figures that may answer one question."""
    for item in told(report):
        for question in sorted(item.questions):
            yield Key("measure", question, item.figure.id, report.document.id)
            if _asks_across(item):
                yield Key("question", question, item.figure.id, report.document.id)


def _names_agree(one: str | None, other: str | None) -> bool:
    """Whether two names can stand for one; an untold one can stand for any."""
    return not one or not other or alike(one, other)


def _km(a: Place, b: Place) -> float | None:
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    lat, other = radians(a.latitude), radians(b.latitude)
    half = sin((other - lat) / 2) ** 2 + cos(lat) * cos(other) * sin(radians(b.longitude - a.longitude) / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(1.0, half)))


def _where(figure: Figure) -> str | None:
    """The place of a figure; None where it only repeats whose it is (*Russia* has soldiers, which says not where they are)."""
    return None if figure.place and figure.holder and _names_agree(figure.place, figure.holder) else figure.place


def _places_agree(a: Told, b: Told) -> bool | None:
    """Whether two places can be one: True, False, or None where nothing tells (a direction, a place no gazetteer knows)."""
    one, other = _where(a.figure), _where(b.figure)
    if not one or not other or _names_agree(one, other):
        return True
    if a.place and b.place and (distance := _km(a.place, b.place)) is not None:
        if "country" in (a.place.precision, b.place.precision) and a.place.country and b.place.country:
            return a.place.country == b.place.country
        return distance <= 1.5 * max(a.place.uncertainty_km or 0, b.place.uncertainty_km or 0, 15)
    return None


def _one_place(a: Told, b: Told) -> bool:
    """Whether two figures surely hold for one place: one name, or a town and the region around it (a country is no place of its own)."""
    if _names_agree(a.figure.place, b.figure.place):
        return True
    near = a.place is not None and b.place is not None and "country" not in (a.place.precision, b.place.precision)
    return near and _places_agree(a, b) is True


def differing(a: Told, b: Told) -> str | None:
    """Name the field by which two figures of unlike wording are not comparable; None where they answer one question."""
    one, other = a.figure, b.figure
    if a.scale != b.scale:
        return "unit"
    if a.counted != b.counted:
        return "state" if a.measure.partition(": ")[0] == b.measure.partition(": ")[0] else "what is counted"
    if one.scope != other.scope and {one.scope, other.scope} & {"new", "part"}:
        return "scope"
    if _places_agree(a, b) is False:
        return "place"
    if not _names_agree(one.holder, other.holder) and _holder_tells(one) and _holder_tells(other):
        return "holder"
    if _years(one.as_of) and _years(other.as_of) and _years(one.as_of) != _years(other.as_of):
        return "as of"
    return None


def _holder_tells(figure: Figure) -> bool:
    """A holder that is no more than where it happened parts nothing."""
    return bool(figure.holder) and not (figure.place and _names_agree(figure.holder, figure.place))


def _same_number(a: Told, b: Told) -> bool:
    one, other = a.figure, b.figure
    if a.denied or b.denied:
        return one.low == other.low  # "275 and not 288" puts right who said "at least 288"
    return one.low == other.low and one.high == other.high


def _states_agree(a: str, b: str) -> bool:
    """Whether one thing can have become of what two measures count; untold, anything can."""
    state, other = a.partition(": ")[2], b.partition(": ")[2]
    return not state or not other or state == other


def _kin(a: str, b: str) -> bool:
    """Whether two measures may count one thing told more and less closely: *people* and *people/crowd*."""
    one, other = a.partition(": ")[0].split("/"), b.partition(": ")[0].split("/")
    return one == other or one[0] == other[0] and 1 in (len(one), len(other))


def _same_claim(a: Told, b: Told, copied: bool) -> str | None:
    """Tell why two figures of one story are one claim, or None."""
    one, other = a.figure, b.figure
    if not _same_number(a, b) or a.scale != b.scale or one.kind == "duration" and a.measure != b.measure:
        return None
    if one.kind == "age":
        whole = one.holder and other.holder and alike(one.holder, other.holder)
        return "the same age of the same person" if whole else None
    value = one.low or one.high or 0
    rare = value >= MANY and digits(value) >= 2
    if not a.measure or not b.measure:
        # A number whose noun was not read: only a rare one is the same thing again.
        return "the same rare number" if rare and (copied or digits(value) >= 3) and _places_agree(a, b) else None
    if a.measure != b.measure and not _states_agree(a.measure, b.measure):
        return None
    if a.measure != b.measure and not ((rare or copied) and _kin(a.measure, b.measure) or copied and digits(value) >= 3):
        # Two reports of one story that give one sum mean one thing by it, whether they call it funds or cash, gems or watches.
        sums = a.report is not b.report and a.scale[0] == "money" and (rare or _spread(one))
        if not sums or differing(a, b) not in ("what is counted", "state"):
            return None
        return "the same sum of money in two reports of one story"
    field = differing(a, b)
    if field in (None, "what is counted", "state"):
        return "the same number of the same thing"
    if copied and field in ("place", "holder"):
        return "the same number in a copy"
    if field == "holder" and a.measure == b.measure == "share" and one.kind == other.kind == "rate":
        return "the same price of the same thing; whose it is, bidder's or seller's, is told otherwise"
    if value >= 10 * MANY and a.source and b.source and _names_agree(a.source, b.source):
        return "one source gives one large number of the same thing"
    if field == "holder" and value >= MANY and _places_agree(a, b):
        return f"the same number of the same thing; only the {field} is told otherwise"
    return None


def _spread(figure: Figure) -> bool:
    """Whether it is told with both ends of a range."""
    return bool(figure.low and figure.high and figure.low < figure.high)


def _edge(one: str, relation: str, other: str, score: float, why: str, run: str) -> Edge:
    return Edge(identify("E", one, relation.split(".")[0], other), one, relation, other, score, METHOD, run, why=why)


def join(story: Sequence[Report], copied: frozenset[frozenset[str]], run: str) -> Iterator[Edge]:
    """Join the figures of one story's reports that are one claim.

    Args:
        copied: pairs of document ids of which one is a copy of the other.

    Source: connected components of the pairwise agreement, so the order of the reports tells nothing.
    """
    groups: dict[tuple[object, ...], list[Told]] = {}
    for report in story:
        for item in told(report):
            figure = item.figure
            for high in {figure.high, None} if item.denied else {figure.high}:
                groups.setdefault((*item.scale, figure.low, high), []).append(item)
    for _, items in sorted(groups.items(), key=lambda g: str(g[0])):
        items.sort(key=lambda t: t.figure.id)
        cluster = list(range(len(items)))
        for j, later in enumerate(items):
            for i, earlier in enumerate(items[:j]):
                if cluster[i] == cluster[j]:
                    continue
                ends = frozenset((earlier.report.document.id, later.report.document.id))
                if why := _same_claim(earlier, later, len(ends) == 1 or ends in copied):
                    yield _edge(later.figure.id, "same.claim", earlier.figure.id, 0.9 if ends in copied else 0.8, why, run)
                    old, new = cluster[j], cluster[i]
                    cluster = [new if c == old else c for c in cluster]


def dispute(report: Report, run: str) -> Iterator[Edge]:
    """Edges from an attribution that denies or disputes to the figures it is about.

    Those it holds itself (*denied that 40 were hurt*), those of whom it names, and for *denies this* those of whoever spoke just before,
    or the last one that the report told in its own voice. And from one that puts another number in a figure's place to that figure.
    """
    figures = told(report)
    for item in figures:
        if item.denied and item.attribution is not None:
            yield _edge(item.attribution.id, "claim.disputes", item.figure.id, 0.8, "another number is put in its place", run)
    for attribution in report.attributions:
        if attribution.stance not in ("denies", "disputes"):
            continue
        said = [word for e in attribution.content for word in fold(e.quote)]
        pointing, claims = all(word in POINTING for word in said), any(word in CLAIMS for word in said)
        start = min(e.span.start for e in attribution.content)
        before = [f for f in figures if 0 < start - f.figure.evidence.span.start < NEARBY] if pointing else []
        last = max(before, key=lambda f: f.figure.evidence.span.start, default=None)
        for item in figures:
            own = item.attribution is not None and item.attribution.id == attribution.id
            inside = any(e.span.holds(item.figure.evidence.span) for e in attribution.content)
            near = claims or abs(start - item.figure.evidence.span.start) < NEARBY  # a person is contradicted in what was just told
            named = near and attribution.disputes and item.source and not own and _names_agree(attribution.disputes, item.source)
            why = None
            if own and inside and attribution.stance == "denies":
                why = "the figure stands inside a denial"
            elif named:
                why = f"disputes what {item.source} says"
            elif last is not None and not own and (item is last or item.attribution and item.attribution.id == last.figure.attribution):
                why = f"denies what {item.source or 'the sentence before'} says"
            if why:
                yield _edge(attribution.id, "claim.disputes", item.figure.id, 0.8, why, run)


def relate(
    reports: Sequence[Report], story_of: Mapping[str, str], claim_of: Mapping[str, str], run: str, *, fresh: Set[str] | None = None
) -> Iterator[Edge]:
    """Hold claims of one measure against each other: contradicts, updates, differs; one edge a pair of claims.

    Args:
        story_of: document id → any name its story bears; reports of unlike name are of unlike stories.
        claim_of: figure id → any name its claim bears.
        fresh: names of the stories that new reports are of: their claims are held against those of other stories, and no others;
            None: all claims are, within a story too.
    """
    across = fresh is not None
    groups: dict[tuple[str, str, str], dict[str, list[Told]]] = {}
    for report in reports:
        for item in told(report):
            figure = item.figure
            if across and not _asks_across(item):
                continue
            if item.measure and figure.kind not in ("age", "duration") and not (figure.scope == "part" and figure.kind != "share"):
                group = groups.setdefault((*item.scale, item.counted), {})
                group.setdefault(claim_of.get(figure.id, figure.id), []).append(item)
    for (kind, *_), claims in sorted(groups.items()):
        found: Counter[tuple[str, ...]] = Counter()
        whole = [items for _, items in sorted(claims.items())]
        spoken = [sorted(items, key=lambda t: (_exactness(t), t.when))[:VOICES] for items in whole]
        new = [fresh is None or any(story_of[t.report.document.id] in fresh for t in items) for items in spoken]
        for i, j in _pairs(spoken, story_of, across=across):
            one, other = spoken[i], spoken[j]
            between = tuple(sorted({story_of[t.report.document.id] for t in (*one, *other)}))
            if not (new[i] or new[j]) or found[between] >= RELATED:
                continue
            verdicts = [
                verdict
                for a in one
                for b in other
                if not (across and story_of[a.report.document.id] == story_of[b.report.document.id])
                if not _overlap(a.figure, b.figure) and (verdict := _relation(a, b, story_of))
            ]
            # Who gives both numbers means two things by them: the prices of two models.
            two_things = kind != "count" and any(a.report is b.report and _one_voice(a, b) for a in one for b in other)
            if two_things or len({verdict[1] for verdict in verdicts}) > 1 and _rises(whole[i], whole[j]):
                verdicts = [verdict for verdict in verdicts if verdict[1] != "claim.contradicts"]
            if verdicts:
                rank, relation, why, later = max(verdicts, key=lambda v: (v[0], v[2]))
                mine, theirs = min(t.figure.id for t in one), min(t.figure.id for t in other)
                first, second = (mine, theirs) if later in {t.figure.id for t in one} else (theirs, mine)
                found[between] += 1
                yield Edge(
                    identify("E", *sorted((mine, theirs)), "claim"),
                    first,
                    relation,
                    second,
                    round(0.4 + 0.1 * rank, 2),
                    METHOD,
                    run,
                    why=why,
                )


def _rises(one: Sequence[Told], other: Sequence[Told]) -> bool:
    """Whether a running count rose from one claim to the other: nobody told the smaller number after the day the larger was first told."""
    small, large = sorted((one, other), key=lambda items: items[0].figure.low or items[0].figure.high or 0)
    before, after = ([t.when[:10] for t in items if t.when] for items in (small, large))
    return _state(one[0]) in RUNNING and bool(before and after) and max(before) <= min(after) and max(before) < max(after)


def _one_voice(a: Told, b: Told) -> bool:
    """Whether one and the same tells two figures of a report: its source, or the report itself."""
    return bool(a.source and b.source and _names_agree(a.source, b.source)) or not a.source and not b.source


def _asks_across(item: Told) -> bool:
    """Whether a figure can answer a question of another story: only one of a place, of a party, and a telling one."""
    return bool(item.figure.holder and item.figure.place and telling(item.figure))


def _pairs(spoken: Sequence[Sequence[Told]], story_of: Mapping[str, str], *, across: bool) -> list[tuple[int, int]]:
    """Claims that can stand in a relation: those with figures of one story (unless only ``across``), or of one question."""
    meeting: dict[str, set[int]] = {}
    for i, items in enumerate(spoken):
        for item in items:
            if not across:
                meeting.setdefault(story_of[item.report.document.id], set()).add(i)
            if _asks_across(item):
                for question in item.questions:
                    meeting.setdefault(question, set()).add(i)
    return sorted({pair for claims in meeting.values() for pair in combinations(sorted(claims), 2)})


def _overlap(a: Figure, b: Figure) -> bool:
    """Whether both numbers can be true at once: their intervals meet.

    *About* is a tenth either way; *thousands* may be any number from there on; what is measured to the whole (*magnitude 6*, *38 percent*)
    any number that rounds to it.
    """
    fine = any(f.low is not None and f.low != round(f.low) for f in (a, b))

    def bounds(f: Figure) -> tuple[float, float]:
        low = f.low if f.low is not None else float("-inf")
        high = f.high if f.high is not None and f.qualifier != "vague" else float("inf")
        if low != high:
            return low, high
        slack = 0.1 * abs(low) if f.qualifier == "about" else 0.0
        if fine and f.kind in MEASURED and low == round(low):
            slack = max(slack, 0.49)
        return low - slack, high + slack

    (low, high), (other_low, other_high) = bounds(a), bounds(b)
    return low <= other_high and other_low <= high


def _relation(a: Told, b: Told, story_of: Mapping[str, str]) -> tuple[int, str, str, str] | None:
    """How two figures that cannot both hold stand to each other.

    Returns: how much it tells, the relation, why, and the id of the later figure; None where they answer two questions.
    """
    later, earlier = (a, b) if (a.when, a.figure.id) >= (b.when, b.figure.id) else (b, a)
    one, other = a.figure, b.figure

    def said(rank: int, relation: str, why: str) -> tuple[int, str, str, str]:
        return rank, f"claim.{relation}", why, later.figure.id

    field = differing(a, b)
    if story_of[a.report.document.id] != story_of[b.report.document.id]:
        # Another story: only the same place and the same party make two numbers answer one question.
        if field is not None or not a.questions & b.questions or not _one_place(a, b):
            return None
        if not _asks_across(a) or not _asks_across(b) or not _names_agree(one.holder, other.holder):
            return None
        return said(2 if a.when and b.when else 1, "updates", "the same question at another time")
    if not _one_question(a, b) or a.another_time != b.another_time:
        return None
    if field == "scope":
        return said(1, "differs", "one is a part or an addition, the other a total")
    if field is not None:
        return None
    if _width(a) != _width(b):
        return None
    same_source = bool(a.source) and _one_voice(a, b)
    if same_source and a.report is b.report:
        # One speaker in one report speaks of two things, or of then and now; nobody contradicts himself in a sentence.
        return said(2, "updates", f"{a.source}, for another time") if one.as_of and other.as_of and one.as_of != other.as_of else None
    if a.report is b.report and not (a.source or b.source):
        return None
    days = a.when[:10], b.when[:10]
    if a.report is not b.report and all(days) and days[0] != days[1]:
        return said(2, "updates", f"told {min(days)} and {max(days)}")
    if same_source:
        return said(2, "updates", f"{a.source} gives another number")
    if _state(a) in RUNNING and _ratio(one, other) <= 1.5:
        return said(2, "updates", "a running count, told at another hour")
    if a.scale[0] == "money" and a.measure in MARKET and _ratio(one, other) <= 1.5:
        return said(2, "updates", "a price, told at another hour")
    if one.as_of and other.as_of and one.as_of != other.as_of:
        return said(2, "updates", f"one is for {one.as_of}, the other for {other.as_of}")
    return said(4, "contradicts", "two sources give numbers that cannot both hold")


def _one_question(a: Told, b: Told) -> bool:
    """Whether two numbers of one measure in one story are sure to answer one question.

    What became of people, cases and votes is asked once in a story; of any other thing there are many (*two teams*, *ten buses*),
    unless the party or the place is the same.
    """
    one, other = a.figure, b.figure
    holders = bool(one.holder and other.holder and _names_agree(one.holder, other.holder))
    place = bool(one.place and other.place and _one_place(a, b))
    if _state(a) or a.measure in ASKED or a.measure.startswith("share of people/voters"):
        return holders or place or not (one.holder and other.holder) or not (_holder_tells(one) and _holder_tells(other))
    if place and _only_counted(a) and _only_counted(b):
        return True  # the prefecture gave 30,000, the unions claimed 245,000
    return holders and telling(one) is not None and telling(other) is not None


def _only_counted(item: Told) -> bool:
    """Whether nothing is told of what a source counts but that it gives the number."""
    cue = item.attribution.cue if item.attribution is not None else None
    return cue is not None and item.figure.state is not None and not set(fold(item.figure.state)).isdisjoint(fold(cue.quote))


def _width(item: Told) -> bool:
    """Whether a figure holds for a whole country: a town's count is part of it, and contradicts nothing."""
    return item.place is not None and item.place.precision == "country"


def _state(item: Told) -> str:
    return item.measure.partition(": ")[2]


def _ratio(one: Figure, other: Figure) -> float:
    small, large = sorted((one.low or one.high or 0, other.low or other.high or 0))
    return large / small if small else float("inf")


def _years(words: str | None) -> set[str]:
    return set(YEAR.findall(words or ""))


# --- what is seen when the edges are followed -------------------------------------------------------------------------


@dataclass(frozen=True)
class Origin:
    """A source on record. bones: skeleton of its name; kind: person, body, or loose (a country, a capital, *officials*)."""

    name: str
    bones: frozenset[str]
    kind: str
    about: frozenset[str]
    country: str | None


def _origin(item: Told) -> Origin | None:
    if not item.source or item.source.lower() in PRONOUNS:
        return None
    mention = item.mention
    words = item.source.split()
    kind = "loose"
    if is_name(item.source):
        kind = "body" if mention is None else {"Person": "person", "Place": "loose"}.get(mention.schema, "body")
        if kind == "person" and item.source[:1].islower():
            kind = "body"  # "the head of the agency": known by an office alone
    if kind == "body" and mention is not None and mention.country and len(words) == 2 and words[1].islower():
        kind = "loose"  # Iranian officials
    role = (mention.role or "") if mention else ""
    quote = item.attribution.source.quote if item.attribution and item.attribution.source else ""
    return Origin(
        item.source,
        frozenset(skeleton(item.source).split()),
        kind,
        frozenset(sound_stem(w) for w in fold(f"{role} {quote} {item.source}") if w not in SMALL),
        mention.country if mention else None,
    )


def sound_stem(word: str) -> str:
    """Cut a word to its first five letters: *Ukraine* and *Ukrainian*, *minister* and *ministry* meet."""
    return word[:5]


def _merge(found: Iterable[Origin]) -> list[Origin]:
    """Take together what is one source under several names, and a body with the person who speaks for it.

    Persons first, then bodies, then loose names; each joins the first it agrees with. A loose name (*officials*, a capital) never
    stands beside a source named in full: it is the same people seen from farther off.
    """
    kept: list[Origin] = []
    for origin in sorted(set(found), key=lambda o: (RANK[o.kind], -len(o.bones), o.name)):
        exact = [k for k in kept if k.kind != "loose"]
        if origin.kind == "loose" and exact and (not origin.country or any(k.country in (None, origin.country) for k in exact)):
            continue
        if any(_one_source(origin, k) for k in kept):
            continue
        kept.append(origin)
    return kept


def _one_source(new: Origin, old: Origin) -> bool:
    if alike(new.name, old.name):
        return True
    if new.kind == "body" and old.kind == "person":
        # "the Ukrainian army" and its spokesman: every telling word of the body stands in his role
        words = {sound_stem(w) for w in new.bones}
        return len(words & old.about) >= max(1, len(words) - 1) and bool(words & old.about)
    if new.kind == "body" and old.kind == "body":
        return bool(new.country and new.country == old.country and new.bones & old.bones)
    return False


def origins(members: Sequence[Told], copies: dict[str, str]) -> Origins:
    """Count the sources on record for a claim.

    Args:
        members: its figures.
        copies: document id → the first document of its line of copies.

    Returns: best, the sources that are surely told apart; high adds one for each line of copies that names nobody; low takes
        together bodies that may be one. What is unknown widens the range and never adds an origin.
    """
    lines: dict[str, list[Told]] = {}
    for item in members:
        document = item.report.document.id
        lines.setdefault(copies.get(document, document), []).append(item)
    named: list[Origin] = []
    silent = 0
    for line, items in lines.items():
        # A headline's "Kyiv says" is the minister of its report.
        told_below = {t.report.document.id for t in items if t.figure.voice != "headline" and _origin(t)}
        spoken = [t for t in items if t.figure.voice != "headline" or t.report.document.id not in told_below]
        # What a copy names its original knew: it speaks for its line alone where it names anybody.
        first = [o for t in spoken if t.report.document.id == line and (o := _origin(t))]
        found = first or [o for t in spoken if (o := _origin(t))]
        named.extend(found)
        silent += not found
    kept = _merge(named)
    best = max(1, len(kept))
    unknown = silent - (0 if kept else 1)
    unsure = sum(1 for o in kept if o.kind != "person")
    low = max(1, best - (unsure if best > 1 else 0) // 2)
    return Origins(low, best, best + min(max(0, unknown), max(1, best)))


def view(members: Sequence[Told], copies: dict[str, str], disputes: Sequence[str]) -> Claim:
    """Show figures that were found to be one claim."""
    every = members
    members = [m for m in every if not m.denied] or every

    def first(item: Told) -> tuple[object, ...]:
        document = item.report.document
        origin = _origin(item)
        copied = copies.get(document.id, document.id) != document.id
        voice = item.figure.voice == "headline"
        return (copied, item.when or "9999", voice, RANK[origin.kind] if origin else 3, item.figure.evidence.span.start, item.figure.id)

    ordered = sorted(members, key=first)
    # Who is first on record: the most exact source of the earliest line of copies. What a copy names its original knew, and a
    # headline's "Kyiv" gives way to the spokesman below it.
    line = copies.get(ordered[0].report.document.id, ordered[0].report.document.id)
    opening = [m for m in ordered if copies.get(m.report.document.id, m.report.document.id) == line]
    named = sorted((m for m in (opening if any(m.source for m in opening) else ordered) if m.source), key=_exactness)
    lead = named[0] if named else ordered[0]

    def most(values: Iterable[str | None]) -> str | None:
        counted = Counter(v for v in values if v)
        return max(sorted(counted), key=lambda v: counted[v], default=None)

    figure = lead.figure
    item = most(m.figure.item for m in members)
    if len({stem(fold(m.figure.item)[-1]) for m in members if m.figure.item and fold(m.figure.item)}) > 1:
        # Told in several words: the taxonomy's own, where it has one.
        kinds = {m.measure.partition(": ")[0] for m in members if m.measure}
        item = max(sorted(kinds), key=len).split("/")[-1] if len(kinds) <= 2 and any("/" in k for k in kinds) else item
    state, holder, place = (most(getattr(m.figure, f) for m in members) for f in ("state", "holder", "place"))
    parts = [p for p in (holder, item, state) if p]
    dates = sorted(m.report.document.published for m in members if m.report.document.published)
    return Claim(
        id="C" + min(m.figure.id for m in every)[1:],
        members=tuple(sorted(m.figure.id for m in every)),
        documents=tuple(sorted({m.report.document.id for m in members})),
        measure=" ".join([*parts, *(["in", place] if place else [])]),
        item=item,
        state=state,
        holder=holder,
        place=place,
        unit=figure.unit,
        low=figure.low,
        high=figure.high,
        wording=figure.evidence.quote,
        first_source=lead.source,
        independent_origins=origins(members, copies),
        disputed_by=tuple(sorted(set(disputes))),
        first_seen=dates[0] if dates else None,
        last_seen=dates[-1] if dates else None,
    )


def _exactness(item: Told) -> tuple[int, bool, int, str]:
    origin = _origin(item)
    rank = RANK[origin.kind] if origin else 3
    return rank, item.figure.voice == "headline", item.figure.evidence.span.start, item.figure.id
