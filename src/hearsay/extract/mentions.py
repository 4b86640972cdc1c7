"""Names, and who *he*, *the minister* and *the publication* are here.

Runs of capitalised words become names; a run is taken apart at its titles (*U.S. Secretary of State* | *Antony Blinken*) and sorted by the
words around it. Short forms, offices and pronouns then go back to the fullest name the report gives.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, islice

from hearsay.extract import Extractor, Found, places
from hearsay.extract.names import FORMS, settled
from hearsay.extract.places import meanings, nation
from hearsay.extract.quotations import quotations
from hearsay.extract.reading import ARTICLES, CALENDAR, Words, apposition, lexicon, noun_phrase_end, noun_phrase_start, word_class, worn
from hearsay.extract.words import FINITE
from hearsay.model import Scored, Scores
from hearsay.records import Mention, Text, identify

NAME, SHORT, OFFICE, PRONOUN = "rule:name/1", "rule:short-name/1", "rule:office/1", "rule:pronoun/1"

PARTICLES = word_class("particles")
GENERATIONS = word_class("generations")
DEGREES = frozenset(("mp", "phd", "md"))
GENERAL = frozenset(("news", "radio", "tv", "television", "today", "channel", "site", "website", "blog"))  # no outlet goes by these alone
LOCATING = word_class("locating")
REGIONS = word_class("regions")
LONGEST = 24  # tokens of a run of capitals: longer ones are lists, or an attack
LOOKED_OVER = 200  # mentions a pronoun or an office may go back over
KIN = word_class("kin")
NAMESAKES = 40  # people of one last name kept apart
WEAKLY = frozenset(("on", "of", "between", "via", "for", "and", "around"))  # what stands behind them may be a place
SAINTS = frozenset(("san", "santa", "saint", "st", "st.", "new", "port", "fort", "los", "las", "puerto", "rio", "mount", "lake", "cape"))
LINEAGE = frozenset(("van", "von", "der", "bin", "ibn", "bint", "abu", "ben"))  # particles that only people's names hold
PRONOUNS = frozenset(("i", "he", "she", "they", "it", "we", "you", "his", "her", "their", "its", "our", "my", "your"))
NOUNLIKE = frozenset(("NOUN", "PROPN", "ADJ", "ADV"))  # tags of a noun that names somebody; the tagger errs at times
LINKS = frozenset(("of", "for", "at", "from", "with", "in", "to"))  # what parts an office from whose it is
ENVOYS = word_class("envoys")  # offices that somebody holds *to* another
TELLING = frozenset(("foreign", "deputy", "prime", "former"))  # adjectives that make an office another one
RANKS = {
    "gen": "general", "maj": "major", "col": "colonel", "lt": "lieutenant", "capt": "captain", "sgt": "sergeant", "adm": "admiral",
    "cmdr": "commander", "insp": "inspector", "supt": "superintendent", "sen": "senator", "rep": "representative", "gov": "governor",
    "prof": "professor", "pm": "minister", "ceo": "executive",
}  # fmt: skip
BODIES = frozenset(("Organization", "PublicBody", "Company"))
KINDS = {"Person": "Person", "Organization": "Organization", "Location": "Place", "Facility": "Place"}  # of the model's names
MENDED = {("LegalEntity", "Person"), ("LegalEntity", "Organization"), ("LegalEntity", "Place"), ("Place", "Person")}
SURE = 0.8  # how sure the model must be of a name that no rule sees
WITHIN = ("of", "for", "on", "in", "and", "the", "'s")  # words inside the name of a body
WIDER = 0.4  # and of a name that goes on where a rule's ends
NAMED_WITHIN = 2  # blocks behind an office in which its bearer may be named
REACH = 6  # blocks a pronoun or a bare office looks back over


@dataclass(slots=True)
class Piece:
    """Something met in the text: tokens, what it seems to be, and later who it is.

    what: name, office, pronoun or group. sex: m, f or "" where not told. subject: whether it speaks or opens its sentence;
    speaks: whether it does, by a cue right behind it or before it.
    """

    first: int
    last: int
    schema: str
    name: str
    what: str = "name"
    role: str | None = None
    sex: str = ""
    subject: bool = False
    speaks: bool = False
    voiced: bool = True
    who: Who | None = None


@dataclass(slots=True, eq=False)
class Who:
    """One person, body or place of this report, as the pieces add to it. kin: introduced as somebody's wife, brother …"""

    name: str
    schema: str
    sex: str = ""
    role: str | None = None  # the fullest office the report gives
    roles: list[frozenset[str]] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)
    bearer: Piece | None = None
    kin: bool = False


@lru_cache(maxsize=4096)
def on_the_map(name: str) -> int:
    """How well a name is known for a place: 0 not at all, 1 a small one, 2 a town of some size, 3 a country, a region or a city."""
    best = 0
    for entry in meanings(name):
        if entry.kind != "place" or entry.population >= 300_000:
            return 3
        best = max(best, 2 if entry.population >= 20_000 else 1)
    return best


CAMEL = re.compile(r"[a-z](?:Daily|News|Post|Times|Wire|Today|Feed|Insider|Beat|Crunch|Tribune|Week|Watch|Online)$")  # outlets of one word
DOTTED = re.compile(r"(?:\w\.)+\w?")  # u.n.


@lru_cache(maxsize=4096)
def facets(words: str) -> frozenset[str]:
    """The telling words of an office or a body in lower case, spelling, rank and nationality made one."""
    lx = lexicon()
    told = set()
    for word in words.replace("united nations", "un").split():
        bare = word.strip(",'\"").removesuffix("'s")
        bare = bare.replace(".", "") if DOTTED.fullmatch(bare) else bare.strip(".")
        if bare and bare not in ARTICLES and bare not in ("of", "for", "and", "in", "at", "to", "s"):
            bare = RANKS.get(bare, bare)
            bare = lx.nations.get(bare) or lx.peoples.get(bare) or bare
            told.add(bare.lower().replace("defence", "defense").replace("centre", "center"))
    return frozenset(told)


