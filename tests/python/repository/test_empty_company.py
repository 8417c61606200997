"""A company that has delivered nothing yet: it builds, its marts are empty, and it is told so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support.builds import Build
from support.cells import folder_hashes
from trede.contract import Contract
from trede.new_company import write_missing_files


@pytest.fixture(scope="module")
def empty_build(
    build_company: Callable[..., Build],
    contract: Contract,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Build, dict[str, str]]:
    """A header-only company, built, and the hashes of its files before the build."""
    folder = tmp_path_factory.mktemp("companies") / "nothing_yet"
    write_missing_files(folder, contract)
    before = folder_hashes(folder)
    return build_company("nothing_yet", folder, check=False), before


@pytest.mark.build
def test_it_builds_without_an_error(empty_build: tuple[Build, dict[str, str]]) -> None:
    build, _ = empty_build
    assert build.not_green() == {}
    assert build.returncode == 0
    assert len(build.statuses()) > 200


@pytest.mark.build
def test_no_mart_makes_up_a_line_or_a_figure(empty_build: tuple[Build, dict[str, str]]) -> None:
    build, _ = empty_build
    tables = build.rows(
        "select table_schema || '.' || table_name as name from information_schema.columns "
        "where table_schema in ('audit', 'marts') "
        "and column_name in ('kg_co2e', 't_co2e', 'quantity')"
    )
    names = {table["name"] for table in tables}
    assert {"audit.fct_activities", "audit.fct_emissions", "marts.rpt_footprint"} <= names
    for name in sorted(names - {"marts.fct_findings", "audit.fct_finding_lines"}):
        assert build.value(f"select count(*) from {name}") == 0, name


@pytest.mark.build
def test_its_published_findings_name_files_and_statements(
    empty_build: tuple[Build, dict[str, str]],
) -> None:
    build, _ = empty_build
    findings = build.rows("select rule_id, finding_key, status from marts.fct_findings")
    assert {row["status"] for row in findings} == {"open"}
    empty_files = {row["finding_key"] for row in findings if row["rule_id"] == "CMP-08"}
    # Also files about persons: a finding about a file points at nobody.
    assert {"company", "entities", "locations", "supplier_invoices", "trips"} <= empty_files
    assert {row["finding_key"] for row in findings if row["rule_id"] == "CMP-11"} == {
        "consolidation_approach",
        "reporting_years",
    }


@pytest.mark.build
def test_its_files_are_byte_for_byte_what_they_were(
    empty_build: tuple[Build, dict[str, str]],
) -> None:
    build, before = empty_build
    assert folder_hashes(build.folder) == before


@pytest.mark.build
def test_it_is_told_by_name_which_files_have_no_rows(
    empty_build: tuple[Build, dict[str, str]],
) -> None:
    build, _ = empty_build
    assert "needed_files__have_rows" in build.failing_rules()
    messages = {
        row["message"]
        for row in build.rows("select message from audit.fct_finding_lines where status = 'open'")
    }
    for file in (
        "extracts/fuel_transactions.csv",
        "extracts/supplier_invoices.csv",
        "extracts/charging_sessions.csv",
        "extracts/trips.csv",
        "mappings/entities.csv",
        "mappings/locations.csv",
        "judgements/removals.csv",
    ):
        assert f"{file} has no rows" in messages


@pytest.mark.build
def test_no_rule_about_a_companys_data_passes_on_nothing(
    empty_build: tuple[Build, dict[str, str]],
) -> None:
    build, _ = empty_build
    statuses = {
        row["rule_id"]: row["status"]
        for row in build.rows("select rule_id, status from marts.fct_rule_results")
    }
    assert len(statuses) > 20
    assert "FAIL" in statuses.values()
    passed = {rule_id for rule_id, status in statuses.items() if status == "PASS"}
    # What is there to pass: the headers of the company's own files. Lists of factors and rates are
    # everybody's: a rule about them looks at those in use.
    assert passed <= {"VAL-03"}
