"""The hallway: what goes in once is there once, however often and in however many pieces."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hearsay import pipeline
from hearsay.engine import SetAside, Stage
from hearsay.errors import ReadError
from hearsay.ledger import Ledger
from hearsay.records import Document, Failure, Report, Source
from hearsay.settings import Settings
from holdings import held

FLOOD = """date 2024-03-04 River floods the lower town

At least 12 people died when the river Orla burst its banks, the mayor of Bellin, Ada Kron, said on Sunday.
The regional health office said that 40 people had been taken to hospital. Kron warned that the water
could rise again within three days.
"""
FLOOD_AGAIN = """date 2024-03-05 Toll of the Orla flood rises

The health office said on Tuesday that 19 people had died in the flood at Bellin. Police spoke of 23 dead.
"""
STRIKE = """date 2024-05-02 Dockers walk out

Some 3,000 dockers stopped work in the port of Harve on Thursday, the union said. The port put the number at 1,100.
"""


class Here:
    """An engine in this process, for tests that need none of the children's protection."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, int]] = []

    def map(self, stage: Stage, shards: Any) -> Iterator[list[Any]]:
        for shard in shards:
            self.seen.append((stage.name, len(shard)))
            yield stage.run(shard)

    def group(self, stage: Stage, shards: Any, by: str) -> Iterator[list[Any]]:
        raise NotImplementedError


class Choking(Here):
    """An engine that sets aside every record a test says is poison."""

    def __init__(self, poison: Callable[[Any], bool], reason: str) -> None:
        super().__init__()
        self.poison, self.reason = poison, reason

    def map(self, stage: Stage, shards: Any) -> Iterator[list[Any]]:
        for shard in shards:
            yield [
                row
                for record in shard
                for row in ([SetAside(record, self.reason, "it ended")] if self.poison(record) else stage.run([record]))
            ]


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, text in (("flood.txt", FLOOD), ("again.txt", FLOOD_AGAIN), ("strike.txt", STRIKE)):
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.db") as ledger:
        yield ledger


def add(ledger: Ledger | None, *paths: Path, settings: Settings = Settings(), **given: Any) -> pipeline.Summary:  # noqa: B008
    given.setdefault("engine", Here())
    return pipeline.add(ledger, pipeline.find(paths, settings), settings, **given)


def test_add_counts_what_it_did(ledger: Ledger, reports: Path) -> None:
    (reports / "empty.txt").write_text("")
    done = add(ledger, reports)
    assert (done.sources, done.added, done.known, done.failures) == (4, 3, 0, 1)
    assert done.skipped == {"S202": 1} and done.languages == {"en": 3}
    assert sum(done.dates.values()) == 3 and done.figures > 0 and done.attributions > 0
    counts = ledger.counts()
    assert (counts.documents, counts.figures, counts.attributions) == (3, done.figures, done.attributions)


def test_adding_twice_changes_nothing(ledger: Ledger, reports: Path) -> None:
    add(ledger, reports)
    before = held(ledger)
    engine = Here()
    done = add(ledger, reports, engine=engine)
    assert (done.added, done.known) == (0, 3) and held(ledger) == before
    assert engine.seen == []  # nothing was even read


def test_a_file_that_only_moved_is_another_document(ledger: Ledger, reports: Path, tmp_path: Path) -> None:
    add(ledger, reports)
    (tmp_path / "copy.txt").write_text(FLOOD)
    done = add(ledger, tmp_path / "copy.txt")
    assert done.added == 1 and done.copies == 1


def test_a_changed_file_is_another_version(ledger: Ledger, reports: Path) -> None:
    add(ledger, reports)
    (reports / "flood.txt").write_text(FLOOD.replace("At least 12", "At least 15"))
    done = add(ledger, reports)
    assert (done.added, done.known) == (1, 2)
    assert {edge.relation for edge in ledger.copies()} == {"copy.revision"}


def test_order_and_pieces_do_not_matter(tmp_path: Path, reports: Path) -> None:
    files = sorted(reports.iterdir())
    with Ledger(tmp_path / "whole.db") as ledger:
        add(ledger, reports)
        whole = held(ledger)
    for seed in range(3):
        order = random.Random(seed).sample(files, len(files))
        with Ledger(tmp_path / f"pieces-{seed}.db") as ledger:
            for file in order:
                add(ledger, file)
            assert held(ledger) == whole


