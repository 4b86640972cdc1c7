"""A report as its figures see it: parsed sentences, the nouns numbers count, the names in it, and where it plays."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from hearsay.extract import Found, syntax
from hearsay.extract.numerals import lexicon_table
from hearsay.extract.phrases import NOMINAL, Parse, Phrase, Verb
from hearsay.extract.places import countries, demonym, fold, known
from hearsay.extract.quantities import Quantity
from hearsay.extract.reading import FISCAL
from hearsay.model import Pointers
from hearsay.records import Attribution, Mention, Text

POSSESSIVE = frozenset(("'s", "'", "’s", "’"))
QUOTES = frozenset(('"', "'", "“", "”", "‘"))
COUNTED_TOO = frozenset(("crew", "staff", "personnel"))
COPULAS = frozenset("is are was were be been being remains remained became become".split())  # noqa: SIM905
HELD = frozenset(("located", "listed", "near"))
# How much a name of somewhere says of where the report plays, by the words that hold it; and by what it is.
GRIPS = {"located": 3.0, "dateline": 1.5, "listed": 2.0, "near": 2.0, "owner": 1.0, "worn": 1.0, "of": 1.0, "led": 1.0}
SIZES = {"country": 0.6, "unknown": 0.8, "body": 0.3}


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of items.toml and states.toml. taxon: noun → the kind of thing it is; around, spots: word lists by name."""

    taxon: dict[str, str]
    people: frozenset[str]
    verbs: dict[str, str]
    harmed: frozenset[str]
    around: dict[str, frozenset[str]]
    spots: dict[str, frozenset[str]]
    doubt: dict[str, frozenset[str]]
    scope: dict[str, frozenset[str]]


@cache
def terms() -> Terms:
    """Load the words of items and states."""
    items, states = lexicon_table("items"), lexicon_table("states")

    def lists(table: dict[str, str]) -> dict[str, frozenset[str]]:
        return {name: frozenset(words.split()) for name, words in table.items()}

    harm = frozenset().union(*lists(states["harm"]).values())
    verbs = {word: name for name, words in lists(states["verbs"]).items() for word in words}
    return Terms(
        taxon={word: name for name, words in lists(items["taxa"]).items() for word in words},
        people=frozenset(word for name in items["people"] for word in items["taxa"][name].split()),
        verbs=verbs | dict.fromkeys(harm - verbs.keys(), "harm") | dict.fromkeys(COPULAS, "be"),
        harmed=harm,
        around=lists(items["words"]),
        spots=lists(items["places"]),
        doubt=lists(states["doubt"]),
        scope=lists(states["scope"]),
    )


