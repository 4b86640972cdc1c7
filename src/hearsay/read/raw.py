"""Bytes: what they are, and the characters they mean."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from hearsay.errors import ReadError, UnknownFormat

# What the first bytes give away. Source: the published format signatures, as in file(1).
MAGIC = (
    (0, b"\x89PNG", "a PNG image"), (0, b"\xff\xd8\xff", "a JPEG image"), (0, b"GIF8", "a GIF image"), (0, b"BM", "a BMP image"),
    (0, b"II*\0", "a TIFF image"), (0, b"MM\0*", "a TIFF image"), (8, b"WEBP", "a WebP image"), (0, b"\0\0\1\0", "an icon"),
    (4, b"ftyp", "an MP4 video"), (0, b"\x1aE\xdf\xa3", "a Matroska video"), (8, b"AVI ", "an AVI video"), (8, b"WAVE", "a WAVE sound"),
    (0, b"ID3", "an MP3 sound"), (0, b"OggS", "an Ogg sound"), (0, b"fLaC", "a FLAC sound"),
    (0, b"PK\3\4", "a zip archive or office file"), (0, b"PK\5\6", "an empty zip archive"),
    (0, b"\x1f\x8b", "a gzip archive"), (0, b"BZh", "a bzip2 archive"), (0, b"\xfd7zXZ", "an xz archive"),
    (0, b"(\xb5/\xfd", "a zstd archive"), (0, b"7z\xbc\xaf", "a 7z archive"),
    (0, b"Rar!", "a RAR archive"), (257, b"ustar", "a tar archive"), (0, b"\xd0\xcf\x11\xe0\xa1\xb1", "an old office file"),
    (0, b"SQLite format 3", "an SQLite database"), (0, b"PAR1", "a Parquet file"), (0, b"\x7fELF", "a program"),
    (0, b"MZ\x90", "a program"), (0, b"\xca\xfe\xba\xbe", "a program"), (0, b"\xcf\xfa\xed\xfe", "a program"), (0, b"\0asm", "a program"),
    (0, b"wOFF", "a font"), (0, b"wOF2", "a font"), (0, b"\0\1\0\0\0", "a font"), (0, b"{\\rtf", "an RTF file"),
    (0, b"%!PS", "a PostScript file"),
)  # fmt: skip
BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
SAMPLE = 65_536  # bytes looked at to tell what a file is
# Legacy charsets of the web, the commoner first. Source: WHATWG Encoding Standard, without its rarities.
LEGACY = [
    "cp1252", "cp1251", "koi8_r", "koi8_u", "cp1250", "iso8859_2", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874",
    "shift_jis", "euc_jp", "iso2022_jp", "gb18030", "big5", "euc_kr",
]  # fmt: skip
CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1b"))
ELEMENT = re.compile(rb"<([a-z][\w:.-]*)", re.I)
FEEDS = frozenset((b"rss", b"feed", b"rdf:rdf", b"channel"))
PAGES = frozenset((b"html", b"head", b"body"))
PIECES = frozenset(
    (b"meta", b"title", b"script", b"div", b"article", b"main", b"section", b"p", b"h1", b"table", b"span", b"a", b"link", b"style")
)
HEADER = re.compile(rb"([!-9;-~]{1,60}):[ \t]|[ \t]")
MAIL_ONLY = frozenset((b"message-id", b"mime-version", b"received", b"return-path", b"content-type", b"delivered-to"))
SUFFIXES = {
    ".md": "text/markdown", ".markdown": "text/markdown", ".csv": "text/csv", ".tsv": "text/csv", ".json": "application/json",
    ".jsonl": "application/json", ".ndjson": "application/json", ".eml": "message/rfc822",
}  # fmt: skip


@dataclass(frozen=True)
class Raw:
    """The bytes of one source. name: as shown in messages; suffix: of its file name, in lower case."""

    uri: str
    name: str
    payload: bytes
    media_type: str
    suffix: str

    @cached_property
    def digest(self) -> str:
        return sha256(self.payload).hexdigest()


def sniff(payload: bytes, suffix: str, name: str) -> str:
    """Tell a media type by the bytes; the suffix speaks only between kinds of text.

    Raises:
        UnknownFormat: an image, a program … (S201).
        ReadError: nothing there (S202).
    """
    head = payload[:SAMPLE]
    if not head.strip(b"\0 \t\r\n\f\v") and (not head.strip() or len(head) < 64):
        raise ReadError(f"{name} is empty. Skipped.", code="S202")
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    what = next((what for at, magic, what in MAGIC if head.startswith(magic, at)), None)
    if what == "a BMP image" and not _binary(head):
        what = None  # "BM" begins words too
    if what or _binary(head):
        shown = " ".join(f"{byte:02X}" for byte in head[:4])
        raise UnknownFormat(f"{name} is {what or 'binary'}, not text (first bytes {shown}). Skipped.", code="S201", what=what)
    start = _plain_head(head)
    element, doctype = _first_element(start)
    if element in FEEDS:
        return "application/rss+xml"
    if element in PAGES or doctype == b"html" or element in PIECES and suffix not in SUFFIXES and suffix != ".txt":
        return "text/html"
    if suffix == ".eml" or not suffix and _is_mail(start):
        return "message/rfc822"
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if suffix in (".html", ".htm", ".xhtml"):
        return "text/html"
    if start.lstrip().startswith(b"<?xml"):
        raise UnknownFormat(f"{name} is XML, but neither a feed nor a page. Skipped.", code="S201", what="XML")
    return "text/plain"


def _first_element(start: bytes) -> tuple[bytes, bytes]:
    """The name of the first element behind declarations and comments, and of the document type."""
    at, doctype = 0, b""
    while True:
        at += len(start[at:]) - len(start[at:].lstrip()) if start[at : at + 1].isspace() else 0
        end = b""
        for opening, closing in ((b"<!--", b"-->"), (b"<?", b"?>"), (b"<!", b">")):
            if start.startswith(opening, at):
                end = closing
                break
        if not end:
            found = ELEMENT.match(start, at)
            return (found[1].lower() if found else b""), doctype
        stop = start.find(end, at)
        if end == b">":
            words = start[at + 2 : at + 100].split()
            if words and words[0].lower() == b"doctype" and len(words) > 1:
                doctype = words[1].rstrip(b">[").lower()
            inner = start.find(b"[", at, stop if stop >= 0 else len(start))
            if inner >= 0:  # declarations of its own
                stop = start.find(b"]", inner)
                stop = start.find(b">", stop) if stop >= 0 else -1
        if stop < 0:
            return b"", doctype
        at = stop + len(end)


def _is_mail(start: bytes) -> bool:
    """Whether bytes begin with header lines, one of which no press release bears."""
    names = set()
    for line in start.split(b"\n", 60)[:60]:
        match = HEADER.match(line)
        if not match:
            break
        names.add((match[1] or b"").lower())
    return bool(names & MAIL_ONLY)


def _plain_head(head: bytes) -> bytes:
    """The head of a text as ASCII-compatible bytes without a mark."""
    for mark, charset in BOMS:
        if head.startswith(mark):
            return head[len(mark) :].decode(charset, "replace").encode()
    wide = _wide(head)
    return head.decode(wide, "replace").encode() if wide else head


def _wide(sample: bytes) -> str | None:
    """Tell UTF-16 without a mark: the high bytes of most scripts are below 16, those of spaces and Latin letters are NUL."""
    even, odd = sample[0::2], sample[1::2]
    if len(sample) < 8:
        return None
    for high, low, charset in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        small = len(high) - len(high.translate(None, bytes(range(16))))
        if high.count(0) and small > 0.7 * len(high) and low.count(0) * 50 <= len(low):
            decoded = sample[: len(sample) // 2 * 2].decode(charset, "replace")
            if sum(c.isalnum() or c.isspace() for c in decoded) > 0.6 * len(decoded):
                return charset
    return None


def _binary(sample: bytes) -> bool:
    """Whether bytes are no text: many controls, in no charset that would explain them."""
    if any(sample.startswith(mark) for mark, _ in BOMS) or _wide(sample):
        return False
    controls = len(sample) - len(sample.translate(None, CONTROL))
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return controls > 0.02 * len(sample)
    return controls > 0.3 * len(sample)


def decode(payload: bytes, declared: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    """Turn bytes into characters: byte order mark, UTF-8, what is declared, and only then a guess.

    The byte order mark says how to read and is no part of what is read. Nothing else is changed: line ends and NUL stay.

    Returns: the text, the charset, notes (``charset guessed: cp1251`` …).
    """
    for mark, charset in BOMS:
        if payload.startswith(mark):
            text = payload[len(mark) :].decode(charset, "replace")
            return text, charset, ("byte order mark",) + (("undecodable bytes replaced",) if "\ufffd" in text else ())
    # Escape sequences of ISO-2022 are ASCII, so that UTF-8 would take them as they are.
    if b"\x1b$" not in payload[:SAMPLE]:
        try:
            text = payload.decode("utf-8")
            if not (wide := _wide(payload[:SAMPLE])):
                return text, "utf-8", ()
            return payload.decode(wide, "replace"), wide, (f"charset guessed: {wide}",)
        except UnicodeDecodeError:
            pass
    if wide := _wide(payload[:SAMPLE]):
        return payload.decode(wide, "replace"), wide, (f"charset guessed: {wide}",)
    if said := _declared(payload, declared):
        return said
    damaged = payload.decode("utf-8", "replace")
    bad = damaged.count("\ufffd")
    if bad * 4 < len(payload) - len(damaged):
        # Far more whole UTF-8 sequences than broken ones: a cut or a slip, not another charset.
        return damaged, "utf-8", ("undecodable bytes replaced",)
    charset = _guess(payload)
    return payload.decode(charset, "replace"), charset, (f"charset guessed: {charset}",)


def _declared(payload: bytes, declared: str | None) -> tuple[str, str, tuple[str, ...]] | None:
    """Decode as declared, where that can be: pages often bear the name of their template's charset."""
    try:
        charset = codecs.lookup((declared or "").strip()).name
        # Browsers read Latin-1 as Windows-1252, and so do those who write it.
        charset = "cp1252" if charset in ("iso8859-1", "ascii") else charset
        text = payload.decode(charset)
    except (LookupError, UnicodeError, ValueError):
        return None
    if not isinstance(text, str) or charset.startswith(("utf-16", "utf-32", "utf-7")):
        return None
    if charset == "cp1252":
        letters = sum(c.isalpha() for c in text[:SAMPLE])
        if sum(c.isalpha() and c > "\x7f" for c in text[:SAMPLE]) * 4 > letters:
            return None  # no Western language has so many accents
    return text, charset, ()


def _guess(payload: bytes) -> str:
    """Guess the charset of bytes that are not UTF-8."""
    from charset_normalizer import from_bytes

    high = [i for i in range(0, len(payload), 256) if any(byte > 0x7F for byte in payload[i : i + 256])][:64]
    sample = payload if len(payload) <= 16_384 else b"".join(payload[i : i + 256] for i in high)
    matches = from_bytes(sample, cp_isolation=LEGACY, enable_fallback=False)
    best = matches.best()
    if best is None:
        return "cp1252"
    # Where several charsets make equal sense, or read the bytes alike, the commonest on the web is meant.
    equal = [match for match in matches if (match.chaos, match.coherence) == (best.chaos, best.coherence)]
    return min((name for match in equal for name in match.could_be_from_charset), key=LEGACY.index)
