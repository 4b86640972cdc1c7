"""The expressions of time in one sentence, and what they mean: Reader has a method for each name of the grammar of timewords.py."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hearsay.extract.periods import cut, duration_value, feast, make, month_end, period, season, shift
from hearsay.extract.tense import Form, Lex, tense
from hearsay.extract.timewords import GRAMMAR, TELLING, letter, lexer, lexicon

PRECISION = re.compile(r"\d{4}(-\d\d(-\d\d(?:T.*)?)?)?")  # TIMEX3 value of a year, a month, a day
FURTHEST = 10_000  # units; nothing in the news is reckoned further away
SAME_YEAR = re.compile(r",?[-&>,]H?(?:dt?O?)?M\.?(?:dt?)?,?y")  # the other end of a range, which bears the year of both


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means: TIMEX3 value, whole days, and the day it was reckoned from (None: told outright).

    yearless: it tells a day, a month or a season of a year that other words tell.
    """

    value: str
    opens: date | None = None
    closes: date | None = None
    anchor: date | None = None
    confidence: float = 0.9
    yearless: bool = False


def read(
    sentence: str,
    anchor: date | None,
    form: Form,
    *,
    headline: bool = False,
    history: bool = False,
    years: Mapping[int, tuple[int, date]] | None = None,
    before: Reader | None = None,
) -> tuple[list[tuple[int, int, Reading]], Reader | None]:
    """Read the expressions of one sentence.

    Args:
        anchor: the day from which *Monday* or *last week* is reckoned; None leaves them unresolved.
        headline: its present tense tells what was.
        history: the whole text tells of years gone by (tells_history).
        years: the year of each yearless expression, where it is known, and the day it was reckoned from; by offset in the sentence.
        before: the reader of the sentence before in the same paragraph.

    Returns: start, end (offsets into the sentence) and reading, in the order of the sentence; and the reader, for the next one.
    """
    letters = [letter(word) for word in lexer().findall(sentence)]
    if TELLING.isdisjoint(letters):
        return [], before
    row = "".join(letters)
    lexes = [Lex(m.start(), m.end(), m[0], m[0].lower()) for m in lexer().finditer(sentence)]
    reader = Reader(lexes, row, anchor, headline, history, form, years or {})
    if before:
        reader.told, reader.last, reader.era = before.told, before.last, before.era
    out: list[tuple[int, int, Reading]] = []
    at = 0
    while at < len(row):
        match = GRAMMAR.search(row, at)
        if match is None:
            break
        reading = reader.read(match)
        if reading is None:
            at = match.start() + 1
            continue
        first, at = match.span()
        last = at
        while (
            row[first] in "@I"
            or row[first] == "e"
            and match.lastgroup in ("weekday", "deictic", "part_of_day")
            and lexes[first].low not in ("early", "late")
            or row[first] == "L"
            and match.lastgroup == "season"
            or row[first] == "Q"
            and row[first + 1] == "c"
            and lexes[first + 1].low != "hundred"
        ):
            first += 1
        while row[last - 1] == ".":
            last -= 1
        out.append((lexes[first].start, lexes[last - 1].end, reading))
    return out, reader


def whole_year(short: int) -> int:
    """Read a year of two digits: 69 is 2069, 70 is 1970."""
    return short + (2000 if short < 70 else 1900)


def _joined(lexes: Sequence[Lex], first: int, last: int) -> bool:
    """Tell whether the words of an expression stand together as they do in running text (no line break, no wide gap)."""
    return all(b.start - a.end <= 2 for a, b in zip(lexes[first:last], lexes[first + 1 : last], strict=False))


