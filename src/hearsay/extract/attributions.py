"""Who said what: source, cue and content, and through whom it reached the report.

A text is read in units: a sentence, or several where a quotation runs over their ends. In a unit every cue verb outside its quotations
is given a source (before it, behind it, or carried on from the cue before) and a side on which its content stands. Quotations and
contents are read again for what stands inside them, so that hearsay of hearsay keeps its chain (``via``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from hearsay.extract import Extractor, Found
from hearsay.extract.reading import ARTICLES, CALENDAR, POSSESSIVES, Words, data, forms, noun_phrase_end, noun_phrase_start
from hearsay.extract.reading import lexicon as names
from hearsay.model import Model
from hearsay.records import Attribution, Mention, Text, Time, identify

FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
SUBJECTS = frozenset(
    "he she they it we i you who which that this one some many others both all those these everyone nobody several most few none".split()
)
RELATIVES = frozenset(("who", "which", "that"))
UNREAL = frozenset("will would could should may might can must shall ca wo 'll 'd if".split())
NEGATED = frozenset(("not", "n't", "never", "cannot"))
AMOUNTS = frozenset("at about around over more up nearly almost between some only just fewer less under roughly approximately as".split())
REPORTERS = frozenset("reporters journalists me him them us her parliament lawmakers media newsmen correspondents viewers readers".split())
REACH = 60  # tokens a source may stand before its cue


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
    phrases: dict[str, tuple[tuple[str, ...], ...]]
    according: tuple[tuple[str, ...], ...]
    nouns: frozenset[str]
    stance: dict[str, str]
    channels: frozenset[str]
    present: frozenset[str]
    any: frozenset[str]
    silent: frozenset[str]
    judging: frozenset[tuple[str, ...]]
    show: frozenset[str]
    claims: frozenset[str]
    false: frozenset[str]
    true: frozenset[str]


@cache
def cues() -> Cues:
    """Load the cues."""
    told = data("cues")
    lemma: dict[str, str] = {}

    def verbs(words: str) -> frozenset[str]:
        bases = set()
        for verb in words.split():
            base, *others = forms(verb)
            bases.add(base)
            for form in (base, *others):
                lemma.setdefault(form, base)
        return frozenset(bases)

    say, tell, think, judge = (verbs(told[frame]["verbs"]) for frame in ("say", "tell", "think", "judge"))
    relay = verbs(told["relay"]["verbs"])
    phrases: dict[str, list[tuple[str, ...]]] = {}
    judging = set()
    for phrase in f"{told['phrases']['say']}|{told['phrases']['judge']}".split("|"):
        words = tuple(phrase.split())
        phrases.setdefault(words[0], []).append(words)
        if phrase in told["phrases"]["judge"]:
            judging.add(words[1:])
    for base in phrases:
        for form in IRREGULAR.get(base) or forms(base):
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
        phrases={base: tuple(sorted(found, key=len, reverse=True)) for base, found in phrases.items()},
        according=tuple(tuple(p.split()) for p in told["according"]["phrases"].split("|")),
        nouns=frozenset(told["nouns"]["words"].split()),
        stance={verb: stance for stance, listed in told["stance"].items() for verb in listed.split()},
        channels=frozenset(told["channel"]["words"].split()),
        any=say | tell | think | judge | relay,
        silent=frozenset(told["judge"]["silent"].split()),
        judging=frozenset(judging),
        show=verbs(told["show"]["verbs"]),
        claims=frozenset(told["dispute"]["claims"].split()),
        false=frozenset(told["dispute"]["false"].split()),
        true=frozenset(told["dispute"]["true"].split()),
        present=frozenset(form for frame in ("say", "think") for verb in told[frame]["verbs"].split() for form in forms(verb)[:2]),
    )


IRREGULAR = {
    "go": ("go", "goes", "went", "gone", "going"), "make": ("make", "makes", "made", "making"), "put": ("put", "puts", "putting"),
    "be": ("is", "are", "was", "were", "been"), "shoot": ("shoot", "shoots", "shot", "shooting"), "hit": ("hit", "hits", "hitting"),
    "speak": ("speak", "speaks", "spoke", "spoken", "speaking"), "let": ("let", "lets", "letting"), "take": ("take", "takes", "took", "taking"),
    "come": ("come", "comes", "came", "coming"), "spell": forms("spell"), "set": ("set", "sets", "setting"), "lay": ("lay", "lays", "laid", "laying"),
}  # fmt: skip


@dataclass(slots=True)
class Quotation:
    """Tokens between a pair of quotation marks, marks included. closed: whether its end was seen in its block."""

    first: int
    last: int
    closed: bool = True


@dataclass(slots=True)
class Draft:
    """An attribution as tokens, while it is being read.

    first, last: the cue. lemma: its base form. frame: say, tell, think, according, noun, headline or none (a quotation that goes on).
    source: tokens; holder: tokens of whom a *who* or a carried source means. pieces: the content. left, right: where the adjuncts lie.
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

    @property
    def edges(self) -> tuple[int, int]:
        """First and last token of source and cue together."""
        if self.source is None or self.carried:
            return self.first, self.last
        return min(self.first, self.source[0]), max(self.last, self.source[1])


