"""What rows look like on a terminal: records in, lines out. Prints nothing and asks nothing."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hearsay.ledger import Branch, Counts, Entry, Explanation, Foretold, Line, Passage, Problem, Relation, Score, Series
    from hearsay.ledger.schema import Judgement
    from hearsay.pipeline import Summary
    from hearsay.records import Claim, Figure, Forecast

SHORT = 8  # characters of an id as lists show it
EDGES = 12  # edges of a row that are shown
RELATIONS = 8  # relations of a claim, or of a series, that are shown
GAP = "  "
# What would move the cursor, turn the text around or hide in it: controls, C1, bidi marks, zero width, tags, lone surrogates.
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
SKIPPED = {
    "E101": "nothing there", "E503": "damaged feed",
    "S201": "not text", "S202": "empty", "S203": "not readable", "S220": "too large", "S223": "too many rows", "S230": "too slow or deep",
    "S231": "crashed the reader", "S232": "took too much memory", "S240": "locked by a password", "S241": "no text layer (PDF)",
    "S242": "damaged PDF", "S243": "damaged mail", "S250": "no article", "S251": "no table of articles", "S290": "met a bug",
}  # fmt: skip
MARKS = {"contradicts": "!", "disputes": "!", "updates": "^", "differs": "~", "supports": "+"}


# --- words and numbers ------------------------------------------------------------------------------------------------


def plain(said: object) -> str:
    """Make words of a report fit for a terminal: one line, and every character that does not show written as an escape."""
    words = " ".join(str(said).split()) if said is not None else ""
    return UNSEEN.sub(lambda c: c[0].encode("unicode_escape", "surrogatepass").decode(), words)


def as_json(rows: Any) -> str:
    """Write rows as JSON that a terminal can show: characters that do not show are escaped, as JSON escapes them."""
    text = json.dumps(_plainly(rows), ensure_ascii=False, indent=2, allow_nan=False)
    return UNSEEN.sub(lambda c: c[0] if c[0] == "\n" else json.dumps(c[0])[1:-1], text)


def _plainly(value: Any) -> Any:
    """Turn records into what JSON knows; evidence as in the export, whole numbers without a fraction."""
    if _is_evidence(value):
        return {"document": value.document, "start": value.span.start, "end": value.span.end, "quote": value.quote}
    if is_dataclass(value):
        return {field.name: _plainly(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {"none" if key is None else str(key): _plainly(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plainly(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def count(number: int, thing: str, many: str | None = None) -> str:
    """Say how many: ``1 file``, ``1,212 files``."""
    return f"{number:,} {thing if number == 1 else many or thing + 's'}"


def number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{int(value):,}" if float(value).is_integer() and abs(value) < 1e15 else f"{value:,.10g}"


def short(id: str | None) -> str:
    return (id or "")[:SHORT]


def day(when: str | None) -> str:
    return (when or "undated")[:10]


def bounds(low: float | None, high: float | None, unit: str) -> str:
    """Say a range of a unit: ``40,000–50,000``, ``at least 150``, ``5 km``."""
    suffix = "" if unit == "1" else f" {plain(unit)}"
    if low is not None and high is not None:
        return (number(low) if low == high else f"{number(low)}–{number(high)}") + suffix
    if low is None and high is None:
        return "no number"
    return (f"at least {number(low)}" if high is None else f"at most {number(high)}") + suffix


# --- layout -----------------------------------------------------------------------------------------------------------


def wide(text: str) -> int:
    """Columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def fit(text: str, width: int) -> str:
    """Cut a text to a number of columns, with an ellipsis where something is cut."""
    if wide(text) <= width:
        return text
    kept, used = [], 0
    for c in text:
        used += wide(c)
        if used > width - 1:
            break
        kept.append(c)
    return "".join(kept).rstrip() + "…"


