"""Words of time → days."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hearsay
from hearsay.extract.expressions import read
from hearsay.extract.periods import cut, duration_value, easter, feast, make, period, season, shift
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
        ("Sales fell in Q3 2022.", "Q3 2022", "2022-Q3", "2022-07-01", "2022-09-30"),
        ("Sales fell in 2022 Q3.", "2022 Q3", "2022-Q3", "2022-07-01", "2022-09-30"),
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
        ("Nobody worked over the weekend.", "the weekend", "2023-W04-WE", "2023-01-28", "2023-01-29"),
        ("He will rest over the weekend.", "the weekend", "2023-W05-WE", "2023-02-04", "2023-02-05"),
        ("The pass was shut during the winter.", "the winter", "2022-WI", "2022-12-01", "2023-02-28"),
        ("They will come within weeks.", "weeks", "PXW", "2023-02-03", ""),
        ("The pass will open in spring.", "spring", "2023-SP", "2023-03-01", "2023-05-31"),
        ("The truce began early in January.", "early in January", "2023-01", "2023-01-01", "2023-01-10"),
        ("Third-quarter sales fell.", "Third-quarter", "2022-Q3", "2022-07-01", "2022-09-30"),
        ("Sales rose in the latter half of 2021.", "the latter half of 2021", "2021-H2", "2021-07-01", "2021-12-31"),
        ("The envoy came late Thursday.", "late Thursday", "2023-02-02", "2023-02-02", "2023-02-02"),
        ("Output fell 3 % from a year earlier.", "a year earlier", "2022", "2022-01-01", "2022-12-31"),
        ("It fell at 1:30 a.m. local time on Monday.", "1:30 a.m. local time on Monday", "2023-01-30T01:30", "2023-01-30", "2023-01-30"),
        # feasts
        ("The parade was held on Christmas Eve.", "Christmas Eve", "2022-12-24", "2022-12-24", "2022-12-24"),
        ("The parade will be held on Good Friday.", "Good Friday", "2023-04-07", "2023-04-07", "2023-04-07"),
        ("The parade was held at Easter 2019.", "Easter 2019", "2019-04-21", "2019-04-21", "2019-04-21"),
        ("Shops shut on Thanksgiving.", "Thanksgiving", "2022-11-24", "2022-11-24", "2022-11-24"),
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
        ("According to notes released March 3, the envoy left.", "2022-03-03"),
        ("The notes, to be released March 3, name him.", "2023-03-03"),
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
        "The town lies behind the spring; a summer hat lay there.",
        "He spoke after the fall of the town.",
        "They paid the day labourers.",
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
        ("It rained over the weekend.", "XXXX-WXX-WE"),
        ("Third-quarter sales fell.", "XXXX-Q3"),
        ("They met at Easter.", "XXXX-XX-XX"),
        ("They met on Christmas Eve.", "XXXX-12-24"),
    ],
)
def test_without_a_date_of_the_report_nothing_is_reckoned(sentence, value):
    assert [r[1:] for r in readings(sentence, None)] == [(value, "", "")]


def test_durations_and_habits_have_no_days():
    assert readings("They were held for 14 days.") == [("14 days", "P14D", "", "")]
    assert readings("A three-day strike began.") == [("three-day", "P3D", "", "")]
    assert readings("Half an hour went by.") == [("Half an hour", "PT30M", "", "")]
    assert readings("The siege lasted two and a half years.") == [("two and a half years", "P2.5Y", "", "")]
    assert readings("A yearlong drought began.") == [("yearlong", "P1Y", "", "")]
    assert readings("He has been held for months.") == [("months", "PXM", "", "")]
    assert readings("Trucks pass at 960 a week.") == [("a week", "P1W", "", "")]
    assert readings("In the last two weeks of the siege they starved.") == [("the last two weeks", "P2W", "", "")]
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


def test_that_night_and_the_day_before_are_reckoned_from_what_was_told():
    report = hearsay.examine("The dam broke on 3 May 2021. That night the town fled. Soldiers had come the day before.", "2023-02-03")
    assert [(t.evidence.quote, t.value) for t in report.times][1:] == [("That night", "2021-05-03TNI"), ("the day before", "2021-05-02")]


STORY = (
    "The revolt began in June 1871. In August the port fell. By January the rebels held the north. In March they met the envoys; "
    "the king, crowned in 1852, would not come. The talks went on until May 1872. In 1874 the last fort was given up. "
    "A new law came in 1875, another in 1876 and in 1877. The town was rebuilt in 1880."
)


def test_a_story_gives_its_dates_their_years():
    report = hearsay.examine(STORY, "2023-02-03")
    told = {t.evidence.quote: t.value for t in report.times}
    assert (told["August"], told["January"], told["March"]) == ("1871-08", "1872-01", "1872-03")
    assert all(t.anchor and t.anchor < "1873" for t in report.times if t.evidence.quote in ("August", "January", "March"))


def test_years_before_christ_have_a_value_and_no_days():
    assert readings("She lived in 490 BC.") == [("490 BC", "BC0490", "", "")]
    assert readings("It fell in the spring of 480 B.C., they say.") == [("the spring of 480 B.C.", "BC0480-SP", "", "")]
    assert readings("A vase of the 5th century BC was found.") == [("the 5th century BC", "BC04", "", "")]


def test_saying_event_and_publication_are_three_times():
    report = hearsay.examine("The mayor said on Monday that 40 people had died in the flood on Saturday.", "2023-02-03")
    (row,) = report.attributions
    assert (row.said_on, report.times[1].opens, report.document.published) == ("2023-01-30", "2023-01-28", "2023-02-03")


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


@settings(max_examples=60, deadline=None)
@given(st.integers(1900, 2200))
def test_easter_is_a_sunday_of_spring(year):
    assert easter(year).isoweekday() == 7
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


def test_calendar_values():
    assert [easter(y).isoformat() for y in (2021, 2024)] == ["2021-04-04", "2024-03-31"]
    assert [feast([5, 1, -1], 2024), feast([9, 1, 1], 2024), feast([11, 4, 4], None)] == ["2024-05-27", "2024-09-02", "XXXX-11-XX"]
    assert period("W", date(2023, 2, 3))[0] == "2023-W05"
    assert period("E", date(2023, 2, 3)) == ("2023-W05-WE", date(2023, 2, 4), date(2023, 2, 5))
    assert season("WI", 2022) == ("2022-WI", date(2022, 12, 1), date(2023, 2, 28))
    assert cut("mid", date(2023, 3, 1), date(2023, 3, 31)) == (date(2023, 3, 11), date(2023, 3, 20))
    assert shift(date(2024, 1, 31), 1, "M") == date(2024, 2, 29)
    assert make(2023, 2, 30) is None
    assert [duration_value(2, u) for u in "DWFMYThE"] == ["P2D", "P2W", "P4W", "P2M", "P2Y", "P20Y", "PT2H", "P2WE"]
