"""The engine of one computer: poison is set aside, all else finishes, nothing is left behind."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hearsay.engine import SetAside, Stage
from hearsay.engine.local import LocalEngine
from hearsay.errors import EngineError


def double(records: list[int]) -> list[int]:
    return [2 * n for n in records]


def who(records: list[int]) -> list[int]:
    return [os.getpid() for _ in records]


def touchy(records: list[object]) -> list[object]:
    """Do to this process what the records say."""
    for record in records:
        match record:
            case "segfault":
                ctypes.string_at(0)
            case "exit":
                os._exit(0)
            case "hang":
                time.sleep(3600)
            case "spin":
                while True:
                    pass
            case "eat":
                _ = bytearray(10_000_000_000)
            case "raise":
                raise ValueError("no such thing")
            case "panic":
                raise BaseException("a panic")
            case "print":
                print("noise on stdout", flush=True)
                os.write(1, b"more of it")
            case "unpicklable":
                return [lambda: None]
            case ("once", path):
                if not Path(str(path)).exists():
                    Path(str(path)).touch()
                    os.kill(os.getpid(), signal.SIGKILL)
            case ("sleep", seconds):
                time.sleep(float(seconds))  # type: ignore[arg-type]
    return list(records)


DOUBLE, TOUCHY, WHO = Stage("double", "1", double), Stage("touchy", "1", touchy), Stage("who", "1", who)


@pytest.fixture
def engine() -> Iterator[LocalEngine]:
    with LocalEngine(2, timeout=1.5, memory=500_000_000) as engine:
        yield engine


def test_results_keep_the_order_of_the_shards(engine: LocalEngine) -> None:
    shards = [[i, i + 1] for i in range(0, 100, 2)]
    assert list(engine.map(DOUBLE, shards)) == [[2 * i, 2 * i + 2] for i in range(0, 100, 2)]


def test_slow_shards_do_not_change_the_order(engine: LocalEngine) -> None:
    shards = [[("sleep", 0.3)], ["a"], [("sleep", 0.1)], ["b"]]
    assert list(engine.map(TOUCHY, shards)) == shards


def test_no_shards_make_no_children(engine: LocalEngine) -> None:
    assert list(engine.map(DOUBLE, [])) == [] and not engine._children


def test_an_empty_shard_is_nothing(engine: LocalEngine) -> None:
    assert list(engine.map(DOUBLE, [[], [1], []])) == [[2]]


def test_children_are_reused_and_no_more_than_jobs() -> None:
    with LocalEngine(2, timeout=5) as engine:
        first = {pid for rows in engine.map(WHO, ([i] for i in range(20))) for pid in rows}
        second = {pid for rows in engine.map(WHO, ([i] for i in range(20))) for pid in rows}
        assert len(first | second) <= 2 and os.getpid() not in first


def test_one_shard_starts_one_child(engine: LocalEngine) -> None:
    list(engine.map(DOUBLE, [[1]]))
    list(engine.map(DOUBLE, [[1]]))
    assert len(engine._threads) == 1


@pytest.mark.parametrize(
    ("poison", "reason"),
    [
        ("segfault", "crash"),
        ("exit", "crash"),
        ("hang", "timeout"),
        ("spin", "timeout"),
        ("eat", "memory"),
        ("raise", "error"),
        ("panic", "error"),
        ("unpicklable", "error"),
    ],
)
def test_poison_is_set_aside_and_all_else_finishes(engine: LocalEngine, poison: str, reason: str) -> None:
    shards = [["a", "b", "c", "d"], ["e", poison, "f", "g", "h"], ["i"]]
    rows = [row for shard in engine.map(TOUCHY, shards) for row in shard]
    assert [row for row in rows if not isinstance(row, SetAside)] == list("abcdefghi")
    aside = rows[5]
    assert isinstance(aside, SetAside) and aside.record == poison and aside.reason == reason and aside.message
    assert list(engine.map(TOUCHY, [["after"]])) == [["after"]]  # the pool is refilled


def test_an_error_tells_what_and_where(engine: LocalEngine) -> None:
    [[aside]] = engine.map(TOUCHY, [["raise"]])
    assert "ValueError: no such thing" in aside.message and "test_engine_local.py:" in aside.message and "\n" not in aside.message


def test_two_poisons_in_one_shard(engine: LocalEngine) -> None:
    [rows] = engine.map(TOUCHY, [["a", "exit", "b", "exit", "c"]])
    assert [row.reason if isinstance(row, SetAside) else row for row in rows] == ["a", "crash", "b", "crash", "c"]


def test_a_crash_that_happens_once_loses_nothing(engine: LocalEngine, tmp_path: Path) -> None:
    record = ("once", str(tmp_path / "seen"))
    assert list(engine.map(TOUCHY, [[record]])) == [[record]]


def test_a_shard_slow_as_a_whole_is_run_one_by_one(engine: LocalEngine) -> None:
    shard = [("sleep", 0.5)] * 4
    assert list(engine.map(TOUCHY, [shard])) == [shard]


def test_what_a_library_prints_does_not_reach_the_pipe(engine: LocalEngine, capfd: pytest.CaptureFixture[str]) -> None:
    assert list(engine.map(TOUCHY, [["print", "a"]])) == [["print", "a"]]
    assert capfd.readouterr() == ("", "")


def test_shards_are_asked_for_only_as_needed(engine: LocalEngine) -> None:
    asked = 0

    def shards() -> Iterator[list[int]]:
        nonlocal asked
        for i in range(1000):
            asked += 1
            yield [i]

    results = engine.map(DOUBLE, shards())
    assert next(results) == [0] and asked <= 16
    results.close()  # type: ignore[attr-defined]


def test_maps_can_be_nested(engine: LocalEngine) -> None:
    inner = engine.map(DOUBLE, ([i] for i in range(30)))
    assert [row for rows in engine.map(DOUBLE, inner) for row in rows] == [4 * i for i in range(30)]


def test_stop_finishes_what_is_in_hand(engine: LocalEngine) -> None:
    results = engine.map(TOUCHY, ([i, ("sleep", 0.05)] for i in range(1000)))
    first = next(results)
    engine.stop()
    rest = list(results)
    assert first[0] == 0 and len(rest) < 16
    assert [rows[0] for rows in rest] == list(range(1, len(rest) + 1))  # without a gap


def test_close_does_not_wait_for_a_hang() -> None:
    engine = LocalEngine(1, timeout=60)
    failed: list[BaseException] = []

    def ask() -> None:
        try:
            list(engine.map(TOUCHY, [["hang"]]))
        except EngineError as problem:
            failed.append(problem)

    thread = threading.Thread(target=ask)
    thread.start()
    while not engine._children:
        time.sleep(0.05)
    before = time.monotonic()
    engine.close()
    thread.join(10)
    assert not thread.is_alive() and failed and time.monotonic() - before < 5


def test_a_closed_engine_says_so() -> None:
    engine = LocalEngine(1)
    engine.close()
    with pytest.raises(EngineError, match="closed"):
        engine._submit(DOUBLE, [1], False)


def broken() -> None:
    raise RuntimeError("cannot warm up")


def test_a_child_that_cannot_start_is_an_error() -> None:
    with LocalEngine(1, warm=broken) as engine, pytest.raises(EngineError, match="did not start"):
        list(engine.map(DOUBLE, [[1]]))


PARENT = """
import sys; sys.path.insert(0, {folder!r})
from test_engine_local import TOUCHY
from hearsay.engine.local import LocalEngine
engine = LocalEngine(2, timeout=600)
results = engine.map(TOUCHY, [["a"], ["b"], ["spin"], ["hang"]])
next(results)
print(*sorted(child.process.pid for child in engine._children), flush=True)
next(results); next(results)
"""


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_no_orphan_survives_a_killed_parent() -> None:
    script = PARENT.format(folder=str(Path(__file__).parent))
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    children = [int(pid) for pid in parent.stdout.readline().split()]
    time.sleep(0.3)
    assert children and all(alive(pid) for pid in children)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 10
    while any(alive(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(alive(pid) for pid in children)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_no_zombie_is_left_by_close() -> None:
    with LocalEngine(2, timeout=5) as engine:
        list(engine.map(TOUCHY, [["a"], ["exit"], ["b"]]))
        pids = [child.process.pid for child in engine._children]
    assert pids and not any(Path(f"/proc/{pid}").exists() for pid in pids)
