# `just` lints and tests; the other words do the rest.
default: lint test
lint:
    .venv/bin/ruff check src tests bench training docs
    .venv/bin/ruff format --check src tests bench training docs
    .venv/bin/mypy
test:
    .venv/bin/python -m pytest
golden:
    .venv/bin/python tests/golden/remake.py
docs:
    .venv/bin/python docs/generate.py
bench:
    .venv/bin/python bench/quality.py
    .venv/bin/python bench/speed.py
