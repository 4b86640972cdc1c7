"""A web page as saved → Document: its report, and what it tells of itself. Nothing is made up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any

from hearsay.read import Reader, address, document
from hearsay.read.dates import moment
from hearsay.read.markup import WORDS, Element, Page
from hearsay.read.raw import Raw, decode
from hearsay.records import Document, Failure
from hearsay.settings import Settings

META_CHARSET = re.compile(rb"""<(?:meta\s[^>]*charset\s*=\s*["']?|\?xml\s[^>]*encoding\s*=\s*["'])([\w.:-]+)""", re.I)


def read_page(raw: Raw, settings: Settings) -> Iterator[Document | Failure]:
    """Read a web page as saved."""
    found = META_CHARSET.search(raw.payload[:4096])
    text, charset, notes = decode(raw.payload, found[1].decode("ascii") if found else None)
    page = Page.of(text, raw.name, settings)
    told = tell(page)
    yield document(
        raw,
        page.text,
        page.blocks,
        settings,
        uri=told.uri,
        outlet=told.outlet,
        title=told.title,
        authors=told.authors,
        language=told.language,
        published=told.published,
        published_basis=told.basis,
        charset=charset,
        notes=(*notes, *page.notes, *told.notes),
    )


READER = Reader(name="pages", takes=("text/html",), run=read_page)


@dataclass(slots=True)
class Told:
    """What a page tells of itself."""

    uri: str | None = None
    outlet: str | None = None
    title: str | None = None
    authors: list[str] = field(default_factory=list)
    language: str | None = None
    published: str | None = None
    basis: str | None = None
    notes: list[str] = field(default_factory=list)


def tell(page: Page) -> Told:
    """Read a page's metadata: what stands first in the order JSON-LD, meta, the words on the page. Nothing is made up."""
    root = page.root
    meta = _meta(root)
    nodes = list(_linked(root))
    article = _article(nodes, meta, root)
    told = Told(language=_language(root, article))
    told.uri = _canonical(root, meta, article)
    told.outlet = _name_of(article.get("publisher")) or _first(
        meta, ("og:site_name", "application-name", "dc.publisher", "citation_journal_title")
    )
    told.authors = _authors(root, meta, article, told.outlet)
    _titled(page, told, meta, article)
    _dated(page, told, meta, article)
    return told


def _meta(root: Element) -> dict[str, list[str]]:
    """Meta tags by lower-case name, property or itemprop."""
    found: dict[str, list[str]] = {}
    for tag in root.iter("meta"):
        for key in ("name", "property", "itemprop", "http-equiv"):
            if (name := tag.get(key)) and (content := (tag.get("content") or "").strip()):
                found.setdefault(name.strip().lower(), []).append(content[:2000])
    return found


def _first(meta: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next((meta[name][0] for name in names if name in meta), None)


ARTICLES = re.compile(r"(?:\w*NewsArticle|Article|BlogPosting|LiveBlogPosting|Report|TechArticle|ScholarlyArticle|SocialMediaPosting)$")


def _linked(root: Element) -> Iterator[dict[str, Any]]:
    """The JSON-LD nodes that speak of the page itself, not those of lists and recommendations on it."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        todo: list[Any] = [_loads((script.text or "").strip().removeprefix("<![CDATA[").removesuffix("]]>").strip().rstrip(";"))]
        for _ in range(1000):
            if not todo:
                break
            node = todo.pop(0)
            if isinstance(node, list):
                todo[:0] = node
            elif isinstance(node, dict):
                yield node
                todo[:0] = [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if isinstance(node.get(key), dict | list)]


def _loads(said: str) -> Any:
    """A JSON value; {} for what is none."""
    try:
        return json.loads(said, strict=False)
    except (ValueError, RecursionError):
        return {}


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _types(node: dict[str, Any]) -> list[str]:
    said = node.get("@type")
    return [str(each) for each in (said if isinstance(said, list) else [said])]


def _article(nodes: list[dict[str, Any]], meta: dict[str, list[str]], root: Element) -> dict[str, Any]:
    """The node of the report; of several the one whose headline the page shows; {} where that is unclear."""
    articles = [
        node
        for node in nodes
        if any(ARTICLES.search(kind) for kind in _types(node)) and (node.get("headline") or node.get("datePublished"))
    ]
    if len({_folded(_plain(node.get("headline"))) for node in articles}) > 1:
        shown = {_folded(" ".join(h1.itertext())) for h1 in root.iter("h1")} | {_folded(each) for each in meta.get("og:title", ())}
        articles = [node for node in articles if _folded(_plain(node.get("headline"))) in shown]
    if articles:
        return articles[0]
    pages = [node for node in nodes if any(kind in ("WebPage", "ItemPage") for kind in _types(node)) and node.get("datePublished")]
    return {key: pages[0][key] for key in ("datePublished", "inLanguage") if key in pages[0]} if pages else {}


def _plain(said: Any) -> str:
    """A JSON-LD value as plain words: some escape them as for HTML."""
    said = said[0] if isinstance(said, list) and said else said
    said = said.get("@value") or said.get("name") if isinstance(said, dict) else said
    return " ".join(unescape(said).split()) if isinstance(said, str) else ""


def _folded(words: str) -> str:
    return " ".join(WORDS.findall(words.lower()))


def _name_of(said: Any) -> str | None:
    said = said[0] if isinstance(said, list) and said else said
    name = _plain(said.get("name") if isinstance(said, dict) else said)
    return name if name and "://" not in name else None


def _language(root: Element, article: dict[str, Any]) -> str | None:
    """ISO 639 code of the language the page says it is in."""
    for said in (_plain(article.get("inLanguage")), root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""):
        if match := re.match(r"([a-zA-Z]{2,3})(?:[-_]|$)", said):
            return match[1].lower()
    return None


def _canonical(root: Element, meta: dict[str, list[str]], article: dict[str, Any]) -> str | None:
    """The address the page gives itself."""
    entity = article.get("mainEntityOfPage")
    links = [link.get("href") for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    said = [*links, *meta.get("og:url", ()), article.get("url"), entity.get("@id") if isinstance(entity, dict) else entity]
    return next((found for each in said if isinstance(each, str) and (found := address(each))), None)


def _authors(root: Element, meta: dict[str, list[str]], article: dict[str, Any], outlet: str | None) -> list[str]:
    said = article.get("author")
    told = [_name_of(each) for each in (said if isinstance(said, list) else [said]) if each]
    names = [name for name in told if name] or [*meta.get("author", ()), *meta.get("dc.creator", ()), *meta.get("parsely-author", ())]
    if not any(names):
        marked = (e for e in root.iter() if "author" in (e.get("rel") or "").split() or "author" in (e.get("itemprop") or "").split())
        names = [" ".join("".join(e.itertext()).split()) for e in marked if e.tag in ("a", "span", "p", "div", "address", "cite")]
    names = [re.sub(r"^(?:by|von|par|por|di)\s+", "", name.strip(), flags=re.I) for name in names if name]
    return [name for name in dict.fromkeys(names) if 2 <= len(name) <= 100 and "://" not in name and "@" not in name and name != outlet]


SEPARATOR = re.compile(r"\s+[|\u00b7\u2022\u00bb\u00ab\u2013\u2014:-]{1,2}\s+|\s*\|\s*")


def _titled(page: Page, told: Told, meta: dict[str, list[str]], article: dict[str, Any]) -> None:
    """Find the title, and the block that is the headline; the same words said again are no part of the report."""
    heads = [i for i, block in enumerate(page.blocks) if block.path.endswith("/h1")]
    shown = [page.words(i) for i in heads]
    all_shown = [page.words(i) for i, block in enumerate(page.blocks) if block.path[-3:] in ("/h1", "/h2", "/h3")]
    bare = next((" ".join("".join(title.itertext()).split()) for title in page.root.iter("title")), "")
    site = {_squeezed(name) for name in (told.outlet, *(_host(told.uri))) if name} - {""}
    said = (_plain(article.get("headline")), *meta.get("og:title", ())[:1], *meta.get("twitter:title", ())[:1])
    told.title = next((found for each in said if (found := _without_site(" ".join(each.split()), site, all_shown))), None)
    if not told.title:
        inside = [words for i, words in zip(heads, shown, strict=True) if not page.blocks[i].furniture] or shown
        told.title = inside[0] if len(inside) == 1 and _squeezed(inside[0]) not in site else _without_site(bare, site, all_shown)
    if not told.outlet and told.title and bare.startswith(told.title):
        # A site that ends its titles with its name says who it is; its section would stand there alone.
        name = SEPARATOR.split(bare[len(told.title) :])[-1].strip()
        told.outlet = name if 0 < len(name.split()) <= 5 and page.text.count(name) else None
    wanted = _folded(told.title or "")
    first = next(
        (i for i in range(len(page.blocks)) if wanted and _folded(page.words(i)) == wanted and page.blocks[i].kind != "item"), None
    )
    if first is None:
        likely = [i for i in heads if _squeezed(page.words(i)) not in site and not page.around(i)]
        first = likely[0] if len(likely) == 1 else None
    if first is None:
        return
    page.blocks[first] = replace(page.blocks[first], kind="headline", furniture=False)
    again = _folded(page.words(first))
    for i in range(len(page.blocks)):
        if i != first and _folded(page.words(i)) in (wanted, again) and not page.blocks[i].furniture:
            page.blocks[i] = replace(page.blocks[i], furniture=True)


def _squeezed(name: str) -> str:
    return "".join(WORDS.findall(name.lower()))


def _host(uri: str | None) -> list[str]:
    """The names in a host that could name a site: ``www.the-daily.example`` → ``thedaily``, and the host whole."""
    host = re.match(r"https?://(?:www\.)?([^/:]+)", uri or "")
    return [host[1], host[1].split(".")[0], *host[1].split(".")[-2:-1]] if host else []


def _without_site(title: str, site: set[str], shown: list[str]) -> str | None:
    """A title without the name of its site; the page's own h1 says best where it ends."""
    for words in shown:
        if len(words) > 10 and title.startswith(words) and (title == words or SEPARATOR.match(title, len(words))):
            return words
    parts = [(match.start(), match.end()) for match in SEPARATOR.finditer(title)]
    while parts:
        start, end = parts.pop()
        last, mark = title[end:], title[start:end].strip()
        if _squeezed(last) in site or (mark == "|" and len(last.split()) <= 4):
            title = title[:start]
        else:
            break
    parts = [(match.start(), match.end()) for match in SEPARATOR.finditer(title)]
    if parts and _squeezed(title[: parts[0][0]]) in site:
        title = title[parts[0][1] :]
    return title.strip() if _squeezed(title) not in site else None


DATED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date.published",
    "article:published", "article.published", "published_time", "published_at", "publish-date", "publish_date", "publishdate",
    "pubdate", "publication_date", "publication-date", "date_published", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime", "article_date_original", "citation_publication_date", "citation_date",
    "dcterms.issued", "dc.date.issued",
    "dcterms.date", "dcterms.created", "dc.date.created", "dc.date", "dateissued", "date",
)  # fmt: skip


def _dated(page: Page, told: Told, meta: dict[str, list[str]], article: dict[str, Any]) -> None:
    """Find the publication date: JSON-LD, meta, the time told beside the headline, the address. What cannot be read is noted."""
    rungs: list[tuple[str, str]] = [("json-ld", _plain(article.get("datePublished")))]
    rungs += [("meta", said) for name in DATED for said in meta.get(name, ())[:1]]
    rungs += [("meta", _plain(_member(_loads(said), "pub_date"))) for said in meta.get("parsely-page", ())[:1]]
    rungs += [("time", said) for said in _times(page)]
    rungs += [("a line of the text", said) for said in _lines(page)]
    found = re.search(r"/((?:19|20)\d\d)[/-]?(\d\d)(?:[/-]?(\d\d))?(?=[/-]|$)", re.sub(r"^https?://[^/]+|\?.*", "", told.uri or ""))
    if found:
        rungs.append(("url", "-".join(part for part in found.groups() if part)))
    for basis, said in rungs:
        if not said:
            continue
        read = moment(said)
        if read is None:
            told.notes.append(f"date not understood: {said[:80]!r} ({basis})")
        elif told.published is None:
            told.published, told.basis = read, basis
            if "T" in read and read[:10] != said[:10] and re.match(r"\d{4}-\d\d-\d\d", said):
                told.notes.append(f"published {said[:40]} where it was written")
        elif basis in ("json-ld", "meta") and read[:7] != told.published[:7]:
            told.notes.append(f"dates differ: {told.published} ({told.basis}), {said[:40]} ({basis})")
            break


def _lines(page: Page) -> Iterator[str]:
    """The dates of lines below the headline that hold a date and nothing but a label, a name or a place beside it.

    Above the headline many a site sets the day on which the page was called up.
    """
    head, _ = _opening(page)
    for i in range(head + 1, min(len(page.blocks), head + 8)) if head is not None else ():
        said = page.words(i)
        if len(said) > 120 and not page.blocks[i].furniture:
            return
        if page.blocks[i].kind in ("paragraph", "date", "byline", "item") and len(said) <= 120 and not page.around(i):
            parts = [said, *re.split(r"\s*[|\u2022\u00b7\u2013\u2014\n]\s*|\s+[-/]\s+", said)]
            dated = {read for part in parts if not UPDATED.match(part) and (read := moment(SUBMITTED.sub("", part))) and len(read) >= 10}
            if len(dated) == 1:
                yield dated.pop()


UPDATED = re.compile(r"(?:last\s+)?(?:updated|modified|edited)", re.I)
SUBMITTED = re.compile(r"(?:submitted|created|first published)\s+(?:on\s+|at\s+)?", re.I)


def _opening(page: Page) -> tuple[int | None, int]:
    """Where the headline stands, and the first paragraph of the report behind it."""
    head = next((i for i, block in enumerate(page.blocks) if block.kind == "headline"), None)
    prose = (i for i, b in enumerate(page.blocks) if i > (head or 0) and not b.furniture and b.kind == "paragraph")
    return head, next(prose, len(page.blocks))


def _times(page: Page) -> Iterator[str]:
    """Time elements that date the report: marked as such, or between the headline and the first words of the report."""
    head, lead = _opening(page)
    near: list[str] = []
    for element, at in page.times:
        around = [element, *element.iterancestors()][:3]
        marks = " ".join(f"{e.get('itemprop') or ''} {e.get('class') or ''}" for e in around).lower()
        said = element.get("datetime") or " ".join("".join(element.itertext()).split())
        if "datemodified" in marks or re.search(r"updat|modif", marks):
            continue
        if "datepublished" in marks or element.get("pubdate") is not None:
            yield said
        elif head is not None and head - 3 <= at <= lead and not any(e.tag in ("nav", "aside", "li") for e in element.iterancestors()):
            near.append(said)
    yield from near[:1]
