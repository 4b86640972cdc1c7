"""The room that hands rows to other programs, each in its own format."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Protocol, TextIO

from hearsay.errors import ExportError, NoRoom, PluginError
from hearsay.records import Claim, Edge, Entity, Report, Story


class Rows(Protocol):
    """A ledger as an exporter sees it. Relations, runs and judgements bear the fields of their tables."""

    def snapshot(self) -> AbstractContextManager[Any]: ...
    def documents(self) -> list[str]: ...
    def reports(self, document_ids: Iterable[str]) -> list[Report]: ...
    def entity_of(self, document_id: str) -> dict[str, str]: ...
    def entities(self) -> Iterable[Entity]: ...
    def stories(self) -> Iterable[Story]: ...
    def claims(self) -> Iterable[Claim]: ...
    def copies(self) -> Iterable[Edge]: ...
    def relations(self) -> Iterable[Any]: ...
    def judgements(self) -> Iterable[Any]: ...
    def log(self) -> Sequence[Any]: ...


@dataclass(frozen=True, slots=True)
class Exporter:
    """One format.

    run: writes the ledger to an open text file. folder: writes it as several files into an empty folder, where the format has that.
    """

    name: str
    run: Callable[[Rows, TextIO], None]
    folder: Callable[[Rows, Path], None] | None = None


@cache
def exporters() -> dict[str, Exporter]:
    """Every EXPORTER (or EXPORTERS) of this room, by name.

    Raises:
        PluginError: a name taken twice.
    """
    found: dict[str, Exporter] = {}
    for module in iter_modules(__path__):
        content = import_module(f"{__name__}.{module.name}")
        for exporter in getattr(content, "EXPORTERS", None) or filter(None, [getattr(content, "EXPORTER", None)]):
            if exporter.name in found:
                raise PluginError(f"two exporters are named {exporter.name!r}; rename one", name=exporter.name)
            found[exporter.name] = exporter
    return found


def export(ledger: Rows, to: str, out: Path | TextIO) -> None:
    """Write the whole ledger, as it stands now, in one format.

    Args:
        to: name of an exporter.
        out: an open text file (UTF-8), or a path. A path is written beside and then renamed: what stood there stays until all is
            written. A path without a suffix is a folder, where the format has several files.

    Raises:
        ExportError: no such format (E641), or the path cannot be written (E640).
        NoRoom: the disk is full (E701).
    """
    exporter = exporters().get(to)
    if exporter is None:
        later = " It comes in a later version." if to == "parquet" else ""
        raise ExportError(
            f"{to!r} is no export of this version.{later} There are: {', '.join(sorted(exporters()))}", code="E641", format=to
        )
    with ledger.snapshot():
        if not isinstance(out, Path):
            exporter.run(ledger, out)
        elif exporter.folder is not None and not out.suffix:
            with _written(out) as beside:
                beside.mkdir()
                exporter.folder(ledger, beside)
                for file in sorted(beside.iterdir()):
                    _flush(file)
                _settle(beside, out)
        else:
            if out.is_dir():
                raise ExportError(f"{out} is a folder. Name a file: --out {out / f'ledger.{to}'}", code="E640", path=str(out))
            with _written(out) as beside:
                # A CSV brings its own line ends.
                with open(beside, "x", encoding="utf-8", newline="") as stream:
                    exporter.run(ledger, stream)
                    stream.flush()
                    os.fsync(stream.fileno())
                os.replace(beside, out)


@contextmanager
def _written(out: Path) -> Iterator[Path]:
    """Give a path beside the wanted one, and leave nothing there."""
    beside = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        yield beside
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            message = f"no room left on the disk of {out}. What stood there is unchanged; free space and run the same command again"
            raise NoRoom(message, code="E701", path=str(out)) from problem
        raise ExportError(f"{out} cannot be written: {problem.strerror}. Name another: --out PATH", code="E640", path=str(out)) from problem
    finally:
        if beside.is_dir():
            shutil.rmtree(beside, ignore_errors=True)
        else:
            beside.unlink(missing_ok=True)
    _flush(out.absolute().parent)


def _settle(beside: Path, out: Path) -> None:
    """Put a finished folder in its place; in one that is there, file by file."""
    if out.exists() and not out.is_dir():
        raise ExportError(f"{out} is a file, and this export makes a folder. Name another: --out PATH", code="E640", path=str(out))
    if not out.exists():
        os.replace(beside, out)
        return
    for file in sorted(beside.iterdir()):
        os.replace(file, out / file.name)


def _flush(path: Path) -> None:
    """Bring a file or folder down to the disk."""
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folder
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
