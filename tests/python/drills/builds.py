"""A real `dbt build` under the job: killed four times, then let through, and compared row by row."""

from __future__ import annotations

import time
from pathlib import Path

import duckdb

from drills.bench import NEW, OLD, Bench
from drills.faults import Faults
from drills.kills import RUN
from drills.observe import (
    check_clean,
    check_kept,
    hashes,
    live_run,
    must,
    sha256,
    snapshot_of_files,
)
from drills.world import COMPANY, World
from support.builds import ProjectCopy, run_dbt

#: dbt's own id of an invocation: another one each time.
VOLATILE = ("run_id",)


def differences(one: Path, other: Path, schemas: tuple[str, ...] = ()) -> list[str]:
    """Return the tables whose rows are not the same in two databases, but for ids of the run."""
    found = []
    with duckdb.connect() as connection:
        connection.execute(f"attach '{one}' as one (read_only)")
        connection.execute(f"attach '{other}' as other (read_only)")
        tables: dict[str, dict[tuple[str, str], list[str]]] = {"one": {}, "other": {}}
        for database, schema, table, column in connection.execute(
            "select database_name, schema_name, table_name, column_name from duckdb_columns() "
            "where database_name in ('one', 'other') and not internal order by column_index"
        ).fetchall():
            if (not schemas or schema in schemas) and table != "run_history":
                tables[database].setdefault((schema, table), []).append(column)
        for schema, table in sorted(tables["one"].keys() | tables["other"].keys()):
            columns = [
                f'"{name}"'
                for name in tables["one"].get((schema, table), [])
                if name not in VOLATILE
            ]
            name = f'"{schema}"."{table}"'
            if tables["one"].get((schema, table)) != tables["other"].get((schema, table)):
                found.append(f"{schema}.{table}: not the same columns")
                continue
            rows = ", ".join(columns)
            for left, right in (("one", "other"), ("other", "one")):
                more = connection.execute(
                    f"select count(*) from (select {rows} from {left}.{name} except all "
                    f"select {rows} from {right}.{name})"
                ).fetchall()[0][0]
                if more:
                    found.append(f"{schema}.{table}: {more} rows of {left} are not in {right}")
    return found


def check_dbt_live(world: World) -> None:
    """Check that the live run of a real build is closed, readable and published whole."""
    folder = world.warehouse / "runs" / str(live_run(world))
    must(
        sha256(folder / "warehouse.duckdb") in (folder / "run.json").read_text(encoding="utf-8"),
        "run.json tells another sha256 than the live file has",
    )
    must(not list(folder.rglob("*.wal")), "a write-ahead log stands beside the live file")
    published = world.published / "trede.duckdb"
    found = [
        told
        for told in differences(published, world.live, ("marts",))
        if "not the same" not in told
    ]
    must(not found, f"the published copy is not of the live run: {found[:3]}")


def killed_dbt(bench: Bench) -> None:
    """Kill a real build at four moments in one folder, and let the fifth through."""
    faults = Faults(real_dbt=True, variant=bench.variant)
    root = bench.root / "dbt"
    world = World.create(root, generation=OLD)
    try:
        begin = time.monotonic()
        ended = world.job(*RUN, faults=Faults(real_dbt=True))
        seconds = time.monotonic() - begin
        must(ended.code == 0, f"the first run ended with {ended.code}: {ended.output[-1500:]}")
        world.deliver(NEW)
        run_id, before = live_run(world), snapshot_of_files(world)
        for index, moment in enumerate(
            (0.5,) if bench.quick or bench.variant else (0.2, 0.4, 0.65, 0.85)
        ):
            group = index % 2 == 1
            with bench.tally.case(f"{'the group' if group else 'the job'}, {moment:.0%}"):
                running = world.start(*RUN, faults=faults)
                time.sleep(moment * seconds)
                running.kill(whole_group=group)
                running.wait()
                must(not world.wait_for_orphans(), "dbt lives on after its job was killed")
                must(live_run(world) == run_id, "a killed run is live")
                must(
                    hashes(world.warehouse / "runs" / str(run_id)) == before.files, "changed files"
                )
                check_dbt_live(world)
        with bench.tally.case("the run after it, compared row by row with a plain build"):
            ended = world.job(*RUN, faults=faults)
            must(ended.code == 0, f"the next run ended with {ended.code}: {ended.output[-1500:]}")
            check_dbt_live(world)
            check_kept(world, before)
            check_clean(world)
            plain = run_dbt(
                ProjectCopy(world.project),
                COMPANY,
                root / "plain",
                ("build", "--exclude-resource-type", "unit_test"),
            )
            found = differences(plain.database, world.live)
            must(not found, f"not the rows of a plain build: {found[:5]}")
    finally:
        world.remove()
