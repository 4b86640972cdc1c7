"""The laws of the house: who may lean on whom, where a library lives, which names are taken."""

import ast
import re
import sqlite3
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "hearsay"
FILES = sorted(SRC.rglob("*.py"))

NOUNS = ("errors", "settings", "text", "records")  # each may lean on those before it
ROOMS = ("read", "clean", "extract", "link", "ledger", "export")
MACHINES = ("model", "engine")
DOORS = ("cli", "api", "__main__", "hearsay", "screen", "doctor")
# What may be leaned on. Rooms never meet, machines know no room, doors compute nothing.
MAY = {
    **{noun: NOUNS[:i] for i, noun in enumerate(NOUNS)},
    **dict.fromkeys(MACHINES, NOUNS),
    **dict.fromkeys(ROOMS, NOUNS),
    "extract": (*NOUNS, "model"),
    "pipeline": (*NOUNS, *ROOMS, *MACHINES),
    **dict.fromkeys(DOORS, (*NOUNS, *ROOMS, "pipeline", *DOORS)),
}
# doctor tries a child and tells the versions of what others use.
ALSO = {"doctor": ("engine",)}
HOMES = {
    "lxml": ("read.markup",),
    "trafilatura": ("read.markup",),
    "htmldate": ("read.markup", "read.dates"),
    "resiliparse": ("read.markup",),
    "feedparser": ("read.feeds",),
    "pypdfium2": ("read.files",),
    "fastwarc": ("read.archives",),
    "charset_normalizer": ("read.raw",),
    "py3langid": ("clean.segments",),
    "onnxruntime": ("model",),
    "tokenizers": ("model",),
    "sqlite3": ("ledger", "doctor"),
    "duckdb": ("ledger",),
    "pyarrow": ("engine.spark", "export.flat"),
    "pyspark": ("engine.spark",),
    "click": ("cli",),
    "rich": ("cli",),
    "fastapi": ("api",),
    "starlette": ("api",),
    "uvicorn": ("api",),
    "jinja2": ("api",),
    "torch": (),
}
TAKEN = re.compile(r"(?:^|_)(?:utils?|helpers?|misc|common|core|base|managers?|handlers?)(?:_|$)")
# Words that DuckDB and PostgreSQL reserve; SQLite is asked itself.
RESERVED = frozenset(
    (
        "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "both", "case", "cast", "check", "collate",
        "column", "constraint", "create", "default", "deferrable", "desc", "describe", "distinct", "do", "else", "end", "except",
        "false", "fetch", "for", "foreign", "from", "group", "having", "in", "initially", "intersect", "into", "lambda", "lateral",
        "leading", "limit", "not", "null", "offset", "on", "only", "or", "order", "pivot", "placing", "primary", "qualify",
        "references", "returning", "select", "show", "some", "summarize", "symmetric", "table", "then", "to", "trailing", "true",
        "union", "unique", "unpivot", "user", "using", "variadic", "when", "where", "window", "with",
    )
)  # fmt: skip


def name_of(path: Path) -> str:
    """``clean.structure`` for src/hearsay/clean/structure.py; ``hearsay`` for the package's own file."""
    return ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix("__init__").rstrip(".") or "hearsay"


TREES = {name_of(path): ast.parse(path.read_text(encoding="utf-8"), str(path)) for path in FILES}
PLACES = {name.split(".")[0] for name in TREES}


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every module a tree imports, and the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"line {node.lineno}: imports say the whole name"
            module = node.module or ""
            for alias in node.names:
                yield (f"{module}.{alias.name}" if module == "hearsay" and alias.name in PLACES else module), node.lineno


def place(module: str) -> str | None:
    """The room or file at the top of the package that a module of ours belongs to."""
    parts = module.split(".")
    return None if parts[0] != "hearsay" else parts[1] if len(parts) > 1 else "hearsay"


