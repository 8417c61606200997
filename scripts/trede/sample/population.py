"""The lines of a year that can be drawn, with everything that the sheet says about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

from trede.sample.draw import Unit
from trede.warehouse import (
    Table,
    WarehouseError,
    is_synthetic,
    open_warehouse,
    refuse_missing,
    rows,
)

TABLES = {
    "audit.fct_activities": Table(
        (
            *("activity_id", "extract_name", "line_id", "occurrence", "delivery_id"),
            *("source_file", "source_row", "source_document", "entity_id", "location_id"),
            *("supplier_id", "activity_type", "period_start", "period_end", "reporting_year"),
            *("claim_status", "claim_reason", "source_quantity", "source_unit"),
        ),
        "activity_id",
    ),
    "audit.fct_emissions": Table(
        (
            *("activity_id", "reporting_year", "ladder_line", "factor_edition_id", "factor_id"),
            *("wtw_factor_value", "factor_unit", "kg_co2e"),
        ),
        "activity_id",
    ),
    "marts.dim_entities": Table(("entity_id", "entity_name"), "entity_id"),
    "marts.dim_locations": Table(("location_id", "location_name"), "location_id"),
    "marts.dim_suppliers": Table(("supplier_id", "supplier_name"), "supplier_id"),
    "marts.dim_activity_types": Table(
        ("activity_type", "activity_label_nl", "activity_label_en"), "activity_type"
    ),
    # As they were delivered, whether as CSV or landed (docs/landing.md): the seed may be empty.
    "staging.stg_deliveries": Table(("delivery_id", "original_name", "sha256"), "delivery_id"),
}

#: One row per delivered line: its parts of the year added up. A line without kilograms comes in whatever
#: the lines of the Ladder that are asked for: nobody can say to which line it should have brought any.
_LINES = """
with kilograms as (
    select
        activity_id,
        sum(kg_co2e) as kg_co2e,
        min(factor_edition_id) as factor_edition_id,
        min(factor_id) as factor_id,
        min(wtw_factor_value) as wtw_factor_value,
        min(factor_unit) as factor_unit,
        bool_or(ladder_line = any($lines)) as is_wanted
    from audit.fct_emissions
    where reporting_year = $year
    group by activity_id
),

lines as (
    select
        activities.extract_name || '|' || activities.line_id || '|' || activities.occurrence as unit_key,
        activities.extract_name,
        activities.line_id,
        min(activities.source_file) as source_file,
        min(activities.source_row) as source_row,
        min(activities.source_document) as source_document,
        min(activities.delivery_id) as delivery_id,
        min(activities.entity_id) as entity_id,
        min(activities.location_id) as location_id,
        min(activities.supplier_id) as supplier_id,
        min(activities.activity_type) as activity_type,
        min(activities.period_start) as period_start,
        max(activities.period_end) as period_end,
        min(activities.source_quantity) as source_quantity,
        min(activities.source_unit) as source_unit,
        string_agg(distinct activities.claim_status, ', ' order by activities.claim_status) as claim_statuses,
        string_agg(distinct activities.claim_reason, ', ' order by activities.claim_reason) as claim_reasons,
        min(kilograms.factor_edition_id) as factor_edition_id,
        min(kilograms.factor_id) as factor_id,
        min(kilograms.wtw_factor_value) as wtw_factor_value,
        min(kilograms.factor_unit) as factor_unit,
        coalesce(sum(kilograms.kg_co2e), 0) as kg_co2e,
        coalesce(bool_or(kilograms.is_wanted), true) as is_wanted
    from audit.fct_activities as activities
    left join kilograms on activities.activity_id = kilograms.activity_id
    where activities.reporting_year = $year
    group by activities.extract_name, activities.line_id, activities.occurrence
),

-- A delivery that the register tells of twice, with two hashes, has none that can be told.
deliveries as (
    select
        delivery_id,
        min(sha256) as sha256
    from staging.stg_deliveries
    group by delivery_id
    having count(distinct sha256) = 1
)

select
    lines.*,
    deliveries.sha256,
    entities.entity_name,
    locations.location_name,
    suppliers.supplier_name,
    types.activity_label_nl,
    types.activity_label_en
