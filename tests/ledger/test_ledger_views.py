"""Entities grow and merge at the cost of what is new; stories and claims are replaced whole."""

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from made import changed, claim, edge, entity, report, run, story

from hearsay.ledger import Ledger
from hearsay.ledger.views import fold
from hearsay.records import Entity, Key, Mention

RUN = run().id


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.begin(run())
        yield ledger


def groups(ledger: Ledger) -> set[tuple[str, frozenset[str]]]:
    return {(e.id, frozenset(ledger.members(e.id))) for e in ledger.entities()}


def test_an_entity_grows_by_the_members_it_is_given(ledger: Ledger) -> None:
    made = [report(n) for n in range(5)]
    ledger.write(made, [], RUN)
    towns = [r.mentions[2] for r in made]
    ledger.link([], [entity(*towns[:2])], [], [], [], RUN)
    ledger.link([], [entity(towns[1], towns[2])], [], [], [], RUN)
    ledger.link([], [entity(towns[3], towns[4])], [], [], [], RUN)
    ids = [t.id for t in towns]
    assert groups(ledger) == {("N" + min(ids[:3])[1:], frozenset(ids[:3])), ("N" + min(ids[3:])[1:], frozenset(ids[3:]))}
    ledger.link([], [entity(towns[0], towns[4])], [], [], [], RUN)
    assert groups(ledger) == {("N" + min(ids)[1:], frozenset(ids))}
    (whole,) = ledger.entities()
    assert set(whole.names) == {t.name for t in towns}
    assert ledger.check() == []


def test_whatever_the_order_the_entity_is_the_same(tmp_path: Path) -> None:
    made = [report(n) for n in range(4)]
    mentions = [
        replace(m, name=name) for m, name in zip((r.mentions[0] for r in made), ("Rau", "Ana Rau", "Ana Rau", "A. Rau"), strict=True)
    ]
    made = [replace(r, mentions=(m, *r.mentions[1:])) for r, m in zip(made, mentions, strict=True)]
    told = set()
    for number, order in enumerate(permutations(range(4))):
        with Ledger(tmp_path / f"{number}.db") as ledger:
            ledger.begin(run())
            for n in order:
                ledger.write([made[n]], [], RUN)
                # What the linker sees: the new mention, and the one the entity is named after.
                known = ledger.bearers([k for k in made[0].keys if k.kind == "name"])
                seen = [mentions[n].id, *known.values()]
                one = entity(mentions[n])
                ledger.link([], [replace(one, members=tuple(sorted(seen)), id="N" + min(seen)[1:])], [], [], [], RUN)
                ledger.link([], [entity(mentions[order[0]], mentions[n])], [], [], [], RUN)
            (whole,) = ledger.entities()
            told.add((whole.id, whole.name, whole.names))
    assert len(told) == 1 and next(iter(told))[1] == "Ana Rau"


def test_what_kind_of_thing_a_name_is_most_reports_say(tmp_path: Path) -> None:
    said = ("Company", "LegalEntity", "LegalEntity", "Organization", "Organization", "PublicBody")
    made = [report(n) for n in range(len(said))]
    mentions = [replace(r.mentions[0], schema=schema) for r, schema in zip(made, said, strict=True)]
    made = [replace(r, mentions=(m, *r.mentions[1:])) for r, m in zip(made, mentions, strict=True)]
    told = set()
    for seed in range(6):
        order = random.Random(seed).sample(range(len(said)), len(said))
        with Ledger(tmp_path / f"{seed}.db") as ledger:
            ledger.begin(run())
            ledger.write(made, [], RUN)
            for n in order:
                ledger.link([], [entity(*{mentions[order[0]], mentions[n]})], [], [], [], RUN)
            (whole,) = ledger.entities()
            told.add(whole.schema)
    assert told == {"Organization"}


def test_an_edge_may_lead_to_an_entity_by_its_own_id(ledger: Ledger) -> None:
    one, two = report(1), report(2)
    ledger.write([one, two], [], RUN)
    first = entity(one.mentions[0])
    ledger.link([], [first], [], [], [], RUN)
    members = (two.mentions[0].id, first.id)
    ledger.link([], [replace(entity(two.mentions[0]), members=members)], [], [], [], RUN)
    assert [set(m) for _, m in groups(ledger)] == [{one.mentions[0].id, two.mentions[0].id}]


