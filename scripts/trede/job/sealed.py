"""A kept run: its record, and whether its files are as they were sealed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from trede.job.folder import PUBLISHED, RECORD, WAREHOUSE, JobFolder
from trede.job.record import RunRecord, is_plain, read_record
from trede.pack.canonical import sha256_of_file

if TYPE_CHECKING:
    from pathlib import Path


def record_of(folder: JobFolder, run_id: str | None) -> RunRecord | None:
    """Return the record of a run, from the history or from beside its warehouse."""
    if run_id is None:
        return None
    for file in (folder.history / f"{run_id}.json", folder.runs / run_id / RECORD):
        try:
            return read_record(file)
        except (OSError, ValueError):
            continue
    return None


def damage_of(folder: JobFolder, run_id: str, whole: bool) -> list[str]:
    """Say what of a published run is not as it was sealed.

    Args:
        folder: the job's folder.
        run_id: the run.
        whole: read every byte; without it sizes and times are compared, which costs nothing.
    """
    place = folder.runs / run_id
    warehouse = place / WAREHOUSE
    record = record_of(folder, run_id)
    if not warehouse.is_file():
        return [f"{WAREHOUSE} is not there"]
    if record is None or record.warehouse is None:
        return [f"no record says what {WAREHOUSE} must be (history/{run_id}.json)"]
    problems = []
    status, sealed = warehouse.stat(), record.warehouse
    if status.st_size != sealed.size:
        problems.append(f"{WAREHOUSE} has {status.st_size} bytes, not {sealed.size}")
    elif whole and sha256_of_file(warehouse) != sealed.sha256:
        problems.append(f"{WAREHOUSE} has other content than was published (SHA-256)")
    elif not whole and sealed.mtime_ns is not None and status.st_mtime_ns != sealed.mtime_ns:
        problems.append(f"{WAREHOUSE} was written to after it was published")
    log = place / f"{WAREHOUSE}.wal"
    if log.exists() and not is_plain(run_id):
        problems.append(f"{log.name} lies beside it: somebody opened it for writing")
    return problems + _damage_of_copy(place / PUBLISHED, whole)


def _damage_of_copy(folder: Path, whole: bool) -> list[str]:
    if not folder.is_dir():
        # The file of a plain build has no copy; a rollback makes it.
        return [] if is_plain(folder.parent.name) else [f"{PUBLISHED}/ is not there"]
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        files: list[Mapping[str, Any]] = manifest["files"]
        named = [(str(each["file"]), int(each["size"]), str(each["sha256"])) for each in files]
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [f"{PUBLISHED}/manifest.json cannot be read: {error}"]
    problems = []
    for name, size, digest in named:
        file = folder / name
        if not file.is_file():
            problems.append(f"{PUBLISHED}/{name} is not there")
        elif file.stat().st_size != size:
            problems.append(f"{PUBLISHED}/{name} has {file.stat().st_size} bytes, not {size}")
        elif whole and sha256_of_file(file) != digest:
            problems.append(f"{PUBLISHED}/{name} has other content than was published (SHA-256)")
    return problems
