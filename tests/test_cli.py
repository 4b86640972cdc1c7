"""The real program on real files: what it says, where it says it, and how it ends."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pty
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import hearsay
from hearsay.cli import main, program

REPORTS = {
    "flood.txt": """date 2024-03-04 River floods the lower town

At least 12 people died when the river Orla burst its banks, the mayor of Bellin, Ada Kron, said on Sunday.
The regional health office said that 40 people had been taken to hospital. Kron warned that the water could rise
again within three days.
""",
    "again.html": """<html lang="en"><head><title>Toll of the Orla flood rises</title>
<meta property="article:published_time" content="2024-03-05T09:00:00Z"><meta property="og:site_name" content="Bellin Courier">
</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Toll of the Orla flood rises</h1>
<p>The health office said on Tuesday that 19 people had died in the flood at Bellin.</p>
<p>Police spoke of 23 dead, a number that the health office disputed.</p></article></body></html>""",
    "strike/dockers.md": """# Dockers walk out

2 May 2024

Some 3,000 dockers stopped work in the port of Harve on Thursday, the union said. The port put the number at 1,100.
""",
}
VERBS = sorted(program.commands)


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def run(*arguments: str | Path, given: str | bytes | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a user would, off a terminal."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("HEARSAY_")} | {"COLUMNS": "80"} | environment
    done = subprocess.run(
        [sys.executable, "-m", "hearsay", *map(os.fspath, arguments)],
        input=given.encode() if isinstance(given, str) else given,
        stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True,
        env=clean,
        timeout=100,
        check=False,
    )
    out, said = done.stdout.decode(errors="surrogateescape"), done.stderr.decode(errors="surrogateescape")
    assert "Traceback" not in out + said, said
    return subprocess.CompletedProcess(done.args, done.returncode, out, said)


def ask(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the program in this process: as ``run``, without the time a process takes to start."""
    out, said = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said):
        status = main([*map(os.fspath, arguments)])
    for stream in (out, said):
        stream.flush()
    return subprocess.CompletedProcess(arguments, status, *(stream.buffer.getvalue().decode() for stream in (out, said)))  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for name in [name for name in os.environ if name.startswith("HEARSAY_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the reports above; not to be written to."""
    folder = tmp_path_factory.mktemp("made")
    write(folder / "reports", dict(REPORTS))
    done = run("add", folder / "reports", "-l", folder / "ledger.db")
    assert done.returncode == 0, done.stderr
    return folder / "ledger.db"


@pytest.fixture
def ledger(made: Path, tmp_path: Path) -> Path:
    """A copy of it, to be written to."""
    return Path(shutil.copy(made, tmp_path / "ledger.db"))


def rows(*arguments: str | Path) -> Any:
    done = ask(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# --- what every verb does ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example_and_the_shared_options(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb, "--help"]) == 0
    said = capsys.readouterr().out
    assert f"  hearsay {verb}" in said.partition("Examples:")[2]
    for option in ("--ledger", "-l", "--json", "-q", "-v", "--help"):
        assert option in said


def test_every_verb_of_the_contract_is_there() -> None:
    wanted = "add demo figures claims forecasts trace explain judge export check log doctor settings"
    assert set(wanted.split()) <= set(VERBS)


def test_help_is_fast() -> None:
    run("--help")
    before = time.process_time(), os.times().children_user
    run("--help")
    assert os.times().children_user - before[1] < 0.6  # measured 0.1 s
    slow = subprocess.run(
        [sys.executable, "-c", "import sys, hearsay.cli; print(*sys.modules)"], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"numpy", "lxml", "trafilatura", "rich", "sqlite3"} & set(slow)


def test_import_is_fast() -> None:
    done = subprocess.run([sys.executable, "-c", "import sys, hearsay; print(*sys.modules)"], capture_output=True, text=True, check=True)
    assert not {"numpy", "lxml", "click", "sqlite3", "hearsay.pipeline"} & set(done.stdout.split())


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert hearsay.__version__ in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [["nosuchverb"], ["add"], ["add", "x", "--jobs", "0"], ["add", "x", "--max-size", "much"], ["judge", "F1"], ["export", "--to", "doc"]],
)
def test_wrong_usage_is_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == "" and "Error: " in said.err


# --- add --------------------------------------------------------------------------------------------------------------


def test_add_says_what_it_did(tmp_path: Path) -> None:
    write(tmp_path / "reports", dict(REPORTS))
    done = run("add", tmp_path / "reports", "-l", tmp_path / "l.db")
    assert done.returncode == 0
    assert f"{tmp_path / 'l.db'} (new)   reading {tmp_path / 'reports'}: 3 files" in done.stderr
    assert "documents   3 new" in done.stdout and "language    3 en" in done.stdout
    assert "next: hearsay claims --disputed" in done.stderr
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    again = run("add", tmp_path / "reports", "-l", tmp_path / "l.db")
    assert again.returncode == 0 and "documents   0 new  ·  3 already known" in again.stdout and "(new)" not in again.stderr


def test_add_as_json(tmp_path: Path) -> None:
    write(tmp_path / "reports", dict(REPORTS))
    told = rows("add", tmp_path / "reports", "-l", tmp_path / "l.db")
    assert told["added"]["added"] == 3 and told["ledger"]["documents"] == 3


def test_add_quietly_says_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"flood.txt": REPORTS["flood.txt"]})
    done = run("add", "-q", tmp_path / "flood.txt", "-l", tmp_path / "l.db")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_add_from_stdin(tmp_path: Path) -> None:
    done = run("add", "-", "-l", tmp_path / "l.db", given=REPORTS["flood.txt"])
    assert done.returncode == 0 and "documents   1 new" in done.stdout


