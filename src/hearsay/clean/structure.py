"""What is the report and what the page around it: headline, byline, date, paragraphs; sentences and tokens; language."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files

from hearsay.clean.typography import EDGE, plain
from hearsay.text import Block, Document, Span

# --- dates that a line tells ------------------------------------------------------------------------------------------

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sept sep",
            "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?P<%s>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_DAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_CLOCK = (
    r"(?:\s*(?:,|-|–|—|\||•|·|at|@|T)?\s*\d{1,2}[:.h]\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?"
    r"(?:\s*(?:Z|[+-]\d{2}:?\d{2}|\(?(?:UTC|GMT|[ECMP][SD]?T|[A-Z]{2,4}T|IST|local time)\b(?:[+-]\d{1,2}(?::\d{2})?)?\)?))?)?"
)
DATE = re.compile(
    rf"""(?<![\w/.-]){_DAY}(?:
        (?P<y1>(?:19|20)\d\d)[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}})(?![\d/-])
      | {_MONTH % "m2"}\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d)\b
      | (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH % "m3"},?[\s-]+(?P<y3>(?:19|20)\d\d)\b
      | (?P<a4>\d{{1,2}})(?P<p4>[/.-])(?P<b4>\d{{1,2}})(?P=p4)(?P<y4>(?:19|20)\d\d)\b
    ){_CLOCK}""",
    re.VERBOSE | re.IGNORECASE,
)


def told_date(match: re.Match[str]) -> str | None:
    """Read a match of DATE as ISO 8601; None for no day of the calendar, or where day and month cannot be told apart."""
    part = match.groupdict()
    if part["y1"]:
        year, month, day = int(part["y1"]), int(part["m1"]), int(part["d1"])
    elif part["y4"]:
        a, b, year = int(part["a4"]), int(part["b4"]), int(part["y4"])
        if part["p4"] == "." or a > 12 or a == b:
            day, month = a, b
        elif b > 12:
            day, month = b, a
        else:
            return None
    else:
        n = "2" if part["y2"] else "3"
        year, month, day = int(part[f"y{n}"]), MONTHS[part[f"m{n}"].lower()], int(part[f"d{n}"])
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


# --- lines ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Piece:
    """A block in the making. words: its text, spaces and quotes made plain. given: cut by the reader, from markup."""

    start: int
    end: int
    words: str
    kind: str = "paragraph"
    furniture: bool = False
    path: str = ""
    links: float = 0.0
    given: bool = False

    def block(self) -> Block:
        return Block(Span(self.start, self.end), self.kind, self.furniture, self.path, self.links)


@cache
def lists() -> dict[str, frozenset[str]]:
    """The words of words.toml, by name."""
    told = tomllib.loads((files("hearsay.clean") / "words.toml").read_text(encoding="utf-8"))
    found = {name: frozenset(words) for name, words in told.items() if isinstance(words, list)}
    verbs = set(found.pop("irregular"))
    for verb in found.pop("verb"):
        stem = verb.removesuffix("e")
        double = verb + verb[-1]
        verbs |= {
            verb,
            verb + "s",
            verb + "es",
            verb + "ed",
            verb + "d",
            stem + "ing",
            double + "ed",
            double + "ing",
            verb.removesuffix("y") + "ies",
        }
    return found | {"verb": frozenset(verbs)}


_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_ENDS = re.compile(r"[.!?…。！？]['\")\]]*$")
_BULLET = re.compile(r"^(?:[-*•·‣▪●○◦–—]\s+|\(?\d{1,2}[.)]\s?(?=\D)|\(?[a-z][.)]\s)")
_WORD = re.compile(r"\w+(?:[-']\w+)*")


def words_of(text: str, start: int, end: int) -> str:
    return "".join(piece for piece, _, _ in plain(text, start, end))


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut spaces and hidden marks off both ends."""
    match = EDGE.match(text, start, end)
    start = match.end() if match else start
    while end > start and EDGE.fullmatch(text[end - 1]):
        end -= 1
    return start, end


def sentence_like(words: str) -> bool:
    """Tell whether a line reads as running text: a full stop at its end or inside, and some length."""
    n = len(_WORD.findall(words))
    if n > 40:
        return True
    if not _ENDS.search(words):
        return False
    if words.rstrip("'\")]")[-1] in "?!…" and n < 25 and len(re.findall(r"[.!?]['\")]*\s+['\"(]*[A-Z]", words)) == 0:
        return n >= 12 and not words[0].isupper()
    return n >= 5


