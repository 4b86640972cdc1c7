"""What a ledger holds, without what hangs on when it was told; and reports to fill one with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from hearsay.ledger import Ledger
from hearsay.records import Report

RIVERS = ("Orla", "Venn", "Tarse", "Ilme", "Sorrow", "Brack", "Munda", "Eske")
TOWNS = ("Bellin", "Harve", "Costa Alta", "Nordheim", "Sant Pere", "Lower Wick", "Graz", "Port Amber")


def held(ledger: Ledger) -> dict[str, Any]:
    documents = ledger.documents()
    return {
        "reports": sorted((_unrun(report) for report in ledger.reports(documents)), key=lambda report: report.document.id),
        "copies": {(edge.one, edge.relation, edge.other) for edge in ledger.copies()},
        "entities": sorted(ledger.entities(), key=lambda entity: entity.id),
        "stories": sorted(ledger.stories(), key=lambda story: story.id),
        "claims": sorted(ledger.claims(), key=lambda claim: claim.id),
        "pending": ledger.pending(),
    }


def _unrun(report: Report) -> Report:
    names = ("mentions", "times", "places", "attributions", "figures", "forecasts")
    rows = {name: tuple(replace(row, run="") for row in getattr(report, name)) for name in names}
    return replace(report, **rows, keys=tuple(sorted(report.keys, key=str)))


def write_reports(folder: Path, count: int) -> Path:
    """Write reports on floods, of which some tell of one flood and some only copy another."""
    folder.mkdir(parents=True, exist_ok=True)
    for i in range(count):
        flood = i // 3
        river, town, dead = RIVERS[flood % len(RIVERS)], TOWNS[flood // 2 % len(TOWNS)], 7 + 3 * flood
        day = f"2024-{1 + flood % 12:02}-{1 + flood % 27 + i % 3:02}"
        told = (
            f"At least {dead} people died when the river {river} burst its banks at {town}, the mayor, Ada Kron, said.",
            f"Rescuers in {town} have found {dead + 4} bodies since the river {river} rose, the health office said on the same day.",
            f"At least {dead} people died when the river {river} burst its banks at {town}, the mayor, Ada Kron, said. Police agreed.",
        )[i % 3]
        more = f"The office said that {40 + flood} people had been taken to hospital and that {100 + 7 * i} houses stood under water."
        (folder / f"report-{i:03}.txt").write_text(f"date {day} Flood at {town} takes {dead} lives\n\n{told} {more}\n")
    return folder
