"""An engine for one computer: child processes that may crash, hang or overeat without hurting anything else."""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from queue import SimpleQueue
from typing import IO, Any, NamedTuple

from hearsay.engine import SetAside, Shards, Stage
from hearsay.engine.child import receive, send
from hearsay.errors import EngineError

TICK = 0.05  # seconds between two looks at the clock
START = 60.0  # seconds a child may take to start and warm up
AHEAD = 8  # shards in flight for each child: enough to go on with while a batch is written and linked
GROUPS = 32  # keys in one request of group


class _Task(NamedTuple):
    future: Future[list[Any]]
    stage: Stage
    records: list[Any]
    each: bool


class _Child:
    """One child process and the clock that runs against it."""

    def __init__(self, hello: tuple[list[str], int, bytes | None]) -> None:
        # One thread a process: as many processes as cores are there already. A fixed hash seed: the same rows in every run.
        quiet = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
        # -P: a file named like a library in the folder of the reports must not be imported.
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "hearsay.engine.child", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **quiet, "PYTHONPATH": os.pathsep.join(hello[0])},
            process_group=0 if os.name == "posix" else None,  # Ctrl-C is for the parent alone
        )
        self.expired = False
        self._left: float | None = None
        self._seen = 0.0
        self._clock = threading.Lock()
        self._hello = hello

    @property
    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        assert self.process.stdin and self.process.stdout
        return self.process.stdin, self.process.stdout

    def greet(self) -> None:
        """Wait until the child is warm.

        Raises:
            EngineError: it did not start.
        """
        kind, said = self._exchange(self._hello, START)
        if kind != "ready":
            raise EngineError(f"a child process did not start: {said}. Try: hearsay doctor", said=said)

    def ask(self, stage: Stage, records: list[Any], each: bool, timeout: float) -> tuple[str, Any]:
        """Have the stage run on some records.

        Returns: what came of it, ``rows timeout memory crash error``, and the rows or one line on how it ended.
        """
        kind, said = self._exchange((stage.run, records, each), timeout)
        return (kind, pickle.loads(said)) if kind == "rows" else (kind, said)

    def _exchange(self, message: object, timeout: float) -> tuple[str, Any]:
        to, back = self._pipes
        answer = None
        self._set_clock(timeout)
        with contextlib.suppress(OSError):  # a broken pipe: it died, and the missing answer tells
            send(to, message)
            answer = receive(back)
        self._set_clock(None)
        if answer is not None:
            kind, said = pickle.loads(answer)
            return kind, said
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(1.0)  # it is ending: how, it shall tell itself
        self.kill()
        if self.expired:
            return "timeout", f"it was stopped after {timeout:g} s"
        status = self.process.returncode
        return (
            "crash",
            f"its process ended by signal {-status}" if status < 0 else f"its process ended with status {status}, without an answer",
        )

    def _set_clock(self, seconds: float | None) -> None:
        with self._clock:
            self._left, self._seen = seconds, time.monotonic()

    def tick(self) -> None:
        """Let time pass; kill the child when none is left. A pause of the whole computer is not held against it."""
        with self._clock:
            if self._left is not None:
                now = time.monotonic()
                self._left -= min(now - self._seen, 10 * TICK)
                self._seen = now
                if self._left <= 0:
                    self.expired = True
                    self.process.kill()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in self._pipes:
            with contextlib.suppress(OSError):  # what was still in the buffer has no reader
                pipe.close()


