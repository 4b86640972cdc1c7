"""Questions: words that cannot be read as syntax, places and sources by any spelling, days by prefix, series, copies, counts."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import claim, edge, entity, report, run, story

from hearsay.errors import QueryError
from hearsay.ledger import Ledger
from hearsay.ledger.query import match
from hearsay.records import Failure, Report

RUN = run().id


@pytest.fixture(scope="module")
def made() -> list[Report]:
    """Four reports: 0 and 4 of one town (one story, 4 copies 0), 1 of another, 2 undated."""
    days = {0: "2024-02-05", 1: "2024-02", 2: None, 4: "2024-02-06"}
    return [report(n, day=day) for n, day in days.items()]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory, made: list[Report]) -> Iterator[Ledger]:
    with Ledger(tmp_path_factory.mktemp("ledger") / "ledger.db") as ledger:
        first, other, undated, copy = made
        ledger.begin(run())
        ledger.write(made, [Failure("X1", RUN, "read", "/a.png", "S201", "a picture")], RUN)
        edges = [
            edge("same.story", copy.document.id, first.document.id),
            edge("copy.near", copy.document.id, first.document.id),
            edge("same.claim", copy.figures[0].id, first.figures[0].id),
            edge("claim.contradicts", first.figures[1].id, first.figures[0].id, why="another number for the same"),
            edge("claim.updates", other.figures[0].id, first.figures[0].id),
        ]
        town = replace(entity(first.mentions[2], copy.mentions[2]), names=("Varnholm", "Warnholm", "the town"))
        stories = [story(first, copy), story(other), story(undated)]
        claims = [claim(first.figures[0], copy.figures[0], disputed_by=("Bo Lind",)), *(claim(f) for f in other.figures)]
        ledger.link(edges, [town], stories, [*claims, claim(first.figures[1])], ledger.documents(), RUN)
        ledger.finish(RUN, "2024-03-01T10:01:00Z")
        yield ledger


def quotes(found: list) -> list[str]:  # type: ignore[type-arg]
    return sorted(line.figure.evidence.quote for series in found for line in series.lines)


# --- words ------------------------------------------------------------------------------------------------------------


def test_every_word_must_be_there_in_the_figure_its_sentence_or_the_title(ledger: Ledger, made: list[Report]) -> None:
    assert len(quotes(ledger.figures())) == 8
    assert quotes(ledger.figures("missing people")) == sorted(r.figures[0].evidence.quote for r in made)
    assert quotes(ledger.figures("river")) == quotes(ledger.figures("missing")), "a word of the sentence"
    assert len(quotes(ledger.figures("mill"))) == 8, "a word of the title"
    assert ledger.figures("missing llamas") == []


def test_words_are_found_without_their_accents_and_endings(ledger: Ledger) -> None:
    assert len(quotes(ledger.figures("PECHE house"))) == 1


@pytest.mark.parametrize(
    "words", ['"unbalanced', "NEAR(", "col:x", "*", "a AND", "( OR )", "x^2", "-people", "item : people", "'; DROP", "😀"]
)
def test_what_looks_like_syntax_is_only_words(ledger: Ledger, words: str) -> None:
    assert ledger.figures(words) == [] or words in ("-people", "😀")
    assert ledger.claims(words) is not None


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=40), name=st.text(max_size=20))
def test_no_words_break_a_question(ledger: Ledger, words: str, name: str) -> None:
    words, name = (w.encode("utf-8", "ignore").decode() for w in (words, name))
    if not words.startswith("raw:"):
        ledger.figures(words, place=name, source=words)
        ledger.claims(words, source=name)


def test_raw_words_are_fts5(ledger: Ledger) -> None:
    assert len(quotes(ledger.figures("raw:missing OR under"))) == 8
    assert len(quotes(ledger.figures("raw:state : missing"))) == 4
    with pytest.raises(QueryError, match="no FTS5 query") as caught:
        ledger.figures('raw:"unbalanced')
    assert caught.value.code == "E631"


def test_a_question_has_its_length() -> None:
    match("a" * 500)
    with pytest.raises(QueryError, match="limit 500"):
        match("a" * 501)


# --- filters ------------------------------------------------------------------------------------------------------------


def test_a_place_is_found_under_any_name_its_entity_bears(ledger: Ledger) -> None:
    told = quotes(ledger.figures(place="Varnholm"))
    assert len(told) == 4 == len(quotes(ledger.figures(place="warnholm")))
    assert ledger.figures(place="the town") != [] and ledger.figures(place="Atlantis") == []
    assert ledger.figures(place="!!") == []


def test_a_source_is_who_says_it_or_passes_it_on(ledger: Ledger, made: list[Report]) -> None:
    first = made[0]
    relayed = ledger.figures(source=first.mentions[0].name)
    assert first.figures[0].id in {line.figure.id for s in relayed for line in s.lines}
    assert first.figures[1].id in {line.figure.id for s in relayed for line in s.lines}, "said to him, and he passed it on"
    line = next(line for s in relayed for line in s.lines if line.figure.id == first.figures[1].id)
    assert (line.source_name, line.via) == ("Official 0", first.mentions[0].name)


def test_days_count_by_prefix_and_what_is_undated_is_on_no_day(ledger: Ledger, made: list[Report]) -> None:
    def told(**days: str) -> set[str]:
        return {line.report.document for s in ledger.figures("missing", **days) for line in s.lines}

    first, other, undated, copy = (r.document.id for r in made)
    assert told(since="2024-02-06") == {other, copy}, "February counts for each of its days"
    assert told(until="2024-02-05") == {first, other}
    assert told(since="2024", until="2024-02") == {first, other, copy}
    assert told(since="2025") == set() == told(until="2023")
    with pytest.raises(QueryError, match="--since 'tomorrow' is no date"):
        ledger.figures(since="tomorrow")


def test_claims_have_a_figure_that_fits(ledger: Ledger, made: list[Report]) -> None:
    assert len(ledger.claims()) == 4
    assert {c.place for c in ledger.claims(place="Varnholm")} == {"Varnholm"}
    assert [c.members for c in ledger.claims("missing", since="2024-02-06", place="Varnholm")] == [
        tuple(sorted([made[0].figures[0].id, made[3].figures[0].id]))
    ]
    assert len(ledger.claims(source="Official 1")) == 1


def test_disputed_are_claims_that_somebody_disputes_or_that_contradict(ledger: Ledger, made: list[Report]) -> None:
    assert {m for c in ledger.claims(disputed=True) for m in c.members} == {*(f.id for f in made[0].figures), made[3].figures[0].id}


# --- series -------------------------------------------------------------------------------------------------------------


def test_a_series_is_one_measure_of_one_story_and_what_contradicts_it(ledger: Ledger, made: list[Report]) -> None:
    found = ledger.figures(place="Varnholm")
    (series,) = [s for s in found if made[0].figures[0].id in {line.figure.id for line in s.lines}]
    assert {line.figure.id for line in series.lines} == {*(f.id for f in made[0].figures), made[3].figures[0].id}
    assert series.reports == 2 and series.unit == "1" and series.title == made[0].document.title
    assert [(r.relation, r.why) for r in series.relations] == [("contradicts", "another number for the same")]
    assert [line.said for line in series.lines] == sorted(line.said for line in series.lines if line.said)


def test_a_copy_counts_beneath_what_it_copies(ledger: Ledger, made: list[Report]) -> None:
    def lines(hide: bool) -> dict[str, tuple[int, str | None]]:
        found = ledger.figures("missing", place="Varnholm", hide_copies=hide)
        return {line.figure.document: (line.copies, line.copy_of) for s in found for line in s.lines}

    first, copy = made[0].document.id, made[3].document.id
    assert lines(hide=False) == {first: (1, None), copy: (0, first)}
    assert lines(hide=True) == {first: (1, None)}


def test_relations_stand_between_claims(ledger: Ledger, made: list[Report]) -> None:
    told = {(r.relation, r.one, r.other) for r in ledger.relations()}
    ids = {m: c.id for c in ledger.claims() for m in c.members}
    assert told == {
        ("contradicts", ids[made[0].figures[1].id], ids[made[0].figures[0].id]),
        ("updates", ids[made[1].figures[0].id], ids[made[0].figures[0].id]),
    }


# --- forecasts, ids, runs -------------------------------------------------------------------------------------------------


def test_forecasts_by_day_and_source(ledger: Ledger) -> None:
    assert len(ledger.forecasts()) == 4 == len(ledger.forecasts(due="2024-02-09"))
    assert ledger.forecasts(due="2024-02-08") == [] and len(ledger.forecasts(due="2024-02")) == 4
    assert [f.source_name for f in ledger.forecasts(source="official 1")] == ["Official 1"]
    assert ledger.forecasts(source="nobody") == []


def test_an_id_may_be_shortened_until_it_is_unclear(ledger: Ledger, made: list[Report]) -> None:
    id = made[0].document.id
    assert ledger.find(id) == ledger.find(id[:12]) == ledger.find(id[:12].lower()) == id
    with pytest.raises(QueryError, match="could be") as caught:
        ledger.find("D")
    assert set(caught.value.candidates) == {r.document.id for r in made}
    for wrong in ("D00000", "?", "", "Dxyz", "D' OR 1=1"):
        with pytest.raises(QueryError) as caught:
            ledger.find(wrong)
        assert caught.value.code == "E630"


def test_the_log_tells_runs_and_what_went_wrong(ledger: Ledger) -> None:
    (entry,) = ledger.log(last=1)
    assert (entry.run.id, entry.run.ended, entry.documents) == (RUN, "2024-03-01T10:01:00Z", 4)
    assert [f.code for f in entry.failures] == ["S201"]


def test_counts(ledger: Ledger) -> None:
    told = ledger.counts()
    assert (told.documents, told.copies, told.read, told.figures, told.forecasts) == (4, 1, 4, 8, 4)
    assert (told.stories, told.claims, told.shared, told.disputed, told.open, told.failures) == (3, 4, 1, 1, 1, 1)
    assert told.dates == {"a line of the text": 3, None: 1} and told.languages == {"en": 4}
    assert ledger.counts(RUN).documents == 4 and ledger.counts("R0").documents == 0


def test_a_ledger_with_nothing_in_it_answers(tmp_path: Path) -> None:
    with Ledger(tmp_path / "new.db") as ledger:
        assert (ledger.figures(), ledger.claims(disputed=True), ledger.forecasts(), ledger.relations(), ledger.log()) == (
            [],
            [],
            [],
            [],
            [],
        )
        assert ledger.counts().documents == 0 and ledger.neighbours([], 3) == [] and ledger.check() == []
