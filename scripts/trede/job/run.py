"""The job: build into a new file beside the live one, and switch only when all of it is green.

Everything up to the switch may fail, be stopped or be killed, and readers find what they found. The
switch is one step of the file system. What comes after it (removing the oldest, the record, the
notification) can fail without a reader noticing.
"""

from __future__ import annotations

import json
import platform
import shlex
import shutil
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from trede.job.build import (
    BuildOrder,
    BuildResult,
    build_with_dbt,
    refuse_engine,
    refuse_options,
)
from trede.job.durable import fsync_tree
from trede.job.errors import (
    CannotStartError,
    JobError,
    NoRoomError,
    NotGreenError,
    StoppedError,
)
from trede.job.folder import FULL, PUBLISHED, RECORD, WAREHOUSE, Clock, JobFolder, utc_now
from trede.job.gate import (
    NO_ROOM_WAY_OUT,
    Artifacts,
    is_no_room,
    read_artifacts,
    refuse_red,
    refuse_rules,
)
from trede.job.inputs import hash_inputs, landing_folder, refuse_bad_inputs, refuse_changed
from trede.job.insight import changes, models_of, rules_of, totals_of
from trede.job.leftovers import LOG, clean, forget_logs, keep_logs
from trede.job.lock import JobLock
from trede.job.log import JobLog
from trede.job.notify import notify
from trede.job.publish_copy import write_published
from trede.job.record import (
    RunRecord,
    State,
    Step,
    read_records,
    write_record,
)
from trede.job.seal import checkpoint, make_read_only, warehouse_file_of
from trede.job.sealed import record_of
from trede.job.stops import Stops
from trede.job.takeover import make_links, refuse_strangers, take_over
from trede.job.unchanged import why_build
from trede.pack.errors import PackError

#: The disk must hold the new warehouse and its published copy beside the old ones.
ROOM_TIMES = 2
#: The day that rules take for today.
AS_OF_DATE = "TREDE_AS_OF_DATE"
#: Exit code of a run that is published, of which somebody could not be told.
NOT_TOLD = 6


@dataclass(frozen=True)
class Parts:
    """The steps that take long or reach outside; a test puts something quick in their place."""

    build: Callable[[BuildOrder], BuildResult] = build_with_dbt
    publish: Callable[..., Any] = write_published
    notify: Callable[[RunRecord, Mapping[str, str]], list[str]] = notify


@dataclass(frozen=True)
class RunOptions:
    """What a run is to do.

    Attributes:
        company_folder: the company's files.
        environment: of the process, for the build and the notification.
        keep: green runs that stay.
        strict: publish nothing that has an open finding.
        if_changed: build only what is not the live run once more.
        command: what the lock says that its owner does.
    """

    folder: JobFolder
    project: Path
    company: str
    company_folder: Path
    environment: Mapping[str, str]
    keep: int = 5
    strict: bool = False
    unit_tests: bool = False
    if_changed: bool = False
    dbt_args: Sequence[str] = ()
    command: str = "trede job run"
    clock: Clock = utc_now
    parts: Parts = field(default_factory=Parts)


def run_job(options: RunOptions, log: JobLog | None = None) -> RunRecord:
    """Do one run, and tell of it.

    Returns:
        Its record; `exit_code` is what the command ends with.

    Raises:
        UsageError: an option for dbt is the job's to set.
        CannotStartError: the folder cannot be used. Nothing was begun, so there is no record.
        LockHeldError: another job is at work.
    """
    log = log or JobLog()
    refuse_options(options.dbt_args)
    refuse_engine(options.environment)
    folder = options.folder
    folder.create()
    began = time.monotonic()
    with Stops() as stops:
        with JobLock(folder.lock_file, options.command) as lock:
            refuse_strangers(folder)
            _refuse_other_company(folder, options.company)
            run = _Run(options, lock, stops, log, began)
            record = run.do()
        try:
            return _tell(options, record, run)
        finally:
            log.close()


