"""The company's book of publications: three files of its judgements.

publications.csv says which versions there are, published_rows.csv what each of them held, and
restatements.csv why a published year may change. The first two are only ever added to: what stands in
them stays, byte for byte.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trede.publish.errors import WriteError

#: Columns of published_rows.csv, in the order in which its rows are sorted.
ROW_COLUMNS = (
    *("reporting_year", "version", "entity_id", "activity_category", "activity_type"),
    *("component", "ladder_line", "ghg_line", "iso_line", "method", "factor_edition_id"),
    *("factor_id", "factor_value", "wtw_factor_value", "unit", "quantity", "kg_co2e"),
    "boundary_days",
)

#: Columns of publications.csv that are written.
PUBLICATION_COLUMNS = (
    *("reporting_year", "version", "pack_sha256", "prepared_by", "approved_by", "published_on"),
    *("row_count", "kg_co2e", "reason", "decided_by", "decided_on"),
)

RESTATEMENT_COLUMNS = (
    *("reporting_year", "version", "cause", "scope", "reason", "decided_by", "decided_on"),
)

#: The files that are read here and not from the warehouse.
WRITTEN: Mapping[str, tuple[str, ...]] = {
    "publications": PUBLICATION_COLUMNS,
    "published_rows": ROW_COLUMNS,
    "restatements": RESTATEMENT_COLUMNS,
}

Row = Mapping[str, str]


@dataclass(frozen=True)
class Book:
    """What a company has published and restated, every cell as text.

    Attributes:
        folder: the company's folder.
        publications: rows of publications.csv.
        published_rows: rows of published_rows.csv.
        restatements: rows of restatements.csv.
    """

    folder: Path
    publications: tuple[Row, ...]
    published_rows: tuple[Row, ...]
    restatements: tuple[Row, ...]

    def versions(self, year: int) -> list[Row]:
        """Return the publications of a year, the latest last."""
        of_year = [row for row in self.publications if row["reporting_year"] == str(year)]
        return sorted(
            of_year, key=lambda row: (row["published_on"], len(row["version"]), row["version"])
        )

    def rows(self, year: int, version: str) -> list[Row]:
        """Return what one version of a year held."""
        return [
            row
            for row in self.published_rows
            if row["reporting_year"] == str(year) and row["version"] == version
        ]


def read_book(folder: Path) -> Book:
    """Read the three files of a company folder.

    Raises:
        WriteError: a file is not there, is no UTF-8 CSV, or lacks columns that are written.
    """
    read = {name: _read(folder, name, columns) for name, columns in WRITTEN.items()}
    return Book(folder, **read)


def add(folder: Path, name: str, rows: Sequence[Row]) -> None:
    """Add rows at the end of a file, by its own header; the bytes before them stay as they are.

    Raises:
        WriteError: the file cannot be read or written.
    """
    path = _path(folder, name)
    header = _header(path)
    text = io.StringIO()
    writer = csv.DictWriter(text, header, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writerows(rows)
    try:
        with path.open("r+b") as file:
            # A file that does not end its last line would run into the first new row.
            if file.seek(0, io.SEEK_END) > 0:
                file.seek(-1, io.SEEK_END)
                if file.read(1) != b"\n":
                    file.write(b"\n")
            file.write(text.getvalue().encode())
    except OSError as error:
        raise WriteError(
            f"{path} cannot be written: {error.strerror or error}.\n"
            "Nothing of the publication counts until both files have it: put right what keeps the "
            "file from being written, and take the last rows out of published_rows.csv if they are "
            "of a version that publications.csv does not have."
        ) from error


def _path(folder: Path, name: str) -> Path:
    return folder / "judgements" / f"{name}.csv"


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file), [])


def _read(folder: Path, name: str, columns: Iterable[str]) -> tuple[Row, ...]:
    path = _path(folder, name)
    try:
        missing = [column for column in columns if column not in _header(path)]
        if missing:
            raise WriteError(
                f"{path} lacks the columns {', '.join(missing)}.\n"
                "Add them at the end of its header, and a comma per column to the rows that it has."
            )
        with path.open(encoding="utf-8", newline="") as file:
            return tuple(
                {column: (cell or "").strip() for column, cell in row.items() if column}
                for row in csv.DictReader(file, strict=True)
            )
    except FileNotFoundError as error:
        raise WriteError(
            f"{path} is not there.\n"
            "`trede new-company NAME` writes the files that a company's folder does not have."
        ) from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise WriteError(f"{path} cannot be read: {error}.\n`trede check` says where.") from error
