"""HTML: every word a visitor could read, what of it is the report, and what the page tells of itself."""

import json
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearsay.read import read
from hearsay.records import Document, Source
from hearsay.settings import Settings

LEAD = "The mayor of Oldtown said on Monday that five people had died when the dam above the town broke."
MORE = "The ministry of the interior spoke of at least seven dead and asked people to stay away from the river."
LAST = "Rescue teams from three districts were searching the valley, and the road to the south was closed, police said."
BODY = f"<p>{LEAD}</p><p>{MORE}</p><p>{LAST}</p>"


def page(body: str, head: str = "", attributes: str = "") -> str:
    return f"<!doctype html><html {attributes}><head>{head}</head><body>{body}</body></html>"


def blocks(document: Document, *, furniture: bool | None = None) -> list[tuple[str, str]]:
    kept = [b for b in document.blocks if furniture is None or b.furniture == furniture]
    return [(b.kind, document.text[b.span.start : b.span.end]) for b in kept]


def words(document: Document, *, furniture: bool | None = None) -> list[str]:
    return [said for _, said in blocks(document, furniture=furniture)]


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>five  \n\t people</p>", "five people"),
        ("<p>five<b>teen</b> people</p>", "fiveteen people"),
        ("<p>five&nbsp;people &amp; caf&eacute; &#x41;</p>", "five\u00a0people & caf\u00e9 A"),
        ("<p>one<br>two<br/>three</p>", "one\ntwo\nthree"),
        ("<div>one<br><br>two</div>", "one\n\ntwo"),
        ("<div>one<br> \n <br><br>two</div>", "one\n\ntwo"),
        ("<div>one<p>two</p>three</div>", "one\n\ntwo\n\nthree"),
        ("<ul><li>one<li>two</ul>", "one\ntwo"),
        ("<table><tr><td>one<td>two</table>", "one\ntwo"),
        ("<pre>one\n  two</pre>", "one\ntwo"),
        ("<p>one<script>var x = '<p>';</script><style>p{}</style><template>x</template><noscript>y</noscript> two</p>", "one two"),
        ("<p>one</p><p hidden>two</p><p style='color:red; display : none'>three</p><p class='x sr-only'>four</p>", "one"),
        ("<p>one <span style='visibility:hidden'>gone</span>two<!-- three --></p>", "one two"),
        ("<p>one<wbr>two</p><p>thr\u00adee \u200bfour</p>", "onetwo\n\nthr\u00adee \u200bfour"),
        ("<p>one<input value=two placeholder=three></p><img alt=four><iframe>five</iframe>", "one\n\nfive"),
        ("<details><summary>one</summary>two</details><dialog>three</dialog><dialog open>four</dialog>", "one\n\ntwo\n\nfour"),
        ("<svg><title>x</title><text>one</text><desc>y</desc></svg>", "one"),
        ("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", "<script>alert(1)</script>"),
        ("<p>a\0b</p>", "ab"),
        ("<video><source src=a>one</video><p>two", "one\n\ntwo"),
    ],
)
def test_every_word_a_visitor_could_read(one, markup: str, text: str) -> None:
    assert one("a.html", page(markup)).text == text


def test_nul_and_hidden_characters_are_noted(one) -> None:
    assert one("a.html", page("<p>a\0b</p>")).notes[0] == "had_nul"
    assert "hidden characters" in one("a.html", page("<p>a\u202eb</p>")).notes


def test_kinds_paths_and_links(one) -> None:
    document = one(
        "a.html",
        page(
            f"<article><h1>Dam breaks near Oldtown</h1><p class=by-line>By Jane Doe</p><time datetime=2021-03-04>4 March 2021</time>{BODY}"
            "<h2>What is known</h2><ul><li>Five dead</li><li>Twenty missing</li></ul>"
            "<blockquote><p>“We need help at once,” he wrote.</p></blockquote>"
            "<figure><img><figcaption>Boats on the river Ode on Monday morning</figcaption></figure>"
            f"<table><tr><th>Village<th>Dead<tr><td>Oldtown<td>5</table><p>{LAST} <a href=x>Here is more</a></p></article>"
        ),
    )
    assert [kind for kind, _ in blocks(document)] == [
        *("headline", "byline", "date", "paragraph", "paragraph", "paragraph", "heading", "item", "item", "quote", "caption"),
        *("cell", "cell", "cell", "cell", "paragraph"),
    ]
    assert document.blocks[3].path == "html/body/article/p" and document.blocks[9].path == "html/body/article/blockquote/p"
    assert 0.05 < document.blocks[-1].links < 0.2 and document.blocks[3].links == 0
    assert words(document, furniture=True) == ["By Jane Doe", "4 March 2021"]


