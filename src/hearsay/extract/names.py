"""Names as the model reads them, settled across a report: the same words are of one class, and a name wherever they stand.

The model sees a window at a time. What a report says of a name elsewhere tells more: a surname is a person's where the whole name is, an
acronym is what it was introduced behind.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from hearsay.extract import classes
from hearsay.extract.places import demonym, known
from hearsay.extract.reading import lexicon
from hearsay.model import Classed, Scored, Scores

MEASURED = ("Date", "Money")  # classes of phrases, no names: each is what its own sentence says
FORMS = frozenset(("group", "inc", "ltd", "limited", "corp", "corporation", "co", "company", "plc", "llc", "holdings"))  # of firms
AGAIN = 2  # a name met so often is one at its other standings too
APART = 0.7  # how much the class by words and surroundings counts beside the network's, set on dev
UNSEEN = 1e-4  # share of a class that the network rules out
EDGES = " ,;:-()'‘’\"“”"
# A name does not end on these, nor on any word in small letters behind a capital: Conservative party.
TAIL = re.compile(r"\s+(?:[a-z]\w*|In|On|Of|To|And|At|For|The|With|By|From|Or|As)$")
# What annotators leave out of dates and amounts: the s of a decade, and what bounds a number.
BOUND = r"(?:(?:about|around|over|nearly|almost|some|approximately|at least|more than|less than) )?"
MEASURE = re.compile(BOUND + r"(.+?)(?:(?<=\d{4})s)?", re.IGNORECASE | re.DOTALL)
WORD = re.compile(r"\w+")
ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+")
BREAK = re.compile(r"\s*\n\s*")


def settled(view: str, scores: Scores) -> list[Scored]:
    """Names of a text, trimmed to their words, each of the class that all its standings together make likeliest.

    Args:
        view: the text. scores: what the model makes of it.
    """
    address = of_addresses(view)
    whole = (row for name in scores.names if not address[name.start] for row in trimmed(view, name))
    names = joined(view, sorted(whole, key=lambda n: n.start))
    said = [classes.key(view[n.start : n.end]) for n in names]
    heads = dict(introduced(view, names, said))
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for name, words in zip(names, said, strict=True):
        for kind, likely in name.likely.items():
            votes[heads.get(words, words)][kind] += likely
        parts = words.split()
        if name.kind == "Person" and 1 < len(parts) <= 4:
            for part in {parts[0], parts[-1]}:
                votes[part]["Person"] += name.likely["Person"]
        if name.kind == "Organization" and len(parts) > 1 and parts[-1].rstrip(".") in FORMS:
            votes[" ".join(parts[:-1])]["Organization"] += name.likely["Organization"]
    apart = classes.likely(view, [(n.start, n.end) for n in names if n.kind not in MEASURED])
    rows = []
    for name, words in zip(names, said, strict=True):
        kind = name.kind
        if kind not in MEASURED:
            kind = listed(view[name.start : name.end]) or of_class(votes[heads.get(words, words)], apart[words])
        rows.append(Scored(kind, name.start, name.end, name.score))
    return sorted([*rows, *again(view, rows, address)], key=lambda n: n.start)


def of_class(votes: Mapping[str, float], apart: Mapping[str, float]) -> str:
    """The likeliest class by two models that know nothing of each other.

    Args:
        votes: what the network makes of all standings, shares that need not sum to one. apart: log-probabilities by words and surroundings.
    """
    whole = sum(votes.values())
    return max(apart, key=lambda kind: math.log(votes[kind] / whole + UNSEEN) + APART * apart[kind])


def of_addresses(view: str) -> np.ndarray:
    """Which characters belong to an address of a page, whose words name nobody: bool (n,)."""
    inside = np.zeros(len(view), dtype=bool)
    for match in ADDRESS.finditer(view):
        inside[match.start() : match.end()] = True
    return inside


def trimmed(view: str, name: Classed) -> Iterator[Classed]:
    """A name without marks and small words at its ends, apart where a line ends."""
    if name.kind in MEASURED:
        bare = MEASURE.fullmatch(view, name.start, name.end)
        yield name._replace(start=bare.start(1), end=bare.end(1)) if bare else name
        return
    start = name.start
    for line in BREAK.split(view[name.start : name.end]):
        start = view.index(line, start)
        first, last = start + len(line) - len(line.lstrip(EDGES)), start + len(line.rstrip(EDGES))
        while first < last and (tail := TAIL.search(view[first:last])) and view[first].isupper():
            last = first + tail.start()
        if first < last:
            yield name._replace(start=first, end=last)
        start += len(line)


def joined(view: str, names: Sequence[Classed]) -> list[Classed]:
    """Names of one class that only a blank parts are one name, places and amounts also around *of*: *Horn of Africa*."""
    found: list[Classed] = []
    for name in names:
        last = found[-1] if found else None
        joints = (" ", " of ") if name.kind in ("Location", "Money") else (" ",)
        if last is not None and last.kind == name.kind and view[last.end : name.start] in joints:
            likely = {kind: (share + name.likely[kind]) / 2 for kind, share in last.likely.items()}
            found[-1] = Classed(name.kind, last.start, name.end, min(last.score, name.score), likely)
        else:
            found.append(name)
    return found


def introduced(view: str, names: Sequence[Classed], said: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each acronym and the name that it stands in brackets behind: (*sko*, *shoreline kelp office*)."""
    for k in range(1, len(names)):
        long, short = names[k - 1], names[k]
        acronym, initials = view[short.start : short.end], "".join(re.findall(r"\b[A-Z]", view[long.start : long.end]))
        between = view[long.end : short.start].strip() == "(" and view[short.end : short.end + 1] == ")"
        if between and len(acronym) > 1 and acronym.isupper() and acronym[0] in initials[:1]:
            yield said[k], said[k - 1]


def listed(words: str) -> str | None:
    """The class of what names a country or a body of our lists; None for other words."""
    if classes.key(words) in lexicon().known:
        return "Organization"
    return "Location" if known(words) == "country" and not demonym(words) else None


def again(view: str, names: Sequence[Scored], address: np.ndarray) -> Iterator[Scored]:
    """Where names met before stand once more, seen by no window or behind all that the model read; never in an address."""
    scores: dict[tuple[str, str], list[float]] = defaultdict(list)
    taken = address.copy()
    for name in names:
        taken[name.start : name.end] = True
        words = view[name.start : name.end]
        if name.kind not in MEASURED and words[0].isupper() and len(words) > 2:
            scores[words, name.kind].append(name.score)
    often: dict[str, list[tuple[str, str, float]]] = defaultdict(list)  # by first word, the longest first
    for (words, kind), met in sorted(scores.items(), key=lambda row: -len(row[0][0])):
        if len(met) >= AGAIN and (first := WORD.match(words)):
            often[first[0]].append((words, kind, sum(met) / len(met)))
    for match in WORD.finditer(view):
        for words, kind, score in often.get(match[0], ()):
            start, end = match.start(), match.start() + len(words)
            whole = view.startswith(words, start) and not view[end : end + 1].isalnum()
            if whole and not taken[start:end].any():
                taken[start:end] = True
                yield Scored(kind, start, end, score)
                break
