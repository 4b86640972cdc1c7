"""What sources say will be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hearsay
from hearsay.extract.forecasts import lexicon

PUBLISHED = "2023-02-02"


def foretold(words, published=PUBLISHED):
    """Forecasts of a report: clause, leaning, opens, closes, source."""
    report = hearsay.examine(words, published)
    sources = {a.id: a.source.quote if a.source else None for a in report.attributions}
    return [(f.evidence.quote, f.leaning, f.opens, f.closes, sources.get(f.attribution)) for f in report.forecasts]


@pytest.mark.parametrize(
    ("report", "clause", "leaning", "closes"),
    [
        ("The company said it would cut 300 jobs by June.", "it would cut 300 jobs by June", "likely", "2023-06-30"),
        ("The ministry said the port will reopen on Friday.", "the port will reopen on Friday", "likely", "2023-02-03"),
        ("Officials warned that the toll would rise.", "the toll would rise", "likely", None),
        ("Officials warn that it would put workers at risk.", "it would put workers at risk", "likely", None),
        ("The ministry has argued that the law would put workers at risk.", "the law would put workers at risk", "likely", None),
        ("The agency said the river is forecast to crest on Friday.", "the river is forecast to crest on Friday", "likely", "2023-02-03"),
        ("The agency said rain is likely on Monday.", "rain is likely on Monday", "likely", "2023-02-06"),
        ("The union said its members plan to strike next week.", "its members plan to strike next week", "likely", "2023-02-12"),
        ("Experts say the risk of a second quake is low.", "the risk of a second quake is low", "unlikely", None),
        ("The captain said there is a two-in-three chance that they win the cup.", "a two-in-three chance that they win the cup", "likely",
         None),
        ("The captain said his side has a 1 in 3 chance of losing by March.", "a 1 in 3 chance of losing by March", "unlikely",
         "2023-03-31"),
        ("The plan is set to begin by 2025.", "The plan is set to begin by 2025", "likely", "2025-12-31"),
        ("The plant, which is expected to employ 6,500 workers, is new.", "The plant, which is expected to employ 6,500 workers", "likely",
         None),
        ("He sent 500 men, which could bring the total to 900, the army said.", "500 men, which could bring the total to 900",
         "possible", None),
        ("The captain said the others have a chance of winning the cup.", "a chance of winning the cup", "possible", None),
        ("The captain said: \"We could lose the cup.\"", "We could lose the cup", "possible", None),
        ("The captain warned that the club would \"regenerate\" without him.", 'the club would "regenerate" without him', "likely", None),
        ("The nurse told reporters that high losses were not expected.", "high losses were not expected", "unlikely", None),
        ("The minister said he doubts that turnout will exceed 50 percent.", "turnout will exceed 50 percent", "unlikely", None),
        ("The mayor denied that the city will close the school.", "the city will close the school", "unlikely", None),
        ("He said it was naive to think the strike will end by March 2024.", "the strike will end by March 2024", "unlikely", "2024-03-31"),
        ("\"They may attack again before winter,\" the officer said.", "They may attack again before winter", "possible", "2023-11-30"),
        ("\"It is possible that the virus will spread,\" the doctor said.", "the virus will spread", "possible", None),
        ("The new rail line could carry 3,000 passengers.", "The new rail line could carry 3,000 passengers", "possible", None),
        ("The company plans to close the plant next week.", "The company plans to close the plant next week", "likely", "2023-02-12"),
        ("The firm is planning to close it by 2025.", "The firm is planning to close it by 2025", "likely", "2025-12-31"),
        ("The firm said it expects earnings of $3.73 per share.", "it expects earnings of $3.73 per share", "likely", None),
        ("The bank expects prices to fall by 2025.", "The bank expects prices to fall by 2025", "likely", "2025-12-31"),
        ("The doctor said 500 more cases could be confirmed within two weeks.", "500 more cases could be confirmed within two weeks",
         "possible", "2023-02-16"),
        ("The bakery, owner of three shops, will shut by March, its owner said.", "The bakery, owner of three shops, will shut by March",
         "likely", "2023-03-31"),
        ("The general said his troops will never leave the valley.", "his troops will never leave the valley", "unlikely", None),
        ("The engineer warned that thousands of homes will be flooded if the levee breaks.",
         "thousands of homes will be flooded if the levee breaks", "possible", None),
        ("The envoy claimed the king had ordered his fleet to sail in the coming weeks.", "to sail in the coming weeks", "likely", None),
        ("The firm announced that it is to buy its rival.", "it is to buy its rival", "likely", None),
        ("The envoy said he will never accept the plan before June.", "he will never accept the plan before June", "unlikely",
         "2023-05-31"),
        ("The rebels have threatened to storm the town by Friday, he said.", "The rebels have threatened to storm the town by Friday",
         "possible", "2023-02-03"),
        ("It is feared that the river could burst its banks.", "the river could burst its banks", "possible", None),
        ("The dry spell led to fears that crops will fail.", "crops will fail", "likely", None),
        ("New delays are expected at the border.", "New delays are expected at the border", "likely", None),
        ("The airline said 4,000 workers will lose their jobs, and that flights will resume in March.", "flights will resume in March",
         "likely", "2023-03-31"),
    ],
)  # fmt: skip
def test_forecast(report, clause, leaning, closes):
    assert (clause, leaning, closes) in [(c, lean, end) for c, lean, _, end, _ in foretold(report)]


@pytest.mark.parametrize(
    "report",
    [
        "Will the dam hold? the mayor asked.",
        '"I hope the rain will stop," she said.',
        "The mayor said residents should leave.",
        "The spokesman said police could not confirm the toll.",
        "The spokesman said rescuers might have missed bodies.",
        "The doctor said the two cases may be linked.",
        "The officer said he would not comment.",
        "The guide said he would often walk there as a boy, and that you will find the path with ease.",
        "The coach said his team is more likely to win at home.",
        "The minister said the law was passed to ensure that wages will rise.",
        "The parade will begin at noon.",
        "The ruling could make peace harder.",
        "The road was closed, police said.",
        "He said the will of the people counts.",
        "The envoy said his country will never accept the plan.",
        "The army said the fleet is preparing to sail on Friday.",
        "The doctor said the sooner it is done the better it will be.",
        '"We plan to grow," the owner said.',
        "The minister said the aim is to cut waste.",
        "The minister said the only way to stop the strike is to raise wages.",
    ],
)
def test_no_forecast(report):
    assert foretold(report) == []


def test_window_by_preposition_and_report():
    assert foretold("The ministry said the port will reopen by June.")[0][2:4] == ("2023-02-02", "2023-06-30")
    assert foretold("The ministry said the port will reopen in June.")[0][2:4] == ("2023-06-01", "2023-06-30")
    assert foretold("The ministry said the port will reopen in the coming weeks.")[0][2:4] == ("2023-02-02", None)
    assert foretold("The ministry said the port will reopen by June.", None)[0][2:4] == (None, None)
    assert foretold("The ministry said the port will reopen by June 2024.", None)[0][2:4] == (None, "2024-06-30")
    assert foretold("By Friday, the river will crest, the agency said.")[0][3] == "2023-02-03"
    assert foretold("The mayor said the city will host the 2027 World Cup.")[0][2:4] == (None, None)


@pytest.mark.parametrize(
    ("report", "hedge", "low", "high"),
    [
        ("The ministry said the port will reopen in June.", "will", 0.87, 0.99),
        ("The general said his troops will never leave the valley by June.", "will never", 0.01, 0.13),
        ("The ministry said the port will probably reopen in June.", "probably", 0.55, 0.8),
        ("The ministry said the port will very likely reopen in June.", "very likely", 0.8, 0.95),
        ("The ministry said the port will probably not reopen in June.", "probably", 0.2, 0.45),
        ("The ministry said the port could reopen in June.", "could", 0.2, 0.6),
        ("The ministry said the port is not expected to reopen in June.", "is not expected", 0.13, 0.37),
        ("The agency said rain is likely on Monday.", "is likely", 0.55, 0.8),
        ("The agency said rain is highly likely on Monday.", "is highly likely", 0.8, 0.95),
        ("The agency said there is a 30 percent chance of rain on Monday.", "30 percent", 0.3, 0.3),
        ("Experts say the risk of a second quake is low.", "is low", 0.05, 0.2),
        ("The minister said it is highly unlikely that turnout will exceed 50 percent.", "highly unlikely", 0.05, 0.2),
        ("The mayor denied that the city will close the school.", "denied", 0.01, 0.13),
    ],
)
def test_the_words_that_say_how_sure_and_their_band(report, hedge, low, high):
    (row,) = hearsay.examine(report, PUBLISHED).forecasts
    assert (row.hedge.quote, row.low, row.high) == (hedge, low, high)


def test_each_band_is_one_and_tells_its_leaning():
    for name, told in lexicon().bands.items():
        assert 0 < told.low <= told.high < 1, name
        middle = (told.low + told.high) / 2
        assert told.leaning == ("likely" if middle > 0.6 else "unlikely" if middle < 0.35 else "possible"), name
    assert set(lexicon().negated) | set(lexicon().negated.values()) <= set(lexicon().bands)


@pytest.mark.parametrize(
    ("report", "condition"),
    [
        ("The engineer warned that thousands of homes will be flooded if the levee breaks.", "if the levee breaks"),
        ("If the levee breaks, thousands of homes could be flooded by Friday, the engineer warned.", "If the levee breaks"),
        ("The union said its members will strike on Monday unless wages rise.", "unless wages rise"),
        ("The union said its members will strike on Monday.", None),
        ("The union said its members will strike on Monday, even if wages rise.", None),
    ],
)
def test_condition(report, condition):
    (row,) = hearsay.examine(report, PUBLISHED).forecasts
    assert (row.condition and row.condition.quote) == condition


def test_resolvable_or_why_not():
    def why(words, published=PUBLISHED):
        (row,) = hearsay.examine(words, published).forecasts
        return row.unresolvable

    assert why("The ministry said the port will reopen by June.") is None
    assert why("The ministry said the port will reopen.") == "no day is told by which it must have come"
    assert why("The ministry said the port will reopen within two weeks.", None) == "the report has no date to reckon its day from"
    assert why("The minister said the law will strengthen the country by June.") == "nothing tells when it has come true"
    assert why("The minister said the law will help 300 families by June.") is None


def test_said_long_before_the_report():
    """A month foretold in a warning of some time ago may lie just behind the report."""
    assert foretold("Earlier, the general had warned that the fleet will sail in January.")[0][3] == "2023-01-31"


def test_the_hedge_must_stand_by_the_verb():
    assert foretold('"We expect them to land there, perhaps near the port," he said.')[0][1] == "likely"
    assert foretold("He said the fleet will perhaps land there.")[0][1] == "possible"


def test_such_a_thing_is_about_the_forecast_before():
    report = hearsay.examine(
        "The general said the rebels could seize the dam. Analysts believe the likelihood of such an attack in the near future is minimal.",
        PUBLISHED,
    )
    assert [(f.leaning, f.about) for f in report.forecasts] == [("possible", None), ("unlikely", "the rebels could seize the dam")]


def test_said_again_is_one_forecast():
    report = (
        'Reporters heard from Anna Weber on Friday. "They will try to land here around March 9," Weber said. '
        'Asked again, Weber said: "They may try to land here around March 9."'
    )
    assert len(foretold(report)) == 1


def test_of_two_things_one_word_apart_is_not_said_again():
    report = "Weber said the north bridge will open by May 2024. Weber said the south bridge will open by May 2024."
    assert len(foretold(report)) == 2


def test_nobody_on_record_is_none():
    assert foretold("The storm is expected to reach the coast on Saturday.") == [
        ("The storm is expected to reach the coast on Saturday", "likely", "2023-02-04", "2023-02-04", None)
    ]


def test_rows_prove_their_words_and_lie_inside_their_attribution():
    report = hearsay.examine("The mayor said the bridge will close on Monday. It may reopen by June 2024, she added.", PUBLISHED)
    text = report.document.text
    assert len(report.forecasts) == 2
    for row in report.forecasts:
        assert text[row.evidence.span.start : row.evidence.span.end] == row.evidence.quote
        attribution = next(a for a in report.attributions if a.id == row.attribution)
        assert any(c.span.holds(row.evidence.span) for c in attribution.content)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "will",
                "rise",
                "he",
                "said",
                "that",
                ",",
                "by",
                "May",
                "is",
                "expected",
                "to",
                "the",
                "risk",
                "of",
                "low",
                '"',
                "if",
                "not",
                ".",
            ]
        ),
        min_size=1,
        max_size=30,
    )
)
def test_any_row_of_words_is_read_without_error(words):
    report = hearsay.examine(" ".join(words), PUBLISHED)
    for row in report.forecasts:
        assert report.document.text[row.evidence.span.start : row.evidence.span.end] == row.evidence.quote
