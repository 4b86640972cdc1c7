"""Which report was made from which: exact, near, rewritten, excerpted, revised.

Candidates meet through keys (MinHash bands, whole sentences, quotations, rare figures); each pair is then read side by side.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache, wraps
from importlib.resources import files
from math import log, sqrt
from typing import TypeVar

import numpy as np
from anyascii import anyascii

from hearsay.records import Document, Edge, Evidence, Figure, Key, Report, Span, identify

METHOD = "rule:copies/1"
ROWS = 1 << 16  # of the rarity table
BANDS, BAND_ROWS, SEED = 32, 4, 42  # 32 × 4 finds .97 of planted pairs; 16 × 8 lost 46 % (docs/decisions/0090)
SHINGLE = 5  # words
NEAR = 0.42  # Jaccard of shingles: one word in twelve changed
HELD = 0.50  # share of the shorter text's shingles that stand in the longer
LEAST = 40  # runs of the shorter text: one sentence in common makes no copy of a note of three
RUN = 32  # words in one unbroken verbatim run, quotations aside
REWRITE = 0.68  # see `_rewritten`
MANY, SURE = 6, 0.75  # passages that show it; of fewer, two short reports of one event have some alike by chance
NAME = 1.5  # weight of a capitalised word among the terms of a report
REACH = 30  # days within which one report is made of another in other words
LONGEST = 60_000  # words read of one report when comparing
KEPT = 512  # reports of which is remembered what was read: as many as the pipeline has at hand

WORD = re.compile(r"\w+(?:[.,]\d+)*")
QUOTED = re.compile(r"[“«„][^”»“]*(?:[”»“]|$)|\"[^\"]*(?:\"|$)")
DATELINE = re.compile(r"[^\W\d_][^()\n]{1,60}\(([^\W\d_][^()\n]{1,40})\)\s*[-–—:]")
ENDS = re.compile(r"[.!?]['\")\]”’»]*\s+|\n+")


Made = TypeVar("Made")


class _Itself:
    """A report under which something is kept; it equals itself alone, since comparing all it holds costs more than reading it again."""

    __slots__ = ("report",)

    def __init__(self, report: Report) -> None:
        self.report = report

    def __hash__(self) -> int:
        return id(self.report)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.report is other.report


def kept(read: Callable[[Report], Made]) -> Callable[[Report], Made]:
    """Remember what was read of the last reports: neighbours are compared again and again."""
    remembered = lru_cache(maxsize=KEPT)(lambda itself: read(itself.report))
    return wraps(read)(lambda report: remembered(_Itself(report)))


def fold(text: str) -> list[str]:
    """Split into words, case and accents aside."""
    return WORD.findall((text if text.isascii() else anyascii(text)).casefold())


def row(word: str) -> int:
    """Row of a folded word in the rarity table."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass")) % ROWS


@cache
def _table() -> np.ndarray:
    with files("hearsay.link").joinpath("rarity.npz").open("rb") as file, np.load(file) as kept:
        return kept["rarity"].astype(np.float32) / 10


