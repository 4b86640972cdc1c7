"""Publication dates as pages, feeds and mails write them → ISO 8601 in UTC. What is not clear stays unread: a guess is wrong."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

NAMES = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sep sept",
    "october oct", "november nov", "december dec",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(NAMES, 1) for name in names.split()}
# Zone names that mean one offset wherever news is written in English; IST and CST mean several.
# Source: RFC 5322 4.3, and the European zones of the IANA database.
ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "bst": 60, "est": -300, "edt": -240,
    "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
    "et": None, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "msk": 180, "jst": 540,
}  # fmt: skip
CLOCK = r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
ZONE = r"\s*\(?(?P<zone>Z\b|(?:UTC|GMT)?\s?[+\-\u2212]\d{1,2}:?(?:\d{2})?\b|[A-Za-z]{2,4}\b)?\)?"
TIME = rf"(?:(?:\s*,?\s*(?:T|at|@|[-–|•·])?\s*){CLOCK}{ZONE})?"
MONTH = r"(?P<name>[A-Za-z]{3,9})\.?"
FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        rf"(?:[A-Za-z]{{3,9}}\.?,?\s+)?(?P<year>\d{{4}})-(?P<month>\d{{1,2}})(?:-(?P<day>\d{{1,2}}){TIME})?",
        rf"(?P<year>\d{{4}})/(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}}){TIME}",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?:T?(?P<hour>\d\d):?(?P<minute>\d\d):?(?P<second>\d\d)?" + ZONE + ")?",
        rf"(?:[A-Za-z]{{3,9}}\.?,?\s+)?{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){TIME}",
        rf"(?:[A-Za-z]{{3,9}}\.?,?\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s\-.]+(?:of\s+)?{MONTH},?[\s\-]+(?P<year>\d{{4}}){TIME}",
        rf"{CLOCK}{ZONE}\s*,?\s*(?:on\s+)?(?:[A-Za-z]{{3,9}}\.?,?\s+)?{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        rf"{CLOCK}{ZONE}\s*,?\s*(?:on\s+)?(?:[A-Za-z]{{3,9}}\.?,?\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{MONTH},?\s+(?P<year>\d{{4}})",
        rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?(?P<year>\d{{4}}){TIME}",
        rf"(?P<one>\d{{1,2}})/(?P<two>\d{{1,2}})/(?P<year>\d{{4}}){TIME}",
        rf"(?P<one>\d{{1,2}})/(?P<two>\d{{1,2}})/(?P<short>\d\d){TIME}",
        rf"[A-Za-z]{{3}}\s+{MONTH}\s+(?P<day>\d{{1,2}})\s+{CLOCK}{ZONE}\s+(?P<year>\d{{4}})",
        rf"{MONTH}\s+(?P<year>\d{{4}})",
        r"(?P<year>(?:19|20)\d\d)",
    )
)
FIRST_STAMP = 631_152_000  # 1990: ten digits below are no time of a page
LABEL = re.compile(r"(?:first\s+)?(?:published|posted|publication date|date|issued)(?:\s+(?:on|at))?\s*:?\s+", re.I)


def moment(said: str) -> str | None:
    """Read a date: ``2024-02-05T13:00:10Z``, or as much of it as is told (``2024-02-05``, ``2024-02``, ``2024``).

    A time without its zone could be of two days in UTC, so that only the day is kept, as are times in zones of several meanings.
    ``03/04/2024`` is two dates and therefore none. No guess from today's date, no relative words.

    Returns: None for what is no date, or no possible one.
    """
    said = LABEL.sub("", " ".join(said.split()), count=1) if said else ""
    if re.fullmatch(r"\d{10}(?:\d{3})?", said):
        at = int(said[:10])
        return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at >= FIRST_STAMP else None
    match = next((match for form in FORMS if len(said) < 80 and (match := form.fullmatch(said))), None)
    if not match:
        return None
    told = match.groupdict()
    month = MONTHS.get(told["name"].lower()) if told.get("name") else int(told["month"]) if told.get("month") else None
    day = int(told["day"]) if told.get("day") else None
    if told.get("one"):
        one, two = int(told["one"]), int(told["two"])
        if one <= 12 and two <= 12 and one != two or told.get("short") and two <= 12:
            return None  # 28/11/05 may be of 2005 or of 2028; 11/28/05 is one day
        day, month = (one, two) if one > 12 else (two, one)
    year = told.get("year") or f"{19 if told['short'] > '69' else 20}{told['short']}"
    if (told.get("name") and not month) or year in ("0000", "0001", "1970") and (month, day) in ((None, None), (1, 1), (1, None)):
        return None  # the zero of some program
    return _utc(int(year), month, day, told)


def _utc(year: int, month: int | None, day: int | None, told: dict[str, str | None]) -> str | None:
    """Put a date together; None where there is no such day."""
    try:
        if month is None:
            return f"{year:04d}" if year else None
        if day is None:
            return date(year, month, 1).isoformat()[:7]
        whole = date(year, month, day).isoformat()
        offset = _offset(told.get("zone"))
        if not told.get("hour"):
            return whole
        hour = int(told["hour"] or 0)
        half = (told.get("half") or "").lower()[:1]
        if half and not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0) if half else hour
        at = datetime(year, month, day, hour, int(told["minute"] or 0), min(59, int(told.get("second") or 0)))
        if offset is None:
            return whole
        return at.replace(tzinfo=timezone(timedelta(minutes=offset))).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return None


def _offset(zone: str | None) -> int | None:
    """Minutes east of UTC; None where no zone is told, or one of several meanings."""
    if not zone:
        return None
    if zone.lower() in ZONES:
        return ZONES[zone.lower()]
    match = re.search(r"([+\-\u2212])(\d{1,2}):?(\d{2})?$", zone)
    if not match or int(match[2]) > 14:
        return None
    return (1 if match[1] == "+" else -1) * (60 * int(match[2]) + int(match[3] or 0))
