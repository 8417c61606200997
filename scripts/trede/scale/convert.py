"""Land the extracts of a company that exists: the same cells, as Parquet."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from trede.contract import load_contract

#: The month of lines whose delivery the register does not have.
UNKNOWN = "unknown"


class LandingError(Exception):
    """An extract cannot be landed; the message says which and why."""


def land_company(folder: Path, out: Path) -> dict[str, int]:
    """Write `<out>/landing/<extract>/delivered=<month>/part-0.parquet` and a copy of the company.

    The month is that in which the delivery of a line was received, and `unknown` where the register
    of deliveries does not say. Every column stays text; an empty cell is null.

    Args:
        folder: a company folder, which is not changed.
        out: a folder; its `company` is a copy of `folder` in which every extract that was landed has
            its header only.

    Returns:
        The number of lines of each extract that has any.

    Raises:
        LandingError: a CSV file cannot be read.
    """
    shutil.copytree(folder, out / "company")
    landed: dict[str, int] = {}
    with duckdb.connect() as connection:
        months = _months_of_receipt(connection, folder / "extracts" / "deliveries.csv")
        for extract in load_contract().group("extracts"):
            file = folder / extract.file_name
            if not file.is_file():
                continue
            try:
                lines = _land(connection, file, months, out / "landing" / extract.name)
            except duckdb.Error as error:
                raise LandingError(
                    f"{extract.file_name} cannot be read: {error}\n`trede check` says where."
                ) from error
            if lines:
                landed[extract.name] = lines
                with (out / "company" / extract.file_name).open("w", encoding="utf-8") as header:
                    header.write(",".join(_columns(connection)) + "\n")
    return landed


def _months_of_receipt(connection: duckdb.DuckDBPyConnection, register: Path) -> dict[str, str]:
    """Return the month in which each delivery was received, such as 2024-03."""
    if not register.is_file():
        return {}
    try:
        _open(connection, register)
        if not {"delivery_id", "received_on"} <= set(_columns(connection)):
            return {}
        rows = connection.execute(
            """
            select delivery_id, min(substr(received_on, 1, 7))
            from cells
            where regexp_full_match(received_on, '[0-9]{4}-[0-9]{2}-[0-9]{2}')
            group by delivery_id
            """
        ).fetchall()
    except duckdb.Error as error:
        raise LandingError(
            f"extracts/deliveries.csv cannot be read: {error}\n`trede check` says where."
        ) from error
    return {delivery: month for delivery, month in rows if delivery is not None}


def _land(
    connection: duckdb.DuckDBPyConnection, file: Path, months: dict[str, str], folder: Path
) -> int:
    """Write the lines of one extract, a file for each month of receipt; return how many lines."""
    _open(connection, file)
    lines = connection.sql("from cells").to_arrow_table()
    if "delivery_id" in lines.column_names:
        received = [months.get(key, UNKNOWN) for key in lines["delivery_id"].to_pylist()]
    else:
        received = [UNKNOWN] * lines.num_rows
    for month in sorted(set(received)):
        target = folder / f"delivered={month}" / "part-0.parquet"
        target.parent.mkdir(parents=True, exist_ok=True)
        own = lines.filter(pa.array([other == month for other in received]))
        pq.write_table(own, target, compression="zstd")
    return lines.num_rows


def _open(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Make the rows of a CSV file the view `cells`, as the contract has them: every cell text."""
    cells = connection.read_csv(
        str(file), header=True, delimiter=",", quotechar='"', escapechar='"', all_varchar=True
    )
    cells.create_view("cells", replace=True)


def _columns(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the names of the columns of the file that is open."""
    return connection.sql("from cells").columns
