"""Read the open findings with everything that says whom to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from trede.report.opening import company_row
from trede.warehouse import Row, Table, open_warehouse, read_tables, refuse_missing, rows

TABLES: dict[str, Table] = {
    "judgements.company": Table(("name", "reason"), "name"),
    "judgements.data_plan": Table(("emission_category", "owner_role"), "emission_category"),
    "reference.data_flows": Table(
        ("emission_category", "extract_name"), "extract_name, emission_category"
    ),
    "marts.dim_rules": Table(("rule_id", "family", "wording_nl", "wording_en"), "rule_id"),
    "marts.dim_locations": Table(("location_id", "location_name", "meter_owner"), "location_id"),
    "marts.dim_suppliers": Table(("supplier_id", "supplier_name"), "supplier_id"),
    "marts.rpt_footprint_totals": Table(
        ("frame", "total_kind", "reporting_year", "t_co2e"), "frame, total_kind, reporting_year"
    ),
    "audit.fct_finding_lines": Table(
        (
            *("finding_id", "finding_key", "rule_id", "status", "location_id", "reporting_year"),
            *("extract_name", "line_id", "source_file", "source_row"),
            *("message", "is_person_borne", "kg_co2e"),
        ),
        "kg_co2e desc nulls last, finding_id",
    ),
}

_ACTIVITIES = Table(
    (
        *("extract_name", "line_id", "source_document", "supplier_id", "location_id"),
        *("quantity_basis", "person_key"),
    ),
    "extract_name",
)

#: One row per delivered line that a finding can name.
_LINES = """
select
    extract_name,
    line_id,
    min(source_document) as source_document,
    min(supplier_id) as supplier_id,
    min(location_id) as location_id,
    min(quantity_basis) as quantity_basis
from audit.fct_activities
where person_key is null
group by all
"""


@dataclass(frozen=True)
class Findings:
    """What was read.

    Attributes:
        tables: rows by table without schema.
        lines: document, supplier, location and quantity_basis by extract and line.
    """

    tables: Mapping[str, tuple[Row, ...]]
    lines: Mapping[tuple[str, str], Row]

    @property
    def company(self) -> Row:
        """The company's own row; empty if it has none."""
        return company_row(self.tables)


def read_findings(file: Path) -> Findings:
    """Read the findings of a warehouse.

    Raises:
        WarehouseError: there is no warehouse, it lacks tables, or a build is writing it.
    """
    with open_warehouse(file) as connection:
        refuse_missing(connection, file, {"audit.fct_activities": _ACTIVITIES})
        tables = read_tables(connection, file, TABLES)
        lines: dict[tuple[str, str], Row] = {
            (str(row["extract_name"]), str(row["line_id"])): row for row in rows(connection, _LINES)
        }
    return Findings(tables, lines)
