"""The hallway: sources → rows → edges. The only file that knows the order of the rooms."""

from __future__ import annotations

import gc
import hashlib
import os
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache, partial
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hearsay import link
from hearsay.clean import clean
from hearsay.engine import Engine, SetAside, Stage
from hearsay.engine.local import LocalEngine
from hearsay.errors import ReadError
from hearsay.extract import extract
from hearsay.ledger import Ledger, Problem
from hearsay.ledger.schema import Judgement
from hearsay.ledger.store import in_force
from hearsay.model.heads import network, shipped_digest
from hearsay.read import escape, read, sources, warnings
from hearsay.records import Document, Edge, Failure, Report, Run, Source, identify
from hearsay.settings import Settings

SHARD = 8  # sources or documents in one request to a child …
WEIGHT = 200_000  # … or this many bytes or characters, whichever comes first
SHELF = 512  # reports kept in memory between batches
BATCH = 128  # reports written and linked in one go …
VOLUME = 400_000  # … or this many characters: so much a kill can cost. No clock cuts a batch, or two runs would link other reports together
SET_ASIDE = {"timeout": "S230", "crash": "S231", "memory": "S232", "error": "S290"}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come. total: sources there are; done: sources gone through; documents: new ones, read."""

    total: int
    done: int
    documents: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What one run did.

    added: new documents; known: sources or documents already in the ledger; failures: rows of skipped input (codes E, S);
    warnings: rows of codes W. copies: documents that are copies of another, where one of the two is new.
    with_rows: new documents in which something was read.
    dates: new documents by basis of their date (None: undated); languages: by language (None: not told);
    skipped: failures by code.
    """

    run: str
    sources: int = 0
    added: int = 0
    known: int = 0
    failures: int = 0
    warnings: int = 0
    copies: int = 0
    attributions: int = 0
    figures: int = 0
    forecasts: int = 0
    with_rows: int = 0
    dates: dict[str | None, int] = field(default_factory=dict)
    languages: dict[str | None, int] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source gave."""

    uri: str
    rows: tuple[Document | Failure, ...]


# --- stages: what runs in the children --------------------------------------------------------------------------------


def read_sources(given: list[Source], *, settings: Settings) -> list[Reading]:
    """Read each source."""
    return [Reading(source.uri, tuple(read(source, settings))) for source in given]


def report_documents(given: list[Document], *, settings: Settings, run: str) -> list[Report | Failure]:
    """Clean each document, read its rows, make its keys."""
    return [row for document in given for row in _report(document, settings, run)]


def _report(document: Document, settings: Settings, run: str) -> Iterator[Report | Failure]:
    name = _name(document.uri)
    text = clean(document, settings)
    language = text.document.language
    if language is None or language in rules():
        report = extract(text, run=run, model=network() if settings.model else None)
    else:
        report = Report(document=text.document)
        yield _failure(
            "extract",
            document.uri,
            "W210",
            f"{name} is in {language!r}. Stored and searchable; rows need rules, which are there for: {', '.join(rules())}",
        )
    rows = len(report.figures) + len(report.attributions) + len(report.forecasts)
    if rows > settings.max_rows:
        message = (
            f"{name} holds {rows:,} figures, attributions and forecasts (limit {settings.max_rows:,}). Skipped. Split it, or set max_rows"
        )
        yield _failure("extract", document.uri, "S223", message)
        return
    yield from warnings(text.document)
    yield replace(report, keys=tuple(link.keys(report, text)))


def warm() -> None:
    """Load what loads lazily: a child does so before its clock runs."""
    examine("The ministry said on Monday, 3 February 2020, that at least 12 people may have died in Paris.")


@cache
def rules() -> tuple[str, ...]:
    """Languages whose words we have rules for."""
    return tuple(sorted(folder.name for folder in (resources.files("hearsay.extract") / "lexicon").iterdir() if folder.is_dir()))


@cache
def lexicon_digest() -> str:
    """Digest of every word list, for the Run record."""
    digest = hashlib.sha256()
    for language in rules():
        for file in sorted((resources.files("hearsay.extract") / "lexicon" / language).iterdir(), key=lambda file: file.name):
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


# --- verbs ------------------------------------------------------------------------------------------------------------


def examine(
    text: str, *, published: str | None = None, title: str | None = None, language: str | None = None, settings: Settings | None = None
) -> Report:
    """Read the rows of one text, without a ledger and in this process.

    Args:
        published: ISO 8601 date or prefix, from which *Monday* is reckoned; else what the text itself tells.

    Raises:
        ReadError: there is nothing in it (.code).
    """
    settings = replace(settings or Settings(), language=language) if language else settings or Settings()
    for found in read(Source("examined.txt", payload=text.encode("utf-8", "replace")), settings):
        if isinstance(found, Failure):
            raise ReadError(found.message, code=found.code)
        document = replace(found, title=title or found.title)
        if published:
            document = replace(document, published=published, published_basis="given")
        return extract(clean(document, settings), model=network() if settings.model else None)
    raise ReadError("there is nothing to read in this text", code="S202")


def find(paths: Sequence[str | Path], settings: Settings) -> list[Source | Failure]:
    """List what there is to read under some paths."""
    return list(sources(paths, settings))


def add(
    ledger: Ledger | None,
    found: Iterable[Source | Failure],
    settings: Settings,
    *,
    engine: Engine | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
    wait: float = 0.0,
    dry_run: bool = False,
) -> Summary:
    """Read sources into a ledger and link what is new. What is there already changes nothing; a broken run is taken up again.

    Args:
        ledger: None only for a dry run.
        found: as ``find`` lists it.
        engine: where the stages run; a LocalEngine of its own if None.
        progress: called now and then.
        stop: once set, what is in hand is finished and no more is begun.
        wait: seconds to queue for a ledger that another process writes.
        dry_run: read everything, keep nothing.

    Raises:
        LedgerLocked: another process writes this ledger.
        NoRoom: the disk is full; what was finished is stored.
        ReadError: something was skipped, and ``settings.strict``.
    """
    run = new_run(settings)
    with nullcontext(engine) if engine else local(settings, stop) as where:
        adding = _Adding(ledger, run.id, settings, where, progress, keep=not dry_run)
        if ledger and not dry_run:
            ledger.begin(run, verb="add", wait=wait)
        adding.go(list(found))
        if ledger and not dry_run:
            ledger.finish(run.id, _now())
    return adding.summary(interrupted=stop is not None and stop.is_set())


def judge(ledger: Ledger, id: str, word: str, *, by: str, other: str | None = None, wait: float = 0.0) -> Judgement:
    """Keep a person's word on a row and derive anew what hangs on it; arguments as ``Ledger.judge``.

    Returns: what was kept; its id serves to take it back.

    Raises:
        QueryError: no such id, or the word does not fit it.
        LedgerLocked: another process writes this ledger.
    """
    id, other = ledger.find(id), ledger.find(other) if other else None
    run = new_run(Settings())
    ledger.begin(run, verb="judge", wait=wait)
    bearers = {member for end in (id, other) if end for member in _bearers(ledger, end)}
    touched = ledger.reports(ledger.component(ledger.judge(id, word, by, run.id, other=other)))
    _renew(ledger, touched, [], run.id, linked=(), judged=bearers)
    ledger.finish(run.id, _now())
    return ledger.judgements()[-1]


def repair(ledger: Ledger) -> list[Problem]:
    """Mend what can be mended in a ledger, and link anew what hangs on it.

    Returns: what was wrong, and what was done about it.

    Raises:
        LedgerLocked: another process writes this ledger.
        LedgerDamaged: more is broken than can be mended.
    """
    run = new_run(Settings())
    ledger.begin(run, verb="check --repair")
    found = ledger.check(repair=True, run=run.id)
    _link_pending(ledger, run.id)
    ledger.finish(run.id, _now())
    return found


def _bearers(ledger: Ledger, id: str) -> Iterator[str]:
    """Mentions of the entities that an id names: an entity, a mention, an edge between two, an earlier word on these."""
    if id[0] == "N":
        yield from ledger.explain(id).row.members
    elif id[0] == "M":
        for document in ledger.documents_of([id]):
            entity = ledger.entity_of(document).get(id)
            yield from _bearers(ledger, entity) if entity else (id,)
    elif id[0] == "J":
        word = ledger.explain(id).row
        for end in filter(None, (word.target, word.other)):
            yield from _bearers(ledger, end)
    elif id[0] == "E":
        edge = ledger.explain(id).row
        if edge.relation == "same.entity":
            yield from _bearers(ledger, edge.one)
            yield from _bearers(ledger, edge.other)


def local(settings: Settings, stop: threading.Event | None = None) -> LocalEngine:
    """Make the engine of this computer."""
    return LocalEngine(settings.jobs, timeout=settings.timeout, memory=settings.memory, warm=warm, stop=stop)


def new_run(settings: Settings) -> Run:
    """Make the record of a run that begins now."""
    started = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return Run(
        id=identify("R", started, os.getpid(), threading.get_ident()),
        started=started,
        ended=None,
        version=version("hearsay"),
        model=shipped_digest() if settings.model else None,
        settings=settings.digest(),
        lexicon=lexicon_digest(),
        engine=f"local/{settings.jobs}",
    )


@dataclass(slots=True)
class _Open:
    """A source whose documents are on their way. left: how many; ended: no more will come; whole: nothing of it was skipped."""

    source: Source
    digest: str
    left: int = 0
    ended: bool = False
    whole: bool = True

    @property
    def done(self) -> bool:
        return self.ended and self.whole and not self.left


class _Adding:
    """One run of ``add``: what is open, what waits to be written, and the tally."""

    def __init__(
        self,
        ledger: Ledger | None,
        run: str,
        settings: Settings,
        engine: Engine,
        progress: Callable[[Progress], None] | None,
        *,
        keep: bool,
    ) -> None:
        self.ledger, self.run, self.settings, self.engine, self.progress, self.keep = ledger, run, settings, engine, progress, keep
        self.started = time.monotonic()
        self.total = self.done = self.taken = self.known = self.warnings = 0
        self.copies: set[str] = set()
        self.shelf: _Shelf | None = None
        self.seen: set[str] = set()
        self.open: dict[str, _Open] = {}  # by id of a document on its way
        self.reports: list[Report] = []
        self.failures: list[Failure] = []
        self.sources: list[tuple[str, str]] = []  # read to their end
        self.volume = 0  # characters of the documents gone through since the last batch
        self.tally: Counter[str] = Counter()
        self.dates: Counter[str | None] = Counter()
        self.languages: Counter[str | None] = Counter()
        self.skipped: Counter[str] = Counter()

    def go(self, found: Sequence[Source | Failure]) -> None:
        given = [source for source in found if isinstance(source, Source)]
        self.total = len(given)
        for row in found:
            if isinstance(row, Failure):
                self._fail(row)
        if self.ledger and self.keep:
            _link_pending(self.ledger, self.run)
        stage = Stage("report", "1", partial(report_documents, settings=self.settings, run=self.run))
        with closing(self._documents(given)) as documents:
            for shard, rows in _through(self.engine, stage, _shards(documents, lambda document: len(document.text))):
                self._take(shard, rows)
                self.volume += sum(len(document.text) for document in shard)
                if len(self.reports) >= BATCH or self.volume >= VOLUME:
                    self._flush()
        self._flush()

    def _unread(self, given: Sequence[Source]) -> Iterator[tuple[Source, str]]:
        """Leave out sources that were read to their end before, byte for byte."""
        for source in given:
            digest = _digest(source) if self.ledger else ""
            if self.ledger and digest and self.ledger.known_sources([(source.uri, digest)]):
                self.known += 1
                self.done += 1
                self._tell()
            else:
                yield source, digest

    def _documents(self, given: Sequence[Source]) -> Generator[Document, None, None]:
        """Read the sources; give their documents that the ledger does not have."""
        digests: dict[str, str] = {}

        def unread() -> Iterator[Source]:
            for source, digest in self._unread(given):
                digests[source.uri] = digest
                yield source

        stage = Stage("read", "1", partial(read_sources, settings=self.settings))
        with closing(_through(self.engine, stage, _shards(unread(), lambda source: source.size))) as read_shards:
            for shard, rows in read_shards:
                for source, row in zip(shard, rows, strict=True):
                    opened = _Open(source, digests.pop(source.uri))
                    for document in self._new(opened, row):
                        if self.settings.stop_after and self.taken >= self.settings.stop_after:
                            return
                        self.taken += 1
                        opened.left += 1
                        self.open[document.id] = opened
                        yield document
                    opened.ended = True
                    self._close(opened)
                    self.done += 1
                self._tell()

    def _new(self, opened: _Open, row: Reading | SetAside) -> Iterator[Document]:
        if isinstance(row, SetAside):
            opened.whole = False
            self._fail(_set_aside(row, "read", opened.source.uri, self.settings))
            return
        documents = [found for found in row.rows if isinstance(found, Document)]
        here = self.ledger.known(document.id for document in documents) if self.ledger else set()
        for found in row.rows:
            if isinstance(found, Failure):
                opened.whole &= found.code.startswith("W")
                self._fail(found)
            elif found.id in here or found.id in self.seen:
                self.known += 1
            else:
                self.seen.add(found.id)
                yield found

    def _take(self, shard: list[Document], rows: list[Report | Failure | SetAside]) -> None:
        """Take what came of some documents."""
        skipped: set[str] = set()
        for row in rows:
            if isinstance(row, Report):
                self.reports.append(row)
                self._count(row)
                continue
            failure = _set_aside(row, "report", row.record.uri, self.settings) if isinstance(row, SetAside) else row
            if not failure.code.startswith("W"):
                skipped.add(failure.document)
            self._fail(failure)
        for document in shard:
            opened = self.open.pop(document.id)
            opened.left -= 1
            opened.whole &= document.uri not in skipped
            self._close(opened)
        self._tell()

    def _close(self, opened: _Open) -> None:
        if opened.done and opened.digest:
            self.sources.append((opened.source.uri, opened.digest))

    def _fail(self, failure: Failure) -> None:
        # The same failure in two runs is two failures: each run's log is whole.
        self.failures.append(replace(failure, run=self.run, id=identify("X", self.run, failure.id)))
        if failure.code.startswith("W"):
            self.warnings += 1
        else:
            self.skipped[failure.code] += 1

    def _count(self, report: Report) -> None:
        for name in ("attributions", "figures", "forecasts"):
            self.tally[name] += len(getattr(report, name))
        self.tally["added"] += 1
        self.tally["with_rows"] += bool(report.attributions or report.figures or report.forecasts)
        self.dates[report.document.published_basis if report.document.published else None] += 1
        self.languages[report.document.language] += 1

    def _tell(self) -> None:
        if self.progress:
            self.progress(Progress(self.total, self.done, self.tally["added"]))

    def _flush(self) -> None:
        """Write what has come together, then link it."""
        if self.ledger and self.keep:
            with _uncollected():
                self._keep(self.ledger)
        strictly = next((f for f in self.failures if not f.code.startswith("W")), None) if self.settings.strict else None
        self.reports, self.failures, self.sources = [], [], []
        self.volume = 0
        if strictly:
            raise ReadError(f"{strictly.message} Stopped, as --strict asks; what was finished is stored", code=strictly.code)

    def _keep(self, ledger: Ledger) -> None:
        # A row that could not be proven is not kept, and not linked.
        kept = ledger.write(self.reports, self.failures, self.run, sources=self.sources)
        self.shelf = self.shelf or _Shelf(ledger)
        edges = link_reports(ledger, kept, self.run, shelf=self.shelf)
        self.copies |= {edge.one for edge in edges if edge.relation.startswith("copy.")}

    def summary(self, *, interrupted: bool) -> Summary:
        return Summary(
            run=self.run,
            sources=self.total,
            known=self.known,
            failures=sum(self.skipped.values()),
            warnings=self.warnings,
            copies=len(self.copies),
            dates=dict(self.dates),
            languages=dict(self.languages),
            skipped=dict(self.skipped),
            seconds=round(time.monotonic() - self.started, 3),
            interrupted=interrupted,
            **self.tally,
        )


class _Shelf:
    """Reports as a ledger holds them, the last few from memory: the next batch has most of its neighbours in common with this one."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.kept: dict[str, Report] = {}

    def put(self, reports: Iterable[Report]) -> None:
        for report in reports:
            self.kept.pop(report.document.id, None)
            self.kept[report.document.id] = report

    def take(self, ids: Iterable[str]) -> list[Report]:
        """Give reports in the order asked; an unknown id is left out."""
        ids = list(dict.fromkeys(ids))
        missing = [id for id in ids if id not in self.kept]
        here = {id: self.kept.pop(id) for id in ids if id in self.kept} | {r.document.id: r for r in self.ledger.reports(missing)}
        self.kept.update(here)  # what was asked for last goes last
        for id in list(self.kept)[: max(0, len(self.kept) - SHELF)]:
            del self.kept[id]
        return [here[id] for id in ids if id in here]


