"""The build itself: dbt as a process of the job, in folders of its own, that dies with the job."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trede.job.errors import CannotStartError, UsageError

#: Lines of dbt's that are kept for a message when it leaves no results.
_KEPT = 40
#: Seconds that dbt gets to end by itself; what it was building is thrown away anyway.
_PATIENCE = 5.0
_PR_SET_PDEATHSIG = 1

#: Options that the job sets, or that would make it publish what is no whole warehouse.
NOT_YOURS = {
    "--target-path": "the job gives every run a folder of its own",
    "--log-path": "the job gives every run a folder of its own",
    "--log-format": "the job reads dbt's log",
    "--project-dir": "set TREDE_PROJECT_DIR",
    "--profiles-dir": "the job reads the project's profiles.yml",
    "--profile": "the job reads the project's profiles.yml",
    "--target": "the job keeps DuckDB files",
    "-t": "the job keeps DuckDB files",
    "--empty": "an empty warehouse is not published",
    "--sample": "a part of the lines is not published",
    "--defer": "a warehouse that leans on another one is not published",
}

#: Variables of dbt's that would say the same as those options, and what must not reach its log.
_NOT_PASSED_ON = (
    "DBT_TARGET_PATH",
    "DBT_LOG_PATH",
    "DBT_LOG_FORMAT",
    "DBT_LOG_FORMAT_FILE",
    "DBT_LOG_LEVEL",
    "DBT_QUIET",
    "DBT_PROJECT_DIR",
    "DBT_PROFILES_DIR",
    "DBT_PROFILE",
    "DBT_TARGET",
    "DBT_EMPTY",
    "DBT_SAMPLE",
    "DBT_DEFER",
    "TREDE_JOB_WEBHOOK",
    "TREDE_JOB_COMMAND",
)

#: Called for each node that ended: name, status, number, of how many, seconds.
OnNode = Callable[[str, str, int, int, float], None]


@dataclass(frozen=True)
class BuildOrder:
    """What is to be built, and where.

    Attributes:
        warehouse: the file to write; it is not there yet.
        folder: for dbt's target and logs.
        root: the folder of the job, for what reads TREDE_WAREHOUSE_DIR.
        lock: an open file that the build keeps open, so that it holds the lock as long as it lives.
    """

    project: Path
    company: str
    warehouse: Path
    folder: Path
    root: Path
    environment: Mapping[str, str]
    dbt_args: Sequence[str] = ()
    unit_tests: bool = False
    lock: int | None = None
    on_node: OnNode = field(default=lambda *_: None)

    @property
    def target(self) -> Path:
        """Where dbt leaves its artifacts."""
        return self.folder / "target"

    @property
    def logs(self) -> Path:
        """Where dbt leaves its log."""
        return self.folder / "logs"


@dataclass(frozen=True)
class BuildResult:
    """What a build left behind.

    Attributes:
        exit_code: of dbt; minus the signal that killed it.
        tail: the last errors or lines that it wrote.
    """

    exit_code: int
    tail: tuple[str, ...] = ()


def refuse_options(dbt_args: Sequence[str]) -> None:
    """Refuse options for dbt that are the job's to set.

    Raises:
        UsageError: there is one.
    """
    for argument in dbt_args:
        name = argument.split("=", 1)[0]
        if name in NOT_YOURS:
            raise UsageError(f"--dbt-args cannot hold {name}: {NOT_YOURS[name]}.")


def refuse_engine(environment: Mapping[str, str]) -> None:
    """Refuse to keep files of an engine that has none.

    Raises:
        CannotStartError: TREDE_TARGET names another engine.
    """
    engine = environment.get("TREDE_TARGET", "duckdb")
    if engine != "duckdb":
        raise CannotStartError(
            f"TREDE_TARGET is {engine}; the job keeps DuckDB files and switches between them.\n"
            "Unset it. A server has transactions of its own: run `dbt build` there."
        )


def dbt_command(order: BuildOrder) -> list[str]:
    """Return the command line of a build."""
    beside = Path(sys.executable).with_name("dbt")
    dbt = str(beside) if beside.is_file() else shutil.which("dbt")
    if dbt is None:
        raise CannotStartError("dbt is not installed beside Python, nor on the PATH: `make setup`.")
    return [
        dbt,
        "--no-use-colors",
        *("--log-format", "json", "--log-format-file", "text"),
        "build",
        *("--project-dir", str(order.project)),
        *("--profiles-dir", str(order.project)),
        *("--target-path", str(order.target)),
        *("--log-path", str(order.logs)),
        # Unit tests prove the code; that was done when it was written.
        *(() if order.unit_tests else ("--exclude-resource-type", "unit_test")),
        *order.dbt_args,
    ]


def build_environment(order: BuildOrder) -> dict[str, str]:
    """Return the environment of a build."""
    return {
        **{name: value for name, value in order.environment.items() if name not in _NOT_PASSED_ON},
        "TREDE_COMPANY": order.company,
        "TREDE_PROJECT_DIR": str(order.project),
        "TREDE_WAREHOUSE_DIR": str(order.root),
        "TREDE_WAREHOUSE_FILE": str(order.warehouse),
        "TREDE_TARGET": "duckdb",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


def build_with_dbt(order: BuildOrder) -> BuildResult:
    """Run `dbt build` and wait for its end; an exception on the way ends it as well.

    Raises:
        CannotStartError: there is no dbt.
    """
    process = subprocess.Popen(
        dbt_command(order),
        env=build_environment(order),
        cwd=order.project,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        # Not in the job's group: a Ctrl-C is the job's to handle, and reaches dbt through it.
        start_new_session=True,
        pass_fds=() if order.lock is None else (order.lock,),
        preexec_fn=_die_with_parent(os.getpid()),  # no threads at this moment
    )
    tail: deque[str] = deque(maxlen=_KEPT)
    errors: deque[str] = deque(maxlen=_KEPT)
    try:
        if process.stdout is not None:
            for line in process.stdout:
                _read(line, order.on_node, tail, errors)
        code = process.wait()
    except BaseException:
        end(process)
        raise
    return BuildResult(code, tuple(errors or tail))


def end(process: subprocess.Popen[str]) -> None:
    """End a build and all that it started."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            # It leads a group of its own.
            os.killpg(process.pid, number)
        except (ProcessLookupError, PermissionError):
            break
        try:
            process.wait(_PATIENCE)
            break
        except subprocess.TimeoutExpired:
            continue
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _read(line: str, on_node: OnNode, tail: deque[str], errors: deque[str]) -> None:
    """Read one line of dbt's log."""
    try:
        event: dict[str, Any] = json.loads(line)
        info, data = event["info"], event["data"]
        message = str(info["msg"]).strip()
    except (ValueError, TypeError, KeyError):
        if line.strip():
            tail.append(line.rstrip())
        return
    if message:
        tail.append(message)
        if info.get("level") == "error":
            errors.append(message)
    node = data.get("node_info") or {}
    is_result = str(info.get("name", "")).startswith("Log") and "execution_time" in data
    if is_result and "index" in data and node.get("resource_type") != "operation":
        on_node(
            str(node.get("unique_id", "")),
            str(node.get("node_status", data.get("status", ""))).lower(),
            int(data["index"]),
            int(data.get("total") or data.get("num_models") or 0),
            float(data["execution_time"] or 0),
        )


def _die_with_parent(parent: int) -> Callable[[], None] | None:
    """Return what a child does before it becomes dbt: ask Linux to be killed with its parent.

    Without it a job that is killed with KILL leaves a build behind. Elsewhere the build keeps the
    lock that it inherited until it ends, and the next job waits.
    """
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        library.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            # It died before the question was asked.
            os._exit(1)

    return ask
