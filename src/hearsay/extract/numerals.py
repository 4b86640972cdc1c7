"""Numbers and units as a sentence words them: digits, number words, magnitudes, fractions, vague words, signs of money."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

# Swallowed whole, for they hold digits but claim no quantity: addresses of the web, dates, clock times, coordinates, telephone numbers,
# ordinals, decades. Every alternative has a bounded length or a single repeat, so that none can backtrack far.
ATOM = re.compile(
    r"""(?P<junk>https?://\S+|www\.\S+|\S{1,64}@\S{1,64}\.\w{2,8}|[@\#]\w+
      | \d{4}-\d{1,2}-\d{1,2}(?:T[\d:.]+Z?)? | \d{1,4}/\d{1,2}/\d{2,4}\b | \d{4}/\d{2}\b
      | \d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:\ ?(?i:[ap]\.?m)\b\.?)? | \d{1,2}(?:\.\d{2})?\ ?(?i:[ap]\.m\.?|[ap]m\b)
      | [0-2]\d[0-5]\d(?=\ \(\d{4}\ (?:GMT|UTC)\))
      | \d{1,2}[.:]?\d{2}\ ?(?:UTC|GMT|hrs|hours?\ (?:local|GMT|UTC)|[A-Z]{1,3}[SD]T\b|\(?local\ time)
      | \d{1,3}['°]\d{1,2}['"°]?(?:\d{1,2}['"])?\ ?[NSEW]? | \d{1,3}\.\d+\ ?°?\ ?[NSEW]\b
      | (?:UTC|GMT)\ ?[+-]\d{1,2}(?::\d\d)?
      | (?:\+\d{1,3}[\s-]?)\(?\d{2,4}\)?[\s-]?\d{2,4}(?:[\s-]\d{2,5}){0,3} | \(?\b\d{3}\)?[-.\ ]\d{3}[-.]\d{4}\b
      | \d+(?:,\d{3})*(?:st|nd|rd|th)\b | \d{1,4}0'?s\b(?!') | '\d\d\b(?!')
      | \d+(?:\.\d+){2,} )
      | (?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,]\d) | \d{1,2}(?:,\d{2})+,\d{3}(?:\.\d{1,8})?(?!\d)
      | \d{1,3}(?:[ \u00a0\u202f]\d{3}){2,}(?:\.\d{1,8})?(?!\d) | \d{1,3}[ \u00a0\u202f]000(?!\d)
      | \d{1,9}(?:\.\d{1,8})?[eE][+-]?\d{1,2}(?![\w.]) | (?:\d+|(?<![^\W\d_]))\.\d{1,8}(?!\d) | \d+)
      | (?P<glyph>[½¼¾⅓⅔⅙⅚⅛⅜⅝⅞⅕⅖⅗⅘])
      | (?P<dash>&(?:amp;)?(?:ndash|mdash|minus);|[-‐‑–—−])
      | (?P<space>&(?:amp;)?nbsp;)
      | (?P<word>(?:[A-Za-z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)?)
      | (?P<sign>[^\w\s])""",
    re.VERBOSE,
)
PLAIN = ("cardinals", "magnitudes", "suffixes", "groups", "fractions", "ordinals", "glyphs", "ratios", "tens")
GROUPED = re.compile(r"[,\s]")
GREATEST = 18  # digits: beyond a quintillion no report claims a quantity
ORDERS = {"hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9, "trillions": 1e12}
BELOW = (2, 3, 4, 5, 6, 8, 10, 16)  # what 1/… is a fraction of; anything else under a slash is a date or a code


def lexicon_table(name: str) -> dict[str, Any]:
    """Read one file of the English lexicon."""
    return tomllib.loads(files("hearsay.extract").joinpath("lexicon", "en", f"{name}.toml").read_text(encoding="utf-8"))


def split(phrase: str) -> tuple[str, ...]:
    """Cut a phrase of the lexicon into atoms, as a sentence is cut."""
    return tuple(m[0].lower() for m in ATOM.finditer(phrase))


class Unit(NamedTuple):
    """A unit read. code: UCUM or ISO 4217; kind: of the quantity it makes; end: atom behind it; worth: how many of its code it is."""

    code: str
    kind: str
    end: int
    worth: float = 1.0


class Number(NamedTuple):
    """A number read. end: atom behind it. scale: worth of the magnitude that closes it, else 1. figures: its digits as written, else ""."""

    low: float
    high: float
    end: int
    scale: float = 1.0
    vague: bool = False
    share: bool = False
    figures: str = ""

    @property
    def digits(self) -> bool:
        return bool(self.figures)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of numbers.toml and units.toml, made ready to look up.

    before: last word of a bounding phrase → its phrases, longest first. units: first word of a unit → its phrases, longest first.
    around: the word lists of [context] by name. starts: words with which a quantity may begin.
    """

    cardinals: dict[str, float]
    magnitudes: dict[str, float]
    suffixes: dict[str, float]
    groups: dict[str, float]
    fractions: dict[str, float]
    ordinals: dict[str, float]
    glyphs: dict[str, float]
    ratios: dict[str, float]
    tens: dict[str, float]
    vague: dict[str, tuple[float, float]]
    loose: dict[str, tuple[float, float]]
    before: dict[str, list[tuple[tuple[str, ...], str]]]
    after: list[tuple[tuple[str, ...], str]]
    units: dict[str, list[tuple[tuple[str, ...], str, str]]]
    tight: dict[str, str]
    times: dict[str, float]
    signs: dict[str, str]
    codes: frozenset[str]
    tight_codes: frozenset[str]
    abbreviations: dict[str, str]
    of_much: dict[str, str]
    hundredths: dict[str, str]
    pace: dict[str, str]
    around: dict[str, frozenset[str]]
    starts: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Load the number and unit words."""
    numbers, units = lexicon_table("numbers"), lexicon_table("units")
    plain = {name: {word: float(n) for word, n in numbers[name].items()} for name in PLAIN}
    vague, loose = ({word: (float(low), float(high)) for word, (low, high) in numbers[name].items()} for name in ("vague", "loose"))
    before: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for qualifier, phrases in numbers["before"].items():
        for phrase in phrases:
            before.setdefault(split(phrase)[-1], []).append((split(phrase), qualifier))
    after = [(split(phrase), qualifier) for qualifier, phrases in numbers["after"].items() for phrase in phrases]
    table: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for section, kind in (("measure", "measure"), ("time", "duration"), ("percent", "share"), ("money", "money")):
        for code, phrases in units[section].items():
            for phrase in phrases:
                table.setdefault(split(phrase)[0], []).append((split(phrase), code, kind))
    for bounds in (*before.values(), after):
        bounds.sort(key=lambda row: -len(row[0]))
    for spellings in table.values():
        spellings.sort(key=lambda row: -len(row[0]))
    around = {name: frozenset(words.split()) for name, words in numbers["context"].items()}
    first = ("cardinals", "groups", "magnitudes", "fractions", "ratios", "tens")
    starts = {*(word for name in first for word in plain[name]), *vague, *loose, "a", "an", "twice", "thrice", "decades", "centuries"}
    return Lexicon(
        cardinals=plain["cardinals"],
        magnitudes=plain["magnitudes"],
        suffixes=plain["suffixes"],
        groups=plain["groups"],
        fractions=plain["fractions"],
        ordinals=plain["ordinals"],
        glyphs=plain["glyphs"],
        ratios=plain["ratios"],
        tens=plain["tens"],
        vague=vague,
        loose=loose,
        before=before,
        after=after,
        units=table,
        tight={letters: code for code, letters in units["tight"].items()},
        times={word: float(n) for word, n in units["times"].items()},
        signs={"".join(split(sign)): code for sign, code in units["signs"].items()},
        codes=frozenset(units["codes"]["iso"].split()),
        tight_codes=frozenset(units["codes"]["tight"].split()),
        abbreviations={word: code for code, spellings in units["abbreviations"].items() for word in spellings},
        of_much={word: code for code, spellings in units["abbreviations_of_much"].items() for word in spellings},
        hundredths={word: code for code, spellings in units["hundredths"].items() for word in spellings},
        pace=numbers["pace"],
        around=around,
        starts=frozenset(starts) | {f"{n}0s" for n in range(2, 10)},
    )


class Numerals:
    """The atoms of one sentence, and the numbers and units among them."""

    __slots__ = ("text", "start", "end", "word", "kind", "count", "lexicon", "titled")

    def __init__(self, text: str) -> None:
        self.text, self.lexicon = text, lexicon()
        self.start: list[int] = []
        self.end: list[int] = []
        self.word: list[str] = []
        self.kind: list[str] = []
        for m in ATOM.finditer(text):
            if m.lastgroup != "space":
                self.start.append(m.start())
                self.end.append(m.end())
                self.word.append("-" if m.lastgroup == "dash" else m[0].lower())
                self.kind.append(m.lastgroup or "")
        self.count = len(self.start)
        long = [i for i in range(self.count) if self.kind[i] == "word" and self.end[i] - self.start[i] > 3]
        # Set as a headline: capitals then tell nothing of names.
        self.titled = len(long) > 2 and sum(self.capital(i) for i in long) > 0.7 * len(long) and not text.rstrip().endswith(".")

    # --- looking around ------------------------------------------------------------------------------------------------
    def at(self, i: int) -> str:
        return self.word[i] if 0 <= i < self.count else ""

    def kind_at(self, i: int) -> str:
        return self.kind[i] if 0 <= i < self.count else ""

    def capital(self, i: int) -> bool:
        return 0 <= i < self.count and self.text[self.start[i]].isupper()

    def glued(self, i: int) -> bool:
        """True where no space parts atom i from the one before."""
        return 0 < i < self.count and self.start[i] == self.end[i - 1]

    def hyphen(self, i: int) -> bool:
        """True where atom i is a dash that ties its neighbours together."""
        return self.at(i) == "-" and self.glued(i) and self.glued(i + 1)

    def is_number(self, i: int) -> bool:
        return 0 <= i < self.count and (self.kind[i] in ("number", "glyph") or self.word[i] in self.lexicon.cardinals)

    def within(self, i: int, name: str) -> bool:
        """True where atom i is a word of a list of the lexicon."""
        return self.at(i) in self.lexicon.around[name]

    def plural(self, i: int) -> bool:
        """True where atom i looks like a plural noun."""
        word = self.at(i)
        if self.kind_at(i) != "word":
            return False
        return word in self.lexicon.around["plural"] or word.endswith("s") and not word.endswith("ss") and not self.within(i, "singular")

    # --- numbers -------------------------------------------------------------------------------------------------------
    def number(self, i: int) -> Number | None:
        """Read the number that begins at atom i."""
        if i >= self.count:
            return None
        if self.kind[i] in ("number", "glyph"):
            return self._digits(i)
        return self._words(i) if self.kind[i] == "word" else None

    def _digits(self, i: int) -> Number | None:
        """Read digits: 1,400, 7½, 3/4, 2 1/2, 40 lakh, 4.5bn."""
        j = i + 1
        if self.kind[i] == "glyph":
            return self._magnified(Number(self.lexicon.glyphs[self.word[i]], self.lexicon.glyphs[self.word[i]], j, figures=self.word[i]))
        plain = GROUPED.sub("", self.word[i])
        if len(plain) > GREATEST or len(plain) > 1 and plain[0] == "0" and plain[1].isdigit():
            return None  # a code, or the time 07.20
        value = float(plain)
        if self.kind_at(j) == "glyph":
            # 7½ is seven and a half, 2.96½ half a hundredth more than 2.96
            value, j = value + self.lexicon.glyphs[self.word[j]] / 10 ** len(plain.partition(".")[2]), j + 1
        elif self.at(j) == "/" and self.glued(j) and self.glued(j + 1):
            below = float(self.word[j + 1]) if self.word[j + 1].isdigit() and len(self.word[j + 1]) < 3 else 0
            if below not in BELOW or value >= below:
                return None
            return Number(value / below, value / below, j + 2, share=True, figures=self.word[i])
        elif self.kind_at(k := j + self.hyphen(j)) == "number" and self.at(k + 1) == "/" and self.glued(k + 1) and self.glued(k + 2):
            part = self._digits(k)  # 4 1/2, a 4-1/2-year high
            if part is not None and part.share:
                value, j = value + part.low, part.end
        value, j = self._powered(value, j)
        number = self._magnified(Number(value, value, j, figures=self.word[i]))
        return self._summed(number) if number.scale > 1 and number.end > j else number

    def _powered(self, value: float, j: int) -> tuple[float, int]:
        """Take in a power: 1.5^3, 2x10^6."""
        ten = self.at(j) in ("x", "×") and self.glued(j) and self.at(j + 1) == "10" and self.at(j + 2) == "^"
        k = j + 2 if ten else j
        if self.at(k) != "^" or not self.glued(k):
            return value, j
        sign = -1 if self.at(k + 1) == "-" else 1
        k += 1 + (self.at(k + 1) in ("-", "+"))
        if self.kind_at(k) != "number" or not self.glued(k) or not self.word[k].isdigit() or len(self.word[k]) > 2:
            return value, j
        power = sign * int(self.word[k])
        if ten:
            return value * 10.0**power, k + 1
        return (value**power, k + 1) if 0 < abs(value) < 1e4 else (value, j)

    def _summed(self, number: Number) -> Number:
        """Add what goes on below the magnitude: 4 thousand 3 hundred, 3 hundred and 21, 2 million and a half."""
        part = self._and_part(number)
        if part is not None:
            return part
        j = number.end
        k = j + (self.at(j) == "and" and number.scale == 100)
        rest = self._digits(k) if self.kind_at(k) == "number" and self.word[k].isdigit() and self.unit(j) is None else None
        if rest is None or rest.share or not 0 < rest.low < number.scale or k == j and rest.end == k + 1:
            return number
        return number._replace(low=number.low + rest.low, high=number.high + rest.high, end=rest.end, scale=1.0)

    def _and_part(self, number: Number) -> Number | None:
        """Add a fraction: three and a half, five and two thirds, two million and a half, one and a half million."""
        j = number.end
        if self.at(j) != "and":
            return None
        lone = self.at(j + 1) in ("a", "one")
        count, end = (1.0, j + 2) if lone else self._below_hundred(j + 1)
        below = self._ordinal(end + self.hyphen(end))
        if not count or below is None or below[2] == lone or self.at(below[1]) == "of":
            return None
        return self._added(number, count * below[0], below[1])

    def _added(self, number: Number, part: float, end: int) -> Number:
        """Add a fraction to a number: to its magnitude, or to one that both share (one and a half million)."""
        scaled = self._magnified(Number(part, part, end))
        if scaled.end == end:
            value = number.low + part * (number.scale if number.scale >= 1000 else 1)
        elif number.scale > scaled.scale:
            value = number.low + scaled.low  # one billion and a half million
        else:
            value = (number.low + part) * scaled.scale
        return Number(value, value, scaled.end, scaled.scale, figures=number.figures)

    def _below_hundred(self, j: int) -> tuple[float, int]:
        """Read a worded number below a hundred; 0 for none."""
        tens = self.lexicon.cardinals.get(self.at(j), 0.0)
        k = j + 1 + self.hyphen(j + 1)
        units = self.lexicon.cardinals.get(self.at(k), 0.0) if tens >= 20 else 0.0
        return (tens + units, k + 1) if 0 < units < 10 else (tens, j + 1)

    def _ordinal(self, j: int) -> tuple[float, int, bool] | None:
        """Read what a fraction is of: half, thirds, twenty-fifths. Returns its worth, the atom behind it, whether it is plural."""
        lexicon, word = self.lexicon, self.at(j)
        tens = lexicon.cardinals.get(word, 0.0)
        if 20 <= tens < 100:
            k = j + 1 + self.hyphen(j + 1)
            units = lexicon.ordinals.get(self.at(k), 0.0)
            return (1 / (tens + units), k + 1, self.at(k).endswith("s")) if 0 < units < 10 else None
        if word in lexicon.fractions:
            return lexicon.fractions[word], j + 1, word.endswith("s") or word == "halves"
        singular = word.removesuffix("s")
        worth = lexicon.ordinals.get(word) or lexicon.ordinals.get(singular, 0.0)
        return (1 / worth, j + 1, word != singular) if worth > 9 else None

    def _magnified(self, number: Number) -> Number:
        """Take in the magnitudes that follow: 4.5 | million, 100-million, 40 | lakh, two | hundred thousand, 1.01 | bn."""
        j, scale = number.end, 1.0
        while j < self.count:
            k = j + 1 if self.hyphen(j) else j
            worth = self.lexicon.magnitudes.get(self.at(k))
            if worth is None:
                break
            scale, j = scale * worth, k + 1
        if j == number.end and number.digits and self.glued(j):
            suffix = self.lexicon.suffixes.get(self.at(j))
            if suffix is not None and self._suffixed(j):
                scale, j = suffix, j + 1
        elif j == number.end and number.digits and self.at(j) in ("b", "m") and self.capital(j) and self.plural(j + 1):
            scale, j = self.lexicon.suffixes[self.at(j)], j + 1  # 8 B people
        return number._replace(low=number.low * scale, high=number.high * scale, end=j, scale=scale)

    def _suffixed(self, j: int) -> bool:
        """Tell 5m pounds from 5m of rope: a letter against the digits is a magnitude where money or a counted noun says so."""
        if len(self.at(j)) > 1:
            return self.at(j) != "mm" or self.money(j - 1)[0] is not None
        if self.money(j - 1)[0] or any(kind == "money" and len(p) == 1 for p, _, kind in self.lexicon.units.get(self.at(j + 1), ())):
            return True
        large = self.at(j) in ("m", "b") and self.capital(j) or self.at(j) == "b" and "." in self.word[j - 1]
        if self.at(j) == "k" or large:
            k = j + 1 + (self.kind_at(j + 1) == "dash")
            return not self.glued(j + 1) or self.kind_at(k) not in ("word", "number") or k > j + 1 and self.kind_at(k) == "number"
        if self.at(j) != "m":
            return False
        for k in range(j + 1, j + 6):  # 2.7m combined record sales
            if self.kind_at(k) != "word" or self.within(k, "metric") or self.within(k, "small") and self.at(k) != "and":
                return False
            if self.plural(k):
                return True
        return False

    def _words(self, i: int) -> Number | None:
        lexicon, word = self.lexicon, self.word[i]
        article = word in ("a", "an")
        j = i + 1 if article else i
        head = self.at(j)
        if article and self.glued(j):
            return None
        if head in lexicon.vague and not article:
            return None if head == "scores" and self.at(j + 1) != "of" else self._vague(j)
        if head in lexicon.loose:
            determined = self.at(i - 1) in ("last", "past", "next", "first", "the", "another", "every")
            if article or head == "several" or determined or self.at(j + 1) in lexicon.magnitudes:
                return self._loose(j)
            return None
        if head in lexicon.fractions:
            return self._fraction(i, j, article)
        if head in lexicon.groups:
            return self._group(j, article)
        if not article:
            bare = head in lexicon.magnitudes and self.at(j + 1) in lexicon.magnitudes  # hundred thousand
            return self._magnified(Number(1, 1, i)) if bare else self._cardinal(i)
        if head in lexicon.magnitudes:
            return self._cardinal(i)
        below = self._ordinal(j)
        if below is not None and (self.at(below[1]) == "of" or i == 0 and below[1] == self.count) and not below[2]:
            return Number(below[0], below[0], below[1], share=True)  # a hundredth of
        # More than an hour, around a year: the article counts only where a bound stands before it.
        return Number(1, 1, j) if self.bounds_before(i)[0] in ("about", "at_least", "at_most") and self.measured(j) else None

    def _vague(self, j: int) -> Number:
        """Read hundreds, tens of thousands, dozens."""
        low, high = self.lexicon.vague[self.at(j)]
        k = j + 1
        if self.at(k) == "of" and self.at(k + 1) in ORDERS:
            scale = ORDERS[self.at(k + 1)]
            low, high, k = low * scale, (high + 1) * scale - 1, k + 2
        return Number(low, high, k + (self.at(k) == "of" and self.unit(k + 1) is not None), vague=True)

    def _loose(self, j: int) -> Number:
        """Read a few, several hundred, a couple of dozen; the word *of* belongs to it only before a magnitude or a unit."""
        low, high = self.lexicon.loose[self.at(j)]
        k = j + 1
        if self.at(k) == "of" and self.unit(k + 1) is not None:
            return Number(low, high, k + 1, vague=True)
        first = k + 1 if self.at(k) == "of" and self.at(k + 1) in self.lexicon.magnitudes else k
        scaled = self._magnified(Number(low, high, first, vague=True))
        return scaled if scaled.end > first else Number(low, high, k, vague=True)

    def _group(self, j: int, article: bool) -> Number | None:
        """Read a pair of, the trio of, twin blasts."""
        head, value = self.at(j), self.lexicon.groups[self.at(j)]
        if head == "twin":
            return Number(value, value, j + 1) if self.plural(j + 1) and (self.titled or not self.capital(j + 1)) else None
        return Number(value, value, j + 2) if self.at(j + 1) == "of" and (article or self.at(j - 1) == "the") else None

    def _fraction(self, i: int, j: int, article: bool) -> Number | None:
        """Read half, a third, a quarter, half a million, half an hour; two-thirds begins with its cardinal."""
        lexicon, head = self.lexicon, self.at(j)
        value = lexicon.fractions[head]
        if head == "half":
            k = j + 1 + (self.at(j + 1) == "-" and self.glued(j + 1))
            tied = k > j + 1
            k += self.at(k) in ("a", "an") and (self.at(k + 1) in lexicon.magnitudes or self.measured(k + 1))
            if self.at(k) in lexicon.magnitudes:
                return self._magnified(Number(0.5, 0.5, k))
            if self.measured(k):
                return Number(0.5, 0.5, k)
            if self.within(i - 1, "halves") or tied and self.at(k) != "price":
                return None  # the second half; half-mast, half-brother
            return Number(0.5, 0.5, j + 1, share=True)
        if self.at(j + 1) in lexicon.magnitudes and head == "quarter":
            return self._magnified(Number(value, value, j + 1))
        if not article or head.endswith("s"):
            return None
        if self.at(j + 1) == "of" and self.at(j + 2) in ("a", "an"):
            if self.at(j + 3) in lexicon.magnitudes:
                return self._magnified(Number(value, value, j + 3))
            return Number(value, value, j + 3) if head == "quarter" and self.unit(j + 3) else None
        alone = i == 0 and j + 1 == self.count
        if alone or self.at(j + 1) == "of" or self.within(i - 1, "softeners") and self.kind_at(j + 1) != "word":
            return Number(value, value, j + 1, share=True)
        return None

    def _cardinal(self, i: int) -> Number | None:
        """Read a cardinal in words: forty-seven, two hundred thousand, one and a half million, two-thirds, three and a half."""
        lexicon = self.lexicon
        if self.word[i] not in lexicon.cardinals and self.word[i] not in ("a", "an"):
            return None
        total, current = 0.0, 1.0 if self.word[i] in ("a", "an") else 0.0
        j, last, scale = i + (current > 0), current, 1.0
        whole: Number | None = None  # what stands before the last "and"
        while j < self.count:
            k = j
            joined = j > i and self.at(j) == "and" and last >= 100 and 1 < lexicon.cardinals.get(self.at(j + 1), 100) < 100
            spaced = self.at(j) == "-" and 20 <= last < 100 and 0 < lexicon.cardinals.get(self.at(j + 1), 0) < 10
            if j > i and (self.hyphen(j) or joined or spaced):
                k = j + 1
            if joined:
                whole = Number(total + current, total + current, j, last)
            word = self.at(k)
            if word in lexicon.cardinals:
                value = lexicon.cardinals[word]
                if j > i and not (last >= 100 or 20 <= last < 100 and last % 10 == 0 and 0 < value < 10):
                    if 10 < last < 100 and value >= 10 and i == j - 1:
                        rest = self._cardinal(k)
                        if rest is not None and rest.low < 100 and not rest.share:
                            year = last * 100 + rest.low  # nineteen eighty-four
                            return Number(year, year, rest.end, figures=f"{year:.0f}")
                    break
                below = self._ordinal(k) if j > i and value >= 20 else None
                if below is not None and not joined:
                    break  # one hundred | thirty-fifths
                current, last = current + value, value
            elif word in lexicon.magnitudes and (j > i or current):
                worth = lexicon.magnitudes[word]
                if worth <= 100:
                    current *= worth
                elif current:
                    total, current = total + current * worth, 0.0
                else:
                    total *= worth  # a million million
                last = scale = worth
            else:
                break
            j = k + 1
        value = total + current
        # The magnitude that closes a number is shared by a range ("two to three hundred"), one inside it is not.
        scale = scale if last == scale else 1.0
        number = Number(value, value, j, scale)
        decimals = self._point(j) if not self.within(i - 1, "clock") else None
        if decimals is not None:
            return self._magnified(Number(value + decimals[0], value + decimals[0], decimals[1]))
        part = self._and_part(number)
        if part is not None:
            return part
        hyphen = self.at(j) == "-" and (self.glued(j) or self._ordinal(j + 1) is not None)
        below = self._ordinal(j + hyphen)
        if below is not None and value >= 1:
            worth, end, plural = below
            if self.at(end - 1) == "half":
                return Number(0.5, 0.5, end, share=True) if value == 1 and hyphen and self.glued(j) else number
            if plural and whole is not None and (value - whole.low) * worth < 1:
                return self._added(whole, (value - whole.low) * worth, end)  # one hundred and three quarters
            if plural == (value > 1):
                return self._fraction_of(value * worth, end)
        return number

    def _fraction_of(self, value: float, end: int) -> Number:
        """Finish a worded fraction: two thirds, two thirds of a million, three quarters billion."""
        k = end + 2 if self.at(end) == "of" and self.at(end + 1) == "a" else end
        if self.at(k) in self.lexicon.magnitudes:
            return self._magnified(Number(value, value, k))
        value = 1.0 if abs(value - 1) < 1e-6 else value
        return Number(value, value, end, share=True)

    def _point(self, j: int) -> tuple[float, int] | None:
        """Read the decimals of a worded number: point zero three, point seventy-one."""
        if self.at(j) != "point" or self.at(j + 1) not in self.lexicon.cardinals:
            return None
        digits, k = "", j + 1
        while self.lexicon.cardinals.get(self.at(k), 10) < 10:
            digits, k = digits + f"{self.lexicon.cardinals[self.at(k)]:.0f}", k + 1
        if not digits:
            rest = self._cardinal(k)
            if rest is None or rest.share or rest.low >= 100:
                return None
            digits, k = f"{rest.low:.0f}", rest.end
        return float(f"0.{digits}"), k

    def negated(self, first: int) -> int:
        """The atom at which a number begins with its sign: minus five, minus-5, -5; ``first`` where it has none."""
        before = self.at(first - 1)
        if before == "minus" and self.at(first - 2) != "or":
            return first - 1
        if before == "negative" and not self.at(first - 2).startswith("test"):
            number = self.number(first)
            unit = self.unit(number.end) if number is not None else None
            return first if unit is not None and unit.kind == "duration" else first - 1
        if before != "-" or not self.glued(first):
            return first
        if self.at(first - 2) == "minus" and self.glued(first - 1):
            return first - 2
        return first - 1 if not self.glued(first - 1) or self.at(first - 2) in ("(", "<", ">", "=", "^") else first

    # --- units ---------------------------------------------------------------------------------------------------------
    def unit(self, j: int, tight: bool = False) -> Unit | None:
        """Read a unit at atom j. tight: it stands against the digits, so that a lone letter is one."""
        word = self.at(j)
        if word in self.lexicon.hundredths and (word != "p" or tight):
            return Unit(self.lexicon.hundredths[word], "money", j + 1, 0.01)
        for phrase, code, kind in self.lexicon.units.get(word, ()):
            if kind == "money" and self.glued(j + len(phrase)) and self.kind_at(j + len(phrase)) == "number":
                continue  # three USD50 cards
            if phrase[-1].isdigit() and not self.glued(j + len(phrase) - 1):
                continue  # 12 m 2 dm
            if len(phrase) == 1:
                return Unit(code, kind, j + 1, self.lexicon.times.get(phrase[-1], 1.0))
            for width in (len(phrase), 2 * len(phrase) - 1):  # light years, light-years
                if tuple(w for w in self.word[j : j + width] if w != "-") == phrase:
                    return Unit(code, kind, j + width, self.lexicon.times.get(phrase[-1], 1.0))
        if len(word) == 4 and word[0] == "m" and self.text[self.start[j] : self.end[j]].isupper() and word[1:] in self.lexicon.units:
            _, code, kind = self.lexicon.units[word[1:]][-1]
            if kind == "money":
                return Unit(code, kind, j + 1, 1e6)  # 30 MUSD
        code = self.text[self.start[j] : self.end[j]] if len(word) == 3 else ""
        coded = code in self.lexicon.codes or tight and code in self.lexicon.tight_codes
        if coded and not self.is_number(j + 1) and not self.plural(j + 1):  # 300 AED devices
            return Unit(code, "money", j + 1)
        if word in self.lexicon.tight and not (self.capital(j) and word in ("g", "m", "t")):  # 5G
            apart = word in ("m", "g", "c", "f") and self.kind_at(j - 1) == "number" and not self.glued(j + 1)
            if tight or apart and self.capital(j) == (word in ("c", "f")):
                return Unit(self.lexicon.tight[word], "measure", j + 1)
        return None

    def measured(self, j: int) -> bool:
        """True where a unit of time or measure stands at atom j."""
        unit = self.unit(j)
        return unit is not None and unit.kind in ("measure", "duration") or self.at(j) == "block"

    def money(self, first: int) -> tuple[str | None, int]:
        """Read the sign or code of money before atom ``first``: $, US$, AUD, CNY¥. Returns the code and the atom it begins at."""
        for i in range(max(0, first - 3), first):
            if (abbreviated := self._abbreviated(i, first)) is not None:
                return abbreviated, i
            joined = "".join(self.word[i:first])
            code = self.lexicon.signs.get(joined)
            if code is None or self.word[i][0].isalpha() and self.glued(i) and self.kind_at(i - 1) == "number":
                continue  # 0b$0: the letter is that of the number before
            letters = joined.isalpha() or joined[-1] == "."
            if letters and not (self.capital(i) and (len(joined) > 2 or self.glued(first) or joined.startswith("rs"))):
                continue
            if joined in ("a$", "s$") and not self.glued(first - 1) and (joined == "a$" or not self.capital(i)):
                continue  # a $5 fee
            if joined == "us" or joined[-1] not in "$¥£€" and not all(self.glued(k) for k in range(i + 1, first)):
                continue
            return code, i
        return None, first

    def _abbreviated(self, i: int, first: int) -> str | None:
        """The currency whose code, or abbreviation as it is written, stands from atom i to the amount at atom ``first``."""
        written = self.text[self.start[i] : self.end[first - 1]]
        if written in self.lexicon.codes or written in self.lexicon.tight_codes and self.glued(first):
            return written
        if written in self.lexicon.of_much:
            scaled = self.at(first + 1) in self.lexicon.magnitudes or self.at(first + 1) in self.lexicon.suffixes  # 500 million, 500m
            return self.lexicon.of_much[written] if self.kind_at(first) == "number" and (scaled or "," in self.word[first]) else None
        return self.lexicon.abbreviations.get(written) if self.kind_at(first) == "number" else None

    # --- bounds --------------------------------------------------------------------------------------------------------
    def bounds_before(self, first: int) -> tuple[str | None, int, str | None]:
        """Read the words before that bound or soften a number. Returns the qualifier, where it begins, and the scope it tells."""
        weight = {None: 0, "exact": 1, "about": 2, "at_most": 3, "at_least": 3}
        found: str | None = None
        scope: str | None = None
        for _ in range(3):
            for phrase, qualifier in self.lexicon.before.get(self.at(first - 1), ()):
                i = first - len(phrase)
                if i < 0 or tuple(self.word[i:first]) != phrase or phrase[:2] == ("up", "to") and self._moved(i):
                    continue
                found = qualifier if weight[qualifier] >= weight[found] else found
                if phrase[-1] in ("another", "further", "additional", "extra"):
                    scope = "new"
                elif phrase[-2:] == ("total", "of") or phrase[-1] == "combined":
                    scope = "total"
                first = i
                break
            else:
                break
        return found, first, scope

    def _moved(self, i: int) -> bool:
        """Tell "rose up to 10" and "brings the toll up to 10", where nothing is bounded, from "up to 10"."""
        return self.within(i - 1, "moved") or any(w.startswith(("bring", "brought")) for w in self.word[max(0, i - 12) : max(0, i - 1)])

    def bounds_behind(self, j: int) -> tuple[str | None, int]:
        """Read the words behind that bound a number: 14 or more, 1,000+, a year or so. Returns the qualifier and the atom behind it."""
        k = j + 1 if self.at(j) == "," else j
        for phrase, qualifier in self.lexicon.after:
            end = k + len(phrase)
            if tuple(self.word[k:end]) == phrase:
                joins = phrase[0] not in ("or", "and", "+", "if", "possibly", "give")
                if (
                    self.is_number(end)
                    or self.at(end) == "than"
                    and self.is_number(end + 1)
                    or joins
                    and (k > j or self.kind_at(end) == "word")
                ):
                    return None, j
                return qualifier, end
        return None, j
