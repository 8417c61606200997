"""A build of our own making: a warehouse of a few tables, with the artifacts that dbt would leave."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from trede.pack.build_state import BuildState, read_build
from trede.pack.freeze import FrozenPack, PackWriter, freeze
from trede.pack.grids import parquet_bytes
from trede.pack.manifest import MANIFEST, SealedFile, data_root, read_manifest, whole_root

ROOT = Path(__file__).resolve().parents[3]
RUN = "11111111-aaaa-4bbb-8ccc-222222222222"
#: Keys of persons in the small company: in no byte of a pack.
PERSON_KEYS = ("t-77aa01", "t-77aa02", "v-9f8e7d", "12-AB-34", "TR-0001", "TR-0002")

COMPANY = {
    "extracts/trips.csv": (
        "line_id,traveller_key,distance\nTR-0001,t-77aa01,48.6\nTR-0002,t-77aa02,72.1\n"
    ),
    "extracts/supplier_invoices.csv": (
        'line_id,supplier_id,quantity\nSI-1,s-gas,272\nSI-2,s-power,"1,367"\nSI-3,s-power,1200\n'
    ),
    "mappings/vehicles.csv": "vehicle_id,kind\nv-9f8e7d,car\n12-AB-34,van\n",
    "mappings/suppliers.csv": "supplier_id,name\ns-gas,Gas en meer\ns-power,Stroom\n",
    "judgements/exclusions.csv": (
        'source,estimated_t_co2e,reason\nrefrigerants,1.0,"Two lines\nof reason"\nwaste,0.5,Small\n'
    ),
    "judgements/publications.csv": "reporting_year,version,pack_sha256,published_on\n",
    "judgements/restatements.csv": "reporting_year,cause,reason\n",
}

TABLES: dict[str, tuple[str, dict[str, str], list[tuple[Any, ...]]]] = {
    "rpt_footprint": (
        "marts",
        {
            "frame": "string",
            "line": "string",
            "reporting_year": "integer",
            "entity_id": "string",
            "t_co2e": "decimal(30,9)",
            "data_quality_score": "decimal(28,2)",
        },
        [
            (frame, line, year, entity, Decimal(tonnes), score)
            for frame in ("ladder", "ghg_protocol")
            for line, entity, tonnes, score in (
                ("scope_1", "acme", "236.850000001", Decimal("1.50")),
                ("scope_2", "acme", "20.25", None),
                ("scope_2", None, "3.5", Decimal("3.00")),
            )
            for year in (2023, 2024)
        ],
    ),
    "rpt_footprint_totals": (
        "marts",
        {
            "frame": "string",
            "total_kind": "string",
            "total_key": "string",
            "reporting_year": "integer",
            "t_co2e": "decimal(30,9)",
            "status": "string",
        },
        [
            ("ladder", "total", "total", 2023, Decimal("260.600000001"), "FINAL"),
            ("ladder", "total", "total", 2024, Decimal("260.600000001"), "DRAFT"),
        ],
    ),
    "rpt_factor_coverage": (
        "marts",
        {"factor_edition_id": "string", "reporting_year": "integer", "kg_co2e": "decimal(18,6)"},
        [("nl_2023", 2023, Decimal("260600")), ("nl_2024", 2024, Decimal("260600"))],
    ),
    "dim_factors": (
        "marts",
        {"factor_edition_id": "string", "factor_id": "string", "published_on": "date"},
        [("nl_2023", "gas", date(2023, 1, 15)), ("nl_2024", "gas", None)],
    ),
    "fct_rule_results": (
        "marts",
        {
            "rule_id": "string",
            "status": "string",
            "finding_count": "integer",
            "is_manual": "boolean",
            "run_id": "string",
        },
        [("VAL-01", "PASS", 0, False, RUN), ("CON-01", "FAIL", 1, True, RUN)],
    ),
    "fct_findings": (
        "marts",
        {
            "finding_id": "string",
            "rule_id": "string",
            "status": "string",
            "reporting_year": "integer",
            "message": "string",
            "kg_co2e": "decimal(27,6)",
            "run_id": "string",
        },
        [("CON-01|x", "CON-01", "open", 2024, "Nine kWh", Decimal("1.25"), RUN)],
    ),
    "fct_activities": (
        "audit",
        {"line_id": "string", "traveller": "string", "quantity": "decimal(19,6)"},
        [("TR-0001", "t-77aa01", Decimal("48.6")), ("TR-0002", "t-77aa02", Decimal("72.1"))],
    ),
}

UNIQUE = {
    "fct_rule_results": ["rule_id"],
    "rpt_factor_coverage": ["factor_edition_id", "reporting_year"],
}
ACCEPTED = {("fct_rule_results", "status"): ["PASS", "FAIL", "NOT_RUN"]}
NOT_NULL = {("rpt_footprint", "t_co2e")}


@dataclass
class SmallBuild:
    """A project, a company, a warehouse and artifacts, in folders of their own."""

    folder: Path

    @property
    def company(self) -> Path:
        """The company's files."""
        return self.folder / "project" / "seeds" / "companies" / "acme"

    @property
    def packs(self) -> Path:
        """Where packs are written by default."""
        return self.folder / "warehouse" / "packs"

    def state(self) -> BuildState:
        """Read the artifacts."""
        return read_build(
            self.folder / "warehouse" / "current.duckdb", self.folder / "project" / "target"
        )

    def freeze(self, out: Path | None = None, previous: Path | None = None) -> FrozenPack:
        """Freeze it."""
        return freeze(
            self.state(), self.folder / "project", "acme", self.company, out=out, previous=previous
        )

    def sql(self, text: str) -> None:
        """Change the warehouse."""
        with duckdb.connect(str(self.folder / "warehouse" / "current.duckdb")) as connection:
            connection.execute(text)

    def artifact(self, name: str, change: Any) -> None:  # noqa: ANN401
        """Change an artifact: `change` gets its content."""
        path = self.folder / "project" / "target" / f"{name}.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        change(content)
        path.write_text(json.dumps(content), encoding="utf-8")

    def deliver(self, name: str, text: str) -> None:
        """Change a file of the company and load it, as a build would."""
        (self.company / name).write_text(text, encoding="utf-8")
        self.sql(self.load(name))

    def load(self, name: str) -> str:
        """Return the SQL that loads a file of the company as text."""
        group, file = name.removesuffix(".csv").split("/")
        return (
            f"create or replace table {group}.{file} as select * from read_csv("
            f"'{self.company / name}', header = true, all_varchar = true, delim = ',', "
            "quote = '\"', escape = '\"')"
        )


