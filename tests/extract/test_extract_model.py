"""The model beside the rules: what it adds, what it may not take away, and that every span still stands in the report."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearsay import pipeline
from hearsay.model.heads import shipped_digest
from hearsay.records import Report
from hearsay.settings import Settings

REST = " The ferry left at noon."


def read(words: str, *, model: bool = True) -> Report:
    return pipeline.examine(words, published="2024-03-05", settings=Settings(model=model))


def said(report: Report) -> list[tuple[str | None, str, str]]:
    return [
        (a.source and a.source.quote, a.cue.quote if a.cue else "", " … ".join(c.quote for c in a.content)) for a in report.attributions
    ]


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ("Residents remain convinced that the well was poisoned.", ("Residents", "remain convinced", "that the well was poisoned")),
        ("A memo seen by this paper warns that the dam could fail.", ("A memo seen by this paper", "warns", "that the dam could fail")),
    ],
)
def test_the_model_reads_what_no_rule_knows(words: str, row: tuple[str, str, str]) -> None:
    assert said(read(words + REST, model=False)) == []
    report = read(words + REST)
    assert said(report) == [row]
    assert report.attributions[0].method == f"model:attribution@{shipped_digest()}"


def test_a_source_ends_with_its_sentence() -> None:
    sources = [source for source, _, _ in said(read('"No," said Mrs. Hunter. Margaret Hunter said 40 had come.'))]
    assert sources == ["Mrs. Hunter", "Margaret Hunter"]


def test_what_both_read_says_so() -> None:
    (row,) = read("The mayor said on Monday that 40 homes had burned." + REST).attributions
    assert row.method == f"rule:say/1+model:attribution@{shipped_digest()}"
    assert row.confidence == 0.9


def test_an_attitude_lends_its_source_to_no_number() -> None:
    report = read("Fishermen were quick to blame the new harbour wall for 12 floods." + REST)
    assert all(row.confidence < 0.6 for row in report.attributions)
    assert [figure.attribution for figure in report.figures] == [None]


def test_the_words_of_a_quotation_are_left_to_its_marks() -> None:
    words = 'Ada Kron, the mayor, said: "The water came at night. We lost 40 homes. Nobody warned us."'
    assert said(read(words + REST))[0][2] == '"The water came at night. We lost 40 homes. Nobody warned us."'


def test_without_the_model_the_run_says_so_and_rules_read_alone() -> None:
    report = read("The mayor said on Monday that 40 homes had burned." + REST, model=False)
    assert [row.method for row in report.attributions] == ["rule:say/1"]
    assert pipeline.new_run(Settings(model=False)).model is None
    assert pipeline.new_run(Settings()).model == shipped_digest()


PARTS = (
    "The mayor said 40 homes had burned. ",
    '"We lost 12 boats," said Ada Kron of the port office. ',
    "According to police, at least 300 people marched in Orvel on Friday.\n\n",
    "Officials fear ",
    "“",
    "\n",
    "— ",
    "BREAKING: ",
    "İstanbul’da ",
    "🙂",
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=30))
def test_every_span_stands_in_the_report(parts: list[str]) -> None:
    words = "".join(parts)
    if not words.strip():
        return
    report = read(words)
    rows = [row.evidence for row in (*report.mentions, *report.figures, *report.places, *report.forecasts)]
    for row in report.attributions:
        rows += [piece for piece in (row.source, row.cue, *row.content) if piece is not None]
        assert row.content
    for evidence in rows:
        assert report.document.text[evidence.span.start : evidence.span.end] == evidence.quote
    assert read(words) == replace(report, document=report.document), "twice the same"


def test_no_content_runs_over_the_end_of_its_paragraph() -> None:
    words = (files("hearsay") / "demo/reports/train-05_signal-weekly_there-and-back.md").read_text(encoding="utf-8")
    rows = [piece.quote for row in read(words).attributions for piece in row.content]
    assert len(rows) > 3
    assert not [row for row in rows if "\n\n" in row]


@pytest.mark.parametrize("verb", ["asked not to be named", "declined to be identified"])
def test_who_asks_not_to_be_named_has_said_nothing_by_that(verb: str) -> None:
    assert [row[2] for row in said(read(f"An officer, who {verb}, said 40 boats burned.{REST}"))] == ["40 boats burned"]


def test_the_model_leaves_relays_to_the_rules() -> None:
    report = read("Airport chief Mara Roe was quoted by Orvel Radio as saying that flights had resumed." + REST)
    by = {a.id: a for a in report.attributions}
    ((source, via),) = [(a.source and a.source.quote, by[a.via].source) for a in report.attributions if a.via]
    assert source == "Airport chief Mara Roe" and via is not None and via.quote == "Orvel Radio"


def test_single_marks_around_all_of_it_are_a_quotation() -> None:
    report = read("‘We are just the same; there’s no difference,’ she said." + REST)
    assert [a.kind for a in report.attributions] == ["direct"]


@pytest.mark.parametrize(
    ("words", "channel"),
    [
        ("The army has released a statement saying it cannot confirm the deaths.", "a statement"),
        ("The ministry said in statements that Roe was injured.", "statements"),
        ("A journalist, Mara Roe, on her Twitter account stated that he is alive.", "her Twitter account"),
        ('Mara Roe tweeted: "He is safe."', "Twitter"),
        ("Mara Roe, a strategist, told The Telegraph that the aide was killed.", "The Telegraph"),
    ],
)
def test_channels(words: str, channel: str) -> None:
    assert [a.channel for a in read(words + REST).attributions] == [channel]


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("According to Obi administration advisers, 400 tanks are near.", "Obi administration advisers"),
        ('The Marsa Relief Fund helps a priest. "The Sand Army are now near," the group wrote on Facebook.', "Marsa Relief Fund"),
    ],
)
def test_who_is_meant(words: str, source: str) -> None:
    report = read(words + REST)
    names = {m.id: m.name for m in report.mentions}
    (row,) = report.attributions
    assert source == (names.get(row.mention or "") or (row.source and row.source.quote))


def test_who_reportedly_does_a_thing_has_not_said_so() -> None:
    assert [a.source for a in read("Kelpin Foods is reportedly on the cusp of laying off 26% of its workforce." + REST).attributions] == [
        None
    ]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("The Institute for the Study of War said so.", "Institute for the Study of War"),
        ("The chief executive, Meg Whitmore, will lead it.", "Meg Whitmore"),
    ],
)
def test_names_are_as_wide_as_the_model_reads_them(words: str, name: str) -> None:
    assert name in [m.name for m in read(words + REST).mentions]
