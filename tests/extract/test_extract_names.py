"""Names settled across a report: classes that its standings vote on, trimmed ends, and standings that no window saw."""

import math
import re
from types import SimpleNamespace

import pytest

from hearsay.extract import classes
from hearsay.extract.names import settled
from hearsay.model import Classed
from hearsay.model.heads import NAMES


def read(view, *names):
    """Names as a model might read them. names: words, class, and how sure it is of it."""
    found, start = [], 0
    for words, kind, sure in names:
        start = view.index(words, start)
        likely = dict.fromkeys(NAMES, (1 - sure) / (len(NAMES) - 1)) | {kind: sure}
        found.append(Classed(kind, start, start + len(words), sure, likely))
        start += len(words)
    return [(name.kind, view[name.start : name.end]) for name in settled(view, SimpleNamespace(names=found))]


def test_the_same_words_are_of_the_class_that_all_their_standings_make_likeliest():
    view = "Shares of Kelpin fell. Kelpin is a yard. The board of Kelpin met."
    told = read(view, ("Kelpin", "Organization", 0.9), ("Kelpin", "Person", 0.6), ("Kelpin", "Organization", 0.8))
    assert told == [("Organization", "Kelpin")] * 3


@pytest.mark.parametrize(
    ("view", "kind"),
    [
        ("The company Odrin sued. Shares of Odrin, which owns mines, fell.", "Organization"),
        ("The village of Odrin lies in the hills. Two men were held near Odrin.", "Location"),
        ("Mr Odrin, who is 41, said so. Mr Odrin was released.", "Person"),
    ],
)
def test_where_the_model_wavers_the_words_around_tell_the_class(view, kind):
    wavering = dict.fromkeys(NAMES, 0.0) | dict.fromkeys(("Person", "Location", "Organization"), 1 / 3)
    names = [Classed("Person", m.start(), m.end(), 0.35, wavering) for m in re.finditer("Odrin", view)]
    assert {name.kind for name in settled(view, SimpleNamespace(names=names))} == {kind}


def test_the_class_of_a_name_is_a_probability():
    view = "Mr Odrin met Lena Marsk in Odrin Falls."
    told = classes.likely(view, [(m.start(), m.end()) for m in re.finditer("Odrin Falls|Odrin|Lena Marsk", view)])
    assert list(told) == ["odrin", "lena marsk", "odrin falls"]
    assert all(sum(math.exp(p) for p in kinds.values()) == pytest.approx(1, abs=1e-5) for kinds in told.values())


def test_annotators_leave_bounds_and_the_s_of_a_decade_out():
    assert read("In the 1970s it cost about $20.", ("1970s", "Date", 0.9), ("about $20", "Money", 0.9)) == [
        ("Date", "1970"),
        ("Money", "$20"),
    ]


def test_a_surname_is_a_persons_where_the_whole_name_is():
    view = "Ruth Amadi came. Amadi spoke."
    assert read(view, ("Ruth Amadi", "Person", 0.95), ("Amadi", "Location", 0.6))[1] == ("Person", "Amadi")


def test_a_firm_without_its_form_is_the_firm():
    view = "Kelpano Group fell. Shares of Kelpano fell."
    assert read(view, ("Kelpano Group", "Organization", 0.9), ("Kelpano", "Person", 0.4))[1] == ("Organization", "Kelpano")


def test_an_acronym_is_of_the_class_of_what_it_was_introduced_behind():
    view = "The Shoreline Kelp Office (SKO) met. SKO closed."
    told = read(view, ("Shoreline Kelp Office", "Organization", 0.9), ("SKO", "Location", 0.5), ("SKO", "Location", 0.3))
    assert [kind for kind, _ in told] == ["Organization"] * 3


def test_a_country_is_a_location_whatever_the_model_makes_of_it():
    assert read("Chad won the cup.", ("Chad", "Person", 0.9)) == [("Location", "Chad")]


def test_a_name_ends_on_a_word_of_its_own_and_on_its_own_line():
    view = "the Harbour Fund in\nLower Marsh, said"
    told = read(view, ("Harbour Fund in\nLower Marsh,", "Organization", 0.9))
    assert told == [("Organization", "Harbour Fund"), ("Organization", "Lower Marsh")]


def test_a_name_met_twice_is_one_where_no_window_saw_it():
    view = "Tavik fell. Tavik rose. Then Tavik left, tavik or not, and Taviks stayed."
    told = read(view, ("Tavik", "Person", 0.9), ("Tavik", "Person", 0.7))
    assert told == [("Person", "Tavik")] * 3


def test_words_of_an_address_name_nobody():
    view = "Tavik fell. Tavik rose. https://paper.example/Tavik-Lower-Marsh Then Tavik left."
    told = read(view, ("Tavik", "Person", 0.9), ("Tavik", "Person", 0.7), ("Lower-Marsh", "Location", 0.9))
    assert told == [("Person", "Tavik")] * 3


def test_dates_and_sums_stay_as_they_were_read():
    view = "In May she paid. May left."
    assert read(view, ("May", "Date", 0.6), ("May", "Person", 0.9)) == [("Date", "May"), ("Person", "May")]


def test_pieces_of_one_name_are_joined():
    view = "The Kelp Affairs Bureau of the Horn of Tarsk met Ruth and Jon Aske."
    told = read(
        view, ("Kelp", "Organization", 0.6), ("Affairs Bureau", "Organization", 0.9), ("Horn", "Location", 0.5), ("Tarsk", "Location", 0.9),
        ("Ruth", "Person", 0.9), ("Jon Aske", "Person", 0.9),
    )  # fmt: skip
    assert told == [("Organization", "Kelp Affairs Bureau"), ("Location", "Horn of Tarsk"), ("Person", "Ruth"), ("Person", "Jon Aske")]


def test_a_body_of_a_body_is_two_names():
    view = "The Board of Portex met."
    assert len(read(view, ("Board", "Organization", 0.6), ("Portex", "Organization", 0.9))) == 2