def _wrapped(lines: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Join the lines of one stretch without blank lines where they are one hard-wrapped paragraph."""
    if len(lines) < 2:
        return lines
    lengths = [end - start for start, end in lines]
    widest = max(lengths)
    even = len(lines) > 2 and widest <= 130 and all(n >= 0.72 * widest for n in lengths[:-1])
    joined = [lines[0]]
    for start, end in lines[1:]:
        a, b = joined[-1]
        tail, head = text[max(a, b - 3) : b], text[start : start + 3]
        goes_on = not _ENDS.search(tail.translate({0x201D: '"', 0x2019: "'"})) and (
            head[0].islower() or tail[-1] in ",;-" and b - a > 30 and head[0] not in "-*•"
        )
        last = joined[-1][1] - max(s for s, _ in lines if s < start)
        if (even and widest >= 45 or goes_on and last > 20) and not _BULLET.match(text[start : start + 6]):
            joined[-1] = (a, end)
        else:
            joined.append((start, end))
    return joined


def lines_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut plain text into paragraphs: at blank lines, and at line ends unless lines are merely wrapped."""
    group: list[tuple[int, int]] = []
    behind = start
    for match in _LINE.finditer(text, start, end):
        a, b = trimmed(text, match.start(), match.end())
        if a == b:
            continue
        gap = text[behind:a]
        if group and (gap.count("\n") > 1 or gap.count("\r") > 1 + gap.count("\n") or "\x0c" in gap or "\u2029" in gap):
            yield from _wrapped(group, text)
            group = []
        group.append((a, b))
        behind = b
    yield from _wrapped(group, text)


# --- furniture --------------------------------------------------------------------------------------------------------

_MARKS = " \t'\".,:;!?|/\\<>()[]{}»«›‹→←↑↓•·*#=_-—–…+"
_LEFTOVER = re.compile(
    r"^(?:[\w -]{1,24}=\S*|__[A-Z]+__|-[a-z]+|[\W_]+|\{\{.*\}\}|\[\[[^\]]*\]\]|\d{1,4}|page \d+(?: of \d+)?|https?://\S+|www\.\S+)$",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"^(?:\d[\d.,]*[km]?\s+(?:shares?|comments?|views?|likes?|min(?:ute)?s?(?: read)?|hours? ago|days? ago|replies)|(?:about )?\d+ (?:minute|hour|day|week|month)s? ago)\b.{0,20}$",
    re.IGNORECASE,
)
_FILE = re.compile(r"^(?:[\w-]+\.(?:jpe?g|png|gif|webp)|(?=\w*\d)[a-z0-9]+(?:_[A-Za-z0-9]+){2,}_?)(?:\s+[-—:]\s+|\s*$)", re.IGNORECASE)
_CREDIT = re.compile(
    r"^(?:photos?|images?|pictures?|credits?|illustration|source|video|via)\s*(?:credit|by|courtesy|source)?\s*(?:of\s*)?[:/©|]",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(?:(?:written |posted |published |story |words |report |text |edited )?by|author|reporter|from)(?:\s*:\s*|\s+)(?P<who>[^.!?]{2,80}?)$",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"^(?:host|admin|administrator|editor|editors|staff|staff (?:writer|reporter)s?|news ?desk|web ?desk|guest|webmaster|newsroom|our (?:correspondent|reporter))$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"^(?:[A-Z][\w.'-]*|[a-z]{1,3}|[A-Z]\.)(?:\s+(?:[A-Z][\w.'-]*|de|da|di|van|von|der|den|al|el|bin|ibn|la|le|del|dos|du|ten|ter)){1,4}$"
)
_TWEET = re.compile(r"pic\.twitter\.com/\w+|(?:—|-)\s.{1,60}\(@\w{1,20}\)\s")


def key(words: str) -> str:
    """Fold a line for comparing: lower case, marks off its ends."""
    return words.lower().strip(_MARKS)


def folded(words: str) -> str:
    """Fold a headline for comparing: its words alone, lower case."""
    return " ".join(_WORD.findall(words.lower()))


def is_furniture(words: str) -> bool:
    """Tell whether a line is the page's and not the report's, by its own words alone."""
    told, short = lists(), key(words)
    if not short or short in told["line"] or _LEFTOVER.match(words) or _COUNT.match(words):
        return True
    n, lower = words.count(" ") + 1, words.lower()
    if n <= 40 and lower.startswith(tuple(told["opening"])):
        return n <= 14 or _notices(lower) > 0 or not sentence_like(words)
    if n <= 16 and not sentence_like(words):
        return _bare_credit(words) or _menu(lower)
    return n <= 150 and _notices(lower) >= (2 if n <= 30 else 3)


def _notices(lower: str) -> int:
    """Count words of the page's own affairs, where it speaks to its visitor."""
    if len(re.findall(r"\b(?:you|your|we|our|us)\b", lower)) < 2:
        return 0
    return sum(notice in lower for notice in lists()["notice"])


def _menu(lower: str) -> bool:
    """Tell whether a short line is made of menu words alone, or mostly where it is cut by bars."""
    line = lists()["line"]
    parts = [key(p) for p in re.split(r"\s*[|/•·>»,]\s*", lower) if key(p)]
    if len(parts) > 1 and sum(p in line for p in parts) * 2 > len(parts):
        return True
    pool, at = [key(w) for w in lower.split()], 0
    while at < len(pool):
        step = next((k for k in (3, 2, 1) if " ".join(pool[at : at + k]) in line), 0)
        if not step:
            return False
        at += step
    return True


def _bare_credit(words: str) -> bool:
    """Tell whether a line names the maker of a picture and shows nothing of it."""
    match = _CREDIT.match(words)
    if match:
        rest = words[match.end() :].split()
        return all(not w[0].isalpha() or w[0].isupper() or w in ("via", "by", "for", "of", "and") for w in rest) and len(rest) <= 8
    return bool(re.match(r"^\(?(?:[A-Z][\w.]+\s+){0,3}(?:AP|AFP|Reuters|EPA|Getty)(?:\s*/\s*[\w. ]+)?(?:\s+(?:Photo|Images?))\)?$", words))


def is_headline(words: str) -> bool:
    """Tell whether a line by itself reads as a headline: some words, one of them a verb, and no running text."""
    n = words.count(" ") + 1
    if not 4 <= n <= 32 or sentence_like(words) or _BULLET.match(words) or words[-1] in ":;,":
        return False
    pool = [w.lower() for w in _WORD.findall(words)]
    verbs = lists()["verb"]
    return any(w in verbs or i and w.endswith("ed") and len(w) > 4 for i, w in enumerate(pool)) or "to" in pool[1:-1]


def byline(words: str) -> tuple[str, ...] | None:
    """Names told by a byline (without any: an empty tuple); None for no byline."""
    line = words.strip(" |•·-—")
    match = _BYLINE.match(line)
    if not match or len(line) > 120:
        return None
    who = DATE.split(match["who"], maxsplit=1)[0].strip(" |•·,-—")
    parts = [p.strip() for p in re.split(r"\s*(?:,|\band\b|&|\|)\s*", who) if p.strip()]
    names = tuple(p for p in parts if _NAME.match(p) and not _agency(p))
    prefix = line[: match.start("who")].strip().lower().rstrip(": ")
    if names or parts and all(_STAFF.match(p) or _agency(p) for p in parts):
        return names if prefix != "from" or names else None
    if parts and prefix not in ("from", "by") and who.count(" ") < 6:
        return ()
    return () if parts and who.count(" ") < 3 and who[:1].isupper() and not sentence_like(words) else None


def _agency(words: str) -> bool:
    lower = words.lower()
    return any(re.search(rf"\b{re.escape(name)}\b", lower) for name in lists()["agency"])


_LABEL = re.compile(
    r"^(?:(?:first |originally |date )?(?:published|posted|publication date|issued|created|date|dated|released)(?:\s+(?:on|at|in|date))?|on)\s*[:|-]?\s*",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\b(?:last )?(?:updated|modified|edited|revised)\b(?:\s+(?:on|at))?\s*:?\s*", re.IGNORECASE)
_TITLE_LABEL = re.compile(r"^(?:title|headline)\s*:\s*(?=\S)", re.IGNORECASE)
_HEADER = re.compile(r"^date\s*:?\s+(?=\S)", re.IGNORECASE)
_DATELINE = re.compile(r"^['\"]?(?:[A-Z][A-Z'.-]+|[A-Z][\w'.-]+)(?:[\s,/]+[A-Z(][\w'.()-]*){0,6},?\s*(?:\(|—|-\s)")


def date_line(words: str) -> tuple[bool, str | None]:
    """Tell whether a line holds a date and nothing else of weight, and the date published it tells (None for an update's)."""
    if len(words) > 120:
        return False, None
    match = DATE.search(words)
    if not match:
        return False, None
    updated = _UPDATED.search(words)
    rest = _LABEL.sub("", DATE.sub("", _UPDATED.sub("", words))).strip(_MARKS + "@")
    rest = re.sub(
        r"\b(?:published|posted|at|on|in|by|the|am|pm|utc|gmt|e[sd]t|ist|bst|cet|\d+ min(?:ute)?s? read)\b", "", rest, flags=re.IGNORECASE
    ).strip(_MARKS)
    if len(rest.split()) > 4 or sentence_like(words) and len(rest.split()) > 2:
        return False, None
    if updated and updated.start() < match.start():
        return True, None
    return True, told_date(match)


# --- the whole --------------------------------------------------------------------------------------------------------

_TELLING = ("paragraph", "heading", "headline")
_DANGLING = re.compile(r"\b(?:on|of|in|since|by|until|from|after|before|to|the|for|and|till|between)\s*$", re.IGNORECASE)


def structured(document: Document) -> Document:
    """Complete a document: blocks cut and flagged, headline, date and authors where its text tells them."""
    text = document.text
    pieces = _cut(document)
    title, published, authors = document.title, None, document.authors
    pieces, strong, published = _headed(text, pieces)
    out: list[Piece] = []
    for piece in pieces:
        out.extend(_marked(text, piece))
    pieces = out
    head = _head(pieces)
    found = _headline(text, pieces, head, strong, title)
    if found:
        pieces = _repeats(text, pieces, head, found)
        title = title or found
    _tail(pieces)
    for i, piece in enumerate(pieces):
        if piece.kind == "date" or piece.kind == "byline":
            near = i < head + 6 or _LABEL.match(piece.words)
            if published is None and near:
                published = _published(piece.words)
            if piece.kind == "byline" and not authors and i < head + 6:
                authors = byline(piece.words) or ()
        elif not piece.furniture and published is None and i <= head + 1:
            published = _dateline(piece.words)
        if piece.kind == "paragraph" and not piece.given:
            piece.kind = _kind(piece)
    told = document.published or published
    return replace(
        document,
        blocks=tuple(p.block() for p in pieces),
        title=title,
        authors=authors,
        published=told,
        published_basis=document.published_basis if document.published else "a line of the text" if told else None,
    )


def _cut(document: Document) -> list[Piece]:
    text = document.text
    blocks = document.blocks
    if document.media_type == "text/plain" or not blocks:
        blocks = (Block(Span(0, len(text)), "paragraph"),) if text else ()
    pieces = []
    for block in sorted(blocks, key=lambda b: b.span):
        start, end = block.span.start, block.span.end
        whole = bool(block.path) or block.furniture or block.kind in ("cell", "item", "quote", "caption")
        for a, b in [trimmed(text, start, end)] if whole else lines_of(text, start, end):
            if a < b:
                kind = (
                    block.kind
                    if block.path or block.furniture or block.kind in ("cell", "item", "quote", "caption", "heading")
                    else "paragraph"
                )
                pieces.append(Piece(a, b, words_of(text, a, b), kind, block.furniture, block.path, block.links, bool(block.path)))
    return [p for p in pieces if p.words or p.furniture]


def _part(text: str, piece: Piece, start: int, end: int, kind: str | None = None, furniture: bool | None = None) -> list[Piece]:
    """A part of a piece as a piece of its own; none where nothing is in it."""
    a, b = trimmed(text, start, end)
    while a < b and text[a] in "|•·–—-:,;/> \t\xa0":
        a += 1
    a, b = trimmed(text, a, b)
    words = words_of(text, a, b) if a < b else ""
    if not words:
        return []
    return [
        replace(piece, start=a, end=b, words=words, kind=kind or piece.kind, furniture=piece.furniture if furniture is None else furniture)
    ]


def _headed(text: str, pieces: list[Piece]) -> tuple[list[Piece], str | None, str | None]:
    """Cut the header that a scraped file puts before its text: ``date 2024-02-05 Title … [date once more]``.

    Returns: the pieces, the title the header tells, the date it tells.
    """
    if not pieces or pieces[0].given or pieces[0].furniture and not pieces[0].words:
        return pieces, None, None
    first = pieces[0]
    raw = text[first.start : first.end]
    label = _HEADER.match(raw) or _LABEL.match(raw)
    at = label.end() if label else 0
    match = DATE.match(raw, at)
    if not match or not (label or match["y1"] or re.match(r"\s*[|•·–—:]|\s+-\s", raw[match.end() :]) or match.end() == len(raw)):
        return pieces, None, None
    published = told_date(match)
    if published is None:
        return pieces, None, None
    rest = first.start + match.end()
    parts = _part(text, first, first.start, rest, "date", True)
    strong = None
    for piece in _part(text, first, rest, first.end):
        cut = _dated(text, piece)
        strong = (
            cut[0].words if not sentence_like(cut[0].words) and cut[0].words.count(" ") < 35 and not is_furniture(cut[0].words) else None
        )
        parts += cut
    return parts + pieces[1:], strong, published


def _dated(text: str, piece: Piece) -> list[Piece]:
    """Cut a headline from the page's own date behind it."""
    raw = text[piece.start : piece.end]
    for match in DATE.finditer(raw):
        before, behind = raw[: match.start()].rstrip(" |•·–—-,"), raw[match.end() :].lstrip(" |•·–—-,")
        if len(before.split()) < 2 or sentence_like(before) or _DANGLING.search(before) or behind[:1].islower():
            continue
        if _LABEL.fullmatch(before) or byline(before) is not None:
            return [piece]
        at = piece.start + match.start()
        label = re.search(r"\b(?:published|posted|updated|last updated)(?:\s+(?:on|at))?\s*:?\s*$", raw[: match.start()], re.IGNORECASE)
        edge = piece.start + label.start() if label else at
        return [
            *_part(text, piece, piece.start, edge),
            *_part(text, piece, edge, piece.start + match.end(), "date", True),
            *_part(text, piece, piece.start + match.end(), piece.end),
        ]
    return [piece]


def _marked(text: str, piece: Piece) -> list[Piece]:
    """Say of a piece what its own words tell; cut off a file name or a label before it."""
    if piece.furniture or piece.kind == "cell":
        return [piece]
    words = piece.words
    if is_furniture(words):
        piece.furniture = True
        return [piece]
    if piece.kind not in _TELLING:
        return [piece]
    told, _ = date_line(words)
    if told:
        piece.kind, piece.furniture = "date", True
        return [piece]
    if len(words) < 160 and byline(words) is not None:
        piece.kind, piece.furniture = "byline", not _agency(words)
        return [piece]
    match = _FILE.match(text[piece.start : piece.end])
    if match and match.end() < piece.end - piece.start:
        edge = piece.start + match.end()
        return _part(text, piece, piece.start, edge, "caption", True) + _part(text, piece, edge, piece.end)
    return [piece]


def _head(pieces: list[Piece]) -> int:
    """Index of the first paragraph of the report; the number of pieces where there is none."""
    for i, piece in enumerate(pieces):
        if (
            not piece.furniture
            and piece.kind in ("paragraph", "item", "quote")
            and sentence_like(piece.words)
            and piece.words.count(" ") > 7
        ):
            return i
    return len(pieces)


def _headline(text: str, pieces: list[Piece], head: int, strong: str | None, title: str | None) -> str | None:
    """The headline as its text tells it, or the title told elsewhere."""
    if title or strong:
        return title or strong
    zone = [p for p in pieces[:head] if not p.furniture and p.kind in _TELLING]
    for piece in zone:
        label = _TITLE_LABEL.match(piece.words)
        if label:
            return piece.words[label.end() :]
    for piece in zone:
        if piece.path.endswith("h1"):
            return piece.words
    lines = Counter(folded(p.words) for p in pieces if p.words.count(" ") < 40)
    for piece in zone:
        said = folded(piece.words)
        if said.count(" ") >= 2 and not sentence_like(piece.words):
            within = sum(f" {said} " in f" {folded(other.words)} " for other in zone if other is not piece)
            if within or lines[said] > 1:
                return piece.words
    if head == len(pieces):
        return None
    lead = set(folded(" ".join(p.words for p in pieces[head : head + 4] if not p.furniture)).split())
    for piece in zone:
        if is_headline(piece.words) or _recurs(piece.words, lead):
            bar = re.search(r"\s+\|\s+(?:\S+\s+){0,3}\S+$", piece.words)
            return piece.words[: bar.start()] if bar else piece.words
    return None


def _recurs(words: str, lead: set[str]) -> bool:
    """Tell whether a line without a verb is a headline still: what it names stands in the first paragraphs."""
    pool = [w for w in folded(words).split() if len(w) > 3]
    return len(pool) >= 4 and not words[0].isdigit() and not sentence_like(words) and sum(w in lead for w in pool) * 3 >= len(pool) * 2


def _repeats(text: str, pieces: list[Piece], head: int, title: str) -> list[Piece]:
    """Keep the first standing of the headline, cut free of the line around it; what says it again is furniture."""
    pool = [re.escape(w) for w in re.findall(r"\w+", title)]
    if not pool:
        return pieces
    pattern = re.compile(r"(?<!\w)" + r"\W+".join(pool) + r"(?!\w)[?!'\"”’)\]%]*", re.IGNORECASE)
    said, n = folded(title), len(pool)
    out: list[Piece] = []
    standing = any(p.path.endswith("h1") and folded(p.words) == said for p in pieces)
    first = True
    for i, piece in enumerate(pieces):
        raw = text[piece.start : piece.end]
        match = pattern.search(raw) if piece.kind in _TELLING and (i <= head or len(raw) < 3 * len(title)) and n > 1 else None
        if n == 1 and folded(piece.words) == said and piece.kind in _TELLING:
            match = pattern.search(raw)
        if not match:
            out.append(piece)
            continue
        around = len(re.findall(r"\w+", raw)) - n
        if first and (not standing or piece.path.endswith("h1")) and (i <= head or around == 0):
            start = piece.start + match.start()
            while start > piece.start and text[start - 1] in "'\"“‘([«":
                start -= 1
            before, behind = _part(text, piece, piece.start, start), _part(text, piece, piece.start + match.end(), piece.end)
            if around > 0 and sentence_like(piece.words) and (before or not (behind and sentence_like(behind[0].words))):
                out.append(piece)
                continue
            for part in (*before, *behind):
                part.furniture = part.furniture or not sentence_like(part.words)
            kept = _part(text, piece, start, piece.start + match.end(), "headline", False)
            out += [*before, *kept, *behind]
            first = False
        elif not piece.furniture and around <= 6 and (around == 0 or not sentence_like(piece.words)):
            piece.kind, piece.furniture = "headline" if around == 0 else piece.kind, True
            out.append(piece)
        else:
            out.append(piece)
    return out


def _tail(pieces: list[Piece]) -> None:
    """Flag what stands behind a heading of the page's own (comments, related posts) and is no paragraph."""
    ends = lists()["end"]
    behind = False
    for piece in pieces:
        if key(piece.words) in ends and piece.furniture:
            behind = True
        elif behind and not piece.furniture:
            if sentence_like(piece.words) and piece.words.count(" ") >= 12:
                behind = False
            else:
                piece.furniture = True


def _published(words: str) -> str | None:
    match = DATE.search(words)
    if not match:
        return None
    updated = _UPDATED.search(words)
    return None if updated and updated.start() < match.start() else told_date(match)


def _dateline(words: str) -> str | None:
    """The date of a dateline that tells its year: ``LONDON, Feb. 5, 2024 (Agency) —``."""
    match = DATE.search(words[:90])
    if not match or not re.match(r"\s*(?:[/(—]|-\s)", words[match.end() :]):
        return None
    place = words[: match.start()].strip(" ,(")
    return told_date(match) if place.count(" ") < 5 and place[:1].isupper() and "." not in place.rstrip(".") else None


def _kind(piece: Piece) -> str:
    words = piece.words
    if _TWEET.search(words):
        return "quote"
    if _BULLET.match(words):
        return "item"
    n = words.count(" ") + 1
    pool = set(folded(words).split())
    if n <= 60 and (
        _CREDIT.match(words)
        or n <= 30
        and re.search(r"\b(?:credit|photo|image|picture)s?\s*(?::|by\b|/|©|via\b|courtesy)|\b(?:photo|image)$", words, re.IGNORECASE)
    ):
        return "caption"
    if not sentence_like(words):
        return "caption" if n <= 30 and pool & lists()["picture"] else "heading" if n <= 20 else "paragraph"
    return "paragraph"
