"""A damaged ledger says so, shows no wrong row, and is mended as far as can be."""

import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from made import claim, edge, entity, report, run, story

from hearsay.errors import HearsayError, LedgerDamaged, LedgerError
from hearsay.ledger import Ledger
from hearsay.ledger.schema import KEPT, ROWS
from hearsay.records import Report

RUN, MENDER = run().id, run(9).id


@pytest.fixture(scope="module")
def made() -> list[Report]:
    return [report(n, story=n // 3) for n in range(30)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, made: list[Report]) -> Path:
    path = tmp_path_factory.mktemp("whole") / "ledger.db"
    with Ledger(path) as ledger:
        ledger.begin(run())
        ledger.write(made, [], RUN, sources=[(r.document.uri, r.document.raw_digest) for r in made])
        ids = [r.document.id for r in made]
        edges = [edge("same.story", ids[1], ids[0]), edge("copy.near", ids[2], ids[1])]
        ledger.link(
            edges, [entity(r.mentions[0]) for r in made], [story(*made[:3])], [claim(r.figures[0]) for r in made], ids, RUN
        )  # fmt: skip
        ledger.judge(made[4].figures[0].id, "reject", "ann", RUN)
        ledger.finish(RUN, "2024-03-01T10:01:00Z")
    return path


@pytest.fixture
def path(tmp_path: Path, whole: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "ledger.db"))


def alter(path: Path, *statements: str) -> None:
    db = sqlite3.connect(path)
    for statement in statements:
        assert db.execute(statement).rowcount != 0, statement
    db.commit()
    db.close()


def mend(path: Path) -> list[tuple[str, bool]]:
    """Check, repair, and check again: what was wrong, and whether it was mended."""
    with Ledger(path, trusting=True) as ledger:
        ledger.begin(run(9))
        found = ledger.check(repair=True, run=MENDER)
    with Ledger(path) as ledger:
        assert ledger.check() == [], "what is mended stays mended"
    return [(problem.table, problem.mended is not None) for problem in found]


def test_a_whole_ledger_has_no_problem_and_is_left_as_it_is(path: Path) -> None:
    before = path.read_bytes()
    with Ledger(path, read_only=True) as ledger:
        assert ledger.check() == []
    with Ledger(path) as ledger:
        assert ledger.check(repair=True, run=MENDER) == []
    with Ledger(path, read_only=True) as ledger:
        assert ledger.reports(ledger.documents())
    assert before == path.read_bytes()


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("figures", "UPDATE figures SET low = low + 1 WHERE seq = 3"),
        ("figures", "UPDATE figures SET evidence_quote = 'nine', digest = digest WHERE seq = 3"),
        ("attributions", "UPDATE attributions SET content = replace(content, 'people', 'pupils') WHERE seq = 3"),
        ("mentions", "UPDATE mentions SET name = 'Somebody Else' WHERE seq = 3"),
        ("forecasts", "UPDATE forecasts SET closes = '2030-01-01' WHERE seq = 3"),
        ("documents", "UPDATE documents SET text = replace(text, 'river', 'RIVER') WHERE seq = 3"),
        ("edges", "UPDATE edges SET score = 0.1 WHERE seq = 1"),
        ("judgements", "UPDATE judgements SET judged_by = 'bob'"),
        ("runs", "UPDATE runs SET version = '9.9'"),
        ("claims", "UPDATE claims SET high = 1 WHERE seq = 3"),
        ("entities", "UPDATE entities SET name = 'X' WHERE seq = 3"),
        ("stories", "UPDATE stories SET title = 'X'"),
    ],
)
def test_a_changed_row_is_found_not_shown_and_set_aside(path: Path, made: list[Report], table: str, change: str) -> None:
    alter(path, change)
    with Ledger(path, read_only=True) as ledger:
        assert table in {problem.table for problem in ledger.check()}
        if table in KEPT and table != "edges":
            with pytest.raises(LedgerDamaged, match=f"table {table}"):
                ledger.reports(ledger.documents())
    assert (table, True) in mend(path)
    with Ledger(path) as ledger:
        told = [f for entry in ledger.log() for f in entry.failures]
        if table in (*KEPT, "judgements"):
            assert any(f.code == "E620" and f.message.startswith(f"set aside from {table}") for f in told), "nothing is dropped unsaid"
            assert "{" in told[0].message and json.dumps(table)
        ledger.reports(ledger.documents())
        ledger.claims(), ledger.figures(), list(ledger.entities()), list(ledger.stories())