# --- the report and its page ------------------------------------------------------------------------------------------

AROUND = {
    "nav": "<nav><ul><li><a href=a>World</a><li><a href=b>Business</a></ul></nav>",
    "header": "<header><a href=/>The Daily</a></header>",
    "cookies": "<div class=cookie-banner><p>We use cookies to make this site better for us.</p><button>Accept</button></div>",
    "aside": f"<aside><h3>Related</h3><p>{LEAD.replace('Oldtown', 'Newtown')}</p></aside>",
    "related": "<div class=related-posts><h3>You may also like</h3><ul><li><a href=a>Boat sinks</a></ul></div>",
    "comments": f"<div id=comments><h3>2 comments</h3><p>jim: {'I never trusted that dam. ' * 9}</p><p>ann: {'Nor I. ' * 9}</p></div>",
    "share": "<div class=share-bar><span>Share:</span> <a href=a>Mail</a> <a href=b>Post</a></div>",
    "form": "<form><p>Get the morning letter of The Daily in your inbox, every day at six.</p><input><button>Subscribe</button></form>",
    "footer": "<footer><p>© 2021 The Daily. All rights reserved by the publishers of it.</p></footer>",
}


@pytest.mark.parametrize("name", AROUND)
@pytest.mark.parametrize(
    "shape",
    [
        "{around}<article><h1>Dam breaks</h1>{body}</article>",
        "<div><h2>Dam breaks</h2>{body}</div>{around}",
        "<table><tr><td>{around}</td><td>{body}</td></tr></table>",
    ],
)
def test_what_goes_round_a_report_is_furniture(one, name: str, shape: str) -> None:
    document = one("a.html", page(shape.format(around=AROUND[name], body=BODY)))
    kept = words(document, furniture=False)
    assert [said for said in kept if said != "Dam breaks"] == [LEAD, MORE, LAST]
    shown = " ".join(re.sub(r"<[^>]+>", " ", AROUND[name]).split())
    assert all(" ".join(said.split()) in shown for said in words(document, furniture=True) if said != "Dam breaks")


def test_a_class_on_the_body_or_a_form_round_the_page_hides_no_report(one) -> None:
    document = one(
        "a.html", page(f"<div class='page sidebar-right comments-open'><form><div class=share-wrapper>{BODY}</div></form></div>")
    )
    assert words(document, furniture=False) == [LEAD, MORE, LAST]


def test_a_headline_said_again_is_furniture(one) -> None:
    document = one("a.html", page(f"<div>Home &gt; News</div><h1>Dam breaks near Oldtown</h1><p>Dam breaks near Oldtown</p>{BODY}"))
    assert blocks(document, furniture=False)[:2] == [("headline", "Dam breaks near Oldtown"), ("paragraph", LEAD)]


def test_the_lead_above_the_text_and_captions_in_it_belong_to_the_report(one) -> None:
    lead = "Five people are dead and twenty are missing after a dam broke above Oldtown, the mayor says."
    caption = "The dam above Oldtown on Monday morning"
    document = one(
        "a.html",
        page(
            f"<article><h1>Dam breaks</h1><div class=standfirst>{lead}</div><div><p>{LEAD}</p>"
            f"<figure><figcaption>{caption}</figcaption></figure>"
            f"<p>{MORE}</p><p>{LAST}</p></div></article>"
        ),
    )
    assert words(document, furniture=False) == ["Dam breaks", lead, LEAD, caption, MORE, LAST]


def test_which_extractor_told_is_noted(one) -> None:
    assert "main text: trafilatura" in one("a.html", page(BODY)).notes
    odd = "".join(f"<div class='nav sidebar footer menu'><span>{said}</span></div>" for said in (LEAD, MORE, LAST) * 4)
    document = one("a.html", page(f"<div class=comments-section id=comments>{odd}</div>"))
    assert any(note.startswith("main text: ") for note in document.notes)
    assert words(document, furniture=False).count(LEAD) == 4


def test_a_short_brief_is_a_report(one) -> None:
    document = one("a.html", page(f"<nav><a href=a>World</a></nav><h1>Dam breaks</h1><p>{LEAD}</p><footer>© The Daily</footer>"))
    assert words(document, furniture=False) == ["Dam breaks", LEAD]


# --- what the page tells of itself ------------------------------------------------------------------------------------


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


