"""Which report was made from which."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hearsay import link
from hearsay.link import copies
from hearsay.link.entities import keys

WIRE = (
    "NELLOR, March 3 (Delta Wire) - A landslide buried 214 houses in the hill district of Nellor on Tuesday night, the relief "
    "agency said.\n\n"
    "Rescue teams from three towns dug through mud up to four metres deep and had found 61 survivors by noon, "
    "said agency chief Amara Osei.\n\n"
    "Heavy rain had loosened the slope above the tea gardens for nine days before it gave way, the geological service "
    "wrote in a bulletin.\n\n"
    "Schools in the valley were turned into shelters for about 1,850 people, and the road to the coast stayed closed for lorries.\n\n"
    "Osei asked other provinces to send excavators and warned that a second slope near the dam was moving by a hand's breadth an hour."
)
LIGHT = WIRE.replace("dug through mud up to four metres deep", "dug through four metres of mud").replace("stayed closed", "was shut")
REWRITE = (
    "More than two hundred homes lie under mud in Nellor after a hillside came down on Tuesday night. The relief agency "
    "counts 214 houses.\n\n"
    "Amara Osei, who heads the agency, told reporters that 61 survivors had been found by noon by rescue teams from three towns.\n\n"
    "The geological service wrote in its bulletin that nine days of heavy rain had loosened the slope over the tea gardens.\n\n"
    "Some 1,850 people have found shelter in the valley's schools. Lorries still cannot use the road to the coast.\n\n"
    "A second slope close to the dam is moving by a hand's breadth every hour, Osei warned, asking other provinces for excavators."
)
APART = (
    "Markets in the port of Varna opened late on Wednesday after dockers voted for a strike over night shifts.\n\n"
    "The union counted 640 votes for and 85 against; the harbour master said eleven ships were waiting in the roads.\n\n"
    "Talks with the ministry of transport will go on next week, a spokesman said, and the ferry to the islands runs as planned."
)


def related(read, one: str, other: str, **more: str) -> list[tuple[str, str, str]]:
    a = read(one, "/one.txt", more.get("first", "2024-03-03"), more.get("outlet"))
    b = read(other, "/other.txt", more.get("second", "2024-03-04"), more.get("outlet"))
    name = {a.document.id: "one", b.document.id: "other"}
    edges = link.link([a, b], [], {}, [], "R")
    return [(name[e.one], e.relation, name[e.other]) for e in edges if e.relation.startswith("copy.")]


def test_the_same_words_are_an_exact_copy_of_the_earlier_report(read):
    assert related(read, WIRE, WIRE) == [("other", "copy.exact", "one")]


def test_a_light_edit_is_a_near_copy(read):
    assert related(read, WIRE, LIGHT) == [("other", "copy.near", "one")]


def test_a_rewrite_is_found_and_shows_a_passage_of_each(read):
    a, b = read(WIRE, "/one.txt", "2024-03-03"), read(REWRITE, "/other.txt", "2024-03-04")
    (edge,) = [e for e in link.link([a, b], [], {}, [], "R") if e.relation.startswith("copy.")]
    assert (edge.relation, edge.one, edge.other) == ("copy.rewrite", b.document.id, a.document.id)
    assert edge.one_evidence and edge.other_evidence
    edge.one_evidence.check(b.document.text)
    edge.other_evidence.check(a.document.text)


def test_paragraphs_taken_over_are_an_excerpt(read):
    taken = WIRE.split("\n\n")
    longer = "\n\n".join([*APART.split("\n\n"), *taken[1:3]])
    assert related(read, WIRE, longer) == [("other", "copy.excerpt", "one")]


def test_reports_of_two_things_are_no_copies(read):
    assert related(read, WIRE, APART) == []


VERDICT = (
    "Firm's clerk guilty in killing of Orvel mother\n\n"
    "A clerk was convicted on Tuesday of killing Mara Obi, a mother of nine, when he fired from a roof in Orvel.\n\n"
    "Ravi Anand, 27, was found guilty of murder by a jury in Orvel after two hours.\n\n"
    "He faces up to 60 years in prison when he is sentenced in May.\n\n"
    "Video from outside the Orvel school was shown at his trial."
)
VIDEO = (
    "Video shown in trial over death of Orvel mother Mara Obi\n\n"
    "A jury in Orvel saw video on Monday in the trial of the man accused of killing Mara Obi, a mother of nine.\n\n"
    "The video from outside the school shows Obi falling after shots were fired from a roof in Orvel.\n\n"
    "Prosecutors in the city charged Ravi Anand and a second man with her murder last week.\n\n"
    "Witnesses said that she died as she stood before the children."
)


def test_two_short_reports_of_one_event_are_no_copies(read):
    assert related(read, VERDICT, VIDEO) == []


def test_one_quotation_in_two_reports_is_no_copy(read):
    said = "“We will rebuild every single house in this valley, stone by stone, and nobody who wants to come back will be left in "
    said += "a tent for the winter, whatever the accountants in the capital may think of it,” she told them."
    assert related(read, f"{WIRE}\n\n{said}", f"{APART}\n\n{said}") == []


def test_a_statement_that_both_print_in_several_paragraphs_is_no_excerpt(read):
    parts = [
        "“We will rebuild every single house in this valley, stone by stone, and nobody who wants to come back will be left in a tent.",
        "“We ask everybody who can hold a spade to come on Monday morning to the bridge of Vesk and to bring bread for a day,” she said.",
    ]
    said = "\n\n".join(parts)
    assert related(read, f"{WIRE}\n\n{said}", f"{APART}\n\n{said}") == []


def test_another_text_at_one_address_is_a_revision(read):
    a, b = read(WIRE, "/same.txt", "2024-03-03"), read(APART, "/same.txt", "2024-03-04")
    (edge,) = [e for e in link.link([b], [a], {}, [], "R") if e.relation.startswith("copy.")]
    assert (edge.relation, edge.one, edge.other) == ("copy.revision", b.document.id, a.document.id)


def test_an_outlet_that_prints_a_story_anew_revises_it(read):
    assert related(read, WIRE, LIGHT, outlet="Delta Wire") == [("other", "copy.revision", "one")]


@pytest.mark.parametrize("dates", [("2024-03-03", "2024-03-03"), (None, None), ("2024-03-03", None)])
def test_where_dates_do_not_tell_whoever_credits_the_other_copies(read, dates):
    credit = REWRITE.replace("told reporters", "told Delta Wire")
    first, second = dates
    assert related(read, credit, WIRE, first=first, second=second) == [("one", "copy.rewrite", "other")]


def test_linking_forgets_the_order_of_the_reports(read):
    made = [read(t, f"/{i}.txt", "2024-03-03") for i, t in enumerate((WIRE, LIGHT, REWRITE, APART))]
    assert link.link(made, [], {}, [], "R") == link.link(made[::-1], [], {}, [], "R")
    assert link.link(made, [], {}, [], "R") == link.link(made, [], {}, [], "R")


def test_a_report_that_comes_later_shows_what_it_would_have_shown_at_once(read):
    made = [read(t, f"/{i}.txt", "2024-03-03") for i, t in enumerate((WIRE, LIGHT, REWRITE))]
    at_once = link.views(made, link.link(made, [], {}, [], "R"))
    first = link.link(made[:2], [], {}, [], "R")
    known = {key.value: key.row for report in made[:2] for key in keys(report)}
    then = link.link(made[2:], made[:2], known, first, "R")
    assert link.views(made, [*first, *then]) == at_once


@pytest.mark.parametrize("text", ["", " ", "x", "…", "العربية نص قصير", "🙂 " * 40])
def test_a_text_of_nothing_much_is_no_copy_of_a_report(read, text):
    assert related(read, text or " ", WIRE) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(WIRE.split()), min_size=0, max_size=80))
def test_any_words_can_be_compared(read, words):
    one, other = read(" ".join(words) or " ", "/a.txt"), read(WIRE, "/b.txt")
    edge = copies.compare(one, other, copies.sketch(one), copies.sketch(other), "R")
    assert edge is None or 0 <= edge.score <= 1


def test_the_rarity_of_words_is_that_of_news():
    assert copies.rarity("the") < 0.2 < copies.rarity("minister") < copies.rarity("landslide") < copies.rarity("nellor")
