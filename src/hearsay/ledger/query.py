"""Every question, in SQL that SQLite and DuckDB share but for MATCH; answers are frozen records."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from hearsay.errors import QueryError
from hearsay.ledger.schema import ACROSS, CLAIMS, FAILURES, KEPT, LETTERS, ROWS, RUNS, VIEWS
from hearsay.ledger.store import Store
from hearsay.ledger.views import fold
from hearsay.records import Claim, Failure, Figure, Forecast, Run, described

WORDS = 500  # characters of a question
VARIANTS = 20  # other spellings of a name that a question brings along
DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
ID = re.compile(r"[A-Z][0-9a-f]{0,16}")
ENOUGH = 20  # forecasts of one source whose outcome is known, before a score means anything


@dataclass(frozen=True, slots=True)
class Told:
    """The report a row stands in, as far as a list shows it."""

    document: str
    uri: str
    title: str | None
    outlet: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """How one claim stands to another. relation: contradicts, updates, differs, disputes, supports. one, other: claim ids. edge: its id."""

    relation: str
    one: str
    other: str
    why: str | None
    score: float
    edge: str


@dataclass(frozen=True, slots=True)
class Line:
    """A figure as a series shows it.

    source_name: who is on record; None for the report's own voice. via: the relay. said: when, an ISO 8601 prefix, or None.
    claim: id of its claim. copies: reports further down that only copy this one. copy_of: the document it copies, or None.
    """

    figure: Figure
    report: Told
    source_name: str | None
    via: str | None
    said: str | None
    claim: str | None
    copies: int
    copy_of: str | None


@dataclass(frozen=True, slots=True)
class Series:
    """Figures that answer one question in one story, in the order they were said.

    sources: how many different names are on record in it. reports: how many reports tell of it. claims: ids.
    """

    measure: str
    unit: str
    story: str | None
    title: str | None
    sources: int
    reports: int
    claims: tuple[str, ...]
    lines: tuple[Line, ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Foretold:
    """A forecast as a list shows it. outcome: happened, did-not, unclear, as a person said; None where nobody did."""

    forecast: Forecast
    report: Told
    source_name: str | None
    via: str | None
    said: str | None
    outcome: str | None
    judged_by: str | None


@dataclass(frozen=True, slots=True)
class Score:
    """How the forecasts of one source came out; what it said again in the same words counts once.

    source_name: None where nobody is on record. told: how many. unresolvable: of these, nobody could say one day whether they came true.
    open: not judged yet. void: share of the judged ones that are unclear, None where none is judged.
    brier: mean square of the distance between the middle of the band a forecast claims and 1 (happened) or 0 (did not): 0 is best, always
    saying even chance scores .25. None below 20 that happened or did not.
    """

    source_name: str | None
    told: int
    unresolvable: int
    open: int
    happened: int
    did_not: int
    unclear: int
    void: float | None
    brier: float | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One run and what went wrong in it. documents: how many it brought."""

    run: Run
    documents: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """What a ledger holds. shared: claims of more than one origin. open: disagreements between claims that nobody has judged.

    copies: documents that are a copy of another. read: documents with at least one attribution, figure or forecast.
    dates: documents by basis of their date (None: undated). languages: documents by language.
    """

    documents: int
    copies: int
    read: int
    mentions: int
    attributions: int
    figures: int
    forecasts: int
    entities: int
    stories: int
    claims: int
    shared: int
    disputed: int
    open: int
    failures: int
    dates: dict[str | None, int] = field(default_factory=dict)
    languages: dict[str | None, int] = field(default_factory=dict)


# --- words and days ---------------------------------------------------------------------------------------------------


def match(words: str) -> str | None:
    """Turn what a person typed into a full-text query that cannot be read as syntax: every word must be there.

    Args:
        words: ``raw:`` before them passes the rest to FTS5 as it is.

    Returns: None where there is no word in it.

    Raises:
        QueryError: longer than 500 characters.
    """
    if len(words) > WORDS:
        raise QueryError(f"the question has {len(words)} characters (limit {WORDS}). Ask with fewer words", code="E631")
    if words.startswith("raw:"):
        return words[4:].strip() or None
    said = [word.replace("\0", "").replace('"', '""') for word in words.split() if any(c.isalnum() for c in word)]
    return " AND ".join(f'"{word}"' for word in said) or None


