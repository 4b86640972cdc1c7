"""What the doctor finds, well and ill."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

import pytest

from hearsay import doctor, pipeline
from hearsay.errors import EngineError
from hearsay.settings import Settings


def found(ledger: Path) -> dict[str, doctor.Finding]:
    return {finding.name: finding for finding in doctor.examine_here(ledger, Settings())}


def test_all_is_well_here(tmp_path: Path) -> None:
    here = found(tmp_path / "ledger.db")
    assert not [name for name, finding in here.items() if finding.well is False]
    assert here["child processes"].well and here["full text (FTS5)"].well and "none yet" in here["ledger"].said
    assert {"hearsay", "python", "lxml", "numpy", "sqlite", "memory limit"} <= here.keys()


def test_what_is_ill_has_a_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise EngineError("no child process could be started")

    monkeypatch.setattr(pipeline, "local", broken)
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda: open(tmp_path / "no" / "such"))  # noqa: SIM115
    here = found(tmp_path / "no" / "ledger.db")
    ill = {name for name, finding in here.items() if finding.well is False}
    assert ill == {"child processes", "temporary folder", "ledger"}
    assert all(here[name].fix for name in ill)


def test_an_existing_ledger_is_measured(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "ledger.db").close()
    assert "0.0 MB" in found(tmp_path / "ledger.db")["ledger"].said
