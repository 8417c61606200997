"""Inputs that must not reach a published run."""

from __future__ import annotations

from pathlib import Path

from drills.bench import NEW, Bench
from drills.company import write_company
from drills.delivery import extract_file
from drills.observe import (
    check_clean,
    check_live,
    check_next_run,
    check_refused,
    check_unharmed,
    must,
    records_of,
    snapshot,
)
from drills.world import World


def seed_changed(bench: Bench) -> None:
    """Change a factor seed by hand: one digit, one line, the whole file."""

    def digit(folder: Path) -> str:
        file = folder / "nl_2024.csv"
        text = file.read_text(encoding="utf-8")
        at = next(index for index, letter in enumerate(text) if index > 500 and letter.isdigit())
        file.write_text(
            text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :], encoding="utf-8"
        )
        return file.name

    def line(folder: Path) -> str:
        file = folder / "nl_2023.csv"
        lines = file.read_bytes().splitlines(keepends=True)
        file.write_bytes(b"".join(lines[:-1]))
        return file.name

    def removed(folder: Path) -> str:
        (folder / "gwp_ar5.csv").unlink()
        return "gwp_ar5.csv"

    def added(folder: Path) -> str:
        (folder / "nl_2099.csv").write_bytes((folder / "nl_2024.csv").read_bytes())
        return "nl_2099.csv"

    for change in (digit, line, removed, added):
        if (bench.quick or bench.variant) and change is not digit:
            continue
        with bench.case(f"factor seed: {change.__name__}") as (world, before):
            factors = world.project / "seeds" / "shared" / "factors"
            originals = {file.name: file.read_bytes() for file in factors.iterdir()}
            name = change(factors)
            check_refused(world.run(faults=bench.faults()), 3, name)
            check_unharmed(world, before)
            check_clean(world)
            must(records_of(world)[-1]["state"] == "not_green", "the record does not say not_green")
            for file in factors.iterdir():
                file.unlink()
            for seed, content in originals.items():
                (factors / seed).write_bytes(content)
            check_next_run(world, NEW, before)


def company_changed(bench: Bench) -> None:
    """Let a company file change while the build reads it."""

    def restore(world: World) -> None:
        world.deliver(NEW)

    moments = ({"act_in_build": 0}, {"act_in_build": 5}, {"act_in_build": 7})
    for moment in moments[1:2] if bench.quick or bench.variant else moments:
        with bench.case(f"before transaction {moment['act_in_build']}") as (world, before):
            ended = world.run(faults=bench.faults(action="change", **moment))
            check_refused(ended, 3, extract_file(world.company).name)
            restore(world)
            check_unharmed(world, before)
            check_clean(world)
            check_next_run(world, NEW, before)


def refused_inputs(bench: Bench) -> None:
    """Deliver what cannot be built: half a file, another encoding, a file that is not there."""

    def half(file: Path) -> None:
        content = file.read_bytes()
        file.write_bytes(content[: len(content) // 2])

    def encoding(file: Path) -> None:
        file.write_bytes(file.read_bytes() + "é".encode("latin-1"))

    for damage in (half, encoding, Path.unlink):
        if bench.quick and damage is not Path.unlink:
            continue
        with bench.case(f"extract: {damage.__name__}") as (world, before):
            damage(extract_file(world.company))
            check_refused(world.run(faults=bench.faults()), 3, extract_file(world.company).name)
            write_company(world.company, world.contract, NEW)
            check_unharmed(world, before)
            check_clean(world)
            check_next_run(world, NEW, before)


def build_fails(bench: Bench) -> None:
    """Let the build end in an error: a test that failed, a model that broke."""
    for code in (1,) if bench.quick else (1, 2):
        with bench.case(f"dbt ends with {code}") as (world, before):
            check_refused(world.run(faults=bench.faults(build_exit_code=code)), 3)
            check_unharmed(world, before)
            check_clean(world)
            check_next_run(world, NEW, before)


def notification_fails(bench: Bench) -> None:
    """Notify a command that fails: the run is published all the same, and says so."""
    with bench.case("the notification fails") as (world, _):
        environment = {"TREDE_JOB_COMMAND": "false", "TREDE_JOB_NOTIFY": "always"}
        ended = world.with_environment(environment).run(faults=bench.faults())
        check_refused(ended, 6)
        must(check_live(world) == NEW, "the run was not published")
        check_next_run(world, NEW, snapshot(world), attempts=0)
