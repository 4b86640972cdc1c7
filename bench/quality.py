"""Score hearsay on corpora by name.

    python bench/quality.py [CORPUS] [--data FOLDER] [--part PART] [--misses] [--json]

A corpus of reports goes the road of a user: ``hearsay add`` into a ledger of its own, ``hearsay export --to json``, then the scorer of the
gold. A corpus of single sentences is read by the room that reads them; its file in bench/ says how its notion differs from ours.
Without a name: the whole table. Exit status 1 where a score lies under its floor (bench/floors.json), 4 where a corpus is not there.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

import calibration
import clusters as gathered
import future as foretold
import lineage as demo
import newsquant as quantities
import newswire
import places as maps
import recognizers as cases
import times as clocks
from hearsay.clean import clean
from hearsay.extract.attributions import SEEN
from hearsay.extract.names import settled
from hearsay.model import Scored
from hearsay.model.heads import network
from hearsay.read import read, sources
from hearsay.records import Document, Source, Text
from hearsay.settings import Settings
from hearsay.text import Span
from tally import Row, Tally, headline

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "gold"
DEMO = ROOT / "src/hearsay/demo"
WIKINEWS = {"train": ("wn000", "wn194"), "dev": ("wn195", "wn254"), "test": ("wn255", "wn314")}
POLNEAR = {"train": "train.zip", "dev": "dev.zip", "test": "test-*-half.zip"}


class NotThere(Exception):
    """A corpus or tool that this computer does not have."""


@dataclass(frozen=True, slots=True)
class Result:
    """The scores of one corpus. peer: figure F1 of quantulum3 on the same texts, or None. notes: what else is to be said."""

    corpus: str
    documents: int
    scores: dict[str, Row]
    peer: Row | None = None
    misses: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Case:
    """A gold file and the texts it speaks of."""

    gold: Mapping[str, Any]
    paths: tuple[Path, ...]


# --- the road ---------------------------------------------------------------------------------------------------------


def export_of(paths: Sequence[Path], *, model: bool = True) -> dict[str, Any]:
    """Read some files into a ledger of their own and export it. model: with the trained model beside the rules."""
    with tempfile.TemporaryDirectory() as folder:
        ledger, out = f"{folder}/ledger.db", Path(folder) / "export.json"
        for words in (
            ["add", *map(str, paths), "--ledger", ledger, "-q"],
            ["export", "--to", "json", "--ledger", ledger, "--out", str(out)],
        ):
            told = subprocess.run([sys.executable, "-m", "hearsay", *words], capture_output=True, text=True, check=False,
                                  env={**os.environ, "HEARSAY_MODEL": str(model)})  # fmt: skip
            if told.returncode not in (0, 3):
                raise RuntimeError(f"hearsay {words[0]} ended with {told.returncode}: {told.stderr[-2000:]}")
        return json.loads(out.read_text(encoding="utf-8"))


def scorer(name: str) -> ModuleType:
    """Load a scorer that lies beside the gold."""
    path = GOLD / f"{name}.py"
    if not path.is_file():
        raise NotThere(f"no {path}")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- gold of figures --------------------------------------------------------------------------------------------------


def cases_in(folder: Path) -> list[Case]:
    """Find every gold file under a folder, each with its texts. A gold file is YAML or JSON with a list ``documents`` that name a ``file``.

    Raises:
        NotThere: there is none.
    """
    if not folder.is_dir():
        raise NotThere(f"no folder {folder}")
    beside = [folder.parent / f"{folder.name}.yaml", folder.parent / "gold" / f"{folder.name}.yaml"]
    files = [p for p in sorted(folder.rglob("*")) if p.suffix in (".yaml", ".yml", ".json")] or [p for p in beside if p.is_file()]
    where: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        where.setdefault(path.name, []).append(path)
    cases = []
    for file in files:
        raw = file.read_text(encoding="utf-8")
        gold = json.loads(raw) if file.suffix == ".json" else yaml.safe_load(raw)
        if isinstance(gold, dict) and isinstance(gold.get("documents"), list):
            names = dict.fromkeys(d.get("in") or d["file"] for d in gold["documents"])
            # Texts of one name in several folders belong to the gold file nearest to them.
            found = [max(where[n], key=lambda p, file=file: _shared(p, file)) for n in names if n in where]
            cases.append(Case(gold, tuple(found)))
    if not cases:
        raise NotThere(f"no gold file in {folder}: *.yaml or figures.json with a list `documents`")
    return cases


def _shared(a: Path, b: Path) -> int:
    return sum(1 for x, y in zip(a.parts, b.parts, strict=False) if x == y)


def score_figures(name: str, cases: Iterable[Case]) -> Result:
    """Score with score.py, and quantulum3's figures beside it."""
    score = scorer("score")
    ours, theirs, documents = score.Tally(), score.Tally(), 0
    for i, case in enumerate(cases):
        export = export_of(case.paths)
        score.check_contract(export)
        documents += len(case.gold["documents"])
        prefix = f"{i}/" if i else ""
        _tally(score, ours, case.gold, export, prefix)
        _tally(score, theirs, case.gold, {"documents": [_quantulum(d) for d in export["documents"]]}, prefix)
    scores = {name: row for name, row in ours.table(True).items() if row.get("gold") != 0}  # what the gold does not speak of has no score
    peer = theirs.table(True)["figure"] if importlib.util.find_spec("quantulum3") else None
    return Result(name, documents, scores, peer, ours.misses)


