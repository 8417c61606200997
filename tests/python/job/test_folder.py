"""The folder: order of runs, the switch, what stays, and what stands in the way."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from job.small import MOMENT, SmallJob, copy_plain
from trede.job.errors import CannotStartError, LockHeldError
from trede.job.folder import JobFolder
from trede.job.record import sequence_of
from trede.job.takeover import make_links, refuse_strangers, take_over


@pytest.fixture
def folder(tmp_path: Path) -> JobFolder:
    """An empty folder of a job."""
    made = JobFolder(tmp_path / "warehouse")
    made.create()
    return made


def add_run(folder: JobFolder, number: int, name: str = "20260301T020000Z") -> str:
    run_id = f"{number:06}_{name}"
    place = folder.runs / run_id
    place.mkdir()
    (place / "warehouse.duckdb").write_bytes(b"a warehouse")
    return run_id


def plain_file(folder: JobFolder, value: int = 7) -> Path:
    file = folder.root / "current.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(f"create table t as select {value} as value")
    return file


def another(file: Path, code: str) -> subprocess.Popen[str]:
    """Open a warehouse for writing in another process."""
    opened = f"import duckdb; connection = duckdb.connect({str(file)!r}); "
    return subprocess.Popen(
        [sys.executable, "-c", opened + code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def value_of(file: Path) -> int:
    with duckdb.connect(str(file), read_only=True) as connection:
        row = connection.execute("select value from t").fetchone()
        assert row is not None
        return int(row[0])


def test_the_number_orders_the_runs_whatever_the_clock_says(folder: JobFolder) -> None:
    first = folder.new_run_id(lambda: MOMENT)
    assert first == "000001_20260301T020000Z"
    add_run(folder, 1)
    # A clock that went back ten years.
    second = folder.new_run_id(lambda: MOMENT - timedelta(days=3653))
    assert (second, sequence_of(second)) == ("000002_20160229T020000Z", 2)
    add_run(folder, 2, "20160229T020000Z")
    assert folder.kept() == ["000001_20260301T020000Z", "000002_20160229T020000Z"]


def test_a_number_is_never_used_twice_even_when_only_a_trace_of_it_is_left(
    folder: JobFolder,
) -> None:
    (folder.history / "000007_20260301T020000Z.json").write_text("{}")
    assert sequence_of(folder.new_run_id()) == 8
    (folder.building / "000011_20260301T020000Z").mkdir()
    assert sequence_of(folder.new_run_id()) == 12
    (folder.building / ".removing_000020_20260301T020000Z").mkdir()
    assert sequence_of(folder.new_run_id()) == 21
    (folder.history / "1000000_20260301T020000Z").mkdir()
    assert folder.new_run_id(lambda: MOMENT) == "1000001_20260301T020000Z"


def test_a_moment_of_another_zone_is_written_in_utc(folder: JobFolder) -> None:
    zone = datetime(2026, 3, 1, 4, 0, tzinfo=UTC).astimezone(tz=None)
    assert folder.new_run_id(lambda: zone) == "000001_20260301T040000Z"


def test_the_switch_replaces_the_link_and_nothing_else(folder: JobFolder) -> None:
    first, second = add_run(folder, 1), add_run(folder, 2)
    assert take_over(folder, "acme") is None
    assert folder.live() is None
    # Nothing was published: a plain `dbt build` can still make its file.
    assert not os.path.lexists(folder.root / "current.duckdb")
    make_links(folder)
    folder.switch_to(first)
    assert folder.live() == first
    before = set(folder.root.iterdir())
    folder.switch_to(second)
    assert folder.live() == second
    assert set(folder.root.iterdir()) == before
    assert (folder.root / "current.duckdb").resolve() == (folder.runs / second / "warehouse.duckdb")


def test_a_reader_that_asks_all_the_time_finds_one_of_the_two_and_never_nothing(
    folder: JobFolder,
) -> None:
    runs = [add_run(folder, 1), add_run(folder, 2)]
    folder.switch_to(runs[0])
    child = os.fork()
    if child == 0:
        # 0: the link was always there, and led to a run that is there.
        for _ in range(20_000):
            if not (folder.current / "warehouse.duckdb").exists():
                os._exit(1)
        os._exit(0)
    number = 0
    while (ended := os.waitpid(child, os.WNOHANG)) == (0, 0):
        number += 1
        folder.switch_to(runs[number % 2])
    assert os.waitstatus_to_exitcode(ended[1]) == 0
    assert number > 10


def test_a_switch_to_a_run_that_is_not_there_is_refused(folder: JobFolder) -> None:
    folder.switch_to(add_run(folder, 1))
    with pytest.raises(CannotStartError, match="no run 000002"):
        folder.switch_to("000002_20260301T020000Z")
    assert folder.live() == "000001_20260301T020000Z"


def test_a_link_that_leads_elsewhere_is_not_a_live_run(folder: JobFolder, tmp_path: Path) -> None:
    run = add_run(folder, 1)
    folder.current.symlink_to("runs/000009_20260301T020000Z")
    assert folder.live() is None
    folder.current.unlink()
    (tmp_path / "other").mkdir()
    folder.current.symlink_to(tmp_path / "other")
    assert folder.live() is None
    folder.current.unlink()
    folder.current.symlink_to(folder.runs / run)
    assert folder.live() == run


@pytest.mark.parametrize(
    ("keep", "live", "before", "stays"),
    [
        (2, 5, None, {4, 5}),
        (1, 5, None, {4, 5}),  # the one before the live one always
        (2, 2, None, {1, 2, 4, 5}),  # gone back: the newest, the live one and the one before it
        (1, 5, 2, {2, 4, 5}),  # the one that was live until now
        (9, 5, None, {1, 2, 3, 4, 5}),
    ],
)
def test_the_newest_the_live_one_and_the_one_before_it_stay(
    folder: JobFolder, keep: int, live: int, before: int | None, stays: set[int]
) -> None:
    runs = {number: add_run(folder, number) for number in range(1, 6)}
    folder.switch_to(runs[live])
    gone = folder.retain(keep, runs[before] if before else None)
    assert {sequence_of(name) for name in folder.kept()} == stays
    assert {sequence_of(name) for name in gone} == {1, 2, 3, 4, 5} - stays
    assert list(folder.building.iterdir()) == []


def test_nothing_is_removed_where_nothing_is_live(folder: JobFolder) -> None:
    for number in range(1, 4):
        add_run(folder, number)
    assert folder.retain(1) == []
    assert len(folder.kept()) == 3


def test_the_live_run_is_never_removed(folder: JobFolder) -> None:
    run = add_run(folder, 1)
    folder.switch_to(run)
    with pytest.raises(CannotStartError, match="is live"):
        folder.remove_run(run)
    assert folder.live() == run


def test_what_others_put_in_the_folder_is_named_and_left_alone(folder: JobFolder) -> None:
    for number in range(1, 4):
        add_run(folder, number)
    folder.switch_to("000003_20260301T020000Z")
    (folder.runs / "backup of march").mkdir()
    (folder.runs / "000009_20260301T020000Z").mkdir()
    (folder.runs / "notes.txt").write_text("mine")
    (folder.building / "mine").mkdir()
    folder.retain(1)
    assert [str(each.path.relative_to(folder.root)) for each in folder.foreign()] == [
        "runs/000009_20260301T020000Z",
        "runs/backup of march",
        "runs/notes.txt",
        "building/mine",
    ]
    assert (folder.runs / "notes.txt").read_text() == "mine"
    assert "000009_20260301T020000Z" not in folder.kept()


def test_a_folder_that_is_a_link_is_followed_once(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "link").symlink_to("disk")
    folder = JobFolder(tmp_path / "link")
    folder.create()
    (tmp_path / "link").unlink()
    folder.switch_to(add_run(folder, 1))
    assert (tmp_path / "disk" / "current").readlink() == Path("runs/000001_20260301T020000Z")


@pytest.mark.parametrize("where", ["", "runs"])
def test_a_file_where_a_folder_must_be_is_refused_with_a_way_out(
    tmp_path: Path, where: str
) -> None:
    place = tmp_path / "warehouse" / where
    place.parent.mkdir(exist_ok=True)
    place.write_text("no folder")
    with pytest.raises(CannotStartError, match="TREDE_WAREHOUSE_DIR"):
        JobFolder(tmp_path / "warehouse").create()


# --- what a plain build left


def test_jobs_that_start_together_do_not_stumble_over_each_other(
    folder: JobFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of them has the lock and removes leftovers while the others still try whether they may write."""
    touch, probes = Path.touch, []

    def touch_and_lose(path: Path) -> None:
        touch(path)
        probes.append(path.name)
        folder.remove_removed()
        assert not path.exists()

    monkeypatch.setattr(Path, "touch", touch_and_lose)
    folder.create()
    monkeypatch.setattr(os, "getpid", lambda: 1)
    folder.create()
    assert len(set(probes)) == 2


