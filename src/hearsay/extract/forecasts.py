"""What a source says will happen, by when, and how sure it is.

A forecast is a clause that foretells inside what somebody is made to say: a modal verb (*will rise*, *could fall*), a word of expectation
before an infinitive (*is expected to*, *plans to*), a likelihood (*the risk is low*), or an order with a date. The words are data
(lexicon/en/hedges.toml).
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from hearsay.extract import Extractor, Found
from hearsay.extract.periods import whole_day
from hearsay.extract.phrases import RELATIVE, Parse, Verb
from hearsay.extract.times import bounds
from hearsay.model import Model
from hearsay.records import Attribution, Forecast, Text, Time, identify
from hearsay.text import Sentence

METHOD = "rule:forecasts/1"
LONGEST = 45  # tokens of a clause, sentences of a content
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
COPULAS = frozenset(
    ("is", "are", "was", "were", "be", "been", "being", "'s", "'re", "'m", "am", "remains", "remain", "seems", "appears", "looks")
)
NOMINAL = frozenset(("NOUN", "PROPN", "ADJ", "NUM", "DET"))
FIRST_PERSON = frozenset(("i", "we"))
QUOTES = frozenset(('"', "'", "“", "”", "‘", "’", "''", "``"))
LONG_AGO = 60  # days before the report: what was foretold for then dates something else
REMEMBERED = 40  # forecasts of one source with which a new one is compared
ALIKE = 0.7  # share of the shorter clause's words that another must hold to say the same again


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of lexicon/en/hedges.toml."""

    modals: dict[str, str]
    before_to: dict[str, str]
    verbs: dict[str, str]
    predicates: dict[str, str]
    degrees: dict[str, str]
    words: dict[str, frozenset[str]]
    triggers: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Load the words that foretell."""
    table = tomllib.loads(files("hearsay.extract").joinpath("lexicon/en/hedges.toml").read_text(encoding="utf-8"))
    words = {name: frozenset(listed) for name, listed in table["words"].items()}
    modals, before_to, verbs, predicates, degrees = (table[n] for n in ("modals", "before_to", "verbs", "predicates", "degrees"))
    triggers = frozenset((*modals, *before_to, *verbs, *predicates, *words["chances"], "to"))
    return Lexicon(modals, before_to, verbs, predicates, degrees, words, triggers)


@dataclass(frozen=True, slots=True)
class Trigger:
    """What makes a clause foretell. verb: its verb; token: the word itself; leaning: likely, possible, unlikely.

    kind: modal, expected, verb, chance, predicate, order. sure: rough confidence.
    """

    kind: str
    token: int
    verb: Verb
    leaning: str
    sure: float


@dataclass(frozen=True, slots=True)
class Content:
    """What somebody is made to say, as a range of tokens."""

    first: int
    last: int
    attribution: Attribution
    cue: tuple[int, int]
    past: bool  # the cue stands in no present tense, so that its *would* may be a *will*


def forecasts(text: Text, found: Found, model: Model | None) -> Iterator[Forecast]:
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
            if any(len(told & words) >= ALIKE * min(len(told), len(words)) for words in before[-REMEMBERED:]):
                continue
            before.append(told)
            evidence = text.evidence(text.tokens[first].start, text.tokens[end - 1].end)
            opens, closes = reader.window(sentence, first, end, content)
            about = (
                last.evidence.quote
                if last and any(lower[k] == "such" and lower[k + 1] in ("a", "an") for k in range(first, end - 1))
                else None
            )
            last = Forecast(
                identify("O", text.document.id, evidence.span.start, evidence.span.end), text.document.id, found.run, METHOD, trigger.sure,
                evidence, attribution.id if attribution else None, opens, closes, trigger.leaning, about,
            )  # fmt: skip
            yield last


def _contents(text: Text, found: Found) -> list[Content]:
    """The contents of all attributions as ranges of tokens, in the order of the text."""
    out = []
    for attribution in found["attributions"]:
        cue, past = (-1, -1), True
        if attribution.cue:
            span = text.locate(attribution.cue)
            cue = (text.token_at(span.start), text.token_at(span.end - 1) + 1)
            past = not any(form in ("VBZ", "VBP") for form in found.forms[cue[0] : cue[1]])
        for piece in attribution.content:
            span = text.locate(piece)
            out.append(Content(text.token_at(span.start), text.token_at(span.end - 1) + 1, attribution, cue, past))
    return sorted(out, key=lambda c: (c.first, -c.last))


class Reader:
    """The clauses of one report that foretell."""

    def __init__(self, text: Text, found: Found, lower: Sequence[str], contents: Sequence[Content]) -> None:
        self.text, self.tags, self.forms, self.lower = text, found.tags, found.forms, lower
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
            cued = next((c for c in here if c.cue[0] <= i < c.cue[1]), None)
            parse = parse or Parse(self.lower, self.tags, self.forms, sentence)
            trigger = self._trigger(parse, i, content, cued)
            if trigger is None:
                continue
            holder = content or cued
            low = max(sentence.first, content.first if content else sentence.first)
            high = min(sentence.last, max(c.last for c in (content, cued) if c) if holder else sentence.last)
            first = self._start(parse, trigger, max(low, done))
            last = self._end(parse, trigger, high)
            trigger = self._weigh(parse, trigger, first, last, low, sentence, holder)
            if trigger is None or last - first < 3:
                continue
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
        if word in lists.verbs and form in ("VBZ", "VBP", "VBD", "VBG", "VB"):
            return self._foretelling(parse, i, content, cued)
        if word in lists.predicates and content:
            return self._predicate(parse, i)
        if word in lists.words["chances"] and form[:2] == "NN" and content:
            return self._chance(parse, i)
        if word == "to" and content and self._infinitive(i) is not None:
            return self._order(parse, i, content)
        return None

    def _infinitive(self, i: int, *, loose: bool = False) -> int | None:
        """Token of the verb where *to* and an infinitive stand at token i; *loose* where the tagger may take it for a noun."""
        if i + 1 >= len(self.lower) or self.lower[i] != "to":
            return None
        for k in range(i + 1, min(i + 3, len(self.lower))):
            if self.forms[k] == "VB" or loose and self.forms[k] in ("NN", "VBP"):
                return k
            if self.tags[k] != "ADV":
                return None
        return None

    def _verb(self, parse: Parse, i: int) -> Verb | None:
        k = parse.verb_at.get(i)
        return None if k is None else parse.verbs[k]

    def _modal(self, parse: Parse, i: int, content: Content | None) -> Trigger | None:
        """*will rise*, *could fall*; *would* only in what was said in the past, where it is *will*."""
        verb = self._verb(parse, i)
        if content is None or verb is None or verb.head <= i:
            return None
        words, modal, base = lexicon().words, self.lower[i], self.lower[verb.head]
        group = self.lower[i : verb.last]
        negated = any(w in words["negations"] for w in group)
        before = self.lower[i - 1] if i else ""
        if before in words["idle"] or base == "like" or negated and base in words["refusals"] or any(w in words["habit"] for w in group):
            return None
        if "have" in group and self.forms[verb.head] == "VBN":
            return None
        if modal == "would":
            if content.attribution.kind == "direct" or not content.past or before in RELATIVE or self._if(content, i, anywhere=True):
                return None
            return Trigger("standing" if base == "be" else "modal", i, verb, "unlikely" if negated else "likely", 0.6)
        if lexicon().modals[modal] == "possible":
            if modal == "could" and negated or base in words["present"] or self._if(content, i):
                return None
            standing = base in words["standing"] or self.forms[verb.head] != "VBN"
            return Trigger("standing" if standing and "be" in group else "modal", i, verb, "possible", 0.65)
        if self._if(content, i):
            return None
        return Trigger("modal", i, verb, "unlikely" if negated else "likely", 0.8)

    def _if(self, content: Content, i: int, *, anywhere: bool = False) -> bool:
        """Tell whether a word stands inside an *if* clause, or *anywhere* beside one in its sentence."""
        sentence = self.text.sentences[self.text.sentence_at(self.starts[i])]
        low, high = max(content.first, sentence.first), min(content.last, sentence.last)
        if anywhere:
            return "if" in self.lower[low:high]
        return "if" in self.lower[low:i] and "," not in self.lower[low + self.lower[low:i].index("if") : i]

    def _expected(self, parse: Parse, i: int, follows: int, content: Content | None) -> Trigger | None:
        """*is expected to rise*, *are set to fall*."""
        words, word = lexicon().words, self.lower[i]
        kind = "preparing" if word == "preparing" else "expected"
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
        if content is None and word not in words["told"]:
            return None
        negated = any(w in words["negations"] for w in self.lower[k:follows])
        leaning = "unlikely" if negated else lexicon().before_to[word]
        start = self._verb(parse, k)
        whole = Verb(start.first if start else k, follows + 1, follows, "VB", True, False)
        return Trigger(kind, i, whole, leaning, 0.8 if content else 0.6)

    def _foretelling(self, parse: Parse, i: int, content: Content | None, cued: Content | None) -> Trigger | None:
        """*plans to cut*, *expects prices to rise*, *predicts growth of 2 % next year*."""
        word, form = self.lower[i], self.forms[i]
        promised = word.startswith(("threat", "vow", "pledg", "promis"))
        if form == "VBD" and not promised and not (content and content.past):
            return None
        verb = self._verb(parse, i)
        if verb is None or verb.head != i or any(w in ("to", "had", "have", "has", "was", "were") for w in self.lower[verb.first : i]):
            return None
        negated = any(w in lexicon().words["negations"] for w in self.lower[verb.first : i])
        follows = self._infinitive(i + 1)
        kind = "verb"
        if follows is None:
            if promised or word.startswith(("plan", "intend")):
                return None
            follows = next((f for k in range(i + 2, min(i + 14, parse.last)) if (f := self._infinitive(k)) is not None), None)
            if follows is not None and any(self.forms[k] in FINITE or self.lower[k] in (",", ";", "that") for k in range(i + 1, follows)):
                follows = None
            if follows is None:
                if any(self.forms[k] == "MD" for k in range(i + 1, min(i + 16, parse.last))):
                    return None
                kind = "dated"
        end = follows + 1 if follows is not None else i + 1
        leaning = "unlikely" if negated else lexicon().verbs[word]
        return Trigger(kind, i, Verb(verb.first, end, end - 1, "VB", verb.finite, False), leaning, 0.75)

    def _predicate(self, parse: Parse, i: int) -> Trigger | None:
        """*rain is likely*, *a second wave is expected*."""
        k = i - 1
        while k > parse.first and (self.tags[k] == "ADV" or self.lower[k] in lexicon().words["negations"]):
            k -= 1
        verb = self._verb(parse, k)
        behind = self.lower[i + 1] if i + 1 < parse.last else ""
        if (
            self.lower[k] not in ("is", "are", "be", "remains", "remain")
            or verb is None
            or behind in ("that", "to", "for")
            or self.tags[min(i + 1, parse.last - 1)] in ("DET", "NOUN", "PROPN", "ADJ", "NUM", "PRON", "VERB")
        ):
            return None
        subject = parse.subject(verb)
        if subject is None or self.lower[subject.head] in ("it", "that", "this", "there", "what"):
            return None
        negated = any(w in lexicon().words["negations"] for w in self.lower[k:i])
        leaning = "unlikely" if negated else lexicon().predicates[self.lower[i]]
        return Trigger("predicate", i, Verb(verb.first, i + 1, i, verb.form, True, False), leaning, 0.7)

    def _chance(self, parse: Parse, i: int) -> Trigger | None:
        """*the likelihood of an attack is minimal*, *there is a 60 % chance of rain*."""
        degrees = lexicon().degrees
        phrase = parse.phrase(i)
        behind = self.lower[i + 1] if i + 1 < parse.last else ""
        if phrase is None or behind not in ("of", "that", "for"):
            return None
        for k in range(phrase.first, i):
            if self.lower[k] in degrees and self.lower[phrase.first - 1] in COPULAS | {"as", "see", "sees"}:
                return Trigger("chance", phrase.first, Verb(phrase.first, i + 1, i, "NN", True, False), degrees[self.lower[k]], 0.6)
        for k in range(i + 2, min(i + 18, parse.last)):
            if self.lower[k] in COPULAS and self.forms[k] in ("VBZ", "VBP", "VBD"):
                j = k + 1
                while j < parse.last and (self.tags[j] in ("ADV", "DET") or self.lower[j] in lexicon().words["negations"]):
                    j += 1
                if j < parse.last and self.lower[j] in degrees:
                    negated = any(w in lexicon().words["negations"] for w in self.lower[k:j])
                    leaning = {"likely": "unlikely"}.get(degrees[self.lower[j]], "possible") if negated else degrees[self.lower[j]]
                    return Trigger("chance", phrase.first, Verb(phrase.first, j + 1, j, "NN", True, False), leaning, 0.7)
                return None
            if self.lower[k] in (",", ";") or self.forms[k] in FINITE:
                return None
        return None

    def _order(self, parse: Parse, i: int, content: Content) -> Trigger | None:
        """*ordered the fleet to sail next week*: what is set in train, with a date ahead."""
        verb = self._verb(parse, i)
        if verb is None:
            return None
        before = self.lower[max(parse.first, content.first, i - 12) : i]
        return Trigger("order", i, verb, "likely", 0.5) if lexicon().words["orders"] & set(before) else None

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
            hung = not begun and (form in ("VBG", "VBN") or form == "IN" and before in ("NOUN", "PROPN"))
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
        if trigger.kind in ("standing", "dated", "preparing", "order") and not dated:
            return None
        subject = lower[first]
        own = subject in FIRST_PERSON or subject in RELATIVE or lower[trigger.verb.first - 1] in RELATIVE
        if trigger.kind in ("modal", "expected") and own and not dated:
            return None
        before = next((w for w in reversed(lower[sentence.first : first]) if w not in QUOTES), ".")
        if trigger.kind == "modal" and first == trigger.token and before in (".", "!", "?"):
            return None  # "Will provide updates": a sentence without its subject
        if subject in words["idle"] and first < trigger.token:
            return None
        if content is None and not (trigger.kind == "expected" or trigger.kind in ("verb", "dated") and dated):
            return None
        if last < sentence.last and lower[last] == ":" and last + 1 < sentence.last and lower[last + 1] in QUOTES:
            return None
        lead = lower[max(low, first - 8) : first]
        governing = next((w for w in reversed(lead[-3:]) if w not in ("that", "the")), "")
        if governing == "so" and lead[-1] == "so":
            governing = ""  # "so it will be hard" foretells, "so that it will be easy" wishes
        if governing in words["wishes"] and trigger.kind not in ("chance", "order"):
            return None
        leaning = trigger.leaning
        beside = set(lower[max(first, trigger.verb.first - 1) : trigger.verb.last + 1]) | set(lead[-1:])
        if leaning == "likely" and beside & words["possible"]:
            leaning = "possible"
        if leaning == "possible" and beside & words["likely"] and trigger.kind == "modal" and lower[trigger.token] != "could":
            leaning = "likely"
        if leaning == "likely" and {"if", "unless"} & {*lead, *lower[first:last]}:
            leaning = "possible"
        weight = next((lexicon().predicates[w] for w in lead[-4:] if w in lexicon().predicates and "it" in lead), None)
        leaning = weight or leaning
        denied = content is not None and content.attribution.stance == "denies"
        disbelieved = any(w in words["beliefs"] for w in lead[-4:]) and any(w in words["negations"] for w in lead)
        doubted = set(lead) | (set(lower[content.cue[0] : content.cue[1]]) if content else set())
        if beside & words["unlikely"] or doubted & words["doubts"] or denied or disbelieved:
            leaning = "unlikely"
        sure = trigger.sure + (0.1 if dated else 0.0)
        return Trigger(trigger.kind, trigger.token, trigger.verb, leaning, round(min(sure, 0.95), 2))

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
