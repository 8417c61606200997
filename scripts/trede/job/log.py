"""What the job says while it works: JSON lines for machines, a line per step for people."""

from __future__ import annotations

import json
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

#: Seconds between two lines that only say how far the build is.
_OFTEN = 5.0


class LogKind(StrEnum):
    """How the job talks on standard output."""

    JSON = "json"
    TEXT = "text"


class JobLog:
    """The log of one run: on standard output, and as JSON lines in the folder of the history.

    Args:
        kind: how to talk on standard output; None is silent.
        stream: instead of standard output.
    """

    def __init__(self, kind: LogKind | None = None, stream: IO[str] | None = None) -> None:
        self.kind = kind
        self.run_id: str | None = None
        self._stream = stream or sys.stdout
        self._file: IO[str] | None = None
        self._progress: Progress | None = None
        self._task: Any = None
        self._told = 0.0

    def open(self, run_id: str, file: Path) -> None:
        """Write from now on for a run, into its file as well."""
        self.run_id = run_id
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file.open("a", encoding="utf-8")

    def close(self) -> None:
        """Close the file of the run."""
        self.end_progress()
        if self._file is not None:
            # On a disk that is full; what it lacks was on standard output.
            with suppress(OSError):
                self._file.close()
            self._file = None

    def step(
        self,
        name: str,
        state: str,
        seconds: float | None = None,
        message: str = "",
        **more: Any,  # noqa: ANN401  # what JSON can hold
    ) -> None:
        """Say that a step started, is done, or failed."""
        if state != "running":
            self.end_progress()
        line = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "run_id": self.run_id,
            "step": name,
            "state": state,
            "seconds": None if seconds is None else round(seconds, 3),
            "message": message,
            **more,
        }
        text = json.dumps(line, ensure_ascii=False, default=str)
        self._write_file(text)
        if self.kind is LogKind.JSON:
            self._say(text)
        elif self.kind is LogKind.TEXT and state not in ("started", "detail"):
            took = "" if seconds is None else f"{seconds:8.1f} s"
            shown = "\n".ljust(34).join(message.splitlines())
            self._say(f"{name:13} {state:9} {took:10} {shown}".rstrip())
        elif self.kind is LogKind.TEXT and (name, state) == ("build", "started"):
            # No bar yet: how many nodes there are is known when dbt has read them.
            self._say("build         started              dbt reads the project first")

    def node(self, name: str, status: str, number: int, of: int, seconds: float) -> None:
        """Say how far the build is: what is not green at once, the rest now and then."""
        bad = status in ("error", "fail", "runtime error")
        now = time.monotonic()
        if self._is_terminal:
            if not bad:
                self._move(name, number, of)
                return
            # The bar leaves the line to what is said, and comes back with the next node.
            self.end_progress()
        elif not bad and now - self._told < _OFTEN and number != of:
            return
        self._told = now
        self.step(
            "build",
            "running",
            seconds,
            f"{number} of {of}: {name} {status}",
            node=name,
            status=status,
            number=number,
            of=of,
        )

    def end_progress(self) -> None:
        """Take the bar off the terminal."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    @property
    def _is_terminal(self) -> bool:
        return self.kind is LogKind.TEXT and self._stream.isatty() and sys.stderr.isatty()

    def _move(self, name: str, number: int, of: int) -> None:
        if self._progress is None:
            self._progress = Progress(
                TextColumn("dbt build"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TextColumn("{task.fields[node]}", markup=False),
                console=Console(stderr=True),
                transient=True,
            )
            self._task = self._progress.add_task("build", total=of, node="")
            self._progress.start()
        self._progress.update(self._task, completed=number, total=of, node=name)

    def _say(self, text: str) -> None:
        try:
            self._stream.write(f"{text}\n")
            self._stream.flush()
        except (OSError, ValueError):
            # Whoever listened went away; the job goes on, and its log is in the history.
            self.kind = None

    def _write_file(self, text: str) -> None:
        if self._file is None:
            return
        try:
            self._file.write(f"{text}\n")
            self._file.flush()
        except OSError:
            # A full disk must not be what the run fails on.
            return