def _tally(score: ModuleType, tally: Any, gold: Mapping[str, Any], export: Mapping[str, Any], prefix: str) -> None:
    """What score.py's own main does, over several gold files into one table."""
    groups = [list(g) for g in gold.get("same_entity") or []]

    def aliases(name: str) -> list[str]:
        return [a for g in groups if name in g for a in g]

    by_file = {Path(d["uri"]).name: d for d in export["documents"]}
    key_of = {}
    for entry in gold["documents"]:
        tally.document = prefix + entry["file"]
        document = by_file.get(entry["file"])
        if document is None:
            score.score_absent(tally, entry)
            continue
        key_of[document["id"]] = entry["file"].split("_")[0].split(".")[0]
        score.score_document(tally, entry, document, aliases, bool(gold.get("loose_items")))
    if "claims" in export:
        score.score_across(tally, gold, export, key_of, aliases)


def _quantulum(document: Mapping[str, Any]) -> dict[str, Any]:
    """What quantulum3 reads in a text: spans and values, no more."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it asks for a classifier that it does without
        try:
            from quantulum3 import parser
        except ImportError:
            return {**document, "figures": []}
    figures = []
    for found in parser.parse(document["text"]):
        start, end = found.span
        spread = found.uncertainty or 0.0
        evidence = {"start": start, "end": end, "quote": document["text"][start:end]}
        figures.append({"evidence": evidence, "low": found.value - spread, "high": found.value + spread})
    return {**document, "figures": figures}


# --- corpora ----------------------------------------------------------------------------------------------------------


def seeds(data: Path | None, part: str | None) -> Result:
    """Score the five seeds, or any folder with gold of their shape."""
    if data:
        return score_figures("seeds", cases_in(data))
    gold = GOLD / "seeds.yaml"
    if not gold.is_file():
        raise NotThere(f"no {gold}")
    return score_figures("seeds", [Case(yaml.safe_load(gold.read_text(encoding="utf-8")), tuple(sorted((SHARED / "seeds").glob("*.txt"))))])


def wikinews(data: Path | None, part: str | None) -> Result:
    """Score the figures of Wikinews reports."""
    return score_figures("wikinews" + (f" {part}" if part else ""), annotated(data, part))


def annotated(data: Path | None, part: str | None) -> list[Case]:
    """The annotated Wikinews reports of a part."""
    cases = cases_in(data or GOLD / "wikinews")
    if not data or part:
        first, last = WIKINEWS[part or "test"]
        cases = [_some(case, lambda name: first <= name[:5] <= last) for case in cases]
    return cases


def reliability(cases: Iterable[Case]) -> list[str]:
    """Hold the confidence of figures against what is right of them, as lines of Markdown."""
    score = scorer("score")
    rows: dict[str, list[tuple[float, bool]]] = {}
    for case in cases:
        documents = {Path(d["uri"]).name: d for d in export_of(case.paths)["documents"]}
        for entry in case.gold["documents"]:
            document = documents.get(entry["file"], {"text": "", "figures": []})
            for i, right in calibration.judged(score, entry, document):
                for name, ok in right.items():
                    said = document["figures"][i]["confidence" if name == "whole" else f"{name}_confidence"]
                    rows.setdefault(name, []).append((said, ok))
    return list(calibration.table(rows))


def _some(case: Case, wanted: Callable[[str], bool]) -> Case:
    documents = [d for d in case.gold["documents"] if wanted(d["file"])]
    return Case({**case.gold, "documents": documents}, tuple(p for p in case.paths if wanted(p.name)))


def polnear(data: Path | None, part: str | None) -> Result:
    """Score attributions: spans of source, cue and content, and the three together; then by the rules alone and by the model alone."""
    score = scorer("score_polnear")
    tally, documents = Tally(), 0
    source, wanted = data or SHARED / "corpora/polnear", POLNEAR[part or "test"]
    with tempfile.TemporaryDirectory() as folder:
        for archive in sorted(source.glob(wanted)):
            with zipfile.ZipFile(archive) as packed:
                packed.extractall(folder)
        texts = {p.stem: p for p in sorted([*Path(folder).rglob("text/*.txt"), *source.rglob("text/*.txt")])}
        if not texts:
            raise NotThere(f"no {wanted} and no text/*.txt in {source}")
        both, rules = (
            {Path(d["uri"]).stem: as_polnear(d) for d in export_of(list(texts.values()), model=model)["documents"]}
            for model in (True, False)
        )
        for name, path in texts.items():
            marks = sorted(path.parents[1].glob(f"attributions/{name}_*.ann"))
            if marks:
                documents += 1
                for prefix, said in (("", both.get(name)), ("rules: ", rules.get(name)), ("model: ", by_model(path))):
                    _attributions(score, tally, name, path, marks[0], said, prefix)
    return Result("polnear" + (f" {part}" if part else ""), documents, tally.table())


def as_polnear(document: Mapping[str, Any]) -> dict[str, Any]:
    """A report's attributions as PolNeAR counts them: all that one cue binds to one source is one, where hearsay has a row for each run of
    sentences (decision 0107)."""
    rows: dict[str, dict[str, Any]] = {}
    for row in document["attributions"]:
        content = row["content"] if isinstance(row["content"], list) else [row["content"]]
        held = rows.setdefault(json.dumps([row["cue"], row["source"]]) if row["cue"] else row["id"], {**row, "content": []})
        held["content"] = [*held["content"], *(piece for piece in content if piece not in held["content"])]
    return {**document, "attributions": list(rows.values())}


def by_model(path: Path) -> dict[str, Any]:
    """A report's attributions as the model alone has them, in the form of an export."""
    (text,) = read_text(path)
    source = text.document.text

    def told(parts: Iterable[Scored]) -> list[dict[str, Any]]:
        spans = (text.map.to_source(Span(part.start, part.end)) for part in parts)
        return [{"start": s.start, "end": s.end, "quote": source[s.start : s.end]} for s in spans]

    bound = (b for b in network().read(text.view).bound if b.content and b.cue.score >= SEEN)
    rows = [{"source": told(b.source), "cue": told([b.cue]), "content": told(b.content)} for b in bound]
    return {"id": path.name, "uri": str(path), "text": source, "attributions": rows}