@dataclass(slots=True)
class Draft:
    """A figure while it is read. start, end: its evidence in the view; first, last: its tokens, half-open, the noun counted among them.

    noun: tokens of the noun beside the number, or None; of: that noun stands behind *of* (three of the houses).
    verb: the verb that tells what is so; role: what the figure is to it (subject, object, oblique, none).
    pointers: where the network sees its slots filled; None where no network reads.
    odds: by slot, the share of what speaks for its filling among all candidates; moved: slots that a rule or the figure before filled.
    """

    quantity: Quantity
    sentence: int
    start: int
    end: int
    first: int
    last: int
    kind: str
    unit: str
    noun: tuple[int, int] | None = None
    of: bool = False
    verb: Verb | None = None
    role: str = "none"
    item: str | None = None
    state: str | None = None
    holder: str | None = None
    place: str | None = None
    as_of: str | None = None
    scope: str | None = None
    attribution: Attribution | None = None
    voice: str = "narrator"
    reported: bool = False
    pointers: Pointers | None = None
    odds: dict[str, float] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Named:
    """A mention where it stands: tokens half-open, its sentence, and Person, Organization, Place or LegalEntity, whatever finer it is."""

    mention: Mention
    name: str
    first: int
    last: int
    sentence: int
    kind: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A name of somewhere, where it stands. grip: how the words around it hold it (located, chained, owner, title …).

    size: country, region, place, site (a building, a base), body or unknown.
    """

    name: str
    first: int
    last: int
    sentence: int
    grip: str
    size: str


class Scene:
    """A report: its words, its parsed sentences, its names. tags, forms: as Found gives them, mended."""

    def __init__(self, text: Text, found: Found) -> None:
        self.text, self.terms = text, terms()
        self.word = [t.word.lower() for t in text.tokens]
        self.tags = list(found.tags) or ["X"] * len(text.tokens)
        self.forms = list(found.forms) or ["XX"] * len(text.tokens)
        for i, word in enumerate(self.word):
            if word in self.terms.around["past"] and self.tags[i] in ("NOUN", "ADJ", "PROPN") and text.tokens[i].word.islower():
                self.tags[i], self.forms[i] = "VERB", "VBD"
        for sentence in text.sentences:
            i, rest = sentence.first, self.forms[sentence.first + 2 : sentence.last]
            opens = rest and self.forms[i] in ("VB", "VBP") and self.tags[i] == "VERB" and self.tags[i + 1] == "ADP"
            if opens and not {"VBD", "VBZ", "MD"}.isdisjoint(rest):
                self.tags[i], self.forms[i] = "NOUN", "NN"  # Demand for bread rose: a capital made it a verb to the tagger
        self._parses: dict[int, Parse] = {}
        self.named = sorted(self._named(found), key=lambda n: (n.first, -n.last))
        self._firsts = [n.first for n in self.named]
        self.stars = self._stars()
        told = ((countries().get(fold(n.name)), n.name) for n in reversed(self.named) if n.kind == "Place")
        self._spelt = {code: name for code, name in told if code}
        self.spots = self._spots()
        self.settings = self._settings()
        self.event = self._event()

    # --- words and sentences -------------------------------------------------------------------------------------------
    def parse(self, sentence: int) -> Parse:
        """The parse of a sentence, made when first asked for."""
        if sentence not in self._parses:
            self._parses[sentence] = Parse(self.word, self.tags, self.forms, self.text.sentences[sentence])
        return self._parses[sentence]

    def words(self, first: int, last: int) -> str:
        """The words of some tokens as the text has them, without a leading article or number, or marks at the ends."""
        while first < last - 1 and (self.tags[first] in ("DET", "PUNCT", "CCONJ", "NUM") or self.forms[first] == "PRP$"):
            first += 1
        while last > first + 1 and self.tags[last - 1] == "PUNCT":
            last -= 1
        return " ".join(self.text.view[self.text.tokens[first].start : self.text.tokens[last - 1].end].split())

    def with_of(self, parse: Parse, first: int, last: int) -> str:
        """The words of a noun phrase with what *of* adds to it: counts of murder, price of crude oil."""
        if last + 1 < parse.last and self.word[last] == "of":
            inner = next((p for p in parse.phrases if p.preposition == last), None)
            short = inner is not None and inner.first == last + 1 and self.tags[inner.head] in NOMINAL and inner.last - inner.first <= 4
            if inner is not None and short and "NUM" not in self.tags[inner.first : inner.last]:
                last = inner.last
        return self.words(first, last)

    def possessor(self, phrase: Phrase | None) -> tuple[int, int] | None:
        """Tokens of the owner in a noun phrase: *Kiribati* in "Kiribati's population"."""
        if phrase is None:
            return None
        return next(((phrase.first, k) for k in range(phrase.first + 1, phrase.last) if self.word[k] in POSSESSIVE), None)

    def titled(self, sentence: int) -> bool:
        """True for a sentence set in capitals, as headlines are."""
        rows = self.text.sentences[sentence]
        long = [t.word for t in self.text.tokens[rows.first : rows.last] if len(t.word) > 3 and t.word[0].isalpha()]
        return len(long) > 2 and sum(w[0].isupper() for w in long) > 0.7 * len(long)

    def verb_class(self, verb: Verb | None) -> str:
        """What kind of verb it is: be, change, amount, have, harm, other, or verbless."""
        return "verbless" if verb is None else self.terms.verbs.get(self.word[verb.head], "other")

    def taxon(self, item: str | None) -> str:
        """The kind of thing an item is, or ``none``."""
        return self.terms.taxon.get(item.rsplit(" ", 1)[-1].lower(), "none") if item else "none"

    def are_people(self, item: str | None) -> bool:
        """True where an item can be counted as people."""
        return item is not None and item.rsplit(" ", 1)[-1].lower() in self.terms.people

    def nominal(self, i: int, stop: int, taken: Iterable[int], *, article: bool = False) -> tuple[int, int] | None:
        """Read a noun with its adjectives that begins at token i.

        Args:
            stop: the token to read up to.
            taken: tokens at which other figures begin.
            article: an article or possessive may open it.

        Returns: its tokens, half-open.
        """
        word, tags, forms, starts = self.word, self.tags, self.forms, set(taken)
        j, head = i, -1
        while j < stop and j not in starts:
            tag, w = tags[j], word[j]
            ahead = tags[j + 1] if j + 1 < stop else ""
            if tag in NOMINAL:
                if w in self.terms.around["not_nouns"] and head < 0 and ahead not in NOMINAL:
                    break
                head = j
            elif tag in ("ADJ", "NUM"):
                if head >= 0 and ahead not in NOMINAL:
                    break
                if w in ("more", "other", "others") and ahead not in (*NOMINAL, "ADJ"):
                    head = j if w != "more" else head
                    break
            elif tag == "VERB":
                worn = forms[j] in ("VBN", "VBG") and ahead in ("NOUN", "ADJ") or forms[j] == "VBD" and ahead == "NOUN"
                if head >= 0 or not worn or w in self.terms.around["not_modifiers"]:
                    break
            else:
                opens = j == i and (article and (tag == "DET" or forms[j] == "PRP$") or w in QUOTES)
                joins = head >= 0 and (w in POSSESSIVE and ahead in (*NOMINAL, "ADJ") or w == "-" and ahead in NOMINAL)
                between = head < 0 and j > i and w in ("and", ",") and tags[j - 1] == "ADJ" and ahead == "ADJ"
                if not (opens or joins or between or tag == "ADV" and head < 0 and ahead in ("ADJ", "VERB")):
                    break
            j += 1
        if head < 0 and article and i + 1 < stop and tags[i] == "DET" and (tags[i + 1] == "ADJ" or forms[i + 1] == "VBN"):
            return i, i + 2  # the dead, the injured
        return None if head < 0 else (i, self._counted_too(head, stop, starts))

    def _counted_too(self, head: int, stop: int, starts: set[int]) -> int:
        """The token behind a noun and the bare plural counted with it: heart attacks and strokes, passengers and crew."""
        last = head + 1
        if last + 1 >= stop or self.word[last] not in ("and", "&") or self.forms[head] != "NNS" and self.word[head] not in COUNTED_TOO:
            return last
        for k in range(last + 1, min(last + 5, stop)):
            if k in starts or self.tags[k] not in ("NOUN", "ADJ"):
                break
            if self.tags[k] == "NOUN" and (self.forms[k] == "NNS" or self.word[k] in COUNTED_TOO):
                return k + 1
        return last

    def govern(self, d: Draft) -> None:
        """Find the verb that tells what is so of a figure, and the figure's part in it."""
        parse = self.parse(d.sentence)
        told = syntax.governor(parse, d.first, d.last, d.kind)
        if told is not None:
            host = parse.phrase(d.first)
            d.verb, acts = told
            d.role = "subject" if acts else "object" if host is None or host.preposition < 0 else "oblique"

    # --- names ---------------------------------------------------------------------------------------------------------
    def _named(self, found: Found) -> Iterator[Named]:
        located = {p.mention for p in found.rows.get("places", ())}
        kinds = {"Company": "Organization", "PublicBody": "Organization"}
        for mention in found.rows.get("mentions", ()):
            span = self.text.map.to_view(mention.evidence.span)
            if span is not None:
                first, last = self.text.token_at(span.start), self.text.token_at(span.end - 1) + 1
                kind = "Place" if mention.id in located else kinds.get(mention.schema, mention.schema)
                yield Named(mention, mention.name, first, last, self.text.sentence_at(span.start), kind)

    def _stars(self) -> list[Named]:
        """Whom the report is about: named more than once, oftenest first."""
        counts: dict[str, int] = {}
        first: dict[str, Named] = {}
        for n in self.named:
            counts[n.name] = counts.get(n.name, 0) + 1
            first.setdefault(n.name, n)
        return sorted((n for n in first.values() if counts[n.name] > 1), key=lambda n: -counts[n.name])[:5]

    def people_of(self, word: str) -> str | None:
        """The country whose people or things a word names, spelt as the report does: *East Timorese* is of East Timor, not Timor-Leste."""
        country = demonym(word)
        return self._spelt.get(countries().get(fold(country)), country) if country else None

    def within(self, first: int, last: int) -> list[Named]:
        """Mentions that stand within some tokens."""
        i, found = bisect_right(self._firsts, first - 1), []
        while i < len(self.named) and self.named[i].first < last:
            if self.named[i].last <= last:
                found.append(self.named[i])
            i += 1
        return found

    def of_sentence(self, sentence: int) -> list[Named]:
        rows = self.text.sentences[sentence]
        return self.within(rows.first, rows.last)

    def name_of(self, phrase: Phrase) -> str | None:
        """Whom a noun phrase names, by the mention that ends on its head; a pronoun by whom it stands for."""
        return next((n.name for n in reversed(self.within(phrase.first, phrase.last)) if n.first <= phrase.head < n.last), None)

    def person(self, first: int, last: int) -> bool:
        """True where some tokens are, or are part of, the name of a person."""
        i = max(0, bisect_right(self._firsts, first) - 4)
        near = (n for n in self.named[i : i + 8] if n.kind == "Person" and self.tags[n.first] != "DET" and n.last - n.first < 5)
        around = any(n.first <= first and last <= n.last for n in near)
        return around and (first == 0 or self.word[first - 1] not in self.terms.spots["locating"])

    # --- where the report plays ----------------------------------------------------------------------------------------
    def _settings(self) -> list[Spot]:
        """Where the report plays: names of somewhere by how often, how early and how firmly they are held, most likely first."""
        weight: dict[str, float] = {}
        first: dict[str, Spot] = {}
        for spot in self.spots:
            early = 3.0 if spot.sentence == 0 else 2.0 if spot.sentence <= 2 else 1.0
            worth = GRIPS.get(spot.grip, 0.5) * early * SIZES.get(spot.size, 1.0)
            weight[spot.name] = weight.get(spot.name, 0.0) + worth
            first.setdefault(spot.name, spot)
        return sorted(first.values(), key=lambda s: -weight[s.name])

    def _event(self) -> Spot | None:
        """Where what the report tells of happened, if it opens with that."""
        first = self.settings[0] if self.settings else None
        opens = first is not None and first.grip in HELD and first.sentence <= 1
        return first if opens and not self.terms.around["incident"].isdisjoint(self.word) else None

    def _spots(self) -> list[Spot]:
        """Every name of somewhere, in order."""
        found: list[Spot] = []
        for number, sentence in enumerate(self.text.sentences):
            i, titled = sentence.first, self.titled(number)
            while i < sentence.last:
                spot = self._spot(i, sentence.last, number, titled, found)
                if spot is not None:
                    found.append(spot)
                i = spot.last if spot is not None else i + 1
        return found

    def _spot(self, i: int, stop: int, sentence: int, titled: bool, found: Sequence[Spot]) -> Spot | None:
        """Read the name of somewhere that begins at token i."""
        tokens, word, spots = self.text.tokens, self.word, self.terms.spots
        if (
            not tokens[i].word[:1].isupper()
            or self.tags[i] in ("PUNCT", "DET", "PRON", "ADP", "AUX")
            or word[i] in self.terms.around["calendar"]
            or word[i] in FISCAL
        ):
            return None
        end = i + 1
        while end < stop and end - i < (3 if titled else 7):
            linked = word[end] in spots["links"] and end + 1 < stop and tokens[end + 1].word[:1].isupper()
            if not linked and (not tokens[end].word[:1].isupper() or self.tags[end] == "PUNCT"):
                break
            end += 1 + linked
        last, size = end, ""
        for last in range(end, i, -1):
            size = self._size(i, last, end)
            if size:
                break
        if size in ("place", "region") and last == end < stop and word[last] in spots["parts"]:
            last = end = last + 1
            size = "region"
        grip = self._grip(i, last if size else end, found)
        sited = end < stop and self.tags[end] == "NOUN" and word[end] in spots["sites"] and grip in ("located", "led")
        if (not size or last < end) and word[end - 1] in spots["sites"] and end - i > 1:
            last, size = end, "site"
        elif not size and sited and not demonym(tokens[i].word):
            last, size = end + 1, "site"
        elif not size:
            if titled or grip not in (*HELD, "chained", "beside") or grip == "listed" or demonym(tokens[i].word):
                return None
            inner = self.within(i, end)
            if any(n.kind == "Person" and n.first == i for n in inner) and word[i - 1] not in ("in", "at", "near"):
                return None
            last, size = end, "body" if any(n.kind == "Organization" for n in inner) else "unknown"
        if grip == "free" and last < stop and self.tags[last] in NOMINAL:
            grip = "worn"
        name = " ".join(t.word for t in tokens[i:last]).replace(" 's", "'s")
        if name.isupper() and len(name) > 3 and size in ("place", "region", "country"):
            name = name.title()  # a dateline
        return Spot(name, i, last, sentence, grip, size)

    def _size(self, first: int, last: int, end: int) -> str:
        """What the gazetteer makes of some tokens of a capitalised run that ends at ``end``: country, region, place or nothing."""
        text = " ".join(t.word for t in self.text.tokens[first:last])
        size = known(text) or ""
        if not size or demonym(text) or self.person(first, last):
            return ""
        if last < len(self.word) and self.word[last] in ("$", "dollar", "dollars"):
            return ""
        inside = size == "place" and last < end and first > 0 and self.word[first - 1] not in self.terms.spots["locating"]
        return "" if inside else size  # Tottenham Hotspur, Rodríguez Zapatero: part of another name

    def _grip(self, first: int, last: int, found: Sequence[Spot]) -> str:
        """Say how the words around a name of somewhere hold it."""
        word, spots = self.word, self.terms.spots
        k = first - 1
        while k >= 0 and word[k] in spots["aside"]:
            k -= 1
        before, further = (word[k] if k >= 0 else ""), (word[k - 1] if k > 0 else "")
        if last < len(word) and word[last] in ("'s", "’s"):
            return "owner"
        if before == "," and found and found[-1].last == k:
            return "chained"
        if before in ("and", "or", ",") and found and found[-1].last >= k - 1 and found[-1].grip in ("located", "led"):
            return "listed"
        if before == "of" and further in self.terms.around["compass"]:
            return "beside"
        if before == "near":
            return "near"
        if before in spots["locating"] and self.tags[k] in ("ADP", "ADV", "SCONJ"):
            return "located"
        if before in ("of", "from", "for"):
            if further in spots["titles"] or any(n.last == k and n.kind == "Person" for n in self.within(max(0, k - 6), k)):
                return "title"
            if before == "of":
                inside = further in spots["sites"] or further in spots["aside"] or further in spots["whereabouts"]
                return "located" if inside else "of"
        if before in spots["leading"]:
            return "led"
        opens = self.text.sentences[0].first == first and last < len(word)
        return "dateline" if opens and word[last] in ("—", "-", "–", "(", ":", ",") else "free"
