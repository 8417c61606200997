"""Warehouse rows beside the oracle's, to the last decimal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from oracle.chain import ChainMode, chain
from oracle.footprint import Footprint
from oracle.frames import FRAMES
from oracle.scope_3 import Category, categories, spend_by_category
from oracle.spend import COLUMNS as STEP_COLUMNS
from oracle.spend import DIFFERENCES
from oracle.tables import Tables, half_up
from support.builds import Build

#: Audit columns that the oracle has too: (warehouse, oracle), compared row by row.
ACTIVITY_COLUMNS = {
    "extract_name": "extract_name",
    "activity_type": "activity_type",
    "unit": "unit",
    "reporting_year": "reporting_year",
    "entity_id": "entity_id",
    "location_id": "location_id",
    "claim_status": "claim_status",
    "quantity": "quantity",
    "emission_quantity": "emission_quantity",
}
EMISSION_COLUMNS = {
    "activity_type": "activity_type",
    "activity_category": "activity_category",
    "reporting_year": "reporting_year",
    "month": "month",
    "entity_id": "entity_id",
    "location_id": "location_id",
    "factor_edition_id": "factor_edition_id",
    "factor_id": "factor_id",
    "factor_value": "factor_value",
    "factor_status": "factor_status",
    "split_status": "split_status",
    "ladder_line": "ladder",
    "ghg_line": "ghg_protocol",
    "iso_line": "iso_14064",
    "method": "method",
    "quantity": "quantity",
    "unit": "unit",
    "kg_co2e": "kg_co2e",
    "kg_co2_biogenic": "kg_co2_biogenic",
}
LOCATION_BASED_COLUMNS = {
    "activity_type": "activity_type",
    "reporting_year": "reporting_year",
    "factor_edition_id": "factor_edition_id",
    "factor_id": "factor_id",
    "quantity": "quantity",
    "kg_co2e": "kg_co2e",
}
#: The columns of a ledger line have the same names on both sides.
SPEND_COLUMNS = {
    name: name
    for name in (
        "activity_id",
        "source_document",
        "entity_id",
        "supplier_id",
        "is_subcontractor",
        "account_code",
        "booking_date",
        "reporting_year",
        "treatment",
        "spend_category",
        "ghg_category",
        "reported_ghg_category",
        "claim_status",
        "claim_reason",
        "amount_eur",
        "physical_eur",
        "travel_eur",
        "counted_eur",
        "price_level_year",
        *STEP_COLUMNS,
    )
}
CHAIN_TONNES = (
    "t_co2e",
    "surveyed_t_co2e",
    "extrapolated_t_co2e",
    "plan_low",
    "plan_high",
    "model_low",
    "model_high",
)
MICRO_COLUMNS = (
    "quantity",
    "emission_quantity",
    "kg_co2e",
    "kg_co2_biogenic",
    "kg_co2e_alternative",
    *(f"{name}_eur" for name in ("amount", "physical", "travel", "counted")),
    *(
        f"{prefix}{name}"
        for prefix in ("", "alternative_")
        for name in (
            "amount_in_price_year_eur",
            "amount_in_factor_currency",
            "amount_at_price_basis",
        )
    ),
    *DIFFERENCES,
)


def micro_units(amount: Decimal | None) -> int | None:
    """Return an amount in whole micro-units; ValueError when it has more than six decimals."""
    if amount is None:
        return None
    scaled = Decimal(amount).scaleb(6)
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{amount} has more than six decimals")
    return int(scaled)


def differing_rows(
    build: Build,
    table: str,
    expected: pd.DataFrame,
    key: Iterable[str],
    columns: Mapping[str, str],
) -> list[str]:
    """Name every row that only one side has and every cell that differs."""
    key = list(key)
    names = ", ".join(dict.fromkeys([*key, *columns]))
    found = {
        tuple(row[name] for name in key): tuple(
            micro_units(row[name]) if name in MICRO_COLUMNS else _plain(row[name])
            for name in columns
        )
        for row in build.rows(f"select {names} from {table}")
    }
    wanted = {
        tuple(row[name] for name in key): tuple(_plain(row[name]) for name in columns.values())
        for row in expected.to_dict("records")
    }
    rows_in_table = build.value(f"select count(*) from {table}")
    problems = [f"{table} has {rows_in_table} rows, {len(found)} keys"] * (
        rows_in_table != len(found)
    )
    problems += [f"only in the warehouse: {row}" for row in sorted(found.keys() - wanted.keys())]
    problems += [f"only in the oracle: {row}" for row in sorted(wanted.keys() - found.keys())]
    for row in sorted(found.keys() & wanted.keys()):
        for name, cell, other in zip(columns, found[row], wanted[row], strict=True):
            if cell != other:
                problems.append(f"{row} {name}: {cell} in the warehouse, {other} in the oracle")
    return problems


def _plain(cell: Any) -> Any:  # noqa: ANN401
    """An empty text is an absent one; numbers compare by value."""
    return None if cell == "" else cell


def frame_lines(result: Footprint) -> dict[tuple[str, str, int], int]:
    """Return the micro-kg of each line of each frame in the reporting years."""
    rows = result.emissions[result.emissions.reporting_year.isin(result.tables.reporting_years)]
    return {
        (frame, line, int(year)): int(kg)
        for frame in FRAMES
        for (line, year), kg in rows.groupby([frame, "reporting_year"]).kg_co2e.sum().items()
    }


def frame_lines_location_based(result: Footprint) -> dict[tuple[str, str, int], int]:
    """Return the same with all power at the grid mix."""
    power = {name for name, row in result.tables.types.items() if row["is_power"] == "true"}
    kept = result.emissions[~result.emissions.activity_type.isin(power)]
    rows = pd.concat([kept, result.location_based])
    rows = rows[rows.reporting_year.isin(result.tables.reporting_years)]
    return {
        (frame, line, int(year)): int(kg)
        for frame in FRAMES
        for (line, year), kg in rows.groupby([frame, "reporting_year"]).kg_co2e.sum().items()
    }


def published_lines(build: Build, measure: str = "t_co2e") -> dict[tuple[str, str, int], int]:
    """Return the micro-kg of each line of each frame of rpt_footprint, over all entities."""
    return {
        (row["frame"], row["line"], row["reporting_year"]): micro_units(row["amount"] * 1000)
        for row in build.rows(
            f"select frame, line, reporting_year, sum({measure}) as amount"
            " from marts.rpt_footprint group by all"
        )
    }


def found_categories(build: Build) -> dict[tuple[int, int], tuple[int | None, ...]]:
    """Return micro-kg and micro-euros of each category and year that has any."""
    measures = ("t_co2e", "t_co2e_ladder", "t_co2e_as_reported", "t_co2e_alternative")
    rows = build.rows("select * from marts.rpt_scope_3_categories")
    found = {
        (row["ghg_category"], row["reporting_year"]): (
            *(
                row[name] if row[name] is None else micro_units(row[name] * 1000)
                for name in measures
            ),
            micro_units(row["spend_eur"]),
            micro_units(row["spend_without_kg_eur"]),
        )
        for row in rows
    }
    if len(found) != len(rows):
        raise ValueError("a category stands twice in a year")
    return {key: cells for key, cells in found.items() if any(cell is not None for cell in cells)}


def wanted_categories(result: Footprint) -> dict[tuple[int, int], tuple[int | None, ...]]:
    """Return the same by the oracle."""
    tonnes, spend = categories(result), spend_by_category(result)
    keys = {key for key in tonnes.keys() | spend.keys() if key[1] in result.tables.reporting_years}
    return {
        key: (
            own.protocol,
            own.ladder,
            own.as_reported,
            own.alternative,
            *spend.get(key, (None, None)),
        )
        for key in keys
        for own in (tonnes.get(key, Category()),)
    }


def differing_chain(build: Build, tables: Tables, margins: Mapping[int, int]) -> list[str]:
    """Name every cell of marts.rpt_chain_analysis that differs from the oracle's chain analysis.

    Args:
        build: the warehouse.
        tables: the files of the company.
        margins: the margin in percent that the company itself states, by year.
    """
    wanted: dict[tuple[int, str], dict[str, object]] = {}
    for year, own in chain(tables).items():
        if year not in tables.reporting_years:
            continue
        total = ChainMode(
            *(
                sum(getattr(mode, name) for mode in own.modes.values())
                for name in ("surveyed_km", "km", "surveyed_kg", "rest_kg", "primary_kg")
            )
        )
        weight = own.weight
        for name, mode in {**own.modes, "total": total}.items():
            margin = margins.get(year)
            wanted[year, name] = {
                "km": mode.km,
                "surveyed_km": mode.surveyed_km,
                "extrapolated_km": mode.km - mode.surveyed_km,
                "t_co2e": mode.kg,
                "surveyed_t_co2e": mode.surveyed_kg,
                "extrapolated_t_co2e": mode.rest_kg,
                "plan_low": margin and half_up(mode.kg * Fraction(100 - margin, 100)),
                "plan_high": margin and half_up(mode.kg * Fraction(100 + margin, 100)),
                # half and twice the intensity of the surveyed, for the rest only
                "model_low": mode.surveyed_kg + half_up(Fraction(mode.rest_kg, 2)),
                "model_high": mode.surveyed_kg + 2 * mode.rest_kg,
                "coverage_pct": _percentage(weight.surveyed, weight.invoiced),
                "primary_data_share_pct": _percentage(mode.primary_kg, mode.kg),
                "subcontractors_surveyed": len(own.surveyed),
                "subcontractors_total": len(own.invoiced),
                "invoiced_eur": weight.invoiced,
                "surveyed_invoiced_eur": weight.surveyed,
            }
    found = {
        (row["reporting_year"], row["mode"]): row
        for row in build.rows("select * from marts.rpt_chain_analysis")
    }
    problems = [f"only on one side: {key}" for key in sorted(found.keys() ^ wanted.keys())]
    for key in sorted(found.keys() & wanted.keys()):
        for name, other in wanted[key].items():
            cell = found[key][name]
            if name in CHAIN_TONNES and cell is not None:
                cell = micro_units(cell * 1000)
            elif name.endswith(("km", "_eur")):
                cell = micro_units(cell)
            if cell != other:
                problems.append(f"{key} {name}: {cell} in the warehouse, {other} in the oracle")
    return problems


def _percentage(part: int, whole: int) -> Fraction | None:
    """Return a share in percent with two decimals."""
    return Fraction(half_up(Fraction(part, whole) * 10_000), 100) if whole > 0 else None