def quotations(w: Words, first: int, last: int) -> list[Quotation]:
    """Pair the quotation marks of one block, double ones, and single ones where no double one stands open."""
    text, found = w.text, []
    opened: int | None = None
    closing = _closing_singles(w, first, last)
    single: int | None = None
    for k in range(first, last):
        word = w.word[k]
        if word == '"':
            side = _direction(w, k)
            if opened is None:
                if side != "close" or k == first:
                    opened = k
            elif side != "open":
                found.append(Quotation(opened, k + 1))
                opened = None
            else:  # opened anew without a close: the first one ran on (a new paragraph of a quotation) or was a slip
                opened = k
        elif word == "'" and opened is None:
            start = text.tokens[k].start
            before = text.view[start - 1 : start]
            if (
                single is None
                and (not before.strip() or before in "([—")
                and text.view[start + 1 : start + 2].isalpha()
                and closing[k - first] is not None
            ):
                single = k
            elif single is not None and closing[single - first] == k:
                found.append(Quotation(single, k + 1))
                single = None
    if opened is not None:
        found.append(Quotation(opened, last, closed=False))
    found.sort(key=lambda q: q.first)
    return found


def _closing_singles(w: Words, first: int, last: int) -> list[int | None]:
    """For each token, the next single mark that can only close: one behind a comma, a stop or a bang."""
    after: int | None = None
    told: list[int | None] = [None] * (last - first)
    for k in range(last - 1, first - 1, -1):
        told[k - first] = after
        if w.word[k] == "'" and k > first and w.word[k - 1] in (",", ".", "!", "?"):
            after = k
    return told


def _direction(w: Words, k: int) -> str:
    """Whether a double mark opens or closes: by the character of the source, else by the blanks around it."""
    token = w.text.tokens[k]
    told = w.text.evidence(token.start, token.end).quote[:1]
    before, after = w.text.view[token.start - 1 : token.start], w.text.view[token.end : token.end + 1]
    if told in "“„«‟〝" and not (before in ",.?!" and before and not after.strip()):
        return "open"
    if told in "”»〞":
        return "close"
    if (not before.strip() or before in "([—-'") and after.strip():
        return "open"
    if before.strip() and (not after.strip() or after in ".,;:!?)]—-'"):
        return "close"
    return ""


