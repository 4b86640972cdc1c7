"""Write the reference pages that follow from the source: ``python docs/generate.py``."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click

from hearsay import cli, errors
from hearsay.export import exporters
from hearsay.extract import extractors
from hearsay.ledger import schema
from hearsay.read import readers
from hearsay.settings import Settings

FOLDER = Path(__file__).parent / "reference"
MADE = "<!-- Made by docs/generate.py from the source. Change it there. -->\n"
STATUSES = (
    (0, "done"), (1, "a bug: say so, with the line that `-v` shows"), (2, "asked wrongly: an option, a file that is no ledger"),
    (3, "done, some input skipped"), (4, "nothing there to read at all"), (5, "the ledger is busy"), (6, "the ledger is damaged"),
    (7, "out of room"), (8, "network"), (130, "interrupted; what was finished is kept"),
)  # fmt: skip


def cli_page() -> Iterator[str]:
    """Every verb, its options and examples."""
    yield "# On the terminal\n"
    yield "Data goes to stdout, messages to stderr. `-` is stdin. Every verb has `--ledger/-l`, `--json`, `-q`, `-v` and `--help`.\n"
    shared = {"ledger", "json", "quiet", "verbose"}
    for name, command in sorted(cli.program.commands.items()):
        context = click.Context(command, info_name=f"hearsay {name}")
        yield f"## hearsay {' '.join([name, *command.collect_usage_pieces(context)[1:]])}\n"
        yield inspect.cleandoc(command.help or "") + "\n"
        options = [option for option in command.params if isinstance(option, click.Option) and option.name not in shared]
        if options:
            yield "| option | |\n|---|---|"
            for option in options:
                said, told = option.get_help_record(context) or ("", "")
                yield f"| `{_cell(said)}` | {_cell(told)} |"
            yield ""
        examples = [line.strip() for line in (command.epilog or "").splitlines() if line.startswith("  ")]
        if examples:
            yield "```sh\n" + "\n".join(examples) + "\n```\n"
    yield "## Exit status\n\n| | |\n|---|---|"
    yield from (f"| {status} | {told} |" for status, told in STATUSES)
    yield "\nWhat each message code means: [messages](messages.md)."


def settings_page() -> Iterator[str]:
    """Every knob."""
    yield "# Settings\n"
    yield "Defaults, then `hearsay.toml` in the working folder, then the variable, then the flag; `hearsay settings` shows which spoke."
    yield "Sizes are bytes and may be written as `20M`; times are seconds; lengths of text are code points.\n"
    comments = dict(re.findall(r"^    (\w+): [^#\n]*#\s*(.+)$", inspect.getsource(Settings), re.MULTILINE))
    yield "| setting | default | what | variable |\n|---|---|---|---|"
    for field in fields(Settings):
        shown = f"{field.default:,}" if type(field.default) is int else field.default
        yield f"| `{field.name}` | {shown} | {_cell(comments.get(field.name, ''))} | `HEARSAY_{field.name.upper()}` |"


def tables_page() -> Iterator[str]:
    """Every table and its columns."""
    yield "# Tables\n"
    yield "A ledger is one SQLite file. Rows are added and superseded, never edited: a row holds where `superseded` is NULL."
    yield "A field that is evidence lies in `…_start`, `…_end` and `…_quote`: code points into `documents.text`, half-open.\n"
    tables = (*schema.KEPT.values(), schema.JUDGEMENTS, schema.RUNS, schema.FAILURES, *schema.VIEWS.values())
    for table in tables:
        yield f"## {table.name}\n"
        yield _listed(table.record)
        yield "| column | type | |\n|---|---|---|"
        yield from (f"| `{column.name}` | {column.affinity} | {'may be NULL' if column.nullable else ''} |" for column in table.columns)
        if table.name in schema.KEPT:
            yield "| `superseded` | TEXT | id of the run that put another in its place; NULL: it holds |"
        yield "| `digest` | TEXT | digest of the row, proved by `hearsay check` |\n"
    yield "## Beside\n\nWhat finds rows quickly; all of it can be made again from the tables above.\n\n| table | columns |\n|---|---|"
    for name, made in schema.named_statements().items():
        if re.match(r"CREATE (?:VIRTUAL )?TABLE", made) and name not in {table.name for table in tables}:
            columns = re.split(r", PRIMARY KEY|, content|, tokenize", made.split("(", 1)[1])[0]
            yield f"| `{name}` | {', '.join(f'`{column.split()[0]}`' for column in columns.rstrip(')').split(', '))} |"


def errors_page() -> Iterator[str]:
    """Every error class."""
    yield "# Errors\n"
    yield "All are in `hearsay.errors`. A message is one line; its parts are attributes, its code is `.code` ([messages](messages.md)).\n"

    def branch(kind: type[errors.HearsayError], depth: int) -> Iterator[str]:
        yield f"{'  ' * depth}- `{kind.__name__}`: {(kind.__doc__ or '').strip().splitlines()[0]}"
        for child in sorted(kind.__subclasses__(), key=lambda child: child.__name__):
            if child.__module__ == errors.__name__:
                yield from branch(child, depth + 1)

    yield from branch(errors.HearsayError, 0)


def plugins_page() -> Iterator[str]:
    """Every reader, extractor and exporter."""
    yield "# Readers, extractors, exports\n"
    yield "One file each, found by their room (`read`, `extract`, `export`); drop a file in and it is used.\n"
    yield "## Readers\n\n| reader | takes | |\n|---|---|---|"
    for reader in sorted({id(reader): reader for reader in readers().values()}.values(), key=lambda reader: reader.name):
        yield f"| `{reader.name}` | {', '.join(f'`{taken}`' for taken in reader.takes)} | {_first(reader.run)} |"
    yield "\n## Extractors\n\n| extractor | makes | needs | |\n|---|---|---|---|"
    for extractor in sorted(extractors(), key=lambda extractor: extractor.name):
        needs = ", ".join(f"`{need}`" for need in extractor.needs) or "–"
        yield f"| `{extractor.name}` | `{extractor.makes.__name__}` | {needs} | {_first(extractor.run)} |"
    yield "\n## Exports\n\n| export | |\n|---|---|"
    for exporter in sorted(exporters().values(), key=lambda exporter: exporter.name):
        yield f"| `{exporter.name}` | {_first(exporter.run)} |"


def _listed(record: type) -> str:
    """A record's docstring: its first line, then what it says of its fields as a list."""
    lines: list[str] = []
    for line in inspect.cleandoc(record.__doc__ or "").splitlines():
        if re.match(r"\w+(?:, \w+)*: ", line) and not line.startswith("Made by"):
            lines.append(f"- {line}")
        elif line and lines and lines[-1].startswith("- ") and not line.startswith("Made by"):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _cell(words: object) -> str:
    return " ".join(str(words).split()).replace("|", "\\|")


def _first(function: object) -> str:
    """The first line of a docstring."""
    return _cell((inspect.getdoc(function) or "").split("\n\n")[0])


def pages() -> dict[Path, str]:
    """Every page that follows from the source."""
    made = {"cli": cli_page, "settings": settings_page, "tables": tables_page, "errors": errors_page, "plugins": plugins_page}
    return {FOLDER / f"{name}.md": MADE + "\n".join(page()).rstrip() + "\n" for name, page in made.items()}


if __name__ == "__main__":
    for path, words in pages().items():
        path.write_text(words, encoding="utf-8")
