"""Readers that go on reading while runs are published, removed and rolled back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from drills.bench import NEW, OLD, Bench
from drills.observe import check_clean, check_live, generation_of, must
from drills.world import PATIENCE, World

#: Enough that a switch and a run that is live again lie far apart.
MANY_RUNS = 200

#: How often a reader looks while it is switched all the time.
LOOKS = 300


class Reader:
    """A reader in a process of its own."""

    def __init__(self, world: World, mode: str, number: int = 0, looks: int = 0) -> None:
        self.stop_file = world.root / f"stop_{mode}_{number}"
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "drills.reader",
                mode,
                str(world.warehouse),
                str(self.stop_file),
                str(looks),
            ],
            env=world.environment(faults_of_nobody()),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_until_open(self) -> None:
        """Wait until a reader that holds the file open has it."""
        end = time.monotonic() + PATIENCE
        while not self.stop_file.with_suffix(".ready").exists():
            must(self.process.poll() is None, "the reader ended before it opened the file")
            must(time.monotonic() < end, "the reader did not open the file")
            time.sleep(0.01)

    def stop(self) -> dict[str, Any]:
        """Let it end, and return what it saw."""
        self.stop_file.touch()
        return self.end()

    def end(self) -> dict[str, Any]:
        """Wait for its end, and return what it saw."""
        try:
            said, error = self.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise TimeoutError(f"a reader did not end in {PATIENCE:.0f} s") from error
        must(self.process.returncode == 0, f"the reader died: {error[-1500:]}")
        return dict(json.loads(said))


def faults_of_nobody() -> Any:  # noqa: ANN401
    """Return no faults: readers are never broken."""
    from drills.faults import Faults

    return Faults()


@contextmanager
def reading(world: World, *modes: str, looks: int = 0) -> Iterator[list[Reader]]:
    """Let readers read meanwhile."""
    readers = [Reader(world, mode, number, looks) for number, mode in enumerate(modes)]
    try:
        yield readers
    finally:
        for reader in readers:
            if reader.process.poll() is None:
                reader.process.kill()
                reader.process.communicate()


def publish(bench: Bench, world: World, generations: range) -> None:
    """Publish one run after the other, and keep as few as the job allows."""
    for generation in generations:
        world.deliver(generation)
        ended = world.run("--keep", "1", faults=bench.faults())
        must(ended.code == 0, f"the run ended with {ended.code}: {ended.output[-1500:]}")


def held_open(bench: Bench) -> None:
    """Hold the live file open while runs are published and its own run is removed."""
    runs = 2 if bench.quick else 4
    with bench.case(f"{runs} runs under an open reader") as (world, before):
        with reading(world, "hold") as (reader,):
            reader.wait_until_open()
            publish(bench, world, range(NEW, NEW + runs))
            removed = not (world.warehouse / "runs" / str(before.run_id)).exists()
            seen = reader.stop()
        must(not seen["errors"], f"the reader got errors: {seen['errors'][:3]}")
        must(
            seen["generations"] == [OLD, -1, NEW + runs - 1],
            f"the reader saw generations {seen['generations']} (-1: where it opened anew)",
        )
        must(removed, "the run that the reader held was not removed: nothing was proved")
        check_clean(world)


def opened_anew(bench: Bench) -> None:
    """Open the live file anew for each question while runs are published."""
    runs = 1 if bench.quick else 4
    with bench.case(f"{runs} runs under two polling readers") as (world, _):
        with reading(world, "poll", "poll") as readers:
            publish(bench, world, range(NEW, NEW + runs))
            seen = [reader.stop() for reader in readers]
        for one in seen:
            must(not one["errors"], f"errors: {one['errors'][:3]}")
            must(
                one["generations"] == sorted(one["generations"]),
                f"a reader went back in time: {one['generations']}",
            )


def many_runs(world: World) -> list[str]:
    """Make many runs out of the two that there are: links to their files, and manifests of their own.

    As in life a run is then never live twice within one look.
    """
    runs = sorted((world.warehouse / "runs").iterdir())
    made = []
    for number in range(MANY_RUNS):
        run_id = f"{number + 100:06}_20250101T000000Z"
        run = runs[number % len(runs)]
        place = world.warehouse / "runs" / run_id
        shutil.copytree(run, place, copy_function=os.link)
        manifest = place / "published" / "manifest.json"
        text = manifest.read_text(encoding="utf-8")
        manifest.unlink()
        manifest.write_text(text.replace(run.name, run_id), encoding="utf-8")
        made.append(run_id)
    return made


def hammered(bench: Bench, modes: tuple[str, ...], looks: int, pause: float) -> None:
    """Switch from run to run, with so many seconds between, under readers."""
    with bench.case(f"{looks} looks of {', '.join(modes)}") as (world, _):
        stop = world.root / "stop_hammer"
        hammer = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "drills.hammer",
                str(world.warehouse),
                str(stop),
                str(pause),
                *many_runs(world),
            ],
            env=world.environment(bench.faults()),
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            with reading(world, *modes, looks=looks) as readers:
                seen = [reader.end() for reader in readers]
        finally:
            stop.touch()
            said, _ = hammer.communicate(timeout=PATIENCE)
        for mode, one in zip(modes, seen, strict=True):
            must(not one["errors"], f"{mode}: {len(one['errors'])} errors: {one['errors'][:3]}")
            must(one["looks"] == looks, f"{mode} looked {one['looks']} times only")
            must(len(one["generations"]) > looks // 20, f"{mode} saw hardly any switch")
        must(int(said) > looks // 20, f"{said} switches under {looks} looks")
        must(generation_of(world.live) in (OLD - 1, OLD), "the live file is of neither run")


def switched_under_polls(bench: Bench) -> None:
    """Open the live file hundreds of times while it is switched all the time."""
    hammered(bench, ("poll", "poll"), 20 if bench.quick else LOOKS, 0.01)


def parquet_under_switches(bench: Bench) -> None:
    """Read the published Parquet files, by the resolved folder and through the link.

    Slower switches: who reads through the link begins again as long as there was one meanwhile.
    """
    hammered(bench, ("resolve", "through"), 20 if bench.quick else LOOKS, 0.3)


def rolled_back_under_reader(bench: Bench) -> None:
    """Roll back and forward under a reader that holds the file open."""
    with bench.case("rollback under an open reader") as (world, before):
        with reading(world, "hold") as (reader,):
            reader.wait_until_open()
            ended = world.job("rollback", faults=bench.faults())
            must(ended.code == 0, f"rollback ended with {ended.code}: {ended.output[-1500:]}")
            must(check_live(world) == OLD - 1, "rollback did not bring the run of before")
            seen = reader.stop()
        must(not seen["errors"], f"the reader got errors: {seen['errors'][:3]}")
        must(
            seen["generations"] == [OLD, -1, OLD - 1],
            f"the reader saw generations {seen['generations']}",
        )
        must(Path(world.warehouse / "runs" / str(before.run_id)).is_dir(), "the run is gone")
