"""Subjects and noun phrases of a sentence, over asides, offices between commas, lists and relative clauses."""

from __future__ import annotations

from hearsay.extract.quotations import Quotation
from hearsay.extract.reading import ARTICLES, POSSESSIVES, Words, noun_phrase_end, noun_phrase_start, word_class
from hearsay.extract.reading import lexicon as names
from hearsay.extract.words import FINITE
from hearsay.records import Time

SUBJECTS = word_class("subjects")
RELATIVES = frozenset(("who", "which", "that"))
UNNAMED = frozenset(("named", "identified", "quoted", "anonymity", "anonymously"))  # what sources ask for
ASKING = 12  # tokens of the clause in which one asks for it
REACH = 60  # tokens a source may stand before its cue
OUTLETS = word_class("outlets")
HALVES = word_class("halves")


class Clauses:
    """Finds phrases in a text whose speech stands apart. quoted: for each token the index of the quotation it stands in, or -1."""

    def __init__(self, words: Words, times: tuple[Time, ...]) -> None:
        self.w = words
        self.quotes: list[Quotation] = []
        self.quoted: list[int] = [-1] * len(words.word)
        self.time_tokens = self._time_tokens(times)

    def _time_tokens(self, times: tuple[Time, ...]) -> dict[int, Time]:
        """The time expression each token belongs to."""
        told: dict[int, Time] = {}
        for time in times:
            span = self.w.text.locate(time.evidence)
            for k in range(self.w.text.token_at(span.start), self.w.text.token_at(span.end - 1) + 1):
                told[k] = time
        return told

    def _first_subject(self, first: int, last: int) -> tuple[int, int] | None:
        """The subject of a unit's main clause: what stands before its first finite verb, leading adjuncts left out."""
        w = self.w
        k = first
        while k < last and (w.upos[k] in ("SCONJ", "ADP") or w.low[k] in ("while", "when", "after", "with", "as", "if")) and k == first:
            comma = next((i for i in range(k, min(last, k + 40)) if w.word[i] == ","), None)
            if comma is None:
                break
            k = comma + 1
        for i in range(k, min(last, k + REACH)):
            if self.quoted[i] >= 0:
                continue
            if w.form[i] in FINITE and w.upos[i] in ("VERB", "AUX"):
                begin = i
                while begin > k and w.upos[begin - 1] in ("ADV", "AUX"):
                    begin -= 1
                found = self._subject(begin, k)
                if found is not None and w.low[found[0]] not in RELATIVES:
                    return found
        return None

    def _subject(self, g: int, first: int) -> tuple[int, int] | None:
        """The noun phrase before a verb group, over what stands between (an office, an age, a day, a relative clause)."""
        w = self.w
        t = g - 1
        if t < first or self.quoted[t] >= 0:
            return None
        if w.word[t] in (")", "—"):
            mark = "(" if w.word[t] == ")" else "—"
            opening = next((i for i in range(t - 1, max(first, t - 24) - 1, -1) if w.word[i] == mark), None)
            if opening is not None and opening > first and self.quoted[opening] < 0:
                found = self._ending(opening - 1, first)
                return (found[0], t + 1) if found is not None and mark == "(" else found
        if w.word[t] in (",", "—"):
            return self._over_commas(t, first)
        if w.low[t] in UNNAMED:
            # "a trader who asked not to be named said"
            who = next((i for i in range(t, max(first, t - ASKING), -1) if w.low[i] == "who"), None)
            t = who - 1 if who is not None else t
        while t >= first and (t in self.time_tokens or w.calendar[t] or w.low[t] in ("last", "first") and t == g - 1):
            # "the minister on Monday said", "the firm just this month announced", "the ministry, which counts them, last reported"
            t -= 1
            while t > first and w.low[t] in ("on", "in", "just", "earlier", "late", "early", "this", "last", "the", "at", "as", "of"):
                t -= 1
        if t > first and w.word[t] == ",":
            return self._over_commas(t, first)
        found = self._ending(t, first) if t >= first else None
        for _ in range(4):
            # "the president in his evening address to the nation said"
            if found is None or found[0] - 2 < first or w.upos[found[0] - 1] != "ADP" or w.low[found[0] - 1] in ("than", "like", "that"):
                break
            t = found[0] - 2
            while t > first and (t in self.time_tokens or w.calendar[t] or w.low[t] in ("on", "in", "last", "this")):
                t -= 1
            told = w.form[t] == "VBN" and t > first and w.upos[t - 1] in ("NOUN", "PROPN")
            earlier = self._ending(t - 1 if told else t, first)
            if earlier is None:
                break
            if told:
                # "a letter seen by the agency", "a survey published on Monday in a journal"
                found = (earlier[0], found[1])
                continue
            # "a statement from the ministry": whose paper it is stays with it
            found = (
                (earlier[0], found[1]) if w.low[earlier[1] - 1] in names().documents and w.low[earlier[1]] in ("from", "by") else earlier
            )
        return self._related(found, first) if found is not None else None

    def _related(self, found: tuple[int, int], first: int) -> tuple[int, int]:
        """Take in what a relative clause without commas hangs on (*voters who back the plan | say*)."""
        w = self.w
        low = max(first, found[0] - 14)
        for k in range(found[0] - 1, low, -1):
            if w.upos[k] == "PUNCT" or self.quoted[k] >= 0:
                break
            if w.low[k] in ("who", "which") or w.low[k] == "that" and w.upos[k] == "PRON":
                if w.upos[k - 1] in ("NOUN", "PROPN") and any(w.upos[i] in ("VERB", "AUX") for i in range(k + 1, found[0])):
                    head = self._ending(k - 1, first)
                    return (head[0], found[1]) if head is not None else found
                break
        return found

    def _over_commas(self, close: int, first: int) -> tuple[int, int] | None:
        """The subject before a comma that closes an aside."""
        w = self.w
        lone: tuple[int, int] | None = None
        end = close
        for _ in range(8):
            low = max(first, close - REACH)
            at = next((i for i in range(end - 1, low - 1, -1) if w.word[i] in (",", "—") or self.quoted[i] >= 0), None)
            begin = first if at is None else at + 1
            bare = at is None or self.quoted[at] >= 0
            if begin >= end:
                return lone
            if self._inserted(begin, end):
                if end - begin == 1 and w.upos[begin] == "PROPN" and lone is None:
                    lone = (begin, end)
                    body = self._ending(begin - 2, first) if begin - 2 >= first else None
                    if body is not None and self._office(body) and not self._dated(begin, end):
                        return body[0], end  # "the refugee agency, UNHCR," and "the company, Portex,"
                if bare:
                    return lone
                end = at or first
                continue
            if bare:
                found = self._ending(end - 1, first)
                return found if found is not None and (end < close or found[0] - begin <= 1) else lone
            assert at is not None
            if end < close:
                found = self._ending(end - 1, begin)
                return self._with_head(found, first) if found is not None else lone
            found = self._ending(end - 1, begin)
            relative = next((i for i in range(begin + 1, end) if w.low[i] in RELATIVES), end)
            finite = any(w.form[i] in FINITE and w.upos[i] in ("VERB", "AUX") for i in range(begin, relative))
            name = at
            if w.word[at - 1].isdigit() and at - 2 > first and w.word[at - 2] == ",":
                name = at - 2  # "Ann Obi, 63, a voter in Ife, said"
            head = self._ending(name - 1, first)
            described = w.upos[begin] in ("DET", "NOUN", "ADJ", "PROPN") and (found is None or found[0] > begin)
            named = head is not None and (self._appositive(head, (begin, relative)) or w.upos[head[1] - 1] == "PROPN" and described)
            if head is not None and named and not finite:
                return self._with_head((head[0], close), first)
            if found is None or found[0] > begin + 1:
                return lone
            return found
        return lone

    def _with_head(self, found: tuple[int, int], first: int) -> tuple[int, int]:
        """Take in the name before an office between commas (*Ann Obi, the mayor, on Monday said*)."""
        w = self.w
        if found[0] - 1 > first and w.word[found[0] - 1] == ",":
            head = self._ending(found[0] - 2, first)
            if head is not None and self._appositive(head, found):
                return head[0], found[1]
        return found

    def _appositive(self, head: tuple[int, int], other: tuple[int, int], *, told: bool = False) -> bool:
        """Whether two noun phrases parted by a comma are one party: a name and an office. told: the office must be named as one."""
        w = self.w

        def named(span: tuple[int, int]) -> bool:
            return w.upos[span[1] - 1] == "PROPN"

        return (
            named(head)
            and (self._office(other) or w.upos[other[0]] == "DET" and not told)
            and not self._dated(*head)
            or self._office(head)
            and named(other)
        )

    def _office(self, span: tuple[int, int]) -> bool:
        """Whether a stretch holds a noun for an office or a body."""
        w, lx = self.w, names()
        return any(w.low[k] in lx.roles or lx.bodies.get(w.low[k], "Outlet") != "Outlet" or w.low[k] in OUTLETS for k in range(*span))

    def _inserted(self, first: int, last: int) -> bool:
        """Whether what stands between commas is an aside: a relative clause, a day, an age, a place, a participle."""
        w = self.w
        low = w.low[first]
        return (
            low
            in (
                "who",
                "which",
                "whose",
                "whom",
                "where",
                "when",
                "while",
                "as",
                "however",
                "though",
                "too",
                "meanwhile",
                "also",
                "jr",
                "jr.",
                "sr.",
            )
            or w.upos[first] in ("ADP", "ADV", "SCONJ", "NUM")
            or w.upos[first] == "VERB"
            and w.form[first] in ("VBG", "VBN")
            or self._dated(first, last)
            or last - first <= 2
            and w.upos[first] == "PROPN"
            and w.word[last - 1] in (".", w.word[first])
            or w.word[first][0].isdigit()
        )

    def _dated(self, first: int, last: int) -> bool:
        return all(k in self.time_tokens or self.w.calendar[k] or self.w.word[k].isdigit() for k in range(first, last))

    def _ending(self, t: int, first: int) -> tuple[int, int] | None:
        """The noun phrase that ends with a token, with the *of* and *for* phrases it ends in."""
        w, lx = self.w, names()
        if t < first or self.quoted[t] >= 0:
            return None
        low = w.low[t]
        if w.upos[t] == "PRON" or low in SUBJECTS and w.upos[t] in ("DET", "SCONJ", "ADJ", "NUM"):
            if low not in SUBJECTS:
                return None
            start = t
            if low not in RELATIVES | {"he", "she", "they", "it", "we", "i", "you"}:
                start = noun_phrase_start(w, t, first)
            return start, t + 1
        if w.upos[t] not in ("NOUN", "PROPN"):
            # "the accused", "the military", "about six in 10", "those polled", "almost half"
            counted = w.upos[t] in ("ADJ", "NUM", "SYM", "ADV") and t > first and w.upos[t - 1] in ("DET", "NUM")
            polled = w.form[t] in ("VBN", "VBD") and t > first and w.low[t - 1] == "those"
            shared = w.upos[t] == "NUM" and t - 1 > first and w.low[t - 1] == "in" and w.upos[t - 2] == "NUM"
            if shared:
                return noun_phrase_start(w, t - 2, first), t + 1
            if not (counted or polled or low in lx.roles or low in lx.bodies or low in HALVES):
                return None
            if polled:
                return t - 1, t + 1
        while t > first and (t in self.time_tokens or w.calendar[t]) and w.upos[t] in ("NOUN", "PROPN"):
            # "the minister Monday said"
            t -= 1
            low = w.low[t]
            if w.upos[t] not in ("NOUN", "PROPN"):
                return None
        start = noun_phrase_start(w, t, first)
        for _ in range(6):
            if start - 2 < first:
                break
            link, noun = w.low[start - 1], start - 2
            if [w.low[noun], link] in (["close", "to"], ["familiar", "with"]) and noun - 1 > first and w.upos[noun - 1] == "NOUN":
                start = noun_phrase_start(w, noun - 1, first)
                continue
            if link == "of" and w.low[noun - 1 : noun + 1] in (["in", "front"], ["on", "behalf"], ["in", "charge"], ["in", "favour"]):
                break
            if (
                link == "of"
                and w.upos[noun] in ("NOUN", "PROPN", "NUM", "ADJ", "PRON", "DET")
                or link in ("for", "at", "with", "from", "in", "on", "to", "inside", "within")
                and w.low[start] not in POSSESSIVES
                and (
                    w.low[noun] in lx.roles
                    or w.low[noun] in lx.groups
                    or w.low[noun] in lx.bodies
                    and (link in ("for", "on") or w.capital[noun])
                )
            ):
                start = noun_phrase_start(w, noun, first)
            elif link in ("and", "or") and w.upos[noun] in ("NOUN", "PROPN"):
                other = self._listed(noun, first)
                if other is None:
                    break
                start = other
            else:
                break
        while start < t and (
            w.calendar[start]
            or w.low[start] in ("'s", "'")
            or start in self.time_tokens
            and w.low[start] not in ARTICLES
            and w.upos[start] != "PROPN"
        ):
            start += 1
        return start, t + 1

    def _listed(self, noun: int, first: int) -> int | None:
        """Where a list begins whose last but one member ends with a noun; None where the noun belongs to what stands before."""
        w = self.w
        start = noun_phrase_start(w, noun, first)
        for _ in range(6):
            if start - 2 >= first and w.word[start - 1] == "," and w.upos[start - 2] in ("NOUN", "PROPN"):
                # "Ann, Ben and Carl": only a list goes on where no verb stood before
                earlier = noun_phrase_start(w, start - 2, first)
                if earlier == first or w.word[earlier - 1] == "," or w.upos[earlier - 1] == "PUNCT":
                    start = earlier
                    continue
            break
        if (
            start > first
            and w.upos[start - 1] not in ("PUNCT", "SCONJ", "CCONJ")
            and w.low[start - 1] not in ("both", "that", "while", "as", "because")
        ):
            return None
        return start

    def _phrase(self, k: int, last: int) -> int:
        """Where the noun phrase ends that begins at a token, with the phrases that tell whose an office is."""
        w, lx = self.w, names()
        if k >= last or self.quoted[k] >= 0 or w.upos[k] not in ("PROPN", "NOUN", "DET", "ADJ", "PRON", "NUM", "VERB"):
            return k
        end = noun_phrase_end(w, k, last)
        if end == k and w.upos[k] == "VERB" and k + 1 < last and w.upos[k + 1] in ("NOUN", "PROPN"):
            end = noun_phrase_end(w, k + 1, last)  # "exit polls"
        if end == k and w.low[k] in ("some", "many", "most", "those", "several", "others"):
            end = k + 1
        for _ in range(3):
            if (
                end + 1 < last
                and end > k
                and w.low[end] in ("at", "with", "from", "in", "on")
                and (
                    w.low[end - 1] in lx.roles
                    or w.low[end - 1] in lx.groups
                    or w.low[end] in ("with", "at")
                    and w.upos[end - 1] == "NOUN"
                    or w.low[end - 1] in lx.documents
                )
            ):
                if end + 1 in self.time_tokens:
                    break
                more = noun_phrase_end(w, end + 1, last)
                if more <= end + 1:
                    break
                end = more
            else:
                break
        while end - 1 > k and (end - 1 in self.time_tokens or w.calendar[end - 1]):
            end -= 1
        return end

    def _appositions(self, start: int, end: int, last: int, *, comma: bool = False) -> int:
        """Take in offices behind a name. comma: whether they must be closed by a comma (a clause may follow)."""
        w = self.w
        for _ in range(2):
            if end >= last or w.word[end] != ",":
                break
            begin = end + 1
            stop = next(
                (
                    i
                    for i in range(begin, min(last, begin + 30))
                    if w.word[i] in (",", ".", ";", ":", "—", "(") or self.quoted[i] >= 0 or w.low[i] == "who"
                ),
                last,
            )
            lone = stop - begin == 1 and w.upos[begin] == "PROPN" and not comma and begin not in self.time_tokens
            if begin >= stop or self._inserted(begin, stop) and not w.word[begin].isdigit() and not lone:
                break
            if any(
                w.form[i] in FINITE or w.form[i] in ("VBG",) and i == begin or w.low[i] == "and" and i == begin for i in range(begin, stop)
            ):
                break
            if comma and not (self._appositive((start, end), (begin, stop), told=True) and stop < last and w.word[stop] in (",", ".")):
                break
            phrase = stop
            while phrase > begin and (phrase - 1 in self.time_tokens or w.calendar[phrase - 1]):
                phrase -= 1
            if phrase < stop and w.low[phrase - 1] in ("on", "in", "at", "late", "early", "last", "this"):
                phrase -= 1
            if phrase <= begin or not (self._appositive((start, end), (begin, phrase)) or w.word[begin].isdigit()):
                break
            end = phrase
            if end < stop:
                break
        return end

    def _has_clause(self, first: int, last: int) -> bool:
        """Whether a verb that can bear a clause stands in a stretch; a participle behind its subject is often a past tense misread."""
        w = self.w
        if last - first > 200:
            return True
        return any(
            w.upos[i] in ("VERB", "AUX")
            and (w.form[i] in FINITE or w.form[i] == "VBN" and i > first and w.upos[i - 1] in ("PROPN", "PRON", "ADV"))
            for i in range(first, last)
        )
