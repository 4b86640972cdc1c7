"""What is seen when edges are followed, as tables: groups of members that grow, merge and are replaced."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from hearsay.ledger.file import File
from hearsay.ledger.schema import CLAIM_WORDS, ENTITIES, STORIES, VIEWS
from hearsay.records import Claim, Entity, Story

VAGUE = ("LegalEntity", "Thing")  # schemata of what was not told


def fold(name: str) -> str:
    """Bring a name into the form it is looked up by: no case, no accents, single spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def _least(*values: str | None) -> str | None:
    return min((v for v in values if v is not None), default=None)


def _most(*values: str | None) -> str | None:
    return max((v for v in values if v is not None), default=None)


def mention_of(id: str) -> str:
    """The mention an entity is named after: its id is that of its smallest member."""
    return "M" + id[1:] if id[:1] == "N" else id


class Views(File):
    """Entities, stories and claims."""

    def _group_of(self, db: sqlite3.Connection, kind: str, member: str) -> int | None:
        found = db.execute("SELECT grp FROM members WHERE kind = ? AND member = ?", (kind, member)).fetchone()
        return found[0] if found else None

    def _entity(self, grp: int, *, members: bool = True) -> Entity:
        db = self._db
        row = self._need("entities", f"SELECT {ENTITIES.listed}, digest FROM entities WHERE seq = ?", (grp,))
        ENTITIES.prove(row[:-1], row[-1])
        names = tuple(name for (name,) in db.execute("SELECT name FROM entity_names WHERE grp = ? ORDER BY name", (grp,)))
        told = db.execute("SELECT member FROM members WHERE kind = 'entity' AND grp = ? ORDER BY member", (grp,)) if members else ()
        return cast(Entity, ENTITIES.unpack(row, self._text, names=names, members=tuple(m for (m,) in told)))

    def _story(self, grp: int) -> Story:
        with self._reading() as db:
            told = db.execute("SELECT member FROM members WHERE kind = 'story' AND grp = ? ORDER BY member", (grp,))
            (story,) = self._records(STORIES, "WHERE seq = ?", (grp,), members=tuple(m for (m,) in told))
            return cast(Story, story)

    def _seqs(self, table: str) -> list[tuple[int]]:
        with self._reading() as db:
            return db.execute(f"SELECT seq FROM {table} ORDER BY id").fetchall()

    def entities(self) -> Iterator[Entity]:
        """Every entity with its names; ``members`` is left empty, since a member's document tells its entity (``entity_of``)."""
        for (seq,) in self._seqs("entities"):
            yield self._entity(seq, members=False)

    def stories(self) -> Iterator[Story]:
        """Every story."""
        for (seq,) in self._seqs("stories"):
            yield self._story(seq)

    def entity_of(self, document_id: str) -> dict[str, str]:
        """Id of the entity by id of the mention, for the mentions of one document."""
        with self._reading() as db:
            sql = "SELECT m.member, e.id FROM members m JOIN entities e ON e.seq = m.grp WHERE m.document = ? AND m.kind = 'entity'"
            return dict(db.execute(sql, (document_id,)))

    def _merge_entity(self, db: sqlite3.Connection, entity: Entity, named: Callable[[str], Mapping[str, Sequence[str]]]) -> None:
        """Add an entity's members to what is known of it. Costs the new members, not those already there.

        Args:
            named: gives the ``name`` keys of a document by mention.
        """
        standing = {m: self._group_of(db, "entity", m) for m in dict.fromkeys(map(mention_of, entity.members))}
        # An edge may lead to an entity by a member that stands in no touched document.
        known = {g for g in standing.values() if g is not None}
        sql = "SELECT document, name, schema FROM mentions WHERE id = ? AND superseded IS NULL"
        fresh = {m: row for m, g in standing.items() if g is None and (row := db.execute(sql, (m,)).fetchone())}
        if not known and not fresh:
            return
        sizes = {g: self._size(g) for g in known}
        if known:
            grp = max(known, key=lambda g: (sizes[g], -g))
            for other in sorted(known - {grp}):
                self._pour(db, other, grp)
            before = self._entity(grp, members=False)
        else:
            grp, before = self._next(db, "entities"), None
        db.executemany("INSERT INTO members VALUES (?, 'entity', ?, ?)", [(m, grp, document) for m, (document, *_) in fresh.items()])
        bears = "INSERT INTO entity_names VALUES (?, ?, ?, ?) ON CONFLICT (grp, name) DO UPDATE SET mentions = mentions + excluded.mentions"
        db.executemany(bears, [(grp, name, fold(name), 0) for name in entity.names])
        db.executemany(bears, [(grp, name, fold(name), 1) for _, name, _ in fresh.values()])
        said = "INSERT INTO entity_schemas VALUES (?, ?, 1) ON CONFLICT (grp, schema) DO UPDATE SET mentions = mentions + 1"
        db.executemany(said, [(grp, schema) for _, _, schema in fresh.values()])
        keyed = {(value, grp) for m, (document, *_) in fresh.items() for value in named(document).get(m, ())}
        db.executemany("INSERT OR IGNORE INTO entity_keys VALUES (?, ?)", sorted(keyed))
        size = sum(sizes.values()) + len(fresh)
        least = min(id[1:] for id in (*fresh, *([before.id] if before else ())))
        # Of all mentions only some are before us: what most of them say, whatever order they came in; a vague word gives way.
        sql = "SELECT schema FROM entity_schemas WHERE grp = ? AND mentions > 0 ORDER BY schema IN (?, ?), mentions DESC, schema LIMIT 1"
        schema = db.execute(sql, (grp, *VAGUE)).fetchone()[0]
        merged = replace(entity, id=entity.id[0] + least, schema=schema, names=(), members=())
        if before is not None:
            sql = "SELECT name FROM entity_names WHERE grp = ? ORDER BY mentions DESC, length(name) DESC, name LIMIT 1"
            merged = replace(
                merged,
                name=db.execute(sql, (grp,)).fetchone()[0],
                first_seen=_least(before.first_seen, entity.first_seen),
                last_seen=_most(before.last_seen, entity.last_seen),
            )
        if before is None or fresh or len(known) > 1 or merged != replace(before, names=()):
            self._put_entity(db, grp, merged, size)

    def _size(self, grp: int) -> int:
        return int(self._need("entities", "SELECT size FROM entities WHERE seq = ?", (grp,))[0])

    def _put_entity(self, db: sqlite3.Connection, grp: int, entity: Entity, size: int) -> None:
        db.execute("DELETE FROM entities WHERE seq = ?", (grp,))
        self._insert(db, ENTITIES, [ENTITIES.pack(entity, size)], grp)

    def _pour(self, db: sqlite3.Connection, source: int, into: int) -> None:
        """Merge the smaller group into the larger."""
        one, other = self._entity(into, members=False), self._entity(source, members=False)
        size = self._size(into) + self._size(source)
        db.execute("UPDATE members SET grp = ? WHERE kind = 'entity' AND grp = ?", (into, source))
        db.execute(
            "INSERT INTO entity_names SELECT ?, name, folded, mentions FROM entity_names WHERE grp = ? "
            "ON CONFLICT (grp, name) DO UPDATE SET mentions = mentions + excluded.mentions",
            (into, source),
        )
        db.execute(
            "INSERT INTO entity_schemas SELECT ?, schema, mentions FROM entity_schemas WHERE grp = ? "
            "ON CONFLICT (grp, schema) DO UPDATE SET mentions = mentions + excluded.mentions",
            (into, source),
        )
        db.execute("INSERT OR IGNORE INTO entity_keys SELECT value, ? FROM entity_keys WHERE grp = ?", (into, source))
        self._drop_entity(db, source)
        first, last = _least(one.first_seen, other.first_seen), _most(one.last_seen, other.last_seen)
        self._put_entity(db, into, replace(one, id=min(one.id, other.id), first_seen=first, last_seen=last), size)

    def _drop_entity(self, db: sqlite3.Connection, grp: int) -> None:
        for sql in ("entities WHERE seq", "entity_names WHERE grp", "entity_schemas WHERE grp", "entity_keys WHERE grp"):
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
                found = db.execute("SELECT name, schema FROM mentions WHERE id = ? ORDER BY seq DESC LIMIT 1", (member,)).fetchone()
                if found:
                    db.execute("UPDATE entity_names SET mentions = max(0, mentions - 1) WHERE grp = ? AND name = ?", (grp, found[0]))
                    db.execute("UPDATE entity_schemas SET mentions = max(0, mentions - 1) WHERE grp = ? AND schema = ?", (grp, found[1]))
            size = self._size(grp) - len(went)
            entity = self._entity(grp, members=False)
            self._put_entity(db, grp, replace(entity, id=entity.id[0] + rest[0][1:]), size)

    def _replace(
        self,
        db: sqlite3.Connection,
        kind: str,
        touched: Sequence[str],
        views: Sequence[Story | Claim],
        document_of: Callable[[str], str | None],
    ) -> None:
        """Put these stories or claims in the place of all that the touched documents had; one that is as it was stays."""
        table = VIEWS[kind]
        groups: set[int] = set()
        for document in touched:
            groups.update(g for (g,) in db.execute("SELECT DISTINCT grp FROM members WHERE document = ? AND kind = ?", (document, kind)))
        for view in views:
            groups.update(g for m in view.members if (g := self._group_of(db, kind, m)) is not None)
        known = {}
        for grp in groups:
            if row := db.execute(f"SELECT {table.listed} FROM {table.name} WHERE seq = ?", (grp,)).fetchone():
                sql = "SELECT member FROM members WHERE grp = ? AND kind = ? ORDER BY member"
                known[row, tuple(m for (m,) in db.execute(sql, (grp, kind)))] = grp
        packed = {view.id: table.pack(view) for view in views}
        kept = {view.id: grp for view in views if (grp := known.get((packed[view.id], view.members))) is not None}
        views = [view for view in views if view.id not in kept]
        self._drop_groups(db, kind, groups - set(kept.values()))
        at = self._next(db, table.name)
        self._insert(db, table, [packed[view.id] for view in views], at)
        rows = [(m, kind, at + i, document_of(m)) for i, view in enumerate(views) for m in view.members]
        db.executemany("INSERT INTO members VALUES (?, ?, ?, ?)", rows)
        if kind == "claim":
            said = [(at + i, c.measure, c.wording, c.place, c.first_source) for i, c in enumerate(views) if isinstance(c, Claim)]
            db.executemany(f"INSERT INTO claim_words (rowid, {', '.join(CLAIM_WORDS)}) VALUES (?, ?, ?, ?, ?)", said)

    def _drop_groups(self, db: sqlite3.Connection, kind: str, groups: Iterable[int]) -> None:
        for grp in groups:
            if kind == "entity":
                self._drop_entity(db, grp)
            if kind == "claim":
                db.execute("DELETE FROM claim_words WHERE rowid = ?", (grp,))
            db.execute(f"DELETE FROM {VIEWS[kind].name} WHERE seq = ?", (grp,))
            db.execute("DELETE FROM members WHERE kind = ? AND grp = ?", (kind, grp))
