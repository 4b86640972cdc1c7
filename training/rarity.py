#!/usr/bin/env python3
"""Count in how many news reports each word stands: the table of hearsay.link.copies.rarity.

    python training/rarity.py ../shared

Reads gold/wikinews (wn000–wn254), en-worldwide-newswire train, PolNeAR train, MUC-4 train and India Police Events; no test part.
Writes src/hearsay/link/rarity.npz: uint8 (65536,), 10 × ln(reports / reports with the word), by CRC-32 of the folded word.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from hearsay.link.copies import ROWS, fold, row

WEIGHTS = Path(__file__).parent.parent / "src/hearsay/link/rarity.npz"


def reports(shared: Path) -> Iterator[str]:
    for number in range(255):
        yield (shared / f"gold/wikinews/documents/wn{number:03}.txt").read_text(encoding="utf-8")
    corpora = shared / "corpora"
    with zipfile.ZipFile(corpora / "polnear/train.zip") as packed:
        for name in packed.namelist():
            if "/text/" in name and name.endswith(".txt"):
                yield packed.read(name).decode("utf-8")
    with zipfile.ZipFile(corpora / "en-worldwide-newswire/train.zip") as packed:
        for name in packed.namelist():
            if name.startswith("text/") and not name.endswith("/"):
                yield packed.read(name).decode("utf-8")
    for name, field in (("india-police-events/docs.jsonl.gz", "doc_text"), ("muc4/train.json.gz", "doctext")):
        for line in gzip.decompress((corpora / name).read_bytes()).decode("utf-8").splitlines():
            report = json.loads(line)
            yield str(report.get(field) or "")


def main() -> None:
    counts, total = np.zeros(ROWS), 0
    for text in reports(Path(sys.argv[1])):
        if text:
            counts[list({row(word) for word in fold(text)})] += 1
            total += 1
    table = np.clip(np.round(10 * np.log((total + 1) / (counts + 1))), 0, 255).astype(np.uint8)
    np.savez_compressed(WEIGHTS, rarity=table)
    print(f"{total} reports, {WEIGHTS.stat().st_size:,} bytes, ln(N) = {math.log(total + 1):.2f}")


if __name__ == "__main__":
    main()
