"""hearsay: a ledger of attributed claims. Who said what, where it is written, and from how many independent origins it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Self, TextIO

if TYPE_CHECKING:
    from hearsay.ledger import Branch, Counts, Entry, Explanation, Foretold, Ledger, Problem, Relation, Score, Series
    from hearsay.ledger.schema import Judgement
    from hearsay.pipeline import Progress, Summary
    from hearsay.records import Claim, Report

__all__ = ["OpenLedger", "examine", "open"]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("hearsay")
    raise AttributeError(f"module 'hearsay' has no attribute {name!r}")


def open(path: str | Path = "ledger.db", *, read_only: bool = False, make: bool = True, trusting: bool = False) -> OpenLedger:
    """Open a ledger.

    Args:
        read_only: ask only; works beside a process that writes.
        make: make it where there is none (unless read_only).
        trusting: open it though it is damaged, to ``check`` it.

    Raises:
        LedgerError: it is not there, is no ledger, is damaged, or may not be written.
    """
    from hearsay.ledger import Ledger

    return OpenLedger(Ledger(path, read_only=read_only, create=make, trusting=trusting))


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

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

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

    def judge(self, id: str, word: str, *, by: str, other: str | None = None, wait: float = 0.0) -> Judgement:
        """Keep a person's word on a row, and show the ledger as it then is.

        Args:
            word: same, not-same (with ``other``), reject, happened, did-not, unclear, undo.
            wait: seconds to queue for a ledger that another process writes.

        Returns: what was kept; ``judge(its id, "undo", …)`` takes it back.

        Raises:
            QueryError: no such id, or the word does not fit it.
        """
        from hearsay import pipeline

        return pipeline.judge(self.ledger, id, word, by=by, other=other, wait=wait)

    def claims(
        self,
        words: str | None = None,
        *,
        place: str | None = None,
        source: str | None = None,
        since: str | None = None,
        until: str | None = None,
        disputed: bool = False,
    ) -> list[Claim]:
        """List claims, those of most independent origins first.

        Args:
            words: all of them must be told of it. since, until: ISO 8601 or a prefix.
            disputed: only those that somebody disputes or another claim contradicts.
        """
        return self.ledger.claims(words, place=place, source=source, since=since, until=until, disputed=disputed)

    def figures(
        self,
        words: str | None = None,
        *,
        place: str | None = None,
        holder: str | None = None,
        source: str | None = None,
        since: str | None = None,
        until: str | None = None,
        hide_copies: bool = False,
        min_confidence: float = 0.0,
    ) -> list[Series]:
        """List figures as series: one for each measure of a story.

        Args:
            min_confidence: only those of which number, item and source are right together with at least this probability.
        """
        return self.ledger.figures(
            words, place=place, holder=holder, source=source, since=since, until=until, hide_copies=hide_copies,
            min_confidence=min_confidence,
        )  # fmt: skip

    def forecasts(self, *, due: str | None = None, source: str | None = None) -> list[Foretold]:
        """List forecasts, those that close first on top; with ``due`` those without an outcome that close by that day."""
        return self.ledger.forecasts(due=due, source=source)

    def scores(self, *, source: str | None = None) -> list[Score]:
        """List how the forecasts of each source came out; a Brier score only from 20 resolved ones on."""
        return self.ledger.scores(source=source)

    def relations(self) -> list[Relation]:
        """List how claims stand to each other."""
        return self.ledger.relations()

    def trace(self, id: str) -> Branch:
        """Grow the origin tree of a claim, figure, forecast or document."""
        return self.ledger.trace(id)

    def explain(self, id: str) -> Explanation:
        """Show a row with its evidence in its sentence, the method that made it, the run and its edges."""
        return self.ledger.explain(id)

    def log(self, last: int | None = None) -> list[Entry]:
        """List runs and their failures, the newest first."""
        return self.ledger.log(last)

    def counts(self) -> Counts:
        """Count what the ledger holds."""
        return self.ledger.counts()

    def check(self, *, repair: bool = False) -> list[Problem]:
        """Look at every page, row, digest and span; with ``repair`` mend what can be.

        Returns: what is wrong; nothing for a whole ledger.
        """
        if not repair:
            return self.ledger.check()
        from hearsay import pipeline

        return pipeline.repair(self.ledger)

    def export(self, to: str = "json", out: str | Path | TextIO = "ledger.json") -> None:
        """Write the whole ledger in another format.

        Args:
            to: json, csv, jsonl or geojson. out: an open text file, or a path, replaced once all is written.

        Raises:
            ExportError: no such format, or the path cannot be written.
            NoRoom: the disk is full.
        """
        from hearsay.export import export

        export(self.ledger, to, Path(out) if isinstance(out, (str, Path)) else out)
