"""A report as its figures see it: nouns, names and where it plays."""

import pytest
from speech import heard

from hearsay.clean import clean
from hearsay.extract import Found
from hearsay.extract.scene import Scene, terms
from hearsay.extract.words import tag
from hearsay.settings import Settings


def scene_of(words):
    report = heard(words)
    text = clean(report.document, Settings())
    tags = tag(text)
    found = Found(tags=tuple(t.upos for t in tags), forms=tuple(t.form for t in tags), rows={"mentions": report.mentions})
    return Scene(text, found)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("old wooden houses burned .", "old wooden houses"),
        ("heart attacks and strokes followed .", "heart attacks and strokes"),
        ("passengers and crew fled .", "passengers and crew"),
        ("men and 14 women fled .", "men"),
        ("were killed .", None),
        ("apiece for the twins .", None),
        ("cancelled flights waited .", "cancelled flights"),
    ],
)
def test_the_noun_that_begins_somewhere(words, expected):
    scene = scene_of(words)
    found = scene.nominal(0, len(scene.word), [k for k, w in enumerate(scene.word) if w.isdigit()])
    assert (None if found is None else " ".join(t.word for t in scene.text.tokens[found[0] : found[1]])) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("A bus crashed in Lagos.", ("Lagos", "located")),
        ("A bus crashed 30 km north of Lagos.", ("Lagos", "beside")),
        ("A bus crashed near Lagos.", ("Lagos", "near")),
        ("A bus left for the outskirts of Lagos.", ("Lagos", "located")),
        ("The governor of Lagos resigned.", ("Lagos", "title")),
        ("Lagos's bridges were shut.", ("Lagos", "owner")),
        ("A bus came from Lagos.", ("Lagos", "led")),
        ("A bus crashed in the Kharkiv region.", ("Kharkiv region", "located")),
        ("Students fled from Ada Kron College.", ("Ada Kron College", "led")),
    ],
)
def test_names_of_somewhere(words, expected):
    assert expected in [(s.name, s.grip) for s in scene_of(words).spots]


def test_where_it_plays():
    scene = scene_of("A bus crashed in Lagos on Monday, killing six.\n\nThe driver came from Nairobi. Police in Lagos shut the road.")
    assert scene.settings[0].name == "Lagos"
    assert scene.event is not None and scene.event.name == "Lagos"


def test_nothing_happened_nowhere():
    assert scene_of("Shares of the firm rose on Monday. Analysts in Lagos were pleased.").event is None


def test_word_lists_do_not_quarrel():
    words = terms()
    assert words.people <= words.taxon.keys()
    assert not words.harmed & {"rose", "fell"}
    assert set(words.verbs.values()) == {"change", "amount", "have", "harm", "be"}
