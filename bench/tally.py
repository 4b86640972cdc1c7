"""Count hits by document, and say how sure a score is."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

Cell = list[int | None]
Row = dict[str, object]
DRAWS = 1000
MEASURES = ("f1", "recall", "accuracy")


class Tally:
    """Hits, rows said and rows in the gold, by measure and document. Said is None for recall, gold is None for accuracy."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Cell]] = {}

    def add(self, measure: str, document: str, hit: int, said: int | None, gold: int | None) -> None:
        cell = self.rows.setdefault(measure, {}).setdefault(document, [None, None, None])
        for i, number in enumerate((hit, said, gold)):
            if number is not None:
                cell[i] = (cell[i] or 0) + number

    def judge(self, measure: str, document: str, right: bool) -> None:
        """Count one answer towards an accuracy."""
        self.add(measure, document, int(right), 1, None)

    def find(self, measure: str, said: Iterable[Sequence[str]], gold: Iterable[Sequence[str]]) -> None:
        """Count pairs found; each falls to its first document."""
        said, gold = set(map(tuple, said)), set(map(tuple, gold))
        for pair in said | gold:
            self.add(measure, pair[0], int(pair in said and pair in gold), int(pair in said), int(pair in gold))

    def table(self) -> dict[str, Row]:
        """Make one row a measure, with a 95 % interval by resampling documents."""
        out: dict[str, Row] = {}
        for measure, cells in self.rows.items():
            counts = list(cells.values())
            row = value(counts)
            dice = random.Random(0)
            key = next(k for k in MEASURES if k in row)
            draws = sorted(value(dice.choices(counts, k=len(counts)))[key] for _ in range(DRAWS))
            row["ci95"] = [round(draws[DRAWS // 40], 3), round(draws[-DRAWS // 40], 3)]
            out[measure] = {k: round(v, 4) if isinstance(v, float) else v for k, v in row.items()}
        return out


def value(cells: Sequence[Cell]) -> Row:
    """Pool some cells into P, R and F1, or an accuracy, or a recall."""
    hit, said, gold = (sum(cell[i] or 0 for cell in cells) for i in range(3))
    if all(cell[2] is None for cell in cells):
        return {"accuracy": hit / said if said else 0.0, "of": said}
    if all(cell[1] is None for cell in cells):
        return {"recall": hit / gold if gold else 0.0, "of": gold}
    p, r = hit / said if said else 0.0, hit / gold if gold else 0.0
    return {"p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0, "said": said, "gold": gold}


def headline(row: Row) -> float | None:
    """The one number of a row that a floor is set on."""
    return next((row[k] for k in MEASURES if k in row), None)  # type: ignore[return-value]