def read_text(path: Path) -> Iterator[Text]:
    """Read and clean a file as a user's would be."""
    settings = Settings()
    for source in sources([path], settings):
        assert isinstance(source, Source)
        yield from (clean(row, settings) for row in read(source, settings) if isinstance(row, Document))


def names(data: Path | None, part: str | None) -> Result:
    """Score names of nine classes by exact span and class, on whole texts.

    Published taggers are given the gold's tokens; those trained on CoNLL 2003 or OntoNotes lose ten points of F1 and more on this set
    (Shan, Bauer, Carlson, Manning 2023).
    """
    tally, documents = Tally(), 0
    source = data or SHARED / "corpora/en-worldwide-newswire"
    archives = sorted(source.glob({"train": "train.zip", "dev": "dev.zip", "test": "test-*.zip"}[part or "test"]))
    if not archives:
        raise NotThere(f"no part {part or 'test'!r} in {source}")
    with tempfile.TemporaryDirectory() as folder:
        for archive in archives:
            for name, words, marked in newswire.reports(archive):
                documents += 1
                gold = set(marked)
                path = Path(folder) / f"{name}.txt"
                path.write_text(words, encoding="utf-8")
                said = set()
                for text in read_text(path):
                    for found in settled(text.view, network().read(text.view)):
                        span = text.map.to_source(Span(found.start, found.end))
                        said.add((found.kind, span.start, span.end))
                for kind in sorted({k for k, _, _ in gold}):
                    mine, theirs = ({x for x in rows if x[0] == kind} for rows in (said, gold))
                    tally.add(f"names: {kind}", name, len(mine & theirs), len(mine), len(theirs))
                tally.add("names", name, len(said & gold), len(said), len(gold))
    return Result("names" + (f" {part}" if part else ""), documents, tally.table())


