"""The verdicts of rules: manual checks and acceptances hold as long as they may, and no longer.

as_of_date of the builds is 2025-03-31.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from rules.reading import rule_entries, rule_sql
from support.builds import Build

#: Checks of the sources: result and day of each, and whether GOV-05 is content with them.
CHECKS = [
    pytest.param([], False, id="none"),
    pytest.param([("pass", "2025-03-31")], True, id="today"),
    pytest.param([("pass", "2024-03-31")], True, id="twelve months ago"),
    pytest.param([("pass", "2024-03-30")], False, id="a day longer ago"),
    pytest.param([("pass", "2025-04-01")], False, id="tomorrow"),
    pytest.param([("fail", "2025-03-01")], False, id="failed"),
    pytest.param([("pass", "2025-01-15"), ("fail", "2025-02-15")], False, id="failed since"),
    pytest.param([("fail", "2025-01-15"), ("pass", "2025-02-15")], True, id="passed since"),
]


@pytest.fixture(scope="module")
def warehouse(
    demo_build: Build, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the demo's warehouse, open for writing."""
    # The SQL names the catalog, which DuckDB takes from the file's name.
    copy = tmp_path_factory.mktemp("statuses") / demo_build.database.name
    shutil.copy2(demo_build.database, copy)
    with duckdb.connect(str(copy)) as connection:
        yield connection


def refill(build: Build, connection: duckdb.DuckDBPyConnection, model: str) -> None:
    """Fill a staging table again; a view follows its file by itself."""
    for result in build.run_results["results"]:
        node = build.manifest["nodes"].get(result["unique_id"])
        if node and node["name"] == model and node["config"]["materialized"] == "table":
            connection.execute(f"delete from {node['relation_name']}")
            connection.execute(
                f"insert into {node['relation_name']} by name ({result['compiled_code']})"
            )


