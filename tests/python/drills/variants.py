"""Ways to break the job on purpose, so that each drill is seen to fail.

A drill that cannot fail proves nothing. Each variant undoes one thing that the job does right,
inside the job's own process; the drill that names it must then notice.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from drills.faults import Faults

#: Variant: what the broken job does, for the table.
VARIANTS: dict[str, Callable[[Faults], None]] = {}
TOLD: dict[str, str] = {}


def variant(told: str) -> Callable[[Callable[[Faults], None]], Callable[[Faults], None]]:
    """Register a way to break the job: `told` says what the broken job does."""

    def register(function: Callable[[Faults], None]) -> Callable[[Faults], None]:
        VARIANTS[function.__name__] = function
        TOLD[function.__name__] = told
        return function

    return register


def break_job(names: str, faults: Faults) -> None:
    """Break the job in the ways that are named, separated by `+`; none for an empty text."""
    for name in filter(None, names.split("+")):
        VARIANTS[name](faults)


def told_of(names: str) -> str:
    """Return what a broken job does, for the table."""
    return " and ".join(TOLD[name] for name in names.split("+"))


def _each_job_module() -> list[Any]:
    return [module for name, module in sys.modules.items() if name.startswith("trede.job")]


def _replace_everywhere(original: Any, other: Any) -> None:  # noqa: ANN401
    """Put something else in the place of a function, wherever the job imported it."""
    found = 0
    for module in _each_job_module():
        for attribute, value in list(vars(module).items()):
            if value is original:
                setattr(module, attribute, other)
                found += 1
    if not found:
        raise LookupError(f"no module of the job has {original}: this variant breaks nothing")


def _on_build(change: Callable[[dict[str, Any]], None]) -> None:
    """Change how the build is started: its options, `env` among them."""
    start: Callable[..., None] = subprocess.Popen.__init__

    def started(self: subprocess.Popen[Any], args: Any, *rest: Any, **options: Any) -> None:  # noqa: ANN401
        if isinstance(args, list | tuple) and "build" in args:
            options["env"] = dict(options.get("env") or os.environ)
            change(options)
        start(self, args, *rest, **options)

    subprocess.Popen.__init__ = started  # type: ignore[method-assign]


@variant("builds in the live file")
def in_place(faults: Faults) -> None:
    """Let dbt write the live file."""

    def change(options: dict[str, Any]) -> None:
        options["env"]["TREDE_WAREHOUSE_FILE"] = str(
            (faults.warehouse / "current.duckdb").resolve()
        )

    _on_build(change)


@variant("switches before the build")
def early_switch(faults: Faults) -> None:
    """Lead readers to the file while it is being built."""

    def change(options: dict[str, Any]) -> None:
        building = Path(options["env"]["TREDE_WAREHOUSE_FILE"]).parent
        (faults.warehouse / "current").unlink()
        (faults.warehouse / "current").symlink_to(building)

    _on_build(change)


@variant("removes the link and makes a new one")
def slow_switch(faults: Faults) -> None:
    """Switch in two steps."""
    replace = os.replace

    def slowly(source: Any, target: Any, **options: Any) -> None:  # noqa: ANN401
        if Path(target) == faults.warehouse.resolve() / "current":
            os.unlink(target)  # noqa: PTH108
            time.sleep(0.02)
        replace(source, target, **options)

    os.replace = slowly


@variant("writes the new rows into the file of the old run")
def copy_over(faults: Faults) -> None:
    """Publish by writing the live run's own files over."""
    replace = os.replace

    def over(source: Any, target: Any, **options: Any) -> None:  # noqa: ANN401
        folder = faults.warehouse.resolve()
        if Path(target) != folder / "current":
            replace(source, target, **options)
            return
        new = folder / Path(source).readlink()
        old = folder / Path(target).readlink()
        os.unlink(source)  # noqa: PTH108
        for file in sorted(path for path in new.rglob("*") if path.is_file()):
            into = old / file.relative_to(new)
            if into.exists():
                into.chmod(0o644)
            with into.open("r+b" if into.exists() else "wb") as opened:
                opened.write(file.read_bytes())
                opened.truncate()

    os.replace = over


@variant("takes no lock")
def no_lock(_: Faults) -> None:
    """Let everybody through."""
    import fcntl

    fcntl.flock = lambda *_: None  # type: ignore[assignment]


@variant("does not look whether the lock is still its own")
def no_lock_check(_: Faults) -> None:
    """Publish though the lock file was removed."""
    from trede.job.lock import JobLock

    JobLock.check = lambda self: None  # type: ignore[method-assign]


@variant("takes any text in the lock file for an owner at work")
def lock_by_content(_: Faults) -> None:
    """Judge by what stands in the lock file."""
    import fcntl

    flock = fcntl.flock

    def by_content(descriptor: int, operation: int) -> None:
        if os.fstat(descriptor).st_size != 0:
            raise BlockingIOError(errno.EWOULDBLOCK, "locked")
        flock(descriptor, operation)

    fcntl.flock = by_content  # type: ignore[assignment]


@variant("lets its build live on when it is killed")
def orphans(_: Faults) -> None:
    """Start the build without anything that ends it with the job."""

    def change(options: dict[str, Any]) -> None:
        options["preexec_fn"] = None

    _on_build(change)


@variant("leaves behind what it was building")
def no_clean(_: Faults) -> None:
    """Never remove a folder."""
    shutil.rmtree = lambda *_, **__: None  # type: ignore[assignment]


