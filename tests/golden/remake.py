"""Note what hearsay gets wrong in the golden cases: ``python tests/golden/remake.py [CASE …]``. Read the difference before you commit it.

A case is a folder with a report and ``rows.jsonl``: what an expert reader takes from it, written by hand, one row a line. What is
null is left out; a list holds equally good answers, null among them where the field may be empty. ``open.jsonl`` is made by this
script: rows that are still missing, and rows that hearsay invents. The test lets these pass, and nothing else.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from hearsay.clean import clean
from hearsay.export.contract import document_entry
from hearsay.extract import extract
from hearsay.read import read
from hearsay.records import Document, Source
from hearsay.settings import Settings

Row = dict[str, Any]
HERE = Path(__file__).parent
FIELDS = {
    "document": ("title", "published", "published_basis"),
    "figure": (
        *("kind", "low", "high", "qualifier", "unit", "item", "state", "holder", "place", "as_of", "scope"),
        *("voice", "reported", "source_name", "via"),
    ),
    "attribution": ("source", "cue", "content", "source_name", "kind", "stance", "channel", "said_on", "via"),
    "forecast": ("source_name", "opens", "closes", "leaning"),
}
WORD = re.compile(r"[\w.%/\[\]-]+")
SMALL = {"a", "an", "the", "that", "on", "in"}


def cases() -> list[str]:
    """Name the cases there are."""
    return sorted(folder.name for folder in HERE.iterdir() if list(folder.glob("report.*")))


def rows(case: str) -> list[Row]:
    """Read a case's report, from its bytes to its rows, in the order of the text."""
    (path,) = (HERE / case).glob("report.*")
    settings = Settings()
    (document,) = read(Source(str(path), str(path), size=path.stat().st_size), settings)
    assert isinstance(document, Document), document
    entry = document_entry(extract(clean(document, settings)))
    placed = [(f["evidence"]["start"], {"row": "figure", "quote": f["evidence"]["quote"], **_told(f, "figure")}) for f in entry["figures"]]
    placed += [
        (f["evidence"]["start"], {"row": "forecast", "quote": f["evidence"]["quote"], **_told(f, "forecast")}) for f in entry["forecasts"]
    ]
    placed += [(_start(a["content"]), {"row": "attribution", **_told(a, "attribution")}) for a in entry["attributions"]]
    ordered = sorted(placed, key=lambda at: (at[0], at[1]["row"], str(at[1])))
    return [{"row": "document", **_told(entry, "document")}, *(row for _, row in ordered)]


def _told(entry: Row, kind: str) -> Row:
    return {name: _quotes(entry[name]) for name in FIELDS[kind] if entry[name] is not None and entry[name] is not False}


def _quotes(value: Any) -> Any:
    if isinstance(value, dict):
        return value["quote"]
    return " … ".join(piece["quote"] for piece in value) if isinstance(value, list) else value


def _start(content: Any) -> int:
    return min(piece["start"] for piece in (content if isinstance(content, list) else [content]))


def lines(case: str, name: str) -> list[Row]:
    """The rows of one file of a case; none where there is no file."""
    path = HERE / case / name
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.is_file() else []


def compare(case: str) -> tuple[list[Row], list[Row]]:
    """Tell which rows of a case are missing and which are invented."""
    made, wanted = rows(case), lines(case, "rows.jsonl")
    missing = [row for row in wanted if not any(_meets(row, found) for found in made)]
    return missing, [found for found in made if not any(_meets(row, found) for row in wanted)]


def _meets(wanted: Row, found: Row) -> bool:
    names = ("quote", *FIELDS[wanted["row"]])
    return wanted["row"] == found["row"] and all(_same(wanted.get(name), found.get(name)) for name in names)


def _same(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, list):
        return any(_same(one, found) for one in wanted)
    if isinstance(wanted, str) and isinstance(found, str):
        return _words(wanted) == _words(found)
    return wanted == found


def _words(text: str) -> list[str]:
    return [word for word in WORD.findall(text.lower()) if word not in SMALL]


if __name__ == "__main__":
    for case in sys.argv[1:] or cases():
        missing, invented = compare(case)
        noted = [
            json.dumps({what: row}, ensure_ascii=False) for what, some in (("missing", missing), ("invented", invented)) for row in some
        ]
        (HERE / case / "open.jsonl").write_text("".join(f"{line}\n" for line in noted), encoding="utf-8")
