"""Read what the plan is made of from the warehouse file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from trede.report.opening import company_row
from trede.warehouse import Row, Table, open_warehouse, read_tables, refuse_missing, rows

TABLES: dict[str, Table] = {
    "judgements.company": Table(("name", "reason"), "name"),
    "judgements.data_plan": Table(
        (
            *("emission_category", "quantity", "source", "owner_role", "due"),
            *("reason", "decided_by", "decided_on"),
        ),
        "emission_category",
    ),
    "judgements.retention": Table(("extract_name", "keep_until", "reason"), "extract_name"),
    "reference.data_flows": Table(
        ("emission_category", "extract_name"), "emission_category, extract_name"
    ),
    # As they were delivered, whether as CSV or landed (docs/landing.md): the seed may be empty.
    "staging.stg_deliveries": Table(
        ("delivery_id", "extract_name", "received_on", "covers_to"), "delivery_id"
    ),
    "marts.dim_rules": Table(
        ("rule_id", "family", "wording_nl", "wording_en", "remedy", "remedy_nl"), "family, rule_id"
    ),
    "marts.fct_rule_results": Table(("rule_id", "status", "run_id"), "rule_id"),
    "marts.fct_findings": Table(
        (
            *("finding_id", "rule_id", "status", "reporting_year", "extract_name", "line_id"),
            *("line_count", "kg_co2e"),
        ),
        "finding_id",
    ),
    "marts.rpt_footprint_totals": Table(
        ("frame", "total_kind", "reporting_year", "t_co2e"), "frame, total_kind, reporting_year"
    ),
}

_AUDIT = {
    "audit.fct_activities": Table(
        ("activity_id", "extract_name", "line_id", "reporting_year", "person_key"), "activity_id"
    ),
    "audit.fct_emissions": Table(
        ("activity_id", "reporting_year", "kg_co2e", "data_quality_score"), "activity_id"
    ),
    "audit.fct_finding_lines": Table(("finding_id", "extract_name", "status"), "finding_id"),
}

#: Lines, tonnes and score of an extract in a year; nothing where one to four persons stand behind them.
_STATE = """
with kilograms as (
    select activity_id, sum(kg_co2e) as kg, sum(abs(kg_co2e)) as weight,
        sum(abs(kg_co2e) * data_quality_score) as weighted
    from audit.fct_emissions
    where reporting_year = $year
    group by activity_id
)

select
    activities.extract_name,
    count(distinct activities.line_id) as line_count,
    case when count(distinct activities.person_key) not between 1 and 4 then sum(kilograms.kg) end as kg_co2e,
    case
        when count(distinct activities.person_key) not between 1 and 4 and sum(kilograms.weight) > 0
            then cast(sum(kilograms.weighted) as double) / cast(sum(kilograms.weight) as double)
    end as score
from audit.fct_activities as activities
left join kilograms on activities.activity_id = kilograms.activity_id
where activities.reporting_year = $year
group by activities.extract_name
order by activities.extract_name
"""


#: Open findings by extract, from the lines: the published findings about persons name no extract. Counts of
#: findings are published whatever their number, as in marts.fct_findings.
_OPEN = """
select extract_name, count(*) as finding_count
from audit.fct_finding_lines
where status = 'open' and extract_name is not null
group by extract_name
order by extract_name
"""


@dataclass(frozen=True)
class PlanFacts:
    """What was read.

    Attributes:
        built_at: when the warehouse was last written.
        year: the last reporting year with a total; None without one.
        tables: rows by table without schema; `state` holds lines, kg and score by extract, `open` its open
            findings.
    """

    built_at: datetime
    year: int | None
    tables: Mapping[str, tuple[Row, ...]]

    @property
    def company(self) -> Row:
        """The company's own row; empty if it has none."""
        return company_row(self.tables)

    @property
    def runs(self) -> dict[str, str]:
        """The run of dbt that gave the verdict on each rule."""
        return {str(row["rule_id"]): str(row["run_id"]) for row in self.tables["fct_rule_results"]}

    @property
    def run_ids(self) -> frozenset[str]:
        """The runs of dbt that gave the verdicts."""
        return frozenset(self.runs.values())

    @property
    def rule_ids(self) -> frozenset[str]:
        """The rules of the warehouse."""
        return frozenset(str(row["rule_id"]) for row in self.tables["dim_rules"])

    @property
    def statuses(self) -> dict[str, str]:
        """Verdict by rule."""
        return {str(row["rule_id"]): str(row["status"]) for row in self.tables["fct_rule_results"]}


def read_facts(file: Path) -> PlanFacts:
    """Read the facts of the plan.

    Raises:
        WarehouseError: there is no warehouse, it lacks tables, or a build is writing it.
    """
    with open_warehouse(file) as connection:
        tables: dict[str, Any] = read_tables(connection, file, TABLES)
        refuse_missing(connection, file, _AUDIT)
        years = [
            int(row["reporting_year"])
            for row in tables["rpt_footprint_totals"]
            if row["frame"] == "ladder" and row["total_kind"] == "total"
        ]
        year = max(years) if years else None
        tables["state"] = tuple(rows(connection, _STATE, {"year": year}))
        tables["open"] = tuple(rows(connection, _OPEN))
    built_at = datetime.fromtimestamp(file.stat().st_mtime).astimezone()
    return PlanFacts(built_at=built_at, year=year, tables=tables)