def table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, right: str = "", give: str = "", width: int) -> Iterator[str]:
    """Set rows under headings; a column in which nothing stands is left out.

    Args:
        right: headings of columns set to the right, parted by spaces.
        give: headings of columns that give way, the widest first, where the line is too long; parted by spaces.
    """
    cells = [[plain(cell) for cell in row] for row in rows]
    shown = [i for i in range(len(columns)) if any(row[i] not in ("", "-") for row in cells)]
    widths = {i: max(wide(columns[i]), *(wide(row[i]) for row in cells)) for i in shown}
    yielding = [i for i in shown if columns[i] in give.split()]
    gap = GAP if sum(widths.values()) + len(GAP) * (len(shown) - 1) <= width else " "
    while yielding and sum(widths.values()) + len(gap) * (len(shown) - 1) > width:
        widest = max(yielding, key=lambda i: widths[i])
        if widths[widest] <= 6:
            break
        widths[widest] -= 1
    for line in [list(columns), *cells]:
        said = []
        for i in shown:
            cell = fit(line[i], widths[i])
            space = " " * (widths[i] - wide(cell))
            said.append(space + cell if columns[i] in right.split() else cell + space)
        yield gap.join(said).rstrip()


def labelled(label: str, items: Iterable[str], width: int, indent: int = 14) -> Iterator[str]:
    """Set items behind a label, parted by dots, on as many lines as they need."""
    head, line = f"{GAP}{label}".ljust(indent), ""
    for item in items:
        if line and indent + wide(line) + wide(item) + 5 > width - 3:
            yield f"{head}{line}  ·"
            head, line = " " * indent, ""
        line += f"  ·  {item}" if line else item
    if line:
        yield f"{head}{line}"


def wrapped(text: str, width: int, indent: int) -> Iterator[str]:
    """Set a text in lines behind an indent; the first line comes without it."""
    lead, line = "", ""
    for word in text.split():
        if line and indent + wide(line) + 1 + wide(word) > width:
            yield lead + line
            lead, line = " " * indent, word
        else:
            line = f"{line} {word}" if line else word
    if line:
        yield lead + line


# --- what add did -----------------------------------------------------------------------------------------------------


def summary(done: Summary, counts: Counts | None, width: int) -> Iterator[str]:
    """What a run of ``add`` did. counts: of the whole ledger after it; None for a dry run."""
    told = [f"{done.added:,} {'new' if counts else 'would be new'}"]
    told += [f"{done.known:,} already known"] if done.known else []
    told += [f"{count(done.copies, 'copy', 'copies')} of others"] if done.copies else []
    told += [f"{done.failures:,} skipped"] if done.failures else []
    yield from labelled("documents", told, width)
    if done.added:
        read = [count(done.attributions, "attribution"), count(done.figures, "figure")]
        yield from labelled("read", [*read, f"{count(done.forecasts, 'forecast')} in {count(done.with_rows, 'document')}"], width)
    if counts:
        claims = f"{count(counts.claims, 'claim')}, {counts.shared:,} of them with more than one origin"
        yield from labelled("across", [count(counts.stories, "story", "stories"), claims, count(counts.open, "open disagreement")], width)
    if done.added:
        dates = [f"{n:,} from {plain(basis)}" for basis, n in _most(done.dates) if basis]
        dates += [f"{done.dates[None]:,} undated (none is guessed)"] if None in done.dates else []
        yield from labelled("dates", dates, width)
        yield from labelled("language", [f"{n:,} {plain(language or 'not told')}" for language, n in _most(done.languages)], width)
    if done.skipped:
        yield from labelled("skipped", [f"{n:,} {SKIPPED.get(code, code)}" for code, n in _most(done.skipped)], width)
    if counts and (done.skipped or done.warnings):
        why = ["why each one" if done.skipped else "", count(done.warnings, "warning") if done.warnings else ""]
        yield f"{'':<14}{', '.join(filter(None, why))}: hearsay log --last"


def _most(tally: Mapping[Any, int]) -> list[tuple[Any, int]]:
    return sorted(tally.items(), key=lambda item: (-item[1], str(item[0])))


# --- figures, claims, forecasts ---------------------------------------------------------------------------------------


