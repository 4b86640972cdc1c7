"""Whether a ledger adds up, and what can be mended: pages, tables, digests, every span, every view."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from hearsay.errors import LedgerDamaged, LedgerError
from hearsay.ledger.schema import (
    CLAIM_WORDS,
    DOCUMENTS,
    EDGES,
    FAILURES,
    JUDGEMENTS,
    KEPT,
    ROWS,
    RUNS,
    VIEWS,
    Table,
    named_statements,
    numbers,
    unpack_keys,
)
from hearsay.ledger.store import Store
from hearsay.records import Failure, identify

ROOM = 300  # rows looked at in one go
TOLD = 20  # faults of one kind that are listed one by one
SEALED: dict[str, Table] = {**KEPT, "judgements": JUDGEMENTS, "runs": RUNS, "failures": FAILURES, **{t.name: t for t in VIEWS.values()}}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a ledger that does not add up. row: its id, where one can tell. mended: what a repair did about it, or None."""

    table: str
    row: str | None
    what: str
    mended: str | None = None


def check(store: Store, *, repair: bool = False, run: str = "") -> list[Problem]:
    """Look at every page, row, span and view.

    Args:
        repair: mend what can be: indexes and full text are made anew, rows that are not as they were written are set aside as
            failures (E620) and their documents marked to be read again, views without footing go and are derived anew when next
            linked. A file whose pages are damaged is copied row by row; what it was stays beside it as ``….damaged``.
        run: id of the run that repairs.

    Returns: what is wrong; nothing for a whole ledger.
    """
    if repair and store.read_only:
        raise LedgerError(f"{store.path} is open for reading only", code="E613", path=str(store.path))
    with _any_bytes(store):
        found = list(_structure(store))
    if repair and found:
        found = _mend_structure(store, found)
    try:
        return found + _rows(store, run if repair else None)
    except LedgerDamaged:
        if not repair:
            raise
        # Some part will not even let itself be dropped: leave all such behind.
        _copy_out(store)
        return found + _rows(store, run)


def _rows(store: Store, run: str | None) -> list[Problem]:
    checker = _Rows(store, run)
    with _any_bytes(store), store._reading() if run is None else store._writing(safe=True):
        checker.go()
    return checker.found


@contextmanager
def _any_bytes(store: Store) -> Iterator[None]:
    """Read a text whose bytes have become none, so that its row can be looked at; half characters stand for them."""
    store._db.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        store._db.text_factory = str


def _is_whole(*texts: object) -> bool:
    return not any("\udc80" <= c <= "\udcff" for text in texts if isinstance(text, str) and not text.isascii() for c in text)


# --- the file -----------------------------------------------------------------------------------------------------------


def _structure(store: Store) -> Iterator[Problem]:
    db = store._db
    try:
        for name in store._misfits(db):
            yield Problem(name, None, "is not there as hearsay makes it")
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            yield Problem(name, None, "a trigger, which no ledger of ours has")
        roots = dict(db.execute("SELECT rootpage, name FROM sqlite_master"))
        for (said,) in db.execute(f"PRAGMA integrity_check({TOLD})").fetchall():
            if said != "ok":
                yield Problem(_table_of(said, roots), None, said.replace("\n", " ").strip("* "))
    except sqlite3.DatabaseError as problem:
        yield Problem("file", None, str(problem))


def _table_of(said: str, roots: dict[int, str]) -> str:
    """The table or index a line of SQLite's check speaks of."""
    tree = re.search(r"[Tt]ree (?:page )?(\d+)", said)
    if tree:
        return roots.get(int(tree[1]), "file")
    named = re.search(r"(?:index|table|column) (\w+)", said)
    return named[1] if named else "file"


def _mend_structure(store: Store, found: list[Problem]) -> list[Problem]:
    db = store._db
    mended = []
    try:
        triggers = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in triggers:
            db.execute(f'DROP TRIGGER "{name.replace(chr(34), chr(34) * 2)}"')
        known = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
        for name, sql in store._misfits(db).items():
            if " INDEX " in sql:
                if name in known:
                    db.execute(f"DROP INDEX {name}")
                db.execute(sql)
        db.execute("REINDEX")
    except sqlite3.DatabaseError:
        pass  # what stays is found again below
    left = list(_structure(store))
    if left:
        _copy_out(store)
        left = list(_structure(store))
    still = {(p.table, p.what) for p in left}
    for problem in found:
        how = None if (problem.table, problem.what) in still else "made anew; what could not be read is gone from it"
        mended.append(replace(problem, mended=how))
    return mended


