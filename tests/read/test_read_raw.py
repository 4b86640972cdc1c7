"""What bytes are, and the characters they mean."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearsay.errors import ReadError, UnknownFormat
from hearsay.read.raw import decode, sniff

RUSSIAN = "Мэр города сообщил, что погибли пять человек, ещё двадцать ранены. Поиски продолжаются, сказал он журналистам в понедельник."
GERMAN = "Der Bürgermeister sagte, fünf Menschen seien gestorben; das Ministerium für Gesundheit widersprach am Montag der Zählung."
FRENCH = "Le préfet a déclaré que cinq personnes sont mortes à l'hôpital ; les élus réclament une enquête là où le barrage a cédé."
JAPANESE = "市長は月曜日、洪水で五人が死亡したと述べた。救助隊はさらに二十人を捜索している。"
CHINESE = "市长周一表示，洪水造成五人死亡，救援人员正在搜寻另外二十人。官员们说，损失仍在统计中。"


@pytest.mark.parametrize(
    ("payload", "suffix", "media_type"),
    [
        (b"The mayor said so.", ".txt", "text/plain"),
        (b"The mayor said so.", "", "text/plain"),
        (b"The mayor said so.", ".html", "text/html"),
        (b"# The mayor", ".md", "text/markdown"),
        (b"  <!DOCTYPE html><html>", ".txt", "text/html"),
        (b"<!-- saved --><!--[if IE]><html class=ie><![endif]--><html lang=en>", "", "text/html"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html>', ".xml", "text/html"),
        (b"<p>The mayor said so.</p>", "", "text/html"),
        (b"<p>tags in a text file are its text</p>", ".txt", "text/plain"),
        ("<html><body>".encode("utf-16"), "", "text/html"),
        (b'<?xml version="1.0"?>\n<!-- a --><rss version="2.0">', ".xml", "application/rss+xml"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', ".html", "application/rss+xml"),
        (b'<!DOCTYPE rss [<!ENTITY a "b>">]><rss>', "", "application/rss+xml"),
        (b"%PDF-1.7", ".txt", "application/pdf"),
        (b"\n\n%PDF-1.7", ".html", "application/pdf"),
        (b"Received: by x\nSubject: a\n\nbody", "", "message/rfc822"),
        (b"From: the mayor\nDate: Monday\n\nA press release.", "", "text/plain"),
        (b"Subject: a\n\nbody", ".eml", "message/rfc822"),
        (b"{}", ".jsonl", "application/json"),
        (b"a,b", ".csv", "text/csv"),
        (b"BM is how this sentence begins, oddly enough.", ".txt", "text/plain"),
        (b"The mayor\0 said\0 so.", ".txt", "text/plain"),
    ],
)
def test_kinds(payload: bytes, suffix: str, media_type: str) -> None:
    assert sniff(payload, suffix, "x") == media_type


@pytest.mark.parametrize("payload", [b"", b" \n\t\r\n", b"\0" * 20])
def test_empty(payload: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        sniff(payload, ".txt", "a.txt")
    assert caught.value.code == "S202" and "a.txt is empty" in caught.value.message


@pytest.mark.parametrize(
    ("payload", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"PK\x03\x04\x14\0", "a zip archive or office file"),
        (b"\x1f\x8b\x08\0", "a gzip archive"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a WebP image"),
        (b"\0" * 5000, "binary"),
        (random.Random(7).randbytes(3_000_000), "binary"),
        (bytes(range(256)) * 40, "binary"),
    ],
)
def test_no_text(payload: bytes, what: str) -> None:
    with pytest.raises(UnknownFormat) as caught:
        sniff(payload, ".html", "photo.html")
    assert caught.value.code == "S201"
    assert caught.value.message == f"photo.html is {what}, not text (first bytes {payload[:4].hex(' ').upper()}). Skipped."


def test_other_xml_is_named() -> None:
    with pytest.raises(UnknownFormat, match="is XML, but neither a feed nor a page"):
        sniff(b'<?xml version="1.0"?><newsItem/>', ".xml", "a.xml")


@pytest.mark.parametrize(
    "start", [b"<!--" * 30_000, b"<!--[if IE]> <html> <![endif]-->\n" * 3000, b"<?x" * 30_000, b"<!DOCTYPE [" * 9000, b"a:\n " * 20_000]
)
def test_no_first_bytes_hold_us_up(start: bytes) -> None:
    began = time.perf_counter()
    sniff(start, "", "x")
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    ("text", "written", "charset"),
    [
        (RUSSIAN, "utf-8", "utf-8"),
        (RUSSIAN, "utf-16-le", "utf-16-le"),
        (GERMAN, "utf-16-be", "utf-16-be"),
        (GERMAN, "cp1252", "cp1252"),
        (FRENCH, "cp1252", "cp1252"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8-r", "koi8_r"),
        (JAPANESE, "shift_jis", "shift_jis"),
        (JAPANESE, "euc_jp", "euc_jp"),
        (JAPANESE, "iso2022_jp", "iso2022_jp"),
        (CHINESE, "gb18030", "gb18030"),
        ("plain", "ascii", "utf-8"),
    ],
)
def test_charsets_without_a_word(text: str, written: str, charset: str) -> None:
    found, told, notes = decode(text.encode(written))
    assert (found, told) == (text, charset)
    assert notes == (() if charset == "utf-8" else (f"charset guessed: {charset}",))


@pytest.mark.parametrize("charset", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_the_byte_order_mark_is_no_part_of_the_text(charset: str) -> None:
    found, told, notes = decode(("\ufeff" + GERMAN).encode(charset))
    assert (found, told, notes) == (GERMAN, charset, ("byte order mark",))


@pytest.mark.parametrize(
    ("text", "written", "declared", "charset"),
    [
        (RUSSIAN, "cp1251", "utf-8", "cp1251"),  # a lie that cannot be
        (RUSSIAN, "utf-8", "iso-8859-1", "utf-8"),  # a lie that could
        (RUSSIAN, "cp1251", "iso-8859-1", "cp1251"),  # mojibake has too many accents
        (GERMAN, "latin-1", "iso-8859-1", "cp1252"),  # as browsers read it
        (GERMAN, "iso-8859-15", "iso-8859-15", "iso8859-15"),
        (CHINESE, "big5", "no such charset", "big5"),
        (GERMAN, "cp1252", "utf-16", "cp1252"),
        (GERMAN, "cp1252", "base64", "cp1252"),
        (GERMAN, "cp1252", "\0", "cp1252"),
    ],
)
def test_what_is_declared_is_believed_where_it_can_be(text: str, written: str, declared: str, charset: str) -> None:
    text = text if written != "big5" else "市長週一表示，洪水造成五人死亡，救援人員正在搜尋另外二十人。官員們說，損失仍在統計中。"
    found, told, _ = decode(text.encode(written), declared)
    assert (found, told) == (text, charset)


def test_a_cut_or_slip_in_utf8_is_no_other_charset() -> None:
    found, charset, notes = decode(RUSSIAN.encode()[:-2])
    assert charset == "utf-8" and found.startswith(RUSSIAN[:-2] + "\ufffd") and notes == ("undecodable bytes replaced",)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_utf8_comes_back_character_for_character(text: str) -> None:
    text = text.lstrip("\ufeff")
    found, charset, _ = decode(text.encode())
    assert found == text or charset.startswith("utf-16") or "\x1b$" in text
    assert decode(b"\xef\xbb\xbf" + text.encode())[0] == text
