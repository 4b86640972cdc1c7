"""Times: TIMEX3 of TempEval-3 platinum and WikiWars, and dateparser beside ours.

Metric of TempEval-3 (UzZaman et al. 2013, task A): strict F1 (same span), relaxed F1 (spans that overlap), value F1 (relaxed span and
the very ``value``). Published on platinum: HeidelTime 81.3 strict, 90.3 relaxed, 77.6 value. Creation times are given, so not scored.

Where the corpora and we differ, and what is done about it:

- A range written with a dash (*1914-18*, *6-7 February*) or as *May 4 and 5* is two expressions there and one interval of ours: it is
  scored as its two ends.
- We give days before the common era no interval, but their TIMEX3 value.
- Ages are times there (P25Y), figures of ours; *now*, *former*, *the dry season* have no days, there as here.

WikiWars (Mazur, Dale 2010) in TimeML by SynTime, in its split: wars 1-16 train, 17-22 test. Rules were developed on the odd wars of train
and checked on the even ones; of test only scores were read, some ten times. Platinum has no other part: its texts and misses were not
looked at, its scores some thirty times, and twice they chose (*former* and *current* are left out, a decade is P10Y).
"""

from __future__ import annotations

import importlib.util
import io
import re
import time
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from hearsay.clean import clean
from hearsay.extract import Found
from hearsay.extract.times import times
from hearsay.read import read
from hearsay.records import Failure, Source, Text
from hearsay.settings import Settings
from tally import Tally

WARS = {"train": range(1, 17), "test": range(17, 23)}
PAIR = re.compile(r"(.*?\d(?:st|nd|rd|th)?)(?:\s?[-\u2013]\s?|\s(?:and|&|to|through)\s)((?:the\s)?\d.*)")


class Timex(NamedTuple):
    """An expression of time: code points of the text, and its TIMEX3 value."""

    start: int
    end: int
    value: str | None


class Case(NamedTuple):
    """A text, its day, and what is marked in it."""

    name: str
    text: str
    published: str | None
    gold: list[Timex]


Reader = Callable[[str, str | None], list[Timex]]


def cases(folder: Path, wanted: Callable[[str], bool] = lambda name: True) -> Iterator[Case]:
    """Find every TimeML file with marked times under a folder, in archives too."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".tml" and wanted(path.name):
            yield _case(path.name, path.read_bytes())
        elif path.suffix == ".zip":
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as packed:
                for name in sorted(packed.namelist()):
                    if name.endswith(".tml") and not name.startswith("__MACOSX") and wanted(Path(name).name):
                        yield _case(Path(name).name, packed.read(name))


def _case(name: str, raw: bytes) -> Case:
    root = ElementTree.fromstring(raw)
    told, body = root.find(".//DCT/TIMEX3"), root.find("TEXT")
    pieces: list[str] = []
    gold: list[Timex] = []

    def walk(element: ElementTree.Element) -> None:
        start = sum(map(len, pieces))
        pieces.append(element.text or "")
        for child in element:
            walk(child)
            pieces.append(child.tail or "")
        if element.tag == "TIMEX3":
            gold.append(Timex(start, sum(map(len, pieces)), element.get("value")))

    walk(root if body is None else body)
    return Case(name, "".join(pieces), (told.get("value") or "")[:10] if told is not None else None, gold)


def prepare(text: str, published: str | None) -> Text:
    """What the rooms before ``extract`` make of a text."""
    for document in read(Source("given.txt", payload=text.encode()), Settings()):
        if not isinstance(document, Failure):
            return clean(replace(document, published=published), Settings())
    raise ValueError("nothing to read in this text")


def ours(text: str, published: str | None) -> list[Timex]:
    """The times of hearsay, ranges taken apart."""
    prepared = prepare(text, published)
    rows = times(prepared, Found.of(prepared), None)
    found = []
    for row in rows:
        start, end = row.evidence.span.start, row.evidence.span.end
        pair, value = PAIR.fullmatch(row.evidence.quote), row.value or ""
        first, _, last = value.partition("/")
        if pair and not last and len(value) == 10 and row.closes and row.closes > value:
            last = row.closes  # days
        if pair and last:
            found += [Timex(start, start + pair.end(1), first), Timex(start + pair.start(2), end, last)]
        else:
            found.append(Timex(start, end, row.value))
    return found


def dateparser() -> Reader:
    """The dates of dateparser: whole days, whatever was written."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from dateparser.search import search_dates

    def read(text: str, published: str | None) -> list[Timex]:
        base = datetime.fromisoformat(published) if published else datetime(2000, 1, 1)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found, at, out = search_dates(text, languages=["en"], settings={"RELATIVE_BASE": base}) or [], 0, []
        for words, day in found:
            start = text.find(words, at)
            if start >= 0:
                at = start + len(words)
                out.append(Timex(start, at, day.date().isoformat()))
        return out

    return read


def score(tally: Tally, prefix: str, case: Case, said: list[Timex], *, loose: bool = False) -> list[str]:
    """Count one text, and tell what was missed.

    Args:
        loose: a day is right for the month or the year it lies in, as for a peer that knows only days.
    """
    free, hits, misses = list(said), {"strict": 0, "relaxed": 0, "value": 0}, []
    for gold in case.gold:
        hit = next((t for t in free if t.start < gold.end and gold.start < t.end), None)
        if hit is None:
            misses.append(f"{case.name}: missed {case.text[gold.start : gold.end]!r} {gold.value}")
            continue
        free.remove(hit)
        right = hit.value == gold.value or loose and _within(hit.value, gold.value)
        hits["relaxed"] += 1
        hits["strict"] += (hit.start, hit.end) == (gold.start, gold.end)
        hits["value"] += right
        if not right:
            misses.append(f"{case.name}: {case.text[gold.start : gold.end]!r} is {gold.value}, not {hit.value}")
    for measure, count in hits.items():
        tally.add(prefix + measure, prefix + case.name, count, len(said), len(case.gold))
    return misses


def _within(day: str | None, value: str | None) -> bool:
    if not day or not value:
        return False
    year, week, weekday = date.fromisoformat(day).isocalendar()
    return day.startswith(value) or value == f"{year}-W{week:02}" or value[:10] == day and value[10:11] == "T"


def compare(corpora: dict[str, list[Case]]) -> tuple[Tally, list[str], list[str]]:
    """Score hearsay and, where it is installed, dateparser on some corpora.

    Returns: counts; what was missed; how fast each reader was.
    """
    tally, misses, speeds = Tally(), [], []
    readers: dict[str, Reader] = {"hearsay": ours}
    if importlib.util.find_spec("dateparser"):
        readers["dateparser"] = dateparser()
    for name, reader in readers.items():
        words, begun = 0, time.perf_counter()
        for corpus, listed in corpora.items():
            for case in listed:
                said = reader(case.text, case.published)
                words += len(case.text.split())
                prefix = f"{corpus} " if name == "hearsay" else f"{corpus} {name} "
                told = score(tally, prefix, case, said, loose=name != "hearsay")
                misses += told if name == "hearsay" else []
        speeds.append(f"{name}: {words / (time.perf_counter() - begun):,.0f} words a second")
    return tally, misses, speeds
