"""Look at the job's folder as its readers do, and say what is not as it must be."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from drills.delivery import line_count
from drills.faults import Faults
from drills.standin_build import BIG_ROWS, BIG_TABLE, LINE_TABLES
from drills.world import Ended, World

#: Of the published copy; the whole warehouse has other schemas beside it.
MARTS = "marts"


class Broken(Exception):
    """Something that must hold does not."""


def must(holds: object, message: str) -> None:
    """Raise Broken when something does not hold."""
    if not holds:
        raise Broken(message)


def sha256(file: Path) -> str:
    """Return the hash of a file's bytes."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def hashes(folder: Path) -> dict[str, str]:
    """Return the hash of each file below a folder, by its path in it."""
    if not folder.exists():
        return {}
    return {
        str(file.relative_to(folder)): sha256(file)
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.is_symlink()
    }


@dataclass(frozen=True)
class Snapshot:
    """What a drill must not harm.

    Attributes:
        run_id: the live run; None where there is none.
        generation: whose lines it holds.
        files: the live run's files, by path, with their hashes.
        records: the history's records, by name, with their hashes.
        company: the company's files with their hashes.
    """

    run_id: str | None
    generation: int | None
    files: dict[str, str]
    records: dict[str, str]
    company: dict[str, str]


def live_run(world: World) -> str | None:
    """Return the live run by the link that says so."""
    link = world.warehouse / "current"
    return link.readlink().name if link.is_symlink() else None


def records_of(world: World) -> list[dict[str, Any]]:
    """Return the history's records in order of sequence."""
    return [
        json.loads(file.read_text(encoding="utf-8"))
        for file in sorted((world.warehouse / "history").glob("*.json"))
    ]


def snapshot(world: World) -> Snapshot:
    """Look at everything that a drill must not harm."""
    seen = snapshot_of_files(world)
    return replace(seen, generation=generation_of(world.live)) if seen.run_id else seen


def snapshot_of_files(world: World) -> Snapshot:
    """Look at the files only, whatever was built into them."""
    run_id = live_run(world)
    return Snapshot(
        run_id=run_id,
        generation=None,
        files=hashes(world.warehouse / "runs" / run_id) if run_id else {},
        records={
            name: digest
            for name, digest in hashes(world.warehouse / "history").items()
            if name.endswith(".json") and "/" not in name
        },
        company=hashes(world.company),
    )


def generations_in(connection: duckdb.DuckDBPyConnection) -> set[int]:
    """Return the generations in all tables of a database, and count their lines on the way."""
    found: set[int] = set()
    there = connection.execute(
        "select table_schema || '.' || table_name from information_schema.columns "
        "where column_name = 'generation'"
    ).fetchall()
    schemas = {name.split(".")[0] for (name,) in there}
    for table in (*LINE_TABLES, BIG_TABLE):
        if schemas == {MARTS} and not table.startswith(f"{MARTS}."):
            continue
        must((table,) in there, f"table {table} is not in the file")
        found |= _generations_in_table(connection, table, table)
    return found


def _generations_in_table(
    connection: duckdb.DuckDBPyConnection, source: str, table: str
) -> set[int]:
    lowest, highest, rows, lines = connection.execute(  # type: ignore[misc]
        f"select min(generation), max(generation), count(*), count(distinct line_number) from {source}"
    ).fetchone()
    must(lowest is not None, f"{table} is empty")
    must(lowest == highest, f"{table} holds generations {lowest} and {highest}")
    wanted = BIG_ROWS if table == BIG_TABLE else line_count(lowest)
    must(
        rows == lines == wanted,
        f"{table} holds {rows} rows of {lines} lines; generation {lowest} delivered {wanted}",
    )
    return {lowest}


def generation_of(database: Path) -> int:
    """Return the one generation of a database file; Broken when it cannot be read or holds a mix."""
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            found = generations_in(connection)
    except (duckdb.Error, OSError) as error:
        raise Broken(f"{database.name} cannot be read: {error}") from error
    must(len(found) == 1, f"{database.name} holds a mix of generations {sorted(found)}")
    return found.pop()


def parquet_generation(folder: Path) -> int:
    """Return the one generation of a folder of Parquet files, each read by its path in the folder."""
    found: set[int] = set()
    try:
        with duckdb.connect() as connection:
            for table in (*LINE_TABLES, BIG_TABLE):
                schema, name = table.split(".")
                if schema == MARTS:
                    found |= _generations_in_table(
                        connection, f"read_parquet('{folder}/parquet/{name}.parquet')", table
                    )
    except (duckdb.Error, OSError) as error:
        raise Broken(f"the published Parquet cannot be read: {error}") from error
    must(len(found) == 1, f"the published Parquet holds a mix of generations {sorted(found)}")
    return found.pop()


def check_live(world: World) -> int:
    """Check that the live run is whole and readable in each of its forms; return its generation."""
    run_id = live_run(world)
    must(run_id, "there is no live run")
    folder = world.warehouse / "runs" / str(run_id)
    must(folder.is_dir(), f"the live run {run_id} is not there")
    must(world.live.is_symlink(), "current.duckdb is no link")
    must(
        world.live.resolve() == (folder / "warehouse.duckdb").resolve(),
        "current.duckdb does not lead to the live run",
    )
    generation = generation_of(world.live)
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    must(
        record["warehouse"]["sha256"] == sha256(folder / "warehouse.duckdb"),
        "run.json tells another sha256 than the live file has",
    )
    must(
        not list(folder.rglob("*.wal")), "a write-ahead log stands beside the live file: not closed"
    )
    must(
        generation_of(world.published / "trede.duckdb") == generation,
        "the published copy is of another generation than the live file",
    )
    must(
        parquet_generation(world.published) == generation,
        "the published Parquet is of another generation than the live file",
    )
    check_manifest(world.published, str(run_id))
    return generation


