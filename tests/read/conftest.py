"""What the tests of this room share: reading bytes as if they lay in a file."""

from collections.abc import Callable

import pytest

from hearsay.read import read
from hearsay.records import Document, Failure, Source
from hearsay.settings import Settings

Rows = list[Document | Failure]


@pytest.fixture
def rows() -> Callable[..., Rows]:
    """Read bytes under a file name and give every row; each document is proved to hold together."""

    def run(name: str, payload: bytes | str, settings: Settings | None = None) -> Rows:
        payload = payload.encode() if isinstance(payload, str) else payload
        found = list(read(Source(f"/reports/{name}", payload=payload, size=len(payload)), settings or Settings()))
        for row in found:
            if isinstance(row, Document):
                prove(row)
            else:
                assert "\n" not in row.message and row.code and row.stage == "read" and row.run == ""
        return found

    return run


@pytest.fixture
def one(rows: Callable[..., Rows]) -> Callable[..., Document]:
    """Read bytes that hold one report."""

    def run(name: str, payload: bytes | str, settings: Settings | None = None) -> Document:
        found = rows(name, payload, settings)
        assert len(found) == 1 and isinstance(found[0], Document), found
        return found[0]

    return run


@pytest.fixture
def refused(rows: Callable[..., Rows]) -> Callable[..., Failure]:
    """Read bytes that hold none, and give the one row that says why."""

    def run(name: str, payload: bytes | str, settings: Settings | None = None) -> Failure:
        found = rows(name, payload, settings)
        assert len(found) == 1 and isinstance(found[0], Failure), found
        return found[0]

    return run


def prove(document: Document) -> None:
    """Blocks ascend, do not overlap, lie in the text and hold words; nothing in the record is unfit for UTF-8."""
    end = 0
    for block in document.blocks:
        assert end <= block.span.start < block.span.end <= len(document.text)
        assert document.text[block.span.start : block.span.end].strip("\0 \n")
        assert 0 <= block.links <= 1
        end = block.span.end
    for said in (document.uri, document.text, document.title or "", document.outlet or "", *document.authors, *document.notes):
        said.encode()
    assert document.title != "" and document.outlet != "" and "" not in document.authors
