"""Read from a warehouse what may be published today, and whether it was built from the files as they are.

The groups are made by the model int_publication_rows: merged until no group has one to four persons.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from trede.contract import Contract
from trede.publish.book import ROW_COLUMNS, WRITTEN
from trede.publish.errors import OtherFilesError
from trede.warehouse import Row, Table, open_warehouse, read_tables

ROWS = "intermediate.int_publication_rows"
TOTALS = "marts.rpt_footprint_totals"
STEPS = "intermediate.int_change_steps"
PAIRS = "intermediate.int_change_pairs"

#: Columns that a scope may name (decide.covers).
SCOPES = ("ladder_line", "ghg_line", "iso_line", "activity_category", "entity_id")

#: Measures of a step by the cause that explains it. A quantity of a published year was wrong or late.
CAUSES = {
    "factor": ("factor_kg",),
    "boundary": ("boundary_kg",),
    "method": ("method_kg",),
    "error": ("activity_kg", "error_kg"),
}

TABLES: dict[str, Table] = {
    ROWS: Table(
        tuple(column for column in ROW_COLUMNS if column != "version"),
        ", ".join(f"{column} nulls first" for column in ROW_COLUMNS if column != "version"),
    ),
    TOTALS: Table(
        ("frame", "total_kind", "total_key", "reporting_year", "status", "status_reason_en"),
        "frame, total_kind, total_key, reporting_year",
    ),
    PAIRS: Table(
        ("pair_id", "pair_kind", "reporting_year", "start_version", "end_version"), "pair_id"
    ),
    STEPS: Table(
        (
            *("pair_id", *SCOPES, "is_merged_over_types"),
            *(measure for measures in CAUSES.values() for measure in measures),
        ),
        ", ".join(("pair_id", *SCOPES)),
    ),
}


@dataclass(frozen=True)
class Today:
    """What a warehouse computes.

    Attributes:
        rows: what may be published, every cell as published_rows.csv writes it, without version.
        drafts: totals that are drafts, by year: frame, total and the reason.
        moves: what changed since each latest publication, by year and version: a row per cause with what
            a scope may name, every cell as text. Cause `any` is of rows that are merged for privacy.
    """

    rows: tuple[Mapping[str, str], ...]
    drafts: Mapping[int, tuple[str, ...]]
    moves: Mapping[tuple[int, str], tuple[Mapping[str, str], ...]]

    def of_year(self, year: int) -> tuple[Mapping[str, str], ...]:
        """Return the rows of one reporting year."""
        return tuple(row for row in self.rows if row["reporting_year"] == str(year))

    @property
    def years(self) -> list[int]:
        """The reporting years that have rows."""
        return sorted({int(row["reporting_year"]) for row in self.rows})


def as_text(value: Any) -> str:  # noqa: ANN401  # a cell of any type
    """Write a cell as a company's files do: nothing for null, and a decimal with its point."""
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def read_today(file: Path, folder: Path, contract: Contract) -> Today:
    """Read what may be published from a warehouse that was built from this folder.

    Raises:
        WarehouseError: the warehouse cannot be read (trede.warehouse).
        OtherFilesError: it was built from other files; the message names them.
    """
    with open_warehouse(file) as connection:
        tables = read_tables(connection, file, TABLES)
        other = _other_files(connection, folder, contract)
    if other:
        raise OtherFilesError(
            f"{file} was built from other files than {folder} holds: {', '.join(other[:5])}"
            + (f" and {len(other) - 5} more" if len(other) > 5 else "")
            + ".\n"
            "Build the company first, so that what is published is what its files say."
        )
    drafts: dict[int, list[str]] = {}
    for total in tables["rpt_footprint_totals"]:
        if total["status"] == "DRAFT":
            drafts.setdefault(total["reporting_year"], []).append(
                f"{total['frame']} {total['total_key']}: {total['status_reason_en']}"
            )
    rows = tuple(
        {column: as_text(value) for column, value in row.items()}
        for row in tables["int_publication_rows"]
    )
    return Today(
        rows,
        {year: tuple(texts) for year, texts in drafts.items()},
        _moves(tables["int_change_pairs"], tables["int_change_steps"]),
    )


def _moves(
    pairs: Sequence[Row], steps: Sequence[Row]
) -> dict[tuple[int, str], tuple[Mapping[str, str], ...]]:
    """Return the rows that differ from the latest publication of each year, one per cause."""
    latest = {
        pair["pair_id"]: (int(pair["reporting_year"]), str(pair["start_version"]))
        for pair in pairs
        if pair["pair_kind"] == "restatement" and pair["end_version"] == "current"
    }
    # A year without a change has its key as well: then it was compared.
    moves: dict[tuple[int, str], list[Mapping[str, str]]] = {key: [] for key in latest.values()}
    for step in steps:
        if step["pair_id"] not in latest:
            continue
        scope = {column: as_text(step[column]) for column in SCOPES}
        moves[latest[step["pair_id"]]].extend(
            {**scope, "cause": "any" if step["is_merged_over_types"] else cause}
            for cause, measures in CAUSES.items()
            if any(step[measure] for measure in measures)
        )
    return {key: tuple(rows) for key, rows in moves.items()}


def _other_files(
    connection: duckdb.DuckDBPyConnection, folder: Path, contract: Contract
) -> list[str]:
    """Return the files whose rows are not those that were loaded, such as extracts/trips.csv."""
    other = []
    for file in contract.files:
        if file.name in WRITTEN:
            # What is published and restated is read from the folder itself, after the build too.
            continue
        path = folder / file.file_name
        try:
            if not _is_loaded(connection, path, f"{file.group}.{file.name}"):
                other.append(file.file_name)
        except (duckdb.Error, OSError, UnicodeDecodeError):
            # Not there, or with other columns than were loaded.
            other.append(file.file_name)
    return other


def _is_loaded(connection: duckdb.DuckDBPyConnection, path: Path, table: str) -> bool:
    """Whether a file and a table hold the same rows, whatever their order."""
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file), [])
    names = ", ".join(f"nullif(trim(\"{name}\"), '')" for name in header)
    delivered = (
        f"select {names} from read_csv(?, header = true, all_varchar = true, delim = ',', "  # noqa: S608
        "quote = '\"', escape = '\"')"
    )
    loaded = f"select {names} from {table}"  # noqa: S608  # names of the contract
    counted = connection.execute(
        f"select count(*) from (({delivered} except all {loaded}) "  # noqa: S608
        f"union all ({loaded} except all {delivered})) as differing",
        [str(path), str(path)],
    ).fetchone()
    return counted == (0,)
