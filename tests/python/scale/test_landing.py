"""Landed extracts give the rows that the same extracts give as CSV files, and cannot be half landed.

dbt builds the landed views of the demo and the models that read them; the models behind those never
see an extract, so they are filled with the SQL of the demo's own build (as support/replay.py does).
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from support.builds import Build, ProjectCopy
from trede.cli import app
from trede.management_plan.lineage import read_lineage
from trede.management_plan.read import read_facts
from trede.management_plan.view import make_document
from trede.sample.population import read_population
from trede.scale.convert import land_company

#: Filled by hooks when dbt ends, with the run's own id.
BY_HOOKS = ("fct_finding_lines", "fct_findings", "fct_rule_results")
MOMENT = datetime(2025, 3, 31, 12, 0)


@dataclass(frozen=True)
class Landed:
    """What the steps left behind: their answers, and a copy of the warehouse after some of them."""

    answers: dict[str, dict[str, Any]]
    folder: Path

    def rows(self, name: str, sql: str) -> list[tuple[Any, ...]]:
        """Run a query on the warehouse as it was after a step."""
        with duckdb.connect(str(self.folder / name / "current.duckdb"), read_only=False) as opened:
            return opened.execute(sql).fetchall()


@pytest.fixture(scope="module")
def landed(
    demo_build: Build, session_project: ProjectCopy, tmp_path_factory: pytest.TempPathFactory
) -> Landed:
    """Land the demo, empty its warehouse, and run dbt: as it should be, and in five ways not."""
    folder = tmp_path_factory.mktemp("landed")
    land_company(demo_build.folder, folder)
    session_project.link_company("landed", folder / "company")
    (folder / "warehouse").mkdir()
    database = Path(shutil.copy2(demo_build.database, folder / "warehouse" / "current.duckdb"))
    with duckdb.connect(str(database)) as opened:
        for node in behind_extracts(demo_build):
            opened.execute(f"delete from {node['relation_name']}")
    plan = {
        "database": str(database),
        "options": [
            *("--project-dir", str(session_project.root)),
            *("--profiles-dir", str(session_project.root)),
            *("--target-path", str(folder / "target"), "--log-path", str(folder / "logs")),
        ],
        "steps": steps(folder),
    }
    (folder / "steps.json").write_text(json.dumps(plan), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("steps.py")), str(folder / "steps.json")],
        env={
            **os.environ,
            "TREDE_COMPANY": "landed",
            "TREDE_WAREHOUSE_DIR": str(folder / "warehouse"),
            "TREDE_LANDING_DIR": str(folder / "landing"),
            "TREDE_AS_OF_DATE": "2025-03-31",
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        },
        cwd=session_project.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-3000:]
    return Landed(json.loads(ran.stdout.splitlines()[-1]), folder)


@pytest.fixture(scope="module")
def filled(demo_build: Build, landed: Landed) -> Path:
    """The warehouse of the landed demo, in which the models behind its readers are filled too."""
    done = set(landed.answers["as_it_should"]["ran"])
    kept = shutil.copytree(landed.folder / "as_it_should", landed.folder / "filled")
    database = Path(kept) / "current.duckdb"
    with duckdb.connect(str(database)) as opened:
        for node in behind_extracts(demo_build):
            if node["name"] not in done:
                opened.execute(
                    f"insert into {node['relation_name']} by name ({node['compiled_code']})"
                )
    return database


def behind_extracts(build: Build) -> list[dict[str, Any]]:
    """The tables with an extract behind them, in the order in which the build filled them."""
    nodes = build.manifest["nodes"]
    behind = {
        unique_id
        for unique_id, node in nodes.items()
        if node["resource_type"] == "seed" and node["schema"] == "extracts"
    }
    tables = []
    for result in build.run_results["results"]:
        node = nodes.get(result["unique_id"])
        if node and node["resource_type"] == "model" and behind & set(node["depends_on"]["nodes"]):
            behind.add(result["unique_id"])
            if node["config"]["materialized"] == "table" and node["name"] not in BY_HOOKS:
                tables.append({**node, "compiled_code": result["compiled_code"]})
    return tables


def equal_rows(opened: duckdb.DuckDBPyConnection, table: str) -> int:
    """Check that a table has the rows of the attached database `expected`; return their number."""
    differing = opened.execute(
        f"""
        select
            (select count(*) from (from expected.{table} except all from {table})),
            (select count(*) from (from {table} except all from expected.{table})),
            (select count(*) from {table})
        """
    ).fetchone()
    assert differing is not None
    assert differing[:2] == (0, 0), f"{table}: {differing}"
    return int(differing[2])


def steps(folder: Path) -> list[dict[str, Any]]:
    """The runs of dbt, each with the files that it changes first."""
    landing, made = folder / "landing", folder / "made"
    for name, change in {"typed": typed, "without_amount": without_amount}.items():
        shutil.copytree(landing / "trips", made / name)
        for number, file in enumerate(sorted((made / name).rglob("*.parquet"))):
            pq.write_table(change(pq.ParquetFile(file).read(), number), file)
    shutil.copytree(landing, made / "all")
    (made / "nothing").mkdir()
    shutil.copytree(landing / "trips", made / "stranger" / "trip")
    shutil.copy2(folder / "company" / "extracts" / "trips.csv", made / "header.csv")
    with (made / "one_line.csv").open("w", encoding="utf-8") as opened:
        opened.write((made / "header.csv").read_text(encoding="utf-8") + "T-1" + "," * 18 + "\n")

    def step(
        name: str, replace: dict[Path, Path], *select: str, kept: bool = True
    ) -> dict[str, Any]:
        (folder / name).mkdir()
        return {
            "name": name,
            "replace": {str(target): str(source) for target, source in replace.items()},
            "arguments": ["build", *no_tests, "--select", *select],
            **({"keep": str(folder / name / "current.duckdb")} if kept else {}),
        }

    no_tests = [f"--exclude-resource-type={kind}" for kind in ("test", "unit_test")]
    trips = ("landed_trips", "stg_trips", "int_undelivered_columns")
    csv_file = folder / "company" / "extracts" / "trips.csv"
    return [
        step("as_it_should", {}, "+path:models/landing+1"),
        step("typed", {landing / "trips": made / "typed"}, *trips),
        step("without_amount", {landing / "trips": made / "without_amount"}, *trips),
        step("twice", {csv_file: made / "one_line.csv"}, "trips", "landed_trips", kept=False),
        step(
            "stranger",
            {csv_file: made / "header.csv", landing / "trip": made / "stranger" / "trip"},
            *("trips", "landed_trips"),
            kept=False,
        ),
        step("nothing", {landing: made / "nothing"}, "landed_trips", kept=False),
    ]


def typed(trips: pa.Table, number: int) -> pa.Table:
    """Dates, numbers and truths as such, the columns in another order; in the first file no amounts."""
    for name, kind in {
        "travelled_on": pa.date32(),
        "distance": pa.decimal128(12, 1),
        "travellers": pa.int32(),
        "is_return": pa.bool_(),
        "amount_eur": pa.decimal128(12, 2),
    }.items():
        at = trips.column_names.index(name)
        trips = trips.set_column(at, name, trips[name].cast(kind))
    names = [name for name in reversed(trips.column_names) if number or name != "amount_eur"]
    return trips.select(names)


def without_amount(trips: pa.Table, number: int) -> pa.Table:
    """No file has the column."""
    return trips.drop_columns("amount_eur")


def test_only_the_readers_of_extracts_see_what_was_landed(landed: Landed) -> None:
    manifest = json.loads((landed.folder / "target" / "manifest.json").read_text(encoding="utf-8"))
    extracts = {
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "seed" and node["schema"] == "extracts"
    }
    readers = {
        node["name"]: {parent.split(".")[-1] for parent in node["depends_on"]["nodes"]}
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "test")
    }
    models = {
        node["name"] for node in manifest["nodes"].values() if node["resource_type"] == "model"
    }
    views = {f"landed_{name}" for name in extracts}
    assert len(extracts) == 19
    assert views <= set(readers)
    for name, parents in readers.items():
        if name not in views:
            assert not parents & extracts, f"{name} reads the seed, which is empty"
    ran = {name for name in landed.answers["as_it_should"]["ran"] if "on-run-end" not in name}
    behind = {name for name, parents in readers.items() if name in models and parents & views}
    assert ran == extracts | views | behind


def test_the_landed_demo_gives_the_same_rows_everywhere(demo_build: Build, filled: Path) -> None:
    compared = rows = 0
    with duckdb.connect(str(filled)) as opened:
        opened.execute(f"attach '{demo_build.database}' as expected (read_only)")
        for node in behind_extracts(demo_build):
            table = f"{node['schema']}.{node['alias']}"
            compared, rows = compared + 1, rows + equal_rows(opened, table)
    assert compared > 150
    assert rows > 400_000


def test_commands_on_the_register_of_deliveries_give_what_they_give_on_csv(
    demo_build: Build, landed: Landed, filled: Path
) -> None:
    with duckdb.connect(str(filled), read_only=True) as opened:
        assert opened.execute("select count(*) from extracts.deliveries").fetchone() == (0,)
    population = read_population(filled, 2024, [])
    assert population.lines == read_population(demo_build.database, 2024, []).lines
    hashes = [line.sha256 for line in population.lines.values()]
    assert len(set(hashes)) > 20 and hashes.count(None) < len(hashes) // 100
    lineages = [
        read_lineage(folder / "manifest.json")
        for folder in (demo_build.target_dir, landed.folder / "target")
    ]
    assert lineages[0] is not None and lineages[1] is not None
    assert lineages[0].rules == lineages[1].rules
    plans = [
        make_document(replace(read_facts(file), built_at=MOMENT), lineages[0], "en", MOMENT.date())
        for file in (demo_build.database, filled)
    ]
    assert plans[0].blocks == plans[1].blocks
    received = {row["received_on"] for row in read_facts(filled).tables["stg_deliveries"]}
    assert max(received) > date(2025, 1, 1)


@pytest.mark.parametrize("extract", ["fuel_transactions", "ledger_entries", "supplier_invoices"])
def test_an_explanation_shows_the_landed_cells(
    demo_build: Build, landed: Landed, filled: Path, extract: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as the files stand where they were landed; it goes on without them."""
    with duckdb.connect(str(demo_build.database), read_only=True) as opened:
        (line_id,) = opened.execute(f"select min(line_id) from extracts.{extract}").fetchall()[0]
    told = []
    folder, kept = landed.folder / "landing" / extract, landed.folder / "made" / "all" / extract
    shutil.rmtree(folder, ignore_errors=True)
    for database in (demo_build.database, filled, filled):
        monkeypatch.setenv("TREDE_WAREHOUSE_DIR", str(database.parent))
        ended = CliRunner().invoke(app, ["explain", "--file", extract, "--line", line_id, "--json"])
        assert ended.exit_code == 0, ended.output
        told.append([trace["delivered"] for trace in json.loads(ended.stdout)["traces"]])
        if len(told) == 2:
            shutil.copytree(kept, folder)
    assert told[1] == [{}]
    assert told[0] == told[2]
    assert told[0][0]["line_id"] == line_id


