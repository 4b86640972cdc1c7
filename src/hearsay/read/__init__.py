"""The room that reads: bytes → Document, the words a visitor could read and what the page tells of itself."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from hearsay.errors import PluginError, ReadError, UnknownFormat
from hearsay.read.raw import Raw, sniff
from hearsay.records import Block, Document, Failure, Source, identify
from hearsay.settings import Settings

__all__ = ["Reader", "address", "document", "escape", "failure", "read", "readers", "sources", "warnings"]

IGNORE = ".hearsayignore"
STDIN = "stdin:"
# Marks that steer the eye, not the reader: zero width, bidi embeddings and isolates, soft hyphen left out (it is typography).
HIDDEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]|(?<!^)\ufeff")
# Where each format tells a date that we read.
MENDS = {
    "text/plain": "a first line: date 2024-09-12",
    "text/markdown": "front matter: date: 2024-09-12",
    "text/html": "a meta tag: name=date content=2024-09-12",
    "message/rfc822": "a Date header",
    "application/json": "a field: published",
    "text/csv": "a column: published",
}
SURROGATES = re.compile("[\ud800-\udfff]")
# Parameters that tell how a reader came, never what is read.
TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|mc_cid|mc_eid|igshid|_ga|ocid|cmpid|at_medium|at_campaign)=[^&]*&?", re.I
)


@dataclass(frozen=True, slots=True)
class Reader:
    """One format. takes: media types it reads, and suffixes (``.xml``) it claims before them.

    run: yields what stands in the bytes; raises ReadError where that is nothing.
    """

    name: str
    takes: tuple[str, ...]
    run: Callable[[Raw, Settings], Iterable[Document | Failure]]


@cache
def readers() -> dict[str, Reader]:
    """Every READER of this room, by what it takes.

    Raises:
        PluginError: a name or a format taken twice.
    """
    found: dict[str, Reader] = {}
    for module in iter_modules(__path__):
        reader: Reader | None = getattr(import_module(f"{__name__}.{module.name}"), "READER", None)
        if reader is None:
            continue
        for taken in reader.takes:
            if taken in found:
                raise PluginError(f"readers {found[taken].name!r} and {reader.name!r} both take {taken}", name=reader.name)
            found[taken] = reader
    return found


# --- finding sources --------------------------------------------------------------------------------------------------


def sources(paths: Sequence[str | Path], settings: Settings) -> Iterator[Source | Failure]:
    """Find what there is to read: files, folders (recursive, sorted, hidden names and ``.hearsayignore`` left out), ``-`` for stdin.

    Only regular files; whatever else is met becomes a Failure row. A file named twice is read once.
    """
    seen: set[str] = set()
    for path in paths:
        name = os.fspath(path)
        if name == "-":
            payload = sys.stdin.buffer.read(settings.max_size + 1)
            yield (
                Source(STDIN, payload=payload, size=len(payload)) if len(payload) <= settings.max_size else _too_big(STDIN, None, settings)
            )
        elif re.match(r"[a-z][a-z0-9+.-]+://", name, re.I):
            message = f"{escape(name)} is an address, and hearsay reads files. Save what is there, then add the file"
            yield failure(_uri(name), ReadError(message, code="S204"))
        elif os.path.isdir(name):
            tally = [0, 0]
            yield from (found for found in _walk(os.path.abspath(name), (), tally, settings) if _first(found, seen))
            if not tally[0]:
                message = f"nothing to read in {escape(name)} (0 files; ignored by {IGNORE}: {tally[1]}). Try: hearsay demo"
                yield failure(_uri(os.path.abspath(name)), ReadError(message, code="E101"))
        else:
            found = _file(os.path.abspath(name), settings)
            if _first(found, seen):
                yield found


def _first(found: Source | Failure, seen: set[str]) -> bool:
    """Whether a source is met for the first time."""
    if isinstance(found, Source):
        if found.uri in seen:
            return False
        seen.add(found.uri)
    return True


def _walk(
    folder: str, rules: tuple[tuple[str, bool, bool, re.Pattern[str]], ...], tally: list[int], settings: Settings
) -> Iterator[Source | Failure]:
    """Walk one folder. rules: (folder they hold in, negated, folders only, pattern); tally: files met, files ignored."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
        own = os.path.join(folder, IGNORE)
        if os.path.isfile(own):
            with open(own, encoding="utf-8", errors="replace") as file:
                rules += tuple(rule for line in file.read(100_000).splitlines() if (rule := _rule(line, folder)))
    except OSError as problem:
        yield _unreadable(folder, (problem.strerror or str(problem)).lower())
        return
    for entry in entries:
        is_folder = os.path.isdir(entry.path)
        if entry.name.startswith("."):
            continue
        if _ignored(entry.path, is_folder, rules):
            tally[1] += 1
        elif not is_folder:
            tally[0] += 1
            yield _file(entry.path, settings)
        elif entry.is_symlink():
            # A link may lead back up; whoever means the folder names it.
            yield _unreadable(entry.path, "a link to a folder, which is not followed")
        else:
            yield from _walk(entry.path, rules, tally, settings)


