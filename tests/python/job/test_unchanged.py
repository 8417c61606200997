"""With --if-changed nothing is built that the live run is already, and everything else is."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from job.small import FAILED_TEST, MOMENT, SmallJob, build_small, copy_plain, fail_with
from trede.job import run as job_run
from trede.job.build import BuildOrder, BuildResult
from trede.job.record import RunRecord, read_records, write_record
from trede.job.rollback import roll_back
from trede.job.status import look

LANDING = {"TREDE_LANDING_DIR": "landing"}


@dataclass
class Counted:
    """The stand-in of a build, and the days that builds took for today."""

    days: list[str] = field(default_factory=list)

    def __call__(self, order: BuildOrder) -> BuildResult:
        """Build."""
        self.days.append(order.environment["TREDE_AS_OF_DATE"])
        return build_small(order)


@pytest.fixture
def builds(small: SmallJob) -> Counted:
    """What was built; a job that keeps one landed file and has published one run."""
    counted = Counted()
    small.build = counted
    landed = small.project / "landing" / "trips" / "one.parquet"
    landed.parent.mkdir(parents=True)
    landed.write_bytes(b"one")
    poll(small)
    assert len(counted.days) == 1
    return counted


def poll(small: SmallJob, **changes: Any) -> RunRecord:  # noqa: ANN401
    """Ask for a run if anything changed."""
    return small.run(**({"if_changed": True, "environment": LANDING} | changes))


def test_nothing_is_built_when_nothing_changed(small: SmallJob, builds: Counted) -> None:
    before = small.tree()
    record = poll(small)
    assert (record.state, record.exit_code) == ("unchanged", 0)
    assert record.live_run_id == "000001_20260301T020000Z"
    assert record.message == (
        "Nothing changed since 000001_20260301T020000Z, which stays live: nothing was built."
    )
    assert [step.name for step in record.steps] == ["lock", "clean", "space", "inputs", "compare"]
    assert len(builds.days) == 1
    # One record more, and whose lock it was: no log, nothing half-built.
    after = small.tree()
    assert after.keys() - before.keys() == {f"history/{record.run_id}.json"}
    assert {name for name in before if after.get(name) != before[name]} <= {"job.lock"}
    assert list(small.folder.building.iterdir()) == []
    assert read_records(small.folder.history)[-1] == record
    assert small.told[-1] == record
    assert look(small.folder).problems == []


def test_without_the_option_it_is_built_again(small: SmallJob, builds: Counted) -> None:
    assert poll(small, if_changed=False).state == "published"
    assert len(builds.days) == 2


def _deliver(small: SmallJob) -> None:
    small.deliver(1, 2, 4)


def _deliver_nothing_of_weight(small: SmallJob) -> None:
    """A line that changes no total."""
    small.deliver(1, 2, 0)


def _land(small: SmallJob) -> None:
    (small.project / "landing" / "trips" / "two.parquet").write_bytes(b"two")


def _take_away(small: SmallJob) -> None:
    (small.project / "landing" / "trips" / "one.parquet").unlink()


def _edit_code(small: SmallJob) -> None:
    (small.project / "macros" / "one.sql").write_text("{% macro one() %}2{% endmacro %}\n")


def _register_seed(small: SmallJob) -> None:
    (small.project / "seeds" / "shared" / "units.csv").write_text("unit\nkg\n")


def _damage(small: SmallJob) -> None:
    file = small.live.resolve()
    file.chmod(0o644)
    with duckdb.connect(str(file)) as connection:
        connection.execute("update marts.rpt_footprint_totals set t_co2e = 0")


def _cut_published(small: SmallJob) -> None:
    file = (small.folder.root / "published" / "trede.duckdb").resolve()
    os.truncate(file, 10)


def _forget_settings(small: SmallJob) -> None:
    """A record of a version that did not write them."""
    (record,) = read_records(small.folder.history)
    write_record(small.folder.history, record.model_copy(update={"settings": {}}))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_deliver, "company/extracts/meters.csv"),
        (_deliver_nothing_of_weight, "company/extracts/meters.csv"),
        (_land, "landing/trips/two.parquet"),
        (_take_away, "landing/trips/one.parquet"),
        (_edit_code, "code/macros"),
        (_register_seed, "seeds/shared/units.csv"),
        (_damage, "is not as it was published"),
        (_cut_published, "published/trede.duckdb has 10 bytes"),
        (_forget_settings, "does not say what it was made of"),
    ],
)
def test_whatever_changed_is_built(
    small: SmallJob, builds: Counted, change: Callable[[SmallJob], None], why: str
) -> None:
    change(small)
    record = poll(small)
    assert (record.state, record.exit_code, len(builds.days)) == ("published", 0, 2)
    (compared,) = [step.message for step in record.steps if step.name == "compare"]
    assert why in compared
    # What was built is what a poll finds again.
    assert poll(small).state == "unchanged"
    assert small.total() == sum(
        int(line.split(",")[1]) for line in small.extract.read_text().split()[1:]
    )


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"environment": {**LANDING, "TREDE_AS_OF_DATE": "2025-12-31"}}, "TREDE_AS_OF_DATE"),
        ({"dbt_args": ["--vars", "{estimate: 1}"]}, "dbt_args"),
        ({"unit_tests": True}, "unit_tests"),
        ({"clock": lambda: MOMENT + timedelta(days=1)}, "TREDE_AS_OF_DATE"),
        ({"environment": {}}, "landing/trips/one.parquet"),
    ],
)
def test_another_question_is_built(
    small: SmallJob, builds: Counted, changes: dict[str, Any], why: str
) -> None:
    record = poll(small, **changes)
    assert (record.state, len(builds.days)) == ("published", 2)
    (compared,) = [step.message for step in record.steps if step.name == "compare"]
    assert compared.endswith(f"that are not those of 000001_20260301T020000Z: {why}")
    assert poll(small, **changes).state == "unchanged"


def test_another_version_of_what_builds_is_built(
    small: SmallJob, builds: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = job_run.versions_of(small.project)
    monkeypatch.setattr(job_run, "versions_of", lambda _: {**known, "duckdb": "99"})
    assert poll(small).state == "published"
    assert len(builds.days) == 2


def test_what_was_undone_before_it_was_published_is_no_change(
    small: SmallJob, builds: Counted
) -> None:
    small.deliver(9)
    small.build = fail_with(FAILED_TEST)
    assert poll(small).state == "not_green"
    small.build = builds
    small.deliver(1, 2)
    assert poll(small).state == "unchanged"
    assert len(builds.days) == 1


def test_a_link_that_was_removed_is_made_again_without_a_build(
    small: SmallJob, builds: Counted
) -> None:
    small.live.unlink()
    assert poll(small).state == "unchanged"
    assert (small.total(), len(builds.days)) == (3, 1)


def test_after_a_rollback_the_newest_is_built_again(small: SmallJob, builds: Counted) -> None:
    small.deliver(5)
    poll(small)
    roll_back(small.folder, "acme", send=lambda *_: [])
    assert small.total() == 3
    assert poll(small).state == "published"
    assert small.total() == 5
    assert len(builds.days) == 3


def test_a_plain_build_is_no_run_to_compare_with(small: SmallJob, tmp_path: Path) -> None:
    made = tmp_path / "made.duckdb"
    build_small(small_order(small, made))
    copy_plain(made, small.live)
    record = poll(small)
    assert record.state == "published"
    assert "000000_plain does not say what it was made of" in record.steps[4].message


def small_order(small: SmallJob, warehouse: Path) -> BuildOrder:
    """Return an order for a build outside the job."""
    return BuildOrder(
        project=small.project,
        company="acme",
        warehouse=warehouse,
        folder=warehouse.parent / "dbt",
        root=small.folder.root,
        environment={},
    )


def test_strict_refuses_open_findings_without_a_build(small: SmallJob, builds: Counted) -> None:
    record = poll(small, strict=True)
    assert (record.state, record.exit_code) == ("not_green", 3)
    assert "1 data-quality rules have open findings" in record.message
    assert len(builds.days) == 1


def test_a_run_takes_the_day_on_which_it_began_where_it_runs(
    small: SmallJob, builds: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        # Two o'clock in London is nine in the evening of the day before in New York.
        monkeypatch.setenv("TZ", "America/New_York")
        time.tzset()
        assert poll(small).settings["TREDE_AS_OF_DATE"] == "2026-02-28"
    finally:
        monkeypatch.undo()
        time.tzset()
    given = {**LANDING, "TREDE_AS_OF_DATE": "2025-03-31"}
    assert poll(small, environment=given).settings["TREDE_AS_OF_DATE"] == "2025-03-31"
    assert builds.days[1:] == ["2026-02-28", "2025-03-31"]
