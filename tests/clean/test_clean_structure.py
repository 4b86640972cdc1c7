"""What is the report and what the page around it."""

import re

import pytest

from hearsay.clean.structure import (
    DATE,
    byline,
    could_head,
    has_verb,
    is_date,
    is_furniture,
    is_running,
    published_in,
    structured,
    told_date,
)
from hearsay.clean.typography import loosely
from hearsay.text import Block, Document, Span

LEAD = "Officials in Lindow said on Tuesday that at least 40 people were rescued from the flooded valley after the dam gave way."
MORE = "The regional governor, Anna Holm, told reporters that 1,200 homes in Lindow had lost power. “We need boats,” she said."
HEAD = "At least 40 rescued from flooded Lindow valley"


def read(text: str, **told: object) -> Document:
    """A document as the reader of plain text hands it on: one block a line."""
    blocks = tuple(Block(Span(*match.span()), "paragraph") for match in re.finditer(r"\S[^\n]*", text))
    return Document("D0", "/a.txt", text, blocks, "", "", "text/plain", **told)  # type: ignore[arg-type]


def marked(document: Document, blocks: list[tuple[str, str, str, bool]]) -> Document:
    """A document as the reader of markup hands it on. blocks: words, kind, path, furniture."""
    text, made = "", []
    for words, kind, path, furniture in blocks:
        made.append(Block(Span(len(text), len(text) + len(words)), kind, furniture, path))
        text += words + "\n\n"
    return Document("D0", "/a.html", text, tuple(made), "", "", "text/html", title=document.title)


def kept(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.span.start : block.span.end]) for block in document.blocks if not block.furniture]


def dropped(document: Document) -> list[str]:
    return [document.text[block.span.start : block.span.end] for block in document.blocks if block.furniture]


BODY = [("paragraph", LEAD), ("paragraph", MORE)]


@pytest.mark.parametrize(
    ("header", "title", "published", "authors"),
    [
        (f"date 2024-03-12 {HEAD} Tuesday, March 12, 2024 9:15:10 AM\n\n", HEAD, "2024-03-12", ()),
        (f" date 2024-03-12 {HEAD}\n\n", HEAD, "2024-03-12", ()),
        (f"date 2024-03-12\n{HEAD}\n", HEAD, "2024-03-12", ()),
        (f"date: 12 March 2024 {HEAD}\n", HEAD, "2024-03-12", ()),
        (f"2024-03-12 10:15 {HEAD}\n", HEAD, "2024-03-12", ()),
        (f"date 2024-03-12 {HEAD} By Jane Roe March 12, 2024 9:15 am\n", HEAD, "2024-03-12", ("Jane Roe",)),
        (f"{HEAD}\nTuesday, March 12, 2024\nBy Jane Roe and John Poe\n", HEAD, "2024-03-12", ("Jane Roe", "John Poe")),
        (f"{HEAD}\n\nBy Jane Roe | 12 March 2024\n\n", HEAD, "2024-03-12", ("Jane Roe",)),
        (f"{HEAD}\nPublished: 12:00 GMT, 12 March 2024 | Updated: 13:05 GMT, 13 March 2024\n", HEAD, "2024-03-12", ()),
        (f"{HEAD}\nLast updated: 13 March 2024\nFirst published on Tue 12 Mar 2024 14.01 GMT\n", HEAD, "2024-03-12", ()),
        (f"{HEAD} Posted on March 12, 2024 by admin\n", HEAD, "2024-03-12", ()),
        (f"{HEAD}\nFirst Posted: 03/12/24 06:44 PM ET Updated: 03/15/24 05:12 AM ET\n", HEAD, None, ()),  # or the third of December
        (f"{HEAD}\nFirst Posted: 03/15/24 06:44 PM ET Updated: 03/16/24 05:12 AM ET\n", HEAD, "2024-03-15", ()),
        (f"Title: {HEAD}\nDate: 2024/03/12\nAuthor: Jane Roe\n", HEAD, "2024-03-12", ("Jane Roe",)),
        (f"Home Featured {HEAD}\n{HEAD}\n\n{HEAD}\n\nby host\n\n", HEAD, None, ()),
        (f"{HEAD} | The Daily Ledger\n", HEAD, None, ()),
        (f"{HEAD}\n{HEAD} - The Daily Ledger\n", HEAD, None, ()),
        (f"Home > World > Europe\nShare\n3 min read\n{HEAD}\n", HEAD, None, ()),
        (f"{HEAD}\n12/03/2024\n", HEAD, None, ()),  # the twelfth of March, or the third of December
        (f"{HEAD}\n13/03/2024\n", HEAD, "2024-03-13", ()),
        (f"{HEAD}\n12.03.2024\n", HEAD, "2024-03-12", ()),
        (f"{HEAD}\nTuesday\n", HEAD, None, ()),
        ("Updated 13 March 2024\n", None, None, ()),
        ("12 March 2024 — ", None, "2024-03-12", ()),
        ("date 2024-03-12 ", None, "2024-03-12", ()),
        ("Scroll Top\n\n", None, None, ()),
        ("Is the Lindow dam safe?\n", "Is the Lindow dam safe?", None, ()),
        ("", None, None, ()),
    ],
)
def test_what_a_header_tells(header: str, title: str | None, published: str | None, authors: tuple[str, ...]) -> None:
    document = structured(read(f"{header}{LEAD}\n\n{MORE}"))
    assert (document.title, document.published, document.authors) == (title, published, authors)
    assert document.published_basis == ("a line of the text" if published else None)
    body = [(kind, words) for kind, words in kept(document) if words != "Tuesday"]
    assert body == ([("headline", title)] if title else []) + BODY
    assert structured(document) == document


