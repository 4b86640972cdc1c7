"""Which fields of the figures in an export are right, and whether their confidence says so.

``judged`` matches as gold/score.py does: a figure is right in its number where that matches an annotated figure it touches, and in its
item, source, holder and place where the annotators would take them. ``reliability`` puts said beside seen: of figures given a confidence of
about 80 %, four in five should be right. ``off`` is the mean distance between both, weighed by how many figures lie in a bin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.001)
FIELDS = ("value", "item", "source", "holder", "place")
Judged = dict[str, bool]


def judged(
    score: ModuleType, gold: Mapping[str, Any], document: Mapping[str, Any], aliases: Callable[[str], Sequence[str]] = lambda name: ()
) -> Iterator[tuple[int, Judged]]:
    """Tell of each figure of a document, by its place in the list, which fields are right; what the gold leaves open is left out.

    Args:
        score: gold/score.py. gold, document: an entry of the gold file and of the export.
    """
    text, said = document["text"], document["figures"]
    sure = [g for g in gold.get("figures") or [] if not g.get("unsure")]
    left_open = [score.located(text, g) for g in gold.get("figures") or [] if g.get("unsure")] + list(gold.get("unscored_at") or [])
    free = set(range(len(said)))

    def touches(figure: Mapping[str, Any], span: Sequence[int] | None) -> bool:
        at = figure["evidence"]
        return span is not None and at["start"] < span[1] and span[0] < at["end"]

    for g in sure:
        where = score.located(text, g)
        pick = next((i for i in sorted(free) if score.same_value(g, said[i]) and touches(said[i], where)), None)
        if pick is None:
            continue
        free.discard(pick)
        f = said[pick]

        def named(field: str, told: str | None, g: Mapping[str, Any] = g) -> bool:
            return any(score.same_name(x, told, aliases(x)) for x in score.any_of(g.get(field)))

        right = {"value": True, "item": any(score.same_item(x, f["item"], f["state"]) for x in score.any_of(g["item"]))}
        right["source"] = named("source", f["source_name"]) or bool(score.any_of(g.get("via"))[0]) and named("via", f["source_name"])
        right |= {field: named(field, f[field]) for field in ("holder", "place") if field in g}
        right["whole"] = right["item"] and right["source"]
        yield pick, right
    for i in sorted(free):
        if not any(touches(said[i], span) for span in left_open):
            yield i, {"value": False, "whole": False}


def reliability(rows: Iterable[tuple[float, bool]]) -> tuple[list[tuple[float, float, int, float, float]], float, float]:
    """Hold confidence against what was right.

    Returns: bins (from, to, figures, mean confidence, share right), the mean distance of the two, and the Brier score.
    """
    told = list(rows)
    bins = []
    for low, high in zip(BINS, BINS[1:], strict=False):
        inside = [(said, right) for said, right in told if low <= said < high]
        if inside:
            n = len(inside)
            bins.append((low, min(high, 1.0), n, sum(s for s, _ in inside) / n, sum(r for _, r in inside) / n))
    count = max(1, len(told))
    off = sum(n * abs(said - seen) for _, _, n, said, seen in bins) / count
    return bins, off, sum((said - right) ** 2 for said, right in told) / count


def table(rows: Mapping[str, Sequence[tuple[float, bool]]]) -> Iterator[str]:
    """The reliability of each field as lines of Markdown."""
    yield "| field | confidence | figures | said | seen |\n|---|---|---|---|---|"
    for field, told in rows.items():
        bins, off, brier = reliability(told)
        for low, high, n, said, seen in bins:
            yield f"| {field} | {low:.1f}–{high:.1f} | {n} | {said:.2f} | {seen:.2f} |"
        said, seen = (sum(values) / max(1, len(told)) for values in zip(*told, strict=True))
        yield f"| **{field}** | off by {off:.3f}, Brier {brier:.3f} | {len(told)} | {said:.2f} | {seen:.2f} |"
