"""Numbers and units among the words of a sentence."""

import tomllib
from importlib.resources import files

import pytest

from hearsay.extract.numerals import Numerals, lexicon, split


def number(words):
    """The number that begins a string, as (low, high, how many atoms it takes), or None."""
    read = Numerals(words).number(0)
    return None if read is None else (read.low, read.high, read.end)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("forty-seven", (47, 47, 3)),
        ("a hundred and six", (106, 106, 4)),
        ("nine point four million", (9.4e6, 9.4e6, 4)),
        ("seven point nought three", (7.03, 7.03, 4)),
        ("hundred thousand", (1e5, 1e5, 2)),
        ("quarter million", (2.5e5, 2.5e5, 2)),
        ("three dozens", (36, 36, 2)),
        ("three million and a half", (3.5e6, 3.5e6, 5)),
        ("3 million and a quarter", (3.25e6, 3.25e6, 5)),
        ("one billion and a half million", (1.0005e9, 1.0005e9, 6)),
        ("a thousand and three quarters", (1750, 1750, 5)),
        ("five and two thirds", (5 + 2 * 0.3333333, 5 + 2 * 0.3333333, 4)),
        ("three hundred and two fifths", (300.4, 300.4, 5)),
        ("two hundred thirty fifths", (200 / 35, 200 / 35, 4)),
        ("four twenty-firsts", (4 / 21, 4 / 21, 4)),
        ("two thirds of a million", (2e6 * 0.3333333, 2e6 * 0.3333333, 5)),
        ("4 thousand 3 hundred", (4300, 4300, 4)),
        ("3 hundred and 21", (321, 321, 4)),
        ("7e3", (7000, 7000, 1)),
        ("2x10^6", (2e6, 2e6, 5)),
        ("3^4", (81, 81, 3)),
        ("12,34,567.5", (1234567.5, 1234567.5, 1)),
        ("1\u202f250\u202f000", (1250000, 1250000, 1)),
        ("10M", (1e7, 1e7, 2)),
        ("1.2b", (1.2e9, 1.2e9, 2)),
        ("⅚", (0.833333, 0.833333, 1)),
        ("one hundred and six", (106, 106, 4)),
        ("six hundred", (600, 600, 2)),
        ("two million", (2e6, 2e6, 2)),
        ("half a million", (5e5, 5e5, 3)),
        ("half past", (0.5, 0.5, 1)),
        ("two-thirds", (2 * 0.3333333, 2 * 0.3333333, 3)),
        ("tens of thousands", (10_000, 99_999, 3)),
        ("a few hundred", (300, 900, 3)),
        ("1,234.5", (1234.5, 1234.5, 1)),
        ("7½", (7.5, 7.5, 2)),
        ("4.5bn", (4.5e9, 4.5e9, 2)),
        ("40 lakh", (4e6, 4e6, 2)),
        ("0049", None),
        ("a cat", None),
        ("few cats", None),
        ("nine nine", (9, 9, 1)),
        ("third party", None),
        ("trillion stars", None),
    ],
)
def test_numbers(words, expected):
    found = number(words)
    assert found == pytest.approx(expected) if expected else found is None


@pytest.mark.parametrize(
    ("words", "code", "kind"),
    [
        ("kilometres", "km", "measure"), ("square miles", "[smi_us]", "measure"), ("light-years", "[ly]", "measure"),
        ("°C", "Cel", "measure"),
        ("per cent", "%", "share"), ("US dollars", "USD", "money"), ("decades", "a", "duration"), ("cats", None, None),
    ],
)  # fmt: skip
def test_units(words, code, kind):
    unit = Numerals(words).unit(0)
    assert (unit.code, unit.kind) == (code, kind) if code else unit is None


@pytest.mark.parametrize(("words", "first"), [("minus 5", 0), ("minus-5", 0), ("-5", 0), ("plus or minus 5", 3), ("at-5", 2)])
def test_signs_of_numbers(words, first):
    reader = Numerals(words)
    assert reader.negated(reader.count - 1) == first


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("US$", "USD"),
        ("a $", "USD"),
        ("A$", "AUD"),
        ("S $", "SGD"),
        ("$US", "USD"),
        ("Y=", "JPY"),
        ("$", "USD"),
        ("AUD", "AUD"),
        ("CNY¥", "CNY"),
        ("Rs.", "INR"),
        ("us", None),
        ("cat", None),
    ],
)
def test_signs_of_money(words, code):
    reader = Numerals(f"{words} 5")
    assert reader.money(reader.count - 1)[0] == code


def test_every_phrase_of_the_lexicon_can_be_met():
    words = lexicon()
    assert all(phrase and phrase == split(" ".join(phrase)) for rows in words.before.values() for phrase, _ in rows)
    assert all(low <= high for low, high in (*words.vague.values(), *words.loose.values()))
    assert all(name == name.lower() for name in (*words.cardinals, *words.magnitudes, *words.units))


@pytest.mark.parametrize("name", ["numbers", "units", "items", "states"])
def test_word_lists_say_where_they_come_from(name):
    table = tomllib.loads(files("hearsay.extract").joinpath(f"lexicon/en/{name}.toml").read_text(encoding="utf-8"))
    assert table["source"]
