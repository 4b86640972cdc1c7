"""What is the report and what the page around it: headline, byline, date, paragraphs, furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from hearsay.clean.lexicon import openings, verbs, words
from hearsay.clean.typography import loosely, trimmed
from hearsay.text import Block, Document, Span

# --- dates that a line tells ------------------------------------------------------------------------------------------

MONTHS = {
    name: number for number, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)\.?"
)
_CLOCK = r"\d{1,2}[:.h]\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\b\.?)?"
_ZONE = r"(?-i:Z\b|[+-]\d{2}:?\d{2}|\(?(?:UTC|GMT|local\ time|[A-Z]{1,3}[SD]?T)\b(?:[+-]\d{1,2}(?::\d{2})?)?\)?)"
DATE = re.compile(
    rf"""(?<![\w/.-])(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s+)?(?:
        (?P<y1>(?:19|20)\d\d)(?P<p1>[-/.])(?P<m1>\d{{1,2}})(?P=p1)(?P<d1>\d{{1,2}})(?![\d/-])
      | (?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d)\b
      | (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<m3>{_MONTH}),?[\s-]+(?P<y3>(?:19|20)\d\d)\b
      | (?P<a4>\d{{1,2}})(?P<p4>[/.-])(?P<b4>\d{{1,2}})(?P=p4)(?P<y4>(?:19|20)\d\d)\b
      | (?P<m5>\d{{1,2}})/(?P<d5>\d\d)/(?P<y5>\d\d)(?=\s*$|\s+\d{{1,2}}:\d\d)
    )(?:\s*(?:[,|•·–—@-]|\bat\b|T)?\s*{_CLOCK}(?:\s*{_ZONE})?)?""",
    re.VERBOSE | re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:\bdate\s*[:=]?|\b(?:first |originally |date |story )?(?:published|posted|publication date|issued|created|dated|released"
    r"|updated|modified|edited|revised)(?:\s+(?:on|at|in|date))?\s*:?)\s*",
    re.IGNORECASE,
)
_TIMED = re.compile(rf"\d{{4}},?\s+(?:at\s+)?{_CLOCK}", re.IGNORECASE)
_LATER = re.compile(r"updated|modified|edited|revised", re.IGNORECASE)


def told_date(match: re.Match[str]) -> str | None:
    """Read a match of DATE as ISO 8601; None for no day of the calendar, or where day and month cannot be told apart."""
    part = match.groupdict()
    if part["y1"]:
        year, month, day = int(part["y1"]), int(part["m1"]), int(part["d1"])
    elif part["y4"]:
        day, month, year = int(part["a4"]), int(part["b4"]), int(part["y4"])
        if month > 12 and part["p4"] != ".":
            day, month = month, day
        elif part["p4"] != "." and day <= 12 and day != month:
            return None
    elif part["y5"]:
        year, month, day = int(part["y5"]) + (1900 if part["y5"] > "69" else 2000), int(part["m5"]), int(part["d5"])
        if day <= 12:
            return None  # 28/11/05 may be of 2005 or of 2028, 01/02/05 of January or of February; 11/28/05 is one day
    else:
        n = "2" if part["y2"] else "3"
        year, month, day = int(part[f"y{n}"]), MONTHS[part[f"m{n}"][:3].lower()], int(part[f"d{n}"])
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def published_in(line: str) -> str | None:
    """The first date of a line that is not said to be an update's."""
    for match in DATE.finditer(line):
        labels = [label[0] for label in _LABEL.finditer(line, 0, match.start())]
        if not (labels and _LATER.search(labels[-1])):
            return told_date(match)
    return None


def is_date(line: str) -> bool:
    """Tell whether a line holds a date and hardly anything else."""
    if len(line) > 140 or not DATE.search(line) or "@" in line or "=" in line and not line.lower().startswith("date"):
        return False
    rest = _LABEL.sub(" ", DATE.sub(" ", line))
    rest = re.sub(rf"{_CLOCK}|{_ZONE}|\b\d+ min(?:ute)?s? read\b|\b(?:at|on|by|am|pm)\b", " ", rest, flags=re.IGNORECASE)
    return len(re.findall(r"\w+", rest)) <= (3 if _LABEL.search(line) else 2) and not rest.rstrip().endswith(".")


