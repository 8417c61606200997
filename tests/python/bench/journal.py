"""Runs are written down one by one, so that a broken-off benchmark goes on where it stopped."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import typer

from bench.results import Run
from trede.files import write_whole


class Journal:
    """The runs of one work folder."""

    def __init__(self, folder: Path, total: int) -> None:
        """Go on in a folder.

        Args:
            folder: where each run is a file.
            total: how many runs there will be, for the progress.
        """
        self._folder = folder
        self._total = total
        self._said = 0
        self._began = time.monotonic()

    def run(self, case: str, turn: int, action: Callable[[], Run]) -> Run:
        """Return the run that was written down before, or do it and write it down."""
        file = self._folder / f"{case}.{turn}.json"
        self._said += 1
        place = f"{self._said}/{self._total} {case}, round {turn}"
        if file.is_file():
            found = Run.model_validate_json(file.read_text(encoding="utf-8"))
            typer.echo(f"{place}: {_of(found)} (from an earlier start)")
            return found
        typer.echo(f"{place} ... [{time.monotonic() - self._began:.0f} s so far]")
        done = action()
        write_whole(file, done.model_dump_json(indent=2).encode())
        typer.echo(f"{place}: {_of(done)}")
        return done


def _of(run: Run) -> str:
    measured = run.measured
    spilled = (
        f", {measured.spilled_bytes / 1e9:.1f} GB spilled" if measured.spilled_bytes > 1e8 else ""
    )
    return f"{measured.wall_seconds:.1f} s, {measured.peak_memory_bytes / 1e9:.2f} GB{spilled}"
