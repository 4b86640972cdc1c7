"""The candidates for a slot, and the choice among them."""

import math

from hearsay.extract.slots import Candidate, Offers, choose, weights


def test_what_speaks_for_one_value_is_gathered():
    offers = Offers("count")
    offers.add("troops", "counted")
    offers.mark("Troops", "near")
    offers.mark(None, "none")
    offers.mark("", "lost")
    assert [(c.value, sorted(c.features)) for c in offers.all()] == [("troops", ["counted", "count|counted", "near"]), (None, ["none"])]


def test_nothing_on_offer_is_no_choice():
    assert choose("item", []) is None


def test_unknown_features_count_nothing_and_the_first_of_equals_wins():
    assert choose("place", [Candidate("a", {"no such feature"}), Candidate("b")]).value == "a"


def test_the_noun_beside_a_number_outweighs_one_before():
    assert choose("item", [Candidate("a", {"near", "count|near"}), Candidate("b", {"counted", "count|counted"})]).value == "b"


def test_weights_are_numbers_for_every_slot():
    table = weights()
    assert set(table) == {"item", "holder", "place", "trust", "share"}
    assert set(table["trust"]) == set(table["share"]) == {"item", "holder", "place"}
    assert all(math.isfinite(w) and abs(w) < 20 for rows in table.values() for w in rows.values())
