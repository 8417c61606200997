"""Open the warehouse for an explanation, and say in our words why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
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


class ExplainError(WarehouseError):
    """Nothing can be explained; the message says why, and what to do about it."""

    exit_code = 2


class UsageError(ExplainError):
    """The options do not name one figure, line or document."""

    exit_code = 2


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
        WarehouseError: there is none, it is no DuckDB file, a build holds it, or it lacks tables.
    """
    with open_file(file) as connection:
        refuse_missing(connection, file, {name: Table((), name) for name in NEEDED})
        yield connection


def marks(values: Sequence[Any]) -> str:
    """Return a question mark per value, for `in (...)`."""
    return ", ".join("?" * len(values))


#: Values that are written as constants; beyond it, planning would cost more than it spares.
_MOST_CONSTANTS = 1000


def one_of(column: str, values: Sequence[str | date], name: str) -> tuple[str, dict[str, Any]]:
    """Return the condition that a column is one of these values, and the values of its $names.

    Constants are looked for while a table is read; a list is joined after all of it was read.

    Args:
        column: the column.
        values: what it may be; none gives a condition that never holds.
        name: prefix of the $names.
    """
    if not values:
        return "false", {}
    if len(values) > _MOST_CONSTANTS:
        return f"{column} in (select unnest(${name}))", {name: list(values)}
    named = {f"{name}_{place}": each for place, each in enumerate(values)}
    return f"{column} in ({', '.join(f'${each}' for each in named)})", named
