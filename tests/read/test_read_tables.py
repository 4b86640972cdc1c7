"""JSON, JSON Lines and CSV of articles."""

import json

import pytest

from hearsay.records import Document, Failure
from hearsay.settings import Settings


def test_json_lines_and_bad_ones_among_them(rows) -> None:
    lines = [
        json.dumps({
            "title": "Dam breaks", "text": "The mayor said five people died.\n\nHe asked for help.", "url": "https://daily.example/dam",
            "date": "2021-03-04", "source": "The Daily", "author": "By Jane Doe and John Roe", "language": "en-GB",
        }),
        "{not json",
        "[1, 2]",
        "",
        json.dumps({"title": "Nothing in it", "text": " "}),
        json.dumps({"other": 1}),
        json.dumps({"id": 7, "headline": "Seven", "body": "<p>The ministry spoke of <b>seven</b>.</p>", "published_at": "03/04/2021"}),
    ]  # fmt: skip
    first, bad, array, title, none, last = rows("a.jsonl", "\r\n".join(lines))
    assert isinstance(first, Document) and isinstance(last, Document) and isinstance(title, Document)
    assert first.text == "Dam breaks\n\nThe mayor said five people died.\n\nHe asked for help."
    assert [b.kind for b in first.blocks] == ["headline", "paragraph", "paragraph"]
    assert (first.uri, first.outlet, first.language) == ("https://daily.example/dam", "The Daily", "en")
    assert (first.published, first.published_basis, first.authors) == ("2021-03-04", "column", ("Jane Doe", "John Roe"))
    assert isinstance(bad, Failure) and (bad.code, bad.document) == ("S250", "/reports/a.jsonl#2")
    assert bad.message.startswith("a.jsonl line 2 is no article (expecting property name")
    assert isinstance(array, Failure) and array.message == "a.jsonl line 3 is no article (list, not an object). Skipped; the rest was read"
    assert title.text == "Nothing in it"
    assert isinstance(none, Failure) and none.code == "S202" and none.message == "a.jsonl line 6: is empty. Skipped."
    assert last.text == "Seven\n\nThe ministry spoke of seven." and last.uri == "/reports/a.jsonl#7"
    assert last.published is None and "date not understood: '03/04/2021' (column)" in last.notes


ROW = {"title": "Dam breaks", "text": "The mayor said so."}


@pytest.mark.parametrize("whole", [ROW, [ROW], {"articles": [ROW]}, {"status": "ok", "results": [ROW], "n": [1]}])
@pytest.mark.parametrize("indent", [None, 2])
def test_json(one, whole: object, indent: int | None) -> None:
    assert one("a.json", json.dumps(whole, indent=indent)).text == "Dam breaks\n\nThe mayor said so."


def test_what_other_programs_write(one) -> None:
    row: dict[str, object] = {
        "title": "Dam", "author": "Jane Doe; John Roe", "hostname": "daily.example", "date": "2021-03-04", "raw_text": "x", "excerpt": "y",
        "text": "The mayor said so.", "source": "https://daily.example/dam", "source-hostname": "The Daily",
    }  # fmt: skip
    scraped = one("a.json", json.dumps(row))
    assert (scraped.uri, scraped.outlet, scraped.text) == ("https://daily.example/dam", "The Daily", "Dam\n\nThe mayor said so.")
    assert scraped.authors == ("Jane Doe", "John Roe")
    row = {
        "authors": ["Jane Doe"], "date_publish": "2021-03-04 10:00:00", "maintext": "The mayor said so.", "source_domain": "daily.example",
        "title": "Dam", "url": "https://daily.example/dam", "language": "en",
    }  # fmt: skip
    please = one("b.json", json.dumps(row))
    assert (please.published, please.outlet, please.authors) == ("2021-03-04", "daily.example", ("Jane Doe",))
    body = {
        "summary": ["A lead."],
        "sections": [{"headline": ["What is known"], "paragraphs": ["Five died.", "Seven did."]}, {"headline": [], "paragraphs": ["End."]}],
    }
    fundus = one(
        "c.json", json.dumps({"title": "Dam", "authors": ["Jane Doe"], "publishing_date": "2021-03-04 10:00:00+00:00", "body": body})
    )
    assert (
        fundus.text == "Dam\n\nA lead.\n\nWhat is known\n\nFive died.\n\nSeven did.\n\nEnd." and fundus.published == "2021-03-04T10:00:00Z"
    )
    row = {
        "source": {"id": None, "name": "The Daily"}, "author": None, "title": "Dam", "description": "It broke.", "content": "",
        "url": "https://d.example/1", "publishedAt": "2021-03-04T10:00:00Z",
    }  # fmt: skip
    api = one("d.json", json.dumps({"articles": [row]}))
    assert (api.outlet, api.text, api.published) == ("The Daily", "Dam\n\nIt broke.", "2021-03-04T10:00:00Z")


