"""The room that works across reports: rows → edges, and what is seen when the edges are followed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from heapq import nsmallest
from itertools import chain, combinations

from hearsay.link import claims, copies, entities, stories
from hearsay.records import Claim, Edge, Entity, Key, Mention, Report, Story, Text, described

PARTNERS = 24  # reports one report is compared with: those it shares most keys with
REACH = copies.REACH  # days beyond which reports are not read side by side unless by WORDING, or for a figure of one question
VAGUE = ("LegalEntity", "Thing")  # schemata of what was not told
JOINS = ("same.story", "copy.exact", "copy.near", "copy.rewrite", "copy.excerpt", "copy.revision")
WORDING = ("band", "sentence")  # kinds of key that stand for words in a row
RELATIONS = ("claim.contradicts", "claim.updates", "claim.differs")
ALIKE = 0.2  # likeness under which two reports are read side by side only where a key of wording brought them together


def keys(report: Report, text: Text) -> tuple[Key, ...]:
    """Name what other reports would share with this one; runs in the map, while the Text is in hand."""
    about = copies.sketch(report)
    found = [*copies.keys(report), *stories.keys(report.document, about), *entities.keys(report), *claims.keys(report)]
    return tuple(dict.fromkeys(found))


def link(new: Sequence[Report], near: Sequence[Report], known: Mapping[str, str], edges: Sequence[Edge], run: str) -> list[Edge]:
    """Find the edges that the new reports bring, but for how claims of one story stand to each other (``relate``).

    Args:
        new: reports just added.
        near: reports of the ledger that share a key other than a name with one of them.
        known: of name keys of the new reports that the ledger knows, the value → the mention that bears it there.
        edges: edges that already join any of these.
        run: id of the run, written into each edge.

    Returns: edges of which at least one end is new or newly reached; the same for any order of the reports.
    """
    fresh = {r.document.id for r in new}
    reports = {r.document.id: r for r in (*near, *new)}
    found = list(entities.link(new, known, run))
    beside: list[tuple[Report, Report]] = []
    for one, other, worded in _partners(reports, fresh):
        a, b = reports[one], reports[other]
        mine, theirs = copies.sketch(a), copies.sketch(b)
        if not worded and copies.likeness(mine.terms, theirs.terms) < ALIKE:
            continue
        copy = copies.compare(a, b, mine, theirs, run)
        story = stories.compare(a, b, mine, theirs, run)
        found.extend(edge for edge in (copy, story) if edge)
        if copy or story:
            beside.append((a, b))
    found.extend(entities.link_story([*((r, r) for r in new), *beside], run))
    joined = [*edges, *found]
    story_of = _components(reports, (e for e in joined if e.relation in JOINS))
    copied = frozenset(frozenset((e.one, e.other)) for e in joined if e.relation.startswith("copy.") and e.judgement != "negative")
    gathered: dict[str, list[Report]] = {}
    for id in sorted(reports):
        gathered.setdefault(story_of[id], []).append(reports[id])
    for story in gathered.values():
        if any(r.document.id in fresh for r in story):
            found.extend(claims.join(story, copied, run))
            for report in story:
                found.extend(claims.dispute(report, run))
    figures = (f.id for r in reports.values() for f in r.figures)
    claim_of = _components(figures, (e for e in (*edges, *found) if e.relation == "same.claim"))
    fresh_stories = {story_of[id] for id in fresh}
    found.extend(claims.relate(list(reports.values()), story_of, claim_of, run, fresh=fresh_stories))
    return sorted({e.id: e for e in found}.values(), key=lambda e: e.id)


def relate(reports: Sequence[Report], edges: Sequence[Edge], run: str) -> list[Edge]:
    """Hold the claims of whole stories against each other.

    Args:
        reports: every report of the stories touched.
        edges: every edge among their rows.

    Returns: how they stand to each other, all of it: what was found of them before, and is not here, holds no longer.
    """
    story_of = _components(sorted(r.document.id for r in reports), (e for e in edges if e.relation in JOINS))
    claim_of = _components((f.id for r in reports for f in r.figures), (e for e in edges if e.relation == "same.claim"))
    return list(claims.relate(sorted(reports, key=lambda r: r.document.id), story_of, claim_of, run))


def _partners(reports: dict[str, Report], fresh: set[str]) -> Iterator[tuple[str, str, bool]]:
    """Pairs worth reading side by side, at least one of them new; True where wording brought them together."""
    held = {id: {(k.kind, k.value) for k in report.keys if k.kind not in ("name", "measure", "question")} for id, report in reports.items()}
    holders: dict[tuple[str, str], list[str]] = {}
    for id, shared in held.items():
        for key in shared:
            holders.setdefault(key, []).append(id)
    best: dict[str, set[tuple[int, tuple[str, str]]]] = {}
    worded: set[tuple[str, str]] = set()
    for id in fresh:
        for other, count in Counter(chain.from_iterable(holders[key] for key in held[id])).items():
            if other != id:
                pair = (id, other) if id < other else (other, id)
                best.setdefault(id, set()).add((-count, pair))
                best.setdefault(other, set()).add((-count, pair))
        alike = {other for key in held[id] if key[0] in WORDING for other in holders[key]} - {id}
        worded |= {(id, other) if id < other else (other, id) for other in alike}
    # A pair is read where either of the two counts the other among its closest.
    chosen = {pair for rows in best.values() for _, pair in nsmallest(PARTNERS, rows)} | worded
    by_address: dict[str, list[str]] = {}
    for id in sorted(reports):
        by_address.setdefault(reports[id].document.uri, []).append(id)
    versions = {p for ids in by_address.values() for p in combinations(ids, 2) if p[0] in fresh or p[1] in fresh}
    for one, other in sorted(chosen | versions):
        yield one, other, (one, other) in worded or (one, other) in versions


def _components(ids: Iterable[str], edges: Iterable[Edge]) -> dict[str, str]:
    """Follow edges: each id → the smallest id it can be reached from.

    A person's word goes first; a machine's edge that would bring together what a person has parted is left out.
    """
    parent = {id: id for id in ids}
    apart: list[tuple[str, str]] = []

    def root(id: str) -> str:
        while parent.setdefault(id, id) != id:
            parent[id] = parent[parent[id]]
            id = parent[id]
        return id

    ordered = sorted(edges, key=lambda e: (e.judgement is None, -e.score, e.id))
    for edge in ordered:
        if edge.judgement == "negative":
            apart.append((edge.one, edge.other))
    for edge in ordered:
        if edge.judgement not in (None, "positive"):
            continue
        first, second = sorted((root(edge.one), root(edge.other)))
        if first != second:
            if edge.judgement is None and any({root(a), root(b)} == {first, second} for a, b in apart):
                continue
            parent[second] = first
    return {id: root(id) for id in list(parent)}


def _antecedents(report: Report) -> dict[str, str]:
    """Each mention → the mention of its report that bears the full name."""
    known: dict[str, Mention] = {m.id: m for m in report.mentions}
    found = {}
    for mention in report.mentions:
        at = mention
        for _ in range(len(known)):
            if at.antecedent is None or at.antecedent not in known:
                break
            at = known[at.antecedent]
        found[mention.id] = at.id
    return found


def views(reports: Sequence[Report], edges: Sequence[Edge]) -> tuple[list[Entity], list[Story], list[Claim]]:
    """Show what is seen when the edges are followed.

    Args:
        reports: every report of the stories touched.
        edges: every edge among their rows, a person's included. An entity's edges may lead to a mention of a report not given:
            that mention's id is then among the entity's members, and the ledger merges the two.
    """
    return _entities(reports, edges), *_stories_and_claims(reports, edges)


def _at_heads(edge: Edge, heads: dict[str, str]) -> Edge:
    return replace(edge, one=heads.get(edge.one, edge.one), other=heads.get(edge.other, edge.other))


def _entities(reports: Sequence[Report], edges: Sequence[Edge]) -> list[Entity]:
    mentions = {m.id: m for r in reports for m in r.mentions}
    heads = {id: head for r in reports for id, head in _antecedents(r).items()}
    dates = {m.id: r.document.published for r in reports for m in r.mentions}
    texts = {r.document.id: r.document.text for r in reports}
    spelt: dict[str, list[str]] = {}
    for report in reports:
        for attribution in report.attributions:
            if attribution.mention and attribution.source and len(attribution.source.quote) <= 100:
                spelt.setdefault(attribution.mention, []).append(attribution.source.quote)
    # A person may judge any mention; what is joined or parted is whom it stands for.
    joins = [
        e if heads.get(e.one, e.one) == e.one and heads.get(e.other, e.other) == e.other else _at_heads(e, heads)
        for e in edges
        if e.relation == "same.entity"
    ]
    groups: dict[str, list[str]] = {}
    for id, root in _components(sorted(set(heads.values())), joins).items():
        groups.setdefault(root, []).append(id)
    under: dict[str, list[str]] = {}
    for id, head in heads.items():
        under.setdefault(head, []).append(id)
    found = []
    for rows in groups.values():
        members = sorted({m for head in rows for m in (head, *under.get(head, ()))})
        here = [mentions[m] for m in members if m in mentions]
        if not here:
            continue
        own = [m for m in here if m.antecedent is None] or here
        name = max(sorted({m.name for m in own}), key=lambda n: (sum(m.name == n for m in here), len(n)))
        pronouns = {m.id for m in here if m.evidence.quote.lower() in entities.PRONOUNS}
        roles = sorted({m.role for m in here if m.role})
        names = {m.name for m in own} | {f for m in here if m.id not in pronouns for f in entities.forms(m, texts[m.document], roles)}
        names |= {quote for m in here if m.id not in pronouns for quote in spelt.get(m.id, ())}
        seen = sorted(d for m in here if (d := dates[m.id]))
        found.append(
            Entity(
                id="N" + min(members)[1:],
                schema=_schema(own),
                name=name,
                names=tuple(sorted(names)),
                members=tuple(members),
                first_seen=seen[0] if seen else None,
                last_seen=seen[-1] if seen else None,
            )
        )
    return sorted(found, key=lambda e: e.id)


def _schema(mentions: Sequence[Mention]) -> str:
    """What most call it, a telling word before a vague one."""
    said = Counter(m.schema for m in mentions)
    return min(said, key=lambda schema: (schema in VAGUE, -said[schema], schema))


def _stories_and_claims(reports: Sequence[Report], edges: Sequence[Edge]) -> tuple[list[Story], list[Claim]]:
    documents = {r.document.id: r.document for r in reports}
    gathered: dict[str, list[str]] = {}
    for id, root in _components(sorted(documents), (e for e in edges if e.relation in JOINS)).items():
        if id in documents:
            gathered.setdefault(root, []).append(id)
    shown = []
    for members in gathered.values():
        dates = sorted(d for m in members if (d := documents[m].published))
        first = min(members, key=lambda m: (documents[m].published or "9999", m))
        shown.append(
            Story(
                id="S" + min(members)[1:],
                members=tuple(sorted(members)),
                title=documents[first].title or next((t for m in sorted(members) if (t := documents[m].title)), None),
                first_seen=dates[0] if dates else None,
                last_seen=dates[-1] if dates else None,
            )
        )
    lines = _lines(documents, edges)
    told = {item.figure.id: item for report in reports for item in claims.told(report)}
    names = {m.id: m.name for r in reports for m in r.mentions}
    sources = {a.id: names.get(a.mention or "", described(a.source.quote) if a.source else None) for r in reports for a in r.attributions}
    against: dict[str, list[str]] = {}
    for edge in edges:
        if edge.relation == "claim.disputes" and edge.judgement != "negative" and (name := sources.get(edge.one)):
            against.setdefault(edge.other, []).append(name)
    groups: dict[str, list[str]] = {}
    for id, root in _components(sorted(told), (e for e in edges if e.relation == "same.claim")).items():
        if id in told:
            groups.setdefault(root, []).append(id)
    counted = [
        claims.view([told[m] for m in members], lines, [name for m in members for name in against.get(m, ())])
        for members in groups.values()
    ]
    return sorted(shown, key=lambda s: s.id), sorted(counted, key=lambda c: c.id)


def _lines(documents: dict[str, object], edges: Sequence[Edge]) -> dict[str, str]:
    """Each document → the first of its line of copies: the one that is a copy of none, or the smallest where all are."""
    copied = [e for e in edges if e.relation.startswith("copy.") and e.judgement != "negative"]
    derived = {e.one for e in copied}
    line = _components(sorted(documents), copied)
    firsts: dict[str, str] = {}
    for id, root in sorted(line.items()):
        if id not in derived:
            firsts.setdefault(root, id)
    return {id: firsts.get(root, root) for id, root in line.items()}
