"""NewsQuant: every quantity of 590 news sentences, with its change, its unit and what it is of (CQE, EMNLP 2023).

Published on the whole set (``data/evaluation_output/NewsQuant.csv`` of github.com/satya77/CQE_Evaluation @ 190c0ce), F1:

    |                | value | +unit | +change | concept partial | complete |
    | CQE            | .920  | .855  | .881    | .761            | .570     |
    | quantulum3     | .730  | .472  |         |                 |          |
    | GPT-3          | .706  | .591  | .519    | .548            | .257     |
    | Recognizers    | .691  | .342  |         |                 |          |
    | Illinois       | .573  | .371  | .500    |                 |          |

How they match, and so do we (``matched``; their ``calculate_metrics`` in other words): both lists sorted by unit; values agree within
1e-5, a range only with a range, end by end; a wanted quantity meets every one of ours whose value agrees until one has its unit too,
which is then used up. Value counts once a wanted quantity at most; change and concept count at every such meeting, though the unit is
wrong. Concepts are sets of words, folded: partial where one is shared, complete where they are the same; "-" is a word.

How their notion differs from ours, and what is done about it:

- They keep every quantity, also what a figure leaves out: spans of time that date something (*six minutes later*), *one of the students*.
  So the amounts are read by ``extract/quantities.py`` and tied to their noun and verb by ``figures.Reading``, without its gate. Loose
  words (*few*, *several*, *a pair*, *twice*) are no quantity there: the converter drops them.
- A figure is an interval, theirs a value and a sign: *up to 400* is < 400, *at least* >, *about* ~; up and down are what the verb before
  the amount tells (*rose 3%*). Vague words hold other intervals there: dozens 12–120, hundreds 100–1000, thousands … 10 times.
- Units are named there (``NAMES``) and coded here; what is counted is the unit of a count there (*workers* → worker) and its item here.
  A cent is a unit there and .01 USD here. What the makers left of the sign of the pound, *PS2m*, is made one again.
- A change *from 5 to 3* is one falling range there and two figures here: the converter joins them.
- Their concept is every noun the quantity is said of; ours is an item and a holder. The converter takes the noun beside the amount or
  governing it, and the subject of its verb, whichever the sentence has.

The set is a test set without a training part, its texts shorn of commas and quotation marks in two of three sentences. The shared half
was read through once to write the converter and its misses were looked at seven times; grammar and converter were built with them in
view, the grammar by rules that hold for any report. So the other half tells more than this one. What is read of an amount is above CQE
here, and so is a word of what it is of (.785); the whole of it is not (.471): where a concept ends is each maker's own habit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hearsay import read as room
from hearsay.clean import clean
from hearsay.extract import Found
from hearsay.extract.figures import Reading
from hearsay.extract.phrases import Phrase
from hearsay.extract.quantities import Quantity, quantities
from hearsay.extract.scene import Draft
from hearsay.records import Document, Source, Text
from hearsay.settings import Settings
from peers import installed, timed
from tally import Row, Tally

Value = float | tuple[float, float]
CHANGES = {"exact": "=", "between": "=", "vague": "=", "about": "~", "at_least": ">", "at_most": "<"}
UP = frozenset("up rose rise rises rising gained gain gains jumped climbed added advanced surged soared".split())  # noqa: SIM905
DOWN = frozenset("down fell fall falls falling lost lose loses dropped plunged tumbled slid slipped declined shed eased sank".split())  # noqa: SIM905
SOFT = ("about", "around", "~", "roughly", "some", "approximately", "nearly", "almost")
DOZENS = {"dozens": (12.0, 120.0)}
NAMES = {
    "%": "percentage", "USD": "dollar", "GBP": "pound sterling", "EUR": "euro", "JPY": "japanese yen", "CNY": "chinese yuan",
    "AUD": "australian dollar", "CAD": "canadian dollar", "NZD": "new zealand dollar", "HKD": "hong kong dollar",
    "SGD": "singaporean dollar", "INR": "indian rupee", "DKK": "danish krone", "SEK": "swedish krona", "NOK": "norwegian krone",
    "CHF": "swiss franc", "ILS": "shekel", "MYR": "malaysian ringgit", "HRK": "croatian kuna", "ZAR": "south african rand",
    "KRW": "south korean won", "RUB": "russian ruble", "TRY": "turkish lira", "MXN": "mexican peso", "BRL": "brazilian real",
    "XBT": "bitcoin", "PKR": "pakistani rupee", "THB": "thai baht", "PHP": "philippine peso", "IDR": "indonesian rupiah",
    "km": "kilometre", "m": "metre", "cm": "centimetre", "mm": "millimetre", "um": "micrometre", "nm": "nanometre",
    "[mi_i]": "mile", "[ft_i]": "foot", "[in_i]": "inch", "[yd_i]": "yard", "m2": "square metre", "km2": "square kilometre",
    "[smi_us]": "square mile", "[sft_i]": "square foot", "[cft_i]": "cubic foot", "[acr_us]": "acre", "har": "hectare", "m3": "cubic metre",
    "L": "litre", "mL": "millilitre", "[gal_us]": "gallon", "[bbl_us]": "barrel", "g": "gram", "kg": "kilogram", "mg": "milligram",
    "ug": "microgram", "t": "metric ton", "[lb_av]": "pound-mass", "[oz_av]": "ounce", "[dr_av]": "dram", "Cel": "celsius",
    "[degF]": "fahrenheit", "deg": "degree", "km/h": "kilometre per hour", "[mi_i]/h": "mile per hour", "m/s": "metre per second",
    "[kn_i]": "knot", "W": "watt", "kW": "kilowatt", "MW": "megawatt", "GW": "gigawatt", "kW.h": "kilowatt hour", "MW.h": "megawatt hour",
    "GW.h": "gigawatt hour", "Hz": "hertz", "kHz": "kilohertz", "MHz": "megahertz", "GHz": "gigahertz", "[HP]": "horsepower",
    "V": "volt", "A": "ampere", "mA.h": "milliampere-hour", "By": "byte", "kBy": "kilobyte", "MBy": "megabyte", "GBy": "gigabyte",
    "TBy": "terabyte", "bit": "bit", "Mbit": "megabit", "Mbit/s": "megabit per second", "Gbit/s": "gigabit per second",
    "[ppm]": "parts-per-million", "[ppb]": "parts-per-billion", "[Cal]": "calorie", "[Btu]": "british thermal unit",
    "M[Btu]": "mega british thermal unit", "[ft_i].[lbf_av]": "pound-foot", "N.m": "newton metre", "{rev}/min": "revolutions per minute",
    "[mi_i]/[gal_us]": "mile per gallon", "{pixel}": "pixel", "{megapixel}": "megapixel", "{point}": "point", "{bp}": "basis point",
    "s": "second", "ms": "millisecond", "min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year",
    "share": "share", "game": "game", "dB": "decibel", "Pa": "pascal", "kPa": "kilopascal", "hPa": "hectopascal", "[oz_tr]": "ounce",
}  # fmt: skip
SPOKEN = {"tons": "ton", "ton": "ton", "lb-ft": "foot pound-force", "ppg": "point per game", "rpg": "rebound per game",
          "apg": "assist per game", "p": "point"}  # fmt: skip
SINGULARS = {"people": "people", "men": "man", "women": "woman", "children": "child", "feet": "foot", "lives": "life", "wives": "wife",
             "series": "series", "times": "count", "time": "count", "staff": "staff", "police": "police"}  # fmt: skip
# What they take for no quantity: few, several, a couple, a pair, twice, more than doubled.
LOOSE = re.compile(
    r"(?:[\w ]* )?(?:few|several|couple|handful|pair|twin|trio|quartet|twice|thrice|(?:doubl|tripl|trebl|quadrupl)\w+)(?: of)?$",
    re.IGNORECASE,
)
POUNDS = re.compile(r"\bPS(?=\d)")  # what the makers' own cleaning left of £
PER = re.compile(r"^(.*?)/(.+)$")
PARTS = frozenset(("of", "in", "for", "near", "on", "per", "between", "from", "at"))  # what goes on with a noun phrase
JOINING = frozenset(("and", "&", "("))
GOING_ON = frozenset(("to", "at", "or", ",", "("))  # what parts two amounts of one thing


@dataclass(frozen=True, slots=True)
class Told:
    """A quantity as they write it down."""

    value: Value
    unit: str
    change: str
    concepts: tuple[str, ...]


# --- theirs -----------------------------------------------------------------------------------------------------------


def sentences(folder: Path) -> Iterator[tuple[str, str, list[Told]]]:
    """Each sentence of the files: its id, its text, its quantities."""
    for path in sorted(folder.glob("newsquant-*-half.json")) or sorted(folder.glob("*.json")):
        for row in json.loads(path.read_text(encoding="utf-8")):
            yield row["id"], row["text"], [theirs(q) for q in row["quantities"]]


def theirs(quantity: dict[str, str]) -> Told:
    """Read one quantity of the gold."""
    written = quantity["value"]
    ranged = "-" in written and "E" not in written and not written.startswith("-")
    value: Value = tuple(float(x) for x in written.split("-")[:2]) if ranged else float(written)  # type: ignore[assignment]
    concepts = tuple(re.split(r"[,\s]+", quantity["referred_concepts"]))
    return Told(value, quantity["normalized_unit"].lower(), quantity["change"], concepts)


# --- ours -------------------------------------------------------------------------------------------------------------


class Whole(Reading):
    """A sentence read for every quantity, whatever it dates or refers to; no slot is filled but the noun and the verb."""

    def amounts(self, sentence: str) -> list[Quantity]:
        return quantities(sentence)

    def fill(self, d: Draft, after: Sequence[Draft]) -> None:
        self.scene.govern(d)


def text_of(sentence: str) -> Text | None:
    """One sentence as a report."""
    for found in room.read(Source("sentence.txt", payload=POUNDS.sub("£", sentence).encode()), Settings()):
        if isinstance(found, Document):
            return clean(found, Settings())
    return None


def said(sentence: str) -> list[Told]:
    """What we read in a sentence, in their words."""
    text = text_of(sentence)
    if text is None:
        return []
    reading = Whole(text, Found.of(text))
    kept = [d for d in reading.read() if not LOOSE.match(reading.text.view[d.quantity.start : d.quantity.end])]
    told, k = [], 0
    while k < len(kept):
        other = kept[k + 1] if k + 1 < len(kept) and from_to(reading, kept[k], kept[k + 1]) else None
        told.append(ours(reading, kept[k], other))
        k += 1 + (other is not None)
    return told


def from_to(reading: Whole, d: Draft, other: Draft) -> bool:
    """Tell a change from one amount to another, two figures to us and one falling or rising range to them."""
    word = reading.scene.word
    near = d.sentence == other.sentence and other.first - d.last <= 8 and (d.kind, d.unit) == (other.kind, other.unit)
    single = d.quantity.low == d.quantity.high and other.quantity.low == other.quantity.high
    return near and single and word[d.first - 1] == "from" and word[other.first - 1] == "to"


def ours(reading: Whole, d: Draft, to: Draft | None = None) -> Told:
    """A draft as they would write it down. to: what it changes to."""
    q, words = d.quantity, reading.text.view[d.quantity.start : d.quantity.end].lower()
    value, unit = amount(q, words), unit_of(reading, d, words)
    hundredths = q.unit[:3] in ("USD", "GBP") and unit.startswith(("cent", "point"))
    worth = 100 if hundredths else 0.01 if unit.startswith("% ") else 1
    if to is not None and to.quantity.low is not None:
        value = (q.low or 0.0, to.quantity.low)
    if unit.startswith("% ") and isinstance(value, float):
        value = next((k * 100 / n for n in (3, 6, 7, 9) for k in range(1, n) if abs(value - k * 100 / n) < 0.01), value)
    value = tuple(x * worth for x in value) if isinstance(value, tuple) else value * worth  # type: ignore[assignment]
    falling = isinstance(value, tuple) and value[0] > value[1]
    return Told(value, unit, "down" if falling else change(reading, d), tuple(Concepts(reading, d).read()) or ("-",))


def amount(q: Quantity, words: str) -> Value:
    """The one number that is told, or both ends of a range."""
    if q.qualifier == "at_least" and q.low is not None:
        return q.low
    if q.qualifier == "at_most" and q.high is not None:
        return q.high
    low, high = q.low or 0.0, q.high or 0.0
    if low == high:
        return low
    if q.qualifier == "vague":
        if "dozens" in words.split():
            return DOZENS["dozens"]
        return low, high + 1 if high % 10 == 9 and low >= 10 else high
    return low, high


def unit_of(reading: Whole, d: Draft, words: str) -> str:
    """Name the unit as they do."""
    q = d.quantity
    last = words.rstrip(")").split()[-1] if words else ""
    for spoken, name in SPOKEN.items():
        if q.kind in ("measure", "rate") and last == spoken:
            return name
    if q.kind == "age":
        return f"{NAMES.get(q.unit, q.unit)} of age"
    if q.kind == "share" and not any(sign in words for sign in ("%", "percent", "per cent", "pc", "pct", "percentage")):
        return f"% {counted(reading, d) or '-'}"
    if q.kind == "count" or q.unit.startswith("1/"):
        noun = counted(reading, d)
        pace = d.unit.partition("/")[2]
        return f"{noun or '-'} per {NAMES.get(pace, pace)}" if pace else noun or "-"
    if q.kind == "ratio":
        return "count"
    whole, per = q.unit, ""
    if q.unit not in NAMES and (parts := PER.match(q.unit)):
        whole, per = parts.groups()
    name = NAMES.get(whole, whole)
    if q.kind in ("money", "rate") and re.search(r"\bcents?\b|¢", words):
        name = "cent"
    if whole == "GBP" and re.search(r"\dp\b|\d p\b", words):
        name = "point"
    return f"{name} per {NAMES.get(per, per)}" if per else name


def counted(reading: Whole, d: Draft) -> str:
    """The noun counted with its adjectives, its head in the singular."""
    if d.noun is None and d.kind == "share":
        tail = d.last + (reading.scene.word[d.last : d.last + 1] == ["of"])
        beside = reading.scene.nominal(tail, reading.text.sentences[d.sentence].last, (), article=True)
        return named(reading, beside) if beside is not None else ""
    if d.noun is None and d.kind == "count" and reading.scene.word[d.first - 1] in ("and", "including"):
        last = next((o for o in reversed(reading.drafts) if o.sentence == d.sentence and o.first < d.first and o.noun), None)
        return named(reading, last.noun) if last is not None and last.noun is not None and last.kind == "count" else ""
    if d.noun is None and d.quantity.joined:
        return singular(reading.text.tokens[d.last - 1].word.rsplit("-", 1)[-1])
    if d.noun is None:
        return "count" if reading.scene.word[d.last - 1] in ("times", "twice", "thrice") else ""
    return named(reading, d.noun)


def named(reading: Whole, noun: tuple[int, int]) -> str:
    """A noun phrase without its article, its head in the singular."""
    tokens, scene = range(*noun), reading.scene
    kept = [
        plain(reading.text.tokens[k].word, scene.forms[k])
        for k in tokens
        if scene.tags[k] not in ("DET", "PUNCT", "ADV", "PART") and scene.forms[k] not in ("PRP$", "VBN", "VBD")
    ]
    if not kept:
        return ""
    return SPOKEN.get(kept[-1].lower()) or " ".join([*kept[:-1], singular(kept[-1])]).lower()


def plain(word: str, form: str) -> str:
    """An adjective without its degree: oldest, old."""
    if form not in ("JJS", "JJR"):
        return word
    stem = re.sub(r"(?:est|er)$", "", word.lower())
    return {"b": "good", "best": "good", "bett": "good", "worst": "bad", "worse": "bad", "larg": "large"}.get(stem, stem)


def singular(word: str) -> str:
    low = word.lower()
    if low in SINGULARS:
        return SINGULARS[low]
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes")):
        return low[:-2]
    return low[:-1] if low.endswith("s") and not low.endswith(("ss", "us", "is")) else low


def change(reading: Whole, d: Draft) -> str:
    """The sign before the value: a bound, or up and down where the words before the amount tell that it is the change itself."""
    q, word = d.quantity, reading.scene.word
    if q.qualifier == "between" and reading.text.view[q.start : q.number_start].lower().startswith(SOFT):
        return "~"
    last = next((o for o in reversed(reading.drafts) if o.sentence == d.sentence and o.first < d.first), None)
    if last is not None and q.qualifier == "exact" and {"or"} <= set(word[last.last : d.first]) <= {",", "or"}:
        return change(reading, last)
    if q.qualifier not in ("exact", "between"):
        return CHANGES[q.qualifier]
    if q.low is not None and q.low < 0 and q.unit == "%":
        return "down"
    before = word[d.first - 2 : d.first] if d.first > 1 else word[: d.first]
    if before and before[-1] == "by":
        before = before[:-1]
    if q.kind in ("share", "money", "measure", "count") and before:
        if before[-1] in UP:
            return "up"
        if before[-1] in DOWN:
            return "down"
    return "="


class Concepts:
    """The words for what a quantity is of, read off the shallow parse of its sentence."""

    def __init__(self, reading: Whole, d: Draft) -> None:
        self.reading, self.scene, self.d = reading, reading.scene, d
        self.sentence = reading.text.sentences[d.sentence]
        self.parse = self.scene.parse(d.sentence)
        here = [o for o in reading.drafts if o.sentence == d.sentence]
        self.taken = {k for o in here for k in range(o.first, o.last if o is not d and o.noun is None or o is d else o.noun[0])}  # type: ignore[index]
        self.before = next((o for o in reversed(here) if o.first < d.first), None)
        host = self.parse.phrase(d.first)
        self.host = host
        self.first = min(d.first, host.first) if host is not None else d.first
        self.found: list[str] = []

    def read(self) -> list[str]:
        """The noun beside the amount unless that is its unit, what governs it, and whose verb it completes."""
        scene, d, word = self.scene, self.d, self.scene.word
        if self.before is not None and (d.quantity.bracketed or set(word[self.before.last : d.first]) <= GOING_ON):
            return Concepts(self.reading, self.before).read()
        counts = d.noun is not None and d.kind in ("count", "rate")
        if d.of and counts:
            return []
        tail, stop = d.last, self.sentence.last
        if not counts:
            beside = scene.nominal(tail, stop, (), article=d.kind == "share") if tail < stop else None
            if beside is not None and word[beside[1] - 1] not in self.calendar:
                self.take(self.host.first if self.host is not None else beside[0], d.first)
                self.take(*beside)
                tail = beside[1]
        beside = bool(self.found)
        if tail < stop and word[tail] in (("of",) if counts else ("of", "in", "for")) and not d.of:
            self.phrase(next((p for p in self.parse.phrases if p.preposition == tail and p.first <= tail + 3), None))
            if self.found and word[tail] == "of" and d.kind not in ("money", "measure"):
                return self.found
        if beside and self.host is not None and self.host.preposition >= 0:
            return self.found  # in a 3-mile race: of the race alone
        if self.first > self.sentence.first and (not self.found or counts):
            governor = self.parse.phrase_before(self.first - 1)
            if (
                governor is not None
                and governor.last == self.first - 1
                and (scene.tags[self.first - 1] == "ADP" or word[self.first - 1] == "worth")
            ):
                self.phrase(governor)
                if counts and self.found:
                    return self.found
        self.phrase(self.subject(counts))
        return self.found

    @property
    def calendar(self) -> frozenset[str]:
        return self.scene.terms.around["calendar"]

    def take(self, first: int, last: int) -> None:
        """Keep the nouns and adjectives of some tokens, and numbers that belong to a name."""
        scene = self.scene
        for k in range(first, last):
            worn = scene.tags[k] == "VERB" and scene.forms[k] in ("VBN", "VBG")
            named = scene.tags[k] == "NUM" and k > first and self.reading.text.tokens[k - 1].word[:1].isupper()
            kept = scene.tags[k] in ("NOUN", "PROPN", "ADJ") or worn or named
            if kept and k not in self.taken and scene.word[k] != "worth" and scene.forms[k] != "PRP$" and scene.word[k] not in self.found:
                self.found.append(scene.word[k])

    def phrase(self, p: Phrase | None) -> None:
        """Keep a noun phrase and what goes on with it: price of oil, speeds on Mars."""
        word, tags, tokens = self.scene.word, self.scene.tags, self.reading.text.tokens
        for _ in range(3):
            if p is None or tags[p.head] == "PRON" or p.first <= self.d.first < p.last or word[p.head] in self.calendar:
                return
            first, last = p.first, p.last
            while first - 1 > self.sentence.first and first - 1 not in self.taken and self.worn(first - 1):
                first -= 1
            before = self.parse.phrase_before(first - 1) if word[first - 1] in JOINING else None
            if before is not None and before.last == first - 1 and self.whole(before):
                first = before.first  # fats and oils; the Agency (AG)
            while last < self.sentence.last and last not in self.taken and tokens[last].word[:1].isupper() | (tags[last] == "NUM"):
                last += 1  # the rest of a name: an Average, a Limited, a 500
            self.take(first, last)
            p = next((n for n in self.parse.phrases if n.preposition == last and word[last] in PARTS and n.first <= last + 3), None)

    def worn(self, k: int) -> bool:
        """True where a token before a noun phrase belongs to it: an adjective, a participle behind a preposition."""
        form = self.scene.forms[k]
        return form == "JJ" or form == "VBN" and self.scene.tags[k - 1] in ("ADP", "DET", "CCONJ")

    def subject(self, counts: bool) -> Phrase | None:
        """Whose verb the amount completes, else the nearest noun phrase before it."""
        d, parse = self.d, self.parse
        verb, role = d.verb, d.role
        if role == "subject" and not counts:
            verb, role = parse.verb_before(self.first), "object"  # gained 5% to close at: an amount does nothing
        if role == "subject":
            return None
        moved = self.first - 1 - (self.scene.word[self.first - 1] == "by")
        if moved > self.sentence.first and self.scene.word[moved] in ("up", "down"):
            near = parse.phrase_before(moved)  # the mill, down 3%
            return near if near is not None and self.whole(near) else None
        free = [p for p in parse.phrases if p.last <= self.first and self.whole(p)]
        found = parse.subject(verb) if verb is not None else None
        if found is not None and found.last <= self.first and self.whole(found):
            return found
        return next((p for p in reversed(free) if p.preposition < 0), free[-1] if free and not counts else None)

    def whole(self, p: Phrase) -> bool:
        """True for a noun phrase that is no amount, no date and no pronoun."""
        tags, word = self.scene.tags, self.scene.word
        return tags[p.head] in ("NOUN", "PROPN", "ADJ") and p.head not in self.taken and word[p.head] not in self.calendar


# --- matching ---------------------------------------------------------------------------------------------------------


def equal(one: Value, other: Value) -> bool:
    """Within a hundred-thousandth, a range only with a range."""
    if isinstance(one, tuple) != isinstance(other, tuple):
        return False
    pairs = zip(one, other, strict=True) if isinstance(one, tuple) else ((one, other),)  # type: ignore[arg-type]
    return all(abs(x - y) <= 1e-8 + 1e-5 * abs(y) for x, y in pairs)


def matched(want: Sequence[Told], told: Sequence[Told]) -> dict[str, int]:
    """Count the hits of one sentence as CQE's evaluation does (see above)."""
    hits = dict.fromkeys(("value", "value+unit", "value+change", "concept partial", "concept complete"), 0)
    left, values = sorted(told, key=lambda t: t.unit), len(want)
    for gold in sorted(want, key=lambda t: t.unit):
        for quantity in list(left):
            if not equal(gold.value, quantity.value):
                continue
            if values > 0:
                hits["value"] += 1
                values -= 1
            hits["value+change"] += quantity.change == gold.change
            g, s = {w.lower() for w in gold.concepts}, {w.lower() for w in quantity.concepts}
            hits["concept partial"] += bool(g & s)
            hits["concept complete"] += len(g & s) == len(gold.concepts) == len(quantity.concepts)
            if quantity.unit.lower() == gold.unit:
                hits["value+unit"] += 1
                left.remove(quantity)
                break
    return hits


