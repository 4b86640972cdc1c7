"""The room that reads claims inside one report: Text → rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from hearsay.errors import PluginError
from hearsay.extract.words import tag
from hearsay.model import Model, Scores
from hearsay.records import Report, Text


@dataclass(slots=True)
class Found:
    """What earlier extractors have read of one text.

    run: id of the run, for the rows. tags: one part of speech (UPOS) a token of ``text.tokens``; forms: their Penn Treebank tags,
    which tell verb forms (VBD, VBN, VBG, MD); both by words.tag.
    rows: by extractor name (``mentions``, ``times`` …), in the order of the text.
    """

    run: str = ""
    tags: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    rows: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: Text, run: str = "") -> Found:
        """What is known of a text before any extractor has run: the tags of its tokens."""
        tags = tag(text)
        return cls(run=run, tags=tuple(t.upos for t in tags), forms=tuple(t.form for t in tags))

    def __getitem__(self, name: str) -> tuple[Any, ...]:
        return self.rows[name]


@dataclass(frozen=True, slots=True)
class Extractor:
    """One subject. name: the field of Report it fills; makes: its record type; needs: extractors that must have run before."""

    name: str
    makes: type
    needs: tuple[str, ...]
    run: Callable[[Text, Found, Scores | None], Iterable[Any]]


@cache
def extractors() -> tuple[Extractor, ...]:
    """Every EXTRACTOR of this room, in the order of their needs.

    Raises:
        PluginError: a name taken twice, or a need that is missing or circular.
    """
    found: dict[str, Extractor] = {}
    for module in iter_modules(__path__):
        extractor = getattr(import_module(f"{__name__}.{module.name}"), "EXTRACTOR", None)
        if extractor is None:
            continue
        if extractor.name in found:
            raise PluginError(f"two extractors are named {extractor.name!r}; rename one", name=extractor.name)
        found[extractor.name] = extractor
    for extractor in found.values():
        for need in extractor.needs:
            if need not in found:
                raise PluginError(f"extractor {extractor.name!r} needs {need!r}, which is not there", name=extractor.name, need=need)
    try:
        order = list(TopologicalSorter({e.name: sorted(e.needs) for e in found.values()}).static_order())
    except CycleError as problem:
        raise PluginError(f"extractors need each other in a circle: {problem.args[1]}") from problem
    return tuple(found[name] for name in order)


def extract(text: Text, *, run: str = "", model: Model | None = None) -> Report:
    """Read every row of one report.

    Args:
        text: the cleaned view.
        run: id of the run, written into each row.
        model: scores the text, once, for the extractors that read scores; rules alone without.

    Returns: a Report without keys.
    """
    found = Found.of(text, run)
    scores = model.read(text.view) if model is not None else None
    for extractor in extractors():
        found.rows[extractor.name] = tuple(extractor.run(text, found, scores))
    return Report(document=text.document, **found.rows)
