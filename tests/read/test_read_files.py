"""Plain text, Markdown, mail and PDF."""

import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearsay.read import read, sources
from hearsay.read.files import paragraphs
from hearsay.records import Document
from hearsay.settings import Settings

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"


def cut(document: Document, *, furniture: bool | None = None) -> list[tuple[str, str]]:
    blocks = [b for b in document.blocks if furniture is None or b.furniture == furniture]
    return [(b.kind, document.text[b.span.start : b.span.end]) for b in blocks]


# --- plain text -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "One.\r\n\r\nTwo.\r\n",
        "\tIndented\u00a0words \n\n\n",
        "e\u0301 and \u00e9",
        "a\u2028b\x0cc\x85d",
        "A\u200b\u202eB \ud83d\udc4d".encode("utf-16", "surrogatepass").decode("utf-16"),
    ],
)
def test_every_character_stays(one, text: str) -> None:
    assert one("a.txt", text).text == text


def test_nul_stays_and_is_noted(one) -> None:
    document = one("a.txt", "The mayor\0 said so.")
    assert document.text == "The mayor\0 said so." and document.notes == ("had_nul",)


@pytest.mark.parametrize("mark", ["\u202e", "\u200b", "\u2066", "\u200f"])
def test_hidden_characters_stay_and_are_noted(one, mark: str) -> None:
    document = one("a.txt", f"The M\u0456nistry{mark} said so.")
    assert mark in document.text and "\u0456" in document.text and document.notes == ("hidden characters",)


def test_a_guessed_charset_is_told(one) -> None:
    document = one("a.txt", "Мэр города сообщил, что погибли пять человек, ещё двадцать ранены.".encode("cp1251"))
    assert document.charset == "cp1251" and document.notes == ("charset guessed: cp1251",)


@pytest.mark.parametrize("payload", [b"", b" \n\r\n\t", "\ufeff\u00a0\u200b\n".encode(), b"\0\0"])
def test_empty(refused, payload: bytes) -> None:
    assert refused("a.txt", payload).code == "S202"


def test_too_much_text(refused) -> None:
    failure = refused("a.txt", "word " * 300, Settings(max_text=1000))
    assert (
        failure.code == "S220"
        and failure.message == "a.txt holds 1,500 characters of text (limit 1,000). Skipped. Split it, or set max_text"
    )


def test_each_line_is_a_paragraph_unless_lines_were_broken_to_a_width(one) -> None:
    scraped = "Home\nNews\nThe mayor of the town said on Monday that five people had died in the flood.\nHe asked for help."
    assert [words for _, words in cut(one("a.txt", scraped))] == scraped.split("\n")
    said = [
        "The mayor of the town said on Monday that five people had died in the flood, and that twenty more were missing since then.",
        "He asked the ministry for boats, blankets and doctors, and said that the road to the south was closed and would stay so for days.",
    ]
    wrapped = "\n\n".join(textwrap.fill(words, 66) for words in said) + "\n- boats\n- blankets"
    blocks = [" ".join(words.split()) for _, words in cut(one("a.txt", wrapped))]
    assert blocks == [*said, "- boats", "- blankets"]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab .\n\r\t\x0c\u2028-", max_size=300))
def test_paragraphs_hold_every_word_once(text: str) -> None:
    blocks = list(paragraphs(text))
    assert "".join("".join(text[b.span.start : b.span.end].split()) for b in blocks) == "".join(text.split())
    assert all(a.span.end <= b.span.start for a, b in zip(blocks, blocks[1:], strict=False))


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed reports are not here")
def test_the_seeds_come_in_character_for_character() -> None:
    for source in sources([SEEDS], Settings()):
        (document,) = read(source, Settings())  # type: ignore[arg-type]
        assert isinstance(document, Document)
        assert document.text == Path(document.uri).read_bytes().decode()
        assert document.published is None and document.title is None  # a line of the text tells them, and clean/ reads it


# --- Markdown ---------------------------------------------------------------------------------------------------------

MARKDOWN = """---
title: "Dam breaks near Oldtown"
date: 2021-03-04T10:00:00Z
author: Jane Doe, John Roe
url: https://daily.example/dam
lang: en
---
# Dam breaks near Oldtown

The **mayor** said on _Monday_ that [five people](https://daily.example/x "five") had
died, `sudo` or not.<br> He has 2 * 3 * 4 boats &amp; a snake_case_name.

Rescue
------

* blankets
* [boats](https://daily.example/b)
1. doctors

> We need help,
> said the mayor.

| Village | Dead |
|---------|-----:|
| Oldtown | 5    |

![A photo](https://daily.example/1899-12-31.jpg)

[1]: https://daily.example/note
"""


