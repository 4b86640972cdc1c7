"""Word lists: folded, said once, and read."""

import tomllib
from importlib.resources import files

import pytest

from hearsay.clean.lexicon import openings, verbs, words
from hearsay.clean.structure import key

LISTS = tomllib.loads((files("hearsay.clean") / "lexicon.toml").read_text(encoding="utf-8"))


def test_the_lists_name_their_source() -> None:
    assert isinstance(LISTS["source"], str) and LISTS["source"]


@pytest.mark.parametrize("name", [name for name, value in LISTS.items() if isinstance(value, list)])
def test_each_entry_can_be_met(name: str) -> None:
    entries = LISTS[name]
    assert len(entries) == len(set(entries))
    assert all(entry == entry.lower() and entry.strip() for entry in entries)
    if name in ("line", "end"):
        assert [entry for entry in entries if key(entry) != entry] == []
    assert words(name) == set(entries)


def test_verbs_bear_their_forms() -> None:
    assert {"says", "deploying", "rescued", "denies", "stopped", "running", "struck", "dying"} <= verbs()
    assert not {"united", "the", "lindow"} & verbs()
    assert "sign up for" in openings()
