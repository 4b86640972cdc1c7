"""How much: numbers, bounds and units as a sentence words them. What is counted, whose and by whom told is figures.py."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

# Swallowed whole, for they hold digits but claim no quantity: addresses of the web, dates, clock times, coordinates,
# telephone numbers, ordinals, decades. Each alternative is anchored by its own first character, so none can backtrack far.
ATOM = re.compile(
    r"""(?P<junk>https?://\S+|www\.\S+|\S{1,64}@\S{1,64}\.\w{2,8}|[@\#]\w+
      | \d{4}-\d{1,2}-\d{1,2}(?:T[\d:.]+Z?)? | \d{1,4}/\d{1,2}/\d{2,4}\b | \d{4}/\d{2}\b
      | \d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:\ ?(?i:[ap]\.?m)\b\.?)? | \d{1,2}(?:\.\d{2})?\ ?(?i:[ap]\.m\.?|[ap]m\b)
      | \d{1,2}[.:]?\d{2}\ ?(?:UTC|GMT|hrs|hours?\ (?:local|GMT|UTC)|[A-Z]{1,3}[SD]T\b|\(?local\ time)
      | \d{1,3}['°]\d{1,2}['"°]?(?:\d{1,2}['"])?\ ?[NSEW]? | \d{1,3}\.\d+\ ?°?\ ?[NSEW]\b
      | (?:UTC|GMT)\ ?[+-]\d{1,2}(?::\d\d)? | (?:\+\d{1,3}[\s-]?)\(?\d{2,4}\)?[\s-]?\d{2,4}(?:[\s-]\d{2,5}){0,3} | \(?\b\d{3}\)?[-.\ ]\d{3}[-.]\d{4}\b
      | \d+(?:,\d{3})*(?:st|nd|rd|th)\b | \d{2,4}0'?s\b(?!') | '\d\d\b(?!')
      | \d+(?:\.\d+){2,} )
      | (?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,]\d) | \d{1,2}(?:,\d{2})+,\d{3}(?!\d) | \d{1,3}(?:\ \d{3}){2,}(?!\d) | \d{1,3}\ 000(?!\d)
      | \d*\.\d+(?<!\.\d\d\d\d\d\d\d\d\d) | \d+)
      | (?P<glyph>[½¼¾⅓⅔⅛⅜⅝⅞⅕⅖⅗⅘])
      | (?P<dash>&(?:amp;)?(?:ndash|mdash|minus);|[-‐‑–—−])
      | (?P<space>&(?:amp;)?nbsp;)
      | (?P<word>(?:[A-Za-z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)?)
      | (?P<sign>[^\w\s])""",
    re.VERBOSE,
)
GREATEST = 18  # digits: beyond a quintillion no report claims a quantity
OLDEST = 125
MONTHS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
    ]
)
DAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
# A number behind one of these words names a thing and counts nothing: "turn two", "Article 5", "lap 35".
LABELS = frozenset(
    [
        "number",
        "no",
        "nos",
        "lap",
        "turn",
        "page",
        "pages",
        "pp",
        "article",
        "section",
        "chapter",
        "phase",
        "level",
        "category",
        "cat",
        "stage",
        "version",
        "channel",
        "group",
        "round",
        "room",
        "flight",
        "highway",
        "route",
        "grade",
        "type",
        "part",
        "volume",
        "vol",
        "act",
        "bill",
        "resolution",
        "rule",
        "amendment",
        "proposition",
        "measure",
        "question",
        "bus",
        "gate",
        "platform",
        "pier",
        "tier",
        "class",
        "unit",
        "district",
        "ward",
        "precinct",
        "zone",
        "sector",
        "building",
        "apartment",
        "apt",
        "suite",
        "floor",
        "exit",
        "interstate",
        "terminal",
        "runway",
        "reactor",
        "season",
        "episode",
        "heat",
        "division",
        "league",
        "formula",
        "step",
        "case",
        "count",
        "line",
        "squad",
        "series",
        "mark",
        "mk",
        "top",
        "plot",
        "lodestar",
        "psalm",
        "verse",
        "paragraph",
        "clause",
        "schedule",
        "annex",
        "table",
        "figure",
        "fig",
        "appendix",
        "area",
        "camp",
        "block",
        "site",
        "tower",
        "engine",
        "track",
        "slide",
        "step",
        "option",
        "priority",
        "position",
        "seed",
        "stop",
        "kilometer-mark",
        "alert",
        "code",
        "latitude",
        "longitude",
        "square",
        "windows",
        "tranche",
        "batch",
        "lines",
        "sections",
        "articles",
        "chapters",
        "phases",
        "units",
        "pages",
        "laps",
        "numbers",
    ]
)
PERIODS = frozenset(["day", "week", "game", "set", "match", "pool", "year", "quarter", "night", "season"])
STREETS = frozenset(
    [
        "street",
        "st",
        "avenue",
        "ave",
        "road",
        "rd",
        "boulevard",
        "blvd",
        "lane",
        "ln",
        "drive",
        "dr",
        "square",
        "place",
        "court",
        "terrace",
        "highway",
        "parkway",
        "plaza",
        "crescent",
        "close",
        "row",
    ]
)
SMALL = frozenset(
    [
        "and",
        "or",
        "but",
        "in",
        "on",
        "at",
        "to",
        "of",
        "by",
        "for",
        "with",
        "from",
        "as",
        "is",
        "was",
        "were",
        "are",
        "be",
        "been",
        "had",
        "has",
        "have",
        "that",
        "which",
        "who",
        "when",
        "while",
        "if",
        "so",
        "than",
        "then",
        "it",
        "he",
        "she",
        "they",
        "i",
        "we",
    ]
)
SCORES = frozenset(
    [
        "victory",
        "win",
        "wins",
        "won",
        "loss",
        "lost",
        "defeat",
        "defeated",
        "draw",
        "drew",
        "tie",
        "tied",
        "vote",
        "decision",
        "lead",
        "leads",
        "led",
        "record",
        "score",
        "scored",
        "aggregate",
        "beat",
        "beating",
        "winning",
        "losing",
        "thrashing",
        "rout",
        "verdict",
        "ruling",
        "majority",
        "upset",
        "comeback",
        "margin",
        "deficit",
        "set",
        "sets",
        "winner",
        "triumph",
    ]
)
BEFORE_YEAR = frozenset(
    [
        "in",
        "since",
        "of",
        "by",
        "until",
        "till",
        "from",
        "to",
        "during",
        "early",
        "late",
        "mid",
        "before",
        "after",
        "circa",
        "year",
        "for",
        "and",
        "or",
        "the",
        "between",
        "through",
        "summer",
        "winter",
        "spring",
        "autumn",
        "fall",
        "season",
        "its",
        "their",
        "our",
        "his",
        "her",
        "this",
        "that",
        "his",
        "'s",
        "around",
        "about",
        "for",
        "at",
        "on",
        "per",
        "a",
        "an",
        "new",
        "old",
        "next",
        "last",
    ]
)
AGO = frozenset(
    ["ago", "later", "earlier", "before", "after", "prior", "previously", "hence", "beforehand", "afterwards", "afterward", "since"]
)
RECENT = frozenset(
    ["past", "last", "next", "first", "coming", "previous", "following", "preceding", "final", "latest", "recent", "ensuing"]
)
AFTER_AGE = frozenset([",", ".", ";", ")", "who", "of", "from", "and", "was", "were", "is", "had", "has", "said", ",", "told"])
APART = frozenset(["other", "another", "the", "of"])


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount as a sentence words it.

    start, end: the number with its qualifier and unit, in the string read; number_start, number_end: the bare number.
    kind: count, money, share, measure, duration, age, rate or ratio. low, high: None where unbounded. unit: ``1`` where
    things are counted. bare: a count whose noun, if any, follows. joined: tied to the noun by a hyphen or worn as an
    adjective (*two-day*, *eight-foot*, *40,000-strong*). bracketed: a conversion of the quantity before it.
    dating: a span of time that dates something (*two weeks ago*) instead of telling how long it takes.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    kind: str
    low: float | None
    high: float | None
    qualifier: str
    unit: str
    bare: bool = False
    joined: bool = False
    bracketed: bool = False
    dating: bool = False
    scope: str | None = None
    sure: float = 0.95


class Lexicon(NamedTuple):
    """The words of numbers.toml and units.toml, made ready to look up."""

    cardinals: dict[str, float]
    magnitudes: dict[str, float]
    suffixes: dict[str, float]
    vague: dict[str, tuple[float, float]]
    loose: dict[str, tuple[float, float]]
    groups: dict[str, float]
    fractions: dict[str, float]
    glyphs: dict[str, float]
    ratios: dict[str, float]
    before: dict[str, list[tuple[tuple[str, ...], str]]]
    after: list[tuple[tuple[str, ...], str]]
    units: dict[str, list[tuple[tuple[str, ...], str, str]]]
    tight: dict[str, str]
    times: dict[str, float]
    signs: dict[str, str]
    hundredths: dict[str, str]
    starts: frozenset[str]


def split(phrase: str) -> tuple[str, ...]:
    """Cut a phrase of the lexicon into atoms, as a sentence is cut."""
    return tuple(m[0].lower() for m in ATOM.finditer(phrase))


def lexicon_table(name: str) -> dict[str, Any]:
    """Read one file of the English lexicon."""
    return tomllib.loads(files("hearsay.extract").joinpath("lexicon", "en", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words() -> Lexicon:
    """Load the number and unit words."""
    numbers, units = lexicon_table("numbers"), lexicon_table("units")
    before: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for qualifier, phrases in numbers["before"].items():
        for phrase in phrases:
            before.setdefault(split(phrase)[-1], []).append((split(phrase), qualifier))
    after = [(split(p), q) for q, phrases in numbers["after"].items() for p in phrases]
    table: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for section, kind in (("measure", "measure"), ("time", "duration"), ("percent", "share"), ("money", "money")):
        for code, phrases in units[section].items():
            for phrase in phrases:
                table.setdefault(split(phrase)[0], []).append((split(phrase), code, kind))
    for rows in (*before.values(), after, *table.values()):
        rows.sort(key=lambda row: -len(row[0]))
    hundredths = {word: code for code, spellings in units["hundredths"].items() for word in spellings}
    pairs = {k: (float(v[0]), float(v[1])) for k, v in numbers["vague"].items()}
    loose = {k: (float(v[0]), float(v[1])) for k, v in numbers["loose"].items()}
    plain = {
        k: {w: float(n) for w, n in numbers[k].items()}
        for k in ("cardinals", "magnitudes", "suffixes", "groups", "fractions", "glyphs", "ratios")
    }
    starts = frozenset(
        [
            *plain["cardinals"],
            *plain["groups"],
            *plain["magnitudes"],
            *plain["fractions"],
            *plain["ratios"],
            *pairs,
            *loose,
            *DECADES,
            "a",
            "an",
            "twice",
            "thrice",
        ]
    )
    tight = {letters: code for code, letters in units["tight"].items()}
    signs = {"".join(split(k)): v for k, v in units["signs"].items()}
    return Lexicon(plain["cardinals"], plain["magnitudes"], plain["suffixes"], pairs, loose, plain["groups"], plain["fractions"], plain["glyphs"],
                   plain["ratios"], before, after, table, tight, {k: float(v) for k, v in units["times"].items()}, signs, hundredths, starts)  # fmt: skip


class Number(NamedTuple):
    """A number read. end: atom behind it. scale: its magnitude word's worth, 1 without. last: worth of the number without it."""

    low: float
    high: float
    end: int
    scale: float = 1.0
    vague: bool = False
    digits: bool = False
    share: bool = False
    figures: str = ""


class Reader:
    """The atoms of one sentence, and the grammar over them."""

    __slots__ = ("text", "start", "end", "word", "kind", "count", "lexicon", "titled")

    def __init__(self, text: str) -> None:
        self.text, self.lexicon = text, words()
        self.start: list[int] = []
        self.end: list[int] = []
        self.word: list[str] = []
        self.kind: list[str] = []
        for m in ATOM.finditer(text):
            if m.lastgroup == "space":
                continue
            self.start.append(m.start())
            self.end.append(m.end())
            self.word.append("-" if m.lastgroup == "dash" else m[0].lower())
            self.kind.append(m.lastgroup or "")
        self.count = len(self.start)
        long = [i for i in range(self.count) if self.kind[i] == "word" and self.end[i] - self.start[i] > 3]
        self.titled = len(long) > 2 and sum(self.capital(i) for i in long) > 0.7 * len(long)

    # --- looking around ------------------------------------------------------------------------------------------------
    def at(self, i: int) -> str:
        return self.word[i] if 0 <= i < self.count else ""

    def capital(self, i: int) -> bool:
        return 0 <= i < self.count and self.text[self.start[i]].isupper()

    def glued(self, i: int) -> bool:
        """True where no space parts atom i from the one before."""
        return 0 < i < self.count and self.start[i] == self.end[i - 1]

    def is_number(self, i: int) -> bool:
        return 0 <= i < self.count and (self.kind[i] in ("number", "glyph") or self.word[i] in self.lexicon.cardinals)

    # --- numbers -------------------------------------------------------------------------------------------------------
    def number(self, i: int) -> Number | None:
        """Read the number that begins at atom i."""
        if i >= self.count:
            return None
        if self.kind[i] in ("number", "glyph"):
            return self.digits(i)
        return self.worded(i) if self.kind[i] == "word" else None

    def digits(self, i: int) -> Number | None:
        lexicon, j = self.lexicon, i + 1
        if self.kind[i] == "glyph":
            value = lexicon.glyphs[self.word[i]]
        else:
            plain = self.word[i].replace(",", "").replace(" ", "")
            if len(plain) > GREATEST or len(plain) > 1 and plain[0] == "0" and plain.isdigit():
                return None
            value = float(plain)
            if j < self.count and self.kind[j] == "glyph":
                # 7½ is seven and a half, 2.96½ half a hundredth more than 2.96
                places = len(plain.partition(".")[2])
                value, j = value + lexicon.glyphs[self.word[j]] / 10**places, j + 1
            elif self.at(j) == "/" and self.glued(j) and self.glued(j + 1) and self.kind[j + 1] == "number":
                below = float(self.word[j + 1].replace(",", "").replace(" ", "")) if len(self.word[j + 1]) < 4 else 0
                if below not in (2, 3, 4, 5, 6, 8, 10, 16) or value >= below:
                    return None
                value, j = value / below, j + 2
            elif self.kind[j] == "number" if j < self.count else False:
                # two and a half written as 2 1/2
                if self.at(j + 1) == "/" and self.glued(j + 1) and self.glued(j + 2):
                    part = self.digits(j)
                    if part is not None and part.low < 1:
                        value, j = value + part.low, part.end
        number = Number(value, value, j, digits=True, figures=self.word[i])
        return self.magnified(number)

    def magnified(self, number: Number) -> Number:
        """Take in the magnitudes that follow: 4.5 | million, 100-million, 40 | lakh, two | hundred thousand."""
        j, scale = number.end, number.scale
        while j < self.count:
            k = j + 1 if self.at(j) == "-" and self.glued(j) and self.glued(j + 1) else j
            worth = self.lexicon.magnitudes.get(self.at(k))
            if worth is None or self.at(k + 1) in ("-",) and self.at(k + 2) == "aire":
                break
            scale, j = scale * worth, k + 1
        if j == number.end and number.digits and self.glued(j):
            suffix = self.lexicon.suffixes.get(self.at(j))
            if suffix is not None and self.suffixed(number, j):
                scale, j = suffix, j + 1
        if j == number.end:
            return number
        worth = scale / number.scale
        return number._replace(low=number.low * worth, high=number.high * worth, end=j, scale=scale)

    def suffixed(self, number: Number, j: int) -> bool:
        """Tell 5m pounds from 5m of rope: a letter against the digits is a magnitude where money or a counted noun says so."""
        if self.at(j) in ("bn", "mn", "mln", "bln", "tn", "trn", "mio"):
            return True
        first = j - 1
        if self.money_before(first)[0] or (self.at(j + 1),) in {
            p[:1] for p, _, kind in self.lexicon.units.get(self.at(j + 1), []) if kind == "money"
        }:
            return True
        if self.at(j) == "k":
            return not self.glued(j + 1)
        following = self.at(j + 1)
        return (
            self.at(j) == "m"
            and self.kind_at(j + 1) == "word"
            and following.endswith(("s", "people", "men", "women", "children"))
            and following
            not in (
                "is",
                "was",
                "has",
                "as",
                "metres",
                "meters",
                "this",
                "its",
                "his",
                "across",
                "plus",
                "towards",
                "afterwards",
                "downwards",
                "upwards",
                "always",
                "races",
                "hurdles",
            )
        )

    def kind_at(self, i: int) -> str:
        return self.kind[i] if 0 <= i < self.count else ""

    def worded(self, i: int) -> Number | None:
        lexicon, word = self.lexicon, self.word[i]
        article = word in ("a", "an")
        j = i + 1 if article else i
        head = self.at(j)
        if article and self.glued(j):
            return None
        if head in lexicon.vague and not article:
            if head == "scores" and self.at(j + 1) != "of":
                return None
            return self.vague(j, *lexicon.vague[head])
        if head in lexicon.loose and (
            article or head == "several" or self.at(i - 1) in ("last", "past", "next", "first", "the", "another", "every")
        ):
            return self.loose(j, *lexicon.loose[head])
        if head == "few" and not article and self.at(j + 1) in lexicon.magnitudes:
            return self.loose(j, *lexicon.loose[head])
        if head in lexicon.loose and not article and self.at(j + 1) in lexicon.magnitudes:
            return self.loose(j, *lexicon.loose[head])
        if head in lexicon.fractions:
            return self.fraction(i, j, article)
        if head in lexicon.groups and (article or self.at(j) == "twin" or self.at(j - 1) == "the"):
            plural = self.at(j + 1).endswith("s") and self.kind_at(j + 1) == "word"
            if self.at(j + 1) == "of" and head != "twin" or head == "twin" and plural and not (self.capital(j + 1) and not self.titled):
                value = lexicon.groups[head]
                return Number(value, value, j + 2 if self.at(j + 1) == "of" else j + 1)
            return None
        if article:
            if head not in lexicon.magnitudes:
                # more than an hour, around a year: the article counts only where a bound stands before it
                softened = self.qualified(i)[0] in ("about", "at_least", "at_most")
                return Number(1, 1, j) if softened and self.measured(j) else None
            number = self.magnified(Number(1, 1, j))
            return number if number.end > j else None
        return self.cardinal(i)

    def vague(self, j: int, low: float, high: float) -> Number:
        """Read hundreds, tens of thousands, dozens."""
        k = j + 1
        if self.at(k) == "of" and self.at(k + 1) in self.lexicon.vague:
            scale = {"thousands": 1e3, "millions": 1e6, "billions": 1e9, "trillions": 1e12, "hundreds": 1e2}.get(self.at(k + 1), 1e3)
            tens = {"tens": (10, 99), "dozens": (24, 99), "hundreds": (100, 999), "thousands": (1000, 9999)}.get(self.at(j), (low, high))
            return Number(tens[0] * scale, (tens[1] + 1) * scale - 1, k + 2, vague=True)
        if self.at(k) == "of" and self.unit(k + 1, False) is not None:
            k += 1
        return Number(low, high, k, vague=True)

    def loose(self, j: int, low: float, high: float) -> Number:
        """Read a few, several hundred, a couple of dozen; the word *of* belongs to it only before a magnitude."""
        k = j + 1
        if self.at(k) == "of" and (self.at(k + 1) in self.lexicon.magnitudes or self.at(k + 1) in self.lexicon.vague):
            k += 1
        if self.at(k) == "of" and self.unit(k + 1, False) is not None:
            return Number(low, high, k + 1, vague=True)
        worth, first = 1.0, k
        while self.at(k) in self.lexicon.magnitudes:
            worth, k = worth * self.lexicon.magnitudes[self.at(k)], k + 1
        return Number(low * worth, high * worth, k if k > first else j + 1, scale=worth, vague=True)

    def fraction(self, i: int, j: int, article: bool) -> Number | None:
        """Read half, a third, a quarter, half a million, half a dozen; two-thirds begins with its cardinal."""
        lexicon, head = self.lexicon, self.at(j)
        value = lexicon.fractions[head]
        if head == "half":
            k = j + 1
            if self.at(k) == "-" and self.glued(k):
                k += 1
            if self.at(k) in ("a", "an") and (self.at(k + 1) in lexicon.magnitudes or self.measured(k + 1)):
                k += 1
            if self.at(k) in lexicon.magnitudes:
                return self.magnified(Number(0.5, 0.5, k))
            if self.measured(k):
                return Number(0.5, 0.5, k)
            if self.at(i - 1) in (
                "first",
                "second",
                "other",
                "latter",
                "better",
                "upper",
                "lower",
                "northern",
                "southern",
                "eastern",
                "western",
                "top",
                "bottom",
                "the",
                "last",
                "this",
            ):
                return None
            if k > j + 1 and self.at(k) != "price":
                return None  # half-mast, half-brother
            return Number(0.5, 0.5, j + 1, share=True)
        if not article or head.endswith("s"):
            return None
        softened = self.at(i - 1) in ("about", "around", "roughly", "nearly", "almost", "approximately", "over", "than", "to", "by", "just")
        if self.at(j + 1) == "of" and self.at(j + 2) != "a" or softened and self.kind_at(j + 1) != "word":
            return Number(value, value, j + 1, share=True)
        if (
            head == "quarter"
            and self.at(j + 1) == "of"
            and self.at(j + 2) in ("a", "an")
            and (self.at(j + 3) in lexicon.magnitudes or self.unit(j + 3, False))
        ):
            if self.at(j + 3) in lexicon.magnitudes:
                return self.magnified(Number(0.25, 0.25, j + 3))
            return Number(0.25, 0.25, j + 3)
        return None

    def measured(self, j: int) -> bool:
        """True where a unit of time or measure stands at atom j."""
        unit = self.unit(j, False)
        return unit is not None and unit[1] in ("measure", "duration") or self.at(j) == "block"

    def cardinal(self, i: int) -> Number | None:
        """Read a cardinal in words: forty-seven, two hundred thousand, one and a half million, two-thirds, three and a half."""
        lexicon = self.lexicon
        if self.word[i] not in lexicon.cardinals:
            return None
        total = current = 0.0
        j, last, scale = i, 0.0, 1.0
        while j < self.count:
            k = j
            if j > i:
                if (
                    self.at(j) == "-"
                    and self.glued(j)
                    and self.glued(j + 1)
                    or self.at(j) == "and"
                    and last >= 100
                    and lexicon.cardinals.get(self.at(j + 1), 1000) < 100
                    and self.at(j + 1) != "one"
                ):
                    k = j + 1
            word = self.at(k)
            if word in lexicon.cardinals:
                value = lexicon.cardinals[word]
                fits = j == i or last >= 100 or 20 <= last < 100 and last % 10 == 0 and 0 < value < 10
                if not fits:
                    break
                current, last = current + value, value
            elif word in lexicon.magnitudes and j > i:
                worth = lexicon.magnitudes[word]
                if worth <= 100:
                    current *= worth
                else:
                    total, current = total + current * worth, 0.0
                last = scale = worth
            else:
                break
            j = k + 1
        value = total + current
        # A magnitude that closes the number is shared by a range ("two to three hundred"), one inside it is not.
        scale = scale if last == scale else 1.0
        if self.at(j) == "and" and self.at(j + 1) in ("a", "one") and self.at(j + 2) in ("half", "quarter", "third"):
            part = lexicon.fractions[self.at(j + 2)]
            return self.magnified(Number(value + part, value + part, j + 3))
        k = j + 1 if self.at(j) == "-" and self.glued(j) else j
        if (
            self.at(k) in lexicon.fractions
            and self.at(k) != "half"
            and 1 <= value < 10
            and (k > j or value > 1 and self.at(k).endswith("s") or value == 1)
        ):
            if self.at(k).endswith("s") == (value > 1):
                part = min(value * lexicon.fractions[self.at(k)], 1.0)
                return Number(part, part, k + 1, share=True)
        if value == 1 and self.at(k) == "half" and k > j:
            return Number(0.5, 0.5, k + 1, share=True)
        return Number(value, value, j, scale=scale)

    # --- units ---------------------------------------------------------------------------------------------------------
    def unit(self, j: int, tight: bool) -> tuple[str, str, int, float] | None:
        """Read a unit at atom j.

        Args:
            tight: the unit stands against the digits, so that a lone letter is one.

        Returns: code, kind, the atom behind it, and how many of its code it is worth.
        """
        word = self.at(j)
        if word in self.lexicon.hundredths and (word != "p" or tight):
            return self.lexicon.hundredths[word], "money", j + 1, 0.01
        for phrase, code, kind in self.lexicon.units.get(word, ()):
            k = j + len(phrase)
            if len(phrase) == 1 or k <= self.count and tuple(self.word[j:k]) == phrase:
                return code, kind, k, self.lexicon.times.get(phrase[-1], 1.0)
            # light-years, per-cent, city-block
            parts = [w for w in self.word[j : j + 2 * len(phrase) - 1] if w != "-"]
            if tuple(parts) == phrase:
                return code, kind, j + 2 * len(phrase) - 1, self.lexicon.times.get(phrase[-1], 1.0)
        if tight and word in self.lexicon.tight:
            return self.lexicon.tight[word], "measure", j + 1, 1.0
        if word in ("m", "g", "c", "f") and self.kind_at(j - 1) == "number" and not self.glued(j + 1) and self.capital(j) == (word in "cf"):
            return self.lexicon.tight[word], "measure", j + 1, 1.0
        return None

    def money_before(self, first: int) -> tuple[str | None, int]:
        """Read the sign or code before atom ``first``: $, US$, AUD, CNY¥. Returns the code and the atom it begins at."""
        signs = self.lexicon.signs
        for length in (3, 2, 1):
            i = first - length
            if i < 0:
                continue
            joined = "".join(self.word[i:first])
            code = signs.get(joined)
            if code is None:
                continue
            letters = joined.isalpha() or joined[-1] == "."
            if letters and not (self.capital(i) and (len(joined) > 2 or self.glued(first) or joined.startswith("rs"))):
                continue
            if joined == "us":
                continue
            if any(not self.glued(k) for k in range(i + 1, first)) and not joined.endswith(("$", "¥", "£", "€")):
                continue
            return code, i
        return None, first

    # --- what surrounds a number ---------------------------------------------------------------------------------------
    def qualified(self, first: int) -> tuple[str | None, int, str | None]:
        """Read the words before that bound or soften a number. Returns the qualifier, where it begins, and the scope it tells."""
        weight = {None: 0, "exact": 1, "about": 2, "at_most": 3, "at_least": 3}
        found: str | None = None
        scope: str | None = None
        for _ in range(3):
            for phrase, qualifier in self.lexicon.before.get(self.at(first - 1), ()):
                i = first - len(phrase)
                if i < 0 or tuple(self.word[i:first]) != phrase or phrase[:2] == ("up", "to") and self.moved(i):
                    continue
                if weight[qualifier] >= weight[found]:
                    found = qualifier
                if phrase[-1] in ("another", "further", "additional", "extra"):
                    scope = "new"
                elif phrase[-2:] == ("total", "of") or phrase[-1] == "combined":
                    scope = "total"
                first = i
                break
            else:
                break
        return found, first, scope

    def moved(self, i: int) -> bool:
        """Tell "rose up to 10" and "brings the toll up to 10", where nothing is bounded, from "up to 10"."""
        return self.at(i - 1) in MOVED or any(w.startswith(("bring", "brought")) for w in self.word[max(0, i - 12) : i])

    def bounded(self, j: int) -> tuple[str | None, int]:
        """Read the words behind that bound a number: 14 or more, 1,000+, a year or so."""
        k = j + 1 if self.at(j) == "," else j
        for phrase, qualifier in self.lexicon.after:
            if tuple(self.word[k : k + len(phrase)]) == phrase:
                if (
                    self.is_number(k + len(phrase))
                    or phrase[0] in ("plus", "roughly", "approximately", "approx", "at", "minimum", "maximum", "max", "odd")
                    and (k > j or self.kind_at(k + len(phrase)) == "word")
                ):
                    return None, j
                return qualifier, k + len(phrase)
        return None, j

    def year(self, number: Number, i: int, j: int) -> bool:
        """Tell a year from a count: four digits without a comma, 1500 to 2100, and nothing that says otherwise."""
        if not number.digits or number.scale != 1 or len(number.figures) != 4 or not 1500 <= number.low < 2100:
            return False
        if not number.figures.isdigit():
            return False
        following = self.at(j)
        noun = (
            self.kind_at(j) == "word"
            and following.endswith("s")
            and not self.capital(j)
            and following
            not in (
                "was",
                "is",
                "has",
                "as",
                "this",
                "his",
                "its",
                "'s",
                "elections",
                "olympics",
                "championships",
                "finals",
                "polls",
                "games",
                "season",
            )
        )
        noun = noun or following in ("people", "men", "women", "children", "police")
        if self.unit(j, self.glued(j)) is not None:
            return False
        before = self.at(i - 1)
        return (
            not noun
            or before in BEFORE_YEAR
            or before in MONTHS
            or before.endswith("'s")
            or before in (",", "(", "-", "–")
            or self.kind_at(i - 1) in ("number", "junk")
        )

    def named(self, number: Number, i: int, j: int) -> bool:
        """Tell a number that is part of a name, a date or a label, and counts nothing."""
        before, following = self.at(i - 1), self.at(j)
        if before in MONTHS and self.capital(i - 1) and number.low <= 31 and number.scale == 1:
            return self.unit(j, self.glued(j)) is None
        if before == "the" and following == "of" and self.at(j + 1) in MONTHS:
            return True
        if following in MONTHS and self.capital(j) and number.digits and number.low <= 31:
            return True
        if following == "of" and self.at(j + 1) in MONTHS and self.capital(j + 1) and number.digits and number.low <= 31:
            return True
        if before in ("#", "№", "_", "\\", "=", "/") or before in ("'", "’") and self.glued(i) and number.digits and self.glued(i - 1):
            return True
        if following in ("/", "_", "=") and self.glued(j) and self.glued(j + 1):
            return True
        if before in LABELS and number.scale == 1 and self.labelled(number, i, j):
            return True
        if before == "." and self.at(i - 2) in ("no", "nos", "vol", "pp", "fig", "art", "sec", "ch") and number.digits:
            return True
        if number.digits:
            return self.numbered(number, i, j)
        # A worded number within a name: Three Days Grace, BBC Two, Big Ten.
        if self.capital(i) and not self.titled and i > 0:
            if self.opening(i):
                return False
            return True
        return False

    def opening(self, i: int) -> bool:
        """True where atom i opens the sentence or a quotation in it."""
        return i == 0 or self.word[i - 1] in ('"', "'", "“", "‘", ":", "(", "-", "*", "•", "…", ".", "!", "?", "[")

    def address(self, j: int) -> bool:
        """True where a house number is followed by the name of its street."""
        k = j
        while k < j + 4 and self.kind_at(k) == "word" and self.capital(k):
            if k > j and self.at(k) in STREETS:
                return True
            k += 1
        return False

    def labelled(self, number: Number, i: int, j: int) -> bool:
        """Tell "lap 35" from "on that day 35 people"."""
        if "," in number.figures or self.unit(j, self.glued(j)) is not None:
            return False
        following = self.at(j)
        if self.at(i - 1) in ("stage", "phase", "level", "tier", "grade", "category", "type", "part", "step", "number"):
            return True
        plural = self.kind_at(j) == "word" and (
            following in ("people", "men", "women", "children", "police", "others")
            or following.endswith("s")
            and not following.endswith("ss")
            and following not in ("is", "was", "has", "as", "his", "this", "its", "plus")
        )
        return not plural or self.capital(i - 1) and not self.titled

    def numbered(self, number: Number, i: int, j: int) -> bool:
        """Tell digits that belong to a name or code: Boeing 737, MH-65, G7, IE6, COVID-19."""
        if self.glued(i) and self.kind_at(i - 1) in ("word", "number", "junk", "glyph") and not self.money_before(i)[0]:
            return True
        if self.glued(i) and self.at(i - 1) == "-" and self.glued(i - 1) and self.kind_at(i - 2) in ("word", "number", "junk"):
            return True
        if self.glued(i) and self.at(i - 1) in (".", ":", "/", "!", "@"):
            return True
        if self.glued(j) and self.kind_at(j) in ("word", "number", "junk"):
            # Letters against the digits: a unit, a magnitude (already taken) or a name such as 5G.
            return self.unit(j, True) is None
        if self.glued(j) and self.at(j) == ":" and self.glued(j + 1):
            return True
        if "," in number.figures or " " in number.figures or number.scale != 1 or not number.figures.isdigit():
            return False
        before = i - 1
        if (
            len(number.figures) > 4
            and (self.kind_at(j) != "word" or self.at(j) in ("to", "and", "or", "in", "on", "by"))
            and self.unit(j, False) is None
        ):
            return True
        if (
            self.at(before) in ("a", "an")
            and self.unit(j, self.glued(j)) is None
            and (self.kind_at(j) != "word" or self.at(j) in SMALL)
            and self.at(j) != "-"
        ):
            return True
        if self.kind_at(before) in ("number", "junk"):
            return True
        if self.address(j):
            return True
        if self.at(j) == "times":
            return False
        if self.word[before : before + 1] and self.word[before].endswith(("'s", "’s")):
            return False
        if (
            self.capital(before)
            and self.kind_at(before) == "word"
            and not self.opening(before)
            and not (self.titled and self.kind_at(j) == "word")
            and self.word[before] not in DAYS
        ):
            if self.unit(j, self.glued(j)) is not None or self.at(j) in ("-",) and self.unit(j + 1, False) is not None:
                return False
            following = self.at(j)
            plural = (
                self.kind_at(j) == "word"
                and not self.capital(j)
                and (following.endswith("s") or following in ("people", "men", "women", "children"))
                and following not in ("is", "was", "has", "as", "his", "this", "its", "users")
            )
            k = before
            while self.capital(k) and self.kind_at(k) == "word":
                k -= 1
            return not (plural and self.at(k) in ("in", "at", "near", "from", "on"))
        return False

    # --- a whole quantity ----------------------------------------------------------------------------------------------
    def quantity(self, i: int) -> tuple[Quantity, int] | None:
        """Read the quantity whose number begins at atom i. Returns it and the atom behind it."""
        if self.word[i] in ("twice", "thrice") or self.word[i] in self.lexicon.ratios:
            return self.multiple(i)
        if self.word[i] in DECADES:
            return self.decade(i)
        number = self.number(i)
        if number is None or not math.isfinite(number.high) or number.high > 1e45:
            return None
        lexicon, j = self.lexicon, number.end
        first, money = i, None
        low, high, vague = number.low, number.high, number.vague
        if number.low == number.high == 2 and self.at(i - 1) == "or" and i > 1:
            # a day or two
            spell = self.unit(i - 2, False)
            if (
                spell is not None
                and spell[1] == "duration"
                and spell[2] == i - 1
                and not self.at(i - 2).endswith("s")
                and self.unit(j, False) is None
            ):
                start = i - 3 if self.at(i - 3) in ("a", "an") else i - 2
                dates = self.at(j) == "ago"
                return Quantity(
                    self.start[start], self.end[i], self.start[start], self.end[i], "duration", 1, 2, "between", spell[0], dating=dates
                ), i + 1
        if number.digits or self.at(i - 1) in ("$", "€", "£", "¥"):
            money, first = self.money_before(i)
        negative = False
        if (
            money is None
            and number.digits
            and self.at(i - 1) in ("-", "minus")
            and (self.at(i - 1) == "minus" or self.glued(i) and (not self.glued(i - 1) or self.at(i - 2) == "("))
        ):
            negative, first = True, i - 1
        if money is None and not negative and self.named(number, i, j):
            return None
        if (
            money is None
            and self.year(number, i, j)
            and not (self.at(j) in ("to", "-") and self.is_number(j + 1) and self.units_after(j + 1))
        ):
            return None
        if money is not None and self.at(first - 1) == "-" and self.glued(first) and self.glued(first - 1):
            return None
        plus = self.at(j) == "+" and self.glued(j)
        unit = self.unit(j + plus, self.glued(j) and self.kind_at(j - 1) == "number")
        hyphened = False
        if unit is None and self.at(j) == "-" and self.glued(j):
            unit = self.unit(j + 1, False)
            hyphened = unit is not None
        if (
            unit is None
            and self.at(j)
            in (
                "more",
                "full",
                "long",
                "short",
                "straight",
                "consecutive",
                "whole",
                "extra",
                "additional",
                "further",
                "solid",
                "good",
                "other",
            )
            and not number.share
        ):
            unit = self.unit(j + 1, False)
            if unit is not None and unit[1] != "duration":
                unit = None
        qualifier, begin, scope = self.qualified(first)
        if plus and unit is not None:
            qualifier = "at_least"
        between = self.at(begin - 1) == "between" or self.at(first - 1) == "between" or self.at(begin - 1) in ("anywhere",)
        ranged = self.ranged(number, i, j, unit, money, between)
        if ranged == "score":
            return None
        worth = 1.0
        if isinstance(ranged, tuple):
            other, low, high, j, unit, other_money = ranged
            money = money or other_money
            number = other
            hyphened = False
            if unit is None and self.at(j) == "-" and self.glued(j):
                unit = self.unit(j + 1, False)
                hyphened = unit is not None
        kind, code = "count", "1"
        joined = False
        bare = True
        if money is not None:
            kind, code, bare = "money", money, False
            tail = self.unit(j, self.glued(j))
            if tail is not None and tail[1] == "money":
                code, j = (tail[0] if money == "USD" else code), tail[2]
        elif unit is not None and not (number.vague and unit[1] == "share"):
            code, kind, j, worth = unit
            bare = False
            if hyphened:
                joined = True
        return self.finished(
            i,
            first,
            begin,
            j,
            number,
            low,
            high,
            worth,
            kind,
            code,
            qualifier,
            scope,
            vague,
            ranged is not None,
            between,
            negative,
            bare,
            joined,
        )

    def multiple(self, i: int) -> tuple[Quantity, int] | None:
        """Read twice (how often) and double, trebled, fivefold, twice as many (how many times as much)."""
        word, following = self.word[i], self.at(i + 1)
        start, end = self.start[i], self.end[i]
        if word in ("twice", "thrice"):
            value = 2.0 if word == "twice" else 3.0
            kind = "ratio" if following in COMPARED - {"over"} or self.at(i - 1) == "-" else "count"
            return Quantity(start, end, start, end, kind, value, value, "exact", "1", bare=False), i + 1
        verb = word.endswith(("ed", "ing")) or self.at(i - 1) in (
            "to",
            "will",
            "would",
            "could",
            "can",
            "may",
            "might",
            "should",
            "must",
            "and",
            "than",
            ",",
            "nearly",
            "almost",
            "about",
        )
        noun = (
            following in ("the", "its", "their", "his", "her", "our", "that", "what", "as")
            or following in ("in", "to", "from", "over", "since", "by", ",", ".", "if", "")
            and verb
        )
        if word.endswith("fold"):
            noun = True
        if not noun or self.at(i - 1) == "-" or following == "-" or self.at(i - 1) in ("a", "the"):
            return None
        qualifier, begin, _ = self.qualified(i)
        value = self.lexicon.ratios[word]
        quantity = Quantity(self.start[begin], end, start, end, "ratio", value, value, qualifier or "exact", "1", sure=0.8)
        return bound(quantity), i + 1

    def decade(self, i: int) -> tuple[Quantity, int] | None:
        """Read "in his seventies" and "in her 40s" as an age of ten years' width."""
        word = self.word[i]
        low = DECADES[word]
        if self.at(i - 1) in ("early", "mid", "late", "-") or self.at(i - 1) in ("his", "her", "their"):
            k = i - 1
            while k > i - 4 and self.at(k) in ("early", "mid", "late", "-"):
                k -= 1
            if self.at(k) not in ("his", "her", "their"):
                return None
            part = next((w for w in self.word[k + 1 : i] if w != "-"), "")
            first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(part, (0, 9))
            start = self.start[k - 1] if self.at(k - 1) == "in" else self.start[k]
            return Quantity(start, self.end[i], self.start[i], self.end[i], "age", low + first, low + last, "vague", "a"), i + 1
        if word in ("decades", "centuries") and self.at(i + 1) == "-" and self.at(i + 2) in ("old", "long"):
            wide = (20, 99) if word == "decades" else (200, 999)
            kind = "duration"
            return Quantity(self.start[i], self.end[i + 2], self.start[i], self.end[i], kind, *wide, "vague", "a", joined=True), i + 3
        return None

    def ranged(self, number: Number, i: int, j: int, unit: tuple[str, str, int, float] | None, money: str | None, between: bool) -> Any:
        """Read the second half of a range. Returns "score" for a match or vote score, None for no range."""
        k = unit[2] if unit is not None else j
        separator = self.at(k)
        glued = self.glued(k) and self.glued(k + 1)
        n = k + 1
        if separator == "," and self.at(n) in ("maybe", "perhaps", "possibly"):
            n += 1
        elif separator == "or":
            if self.at(i - 1) == "," and self.is_number(i - 2):
                return None
            n += self.at(n) in ("maybe", "even", "perhaps", "possibly")
        elif separator == "and":
            if not between:
                return None
        elif separator == "to":
            n += self.at(n) in ("about", "around")
        elif separator == "-":
            if self.kind_at(n) not in ("number", "sign", "word") or unit is not None and not glued:
                return None
        else:
            return None
        other_money = None
        start = n
        for width in (0, 1, 2):
            if self.is_number(n + width) or self.at(n + width) in ("a", "an") and not between:
                if width:
                    code, begin = self.money_before(n + width)
                    if code is None or begin != n:
                        return None
                    other_money = code
                start = n + width
                break
        else:
            return None
        other = self.number(start)
        if other is None or other.vague or other.share != number.share and other.share:
            return None
        if separator == "-" and not glued and not number.digits:
            return None
        low, high = number.low, other.high
        coefficient = other.high / other.scale
        if other.scale > 1 and number.scale == 1 and unit is None and number.low <= coefficient:
            low *= other.scale
        end = other.end
        second = self.unit(end, self.glued(end) and self.kind_at(end - 1) == "number")
        behind = self.at(end)
        if separator == "-" and number.digits and other.digits:
            plain = unit is None and second is None and money is None and other_money is None
            if self.year(number, i, j) or len(number.figures) == 4 and len(other.figures) == 2 and number.figures.isdigit():
                return "score"
            noun = (
                self.kind_at(end) == "word"
                and behind not in SCORES
                and behind not in MONTHS
                and (behind.endswith("s") or behind in ("people", "men", "women", "children", "times"))
                or behind == "-"
                and self.at(end + 1) in ("year", "month")
            )
            if plain and not noun and not between and self.qualified(i)[0] is None and self.at(i - 1) not in ("aged", "ages", "of", "from"):
                return "score"
        if high <= low and not (number.low < 0):
            if separator in ("-", "to") and unit is None and money is None and self.scored(i, end):
                return "score"
            return None
        if separator == "to":
            opener = self.qualified(self.money_before(i)[1])[1] - 1
            if self.at(opener) == "from" and self.at(opener - 1) not in ("anywhere", "ranging", "ranged", "range", "ranges", "varying"):
                return None
            if unit is None and money is None and second is None and self.scored(i, end):
                return "score"
        if separator in ("or", ",") and (high > low * 3 or unit is not None and second is None and self.at(start) not in ("a", "an")):
            return None
        if unit is not None and second is not None and unit[0] != second[0]:
            if unit[1] == second[1] == "duration" and DAYLONG.get(unit[0]) and DAYLONG.get(second[0]):
                return (
                    other,
                    low * unit[3] * DAYLONG[unit[0]],
                    high * second[3] * DAYLONG[second[0]],
                    second[2],
                    ("d", "duration", second[2], 1.0),
                    None,
                )
            return None
        if unit is not None and second is None:
            # a day or two
            if separator == "or" and unit[1] == "duration" and not self.kind_at(end) == "word":
                return other, low, high, end, (unit[0], unit[1], end, unit[3]), None
            return None
        return other, low, high, end, second, other_money

    def scored(self, i: int, end: int) -> bool:
        """True where words near by tell that two numbers are the score of a match or a vote."""
        return any(w in SCORES for w in (*self.word[max(0, i - 6) : i], *self.word[end : end + 3]))

    def finished(self, i: int, first: int, begin: int, j: int, number: Number, low: float, high: float, worth: float, kind: str, code: str,
                 qualifier: str | None, scope: str | None, vague: bool, ranged: bool, between: bool, negative: bool, bare: bool, joined: bool) -> tuple[Quantity, int] | None:  # fmt: skip
        """Join what was read into one quantity: age, rate, ratio and share are told by what stands behind."""
        low, high = low * worth, high * worth
        if negative:
            low, high = -low, -high
        dating = False
        # age: 37-year-old, 62 years old, six years of age, eleven-month-old
        if kind == "duration":
            k = j + 1 if self.at(j) == "-" and self.glued(j) else j
            if self.at(k) in ("old", "olds"):
                kind, j, joined = "age", k + 1, True
                if code in ("a", "mo", "wk", "d") and self.at(i - 1) == "-":
                    return None
            elif self.at(j) == "of" and self.at(j + 1) == "age":
                kind, j = "age", j + 2
            else:
                if self.at(k) == "long" and k > j:
                    j = k + 1
                # 4 hours, 30 minutes
                k = j + 1 if self.at(j) in (",", "and") else j
                part = self.number(k) if k < self.count and self.is_number(k) else None
                smaller = self.unit(part.end, False) if part is not None else None
                if (
                    part is not None
                    and smaller is not None
                    and smaller[1] == "duration"
                    and smaller[0] in SMALLER.get(code, {})
                    and not ranged
                ):
                    low = high = low + part.low * SMALLER[code][smaller[0]]
                    j = smaller[2]
                dating = self.dates(begin, j)
        elif kind == "count" and number.digits and number.scale == 1 and high < 11 and self.shaken(i, j, number):
            kind, bare = "measure", False
            if self.at(j) == "-" and self.at(j + 1) == "magnitude":
                j, joined = j + 2, True
            elif self.at(j) == "magnitude":
                j, joined = j + 1, True
            for width in (2, 1):
                if self.word[max(0, begin - width) : begin] in (["magnitude", "of"], ["magnitude"]):
                    begin -= width
                    break
        elif kind == "count":
            if (
                self.at(i - 1) in ("aged", "ages")
                or self.at(i - 1) == "age"
                or self.at(i - 1) == "of"
                and self.at(i - 2) == "age"
                and self.at(i - 3) in ("the", "average", "median", "mean", "an", "at", "old", "by", "legal", "")
                or self.at(first - 1) in ("aged", "age", "ages")
                or self.at(begin - 1) in ("aged", "age", "ages")
            ):
                kind, code, bare = "age", "a", False
            elif number.share:
                kind, code, low, high, bare = "share", "%", round(low * 100, 2), round(high * 100, 2), False
            elif (
                self.at(j) in ("times", "time")
                and self.at(j) == "times"
                or self.at(j) == "-"
                and self.at(j + 1) == "fold"
                or self.at(j) == "fold"
            ):
                k = j + 1
                if self.at(k) in COMPARED or self.at(j) != "times":
                    kind, j, bare = "ratio", (j + 1 if self.at(j) != "-" else j + 2), False
            elif number.digits and self.appositive(i, number, j):
                kind, code, bare = "age", "a", False
            else:
                share = self.share_of(i, number, j)
                if share is not None:
                    low = high = share[0]
                    kind, code, j, bare = "share", "%", share[1], False
        if kind in ("share", "measure") and number.share and code != "%":
            pass
        if bare and self.at(j) == "-" and self.glued(j) and self.glued(j + 1) and self.kind_at(j + 1) == "word":
            joined = True
        after, end = self.bounded(j) if not joined or kind == "age" else (None, j)
        if after is None and not bare:
            pass
        if after is not None:
            qualifier, j = after, end
        if between and ranged:
            begin = begin - 1 if self.at(begin - 1) in ("between", "anywhere") else begin
            qualifier = qualifier if qualifier in ("at_least", "at_most") else "between"
        elif ranged:
            qualifier = qualifier if qualifier in ("at_least", "at_most") else "between"
        if vague and qualifier not in ("at_least", "at_most"):
            qualifier = "vague"
        qualifier = qualifier or "exact"
        start = self.start[begin]
        quantity = Quantity(
            start,
            self.end[j - 1],
            self.start[i],
            self.end[number.end - 1],
            kind,
            low,
            high,
            qualifier,
            code,
            bare=bare,
            joined=joined,
            dating=dating,
            scope=scope,
        )
        quantity, j = self.per(quantity, j)
        return bound(quantity), j

    def shaken(self, i: int, j: int, number: Number) -> bool:
        """Tell the magnitude of an earthquake from other bare numbers."""
        if "magnitude" in (self.at(i - 1), self.at(j)) or self.at(i - 1) in ("of", "a") and self.at(i - 2) == "magnitude":
            return True
        if self.at(j) == "-" and self.at(j + 1) == "magnitude" or self.at(j) == "on" and self.at(j + 2) == "richter":
            return True
        told = "." in number.figures and ("magnitude" in self.word or "richter" in self.word or "quakes" in self.word)
        return told and (self.kind_at(j) != "word" or self.at(j) in SMALL)

    def units_after(self, i: int) -> bool:
        """True where the number at atom i is followed by a unit, so that the one before it in a range is no year."""
        number = self.number(i)
        return number is not None and self.unit(number.end, self.glued(number.end)) is not None

    def dates(self, begin: int, j: int) -> bool:
        """Tell a span of time that only dates something: two weeks ago, within a month, the biggest in nearly ten years."""
        before, behind = self.at(begin - 1), self.at(j)
        if behind == "ago" or behind == "from" and self.at(j + 1) == "now" or self.at(begin) == "within":
            return True
        # The worst in ten years; the second in a year
        return before == "in" and any(w in RANKED or w.endswith("est") and len(w) > 5 for w in self.word[max(0, begin - 14) : begin - 1])

    def appositive(self, i: int, number: Number, j: int) -> bool:
        """Tell an age set off by commas or brackets behind a name: "Port, 40, attended"; "Jane Roe (31)"."""
        if not number.figures.isdigit() or not 1 <= number.low <= OLDEST or number.scale != 1:
            return False
        before = self.at(i - 1)
        if not (self.capital(i - 2) and self.kind_at(i - 2) == "word" and self.word[i - 2] not in MONTHS and self.word[i - 2] not in DAYS):
            return False
        if before == "(":
            return self.at(j) == ")"
        if before != ",":
            return False
        if self.at(j) in (".", ";", "") or self.at(j) in ("who", "from", "was", "were", "is", "has", "had", "said", "died", "told"):
            return True
        return self.at(j) == "," and not self.is_number(j + 1)

    def share_of(self, i: int, number: Number, j: int) -> tuple[float, int] | None:
        """Read one in five, three out of four, one in every ten people as a share in percent."""
        k = j
        if self.at(k) == "out" and self.at(k + 1) == "of":
            k += 2
        elif self.at(k) == "in":
            k += 1
        else:
            return None
        every = self.at(k) in ("every", "each")
        k += every
        whole = self.number(k) if self.is_number(k) else None
        if whole is None or whole.scale != 1 or whole.digits and len(whole.figures) == 4 or whole.low > 1000:
            return None
        if not number.low < whole.low or number.low > 99 or self.unit(whole.end, True) is not None:
            return None
        if self.at(j) == "in" and not every and whole.low not in (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 50, 100, 1000):
            return None
        return round(number.low / whole.low * 100, 2), whole.end

    def per(self, quantity: Quantity, j: int) -> tuple[Quantity, int]:
        """Read a rate: $12 an hour, 50 a day, $200 per barrel, two per week. For a count the noun may stand between: see figures.py."""
        unit = None
        k = j
        if self.at(k) in ("per", "a", "an", "each", "every"):
            unit = self.unit(k + 1, False)
            k += 1
        elif self.at(k) == "/" and self.glued(k):
            unit = self.unit(k + 1, True)
            k += 1
        elif self.at(k) in ADVERBS:
            return rated(quantity, ADVERBS[self.at(k)], self.end[k]), k + 1
        if unit is not None and unit[1] in ("duration", "measure") and quantity.kind in ("money", "count", "measure", "share", "duration"):
            if quantity.kind == "duration" and unit[1] == "measure":
                return quantity, j
            return rated(quantity, unit[0], self.end[unit[2] - 1]), unit[2]
        if self.at(j) in ("per",) and self.kind_at(j + 1) == "word" and quantity.kind in ("money", "count", "share", "measure"):
            words = j + 2
            return rated(quantity, self.at(j + 1), self.end[words - 1]), words
        return quantity, j


RANKED = frozenset(["first", "second", "third", "fourth", "fifth", "most", "least", "worst", "best", "major", "time"])
MOVED = frozenset(
    [
        "go",
        "goes",
        "went",
        "gone",
        "going",
        "move",
        "moved",
        "rise",
        "rose",
        "risen",
        "climb",
        "climbed",
        "climbing",
        "jump",
        "jumped",
        "increase",
        "increased",
        "push",
        "pushed",
        "bump",
        "bumped",
        "end",
        "ended",
        "speed",
        "sped",
    ]
)
COMPARED = frozenset(
    [
        "as",
        "more",
        "the",
        "its",
        "their",
        "his",
        "her",
        "that",
        "than",
        "larger",
        "higher",
        "bigger",
        "greater",
        "faster",
        "lower",
        "less",
        "stronger",
        "longer",
        "smaller",
        "over",
        "what",
        "those",
        "fewer",
        "heavier",
        "worse",
        "deadlier",
        "likelier",
        "hotter",
        "cheaper",
    ]
)
ADVERBS = {"daily": "d", "weekly": "wk", "monthly": "mo", "yearly": "a", "annually": "a", "nightly": "d", "hourly": "h"}
TENS = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
DECADES: dict[str, float] = {
    **{word: 20.0 + 10 * n for n, word in enumerate(TENS)},
    **{f"{n}0s": n * 10.0 for n in range(2, 10)},
    "teens": 10.0,
    "decades": 0.0,
    "centuries": 0.0,
}
DAYLONG = {"d": 1.0, "wk": 7.0, "mo": 30.0, "a": 365.0}
SMALLER = {
    "h": {"min": 1 / 60, "s": 1 / 3600},
    "min": {"s": 1 / 60},
    "d": {"h": 1 / 24},
    "a": {"mo": 1 / 12},
    "wk": {"d": 1 / 7},
    "mo": {"d": 1 / 30},
}


def rated(quantity: Quantity, unit: str, end: int) -> Quantity:
    """Make a quantity one per so much."""
    kind = "measure" if quantity.kind == "measure" and unit in ("h", "s", "min") else "rate"
    return replace(quantity, kind=kind, unit=f"{quantity.unit}/{unit}", end=end, bare=False)


def bound(quantity: Quantity) -> Quantity:
    """Open the interval on the side that the qualifier leaves open."""
    if quantity.qualifier == "at_least":
        return replace(quantity, high=None)
    if quantity.qualifier == "at_most":
        low = 0.0 if quantity.high is None or quantity.high >= 0 else None
        return replace(quantity, low=low)
    return quantity


def quantities(sentence: str) -> list[Quantity]:
    """Read every quantity a sentence claims, in order. Offsets are into the sentence."""
    reader = Reader(sentence)
    found: list[Quantity] = []
    i = 0
    starts = reader.lexicon.starts
    while i < reader.count:
        if reader.kind[i] in ("number", "glyph") or reader.word[i] in starts:
            read = reader.quantity(i)
            if read is not None:
                found.append(read[0])
                i = max(read[1], i + 1)
                continue
            if reader.kind[i] == "number":
                number = reader.number(i)
                i = max(i + 1, number.end if number is not None else 0)
                continue
        i += 1
    return converted(found, sentence)


def lasting(quantity: Quantity, last: Quantity | None, sentence: str) -> Quantity:
    """Read "$17 million over three years" as a span, not as a bound on it."""
    if last is None or quantity.kind != "duration" or quantity.qualifier != "at_least" or not sentence.startswith("over ", quantity.start):
        return quantity
    if sentence[last.end : quantity.start].strip():
        return quantity
    return replace(quantity, start=quantity.start + len("over "), high=quantity.low, qualifier="exact")


def converted(found: Iterable[Quantity], sentence: str) -> list[Quantity]:
    """Give a conversion in brackets the bound of what it converts: about 1,200 km (745 miles)."""
    rows: list[Quantity] = []
    for quantity in found:
        last = rows[-1] if rows else None
        quantity = lasting(quantity, last, sentence)
        if (
            last is not None
            and last.bare
            and not last.joined
            and quantity.kind in ("measure", "share", "money")
            and not quantity.joined
            and not quantity.bracketed
        ):
            # 420 and 430 kilometres; three or four percent: the unit is said once
            if sentence[last.end : quantity.start].strip() in ("and", "or", ",", ", and", "to") and last.number_end == last.end:
                rows[-1] = last = replace(last, kind=quantity.kind, unit=quantity.unit, bare=False)
        if (
            last is not None
            and quantity.kind in ("measure", "money")
            and sentence[last.end : quantity.start].strip() in ("(", ";", "/", ",", "(or", "[")
            and quantity.unit != last.unit
            and last.kind in ("measure", "money", "rate")
        ):
            if sentence[last.end : quantity.start].strip() != ",":
                qualifier = last.qualifier if quantity.qualifier == "exact" else quantity.qualifier
                quantity = bound(replace(quantity, qualifier=qualifier, bracketed=True))
        rows.append(quantity)
    return rows
