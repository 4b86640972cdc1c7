"""Sentences, tokens, language."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearsay.clean.segments import LONGEST, language, sentences, tokens

ANY = st.text(
    st.one_of(st.sampled_from(list("aAzZ09.,!?'\"-—%$€/@:() …é\u0301中ไ👩ש")), st.characters(exclude_categories=["Cs", "Cc"])), max_size=120
)


def cut(view: str) -> list[str]:
    return [view[start:end] for start, end in sentences(view, 0, len(view))]


def words(view: str) -> list[str]:
    return [token.word for token in tokens(view, 0, len(view))]


@pytest.mark.parametrize(
    "told",
    [
        ["Maj. Gen. Anna Holm spoke.", "Lt. Col. J. B. Roe did not."],
        ["The U.S. Army left.", "It went by St. Lindow."],
        ["He lives in the U.S.", "The army left."],
        ["It began at 5 p.m. on Monday.", "It ended at 7 p.m.", "The mayor slept."],
        ["It began at 5 a.m. EST and ended.", "Nobody came."],
        ["It cost Tk. 500 a bag.", "They were paid in Tk.", "Rs. 20 was enough."],
        ["Unit No. 5 stood by.", "They asked for more.", "No.", "There was none."],
        ["The Feb. 24 march drew 400.", "It rained in Feb.", "The next was dry."],
        ['"It is much more," he said.', '"We go."', "Then he left."],
        ['"Go home!" Anna Holm said.', '"Why?" asked the mayor.', "Nobody knew."],
        ['She said: "We stay.', "We do not go.", 'We fight."', "Others left."],
        ["Wait ... it rose.", "Then it fell…", "It rose by 2.5 percent.", "All 3,000 left."],
        ["Lindow Inc. and Kemble Co. Ltd. agreed.", "They paid $5.", "It was not much."],
        ["See www.example.org for more.", "Write to a.b@example.org.", "Thanks."],
        ["They ran out of fuel.", "Then food."],
        ["1. First the dam broke.", "2. Then the road."],
        ["He came in 2024.", "In 2025 he left."],
        ["(The mayor declined to comment.)", "The governor spoke."],
        ["World War I.", "The end."],
        ["Boats, ropes, etc.", "Officials want more."],
    ],
)
def test_sentences_of_news(told: list[str]) -> None:
    assert cut(" ".join(told)) == told


def test_sentences_that_lost_their_space() -> None:
    assert cut("The dam broke.Then the road flooded. See pic.twitter.com/Xy9Ab.Then go.") == [
        "The dam broke.",
        "Then the road flooded.",
        "See pic.twitter.com/Xy9Ab.Then go.",
    ]


def test_sentences_without_spaces() -> None:
    assert cut("大坝决堤。四十人获救！") == ["大坝决堤。", "四十人获救！"]
    assert cut("هل انهار السد؟ نعم.") == ["هل انهار السد؟", "نعم."]


def test_an_endless_sentence_is_cut_between_words() -> None:
    view = "boats, and more " * 400
    parts = cut(view.strip())
    assert max(map(len, parts)) <= LONGEST
    assert " ".join(parts) == view.strip()
    assert all(part.startswith(("boats", "and", "more")) for part in parts)
    assert [len(part) for part in cut("x" * 4500)] == [2000, 2000, 500]


@pytest.mark.parametrize(
    ("view", "told"),
    [
        ("1,234.5 boats, 5m more", "1,234.5|boats|,|5|m|more"),
        ("$5bn or €3.2m, up 12%", "$|5|bn|or|€|3.2|m|,|up|12|%"),
        ("a 40,000-strong crowd", "a|40,000|-|strong|crowd"),
        ("two-thirds of Lindow-based T-72 and COVID-19 units", "two-thirds|of|Lindow-based|T-72|and|COVID-19|units"),
        ("a 12-year-old boy", "a|12|-|year-old|boy"),
        ("the 5th day of the 1990s, 21st row", "the|5th|day|of|the|1990s|,|21st|row"),
        ("Lindow's boats don't float; they're gone", "Lindow|'s|boats|do|n't|float|;|they|'re|gone"),
        ("the troops' leader, O'Brien", "the|troops|'|leader|,|O'Brien"),
        ("Maj. Gen. Holm of the U.S. left at 5 p.m. today.", "Maj.|Gen.|Holm|of|the|U.S.|left|at|5|p.m.|today|."),
        ("the Feb.24 march; No. 5 and no.", "the|Feb.|24|march|;|No.|5|and|no|."),
        ("at 10:30 on 2024-02-05, 10-20 of 5/6", "at|10:30|on|2024-02-05|,|10|-|20|of|5|/|6"),
        ("see https://example.org/a_b?c=1. Or @holm #flood", "see|https://example.org/a_b?c=1|.|Or|@holm|#flood"),
        ("mail a.b@example.org, read example.org/x.", "mail|a.b@example.org|,|read|example.org/x|."),
        ('"Go," she said... (now)', '"|Go|,|"|she|said|...|(|now|)'),
        ("Lindow Inc. paid. He left.", "Lindow|Inc.|paid|.|He|left|."),
        ("AT&T and R&D", "AT&T|and|R&D"),
        ("J. B. Roe", "J.|B.|Roe"),
        ("大坝 и Київ", "大|坝|и|Київ"),
        ("cafe\u0301s हिन्दी", "cafe\u0301s|हिन्दी"),
        ("10km/h", "10|km|/|h"),
    ],
)
def test_tokens_of_news(view: str, told: str) -> None:
    assert words(view) == told.split("|")


@given(ANY)
@settings(max_examples=400, deadline=None)
def test_sentences_and_tokens_cover_all_that_is_no_space(view: str) -> None:
    view = " ".join(view.split())
    covered: set[int] = set()
    behind = 0
    for start, end in sentences(view, 0, len(view)):
        assert behind <= start < end <= len(view)
        assert view[start] != " " and view[end - 1] != " "
        at = start
        for token in tokens(view, start, end):
            assert at <= token.start < token.end <= end
            assert token.word == view[token.start : token.end]
            assert not re.search(r"\s", token.word)
            at = token.end
            covered.update(range(token.start, token.end))
        behind = end
    assert covered == {i for i, c in enumerate(view) if not c.isspace()}


def test_common_english_needs_no_identifier() -> None:
    assert language("The mayor of Lindow said on Monday that the dam had been old, and that it was to be rebuilt by the governor.") == "en"


@pytest.mark.parametrize(
    ("view", "told"),
    [
        ("Le barrage a cédé lundi matin et des dizaines d'habitants ont été évacués, selon la préfecture de la région.", "fr"),
        ("Der Damm brach am Montagmorgen, und Dutzende Einwohner mussten nach Angaben der Behörden ihre Häuser verlassen.", "de"),
        ("Гребля прорвалася в понеділок вранці, десятки мешканців евакуювали, повідомила обласна влада.", "uk"),
        ("大坝周一早上决堤，当局说数十名居民已经撤离。这个村庄有一千多人。", "zh"),
        ("12 345 67", None),
        ("", None),
        ("Ok", None),
    ],
)
def test_languages(view: str, told: str | None) -> None:
    assert language(view) == told
