"""Read what the look shows from the warehouse file, and nothing else.

The marts compute; this module reads. It sums only tonnes over entities, which the marts say may be
summed, and refuses a warehouse whose tables or columns are not those that it knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from trede.look.words import Language, as_language
from trede.warehouse import Row, Table, is_synthetic, open_warehouse, read_tables

_FOOTPRINT = (
    *("frame", "line", "scope", "line_label_nl", "line_label_en", "line_order"),
    *("reporting_year", "entity_id", "t_co2e", "t_co2e_location_based", "t_co2_biogenic"),
    *("estimated_share_pct", "official_share_pct", "unverified_share_pct", "data_quality_score"),
)

TABLES: dict[str, Table] = {
    "judgements.company": Table(("name", "reporting_years", "language", "reason"), "name"),
    "reference.frames": Table(("frame", "label_nl", "label_en"), "frame"),
    "reference.activity_categories": Table(
        ("activity_category", "label_nl", "label_en"), "activity_category"
    ),
    "marts.rpt_footprint": Table(
        _FOOTPRINT, "frame, line_order, line, reporting_year, entity_id nulls last"
    ),
    "marts.rpt_footprint_totals": Table(
        (
            *("frame", "total_kind", "total_key", "reporting_year"),
            *("t_co2e", "low_t_co2e", "high_t_co2e", "uncertainty_pct", "unverified_share_pct"),
            *("status", "status_reason_nl", "status_reason_en"),
        ),
        "frame, total_kind, total_key, reporting_year",
    ),
    "marts.rpt_footprint_halfyear": Table(
        (*_FOOTPRINT, "half_year", "t_co2e_at_cut_off"),
        "frame, line_order, line, reporting_year, half_year nulls last, entity_id nulls last",
    ),
    "marts.rpt_key_figures": Table(
        (
            *("reporting_year", "figure_id", "figure_label_nl", "figure_label_en"),
            *("figure_value", "unit"),
        ),
        "figure_id, reporting_year",
    ),
    "marts.rpt_factor_coverage": Table(
        (
            *("activity_type", "activity_category", "reporting_year"),
            *("activity_label_nl", "activity_label_en"),
            *("factor_edition_id", "factor_id", "factor_status", "split_status", "unit"),
            *("wtw_factor_value", "jump_pct", "quantity_without_factor", "kg_co2e", "has_factor"),
        ),
        "reporting_year, kg_co2e desc, activity_category, activity_type nulls last, factor_id",
    ),
    "marts.rpt_reported_figures": Table(
        (
            *("figure_id", "occurrence", "metric_label_nl", "metric_label_en", "metric"),
            *("entity", "period", "unit", "input_basis", "printed_decimals"),
            *("printed_value", "recomputed_value", "difference", "verdict"),
            *("best_explanation_label_nl", "best_explanation_label_en"),
        ),
        "figure_id, occurrence",
    ),
    "marts.rpt_scope_3_categories": Table(
        (
            *("ghg_category", "reporting_year", "label_nl", "label_en"),
            *("state", "screening_reason"),
            *("t_co2e", "t_co2e_ladder", "t_co2e_as_reported", "t_co2e_alternative"),
            *("low_t_co2e", "high_t_co2e"),
            *("supplier_specific_pct", "hybrid_pct", "average_data_pct"),
            *("activity_pct", "estimate_pct", "spend_pct", "spend_without_kg_eur"),
        ),
        "ghg_category, reporting_year",
    ),
    "marts.rpt_spend_categories": Table(
        (
            *("spend_category", "reporting_year", "name_nl", "name_en"),
            *("ghg_category", "reported_ghg_category"),
            *("counted_eur", "spend_without_kg_eur", "line_count", "t_co2e", "t_co2e_alternative"),
            *(
                f"{way}{column}"
                for way in ("", "alternative_")
                for column in (
                    *("factor_edition_id", "factor_value"),
                    *("factor_currency", "factor_price_year"),
                )
            ),
            "alternative_price_level_status",
            *("difference_price_level_t", "difference_currency_t"),
            *("difference_price_basis_t", "difference_factor_t"),
        ),
        "reporting_year, ghg_category, t_co2e desc nulls last, spend_category",
    ),
    "marts.rpt_chain_analysis": Table(
        (
            *("reporting_year", "mode", "mode_order", "label_nl", "label_en", "km", "t_co2e"),
            *("surveyed_t_co2e", "extrapolated_t_co2e", "km_without_factor"),
            *("plan_low", "plan_high", "plan_margin_pct", "model_low", "model_high"),
            *("interval_assumption_nl", "interval_assumption_en"),
            *("coverage_pct", "primary_data_share_pct"),
            *("subcontractors_surveyed", "subcontractors_total"),
            *("invoiced_eur", "surveyed_invoiced_eur", "t_co2e_per_million_eur"),
            *("status", "status_reason_nl", "status_reason_en"),
        ),
        "reporting_year, mode_order, mode",
    ),
    "marts.rpt_chain_reconciliation": Table(
        (
            *("reporting_year", "treatment", "chain_t_co2e", "spend_t_co2e"),
            *("spend_t_co2e_alternative", "chain_share_of_spend_pct"),
            *("explanation_nl", "explanation_en"),
        ),
        "reporting_year",
    ),
    "marts.rpt_product_market_combinations": Table(
        (
            *("combination_id", "name_nl", "name_en", "ranking", "ranking_score", "reason"),
            *("burden_label_nl", "burden_label_en", "influence_label_nl", "influence_label_en"),
            *("ghg_category", "category_year", "t_co2e_category"),
        ),
        "ranking nulls last, combination_id",
    ),
    "marts.dim_factors": Table(("factor_edition_id", "factor_id", "attribution"), "1, 2"),
    "marts.dim_entities": Table(("entity_id", "entity_name"), "entity_id"),
    "marts.dim_rules": Table(
        (
            *("rule_id", "severity", "wording_nl", "wording_en"),
            *("criterion", "remedy", "remedy_nl"),
        ),
        "rule_id",
    ),
    "marts.fct_rule_results": Table(
        ("rule_id", "severity", "status", "population_count", "finding_count", "accepted_count"),
        "rule_id",
    ),
    "marts.fct_findings": Table(
        (
            *("finding_id", "rule_id", "severity", "status", "entity_id", "reporting_year"),
            *("message", "is_person_borne", "line_count", "kg_co2e"),
        ),
        "rule_id, kg_co2e desc nulls last, finding_id",
    ),
}


@dataclass(frozen=True)
class Warehouse:
    """Everything that the look read from one warehouse.

    Attributes:
        file: the warehouse file.
        built_at: when the file was last written, by its modification time.
        tables: the rows of each table of TABLES, by name without schema.
    """

    file: Path
    built_at: datetime
    tables: Mapping[str, tuple[Row, ...]]

    def rows(self, table: str, **wanted: object) -> list[Row]:
        """Return the rows of a table whose columns have these values."""
        return [
            row
            for row in self.tables[table]
            if all(row[column] == value for column, value in wanted.items())
        ]

    @property
    def company_name(self) -> str | None:
        """The company's trade name; None when its judgements say nothing yet."""
        return next((row["name"] for row in self.tables["company"]), None)

    @property
    def language(self) -> Language | None:
        """The language that the company's judgements name, if the look speaks it."""
        return as_language(next((row["language"] for row in self.tables["company"]), None))

    @property
    def is_synthetic(self) -> bool:
        """Whether the company's own statement says that it is synthetic, as the demo's does."""
        return any(is_synthetic(row["reason"]) for row in self.tables["company"])

    @property
    def years(self) -> list[int]:
        """The reporting years: those that the company states, and any that has figures."""
        years = set(self.years_with_figures)
        for row in self.tables["company"]:
            stated = (row["reporting_years"] or "").strip()
            if stated[:4].isdecimal() and stated[-4:].isdecimal():
                years.update(range(int(stated[:4]), int(stated[-4:]) + 1))
        return sorted(years)

    @property
    def years_with_figures(self) -> list[int]:
        """The reporting years that have emissions."""
        return sorted({row["reporting_year"] for row in self.tables["rpt_footprint_totals"]})

    @property
    def is_empty(self) -> bool:
        """Whether there is no emission at all yet."""
        return not self.tables["rpt_footprint_totals"]


def read_warehouse(file: Path) -> Warehouse:
    """Read the tables of the look from a warehouse file, without writing to it.

    Raises:
        NoWarehouseError: there is no such file, or it is no DuckDB database.
        LockedError: a build is writing it.
        MissingTablesError: it lacks tables or columns; the message names every one.
    """
    with open_warehouse(file) as connection:
        tables = read_tables(connection, file, TABLES)
    built_at = datetime.fromtimestamp(file.stat().st_mtime).astimezone()
    return Warehouse(file=file, built_at=built_at, tables=tables)