class _Run:
    """One run under the lock."""

    def __init__(
        self, options: RunOptions, lock: JobLock, stops: Stops, log: JobLog, began: float
    ) -> None:
        self.options = options
        self.folder = options.folder
        self.lock = lock
        self.stops = stops
        self.log = log
        self.began = began
        self.started_at = options.clock()
        self.run_id = self.folder.new_run_id(options.clock)
        self.place = self.folder.building / self.run_id
        self.logs = self.folder.history / self.run_id
        self.steps: list[Step] = []
        self.facts: dict[str, Any] = {}
        self.live_before = self.folder.live()
        self.problems: list[str] = []

    def do(self) -> RunRecord:
        """Do the steps, and write down how it went; no failure of a run leaves this function."""
        try:
            self.place.mkdir()
            self.log.open(self.run_id, self.logs / LOG)
            self._note("lock", time.monotonic() - self.began, f"run {self.run_id}")
            self.lock.name_owner(self.run_id)
            with self.stops.heard():
                is_built = self._build()
            record = self._publish() if is_built else self._unchanged()
        except StoppedError as error:
            record = self._failed("stopped", error.exit_code, str(error))
        except NoRoomError as error:
            record = self._failed("no_room", error.exit_code, str(error))
        except JobError as error:
            self.facts["failed_nodes"] = list(error.nodes)
            record = self._failed("not_green", error.exit_code, str(error))
        except Exception as error:
            record = self._unexpected(error)
        return record

    def _build(self) -> bool:
        """Do all that readers do not notice: it may fail, or be stopped, at any point.

        Returns:
            Whether there is anything to publish.
        """
        options, folder, parts = self.options, self.folder, self.options.parts
        with self.step("clean") as said:
            said += clean(folder, options.company, options.clock, own=self.run_id)
            taken = take_over(folder, options.company)
            if taken:
                said.append(f"took over what a plain `dbt build` had made as {taken}")
            self.live_before = folder.live()
        with self.step("space") as said:
            said.append(self._refuse_no_room())
        with self.step("inputs") as said:
            warnings = refuse_bad_inputs(options.project, options.company, options.company_folder)
            inputs = self._hash_inputs()
            self.facts["inputs"] = inputs
            said += [f"{len(inputs)} inputs", *([warnings] if warnings else [])]
        self.facts["versions"] = versions_of(options.project)
        self.facts["settings"] = settings = settings_of(options, self.started_at)
        if options.if_changed:
            with self.step("compare") as said:
                why = self._why_build()
                said.append(why or f"nothing changed since {self.live_before}")
            if not why:
                return False
        warehouse = self.place / WAREHOUSE
        order = BuildOrder(
            project=options.project,
            company=options.company,
            warehouse=warehouse,
            folder=self.place / "dbt",
            root=folder.root,
            # A run that is still at work at midnight has one day all the same.
            environment={**options.environment, AS_OF_DATE: settings[AS_OF_DATE]},
            dbt_args=options.dbt_args,
            unit_tests=options.unit_tests,
            lock=self.lock.descriptor,
            on_node=self.log.node,
        )
        order.folder.mkdir()
        with self.step("build") as said:
            result = parts.build(order)
            artifacts = read_artifacts(order.target)
            if artifacts:
                self.facts["models"] = models_of(artifacts.run_results)
            said.append(refuse_red(result, artifacts))
        with self.step("inputs_again"):
            refuse_changed(inputs, self._hash_inputs())
        with self.step("gate") as said:
            checkpoint(warehouse)
            said.append(self._look(warehouse))
        with self.step("publish_copy") as said:
            self._copy(warehouse, artifacts)
            said.append(f"{size(_bytes_in(self.place / PUBLISHED))} published")
        with self.step("seal") as said:
            self._seal(warehouse, order.target)
            said.append(f"{size(self.facts['warehouse'].size)} {self.facts['warehouse'].sha256}")
        return True

    def _why_build(self) -> str:
        """Say why a build is needed; empty when the live run is what it would give."""
        live = record_of(self.folder, self.live_before)
        why = why_build(self.folder, live, self._record("unchanged", 0, ""))
        if live is not None and not why:
            # What a build would be refused for, the live run is refused for.
            refuse_rules(live.rules, self.options.strict)
        return why

    def _unchanged(self) -> RunRecord:
        """End a run that has nothing to build: its record says so, and nothing else stays of it."""
        self.folder.remove_building(self.run_id)
        # Of hundreds of such runs the logs would push out those of builds.
        shutil.rmtree(self.logs, ignore_errors=True)
        live = self.live_before
        # What they are stands in the record of the live run.
        self.facts = {}
        message = f"Nothing changed since {live}, which stays live: nothing was built."
        record = self._record("unchanged", 0, message, live=live)
        self._write(record)
        return record

    def _publish(self) -> RunRecord:
        """Switch, and do what comes after it. No signal is heard from here on: it takes a moment."""
        folder = self.folder
        with self.step("switch") as said:
            self.lock.check()
            folder.accept(self.run_id)
            try:
                make_links(folder)
                folder.switch_to(self.run_id)
            except OSError as error:
                if folder.live() != self.run_id:
                    folder.remove_run(self.run_id)
                    raise
                # Readers have it; that the disk was not told to remember is no reason to take it back.
                self.problems.append(f"The switch may not survive a power cut: {error}")
            said.append(f"{self.live_before or 'nothing'} -> {self.run_id}")
        try:
            with self.step("retain") as said:
                gone = folder.retain(self.options.keep, self.live_before)
                said += [f"removed {name}" for name in gone]
                forget_logs(folder)
        except Exception as error:
            # Readers have the new warehouse; an old one too many harms nobody.
            self.problems.append(f"An old run could not be removed: {error}")
        return self._published()

    def _published(self) -> RunRecord:
        message = f"{self.run_id} is live; before it was {self.live_before or 'nothing'}."
        record = self._record("published", 0, message, live=self.run_id)
        self._write(record)
        return record

    # --- steps

    @contextmanager
    def step(self, name: str) -> Iterator[list[str]]:
        """Time a step and write it down; what is put in the list is what there is to say."""
        said: list[str] = []
        began = time.monotonic()
        self.log.step(name, "started")
        try:
            yield said
        except BaseException as error:
            # The message comes once, at the end; here is which step it was.
            text = _first_line(error)
            self._note(name, time.monotonic() - began, text, "failed")
            raise
        self._note(name, time.monotonic() - began, "; ".join(part for part in said if part))

    def _note(self, name: str, seconds: float, message: str, state: str = "done") -> None:
        self.steps.append(Step(name=name, state=state, seconds=round(seconds, 3), message=message))
        self.log.step(name, state, seconds, message)

    def _hash_inputs(self) -> dict[str, str]:
        options = self.options
        landing = landing_folder(options.project, options.environment)
        return hash_inputs(options.project, options.company_folder, landing)

    def _refuse_no_room(self) -> str:
        live = self.folder.live()
        last = (self.folder.runs / live / WAREHOUSE).stat().st_size if live else 0
        free, need = self.folder.free_bytes(), ROOM_TIMES * last
        if free < need:
            raise NoRoomError(
                f"The disk of {self.folder.root} has {size(free)} left, and a run needs "
                f"{size(need)}: {ROOM_TIMES} times the last warehouse.\n{NO_ROOM_WAY_OUT}"
            )
        return f"{size(free)} free, {size(need)} needed"

    def _look(self, warehouse: Path) -> str:
        """Read back what was built: that it opens is a part of what makes it green."""
        try:
            with duckdb.connect(str(warehouse), read_only=True) as connection:
                self.facts["rules"] = rules = rules_of(connection)
                self.facts["totals"] = totals_of(connection)
        except duckdb.Error as error:
            raise NotGreenError(
                f"The warehouse that was built cannot be read back: {_first_line(error)}\n"
                "Run the job again; if it stays so, build in another folder and look at it there."
            ) from error
        refuse_rules(rules, self.options.strict)
        before = record_of(self.folder, self.live_before)
        self.facts["changed"] = changes(before, self._record("published", 0, ""))
        return ", ".join(f"{verdict} {count}" for verdict, count in sorted(rules.items()))

    def _copy(self, warehouse: Path, artifacts: Artifacts | None) -> None:
        out = self.place / PUBLISHED
        records = [
            *read_records(self.folder.history),
            self._record("published", 0, "", live=self.run_id),
        ]
        nodes = artifacts.manifest.get("nodes") if artifacts else None
        self.options.parts.publish(
            warehouse,
            out,
            self.run_id,
            records,
            # With it the copy has its descriptions, and every published model is asked for.
            dbt_manifest=artifacts.manifest if artifacts and nodes else None,
        )

    def _seal(self, warehouse: Path, target: Path) -> None:
        """Leave in the folder what a run is, read-only, and bring it to the disk."""
        keep_logs(self.place, self.logs)
        kept = self.place / "target"
        kept.mkdir()
        for name in ("manifest.json", "run_results.json"):
            # `trede pack freeze --target` reads them as long as the run is kept.
            if (target / name).is_file():
                (target / name).rename(kept / name)
        shutil.rmtree(self.place / "dbt")
        checkpoint(warehouse)
        self.facts["warehouse"] = warehouse_file_of(warehouse)
        record = self._record("published", 0, "", live=self.run_id)
        (self.place / RECORD).write_bytes(record.to_bytes())
        for path in (warehouse, self.place / PUBLISHED, self.place / RECORD):
            make_read_only(path)
        fsync_tree(self.place)

    # --- how it ended

    def _failed(self, state: State, code: int, message: str) -> RunRecord:
        live = self.folder.live()
        if live == self.run_id:
            # Whatever went wrong came after the switch: readers have this run.
            self.problems.append(message)
            return self._published()
        try:
            keep_logs(self.place, self.logs)
        except OSError as error:
            self.problems.append(f"The logs could not be kept: {error}")
        # First the gigabytes: on a full disk there is no room for a record before.
        self.folder.remove_building(self.run_id)
        told = f"{message}\nLive: {live or 'nothing was published yet'}."
        record = self._record(state, code, told, live=live)
        self._write(record)
        return record

    def _unexpected(self, error: Exception) -> RunRecord:
        text = _first_line(error)
        if (isinstance(error, OSError) and error.errno in FULL) or is_no_room(str(error)):
            return self._failed(
                "no_room", NoRoomError.exit_code, f"The disk became full: {text}\n{NO_ROOM_WAY_OUT}"
            )
        if isinstance(error, PackError | OSError | duckdb.Error):
            return self._failed("not_green", NotGreenError.exit_code, str(error).strip() or text)
        self.log.step("job", "detail", None, traceback.format_exc())
        return self._failed(
            "not_green",
            NotGreenError.exit_code,
            f"Unexpected: {text}\nThe traceback stands in {self.logs.name}/{LOG} of the history. "
            "This is a defect of the job: please report it.",
        )

    def _record(self, state: State, code: int, message: str, live: str | None = None) -> RunRecord:
        return RunRecord(
            run_id=self.run_id,
            state=state,
            company=self.options.company,
            started_at=self.started_at,
            ended_at=self.options.clock(),
            seconds=round(time.monotonic() - self.began, 3),
            steps=list(self.steps),
            exit_code=code,
            message=message,
            live_run_id=live,
            **self.facts,
        )

    def _write(self, record: RunRecord) -> None:
        try:
            write_record(self.folder.history, record)
        except OSError as error:
            self.problems.append(f"The record could not be written: {error}")