def test_the_ledger_comes_from_the_environment(tmp_path: Path) -> None:
    write(tmp_path, {"flood.txt": REPORTS["flood.txt"]})
    assert run("add", tmp_path / "flood.txt", HEARSAY_LEDGER=str(tmp_path / "env.db")).returncode == 0
    assert (tmp_path / "env.db").exists()


def test_skipped_input_is_three_and_the_rest_is_kept(tmp_path: Path) -> None:
    png = b"\x89PNG\r\n\x1a\n" + bytes(200)
    write(tmp_path / "reports", {**REPORTS, "empty.txt": "", "photo.html": png, "blank.txt": " \n\t\n"})
    done = run("add", tmp_path / "reports", "-l", tmp_path / "l.db")
    assert done.returncode == 3
    assert "3 new" in done.stdout and "3 skipped" in done.stdout and "2 empty" in done.stdout and "1 not text" in done.stdout
    assert "why each one" in done.stdout and "hearsay log --last" in done.stdout
    log = run("log", "--last", "-l", tmp_path / "l.db")
    assert "S202  empty.txt is empty" in log.stdout and "S201  photo.html is" in log.stdout


def test_one_empty_file_alone_is_three(tmp_path: Path) -> None:
    write(tmp_path, {"empty.txt": ""})
    assert run("add", tmp_path / "empty.txt", "-l", tmp_path / "l.db").returncode == 3


@pytest.mark.parametrize("path", ["nosuch.txt", "hollow"])
def test_nothing_to_read_is_four_and_makes_no_ledger(tmp_path: Path, path: str) -> None:
    (tmp_path / "hollow").mkdir()
    done = run("add", tmp_path / path, "-l", tmp_path / "l.db")
    assert done.returncode == 4 and done.stdout == "" and done.stderr.count("\n") == 1
    assert not (tmp_path / "l.db").exists()


def test_max_size_and_stop_after(tmp_path: Path) -> None:
    write(tmp_path / "reports", dict(REPORTS))
    done = run("add", tmp_path / "reports", "-l", tmp_path / "l.db", "--max-size", "400", "--stop-after", "1", "--json")
    told = json.loads(done.stdout)["added"]
    assert done.returncode == 3 and told["added"] == 1 and told["skipped"] == {"S220": 1}


def test_strict_stops(tmp_path: Path) -> None:
    write(tmp_path / "reports", {**REPORTS, "empty.txt": ""})
    done = run("add", tmp_path / "reports", "-l", tmp_path / "l.db", "--strict")
    assert done.returncode == 3 and done.stderr.splitlines()[-1].startswith("S202 empty.txt is empty")


def test_a_dry_run_keeps_nothing(tmp_path: Path) -> None:
    write(tmp_path / "reports", dict(REPORTS))
    done = run("add", tmp_path / "reports", "-l", tmp_path / "l.db", "--dry-run")
    assert done.returncode == 0 and "3 would be new" in done.stdout and not (tmp_path / "l.db").exists()


