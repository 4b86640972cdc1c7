"""What a page tells of itself: title, outlet, authors, language, address, and the ladder of dates."""

import json

import pytest

LEAD = "The mayor of Oldtown said on Monday that five people had died when the dam above the town broke."
MORE = "The ministry of the interior spoke of at least seven dead and asked people to stay away from the river."
LAST = "Rescue teams from three districts were searching the valley, and the road to the south was closed, police said."
BODY = f"<p>{LEAD}</p><p>{MORE}</p><p>{LAST}</p>"


def page(body: str, head: str = "", attributes: str = "") -> str:
    return f"<!doctype html><html {attributes}><head>{head}</head><body>{body}</body></html>"


def linked(**node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", **node})}</script>'


def test_json_ld(one) -> None:
    head = linked(
        headline="Dam &amp; bridge break",
        datePublished="2021-03-04T23:30:00-05:00",
        dateModified="2021-03-09",
        author=[{"@type": "Person", "name": "Jane Doe"}, {"name": "John Roe", "url": "https://daily.example/roe"}],
        publisher={"@type": "Organization", "name": "The Daily"},
        mainEntityOfPage={"@id": "https://Daily.example/dam?utm_source=x#top"},
        inLanguage="en-GB",
    )
    document = one("a.html", page(BODY, head))
    assert (document.title, document.outlet, document.authors) == ("Dam & bridge break", "The Daily", ("Jane Doe", "John Roe"))
    assert (document.published, document.published_basis) == ("2021-03-05T04:30:00Z", "json-ld")
    assert (document.uri, document.language) == ("https://daily.example/dam", "en")
    assert {"read from a.html", "published 2021-03-04T23:30:00-05:00 where it was written"} <= set(document.notes)


def test_of_several_nodes_the_one_the_page_shows(one) -> None:
    teasers = linked(headline="Boat sinks", datePublished="2020-01-01") + linked(headline="Dam breaks", datePublished="2021-03-04")
    assert one("a.html", page(f"<h1>Dam breaks</h1>{BODY}", teasers)).published == "2021-03-04"
    assert one("a.html", page(f"<h1>Neither of them</h1>{BODY}", teasers)).published is None
    boat = {"@type": "NewsArticle", "headline": "Boat", "datePublished": "2020-01-01"}
    listed = f'<script type="application/ld+json">{json.dumps({"@type": "ItemList", "itemListElement": [boat]})}</script>'
    assert one("a.html", page(BODY, listed)).published is None
    nodes = [{"@type": "WebSite", "name": "X"}, {"@type": ["Article"], "headline": "Dam", "datePublished": "2021-03-04"}]
    graph = f'<script type="application/ld+json">{json.dumps({"@graph": nodes})}</script>'
    assert one("a.html", page(BODY, graph)).published == "2021-03-04"


@pytest.mark.parametrize(
    "broken",
    ["{", "[" * 100_000, '{"@type": 5}', "null", '[[{"@type":["NewsArticle",null],"author":[null,5],"headline":[]}]]', '{"@graph":"x"}'],
)
def test_json_ld_that_is_broken(one, broken: str) -> None:
    document = one("a.html", page(BODY, f'<script type="application/ld+json">{broken}</script>'))
    assert document.title is None and document.published is None


@pytest.mark.parametrize(
    ("head", "body", "told"),
    [
        ("<meta property=article:published_time content=2021-03-04T10:00:00Z>", "", ("2021-03-04T10:00:00Z", "meta")),
        ("<meta name=DC.date.issued content=2021-03-04>", "", ("2021-03-04", "meta")),
        ("<meta itemprop=datePublished content='4 March 2021'>", "", ("2021-03-04", "meta")),
        ("", "<h1>Dam breaks</h1><time datetime=2021-03-04>4 March</time>", ("2021-03-04", "time")),
        ("", "<time itemprop=datePublished datetime=2021-03-04>4 March</time>", ("2021-03-04", "time")),
        ("<link rel=canonical href=https://daily.example/2021/03/04/dam>", "", ("2021-03-04", "url")),
        ("<link rel=canonical href=https://daily.example/2021/03/dam>", "", ("2021-03", "url")),
        ("", "<h1>Dam breaks</h1><p>Published: Thursday, 4 March 2021, 19:40</p>", ("2021-03-04", "a line of the text")),
        (
            "",
            "<h1>Dam breaks</h1><div>Jane Doe<br>The Daily<br>Thu, 4 Mar 2021 17:55 UTC</div>",
            ("2021-03-04T17:55:00Z", "a line of the text"),
        ),
        # What dates something else, or nothing.
        ("", "<p>Friday, 5 March 2021</p><h1>Dam breaks</h1>", (None, None)),
        ("", "<h1>Dam breaks</h1><p>Updated: 4 March 2021</p>", (None, None)),
        ("", "<h1>Dam breaks</h1><p>4 March 2021 | 5 March 2021</p>", (None, None)),
        ("<meta property=article:modified_time content=2021-03-04>", "", (None, None)),
        ("<meta name=last-modified content=2021-03-04>", "", (None, None)),
        ("", "<img src=/2021/03/04/dam.jpg alt='DSC_20210304'><p>dam_04032021_AP_</p>", (None, None)),
        ("", "<footer>© 2019–2021 The Daily, 4 March 2021</footer>", (None, None)),
        ("", "<h1>Dam breaks</h1><time class=updated datetime=2021-03-04>4 March</time>", (None, None)),
        ("", "<nav><time datetime=2021-03-04>Thursday, 4 March 2021</time></nav>", (None, None)),
        ("", "<aside><ul><li><time datetime=2021-03-04>4 March</time> Boat sinks</ul></aside>", (None, None)),
        ("<link rel=canonical href=https://daily.example/20210304999/dam>", "", (None, None)),
        ("<link rel=canonical href=https://daily.example/dam?d=2021/03/04>", "", (None, None)),
    ],
)
def test_the_ladder_of_dates(one, head: str, body: str, told: tuple[str | None, str | None]) -> None:
    document = one("a.html", page(body + BODY, head))
    assert (document.published, document.published_basis) == told


def test_impossible_dates_are_noted_and_none_is_made_up(one) -> None:
    document = one("a.html", page(BODY, "<meta name=date content='31 Feb 99:00'><meta name=pubdate content=03/04/2021>"))
    assert document.published is None
    assert {"date not understood: '31 Feb 99:00' (meta)", "date not understood: '03/04/2021' (meta)"} <= set(document.notes)


def test_dates_that_differ_are_noted(one) -> None:
    document = one("a.html", page(BODY, linked(datePublished="2021-03-04", headline="Dam") + "<meta name=date content=2019-01-01>"))
    assert document.published == "2021-03-04" and "dates differ: 2021-03-04 (json-ld), 2019-01-01 (meta)" in document.notes


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Dam breaks near Oldtown | The Daily</title>", "", "Dam breaks near Oldtown"),
        ("<title>Dam breaks - minister resigns</title>", "", "Dam breaks - minister resigns"),
        (
            "<title>Dam breaks near Oldtown - The Daily</title><meta property=og:site_name content='The Daily'>",
            "",
            "Dam breaks near Oldtown",
        ),
        ("<title>Dam breaks near Oldtown :: Gazette</title>", "<h2>Dam breaks near Oldtown</h2>", "Dam breaks near Oldtown"),
        ("<title>The Daily</title><meta property=og:site_name content='The Daily'>", "", None),
        ("<title>x</title><meta property=og:title content='Dam breaks near Oldtown'>", "<h1>THE DAILY</h1>", "Dam breaks near Oldtown"),
        ("<title>y</title>", "<h1>Dam breaks near Oldtown</h1>", "Dam breaks near Oldtown"),
        ("", "", None),
    ],
)
def test_titles(one, head: str, body: str, title: str | None) -> None:
    assert one("a.html", page(body + BODY, head)).title == title


