"""The company's files as they enter a pack: whole, or as a hash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from trede.contract import GROUPS
from trede.pack.errors import CompanyFilesError, RefusedError
from trede.pack.grids import csv_rows
from trede.pack.personal import Persons, cells_with_persons, person_borne_files, read_persons


@dataclass(frozen=True)
class CompanyFile:
    """One file of a company folder.

    Attributes:
        path: such as extracts/trips.csv.
        content: its bytes.
        rows: its number of rows, the header left out.
        withheld: why it enters as a hash only; empty if it enters whole.
    """

    path: str
    content: bytes
    rows: int
    withheld: str


def read_company(
    folder: Path, dbt_manifest: Mapping[str, Any], landed_keys: Iterable[str] = ()
) -> tuple[list[CompanyFile], Persons]:
    """Read every file of a company folder and say which enter whole.

    Args:
        folder: the company's files.
        dbt_manifest: dbt's manifest of the build.
        landed_keys: the keys of persons in extracts that were landed elsewhere.

    Raises:
        CompanyFilesError: the folder is not there, or a file is no CSV.
    """
    if not folder.is_dir():
        raise CompanyFilesError(
            f"{folder} is not there: the files of the company are needed.\n"
            "Link its folder in (README.md, Your own company), or set TREDE_COMPANY."
        )
    personal = person_borne_files(dbt_manifest)
    files = []
    try:
        persons = Persons(read_persons(folder, personal).keys.union(landed_keys))
        for group in GROUPS:
            for path in sorted((folder / group).glob("*.csv")):
                content = path.read_bytes()
                name = f"{group}/{path.name}"
                withheld = "its lines are about persons" if path.stem in personal else ""
                if not withheld:
                    at = next(cells_with_persons(content, persons), None)
                    if at is not None:
                        withheld = f"line {at[0]} names a person ({at[1]})"
                files.append(CompanyFile(name, content, len(csv_rows(content)[1]), withheld))
    except (OSError, ValueError) as error:
        raise CompanyFilesError(f"{folder}: {error}\n`trede check` says which file.") from error
    return files, persons


def check_loaded(
    connection: duckdb.DuckDBPyConnection, dbt_manifest: Mapping[str, Any], files: list[CompanyFile]
) -> None:
    """See to it that the warehouse holds these files, and not an earlier state of them.

    Raises:
        RefusedError: a file was changed after the build.
    """
    relations = {
        "/".join(Path(node["original_file_path"]).parts[-2:]): node["relation_name"]
        for node in dbt_manifest["nodes"].values()
        if node["resource_type"] == "seed"
        and node["original_file_path"].startswith("seeds/companies/")
    }
    changed = []
    for file in files:
        if file.path not in relations:
            # Not in the contract, so not read by any model: it is sealed as it lies there.
            continue
        if not _holds(connection, relations[file.path], file.content):
            changed.append(file.path)
    if changed:
        raise RefusedError(
            "These files are not as the warehouse has them; they were changed after the build:\n"
            + "\n".join(f"  {name}" for name in changed)
            + "\nBuild again, then freeze."
        )


def _holds(connection: duckdb.DuckDBPyConnection, relation: str, content: bytes) -> bool:
    header, rows = csv_rows(content)
    names = [row[0] for row in connection.execute(f"describe {relation}").fetchall()]
    if [name.lower() for name in names] != [name.lower() for name in header]:
        return False
    columns = ", ".join(f'"{name}"' for name in names)
    loaded = connection.sql(f"select {columns} from {relation}").to_arrow_table()  # noqa: S608
    # An empty cell is loaded as null. The order of rows means nothing.
    here = [tuple(row) for _, row in rows]
    there = [column.cast(pa.string()).to_pylist() for column in loaded.columns]
    return _sortable(here) == _sortable(list(zip(*there, strict=True)))


def _sortable(rows: Sequence[tuple[str | None, ...]]) -> list[tuple[str, ...]]:
    return sorted(tuple(cell or "" for cell in row) for row in rows)