def _phrases(store: Store, name: str) -> str | None:
    """Match a name by its words or by any spelling its entity is known under."""
    own = match(name.removeprefix("raw:"))
    if own is None:
        return None
    sql = (
        "SELECT DISTINCT n.name FROM entity_names o JOIN entity_names n ON n.grp = o.grp "
        "WHERE o.folded = ? AND n.folded <> o.folded ORDER BY n.mentions DESC, n.name LIMIT ?"
    )
    others = [n for (n,) in store._db.execute(sql, (fold(name), VARIANTS)) if any(c.isupper() for c in n)]
    return " OR ".join([f"({own})", *('"' + n.replace("\0", "").replace('"', '""') + '"' for n in others)])


def _day(said: str, option: str) -> str:
    if not DAY.fullmatch(said):
        raise QueryError(f"{option} {said!r} is no date. Write it as 2024-02-05, 2024-02 or 2024", code="E633", value=said)
    return said


def _figures_where(
    store: Store, words: str | None, place: str | None, holder: str | None, source: str | None, since: str | None, until: str | None
) -> tuple[str, list[Any]]:
    """Conditions on ``figures f``, ``documents d``, ``attributions a``, and their parameters."""
    conditions, parameters = ["f.superseded IS NULL"], []
    columns = [(c, said) for c, said in (("place", place), ("holder", holder), ("source via", source)) if said]
    asked = [f"{{{column}}} : ({phrases})" for column, said in columns if (phrases := _phrases(store, said))]
    if len(asked) < len(columns):
        conditions.append("1 = 0")
    if asked:
        conditions.append("f.seq IN (SELECT rowid FROM figure_words WHERE figure_words MATCH ?)")
        parameters.append(" AND ".join(f"({part})" for part in asked))
    if words is not None and (query := match(words)):
        own = "f.seq IN (SELECT rowid FROM figure_words WHERE figure_words MATCH ?)"
        theirs = "SELECT m.member FROM claim_words w JOIN members m ON m.kind = 'claim' AND m.grp = w.rowid WHERE claim_words MATCH ?"
        if words.startswith("raw:"):  # may name columns, which claims have not
            conditions.append(own)
            parameters.append(query)
        else:
            conditions.append(f"({own} OR f.id IN ({theirs}))")
            parameters += [query, query]
    elif words is not None and words.strip():
        conditions.append("1 = 0")
    # A prefix counts for all its days: 2024-02 is neither before 2024-02-10 nor after it.
    said = "substr(coalesce(a.said_on, d.published), 1, 10)"
    if since:
        conditions.append(f"{said} || substr('9999-99-99', length({said}) + 1) >= ?")
        parameters.append(_day(since, "--since"))
    if until:
        conditions.append(f"{said} || substr('0000-00-00', length({said}) + 1) <= ?")
        parameters.append(until + "9999-99-99"[len(_day(until, "--until")) :])
    return " AND ".join(conditions), parameters


_FIGURES_FROM = (
    "FROM figures f JOIN documents d ON d.id = f.document AND d.superseded IS NULL "
    "LEFT JOIN attributions a ON a.id = f.attribution AND a.superseded IS NULL"
)


def _asked(store: Store, sql: str, parameters: Sequence[Any]) -> list[Any]:
    """Ask with words a person wrote.

    Raises:
        QueryError: they are no FTS5 query (only after ``raw:``).
    """
    try:
        return store._db.execute(sql, parameters).fetchall()
    except sqlite3.OperationalError as problem:
        # A damaged full-text table fails without a word of what is wrong; of words it cannot read FTS5 says which.
        if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_ERROR or str(problem) == "SQL logic error":
            raise
        raise QueryError(
            f"the words after raw: are no FTS5 query ({problem}). Leave raw: away to search for them as they are", code="E631"
        ) from problem