def test_csv(rows) -> None:
    table = 'Title,Text,URL,Published\r\nDam breaks,"The mayor said, on Monday,\r\nthat ""five"" died.",https://d.example/1,2021-03-04\r\n'
    table += "short,row\r\n,,,\r\nSecond,Words of it,,\r\n"
    first, bad, second = rows("a.csv", table)
    assert isinstance(first, Document) and first.text == 'Dam breaks\n\nThe mayor said, on Monday,\r\nthat "five" died.'
    assert (first.published, first.uri) == ("2021-03-04", "https://d.example/1")
    assert isinstance(bad, Failure) and bad.message == "a.csv line 4 is no row (2 cells, the header has 4). Skipped; the rest was read"
    assert isinstance(second, Document) and second.uri == "/reports/a.csv#6"


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_other_marks_between_cells(one, mark: str) -> None:
    assert one("a.csv", mark.join(("title", "text")) + "\n" + mark.join(("Dam", "It broke, they said"))).title == "Dam"


def test_long_cells_nul_and_open_quotes(rows, one) -> None:
    assert len(one("a.csv", "title,text\nDam," + "word " * 100_000).text) > 400_000
    assert "had_nul" in one("a.csv", "title,text\nDam,a\0b").notes
    rows("a.csv", 'title,text\nDam,"never closed\n' + "a,b\n" * 1000)


def test_tables_without_articles(refused, rows) -> None:
    failure = refused("a.csv", "foo,bar\n1,2\n")
    assert (failure.code, failure.message) == (
        "S251",
        "a.csv has no column we know as a text (it has: foo, bar). Skipped. Name the columns title, text, url, published",
    )
    assert refused("a.csv", "title,text\n").code == "S202"
    assert refused("a.json", "[]").code == "S202"
    assert refused("a.json", "{").code == "S250"
    assert refused("a.json", "[" * 200_000).code == "S250"
    assert {row.code for row in rows("a.json", "[1, null]")} == {"S250"}


def test_numbers_that_break_others(one) -> None:
    document = one(
        "a.jsonl",
        '{"title": "Dam", "text": "There were '
        + "9" * 5000
        + ' of them, or １２, or ٣٤.", "id": '
        + "9" * 5000
        + ', "n": 1e999, "m": NaN, "t": "\\ud800"}',
    )
    assert "9" * 5000 in document.text and "１２" in document.text


def test_lone_surrogates_become_marks(one) -> None:
    document = one("a.jsonl", '{"title": "D\\udcffam", "text": "a \\ud800 b", "source": "\\udfff"}')
    assert (document.title, document.text, document.outlet) == ("D\ufffdam", "D\ufffdam\n\na \ufffd b", "\ufffd")


def test_one_article_too_long_spoils_no_other(rows) -> None:
    lines = [json.dumps({"title": f"T{i}", "text": "word " * (300 if i == 1 else 3)}) for i in range(3)]
    found = rows("a.jsonl", "\n".join(lines), Settings(max_text=1000))
    assert [type(row) for row in found] == [Document, Failure, Document]
    assert isinstance(found[1], Failure) and found[1].code == "S220" and found[1].message.startswith("a.jsonl line 2: holds 1,5")