def test_what_is_set_aside_is_read_again_by_the_next_run(path: Path, made: list[Report]) -> None:
    alter(path, "UPDATE figures SET low = low + 1 WHERE seq = 3", "UPDATE documents SET title = 'Forged' WHERE seq = 9")
    mend(path)
    with Ledger(path) as ledger:
        hurt = {made[1].document.id, made[8].document.id}
        assert {r.document.id for r in made} - ledger.known(r.document.id for r in made) == hurt
        assert ledger.known_sources([(r.document.uri, r.document.raw_digest) for r in made]) == set()
        ledger.write(made, [], run(10).id)
        assert {r.document.id: r for r in ledger.reports(r.document.id for r in made)} == {r.document.id: r for r in made}
        assert ledger.known(hurt) == hurt and ledger.check() == []


def test_words_under_another_digest_are_proven_by_their_span(path: Path) -> None:
    """Whoever forges a row and its digest still has to forge the text."""
    table = KEPT["figures"]
    db = sqlite3.connect(path)
    values = list(db.execute(f"SELECT {table.listed} FROM figures WHERE seq = 3").fetchone())
    values[table.names.index("evidence_quote")] = "12 llamas"
    db.execute("UPDATE figures SET evidence_quote = '12 llamas', digest = ? WHERE seq = 3", (table.digest(values),))
    db.commit()
    db.close()
    with Ledger(path) as ledger:
        (problem,) = ledger.check()
    assert problem.table == "figures" and "'12 llamas' does not stand at" in problem.what


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("DELETE FROM members WHERE kind = 'story'", "stories"),
        ("UPDATE members SET grp = 999 WHERE kind = 'claim'", "members"),
        ("DELETE FROM entities WHERE seq = 2", "members"),
        ("DELETE FROM members WHERE kind = 'entity' AND grp = 2", "entities"),
        ("UPDATE entity_names SET name = CAST(x'4bff' AS TEXT) WHERE grp = 2", "entity_names"),
        ("UPDATE entity_schemas SET schema = CAST(x'4bff' AS TEXT) WHERE grp = 2", "entity_names"),
        ("UPDATE keys SET told = CAST(x'4bff' AS TEXT) WHERE seq = 2", "keys"),
        ("UPDATE keys SET told = '[[\"band\"]]' WHERE seq = 2", "keys"),
        ("DELETE FROM meetings WHERE bearer = 2", "meetings"),
        ("UPDATE sources SET digest = CAST(x'4bff' AS TEXT)", "sources"),
        ("UPDATE members SET document = 'D0' WHERE kind = 'claim'", "members"),
        ("UPDATE members SET kind = 'clan' WHERE kind = 'story'", "members"),
        ("DELETE FROM figure_words WHERE rowid = 3", "figure_words"),
        ("DELETE FROM claim_words WHERE rowid = 3", "claim_words"),
        ("DELETE FROM document_words_docsize WHERE id = 3", "document_words"),
        ("DROP INDEX figures_document", "figures_document"),
        ("CREATE TRIGGER t AFTER INSERT ON documents BEGIN DELETE FROM figures; END", "t"),
    ],
)
def test_what_can_be_derived_is_derived_anew(path: Path, made: list[Report], statement: str, table: str) -> None:
    db = sqlite3.connect(path)
    db.execute(statement)
    db.commit()
    db.close()
    with Ledger(path, trusting=True) as ledger:
        assert table in {problem.table for problem in ledger.check()}
    assert all(mended for _, mended in mend(path))
    with Ledger(path) as ledger:
        assert [replace(r, keys=()) for r in ledger.reports(r.document.id for r in made)] == [replace(r, keys=()) for r in made]
        assert len([line for s in ledger.figures("missing") for line in s.lines]) == 29, "one of thirty was rejected by a person"


