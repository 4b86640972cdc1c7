"""Document → Text: a view, its map and what stands in it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearsay.clean import clean
from hearsay.clean.typography import loosely
from hearsay.errors import SpanError
from hearsay.settings import Settings
from hearsay.text import Block, Document, Evidence, Span, Text

SETTINGS = Settings(language="en")
LEAD = "Officials in Lindow said on Tuesday that “at least 40\u00a0people” were rescued after the dam gave way."

LINES = st.text(
    st.one_of(
        st.sampled_from(list("abc THE 0123.,\"“”'’—–-\xa0\u200b\xad\ufeff\x00&;é\u0301👩🚒שלום中文。！ไทย/@")),
        st.characters(exclude_categories=["Cs", "Zl", "Zp"]),
    ),
    min_size=1,
    max_size=60,
)
KNOWN = st.sampled_from(
    [
        LEAD,
        "Source link",
        "By Jane Roe",
        "date 2024-03-12 Dam breaks in Lindow valley",
        "Dam breaks in Lindow valley",
        "12 March 2024",
        "Share",
        "- an item",
    ]
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text, blocks = "", []
    for line in draw(st.lists(st.one_of(LINES, KNOWN), max_size=8)):
        kind = draw(st.sampled_from(["paragraph", "paragraph", "paragraph", "heading", "item", "cell", "caption", "headline"]))
        path = draw(st.sampled_from(["", "", "html/body/p", "html/body/h1"]))
        blocks.append(Block(Span(len(text), len(text) + len(line)), kind, draw(st.sampled_from([False, False, False, True])), path))
        text += line + draw(st.sampled_from(["\n", "\n\n", "\r\n", "\n \n\n", ""]))
    given = draw(st.booleans())
    return Document("D0", "/a.txt", text, tuple(blocks) if given else (), "", "", "text/plain")


def read(text: str) -> Document:
    return Document("D0", "/a.txt", text, (), "", "", "text/plain")


def shown(text: Text) -> list[str]:
    return [text.view[block.span.start : block.span.end] for block in text.blocks]


def test_the_view_is_the_report_in_plain_typography() -> None:
    text = clean(read(f"Share\n\n{LEAD}\n\n\n“We need boats,” she said.\n\nSource link"), SETTINGS)
    assert text.view == (
        'Officials in Lindow said on Tuesday that "at least 40 people" were rescued after the dam gave way.\n\n"We need boats," she said.'
    )
    assert [text.view[s.start : s.end] for s in text.sentences] == text.view.split("\n\n")
    assert [text.tokens[s.first].word for s in text.sentences] == ["Officials", '"']


def test_evidence_is_cut_from_the_text_as_published() -> None:
    text = clean(read(f"Share\n\n{LEAD}"), SETTINGS)
    at = text.view.index('"at least 40 people"')
    evidence = text.evidence(at, at + 20)
    assert evidence.quote == "“at least 40\u00a0people”"
    evidence.check(text.document.text)
    assert text.locate(evidence) == Span(at, at + 20)


def test_furniture_is_nowhere_in_the_view() -> None:
    text = clean(read(f"{LEAD}\n\nShare\n\n{LEAD}"), SETTINGS)
    at = text.document.text.index("Share")
    assert text.map.to_view(Span(at, at + 5)) is None
    with pytest.raises(SpanError):
        text.locate(Evidence.at("D0", text.document.text, Span(at, at + 5)))


def test_a_span_over_furniture_and_blocks_maps_whole() -> None:
    text = clean(read(f"{LEAD}\n\nShare\n\n{LEAD}"), SETTINGS)
    whole = text.map.to_source(Span(0, len(text.view)))
    assert whole == Span(0, len(text.document.text))
    assert text.map.to_view(whole) == Span(0, len(text.view))


def test_limits_and_language() -> None:
    report = read(" ".join([LEAD] * 30))
    text = clean(report, replace(SETTINGS, max_sentences=7))
    assert len(text.sentences) == 7
    assert text.tokens[-1].end == text.sentences[-1].end
    assert text.document.notes == ("only the first 7 sentences are read",)
    assert clean(text.document, replace(SETTINGS, max_sentences=7)).document == text.document
    assert clean(report, Settings()).document.language == "en"
    assert clean(replace(report, language="fr"), SETTINGS).document.language == "fr"
    assert clean(report, Settings(language="de")).document.language == "de"


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", "Menu", "\x00"])
def test_a_text_without_a_report(text: str) -> None:
    made = clean(read(text), Settings())
    assert (made.view, made.blocks, made.sentences, made.tokens) == ("", (), (), ())
    assert (made.document.title, made.document.published, made.document.language) == (None, None, None)


@given(documents())
@settings(max_examples=300, deadline=None)
def test_every_character_of_the_view_stands_where_the_map_says(document: Document) -> None:
    text = clean(document, SETTINGS)
    source = document.text
    behind = 0
    for a, b, c, d in text.map.runs.tolist():
        assert a == behind and a < b and c <= d
        behind = b
        if b - a == d - c:
            for i in range(b - a):
                assert loosely(source[c + i]) == loosely(text.view[a + i]) or text.view[a + i] in "—- "
    assert behind == len(text.view)
    for block in text.blocks:
        words = text.view[block.span.start : block.span.end]
        assert words == words.strip(" ") and words and "\n" not in words
        span = text.map.to_source(block.span)
        assert text.map.to_view(span) == block.span


@given(documents(), st.data())
@settings(max_examples=300, deadline=None)
def test_every_span_goes_there_and_back(document: Document, data: st.DataObject) -> None:
    text = clean(document, SETTINGS)
    if not text.tokens:
        return
    first = data.draw(st.integers(0, len(text.tokens) - 1))
    last = data.draw(st.integers(first, len(text.tokens) - 1))
    start, end = text.tokens[first].start, text.tokens[last].end
    evidence = text.evidence(start, end)
    evidence.check(document.text)
    back = text.locate(evidence)
    assert back.holds(Span(start, end))
    # Only an edge inside a replaced run, which maps whole, may move.
    assert text.map.to_source(back) == evidence.span


@given(documents())
@settings(max_examples=400, deadline=None, derandomize=True)
def test_cleaned_twice_is_cleaned_once(document: Document) -> None:
    once = clean(document, SETTINGS)
    twice = clean(once.document, SETTINGS)
    assert twice.document == once.document
    assert twice.view == once.view
    assert twice.tokens == once.tokens


@given(documents())
@settings(max_examples=200, deadline=None)
def test_sentences_lie_in_blocks_and_tokens_in_sentences(document: Document) -> None:
    text = clean(document, SETTINGS)
    at = 0
    for sentence in text.sentences:
        assert text.blocks[sentence.block].span.holds(Span(sentence.start, sentence.end))
        assert sentence.first == at < sentence.last
        at = sentence.last
        for token in text.tokens[sentence.first : sentence.last]:
            assert sentence.start <= token.start < token.end <= sentence.end
            assert token.word == text.view[token.start : token.end]
    assert at == len(text.tokens)
    assert sum(len(token.word) for token in text.tokens) == sum(not c.isspace() for c in text.view)


@given(documents())
@settings(max_examples=100, deadline=None)
def test_blocks_stay_in_order_inside_the_text(document: Document) -> None:
    behind = 0
    for block in clean(document, SETTINGS).document.blocks:
        assert behind <= block.span.start < block.span.end <= len(document.text)
        behind = block.span.end


@pytest.mark.parametrize(
    "text",
    [
        "." * 60_000 + "x", "a-\n" * 20_000, "a." * 30_000 + "/", ("a" * 1999 + "/ ") * 30, "\u200b" * 60_000 + "x", "\xa0" * 60_000 + "x",
        "and some more words go on here without an end\n" * 1_300, "abc/.Abc" * 7_500, "&amp;" * 12_000,
        "2024-01-01 " * 5_000, "A. " * 20_000,
        "e" + "\u0301" * 60_000, "中。" * 30_000, "a b c " * 5_000 + "\n" + "a b c " * 5_000,
        "\n".join(f"line number {i} of many" for i in range(2_500)),
    ],
    ids=range(15),
)  # fmt: skip
@pytest.mark.timeout(20)
def test_what_is_built_to_be_slow_is_not(text: str) -> None:
    clean(read(text), SETTINGS)
