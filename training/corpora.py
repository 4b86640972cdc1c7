"""Corpora → examples: a text, its word pieces, and labels on them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hearsay.clean import clean
from hearsay.extract import Found, extractors
from hearsay.model import Scores
from hearsay.model.heads import NAMES
from hearsay.read import read
from hearsay.records import Document, Source, Text
from hearsay.settings import Settings

sys.path.append(str(Path(__file__).parents[1] / "bench"))  # the converters of corpora live there
from newswire import reports

Spans = list[tuple[int, int]]
LEARNT, DEVELOPED = (0, 194), (195, 254)  # reports of gold/wikinews to learn from and to develop on; those behind are for the last look


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
    """en-worldwide-newswire: names of nine classes.

    Without the address that stands above each text: by it the network would know this corpus, and read names in no other.
    """
    found = []
    for name, text, marks in reports(path):
        begin = re.match(r"(?:https?://\S*\s*)*", text)
        skip = begin.end() if begin else 0
        names = [(kind, start - skip, end - skip) for kind, start, end in marks if kind in NAMES and start >= skip]
        found.append(Example(name, text[skip:], names=names))
    return found


def text_of(name: str, words: str) -> Text:
    """A report of a corpus, cleaned, with every character where its annotations count it.

    Raises:
        ValueError: it cannot be read, or not as it is written.
    """
    (document,) = read(Source(f"{name}.txt", payload=words.encode()), Settings())
    if not isinstance(document, Document) or document.text != words:
        raise ValueError(f"{name} is not read as it is written")
    return clean(document, Settings())


def found_before(name: str, text: Text, scores: Scores) -> Found:
    """What the extractors read that run before one of them."""
    found = Found.of(text)
    for extractor in extractors():
        if extractor.name == name:
            break
        found.rows[extractor.name] = tuple(extractor.run(text, found, scores))
    return found


Annotated = tuple[str, str, list[dict[str, Any]]]  # name, text, figures


def annotated(folder: Path, first: int, last: int) -> list[Annotated]:
    """gold/wikinews: reports with their figures."""
    rows = json.loads((folder / "figures.json").read_text(encoding="utf-8"))["documents"]
    return [
        (row["file"], (folder / "documents" / row["file"]).read_text(encoding="utf-8"), row["figures"])
        for row in rows
        if first <= int(row["file"][2:5]) <= last
    ]


def annotated_by_us(shared: Path, *, held: bool = False) -> list[Annotated]:
    """Figures of further reports, annotated for hearsay after the same guidelines (figures.jsonl beside this file).

    The file holds no text: each slot is the stretch of the corpus' text in which its words stand, None where it is empty, and missing where
    they stand nowhere. All of the texts are of corpora without a stated licence.

    held: those of figures-held.jsonl instead, from which neither the network nor the ranking learns.
    """
    path = Path(__file__).with_name("figures-held.jsonl" if held else "figures.jsonl")
    texts = dict(_texts(shared / "corpora"))
    found = []
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        text = texts[row["corpus"], row["id"]]
        figures = [{k: text[slice(*v)] if v and k != "at" else v for k, v in f.items()} for f in row["figures"]]
        found.append((row["id"], text, figures))
    return found


def _texts(folder: Path) -> Iterator[tuple[tuple[str, str], str]]:
    """The texts of the corpora that the two files speak of."""
    for row in json.loads(gzip.decompress((folder / "future-statements/goldEN-shared.json.gz").read_bytes())):
        yield ("future-statements", str(row["id"])), row["original_text"]
    for part in ("train", "dev"):
        for example in newswire(folder / f"en-worldwide-newswire/{part}.zip"):
            yield ("en-worldwide-newswire", example.name), example.text
        for example in polnear(folder / f"polnear/{part}.zip"):
            yield ("polnear", example.name), example.text
    bodies = gzip.decompress((folder / "fnc1-test/competition_test_bodies.csv.gz").read_bytes()).decode("utf-8")
    for row in csv.DictReader(io.StringIO(bodies, newline="")):
        yield ("fnc1-test", row["Body ID"]), row["articleBody"].replace("\r\n", "\n")
    with zipfile.ZipFile(folder / "basil/basil.zip") as packed:
        for name in packed.namelist():
            if name.startswith("articles/") and name.endswith(".json"):
                row = json.loads(packed.read(name))
                paragraphs = (" ".join(p) if isinstance(p, list) else p for p in row["body-paragraphs"])
                yield ("basil", name), "\n".join((row["title"] + "\n", *paragraphs))


def renamed(reports: list[Annotated], rng: random.Random) -> list[Annotated]:
    """Give half of the places and holders of each report other names, so that a small corpus is not learnt by heart."""
    pools = {slot: sorted({f[slot] for _, _, figures in reports for f in figures if _is_name(f.get(slot))}) for slot in ("place", "holder")}
    found = []
    for name, text, figures in reports:
        swaps: dict[str, str] = {}
        for slot, pool in pools.items():
            for old in {f[slot] for f in figures if _is_name(f.get(slot))}:
                if rng.random() < 0.5 and not any(old in x or x in old for x in swaps):
                    swaps[old] = rng.choice(pool)
        if not swaps:
            found.append((name, text, figures))
            continue
        pattern = re.compile("|".join(rf"(?<!\w){re.escape(old)}(?!\w)" for old in sorted(swaps, key=len, reverse=True)))

        def renamed_to(match: re.Match[str], swaps: dict[str, str] = swaps) -> str:
            return swaps[match[0]]

        moves = [(m.end(), len(swaps[m[0]]) - len(m[0])) for m in pattern.finditer(text)]
        made = []
        for f in figures:
            start, end = f["at"]
            if pattern.search(text[start:end]):
                continue
            shift = sum(by for at, by in moves if at <= start)
            words = {k: pattern.sub(renamed_to, v) if isinstance(v, str) else v for k, v in f.items()}
            made.append({**words, "at": [start + shift, end + shift]})
        found.append((name, pattern.sub(renamed_to, text), made))
    return found


def _is_name(words: Any) -> bool:
    return isinstance(words, str) and words[:1].isupper() and "," not in words and len(words) > 3


def figures(reports: list[Annotated]) -> list[Example]:
    """Each figure's number with every place where the words of its slots stand.

    A slot that the annotators left empty has no spans; one whose words are found nowhere is left out of the roles.
    """
    found = []
    for name, text, rows in reports:
        bound = []
        for figure in rows:
            start, end = figure["at"]
            roles: dict[str, Spans] = {}
            for role in ("item", "state", "holder", "place", "source", "as_of"):
                if role not in figure:
                    continue
                words = figure[role]
                words = words[0] if isinstance(words, list) else words
                spans = standings(text, words) if words else []
                if role in ("item", "state", "as_of"):
                    spans = sorted(spans, key=lambda s: min(abs(s[0] - end), abs(start - s[1])))[:1]
                if spans or not words:
                    roles[role] = spans
            bound.append(("figure", [(start, end)], roles))
        found.append(Example(name, text, bound))
    return found


def standings(text: str, words: str) -> Spans:
    """Where a name or phrase stands in a text: as written, else each of several joined by commas, else its last word or its stem.

    A person of two or three names also stands where the surname alone does.
    """

    def find(phrase: str, tail: str = r"(?!\w)") -> Spans:
        return [m.span() for m in re.finditer(rf"(?<!\w){re.escape(phrase)}{tail}", text, re.IGNORECASE)]

    spans = find(words)
    parts = words.split()
    if 2 <= len(parts) <= 3 and all(p[:1].isupper() and p[1:].islower() for p in parts):
        spans += [s for s in find(parts[-1]) if not any(a < s[1] and s[0] < b for a, b in spans)]
    if not spans and ("," in words or " and " in words):
        spans = [s for part in re.split(r", | and ", words) for s in find(part)]
    if not spans:
        last = parts[-1]
        spans = find(last) or (find(last[: max(4, len(last) - 2)], r"\w*") if len(last) > 4 else [])
    return spans