def link_reports(ledger: Ledger, new: Sequence[Report], run: str, *, shelf: _Shelf | None = None) -> list[Edge]:
    """Link reports that the ledger already holds to their neighbours; renew the views of what is touched.

    Returns: the edges found.
    """
    if not new:
        return []
    shelf = shelf or _Shelf(ledger)
    shelf.put(new)
    ids = [report.document.id for report in new]
    keys = [key for report in new for key in report.keys]
    near = shelf.take(ledger.neighbours(keys, link.PARTNERS, reach=link.REACH))
    held = ledger.edges([*ids, *(report.document.id for report in near)], names=False)
    found = link.link(new, near, ledger.bearers(keys), held, run)
    stands = {row.id: r.document.id for r in (*new, *near) for row in (r.document, *r.attributions, *r.figures)}
    joined, across = set(ids), set()
    for edge in found:
        if edge.relation != "same.entity":
            (across if edge.relation in link.RELATIONS else joined).update((stands[edge.one], stands[edge.other]))
    shown = ledger.component(joined)
    _renew(ledger, shelf.take(ledger.component({*shown, *across})), found, run, linked=ids, shown=shown)
    return found


def _renew(
    ledger: Ledger,
    touched: Sequence[Report],
    found: Sequence[Edge],
    run: str,
    *,
    linked: Collection[str],
    shown: Iterable[str] | None = None,
    judged: Collection[str] | None = None,
) -> None:
    """Write edges and whatever is seen when the edges of whole stories are followed.

    Args:
        touched: every report of the stories in question.
        linked: ids of the documents new among them.
        shown: ids of those whose stories and claims may come out otherwise, all of each story (None: of all touched); the others only have
            claims that stand to theirs.
        judged: mentions of the entities to part and join anew; None: entities only grow.
    """
    documents = [report.document.id for report in touched]
    before = ledger.edges(documents, names=judged is not None)
    # How claims stand to each other is told of whole stories: found among the reports at hand, it would hang on what came together.
    inside = {figure.id for report in touched for figure in report.figures}
    joins = [edge for edge in found if not _stands(edge, inside)]
    # A person's word on a pair outranks what the linker has just found of it.
    related = link.relate(touched, in_force({edge.id: edge for edge in (*joins, *before)}.values()), run)
    gone = {edge.id for edge in before if edge.judgement is None and _stands(edge, inside)} - {edge.id for edge in related}
    held = in_force({edge.id: edge for edge in (*joins, *related, *before) if edge.id not in gone}.values())
    seen = set(documents if shown is None else shown)
    entities, stories, claims = link.views([report for report in touched if report.document.id in seen], held)
    if judged is None:
        # Names of which no mention is new or newly joined are as they were.
        bearers = {mention.id for report in touched if report.document.id in linked for mention in report.mentions}
        bearers |= {end for edge in found if edge.relation == "same.entity" for end in (edge.one, edge.other)}
    else:
        # Only the names judged are before us with all their mentions; of others some stand in reports not touched.
        bearers = set(judged)
    entities = [entity for entity in entities if not bearers.isdisjoint(entity.members)]
    ledger.link([*joins, *related], entities, stories, claims, sorted(seen), run, gone=gone, linked=linked, whole=judged is not None)