def rarity(word: str) -> float:
    """How rare a folded word is in news: ln(reports / reports that hold it).

    Source: training/rarity.py, counted over English news; a fixed table, so that what is linked does not hang on what lies in the ledger.
    """
    return float(_table()[row(word)])


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of the body. weights: content word → rarity, of length one; words: all, in order; quoted: inside quotation marks."""

    start: int
    end: int
    words: tuple[str, ...]
    weights: dict[str, float]
    quoted: bool


@dataclass(frozen=True)
class Sketch:
    """What of a report is compared.

    words: folded, body only; shingles: their five-word runs; own: those of them with no word between quotation marks, in order;
    figures: those of two digits or more; terms: content word → weight, of length one.
    """

    document: Document
    words: tuple[str, ...]
    own: tuple[int | None, ...]
    shingles: frozenset[int]
    passages: tuple[Passage, ...]
    figures: frozenset[tuple[float | None, float | None, str]]
    quotations: frozenset[tuple[str, ...]]
    names: frozenset[str]
    terms: dict[str, float]

    @cached_property
    def spoken(self) -> tuple[Passage, ...]:
        """Passages that a passage of another report may say again."""
        return tuple(p for p in self.passages if len(p.weights) >= 2)

    @cached_property
    def found_in(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """For each content word, in which of these passages it stands and with what weight: int64 (n,), float64 (n,)."""
        places: dict[str, list[tuple[int, float]]] = {}
        for n, passage in enumerate(self.spoken):
            for word, weight in passage.weights.items():
                places.setdefault(word, []).append((n, weight))
        return {word: (np.array([n for n, _ in rows]), np.array([weight for _, weight in rows])) for word, rows in places.items()}


def _unit(weights: dict[str, float]) -> dict[str, float]:
    """Bring weights to the length of one, so that two are alike as much as their product."""
    length = sqrt(sum(w * w for w in weights.values()))
    return {word: weight / length for word, weight in weights.items()}


def _passages(document: Document) -> Iterator[Passage]:
    for block in document.blocks:
        if block.furniture or block.kind in ("byline", "date"):
            continue
        text = document.text[block.span.start : block.span.end]
        quotes = [m.span() for m in QUOTED.finditer(text)] if block.kind != "quote" else [(0, len(text))]
        start = 0
        for end in [*(m.end() for m in ENDS.finditer(text)), len(text)]:
            words = fold(text[start:end])
            if words:
                first, last = block.span.start + start, block.span.start + end
                inside = sum(max(0, min(b, end) - max(a, start)) for a, b in quotes)
                weights = {w: rare for w in words if (rare := rarity(w)) > 2.3}
                yield Passage(first, last, tuple(words), _unit(weights), 2 * inside > end - start)
            start = end


def stem(word: str) -> str:
    """Take a plural down to its singular, so that counted things can be compared."""
    if word in ("people", "persons"):
        return "person"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


def telling(figure: Figure) -> tuple[float | None, float | None, str] | None:
    """A figure as a fingerprint: its bounds and unit; None for one that many reports share by chance (small, vague, an age)."""
    value = figure.low if figure.low else figure.high
    if value is None or figure.kind in ("age", "duration") or figure.qualifier == "vague" or value < 10 and value == int(value):
        return None
    return (figure.low, figure.high, figure.unit) if figure.qualifier == "between" else (value, value, figure.unit)


def _terms(document: Document, passages: Sequence[Passage]) -> dict[str, float]:
    """Weigh the words of a report."""
    counts: dict[str, float] = {}
    for passage in passages:
        for word in passage.words:
            if word in passage.weights:
                counts[word] = counts.get(word, 0) + 1
    named: dict[str, float] = {}
    for block in document.blocks:
        if not block.furniture:
            for match in WORD.finditer(document.text, block.span.start + 1, block.span.end):
                if match[0][0].isupper():
                    for word in fold(match[0]):
                        named[word] = named.get(word, 0) + 1
    # A word said ten times tells little more than one said three times; a name tells more than another word as rare.
    return _unit({w: rarity(w) * (1 + log(n)) * (NAME if named.get(w, 0) > 0.6 * n else 1.0) for w, n in counts.items()})


def digits(value: float) -> int:
    """Significant digits of a number: 1,280,000 has three."""
    return len(f"{abs(value):.12g}".replace(".", "").split("e")[0].strip("0"))


@kept
def sketch(report: Report) -> Sketch:
    """Make ready what comparing a report needs."""
    passages = tuple(_passages(report.document))
    words = tuple(w for p in passages for w in p.words)[:LONGEST]
    quoted = [p.quoted for p in passages for _ in p.words][:LONGEST]
    runs = [hash(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))] if words else []
    return Sketch(
        document=report.document,
        words=words,
        own=tuple(None if any(quoted[i : i + SHINGLE]) else run for i, run in enumerate(runs)),
        shingles=frozenset(runs),
        passages=passages,
        figures=frozenset(t for f in report.figures if (t := telling(f))),
        quotations=frozenset(
            tuple(said) for a in report.attributions if a.kind == "direct" for e in a.content if len(said := fold(e.quote)) >= 6
        ),
        names=frozenset(
            " ".join(fold(m.name))
            for m in report.mentions
            if m.antecedent is None and (first := m.evidence.quote.split()[0]) != first.lower()
        ),
        terms=_terms(report.document, passages),
    )


def keys(report: Report) -> Iterator[Key]:
    """Name what a copy of this report would share with it."""
    from rensa import RMinHash

    document = report.document.id
    about = sketch(report)
    if not about.words:
        return
    shingles = {" ".join(about.words[i : i + SHINGLE]) for i in range(max(1, len(about.words) - SHINGLE + 1))}
    signature = RMinHash(num_perm=BANDS * BAND_ROWS, seed=SEED)
    signature.update(sorted(shingles))
    digest = signature.digest()
    for band in range(BANDS):
        part = digest[band * BAND_ROWS : (band + 1) * BAND_ROWS]
        yield Key("band", f"{RMinHash.ALGORITHM_VERSION}:{band}:{identify('', *part)}", document, document)
    for words in {p.words for p in about.passages if len(p.words) >= 8}:
        yield Key("sentence", identify("", *words), document, document)
    for words in about.quotations:
        yield Key("sentence", identify("", *words), document, document)
    for low, high, unit in about.figures:
        yield Key("figure", f"{low:g}|{high:g}|{unit}", document, document)


def _same_run(a: Sketch, b: Sketch) -> int:
    """Words in the longest run that stands word for word in both, quotations aside."""
    shared = set(a.own).intersection(b.own) - {None}
    longest = here = 0
    for shingle in a.own:
        if shingle in shared:
            here += 1
            longest = max(longest, here + SHINGLE - 1)
        else:
            here = 0
    return longest


def likeness(a: dict[str, float], b: dict[str, float]) -> float:
    """Cosine of two weighted bags of words of length one, 0–1."""
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    return sum(weight * large[word] for word, weight in small.items() if word in large)


def _aligned(a: Sketch, b: Sketch) -> list[tuple[Passage, Passage, float]]:
    """Pair each telling passage of ``a`` with the one of ``b`` most like it, quotations aside."""
    if not b.spoken:
        return []
    pairs = []
    for mine in a.passages:
        if len(mine.weights) < 3 or mine.quoted:
            continue
        alike = np.zeros(len(b.spoken))  # the cosine of each, gathered from the words they share
        for word, weight in mine.weights.items():
            if word in b.found_in:
                places, weights = b.found_in[word]
                alike[places] += weight * weights
        best = int(alike.argmax())
        pairs.append((mine, b.spoken[best], float(alike[best])))
    return pairs


def _in_order(places: Sequence[int]) -> float:
    """Share of places in their longest ascending line: a rewrite keeps the order of what it rewrites."""
    tails: list[int] = []
    for place in places:
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
    return len(tails) / len(places) if places else 0.0


def _rewritten(a: Sketch, b: Sketch) -> tuple[float, list[tuple[Passage, Passage, float]]]:
    """How surely the shorter report is the longer one in other words, 0–1, and the passages that show it.

    What counts is the share of the shorter one's own sentences that stand in the other in like words and in the same order,
    and that they share their figures, names and quotations: two reporters at one briefing share some of these, a rewrite nearly all.
    Runs of words that stand in both outside quotation marks count besides, for nobody else's words explain them.
    """
    short, long = sorted((a, b), key=lambda s: (len(s.words), s.document.id))
    pairs = _aligned(short, long)
    if len(pairs) < 3:
        return 0.0, []
    mass = sum(len(mine.words) for mine, _, _ in pairs)
    held = sum(len(mine.words) * min(1.0, score / 0.6) for mine, _, score in pairs if score >= 0.25) / mass
    clear = [p for p in pairs if p[2] >= 0.3]
    order = _in_order([theirs.start for _, theirs, _ in clear]) if len(clear) >= 3 else 0.5
    anchors = []
    for mine, theirs in ((short.figures, long.figures), (short.names, long.names), (short.quotations, long.quotations)):
        if mine or theirs:
            anchors.append(len(mine & theirs) / max(1, min(len(mine), len(theirs))))
    shared = sum(anchors) / len(anchors) if anchors else 0.0
    own, other = set(short.own) - {None}, set(long.own) - {None}
    verbatim = len(own & other) / max(LEAST, min(len(own), len(other)))
    return min(1.0, 0.5 * held + 0.2 * order * min(1.0, len(clear) / 4) + 0.3 * shared + 0.2 * verbatim), clear


def day(document: Document) -> date | None:
    """The day a report was published, None where it tells no whole day."""
    try:
        return date.fromisoformat((document.published or "")[:10])
    except ValueError:
        return None


def apart(a: Document, b: Document) -> int | None:
    """Days between two reports; None where one is undated."""
    first, second = day(a), day(b)
    return None if first is None or second is None else abs((first - second).days)


def _signed(document: Document) -> set[str]:
    """Who a report is by: its outlet, and the wire named in its dateline."""
    found = {document.outlet} if document.outlet else set()
    for block in document.blocks:
        if not block.furniture and (match := DATELINE.match(document.text, block.span.start, block.span.end)):
            found.add(match[1])
    return {" ".join(fold(name)) for name in found}


def _credits(report: Report, other: Report) -> bool:
    """Whether a report names whom the other is by as where it has its words from, and is not by them itself."""
    theirs = _signed(other.document) - _signed(report.document)
    if not theirs:
        return False
    words = f" {' '.join(fold(report.document.text))} "
    return any(f" {name} " in words for name in theirs)


def _copy_first(a: Report, b: Report) -> tuple[Report, Report]:
    """Order a pair as (copy, original): by credit, then date, then what the original has more of; by id where nothing tells."""
    one_credits, other_credits = _credits(a, b), _credits(b, a)
    if one_credits != other_credits:
        return (a, b) if one_credits else (b, a)
    dates = a.document.published, b.document.published
    if dates[0] and dates[1]:
        width = min(len(dates[0]), len(dates[1]))
        if dates[0][:width] != dates[1][:width]:
            return (a, b) if dates[0] > dates[1] else (b, a)
    return (a, b) if _originality(a, b) < _originality(b, a) else (b, a)


def _originality(report: Report, other: Report) -> tuple[bool, bool, int, int, int, str]:
    """What a report has that a copy of it would have lost: a wire's signature, nobody else's beside it, names, direct speech, length."""
    mine, theirs = _signed(report.document), _signed(other.document)
    persons = {m.name for m in report.mentions if m.antecedent is None and m.schema == "Person"}
    speech = sum(len(e.quote) for a in report.attributions if a.kind != "indirect" for e in a.content)
    alone = not (mine & theirs) or mine <= theirs
    return bool(mine) or not theirs, alone, len(persons), speech, len(report.document.text), report.document.id


def _proof(document: Document, passage: Passage) -> Evidence:
    return Evidence.at(document.id, document.text, Span(passage.start, passage.end))


def compare(a: Report, b: Report, one: Sketch, other: Sketch, run: str) -> Edge | None:
    """Tell whether one of two reports was made from the other.

    Returns: an edge ``copy.*`` from the copy to the original, with a pair of passages that shows it, or None.

    Source: shingle Jaccard and containment (Broder 1997); thresholds by bench/quality.py lineage.
    """
    relation, score, why, proof = None, 0.0, "", None
    if a.document.uri == b.document.uri:
        relation, score, why = "copy.revision", 1.0, "the same address with another text"
    elif one.words == other.words and one.words:
        relation, score, why = "copy.exact", 1.0, "the same words"
    else:
        shared = len(one.shingles & other.shingles)
        small, large = sorted((len(one.shingles), len(other.shingles)))
        jaccard = shared / max(1, small + large - shared)
        held = shared / max(1, small)
        if jaccard >= NEAR:
            relation, score, why = "copy.near", jaccard, f"{jaccard:.0%} of their five-word runs are shared"
        elif small >= 12 and (held >= HELD or shared >= RUN // 2 and _same_run(one, other) >= RUN):
            kind = "copy.near" if small > 0.7 * large and held >= HELD else "copy.excerpt"
            relation, score, why = kind, max(held, 0.5), f"{held:.0%} of the shorter one's five-word runs stand in the other"
        elif (gap := apart(a.document, b.document)) is None or gap <= REACH:
            sure, pairs = _rewritten(one, other)
            if sure >= (REWRITE if len(pairs) >= MANY else SURE):
                relation, score, why = "copy.rewrite", sure, f"{len(pairs)} passages say the same in other words and in the same order"
                proof = max(pairs, key=lambda p: (p[2], -p[0].start))
    if relation is None:
        return None
    copy, original = _copy_first(a, b)
    if relation == "copy.near" and _revises(copy, original):
        relation, why = "copy.revision", f"the same outlet, later; {why}"
    ends: dict[str, Evidence] = {}
    if proof is not None:
        short, long = sorted((one, other), key=lambda s: (len(s.words), s.document.id))
        ends = {short.document.id: _proof(short.document, proof[0]), long.document.id: _proof(long.document, proof[1])}
    return Edge(
        id=identify("E", copy.document.id, "copy", original.document.id),
        one=copy.document.id,
        relation=relation,
        other=original.document.id,
        score=round(min(score, 1.0), 4),
        method=METHOD,
        run=run,
        one_evidence=ends.get(copy.document.id),
        other_evidence=ends.get(original.document.id),
        why=why,
    )


def _revises(copy: Report, original: Report) -> bool:
    """A near copy by the same outlet at a later time is that outlet's new version."""
    mine, theirs = copy.document, original.document
    return bool(mine.outlet and mine.outlet == theirs.outlet and (mine.published or "") > (theirs.published or "") and theirs.published)
