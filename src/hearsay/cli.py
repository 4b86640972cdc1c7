"""The terminal door: asks and shows, computes nothing. Data goes to stdout, messages to stderr."""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import re
import shlex
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

import hearsay
from hearsay import errors, screen
from hearsay import settings as knobs

if TYPE_CHECKING:
    from hearsay.pipeline import Progress
    from hearsay.records import Failure, Source

# Exit statuses: docs/reference/cli.md. The first type that fits holds.
STATUSES: tuple[tuple[type[errors.HearsayError], int], ...] = (
    (errors.LedgerLocked, 5),
    (errors.LedgerDamaged, 6),
    (errors.NoRoom, 7),
    (errors.SettingsError, 2),
    (errors.LedgerError, 2),
    (errors.ExportError, 2),
    (errors.ReadError, 3),
)
BUG, USAGE, SKIPPED, NOTHING, DAMAGED, FULL, INTERRUPTED = 1, 2, 3, 4, 6, 7, 130


class Door:
    """How a verb was asked to speak, and to whom.

    ledger: file; quiet: no messages; verbose: tracebacks and every skipped input; json: data as JSON.
    """

    def __init__(self, *, ledger: str | None, json: bool, quiet: bool, verbose: bool) -> None:
        self.ledger = Path(ledger or os.environ.get("HEARSAY_LEDGER") or "ledger.db")
        self.json, self.quiet, self.verbose = json, quiet, verbose

    def say(self, words: str) -> None:
        """Tell the user something that is no data."""
        if not self.quiet:
            click.echo(words, err=True)

    def show(self, rows: Any, lines: Callable[[int], Iterable[str]]) -> None:
        """Show rows: as JSON where asked, else as the lines that fit this terminal."""
        if self.json:
            click.echo(screen.as_json(rows))
        else:
            for line in lines(shutil.get_terminal_size().columns):
                click.echo(line)

    def open(self) -> hearsay.OpenLedger:
        """Open the ledger for questions."""
        return hearsay.open(self.ledger, read_only=True)


# --- what every verb shares -------------------------------------------------------------------------------------------

Verb = Callable[..., int | None]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="hearsay", prog_name="hearsay")
def program() -> None:
    """Who said what, where it is written, and from how many independent origins it comes.

    hearsay reads reports into a ledger of attributed claims. It never says whether a claim is true.

    \b
    Begin with:
      hearsay demo
      hearsay add ./reports
      hearsay claims --disputed
    """


def verb(*, example: str, name: str | None = None) -> Callable[[Verb], click.Command]:
    """Make a function a verb: the options all share, an example under its help, errors as one line and an exit status."""

    def make(function: Verb) -> click.Command:
        @functools.wraps(function)
        def run(**given: Any) -> int:
            shared = {option: given.pop(option) for option in ("ledger", "json", "quiet", "verbose")}
            door = Door(**shared)
            with _signals():
                return _guard(door, functools.partial(function, door, **given))

        for option in (
            click.option("-v", "--verbose", is_flag=True, help="Say more: every skipped input, and where a bug stands."),
            click.option("-q", "--quiet", is_flag=True, help="Say nothing but data and errors."),
            click.option("--json", "json", is_flag=True, help="Show data as JSON."),
            click.option("-l", "--ledger", metavar="FILE", help="The ledger. [HEARSAY_LEDGER, else ./ledger.db]"),
        ):
            run = option(run)
        examples = "\b\nExamples:\n" + "\n".join(f"  {line}" for line in example.strip().splitlines())
        return program.command(name=name, epilog=examples)(run)

    return make


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    """Let a polite request to end (SIGTERM) do what Ctrl-C does."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _guard(door: Door, run: Callable[[], int | None]) -> int:
    """Run a verb; turn whatever goes wrong into one line and an exit status."""
    try:
        status = run() or 0
        sys.stdout.flush()
        return status
    except click.ClickException:
        raise
    except errors.HearsayError as problem:
        click.echo(f"{problem.code} {problem.message}" if problem.code else f"hearsay: {problem.message}", err=True)
        if door.verbose:
            _traceback()
        return next((status for kind, status in STATUSES if isinstance(problem, kind)), BUG)
    except BrokenPipeError:
        # Whoever read our output has had enough (``| head``): no fault of ours, and nobody to tell.
        _forget(sys.stdout)
        return 0
    except KeyboardInterrupt:
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
            _forget(sys.stdout)
            click.echo("E701 no room left to write to. Free some space and run the same command again.", err=True)
            return FULL
        return _bug(door, problem)
    except Exception as problem:
        return _bug(door, problem)


def _forget(stream: TextIO) -> None:
    """Send what is still to be flushed to nowhere, so that the interpreter does not complain as it ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _traceback() -> None:
    import traceback

    click.echo(traceback.format_exc(), err=True)


