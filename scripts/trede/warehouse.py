"""Read tables of a warehouse file, without writing to it, and say in our words what is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """A table that a command reads.

    Attributes:
        columns: the columns that it needs; the table may have more.
        order: the order of the rows, so that the same warehouse gives the same output.
    """

    columns: tuple[str, ...]
    order: str


class WarehouseError(Exception):
    """The warehouse cannot be read; the message says why, and what to do about it.

    Attributes:
        exit_code: what the command ends with (its --help lists the codes).
    """

    exit_code = 1


class NoWarehouseError(WarehouseError):
    """There is no warehouse file, or it is not one that DuckDB can read."""

    exit_code = 1


class MissingTablesError(WarehouseError):
    """Tables or columns that a command reads are not in the warehouse."""

    exit_code = 3


class LockedError(WarehouseError):
    """Another process has the warehouse open for writing."""

    exit_code = 4


def is_synthetic(reason: object) -> bool:
    """Tell whether a company says of itself, in the reason of judgements/company, that it is synthetic."""
    return "synthetic company" in str(reason or "").lower()


def rows(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    parameters: Sequence[object] | Mapping[str, object] = (),
) -> list[dict[str, Any]]:
    """Run one query and return its rows by column name.

    Args:
        connection: open on the warehouse.
        sql: one query.
        parameters: for its question marks, in order, or for its $names.
    """
    cursor = connection.execute(sql, parameters)
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def read_tables(
    connection: duckdb.DuckDBPyConnection, file: Path, tables: Mapping[str, Table]
) -> dict[str, tuple[Row, ...]]:
    """Return the rows of tables, by name without schema.

    Args:
        connection: open on the file.
        file: the warehouse file, for the message.
        tables: what to read, by name with schema.

    Raises:
        MissingTablesError: it lacks tables or columns; the message names every one.
    """
    refuse_missing(connection, file, tables)
    read = {}
    for name, table in tables.items():
        # `value` and `year` are words of SQL: every column is quoted.
        columns = ", ".join(f'"{column}"' for column in table.columns)
        sql = f"select {columns} from {name} order by {table.order}"  # noqa: S608  # our own names
        read[name.split(".")[1]] = tuple(rows(connection, sql))
    return read


#: What DuckDB may take of memory and where it spills, by the variables of a build (profiles.yml).
_LIMITS = {"memory_limit": "TREDE_MEMORY_LIMIT", "temp_directory": "TREDE_TEMP_DIR"}


def _limit(connection: duckdb.DuckDBPyConnection) -> None:
    """Hold a command to the limits of a build.

    Raises:
        WarehouseError: DuckDB refuses one.
    """
    for option, variable in _LIMITS.items():
        value = os.environ.get(variable)
        if not value:
            continue
        try:
            connection.execute(f"set {option} = $value", {"value": value})
        except duckdb.Error as error:
            raise WarehouseError(
                f"{variable} is {value!r}, which DuckDB refuses: {str(error).splitlines()[0]}\n"
                "Set it as docs/landing.md says, such as 4GB or a folder, or unset it."
            ) from error


@contextmanager
def open_warehouse(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a warehouse read-only, and say in our words what DuckDB says when it cannot."""
    if not file.is_file():
        raise NoWarehouseError(
            f"There is no warehouse at {file}.\n"
            "Run `make build` first; another place is named with TREDE_WAREHOUSE_DIR."
        )
    try:
        connection = duckdb.connect(str(file), read_only=True)
    except duckdb.Error as error:
        if "lock" in str(error).lower():
            raise LockedError(
                f"{file} is being written by another process, probably a build.\n"
                "Wait until it ends and run this command again; "
                "a database tool that holds the file open must close it."
            ) from error
        raise NoWarehouseError(
            f"{file} is not a warehouse that this DuckDB can open: {str(error).splitlines()[0]}\n"
            "Move it away and run `make build`."
        ) from error
    try:
        _limit(connection)
        yield connection
    except duckdb.OutOfMemoryException as error:
        raise WarehouseError(
            f"DuckDB may take too little memory for this: {str(error).splitlines()[0]}\n"
            "Set TREDE_MEMORY_LIMIT higher, such as 2GB, or unset it."
        ) from error
    finally:
        connection.close()


def refuse_missing(
    connection: duckdb.DuckDBPyConnection, file: Path, tables: Mapping[str, Table]
) -> None:
    """Raise MissingTablesError when a table or a column that is read is not there."""
    there: dict[str, set[str]] = {}
    for schema, table, column in connection.execute(
        "select table_schema, table_name, column_name from information_schema.columns"
    ).fetchall():
        there.setdefault(f"{schema}.{table}", set()).add(column)
    missing = []
    for name, table in tables.items():
        if name not in there:
            missing.append(name)
        else:
            missing += [f"{name}.{column}" for column in table.columns if column not in there[name]]
    if missing:
        raise MissingTablesError(
            f"{file} lacks what this command reads: {', '.join(missing)}.\n"
            "The last build stopped half-way, or was made by another version. Run `make build`."
        )