def _stands(edge: Edge, figures: set[str]) -> bool:
    """Whether an edge tells how claims of these figures stand to each other."""
    return edge.relation in link.RELATIONS and edge.one in figures and edge.other in figures


def _link_pending(ledger: Ledger, run: str) -> None:
    """Link what was written before a run broke off."""
    waiting = ledger.pending()
    for i in range(0, len(waiting), BATCH):
        link_reports(ledger, ledger.reports(waiting[i : i + BATCH]), run)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Do not look for objects in circles meanwhile: rows make none, and to look through all of them took a third of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


# --- shards -----------------------------------------------------------------------------------------------------------


def _shards(records: Iterable[Any], weigh: Callable[[Any], int]) -> Iterator[list[Any]]:
    """Cut records into shards that a child gets through in about the time of one message and back."""
    shard: list[Any] = []
    weight = 0
    for record in records:
        shard.append(record)
        weight += weigh(record)
        if len(shard) >= SHARD or weight >= WEIGHT:
            yield shard
            shard, weight = [], 0
    if shard:
        yield shard


def _through(engine: Engine, stage: Stage, shards: Iterable[list[Any]]) -> Generator[tuple[list[Any], list[Any]], None, None]:
    """Map, and give each shard along with its rows."""
    sent: deque[list[Any]] = deque()

    def sending() -> Iterator[list[Any]]:
        for shard in shards:
            sent.append(shard)
            yield shard

    for rows in engine.map(stage, sending()):
        yield sent.popleft(), rows


