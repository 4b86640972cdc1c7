"""The treebanks that the tagger and the syntax are learnt from: Universal Dependencies English EWT, and GUM without spontaneous talk.

Of GUM the texts that bear a non-commercial clause (wikiHow, fiction) are not among the corpora; one report that gold/wikinews holds too is
left out.
"""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

TALK = ("conversation", "vlog")  # genres whose sentences no report has
GOLD = "GUM_news_ie9"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a treebank: where it stands in its sentence, what it hangs on (0: nothing), and the enhanced edges to it."""

    text: str
    upos: str
    xpos: str
    start: int
    end: int
    head: int
    relation: str
    edges: tuple[tuple[int, str], ...]


def lines(corpora: Path, part: str) -> Iterator[str]:
    """The CoNLL-U lines of both treebanks. part: train, dev or test."""
    yield from gzip.decompress((corpora / f"ud-ewt/en_ewt-ud-{part}.conllu.gz").read_bytes()).decode("utf-8").splitlines()
    with zipfile.ZipFile(corpora / f"gum/{part}.zip") as packed:
        for name in sorted(packed.namelist()):
            if name.endswith(".conllu") and not any(genre in name for genre in TALK) and GOLD not in name:
                yield from packed.read(name).decode("utf-8").splitlines()
                yield ""


def sentences(rows: Iterable[str]) -> Iterator[tuple[str, dict[int, Word]]]:
    """Each sentence as it was written, with its words by number; one whose words are not found in it is left out."""
    text, cells = "", []
    for line in rows:
        if line.startswith("# text ="):
            text = line[9:].strip()
        elif line and not line.startswith("#"):
            cells.append(line.split("\t"))
        elif not line:
            words = _placed(text, cells) if text else {}
            if words:
                yield text, words
            text, cells = "", []


def _placed(text: str, cells: list[list[str]]) -> dict[int, Word]:
    """The words of a sentence where they stand; the parts of a contraction stand within it (do, n't)."""
    words: dict[int, Word] = {}
    at, inside, first, last = 0, 0, 0, 0
    for cell in cells:
        if "-" in cell[0]:
            inside, first = int(cell[0].split("-")[1]), text.find(cell[1], at)
            last = first + len(cell[1])
            if first < 0:
                return {}
        if not cell[0].isdigit():
            continue
        within = int(cell[0]) <= inside
        start = text.find(cell[1], max(at, first), last) if within else text.find(cell[1], at)
        if start < 0 and not within:
            return {}
        start = start if start >= 0 else first
        at = min(start + len(cell[1]), last) if within else start + len(cell[1])
        edges = tuple((int(h), r) for h, _, r in (e.partition(":") for e in cell[8].split("|")) if h.isdigit())
        words[int(cell[0])] = Word(cell[1], cell[3], cell[4], start, at, int(cell[6]), cell[7], edges)
    return words
