"""Files that were damaged: the live warehouse, an earlier run, the history, the links."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import duckdb

from drills.bench import NEW, OLD, Bench
from drills.faults import Faults
from drills.observe import (
    check_clean,
    check_kept,
    check_live,
    check_refused,
    check_unharmed,
    live_run,
    must,
    snapshot,
)
from drills.world import World

Damage = Callable[[Path], object]


def scribble(file: Path) -> None:
    """Write random bytes over the middle of a file; its size stays."""
    file.chmod(0o644)
    with file.open("r+b") as opened:
        opened.seek(file.stat().st_size // 2)
        opened.write(os.urandom(8192))


def scribble_head(file: Path) -> None:
    """Write random bytes over the head of a file."""
    file.chmod(0o644)
    with file.open("r+b") as opened:
        opened.write(os.urandom(8192))


def truncate(file: Path) -> None:
    """Cut a file in half."""
    file.chmod(0o644)
    os.truncate(file, file.stat().st_size // 2)


def empty(file: Path) -> None:
    """Leave nothing of a file."""
    file.chmod(0o644)
    os.truncate(file, 0)


DAMAGES: dict[str, Damage] = {
    "random bytes in the middle": scribble,
    "random bytes at the head": scribble_head,
    "cut in half": truncate,
    "zero length": empty,
    "removed": Path.unlink,
}


def _next_run(world: World, damaged: str | None = None, faults: Faults | None = None) -> None:
    ended = world.run(faults=faults)
    must(ended.code == 0, f"the next run ended with {ended.code}: {ended.output[-1500:]}")
    must(check_live(world) == NEW, "the next run did not bring the delivered lines")
    check_clean(world, damaged)


def live_damaged(bench: Bench) -> None:
    """Damage the live warehouse, its copy and its record; status says so, the next run mends it."""
    targets = ("warehouse.duckdb", "published/trede.duckdb", "run.json", "published/manifest.json")
    for target in targets[:1] if bench.quick else targets:
        for name, damage in list(DAMAGES.items())[: 2 if bench.quick else None]:
            with bench.case(f"{target}: {name}") as (world, before):
                damage(world.warehouse / "runs" / str(before.run_id) / target)
                status = world.job("status", faults=bench.faults())
                check_refused(status, 3)
                _next_run(world, before.run_id)
                now = snapshot(world)
                kept = {name: now.records.get(name) for name in before.records}
                must(kept == before.records, "the history lost or changed a record")
                status = world.job("status")
                must("Traceback" not in status.output, f"status breaks: {status.output[-1500:]}")


def live_written(bench: Bench) -> None:
    """Write into the live file through the readers' link, as another program of root's can."""
    with bench.case("a table more in the live file") as (world, before):
        try:
            with duckdb.connect(str(world.live)) as connection:
                connection.execute("create or replace table marts.rpt_footprint as select 1 as one")
        except duckdb.Error:
            # Not for root, whom the file's mode does not stop.
            check_unharmed(world, before)
            must(world.job("status", faults=bench.faults()).code == 0, "status finds a change")
            return
        check_refused(world.job("status", faults=bench.faults()), 3)
        ended = world.job("rollback", faults=bench.faults())
        must(ended.code == 0, f"rollback ended with {ended.code}: {ended.output[-1500:]}")
        must(check_live(world) == OLD - 1, "rollback did not bring the run of before")
        back = world.job("rollback", "--to", str(before.run_id), faults=bench.faults())
        check_refused(back, 3)
        _next_run(world)


def folder_damaged(bench: Bench) -> None:
    """Remove the live run's folder, or the link to it, or put something else in its place."""

    def folder_away(world: World) -> None:
        run = world.warehouse / "runs" / str(live_run(world))
        run.rename(world.root / "gone")

    def link_away(world: World) -> None:
        (world.warehouse / "current").unlink()

    def constant_link_away(world: World) -> None:
        world.live.unlink()

    def link_elsewhere(world: World) -> None:
        (world.warehouse / "current").unlink()
        (world.warehouse / "current").symlink_to("runs/000099_20250101T000000Z")

    for breaking in (folder_away, link_away, constant_link_away, link_elsewhere):
        with bench.case(breaking.__name__.replace("_", " ")) as (world, before):
            breaking(world)
            check_refused(world.job("status", faults=bench.faults()), 3)
            _next_run(world, faults=bench.faults())
            number = int(str(live_run(world)).split("_")[0])
            must(number > OLD, f"the number of the next run is {number}")
            check_kept(world, before)
            status = world.job("status")
            must(status.code == 0, f"status ends with {status.code}: {status.output[-1500:]}")


