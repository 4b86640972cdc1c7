"""Cue verbs, who speaks by them, and on which side what was said stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from hearsay.extract.clauses import REACH, RELATIVES, Clauses
from hearsay.extract.reading import POSSESSIVES, Words, data, forms, noun_phrase_end, noun_phrase_start, word_class
from hearsay.extract.reading import lexicon as names
from hearsay.extract.words import FINITE
from hearsay.records import Mention, Time

UNREAL = word_class("unreal")
NEGATED = word_class("negated")
AMOUNTS = word_class("amounts")
REPORTERS = word_class("reporters")
MARKS = word_class("marks")
PROMISES = word_class("promises")
ALWAYS = word_class("always")
HEADS_END = word_class("heads_end")
SAYING = word_class("saying")
VAGUE = word_class("vague")
BE = word_class("be")
LEADING = word_class("leading")
CHAINS = frozenset(["continued", "continues", "continue"])
TITLE = 6  # tokens of a programme's name in quotation marks, with them


@dataclass(frozen=True, slots=True)
class Cues:
    """The frames of lexicon/en/cues.toml by verb form. lemma: form → base."""

    lemma: dict[str, str]
    say: frozenset[str]
    strict: frozenset[str]
    object: frozenset[str]
    tell: frozenset[str]
    think: frozenset[str]
    think_strict: frozenset[str]
    judge: frozenset[str]
    count: frozenset[str]
    count_alone: frozenset[str]
    count_with: dict[str, str]
    count_shared: frozenset[str]
    phrases: dict[str, tuple[tuple[str, ...], ...]]
    according: tuple[tuple[str, ...], ...]
    nouns: frozenset[str]
    stance: dict[str, str]
    channels: frozenset[str]
    issued: frozenset[str]
    held: frozenset[str]
    present: frozenset[str]
    any: frozenset[str]
    silent: frozenset[str]
    judging: frozenset[tuple[str, ...]]
    show: frozenset[str]
    participles: frozenset[str]
    claims: frozenset[str]
    false: frozenset[str]
    true: frozenset[str]


@cache
def cues() -> Cues:
    """Load the cues."""
    told = data("cues")
    lemma: dict[str, str] = {}
    participles: set[str] = set()

    def verbs(words: str) -> frozenset[str]:
        bases = set()
        for verb in words.split():
            base, *others = forms(verb)
            bases.add(base)
            if len(others) > 2 and others[1] != others[2]:
                participles.add(others[2])
            for form in (base, *others):
                lemma.setdefault(form, base)
        return frozenset(bases)

    say, tell, think, judge = (verbs(told[frame]["verbs"]) for frame in ("say", "tell", "think", "judge"))
    relay = verbs(told["relay"]["verbs"])
    phrases: dict[str, list[tuple[str, ...]]] = {}
    irregular = {verb.split("/")[0]: forms(verb) for verb in told["phrases"]["forms"].split()}
    judging = set()
    for phrase in f"{told['phrases']['say']}|{told['phrases']['judge']}".split("|"):
        words = tuple(phrase.split())
        phrases.setdefault(words[0], []).append(words)
        if phrase in told["phrases"]["judge"]:
            judging.add(words[1:])
    for base in phrases:
        for form in irregular.get(base) or forms(base):
            lemma.setdefault(form, base)
    return Cues(
        lemma=lemma,
        say=say,
        strict=frozenset(told["say"]["strict"].split()),
        object=frozenset(told["say"]["object"].split()),
        tell=tell,
        think=think,
        think_strict=frozenset(told["think"]["strict"].split()),
        judge=judge | relay,
        count=verbs(told["count"]["verbs"]),
        count_alone=frozenset(told["count"]["alone"].split()),
        count_with=dict(pair.split() for pair in told["count"]["with"].split("|")),
        count_shared=frozenset(told["count"]["shared"].split()),
        phrases={base: tuple(sorted(found, key=len, reverse=True)) for base, found in phrases.items()},
        according=tuple(tuple(p.split()) for p in told["according"]["phrases"].split("|")),
        nouns=frozenset(told["nouns"]["words"].split()),
        stance={verb: stance for stance, listed in told["stance"].items() for verb in listed.split()},
        channels=frozenset(told["channel"]["words"].split()),
        issued=frozenset(told["channel"]["issued"].split()),
        held=frozenset(told["channel"]["held"].split()),
        any=say | tell | think | judge | relay,
        silent=frozenset(told["judge"]["silent"].split()),
        judging=frozenset(judging),
        show=verbs(told["show"]["verbs"]),
        participles=frozenset(participles),
        claims=frozenset(told["dispute"]["claims"].split()),
        false=frozenset(told["dispute"]["false"].split()),
        true=frozenset(told["dispute"]["true"].split()),
        present=frozenset(form for frame in ("say", "think") for verb in told[frame]["verbs"].split() for form in forms(verb)[:2]),
    )


@dataclass(slots=True)
class Draft:
    """An attribution as tokens, while it is being read.

    first, last: the cue. lemma: its base form. frame: say, tell, think, judge, show, cite, according, headline or none (a quotation
    that goes on). source: tokens; holder: tokens of whom a *who* or a carried source means; meant: who that is, where tokens do not
    tell; quoting: whom the source quotes (*quoted the mayor as saying*). pieces: the content. asides: what stands between cue and
    content. side: of the cue on which the content stands; begin: where.
    score: the model's probability of the cue; None where only rules read it. alone: no rule read it. counts: a number follows that
    the verb gives. settled: rules tell its source and content, whatever the model reads: one of two that
    quote each other, or a cue whose content is the next paragraph. recorded: how surely the model points at the
    source from a number of the content, where it was asked.
    """

    first: int
    last: int
    lemma: str
    frame: str
    source: tuple[int, int] | None = None
    holder: tuple[int, int] | None = None
    pieces: list[tuple[int, int]] = field(default_factory=list)
    asides: list[tuple[int, int]] = field(default_factory=list)
    side: str = ""
    begin: int = 0
    via: Draft | None = None
    carried: bool = False
    stance: str = "asserts"
    disputed: tuple[int, int] | None = None
    participle: bool = False
    meant: Mention | None = None
    quoting: tuple[int, int] | None = None
    score: float | None = None
    alone: bool = False
    counts: bool = False
    settled: bool = False
    recorded: float = 0.0

    @property
    def edges(self) -> tuple[int, int]:
        """First and last token of source and cue together."""
        if self.source is None or self.carried:
            return self.first, self.last
        return min(self.first, self.source[0]), max(self.last, self.source[1])


class Sayings(Clauses):
    """Reads cues, their sources, and where their contents begin."""

    def __init__(self, words: Words, times: tuple[Time, ...]) -> None:
        super().__init__(words, times)
        self.cues = cues()

    def _cue(self, k: int, first: int, last: int, headline: bool) -> Draft | None:
        """The cue that a token belongs to as its main word; None where it is none."""
        w, c = self.w, self.cues
        for phrase in c.according:
            if w.low[k] == phrase[0] and tuple(w.low[k : k + len(phrase)]) == phrase and k + len(phrase) < last and w.low[k - 1] not in BE:
                return Draft(k, k + len(phrase), " ".join(phrase), "according")
        lemma = c.lemma.get(w.low[k])
        if lemma is None:
            return None
        end = k + 1
        if w.low[k] in ("quoted", "cited", "reported", "heard") and w.low[k - 1] in BE and (spoken_as := self._as_saying(k, last)):
            relay = (k + 2, spoken_as[0]) if w.low[k + 1] == "by" and spoken_as[0] > k + 2 else None
            return Draft(k - 1, spoken_as[1], "say", "say", quoting=relay)
        counted = self._counted(k, lemma, last)
        for phrase in () if counted else c.phrases.get(lemma, ()):
            if tuple(w.low[k + 1 : k + len(phrase)]) == phrase[1:]:
                end = k + len(phrase)
                break
        else:
            if w.upos[k] != "VERB" and not self._misread(k, last, headline):
                return None
            if lemma not in c.any and not counted:
                return None
            end = max(end, counted)
        if end < last and w.low[end] == "by" and w.form[k] in ("VBN", "VBD") and end == k + 1:
            passive = self._passive(k, lemma, first, last)
            if passive is not None or lemma != "say":
                return passive
        begin, spoken = self._group(k, first)
        if begin is None:
            return None
        if (
            not spoken
            and w.form[k] == "VBN"
            and end < last
            and w.upos[end] in ("NOUN", "ADJ")
            and w.upos[k - 1] in ("ADJ", "DET", "NUM", "PART")
        ):
            return None  # "the alleged victim"
        if not spoken and w.form[k] == "VBN" and w.low[k] in c.participles and end == k + 1:
            return None  # "a channel known as the strait"
        if end + 1 < last and w.low[end] == "to" and w.low[k] in LEADING and w.form[end + 1] == "VB" and w.low[end + 1] in c.lemma:
            # "went on to say", "declined to comment"
            k, end = end + 1, end + 2
            lemma = c.lemma[w.low[k]]
            if w.low[end] in ("on", "about") and end < last - 1:
                end += 1
        elif end < last - 1 and w.low[end] == "saying" and end > k + 1:
            end += 1
        frame = (
            "say"
            if end > k + 1 or counted
            else "tell"
            if lemma in c.tell and self._told(k, last)
            else "say"
            if lemma in c.say
            else "think"
            if lemma in c.think
            else "judge"
        )
        if end > k + 1 and not counted and tuple(w.low[k + 1 : end]) in c.judging:
            # "spoke of 300 dead" gives a number; "spoke of her fears" tells a mood
            numbered = lemma == "speak" and end < last and self._numeral(end)
            frame = "say" if numbered else "judge"
        draft = Draft(begin, end, lemma, frame, stance=c.stance.get(lemma, "asserts"), counts=counted > 0)
        if lemma in ("quote", "cite") and (spoken_as := self._as_saying(k, last)) and spoken_as[0] > end:
            draft.frame, draft.quoting, draft.begin = "say", (end, spoken_as[0]), spoken_as[1]
        draft.participle = w.form[k] == "VBG" and not spoken
        return draft

    def _passive(self, k: int, lemma: str, first: int, last: int) -> Draft | None:
        """*(was) confirmed by the ministry*: the source stands behind, what was said is the subject, or a clause behind the source."""
        w, c = self.w, self.cues
        if lemma not in c.object | c.judge | {"tell", "inform"} or lemma in ("call", "read"):
            return None
        begin = k
        while begin > first and k - begin < 5 and w.upos[begin - 1] in ("AUX", "ADV", "PART"):
            begin -= 1
        if any(w.low[i] in NEGATED or w.low[i] in UNREAL for i in range(begin, k)):
            return None
        end = self._phrase(k + 2, last)
        if end <= k + 2:
            return None
        draft = Draft(begin, k + 2, lemma, "say" if lemma in c.object | c.tell else "judge", stance=c.stance.get(lemma, "asserts"))
        draft.source = (k + 2, self._appositions(k + 2, end, last, comma=True))
        behind = self._asides(draft, draft.source[1], last)
        if behind < last - 2 and (w.low[behind] == "that" or lemma in c.tell and w.low[behind] in ("of", "about")):
            draft.side, draft.begin = "right", behind + (w.low[behind] != "that")
            return draft
        subject = self._subject(begin, first) if lemma not in c.tell else None
        if subject is None or w.low[subject[0]] in RELATIVES | {"it", "he", "she", "they", "i", "we", "you"}:
            return None
        draft.pieces, draft.side = [subject], "told"
        return draft

    def _counted(self, k: int, lemma: str, last: int) -> int:
        """Where a verb ends that gives a number: *put the toll at 40*, *counted some 900 boats*, *gave 40*, *came to 40*; 0 for another."""
        w, c = self.w, self.cues
        if lemma == "put" or lemma in c.count_alone:
            ways = ("at", "as") if lemma == "put" else ("as",)
            at = next((i for i in range(k + 1, min(last - 1, k + 12)) if w.low[i] in ways and self.quoted[i] < 0), None)
            if at is not None and any(self._numeral(i) for i in range(at + 1, min(last, at + 4))):
                return k + 1
        if lemma not in c.count:
            return 0
        end = k + 1 + (c.count_with.get(lemma) == w.low[min(k + 1, last - 1)])
        if lemma in c.count_with and end == k + 1:
            return 0
        number = next((i for i in range(end, min(last, end + 4)) if w.upos[i] == "NUM"), None)
        if number is None or not all(w.low[i] in AMOUNTS or w.low[i] in ("a", "total", "of", "least", "most") for i in range(end, number)):
            return 0
        behind = next((i for i in range(number, last) if w.upos[i] != "NUM"), last)
        single = behind == last or w.word[behind] in (",", ".", ";", "—") or w.upos[behind] in ("CCONJ", "ADP", "SCONJ")
        return 0 if (lemma in c.count_alone or lemma in c.count_with) and not single else end

    def _numeral(self, k: int) -> bool:
        return self.w.upos[k] == "NUM" or self.w.low[k] in AMOUNTS | VAGUE

    def _as_saying(self, k: int, last: int) -> tuple[int, int] | None:
        """Where *as saying*, or *saying* alone, stands behind *was quoted [by …]* or *cited a nurse*; None where it is not said."""
        w = self.w
        at = next((i for i in range(k + 2, min(last, k + 14)) if w.low[i] in ("saying", "telling")), None)
        if at is None or w.low[at - 1] != "as" and w.upos[at - 1] not in ("NOUN", "PROPN"):
            return None
        return at - (w.low[at - 1] == "as"), at + 1

    def _misread(self, k: int, last: int, headline: bool) -> bool:
        """Whether a word that is tagged a noun is a verb of saying after all: *officials report 13 dead*, *…, doctors say*."""
        w = self.w
        low = w.low[k]
        if low in ALWAYS:
            return True
        if w.upos[k] not in ("NOUN", "PROPN", "ADJ", "AUX") or low not in self.cues.present:
            return False
        if headline:
            return low.endswith("s")
        if w.capital[k]:
            return False
        before = k - 1
        if w.form[before] not in ("NNS", "NNP", "NNPS") and w.low[before] not in ("police", "media", "it", "he", "she", "they"):
            return False
        if k + 1 >= last:
            return False
        behind = w.low[k + 1]
        if w.form[before].startswith("NNP") != low.endswith("s") and low.endswith("s") == w.low[before].endswith("s"):
            return False  # "reports" behind a plural, "report" behind a name: nouns
        if behind == "that" or behind in (".", ",") or behind in AMOUNTS and behind != "as":
            return True
        return (
            w.upos[k + 1] in ("DET", "PRON", "NUM")
            or w.upos[k + 1] == "PROPN"
            and w.form[before] == "NNP"
            and self._has_clause(k + 1, last)
        )

    def _told(self, k: int, last: int) -> bool:
        """Whether a receiver stands behind a verb of telling."""
        w = self.w
        if k + 1 >= last or w.word[k + 1] in ('"', ",", ":", "."):
            return False
        if w.low[k] == "told" and w.low[k + 1] == "to":
            return True
        return w.upos[k + 1] in ("PROPN", "NOUN", "PRON", "DET", "ADJ") and w.low[k + 1] != "that"

    def _group(self, k: int, first: int) -> tuple[int | None, bool]:
        """Where the verb group begins that ends with a cue, and whether an auxiliary bears it; None where it is not said in earnest."""
        w = self.w
        begin, spoken, unreal = k, False, False
        j = k - 1
        while j >= first and self.quoted[j] < 0 and k - j < 7:
            low = w.low[j]
            if low in NEGATED or low in UNREAL and w.upos[j] != "NOUN":
                unreal = True
            elif (
                w.upos[j] == "AUX"
                or low in ("has", "have", "had", "'ve", "'s")
                and w.form[k] in ("VBN", "VBD")
                and w.upos[j] != "PART"
                and not (low == "'s" and w.form[j] == "POS")
            ):
                spoken = True
            elif low == "to" and w.form[k] == "VB":
                if w.low[j - 1] in CHAINS or w.low[j - 1] == "on" and w.low[j - 2] in ("went", "goes", "gone", "going"):
                    j -= 1 if w.low[j - 1] in CHAINS else 2
                else:
                    return None, False
            elif w.upos[j] != "ADV" or low in ("when", "where", "why", "how", "so", "as", "than"):
                break
            begin = j
            j -= 1
        if unreal:
            return None, False
        if spoken and w.form[k] in ("VBN", "VBD") and any(w.low[i] in BE for i in range(begin, k)) and w.low[k] not in BE:
            return (begin, True) if j >= first and w.low[j] == "it" else (None, False)
        while (
            begin < k
            and w.upos[begin] == "ADV"
            and (w.capital[begin] or w.low[begin] in ("yesterday", "today", "however", "meanwhile", "also"))
            and begin == first
        ):
            begin += 1
        return begin, spoken

    def _sourced(self, draft: Draft, first: int, last: int, before: Sequence[Draft]) -> bool:
        """Find who speaks; False where the verb turns out to be no cue."""
        w = self.w
        if draft.side:
            return True
        if draft.frame == "according":
            end = self._phrase(draft.last, last)
            if end <= draft.last or w.low[draft.last] in ("our", "my", "your"):
                return False
            draft.source = (draft.last, self._appositions(draft.last, end, last, comma=True))
            return True
        k = draft.first - 1
        behind = k >= first and (w.word[k] in (",", "—", "?", "!") or self.quoted[k] >= 0)
        if behind and not draft.participle:
            stop = self._inverted(draft, first, last)
            stop = None if draft.frame == "judge" and self.quoted[k] < 0 else stop
            takes_objects = self.quoted[k] < 0 and (draft.lemma in self.cues.object or draft.frame == "judge")
            if stop is not None and not (takes_objects and self._over_commas(k, first) is not None):
                draft.source, draft.side = (draft.last, stop), "inverted"
                return True
        if draft.participle:
            return self._participle(draft, first, before)
        found = self._subject(draft.first, first)
        if found is not None:
            low = w.low[found[0]]
            if low in RELATIVES and found[1] - found[0] == 1:
                draft.holder = self._holder(found[0], first)
                if draft.holder is None or low == "that" and w.upos[draft.holder[1] - 1] != "NOUN":
                    return False
            if low == "it" and any(w.low[i] in BE for i in range(draft.first, draft.last)):
                draft.source, draft.frame, draft.carried = None, "say", True
                return True
            if low in ("you", "nobody", "none", "no") or low in ("i", "we") and self.quoted[found[0]] < 0:
                return False
            draft.source = found
            return True
        # "… and added": the subject of the cue before speaks on.
        if k >= first and (w.low[k] in ("and", "but") or w.word[k] == ",") and w.form[draft.last - 1] not in ("VBN", "VBG"):
            earlier = before[-1] if before else None
            held = earlier.source if earlier is not None and earlier.source else None
            if held is None and not before:
                held = self._first_subject(first, k)
            if held is not None:
                draft.source, draft.carried = held, True
                draft.holder = earlier.holder if earlier is not None else None
                return True
        return False

    def _participle(self, draft: Draft, first: int, before: Sequence[Draft]) -> bool:
        """*…, saying that …*: whoever the sentence is about speaks."""
        w = self.w
        k = draft.first - 1
        if k < first or not (
            w.word[k] in (",", "—") or w.low[k] in ("and", "by", "while", "in") or self.quoted[k] >= 0 or w.upos[k] in ("NOUN", "PROPN")
        ):
            return False
        if w.upos[k] in ("NOUN", "PROPN") and self.quoted[k] < 0:
            found = self._ending(k, first)
            if found is not None and found[0] > first and w.low[found[0] - 1] == "with":
                draft.source = found
                return True
        if w.upos[k] == "NOUN" and w.low[k] in names().documents and self.quoted[k] < 0 and not before:
            subject = self._first_subject(first, k)
            draft.source, draft.carried = subject or (noun_phrase_start(w, k, first), k + 1), subject is not None
            return True
        held = next((d for d in reversed(before) if d.source is not None and d.frame != "according"), None)
        found = held.source if held is not None else self._first_subject(first, k)
        if found is None:
            return False
        draft.source, draft.carried = found, True
        draft.holder = held.holder if held is not None else None
        return True

    def _inverted(self, draft: Draft, first: int, last: int) -> int | None:
        """Where the source ends that stands behind its cue (*…, said Ann Obi, mayor of Ife*); None where none does."""
        w = self.w
        if draft.last - draft.first > 2 or draft.lemma in ("tell", "put", "speak") or draft.last >= last:
            return None
        k = draft.last
        if w.upos[k] == "PRON" and w.low[k] in ("he", "she", "they", "i", "we", "it"):
            end = k + 1
        else:
            if w.upos[k] == "PRON" and w.low[k] not in POSSESSIVES or w.low[k] == "that" or k in self.time_tokens or w.calendar[k]:
                return None
            end = self._phrase(k, last)
        if end <= k:
            return None
        behind = end
        while behind < last and w.upos[behind] == "ADV":
            behind += 1
        if (
            behind < last
            and self.quoted[behind] < 0
            and (w.form[behind] in FINITE or w.upos[behind] == "AUX" or w.low[behind] == "to" and w.form[min(behind + 1, last - 1)] == "VB")
        ):
            return None
        if self.quoted[draft.first - 1] < 0 and not any(
            self.quoted[i] >= 0 or w.form[i] in FINITE for i in range(max(first, draft.first - REACH), draft.first - 1)
        ):
            return None
        if end < last and w.word[end] == "(":
            close = next((i for i in range(end, min(last, end + 8)) if w.word[i] == ")"), None)
            end = close + 1 if close is not None else end
        end = self._appositions(k, end, last)
        if end + 2 < last and w.word[end] == "," and w.low[end + 1] == "who":
            stop = next((i for i in range(end + 1, last) if w.word[i] in (",", ".", ";", "—") or self.quoted[i] >= 0), last)
            if stop >= last or w.word[stop] == ".":
                end = stop
        return end

    def _holder(self, k: int, first: int) -> tuple[int, int] | None:
        """Whom a *who* or *which* stands for: *a report earlier this month which says*, *traders trying to sell the yard, who say*."""
        w = self.w
        t = k - 1
        if t >= first and w.word[t] == ",":
            t -= 1
        while t > first and (t in self.time_tokens or w.calendar[t]):
            t -= 1
        found = self._ending(w.meant(k, first) if w.low[k] == "who" else t, first)
        return self._with_head(found, first) if found is not None else None

    def _can_speak(self, span: tuple[int, int] | None) -> bool:
        """Whether a source is a name, a pronoun, or a noun for people, bodies and papers; *the ice* reveals, and says nothing."""
        w = self.w
        if span is None:
            return True
        head = self._head(span)
        if w.upos[head] != "NOUN" or w.capital[head]:
            return True
        return self._speaks(head) or w.low[head] in names().documents or w.human(head)

    def _head(self, span: tuple[int, int]) -> int:
        """The head of a noun phrase: *ministry* in "the ministry of health"."""
        w = self.w
        return next((k for k in range(span[0] + 1, span[1]) if w.low[k] in HEADS_END or w.word[k] in (",", "—", "(")), span[1]) - 1

    def _speaks(self, k: int) -> bool:
        """Whether a noun is a word for an office, a group or a body."""
        lx, low = names(), self.w.low[k]
        return low in lx.roles or low in lx.groups or low in lx.bodies

    def _side(self, draft: Draft, first: int, last: int, limit: int) -> None:
        """Tell on which side of its cue the content stands, and where it begins there."""
        w = self.w
        if draft.frame == "according":
            self._according_side(draft, first, last)
            return
        if draft.side in ("told", "right"):
            return
        if draft.quoting is not None and draft.begin:
            # "The bridge is safe, the agency quoted her as saying."
            before, behind = draft.edges[0] - 1, self._asides(draft, draft.begin, last)
            ends = behind >= last or w.word[behind] in (",", ".")
            said = ends and before > first and (w.word[before] == "," or self.quoted[before] >= 0)
            draft.side = "left" if said and (self.quoted[before] >= 0 or self._has_clause(first, before)) else "right"
            draft.begin = draft.begin if ends else behind
            return
        if draft.side == "inverted":
            draft.side = "left"
            self._asides(draft, draft.source[1] if draft.source else draft.last, last)
            return
        at = self._after(draft, last)
        left = draft.edges[0] - 1
        if draft.frame in ("say", "tell") and w.word[last - 1] == ":" and (self._dates_only(draft.last, last - 1) or at is None):
            draft.side = "below" if not self._has_clause(draft.last, last) else ""
        elif draft.frame in ("say", "tell", "think") and not draft.carried and left >= first:
            behind = max([draft.last, *(b for _, b in draft.asides)])
            if self.quoted[left] >= 0:
                ends = w.word[left - 1] in (",", ".", "?", "!", "—", "...")
                if at is None or w.low[at] != "that" and (self.quoted[at] < 0 or ends):
                    draft.side = "left"
            elif w.word[left] == "," and at is None:
                # "The bridge is safe, she said." and "The bridge, she said, is safe."
                inside = (
                    behind < last
                    and w.word[behind] == ","
                    or behind >= last - 1
                    and draft.lemma not in self.cues.strict
                    and left - first > 4
                )
                if inside or self._has_clause(first, left) or draft.lemma in SAYING and left - first > 3:
                    draft.side = "left"
        if not draft.side and at is not None:
            if not self._accepts(draft, at, limit, last) and draft.lemma in self.cues.judge and draft.frame in ("say", "think"):
                draft.frame = "judge"
            if self._accepts(draft, at, limit, last):
                draft.side, draft.begin = "right", at

    def _dates_only(self, begin: int, end: int) -> bool:
        """Whether some tokens do no more than tell a day (*wrote last December 5:*)."""
        w = self.w
        return all(k in self.time_tokens or w.calendar[k] or w.upos[k] in ("NUM", "ADP", "ADV") for k in range(begin, end))

    def _accepts(self, draft: Draft, at: int, limit: int, last: int) -> bool:
        """Whether what stands behind a cue can be what was said: verbs differ in what they take."""
        w, c = self.w, self.cues
        lemma, low = draft.lemma, w.low[at]
        if lemma in ("put", "speak") and draft.frame == "say" or draft.counts:
            return True
        if draft.frame == "tell" and low in ("who", "which", "where") and w.upos[at - 1] in ("NOUN", "PROPN"):
            return False
        if self._marked(at):
            return draft.frame != "judge" or self.quoted[at] >= 0 or low == "that"
        if low == "to" and w.form[at] == "TO":
            return lemma in PROMISES or draft.frame == "judge"
        nominal = w.upos[at] in ("DET", "PRON", "PROPN", "NOUN", "ADJ", "NUM", "SYM") or w.word[at] in ("$", '"', "'") or low in AMOUNTS
        if lemma == "dismiss" and (w.upos[at] == "NUM" or self._speaks(self._phrase(at, last) - 1)):
            return False  # "dismissed 900 workers", "dismissed the minister"
        if draft.frame == "judge":
            return nominal or w.upos[at] in ("ADV", "VERB", "ADP") and at == draft.last
        if draft.source is not None and lemma in c.show and w.low[draft.source[1] - 1] in names().documents:
            return nominal or self._has_clause(at, last)
        if draft.frame == "think":
            if lemma == "expect" and nominal and any(w.upos[i] == "NUM" for i in range(at, min(at + 6, last))):
                return True
            if lemma in ("expect", "want") and nominal and any(w.form[i] == "TO" for i in range(at, min(at + 8, last))):
                return True
            return nominal and lemma not in c.think_strict and self._has_clause(at, min(limit, last))
        if draft.frame == "tell":
            return self._has_clause(at, last) and low not in RELATIVES
        if lemma in c.strict:
            return lemma in c.object and nominal
        if draft.participle:
            return lemma in c.object and lemma != "recall" or self._has_clause(at, last)
        return lemma in c.object or self._has_clause(at, last) or lemma in ("say", "add") and last - at > 3

    def _marked(self, at: int | None) -> bool:
        """Whether a content is set off: by *that*, a question word or a quotation mark."""
        return at is not None and (self.quoted[at] >= 0 or self.w.low[at] in MARKS or self.w.word[at - 1] == ":")

    def _according_side(self, draft: Draft, first: int, last: int) -> None:
        w = self.w
        assert draft.source is not None
        end = draft.source[1]
        if end < last and w.word[end] == "(":
            close = next((k for k in range(end, min(last, end + 12)) if w.word[k] == ")"), None)
            end = close + 1 if close is not None else end
        end = self._asides(draft, end, last)
        if end + 1 < last and w.word[end] == "," and w.low[end + 1] in ("which", "who", "citing"):
            # "according to the Mail, which said its source was a nurse, the man was hurt"
            close = next((i for i in range(end + 2, last) if w.word[i] == "," or self.quoted[i] >= 0), last)
            end = close if close < last and w.word[close] == "," else end
        opens = all(w.upos[i] in ("CCONJ", "ADV", "PUNCT", "SCONJ") for i in range(first, draft.first)) or w.low[draft.first - 1] in (
            "and",
            "but",
            "that",
            "while",
            "because",
        )
        if opens and w.word[last - 1] == ":" and not any(w.form[k] in FINITE or w.word[k] == "," for k in range(end, last - 1)):
            draft.side = "below"
        elif opens and end < last and w.word[end] == ",":
            draft.side, draft.begin = "right", end + 1
        elif draft.first > first:
            draft.side = "left"

    def _asides(self, draft: Draft, k: int, last: int) -> int:
        """Step over what tells when, where and to whom it was said; keeps it for the channel and the day."""
        w = self.w
        begin = k
        for _ in range(6):
            if k >= last or self.quoted[k] >= 0:
                break
            low = w.low[k]
            if k in self.time_tokens or w.calendar[k]:
                k += 1
                while k < last and (k in self.time_tokens or w.calendar[k] or w.word[k] == "," and k + 1 in self.time_tokens):
                    k += 1
            elif (
                low in ("on", "in", "at", "late", "early", "earlier", "last", "this", "since", "from", "during")
                and k + 1 < last
                and (k + 1 in self.time_tokens or k + 2 in self.time_tokens and w.upos[k + 1] in ("DET", "ADV", "ADJ"))
                and self._temporal(k + 1, last)
            ):
                k = self._temporal(k + 1, last)
            elif low == "," and k + 1 < last and w.upos[k + 1] == "ADP" and self._channel(k + 1, last):
                k = self._channel(k + 1, last)
            elif w.upos[k] == "ADP" and low not in AMOUNTS | {"of", "that"} or low in AMOUNTS and self._channel(k, last):
                end = self._channel(k, last)
                if not end:
                    end = self._phrase(k + 1, last)
                    if (
                        end <= k + 1
                        or end < last
                        and not (
                            self.quoted[end] >= 0
                            or w.word[end] in (",", ".", ":", "—", ";")
                            or w.low[end] == "that"
                            or w.upos[end] == "ADP"
                        )
                    ):
                        break
                k = end
            elif w.upos[k] == "ADV" and k + 1 < last and (self.quoted[k + 1] >= 0 or w.low[k + 1] in ("that", ",", "in", "on", ".")):
                k += 1
            else:
                break
        if k > begin:
            draft.asides.append((begin, k))
        return k

    def _temporal(self, k: int, last: int) -> int:
        """Where a time expression ends that stands at a token or behind its article; 0 where none does, or where it tells of a noun."""
        w = self.w
        while k < last and k not in self.time_tokens and w.upos[k] in ("DET", "ADV", "ADJ"):
            k += 1
        end = k
        while end < last and end in self.time_tokens:
            end += 1
        if end == k or end < last and (w.low[end] in ("'s", "'") or w.upos[end] == "NOUN" and w.calendar[end - 1]):
            return 0
        return end

    def _is_channel(self, k: int) -> bool:
        return not {self.w.low[k], self.w.low[k].removesuffix("s")}.isdisjoint(self.cues.channels)

    def _channel(self, k: int, last: int) -> int:
        """Where a channel ends that stands behind a preposition (*in a Telegram post*, *during an interview with X*); 0 where none does."""
        w = self.w
        if k + 1 >= last or w.upos[k] != "ADP":
            return 0
        end = noun_phrase_end(w, k + 1, last)
        while end > k + 1 and (end - 1 in self.time_tokens or w.calendar[end - 1]):
            end -= 1
        end = next((i for i in range(k + 2, end) if w.upos[i] == "NUM" and self._is_channel(i - 1)), end)  # in a post | two men were hurt
        if end <= k + 1 or not any(self._is_channel(i) for i in range(k + 1, end)):
            return 0
        for _ in range(2):
            if end + 1 < last and w.low[end] in ("with", "to", "on", "for", "at", "by", "from") and end + 1 not in self.time_tokens:
                more = noun_phrase_end(w, end + 1, last)
                while more > end + 1 and (more - 1 in self.time_tokens or w.calendar[more - 1]):
                    more -= 1
                if more <= end + 1:
                    break
                end = more
        return end

    def _after(self, draft: Draft, last: int) -> int | None:
        """Where the content begins behind a cue; None where none does."""
        w = self.w
        k = draft.last
        if k >= last:
            return None
        if draft.frame == "tell":
            k += w.low[k] == "to" and k + 1 < last
            end = k + 1 if w.upos[k] == "PRON" and w.low[k] not in POSSESSIVES else self._phrase(k, last)
            if w.low[k] in REPORTERS:
                end = k + 1
            if end <= k:
                return None
            if end + 1 < last and w.low[end] in ("'s", "'") and self.quoted[end + 1] >= 0:
                title = self.quotes[self.quoted[end + 1]]  # told ABC's "This Week"
                end = title.last if title.last - title.first <= TITLE and title.last < last else end
            draft.asides.append((k, end))
            k = end
        elif k + 1 < last and w.low[k] == "to" and w.upos[k + 1] in ("PROPN", "NOUN", "PRON", "DET") and w.form[k] != "TO":
            end = self._phrase(k + 1, last)
            draft.asides.append((k + 1, end))
            k = end
        elif k + 1 < last and (
            w.low[k] in ("of", "against", "for") and draft.lemma in self.cues.object or w.low[k] == "about" and draft.lemma != "say"
        ):
            draft.last = k + 1
            return k + 1
        elif w.low[k] in ("of", "about") and draft.lemma == "say":
            # "said of the plan: …"
            quote = next((i for i in range(k, min(last, k + 24)) if self.quoted[i] >= 0), None)
            if quote is None:
                return None
            draft.asides.append((k, quote))
            return quote
        k = self._asides(draft, k, last)
        if k >= last:
            return None
        if w.word[k] in (",", ":", "—", "-"):
            if k + 1 < last and (self.quoted[k + 1] >= 0 or w.word[k] == ":"):
                return k + 1
            if w.word[k] == "," and k + 1 < last and w.low[k + 1] == "that":
                return k + 1
            if w.word[k] == ",":
                # "said, on a visit to the town, that …"
                close = next((i for i in range(k + 1, min(last, k + 25)) if w.word[i] == ","), None)
                if (
                    close is not None
                    and close + 1 < last
                    and (w.low[close + 1] == "that" or self.quoted[close + 1] >= 0 and w.upos[k + 1] in ("ADP", "SCONJ", "VERB", "ADV"))
                ):
                    return close + 1
            return None
        if w.upos[k] == "PUNCT" and self.quoted[k] < 0 and w.word[k] not in ('"', "'", "(", "[", "$", "£", "€"):
            return None
        if (
            w.low[k] in ("and", "but", "or", "as", "while", "after", "before", "when", "because", "by", "with", "for", "from", "during")
            and self.quoted[k] < 0
        ):
            return None
        return k
