"""Measure a process: its time, its memory, what it writes and what it spills.

Each measurement is a process of its own: nothing is warm that would be cold for a user, and the
peak of memory is that of one case.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel

from bench.machine import folder_bytes

#: How often the spill folder is looked at, in seconds.
LOOK_EVERY = 0.2

#: How often a long process is heard, in seconds.
SAY_EVERY = 60.0


class FailedError(Exception):
    """A measured process ended with an error; the message holds the end of what it said."""


class Measured(BaseModel):
    """One process.

    Attributes:
        wall_seconds: from its start to its end, imports included.
        cpu_seconds: of all its threads.
        peak_memory_bytes: the most that it held at once.
        written_bytes: what it wrote to disk, spilled or kept.
        spilled_bytes: the most that stood in its spill folder at once.
    """

    wall_seconds: float
    cpu_seconds: float
    peak_memory_bytes: int
    written_bytes: int
    spilled_bytes: int


def measure(
    command: Sequence[str],
    *,
    folder: Path,
    output: Path,
    environment: Mapping[str, str] | None = None,
    spill: Path | None = None,
    say: Callable[[str], object] | None = None,
) -> Measured:
    """Run a command to its end and measure it.

    The caller must be small: on Linux a process starts with the peak of memory of the one that
    started it.

    Args:
        command: program and arguments.
        folder: where it runs.
        output: the file that takes what it says.
        environment: variables beside those of this process.
        spill: the folder that its engine spills to.
        say: hears every minute how long it takes and what it said last.

    Raises:
        FailedError: its exit code is not 0.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    watch = _Watch(spill, output, say)
    with output.open("wb") as said:
        began = time.perf_counter()
        process = subprocess.Popen(
            list(command),
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        watch.start()
        try:
            # wait4 alone tells the resources of this one child.
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            process.terminate()
            process.wait()
            raise
        finally:
            watch.stop()
        wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        tail = output.read_text(encoding="utf-8", errors="replace")[-4000:]
        raise FailedError(
            f"{' '.join(map(str, command[:6]))} ... ended with {process.returncode}:\n{tail}"
        )
    return Measured(
        wall_seconds=wall,
        cpu_seconds=used.ru_utime + used.ru_stime,
        peak_memory_bytes=used.ru_maxrss * 1024,
        written_bytes=used.ru_oublock * 512,
        spilled_bytes=watch.most,
    )


class _Watch:
    """Looks at a folder until it is stopped, remembers the most that it held, and tells of the process."""

    def __init__(
        self, folder: Path | None, output: Path, say: Callable[[str], object] | None
    ) -> None:
        self.most = 0
        self._folder = folder
        self._output = output
        self._say = say
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def _look(self) -> None:
        began = said = time.monotonic()
        while not self._ended.wait(LOOK_EVERY):
            if self._folder is not None:
                self.most = max(self.most, folder_bytes(self._folder))
            if self._say is not None and time.monotonic() - said > SAY_EVERY:
                said = time.monotonic()
                self._say(f"  {said - began:.0f} s: {_last_line(self._output)}")


def _last_line(file: Path) -> str:
    """Return what was said last, such as dbt's `830 of 893 OK`."""
    with file.open("rb") as opened:
        opened.seek(max(0, file.stat().st_size - 2000))
        lines = opened.read().decode("utf-8", errors="replace").splitlines()
    return next(
        (line.strip()[:120] for line in reversed(lines) if line.strip()), "nothing said yet"
    )
