"""Do two warehouses hold the same rows? `python -m bench.same ONE OTHER`.

A straight run that did other work than dbt would be no limit.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import typer

#: What others read, and the lines behind it.
SCHEMAS = ("marts", "audit")


def fingerprints(file: Path, config: dict[str, str]) -> dict[str, tuple[int, str]]:
    """Return the number of rows of each table and a hash of them that knows no order."""
    with duckdb.connect(str(file), read_only=True, config=config) as connection:
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables"
            f" where table_schema in {SCHEMAS} order by all"
        ).fetchall()
        found = {}
        for schema, table in tables:
            row = connection.execute(
                f"select count(*), cast(sum(hash(held)) as text) from {schema}.{table} as held"
            ).fetchone()
            assert row is not None  # an aggregate has one row
            found[f"{schema}.{table}"] = (int(row[0]), str(row[1]))
    return found


def main(
    one: Path = typer.Argument(..., help="A warehouse file."),
    other: Path = typer.Argument(..., help="Another one."),
    output: Path = typer.Option(..., help="Where the verdict is written (JSON)."),
    config: str = typer.Option("{}", help="Options on connecting, as JSON."),
) -> None:
    """Compare the published and the line-level tables of two warehouses."""
    options = {
        name: value for name, value in json.loads(config).items() if name != "temp_directory"
    }
    here, there = fingerprints(one, options), fingerprints(other, options)
    differing = sorted(
        name for name in here.keys() | there.keys() if here.get(name) != there.get(name)
    )
    output.write_text(json.dumps({"compared": len(here), "differing": differing}), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
