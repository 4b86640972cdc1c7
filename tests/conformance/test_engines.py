"""Every engine gives the rows that a plain loop would give."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hearsay.engine import Engine, SetAside, Stage
from hearsay.engine.local import LocalEngine

ENGINES: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "local-1": lambda: LocalEngine(1, timeout=5),
    "local-2": lambda: LocalEngine(2, timeout=5),
}


@dataclass(frozen=True, slots=True)
class Word:
    word: str
    letter: str


def twice(records: list[Word]) -> list[Word]:
    return [Word(record.word * 2, record.letter) for record in records for _ in range(2)]


def none(records: list[Word]) -> list[Word]:
    return []


def together(records: list[Word]) -> list[tuple[str, tuple[str, ...]]]:
    return [(records[0].letter, tuple(sorted(record.word for record in records)))]


def dies_on_x(records: list[Word]) -> list[Word]:
    if any(record.word == "x" for record in records):
        os._exit(1)
    return records


@pytest.fixture(scope="module", params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with ENGINES[request.param]() as engine:
        yield engine


words = st.builds(Word, st.text(max_size=5), st.sampled_from("abc"))
shards_of_words = st.lists(st.lists(words, max_size=6), max_size=6)
quick = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(shards=shards_of_words, run=st.sampled_from([twice, none]))
def test_map_equals_a_loop(engine: Engine, shards: list[list[Word]], run: Callable[[list[Word]], list[Word]]) -> None:
    rows = [row for shard in engine.map(Stage("stage", "1", run), shards) for row in shard]
    assert rows == [row for shard in shards for row in run(shard)]


@quick
@given(shards=shards_of_words)
def test_group_equals_a_loop(engine: Engine, shards: list[list[Word]]) -> None:
    rows = [row for shard in engine.group(Stage("together", "1", together), shards, by="letter") for row in shard]
    every = sorted((word for shard in shards for word in shard), key=lambda word: word.letter)
    assert rows == [row for _, same in groupby(every, key=lambda word: word.letter) for row in together(list(same))]


def test_a_crash_costs_one_record(engine: Engine) -> None:
    shards = [[Word(letter, "a") for letter in "abc"], [Word(letter, "b") for letter in "wxyz"]]
    rows = [row for shard in engine.map(Stage("dies", "1", dies_on_x), shards) for row in shard]
    assert "".join(row.word for row in rows if isinstance(row, Word)) == "abcwyz"
    assert [row.record.word for row in rows if isinstance(row, SetAside)] == ["x"]


def test_a_crash_costs_one_group(engine: Engine) -> None:
    shards = [[Word(word, letter)] for word, letter in zip("axb", "abc", strict=True)]
    rows = [row for shard in engine.group(Stage("dies", "1", dies_on_x), shards, by="letter") for row in shard]
    assert [row.word if isinstance(row, Word) else row.record for row in rows] == ["a", [Word("x", "b")], "b"]