def _copy_out(store: Store) -> None:
    """Copy every row that can be read into a new file, and put that in the place of the damaged one."""
    path = store.path
    beside = path.with_name(f"{path.name}.mending")
    beside.unlink(missing_ok=True)
    old = store._db
    with Store(beside, now=store._now) as fresh:
        new = fresh._db
        new.execute("BEGIN IMMEDIATE")
        for name in (*KEPT, "judgements", "runs", "failures", "keys"):
            if name == "keys" and old.execute("PRAGMA user_version").fetchone()[0] == 1:
                told = "json_group_array(json_array(kind, value, nullif(row, document)))"
                with suppress(sqlite3.DatabaseError):  # a document without keys meets nobody until it is read again
                    keys = old.execute(f"SELECT min(seq), document, {told} FROM (SELECT * FROM keys ORDER BY seq) GROUP BY document")
                    new.executemany("INSERT INTO keys VALUES (?, ?, ?)", keys)
                continue
            columns = "seq, document, told" if name == "keys" else _columns(SEALED[name], name in KEPT)
            holes = ", ".join("?" * (columns.count(",") + 1))
            later = [] if name == "keys" else _later(old, SEALED[name])
            asked = ", ".join("NULL" if column in later else column for column in columns.split(", "))
            for rows in _readable(old, name, asked):
                sealed = [_sealed_anew(SEALED[name], row, later) for row in rows] if later else rows
                new.executemany(f"INSERT OR IGNORE INTO {name} ({columns}) VALUES ({holes})", sealed)
        with suppress(sqlite3.DatabaseError):  # without them each source is looked at once more, and found to be known
            new.executemany("INSERT INTO sources VALUES (?, ?, ?)", old.execute("SELECT uri, digest, run FROM sources").fetchall())
        # Views are what the edges make them: they are derived anew from what is left of those.
        new.execute("INSERT OR IGNORE INTO pending SELECT id, 'link' FROM documents WHERE superseded IS NULL")
        new.execute("INSERT INTO document_words (document_words) VALUES ('rebuild')")
        fill_words(fresh)
        new.execute("COMMIT")
        new.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    old.close()
    os.replace(path, path.with_name(f"{path.name}.damaged"))
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    os.replace(beside, path)
    store._texts.clear()
    store._db = store._open(create=False, trusting=True)


def _later(db: sqlite3.Connection, table: Table) -> list[str]:
    """Columns that a table of an older format has not."""
    there = {name for _, name, *_ in db.execute(f"PRAGMA table_info({table.name})")}
    return [name for name in table.names if name not in there] if there else []


def _sealed_anew(table: Table, row: Sequence[Any], later: Sequence[str]) -> list[Any]:
    """Digest a row of an older format with the columns that came later, all NULL; a row that was damaged stays so."""
    values = list(row[1 : 1 + len(table.names)])
    older = [value for name, value in zip(table.names, values, strict=True) if name not in later]
    return [*row[:-1], table.digest(values) if table.digest(older) == row[-1] else row[-1]]


def _columns(table: Table, superseded: bool) -> str:
    return f"seq, {table.listed}{', superseded' if superseded else ''}, digest"


def _readable(db: sqlite3.Connection, table: str, columns: str) -> Iterator[list[Any]]:
    """Rows of a damaged table: whole stretches where they can be read, one by one around those that cannot."""
    try:
        low, high = db.execute(f"SELECT min(seq), max(seq) FROM {table}").fetchone()
    except sqlite3.DatabaseError:
        low, high = 1, 1 << 22
    if low is None:
        return
    waiting = [(at, min(at + ROOM, high + 1)) for at in range(low, high + 1, ROOM)][::-1]
    while waiting:
        first, behind = waiting.pop()
        try:
            yield db.execute(f"SELECT {columns} FROM {table} NOT INDEXED WHERE seq >= ? AND seq < ?", (first, behind)).fetchall()
        except sqlite3.DatabaseError:
            if behind - first > 1:
                middle = (first + behind) // 2
                waiting += [(middle, behind), (first, middle)]


