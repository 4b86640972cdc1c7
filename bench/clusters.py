"""Clusters of reports on one event each, read by people as the seeds were: what stands in them, and what holds across them.

Thirteen clusters of five pages (``corpora/fnc1-test``: layoffs, a company's split and another's sale, an air strike, a siege, hostages, two
women at arms, an oil rumour, a factory, a suicide, a forecast of sales), annotated after the guideline and in the shape of
``gold/seeds.yaml`` by readers who had not seen what hearsay finds. All were looked at to mend what holds for any report, the last eight
after they had been scored once; so they are there to develop on, and tell of other topics what the seeds cannot. One reader each: a fifth
of the rows may be told either way.

Six more (``clusters-later.json``, ``--part later``: trade in organs, a company's purchase, a back channel, a riot, a militant, a treasurer)
were read likewise and scored before anybody looked into them (attributions with their speaker .67, names joined .42), then looked into one
after the other.

The files hold no text: words of a report are ``{"at": [begin, end]}`` in its body, or ``[report, begin, end]`` in another's.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

MARKS = {None: Path(__file__).with_name("clusters.json"), "later": Path(__file__).with_name("clusters-later.json")}
BODIES = "competition_test_bodies.csv.gz"


def clusters(folder: Path, part: str | None = None) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """Each cluster of a part: its gold in the shape of seeds.yaml, and the texts it speaks of by file name.

    None where the corpus is not there.
    """
    if not (folder / BODIES).is_file():
        return
    with gzip.open(folder / BODIES, "rt", encoding="utf-8", newline="") as lines:
        bodies = {row["Body ID"]: row["articleBody"].replace("\r\n", "\n") for row in csv.DictReader(lines)}
    for cluster in json.loads(MARKS[part].read_text(encoding="utf-8")):
        texts = [bodies[document["body"]] for document in cluster["documents"]]
        files = [f"{n:03d}_{document['body']}.txt" for n, document in enumerate(cluster["documents"])]
        documents = [
            {**_told(document, texts, n), "file": file} for n, (document, file) in enumerate(zip(cluster["documents"], files, strict=True))
        ]
        across = {key: _told(value, texts, 0) for key, value in cluster.items() if key != "documents"}
        yield {**across, "documents": documents}, dict(zip(files, texts, strict=True))


def _told(value: Any, texts: Sequence[str], own: int) -> Any:
    """A value with the words put back that its offsets stand for."""
    if isinstance(value, Mapping) and "at" in value:
        *other, begin, end = value["at"]
        return texts[other[0] if other else own][begin:end]
    if isinstance(value, Mapping):
        return {key: _told(inner, texts, own) for key, inner in value.items()}
    return [_told(inner, texts, own) for inner in value] if isinstance(value, list) else value
