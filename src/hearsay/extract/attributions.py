"""Who said what: source, cue and content, and through whom it reached the report.

A text is read in units: a sentence, or several where a quotation runs over their ends. In a unit every cue verb outside its quotations
is given a source (before it, behind it, or carried on from the cue before) and a side on which its content stands. Quotations and
contents are read again for what stands inside them, so that hearsay of hearsay keeps its chain (``via``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile

import numpy as np

from hearsay.extract import Extractor, Found
from hearsay.extract.clauses import OUTLETS, REACH, RELATIVES
from hearsay.extract.quantities import quantities
from hearsay.extract.quotations import Quotation, quotations
from hearsay.extract.reading import ARTICLES, POSSESSIVES, Words, noun_phrase_end, noun_phrase_start, word_class
from hearsay.extract.reading import lexicon as names
from hearsay.extract.reported import Judge, Reported, Stretch, chosen, stands, weights
from hearsay.extract.sayings import BE, MARKS, NEGATED, SAYING, Draft, Sayings
from hearsay.extract.words import FINITE
from hearsay.model import Bound, Scored, Scores, Tagged, apart
from hearsay.records import Attribution, Mention, Text, Time, identify

BODIES = frozenset(("Organization", "PublicBody", "Company", "LegalEntity"))
SPOKESMEN = word_class("spokesmen")
FIRMS = word_class("firms")  # words that name a body by its kind alone
SUBORDINATORS = word_class("subordinators")
WRITTEN = frozenset(("article", "report", "story", "piece", "post"))  # what an outlet comes out with
WRITTEN_WITHIN = 3  # blocks behind an outlet in which "the article" is its own
FAR = 600  # tokens before a quotation in which its "they" may be named
CONFIDENCE = {
    "say": 0.9,
    "tell": 0.9,
    "according": 0.9,
    "think": 0.7,
    "judge": 0.5,
    "show": 0.5,
    "headline": 0.6,
    "none": 0.7,
    "cite": 0.8,
}
SEEN = 0.5  # how sure the model must be of a cue to vouch for it …
KEPT, KEPT_QUOTED, KEPT_NAMED = 0.5, 0.3, 0.03  # … or how likely it must think a cue of the rules: any, of a quotation, of one named
RECORDED = 0.6  # how sure the number of a figure must be of its source, to vouch for an attribution that nothing else makes as sure
ASKED = 8  # numbers of one content that the model is asked about
COUNTERS = 6  # who may count with one verb: more is a list of something else
YIELD = {"source": 2.0, "content": 20.0}  # log-likelihood by which the model's tokens must be better than the rules' to replace them
HEADED = frozenset(("of", "for", "at", "from", "with", "in", "on", "to", "by", "within", "inside", "among", "close", ",", "(", "—", "-"))
MEDIA = ("media", "radio", "television", "tv")
LATELY = 12  # tokens before a cue, or behind it, that may tell by which means
TWEETS = "Twitter"  # the channel of whoever tweets
UNNAMED = {("to", "be", verb) for verb in ("named", "identified", "quoted")}  # "who asked not to be named" says nothing
NAMED = ("rule:name", "rule:short")  # methods of mentions that hold a name, whole or in part
PUBLISHED = word_class("published")  # verbs by which a paper comes out
STRAY = 2  # tokens of a content piece beside a longer one that are left out as a slip
MOST = 40  # cues of one unit: more is a list, or an attack


class Reader(Sayings):
    """Reads the attributions of one text."""

    def __init__(self, words: Words, found: Found, scores: Scores | None = None) -> None:
        super().__init__(words, found["times"])
        self.scores = scores
        self.judge = Judge(words)
        self.drafts: list[Draft] = []
        self.authors: dict[str, Mention] = {}  # whose "the report" is, by noun
        self.ended: Draft | None = None  # whose quotation the paragraph before ended with
        self.below: Draft | None = None  # a cue with a colon, whose content is the quotation, or the paragraph, that comes next
        self.mentions: tuple[Mention, ...] = found["mentions"]
        self.mention_spans = [words.text.locate(m.evidence) for m in self.mentions]
        self.mention_starts = [span.start for span in self.mention_spans]
        for mention, span in zip(self.mentions, self.mention_spans, strict=True):
            if mention.method.startswith("rule:name"):
                for k in range(words.text.token_at(span.start), words.text.token_at(span.end - 1) + 1):
                    self.time_tokens.pop(k, None)  # the Mail on Sunday is no day
                    words.calendar[k] = False

    def read(self) -> list[Draft]:
        w = self.w
        blocks: list[list[int]] = []
        for i, sentence in enumerate(w.text.sentences):
            if not blocks or w.text.sentences[blocks[-1][-1]].block != sentence.block:
                blocks.append([])
            blocks[-1].append(i)
        running: Draft | None = None  # whose quotation the block before left open
        for block in blocks:
            running = self._block(block, running)
        if self.scores is not None:
            self._weigh(self.scores)
        self.drafts = [d for d in self.drafts if not (d.pieces and tuple(self.w.low[d.first : d.pieces[0][1]])[-3:] in UNNAMED)]
        for draft in self.drafts:
            self._means(draft)
        self._nest()
        self._continue()
        return self.drafts

    def _means(self, draft: Draft) -> None:
        """Note what tells, at the end of a content or behind it, by which means it was said: *they had fled | in a statement on Monday*."""
        w = self.w
        if draft.side != "right" or not draft.pieces:
            return
        begin, end = draft.pieces[-1]
        last, k = w.text.sentences[w.sentence[end - 1]].last, end
        while k < last and k in self.time_tokens:
            k += 1
        if k < last and w.low[k] in ("in", "during", "via") and (stop := self._channel(k, last)):
            draft.asides.append((k, stop))
            return
        if self.quoted[end - 1] >= 0:
            return
        for k in range(end - 2, max(begin + 2, end - 10), -1):
            if w.low[k] not in ("in", "during", "via") or self.quoted[k] >= 0:
                continue
            stop = self._channel(k, end)
            rest = range(stop, end)
            given = w.low[k + 1] in ("a", "an") or w.upos[k + 1] not in ("DET", "PRON")  # not: no mistake in his statement
            timed = given and all(i in self.time_tokens or w.calendar[i] or w.low[i] in ("on", "late", "early") for i in rest)
            if stop and timed and any(w.low[i] in self.cues.held or w.low[i] in self.cues.issued for i in range(k, stop)):
                draft.pieces[-1] = (begin, k)
                draft.asides.append((k, end))
                return

    def _weigh(self, scores: Scores) -> None:
        """Put what the model read beside what the rules read: spans where both saw a cue, cues that one of them alone saw."""
        read = [(n, bound, *self._tokens(bound.cue)) for n, bound in enumerate(scores.bound) if bound.content]
        mates: dict[int, Draft] = {}
        surest: dict[int, int] = {}  # of the cues of the model that meet one of the rules
        for n, _, first, last in read:
            near = [d for d in self.drafts if d.first < last and first < d.last and d.frame not in ("headline", "none")]
            if near:
                mates[n] = max(near, key=lambda d: min(d.last, last) - max(d.first, first))
                best = surest.setdefault(id(mates[n]), n)
                surest[id(mates[n])] = max(best, n, key=lambda k: scores.bound[k].cue.score)
        seen = {id(d) for n, d in mates.items() if scores.bound[n].cue.score >= SEEN}
        kept = [d for d in self.drafts if id(d) in seen or self._vouched(d, scores)]
        standing = {id(d) for d in kept}
        self._record(scores, [d for d in self.drafts if id(d) not in standing or CONFIDENCE[d.frame] < RECORDED])
        self.drafts = [d for d in self.drafts if id(d) in standing or d.recorded >= RECORDED]
        reported: list[tuple[int, Draft, Reported]] = []
        for n, bound, first, last in read:
            draft = mates.get(n)
            if draft is not None and (surest[id(draft)] != n or draft.settled):
                continue
            pieces = self._joined([self._whole_quote(piece, first) for part in bound.content for piece in self._at_home(part, first)])
            if draft is not None and draft.pieces and any(self._breaks(piece) for piece in pieces):
                pieces = []
            source = self._whole(self._named_by(bound))
            own = tuple(draft.pieces) if draft is not None else ()
            if draft is None and any(d.source is not None and d.source[0] <= first < d.source[1] for d in kept):
                continue  # the "statement" of "a statement from the ministry said"
            if draft is None and pieces:
                draft = self._alone(bound, first, last, source, pieces)
            elif draft is not None:
                if pieces and self._yields(scores, n, "content", draft.pieces, pieces):
                    draft.pieces = pieces
                if source is not None and self._better(scores, n, draft, source):
                    draft.source, draft.holder, draft.carried = source, self._antecedent(source), False
                draft.first, draft.last, draft.score = first, last, bound.cue.score
            if draft is not None and draft.pieces:
                row = self._reported(draft, own, pieces)
                if draft.alone:
                    if not self._stands(row, scores.tagged(n, "content")):
                        continue
                    self.drafts.append(draft)
                reported.append((n, draft, row))
        self._cut_out(scores, reported)
        for draft in self.drafts:
            if draft.frame == "cite" and draft.settled and draft.via is not None:
                draft.pieces = list(draft.via.pieces)
        self._record(scores, [d for d in self.drafts if d.alone and _confidence(d) < RECORDED])

    def _cut_out(self, scores: Scores, reported: Sequence[tuple[int, Draft, Reported]]) -> None:
        """Set where each content begins and ends; a clause that goes on with it stays."""
        further: list[tuple[Draft, tuple[int, int]]] = []
        for draft, number, stretches in self._offered(scores, reported):
            piece = draft.pieces[number]
            best = chosen(stretches, piece, weights()["content"])
            if draft.frame in ("say", "tell") and self._finite(piece) and not self._finite(best):
                continue  # what is said is a sentence
            draft.pieces[number] = best
            further += [(draft, rest) for rest in self._and_that(draft.pieces[number][1], piece[1])]
        for draft, rest in further:
            draft.pieces = sorted([*draft.pieces, rest])

    def _finite(self, piece: tuple[int, int]) -> bool:
        return any(self.w.form[k] in FINITE for k in range(*piece))

    def _reported(self, draft: Draft, own: Sequence[tuple[int, int]], read: Sequence[tuple[int, int]]) -> Reported:
        """A draft as the judge sees it. own, read: its content by the rules and by the model."""
        quoted = any(self.quoted[k] >= 0 for piece in draft.pieces for k in (piece[0], piece[1] - 1))
        return Reported(
            cue=(draft.first, draft.last), lemma=draft.lemma, frame=draft.frame, score=draft.score or 0.0, source=draft.source, own=own,
            read=read, pieces=tuple(draft.pieces), quoted=quoted,
        )  # fmt: skip

    def _stands(self, row: Reported, tagged: Tagged) -> bool:
        """Whether what the model alone read is an attribution."""
        return stands(self.judge.signs(row, tagged), weights()["attribution"])

    def _and_that(self, first: int, last: int) -> list[tuple[int, int]]:
        """The rest of a content that was cut off where another clause goes on with it: *…, and that flights will resume*."""
        w = self.w
        k = first + (first < last and w.word[first] == ",")
        return [(k + 1, last)] if k + 1 < last and w.upos[k] == "CCONJ" and w.low[k + 1] in MARKS else []

    def _offered(self, scores: Scores, reported: Sequence[tuple[int, Draft, Reported]]) -> Iterator[tuple[Draft, int, list[Stretch]]]:
        """The stretches that come into question for each piece of a content that no quotation marks, *according to* or count tell."""
        rows = [row for _, _, row in reported]
        for n, draft, row in reported:
            if draft.frame == "according" or draft.counts:
                continue
            tagged = scores.tagged(n, "content")
            for number, (first, _) in enumerate(row.pieces):
                if self.quoted[first] < 0:
                    yield draft, number, self.judge.stretches(row, number, tagged, rows)

    def _record(self, scores: Scores, drafts: Sequence[Draft]) -> None:
        """Note how sure the model is that a draft's source is on record for a number in its content."""
        w = self.w
        drafts = [d for d in drafts if d.source is not None and d.frame not in ("headline", "none")]
        sentences = {w.sentence[k] for d in drafts for a, b in d.pieces for k in range(a, b)}
        numbers: list[tuple[int, int]] = []
        for n in sorted(sentences):
            start, end = w.text.sentences[n].start, w.text.sentences[n].end
            numbers += [(start + q.start, start + q.end) for q in quantities(w.text.view[start:end]) if not (q.dating or q.pronoun)]
        asked: list[tuple[Draft, list[tuple[int, int]]]] = []
        for draft in drafts:
            held: list[tuple[int, int]] = []
            for start, end in (w.spans(*piece) for piece in draft.pieces):
                behind = islice(numbers, bisect_left(numbers, (start, 0)), None)
                held += takewhile(lambda number, end=end: number[1] <= end, islice(behind, ASKED))  # type: ignore[misc]
            asked.append((draft, held))
        every = sorted({number for _, inside in asked for number in inside})
        pointing = dict(zip(every, scores.point(every), strict=True))
        for draft, inside in asked:
            assert draft.source is not None
            found = [p for number in inside if (p := pointing[number]) is not None]
            if found:
                standings = self._standings(draft.source)
                draft.recorded = max(p.mass("source", standings) for p in found)

    def _standings(self, source: tuple[int, int]) -> np.ndarray:
        """Where a source stands in the text, by this and every other mention of it: int64 (n, 2), in order, apart."""
        mention = self._mention(source)
        spans = [self.w.spans(*source)]
        if mention is not None:
            spans += [(s.start, s.end) for s, m in zip(self.mention_spans, self.mentions, strict=True) if m.name == mention.name]
        return apart(spans)

    def _whole_quote(self, piece: tuple[int, int], cue: int) -> tuple[int, int]:
        """The quotation that a stretch of the model lies in, where the cue stands outside it: who is quoted said all of it."""
        a, b = piece
        n = self.quoted[a]
        if n < 0 or self.quoted[b - 1] != n or self.quoted[cue] == n:
            return piece
        return self.quotes[n].first, self.quotes[n].last

    def _breaks(self, piece: tuple[int, int]) -> bool:
        """Whether a stretch holds part of a quotation, and words outside it."""
        a, b = piece
        cut = [self.quotes[self.quoted[k]] for k in (a, b - 1) if self.quoted[k] >= 0]
        return any(a < q.first < b < q.last or q.first < a < q.last < b for q in cut)

    def _better(self, scores: Scores, n: int, draft: Draft, source: tuple[int, int]) -> bool:
        """Whether the model's source takes the place of the rules', which know what *according to* and a preposition govern."""
        told = draft.source
        if told is None or source == told or draft.frame == "according":
            return told is None
        governed = source[0] < told[0] < source[1] and self.w.upos[source[0] - 1] == "ADP"
        aside = told[0] < source[0] < told[1] and any(self.w.low[k] in RELATIVES for k in range(told[0], source[0]))
        return not governed and not aside and self._yields(scores, n, "source", [told], [source])

    def _yields(self, scores: Scores, n: int, role: str, own: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]) -> bool:
        """Whether the rules' tokens for a role give way to the model's: never where quotation marks tell them."""
        if role == "content" and all(self.quoted[a] >= 0 for a, _ in own):
            return False
        mine, theirs = (scores.fit(n, role, [self.w.spans(*piece) for piece in said]) for said in (own, other))
        return theirs > mine + YIELD[role]

    def _named_by(self, bound: Bound) -> tuple[int, int] | None:
        """The source as the model has it: of several stretches the longest, of one that runs over a sentence's end the cue's own part."""
        cue, sentence = self._tokens(bound.cue)[0], self.w.sentence
        found = [piece for part in bound.source for piece in self._at_home(part, cue)]
        span = max(found, key=lambda span: span[1] - span[0], default=None)
        if span is None or sentence[span[0]] == sentence[span[1] - 1] or sentence[cue] not in sentence[span[0] : span[1]]:
            return span
        own = [k for k in range(*span) if sentence[k] == sentence[cue]]
        return self._edged(own[0], own[-1] + 1)

    def _at_home(self, part: Scored, cue: int) -> Iterator[tuple[int, int]]:
        """The tokens of what the model tagged, block by block: those in the cue's block, and of others what stands in quotation marks."""
        w = self.w
        first, last = self._tokens(part)
        home = w.block(cue)
        while first < last:
            block = w.block(first)
            end = next((k for k in range(first, last) if w.block(k) != block), last)
            begin, stop = self._edged(first, end)
            if begin < stop and (block == home or self.quoted[begin] >= 0):
                yield begin, stop
            first = end

    def _joined(self, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Make one piece of two with nothing but a comma between them, and leave out a stray word or two."""
        w = self.w
        found: list[tuple[int, int]] = []
        for a, b in dict.fromkeys(pieces):
            if found and b > a and a - found[-1][1] <= 2 and all(not w.word[k][0].isalnum() for k in range(found[-1][1], a)):
                found[-1] = (found[-1][0], b)
            elif b > a:
                found.append((a, b))
        return [(a, b) for a, b in found if b - a > STRAY or self.quoted[a] >= 0] or found

    def _tokens(self, part: Scored) -> tuple[int, int]:
        text = self.w.text
        return text.token_at(part.start), text.token_at(part.end - 1) + 1

    def _vouched(self, draft: Draft, scores: Scores) -> bool:
        """Whether a cue that the model did not mark stays."""
        start, end = self.w.spans(draft.first, draft.last)
        if draft.frame in ("headline", "none", "cite") or self.w.text.kind_at(start) in ("headline", "heading") or start >= scores.until:
            return True
        if draft.counts or draft.settled:
            return True
        quoted = any(self.quoted[a] >= 0 for a, _ in draft.pieces)
        speaker = self._mention(draft.source) if draft.frame in ("say", "tell") else None
        named = (
            draft.meant is not None
            or draft.stance in ("disputes", "denies")
            or speaker is not None
            and speaker.method.startswith("rule:name")
            or speaker is None
            and draft.frame in ("say", "tell")
            and draft.source is not None
            and any(self.w.upos[k] == "PROPN" for k in range(*draft.source))
        )
        return scores.cue(start, end) >= (KEPT_NAMED if named else KEPT_QUOTED if quoted else KEPT)

    def _alone(self, bound: Bound, first: int, last: int, source: tuple[int, int] | None, pieces: list[tuple[int, int]]) -> Draft:
        """Draft what the model alone read."""
        lemma = next((self.cues.lemma[self.w.low[k]] for k in range(first, last) if self.w.low[k] in self.cues.lemma), self.w.low[last - 1])
        c = self.cues
        frames = (("judge", c.silent), ("say", c.say), ("tell", c.tell), ("think", c.think))
        frame = next((name for name, verbs in frames if lemma in verbs), "judge")
        side = "right" if pieces[0][0] >= last else "left"
        if all(self.w.upos[k] == "ADV" for k in range(first, last)):
            source = None  # whoever reportedly does a thing has not said so
        draft = Draft(first, last, lemma, frame, source, pieces=pieces, side=side, begin=pieces[0][0], score=bound.cue.score, alone=True)
        draft.stance = self._stance(draft, self.w.text.sentences[self.w.sentence[first]].first)
        draft.holder = self._antecedent(source)
        return draft

    def _holder(self, k: int, first: int) -> tuple[int, int] | None:
        """Whom a *who* or *which* stands for, with the whole of the name that it ends in (*the Mail on Sunday, which*)."""
        found = super()._holder(k, first)
        n = self.mention_at(self.w.text.tokens[found[1] - 1].start) if found is not None else None
        if found is None or n is None or not self.mentions[n].method.startswith(NAMED):
            return found
        return min(found[0], self.w.text.token_at(self.mention_starts[n])), found[1]

    def _antecedent(self, source: tuple[int, int] | None) -> tuple[int, int] | None:
        """Whom a *who* or *which* means that the model reads as the source; None for other words."""
        if source is None or source[1] - source[0] > 1 or self.w.low[source[0]] not in RELATIVES:
            return None
        return self._holder(source[0], self.w.text.sentences[self.w.sentence[source[0]]].first)

    def _edged(self, begin: int, end: int) -> tuple[int, int]:
        """Leave out marks at the ends of what the model tagged."""
        w = self.w
        while begin < end and w.word[begin] in (",", ".", ";", ":", "—"):
            begin += 1
        while end > begin and w.word[end - 1] in (",", ";", ":", "—"):
            end -= 1
        return begin, end

    def _block(self, sentences: list[int], running: Draft | None) -> Draft | None:
        """Read one block; returns the draft whose quotation its end leaves open."""
        w = self.w
        first, last = w.text.sentences[sentences[0]].first, w.text.sentences[sentences[-1]].last
        if first >= last:
            return running
        quotes = quotations(w, first, last)
        speech = [q for q in quotes if self._is_speech(q, first)]
        base = len(self.quotes)
        self.quotes.extend(speech)
        for n, quote in enumerate(speech):
            for k in range(quote.first, quote.last):
                self.quoted[k] = base + n
        begin = len(self.drafts)
        whole = len(speech) == 1 and speech[0].first == first and speech[0].last >= last - 1
        if running is not None and speech and speech[0].first == first and whole:
            running.pieces.append((first, speech[0].last))
            self._inside(speech[0], running)
            return running if not speech[0].closed else None
        if self.below is not None and self.quoted[first] < 0:
            if self.below.source is not None and w.text.blocks[w.text.sentences[sentences[0]].block].kind == "paragraph":
                self.drafts.append(replace(self.below, pieces=[self._trimmed(first, last)], side="right", settled=True))
                begin = len(self.drafts)
            self.below = None
        if whole and self.ended is not None and self.below is None:
            # a paragraph that is one quotation goes on with the speaker whose quotation ended the paragraph before
            earlier = self.ended
            earlier.pieces.append((first, min(speech[0].last, last)))
            self._inside(speech[0], earlier)
            return earlier if not speech[0].closed else None
        self.ended = None
        headline = w.text.blocks[w.text.sentences[sentences[0]].block].kind in ("headline", "heading")
        for unit_first, unit_last in self._units(sentences):
            self._unit(unit_first, unit_last, headline, begin)
        mine = self.drafts[begin:]
        owners: dict[int, Draft] = {}
        for draft in reversed(mine):
            owners |= {k: draft for a, b in draft.pieces for k in range(a, b)}
        for quote in speech:
            self._inside(quote, owners.get(quote.first) or owners.get(quote.first + 1))
        spoke = mine and mine[-1].via is None and mine[-1].source is not None and mine[-1].frame in ("say", "tell", "none")
        if spoke and any(self.quoted[a] >= 0 for a, _ in mine[-1].pieces):
            self.ended = mine[-1]
        if speech and not speech[-1].closed:
            return next((d for d in reversed(mine) if any(b >= last - 1 for _, b in d.pieces)), None)
        return None

    def _is_speech(self, quote: Quotation, first: int) -> bool:
        """Whether a quotation says something, or only sets a word apart."""
        w = self.w
        inner = quote.last - quote.first - (2 if quote.closed else 1)
        if inner <= 0:
            return False
        if inner >= 6 or not quote.closed:
            return True
        before = w.word[quote.first - 1] if quote.first > first else ""
        ends = w.word[quote.last - 2]
        behind = w.word[quote.last] if quote.last < len(w.word) else ""
        if ends in (",", ".", "!", "?") and inner > 1 or before in (",", ":") and (behind in (".", ",") or ends == "."):
            return True
        return inner >= 4 and any(w.upos[k] in ("VERB", "AUX") for k in range(quote.first, quote.last))

    def _units(self, sentences: list[int]) -> Iterator[tuple[int, int]]:
        """Sentences, joined where a quotation runs over the end of one."""
        w = self.w
        start: int | None = None
        for i in sentences:
            s = w.text.sentences[i]
            if start is None:
                start = s.first
            over = s.last < len(w.word) and self.quoted[s.last - 1] >= 0 and self.quoted[s.last - 1] == self.quoted[s.last]
            tail = s.last < len(w.word) and w.word[s.last - 1] == '"' and self._tags_on(s.last)
            if i != sentences[-1] and (over or tail):
                continue
            if start < s.last:
                yield start, s.last
            start = None

    def _tags_on(self, k: int) -> bool:
        """Whether a sentence only says who spoke the quotation before it (*"Why?" Mrs. Obi asked.*)."""
        w = self.w
        if w.word[k][0].islower():
            return True
        for i in range(k, min(k + 9, len(w.word) - 1)):
            if w.word[i] in (".", '"') or self.quoted[i] >= 0:
                return False
            if w.upos[i] == "VERB" and self.cues.lemma.get(w.low[i]) in self.cues.say | self.cues.tell:
                return w.word[i + 1] in (".", ",") or i + 1 in self.time_tokens or w.calendar[i + 1] or w.upos[i + 1] == "ADP"
        return False

    def _inside(self, quote: Quotation, owner: Draft | None) -> None:
        """Read what is said inside a quotation; whoever speaks there reached us through its owner."""
        w = self.w
        begin = len(self.drafts)
        index = self.quoted[quote.first]
        for k in range(quote.first, quote.last):
            self.quoted[k] = -1
        k = quote.first + 1
        end = quote.last - 1 if quote.closed else quote.last
        while k < end:
            stop = min(w.text.sentences[w.sentence[k]].last, end)
            self._unit(k, stop, False, begin)
            k = max(stop, k + 1)
        for k in range(quote.first, quote.last):
            self.quoted[k] = index
        kept = []
        for draft in self.drafts[begin:]:
            if (
                draft.source is None
                or self.w.low[draft.source[0]] in ("i", "we", "you", "our", "my", "your", "it")
                or draft.frame in ("think", "judge", "show")
            ):
                continue
            draft.via = owner
            if self.w.low[draft.source[0]] == "they" and owner is not None:
                draft.meant = self._other_side(quote.first, owner)
            kept.append(draft)
        self.drafts[begin:] = kept

    def _other_side(self, at: int, owner: Draft) -> Mention | None:
        """The state that a speaker who stands for another one calls *they*: of those named before, the one named most."""
        w, lx = self.w, names()
        speaker = self._mention(owner.holder or owner.source)
        words = (speaker.role or "").lower().replace("'s", "").split() if speaker is not None else []
        own = {lx.nations.get(word) or lx.peoples.get(word) for word in words} - {None, ""}
        if not own:
            return None
        named: Counter[str] = Counter()
        for k in range(max(0, at - FAR), at):
            state = (lx.peoples.get(w.low[k]) or lx.nations.get(w.low[k])) if w.capital[k] else None
            if state and state not in own:
                named[state] += 1
        if not named or named.most_common(1)[0][1] < 2:
            return None
        state = named.most_common(1)[0][0]
        bearers = (m for m in self.mentions if m.schema == "Place" and lx.nations.get(m.name.lower()) == state)
        return min(bearers, key=lambda m: m.name != state, default=None)

    def _unit(self, first: int, last: int, headline: bool, begin: int) -> None:
        """Read the cues of one unit, then their sources, then what each of them holds."""
        drafts: list[Draft] = []
        first = self._opening(first, last)
        k = first
        while k < last and len(drafts) < MOST:
            if self.quoted[k] >= 0:
                k = min(last, self.quotes[self.quoted[k]].last)
                continue
            draft = self._cue(k, first, last, headline)
            if draft is not None and self._sourced(draft, first, last, drafts) and self._may_count(draft):
                draft.source = self._whole(draft.source)
                drafts.append(draft)
                k = draft.last
            else:
                k += 1
        for n, draft in enumerate(drafts):
            self._side(draft, first, last, drafts[n + 1].edges[0] if n + 1 < len(drafts) else last)
        drafts = [draft for draft in drafts if draft.side]
        below = drafts.pop() if drafts and drafts[-1].side == "below" else None
        for n in range(len(drafts)):
            self._content(n, drafts, first, last)
        if headline and not drafts:
            drafts = self._headline(first, last)
        drafts += self._after_colon(drafts, first, last)
        drafts = [draft for draft in drafts if draft.pieces and not (draft.frame == "judge" and draft.lemma in self.cues.silent)]
        if first < last and self.quoted[first] >= 0 and not drafts:
            if self.below is not None:
                self.below.pieces = [(first, min(self.quotes[self.quoted[first]].last, last))]
                drafts = [self.below]
            else:
                self._goes_on(first, last, begin)
        self.below = below
        drafts = [part for draft in self._relays(drafts, first, last) for part in self._counted_too(draft)]
        for draft in drafts:
            if draft.frame == "say" and draft.lemma not in SAYING and not self._can_speak(draft.holder or draft.source):
                draft.frame = "show"
            draft.stance = self._stance(draft, first)
        self.drafts.extend(drafts)
        for draft in list(drafts):
            self._further(draft, last)

    def _whole(self, source: tuple[int, int] | None) -> tuple[int, int] | None:
        """A source with the whole of the name that it ends in (*a filing with the Securities | and Exchange Commission*)."""
        if source is None:
            return None
        n = self.mention_at(self.w.text.tokens[source[1] - 1].start)
        if n is None or self.mentions[n].schema not in BODIES or self.mention_spans[n].start < self.w.text.tokens[source[0]].start:
            return source
        return source[0], max(source[1], self.w.text.token_at(self.mention_spans[n].end - 1) + 1)

    def _may_count(self, draft: Draft) -> bool:
        """Whether a source of a count is somebody: a country or a company that records 40 cases only has them."""
        if not draft.counts or draft.lemma == "put":
            return True
        source = draft.holder or draft.source
        if source is None or self.w.upos[source[0]] == "PRON":
            return False
        mention = self._mention(source)
        return mention.schema not in ("Place", "Company") if mention is not None else self._speaks(self._head(source))

    def _counted_too(self, draft: Draft) -> list[Draft]:
        """*The police counted 3,000, the organisers 8,000*: the verb is said once, for each of them."""
        w, found = self.w, [draft]
        if not (draft.counts or draft.lemma in self.cues.count_shared) or draft.side != "right" or len(draft.pieces) != 1:
            return found
        first, last = draft.pieces[0]
        number = next((k for k in range(first, last) if w.upos[k] == "NUM"), last)
        for k in range(number + 1, last - 2):
            if w.low[k] not in ("and", "while", "but", ",") or self.quoted[k] >= 0 or k < found[-1].pieces[0][0] or len(found) > COUNTERS:
                continue
            j = k + 1 + (w.word[k] == "," and w.low[k + 1] in ("and", "while", "but"))
            end = self._phrase(j, last)
            at = end + (end < last and w.low[end] in ("at", "about", "some", "around"))
            if j < end < last and at < last and w.upos[at] == "NUM" and "NUM" not in w.upos[j:end]:
                other = replace(draft, source=(j, end), holder=None, pieces=[(end, last)], carried=True)
                if self._can_speak(other.holder or other.source):
                    found[-1].pieces = [(found[-1].pieces[0][0], k)]
                    found.append(other)
        return found

    def _after_colon(self, drafts: Sequence[Draft], first: int, last: int) -> list[Draft]:
        """*The mayor was blunt: "…"*: a quotation behind a colon belongs to the subject of its sentence."""
        w = self.w
        colon = next((k for k in range(first + 2, last - 1) if w.word[k] == ":" and self.quoted[k] < 0 and self.quoted[k + 1] >= 0), None)
        if colon is None:
            return []
        quote = self.quotes[self.quoted[colon + 1]]
        if quote.last < last - 1 or any(a <= quote.first < b and d.frame != "judge" for d in drafts for a, b in d.pieces):
            return []
        source = self._first_subject(first, colon)
        verb = next((k for k in range(source[1], colon) if w.upos[k] in ("VERB", "AUX") and w.form[k] in FINITE), None) if source else None
        if source is None or verb is None or w.low[source[0]] in ("it", "this", "that", "there"):
            return []
        for draft in drafts:
            draft.pieces = [(a, min(b, colon)) for a, b in draft.pieces if a < colon]
        return [Draft(verb, verb + 1, w.low[verb], "none", source, pieces=[(quote.first, min(quote.last, last))], side="right")]

    def _relays(self, drafts: list[Draft], first: int, last: int) -> list[Draft]:
        """*The agency said, citing police, that …*: what is said comes from the one cited, through the one who cites."""
        w = self.w
        for draft in list(drafts):
            if draft.quoting is None:
                continue
            source, cue = draft.quoting, (draft.quoting[1], draft.begin or draft.quoting[1] + 2)
            draft.settled = True
            if w.word[source[1] - 1] == ",":
                source = (source[0], source[1] - 1)
            if draft.lemma == "say":  # "was quoted by the agency as saying": the one behind "by" relays
                draft.via = Draft(draft.first, source[0], "quote", "say", source, pieces=list(draft.pieces), side="right", settled=True)
                drafts.append(draft.via)
            else:  # "quoted the mayor as saying": the one before relays
                given = {"pieces": list(draft.pieces), "asides": list(draft.asides)}
                drafts.append(Draft(*cue, "say", "say", source, **given, side="right", via=draft, settled=True))
        main = next((d for d in drafts if d.frame in ("say", "tell", "according") and not d.participle), None)
        if main is None:
            return drafts
        found = []
        for k in range(first + 1, last - 1):
            if w.low[k] not in ("citing", "quoting") or self.quoted[k] >= 0:
                continue
            end = self._phrase(k + 1, last)
            if end > k + 1 and w.low[end] in ("familiar", "close", "briefed") and end + 2 < last:
                end = self._phrase(end + 2, last)
            cited = Draft(k, k + 1, "cite", "cite", (k + 1, end), via=main, settled=True) if end > k + 1 else None
            if cited is not None and self._can_speak(cited.holder or cited.source) and w.low[k + 1] not in POSSESSIVES:
                cited.pieces = [piece for a, b in main.pieces for piece in self._without(a, b, k, end) if piece[0] < piece[1]]
                drafts = [d for d in drafts if d.first != k]
                found.append(cited)
        return drafts + [draft for draft in found if draft.pieces]

    def _without(self, a: int, b: int, first: int, last: int) -> list[tuple[int, int]]:
        """A stretch less another one."""
        if last <= a or b <= first:
            return [(a, b)]
        return [self._trimmed(a, first), self._trimmed(last, b)]

    def _opening(self, first: int, last: int) -> int:
        """Where a unit begins behind its dateline (*GENEVA (AP) —*)."""
        w = self.w
        if not w.word[first].isupper() or len(w.word[first]) < 3:
            return first
        dash = next((k for k in range(first, min(last, first + 12)) if w.word[k] in ("—", "--")), None)
        if dash is None or any(w.upos[k] in ("VERB", "AUX") and not w.word[k].isupper() for k in range(first, dash)):
            return first
        return dash + 1

    def _stance(self, draft: Draft, first: int) -> str:
        """How a source stands to what it is made to say."""
        w, c = self.w, self.cues
        if draft.participle and draft.stance == "asserts":
            # "backed the finding, saying …": the verb before tells how
            for k in range(draft.first - 1, max(first, draft.first - REACH) - 1, -1):
                lemma = c.lemma.get(w.low[k])
                if lemma is not None and lemma in c.stance and w.upos[k] == "VERB":
                    return c.stance[lemma]
        if draft.stance == "asserts" and draft.frame in ("say", "tell", "according"):
            begin, end = draft.pieces[0]
            claim = next((k for k in range(begin, min(end, begin + 16)) if w.low[k] in c.claims and w.upos[k] in ("NOUN", "PROPN")), None)
            if claim is not None and self._contradicted(claim, min(end, claim + 24)):
                draft.disputed = self._owner(claim, begin, min(end, claim + 10))
                return "disputes"
            says = next((k for k in range(begin, min(end, begin + 4)) if w.low[k] in ("it", "this", "that")), None)
            if says is not None and says + 1 < end and w.low[says + 1] in BE and self._contradicted(says, min(end, says + 7), alone=True):
                return "disputes"  # said it was untrue
        if draft.stance == "disputes" or draft.stance == "denies":
            begin, end = draft.pieces[0]
            claim = next((k for k in range(begin, min(end, begin + 12)) if w.low[k] in c.claims), None)
            draft.disputed = self._owner(claim, begin, min(end, claim + 10)) if claim is not None else self._named(begin, end)
        return draft.stance

    def _contradicted(self, claim: int, end: int, *, alone: bool = False) -> bool:
        """Whether a claim is said to be false, or not to agree with what is so; ``alone``: not by *false modesty*."""
        w, c = self.w, self.cues
        for k in range(claim + 1, end):
            if w.low[k] in c.false and not (alone and w.upos[k] == "ADJ" and w.upos[k + 1 : k + 2] in (["NOUN"], ["ADJ"])):
                return not any(w.low[i] in NEGATED for i in range(max(claim, k - 3), k))
            if w.low[k] in c.true and any(w.low[i] in NEGATED for i in range(max(claim, k - 4), k)):
                return True
        return False

    def _owner(self, claim: int, begin: int, end: int) -> tuple[int, int] | None:
        """Whose claim it is: *by X*, *of X*, *X's*."""
        w = self.w
        for k in range(claim + 1, end):
            if w.low[k] in ("by", "from", "of", "in"):
                stop = self._phrase(k + 1, end)
                if stop > k + 1:
                    return k + 1, stop
        for k in range(claim - 1, begin, -1):
            if w.low[k] in ("'s", "'"):
                return noun_phrase_start(w, k - 1, begin), k
        return None

    def _named(self, begin: int, end: int) -> tuple[int, int] | None:
        """The first phrase of a content, where it names somebody: *disputed Obi's account*, *contradicted Obi*."""
        stop = self._phrase(begin, end)
        possessive = next((k for k in range(begin, stop) if self.w.low[k] in ("'s", "'")), stop)
        return (begin, possessive) if possessive > begin and self._mention((begin, possessive)) is not None else None

    def _content(self, n: int, drafts: list[Draft], first: int, last: int) -> None:
        draft = drafts[n]
        if draft.side == "right":
            self._right(n, drafts, last)
        elif draft.side == "left":
            self._left(n, drafts, first, last)
        draft.pieces = [p for p in draft.pieces if p[0] < p[1]]

    def _right(self, n: int, drafts: list[Draft], last: int) -> None:
        w = self.w
        draft = drafts[n]
        end = last
        for other in drafts[n + 1 :]:
            cut = self._cut(draft, other)
            if cut is not None:
                end = cut
                break
        begin = draft.begin
        if begin >= end:
            draft.pieces = []  # the text ends with its cue
            return
        end = self._clause_end(draft, begin, end)
        if draft.frame == "judge" or not self._marked(begin) and draft.lemma in self.cues.object:
            end = self._object_end(begin, end)
        if self.quoted[begin] >= 0 and (w.word[begin - 1] in (",", ":") or self.quotes[self.quoted[begin]].last >= end - 1):
            quote = self.quotes[self.quoted[begin]]
            draft.pieces = [(quote.first, min(quote.last, end) if quote.last <= end else end)]
            return
        draft.pieces = [self._trimmed(begin, end)]

    def _object_end(self, begin: int, end: int) -> int:
        """Where a content without a verb of its own ends: before *and* with the next verb of the source."""
        w = self.w
        for k in range(begin, end - 1):
            if w.upos[k] in ("VERB", "AUX") and w.form[k] in FINITE or w.low[k] in RELATIVES:
                return end
            if w.low[k] in ("and", "but") and self.quoted[k] < 0:
                if w.word[k - 1] == "," and self._has_clause(k, end) and w.upos[k + 1] not in ("NUM", "ADJ"):
                    return k - 1
                verb = k + 1
                while verb < end - 1 and w.upos[verb] in ("ADV", "AUX"):
                    verb += 1
                if (
                    w.upos[verb] == "VERB"
                    and w.form[verb] in ("VBD", "VBZ", "VBP", "VBN")
                    and (verb + 1 >= end or w.upos[verb + 1] != "NOUN")
                ):
                    return k
        return end

    def _clause_end(self, draft: Draft, begin: int, end: int) -> int:
        """Where a content ends before a remark (*…, indicating that …*), or where the clause of its cue gives way to the main one."""
        w = self.w
        head = draft.edges[0] - 1
        subordinate = head >= 0 and w.upos[head] in ("SCONJ", "ADV") and w.low[head] in SUBORDINATORS and w.capital[head]
        for k in range(begin + 1, end - 1):
            if w.word[k] != "," or self.quoted[k] >= 0:
                continue
            if w.form[k + 1] == "VBG" and w.low[k + 1] in self.cues.lemma:
                return k
            if (
                draft.frame == "judge"
                and w.low[k + 1] in ("which", "who", "whose", "where")
                and not any(w.word[i] == "," for i in range(k + 2, end))
            ):
                return k
            if subordinate:
                stop = self._phrase(k + 1, end)
                while k + 1 < stop < end and w.upos[stop] == "ADV":
                    stop += 1
                if k + 1 < stop < end and (w.form[stop] in FINITE or w.upos[stop] == "AUX"):
                    return k
        return end

    def _cut(self, draft: Draft, other: Draft) -> int | None:
        """Where the content of a cue must end for a later cue of the same unit that does not stand inside it."""
        w = self.w
        at = other.edges[0]
        if at <= draft.begin:
            return None
        if other.carried or other.participle:
            k = at
            while k > draft.begin and (w.word[k - 1] in (",", "—") or w.low[k - 1] in ("and", "but", "while", "then", "also")):
                k -= 1
            return k
        if other.side == "left":
            k = at - 1
            if k > draft.begin and self.quoted[k] >= 0:
                quote = self.quotes[self.quoted[k]]
                if quote.first > draft.begin:
                    return quote.first
                return None
            if other.frame == "according" or w.word[k] == ",":
                return k
        k = at - 1
        if k > draft.begin and w.low[k] in ("and", "but", "while", "whereas") and w.word[k - 1] == ",":
            return k - 1
        if k > draft.begin and w.word[k] in (";", "—"):
            return k
        return None

    def _left(self, n: int, drafts: list[Draft], first: int, last: int) -> None:
        w = self.w
        draft = drafts[n]
        end = draft.edges[0]
        if draft.frame != "according" or w.word[end - 1] == ",":
            end -= 1 if w.word[end - 1] in (",", "—") and self.quoted[end - 1] < 0 else 0
        begin = first
        for other in reversed(drafts[:n]) if draft.frame != "according" else ():
            if other.side == "left":
                begin = max(begin, max([other.edges[1], *(b for _, b in other.asides)]))
                while begin < end and w.word[begin] in (",", "."):
                    begin += 1
                break
            if self.quoted[end - 1] >= 0:
                begin = max(begin, self.quotes[self.quoted[end - 1]].first)
                break
            cut = next(
                (
                    i
                    for i in range(end - 1, other.begin, -1)
                    if w.word[i] == ";" or w.word[i] == "," and w.low[i + 1] in ("and", "but", "while")
                ),
                None,
            )
            if cut is not None and draft.frame != "according":
                begin = cut + 2 if w.word[cut] == "," else cut + 1
                break
        if self.quoted[end - 1] >= 0 and self.quoted[begin] < 0:
            quote = self.quotes[self.quoted[end - 1]]
            if quote.first > begin and w.word[quote.first - 1] in (",", ":", ".", "—"):
                begin = quote.first
        if begin >= end:
            return
        draft.pieces = [self._trimmed(begin, end)]
        behind = max([draft.edges[1], *(b for _, b in draft.asides)])
        stop = drafts[n + 1].edges[0] if n + 1 < len(drafts) else last
        k = behind
        while k < stop and w.word[k] in (",", ":", ".", "—"):
            k += 1
        if k < stop and self.quoted[k] >= 0:
            quote = self.quotes[self.quoted[k]]
            nxt = drafts[n + 1] if n + 1 < len(drafts) else None
            if nxt is None or nxt.begin != k and not (nxt.side == "left" and quote.last >= nxt.edges[0] - 1):
                draft.pieces.append((quote.first, min(quote.last, last)))
        elif (
            behind + 1 < stop
            and w.word[behind] == ","
            and (not self._has_clause(begin, end) or w.low[behind + 1] in ("and", "but") and not self._has_clause(behind, last))
        ):
            nxt = drafts[n + 1] if n + 1 < len(drafts) else None
            draft.pieces.append(
                self._trimmed(behind + 1, last if nxt is None else (self._cut(Draft(0, 0, "", "", begin=behind + 1), nxt) or last))
            )

    def _trimmed(self, begin: int, end: int) -> tuple[int, int]:
        """Leave out the marks at the ends of a content that are none of its own, and a word that only leads over to it (*However,*)."""
        w = self.w
        if end - begin > 3 and w.word[begin + 1] == "," and w.upos[begin] in ("ADV", "SCONJ") and self.quoted[begin] < 0:
            begin += 2
        while begin < end and (w.word[begin] in (",", ".", ";", ":", "—", ")", "]", "•") and self.quoted[begin] < 0):
            begin += 1
        while end > begin and (w.word[end - 1] in (",", ".", ";", ":", "—") and self.quoted[end - 1] < 0):
            end -= 1
        return begin, end

    def _further(self, draft: Draft, last: int) -> None:
        """*…, and that "…"*: a second quotation behind the first belongs to the same source."""
        w = self.w
        if draft.side != "right" or len(draft.pieces) != 1 or self.quoted[draft.pieces[0][0]] < 0:
            return
        k = draft.pieces[0][1]
        for i in range(k, min(last, k + 12)):
            if self.quoted[i] >= 0:
                if w.low[i - 1] in ("that", "and") or w.word[i - 1] == ",":
                    quote = self.quotes[self.quoted[i]]
                    more = Draft(
                        draft.first,
                        draft.last,
                        draft.lemma,
                        "none",
                        draft.source,
                        draft.holder,
                        [(quote.first, min(quote.last, last))],
                        list(draft.asides),
                        "right",
                        i,
                        carried=True,
                    )
                    self.drafts.append(more)
                return

    def _headline(self, first: int, last: int) -> list[Draft]:
        """*Ministry: …* and *…: ministry* in a headline."""
        w = self.w
        colon = next((i for i in range(first + 1, last - 1) if w.word[i] == ":"), None)
        if colon is None:
            return []
        for source, content in (((first, colon), (colon + 1, last)), ((colon + 1, last), (first, colon))):
            if source[1] - source[0] <= 5 and content[1] - content[0] >= 3 and self._mention(source) is not None:
                mention = self._mention(source)
                if mention is not None and mention.schema != "Place" or source[1] - source[0] == 1:
                    draft = Draft(source[0], source[1], ":", "headline", source, side="right")
                    draft.pieces = [self._trimmed(*content)]
                    return [draft]
        return []

    def _goes_on(self, first: int, last: int, begin: int) -> None:
        """A quotation without a cue right behind a quotation of the same paragraph goes on with it."""
        if begin >= len(self.drafts):
            return
        earlier = self.drafts[-1]
        quote = self.quotes[self.quoted[first]]
        if earlier.via is not None and not earlier.settled or quote.last < last - 1:
            return
        if self.quoted[earlier.pieces[-1][0]] >= 0:
            earlier.pieces.append((quote.first, min(quote.last, last)))
        elif (
            earlier.frame in ("say", "tell")
            and earlier.source is not None
            and max(b for _, b in [*earlier.pieces, earlier.edges]) >= first - 3
        ):
            piece = (quote.first, min(quote.last, last))
            holder = earlier.holder or earlier.source
            self.drafts.append(
                Draft(earlier.first, earlier.last, earlier.lemma, "none", earlier.source, holder, [piece], side="right", carried=True)
            )

    def _nest(self) -> None:
        """Say through whom each attribution reached us: the smallest content that holds its cue."""
        outer = sorted(((a, b, n) for n, d in enumerate(self.drafts) for a, b in d.pieces), key=lambda p: (p[0], -p[1]))
        open_: list[tuple[int, int, int]] = []
        k = 0
        for n in sorted(range(len(self.drafts)), key=lambda n: self.drafts[n].first):
            draft = self.drafts[n]
            while k < len(outer) and outer[k][0] <= draft.first:
                while open_ and open_[-1][1] <= outer[k][0]:
                    open_.pop()
                open_.append(outer[k])
                k += 1
            while open_ and open_[-1][1] <= draft.first:
                open_.pop()
            if draft.via is None:
                holder = next((self.drafts[m] for a, b, m in reversed(open_) if m != n and a <= draft.first and draft.last <= b), None)
                draft.via = holder

    def _continue(self) -> None:
        """Drop loops: what reached us through itself did not."""
        for draft in self.drafts:
            seen, at = {id(draft)}, draft.via
            while at is not None:
                if id(at) in seen:
                    draft.via = None
                    break
                seen.add(id(at))
                at = at.via

    def _mention(self, span: tuple[int, int] | None) -> Mention | None:
        """The mention a source stands for: the one at its head, the name in it, or the body an unnamed spokesman speaks for."""
        if span is None:
            return None
        w = self.w
        start, end = w.spans(*span)
        low = bisect_left(self.mention_starts, start)
        high = bisect_left(self.mention_starts, end)
        inside = [n for n in range(low, high) if self.mention_spans[n].end <= end]
        head = next((k for k in range(span[0] + 1, span[1]) if w.low[k] in HEADED), span[1]) - 1
        while head > span[0] and w.form[head] == "VBN" and w.low[head - 1] in names().documents:
            if w.low[head] in ("seen", "obtained", "reviewed", "viewed", "read"):
                return None  # a letter seen by the agency is somebody else's
            head -= 1  # a poll | published | by
        at = w.text.tokens[head].start
        heading = [n for n in inside if self.mention_spans[n].start <= at < self.mention_spans[n].end]
        if w.low[head] in names().documents and not w.capital[head]:
            return self._author(span, head, inside)
        if not inside:
            return None
        people = [n for n in inside if self.mentions[n].schema == "Person" and self.mentions[n].method.startswith(NAMED)]
        person = next((n for n in people if n in heading), people[0] if people else None)  # Obi's sister Ruth is Ruth
        apart = person is not None and (self._of_another(person, head) or self._led(person, heading, head))
        if person is not None and not apart:  # "the Obi campaign" is not Obi
            return self.mentions[person]
        known = next((n for n in heading if self.mentions[n].antecedent is not None), None)
        if known is not None:
            return self.mentions[known]
        if w.low[head] in SPOKESMEN:
            bodies = [n for n in inside if self.mentions[n].schema not in ("Person", "Place") and n not in heading]
            linked = head + 1 < span[1] and w.low[head + 1] in ("for", "of", "at", "from")
            behind = next((n for n in bodies if self.mention_spans[n].start > at), None) if linked else None
            body = behind if behind is not None else bodies[-1] if bodies else None
            body = body if body is not None else next((n for n in inside if self.mentions[n].schema != "Person"), None)
            if body is not None:
                spans = self.mention_spans
                around = (n for n in inside if n not in heading and spans[n].start <= spans[body].start and spans[body].end <= spans[n].end)
                return self.mentions[max((body, *around), key=lambda n: len(spans[n]))]  # not the Aros of the Aros council
        ending = (
            n
            for n in inside
            if n not in heading and self.mention_spans[n].end == end
            if self.mentions[n].schema in BODIES and self.mentions[n].method.startswith("rule:name")
        )
        own = next(ending, None)
        if own is not None and heading and w.text.view[self.mention_spans[own].start - 2] == ",":
            return self.mentions[own]  # "the refugee agency, UNHCR"
        if heading:
            return self.mentions[max(heading, key=lambda n: len(self.mention_spans[n]))]
        return None

    def _of_another(self, person: int, head: int) -> bool:
        """Whether a person's name only tells whose a head is: *the Obi campaign*, *Obi's family*, *the brother of Mara Obi*."""
        w = self.w
        first = w.text.token_at(self.mention_spans[person].start)
        last = w.text.token_at(self.mention_spans[person].end - 1) + 1
        if w.capital[head] or w.low[head] in SPOKESMEN:
            return False
        if first > head:
            before = next((k for k in range(first - 1, head, -1) if not (w.upos[k] in ("DET", "ADJ", "NUM") or self._titled(k))), head)
            return w.upos[before] in ("ADP", "PART") or w.low[before] == "to"  # a source close to Mr Obi
        if w.low[last] in ("'s", "'") and w.upos[head] == "NOUN":
            return True
        return (
            w.low[head] in names().bodies
            or w.upos[head] == "NOUN"
            and all(w.upos[k] in ("NOUN", "ADJ", "PROPN") for k in range(last, head))
        )

    def _titled(self, k: int) -> bool:
        return self.w.low[k].rstrip(".") in names().titles

    def _led(self, person: int, heading: Sequence[int], head: int) -> bool:
        """Whether a person is named behind the name of the body that speaks: *Portex, led by Mara Obi*."""
        named = any(self.mentions[n].schema in BODIES and self.mentions[n].method.startswith("rule:name") for n in heading)
        begin = self.w.text.token_at(self.mention_spans[person].start)
        return named and any(self.w.word[k] in (",", "—", "-", "(") for k in range(head, begin))

    def _author(self, span: tuple[int, int], head: int, inside: Sequence[int]) -> Mention | None:
        """Whose a paper, a poll or a statement is: named with it, or with the same noun before; None where the report does not say."""
        w = self.w
        noun = w.low[head].removesuffix("s")
        owned = [
            n
            for n in inside
            if self.mention_spans[n].start > w.text.tokens[head].start
            or w.low[min(w.text.token_at(self.mention_spans[n].end), head)] in ("'s", "'")
        ]
        for n in owned:
            self.authors[noun] = self.mentions[n]
            return self.mentions[n]
        # "the report, released by the ministry, says"; "a survey in June by credit researcher Portex"; "a notice that the port put up"
        stop = next((k for k in range(span[1] + 1, min(span[1] + 10, len(w.word))) if w.word[k] in (",", ".", ";")), span[1] + 10)
        by = next((k for k in range(span[1], min(stop, len(w.word) - 1)) if w.low[k] in ("by", "from")), None)
        near = range(by + 1, min(by + 9, stop, len(w.word))) if by is not None else range(0)
        makers = [n for k in near if (n := self.mention_at(w.text.tokens[k].start)) is not None and self.mentions[n].schema != "Place"]
        maker = self.mentions[makers[0]] if makers else None
        if maker is not None and maker.schema != "Person":  # "a report by Portex analyst Mara Roe"
            last = next((k for k in near if w.upos[k] not in ("NOUN", "PROPN", "ADJ", "DET")), near[-1] + 1)
            person = (n for n in makers if self.mentions[n].schema == "Person" and self.mention_spans[n].end <= w.text.tokens[last - 1].end)
            maker = next((self.mentions[n] for n in person), maker)
        if maker is None and span[1] + 2 < len(w.word) and w.low[span[1]] in ("that", "which"):
            end = noun_phrase_end(w, span[1] + 1, min(span[1] + 14, len(w.word)))
            giver = self._mention((span[1] + 1, end)) if end < len(w.word) and w.low[end] in PUBLISHED else None
            maker = giver if giver is not None and giver.schema != "Place" else None
        if maker is not None:
            self.authors[noun] = maker
            return maker
        if head > span[0] and w.low[span[0]] in ("the", "this", "that") and head - span[0] == 1:
            return self.authors.get(noun)
        # "a Radio One poll" is a source of its own; "a poll" later on is another
        self.authors.pop(noun, None)
        return None

    def on_record(self, drafts: Sequence[Draft]) -> dict[int, Mention | None]:
        """Who each draft has its content from, by id.

        An unnamed spokesman, and whoever goes on as *she*, is the body spoken for; *the official* is the one described before.
        """
        w = self.w
        found: dict[int, Mention | None] = {}
        described: dict[str, Mention] = {}  # who was told of by a role alone, by its noun
        body: tuple[int, Mention] | None = None  # the body on record last, and where
        voice: tuple[int, Mention] | None = None  # the body that a spokesman spoke for last
        paper: tuple[int, Mention] | None = None  # the outlet on record last
        for draft in sorted(drafts, key=lambda d: d.first):
            span = draft.holder or draft.source
            mention = draft.meant or self._mention(span)
            if span is not None:
                *before, head = [word for word in w.low[span[0] : span[1]] if word not in ARTICLES] or [""]
                words = ("", *[" ".join([*before[k:], head]) for k in range(len(before) + 1)])
                unnamed = mention is None or mention.name.lower() in words and not mention.method.startswith(NAMED)
                hired = mention is not None and mention.name[:1].islower() and not SPOKESMEN.isdisjoint(mention.name.split())
                if not before and head in ("he", "she") and (unnamed or hired):
                    mention = voice[1] if voice is not None and w.block(span[0]) - w.block(voice[0]) <= 1 else mention
                elif head in SPOKESMEN and unnamed and not set(before) - FIRMS:
                    mention = self._spoken_for(span[0], body) or described.get(head) or mention
                elif not before and unnamed and w.low[span[0]] in ("the", "this"):
                    mention = described.get(head, mention)
                if mention is None and head in WRITTEN:
                    if before or w.low[span[0]] not in ("the", "this"):
                        paper = None  # a report of somebody's: the report is that one from now on
                    elif paper is not None and w.block(span[0]) - w.block(paper[0]) <= WRITTEN_WITHIN:
                        mention = paper[1]
                elif mention is not None and mention.schema in BODIES and self._publishes(mention, draft):
                    paper = (draft.first, mention)
                if mention is not None and mention.schema in BODIES:
                    if mention.antecedent is not None and self._named_in(mention, draft):
                        mention = self._spoken_for(span[0], None, apart=mention.name) or mention  # nobody speaks of himself by name
                    if not unnamed:
                        body = (draft.first, mention)
                    if not SPOKESMEN.isdisjoint((*before, head)):
                        voice = (draft.first, mention)
                if mention is not None and " " in mention.name and mention.name.split()[-1].islower():
                    described[mention.name.split()[-1]] = mention
            found[id(draft)] = mention
        return found

    def _publishes(self, mention: Mention, draft: Draft) -> bool:
        """Whether a body that speaks is an outlet: known as one, called one, or one that writes and reports."""
        name = mention.name.lower().removeprefix("the ")
        return name in names().outlets or names().bodies.get(name.split()[-1]) == "Outlet" or draft.lemma in ("report", "write", "publish")

    def _named_in(self, mention: Mention, draft: Draft) -> bool:
        """Whether the words that a draft quotes name a mention's bearer."""
        w = self.w
        pieces = [piece for piece in draft.pieces if self.quoted[piece[0]] >= 0]
        return any(f" {mention.name.lower()} " in f" {' '.join(w.low[a:b])} " for a, b in pieces)

    def _spoken_for(self, at: int, last: tuple[int, Mention] | None, apart: str = "") -> Mention | None:
        """The body whose spokesman stands at a token: the one on record last, or else the one named last, no more than a block away.

        apart: the name of one that it is not.
        """
        w, block = self.w, self.w.block(at)
        if last is not None and block - w.block(last[0]) <= 1:
            return last[1]
        for n in range(bisect_left(self.mention_starts, w.text.tokens[at].start) - 1, -1, -1):
            mention = self.mentions[n]
            token = w.text.token_at(self.mention_starts[n])
            if block - w.block(token) > 1:
                return None
            named = mention.schema in BODIES and mention.method.startswith(NAMED) and mention.name != apart and self.quoted[token] < 0
            if named and mention.name.lower() not in names().outlets:
                return mention
        return None

    def mention_at(self, offset: int) -> int | None:
        """Index of a mention that stands over an offset, or right before it."""
        n = bisect_right(self.mention_starts, offset) - 1
        return n if n >= 0 and self.mention_spans[n].end + 1 >= offset else None

    def name(self, span: tuple[int, int] | None) -> str | None:
        """The name of whoever a stretch of tokens means; its own words where no mention stands there."""
        if span is None:
            return None
        mention = self._mention(span)
        return mention.name if mention is not None else " ".join(self.w.quote(*span).split())


def _day(time: Time) -> str | None:
    return time.opens if time.opens is not None and time.opens == time.closes else None


def attributions(text: Text, found: Found, scores: Scores | None) -> Iterator[Attribution]:
    """Read who is on record for what in a report."""
    words = Words(text, found)
    reader = Reader(words, found, scores)
    drafts = reader.read()
    named = reader.on_record(drafts)
    drafts = [part for draft in drafts for part in _utterances(words, draft, named)]
    drafts.sort(key=lambda d: (d.pieces[0][0], d.via is None, d.first))  # who said it before who passes it on
    rows: dict[int, str] = {}
    for draft in drafts:
        rows[id(draft)] = identify("A", text.document.id, draft.first, draft.last, draft.frame, draft.source, *draft.pieces)
    for draft in drafts:
        mention = named[id(draft)]
        via = draft.via if draft.via is not None and id(draft.via) in rows else None
        if via is not None and mention is not None and (other := named[id(via)]) is not None and other.name == mention.name:
            via = None
        content = tuple(text.evidence(*words.spans(a, b)) for a, b in draft.pieces)
        shouting = text.kind_at(text.tokens[draft.first].start) == "headline"
        source = draft.source
        if mention is None and source is not None and draft.holder is not None and words.low[source[0]] in ("which", "that"):
            source = draft.holder  # the words that tell which paper
        yield Attribution(
            id=rows[id(draft)],
            document=text.document.id,
            run=found.run,
            method=_method(draft, scores),
            confidence=_confidence(draft),
            source=text.evidence(*words.spans(*source)) if source else None,
            cue=text.evidence(*words.spans(draft.first, draft.last)),
            content=content,
            kind=_kind(reader, draft),
            stance=draft.stance,
            mention=mention.id if mention is not None else None,
            role=mention.role if mention is not None else None,
            channel=_channel_words(reader, draft),
            said_on=_said_on(reader, draft),
            via=rows[id(via)] if via is not None else None,
            voice="headline" if shouting else "attributed",
            disputes=reader.name(draft.disputed),
        )


def _utterances(w: Words, draft: Draft, named: dict[int, Mention | None]) -> list[Draft]:
    """A draft for each run of sentences: *"I am sorry," he said. "It was late."* are two; *"It is," he said, "late."* is one in pieces."""
    runs: list[list[tuple[int, int]]] = [draft.pieces[:1]]
    for piece in draft.pieces[1:]:
        begins = w.text.sentences[w.sentence[piece[0]]].first >= piece[0] - 1
        if begins and w.sentence[piece[0]] != w.sentence[runs[-1][-1][1] - 1]:
            runs.append([])
        runs[-1].append(piece)
    draft.pieces = runs[0]
    further = [replace(draft, pieces=run) for run in runs[1:]]
    named.update((id(part), named[id(draft)]) for part in further)
    return [draft, *further]


def _method(draft: Draft, scores: Scores | None) -> str:
    """Who read an attribution: a rule, the model, or both."""
    said = f"model:attribution@{scores.digest}" if scores is not None and draft.score is not None else ""
    return said if draft.alone else f"rule:{draft.frame}/1{'+' if said else ''}{said}"


def _confidence(draft: Draft) -> float:
    """A judgement, by frame. What the model alone reads is an attitude (under .6) unless its verb is one of saying."""
    if draft.recorded >= RECORDED:
        return max(CONFIDENCE[draft.frame], draft.recorded)
    if not draft.alone or draft.score is None:
        return CONFIDENCE[draft.frame]
    return CONFIDENCE[draft.frame] * draft.score if draft.frame in ("say", "tell") else 0.5 * draft.score


def _kind(reader: Reader, draft: Draft) -> str:
    """How much of a content stands in quotation marks, single ones only where they hold all of a piece."""
    w = reader.w
    inside = total = 0
    for a, b in draft.pieces:
        single = w.word[a] == "'" and reader.quoted[a] >= 0 and reader.quotes[reader.quoted[a]].first == a
        deep = single and reader.quoted[b - 1] == reader.quoted[a]
        for k in range(a, b):
            if w.word[k] == '"':
                deep = not deep
            elif w.word[k][0].isalnum() and w.low[k] != "that":
                total += 1
                inside += deep
    if inside == 0:
        return "indirect"
    return "direct" if inside == total else "mixed"


def _channel_words(reader: Reader, draft: Draft) -> str | None:
    """The words for the means by which it was said, without preposition: beside the cue, or at the head of its sentence."""
    if draft.lemma == "tweet":
        return TWEETS
    w = reader.w
    sentence, low = w.text.sentences[w.sentence[draft.first]], draft.edges[0]
    first = sentence.first
    leads = first + (w.low[first] in ("speaking", "talking", "writing", "appearing"))  # Speaking | on state television, he said
    ahead = [(leads, low)] if draft.side == "right" and leads < low and w.upos[leads] == "ADP" else []
    if ahead and leads > first and w.low[leads] == "to":
        ahead = [(leads + 1, reader._phrase(leads + 1, low))]
    elif ahead and not reader._channel(leads, low):
        ahead = []
    between = [(draft.source[1], draft.first)] if draft.source is not None and draft.source[1] < draft.first and not draft.carried else []
    for k in range(draft.first + 1, draft.last):
        if reader._is_channel(k) and w.upos[k] == "NOUN":
            return " ".join(w.quote(noun_phrase_start(w, k, draft.first + 1), k + 1).split())  # released a statement saying
    if draft.frame != "according" and w.low[draft.last - 1] in ("on", "in", "at", "during", "via"):  # said on | her page
        end = reader._channel(draft.last - 1, sentence.last)
        if end:
            return " ".join(w.quote(draft.last, end).split())
    if w.form[draft.first] == "VBG" and w.word[draft.first - 1] == ",":
        between.append((max(first, draft.first - LATELY), draft.first))  # spoke | in an interview with Vesk News, saying
    for a, b in [*draft.asides, *between, *ahead]:
        k = a
        while k < b:
            end = reader._channel(k, b)
            if end:
                return " ".join(w.quote(k + 1, end).split())
            k += 1
        a += w.upos[a] == "ADP"
        if a < b <= a + LATELY and _is_outlet(reader, a, b):
            return " ".join(w.quote(a, b).split())
    if draft.lemma == "tell" and draft.side == "right":
        for stop in range(min(draft.last + LATELY, draft.pieces[0][0]), draft.last, -1):  # told | Reuters | last year that
            if w.capital[stop - 1] and _is_outlet(reader, draft.last, stop):
                return " ".join(w.quote(draft.last, stop).split())
    if draft.source is not None and not draft.carried:
        for k in range(*draft.source):  # | A statement | from the ministry said
            if w.low[k] in reader.cues.issued and w.upos[k] == "NOUN":
                return " ".join(w.quote(noun_phrase_start(w, k, draft.source[0]), k + 1).split())
            if w.upos[k] in ("PROPN", "VERB", "ADP", "PUNCT"):
                break
    return None


def _is_outlet(reader: Reader, a: int, b: int) -> bool:
    """Whether words name an outlet or one of its programmes: *the Lagos Star*, *the BBC's Today*, *state television*."""
    w, lx = reader.w, names()
    if any(w.low[k] in OUTLETS or w.low[k] in MEDIA for k in range(a, b)) or w.capital[b - 1] and lx.bodies.get(w.low[b - 1]) == "Outlet":
        return True
    whose = next((k for k in range(a, b) if w.low[k] in ("'s", "'")), b)
    a += w.low[a] == "the"
    if " ".join(w.low[a:whose]) in lx.outlets:
        return True
    mention = reader._mention((a, b))
    return mention is not None and mention.schema == "Organization" and mention.name.lower().removeprefix("the ") in lx.outlets


def _said_on(reader: Reader, draft: Draft) -> str | None:
    """The day named beside source and cue; the organisers of Friday's march may have spoken on any day."""
    w = reader.w
    places = [k for a, b in draft.asides for k in range(a, b)]
    low, high = draft.edges
    source = range(*draft.source) if draft.source else ()
    places += [k for k in range(low, high) if k not in source]
    if draft.side == "right":
        places += range(w.text.sentences[w.sentence[draft.first]].first, low)
    for k in places:
        time = reader.time_tokens.get(k)
        if time is not None and _day(time):
            return _day(time)
    return None


EXTRACTOR = Extractor(name="attributions", makes=Attribution, needs=("mentions", "times"), run=attributions)
