"""The room that keeps rows: one SQLite file, asked through one noun."""

from __future__ import annotations

from hearsay.ledger.store import Problem, Store

__all__ = ["Ledger", "Problem"]


class Ledger(Store):
    """A ledger of reports, what was read in them and how they hang together."""
