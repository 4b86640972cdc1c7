"""Drills: killed at any moment, every write failing once, a full disk, a crowd of writers. Nothing torn, nothing twice."""

import os
import random
import shutil
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from made import report, run

from hearsay.errors import HearsayError, NoRoom
from hearsay.ledger import Ledger

RUN = run().id
HERE = Path(__file__).parent

WRITER = """
    import sys
    from made import claim, entity, report, run, story
    from hearsay.ledger import Ledger
    path, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with Ledger(path) as ledger:
        ledger.begin(run(first), wait=20)
        here = set(ledger.documents())
        for at in range(first, last, 4):
            some = [report(n) for n in range(at, at + 4) if report(n).document.id not in here]
            ledger.write(some, [], run(first).id)
            for one in some:
                print("written", one.document.id, flush=True)
            ids = [r.document.id for r in some]
            ledger.link([], [entity(r.mentions[0]) for r in some], [story(r) for r in some], [claim(r.figures[0]) for r in some], ids, "R")
            for id in ids:
                print("linked", id, flush=True)
        ledger.finish(run(first).id, "now")
"""


def start(path: Path, first: int, last: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(WRITER), str(path), str(first), str(last)]
    return subprocess.Popen(command, cwd=HERE, stdout=subprocess.PIPE, text=True)


def test_killed_at_any_moment_nothing_is_lost_torn_or_twice(tmp_path: Path) -> None:
    path, dice = tmp_path / "ledger.db", random.Random(5)
    written: set[str] = set()
    linked: set[str] = set()
    for _ in range(8):
        writer = start(path, 0, 400)
        assert writer.stdout
        told = []
        for line in writer.stdout:
            told.append(line.split())
            if len(told) > dice.randrange(1, 60):
                time.sleep(dice.random() * 0.01)
                break
        writer.kill()
        rest, _ = writer.communicate()
        told += [line.split() for line in rest.splitlines() if line.count(" ") == 1 and len(line.split()[1]) == 17]
        written |= {id for word, id in told if word == "written"}
        linked |= {id for word, id in told if word == "linked"}
        with Ledger(path) as ledger:
            here = ledger.documents()
            assert len(here) == len(set(here)) and written <= set(here), "what was told to be stored is stored, once"
            assert linked.isdisjoint(ledger.pending()) and set(ledger.pending()) <= set(here)
            assert ledger.check() == []
    with start(path, 0, 400) as last:
        last.communicate()
    with Ledger(path) as ledger:
        assert set(ledger.documents()) == {report(n).document.id for n in range(400)}
        assert ledger.check() == []
        known = {report(n).document.id: report(n) for n in range(400)}
        assert all(told.figures == known[told.document.id].figures for told in ledger.reports(ledger.documents()))


def test_two_writers_and_two_readers_at_once_all_finish(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger(path):
        pass
    writers = [start(path, 0, 60), start(path, 40, 100)]
    slowest, asked = 0.0, 0
    while any(w.poll() is None for w in writers):
        began = time.monotonic()
        with Ledger(path, read_only=True) as reader, reader.snapshot():
            assert reader.counts().figures == 2 * len(reader.documents()), "never half a report"
            reader.figures("missing")
        slowest, asked = max(slowest, time.monotonic() - began), asked + 1
    for writer in writers:
        writer.communicate()
        assert writer.returncode == 0
    assert asked > 2 and slowest < 5
    with Ledger(path) as ledger:
        assert set(ledger.documents()) == {report(n).document.id for n in range(100)} and ledger.check() == []


# --- every write fails once ---------------------------------------------------------------------------------------------

# The n-th call that changes the disk fails, as a full or a broken one would.
SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <sys/types.h>
#include <unistd.h>
static long left = -1, seen = 0;
static int with = ENOSPC;
void arm(long n, int error) { left = n; with = error; seen = 0; }
long calls(void) { return seen; }
static int fails(void) { seen++; if (left > 0 && --left == 0) { errno = with; return 1; } return 0; }
#define PASS(type, name, args, given) type name args { static type (*real) args; if (!real) real = dlsym(RTLD_NEXT, #name); \
    return fails() ? -1 : real given; }
