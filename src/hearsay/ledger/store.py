"""Reports ⇄ rows, and the edges between them: write, read, find neighbours, link."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from heapq import nlargest
from typing import Any

from hearsay.ledger.schema import (
    ACROSS,
    DOCUMENTS,
    EDGES,
    ENTITIES,
    FAILURES,
    FIGURE_WORDS,
    JUDGEMENTS,
    ROWS,
    VIEWS,
    Judgement,
    Table,
    meeting,
    numbers,
    pack_keys,
    unpack_keys,
)
from hearsay.ledger.views import Views, mention_of
from hearsay.records import Claim, Edge, Entity, Failure, Key, Report, Story, described, identify

BUCKET = 200  # documents under one key; a fuller bucket says nothing and is not looked into
# Who is near enough to be read beside a new report. In the demo corpus and the seeds, among 1,660 other reports, every pair that
# a link joined shared two keys or more of a weight of 0.99 or more, and stood among each other's seven closest. A thing counted at a
# place (``measure``) adds weight; alone it brings together what has nothing else in common.
CLOSEST = 1  # is read whatever it shares: a number for the same place months before, told in other words
CLOSE = 8  # are read if they share two keys other than a measure, all they share being …
WEIGHT = 0.75  # … of this weight together; a key that n documents bear weighs n ** -0.5
SHARED = 6  # keys in common make any report near, a copy or one of a big story: there every key weighs little
LASTING = ("band", "sentence", "question")  # kinds of key that make reports of any two days near: words in a row, what two stories ask
COUNTED = ("measure", "question")  # kinds of key that add weight and bring nobody near
NAMESAKES = 20  # known entities offered for one name
DEGREE = 64  # same.entity edges looked at from one end; the far end of a busier row still shows each of them
TOUCHING = ("same.story", "same.claim")  # and every copy.*: what makes documents one component
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]{0,3}\s+(?=[\"'“‘(\[]{0,3}[A-Z0-9])|\n+")


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


def _but_run(table: Table, values: Sequence[Any]) -> tuple[Any, ...]:
    """A row as it tells of the world: which run read it does not count."""
    at = table.names.index("run")
    return (*values[:at], *values[at + 1 :])


@dataclass(frozen=True, slots=True)
class _Packed:
    """A report as it is written: what of it is proven, and its rows by table, as values of their columns."""

    report: Report
    document: tuple[Any, ...]
    rows: dict[str, list[tuple[Any, ...]]]
    keys: str


def _pack(report: Report, run: str) -> tuple[_Packed | None, list[Failure]]:
    """Leave out what does not stand where it says, or has the id of another row; what is left out becomes a Failure."""
    document = report.document
    faults: list[Failure] = []

    def fault(code: str, what: str) -> None:
        faults.append(Failure(identify("X", run, document.id, code, what), run, "ledger", document.uri, code, what))

    kept: dict[str, Any] = {}
    packed: dict[str, list[tuple[Any, ...]]] = {}
    for name, table in ROWS.items():
        rows: dict[str, Any] = {}
        packed[name] = []
        for row in getattr(report, name):
            values = table.pack(row)
            wrong = next((q for _, d, a, b, q in table.quotes(values) if d != document.id or document.text[a:b] != q), None)
            if wrong is not None:
                fault("W330", f"{name} {row.id}: {wrong[:60]!r} does not stand where it says. Row left out")
            elif row.id not in rows:
                rows[row.id] = row
                packed[name].append(values)
            elif rows[row.id] != row:
                fault("W331", f"{name} {row.id}: two different rows bear this id. The first is kept")
        kept[name] = tuple(rows.values())
    whole = _Packed(replace(report, **kept), DOCUMENTS.pack(document, run), packed, pack_keys(report.keys))
    told = (whole.document, (whole.keys,), *(values for rows in packed.values() for values in rows))
    try:
        "".join(value for values in told for value in values if isinstance(value, str)).encode()
    except UnicodeEncodeError:
        fault("S205", f"{document.uri} holds half a character (a lone surrogate). Skipped")
        return None, faults
    return whole, faults


def _whole(words: str) -> str:
    """Write half a character, as a file's name may hold, as its escape."""
    return words.encode("utf-8", "backslashreplace").decode()


