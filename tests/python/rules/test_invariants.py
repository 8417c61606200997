"""The rules that guard the calculation itself see an error in the last decimal."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from rules.invariants import INVARIANTS, LINE, Invariant
from rules.reading import rule_entries, rule_sql
from rules.restatement_defects import BROKEN
from support.builds import Build

ERRORS = [*INVARIANTS, *BROKEN]


@pytest.fixture(scope="module")
def warehouse(
    demo_build: Build, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the demo's warehouse, open for writing."""
    # The SQL names the catalog, which DuckDB takes from the file's name.
    copy = tmp_path_factory.mktemp("invariants") / demo_build.database.name
    shutil.copy2(demo_build.database, copy)
    with duckdb.connect(str(copy)) as connection:
        yield connection


@pytest.mark.build
@pytest.mark.parametrize(
    "invariant", ERRORS, ids=[f"{item.rule_id}-{n}" for n, item in enumerate(ERRORS)]
)
def test_an_error_in_a_table_is_seen(
    invariant: Invariant, demo_build: Build, warehouse: duckdb.DuckDBPyConnection
) -> None:
    sql = f"select finding_key from ({rule_sql(demo_build)[invariant.rule_id]}) as findings"
    before = {key for (key,) in warehouse.execute(sql).fetchall()}
    warehouse.execute("begin")
    try:
        changed = warehouse.execute(invariant.error).fetchone()
        after = {key for (key,) in warehouse.execute(sql).fetchall()}
    finally:
        warehouse.execute("rollback")
    assert changed is not None
    assert changed[0] > 0, "the statement changed nothing"
    assert after - before == invariant.keys
    assert before <= after


def test_invariants_of_the_last_marts_are_errors_and_judgements_of_data_are_not() -> None:
    severities = {
        entry["config"]["meta"]["rule_id"]: entry["config"]["severity"] for entry in rule_entries()
    }
    errors = {rule_id for rule_id, severity in severities.items() if severity == "error"}
    # WPM-16 is about the models themselves: two kinds of factors in one total.
    assert errors == {rule_id for rule_id in severities if rule_id.startswith("CON-")} | {"WPM-16"}
    assert set(severities.values()) == {"error", "warn"}


@pytest.mark.build
def test_a_run_of_two_rules_replaces_their_verdicts_only(
    demo_build: Build,
    build_company: Callable[..., Build],
    tmp_path: Path,
) -> None:
    (tmp_path / "warehouse").mkdir()
    database = Path(shutil.copy2(demo_build.database, tmp_path / "warehouse"))
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "update audit.fct_emissions set kg_co2e = kg_co2e + 0.000001 "
            f"where activity_id = '{LINE}' and component = 'direct'"
        )
        # As after an error in the rule itself: it has no verdict.
        connection.execute("delete from marts.fct_rule_results where rule_id = 'VAL-05'")
    run = build_company(
        "demo",
        demo_build.folder.resolve(),
        (
            "test",
            "--select",
            "emissions__are_quantity_times_factor",
            "billed_gas__has_a_heating_value",
        ),
        work_dir=tmp_path,
        check=False,
    )
    assert run.returncode == 1, "an error in an invariant must fail the command"
    before = {row["rule_id"]: row for row in demo_build.rows("from marts.fct_rule_results")}
    after = {row["rule_id"]: row for row in run.rows("from marts.fct_rule_results")}
    assert after.keys() == before.keys()
    replaced = {rule for rule in after if after[rule]["run_id"] != before[rule]["run_id"]}
    assert replaced == {"CON-03", "VAL-16", "VAL-05"}
    assert (after["VAL-05"]["status"], after["VAL-05"]["finding_count"]) == ("NOT_RUN", None)
    assert after["CON-03"]["status"] == "FAIL"
    assert after["CON-03"]["severity"] == "error"
    assert {key: after["VAL-16"][key] for key in ("status", "finding_count")} == {
        key: before["VAL-16"][key] for key in ("status", "finding_count")
    }
    count = "select rule_id, count(*) as findings from audit.fct_finding_lines group by rule_id"
    findings_before = {row["rule_id"]: row["findings"] for row in demo_build.rows(count)}
    findings_after = {row["rule_id"]: row["findings"] for row in run.rows(count)}
    assert findings_after == {**findings_before, "CON-03": 1}
