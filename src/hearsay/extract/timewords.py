"""The words of time: each is written as one letter (M a month, W a weekday, d a small number …), and a grammar over those letters finds
the expressions. The letters of each word are data (lexicon/en/times.toml)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

WORDS = (
    r"[AaPp]\.[Mm]\.?(?!\w)|B\.C\.(?:E\.)?|(?<!\w)(?:Q[1-4]|FY(?:19|20)?\d\d)(?!\w)|[^\W\d_]+"
    r"|\d{1,4}(?:-\d{1,2}-\d{1,4}|/\d{1,2}/\d{1,4})(?!\d)|\d{1,2}\.\d{1,2}\.(?:\d{4}|\d\d)(?!\d)"  # numeric date
    r"|\d{1,2}:\d\d(?::\d\d)?"  # clock
    r"|\d+(?:(?:,\d{3})+|\.\d+(?!\w))?|[^\s\w]"
)
TELLING = frozenset("NTMWuJvhGCpSDRFZyYVarKg45")  # letters without which a sentence tells no time


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of lexicon/en/times.toml, and the letter that stands for each word."""

    letters: dict[str, str]
    values: dict[str, dict[str, Any]]
    month_leads: frozenset[str]
    year_leads: frozenset[str]
    never_before_year: frozenset[str]
    never_after_year: frozenset[str]
    year_heads: frozenset[str]
    season_leads: frozenset[str]
    length_leads: frozenset[str]


LETTERS = {
    "months": "M", "weekdays": "W", "units": "u", "plural_units": "v", "day_parts": "p", "seasons": "S", "deictics": "D",
    "references": "R", "frequencies": "F", "lengths": "g", "numbers": "c", "ordinals": "o", "decades": "Z", "holidays": "Y",
}  # fmt: skip
CLASSES = {
    "vague": "q", "last": "l", "recent": "r", "previous": "k", "next": "x", "following": "f", "this": "i", "that": "j", "early": "e",
    "mid": "e", "late": "e", "rest": "e",
    "ago": "A", "beside": "L", "apart": "P", "every": "E", "within": "B", "into": "I", "the": "H", "one": "Q", "of": "O",
    "and": "&", "range": ">", "on": "@", "half": "b", "era": "K", "old": "X", "meridiem": "a", "zone": "z", "suffix": "t",
    "time": "m", "per": "U", "long": "w",
}  # fmt: skip


BESIDE = ("month_leads", "year_leads", "never_before_year", "never_after_year", "year_heads", "season_leads", "length_leads")


@cache
def lexicon() -> Lexicon:
    """Load the words of time."""
    table = tomllib.loads(files("hearsay.extract").joinpath("lexicon/en/times.toml").read_text(encoding="utf-8"))
    letters: dict[str, str] = {}
    for name, letter in LETTERS.items():
        letters.update(dict.fromkeys(table[name], letter))
    for name, letter in CLASSES.items():
        letters.update(dict.fromkeys(table["classes"][name], letter))
    letters.update(dict.fromkeys(("hour", "minute", "hours", "minutes", "seconds"), "h"))
    letters.update({"year": "J", "quarter": "G", "century": "C", "overnight": "V", "second": "o"})
    letters.update({mark: mark for mark in ",.-/('"})
    values = {name: table[name] for name in LETTERS} | {
        "parts": {w: n for n in ("early", "mid", "late", "rest") for w in table["classes"][n]}
    }
    return Lexicon(letters, values, *(frozenset(table["beside"][n]) for n in BESIDE))


@cache
def lexer() -> re.Pattern[str]:
    """The words, numbers and marks of a sentence; the feasts of several words are one."""
    feasts = (" ".join(word.capitalize() for word in name.split()) for name in lexicon().values["holidays"] if " " in name)
    return re.compile(rf"(?=[A-Z])(?:{'|'.join(map(re.escape, sorted(feasts, key=len, reverse=True)))})(?!\w)|{WORDS}")


# --- the grammar, over letters ----------------------------------------------------------------------------------------