from lines
left join deliveries on lines.delivery_id = deliveries.delivery_id
left join marts.dim_entities as entities on lines.entity_id = entities.entity_id
left join marts.dim_locations as locations on lines.location_id = locations.location_id
left join marts.dim_suppliers as suppliers on lines.supplier_id = suppliers.supplier_id
left join marts.dim_activity_types as types on lines.activity_type = types.activity_type
where lines.is_wanted
order by lines.unit_key
"""


class SelectionError(WarehouseError):
    """The warehouse has no lines for what was asked."""

    exit_code = 2


@dataclass(frozen=True)
class Line:
    """A delivered line of one year; no key of a person.

    Attributes:
        unit: what is drawn: its key and kg CO2e of the year.
        period: first and last day that it tells of.
        quantity: the delivered quantity of the whole line, in `unit_of_quantity`.
        sha256: of the delivered file, as the register of deliveries states it.
        claim: statuses and reasons of its parts.
        factor: edition, factor, value and unit; empty without emissions.
    """

    unit: Unit
    extract_name: str
    line_id: str
    source_file: str | None
    source_row: str | None
    source_document: str | None
    sha256: str | None
    entity: str | None
    location: str | None
    supplier: str | None
    activity: dict[str, str | None]
    period: tuple[date | None, date | None]
    quantity: Decimal | None
    unit_of_quantity: str | None
    claim: str
    factor: str


@dataclass(frozen=True)
class Population:
    """All lines of one year and some lines of the Ladder.

    Attributes:
        file: the warehouse file.
        year: reporting year.
        ladder_lines: lines of the Ladder whose emissions are looked at.
        lines: by the key of their unit.
        company: its name.
        language: its own language, as its statement says it.
        is_synthetic: whether it says of itself that it is synthetic.
    """

    file: Path
    year: int
    ladder_lines: tuple[str, ...]
    lines: dict[str, Line]
    company: str
    language: str | None
    is_synthetic: bool


def read_population(file: Path, year: int | None, ladder_lines: Sequence[str]) -> Population:
    """Read the lines of a year.

    Args:
        file: the warehouse file.
        year: reporting year; None for the last one with emissions.
        ladder_lines: such as scope_1 and scope_3; none for all.

    Raises:
        WarehouseError: there is no warehouse, or it lacks tables; SelectionError when there are no lines
            of that year or no such line of the Ladder.
    """
    with open_warehouse(file) as connection:
        refuse_missing(connection, file, TABLES)
        year = _year(connection, year)
        known = [
            str(row[0])
            for row in connection.execute(
                "select distinct ladder_line from audit.fct_emissions "
                "where reporting_year = ? order by ladder_line",
                [year],
            ).fetchall()
        ]
        strange = sorted(set(ladder_lines) - set(known))
        if strange:
            raise SelectionError(
                f"{year} has no emissions on {', '.join(strange)}.\nThere are: {', '.join(known)}."
            )
        wanted = tuple(line for line in known if line in ladder_lines or not ladder_lines)
        found = rows(connection, _LINES, {"year": year, "lines": list(wanted)})
        company = connection.execute(
            "select name, language, reason from judgements.company order by name limit 1"
        ).fetchone()
    lines = {}
    for row in found:
        unit = Unit(row["unit_key"], row["kg_co2e"])
        has_factor = unit.kg != 0
        lines[unit.key] = Line(
            unit=unit,
            extract_name=row["extract_name"],
            line_id=row["line_id"],
            source_file=row["source_file"],
            source_row=row["source_row"],
            source_document=row["source_document"],
            sha256=row["sha256"],
            entity=row["entity_name"] or row["entity_id"],
            location=row["location_name"] or row["location_id"],
            supplier=row["supplier_name"] or row["supplier_id"],
            activity={
                "nl": row["activity_label_nl"] or row["activity_type"],
                "en": row["activity_label_en"] or row["activity_type"],
            },
            period=(row["period_start"], row["period_end"]),
            quantity=row["source_quantity"],
            unit_of_quantity=row["source_unit"],
            claim=f"{row['claim_statuses']}: {row['claim_reasons'] or ''}".rstrip(": "),
            factor=(
                f"{row['factor_edition_id']} {row['factor_id']}: "
                f"{row['wtw_factor_value'].normalize():f} {row['factor_unit']}"
                if has_factor and row["wtw_factor_value"] is not None
                else ""
            ),
        )
    return Population(
        file=file,
        year=year,
        ladder_lines=wanted,
        lines=lines,
        company=str(company[0] if company else ""),
        language=str(company[1]) if company and company[1] else None,
        is_synthetic=is_synthetic(company[2] if company else None),
    )


def _year(connection: duckdb.DuckDBPyConnection, year: int | None) -> int:
    years = [
        int(row[0])
        for row in connection.execute(
            "select distinct reporting_year from audit.fct_emissions "
            "where reporting_year is not null order by reporting_year"
        ).fetchall()
    ]
    if not years:
        raise SelectionError(
            "The warehouse holds no emissions: fill extracts and run `make build`."
        )
    if year is None:
        return years[-1]
    if year not in years:
        raise SelectionError(
            f"{year} has no emissions.\nYears with emissions: {', '.join(map(str, years))}."
        )
    return year
