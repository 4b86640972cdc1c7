"""The file: made, opened, refused, queued for; readers beside a writer; a stranger's ledger."""

import os
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from made import report, run

from hearsay.errors import HearsayError, LedgerDamaged, LedgerError, LedgerLocked, NoRoom, SchemaError
from hearsay.ledger import Ledger
from hearsay.ledger.schema import APPLICATION, FORMAT

RUN = run().id
HERE = Path(__file__).parent


def fill(path: Path, count: int = 3) -> Path:
    with Ledger(path) as ledger:
        ledger.begin(run())
        ledger.write([report(n) for n in range(count)], [], RUN)
        ledger.finish(RUN, "2024-03-01T10:01:00Z")
    return path


def code(path: Path, **how: bool) -> str | None:
    with pytest.raises(HearsayError) as caught:
        Ledger(path, **how)
    assert "\n" not in caught.value.message and caught.value.__cause__ is None or isinstance(caught.value.__cause__, sqlite3.Error)
    return caught.value.code


def python(words: str, **more: object) -> subprocess.Popen[str]:
    """Run a few lines in another process that can import what this one can."""
    lines = textwrap.dedent(words)
    return subprocess.Popen(
        [sys.executable, "-c", lines], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True, cwd=HERE, **more
    )  # type: ignore[call-overload,no-any-return]  # fmt: skip


# --- what is there ----------------------------------------------------------------------------------------------------


