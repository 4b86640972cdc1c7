"""Words of time → days."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hearsay
from hearsay.extract.expressions import read
from hearsay.extract.periods import cut, duration_value, make, period, season, shift
from hearsay.extract.times import bounds, tells_history
from hearsay.extract.words import tag_words

FRIDAY = date(2023, 2, 3)


def readings(sentence, anchor=FRIDAY, *, headline=False):
    """Expressions of a sentence: words, value, opens, closes."""
    words = list(re.finditer(r"\w+|[^\w\s]", sentence))
    forms = {m.start(): t.form for m, t in zip(words, tag_words([[m[0] for m in words]]), strict=True)}
    found, _ = read(sentence, anchor, lambda offset: forms.get(offset, ""), headline=headline)
    return [(sentence[a:b], r.value, str(r.opens or ""), str(r.closes or "")) for a, b, r in found]


@pytest.mark.parametrize(
    ("sentence", "words", "value", "opens", "closes"),
    [
        # written out
        ("The dam broke on 4 June 2019.", "4 June 2019", "2019-06-04", "2019-06-04", "2019-06-04"),
        ("The dam broke on June 4, 2019, at dawn.", "June 4, 2019", "2019-06-04", "2019-06-04", "2019-06-04"),
        ("It was signed on the 2nd of May 2018.", "the 2nd of May 2018", "2018-05-02", "2018-05-02", "2018-05-02"),
        ("Talks ran from March 2-5, 2021.", "March 2-5, 2021", "2021-03-02", "2021-03-02", "2021-03-05"),
        ("A form dated 2020-11-30 was found.", "2020-11-30", "2020-11-30", "2020-11-30", "2020-11-30"),
        ("A form dated 30.11.2020 was found.", "30.11.2020", "2020-11-30", "2020-11-30", "2020-11-30"),
        ("A form dated 30/11/2020 was found.", "30/11/2020", "2020-11-30", "2020-11-30", "2020-11-30"),
        ("Prices fell in July 2021.", "July 2021", "2021-07", "2021-07-01", "2021-07-31"),
        ("Prices fell in 2021.", "2021", "2021", "2021-01-01", "2021-12-31"),
        ("The plant grew in the early 1990s.", "the early 1990s", "199", "1990-01-01", "1992-12-31"),
        ("The plant grew in the 1980's.", "the 1980's", "198", "1980-01-01", "1989-12-31"),
        ("It dates from the 19th century.", "the 19th century", "18", "1800-01-01", "1899-12-31"),
        ("Sales fell in the third quarter of 2022.", "the third quarter of 2022", "2022-Q3", "2022-07-01", "2022-09-30"),
        ("Sales fell in the first half of 2022.", "the first half of 2022", "2022-H1", "2022-01-01", "2022-06-30"),
        ("Sales fell in the first nine months of 2022.", "the first nine months of 2022", "2022", "2022-01-01", "2022-09-30"),
        ("It rained in the summer of 2020.", "the summer of 2020", "2020-SU", "2020-06-01", "2020-08-31"),
        ("It rained in the last week of May 2020.", "the last week of May 2020", "2020-05", "2020-05-25", "2020-05-31"),
        ("It rained in late March 2022.", "late March 2022", "2022-03", "2022-03-21", "2022-03-31"),
        ("From July to November 1954 they fought.", "July", "1954-07", "1954-07-01", "1954-07-31"),
        # reckoned from the report
        ("He resigned yesterday.", "yesterday", "2023-02-02", "2023-02-02", "2023-02-02"),
        ("The vote is tomorrow morning.", "tomorrow morning", "2023-02-04TMO", "2023-02-04", "2023-02-04"),
        ("The road flooded overnight.", "overnight", "2023-02-02TNI", "2023-02-02", "2023-02-03"),
        ("The fire began last night.", "last night", "2023-02-02TNI", "2023-02-02", "2023-02-02"),
        ("The fire began last week.", "last week", "2023-W04", "2023-01-23", "2023-01-29"),
        ("Offices are closed this week.", "this week", "2023-W05", "2023-01-30", "2023-02-05"),
        ("He left late last month.", "late last month", "2023-01", "2023-01-21", "2023-01-31"),
        ("They fell back last fall.", "last fall", "2022-FA", "2022-09-01", "2022-11-30"),
        ("Prices rose over the past year.", "the past year", "P1Y", "2022-02-03", "2023-02-03"),
        ("In the past three days it rained.", "the past three days", "P3D", "2023-01-31", "2023-02-03"),
        ("It will rain in the next three days.", "the next three days", "P3D", "2023-02-03", "2023-02-06"),
        ("Strikes will follow in the coming weeks.", "the coming weeks", "PXW", "2023-02-03", ""),
        ("The firm shut two weeks ago.", "two weeks ago", "2023-W03", "2023-01-16", "2023-01-22"),
        ("The firm shut a hundred years ago.", "a hundred years ago", "1923", "1923-01-01", "1923-12-31"),
        ("They will arrive within a month.", "a month", "P1M", "2023-02-03", "2023-03-05"),
        ("They will decide in two weeks.", "two weeks", "2023-W07", "2023-02-13", "2023-02-19"),
        ("It must close by the end of the year.", "the end of the year", "2023", "2023-09-01", "2023-12-31"),
        ("Earlier this year the bank failed.", "Earlier this year", "2023", "2023-01-01", "2023-02-03"),
        ("The court sat the day before yesterday.", "the day before yesterday", "2023-02-01", "2023-02-01", "2023-02-01"),
        ("It opens at 10 a.m. on Monday.", "10 a.m. on Monday", "2023-02-06T10:00", "2023-02-06", "2023-02-06"),
    ],
)
def test_expression(sentence, words, value, opens, closes):
    assert (words, value, opens, closes) in readings(sentence)


@pytest.mark.parametrize(
    ("sentence", "opens"),
    [
        ("The envoy arrived on Thursday.", "2023-02-02"),
        ("The envoy will arrive on Thursday.", "2023-02-09"),
        ("On Thursday, the envoy arrived.", "2023-02-02"),
        ("On Thursday, the envoy will arrive.", "2023-02-09"),
        ("The envoy is expected to arrive on Thursday.", "2023-02-09"),
        ("Talks scheduled for Thursday were dropped.", "2023-02-09"),
        ("The minister said on Thursday that he would go.", "2023-02-02"),
        ("He said the envoy would arrive on Thursday.", "2023-02-09"),
        ("The envoy failed to arrive on Thursday.", "2023-02-02"),
        ("The envoy came last Friday.", "2023-01-27"),
        ("The envoy arrived on February 24.", "2022-02-24"),
        ("The envoy will arrive on February 24.", "2023-02-24"),
        ("They may try something around February 24.", "2023-02-24"),
        ("The bridge reopened in March.", "2022-03-01"),
        ("The bridge will reopen in March.", "2023-03-01"),
        ("He has ordered the bridge rebuilt by March.", "2023-03-01"),
        ("He had warned that troops will cross in January.", "2023-01-01"),
        ("On Tuesday, January 31, the bridge fell.", "2023-01-31"),
    ],
)
def test_tense_gives_the_direction(sentence, opens):
    assert readings(sentence)[0][2] == opens


def test_date_bias_february_24_ahead_of_the_report_is_not_the_year_before():
    """Event coders that always look back put what is foretold a year too early."""
    assert readings("Troops will move on February 24.", date(2022, 2, 10))[0][2] == "2022-02-24"


def test_headline_present_tells_what_was():
    assert readings("Quake kills five on Thursday", headline=True)[0][2] == "2023-02-02"


@pytest.mark.parametrize(
    "sentence",
    [
        "The team won 3-2 at home.",
        "Protesters march through the city.",
        "Theresa May spoke and may speak again.",
        "An august body met.",
        "He is 25 years old.",
        "A 25-year-old man was held.",
        "About 1998 people were hurt.",
        "The verse is John 3:16.",
        "Flight 2019 was late; the Boeing 2020 landed.",
        "Prices fall when springs break.",
        "She lived in 490 BC.",
        "As soon as possible, they said.",
    ],
)
def test_no_time(sentence):
    assert readings(sentence) == []


def test_ambiguous_numbers_stay_unresolved():
    assert readings("Signed on 03/04/2022.") == [("03/04/2022", "2022", "", "")]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("He spoke on Monday.", "XXXX-WXX-1"),
        ("He spoke last week.", "XXXX-WXX"),
        ("They will land on February 24.", "XXXX-02-24"),
        ("It fell last fall.", "XXXX-FA"),
        ("He spoke yesterday.", "XXXX-XX-XX"),
        ("They will land within a month.", "P1M"),
        ("It fell two years ago.", "P2Y"),
    ],
)
def test_without_a_date_of_the_report_nothing_is_reckoned(sentence, value):
    assert [r[1:] for r in readings(sentence, None)] == [(value, "", "")]


def test_durations_and_habits_have_no_days():
    assert readings("They were held for 14 days.") == [("14 days", "P14D", "", "")]
    assert readings("A three-day strike began.") == [("three-day", "P3D", "", "")]
    assert readings("They meet every Monday.") == [("every Monday", "XXXX-WXX-1", "", "")]


def test_what_the_paragraph_told_carries_on():
    report = hearsay.examine("The war began on 3 May 1982. Two days later the port fell. On 1 June the army left.", "2023-02-03")
    assert [(t.evidence.quote, t.opens, t.anchor) for t in report.times] == [
        ("3 May 1982", "1982-05-03", None),
        ("Two days later", "1982-05-05", "1982-05-03"),
        ("1 June", "1982-06-01", "1982-05-05"),
    ]


def test_a_year_alone_does_not_draw_news_into_the_past():
    report = hearsay.examine("He joined the firm in 2015. In January, he resigned.", "2023-02-03")
    assert report.times[1].opens == "2023-01-01"


def test_history_is_told_by_its_years():
    assert tells_history("In 1914 1915 1916 1917 1918 1919 1920 1921.", FRIDAY)
    assert not tells_history("In 1914 it began; in 2022 and 2023 it ended.", FRIDAY)


def test_rows_prove_their_words():
    report = hearsay.examine("The minister said on Thursday that the port will open by March.", "2023-02-03")
    assert [t.evidence.quote for t in report.times] == ["Thursday", "March"]
    for row in report.times:
        assert report.document.text[row.evidence.span.start : row.evidence.span.end] == row.evidence.quote
        assert row.anchor == "2023-02-03"
    assert bounds(report.times[1], "by") == (None, "2023-03-31")
    assert bounds(report.times[1], "since") == ("2023-03-01", None)
    assert bounds(report.times[1], "before") == (None, "2023-02-28")
    assert bounds(report.times[1], "after") == ("2023-04-01", None)
    assert bounds(report.times[1], "in") == ("2023-03-01", "2023-03-31")


def test_long_rows_of_digits_and_units_end_soon():
    for piece in ("1 ", "March ", "the end of the ", "a hundred ", "2,000,", "12:", "last ", "1-", "-", "p.m."):
        read(piece * 3000, FRIDAY, lambda offset: "")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from([*"0123456789 :-/.,", " May ", " last ", " weeks ", " ago", " the ", " of ", "pm", " Monday "]), max_size=60)
)
def test_any_text_is_read_without_error_and_in_order(pieces):
    sentence = "".join(pieces)
    found, _ = read(sentence, FRIDAY, lambda offset: "")
    end = 0
    for start, stop, reading in found:
        assert end <= start < stop <= len(sentence)
        end = stop
        assert reading.opens is None or reading.closes is None or reading.opens <= reading.closes


# --- the calendar


@settings(max_examples=200, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from("DWMQYTC"))
def test_a_period_holds_its_day(day, unit):
    _, opens, closes = period(unit, day)
    assert opens <= day <= closes
    assert period(unit, closes + timedelta(days=1))[1] == closes + timedelta(days=1)


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(-50, 50), st.sampled_from("DWMQY"))
def test_shift_leads_to_the_period_so_many_units_on(day, count, unit):
    there = shift(period(unit, day)[1], count, unit)
    assert period(unit, there)[1] == there
    assert shift(there, -count, unit) == period(unit, day)[1]


def test_calendar_values():
    assert period("W", date(2023, 2, 3))[0] == "2023-W05"
    assert period("E", date(2023, 2, 3)) == ("2023-W05-WE", date(2023, 2, 4), date(2023, 2, 5))
    assert season("WI", 2022) == ("2022-WI", date(2022, 12, 1), date(2023, 2, 28))
    assert cut("mid", date(2023, 3, 1), date(2023, 3, 31)) == (date(2023, 3, 11), date(2023, 3, 20))
    assert shift(date(2024, 1, 31), 1, "M") == date(2024, 2, 29)
    assert make(2023, 2, 30) is None
    assert [duration_value(2, u) for u in "DWFMYThE"] == ["P2D", "P2W", "P4W", "P2M", "P2Y", "P20Y", "PT2H", "P2WE"]
