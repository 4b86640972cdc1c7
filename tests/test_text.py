"""Places in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearsay.errors import EvidenceError, SpanError, TextError
from hearsay.text import CONTEXT, Block, Document, Evidence, OffsetMap, Sentence, Span, Text, Token

SOURCE = "“Forty boats”  left\u00ad Lindow."
#         0            13 15   20
VIEW = '"Forty boats" left Lindow.'
MAP = OffsetMap.of([(0, 13, 0, 13), (13, 14, 13, 15), (14, 18, 15, 19), (18, 26, 20, 28)])


@pytest.fixture
def text() -> Text:
    document = Document("D1", "/a.txt", SOURCE, (Block(Span(0, 28), "paragraph"),), "", "", "text/plain")
    spots = [(0, 1), (1, 6), (7, 12), (12, 13), (14, 18), (19, 25), (25, 26)]
    tokens = tuple(Token(a, b, VIEW[a:b]) for a, b in spots)
    return Text(document, VIEW, MAP, (Block(Span(0, 26), "quote"),), (Sentence(0, 18, 0, 0, 5), Sentence(19, 26, 0, 5, 7)), tokens)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2)])
def test_no_span_is_empty_reversed_or_negative(start: int, end: int) -> None:
    with pytest.raises(SpanError) as problem:
        Span(start, end)
    assert problem.value.span == (start, end)  # type: ignore[attr-defined]
    assert isinstance(problem.value, TextError)


def test_spans_compare() -> None:
    a, b, c = Span(0, 4), Span(3, 6), Span(4, 6)
    assert len(a) == 4
    assert a.overlaps(b) and b.overlaps(a) and not a.overlaps(c)
    assert b.holds(c) and not c.holds(b) and a.holds(a)
    assert sorted([c, b, a]) == [a, b, c]


def test_evidence_quotes_its_text_with_what_stands_around() -> None:
    words = "x" * 40 + "forty boats" + "y" * 40
    evidence = Evidence.at("D1", words, Span(40, 51))
    assert evidence.quote == "forty boats"
    assert (evidence.prefix, evidence.suffix) == ("x" * CONTEXT, "y" * CONTEXT)
    evidence.check(words)
    assert Evidence.at("D1", "ab", Span(0, 2)) == Evidence("D1", Span(0, 2), "ab", "", "")
    with pytest.raises(SpanError):
        Evidence.at("D1", "ab", Span(1, 3))


def test_evidence_is_proved_against_its_text() -> None:
    evidence = Evidence.at("D1", "forty boats", Span(0, 5))
    with pytest.raises(EvidenceError) as problem:
        evidence.check("fifty boats")
    assert (problem.value.evidence, problem.value.found) == (evidence, "fifty")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("view", "quote"),
    [
        ("Forty", "Forty"),
        ('"Forty boats"', "“Forty boats”"),
        ("boats", "boats"),
        (" left", "  left"),
        ("left", "left"),
        ("left Lindow", "left\u00ad Lindow"),
    ],
)
def test_the_map_leads_there_and_back(view: str, quote: str) -> None:
    at = VIEW.index(view)
    source = MAP.to_source(Span(at, at + len(view)))
    assert SOURCE[source.start : source.end] == quote
    assert MAP.to_view(source) == Span(at, at + len(view))


def test_a_replaced_run_maps_whole_and_a_dropped_one_nowhere() -> None:
    assert MAP.to_view(Span(14, 15)) == Span(13, 14)  # either of two spaces
    assert MAP.to_view(Span(19, 20)) is None  # the soft hyphen
    assert MAP.to_view(Span(40, 41)) is None
    assert OffsetMap.of([]).to_view(Span(0, 1)) is None


@pytest.mark.parametrize("span", [Span(20, 27), Span(26, 30)])
def test_nothing_maps_from_outside_the_view(span: Span) -> None:
    with pytest.raises(SpanError):
        MAP.to_source(span)
    with pytest.raises(SpanError):
        OffsetMap.of([]).to_source(span)


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 4), st.integers(0, 3)), min_size=1, max_size=12), st.data())
def test_any_map_holds_what_it_is_asked_for(parts: list[tuple[int, int, int]], data: st.DataObject) -> None:
    """parts: length in the view, length in the source, characters dropped before."""
    rows, view, source = [], 0, 0
    for long, wide, dropped in parts:
        source += dropped
        rows.append((view, view + long, source, source + wide))
        view, source = view + long, source + wide
    offsets = OffsetMap.of(rows)
    start = data.draw(st.integers(0, view - 1))
    end = data.draw(st.integers(start + 1, view))
    touched = [row for row in rows if row[0] < end and start < row[1]]
    if touched[-1][3] == touched[0][2]:
        return  # made of nothing
    span = offsets.to_source(Span(start, end))
    assert touched[0][2] <= span.start < span.end <= touched[-1][3]
    back = offsets.to_view(span)
    if all(row[3] > row[2] for row in touched):
        assert back is not None and back.holds(Span(start, end))


def test_a_text_knows_where_things_stand(text: Text) -> None:
    evidence = text.evidence(1, 12)
    assert evidence == Evidence.at("D1", SOURCE, Span(1, 12))
    assert text.locate(evidence) == Span(1, 12)
    with pytest.raises(SpanError):
        text.locate(Evidence.at("D1", SOURCE, Span(19, 20)))
    assert [text.sentence_at(offset) for offset in (0, 17, 18, 19, 99)] == [0, 0, 0, 1, 1]
    assert [text.token_at(offset) for offset in (0, 1, 5, 6, 7, 13, 25, 26)] == [0, 1, 1, 2, 2, 4, 6, 7]
    assert text.kind_at(3) == "quote"


def test_an_empty_text_answers() -> None:
    text = Text(Document("D1", "/a.txt", "", (), "", "", "text/plain"), "", OffsetMap.of([]), (), (), ())
    assert text.sentence_at(0) == text.token_at(0) == 0