def figures(found: Sequence[Series], width: int) -> Iterator[str]:
    """Each series under its measure, in the order things were said; then how its claims stand to each other."""
    for place, series in enumerate(found):
        if place:
            yield ""
        unit = "" if series.unit == "1" else f" ({plain(series.unit)})"
        told = f"{count(series.sources, 'source')} in {count(series.reports, 'report')}"
        yield _ends((plain(series.measure) or "(of what is not told)") + unit, told, width)
        if series.story:
            yield fit(f"{short(series.story)}  {plain(series.title)}", width)
        marks = _marks(series.relations)
        rows = [_line(line, marks.get(line.claim or "", "")) for line in series.lines]
        head = ("said", "who", "via", "low", "best", "high", "words", "copies", "id", "")
        yield from table(head, rows, right="low best high copies", give="who via words", width=width)
        numbers = {line.claim: bounds(line.figure.low, line.figure.high, "1") for line in series.lines if line.claim}
        for relation in series.relations[:RELATIONS]:
            yield from related(relation, numbers, width)
        if len(series.relations) > RELATIONS:
            yield f"… and {len(series.relations) - RELATIONS:,} more: hearsay claims"


def _marks(relations: Sequence[Relation]) -> dict[str, str]:
    """The mark of each claim: of a contradiction both bear it, of an update only the later one."""
    marks: dict[str, str] = {}
    for relation in relations:
        both = relation.relation in ("contradicts", "disputes")
        for id in (relation.one, relation.other) if both else (relation.one,):
            if both or id not in marks:
                marks[id] = MARKS.get(relation.relation, "")
    return marks


def _line(line: Line, mark: str) -> tuple[object, ...]:
    row: Figure = line.figure
    exact = row.low is not None and row.low == row.high
    low, best, high = (None, row.low, None) if exact else (row.low, None, row.high)
    who = line.source_name or f"({line.report.outlet or 'the report'})"
    copies = line.copies or ("copy" if line.copy_of else "")
    words = f'"{row.evidence.quote}"'
    return day(line.said), who, line.via or "", number(low), number(best), number(high), words, copies, short(line.claim or row.id), mark


def related(relation: Relation, numbers: Mapping[str, str], width: int, indent: int = 0) -> Iterator[str]:
    """How one claim stands to another, in words. numbers: what claims say, by id."""
    one, other = (" ".join(filter(None, (short(id), numbers.get(id)))) for id in (relation.one, relation.other))
    said = f"{one} {relation.relation} {other}" + (f": {plain(relation.why)}" if relation.why else "")
    first, *rest = wrapped(said, width, indent + 2)
    yield f"{' ' * indent}{MARKS.get(relation.relation, ' ')} {first}"
    yield from rest


def claims(found: Sequence[Claim], relations: Sequence[Relation], width: int, *, others: Sequence[Claim] = ()) -> Iterator[str]:
    """Each claim with its origins, who said it first, who disputes it, and what it stands against (``others`` among it)."""
    numbers = {claim.id: bounds(claim.low, claim.high, "1") for claim in (*others, *found)}
    of: dict[str, list[Relation]] = {}
    for relation in relations:
        for id in (relation.one, relation.other):
            of.setdefault(id, []).append(relation)
    for claim in found:
        origins = claim.independent_origins
        spread = "" if origins.low == origins.high else f" ({origins.low}–{origins.high})"
        told = f"origins {origins.best}{spread} in {count(len(claim.documents), 'report')}"
        what = plain(claim.measure) or "(of what is not told)"
        yield _ends(f"{short(claim.id)}  {bounds(claim.low, claim.high, claim.unit)}: {what}", told, width)
        first = f"{day(claim.first_seen)}  {plain(claim.first_source or 'the report itself')}: “{plain(claim.wording)}”"
        yield " " * (SHORT + 2) + fit(first, width - SHORT - 2)
        for name in claim.disputed_by:
            yield " " * (SHORT + 2) + fit(f"! disputed by {plain(name)}", width - SHORT - 2)
        stands = [relation for relation in of.get(claim.id, ()) if relation.relation != "disputes"]
        for relation in stands[:RELATIONS]:
            yield from related(relation, numbers, width, SHORT + 2)
        if len(stands) > RELATIONS:
            yield f"{' ' * SHORT}  … and {len(stands) - RELATIONS:,} more: --json shows all"


