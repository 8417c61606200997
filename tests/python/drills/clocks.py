"""A clock that jumps, by years, between runs and inside one."""

from __future__ import annotations

from drills.bench import NEW, Bench
from drills.clock import YEAR
from drills.observe import check_clean, check_kept, check_live, live_run, must, records_of
from drills.world import World


def _sequence(run_id: object) -> int:
    return int(str(run_id).split("_")[0])


def _check_order(world: World) -> None:
    records = records_of(world)
    told = [record["run_id"] for record in records]
    must(told[-1] == live_run(world), f"the last record is {told[-1]}, live is {live_run(world)}")
    numbers = [_sequence(run_id) for run_id in told]
    must(numbers == list(range(1, len(numbers) + 1)), f"the numbers of the runs are {numbers}")
    for record in records:
        must(record["seconds"] >= 0, f"{record['run_id']} took {record['seconds']} seconds")
        for step in record["steps"]:
            must(step["seconds"] >= 0, f"{step['name']} took {step['seconds']} seconds")


def between_runs(bench: Bench) -> None:
    """Let the clock jump back and forward between runs: the order of runs is their number."""
    jumps = (-10 * YEAR, 30 * YEAR, -40 * YEAR, 0.0)
    with bench.case("back ten years, forward thirty, back forty, and right again") as (
        world,
        before,
    ):
        for number, jump in enumerate(jumps[:2] if bench.quick else jumps):
            world.deliver(NEW + number)
            was = live_run(world)
            ended = world.run("--keep", "2", faults=bench.faults(clock=((1, jump),)))
            must(ended.code == 0, f"exit code {ended.code}: {ended.output[-1500:]}")
            must(check_live(world) == NEW + number, "the newest delivery is not live")
            runs = sorted(path.name for path in (world.warehouse / "runs").iterdir())
            must(was in runs, f"the run before the live one was removed: {runs}")
            must(
                _sequence(live_run(world)) == max(map(_sequence, runs)),
                f"live is {live_run(world)} of {runs}",
            )
            _check_order(world)
            check_clean(world)
        for name in before.records:
            must((world.warehouse / "history" / name).is_file(), f"{name} is lost")
        status = world.job("status", faults=bench.faults(clock=((1, -50 * YEAR),)))
        must("Traceback" not in status.output, f"status breaks: {status.output[-1500:]}")
        back = world.job("rollback", faults=bench.faults())
        must(back.code == 0, f"rollback ended with {back.code}: {back.output[-1500:]}")
        wanted = NEW + (0 if bench.quick else len(jumps) - 2)
        must(check_live(world) == wanted, "rollback did not go to the run before by number")


def inside_a_run(bench: Bench) -> None:
    """Let the clock jump at each of its readings inside a run, back and forward."""
    cases = [(reading, jump * YEAR) for reading in (2, 3, 4) for jump in (-20, 20)]
    for reading, jump in cases[:1] if bench.quick else cases:
        with bench.case(f"{jump / YEAR:+.0f} years at reading {reading}") as (world, before):
            ended = world.run(faults=bench.faults(clock=((reading, jump),)))
            must(ended.code == 0, f"exit code {ended.code}: {ended.output[-1500:]}")
            must(check_live(world) == NEW, "the delivered lines are not live")
            check_kept(world, before)
            _check_order(world)
            check_clean(world)
            status = world.job("status")
            must(status.code == 0, f"status ends with {status.code}: {status.output[-1500:]}")
