"""A text as a reader of phrases sees it: its tokens with their tags, the words that name people and bodies, and noun phrases."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from hearsay.extract import Found
from hearsay.extract.words import FINITE
from hearsay.records import Text


def data(name: str) -> dict[str, Any]:
    """Read one word list of lexicon/en."""
    return tomllib.loads(files("hearsay.extract").joinpath(f"lexicon/en/{name}.toml").read_text("utf-8"))


@cache
def _grammar() -> dict[str, Any]:
    return data("grammar")


def word_class(name: str) -> frozenset[str]:
    """A closed class of words of lexicon/en/grammar.toml."""
    return frozenset(_grammar()[name].split())


ARTICLES = frozenset(("the", "a", "an"))
# How words for people end.
PEOPLE = (
    "er", "or", "ist", "ian", "ant", "man", "men", "woman", "women", "ee", "eur", "ect", "people", "person", "child", "kid", "ic", "ive",
    "team",
)  # fmt: skip
BACK = 8  # tokens that may part a *who* from whom it means
OPENERS = frozenset("\"'([:—-.?!…•")  # behind these a capital tells nothing
POSSESSIVES = word_class("possessives")
TAGGED_ON = word_class("tagged_on")  # verbs of saying that pass for nouns
# Parts of a year and fiscal years, as business pages write them: times, and no names.
FISCAL = frozenset(("q1", "q2", "q3", "q4", "h1", "h2", *(f"fy{year}" for n in range(70, 140) for year in (f"{n % 100:02}", 1900 + n))))
CALENDAR = word_class("calendar") | FISCAL
WORN = word_class("worn")  # what makes an adjective of a name


def worn(word: str) -> bool:
    """True for a name within an adjective, which is no part of a name: *prize-winning*, *union-led*."""
    return "-" in word and word.rsplit("-", 1)[1] in WORN


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word lists, folded to lower case. nations: name or seat → the state; peoples: adjective → the state, or "" for none."""

    titles: frozenset[str]
    roles: frozenset[str]
    groups: frozenset[str]
    alike: dict[str, frozenset[int]]
    male: frozenset[str]
    female: frozenset[str]
    first_male: frozenset[str]
    first_female: frozenset[str]
    first: frozenset[str]
    bodies: dict[str, str]
    documents: frozenset[str]
    things: frozenset[str]
    alone: frozenset[str]
    known: frozenset[str]
    loose: frozenset[str]
    honorifics: frozenset[str]
    outlets: frozenset[str]
    nations: dict[str, str]
    peoples: dict[str, str]
    regions: frozenset[str]
    cues: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Load the words of names."""
    titles, bodies, names, nations, cues = data("titles"), data("bodies"), data("names"), data("nations"), data("cues")
    kinds: dict[str, str] = {}
    for kind, schema in (("outlet", "Outlet"), ("organization", "Organization"), ("company", "Company"), ("public", "PublicBody")):
        kinds |= dict.fromkeys(bodies[kind].split(), schema)
    alike: dict[str, set[int]] = {}
    for i, group in enumerate(titles["alike"]):
        for word in group.split():
            alike.setdefault(word, set()).add(i)
    states: dict[str, str] = {}
    peoples = dict.fromkeys(nations["peoples"].lower().split(), "")
    for row in nations["rows"].strip().splitlines():
        name, adjectives, others, seats = (cell.strip() for cell in row.split("|"))
        for other in (name, *re.split(r"[;,] ?", others), *re.split(r"[;,] ?", seats)):
            states[other.lower()] = name
        peoples |= dict.fromkeys(adjectives.lower().split(), name)
    del states[""]
    for word in ("north", "south", "new", "saudi", "costa", "sri", "papua", "guinea", "sierra", "puerto", "hong"):
        peoples.pop(word, None)
    outlets = {name.strip().lower() for name in re.split(r";\s*", data("outlets")["names"]) if name.strip()}
    first_male, first_female = frozenset(names["male"].split()), frozenset(names["female"].split())
    return Lexicon(
        titles=frozenset(titles["titles"].split()),
        roles=frozenset(titles["roles"].split()),
        groups=frozenset(titles["groups"].split()),
        alike={word: frozenset(groups) for word, groups in alike.items()},
        male=frozenset(titles["male"].split()),
        female=frozenset(titles["female"].split()),
        first_male=first_male,
        first_female=first_female,
        first=first_male | first_female | frozenset(names["either"].split()),
        bodies=kinds,
        documents=frozenset(bodies["document"].split()),
        alone=frozenset(bodies["alone"].split()),
        known=frozenset(" ".join(name.split()) for name in bodies["known"].split(";")),
        loose=frozenset(bodies["loose"].split()),
        honorifics=frozenset(titles["honorifics"].split()),
        things=frozenset(bodies["thing"].split()),
        outlets=frozenset(" ".join(o.split()) for o in outlets),
        nations=states,
        peoples=peoples,
        regions=frozenset(region.strip().lower() for region in nations["regions"].split(";")),
        cues=frozenset(("put", "puts", "spoke", "speaks", "speak"))
        | frozenset(form for table in ("say", "tell", "think") for verb in cues[table]["verbs"].split() for form in forms(verb)),
    )


def forms(verb: str) -> tuple[str, ...]:
    """Inflect a verb of a word list: base, third person, past, participle, -ing; an irregular one gives its forms parted by strokes."""
    if "/" in verb:
        return tuple(verb.split("/"))
    if verb.endswith("e"):
        return verb, f"{verb}s", f"{verb}d", f"{verb}d", f"{verb[:-1]}ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb[:-1]}ied", f"{verb}ing"
    third = f"{verb}es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else f"{verb}s"
    return verb, third, f"{verb}ed", f"{verb}ed", f"{verb}ing"


class Words:
    """The tokens of a text as parallel lists, with what both readers of phrases ask of them."""

    def __init__(self, text: Text, found: Found) -> None:
        self.text = text
        self.word = [token.word for token in text.tokens]
        self.low = [word.lower() for word in self.word]
        self.calendar = [low in CALENDAR and word != "march" for low, word in zip(self.low, self.word, strict=True)]  # a march is no month
        self.upos = list(found.tags)
        self.form = list(found.forms)
        self.capital = [
            (word[0].isupper() or (("-" in word or "'" in word) and any(p[:1].isupper() for p in re.split("[-']", word)[1:])))
            and not worn(word)
            for word in self.word
        ]
        self.sentence = [i for i, s in enumerate(text.sentences) for _ in range(s.first, s.last)]
        self.shouting = [self._shouts(s.first, s.last, text.blocks[s.block].kind) for s in text.sentences]
        self._mend()

    def block(self, k: int) -> int:
        """Which block of the view the word stands in."""
        return self.text.sentences[self.sentence[k]].block

    def _mend(self) -> None:
        """Call a capitalised word inside a sentence a name where its tag is one no such word bears, and an acronym wherever it stands."""
        peoples, heads = lexicon().peoples, _heads()
        for k, low in enumerate(self.low):
            if low in heads and self.upos[k] in ("ADP", "SCONJ", "INTJ", "X", "CCONJ"):
                self.upos[k], self.form[k] = "NOUN", "NN"
            if worn(self.word[k]):
                self.upos[k], self.form[k] = "ADJ", "JJ"
        for s, shouting in zip(self.text.sentences, self.shouting, strict=True):
            for k in range(s.first, s.last) if not shouting else ():
                if not self.capital[k] or self.upos[k] == "PROPN":
                    continue
                word, upos = self.word[k], self.upos[k]
                acronym = len(word) > 1 and word.isupper() and word.isalpha() and upos in ("NOUN", "AUX", "VERB", "ADJ", "X", "INTJ")
                inside = k > s.first and self.word[k - 1][-1] not in OPENERS and word != "I"
                if "-" in word and upos == "VERB":
                    self.upos[k], self.form[k] = "ADJ", "JJ"  # "Lagos-based"
                    continue
                if (
                    acronym
                    or inside
                    and (
                        upos in ("VERB", "PRON", "ADV", "INTJ", "X", "SCONJ", "CCONJ")
                        and "'" not in word
                        or upos == "ADJ"
                        and self.form[k] in ("JJ", "JJR", "JJS", "VBN")
                        and self.low[k] not in peoples
                    )
                ):
                    self.upos[k], self.form[k] = "PROPN", "NNP"
        for k in range(1, len(self.word)):
            behind = self.upos[k - 1] == "PROPN" and self.capital[k - 1] and not self.calendar[k - 1]
            if behind and self.upos[k] == "NUM" and self.capital[k]:
                self.upos[k], self.form[k] = "PROPN", "NNP"  # Radio One
        named = {self.low[k] for k in range(len(self.word)) if self.upos[k] == "PROPN" and self.capital[k]} | lexicon().nations.keys()
        for s, shouting in zip(self.text.sentences, self.shouting, strict=True):
            opens = next((k for k in range(s.first, s.last) if self.word[k][0].isalpha()), None)
            if opens is None or shouting or not self.capital[opens] or self.low[opens] not in named or self.low[opens] in lexicon().groups:
                continue
            if self.upos[opens] in ("NOUN", "ADJ", "ADV", "VERB", "X") and self.form[opens] not in ("VBG", "VBN"):
                self.upos[opens], self.form[opens] = "PROPN", "NNP"

        for s in self.text.sentences:
            k = next((k for k in range(s.last - 1, s.first, -1) if self.word[k][0].isalpha()), s.first)
            if self.low[k] in TAGGED_ON and self.upos[k] == "NOUN" and self.upos[k - 1] in ("NOUN", "PROPN"):
                # "…, the municipality estimates.": two nouns behind a clause and its comma are who says it, and that they do
                comma = next((i for i in range(k - 2, max(s.first, k - 7), -1) if self.word[i] == ","), s.first)
                finite = not FINITE.isdisjoint(self.form[s.first : comma])
                if finite and "and" not in self.low[comma:k]:
                    self.upos[k], self.form[k] = "VERB", "VBZ"

    def _shouts(self, first: int, last: int, kind: str) -> bool:
        """Whether a sentence is set in capitals throughout, as headlines are, so that they tell nothing."""
        title = kind in ("headline", "heading")
        long = [i for i in range(first + title, last) if len(self.word[i]) > 3 and self.word[i].isalpha()]
        if len(long) < 4:
            return kind == "headline" and all(self.capital[i] for i in long)
        return sum(self.capital[i] for i in long) > (0.5 if title else 0.95) * len(long)

    def quote(self, first: int, last: int) -> str:
        """The words of a stretch of tokens, as the view has them."""
        return self.text.view[self.text.tokens[first].start : self.text.tokens[last - 1].end]

    def spans(self, first: int, last: int) -> tuple[int, int]:
        return self.text.tokens[first].start, self.text.tokens[last - 1].end

    def glued(self, i: int) -> bool:
        """Whether a token stands against the one before it."""
        return i > 0 and self.text.tokens[i - 1].end == self.text.tokens[i].start

    def speaks(self, i: int) -> bool:
        """Whether a cue verb stands at a token, or behind its auxiliaries and adverbs."""
        for k in range(i, min(i + 4, len(self.word))):
            if self.upos[k] in ("AUX", "ADV", "PART"):
                continue
            return self.low[k] in lexicon().cues and self.upos[k] != "NOUN"
        return False

    def human(self, i: int) -> bool:
        """Whether a noun ends as words for people do."""
        return self.low[i].removesuffix("s").endswith(PEOPLE)

    def meant(self, who: int, first: int) -> int:
        """The noun that a *who* means: the nearest one for people, past what hangs on it (*traders trying to sell the yard, who*)."""
        head = who - 2 if who - 2 >= first and self.word[who - 1] == "," else who - 1
        if self.upos[head] == "ADJ" and self.human(head):
            return head  # a militant
        for k in range(head, max(first, head - BACK + 1) - 1, -1):
            if self.form[k] in FINITE and self.upos[k] in ("VERB", "AUX"):
                break
            if self.upos[k] == "PROPN" or self.upos[k] == "NOUN" and (self.low[k] in _heads() or self.human(k)):
                return k
        return head


@cache
def _introducing() -> frozenset[str]:
    """Common nouns that may stand right before a name (*spokesman Ravi Anand*)."""
    lx = lexicon()
    return lx.titles | lx.roles | frozenset(lx.bodies) | {"'s", "'", "of", "&", "-", "and"}


@cache
def _heads() -> frozenset[str]:
    """Nouns for people and bodies, whatever their tag (*the military*)."""
    lx = lexicon()
    return lx.roles | lx.groups | frozenset(lx.bodies)


def noun_phrase_start(w: Words, head: int, lowest: int) -> int:
    """Where the noun phrase begins that ends with a token."""
    k = head
    while k > lowest and head - k < 16:
        before = k - 1
        upos, low = w.upos[before], w.low[before]
        if upos == "DET" or low in POSSESSIVES:
            return before - 1 if before > lowest and w.low[before - 1] in ("all", "both", "half") else before
        if w.calendar[before] and w.low[k] not in ("'s", "'"):  # "the organisers of Friday's march"
            break
        if upos in ("ADJ", "NOUN", "PROPN", "NUM", "SYM"):
            # "the outlet | Egyptian minister", "with the firm | Ann Obi"; but "spokesman Ann Obi", "panel Chairman"
            common = (upos == "NOUN" or low in lexicon().bodies) and not w.capital[before] and w.capital[k]
            apart = low not in _introducing() or w.low[k] in lexicon().peoples
            if common and apart and w.low[k].rstrip(".") not in lexicon().titles:
                break
        elif upos == "PART" and low in ("'s", "'"):
            pass
        elif low in ("and", "&") and before > lowest:
            if not (w.upos[before - 1] in ("ADJ", "PROPN") and w.upos[k] == w.upos[before - 1]):
                break
        elif upos == "VERB" and before > lowest:
            if not (w.form[before] in ("VBN", "VBG") and w.upos[before - 1] in ("DET", "ADJ", "ADV")):
                break
        elif upos == "ADV":
            if not (w.upos[k] in ("ADJ", "NUM") or w.form[k] == "VBN") or w.low[k] in ("also", "however", "then"):
                break
        else:
            break
        k = before
    return k


def noun_phrase_end(w: Words, first: int, last: int) -> int:
    """Where the noun phrase ends that begins at a token, its *of* phrases included; ``first`` where none stands there."""
    k, noun = first, first
    while k < last and k - first < 24:
        if w.upos[k] in ("NOUN", "PROPN") or w.upos[k] == "PRON" and k == first or w.upos[k] == "ADJ" and w.low[k] in _heads():
            named = w.capital[k] and not w.capital[k - 1] and w.low[k - 1] not in _introducing() and w.low[k - 1] not in POSSESSIVES
            if noun == k and k > first and (w.calendar[k] or named):
                break
            k += 1
            noun = k
            if w.upos[k - 1] == "PRON" and w.low[k - 1] not in POSSESSIVES:
                break
        elif w.low[k] in ("'s", "'", "&") or (
            k > first
            and w.form[k] in ("VBG", "VBN")
            and k + 1 < last
            and w.upos[k + 1] in ("NOUN", "PROPN")
            and w.upos[k - 1] in ("DET", "ADJ", "PROPN")
        ):
            k += 1
        elif noun == k and k > first and (w.upos[k] == "DET" or w.low[k] in POSSESSIVES or w.calendar[k]):
            break
        elif (
            w.upos[k] in ("DET", "ADJ", "NUM")
            or w.low[k] in POSSESSIVES
            or w.upos[k] == "ADV"
            and k == first
            or noun == k
            and w.low[k] in ("of", "for")
            and k + 1 < last
            or noun == k
            and w.low[k] in ("and",)
            and k + 1 < last
            and w.upos[k - 1] == "PROPN"
            and w.upos[k + 1] == "PROPN"
        ):
            k += 1
        else:
            break
    return noun


def apposition(w: Words, first: int, last: int) -> tuple[int, int] | None:
    """The office told behind a name between commas (*Yara Osei, head of the port authority,*), or before it."""
    roles = lexicon().roles
    end = w.text.sentences[w.sentence[first]].last
    if last < end and w.word[last] == ",":
        stop = next((k for k in range(last + 1, min(end, last + 24)) if w.word[k] in (",", ".", ";", '"', "—", "(")), end)
        if last + 1 < end and (w.low[last + 1] in ("and", "but", "or", "that") or w.form[last + 1] == "VBG"):
            return None  # ", and that as an attorney he …", ", citing a source"
        heads = [k for k in range(last + 1, min(stop, last + 9)) if w.low[k] in roles and w.upos[k] in ("NOUN", "PROPN")]
        if heads and not any(w.form[k] in FINITE for k in range(last + 1, stop)):
            return last + 1, stop
    start = w.text.sentences[w.sentence[first]].first
    if first - 1 > start and w.word[first - 1] == "," and w.low[first - 2] in roles and w.upos[first - 2] in ("NOUN", "PROPN"):
        return noun_phrase_start(w, first - 2, start), first - 1
    if first - 1 > start and w.word[first - 1] == ",":
        # "the chairman of the board, Yara Osei,"
        begin = first - 2
        while begin > start and first - begin < 14 and w.word[begin] not in (",", ".", '"', ";") and w.form[begin] not in FINITE | {"TO"}:
            begin -= 1
        for k in range(begin, first - 2):
            if w.low[k] in roles and w.low[k + 1] in ("of", "for", "at", "in"):
                return noun_phrase_start(w, k, start), first - 1
    return None
