"""Where work runs: a plain function over many shards, on one computer or many. Knows nothing of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

Shards = Iterable[list[Any]]


@dataclass(frozen=True, slots=True)
class Stage:
    """A top-level function from a list of records to a list of records. It never learns which engine called it."""

    name: str
    version: str
    run: Callable[..., list[Any]]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A record that a stage could not get through, standing where its rows would have stood.

    record: what was given to the stage (in ``group``: the list of all rows of one key).
    reason: timeout, memory, crash (the process died) or error (the stage raised). message: one line about how it ended.
    """

    record: Any
    reason: str
    message: str


class Engine(Protocol):
    """Two verbs are enough."""

    def map(self, stage: Stage, shards: Shards) -> Iterator[list[Any]]:
        """Run the stage on each shard; rows stay apart."""

    def group(self, stage: Stage, shards: Shards, by: str) -> Iterator[list[Any]]:
        """Run the stage once for each value of the field ``by``, on all rows that bear it."""
