"""kill -9 at every moment of a run."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from drills.bench import NEW, Bench
from drills.faults import paused
from drills.observe import (
    Snapshot,
    check_clean,
    check_live,
    check_next_run,
    check_unharmed,
    check_whole,
    must,
    snapshot,
)
from drills.world import World

#: Random moments of one round, half of them a kill of the job alone and half of its whole group.
MOMENTS = 20
QUICK_MOMENTS = 1

#: With this, retention has something to remove.
KEEP = ("--keep", "1")
RUN = ("run", "--log", "json", *KEEP)

#: Operations that leave the folder as a reader finds it: of several in a row one will do.
QUIET = ("os.fsync", "os.chmod", "os.utime")

#: The steps of a run, in order, as the log names them.
STEPS = (
    "lock",
    "clean",
    "space",
    "inputs",
    "build",
    "inputs_again",
    "gate",
    "publish_copy",
    "seal",
    "switch",
    "retain",
)


@dataclass(frozen=True)
class Course:
    """How a run goes when nothing goes wrong.

    Attributes:
        seconds: from its start to its end.
        operations: its file operations, as `event path`, in order.
    """

    seconds: float
    operations: list[str]


def course(bench: Bench) -> Course:
    """Run once undisturbed, and look how long it takes and what it does to the folder."""
    with bench.world() as world:
        journal = world.root / "journal.txt"
        begin = time.monotonic()
        ended = world.run(*KEEP, faults=bench.faults(journal=journal))
        seconds = time.monotonic() - begin
        must(ended.code == 0, f"an undisturbed run ended with {ended.code}: {ended.output[-1500:]}")
        return Course(seconds, journal.read_text(encoding="utf-8").splitlines())


def differing(operations: list[str]) -> list[int]:
    """Return the numbers of the operations before which the folder is in another state."""
    return [
        index + 1
        for index in range(len(operations))
        if index == 0 or not operations[index - 1].startswith(QUIET)
    ]


def _after_a_kill(bench: Bench, world: World, before: Snapshot) -> None:
    """Look at the folder after a kill, and do the next run."""
    left = world.wait_for_orphans()
    must(not left, f"a killed job left processes that go on working: {left}")
    check_whole(world, before, NEW)
    status = world.job("status")
    must("Traceback" not in status.output, f"status breaks: {status.output[-1500:]}")
    must(live_is_told(world, status.output), "status does not name the live run")
    check_next_run(world, NEW, before, faults=bench.faults())


def live_is_told(world: World, said: str) -> bool:
    """Whether what was said names the live run, wherever lines were broken."""
    name = (world.warehouse / "current").readlink().name
    return name in said.replace("\n", "").replace(" ", "")


def kill_at_random_moments(bench: Bench) -> None:
    """Kill at random moments from the start to the end; a stratum each, so that none is left out."""
    usual = course(bench)
    number = QUICK_MOMENTS if bench.quick else MOMENTS
    random = bench.random()
    for index in range(number):
        moment = (index + random.random()) / number * usual.seconds
        group = index % 2 == 1
        # In the quick round the moment is in the middle of the run: that is the build.
        if bench.quick:
            moment, group = usual.seconds * 0.6, False
        who = "the group" if group else "the job"
        with bench.case(f"{who}, {moment / usual.seconds:.0%} of the run") as (world, before):
            running = world.start(*RUN, faults=bench.faults())
            time.sleep(moment)
            running.kill(whole_group=group)
            running.wait()
            _after_a_kill(bench, world, before)


def kill_at_file_operations(bench: Bench) -> None:
    """Kill before every file operation of the job: each is a state that the folder can be left in."""
    usual = course(bench)
    total = len(usual.operations)
    if bench.variant:
        # What a variant breaks is around the switch and at the first operations.
        wanted = [
            index + 1
            for index, operation in enumerate(usual.operations)
            if operation.startswith("os.rename") and operation.endswith(" current")
        ]
        wanted = sorted({number + step for number in wanted for step in (0, 1)})
    elif bench.quick:
        switch = next(
            index + 1
            for index, operation in enumerate(usual.operations)
            if operation.startswith("os.rename") and operation.endswith(" current")
        )
        wanted = [switch, switch + 1]
    else:
        wanted = differing(usual.operations)
    for number in wanted:
        name = usual.operations[number - 1] if number <= total else "the end"
        with bench.case(f"before operation {number}: {name}") as (world, before):
            action = "kill_group" if number % 2 else "kill"
            world.run(*KEEP, faults=bench.faults(action=action, act_at=number))
            _after_a_kill(bench, world, before)


def kill_at_step_boundaries(bench: Bench) -> None:
    """Kill as soon as the log says that a step is done."""
    for index, step in enumerate(STEPS):
        with bench.case(f"at the end of {step}") as (world, before):
            running = world.start(*RUN, faults=bench.faults())
            must(
                running.wait_for(f'"step": "{step}"') or running.wait_for(f'"step":"{step}"'),
                f"the log never names the step {step}",
            )
            running.kill(whole_group=index % 2 == 1)
            running.wait()
            _after_a_kill(bench, world, before)


def kill_inside_the_build(bench: Bench) -> None:
    """Let dbt itself be killed, as the kernel does to a process that takes too much memory."""
    for transaction in (3,) if bench.quick else (0, 3, 6, 7):
        with bench.case(f"before transaction {transaction} of the build") as (world, before):
            ended = world.run(faults=bench.faults(action="kill", act_in_build=transaction))
            must(ended.code == 3, f"exit code {ended.code}, not 3: {ended.output[-1500:]}")
            check_unharmed(world, before)
            check_clean(world)
            check_next_run(world, NEW, before)


def kill_beside_the_build(bench: Bench) -> None:
    """Kill the job alone while dbt is at work: dbt must not live on and write."""
    for transaction in (5,) if bench.quick or bench.variant else (0, 2, 5, 7):
        with bench.case(f"dbt before transaction {transaction}") as (world, before):
            running = world.start(
                "run",
                "--log",
                "json",
                faults=bench.faults(action="pause", act_in_build=transaction),
            )
            running.wait_for_file(paused(world.warehouse))
            running.kill(whole_group=False)
            running.wait()
            _after_a_kill(bench, world, before)


def kill_again_and_again(bench: Bench) -> None:
    """Kill ten runs one after another in the same folder, each elsewhere, and then let one through."""
    usual = course(bench)
    random = bench.random()
    times = 3 if bench.quick else 10
    with bench.case(f"{times} kills in one folder") as (world, before):
        for _ in range(times):
            world.run(
                faults=bench.faults(action="kill", act_at=random.randint(1, len(usual.operations)))
            )
            world.wait_for_orphans()
            check_whole(world, before, NEW)
            # A kill after the switch published; what follows must not harm that one.
            before = snapshot(world)
        check_next_run(world, NEW, before, attempts=times, faults=bench.faults())


def kill_the_first_run(bench: Bench) -> None:
    """Kill the very first run, over a file that a plain `dbt build` had made, at each operation."""
    template = plain_world(bench)
    with bench.world(template) as world:
        journal = world.root / "journal.txt"
        ended = world.run(faults=bench.faults(journal=journal))
        must(ended.code == 0, f"the first run ended with {ended.code}: {ended.output[-1500:]}")
        operations = journal.read_text(encoding="utf-8").splitlines()
    every = differing(operations)
    for number in every[:: len(every) // 2] if bench.quick else every:
        with (
            bench.tally.case(f"before operation {number}: {operations[number - 1]}"),
            bench.world(template) as world,
        ):
            plain = world.live.read_bytes()
            world.run(faults=bench.faults(action="kill", act_at=number))
            must(not world.wait_for_orphans(), "a killed job left processes that go on working")
            must(world.live.is_file(), "readers find no current.duckdb")
            is_new = world.live.read_bytes() != plain
            if is_new:
                must(check_live(world) == NEW, "the new run is not whole")
            ended = world.run()
            must(ended.code == 0, f"the next run ended with {ended.code}: {ended.output[-1500:]}")
            must(check_live(world) == NEW, "the next run did not bring the delivered lines")
            kept = world.warehouse / "runs" / "000000_plain" / "warehouse.duckdb"
            must(kept.is_file(), "the file of the plain build is lost")
            must(kept.read_bytes() == plain, "the file of the plain build was changed")
            check_clean(world)


def plain_world(bench: Bench) -> World:
    """Make a world whose live file was written by a plain build, without a job."""
    world = (
        World.create(bench.root / "plain_template", generation=1)
        if not (bench.root / "plain_template").exists()
        else World(bench.root / "plain_template", bench.template.contract)
    )
    if not world.live.exists():
        source = Path(bench.template.live).resolve()
        world.live.write_bytes(source.read_bytes())
        world.deliver(NEW)
    return world