def test_no_title_where_the_report_begins_at_once_though_a_heading_follows() -> None:
    document = structured(read(f"date 2024-03-12 {LEAD}\n\n'More than they could carry': Lindow mayor\n\n{MORE}"))
    assert document.title is None
    assert ("heading", "'More than they could carry': Lindow mayor") in kept(document)


@pytest.mark.parametrize(
    "label", ["Lindow", "Disasters and accidents", "2024 Lindow dam failure", "Crime and law", "By the numbers", "By Friday evening"]
)
def test_a_label_is_no_title_and_stays(label: str) -> None:
    document = structured(read(f"{label}\n\n{LEAD}\n\n{MORE}"))
    assert document.title is None
    assert kept(document) == [("heading", label), *BODY]


@pytest.mark.parametrize(
    "lead",
    [
        f"On 12 March 2024, {LEAD}",
        f"March 12, 2024 was the day the dam gave way. {LEAD}",
        f"Published 12 March 2024, the study names forty dams. {LEAD}",
        f"lindow_dam_12032024_XY_ – {LEAD}",
    ],
)
def test_a_date_inside_a_report_is_not_its_own(lead: str) -> None:
    document = structured(read(f"{lead}\n\n{MORE}"))
    assert document.published is None
    assert LEAD in kept(document)[0][1]


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("LINDOW, March 12, 2024 (Kemble News Agency) — ", "2024-03-12"),
        ("LINDOW, March 12 (Reuters) — ", None),
        ("LINDOW (AP) — ", None),
    ],
)
def test_a_dateline_stays(line: str, published: str | None) -> None:
    document = structured(read(f"{line}{LEAD}\n\n{MORE}\n\nReporting by Jane Roe; Editing by John Poe"))
    assert document.published == published
    assert kept(document) == [("paragraph", line + LEAD), BODY[1], ("byline", "Reporting by Jane Roe; Editing by John Poe")]


def test_a_report_that_closes_with_its_date() -> None:
    assert structured(read(f"{LEAD}\n\n{MORE}\n2024-03-12")).published == "2024-03-12"


def test_told_elsewhere_outranks_the_text() -> None:
    document = structured(
        read(f"date 2024-03-12 {HEAD}\n\n{LEAD}", title=f"{HEAD} - Ledger", published="2024-03-11", published_basis="feed")
    )
    assert (document.title, document.published, document.published_basis) == (f"{HEAD} - Ledger", "2024-03-11", "feed")
    assert kept(document) == [("headline", HEAD), ("paragraph", LEAD)]


