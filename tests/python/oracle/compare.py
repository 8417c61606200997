"""Warehouse rows beside the oracle's, to the last decimal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from oracle.footprint import Footprint
from oracle.frames import FRAMES
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
    "quantity": "quantity",
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
MICRO_COLUMNS = ("quantity", "emission_quantity", "kg_co2e", "kg_co2_biogenic")


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
