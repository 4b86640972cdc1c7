"""A report read up to its attributions, without the extractors that lean on them; and one sentence parsed."""

from dataclasses import replace

from hearsay.clean import clean
from hearsay.extract import Found
from hearsay.extract.attributions import attributions
from hearsay.extract.mentions import mentions
from hearsay.extract.phrases import Parse
from hearsay.extract.times import times
from hearsay.extract.words import tag, tag_words
from hearsay.read import read
from hearsay.records import Document, Report, Source
from hearsay.settings import Settings
from hearsay.text import Sentence

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


def parsed(words: str) -> tuple[list[str], Parse]:
    """Parse one sentence whose tokens stand between blanks."""
    tokens = words.split()
    tags = tag_words([tokens])
    return tokens, Parse([t.lower() for t in tokens], [t.upos for t in tags], [t.form for t in tags], Sentence(0, 1, 0, 0, len(tokens)))