class Reader:
    """Reads the mentions of one text in the order of its tokens."""

    def __init__(self, words: Words, names: Sequence[Scored] = ()) -> None:
        self.words = words
        self.names = names
        self.lexicon = lexicon()
        self.inner = self._inner()
        self.quoted = self._quoted()
        blocks = words.text.blocks
        self.captions = frozenset(k for s in words.text.sentences if blocks[s.block].kind == "caption" for k in range(s.first, s.last))
        self.spoken = self._spoken()
        self.people: dict[str, list[Who]] = {}  # by last name
        self.named: dict[str, Who] = {}  # by folded name
        self.aliases: dict[str, Who] = {}
        self.first_names: dict[str, list[Who]] = {}
        self.persons: dict[int, int] = {}  # where the name of a person ends → where it begins
        self.unnamed: list[tuple[Piece, Who, str, frozenset[str]]] = []  # offices whose bearers nobody named yet
        self.longer: dict[str, list[Who]] = {}  # names of several words by their first

    def _spoken(self) -> bytearray:
        """Which tokens stand in quotation marks."""
        w = self.words
        inside = bytearray(len(w.word))
        for _, block in groupby(w.text.sentences, key=lambda s: s.block):
            sentences = list(block)
            for quote in quotations(w, sentences[0].first, sentences[-1].last):
                inside[quote.first : quote.last] = b"\1" * (quote.last - quote.first)
        return inside

    def _inner(self) -> frozenset[str]:
        """Words that bear a capital inside a sentence that does not shout."""
        w = self.words
        return frozenset(
            w.low[i]
            for s, shouting in zip(w.text.sentences, w.shouting, strict=True)
            if not shouting
            for i in range(s.first + 1, s.last)
            if w.capital[i] and w.word[i - 1] not in '":—-(.?!' and w.upos[i] in ("PROPN", "NOUN", "ADJ")
        )

    def _quoted(self) -> dict[str, list[list[str]]]:
        """Names of several words that stand in quotation marks by themselves, by their first word: the ship "Pride of the Fjords"."""
        w = self.words
        found: dict[str, list[list[str]]] = {}
        for i, word in enumerate(w.word[:-2]):
            if word == '"' and w.capital[i + 1]:
                end = next((k for k in range(i + 2, min(i + 9, len(w.word))) if w.word[k] == '"'), i)
                inside = range(i + 1, end)
                if len(inside) > 1 and w.capital[end - 1] and all(w.capital[k] or w.low[k] in ("of", "the", "and") for k in inside):
                    found.setdefault(w.low[i + 1], []).append(w.low[i + 1 : end])
        return found

    # --- runs of capitals ---------------------------------------------------------------------------------------------

    def runs(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Stretches of capitalised words in one sentence, particles and *of the* inside them included."""
        w, i = self.words, first
        while i < last:
            whole = self._as_quoted(i, last)
            if not whole and (not w.capital[i] or not self._may_open(i, first, last)):
                i += 1
                continue
            end = whole or i + 1
            while end < last and end - i < LONGEST:
                if w.capital[end] and w.low[end] not in CALENDAR and (w.word[end][0].isalpha() or w.word[end - 1] == "&"):
                    end += 1
                    continue
                sunday = w.low[end : end + 2] == ["on", "sunday"] and f"{w.low[end - 1]} on sunday" in self.lexicon.outlets
                more = end + 2 if sunday else self._numbered(end, last) or self._joined(i, end, last)
                if more is None:
                    break
                end = more
            adjective = w.word[end] if end < last and w.word[end][0].isupper() and worn(w.word[end]) else ""
            if adjective and on_the_map(f"{w.quote(i, end)} {adjective.partition('-')[0]}"):
                end += 1  # San Remo-based
            numbered = i > first and w.glued(i) and w.word[i - 1].isdigit() and len(w.word[i]) > 2 and w.word[i].istitle()
            yield i - numbered, end  # 9News
            i = end

    def _numbered(self, end: int, last: int) -> int | None:
        """Where a run goes on behind a number with a letter: the Interstate 35W Bridge."""
        w = self.words
        lettered = end + 2 < last and w.word[end].isdigit() and len(w.word[end + 1]) == 1 and w.glued(end + 1)
        return end + 2 if lettered and w.capital[end + 1] and w.capital[end + 2] else None

    def _as_quoted(self, i: int, last: int) -> int:
        """The token behind a name that begins at one, where the report has that name in quotation marks; 0 where it has none."""
        if not self.quoted:
            return 0
        named = [name for name in self.quoted.get(self.words.low[i], ()) if self.words.low[i : i + len(name)] == name]
        return max((i + len(name) for name in named if i + len(name) <= last), default=0)

    def _may_open(self, i: int, first: int, last: int) -> bool:
        w = self.words
        low = w.low[i]
        if (
            low in CALENDAR
            or low in ARTICLES
            or low in PRONOUNS
            or not w.word[i][0].isalpha()
            or w.word[i] == "I"
            or low.startswith(("i'", "mr.-"))
        ):
            return False
        opens = i == first or w.word[i - 1] in ('"', "'", ":", "—", "(", "[", "-", "•", "…", "...") or w.word[i - 1] in ".?!"
        if w.upos[i] in ("DET", "PRON", "ADP", "CCONJ", "SCONJ", "AUX", "INTJ", "ADV", "NUM", "PART", "VERB") and not (
            low in self.lexicon.nations
            or low in self.inner
            and w.upos[i] == "VERB"
            or low in self.lexicon.first
            and (w.upos[i] in ("VERB", "NUM", "ADV") or not opens and i + 1 < last and w.capital[i + 1] and w.upos[i + 1] == "PROPN")
        ):
            return False
        if w.word[i].isupper() and len(low) > 1 and low.isalpha():
            return True
        if not opens or w.upos[i] == "PROPN" and (low in self.inner or low not in self.lexicon.groups | self.lexicon.roles):
            return True
        if low in self.inner or low in self.lexicon.nations or low in self.lexicon.outlets or low in self.lexicon.titles:
            return True
        return i + 1 < last and w.capital[i + 1] and w.upos[i + 1] == "PROPN" and w.upos[i] in ("ADJ", "NOUN", "VERB")

    def _mapped(self, first: int, end: int, tail: int) -> bool:
        """Whether a small word stands within one name of the map."""
        w = self.words
        return any(places.one_name(w.low[end - 1], " ".join(w.word[k:tail])) for k in range(max(first, end - 2), end))

    def _joined(self, first: int, end: int, last: int) -> int | None:
        """Where a run goes on behind a small word at ``end``; None where it stops."""
        w = self.words
        low = w.low[end]
        after = end + 1
        for k in range(first + 1, end):
            if (whole := self._as_quoted(k, last)) > end:
                return whole
        if low == "&" and after < last and w.capital[after]:
            return after + 1
        if low.isdigit() and any(" ".join(w.low[k:after]) in self.lexicon.outlets for k in range(max(first, end - 2), end)):
            return after  # France 24, Channel 4 News
        if low in ("of", "for", "on", "and", "in") and after < last:
            if w.low[after] == "the" and low != "and":
                after += 1
            if after >= last or not w.capital[after] or w.low[after] in CALENDAR:
                return None
            for tail in range(min(after + 2, last), after, -1):
                if low in ("of", "and") and all(w.capital[after:tail]) and self._mapped(first, end, tail):
                    return tail
            heads = [h for h in range(first, end) if w.low[h] in self.lexicon.bodies]
            if low == "of" and (
                heads
                and heads[-1] == end - 1
                or w.low[end - 1] in ("republic", "state", "states", "bank", "house", "chief", "secretary", "minister")
            ):
                return after + 1
            if low in ("for", "on") and heads and heads[-1] == end - 1:
                return after + 1
            if low == "and":
                tail = after
                while tail < last and w.capital[tail] and tail - after < 4:
                    tail += 1
                links = [h for h in range(first, end) if w.low[h] in ("of", "for", "on")]
                if links and heads:
                    # "Ministry of Health and Sports", "Centre of the National Security and Defence Council"
                    return tail if w.low[tail - 1] not in self.lexicon.bodies or end - links[-1] > 3 and heads[-1] < links[-1] else None
                if (
                    w.low[tail - 1] in self.lexicon.bodies
                    and not heads
                    and w.low[first] not in self.lexicon.first | set(self.lexicon.nations)
                ):
                    return tail
            return None
        if low in PARTICLES and after < last and low not in ("of", "y", "e"):
            if w.low[after] in PARTICLES and after + 1 < last and w.capital[after + 1]:
                return after + 2
            if w.capital[after]:
                return after + 1
        return None

    # --- what a run is ------------------------------------------------------------------------------------------------

    def sort(self, first: int, last: int, opening: int) -> Iterator[Piece]:
        """Take a run apart into the name it ends with, the role before it, and what else it names."""
        w, lx = self.words, self.lexicon
        end = last
        while end - first > 1 and w.low[end - 1] in GENERATIONS:
            end -= 1
        if end < last:
            pieces = list(self.sort(first, end, opening))
            if pieces and pieces[-1].last == end and (pieces[-1].schema == "Person" or w.low[end][:1] in "js"):
                pieces[-1].last, pieces[-1].schema = last, "Person"  # his surname is the word before "Jr."
                yield from pieces
                return
        if self._as_quoted(first, last) == last and not {"of", "the"}.isdisjoint(w.low[first:last]):
            yield Piece(first, last, "LegalEntity", self.clean(first, last))
            return
        outlet = self._outlet(first, last)
        if outlet is not None:
            if outlet[0] > first:
                yield from self.sort(first, outlet[0], opening)
            yield Piece(*outlet, "Organization", self.clean(*outlet))
            if outlet[1] < last:
                yield from self.sort(outlet[1], last, opening)
            return
        start = first
        while start < last - 1 and (
            w.low[start] in lx.peoples and not self._state(start, last) or w.low[start] in ("former", "ex", "late")
        ):
            start += 1
        if (
            last - first == 1
            and len(w.word[first]) > 3
            and w.word[first].isalpha()
            and w.word[first].isupper()
            and on_the_map(w.word[first].title()) > 1
        ):
            yield Piece(first, last, "Place", w.word[first].title())  # a dateline
            return
        if self._state(first, last):
            yield Piece(first, last, "Place", self.clean(first, last))
            return
        if start == last - 1 and w.low[start] in lx.peoples:
            return
        if w.low[last - 1] in lx.things:
            return
        title = next((k for k in range(last - 1, start - 1, -1) if self._titled(k)), None)
        kind = lx.bodies.get(w.low[first - 1]) if first > opening and not w.capital[first - 1] else None
        if kind is not None and title is None and w.low[first - 1] not in lx.roles:
            # "the newspaper Lagos Star"
            yield Piece(first, last, "Organization" if kind == "Outlet" else kind, self.clean(first, last))
            return
        if w.low[start] in SAINTS and last - start > 1 and on_the_map(self.clean(start, last)):
            yield Piece(start, last, "Place", self.clean(start, last))
            return
        named = self._person_tail(start, last)
        if title is not None and title == last - 1 and (named is None or named >= title):
            if title > start:
                # An office without its holder: "Defence Minister" is read with the offices.
                head = next((k for k in range(start, last) if self._titled(k)), last)
                if head > start and w.low[head - 1] in lx.bodies:
                    yield from self._plain(first, head)
            return
        if (
            title is not None
            and title < last - 1
            and not any(w.low[k] in lx.bodies for k in range(title + 1, last))
            and last - title - 1 <= 4
        ):
            at = title + 1
            if w.low[at] == "of":
                if named is None:
                    return
                at = named
            yield self._person(at, last, first)
            return
        if named is not None and (named > start or self._is_person(start, last, opening)):
            yield self._person(named, last, first if named > start else named)
            return
        yield from self._plain(first if any(w.low[k] in lx.bodies for k in range(start, last)) else start, last)

    def _titled(self, k: int) -> bool:
        return self.words.low[k].rstrip(".") in self.lexicon.titles

    def _state(self, first: int, last: int) -> bool:
        whole = " ".join(self.words.low[first:last])
        return whole in self.lexicon.nations or whole in self.lexicon.regions or " " in whole and places.fold(whole) in places.countries()

    def _outlet(self, first: int, last: int) -> tuple[int, int] | None:
        """The longest outlet, or other body known by name, inside a run."""
        w, lx = self.words, self.lexicon
        for start in range(first, last):
            for end in range(min(last, start + 5), start, -1):
                whole = " ".join(w.low[start:end])
                if whole in lx.outlets and (end - start > 1 or last - first == 1 or w.word[start].isupper()) or whole in lx.known:
                    national = whole in lx.known and start > first and w.low[start - 1] in lx.peoples
                    return start - national, end  # the Libyan Red Crescent
        return None

    def _person_tail(self, start: int, last: int) -> int | None:
        """Where a person's name begins that ends a run: at a first name with a last name behind it, or at a name met before."""
        w, lx = self.words, self.lexicon
        if w.low[last - 1] in lx.bodies and w.low[last - 1] not in (
            "church",
            "bank",
            "fox",
            "sun",
            "star",
            "guard",
            "house",
            "times",
            "post",
        ):
            return None
        if w.low[last - 1] in REGIONS or last < len(w.word) and w.low[last] in REGIONS and w.low[last] not in ("state", "coast"):
            return None
        for at in range(max(start, last - 4), last - 1):
            low = w.low[at].rstrip(".")
            if at > start and w.low[at - 1] in ("st", "st."):
                return None  # St. Anthony Falls Bridge
            if low in lx.titles and low not in lx.first or low in lx.bodies or low in lx.nations and at + 2 == last and low not in lx.first:
                continue
            if low in lx.first or low.split("-")[0] in lx.first or len(low) == 1 and at == start:
                if any(w.low[k] in ("of", "for", "and") for k in range(at, last)):
                    continue
                return at
        return None

    def _is_person(self, start: int, last: int, opening: int) -> bool:
        w, lx = self.words, self.lexicon
        if any(w.low[k] in lx.bodies for k in range(start + 1, last)):
            return (
                w.low[start] in lx.first
                and last - start == 2
                and w.low[last - 1] in ("church", "bank", "sun", "star", "house", "post", "guard")
            )
        if w.low[start] in lx.nations or last < len(w.word) and w.low[last] in REGIONS or w.low[last - 1] in REGIONS:
            return False
        return not (start > opening and w.low[start - 1] in LOCATING and w.low[start] in ("san", "santa", "new", "port", "st", "fort"))

    def _person(self, at: int, last: int, first: int) -> Piece:
        """A person; the role is what stands before the name, nouns outside the run included."""
        w, lx = self.words, self.lexicon
        while last - at > 1 and w.low[last - 1] in DEGREES:
            last -= 1
        begin = first
        while (
            begin > 0
            and w.sentence[begin - 1] == w.sentence[at]
            and (
                w.low[begin - 1] in lx.titles
                or begin == at
                and w.low[begin - 1] in lx.roles
                and w.upos[begin - 1] == "NOUN"
                or begin < first
                and (w.upos[begin - 1] in ("NOUN", "ADJ", "PROPN") or w.low[begin - 1] in ("'s", "'"))
                or begin > 1
                and (w.low[begin - 1] == "of" or w.low[begin - 1] == "the" and w.low[begin - 2] == "of")
                and not all(self._titled(k) for k in range(begin, at))  # his questioning of | Mr. Doe
            )
        ):
            begin -= 1
            if first - begin > 12:
                break
        while begin < at and w.low[begin] in ARTICLES | {"'s", "'", ","}:
            begin += 1
        office = next((k for k in range(begin, at) if w.low[k].rstrip(".") not in lx.honorifics), at)
        role = w.quote(office, at) if office < at else None
        owned = max((k + 1 for k in range(begin, at) if w.low[k] in ("'s", "'")), default=max(0, begin - 1))  # Mr Obi's lawyer is no Mr
        before = [w.low[k].rstrip(".") for k in range(owned, at)]
        sex = "m" if any(t in lx.male for t in before) else "f" if any(t in lx.female for t in before) else ""
        return Piece(at, last, "Person", self.clean(at, last), role=role, sex=sex or self.sex_of(at, last))

    def sex_of(self, first: int, last: int) -> str:
        low = self.words.low[first]
        if last - first < 2:
            return ""
        return "m" if low in self.lexicon.first_male else "f" if low in self.lexicon.first_female else ""

    def _plain(self, start: int, last: int) -> Iterator[Piece]:
        """A run without a title: a body, a place, a person by what stands around it, or not told."""
        w, lx = self.words, self.lexicon
        if start >= last:
            return
        initials = "".join(w.word[k][0] for k in range(start, last - 1) if w.capital[k])
        if last - start > 3 and w.word[last - 1] == initials:
            # "Northern Ice Survey NIS"
            yield from self._plain(start, last - 1)
            yield from self._plain(last - 1, last)
            return
        heads = [k for k in range(start, last) if w.low[k] in lx.bodies or w.low[k].rstrip(".") in FORMS & lx.bodies.keys()]
        linked = [k for k in range(start, last) if w.low[k] in ("of", "for", "on")]
        head = next((k for k in heads if k == last - 1 or k + 1 in linked), None)
        name = self.clean(start, last)
        before = w.low[start - 1] if start and w.low[start - 2] != "according" else ""
        after = w.low[last] if last < len(w.word) else ""
        alone = 2 if last - start == 1 else 0
        known_at_least = 0 if after in places.lexicon().fronts else 1 if before in WEAKLY else alone
        if CAMEL.search(w.word[last - 1]):
            yield Piece(start, last, "Organization", name)  # BuzzFeed
        elif head is not None and (last - start > 1 or w.low[start] in lx.alone):
            kind = lx.bodies[w.low[head].rstrip(".")]
            yield Piece(start, last, "Organization" if kind == "Outlet" else kind, name)
        elif len(w.word[start]) in range(2, 7) and last - start == 1 and w.word[start].isupper():
            yield Piece(start, last, "Organization", name)
        elif after in REGIONS or w.low[last - 1] in REGIONS or before == "of" and start > 1 and w.low[start - 2] in REGIONS:
            yield Piece(start, last, "Place", name)
        elif last - start <= 4 and not linked and self._like_person(start, last):
            yield self._person(start, last, start)
        elif before in LOCATING and not w.speaks(last) or on_the_map(name) > known_at_least:
            yield Piece(start, last, "Place", name)
        else:
            yield Piece(start, last, "LegalEntity", name)

    def _like_person(self, start: int, last: int) -> bool:
        """Whether the words around a name of two words or more speak of somebody: an age, an office, a verb of saying, a role before it."""
        w, lx = self.words, self.lexicon
        if any(w.low[k] in LINEAGE for k in range(start + 1, last - 1)):
            return True
        if any(w.upos[k] != "PROPN" and w.low[k] not in PARTICLES for k in range(start, last)):
            return False
        if last - start == 1:
            opened = start > 1 and w.word[start - 1] == "," and last < len(w.word) and w.word[last] in (",", ".")
            told = apposition(w, start, last) if opened else None
            return told is not None and told[1] <= start and (w.word[last] == "." or w.speaks(last + 1))
        if start and w.low[start - 1] in lx.roles | lx.titles:
            return True
        if start and w.low[start - 1] == "the":
            return False
        if last < len(w.word) and w.word[last] == "," and start and w.word[start - 1] == "," and apposition(w, start, last) is not None:
            return True
        if last + 1 < len(w.word) and w.word[last] == ",":
            if w.word[last + 1].isdigit() and len(w.word[last + 1]) == 2:
                return True
            if any(w.low[k] in lx.roles and w.upos[k] in ("NOUN", "PROPN") for k in range(last + 1, min(last + 6, len(w.word)))):
                return True
        if last < len(w.word) and (w.speaks(last) or w.low[last] == "who"):
            return True
        return bool(start) and w.low[start - 1] in lx.cues and w.upos[start - 1] == "VERB"

    def clean(self, first: int, last: int) -> str:
        """A name as it is kept: no article before it, no possessive behind it."""
        w = self.words
        while first < last - 1 and w.low[first] in ARTICLES:
            first += 1
        name = " ".join(w.quote(first, last).split())
        name = name.rpartition("-")[0] if worn(w.word[last - 1]) else name
        return name.removesuffix("'s").removesuffix("'")

    # --- the whole text -----------------------------------------------------------------------------------------------

    def read(self) -> list[Piece]:
        """Every name, office, group and pronoun that can be told, each with who it is."""
        w = self.words
        pieces = [
            piece
            for s, shouting in zip(w.text.sentences, w.shouting, strict=True)
            if not shouting
            for first, last in self.runs(s.first, s.last)
            for piece in self.sort(first, last, s.first)
        ]
        self._weigh(pieces)
        self._settle(pieces)
        taken = {k for piece in pieces for k in range(piece.first, piece.last)}
        self.persons = {piece.last: piece.first for piece in pieces if piece.schema == "Person"}
        for s, shouting in zip(w.text.sentences, w.shouting, strict=True):
            if shouting:
                pieces.extend(self._shouted(s.first, s.last))
        pieces.extend(self._nouns(taken))
        pieces.sort(key=lambda p: (p.first, -p.last))
        pieces = [p for k, p in enumerate(pieces) if not k or (p.first, p.last) != (pieces[k - 1].first, pieces[k - 1].last)]
        for piece in pieces:
            piece.speaks = self._speaks(piece)
            piece.subject = self._is_subject(piece)
        self._resolve(pieces)
        meant = {id(piece.who) for piece in pieces if piece.what == "pronoun"}
        return [piece for piece in pieces if piece.who is not None and (piece.what != "group" or piece.voiced or id(piece.who) in meant)]

    def _weigh(self, pieces: list[Piece]) -> None:
        """Let the model tell what kind of name it is where rules cannot, or a person where they see a place; and add names it alone sees.

        All standings of a name vote, so that one odd sentence changes nothing.
        """
        text = self.words.text
        spans = [(text.token_at(n.start), text.token_at(n.end - 1) + 1, KINDS[n.kind], n.score) for n in self.names if n.kind in KINDS]
        told = {k: row for row in spans for k in range(row[0], row[1])}
        for first, last, schema, score in spans:
            if score >= WIDER:
                self._widen(pieces, first, last, schema)
        votes: dict[str, Counter[str]] = {}
        for piece in pieces:
            row = told.get(piece.last - 1)
            if row is not None and row[0] <= piece.last - 1:
                votes.setdefault(piece.name.lower(), Counter())[row[2]] += row[3]
        for piece in pieces:
            kinds = votes.get(piece.name.lower(), Counter[str]()).most_common(1)
            if kinds and (piece.schema, kinds[0][0]) in MENDED:
                piece.schema = kinds[0][0]
        taken = {k for piece in pieces for k in range(piece.first, piece.last)}
        w = self.words
        for first, last, schema, score in spans:
            clear = score >= SURE and w.capital[first] and not w.shouting[w.sentence[first]]
            if clear and taken.isdisjoint(range(first, last)):
                pieces.append(Piece(first, last, schema, self.clean(first, last)))
        pieces.sort(key=lambda p: (p.first, -p.last))

    def _widen(self, pieces: list[Piece], first: int, last: int, schema: str) -> None:
        """Take a name as wide as the model reads it: a first name that rules do not know, a body's whole name (Institute for … of War)."""
        w, lx = self.words, self.lexicon
        inside = [p for p in pieces if first < p.last and p.first < last]
        if not inside or any(p.first < first or p.last > last for p in inside):
            return
        if schema == "Person":
            piece, more = inside[-1], range(first, inside[-1].first)
            told = any(self._titled(k) or w.low[k] in lx.roles or w.low[k] in lx.peoples or not w.capital[k] for k in more)
            wider = bool(more) and not told and len(inside) == 1 and piece.schema in ("Person", "LegalEntity") and piece.last == last
        else:
            piece, more = inside[0], range(inside[0].last, last)
            linked = bool(more) and w.capital[last - 1] and all(w.capital[k] or w.low[k] in WITHIN for k in more)
            wider = schema == "Organization" and linked and piece.first == first and piece.schema not in ("Person", "Place")
        if wider:
            role = piece.role  # "analyst Ming" before "Chi Kuo" is an analyst
            if role and first < piece.first:
                role = role.removesuffix(w.quote(first, piece.first).strip()).strip() or None
            piece.first, piece.last, piece.name, piece.role = first, last, self.clean(first, last), role
            piece.schema = "Person" if schema == "Person" else piece.schema
            pieces[:] = [p for p in pieces if p is piece or p not in inside]

    def _settle(self, pieces: list[Piece]) -> None:
        """Gather whole names first, so that a short form may stand before the full one (a headline, a caption)."""
        w = self.words
        alone = {p.name.lower() for p in pieces if p.last - p.first == 1 and p.schema == "LegalEntity" and w.form[p.first] == "NNP"}
        for piece in pieces:
            words = piece.name.lower().split()
            proper = piece.schema == "LegalEntity" and all(w.form[k] == "NNP" for k in range(piece.first, piece.last))
            if proper and 2 <= len(words) <= 4 and self._called_by_last(words, alone):
                piece.schema = "Person"
            if piece.schema == "Person" and len(words) > 1:
                self._know(piece, words)
        for piece in sorted(pieces, key=lambda p: " " not in p.name):
            words = piece.name.lower().split()
            if len(words) == 1 and (words[0] in self.people or self._short_for(piece) is not None):
                continue
            namesakes = self.people.get(words[-1], []) if piece.schema in ("LegalEntity", "Place", "Organization") else []
            if any(who.name.lower() == piece.name.lower() for who in namesakes):
                piece.schema = "Person"  # met without any sign of a person, but named with one elsewhere
            if piece.schema in ("Organization", "PublicBody", "Company", "Place") or piece.schema == "LegalEntity" and len(words) > 1:
                who = self.named.setdefault(piece.name.lower(), Who(piece.name, piece.schema))
                if who.schema == "LegalEntity":
                    who.schema = piece.schema
                who.heads |= set(words)
                if len(words) > 1 and who not in self.longer.setdefault(words[0], [])[:3]:
                    self.longer[words[0]].append(who)
                self._abbreviate(piece, who)

    def _called_by_last(self, words: Sequence[str], alone: set[str]) -> bool:
        """Whether the report goes on to use the last word alone, as it does with people."""
        lx = self.lexicon
        last = words[-1]
        if last in lx.bodies or last in lx.titles or last in lx.roles or last in lx.groups or last in lx.nations or last in REGIONS:
            return False
        return last in alone and not any(word in PARTICLES for word in words[:-1])

    def _know(self, piece: Piece, words: list[str]) -> None:
        namesakes = self.people.setdefault(words[-1], [])
        self.first_names.setdefault(words[0], [])
        for who in namesakes:
            other = who.name.lower().split()
            if other == words or set(words) < set(other) or set(other) < set(words) and other[0] == words[0]:
                if len(words) > len(other):
                    who.name = piece.name
                who.sex = who.sex or piece.sex
                return
        if len(namesakes) < NAMESAKES:
            namesakes.append(Who(piece.name, "Person", piece.sex, kin=self._of_kin(piece)))
            if len(self.first_names[words[0]]) < 2:
                self.first_names[words[0]].append(namesakes[-1])

    def _of_kin(self, piece: Piece) -> bool:
        """Whether a name stands beside the word for a relative: *his wife, Mara Obi*, *Mara Obi, the sister of …*."""
        low, first, last = self.words.low, piece.first, piece.last
        before = low[first - 2 if first > 1 and low[first - 1] == "," else first - 1] if first else ""
        behind = low[last + 1 : last + 4] if low[last : last + 1] == [","] else []
        return before in KIN or not KIN.isdisjoint(behind)

    def _abbreviate(self, piece: Piece, who: Who) -> None:
        """Learn a short form given in brackets, and the one that the initials make."""
        w = self.words
        k = piece.last
        if k + 2 < len(w.word) and w.word[k] == "(" and w.word[k + 2] == ")" and len(w.word[k + 1]) > 1 and w.capital[k + 1]:
            short = w.word[k + 1]
            begun = short[0] == piece.name[0]
            if short.isupper() and (begun or who.schema != "Place") or begun and sum(letter.isupper() for letter in short) > 1:
                self.aliases[w.low[k + 1]] = who
        whole = [part for part in re.split(r"[\s-]+", piece.name) if part[:1].isupper()]
        for parts in (whole, [part for part in whole if part.lower().rstrip(".") not in FORMS]):
            if len(parts) > 1:  # Hewlett-Packard Co is HP, HP PC is not
                initials = "".join(part if len(part) > 1 and part.isupper() else part[0] for part in parts)
                self.aliases.setdefault(initials.lower(), who)
        paper = piece.name.lower().split()[-1]
        if len(whole) > 1 and paper not in GENERAL and self.lexicon.bodies.get(paper) == "Outlet":
            self.aliases.setdefault(paper, who)  # the Wall Street Journal, and then the Journal

    def _short_for(self, piece: Piece) -> Who | None:
        """Whose short form a name of one word is; the letters of a state stand for no other name, and two letters are capitals."""
        short = piece.name.lower()
        who = self.aliases.get(short) or self.aliases.get(short.replace(".", ""))
        state = self.lexicon.nations.get(short)
        if who is None or state and state != self.lexicon.nations.get(who.name.lower()) or len(short) == 2 and not piece.name.isupper():
            return None
        return who

    def _shouted(self, first: int, last: int) -> Iterator[Piece]:
        """Names in a headline: those of the report itself, of states and of outlets; its capitals prove nothing."""
        w = self.words
        i = first
        while i < last:
            found = None
            for end in range(min(last, i + 6), i, -1):
                whole = " ".join(w.low[i:end])
                if whole in self.lexicon.nations and (len(whole) > 2 or w.word[i].isupper()):
                    found = Piece(i, end, "Place", self.clean(i, end))
                elif whole in self.named:
                    found = Piece(i, end, self.named[whole].schema, self.named[whole].name)
                elif end - i > 1 and whole in self.lexicon.outlets:
                    found = Piece(i, end, "Organization", self.clean(i, end))
                elif whole.split()[-1] in self.people and w.capital[i] and w.upos[i] != "VERB":
                    if end - i == 1 or any(who.name.lower() == whole for who in self.people[whole.split()[-1]]):
                        found = Piece(i, end, "Person", self.clean(i, end))
                elif end - i == 1 and whole in self.aliases and w.word[i].isupper():
                    found = Piece(i, end, self.aliases[whole].schema, self.clean(i, end))
                if found is not None:
                    break
            if found is not None:
                yield found
            i = found.last if found is not None else i + 1

    def _nouns(self, taken: set[int]) -> Iterator[Piece]:
        """Offices and bodies named by a common noun, groups that speak, and pronouns."""
        w, lx = self.words, self.lexicon
        i, count = 0, len(w.word)
        while i < count:
            low = w.low[i]
            if low in ("he", "she") or low in ("they", "it") and w.speaks(i + 1):
                yield Piece(i, i + 1, "Person", w.word[i], "pronoun", sex={"he": "m", "she": "f"}.get(low, ""))
            elif low == "who" and w.speaks(i + 1) and (piece := self._meant(i, taken)) is not None:
                yield piece
            elif (
                i not in taken
                and w.upos[i] in NOUNLIKE
                and (low in lx.roles or low in lx.groups or low in lx.bodies and w.word[i] != "today")
            ):
                piece = self._noun(i, taken)
                if piece is not None:
                    yield piece
            i += 1

    def _meant(self, who: int, taken: set[int]) -> Piece | None:
        """Those without a name whom a *who* before a cue means: *three middlemen, who said*; lists of words know the others."""
        w, lx = self.words, self.lexicon
        first = w.text.sentences[w.sentence[who]].first
        head = w.meant(who, first)
        if head < first or head in taken or w.upos[head] != "NOUN" or w.low[head] in lx.roles | lx.groups or w.low[head] in lx.bodies:
            return None
        first = noun_phrase_start(w, head, first)
        schema = "Person" if w.form[head] == "NN" else "LegalEntity"
        return Piece(first, head + 1, schema, self._described(first, head + 1), "group", voiced=True)

    def _noun(self, head: int, taken: set[int]) -> Piece | None:
        w, lx = self.words, self.lexicon
        sentence = w.text.sentences[w.sentence[head]]
        if head + 1 < sentence.last and (w.upos[head + 1] in ("NOUN", "PROPN") or head + 1 in taken and w.low[head] in lx.titles):
            return None  # it stands before a noun or a name: part of a longer phrase, or a role
        if head > sentence.first and head - 1 in taken and lx.bodies.get(w.low[head]) == "Outlet":
            return None  # the Mail newspaper
        first = noun_phrase_start(w, head, sentence.first)
        if first > sentence.first and w.low[first - 1] == "as":
            return None  # who replaced her as harbour minister
        last = head + 1
        if last < sentence.last and w.low[last] in ("of", "for", "at", "from", "with", "in"):
            after = noun_phrase_end(w, last + 1, sentence.last)
            if after > last + 1 and (w.low[last] in ("of", "for") or w.low[head] in lx.groups | lx.roles):
                last = after
        elif last < sentence.last and w.low[last] == "to" and w.low[head] in ENVOYS:
            last = noun_phrase_end(w, last + 1, sentence.last)
        while head + 1 < last < sentence.last and (last in taken or last + 1 in taken and w.low[last] in ("in", "of", "for", "and")):
            last += 1  # the whole of the name it ends in
        named = self.persons.get(last, 0)
        if head + 2 < named and w.upos[named - 1] in NOUNLIKE and w.low[named - 1].rstrip(".") not in lx.titles | lx.roles:
            return None  # Secretary of Defense | Jim Mattis: his office; but the wife of President Obi
        many = w.low[head] in lx.groups
        role = w.low[head] in lx.roles and not many
        opener = w.low[first]
        definite = (
            opener in ("the", "this", "that", "its", "their")
            or w.low[min(first + 1, head)] in ("'s", "'")
            or any(w.low[k] in ("'s", "'") for k in range(first, head))
        )
        who = last + 1 if last < sentence.last and w.word[last] == "," else last
        voiced = (
            w.speaks(self._behind(last, sentence.last))
            or head + 1 == last
            and w.speaks(last)
            or who < sentence.last
            and w.low[who] == "who"
            and w.speaks(who + 1)
        )
        after_cue = first - 1 > sentence.first and (
            w.low[first - 2 : first] == ["according", "to"]
            or w.low[first - 1] in lx.cues
            and w.upos[first - 1] == "VERB"
            and w.word[first - 2] in (",", '"', "'", "—", "?", "!")
        )
        if many:
            alone = w.low[max(sentence.first, first - 2) : first] == ["one", "of"]  # one of the sources
            first -= 2 * alone
            return (
                Piece(first, last, "Person" if alone else "LegalEntity", self._described(first, last), "group", voiced=voiced or after_cue)
                if voiced or after_cue or first == sentence.first
                else None
            )
        if opener in ("a", "an", "one", "another", "some", "any", "no", "every") or not (
            definite or w.capital[head] or voiced or after_cue
        ):
            return (
                Piece(first, last, "Person" if role else "LegalEntity", self._described(first, last), "group")
                if voiced or after_cue
                else None
            )
        if w.low[head] == "source" and not (voiced or after_cue):
            return None
        schema = (
            "Person" if role else {"Outlet": "Organization"}.get(lx.bodies.get(w.low[head], ""), lx.bodies.get(w.low[head], "LegalEntity"))
        )
        return Piece(first, last, schema, self._described(first, last), "office", sex=self._sexed(head))

    def _sexed(self, head: int) -> str:
        low = self.words.low[head]
        return "m" if low in self.lexicon.male else "f" if low in self.lexicon.female else ""

    def _behind(self, i: int, last: int) -> int:
        """The token behind a short insertion between commas (", 42," or ", on Monday,"), or behind a day (*this week*)."""
        w = self.words
        if i + 1 < last and w.low[i] in ("on", "this", "last", "earlier", "late") and any(w.calendar[i + 1 : i + 3]):
            return next((k for k in range(i + 1, min(i + 4, last)) if not w.calendar[k] and w.low[k] not in ("this", "last")), i)
        if i < last and w.word[i] == ",":
            for k in range(i + 1, min(i + 12, last)):
                if w.word[k] == ",":
                    return k + 1
            return i + 1
        return i

    def _described(self, first: int, last: int) -> str:
        w = self.words
        while first < last - 1 and w.low[first] in ARTICLES:
            first += 1
        return " ".join(w.quote(first, last).split())

    def _speaks(self, piece: Piece) -> bool:
        w = self.words
        sentence = w.text.sentences[w.sentence[piece.first]]
        if w.speaks(self._behind(piece.last, sentence.last)) or w.speaks(piece.last):
            return True
        before = w.low[max(0, piece.first - 2) : piece.first]
        return piece.first > sentence.first and (before[-1] in self.lexicon.cues or before == ["according", "to"])

    def _is_subject(self, piece: Piece) -> bool:
        """Whether it speaks, or is what its sentence begins with."""
        w = self.words
        sentence = w.text.sentences[w.sentence[piece.first]]
        if piece.speaks:
            return True
        lead = w.upos[sentence.first : piece.first]
        if lead and w.word[piece.first - 1] == "," and piece.last < sentence.last and w.upos[piece.last] in ("VERB", "AUX"):
            return not {"VERB", "AUX"} & set(lead)  # "Two days after the vote, the commission has corrected the turnout"
        return all(tag in ("DET", "ADJ", "NOUN", "PROPN", "ADV", "PUNCT", "PART", "CCONJ") for tag in lead)

    # --- who it is ----------------------------------------------------------------------------------------------------

    def _resolve(self, pieces: list[Piece]) -> None:
        """Follow the report and say of each piece who it is; what cannot be told stays apart or is dropped."""
        seen: list[tuple[Piece, Who]] = []
        for piece in pieces:
            who = {"name": self._name, "office": self._office, "pronoun": self._pronoun, "group": self._group}[piece.what](piece, seen)
            if who is None:
                continue
            piece.who = who
            piece.schema = who.schema if piece.what != "group" else piece.schema
            if who.schema == "Person":
                who.sex = who.sex or piece.sex
            self._learn(piece, who)
            if who.schema == "Person" and piece.what == "name" and who.bearer is None:
                self._named_at_last(piece, who, seen)
            if who.bearer is None and piece.what != "pronoun" and piece.name.lower() == who.name.lower():
                who.bearer = piece
            seen.append((piece, who))

    def _named_at_last(self, piece: Piece, who: Who, seen: list[tuple[Piece, Who]]) -> None:
        """*The harbour minister said …* in one paragraph, *Ruth Amadi told reporters …* in the next: an office whose bearer is named later.

        The name tells the office, or it is a whole name that speaks and that nothing introduces: the office before was its introduction,
        where nobody else is named between.
        """
        w = self.words
        block = w.block(piece.first)
        other = next((p.first for p, m in reversed(seen) if m.schema == "Person" and p.what == "name" and m is not who), 0)
        for n, (office, bearer, noun, asked) in reversed(list(enumerate(self.unnamed))):
            if block - w.block(office.first) > NAMED_WITHIN:
                break
            if office.first <= piece.first < office.last:
                continue  # the brother of Mara Obi is not she
            if who.roles:
                same = any(self._fits(noun, asked, role, True) or noun in role and role <= asked | {noun} for role in who.roles)
            else:
                bare = " " in piece.name and (piece.last == len(w.word) or w.word[piece.last] != ",")  # no "Ada Kron, a nurse, said"
                speaks = bare and piece.subject and w.speaks(self._behind(piece.last, len(w.word)))
                same = speaks and office.first >= other
            if same:
                for k, (called, meant) in enumerate(seen):
                    if meant is bearer:
                        called.who, seen[k] = who, (called, who)
                who.roles.append(facets(office.name.lower()))
                who.role, who.sex = who.role or office.name, who.sex or bearer.sex
                del self.unnamed[n]
                return

    def _learn(self, piece: Piece, who: Who) -> None:
        """Keep the office that stands before a name, or behind it between commas; of a body, the noun that tells what it is."""
        if piece.what != "name":
            return
        w = self.words
        if who.schema != "Person":
            before = w.low[piece.first - 1] if piece.first else ""
            if before == "," and piece.first > 1:
                before = w.low[piece.first - 2]  # "the company, Portex,"
            if before in self.lexicon.bodies:
                who.heads.add(before)
            if piece.last < len(w.word) and w.word[piece.last] == ",":
                for k in range(piece.last + 1, min(piece.last + 9, len(w.word))):
                    if w.word[k] in (",", ".", ";") or w.form[k] in FINITE:
                        break
                    # "In Aros, the prefecture counted": the body does something of its own
                    doing = k + 1 < len(w.word) and w.form[k + 1] in FINITE
                    if w.low[k] in self.lexicon.bodies and w.upos[k] == "NOUN" and not doing:
                        who.heads.add(w.low[k])
            return
        if piece.role:
            who.roles.append(facets(piece.role.lower()))
            who.role = max(who.role or "", piece.role, key=len)
        k = piece.last
        if k < len(w.word) and w.word[k] == "," or piece.first > 1 and w.word[piece.first - 1] == ",":
            role = apposition(w, piece.first, piece.last)
            if role is not None:
                who.roles.append(facets(" ".join(w.low[role[0] : role[1]])))
                piece.role = piece.role or w.quote(*role)
                who.role = max(who.role or "", w.quote(*role), key=len)

    def _name(self, piece: Piece, seen: list[tuple[Piece, Who]]) -> Who | None:
        words = piece.name.lower().split()
        known = self.named.get(piece.name.lower())
        if piece.schema == "Person" or piece.schema in ("LegalEntity", "Organization", "Place") and known is None:
            namesakes = self.people.get(words[-1], [])
            same = [
                who
                for who in namesakes
                if len(words) == 1 or set(words) <= set(who.name.lower().split()) or who.name.lower() == piece.name.lower()
            ]
            if same and (len(words) > 1 or piece.schema != "Place" or words[0] not in self.lexicon.nations):
                same = [who for who in same if not (piece.sex and who.sex and piece.sex != who.sex)] or same
                if len(words) == 1 and not piece.sex:
                    same = [who for who in same if not who.kin] or same  # the surname alone is whose wife she is
                if len(same) > 1:
                    near = next((who for _, who in reversed(seen) if who in same), None)
                    return near or self.named.setdefault(piece.name.lower(), Who(piece.name, "Person", piece.sex))
                return same[0]
            if len(words) == 1 and words[0] in self.lexicon.first:
                first = self.first_names.get(words[0], [])
                if len(first) == 1:
                    return first[0]
        if known is not None:
            return known
        if len(words) == 1 and (whole := self._short_for(piece)) is not None:
            return whole
        if len(words) == 1 and piece.schema in ("LegalEntity", "Organization") and not (piece.name.isupper() and len(piece.name) < 6):
            longer = [who for who in self.longer.get(words[0], [])[:3] if who.schema in ("Organization", "Company", "LegalEntity")]
            if len(longer) == 1 and len(longer[0].name.split()) > 1:
                return longer[0]
        return self.named.setdefault(piece.name.lower(), Who(piece.name, piece.schema, piece.sex, heads=set(words)))

    def _recent(self, piece: Piece, seen: list[tuple[Piece, Who]]) -> Iterator[tuple[Piece, Who, int]]:
        """What was met before, latest first, with its distance in sentences, as far as a reader would look back."""
        w = self.words
        here = w.sentence[piece.first]
        block = w.text.sentences[here].block
        for other, who in islice(reversed(seen), LOOKED_OVER):
            at = w.sentence[other.first]
            if block - w.text.sentences[at].block > REACH:
                return
            yield other, who, here - at

    def _office(self, piece: Piece, seen: list[tuple[Piece, Who]]) -> Who | None:
        w, lx = self.words, self.lexicon
        head = next((k for k in range(piece.first, piece.last) if w.low[k] in LINKS), piece.last) - 1
        noun = w.low[head]
        told = (k for k in range(piece.first, piece.last) if k != head)
        asked = facets(" ".join(w.low[k] for k in told if w.upos[k] in ("NOUN", "PROPN") or w.capital[k] or w.low[k] in TELLING))
        if noun in lx.roles:
            recent = [(other, who) for other, who, _ in self._recent(piece, seen)]
            told = any(other.what == "group" and who.name.split()[-1] == noun for other, who in recent)
            for exact in (True,) if told else (True, False):  # the official is the one described before
                for _, who in recent:
                    if who.schema == "Person" and any(self._fits(noun, asked, role, exact) for role in who.roles):
                        return who
            described = self._as_described(piece)
            if described is not None and all(bearer is not described for _, bearer, _, _ in self.unnamed):
                self.unnamed.append((piece, described, noun, asked))
            return described
        for other, who, _ in self._recent(piece, seen):
            if who.schema == "Person":
                continue
            if other.what == "name" and self._body_fits(noun, asked, who, spoke=other.subject):
                return who
            if other.what == "office" and not asked and " " in who.name and who.name.lower().split()[-1] == noun:
                return who  # "the ministry" behind "the interior ministry"
        return self._as_described(piece)

    def _as_described(self, piece: Piece) -> Who | None:
        """An office nobody of the report was said to hold stays as described, where it speaks."""
        if not piece.subject:
            return None
        return self.named.setdefault(f"* {piece.name.lower()}", Who(piece.name, piece.schema, piece.sex))

    def _fits(self, noun: str, asked: frozenset[str], role: frozenset[str], exact: bool) -> bool:
        if exact:
            if noun not in role or "former" in role - asked:
                return False  # the president is not the former one while there is another
        elif not any(self.lexicon.alike.get(noun, frozenset()) & self.lexicon.alike.get(word, frozenset()) for word in role):
            return False
        return asked <= role or bool(asked) and len(asked & role) * 2 > len(asked)

    def _body_fits(self, noun: str, asked: frozenset[str], who: Who, *, spoke: bool) -> bool:
        lx = self.lexicon
        name = who.name.lower()
        words = facets(name)
        if noun in words or noun in who.heads:
            return asked <= words or not asked
        if asked:
            return False
        kind = lx.bodies.get(noun)
        if noun in lx.loose:
            return spoke and who.schema in ("Organization", "LegalEntity", "PublicBody")
        if any(lx.bodies.get(head) == kind and kind in ("Outlet", "Company") for head in who.heads):
            return True
        if kind == "Outlet":
            return name in lx.outlets or name.removeprefix("the ") in lx.outlets or lx.bodies.get(name.split()[-1]) == "Outlet"
        if kind != "Company" or noun not in ("company", "firm", "airline", "automaker", "carmaker", "retailer"):
            return False
        # "the company" behind a name of no kind told, which acted
        loose = noun in ("company", "firm") and spoke and who.schema in ("Organization", "LegalEntity")
        return who.schema == "Company" or loose and not any(head in lx.bodies for head in who.heads) and name not in lx.outlets

    def _pronoun(self, piece: Piece, seen: list[tuple[Piece, Who]]) -> Who | None:
        low = self.words.low[piece.first]
        if low in ("they", "it"):
            # The party that spoke or acted last: people for "they", a body or an outlet for "it".
            for other, who, distance in self._recent(piece, seen):
                if distance > 2:
                    return None
                plural = other.what == "group"
                if other.subject and distance and (plural if low == "they" else not plural and who.schema in BODIES):
                    return who
            return None
        captions = self.captions
        best, pick = 0.0, None
        for other, who, distance in self._recent(piece, seen):
            if who.schema not in ("Person", "LegalEntity") or who.sex and who.sex != piece.sex:
                continue
            if other.what == "group" and who.schema != "Person":
                continue
            if who.schema == "LegalEntity" and not (other.what == "name" and other.subject):
                continue
            if distance > 5:
                break
            inside = self.spoken[other.first]
            if self.spoken[piece.first] and not inside and distance < 2 and other.speaks:
                continue  # nobody calls himself he
            score = (
                (4.0 if who.schema == "Person" else 2.0)
                - distance
                + 2.5 * other.subject
                + 0.5 * (other.first == self.words.text.sentences[self.words.sentence[other.first]].first)
                + (0.5 if who.sex == piece.sex else 0.0)
                - 3.0 * (other.first in captions)
                - 0.25 * (who.bearer is not None and who.bearer.what != "name")  # nobody gives a name
                - 1.5 * (inside > self.spoken[piece.first])
                - 1.5 * (other.last < len(self.words.word) and self.words.upos[other.last] == "NOUN")  # the Obi campaign
            )
            if score > best:
                best, pick = score, who
        return pick

    def _group(self, piece: Piece, seen: list[tuple[Piece, Who]]) -> Who | None:
        return self.named.setdefault(f"* {piece.name.lower()}", Who(piece.name, piece.schema))


def mentions(text: Text, found: Found, scores: Scores | None) -> Iterator[Mention]:
    """Read the persons, bodies and places of a report, and who its pronouns and offices mean."""
    words = Words(text, found)
    pieces = Reader(words, settled(text.view, scores) if scores is not None else ()).read()
    ids: dict[int, str] = {}
    rows = []
    for n, piece in enumerate(pieces):
        evidence = text.evidence(*words.spans(piece.first, piece.last))
        ids[n] = identify("M", text.document.id, evidence.span.start, evidence.span.end)
        rows.append((n, piece, evidence))
    bearers = {id(piece): ids[n] for n, piece, _ in rows}
    for n, piece, evidence in rows:
        who = piece.who
        assert who is not None
        whole = who.bearer is piece or piece.name.lower() == who.name.lower()
        method = {"pronoun": PRONOUN, "office": OFFICE, "group": OFFICE}.get(piece.what, NAME if whole else SHORT)
        yield Mention(
            id=ids[n],
            document=text.document.id,
            run=found.run,
            method=method,
            confidence={NAME: 0.9, SHORT: 0.85, OFFICE: 0.7, PRONOUN: 0.7}[method],
            evidence=evidence,
            schema=piece.schema,
            name=who.name,
            antecedent=None if whole or who.bearer is None else bearers.get(id(who.bearer)),
            role=piece.role or who.role,
            # A person's own name tells no country: Jordan, Chad, Israel.
            country=nation(" ".join(told for told in (piece.role or who.role, "" if piece.schema == "Person" else who.name) if told)),
        )


EXTRACTOR = Extractor(name="mentions", makes=Mention, needs=(), run=mentions)
