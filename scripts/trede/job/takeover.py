"""Make a folder the job's: its links, and the warehouse that a plain `dbt build` left there."""

from __future__ import annotations

import errno
import shutil
import stat
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from trede.job.durable import fsync_folder, fsync_tree, replace_link
from trede.job.errors import CannotStartError, LockHeldError
from trede.job.folder import LINKS, RECORD, WAREHOUSE, JobFolder
from trede.job.record import RunRecord, is_plain, write_record
from trede.job.seal import make_read_only, warehouse_file_of
from trede.pack.canonical import sha256_of_file


def refuse_strangers(folder: JobFolder) -> None:
    """See to it, before anything is built, that the job will be able to publish.

    Raises:
        CannotStartError: a name that the job needs is taken by something that it did not make.
    """
    folder.refuse_strangers()
    for name, target in LINKS.items():
        path = folder.root / name
        try:
            mode = path.lstat().st_mode
        except FileNotFoundError:
            continue
        if stat.S_ISLNK(mode):
            there = str(path.readlink())
            if there != target:
                raise CannotStartError(
                    f"{path} is a link to {there}, which the job did not make.\n"
                    "Remove the link, or name another folder with TREDE_WAREHOUSE_DIR. To start "
                    f"from the file that it leads to, put that file in the place of the link."
                )
        elif name == "current.duckdb" and stat.S_ISREG(mode):
            _refuse_second_file(folder, path)
        else:
            raise CannotStartError(
                f"{path} is a {'folder' if stat.S_ISDIR(mode) else 'file'}; the job needs the name "
                "for a link to what is published.\nMove it away."
            )


def take_over(folder: JobFolder, company: str) -> str | None:
    """Let the plain file of an earlier `dbt build` become the first run.

    A reader finds the plain file until, in one step, it finds the same file through the links.

    Returns:
        The id of the run that the plain file became; None if there was none.

    Raises:
        LockHeldError: a plain `dbt build` is writing the file.
        OSError: the folder cannot be written; readers find what they found.
    """
    plain = folder.root / "current.duckdb"
    taken = None
    if plain.is_file() and not plain.is_symlink():
        _refuse_writer(plain)
        live = folder.live()
        # Killed between the two switches: the file is a run already, and live.
        taken = live if live is not None else _make_run(folder, plain, company)
        if live is None:
            folder.switch_to(taken)
        replace_link(plain, LINKS[plain.name])
        # A log of the plain file would be taken for one of every file behind the link.
        plain.with_name(f"{plain.name}.wal").unlink(missing_ok=True)
        fsync_folder(folder.root)
    if folder.live() is not None:
        make_links(folder)
    return taken


def make_links(folder: JobFolder) -> None:
    """Make the links that readers open, where they are missing.

    Not before there is something to publish: a folder in which no run was green yet stays one that
    a plain `dbt build` can use.
    """
    for name, target in LINKS.items():
        if not (folder.root / name).is_symlink():
            replace_link(folder.root / name, target)


def _make_run(folder: JobFolder, plain: Path, company: str) -> str:
    run_id = folder.new_plain_id()
    made = folder.building / run_id
    made.mkdir(exist_ok=True)
    warehouse = made / WAREHOUSE
    _link(plain, warehouse)
    # Committed rows may stand in the log only, when the build was killed.
    log = plain.with_name(f"{plain.name}.wal")
    if log.is_file():
        _link(log, warehouse.with_name(f"{WAREHOUSE}.wal"))
    status = warehouse.stat()
    moment = datetime.fromtimestamp(status.st_mtime, UTC).replace(microsecond=0)
    record = RunRecord(
        run_id=run_id,
        state="published",
        company=company,
        started_at=moment,
        ended_at=moment,
        seconds=0,
        exit_code=0,
        message="Taken over from a plain `dbt build`: nothing is known of how it was made.",
        warehouse=warehouse_file_of(warehouse),
        live_run_id=run_id,
    )
    (made / RECORD).write_bytes(record.to_bytes())
    make_read_only(warehouse)
    fsync_tree(made)
    folder.accept(run_id)
    write_record(folder.history, record)
    return run_id


def _refuse_second_file(folder: JobFolder, plain: Path) -> None:
    """Refuse a plain file in a folder that has a live run, unless it is that run's file."""
    live = folder.live()
    if live is None:
        return
    ours = folder.runs / live / WAREHOUSE
    if ours.samefile(plain) or (is_plain(live) and _same_content(ours, plain)):
        return
    raise CannotStartError(
        f"{plain} is a file, though the job keeps this folder and {live} is live: somebody put it "
        "in the place of the job's link, and readers find it now.\n"
        f"Move it away (mv {plain} elsewhere.duckdb); the next job makes the link again."
    )


def _same_content(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and (
        sha256_of_file(one) == sha256_of_file(other)
    )


def _refuse_writer(file: Path) -> None:
    try:
        duckdb.connect(str(file), read_only=True).close()
    except duckdb.Error as error:
        if "lock" in str(error).lower():
            raise LockHeldError(
                f"{file} is being written by another process, probably a plain `dbt build`.\n"
                "Wait until it ends and run the job again."
            ) from error
        # No database, or one of another version: it is kept as it is.


def _link(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(source)
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK):
            raise
        shutil.copy2(source, target)