def test_outlet_authors_and_language(one) -> None:
    named = one(
        "a.html",
        page(f"<header>The Daily</header><h1>Dam breaks near Oldtown</h1>{BODY}", "<title>Dam breaks near Oldtown - The Daily</title>"),
    )
    assert (named.title, named.outlet) == ("Dam breaks near Oldtown", "The Daily")
    assert one("a.html", page(f"<h1>Dam breaks near Oldtown</h1>{BODY}", "<title>Dam breaks near Oldtown - World</title>")).outlet is None
    document = one(
        "a.html", page("<p>By <a rel=author>Jane Doe</a></p>" + BODY, "<meta property=og:site_name content='The Daily'>", "lang=pt-BR")
    )
    assert (document.outlet, document.authors, document.language) == ("The Daily", ("Jane Doe",), "pt")
    document = one(
        "a.html", page(BODY, "<meta name=author content='By Jane Doe'><meta name=author content='https://facebook.example/jane'>")
    )
    assert document.authors == ("Jane Doe",)
    assert one("a.html", page(BODY)).language is None


@pytest.mark.parametrize("href", ["/dam", "https://daily.example/", "javascript:alert(1)", "file:///etc/passwd", ""])
def test_a_canonical_address_that_is_none(one, href: str) -> None:
    assert one("a.html", page(BODY, f"<link rel=canonical href='{href}'>")).uri == "/reports/a.html"