PASS(ssize_t, pwrite, (int fd, const void *b, size_t n, off_t at), (fd, b, n, at))
PASS(ssize_t, pwrite64, (int fd, const void *b, size_t n, off64_t at), (fd, b, n, at))
PASS(int, fsync, (int fd), (fd))
PASS(int, fdatasync, (int fd), (fd))
PASS(int, ftruncate, (int fd, off_t n), (fd, n))
PASS(int, ftruncate64, (int fd, off64_t n), (fd, n))
"""

FAILING = """
    import ctypes, os, sys
    from pathlib import Path
    from made import changed, claim, entity, report, run, story
    from hearsay.errors import LedgerError
    from hearsay.ledger import Ledger
    shim, error = ctypes.CDLL(os.environ["LD_PRELOAD"]), int(sys.argv[2])
    shim.calls.restype = ctypes.c_long
    made = [report(n) for n in range(12)]
    ids = [r.document.id for r in made]

    def work(path):
        with Ledger(path, now=lambda: "now") as ledger:
            ledger.begin(run())
            ledger.write(made[:6], [], run().id)
            ledger.write([changed(made[0], item="goats"), *made[6:]], [], "R2")
            ledger.link([], [entity(r.mentions[0]) for r in made], [story(*made)], [claim(r.figures[0]) for r in made], ids, "R2")
            ledger.judge(made[0].figures[0].id, "reject", "ann", run().id)
            ledger.finish(run().id, "now")

    def state(path):
        with Ledger(path) as ledger:
            assert ledger.check() == [], ledger.check()
            told = ledger.reports(ledger.documents())
            assert len(told) in (0, 6, 12), len(told)
            for one in told:
                assert one.figures[1] == made[ids.index(one.document.id)].figures[1]
            return len(told)

    n, told = int(sys.argv[3]) - int(sys.argv[4]), []
    while True:
        n += int(sys.argv[4])
        path = Path(sys.argv[1]) / f"{n}.db"
        shim.arm(n, error)
        try:
            work(path)
            failed = None
        except LedgerError as problem:
            failed = problem.code
        done = shim.calls() < n
        shim.arm(-1, error)
        if path.exists() and path.stat().st_size:
            told.append((failed, state(path)))
        work(path)
        assert state(path) == 12, "the same again, and all is there"
        for left in Path(sys.argv[1]).glob(f"{n}.db*"):
            left.unlink()
        if done:
            break
    print(n, sorted({str(code) for code, _ in told}), sorted({count for _, count in told}))
"""


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("needs Linux and a C compiler to make the disk fail")
    folder = tmp_path_factory.mktemp("shim")
    (folder / "shim.c").write_text(SHIM)
    subprocess.run([compiler, "-shared", "-fPIC", "-w", "-o", folder / "shim.so", folder / "shim.c", "-ldl"], check=True)
    return folder / "shim.so"


STRIDE = 17  # each n takes 0.2 s and there are some 230; 1 tries them all, as was done when this was written


@pytest.mark.parametrize(("error", "first", "codes"), [(28, 1, {"E701"}), (5, 4, {"E614"})], ids=["no room", "broken disk"])
def test_whichever_write_fails_the_ledger_is_whole(tmp_path: Path, shim: Path, error: int, first: int, codes: set[str]) -> None:
    """Drill 12: fail the n-th write, sync or truncation, until nothing fails."""
    command = [sys.executable, "-c", textwrap.dedent(FAILING), str(tmp_path), str(error), str(first), str(STRIDE)]
    told = subprocess.run(command, cwd=HERE, env={**os.environ, "LD_PRELOAD": str(shim)}, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr[-3000:]
    count, rest = told.stdout.split(" ", 1)
    assert int(count) > 20, "the shim saw no writes"
    assert codes & set(rest.split("'")), rest


# --- a full disk ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB, where one may mount it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], capture_output=True)
    if mount.returncode:
        pytest.skip("needs the right to mount a small disk")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_disk_that_fills_up_keeps_what_was_finished(small_disk: Path) -> None:
    """Drill 3."""
    path, count = small_disk / "ledger.db", 0
    with Ledger(path) as ledger:
        ledger.begin(run())
        with pytest.raises(NoRoom) as caught:
            for at in range(0, 4000, 20):
                ledger.write([report(n) for n in range(at, at + 20)], [], RUN)
                count += 20
        assert caught.value.code == "E701"
        assert len(ledger.documents()) == count > 0, "reading goes on"
    with Ledger(path, read_only=True) as ledger:
        assert len(ledger.documents()) == count and ledger.check() == []


def test_a_log_lost_on_the_way_costs_only_what_was_in_it(tmp_path: Path) -> None:
    """Drill 5: somebody copies the ledger of a running writer, and forgets the log beside it."""
    path, copy = tmp_path / "ledger.db", tmp_path / "copy.db"
    known = {report(n).document.id: report(n) for n in range(200)}
    with Ledger(path) as ledger:
        ledger.begin(run())
        for at in range(0, 200, 10):
            ledger.write([report(n) for n in range(at, at + 10)], [], RUN)
            shutil.copy(path, copy)
            try:
                with Ledger(copy, read_only=True) as found:
                    assert all(told == known[told.document.id] for told in found.reports(found.documents()))
                    assert len(found.documents()) <= at + 10
            except HearsayError as problem:
                assert problem.code in ("E610", "E620"), problem
            for left in tmp_path.glob("copy.db*"):
                left.unlink()
