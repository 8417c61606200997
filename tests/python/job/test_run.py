"""A run, step by step: what is published, what is refused, and that nothing else changes."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from job.small import (
    COMPANY,
    FAILED_TEST,
    MOMENT,
    SmallJob,
    build_small,
    copy_plain,
    fail_with,
    make_small_job,
    publish_small,
    write_artifacts,
)
from support.builds import Build
from trede.job import durable
from trede.job.build import BuildOrder, BuildResult, build_with_dbt, dbt_command
from trede.job.errors import CannotStartError, LockHeldError, NotGreenError, UsageError
from trede.job.folder import JobFolder
from trede.job.leftovers import clean
from trede.job.lock import JobLock
from trede.job.log import JobLog
from trede.job.record import RunRecord, read_records
from trede.job.rollback import roll_back
from trede.job.run import Parts
from trede.job.sealed import damage_of
from trede.job.status import look

Builder = Callable[[BuildOrder], BuildResult]


@contextmanager
def unchanged(small: SmallJob) -> Iterator[None]:
    """See to it that what readers find, and every kept run, is byte for byte what it was."""

    def seen() -> dict[str, str]:
        tree = small.tree()
        return {
            name: content
            for name, content in tree.items()
            if name.startswith(("current", "published", "runs"))
        }

    before, modes = seen(), _modes(small)
    yield
    assert seen() == before
    assert _modes(small) == modes


def _modes(small: SmallJob) -> dict[str, int]:
    runs = small.folder.runs
    return {str(path): path.stat().st_mode for path in runs.rglob("*")} if runs.is_dir() else {}


# --- green


def test_a_green_run_is_what_readers_find(small: SmallJob) -> None:
    record = small.run()
    assert (record.state, record.exit_code) == ("published", 0)
    assert small.total() == small.published_total() == 3
    assert small.folder.live() == record.run_id == record.live_run_id == "000001_20260301T020000Z"
    assert [step.name for step in record.steps] == [
        "lock",
        "clean",
        "space",
        "inputs",
        "build",
        "inputs_again",
        "gate",
        "publish_copy",
        "seal",
        "switch",
        "retain",
    ]
    assert {step.state for step in record.steps} == {"done"}
    assert list(small.folder.building.iterdir()) == []
    assert small.told == [record]


def test_the_record_says_what_it_was_given_and_what_it_found(small: SmallJob) -> None:
    small.run()
    small.deliver(1, 2, 4)
    record = small.run()
    assert small.total() == 7
    assert read_records(small.folder.history)[-1] == record
    assert record.rules == {"FAIL": 1, "PASS": 1}
    assert [(each.name, each.seconds) for each in record.models] == [("rpt_footprint_totals", 0.25)]
    assert [int(total.t_co2e) for total in record.totals] == [7]
    assert set(record.versions) >= {"trede", "git_commit", "python", "dbt", "duckdb"}
    assert record.versions["duckdb"] == duckdb.__version__
    assert record.changed is not None
    assert record.changed.inputs_changed == ["company/extracts/meters.csv"]
    assert len(record.changed.totals_changed) == 1
    # The hash of the file, computed another way.
    told = subprocess.run(
        ["sha256sum", str(small.extract)], capture_output=True, text=True, check=True
    ).stdout
    assert record.inputs["company/extracts/meters.csv"] == told.split()[0]
    assert "seeds/shared/factors/nl_2024.csv" in record.inputs
    assert {name for name in record.inputs if name.startswith("code/")} == {
        "code/dbt_project.yml",
        "code/macros",
        "code/models",
    }


def test_what_is_published_is_one_file_that_nobody_may_write(small: SmallJob) -> None:
    record = small.run()
    run = small.folder.runs / record.run_id
    assert {path.name for path in run.iterdir()} == {
        "warehouse.duckdb",
        "published",
        "run.json",
        "target",
    }
    for path in (run / "warehouse.duckdb", run / "published" / "trede.duckdb", run / "run.json"):
        assert path.stat().st_mode & 0o222 == 0, path
    assert record.warehouse is not None
    sealed = RunRecord.model_validate_json((run / "run.json").read_bytes())
    assert sealed.warehouse == record.warehouse
    assert damage_of(small.folder, record.run_id, whole=True) == []


def test_a_plain_build_finds_another_database_and_changes_nothing(small: SmallJob) -> None:
    """Root is stopped by no mode: what stops a plain `dbt build` is the name that it expects.

    dbt writes to "current"."marts"."x" for a file called current.duckdb; behind the link the
    database is called warehouse.
    """
    small.run()
    with unchanged(small), pytest.raises(duckdb.Error):
        connection = duckdb.connect(str(small.live))
        try:
            connection.execute('create table "current"."marts"."rpt_footprint_totals" (one int)')
        finally:
            connection.close()


def test_what_stands_in_duckdbs_log_is_in_the_file_that_is_published(small: SmallJob) -> None:
    def build(order: BuildOrder) -> BuildResult:
        build_small(order)
        code = (
            "import duckdb, os, sys; connection = duckdb.connect(sys.argv[1]); "
            "connection.execute('create table marts.late as select 5 as value'); os._exit(0)"
        )
        subprocess.run([sys.executable, "-c", code, str(order.warehouse)], check=True)
        assert order.warehouse.with_name("warehouse.duckdb.wal").is_file()
        (order.warehouse.with_name("warehouse.duckdb.tmp")).mkdir()
        return BuildResult(0)

    small.build = build
    record = small.run()
    assert record.state == "published"
    names = {path.name for path in (small.folder.runs / record.run_id).iterdir()}
    assert not {name for name in names if name.endswith((".wal", ".tmp"))}
    alone = small.root / "alone.duckdb"
    shutil.copy(small.live.resolve(), alone)
    with duckdb.connect(str(alone), read_only=True) as connection:
        assert connection.execute("select value from marts.late").fetchone() == (5,)


def test_everything_is_on_the_disk_before_the_switch(
    small: SmallJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order in which the system is asked: content, folder, name, folder."""
    done: list[tuple[str, str]] = []
    fsync, rename, replace_path = os.fsync, Path.rename, Path.replace

    def named(path: Path | str) -> str:
        return Path(path).relative_to(small.root / "warehouse").as_posix()

    def watched_fsync(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        done.append(("fsync", named(path)))
        fsync(descriptor)

    def watched_rename(self: Path, target: Path) -> Path:
        done.append(("name", named(target)))
        return rename(self, target)

    def watched_replace(self: Path, target: Path) -> Path:
        done.append(("name", named(target)))
        return replace_path(self, target)

    monkeypatch.setattr(durable.os, "fsync", watched_fsync)
    monkeypatch.setattr(Path, "rename", watched_rename)
    monkeypatch.setattr(Path, "replace", watched_replace)
    record = small.run()
    run, made = f"runs/{record.run_id}", f"building/{record.run_id}"

    def at(what: str, name: str) -> int:
        return done.index((what, name))

    for name in ("warehouse.duckdb", "run.json", "published/trede.duckdb", "target/manifest.json"):
        assert at("fsync", f"{made}/{name}") < at("fsync", made)
    assert at("fsync", f"{made}/published/trede.duckdb") < at("fsync", f"{made}/published")
    assert at("fsync", made) < at("name", run) < at("fsync", "runs") < at("name", "current")
    # The folder of the link comes right after the link.
    assert done[at("name", "current") + 1] == ("fsync", ".")
    assert at("name", "current") < at("name", f"history/{record.run_id}.json")


def test_the_oldest_runs_go_and_their_records_and_logs_stay(small: SmallJob) -> None:
    for _ in range(4):
        record = small.run(keep=2)
    assert [name[:6] for name in small.folder.kept()] == ["000003", "000004"]
    assert record.steps[-1].message == "removed 000002_20260301T020000Z"
    assert [each.run_id[:6] for each in read_records(small.folder.history)] == [
        "000001",
        "000002",
        "000003",
        "000004",
    ]
    logs = small.folder.history / "000001_20260301T020000Z"
    assert {path.name for path in logs.iterdir()} == {"job.jsonl", "dbt.log", "run_results.json"}


def test_a_reader_keeps_the_file_that_it_opened_even_after_it_was_removed(small: SmallJob) -> None:
    small.run()
    with duckdb.connect(str(small.live), read_only=True) as reader:
        opened = small.live.resolve()
        for total in (10, 20, 30):
            small.deliver(total)
            small.run(keep=1)
            assert reader.execute("select t_co2e from marts.rpt_footprint_totals").fetchone() == (
                3,
            )
        assert not opened.exists()
        # Another process opens the new one meanwhile.
        code = (
            f"import duckdb; connection = duckdb.connect({str(small.live)!r}, read_only=True); "
            "print(connection.execute('select cast(t_co2e as int) from marts.rpt_footprint_totals')"
            ".fetchone()[0])"
        )
        told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert told.stdout.strip() == "30"
    assert small.total() == 30


def test_the_order_is_the_number_when_the_clock_jumps(small: SmallJob) -> None:
    for days in (0, -4000, 4000, -1):
        moment = MOMENT + timedelta(days=days)
        small.clock = lambda moment=moment: moment
        small.deliver(abs(days))
        record = small.run(keep=2)
        assert small.total() == abs(days)
        assert record.seconds >= 0
    assert [name[:6] for name in small.folder.kept()] == ["000003", "000004"]
    assert [each.sequence for each in read_records(small.folder.history)] == [1, 2, 3, 4]
    assert roll_back(small.folder, COMPANY).live_run_id == small.folder.kept()[0]


def test_a_clock_that_goes_back_during_a_run_makes_no_negative_duration(small: SmallJob) -> None:
    readings = iter(MOMENT - timedelta(hours=hour) for hour in range(100))
    small.clock = lambda: next(readings)
    record = small.run()
    assert record.ended_at < record.started_at
    assert 0 <= record.seconds < 60


def test_two_companies_in_two_folders_do_not_meet(tmp_path: Path) -> None:
    jobs = [make_small_job(tmp_path / name) for name in ("one", "two")]
    inner: list[RunRecord] = []

    def build(order: BuildOrder) -> BuildResult:
        # The other company's whole run happens inside this one's build.
        inner.append(jobs[1].run())
        return build_small(order)

    jobs[0].build = build
    jobs[1].deliver(100)
    assert jobs[0].run().state == inner[0].state == "published"
    assert (jobs[0].total(), jobs[1].total()) == (3, 100)


def test_a_folder_keeps_one_company(small: SmallJob) -> None:
    small.run()
    other = small.project / "seeds" / "companies" / "beta"
    shutil.copytree(small.company, other)
    with unchanged(small), pytest.raises(CannotStartError, match="keeps the warehouses of acme"):
        small.run(company="beta", company_folder=other)


def test_what_a_plain_build_made_is_the_run_before_the_first_and_reachable(
    small: SmallJob, tmp_path: Path
) -> None:
    earlier = make_small_job(tmp_path / "earlier")
    earlier.deliver(50)
    earlier.run()
    copy_plain(earlier.live.resolve(), small.live)
    seen: list[int] = []

    def build(order: BuildOrder) -> BuildResult:
        # While the first job builds, readers find what the plain build had made.
        seen.append(small.total())
        return build_small(order)

    small.build = build
    record = small.run()
    assert seen == [50]
    assert record.message == f"{record.run_id} is live; before it was 000000_plain."
    assert look(small.folder).problems == []
    assert small.total() == 3
    assert small.folder.kept() == ["000000_plain", record.run_id]
    assert record.steps[1].message.startswith("took over what a plain `dbt build` had made")


# --- not green


def test_a_failed_test_is_told_by_name_and_place_and_publishes_nothing(small: SmallJob) -> None:
    first = small.run()
    small.deliver(9)
    small.build = fail_with(FAILED_TEST, {"unique_id": "model.trede.x", "status": "skipped"})
    with unchanged(small):
        record = small.run()
    assert (record.state, record.exit_code) == ("not_green", 3)
    assert record.live_run_id == first.run_id
    assert "`dbt build` ended with 1. Failed: 1, skipped: 1" in record.message
    assert (
        "test totals_are_right (tests/rules/totals_are_right.sql): "
        "Got 2 results, configured to fail if != 0"
    ) in record.message
    assert f"Live: {first.run_id}." in record.message
    assert record.steps[-1].name == "build"
    assert record.steps[-1].state == "failed"
    assert small.total() == 3


def test_a_failed_run_leaves_its_logs_and_nothing_large(small: SmallJob) -> None:
    def build(order: BuildOrder) -> BuildResult:
        fail_with({**FAILED_TEST, "compiled_code": "select 1"})(order)
        (order.logs / "dbt.log").write_bytes(b"x" * 20_000_000 + b"the end")
        return BuildResult(1)

    small.build = build
    record = small.run()
    assert list(small.folder.building.iterdir()) == []
    assert small.folder.kept() == []
    # No link that leads nowhere: a plain `dbt build` can still use the folder.
    assert not small.live.is_symlink()
    logs = small.folder.history / record.run_id
    assert sum(path.stat().st_size for path in logs.iterdir()) < 3_000_000
    assert (logs / "dbt.log").read_bytes().endswith(b"the end")
    results = json.loads((logs / "run_results.json").read_text())["results"]
    assert [each["status"] for each in results] == ["success", "fail"]
    assert "compiled_code" not in results[1]
    assert small.log_lines(record)[-1]["exit_code"] == 3


def test_without_results_what_dbt_wrote_is_told(small: SmallJob) -> None:
    small.build = lambda order: BuildResult(2, ("Compilation Error", "  no such macro"))
    record = small.run()
    assert record.exit_code == 3
    assert "`dbt build` ended with 2.\n  Compilation Error\n    no such macro" in record.message


def test_a_killed_dbt_is_told_as_such(small: SmallJob) -> None:
    small.build = lambda order: BuildResult(-9)
    assert "dbt was killed by signal 9 (out of memory?)" in small.run().message


def _no_artifacts(order: BuildOrder) -> BuildResult:
    build_small(order)
    shutil.rmtree(order.target)
    return BuildResult(0)


def _a_part(order: BuildOrder) -> BuildResult:
    build_small(order)
    left_out = {"resource_type": "model", "name": "left_out", "config": {"materialized": "table"}}
    write_artifacts(order, (), {"model.trede.left_out": left_out})
    return BuildResult(0)


def _no_warehouse(order: BuildOrder) -> BuildResult:
    write_artifacts(order)
    return BuildResult(0)


def _no_database(order: BuildOrder) -> BuildResult:
    write_artifacts(order)
    order.warehouse.write_bytes(b"no database" * 1000)
    return BuildResult(0)


def _no_verdicts(order: BuildOrder) -> BuildResult:
    build_small(order)
    with duckdb.connect(str(order.warehouse)) as connection:
        connection.execute("drop table marts.fct_rule_results")
    return BuildResult(0)


def _not_judged(order: BuildOrder) -> BuildResult:
    build_small(order)
    with duckdb.connect(str(order.warehouse)) as connection:
        connection.execute("insert into marts.fct_rule_results values ('R-3', 'NOT_RUN')")
    return BuildResult(0)


def _raises(order: BuildOrder) -> BuildResult:
    raise RuntimeError("a defect")


@pytest.mark.parametrize(
    ("build", "said", "step"),
    [
        (_no_artifacts, "left no run_results.json", "build"),
        (_a_part, "of a part of the project; these were not built:\n  model left_out", "build"),
        (_no_warehouse, "left no warehouse", "gate"),
        (_no_database, "cannot be read back", "gate"),
        (_no_verdicts, "fct_rule_results", "gate"),
        (_not_judged, "1 data-quality rules did not run", "gate"),
        (_raises, "Unexpected: a defect", "build"),
    ],
)
def test_what_only_looks_green_is_not(
    small: SmallJob, build: Builder, said: str, step: str
) -> None:
    small.run()
    small.build = build
    with unchanged(small):
        record = small.run()
    assert (record.state, record.exit_code) == ("not_green", 3)
    assert said in record.message
    assert record.steps[-1].name == step
    assert small.total() == 3


def test_an_unexpected_failure_leaves_its_traceback_in_the_log(small: SmallJob) -> None:
    small.build = _raises
    lines = small.log_lines(small.run())
    assert any("RuntimeError: a defect" in line["message"] for line in lines)


def test_strict_publishes_no_open_finding(small: SmallJob) -> None:
    record = small.run(strict=True)
    assert (record.exit_code, small.folder.live()) == (3, None)
    assert "1 data-quality rules have open findings" in record.message
    assert small.run(strict=False).exit_code == 0


def test_a_copy_that_cannot_be_made_publishes_nothing(small: SmallJob) -> None:
    first = small.run()

    def refuse(*_: object, **__: object) -> None:
        raise NotGreenError("it would name a person")

    with unchanged(small):
        options = small.options()
        record = small.run(parts=replace(options.parts, publish=refuse))
    assert record.message.startswith("it would name a person")
    assert small.folder.live() == first.run_id


# --- inputs


def test_a_company_that_is_not_there_cannot_start_and_is_told(small: SmallJob) -> None:
    record = small.run(company="nobody", company_folder=small.root / "nobody")
    assert (record.state, record.exit_code) == ("not_green", 1)
    assert "trede new-company nobody" in record.message
    assert small.told == [record]


def test_files_that_the_preflight_refuses_are_not_built(small: SmallJob) -> None:
    small.run()
    small.extract.write_text("line_id,quantity\nM-1,1,5\n")
    built: list[BuildOrder] = []
    small.build = lambda order: built.append(order) or BuildResult(0)
    with unchanged(small):
        record = small.run()
    assert (record.exit_code, built) == (3, [])
    assert "extracts/meters.csv, row 2: 1 cell too many" in record.message


def test_an_edition_that_was_changed_by_hand_is_refused(small: SmallJob) -> None:
    small.run()
    seed = small.project / "seeds" / "shared" / "factors" / "nl_2024.csv"
    seed.write_text(seed.read_text().replace("2.8", "2.9"))
    with unchanged(small):
        record = small.run()
    assert record.exit_code == 3
    assert "seeds/shared/factors/nl_2024.csv was changed" in record.message


@pytest.mark.parametrize("how", ["changed", "new", "gone", "code"])
def test_an_input_that_changes_while_it_is_built_makes_the_build_red(
    small: SmallJob, how: str
) -> None:
    small.run()
    extra = small.company / "mappings"
    extra.mkdir()
    (extra / "notes.txt").write_text("a note")

    def build(order: BuildOrder) -> BuildResult:
        result = build_small(order)
        match how:
            case "changed":
                small.deliver(1, 2, 3)
            case "new":
                (small.company / "extracts" / "late.csv").write_text("line_id\n")
            case "gone":
                (extra / "notes.txt").unlink()
            case "code":
                (small.project / "macros" / "one.sql").write_text("{% macro one() %}{% endmacro %}")
        return result

    small.build = build
    with unchanged(small):
        record = small.run()
    name = {
        "changed": "company/extracts/meters.csv: changed",
        "new": "company/extracts/late.csv: new",
        "gone": "company/mappings/notes.txt: gone",
        "code": "code/macros: changed",
    }[how]
    assert record.exit_code == 3
    assert (
        f"Inputs changed while the build ran, so it may hold a part of each state:\n  {name}\n"
        in (record.message)
    )


def test_what_was_landed_is_an_input_too(small: SmallJob) -> None:
    landed = small.root / "landing" / "trips" / "2025" / "january.parquet"
    landed.parent.mkdir(parents=True)
    landed.write_bytes(b"one")
    environment = {"TREDE_LANDING_DIR": str(small.root / "landing")}
    record = small.run(environment=environment)
    assert "landing/trips/2025/january.parquet" in record.inputs

    def build(order: BuildOrder) -> BuildResult:
        landed.write_bytes(b"two")
        return build_small(order)

    small.build = build
    with unchanged(small):
        record = small.run(environment=environment)
    assert "  landing/trips/2025/january.parquet: changed" in record.message


def test_a_linked_delivery_is_hashed_by_its_content_and_a_loop_of_links_ends(
    small: SmallJob,
) -> None:
    elsewhere = small.root / "delivery"
    shutil.move(small.company / "extracts", elsewhere)
    (small.company / "extracts").symlink_to(elsewhere)
    (elsewhere / "up").symlink_to(small.company)
    first = small.run()
    assert first.exit_code == 0
    small.deliver(4)
    second = small.run()
    assert second.changed is not None
    assert second.changed.inputs_changed == ["company/extracts/meters.csv"]


# --- room


def test_too_little_room_is_seen_before_the_build(
    small: SmallJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = small.run()
    size = first.warehouse.size if first.warehouse else 0
    built: list[BuildOrder] = []
    small.build = lambda order: built.append(order) or BuildResult(0)
    monkeypatch.setattr(JobFolder, "free_bytes", lambda self: 2 * size - 1)
    with unchanged(small):
        record = small.run()
    assert (record.state, record.exit_code, built) == ("no_room", 5, [])
    monkeypatch.setattr(JobFolder, "free_bytes", lambda self: 2 * size)
    small.build = build_small
    assert small.run().exit_code == 0


def _full_in_dbt(order: BuildOrder) -> BuildResult:
    said = 'IO Error: Could not write file "w": No space left on device'
    return fail_with({**FAILED_TEST, "status": "error", "message": said})(order)


def _full_in_the_job(order: BuildOrder) -> BuildResult:
    raise OSError(errno.EDQUOT, "Disk quota exceeded", "warehouse.duckdb")


@pytest.mark.parametrize("build", [_full_in_dbt, _full_in_the_job])
def test_a_disk_that_becomes_full_is_told_as_such(small: SmallJob, build: Builder) -> None:
    small.run()
    small.build = build
    with unchanged(small):
        record = small.run()
    assert (record.state, record.exit_code) == ("no_room", 5)
    assert "--keep 2" in record.message


# --- killed, stopped, locked


def test_what_killed_runs_left_is_removed_and_recorded(small: SmallJob) -> None:
    small.run()
    folder = small.folder
    # Killed in the build, with its log; killed before its log; killed while an old run was removed.
    place = folder.building / "000002_20260301T020000Z"
    (place / "dbt" / "logs").mkdir(parents=True)
    (place / "dbt" / "logs" / "dbt.log").write_text("half a log")
    (place / "warehouse.duckdb").write_bytes(b"half a warehouse")
    logs = folder.history / place.name
    logs.mkdir()
    lines = [
        {"at": "2026-03-01T02:00:00+00:00", "step": "inputs", "state": "done", "seconds": 1.5},
        {"at": "2026-03-01T02:00:09+00:00", "step": "build", "state": "started", "seconds": None},
    ]
    text = "".join(json.dumps({"message": "", **line}) + "\n" for line in lines)
    (logs / "job.jsonl").write_text(text + '{"at": "2026-03-')
    (folder.building / "000003_20260301T020000Z").mkdir()
    (folder.building / ".removing_000000_plain" / "published").mkdir(parents=True)
    record = small.run()
    assert record.run_id.startswith("000004")
    assert list(folder.building.iterdir()) == []
    killed = {each.run_id[:6]: each for each in read_records(folder.history)}
    assert (killed["000002"].state, killed["000003"].state) == ("killed", "killed")
    assert "in the step build" in killed["000002"].message
    assert killed["000002"].started_at == datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
    assert [step.name for step in killed["000002"].steps] == ["inputs"]
    assert (logs / "dbt.log").read_text() == "half a log"
    assert look(folder).problems == []


def test_a_run_that_was_killed_just_after_the_switch_is_recorded_as_published(
    small: SmallJob,
) -> None:
    record = small.run()
    file = small.folder.history / f"{record.run_id}.json"
    file.unlink()
    small.run()
    again = RunRecord.model_validate_json(file.read_bytes())
    assert (again.state, again.exit_code, again.inputs) == ("published", 0, record.inputs)


def test_a_run_that_was_killed_just_before_the_switch_can_still_be_published(
    small: SmallJob,
) -> None:
    first = small.run()
    small.deliver(8)
    second = small.run()
    small.folder.switch_to(first.run_id)
    (small.folder.history / f"{second.run_id}.json").unlink()
    small.deliver(9)
    small.run()
    told = {each.run_id: each for each in read_records(small.folder.history)}
    assert told[second.run_id].state == "killed"
    assert f"--to {second.run_id}" in told[second.run_id].message
    # It is not what a rollback goes back to by itself.
    assert roll_back(small.folder, COMPANY).live_run_id == first.run_id
    roll_back(small.folder, COMPANY, second.run_id)
    assert small.total() == 8


def test_another_job_finds_the_lock_held_and_leaves_everything(small: SmallJob) -> None:
    small.run()
    with (
        JobLock(small.folder.lock_file, "trede job run") as lock,
        unchanged(small),
    ):
        lock.name_owner("000002_20260301T020000Z")
        (small.folder.building / "000002_20260301T020000Z").mkdir()
        with pytest.raises(LockHeldError, match="run 000002_20260301T020000Z"):
            small.run()
        with pytest.raises(LockHeldError):
            roll_back(small.folder, COMPANY)
        # What the other job builds is no leftover.
        assert (small.folder.building / "000002_20260301T020000Z").is_dir()
        assert look(small.folder).problems == []


def test_a_lock_that_was_removed_under_a_run_publishes_nothing(small: SmallJob) -> None:
    small.run()

    def build(order: BuildOrder) -> BuildResult:
        small.folder.lock_file.unlink()
        return build_small(order)

    small.build = build
    with unchanged(small):
        record = small.run()
    assert record.exit_code == 3
    assert "another job may have started" in record.message


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_the_run_cleans_up_and_is_recorded(
    small: SmallJob, number: signal.Signals
) -> None:
    small.run()
    # nohup, or a shell that runs the tests in the background, makes its children ignore two of them.
    before = signal.signal(number, signal.default_int_handler)
    former = signal.getsignal(number)

    def build(order: BuildOrder) -> BuildResult:
        build_small(order)
        os.kill(os.getpid(), number)
        time.sleep(10)
        return BuildResult(0)

    small.build = build
    try:
        with unchanged(small):
            record = small.run()
        assert signal.getsignal(number) is former
    finally:
        signal.signal(number, before)
    assert (record.state, record.exit_code) == ("stopped", 3)
    assert number.name in record.message
    assert list(small.folder.building.iterdir()) == []


def test_nohup_is_meant(small: SmallJob) -> None:
    def build(order: BuildOrder) -> BuildResult:
        os.kill(os.getpid(), signal.SIGHUP)
        return build_small(order)

    small.build = build
    former = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert small.run().state == "published"
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, former)


def test_a_signal_after_the_switch_comes_too_late(
    small: SmallJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch = JobFolder.switch_to

    def signalled(self: JobFolder, run_id: str) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        switch(self, run_id)
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(JobFolder, "switch_to", signalled)
    record = small.run()
    assert (record.state, record.exit_code) == ("published", 0)
    assert small.total() == 3
    assert (small.folder.history / f"{record.run_id}.json").is_file()


def test_a_switch_that_fails_leaves_nothing_behind(
    small: SmallJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.run()

    def refuse(self: JobFolder, run_id: str) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(self.current))

    monkeypatch.setattr(JobFolder, "switch_to", refuse)
    with unchanged(small):
        record = small.run()
    assert (record.state, record.exit_code) == ("not_green", 3)


def test_an_old_run_that_cannot_be_removed_does_not_unpublish(
    small: SmallJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: JobFolder, keep: int, before: str | None = None) -> list[str]:
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(JobFolder, "retain", refuse)
    record = small.run()
    assert (record.state, record.exit_code, small.total()) == ("published", 6, 3)
    assert "could not be removed" in record.message


def test_a_defect_after_the_switch_does_not_make_it_look_as_if_nothing_was_published(
    small: SmallJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch = JobFolder.switch_to

    def defect(self: JobFolder, run_id: str) -> None:
        switch(self, run_id)
        raise RuntimeError("a defect")

    monkeypatch.setattr(JobFolder, "switch_to", defect)
    record = small.run()
    assert (record.state, record.exit_code, small.total()) == ("published", 6, 3)
    assert "a defect" in record.message
    assert small.folder.live() == record.run_id == record.live_run_id


# --- telling


def test_a_notification_that_fails_is_an_exit_code_and_no_failure(small: SmallJob) -> None:
    small.problems = ["the webhook answered 500"]
    record = small.run()
    assert (record.state, record.exit_code) == ("published", 6)
    assert "the webhook answered 500" in record.message
    assert read_records(small.folder.history)[-1] == record
    # A run that failed keeps the code that says so.
    small.build = fail_with(FAILED_TEST)
    assert small.run().exit_code == 3


def test_a_notification_that_raises_is_no_failure_either(small: SmallJob) -> None:
    def broken(*_: object) -> list[str]:
        raise ValueError("a defect")

    options = small.options()
    record = small.run(parts=replace(options.parts, notify=broken))
    assert (record.state, record.exit_code) == ("published", 6)


# --- rollback


def test_a_rollback_switches_both_copies_and_is_recorded(small: SmallJob) -> None:
    first = small.run()
    small.deliver(40)
    small.run()
    record = roll_back(small.folder, COMPANY)
    assert (record.state, record.exit_code, record.live_run_id) == ("rolled_back", 0, first.run_id)
    assert small.total() == small.published_total() == 3
    assert read_records(small.folder.history)[-1] == record
    # The next run compares with what readers found, and is the newest again.
    small.deliver(1, 2)
    latest = small.run()
    assert latest.changed is not None
    assert latest.changed.totals_changed == []
    assert small.folder.live() == latest.run_id


def test_a_rollback_forward_needs_the_name(small: SmallJob) -> None:
    small.run()
    small.deliver(40)
    second = small.run()
    roll_back(small.folder, COMPANY)
    with pytest.raises(UsageError, match="No published run before"):
        roll_back(small.folder, COMPANY)
    with pytest.raises(UsageError, match="no run 000009_x"):
        roll_back(small.folder, COMPANY, "000009_x")
    roll_back(small.folder, COMPANY, second.run_id)
    assert small.total() == 40
    with pytest.raises(UsageError, match="live already"):
        roll_back(small.folder, COMPANY, second.run_id)


def _flip(file: Path, at: int = 5000) -> None:
    """Change one bit, as a disk does: neither size nor time tell."""
    status = file.stat()
    content = bytearray(file.read_bytes())
    content[at % len(content)] ^= 1
    file.chmod(0o644)
    file.write_bytes(content)
    file.chmod(0o444)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize("part", ["warehouse.duckdb", "published/trede.duckdb"])
def test_a_damaged_run_is_not_gone_back_to(small: SmallJob, part: str) -> None:
    first = small.run()
    small.run()
    _flip(small.folder.runs / first.run_id / part)
    with unchanged(small), pytest.raises(NotGreenError, match=r"other content than was published"):
        roll_back(small.folder, COMPANY)


def test_going_back_to_a_plain_build_makes_its_published_copy(
    small: SmallJob, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = make_small_job(tmp_path / "earlier")
    earlier.deliver(50)
    earlier.run()
    copy_plain(earlier.live.resolve(), small.live)
    small.run()
    monkeypatch.setattr("trede.job.publish_copy.write_published", publish_small)
    record = roll_back(small.folder, COMPANY)
    assert record.live_run_id == "000000_plain"
    assert small.total() == small.published_total() == 50
    assert list(small.folder.building.iterdir()) == []


# --- status


def test_status_sees_what_was_changed_damaged_or_left(small: SmallJob) -> None:
    third, first, second = small.run(), small.run(), small.run()
    folder = small.folder
    assert look(folder, verify=True).problems == []
    _flip(folder.runs / second.run_id / "warehouse.duckdb")
    assert look(folder).problems == [
        f"{second.run_id} (live): warehouse.duckdb has other content than was published (SHA-256)"
    ]
    # Of the others the time is looked at, and with verify the content.
    _flip(folder.runs / first.run_id / "warehouse.duckdb")
    assert len(look(folder).problems) == 1
    assert len(look(folder, verify=True).problems) == 2
    os.utime(folder.runs / first.run_id / "warehouse.duckdb")
    assert f"{first.run_id}: warehouse.duckdb was written to after it was published" in (
        look(folder).problems
    )
    (folder.building / "000007_20260301T020000Z").mkdir()
    (folder.history / "torn.json").write_text('{"run_id": ')
    (folder.runs / second.run_id / "warehouse.duckdb.wal").write_bytes(b"")
    (folder.root / "published").unlink()
    problems = look(folder).problems
    assert any("000007_20260301T020000Z was left by a killed run" in each for each in problems)
    assert any(each.startswith("history/torn.json is skipped") for each in problems)
    assert any("warehouse.duckdb.wal lies beside it" in each for each in problems)
    assert "the link published is missing; the next job makes it again" in problems
    shutil.rmtree(folder.runs / second.run_id, ignore_errors=True)
    assert "current leads to no run that is there: readers find nothing" in look(folder).problems
    folder.current.unlink()
    assert any("the link current is missing" in each for each in look(folder).problems)
    roll_back(folder, COMPANY, third.run_id)
    assert small.total() == 3


def test_a_run_whose_warehouse_was_removed_by_hand_is_told_and_goes(small: SmallJob) -> None:
    first, second, third = small.run(), small.run(), small.run()
    folder = small.folder
    (folder.runs / first.run_id / "warehouse.duckdb").unlink()
    told = (
        f"runs/{first.run_id} holds no warehouse.duckdb: somebody removed it. The next job, or "
        "`trede job clean`, removes the rest"
    )
    assert look(folder).problems == [told]
    assert clean(folder, COMPANY, lambda: MOMENT) == [
        f"removed the rest of {first.run_id}, whose warehouse.duckdb somebody had removed"
    ]
    assert folder.kept() == [second.run_id, third.run_id]
    assert not (folder.runs / first.run_id).exists()
    assert look(folder).problems == []
    # Its record stays, and so does one that was lost in the history and stood beside it.
    assert read_records(folder.history)[0] == first
    (folder.history / f"{second.run_id}.json").unlink()
    shutil.rmtree(folder.history / second.run_id)
    (folder.runs / second.run_id / "warehouse.duckdb").unlink()
    fourth = small.run()
    assert [record.run_id for record in read_records(folder.history)] == [
        *(record.run_id for record in (first, second, third, fourth))
    ]
    assert sorted(path.name for path in folder.runs.iterdir()) == [third.run_id, fourth.run_id]


def test_the_live_run_is_never_removed_even_without_its_warehouse(small: SmallJob) -> None:
    """Its file may come back from a backup; the next green run takes its place."""
    first, second = small.run(), small.run()
    folder = small.folder
    file = folder.runs / second.run_id / "warehouse.duckdb"
    backup = file.rename(small.root / "backup")
    assert clean(folder, COMPANY, lambda: MOMENT) == []
    assert "current leads to no run that is there: readers find nothing" in look(folder).problems
    backup.rename(file)
    assert (look(folder).problems, small.total()) == ([], 3)
    file.unlink()
    # Retention, too, removes only what readers do not find.
    third = small.run()
    assert folder.live() == third.run_id
    assert sorted(path.name for path in folder.runs.iterdir()) == [first.run_id, third.run_id]


def test_a_warehouse_that_lies_elsewhere_is_not_taken_for_removed(
    small: SmallJob, tmp_path: Path
) -> None:
    first = small.run()
    small.run()
    file = small.folder.runs / first.run_id / "warehouse.duckdb"
    file.unlink()
    file.symlink_to(tmp_path / "a disk that is not mounted" / "warehouse.duckdb")
    assert clean(small.folder, COMPANY, lambda: MOMENT) == []
    assert any("holds no warehouse.duckdb" in note for note in look(small.folder).notes)


def test_status_of_a_clock_that_went_back(small: SmallJob) -> None:
    small.run()
    seen = look(small.folder, clock=lambda: MOMENT - timedelta(days=1))
    assert seen.live_seconds == -86_400
    assert any("clock" in note for note in seen.notes)


# --- dbt


def _order(small: SmallJob, **changes: Any) -> BuildOrder:  # noqa: ANN401
    order = BuildOrder(
        project=small.project,
        company=COMPANY,
        warehouse=small.root / "built" / "warehouse.duckdb",
        folder=small.root / "built",
        root=small.folder.root,
        environment={**os.environ, "TREDE_JOB_WEBHOOK": "https://example.invalid/secret"},
    )
    return replace(order, **changes)


@pytest.mark.parametrize(
    "argument", ["--target-path", "--target=postgres", "--empty", "--project-dir", "--sample=1"]
)
def test_options_that_are_the_jobs_are_refused(small: SmallJob, argument: str) -> None:
    with pytest.raises(UsageError, match=argument.split("=")[0]):
        small.run(dbt_args=[argument, "x"])
    assert not (small.root / "warehouse").exists()


def test_another_engine_is_refused(small: SmallJob) -> None:
    with pytest.raises(CannotStartError, match="TREDE_TARGET is postgres"):
        small.run(environment={"TREDE_TARGET": "postgres"})


def test_unit_tests_are_left_out_unless_asked_for(small: SmallJob) -> None:
    assert "--exclude-resource-type" in dbt_command(_order(small))
    assert "--exclude-resource-type" not in dbt_command(_order(small, unit_tests=True))
    assert dbt_command(_order(small, dbt_args=("--threads", "4")))[-2:] == ["--threads", "4"]


@pytest.mark.build
def test_a_real_dbt_build_is_published_and_a_real_failure_is_told(small: SmallJob) -> None:
    """Dbt itself, on two models and a test: ten seconds, three of them for its import."""
    project = small.project
    (project / "dbt_project.yml").write_text(
        "name: small\nversion: '1.0'\nconfig-version: 2\nprofile: trede\n"
        "model-paths: [dbt_models]\ntest-paths: [dbt_tests]\nseed-paths: [dbt_seeds]\n"
        "macro-paths: [macros]\n"
    )
    source = Path(__file__).resolve().parents[3] / "profiles.yml"
    text = source.read_text()
    # The project's own profile, without the macro that only the project has.
    (project / "profiles.yml").write_text(text[: text.index("    postgres:")])
    models = project / "dbt_models"
    models.mkdir()
    (models / "fct_rule_results.sql").write_text(
        "{{ config(materialized='table', schema='marts') }} select 'R-1' as rule_id, 'PASS' as status"
    )
    (models / "rpt_footprint_totals.sql").write_text(
        "{{ config(materialized='table', schema='marts') }} select 2024 as reporting_year, "
        "'ladder' as frame, 'total' as total_kind, cast(12 as decimal(30, 9)) as t_co2e, "
        "'FINAL' as status"
    )
    (project / "macros" / "schema.sql").write_text(
        "{% macro generate_schema_name(name, node) %}{{ name or target.schema }}{% endmacro %}"
    )
    (project / "dbt_tests").mkdir()
    test = project / "dbt_tests" / "total_is_right.sql"
    test.write_text("select 1 from {{ ref('rpt_footprint_totals') }} where t_co2e <> 12")
    said: list[str] = []

    class Ear:
        def write(self, text: str) -> int:
            said.append(text)
            return len(text)

        def flush(self) -> None:
            return

    from trede.job.log import LogKind

    environment = {**os.environ, "TREDE_WAREHOUSE_DIR": "/nowhere", "DBT_TARGET_PATH": "/nowhere"}
    small.build = build_with_dbt
    log = JobLog(LogKind.JSON, Ear())  # type: ignore[arg-type]
    record = small.run(log, environment=environment)
    assert record.state == "published", record.message
    assert small.total() == small.published_total() == 12
    lines = [json.loads(line) for line in said]
    assert [line["of"] for line in lines if line["state"] == "running"][-1] == 3
    test.write_text("select 1 from {{ ref('rpt_footprint_totals') }} where t_co2e = 12")
    with unchanged(small):
        record = small.run(environment=environment)
    assert record.exit_code == 3
    assert (
        "test total_is_right (dbt_tests/total_is_right.sql): Got 1 result, configured to fail if != 0"
        in record.message
    )


CHILD = """
import os, sys, time
sys.path[:0] = {paths!r}
from pathlib import Path
from job.small import SmallJob, build_small
from trede.job import build
from trede.job.build import build_with_dbt

def command(order):
    # A dbt that never ends, and says who it is.
    code = "import os, time; open({mark!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    return [sys.executable, "-c", code]

build.dbt_command = command
if not {dies_with_job}:
    # As on a system that knows nothing of it.
    build._die_with_parent = lambda parent: None
record = SmallJob(Path({root!r}), build=build_with_dbt).run()
sys.exit(record.exit_code)
"""


def _start_hanging(
    small: SmallJob, dies_with_job: bool = True
) -> tuple[subprocess.Popen[bytes], int]:
    """Start a job, in a process of its own, whose dbt never ends; return it and dbt's process."""
    mark = small.root / "dbt_runs"
    here = Path(__file__).resolve()
    code = textwrap.dedent(CHILD).format(
        paths=[str(here.parents[1]), str(here.parents[3] / "scripts")],
        mark=str(mark),
        root=str(small.root),
        dies_with_job=dies_with_job,
    )
    job = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while not (mark.is_file() and mark.read_text()):
        assert time.monotonic() < end
        assert job.poll() is None
        time.sleep(0.02)
    return job, int(mark.read_text())


def _is_gone(process: int, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux for it")
def test_a_killed_job_takes_its_dbt_with_it_and_the_next_run_is_green(small: SmallJob) -> None:
    small.run()
    with unchanged(small):
        job, dbt = _start_hanging(small)
        job.kill()
        job.wait()
        assert _is_gone(dbt)
    assert small.run().state == "published"
    assert [each.state for each in read_records(small.folder.history)] == [
        "published",
        "killed",
        "published",
    ]


def test_a_build_that_outlives_its_job_keeps_the_next_one_out(
    small: SmallJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trede.job.lock.ORPHAN_SECONDS", 0.3)
    job, dbt = _start_hanging(small, dies_with_job=False)
    try:
        job.kill()
        job.wait()
        with pytest.raises(LockHeldError, match="one that it started still runs"):
            small.run()
    finally:
        os.kill(dbt, signal.SIGKILL)
    assert _is_gone(dbt)
    assert small.run().state == "published"


def test_a_stopped_job_ends_its_dbt_and_exits_3(small: SmallJob) -> None:
    # It ends it itself; that it dies with the job is for the one that is killed.
    job, dbt = _start_hanging(small, dies_with_job=False)
    job.terminate()
    assert job.wait(30) == 3
    assert _is_gone(dbt)
    assert [each.state for each in read_records(small.folder.history)] == ["stopped"]
    assert list(small.folder.building.iterdir()) == []


# --- the demo


@pytest.mark.build
def test_the_demo_is_published_whole_and_its_copy_has_the_marts(
    small: SmallJob, demo_build: Build, project_root: Path
) -> None:
    """Everything but dbt: the warehouse is the session's, so that it is built once."""

    def build(order: BuildOrder) -> BuildResult:
        order.target.mkdir(parents=True)
        shutil.copy(demo_build.database, order.warehouse)
        for name in ("manifest.json", "run_results.json"):
            shutil.copy(demo_build.target_dir / name, order.target / name)
        return BuildResult(demo_build.returncode)

    record = small.run(
        project=project_root,
        company="demo",
        company_folder=demo_build.folder,
        parts=Parts(build=build),
    )
    assert record.state == "published", record.message
    published = small.folder.root / "published" / "trede.duckdb"
    with duckdb.connect(str(published), read_only=True) as connection:
        schemas = connection.execute(
            "select distinct schema_name from duckdb_tables() where not internal"
        ).fetchall()
        assert schemas == [("marts",)]
    assert sum(record.rules.values()) == len(
        demo_build.rows("select rule_id from marts.fct_rule_results")
    )
    assert damage_of(small.folder, record.run_id, whole=True) == []