def test_a_name_like_an_option_and_a_name_with_a_line_break(tmp_path: Path) -> None:
    write(tmp_path, {"-rf.txt": REPORTS["flood.txt"], "two\nlines.txt": ""})
    done = subprocess.run(
        [sys.executable, "-m", "hearsay", "add", "-l", "l.db", "--", "-rf.txt", "two\nlines.txt"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3 and "1 new" in done.stdout and "two\nlines" not in done.stderr + done.stdout


# --- asking -----------------------------------------------------------------------------------------------------------


def test_figures_as_series(made: Path) -> None:
    done = ask("figures", "people", "-l", made)
    assert done.returncode == 0 and '"19 people"' in done.stdout and "health office" in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


def test_figures_as_json(made: Path) -> None:
    found = rows("figures", "-l", made)
    lines = [line for series in found for line in series["lines"]]
    figure = next(line for line in lines if line["figure"]["low"] == 3000)["figure"]
    assert figure["evidence"].keys() == {"document", "start", "end", "quote"} and "3,000" in figure["evidence"]["quote"]


def test_filters_narrow(made: Path) -> None:
    def numbers(*filters: str) -> set[float]:
        return {line["figure"]["low"] for series in rows("figures", *filters, "-l", made) for line in series["lines"]}

    assert {12, 19, 3000} <= numbers()
    assert 3000 in numbers("--since", "2024-05") and 19 not in numbers("--since", "2024-05")
    assert 19 in numbers("--until", "2024-03") and 3000 not in numbers("--until", "2024-03")
    assert 3000 in numbers("dockers") and 19 not in numbers("dockers")
    assert 3000 in numbers("--source", "union") and 19 not in numbers("--source", "union")


def test_nothing_found_is_no_error(made: Path) -> None:
    done = ask("figures", "zeppelins", "-l", made)
    assert (done.returncode, done.stdout) == (0, "") and "no figures found" in done.stderr
    assert rows("figures", "zeppelins", "-l", made) == []


@pytest.mark.parametrize("words", ['"unbalanced', "NEAR(", "col:x", "*", "a AND", "'; DROP TABLE figures; --", "-", "\0x"[1:]])
def test_words_are_never_syntax(made: Path, words: str) -> None:
    assert ask("figures", "-l", made, "--", words).returncode == 0


def test_a_bad_date_is_usage(made: Path) -> None:
    done = ask("figures", "--since", "yesterday", "-l", made)
    assert done.returncode == 2 and done.stderr.startswith("E633 ")


def test_claims_trace_explain_by_shortened_id(made: Path) -> None:
    done = ask("claims", "-l", made)
    assert done.returncode == 0 and "origins" in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    claim = next(claim for claim in rows("claims", "-l", made) if claim["low"] == 19)
    traced = ask("trace", claim["id"][:9], "-l", made)
    assert traced.returncode == 0 and "health office" in traced.stdout and "`-- " in traced.stdout
    told = ask("explain", claim["members"][0][:9].lower(), "-l", made)
    assert told.returncode == 0 and "[[19 people]] had" in told.stdout and "rule:" in told.stdout and "Bellin Courier" in told.stdout
    assert rows("explain", claim["members"][0], "-l", made)["row"]["low"] == 19


@pytest.mark.parametrize(("id", "code"), [("zz", "E630"), ("Cffffffffffffffff", "E630"), ("", "E630"), ("C\x1b[31m", "E630")])
def test_an_unknown_id_is_usage(made: Path, id: str, code: str) -> None:
    for verb in ("trace", "explain"):
        done = ask(verb, "-l", made, "--", id)
        assert done.returncode == 2 and done.stderr.startswith(code) and "\x1b" not in done.stderr


def test_forecasts(made: Path) -> None:
    done = ask("forecasts", "-l", made)
    assert done.returncode == 0
    assert ask("forecasts", "--due", "2024-03-31", "-l", made).returncode == 0


def test_judge_and_take_back(ledger: Path) -> None:
    claim = next(claim for claim in rows("claims", "-l", ledger) if claim["low"] == 19)
    [word] = rows("judge", claim["id"], "--reject", "--by", "Nadia", "-l", ledger)
    assert word["judged_by"] == "Nadia" and claim["id"] not in {c["id"] for c in rows("claims", "-l", ledger)}
    back = ask("judge", word["id"][:9], "--undo", "--by", "Nadia", "-l", ledger)
    assert back.returncode == 0 and claim["id"] in {c["id"] for c in rows("claims", "-l", ledger)}


def test_judge_says_one_thing(ledger: Path) -> None:
    done = ask("judge", "C1", "--reject", "--undo", "-l", ledger)
    assert done.returncode == 2 and "Say one thing" in done.stderr
    assert ask("judge", "C1", "--reject", "-l", ledger.with_name("nosuch.db")).returncode == 2
    assert not ledger.with_name("nosuch.db").exists()


@pytest.mark.parametrize("to", ["json", "csv", "jsonl", "geojson"])
def test_export(made: Path, tmp_path: Path, to: str) -> None:
    out = tmp_path / f"out.{to}"
    done = ask("export", "--to", to, "--out", out, "-l", made)
    assert done.returncode == 0 and done.stdout == "" and out.stat().st_size > 40
    if to == "json":
        assert len(json.loads(out.read_text())["documents"]) == 3
        assert json.loads(ask("export", "-l", made).stdout) == json.loads(out.read_text())


def test_export_where_one_may_not_write(made: Path, tmp_path: Path) -> None:
    done = ask("export", "--out", tmp_path / "no" / "such" / "x.json", "-l", made)
    assert done.returncode == 2 and done.stderr.startswith("E640")


def test_check(ledger: Path) -> None:
    done = ask("check", "-l", ledger)
    assert done.returncode == 0 and "is whole" in done.stderr
    assert rows("check", "-l", ledger) == []


def test_a_changed_row_is_found_and_mended(ledger: Path) -> None:
    import sqlite3

    with sqlite3.connect(ledger) as db:
        db.execute("UPDATE figures SET low = 999 WHERE low = 19")
    db.close()
    done = ask("check", "-l", ledger)
    assert done.returncode == 6 and "figures" in done.stdout
    assert ask("check", "--repair", "-l", ledger).returncode == 0
    assert ask("check", "-l", ledger).returncode == 0


def test_log(made: Path) -> None:
    told = rows("log", "--last", "-l", made)
    assert len(told) == 1 and told[0]["documents"] == 3 and told[0]["run"]["ended"]


def test_settings_tell_whence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARSAY_JOBS", "3")
    found = {row["name"]: row for row in rows("settings")}
    assert found["jobs"] == {"name": "jobs", "value": 3, "whence": "HEARSAY_JOBS"}
    assert "max_size" in ask("settings").stdout
    monkeypatch.setenv("HEARSAY_JOBS", "many")
    bad = ask("settings")
    assert bad.returncode == 2 and "HEARSAY_JOBS" in bad.stderr


def test_doctor(tmp_path: Path) -> None:
    done = ask("doctor", "-l", tmp_path / "l.db")
    assert done.returncode == 0 and "child processes" in done.stdout and "max_text" in done.stdout and "!!" not in done.stdout
    assert all(row["well"] is not False for row in json.loads(ask("doctor", "--json", "-l", tmp_path / "l.db").stdout)["findings"])


def test_no_ledger_says_so_and_makes_none(tmp_path: Path) -> None:
    for verb in (["figures"], ["claims"], ["forecasts"], ["trace", "C1"], ["explain", "C1"], ["export"], ["check"], ["log"]):
        done = ask(*verb, "-l", tmp_path / "l.db")
        assert done.returncode == 2 and done.stderr.startswith("E612 no ledger at"), verb
    assert not list(tmp_path.iterdir())


def test_not_a_ledger(tmp_path: Path) -> None:
    import sqlite3

    (tmp_path / "text.db").write_text("not a database at all, but long enough to look like one " * 20)
    with sqlite3.connect(tmp_path / "other.db") as db:
        db.execute("CREATE TABLE t (x)")
    db.close()
    for name in ("text.db", "other.db"):
        done = ask("claims", "-l", tmp_path / name)
        assert done.returncode == 2 and done.stderr.startswith("E610")
    assert ask("claims", "-l", tmp_path).returncode == 2


# --- words of strangers -----------------------------------------------------------------------------------------------


def test_words_of_a_report_cannot_move_the_terminal(tmp_path: Path) -> None:
    hostile = (
        "date 2024-03-04 Flood \x1b]0;owned\x07 in \x1b[2Jtown\n\nPolice chief R\u202eovab \x9b31m said that 77\u200b people \x1b[8mdied.\n"
    )
    write(tmp_path, {"hostile\x1b[31m.txt": hostile})
    done = run("add", tmp_path / "hostile\x1b[31m.txt", "-l", tmp_path / "l.db")
    said = done.stdout + done.stderr
    for verb in (["figures"], ["claims"], ["log"], ["figures", "--json"], ["explain", "D"]):
        one = run(*verb, "-l", tmp_path / "l.db")
        assert one.returncode == 0, one.stderr
        said += one.stdout + one.stderr
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\u200b", "\x7f"} & set(said)
    assert "\\x1b" in said or "\\u001b" in said


def test_colour_is_never_needed(made: Path) -> None:
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"FORCE_COLOR": "1"}):
        assert "\x1b" not in run("claims", "-l", made, **environment).stdout


