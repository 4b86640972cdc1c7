"""The room that keeps rows: one SQLite file, asked through one noun."""

from __future__ import annotations

from hearsay.ledger import judge, query, trace, verify
from hearsay.ledger.query import Counts, Entry, Foretold, Line, Relation, Score, Series, Told
from hearsay.ledger.store import Store
from hearsay.ledger.trace import Branch, Explanation, Passage
from hearsay.ledger.verify import Problem
from hearsay.records import Claim

__all__ = [
    "Branch", "Counts", "Entry", "Explanation", "Foretold", "Ledger", "Line", "Passage", "Problem", "Relation", "Score",
    "Series", "Told",
]  # fmt: skip


class Ledger(Store):
    """A ledger of reports, what was read in them and how they hang together.

    Words search for reports that hold all of them; ``raw:`` before them passes the rest to FTS5 as it is. Days are ISO 8601,
    a prefix stands for all its days. Every id may be shortened as long as it stays unmistakable.
    """

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
        """List claims with a figure that fits, those of most origins first."""
        return query.claims(self, words, place=place, source=source, since=since, until=until, disputed=disputed)

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
        """List figures as series: one for each measure of a story, that of most reports first."""
        return query.figures(
            self, words, place=place, holder=holder, source=source, since=since, until=until, hide_copies=hide_copies,
            min_confidence=min_confidence,
        )  # fmt: skip

    def forecasts(self, *, due: str | None = None, source: str | None = None) -> list[Foretold]:
        """List forecasts, those that close first on top; with ``due`` those that close by that day and have no outcome yet."""
        return query.forecasts(self, due=due, source=source)

    def scores(self, *, source: str | None = None) -> list[Score]:
        """List how the forecasts of each source came out, those of most resolved ones first."""
        return query.scores(self, source=source)

    def relations(self) -> list[Relation]:
        """List how claims stand to each other."""
        return query.relations(self)

    def trace(self, id: str) -> Branch:
        """Grow the origin tree of a claim, figure, forecast, story or document."""
        return trace.trace(self, id)

    def explain(self, id: str) -> Explanation:
        """Show a row with its evidence in its sentence, the method that made it, the run and its edges."""
        return trace.explain(self, id)

    def judge(self, target: str, word: str, by: str, run: str, *, other: str | None = None) -> list[str]:
        """Keep a person's word (same, not-same, reject, happened, did-not, unclear, undo) on a row.

        Returns: documents whose views must be derived anew.
        """
        return judge.judge(self, self.find(target), word, by, run, other=self.find(other) if other else None)

    def find(self, prefix: str) -> str:
        """Complete the beginning of an id."""
        return query.find(self, prefix)

    def log(self, last: int | None = None) -> list[Entry]:
        """List runs and their failures, the newest first."""
        return query.log(self, last)

    def counts(self, run: str | None = None) -> Counts:
        """Count what the ledger holds, or what one run brought of documents and their rows."""
        return query.counts(self, run)

    def check(self, *, repair: bool = False, run: str = "") -> list[Problem]:
        """Look at every page, row, span and view; with ``repair`` mend what can be, in the name of a run.

        A damaged ledger opens with ``trusting=True``.

        Returns: what is wrong; nothing for a whole ledger.
        """
        return verify.check(self, repair=repair, run=run)
