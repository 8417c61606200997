"""The connection on which lines and mappings are made, and the queries that make them."""

from __future__ import annotations

from pathlib import Path

import duckdb

from trede.scale.settings import Settings

_QUERIES = Path(__file__).parent / "queries"


def query(name: str) -> str:
    """Return one of the queries, such as extracts/trips: a single select statement."""
    return (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def open_generator(settings: Settings) -> duckdb.DuckDBPyConnection:
    """Return a connection that knows the settings, as variables, and the macros of the queries.

    One thread: rows are written in the order in which they are made, so that the bytes are the same
    on machines with other numbers of processors. `write_landing` runs several connections instead.
    """
    connection = duckdb.connect(config={"threads": 1, "memory_limit": "1GB"})
    set_variables(connection, settings.variables())
    connection.execute(query("draws"))
    connection.execute(query("delivered_lines"))
    return connection


def set_variables(connection: duckdb.DuckDBPyConnection, values: dict[str, object]) -> None:
    """Set what the queries read with getvariable()."""
    for name, value in values.items():
        connection.execute(f"set variable {name} = $value", {"value": value})