# --- lines ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Piece:
    """A block in the making. words: its text in plain typography; given: cut by the reader along markup."""

    start: int
    end: int
    words: str
    kind: str
    furniture: bool
    path: str = ""
    links: float = 0.0

    @property
    def heads(self) -> bool:
        """Whether the reader tells it to be the page's own heading."""
        return self.kind == "headline" and not self.furniture or self.kind == "heading" and self.path.endswith("h1")

    def block(self) -> Block:
        return Block(Span(self.start, self.end), self.kind, self.furniture, self.path, self.links)


LONGEST = 5_000  # code points of a paragraph joined from lines
ZONE = 60  # lines among which a headline is looked for
_TELLING = ("paragraph", "heading", "headline")  # kinds whose words may tell what a line really is
_MARKS = " \t'\".,:;!?|/\\<>()[]{}»«›‹→←↑↓•·*#=_-—–…+"
_SITE = re.compile(r"\w\.(?:com|org|net|tv|co\.\w\w)$", re.IGNORECASE)
_ENDS = re.compile(r"[.!?…。！？।؟]['\")\]]*$")
_INNER_END = re.compile(r"[a-z0-9)\]'\"][.!?]['\")]*\s+['\"(]*[A-Z]")
_BULLET = re.compile(r"^(?:[-*•·‣▪●○◦–—]\s+|\*(?=\w)|\(?\d{1,2}[.)]\s?(?=[^\W\d])|\(?[a-z][.)]\s)")
_WORD = re.compile(r"\w+(?:[-']\w+)*")
_CREDIT = re.compile(
    r"^(?:(?:photos?|images?|pictures?|illustration|video)\s*(?:(?:credit|courtesy|source|by|via)\s*(?:of\b\s*)?[:,/©|]?|[:/©|])|credits?\s*:)\s*",
    re.IGNORECASE,
)
_AGENCY_CREDIT = re.compile(
    r"^\(?(?:[A-Z][\w.]+\s+){0,3}(?:AP|AFP|Reuters|EPA|Getty)(?:\s*/\s*[\w. ]+)?\s+(?:Photo|Images?)\)?$"
    r"|^[A-Z][\w. ]{2,40}/\s*VIA [A-Z]\w+$"
)
_CAPTION = re.compile(
    r"\b(?:photo|image|picture)s?\s*(?:caption\b|credit\b|:|by\b|/|©|via\b|courtesy)|\bcredit\s*:|\b(?:photo|image)\)?$|^\[?\d+/\d+\]?\s|\bREUTERS/[A-Z]",
    re.IGNORECASE,
)
_PROSE = re.compile(r"^(?:The|An?|He|She|It|They|We|I|This|That|These|Those)\b|\b(?:was|were|had|has been|have been)\b")
_DATELINE = re.compile(r"[A-Z][A-Z .'-]{2,30}(?:,[^—(-]{2,30})?\s*(?:\(|—)")
_CREDITS = re.compile(
    r"^\(?(?:(?:additional |with )?(?:reporting|writing|editing|inputs?|contributions?) (?:by|from)|(?:source|via)\s*:)\s", re.IGNORECASE
)
_TWEET = re.compile(r"pic\.twitter\.com/\w+|[—-]\s[^—]{1,60}\(@\w{1,20}\)\s")
# What templates, page counters and share buttons leave behind.
_LEFTOVER = re.compile(
    r"^(?:recommended by (?:the )?[\w-]{2,20}|[\w -]{1,24}=\S*|__[A-Z]+__|-[a-z]+|[\W_]+|\{\{.*\}\}|\d{1,4}|page \d+(?: of \d+)?|https?://\S+|www\.\S+"
    r"|\d[\d.,]*[km]?\s+(?:shares?|comments?|views?|likes?|min(?:ute)?s?(?: read)?|replies|(?:hours?|days?|minutes?) ago)"
    r"|comments? \(\d+\)|\d{1,2}:\d\d|[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?: follow (?:\w+ )?on twitter(?: @\w+)?)?)$",
    re.IGNORECASE,
)
_WRITE_TO = re.compile(
    r"^(?:write to|contact|e-?mail|reach|follow|call) .{3,60} (?:at \S+@\S+|at \(?\d{3}[\d() .-]{5,}|(?:at|on) (?:www\.)?twitter\b)",
    re.IGNORECASE,
)
# A credit behind a caption; a list of other reports that lost its line end: RelatedTen hurt in fire; a script among the text.
_CREDIT_BEHIND = re.compile(
    r"(?:[(\[](?:(?:AP|AFP|Reuters|EPA|Getty)\s+(?:Photo|Image)s?\b|(?i:photos?|images?|pictures?)(?:\s?:|\s+(?i:credit|courtesy|by|via)\b))[^()\[\]]{0,60}[)\]]"
    r"|(?<=[.!?'\"”’])\s*(?:Photo|Image|Picture)s?:\s[A-Z][\w./ ]{1,40})\s*$"
)
_CODE = re.compile(r"(?://)?<!\[CDATA\[.*?(?:\]\]>|\Z)|\b(?:var \w+ ?= ?\S|function ?\(\w*\) ?\{|document\.write\().*\Z", re.DOTALL)
_EDITED = re.compile(r"^\(?[Ee]diting by [A-Z][\w.'-]*(?:,?(?: and)? [A-Z][\w.'-]*)*\)?\.?$")  # of no use to who asks whence it came
# What asks the visitor for something, however long it is.
_ASKS = re.compile(
    r"^(?:click here to|have something to add|share (?:it|your (?:thoughts|views|opinion)) in the comments|sign up here"
    r"|let us know in the comments)\b",
    re.IGNORECASE,
)
# Another report of the page's, named between paragraphs: HORROR: Ship sinks off Aros; but BREAKING: opens a report.
_LABELLED = re.compile(
    r"^(?!(?:BREAKING|UPDATED?|LIVE|EXCLUSIVE|DEVELOPING|ALERT|ANALYSIS|OPINION)\b)[A-Z]{4,}(?: [A-Z]+){0,2}: (?=\S+ \S+ \S+)"
)
_LOUD = 6  # words of a line in capitals that names another report
_RELATED = re.compile(r"^(?:Related|Recommended|Read more|See also)(?=[A-Z]\w+ )")
_FILE = re.compile(
    r"^(?:[\w-]+\.(?:jpe?g|png|gif|webp)|(?=\w*\d)[a-z0-9]+(?:_[a-z0-9]+){2,}_?)(?:\s+[-—–:]\s+|\s*$)",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(?P<label>(?:(?:written|posted|published|story|words|report|reported|text) )?by\b|author\b|reporter\b|from\b)\s*:?\s*"
    r"(?P<who>[^.!?]{2,80})",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"^(?:host|admin|administrator|editors?|staff|(?:our )?(?:staff )?(?:writers?|reporters?|correspondents?)|(?:news|web) ?desk|guest"
    r"|webmaster|newsroom)$",
    re.IGNORECASE,
)
_PARTICLE = "de|da|di|van|von|der|den|al|el|bin|ibn|la|le|del|dos|du|ten|ter"
_BY = re.compile(rf"\s[Bb]y (?:[A-Z][\w.'-]*\s+(?:(?:[A-Z][\w.'-]*|{_PARTICLE})\s+){{0,2}}[A-Z][\w'-]+)$")
_NAME = re.compile(rf"^[A-Z][\w.'-]*(?:\s+(?:[A-Z][\w.'-]*|{_PARTICLE})){{0,3}}\s+[A-Z][\w'-]+$")