def test_a_plain_file_becomes_the_first_run_and_readers_keep_finding_it(
    folder: JobFolder,
) -> None:
    plain = plain_file(folder)
    inode = plain.stat().st_ino
    with duckdb.connect(str(plain), read_only=True) as reader:
        taken = take_over(folder, "acme")
        assert reader.execute("select value from t").fetchone() == (7,)
    assert taken == folder.live() == "000000_plain"
    assert plain.readlink() == Path("current/warehouse.duckdb")
    # Not a copy: the same file, which took no time and no room.
    assert plain.stat().st_ino == inode
    assert value_of(plain) == 7
    assert (folder.history / "000000_plain.json").is_file()
    assert take_over(folder, "acme") is None


def test_what_stands_in_the_log_of_a_plain_build_that_was_killed_is_not_lost(
    folder: JobFolder,
) -> None:
    plain = folder.root / "current.duckdb"
    # It ends without closing: the row is in the log only.
    another(
        plain,
        "connection.execute('create table t as select 11 as value'); import os; os._exit(0)",
    ).wait()
    assert plain.with_name("current.duckdb.wal").is_file()
    take_over(folder, "acme")
    assert value_of(plain) == 11
    assert not plain.with_name("current.duckdb.wal").exists()


def test_a_plain_file_that_is_being_written_is_left_alone(folder: JobFolder) -> None:
    plain = plain_file(folder)
    writer = another(plain, "print('ready', flush=True); input()")
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    try:
        with pytest.raises(LockHeldError, match="plain `dbt build`"):
            take_over(folder, "acme")
    finally:
        writer.kill()
        writer.wait()
    assert not plain.is_symlink()
    assert folder.live() is None