def test_markdown_reads_as_it_shows(one) -> None:
    document = one("a.md", MARKDOWN)
    assert cut(document) == [
        ("headline", "Dam breaks near Oldtown"),
        ("paragraph", "The mayor said on Monday that five people had died, sudo or not. He has 2 * 3 * 4 boats & a snake_case_name."),
        ("heading", "Rescue"),
        ("item", "blankets"),
        ("item", "boats"),
        ("item", "doctors"),
        ("quote", "We need help, said the mayor."),
        ("cell", "Village"),
        ("cell", "Dead"),
        ("cell", "Oldtown"),
        ("cell", "5"),
    ]
    assert (document.title, document.authors, document.language) == ("Dam breaks near Oldtown", ("Jane Doe", "John Roe"), "en")
    assert (document.published, document.published_basis, document.uri) == (
        "2021-03-04T10:00:00Z",
        "front matter",
        "https://daily.example/dam",
    )
    assert document.blocks[4].links == 1.0 and 0 < document.blocks[1].links < 0.2


def test_markdown_without_any(one) -> None:
    document = one("a.md", "The mayor said so.\n\nHe did.")
    assert cut(document) == [("paragraph", "The mayor said so."), ("paragraph", "He did.")]
    assert (document.title, document.published, document.published_basis) == (None, None, None)


@pytest.mark.parametrize(
    "payload",
    [
        "**" * 100_000 + "a",
        "[" * 50_000 + "a",
        "[a](b " * 30_000,
        "_a " * 50_000 + "*b " * 50_000 + "<a " * 30_000,
        "a " + "`" * 50_000,
        "---\n" * 20_000 + "a",
        "> " * 50_000 + "a",
    ],
)
def test_markdown_made_to_hurt(one, payload: str) -> None:
    began = time.perf_counter()
    one("a.md", payload)
    assert time.perf_counter() - began < 5


# --- mail -------------------------------------------------------------------------------------------------------------


def test_a_mail(one) -> None:
    document = one(
        "a.eml",
        "From: Jane Doe <jane@daily.example>\r\nDate: Thu, 4 Mar 2021 10:00:00 +0100\r\n"
        "Subject: =?utf-8?q?Fwd=3A_Dam_breaks_near_M=C3=BChlberg?=\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        "The mayor of M=FChlberg said five people died.\r\n\r\n> They never asked us, she wrote.\r\n\r\n-- \r\nJane Doe, The Daily\r\n",
    )
    assert cut(document, furniture=False) == [
        ("headline", "Fwd: Dam breaks near Mühlberg"),
        ("paragraph", "The mayor of Mühlberg said five people died."),
        ("quote", "> They never asked us, she wrote."),
    ]
    assert [words for _, words in cut(document, furniture=True)] == ["--", "Jane Doe, The Daily"]
    assert (document.title, document.authors, document.outlet) == ("Dam breaks near Mühlberg", ("Jane Doe",), None)
    assert (document.published, document.published_basis) == ("2021-03-04T09:00:00Z", "mail header")


def test_a_newsletter_in_two_parts(one) -> None:
    document = one(
        "a.eml",
        "From: The Daily <news@daily.example>\nDate: no date\nSubject: Morning letter\n"
        "List-Unsubscribe: <https://daily.example/u>\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=x\n\n"
        "--x\nContent-Type: multipart/alternative; boundary=y\n\n--y\nContent-Type: text/plain\n\nSee in browser\n"
        "--y\nContent-Type: text/html\n\n<html><body><p>The mayor of Oldtown said on Monday that five people had died in the flood.</p>"
        "<p>The ministry spoke of at least seven dead and asked people to stay away from the river.</p></body></html>\n--y--\n"
        "--x\nContent-Type: image/png\nContent-Disposition: attachment; filename=dam.png\n\nxx\n--x--\n",
    )
    assert [words for _, words in cut(document, furniture=False)][1].startswith("The mayor of Oldtown")
    assert (document.outlet, document.authors, document.published) == ("The Daily", (), None)
    assert "date not understood: 'no date' (mail header)" in document.notes and "attachment not read: dam.png" in document.notes


def test_mail_made_to_hurt(refused, rows) -> None:
    parts = b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 5000
    assert refused("a.eml", parts).code == "S243"
    rows(
        "a.eml",
        b"Subject: =?utf-8?b?"
        + b"x" * 999
        + b"?=\nDate: "
        + b"9" * 9999
        + b"\nContent-Type: text/plain; charset=nope\nFrom: <<>,@;\n\nbody",
    )
    rows("a.eml", b'Content-Type: text/plain; charset="utf-8\nContent-Transfer-Encoding: base64\n\n!!!!')


# --- PDF --------------------------------------------------------------------------------------------------------------