def test_typed_columns_in_another_order_are_read_as_text_is(landed: Landed) -> None:
    """But for the amounts of the first file, which it does not have."""
    sql = """
        select line_id, travelled_on, distance, travellers, is_return, {amount}, activity_quantity
        from staging.stg_trips order by line_id, occurrence
    """
    first = sorted((landed.folder / "made" / "typed").rglob("*.parquet"))[0]
    bare = set(pq.ParquetFile(first).read(["line_id"])["line_id"].to_pylist())
    expected = landed.rows("as_it_should", sql.format(amount="amount_eur"))
    found = landed.rows("typed", sql.format(amount="amount_eur"))
    assert [(*row[:5], *row[6:]) for row in found] == [(*row[:5], *row[6:]) for row in expected]
    assert [row[5] for row in found] == [None if row[0] in bare else row[5] for row in expected]
    assert any(row[5] is not None for row in expected if row[0] in bare)
    assert undelivered(landed, "typed") == undelivered(landed, "as_it_should")


def test_a_column_that_no_file_has_was_not_delivered(landed: Landed) -> None:
    before, after = undelivered(landed, "as_it_should"), undelivered(landed, "without_amount")
    assert after - before == {("trips", "amount_eur")}
    assert landed.rows("without_amount", "select count(amount_eur) from staging.stg_trips") == [
        (0,)
    ]