def fill_words(store: Store) -> None:
    """Make the full text of figures and claims anew."""
    db = store._db
    for name in ("figure_words", "claim_words"):
        # A damaged full-text table cannot be emptied by its own means.
        db.execute(f"DROP TABLE IF EXISTS {name}")
        db.execute(named_statements()[name])
    for id in [id for (id,) in db.execute("SELECT id FROM documents WHERE superseded IS NULL ORDER BY seq")]:
        try:
            (report,) = store.reports([id])
        except (LedgerDamaged, sqlite3.DatabaseError):
            continue  # its rows are set aside, and it is read again
        at = dict(db.execute("SELECT id, seq FROM figures WHERE document = ? AND superseded IS NULL", (id,)))
        store.say_figures([report], at)
    claims = db.execute("SELECT seq, measure, wording, place, first_source FROM claims").fetchall()
    db.executemany(f"INSERT INTO claim_words (rowid, {', '.join(CLAIM_WORDS)}) VALUES (?, ?, ?, ?, ?)", claims)


# --- rows and views ---------------------------------------------------------------------------------------------------


class _Rows:
    """One pass over every row. run: of the repair; None only looks."""

    def __init__(self, store: Store, run: str | None) -> None:
        self.store, self.db, self.run = store, store._db, run
        self.found: list[Problem] = []
        self.texts: dict[str, str | None] = {}

    def go(self) -> None:
        # Documents first: a row whose text is gone proves nothing.
        for name, table in SEALED.items():
            for seq, values, superseded, digest in self._all(name, table):
                self._look(name, table, seq, values, superseded, digest)
        self._unsealed()
        self._members()
        self._words()

    def _all(self, name: str, table: Table) -> Iterator[tuple[int, list[Any], str | None, str]]:
        kept = ", superseded" if name in KEPT else ", NULL"
        at = 0
        while True:
            sql = f"SELECT seq, {table.listed}{kept}, digest FROM {name} WHERE seq > ? ORDER BY seq LIMIT ?"
            rows = self._asked(name, sql, (at, ROOM))
            for seq, *values, superseded, digest in rows:
                yield seq, values, superseded, digest
            if len(rows) < ROOM:
                return
            at = rows[-1][0]

    def _asked(self, name: str, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        try:
            return self.db.execute(sql, parameters).fetchall()
        except sqlite3.DatabaseError as problem:
            self._tell(name, None, f"rows cannot be read: {problem}", None)
            return []

    def _look(self, name: str, table: Table, seq: int, values: list[Any], superseded: str | None, digest: str) -> None:
        id = str(values[0])
        if table.digest(values) != digest:
            self._tell(name, id, "is not as it was written", self._set_aside(name, table, seq, values, superseded))
            return
        for part, document, start, end, quote in table.quotes(values):
            text = self._text(document)
            # What an older run read of a document that is gone can be proven no more, and is shown no more either.
            if text is None and superseded is None or text is not None and text[start:end] != quote:
                what = f"{part}: {quote[:60]!r} does not stand at {start}–{end} of {document}"
                self._tell(name, id, what, self._set_aside(name, table, seq, values, superseded))
                return

    def _text(self, document: str) -> str | None:
        if document not in self.texts:
            if len(self.texts) > 256:
                self.texts.clear()
            sql = f"SELECT {DOCUMENTS.listed}, digest FROM documents WHERE id = ? ORDER BY superseded IS NOT NULL, seq DESC LIMIT 1"
            rows = self._asked("documents", sql, (document,))
            whole = bool(rows) and DOCUMENTS.digest(rows[0][:-1]) == rows[0][-1]
            self.texts[document] = rows[0][DOCUMENTS.names.index("text")] if whole else None
        return self.texts[document]

    def _tell(self, table: str, row: str | None, what: str, mended: str | None) -> None:
        plain = [said if said is None else said.encode("utf-8", "backslashreplace").decode() for said in (row, what)]
        self.found.append(Problem(table, plain[0], plain[1] or "", mended))

    def _set_aside(self, name: str, table: Table, seq: int, values: Sequence[Any], superseded: str | None) -> str | None:
        """Take a row out of what is shown, keep what it says as a failure, and have its document read again."""
        if self.run is None:
            return None
        store, db, id = self.store, self.db, str(values[0])
        if name in ("runs", "failures"):
            db.execute(f"UPDATE {name} SET digest = ? WHERE seq = ?", (table.digest(values), seq))
            return "kept as it is now: nothing hangs on it"
        if name in (t.name for t in VIEWS.values()):
            self._drop(next(kind for kind, t in VIEWS.items() if t.name == name), seq)
            return "dropped; derived anew when next linked"
        told = json.dumps(dict(zip(table.names, values, strict=True)), ensure_ascii=not _is_whole(*values), default=repr)
        plain = id.encode("utf-8", "backslashreplace").decode()
        failure = Failure(identify("X", self.run, name, id, seq), self.run, "check", plain, "E620", f"set aside from {name}: {told}")
        store._insert(db, FAILURES, [FAILURES.pack(failure)])
        db.execute(f"DELETE FROM {name} WHERE seq = ?", (seq,))
        if name == "judgements" or superseded is not None:
            return f"set aside as failure {failure.id}"
        if name == "documents":
            documents = [id]
            for rows in ROWS:
                db.execute(f"UPDATE {rows} SET superseded = ? WHERE document = ? AND superseded IS NULL", (self.run, id))
            db.execute("DELETE FROM meetings WHERE bearer IN (SELECT seq FROM keys WHERE document = ?)", (id,))
            db.execute("DELETE FROM keys WHERE document = ?", (id,))
        elif name == "edges":
            documents = [d for d in values[EDGES.names.index("one_document") :] if d]
        else:
            documents = [str(values[table.names.index("document")])]
        for document in filter(_is_whole, documents):
            if name != "documents":
                db.execute("INSERT OR IGNORE INTO pending VALUES (?, ?)", (document, "link" if name == "edges" else "read"))
        if name != "edges":
            # Which source a document came out of is not told: all are looked at once more, and what is known stays.
            db.execute("DELETE FROM sources")
        return f"set aside as failure {failure.id}; the next add makes it anew"

    def _unsealed(self) -> None:
        """Rows without a digest tell nothing of the world; yet their words must be words."""
        db, mend = self.db, self.run is not None
        met = []
        for seq, *said in self._asked("keys", "SELECT seq, document, told FROM keys"):
            whole = _is_whole(*said)
            try:
                met += [(number, seq) for number in numbers(unpack_keys(said[1], said[0]))] if whole else []
            except LedgerDamaged:
                whole = False
            if not whole:
                if mend:
                    db.execute("INSERT OR IGNORE INTO pending SELECT document, 'read' FROM keys WHERE seq = ?", (seq,))
                    db.execute("DELETE FROM pending WHERE document NOT IN (SELECT id FROM documents WHERE superseded IS NULL)")
                    db.execute("DELETE FROM keys WHERE seq = ?", (seq,))
                    db.execute("DELETE FROM sources")
                self._tell("keys", None, f"the keys of row {seq} are none", "dropped; its document is read again" if mend else None)
        if set(self._asked("meetings", "SELECT number, bearer FROM meetings")) != set(met):
            if mend:
                db.execute("DELETE FROM meetings")
                db.executemany("INSERT INTO meetings VALUES (?, ?)", sorted(met))
            self._tell("meetings", None, "is not where the keys meet", "made anew" if mend else None)
        for table in ("sources", "pending"):
            if not all(_is_whole(*row) for row in self._asked(table, f"SELECT * FROM {table}")):
                if mend:
                    db.execute(f"DELETE FROM {table}")
                self._tell(table, None, "holds what is no text", "emptied; what is known is found again" if mend else None)
        named = "SELECT grp, name, folded FROM entity_names UNION ALL SELECT grp, value, '' FROM entity_keys"
        named += " UNION ALL SELECT grp, schema, '' FROM entity_schemas"
        for grp in sorted({grp for grp, *said in self._asked("entity_names", named) if not _is_whole(*said)}):
            if mend:
                self._drop("entity", grp)
            self._tell(
                "entity_names", None, f"a name of entity {grp} is no text", "dropped; derived anew when next linked" if mend else None
            )

    def _drop(self, kind: str, grp: int) -> None:
        """Drop a view, and have those of its documents that are there linked anew."""
        self.db.execute(
            "INSERT OR IGNORE INTO pending SELECT document, 'link' FROM members m WHERE kind = ? AND grp = ? "
            "AND EXISTS (SELECT 1 FROM documents d WHERE d.id = m.document AND d.superseded IS NULL)",
            (kind, grp),
        )
        self.store._drop_groups(self.db, kind, [grp])

    def _members(self) -> None:
        """Views must stand on rows, and rows in groups that are there."""
        rows = {"entity": ("mentions", "document"), "story": ("documents", "id"), "claim": ("figures", "document")}
        for kind, table in VIEWS.items():
            name, document = rows[kind]
            lost = (
                f"kind = ? AND (NOT EXISTS (SELECT 1 FROM {table.name} v WHERE v.seq = members.grp) OR NOT EXISTS (SELECT 1 FROM {name} r "
                f"WHERE r.id = members.member AND r.superseded IS NULL AND r.{document} = members.document))"
            )
            for member, grp in self._asked("members", f"SELECT member, grp FROM members WHERE {lost}", (kind,)):
                if self.run is not None and kind != "entity":
                    # What such a view says of its other members no longer holds either.
                    self._drop(kind, grp)
                how = "taken out" if kind == "entity" else f"the {kind} is dropped; derived anew when next linked"
                self._tell("members", member, f"stands in {kind} {grp}, but one of the two is gone", how if self.run is not None else None)
            if self.run is not None:
                self.db.execute(f"DELETE FROM members WHERE {lost}", (kind,))
            self._groups(kind, table)
        if self.run is None:
            kinds = ", ".join(f"'{kind}'" for kind in VIEWS)
            for member, kind in self._asked("members", f"SELECT member, kind FROM members WHERE kind NOT IN ({kinds})"):
                self._tell("members", member, f"stands in a {kind!r}, which there is not", None)
        else:
            self.db.execute(f"DELETE FROM members WHERE kind NOT IN ({', '.join('?' * len(VIEWS))})", tuple(VIEWS))

    def _groups(self, kind: str, table: Table) -> None:
        """A view must have members, and an entity as many as it says."""
        size = "size" if kind == "entity" else "NULL"
        sql = f"SELECT seq, id, {size}, (SELECT count(*) FROM members m WHERE m.grp = v.seq AND m.kind = ?) FROM {table.name} v"
        for seq, id, said, there in self._asked(table.name, sql, (kind,)):
            if there == 0 or said is not None and said != there:
                if self.run is not None:
                    self._drop(kind, seq)
                what = "has no members" if there == 0 else f"has {there} members, not {said}"
                self._tell(table.name, id, what, "dropped; derived anew when next linked" if self.run is not None else None)

    def _words(self) -> None:
        """Every document, figure and claim must be findable by its words."""
        lost = []
        for name, table in (("document_words", "documents"), ("figure_words", "figures"), ("claim_words", "claims")):
            kept = "superseded IS NULL AND " if table in KEPT else ""
            sql = f"SELECT count(*) FROM {table} t WHERE {kept}NOT EXISTS (SELECT 1 FROM {name}_docsize WHERE id = t.seq)"
            told = self._asked(name, sql)
            damaged = not told or told[0][0] or not self._sound(name)
            if damaged:
                lost.append(name)
        if self.run is not None and lost:
            self.db.execute("DROP TABLE IF EXISTS document_words")
            self.db.execute(named_statements()["document_words"])
            self.db.execute("INSERT INTO document_words (document_words) VALUES ('rebuild')")
            fill_words(self.store)
        for name in lost:
            self._tell(name, None, "does not hold the words of every row", "made anew" if self.run is not None else None)

    def _sound(self, name: str) -> bool:
        """Ask a full-text index whether it fits its rows; it answers only where it may write."""
        if self.store.read_only or self.run is None:
            return True
        try:
            self.db.execute(f"INSERT INTO {name} ({name}) VALUES ('integrity-check')")
        except sqlite3.DatabaseError:
            return False
        return True
