"""The machine that was measured: without it a number of seconds says nothing."""

from __future__ import annotations

import os
import platform
import shutil
from importlib import metadata
from pathlib import Path

from pydantic import BaseModel

#: What the numbers depend on.
PACKAGES = ("duckdb", "dbt-core", "dbt-duckdb", "pandas", "polars", "pyarrow", "numpy")

#: Runnable processes per core, besides the benchmark itself, above which its numbers are no headline.
QUIET_LOAD = 0.25


class Machine(BaseModel):
    """What is known of the machine, without its name."""

    cores: int
    processor: str
    memory_gb: float
    system: str
    python: str
    packages: dict[str, str]


def describe(extras: Path | None = None) -> Machine:
    """Describe this machine.

    Args:
        extras: a folder with packages of the benchmarks only (polars).
    """
    return Machine(
        cores=len(os.sched_getaffinity(0)),
        processor=_processor(),
        memory_gb=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        packages=_versions(extras),
    )


def keep_to(cores: int) -> None:
    """Keep this process and those that it starts to so many cores.

    Engines take every core that they see: on a larger machine the cases would not be equal.
    """
    there = sorted(os.sched_getaffinity(0))
    if len(there) > cores:
        os.sched_setaffinity(0, there[:cores])


def load_per_core() -> float:
    """Return the load of the last minute per core: what else runs before a measurement begins."""
    return os.getloadavg()[0] / len(os.sched_getaffinity(0))


def free_bytes(folder: Path) -> int:
    """Return the free space of the disk that holds a folder, which need not exist yet."""
    there = folder.resolve()
    while not there.exists():
        there = there.parent
    return shutil.disk_usage(there).free


def folder_bytes(folder: Path) -> int:
    """Return the bytes of the files below a folder; what vanishes meanwhile counts as nothing."""
    total = 0
    for path in folder.rglob("*") if folder.is_dir() else ():
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else "unknown"


def _versions(extras: Path | None) -> dict[str, str]:
    found = {}
    paths = [str(extras)] if extras and extras.is_dir() else []
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            beside = next(iter(metadata.distributions(name=name, path=paths)), None)
            if beside is not None:
                found[name] = beside.version
    return found