def make_small_build(folder: Path, reverse: bool = False, run: str = RUN) -> SmallBuild:
    """Write a small build; `reverse` inserts rows the other way round, as another run may."""
    build = SmallBuild(folder)
    project = folder / "project"
    for name, text in {
        "dbt_project.yml": "name: trede\n",
        "models/marts/one.sql": "select 1\n",
        "tests/python/test_one.py": "# no code of a build\n",
        "seeds/shared/factors/editions.csv": (
            "edition_id,file_name\nnl_2023,nl_2023.csv\nnl_2024,nl_2024.csv\n"
        ),
        "seeds/shared/factors/nl_2023.csv": "factor_id,value\ngas,1.8\n",
        "seeds/shared/factors/nl_2024.csv": "factor_id,value\ngas,1.9\n",
        "seeds/shared/reference/units.csv": "unit\nkWh\n",
    }.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "warehouse").mkdir(parents=True)
    with duckdb.connect(str(folder / "warehouse" / "current.duckdb")) as connection:
        for schema in ("marts", "audit", "extracts", "mappings", "judgements"):
            connection.execute(f"create schema {schema}")
        for name, text in COMPANY.items():
            (build.company / name).parent.mkdir(parents=True, exist_ok=True)
            (build.company / name).write_text(text, encoding="utf-8")
            connection.execute(build.load(name))
        for name, (schema, columns, rows) in TABLES.items():
            described = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
            connection.execute(f"create table {schema}.{name} ({described})")
            marks = ", ".join("?" for _ in columns)
            for row in rows[::-1] if reverse else rows:
                values = [run if value == RUN else value for value in row]
                connection.execute(f"insert into {schema}.{name} values ({marks})", values)
    _write_artifacts(project, run)
    return build


