"""Finding sources, and reading one."""

import io
import os
import socket
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearsay.errors import PluginError
from hearsay.read import Reader, address, escape, read, readers, sources, warnings
from hearsay.records import Document, Failure, Source, identify
from hearsay.settings import Settings

S = Settings()


def found(*paths: str | Path, settings: Settings = S) -> tuple[list[str], list[Failure]]:
    rows = list(sources(paths, settings))
    return [row.uri for row in rows if isinstance(row, Source)], [row for row in rows if isinstance(row, Failure)]


def test_a_folder_is_walked_in_order_without_hidden_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/y.txt", "c.txt", ".git/config", ".DS_Store"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("The mayor said so.")
    uris, failures = found(tmp_path)
    assert [os.path.relpath(uri, tmp_path) for uri in uris] == ["a/y.txt", "a/z.txt", "b.txt", "c.txt"]
    assert not failures
    assert found(tmp_path, tmp_path / "b.txt")[0] == uris  # a file met twice is read once


def test_a_relative_path_gives_an_absolute_uri(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("Words.")
    monkeypatch.chdir(tmp_path)
    assert found("a.txt")[0] == found(".")[0] == [str(tmp_path / "a.txt")]


def test_ignored_names(tmp_path: Path) -> None:
    for name in ("a.txt", "a.log", "keep.log", "old/b.txt", "old/deep/c.txt", "new/old/d.txt", "new/e.tmp", "new/f.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Words.")
    (tmp_path / ".hearsayignore").write_text("# rules\n\n*.log\n!keep.log\n/old/\n")
    (tmp_path / "new" / ".hearsayignore").write_text("*.tmp\nold/**/*.txt\n")
    uris, _ = found(tmp_path)
    assert [os.path.relpath(uri, tmp_path) for uri in uris] == ["a.txt", "keep.log", "new/f.txt"]


def test_a_folder_with_nothing_to_read(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("Words.")
    (tmp_path / ".hearsayignore").write_text("*.log")
    uris, (failure,) = found(tmp_path)
    assert not uris and failure.code == "E101"
    assert failure.message == f"nothing to read in {tmp_path} (0 files; ignored by .hearsayignore: 1). Try: hearsay demo"


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    _, (failure,) = found(tmp_path / "none.txt")
    assert (failure.code, failure.message) == ("S203", "none.txt cannot be read: no such file or directory. Skipped.")


@pytest.mark.parametrize("said", ["https://daily.example/dam", "file:///etc/passwd", "gopher://x/"])
def test_addresses_are_not_fetched(said: str) -> None:
    uris, (failure,) = found(said)
    assert not uris and failure.code == "S204" and failure.document == said


def test_only_regular_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "real.txt").write_text("Words.")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(str(tmp_path / "sock"))
        uris, failures = found(tmp_path, "/dev/zero")
    assert [os.path.basename(uri) for uri in uris] == ["link.txt", "real.txt"]
    assert {(os.path.basename(f.document), f.code) for f in failures} == {
        (n, "S203") for n in ("fifo", "broken", "loop", "self", "sock", "zero")
    }
    assert "a named pipe, not a regular file" in next(f.message for f in failures if f.document.endswith("fifo"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Words.")
    (tmp_path / "a.txt").chmod(0)
    (failure,) = read(next(sources([tmp_path / "a.txt"], S)), S)  # type: ignore[arg-type]
    assert isinstance(failure, Failure) and failure.code == "S203"


def test_too_large_and_changed_between(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"word " * 300)
    _, (failure,) = found(path, settings=Settings(max_size=1000))
    assert failure.code == "S220" and "--max-size" in failure.message
    source = next(sources([path], Settings(max_size=2000)))
    assert isinstance(source, Source)
    path.write_bytes(b"word " * 600)  # it grew past the limit
    (failure,) = read(source, Settings(max_size=2000))
    assert failure.code == "S220"
    path.unlink()
    (failure,) = read(source, S)
    assert failure.code == "S203" and "no such file" in failure.message
    os.mkfifo(path)  # somebody else's pipe under the same name must not hang us
    (failure,) = read(source, S)
    assert failure.code == "S203" and "named pipe" in failure.message


def test_names_that_do_not_print(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    names = [b"two\nlines.txt", b"bad\xff.txt", b"-dash.txt", b"x" * 250 + b".txt", "b\u202eidi.txt".encode()]
    for name in names:
        with open(os.path.join(folder, name), "wb") as file:
            file.write(b"The mayor said that five people died.")
    rows = [row for source in sources([tmp_path], S) for row in read(source, S)]  # type: ignore[arg-type]
    assert len(rows) == 5 and all(isinstance(row, Document) for row in rows)
    for row in rows:
        row.uri.encode()  # type: ignore[union-attr]
    assert f"{tmp_path}/bad\\xff.txt" in {row.uri for row in rows}  # type: ignore[union-attr]
    assert escape("two\nlines\u202e\udcff.txt") == r"two\nlines\u202e\xff.txt"
    _, (failure,) = found(os.path.join(os.fsdecode(folder), "no\nne\udcff"))
    assert "\n" not in failure.message
    failure.message.encode()


def test_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(b"The mayor said that five people died.")

    monkeypatch.setattr(sys, "stdin", Stdin)
    (source,) = sources(["-"], S)
    assert isinstance(source, Source) and source.path is None
    (document,) = read(source, S)
    assert isinstance(document, Document) and document.uri == "stdin:"
    Stdin.buffer = io.BytesIO(b"x" * 11)
    (failure,) = sources(["-"], Settings(max_size=10))
    assert isinstance(failure, Failure) and failure.code == "S220" and failure.message.startswith("stdin is ")


def test_ids_come_from_uri_and_text(one) -> None:
    document = one("a.txt", "The mayor said so.")
    assert document.id == identify("D", "/reports/a.txt", document.text_digest)
    assert one("a.txt", b"\xef\xbb\xbfThe mayor said so.").id == document.id  # other bytes, same text
    assert one("b.txt", "The mayor said so.").id != document.id
    assert one("a.txt", "The mayor said no.").id != document.id


@pytest.mark.parametrize(
    ("said", "normal"),
    [
        ("HTTPS://Example.ORG:443/a?utm_source=x&id=3#top", "https://example.org/a?id=3"),
        ("http://example.org/a?id=3&fbclid=abc&b=1", "http://example.org/a?id=3&b=1"),
        ("http://example.org:8080/a/", "http://example.org:8080/a/"),
        ("https://user:pw@example.org/a", "https://example.org/a"),
        ("https://example.org?p=12", "https://example.org/?p=12"),
        ("https://example.org/", None),
        ("https://example.org", None),
        ("/a/b.html", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://exa mple.org/a", None),
        ("", None),
        (None, None),
    ],
)
def test_addresses(said: str | None, normal: str | None) -> None:
    assert address(said) == normal
    assert address(normal) == normal


def test_warnings(one) -> None:
    undated = one("a.txt", "The mayor said so.")
    (warning,) = warnings(undated)
    assert warning.code == "W301" and "a.txt has no publication date" in warning.message
    assert warning.message.endswith("If you know it, give it a first line: date 2024-09-12")
    (warning,) = warnings(one("a.jsonl", '{"text": "The mayor said so."}'))
    assert warning.message.endswith("give it a field: published")
    for day in ("2099-01-01", "1899-12-31"):
        (warning,) = warnings(one("a.html", f"<html><meta name=date content={day}><body><p>The mayor said so."))
        assert warning.code == "W302" and day in warning.message
    assert not list(warnings(one("a.html", "<html><meta name=date content=2020-02-03><body><p>The mayor said so.")))


def test_readers_are_found_and_quarrel(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {"text/html", "text/plain", "application/pdf", ".rss", "text/csv"} <= set(readers())
    from hearsay.read import files, tables

    readers.cache_clear()
    monkeypatch.setattr(tables, "READER", Reader("mine", ("text/plain",), files.read_file))
    with pytest.raises(PluginError, match="both take text/plain"):
        readers()
    monkeypatch.undo()
    readers.cache_clear()


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from(["a.txt", "a.html", "a.md", "a.eml", "a.csv", "a.jsonl", "a.json", "a.rss", "a.pdf", "a", "a.xml"]),
)
def test_any_bytes_give_rows_and_the_same_ones_again(payload: bytes, name: str) -> None:
    source = Source(f"/{name}", payload=payload, size=len(payload))
    rows = list(read(source, S))
    assert rows and rows == list(read(source, S))
    for row in rows:
        if isinstance(row, Document):
            row.text.encode()
            assert all(block.span.end <= len(row.text) for block in row.blocks)
