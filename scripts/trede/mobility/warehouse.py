"""Read what a WPM sheet shows from the warehouse file, and nothing else.

The cells are those of rpt_wpm_form; the trail behind them is rpt_wpm_trail.
Keys of persons are read to be counted (trede.mobility.sheet); no sheet holds one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from trede.warehouse import Row, Table, open_warehouse, read_tables

TABLES: dict[str, Table] = {
    "judgements.company": Table(("name", "language", "reason"), "name"),
    "judgements.wpm_choices": Table(
        ("kvk_number", "year", "choice", "value", "reason", "decided_by", "decided_on"),
        "choice, kvk_number, decided_on",
    ),
    "mappings.entities": Table(("entity_id", "kvk_number", "name"), "name"),
    "staging.stg_vehicles_in_time": Table(("vehicle_id", "is_assigned"), "vehicle_id"),
    "reference.wpm_jaargangen": Table(("jaargang", "status", "gas_basis"), "jaargang"),
    "reference.wpm_thresholds": Table(
        ("regime", "valid_from", "valid_to", "employees", "hours_per_month", "status", "source"),
        "status, valid_from nulls last, regime",
    ),
    "audit.rpt_wpm_form": Table(
        (
            *("kvk_number", "reporting_year", "block", "block_order"),
            *("block_label_nl", "block_label_en", "purpose"),
            *("category", "category_order", "category_label_nl", "category_label_en"),
            *("is_on_form", "entry_unit", "value", "line_count"),
            *("surveyed_share_pct", "estimated_share_pct", "km_without_amount"),
            *("jaargang", "is_chosen_jaargang", "jaargang_status"),
            *("average_occupancy_car", "rkm_per_eur", "gas_basis"),
            *("rkm", "g_per_rkm", "kg_co2", "no_co2_reason"),
        ),
        "kvk_number, reporting_year, block_order, category_order",
    ),
    "marts.rpt_wpm_size": Table(
        (
            *("kvk_number", "reporting_year", "employees", "threshold_in_force"),
            *("threshold_proposed", "is_obliged", "is_obliged_as_proposed", "survey_sample_size"),
            *("employees_with_commuting", "surveyed_employees", "coverage_pct"),
            *("meets_80_pct_rule", "unknown_fuel_share_pct"),
        ),
        "kvk_number, reporting_year",
    ),
    "marts.rpt_wpm_path": Table(
        (
            *("kvk_number", "path", "population", "purpose", "reporting_year"),
            *("kt_co2", "index_2019", "own_base_year", "own_index"),
        ),
        "kvk_number, path, purpose, reporting_year",
    ),
    "audit.rpt_wpm_trail": Table(
        (
            *("kvk_number", "reporting_year", "block", "category", "delivered_category"),
            *("extract_name", "part_kind", "line_id", "vehicle_id", "person_key"),
            *("vehicle_km", "traveller_km", "amount_eur", "km", "exclusion_reason"),
        ),
        "block, category, exclusion_reason, extract_name, part_kind, line_id, vehicle_km",
    ),
    "audit.fct_finding_lines": Table(
        (
            *("rule_id", "severity", "status", "finding_key", "entity_id", "vehicle_id"),
            *("reporting_year", "extract_name", "line_id"),
        ),
        "rule_id, finding_key",
    ),
    "marts.dim_rules": Table(("rule_id", "wording_nl", "wording_en", "remedy"), "rule_id"),
}


@dataclass(frozen=True)
class WpmWarehouse:
    """What was read from one warehouse for the sheets of one selection.

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
    def employer_years(self) -> list[tuple[str, int]]:
        """The KVK numbers and years that have a form."""
        return sorted(
            {(row["kvk_number"], row["reporting_year"]) for row in self.tables["rpt_wpm_form"]}
        )

    @property
    def company_years(self) -> set[int]:
        """The reporting years of the company: rpt_wpm_size has no others."""
        return {row["reporting_year"] for row in self.tables["rpt_wpm_size"]}

    @property
    def language(self) -> str | None:
        """The company's own language, as its statement says it."""
        for row in self.tables["company"]:
            return str(row["language"] or "").strip().lower() or None
        return None


def read_wpm(file: Path) -> WpmWarehouse:
    """Read the tables of the sheets from a warehouse file, without writing to it.

    Raises:
        NoWarehouseError: there is no such file, or it is no DuckDB database.
        LockedError: a build is writing it.
        MissingTablesError: it lacks tables or columns; the message names every one.
    """
    with open_warehouse(file) as connection:
        tables = read_tables(connection, file, TABLES)
    built_at = datetime.fromtimestamp(file.stat().st_mtime).astimezone()
    return WpmWarehouse(file=file, built_at=built_at, tables=tables)
