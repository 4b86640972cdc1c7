"""What the documentation promises: everything is in it, it is current, and its examples run."""

import difflib
import importlib.util
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import fields
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest

from hearsay import cli, errors
from hearsay.export import exporters
from hearsay.extract import extractors
from hearsay.ledger import schema
from hearsay.read import readers
from hearsay.settings import Settings

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", *DOCS.rglob("*.md")])
CODE = re.compile(r"\b[EWSI]\d{3}\b")
FENCE = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
REPORTS = {
    "flood.txt": """date 2024-03-04 River floods the lower town of Bellin

At least 12 people died when the river burst its banks, the mayor of Bellin, Ada Kron, said on Sunday. The regional health office said that
40 people had been taken to hospital.
""",
    "toll.txt": """date 2024-03-05 Toll of the Bellin flood rises

The health office of Bellin said on Tuesday that 19 people had died in the flood. Police spoke of 23 dead, a number that the health office
disputed. Kron warned that the water could rise again within three days.
""",
}


def load_generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def said() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


def test_pages_made_from_the_source_are_current() -> None:
    stale = []
    for path, words in load_generator().pages().items():
        found = path.read_text(encoding="utf-8") if path.is_file() else ""
        if found != words:
            change = difflib.unified_diff(found.splitlines(), words.splitlines(), path.name, "the source", lineterm="", n=0)
            stale.append("\n".join(list(change)[:12]))
    assert not stale, "run: python docs/generate.py\n" + "\n".join(stale)


def test_everything_a_user_meets_is_documented() -> None:
    words = said()
    classes = [name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.HearsayError)]
    tables = [
        *schema.KEPT,
        schema.JUDGEMENTS.name,
        schema.RUNS.name,
        schema.FAILURES.name,
        *(table.name for table in schema.VIEWS.values()),
    ]
    wanted = {
        **{f"hearsay {name}": "verb" for name in cli.program.commands},
        **{f"`{field.name}`": "setting" for field in fields(Settings)},
        **{f"## {name}": "table" for name in tables},
        **{f"`{name}`": "error" for name in classes},
        **{f"`{extractor.name}`": "extractor" for extractor in extractors()},
        **{f"`{reader.name}`": "reader" for reader in readers().values()},
        **{f"`{name}`": "export" for name in exporters()},
    }
    assert {name: kind for name, kind in wanted.items() if name not in words} == {}


def test_every_message_code_is_explained_and_none_is_invented() -> None:
    told = set(re.findall(r"^\| ([EWSI]\d{3}) \|", (DOCS / "reference" / "messages.md").read_text(encoding="utf-8"), re.MULTILINE))
    used = {code for path in (ROOT / "src").rglob("*.py") for code in re.findall(r'"([EWSI]\d{3})"', path.read_text(encoding="utf-8"))}
    assert used - told == set(), "explain these in docs/reference/messages.md"
    assert told - used == set(), "no line of the source says these"


def test_pages_speak_of_codes_that_are_there() -> None:
    told = set(CODE.findall((DOCS / "reference" / "messages.md").read_text(encoding="utf-8")))
    assert {code for page in PAGES for code in CODE.findall(page.read_text(encoding="utf-8"))} <= told


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    words = re.sub(FENCE, "", page.read_text(encoding="utf-8"))
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", words):
        if not re.match(r"[a-z]+:|#", target) and not (page.parent / target.split("#")[0]).exists():
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent.name == "decisions"], ids=lambda page: page.stem)
def test_a_decision_is_short_and_says_what_would_change_it(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+", page.stem)
    assert len(lines) <= 40
    assert lines[0].startswith("# ")
    assert re.search(r"what would change|would change (?:it|this)", "\n".join(lines), re.IGNORECASE)


def test_decisions_bear_a_number_of_their_own() -> None:
    numbers = [page.stem[:4] for page in (DOCS / "decisions").glob("*.md")]
    assert len(numbers) == len(set(numbers))


def test_each_room_has_told_what_a_user_notices() -> None:
    lines = list((ROOT / "changelog.d").glob("*.md"))
    assert lines
    assert [path.name for path in lines if not path.read_text(encoding="utf-8").strip()] == []


# --- examples ---------------------------------------------------------------------------------------------------------


def examples(language: str) -> list[object]:
    """Pages that hold examples of a language."""
    held = [page for page in PAGES if any(kind == language for kind, _ in FENCE.findall(page.read_text(encoding="utf-8")))]
    return [pytest.param(page, id=str(page.relative_to(ROOT))) for page in held]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with reports in it, where examples run."""
    (tmp_path / "reports").mkdir()
    for name, words in REPORTS.items():
        (tmp_path / "reports" / name).write_text(words, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("HEARSAY_"):
            monkeypatch.delenv(name)
    return tmp_path


ID = re.compile(r"\b[A-Z](?=\w*\d)[0-9a-f]{3,16}\b")


def real(ledger: Path, known: dict[str, str], match: re.Match[str]) -> str:
    """An id of this ledger for one that a page shows: of the same kind of row, another for another."""
    letter = match[0][0]
    if match[0] not in known:
        with sqlite3.connect(f"file:{ledger}?mode=ro", uri=True) as db:
            table = "claims" if letter == "C" else schema.LETTERS[letter]
            taken = [id for (id,) in db.execute(f"SELECT id FROM {table} ORDER BY id")]
        db.close()
        known[match[0]] = next(id for id in taken if id not in known.values())
    return known[match[0]]


@pytest.mark.parametrize("page", examples("python"))
def test_python_examples_run(page: Path, desk: Path) -> None:
    """Every python block of a page, one after another, in one name space; a block that begins with ``# sketch`` shows no program."""
    blocks = [
        words for kind, words in FENCE.findall(page.read_text(encoding="utf-8")) if kind == "python" and not words.startswith("# sketch")
    ]
    space: dict[str, object] = {"__name__": "example"}
    for block in (block for block in blocks if not block.startswith("# sketch")):
        exec(compile(block, str(page.relative_to(ROOT)), "exec"), space)


@pytest.mark.parametrize("page", examples("console"))
def test_console_examples_run(page: Path, desk: Path) -> None:
    """Every ``$ hearsay …`` of a page's console blocks, in one folder. The lines under it must come so; ``…`` stands for anything."""
    known: dict[str, str] = {}
    for kind, block in FENCE.findall(page.read_text(encoding="utf-8")):
        if kind != "console":
            continue
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *shown = step.rstrip().splitlines()
            if not re.match(r"(?:\w+=\S+ )*hearsay\b", command):
                continue
            command = ID.sub(partial(real, desk / "ledger.db", known), command)
            run = re.sub(r"\bhearsay\b", f"{sys.executable} -m hearsay", command.split("  #")[0], count=1)
            done = subprocess.run(["bash", "-c", run], capture_output=True, text=True, timeout=100, env={**os.environ, "COLUMNS": "100"})
            assert done.returncode in (0, 3), f"$ {command}\n{done.stdout}{done.stderr}"
            wanted = r".*".join(re.escape(part) for part in "\n".join(line.strip() for line in shown if line.strip()).split("…"))
            said = "\n".join(line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip())
            assert re.search(wanted, said, re.DOTALL), f"$ {command}\n--- the page says\n{chr(10).join(shown)}\n--- it said\n{said}"


def test_the_generator_writes_where_it_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "docs"
    copy.mkdir()
    shutil.copy(DOCS / "generate.py", copy)
    (copy / "reference").mkdir()
    subprocess.run([sys.executable, str(copy / "generate.py")], check=True, timeout=60)
    assert {path.name for path in (copy / "reference").iterdir()} == {path.name for path in load_generator().pages()}