def pdf(*pages: list[tuple[float, float, float, str]], info: str = "", extra: str = "") -> bytes:
    """Print lines (x, y, size, words) on pages, in the plainest PDF there is."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", f"<< {info} >>"]
    for lines in pages:
        drawn = "\n".join(f"BT /F1 {size} Tf {x} {y} Td ({words}) Tj ET" for x, y, size, words in lines)
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {len(objects)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
    kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(len(pages)))
    objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(body)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    body += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R {extra} >>\nstartxref\n{start}\n%%EOF"
    return body.encode("latin-1")


PROSE = [
    "The mayor of Oldtown said on Monday that five people had died when the dam",
    "above the town broke in the night, and that twenty more were missing since then.",
]


def report(number: int, y: float = 700) -> list[tuple[float, float, float, str]]:
    days, sides = ("one", "two", "three"), ("North", "East", "South")
    said = [
        f"On day {days[number - 1]}, the town was searched.",
        *PROSE,
        "He asked for help.",
        f"{sides[number - 1]} of it, nobody was found.",
    ]
    lines = [(50.0, 780.0, 8.0, "The Daily - Thursday")]
    lines += [(50.0, y - 14 * i, 11.0, words) for i, words in enumerate(said)]
    return [*lines, (280.0, 30.0, 8.0, str(number))]


def test_pages_paragraphs_and_running_heads(one) -> None:
    head = [(50.0, 760.0, 20.0, "Dam breaks above"), (50.0, 736.0, 20.0, "Oldtown")]
    first = report(1)
    document = one(
        "a.pdf",
        pdf([first[0], *head, *first[1:]], report(2), report(3), info="/Title (Microsoft Word - dam.doc) /CreationDate (D:20010203)"),
    )
    assert document.text.count("\f") == 2
    kept = cut(document, furniture=False)
    assert kept[:3] == [
        ("headline", "Dam breaks above\nOldtown"),
        ("paragraph", "On day one, the town was searched."),
        ("paragraph", "\n".join([*PROSE, "He asked for help."])),
    ]
    assert [words for _, words in cut(document, furniture=True)] == [
        "The Daily - Thursday",
        "1",
        "The Daily - Thursday",
        "2",
        "The Daily - Thursday",
        "3",
    ]
    assert document.title == "Dam breaks above Oldtown" and document.published is None
    assert document.notes == ("file made 2001-02-03, which is no publication date",)


def test_hyphens_at_line_ends_stay(one) -> None:
    lines = [(50.0, 700.0, 11.0, "The mayor of Oldtown asked the ministry of infra-"), (50.0, 686.0, 11.0, "structure for boats.")]
    assert one("a.pdf", pdf(lines)).text == "The mayor of Oldtown asked the ministry of infra-\nstructure for boats."


def test_two_columns(one) -> None:
    left = [
        (50.0, 700.0 - 14 * i, 11.0, words)
        for i, words in enumerate(("The mayor of the town said on Monday", "that five people had died in the flood", "of last night."))
    ]
    right = [
        (330.0, 700.0 - 14 * i, 11.0, words)
        for i, words in enumerate(("The ministry spoke of at least seven", "dead and asked for boats and doctors."))
    ]
    blocks = [" ".join(words.split()) for _, words in cut(one("a.pdf", pdf([*left, *right])))]
    assert blocks == [
        "The mayor of the town said on Monday that five people had died in the flood of last night.",
        "The ministry spoke of at least seven dead and asked for boats and doctors.",
    ]


def test_a_title_is_believed_where_the_page_says_it_too(one) -> None:
    lines = [(50.0, 700.0, 11.0, "Dam breaks above Oldtown"), (50.0, 650.0, 11.0, PROSE[0])]
    assert one("a.pdf", pdf(lines, info="/Title (Dam breaks above Oldtown)")).title == "Dam breaks above Oldtown"
    assert one("a.pdf", pdf(lines, info="/Title (Untitled)")).title is None


def test_no_text_layer(refused) -> None:
    failure = refused("e.pdf", pdf([], []))
    assert failure.code == "S241"
    assert failure.message == "e.pdf has 2 pages but no text layer (scan). Run OCR first, e.g. ocrmypdf e.pdf out.pdf"


def test_a_password(refused) -> None:
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >> /ID [<{'43' * 16}> <{'43' * 16}>]"
    failure = refused("d.pdf", pdf([(50.0, 700.0, 11.0, PROSE[0])], extra=lock))
    assert failure.code == "S240" and failure.message.startswith("d.pdf needs a password. Skipped.")


@pytest.mark.parametrize("payload", [b"%PDF-1.4 and nothing more", pdf(report(1))[:300], b"%PDF-" + bytes(range(256)) * 20])
def test_damaged(refused, payload: bytes) -> None:
    assert refused("f.pdf", payload).code == "S242"
