"""Rows ⇄ one SQLite file: open, write, merge, verify. Nothing outside this room holds a connection."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import unicodedata
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from heapq import nlargest
from pathlib import Path
from typing import Any, Self, cast
from urllib.parse import quote

from hearsay.errors import HearsayError, LedgerDamaged, LedgerError, LedgerLocked, NoRoom, QueryError, SchemaError
from hearsay.ledger.schema import (
    APPLICATION,
    CLAIM_WORDS,
    DOCUMENTS,
    EDGES,
    ENTITIES,
    FAILURES,
    FIGURE_WORDS,
    FORMAT,
    JUDGEMENTS,
    KEPT,
    LETTERS,
    ROWS,
    RUNS,
    STORIES,
    VIEWS,
    Judgement,
    Table,
    statements,
)
from hearsay.records import Claim, Edge, Entity, Failure, Key, Report, Run, Story, identify

BUSY = 5000  # milliseconds a statement waits for another writer's transaction, which lasts well under a second
BUCKET = 200  # documents under one key; a fuller bucket says nothing and is not looked into
NAMESAKES = 20  # known entities offered for one name
DEGREE = 64  # same.entity edges looked at from one end; the far end of a busier row still shows each of them
CELL = 64_000_000  # bytes of one value: a document of 2 M characters and its blocks, and room to spare
CHECKED = 32_000_000  # bytes of a ledger that is checked whole each time it is opened (about 0.1 s)
REPORT_FIELDS = tuple(ROWS)
TOUCHING = ("same.story", "same.claim")  # and every copy.*: what makes documents one component


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a ledger that does not add up. mended: what a repair did about it, or None."""

    table: str
    row: str | None
    what: str
    mended: str | None = None


