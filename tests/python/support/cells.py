"""Read and change the CSV files of a company folder, one cell at a time."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

#: How a row is pointed at: its line_id (or the value in its first column), or values by column.
Key = str | Mapping[str, str]


def csv_path(folder: Path, file: str) -> Path:
    """Find a file of a company folder by name (`trips`, `trips.csv` or `extracts/trips`)."""
    name = file.removesuffix(".csv")
    found = (
        [folder / f"{name}.csv"]
        if "/" in name
        else sorted(folder.glob(f"*/{name.split('/')[-1]}.csv"))
    )
    if len(found) != 1 or not found[0].is_file():
        raise FileNotFoundError(f"{folder} holds no file {file}")
    return found[0]


def read_rows(folder: Path, file: str) -> tuple[list[str], list[dict[str, str]]]:
    """Return the header and the rows of a file, every cell as text."""
    with csv_path(folder, file).open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle, strict=True)
        rows = list(reader)
        return list(reader.fieldnames or []), rows


def write_rows(folder: Path, file: str, header: list[str], rows: list[dict[str, str]]) -> None:
    """Write a file again with this header and these rows."""
    with csv_path(folder, file).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, header, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _matches(row: Mapping[str, str], header: list[str], key: Key) -> bool:
    if isinstance(key, str):
        return row[header[0]] == key
    return all(row[column] == value for column, value in key.items())


def find_row(folder: Path, file: str, key: Key) -> dict[str, str]:
    """Return the first row with that key; LookupError when there is none."""
    header, rows = read_rows(folder, file)
    for row in rows:
        if _matches(row, header, key):
            return row
    raise LookupError(f"{file} has no row {key}")


def change_rows(
    folder: Path, file: str, key: Key, change: Callable[[dict[str, str]], list[dict[str, str]]]
) -> None:
    """Replace each row with that key by the rows that `change` makes of it.

    Raises:
        LookupError: no row has that key, so that a test cannot pass by changing nothing.
    """
    header, rows = read_rows(folder, file)
    if not any(_matches(row, header, key) for row in rows):
        raise LookupError(f"{file} has no row {key}")
    changed: list[dict[str, str]] = []
    for row in rows:
        changed.extend(change(dict(row)) if _matches(row, header, key) else [row])
    write_rows(folder, file, header, changed)


def break_cell(folder: Path, file: str, key: Key, column: str, value: str) -> str:
    """Put another value in one cell and return the value that stood there.

    Args:
        folder: a company folder (a copy: never the committed demo).
        file: `trips`, `trips.csv` or `extracts/trips`.
        key: the row's line_id, the value in its first column, or values by column.
        column: the column to change.
        value: the new text, as a company could deliver it.

    Raises:
        LookupError: no row with that key, or more than one.
        KeyError: no such column.
        ValueError: the cell holds that value already.
    """
    header, rows = read_rows(folder, file)
    if column not in header:
        raise KeyError(f"{file} has no column {column}")
    hits = [row for row in rows if _matches(row, header, key)]
    if len(hits) != 1:
        raise LookupError(f"{file} has {len(hits)} rows {key}")
    before = hits[0][column]
    if before == value:
        raise ValueError(f"{file} {key} {column} is {value!r} already: nothing would change")
    hits[0][column] = value
    write_rows(folder, file, header, rows)
    return before


def append_row(folder: Path, file: str, values: Mapping[str, str]) -> None:
    """Add one row; columns that are not named are empty."""
    header, rows = read_rows(folder, file)
    strangers = set(values) - set(header)
    if strangers:
        raise KeyError(f"{file} has no columns {sorted(strangers)}")
    write_rows(folder, file, header, [*rows, {column: values.get(column, "") for column in header}])


def duplicate_row(folder: Path, file: str, key: Key, **changes: str) -> None:
    """Add a copy of one row, with some cells changed."""
    append_row(folder, file, {**find_row(folder, file, key), **changes})


def delete_rows(folder: Path, file: str, key: Key) -> None:
    """Leave out every row with that key."""
    change_rows(folder, file, key, lambda row: [])


def drop_column(folder: Path, file: str, column: str) -> None:
    """Leave out one column, as a company that does not deliver it."""
    header, rows = read_rows(folder, file)
    header.remove(column)
    write_rows(folder, file, header, rows)


def folder_hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file in a folder, by relative path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