def test_a_ledger_of_the_first_format_is_brought_up_to_date(path: Path, made: list[Report]) -> None:
    """Its keys lay one a row, and nothing told what kinds of thing a name was said to be."""
    alter(
        path,
        "CREATE TABLE old (seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, value TEXT NOT NULL, row TEXT NOT NULL, document TEXT NOT NULL)",
        "INSERT INTO old (kind, value, row, document) "
        "SELECT value ->> 0, value ->> 1, coalesce(value ->> 2, document), document FROM keys, json_each(told)",
        "DROP TABLE keys",
        "ALTER TABLE old RENAME TO keys",
        "DROP TABLE meetings",
        "DROP TABLE entity_schemas",
        "PRAGMA user_version = 1",
    )
    with pytest.raises(LedgerDamaged, match="check --repair"):
        Ledger(path)
    assert all(mended for _, mended in mend(path))
    with Ledger(path) as ledger:
        ids = [r.document.id for r in made]
        assert ledger.pending() == sorted(ids), "to be linked anew"
        assert ledger.reports(ids) == made
        assert set(ledger.neighbours(made[0].keys, 2)) == {made[1].document.id, made[2].document.id}


def test_a_repair_needs_to_write(path: Path) -> None:
    with Ledger(path, read_only=True) as ledger, pytest.raises(LedgerError, match="reading only"):
        ledger.check(repair=True, run=MENDER)


# --- damaged pages ----------------------------------------------------------------------------------------------------


def opened_right(path: Path, made: list[Report]) -> str:
    """Ask everything: right answers or an error by code, never a wrong row."""
    known = {r.document.id: r for r in made}
    try:
        with Ledger(path, read_only=True) as ledger:
            for id in ledger.documents():
                for told in ledger.reports([id]):
                    # Keys have no digest: they only say what to compare, and the comparison looks at the rows.
                    want = known[told.document.id]
                    assert told.document == want.document
                    for rows in ROWS:
                        assert set(getattr(told, rows)) <= set(getattr(want, rows)), "a wrong row was shown"
            ledger.figures("missing"), ledger.claims(), ledger.forecasts(), ledger.log()
    except HearsayError as problem:
        assert problem.code in ("E610", "E611", "E613", "E614", "E620"), problem
        if problem.code == "E620":
            assert "table " in problem.message
        return problem.code
    return "right"


def damaged(path: Path, harm: Callable[[bytearray], bytearray]) -> None:
    path.write_bytes(harm(bytearray(path.read_bytes())))


@pytest.mark.parametrize("seed", range(40))
def test_flipped_bytes_are_noticed_or_do_no_harm(path: Path, made: list[Report], seed: int) -> None:
    dice = random.Random(seed)

    def flip(content: bytearray) -> bytearray:
        for _ in range(8):
            content[dice.randrange(100, len(content))] ^= 1 << dice.randrange(8)
        return content

    damaged(path, flip)
    opened_right(path, made)
    try:
        ledger = Ledger(path, trusting=True)
    except LedgerDamaged as problem:
        assert isinstance(problem.__cause__, (sqlite3.DatabaseError, UnicodeDecodeError)), "the list of tables itself is gone"
        return
    with ledger:
        ledger.begin(run(9))
        ledger.check(repair=True, run=MENDER)
        ledger.finish(MENDER, "2024-03-02T10:00:00Z")
        assert ledger.log()[0].run.ended == "2024-03-02T10:00:00Z"
    assert opened_right(path, made) == "right"


def test_pages_of_noise_cost_only_the_rows_on_them(path: Path, made: list[Report]) -> None:
    dice = random.Random(3)

    def scribble(content: bytearray) -> bytearray:
        for page in dice.sample(range(8, len(content) // 4096), 6):
            content[page * 4096 : (page + 1) * 4096] = dice.randbytes(4096)
        return content

    damaged(path, scribble)
    assert opened_right(path, made) == "E620"
    with Ledger(path, trusting=True) as ledger:
        assert ledger.check()
        ledger.check(repair=True, run=MENDER)
        assert path.with_name("ledger.db.damaged").exists(), "what it was stays"
    assert opened_right(path, made) == "right"
    with Ledger(path) as ledger:
        assert 10 < len(ledger.documents()) <= 30
        assert set(ledger.pending()) <= set(ledger.documents()) and ledger.pending()
        ledger.write(made, [], run(10).id)
        assert sorted(ledger.documents()) == sorted(r.document.id for r in made)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999])
def test_a_truncated_file_is_refused(path: Path, made: list[Report], share: float) -> None:
    damaged(path, lambda content: content[: int(len(content) * share)])
    assert opened_right(path, made) in ("E610", "E620", "E614")
