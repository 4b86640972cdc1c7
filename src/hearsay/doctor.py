"""What this computer and this installation can do; asked by ``hearsay doctor``."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from hearsay import pipeline
from hearsay.engine import Stage
from hearsay.errors import HearsayError
from hearsay.settings import Settings

ROOM = 100_000_000  # bytes of free disk under which we warn


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. well: None where it is neither well nor ill. fix: what to do, where it is ill."""

    name: str
    said: str
    well: bool | None = None
    fix: str | None = None


def examine_here(ledger: Path, settings: Settings) -> Iterator[Finding]:
    """Look at everything that could keep hearsay from working here."""
    yield Finding("hearsay", metadata.version("hearsay"))
    yield Finding("python", f"{platform.python_version()} ({sys.executable}) on {platform.platform()}")
    yield from _libraries()
    yield _model(settings)
    yield from _sqlite()
    yield _children(settings)
    yield _memory(settings)
    yield Finding("cores", f"{os.cpu_count()} (jobs: {settings.jobs})")
    yield _temporary()
    yield from _ledger(ledger)


def _libraries() -> Iterator[Finding]:
    """Say the version of each library, and which extras are there."""
    extras: dict[str, bool] = {}
    for requirement in metadata.requires("hearsay") or ():
        name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
        extra = re.search(r"extra == ['\"]([^'\"]+)", requirement)
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            version = None
        if extra:
            extras[extra[1]] = extras.get(extra[1], True) and version is not None
        elif version is None:
            yield Finding(name, "missing", False, f"pip install {name}")
        else:
            yield Finding(name, version)
    for name, there in sorted(extras.items()):
        yield Finding(f"extra [{name}]", "installed" if there else f'not installed: pip install "hearsay[{name}]"')


def _model(settings: Settings) -> Finding:
    """Load the trained model."""
    if not settings.model:
        return Finding("model", "off (model = false): rules alone")
    began = time.perf_counter()
    try:
        digest = pipeline.network().digest
    except HearsayError as problem:
        return Finding("model", problem.message, False, "install hearsay again, or set model = false")
    return Finding("model", f"{digest}, loaded in {time.perf_counter() - began:.1f} s", True)


def _sqlite() -> Iterator[Finding]:
    with closing(sqlite3.connect(":memory:")) as db:
        able = {name for (name,) in db.execute("SELECT * FROM pragma_compile_options")}
        try:
            db.execute("CREATE VIRTUAL TABLE words USING fts5 (text)")
            search = True
        except sqlite3.OperationalError:
            search = False
    yield Finding("sqlite", f"{sqlite3.sqlite_version}, threads: {sqlite3.threadsafety}")
    yield Finding("full text (FTS5)", "there" if search else "missing", search, None if search else "use a Python whose SQLite has FTS5")
    yield Finding("sqlite options", f"{len(able)} set") if able else Finding("sqlite options", "not told")


def _ready(given: list[str]) -> list[str]:
    return given


def _children(settings: Settings) -> Finding:
    before = time.monotonic()
    try:
        with pipeline.local(settings) as engine:
            list(engine.map(Stage("ready", "1", _ready), [["?"]]))
    except HearsayError as problem:
        return Finding("child processes", problem.message, False, "reports cannot be read; reinstall hearsay")
    return Finding("child processes", f"ready in {time.monotonic() - before:.1f} s", True)


def _memory(settings: Settings) -> Finding:
    try:
        import resource
    except ImportError:
        return Finding("memory limit", "not enforced on this system")
    least = min(limit for limit in (*resource.getrlimit(resource.RLIMIT_AS), sys.maxsize) if limit != resource.RLIM_INFINITY)
    well = least > settings.memory
    fix = None if well else "raise ulimit -v, or lower the setting memory"
    return Finding("memory limit", f"{settings.memory / 1e6:,.0f} MB a report", well, fix)


def _temporary() -> Finding:
    try:
        with tempfile.TemporaryFile() as file:
            file.write(b"\0" * 65_536)
        return Finding("temporary folder", tempfile.gettempdir(), True)
    except OSError as problem:
        return Finding("temporary folder", problem.strerror or str(problem), False, "set TMPDIR to a folder with room")


def _ledger(path: Path) -> Iterator[Finding]:
    folder = path.absolute().parent
    if not folder.is_dir():
        yield Finding("ledger", f"{path}: no such folder", False, f"mkdir -p {folder}")
        return
    if path.exists():
        write = os.access(path, os.W_OK) and os.access(folder, os.W_OK)
        said = f"{path} ({path.stat().st_size / 1e6:,.1f} MB{'' if write else ', read only'})"
    else:
        write = os.access(folder, os.W_OK)
        said = f"{path}: none yet"
    yield Finding("ledger", said, write, None if write else f"you may not write in {folder}: name another with --ledger")
    free = shutil.disk_usage(folder).free
    yield Finding("free disk", f"{free / 1e9:,.1f} GB", free > ROOM, None if free > ROOM else "free some space before you add")
