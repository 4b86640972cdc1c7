"""Which figures are one claim, from how many origins, who disputes it, and how claims stand to each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hearsay import link
from hearsay.link.claims import differing
from hearsay.link.claims import told as claims_told
from hearsay.records import Edge, identify

TOO = "At Orvel the levee broke and the Tarsk drowned pastures; villages near the river Tarsk stood under water by morning."
LEAD = "Floods along the river Tarsk drowned pastures and villages near Orvel; the river Tarsk rose all night, the levee at Orvel broke."


def shown(*reports, extra=()):
    """Claims and relations as (relation, value of one, value of other)."""
    edges = [*link.link(list(reports), [], {}, [], "R"), *extra]
    edges += link.relate(list(reports), edges, "R")
    claims = link.views(list(reports), edges)[2]
    of = {f: c for c in claims for f in c.members}
    relations = {(e.relation, of[e.one].low, of[e.other].low) for e in edges if e.relation.startswith("claim.") and e.one in of}
    return {(c.item, c.low, c.high): c for c in claims}, relations


def flood(make, name, figure_words, low, *, source=None, schema="Person", published="2024-05-02", stance="asserts", lead=LEAD, **fields):
    said = f"{source or 'Nobody'} said that {figure_words} were counted."
    made = make(f"{lead}\n\n{said}", f"/{name}.txt", published)
    by = None
    if source:
        by = made.attribution(made.mention(source, schema), f"{figure_words} were counted", stance)
    made.figure(figure_words, low, by=by, **fields)
    return made


def test_one_number_of_one_thing_in_two_reports_of_one_story_is_one_claim(make):
    a = flood(make, "a", "431 houses", 431, source="Mira Tolan")
    b = flood(make, "b", "431 houses", 431, source="Mira Tolan", published="2024-05-03")
    claims, _ = shown(a.report, b.report)
    (claim,) = claims.values()
    assert claim.documents == tuple(sorted((a.document.id, b.document.id)))
    assert claim.first_source == "Mira Tolan"
    assert (claim.first_seen, claim.last_seen) == ("2024-05-02", "2024-05-03")


def test_an_equal_number_in_another_story_is_another_claim(make):
    a = flood(make, "a", "431 houses", 431)
    b = flood(
        make, "b", "431 houses", 431, lead="The city of Basra sold council houses to their tenants at half price.", published="2024-05-02"
    )
    edges = link.link([a.report, b.report], [], {}, [], "R")
    assert len(link.views([a.report, b.report], edges)[2]) == 2


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        ({"measure": "people: killed"}, {"measure": "people: killed"}, True),
        ({"measure": "people: killed"}, {"measure": "people: injured"}, False),
        ({"measure": "people/crowd"}, {"measure": "people"}, True),  # marchers here, people there, one telling number
        ({"measure": "people/troops"}, {"measure": "people/crowd"}, False),
        ({"measure": "people: killed"}, {"measure": "people"}, True),
        ({"place": "Orvel"}, {"place": None}, True),
        ({"holder": "Norland"}, {"holder": "Sudland"}, True),  # one telling number of one thing in one story
        ({"kind": "age"}, {"kind": "age"}, False),
        ({"kind": "age", "holder": "Mara Roe"}, {"kind": "age", "holder": "Roe"}, True),
        ({"kind": "age", "holder": "Mara Roe"}, {"kind": "age", "holder": "Ann Obi"}, False),
        ({"holder": "Orvel Weaving Works", "place": None}, {"holder": "OWW", "place": None}, True),
        ({"unit": "USD", "kind": "money"}, {"unit": "EUR", "kind": "money"}, False),
        ({"scope": "new"}, {"scope": "total"}, False),
        ({"unit": "USD", "kind": "money", "item": "funds"}, {"unit": "USD", "kind": "money", "item": "campaign cash"}, True),
        ({"unit": "USD/[bbl_us]", "kind": "rate", "item": "Brent"}, {"unit": "USD", "kind": "money", "item": "Brent"}, True),
    ],
)
def test_what_parts_two_equal_numbers(make, one, other, joined):
    a, b = flood(make, "a", "431 people", 431, **one), flood(make, "b", "431 people", 431, lead=TOO, **other)
    edges = link.link([a.report, b.report], [], {}, [], "R")
    assert len(link.views([a.report, b.report], edges)[2]) == (1 if joined else 2)


def test_a_small_number_of_two_parties_is_two_claims(make):
    a = flood(make, "a", "3 boats", 3, holder="Norland")
    b = flood(make, "b", "3 boats", 3, holder="Sudland", lead=TOO)
    edges = link.link([a.report, b.report], [], {}, [], "R")
    assert len(link.views([a.report, b.report], edges)[2]) == 2


def test_places_far_apart_part_a_claim_and_a_town_in_its_region_does_not(make):
    def report(name, place, latitude, km, lead=LEAD):
        made = flood(make, name, "12 bridges", 12, place=place, lead=f"{lead} The worst was seen in {place}.")
        made.place(place, latitude, 30.0, km=km)
        return made.report

    town, region, far = report("a", "Vesk", 50.0, 5), report("b", "Vesk Valley Province", 50.4, 80), report("c", "Ormund", 56.0, 5, TOO)
    town_and_region = link.views([town, region], link.link([town, region], [], {}, [], "R"))[2]
    assert len(town_and_region) == 1
    assert len(link.views([town, far], link.link([town, far], [], {}, [], "R"))[2]) == 2


# --- origins ----------------------------------------------------------------------------------------------------------


def origins(*reports):
    (claim,) = shown(*reports)[0].values()
    return claim.independent_origins


def test_one_speaker_in_many_reports_is_one_origin(make):
    found = origins(*(flood(make, n, "431 houses", 431, source="Mira Tolan").report for n in "abcd"))
    assert (found.low, found.best, found.high) == (1, 1, 1)


def test_two_speakers_are_two_origins(make):
    a = flood(make, "a", "431 houses", 431, source="Mira Tolan").report
    b = flood(make, "b", "431 houses", 431, source="Jon Aske", lead=TOO).report
    assert origins(a, b).best == 2


def test_a_copy_adds_no_origin_whatever_it_calls_the_source(make):
    a = flood(make, "a", "431 houses", 431, source="unions", schema="LegalEntity").report
    b = flood(make, "b", "431 houses", 431, source="syndicates", schema="LegalEntity", published="2024-05-03").report
    assert origins(a, b).best == 1


def test_a_surname_is_the_person_who_bears_it(make):
    a = flood(make, "a", "431 houses", 431, source="Mira Tolan").report
    b = flood(make, "b", "431 houses", 431, source="Tolan").report
    assert origins(a, b).best == 1


def test_officials_beside_a_named_source_add_no_origin(make):
    a = flood(make, "a", "431 houses", 431, source="Mira Tolan").report
    b = flood(make, "b", "431 houses", 431, source="officials", schema="LegalEntity").report
    assert origins(a, b).best == 1


def test_a_body_and_its_spokesman_are_one_origin(make):
    a = make(f"{LEAD}\n\nTarsk River Agency spokesman Jon Aske said 431 houses were lost.", "/a.txt", "2024-05-02")
    by = a.attribution(a.mention("Jon Aske", role="Tarsk River Agency spokesman"), "431 houses were lost")
    a.figure("431 houses", 431, by=by)
    b = flood(make, "b", "431 houses", 431, source="Tarsk River Agency", schema="PublicBody")
    assert origins(a.report, b.report).best == 1


def test_a_report_that_names_nobody_widens_the_range_and_adds_no_origin(make):
    a = flood(make, "a", "431 houses", 431, source="Mira Tolan").report
    b = flood(make, "b", "431 houses", 431, lead=TOO).report
    found = origins(a, b)
    assert (found.best, found.high) == (1, 2)


def test_a_copy_that_names_nobody_does_not_widen_the_range(make):
    long = f"{LEAD} " + " ".join(f"Village number {n} of the lower valley lost its mill and its orchard in the night." for n in range(12))
    a = flood(make, "a", "431 houses", 431, source="Mira Tolan", lead=long).report
    b = flood(make, "b", "431 houses", 431, lead=long, published="2024-05-03").report
    found = origins(a, b)
    assert (found.low, found.best, found.high) == (1, 1, 1)


# --- disputes and relations -------------------------------------------------------------------------------------------


def test_who_disputes_a_source_disputes_its_figures(make):
    a = flood(make, "a", "431 houses", 431, source="Mira Tolan", lead=f"{LEAD} The figures were wrong, Jon Aske said.")
    a.attribution(a.mention("Jon Aske"), "The figures were wrong", "disputes", disputes="Mira Tolan")
    claims, _ = shown(a.report)
    (claim,) = claims.values()
    assert claim.disputed_by == ("Jon Aske",)


def test_whoever_contradicts_a_person_disputes_what_was_just_told_and_who_disputes_a_count_all_of_it(make):
    def disputed(words):
        made = make(f"{LEAD}\n\nMira Tolan said 431 houses were lost. {LEAD * 4} Jon Aske disputes {words}.", "/a.txt", "2024-05-02")
        made.figure("431 houses", 431, by=made.attribution(made.mention("Mira Tolan"), "431 houses were lost"))
        made.attribution(made.mention("Jon Aske"), words, "disputes", disputes="Mira Tolan")
        (claim,) = shown(made.report)[0].values()
        return claim.disputed_by

    assert disputed("what Mira Tolan wants") == ()
    assert disputed("the count of Mira Tolan") == ("Jon Aske",)


def test_denies_this_is_about_what_was_said_just_before(make):
    made = make(f"{LEAD}\n\nMira Tolan said 431 houses were lost. Jon Aske denies this.", "/a.txt", "2024-05-02")
    by = made.attribution(made.mention("Mira Tolan"), "431 houses were lost")
    made.figure("431 houses", 431, by=by)
    made.attribution(made.mention("Jon Aske"), "this", "denies")
    (claim,) = shown(made.report)[0].values()
    assert claim.disputed_by == ("Jon Aske",)


def test_denies_this_is_about_what_the_report_itself_told_just_before(make):
    made = make(f"{LEAD}\n\nThe mill kept 40 boats. The storm sank 431 houses. Jon Aske denies this.", "/a.txt", "2024-05-02")
    made.figure("40 boats", 40)
    made.figure("431 houses", 431)
    made.attribution(made.mention("Jon Aske"), "this", "denies")
    assert {low: c.disputed_by for (_, low, _), c in shown(made.report)[0].items()} == {40: (), 431: ("Jon Aske",)}


def test_a_number_that_another_is_put_in_the_place_of_is_disputed_and_not_stated(make):
    a = flood(make, "a", "at least 431 houses", 431, source="Mira Tolan", qualifier="at_least", measure="buildings/homes").report
    b = flood(make, "b", "not 431 houses", 431, source="Jon Aske", state="denied", measure="buildings/homes").report
    (claim,) = shown(a, b)[0].values()
    assert (claim.disputed_by, claim.documents, claim.first_source) == (("Jon Aske",), (a.document.id,), "Mira Tolan")
    assert claim.independent_origins.best == 1


def test_a_headlines_source_is_the_one_named_below_it(make):
    made = make("Orvel yard loses 431 boats\n\nMira Tolan said 431 boats were lost.", "/a.txt", "2024-05-02")
    made.figure(
        "431 boats",
        431,
        by=made.attribution(made.mention("Orvel yard", schema="Organization"), "loses 431 boats"),
        voice="headline",
        measure="boat",
    )
    made.figure("431 boats were", 431, measure="boat", by=made.attribution(made.mention("Mira Tolan"), "431 boats were lost"), item="boats")
    (claim,) = shown(made.report)[0].values()
    assert (claim.independent_origins.best, claim.first_source) == (1, "Mira Tolan")


def test_two_sources_with_numbers_that_cannot_both_hold_contradict(make):
    a = flood(make, "a", "431 houses", 431, source="Mira Tolan", measure="buildings/homes: destroyed")
    b = flood(make, "b", "900 houses", 900, source="Jon Aske", measure="buildings/homes: destroyed")
    assert ("claim.contradicts", 900.0, 431.0) in {(r, *sorted((x, y), reverse=True)) for r, x, y in shown(a.report, b.report)[1]}


def test_one_price_of_a_share_is_one_claim_whoever_is_told_to_hold_it(make):
    def claims(item):
        price = {"kind": "rate", "unit": "USD/share", "measure": item, "item": item}
        a = flood(make, "a", "$15", 15, source="Mira Tolan", holder="Kelpin", **price)
        b = flood(make, "b", "$15", 15, source="Mira Tolan", holder="Orvel Yard", lead=TOO, **price)
        edges = link.link([a.report, b.report], [], {}, [], "R")
        return len(link.views([a.report, b.report], edges)[2])

    assert (claims("share"), claims("earnings")) == (1, 2)


def test_a_running_count_rises_unless_the_smaller_number_is_told_again(make):
    lost = {"measure": "buildings/homes: destroyed"}
    few = flood(make, "a", "431 houses", 431, source="Mira Tolan", **lost).report
    same_day = flood(make, "b", "900 houses", 900, source="Jon Aske", **lost).report
    next_day = flood(make, "c", "900 houses", 900, source="Jon Aske", published="2024-05-03", **lost).report
    again = flood(make, "d", "431 houses", 431, source="Mira Tolan", published="2024-05-04", **lost).report
    assert {r for r, *_ in shown(few, same_day)[1]} == {"claim.contradicts"}
    assert {(r, x, y) for r, x, y in shown(few, same_day, next_day)[1]} == {("claim.updates", 900.0, 431.0)}
    assert {r for r, *_ in shown(few, same_day, next_day, again)[1]} == {"claim.contradicts"}


def test_a_flood_of_another_year_or_month_contradicts_no_count_of_this_one(make):
    def related(**fields):
        a = flood(make, "a", "431 houses", 431, source="Mira Tolan", measure="buildings/homes: destroyed", **fields)
        b = flood(make, "b", "900 houses", 900, source="Jon Aske", measure="buildings/homes: destroyed")
        return {relation for relation, *_ in shown(a.report, b.report)[1]}

    assert related(as_of="in December 2003") == related(as_of="in February") == set()
    assert related(as_of="in May") == related(as_of="on 1 May 2024") == {"claim.contradicts"}


def test_what_is_measured_to_the_whole_may_be_any_number_that_rounds_to_it(make):
    def related(*values):
        fields = {"kind": "measure", "measure": "water", "item": "water", "holder": "Tarsk", "place": "Orvel"}
        a, b = (
            flood(make, name, f"{value} metres", value, source=source, **fields)
            for name, source, value in zip("ab", ("Mira Tolan", "Jon Aske"), values, strict=True)
        )
        return {relation for relation, *_ in shown(a.report, b.report)[1]}

    assert related(38, 38.4) == related(38.4, 38) == set()
    assert related(38, 38.6) == related(38.4, 38.1) == {"claim.contradicts"}


def test_a_towns_count_contradicts_no_countrys(make):
    a = flood(make, "a", "431 houses", 431, source="Mira Tolan", measure="buildings/homes: destroyed", place="Vesk")
    b = flood(
        make, "b", "900 houses", 900, source="Jon Aske", measure="buildings/homes: destroyed", place="Norland", lead=f"{TOO} All Norland."
    )
    a.place("Orvel", 50.0, 30.0)
    a.places[-1] = replace(a.places[-1], name="Vesk")
    b.place("Norland", 51.0, 30.0, precision="country", km=400)
    assert not shown(a.report, b.report)[1]


def test_things_of_which_a_story_has_many_contradict_only_for_one_party(make):
    a = flood(make, "a", "431 pumps", 431, source="Mira Tolan", measure="pump")
    b = flood(make, "b", "900 pumps", 900, source="Jon Aske", measure="pump")
    assert not shown(a.report, b.report)[1]
    a = flood(make, "a", "431 pumps", 431, source="Mira Tolan", measure="pump", holder="Norland")
    b = flood(make, "b", "900 pumps", 900, source="Jon Aske", measure="pump", holder="Norland")
    assert {r for r, *_ in shown(a.report, b.report)[1]} == {"claim.contradicts"}


def test_two_counts_of_which_nothing_else_is_told_contradict_at_one_place(make):
    def counted(name, words, low, source, **more):
        made = make(f"{LEAD}\n\n{source} counted {words}.", f"/{name}.txt", "2024-05-02")
        by = made.attribution(made.mention(source), words)
        by = replace(by, cue=made.evidence("counted"))
        made.attributions[-1] = by
        made.figure(words, low, by=by, measure="people", state="counted", **more)
        return made.report

    a, b = counted("a", "431 marchers", 431, "Mira Tolan", place="Vesk"), counted("b", "900 marchers", 900, "Jon Aske", place="Vesk")
    assert [relation for relation, _, _ in shown(a, b)[1]] == ["claim.contradicts"]
    c = counted("c", "900 marchers", 900, "Jon Aske")
    assert not shown(a, c)[1]


def test_thousands_contradict_no_greater_number(make):
    def related(low):
        lost = {"measure": "buildings/homes: destroyed"}
        a = flood(make, "a", "Thousands of houses", 1000, high=9999, qualifier="vague", source="Mira Tolan", **lost)
        b = flood(make, "b", f"{low} houses", low, source="Jon Aske", **lost)
        return {relation for relation, *_ in shown(a.report, b.report)[1]}

    assert related(10100) == set()
    assert related(431) == {"claim.contradicts"}


def test_what_is_counted_does_not_hang_on_the_order_of_a_set(make):
    # Two classes equally long, each told once: neither says more than the other.
    a = flood(make, "a", "4,319 homes", 4319, item="houses", measure="buildings/homes")
    b = flood(make, "b", "4,319 pupils", 4319, item="pupils", measure="people/children")
    copied = Edge(identify("E", b.document.id, "copy"), b.document.id, "copy.near", a.document.id, 1.0, "minhash", "R")
    assert [item for item, low, _ in shown(a.report, b.report, extra=[copied])[0] if low == 4319] == ["homes"]


def test_a_bound_that_holds_both_is_no_contradiction(make):
    a = flood(make, "a", "431 houses", 431, source="Mira Tolan", measure="buildings/homes: destroyed")
    b = flood(
        make, "b", "at least 400 houses", 400, source="Jon Aske", qualifier="at_least", item="houses", measure="buildings/homes: destroyed"
    )
    assert not shown(a.report, b.report)[1]


def test_a_higher_toll_by_the_same_source_later_is_an_update(make):
    a = flood(make, "a", "431 houses", 431, source="Mira Tolan", measure="buildings/homes: destroyed")
    b = flood(make, "b", "612 houses", 612, source="Mira Tolan", published="2024-05-04", measure="buildings/homes: destroyed")
    assert shown(a.report, b.report)[1] == {("claim.updates", 612, 431)}


def test_july_and_february_about_one_town_are_an_update_and_no_contradiction(make):
    lead = "Soldiers of Norland dug in on the heights over the market town of Orvel."
    a = flood(make, "a", "431 tanks", 431, source="Mira Tolan", place="Orvel", holder="Norland", published="2023-07-10", lead=lead)
    b = flood(make, "b", "150 tanks", 150, source="Jon Aske", place="Orvel", holder="Norland", published="2024-02-05")
    assert shown(a.report, b.report)[1] == {("claim.updates", 150, 431)}


def test_prices_that_one_report_gives_together_contradict_nothing(make):
    price = {"kind": "money", "unit": "EUR", "item": "pumps", "measure": "pump", "holder": "Norland"}
    a = flood(make, "a", "431 euros", 431, source="Mira Tolan", **price)
    b = flood(make, "b", "612 euros", 612, source="Jon Aske", **price)
    assert {relation for relation, *_ in shown(a.report, b.report)[1]} == {"claim.contradicts"}
    c = make(f"{LEAD}\n\nThe dear pump costs 612 euros, the cheap one 431 euros.", "/c.txt", "2024-05-02")
    c.figure("612 euros", 612, **price)
    c.figure("431 euros", 431, **price)
    assert shown(a.report, b.report, c.report)[1] == set()


@pytest.mark.parametrize(
    ("fields", "differs"),
    [
        ({}, None),
        ({"unit": "km", "kind": "measure"}, "unit"),
        ({"measure": "buildings/homes: damaged"}, "state"),
        ({"measure": "ships: destroyed"}, "what is counted"),
        ({"scope": "new"}, "scope"),
        ({"place": "Vesk"}, "place"),
        ({"holder": "Southmark"}, "holder"),
        ({"as_of": "in 2019"}, "as of"),
    ],
)
def test_the_field_that_parts_two_figures_is_named(make, fields, differs):
    told = {"measure": "buildings/homes: destroyed", "scope": "total", "place": "Orvel", "holder": "Norland", "as_of": "in 2014"}
    a, b = flood(make, "a", "431 houses", 431, **told), flood(make, "b", "600 houses", 600, **told | fields)
    for made in (a, b):
        made.document = replace(made.document, text=made.document.text + " Orvel. Vesk.")
        made.place("Orvel", 50.0, 30.0)
        made.place("Vesk", 10.0, 30.0)
    assert differing(claims_told(a.report)[0], claims_told(b.report)[0]) == differs


def test_old_claims_are_held_against_new_ones_of_another_story_by_link_and_within_a_story_by_relate(make):
    lead = "Soldiers of Norland dug in on the heights over the market town of Orvel."
    a = flood(make, "a", "431 tanks", 431, source="Mira Tolan", place="Orvel", holder="Norland", published="2023-07-10", lead=lead)
    b = flood(make, "b", "150 tanks", 150, source="Jon Aske", place="Orvel", holder="Norland", published="2024-02-05")
    c = flood(make, "c", "900 tanks", 900, source="Ed Vane", place="Orvel", holder="Norland", published="2024-02-05", lead=TOO)
    edges = link.link([b.report, c.report], [a.report], {}, [], "R")
    value = {r.figures[0].id: r.figures[0].low for r in (a.report, b.report, c.report)}
    told = {frozenset((value[e.one], value[e.other])) for e in edges if e.relation in link.RELATIONS}
    assert told == {frozenset((150, 431)), frozenset((900, 431))}
    whole = {frozenset((value[e.one], value[e.other])) for e in link.relate([a.report, b.report, c.report], edges, "R")}
    assert whole == told | {frozenset((150, 900))}


def test_an_addition_and_a_total_differ(make):
    a = flood(make, "a", "431 houses", 431, source="Mira Tolan", scope="total", measure="buildings/homes: destroyed")
    b = flood(make, "b", "55 houses", 55, source="Jon Aske", scope="new", measure="buildings/homes: destroyed")
    assert {r for r, *_ in shown(a.report, b.report)[1]} == {"claim.differs"}


# --- a person's word --------------------------------------------------------------------------------------------------


def test_a_persons_no_outranks_the_machine(make):
    a, b = flood(make, "a", "431 houses", 431), flood(make, "b", "431 houses", 431)
    one, other = a.report.figures[0].id, b.report.figures[0].id
    no = Edge(identify("E", "person", one, other), one, "same.claim", other, 1.0, "person", "R", judgement="negative", judged_by="Ada")
    edges = link.link([a.report, b.report], [], {}, [], "R")
    assert len(link.views([a.report, b.report], edges)[2]) == 1
    assert len(link.views([a.report, b.report], [*edges, no])[2]) == 2


def test_a_persons_yes_joins_what_the_machine_kept_apart(make):
    a, b = flood(make, "a", "431 houses", 431), flood(make, "b", "430 houses", 430)
    one, other = a.report.figures[0].id, b.report.figures[0].id
    yes = Edge(identify("E", "person", one, other), one, "same.claim", other, 1.0, "person", "R", judgement="positive", judged_by="Ada")
    edges = link.link([a.report, b.report], [], {}, [], "R")
    assert len(link.views([a.report, b.report], [*edges, yes])[2]) == 1