class Store(Views):
    """Reports, keys and edges."""

    # --- writing -------------------------------------------------------------------------------------------------------

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
            return {(uri, digest) for uri, digest in pairs if db.execute(sql, (_whole(uri), digest)).fetchone()}

    def pending(self) -> list[str]:
        """Documents written but not linked yet: a run broke off between the two."""
        with self._reading() as db:
            return [id for (id,) in db.execute("SELECT document FROM pending WHERE stage = 'link' ORDER BY document")]

    def write(
        self, reports: Sequence[Report], failures: Sequence[Failure], run: str, *, sources: Iterable[tuple[str, str]] = ()
    ) -> list[Report]:
        """Add reports and failures in one transaction. The same report again changes nothing; a different reading supersedes.

        Args:
            sources: (uri, digest of its bytes) of those read to their end with these reports.

        Returns: the reports with what of them could be proven.
        """
        kept: list[Report] = []
        failures = list(failures)
        with self._writing() as db:
            fresh: list[_Packed] = []
            seen: set[str] = set()
            for report in reports:
                id = report.document.id
                if id in seen:
                    continue
                seen.add(id)
                packed, faults = _pack(report, run)
                failures += faults
                if packed is None:
                    continue
                kept.append(packed.report)
                if db.execute("SELECT 1 FROM documents WHERE id = ? AND superseded IS NULL", (id,)).fetchone():
                    self._reread(db, packed, run)
                else:
                    fresh.append(packed)
            self._add(db, fresh)
            for failure in failures:
                failure = Failure(*(_whole(getattr(failure, f.name)) for f in fields(failure)))
                if not db.execute("SELECT 1 FROM failures WHERE id = ?", (failure.id,)).fetchone():
                    self._insert(db, FAILURES, [FAILURES.pack(failure)])
            db.executemany("INSERT OR IGNORE INTO sources VALUES (?, ?, ?)", [(_whole(uri), digest, run) for uri, digest in sources])
        return kept

    def _add(self, db: sqlite3.Connection, packed: Sequence[_Packed]) -> None:
        if not packed:
            return
        reports = [p.report for p in packed]
        first = self._next(db, "documents")
        self._insert(db, DOCUMENTS, [p.document for p in packed], first)
        words = [(first + i, r.document.title, r.document.text) for i, r in enumerate(reports)]
        db.executemany("INSERT INTO document_words (rowid, title, text) VALUES (?, ?, ?)", words)
        for name, table in ROWS.items():
            rows = [row for p in packed for row in p.rows[name]]
            if name == "figures":
                at = self._next(db, name)
                self._insert(db, table, rows, at)
                self.say_figures(reports, {row[0]: at + i for i, row in enumerate(rows)})
            else:
                self._insert(db, table, rows)
        self._meet(db, {p.report.document.id: p.keys for p in packed})
        db.executemany("INSERT OR IGNORE INTO pending VALUES (?, 'link')", [(r.document.id,) for r in reports])

    def _meet(self, db: sqlite3.Connection, keys: Mapping[str, str]) -> None:
        """Keep the keys of documents, and let them be met by each that is no name."""
        for document in keys:
            self._part(db, document)
        first = self._next(db, "keys")
        rows = [(first + i, id, told) for i, (id, told) in enumerate(keys.items())]
        db.executemany("INSERT INTO keys VALUES (?, ?, ?)", rows)
        met = {(number, seq) for seq, id, told in rows for number in numbers(unpack_keys(told, id))}
        # In the order of the index, each of its pages is gone to once.
        db.executemany("INSERT OR IGNORE INTO meetings VALUES (?, ?)", sorted(met))

    def _part(self, db: sqlite3.Connection, document: str) -> None:
        """Let a document be met no more."""
        for seq, told in db.execute("SELECT seq, told FROM keys WHERE document = ?", (document,)).fetchall():
            met = [(number, seq) for number in numbers(unpack_keys(told, document))]
            db.executemany("DELETE FROM meetings WHERE number = ? AND bearer = ?", met)
            db.execute("DELETE FROM keys WHERE seq = ?", (seq,))

    def say_figures(self, reports: Sequence[Report], at: Mapping[str, int]) -> None:
        """Make figures findable by their own words, their sentence, who says them and the title over them.

        Args:
            at: ``seq`` of each figure by its id.
        """
        rows: list[tuple[Any, ...]] = []
        for report in reports:
            mentions = {m.id: m.name for m in report.mentions}
            names = {a.id: mentions.get(a.mention or "") or (described(a.source.quote) if a.source else None) for a in report.attributions}
            vias = {a.id: names.get(a.via or "") for a in report.attributions}
            for f in report.figures:
                first, last = context(report.document.text, f.evidence.span.start, f.evidence.span.end)
                who = (f.holder, f.place, names.get(f.attribution or ""), vias.get(f.attribution or ""))
                where = (f.evidence.quote, report.document.text[first:last], report.document.title)
                rows.append((at[f.id], f.item, f.state, f.measure, *who, *where))
        holes = ", ".join("?" * (len(FIGURE_WORDS) + 1))
        self._db.executemany(f"INSERT INTO figure_words (rowid, {', '.join(FIGURE_WORDS)}) VALUES ({holes})", rows)

    def _reread(self, db: sqlite3.Connection, packed: _Packed, run: str) -> None:
        """Supersede what a newer reading of a document tells otherwise, and leave the rest."""
        report, new = packed.report, packed.document
        document = report.document
        id = document.id
        old = db.execute(f"SELECT {DOCUMENTS.listed} FROM documents WHERE id = ? AND superseded IS NULL", (id,)).fetchone()
        changed = _but_run(DOCUMENTS, old) != _but_run(DOCUMENTS, new)
        if changed:
            db.execute("UPDATE documents SET superseded = ? WHERE id = ? AND superseded IS NULL", (run, id))
            first = self._next(db, "documents")
            self._insert(db, DOCUMENTS, [new], first)
            db.execute("INSERT INTO document_words (rowid, title, text) VALUES (?, ?, ?)", (first, document.title, document.text))
        gone: list[str] = []
        for name, table in ROWS.items():
            rows = packed.rows[name]
            found = db.execute(f"SELECT {table.listed} FROM {name} WHERE document = ? AND superseded IS NULL ORDER BY seq", (id,))
            before = found.fetchall()
            if [_but_run(table, r) for r in before] == [_but_run(table, r) for r in rows]:
                continue
            # All of a kind gives way together: its order in the text is part of what is told.
            changed = True
            db.execute(f"UPDATE {name} SET superseded = ? WHERE document = ? AND superseded IS NULL", (run, id))
            self._insert(db, table, rows)
            gone += sorted({r[0] for r in before} - {r[0] for r in rows})
        if (packed.keys,) != db.execute("SELECT told FROM keys WHERE document = ?", (id,)).fetchone():
            changed = True
            self._meet(db, {id: packed.keys})
        db.execute("DELETE FROM pending WHERE document = ? AND stage = 'read'", (id,))
        if not changed:
            return
        seqs = dict(db.execute("SELECT id, seq FROM figures WHERE document = ? AND superseded IS NULL", (id,)))
        db.executemany("DELETE FROM figure_words WHERE rowid = ?", [(seq,) for seq in seqs.values()])
        self.say_figures([report], seqs)
        # The linker's edges stood on the old reading; it is asked again. A person's word stays.
        for side in ("one", "other"):
            sql = f"UPDATE edges SET superseded = ? WHERE {side}_document = ? AND {ACROSS} AND judgement IS NULL"
            db.execute(sql, (run, id))
            sql = f"UPDATE edges SET superseded = ? WHERE {side} = ? AND superseded IS NULL AND judgement IS NULL"
            db.executemany(sql, [(run, row) for row in gone])
        members = [m for (m,) in db.execute("SELECT member FROM members WHERE document = ? AND kind <> 'story'", (id,))]
        for kind in ("entity", "claim"):
            self._take_out(db, kind, [m for m in members if m in set(gone)])
        db.execute("INSERT OR IGNORE INTO pending VALUES (?, 'link')", (id,))

    # --- reading -------------------------------------------------------------------------------------------------------

    def documents(self) -> list[str]:
        """Ids of all documents, in the order they came."""
        with self._reading() as db:
            return [id for (id,) in db.execute("SELECT id FROM documents WHERE superseded IS NULL ORDER BY seq")]

    def reports(self, document_ids: Iterable[str]) -> list[Report]:
        """Rebuild reports as they were written, in the order asked; an unknown id is left out.

        Raises:
            LedgerDamaged: a row is not as it was written.
        """
        with self._reading():
            return [report for id in dict.fromkeys(document_ids) if (report := self._report(id)) is not None]

    def _report(self, id: str) -> Report | None:
        db = self._db
        row = db.execute(f"SELECT {DOCUMENTS.listed}, digest FROM documents WHERE id = ? AND superseded IS NULL", (id,)).fetchone()
        if row is None:
            return None
        DOCUMENTS.prove(row[:-1], row[-1])
        document = DOCUMENTS.unpack(row, self._text)
        self._keep_text(id, document.text)
        where = "WHERE document = ? AND superseded IS NULL ORDER BY seq"
        rows = {name: tuple(self._records(table, where, (id,))) for name, table in ROWS.items()}
        return Report(document, **rows, keys=self._keys(id))

    def _keys(self, document: str) -> tuple[Key, ...]:
        found = self._db.execute("SELECT told FROM keys WHERE document = ?", (document,)).fetchone()
        return unpack_keys(found[0], document) if found else ()

    def copies(self) -> list[Edge]:
        """Every edge between a copy and what it copies that holds."""
        with self._reading() as db:
            family = "relation >= 'copy.' AND relation < 'copy/'"
            held = self.holding(seq for (seq,) in db.execute(f"SELECT seq FROM edges WHERE {ACROSS} AND {family}"))
            return [edge for edge in held if edge.judgement in (None, "positive")]

    def judgements(self) -> list[Judgement]:
        """Every word of a person, in the order they were said."""
        with self._reading():
            return list(self._records(JUDGEMENTS, "ORDER BY seq"))

    def neighbours(self, keys: Sequence[Key], limit: int, *, reach: int | None = None) -> list[str]:
        """Documents that share keys (of any kind but ``name``) with new ones, at most ``limit`` for each new one.

        A key weighs the more the fewer documents bear it; one that more than 200 bear weighs nothing.

        Args:
            reach: days beyond which two documents are near only by a key that time does not wear out (``LASTING``).
        """
        buckets: dict[tuple[str, str], dict[str, None]] = {}
        for key in keys:
            if key.kind != "name":
                buckets.setdefault((key.kind, key.value), {})[key.document] = None
        shared: dict[str, dict[int, list[float]]] = {key.document: {} for key in keys}  # weight, keys that count, keys that last
        with self._reading() as db:
            own = {seq for id in shared for (seq,) in db.execute("SELECT seq FROM keys WHERE document = ?", (id,))}
            sql = "SELECT bearer FROM meetings WHERE number = ? LIMIT ?"
            for (kind, value), bearers in buckets.items():
                number = meeting(Key(kind, value, "", ""))
                bucket = [seq for (seq,) in db.execute(sql, (number, BUCKET + 1))]
                others = [seq for seq in bucket if seq not in own]
                if len(bucket) > BUCKET or not others:
                    continue
                weight, counts, lasts = len(bucket) ** -0.5, kind not in COUNTED, kind in LASTING
                for bearer in bearers:
                    told = shared[bearer]
                    for seq in others:
                        if before := told.get(seq):
                            before[0] += weight
                            before[1] += counts
                            before[2] += lasts
                        else:
                            told[seq] = [weight, counts, lasts]
            document = cache(lambda seq: db.execute("SELECT document FROM keys WHERE seq = ?", (seq,)).fetchone()[0])
            near: set[str] = set()
            for mine, told in shared.items():
                closest = nlargest(limit, told.values())
                # Who shares as much as the last of them has the same right: the id decides, not who came first.
                ranked = nlargest(limit, ((*given, document(seq)) for seq, given in told.items() if given >= closest[-1]))
                for at, (weight, count, lasting, id) in enumerate(ranked):
                    close = at < CLOSEST or at < CLOSE and count > 1 and weight >= WEIGHT or count >= SHARED
                    if close and id not in near and (lasting or reach is None or self._days(mine, id) <= reach):
                        near.add(id)
            return sorted(near)

    def _days(self, one: str, other: str) -> int:
        """Days between the publication of two documents, 0 where one tells no whole day."""
        sql = "SELECT published FROM documents WHERE id = ? AND superseded IS NULL"
        days = []
        for id in (one, other):
            (published,) = self._db.execute(sql, (id,)).fetchone() or (None,)
            try:
                days.append(date.fromisoformat((published or "")[:10]))
            except ValueError:
                return 0
        return abs((days[0] - days[1]).days)

    def bearers(self, keys: Sequence[Key]) -> dict[str, str]:
        """Whom the ledger knows by a ``name`` key of these: the value of the key → the mention that its first entity is named after.

        By keys, not by the words an entity goes by: those hold offices too (*the defence minister*), which name somebody else elsewhere.
        """
        with self._reading() as db:
            borne = "entity_keys JOIN entities ON seq = grp WHERE value = ?"
            sql = f"SELECT {ENTITIES.listed}, digest FROM {borne} ORDER BY size DESC, id LIMIT ?"
            found: dict[str, str] = {}
            for value in sorted({key.value for key in keys if key.kind == "name"}):
                bearers = db.execute(sql, (value, NAMESAKES)).fetchall()
                for *row, digest in bearers:
                    ENTITIES.prove(row, digest)
                if bearers:
                    found[value] = min(mention_of(id) for id, *_ in bearers)
            return found

    def edges(self, ids: Iterable[str], *, names: bool = True) -> list[Edge]:
        """Edges at these rows or documents that hold: what a person judged, and the machine's where nobody did.

        Of a row that very many ``same.entity`` edges meet, only some are given from its end; each is found from its other end.

        Args:
            names: of documents, give the machine's ``same.entity`` edges too.
        """
        ids = list(dict.fromkeys(ids))
        seqs: set[int] = set()
        with self._reading() as db:
            for side in ("one", "other"):
                # A few from each row's end in one go: asking row by row costs four times as much.
                few = f"SELECT group_concat(seq) FROM (SELECT seq FROM edges WHERE {side} = {{row}} AND superseded IS NULL LIMIT {DEGREE})"
                judged = f"SELECT seq FROM edges WHERE {side} = ? AND judgement IS NOT NULL"
                mentioned = f"SELECT id, ({few.format(row='mentions.id')}) FROM mentions WHERE document = ? AND superseded IS NULL"
                settled = (
                    f"SELECT edges.seq FROM mentions CROSS JOIN edges ON {side} = mentions.id AND judgement IS NOT NULL "
                    "WHERE document = ? AND mentions.superseded IS NULL"
                )
                for id in ids:
                    if id.startswith("D"):
                        sql = f"SELECT seq FROM edges WHERE {side}_document = ? AND {ACROSS}"
                        seqs.update(seq for (seq,) in db.execute(sql, (id,)))
                        if names:
                            found = db.execute(mentioned, (id,)).fetchall()
                        else:
                            found = []
                            seqs.update(seq for (seq,) in db.execute(settled, (id,)))
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
                sql = f"SELECT seq FROM edges WHERE {side}_document = ? AND {ACROSS} AND relation >= ? AND relation < ?"
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
                        f"WHERE {side}_document = ? AND {ACROSS}"
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

    def members(self, id: str) -> list[str]:
        """Members of an entity, story or claim; of a member of an entity, all who share it; else the row itself."""
        with self._reading() as db:
            for kind, table in VIEWS.items():
                sql = f"SELECT member FROM members WHERE kind = ? AND grp = (SELECT seq FROM {table.name} WHERE id = ?) ORDER BY member"
                if found := [m for (m,) in db.execute(sql, (kind, id))]:
                    return found
            grp = self._group_of(db, "entity", id)
            if grp is None:
                return [id]
            return [m for (m,) in db.execute("SELECT member FROM members WHERE kind = 'entity' AND grp = ? ORDER BY member", (grp,))]

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

    # --- linking -------------------------------------------------------------------------------------------------------

    def link(
        self,
        edges: Sequence[Edge],
        entities: Sequence[Entity],
        stories: Sequence[Story],
        claims: Sequence[Claim],
        touched_documents: Iterable[str],
        run: str,
        *,
        gone: Iterable[str] = (),
        linked: Iterable[str] | None = None,
        whole: bool = False,
    ) -> None:
        """Write edges and renew the views they change, in one transaction.

        Args:
            gone: ids of a machine's edges that hold no longer.
            entities: with the members that stand in the touched documents; merged with what is known of them.
            stories, claims: all of the touched documents; those the ledger had of them are replaced.
            linked: documents now linked for good; all touched ones if not told.
            whole: the members of ``entities`` are all there are of each: groups they stood in are split accordingly.
        """
        touched = list(dict.fromkeys(touched_documents))
        with self._writing() as db:
            hold_no_longer = "UPDATE edges SET superseded = ? WHERE id = ? AND superseded IS NULL AND judgement IS NULL"
            db.executemany(hold_no_longer, [(run, id) for id in gone])
            document_of = cache(lambda id: self._document_of(db, id))
            self._write_edges(db, edges, run, document_of)
            if whole:
                for entity in entities:
                    self._take_out(db, "entity", entity.members)
            named = cache(self._names)
            for entity in entities:
                self._merge_entity(db, entity, named)
            self._replace(db, "claim", touched, claims, document_of)
            self._replace(db, "story", touched, stories, document_of)
            done = touched if linked is None else list(linked)
            db.executemany("DELETE FROM pending WHERE document = ? AND stage = 'link'", [(id,) for id in done])

    def _names(self, document: str) -> dict[str, list[str]]:
        """The ``name`` keys of a document by mention."""
        found: dict[str, list[str]] = {}
        for key in self._keys(document):
            if key.kind == "name":
                found.setdefault(key.row, []).append(key.value)
        return found

    def _write_edges(self, db: sqlite3.Connection, edges: Iterable[Edge], run: str, document_of: Callable[[str], str | None]) -> None:
        fresh = []
        for edge in {edge.id: edge for edge in edges}.values():
            row = EDGES.pack(edge, document_of(edge.one), document_of(edge.other))
            old = db.execute(f"SELECT {EDGES.listed} FROM edges WHERE id = ? AND superseded IS NULL", (edge.id,)).fetchone()
            if old is not None:
                if _but_run(EDGES, old) == _but_run(EDGES, row):
                    continue
                db.execute("UPDATE edges SET superseded = ? WHERE id = ? AND superseded IS NULL", (run, edge.id))
            fresh.append(row)
        self._insert(db, EDGES, fresh)
