"""Where a row comes from and why it is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hearsay.errors import QueryError
from hearsay.ledger.judge import table_of
from hearsay.ledger.query import ID, Told, bearer, claim_id, claims_of, find, originals, report_of, root_of, said_by
from hearsay.ledger.schema import DOCUMENTS, EDGES, FAILURES, JUDGEMENTS, KEPT, LETTERS, ROWS, RUNS, Judgement
from hearsay.ledger.store import Store, context
from hearsay.ledger.views import fold
from hearsay.records import Claim, Edge, Entity, Figure, Run, Story, described

SHOWN = 50  # members of an entity or story that an explanation goes into


@dataclass(frozen=True, slots=True)
class Branch:
    """A part of an origin tree.

    kind: claim, origin, figure, attribution, via, document, copy, dispute. words: what a reader is shown. when: ISO 8601 prefix.
    note: what the branch is to the one above it (``near copy``), or None.
    """

    kind: str
    id: str | None
    words: str
    when: str | None = None
    note: str | None = None
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """Evidence in its sentence. part: the field it proves (``cue``). before, after: the rest of the sentence."""

    part: str
    document: str
    start: int
    end: int
    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All there is to say about a row.

    row: the record. table: where it lies. earlier: what older runs read under the same id. edges: those that hold.
    """

    id: str
    table: str
    row: Any
    report: Told | None
    passages: tuple[Passage, ...]
    source_name: str | None
    via: str | None
    method: str | None
    run: Run | None
    edges: tuple[Edge, ...]
    judgements: tuple[Judgement, ...]
    earlier: tuple[Any, ...]


# --- where a claim comes from -------------------------------------------------------------------------------------------


def trace(store: Store, id: str) -> Branch:
    """Grow the origin tree of a claim, figure, document, attribution or forecast; the id may be shortened.

    Raises:
        QueryError: no such id, or nothing to trace in it.
    """
    with store._reading():
        id = find(store, id)
        table = table_of(store, id)
        if table == "figures":
            claim = claim_id(store, id)
            if claim is None:
                (row,) = store._records(ROWS["figures"], "WHERE id = ? ORDER BY superseded IS NOT NULL, seq DESC LIMIT 1", (id,))
                return Branch("figure", id, row.evidence.quote, branches=_sources_above(store, row.attribution, row.document))
            id, table = claim, "claims"
        if table == "claims":
            groups = [grp for (grp,) in store._db.execute("SELECT seq FROM claims WHERE id = ?", (id,))]
            return _claim_branch(store, next(claims_of(store, groups)))
        if table == "documents":
            return _document_branch(store, id)
        if table == "attributions":
            return _sources_above(store, id, str(store._document_of(store._db, id)))[0]
        if table == "forecasts":
            (row,) = store._records(ROWS["forecasts"], "WHERE id = ? ORDER BY superseded IS NOT NULL, seq DESC LIMIT 1", (id,))
            return Branch("forecast", id, row.evidence.quote, row.closes, branches=_sources_above(store, row.attribution, row.document))
        if table == "stories":
            seq, title = store._need("stories", "SELECT seq, title FROM stories WHERE id = ?", (id,))
            members = [
                m for (m,) in store._db.execute("SELECT member FROM members WHERE kind = 'story' AND grp = ? ORDER BY member", (seq,))
            ]
            copied = originals(store, members)
            tops = [m for m in members if root_of(copied, m, set(members)) == m]
            return Branch("story", id, title or "", branches=tuple(_with_copies(store, m, copied, set(members)) for m in tops))
        raise QueryError(f"{id} has no origin to trace: give a claim, a figure, a forecast or a document", code="E630", id=id)


def _sources_above(store: Store, attribution: str | None, document: str) -> tuple[Branch, ...]:
    """The chain of attributions a row reached us through, and the report it stands in."""
    told = report_of(store, document)
    report = Branch("document", document, told.title or told.uri, told.published)
    chain: list[tuple[str, str | None, str, str | None, str | None, str | None]] = []
    while attribution and attribution not in [id for id, *_ in chain]:
        row = store._db.execute(
            "SELECT a.id, m.name, a.source_quote, a.stance, a.via, a.said_on, a.channel FROM attributions a "
            "LEFT JOIN mentions m ON m.id = a.mention AND m.superseded IS NULL WHERE a.id = ? AND a.superseded IS NULL",
            (attribution,),
        ).fetchone()
        if row is None:
            break
        id, name, quote, *further = row
        chain.append((id, name or quote and described(quote), *further))
        attribution = chain[-1][3]
    branch = report
    for number, (id, name, stance, _, said_on, channel) in reversed(list(enumerate(chain))):
        note = ", ".join(filter(None, (stance if number == 0 else "relays", channel))) or None
        branch = Branch("via" if number else "attribution", id, name or "somebody", said_on, note, (branch,))
    return (branch,)


