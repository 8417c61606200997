"""Readers of the live warehouse, as processes: `python -m drills.reader MODE FOLDER STOP LOOKS`.

They read until the file STOP appears, or until they looked so many times (0: without end), and
write down as JSON what they saw.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from drills.observe import Broken, generation_of, generations_in, must, parquet_generation

#: A reader that keeps nothing in memory has to read the file again for each question.
SMALL_MEMORY = "24MB"


class Seen:
    """What a reader saw: how often it looked, whose lines, and what went wrong."""

    def __init__(self, stop: Path, most: int) -> None:
        self._stop = stop
        self._most = most
        self.looks = 0
        self.generations: list[int] = []
        self.errors: list[str] = []

    def goes_on(self) -> bool:
        """Whether there is more to look at."""
        return not self._stop.exists() and (not self._most or self.looks < self._most)

    def ready(self) -> None:
        """Say that the file is open."""
        self._stop.with_suffix(".ready").touch()

    def to_json(self) -> str:
        """Write it down."""
        return json.dumps(
            {"looks": self.looks, "generations": self.generations, "errors": self.errors}
        )

    def look(self, at: Callable[[], int]) -> None:
        """Look once."""
        self.looks += 1
        try:
            generation = at()
        except (Broken, duckdb.Error, OSError, ValueError) as error:
            self.errors.append(f"{type(error).__name__}: {error}")
            return
        if not self.generations or self.generations[-1] != generation:
            self.generations.append(generation)


def hold(folder: Path, seen: Seen) -> None:
    """Open the live file once and go on asking; at the end open it again."""
    connection = duckdb.connect(
        str(folder / "current.duckdb"), read_only=True, config={"memory_limit": SMALL_MEMORY}
    )

    def ask() -> int:
        found = generations_in(connection)
        must(len(found) == 1, f"a mix of generations {sorted(found)}")
        return found.pop()

    first = connection.execute("select max(generation) from staging.stg_fuel_transactions")
    seen.generations.append(first.fetchall()[0][0])
    seen.ready()
    while seen.goes_on():
        # Most tables are asked for the first time only after the next run was published.
        time.sleep(1.0)
        seen.look(ask)
    seen.look(ask)
    connection.close()
    seen.generations.append(-1)
    seen.look(lambda: generation_of(folder / "current.duckdb"))


def poll(folder: Path, seen: Seen) -> None:
    """Open the live file for each question."""
    while seen.goes_on():
        seen.look(lambda: generation_of(folder / "current.duckdb"))


def resolve(folder: Path, seen: Seen) -> None:
    """Ask once where `published` leads, and read the Parquet files there."""
    while seen.goes_on():
        seen.look(lambda: parquet_generation((folder / "published").resolve()))


def through(folder: Path, seen: Seen) -> None:
    """Read the Parquet files through the link, with the manifest before and after."""

    def run_id() -> str:
        return json.loads((folder / "published" / "manifest.json").read_bytes())["run_id"]

    def look() -> int:
        while True:
            before = run_id()
            try:
                generation = parquet_generation(folder / "published")
            except Broken:
                if before != run_id():
                    continue
                raise
            if before == run_id():
                return generation

    while seen.goes_on():
        seen.look(look)


MODES = {"hold": hold, "poll": poll, "resolve": resolve, "through": through}


def main() -> None:
    """Read in one of the modes, and write down what was seen."""
    mode, folder, stop, most = sys.argv[1:]
    seen = Seen(Path(stop), int(most))
    MODES[mode](Path(folder), seen)
    sys.stdout.write(seen.to_json())


if __name__ == "__main__":
    main()
