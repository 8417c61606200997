"""A small warehouse with one of everything that the report shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from look.conftest import Fabricated
from trede.quality.read import TABLES

PERSON_FREE = {"is_person_borne": False, "line_count": 1}

_AUDIT = {
    "audit.fct_activities": (
        "activity_id varchar, extract_name varchar, line_id varchar, source_document varchar, "
        "person_key varchar, vehicle_id varchar, location_id varchar, reporting_year integer, "
        "claim_part varchar, claim_status varchar, quantity decimal(19, 6), "
        "estimation_method varchar"
    ),
    "audit.fct_emissions": ("activity_id varchar, reporting_year integer, kg_co2e decimal(18, 6)"),
    **{
        f"marts.fct_scope_{scope}_emissions": (
            "reporting_year integer, data_quality_score decimal(28, 2), kg_co2e decimal(18, 6)"
        )
        for scope in (1, 2, 3)
    },
}


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
                    "status_reason_nl": "Niet nagelezen." if is_draft else None,
                    "status_reason_en": "Not read." if is_draft else None,
                },
            )
    for scope, year, score, kg in (
        (1, 2024, "1.4", "25000"),
        (1, 2024, "1.6", "50000"),
        (3, 2024, "5", "125000"),
    ):
        made.insert(
            f"marts.fct_scope_{scope}_emissions",
            {"reporting_year": year, "data_quality_score": score, "kg_co2e": kg},
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
        "audit.fct_emissions", {"activity_id": "a1", "reporting_year": 2024, "kg_co2e": "320.1"}
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
    made.insert(
        "judgements.accepted_findings",
        {
            "rule_id": "CMP-05",
            "finding_key": "west",
            "accepted_by": "controller",
            "expires_on": "2025-12-31",
            "reason": "Meter is ordered.",
        },
    )
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