def _claim_branch(store: Store, claim: Claim) -> Branch:
    figures = [row for m in claim.members for row in store._records(ROWS["figures"], "WHERE id = ? AND superseded IS NULL", (m,))]
    documents = {row.document for row in figures}
    copied = originals(store, documents)
    beneath: dict[str, dict[str, list[Figure]]] = {}
    shown: dict[str, str] = {}
    for row in figures:
        if (first := root_of(copied, row.document, documents)) != row.document:
            continue  # hangs beneath the report it copies
        name, _, _ = said_by(store, row.attribution)
        told = report_of(store, row.document)
        own = f"the report's own voice: {told.outlet or told.uri}"
        key = bearer(store, row.attribution) or fold(name or own)
        shown.setdefault(key, name or own)
        beneath.setdefault(key, {}).setdefault(first, []).append(row)
    branches = []
    for key, reports in beneath.items():
        rows = []
        for document, told_here in reports.items():
            row = min(told_here, key=lambda r: r.evidence.span)
            _, via, said = said_by(store, row.attribution)
            report = _with_copies(store, document, copied, documents)
            branch = Branch("figure", row.id, row.evidence.quote, said or report.when, f"via {via}" if via else None, (report,))
            rows.append(branch)
        rows.sort(key=lambda b: (b.when is None, b.when or "", b.id or ""))
        branches.append(Branch("origin", key if ID.fullmatch(key) else None, shown[key], rows[0].when, branches=tuple(rows)))
    branches.sort(key=lambda b: (b.when is None, b.when or "", b.words))
    branches += [Branch("dispute", None, name) for name in claim.disputed_by]
    return Branch("claim", claim.id, f"{claim.measure}: {claim.wording}", claim.first_seen, branches=tuple(branches))


def _with_copies(store: Store, document: str, copied: dict[str, tuple[str, str]], within: set[str], note: str | None = None) -> Branch:
    """A report and, beneath it, those that copy it."""
    told = report_of(store, document)
    beneath = sorted(d for d, (original, _) in copied.items() if original == document and d in within)
    copies = tuple(
        _with_copies(store, d, {k: v for k, v in copied.items() if k != document}, within, copied[d][1].replace("copy.", "") + " copy")
        for d in beneath
    )
    return Branch("copy" if note else "document", document, told.title or told.outlet or told.uri, told.published, note, copies)


def _document_branch(store: Store, id: str) -> Branch:
    """The whole line of copies a document stands in, from the first on."""
    within = {id}
    waiting = [id]
    while waiting:
        for edge in store.edges_at(waiting.pop(), "copy."):
            if edge.judgement in (None, "positive"):
                for end in (edge.one, edge.other):
                    if end not in within:
                        within.add(end)
                        waiting.append(end)
    copied = originals(store, within)
    return _with_copies(store, root_of(copied, id, within), copied, within)


# --- why a row is there ---------------------------------------------------------------------------------------------------


def explain(store: Store, id: str) -> Explanation:
    """Show a row with its evidence in its sentence, the method that made it and the run; the id may be shortened.

    Raises:
        QueryError: no such id.
    """
    with store._reading() as db:
        id = find(store, id)
        name = table_of(store, id)
        earlier: list[Any] = []
        document = store._document_of(db, id)
        passages: list[Passage] = []
        if name in ("entities", "stories", "claims"):
            row: Any = _view(store, name, id)
            for member in row.members[:SHOWN]:
                passages += [p for p in _passages(store, member) if p.part == "evidence"]
        else:
            table = {"documents": DOCUMENTS, **ROWS, "edges": EDGES, "judgements": JUDGEMENTS, "runs": RUNS, "failures": FAILURES}[name]
            order = "ORDER BY superseded IS NOT NULL, seq DESC" if name in KEPT else "ORDER BY seq"
            row, *earlier = list(store._records(table, f"WHERE id = ? {order}", (id,)))
            passages = _passages(store, id)
        mine = row.members[:SHOWN] if name in ("entities", "stories", "claims") else (id,)
        run_id = getattr(row, "run", None) or _run_of(store, name, id)
        runs = list(store._records(RUNS, "WHERE id = ?", (run_id,))) if run_id else []
        attribution = id if name == "attributions" else getattr(row, "attribution", None)
        source_name, via, _ = said_by(store, attribution)
        words = list(store._records(JUDGEMENTS, "WHERE target = ? OR other = ? ORDER BY seq", (id, id)))
        return Explanation(
            id=id,
            table=name,
            row=row,
            report=report_of(store, document) if document else None,
            passages=tuple(passages),
            source_name=source_name,
            via=via,
            method=getattr(row, "method", None),
            run=runs[0] if runs else None,
            edges=tuple(store.edges(mine)),
            judgements=tuple(words),
            earlier=tuple(earlier),
        )


def _run_of(store: Store, table: str, id: str) -> str | None:
    if table != "documents":
        return None
    found = store._db.execute("SELECT run FROM documents WHERE id = ? ORDER BY superseded IS NOT NULL, seq DESC LIMIT 1", (id,)).fetchone()
    return found[0] if found else None


def _view(store: Store, table: str, id: str) -> Entity | Story | Claim:
    (seq,) = store._need(table, f"SELECT seq FROM {table} WHERE id = ?", (id,))
    if table == "entities":
        return store._entity(seq)
    if table == "claims":
        return next(claims_of(store, [seq]))
    return store._story(seq)


def _passages(store: Store, id: str) -> list[Passage]:
    name = LETTERS.get(id[:1], "")
    table = ROWS.get(name) or (EDGES if name == "edges" else None)
    if table is None:
        return []
    sql = f"SELECT {table.listed} FROM {name} WHERE id = ? ORDER BY superseded IS NOT NULL, seq DESC LIMIT 1"
    values = store._db.execute(sql, (id,)).fetchone()
    found = []
    for part, document, start, end, quote in table.quotes(values) if values else ():
        text = store._text(document)
        first, last = context(text, start, end)
        found.append(Passage(part, document, start, end, text[first:start], quote, text[end:last]))
    return found