@pytest.mark.build
@pytest.mark.parametrize(("checks", "is_content"), CHECKS)
def test_a_manual_check_holds_for_twelve_months(
    checks: list[tuple[str, str]],
    is_content: bool,
    demo_build: Build,
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    warehouse.execute("begin")
    try:
        for result, checked_on in checks:
            warehouse.execute(
                "insert into judgements.manual_checks by name "
                "select 'GOV-05' as rule_id, ? as result, ? as checked_on",
                [result, checked_on],
            )
        refill(demo_build, warehouse, "stg_manual_checks")
        found = warehouse.execute(rule_sql(demo_build)["GOV-05"]).fetchall()
    finally:
        warehouse.execute("rollback")
    assert (not found) == is_content


#: Acceptances: rule, finding_key, role, last day, reason.
ACCEPTANCES = [
    # Both findings of a rule, one of them until today.
    ("BND-06", "hired_cleaning|2023", "controller", "2025-12-31", "test"),
    ("BND-06", "hired_cleaning|2024", "controller", "2025-03-31", "test"),
    # One of nine.
    ("CMP-05", "branch_b|gas|2022", "controller", "2025-12-31", "test"),
    # Until yesterday.
    ("CMP-11", "consolidation_approach", "controller", "2025-03-30", "test"),
    # Without a reason, without a role, without a day.
    ("EVD-01", "vsg_diensten|branch_b|2023", "controller", "2025-12-31", ""),
    ("EVD-02", "PC-2024-000002", "", "2025-12-31", "test"),
    ("VAL-16", "supplier_invoices|SI-2023-000060", "controller", "", "test"),
    # Expired, and renewed since.
    ("GOV-14", "scope_2|2022-2026", "controller", "2024-12-31", "test"),
    ("GOV-14", "scope_2|2022-2026", "board", "2025-12-31", "test"),
]

#: Rules that break in that run, each by the table that it alone misses. The demo has a verdict on
#: both: the one passes, the other has findings.
BROKEN = {"CMP-10": "staging.stg_removals", "FAC-13": "staging.stg_factors__spend_printed"}

#: Status, findings and accepted findings of each rule after that.
VERDICTS = {
    "BND-06": ("ACCEPTED", 2, 2),
    "CMP-05": ("FAIL", 9, 1),
    "CMP-11": ("FAIL", 1, 0),
    "EVD-01": ("FAIL", 1, 0),
    "EVD-02": ("FAIL", 1, 0),
    "VAL-16": ("FAIL", 1, 0),
    "GOV-14": ("ACCEPTED", 1, 1),
    # Passed by hand: no finding, and yet not proved by data.
    "GOV-05": ("MANUAL", 0, 0),
    # Nothing to look at, and nothing found.
    "BND-07": ("NOT_APPLICABLE", 0, 0),
    "VAL-02": ("PASS", 0, 0),
}


@pytest.mark.build
def test_a_rule_is_accepted_as_long_as_all_its_findings_are(
    demo_build: Build, build_company: Callable[..., Build], tmp_path: Path
) -> None:
    (tmp_path / "warehouse").mkdir()
    database = Path(shutil.copy2(demo_build.database, tmp_path / "warehouse"))
    with duckdb.connect(str(database)) as connection:
        for rule_id, key, role, day, reason in ACCEPTANCES:
            connection.execute(
                "insert into judgements.accepted_findings by name select ? as rule_id, "
                "? as finding_key, ? as accepted_by, ? as expires_on, ? as reason",
                [rule_id, key, role, day, reason],
            )
        connection.execute(
            "insert into judgements.manual_checks by name "
            "select 'GOV-05' as rule_id, 'pass' as result, '2025-03-01' as checked_on"
        )
        for model in ("stg_accepted_findings", "stg_manual_checks"):
            refill(demo_build, connection, model)
        # A rule whose verdict was lost is not run, and says so.
        connection.execute("delete from marts.fct_rule_results where rule_id = 'VAL-05'")
        before = dict(
            connection.execute("select rule_id, status from marts.fct_rule_results").fetchall()
        )
        assert {rule_id: before[rule_id] for rule_id in BROKEN} == {
            "CMP-10": "PASS",
            "FAC-13": "FAIL",
        }
        for table in BROKEN.values():
            connection.execute(f"drop table {table}")
    names = {entry["config"]["meta"]["rule_id"]: entry["name"] for entry in rule_entries()}
    run = build_company(
        "demo",
        demo_build.folder.resolve(),
        ("test", "--select", *(names[rule_id] for rule_id in (*VERDICTS, *BROKEN))),
        work_dir=tmp_path,
        check=False,
    )
    assert {
        run.manifest["nodes"][unique_id]["name"]
        for unique_id, status in run.statuses().items()
        if status == "error"
    } == {names[rule_id] for rule_id in BROKEN}
    results = {row["rule_id"]: row for row in run.rows("from marts.fct_rule_results")}
    assert results.keys() == set(names), "a rule has fallen out of the index"
    assert {
        rule_id: (
            results[rule_id]["status"],
            results[rule_id]["finding_count"],
            results[rule_id]["accepted_count"],
        )
        for rule_id in VERDICTS
    } == VERDICTS
    # The verdict of an earlier run is none on what stands now, and neither are its findings.
    for rule_id in ("VAL-05", *BROKEN):
        assert (results[rule_id]["status"], results[rule_id]["finding_count"]) == ("NOT_RUN", None)
    for table in ("audit.fct_finding_lines", "marts.fct_findings"):
        left = run.rows(f"select distinct rule_id from {table}")
        assert {row["rule_id"] for row in left}.isdisjoint(BROKEN)
    # Rules that were not asked for keep theirs.
    assert results["VAL-01"]["status"] == before["VAL-01"]
    accepted = run.rows(
        "select rule_id, accepted_by, cast(accepted_until as varchar) as accepted_until "
        "from audit.fct_finding_lines where status = 'accepted' order by rule_id, accepted_until"
    )
    assert [tuple(row.values()) for row in accepted] == [
        ("BND-06", "controller", "2025-03-31"),
        ("BND-06", "controller", "2025-12-31"),
        ("CMP-05", "controller", "2025-12-31"),
        ("GOV-14", "board", "2025-12-31"),
    ]
