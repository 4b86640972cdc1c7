"""RSS and Atom: one report for each item."""

import time

import pytest

from hearsay.records import Document, Failure
from hearsay.settings import Settings

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Daily</title><link>https://daily.example/</link><language>en-gb</language>
<item><title>Dam breaks &amp; floods Oldtown</title><link>https://daily.example/dam?utm_source=rss</link>
<pubDate>Thu, 04 Mar 2021 10:11:12 +0100</pubDate><dc:creator>Jane Doe</dc:creator><description>A teaser.</description>
<content:encoded><![CDATA[<p>The mayor said <b>five</b> people died.</p>
<p>The ministry spoke of seven.</p><script>x()</script>]]></content:encoded></item>
<item><title>Second</title><guid isPermaLink="false">tag:2</guid><description>Plain words of the second.</description>
<pubDate>31 Feb 99:00</pubDate></item>
<item><description></description></item>
</channel></rss>"""


def test_rss(rows) -> None:
    first, second, third = rows("feed.xml", RSS)
    assert isinstance(first, Document) and isinstance(second, Document) and isinstance(third, Failure)
    assert first.text == "Dam breaks & floods Oldtown\n\nThe mayor said five people died.\n\nThe ministry spoke of seven."
    assert [block.kind for block in first.blocks] == ["headline", "paragraph", "paragraph"] and not any(b.furniture for b in first.blocks)
    assert (first.uri, first.outlet, first.title, first.language) == (
        "https://daily.example/dam",
        "The Daily",
        "Dam breaks & floods Oldtown",
        "en",
    )
    assert (first.published, first.published_basis, first.authors) == ("2021-03-04T09:11:12Z", "feed", ("Jane Doe",))
    assert second.text == "Second\n\nPlain words of the second." and second.uri == "/reports/feed.xml#tag:2"
    assert second.published is None and "date not understood: '31 Feb 99:00' (feed)" in second.notes
    assert (third.code, third.document) == ("S202", "/reports/feed.xml#3")


def test_atom(one) -> None:
    entry = (
        "<entry><title type='html'>&lt;b&gt;Dam&lt;/b&gt; breaks</title><id>urn:1</id><link href='https://daily.example/dam'/>{dates}"
        "<content type='html'>&lt;p&gt;Five died.&lt;/p&gt;</content></entry>"
    )
    feed = "<feed xmlns='http://www.w3.org/2005/Atom'><title>The Daily</title>{}</feed>"
    document = one(
        "a.atom", feed.format(entry.format(dates="<updated>2021-03-09T10:00:00Z</updated><published>2021-03-04T10:00:00Z</published>"))
    )
    assert (document.published, document.published_basis) == ("2021-03-04T10:00:00Z", "feed")
    assert document.title == "Dam breaks" and document.text == "Dam breaks\n\nFive died."
    document = one("a.atom", feed.format(entry.format(dates="<updated>2021-03-09T10:00:00Z</updated>")))
    assert (document.published, document.published_basis) == ("2021-03-09T10:00:00Z", "feed (updated)")


def test_markup_in_a_title_stays_text(one) -> None:
    item = "<item><title>&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt; said</title><link>https://d.example/1</link></item>"
    document = one("a.rss", f"<rss version='2.0'><channel><title>D</title>{item}</channel></rss>")
    assert document.title and "said" in document.title and document.text == document.title


def bomb(root: str) -> str:
    levels = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    item = "<item><title>&l9;</title></item>"
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY l0 "lol">{levels}]><rss version="2.0"><channel>{item}</channel></rss>'


@pytest.mark.parametrize(
    "payload",
    [
        bomb("rss"),
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        "<rss><channel><item><title>&x;</title></item></channel></rss>",
    ],
)
def test_entities_of_its_own(refused, payload: str) -> None:
    began = time.perf_counter()
    failure = refused("a.rss", payload)
    assert failure.code == "E503" and "declares XML entities of its own" in failure.message
    assert refused("a.xml", payload.encode("utf-16")).code == "E503"
    assert time.perf_counter() - began < 2


def test_a_feed_that_is_a_web_page(refused) -> None:
    head = "<link rel=stylesheet href=a.css><link rel=alternate type=application/rss+xml href='https://daily.example/rss.xml'>"
    failure = refused("a.rss", f"<!doctype html><html><head>{head}</head><body><p>Words.</p>")
    assert (failure.code, failure.message) == (
        "E502",
        "a.rss is HTML, not a feed. It names one: https://daily.example/rss.xml. Save and add that",
    )
    assert refused("a.rss", "<html><body>x").message.endswith("Rename it to .html to read it as a page")


def test_a_hundred_thousand_items(rows) -> None:
    items = "".join(
        f"<item><title>Dam {i}</title><link>https://d.example/{i}</link><description>Words</description></item>" for i in range(100_000)
    )
    began = time.perf_counter()
    found = rows("a.rss", f"<rss version='2.0'><channel><title>D</title>{items}</channel></rss>")
    assert time.perf_counter() - began < 10
    assert isinstance(found[0], Failure) and found[0].code == "W310"
    assert found[0].message == "a.rss has 100,000 items. The first 2,000 were read. Split it, or set max_feed_items"
    assert [row.title for row in found[1:] if isinstance(row, Document)] == [f"Dam {i}" for i in range(2000)]


def test_too_large_or_nothing_in_it(refused) -> None:
    item = f"<item><title>Dam</title><description>{'word ' * 300}</description></item>"
    assert refused("a.rss", f"<rss version='2.0'><channel>{item}</channel></rss>", Settings(max_feed_size=1000)).code == "S220"
    assert refused("a.rss", "<rss version='2.0'><channel><title>D</title></channel></rss>").code == "E503"
    assert refused("a.rss", "no feed at all").code == "E503"


def test_broken_xml_is_told_and_what_can_be_read_is(rows) -> None:
    broken, item, *_ = rows(
        "a.rss",
        "<rss version='2.0'><channel><title>D</title><item><title>Dam & bridge</title><link>https://d.example/1</link></item><item><ti",
    )
    assert isinstance(broken, Failure) and broken.code == "W311" and "a.rss is broken XML (line 1: " in broken.message
    assert isinstance(item, Document) and item.title == "Dam & bridge"


def test_a_path_or_an_address_in_a_feed_file_is_not_followed(refused) -> None:
    for said in ("file:///etc/passwd", "/etc/passwd", "http://127.0.0.1/"):
        assert refused("a.rss", said).code == "E503"