@pytest.mark.parametrize(
    "line",
    [
        "Source link", "Scroll Top", "Related Posts", "Leave a comment", "You must be logged in to post a comment.", "Privacy Preferences",
        "Share this:", "Advertisement", "ADVERTISEMENT", "Sign up for our morning newsletter", "Read more: Dam was old, say engineers",
        "Home News Sport", "Home | World | Business", "Photo: Jane Roe/Kemble Pictures", "Image source, Getty Images",
        "12 comments", "3 min read", "Share by email", "VIEW GALLERY", "MORE: Dam was old, say engineers", "[Image via: Kemble Pictures]",
        "Read the full story at The Daily Ledger.", "j.roe@ledger.example", "Write to Jane Roe at j.roe@ledger.example",
        "Contact Jane Roe at 212-555-0100.", "Follow Jane Roe (@janeroe) on Twitter", "Check back for updates.",
        "RelatedTen hurt in Lindow fireDam was old, say engineers", "Video loading   Watch next   Watch this video again   Watch next",
        "© 2024 The Daily Ledger. All rights reserved.", "https://example.org/a", "* * *", "__NOTOC__", "itsdone=1",
        "This page keeps small files called cookies in your browser to remember your choices. Change what it may keep here.",
        "(Editing by Jane Roe and Jon Vesk)", "Click for more from the Ledger.", "SEE ALL RELATED", "Recommended by the Ledger",
        "We value your privacy and ask your consent before our partners and we store cookies in your browser.",
        "Click here to sign up for LedgerFlash, the free daily letter about the harbours, the dams and the ferries of the region.",
        "Have something to add to this story? Share it in the comments.", "Image: Screenshot / ledger.example.com",
        "See more at:", "Get the latest quote here", "JANE ROE/VIA YOUTUBE",
    ],
)  # fmt: skip
def test_furniture(line: str) -> None:
    assert is_furniture(line)
    document = structured(read(f"{LEAD}\n\n{line}\n\n{MORE}"))
    assert kept(document) == BODY


@pytest.mark.parametrize(
    "line",
    [
        LEAD, MORE, "Forty people drowned.", "Lindow", "What next", "Reuters", "Photo shows the dam before it broke, the governor said.",
        "The firm said that cookies in its browser had told advertisers which website its users had visited.",
        "Powered by two old engines, the ferry sank within minutes of leaving Lindow, survivors said.",
        "“You should leave your homes, and we will help you,” the mayor told residents.",
        "Top of the list is Lindow, with 400 dead.", "40 dead", "Related reports said that 40 had died.",
        "Contact with the dam was lost at 212 metres.", "Editing by hand takes a week.",
        "Recommended by experts, the dam would cost $3 million.",
        "More: nobody knows how many, and the toll of the night is thought to rise once the water falls, he said.",
    ],
)  # fmt: skip
def test_no_furniture(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    "line",
    ["HORROR: Ship sinks off Aros in heavy storm", "FERRY WAS OLD AND FULL, NEW REPORT ALLEGES", "PHOTOS: The dam before it broke"],
)
def test_a_headline_between_paragraphs_is_another_reports(line: str) -> None:
    document = structured(read(f"{LEAD}\n\n{MORE}\n\n{line}\n\nForty people drowned."))
    assert dropped(document) == [line]


@pytest.mark.parametrize("line", ["BREAKING: Ship sinks off Aros in heavy storm", "THE FERRY AND THE DAM", "SMITH: Why was the dam open?"])
def test_a_heading_between_paragraphs_stays(line: str) -> None:
    assert not dropped(structured(read(f"{LEAD}\n\n{MORE}\n\n{line}\n\nForty people drowned.")))


def test_behind_the_comments_nothing_follows() -> None:
    document = structured(read(f"{LEAD}\n\n{MORE}\n\nLeave a comment\n\nDreadful news\n\nPoor Lindow, so sad"))
    assert kept(document) == BODY
    assert dropped(document) == ["Leave a comment", "Dreadful news", "Poor Lindow, so sad"]


def test_related_links_in_the_middle_do_not_end_the_report() -> None:
    document = structured(read(f"{LEAD}\n\nRelated stories\n\nTown council meets\n\n{MORE}\n\nWhat next"))
    assert kept(document) == [*BODY, ("heading", "What next")]


def test_captions_stay_and_bare_credits_go() -> None:
    captions = [
        "Rescue workers carry a child. Credit: Kemble Pictures",
        "A man near the dam, Lindow Council image",
        "FILE PHOTO: Boats in Lindow",
    ]
    document = structured(read("\n\n".join([LEAD, *captions, "Credit: Jane Roe", MORE])))
    assert kept(document) == [BODY[0], *(("caption", caption) for caption in captions), BODY[1]]


def test_a_date_with_its_hour_is_the_reports_below_what_it_sums_up() -> None:
    document = structured(read(f"{HEAD}\nThe dam broke at night.\nForty people drowned.\nTUESDAY, MARCH 12, 2024, 10:34 AM\n{LEAD}"))
    assert document.published == "2024-03-12"


def test_code_is_no_report() -> None:
    script = '//<![CDATA[ var n=Math.floor(Math.random()*11); $LAB.queueScript("x.js") //]]>'
    document = structured(read(f"{LEAD} {script}\n\n{MORE}"))
    assert kept(document) == BODY
    assert "queueScript" in dropped(document)[0]


