"""Score the forecasts that are found in Wikinews reports against marks made by hand.

Data: the shared articles of ``corpora/future-statements`` (its SOURCE.md). Their own labels read machine-made: they name no offsets,
many of them tell what was never said to come (a goal scored, an arrest, the end of a protest as a hope), so they are no gold here. Of the
588 shared articles that are none of wikinews' test part, 100 were drawn (``random.Random(4)``), read, and their forecasts marked by hand in
``future.json`` before anybody looked at what is found in them: 50 to develop on, 50 for the last look (scored three times, with the
rules of today, with those before them and with the network; the misses were never shown).

What is marked: a clause in which somebody, or the report itself, tells what will, may or will not come, or is expected to. It counts
whether what is foretold is the speaker's own act (``own``: *the company said it would close three plants*) or not. Not marked: wishes,
advice, questions, what a law or a plan provides, what may be so already, and the report's own timetable (*the trial resumes on Monday*).
``unsure`` marks what may be told either way (timetables with a date, idle promises, terms of a deal announced, what would be if …): found
or not, it does not count. ``who``: the name on record, none for the report's own voice. ``when``: the words that give the window.

How it is counted: a forecast found is right where it shares at least half of the shorter span with a mark; a mark is found where a forecast
does so with it. ``by sentence`` counts the same by sentences that hold one: only so can the corpus' labels stand beside, each put to the
sentence with which its fields share most words, the rarer in the article the more. No scores are published for detection.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tally import Row, Tally

MARKS = Path(__file__).with_name("future.json")
ARCHIVE = "goldEN-shared.json.gz"
FIELDS = ("Event Variable", "Predicted Attribute", "Magnitude / Predicted Value", "Event Date", "Modality Evidence")
PARTS = {"dev": "development", "test": "last_look"}
WORD = re.compile(r"\w+")
END = re.compile(r"[.!?][\"”')]*\s+|\n+")
Range = tuple[int, int]


def articles(folder: Path, part: str) -> dict[str, dict[str, Any]]:
    """The articles of a part by id, each with its text and the corpus' own labels; empty where the corpus is not there."""
    archive = folder / ARCHIVE
    if part not in PARTS or not archive.is_file():
        return {}
    wanted = json.loads(MARKS.read_text(encoding="utf-8"))[PARTS[part]]
    with gzip.open(archive, "rt", encoding="utf-8") as lines:
        told = {entry["id"]: entry for entry in json.load(lines)}
    return {id: told[id] for id in wanted}


def score(told: Mapping[str, Mapping[str, Any]], export: Mapping[str, Any], same_name: Any) -> tuple[dict[str, Row], list[str]]:
    """Make one row a measure, and say what was missed and what invented.

    Args:
        told: as from ``articles``.
        export: the object of ``hearsay export --to json`` of files named after their articles.
        same_name: tells whether two names stand for one.
    """
    tally, misses = Tally(), []
    marks = json.loads(MARKS.read_text(encoding="utf-8"))["marks"]
    found = {Path(d["uri"]).stem: d for d in export["documents"]}
    for id, article in told.items():
        text, gold = article["original_text"], marks.get(id, [])
        sure, unsure = [m for m in gold if not m.get("unsure")], [_span(m) for m in gold if m.get("unsure")]
        rows = found.get(id, {}).get("forecasts", [])
        spans = [_span(row["evidence"]) for row in rows]
        for span in spans:
            right = any(_alike(span, _span(m)) for m in sure)
            if right or not any(_alike(span, other) for other in unsure):
                tally.judge("forecast right", id, right)
                misses += [] if right else [f"{id} | invented | {text[slice(*span)]}"]
        for mark in sure:
            hit = next((row for row, span in zip(rows, spans, strict=True) if _alike(span, _span(mark))), None)
            tally.add("forecast found", id, int(hit is not None), None, 1)
            if hit is None:
                misses.append(f"{id} | missed | {text[slice(*_span(mark))]}")
                continue
            tally.judge("forecast.who", id, same_name(mark.get("who"), hit["source_name"]))
            if "when" in mark:
                tally.judge("forecast.window", id, bool(hit["opens"] or hit["closes"]))
        sentences = list(_sentences(text))
        for name, at in (("ours", spans), ("labels", _placed(text, sentences, article["extracted"]))):
            _by_sentence(tally, name, id, sentences, at, [_span(m) for m in sure], unsure)
    return tally.table(), misses


def _span(row: Mapping[str, int]) -> Range:
    return row["start"], row["end"]


def _alike(one: Range, other: Range) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return 2 * shared >= min(one[1] - one[0], other[1] - other[0])


def _by_sentence(
    tally: Tally, name: str, id: str, sentences: Sequence[Range], said: Iterable[Range], sure: Iterable[Range], unsure: Iterable[Range]
) -> None:
    """Count sentences: those said to hold a forecast, and those that hold one. Where a mark is unsure nothing counts."""
    said, gold = _within(sentences, said), _within(sentences, sure)
    said -= _within(sentences, unsure) - gold
    for k in said:
        tally.judge(f"by sentence right, {name}", id, k in gold)
    for k in gold:
        tally.add(f"by sentence found, {name}", id, int(k in said), None, 1)


def _within(sentences: Sequence[Range], spans: Iterable[Range]) -> set[int]:
    return {max(range(len(sentences)), key=lambda k: min(end, sentences[k][1]) - max(start, sentences[k][0])) for start, end in spans}


def _sentences(text: str) -> Iterator[Range]:
    start = 0
    for end in [*(m.end() for m in END.finditer(text)), len(text)]:
        if text[start:end].strip():
            yield start, end
        start = end


def _placed(text: str, sentences: Sequence[Range], labels: Iterable[Mapping[str, Any]]) -> list[Range]:
    """Put each label to the sentence with which it shares most words, the rarer in the article the more."""
    words = [_words(text[slice(*s)]) for s in sentences]
    rarity = {w: math.log(1 + len(words) / n) for w, n in Counter(w for told in words for w in told).items()}
    placed = []
    for label in labels:
        asked = _words(" ".join(str(label.get(field) or "") for field in FIELDS))
        placed.append(sentences[max(range(len(sentences)), key=lambda k: sum(rarity[w] for w in asked & words[k]))])
    return placed


def _words(text: str) -> set[str]:
    return {w[:5] for w in WORD.findall(text.lower()) if len(w) > 2}
