"""Noun phrases, verbs, and who does what."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearsay.extract.phrases import Parse
from hearsay.extract.words import tag_words
from hearsay.text import Sentence


def parsed(words):
    tokens = words.split()
    tags = tag_words([tokens])
    return tokens, Parse([t.lower() for t in tokens], [t.upos for t in tags], [t.form for t in tags], Sentence(0, 1, 0, 0, len(tokens)))


@pytest.mark.parametrize(
    ("words", "verb", "subject"),
    [
        ("The navy sent two launches .", "sent", "The navy"),
        ("Six people were killed in the blast .", "killed", "Six people"),
        ("The mayor of the town said nothing .", "said", "The mayor"),
        ("The boat , a small ferry , sank at noon .", "sank", "The boat"),
        ("The navy sent launches and rescued sailors .", "rescued", "The navy"),
        ("The company agreed to cut jobs .", "cut", "The company"),
        ("Police saw two men carrying guns .", "carrying", "two men"),
        ("Sailors who fled the ship drowned .", "fled", "Sailors"),
        ("They left after the boat had capsized .", "capsized", "the boat"),
    ],
)
def test_who_does_it(words, verb, subject):
    tokens, parse = parsed(words)
    found = next(v for v in parse.verbs if tokens[v.head] == verb)
    phrase = parse.subject(found)
    assert phrase is not None
    assert " ".join(tokens[phrase.first : phrase.last]) == subject


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
