"""The untouched demo gives exactly the findings that are documented for it."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from rules.reading import RULES, rule_entries
from support.builds import Build
from support.cells import read_rows

EXPECTED = Path(__file__).with_name("expected_findings_demo.csv")

#: Extracts whose lines can point at a person.
PERSONAL = ("fuel_transactions", "charging_sessions", "vehicle_distances", "trips", "commuting")


def expected_findings() -> list[dict[str, str]]:
    """Return the documented findings: rule_id, finding_key, why."""
    with EXPECTED.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.build
def test_the_findings_are_the_documented_ones(demo_build: Build) -> None:
    found = {
        (row["rule_id"], row["finding_key"])
        for row in demo_build.rows("select rule_id, finding_key from audit.fct_finding_lines")
    }
    assert found == {(row["rule_id"], row["finding_key"]) for row in expected_findings()}
    assert all(row["why"] for row in expected_findings())


@pytest.mark.build
def test_set_aside_kilometres_are_those_of_vehicles_with_fuel_or_charging(
    demo_build: Build, demo_dir: Path
) -> None:
    """The largest group of findings, computed from the files."""
    energy = {
        (row["vehicle_id"], row[column][:4])
        for file, column in (
            ("fuel_transactions", "transacted_at"),
            ("charging_sessions", "started_at"),
        )
        for row in read_rows(demo_dir, file)[1]
    }
    driven = {
        (row["vehicle_id"], str(year), file)
        for file in ("vehicle_distances", "commuting")
        for row in read_rows(demo_dir, file)[1]
        for year in range(int(row["period_start"][:4]), int(row["period_end"][:4]) + 1)
    }
    found = {
        tuple(row["finding_key"].split("|"))
        for row in demo_build.rows(
            "select finding_key from audit.fct_finding_lines where rule_id = 'DBL-06'"
        )
    }
    assert {file for _, _, file in found} == {"vehicle_distances", "commuting"}
    assert found == {line for line in driven if line[:2] in energy}


@pytest.mark.build
def test_every_rule_has_one_verdict_and_none_is_skipped_unseen(demo_build: Build) -> None:
    results = {row["rule_id"]: row for row in demo_build.rows("from marts.fct_rule_results")}
    written = {entry["config"]["meta"]["rule_id"] for entry in rule_entries()}
    assert len(demo_build.rows("from marts.fct_rule_results")) == len(results)
    assert results.keys() == written
    assert {row["company"] for row in results.values()} == {"demo"}
    counted = Counter(row["rule_id"] for row in expected_findings())
    for rule_id, result in results.items():
        assert result["finding_count"] == counted.get(rule_id, 0), rule_id
        assert result["accepted_count"] == 0
        if counted.get(rule_id):
            assert result["status"] == "FAIL", rule_id
        elif result["population_count"] == 0:
            assert result["status"] == "NOT_APPLICABLE", rule_id
        else:
            assert result["status"] == "PASS", rule_id
            assert result["population_count"] > 0
    # Publications, restatements and acceptances, power under a label contract, equipment that was
    # filled or emptied, physical purchases with factors of suppliers, group companies among them,
    # a boundary between chain and spend, and choices for the WPM: the demo has none to look at.
    assert {rule for rule, row in results.items() if row["status"] == "NOT_APPLICABLE"} == {
        "BND-07",
        "BND-12",
        "CUT-03",
        "DBL-12",
        "DBL-13",
        "EVD-11",
        "EVD-12",
        "EVD-15",
        "FAC-10",
        "GOV-02",
        "GOV-03",
        "GOV-10",
        "GOV-11",
        "GOV-16",
        "GOV-19",
        "VAL-22",
        "VAL-30",
        "VAL-31",
        "VAL-32",
        "WPM-14",
    }


@pytest.mark.build
def test_dim_rules_is_what_the_yaml_says(demo_build: Build) -> None:
    rules = {row["rule_id"]: row for row in demo_build.rows("from marts.dim_rules")}
    entries = rule_entries()
    assert len(rules) == len(entries) == len(list(RULES.rglob("*.sql")))
    for entry in entries:
        meta = entry["config"]["meta"]
        rule = rules[meta["rule_id"]]
        assert rule["rule_name"] == entry["name"]
        assert rule["family"] == entry["family"]
        assert (RULES / entry["family"] / f"{entry['name']}.sql").is_file()
        for part in (
            *("wording_nl", "wording_en", "criterion", "remedy", "remedy_nl"),
            "kg_at_stake",
        ):
            assert rule[part] == meta[part]
        expected = "info" if meta.get("is_information") else entry["config"]["severity"]
        assert rule["severity"] == expected
        assert rule["is_manual"] == meta.get("is_manual", False)


@pytest.mark.build
def test_failing_rows_are_kept_with_the_same_columns(demo_build: Build) -> None:
    tables = demo_build.rows(
        "select table_name, string_agg(column_name, ',' order by ordinal_position) as columns "
        "from information_schema.columns where table_schema = 'findings' group by table_name"
    )
    assert {row["table_name"] for row in tables} == {entry["name"] for entry in rule_entries()}
    assert len({row["columns"] for row in tables}) == 1


@pytest.mark.build
def test_kg_at_stake_is_what_the_lines_emit(demo_build: Build) -> None:
    """One finding of each kind, against the emission rows themselves."""
    kinds = {
        "FAC-06": "line",
        "CMP-05": "location_type_year",
        "FAC-07": "activity_type_year",
    }
    keys = {
        "line": ("extract_name", "line_id"),
        "location_type_year": ("location_id", "activity_type", "reporting_year"),
        "activity_type_year": ("activity_type", "reporting_year"),
    }
    for rule_id, kind in kinds.items():
        findings = demo_build.rows(
            "from audit.fct_finding_lines where rule_id = ? order by finding_key", [rule_id]
        )
        assert findings
        for finding in findings[:5]:
            where = " and ".join(f"{column} = ?" for column in keys[kind])
            total = demo_build.value(
                f"select sum(kg_co2e) from audit.fct_emissions where {where}",
                [finding[column] for column in keys[kind]],
            )
            assert finding["kg_co2e"] == total, finding["finding_id"]


@pytest.mark.build
def test_kg_that_a_rule_tells_are_those_of_the_mart(demo_build: Build) -> None:
    """No key of a finding leads to a spend category: these rules bring the kg themselves."""
    told = {
        (row["rule_id"], row["finding_key"]): row["kg_co2e"]
        for row in demo_build.rows(
            "from audit.fct_finding_lines where rule_id in ('BND-06', 'FAC-13')"
        )
    }
    spent = {
        f"{row['spend_category']}|{row['reporting_year']}": row["kg_co2e"]
        for row in demo_build.rows(
            "select spend_category, reporting_year, sum(kg_co2e) as kg_co2e "
            "from audit.fct_spend_emissions where spend_category is not null group by all"
        )
    }
    assert told == {
        **{("FAC-13", key): kg for key, kg in spent.items()},
        **{("BND-06", key): kg for key, kg in spent.items() if key.startswith("hired_cleaning")},
    }


@pytest.mark.build
def test_a_draft_touches_its_own_total_and_no_more(demo_build: Build) -> None:
    totals = {
        f"{row['frame']}|{row['total_kind']}|{row['total_key']}|{row['reporting_year']}": row["kg"]
        for row in demo_build.rows(
            "select *, abs(t_co2e) * 1000 as kg from marts.rpt_footprint_totals"
        )
    }
    drafts = demo_build.rows("from audit.fct_finding_lines where rule_id = 'FAC-03'")
    assert drafts
    for row in drafts:
        assert row["kg_co2e"] == totals[row["finding_key"]], row["finding_key"]


@pytest.mark.build
def test_published_findings_point_at_no_person(demo_build: Build, demo_dir: Path) -> None:
    lines = demo_build.rows("from audit.fct_finding_lines")
    published = demo_build.rows("from marts.fct_findings")
    assert sum(row["line_count"] for row in published) == len(lines)
    assert any(row["is_person_borne"] for row in published)
    secret = {row["vehicle_id"] for row in read_rows(demo_dir, "vehicles")[1]}
    secret |= {row["employee_key"] for row in read_rows(demo_dir, "assigned_vehicles")[1]}
    secret |= {row["traveller_key"] for row in read_rows(demo_dir, "trips")[1]}
    secret |= {row["employee_key"] for row in read_rows(demo_dir, "commuting")[1]}
    for file in PERSONAL:
        secret |= {row["line_id"] for row in read_rows(demo_dir, file)[1]}
    told = {line["vehicle_id"] for line in lines} - {None}
    assert told <= secret, "the audit lines do name vehicles: the test would prove nothing else"
    assert told
    texts = [str(value) for row in published for value in row.values() if value is not None]
    assert not [text for text in texts if any(key and key in text for key in secret)]
    personal = {
        row["activity_type"]
        for row in demo_build.rows(
            "select activity_type from staging.stg_activity_types where is_person_borne"
        )
    }
    assert {row["activity_type"] for row in published} & personal
    for row in published:
        if row["activity_type"] in personal:
            assert row["kg_co2e"] is None
        if row["is_person_borne"]:
            assert row["kg_co2e"] is None
            assert row["line_id"] is row["extract_name"] is row["location_id"] is None


@pytest.mark.build
def test_finding_ids_are_unique(demo_build: Build) -> None:
    for table in ("audit.fct_finding_lines", "marts.fct_findings"):
        assert demo_build.value(f"select count(*) - count(distinct finding_id) from {table}") == 0
