"""Go back to a run that is kept: the same switch, after a look at every byte of it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping

from trede.job.durable import fsync_folder, fsync_tree
from trede.job.errors import NotGreenError, UsageError
from trede.job.folder import PUBLISHED, WAREHOUSE, Clock, JobFolder, utc_now
from trede.job.leftovers import clean
from trede.job.lock import JobLock
from trede.job.notify import notify
from trede.job.record import (
    RunRecord,
    Step,
    read_history,
    read_records,
    sequence_of,
    write_record,
)
from trede.job.run import tell, with_problems
from trede.job.seal import make_read_only
from trede.job.sealed import damage_of, record_of
from trede.job.takeover import make_links, refuse_strangers


def roll_back(
    folder: JobFolder,
    company: str,
    to: str | None = None,
    command: str = "trede job rollback",
    clock: Clock = utc_now,
    environment: Mapping[str, str] | None = None,
    send: Callable[[RunRecord, Mapping[str, str]], list[str]] = notify,
) -> RunRecord:
    """Let readers find an earlier run, write down that they do, and tell whom a run would tell.

    Args:
        folder: the job's folder.
        company: for the record.
        to: the run; default: the last published one before the live one.
        environment: says who is told.
        send: tells them.

    Returns:
        Its record; `exit_code` is what the command ends with.

    Raises:
        UsageError: there is no such run, or it is live already.
        NotGreenError: its files are not as they were sealed.
        LockHeldError: a job is at work.
    """
    folder.create()
    began = time.monotonic()
    with JobLock(folder.lock_file, command) as lock:
        refuse_strangers(folder)
        started_at = clock()
        run_id = folder.new_run_id(clock)
        lock.name_owner(run_id)
        clean(folder, company, clock)
        live = folder.live()
        target = _target(folder, live, to)
        problems = damage_of(folder, target, whole=True)
        if problems:
            raise NotGreenError(
                f"{target} is not as it was published, so nothing was switched:\n"
                + "\n".join(f"  {problem}" for problem in problems)
                + "\nChoose another run with --to (`trede job status` lists them), or restore its "
                "files from a backup."
            )
        if not (folder.runs / target / PUBLISHED).is_dir():
            _publish(folder, target)
        verified = time.monotonic() - began
        lock.check()
        make_links(folder)
        folder.switch_to(target)
        then = record_of(folder, target)
        record = RunRecord(
            run_id=run_id,
            state="rolled_back",
            company=then.company if then else company,
            started_at=started_at,
            ended_at=clock(),
            seconds=round(time.monotonic() - began, 3),
            steps=[Step(name="rollback", state="done", seconds=round(verified, 3), message=target)],
            exit_code=0,
            message=f"{target} is live; before it was {live or 'nothing'}.",
            warehouse=then.warehouse if then else None,
            live_run_id=target,
        )
        write_record(folder.history, record)
    # Not under the lock: a webhook that does not answer keeps no job waiting.
    return with_problems(folder.history, record, tell(send, record, environment or {}))


def _target(folder: JobFolder, live: str | None, to: str | None) -> str:
    kept = folder.kept()
    if to is not None:
        if to not in kept:
            raise UsageError(
                f"There is no run {to} in {folder.runs}. Kept: {', '.join(kept) or 'none'}."
            )
        if to == live:
            raise UsageError(f"{to} is live already.")
        return to
    published = {
        record.run_id
        for record in read_history(folder.history).records
        if record.state == "published"
    }
    before = [
        name
        for name in kept
        if name in published and (live is None or sequence_of(name) < sequence_of(live))
    ]
    if not before:
        raise UsageError(
            f"No published run before {live or 'the first'} is kept. Kept: "
            f"{', '.join(kept) or 'none'}. Name one with --to."
        )
    return before[-1]


def _publish(folder: JobFolder, run_id: str) -> None:
    """Make the published copy of a plain build's file, whose readers would otherwise find none."""
    from trede.job.publish_copy import write_published

    made = folder.building / run_id
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    write_published(
        folder.runs / run_id / WAREHOUSE,
        made / PUBLISHED,
        run_id,
        read_records(folder.history),
    )
    make_read_only(made / PUBLISHED)
    fsync_tree(made)
    (made / PUBLISHED).rename(folder.runs / run_id / PUBLISHED)
    fsync_folder(folder.runs / run_id)
    folder.remove_building(run_id)
