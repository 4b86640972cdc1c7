"""The test cases of Microsoft Recognizers-Text (English), a case right where every quantity of it is read and none is made up.

Each kind is printed by itself: number, range, currency, percentage, dimension, age. A case is right where what is read overlaps what is
wanted one to one, with the same value and the same unit. Published: the library passes its own cases; no other system's share is known.

How their notion differs from ours, and what is done about it:

- They test one recogniser at a time: the currency cases want no count, the number cases want every number whatever it counts. So the
  amounts are read by ``extract/quantities.py`` and ``numerals.py``, not by the gate of ``figures.py``, and only those of the kind asked
  for are compared. Numbers are read by ``Numerals`` at every word: numbers in dates or labels (*version two*) are wanted here.
- Units are told by name there and by code here (``NAMES``). A *dollar* is USD, a *pound* GBP or lb, a cent .01 of its currency.
- A unit without an amount (*a small percent*) is wanted there and is no quantity here: such a result is dropped, not the case.
- Whether an end of a range belongs to it, (20,35] or [20,35), is told there and not kept here: ends are compared, brackets are not.
- The words of a bound belong to a figure here (*more than 500 years old*) and not there, so spans need only overlap.
- Whole texts in the cases are lower case with loose punctuation ("$ 46 . 8 million"): read as they stand.

Looked at: the cases are the library's own unit tests and have no held-out part; the grammar was written with their misses in view.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from hearsay.extract.quantities import Quantity, Reader, quantities
from peers import Amount, installed, timed
from tally import Row, Tally

ARCHIVE = "specs-english.zip"
FILES = {
    "number": "Number/English/NumberModel",
    "range": "Number/English/NumberRangeModel",
    "currency": "NumberWithUnit/English/CurrencyModel",
    "percentage": "Number/English/PercentModel",
    "dimension": "NumberWithUnit/English/DimensionModel",
    "age": "NumberWithUnit/English/AgeModel",
}
# Their names of units → our code, and how many of our code one of theirs is.
NAMES: dict[str, tuple[str, float]] = {
    "dollar": ("USD", 1), "united states dollar": ("USD", 1), "cent": ("USD", 0.01), "pound": ("GBP", 1), "british pound": ("GBP", 1),
    "pence": ("GBP", 0.01), "penny": ("GBP", 0.01), "euro": ("EUR", 1), "chinese yuan": ("CNY", 1), "canadian dollar": ("CAD", 1),
    "japanese yen": ("JPY", 1), "franc": ("FRF", 1), "swiss franc": ("CHF", 1), "australian dollar": ("AUD", 1), "bitcoin": ("XBT", 1),
    "turkish lira": ("TRY", 1), "rupee": ("INR", 1), "mexican peso": ("MXN", 1), "finnish markka": ("FIM", 1),
    "hong kong dollar": ("HKD", 1), "peseta": ("ESP", 1), "netherlands guilder": ("NLG", 1), "costa rican colón": ("CRC", 1),
    "georgian lari": ("GEL", 1), "lao kip": ("LAK", 1), "sri lankan rupee": ("LKR", 1), "sen": ("MYR", 0.01),
    "satoshi": ("XBT", 1e-8), "new zealand dollar": ("NZD", 1),
    "foot": ("[ft_i]", 1), "meter": ("m", 1), "mile": ("[mi_i]", 1), "gallon": ("[gal_us]", 1), "ton": ("t", 1), "metric ton": ("t", 1),
    "kilometer per hour": ("km/h", 1), "kilogram": ("kg", 1), "microgram": ("ug", 1), "inch": ("[in_i]", 1), "square meter": ("m2", 1),
    "kilometer": ("km", 1), "millimeter": ("mm", 1), "decimeter": ("dm", 1), "picometer": ("pm", 1), "degree": ("deg", 1),
    "turn": ("{turn}", 1), "milliliter": ("mL", 1), "barrel": ("[bbl_us]", 1), "ounce": ("[oz_av]", 1), "acre": ("[acr_us]", 1),
    "cubic foot": ("[cft_i]", 1), "bit": ("bit", 1), "mile per hour": ("[mi_i]/h", 1), "square kilometer": ("km2", 1),
    "megabit": ("Mbit", 1), "megabyte": ("MBy", 1), "tablespoon": ("[tbs_us]", 1), "cup": ("[cup_us]", 1), "teaspoon": ("[tsp_us]", 1),
    "dram": ("[dr_av]", 1), "meter per millisecond": ("m/ms", 1), "centimeter per millisecond": ("cm/ms", 1),
    "kilometer per millisecond": ("km/ms", 1), "gram": ("g", 1), "radian": ("rad", 1),
    "year": ("a", 1), "month": ("mo", 1), "week": ("wk", 1), "day": ("d", 1), "age": ("a", 1),
}  # fmt: skip
MASSES = {"pound": ("[lb_av]", 1.0)}
# What a peer is asked for: text2num knows numbers alone, quantulum3 neither bounds nor ages.
PEERED = {"quantulum3": ("number", "currency", "percentage", "dimension"), "text2num": ("number",)}
PERCENT = re.compile(r"%|per ?cent")
ENDS = re.compile(r"[(\[](.*),(.*)[)\]]")


def cases(folder: Path, kind: str) -> Iterator[tuple[str, list[Amount]]]:
    """The texts of one kind, each with the amounts wanted."""
    with zipfile.ZipFile(folder / ARCHIVE) as packed:
        rows = json.loads(packed.read(f"Specs/{FILES[kind]}.json").decode("utf-8-sig"))
    for row in rows:
        yield row["Input"], [a for a in (wanted(kind, result) for result in row["Results"]) if a is not None]


def wanted(kind: str, result: dict[str, Any]) -> Amount | None:
    """One result of theirs in our units, or None where it tells no amount."""
    told, start, end = result["Resolution"], result["Start"], result["End"] + 1
    value = told.get("value")
    if value in (None, "null"):
        return None
    if kind == "range":
        ends = ENDS.match(value)
        low, high = (float(x) if x else None for x in ends.groups()) if ends else (None, None)
        return Amount(start, end, low, high)
    number = float(value.rstrip("%").replace(",", ""))
    unit, worth = "-", 1.0
    if kind == "percentage":
        unit = "%"
    elif "unit" in told:
        name = told["unit"].lower()
        unit, worth = (MASSES if kind == "dimension" else {}).get(name) or NAMES[name]
    return Amount(start, end, number * worth, number * worth, unit)


def said(kind: str, text: str) -> list[Amount]:
    """What we read of one kind in a text."""
    if kind == "number":
        return list(numbers(text))
    found = quantities(text)
    if kind == "range":
        return [Amount(q.start, q.end, *opened(q)) for q in found if q.kind != "age" or q.qualifier != "exact" if ranging(text, q)]
    if kind == "currency":
        found = [q for q in found if q.kind in ("money", "rate") and q.unit.partition("/")[0].isupper()]
        return [amount(q, q.unit.partition("/")[0]) for q in found]
    if kind == "percentage":
        return [amount(q, "%") for q in found if q.kind == "share" and PERCENT.search(text, q.start, q.end)]
    if kind == "age":
        return [amount(q, q.unit) for q in found if q.kind == "age"]
    found = [q for q in found if q.kind in ("measure", "rate") and not q.unit[:3].isupper() and q.unit[0] not in "1%"]
    found = [q for q in found if q.unit.partition("/")[0] not in ("Cel", "[degF]", "K")]  # temperatures have a recogniser of their own
    found = [q for q in found if q.unit != "deg" or "temperature" not in text.lower()]
    names = {code for code, _ in NAMES.values()}
    return [amount(q, q.unit if q.unit in names else q.unit.partition("/")[0]) for q in found]


def amount(q: Quantity, unit: str) -> Amount:
    """A quantity as the number that is told, whatever bounds it. Of a range the last: they want "40 - 50 years" as 50 years."""
    value = q.high if q.high is not None else q.low
    return Amount(q.number_start, q.end, value, value, unit)


def opened(q: Quantity) -> tuple[float | None, float | None]:
    """Both ends of a range. *At most* opens the lower end, which a count of ours closes at 0."""
    scale = 0.01 if q.unit == "%" and q.bare is False else 1.0
    low, high = (None if x is None else x * scale for x in (q.low, q.high))
    return (None, high) if q.qualifier == "at_most" and not low else (low, high)


def ranging(text: str, q: Quantity) -> bool:
    """Tell a range: bounded, between two ends, or said to equal its number."""
    return q.qualifier in ("at_least", "at_most", "between") or text[q.start : q.end].lower().startswith("equal")


def numbers(text: str) -> Iterator[Amount]:
    """Every number of a text, whatever it counts."""
    reader, i = Reader(text), 0
    while i < reader.count:
        found = reader.number(i)
        if found is None or found.vague or reader.glued(i) and reader.kind_at(i - 1) == "word":
            i += 1
            continue
        share = reader.share_of(found, found.end)
        read, end = share or found, (share or found).end
        first = reader.negated(i)
        lone = first == i and reader.at(i) == "one" and end == i + 1 and reader.pronoun(i)
        tied = reader.glued(end) and reader.unit(end, True) is not None
        if not lone and not tied:
            low = read.low / 100 if share else read.low
            value = -low if first < i else low
            yield Amount(reader.start[first], reader.end[end - 1], value, value)
        i = end


def right(wanted: Iterable[Amount], told: Iterable[Amount]) -> bool:
    """True where the two are one to one the same."""
    free = list(told)
    for want in wanted:
        hit = next((a for a in free if same(a, want)), None)
        if hit is None:
            return False
        free.remove(hit)
    return not free


def same(a: Amount, b: Amount, units: bool = True) -> bool:
    ends = all((x is None) == (y is None) and (x is None or near(x, y)) for x, y in ((a.low, b.low), (a.high, b.high)))  # type: ignore[arg-type]
    return ends and (a.unit == b.unit or not units) and a.start < b.end and b.start < a.end


def near(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-8 + 1e-5 * abs(other)


def score(folder: Path) -> tuple[dict[str, Row], int, list[str], dict[str, float]]:
    """Score every kind. Returns the rows by kind, how many cases there are, the cases read wrong, and texts a second by reader."""
    tally, misses, texts = Tally(), [], []
    peers = list(installed())
    for kind in FILES:
        for n, (text, want) in enumerate(cases(folder, kind)):
            texts.append(text)
            told = said(kind, text)
            ours = right(want, told)
            tally.judge(kind, str(n), ours)
            if not ours:
                misses.append(f"{kind}: {text[:200]!r}\n    wanted {[a[2:] for a in want]}\n    read   {[a[2:] for a in told]}")
            for name, read in peers:
                if kind in PEERED[name]:
                    tally.judge(f"{kind} ({name})", str(n), bare(want, [a for a in read(text) if peered(kind, a.unit)]))
    speeds = {"hearsay": timed(quantities, texts), **{name: timed(read, texts) for name, read in peers}}
    return tally.table(), len(texts), misses, speeds


def peered(kind: str, unit: str) -> bool:
    """Tell whether what a peer read is of a kind, by what it says it measures."""
    if kind in ("currency", "percentage"):
        return unit == kind
    return kind != "dimension" or unit not in ("-", "currency", "percentage", "dimensionless", "unknown", "time", "temperature")


def bare(want: list[Amount], told: list[Amount]) -> bool:
    """True where the numbers are the same, in any place and unit: all that is asked of a peer. Cents may be hundredths or not."""
    values = sorted(a.low or 0.0 for a in told)
    return len(want) == len(values) and any(
        all(near(x, y) for x, y in zip(sorted((a.low or 0.0) * worth for a in want), values, strict=True)) for worth in (1, 100)
    )
