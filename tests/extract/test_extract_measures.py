"""What a figure measures, in words that two reports share."""

import pytest

from hearsay.extract.measures import measure


@pytest.mark.parametrize(
    ("kind", "item", "state", "expected"),
    [
        ("count", "soldiers", "deployed", "people/troops"),
        ("count", "Troops", None, "people/troops"),
        ("count", "army", None, "people/troops"),
        *(
            ("count", words, None, "people/troops")
            for words in (
                "soldiers",
                "personnel",
                "servicemen",
                "servicewomen",
                "army personnel",
                "men in uniform",
                "members of the armed forces",
                "French paratroopers",
            )
        ),
        ("count", "attack helicopters", "shot down", "aircraft/helicopters"),
        ("count", "first responders", None, "people/rescuers"),
        ("count", "Russian soldiers", "killed", "people/troops: killed"),
        ("count", "Iraqis", "killed", "people: killed"),
        ("count", "Taliban", "wounded", "people/fighters: injured"),
        ("count", "Danish cheeses", None, "cheese"),
        ("count", "people", "were killed", "people: killed"),
        ("count", "deaths", None, "people: killed"),
        ("count", "bodies", "recovered", "people: killed"),
        ("count", "people", "tested positive", "cases"),
        ("count", "infections", None, "cases"),
        ("count", "demonstrators", None, "people/crowd"),
        ("count", "people", "marched", "people/crowd"),
        ("count", "jobs", "cut", "jobs: cut"),
        ("money", "bounty", "offered", "reward"),
        ("duration", "gun battle", None, "battle"),
        ("count", "employees", "laid off", "jobs: cut"),
        ("count", "layoffs", None, "jobs: cut"),
        ("count", "employees", "will dismiss", "jobs: cut"),
        ("count", "workers", "is shedding", "jobs: cut"),
        ("count", "engines", "fired", "engine"),
        ("count", "homes", "flattens", "buildings/homes: destroyed"),
        ("count", "villagers", "relocating", "people: evacuated"),
        ("count", "artillery systems", None, "weapons/artillery"),
        ("count", "members of the crew", "missing", "people/crew: missing"),
        ("count", "new conscripts", None, "people/conscripts"),
        ("count", "blue umbrellas", None, "umbrella"),
        ("share", "vote", None, "share of vote"),
        ("share", "registered voters", None, "share of people/voters"),
        ("measure", "earthquake", "magnitude", "earthquake: magnitude"),
        ("measure", "earthquake", "depth", "earthquake: depth"),
        ("count", None, "killed", None),
        ("count", "—", None, None),
    ],
)
def test_what_is_measured(kind, item, state, expected):
    assert measure(kind, item, state) == expected