_NUM = r"(?:Q?c(?:-?c)?|[dyn]|Qq|q|Q)"
_YEAR = r"(?:,?y|,?O?[lix]J)"
_PART = r"(?:H?e(?:-|OH?|IH?)?)"
_CLOCK = r"(?:(?:Ta?|[dn]a|y(?=z))(?:zm?)?)"
_DATE = rf"(?:M\.?dt?{_YEAR}?|dt?O?M\.?{_YEAR}?)"
_U = "[uJGC]"
GRAMMAR = re.compile(
    "|".join(
        (
            rf"(?P<before_christ>{_PART}?(?:(?:dt?)?O?M\.?(?:dt?,)?|H?SO?)?(?:[dny][-&>])?[dny]K|(?:H?e(?:-|OH?))?H?(?:[dn]'?s|(?:o|dt)-?C)K)",
            r"(?P<numeric>N)(?![-/])",
            rf"(?P<every>E(?:{_NUM})?-?[uJvhpWSM]|U[uJhC])",
            rf"(?P<clock>{_CLOCK}(?:,?[@O]?(?P<clock_day>[lix]?W(?:,?{_DATE})?|D|{_DATE}))?)",
            rf"(?P<day>(?:H?e?pO)?(?:(?:W\.?,?)?H?dt?(?:(?:-|&|>)dt?)?O?M\.?{_YEAR}?(?!d)"
            rf"|(?:W\.?,?)?M\.?dt?(?![uJvhG])(?:(?:-|&|>)dt?(?![uJvhM]))?{_YEAR}?)p?)",
            rf"(?P<month>{_PART}?M\.?(?:O?{_YEAR})?|[lxi]M)(?!s)",
            rf"(?P<season>(?:{_PART}|H)?S(?:{_YEAR}|Oy)|H?[lxikj]S|[IL]H?S(?!O)|(?:{_PART}|H)?S)",
            rf"(?P<nth>H?[lo]uOM\.?{_YEAR}?|H?[lo]{_NUM}[vG]O(?:H?J|[lix]J|y|M\.?{_YEAR}?))",
            rf"(?P<quarter>{_PART}?H?o-?[Gb](?:OH?)?{_YEAR}?|{_PART}?[lxi]G|{_PART}?(?:4(?:OH?)?{_YEAR}?|y4))",
            r"(?P<fiscal>5)",
            r"(?P<century>H?(?:e-?)?(?:o|dt|c-o)-?C|[lixk]C)",
            r"(?P<decade>(?:H?e-?)?H?(?:y'?s|'?[nd]s|Z))",
            r"(?P<years>y-[dny](?!-))",
            rf"(?P<part_unit>(?:{_PART}|P)[ilxj][uJ]|H?e(?:OH|-)[uJ]|J(?:-|'s)e)",
            r"(?P<weekday>(?:e@?)?(?:[lix]l?)?W(?:p|O?[lix]u)?)",
            r"(?P<day_beside>H?uLD)",
            r"(?P<unit_beside>H[uJ]L(?=[,.]|$))",
            r"(?P<weekend>Hu)",
            r"(?P<deictic>e?Dp?)",
            r"(?P<overnight>V(?:@?W)?)",
            r"(?P<part_of_day>e?(?:[li]|H?[jxf])p)",
            rf"(?P<rel_units>H?(?:[lxkf]|i[lx]|r){_NUM}(?:{_U}|[vh])|H?{_NUM}[lxkf][vh]|H?[lxrkf][vh])",
            rf"(?P<rel_unit>H?(?:i?[lx]|i|k|f|j){_U})",
            rf"(?P<anaphor>{_NUM}(?:{_U}|[vh])P)",
            rf"(?P<ago>{_NUM}(?:{_U}|[vh])A|vA)",
            rf"(?P<half>b(?:Q-?|-)[uJhC]|{_NUM}&Qb-?[vuJh])(?!-?X)",
            rf"(?P<duration>{_NUM}-?(?:[uJC]|[vh]))(?!-?X)",
            rf"(?P<year>{_PART}?y)",
            r"(?P<holiday>Yp?(?:,?y)?)",
            r"(?P<reference>R|r|Hl)",
            r"(?P<frequency>F)",
            r"(?P<length>g|[uJvC]-w|v)",
        )
    )
)


@lru_cache(maxsize=50_000)
def letter(word: str) -> str:
    """The letter of a word, number or mark in GRAMMAR."""
    low = word.lower()
    known = lexicon().letters.get(low)
    if known == "M" and word == low and (len(low) < 4 or low in ("march", "august", "sept")):
        return "_"  # they march; an august body
    if known:
        return known
    if word[0] in "QF" and word[-1].isdecimal():
        return "4" if word[0] == "Q" else "5"
    if word[0].isdigit():
        if word.isdecimal():
            number = int(word) if len(word) < 9 else 10**9
            return "d" if len(word) <= 2 and 1 <= number <= 31 else "y" if len(word) == 4 and 1000 <= number <= 2199 else "n"
        return "T" if ":" in word else "N" if "-" in word or "/" in word or word.count(".") == 2 else "n"
    return "s" if word == "s" else "_"
