"""Hashes and editions: the proof of the files behind an explanation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import duckdb

from trede.explain.model import Edition, LoadedFile
from trede.explain.warehouse import marks
from trede.paths import company_dir, project_root
from trede.warehouse import rows


@lru_cache(maxsize=128)
def _sha256(file: Path, changed_at: int, size: int) -> str:
    """Return the hash of a file as it is; the moment and size make a changed file another one."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def sha256_of(file: Path) -> str | None:
    """Return the SHA-256 of a file, or None where there is none."""
    if not file.is_file():
        return None
    state = file.stat()
    return _sha256(file, state.st_mtime_ns, state.st_size)


#: Answers of `is_loaded`, by the state of the warehouse and of the file.
_LOADED: dict[tuple[object, ...], bool | None] = {}


def is_loaded(connection: duckdb.DuckDBPyConnection, table: str, file: Path) -> bool | None:
    """Whether a loaded table holds what its CSV file holds now, row for row and as text.

    None where that cannot be said: no file, or other columns than were loaded. A pack explains many
    figures of one warehouse: the answer is kept as long as neither of the two files changes.
    """
    if not file.is_file():
        return None
    states: list[object] = [table]
    for each in (_database(connection), file):
        if each is None:
            return _compare(connection, table, file)
        states += [each, each.stat().st_mtime_ns, each.stat().st_size]
    key = tuple(states)
    if key not in _LOADED:
        _LOADED[key] = _compare(connection, table, file)
    return _LOADED[key]


def _database(connection: duckdb.DuckDBPyConnection) -> Path | None:
    """Return the file of the warehouse, or None for one in memory."""
    found = connection.execute(
        "select path from duckdb_databases() where database_name = current_database()"
    ).fetchone()
    return Path(found[0]) if found and found[0] else None


def _compare(connection: duckdb.DuckDBPyConnection, table: str, file: Path) -> bool | None:
    """Compare a loaded table with its CSV file."""
    try:
        columns = [
            f'cast("{column}" as varchar)'
            for (column,) in connection.execute(
                "select name from pragma_table_info(?) order by cid", [table]
            ).fetchall()
        ]
    except duckdb.CatalogException:
        return None
    # As many rows with the same sum of their hashes: the same rows, in whatever order.
    sums = f"select count(*), sum(cast(hash({', '.join(columns)}) as hugeint)) from "  # noqa: S608
    try:
        loaded = connection.execute(sums + table).fetchone()
        on_disk = connection.execute(
            sums + "read_csv(?, all_varchar = true, header = true, delim = ',', "
            "quote = '\"', escape = '\"', nullstr = '')",
            [str(file)],
        ).fetchone()
    except duckdb.Error:
        return None
    return loaded == on_disk


def loaded_files(
    connection: duckdb.DuckDBPyConnection, extract_names: Iterable[str], folder: Path | None = None
) -> tuple[LoadedFile, ...]:
    """Return the CSV files of these extracts with their hash, and whether they are what was loaded.

    Args:
        connection: the warehouse.
        extract_names: which extracts.
        folder: the company's folder; default is that of TREDE_COMPANY.
    """
    folder = folder or company_dir()
    return tuple(
        LoadedFile(
            f"extracts/{name}.csv",
            sha256_of(folder / "extracts" / f"{name}.csv"),
            is_loaded(connection, f"extracts.{name}", folder / "extracts" / f"{name}.csv"),
        )
        for name in sorted(set(extract_names))
    )


def _registered_checksums(folder: Path) -> dict[str, str]:
    """Read SHA256SUMS: the hash of each factor file by its name."""
    file = folder / "SHA256SUMS"
    if not file.is_file():
        return {}
    lines = (line.split() for line in file.read_text(encoding="utf-8").splitlines())
    return {parts[1].lstrip("*"): parts[0] for parts in lines if len(parts) == 2}


def editions(
    connection: duckdb.DuckDBPyConnection, edition_ids: Iterable[str]
) -> tuple[Edition, ...]:
    """Return the editions with their registered hash and that of the file as it is now.

    supplier_factors is no edition of ours: its rows came with the company's own extracts.
    """
    wanted = sorted(set(edition_ids) - {"supplier_factors"})
    if not wanted:
        return ()
    folder = project_root() / "seeds" / "shared" / "factors"
    registered = _registered_checksums(folder)
    found = rows(
        connection,
        "select edition_id, title, author, edition_kind, published_on, licence, attribution, "  # noqa: S608
        f"source_url, file_name from staging.stg_editions where edition_id in ({marks(wanted)}) "
        "order by edition_id",
        wanted,
    )
    return tuple(
        Edition(
            **row,
            registered_sha256=registered.get(row["file_name"] or ""),
            file_sha256=sha256_of(folder / row["file_name"]) if row["file_name"] else None,
            is_loaded=is_loaded(
                connection,
                f"factors.{Path(row['file_name']).stem}",
                folder / row["file_name"],
            )
            if row["file_name"]
            else None,
        )
        for row in found
    )
