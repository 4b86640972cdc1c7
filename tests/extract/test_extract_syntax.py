"""Which noun phrase is the subject of a verb, and which verb tells what is so of a number."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from speech import parsed

from hearsay.extract import syntax


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
        ("The ministry said on Monday that the ferry sank .", "sank", "the ferry"),
        ("The mayor , who lives in Aros , resigned on Monday .", "resigned", "The mayor"),
        ("The mayor , who lives in Aros , resigned on Monday .", "lives", "The mayor"),
        ("In Aros , the fire destroyed six houses .", "destroyed", "the fire"),
        ("Workers at the plant in the north went home .", "went", "Workers"),
        ("The bank lost money and closed two branches .", "closed", "The bank"),
        ("The minister asked the farmers to leave .", "leave", "the farmers"),
        ("Because the river rose , the town was cleared .", "cleared", "the town"),
        ("There are three ways out .", "are", "three ways"),
    ],
)
def test_who_does_it(words, verb, subject):
    tokens, parse = parsed(words)
    found = parse.subject(next(v for v in parse.verbs if tokens[v.head] == verb))
    assert found is not None
    assert " ".join(tokens[found.first : found.last]) == subject


@pytest.mark.parametrize(
    ("words", "number", "verb", "acts"),
    [
        ("Six people were killed in the blast .", ("Six", "people"), "killed", True),
        ("The blast killed six people .", ("six", "people"), "killed", False),
        ("The ministry said six people were killed .", ("six", "people"), "killed", True),
        ("The ministry said the blast killed six people .", ("six", "people"), "killed", False),
        ("The fire killed ten people and injured twenty .", ("twenty", "twenty"), "injured", False),
        ("The price increased by five percent on Monday .", ("five", "percent"), "increased", False),
        ("When the wall fell , eight passengers died .", ("eight", "passengers"), "died", True),
        ("The group , which has 40 members , sold the house .", ("40", "members"), "has", False),
    ],
)
def test_what_is_so_of_a_number(words, number, verb, acts):
    tokens, parse = parsed(words)
    first = tokens.index(number[0])
    told = syntax.governor(parse, first, tokens.index(number[1], first) + 1, "share" if number[1] == "percent" else "count")
    assert told is not None
    assert (tokens[told[0].head], told[1]) == (verb, acts)


def test_no_verb_tells_nothing():
    _, parse = parsed("Six people in Aros")
    assert syntax.governor(parse, 0, 2, "count") is None


WORDS = ("the", "two", "men", "said", "who", "and", ",", "of", "was", "killed", "to", "there", "that", "people", ".", '"', "he", "because")


@given(st.lists(st.sampled_from(WORDS), max_size=40))
@settings(max_examples=100, deadline=None)
def test_any_words_have_candidates_that_stand_in_them(tokens):
    tokens, parse = parsed(" ".join(tokens) or ".")
    for verb in parse.verbs:
        for p, _ in syntax.doers(parse, verb)[1]:
            assert p.last <= verb.first or verb.last <= p.first
    for phrase in parse.phrases:
        for (verb, _), _ in syntax.governors(parse, phrase.first, phrase.last, "count")[1]:
            assert verb.last <= phrase.first or phrase.last <= verb.first


def test_weights_are_numbers():
    for row in syntax.weights().values():
        assert row
        assert all(math.isfinite(weight) for weight in row.values())
