"""Every golden case gives the rows that an expert takes from it, but for those noted as open."""

from __future__ import annotations

import pytest
from remake import cases, compare, lines


@pytest.mark.parametrize("case", cases())
def test_rows(case: str) -> None:
    missing, invented = compare(case)
    noted = lines(case, "open.jsonl")
    lost = [row for row in missing if {"missing": row} not in noted]
    new = [row for row in invented if {"invented": row} not in noted]
    assert not lost and not new, "\n".join(
        [
            f"{case} changed. If it is for the better: python tests/golden/remake.py {case}",
            *(f"- {row}" for row in lost),
            *(f"+ {row}" for row in new),
        ]
    )


def test_there_are_cases() -> None:
    assert len(cases()) >= 10
    assert all(lines(case, "rows.jsonl") for case in cases())
