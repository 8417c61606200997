"""Compare the warehouse in DuckDB with the one in PostgreSQL: every table, column and value.

Both are built by the same project. Equal tests are no proof of equal rows, so the rows themselves
are compared, as text, after the few differences of notation have been taken out.
"""

from __future__ import annotations

import datetime
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import psycopg2
import typer

from trede.paths import warehouse_file

#: Schemas that are handed over or followed by an auditor.
SCHEMAS = ("audit", "marts")

#: Columns that tell one run from another, and so differ between two runs by nature.
RUN_COLUMNS = frozenset(
    {"run_id", "run_at", "run_started_at", "invocation_id", "generated_at", "execution_seconds"}
)

Row = tuple[str | None, ...]


@dataclass
class TableComparison:
    """How one table compares.

    Attributes:
        table: schema and name.
        rows: rows in DuckDB and in PostgreSQL.
        cells: cells that were compared.
        differences: what differs, in words; empty when the table is equal.
    """

    table: str
    rows: tuple[int, int] = (0, 0)
    cells: int = 0
    differences: list[str] = field(default_factory=list)


def as_text(value: Any) -> str | None:  # noqa: ANN401  # a database value of any type
    """Write a value the same way for both engines.

    Numbers are written in full without trailing zeros (an integer in one and a decimal in the
    other are the same number); nothing is rounded. Null stays None and is not the empty string.

    Raises:
        TypeError: a double, which no table of ours should hold, or a type that is not expected.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        text = format(value, "f")
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return "0" if text == "-0" else text
    if isinstance(value, datetime.datetime):
        if value.tzinfo is not None:
            value = value.astimezone(datetime.UTC).replace(tzinfo=None)
        return value.isoformat(sep=" ", timespec="microseconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} {value!r}: amounts are decimals, never doubles")


def compare_rows(
    table: str, columns: Sequence[str], left: Iterable[Row], right: Iterable[Row], shown: int = 3
) -> TableComparison:
    """Compare two row sets without regard to order; a row that occurs twice counts twice.

    Args:
        table: name for the messages.
        columns: names of the cells.
        left: DuckDB's rows.
        right: PostgreSQL's rows.
        shown: how many differing rows to name.
    """
    left_rows, right_rows = Counter(left), Counter(right)
    result = TableComparison(table, (left_rows.total(), right_rows.total()))
    result.cells = left_rows.total() * len(columns)
    if result.rows[0] != result.rows[1]:
        result.differences.append(
            f"{result.rows[0]} rows in DuckDB, {result.rows[1]} in PostgreSQL"
        )
    only_left = sorted((left_rows - right_rows).elements(), key=str)
    only_right = sorted((right_rows - left_rows).elements(), key=str)
    if only_left or only_right:
        result.differences.append(
            f"{len(only_left)} rows only in DuckDB, {len(only_right)} only in PostgreSQL"
        )
    for row in only_left[:shown]:
        twin = max(
            only_right,
            key=lambda other: sum(a == b for a, b in zip(row, other, strict=True)),
            default=None,
        )
        result.differences.append(_describe(columns, row, twin))
    if not only_left:
        result.differences.extend(
            "only in PostgreSQL: " + _cells(columns, row) for row in only_right[:shown]
        )
    return result


def _cells(columns: Sequence[str], row: Row) -> str:
    """Write the first cells of a row, which hold its keys."""
    return ", ".join(
        f"{column}={cell!r}" for column, cell in list(zip(columns, row, strict=True))[:6]
    )


def _describe(columns: Sequence[str], row: Row, twin: Row | None) -> str:
    """Say how a row of DuckDB differs from the row of PostgreSQL that is most like it."""
    text = f"only in DuckDB: {_cells(columns, row)}"
    if twin is None:
        return text
    unlike = [
        f"{column} is {mine!r} in DuckDB and {theirs!r} in PostgreSQL"
        for column, mine, theirs in zip(columns, row, twin, strict=True)
        if mine != theirs
    ]
    return f"{text}; the nearest row differs in: " + "; ".join(unlike[:6])


def _columns(cursor: Any, catalog: str) -> dict[str, list[str]]:  # noqa: ANN401
    """Return the columns of every table of SCHEMAS in table order, without the run's own."""
    cursor.execute(
        "select table_catalog, table_schema, table_name, column_name "
        "from information_schema.columns order by table_schema, table_name, ordinal_position"
    )
    tables: dict[str, list[str]] = {}
    for table_catalog, schema, name, column in cursor.fetchall():
        # DuckDB shows the catalogs of every attached file.
        if table_catalog == catalog and schema in SCHEMAS:
            columns = tables.setdefault(f"{schema}.{name}", [])
            if column not in RUN_COLUMNS:
                columns.append(column)
    return tables