def _bug(door: Door, problem: BaseException) -> int:
    said = screen.plain(f"{type(problem).__name__}: {problem}")[:300]
    click.echo(f"hearsay: {said}. This is a bug in hearsay {hearsay.__version__}; nothing that was stored is lost.", err=True)
    if door.verbose:
        _traceback()
    else:
        click.echo("Run the same command with -v and report what it shows.", err=True)
    return BUG


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Returns: the exit status.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # it was closed by whoever started us
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure"):  # a terminal that cannot show a letter shows its escape
            stream.reconfigure(errors="backslashreplace")
    try:
        return int(program.main(args=None if arguments is None else list(arguments), prog_name="hearsay", standalone_mode=False) or 0)
    except click.ClickException as problem:
        problem.show(sys.stderr)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        _forget(sys.stdout)
        return 0


# --- verbs that write -------------------------------------------------------------------------------------------------


def _size(_context: click.Context, _option: click.Parameter, said: str | None) -> int | None:
    """Read what --max-size says."""
    try:
        return None if said is None else knobs.size(said)
    except errors.SettingsError as problem:
        raise click.BadParameter(problem.message) from problem


@verb(example="hearsay add ./reports\nhearsay add page.html notes.txt --jobs 4\ncat notes.txt | hearsay add -")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(allow_dash=True))
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help="Child processes that read at the same time. [2]")
@click.option("--lang", "language", metavar="CODE", help="Language of the reports, e.g. en. [told or guessed for each]")
@click.option("--max-size", callback=_size, metavar="SIZE", help="Skip files larger than this, e.g. 500M. [20M]")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="Give up on a report after this. [10]")
@click.option("--stop-after", type=click.IntRange(1), metavar="N", help="Stop after N new reports.")
@click.option("--strict", is_flag=True, default=None, help="Stop at the first input that must be skipped.")
@click.option("--wait", type=click.FloatRange(0), default=0.0, metavar="SECONDS", help="Queue for a ledger that is being written. [0]")
@click.option("--dry-run", is_flag=True, help="Read everything, keep nothing.")
def add(door: Door, paths: Sequence[str], wait: float, dry_run: bool, **flags: Any) -> int:
    """Read files, folders (recursively) or stdin (-) into the ledger, and link what is new.

    Adding the same again changes nothing. A run that was broken off is taken up where it stood.
    """
    from hearsay import pipeline
    from hearsay.records import Source

    values, _ = knobs.load(**flags)
    found = pipeline.find(paths, values)
    count = sum(isinstance(row, Source) for row in found)
    if not count:
        for failure in found:
            assert not isinstance(failure, Source)
            click.echo(f"{failure.code} {failure.message}", err=True)
        return NOTHING
    new = not door.ledger.exists()
    where = screen.plain(", ".join(paths))
    door.say(f"{screen.plain(door.ledger)}{' (new)' if new else ''}   reading {where}: {screen.count(count, 'file')}")
    with contextlib.nullcontext() if dry_run and new else hearsay.open(door.ledger, read_only=dry_run) as ledger:
        return _add(door, ledger, found, values, wait, dry_run)


