"""Fault drills, the quick versions: whatever is killed, filled or taken away, what was finished stays and the rest can be done."""

from __future__ import annotations

import ctypes
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hearsay import pipeline
from hearsay.engine.local import LocalEngine
from hearsay.ledger import Ledger
from hearsay.records import Document
from hearsay.settings import Settings
from holdings import held, write_reports

REPORTS = 36
# Where Ctrl-C falls into code that Python has made by exec, it ends the process by SIGINT after all; a shell calls both 130.
INTERRUPTED = (130, -signal.SIGINT)
# Small batches: a drill shall strike between two of them.
HEARSAY = (sys.executable, "-c", "import sys, hearsay.cli, hearsay.pipeline as p; p.BATCH = 8; sys.exit(hearsay.cli.main())")
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith("HEARSAY_")}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reports(tmp_path_factory.mktemp("drills") / "reports", REPORTS)


@pytest.fixture(scope="module")
def clean(reports: Path) -> dict[str, Any]:
    """What a run that nothing disturbs leaves behind."""
    path = reports.parent / "clean.db"
    assert add(path, reports).returncode == 0
    return state(path)


def state(path: Path) -> dict[str, Any]:
    with Ledger(path, read_only=True) as ledger:
        assert not ledger.check()
        return held(ledger)


def add(path: Path, *reports: Path, **given: Any) -> subprocess.CompletedProcess[str]:
    given.setdefault("env", ENVIRONMENT)
    return subprocess.run(
        [*HEARSAY, "add", *reports, "-l", path], capture_output=True, text=True, timeout=100, check=False, **given
    )  # fmt: skip


def begin(path: Path, reports: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*HEARSAY, "add", reports, "-l", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
    )  # fmt: skip


def wait_for_documents(path: Path, process: subprocess.Popen[str]) -> None:
    """Wait until a run has stored something."""
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with Ledger(path, read_only=True) as ledger:
                if ledger.documents():
                    return
        except Exception:
            pass
        time.sleep(0.02)


# --- 1: killed at random moments --------------------------------------------------------------------------------------


def test_killed_at_any_moment_and_run_again_is_as_if_nothing_had_been(tmp_path: Path, reports: Path, clean: dict[str, Any]) -> None:
    path, chance = tmp_path / "ledger.db", random.Random(7)
    for drill in range(6):
        process = begin(path, reports)
        if drill % 2:
            wait_for_documents(path, process)
            time.sleep(chance.uniform(0, 0.3))
        else:
            time.sleep(chance.uniform(0.1, 2.0))
        process.kill()
        process.communicate()
    done = add(path, reports)
    assert done.returncode == 0, done.stderr
    assert state(path) == clean


# --- 3: no room -------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=500k", "tmpfs", disk], capture_output=True, check=False).returncode:
        pytest.skip("no file system may be mounted here")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_full_disk_loses_nothing_that_was_finished(small_disk: Path, reports: Path, clean: dict[str, Any]) -> None:
    path = small_disk / "ledger.db"
    done = add(path, reports)
    assert done.returncode == 7 and done.stderr.splitlines()[-1].startswith("E701") and "Traceback" not in done.stderr
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    assert add(path, reports).returncode == 0
    assert state(path) == clean


