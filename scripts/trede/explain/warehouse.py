"""Open the warehouse for reading, and say in our words why it cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import duckdb

from trede.warehouse import Table, WarehouseError, refuse_missing
from trede.warehouse import open_warehouse as open_file

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
    with ExitStack() as stack:
        try:
            connection = stack.enter_context(open_file(file))
            refuse_missing(connection, file, {name: Table((), name) for name in NEEDED})
        except WarehouseError as error:
            raise NoWarehouseError(str(error)) from error
        yield connection


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
