"""What a run found, and what changed: against numbers that were worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from support.builds import Build
from trede.job.insight import changes, models_of, rules_of, totals_of
from trede.job.record import Changes, ModelTime, RunRecord, Total


def made_run(number: int = 1, **values: Any) -> RunRecord:  # noqa: ANN401
    moment = datetime(2025, 3, 31, 6, 0, tzinfo=UTC)
    given = {
        "run_id": f"{number:06}_20250331T060000Z",
        "state": "published",
        "company": "demo",
        "started_at": moment,
        "ended_at": moment,
        "seconds": 1.0,
        "exit_code": 0,
    }
    return RunRecord(**(given | values))


def total(year: int, frame: str, tonnes: str, is_draft: bool = False) -> Total:
    return Total(reporting_year=year, frame=frame, t_co2e=Decimal(tonnes), is_draft=is_draft)


def test_models_come_with_their_time_the_slowest_first() -> None:
    results = {
        "results": [
            {"unique_id": "model.trede.quick", "execution_time": 0.1234, "adapter_response": {}},
            {
                "unique_id": "model.trede.slow",
                "execution_time": 2.0,
                "adapter_response": {"rows_affected": 42},
            },
            {"unique_id": "model.trede.also_slow", "execution_time": 2.0, "adapter_response": None},
            {"unique_id": "seed.trede.trips", "execution_time": 9.0},
            {"unique_id": "test.trede.trips__are_told_once.1a2b", "execution_time": 9.0},
            {"unique_id": "model.trede.skipped", "execution_time": None},
            {
                "unique_id": "model.trede.unknown",
                "execution_time": 1,
                "adapter_response": {"rows_affected": -1},
            },
        ]
    }
    assert models_of(results) == [
        ModelTime(name="also_slow", seconds=2.0),
        ModelTime(name="slow", seconds=2.0, rows=42),
        ModelTime(name="unknown", seconds=1.0),
        ModelTime(name="quick", seconds=0.123),
        ModelTime(name="skipped", seconds=0.0),
    ]
    assert models_of({}) == []


@pytest.mark.build
def test_models_rules_and_totals_of_the_demo(demo_build: Build) -> None:
    models = models_of(demo_build.run_results)
    built = {
        node["name"]
        for unique_id, node in demo_build.manifest["nodes"].items()
        if unique_id.startswith("model.")
    }
    assert {model.name for model in models} == built
    with demo_build.connect() as connection:
        rules, totals = rules_of(connection), totals_of(connection)
    results = demo_build.rows("select status from marts.fct_rule_results")
    assert rules == {
        status: sum(1 for row in results if row["status"] == status)
        for status in {row["status"] for row in results}
    }
    assert set(rules) >= {"PASS", "FAIL"}
    # As the published pages have them (tonnes, whole chain): the same in every frame.
    frames = ("ghg_protocol", "iso_14064", "ladder")
    assert [(each.reporting_year, each.frame) for each in totals] == [
        (year, frame) for year in (2022, 2023, 2024) for frame in frames
    ]
    for each in totals:
        exact = demo_build.value(
            "select cast(sum(kg_co2e) as decimal(27, 6)) from audit.fct_emissions "
            "where reporting_year = ?",
            [each.reporting_year],
        )
        assert each.t_co2e == exact / 1000
    assert {each.reporting_year for each in totals if each.is_draft} == {2022, 2023}


def test_only_totals_are_totals() -> None:
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.rpt_footprint_totals as select * from (values "
            "('ladder', 'total', 2024, 2.5::decimal(30,9), 'DRAFT'), "
            "('ladder', 'ladder_total', 2024, 1.5, 'FINAL'), ('ladder', 'line', 2024, 1.5, 'FINAL'), "
            "('ladder', 'total', 2023, 0, 'FINAL')) t(frame, total_kind, reporting_year, t_co2e, status)"
        )
        assert totals_of(connection) == [
            total(2023, "ladder", "0"),
            total(2024, "ladder", "2.5", is_draft=True),
        ]


def test_nothing_changed() -> None:
    before = made_run(
        1,
        inputs={"extracts/trips.csv": "a"},
        totals=[total(2024, "ladder", "12.50")],
        rules={"PASS": 3, "MANUAL": 0},
    )
    now = made_run(
        2,
        inputs={"extracts/trips.csv": "a"},
        totals=[total(2024, "ladder", "12.5")],
        rules={"PASS": 3},
    )
    assert changes(before, now) == Changes()


def test_what_changed_is_told() -> None:
    before = made_run(
        1,
        inputs={"a.csv": "1", "b.csv": "1", "c.csv": "1"},
        totals=[
            total(2022, "ladder", "5"),
            total(2023, "ladder", "12.5"),
            total(2024, "iso_14064", "7", is_draft=True),
            total(2024, "ladder", "7", is_draft=True),
        ],
        rules={"PASS": 171, "FAIL": 28, "NOT_RUN": 1},
    )
    now = made_run(
        2,
        inputs={"b.csv": "2", "c.csv": "1", "e.csv": "1", "d.csv": "1"},
        totals=[
            total(2023, "ladder", "12.500000001"),
            total(2024, "iso_14064", "7", is_draft=True),
            total(2024, "ladder", "7"),
            total(2025, "ladder", "1"),
        ],
        rules={"PASS": 172, "FAIL": 28, "ACCEPTED": 1},
    )
    assert changes(before, now) == Changes(
        inputs_added=["d.csv", "e.csv"],
        inputs_removed=["a.csv"],
        inputs_changed=["b.csv"],
        totals_changed=[
            "2022 ladder: 5 t -> none",
            "2023 ladder: 12.5 t -> 12.500000001 t",
            "2024 ladder: 7 t DRAFT -> 7 t",
            "2025 ladder: none -> 1 t",
        ],
        rules_changed=["ACCEPTED: 0 -> 1", "NOT_RUN: 1 -> 0", "PASS: 171 -> 172"],
    )


def test_at_the_first_run_everything_is_new() -> None:
    now = made_run(inputs={"a.csv": "1"}, totals=[total(2024, "ladder", "7")], rules={"PASS": 2})
    assert changes(None, now) == Changes(
        inputs_added=["a.csv"],
        totals_changed=["2024 ladder: none -> 7 t"],
        rules_changed=["PASS: 0 -> 2"],
    )