def test_a_new_ledger_says_what_it_is_and_leaves_one_file(tmp_path: Path) -> None:
    path = fill(tmp_path / "ledger.db")
    assert [p.name for p in tmp_path.iterdir()] == ["ledger.db"]
    db = sqlite3.connect(path)
    told = [db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version", "journal_mode")]
    db.close()
    assert told == [APPLICATION, FORMAT, "wal"]


def test_asking_makes_no_ledger(tmp_path: Path) -> None:
    path = tmp_path / "nothing.db"
    assert code(path, read_only=True) == "E612" and code(path, create=False) == "E612"
    assert not path.exists()


def test_no_folder_for_a_ledger(tmp_path: Path) -> None:
    assert code(tmp_path / "no" / "ledger.db") == "E613"


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    assert code(tmp_path) == "E610"


def test_an_empty_file_becomes_a_ledger_only_to_write_to(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.touch()
    assert code(path, read_only=True) == "E610"
    fill(path)
    assert len(Ledger(path, read_only=True).documents()) == 3


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a database at all", b"\x00" * 8192, "Überschrift\n".encode() * 500])
def test_what_is_no_database_is_no_ledger(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    assert code(path, read_only=True) == "E610" and code(path) == "E610"
    assert path.read_bytes() == content, "whatever it is, it is not ours to write to"


def test_another_programs_database_is_no_ledger(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE documents (id)")
    db.close()
    before = path.read_bytes()
    assert code(path) == "E610" and code(path, read_only=True) == "E610"
    assert path.read_bytes() == before


def test_a_newer_format_is_refused_by_name(tmp_path: Path) -> None:
    path = fill(tmp_path / "ledger.db")
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {FORMAT + 2}")
    db.close()
    with pytest.raises(SchemaError, match=f"format {FORMAT + 2}, this is format {FORMAT}") as caught:
        Ledger(path)
    assert caught.value.code == "E611"


# --- a stranger's ledger ------------------------------------------------------------------------------------------------


def test_a_trigger_is_refused(tmp_path: Path) -> None:
    path = fill(tmp_path / "ledger.db")
    db = sqlite3.connect(path)
    db.execute("CREATE TRIGGER t AFTER INSERT ON documents BEGIN DELETE FROM figures; END")
    db.close()
    assert code(path) == "E610" and code(path, read_only=True) == "E610"


def test_a_view_in_the_place_of_a_table_is_refused(tmp_path: Path) -> None:
    path = fill(tmp_path / "ledger.db")
    db = sqlite3.connect(path)
    db.execute("ALTER TABLE claims RENAME TO claims_")
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS seq FROM n"
    db.execute(f"CREATE VIEW claims AS {endless}")
    db.close()
    assert code(path, read_only=True) == "E620"


def test_a_view_of_its_owners_beside_ours_does_no_harm(tmp_path: Path) -> None:
    path = fill(tmp_path / "ledger.db")
    db = sqlite3.connect(path)
    db.execute("CREATE VIEW mine AS SELECT title FROM documents")
    db.close()
    with Ledger(path) as ledger:
        assert len(ledger.documents()) == 3


def test_nothing_of_a_strangers_schema_is_trusted(tmp_path: Path) -> None:
    with Ledger(fill(tmp_path / "ledger.db")) as ledger:
        told = {name: ledger._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("trusted_schema", "cell_size_check")}
        assert told == {"trusted_schema": 0, "cell_size_check": 1}
        with pytest.raises(sqlite3.OperationalError, match="not authorized"):
            ledger._db.execute("SELECT load_extension('x')")
        with pytest.raises(sqlite3.Error):
            ledger._db.execute("ATTACH ':memory:' AS other")


def test_a_huge_cell_is_no_danger(tmp_path: Path) -> None:
    path = fill(tmp_path / "ledger.db")
    db = sqlite3.connect(path)
    db.execute("UPDATE documents SET text = zeroblob(90000000) WHERE seq = 1")
    db.commit()
    db.close()
    with Ledger(path, read_only=True) as ledger, pytest.raises(LedgerDamaged):
        ledger.reports(ledger.documents())


# --- readers and writers ------------------------------------------------------------------------------------------------


def test_a_reader_sees_what_was_there_while_another_writes(tmp_path: Path) -> None:
    path = fill(tmp_path / "ledger.db")
    with Ledger(path) as writer, Ledger(path, read_only=True) as reader:
        writer.begin(run(2))
        with reader.snapshot():
            assert len(reader.documents()) == 3
            writer.write([report(7)], [], run(2).id)
            assert len(reader.documents()) == 3
        assert len(reader.documents()) == 4


def test_a_reader_leaves_nothing_behind_and_changes_nothing(tmp_path: Path) -> None:
    path = fill(tmp_path / "ledger.db")
    before = path.read_bytes()
    with Ledger(path, read_only=True) as one, Ledger(path, read_only=True) as two:
        assert one.documents() == two.documents()
    assert [p.name for p in tmp_path.iterdir()] == ["ledger.db"] and path.read_bytes() == before


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    path = fill(tmp_path / "ledger.db")
    with Ledger(path, read_only=True) as reader:
        for attempt in (
            lambda: reader.begin(run(2)),
            lambda: reader.write([report(7)], [], RUN),
            lambda: reader.link([], [], [], [], [], RUN),
            lambda: reader.check(repair=True),
        ):
            with pytest.raises(LedgerError, match="reading only"):
                attempt()
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader._db.execute("DELETE FROM figures")


def test_the_second_writer_is_told_of_the_first(tmp_path: Path) -> None:
    path = fill(tmp_path / "ledger.db")
    with Ledger(path, now=lambda: "2024-03-01T14:02:00Z") as one, Ledger(path) as two:
        one.begin(run(2), verb="add")
        with pytest.raises(LedgerLocked) as caught:
            two.begin(run(3))
        assert (caught.value.code, caught.value.pid, caught.value.since) == ("E601", os.getpid(), "2024-03-01T14:02:00Z")
        assert f"'hearsay add' (pid {os.getpid()}, since 2024-03-01T14:02:00Z)" in caught.value.message
        assert len(two.documents()) == 3, "reading still works"
        one.finish(run(2).id, "2024-03-01T14:03:00Z")
        two.begin(run(3))


def test_who_waits_gets_the_place_when_it_is_free(tmp_path: Path) -> None:
    path = fill(tmp_path / "ledger.db")
    first = python(
        f"""
        import sys, time
        from made import run
        from hearsay.ledger import Ledger
        ledger = Ledger({str(path)!r}); ledger.begin(run(2)); print("has it", flush=True)
        sys.stdin.readline(); time.sleep(0.3); ledger.close()
        """
    )
    assert first.stdout and first.stdin and first.stdout.readline() == "has it\n"
    with Ledger(path) as ledger:
        with pytest.raises(LedgerLocked) as caught:
            ledger.begin(run(3))
        assert caught.value.pid == first.pid
        first.stdin.write("go\n")
        first.stdin.flush()
        ledger.begin(run(3), wait=10)
    first.communicate()
    assert [p.name for p in tmp_path.iterdir()] == ["ledger.db"]


def test_a_killed_writer_holds_no_place(tmp_path: Path) -> None:
    path = fill(tmp_path / "ledger.db")
    first = python(
        f"""
        import time
        from made import run
        from hearsay.ledger import Ledger
        ledger = Ledger({str(path)!r}); ledger.begin(run(2)); print("has it", flush=True); time.sleep(60)
        """
    )
    assert first.stdout and first.stdout.readline() == "has it\n"
    first.kill()
    first.communicate()
    with Ledger(path) as ledger:
        ledger.begin(run(3))
    assert [p.name for p in tmp_path.iterdir()] == ["ledger.db"]


def test_many_may_make_the_same_ledger_at_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    lines = f"""
        import sys
        from hearsay.ledger import Ledger
        from made import report, run
        sys.stdin.readline()
        number = int(sys.argv[1])
        with Ledger({str(path)!r}) as ledger:
            ledger.begin(run(number), wait=30)
            ledger.write([report(number), report(99)], [], run(number).id)
            ledger.finish(run(number).id, "now")
            for _ in range(40):  # the place changes hands so often that they meet while its file is being taken away
                ledger.begin(run(number), wait=30)
                ledger.finish(run(number).id, "now")
    """
    command = [sys.executable, "-c", textwrap.dedent(lines)]
    crowd = [subprocess.Popen([*command, str(n)], stdin=subprocess.PIPE, text=True, cwd=HERE) for n in range(3)]  # fmt: skip
    for one in crowd:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    for one in crowd:
        one.communicate()
        assert one.returncode == 0
    with Ledger(path, read_only=True) as ledger:
        assert set(ledger.documents()) == {report(n).document.id for n in (0, 1, 2, 99)}
        assert ledger.check() == []


# --- rights -------------------------------------------------------------------------------------------------------------

WITHOUT_RIGHTS = """
    import os, sys
    from made import run
    from hearsay.errors import LedgerError
    from hearsay.ledger import Ledger
    # Root may do anything, so become nobody; a plain user stays who he is.
    if os.geteuid() == 0:
        os.setgid(65534); os.setuid(65534)
    with Ledger(sys.argv[1], read_only=True) as ledger:
        print(len(ledger.documents()), len(ledger.figures("people")))
    try:
        with Ledger(sys.argv[1]) as ledger:
            ledger.begin(run(2))
    except LedgerError as problem:
        print(problem.code, problem.message)
"""


def without_rights(path: Path) -> list[str]:
    told = subprocess.run([sys.executable, "-c", textwrap.dedent(WITHOUT_RIGHTS), str(path)], cwd=HERE, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    return told.stdout.splitlines()


@pytest.fixture
def lent(tmp_path: Path) -> Path:
    """A ledger somebody without rights may reach."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    return fill(tmp_path / "ledger.db")


def test_a_file_one_may_not_write_can_be_read(lent: Path) -> None:
    lent.chmod(0o444)
    lent.parent.chmod(0o777)
    told = without_rights(lent)
    assert told[0] == "3 3"
    assert told[1].startswith("E613 ") and "may not write" in told[1]


def test_a_folder_one_may_not_write_can_be_read(lent: Path) -> None:
    lent.chmod(0o444)
    lent.parent.chmod(0o555)
    try:
        told = without_rights(lent)
    finally:
        lent.parent.chmod(0o755)
    assert told[0] == "3 3"
    assert told[1].startswith("E613 ")


# --- no room ------------------------------------------------------------------------------------------------------------


def test_a_full_disk_is_named_and_nothing_is_torn(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.begin(run())
        ledger.write([report(1)], [], RUN)
        pages = ledger._db.execute("PRAGMA page_count").fetchone()[0]
        ledger._db.execute(f"PRAGMA max_page_count = {pages + 20}")
        with pytest.raises(NoRoom) as caught:
            ledger.write([report(n) for n in range(2, 400)], [], RUN)
        assert caught.value.code == "E701"
        assert ledger.documents() == [report(1).document.id] and ledger.check() == []
        ledger._db.execute("PRAGMA max_page_count = 1000000")
        ledger.write([report(n) for n in range(2, 400)], [], RUN)
        assert len(ledger.documents()) == 399