def test_known_entities_are_found_by_a_name_key_and_given_by_a_mention(ledger: Ledger) -> None:
    made = [report(n) for n in range(8)]
    ledger.write(made, [], RUN)
    towns = [r.mentions[2] for r in made if r.mentions[2].name == made[0].mentions[2].name]
    ledger.link([], [entity(*towns)], [], [], [], RUN)
    assert set(ledger.bearers(made[0].keys).values()) == {min(t.id for t in towns)}
    assert ledger.bearers([Key("name", "nobody", "M1", "D1")]) == {}
    assert ledger.bearers([replace(k, kind="term") for k in made[0].keys]) == {}


def test_the_whole_of_an_entity_given_anew_parts_it(ledger: Ledger) -> None:
    made = [report(n) for n in range(3)]
    ledger.write(made, [], RUN)
    towns = [r.mentions[2] for r in made]
    ledger.link([], [entity(*towns)], [], [], [], RUN)
    ledger.link([], [entity(towns[0]), entity(towns[1], towns[2])], [], [], [], RUN, whole=True)
    assert {m for _, m in groups(ledger)} == {frozenset([towns[0].id]), frozenset([towns[1].id, towns[2].id])}
    assert ledger.check() == []


def test_a_member_taken_away_renames_the_entity(ledger: Ledger) -> None:
    made = [report(n) for n in range(3)]
    ledger.write(made, [], RUN)
    towns = sorted((r.mentions[2] for r in made), key=lambda m: m.id)
    ledger.link([], [entity(*towns)], [], [], [], RUN)
    home = next(r for r in made if r.document.id == towns[0].document)
    ledger.write([replace(home, mentions=(), attributions=(), figures=(), forecasts=(), places=())], [], "R2")
    assert groups(ledger) == {("N" + towns[1].id[1:], frozenset(t.id for t in towns[1:]))}


def test_one_more_mention_of_a_name_everybody_bears_costs_the_same(ledger: Ledger) -> None:
    """Drill: an entity of 100,000 members (here 20,000) must not be rewritten for one more."""
    base = report(0)
    first = base.mentions[2]

    def crowd(start: int, count: int) -> tuple[Mention, ...]:
        return tuple(replace(first, id=f"M{start + n:016x}") for n in range(count))

    ledger.write([replace(base, mentions=(*base.mentions, *crowd(1, 20_000)))], [], RUN)
    ledger.link([], [entity(*crowd(1, 20_000))], [], [], [], RUN)
    more = [report(n) for n in range(1, 21)]
    ledger.write(more, [], RUN)
    changes = ledger._db.total_changes
    started = time.perf_counter()
    for other in more:
        seen = tuple(sorted([other.mentions[2].id, crowd(1, 1)[0].id]))
        ledger.link([], [replace(entity(other.mentions[2]), members=seen, id="N" + seen[0][1:])], [], [], [], RUN)
    assert (ledger._db.total_changes - changes) / 20 < 15, "rows written for one more mention"
    assert (time.perf_counter() - started) / 20 < 0.1
    (whole,) = [e for e in ledger.entities() if e.schema == "Place"]
    assert len(ledger.members(whole.id)) == 20_020


def test_merging_pours_the_smaller_into_the_larger(ledger: Ledger) -> None:
    made = [report(n) for n in range(40)]
    ledger.write(made, [], RUN)
    towns = [r.mentions[2] for r in made]
    dice = random.Random(7)
    standing = [{t.id} for t in towns]
    ledger.link([], [entity(t) for t in towns], [], [], [], RUN)
    for _ in range(60):
        a, b = dice.sample(towns, 2)
        ledger.link([], [entity(a, b)], [], [], [], RUN)
        one, other = (next(s for s in standing if t.id in s) for t in (a, b))
        if one is not other:
            standing.remove(other)
            one |= other
    assert {m for _, m in groups(ledger)} == {frozenset(s) for s in standing}
    sizes = {e.id: size for e, size in zip(ledger.entities(), ledger._db.execute("SELECT size FROM entities ORDER BY id"), strict=True)}
    assert all(len(ledger.members(id)) == size for id, (size,) in sizes.items())