def _rule(line: str, folder: str) -> tuple[str, bool, bool, re.Pattern[str]] | None:
    """Read a line of .hearsayignore: the globs of gitignore (``*`` ``?`` ``**``, ``!`` takes back, ``/`` at the end: folders)."""
    glob = line.strip()
    if not glob or glob.startswith("#"):
        return None
    negated, glob = glob.startswith("!"), glob.removeprefix("!")
    folders, glob = glob.endswith("/"), glob.rstrip("/")
    anchored, glob = "/" in glob, glob.lstrip("/")
    pattern = re.escape(glob).replace(r"\*\*/", "(?:.*/)?").replace(r"\*\*", ".*").replace(r"\*", "[^/]*").replace(r"\?", "[^/]")
    return folder, negated, folders, re.compile(f"(?:{pattern})" if anchored else f"(?:.*/)?(?:{pattern})", re.S)


def _ignored(path: str, is_folder: bool, rules: tuple[tuple[str, bool, bool, re.Pattern[str]], ...]) -> bool:
    """Whether the last rule that speaks of a path says to leave it out."""
    out = False
    for folder, negated, folders, pattern in rules:
        if (is_folder or not folders) and pattern.fullmatch(os.path.relpath(path, folder)):
            out = not negated
    return out


def _file(path: str, settings: Settings) -> Source | Failure:
    """Take one file as a source, if it is a regular one of a size we read."""
    try:
        about = os.stat(path)
    except OSError as problem:
        return _unreadable(path, (problem.strerror or str(problem)).lower())
    if not stat.S_ISREG(about.st_mode):
        return _unreadable(path, f"{_nature(about.st_mode)}, not a regular file")
    if about.st_size > settings.max_size:
        return _too_big(_uri(path), about.st_size, settings)
    uri = _uri(path)
    if uri == path:
        return Source(uri, path=path, size=about.st_size)
    # A name that is not UTF-8 cannot travel in rows or between processes: its bytes do instead.
    try:
        return Source(uri, payload=_bytes(path, settings), size=about.st_size)
    except ReadError as problem:
        return failure(uri, problem)


def _nature(mode: int) -> str:
    natures = ((stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISDIR, "a folder"))
    return next((word for test, word in natures if test(mode)), "a device")


def _uri(path: str) -> str:
    """An absolute path as a string that any file format can hold."""
    return SURROGATES.sub(lambda lone: f"\\x{ord(lone[0]) - 0xDC00:02x}" if 0xDC80 <= ord(lone[0]) <= 0xDCFF else "\ufffd", path)


def _unreadable(path: str, why: str) -> Failure:
    return failure(_uri(path), ReadError(f"{_name(path)} cannot be read: {why}. Skipped.", code="S203", why=why))


def _too_big(uri: str, size: int | None, settings: Settings) -> Failure:
    limit = settings.max_size / 1e6
    what = f"{size / 1e6:,.0f} MB" if size else f"more than {limit:,.0f} MB"
    wanted = f"{max(1, -(-size // 1_000_000)):d}M" if size else "500M"
    message = f"{_name(uri)} is {what} (limit {limit:,.6g} MB). Skipped. Split it, or --max-size {wanted}"
    return failure(uri, ReadError(message, code="S220", size=size))


# --- reading one ------------------------------------------------------------------------------------------------------


def read(source: Source, settings: Settings) -> Iterator[Document | Failure]:
    """Read one source: its reports, and a Failure row for whatever of it cannot be read."""
    try:
        payload = source.payload if source.payload is not None else _bytes(source.path or source.uri, settings)
        name = _name(source.uri)
        suffix = os.path.splitext(source.uri)[1].lower()
        raw = Raw(source.uri, name, payload, sniff(payload, suffix, name), suffix)
        reader = readers().get(suffix) or readers().get(raw.media_type)
        if reader is None:
            raise UnknownFormat(f"{name} is {raw.media_type}, which no reader takes. Skipped.", code="S201")
        yield from reader.run(raw, settings)
    except ReadError as problem:
        yield failure(source.uri, problem)


def _bytes(path: str, settings: Settings) -> bytes:
    """Read a regular file whole; what it is and how long is asked of the open file, since names may change hands."""
    try:
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)), "rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise ReadError(f"{_name(path)} cannot be read: {_nature(about.st_mode)}, not a regular file. Skipped.", code="S203")
            payload = file.read(settings.max_size + 1)
            size = os.fstat(file.fileno()).st_size
    except OSError as problem:
        raise ReadError(f"{_name(path)} cannot be read: {(problem.strerror or str(problem)).lower()}. Skipped.", code="S203") from problem
    if len(payload) > settings.max_size:
        raise ReadError(_too_big(_uri(path), size, settings).message, code="S220", size=size)
    if len(payload) != size:
        raise ReadError(f"{_name(path)} cannot be read: it changed while it was read. Add it again when it is whole.", code="S203")
    return payload


