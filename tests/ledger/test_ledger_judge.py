"""A person's word outranks the machine's, can be taken back, and is never overwritten."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made import claim, edge, entity, report, run, story

import hearsay
from hearsay.errors import QueryError
from hearsay.ledger import Ledger
from hearsay.ledger.schema import ROWS
from hearsay.records import Report

RUN = run().id


@pytest.fixture
def made() -> list[Report]:
    return [report(n, story=0) for n in range(3)]


@pytest.fixture
def ledger(tmp_path: Path, made: list[Report]) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.db", now=lambda: "2024-03-02T08:00:00Z") as ledger:
        ledger.begin(run())
        ledger.write(made, [], RUN)
        ids = [r.document.id for r in made]
        edges = [
            edge("same.story", ids[1], ids[0]),
            edge("copy.near", ids[2], ids[1]),
            edge("same.claim", made[2].figures[0].id, made[1].figures[0].id),
            edge("same.entity", made[1].mentions[2].id, made[0].mentions[2].id),
        ]
        views = ([entity(made[0].mentions[2], made[1].mentions[2])], [story(*made)], [claim(made[1].figures[0], made[2].figures[0])])
        ledger.link(edges, *views, ids, RUN)
        yield ledger


def standing(ledger: Ledger, *ids: str) -> list[tuple[str, str | None]]:
    return [(e.relation, e.judgement) for e in ledger.edges(ids) if e.relation == "same.story"]


def test_a_person_parts_two_documents_and_takes_it_back(ledger: Ledger, made: list[Report]) -> None:
    ids = [r.document.id for r in made]
    touched = ledger.judge(ids[0], "not-same", "ann", RUN, other=ids[1])
    assert touched == sorted(ids), "also those that hang together no longer"
    assert standing(ledger, ids[0]) == [("same.story", "negative")]
    assert ledger.component([ids[0]]) == [ids[0]]
    ledger.judge(ids[0], "same", "bob", RUN, other=ids[1])
    assert standing(ledger, ids[0]) == [("same.story", "positive")]
    ledger.judge(ids[0], "undo", "bob", RUN, other=ids[1])
    assert standing(ledger, ids[0]) == [("same.story", "negative")], "the word before holds again"
    ledger.judge(ids[1], "undo", "ann", RUN)
    assert standing(ledger, ids[0]) == [("same.story", None)], "and then the machine's"
    with pytest.raises(QueryError, match="nothing to undo"):
        ledger.judge(ids[0], "undo", "ann", RUN)
    assert [(j.word, j.judged_by) for j in ledger.judgements()] == [("not-same", "ann"), ("same", "bob"), ("undo", "bob"), ("undo", "ann")]
    assert ledger.check() == []


def test_the_machine_cannot_overrule_by_saying_it_again(ledger: Ledger, made: list[Report]) -> None:
    ids = [r.document.id for r in made]
    ledger.judge(ids[0], "not-same", "ann", RUN, other=ids[1])
    ledger.link([edge("same.story", ids[1], ids[0])], [], [], [], [], "R2")
    assert standing(ledger, ids[1]) == [("same.story", "negative")]


def test_a_rejected_copy_is_none_whatever_kind_the_machine_sees(ledger: Ledger, made: list[Report]) -> None:
    ids = [r.document.id for r in made]
    (copy,) = ledger.copies()
    assert ledger.judge(copy.id, "reject", "ann", RUN) == sorted(ids)
    ledger.link([edge("copy.rewrite", ids[2], ids[1])], [], [], [], [], "R2")
    assert ledger.copies() == []
    ledger.judge(copy.id, "undo", "ann", RUN)
    assert {e.relation for e in ledger.copies()} == {"copy.near", "copy.rewrite"}


def test_entities_and_claims_are_judged_by_what_they_are_named_after(ledger: Ledger, made: list[Report]) -> None:
    (town,) = [e for e in ledger.entities() if e.schema == "Place"]
    lone = made[2].mentions[2].id
    touched = ledger.judge(town.id, "same", "ann", RUN, other=lone)
    assert set(touched) == {r.document.id for r in made}
    assert [e.judgement for e in ledger.edges([lone])] == ["positive"]
    (one,) = ledger.claims()
    ledger.judge(one.id, "not-same", "ann", RUN, other=made[0].figures[0].id)
    held = [e for e in ledger.edges([made[0].figures[0].id]) if e.relation == "same.claim"]
    assert [(e.judgement, e.judged_by, e.method) for e in held] == [("negative", "ann", "person")]


def test_a_rejected_claim_is_listed_no_more(ledger: Ledger, made: list[Report]) -> None:
    (one,) = ledger.claims()
    assert ledger.judge(one.id, "reject", "ann", RUN) == []
    assert ledger.claims() == []
    assert [j.word for j in ledger.explain(one.id).judgements] == ["reject"]
    ledger.judge(one.id, "undo", "ann", RUN)
    assert ledger.claims() == [one]


def test_a_rejected_figure_is_listed_no_more(ledger: Ledger, made: list[Report]) -> None:
    wrong = made[0].figures[1].id
    ledger.judge(wrong, "reject", "ann", RUN)
    assert wrong not in {line.figure.id for series in ledger.figures() for line in series.lines}
    assert ledger.explain(wrong).row.id == wrong


def test_a_forecast_has_the_last_outcome_said(ledger: Ledger, made: list[Report]) -> None:
    id = made[0].forecasts[0].id
    assert id in {f.forecast.id for f in ledger.forecasts(due="2024-02-09")}
    ledger.judge(id, "happened", "ann", RUN)
    ledger.judge(id[:9], "did-not", "bob", RUN)
    told = {f.forecast.id: (f.outcome, f.judged_by) for f in ledger.forecasts()}
    assert told[id] == ("did-not", "bob")
    assert id not in {f.forecast.id for f in ledger.forecasts(due="2024-02-09")}
    ledger.judge(id, "undo", "bob", RUN)
    assert {f.forecast.id: f.outcome for f in ledger.forecasts()}[id] == "happened"


WORKS = "lido park inn bridge tower canal harbour museum station tunnel market library stadium weir airport mill chapel depot pier dam farm"


def test_forecasts_are_scored_by_source_from_twenty_resolved_on(tmp_path: Path) -> None:
    lines = [f"Ann Weir, the mayor, said the new {work} will open by May 2024." for work in WORKS.split()]
    lines += ["Ann Weir said the new bridge will open by May 2024.", "The engineer said the old lock could break."]
    told = hearsay.examine("\n\n".join(["What the mayor sees coming", *lines]), "2024-02-05")
    with Ledger(tmp_path / "ledger.db", now=lambda: "2024-06-02T08:00:00Z") as ledger:
        ledger.begin(run())
        ledger.write([replace(told, **{name: _of_run(getattr(told, name)) for name in ROWS})], [], RUN)
        mine = [f.forecast for f in ledger.forecasts(source="Ann Weir")]
        assert len(mine) == 20 + 1 and {f.low for f in mine} == {0.87}, "what she said again is one forecast"
        (ann, other) = ledger.scores()
        assert (ann.source_name, ann.told, ann.open, ann.void, ann.brier) == ("Ann Weir", 21, 21, None, None)
        assert (other.source_name, other.unresolvable) == ("engineer", 1)
        for forecast in mine[:2]:
            ledger.judge(forecast.id, "unclear", "bob", RUN)
        for forecast in mine[2:]:
            ledger.judge(forecast.id, "happened", "bob", RUN)
        (ann,) = ledger.scores(source="Ann Weir")
        assert (ann.happened, ann.unclear, ann.void, ann.brier) == (19, 2, 2 / 21, None), "nineteen are too few"
        ledger.judge(mine[0].id, "did-not", "bob", RUN)
        (ann,) = ledger.scores(source="Ann Weir")
        assert (ann.happened, ann.did_not, ann.unclear, ann.open) == (19, 1, 1, 0)
        assert ann.brier == pytest.approx((19 * 0.07**2 + 0.93**2) / 20)


def _of_run(rows: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(replace(row, run=RUN) for row in rows)


@pytest.mark.parametrize(
    ("target", "word", "other", "said"),
    [
        ("D", "happened", None, "no forecast"),
        ("D", "same", None, "second id"),
        ("D", "same", "F", "cannot be joined"),
        ("D", "same", "D", "cannot be joined"),
        ("D", "wonderful", None, "is no judgement"),
        ("R", "reject", None, "cannot be rejected"),
    ],
)
def test_a_word_that_does_not_fit_is_refused(
    ledger: Ledger, made: list[Report], target: str, word: str, other: str | None, said: str
) -> None:
    ids = {"D": made[0].document.id, "F": made[0].figures[0].id, "R": RUN}
    with pytest.raises(QueryError, match=said):
        ledger.judge(ids[target], word, "ann", RUN, other=ids[other] if other else None)
    assert ledger.judgements() == []


def test_a_judgement_needs_a_name(ledger: Ledger, made: list[Report]) -> None:
    with pytest.raises(QueryError, match="--by NAME"):
        ledger.judge(made[0].document.id, "reject", " ", RUN)


def test_a_persons_word_survives_a_power_cut(ledger: Ledger, made: list[Report]) -> None:
    said = []
    ledger._db.set_trace_callback(said.append)
    ledger.judge(made[0].figures[0].id, "reject", "ann", RUN)
    assert "PRAGMA synchronous = FULL" in said