def test_the_demo_in_pieces_tells_what_the_whole_tells(tmp_path: Path) -> None:
    settings = Settings()
    folder = Path(pipeline.__file__).parent / "demo" / "reports"
    sources = [source for source in pipeline.find([folder], settings) if isinstance(source, Source)]
    documents = [row for read in pipeline.read_sources(sources, settings=settings) for row in read.rows if isinstance(row, Document)]
    reports = [row for row in pipeline.report_documents(documents, settings=settings, run="R") if isinstance(row, Report)]
    random.Random(3).shuffle(reports)
    told = []
    for size in (len(reports), 8):
        with Ledger(tmp_path / f"pieces-{size}.db") as ledger:
            run = pipeline.new_run(settings)
            ledger.begin(run)
            for i in range(0, len(reports), size):
                ledger.write(reports[i : i + size], [], run.id)
                pipeline.link_reports(ledger, reports[i : i + size], run.id)
            related = {(relation.one, relation.relation, relation.other) for relation in ledger.relations()}
            told.append({**held(ledger), "relations": related})
    assert told[0] == told[1]


def test_what_was_written_but_not_linked_is_linked_next_time(ledger: Ledger, reports: Path, tmp_path: Path) -> None:
    with Ledger(tmp_path / "clean.db") as clean:
        add(clean, reports)
        whole = held(clean)
    settings = Settings()
    run = pipeline.new_run(settings)
    ledger.begin(run)
    documents = [d for s in pipeline.find([reports], settings) for d in pipeline.read_sources([s], settings=settings)[0].rows]
    rows = pipeline.report_documents([d for d in documents if isinstance(d, Document)], settings=settings, run=run.id)
    ledger.write([row for row in rows if isinstance(row, Report)], [], run.id)
    assert ledger.pending()
    done = add(ledger, reports)
    assert done.added == 0 and held(ledger) == whole


def test_a_dry_run_keeps_nothing(ledger: Ledger, reports: Path) -> None:
    done = add(ledger, reports, dry_run=True)
    assert done.added == 3 and done.figures > 0 and ledger.documents() == [] and ledger.log() == []
    assert add(None, reports, dry_run=True).added == 3


def test_stop_after_so_many_reports(ledger: Ledger, reports: Path) -> None:
    settings = Settings(stop_after=2)
    assert add(ledger, reports, settings=settings).added == 2
    assert add(ledger, reports, settings=settings).added == 1  # the next two are one


def test_strict_stops_at_the_first_skipped_input(ledger: Ledger, reports: Path) -> None:
    (reports / "empty.txt").write_text("")
    with pytest.raises(ReadError, match=r"empty\.txt") as caught:
        add(ledger, reports, settings=Settings(strict=True))
    assert caught.value.code == "S202"


def test_progress_ends_at_the_end(ledger: Ledger, reports: Path) -> None:
    told: list[pipeline.Progress] = []
    add(ledger, reports, progress=told.append)
    assert (told[-1].done, told[-1].total, told[-1].documents) == (3, 3, 3)
    assert [t.done for t in told] == sorted(t.done for t in told)


def test_progress_ends_at_the_end_where_all_is_known(ledger: Ledger, reports: Path) -> None:
    add(ledger, reports)
    told: list[pipeline.Progress] = []
    add(ledger, reports, progress=told.append)
    assert (told[-1].done, told[-1].total) == (3, 3)


@pytest.mark.parametrize(("reason", "code"), [("timeout", "S230"), ("crash", "S231"), ("memory", "S232"), ("error", "S290")])
@pytest.mark.parametrize("stage", [Source, Document])
def test_poison_becomes_a_failure_and_is_tried_again_next_time(
    ledger: Ledger, reports: Path, reason: str, code: str, stage: type[Any]
) -> None:
    done = add(ledger, reports, engine=Choking(lambda record: isinstance(record, stage) and "flood" in record.uri, reason))
    assert (done.added, done.skipped) == (2, {code: 1})
    [failure] = [f for f in ledger.log(1)[0].failures if f.code == code]
    assert failure.document == str(reports / "flood.txt") and "flood.txt" in failure.message and "\n" not in failure.message
    again = add(ledger, reports)
    assert (again.added, again.known, again.failures) == (1, 2, 0)


def test_each_run_logs_its_own_failures(ledger: Ledger, reports: Path) -> None:
    (reports / "empty.txt").write_text("")
    for _ in range(2):
        add(ledger, reports)
    assert [[f.code for f in entry.failures if f.code[0] == "S"] for entry in ledger.log()] == [["S202"], ["S202"]]