def _attributions(
    score: ModuleType, tally: Tally, name: str, path: Path, marks: Path, document: Mapping[str, Any] | None, prefix: str
) -> None:
    """The counts of score_polnear.py, kept by document so that they can be resampled."""
    text = path.read_bytes().decode("utf-8")
    gold, said = score.read_ann(marks, text), score.of_export(document, text) if document else []
    for role in score.ROLES:
        g, s = {p for a in gold for p in a[role]}, {p for a in said for p in a[role]}
        tally.add(f"{prefix}exact {role}", name, len(g & s), len(s), len(g))
        g, s = score.chars(g), score.chars(s)
        tally.add(f"{prefix}overlap {role}", name, len(g & s), len(s), len(g))
    free, hits = set(range(len(said))), 0
    for a in gold:
        hit = next((i for i in sorted(free) if all(score.near(a[r], said[i][r]) for r in score.ROLES)), None)
        if hit is not None:
            free.discard(hit)
            hits += 1
    tally.add(f"{prefix}whole", name, hits, len(said), len(gold))


def future(data: Path | None, part: str | None) -> Result:
    """Score which statements are found to be forecasts, beside the corpus' own labels."""
    told = foretold.articles(data or SHARED / "corpora/future-statements", part or "test")
    if not told:
        raise NotThere(f"no {foretold.ARCHIVE}, or no such part: {' '.join(foretold.PARTS)}")
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{id}.txt" for id in told]
        for path in paths:
            path.write_bytes(told[path.stem]["original_text"].encode("utf-8"))
        scores, misses = foretold.score(told, export_of(paths), scorer("score").same_name)
    return Result("future" + (f" {part}" if part else ""), len(told), scores, None, misses)


def clusters(data: Path | None, part: str | None) -> Result:
    """Score clusters of reports on one event each, and what holds across them."""
    with tempfile.TemporaryDirectory() as folder:
        cases = []
        for gold, texts in gathered.clusters(data or SHARED / "corpora/fnc1-test", part):
            paths = tuple(Path(folder) / gold["name"] / file for file in texts)
            for path in paths:
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(texts[path.name].encode("utf-8"))
            cases.append(Case(gold, paths))
        if not cases:
            raise NotThere(f"no {gathered.BODIES}")
        return score_figures("clusters" + (f" {part}" if part else ""), cases)


def lineage(data: Path | None, part: str | None) -> Result:
    """Score what is linked across the reports of the demo corpus."""
    folder = data or DEMO
    key = json.loads((folder / "key.json").read_text(encoding="utf-8"))
    export = export_of([folder / "reports"])
    return Result("lineage", len(key["documents"]), demo.score(key, export), None, demo.misses(key, export))


def newsquant(data: Path | None, part: str | None) -> Result:
    """Score the quantities of single sentences: value, unit, change, what they are of."""
    scores, documents, misses, speeds = quantities.score(data or SHARED / "corpora/newsquant")
    if not documents:
        raise NotThere(f"no newsquant-*-half.json in {data or SHARED / 'corpora/newsquant'}")
    return Result(
        "newsquant", documents, scores, None, misses, [f"{reader}: {speed:,.0f} texts a second" for reader, speed in speeds.items()]
    )


def recognizers(data: Path | None, part: str | None) -> Result:
    """Score the share of test cases read right, by kind."""
    folder = data or SHARED / "corpora/recognizers-text-specs"
    if not (folder / cases.ARCHIVE).is_file():
        raise NotThere(f"no {folder / cases.ARCHIVE}")
    scores, documents, misses, speeds = cases.score(folder)
    return Result(
        "recognizers", documents, scores, None, misses, [f"{reader}: {speed:,.0f} texts a second" for reader, speed in speeds.items()]
    )


def times(data: Path | None, part: str | None) -> Result:
    """Score expressions of time on TempEval-3 platinum and WikiWars, dateparser beside ours."""
    folders = {data.name: data} if data else {"tempeval3": SHARED / "corpora/tempeval3-platinum", "wikiwars": SHARED / "corpora/wikiwars"}
    wars = clocks.WARS["train" if part == "train" else "test"]
    if part == "train":
        del folders["tempeval3"]

    def wanted(file: str) -> bool:
        return data is not None or not file[:2].isdecimal() or int(file[:2]) in wars

    corpora = {name: list(clocks.cases(folder, wanted)) for name, folder in folders.items()}
    if not all(corpora.values()):
        raise NotThere(f"no .tml in {' or '.join(map(str, folders.values()))}")
    tally, misses, speeds = clocks.compare(corpora)
    return Result("times" + (f" {part}" if part else ""), sum(map(len, corpora.values())), tally.table(), None, misses, speeds)


