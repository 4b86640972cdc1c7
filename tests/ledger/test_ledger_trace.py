"""Where a row comes from, and why it is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from made import claim, edge, entity, report, run, story

from hearsay.errors import QueryError
from hearsay.ledger import Branch, Ledger
from hearsay.records import Report

RUN = run().id


@pytest.fixture
def made() -> list[Report]:
    return [report(n, story=0, day=f"2024-02-0{n + 5}") for n in range(4)]


@pytest.fixture
def ledger(tmp_path: Path, made: list[Report]) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.begin(run())
        ledger.write(made, [], RUN)
        ids = [r.document.id for r in made]
        edges = [edge("copy.near", ids[1], ids[0]), edge("copy.rewrite", ids[2], ids[1]), edge("same.story", ids[3], ids[0])]
        one = claim(*(r.figures[1] for r in made), disputed_by=("Bo Lind",))
        ledger.link(edges, [entity(made[0].mentions[1])], [story(*made)], [one], ids, RUN)
        yield ledger


def shown(branch: Branch, depth: int = 0) -> list[str]:
    line = "  " * depth + " ".join(filter(None, (branch.kind, branch.words, branch.note and f"({branch.note})")))
    return [line, *(inner for b in branch.branches for inner in shown(b, depth + 1))]


def test_the_tree_of_a_claim_hangs_copies_beneath_what_they_copy(ledger: Ledger, made: list[Report]) -> None:
    (one,) = ledger.claims()
    titles = [r.document.title for r in made]
    tree = ledger.trace(one.id[:8])
    assert shown(tree) == [
        f"claim {one.measure}: {one.wording}",
        "  origin Official 0",
        f"    figure 100 houses (via {made[0].mentions[0].name})",
        f"      document {titles[0]}",
        f"        copy {titles[1]} (near copy)",
        f"          copy {titles[2]} (rewrite copy)",
        "  origin Official 3",
        "    figure 103 houses",
        f"      document {titles[3]}",
        "  dispute Bo Lind",
    ]
    assert tree.branches[0].id == "N" + made[0].mentions[1].id[1:] and tree.branches[0].when == "2024-02-05"


def test_a_figure_is_traced_by_its_claim_or_else_by_who_said_it(ledger: Ledger, made: list[Report]) -> None:
    assert ledger.trace(made[1].figures[1].id).kind == "claim"
    assert shown(ledger.trace(made[0].figures[0].id)) == [
        f"figure {made[0].figures[0].evidence.quote}",
        f"  attribution {made[0].mentions[0].name} (asserts)",
        f"    document {made[0].document.title}",
    ]


def test_what_came_through_another_shows_both(ledger: Ledger, made: list[Report]) -> None:
    assert shown(ledger.trace(made[0].attributions[1].id)) == [
        "attribution Official 0 (asserts)",
        f"  via {made[0].mentions[0].name} (relays)",
        f"    document {made[0].document.title}",
    ]
    assert ledger.trace(made[0].forecasts[0].id).branches[0].kind == "attribution"


def test_a_document_is_shown_from_the_first_of_its_line(ledger: Ledger, made: list[Report]) -> None:
    for n in range(3):
        assert shown(ledger.trace(made[n].document.id)) == [
            f"document {made[0].document.title}",
            f"  copy {made[1].document.title} (near copy)",
            f"    copy {made[2].document.title} (rewrite copy)",
        ]


def test_a_story_is_shown_with_its_lines_of_copies(ledger: Ledger, made: list[Report]) -> None:
    (one,) = ledger.stories()
    assert sorted(b.id or "" for b in ledger.trace(one.id).branches) == sorted([made[0].document.id, made[3].document.id])


def test_copies_in_a_circle_come_to_an_end(ledger: Ledger, made: list[Report]) -> None:
    ids = [r.document.id for r in made]
    ledger.link([edge("copy.near", ids[0], ids[2]), edge("copy.exact", ids[0], ids[1])], [], [], [], [], RUN)
    assert ledger.trace(ids[1]).kind == "document"
    assert ledger.figures(hide_copies=True) and ledger.trace(ledger.claims()[0].id)


def test_what_has_no_origin_says_so(ledger: Ledger, made: list[Report]) -> None:
    with pytest.raises(QueryError, match="no origin to trace"):
        ledger.trace(RUN)


def test_a_row_is_explained_in_its_sentence(ledger: Ledger, made: list[Report]) -> None:
    figure = made[0].figures[1]
    told = ledger.explain(figure.id[:10])
    (passage,) = told.passages
    assert (passage.before, passage.quote, passage.after) == ("According to Official 0, ", "100 houses", " stood under water.")
    assert (told.table, told.row, told.method, told.source_name, told.via) == (
        "figures", figure, "rule:made/1", "Official 0", made[0].mentions[0].name,
    )  # fmt: skip
    assert told.run and told.run.id == RUN and told.report and told.report.uri == made[0].document.uri


def test_every_part_of_an_attribution_is_shown(ledger: Ledger, made: list[Report]) -> None:
    assert [p.part for p in ledger.explain(made[0].attributions[1].id).passages] == ["source", "cue", "content", "content"]


@pytest.mark.parametrize("kind", ["documents", "mentions", "times", "places", "attributions", "figures", "forecasts", "edges", "runs"])
def test_every_kind_of_row_can_be_explained(ledger: Ledger, made: list[Report], kind: str) -> None:
    report = made[0]
    rows = {"documents": [report.document], "edges": ledger.edges([report.document.id]), "runs": [ledger.log()[0].run]}
    row = (rows.get(kind) or getattr(report, kind))[0]
    told = ledger.explain(row.id)
    assert (told.table, told.row) == (kind, row)


def test_views_are_explained_by_their_members(ledger: Ledger, made: list[Report]) -> None:
    (one,) = ledger.claims()
    told = ledger.explain(one.id)
    assert told.row == one and len(told.passages) == 4
    (town,) = ledger.entities()
    assert ledger.explain(town.id).row.members == (made[0].mentions[1].id,)
    (whole,) = ledger.stories()
    assert ledger.explain(whole.id).row == whole


def test_an_edge_shows_the_words_it_stands_on(ledger: Ledger, made: list[Report]) -> None:
    words = {"one_evidence": made[3].figures[0].evidence, "other_evidence": made[0].figures[0].evidence}
    proof = edge("copy.rewrite", made[3].document.id, made[0].document.id, **words)
    ledger.link([proof], [], [], [], [], RUN)
    assert [(p.part, p.document) for p in ledger.explain(proof.id).passages] == [
        ("one_evidence", made[3].document.id), ("other_evidence", made[0].document.id),
    ]  # fmt: skip
