"""What a source says will happen, by when, how sure it is, under which condition, and whether anybody could tell one day.

A forecast is a clause that foretells inside what somebody is made to say, or with a number in the report's own voice: a modal verb
(*will rise*, *could fall*), a word of expectation before an infinitive (*is expected to*, *plans to*), a likelihood (*the risk is low*),
or an order with a date. The words, and the band of probability that each claims, are data (lexicon/en/hedges.toml).
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files

from hearsay.extract import Extractor, Found
from hearsay.extract.periods import whole_day
from hearsay.extract.phrases import QUOTES, Parse, Verb
from hearsay.extract.syntax import RELATIVE
from hearsay.extract.times import bounds
from hearsay.extract.words import FINITE
from hearsay.model import Scores
from hearsay.records import Attribution, Evidence, Forecast, Text, Time, identify
from hearsay.text import Sentence

METHOD = "rule:forecasts/2"
LONGEST = 45  # tokens of a clause, sentences of a content
COPULAS = frozenset(
    ("is", "are", "was", "were", "be", "been", "being", "'s", "'re", "'m", "am", "remains", "remain", "seems", "appears", "looks")
)
NOMINAL = frozenset(("NOUN", "PROPN", "ADJ", "NUM", "DET"))
FIRST_PERSON = frozenset(("i", "we"))
NARRATED = ("could", "may", "might")  # with a number the report itself foretells
LONG_AGO = 60  # days before the report: what was foretold for then dates something else
REMEMBERED = 40  # forecasts of one source with which a new one is compared
NO_DATE = "the report has no date to reckon its day from"
NO_DAY = "no day is told by which it must have come"
NO_MEASURE = "nothing tells when it has come true"
ALIKE = 0.7  # share of the shorter clause's words that another must hold to say the same again


@dataclass(frozen=True, slots=True)
class Band:
    """How probable some words claim a thing to be (0–1), and the leaning that a list shows for it."""

    low: float
    high: float
    leaning: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of lexicon/en/hedges.toml. Each word that foretells bears a name of ``bands``; ``negated``: what *not* makes of it."""

    bands: dict[str, Band]
    negated: dict[str, str]
    modals: dict[str, str]
    before_to: dict[str, str]
    verbs: dict[str, str]
    predicates: dict[str, str]
    degrees: dict[str, str]
    adverbs: dict[str, str]
    words: dict[str, frozenset[str]]
    triggers: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Load the words that foretell."""
    table = tomllib.loads(files("hearsay.extract").joinpath("lexicon/en/hedges.toml").read_text(encoding="utf-8"))
    words = {name: frozenset(listed) for name, listed in table["words"].items()}
    modals, before_to, verbs, predicates = (table[n] for n in ("modals", "before_to", "verbs", "predicates"))
    triggers = frozenset((*modals, *before_to, *verbs, *predicates, *words["chances"], "to"))
    bands = {name: Band(**told) for name, told in table["bands"].items()}
    return Lexicon(bands, table["negated"], modals, before_to, verbs, predicates, table["degrees"], table["adverbs"], words, triggers)


def band(name: str, negated: bool = False) -> Band:
    """The band of a word, or of what *not* makes of it."""
    return lexicon().bands[lexicon().negated.get(name, name) if negated else name]


def share_band(share: float) -> Band:
    """The band of a share of one, a point."""
    return Band(share, share, "likely" if share > 0.55 else "unlikely" if share < 0.45 else "possible")


@dataclass(frozen=True, slots=True)
class Trigger:
    """What makes a clause foretell. verb: its verb; token: the word itself; band: how probable it claims to be; hedge: tokens that say so.

    kind: modal, standing (how things will stand), stance (what one will not do), expected, predicate, verb, intent, dated (a verb that
        foretells with a noun behind it), chance, order. sure: rough confidence.
    """

    kind: str
    token: int
    verb: Verb
    band: Band
    sure: float
    hedge: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Content:
    """What somebody is made to say, as a range of tokens."""

    first: int
    last: int
    attribution: Attribution
    cue: tuple[int, int]
    past: bool  # the cue stands in no present tense, or warns, so that its *would* may be a *will*


def forecasts(text: Text, found: Found, scores: Scores | None) -> Iterator[Forecast]:
    """Find what the sources of a report say will be."""
    lower = [t.word.lower() for t in text.tokens]
    triggers = lexicon().triggers
    contents = _contents(text, found)
    reader = Reader(text, found, lower, contents)
    names = {m.id: m.name for m in found["mentions"]}
    said: dict[str | None, list[frozenset[str]]] = {}
    last: Forecast | None = None
    for sentence in text.sentences:
        if triggers.isdisjoint(lower[sentence.first : sentence.last]) or text.blocks[sentence.block].kind in ("headline", "heading"):
            continue
        for first, end, trigger, content in reader.clauses(sentence):
            attribution = content.attribution if content else None
            source = None
            if attribution:
                source = names.get(attribution.mention or "") or (attribution.source.quote if attribution.source else None)
            told = frozenset(w for w in lower[first:end] if len(w) > 2 or w.isdigit())
            before = said.setdefault(source, [])
            if any(_again(told, words) for words in before[-REMEMBERED:]):
                continue
            before.append(told)
            evidence = reader.evidence(first, end)
            opens, closes = reader.window(sentence, first, end, content)
            about = (
                last.evidence.quote
                if last and any(lower[k] == "such" and lower[k + 1] in ("a", "an") for k in range(first, end - 1))
                else None
            )
            condition = reader.condition(sentence, first, end, content)
            last = Forecast(
                identify("O", text.document.id, evidence.span.start, evidence.span.end), text.document.id, found.run, METHOD, trigger.sure,
                evidence, attribution.id if attribution else None, opens, closes, trigger.band.leaning, about,
                trigger.band.low, trigger.band.high, reader.evidence(*trigger.hedge), condition and reader.evidence(*condition),
                reader.unresolvable(sentence, first, end, trigger, content, closes),
            )  # fmt: skip
            yield last


def _again(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two clauses say the same: nearly the same words, and not each a word of matter that the other has not."""
    if len(one & other) < ALIKE * min(len(one), len(other)):
        return False
    hedges = lexicon().triggers | lexicon().adverbs.keys()
    return not (one - other - hedges and other - one - hedges)