def tell(
    send: Callable[[RunRecord, Mapping[str, str]], list[str]],
    record: RunRecord,
    environment: Mapping[str, str],
) -> list[str]:
    """Notify whom there is to notify; return what went wrong."""
    try:
        return send(record, environment)
    except Exception as error:
        # What tells of a run must not make it look as if it failed.
        return [f"The notification failed: {_first_line(error)}"]


def with_problems(history: Path, record: RunRecord, problems: Sequence[str]) -> RunRecord:
    """Return the record with what went wrong after the switch, and write it."""
    if not problems:
        return record
    update: dict[str, Any] = {"message": "\n".join([record.message, *problems])}
    if record.exit_code == 0:
        update["exit_code"] = NOT_TOLD
    record = record.model_copy(update=update)
    # Where it cannot be written, that is one of the problems already.
    with suppress(OSError):
        write_record(history, record)
    return record


def _tell(options: RunOptions, record: RunRecord, run: _Run) -> RunRecord:
    """Notify whom there is to notify; the run itself is over."""
    log = run.log
    began = time.monotonic()
    problems = tell(options.parts.notify, record, options.environment)
    log.step(
        "notify",
        "failed" if problems else "done",
        time.monotonic() - began,
        "; ".join(problems),
    )
    record = with_problems(options.folder.history, record, [*run.problems, *problems])
    log.step(
        "job",
        record.state,
        record.seconds,
        record.message,
        exit_code=record.exit_code,
        live_run_id=record.live_run_id,
    )
    return record


