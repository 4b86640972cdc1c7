"""Every knob, its default and its range. Settings are passed, never global."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from hearsay.errors import SettingsError

UNITS = {"": 1, "B": 1, "K": 1000, "KB": 1000, "M": 1000**2, "MB": 1000**2, "G": 1000**3, "GB": 1000**3}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may choose. Sizes are bytes, times seconds, text lengths code points.

    Source: the default limits of docs/reference/settings.md.
    """

    language: str | None = None  # None: told or guessed for each report
    model: bool = True  # read with the trained model beside the rules; without it three times as fast, and less is found
    jobs: int = 2  # child processes that read at the same time
    max_size: int = 20_000_000  # bytes of one input file
    timeout: float = 10.0  # wall seconds for one document
    memory: int = 1_000_000_000  # bytes of one child process
    max_text: int = 2_000_000  # code points of one document
    max_sentences: int = 20_000  # of one document; what follows is not read for rows
    max_rows: int = 5_000  # figures, attributions and forecasts of one document
    max_depth: int = 1_000  # nested tags
    max_attributes: int = 2_000  # of one tag
    max_feed_items: int = 2_000  # of one feed
    max_feed_size: int = 5_000_000  # bytes of one feed
    stop_after: int | None = None  # new reports; None: no limit
    strict: bool = False  # stop at the first input that must be skipped

    def digest(self) -> str:
        """Digest of every value, for the Run record."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]


def size(words: str) -> int:
    """Read a size: ``500M`` is 500,000,000 bytes.

    Raises:
        SettingsError: no such size.
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMG]?B?)\s*", words.upper())
    if not match:
        raise SettingsError(f"{words!r} is no size. Write it as 20M or 500000.", value=words)
    return int(float(match[1]) * UNITS[match[2]])


def _value(name: str, kind: str, said: object, whence: str) -> object:
    """Turn what a file or a variable says into the type of the field."""
    try:
        if said is None or isinstance(said, str) and said.lower() == "none":
            if "None" in kind:
                return None
            raise ValueError("a value is needed")
        if name.startswith("max_") and name.endswith("size") or name == "memory":
            return size(str(said))
        if "bool" in kind:
            if str(said).lower() not in ("1", "0", "true", "false", "yes", "no"):
                raise ValueError("say yes or no")
            return str(said).lower() in ("1", "true", "yes")
        number = float(str(said)) if "float" in kind else int(str(said)) if "int" in kind else None
        if number is None:
            return str(said)
        if not 0 < number < 10**15:
            raise ValueError("it must be above zero")
        return number
    except ValueError as problem:
        raise SettingsError(f"{name} = {said!r} in {whence}: {problem}", knob=name, value=said) from problem


def load(file: Path | None = None, environment: Mapping[str, str] | None = None, **flags: object) -> tuple[Settings, dict[str, str]]:
    """Gather the settings: defaults, then ``hearsay.toml``, then ``HEARSAY_*``, then flags (None means not given).

    Returns: the settings, and whence each comes (``default``, the file, the variable, ``flag``).

    Raises:
        SettingsError: unknown knob or bad value.
    """
    kinds = {f.name: str(f.type) for f in fields(Settings)}
    whence = dict.fromkeys(kinds, "default")
    found: dict[str, object] = {}
    path = file or Path("hearsay.toml")
    if file or path.is_file():
        try:
            told = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as problem:
            raise SettingsError(f"{path} cannot be read as TOML: {problem}", file=str(path)) from problem
        for name, said in told.items():
            if name not in kinds:
                raise SettingsError(f"{path} sets {name!r}, which is no setting. There are: {', '.join(kinds)}.", knob=name)
            found[name], whence[name] = _value(name, kinds[name], said, str(path)), str(path)
    variables = os.environ if environment is None else environment
    for name in kinds:
        variable = f"HEARSAY_{name.upper()}"
        if variable in variables:
            found[name], whence[name] = _value(name, kinds[name], variables[variable], variable), variable
    for name, said in flags.items():
        if name not in kinds:
            raise SettingsError(f"{name!r} is no setting. There are: {', '.join(kinds)}.", knob=name)
        if said is not None:
            found[name], whence[name] = said, "flag"
    return replace(Settings(), **found), whence  # type: ignore[arg-type]