def _contents(text: Text, found: Found) -> list[Content]:
    """The contents of all attributions as ranges of tokens, in the order of the text."""
    out = []
    for attribution in found["attributions"]:
        cue, past = (-1, -1), True
        if attribution.cue:
            span = text.locate(attribution.cue)
            cue = (text.token_at(span.start), text.token_at(span.end - 1) + 1)
            present = [k for k in range(*cue) if found.forms[k] in ("VBZ", "VBP")]
            perfect = [k for k in present if text.tokens[k].word.lower() in ("has", "have") and "VBN" in found.forms[k : cue[1]]]
            warns = any(text.tokens[k].word.lower() in lexicon().words["warnings"] for k in range(*cue))
            past = warns or len(perfect) == len(present)
        for piece in attribution.content:
            span = text.locate(piece)
            out.append(Content(text.token_at(span.start), text.token_at(span.end - 1) + 1, attribution, cue, past))
    return sorted(out, key=lambda c: (c.first, -c.last))


class Reader:
    """The clauses of one report that foretell."""

    def __init__(self, text: Text, found: Found, lower: Sequence[str], contents: Sequence[Content]) -> None:
        self.text, self.lower = text, lower
        self.tags, self.forms = self._mended(found)
        self.starts = [t.start for t in text.tokens]
        self.spoken: dict[int, list[Content]] = {}  # by the first token of each sentence in which content or cue stand
        for content in contents:
            ends = [*content.cue, content.first, content.last] if content.cue[0] >= 0 else [content.first, content.last]
            low, high = (text.sentence_at(self.starts[min(max(0, k), len(self.starts) - 1)]) for k in (min(ends), max(ends) - 1))
            for sentence in text.sentences[low : min(high, low + LONGEST) + 1]:
                self.spoken.setdefault(sentence.first, []).append(content)
        self.published = (text.document.published or "")[:10]
        spans = [text.locate(t.evidence) for t in found["times"]]
        self.times: list[tuple[int, int, Time]] = [
            (text.token_at(s.start), text.token_at(s.end - 1) + 1, t) for s, t in zip(spans, found["times"], strict=True)
        ]
        self.time_starts = [t[0] for t in self.times]
        self.shares: dict[int, tuple[int, Band]] = {}  # by its first token: the token behind a share, and the band it gives
        for figure in found["figures"]:
            if figure.kind == "share" and figure.low is not None and 0 <= figure.low == figure.high <= 100:
                span = text.locate(figure.evidence)
                self.shares[text.token_at(span.start)] = text.token_at(span.end - 1) + 1, share_band(figure.low / 100)

    def _mended(self, found: Found) -> tuple[Sequence[str], Sequence[str]]:
        """Parts of speech and forms, with the verbs that the tagger takes for nouns: *the company plans to announce it*."""
        tags, forms, verbs = list(found.tags), list(found.forms), lexicon().verbs
        for sentence in self.text.sentences:
            for i in range(sentence.first + 1, sentence.last):
                if self.lower[i] in verbs and forms[i][:2] == "NN" and self._acts(forms, sentence, i):
                    tags[i], forms[i] = "VERB", "VBZ" if self.lower[i].endswith("s") else "VBP"
        return tags, forms

    def _acts(self, forms: Sequence[str], sentence: Sentence, i: int) -> bool:
        """Whether a word tagged a noun is the verb of its clause: it agrees with a noun before, *to* stands behind, no other verb does."""
        many = forms[i - 1] in ("NNS", "NNPS") or self.lower[i - 1] in ("they", "we")
        if forms[i - 1][:2] not in ("NN", "PR") or many == self.lower[i].endswith("s"):
            return False
        if self.lower[i] not in lexicon().words["nouns"]:
            return True
        if forms[i + 1 : i + 3] != ["TO", "VB"]:
            return False
        stop = next((k for k in range(i, sentence.last) if self.lower[k] == ","), sentence.last)
        return FINITE.isdisjoint(forms[sentence.first : stop])

    def evidence(self, first: int, last: int) -> Evidence:
        """Cut some tokens out of the text."""
        return self.text.evidence(self.text.tokens[first].start, self.text.tokens[last - 1].end)

    # --- clauses of a sentence

    def clauses(self, sentence: Sentence) -> Iterator[tuple[int, int, Trigger, Content | None]]:
        """Each clause that foretells: first and last token, what makes it so, and whose words it is."""
        if self._asks(sentence):
            return
        here = self.spoken.get(sentence.first, [])
        parse: Parse | None = None
        done = sentence.first
        for i in range(sentence.first, sentence.last):
            if i < done or self.lower[i] not in lexicon().triggers:
                continue
            content = min((c for c in here if c.first <= i < c.last), key=lambda c: c.last - c.first, default=None)
            cued = max((c for c in here if c.cue[0] <= i < c.cue[1]), key=lambda c: c.last, default=None)
            parse = parse or Parse(self.lower, self.tags, self.forms, sentence)
            trigger = self._trigger(parse, i, content, cued)
            if trigger is None:
                continue
            holder = content or cued
            low = max(sentence.first, content.first if content else sentence.first)
            ends = [c.last for c in (content, cued) if c and c.last > i]  # what "is expected" splits may end before it
            high = min(sentence.last, max(ends, default=sentence.last))
            first = self._start(parse, trigger, max(low, done))
            last = self._end(parse, trigger, high)
            trigger = self._weigh(parse, trigger, first, last, low, sentence, holder)
            if trigger is None or last - first < 3:
                continue
            own = holder is None and self.lower[i] in NARRATED and not self._framed(parse, trigger.verb)
            if own and "NUM" not in self.tags[first:last]:
                continue  # the report's own *could*, with nothing to judge it by
            yield first, last, trigger, holder
            done = last

    def _asks(self, sentence: Sentence) -> bool:
        k = sentence.last - 1
        while k > sentence.first and self.lower[k] in QUOTES:
            k -= 1
        return k >= sentence.first and self.lower[k] == "?"

    # --- what foretells

    def _trigger(self, parse: Parse, i: int, content: Content | None, cued: Content | None) -> Trigger | None:
        """What the word at token i foretells, or None."""
        word, form = self.lower[i], self.forms[i]
        lists = lexicon()
        if word in lists.modals and (form == "MD" or self.tags[i] == "AUX"):
            return self._modal(parse, i, content)
        follows = self._infinitive(i + 1, loose=word not in ("due", "about", "going", "bound"))
        if word in lists.before_to and follows is not None and (form[:2] != "NN" or self.lower[i - 1] in COPULAS):
            return self._expected(parse, i, follows, content)
        if word in lists.verbs and form[:2] == "VB" and (form != "VBN" or self.lower[i - 1] in ("has", "have")):
            return self._foretelling(parse, i, content, cued)
        if word in lists.predicates and (content or word in lists.words["told"]):
            return self._predicate(parse, i, content)
        if word in lists.words["chances"] and form[:2] == "NN" and content:
            return self._chance(parse, i)
        if word == "to" and content and self._infinitive(i) is not None:
            return self._order(parse, i, content) or self._arranged(parse, i, content)
        return None

    def _infinitive(self, i: int, *, loose: bool = False) -> int | None:
        """Token of the verb where *to* and an infinitive stand at token i; *loose* where the tagger may take it for a noun."""
        if i + 1 >= len(self.lower) or self.lower[i] != "to":
            return None
        for k in range(i + 1, min(i + 3, len(self.lower))):
            if self.forms[k] == "VB" or loose and self.forms[k] in ("NN", "VBP"):
                return k
            if self.tags[k] != "ADV" and self.lower[k] not in QUOTES:
                return None
        return None

    def _verb(self, parse: Parse, i: int) -> Verb | None:
        k = parse.verb_at.get(i)
        return None if k is None else parse.verbs[k]

    def _modal(self, parse: Parse, i: int, content: Content | None) -> Trigger | None:
        """*will rise*, *could fall*; *would* only in what was said in the past, where it is *will*."""
        verb = self._verb(parse, i)
        if verb is None or verb.head <= i:
            return None
        if content is None and not self._framed(parse, verb) and self.lower[i] not in NARRATED:
            return None
        words, modal, base = lexicon().words, self.lower[i], self.lower[verb.head]
        group = self.lower[i : verb.last]
        negated = any(w in words["negations"] for w in group)
        before = self.lower[i - 1] if i else ""
        if before in words["idle"] or base == "like" or negated and base in words["refusals"] or any(w in words["habit"] for w in group):
            return None
        if "have" in group and self.forms[verb.head] == "VBN" or "being" in group or base == "be" and self._bare(verb.last):
            return None
        told = band(lexicon().modals[modal], negated)
        hedge = (i, max(i, *(k for k in range(i, verb.last) if self.lower[k] in words["negations"])) + 1) if negated else (i, i + 1)
        if modal == "would":
            if content and (content.attribution.kind == "direct" or not content.past or self._if(content, i, anywhere=True)):
                return None
            if before in RELATIVE:
                return None
            return Trigger("standing" if base == "be" else "modal", i, verb, told, 0.6, hedge)
        if told.leaning == "possible":
            if modal == "could" and negated or base in words["present"] or self._if(content, i):
                return None
            standing = base in words["standing"] or self.forms[verb.head] != "VBN"
            return Trigger("standing" if standing and "be" in group else "modal", i, verb, told, 0.65, hedge)
        if self._if(content, i):
            return None
        return Trigger("stance" if negated and base in words["attitudes"] else "modal", i, verb, told, 0.8, hedge)

    def _bare(self, i: int) -> bool:
        """Tell whether nothing follows: *the better it will be*."""
        return i >= len(self.lower) or self.tags[i] == "PUNCT" and self.lower[i] not in QUOTES or self.lower[i] in ("and", "but", "or")

    def _framed(self, parse: Parse, verb: Verb) -> bool:
        """Tell whether the report passes a clause on as held by others: *it is feared that*, *fears that*."""
        words, k = lexicon().words, verb.first - 1
        while k > parse.first and self.lower[k] != "that" and self.forms[k] not in FINITE:
            k -= 1
        if k <= parse.first or self.lower[k] != "that":
            return False
        if self.lower[k - 1] in words["framed"]:
            return True
        return self.lower[k - 1] in words["frames"] and "it" in self.lower[max(parse.first, k - 5) : k - 1]

    def _if(self, content: Content | None, i: int, *, anywhere: bool = False) -> bool:
        """Tell whether a word stands inside an *if* clause, or *anywhere* beside one in its sentence."""
        sentence = self.text.sentences[self.text.sentence_at(self.starts[i])]
        low, high = max(content.first if content else 0, sentence.first), min(content.last if content else sentence.last, sentence.last)
        if anywhere:
            return "if" in self.lower[low:high]
        return "if" in self.lower[low:i] and "," not in self.lower[low + self.lower[low:i].index("if") : i]

    def _expected(self, parse: Parse, i: int, follows: int, content: Content | None) -> Trigger | None:
        """*is expected to rise*, *are set to fall*."""
        words, word = lexicon().words, self.lower[i]
        kind = "expected"
        k = i - 1
        while k > parse.first and (self.tags[k] == "ADV" or self.lower[k] in words["negations"]):
            k -= 1
        copula = self.lower[k] if k >= parse.first else ""
        if self.lower[i - 1] in ("more", "less", "as", "most") and word in ("likely", "unlikely"):
            return None
        if word == "likely" and self.lower[follows] in ("be", "have"):
            kind = "standing"
        if copula not in COPULAS and not (self.forms[i] == "VBN" and copula in (",", "")) or copula == "being":
            return None
        past = copula in ("was", "were", "been")
        if past and (content is None or content.attribution.kind == "direct" or not content.past):
            return None
        if content is None and word in ("planning", "set", "due", "poised", "scheduled", "slated", "planned"):
            kind = "intent"
        elif content is None and word not in words["told"]:
            return None
        negated = any(w in words["negations"] for w in self.lower[k:follows])
        start = self._verb(parse, k)
        whole = Verb(start.first if start else k, follows + 1, follows, "VB", True, False)
        return Trigger(kind, i, whole, band(lexicon().before_to[word], negated), 0.8 if content else 0.6, (k, i + 1))

    def _foretelling(self, parse: Parse, i: int, content: Content | None, cued: Content | None) -> Trigger | None:
        """*plans to cut*, *expects prices to rise*, *predicts growth of 2 % next year*."""
        word, form = self.lower[i], self.forms[i]
        promised = word.startswith(("threat", "vow", "pledg", "promis"))
        if form == "VBN" and not (promised and (content or cued)):
            return None
        if form == "VBD" and not promised and not (content and content.past):
            return None
        verb = self._verb(parse, i)
        bygone = ("to", "had", "was", "were") if promised else ("to", "had", "have", "has", "was", "were")
        if verb is None or verb.head != i or any(w in bygone for w in self.lower[verb.first : i]):
            return None
        negated = any(w in lexicon().words["negations"] for w in self.lower[verb.first : i])
        follows = self._infinitive(i + 1, loose=promised)
        kind = "intent" if promised or word.startswith(("plan", "intend")) else "verb"
        if follows is None:
            if kind == "intent":
                return None
            follows = next((f for k in range(i + 2, min(i + 14, parse.last)) if (f := self._infinitive(k)) is not None), None)
            if follows is not None and any(self.forms[k] in FINITE or self.lower[k] in (",", ";", "that") for k in range(i + 1, follows)):
                follows = None
            if follows is None:
                if any(self.forms[k] == "MD" for k in range(i + 1, min(i + 16, parse.last))):
                    return None
                kind = "dated"
        end = follows + 1 if follows is not None else i + 1
        whole = Verb(verb.first, end, end - 1, "VB", verb.finite, False)
        return Trigger(kind, i, whole, band(lexicon().verbs[word], negated), 0.75, (verb.first, i + 1))

    def _predicate(self, parse: Parse, i: int, content: Content | None) -> Trigger | None:
        """*rain is likely*, *a second wave is expected*."""
        k = i - 1
        while k > parse.first and (self.tags[k] == "ADV" or self.lower[k] in lexicon().words["negations"]):
            k -= 1
        verb = self._verb(parse, k)
        behind = self.lower[i + 1] if i + 1 < parse.last else ""
        past = self.lower[k] in ("was", "were") and content is not None and content.past and content.attribution.kind != "direct"
        if (
            self.lower[k] not in ("is", "are", "be", "remains", "remain")
            and not past
            or verb is None
            or behind in ("that", "to", "for")
            or self.tags[min(i + 1, parse.last - 1)] in ("DET", "NOUN", "PROPN", "ADJ", "NUM", "PRON", "VERB")
        ):
            return None
        subject = parse.subject(verb)
        if subject is None or self.lower[subject.head] in ("it", "that", "this", "there", "what"):
            return None
        negated = any(w in lexicon().words["negations"] for w in self.lower[k:i])
        whole = Verb(verb.first, i + 1, i, verb.form, True, False)
        return Trigger("predicate", i, whole, band(lexicon().predicates[self.lower[i]], negated), 0.7, (k, i + 1))

    def _chance(self, parse: Parse, i: int) -> Trigger | None:
        """*the likelihood of an attack is minimal*, *there is a 60 % chance of rain*."""
        degrees, negations = lexicon().degrees, lexicon().words["negations"]
        phrase = parse.phrase(i)
        behind = self.lower[i + 1] if i + 1 < parse.last else ""
        share = next((k for k in range(max(parse.first, i - 6), i) if k in self.shares and self.shares[k][0] in (i, i + 1)), None)
        if share is not None:  # "a two-in-three chance that we win", "a 60 percent chance of rain"
            first = share - (share > parse.first and self.lower[share - 1] in ("a", "an", "the"))
            return Trigger("chance", first, Verb(first, i + 1, i, "NN", True, False), self.shares[share][1], 0.7, (share, i))
        if phrase is None or behind not in ("of", "that", "for"):
            return None
        named = Verb(phrase.first, i + 1, i, "NN", True, False)
        before = self.lower[phrase.first - 1]
        held = before in COPULAS | {"has", "have", "had"}
        degree = next((k for k in range(phrase.first, i) if self.lower[k] in degrees), None)
        if degree is not None and (held or before in ("as", "see", "sees")):
            return Trigger("chance", phrase.first, named, band(degrees[self.lower[degree]]), 0.6, (degree, i))
        if held and self.lower[phrase.first : i] == ["a"]:
            return Trigger("chance", phrase.first, named, band("possible"), 0.5, (phrase.first, i + 1))
        for k in range(i + 2, min(i + 18, parse.last)):
            if self.lower[k] == "at" and k + 1 in self.shares:
                end, told = self.shares[k + 1]
                return Trigger("chance", phrase.first, Verb(phrase.first, end, i, "NN", True, False), told, 0.7, (k + 1, end))
            if self.lower[k] in COPULAS and self.forms[k] in ("VBZ", "VBP", "VBD"):
                j = k + 1
                while j < parse.last and (self.tags[j] in ("ADV", "DET") or self.lower[j] in negations):
                    j += 1
                if j < parse.last and (self.lower[j] in degrees or j in self.shares):
                    told = band(degrees[self.lower[j]]) if self.lower[j] in degrees else self.shares[j][1]
                    negated = any(w in negations for w in self.lower[k:j])
                    if negated:  # "not high" is low, "not low" is no more than possible
                        told = band("unlikely" if told.leaning == "likely" else "possible")
                    return Trigger("chance", phrase.first, Verb(phrase.first, j + 1, j, "NN", True, False), told, 0.7, (k, j + 1))
                return None
            if self.lower[k] in (",", ";") or self.forms[k] in FINITE:
                return None
        return None

    def _order(self, parse: Parse, i: int, content: Content) -> Trigger | None:
        """*ordered the fleet to sail next week*: what is set in train, with a date ahead."""
        verb = self._verb(parse, i)
        low = max(parse.first, content.first, i - 12)
        k = next((k for k in reversed(range(low, i)) if self.lower[k] in lexicon().words["orders"]), None)
        if verb is None or k is None or any(self.forms[j] in FINITE and self.tags[j] in ("VERB", "AUX") for j in range(k + 1, i)):
            return None
        return Trigger("order", i, verb, band("expected"), 0.5, (k, k + 1))

    def _arranged(self, parse: Parse, i: int, content: Content) -> Trigger | None:
        """*it is to buy its rival*: what is settled; not what an aim is to do."""
        k = i - 1
        verb, first = self._verb(parse, k), self._infinitive(i)
        if verb is None or first is None or self.lower[k] not in ("is", "are", "'s", "'re"):
            return None
        subject = parse.subject(verb)
        before = set(self.lower[max(parse.first, i - 12) : k])
        if subject is None or subject.last != verb.first or lexicon().words["purposes"] & before:
            return None
        whole = Verb(verb.first, first + 1, first, "VB", True, False)
        return Trigger("expected", i, whole, band("very likely"), 0.6, (k, i + 1))

    # --- where its clause begins and ends

    def _start(self, parse: Parse, trigger: Trigger, low: int) -> int:
        """First token of the clause: its subject, unless another verb stands between."""
        verb = trigger.verb
        if trigger.kind == "order":
            return verb.first
        if trigger.kind == "chance":
            return max(low, trigger.token)
        joined = self.lower[verb.first - 1] if verb.first > low else ""
        if joined == "there":
            return verb.first - 1
        if joined == "," and (aside := self._aside(parse, verb.first - 1, low)) is not None:
            return self._whole(aside, low)
        subject = parse.subject(verb) if joined not in ("and", "but", "or", "then") else None
        if subject is None or subject.first < low:
            subject = parse.phrase_before(verb.first)  # "up to 500 cases": "to" seems to govern it
            if subject is None or subject.last < verb.first or subject.first < low:
                return max(low, verb.first)
        if verb.first - subject.first > 30:
            return verb.first
        first = subject.first
        if ")" in self.lower[first : verb.first] and "(" in self.lower[max(low, first - 8) : first]:
            first = max(low, first - 1 - self.lower[max(low, first - 8) : first][::-1].index("("))
        return self._whole(first, low)

    def _aside(self, parse: Parse, comma: int, low: int) -> int | None:
        """First token of a subject that an aside between commas parts from its verb: *the firm, parent of three papers, will*."""
        other = next((k for k in range(comma - 1, low, -1) if self.lower[k] == ","), None)
        phrase = parse.phrase_before(other) if other is not None else None
        return phrase.first if phrase and phrase.last == other and phrase.first >= low else None

    def _whole(self, first: int, low: int) -> int:
        """Widen a subject to the left: *the threat of a new and another* offensive, *the burden in developing* countries."""
        words = lexicon().words
        k = first
        while k > low:
            word, tag, form, right = self.lower[k - 1], self.tags[k - 1], self.forms[k - 1], self.tags[k]
            before = self.tags[k - 2] if k - 2 >= low else ""
            begun = right in ("DET", "PRON") or self.forms[k] == "PRP$"
            timed = any(start < k <= end for start, end, _ in self._times(k - 8, k))
            if timed:
                break
            counted = word in words["bounds"] and (right == "NUM" or self.lower[k] in words["bounds"])
            named = not begun and (tag in NOMINAL or form in ("POS", "PRP$")) or k < first and tag in NOMINAL  # "the risk | of"
            joined = word == "and" and before == "ADJ" and right in NOMINAL or word == "of" and before in NOMINAL
            hung = not begun and (form in ("VBG", "VBN") or form == "IN" and word != "that" and before in ("NOUN", "PROPN"))
            if counted or named or word in ("both", "all", "half"):
                first = k = k - 1
            elif joined or hung:
                k -= 1
            else:
                break
        while first + 1 < len(self.lower) and self.lower[first] in ("that", "and", "but", ",") and self.tags[first + 1] != "AUX":
            first += 1
        return first

    def _times(self, low: int, high: int) -> list[tuple[int, int, Time]]:
        """The times that begin from token low on, before token high."""
        k = bisect_left(self.time_starts, low)
        return self.times[k : bisect_left(self.time_starts, high)]

    def _end(self, parse: Parse, trigger: Trigger, high: int) -> int:
        """Token behind the clause: it ends where another begins, or where its speaker's words do."""
        words = lexicon().words
        k = trigger.verb.last
        stop = min(high, trigger.verb.first + LONGEST)
        while k < stop:
            word = self.lower[k]
            if word in (";", "—", "–", "--", "...", "…") or word == "-" and self.starts[k] > self.text.tokens[k - 1].end:
                break
            if word in words["alone"] and self.tags[k] not in ("ADV", "ADP"):
                break
            if word == "," and self._parted(trigger, k, stop):
                break
            if word in ("and", "or") and self._anew(trigger, k, stop):
                break
            k += 1
        while k > trigger.verb.last and (self.lower[k - 1] in QUOTES or self.lower[k - 1] in (",", ".", ":", "!", "and")):
            k -= 1
        return k

    def _parted(self, trigger: Trigger, k: int, stop: int) -> bool:
        """Tell whether a comma ends the clause: what follows has a verb of its own, or only hangs on."""
        j = k + 1
        while j < stop and self.lower[j] in QUOTES:
            j += 1
        if j >= stop or self.lower[j] in lexicon().words["ends"] or self.forms[j] == "VBG":
            return True
        if self.lower[j] in ("and", "or"):
            return self._anew(trigger, j, stop)
        for m in range(j, stop):
            if self.lower[m] == ",":
                return False
            if self.forms[m] in FINITE and self.tags[m] in ("VERB", "AUX"):
                return True
        return False

    def _anew(self, trigger: Trigger, k: int, stop: int) -> bool:
        """Tell whether behind *and* or *or* at token k another clause begins: a finite verb, not a second infinitive."""
        passive = self.forms[trigger.verb.last - 1] == "VBN"
        for j in range(k + 1, min(k + 12, stop)):
            if self.forms[j] in ("VB", "VBG") or self.lower[j] in (",", "to"):
                return False
            if self.forms[j] == "VBN" and j == k + 1 and not passive:
                return True
            if self.forms[j] in FINITE and self.tags[j] in ("VERB", "AUX"):
                # "it could be one, or it could be the other" is one forecast
                return not (self.lower[k] == "or" and self.forms[j] == "MD")
        return False

    # --- how sure, and when

    def _weigh(
        self, parse: Parse, trigger: Trigger, first: int, last: int, low: int, sentence: Sentence, content: Content | None
    ) -> Trigger | None:
        """Judge the clause by what stands around it; None where it foretells nothing after all."""
        words, lower = lexicon().words, self.lower
        dated = self._dated(sentence, first, last, content, sure=trigger.kind == "order")
        if trigger.kind in ("standing", "order") and not dated:
            return None
        if trigger.kind == "dated" and not dated and "NUM" not in self.tags[first:last]:
            return None
        if trigger.kind == "stance" and not dated and not words["limits"] & set(lower[first:last]):
            return None  # "will never agree" tells where somebody stands
        subject = lower[first]
        possible = trigger.band.leaning == "possible"
        pledged = subject in FIRST_PERSON and not possible and lower[trigger.token] not in words["told"]
        hung = subject in RELATIVE or lower[trigger.verb.first - 1] in RELATIVE
        own = pledged or hung and lower[trigger.token] not in words["told"] and not (possible and "NUM" in self.tags[first:last])
        if trigger.kind in ("modal", "expected", "intent") and own and not dated:
            return None
        before = next((w for w in reversed(lower[sentence.first : first]) if w not in QUOTES), ".")
        if trigger.kind == "modal" and first == trigger.token and before in (".", "!", "?"):
            return None  # "Will provide updates": a sentence without its subject
        if subject in words["idle"] and first < trigger.token:
            return None
        if content is None and trigger.kind not in ("modal", "expected", "predicate") and not dated:
            return None
        if last < sentence.last and lower[last] == ":" and last + 1 < sentence.last and lower[last + 1] in QUOTES:
            return None
        lead = range(max(low, first - 8), first)
        governing = next((lower[k] for k in reversed(lead[-3:]) if lower[k] not in ("that", "the")), "")
        if governing == "so" and lower[first - 1] == "so":
            governing = ""  # "so it will be hard" foretells, "so that it will be easy" wishes
        if governing in words["wishes"] and trigger.kind not in ("chance", "order"):
            return None
        told, hedge = self._hedged(trigger, first, last, lead, content)
        sure = trigger.sure + (0.1 if dated else 0.0)
        return replace(trigger, band=told, hedge=hedge, sure=round(min(sure, 0.95), 2))

    def _hedged(
        self, trigger: Trigger, first: int, last: int, lead: range, content: Content | None
    ) -> tuple[Band, tuple[int, int]]:  # fmt: skip
        """How probable a clause is said to be, all told, and the tokens that say so: its verb, an adverb, or who does not believe it."""
        words, lower, adverbs = lexicon().words, self.lower, lexicon().adverbs
        told, hedge = trigger.band, trigger.hedge
        beside = [k for k in [*lead[-1:], *range(max(first, trigger.verb.first - 1), trigger.verb.last + 1)] if k < len(lower)]
        for k in beside:
            if lower[k] not in adverbs or k == trigger.token:
                continue
            name, strong = adverbs[lower[k]], lower[k - 1] in words["intensifiers"]
            if trigger.kind == "modal" and lower[trigger.token] == "could" and band(name).leaning == "likely":
                continue  # "could certainly rise" only may
            if told.leaning == "unlikely" and band(name).leaning == "likely":
                name = lexicon().negated[name]  # "will probably not"
            told, hedge = band(f"very {name}" if strong and name in ("likely", "unlikely") else name), (k - strong, k + 1)
        strong = trigger.kind in ("expected", "predicate") and lower[trigger.token - 1] in words["intensifiers"]
        if strong and told in (band("likely"), band("unlikely")):
            told = band(f"very {told.leaning}")
        if told.leaning == "likely" and {"if", "unless"} & {lower[k] for k in (*lead, *range(first, last))}:
            told = band("possible")
        judged = next((k for k in lead[-4:] if lower[k] in lexicon().predicates and "it" in lower[lead[0] : first]), None)
        if judged is not None:
            strong = lower[judged - 1] in words["intensifiers"]
            name = lexicon().predicates[lower[judged]]
            negated = any(w in words["negations"] for w in lower[max(lead[0], judged - 2) : judged])
            told = band(f"very {name}" if strong and name in ("likely", "unlikely") else name, negated)
            hedge = (judged - strong, judged + 1)
        doubts = [k for k in lead if lower[k] in words["doubts"]]
        doubts += [k for k in range(*content.cue) if lower[k] in words["doubts"]] if content and content.cue[0] >= 0 else []
        believed = next((k for k in lead[-4:] if lower[k] in words["beliefs"]), None)
        disbelieved = believed is not None and any(lower[k] in words["negations"] for k in lead)
        denied = content is not None and content.attribution.stance == "denies"
        if told.leaning != "unlikely" and (doubts or denied or disbelieved):
            if denied and content and content.cue[0] >= 0:
                return band("never"), content.cue
            k = doubts[-1] if doubts else believed if believed is not None else hedge[0]
            return band("unlikely"), (k, k + 1)
        return told, hedge

    def condition(self, sentence: Sentence, first: int, last: int, content: Content | None) -> tuple[int, int] | None:
        """The tokens of the condition under which a clause holds: *if the levee breaks*, before it, in it or behind it."""
        low = max(sentence.first, content.first if content and content.first <= first else sentence.first)
        high = min(sentence.last, content.last if content and content.first <= first else sentence.last)
        for k in (*range(first, high), *range(low, first)):
            if self.lower[k] not in lexicon().words["conditions"] or self.lower[k - 1] in (
                "as",
                "even",
                "what",
                "particularly",
                "especially",
            ):
                continue
            if k < first and "," not in self.lower[k:first] or k >= last and any(self.lower[j] in (";", ".") for j in range(last, k)):
                continue
            bound = first if k < first else high
            end = next((j for j in range(k + 1, bound) if self.lower[j] in (",", ";", "—", "–") or self.lower[j] in QUOTES), bound)
            while end > k + 1 and self.lower[end - 1] in (".", "!", "?", ","):
                end -= 1
            return (k, end) if end - k > 1 else None
        return None

    def unresolvable(
        self, sentence: Sentence, first: int, last: int, trigger: Trigger, content: Content | None, closes: str | None
    ) -> str | None:
        """Why nobody could say one day whether a clause came true, or None."""
        if closes is None:
            ahead = any(time.opens is None and time.closes is None and (time.value or "")[:1].isalnum() and time.value != "FUTURE_REF"
                        for _, _, time in self._inside(sentence, first, last, content))  # fmt: skip
            return NO_DATE if ahead and not self.published else NO_DAY
        base = self.lower[trigger.verb.head]
        counted = any(self.tags[k] == "NUM" and not any(a <= k < b for a, b, _ in self._times(first - 8, last)) for k in range(first, last))
        return NO_MEASURE if base in lexicon().words["vague"] and not counted else None

    def _inside(self, sentence: Sentence, first: int, last: int, content: Content | None) -> list[tuple[int, int, Time]]:
        """The times of a clause, and of what leads it in: *By Friday, the river will crest*."""
        low = max(sentence.first, content.first if content and content.first <= first else sentence.first)
        if any(self.forms[k] in FINITE for k in range(low, first)):
            low = first
        return self._times(low, last)

    def _dated(self, sentence: Sentence, first: int, last: int, content: Content | None, *, sure: bool = False) -> bool:
        """Tell whether a time of the clause lies ahead of the report, or is not known to lie behind; *sure* where it must lie ahead."""
        for start, _, time in self._inside(sentence, first, last, content):
            value, before = time.value or "", self.lower[start - 1] if start else ""
            if value in ("PAST_REF", "PRESENT_REF"):
                continue
            ahead = before in ("by", "until", "within") or bool(
                {"next", "coming", "upcoming", "tomorrow"} & set(self.lower[start : start + 2])
            )
            if ahead or self.published and time.closes and time.closes > self.published:
                return True
            length = value.startswith("P") and time.opens is None and before != "in"
            behind = self.published and time.closes and time.closes < self.published
            if not (sure or length or behind):
                return True
        return False

    def window(self, sentence: Sentence, first: int, last: int, content: Content | None) -> tuple[str | None, str | None]:
        """The days in which it is to happen, as far as the clause tells them."""
        today = whole_day(self.published)
        best: tuple[str | None, str | None] = (None, None)
        for start, end, time in self._inside(sentence, first, last, content):
            before = self.lower[start - 1] if start else ""
            opens, closes = bounds(time, before)
            if opens is None and closes is None or before == "since" or end < last and self.tags[end] in ("NOUN", "PROPN"):
                continue  # the last: "the 2026 World Cup" dates the cup
            if today and closes and (today - date.fromisoformat(closes)).days > LONG_AGO:
                continue
            if closes is None and best == (None, None):
                best = (opens, None)
            elif closes is not None:
                if opens is None and today:
                    opens = min(today.isoformat(), closes)
                return opens, closes
        return best


EXTRACTOR = Extractor(name="forecasts", makes=Forecast, needs=("attributions", "times", "figures"), run=forecasts)
