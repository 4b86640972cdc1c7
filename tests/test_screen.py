"""Lines for a terminal: they fit, they lie in columns, and nothing in them moves the cursor."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearsay import screen
from hearsay.records import Evidence, Span

anything = st.text(st.characters(blacklist_categories=()), max_size=60)
quick = settings(max_examples=150, deadline=None)


@quick
@given(anything)
def test_plain_is_one_line_without_a_character_that_does_not_show(said: str) -> None:
    shown = screen.plain(said)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    shown.encode()


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (None, ""),
        ("a  b\n c", "a b c"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("abc\u202edef", "abc\\u202edef"),
        ("caf\udce9", "caf\\udce9"),
        ("Türkiye · 東京 · ❤️ · العربية", "Türkiye · 東京 · ❤️ · العربية"),
    ],
)
def test_plain(said: str | None, shown: str) -> None:
    assert screen.plain(said) == shown


@quick
@given(anything)
def test_json_says_the_same_and_shows_it_safely(said: str) -> None:
    text = screen.as_json({"said": said, said: [1.5, 2.0, None]})
    assert json.loads(text) in ({"said": said, said: [1.5, 2, None]}, {"said": [1.5, 2, None]})
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text)


def test_json_of_evidence_is_that_of_the_export() -> None:
    told = json.loads(screen.as_json(Evidence("D1", Span(2, 5), "two", "a ", " b")))
    assert told == {"document": "D1", "start": 2, "end": 5, "quote": "two"}


@quick
@given(anything.map(screen.plain), st.integers(2, 40))
def test_fit(text: str, width: int) -> None:
    shown = screen.fit(text, width)
    assert screen.wide(shown) <= width or shown == text
    assert shown == text or shown.endswith("…")


@quick
@given(st.lists(st.tuples(anything, anything, anything), max_size=5), st.integers(30, 100))
def test_table_lies_in_columns(rows: list[tuple[str, str, str]], width: int) -> None:
    lines = list(screen.table(("one", "two", "three"), rows, right="two", give="one two three", width=width))
    assert len(lines) == len(rows) + 1
    assert all(screen.wide(line) <= width for line in lines)


def test_table_leaves_out_what_is_empty_and_cuts_the_widest() -> None:
    rows = [("a" * 50, "", "12"), ("b", "-", "1,234")]
    assert list(screen.table(("name", "none", "n"), rows, right="n", give="name", width=20)) == [
        "name               n",
        "aaaaaaaaaaaaa…    12",
        "b              1,234",
    ]


def test_wide_characters_take_two_columns() -> None:
    assert screen.wide("東京") == 4 and screen.wide("e\u0301") == 1
    assert screen.fit("東京都", 5) == "東京…"


@quick
@given(st.lists(st.text("abc ", min_size=1, max_size=12), max_size=12), st.integers(40, 100))
def test_labelled_keeps_every_item(items: list[str], width: int) -> None:
    lines = list(screen.labelled("label", items, width))
    assert [item for line in lines for item in line[14:].removesuffix("  ·").split("  ·  ")] == items
    assert all(len(line) <= width for line in lines)


@quick
@given(anything.map(screen.plain), st.integers(20, 80), st.integers(0, 10))
def test_wrapped_keeps_every_word(text: str, width: int, indent: int) -> None:
    lines = list(screen.wrapped(text, width, indent))
    assert " ".join(line.strip() for line in lines).split() == text.split()


@pytest.mark.parametrize(
    ("low", "high", "unit", "said"),
    [
        (12, 12, "1", "12"),
        (40_000, 50_000, "1", "40,000–50,000"),
        (150, None, "1", "at least 150"),
        (None, 5.5, "km", "at most 5.5 km"),
        (None, None, "1", "no number"),
        (1.2e9, 1.2e9, "USD", "1,200,000,000 USD"),
    ],
)
def test_bounds(low: float | None, high: float | None, unit: str, said: str) -> None:
    assert screen.bounds(low, high, unit) == said


def test_count() -> None:
    assert (screen.count(1, "file"), screen.count(1212, "story", "stories")) == ("1 file", "1,212 stories")