@pytest.mark.parametrize(
    "credit", ["(AP Photo/Jane Roe, File)", "(photo credit: Jane Roe)", "(Photo by Jane Roe)", "(Picture: Kemble)", "Photo: AP"]
)
def test_a_credit_behind_a_sentence_goes(credit: str) -> None:
    caption = "Boats lie beside the dam near Lindow on Monday."
    document = structured(read("\n\n".join([LEAD, f"{caption} {credit}", MORE])))
    assert [words for _, words in kept(document)] == [LEAD, caption, MORE]
    assert dropped(document) == [credit]


def test_a_tweet_is_a_quote_and_a_list_has_items() -> None:
    tweet = "The dam is gone pic.twitter.com/Ab1Cd2Ef — Jane Roe (@janeroe) March 12, 2024"
    document = structured(read(f"{LEAD}\n\n{tweet}\n\n- Forty in Lindow\n\n1) Sixty in Kemble\n\n{MORE}"))
    assert [kind for kind, _ in kept(document)] == ["paragraph", "quote", "item", "item", "paragraph"]
    assert document.published is None


def test_the_headline_said_again_is_furniture_even_glued_to_a_paragraph() -> None:
    document = structured(read(f"{HEAD}\n\n{HEAD} LINDOW (AP) — {LEAD}\n\n{MORE}\n\n{HEAD}"))
    assert kept(document) == [("headline", HEAD), ("paragraph", f"LINDOW (AP) — {LEAD}"), BODY[1]]
    assert dropped(document) == [HEAD, HEAD]


def test_a_report_that_says_its_headline_in_a_sentence_keeps_it() -> None:
    sentence = f"Under the words “{HEAD}”, the paper showed a picture of the dam as it was before the flood."
    document = structured(read(f"{HEAD}\n\n{HEAD}\n\n{LEAD}\n\n{sentence}"))
    assert kept(document) == [("headline", HEAD), ("paragraph", LEAD), ("paragraph", sentence)]


def test_an_agency_in_a_byline_stays() -> None:
    document = structured(read(f"{HEAD}\nBy Jane Roe, Associated Press\n{LEAD}\n\n(With inputs from agencies)"))
    assert [words for _, words in kept(document)] == [HEAD, "By Jane Roe, Associated Press", LEAD, "(With inputs from agencies)"]
    assert document.authors == ("Jane Roe",)


def test_a_line_broken_in_the_middle_of_a_sentence_is_one_paragraph() -> None:
    broken = "The regional governor, Anna Holm, told reporters in\nthe town hall that 1,200 homes had lost power."
    assert kept(structured(read(f"{LEAD}\n{broken}"))) == [("paragraph", LEAD), ("paragraph", broken)]


def test_a_label_glued_to_its_paragraph_is_parted() -> None:
    glued = f"LindowTwin floods hit the county of Lindow. {LEAD}"
    assert kept(structured(read(glued))) == [("heading", "Lindow"), ("paragraph", glued[6:])]
    for name in ("BlackBerry", "PlayStation"):
        whole = f"{name} sales fell in Lindow, said the maker of {name}. {LEAD}"
        assert kept(structured(read(whole))) == [("paragraph", whole)]


def test_markup_is_trusted_and_its_heading_is_the_headline() -> None:
    page = [
        (f"Home World {HEAD}", "paragraph", "html/body/nav", True),
        ("The Daily Ledger", "heading", "html/body/h2", True),
        (HEAD, "heading", "html/body/h1", True),
        ("By Jane Roe", "byline", "html/body/p", False),
        (LEAD, "paragraph", "html/body/p", False),
        ("Not of the report, but long enough to be a paragraph of it, said the reader.", "paragraph", "html/body/div", True),
        (HEAD, "paragraph", "html/body/aside/p", False),
        (MORE, "paragraph", "html/body/p", False),
        ("40", "cell", "html/body/table/td", False),
    ]
    for title in (HEAD, f"{HEAD} - The Daily Ledger"):
        document = structured(marked(read("", title=title), page))
        assert kept(document) == [("headline", HEAD), *BODY, ("cell", "40")]
        assert document.title == title
        assert structured(document) == document