def fold(name: str) -> str:
    """Bring a name into the form it is looked up by: no case, no accents, single spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def clock() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def in_force(edges: Iterable[Edge]) -> list[Edge]:
    """Keep what holds: of a pair a person judged, the last word of a person; of every other, the machine's edges.

    Args:
        edges: in the order they were written.
    """
    edges = list(edges)
    last = {_pair(edge): edge for edge in edges if edge.judgement}
    held = []
    for edge in edges:
        word = last.get(_pair(edge))
        if word is None or word.judgement == "none":
            held += [] if edge.judgement else [edge]
        elif word is edge:
            held.append(edge)
    return held


def _pair(edge: Edge) -> tuple[str, frozenset[str]]:
    # "Not a copy" is said of two texts, whatever kind of copy the machine saw in them.
    return "copy" if edge.relation.startswith("copy.") else edge.relation, frozenset((edge.one, edge.other))


_FIGURE_WORDS = ", ".join(FIGURE_WORDS)
_CLAIM_WORDS = ", ".join(CLAIM_WORDS)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]{0,3}\s+(?=[\"'“‘(\[]{0,3}[A-Z0-9])|\n+")


def context(text: str, start: int, end: int, reach: int = 400) -> tuple[int, int]:
    """Bounds of the sentence around a span, found without reading the whole text again.

    Args:
        reach: code points looked at on either side.
    """
    low, high = max(0, start - reach), min(len(text), end + reach)
    before = [match.end() for match in _SENTENCE_END.finditer(text, low, start)]
    after = _SENTENCE_END.search(text, max(start, end - 1), high)
    first = before[-1] if before else low
    last = after.start() + len(after[0].rstrip()) if after else high
    return first, max(last, end)


def _least(*values: str | None) -> str | None:
    return min((v for v in values if v is not None), default=None)


def _most(*values: str | None) -> str | None:
    return max((v for v in values if v is not None), default=None)


def _but_run(table: Table, values: Sequence[Any]) -> tuple[Any, ...]:
    """A row as it tells of the world: which run read it does not count."""
    at = table.names.index("run")
    return (*values[:at], *values[at + 1 :])


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.absolute().parent).free < 1_000_000
    except OSError:
        return False


def _mention(id: str) -> str:
    """The mention an entity is named after: its id is that of its smallest member."""
    return "M" + id[1:] if id[:1] == "N" else id


def _proven(report: Report, run: str) -> tuple[Report | None, list[Failure]]:
    """Leave out what does not stand where it says, or has the id of another row; what is left out becomes a Failure."""
    document = report.document
    faults: list[Failure] = []

    def fault(code: str, what: str) -> None:
        faults.append(Failure(identify("X", run, document.id, code, what), run, "ledger", document.uri, code, what))

    try:
        document.text.encode()
        document.uri.encode()
    except UnicodeEncodeError as problem:
        fault("S205", f"{ascii(document.uri)[1:-1]} holds half a character at {problem.start} (a lone surrogate). Skipped")
        faults[0] = replace(faults[0], document=ascii(document.uri)[1:-1])
        return None, faults
    kept: dict[str, tuple[Any, ...]] = {}
    for name, table in ROWS.items():
        rows: dict[str, Any] = {}
        for row in getattr(report, name):
            values = table.pack(row)
            wrong = next((q for _, d, a, b, q in table.quotes(values) if d != document.id or document.text[a:b] != q), None)
            if wrong is not None:
                fault("W330", f"{name} {row.id}: {wrong[:60]!r} does not stand where it says. Row left out")
            elif rows.setdefault(row.id, row) != row:
                fault("W331", f"{name} {row.id}: two different rows bear this id. The first is kept")
        kept[name] = tuple(rows.values())
    return replace(report, **kept), faults


class Store:
    """One ledger file. Use it from one thread; any number of processes may read while one writes.

    Args:
        path: the file.
        read_only: never write; works beside a writer and in a folder one may not write to.
        create: make the file where there is none (only when writing).
        now: the clock, ISO 8601 UTC.

    Raises:
        SchemaError: no ledger there (E610, E612), or one of a newer format (E611).
        LedgerDamaged: the file does not add up (E620).
        LedgerLocked: another process holds it (E601).
        LedgerError: the file or its folder cannot be written (E613).
    """

    def __init__(self, path: str | Path, *, read_only: bool = False, create: bool = True, now: Callable[[], str] = clock) -> None:
        self.path = Path(path)
        self.read_only = read_only
        self.created = False
        self._now = now
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._lock: sqlite3.Connection | None = None
        self._depth = 0
        self._db = self._open(create)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file and of the writer's place."""
        self._db.close()
        self._unlock()

    # --- opening --------------------------------------------------------------------------------------------------------

    def _open(self, create: bool) -> sqlite3.Connection:
        path = self.path
        if path.is_dir():
            raise SchemaError(f"{path} is a folder, not a ledger. Name a file: --ledger {path / 'ledger.db'}", code="E610", path=str(path))
        there = path.exists()
        empty = there and path.stat().st_size == 0
        if not there and (self.read_only or not create):
            raise SchemaError(
                f"no ledger at {path}. Make one: hearsay add FOLDER, or look at one: hearsay demo", code="E612", path=str(path)
            )
        if empty and (self.read_only or not create):
            raise SchemaError(f"{path} is empty (0 bytes), so it is no ledger. Make one: hearsay add FOLDER", code="E610", path=str(path))
        if not there and not path.parent.is_dir():
            raise LedgerError(
                f"no folder {path.parent} for the ledger. Make it, or name another: --ledger FILE", code="E613", path=str(path)
            )
        with self._translated():
            db = self._connect()
            try:
                if not there or empty:
                    self._create(db)
                self._check_format(db)
            except BaseException:
                db.close()
                raise
            return db

    def _connect(self) -> sqlite3.Connection:
        path = self.path.absolute()
        address = f"file:{quote(os.fsencode(path))}"
        if not self.read_only:
            return self._tuned(sqlite3.connect(f"{address}?mode=rwc", uri=True, isolation_level=None, timeout=BUSY / 1000))
        db = self._tuned(sqlite3.connect(f"{address}?mode=ro", uri=True, isolation_level=None, timeout=BUSY / 1000))
        try:
            db.execute("SELECT count(*) FROM sqlite_master")
            return db
        except sqlite3.OperationalError as problem:
            db.close()
            # A folder we may not write to has no place for the index of the write-ahead log. Where there is no log
            # nobody is writing, and the file is all there is.
            log = path.with_name(path.name + "-wal")
            if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CANTOPEN or log.exists() and log.stat().st_size:
                raise
            return self._tuned(sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True, isolation_level=None))

    def _tuned(self, db: sqlite3.Connection) -> sqlite3.Connection:
        # A ledger may come from a stranger: nothing in its schema may run, and no page is believed unseen.
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "cache_size = -65536", "foreign_keys = OFF"):
            db.execute(f"PRAGMA {pragma}")
        db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, CELL)
        db.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        if self.read_only:
            db.execute("PRAGMA query_only = ON")
        return db

    def _create(self, db: sqlite3.Connection) -> None:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have made it while we waited.
            if not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                for statement in statements():
                    db.execute(statement)
                db.execute(f"PRAGMA application_id = {APPLICATION}")
                db.execute(f"PRAGMA user_version = {FORMAT}")
                self.created = True
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise

    def _check_format(self, db: sqlite3.Connection) -> None:
        path = self.path
        try:
            application = db.execute("PRAGMA application_id").fetchone()[0]
            version = db.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.DatabaseError as problem:
            if problem.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
                raise SchemaError(
                    f"{path} is not a hearsay ledger (not SQLite at all). Name another: --ledger FILE", code="E610"
                ) from problem
            raise
        if application != APPLICATION:
            raise SchemaError(f"{path} is SQLite but not a hearsay ledger. Name another: --ledger FILE", code="E610", path=str(path))
        if version > FORMAT:
            message = f"ledger {path} is format {version}, this is format {FORMAT}: pip install -U hearsay"
            raise SchemaError(message, code="E611", path=str(path), format=version)
        self._check_schema(db)
        if path.stat().st_size <= CHECKED or hasattr(os, "geteuid") and path.stat().st_uid != os.geteuid():
            for (said,) in db.execute("PRAGMA quick_check(1)"):
                if said != "ok":
                    raise self._damaged(db)

    def _check_schema(self, db: sqlite3.Connection) -> None:
        """Refuse a ledger whose tables are not ours, or in which something would run by itself."""
        told = {name: (kind, sql) for kind, name, sql in db.execute("SELECT type, name, sql FROM sqlite_master")}
        runs = sorted(name for name, (kind, _) in told.items() if kind == "trigger")
        if runs:
            message = f"{self.path} holds a trigger ({runs[0]}), which no ledger of ours does. Have its sender export it instead"
            raise SchemaError(message, code="E610", trigger=runs[0])
        for statement in statements():
            words = statement.split()
            name = words[words.index("VIRTUAL") + 2 if "VIRTUAL" in words[:3] else 3 if words[1] == "UNIQUE" else 2]
            if told.get(name, ("", ""))[1] != statement:
                message = f"{self.path} has no table or index {name} as hearsay makes it. Mend it: hearsay check --repair"
                raise LedgerDamaged(message, code="E620", table=name)

    # --- guarding -------------------------------------------------------------------------------------------------------

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn SQLite's errors into ours."""
        try:
            yield
        except sqlite3.Error as problem:
            raise self._translate(problem) from problem

    def _translate(self, problem: sqlite3.Error) -> HearsayError:
        path, code = self.path, getattr(problem, "sqlite_errorcode", None)
        kind = None if code is None else code & 0xFF
        if kind == sqlite3.SQLITE_FULL or kind == sqlite3.SQLITE_IOERR and _is_full(path):
            return NoRoom(
                f"no room left on the disk of {path}. What was finished is safely stored; free space and run the same command again",
                code="E701", path=str(path),
            )  # fmt: skip
        if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return self._locked()
        if kind == sqlite3.SQLITE_NOTADB:
            return SchemaError(f"{path} is not a hearsay ledger (not SQLite at all). Name another: --ledger FILE", code="E610")
        if kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_TOOBIG) or str(problem).startswith("Could not decode"):
            return self._damaged(getattr(self, "_db", None))
        if kind in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
            return LedgerError(
                f"{path} cannot be {'opened' if self.read_only else 'written'}: you may not write the file or its folder. "
                f"Change that, or write another ledger: --ledger FILE",
                code="E613", path=str(path),
            )  # fmt: skip
        if kind == sqlite3.SQLITE_IOERR:
            return LedgerError(f"the disk of {path} failed ({problem}). Look to the disk, then run: hearsay check", code="E614")
        return LedgerError(f"the ledger {path} could not answer: {problem}", code="E614", path=str(path))

    def _damaged(self, db: sqlite3.Connection | None) -> LedgerDamaged:
        """Name the first damaged table."""
        table = "unknown"
        if db is not None:
            for name in (*KEPT, *(t.name for t in VIEWS.values()), "keys", "members", "document_words_data", "figure_words_data"):
                try:
                    if db.execute(f"PRAGMA quick_check('{name}')").fetchone()[0] != "ok":
                        table = name
                        break
                except sqlite3.Error:
                    table = name
                    break
        message = f"{self.path} is damaged (table {table}). Restore a copy, or see what is left: hearsay check --repair"
        return LedgerDamaged(message, code="E620", table=table, path=str(self.path))

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """See the ledger as it stands now, for as long as this takes."""
        with self._translated():
            if self._depth or self._db.in_transaction:
                yield self._db
                return
            self._db.execute("BEGIN")
            self._depth += 1
            try:
                yield self._db
            finally:
                self._depth -= 1
                if self._db.in_transaction:
                    self._db.execute("COMMIT")

    @contextmanager
    def _writing(self, *, safe: bool = False) -> Iterator[sqlite3.Connection]:
        """Write all of it or none.

        Args:
            safe: come through a power cut, too; a person's word is not made again by running twice.
        """
        if self.read_only:
            raise LedgerError(f"{self.path} is open for reading only", code="E613", path=str(self.path))
        with self._translated():
            db = self._db
            db.execute(f"PRAGMA synchronous = {'FULL' if safe else 'NORMAL'}")
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                self._texts.clear()
                raise

    @contextmanager
    def snapshot(self) -> Iterator[Self]:
        """Ask several questions of one state of the ledger, whatever is written meanwhile."""
        with self._reading():
            yield self

    # --- runs and the writer's place --------------------------------------------------------------------------------------

    def begin(self, run: Run, *, verb: str = "add", wait: float = 0.0) -> None:
        """Take the writer's place and open a run.

        Args:
            verb: shown to whom we keep waiting.
            wait: seconds to queue for the place.

        Raises:
            LedgerLocked: another process has it (.pid, .since, .verb).
        """
        self._take(verb, wait)
        with self._writing() as db:
            if not db.execute("SELECT 1 FROM runs WHERE id = ?", (run.id,)).fetchone():
                self._insert(db, RUNS, [RUNS.pack(run)])

    def finish(self, run_id: str, ended: str) -> None:
        """Close a run and give up the writer's place."""
        with self._writing() as db:
            found = db.execute(f"SELECT {RUNS.listed} FROM runs WHERE id = ?", (run_id,)).fetchone()
            if found is None:
                raise QueryError(f"no run {run_id}", code="E630", id=run_id)
            values = RUNS.pack(replace(RUNS.unpack(found, self._text), ended=ended))
            db.execute("UPDATE runs SET ended = ?, digest = ? WHERE id = ?", (ended, RUNS.digest(values), run_id))
        self._unlock()

    def _take(self, verb: str, wait: float) -> None:
        """Hold a lock that dies with us: a transaction left open in a small file beside the ledger."""
        if self._lock is not None:
            return
        if self.read_only:
            raise LedgerError(f"{self.path} is open for reading only", code="E613", path=str(self.path))
        mine, lock = self._now(), None
        try:
            while self._lock is None:
                lock = sqlite3.connect(self._lock_path(), isolation_level=None, timeout=wait)
                lock.execute("BEGIN IMMEDIATE")
                lock.execute("CREATE TABLE IF NOT EXISTS writer (pid INTEGER, verb TEXT, since TEXT)")
                lock.execute("DELETE FROM writer")
                lock.execute("INSERT INTO writer VALUES (?, ?, ?)", (os.getpid(), verb, mine))
                lock.execute("COMMIT")
                lock.execute("BEGIN IMMEDIATE")
                # Whoever had the place before us took its file away; then we hold a lock on nothing, and try again.
                if self._writer() == (os.getpid(), verb, mine):
                    self._lock = lock
                else:
                    lock.close()
        except sqlite3.Error as problem:
            if lock is not None:
                lock.close()
            raise self._translate(problem) from problem

    def _unlock(self) -> None:
        if self._lock is not None:
            with suppress(OSError):
                self._lock_path().unlink()
            self._lock.close()
            self._lock = None

    def _writer(self) -> tuple[int, str, str] | None:
        """Who holds the writer's place, as far as one can tell: pid, verb, since."""
        address = f"file:{quote(os.fsencode(self._lock_path().absolute()))}?mode=ro"
        try:
            with closing(sqlite3.connect(address, uri=True, timeout=1)) as lock:
                found: tuple[int, str, str] | None = lock.execute("SELECT pid, verb, since FROM writer").fetchone()
                return found
        except sqlite3.Error:
            return None

    def _lock_path(self) -> Path:
        return self.path.with_name(self.path.name + "-writer")

    def _locked(self) -> LedgerLocked:
        pid, verb, since = self._writer() or (None, None, None)
        by = f"'hearsay {verb}' (pid {pid}, since {since})" if pid else "another program"
        message = f"{self.path} is being written by {by}. Reading still works. --wait 60 to queue"
        return LedgerLocked(message, code="E601", pid=pid, since=since, verb=verb, path=str(self.path))

    # --- writing reports ------------------------------------------------------------------------------------------------

    def known(self, document_ids: Iterable[str]) -> set[str]:
        """Which of these documents need no reading: they are here and whole."""
        with self._reading() as db:
            sql = (
                "SELECT 1 FROM documents WHERE id = ? AND superseded IS NULL "
                "AND NOT EXISTS (SELECT 1 FROM pending WHERE document = documents.id AND stage = 'read')"
            )
            return {id for id in document_ids if db.execute(sql, (id,)).fetchone()}

    def known_sources(self, pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        """Which of these sources (uri, digest of its bytes) were read to their end."""
        with self._reading() as db:
            sql = "SELECT 1 FROM sources WHERE uri = ? AND digest = ?"
            return {pair for pair in pairs if db.execute(sql, pair).fetchone()}

    def pending(self) -> list[str]:
        """Documents written but not linked yet: a run broke off between the two."""
        with self._reading() as db:
            return [id for (id,) in db.execute("SELECT document FROM pending WHERE stage = 'link' ORDER BY document")]

    def write(self, reports: Sequence[Report], failures: Sequence[Failure], run: str, *, sources: Iterable[tuple[str, str]] = ()) -> None:
        """Add reports and failures in one transaction. The same report again changes nothing; a different reading supersedes.

        Args:
            sources: (uri, digest of its bytes) of those read to their end with these reports.
        """
        failures = list(failures)
        with self._writing() as db:
            fresh: list[Report] = []
            seen: set[str] = set()
            for report in reports:
                id = report.document.id
                if id in seen:
                    continue
                seen.add(id)
                report, faults = _proven(report, run)
                failures += faults
                if report is None:
                    continue
                if db.execute("SELECT 1 FROM documents WHERE id = ? AND superseded IS NULL", (id,)).fetchone():
                    self._reread(db, report, run)
                else:
                    fresh.append(report)
            self._add(db, fresh, run)
            for failure in failures:
                if not db.execute("SELECT 1 FROM failures WHERE id = ?", (failure.id,)).fetchone():
                    self._insert(db, FAILURES, [FAILURES.pack(failure)])
            db.executemany("INSERT OR IGNORE INTO sources VALUES (?, ?, ?)", [(uri, digest, run) for uri, digest in sources])

    def _insert(self, db: sqlite3.Connection, table: Table, rows: Sequence[tuple[Any, ...]], first: int | None = None) -> None:
        """Insert packed rows; ``first`` numbers them from there on."""
        if not rows:
            return
        holes = ", ".join("?" * (len(table.names) + 2))
        sql = f"INSERT INTO {table.name} (seq, {table.listed}, digest) VALUES ({holes})"
        digest = table.digest
        db.executemany(sql, [(None if first is None else first + i, *row, digest(row)) for i, row in enumerate(rows)])

    def _next(self, db: sqlite3.Connection, table: str) -> int:
        return int(db.execute(f"SELECT coalesce(max(seq), 0) + 1 FROM {table}").fetchone()[0])

    def _add(self, db: sqlite3.Connection, reports: Sequence[Report], run: str) -> None:
        if not reports:
            return
        first = self._next(db, "documents")
        self._insert(db, DOCUMENTS, [DOCUMENTS.pack(r.document, run) for r in reports], first)
        words = [(first + i, r.document.title, r.document.text) for i, r in enumerate(reports)]
        db.executemany("INSERT INTO document_words (rowid, title, text) VALUES (?, ?, ?)", words)
        for name, table in ROWS.items():
            rows = [table.pack(row) for r in reports for row in getattr(r, name)]
            if name == "figures":
                at = self._next(db, name)
                self._insert(db, table, rows, at)
                self._say_figures(db, reports, at)
            else:
                self._insert(db, table, rows)
        keys = [(k.kind, k.value, k.row, k.document) for r in reports for k in r.keys]
        db.executemany("INSERT INTO keys (kind, value, row, document) VALUES (?, ?, ?, ?)", keys)
        db.executemany("INSERT OR IGNORE INTO pending VALUES (?, 'link')", [(r.document.id,) for r in reports])

    def _say_figures(self, db: sqlite3.Connection, reports: Sequence[Report], at: int) -> None:
        """Make figures findable by their own words, their sentence, who says them and the title over them."""
        rows = []
        for report in reports:
            mentions = {m.id: m.name for m in report.mentions}
            attributions = {a.id: a for a in report.attributions}

            def named(id: str | None, mentions: dict[str, str] = mentions, attributions: dict[str, Any] = attributions) -> str | None:
                row = attributions.get(id) if id else None
                return None if row is None else mentions.get(row.mention) or (row.source.quote if row.source else None)

            for f in report.figures:
                attribution = attributions.get(f.attribution) if f.attribution else None
                via = named(attribution.via) if attribution else None
                a, b = context(report.document.text, f.evidence.span.start, f.evidence.span.end)
                around = report.document.text[a:b]
                who = (f.holder, f.place, named(f.attribution), via)
                rows.append((at + len(rows), f.item, f.state, f.measure, *who, f.evidence.quote, around, report.document.title))
        db.executemany(f"INSERT INTO figure_words (rowid, {_FIGURE_WORDS}) VALUES ({', '.join('?' * (len(FIGURE_WORDS) + 1))})", rows)

    def _reread(self, db: sqlite3.Connection, report: Report, run: str) -> None:
        """Supersede what a newer reading of a document tells otherwise, and leave the rest."""
        document = report.document
        id = document.id
        old = db.execute(f"SELECT {DOCUMENTS.listed} FROM documents WHERE id = ? AND superseded IS NULL", (id,)).fetchone()
        new = DOCUMENTS.pack(document, run)
        changed = _but_run(DOCUMENTS, old) != _but_run(DOCUMENTS, new)
        if changed:
            db.execute("UPDATE documents SET superseded = ? WHERE id = ? AND superseded IS NULL", (run, id))
            first = self._next(db, "documents")
            self._insert(db, DOCUMENTS, [new], first)
            db.execute("INSERT INTO document_words (rowid, title, text) VALUES (?, ?, ?)", (first, document.title, document.text))
        gone: list[str] = []
        for name, table in ROWS.items():
            rows = [table.pack(row) for row in getattr(report, name)]
            found = db.execute(f"SELECT {table.listed} FROM {name} WHERE document = ? AND superseded IS NULL ORDER BY seq", (id,))
            before = found.fetchall()
            if [_but_run(table, r) for r in before] == [_but_run(table, r) for r in rows]:
                continue
            # All of a kind gives way together: its order in the text is part of what is told.
            changed = True
            db.execute(f"UPDATE {name} SET superseded = ? WHERE document = ? AND superseded IS NULL", (run, id))
            at = self._next(db, name)
            self._insert(db, table, rows, at)
            if name == "figures":
                self._say_figures(db, [report], at)
            gone += sorted({r[0] for r in before} - {r[0] for r in rows})
        keys = [(k.kind, k.value, k.row, k.document) for k in report.keys]
        if keys != db.execute("SELECT kind, value, row, document FROM keys WHERE document = ? ORDER BY seq", (id,)).fetchall():
            changed = True
            db.execute("DELETE FROM keys WHERE document = ?", (id,))
            db.executemany("INSERT INTO keys (kind, value, row, document) VALUES (?, ?, ?, ?)", keys)
        db.execute("DELETE FROM pending WHERE document = ? AND stage = 'read'", (id,))
        if not changed:
            return
        self._texts.pop(id, None)
        # The linker's edges stood on the old reading; it is asked again. A person's word stays.
        mine = "superseded IS NULL AND judgement IS NULL"
        for side in ("one", "other"):
            sql = f"UPDATE edges SET superseded = ? WHERE {side}_document = ? AND relation <> 'same.entity' AND {mine}"
            db.execute(sql, (run, id))
        for row in gone:
            for side in ("one", "other"):
                db.execute(f"UPDATE edges SET superseded = ? WHERE {side} = ? AND {mine}", (run, row))
        members = [m for (m,) in db.execute("SELECT member FROM members WHERE document = ? AND kind <> 'story'", (id,))]
        for kind in ("entity", "claim"):
            self._take_out(db, kind, [m for m in members if m in set(gone)])
        db.execute("INSERT OR IGNORE INTO pending VALUES (?, 'link')", (id,))

    # --- reading records ------------------------------------------------------------------------------------------------

    def _text(self, document_id: str) -> str:
        """Text of a document, one of the last few from memory."""
        texts = self._texts
        if document_id in texts:
            texts.move_to_end(document_id)
            return texts[document_id]
        sql = "SELECT text FROM documents WHERE id = ? ORDER BY superseded IS NOT NULL, seq DESC LIMIT 1"
        found = self._db.execute(sql, (document_id,)).fetchone()
        if found is None:
            raise LedgerDamaged(
                f"{self.path}: document {document_id} is gone. Mend it: hearsay check --repair", code="E620", table="documents"
            )
        texts[document_id] = found[0]
        while len(texts) > 64:
            texts.popitem(last=False)
        return str(found[0])

    def _records(self, table: Table, rest: str, parameters: Sequence[Any] = (), **given: Any) -> Iterator[Any]:
        """Rebuild the rows that ``WHERE …`` names, each proven by its digest; ``given`` are fields that lie in other tables."""
        for *values, digest in self._db.execute(f"SELECT {table.listed}, digest FROM {table.name} {rest}", parameters).fetchall():
            table.prove(values, digest)
            yield table.unpack(values, self._text, **given)

    def _by_seq(self, table: Table, seqs: Sequence[int]) -> Iterator[Any]:
        for at in range(0, len(seqs), 500):
            some = seqs[at : at + 500]
            yield from self._records(table, f"WHERE seq IN ({', '.join('?' * len(some))}) ORDER BY seq", some)

    def documents(self) -> list[str]:
        """Ids of all documents, in the order they came."""
        with self._reading() as db:
            return [id for (id,) in db.execute("SELECT id FROM documents WHERE superseded IS NULL ORDER BY seq")]

    def reports(self, document_ids: Iterable[str]) -> list[Report]:
        """Rebuild reports as they were written, in the order asked; an unknown id is left out.

        Raises:
            LedgerDamaged: a row is not as it was written.
        """
        with self._reading() as db:
            found = []
            for id in dict.fromkeys(document_ids):
                row = db.execute(f"SELECT {DOCUMENTS.listed}, digest FROM documents WHERE id = ? AND superseded IS NULL", (id,)).fetchone()
                if row is None:
                    continue
                DOCUMENTS.prove(row[:-1], row[-1])
                document = DOCUMENTS.unpack(row, self._text)
                self._texts[id] = document.text
                where = "WHERE document = ? AND superseded IS NULL ORDER BY seq"
                rows = {name: tuple(self._records(table, where, (id,))) for name, table in ROWS.items()}
                keys = db.execute("SELECT kind, value, row, document FROM keys WHERE document = ? ORDER BY seq", (id,))
                found.append(Report(document, **rows, keys=tuple(Key(*key) for key in keys)))
            return found

    def entities(self) -> Iterator[Entity]:
        """Every entity with its names; ``members`` is left empty, since a member's document tells its entity (``entity_of``)."""
        for (seq,) in self._seqs("entities"):
            yield self._entity(seq, members=False)

    def stories(self) -> Iterator[Story]:
        """Every story."""
        for (seq,) in self._seqs("stories"):
            yield self._story(seq)

    def copies(self) -> list[Edge]:
        """Every edge between a copy and what it copies that holds."""
        with self._reading() as db:
            family = "relation >= 'copy.' AND relation < 'copy/' AND relation <> 'same.entity'"
            held = self.holding(seq for (seq,) in db.execute(f"SELECT seq FROM edges WHERE {family} AND superseded IS NULL"))
            return [edge for edge in held if edge.judgement in (None, "positive")]

    def judgements(self) -> list[Judgement]:
        """Every word of a person, in the order they were said."""
        with self._reading():
            return list(self._records(JUDGEMENTS, "ORDER BY seq"))

    def entity_of(self, document_id: str) -> dict[str, str]:
        """Id of the entity by id of the mention, for the mentions of one document."""
        with self._reading() as db:
            sql = "SELECT m.member, e.id FROM members m JOIN entities e ON e.seq = m.grp WHERE m.document = ? AND m.kind = 'entity'"
            return dict(db.execute(sql, (document_id,)))

    def _seqs(self, table: str) -> list[tuple[int]]:
        with self._reading() as db:
            return db.execute(f"SELECT seq FROM {table} ORDER BY id").fetchall()

    def _story(self, grp: int) -> Story:
        with self._reading() as db:
            told = db.execute("SELECT member FROM members WHERE kind = 'story' AND grp = ? ORDER BY member", (grp,))
            (story,) = self._records(STORIES, "WHERE seq = ?", (grp,), members=tuple(m for (m,) in told))
            return cast(Story, story)

    def neighbours(self, keys: Sequence[Key], limit: int) -> list[str]:
        """Documents that share keys (of any kind but ``name``) with new ones, at most ``limit`` for each new one.

        A key weighs the more the fewer documents bear it; one that more than 200 bear weighs nothing.
        """
        mine = {key.document for key in keys}
        buckets: dict[tuple[str, str], set[str]] = {}
        for key in keys:
            if key.kind != "name":
                buckets.setdefault((key.kind, key.value), set()).add(key.document)
        score: dict[str, Counter[str]] = {id: Counter() for id in mine}
        with self._reading() as db:
            sql = "SELECT DISTINCT document FROM keys WHERE kind = ? AND value = ? LIMIT ?"
            for (kind, value), bearers in buckets.items():
                bucket = [id for (id,) in db.execute(sql, (kind, value, BUCKET + 1))]
                others = [id for id in bucket if id not in mine]
                if len(bucket) > BUCKET or not others:
                    continue
                weight = len(bucket) ** -0.5
                for bearer in bearers:
                    counter = score[bearer]
                    for id in others:
                        counter[id] += weight  # type: ignore[assignment]
        near = {id for counter in score.values() for id in nlargest(limit, counter, key=lambda id, c=counter: (c[id], id))}
        return sorted(near)

    def entities_named(self, keys: Sequence[Key]) -> list[Entity]:
        """Known entities that bear a ``name`` key of these, for each name the 20 with most mentions.

        Each is given under the id of the mention it is named after, so that an edge to it ends at a row; ``members`` is left empty.
        """
        with self._reading() as db:
            sql = "SELECT grp FROM entity_keys JOIN entities ON seq = grp WHERE value = ? ORDER BY size DESC, id LIMIT ?"
            groups: set[int] = set()
            for value in {key.value for key in keys if key.kind == "name"}:
                groups.update(grp for (grp,) in db.execute(sql, (value, NAMESAKES)))
            found = [self._entity(grp, members=False) for grp in groups]
            return sorted((replace(entity, id=_mention(entity.id)) for entity in found), key=lambda e: e.id)

    def edges(self, ids: Iterable[str]) -> list[Edge]:
        """Edges at these rows or documents that hold: what a person judged, and the machine's where nobody did.

        Of a row that very many ``same.entity`` edges meet, only some are given from its end; each is found from its other end.
        """
        ids = list(dict.fromkeys(ids))
        seqs: set[int] = set()
        with self._reading() as db:
            for side in ("one", "other"):
                # A few from each row's end in one go: asking row by row costs four times as much.
                few = f"SELECT group_concat(seq) FROM (SELECT seq FROM edges WHERE {side} = {{row}} AND superseded IS NULL LIMIT {DEGREE})"
                judged = f"SELECT seq FROM edges WHERE {side} = ? AND judgement IS NOT NULL"
                mentioned = f"SELECT id, ({few.format(row='mentions.id')}) FROM mentions WHERE document = ? AND superseded IS NULL"
                for id in ids:
                    if id.startswith("D"):
                        sql = f"SELECT seq FROM edges WHERE {side}_document = ? AND superseded IS NULL AND relation <> 'same.entity'"
                        seqs.update(seq for (seq,) in db.execute(sql, (id,)))
                        found = db.execute(mentioned, (id,)).fetchall()
                    else:
                        found = [(id, db.execute(few.format(row="?"), (id,)).fetchone()[0])]
                    for row, few_seqs in found:
                        if few_seqs:
                            seqs.update(map(int, few_seqs.split(",")))
                            if few_seqs.count(",") + 1 == DEGREE:
                                seqs.update(seq for (seq,) in db.execute(judged, (row,)))
            return self.holding(seqs)

    def edges_at(self, document: str, family: str) -> list[Edge]:
        """Edges that hold at one document, of one family of relations (``copy.``)."""
        with self._reading() as db:
            seqs: set[int] = set()
            for side in ("one", "other"):
                sql = (
                    f"SELECT seq FROM edges WHERE {side}_document = ? AND superseded IS NULL AND relation <> 'same.entity' "
                    "AND relation >= ? AND relation < ?"
                )
                seqs.update(seq for (seq,) in db.execute(sql, (document, family, family[:-1] + "/")))
            return self.holding(seqs)

    def holding(self, seqs: Iterable[int]) -> list[Edge]:
        """Of these rows of ``edges``, those that hold."""
        return in_force(self._by_seq(EDGES, sorted(seqs)))

    def component(self, document_ids: Iterable[str]) -> list[str]:
        """Documents one reaches from these by same.story, same.claim and copy.* edges that hold; these among them."""
        with self._reading() as db:
            reached = dict.fromkeys(document_ids)
            waiting = list(reached)
            while waiting:
                id = waiting.pop()
                found = []
                for side in ("one", "other"):
                    sql = (
                        "SELECT seq, id, one, relation, other, judgement, one_document, other_document FROM edges "
                        f"WHERE {side}_document = ? AND superseded IS NULL AND relation <> 'same.entity'"
                    )
                    found += db.execute(sql, (id,)).fetchall()
                # Only relation, ends and judgement decide here: the rest of an edge would cost more than the walk.
                ends = {row[1]: row[6:] for row in found}
                edges = in_force(Edge(i, one, rel, other, 0.0, "", "", judgement=j) for _, i, one, rel, other, j, *_ in sorted(set(found)))
                for edge in edges:
                    if edge.judgement in (None, "positive") and (edge.relation in TOUCHING or edge.relation.startswith("copy.")):
                        for end in ends[edge.id]:
                            if end is not None and end not in reached:
                                reached[end] = None
                                waiting.append(end)
            return sorted(reached)

    def documents_of(self, row_ids: Iterable[str]) -> list[str]:
        """Documents in which these rows, or the members of these entities, stories and claims, stand."""
        with self._reading() as db:
            found: set[str] = set()
            for id in row_ids:
                own = self._document_of(db, id)
                found.update([own] if own else [])
                for kind, table in VIEWS.items():
                    sql = f"SELECT DISTINCT document FROM members WHERE kind = ? AND grp IN (SELECT seq FROM {table.name} WHERE id = ?)"
                    found.update(d for (d,) in db.execute(sql, (kind, id)) if d)
            return sorted(found)

    def _document_of(self, db: sqlite3.Connection, id: str) -> str | None:
        """The document a row stands in."""
        table = LETTERS.get(id[:1])
        if table == "documents":
            return id if db.execute("SELECT 1 FROM documents WHERE id = ? LIMIT 1", (id,)).fetchone() else None
        if table not in ROWS:
            return None
        for condition in ("IS NULL", "IS NOT NULL"):
            found = db.execute(f"SELECT document FROM {table} WHERE id = ? AND superseded {condition} LIMIT 1", (id,)).fetchone()
            if found:
                return str(found[0])
        return None

    # --- linking --------------------------------------------------------------------------------------------------------

    def link(
        self,
        edges: Sequence[Edge],
        entities: Sequence[Entity],
        stories: Sequence[Story],
        claims: Sequence[Claim],
        touched_documents: Iterable[str],
        run: str,
        *,
        linked: Iterable[str] | None = None,
        whole: bool = False,
    ) -> None:
        """Write edges and renew the views they change, in one transaction.

        Args:
            entities: with the members that stand in the touched documents; merged with what is known of them.
            stories, claims: all of the touched documents; those the ledger had of them are replaced.
            linked: documents now linked for good; all touched ones if not told.
            whole: the members of ``entities`` are all there are of each: groups they stood in are split accordingly.
        """
        touched = list(dict.fromkeys(touched_documents))
        with self._writing() as db:
            self._write_edges(db, edges, run)
            if whole:
                for entity in entities:
                    self._take_out(db, "entity", entity.members)
            for entity in entities:
                self._merge_entity(db, entity)
            self._replace(db, "claim", touched, claims)
            self._replace(db, "story", touched, stories)
            done = touched if linked is None else list(linked)
            db.executemany("DELETE FROM pending WHERE document = ? AND stage = 'link'", [(id,) for id in done])

    def _write_edges(self, db: sqlite3.Connection, edges: Iterable[Edge], run: str) -> None:
        fresh = []
        for edge in {edge.id: edge for edge in edges}.values():
            row = EDGES.pack(edge, self._document_of(db, edge.one), self._document_of(db, edge.other))
            old = db.execute(f"SELECT {EDGES.listed} FROM edges WHERE id = ? AND superseded IS NULL", (edge.id,)).fetchone()
            if old is not None:
                if _but_run(EDGES, old) == _but_run(EDGES, row):
                    continue
                db.execute("UPDATE edges SET superseded = ? WHERE id = ? AND superseded IS NULL", (run, edge.id))
            fresh.append(row)
        self._insert(db, EDGES, fresh)

    def _group_of(self, db: sqlite3.Connection, kind: str, member: str) -> int | None:
        found = db.execute("SELECT grp FROM members WHERE kind = ? AND member = ?", (kind, member)).fetchone()
        return found[0] if found else None

    def _entity(self, grp: int, *, members: bool = True) -> Entity:
        db = self._db
        row = db.execute(f"SELECT {ENTITIES.listed}, digest FROM entities WHERE seq = ?", (grp,)).fetchone()
        ENTITIES.prove(row[:-1], row[-1])
        names = tuple(name for (name,) in db.execute("SELECT name FROM entity_names WHERE grp = ? ORDER BY name", (grp,)))
        told = db.execute("SELECT member FROM members WHERE kind = 'entity' AND grp = ? ORDER BY member", (grp,)) if members else ()
        return cast(Entity, ENTITIES.unpack(row, self._text, names=names, members=tuple(m for (m,) in told)))

    def _merge_entity(self, db: sqlite3.Connection, entity: Entity) -> None:
        """Add an entity's members to what is known of it. Costs the new members, not those already there."""
        standing = {m: self._group_of(db, "entity", m) for m in dict.fromkeys(map(_mention, entity.members))}
        # An edge may lead to an entity by a member that stands in no touched document.
        known = {g for g in standing.values() if g is not None}
        sizes = {g: db.execute("SELECT size FROM entities WHERE seq = ?", (g,)).fetchone()[0] for g in known}
        if known:
            grp = max(known, key=lambda g: (sizes[g], -g))
            for other in sorted(known - {grp}):
                self._pour(db, other, grp)
            before = self._entity(grp, members=False)
        else:
            grp, before = self._next(db, "entities"), None
        fresh = [m for m, g in standing.items() if g is None]
        where = [(m, self._document_of(db, m)) for m in fresh]
        db.executemany("INSERT INTO members VALUES ('entity', ?, ?, ?)", [(m, grp, d) for m, d in where])
        bears = "INSERT INTO entity_names VALUES (?, ?, ?, ?) ON CONFLICT (grp, name) DO UPDATE SET mentions = mentions + excluded.mentions"
        db.executemany(bears, [(grp, name, fold(name), 0) for name in entity.names])
        for member in fresh:
            found = db.execute("SELECT name FROM mentions WHERE id = ? AND superseded IS NULL", (member,)).fetchone()
            if found:
                db.execute(bears, (grp, found[0], fold(found[0]), 1))
            sql = "INSERT OR IGNORE INTO entity_keys SELECT value, ? FROM keys WHERE kind = 'name' AND row = ?"
            db.execute(sql, (grp, member))
        size = sum(sizes.values()) + len(fresh)
        if before is None or size == len(standing):
            merged = entity
        else:
            # Of many mentions only a few are before us: the name most of them bear, whatever order they came in.
            sql = "SELECT name FROM entity_names WHERE grp = ? ORDER BY mentions DESC, length(name) DESC, name LIMIT 1"
            name = db.execute(sql, (grp,)).fetchone()[0]
            vague = before.schema in ("LegalEntity", "Thing") and entity.schema != before.schema
            merged = Entity(
                id=min(before.id, entity.id), schema=entity.schema if vague else before.schema, name=name, names=(), members=(),
                first_seen=_least(before.first_seen, entity.first_seen), last_seen=_most(before.last_seen, entity.last_seen),
            )  # fmt: skip
        self._put_entity(db, grp, merged, size)

    def _put_entity(self, db: sqlite3.Connection, grp: int, entity: Entity, size: int) -> None:
        db.execute("DELETE FROM entities WHERE seq = ?", (grp,))
        self._insert(db, ENTITIES, [ENTITIES.pack(entity, size)], grp)

    def _pour(self, db: sqlite3.Connection, source: int, into: int) -> None:
        """Merge the smaller group into the larger."""
        one, other = self._entity(into, members=False), self._entity(source, members=False)
        size = db.execute("SELECT sum(size) FROM entities WHERE seq IN (?, ?)", (into, source)).fetchone()[0]
        db.execute("UPDATE members SET grp = ? WHERE kind = 'entity' AND grp = ?", (into, source))
        db.execute(
            "INSERT INTO entity_names SELECT ?, name, folded, mentions FROM entity_names WHERE grp = ? "
            "ON CONFLICT (grp, name) DO UPDATE SET mentions = mentions + excluded.mentions",
            (into, source),
        )
        db.execute("INSERT OR IGNORE INTO entity_keys SELECT value, ? FROM entity_keys WHERE grp = ?", (into, source))
        self._drop_entity(db, source)
        first, last = _least(one.first_seen, other.first_seen), _most(one.last_seen, other.last_seen)
        self._put_entity(db, into, replace(one, id=min(one.id, other.id), first_seen=first, last_seen=last), size)

    def _drop_entity(self, db: sqlite3.Connection, grp: int) -> None:
        for sql in ("entities WHERE seq", "entity_names WHERE grp", "entity_keys WHERE grp"):
            db.execute(f"DELETE FROM {sql} = ?", (grp,))

    def _take_out(self, db: sqlite3.Connection, kind: str, members: Collection[str]) -> None:
        """Take members out of their groups; a group left empty goes, one whose smallest member went is renamed."""
        left: dict[int, list[str]] = {}
        for member in members:
            grp = self._group_of(db, kind, member)
            if grp is not None:
                left.setdefault(grp, []).append(member)
                db.execute("DELETE FROM members WHERE kind = ? AND member = ?", (kind, member))
        for grp, went in left.items():
            rest = db.execute("SELECT member FROM members WHERE kind = ? AND grp = ? ORDER BY member LIMIT 1", (kind, grp)).fetchone()
            if kind != "entity":
                continue  # stories and claims are replaced whole when their documents are linked
            if rest is None:
                self._drop_entity(db, grp)
                continue
            for member in went:
                found = db.execute("SELECT name FROM mentions WHERE id = ? ORDER BY seq DESC LIMIT 1", (member,)).fetchone()
                if found:
                    db.execute("UPDATE entity_names SET mentions = max(0, mentions - 1) WHERE grp = ? AND name = ?", (grp, found[0]))
            size = db.execute("SELECT size FROM entities WHERE seq = ?", (grp,)).fetchone()[0] - len(went)
            entity = self._entity(grp, members=False)
            self._put_entity(db, grp, replace(entity, id=entity.id[0] + rest[0][1:]), size)

    def _replace(self, db: sqlite3.Connection, kind: str, touched: Sequence[str], views: Sequence[Story] | Sequence[Claim]) -> None:
        """Put these stories or claims in the place of all that the touched documents had."""
        table = VIEWS[kind]
        groups: set[int] = set()
        for document in touched:
            groups.update(g for (g,) in db.execute("SELECT DISTINCT grp FROM members WHERE document = ? AND kind = ?", (document, kind)))
        for view in views:
            groups.update(g for m in view.members if (g := self._group_of(db, kind, m)) is not None)
        self._drop_groups(db, kind, groups)
        at = self._next(db, table.name)
        self._insert(db, table, [table.pack(view) for view in views], at)
        rows = [(kind, m, at + i, m if kind == "story" else self._document_of(db, m)) for i, view in enumerate(views) for m in view.members]
        db.executemany("INSERT INTO members VALUES (?, ?, ?, ?)", rows)
        if kind == "claim":
            said = [(at + i, c.measure, c.wording, c.place, c.first_source) for i, c in enumerate(views) if isinstance(c, Claim)]
            db.executemany(f"INSERT INTO claim_words (rowid, {_CLAIM_WORDS}) VALUES (?, ?, ?, ?, ?)", said)

    def _drop_groups(self, db: sqlite3.Connection, kind: str, groups: Iterable[int]) -> None:
        for grp in groups:
            if kind == "claim":
                db.execute("DELETE FROM claim_words WHERE rowid = ?", (grp,))
            db.execute(f"DELETE FROM {VIEWS[kind].name} WHERE seq = ?", (grp,))
            db.execute("DELETE FROM members WHERE kind = ? AND grp = ?", (kind, grp))

    # --- a person's word ------------------------------------------------------------------------------------------------

    def judge(self, target: str, word: str, by: str, run: str, *, other: str | None = None) -> list[str]:
        """Keep a person's word; nothing is ever overwritten.

        Args:
            target, other: ids of rows, edges, entities, stories or claims.
            word: same, not-same (with ``other``); reject (an edge, a claim, any row); happened, did-not, unclear (a forecast);
                undo (takes back the last word on these).

        Returns: documents whose views must be derived anew.

        Raises:
            QueryError: the word does not fit the row.
        """
        if not by.strip():
            raise QueryError("a judgement needs a name. Say whose: --by NAME", code="E632")
        with self._writing(safe=True) as db:
            table = self._table_of(target)
            if word in ("same", "not-same"):
                if other is None:
                    raise QueryError(f"{word} needs a second id: hearsay judge {target} --{word} ID", code="E632")
                edge = self._pair_edge(target, other, "positive" if word == "same" else "negative", by, run)
            elif word == "reject":
                edge = self._reject_edge(target, by, run) if table == "edges" else None
                # A claim may be known by another id tomorrow; its figures are not.
                other = self._row_of(target) if table in ("claims", "entities", "stories") else None
            elif word in ("happened", "did-not", "unclear"):
                if table != "forecasts":
                    raise QueryError(f"{target} is no forecast, so it has no outcome. List them: hearsay forecasts", code="E632", id=target)
                edge = None
            elif word == "undo":
                return self._undo(db, target, other, by, run)
            else:
                raise QueryError(f"{word!r} is no judgement. There are: same, not-same, reject, happened, did-not, unclear", code="E632")
            return self._say(db, Judgement("", target, word, other, None, None, by, self._now()), edge)

    def _say(self, db: sqlite3.Connection, word: Judgement, edge: Edge | None) -> list[str]:
        count = self._next(db, "judgements")
        if edge is not None:
            touched = self._around(edge)
            edge = replace(edge, id=identify("E", edge.one, edge.relation, edge.other, word.judged_by, count))
            self._insert(db, EDGES, [EDGES.pack(edge, self._document_of(db, edge.one), self._document_of(db, edge.other))])
            touched = sorted({*touched, *self._around(edge)})
        else:
            touched = []
        id = identify("J", word.target, word.word, word.other, word.judged_by, count)
        self._insert(db, JUDGEMENTS, [JUDGEMENTS.pack(replace(word, id=id, edge=edge.id if edge else None))])
        return touched

    def _around(self, edge: Edge) -> list[str]:
        """Documents whose views an edge has a part in."""
        ends = self.documents_of((edge.one, edge.other))
        if edge.relation == "same.entity":
            return sorted({*ends, *self.documents_of(self._groups_of("entity", (edge.one, edge.other)))})
        return self.component(ends)

    def _groups_of(self, kind: str, members: Iterable[str]) -> list[str]:
        sql = f"SELECT v.id FROM members m JOIN {VIEWS[kind].name} v ON v.seq = m.grp WHERE m.kind = ? AND m.member = ?"
        return [id for m in members for (id,) in self._db.execute(sql, (kind, m))]

    def _undo(self, db: sqlite3.Connection, target: str, other: str | None, by: str, run: str) -> list[str]:
        found = db.execute(
            "SELECT id, edge FROM judgements j WHERE (target = ? OR other = ? OR id = ?) AND (? IS NULL OR target = ? OR other = ?) "
            "AND word <> 'undo' AND NOT EXISTS (SELECT 1 FROM judgements u WHERE u.undoes = j.id) ORDER BY seq DESC LIMIT 1",
            (target, target, target, other, other, other),
        ).fetchone()
        if found is None:
            raise QueryError(f"nobody has judged {target}, so there is nothing to undo", code="E632", id=target)
        edge = None
        if found[1] is not None:
            (old,) = self._records(EDGES, "WHERE id = ?", (found[1],))
            before = [
                e for e in self._records(EDGES, "WHERE one = ? AND other = ? AND judgement IS NOT NULL ORDER BY seq", (old.one, old.other))
                if e.relation == old.relation and e.id != old.id and not self._is_undone(db, e.id)
            ]  # fmt: skip
            # What holds again is the word before this one, or the machine's where this was the first.
            again = before[-1].judgement if before else "none"
            edge = replace(old, judgement=again, judged_by=by, run=run, why="taken back")
        return self._say(db, Judgement("", target, "undo", other, None, found[0], by, self._now()), edge)

    def _is_undone(self, db: sqlite3.Connection, edge: str) -> bool:
        sql = (
            "SELECT 1 FROM judgements j WHERE j.edge = ? AND (j.word = 'undo' OR EXISTS (SELECT 1 FROM judgements u WHERE u.undoes = j.id))"
        )
        return db.execute(sql, (edge,)).fetchone() is not None

    def _pair_edge(self, one: str, other: str, judgement: str, by: str, run: str) -> Edge:
        ends = [self._row_of(id) for id in (one, other)]
        relations = {"documents": "same.story", "mentions": "same.entity", "figures": "same.claim"}
        tables = {self._table_of(id) for id in ends}
        relation = relations.get(tables.pop()) if len(tables) == 1 else None
        if relation is None or ends[0] == ends[1]:
            raise QueryError(f"{one} and {other} cannot be joined or parted: give two figures, claims, names or documents", code="E632")
        first, second = sorted(ends)
        return Edge(identify("E", first, relation, second), first, relation, second, 1.0, "person", run, judgement=judgement, judged_by=by)

    def _reject_edge(self, id: str, by: str, run: str) -> Edge:
        (edge,) = self._records(EDGES, "WHERE id = ? ORDER BY superseded IS NOT NULL, seq DESC LIMIT 1", (id,))
        return replace(edge, judgement="negative", judged_by=by, method="person", score=1.0, run=run)

    def _row_of(self, id: str) -> str:
        """The row an entity, story or claim is named after; a row's own id stays."""
        for kind, table in VIEWS.items():
            sql = f"SELECT member FROM members WHERE kind = ? AND grp = (SELECT seq FROM {table.name} WHERE id = ?) ORDER BY member LIMIT 1"
            found = self._db.execute(sql, (kind, id)).fetchone()
            if found:
                return str(found[0])
        return id

    def _table_of(self, id: str) -> str:
        """The table an id is in.

        Raises:
            QueryError: in none.
        """
        table = LETTERS.get(id[:1])
        if table and self._db.execute(f"SELECT 1 FROM {table} WHERE id = ? LIMIT 1", (id,)).fetchone():
            return table
        for view in VIEWS.values():
            if self._db.execute(f"SELECT 1 FROM {view.name} WHERE id = ?", (id,)).fetchone():
                return view.name
        raise QueryError(f"no row {id} in {self.path}", code="E630", id=id)
