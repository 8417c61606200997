"""Ways are compared only when they give one answer. Nothing is measured: the processes are made up."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from bench.journal import Journal
from bench.measures import Bench, DifferentAnswerError
from bench.process import Measured
from bench.project import Limits, Scale, Subject
from bench.ways import answer as answers
from bench.ways.answer import Answer
from support.builds import ProjectCopy

ANSWER: Answer = [
    (*("fuel_transactions", "e", "2024-01-01", "diesel_b7", "", "counted", "only_source"), 1, 2, 3)
]
ONE_MILLIGRAM_MORE: Answer = [(*ANSWER[0][:-1], 4)]

#: What each way says that its work took, per round.
SECONDS = {"ours": [6.0, 9.0, 6.0], "duckdb": [2.0, 3.0, 1.0], "polars": [1.0, 1.0, 1.0]}


@pytest.fixture
def subject(tmp_path: Path) -> Subject:
    profile = "trede: {outputs: {duckdb: {type: duckdb, threads: 2}}}\n"
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "profiles.yml").write_text(profile, encoding="utf-8")
    counts = {"fuel_transactions": 40, "ledger_entries": 60, "trips": 900}
    project = ProjectCopy(tmp_path / "project")
    return Subject(tmp_path / "data", project, Scale(lines=1000, months=1, seed=7), counts)


@pytest.fixture
def bench(subject: Subject, tmp_path: Path) -> Bench:
    work = tmp_path / "work"
    journal = Journal(work / "runs", 9)
    return Bench(work, subject.project, "scale", subject.landing, Limits(), journal)


def _pretend(given: dict[str, Answer]) -> Callable[..., Measured]:
    """Stand in for the measured processes: write what they would write."""
    turns = dict.fromkeys(SECONDS, 0)

    def measure(bench: Bench, case: str, command: Sequence[str]) -> Measured:
        if case in SECONDS:
            option = dict(pairwise(command))
            seconds = SECONDS[case][turns[case]]
            turns[case] += 1
            told = {
                "work_seconds": seconds,
                "work_cpu_seconds": seconds * 2 if case == "ours" else 1,
            }
            Path(option["--output"]).write_text(json.dumps(told), encoding="utf-8")
            answers.write(given.get(case, ANSWER), Path(option["--answer-to"]))
            if case == "ours":
                file = Path(option["--folder"]) / "current.duckdb"
                file.parent.mkdir()
                file.write_bytes(b"x" * 77)
        return Measured(
            wall_seconds=10,
            cpu_seconds=1,
            peak_memory_bytes=1,
            written_bytes=1,
            spilled_bytes=0,
        )

    return measure


def test_ratios_are_of_the_work_round_by_round(
    bench: Bench, subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Bench, "_measure", _pretend({}))
    found = bench.slice(3, subject, ["duckdb", "polars"])
    # 6/2, 9/3 and 6/1; the second round was slow for all.
    ratio = found.ratios["ours/duckdb"]
    assert (ratio.median, ratio.least, ratio.most) == (3, 3, 6)
    assert found.ratios["ours/polars"].median == 6
    # Of the processor's time: 12, 18 and 12 of ours, 1 of theirs.
    assert found.cpu_ratios["ours/polars"].median == 12
    # Trips are no part of the slice.
    assert (found.lines, found.rows) == (100, 1)
    assert found.cases["ours"].lines_per_second == 10
    assert found.cases["ours"].kept_bytes == 77


def test_one_milligram_is_another_answer(
    bench: Bench, subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Bench, "_measure", _pretend({"polars": ONE_MILLIGRAM_MORE}))
    with pytest.raises(DifferentAnswerError, match="polars answers otherwise"):
        bench.slice(3, subject, ["duckdb", "polars"])
