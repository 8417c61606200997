"""`trede job`: build on a schedule, publish only what is green, and go back."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from trede.job.errors import JobError, UsageError
from trede.job.log import LogKind
from trede.paths import company_dir, company_name, project_root, warehouse_file

if TYPE_CHECKING:
    from trede.job.folder import JobFolder
    from trede.job.record import RunRecord
    from trede.job.status import Status

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def job() -> None:
    """Build on a schedule: beside the live warehouse, published only when all of it is green.

    Readers open current.duckdb (or published/trede.duckdb, marts only) in TREDE_WAREHOUSE_DIR. They
    find the last green run, whole, whatever happens to a build; a file that is open stays as it is
    until it is opened again. The company is TREDE_COMPANY.

    Put TREDE_WAREHOUSE_DIR on a local disk. On NFS the lock needs version 4, and removing old runs
    can take a file from under a reader on another machine: keep more runs than readers need.
    """


@app.command()
def run(
    keep: int = typer.Option(
        5,
        "--keep",
        min=1,
        help="Green runs to keep; the live one and the one before it always stay.",
    ),
    strict: bool = typer.Option(
        False, "--strict", help="Publish nothing while a data-quality rule has open findings."
    ),
    if_changed: bool = typer.Option(
        False,
        "--if-changed",
        help="Build nothing when files, code, versions, options and day are those of the live run.",
    ),
    unit_tests: bool = typer.Option(
        False, "--unit-tests", help="Also run dbt's unit tests: they prove the code, not the data."
    ),
    dbt_args: str = typer.Option(
        "", "--dbt-args", help="More options for `dbt build`, in quotes, such as '--threads 4'."
    ),
    log: LogKind = typer.Option(
        None, "--log", help="How to tell. Default: text on a terminal, JSON lines elsewhere."
    ),
) -> None:
    """Build, test and publish; on any failure the live warehouse stays as it is.

    Nobody needs to look: the exit code tells a scheduler how it went, and TREDE_JOB_WEBHOOK (an
    address), TREDE_JOB_COMMAND (a command line) and TREDE_JOB_NOTIFY (always, failure or change)
    tell people. TERM or Ctrl-C stops a run and cleans up; a run that is killed is cleaned up by the
    next one.

    Exit codes: 0, published; or with --if-changed nothing to build. 1, cannot start: the folder, the
    company or the configuration. 2, wrong use. 3, not green: inputs refused, the build or a test
    failed, or it was stopped. 4, another job holds the lock. 5, no room on the disk. 6, published, but
    a notification failed or the record could not be written. With 1 to 5 readers find what they found
    before.
    """
    kind = log or (LogKind.TEXT if sys.stdout.isatty() else LogKind.JSON)
    with _told(kind):
        from trede.job.log import JobLog
        from trede.job.run import RunOptions, run_job

        root = project_root()
        company = company_name()
        options = RunOptions(
            folder=_folder(),
            project=root,
            company=company,
            company_folder=company_dir(company, root),
            environment=os.environ,
            keep=keep,
            strict=strict,
            if_changed=if_changed,
            unit_tests=unit_tests,
            dbt_args=_split(dbt_args),
        )
        record = run_job(options, JobLog(kind))
    raise typer.Exit(record.exit_code)


@app.command()
def rollback(
    to: str | None = typer.Option(
        None,
        "--to",
        help="The run to go back (or forward) to. Default: the one before the live one.",
    ),
) -> None:
    """Let readers find an earlier run, after a look at every byte of it.

    The next green run is published as always: mend what was wrong before it, or stop the schedule.

    TREDE_JOB_WEBHOOK and TREDE_JOB_COMMAND are told of it, whatever TREDE_JOB_NOTIFY says.

    Exit codes: 0, switched. 1, the folder cannot be used. 2, there is no such run, or it is live.
    3, it is not as it was published. 4, a job is at work. 6, switched, but a notification failed.
    With 1 to 4 nothing was switched.
    """
    with _told():
        from trede.job.rollback import roll_back

        with Console(stderr=True).status("Reading every byte of it ..."):
            record = roll_back(_folder(), company_name(), to, environment=os.environ)
        typer.echo(record.message)
    raise typer.Exit(record.exit_code)


@app.command()
def status(
    verify: bool = typer.Option(
        False, "--verify", help="Read every kept file whole; without it, the live one up to 1 GB."
    ),
    json: bool = typer.Option(False, "--json", help="Write JSON instead of text."),
) -> None:
    """Say what is live, how old it is, what is kept, who is at work, and what is wrong.

    Exit codes: 0, all is well. 1, the folder cannot be read. 3, something is wrong: leftovers of a
    killed run, a file that was changed, damaged or removed after it was published, a link that was
    replaced.
    """
    with _told():
        from trede.job.status import look

        seen = look(_folder(), verify)
        if json:
            from trede.pack.canonical import canonical_json

            typer.echo(canonical_json(seen.to_json()).decode().rstrip())
        else:
            _show_status(seen)
    raise typer.Exit(3 if seen.problems else 0)


@app.command()
def history(
    json: bool = typer.Option(False, "--json", help="Write a JSON record per line instead."),
    last: int = typer.Option(20, "--last", min=1, help="How many runs, the newest."),
) -> None:
    """List the runs: how each ended, how long it took, and what changed against the one before.

    The records stand in history/ of the folder, outside what is rebuilt; published/trede.duckdb has
    them as the table run_history.

    Exit codes: 0, they were listed. 1, the folder cannot be read. 3, a file of it is torn or foreign.
    """
    with _told():
        from trede.job.record import read_history

        read = read_history(_folder().history)
        records = read.records[-last:]
        if json:
            for record in records:
                typer.echo(record.model_dump_json())
        else:
            for record in records:
                typer.echo(_line(record))
        for name, why in read.skipped.items():
            typer.echo(f"history/{name} is skipped: {why}", err=True)
    raise typer.Exit(3 if read.skipped else 0)


@app.command()
def clean() -> None:
    """Remove what killed runs left, and runs whose warehouse is gone. The next run does so as well.

    A run that was killed gets its record. The run that is live is never removed.

    Exit codes: 0, it is clean. 1, the folder cannot be written. 4, a job is at work.
    """
    with _told():
        from trede.job.folder import utc_now
        from trede.job.leftovers import clean as clean_folder
        from trede.job.lock import JobLock

        folder = _folder()
        folder.create()
        with JobLock(folder.lock_file, "trede job clean"):
            done = clean_folder(folder, company_name(), utc_now)
        for line in done or ["Nothing was left behind."]:
            typer.echo(line)


def _folder() -> JobFolder:
    from trede.job.folder import JobFolder

    return JobFolder(warehouse_file().parent)


def _split(arguments: str) -> list[str]:
    try:
        return shlex.split(arguments)
    except ValueError as error:
        raise UsageError(f"--dbt-args cannot be split: {error}.") from error


def _line(record: RunRecord) -> str:
    """Write a run in one line; what it says has no lines of its own here."""
    changed = ""
    if record.changed is not None:
        what = record.changed
        inputs = len(what.inputs_added) + len(what.inputs_removed) + len(what.inputs_changed)
        changed = f"{inputs} inputs, {len(what.totals_changed)} totals changed; "
    first = record.message.split("\n", 1)[0]
    return (
        f"{record.run_id}  {record.state:11} {record.exit_code:3} {record.seconds:8.1f} s  "
        f"{changed}{first}"
    )


def _show_status(seen: Status) -> None:
    from trede.job.run import size
    from trede.job.status import moment

    live = next((each for each in seen.kept if each.is_live), None)
    typer.echo(f"folder   {seen.folder.root}")
    if live is None:
        typer.echo("live     nothing is published yet")
    else:
        age = "" if seen.live_seconds is None else f", {_age(seen.live_seconds)} old"
        typer.echo(f"live     {live.run_id}{age}, {size(live.size)}")
    for each in reversed(seen.kept):
        record = each.record
        ended = f"{record.state} {moment(record.ended_at)}" if record else "no record"
        typer.echo(f"kept     {each.run_id}  {size(each.size)}  {ended}")
    if seen.last is not None:
        first = seen.last.message.split("\n", 1)[0]
        typer.echo(f"last     {seen.last.run_id} {seen.last.state}: {first}")
    typer.echo(f"lock     {seen.owner or 'nobody is at work'}")
    for note in seen.notes:
        typer.echo(f"note     {note}")
    for problem in seen.problems:
        typer.echo(f"WRONG    {problem}")


def _age(seconds: float) -> str:
    if seconds < 0:
        return "less than nothing"
    return str(timedelta(seconds=round(seconds)))


@contextmanager
def _told(kind: LogKind = LogKind.TEXT) -> Iterator[None]:
    """Say what went wrong in words, with the exit code of its kind."""
    try:
        yield
    except JobError as error:
        _fail(str(error), error.exit_code, kind)
    except OSError as error:
        text = f"{error.filename}: {error.strerror}" if error.strerror else str(error)
        _fail(text, 1, kind)


def _fail(text: str, code: int, kind: LogKind) -> None:
    if kind is LogKind.JSON:
        from trede.job.log import JobLog

        # For the machine that reads the log; the words go to people as well.
        JobLog(kind).step("job", "refused", None, text, exit_code=code)
    typer.echo(text, err=True)
    raise typer.Exit(code)
