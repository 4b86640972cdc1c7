"""What the model reports of attributions, weighed: which of its own stand, and where contents begin and end."""

import numpy as np
import pytest

from hearsay import pipeline
from hearsay.clean import clean
from hearsay.extract import Found
from hearsay.extract.reading import Words
from hearsay.extract.reported import Judge, Reported, Stretch, chosen, stands, weights
from hearsay.model import Tagged
from hearsay.read import read
from hearsay.records import Source
from hearsay.settings import Settings

LINE = "The clerk said the quay was shut, but the boats left."


@pytest.fixture
def words():
    (document,) = read(Source("a.txt", payload=LINE.encode()), Settings())
    text = clean(document, Settings())
    return Words(text, Found.of(text))


def tagged(words, first, last, *, sure=0.9):
    """Likelihoods as a model might give them: sure of tokens first to last, and of nothing else."""
    starts = np.array([token.start for token in words.text.tokens])
    inside = np.isin(np.arange(len(starts)), range(first, last))
    return Tagged(starts, np.where(np.arange(len(starts)) == first, sure, 0.01), np.where(inside, sure, 0.01))


def row(words, *pieces, cue=(2, 3), own=(), frame="say"):
    return Reported(cue=cue, lemma="say", frame=frame, score=0.9, source=(0, 2), own=own, read=pieces, pieces=pieces, quoted=False)


def test_the_stretches_hold_what_stands_what_the_rules_read_and_what_the_model_finds_likely(words):
    end = words.low.index(",")
    told = row(words, (3, end), own=((3, len(words.word) - 1),))
    found = {(s.first, s.last) for s in Judge(words).stretches(told, 0, tagged(words, 3, end), [told])}
    assert {(3, end), (3, len(words.word) - 1)} <= found
    assert all(3 <= first < last <= len(words.word) and words.word[last - 1] not in ",." for first, last in found)


def test_a_stretch_stays_on_its_side_of_the_cue_and_between_its_neighbours(words):
    told = row(words, (3, 5), (6, 8))
    judge = Judge(words)
    assert all(s.first >= 3 and s.last <= 6 for s in judge.stretches(told, 0, tagged(words, 0, 9), [told]))
    assert all(s.first >= 5 for s in judge.stretches(told, 1, tagged(words, 0, 9), [told]))


def test_what_stands_is_kept_unless_another_is_better_by_a_margin():
    offers = [Stretch(1, 4, frozenset({"a"})), Stretch(1, 6, frozenset({"b"}))]
    assert chosen(offers, (1, 4), {"a": 1.0, "b": 1.2}) == (1, 4)
    assert chosen(offers, (1, 4), {"a": 1.0, "b": 1.4}) == (1, 6)


def test_the_surer_the_model_is_the_likelier_an_attribution_stands(words):
    judge, told = Judge(words), row(words, (3, 7), frame="judge")
    likely, unlikely = (judge.signs(told, tagged(words, 3, 7, sure=sure)) for sure in (0.95, 0.2))
    by = weights()["attribution"]
    score = {name: sum(by.get(sign, 0.0) * value for sign, value in signs.items()) for name, signs in (("high", likely), ("low", unlikely))}
    assert score["high"] > score["low"]
    assert stands({"bias": 1.0}, {"bias": 3.0})
    assert not stands({"bias": 1.0}, {"bias": -3.0})


def test_a_clause_that_goes_on_with_a_content_stays_with_its_source():
    report = pipeline.examine("The airline said 4,000 workers will lose their jobs, and that flights will resume in March. The ferry left.",
                              published="2023-01-10", settings=Settings())  # fmt: skip
    said = " … ".join(piece.quote for row in report.attributions for piece in row.content)
    assert "4,000 workers will lose their jobs" in said
    assert "that flights will resume in March" in said


def test_according_to_and_counts_keep_what_the_rules_gave_them():
    report = pipeline.examine("The two sides were far apart: 81,000 marchers according to the ministry, 700,000 according to the union.",
                              published="2023-01-10", settings=Settings())  # fmt: skip
    told = {row.source.quote: row.content[-1].quote for row in report.attributions if row.source}
    assert told["the ministry"].endswith("81,000 marchers")
    assert told["the union"].endswith("700,000")
