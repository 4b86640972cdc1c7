"""How many of what, whose, where and according to whom."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearsay.clean import clean
from hearsay.extract import extract
from hearsay.read import read
from hearsay.records import Document, Source
from hearsay.settings import Settings


def counted(words):
    """The report of a text, with everything read of it."""
    document = next(iter(read(Source("report.txt", payload=words.encode()), Settings())))
    assert isinstance(document, Document)
    return extract(clean(replace(document, published="2024-03-05", published_basis="given"), Settings()))


def rows(words, *fields):
    """Each figure of a text: its words, then the fields asked for."""
    return [(f.evidence.quote, *(getattr(f, name) for name in fields)) for f in counted(words).figures]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # the words of a figure: qualifier, number, unit, the noun with its adjectives, no more
        ("Up to 600 armed vehicles crossed the bridge.", ["Up to 600 armed vehicles"]),
        ("The storm killed at least 13 people on the coast.", ["at least 13 people"]),
        ("Between 250 and 400 people were hurt.", ["Between 250 and 400 people"]),
        ("The ferry carried about 203 passengers and 14 crew.", ["about 203 passengers", "14 crew"]),
        ("Three of the houses burned.", ["Three"]),
        ("Dozens of old houses burned.", ["Dozens of old houses"]),
        ("A 40,000-strong army waited at the river.", ["40,000-strong army"]),
        ("A three-story building fell.", ["three-story"]),
        ("Heavy rain brought up to 300 mm of water.", ["up to 300 mm"]),
        ("The flood caused heart attacks and 12 deaths.", ["12 deaths"]),
        ("Doctors counted 160 heart attacks and strokes.", ["160 heart attacks and strokes"]),
        ("13 were killed.", ["13"]),
    ],
)
def test_evidence_holds_the_figure_and_no_more(words, expected):
    assert [quote for (quote,) in rows(words)] == expected


@pytest.mark.parametrize(
    ("words", "items"),
    [
        ("The storm killed 13 people.", ["people"]),
        ("The mayor counted 600 armed vehicles.", ["armed vehicles"]),
        ("13 were killed.", ["people"]),
        ("No one was hurt, the guards said.", ["people"]),
        ("There were no casualties in the fire.", ["casualties"]),
        ("One of them fled.", []),
        ("The blast killed six people and injured another 40.", ["people", "people"]),
        ("They shot down 29 of 32 drones.", ["drones", "drones"]),
        ("The chip comes with four, six or eight cores.", ["cores", "cores", "cores"]),
        ("She won 39 of the town's 40 seats.", ["seats", "seats"]),
        ("Rivera won nine seats and Osei won four.", ["seats", "seats"]),
        ("He faces four counts of murder.", ["counts of murder"]),
        ("The party won 24 percent of the vote.", ["vote"]),
        ("The price of bread rose 12 percent.", ["price of bread"]),
        ("A quake of magnitude 6.4 struck the coast.", ["quake"]),
        ("Winds of 90 km/h hit the coast.", ["Winds"]),
        ("Crews moved 400 tonnes (880,000 lb) of sand.", ["sand", "sand"]),
        ("A two-day summit began.", ["summit"]),
        ("Ten people, 43 dogs and three cats were saved.", ["people", "dogs", "cats"]),
        ("Five of the dead were children.", ["children"]),
        ("The number of casualties had reached 13 by noon.", ["casualties"]),
        ("The gunman fired twice.", ["times"]),
        ("Kelpin offered $15 per share for Orvel, a deal told in a 48-page letter.", ["share", "pages"]),
    ],
)
def test_what_is_counted(words, items):
    said = [item for _, item in rows(words, "item")]
    assert len(said) == len(items)
    for one, other in zip(said, items, strict=True):
        assert one is not None and other.lower() in one.lower()


@pytest.mark.parametrize(
    ("words", "states"),
    [
        ("Six people were killed.", ["killed"]),
        ("The blast killed six people.", ["killed"]),
        ("The blast left hundreds dead.", ["dead"]),
        ("Six people killed in the blast were sailors.", ["killed"]),
        ("Police arrested 14 men.", ["arrested"]),
        ("The army deployed 900 tanks.", ["deployed"]),
        ("The fire forced the evacuation of 300 people.", ["evacuation"]),
        ("34 others remain missing.", ["missing"]),
        ("The navy sent out two launches.", ["sent out"]),
        ("The number of people killed by the storm has risen to 35.", ["killed"]),
        ("The death toll stands at 35.", ["death"]),
        ("The number of dead is 275 and not 288.", ["dead", "denied"]),
        ("The number of dead is not 288 but 275.", ["denied", "dead"]),
        ("It lost 275 boats instead of 288.", ["lost", "denied"]),
        ("Three people were hurt and not five.", ["hurt", "denied"]),
        ("Three people were hurt but not two others.", ["hurt", "hurt"]),
        ("The quake had a magnitude of 6.2.", ["magnitude"]),
        ("The wave was 10 metres (33 ft) high.", ["high", "high"]),
        ("The depth of the lake was some 18 kilometres.", ["depth"]),
        ("It struck 24 km southwest of Orvel.", ["southwest of"]),
        ("Three men are reported to have been killed.", ["killed"]),
        ("Two lanes had to be closed.", ["closed"]),
        ("Fifteen crew were aboard.", ["aboard"]),
        ("There are 900 boats waiting in Orvel.", ["waiting"]),
        ("The blast killed fifteen people, including six children.", ["killed", "killed"]),
        ("Three doctors and nine nurses are searching.", ["searching", "searching"]),
        ("Divers found two drums containing oil.", ["found"]),
    ],
)
def test_what_is_so_of_them(words, states):
    assert [state for _, state in rows(words, "state")] == states


@pytest.mark.parametrize(
    ("words", "holders"),
    [
        ("Ruritania has 40 tanks.", ["Ruritania"]),
        ("France has gathered 900 tanks and 555 guns near the border.", ["France", "France"]),
        ("Two Danish soldiers fell.", ["Denmark"]),
        ("Ada Kron won 14 votes. Omar Diallo won six.", ["Ada Kron", "Omar Diallo"]),
        ("Six people died.", [None]),
    ],
)
def test_whose_it_is(words, holders):
    assert [holder for _, holder in rows(words, "holder")] == holders


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("At least 13 people were killed in Lagos on Monday.", ["Lagos"]),
        ("A blast in Lagos killed six people and injured 40.", ["Lagos", "Lagos"]),
        ("The army is moving 500 tanks, up to 600 lorries, and 40 guns towards Lagos.", ["Lagos", "Lagos", "Lagos"]),
        ("A blast shook Lagos. In Nairobi, police arrested 14 men.", ["Nairobi"]),
        ("The blast killed 20 people in Lagos, 14 in Nairobi and five in Accra.", ["Lagos", "Nairobi", "Accra"]),
        (
            "Trade with India fell 60%, that with Singapore 50%, 44% with Malaysia and 40% with Ghana.",
            ["India", "Singapore", "Malaysia", "Ghana"],
        ),
        ("Soldiers gathered near Lagos on Sunday. The army sent 30 tanks to the city.", ["Lagos"]),
    ],
)
def test_where(words, places):
    assert [place for _, place in rows(words, "place")] == places


def test_what_happened_in_one_place_is_told_of_it():
    words = (
        "A bus crash near Nairobi killed six people on Sunday. The driver fled on foot.\n\nPolice arrested two men. They face four charges."
    )
    assert {place for _, place in rows(words, "place")} == {"Nairobi"}


def test_a_region_stands_for_the_town_that_lies_in_it():
    words = "Riots shook Ferguson, Missouri, on Monday. The curfew in Ferguson was lifted later, said Missouri officials.\n\n"
    assert [place for _, place in rows(words + "Officers made 20 arrests.", "place")] == ["Ferguson"]
    assert [place for _, place in rows(words + "In Missouri officers made 20 arrests.", "place")] == ["Missouri"]


@pytest.mark.parametrize(
    ("words", "sources"),
    [
        ("The mayor said 40 homes had burned.", ["The mayor"]),
        ("Forty homes had burned, according to police. Two bridges fell.", ["police", None]),
        ('"We lost 40 homes," said Ada Kron.', ["Ada Kron"]),
        ("Ada Kron, whose party holds 17 seats, said 40 homes had burned.", [None, "Ada Kron"]),
        ("According to estimates, 40 homes burned, Ada Kron said.", ["Ada Kron"]),
    ],
)
def test_who_is_on_record(words, sources):
    report = counted(words)
    attributions = {a.id: a for a in report.attributions}
    names = {m.id: m.name for m in report.mentions}
    for figure, source in zip(report.figures, sources, strict=True):
        row = attributions.get(figure.attribution)
        said = None if row is None else names.get(row.mention) or (row.source.quote if row.source else None)
        assert (said or "").lower().removeprefix("the ") == (source or "").lower().removeprefix("the ")
        assert figure.voice == ("narrator" if source is None else "attributed")


def test_a_figure_of_the_headline_has_its_voice():
    words = (
        "Ruritania masses 40,000 troops on border, Borduria warns\n\nRuritania has moved 40,000 troops there, officials said on Monday.\n"
    )
    assert [voice for _, voice in rows(words, "voice")] == ["headline", "attributed"]


@pytest.mark.parametrize(
    ("words", "reported"),
    [
        ("The army is allegedly moving 500 tanks, up to 600 lorries, and sending 40,000 men.", [True, True, True]),
        ("Around 100 people are feared dead.", [True]),
        ("Some 50 others are believed to be missing.", [True]),
        ("The army is allegedly moving tanks, but 40 lorries stayed.", [False]),
        ("There were rumours that 40 people had died.", [True]),
        ("She is said to have killed 40 men.", [True]),
        ("Some 40 people were reported to be missing.", [True]),
        ("It was reported that 40 people had died.", [True]),
        ("Police reported that 40 people had died.", [False]),
        ("Six people died.", [False]),
    ],
)
def test_what_is_unconfirmed(words, reported):
    assert [flag for _, flag in rows(words, "reported")] == reported


@pytest.mark.parametrize(
    ("words", "scopes"),
    [
        ("A total of 714 voters came.", ["total"]),
        ("Another 40 people came.", ["new"]),
        ("Three of the houses burned.", ["part"]),
        ("Six of them died.", ["part"]),
        ("The death toll rose to 40.", ["total"]),
        ("Six people died.", [None]),
    ],
)
def test_totals_additions_and_parts(words, scopes):
    assert [scope for _, scope in rows(words, "scope")] == scopes


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("The Australian government pledged $40 million. Australia needs it.", ["AUD"]),
        ("The Canadian government pledged $40 million a year.", ["CAD/a"]),
        ("The U.S. government pledged $40 million.", ["USD"]),
        ("Canadian Kelp fell to C$40 in Canada, and to $30 in New York.", ["CAD", "USD"]),
        ("Singapore's Kelp of Singapore paid US$40 million and $30 million.", ["USD", "SGD"]),
        ("Canadian Kelp Ltd (NASDAQ: KLP) of Canada fell to $30.", ["USD"]),
        ("The Australian government pledged US$40 million.", ["USD"]),
        ("A nurse in Los Angeles or Chicago earns $40,000. One from Australia earns as much.", ["USD"]),
        ("Syria offered £40 million. The Syrian army spent it.", ["GBP"]),
        ("One cable links 33 countries while a second is shorter.", ["1", "1"]),
        ("Pakistan paid 40 million rupees.", ["PKR"]),
        ("The bridge carries 50 passengers a day.", ["1/d"]),
        ("The park has 15 million visitors annually.", ["1/a"]),
        ("It runs two daily services.", ["1/d"]),
        ("Spain (6) and France (5) sent judges.", ["1", "1"]),
        ("Texas has had 70 days of 100-degree heat. The American summer is long.", ["d", "[degF]"]),
    ],
)
def test_units_by_what_the_report_tells(words, units):
    assert [unit for _, unit in rows(words, "unit")] == units


def test_a_quarter_of_a_year_is_no_place():
    report = counted("Portex sold 40 boats in Q4 and 30 in FY2014.")
    assert [(f.place, f.as_of) for f in report.figures] == [(None, "in Q4"), (None, "in FY2014")]
    assert {m.name for m in report.mentions} == {"Portex"}


def test_the_date_of_a_figure():
    assert [when for _, when in rows("By Monday evening 40 people had died.", "as_of")] == ["By Monday evening"]
    assert [when for _, when in rows("Six people died.", "as_of")] == [None]


def test_a_figure_said_again_is_a_row_of_its_own():
    report = counted("Six people died on the bridge. The mayor said six people died on the bridge.")
    assert len(report.figures) == 2
    assert len({f.id for f in report.figures}) == 2


def test_every_row_stands_on_its_words_and_is_the_same_twice():
    words = (
        "At least 13 people were killed and between 250 and 400 injured in Lagos on Monday, police said. "
        "“We saw 40 boats,” Ada Kron told Radio One. The ferry, 30 km (19 mi) off, carried 203 passengers, nearly half of them children.\n"
    )
    report = counted(words)
    assert len(report.figures) >= 7
    for figure in report.figures:
        figure.evidence.check(report.document.text)
        assert 0 <= figure.confidence <= 1
        assert figure.attribution is None or figure.attribution in {a.id for a in report.attributions}
    assert report.figures == counted(words).figures


@given(st.text(alphabet=st.sampled_from("0123456789 .,%$€-–()'\"\nabeinorstTP½&;"), max_size=200))
@settings(max_examples=60, deadline=None)
def test_nonsense_is_borne(words):
    document = next(iter(read(Source("report.txt", payload=("x " + words).encode()), Settings())))
    if isinstance(document, Document):
        report = extract(clean(document, Settings()))
        for figure in report.figures:
            figure.evidence.check(report.document.text)


@pytest.mark.parametrize(
    "words",
    [
        "12 people " * 1500,
        "of " * 4000 + "12 men",
        "12, " * 2000,
        "said 12 men " * 900,
        "in Lagos, " * 900 + "12 men died.",
        "(" * 3000 + "12 men",
    ],
)
def test_long_nonsense_takes_little_time(words):
    started = time.perf_counter()
    counted(words)
    assert time.perf_counter() - started < 20