def _refuse_other_company(folder: JobFolder, company: str) -> None:
    """See to it that a folder keeps one company.

    Raises:
        CannotStartError: its last run was of another company.
    """
    record = record_of(folder, folder.live())
    if record is not None and record.company != company:
        raise CannotStartError(
            f"{folder.root} keeps the warehouses of {record.company}, and TREDE_COMPANY is "
            f"{company}.\nGive each company a folder of its own: TREDE_WAREHOUSE_DIR."
        )


def settings_of(options: RunOptions, started_at: datetime) -> dict[str, str]:
    """Return what the figures depend on beside files and versions."""
    given = options.environment.get(AS_OF_DATE, "").strip()
    return {
        AS_OF_DATE: given or started_at.astimezone().date().isoformat(),
        "dbt_args": shlex.join(options.dbt_args),
        "unit_tests": json.dumps(options.unit_tests),
    }


@cache
def versions_of(project: Path) -> dict[str, str | None]:
    """Return what a run is made with."""
    from trede.pack.freeze import versions

    told = versions(project)
    packages = told["packages"]
    return {
        "trede": packages.get("trede"),
        "git_commit": told["git_commit"],
        "git_has_changes": json.dumps(told["git_has_changes"]),
        "python": platform.python_version(),
        "dbt": packages.get("dbt-core"),
        "duckdb": packages.get("duckdb"),
    }


def _first_line(error: BaseException) -> str:
    text = str(error).strip()
    return text.splitlines()[0] if text else type(error).__name__


def _bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def size(count: float) -> str:
    """Write a number of bytes for people."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"