# --- who and where ----------------------------------------------------------------------------------------------------


def report_of(store: Store, document: str) -> Told:
    sql = "SELECT id, uri, title, outlet, published FROM documents WHERE id = ? ORDER BY superseded IS NOT NULL, seq DESC LIMIT 1"
    return Told(*store._need("documents", sql, (document,)))


def said_by(store: Store, attribution: str | None) -> tuple[str | None, str | None, str | None]:
    """Who is on record, through whom, and when."""
    found: list[tuple[str | None, str | None, str | None]] = []
    sql = (
        "SELECT m.name, a.source_quote, a.via, a.said_on FROM attributions a "
        "LEFT JOIN mentions m ON m.id = a.mention AND m.superseded IS NULL WHERE a.id = ? AND a.superseded IS NULL"
    )
    for _ in range(2):
        row = store._db.execute(sql, (attribution,)).fetchone() if attribution else None
        name, quote, attribution, said_on = row or (None, None, None, None)
        found.append((name or quote and described(quote), attribution, said_on))
    return found[0][0], found[1][0], found[0][2]


def originals(store: Store, documents: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Documents that are copies: what each copies (the smallest id of several), and the relation."""
    found: dict[str, tuple[str, str]] = {}
    for document in sorted(set(documents)):
        for edge in store.edges_at(document, "copy."):
            if edge.one == document and edge.judgement in (None, "positive") and edge.relation != "copy.revision":
                found.setdefault(document, (edge.other, edge.relation))
    return found


def root_of(originals: dict[str, tuple[str, str]], document: str, within: set[str]) -> str:
    """Follow copies up to the first document, as long as the way stays within a set."""
    seen = {document}
    while (up := originals.get(document)) and up[0] in within and up[0] not in seen:
        document = up[0]
        seen.add(document)
    return document


def rejected(store: Store) -> set[str]:
    """Ids of the rows a person rejected; of a claim its first figure."""
    sql = (
        "SELECT coalesce(other, target) FROM judgements j WHERE word = 'reject' AND edge IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM judgements u WHERE u.undoes = j.id)"
    )
    return {id for (id,) in store._db.execute(sql)}


# --- questions --------------------------------------------------------------------------------------------------------


def claims(
    store: Store,
    words: str | None = None,
    *,
    place: str | None = None,
    source: str | None = None,
    since: str | None = None,
    until: str | None = None,
    disputed: bool = False,
) -> list[Claim]:
    """Claims with a figure that fits, those of most origins first."""
    with store._reading():
        if any((words, place, source, since, until)):
            where, parameters = _figures_where(store, words, place, None, source, since, until)
            sql = f"SELECT DISTINCT m.grp {_FIGURES_FROM} JOIN members m ON m.kind = 'claim' AND m.member = f.id WHERE {where}"
        else:
            sql, parameters = "SELECT seq FROM claims", []
        groups = {grp for (grp,) in _asked(store, sql, parameters)}
        if disputed:
            against = {grp for (grp,) in store._db.execute("SELECT seq FROM claims WHERE disputed_by <> '[]'")}
            ids = {id for r in relations(store) if r.relation == "contradicts" for id in (r.one, r.other)}
            for id in ids:
                against.update(grp for (grp,) in store._db.execute("SELECT seq FROM claims WHERE id = ?", (id,)))
            groups &= against
        refused = rejected(store)
        found = [claim for claim in claims_of(store, sorted(groups)) if refused.isdisjoint(claim.members)]
        return sorted(found, key=lambda c: (-c.independent_origins.best, -len(c.documents), c.first_seen or "9999", c.id))


def claims_of(store: Store, groups: Sequence[int]) -> Iterator[Claim]:
    """Rebuild claims with their members."""
    for grp in groups:
        told = store._db.execute("SELECT member FROM members WHERE kind = 'claim' AND grp = ? ORDER BY member", (grp,))
        members = tuple(m for (m,) in told)
        yield from store._records(CLAIMS, "WHERE seq = ?", (grp,), members=members)


def relations(store: Store) -> list[Relation]:
    """How claims stand to each other: edges between their figures that hold, once for each pair of claims."""
    found: dict[tuple[str, str, str], Relation] = {}
    with store._reading():
        sql = f"SELECT seq FROM edges WHERE {ACROSS} AND relation >= 'claim.' AND relation < 'claim/'"
        edges = store.holding(seq for (seq,) in store._db.execute(sql))
        for edge in edges:
            if edge.judgement in (None, "positive"):
                one, other = (claim_id(store, end) for end in (edge.one, edge.other))
                if one and other and one != other:
                    relation = Relation(edge.relation.removeprefix("claim."), one, other, edge.why, edge.score, edge.id)
                    key = (relation.relation, one, other)
                    if key not in found or found[key].score < edge.score:
                        found[key] = relation
    return sorted(found.values(), key=lambda r: (r.one, r.relation, r.other))


def claim_id(store: Store, figure: str) -> str | None:
    sql = "SELECT c.id FROM members m JOIN claims c ON c.seq = m.grp WHERE m.kind = 'claim' AND m.member = ?"
    found = store._db.execute(sql, (figure,)).fetchone()
    return found[0] if found else None


def figures(
    store: Store,
    words: str | None = None,
    *,
    place: str | None = None,
    holder: str | None = None,
    source: str | None = None,
    since: str | None = None,
    until: str | None = None,
    hide_copies: bool = False,
    min_confidence: float = 0.0,
) -> list[Series]:
    """Figures that fit, as series: one for each measure of a story, that of most reports first.

    Args:
        hide_copies: leave out lines of reports that copy another report of the same series.
        min_confidence: only figures of which number, item and source are right together with at least this probability.
    """
    with store._reading():
        where, parameters = _figures_where(store, words, place, holder, source, since, until)
        if min_confidence:
            where, parameters = f"{where} AND f.confidence >= ?", [*parameters, min_confidence]
        seqs = [seq for (seq,) in _asked(store, f"SELECT f.seq {_FIGURES_FROM} WHERE {where}", parameters)]
        refused = rejected(store)
        rows = [figure for figure in store._by_seq(ROWS["figures"], sorted(seqs)) if figure.id not in refused]
        claim_of = {row.id: claim_id(store, row.id) for row in rows}
        copied = originals(store, (row.document for row in rows))
        related = _among(store, rows, claim_of)
        found = [_series(store, group, claim_of, copied, related, hide_copies) for group in _measured(store, rows, claim_of, related)]
        return sorted(found, key=lambda s: (-s.reports, -len(s.lines), s.measure, s.claims))


def _among(store: Store, rows: Sequence[Figure], claim_of: dict[str, str | None]) -> list[Relation]:
    """Relations between the claims of these figures."""
    shown = {row.id for row in rows}
    found: dict[tuple[str, str, str], Relation] = {}
    for edge in store.edges(sorted(shown)):
        if edge.relation.startswith("claim.") and edge.judgement in (None, "positive") and {edge.one, edge.other} <= shown:
            one, other = claim_of[edge.one], claim_of[edge.other]
            if one and other and one != other:
                name = edge.relation.removeprefix("claim.")
                found.setdefault((name, one, other), Relation(name, one, other, edge.why, edge.score, edge.id))
    return list(found.values())


def _measured(store: Store, rows: Sequence[Figure], claim_of: dict[str, str | None], related: Sequence[Relation]) -> list[list[Figure]]:
    """Part figures into series: same story and measure, or claims that stand in a relation."""
    parent: dict[Any, Any] = {}

    def root(node: Any) -> Any:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    groups: dict[Any, list[Figure]] = {}
    nodes = {}
    for row in rows:
        claim = claim_of[row.id]
        measure = (_story_of(store, row.document)[0], _measure(store, row, claim), row.unit)
        nodes[row.id] = measure
        if claim:
            parent[root(("claim", claim))] = root(measure)
    for relation in related:
        if relation.relation in ("contradicts", "updates", "differs"):
            parent[root(("claim", relation.one))] = root(("claim", relation.other))
    for row in rows:
        groups.setdefault(root(nodes[row.id]), []).append(row)
    return list(groups.values())


def _measure(store: Store, row: Figure, claim: str | None) -> str:
    found = store._db.execute("SELECT measure FROM claims WHERE id = ?", (claim,)).fetchone() if claim else None
    said = found[0] if found else " ".join(filter(None, (row.holder, row.item, row.state, row.place)))
    return fold(said)


def _story_of(store: Store, document: str) -> tuple[str | None, str | None]:
    sql = "SELECT s.id, s.title FROM members m JOIN stories s ON s.seq = m.grp WHERE m.kind = 'story' AND m.member = ?"
    return store._db.execute(sql, (document,)).fetchone() or (None, None)


def _series(
    store: Store,
    rows: Sequence[Figure],
    claim_of: dict[str, str | None],
    copied: dict[str, tuple[str, str]],
    related: Sequence[Relation],
    hide_copies: bool,
) -> Series:
    # A report copies another in this series only where both tell of the same claim.
    standing: dict[str | None, set[str]] = {}
    for row in rows:
        standing.setdefault(claim_of[row.id], set()).add(row.document)
    lines = []
    copies: Counter[tuple[str | None, str]] = Counter()
    for claim, documents in standing.items():
        for document in documents if claim else ():
            if (first := root_of(copied, document, documents)) != document:
                copies[claim, first] += 1
    counted: set[tuple[str | None, str]] = set()
    for row in rows:
        claim = claim_of[row.id]
        first = root_of(copied, row.document, standing[claim]) if claim else row.document
        if hide_copies and first != row.document:
            continue
        name, via, said = said_by(store, row.attribution)
        told = report_of(store, row.document)
        # Two figures of one report in one claim are copied together: the first line says so for both.
        number = copies[claim, row.document] if (claim, row.document) not in counted else 0
        counted.add((claim, row.document))
        lines.append(Line(row, told, name, via, said or told.published, claim, number, first if first != row.document else None))
    lines.sort(
        key=lambda line: (line.said is None, line.said or "", line.report.published or "", line.figure.document, line.figure.evidence.span)
    )
    ids = {claim_of[row.id] for row in rows} - {None}
    sql = "SELECT measure FROM claims WHERE id = ?"
    measures = [store._need("claims", sql, (id,))[0] for id in sorted(id for id in ids if id)]
    if not measures:
        measures = sorted(" ".join(filter(None, (r.item, r.state, f"in {r.place}" if r.place else None))) for r in rows)
    story, title = _story_of(store, rows[0].document)
    return Series(
        measure=Counter(measures).most_common(1)[0][0],
        unit=Counter(r.unit for r in rows).most_common(1)[0][0],
        story=story,
        title=title,
        sources=len({fold(line.source_name) for line in lines if line.source_name}),
        reports=len({r.document for r in rows}),
        claims=tuple(sorted(id for id in ids if id)),
        lines=tuple(lines),
        relations=tuple(r for r in related if r.one in ids and r.other in ids),
    )


def forecasts(store: Store, *, due: str | None = None, source: str | None = None) -> list[Foretold]:
    """Forecasts, those that close first on top.

    Args:
        due: only those that close on or before this day and have no outcome yet.
    """
    with store._reading():
        where, parameters = "superseded IS NULL", []
        if due:
            where += " AND closes <= ?"
            parameters.append(due + "9999-99-99"[len(_day(due, "--due")) :])
        refused = rejected(store)
        found = []
        spellings = _spellings(store, source) if source else None
        for row in list(store._records(ROWS["forecasts"], f"WHERE {where} ORDER BY seq", parameters)):
            name, via, said = said_by(store, row.attribution)
            if row.id in refused or spellings is not None and not _named(spellings, name, via):
                continue
            _, outcome, judge = _outcome(store, row.id)
            if due and outcome:
                continue
            told = report_of(store, row.document)
            found.append(Foretold(row, told, name, via, said or told.published, outcome, judge))
        return sorted(found, key=lambda f: (f.forecast.closes is None, f.forecast.closes or "", f.said or "", f.forecast.id))


def _outcome(store: Store, forecast: str) -> tuple[int, str | None, str | None]:
    """The last word on a forecast that nobody took back: its place among all words, the word, and whose it is."""
    sql = (
        "SELECT j.seq, j.word, j.judged_by FROM judgements j WHERE j.target = ? AND j.word IN ('happened', 'did-not', 'unclear') "
        "AND NOT EXISTS (SELECT 1 FROM judgements u WHERE u.undoes = j.id) ORDER BY j.seq DESC LIMIT 1"
    )
    return store._db.execute(sql, (forecast,)).fetchone() or (-1, None, None)


def scores(store: Store, *, source: str | None = None) -> list[Score]:
    """How the forecasts of each source came out, those of most resolved ones first.

    Source: G. W. Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78 (1950).
    """
    with store._reading():
        told: dict[str, dict[str, list[Foretold]]] = {}
        for foretold in forecasts(store, source=source):
            who = bearer(store, foretold.forecast.attribution) or fold(foretold.source_name or "")
            told.setdefault(who, {}).setdefault(fold(foretold.forecast.evidence.quote), []).append(foretold)
        found = []
        for said in told.values():
            # Of one forecast said twice, the outcome told last holds.
            rows = [max(again, key=lambda f: _outcome(store, f.forecast.id)[0]) for again in said.values()]
            names = Counter(f.source_name for again in said.values() for f in again)
            found.append(_score(names.most_common(1)[0][0], rows))
        return sorted(found, key=lambda s: (-s.happened - s.did_not, -s.told, s.source_name is None, s.source_name or ""))


def _score(name: str | None, rows: Sequence[Foretold]) -> Score:
    outcomes = Counter(row.outcome for row in rows)
    happened, did_not, unclear = (outcomes[word] for word in ("happened", "did-not", "unclear"))
    resolved, judged = happened + did_not, happened + did_not + unclear
    missed = [
        ((row.forecast.low + row.forecast.high) / 2 - (row.outcome == "happened")) ** 2
        for row in rows
        if row.outcome in ("happened", "did-not") and row.forecast.low is not None and row.forecast.high is not None
    ]
    return Score(
        name, len(rows), sum(row.forecast.unresolvable is not None for row in rows), len(rows) - judged, happened, did_not, unclear,
        unclear / judged if judged else None, sum(missed) / len(missed) if resolved >= ENOUGH and missed else None,
    )  # fmt: skip


def bearer(store: Store, attribution: str | None) -> str | None:
    """Id of the entity on record."""
    sql = (
        "SELECT e.id FROM attributions a JOIN members m ON m.kind = 'entity' AND m.member = a.mention JOIN entities e ON e.seq = m.grp "
        "WHERE a.id = ? AND a.superseded IS NULL"
    )
    found = store._db.execute(sql, (attribution,)).fetchone() if attribution else None
    return found[0] if found else None


def _spellings(store: Store, name: str) -> list[list[str]]:
    sql = "SELECT DISTINCT n.folded FROM entity_names o JOIN entity_names n ON n.grp = o.grp WHERE o.folded = ? LIMIT ?"
    others = [n for (n,) in store._db.execute(sql, (fold(name), VARIANTS))]
    return [fold(name).split(), *(n.split() for n in others)]


def _named(spellings: list[list[str]], *names: str | None) -> bool:
    """Whether one of the names holds all words of one of the spellings."""
    told = [set(re.findall(r"\w+", fold(name))) for name in names if name]
    return any(set(re.findall(r"\w+", " ".join(words))) <= name for words in spellings for name in told)


def find(store: Store, prefix: str) -> str:
    """Complete the beginning of an id.

    Raises:
        QueryError: nothing begins so, or several do (.candidates).
    """
    wanted = prefix[:1].upper() + prefix[1:].lower()
    if not ID.fullmatch(wanted):
        raise QueryError(f"{prefix!r} is no id: a letter and up to 16 digits 0–9 a–f, as every list shows them", code="E630", id=prefix)
    tables = [LETTERS[wanted[0]]] if wanted[0] in LETTERS else []
    found: set[str] = set()
    with store._reading() as db:
        for table in [*tables, *(view.name for view in VIEWS.values())]:
            current = "AND superseded IS NULL" if table in KEPT else ""
            for condition in dict.fromkeys((current, current.replace("IS NULL", "IS NOT NULL"))):
                sql = f"SELECT DISTINCT id FROM {table} WHERE id >= ? AND id < ? {condition} ORDER BY id LIMIT 6"
                found.update(id for (id,) in db.execute(sql, (wanted, wanted + "g")))
    if wanted in found or len(found) == 1:
        return wanted if wanted in found else found.pop()
    if not found:
        raise QueryError(f"no id begins with {prefix!r} in {store.path}. Lists show them: hearsay claims", code="E630", id=prefix)
    told = ", ".join(sorted(found)[:5]) + (" …" if len(found) > 5 else "")
    raise QueryError(f"{prefix!r} could be {told}. Give more of it", code="E630", id=prefix, candidates=sorted(found))


# --- what was done --------------------------------------------------------------------------------------------------------


def log(store: Store, last: int | None = None) -> list[Entry]:
    """Runs and their failures, the newest first.

    Args:
        last: only so many runs.
    """
    with store._reading() as db:
        found = []
        for run in list(store._records(RUNS, "ORDER BY seq DESC LIMIT ?", (-1 if last is None else last,))):
            documents = db.execute("SELECT count(*) FROM documents WHERE run = ?", (run.id,)).fetchone()[0]
            failures = tuple(store._records(FAILURES, "WHERE run = ? ORDER BY seq", (run.id,)))
            found.append(Entry(run, documents, failures))
        return found


def counts(store: Store, run: str | None = None) -> Counts:
    """Count what the ledger holds, or what one run brought of documents and their rows."""
    with store._reading() as db:

        def one(sql: str, *parameters: Any) -> int:
            return int(db.execute(sql, parameters).fetchone()[0])

        mine = "superseded IS NULL" + (" AND run = ?" if run else "")
        given = (run,) if run else ()
        ids = f"SELECT id FROM documents WHERE {mine}"
        told = {name: one(f"SELECT count(*) FROM {name} WHERE {mine}", *given) for name in ROWS}
        read = " UNION ".join(f"SELECT document FROM {name} WHERE {mine}" for name in ("attributions", "figures", "forecasts"))
        copied = f"SELECT one_document FROM edges WHERE {ACROSS} AND relation >= 'copy.' AND relation < 'copy/'"
        open_ones = [r for r in relations(store) if r.relation in ("contradicts", "disputes")]
        judged = {id for (id,) in db.execute("SELECT target FROM judgements")}
        return Counts(
            documents=one(f"SELECT count(*) FROM documents WHERE {mine}", *given),
            copies=one(f"SELECT count(*) FROM (SELECT DISTINCT one_document FROM ({copied} AND one_document IN ({ids})))", *given),
            read=one(f"SELECT count(*) FROM ({read})", *given * 3),
            mentions=told["mentions"],
            attributions=told["attributions"],
            figures=told["figures"],
            forecasts=told["forecasts"],
            entities=one("SELECT count(*) FROM entities"),
            stories=one("SELECT count(*) FROM stories"),
            claims=one("SELECT count(*) FROM claims"),
            shared=one("SELECT count(*) FROM claims WHERE independent_origins_best > 1"),
            disputed=one("SELECT count(*) FROM claims WHERE disputed_by <> '[]'"),
            open=sum(r.edge not in judged for r in open_ones),
            failures=one(f"SELECT count(*) FROM failures{' WHERE run = ?' if run else ''}", *given),
            dates=dict(db.execute(f"SELECT published_basis, count(*) FROM documents WHERE {mine} GROUP BY published_basis", given)),
            languages=dict(db.execute(f"SELECT language, count(*) FROM documents WHERE {mine} GROUP BY language", given)),
        )
