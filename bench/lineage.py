"""Score what was linked across reports against the key of the demo corpus (src/hearsay/demo/README.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import PurePosixPath
from typing import Any

from tally import Row, Tally

WORD = re.compile(r"\w+")
SMALL = {"the", "a", "an", "of", "and", "s"}
Pair = tuple[str, str]


def score(key: Mapping[str, Any], export: Mapping[str, Any]) -> dict[str, Row]:
    """Make one row a measure: copies, direction, origins and what hangs on them.

    Args:
        key: as in key.json.
        export: the object of ``hearsay export --to json``.
    """
    tally, name_of = Tally(), _documents(key, export)
    there = set(name_of.values())
    for entry in key["documents"]:
        tally.add("documents", entry["id"], int(entry["id"] in there), None, 1)
    by_name = {name_of[d["id"]]: d for d in export["documents"] if d["id"] in name_of}
    for entry in key["documents"]:
        document = by_name.get(entry["id"], {})
        tally.judge("document.title", entry["id"], _words(document.get("title")) == _words(entry["title"]))
        tally.judge("document.published", entry["id"], _day(document.get("published")) == entry["published"])
    _copies(tally, key, [_named(edge, name_of) for edge in export["copies"]])
    unsure = set(key["stories_unsure"])
    stories = [[name_of.get(d) for d in story["documents"]] for story in export["stories"]]
    tally.find("stories", _pairs([[d for d in story if d and d not in unsure] for story in stories]), _pairs(key["stories"]))
    _claims(tally, key, export, name_of)
    return tally.table()


def misses(key: Mapping[str, Any], export: Mapping[str, Any]) -> list[str]:
    """Tell in words what was said of the copies and claims and is not in the key, or the other way round."""
    name_of = _documents(key, export)
    want, beside = _wanted(key)
    said = _closed([_named(edge, name_of) for edge in export["copies"]]) - beside
    lines = [f"copy missed: {a} {b}" for a, b in sorted(want - said)] + [f"copy invented: {a} {b}" for a, b in sorted(said - want)]
    for gold in key["claims"]:
        found = _best(gold, export["claims"], name_of)
        told = {name_of.get(d) for d in found["documents"]} if found else set()
        origins = (found or {}).get("independent_origins")
        if told != set(gold["docs"]) or (origins or {}).get("best") != gold["independent_origins"]:
            what = f"{gold['low']}–{gold['high']} {gold['item']}"
            apart = f"missing {sorted(set(gold['docs']) - told)}, too many {sorted(map(str, told - set(gold['docs'])))}"
            lines.append(f"claim {what}: {apart}, origins {origins}" if found else f"claim {what}: not found")
    return lines


# --- documents --------------------------------------------------------------------------------------------------------


def _documents(key: Mapping[str, Any], export: Mapping[str, Any]) -> dict[str, str]:
    """The key's name of each exported document; two versions at one address are told apart by their titles."""
    versions: dict[str, list[Mapping[str, Any]]] = {}
    for entry in key["documents"]:
        versions.setdefault(entry["file"], []).append(entry)
    out = {}
    for document in export["documents"]:
        here = versions.get(PurePosixPath(document["uri"].split("#")[-1]).name, [])
        entry = next((e for e in here if _words(e["title"]) == _words(document["title"])), here[0] if here else None)
        if entry:
            out[document["id"]] = entry["id"]
    return out


def _words(words: str | None) -> list[str]:
    return [w.lower() for w in WORD.findall(words or "")]


def _day(published: str | None) -> str | None:
    return published[:10] if published else None


def _pairs(groups: Iterable[Iterable[str]]) -> set[Pair]:
    return {pair for group in groups for pair in combinations(sorted(set(group)), 2)}


# --- copies -----------------------------------------------------------------------------------------------------------


def _named(edge: Mapping[str, str], name_of: Mapping[str, str]) -> tuple[str, str, str]:
    return name_of.get(edge["one"], "?"), name_of.get(edge["other"], "?"), edge["relation"]


def _closed(edges: Iterable[tuple[str, str, str]]) -> set[Pair]:
    """Every pair that some edges make one text; an excerpt ties only the two it names."""
    group: dict[str, set[str]] = {}
    pairs: set[Pair] = set()
    for one, other, relation in edges:
        if relation == "copy.excerpt":
            pairs.add((min(one, other), max(one, other)))
            continue
        joined = group.get(one, {one}) | group.get(other, {other})
        group.update(dict.fromkeys(joined, joined))
    return pairs | _pairs(group.values())


