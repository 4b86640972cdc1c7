"""The Python door: what the contract promises to a program that imports hearsay."""

from __future__ import annotations

import io
import json
import threading
from pathlib import Path

import pytest

import hearsay
from hearsay.errors import LedgerError, ReadError, SchemaError, SettingsError

REPORT = """date 2024-03-04 River floods the lower town

At least 12 people died when the river Orla burst its banks, the mayor of Bellin, Ada Kron, said on Sunday.
Kron warned that the water could rise again within three days.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("python")
    (folder / "reports").mkdir()
    (folder / "reports" / "flood.txt").write_text(REPORT)
    (folder / "reports" / "empty.txt").write_text("")
    with hearsay.open(folder / "ledger.db") as ledger:
        done = ledger.add(folder / "reports", jobs=1)
        assert (done.added, done.known, done.failures) == (1, 0, 1)
    return folder / "ledger.db"


def test_ask(made: Path) -> None:
    with hearsay.open(made, read_only=True) as ledger:
        [claim] = [claim for claim in ledger.claims() if claim.low == 12]
        assert ledger.claims("people", source="Kron", until="2024") == [claim]
        assert [line.figure.low for series in ledger.figures("people") for line in series.lines] == [12]
        assert ledger.trace(claim.id).branches and ledger.explain(claim.id[:9]).row == claim
        assert ledger.forecasts() and ledger.counts().documents == 1 and ledger.relations() == []
        assert ledger.log(1)[0].documents == 1 and ledger.check() == []


def test_paths_may_be_one_or_many(made: Path, tmp_path: Path) -> None:
    with hearsay.open(tmp_path / "ledger.db") as ledger:
        assert ledger.add(str(made.parent / "reports" / "flood.txt")).added == 1
        assert ledger.add([made.parent / "reports" / "flood.txt"]).known == 1


def test_a_reader_stands_beside_a_writer(made: Path, tmp_path: Path) -> None:
    with hearsay.open(tmp_path / "ledger.db") as writer, hearsay.open(tmp_path / "ledger.db", read_only=True) as reader:
        writer.add(made.parent / "reports")
        assert reader.counts().documents == 1
        with pytest.raises(LedgerError):
            reader.add(made.parent / "reports")


def test_export(made: Path, tmp_path: Path) -> None:
    with hearsay.open(made, read_only=True) as ledger:
        ledger.export("json", tmp_path / "out.json")
        stream = io.StringIO()
        ledger.export("json", stream)
    assert json.loads((tmp_path / "out.json").read_text()) == json.loads(stream.getvalue())


def test_judge(made: Path, tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(made.read_bytes())
    with hearsay.open(tmp_path / "ledger.db") as ledger:
        forecast = ledger.forecasts()[0].forecast
        word = ledger.judge(forecast.id[:9], "did-not", by="Nadia")
        assert (word.target, word.judged_by) == (forecast.id, "Nadia")
        assert ledger.forecasts()[0].outcome == "did-not"
        ledger.judge(word.id, "undo", by="Nadia")
        assert ledger.forecasts()[0].outcome is None


def test_a_word_on_a_name_parts_it_and_joins_it_again(made: Path, tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(made.read_bytes())
    (tmp_path / "again.txt").write_text(REPORT.replace("12", "14").replace("2024-03-04", "2024-03-05"))
    with hearsay.open(tmp_path / "ledger.db") as ledger:
        ledger.add(tmp_path / "again.txt")

        def krons() -> list[str]:
            return [entity.id for entity in ledger.ledger.entities() if entity.name == "Ada Kron"]

        [whole] = krons()
        one, other = (next(m for m in ledger.explain(whole).row.members if m in mentions) for mentions in _by_document(ledger))
        word = ledger.judge(one, "not-same", by="Nadia", other=other)
        assert len(krons()) == 2
        ledger.judge(word.id, "undo", by="Nadia")
        assert krons() == [whole]


def _by_document(ledger: hearsay.OpenLedger) -> list[set[str]]:
    return [set(ledger.ledger.entity_of(document)) for document in ledger.ledger.documents()]


def test_a_stopped_add_says_so(made: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    with hearsay.open(tmp_path / "ledger.db") as ledger:
        assert ledger.add(made.parent / "reports", stop=stop).interrupted


def test_errors_say_what_to_do(made: Path, tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="hearsay add") as caught:
        hearsay.open(tmp_path / "none.db", read_only=True)
    assert caught.value.code == "E612" and not list(tmp_path.iterdir())
    with hearsay.open(tmp_path / "ledger.db") as ledger, pytest.raises(SettingsError, match="colour"):
        ledger.add(made.parent, colour="red")


def test_examine() -> None:
    found = hearsay.examine("At least 12 people died on Sunday, the mayor said. More could follow by Friday.", published="2024-03-04")
    assert [figure.low for figure in found.figures] == [12] and found.attributions and found.mentions is not None
    assert found.document.published == "2024-03-04" and isinstance(found.forecasts, tuple)
    with pytest.raises(ReadError):
        hearsay.examine("")


def test_names() -> None:
    assert hearsay.__version__.count(".") == 2
    with pytest.raises(AttributeError, match="nosuch"):
        _ = hearsay.nosuch