def test_a_terminal_without_the_letters(made: Path) -> None:
    done = run("claims", "-l", made, PYTHONIOENCODING="latin-1")
    assert done.returncode == 0 and "\\u201c" in done.stdout


@pytest.mark.parametrize("columns", ["80", "40", "200", "10"])
def test_any_width(made: Path, columns: str) -> None:
    assert run("figures", "-l", made, COLUMNS=columns).returncode == 0


# --- pipes and terminals ----------------------------------------------------------------------------------------------


def test_a_closed_pipe_is_no_error(made: Path) -> None:
    command = f"{sys.executable} -m hearsay export -l {made} | head -c 10; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "") and len(done.stdout) == 10


def test_a_closed_stdout_is_no_error(made: Path, tmp_path: Path) -> None:
    write(tmp_path, {"flood.txt": REPORTS["flood.txt"]})
    for command in (f"claims -l {made} >&-", f"claims -l {made} >&- 2>&-", f"add {tmp_path}/flood.txt -l {tmp_path}/l.db >&- 2>&-"):
        done = subprocess.run(["bash", "-c", f"{sys.executable} -m hearsay {command}"], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), command


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_behind_stdout(made: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m hearsay export -l {made} > /dev/full"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 7 and done.stderr.startswith("E701") and done.stderr.count("\n") == 1


def on_a_terminal(arguments: Sequence[str | Path], **environment: str) -> tuple[int, str]:
    """Run the program with a terminal on stdin, stdout and stderr."""
    pid, master = pty.fork()
    if pid == 0:
        os.environ.update({"TERM": "xterm", "COLUMNS": "80", **environment})
        os.execv(sys.executable, [sys.executable, "-m", "hearsay", *map(os.fspath, arguments)])
    said, deadline = b"", time.monotonic() + 90
    while time.monotonic() < deadline:
        if select.select([master], [], [], 0.5)[0]:
            try:
                piece = os.read(master, 65536)
            except OSError:  # the other side has gone
                break
            if not piece:
                break
            said += piece
    os.close(master)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), said.decode(errors="replace")