def check_manifest(published: Path, run_id: str) -> None:
    """Check that the manifest of a published folder tells what is in it."""
    text = (published / "manifest.json").read_text(encoding="utf-8")
    must(run_id in text, f"the manifest does not name run {run_id}")
    for name, digest in hashes(published).items():
        if name != "manifest.json":
            must(digest in text, f"the manifest does not hold the hash of {name}")


def check_unharmed(world: World, before: Snapshot) -> None:
    """Check that the live run of before is the live run now, byte for byte, and is readable."""
    run_id = live_run(world)
    must(run_id == before.run_id, f"the live run was {before.run_id} and is {run_id}")
    if run_id is None:
        return
    now = hashes(world.warehouse / "runs" / run_id)
    changed = sorted(
        name for name in before.files.keys() | now.keys() if before.files.get(name) != now.get(name)
    )
    must(not changed, f"of the live run these files were changed: {', '.join(changed)}")
    must(
        check_live(world) == before.generation, "the live run holds another generation than before"
    )
    check_kept(world, before)


def check_kept(world: World, before: Snapshot) -> None:
    """Check that neither the company's files nor the history lost anything."""
    must(hashes(world.company) == before.company, "a file of the company was changed")
    now = hashes(world.warehouse / "history")
    lost = sorted(name for name, digest in before.records.items() if now.get(name) != digest)
    must(not lost, f"these records of the history were changed or lost: {', '.join(lost)}")


def check_whole(world: World, before: Snapshot, new: int) -> bool:
    """Check that live is wholly the run of before or wholly the new one; return whether it is new."""
    if live_run(world) == before.run_id:
        check_unharmed(world, before)
        return False
    must(check_live(world) == new, "a new run is live, but not with the lines that were delivered")
    check_kept(world, before)
    return True


def check_next_run(
    world: World,
    generation: int,
    before: Snapshot,
    attempts: int = 1,
    faults: Faults | None = None,
) -> None:
    """Check that the next run is green, brings every line, and leaves a clean folder and history.

    Args:
        world: where.
        generation: what was delivered.
        before: what must still be in the history.
        attempts: how many runs got as far as the build since, without a good end.
        faults: what is wrong with the next run, where a drill is about that one.
    """
    ended = world.run(faults=faults)
    must(ended.code == 0, f"the next run ended with {ended.code}: {ended.output[-1500:]}")
    must(check_live(world) == generation, "the next run did not bring the delivered lines")
    check_kept(world, before)
    check_clean(world)
    told = [record["run_id"] for record in records_of(world)]
    run_id = live_run(world)
    must(told == sorted(told), "the history is not in order of sequence")
    must(told and told[-1] == run_id, f"the last record is not of the live run {run_id}")
    numbers = [int(name.split("_")[0]) for name in told]
    must(
        len(told) - len(before.records) <= attempts + 1,
        f"{len(told) - len(before.records)} records for {attempts + 1} runs",
    )
    must(len(set(numbers)) == len(numbers), "a sequence number was used twice")
    status = world.job("status")
    must(status.code == 0, f"status ends with {status.code}: {status.output[-1500:]}")


def check_clean(world: World, damaged: str | None = None) -> None:
    """Check that nothing is left of runs that did not end: no building folder, no loose file.

    Args:
        world: where.
        damaged: a run whose warehouse the drill took away; what is left of it is not the job's to remove.
    """
    building = world.warehouse / "building"
    left = (
        sorted(str(path.relative_to(building)) for path in building.rglob("*"))
        if (building.exists())
        else []
    )
    must(not left, f"building/ still holds {', '.join(left[:5])}")
    known = {"current.duckdb", "published", "current", "runs", "building", "history", "job.lock"}
    loose = sorted(path.name for path in world.warehouse.iterdir() if path.name not in known)
    must(not loose, f"these do not belong in the folder: {', '.join(loose)}")
    parts = sorted(
        str(path.relative_to(world.warehouse))
        for path in world.warehouse.rglob("*")
        if path.suffix in (".part", ".tmp", ".wal")
    )
    must(not parts, f"half-written files are left: {', '.join(parts)}")
    for run in (world.warehouse / "runs").iterdir():
        must(
            run.name == damaged or (run / "warehouse.duckdb").is_file(),
            f"runs/{run.name} holds no warehouse",
        )


def check_refused(ended: Ended, code: int, *words: str) -> None:
    """Check an exit code, and that what was said holds words (in any case) and no traceback."""
    must(ended.code == code, f"exit code {ended.code}, not {code}: {ended.output[-1500:]}")
    must("Traceback" not in ended.output, f"a traceback: {ended.output[-1500:]}")
    for word in words:
        must(
            word.lower() in ended.output.lower(),
            f"the message does not say {word!r}: {ended.output[-1500:]}",
        )
