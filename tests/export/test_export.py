"""Any export: found by name, of one state of the ledger, whole or not at all."""

import errno
import io
import json
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from rows import Given, example

from hearsay.errors import ExportError, NoRoom
from hearsay.export import export, exporters


def code(act: Callable[[], Any]) -> str | None:
    with pytest.raises((ExportError, NoRoom)) as caught:
        act()
    assert "\n" not in caught.value.message
    return caught.value.code


def test_every_format_is_found_by_its_name() -> None:
    assert sorted(exporters()) == ["csv", "geojson", "json", "jsonl"]


def test_a_format_of_a_later_version_says_so() -> None:
    with pytest.raises(ExportError, match="comes in a later version. There are: csv, geojson, json, jsonl") as caught:
        export(Given([]), "parquet", io.StringIO())
    assert caught.value.code == "E641"
    with pytest.raises(ExportError, match="'xlsx' is no export of this version. There are"):
        export(Given([]), "xlsx", io.StringIO())


@pytest.mark.parametrize("to", ["json", "jsonl", "geojson", "csv"])
def test_a_file_and_a_stream_hold_the_same(tmp_path: Path, to: str) -> None:
    out = io.StringIO(newline="")
    export(Given([example()]), to, out)
    export(Given([example()]), to, tmp_path / f"x.{to}")
    assert (tmp_path / f"x.{to}").read_bytes().decode() == out.getvalue()
    assert [p.name for p in tmp_path.iterdir()] == [f"x.{to}"]


class Breaking(Given):
    """A ledger that breaks off in the middle."""

    problem: Exception = OSError(errno.ENOSPC, "No space left on device")

    def stories(self) -> list[Any]:
        raise self.problem


@pytest.mark.parametrize("to", ["json", "jsonl"])
def test_what_stood_there_stays_until_all_is_written(tmp_path: Path, to: str) -> None:
    out = tmp_path / "ledger.out"
    out.write_text("the old one")
    assert code(lambda: export(Breaking([example()]), to, out)) == "E701"
    assert out.read_text() == "the old one" and [p.name for p in tmp_path.iterdir()] == ["ledger.out"]


def test_a_folder_is_whole_or_not_there(tmp_path: Path) -> None:
    assert code(lambda: export(Breaking([example()]), "csv", tmp_path / "tables")) == "E701"
    assert list(tmp_path.iterdir()) == []


def test_a_fault_of_another_kind_leaves_nothing_either(tmp_path: Path) -> None:
    class Buggy(Breaking):
        problem = ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        export(Buggy([example()]), "json", tmp_path / "x.json")
    assert list(tmp_path.iterdir()) == []


def test_a_path_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert code(lambda: export(Given([]), "json", tmp_path)) == "E640"
    assert code(lambda: export(Given([]), "json", tmp_path / "no" / "x.json")) == "E640"
    assert code(lambda: export(Given([]), "csv", tmp_path / "file")) == "E640"
    assert (tmp_path / "file").read_text() == "" and len(list(tmp_path.iterdir())) == 1


def test_it_is_of_one_state_of_the_ledger() -> None:
    class Watched(Given):
        @contextmanager
        def snapshot(self) -> Iterator[Any]:
            self.asked.append("opened")
            yield self
            self.asked.append("closed")

        def documents(self) -> list[str]:
            self.asked.append("documents")
            return super().documents()

    ledger = Watched([example()])
    export(ledger, "json", io.StringIO())
    assert ledger.asked[0] == "opened" and ledger.asked[-1] == "closed" and "documents" in ledger.asked


def test_a_closed_pipe_is_for_the_door_to_hear(tmp_path: Path) -> None:
    lines = f"""
        import sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from rows import Given, example
        from hearsay.export import export
        try:
            for _ in range(5000):
                export(Given([example()]), "jsonl", sys.stdout)
        except BrokenPipeError:
            sys.stderr.write("closed")
            sys.stdout = None
    """
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(lines)], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as writer:
        assert writer.stdout and writer.stderr
        json.loads(writer.stdout.readline())
        writer.stdout.close()
        assert writer.stderr.read().startswith(b"closed")


def test_a_full_disk_leaves_no_half_file(tmp_path: Path) -> None:
    """Drill 3."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("needs the right to mount a small disk")
    try:
        export(Given([example()]), "json", folder / "x.json")
        before = (folder / "x.json").read_bytes()

        class Endless(Given):
            def documents(self) -> list[str]:
                return ["D1"] * 500

            def reports(self, document_ids: Any) -> list[Any]:
                return [example() for _ in document_ids]

        assert code(lambda: export(Endless([]), "json", folder / "x.json")) == "E701"
        assert code(lambda: export(Endless([]), "csv", folder / "tables")) == "E701"
        assert (folder / "x.json").read_bytes() == before and [p.name for p in folder.iterdir()] == ["x.json"]
    finally:
        subprocess.run(["umount", folder], check=True)
