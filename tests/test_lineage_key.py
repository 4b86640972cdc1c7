"""The key of the demo corpus says nothing that its reports do not hold."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from hearsay.read import read, sources
from hearsay.records import Document, Source
from hearsay.settings import Settings

DEMO = Path(__file__).parents[1] / "src/hearsay/demo"
KEY = json.loads((DEMO / "key.json").read_text(encoding="utf-8"))
IDS = {entry["id"] for entry in KEY["documents"]}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every report's text by the key's name for it."""
    settings = Settings()
    named: dict[str, list[dict]] = {}
    for entry in KEY["documents"]:
        named.setdefault(entry["file"], []).append(entry)
    out = {}
    for source in sources([str(DEMO / "reports")], settings):
        assert isinstance(source, Source), source
        for document in read(source, settings):
            assert isinstance(document, Document), document
            entries = named[document.uri.split("#")[-1].rpartition("/")[2]]
            out[next(e["id"] for e in entries if e["title"] in (document.title or document.text))] = document.text
    return out


def test_every_report_is_read(texts: dict[str, str]) -> None:
    assert set(texts) == IDS
    assert len(IDS) >= 44


def test_every_report_is_of_a_reports_length(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        assert 150 <= len(text.split()) <= 450, name  # with menus and notices


def test_quotations_stand_in_their_reports(texts: dict[str, str]) -> None:
    for entry in KEY["documents"]:
        text = " ".join(texts[entry["id"]].split())
        told = [entry["title"]]
        told += [row[part] for row in entry.get("figures", []) for part in ("text", "in") if part in row]
        told += [row[part] for row in entry.get("attributions", []) for part in ("source", "cue", "content")]
        told += [row["text"] for row in entry.get("forecasts", [])]
        assert not [quotation for quotation in told if quotation not in text], entry["id"]


def test_a_copy_has_an_original_and_a_group(texts: dict[str, str]) -> None:
    groups = [set(group["docs"]) for group in KEY["copies"]]
    for entry in KEY["documents"]:
        if entry["copy_of"]:
            assert entry["copy_of"] in IDS
            assert any({entry["id"], entry["copy_of"]} <= group for group in groups), entry["id"]
    apart = [set(pair["docs"]) for pair in KEY["not_copies"]]
    assert not [pair for pair in apart if any(pair <= group for group in groups)]


def test_reprints_hold_the_paragraphs_of_their_originals(texts: dict[str, str]) -> None:
    def words(name: str) -> str:
        return " ".join(re.findall(r"\w+", texts[name]))

    for entry in KEY["documents"]:
        if entry["relation"] == "copy.exact":
            body = re.findall(r"[^\n]{80,}", texts[entry["copy_of"]])
            assert body
            for paragraph in body:
                assert " ".join(re.findall(r"\w+", paragraph)) in words(entry["id"])


def test_claims_name_reports_that_hold_their_number(texts: dict[str, str]) -> None:
    for claim in KEY["claims"]:
        low = claim["low"]
        forms = [f"{low:,}", f"{low / 1e6:g} million", f"{low / 1e9:g} billion", *(["ineteen"] if low == 19 else [])]
        for name in claim["docs"]:
            assert any(form in texts[name] for form in forms), (claim["measure"], low, name)
