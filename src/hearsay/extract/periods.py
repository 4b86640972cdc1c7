"""The calendar: units, parts of units and their TIMEX3 values."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta


def whole_day(published: str | None) -> date | None:
    """The whole day of an ISO 8601 prefix, or None."""
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def shift(day: date, count: int, unit: str) -> date:
    """Move a day by whole units; the last day of a month stays within its month."""
    if unit in "YMQTC":
        months = count * {"Y": 12, "M": 1, "Q": 3, "T": 120, "C": 1200}[unit]
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return day + timedelta(days=count * {"D": 1, "W": 7, "E": 7, "F": 14}.get(unit, 0))


def period(unit: str, day: date) -> tuple[str, date, date]:
    """The unit of the calendar in which a day lies: TIMEX3 value, first and last day (weeks are ISO weeks)."""
    if unit == "D":
        return day.isoformat(), day, day
    if unit in "WEF":
        monday = day - timedelta(days=day.weekday())
        year, week, _ = day.isocalendar()
        if unit == "E":
            return f"{year}-W{week:02}-WE", monday + timedelta(days=5), monday + timedelta(days=6)
        return f"{year}-W{week:02}", monday, monday + timedelta(days=6)
    if unit == "M":
        return f"{day:%Y-%m}", day.replace(day=1), month_end(day.year, day.month)
    if unit == "Q":
        first = (day.month - 1) // 3 * 3 + 1
        return f"{day.year:04}-Q{first // 3 + 1}", date(day.year, first, 1), month_end(day.year, first + 2)
    if unit == "Y":
        return f"{day.year:04}", date(day.year, 1, 1), date(day.year, 12, 31)
    if unit == "T":
        year = day.year // 10 * 10
        return f"{year // 10:03}", date(year, 1, 1), date(year + 9, 12, 31)
    year = day.year // 100 * 100
    return f"{year // 100:02}", date(year, 1, 1), date(year + 99, 12, 31)


def season(code: str, year: int) -> tuple[str, date, date]:
    """A season of the northern half: winter begins in December of the year it is named for."""
    first = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
    last = shift(date(year, first, 1), 2, "M")
    return f"{year:04}-{code}", date(year, first, 1), month_end(last.year, last.month)


def cut(part: str | None, opens: date, closes: date) -> tuple[date, date]:
    """The early, middle or late third of an interval."""
    if part is None:
        return opens, closes
    if opens.day == 1 and (closes - opens).days < 31:
        return {
            "early": (opens, opens + timedelta(days=9)),
            "mid": (opens + timedelta(days=10), opens + timedelta(days=19)),
            "late": (opens + timedelta(days=20), closes),
        }[part]
    years = closes.year - opens.year + 1
    if years >= 10:
        first, second = opens.year + round(years * 0.3), opens.year + round(years * 0.7)
        a, b = date(first, 1, 1), date(second, 1, 1)
    else:
        third = ((closes - opens).days + 1) / 3
        a, b = opens + timedelta(days=round(third)), opens + timedelta(days=round(2 * third))
    day = timedelta(days=1)
    return {"early": (opens, a - day), "mid": (a, b - day), "late": (b, closes)}[part]


def make(year: int, month: int, day: int) -> date | None:
    """The day of these numbers, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def easter(year: int) -> date:
    """Easter Sunday of the western churches.

    Source: the algorithm of Meeus, Jones and Butcher.
    """
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def feast(rule: Sequence[int], year: int | None) -> str:
    """The day of a feast as a TIMEX3 value; without a year as much of it as its rule tells.

    Args:
        rule: month and day; days from Easter Sunday; or month, weekday and its count in the month, -1 for the last.
    """
    if len(rule) == 2:
        return f"{'XXXX' if year is None else format(year, '04')}-{rule[0]:02}-{rule[1]:02}"
    if year is None:
        return f"XXXX-{rule[0]:02}-XX" if len(rule) == 3 else "XXXX-XX-XX"
    if len(rule) == 1:
        return (easter(year) + timedelta(days=rule[0])).isoformat()
    month, weekday, count = rule
    if count < 0:
        end = month_end(year, month)
        return (end - timedelta(days=(end.isoweekday() - weekday) % 7)).isoformat()
    first = date(year, month, 1)
    return (first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (count - 1))).isoformat()


def duration_value(number: int | None, unit: str) -> str:
    """TIMEX3 value of a length of time; X where it is vague."""
    times = {"F": (2, "W"), "T": (10, "Y"), "C": (100, "Y"), "E": (1, "WE")}
    factor, letter = times.get(unit, (1, unit))
    count = "X" if number is None else str(number * factor)
    if unit in "TC" and number is None:
        return {"T": "PXDE", "C": "PXCE"}[unit]
    return f"PT{count}{letter.upper()}" if unit in "hms" else f"P{count}{letter}"
