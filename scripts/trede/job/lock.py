"""One job at a time in a folder: a lock that the system gives back when its owner dies.

The lock is flock on a file that stays: a file that is removed would let two jobs lock two files of
one name. Its content names the owner, for people; it is never what is judged by, so that an empty
or a strange file locks nobody out. The build's process inherits the lock: should the job be killed
and its build live on for a moment, the next job waits.
"""

from __future__ import annotations

import errno
import json
import os
import socket
import stat
import time
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from pydantic import BaseModel, ConfigDict, ValidationError

from trede.job.errors import CannotStartError, LockHeldError, NotGreenError

#: An owner takes some three hundred bytes; more is not read.
_MOST = 8192
#: How long a job waits for the build of an owner that was killed to end.
ORPHAN_SECONDS = 10.0


class Owner(BaseModel):
    """Who holds the lock, as it wrote itself down."""

    model_config = ConfigDict(extra="ignore")

    pid: int
    host: str
    user: str
    command: str
    run_id: str | None = None
    started_at: datetime

    def is_gone(self) -> bool:
        """Tell whether its process certainly runs no more; of another machine nothing is known."""
        if self.host != socket.gethostname() or self.pid <= 0:
            return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        except (OSError, OverflowError):
            return False
        return False

    def __str__(self) -> str:
        """Name it in a line, without what a hostile file could do to a terminal."""
        run = f", run {_plain(self.run_id)}" if self.run_id else ""
        return (
            f"process {self.pid} of {_plain(self.user)} on {_plain(self.host)}{run}, since "
            f"{self.started_at:%Y-%m-%d %H:%M:%S %Z} ({_plain(self.command)})"
        )


def _plain(text: str) -> str:
    """Return a text of others without control characters, and not longer than a line."""
    shown = "".join(character if character.isprintable() else "?" for character in text)
    return shown if len(shown) <= 200 else f"{shown[:200]}..."


class JobLock:
    """The lock of a folder, as a context manager.

    Args:
        file: the lock file; it is made, and stays.
        command: what the owner is doing, for the one who has to wait.
        wait: seconds to wait for an owner that lives; a killed one's build is always waited for.
            Not none: who only looks (`is_locked`) has the lock for an instant.
    """

    def __init__(self, file: Path, command: str, wait: float = 0.5) -> None:
        self.file = file
        self._command = command
        self._wait = wait
        self._descriptor: int | None = None

    @property
    def descriptor(self) -> int:
        """Return the open file, for a child that is to hold the lock as well."""
        if self._descriptor is None:
            raise RuntimeError("the lock is not held")
        return self._descriptor

    def __enter__(self) -> JobLock:
        """Take the lock.

        Raises:
            LockHeldError: somebody else has it; the message names who.
            CannotStartError: the file cannot be opened, or is no file.
        """
        import fcntl

        began = time.monotonic()
        while True:
            descriptor = _open(self.file)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                os.close(descriptor)
                if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                    raise CannotStartError(
                        f"{self.file} cannot be locked: {error.strerror}.\n"
                        "The folder lies on a file system without locks. Use a local disk, or NFS "
                        "version 4: TREDE_WAREHOUSE_DIR."
                    ) from error
                owner = read_owner(self.file)
                patience = ORPHAN_SECONDS if owner is not None and owner.is_gone() else self._wait
                if time.monotonic() - began >= patience:
                    raise LockHeldError(_held(self.file, owner)) from None
                time.sleep(0.1)
                continue
            if _is_still(self.file, descriptor):
                self._descriptor = descriptor
                break
            # Somebody removed the file between opening and locking: this lock locks nobody out.
            os.close(descriptor)
            if time.monotonic() - began >= ORPHAN_SECONDS:
                raise CannotStartError(
                    f"{self.file} is another file each time that it is looked at.\nPut the folder on "
                    "a local disk: TREDE_WAREHOUSE_DIR."
                )
        self.name_owner(None)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the lock back; the file stays, empty."""
        descriptor, self._descriptor = self.descriptor, None
        try:
            os.ftruncate(descriptor, 0)
        except OSError:
            pass
        finally:
            os.close(descriptor)

    def name_owner(self, run_id: str | None) -> None:
        """Write into the file who holds it, for the one who finds it locked."""
        owner = Owner(
            pid=os.getpid(),
            host=socket.gethostname(),
            user=_user(),
            command=self._command,
            run_id=run_id,
            started_at=datetime.now(UTC).replace(microsecond=0),
        )
        try:
            os.ftruncate(self.descriptor, 0)
            os.pwrite(self.descriptor, f"{owner.model_dump_json()}\n".encode(), 0)
        except OSError:
            # A full disk: the lock holds without a name.
            return

    def check(self) -> None:
        """See to it that this is still the lock that others meet.

        Raises:
            NotGreenError: the file was removed, so another job may have started.
        """
        if not _is_still(self.file, self.descriptor):
            raise NotGreenError(
                f"{self.file} was removed or replaced while the job ran: another job may have "
                "started, so nothing is published.\nNever remove the lock file; run the job again."
            )


def read_owner(file: Path) -> Owner | None:
    """Return who wrote itself down as the owner; None when the file says nothing that can be read."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        content = os.read(descriptor, _MOST)
    except OSError:
        return None
    finally:
        os.close(descriptor)
    try:
        return Owner.model_validate(json.loads(content))
    except (ValueError, ValidationError, RecursionError):
        return None


def is_locked(file: Path) -> bool:
    """Tell whether somebody holds the lock, without taking it for longer than the look."""
    import fcntl

    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        # Shared, so that two who only look do not take each other for a job.
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in (errno.EWOULDBLOCK, errno.EACCES)
    finally:
        os.close(descriptor)
    return False


def _held(file: Path, owner: Owner | None) -> str:
    if owner is None:
        return (
            f"Another job holds {file}; it has not written down who it is.\n"
            f"Wait until it ends, or find it: fuser -v {file}"
        )
    if owner.is_gone():
        return (
            f"Another job holds {file}: {owner}. Its own process is gone, but one that it started "
            f"still runs.\nFind it and end it: fuser -v {file}"
        )
    return (
        f"Another job holds {file}: {owner}.\n"
        "Wait until it ends. If it hangs, end that process (a TERM signal: it cleans up); nothing "
        "needs to be removed by hand, and the live warehouse is not touched by it."
    )


def _open(file: Path) -> int:
    try:
        # O_NONBLOCK: a pipe of that name would keep the job waiting for ever.
        descriptor = os.open(
            file, os.O_RDWR | os.O_CREAT | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644
        )
    except OSError as error:
        what = "is a link" if error.errno == errno.ELOOP else (error.strerror or str(error))
        raise CannotStartError(
            f"The lock file {file} cannot be opened: {what}.\n"
            "Give the user that runs the job write access; if it is no plain file, move it away."
        ) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise CannotStartError(f"The lock file {file} is no plain file.\nMove it away.")
    return descriptor


def _is_still(file: Path, descriptor: int) -> bool:
    try:
        there = file.lstat()
    except OSError:
        return False
    mine = os.fstat(descriptor)
    return (there.st_dev, there.st_ino) == (mine.st_dev, mine.st_ino)


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return str(os.getuid())