def test_a_take_over_that_was_killed_between_its_switches_is_ended_by_the_next(
    folder: JobFolder,
) -> None:
    plain = plain_file(folder)
    run = folder.runs / "000000_plain"
    run.mkdir()
    os.link(plain, run / "warehouse.duckdb")
    folder.switch_to("000000_plain")
    refuse_strangers(folder)
    assert take_over(folder, "acme") == "000000_plain"
    assert plain.is_symlink()
    assert value_of(plain) == 7


def test_a_file_that_somebody_put_in_the_place_of_the_link_is_refused(small: SmallJob) -> None:
    small.run()
    elsewhere = small.root / "elsewhere.duckdb"
    copy_plain(small.live.resolve(), elsewhere)
    small.live.unlink()
    copy_plain(elsewhere, small.live)
    with pytest.raises(CannotStartError, match="somebody put it in the place of the job's link"):
        small.run()
    assert small.live.is_file()
    assert not small.live.is_symlink()


def test_names_that_the_job_needs_are_not_taken_from_others(folder: JobFolder) -> None:
    link = folder.root / "current.duckdb"
    link.symlink_to("/nowhere/big_disk.duckdb")
    with pytest.raises(CannotStartError, match=r"a link to /nowhere/big_disk\.duckdb"):
        refuse_strangers(folder)
    assert link.readlink() == Path("/nowhere/big_disk.duckdb")
    link.unlink()
    link.mkdir()
    with pytest.raises(CannotStartError, match=r"current\.duckdb is a folder"):
        refuse_strangers(folder)
    link.rmdir()
    (folder.root / "published").mkdir()
    with pytest.raises(CannotStartError, match="published is a folder"):
        refuse_strangers(folder)
    (folder.root / "published").rmdir()
    folder.current.write_text("")
    with pytest.raises(CannotStartError, match="current is a file"):
        refuse_strangers(folder)


def test_a_constant_link_that_leads_nowhere_yet_is_no_stranger(folder: JobFolder) -> None:
    (folder.root / "current.duckdb").symlink_to("current/warehouse.duckdb")
    refuse_strangers(folder)
    take_over(folder, "acme")
    assert not (folder.root / "current.duckdb").exists()
