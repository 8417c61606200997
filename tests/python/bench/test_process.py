"""What is measured of a process, and what is written down of it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench import process
from bench.journal import Journal
from bench.process import FailedError, Measured, measure
from bench.results import Run


def _measure(tmp_path: Path, code: str, spill: Path | None = None) -> Measured:
    return measure(
        [sys.executable, "-c", code], folder=tmp_path, output=tmp_path / "said", spill=spill
    )


def test_time_and_memory_are_those_of_the_process(tmp_path: Path) -> None:
    little = _measure(tmp_path, "pass")
    much = _measure(tmp_path, "import time; held = b'x' * 300_000_000; time.sleep(0.3)")
    # What the tests hold is the floor of what a child seems to need; 300 MB stand out by far.
    assert much.peak_memory_bytes > 300_000_000
    assert much.wall_seconds > 0.3
    assert much.cpu_seconds < much.wall_seconds + 1
    assert little.wall_seconds < much.wall_seconds


def test_spilled_is_the_most_at_once(tmp_path: Path) -> None:
    spill = tmp_path / "spill"
    spill.mkdir()
    code = (
        "import pathlib, time; file = pathlib.Path('spill/part');"
        "file.write_bytes(b'x' * 1000); time.sleep(0.6); file.unlink(); time.sleep(0.3)"
    )
    assert _measure(tmp_path, code, spill).spilled_bytes == 1000


def test_a_long_process_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "SAY_EVERY", 0.3)
    said: list[str] = []
    code = "import time; print('1 of 2 OK', flush=True); time.sleep(1.2)"
    measure(
        [sys.executable, "-c", code], folder=tmp_path, output=tmp_path / "said", say=said.append
    )
    assert said
    assert said[-1].endswith("s: 1 of 2 OK")


def test_a_failed_process_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="ended with 3"):
        _measure(tmp_path, "raise SystemExit(3)")
    with pytest.raises(FailedError, match="the reason"):
        _measure(tmp_path, "raise SystemExit('the reason')")


def _run(seconds: float) -> Run:
    return Run(
        measured=Measured(
            wall_seconds=seconds,
            cpu_seconds=0,
            peak_memory_bytes=1,
            written_bytes=0,
            spilled_bytes=0,
        )
    )


def test_a_broken_off_benchmark_goes_on_where_it_stopped(tmp_path: Path) -> None:
    first = Journal(tmp_path, 2)
    assert first.run("dbt", 1, lambda: _run(4.5)).measured.wall_seconds == 4.5

    def breaks() -> Run:
        raise FailedError("killed")

    with pytest.raises(FailedError):
        first.run("dbt", 2, breaks)
    again = Journal(tmp_path, 2)
    # Not measured again: the action would break.
    assert again.run("dbt", 1, breaks).measured.wall_seconds == 4.5
    assert again.run("dbt", 2, lambda: _run(5.5)).measured.wall_seconds == 5.5