def score(folder: Path) -> tuple[dict[str, Row], int, list[str], dict[str, float]]:
    """Score the sentences. Returns the rows by measure, how many sentences there are, the misses, and sentences a second by reader."""
    rows = list(sentences(folder))
    tally, misses, peers = Tally(), [], list(installed())
    for name, text, want in rows:
        told = said(text)
        for measure, hit in matched(want, told).items():
            tally.add(measure, name, hit, len(told), len(want))
        free = list(told)
        for gold in want:
            hit_at = next((t for t in free if equal(gold.value, t.value) and t.unit == gold.unit), None) or next(
                (t for t in free if equal(gold.value, t.value)), None
            )
            if hit_at is not None:
                free.remove(hit_at)
            if hit_at != gold:
                misses.append(f"{name} wanted {shown(gold)}, read {shown(hit_at) if hit_at else 'nothing'}")
        misses.extend(f"{name} made up {shown(t)}" for t in free)
        for peer, read in peers:
            # As they scored quantulum3: a range is the mean of its ends.
            values = [((a.low or 0.0) + (a.high or 0.0)) / 2 for a in read(text)]
            means = [sum(g.value) / 2 if isinstance(g.value, tuple) else g.value for g in want]
            hit = 0
            for mean in means:
                near = next((v for v in values if equal(mean, v)), None)
                if near is not None:
                    values.remove(near)
                    hit += 1
            tally.add(f"value ({peer})", name, hit, hit + len(values), len(means))
    texts = [text for _, text, _ in rows]
    speeds = {"hearsay": timed(said, texts), **{peer: timed(read, texts) for peer, read in peers}} if texts else {}
    return tally.table(), len(rows), misses, speeds


def shown(t: Told) -> str:
    return f"{t.change} {t.value} {t.unit!r} of {' '.join(t.concepts)!r}"
