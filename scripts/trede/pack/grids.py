"""Tables and CSV files as rows and columns with a hash per cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from trede.pack.canonical import CELL_BYTES, cell_hash, column_hash, row_key
from trede.pack.manifest import Column

#: Rows of one group of a Parquet file. Fixed, as is everything else about the bytes.
_ROW_GROUP = 65_536
_ROW_KEY = "row_key"


@dataclass(frozen=True)
class Cells:
    """The hashes of a grid's cells.

    Attributes:
        keys: what each row is called: its key as JSON, or `line 12` of a CSV file.
        columns: hashes by column, in order of rows.
    """

    keys: list[str]
    columns: dict[str, list[bytes]]

    @property
    def rows(self) -> list[tuple[bytes, ...]]:
        """Return the hashes by row."""
        return (
            list(zip(*self.columns.values(), strict=True))
            if self.columns
            else [() for _ in self.keys]
        )


def parquet_bytes(table: pa.Table) -> bytes:
    """Write a table as Parquet: the same rows give the same bytes.

    No metadata of the engine that it came from; what pyarrow writes of itself (created_by) is its
    version, which requirements.txt pins.
    """
    sink = io.BytesIO()
    pq.write_table(
        table.combine_chunks().replace_schema_metadata(None),
        sink,
        version="2.6",
        data_page_version="1.0",
        compression="zstd",
        compression_level=3,
        use_dictionary=True,
        row_group_size=_ROW_GROUP,
        write_statistics=True,
        store_schema=False,
        store_decimal_as_integer=False,
    )
    return sink.getvalue()


def cells_of_table(table: pa.Table, key: Sequence[str]) -> Cells:
    """Return the hashes of a table's cells; rows are called by their key.

    A key that is not in the table (a column was taken away) is left out of the name.
    """
    values = {name: table.column(name).to_pylist() for name in table.column_names}
    there = [name for name in key if name in values]
    return Cells(
        [row_key([values[name][row] for name in there]) for row in range(table.num_rows)],
        {name: [cell_hash(name, value) for value in column] for name, column in values.items()},
    )


def csv_rows(content: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Read a CSV file: its header, and each row with the line that it begins on.

    A row with too few or too many cells is kept as it is.

    Raises:
        ValueError: it is no UTF-8 or no CSV.
    """
    # errors of the csv module are no ValueErrors.
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
        header = next(reader, [])
        rows, begin = [], reader.line_num + 1
        for row in reader:
            rows.append((begin, row))
            begin = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(str(error)) from error
    return header, rows


def cells_of_csv(content: bytes) -> Cells:
    """Return the hashes of a CSV file's cells; rows are called by their line.

    Cells beyond the header stand under `column 7`; cells that a row does not have are null.
    """
    header, rows = csv_rows(content)
    width = max([len(header), *(len(row) for _, row in rows)])
    names = [*header, *(f"column {number + 1}" for number in range(len(header), width))]
    # A header that says one name twice would lose a column.
    names = [
        name if names.count(name) == 1 else f"{name} (column {number + 1})"
        for number, name in enumerate(names)
    ]
    columns: dict[str, list[bytes]] = {name: [] for name in names}
    for _, row in rows:
        for number, name in enumerate(names):
            value: Any = row[number] if number < len(row) else None
            columns[name].append(cell_hash(name, value))
    return Cells([f"line {line}" for line, _ in rows], columns)


def cells_bytes(cells: Cells) -> bytes:
    """Write the hashes of cells as a Parquet file."""
    arrays = [pa.array(cells.keys, pa.string())]
    arrays += [pa.array(column, pa.binary(CELL_BYTES)) for column in cells.columns.values()]
    names = [_ROW_KEY, *(f"cell:{name}" for name in cells.columns)]
    return parquet_bytes(pa.table(arrays, names=names))


def read_cells(path: Path) -> Cells:
    """Read the hashes of cells back.

    Raises:
        OSError: the file is not there.
        pa.ArrowException: it is no Parquet file.
        KeyError: it is no file of cells.
    """
    table = pq.read_table(io.BytesIO(path.read_bytes()))
    return Cells(
        table.column(_ROW_KEY).to_pylist(),
        {
            name.removeprefix("cell:"): table[name].to_pylist()
            for name in table.column_names
            if name != _ROW_KEY
        },
    )


def columns_of(cells: Cells, types: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns as the manifest has them."""
    return tuple(
        Column(name=name, type=type_name, sha256=column_hash(hashes))
        for (name, hashes), type_name in zip(cells.columns.items(), types, strict=True)
    )
