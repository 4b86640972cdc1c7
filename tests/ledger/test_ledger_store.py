"""What is written is read again, exactly; twice is once; a newer reading supersedes; neighbours and edges are found by index."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import changed, claim, edge, entity, report, run, story

from hearsay.ledger import Ledger
from hearsay.ledger.store import BUCKET, CLOSEST, DEGREE, context, in_force
from hearsay.records import (
    Attribution,
    Block,
    Document,
    Evidence,
    Failure,
    Figure,
    Forecast,
    Key,
    Mention,
    Place,
    Report,
    Span,
    Time,
    identify,
)

RUN = run().id


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.begin(run())
        yield ledger


def rows(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the ledger but the order of arrival."""
    db = sqlite3.connect(ledger.path)
    names = [n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%words%' ORDER BY name")]
    told = {name: sorted(map(repr, db.execute(f"SELECT * FROM {name}"))) for name in names}
    db.close()
    return told  # type: ignore[return-value]


# --- round trips ------------------------------------------------------------------------------------------------------

# A lone surrogate is no text: the store sets it aside (below). Everything else is.
words = st.text(st.characters(blacklist_categories=("Cs",)), max_size=12)
texts = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=80)
maybe = st.none() | words
numbers = st.none() | st.floats(allow_nan=False)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    text = draw(texts)
    id = identify("D", draw(words), text)
    count = iter(range(1000))

    def evidence() -> Evidence:
        start = draw(st.integers(0, len(text) - 1))
        return Evidence.at(id, text, Span(start, draw(st.integers(start + 1, len(text)))))

    def base(table: str) -> dict[str, object]:
        row = identify(table, id, next(count))
        return {"id": row, "document": id, "run": RUN, "method": draw(words), "confidence": draw(st.floats(0, 1))}

    def some(make):  # type: ignore[no-untyped-def]
        return tuple(make() for _ in range(draw(st.integers(0, 2))))

    def block() -> Block:
        return Block(evidence().span, draw(words), draw(st.booleans()), draw(words), draw(st.floats(0, 1)))

    document = Document(
        id, draw(words), text, some(block), draw(words), draw(words), draw(words), draw(maybe), draw(maybe), some(lambda: draw(words)),
        draw(maybe), draw(maybe), draw(maybe), draw(maybe), draw(maybe), some(lambda: draw(words)),
    )  # fmt: skip
    return Report(
        document,
        some(
            lambda: Mention(
                **base("M"), evidence=evidence(), schema=draw(words), name=draw(words), antecedent=draw(maybe), role=draw(maybe)
            )
        ),
        some(lambda: Time(**base("T"), evidence=evidence(), value=draw(maybe), opens=draw(maybe), closes=draw(maybe), anchor=draw(maybe))),
        some(
            lambda: Place(
                **base("P"),
                evidence=evidence(),
                mention=draw(words),
                name=draw(words),
                country=draw(maybe),
                latitude=draw(numbers),
                longitude=draw(numbers),
                precision=draw(maybe),
                uncertainty_km=draw(numbers),
                gazetteer=draw(maybe),
            )  # fmt: skip
        ),
        some(
            lambda: Attribution(
                **base("A"),
                source=draw(st.sampled_from([None, evidence()])),
                cue=draw(st.sampled_from([None, evidence()])),
                content=(evidence(), *some(evidence)),
                kind=draw(words),
                stance=draw(words),
                mention=draw(maybe),
                role=draw(maybe),
                channel=draw(maybe),
                said_on=draw(maybe),
                via=draw(maybe),
                voice=draw(words),
                disputes=draw(maybe),
            )  # fmt: skip
        ),
        some(
            lambda: Figure(
                **base("F"),
                evidence=evidence(),
                kind=draw(words),
                low=draw(numbers),
                high=draw(numbers),
                qualifier=draw(words),
                unit=draw(words),
                item=draw(maybe),
                state=draw(maybe),
                holder=draw(maybe),
                place=draw(maybe),
                as_of=draw(maybe),
                scope=draw(maybe),
                attribution=draw(maybe),
                voice=draw(words),
                reported=draw(st.booleans()),
                measure=draw(maybe),
            )  # fmt: skip
        ),
        some(
            lambda: Forecast(
                **base("O"),
                evidence=evidence(),
                attribution=draw(maybe),
                opens=draw(maybe),
                closes=draw(maybe),
                leaning=draw(words),
                about=draw(maybe),
            )  # fmt: skip
        ),
        some(lambda: Key(draw(words), draw(words), draw(words), id)),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(reports())
def test_what_is_written_is_read_again_exactly(tmp_path_factory: pytest.TempPathFactory, given: Report) -> None:
    with Ledger(tmp_path_factory.mktemp("ledger") / "ledger.db") as ledger:
        ledger.begin(run())
        ledger.write([given], [], RUN)
        assert ledger.reports([given.document.id]) == [given]
        assert ledger.check() == []


def test_reports_come_in_the_order_asked_and_unknown_ids_are_left_out(ledger: Ledger) -> None:
    made = [report(n) for n in range(4)]
    ledger.write(made, [], RUN)
    ids = [r.document.id for r in made]
    assert ledger.documents() == ids
    assert ledger.reports([ids[3], "D0", ids[1]]) == [made[3], made[1]]


# --- twice is once ----------------------------------------------------------------------------------------------------


def test_the_same_again_changes_nothing(ledger: Ledger) -> None:
    made = [report(n) for n in range(3)]
    ledger.write(made, [], RUN)
    before = rows(ledger)
    again = [replace(r, figures=tuple(replace(f, run="R2") for f in r.figures)) for r in made]
    ledger.write([*again, *made], [], "R2")
    assert rows(ledger) == before


def test_order_and_batches_make_the_same_rows(tmp_path: Path) -> None:
    made = [report(n) for n in range(6)]
    told = []
    for name, batches in (("a", [made]), ("b", [made[3:], made[:3][::-1]])):
        with Ledger(tmp_path / name, now=lambda: "now") as ledger:
            ledger.begin(run())
            for batch in batches:
                ledger.write(batch, [], RUN)
            told.append({r.document.id: r for r in ledger.reports(ledger.documents())})
    assert told[0] == told[1]


def test_known_documents_and_sources_need_no_reading(ledger: Ledger) -> None:
    one, two = report(1), report(2)
    ledger.write([one], [], RUN, sources=[("/in/a.csv", "ab12")])
    assert ledger.known([one.document.id, two.document.id]) == {one.document.id}
    assert ledger.known_sources([("/in/a.csv", "ab12"), ("/in/a.csv", "cd34")]) == {("/in/a.csv", "ab12")}


def test_a_source_whose_name_is_no_text_is_known_again(ledger: Ledger) -> None:
    ledger.write(
        [], [Failure("X1", RUN, "read", "/in/\udcff.txt", "S202", "\udcff.txt is empty")], RUN, sources=[("/in/\udcfe.txt", "ab12")]
    )
    assert ledger.known_sources([("/in/\udcfe.txt", "ab12")]) == {("/in/\udcfe.txt", "ab12")}
    assert ledger.log()[0].failures[0].document == "/in/\\udcff.txt"


def test_a_failure_is_kept_once(ledger: Ledger) -> None:
    failure = Failure("X1", RUN, "read", "/in/photo.html", "S201", "photo.html is a PNG image")
    ledger.write([], [failure, failure], RUN)
    ledger.write([], [failure], RUN)
    assert ledger.log()[0].failures == (failure,)


# --- a newer reading --------------------------------------------------------------------------------------------------


def test_a_newer_reading_supersedes_and_the_older_stays(ledger: Ledger) -> None:
    old = report(1)
    ledger.write([old], [], RUN)
    new = changed(old, item="persons", run="R2")
    ledger.write([new], [], "R2")
    assert ledger.reports([old.document.id])[0].figures[0].item == "persons"
    told = ledger.explain(old.figures[0].id)
    assert (told.row.item, told.row.run) == ("persons", "R2")
    assert [row.item for row in told.earlier] == ["people"]
    assert ledger.pending() == [old.document.id]


def test_a_row_no_longer_read_leaves_its_entity_and_edges(ledger: Ledger) -> None:
    one, two = report(1), report(2)
    ledger.write([one, two], [], RUN)
    joins = [edge("same.entity", two.mentions[0].id, one.mentions[0].id), edge("same.story", two.document.id, one.document.id)]
    ledger.link(joins, [entity(one.mentions[0], two.mentions[0])], [story(one, two)], [], [one.document.id, two.document.id], RUN)
    ledger.write([replace(two, mentions=two.mentions[1:], attributions=(), figures=(), forecasts=())], [], "R2")
    assert ledger.entity_of(two.document.id) == {}
    assert ledger.edges([two.document.id]) == [] and ledger.component([one.document.id]) == [one.document.id]
    assert ledger.check() == []


def test_a_revised_figure_is_found_by_its_new_words_only(ledger: Ledger) -> None:
    old = report(1)
    ledger.write([old], [], RUN)
    ledger.write([changed(old, item="llamas")], [], "R2")
    assert [s.lines[0].figure.item for s in ledger.figures("llamas")] == ["llamas"]
    assert all(line.figure.item != "people" for s in ledger.figures() for line in s.lines)


# --- what cannot be believed ------------------------------------------------------------------------------------------


def test_a_row_that_does_not_stand_where_it_says_becomes_a_failure(ledger: Ledger) -> None:
    good = report(1)
    lie = replace(good.figures[0], evidence=replace(good.figures[0].evidence, quote="11 horses"))
    (kept,) = ledger.write([replace(good, figures=(lie, good.figures[1]))], [], RUN)
    assert kept.figures == (good.figures[1],)
    (entry,) = ledger.log()
    assert [f.code for f in entry.failures] == ["W330"] and "11 horses" in entry.failures[0].message
    assert ledger.reports([good.document.id])[0].figures == (good.figures[1],)


def test_two_rows_of_one_id_keep_the_first_and_say_so(ledger: Ledger) -> None:
    good = report(1)
    twin = replace(good.figures[0], item="goats")
    ledger.write([replace(good, figures=(*good.figures, good.figures[0], twin))], [], RUN)
    assert ledger.reports([good.document.id])[0].figures == good.figures
    assert [f.code for f in ledger.log()[0].failures] == ["W331"]


@pytest.mark.parametrize("field", ["text", "uri", "title", "name"])
def test_half_a_character_is_set_aside_and_the_rest_written(ledger: Ledger, field: str) -> None:
    bad = report(1)
    if field == "name":
        bad = replace(bad, mentions=(replace(bad.mentions[0], name="Ana \ud83d"), *bad.mentions[1:]))
    else:
        bad = replace(bad, document=replace(bad.document, **{field: getattr(bad.document, field) + "\ud83d"}))
    ledger.write([bad, report(2)], [], RUN)
    assert ledger.documents() == [report(2).document.id]
    (failure,) = ledger.log()[0].failures
    assert failure.code == "S205" and failure.document.startswith("/reports/00001.txt")


# --- neighbours -------------------------------------------------------------------------------------------------------


def test_neighbours_share_a_key_that_is_no_name(ledger: Ledger) -> None:
    made = [report(n, story=n // 3) for n in range(9)]
    ledger.write(made, [], RUN)
    near = ledger.neighbours([k for k in made[0].keys if k.kind == "band"], 10)
    assert set(near) == {made[1].document.id, made[2].document.id}
    assert ledger.neighbours([k for k in made[0].keys if k.kind == "name"], 10) == []


def test_the_closest_neighbours_come_first_and_each_new_report_has_its_own_share(ledger: Ledger) -> None:
    made = [report(n, story=n // 3) for n in range(9)]
    ledger.write(made, [], RUN)
    assert set(ledger.neighbours(made[0].keys, 2)) == {made[1].document.id, made[2].document.id}, (
        "eight shared bands weigh more than a town"
    )
    towns = {r.document.id for r in made if r.places[0].name == made[0].places[0].name}
    assert set(ledger.neighbours(made[0].keys, 99)) < {made[1].document.id, made[2].document.id, *towns}
    both = ledger.neighbours([*made[0].keys, *made[3].keys], 2)
    assert {made[4].document.id, made[5].document.id} <= set(both)


def test_one_key_that_many_share_brings_only_the_closest(ledger: Ledger) -> None:
    """However many reports name the town: what each new one costs must not grow with them."""

    def bearer(n: int, values: str) -> Report:
        return replace(report(n), keys=tuple(Key("term", value, "x", report(n).document.id) for value in values))

    def near(values: str) -> int:
        return len(ledger.neighbours(bearer(999, values).keys, 24))

    ledger.write([bearer(n, "t") for n in range(60)], [], RUN)
    assert near("t") == CLOSEST
    ledger.write([bearer(n, "abcdef") for n in range(60, 120)], [], RUN)
    assert near("abcdef") == 24, "a big story shares many keys, each of little weight"
    assert near("abcd") == CLOSEST
    ledger.write([bearer(n, "xy") for n in range(120, 124)], [], RUN)
    assert near("xy") == 4 and near("x") == CLOSEST, "two rare keys are enough, one is not"
    counted = [replace(r, keys=tuple(replace(k, kind="measure") for k in r.keys)) for r in (bearer(n, "pqrstuv") for n in range(124, 128))]
    ledger.write(counted, [], RUN)
    assert len(ledger.neighbours([replace(k, document="D9") for k in counted[0].keys], 24)) == CLOSEST, "nor are any number of measures"


def test_a_bucket_too_full_says_nothing(ledger: Ledger) -> None:
    def bearer(n: int) -> Report:
        return replace(report(n), keys=(Key("term", "crowded", "x", report(n).document.id),))

    ledger.write([bearer(n) for n in range(BUCKET)], [], RUN)
    assert len(ledger.neighbours(bearer(5000).keys, 500)) == CLOSEST
    ledger.write([bearer(5000)], [], RUN)
    assert ledger.neighbours(bearer(5001).keys, 500) == []


@pytest.mark.parametrize(
    ("kind", "published", "near"),
    [
        ("term", "2024-03-01", True),
        ("term", "2024-06-01", False),
        ("term", None, True),
        ("term", "2024", True),
        ("measure", "2024-06-01", False),
        ("question", "2024-06-01", True),
        ("sentence", "2024-06-01", True),
    ],
)
def test_months_later_only_a_key_that_lasts_brings_reports_together(ledger: Ledger, kind: str, published: str | None, near: bool) -> None:
    def bearer(n: int, day: str | None) -> Report:
        made = report(n)
        keys = tuple(Key(kind, value, "x", made.document.id) for value in "ab")
        return replace(made, document=replace(made.document, published=day), keys=keys)

    old, new = bearer(1, "2024-02-20"), bearer(2, published)
    ledger.write([old, new], [], RUN)
    assert ledger.neighbours(new.keys, 24, reach=30) == [old.document.id] * near
    assert ledger.neighbours(new.keys, 24) == [old.document.id]


def test_the_order_of_coming_does_not_decide_who_is_near(tmp_path: Path) -> None:
    made = [replace(report(n), keys=(Key("term", "t", "x", report(n).document.id),)) for n in range(30)]
    told = []
    for name, order in (("a", made), ("b", made[::-1])):
        with Ledger(tmp_path / name) as ledger:
            ledger.begin(run())
            ledger.write(order, [], RUN)
            told.append(ledger.neighbours([Key("term", "t", "x", "D9")], 3))
    assert told[0] == told[1] and len(told[0]) == CLOSEST


def test_a_document_met_by_new_keys_is_met_by_its_old_ones_no_more(ledger: Ledger) -> None:
    old = replace(report(1), keys=(Key("term", "before", "x", report(1).document.id),))
    ledger.write([old], [], RUN)
    ledger.write([replace(old, keys=(Key("term", "after", "x", old.document.id),))], [], "R2")
    assert ledger.neighbours([Key("term", "before", "x", "D9")], 3) == []
    assert ledger.neighbours([Key("term", "after", "x", "D9")], 3) == [old.document.id]
    assert ledger.check() == []


# --- edges ------------------------------------------------------------------------------------------------------------


def test_edges_are_written_once_and_read_by_row_or_document(ledger: Ledger) -> None:
    one, two = report(1), report(2)
    ledger.write([one, two], [], RUN)
    proof = edge(
        "copy.rewrite", two.document.id, one.document.id, one_evidence=two.figures[0].evidence, other_evidence=one.figures[0].evidence
    )
    same = edge("same.claim", two.figures[0].id, one.figures[0].id)
    for number in (1, 2):
        ledger.link([proof, same, same], [], [], [], [], f"R{number}")
    assert ledger.edges([one.document.id]) == [proof, same]
    assert ledger.edges([one.figures[0].id]) == [same]
    assert ledger.copies() == [proof]


def test_a_changed_edge_supersedes(ledger: Ledger) -> None:
    one, two = report(1), report(2)
    ledger.write([one, two], [], RUN)
    join = edge("same.story", two.document.id, one.document.id)
    ledger.link([join], [], [], [], [], RUN)
    ledger.link([replace(join, score=0.5, run="R2")], [], [], [], [], "R2")
    assert [e.score for e in ledger.edges([one.document.id])] == [0.5]
    assert [e.score for e in ledger.explain(join.id).earlier] == [0.9]


def test_a_component_follows_stories_copies_and_claims_but_no_names(ledger: Ledger) -> None:
    made = [report(n) for n in range(6)]
    ledger.write(made, [], RUN)
    ids = [r.document.id for r in made]
    ledger.link(
        [
            edge("same.story", ids[0], ids[1]),
            edge("copy.near", ids[2], ids[1]),
            edge("same.claim", made[3].figures[0].id, made[2].figures[0].id),
            edge("same.entity", made[4].mentions[0].id, made[0].mentions[0].id),
            edge("claim.updates", made[5].figures[0].id, made[0].figures[0].id),
        ],
        [], [], [], [], RUN,
    )  # fmt: skip
    assert ledger.component([ids[3]]) == sorted(ids[:4])
    assert ledger.component([ids[4], ids[5]]) == sorted(ids[4:])


def test_a_name_that_very_many_bear_is_seen_from_each_bearer(ledger: Ledger) -> None:
    made = [report(n) for n in range(DEGREE * 2)]
    ledger.write(made, [], RUN)
    hub = made[0].mentions[2].id
    ledger.link([edge("same.entity", r.mentions[2].id, hub) for r in made[1:]], [], [], [], [], RUN)
    assert [e.one for e in ledger.edges([made[-1].document.id])] == [made[-1].mentions[2].id]
    assert len(ledger.edges([made[0].document.id])) == DEGREE


def test_without_names_only_a_persons_word_on_them_is_given(ledger: Ledger) -> None:
    one, two, three = (report(n) for n in (1, 2, 3))
    ledger.write([one, two, three], [], RUN)
    joins = [edge("same.entity", r.mentions[0].id, one.mentions[0].id) for r in (two, three)]
    story = edge("same.story", two.document.id, one.document.id)
    ledger.link([*joins, story], [entity(*(r.mentions[0] for r in (one, two, three)))], [], [], [], RUN)
    assert ledger.edges([one.document.id], names=False) == [story]
    ledger.judge(two.mentions[0].id, "not-same", "ann", RUN, other=one.mentions[0].id)
    assert [e.judgement for e in ledger.edges([one.document.id], names=False)] == [None, "negative"]
    assert [e.judgement for e in ledger.edges([three.document.id], names=False)] == []


def test_of_a_judged_pair_the_last_word_holds() -> None:
    machine = edge("copy.near", "D1", "D2")
    no = replace(edge("copy.exact", "D2", "D1"), id="E1", judgement="negative", judged_by="ann")
    yes = replace(no, id="E2", judgement="positive")
    none = replace(no, id="E3", judgement="none")
    assert in_force([machine]) == [machine]
    assert in_force([machine, no]) == [no], "whichever way round, and whatever kind of copy the machine saw"
    assert in_force([machine, no, yes]) == [yes]
    assert in_force([machine, no, none]) == [machine]
    again = replace(no, id="E4")
    assert in_force([machine, no, none, again]) == [again]


def test_a_broken_off_run_leaves_its_documents_waiting(ledger: Ledger) -> None:
    made = [report(n) for n in range(3)]
    ledger.write(made, [], RUN)
    ids = [r.document.id for r in made]
    assert ledger.pending() == sorted(ids)
    ledger.link([], [], [], [], ids, RUN, linked=ids[:1])
    assert ledger.pending() == sorted(ids[1:])
    ledger.link([], [], [], [], ids[1:], RUN)
    assert ledger.pending() == []


# --- views ------------------------------------------------------------------------------------------------------------


def test_members_of_a_view_and_the_documents_they_stand_in(ledger: Ledger) -> None:
    one, two = report(1), report(2)
    ledger.write([one, two], [], RUN)
    who = entity(one.mentions[0], two.mentions[0])
    what = claim(one.figures[0], two.figures[0])
    ledger.link([], [who], [story(one, two)], [what], [one.document.id, two.document.id], RUN)
    assert ledger.members(who.id) == list(who.members) == ledger.members(one.mentions[0].id)
    assert ledger.members(what.id) == list(what.members)
    assert ledger.members("F0") == ["F0"]
    assert ledger.documents_of([what.id]) == sorted([one.document.id, two.document.id])
    assert ledger.documents_of([one.figures[0].id]) == [one.document.id]


@pytest.mark.parametrize(
    ("text", "quote", "sentence"),
    [
        ("One. Two went home. Three.", "went", "Two went home."),
        ("Headline\nAbout 40 boats sank.\nMore.", "40 boats", "About 40 boats sank."),
        ("He said: “It sank.” Then he left.", "sank", "He said: “It sank.”"),
        ("no end here", "end", "no end here"),
        ("At 3.5 metres. It rose", "3.5", "At 3.5 metres."),
    ],
)
def test_a_sentence_is_found_around_a_span(text: str, quote: str, sentence: str) -> None:
    start = text.index(quote)
    first, last = context(text, start, start + len(quote))
    assert text[first:last] == sentence


def test_a_sentence_without_end_is_cut() -> None:
    first, last = context("a" * 100_000, 50_000, 50_010)
    assert (first, last) == (49_600, 50_410)