def _add(
    door: Door, ledger: hearsay.OpenLedger | None, found: list[Source | Failure], values: knobs.Settings, wait: float, dry_run: bool
) -> int:
    """Add what was found, with a progress bar, and say what was done."""
    from hearsay import pipeline

    total = sum(hasattr(row, "payload") for row in found)
    with _finishing(door) as stop, _bar(door, total) as progress:
        rows = ledger.ledger if ledger else None
        summary = pipeline.add(rows, found, values, progress=progress, stop=stop, wait=wait, dry_run=dry_run)
    counts = ledger.counts() if ledger and not dry_run else None
    if door.json:
        click.echo(screen.as_json({"added": summary, "ledger": counts}))
    elif not door.quiet:
        for line in screen.summary(summary, counts, shutil.get_terminal_size().columns):
            click.echo(line)
    if summary.interrupted:
        door.say("interrupted; what was finished is stored. Run the same command again for the rest")
        return INTERRUPTED
    if summary.figures and counts:
        door.say("next: hearsay claims --disputed   ·   hearsay figures")
    return SKIPPED if summary.failures else 0


@contextlib.contextmanager
def _finishing(door: Door) -> Iterator[threading.Event]:
    """Let the first Ctrl-C or SIGTERM finish what is in hand, and the second stop at once."""
    stop = threading.Event()

    def asked(*_: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        door.say("finishing the reports in hand; once more to stop at once")

    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _bar(door: Door, total: int) -> Iterator[Callable[[Progress], None] | None]:
    """Show a progress bar, if somebody is there to look at it."""
    if door.quiet or not sys.stderr.isatty():
        yield None
        return
    from rich import progress as bars
    from rich.console import Console

    columns = (
        bars.TextColumn("  {task.completed:.0f}/{task.total:.0f}"),
        bars.BarColumn(),
        bars.TimeElapsedColumn(),
        bars.TextColumn("{task.fields[speed]}"),
    )
    with bars.Progress(*columns, console=Console(stderr=True, highlight=False)) as bar:
        task = bar.add_task("reading", total=total, speed="")

        def show(progress: Progress) -> None:
            elapsed = bar.tasks[0].elapsed or 0.0
            bar.update(task, completed=progress.done, speed=f"{progress.documents / elapsed:.0f} reports/s" if elapsed > 1 else "")

        yield show


@verb(example="hearsay judge E1f2e --reject\nhearsay judge N81c0 --same N22aa --by Nadia\nhearsay judge O5d11 --outcome happened")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option("--same", metavar="ID", help="It is the same as this one.")
@click.option("--not-same", metavar="ID", help="It is not the same as this one.")
@click.option("--reject", is_flag=True, help="It is wrong: an edge, a claim, any row.")
@click.option("--outcome", type=click.Choice(["happened", "did-not", "unclear"]), help="What became of a forecast.")
@click.option("--undo", is_flag=True, help="Take back the last word on it.")
@click.option("--by", metavar="NAME", help="Who judges. [the name you are logged in with]")
@click.option("--wait", type=click.FloatRange(0), default=5.0, metavar="SECONDS", help="Queue for a ledger that is being written. [5]")
def judge(
    door: Door,
    ids: Sequence[str],
    same: str | None,
    not_same: str | None,
    reject: bool,
    outcome: str | None,
    undo: bool,
    by: str | None,
    wait: float,
) -> None:
    """Keep a person's word on an edge, a claim or a forecast. It outranks the machine's, and can be taken back.

    --undo takes back the last word on ID; with --same or --not-same, the word on that pair.
    """
    words = [word for word, said in (("same", same), ("not-same", not_same), ("reject", reject), (outcome or "", outcome)) if said]
    if len(words) != 1 and not (undo and not words) or undo and (reject or outcome):
        raise click.UsageError("Say one thing: --same ID, --not-same ID, --reject, --outcome WORD, or --undo.")
    word, pair = "undo" if undo else words[0], same or not_same
    name = by or _login()
    with hearsay.open(door.ledger, make=False) as ledger:
        done = [ledger.judge(id, word, by=name, other=pair, wait=wait) for id in ids]
    door.show(done, lambda width: screen.judgements(done, width))


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError) as problem:  # nobody is logged in: a container, a service
        raise click.UsageError("Say who judges: --by NAME.") from problem