def key(line: str) -> str:
    """Fold a line for looking it up: lower case, marks off its ends."""
    return line.lower().strip(_MARKS)


def folded(line: str) -> str:
    """Fold a headline for comparing: its words alone, lower case."""
    return " ".join(_WORD.findall(line.lower()))


def is_running(line: str) -> bool:
    """Tell whether a line reads as running text: sentences, rather than a headline, label or menu."""
    n = line.count(" ") + 1
    if n > 40 or n > 8 and _INNER_END.search(line):
        return True
    if n < 5 or not _ENDS.search(line):
        return False
    # A headline may end in a question, an outcry or a quotation.
    bare = line.rstrip("'\")]")
    if bare[-1] in "?!…":
        return n > 24 or n >= 12 and not line[0].isupper()
    return True


def is_furniture(line: str) -> bool:
    """Tell whether a line is the page's and not the report's, by its own words alone."""
    short = key(line)
    if not short or short in words("line") or len(line) < 80 and _LEFTOVER.match(line):
        return True
    n, lower = line.count(" ") + 1, line.lower()
    if n <= 30 and _ASKS.match(line):
        return True
    if n <= 40 and lower.startswith(openings()):
        return n <= 14 or _notices(lower) > 0 or not is_running(line)
    if n <= 30 and _WRITE_TO.match(line) or n <= 80 and _RELATED.match(line) or n <= 20 and _EDITED.match(line):
        return True
    if n <= 16 and not is_running(line):
        return _is_credit(line.strip("[]() ")) or _is_menu(lower)
    return n <= 150 and _notices(lower) >= (2 if n <= 30 else 3)


