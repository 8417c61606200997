"""Copy a warehouse file: `python -m bench.copying FILE TO`.

A build that keeps what a change leaves alone begins with a copy, since readers hold the live file.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import typer

from bench.machine import free_bytes

#: Of the free disk, at most.
SHARE = 0.9

CHUNK = 1 << 24


def copy(file: Path, to: Path, most: int) -> int:
    """Copy a file until its end or so many bytes, down to the disk; return what was copied."""
    copied = 0
    with file.open("rb") as read, to.open("wb") as written:
        while copied < most:
            moved = os.sendfile(written.fileno(), read.fileno(), None, min(CHUNK, most - copied))
            if moved == 0:
                break
            copied += moved
        os.fsync(written.fileno())
    return copied


def main(
    file: Path = typer.Argument(..., help="A warehouse file."),
    to: Path = typer.Argument(..., help="The copy; it is removed in the end."),
    output: Path = typer.Option(..., help="Where seconds and bytes are written (JSON)."),
) -> None:
    """Measure how long a copy takes: of the whole file, or of what the disk holds."""
    most = int(free_bytes(to.parent) * SHARE)
    began, cpu = time.perf_counter(), time.process_time()
    try:
        copied = copy(file, to, most)
        seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu
    finally:
        to.unlink(missing_ok=True)
    told = {"work_seconds": seconds, "work_cpu_seconds": cpu_seconds, "kept_bytes": copied}
    output.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
