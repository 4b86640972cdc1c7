"""en-worldwide-newswire: names of nine classes in reports from all over the world (Shan, Bauer, Carlson, Manning 2023)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path


def reports(archive: Path) -> Iterator[tuple[str, str, list[tuple[str, int, int]]]]:
    """Name, text and names (class, start, end) of each report: the gold's tokens are found again in the plain text beside them."""
    with zipfile.ZipFile(archive) as packed:
        for row in sorted(n for n in packed.namelist() if n.endswith(".tsv")):
            name = Path(row).name.removesuffix(".tsv")
            text = packed.read(str(Path(row).parent.parent / "text" / name)).decode("utf-8")
            found: list[tuple[str, int, int]] = []
            at, running = 0, False
            for line in packed.read(row).decode("utf-8").splitlines():
                word, tag, *_ = (*line.split("\t"), "", "")  # further columns hold names inside names
                if not word.strip():
                    continue
                start = text.find(word, at, at + 400)
                if start < 0:
                    running = False
                    continue
                at = start + len(word)
                letter, _, kind = tag.partition("-")
                if letter == "I" and running and found[-1][0] == kind:
                    found[-1] = (kind, found[-1][1], at)
                elif letter in "BI":
                    found.append((kind, start, at))
                running = letter in "BI"
            yield name.removesuffix(".txt"), text, found