def _wanted(key: Mapping[str, Any]) -> tuple[set[Pair], set[Pair]]:
    """The pairs of the key, and those that count neither way."""
    want = _pairs(group["docs"] for group in key["copies"])
    return want, _pairs(key["partial_reuse"]) - want


def _copies(tally: Tally, key: Mapping[str, Any], edges: list[tuple[str, str, str]]) -> None:
    want, beside = _wanted(key)
    said = _closed(edges)
    tally.find("copies", said - beside, want)
    for pair in key["not_copies"]:
        tally.judge("not_copies", pair["docs"][0], tuple(sorted(pair["docs"])) not in said)
    relation_of = {(one, other): relation for one, other, relation in edges}
    for entry in key["documents"]:
        copy, origin = entry["id"], entry["copy_of"]
        if origin and (min(copy, origin), max(copy, origin)) in said:
            tally.judge("direction", copy, _reaches(copy, origin, relation_of))
            if (copy, origin) in relation_of:
                same = {"copy.exact": "copy.near"}  # a page's own furniture makes a verbatim reprint a near one
                tally.judge("relation", copy, same.get(r := relation_of[copy, origin], r) == same.get(entry["relation"], entry["relation"]))


def _reaches(copy: str, origin: str, edges: Iterable[Pair]) -> bool:
    """Whether following "is a copy of" leads from one to the other, and not back."""
    onward: dict[str, set[str]] = {}
    for one, other in edges:
        onward.setdefault(one, set()).add(other)

    def reached(start: str) -> set[str]:
        seen, ahead = set(), [start]
        while ahead:
            for step in onward.get(ahead.pop(), set()) - seen:
                seen.add(step)
                ahead.append(step)
        return seen

    return origin in reached(copy) and copy not in reached(origin)


# --- claims -----------------------------------------------------------------------------------------------------------


def _same_number(a: float | None, b: float | None) -> bool:
    return a == b or a is not None and b is not None and abs(a - b) <= 1e-6 * max(1.0, abs(b))


def _like(low: float | None, high: float | None, claims: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [c for c in claims if _same_number(c["low"], low) and _same_number(c["high"], high)]


def _best(gold: Mapping[str, Any], claims: Iterable[Mapping[str, Any]], name_of: Mapping[str, str]) -> Mapping[str, Any] | None:
    """The claim of the same number that shares most reports with the key's, has fewest others, and counts what the key counts."""
    meant = set(_words(gold["item"]))

    def fit(claim: Mapping[str, Any]) -> tuple[int, int, int]:
        told = {name_of.get(d) for d in claim["documents"]}
        return len(told & set(gold["docs"])), -len(told), len(meant.intersection(_words(claim["measure"])))

    best = max(_like(gold["low"], gold["high"], claims), key=fit, default=None)
    return best if best and fit(best)[0] else None


def _claims(tally: Tally, key: Mapping[str, Any], export: Mapping[str, Any], name_of: Mapping[str, str]) -> None:
    for gold in key["claims"]:
        at, found = gold["docs"][0], _best(gold, export["claims"], name_of)
        origins = found["independent_origins"] if found else {"low": -1, "best": -1, "high": -1}
        told = {name_of.get(d) for d in found["documents"]} if found else set()
        tally.judge("claim.documents", at, told == set(gold["docs"]))
        tally.judge("origins", at, origins["best"] == gold["independent_origins"])
        tally.judge("origins_range", at, origins["low"] <= gold["independent_origins"] <= origins["high"])
        tally.judge("claim.first_source", at, bool(found) and _same_name(gold["first_source"], found["first_source"]))
        if "disputed_by" in gold:
            tally.judge("claim.disputed", at, bool(found) and any(_same_name(gold["disputed_by"], d) for d in found["disputed_by"]))
    for gold in key["not_one_claim"]:
        apart = set(gold["docs"])
        both = [c for c in _like(gold["low"], gold["high"], export["claims"]) if apart <= {name_of.get(d) for d in c["documents"]}]
        tally.judge("claims.apart", gold["docs"][0], not both)
    for gold in key["relations_by_value"]:
        one, other = ({c["id"] for c in _like(gold[end]["low"], gold[end]["high"], export["claims"])} for end in ("one", "other"))
        told = {
            r["relation"] for r in export["relations"] if r["one"] in one and r["other"] in other or r["one"] in other and r["other"] in one
        }
        tally.judge("relations", f"{gold['one']}", gold["relation"] in told and not told & set(gold.get("not", [])))


def _same_name(gold: str | None, said: str | None) -> bool:
    """Two names stand for one: one's words are all among the other's."""
    a, b = set(_words(gold)) - SMALL, set(_words(said)) - SMALL
    return bool(a and b) and (a <= b or b <= a)