@dataclass(slots=True)
class Reader:
    """The expressions of one sentence, one method for each name in GRAMMAR. A method returns None where it is no time after all.

    told: the latest date of the paragraph that bears its own year, from which a history goes on (*In June 1950 … In July …*).
    last: the latest resolved expression of the paragraph, from which *two days later* is reckoned.
    era: the latest year before Christ in a history (``BC0480``), to which its months belong.
    """

    lexes: Sequence[Lex]
    row: str
    anchor: date | None
    headline: bool
    history: bool
    form: Form
    known: Mapping[int, tuple[int, date]]
    told: Reading | None = None
    last: Reading | None = None
    era: str = ""

    def read(self, match: re.Match[str]) -> Reading | None:
        """Read one match of GRAMMAR by the method of its name; None where it is no time, or lies outside the calendar."""
        first, last = match.span()
        if not _joined(self.lexes, first, last) or self.row[last : last + 1] == "K":
            return None
        try:
            reading: Reading | None = getattr(self, match.lastgroup or "")(match)
        except (ValueError, OverflowError):  # the year 12,000
            return None
        if self.era and reading and reading.yearless:
            return Reading(self.era + reading.value[4:], confidence=0.6)
        if reading and reading.opens and (precision := PRECISION.fullmatch(reading.value)):
            follows = reading.anchor is None or self.told and reading.anchor == self.told.opens or self.lexes[first].start in self.known
            if (precision[1] or self.history) and follows:
                self.told = reading
            self.last, self.era = reading, ""
        return reading

    # --- pieces of an expression

    def _at(self, match: re.Match[str], letters: str) -> list[Lex]:
        """The words of an expression that bear one of these letters."""
        return [self.lexes[k] for k in range(*match.span()) if self.row[k] in letters]

    def _value(self, match: re.Match[str], letter: str, table: str) -> Any:
        """What the first word with this letter stands for in a table of the lexicon."""
        return next((lexicon().values[table][lex.low] for lex in self._at(match, letter)), None)

    def _part(self, match: re.Match[str]) -> str | None:
        return self._value(match, "e", "parts")

    def _step(self, match: re.Match[str]) -> int | None:
        """-1 for *last*, 0 for *this*, 1 for *next*; None without."""
        steps = {"l": -1, "k": -1, "i": 0, "x": 1, "f": 1, "j": 0}
        return next((steps[self.row[k]] for k in range(*match.span()) if self.row[k] in steps), None)

    def _number(self, match: re.Match[str]) -> int | None:
        """The count of an expression; None where it is vague or too great to be one."""
        total = None
        for lex in self._at(match, "cdny") or self._at(match, "Q"):
            if lex.low[0].isdigit():
                if total is not None:
                    break  # "the first nine months of 2022"
                if len(lex.word) > 9 or "." in lex.word:
                    return None
                return int(lex.word.replace(",", ""))
            number = 1 if lex.low in ("a", "an") else int(lexicon().values["numbers"][lex.low])
            total = (total or 1) * 100 if number == 100 else (total or 0) + number
        return None if self._at(match, "q") else total

    def _unit(self, match: re.Match[str]) -> str:
        """The letter of the unit."""
        return self._unit_of(match, "uvhJGC")

    def _unit_of(self, match: re.Match[str], letters: str) -> str:
        lex = self._at(match, letters)[-1]
        values = lexicon().values
        return str(values["units"].get(lex.low) or values["plural_units"][lex.low])

    def _year(self, match: re.Match[str]) -> tuple[int | None, date | None]:
        """The year told (*2023*, *last year*), and the day it was reckoned from."""
        told = self._at(match, "y")
        if told:
            return int(told[-1].word), None
        if year := self.known.get(self.lexes[match.start()].start):
            return year
        if self._at(match, "J") and self.anchor:
            return self.anchor.year + (self._step(match) or 0), self.anchor
        if self._at(match, "M") and not self._at(match, "lxi") and (pair := SAME_YEAR.match(self.row, match.end())):
            return int(self.lexes[pair.end() - 1].word), None  # "from July to November 1954"
        return None, None

    def _direction(self, match: re.Match[str]) -> int:
        """-1 where the expression lies behind the report, 1 where it lies ahead, 0 where the words do not tell."""
        first, last = match.span()
        way, k = tense(self.lexes, first, last, self.headline, self.form)
        lead = [lex.low for lex in self.lexes[max(0, k - 12) : k]]
        before = self.lexes[first - 1].low if first else ""
        if way > 0 and any(a == "had" and self.form(b.start) != "VB" for a, b in zip(lead, self.lexes[max(0, k - 12) + 1 :], strict=False)):
            return 0  # "had warned that it will": said long before the report, so what lay ahead may lie behind by now
        if way < 0 and before in ("by", "until", "till") and {"has", "have"} & set(lead[-6:]):
            return 1  # "has ordered it by March"
        return way or {"by": 1, "until": 1, "till": 1, "before": 1, "since": -1, "after": -1, "following": -1}.get(before, 0)

    def _reckon(self, match: re.Match[str]) -> tuple[date | None, int, bool]:
        """From which day an expression without its year is reckoned, where it lies from there, and whether a history is told."""
        way = self._direction(match)
        if (
            self.told
            and self.told.opens
            and (way <= 0 or self.history)
            and (self.anchor is None or self.told.opens.year < self.anchor.year)
        ):
            return self.told.opens, 1, True
        return self.anchor, way, False

    def _choose(self, days: Sequence[date], base: date, way: int, *, history: bool = False) -> date:
        """Of days that an expression may mean, the one that lies where its clause looks."""
        if history:  # it goes forward, or a little back
            return min(days, key=lambda d: (d - base).days if d >= base else 2 * (base - d).days)
        behind = [d for d in days if d <= base]
        ahead = [d for d in days if d >= base]
        if way < 0 and behind:
            return max(behind)
        if way > 0 and ahead:
            return min(ahead)
        return min(days, key=lambda d: abs((d - base).days))

    def _base(self, unit: str) -> date | None:
        """The day from which *the next day*, *two months later* are reckoned: what was told last, if it is told as closely."""
        precision = PRECISION.fullmatch(self.last.value) if self.last else None
        if not precision or not self.last or not (unit in "YTC" or precision[2] or precision[1] and unit in "MQ"):
            return None
        return self.last.opens

    def _where(self, part: str | None, opens: date, closes: date) -> tuple[date, date]:
        """The part told of an interval; *the rest* of it begins with the report."""
        if part == "rest":
            return (self.anchor if self.anchor and opens <= self.anchor <= closes else opens), closes
        return cut(part, opens, closes)

    def _clock(self, match: re.Match[str]) -> str | None:
        """TIMEX3 time of day: ``T15:30``."""
        lex = self._at(match, "Tdny")[0]
        hour, _, rest = lex.word.replace(".", ":").partition(":")
        if not rest and len(hour) == 4:
            hour, rest = hour[:2], hour[2:]
        if not hour.isdecimal() or len(hour) > 2 or rest[:2] and not rest[:2].isdecimal():
            return None
        number, minute = int(hour), int(rest[:2] or 0)
        half = next((lex.low[0] for lex in self._at(match, "a")), "")
        if half:
            if not 1 <= number <= 12:
                return None
            number = number % 12 + (12 if half == "p" else 0)
        return f"T{number:02}:{minute:02}" if number <= 24 and minute < 60 else None

    def _deep(self, day: date, match: re.Match[str]) -> str:
        """The TIMEX3 value of a day and the part of it told."""
        part = self._value(match, "p", "day_parts")
        return day.isoformat() + (f"T{part}" if part else "")

    def before_christ(self, match: re.Match[str]) -> Reading | None:
        """*480 BC*, *the spring of 480 BC*, *the 5th century BC*: a TIMEX3 value; the calendar of days begins later."""
        if self._at(match, "C"):
            lex = self._at(match, "od")[0]
            number = int(lex.word) if lex.low.isdecimal() else int(lexicon().values["ordinals"][lex.low])
            return Reading(f"BC{number - 1:02}")
        ends = [int(lex.word.replace(",", "")) for lex in self._at(match, "dny") if lex.word.replace(",", "").isdecimal()]
        if not ends or not 0 < ends[-1] < 10_000:
            return None
        if self._at(match, "s"):
            return Reading(f"BC{ends[-1] // 10:03}")
        year = f"BC{ends[-1]:04}"
        if self.history:
            self.era = year
        if month := self._value(match, "M", "months"):
            return Reading(f"{year}-{month:02}" + (f"-{ends[0]:02}" if len(ends) == 2 else ""))
        if named := self._value(match, "S", "seasons"):
            return Reading(f"{year}-{named[0]}")
        return Reading(f"BC{ends[0]:04}/{year}" if len(ends) == 2 else year)

    # --- days

    def numeric(self, match: re.Match[str]) -> Reading | None:
        """*2023-02-24*, *24.02.2023*; *03/04/2022* is the third of April or the fourth of March: unresolved."""
        numbers = [int(n) for n in re.findall(r"\d+", self.lexes[match.start()].word)]
        lengths = [len(n) for n in re.findall(r"\d+", self.lexes[match.start()].word)]
        if lengths[0] == 4:
            orders = {(numbers[0], numbers[1], numbers[2])}
        elif lengths[2] in (2, 4) and lengths[0] <= 2:
            year = numbers[2] if lengths[2] == 4 else whole_year(numbers[2])
            orders = {(year, numbers[1], numbers[0]), (year, numbers[0], numbers[1])}
            if "." in self.lexes[match.start()].word:
                orders = {(year, numbers[1], numbers[0])}
        else:
            return None
        days = {day for day in (make(*order) for order in orders) if day}
        if not days:
            return None
        if len(days) > 1:
            return Reading(f"{numbers[2]:04}" if lengths[2] == 4 else "XXXX", confidence=0.5)
        day = days.pop()
        return Reading(day.isoformat(), day, day, confidence=0.98 if lengths[0] == 4 else 0.9)

    def day(self, match: re.Match[str]) -> Reading | None:
        """*Thursday, 2 March*, *March 2-5, 2023*, *Feb. 24*."""
        month = int(self._value(match, "M", "months"))
        numbers = [int(lex.word) for lex in self._at(match, "d")]
        weekday = self._value(match, "W", "weekdays")
        year, anchor = self._year(match)
        opening, closing = numbers[0], numbers[-1]
        if closing < opening:
            return None
        if year is None:
            base, way, history = self._reckon(match)
            if base is None:
                return Reading(f"XXXX-{month:02}-{opening:02}", confidence=0.8)
            days = [day for day in (make(y, month, opening) for y in range(base.year - 1, base.year + 2)) if day]
            days = [day for day in days if day.isoweekday() == weekday] or days
            if not days:
                return Reading(f"XXXX-{month:02}-{opening:02}", confidence=0.5)
            year, anchor = self._choose(days, base, way, history=history).year, base
        opens, closes = make(year, month, opening), make(year, month, closing)
        if opens is None or closes is None:
            return None
        return Reading(self._deep(opens, match), opens, closes, anchor, 0.85 if anchor else 0.98, yearless=bool(anchor))

    def weekday(self, match: re.Match[str]) -> Reading | None:
        """*Monday*, *last Monday*, *Monday night*, *Monday of last week*."""
        number = self._value(match, "W", "weekdays")
        lex = self._at(match, "W")[0]
        if len(lex.low) < 6 and lex.word == lex.low:
            return None
        if self.anchor is None:
            return Reading(f"XXXX-WXX-{number}", confidence=0.8)
        step, anchor = self._step(match), self.anchor
        if self._at(match, "u"):
            if self._unit(match) != "W":
                return None
            day = anchor + timedelta(days=7 * (step or 0) + number - anchor.isoweekday())
        else:
            ahead = anchor + timedelta(days=(number - anchor.isoweekday()) % 7)
            behind = ahead - timedelta(days=0 if ahead == anchor else 7)
            if step == -1:
                day = behind if behind < anchor else behind - timedelta(days=7)
            elif step == 1:
                day = ahead if ahead > anchor else ahead + timedelta(days=7)
            elif step == 0:
                day = anchor + timedelta(days=number - anchor.isoweekday())
            else:
                day = self._choose([behind, ahead], anchor, self._direction(match) or -1)
        return Reading(self._deep(day, match), day, day, self.anchor, 0.85)

    def deictic(self, match: re.Match[str]) -> Reading | None:
        """*yesterday*, *tonight*, *tomorrow morning*."""
        lex = self._at(match, "D")[0]
        if self.anchor is None:
            return Reading({"today": "XXXX-XX-XX", "tonight": "XXXX-XX-XXTNI"}.get(lex.low, "XXXX-XX-XX"), confidence=0.8)
        day = self.anchor + timedelta(days=lexicon().values["deictics"][lex.low])
        return Reading(self._deep(day, match) + ("TNI" if lex.low == "tonight" else ""), day, day, self.anchor)

    def day_beside(self, match: re.Match[str]) -> Reading | None:
        """*the day before yesterday*, *the day after tomorrow*."""
        way = {"before": -1, "after": 1}.get(self._at(match, "L")[0].low)
        if way is None or self._unit(match) != "D":
            return None
        if self.anchor is None:
            return Reading("XXXX-XX-XX", confidence=0.8)
        day = self.anchor + timedelta(days=way + lexicon().values["deictics"][self._at(match, "D")[0].low])
        return Reading(day.isoformat(), day, day, self.anchor)

    def unit_beside(self, match: re.Match[str]) -> Reading | None:
        """*the day before*, *the year after*: reckoned from what was told last."""
        way, unit = {"before": -1, "after": 1}[self._at(match, "L")[0].low], self._unit(match)
        base = self._base(unit)
        if base is None or unit in "EF":
            return None
        return Reading(*period(unit, shift(base, way, unit)), base, 0.6)

    def weekend(self, match: re.Match[str]) -> Reading | None:
        """*the weekend*: the one its clause looks to."""
        if self._unit(match) != "E":
            return None
        if self.anchor is None:
            return Reading("XXXX-WXX-WE", confidence=0.8)
        way, week = self._direction(match), timedelta(days=7)
        value, opens, closes = period("E", self.anchor)
        if way < 0 and opens > self.anchor:
            value, opens, closes = period("E", self.anchor - week)
        return Reading(value, opens, closes, self.anchor, 0.7)

    def overnight(self, match: re.Match[str]) -> Reading | None:
        """*overnight* is the night that ends on the day of the report; *overnight on Monday* the night that begins then."""
        if self.anchor is None:
            return Reading("XXXX-XX-XXTNI", confidence=0.8)
        number = self._value(match, "W", "weekdays")
        night = self.anchor + timedelta(days=0 if self._direction(match) > 0 else -1)
        if number:
            night = self.anchor - timedelta(days=(self.anchor.isoweekday() - number) % 7)
        return Reading(f"{night.isoformat()}TNI", night, night + timedelta(days=1), self.anchor, 0.8)

    def part_of_day(self, match: re.Match[str]) -> Reading | None:
        """*this morning*, *last night*; *that night*, *the next morning* are reckoned from the day told last."""
        base = self._base("D") if self._at(match, "jxf") else self.anchor
        if base is None:
            return Reading(f"XXXX-XX-XXT{self._value(match, 'p', 'day_parts')}", confidence=0.8)
        day = base + timedelta(days=self._step(match) or 0)
        return Reading(self._deep(day, match), day, day, base)

    def clock(self, match: re.Match[str]) -> Reading | None:
        """*10 a.m. on Monday*; a clock without its day stays without one."""
        clock = self._clock(match)
        if clock is None or (not match["clock_day"] and self._at(match, "T") and not self._at(match, "az") and not self._hour(match)):
            return None
        if not match["clock_day"]:
            return Reading(clock, confidence=0.7)
        inner = GRAMMAR.match(self.row, match.start("clock_day"))
        day = getattr(self, inner.lastgroup)(inner) if inner and inner.lastgroup else None
        if day is None or day.opens is None:
            return Reading(clock, confidence=0.7)
        return replace(day, value=day.value[:10] + clock)

    def _hour(self, match: re.Match[str]) -> bool:
        """Tell a bare clock (*at 15:30*) from a score or a verse."""
        return match.start() > 0 and self.lexes[match.start() - 1].low in (
            "at",
            "until",
            "by",
            "from",
            "around",
            "about",
            "before",
            "after",
        )

    # --- months and longer

    def month(self, match: re.Match[str]) -> Reading | None:
        """*March*, *early March*, *March last year*, *last March*."""
        number = int(self._value(match, "M", "months"))
        part, step = self._part(match), self._step(match)
        year, anchor = self._year(match)
        if year is None:
            if self._name(match):
                return None
            base, way, history = self._reckon(match)
            if base is None:
                return Reading(f"XXXX-{number:02}", confidence=0.8)
            firsts = [date(y, number, 1) for y in range(base.year - 1, base.year + 2)]
            here, anchor = base.replace(day=1), base
            if step == 0:
                year = base.year
            elif step and self.anchor:
                here, anchor = self.anchor.replace(day=1), self.anchor
                firsts = [date(y, number, 1) for y in range(here.year - 1, here.year + 2)]
                year = max(d for d in firsts if d < here).year if step < 0 else min(d for d in firsts if d > here).year
            else:
                year = self._choose(firsts, here, way, history=history).year
        if not 1 <= year <= 9999:
            return None
        opens, closes = self._where(part, date(year, number, 1), month_end(year, number))
        loose = bool(anchor) and step is None and not self._at(match, "J")
        return Reading(f"{year:04}-{number:02}", opens, closes, anchor, 0.8 if anchor else 0.95, loose)

    def _name(self, match: re.Match[str]) -> bool:
        """Tell a month's name that is a person's or begins an order: *Theresa May*, *May we*, *April Jones*."""
        if len(match[0]) > 1 and self._at(match, "elxi"):
            return False
        k = match.start() + match[0].index("M")
        word = self.lexes[k].word
        before = self.lexes[k - 1] if k else None
        after = self.lexes[k + 1] if k + 1 < len(self.lexes) else None
        if before and before.low in lexicon().month_leads:
            return False
        if word == "March" and after and after.low in ("to", "on", "for", "of", "against"):
            return True
        if before and before.word[:1].isupper() and before.low not in lexicon().letters or word in ("May", "March") and not before:
            return True
        if word.isupper() and len(word) > 3 and not self.headline:
            return False
        return (
            bool(after and after.word[:1].isupper() and not self.headline)
            or self.form(self.lexes[k].start)[:1] in ("V", "M")
            or word == "May"
        )

    def season(self, match: re.Match[str]) -> Reading | None:
        """*last fall*, *the summer of 2022*, *in spring*."""
        lex = self._at(match, "S")[0]
        code, _ = lexicon().values["seasons"][lex.low]
        year, anchor = self._year(match)
        step = self._step(match)
        if lex.low in ("fall", "spring") and self.form(lex.start)[:1] == "V" or self._bare(match) and not self._season_told(match):
            return None
        if year is None:
            base, way, history = self._reckon(match)
            if step is not None:
                base, way, history = self.anchor, step, False
            if base is None:
                return Reading(f"XXXX-{code}", confidence=0.8)
            anchor = base
            whole = [(y, *season(code, y)[1:]) for y in range(base.year - 2, base.year + 3)]
            if way < 0:
                # "Last winter" is over; what was so "in the winter" may be so still.
                year = max(y for y, opens, closes in whole if (closes if step else opens) < base)
            elif way > 0 or history:
                whole_ahead = bool(step) or bool(self._at(match, "L"))  # "before winter", said in winter, is the next one
                year = min(y for y, opens, closes in whole if (opens if whole_ahead else closes) > base)
            else:
                year = min(
                    (0 if opens <= base <= closes else min(abs((opens - base).days), abs((closes - base).days)), y)
                    for y, opens, closes in whole
                )[1]
        if not 1 <= year < 9999:
            return None
        value, opens, closes = season(code, year)
        loose = bool(anchor) and step is None and not self._at(match, "J")
        return Reading(value, *self._where(self._part(match), opens, closes), anchor, 0.75 if anchor else 0.9, loose)

    def _bare(self, match: re.Match[str]) -> bool:
        """Tell whether nothing but an article stands before a season."""
        return match[0] in ("S", "HS")

    def _season_told(self, match: re.Match[str]) -> bool:
        """Tell *the summer* and *over the spring*, which are times, from *the fall* of a town and *summer* clothes."""
        lex, k = self._at(match, "S")[0], match.start()
        if self.row[match.end() : match.end() + 1] == "O":
            return False
        return bool(k) and self.lexes[k - 1].low in lexicon().season_leads or match[0] == "HS" and lex.low not in ("fall", "spring")

    def quarter(self, match: re.Match[str]) -> Reading | None:
        """*the third quarter of 2022*, *Q3 2022*, *the first half of the year*, *this quarter*."""
        year, anchor = self._year(match)
        short = self._at(match, "4")
        ordinal = int(short[0].word[1]) if short else self._value(match, "o", "ordinals")
        if ordinal is None:
            return self.rel_unit(match)
        half = bool(self._at(match, "b"))
        if ordinal > (2 if half else 4) or half and year is None:
            return None
        months = 6 if half else 3
        first = (ordinal - 1) * months + 1
        if year is None:
            if self.anchor is None:
                return Reading(f"XXXX-Q{ordinal}", confidence=0.6)
            # "First-quarter profit fell" speaks of the last one that has begun.
            begun = [date(y, first, 1) for y in range(self.anchor.year - 1, self.anchor.year + 2)]
            year, anchor = self._choose(begun, self.anchor, self._direction(match) or -1).year, self.anchor
        opens, closes = self._where(self._part(match), date(year, first, 1), month_end(year, first + months - 1))
        return Reading(f"{year:04}-{'H' if half else 'Q'}{ordinal}", opens, closes, anchor)

    def fiscal(self, match: re.Match[str]) -> Reading | None:
        """*FY2014*: when it begins is for each body to say."""
        year = int(self.lexes[match.start()].word[2:])
        return Reading(f"FY{year if year > 99 else whole_year(year)}")

    def nth(self, match: re.Match[str]) -> Reading | None:
        """*the last week of September*, *the first nine months of 2023*: days counted from either end of a month or year."""
        unit, ordinal = self._unit_of(match, "uvG"), self._value(match, "o", "ordinals")
        count = self._number(match) if self._at(match, "vG") else 1
        if unit not in "DWEMQ" or count is None or ordinal is not None and ordinal > 31:
            return None
        inner = GRAMMAR.match(self.row, next(k for k in range(*match.span()) if self.row[k] == "O") + 1)
        if self._at(match, "M") or self._at(match, "y"):
            if inner is None or inner.lastgroup not in ("month", "year") or inner.end() != match.end():
                return None
            whole = self.month(inner) if inner.lastgroup == "month" else self.year(inner)
        else:
            year, anchor = self._year(match)
            whole = Reading(*period("Y", date(year, 1, 1)), anchor) if year else None
        if whole is None or whole.opens is None or whole.closes is None:
            return None
        if ordinal is None:
            opens = shift(whole.closes + timedelta(days=1), -count, unit)
            return replace(whole, opens=max(opens, whole.opens))
        opens = shift(whole.opens, (ordinal - 1) * count, unit)
        closes = shift(opens, count, unit) - timedelta(days=1)
        if unit == "E":
            opens += timedelta(days=(5 - whole.opens.weekday()) % 7)
            closes = opens + timedelta(days=1)
        if opens > whole.closes:
            return None
        value = opens.isoformat() if unit == "D" and count == 1 else whole.value
        return replace(whole, value=value, opens=opens, closes=min(closes, whole.closes) if unit != "E" else closes)

    def century(self, match: re.Match[str]) -> Reading | None:
        """*the 20th century* has the TIMEX3 value 19."""
        lex = next(iter(self._at(match, "od")), None)
        if lex is None:
            return self.rel_unit(match)
        number = int(lex.word) if lex.low.isdecimal() else int(lexicon().values["ordinals"][lex.low])
        if self._at(match, "c"):
            number += int(self._value(match, "c", "numbers"))
        opens, closes = self._where(self._part(match), date(max(1, (number - 1) * 100), 1, 1), date((number - 1) * 100 + 99, 12, 31))
        return Reading(f"{number - 1:02}", opens, closes)

    def decade(self, match: re.Match[str]) -> Reading | None:
        """*the 1990s*, *the early '90s*, *the nineties*."""
        told = self._at(match, "y")
        if told:
            if self.lexes[match.end() - 1].start - told[0].end > 1 or told[0].word[-1] != "0":
                return None
            year = int(told[0].word)
        else:
            short = self._value(match, "Z", "decades") or int(next((lex.word for lex in self._at(match, "nd")), "0"))
            named = self._at(match, "'H")
            if (
                not named
                or short not in range(10, 100, 10)
                or self._at(match, "nd")
                and self.lexes[match.end() - 2].end != self.lexes[match.end() - 1].start
            ):
                return None
            year = 1900 + short
        value, opens, closes = period("T", date(year, 1, 1))
        if year % 100 == 0 and self._part(match) is None:
            closes = date(year + 9, 12, 31)
        return Reading(value, *self._where(self._part(match), opens, closes))

    def years(self, match: re.Match[str]) -> Reading | None:
        """*2019-20*, *2015-2018*."""
        first, last = (self.lexes[k].word for k in (match.start(), match.end() - 1))
        if len(last) not in (2, 4) or self.lexes[match.end() - 1].start - self.lexes[match.start()].end > 1 or int(first) < 1500:
            return None
        closing = int(last) if len(last) == 4 else int(first[:2] + last)
        if not int(first) < closing <= 2199:
            return None
        return Reading(f"{first}/{closing}", date(int(first), 1, 1), date(closing, 12, 31))

    def year(self, match: re.Match[str]) -> Reading | None:
        """*2022*, *late 2022*: four figures that count nothing."""
        k = match.end() - 1
        number = int(self.lexes[k].word)
        before = self.lexes[k - 1].low if k else ""
        after = self.lexes[k + 1] if k + 1 < len(self.lexes) else None
        part = self._part(match)
        if not 1500 <= number <= 2199 or before in lexicon().never_before_year or (after and after.low in lexicon().never_after_year):
            return None
        joined = after is not None and after.start == self.lexes[k].end
        if (
            after
            and joined
            and after.word[0] in "/:-\u2013"
            and not (after.word == ":" and (k + 2 == len(self.lexes) or self.lexes[k + 2].start > after.end))
            or k
            and self.lexes[k - 1].end == self.lexes[k].start
            and before not in ("(", "-", "'")
        ):
            return None
        possessive = joined and self.row[k + 1 : k + 3] == "'s"
        heading = not k and after is not None and (after.low in lexicon().year_heads or after.word == ":")
        if part is None and before not in lexicon().year_leads and not possessive and not heading:
            counted = (
                after is not None and after.word == after.low and after.low.endswith("s") and self.form(after.start)[:2] in ("NN", "JJ", "")
            )
            if (
                counted
                or not 1900 <= number <= 2099
                or (before and self.lexes[k - 1].word[:1].isupper() and not self.headline and before not in lexicon().letters)
            ):
                return None
        value, opens, closes = period("Y", date(number, 1, 1))
        return Reading(value, *self._where(part, opens, closes), confidence=0.9)

    def holiday(self, match: re.Match[str]) -> Reading | None:
        """*Christmas*, *Easter*, *New Year's Eve*: the one its clause looks to."""
        lex = self._at(match, "Y")[0]
        before = self.lexes[match.start() - 1].word if match.start() else ""
        if lex.word == lex.low or before[:1].isupper() and before.lower() not in lexicon().letters:
            return None  # the song "White Christmas"
        rule, (year, anchor) = lexicon().values["holidays"][lex.low], self._year(match)
        if year is None:
            if self.anchor is None:
                return Reading(feast(rule, None), confidence=0.7)
            days = [date.fromisoformat(feast(rule, self.anchor.year + n)) for n in (-1, 0, 1)]
            year, anchor = self._choose(days, self.anchor, self._direction(match)).year, self.anchor
        day = date.fromisoformat(feast(rule, year))
        return Reading(self._deep(day, match), day, day, anchor, 0.7 if anchor else 0.9, bool(anchor))

    # --- reckoned from the report

    def rel_unit(self, match: re.Match[str]) -> Reading | None:
        """*last week*, *this year*; *the previous year*, *that day* are reckoned from what was told last."""
        unit, step = self._unit(match), self._step(match)
        shape = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "E": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX", "Y": "XXXX"}.get(unit, "XX")
        if step is None or unit == "D" and step == 0 and not self._at(match, "ij"):
            return None
        if any(lex.low == "last" for lex in self._at(match, "l")) and self._of(match):
            return Reading(duration_value(1, unit), confidence=0.7)
        elsewhere = bool(self._at(match, "kfj")) or bool(self._at(match, "H")) and step > 0 and self._direction(match) < 0
        if elsewhere:
            base = self._base(unit)
            return Reading(*period(unit, shift(base, step, unit)), base, 0.6) if base else Reading(shape, confidence=0.7)
        if self.anchor is None:
            return Reading(shape, confidence=0.7)
        how = self._at(match, "lx")
        if how and how[0].low in ("past", "coming") and not self._at(match, "i") and unit not in "DE":
            there = self._away(step, unit)
            ends = (there, self.anchor) if step < 0 else (self.anchor, there)
            return Reading(duration_value(1, unit), *ends, self.anchor)
        return Reading(*period(unit, shift(self.anchor, step, unit)), self.anchor)

    def part_unit(self, match: re.Match[str]) -> Reading | None:
        """*earlier this week*, *the end of the year*, *late last month*."""
        if self._step(match) is None:
            return self._ending(match)
        whole = self.rel_unit(match)
        if whole is None or whole.opens is None or whole.closes is None:
            return whole
        beside = next((lex.low for lex in self._at(match, "P")), "")
        if beside:
            if self.anchor is None:
                return None
            this = whole.opens <= self.anchor <= whole.closes
            opens, closes = (whole.opens, self.anchor) if beside == "earlier" else (self.anchor, whole.closes)
            return replace(whole, opens=opens, closes=closes) if this else whole
        opens, closes = self._where(self._part(match), whole.opens, whole.closes)
        return replace(whole, opens=opens, closes=closes)

    def _ending(self, match: re.Match[str]) -> Reading | None:
        """*the end of the year*, *mid-week*, *year-end*: of the present one, or of the one before where that is past."""
        unit, part = self._unit(match), self._part(match)
        if unit not in "WMY" or unit == "W" and not self._at(match, "OH-"):
            return None
        if self.anchor is None:
            return Reading({"W": "XXXX-WXX", "M": "XXXX-XX", "Y": "XXXX"}[unit], confidence=0.6)
        if self.history and (base := self._base(unit)):
            value, *ends = period(unit, base)
            return Reading(value, *self._where(part, ends[0], ends[1]), base, 0.6)
        value, *ends = period(unit, self.anchor)
        opens, closes = self._where(part, ends[0], ends[1])
        if opens > self.anchor and self._direction(match) < 0:
            value, *ends = period(unit, shift(self.anchor, -1, unit))
            opens, closes = self._where(part, ends[0], ends[1])
        return Reading(value, opens, closes, self.anchor, 0.7)

    def _of(self, match: re.Match[str]) -> bool:
        """Tell *the last two weeks of the siege*, which are no weeks of the report's, from *the last two weeks*."""
        return match[0][0] == "H" and self.row[match.end() : match.end() + 1] == "O"

    def rel_units(self, match: re.Match[str]) -> Reading | None:
        """*the past three days*, *the next 24 hours*, *the coming weeks*, *recent months*."""
        number, unit = self._number(match), self._unit(match)
        value = duration_value(number, unit)
        ahead = bool(self._at(match, "x"))
        if self._at(match, "kf") or any(lex.low == "last" for lex in self._at(match, "l")) and self._of(match):
            return Reading(value, confidence=0.7)
        if self.anchor is None:
            return Reading(value, confidence=0.8)
        there = self._away(number if ahead or number is None else -number, unit)
        return Reading(value, *((self.anchor, there) if ahead else (there, self.anchor)), self.anchor, 0.85)

    def ago(self, match: re.Match[str]) -> Reading | None:
        """*two weeks ago*, *a year ago*, *years ago*."""
        number, unit = self._number(match), self._unit(match)
        if number is None:
            return Reading("PAST_REF", confidence=0.8)
        if self.anchor is None:
            return Reading(duration_value(number, unit), confidence=0.7)
        there = self._away(-number, unit, calendar=True)
        if there is None:
            return None
        if unit in "hms":
            return Reading(there.isoformat(), there, there, self.anchor, 0.7)
        return Reading(*period({"F": "W"}.get(unit, unit), there), self.anchor, 0.8)

    def duration(self, match: re.Match[str]) -> Reading | None:
        """*three days*; *within a month* and *in two weeks* of a clause that looks ahead are reckoned from the report."""
        number, unit = self._number(match), self._unit(match)
        first, last = match.span()
        before = self.lexes[first - 1].low if first else ""
        if unit in "ms" and number is None or before in ("$", "no") or unit == "Q" and self.row[last : last + 1] == "O":
            return None
        value = duration_value(number, unit)
        if self.row[first] == "Q" and (before.isdigit() or before.endswith("s") and self.row[first - 2 : first - 1] in ("d", "n", "y")):
            return Reading(value, confidence=0.7)  # "960 a week", "30 deaths a day"
        anchor = self.anchor
        if anchor and number is not None and before in ("within", "in") and (there := self._away(number, unit, calendar=before == "in")):
            way, _ = tense(self.lexes, first, last, self.headline, self.form)
            if before == "within" and way >= 0 and self.row[last : last + 1] != "O":
                return Reading(value, anchor, there, self.anchor, 0.85)
            if before == "in" and way > 0 and unit in "DWMY" and "'" not in self.row[last : last + 1]:
                return Reading(*period(unit, there), self.anchor, 0.75)
        return Reading(value, confidence=0.9)

    def anaphor(self, match: re.Match[str]) -> Reading | None:
        """*two days later*: reckoned from what the paragraph told last."""
        number, unit = self._number(match), self._unit(match)
        way = {"later": 1, "earlier": -1}[self._at(match, "P")[0].low]
        base = self._base("Y" if unit in "YTC" else unit) if way and number and number <= FURTHEST and unit not in "hms" else None
        lead = self.lexes[match.start() - 1].low if match.start() else ""
        if unit == "Y" and way < 0 and lead in ("from", "than") and base is None:
            base = self.anchor  # "up from a year earlier"
        if base is None or number is None:
            return Reading(duration_value(number, unit), confidence=0.7)
        return Reading(*period({"F": "W"}.get(unit, unit), shift(base, way * number, unit)), base, 0.6)

    def _away(self, count: int | None, unit: str, *, calendar: bool = False) -> date | None:
        """The day that lies so many units from the report; None where the count is vague or the calendar ends.

        Args:
            calendar: a month leads to the same day of another month; else it is a length, a twelfth of a year.
        """
        if count is None or self.anchor is None or abs(count) > FURTHEST:
            return None
        try:
            if unit in "hms":
                return self.anchor + timedelta(days=int(count / {"h": 24, "m": 1440, "s": 86400}[unit]))
            if unit == "M" and not calendar:
                return self.anchor + timedelta(days=round(count * 365.25 / 12))
            return shift(self.anchor, count, unit)
        except (ValueError, OverflowError):
            return None

    # --- neither day nor interval

    def half(self, match: re.Match[str]) -> Reading | None:
        """*half an hour*, *two and a half years*."""
        unit = self._unit(match)
        if match[0][0] != "b":
            number = self._number(match)
            return Reading(duration_value(number, unit).replace(str(number), f"{number}.5", 1)) if number else None
        value = {"h": "PT30M", "D": "PT12H", "Y": "P6M", "T": "P5Y", "C": "P50Y"}.get(unit)
        return Reading(value) if value else None

    def length(self, match: re.Match[str]) -> Reading | None:
        """*yearlong*, *a decade-long*, *for months*, *within days*: how many is not told."""
        lex, k = self.lexes[match.start()], match.start()
        if match[0] == "g":
            return Reading(lexicon().values["lengths"][lex.low])
        unit = self._unit(match)
        if match[0][-1] == "w":
            return Reading(duration_value(None if self._at(match, "v") else 1, unit))
        leads = [near.low for near in self.lexes[max(0, k - 2) : k]]
        if not leads or leads[-1] == "the":
            leads = leads[:-1] if leads[-2:-1] == ["over"] else []
        if not leads or leads[-1] not in lexicon().length_leads:
            return None
        if leads[-1] == "within" and self.anchor and tense(self.lexes, *match.span(), self.headline, self.form)[0] > 0:
            return Reading(duration_value(None, unit), self.anchor, None, self.anchor, 0.7)
        return Reading(duration_value(None, unit), confidence=0.7)

    def every(self, match: re.Match[str]) -> Reading | None:
        """*every Monday*, *each year*: no day of its own."""
        weekday = self._value(match, "W", "weekdays")
        if weekday:
            return Reading(f"XXXX-WXX-{weekday}", confidence=0.8)
        return Reading(duration_value(self._number(match) or 1, self._unit(match)), confidence=0.8) if self._at(match, "uvhJ") else None

    def reference(self, match: re.Match[str]) -> Reading | None:
        """*now*, *recently*, *soon*, but not *as soon as*."""
        if self.lexes[match.end() :] and self.lexes[match.end()].low in ("as", "after", "before", "afterwards", "afterward", "thereafter"):
            return None
        k = match.end() - 1
        if self.row[k] == "l" and (
            self.lexes[k].low != "past" or self.lexes[k + 1 :] and self.form(self.lexes[k + 1].start)[:2] in ("NN", "JJ", "CD")
        ):
            return None
        value = str(self._value(match, "R", "references") or "PAST_REF")
        if value == "FUTURE_REF" and tense(self.lexes, *match.span(), self.headline, self.form)[0] < 0:
            return None
        return Reading(value, confidence=0.7)

    def frequency(self, match: re.Match[str]) -> Reading | None:
        """*daily*, *annual*."""
        return Reading(str(self._value(match, "F", "frequencies")), confidence=0.7)
