"""Starts jobs fast: a process that has everything imported, and forks a job at each request.

Importing takes longer than the job itself, and a drill starts hundreds of jobs. What is forked is
a process like any other: it leads a session of its own, dies of its own signals, and its build is
a child of its own.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import IO, Any


class Child:
    """A job that was started.

    Attributes:
        pid: its process, and that of its session and group.
    """

    def __init__(self, pid: int, code_file: Path) -> None:
        self.pid = pid
        self._code_file = code_file

    def poll(self) -> int | None:
        """Return its exit code, or minus its signal; None while it runs."""
        try:
            return int(self._code_file.read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return None

    def wait(self, seconds: float) -> int:
        """Wait for its end.

        Raises:
            TimeoutError: it did not end in time.
        """
        end = time.monotonic() + seconds
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise TimeoutError(f"process {self.pid} did not end in {seconds:.0f} s")
            time.sleep(0.01)
        return code


class Nursery:
    """The process that forks jobs."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "drills.nursery"],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        atexit.register(self.close)

    def start(
        self, arguments: list[str], environment: dict[str, str], output: Path, file_bytes: int
    ) -> Child:
        """Start `trede job` with arguments; what it says goes into a file."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the nursery has no pipes")
        order = {
            "arguments": arguments,
            "environment": environment,
            "output": str(output),
            "file_bytes": file_bytes,
        }
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Child(int(self._process.stdout.readline()), output.with_suffix(".code"))

    def close(self) -> None:
        """End it; jobs that it started go on."""
        if self._process.poll() is None and self._process.stdin:
            self._process.stdin.close()
            self._process.wait()


@functools.cache
def nursery() -> Nursery:
    """Return the one nursery of this process."""
    return Nursery()


def _become_job(order: dict[str, Any]) -> None:
    """Be the job: in a session, with an environment and an output of its own."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    output = os.open(order["output"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for source, target in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    os.closerange(3, 64)
    os.environ.clear()
    os.environ.update(order["environment"])
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if order["file_bytes"]:
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["file_bytes"], most))
    code = 1
    try:
        from drills.driven_job import main

        main(order["arguments"])
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        if isinstance(ended.code, str):
            sys.stderr.write(f"{ended.code}\n")
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _import_all() -> None:
    """Import what a job imports. DuckDB and pyarrow start threads when they are used, not before."""
    # pyarrow imports pandas at the first table that it makes of Python's own values.
    import pandas  # noqa: F401

    import trede.job.cli
    import trede.job.notify
    import trede.job.publish_copy
    import trede.job.rollback
    import trede.job.run
    import trede.job.status  # noqa: F401


def serve(orders: IO[bytes], answers: IO[str]) -> None:
    """Fork a job for each order, and write down how each ended, until nobody orders any more."""
    _import_all()
    running: dict[int, Path] = {}
    rest = b""
    while True:
        ready, _, _ = select.select([orders], [], [], 0.005 if running else None)
        if ready:
            content = os.read(orders.fileno(), 1 << 20)
            if not content:
                return
            *lines, rest = (rest + content).split(b"\n")
            for line in lines:
                order = json.loads(line)
                pid = os.fork()
                if pid == 0:
                    _become_job(order)
                running[pid] = Path(order["output"]).with_suffix(".code")
                answers.write(f"{pid}\n")
                answers.flush()
        for pid, code_file in list(running.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                del running[pid]
                _write_code(code_file, os.waitstatus_to_exitcode(status))


def _write_code(file: Path, code: int) -> None:
    try:
        part = file.with_suffix(".part")
        part.write_text(str(code), encoding="ascii")
        part.replace(file)
    except OSError:
        # The drill removed its place already.
        return


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout)
