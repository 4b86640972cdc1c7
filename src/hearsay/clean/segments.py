"""Where a sentence ends and a word begins, and which language it is. Works on the plain view."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from unicodedata import category

from hearsay.text import Token

LONGEST = 2_000  # code points of one sentence; longer ones are cut, so that no rule meets an endless one

# --- sentences --------------------------------------------------------------------------------------------------------

# After these a capital goes on with the name: a full stop here never ends a sentence.
_BEFORE_NAMES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "messrs",
        "mme",
        "mlle",
        "dr",
        "prof",
        "rev",
        "fr",
        "hon",
        "st",
        "ste",
        "sgt",
        "cpl",
        "pvt",
        "pfc",
        "spc",
        "lt",
        "ltc",
        "col",
        "cdr",
        "cmdr",
        "capt",
        "cpt",
        "maj",
        "gen",
        "brig",
        "adm",
        "vadm",
        "radm",
        "rep",
        "reps",
        "sen",
        "sens",
        "gov",
        "govs",
        "pres",
        "supt",
        "insp",
        "det",
        "cllr",
        "amb",
        "atty",
        "asst",
        "assoc",
        "dept",
        "dir",
        "sec",
        "secy",
        "mt",
        "ft",
        "vs",
        "v",
        "no",
        "nos",
        "art",
        "vol",
        "pp",
        "ed",
        "eds",
        "cf",
        "al",
        "viz",
        "approx",
        "ca",
        "lat",
        "long",
        "fig",
        "figs",
        "op",
        "ave",
        "blvd",
        "rd",
        "messr",
        "sr.",
        "hr",
        "herr",
        "mag",
        "ing",
        "dipl",
        "e.g",
        "i.e",
    ]
)
_MONTHS = frozenset(
    [
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
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
    ]
)
# These end a sentence only where the next word plainly begins one.
_ABBREVIATED = frozenset(
    [
        "inc",
        "ltd",
        "co",
        "corp",
        "bros",
        "plc",
        "llc",
        "cos",
        "jr",
        "sr",
        "esq",
        "ph.d",
        "m.d",
        "b.a",
        "m.a",
        "u.s",
        "u.k",
        "u.n",
        "e.u",
        "u.s.a",
        "u.a.e",
        "u.s.s.r",
        "d.c",
        "a.m",
        "p.m",
        "am",
        "pm",
        "etc",
        "est",
        "dept",
        "univ",
        "assn",
        "natl",
        "intl",
        "govt",
        "hq",
        "ala",
        "ariz",
        "ark",
        "calif",
        "colo",
        "conn",
        "del",
        "fla",
        "ga",
        "ill",
        "ind",
        "kan",
        "ky",
        "la",
        "md",
        "mass",
        "mich",
        "minn",
        "miss",
        "mo",
        "mont",
        "neb",
        "nev",
        "okla",
        "ore",
        "pa",
        "tenn",
        "tex",
        "va",
        "vt",
        "wash",
        "wis",
        "wyo",
        "n.y",
        "n.j",
        "n.c",
        "s.c",
        "n.m",
        "n.h",
        "r.i",
        "w.va",
        "n.d",
        "s.d",
        "b.c",
        "a.d",
        "sq",
        "mi",
        "km",
        "hr",
        "hrs",
        "min",
        "mins",
        "ft",
        "lb",
        "lbs",
        "oz",
        "bn",
        "tn",
        "approx",
        "jnr",
        "snr",
        "w",
        "e",
        "n",
        "s",
    ]
)
_OPENERS = frozenset(
    [
        "the",
        "a",
        "an",
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "you",
        "this",
        "that",
        "these",
        "those",
        "there",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "after",
        "before",
        "as",
        "when",
        "while",
        "where",
        "if",
        "since",
        "during",
        "under",
        "over",
        "between",
        "among",
        "about",
        "against",
        "despite",
        "although",
        "though",
        "however",
        "but",
        "and",
        "or",
        "so",
        "yet",
        "also",
        "still",
        "then",
        "now",
        "today",
        "yesterday",
        "tomorrow",
        "earlier",
        "later",
        "last",
        "next",
        "many",
        "most",
        "some",
        "several",
        "no",
        "not",
        "one",
        "two",
        "three",
        "at",
        "both",
        "each",
        "all",
        "more",
        "other",
        "another",
        "according",
        "meanwhile",
        "moreover",
        "furthermore",
        "nevertheless",
        "thus",
        "therefore",
        "what",
        "who",
        "why",
        "how",
        "which",
        "to",
        "of",
        "once",
        "until",
        "officials",
        "police",
        "residents",
        "authorities",
    ]
)
_END = re.compile(r"""[.!?…]+["')\]]*(?=\s|$)|(?<=[a-z]{3})\.(?=[A-Z][a-z])|[。！？｡؟۔।॥]+["'」』）)\]]*""")
_LAST_WORD = re.compile(r"(?:[^\W_]\.)+[^\W_]$|[^\W\d_]+(?:\.[^\W\d_]+)*$|\d+(?:[.,]\d+)*$")
_SAYING = re.compile(
    r"(?:[A-Z][\w'-]+\s+){1,3}(?:said|says|asked|asks|added|wrote|told|replied|shouted|tweeted|cried|exclaimed|warned|wondered|continued|insisted)\b"
)
_NUMBERED = frozenset(("no", "nos", "art", "vol", "pp", "fig", "figs", "op"))


def sentences(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a block into sentences: (start, end) without the spaces between."""
    begun = start
    for match in _END.finditer(view, start, end):
        if match.end() < end and not _ends(view, begun, match, end):
            continue
        yield from _capped(view, begun, match.end())
        begun = match.end()
        while begun < end and view[begun] == " ":
            begun += 1
    if begun < end:
        yield from _capped(view, begun, end)


def _ends(view: str, begun: int, match: re.Match[str], end: int) -> bool:
    """Tell whether a mark that may end a sentence does, from the word before it and what follows."""
    mark, at = match[0], match.start()
    follows = match.end() + 1 if view[match.end()] == " " else match.end()
    if mark[0] in "。！？｡؟۔।॥":
        return True
    ahead = view[follows : min(end, follows + 60)]
    bare = ahead.lstrip("\"'([—-* ")
    if not bare:
        return False
    if bare[0].islower():
        return False
    if match.end() == follows:  # no space: two sentences run into one another, unless it is an address
        space = view.rfind(" ", begun, at) + 1
        return "/" not in view[space:at] and "@" not in view[space:at] and "www." not in view[space:at] and bare[:4] not in ("Com", "Org")
    if mark[0] in "!?":
        return not (mark[-1] in "\"'" and _SAYING.match(bare))
    if mark.startswith((".", "…")) and len(mark.rstrip("\"')]")) > 1 or mark[0] == "…":
        return True
    word = _LAST_WORD.search(view, max(begun, at - 24), at)
    last = word[0] if word else ""
    if mark != ".":
        # A full stop inside quotation marks or brackets ends what was said; 'Inc.)' does not.
        return (
            not (last.lower() in _BEFORE_NAMES or last.lower() in _ABBREVIATED and bare.split(" ", 1)[0].lower() not in _OPENERS)
            or mark[1:2] in "\"'"
        )
    lower = last.lower()
    if last.isdigit() and len(last) < 4 and at - len(last) == begun:
        return False  # "1. First …"
    if lower in _BEFORE_NAMES:
        return not bare[0].isdigit() and lower in _NUMBERED and _opener(bare) and lower == "no"
    if lower in _MONTHS and last[:1].isupper():
        return not bare[0].isdigit() and _opener(bare) and lower not in ("may",)
    if len(last) == 1 and last.isupper() and last != "I":
        return _opener(bare) and bare[:2] != "A " or False
    if lower in _ABBREVIATED or "." in last and not last[0].isdigit():
        if lower in ("a.m", "p.m", "am", "pm") and re.match(r"(?:[A-Z]{2,4}\b|on\b|Mon|Tue|Wed|Thu|Fri|Sat|Sun)", bare):
            return False
        if (
            lower in ("w", "e", "n", "s", "ill", "miss", "mass", "wash", "ind", "min", "est", "mi", "pa", "la", "am", "pm", "co", "del")
            and not last[0].isupper()
        ):
            return True
        return _opener(bare) or ahead[0] in "\"'" and view[at - 1 : at] != " " and len(bare) > 1 and not bare[0].isdigit()
    return True


def _opener(words: str) -> bool:
    first = re.match(r"[^\W\d_]+", words)
    return bool(first) and first[0].lower() in _OPENERS  # type: ignore[index]


def _capped(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end > start and view[end - 1] == " ":
        end -= 1
    while end - start > LONGEST:
        cut = max(view.rfind("; ", start, start + LONGEST), view.rfind(", ", start + LONGEST // 2, start + LONGEST), start) + 1
        if cut <= start + 1:
            cut = view.rfind(" ", start, start + LONGEST)
            cut = cut if cut > start else start + LONGEST
        yield start, cut
        start = cut
        while start < end and view[start] == " ":
            start += 1
    if start < end:
        yield start, end


# --- tokens -----------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"""
    (?P<address>(?:https?://|www\.|pic\.twitter\.com/|t\.co/)[^\s"<>]*[^\s"<>.,;:!?')\]]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[@\#]\w+)
  | (?P<han>[\u3041-\u3096\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])
  | (?P<number>\d{4}-\d\d-\d\d(?!\d)|\d{1,2}:\d\d(?::\d\d)?(?!\d)|\d{1,4}(?:st|nd|rd|th)(?![^\W_])|\d{2,4}s(?![^\W_])|\d+(?:[.,]\d+)*)
  | (?P<short>(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?|(?i:mr|mrs|ms|messrs|dr|prof|rev|hon|st|sgt|cpl|pvt|lt|col|cmdr|capt|maj|gen|brig|adm|rep|sen|gov|supt|insp|inc|ltd|corp|bros|jr|sr|vs|
        jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|dept|approx|etc|mt|ft|calif|fla|ariz|ave|blvd)\.|No\.(?=\s?\d)|[A-Z]\.(?=\s[A-Z]))
  | (?P<word>[^\W\d_]\w*(?:(?:['&.-](?=\w))(?:(?<!\.)|(?=[a-z]{2,4}(?!\w)))\w+)*|_\w*)
  | (?P<ellipsis>\.{2,}|\?{2,}|!{2,}|-{2,})
  | \S
    """,
    re.VERBOSE,
)
_CLITIC = re.compile(r"(?:n't|'(?:s|m|d|re|ve|ll))$", re.IGNORECASE)
_KANA = re.compile(r"[\u30a1-\u30fe]")


def tokens(view: str, start: int, end: int) -> list[Token]:
    """Cut a sentence into words, numbers and marks.

    Numbers keep their commas and points (``1,234.5``), times and ISO dates their marks, ordinals and decades their letters (``5th``, ``1990s``);
    else digits and letters part (``5m`` is 5 and m, ``40,000-strong`` three tokens). A word that begins with a letter keeps hyphens, ampersands
    and digits (``T-72``, ``two-thirds``); clitics part (``Ukraine`` ``'s``, ``do`` ``n't``); abbreviations keep their full stop.
    """
    found: list[Token] = []
    for match in _TOKEN.finditer(view, start, end):
        a, b = match.span()
        word = match[0]
        kind = match.lastgroup
        if kind is None and not word.isascii() and found and found[-1].end == a and category(word)[0] == "M":
            # A combining mark belongs to the letter before it, and so does the rest of that word.
            found[-1] = Token(found[-1].start, b, view[found[-1].start : b])
            continue
        if kind == "word":
            if found and found[-1].end == a and a > start and not view[a].isascii() and category(view[a - 1])[0] == "M":
                found[-1] = Token(found[-1].start, b, view[found[-1].start : b])
                continue
            if "'" in word:
                clitic = _CLITIC.search(word)
                if clitic and clitic.start():
                    cut = a + clitic.start()
                    found.append(Token(a, cut, view[a:cut]))
                    found.append(Token(cut, b, clitic[0]))
                    continue
        found.append(Token(a, b, word))
    return found


# --- language ---------------------------------------------------------------------------------------------------------

_MACRO = {"wuu": "zh", "yue": "zh", "zho": "zh", "cmn": "zh", "nan": "zh", "hak": "zh", "gan": "zh", "arz": "ar", "ary": "ar", "apc": "ar", "nb": "no", "nn": "no", "pes": "fa", "prs": "fa", "zsm": "ms", "hr": "hr", "in": "id", "iw": "he"}  # fmt: skip
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "that",
        "with",
        "for",
        "was",
        "is",
        "are",
        "from",
        "has",
        "have",
        "had",
        "were",
        "by",
        "said",
        "this",
        "which",
        "their",
        "they",
        "his",
        "been",
    ]
)
SURE = 0.9  # probability; set on first sentences of UD-PUD in 20 languages


@cache
def _identifier() -> object:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language(view: str, words: list[str]) -> str | None:
    """Guess the language of a text: ISO 639-1, or None where too little is said to be sure."""
    head = [w.lower() for w in words[:400] if w.isalpha()]
    # Most reports are English, and the identifier takes a second and 126 MB to load.
    if len(head) >= 30 and sum(w in _ENGLISH for w in head) >= 0.16 * len(head) and "the" in head:
        return "en"
    letters = sum(c.isalpha() for c in view[:2000])
    if letters < 20:
        return None
    code, probability = _identifier().classify(view[:2000])  # type: ignore[attr-defined]
    return _MACRO.get(code, code) if probability >= SURE else None