@verb(example="hearsay demo\nhearsay demo --keep demo.db")
@click.option("--keep", metavar="FILE", type=click.Path(dir_okay=False), help="Keep the ledger here. [a temporary folder]")
def demo(door: Door, keep: str | None) -> int:
    """Read the reports that come with hearsay, and show what came of them."""
    import tempfile
    from importlib import resources

    from hearsay import pipeline

    if keep and os.path.exists(keep):
        raise click.UsageError(f"{keep} is there already. Name a new file, or look at it: hearsay claims -l {keep}")
    door.ledger = Path(keep) if keep else Path(tempfile.mkdtemp(prefix="hearsay-demo-")) / "demo.db"
    values, _ = knobs.load()
    with resources.as_file(resources.files("hearsay") / "demo" / "reports") as folder:
        found = pipeline.find([folder], values)
        door.say(f"{screen.plain(door.ledger)} (new)   reading {len(found)} files of invented outlets on real events")
        with hearsay.open(door.ledger) as ledger:
            status = _add(door, ledger, found, values, 0.0, False)
            if status == INTERRUPTED or door.json:
                return status
            _tour(door, ledger)
    return 0


def _tour(door: Door, ledger: hearsay.OpenLedger) -> None:
    """Show one figure series, one origin tree and one disputed claim, each under the command that shows it."""
    width = shutil.get_terminal_size().columns
    # Short enough to be looked at, with numbers that stand against each other and several names on record.
    short_ones = [series for series in ledger.figures(hide_copies=True) if 2 <= len(series.lines) <= 14]
    short_ones.sort(
        key=lambda s: (s.sources > 1 and any(r.relation == "contradicts" for r in s.relations), s.sources, s.reports), reverse=True
    )
    for told in short_ones:
        found = ledger.figures(told.measure, hide_copies=True)
        if found and found[0].lines == told.lines:
            _show(door, f"figures {_quoted(told.measure)} --hide-copies", screen.figures(found[:1], width), len(found) - 1)
            break
    spread = max(ledger.claims(), key=lambda claim: (claim.independent_origins.best, len(claim.documents), claim.id), default=None)
    if spread:
        _show(door, f"trace {screen.short(spread.id)}", screen.tree(ledger.trace(spread.id), width))
    disputed = ledger.claims(disputed=True)
    if disputed:
        about = [relation for relation in ledger.relations() if disputed[0].id in (relation.one, relation.other)]
        _show(door, "claims --disputed", screen.claims(disputed[:1], about, width, others=disputed), len(disputed) - 1)
    door.say(f"\nnext: hearsay explain ID -l {_quoted(str(door.ledger))}   ·   hearsay add ./reports")


def _show(door: Door, command: str, lines: Iterable[str], more: int = 0) -> None:
    click.echo(f"\n$ hearsay {command} -l {_quoted(str(door.ledger))}")
    for line in lines:
        click.echo(line)
    if more > 0:
        click.echo(f"… and {more:,} more")


def _quoted(words: str) -> str:
    """Quote words for a shell, in double quotes where that does."""
    said = screen.plain(words)
    return f'"{said}"' if re.fullmatch(r"[\w ',.:;%()/+-]* [\w ',.:;%()/+-]*", said) else shlex.quote(said)


