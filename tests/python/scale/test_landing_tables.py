"""Extracts that were landed as tables (TREDE_LANDING_SCHEMA) give the rows that CSV files give.

One run of dbt on the demo: its extracts stand as tables in a schema of the warehouse, the seeds are
empty. The models behind staging are filled with the SQL of the demo's own build, up to the lines.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from scale.test_landing import behind_extracts, equal_rows
from support.builds import Build, ProjectCopy

#: Stays a CSV file: an extract without a table is read from there.
AS_CSV = "waste_collections"


@dataclass(frozen=True)
class Tables:
    """What the runs answered, and the warehouse after them."""

    answers: dict[str, dict[str, Any]]
    database: Path
    filled: list[str]


@pytest.fixture(scope="module")
def tables(
    demo_build: Build, session_project: ProjectCopy, tmp_path_factory: pytest.TempPathFactory
) -> Tables:
    """Land the demo as tables, empty the rest of its warehouse, and run dbt."""
    folder = tmp_path_factory.mktemp("tables")
    session_project.link_company("tables", demo_build.folder)
    (folder / "warehouse").mkdir()
    database = Path(shutil.copy2(demo_build.database, folder / "warehouse" / "current.duckdb"))
    with duckdb.connect(str(database)) as opened:
        for schema in ("lake", "twice"):
            opened.execute(f"create schema {schema}")
        for (name,) in opened.execute(
            "select table_name from information_schema.tables where table_schema = 'extracts'"
        ).fetchall():
            if name != AS_CSV:
                opened.execute(f"create table lake.{name} as from extracts.{name}")
                opened.execute(f"delete from extracts.{name}")
        # A table has types; staging reads text, which of a date is the same.
        opened.execute("alter table lake.trips alter travelled_on type date")
        opened.execute(f"create table twice.{AS_CSV} as from extracts.{AS_CSV}")
        for node in behind_extracts(demo_build):
            opened.execute(f"delete from {node['relation_name']}")
    no_tests = [f"--exclude-resource-type={kind}" for kind in ("test", "unit_test", "seed")]
    one = ["build", *no_tests, "--select", f"landed_{AS_CSV}"]
    plan = {
        "database": str(database),
        "options": [
            *("--project-dir", str(session_project.root)),
            *("--profiles-dir", str(session_project.root)),
            *("--target-path", str(folder / "target"), "--log-path", str(folder / "logs")),
        ],
        "steps": [
            {
                "name": "lake",
                "arguments": ["build", *no_tests, "--select", "path:models/landing+1"],
            },
            *(
                {"name": name, "arguments": [*one, "--vars", json.dumps(given)]}
                for name, given in {
                    "twice": {"landing_schema": "twice"},
                    "nowhere": {"landing_schema": "nowhere"},
                    "both": {"landing_dir": "landing"},
                }.items()
            ),
        ],
    }
    (folder / "steps.json").write_text(json.dumps(plan), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("steps.py")), str(folder / "steps.json")],
        env={
            **os.environ,
            "TREDE_COMPANY": "tables",
            "TREDE_WAREHOUSE_DIR": str(folder / "warehouse"),
            "TREDE_WAREHOUSE_FILE": "",
            "TREDE_LANDING_DIR": "",
            "TREDE_LANDING_SCHEMA": "lake",
            "TREDE_AS_OF_DATE": "2025-03-31",
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        },
        cwd=session_project.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-3000:]
    answers = json.loads(ran.stdout.splitlines()[-1])
    assert answers["lake"]["messages"] == {}
    return Tables(answers, database, fill(demo_build, database, set(answers["lake"]["ran"])))


def fill(build: Build, database: Path, done: set[str]) -> list[str]:
    """Fill what fct_activities is made of and dbt did not build; return the names of all of it."""
    nodes = build.manifest["nodes"]
    wanted, left = set(), ["model.trede.fct_activities"]
    while left:
        unique_id = left.pop()
        if unique_id in nodes and unique_id not in wanted:
            wanted.add(unique_id)
            left += nodes[unique_id]["depends_on"].get("nodes", ())
    names = []
    with duckdb.connect(str(database)) as opened:
        for node in behind_extracts(build):
            if node["unique_id"] in wanted:
                names.append(f"{node['schema']}.{node['alias']}")
                if node["name"] not in done:
                    opened.execute(
                        f"insert into {node['relation_name']} by name ({node['compiled_code']})"
                    )
    return names


def test_landed_tables_give_the_rows_that_csv_files_give(demo_build: Build, tables: Tables) -> None:
    assert {"landed_trips", "stg_trips", "stg_deliveries"} <= set(tables.answers["lake"]["ran"])
    assert {"staging.stg_trips", "staging.stg_ledger_entries", "audit.fct_activities"} <= set(
        tables.filled
    )
    rows = 0
    with duckdb.connect(str(tables.database)) as opened:
        assert opened.execute("select count(*) from extracts.trips").fetchone() == (0,)
        opened.execute(f"attach '{demo_build.database}' as expected (read_only)")
        for table in tables.filled:
            rows += equal_rows(opened, table)
    assert rows > 100_000


def test_what_stays_a_csv_file_is_read_from_its_seed(tables: Tables) -> None:
    with duckdb.connect(str(tables.database), read_only=True) as opened:
        views = dict(
            opened.execute(
                "select view_name, sql from duckdb_views() where schema_name = 'landed'"
            ).fetchall()
        )
    assert "lake.trips" in views["landed_trips"].replace('"', "")
    assert f"extracts.{AS_CSV}" in views[f"landed_{AS_CSV}"].replace('"', "")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("twice", f"'{AS_CSV}' has lines in extracts/{AS_CSV}.csv and in the schema twice"),
        ("nowhere", "nothing is landed in the schema nowhere"),
        ("both", "TREDE_LANDING_DIR and TREDE_LANDING_SCHEMA are both set"),
    ],
)
def test_what_would_be_read_twice_or_never_is_refused(tables: Tables, name: str, said: str) -> None:
    answer = tables.answers[name]
    assert not answer["success"]
    assert said in answer["messages"][f"landed_{AS_CSV}"]
