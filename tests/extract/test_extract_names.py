"""Names settled across a report: classes that its standings vote on, trimmed ends, and standings that no window saw."""

from types import SimpleNamespace

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
    view = "Kelpin sold boats. Kelpin is a yard. Kelpin grew."
    told = read(view, ("Kelpin", "Organization", 0.9), ("Kelpin", "Person", 0.6), ("Kelpin", "Organization", 0.8))
    assert told == [("Organization", "Kelpin")] * 3


def test_a_surname_is_a_persons_where_the_whole_name_is():
    view = "Ruth Amadi came. Amadi spoke."
    assert read(view, ("Ruth Amadi", "Person", 0.95), ("Amadi", "Location", 0.6))[1] == ("Person", "Amadi")


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
