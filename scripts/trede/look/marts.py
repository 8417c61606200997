"""Read what the look shows from the warehouse file, and nothing else.

The marts compute; this module reads. It sums only tonnes over entities, which the marts say may be
summed, and refuses a warehouse whose tables or columns are not those that it knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from trede.look.words import Language, as_language

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """A table that the look reads.

    Attributes:
        columns: the columns that it needs; the table may have more.
        order: the order of the rows, so that the same warehouse gives the same page.
    """

    columns: tuple[str, ...]
    order: str


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
        ("rule_id", "severity", "wording_nl", "wording_en", "criterion", "remedy"), "rule_id"
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


class LookError(Exception):
    """The warehouse cannot be shown; the message says why, and what to do about it.

    Attributes:
        exit_code: what the command ends with (see `trede look --help`).
    """

    exit_code = 1


class NoWarehouseError(LookError):
    """There is no warehouse file, or it is not one that DuckDB can read."""

    exit_code = 1


class MissingMartsError(LookError):
    """Tables or columns that the look reads are not in the warehouse."""

    exit_code = 3


class LockedError(LookError):
    """Another process has the warehouse open for writing."""

    exit_code = 4


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
        return any(
            "synthetic company" in (row["reason"] or "").lower() for row in self.tables["company"]
        )

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
        MissingMartsError: it lacks tables or columns; the message names every one.
    """
    with _open(file) as connection:
        _refuse_missing(connection, file)
        tables = {}
        for name, table in TABLES.items():
            cursor = connection.execute(
                f"select {', '.join(table.columns)} from {name} order by {table.order}"  # noqa: S608
            )
            tables[name.split(".")[1]] = tuple(
                dict(zip(table.columns, row, strict=True)) for row in cursor.fetchall()
            )
    built_at = datetime.fromtimestamp(file.stat().st_mtime).astimezone()
    return Warehouse(file=file, built_at=built_at, tables=tables)


@contextmanager
def _open(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a warehouse read-only, and say in our words what DuckDB says when it cannot."""
    if not file.is_file():
        raise NoWarehouseError(
            f"There is no warehouse at {file}.\n"
            "Run `make build` first; another place is named with TREDE_WAREHOUSE_DIR."
        )
    try:
        connection = duckdb.connect(str(file), read_only=True)
    except duckdb.Error as error:
        if "lock" in str(error).lower():
            raise LockedError(
                f"{file} is being written by another process, probably a build.\n"
                "Wait until it ends and run `trede look` again; "
                "a database tool that holds the file open must close it."
            ) from error
        raise NoWarehouseError(
            f"{file} is not a warehouse that this DuckDB can open: {str(error).splitlines()[0]}\n"
            "Move it away and run `make build`."
        ) from error
    try:
        yield connection
    finally:
        connection.close()


def _refuse_missing(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Raise MissingMartsError when a table or a column that is read is not there."""
    there: dict[str, set[str]] = {}
    for schema, table, column in connection.execute(
        "select table_schema, table_name, column_name from information_schema.columns"
    ).fetchall():
        there.setdefault(f"{schema}.{table}", set()).add(column)
    missing = []
    for name, table in TABLES.items():
        if name not in there:
            missing.append(name)
        else:
            missing += [f"{name}.{column}" for column in table.columns if column not in there[name]]
    if missing:
        raise MissingMartsError(
            f"{file} lacks what the look reads: {', '.join(missing)}.\n"
            "The last build stopped half-way, or was made by another version. Run `make build`."
        )