def _notices(lower: str) -> int:
    """Count words of the page's own affairs, where it speaks to its visitor."""
    if len(re.findall(r"\b(?:you|your|we|our|us)\b", lower)) < 2:
        return 0
    return sum(notice in lower for notice in words("notice"))


def _is_menu(lower: str) -> bool:
    """Tell whether a short line is made of menu words alone, or mostly where it is cut by bars."""
    line = words("line")
    crumbs = [key(part) for part in re.split(r"\s*[>»›]\s*", lower)]
    if len(crumbs) > 2 or len(crumbs) == 2 and crumbs[0] == "home":
        return True
    parts = [key(part) for part in re.split(r"\s*[|/•·,]\s*", lower) if key(part)]
    if len(parts) > 1 and sum(part in line for part in parts) * 2 > len(parts):
        return True
    pool, at = [key(word) for word in lower.split()], 0
    while at < len(pool):
        step = next((k for k in (5, 4, 3, 2, 1) if " ".join(pool[at : at + k]) in line), 0)
        if not step:
            return False
        at += step
    return True


def _is_credit(line: str) -> bool:
    """Tell whether a line names the maker of a picture and shows nothing of it."""
    match = _CREDIT.match(line)
    if match:
        rest = line[match.end() :].split()
        return len(rest) <= 8 and all(
            not w[0].isalpha() or w[0].isupper() or _SITE.search(w) or w in ("via", "by", "for", "of", "and", "screengrab") for w in rest
        )
    return bool(_AGENCY_CREDIT.match(line))


def could_head(line: str) -> bool:
    """Tell whether a line has the shape of a headline: some words, no running text, no dateline, label, list or signature."""
    if (
        not 2 <= line.count(" ") <= 30
        or line[-1] in ".:;,"
        or is_running(line)
        or "@" in line
        or not line[0].isalnum()
        and line[0] not in "'\"[($"
    ):
        return False
    if line[-1] in "?!" and sum(word[0].islower() for word in _WORD.findall(line) if len(word) > 3) > 1:
        return False  # as likely a first sentence
    return not (_BULLET.match(line) or _DATELINE.match(line))


def has_verb(line: str) -> bool:
    """Tell whether one of the words of a line may be its verb."""
    pool = [word.lower() for word in _WORD.findall(line)]
    told, none = verbs(), words("no_verb")
    return "to" in pool[1:-1] or any(w in told or i and len(w) > 4 and w.endswith("ed") and w not in none for i, w in enumerate(pool))


def byline(line: str) -> tuple[str, ...] | None:
    """Names told by a byline (a byline without any: an empty tuple); None for no byline."""
    line = line.strip(" |•·-—")
    match = _BYLINE.match(line) if len(line) <= 120 and not is_running(line) else None
    if not match:
        return None
    if line.endswith(":"):
        return None
    who = DATE.split(_LABEL.split(match["who"], maxsplit=1)[0], maxsplit=1)[0].strip(" |•·,-—")
    parts = [part for part in re.split(r"\s*(?:,|\band\b|&|\|)\s*", who) if part]
    names = tuple(part for part in parts if _NAME.match(part) and not names_agency(part))
    label = match["label"].lower()
    if not parts or label == "from" and not names:
        return None
    if names or all(_STAFF.match(part) or names_agency(part) for part in parts):
        return names
    # "By Reyhan" is a byline, "By the numbers" and "By Friday evening" are none.
    alone = who.count(" ") < 2 and who[0].isupper() and not re.match(r"(?:The|A|An|Mon|Tue|Wed|Thu|Fri|Sat|Sun)", who)
    labelled = label not in ("by", "from", "author", "reporter") or ":" in line[: match.start("who")]
    return () if alone or labelled and who.count(" ") < 5 else None


def names_agency(line: str) -> bool:
    """Tell whether a line names a news agency."""
    lower = f" {folded(line)} "
    return any(f" {agency} " in lower for agency in words("agency"))


# --- the whole --------------------------------------------------------------------------------------------------------


