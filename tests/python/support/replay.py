"""Replay a build on changed files without starting dbt: seconds instead of most of a minute.

dbt's run results hold the SQL of every model and test as it was run. When only the cells of a
company's files change, that SQL stays the same: the warehouse file is copied, the changed files
are loaded again, and what depends on them is filled again in dbt's own order. What dbt decides
while it compiles is not replayed: another set of columns, another model, the hooks at the end of a
run. test_replay.py proves a replay equal to a build.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from support.builds import Build
from support.cells import folder_hashes


@dataclass
class Replay:
    """A warehouse in which some files were changed after a build.

    Attributes:
        build: the build that it started from.
        connection: open on the copy of the warehouse file; `close` closes it.
        changed: the files that differ from the build's, such as extracts/trips.csv.
        rebuilt: unique ids of the models that were filled again.
    """

    build: Build
    connection: duckdb.DuckDBPyConnection
    changed: list[str]
    rebuilt: list[str] = field(default_factory=list)

    def close(self) -> None:
        """Close the copy."""
        self.connection.close()

    def __enter__(self) -> Replay:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def rows(self, sql: str, parameters: Iterable[Any] = ()) -> list[dict[str, Any]]:
        """Run one query and return its rows as dictionaries."""
        cursor = self.connection.execute(sql, list(parameters))
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def tests(self, tag: str | None = "rule") -> list[str]:
        """Return the names of the data tests that the build ran, by default those tagged `rule`."""
        nodes = self.build.manifest["nodes"]
        return sorted(
            nodes[unique_id]["name"]
            for unique_id in self.build.statuses()
            if unique_id.startswith("test.") and (tag is None or tag in nodes[unique_id]["tags"])
        )

    def failures(self, test: str) -> list[dict[str, Any]]:
        """Return the rows that a data test finds."""
        return self.rows(self._test_sql(test))

    def failing(self, tag: str | None = "rule") -> set[str]:
        """Return the names of the data tests that find rows."""
        return {
            test
            for test in self.tests(tag)
            if self.connection.execute(
                f"select exists(select * from ({self._test_sql(test)}) as found)"
            ).fetchone()
            == (True,)
        }

    def _test_sql(self, test: str) -> str:
        nodes = self.build.manifest["nodes"]
        for result in self.build.run_results["results"]:
            unique_id = result["unique_id"]
            if unique_id.startswith("test.") and nodes[unique_id]["name"] == test:
                return str(result["compiled_code"])
        raise LookupError(f"the build ran no test {test}")


def replay(build: Build, folder: Path, work_dir: Path) -> Replay:
    """Fill a copy of a build's warehouse again with the files of another folder.

    Args:
        build: a whole, green build of the company (`demo_build`).
        folder: a copy of the company's folder with other cells or rows.
        work_dir: where the copy of the warehouse goes.

    Raises:
        ValueError: a file has other columns than the build's, or no file differs: such a change
            needs a build, or the test changes nothing.
    """
    before, after = folder_hashes(build.folder), folder_hashes(folder)
    if set(before) != set(after):
        raise ValueError(f"other files: {sorted(set(before) ^ set(after))}; this needs a build")
    changed = [name for name in before if before[name] != after[name]]
    if not changed:
        raise ValueError("no file differs from the build's: the test would prove nothing")
    connection = _copy(build, work_dir)
    result = Replay(build, connection, changed)
    seeds = {
        node["original_file_path"].split("/", 3)[-1]: unique_id
        for unique_id, node in build.manifest["nodes"].items()
        if node["resource_type"] == "seed"
        and node["original_file_path"].startswith(f"seeds/companies/{build.company}/")
    }
    stale: set[str] = set()
    for name in changed:
        if _header(build.folder / name) != _header(folder / name):
            raise ValueError(f"{name} has other columns; this needs a build")
        relation = build.manifest["nodes"][seeds[name]]["relation_name"]
        connection.execute(f"delete from {relation}")
        connection.execute(
            f"copy {relation} from '{folder / name}' "
            "(format csv, header true, delimiter ',', quote '\"', escape '\"')"
        )
        stale.add(seeds[name])
    _fill_again(result, stale)
    return result


def replay_seed(build: Build, seed: str, change: str, work_dir: Path) -> Replay:
    """Fill a copy of a build's warehouse again after a statement on a seed of the project.

    Args:
        build: a whole, green build.
        seed: name of the seed, such as nl_2024.
        change: the statement, with {relation} for the seed's table; it must change one row.
        work_dir: where the copy of the warehouse goes.
    """
    unique_id = f"seed.{build.manifest['metadata']['project_name']}.{seed}"
    result = Replay(build, _copy(build, work_dir), [seed])
    changed = result.connection.execute(
        change.format(relation=build.manifest["nodes"][unique_id]["relation_name"])
    ).fetchone()
    if changed != (1,):
        raise ValueError(f"{change}: {changed} rows")
    _fill_again(result, {unique_id})
    return result


def _copy(build: Build, work_dir: Path) -> duckdb.DuckDBPyConnection:
    """Open a copy of a build's warehouse for writing."""
    work_dir.mkdir(parents=True, exist_ok=True)
    # The SQL names the catalog, which DuckDB takes from the file's name.
    return duckdb.connect(str(shutil.copy2(build.database, work_dir / build.database.name)))


def _fill_again(result: Replay, stale: set[str]) -> None:
    """Fill what depends on these nodes again, in dbt's own order."""
    build, connection = result.build, result.connection
    for run in build.run_results["results"]:
        node = build.manifest["nodes"].get(run["unique_id"])
        if node is None or node["resource_type"] != "model":
            continue
        if stale.isdisjoint(node["depends_on"]["nodes"]):
            continue
        stale.add(run["unique_id"])
        if node["config"]["materialized"] == "view":
            continue
        relation = node["relation_name"]
        connection.execute(f"delete from {relation}")
        connection.execute(f"insert into {relation} by name ({run['compiled_code']})")
        result.rebuilt.append(run["unique_id"])


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as handle:
        return next(csv.reader(handle))