def forecasts(found: Sequence[Foretold], width: int) -> Iterator[str]:
    """Each forecast: by when, how sure, who says so; then its words, its condition, and why it cannot be resolved."""
    for told in found:
        row: Forecast = told.forecast
        until = f"by {day(row.closes)}" if row.closes else "no day told"
        band = "" if row.low is None or row.high is None else f" {share(row.low, row.high)}"
        who = plain(told.source_name or f"({told.report.outlet or 'the report'})") + (f" via {plain(told.via)}" if told.via else "")
        outcome = f"  {told.outcome} ({plain(told.judged_by)})" if told.outcome else ""
        yield _ends(f"{until:<13}  {row.leaning}{band}  {who}{outcome}", f"said {day(told.said)}  {short(row.id)}", width)
        lines = [f"“{plain(row.evidence.quote)}”"]
        if row.condition and row.condition.quote not in row.evidence.quote:
            lines.append(f"on condition: “{plain(row.condition.quote)}”")
        if row.unresolvable and not told.outcome:
            lines.append(f"not resolvable: {row.unresolvable}")
        for line in lines:
            first, *rest = wrapped(line, width, 15)
            yield from (" " * 15 + first, *rest)


def share(low: float, high: float) -> str:
    """A band of probability: ``20–60 %``."""
    return f"{low:.0%}".rstrip("%") + (f"–{high:.0%}" if high != low else "%").replace("%", " %")


def scores(found: Sequence[Score], width: int) -> Iterator[str]:
    """Each source with what became of its forecasts; the share that stays unclear stands beside every score."""
    head = ("who", "told", "unresolvable", "open", "happened", "did-not", "unclear", "void", "Brier")
    rows = [
        (
            *(row.source_name or "(nobody on record)", row.told, row.unresolvable, row.open, row.happened, row.did_not, row.unclear),
            "none judged" if row.void is None else f"{row.void:.0%}",
            "too few" if row.brier is None else f"{row.brier:.3f}",
        )
        for row in found
    ]
    yield from table(head, rows, right="told unresolvable open happened did-not unclear void Brier", give="who", width=width)


def _ends(left: str, right: str, width: int) -> str:
    """Set one text to the left of a line and one to its right."""
    left = fit(left, width - wide(right) - 2)
    return left + " " * max(2, width - wide(left) - wide(right)) + right


# --- one row ----------------------------------------------------------------------------------------------------------


def tree(top: Branch, width: int) -> Iterator[str]:
    """An origin tree in ASCII."""
    yield from _branch(top, "", "", width)


def _branch(branch: Branch, lead: str, below: str, width: int) -> Iterator[str]:
    marks = {"dispute": "! disputed by ", "via": "via ", "figure": "", "copy": ""}
    words = plain(branch.words)
    said = f"“{words}”" if branch.kind == "figure" else words
    told = GAP.join(filter(None, (day(branch.when) if branch.when else "", short(branch.id))))
    note = f" [{plain(branch.note)}]" if branch.note else ""
    left = f"{lead}{marks.get(branch.kind, '')}{said}"
    yield _ends(fit(left, width - wide(told) - wide(note) - 2) + note, told, width).rstrip()
    for place, below_it in enumerate(branch.branches):
        last = place == len(branch.branches) - 1
        yield from _branch(below_it, below + ("`-- " if last else "|-- "), below + ("    " if last else "|   "), width)


def explanation(told: Explanation, width: int) -> Iterator[str]:
    """A row, its evidence marked in its sentence, the method that made it, the run, and its edges."""
    row, report = told.row, told.report
    yield f"{told.id}  {told.table}"
    if report:
        where = GAP.join(filter(None, (plain(report.title), plain(report.outlet), report.published)))
        yield from _field("report", f"{short(report.document)}  {where or plain(report.uri)}", width)
    if told.source_name or told.via:
        yield from _field("said by", plain(told.source_name or "nobody named") + (f", via {plain(told.via)}" if told.via else ""), width)
    hidden = {"id", "document", "run", "method", "confidence", "evidence", "text", "blocks", "members"}
    for field in fields(row):
        value = getattr(row, field.name)
        if field.name not in hidden and value not in (None, (), "") and not any(map(_is_evidence, (value, *_pieces(value)))):
            yield from _field(field.name, _value(value), width)
    for passage in told.passages:
        yield from _field(passage.part, sentence(passage), width)
    if told.method:
        yield from _field("method", f"{told.method}, confidence {row.confidence if hasattr(row, 'confidence') else row.score:.2f}", width)
    if told.run:
        run = told.run
        yield from _field(
            "run", f"{short(run.id)}  {run.started}  hearsay {run.version}, words {run.lexicon}, settings {run.settings}", width
        )
    for edge in told.edges[:EDGES]:
        other = edge.other if edge.one == told.id else edge.one
        why = f": {plain(edge.why)}" if edge.why else ""
        by = f", {plain(edge.judged_by)}: {edge.judgement}" if edge.judgement else ""
        yield from _field("edge", f"{short(edge.id)}  {edge.relation} {short(other)} ({edge.score:.2f}{by}){why}", width)
    if len(told.edges) > EDGES:
        yield from _field("edge", f"and {len(told.edges) - EDGES:,} more: --json shows all", width)
    for word in told.judgements:
        yield from _field("judged", f"{word.word} {short(word.other)} by {plain(word.judged_by)}, {word.judged_at}", width)