def test_a_full_disk_leaves_no_half_export(small_disk: Path, reports: Path, clean: dict[str, Any]) -> None:
    (small_disk / "filler").write_bytes(bytes(450_000))
    done = subprocess.run(
        [*HEARSAY, "export", "--out", small_disk / "out.json", "-l", reports.parent / "clean.db"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 7 and done.stderr.startswith("E701")
    assert [path.name for path in small_disk.iterdir()] == ["filler"]


# --- 4: two at once ---------------------------------------------------------------------------------------------------


def test_two_at_once_both_finish_or_one_says_who_writes(tmp_path: Path, reports: Path, clean: dict[str, Any]) -> None:
    path = tmp_path / "ledger.db"
    first = begin(path, reports)
    wait_for_documents(path, first)
    second = add(path, reports)
    first.communicate()
    assert first.returncode == 0
    assert second.returncode == 0 or second.returncode == 5 and f"pid {first.pid}" in second.stderr and "E601" in second.stderr
    assert state(path) == clean


def test_two_at_once_queue(tmp_path: Path, reports: Path, clean: dict[str, Any]) -> None:
    path = tmp_path / "ledger.db"
    both = [
        subprocess.Popen([*HEARSAY, "add", reports, "-l", path, "--wait", "60", "-q"], stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    said = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert state(path) == clean


# --- 6: children that go wrong ----------------------------------------------------------------------------------------


def arm() -> None:
    """Make a child do to itself what a report says; runs in the child before its clock."""
    inner = pipeline.clean

    def clean(document: Document, settings: Settings) -> Any:
        for word, act in (
            ("SEGFAULT", lambda: ctypes.string_at(0)),
            ("HANG", lambda: time.sleep(3600)),
            ("GREED", lambda: bytearray(10_000_000_000)),
            ("LEAVE", lambda: os._exit(0)),
            ("STUMBLE", lambda: 1 // 0),
        ):
            if word in document.text:
                act()
        return inner(document, settings)

    pipeline.clean = clean
    pipeline.warm()


def test_children_that_go_wrong_cost_their_report_alone(tmp_path: Path, reports: Path, clean: dict[str, Any]) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    wrong = {"SEGFAULT": "S231", "HANG": "S230", "GREED": "S232", "LEAVE": "S231", "STUMBLE": "S290"}
    for word in wrong:
        (folder / f"{word}.txt").write_text(f"date 2024-01-01 {word}\n\nThe mayor said that 12 people had died.\n")
    settings = Settings()
    with Ledger(tmp_path / "ledger.db") as ledger, LocalEngine(2, timeout=4.0, warm=arm) as engine:
        done = pipeline.add(ledger, pipeline.find([reports, folder], settings), settings, engine=engine)
        told = {Path(f.document).stem: f.code for f in ledger.log(1)[0].failures if f.code.startswith("S")}
    assert told == wrong and done.added == REPORTS
    assert state(tmp_path / "ledger.db") == clean


# --- 8: no rights, no home --------------------------------------------------------------------------------------------


@pytest.fixture
def read_only(tmp_path: Path, reports: Path, clean: dict[str, Any]) -> Iterator[Path]:
    """A folder with a ledger that nobody may write to, not even root."""
    folder = tmp_path / "locked"
    folder.mkdir()
    root = os.geteuid() == 0
    if root and subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], capture_output=True, check=False).returncode:
        pytest.skip("root may write everywhere, and no file system may be mounted here")
    shutil.copy(reports.parent / "clean.db", folder / "ledger.db")
    if root:
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    else:
        (folder / "ledger.db").chmod(0o444)
        folder.chmod(0o555)
    yield folder
    if root:
        subprocess.run(["umount", "-l", folder], check=True)
    else:
        folder.chmod(0o755)


def test_a_read_only_folder_can_be_read(read_only: Path, reports: Path) -> None:
    for verb in (["claims"], ["figures"], ["forecasts"], ["log"], ["export", "--to", "csv"], ["check"], ["doctor"]):
        done = subprocess.run([*HEARSAY, *verb, "-l", read_only / "ledger.db"], capture_output=True, text=True, check=False)
        assert done.returncode == 0, (verb, done.stderr)
    for path in (read_only / "ledger.db", read_only / "new.db"):
        done = add(path, reports)
        assert done.returncode == 2 and "E613" in done.stderr.splitlines()[-1] and "--ledger" in done.stderr


def test_without_a_home(tmp_path: Path, reports: Path) -> None:
    bare = {key: value for key, value in ENVIRONMENT.items() if key not in ("HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TERM")}
    assert add(tmp_path / "ledger.db", reports / "report-001.txt", env=bare).returncode == 0


def test_from_a_folder_of_traps(tmp_path: Path, reports: Path) -> None:
    """Reports may lie beside files named like libraries; those must not be run."""
    for name in ("click.py", "numpy.py", "lxml.py", "hearsay.py", "pickle.py", "sitecustomize.py"):
        (tmp_path / name).write_text(f"import pathlib; pathlib.Path('{tmp_path}/sprung').touch()")
    program = Path(sys.executable).with_name("hearsay")
    done = subprocess.run([program, "add", reports / "report-001.txt"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "ledger.db").exists() and not (tmp_path / "sprung").exists()


# --- 9: asked to stop -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_asked_once_it_finishes_what_is_in_hand(tmp_path: Path, reports: Path, clean: dict[str, Any], how: signal.Signals) -> None:
    path = tmp_path / "ledger.db"
    process = begin(path, reports)
    wait_for_documents(path, process)
    process.send_signal(how)
    _, said = process.communicate(timeout=30)
    assert process.returncode in (0, *INTERRUPTED) and "Traceback" not in said  # 0: it had finished before
    assert process.returncode == 0 or "interrupted" in said
    assert not path.exists() or state(path)["pending"] == []
    assert add(path, reports).returncode == 0
    assert state(path) == clean


def test_asked_twice_it_stops_at_once(tmp_path: Path, reports: Path) -> None:
    process = begin(tmp_path / "ledger.db", reports)
    time.sleep(0.8)
    for _ in range(2):
        process.send_signal(signal.SIGINT)
        time.sleep(0.1)
    before = time.monotonic()
    _, said = process.communicate(timeout=30)
    assert process.returncode in (0, *INTERRUPTED) and "Traceback" not in said and time.monotonic() - before < 5


def test_ctrl_c_while_asking(reports: Path, clean: dict[str, Any]) -> None:
    process = subprocess.Popen(
        [*HEARSAY, "check", "-l", reports.parent / "clean.db"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )  # fmt: skip
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode in (0, *INTERRUPTED) and "hearsay/cli.py" not in said


# --- clocks -----------------------------------------------------------------------------------------------------------


def test_a_clock_set_back_does_not_change_what_is_told(tmp_path: Path, reports: Path, clean: dict[str, Any]) -> None:
    faketime = shutil.which("faketime")
    if not faketime:
        pytest.skip("no faketime here")
    path, half = tmp_path / "ledger.db", sorted(reports.iterdir())[: REPORTS // 2]
    assert add(path, *half).returncode == 0
    done = subprocess.run([faketime, "2 days ago", *HEARSAY, "add", reports, "-l", path, "--json"], capture_output=True, check=False)
    assert done.returncode == 0 and json.loads(done.stdout)["added"]["known"] == len(half)
    assert state(path) == clean