# --- verbs that ask ---------------------------------------------------------------------------------------------------


def _asking(*names: str) -> Callable[[Verb], Verb]:
    """Give a verb the filters that several share."""
    told = {
        "place": click.option("--place", metavar="NAME", help="Only about this place."),
        "holder": click.option("--holder", metavar="NAME", help="Only of this holder, e.g. an army or a company."),
        "source": click.option("--source", metavar="NAME", help="Only what this source says or passes on."),
        "since": click.option("--since", metavar="DATE", help="Only said on or after it: 2024-02-05, 2024-02 or 2024."),
        "until": click.option("--until", metavar="DATE", help="Only said on or before it."),
    }

    def make(function: Verb) -> Verb:
        for name in reversed(names):
            function = told[name](function)
        return function

    return make


def _words(words: Sequence[str]) -> str | None:
    return " ".join(words) or None


def _none_found(door: Door, found: Sequence[object], what: str) -> None:
    if not found:
        door.say(f"no {what} found. Ask with fewer words or filters, or see what there is: hearsay {what}")


@verb(example='hearsay figures "people killed"\nhearsay figures troops --place Kupiansk --since 2023-07\nhearsay figures --json | jq .')
@click.argument("words", nargs=-1, metavar="[WORDS]")
@_asking("place", "holder", "source", "since", "until")
@click.option("--hide-copies", is_flag=True, help="Leave out reports that only copy another of the same series.")
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, metavar="SHARE", help="Only figures read right with this probability. [0]"
)
def figures(door: Door, words: Sequence[str], **filters: Any) -> None:
    """Show figures as series: one for each measure of a story, in the order they were said."""
    with door.open() as ledger:
        found = ledger.figures(_words(words), **filters)
    door.show(found, lambda width: screen.figures(found, width))
    _none_found(door, found, "figures")


@verb(example="hearsay claims --disputed\nhearsay claims troops --source Reuters --since 2023")
@click.argument("words", nargs=-1, metavar="[WORDS]")
@_asking("place", "source", "since", "until")
@click.option("--disputed", is_flag=True, help="Only those that somebody disputes or another claim contradicts.")
def claims(door: Door, words: Sequence[str], **filters: Any) -> None:
    """Show claims, those of most independent origins first, and who disputes them."""
    with door.open() as ledger:
        found = ledger.claims(_words(words), **filters)
        ids = {claim.id for claim in found}
        stands = [relation for relation in ledger.relations() if ids & {relation.one, relation.other}]
    rows = [
        {**{f.name: getattr(claim, f.name) for f in fields(claim)}, "relations": [r for r in stands if claim.id in (r.one, r.other)]}
        for claim in found
    ]
    door.show(rows, lambda width: screen.claims(found, stands, width))
    _none_found(door, found, "claims")


@verb(example="hearsay forecasts --due\nhearsay forecasts --due 2024-06-30 --source NATO\nhearsay forecasts --scores")
@click.option(
    "--due", metavar="[DATE]", is_flag=False, flag_value="today", help="Only those that close by this day and have no outcome yet. [today]"
)
@click.option("--scores", is_flag=True, help="How the forecasts of each source came out. A Brier score only from 20 resolved on.")
@_asking("source")
def forecasts(door: Door, due: str | None, scores: bool, source: str | None) -> None:
    """Show forecasts: what, who says so, by when, how sure; those that close first on top."""
    if due and scores:
        raise click.UsageError("Say one thing: --due, or --scores of all.")
    day = datetime.now(UTC).date().isoformat() if due == "today" else due
    found: Sequence[Any]
    with door.open() as ledger:
        found = ledger.scores(source=source) if scores else ledger.forecasts(due=day, source=source)
    door.show(found, lambda width: (screen.scores if scores else screen.forecasts)(found, width))
    _none_found(door, found, "forecasts")