def structured(document: Document) -> Document:
    """Complete a document: blocks flagged and cut free of what clings to them; title, date and authors where its text tells them.

    Structured twice is structured once: a ledger keeps the document, and what is made of it again must be the same.
    """
    for _ in range(4):
        before, document = document, _structured(document)
        if len(document.blocks) == len(before.blocks):
            break  # no line was cut, so no new line could tell more
    return document


def _structured(document: Document) -> Document:
    text = document.text
    pieces, strong, told = _headed(text, list(_cut(document)))
    head = _head(pieces)
    pieces[:head] = [part for piece in pieces[:head] for part in _dated(text, piece)]
    pieces = [part for piece in pieces for part in _marked(text, piece)]
    head = _head(pieces)
    title = document.title or strong or _headline(pieces, head)
    if title:
        pieces = _repeats(text, pieces, head, title)
        head = _head(pieces)
    _close(pieces)
    _linked(pieces)
    published, authors = document.published or told, document.authors
    for i, piece in enumerate(pieces):
        near = i <= head + 1 or i == len(pieces) - 1  # some close with it
        near = near or i <= head + 5 and bool(_TIMED.search(piece.words))  # below a list of what the report tells
        if published is None and piece.kind in ("date", "byline") and (near or _LABEL.match(piece.words)):
            published = published_in(piece.words)
        elif published is None and i <= head + 1 and not piece.furniture:
            published = _dateline(piece.words)
        if piece.kind == "byline" and i < head + 6 and not authors:
            authors = byline(piece.words) or ()
        if piece.kind == "paragraph" and not piece.path and not piece.furniture:
            piece.kind = _kind(piece.words)
    return replace(
        document,
        blocks=tuple(piece.block() for piece in pieces),
        title=title,
        authors=authors,
        published=published,
        published_basis=document.published_basis if document.published else "a line of the text" if published else None,
    )