def test_stories_and_claims_of_touched_documents_are_replaced(ledger: Ledger) -> None:
    made = [report(n) for n in range(4)]
    ledger.write(made, [], RUN)
    ids = [r.document.id for r in made]
    ledger.link([], [], [story(*made[:2]), story(*made[2:])], [claim(r.figures[0]) for r in made], ids, RUN)
    together = claim(made[0].figures[0], made[1].figures[0], disputed_by=("Bo Lind",))
    ledger.link([], [], [story(*made[:3])], [together], ids[:3], RUN)
    assert [s.members for s in ledger.stories()] == [tuple(sorted(ids[:3]))], "the fourth was in a story that is no longer"
    assert {c.id for c in ledger.claims()} == {together.id, claim(made[3].figures[0]).id}
    assert next(c for c in ledger.claims() if c.id == together.id) == together
    assert [c.id for c in ledger.claims(disputed=True)] == [together.id]


def test_a_view_that_is_as_it_was_is_not_written_again(ledger: Ledger) -> None:
    made = [report(n) for n in range(3)]
    ledger.write(made, [], RUN)
    ids, claims = [r.document.id for r in made], [claim(r.figures[0]) for r in made]
    ledger.link([], [], [story(*made)], claims, ids, RUN)
    before = dict(ledger._db.execute("SELECT id, seq FROM claims"))
    ledger.link([], [], [story(*made)], [replace(claims[0], disputed_by=("Bo Lind",)), *claims[1:]], ids, RUN)
    after = dict(ledger._db.execute("SELECT id, seq FROM claims"))
    assert [id for id in before if before[id] != after[id]] == [claims[0].id]
    assert [c.id for c in ledger.claims(disputed=True)] == [claims[0].id] and ledger.check() == []


def test_the_same_views_again_change_nothing_one_can_see(ledger: Ledger) -> None:
    made = [report(n) for n in range(3)]
    ledger.write(made, [], RUN)
    given = ([edge("same.story", made[1].document.id, made[0].document.id)], [entity(r.mentions[0]) for r in made], [story(*made)])
    seen = []
    for _ in range(2):
        ledger.link(*given, [claim(*(r.figures[0] for r in made))], [r.document.id for r in made], RUN)
        seen.append((list(ledger.entities()), list(ledger.stories()), ledger.claims(), ledger.edges(r.document.id for r in made)))
    assert seen[0] == seen[1]
    assert ledger.check() == []


def test_views_that_fail_midway_leave_the_old_ones(ledger: Ledger) -> None:
    made = [report(n) for n in range(2)]
    ledger.write(made, [], RUN)
    ids = [r.document.id for r in made]
    ledger.link([], [], [story(*made)], [claim(made[0].figures[0])], ids, RUN)
    broken = replace(claim(made[1].figures[0]), measure=None)  # type: ignore[arg-type]
    with pytest.raises(Exception, match="NOT NULL"):
        ledger.link([], [], [story(made[0])], [broken], ids, RUN)
    assert len(list(ledger.stories())[0].members) == 2 and len(ledger.claims()) == 1


def test_an_unknown_member_makes_no_entity(ledger: Ledger) -> None:
    ledger.link([], [Entity("N0", "Person", "Nobody", ("Nobody",), ("M00",))], [], [], [], RUN)
    assert list(ledger.entities()) == []


def test_a_document_read_anew_keeps_its_place_in_a_story(ledger: Ledger) -> None:
    one, two = report(1), report(2)
    ledger.write([one, two], [], RUN)
    ledger.link([], [], [story(one, two)], [], [one.document.id, two.document.id], RUN)
    ledger.write([changed(one, item="goats")], [], "R2")
    assert [len(s.members) for s in ledger.stories()] == [2]


@pytest.mark.parametrize(
    ("name", "folded"), [("Kırkpınar", "kırkpınar"), ("PÊCHE-la-Reine", "peche-la-reine"), (" Bo \n Lind ", "bo lind")]
)
def test_names_are_looked_up_without_case_and_accents(name: str, folded: str) -> None:
    assert fold(name) == folded
