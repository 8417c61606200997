"""What there is to say of the folder now, without touching it."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from trede.job.folder import LINKS, PUBLISHED, RECORD, WAREHOUSE, Clock, JobFolder, utc_now
from trede.job.lock import is_locked, read_owner
from trede.job.record import RunRecord, is_plain, read_history, read_record
from trede.job.sealed import damage_of, record_of

#: Up to this size a file is read in a moment; above it only `--verify` reads it.
READ_AT_ONCE = 1_000_000_000


@dataclass(frozen=True)
class Kept:
    """A run that is kept.

    Attributes:
        problems: what of it is not as it was published.
    """

    run_id: str
    is_live: bool
    size: int
    record: RunRecord | None
    problems: list[str]


@dataclass(frozen=True)
class Status:
    """The state of a folder.

    Attributes:
        live_seconds: age of what readers find; negative when the clock went back.
        owner: who holds the lock; empty when nobody does.
        notes: what is worth to know and harms nothing.
        problems: what is wrong.
    """

    folder: JobFolder
    live: str | None
    live_seconds: float | None
    kept: list[Kept]
    last: RunRecord | None
    owner: str
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return it for machines."""
        return {
            "folder": str(self.folder.root),
            "live_run_id": self.live,
            "live_seconds": self.live_seconds,
            "kept": [
                {
                    "run_id": each.run_id,
                    "is_live": each.is_live,
                    "size": each.size,
                    "state": each.record.state if each.record else None,
                    "problems": each.problems,
                }
                for each in self.kept
            ],
            "last_run": (
                {"run_id": self.last.run_id, "state": self.last.state, "message": self.last.message}
                if self.last
                else None
            ),
            "lock_owner": self.owner or None,
            "free_bytes": self.folder.free_bytes() if self.folder.building.is_dir() else None,
            "notes": self.notes,
            "problems": self.problems,
        }


def look(folder: JobFolder, verify: bool = False, clock: Clock = utc_now) -> Status:
    """Look at a folder: what is live, what is kept, who is at work, and what is wrong.

    Args:
        folder: the job's folder.
        verify: read every kept file whole, whatever its size.
        clock: for the age.
    """
    locked = is_locked(folder.lock_file)
    named = read_owner(folder.lock_file)
    owner = "" if not locked else str(named) if named else "a process that has not named itself"
    history = read_history(folder.history)
    live = folder.live()
    kept = []
    for run_id in folder.kept():
        # Where a job is at work, an old run may go while it is looked at.
        with suppress(FileNotFoundError):
            size = (folder.runs / run_id / WAREHOUSE).stat().st_size
            whole = verify or (run_id == live and size <= READ_AT_ONCE)
            kept.append(
                Kept(
                    run_id,
                    run_id == live,
                    size,
                    record_of(folder, run_id),
                    damage_of(folder, run_id, whole),
                )
            )
    problems = list(_broken_links(folder, live))
    for each in kept:
        name = f"{each.run_id} (live)" if each.is_live else each.run_id
        problems += [f"{name}: {problem}" for problem in each.problems]
        problems += [f"{name}: {problem}" for problem in _torn_record(folder, each.run_id)]
    problems += [f"history/{name} is skipped: {why}" for name, why in history.skipped.items()]
    problems += [
        f"runs/{run_id} holds no {WAREHOUSE}: somebody removed it. The next job, or "
        "`trede job clean`, removes the rest"
        for run_id in folder.hollow()
    ]
    notes = [f"{each.path}: {each.problem}" for each in folder.foreign()]
    if not locked:
        # What a job that runs is building is no leftover.
        problems += [
            f"building/{run_id} was left by a killed run; the next job, or `trede job clean`, "
            "removes it"
            for run_id in folder.unfinished()
        ]
    record = record_of(folder, live)
    seconds = (clock() - record.ended_at).total_seconds() if record else None
    if live and is_plain(live) and not (folder.runs / live / PUBLISHED).is_dir():
        notes.append(f"{live} is of a plain `dbt build`: it has no published copy yet")
    if seconds is not None and seconds < 0:
        notes.append("the live run ended in the future: the clock of this machine went back")
    return Status(
        folder=folder,
        live=live,
        live_seconds=seconds,
        kept=kept,
        last=history.records[-1] if history.records else None,
        owner=owner,
        notes=notes,
        problems=problems,
    )


def _torn_record(folder: JobFolder, run_id: str) -> list[str]:
    """Say that the record beside a run's files is damaged: nothing leans on it while history/ has one."""
    try:
        beside = read_record(folder.runs / run_id / RECORD)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        return [f"{RECORD} cannot be read: {why}. The history has a record of its own"]
    told = record_of(folder, run_id)
    if told and told.warehouse != beside.warehouse:
        return [f"{RECORD} tells of another warehouse than the history does"]
    return []


def _broken_links(folder: JobFolder, live: str | None) -> list[str]:
    problems = []
    if live is None and os.path.lexists(folder.current):
        problems.append("current leads to no run that is there: readers find nothing")
    elif live is None and folder.kept():
        problems.append(
            "the link current is missing, though runs are kept: readers find nothing. "
            "`trede job rollback --to RUN_ID` makes it again, and so does the next green run"
        )
    for name, target in LINKS.items():
        path = folder.root / name
        if path.is_symlink():
            if str(path.readlink()) != target:
                problems.append(f"{name} is a link to {path.readlink()!s}, not to {target}")
            elif name == PUBLISHED and live and not is_plain(live) and not path.is_dir():
                problems.append(f"{name} leads nowhere: {live} has no published copy")
        elif path.exists():
            problems.append(f"{name} is no link: the job did not make it, or it was replaced")
        elif live:
            problems.append(f"the link {name} is missing; the next job makes it again")
    return problems


def moment(value: datetime) -> str:
    """Write a moment in UTC."""
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
