"""Measure hearsay beside quantulum3 and trafilatura on the same invented reports.

    python bench/speed.py [--reports 300] [--ledger 10000] [--json]

Prints, from one run: reports a second for the whole of ``hearsay add`` on two cores with its peak memory; the seconds that reading web
pages takes us and trafilatura, and finding figures takes us and quantulum3; where the time goes; and how long a report takes to add
to a ledger of 100 and to one of 10,000. Exit status 1 where that grows by more than a fifth. Needs Linux for the memory.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from hearsay import link, pipeline
from hearsay.clean import clean
from hearsay.engine.local import LocalEngine
from hearsay.extract import Found, extractors
from hearsay.ledger import Ledger
from hearsay.model.heads import network
from hearsay.read import read
from hearsay.records import Document, Report, Source, Text
from hearsay.settings import Settings
from invented import Invented, invent

SETTINGS = Settings(jobs=2)
SMALL = 100  # reports of the small ledger
ADDED = 96  # new reports in one measured addition …
ROUNDS = 3  # … of which the median counts
GROWTH = 1.2


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--reports", type=int, default=300, help="reports for the first three measures")
    asked.add_argument("--ledger", type=int, default=10_000, help="reports of the large ledger")
    asked.add_argument("--json", action="store_true")
    told = asked.parse_args()
    reports = list(invent(told.reports))
    with tempfile.TemporaryDirectory() as folder:
        measured = {
            "add": add(reports, Path(folder) / "add"),
            "beside": beside(reports),
            "stages": stages(reports, Path(folder) / "stages.db"),
            "growth": growth(told.ledger, Path(folder)),
        }
    if told.json:
        print(json.dumps(measured, indent=1))
    else:
        show(measured)
    return 1 if measured["growth"]["ratio"] > GROWTH else 0


# --- the whole of add -------------------------------------------------------------------------------------------------


def add(reports: Sequence[Invented], folder: Path) -> dict[str, float]:
    """Time ``hearsay add`` on web pages, start and end of the program included, and watch its memory.

    Returns: reports a second; peak of the whole process tree in MB (proportional set size); start of the program in seconds.
    """
    _write(reports, folder, pages=True)
    words = [sys.executable, "-m", "hearsay", "add", str(folder), "--ledger", str(folder.with_suffix(".db")), "--jobs", "2", "-q"]
    began, peak = time.perf_counter(), 0.0
    with subprocess.Popen(words) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(_memory, _tree(process.pid))))
            time.sleep(0.05)
    took = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError(f"hearsay add ended with {process.returncode}")
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "hearsay", "--help"], check=True, capture_output=True)
    return {"reports": len(reports), "per_second": len(reports) / took, "peak_mb": peak, "start_s": time.perf_counter() - began}


def _write(reports: Iterable[Invented], folder: Path, *, pages: bool = False) -> Path:
    folder.mkdir(parents=True)
    for report in reports:
        (folder / f"{report.name}.{'html' if pages else 'txt'}").write_text(report.page if pages else report.text, encoding="utf-8")
    return folder


def _tree(process: int) -> Iterator[int]:
    """A process and all it has started."""
    yield process
    try:
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _tree(int(child))
    except OSError:  # it has ended meanwhile
        return


def _memory(process: int) -> float:
    """Proportional set size in MB; 0 where the process has ended."""
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in told.splitlines() if line.startswith("Pss:")), 0.0)


# --- beside the peers -------------------------------------------------------------------------------------------------


def beside(reports: Sequence[Invented]) -> dict[str, float | None]:
    """Seconds a report on one core: our reading and cleaning beside trafilatura, all our rows beside quantulum3."""
    import trafilatura

    pages = [Source(f"/{r.name}.html", payload=r.page.encode()) for r in reports]
    documents = [_document(source) for source in pages]
    texts = [clean(document, SETTINGS) for document in documents]
    pipeline.warm()
    out: dict[str, float | None] = {
        "read and clean": _each(lambda source: clean(_document(source), SETTINGS), pages),
        "trafilatura": _each(lambda source: trafilatura.bare_extraction(source.payload, with_metadata=True), pages),
        "extract (every row)": _each(_extract, texts),
        "quantulum3 (figures only)": None,
    }
    if importlib.util.find_spec("quantulum3"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it asks for a classifier that it does without
            from quantulum3 import parser

            parser.parse("12 people")
        out["quantulum3 (figures only)"] = _each(parser.parse, [text.view for text in texts])
    return out


def _document(source: Source) -> Document:
    return next(found for found in read(source, SETTINGS) if isinstance(found, Document))


def _extract(text: Text, clock: Callable[[str], object] | None = None) -> Report:
    """What extract does, one extractor after another."""
    found = Found.of(text)
    if clock:
        clock("extract: tags")
    scores = network().read(text.view)
    if clock:
        clock("extract: model")
    for extractor in extractors():
        found.rows[extractor.name] = tuple(extractor.run(text, found, scores))
        if clock:
            clock(f"extract: {extractor.name}")
    return Report(document=text.document, **found.rows)


def _each(run: Callable[[Any], object], given: Sequence[Any]) -> float:
    run(given[0])  # what loads lazily is loaded
    began = time.perf_counter()
    for one in given:
        run(one)
    return (time.perf_counter() - began) / len(given)


# --- where the time goes ----------------------------------------------------------------------------------------------


def stages(reports: Sequence[Invented], ledger: Path) -> dict[str, float]:
    """Share of each stage in the work on the same web pages, done in one process."""
    spent: Counter[str] = Counter()
    last = time.perf_counter()

    def clock(stage: str) -> None:
        nonlocal last
        now = time.perf_counter()
        spent[stage] += now - last  # type: ignore[assignment]
        last = now

    run = pipeline.new_run(SETTINGS)
    with Ledger(ledger) as kept:
        kept.begin(run)
        for i in range(0, len(reports), pipeline.BATCH):
            made = []
            for report in reports[i : i + pipeline.BATCH]:
                clock("")
                document = _document(Source(f"/{report.name}.html", payload=report.page.encode()))
                clock("read")
                text = clean(document, SETTINGS)
                clock("clean")
                found = _extract(text, clock)
                made.append(
                    Report(**{name: getattr(found, name) for name in found.__slots__ if name != "keys"}, keys=link.keys(found, text))
                )
                clock("keys")
            kept.write(made, [], run.id)
            clock("write")
            pipeline.link_reports(kept, made, run.id)
            clock("link")
    del spent[""]
    whole = sum(spent.values())
    return {stage: seconds / whole for stage, seconds in spent.items()}


# --- how it grows -----------------------------------------------------------------------------------------------------


def growth(large: int, folder: Path) -> dict[str, float]:
    """Seconds a report when adding to a small and to a large ledger, in turns, with children that are warm already.

    News goes on: the small ledger holds the last of what the large one holds, and both are given what comes next. Read by rules alone: the
    model takes as long whatever the ledger holds, and would hide what grows.
    """
    settings = replace(SETTINGS, model=False)
    stream = list(invent(large + ROUNDS * ADDED, seed=1))
    with LocalEngine(SETTINGS.jobs, timeout=SETTINGS.timeout, memory=SETTINGS.memory, warm=pipeline.warm) as engine:

        def pour(ledger: Ledger, reports: Path) -> float:
            began = time.perf_counter()
            summary = pipeline.add(ledger, pipeline.find([reports], settings), settings, engine=engine)
            return (time.perf_counter() - began) / summary.added

        with _ledgers(folder) as ledgers:
            for size, ledger in zip((SMALL, large), ledgers, strict=True):
                pour(ledger, _write(stream[large - size : large], folder / f"fill-{size}"))
            times: tuple[list[float], ...] = ([], [])
            for turn in range(ROUNDS):
                new = _write(stream[large + turn * ADDED :][:ADDED], folder / f"new-{turn}")
                for seconds, ledger in zip(times, ledgers, strict=True):
                    seconds.append(pour(ledger, new))
    small, big = map(statistics.median, times)
    return {"small": SMALL, "large": large, "seconds_small": small, "seconds_large": big, "ratio": big / small}


@contextmanager
def _ledgers(folder: Path) -> Iterator[tuple[Ledger, Ledger]]:
    with Ledger(folder / "small.db") as small, Ledger(folder / "large.db") as large:
        yield small, large


# --- showing ----------------------------------------------------------------------------------------------------------


def show(measured: dict[str, dict[str, float]]) -> None:
    """Print it all as one table."""
    whole, grown = measured["add"], measured["growth"]
    print(f"hearsay add, {whole['reports']} web pages, two cores")
    print(f"  {whole['per_second']:8.1f} reports a second · peak memory {whole['peak_mb']:.0f} MB · start {whole['start_s']:.2f} s")
    print("one core, milliseconds a report")
    for name, seconds in measured["beside"].items():
        print(f"  {name:28s} " + (f"{seconds * 1000:8.2f}" if seconds is not None else "not installed"))
    print("where the time goes")
    for name, share in measured["stages"].items():
        print(f"  {name:28s} {share:8.1%}")
    print("milliseconds a report when adding to a ledger")
    for size in ("small", "large"):
        print(f"  {f'of {grown[size]:,} reports':28s} {grown['seconds_' + size] * 1000:8.2f}")
    print(f"  {'ratio':28s} {grown['ratio']:8.2f}  (at most {GROWTH})")


if __name__ == "__main__":
    sys.exit(main())