@pytest.mark.parametrize("name", TREES)
def test_arrows_are_followed_and_never_walked_back(name: str) -> None:
    own = name.split(".")[0]
    assert own in MAY, f"{name} is in no room; give it its arrows in house.md and here"
    allowed = {own, *MAY[own], *ALSO.get(own, ())}
    wrong = [f"line {line}: {module}" for module, line in imports(TREES[name]) if (there := place(module)) and there not in allowed]
    assert wrong == []


@pytest.mark.parametrize("name", TREES)
def test_a_library_has_one_home(name: str) -> None:
    for module, line in imports(TREES[name]):
        homes = HOMES.get(module.split(".")[0])
        if homes is not None:
            assert any(name == home or name.startswith(f"{home}.") for home in homes), f"line {line}: {module} lives in {homes}"


@pytest.mark.parametrize("name", [name for name in TREES if name.split(".")[0] not in DOORS])
def test_no_import_hides_in_a_function_to_dodge_a_cycle(name: str) -> None:
    functions = (node for node in ast.walk(TREES[name]) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    assert [f"line {line}: {module}" for node in functions for module, line in imports(node) if place(module)] == []


@pytest.mark.parametrize("name", [name for name in TREES if name != "cli"])
def test_only_the_command_line_prints(name: str) -> None:
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Call):
            said = ast.unparse(node.func)
            assert said not in ("print", "pprint", "sys.stdout.write", "sys.stderr.write"), f"line {node.lineno}"


@pytest.mark.parametrize("name", TREES)
def test_no_module_has_moods(name: str) -> None:
    assert [node.lineno for node in ast.walk(TREES[name]) if isinstance(node, ast.Global)] == []


@pytest.mark.parametrize("name", TREES)
def test_what_others_may_use_is_explained(name: str) -> None:
    tree = TREES[name]
    assert ast.get_docstring(tree), "a file says in one line what it holds"
    if name.split(".")[-1] == "__main__":
        return
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and len(node.body) > 5:
            assert ast.get_docstring(node), f"line {node.lineno}: {node.name}"


def test_no_drawers() -> None:
    named = [
        path
        for folder in ("src", "tests", "bench", "training", "docs")
        for path in (ROOT / folder).rglob("*")
        if "__pycache__" not in str(path)
    ]
    assert [str(path) for path in named if TAKEN.search(path.stem.lower())] == []


def test_no_field_bears_a_name_that_sql_reserves() -> None:
    columns = set()
    for name in ("records", "text", "ledger.schema"):
        for node in ast.walk(TREES[name]):
            if isinstance(node, ast.ClassDef) and any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list):
                columns |= {part.target.id for part in node.body if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)}
    assert columns & RESERVED <= {"end"}  # of a span: always evidence_end, cue_end … in a table
    db = sqlite3.connect(":memory:")
    for column in columns - {"end"}:
        db.execute(f"CREATE TABLE t_{column} ({column} TEXT, {column}_end INTEGER)")
    db.close()


def test_the_words_of_a_list_have_a_source() -> None:
    lists = list(SRC.rglob("*.toml"))
    assert lists
    for path in lists:
        told = tomllib.loads(path.read_text(encoding="utf-8")).get("source")
        assert told, f"{path.relative_to(ROOT)} has no line: source = …"


def test_what_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(line for lines in project.get("optional-dependencies", {}).values() for line in lines)]
    declared = {re.split(r"[\s\[<>=!~;]", line)[0].lower().replace("-", "_") for line in wanted}
    used = {module.split(".")[0] for tree in TREES.values() for module, _ in imports(tree)} - {"hearsay"} - set(sys.stdlib_module_names)
    assert {name.lower() for name in used} <= declared


def test_tests_mirror_the_source() -> None:
    stray = []
    for path in (ROOT / "tests").rglob("test_*.py"):
        room = path.parent.name
        if room in (*ROOMS, *MACHINES):
            stray += [] if re.match(rf"test_{room}(?:_|\.)", path.name) else [path.name]
    assert stray == []
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert len(names) == len(set(names))