def _write_artifacts(project: Path, run: str) -> None:
    macro = (ROOT / "macros/rules/fill_finding_lines.sql").read_text(encoding="utf-8")
    found = re.search(r"{% macro person_borne_files\(\).*?endmacro %}", macro, re.DOTALL)
    assert found
    nodes: dict[str, Any] = {}
    for name, (schema, columns, _) in TABLES.items():
        nodes[f"model.trede.{name}"] = {
            "resource_type": "model",
            "name": name,
            "unique_id": f"model.trede.{name}",
            "schema": schema,
            "access": "public" if schema == "marts" else "protected",
            "relation_name": f'"current"."{schema}"."{name}"',
            "root_path": str(project),
            "config": {"materialized": "table"},
            "columns": {
                column: {
                    "name": column,
                    "data_type": kind,
                    "constraints": [{"type": "not_null"}] if (name, column) in NOT_NULL else [],
                }
                for column, kind in columns.items()
            },
            "depends_on": {"macros": []},
        }
    for table, columns_of_key in UNIQUE.items():
        nodes[f"test.trede.unique_{table}"] = _test(
            table, "unique_key", {"columns": columns_of_key}
        )
    for (table, column), values in ACCEPTED.items():
        nodes[f"test.trede.accepted_{table}"] = _test(
            table, "accepted_values", {"column_name": column, "values": values}
        )
    nodes["test.trede.as_of"] = {
        "resource_type": "test",
        "unique_id": "test.trede.as_of",
        "config": {},
        "depends_on": {"macros": ["macro.trede.as_of_date"]},
    }
    for name in COMPANY:
        group, file = name.removesuffix(".csv").split("/")
        nodes[f"seed.trede.{file}"] = {
            "resource_type": "seed",
            "name": file,
            "unique_id": f"seed.trede.{file}",
            "original_file_path": f"seeds/companies/acme/{name}",
            "relation_name": f'"current"."{group}"."{file}"',
            "root_path": str(project),
            "config": {"materialized": "seed"},
            "depends_on": {"macros": []},
        }
    metadata = {
        "invocation_id": run,
        "dbt_version": "1.11.16",
        "invocation_started_at": "2025-04-01T08:00:00.000000Z",
        "generated_at": "2025-04-01T08:01:00.000000Z",
    }
    code = (
        "select 1 where expires_on < cast('2025-03-31' as date) and x > cast('2020-01-01' as date)"
    )
    results = [
        {
            "unique_id": unique_id,
            "status": "pass" if unique_id.startswith("test.") else "success",
            "compiled_code": code if unique_id == "test.trede.as_of" else None,
        }
        for unique_id in nodes
    ]
    second = {
        **nodes["test.trede.as_of"],
        "unique_id": "test.trede.as_of_too",
    }
    nodes["test.trede.as_of_too"] = second
    results.append(
        {
            "unique_id": "test.trede.as_of_too",
            "status": "warn",
            "compiled_code": "select cast('2025-03-31' as date)",
        }
    )
    target = project / "target"
    target.mkdir(parents=True)
    macros = {"macro.trede.person_borne_files": {"macro_sql": found.group()}}
    for name, content in {
        "manifest": {"metadata": metadata, "nodes": nodes, "macros": macros},
        "run_results": {
            "metadata": metadata,
            "results": results,
            "args": {"which": "build", "project_dir": str(project), "target_path": str(target)},
        },
    }.items():
        (target / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")


def _test(table: str, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    return {
        "resource_type": "test",
        "unique_id": f"test.trede.{name}_{table}",
        "attached_node": f"model.trede.{table}",
        "test_metadata": {"name": name, "kwargs": arguments},
        "config": {},
        "depends_on": {"macros": []},
    }


def change_cell(
    pack: Path,
    table: str,
    where: dict[str, Any],
    column: str,
    value: Any,  # noqa: ANN401
) -> None:
    """Change one cell of a frozen table, and write it as the pack does: only the cell differs."""
    path = pack / f"data/marts/{table}.parquet"
    read = pq.read_table(path)
    rows = read.to_pylist()
    hits = [row for row in rows if all(row[key] == wanted for key, wanted in where.items())]
    assert len(hits) == 1, f"{len(hits)} rows {where}"
    assert hits[0][column] != value
    hits[0][column] = value
    path.write_bytes(parquet_bytes(pa.Table.from_pylist(rows, schema=read.schema)))


def change_text(path: Path, old: str, new: str) -> None:
    """Change text in a file, once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def insider(pack: Path, previous: tuple[str, str] | None = None) -> str:
    """Write a touched pack again so that it agrees with itself, as somebody with access can.

    Args:
        pack: a pack of which files were changed.
        previous: head and folder of the pack before it, if that was written again as well.

    Returns:
        the new head.
    """
    manifest, _ = read_manifest(pack)
    writer = PackWriter(pack)
    for file in manifest.files:
        if file.section == "cells":
            continue
        content = (pack / file.path).read_bytes()
        if file.grid is None:
            writer.write(file.path, content)
        elif file.path.endswith(".parquet"):
            writer.write_table(file.path, pq.read_table(pack / file.path), file.grid.key)
        else:
            writer.write_csv(file.path, content)
    files: Sequence[SealedFile] = sorted(writer.files, key=lambda each: each.path)
    changes: dict[str, Any] = {
        "files": tuple(files),
        "data_sha256": data_root(tuple(files)),
        "root_sha256": whole_root(tuple(files)),
    }
    if previous is not None and manifest.previous is not None:
        changes["previous"] = manifest.previous.model_copy(
            update={"head": previous[0], "folder": previous[1]}
        )
    content = manifest.model_copy(update=changes).to_bytes()
    (pack / MANIFEST).write_bytes(content)
    return read_manifest(pack)[1]