# --- bytes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("utf-8", ""),
        ("utf-16", ""),
        ("utf-16-le", ""),
        ("cp1251", "windows-1251"),
        ("cp1251", "utf-8"),
        ("utf-8", "windows-1251"),
        ("koi8-r", "koi8-r"),
    ],
)
def test_charsets(one, charset: str, declared: str) -> None:
    said = "Мэр города сообщил, что погибли пять человек, ещё двадцать ранены. Поиски продолжаются, сказал он журналистам."
    document = one("a.html", page(f"<p>{said}</p>", f"<meta charset='{declared}'>" if declared else "").encode(charset))
    assert document.text == said
    assert document.charset and (charset, declared) != ("cp1251", "utf-8") or "charset guessed: cp1251" in document.notes


# --- made to hurt -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ("<div>" * 200_000 + "text" + "</div>" * 200_000, "200,002 nested tags, limit 1,000"),
        ("<div>" * 200_000 + "text", "200,002 nested tags, limit 1,000"),
        ("<p " + " ".join(f"a{i}=1" for i in range(300_000)) + ">text</p>", "300,000 attributes on one tag, limit 2,000"),
        ("<p " + " ".join(f"a{i}" for i in range(300_000)), "300,000 attributes on one tag, limit 2,000"),
    ],
)
def test_refused_before_any_parser(refused, markup: str, why: str) -> None:
    began = time.perf_counter()
    failure = refused("c.html", f"<html><body>{markup}")
    assert (failure.code, failure.message) == ("S230", f"c.html was not read ({why}). Skipped.")
    assert time.perf_counter() - began < 5


def test_too_much_text(refused) -> None:
    began = time.perf_counter()
    failure = refused("c.html", "<html><body>" + ("<p>" + "word " * 16 + "</p>") * 100_000)
    assert failure.code == "S220" and "more than 2,000,000 characters" in failure.message
    assert time.perf_counter() - began < 8


@pytest.mark.parametrize("tag", ["p", "b", "div", "span", "dd", "li", "td", "font", "button", "section"])
def test_tags_never_closed_lose_no_text(one, tag: str) -> None:
    document = one("c.html", f"<html><body><{tag}>" + f"<{tag}>".join(f"The mayor said {i} people died. " for i in range(5000)))
    assert len(document.text.split()) == 30_000
    assert any(note.startswith("main text: ") for note in document.notes)


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td>" * 300 + f"<p>{LEAD}</p>",
        "<div>" * 900 + f"<p>{LEAD}</p>" + "</div>" * 900,
        f"<p>{LEAD}</p>" + "<br>" * 50_000,
        f"<p>{LEAD}</p>" + "<!--" * 50_000,
        f"<p>{LEAD}</p>" + "<" * 200_000,
        f"<p>{LEAD}</p>" + "<script>" * 20_000,
        f"<p>{LEAD}</p>" + "<a>x" * 20_000,
        f"<p>{LEAD}</p>" + "</div>" * 100_000,
        f"<p>{LEAD}</p><p>" + " " * 1_000_000,
        f"<p title='{'x ' * 300_000}'>{LEAD}</p>",
        f"<p>{LEAD}</p>" + "&" * 300_000 + "&#x110000;&#xD800;&#0;",
        "".join(f"<div class='nav-{i} comments related share'>" for i in range(500)) + f"<p>{LEAD}</p>",
    ],
)
def test_text_is_found_amid_rubbish(one, markup: str) -> None:
    began = time.perf_counter()
    assert LEAD in one("c.html", f"<html><body>{markup}").text
    assert time.perf_counter() - began < 8


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<html><body></body></html>",
        "<html><head><title>x</title></head><frameset><frame src=a></frameset></html>",
        "<!-- nothing -->",
        "<html><body><script>x</script><p hidden>y</p>",
    ],
)
def test_nothing_written(refused, markup: str) -> None:
    assert refused("a.html", markup).code == "S202"


PIECES = st.sampled_from(
    ["<p>", "</p>", "<div class=nav>", "</div>", "<table>", "<tr>", "<td>", "</table>", "<b>", "</b>", "<a href=x>", "</a>", "<br>",
     "<li>", "<ul>", "</ul>", "<h1>", "</h1>", "<script>", "</script>", "<!--", "-->", "<", ">", "&amp;", "\0", " ", "\n", "word ", "said",
     "é", "\u202e", "<form>", "<pre>", "</pre>", "<svg>", "<time>",
     "<p hidden>", "<html>", "<body>", "<head>", "<title>", "<blockquote>", LEAD],
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_any_soup_is_read_or_refused(pieces: list[str]) -> None:
    payload = ("<html>" + "".join(pieces)).encode()
    for row in read(Source("/a.html", payload=payload, size=len(payload)), Settings()):
        if isinstance(row, Document):
            end = 0
            for block in row.blocks:
                assert end <= block.span.start < block.span.end <= len(row.text)
                assert row.text[end : block.span.start].strip() == ""  # every word stands in a block
                end = block.span.end
            assert row.text[end:] == ""
