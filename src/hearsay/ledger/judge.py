"""A person's word: kept, never overwritten, above any machine's."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from hearsay.errors import QueryError
from hearsay.ledger.schema import EDGES, JUDGEMENTS, LETTERS, VIEWS, Judgement
from hearsay.ledger.store import Store
from hearsay.records import Edge, identify


def judge(store: Store, target: str, word: str, by: str, run: str, *, other: str | None = None) -> list[str]:
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
    with store._writing(safe=True) as db:
        table = table_of(store, target)
        edge: Edge | None = None
        if word in ("same", "not-same"):
            if other is None:
                raise QueryError(f"{word} needs a second id: hearsay judge {target} --{word} ID", code="E632")
            edge = _pair_edge(store, target, other, "positive" if word == "same" else "negative", by, run)
        elif word == "reject":
            if table in ("entities", "stories", "runs", "failures", "judgements"):
                raise QueryError(
                    f"{target} cannot be rejected: give an edge, a claim or a row of a report, or part two with --not-same", code="E632"
                )
            edge = _reject_edge(store, target, by, run) if table == "edges" else None
            # A claim may be known by another id tomorrow; its figures are not.
            other = row_of(store, target) if table == "claims" else None
        elif word in ("happened", "did-not", "unclear"):
            if table != "forecasts":
                raise QueryError(f"{target} is no forecast, so it has no outcome. List them: hearsay forecasts", code="E632", id=target)
        elif word == "undo":
            return _undo(store, db, target, other, by, run)
        else:
            raise QueryError(f"{word!r} is no judgement. There are: same, not-same, reject, happened, did-not, unclear", code="E632")
        return _say(store, db, Judgement("", target, word, other, None, None, by, store._now()), edge)


def _say(store: Store, db: sqlite3.Connection, word: Judgement, edge: Edge | None) -> list[str]:
    count = store._next(db, "judgements")
    if edge is not None:
        touched = _around(store, edge)
        edge = replace(edge, id=identify("E", edge.one, edge.relation, edge.other, word.judged_by, count))
        store._insert(db, EDGES, [EDGES.pack(edge, store._document_of(db, edge.one), store._document_of(db, edge.other))])
        touched = sorted({*touched, *_around(store, edge)})
    else:
        touched = []
    id = identify("J", word.target, word.word, word.other, word.judged_by, count)
    store._insert(db, JUDGEMENTS, [JUDGEMENTS.pack(replace(word, id=id, edge=edge.id if edge else None))])
    return touched


def _around(store: Store, edge: Edge) -> list[str]:
    """Documents whose views an edge has a part in."""
    ends = store.documents_of((edge.one, edge.other))
    if edge.relation == "same.entity":
        return sorted({*ends, *store.documents_of(_groups_of(store, "entity", (edge.one, edge.other)))})
    return store.component(ends)


def _groups_of(store: Store, kind: str, members: Iterable[str]) -> list[str]:
    sql = f"SELECT v.id FROM members m JOIN {VIEWS[kind].name} v ON v.seq = m.grp WHERE m.kind = ? AND m.member = ?"
    return [id for m in members for (id,) in store._db.execute(sql, (kind, m))]


def _undo(store: Store, db: sqlite3.Connection, target: str, other: str | None, by: str, run: str) -> list[str]:
    found = db.execute(
        "SELECT id, edge FROM judgements j WHERE (target = ? OR other = ? OR id = ?) AND (? IS NULL OR target = ? OR other = ?) "
        "AND word <> 'undo' AND NOT EXISTS (SELECT 1 FROM judgements u WHERE u.undoes = j.id) ORDER BY seq DESC LIMIT 1",
        (target, target, target, other, other, other),
    ).fetchone()
    if found is None:
        raise QueryError(f"nobody has judged {target}, so there is nothing to undo", code="E632", id=target)
    edge = None
    if found[1] is not None:
        (old,) = store._records(EDGES, "WHERE id = ?", (found[1],))
        before = [
            e for e in store._records(EDGES, "WHERE one = ? AND other = ? AND judgement IS NOT NULL ORDER BY seq", (old.one, old.other))
            if e.relation == old.relation and e.id != old.id and not _is_undone(store, db, e.id)
        ]  # fmt: skip
        # What holds again is the word before this one, or the machine's where this was the first.
        again = before[-1].judgement if before else "none"
        edge = replace(old, judgement=again, judged_by=by, run=run, why="taken back")
    return _say(store, db, Judgement("", target, "undo", other, None, found[0], by, store._now()), edge)


def _is_undone(store: Store, db: sqlite3.Connection, edge: str) -> bool:
    sql = "SELECT 1 FROM judgements j WHERE j.edge = ? AND (j.word = 'undo' OR EXISTS (SELECT 1 FROM judgements u WHERE u.undoes = j.id))"
    return db.execute(sql, (edge,)).fetchone() is not None


def _pair_edge(store: Store, one: str, other: str, judgement: str, by: str, run: str) -> Edge:
    ends = [row_of(store, id) for id in (one, other)]
    relations = {"documents": "same.story", "mentions": "same.entity", "figures": "same.claim"}
    tables = {table_of(store, id) for id in ends}
    relation = relations.get(tables.pop()) if len(tables) == 1 else None
    if relation is None or ends[0] == ends[1]:
        raise QueryError(f"{one} and {other} cannot be joined or parted: give two figures, claims, names or documents", code="E632")
    first, second = sorted(ends)
    return Edge(identify("E", first, relation, second), first, relation, second, 1.0, "person", run, judgement=judgement, judged_by=by)


def _reject_edge(store: Store, id: str, by: str, run: str) -> Edge:
    edge: Edge
    (edge,) = store._records(EDGES, "WHERE id = ? ORDER BY superseded IS NOT NULL, seq DESC LIMIT 1", (id,))
    return replace(edge, judgement="negative", judged_by=by, method="person", score=1.0, run=run)


def row_of(store: Store, id: str) -> str:
    """The row an entity, story or claim is named after; a row's own id stays."""
    for kind, table in VIEWS.items():
        sql = f"SELECT member FROM members WHERE kind = ? AND grp = (SELECT seq FROM {table.name} WHERE id = ?) ORDER BY member LIMIT 1"
        found = store._db.execute(sql, (kind, id)).fetchone()
        if found:
            return str(found[0])
    return id


def table_of(store: Store, id: str) -> str:
    """The table an id is in.

    Raises:
        QueryError: in none.
    """
    table = LETTERS.get(id[:1])
    if table and store._db.execute(f"SELECT 1 FROM {table} WHERE id = ? LIMIT 1", (id,)).fetchone():
        return table
    for view in VIEWS.values():
        if store._db.execute(f"SELECT 1 FROM {view.name} WHERE id = ?", (id,)).fetchone():
            return view.name
    raise QueryError(f"no row {id} in {store.path}", code="E630", id=id)
