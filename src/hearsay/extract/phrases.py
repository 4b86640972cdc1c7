"""Noun phrases, verbs and who does what in a sentence: a shallow parse over parts of speech, made to bear wrong tags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hearsay.extract import syntax
from hearsay.text import Sentence

NOMINAL = frozenset(("NOUN", "PROPN"))
INSIDE = frozenset(("NOUN", "PROPN", "ADJ", "NUM", "DET", "SYM"))
JOINING = frozenset(
    ["after", "before", "since", "as", "until", "till", "while", "once", "than", "like", "though", "because", "if", "that", "whether"]
)
BE = frozenset(["be", "is", "are", "was", "were", "been", "being", "am", "'s", "'re", "'m", "get", "gets", "got", "getting", "gotten"])
QUOTES = frozenset(('"', "'", "“", "”", "‘", "’", "''", "``"))
# Nouns and adjectives to the tagger, verbs to a reader of news, where no article stands before them.
FINITE = frozenset(["said", "says", "told", "reported", "reports", "kills", "killed", "injures", "injured", "wounded", "died"])


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: tokens ``first`` to ``last`` (half-open), its ``head`` and the preposition that governs it, or -1."""

    first: int
    last: int
    head: int
    preposition: int = -1


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb with its auxiliaries: tokens ``first`` to ``last`` (half-open) and its ``head``.

    finite: it can have a subject of its own. passive: the subject suffers. form: Penn tag of the head.
    """

    first: int
    last: int
    head: int
    form: str
    finite: bool
    passive: bool


class Parse:
    """Noun phrases and verbs of one sentence, by token of the text."""

    __slots__ = ("words", "tags", "forms", "first", "last", "phrases", "verbs", "phrase_at", "verb_at", "_subjects")

    def __init__(self, words: Sequence[str], tags: Sequence[str], forms: Sequence[str], sentence: Sentence) -> None:
        """Parse a sentence. words: every token of the text in lower case; tags, forms: as Found gives them."""
        self.words, self.tags, self.forms = words, tags, forms
        self.first, self.last = sentence.first, sentence.last
        self.phrases: list[Phrase] = []
        self.verbs: list[Verb] = []
        self.phrase_at: dict[int, int] = {}
        self.verb_at: dict[int, int] = {}
        self._subjects: dict[int, Phrase | None] = {}
        i = self.first
        while i < self.last:
            end = self._phrase(i) or self._verb(i)
            i = end if end else i + 1
        self._free_subjects()

    def _free_subjects(self) -> None:
        """Let go of phrases behind *after*, *as*, *since* … where a verb follows: the word joins clauses there."""
        for k, phrase in enumerate(self.phrases):
            if phrase.preposition >= 0 and self.words[phrase.preposition] in JOINING:
                j = phrase.last
                while j < self.last and self.tags[j] == "ADV":
                    j += 1
                verb = self.verb_at.get(j)
                if verb is not None and self.verbs[verb].finite:
                    self.phrases[k] = replace(phrase, preposition=-1)

    # --- pieces --------------------------------------------------------------------------------------------------------
    def _phrase(self, i: int) -> int:
        """Read the noun phrase that begins at token i; returns the token behind it, 0 for none."""
        tags, forms, words = self.tags, self.forms, self.words
        if tags[i] == "PRON" and forms[i] != "PRP$" and words[i] not in syntax.RELATIVE and words[i] not in ("what", "there"):
            return self._keep(i, i + 1, i)
        if not (tags[i] in INSIDE or forms[i] == "PRP$" or self._modifier(i)):
            return 0
        head, j = -1, i
        while j < self.last:
            tag = tags[j]
            if tag in NOMINAL:
                head = j
            elif tag == "NUM" or tag == "SYM" and words[j] in ("$", "€", "£", "%"):
                if head >= 0 and tags[head] == "NOUN":
                    break  # winds | around 60 km/h
                head = head if head >= 0 and tag == "SYM" and words[j] != "%" else j
            elif tag == "PRON" and forms[j] == "PRP$" and j == i:
                pass
            elif (
                words[j] in ("'s", "'", "’s", "’")
                and j > i
                and tag == "PART"
                and j + 1 < self.last
                and (tags[j + 1] in INSIDE or self._modifier(j + 1))
            ):
                head = -1
            elif tag == "DET":
                if j > i and not (words[j - 1] in ("all", "both", "half", "such", "of") and tags[j - 1] == "DET"):
                    break
            elif tag == "ADJ":
                if head >= 0 and tags[head] in NOMINAL and not (j + 1 < self.last and tags[j + 1] in NOMINAL):
                    break
            elif self._modifier(j):
                if head >= 0 and tags[head] in NOMINAL and not words[j - 1].endswith("-"):
                    break
            elif (
                tag == "ADV"
                and j + 1 < self.last
                and tags[j + 1] in ("ADJ", "NUM")
                and head < 0
                or tag == "CCONJ"
                and j > i
                and j + 2 < self.last
                and tags[j - 1] == "ADJ"
                and tags[j + 1] == "ADJ"
                and tags[j + 2] in NOMINAL
                or words[j] == "-"
                and j > i
                and j + 1 < self.last
                and tags[j + 1] in INSIDE
                and head >= 0
            ):
                pass
            else:
                break
            j += 1
        if head < 0:
            # the poor, the injured
            if tags[j - 1] == "ADJ" and tags[i] in ("DET", "NUM") and j - 1 > i:
                return self._keep(i, j, j - 1)
            return 0
        return self._keep(i, head + 1, head)

    def _modifier(self, j: int) -> bool:
        """True where a participle is worn as an adjective: *cancelled* flights."""
        if self.forms[j] not in ("VBN", "VBG") or j + 1 >= self.last or self.tags[j] == "AUX":
            return False
        before = self.tags[j - 1] if j > self.first else ""
        worn = before in ("DET", "NUM", "ADJ") or j > self.first and self.forms[j - 1] == "PRP$"
        return worn and (self.tags[j + 1] in NOMINAL or self.tags[j + 1] == "ADJ") and self.words[j] not in FINITE

    def _keep(self, first: int, last: int, head: int) -> int:
        k = first - 1
        while k >= self.first and self.tags[k] in ("ADV",) and self.words[k] not in ("ago", "when"):
            k -= 1
        governed = k if k >= self.first and self.tags[k] == "ADP" and self.forms[k] != "RP" else -1
        phrase = Phrase(first, last, head, governed)
        for token in range(first, last):
            self.phrase_at[token] = len(self.phrases)
        self.phrases.append(phrase)
        return last

    def _verb(self, i: int) -> int:
        """Read the verb with its auxiliaries that begins at token i; returns the token behind it, 0 for none."""
        tags, words, forms = self.tags, self.words, self.forms
        infinitive = words[i] == "to" and tags[i] == "PART"
        if not (tags[i] in ("VERB", "AUX") or infinitive):
            return 0
        j, head, passive, finite = i, -1, False, False
        auxiliary = ""
        while j < self.last:
            if tags[j] == "AUX":
                finite = finite or forms[j] in ("VBD", "VBZ", "VBP", "MD")
                auxiliary, head = words[j], j if head < 0 or tags[head] == "AUX" else head
            elif tags[j] == "VERB":
                finite = finite or forms[j] in ("VBD", "VBZ", "VBP", "MD")
                passive = forms[j] in ("VBN", "VBD") and auxiliary in BE
                head = j
                j += 1
                break
            elif tags[j] == "ADJ" and auxiliary in BE and words[j] in ("shot", "dead", "injured", "wounded", "missing", "hurt"):
                head, passive = j, words[j] not in ("dead", "missing")
                j += 1
                break
            elif j + 1 < self.last and forms[j + 1] == "VB" and (words[j] == "likely" or words[j] in QUOTES and forms[j - 1] == "MD"):
                pass  # will very likely reopen, could "invigorate" the business
            elif not (tags[j] == "ADV" or tags[j] == "PART" and words[j] in ("not", "n't", "to")) or tags[j] == "ADV" and j == i:
                break
            j += 1
        if head < 0:
            return 0
        last = head + 1
        verb = Verb(i, last, head, forms[head], finite and not infinitive, passive)
        for token in range(i, last):
            self.verb_at[token] = len(self.verbs)
        self.verbs.append(verb)
        return last

    # --- relations -----------------------------------------------------------------------------------------------------
    def phrase(self, token: int) -> Phrase | None:
        """The noun phrase that holds a token."""
        i = self.phrase_at.get(token)
        return None if i is None else self.phrases[i]

    def phrase_before(self, token: int) -> Phrase | None:
        """The last noun phrase that ends at or before a token."""
        found = None
        for phrase in self.phrases:
            if phrase.last > token:
                break
            found = phrase
        return found

    def phrase_after(self, token: int) -> Phrase | None:
        """The first noun phrase that begins at or behind a token."""
        return next((p for p in self.phrases if p.first >= token), None)

    def verb_before(self, token: int) -> Verb | None:
        """The last verb that ends at or before a token."""
        found = None
        for verb in self.verbs:
            if verb.last > token:
                break
            found = verb
        return found

    def verb_after(self, token: int) -> Verb | None:
        """The first verb that begins at or behind a token."""
        return next((v for v in self.verbs if v.first >= token), None)

    def subject(self, verb: Verb) -> Phrase | None:
        """The noun phrase that does, or in the passive suffers, what a verb tells (syntax.py)."""
        if verb.head not in self._subjects:
            self._subjects[verb.head] = syntax.subject(self, verb)
        return self._subjects[verb.head]
