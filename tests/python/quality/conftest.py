"""A small warehouse with one of everything that the report shows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from look.conftest import Fabricated
from trede.pack.build_state import RUNTIME_COLUMNS
from trede.pack.freeze import PackWriter
from trede.pack.manifest import MANIFEST, Build, Manifest, data_root, whole_root
from trede.quality.read import BENEATH, TABLES

PERSON_FREE = {"is_person_borne": False, "line_count": 1}

_AUDIT = {
    "audit.fct_activities": (
        "activity_id varchar, extract_name varchar, line_id varchar, source_document varchar, "
        "person_key varchar, vehicle_id varchar, location_id varchar, reporting_year integer, "
        "claim_part varchar, claim_status varchar, quantity decimal(19, 6), "
        "estimation_method varchar"
    ),
    "audit.fct_emissions": (
        "activity_id varchar, activity_category varchar, reporting_year integer, "
        "data_quality_score integer, kg_co2e decimal(18, 6)"
    ),
    "audit.fct_finding_lines": (
        "finding_id varchar, rule_id varchar, finding_key varchar, status varchar, "
        "is_person_borne boolean, accepted_until date"
    ),
    "intermediate.int_privacy_measures": (
        "activity_category varchar, reporting_year integer, quality_level varchar"
    ),
    "staging.stg_accepted_findings": (
        "rule_id varchar, finding_key varchar, accepted_by varchar, expires_on date, reason varchar"
    ),
    # lines about persons, in which the words of reasons are looked up
    "staging.stg_vehicles": "vehicle_id varchar, line_id varchar",
}
assert set(BENEATH) <= set(_AUDIT)

#: Kilograms of 2024 by category and score: 200 t together. The qualities of business travel would tell of
#: one to four persons, those of commuting do not.
KILOGRAMS = (
    ("fuel_heating", 1, "25000"),
    ("spend_01", 5, "125000"),
    ("commuting", 2, "20000"),
    ("commuting", 3, "9679.9"),
    ("business_travel", 2, "15123"),
    ("business_travel", 3, "4877"),
)

#: The run that gave the verdicts.
RUN = "11111111-aaaa-4bbb-8ccc-222222222222"

#: Keys of persons: on no page.
PERSON_KEYS = ("v-9f8e7d", "v-0a1b2c", "t-77aa01")


def column_type(table: str, column: str) -> str:
    """Return a type for a column, as the models and seeds have it."""
    if table.startswith(("judgements.", "factors.")):
        return "varchar"
    if column.startswith(("is_", "has_")):
        return "boolean"
    if column.endswith(("_year", "_order", "_count", "_decimals")) or column == "ghg_category":
        return "integer"
    if column.endswith(("_pct", "_co2e", "_value", "difference")):
        return "decimal(28, 6)"
    if column == "accepted_until":
        return "date"
    return "varchar"


@pytest.fixture
def warehouse(tmp_path: Path) -> Fabricated:
    """2023 and 2024; business travel of 2024 is a draft; three rules, two of which fail."""
    folder = tmp_path / "warehouse"
    folder.mkdir()
    made = Fabricated(folder / "current.duckdb")
    with made:
        for schema in sorted({name.split(".")[0] for name in (*TABLES, *_AUDIT)}):
            made.sql(f"create schema {schema}")
        for name, table in TABLES.items():
            columns = ", ".join(f"{each} {column_type(name, each)}" for each in table.columns)
            made.sql(f"create table {name} ({columns})")
        for name, columns in _AUDIT.items():
            made.sql(f"create table {name} ({columns})")
        fill(made)
    return made


def fill(made: Fabricated) -> None:
    """Fill the tables."""
    made.insert(
        "judgements.company",
        {"name": "Noord <& Zuid> BV", "language": "nl", "reason": "Decided by the board."},
    )
    for year, travel in ((2023, "10"), (2024, "20")):
        for line, order, tonnes, estimated, scope in (
            ("scope_1", 1, "70", "0", "scope_1"),
            ("business_travel", 2, travel, "50", "business_travel"),
            ("3.1", 3, "110", "100", "scope_3"),
        ):
            made.insert(
                "marts.rpt_footprint",
                {
                    "frame": "ladder",
                    "line": line,
                    "scope": scope,
                    "line_label_nl": f"Regel {line}",
                    "line_label_en": f"Line {line}",
                    "line_order": order,
                    "reporting_year": year,
                    "t_co2e": tonnes,
                    "estimated_share_pct": estimated,
                },
            )
        for kind, key, tonnes in (
            ("line", "scope_1", "70"),
            ("line", "business_travel", travel),
            ("line", "3.1", "110"),
            ("ladder_total", "scope_1_2_business_travel", str(70 + int(travel))),
            # a scope of one line
            ("scope", "scope_1", "70"),
            ("scope", "scope_3", "110"),
            ("total", "total", str(180 + int(travel))),
        ):
            is_draft = (key, year) == ("business_travel", 2024)
            made.insert(
                "marts.rpt_footprint_totals",
                {
                    "frame": "ladder",
                    "total_kind": kind,
                    "total_key": key,
                    "reporting_year": year,
                    "t_co2e": tonnes,
                    "low_t_co2e": "1",
                    "high_t_co2e": "999.5",
                    "uncertainty_pct": "12.3",
                    "unverified_share_pct": "0",
                    "unreadable_line_count": 0,
                    "status": "DRAFT" if is_draft else "FINAL",
                    "status_reason_nl": "95.50% is niet nagelezen." if is_draft else None,
                    "status_reason_en": "95.50% was not read." if is_draft else None,
                },
            )
    for category, score, kg in KILOGRAMS:
        made.insert(
            "audit.fct_emissions",
            {
                "activity_id": f"{category}-{score}",
                "activity_category": category,
                "reporting_year": 2024,
                "data_quality_score": score,
                "kg_co2e": kg,
            },
        )
    for category, level in (("commuting", "year"), ("business_travel", "none")):
        made.insert(
            "intermediate.int_privacy_measures",
            {"activity_category": category, "reporting_year": 2024, "quality_level": level},
        )
    for rule, family, severity, status, looked_at, found in (
        ("CMP-01", "completeness", "warn", "FAIL", 12, 14),
        ("FAC-03", "factors", "warn", "FAIL", 4, 2),
        ("DBL-01", "double_counting", "warn", "PASS", 30, 0),
        ("GOV-09", "governance", "warn", "NOT_RUN", None, None),
    ):
        made.insert(
            "marts.dim_rules",
            {
                "rule_id": rule,
                "rule_name": rule.lower(),
                "family": family,
                "severity": severity,
                "wording_nl": f"Zin {rule}",
                "wording_en": f"Sentence {rule}",
                "remedy": f"Mend {rule}",
                "remedy_nl": f"Herstel {rule}",
                "is_manual": False,
            },
        )
        made.insert(
            "marts.fct_rule_results",
            {
                "rule_id": rule,
                "status": status,
                "severity": severity,
                "population_count": looked_at,
                "finding_count": found,
                "accepted_count": 0,
                "run_id": RUN,
            },
        )
    for place in range(14):
        made.insert(
            "marts.fct_findings",
            {
                "finding_id": f"CMP-01|{place:02d}",
                "rule_id": "CMP-01",
                "severity": "warn",
                "status": "open",
                "finding_key": f"{place:02d}",
                "reporting_year": 2024,
                "extract_name": "supplier_invoices",
                "line_id": f"SI-{place:02d}",
                "source_file": "export.csv",
                "source_row": str(place),
                "message": f"message {place:02d}",
                "kg_co2e": str(1000 - place),
                **PERSON_FREE,
            },
        )
    # each frame finds the whole year again
    for frame in ("ladder", "ghg_protocol"):
        made.insert(
            "marts.fct_findings",
            {
                "finding_id": f"FAC-03|{frame}",
                "rule_id": "FAC-03",
                "severity": "warn",
                "status": "open",
                "finding_key": frame,
                "reporting_year": 2024,
                "message": f"draft in {frame}",
                "kg_co2e": "200000",
                **PERSON_FREE,
            },
        )
    made.insert(
        "marts.fct_findings",
        {
            "finding_id": "CMP-01|persons",
            "rule_id": "CMP-01",
            "severity": "warn",
            "status": "open",
            "finding_key": "persons",
            "reporting_year": 2024,
            "extract_name": "trips",
            "message": "lines about persons",
            "is_person_borne": True,
            "line_count": 7,
            "kg_co2e": "5000",
        },
    )
    made.insert(
        "audit.fct_activities",
        {
            "activity_id": "a1",
            "extract_name": "supplier_invoices",
            "line_id": "SI-00",
            "source_document": "INVOICE-77",
            "location_id": "west",
            "reporting_year": 2024,
            "estimation_method": "west_by_area",
        },
        {
            "activity_id": "a2",
            "extract_name": "trips",
            "line_id": "T-1",
            "source_document": "CLAIM-OF-SOMEBODY",
            "person_key": "p1",
            "reporting_year": 2024,
        },
    )
    made.insert(
        "audit.fct_emissions",
        {
            "activity_id": "a1",
            "activity_category": "fuel_heating",
            "reporting_year": 2024,
            "data_quality_score": 4,
            "kg_co2e": "320.1",
        },
    )
    made.insert(
        "judgements.estimates",
        {
            "estimation_method": "west_by_area",
            "location_id": "west",
            "carrier": "gas",
            "method": "Main meter by floor area",
            "uncertainty_pct_low": "-30",
            "uncertainty_pct_high": "30",
            "reason": "No sub-meter.",
            "decided_by": "data owner",
            "decided_on": "2025-02-03",
        },
    )
    made.insert("marts.dim_locations", {"location_id": "west", "location_name": "Westhuis"})
    accept(made)
    for place, persons in (("west", 5), ("east", 4)):
        made.insert(
            "audit.fct_activities",
            {
                "activity_id": f"carved-{place}",
                "location_id": place,
                "reporting_year": 2024,
                "claim_part": "charged",
                "claim_status": "superseded",
                "quantity": "1234" if place == "west" else "4321",
            },
            *(
                {
                    "activity_id": f"session-{place}-{person}",
                    "extract_name": "charging_sessions",
                    "location_id": place,
                    "person_key": f"p{person}",
                    "reporting_year": 2024,
                }
                for person in range(persons)
            ),
        )
    made.insert(
        "marts.rpt_reported_figures",
        {
            "figure_id": "RF01",
            "metric_label_nl": "Scope 1",
            "metric_label_en": "Scope 1",
            "period": "2024",
            "entity": "group",
            "unit": "t",
            "printed_decimals": 0,
            "printed_value": "71",
            "recomputed_value": "70",
            "difference": "-1",
            "verdict": "differs",
            "best_explanation_label_nl": "Geen verklaring.",
            "best_explanation_label_en": "No explanation.",
        },
    )


def accept(made: Fabricated) -> None:
    """Accept findings in every way: a place and vehicles, in time, too late, in part, and of nothing."""
    for key, status, until in (
        ("west", "accepted", "2025-12-31"),
        ("east", "open", None),
        ("north", "open", None),
        ("v-9f8e7d|2024", "accepted", "2025-12-31"),
        ("v-0a1b2c|2024", "accepted", "2025-12-31"),
        ("v-0a1b2c|2023", "open", None),
    ):
        made.insert(
            "audit.fct_finding_lines",
            {
                "finding_id": f"CMP-01|{key}",
                "rule_id": "CMP-01",
                "finding_key": key,
                "status": status,
                "is_person_borne": key.startswith("v-"),
                "accepted_until": until,
            },
        )
    for rule, key, until, reason in (
        ("CMP-01", "west", "2025-12-31", "Meter is ordered."),
        ("CMP-01", "west", "2025-06-30", "Meter is ordered."),
        ("CMP-01", "east", "2024-01-31", "Meter is ordered."),
        ("CMP-01", "north", "2025-12-31", None),
        ("CMP-01", "v-9f8e7d|2024", "2025-12-31", "Lent for a week."),
        ("CMP-01", "v-0a1b2c|2024", "2025-12-31", "Lent for a week."),
        ("CMP-01", "v-0a1b2c|2023", "2024-01-31", "v-0a1b2c was sold."),
        # of a traveller who is in no file any more
        ("CMP-01", "t-77aa01|2021", "2030-01-31", "t-77aa01 left."),
        ("CMP-99", "west", "2030-01-31", "There is no such rule."),
    ):
        made.insert(
            "staging.stg_accepted_findings",
            {
                "rule_id": rule,
                "finding_key": key,
                "accepted_by": "controller",
                "expires_on": until,
                "reason": reason,
            },
        )
    for key in ("v-9f8e7d", "v-0a1b2c"):
        made.insert("staging.stg_vehicles", {"vehicle_id": key})


def freeze(made: Fabricated, folder: Path, run: str = RUN) -> Path:
    """Write a pack of the published tables that the report shows."""
    folder.mkdir(parents=True)
    writer = PackWriter(folder)
    with duckdb.connect(str(made.file), read_only=True) as connection:
        for name in TABLES:
            schema, table = name.split(".")
            if schema == "marts":
                columns = [each for each in TABLES[name].columns if each not in RUNTIME_COLUMNS]
                rows = connection.sql(f"select {', '.join(columns)} from {name} order by all")
                writer.write_table(f"data/marts/{table}.parquet", rows.to_arrow_table(), ())
    files = tuple(sorted(writer.files, key=lambda file: file.path))
    manifest = Manifest(
        company="noord",
        as_of_date=date(2025, 3, 31),
        project_version="1",
        sequence=1,
        previous=None,
        frozen_at=datetime(2025, 4, 1, tzinfo=UTC),
        build=Build(invocation_id=run, started_at="a", finished_at="b", dbt_version="1"),
        data_sha256=data_root(files),
        root_sha256=whole_root(files),
        files=files,
    )
    (folder / MANIFEST).write_bytes(manifest.to_bytes())
    return folder
