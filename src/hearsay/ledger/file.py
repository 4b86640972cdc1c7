"""The file a ledger is: open it, guard it, queue for it, put rows in and take them out."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from hearsay.errors import HearsayError, LedgerDamaged, LedgerError, LedgerLocked, NoRoom, QueryError, SchemaError
from hearsay.ledger.schema import APPLICATION, FORMAT, KEPT, LETTERS, ROWS, RUNS, VIEWS, Table, named_statements
from hearsay.records import Run

BUSY = 5000  # milliseconds a statement waits for another writer's transaction, which lasts well under a second
NO_RIGHT = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH)
# What a writer meets whose small file another has just taken away, or whose journal, for both files' journals bear one name.
MOVED = (sqlite3.SQLITE_READONLY_DBMOVED, sqlite3.SQLITE_IOERR_DELETE_NOENT, sqlite3.SQLITE_IOERR_FSTAT, sqlite3.SQLITE_CANTOPEN)
TRIES = 100  # a disk that fails for good, or a folder one may not write to, says so
CELL = 64_000_000  # bytes of one value: a document of 2 M characters and its blocks, and room to spare
CHECKED = 32_000_000  # bytes of a ledger that is checked whole each time it is opened (about 0.1 s)


def clock() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.absolute().parent).free < 1_000_000
    except OSError:
        return False


def _is_no_text(problem: Exception) -> bool:
    # SQLite does not mind what bytes a text is made of; Python does, and says so in two ways.
    return isinstance(problem, UnicodeDecodeError) or str(problem).startswith("Could not decode")


class File:
    """One ledger file. Use it from one thread; any number of processes may read while one writes.

    Args:
        path: the file.
        read_only: never write; works beside a writer and in a folder one may not write to.
        create: make the file where there is none (only when writing).
        trusting: look at no page before it is needed, and take tables as they come; for ``check``, which says what is wrong with them.
        now: the clock, ISO 8601 UTC.

    Raises:
        SchemaError: no ledger there (E610, E612), or one of a newer format (E611).
        LedgerDamaged: the file does not add up (E620).
        LedgerLocked: another process holds it (E601).
        LedgerError: the file or its folder cannot be written (E613).
    """

    def __init__(
        self, path: str | Path, *, read_only: bool = False, create: bool = True, trusting: bool = False, now: Callable[[], str] = clock
    ) -> None:
        self.path = Path(path)
        self.read_only = read_only
        self.created = False
        self._now = now
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._lock: sqlite3.Connection | None = None
        self._trusting = trusting
        self._begun: Run | None = None
        self._depth = 0
        self._db = self._open(create, trusting)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file and of the writer's place."""
        self._db.close()
        self._unlock()

    # --- opening -------------------------------------------------------------------------------------------------------

    def _open(self, create: bool, trusting: bool) -> sqlite3.Connection:
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
                if create and not self.read_only and (not there or empty or self._is_blank(db)):
                    self._create(db)
                self._check_format(db)
                if not trusting:
                    self._check_schema(db)
                    self._check_pages(db)
            except BaseException:
                db.close()
                raise
            return db

    def _connect(self) -> sqlite3.Connection:
        path = self.path.absolute()
        address = f"file:{quote(os.fsencode(path))}"
        if not self.read_only:
            return self._tuned(f"{address}?mode=rwc")
        try:
            # Not mode=ro, though nothing is written (query_only): the last to leave could not clear away the log it made.
            return self._tuned(f"{address}?mode=rw")
        except sqlite3.OperationalError as problem:
            # A folder we may not write to has no place for the index of the write-ahead log. Where there is no log
            # nobody is writing, and the file is all there is.
            log = path.with_name(path.name + "-wal")
            if problem.sqlite_errorcode & 0xFF not in NO_RIGHT or log.exists() and log.stat().st_size:
                raise
            return self._tuned(f"{address}?mode=ro&immutable=1")

    def _tuned(self, address: str) -> sqlite3.Connection:
        db = sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY / 1000)
        try:
            # A ledger may come from a stranger: nothing in its schema may run, and no page is believed unseen.
            # A batch goes to as many pages as fill 64 MB; to carry the log over in the middle of one would write most of them twice.
            for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "cache_size = -65536", "wal_autocheckpoint = 16384"):
                db.execute(f"PRAGMA {pragma}")
            db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, CELL)
            db.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
            if self.read_only:
                db.execute("PRAGMA query_only = ON")
                db.execute("SELECT count(*) FROM sqlite_master")
        except BaseException:
            db.close()
            raise
        return db

    def _is_blank(self, db: sqlite3.Connection) -> bool:
        """Whether another process is just about to make the ledger."""
        try:
            told = db.execute("SELECT count(*), (SELECT application_id FROM pragma_application_id) FROM sqlite_master").fetchone()
            return bool(told == (0, 0))
        except sqlite3.DatabaseError:
            return False

    def _create(self, db: sqlite3.Connection) -> None:
        self._switch_to_log(db)
        db.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have made it while we waited.
            if not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                for statement in named_statements().values():
                    db.execute(statement)
                db.execute(f"PRAGMA application_id = {APPLICATION}")
                db.execute(f"PRAGMA user_version = {FORMAT}")
                self.created = True
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise

    def _switch_to_log(self, db: sqlite3.Connection) -> None:
        """Turn on the write-ahead log. SQLite does not queue for this one."""
        until = time.monotonic() + BUSY / 1000
        while True:
            try:
                db.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as problem:
                if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
                time.sleep(0.01)

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

    def _check_pages(self, db: sqlite3.Connection) -> None:
        """Look at every page of a small ledger, and of one that somebody else made."""
        told = self.path.stat()
        if told.st_size <= CHECKED or hasattr(os, "geteuid") and told.st_uid != os.geteuid():
            for (said,) in db.execute("PRAGMA quick_check(1)"):
                if said != "ok":
                    raise self._damaged(db)

    def _check_schema(self, db: sqlite3.Connection) -> None:
        """Refuse a ledger whose tables are not ours, or in which something would run by itself."""
        trigger = db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name LIMIT 1").fetchone()
        if trigger:
            message = f"{self.path} holds a trigger ({trigger[0]}), which no ledger of ours does. Have its sender export it instead"
            raise SchemaError(message, code="E610", trigger=trigger[0])
        for name in self._misfits(db):
            message = f"{self.path} has no {name} as hearsay makes it (table {name}). Mend it: hearsay check --repair"
            raise LedgerDamaged(message, code="E620", table=name)

    def _misfits(self, db: sqlite3.Connection) -> dict[str, str]:
        """Tables and indexes that are not as we make them, with the statement that would."""
        told = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        return {name: sql for name, sql in named_statements().items() if told.get(name) != sql}

    # --- guarding ------------------------------------------------------------------------------------------------------

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn SQLite's errors into ours."""
        try:
            yield
        except (sqlite3.Error, UnicodeDecodeError) as problem:
            raise self._translate(problem) from problem

    def _translate(self, problem: sqlite3.Error | UnicodeDecodeError) -> HearsayError:
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
        # Our own statements are right, so a word of FTS5's about one is about its tables.
        if kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_TOOBIG) or _is_no_text(problem) or "fts5" in str(problem):
            return self._damaged(getattr(self, "_db", None))
        if kind in NO_RIGHT:
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
            for name in (
                *KEPT,
                *(t.name for t in VIEWS.values()),
                "keys",
                "meetings",
                "members",
                "document_words_data",
                "figure_words_data",
            ):
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
                    self._db.execute("ROLLBACK")  # nothing was written; and a damaged file lets go more readily so

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
                raise

    @contextmanager
    def snapshot(self) -> Iterator[Self]:
        """Ask several questions of one state of the ledger, whatever is written meanwhile."""
        with self._reading():
            yield self

    # --- runs and the writer's place -----------------------------------------------------------------------------------

    def begin(self, run: Run, *, verb: str = "add", wait: float = 0.0) -> None:
        """Take the writer's place and open a run.

        Args:
            verb: shown to whom we keep waiting.
            wait: seconds to queue for the place.

        Raises:
            LedgerLocked: another process has it (.pid, .since, .verb).
        """
        self._take(verb, wait)
        self._begun = run
        try:
            with self._writing() as db:
                if not db.execute("SELECT 1 FROM runs WHERE id = ?", (run.id,)).fetchone():
                    self._insert(db, RUNS, [RUNS.pack(run)])
        except LedgerDamaged:
            if not self._trusting:
                raise
            # It is opened to be mended; the run is put down when it is finished.

    def finish(self, run_id: str, ended: str) -> None:
        """Close a run and give up the writer's place."""
        with self._writing() as db:
            seq, *values = db.execute(f"SELECT seq, {RUNS.listed} FROM runs WHERE id = ?", (run_id,)).fetchone() or (None,)
            run = RUNS.unpack(values, self._text) if values else self._begun
            if run is None or run.id != run_id:
                raise QueryError(f"no run {run_id}", code="E630", id=run_id)
            db.execute("DELETE FROM runs WHERE seq = ?", (seq,))
            self._insert(db, RUNS, [RUNS.pack(replace(run, ended=ended))], seq)
        self._unlock()

    def _take(self, verb: str, wait: float) -> None:
        """Hold a lock that dies with us: a transaction left open in a small file beside the ledger."""
        if self._lock is not None:
            return
        if self.read_only:
            raise LedgerError(f"{self.path} is open for reading only", code="E613", path=str(self.path))
        mine, lock, tries = self._now(), None, 0
        try:
            while self._lock is None:
                tries += 1
                lock = sqlite3.connect(self._lock_path(), isolation_level=None, timeout=wait)
                try:
                    lock.execute("BEGIN IMMEDIATE")
                    lock.execute("CREATE TABLE IF NOT EXISTS writer (pid INTEGER, verb TEXT, since TEXT)")
                    lock.execute("DELETE FROM writer")
                    lock.execute("INSERT INTO writer VALUES (?, ?, ?)", (os.getpid(), verb, mine))
                    lock.execute("COMMIT")
                    lock.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as problem:
                    if problem.sqlite_errorcode not in MOVED or tries == TRIES:
                        raise
                # Whoever had the place before us took its file away; then we hold a lock on nothing, and try again.
                if lock.in_transaction and self._writer() == (os.getpid(), verb, mine):
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

    # --- rows ----------------------------------------------------------------------------------------------------------

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

    def _text(self, document_id: str) -> str:
        """Text of a document, one of the last few from memory: what an id stands for never changes."""
        if document_id in self._texts:
            self._texts.move_to_end(document_id)
            return self._texts[document_id]
        sql = "SELECT text FROM documents WHERE id = ? ORDER BY superseded IS NOT NULL, seq DESC LIMIT 1"
        return self._keep_text(document_id, str(self._need("documents", sql, (document_id,))[0]))

    def _keep_text(self, document_id: str, text: str) -> str:
        self._texts[document_id] = text
        while len(self._texts) > 64:
            self._texts.popitem(last=False)
        return text

    def _need(self, table: str, sql: str, parameters: Sequence[Any]) -> Any:
        """The one row that must be there, since another row names it.

        Raises:
            LedgerDamaged: it is not.
        """
        found = self._db.execute(sql, parameters).fetchone()
        if found is None:
            what = f"{parameters[0]} is named elsewhere, but not there"
            message = f"{self.path} is damaged (table {table}): {what}. Mend it: hearsay check --repair"
            raise LedgerDamaged(message, code="E620", table=table, row=parameters[0])
        return found

    def _records(self, table: Table, rest: str, parameters: Sequence[Any] = (), **given: Any) -> Iterator[Any]:
        """Rebuild the rows that ``WHERE …`` names, each proven by its digest; ``given`` are fields that lie in other tables."""
        for *values, digest in self._db.execute(f"SELECT {table.listed}, digest FROM {table.name} {rest}", parameters).fetchall():
            table.prove(values, digest)
            yield table.unpack(values, self._text, **given)

    def _by_seq(self, table: Table, seqs: Sequence[int]) -> Iterator[Any]:
        for at in range(0, len(seqs), 500):
            some = seqs[at : at + 500]
            yield from self._records(table, f"WHERE seq IN ({', '.join('?' * len(some))}) ORDER BY seq", some)

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