def _cut(document: Document) -> Iterator[Piece]:
    """The reader's blocks as pieces; a line that goes on in the next one joined with it."""
    text = document.text
    given = sorted(document.blocks, key=lambda block: block.span)
    if not given:
        given = [Block(Span(*m.span()), "paragraph") for m in re.finditer(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+", text)]
    held: Piece | None = None
    for i, block in enumerate(given):
        start, end = trimmed(text, block.span.start, block.span.end)
        if start >= end:
            continue
        piece = Piece(start, end, loosely(text[start:end]), block.kind, block.furniture, block.path, block.links)
        if held and _goes_on(text, held, piece):
            held = replace(held, end=piece.end, words=f"{held.words} {piece.words}")
            continue
        if held:
            yield held
        if i == 0 and not piece.path:
            kicker, piece = _unglued(text, piece)
            yield from kicker
        held = piece
    if held:
        yield held


def _goes_on(text: str, one: Piece, other: Piece) -> bool:
    """Tell whether a line break fell into the middle of a sentence."""
    if (
        one.path
        or other.path
        or one.furniture
        or other.furniture
        or one.kind != "paragraph" != other.kind
        or not one.words
        or not other.words
    ):
        return False
    gap = text[one.end : other.start]
    if gap.strip() or gap.count("\n") + gap.count("\r") - gap.count("\r\n") > 1:
        return False
    if len(one.words) > LONGEST:
        return False
    return one.words.count(" ") > 5 and other.words[0].islower() and not _ENDS.search(one.words) and not _BULLET.match(other.words)


def _unglued(text: str, piece: Piece) -> tuple[list[Piece], Piece]:
    """Part a label that lost its line end from the paragraph behind it: ``SomewhereThe ministry …``."""
    raw = text[piece.start : piece.end]
    match = re.match(r"(?:\d{4} )?([A-Z][a-z]{3,}(?: [A-Z][a-z]{3,}){0,3})(?=([A-Z][a-z]*) )", raw)
    if not match:
        return [], piece
    behind = raw[match.end() : match.end() + 1500]
    for name in match[1].split():
        # A compound name (BlackBerry) says its parts again only as itself.
        if not re.search(rf"\b{name[:5]}[a-z]*\b(?!{match[2]})", behind):
            return [], piece
    edge = piece.start + match.end()
    return _part(text, piece, piece.start, edge, "heading"), _part(text, piece, edge, piece.end)[0]


def _part(text: str, piece: Piece, start: int, end: int, kind: str | None = None, furniture: bool | None = None) -> list[Piece]:
    """A part of a piece as a piece of its own; none where nothing is in it."""
    while start < end and (text[start].isspace() or text[start] in "|•·–—-:,;/>"):
        start += 1
    start, end = trimmed(text, start, end)
    line = loosely(text[start:end]) if start < end else ""
    if not line.strip(_MARKS):
        return []
    furniture = piece.furniture if furniture is None else furniture
    return [replace(piece, start=start, end=end, words=line, kind=kind or piece.kind, furniture=furniture)]


def _headed(text: str, pieces: list[Piece]) -> tuple[list[Piece], str | None, str | None]:
    """Cut the header that a scraped file puts before its text: ``date 2024-02-05 Title … [the page's own date]``.

    Returns: the pieces; the title the header tells; the date it tells.
    """
    first = pieces[0] if pieces else None
    if first is None or first.path or first.furniture or first.kind == "headline":
        return pieces, None, None
    raw = text[first.start : first.end]
    label = _LABEL.match(raw)
    match = DATE.match(raw, label.end() if label else 0)
    published = told_date(match) if match else None
    if match is None or published is None or label and _LATER.search(label[0]):
        return pieces, None, None
    behind = raw[match.end() :]
    parted = re.match(r"\s*(?:[|•·–—:]|-\s)", behind) or not behind.strip()
    # "Published 3 May 2021, the study …" goes on; a header does not.
    if not parted and (not (label or match["y1"]) or behind.lstrip(" ,")[:1].islower()):
        return pieces, None, None
    edge = first.start + match.end()
    if label and (title := re.match(r"\s*title\s*:?\s+(?=\S)", behind, re.IGNORECASE)):
        edge += title.end()
    parts = _part(text, first, first.start, edge, "date", True)
    strong = None
    for rest in _part(text, first, edge, first.end):
        cut = _dated(text, rest)
        line = cut[0].words
        if not is_running(line) and line.count(" ") < 35 and not is_furniture(line) and byline(line) is None:
            strong = line
        parts += cut
    return parts + pieces[1:], strong, published


_DANGLING = re.compile(r"\b(?:on|of|in|since|by|until|from|after|before|to|the|for|and|till|between|dated)\s*$", re.IGNORECASE)


def _dated(text: str, piece: Piece) -> list[Piece]:
    """Cut a headline from the page's own date behind it."""
    raw = text[piece.start : piece.end]
    if piece.furniture or piece.kind not in _TELLING or "(@" in raw or is_date(piece.words):
        return [piece]
    for match in DATE.finditer(raw, 0, 400):
        labels = [label for label in _LABEL.finditer(raw, 0, match.start()) if not raw[label.end() : match.start()].strip()]
        edge = labels[-1].start() if labels else match.start()
        before, behind = raw[:edge].rstrip(" |•·–—-,"), raw[match.end() :].lstrip(" |•·–—-,")
        if told_date(match) is None or before.count(" ") < 2 or is_running(loosely(before)) or _DANGLING.search(before):
            continue
        if behind[:1].islower() and byline(behind) is None:
            continue
        if byline(before) is not None:
            break
        start, end = piece.start, piece.start + match.end()
        by = _BY.search(before)
        # In a headline that writes every word large, "by" and a name are its own.
        if by and sum(word[0].islower() for word in before[: by.start()].split()) > 2:
            parts = _part(text, piece, start, start + by.start()) + _part(text, piece, start + by.start(), start + edge, "byline", True)
        else:
            parts = _part(text, piece, start, start + edge)
        return [*parts, *_part(text, piece, start + edge, end, "date", True), *_part(text, piece, end, piece.end)]
    return [piece]


def _marked(text: str, piece: Piece) -> list[Piece]:
    """Say of a piece what its own words tell; cut off a file name before it."""
    line = piece.words
    if piece.furniture or piece.kind in ("cell", "headline"):
        return [piece]
    if is_furniture(line):
        piece.furniture = True
    elif piece.kind in ("byline", "date"):
        piece.furniture = not (names_agency(line) or _CREDITS.search(line))
    elif piece.kind in _TELLING and byline(line) is not None:
        piece.kind, piece.furniture = "byline", not names_agency(line)
    elif piece.kind in _TELLING and is_date(line):
        piece.kind, piece.furniture = "date", True
    elif piece.kind in _TELLING and (match := _FILE.match(text[piece.start : piece.end])):
        edge = piece.start + match.end()
        return _part(text, piece, piece.start, edge, "caption", True) + _part(text, piece, edge, piece.end)
    if piece.furniture:
        return [piece]
    raw = text[piece.start : piece.end]
    for mark, kind in ((_CREDIT_BEHIND, "caption"), (_CODE, "paragraph")):
        if found := mark.search(raw):
            first, last = piece.start + found.start(), piece.start + found.end()
            parts = [*_part(text, piece, piece.start, first), *_part(text, piece, first, last, kind, True)]
            return [*parts, *_part(text, piece, last, piece.end)]
    return [piece]


def _head(pieces: list[Piece]) -> int:
    """Index of the first paragraph of the report; the number of pieces where there is none."""
    for i, piece in enumerate(pieces):
        if not piece.furniture and piece.kind in ("paragraph", "item", "quote") and piece.words.count(" ") > 7 and is_running(piece.words):
            return i
    return len(pieces)


def _headline(pieces: list[Piece], head: int) -> str | None:
    """The headline as the lines before the first paragraph tell it; None where they tell none."""
    zone = [piece for piece in pieces[: min(head, ZONE)] if not piece.furniture and piece.kind in _TELLING and not is_running(piece.words)]
    for piece in zone:
        label = re.match(r"(?:display)?(?:title|headline)\s*:\s*(?=\S)", piece.words, re.IGNORECASE)
        if label:
            return piece.words[label.end() :]
    for piece in zone:
        if piece.heads:
            return piece.words
    lines = Counter(folded(piece.words) for piece in pieces if piece.words.count(" ") < 40)
    for piece in zone:
        said = folded(piece.words)
        if said.count(" ") < 2 or not re.search(r"[^\W\d]{2}", said):
            continue
        if lines[said] > 1 or any(f" {said} " in f" {folded(other.words)} " for other in zone if other is not piece):
            return piece.words
    body = {word[:5] for word in folded(" ".join(piece.words for piece in pieces[head:] if not piece.furniture)).split()}
    best, most = None, -1.0
    for piece in filter(lambda piece: could_head(piece.words), zone):
        n, pool = piece.words.count(" ") + 1, [word[:5] for word in folded(piece.words).split() if len(word) > 3]
        share = sum(word in body for word in pool) / len(pool) if pool else 0.0
        signs = (head < len(pieces) and bool(_DATELINE.match(pieces[head].words))) + _is_dated(pieces, piece)
        if n > 3 and (signs or n < 17 and has_verb(piece.words)):
            needed = 0.0 if signs > 1 else 0.25 if has_verb(piece.words) else 0.34
        else:  # it must name what the report is about; a year at its start names a series
            needed = 0.67 if 4 < n < 17 and len(pool) > 3 and not piece.words[0].isdigit() else 2.0
        if not signs and _PROSE.search(piece.words):
            continue  # as likely a first sentence or a line under a headline that is lost
        if share > most and share >= needed:
            best, most = piece.words, share
    return re.sub(r"\s+\|\s+(?:\S+\s+){0,3}\S+$", "", best) if best else None


def _is_dated(pieces: list[Piece], piece: Piece) -> bool:
    """Tell whether the report's date or byline stands right behind a line, or the date above it."""
    at = pieces.index(piece)
    behind, above = pieces[at + 1 : at + 2], pieces[at - 1 : at]
    return bool(behind) and behind[0].kind in ("date", "byline") or bool(above) and above[0].kind == "date"


def _wording(pieces: list[Piece], title: str) -> str:
    """The title as the page's own heading has it, where that one is near it: a title told in metadata may bear the outlet's name."""
    said = set(folded(title).split())
    for piece in pieces:
        if piece.heads:
            pool = set(folded(piece.words).split())
            if len(pool & said) * 5 >= max(3, min(len(pool), len(said))) * 3:
                return piece.words
    lines = {folded(piece.words) for piece in pieces if piece.words.count(" ") < 40}
    cut = re.split(r"\s+[|•·»—–-]\s+", title[:500])
    for n in range(len(cut) - 1, 0, -1):
        if folded(title) not in lines and folded(" - ".join(cut[:n])) in lines and folded(cut[0]).count(" ") > 1:
            return " - ".join(cut[:n])
    return title


def _repeats(text: str, pieces: list[Piece], head: int, title: str) -> list[Piece]:
    """Keep the first standing of the headline, cut free of the line around it; what says it again is furniture."""
    title = _wording(pieces, title)
    pool = re.findall(r"\w+", title)
    if not pool or len(title) > 500:
        return pieces
    pattern = re.compile(r"(?<!\w)" + r"\W+".join(pool) + r"(?!\w)[?!'\"”’)\]%]*", re.IGNORECASE)
    said, n = folded(title), len(pool)
    standing = any(piece.heads and folded(piece.words) == said for piece in pieces)
    out: list[Piece] = []
    first = True
    for i, piece in enumerate(pieces):
        line = text[piece.start : piece.end]
        whole = folded(piece.words) == said
        looked = (
            piece.kind in _TELLING
            and (bool(piece.path) or not piece.furniture)
            and (whole or n > 2 and (i <= head or len(line) < 2 * len(title) + 40))
        )
        match = pattern.search(line) if looked else None
        around = len(re.findall(r"\w+", line)) - n
        if not match:
            out.append(piece)
        elif first and (not standing or piece.heads) and (cut := _freed(text, piece, match)):
            out += cut
            first = False
        elif piece.furniture:
            out.append(piece)
        elif match.start() == 0 and (rest := _glued(text, piece, match)):
            out += [replace(piece, end=piece.start + match.end(), words=title, kind="headline", furniture=True), *rest]
        elif around <= 6 and (whole or not is_running(piece.words)):
            piece.kind, piece.furniture = "headline" if whole else piece.kind, True
            out.append(piece)
        else:
            out.append(piece)
    return out


def _freed(text: str, piece: Piece, match: re.Match[str]) -> list[Piece]:
    """Cut a headline out of its line: a breadcrumb before it, a first paragraph glued behind it. Empty where the line is running text."""
    start, end = piece.start + match.start(), piece.start + match.end()
    while start > piece.start and text[start - 1] in "'\"“‘([«":
        start -= 1
    before, behind = _part(text, piece, piece.start, start), _part(text, piece, end, piece.end)
    glued = bool(_glued(text, piece, match))
    if (before or behind) and is_running(piece.words) and (before or not glued):
        return []
    for part in before:
        part.furniture = True
    for part in behind:
        part.furniture = not glued
    return [*before, replace(piece, start=start, end=end, words=loosely(text[start:end]), kind="headline", furniture=False), *behind]


def _glued(text: str, piece: Piece, match: re.Match[str]) -> list[Piece]:
    """The paragraph behind a headline on one line."""
    behind = _part(text, piece, piece.start + match.end(), piece.end)
    return behind if behind and is_running(behind[0].words) and behind[0].words[0].isupper() else []


def _close(pieces: list[Piece]) -> None:
    """Flag what stands behind a heading of the page's own (comments, related posts), up to the next true paragraph."""
    behind = False
    for piece in pieces:
        if piece.furniture:
            behind = behind or key(piece.words) in words("end")
        elif is_running(piece.words) and piece.words.count(" ") >= 12:
            behind = False
        elif behind and piece.kind != "headline":
            piece.furniture = True


def _linked(pieces: list[Piece]) -> None:
    """Flag headlines of other reports that stand between the paragraphs of this one."""
    told = 0
    for piece in pieces:
        line = piece.words
        if piece.furniture or piece.kind not in ("paragraph", "heading"):
            continue
        if is_running(line):
            told += 1
        elif told > 1 and not _ENDS.search(line) and line[-1] != ":":
            loud = line.isupper() and line.count(" ") + 1 >= _LOUD
            piece.furniture = loud or bool(_LABELLED.match(line))


def _dateline(line: str) -> str | None:
    """The date of a dateline that tells its year: ``LONDON, Feb. 5, 2024 (Agency) —``."""
    match = DATE.search(line[:90])
    if not match or not re.match(r"\s*(?:[/(—]|-\s)", line[match.end() :]):
        return None
    place = line[: match.start()].strip(" ,(")
    return told_date(match) if place[:1].isupper() and place.count(" ") < 5 and ". " not in place else None


def _kind(line: str) -> str:
    """Tell what kind of block a line of plain text is."""
    n = line.count(" ") + 1
    if _TWEET.search(line):
        return "quote"
    if _BULLET.match(line):
        return "item"
    if n <= 60 and (_CREDIT.match(line) or n <= 40 and _CAPTION.search(line)):
        return "caption"
    if is_running(line) or n > 24 or line[-1] == ":":
        return "paragraph"
    if _CREDITS.search(line) or n < 5 and names_agency(line):
        return "byline"
    return "caption" if words("picture") & set(folded(line).split()) else "heading"
