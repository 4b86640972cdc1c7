"""Which reports tell of one event."""

from __future__ import annotations

import pytest

from hearsay import link

FIRE = (
    "A fire in a textile warehouse in the port of Lomire killed 14 night workers on Sunday, firefighters said. The warehouse belonged to "
    "Okonjo Fabrics. Fire chief Celine Adebayo said the blaze began in a store of acetone on the second floor."
)
FIRE_TOO = (
    "Okonjo Fabrics said it would pay the families of the 14 workers who died in the warehouse fire in Lomire. Celine Adebayo, the fire "
    "chief of the port, told reporters that acetone had been kept beside the looms."
)
VOTE = (
    "Voters in the mountain canton of Graun turned down a second road tunnel by 53 percent to 47 on Sunday. Turnout was 61 percent, the "
    "canton's chancellery said, the highest since the vote on the dam in 1987."
)


def stories(*reports):
    edges = link.link(list(reports), [], {}, [], "R")
    return sorted(len(s.members) for s in link.views(list(reports), edges)[1])


def test_two_reports_of_one_event_are_one_story_and_no_copies(read):
    a, b = read(FIRE, "/a.txt", "2024-06-02"), read(FIRE_TOO, "/b.txt", "2024-06-03")
    assert stories(a, b) == [2]
    assert not [e for e in link.link([a, b], [], {}, [], "R") if e.relation.startswith("copy.")]


def test_reports_of_two_events_are_two_stories(read):
    assert stories(read(FIRE, "/a.txt", "2024-06-02"), read(VOTE, "/b.txt", "2024-06-02")) == [1, 1]


def test_months_part_a_story(read):
    assert stories(read(FIRE, "/a.txt", "2024-06-02"), read(FIRE_TOO, "/b.txt", "2024-09-03")) == [1, 1]


LESS = (
    "A warehouse of looms and acetone burned down at the port of Lomire. Its owner Okonjo closed another hall for a week of mourning, and "
    "the union of the weavers asked the mayor on Radio Tamsin why the gates of the yard at Pellworm quay had been chained and whether the "
    "insurer, Balcombe of Hartmoor, had known."
)


def test_two_reports_without_a_date_need_less_in_common_than_one_with_a_date_and_one_without(read):
    assert stories(read(FIRE, "/a.txt", None), read(LESS, "/b.txt", None)) == [2]
    assert stories(read(FIRE, "/a.txt", "2024-06-02"), read(LESS, "/b.txt", None)) == [1, 1]


def test_copies_are_one_story_whatever_their_dates_say(read):
    assert stories(read(FIRE, "/a.txt", "2024-06-02"), read(FIRE, "/b.txt", "2024-09-03")) == [2]


def test_a_story_is_named_after_its_first_report_and_spans_its_dates(read):
    a, b = read(FIRE, "/a.txt", "2024-06-03"), read(FIRE_TOO, "/b.txt", "2024-06-02")
    (story,) = link.views([a, b], link.link([a, b], [], {}, [], "R"))[1]
    assert (story.first_seen, story.last_seen) == ("2024-06-02", "2024-06-03")
    assert story.id == "S" + min(a.document.id, b.document.id)[1:]


@pytest.mark.parametrize("published", [None, "2024-06-02", "2024-06", "2024"])
def test_keys_bear_the_week_only_where_the_day_is_told(read, published):
    weeks = {k.value.split("|")[1] for k in read(FIRE, "/a.txt", published).keys if k.kind == "term"}
    assert weeks == ({"", "2024-22", "2024-23"} if published == "2024-06-02" else {""})
