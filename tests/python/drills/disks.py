"""A disk that is full, or that cannot be written."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from drills.bench import NEW, Bench, Impossible
from drills.faults import fill, filler
from drills.observe import (
    Snapshot,
    check_kept,
    check_next_run,
    check_refused,
    check_unharmed,
    check_whole,
    live_run,
    must,
    snapshot,
)
from drills.world import World

#: Room of the small disk: enough for the template and a new run, and soon full.
SMALL_DISK_MB = 160

#: Moments at which the disk is suddenly full, by what the job does next, and how much is left.
SUDDENLY_FULL = {
    "inside the build": {"act_in_build": 6},
    "at the published copy": {"act_on": "/published"},
    "at the seal": {"act_on": "run.json"},
    "just before the switch": {"act_on": "os.symlink .current"},
    "just after the switch": {"act_on": "os.fsync ."},
    "at the record in the history": {"act_on": "open history/.0"},
}


#: Where a run stands while it is built, and from then on.
PLACES = ("building", "runs")


def _mount(*arguments: str) -> None:
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Impossible(f"mount {' '.join(arguments[:2])}: {done.stderr.strip()}")


@contextmanager
def mounted(place: Path, *arguments: str) -> Iterator[None]:
    """Mount something for a while; it needs root."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        raise Impossible("a file system can be mounted by root only")
    _mount(*arguments, str(place))
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=False, capture_output=True)


@contextmanager
def small_disk(world: World) -> Iterator[None]:
    """Put the warehouse folder of a world on a small disk of its own."""
    disk = world.warehouse.parent
    aside = world.root / "aside"
    disk.rename(aside)
    disk.mkdir()
    with mounted(disk, "-t", "tmpfs", "-o", f"size={SMALL_DISK_MB}m", "tmpfs"):
        shutil.copytree(aside, disk, symlinks=True, dirs_exist_ok=True)
        yield


def full_disk(bench: Bench) -> None:
    """Fill the disk at moments of the run."""
    chosen = list(SUDDENLY_FULL.items())
    for name, moment in chosen[:1] if bench.quick or bench.variant else chosen:
        for left in (0,) if bench.quick or bench.variant else (0, 300_000):
            with (
                bench.tally.case(f"full {name}, {left} bytes left"),
                bench.world() as world,
                small_disk(world),
            ):
                before = snapshot(world)
                ended = world.run(faults=bench.faults(action="fill", leave_bytes=left, **moment))
                must(filler(world.warehouse).exists(), "the disk was never filled")
                is_new = check_whole(world, before, NEW)
                must("Traceback" not in ended.output, f"a traceback: {ended.output[-1500:]}")
                if is_new:
                    # 6: it is published, and its record could not be written.
                    must(ended.code in (0, 6), f"exit code {ended.code}: {ended.output[-1500:]}")
                elif left == 0:
                    must(ended.code in (3, 5), f"exit code {ended.code}: {ended.output[-1500:]}")
                filler(world.warehouse).unlink()
                check_next_run(world, NEW, snapshot(world) if is_new else before)


def no_room_to_begin(bench: Bench) -> None:
    """Begin on a disk that has less room than twice the last warehouse."""
    for left in (0,) if bench.quick else (0, 4096, 1_000_000):
        with (
            bench.tally.case(f"{left} bytes left at the start"),
            bench.world() as world,
            small_disk(world),
        ):
            before = snapshot(world)
            fill(world.warehouse, left)
            ended = world.run(faults=bench.faults())
            check_refused(ended, 5)
            must("room" in ended.output.lower() or "space" in ended.output.lower(), "no word of it")
            check_unharmed(world, before)
            filler(world.warehouse).unlink()
            check_next_run(world, NEW, before)


def file_size_limit(bench: Bench) -> None:
    """Limit the size of any file that the job writes, as a quota does (no root needed)."""
    for megabytes in (1,) if bench.quick else (0, 1, 2):
        with bench.case(f"no file above {megabytes} MB") as (world, before):
            limit = max(megabytes * 1_000_000, 4096)
            running = world.start("run", "--log", "json", faults=bench.faults(), file_bytes=limit)
            ended = running.wait()
            must(ended.code in (3, 5), f"exit code {ended.code}: {ended.output[-1500:]}")
            must("Traceback" not in ended.output, f"a traceback: {ended.output[-1500:]}")
            check_unharmed(world, before)
            check_next_run(world, NEW, before)