def test_the_first_heading_of_markup_is_the_title_where_none_is_told() -> None:
    page = [
        (HEAD, "heading", "html/body/h1", False),
        ("Officials speak of forty dead", "heading", "html/body/h2", False),
        (LEAD, "paragraph", "p", False),
    ]
    document = structured(marked(read(""), page))
    assert document.title == HEAD
    assert kept(document) == [("headline", HEAD), ("heading", "Officials speak of forty dead"), ("paragraph", LEAD)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Monday, February 5, 2024 3:00:10 PM", "2024-02-05"), ("5 Feb. 2024", "2024-02-05"), ("5th of February 2024", "2024-02-05"),
        ("2024-02-05T10:00:00+02:00", "2024-02-05"), ("2024/2/5", "2024-02-05"), ("5.2.2024", "2024-02-05"), ("02/15/2024", "2024-02-15"),
        ("02/15/24", "2024-02-15"),
        ("05/05/2024", "2024-05-05"), ("05/02/2024", None), ("15/02/24", None), ("02/05/24", None),
        ("31 February 2024", None), ("2024-13-05", None),
        ("Sept 5, 2024", "2024-09-05"),
    ],
)  # fmt: skip
def test_dates_of_a_line(line: str, said: str | None) -> None:
    match = DATE.search(line)
    assert (told_date(match) if match else None) == said
    assert published_in(f"Published: {line}") == said
    assert published_in(f"Updated: {line}") is None


@pytest.mark.parametrize("line", ["05092023", "1.2.3", "Monday", "February 5", "photo_2024-02-05_x", "10-20", "in 2024", "12024-02-05"])
def test_no_dates(line: str) -> None:
    assert not is_date(line)
    assert published_in(line) is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Roe", ("Jane Roe",)), ("by host", ()), ("By JANE ROE and John van Poe", ("JANE ROE", "John van Poe")),
        ("By Reuters", ()),
        ("Written by Jane Roe, staff writer", ("Jane Roe",)), ("By Jane Roe Published 12 March 2024", ("Jane Roe",)),
        ("Author: Jane Roe", ("Jane Roe",)),
        ("By the numbers", None), ("By Friday evening", None), ("By Friday, forty had died.", None),
        ("From the air", None), ("Bystanders", None),
    ],
)  # fmt: skip
def test_bylines(line: str, names: tuple[str, ...] | None) -> None:
    assert byline(line) == names


def test_running_text_and_headlines() -> None:
    assert is_running(LEAD) and is_running("He died. Forty others were hurt in the flood")
    assert (
        not is_running(HEAD)
        and not is_running("“We need boats, now”: Lindow mayor begs for help")
        and not is_running("Will the old Lindow dam hold?")
    )


def test_the_shape_of_a_headline() -> None:
    for line in (
        HEAD,
        "Lindow to rebuild its dam",
        "“Boats, now”: mayor begs",
        "Will the Old Lindow Dam Hold?",
        "Flood in Lindow: what we know",
    ):
        assert could_head(loosely(line)), line
    for line in (
        LEAD,
        "LINDOW (AP) — The latest on the flood",
        "Did anyone in the town see the water coming?",
        "- forty dead in Lindow",
        "What they said:",
    ):
        assert not could_head(line), line
    assert has_verb(HEAD) and has_verb("Lindow to rebuild its dam") and not has_verb("United States presidential election of 2024")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "Violence mars ninth day of county protests\n\n12 March 2024\n\nLINDOW, March 12 (Ledger Wire) - ",
            "Violence mars ninth day of county protests",
        ),
        ("A short history of floods\n\nBy Jane Roe\n\n", "A short history of floods"),
        ("The flood was the worst in Lindow for forty years\n\n", None),
        ("Lindow valley flood: the rescued tell\n\nBy Jane Roe\n\n", "Lindow valley flood: the rescued tell"),
        (
            "Forty rescued from flooded homes and cars in the valley of Lindow as the old dam that nobody looked after gives way\n\n",
            None,
        ),
        ("LINDOW (AP) — The latest on the flooded valley of Lindow:\n\n", None),
    ],
)
def test_what_stands_around_a_headline_tells_it(head: str, title: str | None) -> None:
    assert structured(read(f"{head}{LEAD}\n\n{MORE}")).title == title


def test_who_tweets_when_is_no_date_of_the_report() -> None:
    document = structured(read(f"{HEAD}\n\n— Jane Roe (@janeroe) March 10, 2024\n\n{LEAD}\n\n{MORE}"))
    assert (document.title, document.published) == (HEAD, None)


def test_nothing_and_next_to_nothing() -> None:
    for text in ("", " \n\n ", "\u200b", "Menu", "…"):
        document = structured(read(text))
        assert kept(document) == []
        assert document.title is None
    assert kept(structured(read(HEAD))) == [("heading", HEAD)]