# --- what readers are made of -----------------------------------------------------------------------------------------


def document(
    raw: Raw,
    text: str,
    blocks: Iterable[Block],
    settings: Settings,
    *,
    uri: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    authors: Iterable[str] = (),
    language: str | None = None,
    published: str | None = None,
    published_basis: str | None = None,
    charset: str | None = None,
    notes: Iterable[str] = (),
) -> Document:
    """Make the record of one report.

    Raises:
        ReadError: nothing written (S202), or more than ``settings.max_text`` (S220).
    """
    if not text.strip("\0 \t\r\n\f\v\ufeff\u00a0\u200b"):
        raise ReadError(f"{raw.name} is empty. Skipped.", code="S202")
    if len(text) > settings.max_text:
        message = f"{raw.name} holds {len(text):,} characters of text (limit {settings.max_text:,}). Skipped. Split it, or set max_text"
        raise ReadError(message, code="S220", size=len(text))
    text = SURROGATES.sub("\ufffd", text)
    digest = sha256(text.encode()).hexdigest()
    uri = uri or raw.uri
    told = [*notes]
    if "\0" in text and "had_nul" not in told:
        told.append("had_nul")
    if HIDDEN.search(text):
        told.append("hidden characters")
    if uri != raw.uri:
        told.append(f"read from {_name(raw.uri)}")
    return Document(
        id=identify("D", uri, digest),
        uri=uri,
        text=text,
        blocks=tuple(blocks),
        text_digest=digest,
        raw_digest=raw.digest,
        media_type=raw.media_type,
        outlet=_line(outlet),
        title=_line(title),
        authors=tuple(dict.fromkeys(author for said in authors if (author := _line(said)))),
        language=language,
        published=published,
        published_basis=published_basis if published else None,
        charset=charset,
        notes=tuple(SURROGATES.sub("\ufffd", note) for note in told),
    )


def failure(uri: str, problem: ReadError) -> Failure:
    """Turn an error into the row that is kept of it; ``run`` is filled in by who keeps it."""
    code = problem.code or "S203"
    return Failure(
        id=identify("X", "read", uri, code, problem.message), run="", stage="read", document=uri, code=code, message=problem.message
    )


def warnings(document: Document) -> Iterator[Failure]:
    """Say what a reader of a report's date should know; asked once clean/ has looked for a date in the text. The report is kept.

    Returns: W301 for an undated report, W302 for a date that can hardly be.
    """
    name, day = _name(document.uri), (document.published or "")[:10]
    if not day:
        mend = f" If you know it, give it {MENDS[document.media_type]}" if document.media_type in MENDS else ""
        what = f'{name} has no publication date. Stored as undated; relative dates ("Tuesday") left unresolved.{mend}'
        yield failure(document.uri, ReadError(what, code="W301"))
    elif not "1900" <= day <= (datetime.now(UTC) + timedelta(days=2)).date().isoformat():
        what = (
            f"{name} is dated {day} ({document.published_basis}), which can hardly be. Kept as it is told; check it before you order by it"
        )
        yield failure(document.uri, ReadError(what, code="W302"))


def address(said: str | None) -> str | None:
    """Normalise a web address, so that one page has one: no fragment, default port or tracking, host in lower case.

    Returns: None for what is no http(s) address of a page (a bare host names an outlet, not a report).
    """
    match = re.fullmatch(
        r"(?i)(https?)://(?:[^/?#@\s]*@)?([^/?#@\s:]+|\[[0-9a-f:.]+\])(?::(\d*))?(/[^?#\s]*)?(?:\?([^#\s]*))?(?:#\S*)?",
        (said or "").strip(),
    )
    if not match or len(match[0]) > 2000:
        return None
    scheme, host, port = match[1].lower(), match[2].lower().rstrip("."), match[3]
    path, query = match[4] or "/", TRACKING.sub("", match[5] or "").rstrip("&")
    if path == "/" and not query:
        return None
    at = f"{host}:{port}" if port and port != {"http": "80", "https": "443"}[scheme] else host
    return SURROGATES.sub("\ufffd", f"{scheme}://{at}{path}" + (f"?{query}" if query else ""))


def escape(name: str) -> str:
    """Write a name on one line, with whatever does not print shown as an escape."""
    shown = (
        c
        if c.isprintable()
        else f"\\x{ord(c) - 0xDC00:02x}"
        if 0xDC80 <= ord(c) <= 0xDCFF
        else c.encode("unicode_escape", "surrogatepass").decode()
        for c in name
    )
    return "".join(shown)


def _name(path: str) -> str:
    """The last part of a path or address, fit for a message."""
    return escape(path.rstrip("/").rpartition("/")[2] or path) if path != STDIN else "stdin"


def _line(said: str | None) -> str | None:
    """A title or name on one line; None where nothing is left of it."""
    return SURROGATES.sub("\ufffd", " ".join(said.split()))[:1000] or None if said else None
