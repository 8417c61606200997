"""The folder that the job keeps: which run is live, which are kept, and the one atomic switch.

Readers open `current.duckdb` and `published`, two links that never change; both go through
`current`, the link that a switch replaces. So the warehouse and its published copy always change
together, and a reader that has a file open keeps that file until it opens again.

The order of runs is the number at the head of their id. A clock may jump; a number does not.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from trede.job.durable import fsync_folder, replace_link
from trede.job.errors import CannotStartError, NoRoomError
from trede.job.record import RUN_ID, sequence_of

WAREHOUSE = "warehouse.duckdb"
PUBLISHED = "published"
RECORD = "run.json"
#: The links that readers open, and where they lead for good.
LINKS = {"current.duckdb": f"current/{WAREHOUSE}", PUBLISHED: f"current/{PUBLISHED}"}
#: What the system says when a disk, or a share of it, is full.
FULL = (errno.ENOSPC, errno.EDQUOT)
#: What a retention is removing: no run any more, and of value to nobody.
_REMOVING = ".removing_"

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the moment in UTC, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True)
class Foreign:
    """Something in the folder that no job made."""

    path: Path
    problem: str


class JobFolder:
    """The folder of one company's warehouses.

    Args:
        root: the folder; a link to it is followed once, so that nothing is torn when it changes.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.runs = self.root / "runs"
        self.building = self.root / "building"
        self.history = self.root / "history"
        self.current = self.root / "current"
        self.lock_file = self.root / "job.lock"

    def create(self) -> None:
        """Make the folders that are missing.

        Raises:
            CannotStartError: the folder cannot be made or written, or spans two file systems.
            NoRoomError: not even a name has room.
        """
        try:
            for folder in (self.runs, self.building, self.history):
                folder.mkdir(parents=True, exist_ok=True)
            # A folder that exists says nothing of a file system that became read-only. Jobs that
            # start together probe before one of them has the lock, which then removes leftovers.
            probe = self.building / f"{_REMOVING}probe_{os.getpid()}"
            probe.touch()
            probe.unlink(missing_ok=True)
        except OSError as error:
            if error.errno in FULL:
                raise NoRoomError(
                    f"The disk of {self.root} is full.\nMake room and run the job again. What is "
                    "published stays readable."
                ) from error
            raise CannotStartError(
                f"The folder of the warehouse cannot be written: {error.filename or self.root}: "
                f"{error.strerror or error}.\n"
                "Give the user that runs the job write access, or name another folder with "
                "TREDE_WAREHOUSE_DIR. What is published stays readable."
            ) from error
        if self.runs.stat().st_dev != self.building.stat().st_dev:
            raise CannotStartError(
                f"{self.runs} and {self.building} lie on two file systems, and no rename crosses "
                "them.\nPut the whole folder on the other one: TREDE_WAREHOUSE_DIR."
            )

    # --- which runs there are

    def live(self) -> str | None:
        """Return the run that readers find; None when nothing is published."""
        run_id = self.pointed()
        return run_id if run_id and (self.runs / run_id / WAREHOUSE).is_file() else None

    def pointed(self) -> str | None:
        """Return the run that the switched link names, whether or not its warehouse is still there."""
        try:
            target = self.current.readlink()
        except OSError:
            return None
        run = self.root / target
        is_ours = run.parent.resolve() == self.runs.resolve() and RUN_ID.fullmatch(run.name)
        return run.name if is_ours else None

    def kept(self) -> list[str]:
        """Return the runs whose warehouse is there, in the order of their sequence."""
        return [name for name in _ids_in(self.runs) if (self.runs / name / WAREHOUSE).is_file()]

    def hollow(self) -> list[str]:
        """Return the runs whose warehouse somebody removed by hand: nobody can go back to them.

        Not the one that the switched link names: its file may be put back from a backup. A link in
        the place of the file is left alone too: what it leads to may be a disk that is not mounted;
        and so is a folder of which no record says that it was a run.
        """
        return [
            name
            for name in _ids_in(self.runs)
            if name != self.pointed()
            and not os.path.lexists(self.runs / name / WAREHOUSE)
            and any(
                file.is_file()
                for file in (self.runs / name / RECORD, self.history / f"{name}.json")
            )
        ]

    def unfinished(self) -> list[str]:
        """Return the runs that are being built, or were when they were killed."""
        return _ids_in(self.building)

    def foreign(self) -> Iterator[Foreign]:
        """Yield what no job made; it is left alone."""
        hollow = self.hollow()
        for folder in (self.runs, self.building):
            for path in sorted(folder.iterdir()) if folder.is_dir() else []:
                if path.name.startswith(_REMOVING):
                    continue
                if not RUN_ID.fullmatch(path.name):
                    yield Foreign(path, "is not named as a run; the job leaves it alone")
                elif path.is_symlink() or not path.is_dir():
                    yield Foreign(path, "is named as a run and is no folder")
                elif (
                    folder == self.runs
                    and path.name not in hollow
                    and not (path / WAREHOUSE).is_file()
                ):
                    yield Foreign(path, f"holds no {WAREHOUSE}")

    def new_run_id(self, clock: Clock = utc_now) -> str:
        """Return the id of the next run: one higher than any that has left a trace."""
        return f"{self._next_sequence():06}_{clock().astimezone(UTC):%Y%m%dT%H%M%SZ}"

    def new_plain_id(self) -> str:
        """Return the id for a file that a plain `dbt build` made."""
        free = not any(sequence_of(name) == 0 for name in self._traces())
        return f"{0 if free else self._next_sequence():06}_plain"

    def _next_sequence(self) -> int:
        return max((sequence_of(name) for name in self._traces()), default=0) + 1

    def _traces(self) -> Iterator[str]:
        for folder in (self.runs, self.building, self.history):
            for path in folder.iterdir() if folder.is_dir() else ():
                bare = path.name.removesuffix(".json").removeprefix(_REMOVING)
                if RUN_ID.fullmatch(bare):
                    yield bare

    # --- what a job does with them

    def accept(self, run_id: str) -> Path:
        """Move a sealed run from building/ to runs/, where it is reachable but not yet live."""
        place = self.runs / run_id
        (self.building / run_id).rename(place)
        fsync_folder(self.runs)
        fsync_folder(self.building)
        return place

    def switch_to(self, run_id: str) -> None:
        """Let every reader that opens from now on find this run: one step of the file system.

        Raises:
            CannotStartError: there is no such run, or something else has the name of the link.
        """
        if not (self.runs / run_id / WAREHOUSE).is_file():
            raise CannotStartError(f"There is no run {run_id} to switch to in {self.runs}.")
        self.refuse_strangers()
        replace_link(self.current, f"runs/{run_id}")

    def refuse_strangers(self) -> None:
        """See to it that the name of the switched link is free or a link.

        Raises:
            CannotStartError: a file or a folder has it.
        """
        try:
            mode = self.current.lstat().st_mode
        except FileNotFoundError:
            return
        if not stat.S_ISLNK(mode):
            raise CannotStartError(
                f"{self.current} is a {'folder' if stat.S_ISDIR(mode) else 'file'}; the job needs "
                "the name for its link to the live run.\nMove it away."
            )

    def to_retain(self, keep: int, before: str | None = None) -> set[str]:
        """Return the runs that stay: the newest, the live one and the one before it."""
        kept = self.kept()
        live = self.live()
        stay = set(kept[-keep:])
        if live:
            stay.add(live)
            older = [name for name in kept if sequence_of(name) < sequence_of(live)]
            stay |= set(older[-1:])
        if before in kept:
            stay.add(before)
        return stay

    def retain(self, keep: int, before: str | None = None) -> list[str]:
        """Remove the oldest runs, and those whose warehouse is gone, and say which.

        A reader that has a removed file open reads on: on a local file system its content goes
        when the last reader closes it.

        Args:
            keep: number of green runs that stay.
            before: the run that was live until now; it stays too.
        """
        if self.live() is None:
            # Without a live run nobody can say what is of no use any more.
            return []
        stay = self.to_retain(keep, before)
        gone = [*self.hollow(), *(name for name in self.kept() if name not in stay)]
        for name in gone:
            self.remove_run(name)
        return gone

    def remove_run(self, run_id: str) -> None:
        """Remove a run: at once by name, then its content."""
        if run_id == self.pointed():
            raise CannotStartError(f"{run_id} is live; it is never removed.")
        aside = self.building / f"{_REMOVING}{run_id}"
        shutil.rmtree(aside, ignore_errors=True)
        (self.runs / run_id).rename(aside)
        shutil.rmtree(aside)

    def remove_building(self, run_id: str) -> None:
        """Remove what a run was building."""
        shutil.rmtree(self.building / run_id, ignore_errors=True)

    def remove_removed(self) -> list[str]:
        """Remove what a killed retention had begun to remove."""
        gone = []
        for path in sorted(self.building.glob(f"{_REMOVING}*")):
            gone.append(path.name.removeprefix(_REMOVING))
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        return gone

    def free_bytes(self) -> int:
        """Return what the file system has left for this user."""
        return shutil.disk_usage(self.building).free


def _ids_in(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    names = (
        path.name
        for path in folder.iterdir()
        if RUN_ID.fullmatch(path.name) and path.is_dir() and not path.is_symlink()
    )
    return sorted(names, key=lambda name: (sequence_of(name), name))
