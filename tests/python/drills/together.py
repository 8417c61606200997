"""Two jobs at once, and ten."""

from __future__ import annotations

import os

from drills.bench import NEW, Bench
from drills.faults import paused
from drills.observe import (
    check_clean,
    check_kept,
    check_live,
    check_next_run,
    check_refused,
    check_unharmed,
    live_run,
    must,
)
from drills.world import Running, World


def start_slow(bench: Bench, world: World) -> Running:
    """Start a job that takes its time in the build, and wait until it is there."""
    running = world.start(
        "run", "--log", "json", faults=bench.faults(action="pause", act_in_build=4)
    )
    running.wait_for_file(paused(world.warehouse))
    return running


def second_is_refused(bench: Bench) -> None:
    """Start a second job, a rollback and a clean-up while one is at work."""
    commands: list[tuple[str, ...]] = [("run", "--log", "json"), ("rollback",), ("clean",)]
    for command in commands[:1] if bench.quick else commands:
        with bench.case(f"trede job {command[0]} beside a run") as (world, before):
            first = start_slow(bench, world)
            try:
                second = world.job(*command, faults=bench.faults())
                check_refused(second, 4, str(first.child.pid))
                check_unharmed(world, before)
                building = list((world.warehouse / "building").iterdir())
                must(len(building) == 1, f"{len(building)} folders in building/, of one job")
            finally:
                first.kill(whole_group=True)
                first.wait()
            world.wait_for_orphans()
            check_next_run(world, NEW, before)


def ten_at_once(bench: Bench) -> None:
    """Start ten jobs at once."""
    with bench.case("ten jobs at once") as (world, before):
        jobs = [
            world.start("run", "--log", "json", faults=bench.faults(build_seconds=6.0))
            for _ in range(3 if bench.quick else 10)
        ]
        ended = [job.wait() for job in jobs]
        codes = sorted(one.code for one in ended)
        must(
            codes == [0] + [4] * (len(jobs) - 1),
            f"exit codes {codes}: {[one.output[-500:] for one in ended if one.code not in (0, 4)]}",
        )
        must(check_live(world) == NEW, "the one that ran did not bring the delivered lines")
        check_kept(world, before)
        check_clean(world)


def lock_of_the_dead(bench: Bench) -> None:
    """Leave a lock file behind that nobody holds: rubbish, another's, of a process that is gone."""
    rubbish = {
        "rubbish": os.urandom(4096),
        "nothing": b"",
        "half a JSON": b'{"pid": 12',
        "another shape": b'[1, "two", null]',
        "a dead owner": b'{"pid": 4194304, "host": "elsewhere", "user": "nobody", "command": "x", '
        b'"run_id": "000009_20250101T000000Z", "started_at": "2025-01-01T00:00:00Z"}',
    }
    for name, content in list(rubbish.items())[: 1 if bench.quick else None]:
        with bench.case(f"lock file holds {name}") as (world, before):
            (world.warehouse / "job.lock").write_bytes(content)
            status = world.job("status", faults=bench.faults())
            must("Traceback" not in status.output, f"status breaks: {status.output[-1500:]}")
            check_next_run(world, NEW, before, attempts=0, faults=bench.faults())


def rubbish_in_a_held_lock(bench: Bench) -> None:
    """Write rubbish over the owner's name while a job holds the lock."""
    with bench.case("rubbish in a lock that is held") as (world, before):
        first = start_slow(bench, world)
        try:
            (world.warehouse / "job.lock").write_bytes(os.urandom(512))
            second = world.job("run", "--log", "json", faults=bench.faults())
            check_refused(second, 4)
            check_unharmed(world, before)
        finally:
            first.kill(whole_group=True)
            first.wait()
        world.wait_for_orphans()
        check_next_run(world, NEW, before)


def lock_removed(bench: Bench) -> None:
    """Remove the lock file while a job holds it, as somebody does who thinks that it hangs."""
    with bench.case("lock file removed under a job") as (world, before):
        slow = bench.faults(build_seconds=8.0)
        first = world.start("run", "--log", "json", faults=slow)
        must(first.wait_for('"inputs"'), f"the job ended: {first.text()[-1500:]}")
        (world.warehouse / "job.lock").unlink()
        second = world.run(faults=bench.faults())
        # Refused, or let through: it cannot know better. The first one can, and must not publish.
        must(second.code in (0, 4), f"exit code {second.code}: {second.output[-1500:]}")
        was = live_run(world)
        ended = first.wait()
        check_refused(ended, 3)
        must(live_run(world) == was, "a job that lost its lock published")
        if second.code == 0:
            must(check_live(world) == NEW, "the second job published something else")
        else:
            check_unharmed(world, before)
        world.wait_for_orphans()
        check_next_run(world, NEW, before, attempts=2)
