"""Who said what: source, cue, content, and through whom it came."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from speech import heard

from hearsay.records import described


def said(words):
    """Attributions of a report as (source, cue, content), and the report."""
    report = heard(words)
    rows = [(a.source.quote if a.source else None, a.cue.quote, " … ".join(c.quote for c in a.content)) for a in report.attributions]
    return rows, report


def names(report):
    """Name of the source by its words."""
    mentions = {m.id: m.name for m in report.mentions}
    return {a.source.quote: mentions.get(a.mention) for a in report.attributions if a.source}


@pytest.mark.parametrize(
    ("words", "source", "cue", "content"),
    [
        # before, behind, in the middle
        ("The mayor said 40 homes had burned.", "The mayor", "said", "40 homes had burned"),
        ("Forty homes had burned, the mayor said.", "the mayor", "said", "Forty homes had burned"),
        ("Forty homes had burned, said Ada Kron, mayor of Bellin, in a radio interview.", "Ada Kron, mayor of Bellin", "said",
         "Forty homes had burned"),
        ("The dam, she said, would hold.", "she", "said", "The dam … would hold"),
        ("The doctor has repeatedly warned that supplies would run out.", "The doctor", "has repeatedly warned",
         "that supplies would run out"),
        # offices, ages, days between source and cue
        ("Omar Diallo, head of the port authority, said 12 ships were waiting.", "Omar Diallo, head of the port authority", "said",
         "12 ships were waiting"),
        ("The head of the port authority, Omar Diallo, said 12 ships were waiting.", "The head of the port authority, Omar Diallo", "said",
         "12 ships were waiting"),
        ("Omar Diallo, on Monday, said 12 ships were waiting.", "Omar Diallo", "said", "12 ships were waiting"),
        ("Nneka Eze, who lives by the jetty, said she had counted 15 bodies.", "Nneka Eze", "said", "she had counted 15 bodies"),
        ("Voters who backed the plan say it failed.", "Voters who backed the plan", "say", "it failed"),
        ("The president in his evening address to the nation said the storm had passed.", "The president", "said", "the storm had passed"),
        ("The refugee agency, UNHCR, said two million people had fled.", "The refugee agency, UNHCR", "said",
         "two million people had fled"),
        ("Ministers, bankers and farmers said prices would rise.", "Ministers, bankers and farmers", "said", "prices would rise"),
        # according to
        ("According to the health office, 12 people are ill.", "the health office", "According to", "12 people are ill"),
        ("Twelve people are ill, according to the health office.", "the health office", "according to", "Twelve people are ill"),
        ("BELLIN (Reuters) — Twelve people are ill, according to police.", "police", "according to", "Twelve people are ill"),
        # told
        ("The pilot told Radio One on Sunday that the engine had failed.", "The pilot", "told", "that the engine had failed"),
        # quotations
        ('"We lost everything," said Ada Kron. "We have nothing."', "Ada Kron", "said", '"We have nothing."'),
        ('"It was," said Ada Kron, "a good year."', "Ada Kron", "said", '"It was," … "a good year."'),
        ('"Why us?" Mrs. Obi asked.', "Mrs. Obi", "asked", '"Why us?"'),
        ('The mayor added: "We have 200 beds."', "The mayor", "added", '"We have 200 beds."'),
        ('"The dam may break," he warned, "and the town with it."', "he", "warned", '"The dam may break," … "and the town with it."'),
        ('The mayor was blunt: "We have lost the bridge and the road."', "The mayor", "was", '"We have lost the bridge and the road."'),
        # carried on
        ("The union backed the strike and said 300 jobs would go.", "The union", "said", "300 jobs would go"),
        ("The union rejected the plan, saying that 300 jobs would go.", "The union", "saying", "that 300 jobs would go"),
        # numbers put and spoken of, passives
        ("Hospital staff put the toll at 78.", "Hospital staff", "put", "the toll at 78"),
        ("Repairs will cost 300 crowns, the town estimates.", "the town", "estimates", "Repairs will cost 300 crowns"),
        ("Organisers spoke of 30,000 marchers.", "Organisers", "spoke of", "30,000 marchers"),
        ("The organisers of Friday's march spoke of 30,000 people.", "The organisers of Friday's march", "spoke of", "30,000 people"),
        ("Leaders of the march said 40 people were hurt.", "Leaders of the march", "said", "40 people were hurt"),
        ("The deaths of 30 people were confirmed by the ministry.", "the ministry", "were confirmed by", "The deaths of 30 people"),
        # papers
        ("A survey published on Monday in a journal found that four in ten patients relapsed.",
         "A survey published on Monday in a journal", "found", "that four in ten patients relapsed"),
        ("About six in 10 said they were angry.", "About six in 10", "said", "they were angry"),
    ],
)  # fmt: skip
def test_who_said_what(words, source, cue, content):
    rows, _ = said(words)
    assert (source, cue, content) in rows


@pytest.mark.parametrize(
    "words",
    [
        "The bridge was built in 1990 and rebuilt in 2001.",
        "The ministry did not say how many had died.",
        "She would say no more.",
        "If he says so, the deal is off.",
        "The alleged thief was found in Bellin.",
        "The fighting claimed 19 lives.",
        "Reports of the fire reached the town at noon.",
        "The statement was long.",
    ],
)
def test_the_narrator_says_the_rest(words):
    _, report = said(words)
    assert [a for a in report.attributions if a.confidence >= 0.6] == []


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("The mayor said homes had burned.", "indirect"),
        ('"Homes burned in the night," the mayor said.', "direct"),
        ('The mayor said homes had "burned like paper in the wind" all night.', "mixed"),
        ('The mayor said that "homes had burned like paper in the wind."', "direct"),
    ],
)
def test_kind(words, kind):
    assert said(words)[1].attributions[0].kind == kind


@pytest.mark.parametrize(
    ("words", "stance", "disputes"),
    [
        ("The ministry confirmed that 12 had died.", "confirms", None),
        ("The army denied that it had lost 30 tanks.", "denies", None),
        ("The minister rejected claims by the union that 500 had been dismissed.", "disputes", "the union"),
        ("Ada Kron said the figures published by the opposition were false.", "disputes", "the opposition"),
        ("Ada Kron said the numbers given by the firm do not match those of the ministry.", "disputes", "the firm"),
        ("Ada Kron backed the finding, saying that the wells were dry.", "confirms", None),
        ("Ada Kron said the wells were dry.", "asserts", None),
        ('The clerk said the rumour was "ridiculous".', "disputes", None),
        ("The clerk said it was untrue.", "disputes", None),
        ("The clerk said it was false modesty to go.", "asserts", None),
    ],
)
def test_stance(words, stance, disputes):
    row = said(words)[1].attributions[-1]
    assert (row.stance, row.disputes) == (stance, disputes)


@pytest.mark.parametrize(
    ("words", "channel", "said_on"),
    [
        ("The mayor said in a Telegram post that homes had burned.", "a Telegram post", None),
        ("Homes had burned, the mayor said during a national telethon Monday.", "a national telethon", "2024-03-04"),
        ("In an interview with Radio One on Sunday, the mayor said homes had burned.", "an interview with Radio One", "2024-03-03"),
        ("The mayor told Reuters on Sunday that homes had burned.", "Reuters", "2024-03-03"),
        ("The mayor said homes had burned on Sunday.", None, None),
        ("The mayor said in a Telegram post two homes had burned.", "a Telegram post", None),
        ("The mayor said homes had burned in a statement on Sunday.", "a statement", "2024-03-03"),
        ("The mayor said there was no mistake in his statement.", None, None),
        ("Speaking to Reuters, the mayor said homes had burned.", "Reuters", None),
        ("The mayor told the San Diego Union-Tribune days after the vote that homes had burned.", "the San Diego Union-Tribune", None),
        ("The mayor spoke in an interview with Radio One, saying that homes had burned.", "an interview with Radio One", None),
        ("In a speech, the mayor echoed the press and left early, and said that homes had burned.", "a speech", None),
        ("The mayor told Vesk News that homes had burned.", "Vesk News", None),
        ("The mayor told the BBC's Newsnight programme that homes had burned.", "the BBC's Newsnight programme", None),
        ("The mayor said on its website that homes had burned.", "its website", None),
        ("A statement from the mayor's office said homes had burned.", "A statement", None),
    ],
)
def test_means_and_day(words, channel, said_on):
    row = said(words)[1].attributions[0]
    assert (row.channel, row.said_on) == (channel, said_on)


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("An opinion poll published by the Vesk Herald newspaper showed that 83 percent were unhappy.", "Vesk Herald"),
        ("A study conducted by Vesk University said that 30 percent fell ill.", "Vesk University"),
        ("A letter seen by Reuters said that 30 had left.", None),
        ("The family of Mara Obi said that 30 had left.", None),
        ("Later, Mara Obi's family said that 30 had left.", None),
        ("A spokesman for Mara Obi said that 30 had left.", "Mara Obi"),
        ("Three middlemen, who say they were paid $200, fled.", "Three middlemen"),
        ("A second woman, who told reporters that 40 had died, fled.", "second woman"),
        ("Mara Obi, who said 40 had died, fled.", "Mara Obi"),
    ],
)
def test_who_is_meant_by_words_that_hold_a_name(words, who):
    report = heard(words)
    mentions = {m.id: m.name for m in report.mentions}
    assert mentions.get(report.attributions[0].mention) == who


def chain(report, words):
    """Sources from the one whose cue has these words to the outermost relay."""
    rows = {a.id: a for a in report.attributions}
    at = next(a for a in report.attributions if a.cue.quote == words)
    found = []
    while at is not None:
        found.append(at.source.quote)
        at = rows.get(at.via)
    return found


@pytest.mark.parametrize(
    ("words", "cue", "sources"),
    [
        ("The Times reported that General Tan had told aides that 500 men were ready.", "had told", ["General Tan", "The Times"]),
        ('"The driver said on Monday that the brakes had failed," writes The Times.', "said", ["The driver", "The Times"]),
        ("State radio said, citing police, that 15 miners were trapped.", "citing", ["police", "State radio"]),
        ("Local radio quoted the governor, Ali Rezai, as saying that 100 had died.", "as saying",
         ["the governor, Ali Rezai", "Local radio"]),
        ('"The bridge is safe," local radio quoted the governor as saying.', "as saying", ["the governor", "local radio"]),
    ],
)  # fmt: skip
def test_second_hand(words, cue, sources):
    assert chain(said(words)[1], cue) == sources


def test_what_stands_before_a_quoting_agency_is_the_content():
    report = heard("The bridge is safe, the agency quoted the mayor as saying on Monday, and left.")
    assert {a.content[0].quote for a in report.attributions} == {"The bridge is safe"}


def test_who_is_quoted_by_an_agency_has_it_as_relay():
    report = heard("The road was open again, Mara Roe, the mayor, was quoted by KRNA as saying.")
    by = {a.id: a for a in report.attributions}
    ((source, via),) = [(a.source.quote, by[a.via].source.quote) for a in report.attributions if a.via]
    assert (source, via) == ("Mara Roe, the mayor", "KRNA")


@pytest.mark.parametrize(
    "words",
    [
        "Kelpin Foods said it would close a plant. A spokesman said 400 people work there.",
        "Kelpin Foods closed a plant. A company spokeswoman, who asked not to be named, said 400 people work there.",
        "Kelpin Foods closed a plant. A spokeswoman for the firm said it was late. She said 400 people work there.",
        "Kelpin said it was late. The company said 400 people work there.",
    ],
)
def test_an_unnamed_spokesman_is_the_body(words):
    report = heard(words)
    mentions = {m.id: m.name for m in report.mentions}
    (who,) = [mentions.get(a.mention) for a in report.attributions if "400" in a.content[0].quote]
    assert who.startswith("Kelpin")


def test_the_official_is_the_one_described_before():
    report = heard("An Interior Ministry official said it was hit. The official said 40 boats burned. An official said 50 did.")
    mentions = {m.id: m.name for m in report.mentions}
    assert [mentions.get(a.mention) for a in report.attributions][:2] == ["Interior Ministry official"] * 2
    assert mentions.get(report.attributions[2].mention) != "Interior Ministry official"


def test_nobody_is_the_relay_of_himself():
    _, report = said("Ada Kron said she believed that the wells were dry.")
    assert all(a.via is None for a in report.attributions)


def test_they_in_a_quotation_is_the_other_state():
    words = (
        "Chad has gathered troops, Chad and Mali agree. Malian defence minister Ada Kron spoke on Monday. Chadian tanks were seen.\n\n"
        '"They announced 300 tanks, but we count more," Kron said.'
    )
    _, report = said(words)
    assert names(report)["They"] == "Chad"


def test_a_quotation_runs_over_paragraphs():
    rows, _ = said('"We did not want this," said Marta Silva. "We had no choice.\n\n"The firm lied to us for years."\n\nIt was dark.')
    parts = ['"We did not want this,"', '"We had no choice.', '"The firm lied to us for years."']
    assert rows == [("Marta Silva", "said", part) for part in parts]


def test_a_colon_reaches_into_the_next_paragraph():
    rows, _ = said('The mayor said:\n\n"Nobody was hurt in the fire, thank God."')
    assert rows == [("The mayor", "said", '"Nobody was hurt in the fire, thank God."')]


def test_headline():
    _, report = said("River takes 40 homes, mayor of Bellin says\n\nForty homes were lost on Sunday. The mayor said more would follow.")
    assert [(a.voice, a.source.quote) for a in report.attributions][0] == ("headline", "mayor of Bellin")


def test_two_speakers_of_one_sentence_keep_their_words_apart():
    rows, _ = said("Police estimated the crowd at 20,000, while organisers put it at 90,000.")
    assert [(s, c) for s, _, c in rows] == [("Police", "the crowd at 20,000"), ("organisers", "it at 90,000")]


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("The prefecture counted 27,000 marchers.", [("The prefecture", "counted", "27,000 marchers")]),
        ("In Toulouse, the prefecture counted 27,000 marchers and the unions 120,000.",
         [("the prefecture", "counted", "27,000 marchers"), ("the unions", "counted", "120,000")]),
        ("The harbour police gave 300.", [("The harbour police", "gave", "300")]),
        ("Ada Kron gave the number as 40.", [("Ada Kron", "gave", "the number as 40")]),
        ("The ministry arrived at 1.2 million.", [("The ministry", "arrived at", "1.2 million")]),
        ("The ministry, which leaves out the likely ones, last reported 43 cases.", [("The ministry", "last reported", "43 cases")]),
        ("Police counted 3,000 marchers and the unions 8,000.",
         [("Police", "counted", "3,000 marchers"), ("the unions", "counted", "8,000")]),
        ("Police put the crowd at 3,000, organisers at 8,000.",
         [("Police", "put", "the crowd at 3,000"), ("organisers", "put", "at 8,000")]),
    ],
)  # fmt: skip
def test_who_counts_is_on_record(words, rows):
    assert said(words)[0] == rows


@pytest.mark.parametrize(
    "words",
    [
        "France counted 40 hotels.",
        "The company recorded 3 million dollars in losses.",
        "The storm gave 30 ships no chance.",
        "The mayor gave 40 boats to the port.",
        "The company is dismissing 900 workers.",
        "The president dismissed the minister.",
    ],
)
def test_who_has_or_gives_things_has_said_nothing_of_them(words):
    assert said(words)[0] == []


@pytest.mark.parametrize(
    "words",
    [
        "A report by the Red Cross says 60 villages burned. The report says 200 people died.",
        "According to a survey in May by the Red Cross, 60 villages burned.",
        "Sixty villages burned, according to a notice that the Red Cross published on Monday.",
    ],
)
def test_a_paper_speaks_for_its_maker(words):
    assert set(names(said(words)[1]).values()) == {"Red Cross"}


def test_a_source_has_the_whole_of_the_name_it_ends_in():
    rows, _ = said("Forty people left, according to a filing with the Harbour and Fishing Commission.")
    assert rows[0][0] == "a filing with the Harbour and Fishing Commission"


def test_a_body_speaks_through_an_unnamed_spokesman():
    _, report = said("A spokesman for the Port Authority said 12 ships were waiting.")
    assert list(names(report).values()) == ["Port Authority"]


PIECES = [
    '"', "'", "said", "the mayor", "Ada Kron", ",", ".", "that", "told", "Reuters", "according to", "saying", "40 homes", "had burned",
    "he", "was", "\n\n", ":", "(", ")", "—", "quoted", "as saying", "by", "who", "and", "put", "at", "on Monday",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=60))
@example(["the mayor", "quoted", '"', "as saying"])
def test_any_words_are_read_with_proof_and_twice_the_same(pieces):
    words = "It rained. " + " ".join(pieces)
    report = heard(words)
    assert report == heard(words)
    rows = {a.id: a for a in report.attributions}
    assert len(rows) == len(report.attributions)
    for row in rows.values():
        assert row.content and row.via != row.id and (row.via is None or row.via in rows)
        for evidence in (row.source, row.cue, *row.content):
            if evidence is not None:
                evidence.check(report.document.text)


@pytest.mark.parametrize(
    "words",
    [
        '"a" ' * 8_000,
        '"aaa ' * 8_000,
        "he said " * 6_000,
        ", saying that he went" * 2_500,
        '"We will go to the house now," said Ann. ' * 1_200,
        "according to " * 4_000,
        "CNN " * 8_000,
    ],
    ids=["quotes", "open", "said", "saying", "dialogue", "according", "capitals"],
)
def test_hostile_texts_take_seconds(words):
    start = time.process_time()
    heard(words)
    assert time.process_time() - start < 15


@pytest.mark.parametrize(
    ("words", "content", "who"),
    [
        # whom a who and a which mean
        ('Ada Kron knelt before a Front militant, who said, "Your life depends on it, and so does mine."', "Your life", "Front militant"),
        ("The paper spoke to three middlemen trying to broker the deal, who say they can prove it.", "they can prove", "three middlemen"),
        ("It is in line with a report earlier this month which stated that Kelpin was closing.", "Kelpin was closing", "report"),
        # he goes on for somebody unnamed
        ('One of the sources said a commander asked him to sell. "They want the money first," he told the Kelpin Post.', "They want",
         "One of the sources"),
        # nobody speaks of himself by name inside his own quotation
        ('The Marden Relief Foundation warned of an attack. "The Kesh Front is two miles away," the spokesperson said.',
         "The Kesh Front is", "Marden Relief Foundation"),
        # whose name stands at the head, and whose beside it
        ("Kron's daughter-in-law Sima said the fighting grew worse.", "the fighting", "Sima"),
        ("A source close to Ada Kron said the talks had failed.", "the talks", "source close to Ada Kron"),
        ("Nordvik Airlines, led by Mara Roe, said the pier was unsafe.", "the pier", "Nordvik Airlines"),
        ("Nordvik Airlines President Mara Roe said the pier was unsafe.", "the pier", "Mara Roe"),
        ("A spokesperson for Kelpin Foods, Nordvik's largest company, said it had seen the rumours.", "it had seen", "Kelpin Foods"),
        ("According to the Mail on Sunday, which said its source was a nurse, a man was hurt.", "its source", "Mail on Sunday"),
        ('The Kesh Foreign Office told the Kelpin Post it was looking into it. "It was last week, and it was late," a spokesman said.',
         "It was last", "Kesh Foreign Office"),
        # an aside is no part of who they are
        ("Three traders – two brothers and a cousin – said the yard was empty.", "the yard", "Three traders"),
        # the article is the outlet's
        ("The Harbour Journal reported that two banks had failed. The article said a third was shut.", "a third", "Harbour Journal"),
        ("A new report found that rents rose. The report said wages fell.", "wages", "report"),
    ],
)  # fmt: skip
def test_who_is_on_record(words, content, who):
    report = heard(words)
    mentions = {m.id: m.name for m in report.mentions}
    (row,) = [a for a in report.attributions if content in a.content[0].quote]
    assert (mentions.get(row.mention or "") or described(row.source.quote)) == who


@pytest.mark.parametrize(
    ("words", "source", "content"),
    [
        ("Al-Marsad reported last December 5:\n\nThe fund was robbed by a doctor. It was late.", "Al-Marsad",
         "The fund was robbed by a doctor. It was late"),
        ("According to the Green Valley blog:\n\nHe was deputy director until 2012.", "the Green Valley blog",
         "He was deputy director until 2012"),
        ('"We have bodies," Dara Obi said, pointing at the yard.\n\n"It is clear that parts of them are missing."', "Dara Obi",
         '"It is clear that parts of them are missing."'),
        ('"We have bodies," the Kelpin Post quoted Mara Roe as saying. "It is clear that parts are missing."', "Mara Roe",
         '"It is clear that parts are missing."'),
        ("The Kelpin Post cited an unnamed nurse saying the man was hurt.", "an unnamed nurse", "the man was hurt"),
        ("The pier is to be sold, the Kelpin Post said, citing a person with knowledge of the matter.",
         "a person with knowledge of the matter", "The pier is to be sold"),
    ],
)  # fmt: skip
def test_what_stands_in_the_next_paragraph_or_behind(words, source, content):
    rows, _ = said(words)
    assert (source, content) in {(s, c) for s, _, c in rows}
