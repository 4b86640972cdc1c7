"""Confidence: probabilities that move with what tells for or against a field."""

from hypothesis import given
from hypothesis import strategies as st

import hearsay
from hearsay.extract.confidence import EDGE, FIELDS, logistic, odds, weights


def figures(words):
    return hearsay.examine(words, "2024-03-04").figures


def test_every_field_of_every_figure_has_a_probability():
    rows = figures(
        "The mayor said at least 40 people were hurt in Bellin. Repairs cost 3 million euros, and 12 percent of homes are empty."
    )
    assert len(rows) == 3
    for row in rows:
        for name in FIELDS:
            assert EDGE <= getattr(row, f"{name}_confidence") <= 1 - EDGE
        parts = (row.value_confidence, row.item_confidence, row.source_confidence)
        assert EDGE <= row.confidence <= min(parts) + 0.1, "a whole is hardly surer than its parts"


def test_a_noun_beside_its_number_is_surer_than_one_far_off():
    near, far = (figures(words)[0] for words in ("The mayor said 40 people were hurt.", "The mayor said that of those 40 had gone."))
    assert near.item_confidence > far.item_confidence and near.confidence > far.confidence


@given(st.floats(0, 1))
def test_odds_never_run_away(share):
    assert abs(odds(share)) <= odds(1 - EDGE) + 1e-9


@given(st.sampled_from([*FIELDS, "whole"]), st.dictionaries(st.sampled_from(["bias", "ahead", "noun"]), st.floats(-50, 50)))
def test_no_sign_makes_certain(name, told):
    assert EDGE <= logistic(weights()[name], told) <= 1 - EDGE


def test_the_table_holds_every_field_and_names_no_version():
    assert set(weights()) == {*FIELDS, "whole"}
    assert all(row["bias"] for row in weights().values())
    assert not any("@" in sign or "/" in sign for row in weights().values() for sign in row)
    assert weights()["item"]["ahead"] > 0, "the further ahead, the surer"