def judgements(words: Sequence[Judgement], width: int) -> Iterator[str]:
    for word in words:
        on = GAP.join(filter(None, (short(word.target), word.word, short(word.other or word.undoes))))
        back = "" if word.undoes else f"   take it back: hearsay judge {short(word.id)} --undo"
        yield fit(f"{on}  by {plain(word.judged_by)}{back}", width)


def sentence(passage: Passage) -> str:
    """A sentence with its evidence marked: ``… said [[at least 150]] people died``."""
    return plain(f"{passage.before}[[{passage.quote}]]{passage.after}")


def _is_evidence(value: object) -> bool:
    from hearsay.records import Evidence  # loads numpy, which ``hearsay --help`` can do without

    return isinstance(value, Evidence)


def _pieces(value: object) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else ()


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(_value(item) for item in value)
    if is_dataclass(value):
        return ", ".join(f"{field.name} {_value(getattr(value, field.name))}" for field in fields(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return number(value) if isinstance(value, (int, float)) else plain(value)


def _field(name: str, said: str, width: int) -> Iterator[str]:
    head = f"{GAP}{plain(name):<20} "
    first, *rest = wrapped(said, width, len(head)) or [""]
    yield head + first
    yield from rest


# --- what was done, and how things stand ------------------------------------------------------------------------------


def log(entries: Sequence[Entry], width: int) -> Iterator[str]:
    """Runs, and why each input was skipped or warned of."""
    for place, entry in enumerate(entries):
        if place:
            yield ""
        run = entry.run
        end = run.ended or "broken off"
        yield fit(
            f"{short(run.id)}  {run.started[:19]} – {end[:19]}  hearsay {run.version}  {count(entry.documents, 'new document')}", width
        )
        for failure in entry.failures:
            yield from _failure(f"{failure.code}  ", failure.message, width)


def _failure(head: str, message: str, width: int) -> Iterator[str]:
    first, *rest = wrapped(plain(message), width, len(head) + 2) or [""]
    yield f"{GAP}{head}{first}"
    yield from rest


def problems(found: Sequence[Problem], width: int) -> Iterator[str]:
    for problem in found:
        mended = f" -> {problem.mended}" if problem.mended else ""
        yield from _failure(f"{problem.table} {short(problem.row)}  ", problem.what + mended, width)


def settings(rows: Sequence[Mapping[str, Any]], width: int) -> Iterator[str]:
    """Every knob, its value, and whence it comes."""
    shown = [(row["name"], _value(row["value"]) if row["value"] is not None else "none", row["whence"]) for row in rows]
    yield from table(("setting", "value", "from"), shown, right="value", give="from", width=width)


def doctor(findings: Sequence[Any], knobs: Sequence[Mapping[str, Any]], width: int) -> Iterator[str]:
    """What was found, ill things with their remedy, and every limit."""
    marks = {True: "ok", False: "!!", None: ""}
    yield from table(("", "what", "found"), [(marks[f.well], f.name, f.said) for f in findings], give="found", width=width)
    for finding in findings:
        if finding.fix:
            yield f"!! {plain(finding.name)}: {plain(finding.fix)}"
    yield ""
    yield from settings(knobs, width)
