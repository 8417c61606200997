"""Close a warehouse for good: nothing beside it, nothing unwritten, its hash known."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from trede.job.errors import NotGreenError
from trede.job.record import WarehouseFile
from trede.pack.canonical import sha256_of_file

_WRITE = 0o222


def checkpoint(warehouse: Path) -> None:
    """Bring what stands in DuckDB's log into the file, so that the file alone is the warehouse.

    Raises:
        NotGreenError: there is no file, it cannot be opened, or a log stays.
    """
    if not warehouse.is_file():
        raise NotGreenError(
            f"The build left no warehouse at {warehouse.name}.\n"
            "Is `path` in profiles.yml still read from TREDE_WAREHOUSE_FILE?"
        )
    log = warehouse.with_name(f"{warehouse.name}.wal")
    if log.exists():
        try:
            # The version as profiles.yml has it: what another DuckDB must be able to open.
            with duckdb.connect(
                str(warehouse), config={"storage_compatibility_version": "v1.4.0"}
            ) as connection:
                connection.execute("checkpoint")
        except duckdb.Error as error:
            raise NotGreenError(
                f"The warehouse that was built cannot be closed: {str(error).splitlines()[0]}"
            ) from error
    spilled = warehouse.with_name(f"{warehouse.name}.tmp")
    if spilled.is_dir():
        shutil.rmtree(spilled)
    if log.exists():
        raise NotGreenError(
            f"DuckDB keeps a log beside the warehouse that was built ({log.name}): a process still "
            "has it open.\nFind out which (fuser -v), and run the job again."
        )


def warehouse_file_of(file: Path) -> WarehouseFile:
    """Return what tells a later change of a file: its size, its time and its hash."""
    status = file.stat()
    return WarehouseFile(
        size=status.st_size, sha256=sha256_of_file(file), mtime_ns=status.st_mtime_ns
    )


def make_read_only(path: Path) -> None:
    """Take the right to write from a file, or from every file below a folder.

    The folders stay writable: what is in them must be removable.
    """
    for file in [path] if path.is_file() else sorted(path.rglob("*")):
        if file.is_file() and not file.is_symlink():
            file.chmod(file.stat().st_mode & ~_WRITE)