def test_a_progress_bar_on_a_terminal_only(tmp_path: Path) -> None:
    write(tmp_path / "reports", dict(REPORTS))
    status, said = on_a_terminal(["add", tmp_path / "reports", "-l", tmp_path / "l.db"])
    assert status == 0 and "3/3" in said and "\x1b[" in said
    status, said = on_a_terminal(["add", tmp_path / "reports", "-l", tmp_path / "m.db", "-q"])
    assert (status, said) == (0, "")


def test_no_color_on_a_terminal(tmp_path: Path) -> None:
    write(tmp_path / "reports", dict(REPORTS))
    status, said = on_a_terminal(["add", tmp_path / "reports", "-l", tmp_path / "l.db"], NO_COLOR="1")
    assert status == 0 and "3/3" in said and not any(f"\x1b[3{n}m" in said for n in range(8)) and "\x1b[38;" not in said


# --- the demo ---------------------------------------------------------------------------------------------------------


def test_demo_shows_a_series_a_tree_and_a_dispute_each_under_its_command(tmp_path: Path) -> None:
    keep = tmp_path / "demo.db"
    done = run("demo", "--keep", keep)
    assert done.returncode == 0, done.stderr
    assert "documents   59 new" in done.stdout
    commands = [line for line in done.stdout.splitlines() if line.startswith("$ hearsay ")]
    assert [command.split()[2] for command in commands] == ["figures", "trace", "claims"]
    for command in commands:
        again = subprocess.run(
            ["bash", "-c", f"{sys.executable} -m {command[2:]}"],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "COLUMNS": "80"},
        )
        assert again.stdout.splitlines()[0] in done.stdout
    assert run("demo", "--keep", keep).returncode == 2  # never over a ledger that is there


# --- bugs -------------------------------------------------------------------------------------------------------------


def test_a_bug_is_one_line_and_one(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], made: Path) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("nought\x1b[31m")

    monkeypatch.setattr(hearsay.OpenLedger, "log", broken)
    assert main(["log", "-l", str(made)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("hearsay: ZeroDivisionError: nought\\x1b[31m.") and "-v" in said and "Traceback" not in said
    assert main(["log", "-v", "-l", str(made)]) == 1
    assert "Traceback" in capsys.readouterr().err
