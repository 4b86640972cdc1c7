"""How much: the amounts a sentence claims, with their bounds and units. What is counted, whose and by whom told is figures.py."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from hearsay.extract.numerals import Number, Numerals, Unit

OLDEST = 125
EMERGENCY = frozenset(("911", "999", "112"))  # telephone numbers, where a call follows
BOUNDS = ("at_least", "at_most")
DAYS = {"d": 1.0, "wk": 7.0, "mo": 30.0, "a": 365.0}
MEASURED = frozenset(("measure", "money", "rate"))
SMALLER = {
    "h": {"min": 1 / 60, "s": 1 / 3600}, "min": {"s": 1 / 60}, "d": {"h": 1 / 24},
    "wk": {"d": 1 / 7}, "mo": {"d": 1 / 30}, "a": {"mo": 1 / 12},
}  # fmt: skip
SPELLS = {"second": "s", "minute": "min", "hour": "h", "day": "d", "week": "wk", "month": "mo", "year": "a"}
PACE = re.compile(rf"\)\s(?:per|an?|each|every)\s({'|'.join(SPELLS)})\b", re.IGNORECASE)
DECADES = {f"{n}0s": n * 10.0 for n in range(2, 10)}
WHOLES = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 50, 100, 1000))  # of "one in ten"; "one in 17" may be a place
BRACKETS = {"(": ")", "[": "]", "{": "}", "<": ">"}
# Units whose part is told beside them: 5 ft 2 in, 7 pounds 6 ounces, 3 dollars and 50 cents.
PARTED = {"[ft_i]": {"[in_i]": 1 / 12}, "[lb_av]": {"[oz_av]": 1 / 16}}
NOBODY = frozenset(("no", "nobody", "none"))
LISTED = frozenset((",", "and", "or", "&", ";"))


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount as a sentence words it.

    start, end: the number with its qualifier and unit, in the string read; number_start, number_end: the bare number.
    kind: count, money, share, measure, duration, age, rate or ratio. low, high: None where unbounded. unit: ``1`` where
    things are counted. bare: a count whose noun, if any, follows. joined: tied to the noun by a hyphen or worn as an
    adjective (*two-day*, *eight-foot*, *40,000-strong*). bracketed: a conversion of the quantity before it. dating: a span
    of time that only dates something (*two weeks ago*). apposed: an age told by commas or brackets alone (*Roe, 31,*).
    pronoun: *one* that stands for somebody (*one of them*).
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
    apposed: bool = False
    pronoun: bool = False
    scope: str | None = None


class Range(NamedTuple):
    """The second half of a range: both ends, the atom behind it, its unit and currency where told."""

    low: float
    high: float
    number: Number
    end: int
    unit: Unit | None
    money: str | None


class Score(NamedTuple):
    """Two numbers that are the score of a match or a vote, and no range. end: atom behind them."""

    end: int


@dataclass(slots=True)
class Draft:
    """A quantity while it is read, in atoms. begin: its qualifier, first: its sign of money, number: its digits, end: behind it."""

    begin: int
    first: int
    number: int
    end: int
    read: Number
    low: float
    high: float
    kind: str = "count"
    unit: str = "1"
    qualifier: str | None = None
    scope: str | None = None
    traits: set[str] = field(default_factory=set)


class Reader(Numerals):
    """The quantities of one sentence."""

    __slots__ = ("changed", "labelled_to")

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.changed: Draft | None = None  # the last amount that a change went out from: from 15 per cent
        self.labelled_to = -1  # the atom behind the last number that belongs to a label: "lines 4, 5 and 6"

    # --- what is no quantity -------------------------------------------------------------------------------------------
    def year(self, number: Number, i: int, j: int) -> bool:
        """Tell a year from a count: four digits without a comma, 1500 to 2100, and nothing that says otherwise."""
        if self.within(j, "eras") and self.capital(j) or self.at(i - 1) == "a.d.":
            return True
        if number.scale != 1 or len(number.figures) != 4 or not number.figures.isdigit() or not 1500 <= number.low < 2200:
            return False
        if self.unit(j, self.glued(j)) is not None:
            return False
        if self.bounds_before(i)[0] in BOUNDS and self.at(i - 1) not in ("to", "within"):
            return False
        if not self.plural(j) or self.capital(j) or self.within(j, "years_of"):
            return True
        before = self.at(i - 1)
        dated = self.within(i - 1, "before_year") or self.within(i - 1, "months") or before.endswith("'s") or before in (",", "(", "-")
        return dated or self.kind_at(i - 1) in ("number", "junk")

    def month(self, i: int) -> bool:
        """True where atom i names a month: April, april; march and may only behind a preposition, for they are verbs too."""
        if not self.within(i, "months"):
            return False
        return self.capital(i) or self.at(i) not in ("march", "may", "mar") or self.within(i - 1, "before_year")

    def named(self, number: Number, i: int, j: int) -> bool:
        """Tell a number that is part of a name, a date or a label, and counts nothing."""
        before, following = self.at(i - 1), self.at(j)
        if self.odds_of(number, j) is not None:
            return False
        if self.driven(i, j):
            return True
        small = number.low <= 31 and number.scale == 1
        month = i - 2 if before == "." and self.glued(i - 1) else i - 1  # Aug. 14
        if self.month(month) and small:
            return self.unit(j, self.glued(j)) is None
        if number.digits and small:
            k = j + (following == "of")
            if self.month(k):
                return True
        if (
            before in ("#", "№", "_", "\\", "/")
            or before == "="
            and self.at(i - 2) not in ("<", ">")
            or following in ("/", "_", "=")
            and self.glued(j)
            and self.glued(j + 1)
        ):
            return True
        if before in ("'", "’") and self.glued(i) and self.glued(i - 1) and number.digits:
            return True
        if number.scale == 1 and (
            self.within(i - 1, "labels") and self.labels(number, i, j) or before in LISTED and self.labelled_to == i - 1
        ):
            self.labelled_to = j
            return True
        if number.digits and before == "." and self.at(i - 2) in ("no", "nos", "vol", "pp", "fig", "art", "sec", "ch"):
            return True
        if number.digits and i == 0 and following in (")", ".") and self.glued(j) and j + 1 < self.count:
            return True  # 1) or 2. before an item of a list
        listed = number.digits and small and following == ")" and self.glued(j) and before in (":", ";", ",", "and", "or")
        if listed and "(" not in self.word[max(0, i - 12) : i]:
            return True  # two reasons: 1) … and 2) …
        if number.digits and small and before == "at" and following == "in" and self.at(j + 1) == "the" and self.within(j + 2, "dayparts"):
            return True  # at 9 in the morning
        if self.within(j + self.hyphen(j), "calibres") or number.figures in EMERGENCY and self.at(j) in ("call", "calls", "dispatcher"):
            return True  # a .380 caliber pistol, a 911 call
        if number.figures.startswith(".") and self.within(j, "guns"):
            return True
        if number.digits and self.capital(j) and self.within(j, "programmes") and not self.titled:
            return True  # the interview with 60 Minutes
        if number.digits and following == "block" and self.at(j + 1) == "of":
            return True  # the 1200 block of a street
        if self.glued(j) and self.hyphen(j) and self.at(j + 1) == "d" and self.capital(j + 1):
            return True  # 3-D
        if self.at(i) == "couple" and following != "of" and before not in ("a", "another", "last", "next", "past", "first", "-"):
            return True  # the couple paid
        if self.at(i) in ("two", "half") and before == "in" and self.kind_at(j) != "word" and self.at(j) != "-":
            return True  # it broke in two
        if self.hyphen(j) and (self.within(j + 1, "grades") or self.at(i) == "one" and self.at(j + 1) in ("time", "on", "off")):
            return True  # two-factor authentication, a one-time minister, a one-on-one debate, a one-off
        numbered = number.figures.endswith(".0") and self.capital(i - 1) and self.unit(j) is None
        if numbered and not (self.within(i - 1, "openers") or self.within(i - 1, "small") or before == "magnitude"):
            return True  # Web 2.0
        if number.digits:
            return self.coded(number, i, j)
        if number.low == 0 and not self.plural(j) and self.unit(j) is None:
            return True  # zero tolerance
        if self.at(i) == "one" and j == i + 1 and self.pronoun(i) and self.share_of(number, j) is None:
            return self.at(j) != "of" or self.within(i - 1, "not_one")
        if self.hyphen(i - 1) and self.hyphen(j) and self.kind_at(i - 2) == "word" and self.at(i - 2) not in ("sub", "now", "then"):
            return True  # a production-four-door record
        # A worded number within a name: Three Days Grace, BBC Two, Big Ten.
        return self.capital(i) and not self.titled and not self.opening(i)

    def driven(self, i: int, j: int) -> bool:
        """Tell a number that another is tied to without a measure, in the name of a kind: a four-by-four, a 4×4, a 2x4."""
        for k, step in ((j, 1), (i - 1, -1)):
            joint = k + step if self.hyphen(k) and self.at(k + step) == "by" and self.hyphen(k + 2 * step) else k
            other = k + (3 if joint != k else 1) * step
            tied = joint != k or self.at(k) in ("x", "×")
            last = max(j, other + 1)
            if tied and self.is_number(other) and self.unit(last, self.glued(last)) is None:
                return True
        return False

    def pronoun(self, i: int) -> bool:
        """Tell *one* as a pronoun or article (no one, one of them, one day) from a count (one man)."""
        unit = self.unit(i + 1)
        if unit is not None and unit.kind == "measure" and self.at(i - 1) == "that":
            return False
        if self.within(i - 1, "not_one") or self.at(i - 1) in ("'", "-") or self.at(i - 1) == "at" and self.within(i + 1, "junctures"):
            return True  # at one point
        if self.at(i - 2) in ("a", "an") and self.kind_at(i - 1) == "word" and self.bounds_before(i)[0] is None:
            return True  # a lower one still
        sided = self.at(i + 1) == "hand" and self.at(i - 1) not in ("the", "on", "to")
        counts = self.kind_at(i + 1) == "word" and not self.within(i + 1, "small") and (sided or not self.within(i + 1, "one_is"))
        return not (counts or self.at(i + 1) in ("-", "or", "to") or self.bounds_before(i)[0] is not None)

    def opening(self, i: int) -> bool:
        """True where atom i opens the sentence or a quotation in it."""
        return i <= 0 or self.word[i - 1] in ('"', "'", "“", "‘", ":", "(", "-", "–", "—", "*", "•", "…", ".", "!", "?", "[")

    def labels(self, number: Number, i: int, j: int) -> bool:
        """Tell "lap 35" and "stage two upgrades" from "in that area 35 people"."""
        if "," in number.figures or self.unit(j, self.glued(j)) is not None:
            return False
        return self.within(i - 1, "ranks") or not self.plural(j) or self.capital(i - 1) and not self.titled

    def coded(self, number: Number, i: int, j: int) -> bool:
        """Tell digits that belong to a name, a code or an address: Boeing 737, MH-65, IE6, COVID-19, 12 High Street."""
        before = i - 1
        if self.at(before) == "(" and self.at(j) == "." and self.glued(j) and self.glued(j + 1) and self.capital(j + 1):
            return True  # the ticker (6758.T)
        if self.capital(before) and self.within(before, "ranks") and not self.titled:
            return True  # Model 3 cars
        if self.glued(i):
            if (
                self.kind_at(before) in ("word", "number", "junk", "glyph")
                and not self.money(i)[0]
                or self.at(before) in (".", ":", "/", "!", "@")
            ):
                return True
            if (
                self.at(before) == "-"
                and self.glued(before)
                and self.at(i - 2) not in ("sub", "now", "then", "magnitude")
                and self.kind_at(i - 2) in ("word", "number", "junk")
            ):
                return True
        if self.glued(j) and (self.kind_at(j) in ("word", "number", "junk") or self.at(j) == ":" and self.glued(j + 1)):
            # Letters against the digits: a unit, a magnitude (already taken), three times (3x), or a name such as 5G.
            unit = self.unit(j, True)
            end = j if unit is None else unit.end
            tail = end + (self.capital(j) and self.at(end) == "-" and self.glued(end))
            if unit is not None and self.glued(tail) and self.kind_at(tail) == "number":
                return True  # 24703m212, flight 9W-345
            if len(self.at(j)) == 1 and all(self.capital(k) for k in (before, j, j + 1)) and not self.titled and not self.opening(before):
                return True  # the Interstate 35W Bridge
            return unit is None and not (self.at(j) == "x" and not self.glued(j + 1))
        if number.scale != 1 or not number.figures.isdigit():
            return False
        alone = self.kind_at(j) != "word" or self.within(j, "small") and self.at(j) != "who"
        unit = self.unit(j, self.glued(j)) or (self.unit(j + 1) if self.at(j) == "-" else None)
        coded = len(number.figures) > 4 and unit is None and alone and self.at(before) != "to" and self.bounds_before(i)[0] is None
        if coded or self.kind_at(before) in ("number", "junk") or self.address(j):
            return True
        if self.at(before) in ("a", "an") and unit is None and alone and self.at(j) != "-":
            return True
        if self.at(j) == "times" or self.at(before).endswith(("'s", "’s")) or unit is not None:
            return False
        lowered = self.bounds_before(i)[0] is not None or self.within(before, "small") or self.within(before, "openers")
        if lowered and self.opening(before):
            return False  # The 29 sailors, Between 30 and 50; but: Boeing 737
        named = (self.capital(before) or self.camel(before)) and self.kind_at(before) == "word" and not self.within(before, "days")
        if not named or self.titled and self.kind_at(j) == "word":
            return False
        k = before
        while (self.capital(k) or self.camel(k)) and self.kind_at(k) == "word":
            k -= 1
        # In Basra 20 people died; but: by a Boeing 737 plane, for IE 6 users
        return not (self.plural(j) and not self.capital(j) and self.at(k) in ("in", "at", "near", "from", "on"))

    def camel(self, i: int) -> bool:
        """True where a capital stands inside a word, as in the name of a product."""
        return i >= 0 and any(letter.isupper() for letter in self.text[self.start[i] + 1 : self.end[i]])

    def address(self, j: int) -> bool:
        """True where a house number is followed by the name of its street."""
        if self.within(j, "street_fronts") and self.capital(j):
            return True
        for k in range(j, j + 4):
            if self.kind_at(k) != "word" or not self.capital(k):
                return False
            if k > j and self.within(k, "streets"):
                return True
        return False

    # --- a whole quantity ----------------------------------------------------------------------------------------------
    def quantity(self, i: int) -> tuple[Quantity | None, int]:
        """Read the quantity whose number begins at atom i. Returns it, or None, and the atom to go on from."""
        if self.word[i] in NOBODY:
            return self.nobody(i)
        if self.word[i] in ("twice", "thrice") or self.word[i] in self.lexicon.ratios:
            return self.multiple(i)
        if self.word[i] in self.lexicon.tens or self.word[i] in DECADES or self.word[i] in ("decades", "centuries"):
            return self.decade(i)
        number = self.number(i)
        if number is None or not math.isfinite(number.high) or number.high > 1e45:
            return None, i + 1
        spell = self.or_two(i, number)
        if spell is not None:
            return spell, number.end
        money, first = self.money(i)
        signed = self.negated(i) if money is None else i
        negative = signed < i
        first = signed if negative else first
        j = number.end
        if money is None and not negative and (self.named(number, i, j) or self.year(number, i, j) and not self.ranging_on(number, j)):
            return None, j if number.digits else i + 1
        if money is not None and self.hyphen(first - 1):
            return None, j
        plus = self.at(j) == "+" and self.glued(j)
        unit = self.unit(j + plus, self.glued(j) and self.kind_at(j - 1) == "number")
        if unit is None and self.within(j, "long") and not number.share:
            unit = self.unit(j + 1)
            unit = unit if unit is not None and unit.kind == "duration" else None
        tied = unit is None and self.at(j) == "-" and self.glued(j)
        unit = self.unit(j + 1) if tied else unit or (self.enclosed(j) or self.behind(j) if money is None else None)
        qualifier, begin, scope = self.bounds_before(first)
        between = "between" in (self.at(begin - 1), self.at(first - 1)) or self.at(begin - 1) == "anywhere"
        ranged = self.ranged(number, i, unit, money, between)
        if isinstance(ranged, Score):
            return None, ranged.end
        d = Draft(begin, first, i, j, number, number.low, number.high, qualifier="at_least" if plus and unit else qualifier, scope=scope)
        if ranged is not None:
            d.low, d.high, d.read, d.end, unit = ranged.low, ranged.high, ranged.number, ranged.end, ranged.unit
            money = money or ranged.money
            tied = unit is None and self.at(d.end) == "-" and self.glued(d.end)
            unit = self.unit(d.end + 1) if tied else unit
            if between and self.at(begin - 1) in ("between", "anywhere"):
                d.begin -= 1
            d.qualifier = d.qualifier if d.qualifier in BOUNDS else "between"
        if money is not None:
            d.kind, d.unit = "money", money
            tail = self.unit(d.end, self.glued(d.end))
            if tail is not None and tail.kind == "money" and tail.worth == 1 and not self.is_number(tail.end):
                d.unit, d.end = tail.code if money == "USD" else money, tail.end
            elif money == "USD" and self.at(d.end) in ("us", "u.s.") and self.capital(d.end):
                d.end += 1  # $76 US
        elif unit is not None and not (number.vague and unit.kind == "share"):
            d.kind, d.unit, d.end = unit.kind, unit.code, unit.end
            d.low, d.high = d.low * unit.worth, d.high * unit.worth
            if tied:
                d.traits.add("joined")
            if d.unit == "GBP" and self.mass(d, tied):
                d.kind, d.unit = "measure", "[lb_av]"
            if d.kind == "money" and self.at(d.end) in self.lexicon.magnitudes:
                worth = self.lexicon.magnitudes[self.at(d.end)]
                d.low, d.high, d.end = d.low * worth, d.high * worth, d.end + 1  # 75 USD million
            self.part(d)
        if d.kind == "measure" and self.at(d.first - 1) == "under" and self.at(d.end) == "of":
            d.qualifier, d.begin = None, d.first  # buried under three metres of snow
        if negative:
            d.low, d.high = sorted((-d.low, d.high if ranged is not None else -d.high))
        if number.vague and d.qualifier not in BOUNDS:
            d.qualifier = "vague"
        if d.kind == "duration":
            self.spell(d)
        elif d.kind == "count":
            self.count_of(d)
        if self.at(i) == "one" and self.at(j) == "of" and d.qualifier is None and d.kind == "count":
            d.traits.add("pronoun")
        self.changed = d if d.kind in ("share", "money") and self.at(d.begin - 1) == "from" else None
        return self.finished(d)

    def mass(self, d: Draft, tied: bool) -> bool:
        """Tell pounds that weigh from pounds that pay: 20 pounds of rice, weighs 90 pounds, a 500-pound bomb."""
        if not self.at(d.end - 1).startswith("pound"):
            return False
        if tied:
            return not self.within(d.end, "paid")
        if self.at(d.end) == "of":
            return not any(self.within(k, "paid") for k in (d.end + 1, d.end + 2))
        return any(self.within(k, "weighed") for k in (*range(d.begin - 4, d.begin), d.end))

    def part(self, d: Draft) -> None:
        """Take in the smaller part of an amount: 5 ft 2 in, 3 dollars and 50 cents."""
        k = d.end + (self.at(d.end) in ("and", ","))
        part = self.number(k) if d.low == d.high and self.is_number(k) else None
        if part is None:
            return
        unit = self.unit(part.end, self.glued(part.end))
        cents = unit is None and part.scale == 1 and self.kind_at(part.end) != "word" and part.low < 100
        if cents and d.kind == "money" and self.at(k - 1) != "," and self.at(d.begin - 1) != "between":
            d.low = d.high = d.low + part.low / 100  # 15 dollars 50
            d.end = part.end
            return
        if unit is None and not (d.unit == "[ft_i]" and self.at(part.end) == "in"):
            return
        worth = PARTED.get(d.unit, {}).get(unit.code if unit is not None else "[in_i]", 0.0)
        if d.kind == "money" and unit is not None and unit.code == d.unit and unit.worth == 0.01:
            worth = 0.01
        if worth and part.low * worth < 1:
            d.low = d.high = d.low + part.low * worth
            d.end = unit.end if unit is not None else part.end + 1

    def enclosed(self, j: int) -> Unit | None:
        """Read a unit in brackets: 20 (kg)."""
        unit = self.unit(j + 1) if self.at(j) in BRACKETS and not self.is_number(j + 1) else None
        closed = unit is not None and unit.kind == "measure" and self.at(unit.end) == BRACKETS[self.at(j)]
        return unit._replace(end=unit.end + 1) if unit is not None and closed else None

    def behind(self, j: int) -> Unit | None:
        """Read a sign of money behind its amount: 1,200 €."""
        code = self.lexicon.signs.get(self.at(j)) if self.kind_at(j) == "sign" else None
        return Unit(code, "money", j + 1) if code is not None and not self.is_number(j + 1) else None

    def or_two(self, i: int, number: Number) -> Quantity | None:
        """Read "a day or two"."""
        spell = self.unit(i - 2) if number.low == number.high == 2 and self.at(i - 1) == "or" and i > 1 else None
        if spell is None or spell.kind != "duration" or self.at(i - 2).endswith("s") or self.unit(number.end) is not None:
            return None
        first = i - 3 if self.at(i - 3) in ("a", "an") else i - 2
        dating = self.at(number.end) == "ago"
        return Quantity(
            self.start[first], self.end[i], self.start[first], self.end[i], "duration", 1, 2, "between", spell.code, dating=dating
        )

    def ranging_on(self, number: Number, j: int) -> bool:
        """True where a range goes on to a greater number with a unit, so that the first is no year: 1850 to 2500 miles."""
        other = self.number(j + 1) if self.at(j) in ("to", "-") and self.is_number(j + 1) else None
        return other is not None and other.low > number.low and self.unit(other.end, self.glued(other.end)) is not None

    def ranged(self, number: Number, i: int, unit: Unit | None, money: str | None, between: bool) -> Range | Score | None:
        """Read what makes a range of a number: to 20, - 20, or three, and $7 billion."""
        j = unit.end if unit is not None else number.end
        j += self.at(j) == "-" and self.glued(j) and self.at(j + 1) in ("to", "or")  # five- to eight-day, 10-to-15
        separator, n = self.at(j), j + 1
        tied = separator in ("to", "or") and self.hyphen(n)
        n += tied
        if separator == "," and self.at(n) in ("maybe", "perhaps", "possibly"):
            n += 1
        elif separator == "or" and not (self.at(i - 1) == "," and self.is_number(i - 2)):
            n += self.at(n) in ("maybe", "even", "perhaps", "possibly")
        elif separator == "to":
            n += self.at(n) in ("about", "around")
        elif separator in ("through", "~") and self.is_number(n) and unit is None:
            pass
        elif not (
            separator == "and" and between or separator == "-" and (unit is None or self.hyphen(j)) and (number.digits or self.hyphen(j))
        ):
            return None
        start = next((k for k in range(n, n + 3) if self.is_number(k) or self.at(k) in ("a", "an") and not between), None)
        if start is None:
            return None
        sign, first = self.money(start) if start > n else (None, start)
        if first != n:
            return None
        other = self.number(start)
        if other is None or other.vague or other.share and not number.share:
            return None
        low, high, end = number.low, other.high, other.end
        if other.scale > 1 == number.scale and unit is None and low <= high / other.scale:
            low *= other.scale
        second = self.unit(end, self.glued(end) and self.kind_at(end - 1) == "number")
        plain = unit is None and second is None and money is None and sign is None
        if separator == "-" and number.digits and other.digits:
            dated = self.year(number, i, number.end) and second is None and not self.spread(i)
            if dated or len(number.figures) == 4 and len(other.figures) == 2 and number.figures.isdigit():
                return Score(end)
            counted = self.plural(end) and not self.within(end, "scores") or self.at(end) == "-" and self.at(end + 1) in ("year", "month")
            bare = not counted and not between and self.bounds_before(i)[0] is None and self.at(i - 1) not in ("aged", "ages", "of", "from")
            bare = bare and not self.spread(i)
            if plain and bare:
                return Score(self.totalled(end))
        scored = any(w in self.lexicon.around["scores"] for w in (*self.word[max(0, i - 6) : i], *self.word[end : end + 3]))
        if separator in ("-", "to") and plain and scored:
            return Score(self.totalled(end))
        if unit is not None and second is not None and unit.code != second.code:
            if unit.code not in DAYS or second.code not in DAYS:
                return None
            low, high = low * unit.worth * DAYS[unit.code], high * second.worth * DAYS[second.code]
            second = Unit("d", "duration", second.end)
        if high <= low and number.low >= 0:
            return Score(end) if tied else None  # odds of 10-to-1
        if separator == "to":
            opener = self.bounds_before(self.money(i)[1])[1] - 1
            if self.at(opener) == "from" and self.changing(opener) and not self.spread(opener):
                return None  # a change, and two figures: rose from 10 to 20
            told = unit is not None or money is not None
            if told and (self.at(opener) == "by" or self.within(opener, "changed")) and (unit is None or unit.kind != "share"):
                return None  # rose by $5m to $20m; but a cut by 5% to 9% is a range
        if separator in ("or", ",") and (high > low * 3 or unit is not None and second is None and self.at(start) not in ("a", "an")):
            return None
        if unit is not None and second is None:
            return None
        return Range(low, high, other, end, second, sign)

    def totalled(self, j: int) -> int:
        """The atom behind a score and what it adds up to in brackets: 7-27 (69)."""
        total = self.number(j + 1) if self.at(j) == "(" and self.is_number(j + 1) else None
        return total.end + 1 if total is not None and self.at(total.end) == ")" else j

    def changing(self, i: int) -> bool:
        """True where a word before atom i tells a change: climbed from."""
        return any(self.within(k, "changed") or self.within(k, "moved") for k in range(i - 8, i))

    def spread(self, i: int) -> bool:
        """True where the words before atom i say that what follows is a range: anywhere from, the range is."""
        return any(self.within(k, "ranging") for k in range(i - 4, i))

    def spell(self, d: Draft) -> None:
        """Tell an age from a duration, take in its smaller part, and see whether it only dates something."""
        j = d.end
        k = j + (self.at(j) == "-" and self.glued(j))
        if self.at(k) in ("old", "olds"):
            d.kind, d.end = "age", k + 1
            d.traits.add("joined")
            return
        if self.at(j - 1) == "yo":
            d.kind = "age"
            return
        if self.at(j) == "of" and self.at(j + 1) == "age":
            d.kind, d.end = "age", j + 2
            return
        if self.at(d.begin - 1) == "of" and self.at(d.begin - 2) == "age" and self.at(d.begin - 3) != "in":
            d.kind = "age"
            self.of_age(d)
            return
        if self.at(k) == "long" and k > j:
            d.end = j = k + 1
        k = j + (self.at(j) in (",", "and"))
        part = self.number(k) if self.is_number(k) and d.qualifier != "between" else None
        smaller = self.unit(part.end) if part is not None else None
        if part is not None and smaller is not None and smaller.code in SMALLER.get(d.unit, ()):
            d.low = d.high = d.low + part.low * SMALLER[d.unit][smaller.code]  # 4 hours, 30 minutes
            d.end = j = smaller.end
        before = self.at(d.begin - 1)
        # The worst in ten years; two weeks ago; within a month
        best = any(
            w in self.lexicon.around["ranked"] or w.endswith("est") and len(w) > 5 for w in self.word[max(0, d.begin - 14) : d.begin - 1]
        )
        ago = self.at(j) == "ago" or self.at(j) == "from" and self.at(j + 1) == "now"
        if ago or self.at(d.begin) == "within" or before == "in" and best:
            d.traits.add("dating")

    def count_of(self, d: Draft) -> None:
        """Tell ages, shares, ratios and the magnitudes of earthquakes from counts."""
        i, j, number = d.number, d.end, d.read
        if self.quaking(d):
            d.kind = "measure"
            k = j + (self.at(j) == "-")
            if self.at(k) == "magnitude":
                d.end = k + 1
                d.traits.add("joined")
            for words in (["magnitude", "of"], ["magnitude", "-"], ["magnitude"]):
                if self.word[max(0, d.begin - len(words)) : d.begin] == words:
                    d.begin -= len(words)
                    if d.qualifier is None:
                        d.qualifier, d.begin, _ = self.bounds_before(d.begin)  # at least magnitude 5.9
                    break
        elif self.aged(d):
            d.kind, d.unit = "age", "a"
        elif number.share:
            d.kind, d.unit, d.low, d.high = "share", "%", round(d.low * 100, 2), round(d.high * 100, 2)
        elif (percent := self.percentage_of(d)) is not None:
            d.kind, d.unit, d.begin = "share", "%", percent
        elif self.at(j) == "x" and self.glued(j) and number.digits:
            d.kind, d.end = "ratio", j + 1
        elif self.at(j) == "fold" or self.at(j) == "-" and self.at(j + 1) == "fold":
            d.kind, d.end = "ratio", j + 1 + (self.at(j) == "-")
        elif self.at(j) == "times" and self.within(j + 1, "compared"):
            d.kind, d.end = "ratio", j + 1
        elif number.digits and self.apposed(i, number, j):
            d.kind, d.unit = "age", "a"
            d.traits.add("apposed")
        elif self.changed is not None and self.changed.end == d.begin - 1 and self.at(d.begin - 1) == "to" and not self.plural(j):
            d.kind, d.unit = self.changed.kind, self.changed.unit  # from 15 per cent to 22
        else:
            share = self.share_of(number, j)
            if share is not None:
                d.kind, d.unit, d.end = "share", "%", share.end
                d.low = d.high = round(share.low, 2)
            else:
                d.traits.add("bare")
                if self.hyphen(j) and self.kind_at(j + 1) == "word":
                    d.traits.add("joined")

    def quaking(self, d: Draft) -> bool:
        """Tell the magnitude of an earthquake from other bare numbers."""
        i, j, number = d.number, d.end, d.read
        if not number.digits or number.scale != 1 or number.high >= 11:
            return False
        if (
            "magnitude" in (self.at(i - 1 - self.hyphen(i - 1)), self.at(j))
            or self.at(i - 1) in ("of", "a")
            and self.at(i - 2) == "magnitude"
        ):
            return True
        if self.at(j) == "-" and self.at(j + 1) == "magnitude" or self.at(j) == "on" and self.at(j + 2) == "richter":
            return True
        if "." in number.figures and self.within(j, "quakes"):
            return True  # 5.9 earthquake jolts Iran
        told = "." in number.figures and not {"magnitude", "magnitudes", "richter", "quakes"}.isdisjoint(self.word)
        return told and (self.kind_at(j) != "word" or self.within(j, "small"))

    def aged(self, d: Draft) -> bool:
        """Tell an age: aged 34, ages 18 to 49, at the age of 12, over age 50, turned 18, when she was 17, his age, 75."""
        alone = self.kind_at(d.end) != "word" or self.within(d.end, "small") and self.at(d.end) != "of" or self.within(d.end, "days")
        if alone and 1 < d.read.low == d.read.high <= OLDEST and not d.read.share and d.qualifier != "between":
            k = d.begin - 1 - (self.at(d.begin - 1) in ("only", "just", "now", "still", "already"))
            was = self.at(k) in ("was", "is", "am") and self.at(k - 1) in ("he", "she", "i") or self.at(k) in ("i'm", "he's", "she's")
            called = self.at(d.begin - 1) == "now" and self.at(k) == "," and self.capital(k - 1)  # Jane Roe, now 81 and retired
            if was or called or self.at(k) in ("turned", "turns", "turning") or self.at(k) == "," and self.at(k - 1) == "age":
                return True
        if {self.at(k - 1) for k in (d.number, d.first, d.begin)} & {"aged", "ages", "age"}:
            if self.at(d.begin - 1) in ("age", "ages"):
                qualifier, begin, _ = self.bounds_before(d.begin - 1)
                d.qualifier = qualifier if qualifier in BOUNDS else d.qualifier
                d.begin = begin if qualifier in BOUNDS else d.begin
            return True
        if self.at(d.number - 1) == "of" and self.at(d.number - 2) == "age" and self.at(d.number - 3) != "in":
            self.of_age(d)
            return True
        return False

    def of_age(self, d: Draft) -> None:
        """Take in the bound before "the age of"."""
        qualifier, begin, _ = self.bounds_before(d.begin - 3)
        if self.at(d.begin - 3) == "the" and qualifier in BOUNDS:
            d.qualifier, d.begin = qualifier, begin

    def apposed(self, i: int, number: Number, j: int) -> bool:
        """Tell an age set off by commas or brackets behind a name: "Port, 40, attended"; "Jane Roe (31)"."""
        if not number.figures.isdigit() or not 1 <= number.low <= OLDEST or number.scale != 1:
            return False
        name = self.capital(i - 2) and self.kind_at(i - 2) == "word" and not self.at(i - 2).endswith(("'s", "’s"))
        if not name or self.within(i - 2, "months") or self.within(i - 2, "days"):
            return False
        if self.at(i - 1) == "(":
            return self.at(j) == ")"
        if self.at(i - 1) != ",":
            return False
        if self.at(j) == "-" and not self.glued(j):  # Jane Roe, 31 — said
            return not self.is_number(j + 1)
        return self.at(j) in (".", ";", "") or self.within(j, "behind_age") or self.at(j) == "," and not self.is_number(j + 1)

    def percentage_of(self, d: Draft) -> int | None:
        """The atom where a share begins whose unit stands first: *a percentage of 52.1*, *Per cent of 40:*. A whole that is parted has a
        noun behind it or a number before the unit (*percent of 40 schools*, *10 percent of 40*)."""
        if d.begin < 2 or self.word[d.begin - 1] != "of" or self.kind_at(d.end) == "word" and d.low == int(d.low):
            return None
        first = d.begin - 2
        if self.word[first] == "percentage":
            return first
        first -= self.word[first] in ("cent", "cents") and self.at(first - 1) == "per"
        named = self.word[first] in ("per", "percent", "percents")
        return first if named and self.kind_at(first - 1) not in ("word", "number") else None

    def share_of(self, number: Number, j: int) -> Number | None:
        """Read one in five, three out of four, one in every ten, a 2-in-3 chance as a share in percent."""
        if (odds := self.odds_of(number, j)) is not None:
            return odds
        out = self.at(j) == "out" and self.at(j + 1) == "of"
        over = self.at(j) == "over" and number.low == 1
        k = j + (2 if out else 1 if over or self.at(j) == "in" else 0)
        if k == j:
            return None
        every = self.at(k) in ("every", "each")
        whole = self.number(k + every) if self.is_number(k + every) else None
        if whole is None or whole.scale != 1 and not out and not over or len(whole.figures) == 4 or whole.low > 1000:
            return None
        if not 0 < number.low < whole.low or over and self.kind_at(whole.end) == "word":
            return None
        if number.low > 99 or self.unit(whole.end, True) is not None or self.at(j) == "in" and not every and whole.low not in WHOLES:
            return None
        share = number.low / whole.low * 100
        return Number(share, share, whole.end)

    def odds_of(self, number: Number, j: int) -> Number | None:
        """Read a 2 in 3 chance, a one-in-three risk as a share in percent."""
        k = j + self.hyphen(j)
        if self.at(k) != "in":
            return None
        k += 1 + self.hyphen(k + 1)
        whole = self.number(k) if self.is_number(k) else None
        if whole is None or not self.within(whole.end, "odds") or not 0 < number.low < whole.low:
            return None
        share = number.low / whole.low * 100
        return Number(share, share, whole.end)

    def nobody(self, i: int) -> tuple[Quantity | None, int]:
        """Read what is said of nobody as 0: no one was hurt, there were no casualties."""
        lone = self.at(i) != "no" or self.at(i + 1) == "one"
        j = i + 1 + (self.at(i) == "no" and lone)
        k = j + (2 if self.at(i) == "none" and self.at(j) == "of" else 0)
        been = k + 1 + (self.at(k + 1) == "been")
        if self.at(i - 1) in ("if", "unless"):
            return None, i + 1
        told = self.within(k, "was") and self.within(been, "harmed") if lone else self.within(j, "losses")
        if not told:
            return None, i + 1
        start, end = self.start[i], self.end[j - 1]
        return Quantity(start, end, start, end, "count", 0, 0, "exact", "1", bare=True), j

    def multiple(self, i: int) -> tuple[Quantity | None, int]:
        """Read twice (how often) and double, trebled, fivefold, twice as many (how many times as much)."""
        word, following = self.word[i], self.at(i + 1)
        start, end = self.start[i], self.end[i]
        if word in ("twice", "thrice"):
            value = 2.0 if word == "twice" else 3.0
            compared = self.within(i + 1, "compared") and following != "over" or self.at(i - 1) == "-"
            return Quantity(start, end, start, end, "ratio" if compared else "count", value, value, "exact", "1"), i + 1
        done = word.endswith(("ed", "ing")) or self.within(i - 1, "modal")
        goes_on = following in ("in", "to", "from", "over", "since", "by", ",", ".", "if", "") and done
        if not (word.endswith("fold") or self.within(i + 1, "owners") or goes_on):
            return None, i + 1
        if "-" in (self.at(i - 1), following) or self.at(i - 1) in ("a", "the"):
            return None, i + 1
        qualifier, begin, _ = self.bounds_before(i)
        value = self.lexicon.ratios[word]
        return bound(Quantity(self.start[begin], end, start, end, "ratio", value, value, qualifier or "exact", "1")), i + 1

    def decade(self, i: int) -> tuple[Quantity | None, int]:
        """Read "in his seventies" and "in her 40s" as an age ten years wide, "decades-old" as a duration."""
        word, k = self.word[i], i - 1
        while self.at(k) in ("early", "mid", "late", "-"):
            k -= 1
        if self.at(k) in ("his", "her", "their") and word not in ("decades", "centuries"):
            low = self.lexicon.tens.get(word) or DECADES[word]
            part = next((w for w in self.word[k + 1 : i] if w != "-"), "")
            first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(part, (0, 9))
            start = self.start[k - 1] if self.at(k - 1) == "in" else self.start[k]
            return Quantity(start, self.end[i], self.start[i], self.end[i], "age", low + first, low + last, "vague", "a"), i + 1
        if word in ("decades", "centuries") and self.at(i + 1) == "-" and self.at(i + 2) in ("old", "long"):
            low, high = (20, 99) if word == "decades" else (200, 999)
            start, end = self.start[i], self.end[i + 2]
            return Quantity(start, end, start, self.end[i], "duration", low, high, "vague", "a", joined=True), i + 3
        return None, i + 1

    def finished(self, d: Draft) -> tuple[Quantity, int]:
        """Take in the bound and the rate behind a quantity and give it its place in the sentence."""
        if "joined" not in d.traits or d.kind == "age":
            behind, d.end = self.bounds_behind(d.end)
            d.qualifier = behind or d.qualifier
        end, number_end = d.end, self.end[d.read.end - 1]
        rate = self.rate(d)
        if rate is not None:
            unit, end = rate
            d.kind = "measure" if d.kind == "measure" and unit in ("h", "s", "min") else "rate"
            d.unit = f"{d.unit}/{unit}"
            d.traits.discard("bare")
        low, high = (float(f"{value:.15g}") for value in (d.low, d.high))  # $520.20 million is no 520200000.00000006
        quantity = Quantity(
            self.start[d.begin], self.end[end - 1], self.start[d.number], number_end, d.kind, low, high, d.qualifier or "exact", d.unit,
            scope=d.scope, **dict.fromkeys(d.traits, True),
        )  # fmt: skip
        return bound(quantity), end

    def rate(self, d: Draft) -> tuple[str, int] | None:
        """Read a rate: $12 an hour, 50 a day, $200 per barrel, 5 per 100,000. The noun of a count may stand between: see figures.py."""
        j = d.end
        if d.kind in ("age", "ratio"):
            return None
        if self.at(j) in self.lexicon.pace:
            return self.lexicon.pace[self.at(j)], j + 1
        slash = self.at(j) == "/" and self.glued(j)
        if not (slash or self.within(j, "per")):
            return None
        unit = self.unit(j + 1, slash)
        if unit is not None and (self.at(unit.end) == "ago" or self.at(unit.end) in ("earlier", "later", "before", "after")):
            return None  # 320,000 a year earlier
        if unit is not None and (unit.kind == "duration" or unit.kind == "measure" and d.kind != "duration"):
            return unit.code, unit.end
        if d.kind == "money" and self.at(j) in ("a", "an") and self.within(j + 1, "pieces"):
            return self.at(j + 1), j + 2  # $0.71 a share
        if self.at(j) != "per" or d.kind == "duration":
            return None
        whole = self.number(j + 1) if self.is_number(j + 1) else None
        if whole is not None and not whole.vague:
            return f"{whole.low:.0f}", whole.end
        return (self.at(j + 1), j + 2) if self.kind_at(j + 1) == "word" else None


def bound(quantity: Quantity) -> Quantity:
    """Open the interval on the side that the qualifier leaves open."""
    if quantity.qualifier == "at_least":
        return replace(quantity, high=None)
    if quantity.qualifier == "at_most":
        return replace(quantity, low=0.0 if quantity.high is None or quantity.high >= 0 else None)
    return quantity


def quantities(sentence: str) -> list[Quantity]:
    """Read every quantity a sentence claims, in order. Offsets are into the sentence."""
    reader = Reader(sentence)
    found: list[Quantity] = []
    i, starts = 0, reader.lexicon.starts
    while i < reader.count:
        if reader.kind[i] in ("number", "glyph") or reader.word[i] in starts or reader.word[i] in NOBODY:
            quantity, i = reader.quantity(i)
            if quantity is not None:
                found.append(quantity)
        else:
            i += 1
    return related(found, sentence)


def related(found: Iterable[Quantity], sentence: str) -> list[Quantity]:
    """Let quantities that stand side by side tell of each other: conversions, units said once, spans that amounts are spread over."""
    rows: list[Quantity] = []
    for quantity in found:
        if rows:
            last, gap = rows[-1], sentence[rows[-1].end : quantity.start].strip()
            if gap == "" and quantity.kind == "duration" and sentence.startswith("over ", quantity.start):
                # $17 million over three years: the span it is spread over, no bound
                quantity = replace(quantity, start=quantity.start + len("over "), high=quantity.low, qualifier="exact")
            elif gap in ("and", "or", ",", ", and", "to") and said_once(last, quantity):
                rows[-1] = replace(last, kind=quantity.kind, unit=quantity.unit, bare=False)
            elif gap in ("and", "or", ", and") and last.kind == "age" and not last.joined and quantity.bare:
                quantity = replace(quantity, kind="age", unit="a", bare=False)
            elif gap in ("and", "but", ",", ", and", ", but", "and yet") and (both := clamped(last, quantity)) is not None:
                rows[-1] = both
                continue
            elif gap in ("(", ";", "/", "(or", "[") and {last.kind, quantity.kind} <= MEASURED and last.unit != quantity.unit:
                rows[-1], quantity = conversion(last, quantity, sentence)
        rows.append(quantity)
    return rows


def clamped(last: Quantity, quantity: Quantity) -> Quantity | None:
    """Make one of two bounds that close an amount in from both sides: more than 20 but fewer than 30."""
    if {last.qualifier, quantity.qualifier} != set(BOUNDS) or last.end != last.number_end or last.kind not in (quantity.kind, "count"):
        return None
    least, most = (last, quantity) if last.qualifier == "at_least" else (quantity, last)
    if least.low is None or most.high is None or least.low >= most.high:
        return None
    return replace(quantity, start=last.start, number_start=last.number_start, low=least.low, high=most.high, qualifier="between")


def said_once(last: Quantity, quantity: Quantity) -> bool:
    """True where a number leaves its unit to the next: 420 and 430 kilometres, three or four percent."""
    return (
        last.bare
        and not last.joined
        and not quantity.joined
        and quantity.kind in ("measure", "share", "money")
        and last.number_end == last.end
    )


def conversion(last: Quantity, quantity: Quantity, sentence: str) -> tuple[Quantity, Quantity]:
    """Give a conversion in brackets the bound of what it converts, and both the rate behind it: GBP 4.85 (EUR 7.03) per hour."""
    qualifier = last.qualifier if quantity.qualifier == "exact" else quantity.qualifier
    quantity = bound(replace(quantity, qualifier=qualifier, bracketed=True))
    pace = PACE.match(sentence, quantity.end)
    if pace is None or "/" in quantity.unit + last.unit:
        return last, quantity
    per = SPELLS[pace[1].lower()]
    kind = "measure" if quantity.kind == "measure" and per in ("h", "s") else "rate"
    return replace(last, kind=kind, unit=f"{last.unit}/{per}"), replace(quantity, kind=kind, unit=f"{quantity.unit}/{per}")