def places(data: Path | None, part: str | None) -> Result:
    """Score names on the map on LGL and TR-News."""
    folder = data or SHARED / "corpora/geoparsing"
    wanted = ("lgl.xml.gz", "TR-News.xml.gz") if data is None else ("*.xml.gz", "*.xml")
    tally, misses, documents = Tally(), [], 0
    for path in sorted({p for pattern in wanted for p in folder.glob(pattern)}):
        for case in maps.cases(path):
            documents += 1
            misses += maps.score(tally, f"{path.name.split('.')[0].lower()} ", case)
    if not documents:
        raise NotThere(f"no *.xml of articles in {folder}")
    return Result("places", documents, tally.table(), None, misses)


Corpus = Callable[[Path | None, str | None], Result]
CORPORA: dict[str, Corpus] = {
    "seeds": seeds,
    "wikinews": wikinews,
    "polnear": polnear,
    "names": names,
    "future": future,
    "newsquant": newsquant,
    "recognizers": recognizers,
    "times": times,
    "places": places,
    "lineage": lineage,
    "clusters": clusters,
}


# --- showing ----------------------------------------------------------------------------------------------------------


def floors(corpus: str) -> dict[str, float]:
    """The floors of a corpus: measure to least score."""
    return json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8")).get(corpus, {})


def below(result: Result) -> list[str]:
    """Name every score under its floor, and every floor without a score."""
    out = []
    for measure, least in floors(result.corpus).items():
        got = headline(result.scores.get(measure, {}))
        if got is None or got < least:
            out.append(f"{result.corpus}: {measure} is {got}, its floor is {least}")
    return out


def show(result: Result, least: Mapping[str, float]) -> None:
    """Print one corpus as a table."""
    print(f"{result.corpus}: {result.documents} documents")
    rows = {**result.scores, **({"figure (quantulum3)": result.peer} if result.peer else {})}
    for measure, row in rows.items():
        interval = "  95 % {}–{}".format(*(f"{x:.3f}" for x in row["ci95"])) if "ci95" in row else ""  # type: ignore[attr-defined]
        floor = f"  floor {least[measure]:.2f}" if measure in least else ""
        if "f1" in row:
            numbers = f"P {row['p']:.3f}  R {row['r']:.3f}  F1 {row['f1']:.3f}  ({row['said']} said, {row['gold']} gold)"
        else:
            kind = "recall" if "recall" in row else "accuracy"
            numbers = f"{kind} {'-' if row[kind] is None else format(row[kind], '.3f')} of {row['of']}"
        print(f"  {measure:24s} {numbers}{interval}{floor}")
    for note in result.notes:
        print(f"  {note}")


def main() -> int:
    """Score, show, and hold against the floors."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("name", nargs="?", choices=CORPORA)
    asked.add_argument("--data", type=Path, help="another folder of the same format; floors do not hold there")
    asked.add_argument("--part", choices=("train", "dev", "test", "later"),
                       help="part of wikinews, polnear, names, future or times (default: test), or of clusters (later)")  # fmt: skip
    asked.add_argument("--calibration", action="store_true", help="of wikinews: what figures say of their confidence, and what is right")
    asked.add_argument("--misses", action="store_true", help="every row missed or invented; not for the test part")
    asked.add_argument("--json", action="store_true")
    told = asked.parse_args()
    if told.part and (told.name == "clusters") != (told.part == "later"):
        asked.error("the part later is one of clusters, which has no other")
    if told.calibration:
        print(*reliability(annotated(told.data, told.part)), sep="\n")
        return 0
    results, absent = [], []
    for name in [told.name] if told.name else CORPORA:
        try:
            results.append(CORPORA[name](told.data, told.part))
        except NotThere as problem:
            absent.append(f"{name}: {problem}")
    if told.json:
        rows = {r.corpus: {"documents": r.documents, "scores": r.scores, "quantulum3": r.peer, "notes": r.notes} for r in results}
        print(json.dumps(rows, indent=1))
    for result in results:
        if not told.json:
            show(result, {} if told.data else floors(result.corpus))
        if told.misses:
            print(*result.misses, sep="\n")
    short = [] if told.data else [line for result in results for line in below(result)]
    print(*absent, *short, sep="\n", end="\n" if absent or short else "", file=sys.stderr)
    return 4 if told.name and absent else 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
