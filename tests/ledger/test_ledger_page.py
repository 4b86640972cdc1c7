"""The page about the ledger tells the truth: its SQL runs and finds something, every table is named."""

import re
import sqlite3
from pathlib import Path

import pytest
from made import claim, entity, report, run, story

from hearsay.ledger import Ledger
from hearsay.ledger.schema import named_statements

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "ledger.md"
EXAMPLES = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "ledger.db"
    with Ledger(path) as ledger:
        ledger.begin(run())
        made = [report(n) for n in range(8)]
        ledger.write(made, [], run().id)
        told = claim(made[0].figures[0], made[4].figures[0])
        one = type(told.independent_origins)(1, 1, 1)
        told = type(told)(
            **{name: getattr(told, name) for name in told.__slots__ if name != "independent_origins"}, independent_origins=one
        )
        people = [entity(r.mentions[0]) for r in made]
        ledger.link([], people, [story(*made)], [told], [r.document.id for r in made], run().id)
    return path


@pytest.mark.parametrize("example", EXAMPLES, ids=[e.splitlines()[0].strip("- ")[:40] for e in EXAMPLES])
def test_every_example_runs_and_finds_something(path: Path, example: str) -> None:
    db = sqlite3.connect(path)
    rows = db.execute(example).fetchall()
    db.close()
    assert rows
    if "wrong" in example:
        assert rows == [(0,)]


def test_every_table_is_on_the_page() -> None:
    told = PAGE.read_text(encoding="utf-8")
    for name, statement in named_statements().items():
        if "TABLE" in statement.split("(")[0]:
            assert f"`{name}`" in told, name
