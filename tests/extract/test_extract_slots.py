"""The candidates for a slot, and the choice among them."""

import math

from hearsay.extract.slots import READ, Candidate, Offers, rank, weights


def test_what_speaks_for_one_value_is_gathered():
    offers = Offers("count")
    offers.add("troops", "counted")
    offers.mark("Troops", "near")
    offers.mark(None, "none")
    offers.mark("", "lost")
    assert [(c.value, sorted(c.features)) for c in offers.all()] == [("troops", ["counted", "count|counted", "near"]), (None, ["none"])]


def test_nothing_on_offer_is_no_choice():
    assert rank("item", []) == []


def test_unknown_features_count_nothing():
    assert rank("place", [Candidate("a", {"no such feature"}), Candidate("b")]) == [0.0, 0.0]


def test_the_noun_beside_a_number_outweighs_one_before():
    before, beside = rank("item", [Candidate("a", {"near", "count|near"}), Candidate("b", {"counted", "count|counted"})])
    assert beside > before


def test_the_models_word_counts_beside_what_the_words_tell():
    two = [Candidate("a"), Candidate("b")]
    first, second = rank("place", two, [(0.9, 0.9), (0.1, 0.1)])
    assert first > second
    assert rank("place", two, [(0.0, 0.0), (0.0, 0.0)])[0] > -math.inf


def test_weights_are_numbers_for_every_slot():
    table = weights()
    slots = {"item", "holder", "place"}
    assert set(table) == slots | set(READ)
    assert all(set(table[name]) == slots for name in READ)
    assert all(math.isfinite(w) and abs(w) < 20 for rows in table.values() for w in rows.values())