class Reader:
    """Reads the attributions of one text."""

    def __init__(self, words: Words, found: Found) -> None:
        self.w = words
        self.cues = cues()
        self.drafts: list[Draft] = []
        self.authors: dict[str, Mention] = {}  # whose "the report" is, by noun
        self.below: Draft | None = None  # a cue with a colon, whose content is the quotation that comes next
        self.quotes: list[Quotation] = []
        self.quoted: list[int] = [-1] * len(words.word)  # index of the speech quotation a token stands in
        self.mentions: tuple[Mention, ...] = found["mentions"]
        self.times: tuple[Time, ...] = found["times"]
        spans = [words.text.locate(m.evidence) for m in self.mentions]
        self.mention_starts = [s.start for s in spans]
        self.mention_spans = spans
        self.time_tokens = self._time_tokens()

    def _time_tokens(self) -> dict[int, Time]:
        """The time expression each token belongs to."""
        told: dict[int, Time] = {}
        for time in self.times:
            span = self.w.text.locate(time.evidence)
            for k in range(self.w.text.token_at(span.start), self.w.text.token_at(span.end - 1) + 1):
                told[k] = time
        return told

    # --- units --------------------------------------------------------------------------------------------------------

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
        self._nest()
        self._continue()
        return self.drafts

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
            self.below = None
        headline = w.text.blocks[w.text.sentences[sentences[0]].block].kind in ("headline", "heading")
        for unit_first, unit_last in self._units(sentences):
            self._unit(unit_first, unit_last, headline, begin)
        mine = self.drafts[begin:]
        for n, quote in enumerate(speech):
            owner = next(
                (d for d in mine if any(a <= quote.first and quote.last <= b or quote.first <= a and b <= quote.last for a, b in d.pieces)),
                None,
            )
            self._inside(quote, owner)
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
                return w.word[i + 1] in (".", ",") or i + 1 in self.time_tokens or w.low[i + 1] in CALENDAR or w.upos[i + 1] == "ADP"
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
                or draft.frame == "think"
            ):
                continue
            draft.via = owner
            kept.append(draft)
        self.drafts[begin:] = kept

    # --- one unit -----------------------------------------------------------------------------------------------------

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
            if draft is not None and self._sourced(draft, first, last, drafts):
                drafts.append(draft)
                k = draft.last
            else:
                k += 1
        for n, draft in enumerate(drafts):
            self._side(draft, first, last, drafts[n + 1].edges[0] if n + 1 < len(drafts) else last)
        drafts = [draft for draft in drafts if draft.side]
        below = drafts.pop() if drafts and drafts[-1].side == "below" else None
        for n, draft in enumerate(drafts):
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
        for draft in drafts:
            if draft.frame == "say" and draft.lemma not in SAYING and not self._can_speak(draft):
                draft.frame = "show"
            draft.stance = self._stance(draft, first)
        self.drafts.extend(drafts)
        for draft in list(drafts):
            self._further(draft, last)

    def _can_speak(self, draft: Draft) -> bool:
        """Whether a source is a name, a pronoun, or a noun for people, bodies and papers; *the ice* and *the fighting* reveal, and say nothing."""
        w = self.w
        span = draft.holder or draft.source
        if span is None:
            return True
        names_ = names()
        for k in range(*span):
            if w.word[k] in (",", "—") or w.low[k] in RELATIVES and k > span[0]:
                break
            low = w.low[k]
            if (
                w.upos[k] in ("PROPN", "PRON", "NUM")
                or low in names_.roles
                or low in names_.groups
                or low in names_.bodies
                or low in names_.documents
            ):
                return True
            if w.upos[k] == "NOUN" and low.removesuffix("s").endswith(PEOPLE):
                return True
        return False

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
            for k in range(draft.first - 1, first - 1, -1):
                lemma = c.lemma.get(w.low[k])
                if lemma is not None and lemma in c.stance and w.upos[k] == "VERB":
                    return c.stance[lemma]
        if draft.stance == "asserts" and draft.frame in ("say", "tell", "according"):
            begin, end = draft.pieces[0]
            claim = next((k for k in range(begin, min(end, begin + 16)) if w.low[k] in c.claims and w.upos[k] in ("NOUN", "PROPN")), None)
            if claim is not None and self._contradicted(claim, min(end, claim + 24)):
                draft.disputed = self._owner(claim, begin, min(end, claim + 10))
                return "disputes"
        if draft.stance == "disputes" or draft.stance == "denies":
            begin, end = draft.pieces[0]
            claim = next((k for k in range(begin, min(end, begin + 12)) if w.low[k] in c.claims), None)
            draft.disputed = self._owner(claim, begin, min(end, claim + 10)) if claim is not None else self._named(begin, end)
        return draft.stance

    def _contradicted(self, claim: int, end: int) -> bool:
        """Whether a claim is said to be false, or not to agree with what is so."""
        w, c = self.w, self.cues
        for k in range(claim + 1, end):
            if w.low[k] in c.false:
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

    def _cue(self, k: int, first: int, last: int, headline: bool) -> Draft | None:
        """The cue that a token belongs to as its main word; None where it is none."""
        w, c = self.w, self.cues
        for phrase in c.according:
            if w.low[k] == phrase[0] and tuple(w.low[k : k + len(phrase)]) == phrase and k + len(phrase) < last:
                return Draft(k, k + len(phrase), " ".join(phrase), "according")
        lemma = c.lemma.get(w.low[k])
        if lemma is None:
            return None
        end = k + 1
        if w.low[k] in ("quoted", "cited", "reported", "heard") and w.low[k - 1] in BE and (speaking := self._as_saying(k, last)):
            return Draft(k - 1, speaking, "say", "say")
        for phrase in c.phrases.get(lemma, ()):
            if tuple(w.low[k + 1 : k + len(phrase)]) == phrase[1:]:
                end = k + len(phrase)
                break
        else:
            if w.upos[k] != "VERB" and not self._misread(k, last, headline):
                return None
            if lemma not in c.any and not (lemma == "put" and self._puts_at(k, last)):
                return None
        if end < last and w.low[end] == "by" and w.form[k] in ("VBN", "VBD") and end == k + 1:
            return self._passive(k, lemma, first, last)
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
            if end > k + 1
            else "tell"
            if lemma in c.tell and self._told(k, last)
            else "say"
            if lemma in c.say or lemma == "put"
            else "think"
            if lemma in c.think
            else "judge"
        )
        if end > k + 1 and tuple(w.low[k + 1 : end]) in c.judging:
            frame = "judge"
        draft = Draft(begin, end, lemma, frame, stance=c.stance.get(lemma, "asserts"))
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

    def _puts_at(self, k: int, last: int) -> bool:
        """Whether *put* gives a number: *put the toll at 40*."""
        w = self.w
        at = next((i for i in range(k + 2, min(last - 1, k + 12)) if w.low[i] in ("at", "as") and self.quoted[i] < 0), None)
        return at is not None and any(w.upos[i] == "NUM" or w.low[i] in AMOUNTS | VAGUE for i in range(at + 1, min(last, at + 4)))

    def _as_saying(self, k: int, last: int) -> int:
        """Where *as saying* ends behind *was quoted [by …]*; 0 where it is not said."""
        w = self.w
        at = next((i for i in range(k + 1, min(last - 1, k + 14)) if w.low[i] == "as" and w.low[i + 1] in ("saying", "telling")), None)
        return at + 2 if at is not None else 0

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

    # --- sources ------------------------------------------------------------------------------------------------------

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
            end = self._inverted(draft, first, last)
            if end is not None and self.quoted[k] < 0 and (draft.lemma in self.cues.object or draft.frame == "judge"):
                end = None if self._over_commas(k, first) is not None else end
            if end is not None:
                draft.source, draft.side = (draft.last, end), "inverted"
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
            if low in ("you",) or low in ("i", "we") and self.quoted[found[0]] < 0:
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

    def _first_subject(self, first: int, last: int) -> tuple[int, int] | None:
        """The subject of a unit's main clause: what stands before its first finite verb, leading adjuncts left out."""
        w = self.w
        k = first
        while k < last and (w.upos[k] in ("SCONJ", "ADP") or w.low[k] in ("while", "when", "after", "with", "as", "if")) and k == first:
            comma = next((i for i in range(k, min(last, k + 40)) if w.word[i] == ","), None)
            if comma is None:
                break
            k = comma + 1
        for i in range(k, last):
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
        while t >= first and (t in self.time_tokens or w.low[t] in CALENDAR):
            # "the minister on Monday said", "the firm just this month announced"
            t -= 1
            while t > first and w.low[t] in ("on", "in", "just", "earlier", "late", "early", "this", "last", "the", "at", "as", "of"):
                t -= 1
        found = self._ending(t, first) if t >= first else None
        for _ in range(4):
            # "the president in his evening address to the nation said"
            if found is None or found[0] - 2 < first or w.upos[found[0] - 1] != "ADP" or w.low[found[0] - 1] in ("than", "like", "that"):
                break
            earlier = self._ending(found[0] - 2, first)
            if earlier is None:
                break
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
            if head is not None and not finite:
                if self._appositive(head, (begin, relative)) or w.upos[head[1] - 1] == "PROPN" and described:
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
        w, lx = self.w, names()

        def named(span: tuple[int, int]) -> bool:
            return w.upos[span[1] - 1] == "PROPN"

        def office(span: tuple[int, int]) -> bool:
            return any(w.low[k] in lx.roles or lx.bodies.get(w.low[k], "Outlet") != "Outlet" or w.low[k] in OUTLETS for k in range(*span))

        return (
            named(head)
            and (office(other) or w.upos[other[0]] == "DET" and not told)
            and not self._dated(*head)
            or office(head)
            and named(other)
        )

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
        return all(k in self.time_tokens or self.w.low[k] in CALENDAR or self.w.word[k].isdigit() for k in range(first, last))

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
        while t > first and (t in self.time_tokens or low in CALENDAR) and w.upos[t] in ("NOUN", "PROPN"):
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
            if link == "of" and w.upos[noun] in ("NOUN", "PROPN", "NUM", "ADJ", "PRON", "DET"):
                start = noun_phrase_start(w, noun, first)
            elif link in ("for", "at", "with", "from", "in", "on", "to", "inside", "within") and (
                w.low[noun] in lx.roles
                or w.low[noun] in lx.groups
                or w.low[noun] in lx.bodies
                and (link in ("for", "on") or w.capital[noun])
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
            w.low[start] in CALENDAR or start in self.time_tokens and w.low[start] not in ARTICLES and w.upos[start] != "PROPN"
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
        while end - 1 > k and (end - 1 in self.time_tokens or w.low[end - 1] in CALENDAR):
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
            while phrase > begin and (phrase - 1 in self.time_tokens or w.low[phrase - 1] in CALENDAR):
                phrase -= 1
            if phrase < stop and w.low[phrase - 1] in ("on", "in", "at", "late", "early", "last", "this"):
                phrase -= 1
            if phrase <= begin or not (self._appositive((start, end), (begin, phrase)) or w.word[begin].isdigit()):
                break
            end = phrase
            if end < stop:
                break
        return end

    def _inverted(self, draft: Draft, first: int, last: int) -> int | None:
        """Where the source ends that stands behind its cue (*…, said Ann Obi, mayor of Ife*); None where none does."""
        w = self.w
        if draft.last - draft.first > 2 or draft.lemma in ("tell",) or draft.last >= last:
            return None
        k = draft.last
        if w.upos[k] == "PRON" and w.low[k] in ("he", "she", "they", "i", "we", "it"):
            end = k + 1
        else:
            if w.upos[k] == "PRON" or w.low[k] == "that" or k in self.time_tokens or w.low[k] in CALENDAR:
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
        """Whom a *who* or *which* stands for."""
        w = self.w
        t = k - 1
        if t >= first and w.word[t] == ",":
            t -= 1
        found = self._ending(t, first)
        return self._with_head(found, first) if found is not None else None

    # --- contents -----------------------------------------------------------------------------------------------------

    def _side(self, draft: Draft, first: int, last: int, limit: int) -> None:
        """Tell on which side of its cue the content stands, and where it begins there."""
        w = self.w
        if draft.frame == "according":
            self._according_side(draft, first, last)
            return
        if draft.side in ("told", "right"):
            return
        if draft.side == "inverted":
            draft.side = "left"
            self._asides(draft, draft.source[1] if draft.source else draft.last, last)
            return
        at = self._after(draft, last)
        left = draft.edges[0] - 1
        if at is None and draft.frame in ("say", "tell") and w.word[last - 1] == ":" and not self._has_clause(draft.last, last):
            draft.side = "below"
        elif draft.frame in ("say", "tell", "think") and not draft.carried and left >= first:
            behind = max([draft.last, *(b for _, b in draft.asides)])
            if self.quoted[left] >= 0:
                ends = w.word[left - 1] in (",", ".", "?", "!", "—", "...")
                if at is None or w.low[at] != "that" and (self.quoted[at] < 0 or ends):
                    draft.side = "left"
            elif w.word[left] == "," and at is None:
                # "The bridge is safe, she said." and "The bridge, she said, is safe."
                if self._has_clause(first, left) or behind < last and w.word[behind] == "," or draft.lemma in SAYING and left - first > 3:
                    draft.side = "left"
        if not draft.side and at is not None:
            if not self._accepts(draft, at, limit, last) and draft.lemma in self.cues.judge and draft.frame in ("say", "think"):
                draft.frame = "judge"
            if self._accepts(draft, at, limit, last):
                draft.side, draft.begin = "right", at

    def _accepts(self, draft: Draft, at: int, limit: int, last: int) -> bool:
        """Whether what stands behind a cue can be what was said: verbs differ in what they take."""
        w, c = self.w, self.cues
        lemma, low = draft.lemma, w.low[at]
        if lemma == "put" and draft.frame == "say":
            return True
        if draft.frame == "tell" and low in ("who", "which", "where") and w.upos[at - 1] in ("NOUN", "PROPN"):
            return False
        if self._marked(at):
            return draft.frame != "judge" or self.quoted[at] >= 0 or low == "that"
        if low == "to" and w.form[at] == "TO":
            return lemma in PROMISES or draft.frame == "judge"
        nominal = w.upos[at] in ("DET", "PRON", "PROPN", "NOUN", "ADJ", "NUM", "SYM") or w.word[at] in ("$", '"', "'") or low in AMOUNTS
        if draft.frame == "judge":
            return nominal or w.upos[at] in ("ADV", "VERB", "ADP") and at == draft.last
        if draft.source is not None and lemma in c.show and w.low[draft.source[1] - 1] in names().documents:
            return nominal or self._has_clause(at, last)
        if draft.frame == "think":
            if lemma in ("expect", "want") and nominal and any(w.form[i] == "TO" for i in range(at, min(at + 8, last))):
                return True
            return nominal and lemma not in c.think_strict and self._has_clause(at, min(limit, last))
        if draft.frame == "tell":
            return self._has_clause(at, last) and low not in RELATIVES
        if lemma in c.strict:
            return lemma in c.object and nominal
        if draft.participle:
            return lemma in c.object and lemma != "recall" or self._has_clause(at, last)
        return lemma in c.object or self._has_clause(at, last) or lemma in ("say", "add") and last - at > 4

    def _marked(self, at: int | None) -> bool:
        """Whether a content is set off: by *that*, a question word or a quotation mark."""
        return at is not None and (self.quoted[at] >= 0 or self.w.low[at] in MARKS or self.w.word[at - 1] == ":")

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

    def _according_side(self, draft: Draft, first: int, last: int) -> None:
        w = self.w
        assert draft.source is not None
        end = draft.source[1]
        if end < last and w.word[end] == "(":
            close = next((k for k in range(end, min(last, end + 12)) if w.word[k] == ")"), None)
            end = close + 1 if close is not None else end
        end = self._asides(draft, end, last)
        opens = all(w.upos[i] in ("CCONJ", "ADV", "PUNCT", "SCONJ") for i in range(first, draft.first)) or w.low[draft.first - 1] in (
            "and",
            "but",
            "that",
            "while",
            "because",
        )
        if opens and end < last and w.word[end] == ",":
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
            if k in self.time_tokens or low in CALENDAR:
                k += 1
                while k < last and (k in self.time_tokens or w.low[k] in CALENDAR or w.word[k] == "," and k + 1 in self.time_tokens):
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
        if end == k or end < last and (w.low[end] in ("'s", "'") or w.upos[end] == "NOUN" and w.low[end - 1] in CALENDAR):
            return 0
        return end

    def _channel(self, k: int, last: int) -> int:
        """Where a channel ends that stands behind a preposition (*in a Telegram post*, *during an interview with X*); 0 where none does."""
        w = self.w
        if k + 1 >= last or w.upos[k] != "ADP":
            return 0
        end = noun_phrase_end(w, k + 1, last)
        while end > k + 1 and (end - 1 in self.time_tokens or w.low[end - 1] in CALENDAR):
            end -= 1
        if end <= k + 1 or not any(w.low[i] in self.cues.channels for i in range(k + 1, end)):
            return 0
        for _ in range(2):
            if end + 1 < last and w.low[end] in ("with", "to", "on", "for", "at", "by", "from") and end + 1 not in self.time_tokens:
                more = noun_phrase_end(w, end + 1, last)
                while more > end + 1 and (more - 1 in self.time_tokens or w.low[more - 1] in CALENDAR):
                    more -= 1
                if more <= end + 1:
                    break
                end = more
        return end

    def _after(self, draft: Draft, last: int) -> int | None:
        """Where the content begins behind a cue; None where none does."""
        w = self.w
        k = draft.last
        if draft.frame == "tell":
            k += w.low[k] == "to" and k + 1 < last
            end = k + 1 if w.upos[k] == "PRON" and w.low[k] not in POSSESSIVES else self._phrase(k, last)
            if w.low[k] in REPORTERS:
                end = k + 1
            if end <= k:
                return None
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
                    and (self.quoted[close + 1] >= 0 or w.low[close + 1] == "that")
                    and w.upos[k + 1] in ("ADP", "SCONJ", "VERB", "ADV")
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
        """Where a content ends before a remark (*…, indicating that …*), and where a cue in a subordinate clause gives way to the main one."""
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
        if earlier.via is not None or quote.last < last - 1:
            return
        if any(self.quoted[a] >= 0 for a, _ in earlier.pieces):
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

    # --- whom it names ------------------------------------------------------------------------------------------------

    def _mention(self, span: tuple[int, int] | None) -> Mention | None:
        """The mention a source stands for: the one at its head, the name in it, or the body an unnamed spokesman speaks for."""
        if span is None:
            return None
        w = self.w
        start, end = w.spans(*span)
        low = bisect_left(self.mention_starts, start)
        high = bisect_left(self.mention_starts, end)
        inside = [n for n in range(low, high) if self.mention_spans[n].end <= end]
        if not inside:
            return None
        head = (
            next(
                (
                    k
                    for k in range(span[0] + 1, span[1])
                    if w.low[k] in ("of", "for", "at", "from", "with", "in", "on", "to", "by", ",", "(")
                ),
                span[1],
            )
            - 1
        )
        at = w.text.tokens[head].start
        heading = [n for n in inside if self.mention_spans[n].start <= at < self.mention_spans[n].end]
        if w.low[head] in names().documents:
            return self._author(span, head, inside)
        person = next(
            (n for n in inside if self.mentions[n].schema == "Person" and self.mentions[n].method.startswith(("rule:name", "rule:short"))),
            None,
        )
        if person is not None:
            return self.mentions[person]
        known = next((n for n in heading if self.mentions[n].antecedent is not None), None)
        if known is not None:
            return self.mentions[known]
        if w.low[head] in SPOKESMEN:
            body = next((n for n in reversed(inside) if self.mentions[n].schema not in ("Person", "Place") and n not in heading), None)
            body = body if body is not None else next((n for n in inside if self.mentions[n].schema != "Person"), None)
            if body is not None:
                return self.mentions[body]
        if heading:
            return self.mentions[max(heading, key=lambda n: len(self.mention_spans[n]))]
        if span[1] - span[0] <= 2:
            return self.mentions[inside[-1]]
        return None

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
        if head > span[0] and w.low[span[0]] in ("the", "this", "that") and head - span[0] == 1:
            return self.authors.get(noun)
        # "a Radio One poll" is a source of its own; "a poll" later on is another
        self.authors.pop(noun, None)
        return None

    def name(self, span: tuple[int, int] | None) -> str | None:
        """The name of whoever a stretch of tokens means; its own words where no mention stands there."""
        if span is None:
            return None
        mention = self._mention(span)
        return mention.name if mention is not None else " ".join(self.w.quote(*span).split())


SPOKESMEN = frozenset("spokesman spokeswoman spokesperson spokesmen spokespeople representative representatives".split())
MARKS = frozenset("that whether if how what why who where when which".split())
PROMISES = frozenset("expect claim promise pledge vow threaten propose urge ask swear demand warn tell".split())
ALWAYS = frozenset("say said says told tells wrote added warned tweeted announced".split())
SAYING = frozenset("say add tell write tweet reply respond explain argue insist warn joke quip remark state note put".split())
PEOPLE = (
    "er",
    "or",
    "ist",
    "ian",
    "ant",
    "man",
    "men",
    "woman",
    "women",
    "ee",
    "eur",
    "ect",
    "people",
    "person",
    "child",
    "kid",
    "ic",
    "ive",
    "ian",
    "team",
)
OUTLETS = frozenset(
    "newspaper paper publication magazine outlet website broadcaster channel station network agency daily weekly blog tabloid".split()
)
HALVES = frozenset(("half", "most", "none", "everyone", "nobody"))
VAGUE = frozenset("dozens scores hundreds thousands millions billions half a".split())
BE = frozenset("is are was were be been being 's 're".split())
LEADING = frozenset(
    "went goes go gone going declined declines decline refused refuses refuse declining refusing continued continues continue".split()
)
CHAINS = frozenset("continued continues continue".split())
SUBORDINATORS = frozenset("when while although though if after before as since because once until whereas".split())
MOST = 40  # cues of one unit: more is a list, or an attack


def _day(time: Time) -> str | None:
    return time.opens if time.opens is not None and time.opens == time.closes else None


def attributions(text: Text, found: Found, model: Model | None) -> Iterator[Attribution]:
    """Read who is on record for what in a report."""
    words = Words(text, found)
    reader = Reader(words, found)
    drafts = reader.read()
    drafts.sort(key=lambda d: (d.pieces[0][0], d.first))
    rows: dict[int, str] = {}
    for draft in drafts:
        rows[id(draft)] = identify("A", text.document.id, draft.first, draft.frame, *draft.pieces)
    named = {id(d): reader._mention(d.holder or d.source) for d in sorted(drafts, key=lambda d: d.first)}
    for draft in drafts:
        mention = named[id(draft)]
        via = draft.via if draft.via is not None and id(draft.via) in rows else None
        if via is not None and mention is not None and (other := named[id(via)]) is not None and other.name == mention.name:
            via = None
        content = tuple(text.evidence(*words.spans(a, b)) for a, b in draft.pieces)
        shouting = text.kind_at(text.tokens[draft.first].start) == "headline"
        asides = draft.asides
        yield Attribution(
            id=rows[id(draft)],
            document=text.document.id,
            run=found.run,
            method=f"rule:{draft.frame}/1",
            confidence={"say": 0.9, "tell": 0.9, "according": 0.9, "think": 0.7, "judge": 0.5, "show": 0.5, "headline": 0.6, "none": 0.7}[
                draft.frame
            ],
            source=text.evidence(*words.spans(*draft.source)) if draft.source else None,
            cue=text.evidence(*words.spans(draft.first, draft.last)),
            content=content,
            kind=_kind(words, draft),
            stance=draft.stance,
            mention=mention.id if mention is not None else None,
            role=mention.role if mention is not None else None,
            channel=_channel_words(reader, asides),
            said_on=_said_on(reader, draft),
            via=rows[id(via)] if via is not None else None,
            voice="headline" if shouting else "attributed",
            disputes=reader.name(draft.disputed),
        )


def _kind(w: Words, draft: Draft) -> str:
    """How much of a content stands in quotation marks."""
    inside = total = 0
    for a, b in draft.pieces:
        deep = False
        for k in range(a, b):
            if w.word[k] == '"':
                deep = not deep
            elif w.word[k][0].isalnum() and w.low[k] != "that":
                total += 1
                inside += deep
    if inside == 0:
        return "indirect"
    return "direct" if inside == total else "mixed"


def _channel_words(reader: Reader, asides: Sequence[tuple[int, int]]) -> str | None:
    """The words for the means by which it was said, without preposition."""
    w = reader.w
    for a, b in asides:
        k = a
        while k < b:
            end = reader._channel(k, b)
            if end:
                return " ".join(w.quote(k + 1, end).split())
            k += 1
        mention = reader._mention((a, b))
        if any(w.low[i] in ("media", "newspaper", "outlet", "magazine", "channel", "broadcaster") for i in range(a, b)):
            return " ".join(w.quote(a, b).split())
        if mention is not None and mention.schema == "Organization" and mention.name.lower().removeprefix("the ") in names().outlets:
            return mention.name
    return None


def _said_on(reader: Reader, draft: Draft) -> str | None:
    """The day named beside source and cue."""
    w = reader.w
    places = [k for a, b in draft.asides for k in range(a, b)]
    low, high = draft.edges
    places += range(low, high)
    if draft.side == "right":
        places += range(w.text.sentences[w.sentence[draft.first]].first, low)
    for k in places:
        time = reader.time_tokens.get(k)
        if time is not None and _day(time):
            return _day(time)
    return None


EXTRACTOR = Extractor(name="attributions", makes=Attribution, needs=("mentions", "times"), run=attributions)