@verb(example="hearsay trace C3f2a1b2\nhearsay trace D81c0 --json")
@click.argument("id", metavar="ID")
def trace(door: Door, id: str) -> None:
    """Show the origin tree of a claim, figure, forecast or document: who said it first, through whom, and who copied it."""
    with door.open() as ledger:
        found = ledger.trace(id)
    door.show(found, lambda width: screen.tree(found, width))


@verb(example="hearsay explain F12ab34c\nhearsay explain E1f2e --json")
@click.argument("id", metavar="ID")
def explain(door: Door, id: str) -> None:
    """Show why a row is there: its evidence marked in its sentence, the method that made it, the run, its edges."""
    with door.open() as ledger:
        found = ledger.explain(id)
    door.show(found, lambda width: screen.explanation(found, width))


@verb(
    name="export",
    example="hearsay export --to json --out ledger.json\nhearsay export --to csv --out tables/\nhearsay export --to jsonl | head",
)
@click.option("--to", type=click.Choice(["json", "csv", "jsonl", "parquet", "geojson"]), default="json", help="Format. [json]")
@click.option("--out", metavar="PATH", type=click.Path(allow_dash=True), default="-", help="File, or folder for several. [stdout]")
def export(door: Door, to: str, out: str) -> None:
    """Write the whole ledger in a format of other programs."""
    with door.open() as ledger:
        ledger.export(to, sys.stdout if out == "-" else out)
    if out != "-":
        door.say(f"{screen.plain(door.ledger)} -> {screen.plain(out)}")


@verb(example="hearsay check\nhearsay check --repair")
@click.option("--repair", is_flag=True, help="Mend what can be; what was damaged is kept beside, or read again by the next add.")
def check(door: Door, repair: bool) -> int:
    """Prove the ledger: every page, row, digest, and that every quote stands where its evidence says."""
    with hearsay.open(door.ledger, read_only=not repair, make=False, trusting=True) as ledger:
        found = ledger.check(repair=repair)
    door.show(found, lambda width: screen.problems(found, width))
    left = sum(problem.mended is None for problem in found)
    if not found:
        door.say(f"{screen.plain(door.ledger)} is whole")
    elif left:
        door.say(
            f"{screen.count(left, 'problem')} in {screen.plain(door.ledger)}"
            + ("" if repair else ". Mend what can be: hearsay check --repair")
        )
    else:
        door.say(f"mended {screen.count(len(found), 'problem')}. Add the reports again to read anew what could not be kept")
    return DAMAGED if left else 0


@verb(example="hearsay log --last\nhearsay log --json")
@click.option("--last", is_flag=True, help="Only the last run.")
def log(door: Door, last: bool) -> None:
    """Show runs, and why each input was skipped or warned of."""
    with door.open() as ledger:
        found = ledger.log(1 if last else None)
    door.show(found, lambda width: screen.log(found, width))


# --- verbs about hearsay itself ---------------------------------------------------------------------------------------


@verb(example="hearsay settings\nHEARSAY_JOBS=4 hearsay settings --json")
def settings(door: Door) -> None:
    """Show every setting, its value and whence it comes."""
    rows = _settings()
    door.show(rows, lambda width: screen.settings(rows, width))


def _settings() -> list[dict[str, Any]]:
    values, whence = knobs.load()
    return [{"name": f.name, "value": getattr(values, f.name), "whence": whence[f.name]} for f in fields(values)]


@verb(example="hearsay doctor\nhearsay doctor --json")
def doctor(door: Door) -> None:
    """Show versions, limits and extras, and whether everything works here."""
    from hearsay.doctor import examine_here

    values, _ = knobs.load()
    found, rows = list(examine_here(door.ledger, values)), _settings()
    door.show({"findings": found, "settings": rows}, lambda width: screen.doctor(found, rows, width))
    if ill := sum(finding.well is False for finding in found):
        door.say(f"{screen.count(ill, 'thing')} to mend: see !! above")