def damaged_rollback(bench: Bench) -> None:
    """Roll back to a run that was damaged; then, undamaged, to one that was not."""
    for name, damage in list(DAMAGES.items())[: 1 if bench.quick else None]:
        with bench.case(f"earlier run: {name}") as (world, before):
            earlier = sorted((world.warehouse / "runs").iterdir())[-2]
            damage(earlier / "warehouse.duckdb")
            ended = world.job("rollback", "--to", earlier.name, faults=bench.faults())
            must(
                ended.code not in (0, 4, 5, 6),
                f"rollback to a damaged run ended with {ended.code}: {ended.output[-1500:]}",
            )
            must("Traceback" not in ended.output, f"a traceback: {ended.output[-1500:]}")
            check_unharmed(world, before)
            _next_run(world, earlier.name)
            # Now the live run of before is the one to go back to; it was not damaged.
            ended = world.job("rollback", "--to", str(before.run_id), faults=bench.faults())
            must(ended.code == 0, f"rollback ended with {ended.code}: {ended.output[-1500:]}")
            must(check_live(world) == OLD, "rollback did not bring the run of before")


def history_damaged(bench: Bench) -> None:
    """Damage records of the history, and put things in it that are no record."""
    first = "000001_"

    def torn(history: Path) -> None:
        file = next(history.glob(f"{first}*.json"))
        file.chmod(0o644)
        file.write_bytes(file.read_bytes()[:200])

    def rubbish(history: Path) -> None:
        next(history.glob(f"{first}*.json")).write_bytes(os.urandom(3000))

    def all_rubbish(history: Path) -> None:
        for file in history.glob("*.json"):
            file.write_bytes(os.urandom(3000))

    def nothing(history: Path) -> None:
        next(history.glob(f"{first}*.json")).write_bytes(b"")

    def foreign(history: Path) -> None:
        (history / "notes.json").write_text('{"a": 1}', encoding="utf-8")
        (history / "000777_20250101T000000Z.json").write_text("[]", encoding="utf-8")
        (history / "readme.txt").write_text("hello", encoding="utf-8")

    def folder(history: Path) -> None:
        (history / "000555_20250101T000000Z.json").mkdir()

    def gone(history: Path) -> None:
        for file in history.glob("*.json"):
            file.unlink()

    for damage in (torn, rubbish, all_rubbish, nothing, foreign, folder, gone):
        if bench.quick and damage is not torn:
            continue
        with bench.case(f"history: {damage.__name__.replace('_', ' ')}") as (world, before):
            history = world.warehouse / "history"
            damage(history)
            damaged = {file.name: file.read_bytes() for file in history.iterdir() if file.is_file()}
            told = world.job("history", "--json", faults=bench.faults())
            must(told.code in (0, 3), f"history ends with {told.code}: {told.output[-1500:]}")
            must("Traceback" not in told.output, f"a traceback: {told.output[-1500:]}")
            check_unharmed_files(world, before.files)
            _next_run(world)
            number = int(str(live_run(world)).split("_")[0])
            must(number > OLD, f"the number of the next run is {number}")
            now = {name: (history / name).read_bytes() for name in damaged}
            must(now == damaged, "a damaged record was written over: it is evidence")


def check_unharmed_files(world: World, files: dict[str, str]) -> None:
    """Check that the live run's files are as they were."""
    must(snapshot(world).files == files, "a file of the live run was changed")
