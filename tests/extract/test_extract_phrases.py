"""Noun phrases, verbs, and who does what."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from speech import parsed


@pytest.mark.parametrize(("words", "passive"), [("Six people were killed .", True), ("The blast killed six people .", False)])
def test_who_suffers_it(words, passive):
    assert parsed(words)[1].verbs[0].passive is passive


def test_a_phrase_knows_its_preposition():
    tokens, parse = parsed("Rescuers searched for sailors near the old port .")
    assert [(tokens[p.head], tokens[p.preposition] if p.preposition >= 0 else None) for p in parse.phrases] == [
        ("Rescuers", None), ("sailors", "for"), ("port", "near")]  # fmt: skip


WORDS = ("the", "a", "two", "men", "said", "who", "and", ",", "of", "in", "was", "killed", "ran", "to", "'s", "-", "people", ".", "(")


@given(st.lists(st.sampled_from(WORDS), max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_words_parse(tokens):
    _, parse = parsed(" ".join(tokens) or ".")
    for phrase in parse.phrases:
        assert parse.first <= phrase.first <= phrase.head < phrase.last <= parse.last
    for verb in parse.verbs:
        assert verb.first <= verb.head < verb.last
        parse.subject(verb)