def _rows(cursor: Any, table: str, columns: Sequence[str]) -> list[Row]:  # noqa: ANN401
    """Read a whole table as text."""
    quoted = ", ".join(f'"{column}"' for column in columns)
    schema, name = table.split(".", 1)
    cursor.execute(f'select {quoted} from "{schema}"."{name}"')  # noqa: S608  # names from the catalog
    rows = []
    for row in cursor.fetchall():
        try:
            rows.append(tuple(as_text(value) for value in row))
        except TypeError as error:
            raise TypeError(f"{table}: {error}") from error
    return rows


def compare_warehouses(
    database: Path, postgres: dict[str, Any], tables: Sequence[str] = ()
) -> list[TableComparison]:
    """Compare every table of the schemas `audit` and `marts`.

    Args:
        database: the DuckDB file.
        postgres: arguments for psycopg2.connect.
        tables: compare these only (schema.name); default is all.

    Returns:
        One comparison per table that either side has.

    Raises:
        ValueError: neither side has a table, so that nothing was compared.
    """
    with duckdb.connect(str(database), read_only=True) as duck:
        connection = psycopg2.connect(**postgres)
        try:
            with connection.cursor() as cursor:
                (catalog,) = duck.execute("select current_database()").fetchone() or ("",)
                ours = _columns(duck.cursor(), catalog)
                theirs = _columns(cursor, postgres["dbname"])
                names = sorted(tables or ours.keys() | theirs.keys())
                if not names:
                    raise ValueError(f"no tables in {' or '.join(SCHEMAS)}: build both first")
                return [
                    _compare_table(duck.cursor(), cursor, name, ours.get(name), theirs.get(name))
                    for name in names
                ]
        finally:
            connection.close()


def _compare_table(
    duck: Any,  # noqa: ANN401
    postgres: Any,  # noqa: ANN401
    table: str,
    ours: list[str] | None,
    theirs: list[str] | None,
) -> TableComparison:
    """Compare one table: its existence, its columns, then its rows."""
    if ours is None or theirs is None:
        missing = "DuckDB" if ours is None else "PostgreSQL"
        return TableComparison(table, differences=[f"there is no such table in {missing}"])
    if ours != theirs:
        return TableComparison(
            table, differences=[f"columns in DuckDB: {ours}; in PostgreSQL: {theirs}"]
        )
    if not ours:
        return TableComparison(table)
    return compare_rows(table, ours, _rows(duck, table, ours), _rows(postgres, table, ours))


def postgres_arguments() -> dict[str, Any]:
    """Return how to reach PostgreSQL: the variables that profiles.yml reads, and its defaults."""
    return {
        "host": os.environ.get("TREDE_PG_HOST", "127.0.0.1"),
        "port": int(os.environ.get("TREDE_PG_PORT", "54329")),
        "user": os.environ.get("TREDE_PG_USER", "trede"),
        "password": os.environ.get("TREDE_PG_PASSWORD", "trede"),
        "dbname": os.environ.get("TREDE_PG_DATABASE", "trede"),
        "connect_timeout": 10,
    }


app = typer.Typer(add_completion=False)


@app.command()
def compare(
    database: Path = typer.Option(None, help="The DuckDB file; default is the last build's."),
    table: list[str] = typer.Option(
        [], help="Compare this table only, such as marts.rpt_footprint."
    ),
) -> None:
    """Compare the DuckDB and PostgreSQL warehouses row for row.

    Every table and column of audit and marts, exact values, except columns that tell one run from
    another. Exit code 0: equal. 1: they differ, and where. 2: one of them cannot be read.
    """
    path = database or warehouse_file()
    if not path.is_file():
        typer.echo(f"There is no warehouse at {path}: dbt build makes it.", err=True)
        raise typer.Exit(2)
    try:
        comparisons = compare_warehouses(path, postgres_arguments(), table)
    except psycopg2.OperationalError as error:
        typer.echo(f"PostgreSQL cannot be reached (trede postgres start): {error}", err=True)
        raise typer.Exit(2) from error
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    except TypeError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    unequal = [comparison for comparison in comparisons if comparison.differences]
    for comparison in comparisons:
        state = "differs" if comparison.differences else "equal"
        typer.echo(f"{state:8}{comparison.rows[0]:>9} rows  {comparison.table}")
        for difference in comparison.differences:
            typer.echo(f"         {difference}", err=True)
    if unequal:
        typer.echo(f"{len(unequal)} of {len(comparisons)} tables differ", err=True)
        raise typer.Exit(1)
    rows = sum(comparison.rows[0] for comparison in comparisons)
    cells = sum(comparison.cells for comparison in comparisons)
    typer.echo(f"{len(comparisons)} tables are equal: {rows} rows, {cells} values")
