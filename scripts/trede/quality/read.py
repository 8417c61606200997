"""Read what the report shows from the warehouse file. Published marts, and audit where no person is.

The findings are those of marts.fct_findings, in which lines of persons are counts; document numbers
come from audit.fct_activities for the other lines. What else is read of audit leaves as sums and counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from trede.quality import acceptances
from trede.report.opening import company_row
from trede.warehouse import Row, Table, open_warehouse, read_tables, refuse_missing, rows

TABLES: dict[str, Table] = {
    "judgements.company": Table(("name", "reporting_years", "language", "reason"), "name"),
    "judgements.estimates": Table(
        (
            *("estimation_method", "location_id", "carrier", "method"),
            *("uncertainty_pct_low", "uncertainty_pct_high", "reason", "decided_by", "decided_on"),
        ),
        "location_id, carrier, estimation_method",
    ),
    "factors.editions": Table(
        ("edition_id", "author", "title", "attribution", "licence", "source_url"), "edition_id"
    ),
    "marts.dim_locations": Table(("location_id", "location_name"), "location_id"),
    "marts.dim_rules": Table(
        (
            *("rule_id", "rule_name", "family", "severity", "wording_nl", "wording_en"),
            *("criterion", "remedy", "remedy_nl", "is_manual"),
        ),
        "family, rule_id",
    ),
    "marts.fct_rule_results": Table(
        (
            *("rule_id", "status", "severity", "run_id"),
            *("population_count", "finding_count", "accepted_count"),
        ),
        "rule_id",
    ),
    "marts.fct_findings": Table(
        (
            *("finding_id", "rule_id", "severity", "status", "finding_key", "reporting_year"),
            *("extract_name", "line_id", "source_file", "source_row", "column_name", "cell_value"),
            *("message", "is_person_borne", "line_count", "kg_co2e"),
            *("accepted_by", "accepted_until"),
        ),
        "kg_co2e desc nulls last, finding_id",
    ),
    "marts.rpt_footprint_totals": Table(
        (
            *("frame", "total_kind", "total_key", "reporting_year"),
            *("t_co2e", "low_t_co2e", "high_t_co2e", "uncertainty_pct", "unverified_share_pct"),
            *("unreadable_line_count", "status", "status_reason_nl", "status_reason_en"),
        ),
        "frame, reporting_year, total_kind, total_key",
    ),
    "marts.rpt_footprint": Table(
        (
            *("frame", "line", "scope", "line_label_nl", "line_label_en", "line_order"),
            *("reporting_year", "t_co2e", "estimated_share_pct"),
        ),
        "frame, line_order, reporting_year",
    ),
    "marts.rpt_factor_coverage": Table(
        (
            *("activity_type", "reporting_year", "factor_edition_id", "factor_status"),
            *("split_status", "kg_co2e", "has_factor"),
        ),
        "reporting_year, factor_edition_id nulls last, activity_type",
    ),
    "marts.rpt_scope_3_categories": Table(
        (
            *("ghg_category", "reporting_year", "t_co2e"),
            *("supplier_specific_pct", "hybrid_pct", "average_data_pct"),
            *("activity_pct", "estimate_pct", "spend_pct"),
        ),
        "reporting_year, ghg_category",
    ),
    "marts.rpt_reported_figures": Table(
        (
            *("figure_id", "metric_label_nl", "metric_label_en", "period", "entity", "unit"),
            *("printed_decimals", "printed_value", "recomputed_value", "difference", "verdict"),
            *("best_explanation_label_nl", "best_explanation_label_en"),
        ),
        "verdict, figure_id, entity, period",
    ),
}

#: Tables of which only sums and counts are read.
BENEATH: dict[str, Table] = {
    **acceptances.TABLES,
    "audit.fct_activities": Table(
        (
            *("activity_id", "extract_name", "line_id", "source_document", "reporting_year"),
            *("location_id", "vehicle_id", "person_key", "quantity"),
            *("claim_part", "claim_status", "estimation_method"),
        ),
        "activity_id",
    ),
    "audit.fct_emissions": Table(
        ("activity_id", "activity_category", "reporting_year", "data_quality_score", "kg_co2e"),
        "activity_id",
    ),
    "intermediate.int_privacy_measures": Table(
        ("activity_category", "reporting_year", "quality_level"),
        "activity_category, reporting_year",
    ),
}

#: Kilograms by data-quality score, from the lines: they add up to the total. Where the quality of a category
#: and year would tell of one to four persons (quality_level none), its kilograms stand as one, from its best
#: to its worst score: their sum is published, and no part of it follows from the others.
_SCORES = """
with lines as (
    select
        emissions.reporting_year,
        emissions.kg_co2e,
        case
            when coalesce(told.quality_level, 'group') = 'none'
                then min(emissions.data_quality_score) over category_years
            else emissions.data_quality_score
        end as best_score,
        case
            when coalesce(told.quality_level, 'group') = 'none'
                then max(emissions.data_quality_score) over category_years
            else emissions.data_quality_score
        end as worst_score
    from audit.fct_emissions as emissions
    left join intermediate.int_privacy_measures as told
        on emissions.activity_category = told.activity_category
        and emissions.reporting_year = told.reporting_year
    where emissions.kg_co2e <> 0
    window category_years as (partition by emissions.activity_category, emissions.reporting_year)
)

