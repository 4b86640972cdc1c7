"""Tables from record types, and the version of their format. A field ``cue`` of Evidence becomes ``cue_start cue_end cue_quote``."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from types import NoneType
from typing import Any, get_args, get_type_hints

import msgspec

from hearsay.errors import LedgerDamaged
from hearsay.records import (
    Attribution,
    Block,
    Claim,
    Document,
    Edge,
    Entity,
    Evidence,
    Failure,
    Figure,
    Forecast,
    Key,
    Mention,
    Origins,
    Place,
    Run,
    Span,
    Story,
    Time,
)
from hearsay.text import CONTEXT

FORMAT = 2  # PRAGMA user_version; any change of the tables below raises it
APPLICATION = 0x48525359  # PRAGMA application_id: "HRSY"

EVIDENCE = (("start", "INTEGER"), ("end", "INTEGER"), ("quote", "TEXT"))
TextOf = Callable[[str], str]
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_decode_keys = msgspec.json.Decoder(list[tuple[str, str, str | None]]).decode
_encode_ascii = json.JSONEncoder(separators=(",", ":"), default=repr).encode  # only a damaged row holds what JSON does not


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's word, appended and never changed. Words on a pair are also kept as an Edge (``edge``).

    target, other: ids of rows. word: same, not-same, reject, happened, did-not, unclear, undo.
    undoes: id of the judgement taken back. judged_at: ISO 8601 UTC.

    Made by: ledger/store.py
    """

    id: str
    target: str
    word: str
    other: str | None
    edge: str | None
    undoes: str | None
    judged_by: str
    judged_at: str


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    affinity: str
    nullable: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record and the columns it lies in. pack, unpack: None where column and field hold the same value."""

    name: str
    columns: tuple[Column, ...]
    pack: Callable[[Any], tuple[Any, ...]] | None = None
    unpack: Callable[[Sequence[Any], str, TextOf], Any] | None = None


def evidence(document: str, start: int, end: int, quote: str, text: str) -> Evidence:
    """Rebuild evidence; what stands around it is cut from the text again."""
    return Evidence(document, Span(start, end), quote, text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def _number(value: Any) -> tuple[float | None]:
    # SQLite keeps NaN as NULL and drops the sign of zero: say so before the digest is made, not after.
    return (None,) if value is None or math.isnan(value) else (float(value) + 0.0,)


def _pieces(value: Sequence[Evidence]) -> tuple[str]:
    return (_encode([{"start": e.span.start, "end": e.span.end, "quote": e.quote} for e in value]),)


def _unpack_pieces(values: Sequence[Any], document: str, text_of: TextOf) -> tuple[Evidence, ...]:
    return tuple(evidence(document, e["start"], e["end"], e["quote"], text_of(document)) for e in msgspec.json.decode(values[0]))


def _blocks(value: Sequence[Block]) -> tuple[str]:
    return (_encode([[b.span.start, b.span.end, b.kind, int(b.furniture), b.path, b.links] for b in value]),)


def _unpack_blocks(values: Sequence[Any], document: str, text_of: TextOf) -> tuple[Block, ...]:
    return tuple(
        Block(Span(a, b), kind, bool(furniture), path, links) for a, b, kind, furniture, path, links in msgspec.json.decode(values[0])
    )


def _unpack_evidence(values: Sequence[Any], document: str, text_of: TextOf) -> Evidence | None:
    return None if values[0] is None else evidence(document, values[0], values[1], values[2], text_of(document))


def _unpack_far_evidence(values: Sequence[Any], document: str, text_of: TextOf) -> Evidence | None:
    return None if values[0] is None else evidence(values[0], values[1], values[2], values[3], text_of(values[0]))


def _field(record: type, name: str, kind: Any) -> Field:
    """Say how a field lies in columns.

    Raises:
        TypeError: a type of field no table knows; found when the module is first imported.
    """
    options = get_args(kind)
    nullable = NoneType in options
    if nullable:
        kind = next(option for option in options if option is not NoneType)
    if kind is str or kind is int:
        return Field(name, (Column(name, "TEXT" if kind is str else "INTEGER", nullable),))
    if kind is float:
        return Field(name, (Column(name, "REAL", nullable),), _number)
    if kind is bool:
        return Field(name, (Column(name, "INTEGER", nullable),), lambda value: (int(value),), lambda values, _, __: bool(values[0]))
    if kind is Evidence and "document" not in record.__slots__:  # type: ignore[attr-defined]
        # An edge stands between two documents: its evidence must say in which.
        columns = tuple(Column(f"{name}_{part}", affinity, nullable) for part, affinity in (("document", "TEXT"), *EVIDENCE))
        none = (None,) * 4
        return Field(
            name, columns, lambda e: none if e is None else (e.document, e.span.start, e.span.end, e.quote), _unpack_far_evidence
        )  # fmt: skip
    if kind is Evidence:
        columns = tuple(Column(f"{name}_{part}", affinity, nullable) for part, affinity in EVIDENCE)
        return Field(name, columns, lambda e: (None,) * 3 if e is None else (e.span.start, e.span.end, e.quote), _unpack_evidence)
    if kind is Origins:
        columns = tuple(Column(f"{name}_{part}", "INTEGER", False) for part in ("low", "best", "high"))
        return Field(name, columns, lambda o: (o.low, o.best, o.high), lambda values, _, __: Origins(*values))
    column = (Column(name, "TEXT", nullable),)
    if kind == tuple[str, ...]:
        return Field(name, column, lambda value: (_encode(list(value)),), lambda values, _, __: tuple(msgspec.json.decode(values[0])))
    if kind == tuple[Evidence, ...]:
        return Field(name, column, _pieces, _unpack_pieces)
    if kind == tuple[Block, ...]:
        return Field(name, column, _blocks, _unpack_blocks)
    raise TypeError(f"{record.__name__}.{name}: no column holds a {kind}")


class Table:
    """A record type as a table: ``seq`` (order of arrival), the record's columns, what is kept beside, ``digest``.

    Args:
        beside: columns the record does not have (``run`` of a document, the documents of an edge's ends).
        leave: fields kept in a table of their own (the members of a view).
    """

    def __init__(self, name: str, record: type, beside: Sequence[Column] = (), leave: Sequence[str] = ()) -> None:
        hints = get_type_hints(record)
        self.name = name
        self.record = record
        self.fields = tuple(_field(record, f.name, hints[f.name]) for f in fields(record) if f.name not in leave)
        self.columns = tuple(c for f in self.fields for c in f.columns) + tuple(beside)
        self.names = tuple(c.name for c in self.columns)
        self.listed = ", ".join(self.names)
        self._packs = tuple((f.name, f.pack) for f in self.fields)
        starts = [sum(len(f.columns) for f in self.fields[:i]) for i in range(len(self.fields))]
        self._parts = tuple((f, at, at + len(f.columns)) for f, at in zip(self.fields, starts, strict=True))
        self._reads = tuple((f.unpack, at, end) for f, at, end in self._parts)
        self._document = self.names.index("document") if "document" in self.names else 0

    def pack(self, row: Any, *beside: Any) -> tuple[Any, ...]:
        """Turn a record into the values of its columns, in their order."""
        values: list[Any] = []
        for name, pack in self._packs:
            if pack is None:
                values.append(getattr(row, name))
            else:
                values += pack(getattr(row, name))
        return (*values, *beside)

    def digest(self, values: Sequence[Any]) -> str:
        """Digest of a row: BLAKE2b, 64 bits, over the table's name and the values as JSON."""
        return hashlib.blake2b(_encode_ascii([self.name, *values]).encode("ascii"), digest_size=8).hexdigest()

    def prove(self, values: Sequence[Any], digest: str) -> None:
        """Prove that a row is as it was written.

        Raises:
            LedgerDamaged: its bytes have changed since (.table, .row).
        """
        if self.digest(values) != digest:
            raise LedgerDamaged(damage(self.name, values[0]), code="E620", table=self.name, row=values[0])

    def unpack(self, values: Sequence[Any], text_of: TextOf, **given: Any) -> Any:
        """Turn the values of the columns back into the record.

        Args:
            text_of: gives the text of a document by id; asked for rows with evidence only.
            given: fields that lie in other tables.
        """
        document = values[self._document]
        told = [values[at] if read is None else read(values[at:end], document, text_of) for read, at, end in self._reads]
        if given:
            return self.record(**dict(zip((f.name for f in self.fields), told, strict=True)), **given)
        return self.record(*told)

    def quotes(self, values: Sequence[Any]) -> Iterator[tuple[str, str, int, int, str]]:
        """Every evidence of a row, without its text: field, document, start, end, quote."""
        for field, at, end in self._parts:
            part = values[at:end]
            if field.unpack is _unpack_evidence and part[0] is not None:
                yield field.name, str(values[self._document]), part[0], part[1], part[2]
            elif field.unpack is _unpack_far_evidence and part[0] is not None:
                yield field.name, part[0], part[1], part[2], part[3]
            elif field.unpack is _unpack_pieces:
                for piece in json.loads(part[0]):
                    yield field.name, str(values[self._document]), piece["start"], piece["end"], piece["quote"]

    def create(self, superseded: bool) -> str:
        lines = ["seq INTEGER PRIMARY KEY"]
        lines += [f"{c.name} {c.affinity}{'' if c.nullable else ' NOT NULL'}" for c in self.columns]
        lines += ["superseded TEXT"] if superseded else []
        lines += ["digest TEXT NOT NULL"]
        return f"CREATE TABLE {self.name} (\n  " + ",\n  ".join(lines) + "\n)"


def pack_keys(keys: Sequence[Key]) -> str:
    """Write the keys of one report as JSON: kind, value, row (null where it is the document)."""
    return _encode([[k.kind, k.value, None if k.row == k.document else k.row] for k in keys])


def unpack_keys(told: str, document: str) -> tuple[Key, ...]:
    """Turn them back.

    Raises:
        LedgerDamaged: these are none.
    """
    try:
        return tuple(Key(kind, value, document if row is None else row, document) for kind, value, row in _decode_keys(told))
    except msgspec.DecodeError as problem:
        raise LedgerDamaged(damage("keys", document), code="E620", table="keys", row=document) from problem


def meeting(key: Key) -> int:
    """Number under which all who bear a key meet.

    Source: BLAKE2b, 64 bits.
    """
    return int.from_bytes(hashlib.blake2b(f"{key.kind}\x1f{key.value}".encode(), digest_size=8).digest(), "big", signed=True)


def numbers(keys: Iterable[Key]) -> set[int]:
    """Where the bearer of these keys is met: under each that is no name."""
    return {meeting(key) for key in keys if key.kind != "name"}


def damage(table: str, row: object) -> str:
    return f"table {table}: row {row} is not as it was written. Make the ledger whole: hearsay check --repair"


_run = Column("run", "TEXT", False)
_ends = (Column("one_document", "TEXT", True), Column("other_document", "TEXT", True))

DOCUMENTS = Table("documents", Document, beside=(_run,))
ROWS: dict[str, Table] = {  # the fields of Report
    "mentions": Table("mentions", Mention),
    "times": Table("times", Time),
    "places": Table("places", Place),
    "attributions": Table("attributions", Attribution),
    "figures": Table("figures", Figure),
    "forecasts": Table("forecasts", Forecast),
}
EDGES = Table("edges", Edge, beside=_ends)
JUDGEMENTS = Table("judgements", Judgement)
RUNS = Table("runs", Run)
FAILURES = Table("failures", Failure)
ENTITIES = Table("entities", Entity, beside=(Column("size", "INTEGER", False),), leave=("members", "names"))
STORIES = Table("stories", Story, leave=("members",))
CLAIMS = Table("claims", Claim, leave=("members",))
VIEWS: dict[str, Table] = {"entity": ENTITIES, "story": STORIES, "claim": CLAIMS}
KEPT: dict[str, Table] = {"documents": DOCUMENTS, **ROWS, "edges": EDGES}  # superseded, never edited
LETTERS = {
    "D": "documents", "M": "mentions", "T": "times", "P": "places", "A": "attributions", "F": "figures", "O": "forecasts", "E": "edges",
    "J": "judgements", "R": "runs", "X": "failures",
}  # fmt: skip

FIGURE_WORDS = ("item", "state", "measure", "holder", "place", "source", "via", "quote", "context", "title")
CLAIM_WORDS = ("measure", "wording", "place", "source")
# Edges that a question by document or relation looks into; said word for word as in the indexes, or SQLite does not use them.
ACROSS = "superseded IS NULL AND relation <> 'same.entity'"
_tokenizer = "tokenize = 'porter unicode61 remove_diacritics 2'"


def statements() -> list[str]:
    """Every CREATE of a new ledger, in order."""
    made = [table.create(superseded=True) for table in KEPT.values()]
    made += [table.create(superseded=False) for table in (JUDGEMENTS, RUNS, FAILURES, *VIEWS.values())]
    made += [f"CREATE INDEX {name}_id ON {name} (id)" for name in KEPT]
    made += [f"CREATE INDEX {name}_document ON {name} (document) WHERE superseded IS NULL" for name in ROWS]
    made += [f"CREATE UNIQUE INDEX {table.name}_id ON {table.name} (id)" for table in (JUDGEMENTS, RUNS, FAILURES, *VIEWS.values())]
    made += [
        "CREATE INDEX documents_uri ON documents (uri)",
        "CREATE INDEX figures_attribution ON figures (attribution) WHERE superseded IS NULL",
        "CREATE INDEX forecasts_closes ON forecasts (closes) WHERE superseded IS NULL",
        "CREATE INDEX failures_run ON failures (run)",
        "CREATE INDEX judgements_target ON judgements (target)",
        "CREATE INDEX judgements_other ON judgements (other)",
        "CREATE INDEX judgements_undoes ON judgements (undoes)",
        # A name that everybody bears must not make an edge's ends costly: those edges are asked for by row, a few at a time.
        "CREATE INDEX edges_one ON edges (one) WHERE superseded IS NULL",
        "CREATE INDEX edges_other ON edges (other) WHERE superseded IS NULL",
        f"CREATE INDEX edges_one_document ON edges (one_document) WHERE {ACROSS}",
        f"CREATE INDEX edges_other_document ON edges (other_document) WHERE {ACROSS}",
        f"CREATE INDEX edges_relation ON edges (relation) WHERE {ACROSS}",
        "CREATE INDEX documents_run ON documents (run)",
        "CREATE INDEX edges_judged_one ON edges (one) WHERE judgement IS NOT NULL",
        "CREATE INDEX edges_judged_other ON edges (other) WHERE judgement IS NOT NULL",
        # The keys of a report in one piece, and where each but the names meets others: by number (``meeting``) and ``keys.seq``. A report
        # has a hundred, which fall anywhere in the index: small entries keep the pages it touches few, however large the ledger.
        "CREATE TABLE keys (seq INTEGER PRIMARY KEY, document TEXT NOT NULL UNIQUE, told TEXT NOT NULL)",
        "CREATE TABLE meetings (number INTEGER NOT NULL, bearer INTEGER NOT NULL, PRIMARY KEY (number, bearer)) WITHOUT ROWID",
        # Which sources were read to their end, and which documents still wait to be read again or linked.
        "CREATE TABLE sources (uri TEXT NOT NULL, digest TEXT NOT NULL, run TEXT NOT NULL, PRIMARY KEY (uri, digest)) WITHOUT ROWID",
        "CREATE TABLE pending (document TEXT NOT NULL, stage TEXT NOT NULL, PRIMARY KEY (document, stage)) WITHOUT ROWID",
        # grp is entities.seq, stories.seq or claims.seq: a group may be renamed without touching its members. A mention is in one
        # entity, a document in one story, a figure in one claim. No index begins with kind, which parts nothing: SQLite would use it.
        "CREATE TABLE members (member TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, grp INTEGER NOT NULL, document TEXT) WITHOUT ROWID",
        "CREATE INDEX members_grp ON members (grp, kind, member)",
        "CREATE INDEX members_document ON members (document, kind)",
        "CREATE TABLE entity_names (grp INTEGER NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL, mentions INTEGER NOT NULL, "
        "PRIMARY KEY (grp, name)) WITHOUT ROWID",
        "CREATE INDEX entity_names_folded ON entity_names (folded)",
        "CREATE TABLE entity_keys (value TEXT NOT NULL, grp INTEGER NOT NULL, PRIMARY KEY (value, grp)) WITHOUT ROWID",
        "CREATE INDEX entity_keys_grp ON entity_keys (grp)",
        "CREATE TABLE entity_schemas (grp INTEGER NOT NULL, schema TEXT NOT NULL, mentions INTEGER NOT NULL, PRIMARY KEY (grp, schema)) "
        "WITHOUT ROWID",
        f"CREATE VIRTUAL TABLE document_words USING fts5 (title, text, content = 'documents', content_rowid = 'seq', {_tokenizer})",
        f"CREATE VIRTUAL TABLE figure_words USING fts5 ({', '.join(FIGURE_WORDS)}, {_tokenizer})",
        f"CREATE VIRTUAL TABLE claim_words USING fts5 ({', '.join(CLAIM_WORDS)}, {_tokenizer})",
    ]
    return made


def named_statements() -> dict[str, str]:
    """Every CREATE of a new ledger by the name of what it makes, in order."""
    return {re.match(r"CREATE (?:UNIQUE |VIRTUAL )?(?:TABLE|INDEX) (\w+)", sql)[1]: sql for sql in statements()}  # type: ignore[index]
