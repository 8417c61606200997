"""`trede job`, as a process to which things happen; the nursery starts it.

An audit hook sees every file operation of the job before Python does it; so a drill can count
them and kill the job before any one of them, which is a kill after the one before. What DuckDB
writes does not pass here: kills at random moments are for that.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from drills.clock import shift_clock
from drills.faults import Faults, do
from drills.variants import break_job

#: Audit events of operations that change a folder, with the position of the path and of its dir_fd.
CHANGES = {
    "os.rename": (1, 3),
    "os.remove": (0, 1),
    "os.mkdir": (0, 2),
    "os.rmdir": (0, 1),
    "os.symlink": (1, 2),
    "os.link": (1, 3),
    "os.chmod": (0, 2),
    "os.truncate": (0, None),
    "os.utime": (0, 3),
}

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Operations:
    """Counts the job's file operations under its folder and acts at the one that is asked for."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.folder = f"{faults.warehouse.resolve()}/"
        self.count = 0
        self.acted = False
        self._seeing = threading.local()
        self._journal = (
            os.open(faults.journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            if faults.journal
            else None
        )

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        """See an audit event."""
        if getattr(self._seeing, "now", False):
            return
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & WRITES:
                self.see("open", path, None)
        elif event in CHANGES:
            path_at, folder_at = CHANGES[event]
            self.see(event, arguments[path_at], None if folder_at is None else arguments[folder_at])

    def see(self, event: str, path: object, folder: object) -> None:
        """Count one operation, and act when it is the one."""
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        if not isinstance(path, str | os.PathLike):
            return
        self._seeing.now = True
        try:
            if isinstance(folder, int) and folder >= 0:
                full = str(Path(f"/proc/self/fd/{folder}").readlink() / path)
            else:
                full = os.path.abspath(path)  # noqa: PTH100  # of a link itself, not of its target
            if not f"{full}/".startswith(self.folder):
                return
            self.count += 1
            text = f"{event} {full.removeprefix(self.folder.rstrip('/')).lstrip('/') or '.'}"
            if self._journal is not None:
                os.write(self._journal, f"{text}\n".encode())
            on_text = bool(self.faults.act_on) and self.faults.act_on in text
            if not self.acted and (self.count == self.faults.act_at or on_text):
                self.acted = True
                do(self.faults)
        finally:
            self._seeing.now = False


def watch(faults: Faults) -> None:
    """Watch this process' file operations: Python's, fsync, and DuckDB's opening of a file."""
    operations = Operations(faults)
    sys.addaudithook(operations.hook)
    fsync = os.fsync

    def watched_fsync(handle: int | Any) -> None:  # noqa: ANN401
        number = handle if isinstance(handle, int) else handle.fileno()
        operations.see("os.fsync", Path(f"/proc/self/fd/{number}").readlink(), None)
        fsync(handle)

    os.fsync = watched_fsync
    import duckdb  # after the hook, as the job does

    connect = duckdb.connect

    def watched_connect(database: Any = ":memory:", *args: Any, **options: Any) -> Any:  # noqa: ANN401
        operations.see("duckdb.connect", str(database), None)
        return connect(database, *args, **options)

    duckdb.connect = watched_connect


def put_stand_in() -> None:
    """Let the job start the stand-in where it starts dbt; the rest of the call stays the job's own."""
    start: Callable[..., None] = subprocess.Popen.__init__

    def started(self: subprocess.Popen[Any], args: Any, *rest: Any, **options: Any) -> None:  # noqa: ANN401
        command = list(args) if isinstance(args, list | tuple) else [args]
        if Path(str(command[0])).name == "dbt" and "build" in command:
            command = [sys.executable, "-m", "drills.standin_build", *map(str, command[1:])]
            options.pop("executable", None)
        start(self, command if isinstance(args, list | tuple) else args, *rest, **options)

    subprocess.Popen.__init__ = started  # type: ignore[method-assign]


def main(arguments: list[str]) -> None:
    """Run `trede job` with arguments, in this process."""
    faults = Faults.from_environment()
    if not faults.real_dbt:
        put_stand_in()
    from trede.job import cli

    watch(faults)
    shift_clock(faults.clock)
    break_job(faults.variant, faults)
    cli.app(arguments, prog_name="trede job")