def _digest(source: Source) -> str:
    """Digest of a source's bytes; "" where they cannot be read, which reading will tell of."""
    if source.payload is not None:
        return hashlib.sha256(source.payload).hexdigest()
    try:
        with open(source.path or source.uri, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _set_aside(row: SetAside, stage: str, uri: str, settings: Settings) -> Failure:
    name, code = _name(uri), SET_ASIDE[row.reason]
    match row.reason:
        case "timeout":
            message = f"{name} was stopped after {settings.timeout:g} s. Skipped. Retry: --timeout {settings.timeout * 6:g}"
        case "memory":
            message = f"{name} took more than {settings.memory / 1e6:,.0f} MB. Skipped. Split it, or set memory (hearsay settings)"
        case "crash":
            message = f"{name} made its reader crash ({row.message}). Skipped; all else went on. Please report it"
        case _:
            message = f"{name} met a bug of hearsay ({escape(row.message)}). Skipped; all else went on. Please report it"
    return _failure(stage, uri, code, message)


def _failure(stage: str, uri: str, code: str, message: str) -> Failure:
    return Failure(id=identify("X", stage, uri, code, message), run="", stage=stage, document=uri, code=code, message=message)


def _name(uri: str) -> str:
    return escape(uri.rstrip("/").rpartition("/")[2] or uri)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
