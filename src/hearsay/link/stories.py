"""Which reports tell of one event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from hearsay.link.copies import Sketch, apart, day, digits, likeness
from hearsay.records import Document, Edge, Key, Report, identify

METHOD = "rule:stories/1"
TERMS = 12  # rarest and most said words a report is found again by
ALIKE = 0.22  # see `compare`
WINDOW = 10  # days
APART = {True: 0.12, False: 0.18}  # what two reports lose of which neither, or one alone, tells its date


def keys(document: Document, sketch: Sketch) -> Iterator[Key]:
    """Name a report's most telling words, by the week it was published and the next, and bare for reports without a date."""
    told = day(document)
    weeks = [] if told is None else [f"{d.isocalendar().year}-{d.isocalendar().week}" for d in (told, told + timedelta(days=7))]
    for word, _ in sorted(sketch.terms.items(), key=lambda t: (-t[1], t[0]))[:TERMS]:
        for week in ["", *weeks]:
            yield Key("term", f"{word}|{week}", document.id, document.id)


def compare(a: Report, b: Report, one: Sketch, other: Sketch, run: str) -> Edge | None:
    """Tell whether two reports are of one event.

    Returns: an edge ``same.story``, or None. Its score is the likeness of their words (cosine, rarity-weighted) raised by
    telling figures and quotations they share and lowered by days between them.

    Source: threshold by bench/quality.py lineage and held-out triplets of one event told by three outlets.
    """
    gap = apart(a.document, b.document)
    if gap is not None and gap > WINDOW:
        return None
    alike = likeness(one.terms, other.terms)
    shared = one.figures & other.figures
    # 1,280,000 in both is hardly chance, 30,000 may be.
    score = alike + min(0.2, sum(0.1 if digits(low or high or 0) >= 3 else 0.03 for low, high, _ in shared))
    score += 0.06 if one.quotations & other.quotations else 0.0
    if gap is not None:
        score -= 0.01 * gap
    else:
        # Without a date one topic of many months looks like one event: a number or a sentence in common must speak for it.
        undated = day(a.document) is None and day(b.document) is None
        score -= (
            0.03 if any(digits(low or high or 0) >= 3 for low, high, _ in shared) or one.quotations & other.quotations else APART[undated]
        )
    if score < ALIKE:
        return None
    why = f"their telling words agree to {alike:.0%}" + (f", {len(shared)} figures are shared" if shared else "")
    ends = sorted((a.document.id, b.document.id))
    return Edge(identify("E", ends[1], "story", ends[0]), ends[1], "same.story", ends[0], round(min(score, 1.0), 4), METHOD, run, why=why)