class LocalEngine:
    """Runs stages in supervised child processes. A context manager.

    A shard that fails is cut until the poison record stands alone; that one is handed back as SetAside, and all others finish.
    Results come in the order of the shards, which are asked for only as they are needed.

    Args:
        jobs: child processes, started as they are needed and kept warm.
        timeout: wall seconds for one record.
        memory: bytes a child may take beyond what it holds at its start (where the system has RLIMIT_AS).
        warm: called once in each new child, before any clock runs.
        stop: setting it does what ``stop()`` does.
    """

    def __init__(
        self,
        jobs: int = 2,
        *,
        timeout: float = 10.0,
        memory: int = 1_000_000_000,
        warm: Callable[[], object] | None = None,
        stop: threading.Event | None = None,
    ) -> None:
        self.jobs, self.timeout = max(1, jobs), timeout
        path = [p for p in sys.path if p and p != os.getcwd()] + [p for p in sys.path if p == os.getcwd()]
        self._hello = (path, memory, None if warm is None else pickle.dumps(warm))
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._children: set[_Child] = set()
        self._unfinished = 0
        self._stopping = stop or threading.Event()
        self._closed = threading.Event()

    def __enter__(self) -> LocalEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def map(self, stage: Stage, shards: Shards) -> Iterator[list[Any]]:
        """Run the stage on each shard; rows stay apart.

        Raises:
            EngineError: no child can be started, or the engine is closed.
        """
        return self._run(stage, shards, each=False)

    def group(self, stage: Stage, shards: Shards, by: str) -> Iterator[list[Any]]:
        """Run the stage once for each value of the field ``by``, on all rows that bear it, keys in ascending order.

        Raises:
            EngineError: no child can be started, or the engine is closed.
        """
        keyed: dict[Any, list[Any]] = {}
        for shard in shards:
            for record in shard:
                keyed.setdefault(getattr(record, by), []).append(record)
        groups = [keyed[key] for key in sorted(keyed)]
        return self._run(stage, (groups[i : i + GROUPS] for i in range(0, len(groups), GROUPS)), each=True)

    def stop(self) -> None:
        """Finish the shards in hand and take no others: ``map`` and ``group`` end early. Safe in a signal handler."""
        self._stopping.set()

    def close(self) -> None:
        """Kill every child, whatever it does, and wait for it."""
        self._closed.set()
        with self._lock:
            for child in self._children:
                child.process.kill()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self, stage: Stage, shards: Shards, *, each: bool) -> Iterator[list[Any]]:
        flight: deque[Future[list[Any]]] = deque()
        waiting = iter(shards)
        more = True
        try:
            while True:
                while more and len(flight) < AHEAD * self.jobs and not self._stopping.is_set():
                    shard = next(waiting, None)
                    more = shard is not None
                    if shard:
                        flight.append(self._submit(stage, shard, each))
                if not flight:
                    return
                head = flight.popleft()
                while not head.done():
                    with contextlib.suppress(TimeoutError, CancelledError):
                        head.exception(timeout=1.0)  # wakes now and then, so that a signal is heard on every system
                if head.cancelled():
                    return  # what comes behind it is not yielded either: results are a prefix, without a gap
                yield head.result()
        finally:
            for future in flight:
                future.cancel()

    def _submit(self, stage: Stage, records: list[Any], each: bool) -> Future[list[Any]]:
        if self._closed.is_set():
            raise EngineError("the engine is closed: make a new one")
        future: Future[list[Any]] = Future()
        with self._lock:
            self._unfinished += 1
            if len(self._threads) < min(self.jobs, self._unfinished):
                if not self._threads:
                    threading.Thread(target=self._watch, name="hearsay-clock", daemon=True).start()
                # The kernel kills a child when the thread that made it ends, so each thread keeps its child as long as it lives.
                self._threads.append(threading.Thread(target=self._work, name="hearsay-child", daemon=True))
                self._threads[-1].start()
        self._tasks.put(_Task(future, stage, records, each))
        return future

    def _watch(self) -> None:
        """Run the clocks."""
        while not self._closed.wait(TICK):
            with self._lock:
                for child in self._children:
                    child.tick()

    def _work(self) -> None:
        child: list[_Child] = []  # none or one
        while (task := self._tasks.get()) is not None:
            if self._stopping.is_set() or self._closed.is_set():
                task.future.cancel()
            if task.future.set_running_or_notify_cancel():
                try:
                    task.future.set_result(self._through(child, task.stage, task.records, task.each))
                except BaseException as problem:
                    task.future.set_exception(problem)
            with self._lock:
                self._unfinished -= 1
        for each in child:
            self._bury(each)

    def _through(self, child: list[_Child], stage: Stage, records: list[Any], each: bool) -> list[Any]:
        """Get a shard through: whole, in parts, or with its poison set aside."""
        kind, said = self._ask(child, stage, records, each)
        if kind in ("crash", "memory") and len(records) == 1:
            kind, said = self._ask(child, stage, records, each)  # it may have been the system, or what the child had gathered before
        if kind == "rows":
            return list(said)
        if len(records) == 1:
            return [SetAside(records[0], kind, said)]
        # Halves keep a batch a batch. A hang would cost a whole timeout at each halving, so what ran out of time is run one by one.
        step = (len(records) + 1) // 2 if kind == "crash" else 1
        parts = [records[i : i + step] for i in range(0, len(records), step)]
        return [row for part in parts for row in self._through(child, stage, part, each)]

    def _ask(self, child: list[_Child], stage: Stage, records: list[Any], each: bool) -> tuple[str, Any]:
        if not child:
            child.append(self._hatch())
        kind, said = child[0].ask(stage, records, each, self.timeout)
        if kind not in ("rows", "error") or child[0].expired:  # it may have answered just before it was killed
            self._bury(child.pop())
        if self._closed.is_set():
            raise EngineError("the engine was closed while work was in hand")
        return kind, said

    def _hatch(self) -> _Child:
        try:
            child = _Child(self._hello)
        except OSError as problem:
            raise EngineError(f"no child process could be started: {problem.strerror}. Try fewer: --jobs 1") from problem
        with self._lock:
            self._children.add(child)
            if self._closed.is_set():
                child.process.kill()
        try:
            child.greet()
        except EngineError:
            self._bury(child)
            raise
        return child

    def _bury(self, child: _Child) -> None:
        child.kill()
        with self._lock:
            self._children.discard(child)
