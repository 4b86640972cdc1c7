"""Corpora → examples: a text, its word pieces, and labels on them."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import network
from tokenizers import Tokenizer

Spans = list[tuple[int, int]]
EDGE = " \t\r\n\"'“”‘’.,;:!?—–-()[]"


@dataclass
class Example:
    """A text with what is marked in it, in characters.

    bound: (kind of slot head, anchor spans, role → spans); names: None where the corpus marks none.
    """

    name: str
    text: str
    bound: list[tuple[str, Spans, dict[str, Spans]]] = field(default_factory=list)
    names: list[tuple[str, int, int]] | None = None


def read_ann(lines: list[str]) -> Iterator[dict[str, Spans]]:
    spans: dict[str, Spans] = {}
    for line in lines:
        cells = line.split("\t")
        if line.startswith("T") and len(cells) >= 3:
            spans[cells[0]] = [tuple(map(int, o.split())) for o in cells[1].split(" ", 1)[1].split(";")]  # type: ignore[misc]
        elif line.startswith("E"):
            row: dict[str, Spans] = {"source": [], "cue": [], "content": []}
            for part in line.split()[1:]:
                name, ref = part.split(":")
                role = re.sub(r"\d+$", "", name).lower()
                if role in row and ref in spans:
                    row[role] += spans[ref]
            yield row


def polnear(path: Path) -> list[Example]:
    """PolNeAR: attributions with a cue; of several annotators the first."""
    found = []
    with zipfile.ZipFile(path) as packed:
        names = packed.namelist()
        notes = sorted(n for n in names if n.endswith(".ann"))
        for name in sorted(n for n in names if "/text/" in n and n.endswith(".txt")):
            stem = Path(name).stem
            mine = [n for n in notes if Path(n).name.startswith(stem + "_")]
            if not mine:
                continue
            text = packed.read(name).decode("utf-8")
            rows = read_ann(packed.read(mine[0]).decode("utf-8").splitlines())
            bound = [("attribution", r["cue"], {k: r[k] for k in ("source", "content")}) for r in rows if r["cue"]]
            found.append(Example(stem, text, bound))
    return found


def newswire(path: Path) -> list[Example]:
    """en-worldwide-newswire: names of nine classes (token TAB BIO tag), found again in the plain text beside."""
    found = []
    with zipfile.ZipFile(path) as packed:
        for name in sorted(n for n in packed.namelist() if n.endswith(".tsv")):
            stem = Path(name).name.removesuffix(".tsv")
            text = packed.read(str(Path(name).parent.parent / "text" / stem)).decode("utf-8")
            marks: list[tuple[str, int, int]] = []
            at, running = 0, False
            for line in packed.read(name).decode("utf-8").splitlines():
                word, _, tag = line.partition("\t")
                if not word.strip():
                    continue
                start = text.find(word, at, at + 400)
                if start < 0:
                    running = False
                    continue
                at = start + len(word)
                letter, _, kind = tag.partition("-")
                if letter == "I" and running and marks[-1][0] == kind:
                    marks[-1] = (kind, marks[-1][1], at)
                elif letter in "BI":
                    marks.append((kind, start, at))
                running = letter in "BI"
            found.append(Example(stem, text, names=[m for m in marks if m[0] in network.NAMES]))
    return found


def figures(folder: Path, first: int, last: int) -> list[Example]:
    """gold/wikinews: each figure's number with the nearest standing of its slots' words, in its own sentence or the two before."""
    found = []
    for row in json.loads((folder / "figures.json").read_text(encoding="utf-8"))["documents"]:
        if not first <= int(row["file"][2:5]) <= last:
            continue
        text = (folder / "documents" / row["file"]).read_text(encoding="utf-8")
        bound = []
        for figure in row["figures"]:
            start, end = figure["at"]
            roles = {}
            for role in network.FIGURE:
                words = figure.get(role)
                words = words[0] if isinstance(words, list) else words
                at = _nearest(text, words, start, end) if words else None
                roles[role] = [at] if at else []
            bound.append(("figure", [(start, end)], roles))
        found.append(Example(row["file"], text, bound))
    return found


def _nearest(text: str, words: str, start: int, end: int) -> tuple[int, int] | None:
    low, high = max(0, start - 400), min(len(text), end + 250)
    options = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text[low:high], re.IGNORECASE)]
    if not options:
        last = words.split()[-1]
        options = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(last)}(?!\w)", text[low:high])] if last[:1].isupper() else []
    options = [(low + a, low + b) for a, b in options]
    return min(options, key=lambda s: min(abs(s[0] - end), abs(start - s[1])), default=None)


@dataclass
class Window:
    """Some hundred word pieces of an example: pieces, shapes, the characters they cover, and where a word begins."""

    example: Example
    pieces: list[int]
    shapes: list[int]
    offsets: list[tuple[int, int]]


SHAPE = (
    (re.compile(r"^[a-z]+$"), 0), (re.compile(r"^[A-Z][a-z'’]*$"), 1), (re.compile(r"^[A-Z]+$"), 2), (re.compile(r"^[A-Za-z]+$"), 3),
    (re.compile(r"^\d+$"), 4), (re.compile(r"^\W$"), 5),
)  # fmt: skip


def shape(word: str) -> int:
    return next((number for pattern, number in SHAPE if pattern.match(word)), 6)


def pieces(tokenizer: Tokenizer, text: str) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    """Word pieces, letter shapes and character offsets of a whole text."""
    code = tokenizer.encode(text, add_special_tokens=False)
    shapes = []
    for piece, (start, end) in zip(code.tokens, code.offsets, strict=True):
        shapes.append(7 if piece.startswith("##") else shape(text[start:end]))
    return code.ids, shapes, code.offsets


def windows(text: str, offsets: list[tuple[int, int]], most: int, shift: int = 0) -> list[tuple[int, int]]:
    """Cut a text into ranges of at most ``most`` pieces, at ends of paragraphs or else sentences."""
    cuts, start, n = [], 0, len(offsets)
    limit = most - shift if shift else most
    while start < n:
        end = min(n, start + limit)
        if end < n:
            best = end
            for grade, pattern in ((0.5, "\n"), (0.7, ".!?”\"")):
                at = next((i for i in range(end, start + int(limit * (1 - grade)), -1)
                           if _ends(text, offsets, i, pattern)), None)  # fmt: skip
                if at:
                    best = at
                    break
            end = best
        cuts.append((start, end))
        start, limit = end, most
    return cuts


def _ends(text: str, offsets: list[tuple[int, int]], i: int, marks: str) -> bool:
    gap = text[offsets[i - 1][1] : offsets[i][0]]
    return "\n" in gap if marks == "\n" else text[offsets[i - 1][1] - 1] in marks and gap[:1].isspace()
