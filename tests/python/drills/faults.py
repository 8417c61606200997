"""What goes wrong in a drill, and when: handed to the job's processes in one environment variable."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

VARIABLE = "DRILL_FAULTS"

#: kill and kill_group: SIGKILL to this process, to its whole group. fill: fill the file system.
#: change: a company file changes. pause: stand still. forbid: the folder takes no new names.
Action = Literal["none", "kill", "kill_group", "fill", "change", "pause", "forbid"]


@dataclass(frozen=True)
class Faults:
    """What goes wrong in one run of the job.

    No pydantic: the stand-in build reads it too, and has to start fast.

    Attributes:
        warehouse: the job's folder; file operations outside it are not counted.
        action: what happens.
        act_at: before which file operation of the job, counted from 1; 0 is never.
        act_on: before the first file operation whose `event path` holds this text.
        act_in_build: before which transaction of the stand-in build, counted from 0; -1 is never.
        changed_file: the file that `change` writes a line to.
        leave_bytes: how much room `fill` leaves.
        journal: where the job writes down its file operations, one a line.
        clock: from which reading of the clock on it is off, and by how many seconds.
        build_seconds: how long the stand-in build takes, more or less.
        build_exit_code: what it ends with.
        real_dbt: no stand-in: the job starts dbt itself.
        variant: a way in which the job itself is broken (`variants.py`), to see the drill fail.
    """

    warehouse: Path = Path()
    action: Action = "none"
    act_at: int = 0
    act_on: str = ""
    act_in_build: int = -1
    changed_file: Path | None = None
    leave_bytes: int = 0
    journal: Path | None = None
    clock: tuple[tuple[int, float], ...] = ()
    build_seconds: float = 0.3
    build_exit_code: int = 0
    real_dbt: bool = False
    variant: str = ""

    @classmethod
    def from_environment(cls) -> Faults:
        """Read what the drill wants of this process."""
        told: dict[str, Any] = json.loads(os.environ[VARIABLE])
        for name in ("warehouse", "changed_file", "journal"):
            told[name] = told[name] and Path(told[name])
        told["clock"] = tuple((reading, seconds) for reading, seconds in told["clock"])
        return cls(**told)

    def to_json(self) -> str:
        """Write it for a process of the drill."""
        return json.dumps(asdict(self), default=str)


def do(faults: Faults) -> None:
    """Let it go wrong, here and now."""
    match faults.action:
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "kill_group":
            os.killpg(os.getpgid(0), signal.SIGKILL)
        case "fill":
            fill(faults.warehouse, faults.leave_bytes)
        case "change" if faults.changed_file:
            with faults.changed_file.open("a", encoding="utf-8") as opened:
                opened.write(opened_line(faults.changed_file))
        case "forbid":
            forbid(faults.warehouse)
        case "pause":
            paused(faults.warehouse).touch()
            time.sleep(3600)
        case _:
            return


def forbid(folder: Path) -> None:
    """Let a folder take no new name; root, whom modes do not stop, needs an attribute for that."""
    if os.geteuid() == 0:
        subprocess.run(["chattr", "+i", str(folder)], check=True, capture_output=True)
    else:
        folder.chmod(0o555)


def opened_line(file: Path) -> str:
    """Return the last line of a file again: as somebody who delivers during a build."""
    return file.read_text(encoding="utf-8").splitlines()[-1] + "\n"


def paused(warehouse: Path) -> Path:
    """Return the file that says that a process stands still."""
    return warehouse.parent / "paused"


def filler(warehouse: Path) -> Path:
    """Return the file that fills a disk; remove it, and there is room again."""
    return warehouse.parent / "filler"


def fill(warehouse: Path, leave_bytes: int) -> None:
    """Fill the file system of a folder, but for some bytes."""
    file = filler(warehouse)
    with file.open("ab") as opened:
        room = os.statvfs(warehouse).f_bavail * os.statvfs(warehouse).f_frsize - leave_bytes
        at = opened.tell()
        # In one go where the file system can; what it cannot give in one piece, in smaller ones.
        while room > 0:
            try:
                os.posix_fallocate(opened.fileno(), at, room)
                at += room
                room = os.statvfs(warehouse).f_bavail * os.statvfs(warehouse).f_frsize - leave_bytes
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
                room //= 2
