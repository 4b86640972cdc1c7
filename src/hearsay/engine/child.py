"""What runs inside a child process: it takes one request after another from its parent, and dies with it."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import struct
import sys
import threading
import traceback
from queue import SimpleQueue
from typing import IO, Any

HEAD = struct.Struct(">Q")  # a message is its length, then a pickle


def send(stream: IO[bytes], message: object) -> None:
    """Write one message.

    Raises:
        OSError: nobody reads any more.
    """
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(HEAD.pack(len(body)))
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """Read the pickle of one message; None where the stream ends before it does."""
    head = stream.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    (length,) = HEAD.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None


def _die_with(parent: int) -> None:
    """Ask the kernel to kill this process when the thread that made it ends. Elsewhere than on Linux the closed pipe must do."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # 1 is PR_SET_PDEATHSIG
    if os.getppid() != parent:  # it died before we asked
        os._exit(1)


def _limit(memory: int) -> None:
    """Let this process take ``memory`` bytes more than it holds now, and leave no core files."""
    try:
        import resource
    except ImportError:  # no such limits on this system
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        with open("/proc/self/statm", "rb") as file:
            held = int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        held = 0
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = held + memory if most == resource.RLIM_INFINITY else min(held + memory, most)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (wanted, most))


def _listen(stream: IO[bytes], requests: SimpleQueue[bytes]) -> None:
    """Pass requests on, and end the process, whatever it is doing, once the parent has gone."""
    while (request := receive(stream)) is not None:
        requests.put(request)
    os._exit(0)


def _last_line(problem: BaseException) -> str:
    """Say an exception in one line, with the place it was raised at."""
    frames = traceback.extract_tb(problem.__traceback__)
    place = f" at {'/'.join(frames[-1].filename.split(os.sep)[-2:])}:{frames[-1].lineno}" if frames else ""
    said = "".join(traceback.format_exception_only(problem)).strip().splitlines()[-1]
    return f"{said[:300]}{place}"


def _answer(request: bytes) -> tuple[str, Any]:
    """Carry out one request: (run, records, each); ``each`` means that every record is a list for a call of its own."""
    try:
        run, records, each = pickle.loads(request)
        rows = [row for record in records for row in run(record)] if each else list(run(records))
        return "rows", pickle.dumps(rows, protocol=pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return "memory", "it took more memory than one document may"
    except BaseException as problem:  # a panic of a Rust library is no Exception
        return "error", _last_line(problem)


def serve() -> None:
    """Answer the parent until it closes the pipe."""
    _die_with(int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    # The pipes move away from 0 and 1, so that nothing a library prints or reads can fall into them.
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    requests: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(incoming, requests), daemon=True).start()
    path, memory, warm = pickle.loads(requests.get())
    sys.path[:] = path
    try:
        if warm is not None:
            pickle.loads(warm)()
        _limit(memory)
    except BaseException as problem:
        send(outgoing, ("error", _last_line(problem)))
        return
    send(outgoing, ("ready", None))
    while True:
        send(outgoing, _answer(requests.get()))


if __name__ == "__main__":
    serve()
