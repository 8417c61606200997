"""A stand-in for `dbt build`: a second instead of a minute, and a real DuckDB file.

The driven job starts it in place of dbt, with dbt's arguments. It loads the company's files,
fills tables in a transaction each (so that a build in the live file would show a mix), and leaves
a target folder and a log. Every row of every table that it fills says of which generation it is.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import time
from pathlib import Path

import duckdb

from drills.delivery import extract_file
from drills.faults import Faults, do

#: Tables with lines, schema by schema; each holds every line of the generation.
LINE_TABLES = (
    "staging.stg_fuel_transactions",
    "intermediate.int_lines",
    "audit.fct_activities",
    "audit.fct_emissions",
    "marts.fct_scope_1_emissions",
    "marts.dim_entities",
    "marts.rpt_footprint",
)

#: A table that takes a while to write and to copy.
BIG_TABLE = "marts.fct_scope_3_emissions"
BIG_ROWS = 40_000

#: Numbers that do not compress, so that the file has some size.
NOISE = ", ".join(
    f"hash(range * {{generation}} + {number}) as noise_{number}" for number in range(6)
)

#: Tables that the job reads for its record.
TOLD_TABLES = ("marts.rpt_footprint_totals", "marts.fct_rule_results")


def generation_of(extract: Path) -> tuple[int, list[int]]:
    """Return the generation of an extract, and the number of each of its lines."""
    with extract.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    generations = {row["delivery_id"].removeprefix("generation_") for row in rows}
    return int(generations.pop()), [int(row["line_id"].split("-")[2]) for row in rows]


def write_tables(database: Path, company: Path, faults: Faults) -> list[str]:
    """Fill the warehouse, one transaction after the other; return the names of the models."""
    done = []
    generation, line_numbers = generation_of(extract_file(company))
    with duckdb.connect(
        str(database), config={"storage_compatibility_version": "v1.4.0", "threads": 1}
    ) as connection:
        _load(connection, company)
        for number, table in enumerate((*LINE_TABLES, BIG_TABLE)):
            if number == faults.act_in_build:
                do(faults)
            schema = table.split(".")[0]
            connection.execute("begin")
            connection.execute(f"create schema if not exists {schema}")
            if table == BIG_TABLE:
                connection.execute(
                    f"create or replace table {table} as select cast({generation} as integer) as "
                    f"generation, range as line_number, {NOISE.format(generation=generation)} "
                    f"from range({BIG_ROWS})"
                )
            else:
                connection.execute(
                    f"create or replace table {table} as select cast({generation} as integer) as "
                    "generation, unnest(?) as line_number",
                    [line_numbers],
                )
            connection.execute("commit")
            done.append(table)
            time.sleep(faults.build_seconds / (len(LINE_TABLES) + 1))
        _write_totals(connection, generation, len(line_numbers))
    return [*done, *TOLD_TABLES]


def _load(connection: duckdb.DuckDBPyConnection, company: Path) -> None:
    """Load the company's files as text, as dbt's seeds are."""
    connection.execute("begin")
    for file in sorted(company.glob("*/*.csv")):
        connection.execute(f"create schema if not exists {file.parent.name}")
        connection.execute(
            f"create or replace table {file.parent.name}.{file.stem} as select * from "
            f"read_csv('{file}', header = true, all_varchar = true, delim = ',')"
        )
    connection.execute("commit")


def _write_totals(connection: duckdb.DuckDBPyConnection, generation: int, lines: int) -> None:
    """Fill the tables that the job reads for its record, with the columns that they have."""
    connection.execute("begin")
    connection.execute(
        "create or replace table marts.rpt_footprint_totals as select 'handbook_4_0' as frame, "
        "'total' as total_kind, 'scope_1_2_business_travel' as total_key, 2024 as reporting_year, "
        f"cast({generation * lines} as decimal(30, 9)) as t_co2e, cast(null as decimal(30, 9)) as "
        "low_t_co2e, cast(null as decimal(30, 9)) as high_t_co2e, cast(null as decimal(28, 2)) as "
        "uncertainty_pct, cast(null as decimal(28, 2)) as unverified_share_pct, 0 as "
        "unreadable_line_count, 'FINAL' as status, cast(null as text) as status_reason_nl, "
        f"cast(null as text) as status_reason_en, {generation} as generation"
    )
    connection.execute(
        "create or replace table marts.fct_rule_results as select 'GOV-01' as rule_id, 'drill' as "
        "company, 'PASS' as status, 'warn' as severity, 1 as population_count, 0 as finding_count, "
        f"0 as accepted_count, 'standin' as run_id, {generation} as generation"
    )
    connection.execute("commit")


def write_target(target: Path, project: Path, tables: list[str]) -> None:
    """Leave behind what dbt leaves behind."""
    target.mkdir(parents=True, exist_ok=True)
    results = [
        {
            "status": "success",
            "unique_id": f"model.trede.{table.split('.')[1]}",
            "execution_time": 0.1,
            "message": "OK",
            "adapter_response": {},
            "failures": None,
        }
        for table in tables
    ]
    nodes = {
        f"model.trede.{name}": {
            "name": name,
            "alias": name,
            "resource_type": "model",
            "schema": schema,
            "access": "public" if schema == "marts" else "private",
            "config": {"materialized": "table"},
            "original_file_path": f"models/{name}.sql",
            "description": "",
            "columns": {},
        }
        for schema, name in (table.split(".") for table in tables)
    }
    # Which files are about persons is for the project to say.
    macro = (project / "macros" / "rules" / "fill_finding_lines.sql").read_text(encoding="utf-8")
    macros = {"macro.trede.person_borne_files": {"macro_sql": macro}}
    metadata = {"dbt_version": "1.11.0", "invocation_id": "standin"}
    (target / "run_results.json").write_text(
        json.dumps({"metadata": metadata, "results": results, "elapsed_time": 1.0}),
        encoding="utf-8",
    )
    (target / "manifest.json").write_text(
        json.dumps({"metadata": metadata, "nodes": nodes, "macros": macros}), encoding="utf-8"
    )


def main() -> int:
    """Build, with the arguments and the environment that dbt would get."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--target-path", type=Path)
    parser.add_argument("--log-path", type=Path)
    arguments, _ = parser.parse_known_args()
    faults = Faults.from_environment()
    target = arguments.target_path or Path(os.environ["DBT_TARGET_PATH"])
    logs = arguments.log_path or Path(os.environ["DBT_LOG_PATH"])
    logs.mkdir(parents=True, exist_ok=True)
    (logs / "dbt.log").write_text("a stand-in, no dbt\n", encoding="utf-8")
    project = Path(os.environ["TREDE_PROJECT_DIR"])
    company = project / "seeds" / "companies" / os.environ["TREDE_COMPANY"]
    try:
        tables = write_tables(Path(os.environ["TREDE_WAREHOUSE_FILE"]), company, faults)
        write_target(target, project, tables)
    except (duckdb.Error, OSError) as error:
        sys.stderr.write(f"Runtime Error: {error}\n")
        return 2
    return faults.build_exit_code


if __name__ == "__main__":
    sys.exit(main())
