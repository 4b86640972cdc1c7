"""hearsay: a ledger of attributed claims. Who said what, where it is written, and from how many independent origins it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from hearsay.pipeline import Progress, Summary
    from hearsay.records import Report

__all__ = ["OpenLedger", "examine", "open"]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("hearsay")
    raise AttributeError(f"module 'hearsay' has no attribute {name!r}")


def open(path: str | Path = "ledger.db", *, read_only: bool = False) -> OpenLedger:
    """Open a ledger, made where there is none.

    Args:
        read_only: ask only; works beside a process that writes.

    Raises:
        LedgerError: it is not there (read_only), is no ledger, is damaged, or may not be written.
    """
    return OpenLedger(path, read_only=read_only)


def examine(text: str, published: str | None = None, *, title: str | None = None, language: str | None = None) -> Report:
    """Read one text without a ledger.

    Args:
        published: the day it was published (ISO 8601 or a prefix), from which *Monday* is reckoned.

    Returns: a Report: ``.figures``, ``.attributions``, ``.forecasts``, ``.mentions``, ``.document``.

    Raises:
        ReadError: there is nothing in it.
    """
    from hearsay import pipeline

    return pipeline.examine(text, published=published, title=title, language=language)


class OpenLedger:
    """A ledger to add to and to ask. A context manager."""

    def __init__(self, path: str | Path, *, read_only: bool = False) -> None:
        from hearsay.ledger import Ledger

        self.ledger = Ledger(path, read_only=read_only)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.ledger.close()

    def add(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        progress: Callable[[Progress], None] | None = None,
        stop: Event | None = None,
        wait: float = 0.0,
        **settings: Any,
    ) -> Summary:
        """Read files and folders into the ledger and link what is new.

        Args:
            progress: called now and then.
            stop: once set, what is in hand is finished and no more is begun.
            wait: seconds to queue for a ledger that another process writes.
            settings: knobs by name, as ``jobs=2``; the others as hearsay.toml and HEARSAY_* say.

        Returns: what was done: ``.added``, ``.known``, ``.failures`` and more.

        Raises:
            SettingsError: no such knob, or a bad value.
            LedgerError: the ledger is locked, or the disk full; what was finished is stored.
        """
        from hearsay import pipeline
        from hearsay.settings import load

        values, _ = load(**settings)
        found = pipeline.find([paths] if isinstance(paths, (str, Path)) else list(paths), values)
        return pipeline.add(self.ledger, found, values, progress=progress, stop=stop, wait=wait)
