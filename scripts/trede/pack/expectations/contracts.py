"""What the contracts say of each table, read from the dbt manifest that the pack itself holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import duckdb

from trede.pack.build_state import RUNTIME_COLUMNS, declared_key


@dataclass(frozen=True)
class TableContract:
    """The contract of one published table.

    Attributes:
        columns: the Arrow type of each column, as its contract has it.
        not_null: columns that are never empty.
        accepted: the values that a column may have.
        key: the columns that are unique together, if a test says so.
    """

    name: str
    columns: Mapping[str, str]
    not_null: tuple[str, ...]
    accepted: Mapping[str, tuple[str, ...]]
    key: tuple[str, ...]


def read_contracts(dbt_manifest: Mapping[str, Any]) -> list[TableContract]:
    """Return the contracts of the published tables, by name."""
    nodes = dbt_manifest["nodes"].values()
    contracts = []
    for node in nodes:
        if node["resource_type"] != "model" or node.get("access") != "public":
            continue
        columns = {
            column["name"]: column
            for column in node["columns"].values()
            if column["name"] not in RUNTIME_COLUMNS
        }
        not_null = [
            name
            for name, column in columns.items()
            if any(rule["type"] == "not_null" for rule in column["constraints"])
        ]
        accepted: dict[str, tuple[str, ...]] = {}
        for test in nodes:
            about = test.get("test_metadata") or {}
            # A test with a `where` of its own speaks of some rows only.
            if test.get("attached_node") != node["unique_id"] or test["config"].get("where"):
                continue
            arguments = about.get("kwargs", {})
            column = arguments.get("column_name")
            if about.get("name") in {"not_null", "primary_key"}:
                not_null.append(column)
            elif about.get("name") == "accepted_values":
                accepted[column] = tuple(arguments["values"])
        contracts.append(
            TableContract(
                name=str(node["name"]),
                columns={
                    name: arrow_type(column["data_type"])
                    for name, column in columns.items()
                    if column["data_type"]
                },
                not_null=tuple(dict.fromkeys(name for name in not_null if name in columns)),
                accepted=accepted,
                key=declared_key(dbt_manifest, node),
            )
        )
    return sorted(contracts, key=lambda contract: contract.name)


@lru_cache
def arrow_type(data_type: str) -> str:
    """Return the Arrow type of a contract's data type; DuckDB itself says which it is."""
    with duckdb.connect(":memory:") as connection:
        table = connection.sql(f"select cast(null as {data_type}) as value").to_arrow_table()
    return str(table.schema.field("value").type)