def test_a_table_with_a_bad_row_is_read_again(ledger: Ledger, tmp_path: Path) -> None:
    good = '{"url": "https://a.example/1", "title": "One", "text": "Nine people were hurt, police said."}'
    (tmp_path / "articles.jsonl").write_text(good + "\n{broken\n")
    first = add(ledger, tmp_path / "articles.jsonl")
    assert (first.added, first.failures) == (1, 1)
    second = add(ledger, tmp_path / "articles.jsonl")
    assert (second.added, second.known, second.failures) == (0, 1, 1)


def test_a_poison_row_costs_one_row_of_its_table(ledger: Ledger, tmp_path: Path) -> None:
    rows = [f'{{"url": "https://a.example/{i}", "title": "No {i}", "text": "{i + 2} people were hurt, police said."}}' for i in range(30)]
    (tmp_path / "articles.jsonl").write_text("\n".join(rows))
    done = add(ledger, tmp_path / "articles.jsonl", engine=Choking(lambda r: isinstance(r, Document) and r.uri.endswith("/7"), "crash"))
    assert (done.added, done.skipped) == (29, {"S231": 1})


def test_a_language_without_rules_is_kept_without_rows(ledger: Ledger, tmp_path: Path) -> None:
    text = "Le maire a déclaré dimanche que douze personnes étaient mortes lorsque la rivière est sortie de son lit dans la ville."
    (tmp_path / "crue.txt").write_text(text)
    done = add(ledger, tmp_path / "crue.txt")
    assert (done.added, done.failures) == (1, 0) and done.languages == {"fr": 1}
    [report] = ledger.reports(ledger.documents())
    assert not report.figures and not report.attributions
    assert "W210" in {f.code for f in ledger.log(1)[0].failures}


def test_too_many_rows_are_refused(ledger: Ledger, reports: Path) -> None:
    done = add(ledger, reports / "flood.txt", settings=Settings(max_rows=1))
    assert (done.added, done.skipped) == (0, {"S223": 1})


def test_a_stop_that_was_set_before_reads_nothing(ledger: Ledger, reports: Path) -> None:
    stop = threading.Event()
    stop.set()
    done = pipeline.add(ledger, pipeline.find([reports], Settings()), Settings(), stop=stop)
    assert done.interrupted and done.added == 0


def test_children_give_what_this_process_gives(tmp_path: Path, reports: Path) -> None:
    with Ledger(tmp_path / "here.db") as here, Ledger(tmp_path / "children.db") as children:
        add(here, reports)
        pipeline.add(children, pipeline.find([reports], Settings()), Settings(timeout=60))
        assert held(here) == held(children)


def test_run_tells_how_to_make_every_row_again() -> None:
    one, other = pipeline.new_run(Settings()), pipeline.new_run(Settings(max_rows=7))
    assert one.id != other.id and one.lexicon == other.lexicon and one.settings != other.settings
    assert one.version and one.engine and one.started < other.started


def test_examine_reads_a_text_without_a_ledger() -> None:
    report = pipeline.examine("At least 12 people died on Sunday, the mayor said.", published="2024-03-04")
    assert report.document.published == "2024-03-04" and report.document.published_basis == "given"
    assert [f.low for f in report.figures] == [12] and report.attributions
    for figure in report.figures:
        span = figure.evidence.span
        assert report.document.text[span.start : span.end] == figure.evidence.quote


def test_examine_of_nothing_says_so() -> None:
    with pytest.raises(ReadError) as caught:
        pipeline.examine("  \n")
    assert caught.value.code == "S202"


def test_a_judgement_shows_at_once_and_can_be_undone(ledger: Ledger, reports: Path) -> None:
    add(ledger, reports)
    before = held(ledger)
    one, other = (claim for claim in ledger.claims() if claim.low in (19, 23))
    word = pipeline.judge(ledger, one.id, "same", by="Nadia", other=other.id)
    joined = [claim for claim in ledger.claims() if set(one.members) <= set(claim.members)]
    assert len(joined) == 1 and set(other.members) <= set(joined[0].members)
    pipeline.judge(ledger, word.id, "undo", by="Nadia")
    after = held(ledger)
    assert {key: after[key] for key in ("claims", "stories", "entities")} == {key: before[key] for key in ("claims", "stories", "entities")}


def test_a_failure_names_no_more_than_its_file() -> None:
    row = SetAside(Source("/tmp/a\x1b[31m.txt"), "timeout", "it ended")
    failure = pipeline._set_aside(row, "read", "/tmp/a\x1b[31m.txt", Settings())
    assert isinstance(failure, Failure) and "\x1b" not in failure.message
