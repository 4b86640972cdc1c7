"""HTML: every word a visitor could read, and what of it is the report."""

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