def allow(folder: Path) -> None:
    """Let a folder be written again that `forbid` closed."""
    if os.geteuid() == 0:
        subprocess.run(["chattr", "-i", str(folder)], check=False, capture_output=True)
    folder.chmod(0o755)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Make a folder read-only: for root by a mount of its own, for others by its mode."""
    if os.geteuid() == 0:
        with mounted(folder, "--bind", str(folder)):
            _mount("-o", "remount,ro,bind", str(folder))
            yield
        return
    folder.chmod(0o555)
    try:
        yield
    finally:
        folder.chmod(0o755)


def _refused_and_next(world: World, before: Snapshot) -> None:
    check_unharmed(world, before)
    check_next_run(world, NEW, before)


def read_only_folder(bench: Bench) -> None:
    """Run in a warehouse folder that cannot be written; read what is live meanwhile."""
    with bench.tally.case("the warehouse folder"), bench.world() as world:
        before = snapshot(world)
        with read_only(world.warehouse):
            check_refused(world.run(faults=bench.faults()), 1, "written")
            check_unharmed(world, before)
            status = world.job("status")
            must("Traceback" not in status.output, f"status breaks: {status.output[-1500:]}")
        _refused_and_next(world, before)
    if bench.quick:
        return
    for part in ("runs", "building", "history"):
        with bench.tally.case(f"its folder {part}"), bench.world() as world:
            before = snapshot(world)
            (world.warehouse / part).mkdir(exist_ok=True)
            with read_only(world.warehouse / part):
                ended = world.run(faults=bench.faults())
                must(ended.code in (1, 3), f"exit code {ended.code}: {ended.output[-1500:]}")
                must("Traceback" not in ended.output, f"a traceback: {ended.output[-1500:]}")
                check_unharmed(world, before)
            _refused_and_next(world, before)


def read_only_company(bench: Bench) -> None:
    """Run on company files and a project that cannot be written: the job has no business there."""
    with bench.tally.case("the company's folder"), bench.world() as world:
        before = snapshot(world)
        with read_only(world.company):
            ended = world.run(faults=bench.faults())
            must(ended.code == 0, f"exit code {ended.code}: {ended.output[-1500:]}")
        check_kept(world, before)
        check_next_run(world, NEW, snapshot(world), attempts=0)


def unwritable_at_the_switch(bench: Bench) -> None:
    """Let the folder become unwritable in the middle of a run, so that the switch itself fails."""
    with bench.tally.case("just before the switch"), bench.world() as world:
        before = snapshot(world)
        try:
            ended = world.run(faults=bench.faults(action="forbid", act_on="os.symlink .current"))
        finally:
            allow(world.warehouse)
        must(ended.code in (1, 3), f"exit code {ended.code}: {ended.output[-1500:]}")
        must("Traceback" not in ended.output, f"a traceback: {ended.output[-1500:]}")
        check_unharmed(world, before)
        check_next_run(world, NEW, before)


def order_to_disk(bench: Bench) -> None:
    """Look in which order a run brings things to the disk: a power cut keeps only what was synced."""
    with bench.case("what is synced before the switch and after it") as (world, _):
        journal = world.root / "journal.txt"
        ended = world.run(faults=bench.faults(journal=journal))
        must(ended.code == 0, f"exit code {ended.code}: {ended.output[-1500:]}")
        lines = journal.read_text(encoding="utf-8").splitlines()
        switch = next(
            index
            for index, line in enumerate(lines)
            if line.startswith("os.rename") and line.endswith(" current")
        )
        synced = {line.removeprefix("os.fsync ") for line in lines[:switch] if "os.fsync" in line}
        run_id = str(live_run(world))
        run = world.warehouse / "runs" / run_id
        for path in (run, *sorted(run.rglob("*"))):
            name = path.relative_to(run).as_posix()
            places = {f"{parent}/{run_id}/{name}".removesuffix("/.") for parent in PLACES}
            must(places & synced, f"{name} of the run is not on the disk before the switch")
        must("runs" in synced, "the folder runs is not on the disk before the switch")
        after = [line for line in lines[switch:] if line == "os.fsync ."]
        must(after, "the switch itself is not brought to the disk")
