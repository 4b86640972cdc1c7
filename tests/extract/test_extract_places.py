"""Names → places on the map."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import hearsay
from hearsay.extract.places import Gazetteer, demonym, entries, fold, known, meanings, nation, strip


def placed(words):
    """Places of a report by the words that name them."""
    return {p.evidence.quote: p for p in hearsay.examine(words).places}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Russia", "country"), ("U.S.", "country"), ("the Netherlands", "country"), ("South Sudan", "country"), ("Türkiye", "country"),
        ("Kharkiv region", "region"), ("the province of Sichuan", "region"), ("eastern Ukraine", "region"), ("Donbas", "region"),
        ("Middle East", "region"), ("Black Sea", "region"), ("Calif.", "region"), ("Fulton County", "region"), ("Bavaria", "region"),
        ("Kyiv", "place"), ("Kiev", "place"), ("Port-au-Prince", "place"), ("Khan Younis", "place"), ("St. Petersburg", "place"),
        ("The Hague", "place"), ("NYC", "place"),
        ("Mary", None), ("Police", None), ("March", None), ("Reading", None), ("Jackson", None), ("East Bank", None), ("EU", None),
        ("Russian", None), ("Reuters", None), ("", None), ("the", None),
    ],
)  # fmt: skip
def test_known(name, kind):
    assert known(name) == kind


def test_demonyms():
    assert [demonym(w) for w in ("Russian", "Danes", "british", "Chinese", "Table")] == [
        "Russia",
        "Denmark",
        "United Kingdom",
        "China",
        None,
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kup’yans’k", "Kupyansk"), ("São Paulo", "Sao Paulo"), ("U.S.", "US"), ("St. Louis", "Saint Louis"), ("The Hague", "Hague"),
     ("Łódź", "lodz"), ("Port-au-Prince", "port au prince")],
)  # fmt: skip
def test_spellings_fold_to_one(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kiev", "Kyiv"),
        ("Kupiansk", "Kupyansk"),
        ("Odesa", "Odessa"),
        ("Киев", "Kyiv"),
        ("Bombay", "Mumbai"),
        ("Куп’янськ", "Kupiansk"),
        ("Бахмут", "Bakhmut"),
        ("Θεσσαλονίκη", "Thessaloniki"),
        ("الفاشر", "El Fasher"),
    ],
)
def test_spellings_of_one_town(one, other):
    assert {e.geonameid for e in meanings(one)} & {e.geonameid for e in meanings(other)} - {0}


@pytest.mark.parametrize(
    ("words", "name", "country", "precision"),
    [
        ("Police in Paris, Texas, said two people were hurt in Paris.", "Paris", "US", "place"),
        ("Police in Paris said two people were hurt, and French firemen came from Lyon.", "Paris", "FR", "place"),
        ("They live in London, Ontario, and work in America.", "Ontario", "CA", "region"),
        ("The Georgia governor spoke in Atlanta.", "Georgia", "US", "region"),
        ("Police came to Tbilisi, Georgia.", "Georgia", "GE", "country"),
        ("He flew from Chicago to Moscow after talks in Seattle. Russia said Moscow was ready.", "Moscow", "RU", "place"),
        ("Floods hit the Kharkiv region of Ukraine.", "Kharkiv", "UA", "region"),
        ("Floods came to Kharkiv in Ukraine.", "Kharkiv", "UA", "place"),
        ("Troops advanced south of Bakhmut in Ukraine.", "Bakhmut", "UA", "direction"),
        ("Fighting went on in the Kupiansk direction.", "Kupiansk", "UA", "direction"),
        ("Little moved on the Zaporizhzhia front in Ukraine.", "Zaporizhzhia", "UA", "direction"),
        ("Ships left the North Sea.", "North Sea", None, "region"),
        ("Ships left the Gulf of Mexico.", "Gulf of Mexico", None, "region"),
        ("Ships left the Strait of Hormuz for the Bay of Bengal.", "Strait of Hormuz", None, "region"),
        ("Teachers of Trinidad and Tobago met.", "Trinidad and Tobago", "TT", "country"),
        ("Troops left the Democratic Republic of Congo.", "Democratic Republic of Congo", "CD", "country"),
        ("Rain fell in Oxfordshire in England.", "Oxfordshire", "GB", "region"),
        # the towns of one county tell each other
        ("Crews from Mount Pleasant and Sulphur Springs drove to Paris, while farmers of Lamar County watched.", "Paris", "US", "place"),
        ("Crews from Lille and Lyon drove to Paris.", "Paris", "FR", "place"),
        ("Rain fell in York, Reading and Lancaster, and all over Pennsylvania.", "York", "US", "place"),
        ("Rain fell in York, Leeds and Lancaster, and all over Yorkshire.", "York", "GB", "place"),
    ],
)
def test_which_place_is_meant(words, name, country, precision):
    row = placed(words)[name]
    assert (row.country, row.precision) == (country, precision)


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("Ukrainian defence minister", "UA"), ("the U.S. State Department", "US"), ("South Korean police", "KR"),
        ("the army of the Democratic Republic of Congo", "CD"),
        ("Ukraine's army", "UA"),
        ("Georgian police", "GE"), ("the governor of Georgia", None), ("Russian and Iranian diplomats", None),
        ("the mayor", None), ("", None),
    ],
)  # fmt: skip
def test_which_nation_some_words_tell(words, country):
    assert nation(words) == country


def test_a_mention_tells_the_country_of_its_name_or_role():
    report = hearsay.examine("The Ukrainian defence minister, Mira Tolan, spoke. Tolan met Jordan Chad of the British government in Sudan.")
    told = {m.evidence.quote: m.country for m in report.mentions}
    assert (told["Mira Tolan"], told["Tolan"], told["Sudan"]) == ("UA", "UA", "SD")
    assert told["Jordan Chad"] in (None, "GB")  # his name is no country


def test_the_people_of_a_region_name_it():
    assert {e.name for e in meanings("South Ossetians")} == {"South Ossetia"}
    assert [e.kind for e in meanings("Texans")][0] in ("region", "place") and "US" in {e.country for e in meanings("Texans")}


def test_unknown_villages_stay_off_the_map():
    for row in hearsay.examine("Rebels took the village of Qwertzuistan in Ukraine.").places:
        if row.name == "Qwertzuistan":
            assert (row.latitude, row.longitude, row.country, row.precision) == (None, None, None, None)


def test_rows_prove_their_words():
    report = hearsay.examine("Floods were seen in Kharkiv and in Kyiv in Ukraine.")
    assert {p.evidence.quote for p in report.places} == {"Kharkiv", "Kyiv", "Ukraine"}
    for row in report.places:
        assert report.document.text[row.evidence.span.start : row.evidence.span.end] == row.evidence.quote
        assert row.mention in {m.id for m in report.mentions}
        assert row.gazetteer is None or row.gazetteer.startswith("geonames:")
        assert -90 <= row.latitude <= 90 and -180 <= row.longitude <= 180 and row.uncertainty_km > 0


def test_strip_takes_off_kind_and_direction():
    assert strip("the northern Kharkiv region") == ("Kharkiv", "region")
    assert strip("Province of Sichuan") == ("Sichuan", "region")
    assert strip("eastern Ukraine") == ("Ukraine", "part")
    assert strip("South Sudan") == ("South Sudan", "")


def test_the_table_loads_soon_and_is_in_order():
    begun = time.perf_counter()
    table = Gazetteer()
    assert time.perf_counter() - begun < 1.0  # 0.04 s on an idle core
    keys = [fold(table._line(row)) for row in range(0, len(table._ends), 97)]
    assert keys == sorted(keys)
    for name in ("Kyiv", "Ukraine", "London"):
        assert any(e.name == name for e in entries(fold(name)))


@settings(max_examples=200, deadline=None)
@example("𝘼")  # a letter of mathematics: small only once it is a common one
@given(st.text(max_size=40))
def test_any_name_is_asked_without_error(name):
    assert known(name) in (None, "place", "region", "country")
    assert fold(fold(name)) == fold(name)