def undelivered(landed: Landed, name: str) -> set[tuple[Any, ...]]:
    sql = "select file_name, column_name from intermediate.int_undelivered_columns"
    return set(landed.rows(name, sql))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("twice", "'trips' has lines in extracts/trips.csv and in the folder"),
        ("stranger", "'trip' in the folder"),
        ("nothing", "nothing is landed in the folder"),
    ],
)
def test_what_would_be_read_twice_or_never_is_refused(landed: Landed, name: str, said: str) -> None:
    answer = landed.answers[name]
    assert not answer["success"]
    assert said in answer["messages"]["landed_trips"]


def test_landing_a_company_keeps_every_cell(demo_dir: Path, tmp_path: Path) -> None:
    counts = land_company(demo_dir, tmp_path)
    assert len(counts) > 10
    for extract, count in counts.items():
        with (demo_dir / "extracts" / f"{extract}.csv").open(
            encoding="utf-8", newline=""
        ) as opened:
            header, *expected = csv.reader(opened)
        found = []
        for file in (tmp_path / "landing" / extract).rglob("*.parquet"):
            table = pq.ParquetFile(file).read()
            assert table.column_names == header
            found += [
                ["" if cell is None else cell for cell in row.values()] for row in table.to_pylist()
            ]
        assert sorted(found) == sorted(expected)
        assert len(found) == count
        left = (tmp_path / "company" / "extracts" / f"{extract}.csv").read_text(encoding="utf-8")
        assert left == ",".join(header) + "\n"


def test_lines_are_landed_by_the_month_in_which_they_were_received(
    demo_dir: Path, tmp_path: Path
) -> None:
    land_company(demo_dir, tmp_path)
    with (demo_dir / "extracts" / "deliveries.csv").open(encoding="utf-8", newline="") as opened:
        received = {row["delivery_id"]: row["received_on"][:7] for row in csv.DictReader(opened)}
    files = list((tmp_path / "landing" / "trips").rglob("*.parquet"))
    assert len(files) > 3
    for file in files:
        month = file.parent.name.removeprefix("delivered=")
        deliveries = set(pq.ParquetFile(file).read(["delivery_id"])["delivery_id"].to_pylist())
        assert {received[delivery] for delivery in deliveries} == {month}
