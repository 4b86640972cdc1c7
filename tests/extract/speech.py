"""A report read up to its attributions, without the extractors that lean on them."""

from dataclasses import replace

from hearsay.clean import clean
from hearsay.extract import Found
from hearsay.extract.attributions import attributions
from hearsay.extract.mentions import mentions
from hearsay.extract.times import times
from hearsay.extract.words import tag
from hearsay.read import read
from hearsay.records import Document, Report, Source
from hearsay.settings import Settings

PUBLISHED = "2024-03-05"


def heard(words: str) -> Report:
    """Read mentions, times and attributions of a text published on a Tuesday."""
    document = next(iter(read(Source("report.txt", payload=words.encode()), Settings())))
    assert isinstance(document, Document)
    text = clean(replace(document, published=PUBLISHED, published_basis="given"), Settings())
    tags = tag(text)
    found = Found(tags=tuple(t.upos for t in tags), forms=tuple(t.form for t in tags))
    for name, run in (("times", times), ("mentions", mentions), ("attributions", attributions)):
        found.rows[name] = tuple(run(text, found, None))
    return Report(document=text.document, **found.rows)