@variant("never looks at the hashes of the factor editions")
def trusts_seeds(_: Faults) -> None:
    """Take every edition for what it was registered as."""
    from trede.factors.registry import Registry

    Registry.verify = lambda self: []  # type: ignore[method-assign]


@variant("hashes its inputs once")
def trusts_company(_: Faults) -> None:
    """Never look whether an input changed meanwhile."""
    from trede.job import inputs

    _replace_everywhere(inputs.refuse_changed, lambda *_: None)


@variant("skips the preflight")
def no_preflight(_: Faults) -> None:
    """Let every delivery through."""
    from trede.job import inputs

    inputs.check_company = lambda *_: iter(())


@variant("takes every file for undamaged")
def trusts_files(_: Faults) -> None:
    """Take whatever a record says of a file for what the file is."""
    from trede.job import folder, record, seal
    from trede.pack.canonical import sha256_of_file

    def believe(file: Path) -> str:
        beside = file.parent / folder.RECORD
        if file.name == folder.WAREHOUSE and beside.is_file():
            told = record.read_record(beside).warehouse
            if told:
                return told.sha256
        return sha256_of_file(file)

    seal_hash = seal.sha256_of_file
    _replace_everywhere(seal_hash, believe)


@variant("numbers its runs by the clock")
def by_clock(_: Faults) -> None:
    """Let the moment say which run is the newest."""
    from trede.job.folder import JobFolder, utc_now

    def new_run_id(self: JobFolder, clock: Callable[[], Any] = utc_now) -> str:
        moment = clock()
        return f"{int(moment.timestamp() - 8e8) // 10:06}_{moment:%Y%m%dT%H%M%SZ}"

    JobFolder.new_run_id = new_run_id  # type: ignore[method-assign]


@variant("measures by the clock on the wall")
def wall_durations(_: Faults) -> None:
    """Take the difference of two moments for a duration."""
    for module in _each_job_module():
        clock = vars(module).get("time")
        if isinstance(clock, SimpleNamespace):
            clock.monotonic = clock.time
            clock.perf_counter = clock.time


@variant("takes the build for green whatever dbt says")
def ignores_the_build(_: Faults) -> None:
    """Never look at dbt's exit code."""
    wait, poll = subprocess.Popen.wait, subprocess.Popen.poll

    def green(self: subprocess.Popen[Any], code: int | None) -> int | None:
        if code is not None and isinstance(self.args, list | tuple) and "build" in self.args:
            self.returncode = 0
            return 0
        return code

    subprocess.Popen.wait = lambda self, timeout=None: green(self, wait(self, timeout))  # type: ignore
    subprocess.Popen.poll = lambda self: green(self, poll(self))  # type: ignore[method-assign]


@variant("does not look how much room there is")
def no_room_check(_: Faults) -> None:
    """Take every disk for an empty one."""
    from trede.job.folder import JobFolder

    JobFolder.free_bytes = lambda self: 1 << 60  # type: ignore[method-assign]


@variant("lets errors of the system through as they are")
def raw_errors(_: Faults) -> None:
    """Make the folders without a word about what to do when it fails."""
    from trede.job.folder import JobFolder

    def create(self: JobFolder) -> None:
        for folder in (self.runs, self.building, self.history):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / ".probe").touch()
            (folder / ".probe").unlink()

    JobFolder.create = create  # type: ignore[method-assign]


@variant("writes into the company's folder")
def writes_inputs(faults: Faults) -> None:
    """Leave a file beside the company's own."""

    def change(_: dict[str, Any]) -> None:
        if faults.changed_file:
            (faults.changed_file.parent / ".job").touch()

    _on_build(change)


@variant("does not listen to signals")
def deaf(_: Faults) -> None:
    """Let a signal end the process where it stands."""
    signal.signal = lambda number, _: signal.getsignal(number)  # type: ignore[assignment]


@variant("moves the plain file away before there is a link")
def careless_takeover(faults: Faults) -> None:
    """Take the plain file over by a rename, and make the link afterwards."""

    def move(source: Any, target: Any, **_: Any) -> None:  # noqa: ANN401
        os.rename(source, target)  # noqa: PTH104

    os.link = move


@variant("stops at a record that it cannot read")
def strict_history(_: Faults) -> None:
    """Let one torn record break the whole history."""
    from trede.job import record

    read = record.read_record

    def strictly(file: Path) -> Any:  # noqa: ANN401
        try:
            return read(file)
        except ValueError as error:
            raise SystemExit(f"cannot read {file.name}: {error}") from error

    _replace_everywhere(read, strictly)


@variant("counts the runs that are there to number the next one")
def renumbers(_: Faults) -> None:
    """Count the runs that can be read instead of looking for the highest number."""
    from trede.job.folder import JobFolder

    JobFolder._next_sequence = lambda self: len(self.kept())  # type: ignore[method-assign]


@variant("does not say that a notification failed")
def silent_failure(_: Faults) -> None:
    """Take every notification for delivered."""
    from trede.job import notify

    # Below notify itself, which the job's parts took hold of when they were defined.
    for name in ("_post", "_run"):
        _replace_everywhere(getattr(notify, name), lambda *_, **__: [])


@variant("does not wait for the disk")
def no_fsync(_: Faults) -> None:
    """Leave it to the system when something reaches the disk."""
    fsync = os.fsync

    def only_pipes(handle: int) -> None:
        if not stat.S_ISREG(os.fstat(handle).st_mode) and not stat.S_ISDIR(
            os.fstat(handle).st_mode
        ):
            fsync(handle)

    os.fsync = only_pipes  # type: ignore[assignment]