select reporting_year, best_score, worst_score, sum(kg_co2e) as kg_co2e
from lines
group by all
order by all
"""

#: What rests on each estimate, by year. Estimates are of locations, never of persons.
_ESTIMATES = """
select
    activities.estimation_method,
    emissions.reporting_year,
    sum(emissions.kg_co2e) as kg_co2e
from audit.fct_emissions as emissions
inner join audit.fct_activities as activities on emissions.activity_id = activities.activity_id
where activities.estimation_method is not null and activities.person_key is null
group by all
order by all
"""

#: kWh that were taken out of the meters of locations because they were charged into vehicles; empty where
#: one to four persons charged there.
_CARVED = """
with carved as (
    select reporting_year, location_id, sum(quantity) as kwh
    from audit.fct_activities
    where claim_part = 'charged' and claim_status = 'superseded'
    group by all
),

chargers as (
    select reporting_year, location_id, count(distinct coalesce(person_key, vehicle_id)) as persons
    from audit.fct_activities
    where extract_name = 'charging_sessions'
    group by all
)

select
    carved.reporting_year,
    carved.location_id,
    case when coalesce(chargers.persons, 0) >= 5 then carved.kwh end as kwh
from carved
left join chargers
    on carved.reporting_year = chargers.reporting_year and carved.location_id = chargers.location_id
order by all
"""

_DOCUMENTS = """
select distinct extract_name, line_id, source_document
from audit.fct_activities
where person_key is null and source_document is not null
"""


@dataclass(frozen=True)
class Quality:
    """Everything that the report shows.

    Attributes:
        file: the warehouse file.
        built_at: when it was last written.
        tables: rows by table without schema; further `scores`, `estimated`, `carved`, `accepted`.
        documents: document number by extract and line, of lines that point at no person.
    """

    file: Path
    built_at: datetime
    tables: Mapping[str, tuple[Row, ...]]
    documents: Mapping[tuple[str, str], str]

    @property
    def company(self) -> Row:
        """The company's own row; empty if it has none."""
        return company_row(self.tables)

    @property
    def runs(self) -> frozenset[str]:
        """The runs of dbt that gave the verdicts."""
        return frozenset(str(row["run_id"]) for row in self.tables["fct_rule_results"])

    @property
    def years(self) -> list[int]:
        """Reporting years with a total, in order."""
        return sorted(
            {
                int(row["reporting_year"])
                for row in self.tables["rpt_footprint_totals"]
                if row["frame"] == "ladder"
            }
        )


def read_quality(file: Path) -> Quality:
    """Read the report's rows.

    Raises:
        WarehouseError: there is no warehouse, it lacks tables, or a build is writing it.
    """
    with open_warehouse(file) as connection:
        refuse_missing(connection, file, {**TABLES, **BENEATH})
        tables: dict[str, Any] = read_tables(connection, file, TABLES)
        tables["accepted"] = acceptances.read_acceptances(connection)
        for name, sql in (("scores", _SCORES), ("estimated", _ESTIMATES), ("carved", _CARVED)):
            tables[name] = tuple(rows(connection, sql))
        documents = {
            (str(extract), str(line)): str(document)
            for extract, line, document in connection.execute(_DOCUMENTS).fetchall()
        }
    built_at = datetime.fromtimestamp(file.stat().st_mtime).astimezone()
    return Quality(file=file, built_at=built_at, tables=tables, documents=documents)
