"""Names, and who he and the minister are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from speech import heard


def met(words):
    """Name and schema of each mention, by its words (the last one of equal words)."""
    return {m.evidence.quote: (m.name, m.schema) for m in heard(words).mentions}


@pytest.mark.parametrize(
    ("words", "quote", "name", "schema"),
    [
        ("The plan was drawn up by Ada Kron last year.", "Ada Kron", "Ada Kron", "Person"),
        ("U.S. Secretary of State Antony Mills spoke in Oslo.", "Antony Mills", "Antony Mills", "Person"),
        ("Ukrainian Maj. Gen. Dmytro Bondar spoke in Oslo.", "Dmytro Bondar", "Dmytro Bondar", "Person"),
        ("Gen. Abdel Fattah al-Tahan spoke in Oslo.", "Abdel Fattah al-Tahan", "Abdel Fattah al-Tahan", "Person"),
        ("They met Kees van der Meer in Oslo before the vote was held.", "Kees van der Meer", "Kees van der Meer", "Person"),
        ("Army Land Forces Commander General Oleksandr Bondar spoke.", "Oleksandr Bondar", "Oleksandr Bondar", "Person"),
        ("President Torres spoke in Oslo.", "Torres", "Torres", "Person"),
        ("Former Rep. Jesse Torres Jr. spoke in Oslo.", "Jesse Torres Jr.", "Jesse Torres", "Person"),
        ("He works for the Ministry of Health and Sports in Oslo.", "Ministry of Health and Sports", "Ministry of Health and Sports",
         "PublicBody"),
        ("The bank of Nordvik Airlines closed.", "Nordvik Airlines", "Nordvik Airlines", "Company"),
        ("He was quoted by The Wall Street Journal on Monday.", "Wall Street Journal", "Wall Street Journal", "Organization"),
        ("The newspaper Lagos Star was closed.", "Lagos Star", "Lagos Star", "Organization"),
        ("He died on Monday, reported France 3.", "France 3", "France 3", "Organization"),
        ("Channel 4 News reported it.", "Channel 4 News", "Channel 4 News", "Organization"),
        ("A fire broke out near Dunkeld on Monday.", "Dunkeld", "Dunkeld", "Place"),
        ("The village of Brukhova was lost.", "Brukhova", "Brukhova", "Place"),
        ("Russia said it would answer.", "Russia", "Russia", "Place"),
        ("LAGOS (Reuters) — A ferry sank on Monday, killing 12.", "LAGOS", "Lagos", "Place"),
        ("The United Harbour Council (UHC) met. It was told that UHC had no money.", "UHC", "United Harbour Council", "PublicBody"),
    ],
)  # fmt: skip
def test_names(words, quote, name, schema):
    assert met(words)[quote] == (name, schema)


@pytest.mark.parametrize(
    ("words", "quote", "role"),
    [
        ("U.S. Secretary of State Antony Mills spoke.", "Antony Mills", "U.S. Secretary of State"),
        ("Ada Kron, head of the port authority, spoke.", "Ada Kron", "head of the port authority"),
        ("The head of the port authority, Ada Kron, spoke.", "Ada Kron", "head of the port authority"),
        ("The spokesman Ravi Anand spoke.", "Ravi Anand", "spokesman"),
        ("Mr. Ravi Anand spoke.", "Ravi Anand", None),
        ("The judge ended his questioning of Mr. Ravi Anand.", "Ravi Anand", None),
        ("They met on the heels of President Ravi Anand.", "Ravi Anand", "President"),
    ],
)
def test_offices_are_kept_as_the_report_words_them(words, quote, role):
    found = next(m.role for m in heard(words).mentions if m.evidence.quote == quote)
    assert (found or "").removeprefix("The ") == (role or "")


@pytest.mark.parametrize(
    ("words", "quote", "name"),
    [
        ("Ada Kron came. Kron said it was late.", "Kron", "Ada Kron"),
        ("Kron warns of flood\n\nAda Kron, the mayor, said on Monday that the river would rise again.", "Kron", "Ada Kron"),
        ("Ada Kron, the mayor, said she was sure.", "she", "Ada Kron"),
        ("The Lagos Coast Herald printed it. The Herald said more would come.", "Herald", "Lagos Coast Herald"),
        ("Ada Kron came with Omar Diallo. She said it was late.", "She", "Ada Kron"),
        ("Ada Kron, head of the Harbour Office, came. The chief of the Harbour Office said it was late.", "The chief of the Harbour Office",
         "Ada Kron"),
        ("Egyptian Defence Minister Ali Said came. The minister said it was late.", "The minister", "Ali Said"),
        ("Maj. Gen. Ali Said came. The general said it was late.", "The general", "Ali Said"),
        ("Forbes printed a list. The publication said it was late.", "The publication", "Forbes"),
        ("The Ministry of Health met. The ministry said it was late.", "The ministry", "Ministry of Health"),
        ("The interior ministry said it was late. The ministry added that it rained.", "The ministry", "interior ministry"),
        ("The Nordvik Group builds ships. The company said it was late.", "The company", "Nordvik Group"),
        ("Hillary Mills came. Bill Mills went. Mrs. Mills said it was late.", "Mills", "Hillary Mills"),
        ("Omar Diallo and his wife, Awa Diallo, came. Diallo said it was late.", "Diallo", "Omar Diallo"),
        ("Omar Diallo came. Awa Diallo, his sister, left. Diallo said it was late.", "Diallo", "Omar Diallo"),
        ("The San Diego Union-Tribune printed it. The newspaper said it was late.", "The newspaper", "San Diego Union-Tribune"),
        ("The brother of Ada Kron said it was late.", "The brother of Ada Kron", "brother of Ada Kron"),
        ("In Orvel, Secretary of Boats Ada Kron said it was late.", "Ada Kron", "Ada Kron"),
        ("Officials came. They said it was late.", "They", "Officials"),
        ("The minister said it was late.", "The minister", "minister"),
        ("The mayor said it was late.\n\nMayor Tom Okoro told reporters that it rained.", "The mayor", "Tom Okoro"),
        ("Forty fell ill, the director-general of the Water Office said.\n\nAda Kron told reporters that it rained.",
         "the director-general of the Water Office", "Ada Kron"),
        ("The ambassador to the Harbour League said it was late.\n\nAda Kron told reporters that it rained.",
         "The ambassador to the Harbour League", "Ada Kron"),
        ("Two days after the vote, the harbour commission has met. It now says it was late.", "It", "harbour commission"),
    ],
)  # fmt: skip
def test_who_it_is(words, quote, name):
    assert met(words)[quote][0] == name


@pytest.mark.parametrize(
    ("words", "quote"),
    [
        ("It rained. He said it was late.", "He"),
        ("Ada Kron came. He said it was late.", "He"),
        ("Finance Minister Ada Kron came. The foreign minister said it was late.", "The foreign minister"),
        ("The Ministry of Health met. The company said it was late.", "The company"),
        ("The mayor said it was late.\n\nAda Kron, a nurse, told reporters that it rained.", "The mayor"),
        ("The mayor said it was late.\n\nIt rained.\n\nIt rained.\n\nAda Kron told reporters that it rained.", "The mayor"),
        ("In Orvel, the prefecture counted 40 boats.", "the prefecture"),
    ],
)
def test_a_wrong_guess_is_worse_than_none(words, quote):
    assert met(words).get(quote, ("", ""))[0] not in ("Ada Kron", "Ministry of Health", "Orvel")


@pytest.mark.parametrize(
    ("words", "quotes"),
    [
        ("Police Chief Says Bridge Unsafe After Heavy Rain\n\nThe bridge is unsafe after heavy rain, the police chief said on Monday.", []),
        ("Many people came on Monday. The rest stayed at home in May.", []),
        ("She won the Nobel Peace Prize.", []),
        ("The French drink wine.", []),
    ],
)
def test_not_every_capital_is_a_name(words, quotes):
    assert [m.evidence.quote for m in heard(words).mentions if m.method == "rule:name/1"] == quotes


def test_a_short_form_points_to_the_mention_that_bears_the_name():
    report = heard("Ada Kron came. Kron said it was late.")
    full, short = (next(m for m in report.mentions if m.evidence.quote == quote) for quote in ("Ada Kron", "Kron"))
    assert (full.antecedent, short.antecedent) == (None, full.id)


WORDS = ["Ada", "Kron", "the", "The", "minister", "of", "Health", "Ministry", "and", "said", "he", "She", "they", ",", ".", "CNN", "Gen.",
         "Ali", "al-Tahan", "(UHC)", "Russia", "'s", "company", "officials", "in", "Oslo", "\n\n", "President", "III"]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60))
def test_any_words_are_read_with_proof_and_twice_the_same(pieces):
    words = "It rained. " + " ".join(pieces)
    report = heard(words)
    assert report == heard(words)
    rows = {m.id: m for m in report.mentions}
    assert len(rows) == len(report.mentions)
    for row in rows.values():
        row.evidence.check(report.document.text)
        assert row.name.strip() and row.antecedent != row.id
        assert row.antecedent is None or rows[row.antecedent].name == row.name


def test_an_office_before_a_name_is_no_bearer_of_its_own():
    assert [row[0] for row in met("In Orvel, Secretary of Boats Ada Kron said it was late.").values() if "Kron" in row[0]] == ["Ada Kron"]


@pytest.mark.parametrize(
    ("words", "quote", "name", "schema"),
    [
        ("A report in 9News said so.", "9News", "9News", "Organization"),
        ("It was told to PandoDaily by a clerk.", "PandoDaily", "PandoDaily", "Organization"),
        ("Shares of Kelpin Inc. rose.", "Kelpin Inc.", "Kelpin Inc.", "Company"),
        ("The envoy spoke at the U.N. on Monday.", "U.N.", "U.N.", "Organization"),
        ("San Francisco-based Kelpin rose.", "San Francisco-based", "San Francisco", "Place"),
        ("Hewlett-Packard Co said it would split. HP gave no date.", "HP", "Hewlett-Packard Co", "Company"),
    ],
)
def test_names_by_their_letters(words, quote, name, schema):
    assert met(words)[quote] == (name, schema)


@pytest.mark.parametrize(
    ("words", "quote", "name"),
    [
        ("Kesh's ambassador to the United Nations said it rained. Ambassador Omar Diallo said it snowed.",
         "Kesh's ambassador to the United Nations", "Omar Diallo"),
        ("Ambassador Omar Diallo said it rained. The official also said it snowed.", "The official", "Omar Diallo"),
        ("A senior official said it rained. Ambassador Omar Diallo left. The official said it snowed.", "The official", "official"),
        ("In a note by analyst Omar Diallo it rains. The analyst said it snowed.", "The analyst", "Omar Diallo"),
        ('Mr Diallo\'s lawyer Mary Kron said: "He will help." She said it was late.', "She", "Mary Kron"),
        ('Paul Obi met her. Mary Kron said: "She is ill, she is not well, and she is asleep."', "She", None),
        ("But Paul Obi, who replaced Omar Diallo as harbour minister, said it was late. He said it rained.", "He", "Paul Obi"),
    ],
)  # fmt: skip
def test_who_is_meant(words, quote, name):
    assert met(words).get(quote, (None,))[0] == name
