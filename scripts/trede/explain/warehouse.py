"""Open the warehouse for reading, and say in our words why it cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

Row = dict[str, Any]

#: What must be there; the other tables come with these.
NEEDED = (
    "audit.rpt_line_trail",
    "audit.fct_activities",
    "audit.fct_emissions",
    "audit.fct_spend_emissions",
    "audit.fct_finding_lines",
    "marts.rpt_footprint",
    "marts.rpt_footprint_totals",
    "marts.dim_factors",
)


class ExplainError(Exception):
    """Nothing can be explained; the message says why, and what to do about it.

    Attributes:
        exit_code: what the command ends with (see `trede explain --help`).
    """

    exit_code = 2


class UsageError(ExplainError):
    """The options do not name one figure, line or document."""

    exit_code = 2


class NoWarehouseError(ExplainError):
    """There is no warehouse, it is being written, or it lacks tables."""

    exit_code = 3


class NotFoundError(ExplainError):
    """There is no such figure, line or document; the message names the nearest."""

    exit_code = 4


class DoesNotAddUpError(ExplainError):
    """The rows do not make the figure: something was changed behind the back of the build."""

    exit_code = 5


@contextmanager
def open_warehouse(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a warehouse file read-only.

    Raises:
        NoWarehouseError: there is none, it is no DuckDB file, a build holds it, or it lacks tables.
    """
    if not file.is_file():
        raise NoWarehouseError(
            f"There is no warehouse at {file}.\n"
            "Run `make build` first; another place is named with TREDE_WAREHOUSE_DIR."
        )
    try:
        connection = duckdb.connect(str(file), read_only=True)
    except duckdb.Error as error:
        if "lock" in str(error).lower():
            raise NoWarehouseError(
                f"{file} is being written by another process, probably a build.\n"
                "Wait until it ends and run `trede explain` again; "
                "a database tool that holds the file open must close it."
            ) from error
        raise NoWarehouseError(
            f"{file} is not a warehouse that this DuckDB can open: {str(error).splitlines()[0]}\n"
            "Move it away and run `make build`."
        ) from error
    try:
        _refuse_missing(connection, file)
        yield connection
    finally:
        connection.close()


def _refuse_missing(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Raise NoWarehouseError when a table that is read is not there."""
    there = {
        f"{schema}.{table}"
        for schema, table in connection.execute(
            "select table_schema, table_name from information_schema.tables"
        ).fetchall()
    }
    missing = [name for name in NEEDED if name not in there]
    if missing:
        raise NoWarehouseError(
            f"{file} lacks what `trede explain` reads: {', '.join(missing)}.\n"
            "The last build stopped half-way, or was made by another version. Run `make build`."
        )


def rows(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[Any] = ()
) -> list[Row]:
    """Run one query and return its rows by column name."""
    cursor = connection.execute(sql, list(parameters))
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def marks(values: Sequence[Any]) -> str:
    """Return a question mark per value, for `in (...)`."""
    return ", ".join("?" * len(values))
