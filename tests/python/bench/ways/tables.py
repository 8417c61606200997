"""The lookups as flat tables of plain values, for the engines to join."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from bench.ways.lookups import YEARS, Lookups

Value = str | int | bool | Decimal | date | None

#: Name of a table: its columns with their DuckDB type.
COLUMNS: dict[str, dict[str, str]] = {
    "products": {"spelling": "text", "product_type": "text"},
    "units": {
        "activity_type": "text",
        "spelling": "text",
        "unit_times": "bigint",
        "unit_by": "bigint",
        "multiplier": "decimal(18, 9)",
    },
    "fuel_factors": {
        "activity_type": "text",
        "year": "bigint",
        "factor_times": "bigint",
        "factor_by": "bigint",
        "factor": "decimal(18, 9)",
    },
    "vehicles": {"vehicle_id": "text", "first": "date", "last": "date", "vehicle_entity": "text"},
    "entities": {
        "entity_id": "text",
        "first": "date",
        "last": "date",
        "is_inside": "boolean",
        "inside_from": "date",
        "inside_to": "date",
    },
    "exclusions": {"activity_type": "text", "first": "date", "last": "date"},
    "accounts": {
        "account_code": "text",
        "mapping_count": "bigint",
        "treatment": "text",
        "spend_category": "text",
    },
    # Year 0: a line without a date finds a decision that holds always.
    "spend_years": {
        "spend_category": "text",
        "year": "bigint",
        "category_row": "bigint",
        "activity_type": "text",
    },
    "spend_steps": {
        "category_row": "bigint",
        "price_level_year": "bigint",
        "index_times": "bigint",
        "index_by": "bigint",
        "rate_times": "bigint",
        "rate_by": "bigint",
        "basis_times": "bigint",
        "basis_by": "bigint",
        "kg_times": "bigint",
        "kg_by": "bigint",
        "rate": "decimal(18, 9)",
        "basis": "decimal(18, 9)",
        "factor": "decimal(18, 9)",
    },
    "rates": {
        "currency": "text",
        "year": "bigint",
        "currency_times": "bigint",
        "currency_by": "bigint",
    },
}


def flatten(lookups: Lookups) -> dict[str, list[dict[str, Value]]]:
    """Return the rows of every table of COLUMNS."""
    category_rows: dict[tuple[str, int | None], int] = {}
    categories: list[dict[str, Value]] = []
    steps: list[dict[str, Value]] = []
    for row in lookups.spend:
        key = (row.spend_category, row.from_year)
        if key not in category_rows:
            category_rows[key] = len(category_rows)
            categories += [
                {
                    "spend_category": row.spend_category,
                    "year": year,
                    "category_row": category_rows[key],
                    "activity_type": row.activity_type,
                }
                for year in (0, *YEARS)
                if (row.from_year is None or year >= row.from_year)
                and (row.to_year is None or 0 < year <= row.to_year)
            ]
        if row.steps:
            index, rate, basis, kg = row.steps
            steps.append(
                {
                    "category_row": category_rows[key],
                    "price_level_year": row.price_level_year,
                    **_fraction("index", index),
                    **_fraction("rate", rate),
                    **_fraction("basis", basis),
                    **_fraction("kg", kg),
                    "rate": _decimal(rate),
                    "basis": _decimal(basis),
                    "factor": _decimal(kg),
                }
            )
    return {
        "products": [
            {"spelling": spelling, "product_type": name}
            for spelling, name in lookups.products.items()
        ],
        "units": [
            {
                "activity_type": name,
                "spelling": spelling,
                **_fraction("unit", multiplier),
                "multiplier": _decimal(multiplier),
            }
            for (name, spelling), multiplier in lookups.units.items()
        ],
        "fuel_factors": [
            {
                "activity_type": name,
                "year": year,
                **_fraction("factor", factor),
                "factor": _decimal(factor),
            }
            for (year, name), factor in lookups.fuel_factors.items()
        ],
        "vehicles": [
            {
                "vehicle_id": period.key,
                "first": period.first,
                "last": period.last,
                "vehicle_entity": period.value,
            }
            for period in lookups.vehicles
        ],
        "entities": [
            {
                "entity_id": period.key,
                "first": period.first,
                "last": period.last,
                "is_inside": period.is_inside,
                "inside_from": period.inside_from,
                "inside_to": period.inside_to,
            }
            for period in lookups.entities
        ],
        "exclusions": [
            {"activity_type": name, "first": first, "last": last}
            for name, first, last in lookups.exclusions
        ],
        "accounts": [
            {
                "account_code": code,
                "mapping_count": count,
                "treatment": treatment,
                "spend_category": category,
            }
            for code, (count, treatment, category) in lookups.accounts.items()
        ],
        "spend_years": categories,
        "spend_steps": steps,
        "rates": [
            {"currency": currency, "year": year, **_fraction("currency", rate)}
            for (currency, year), rate in lookups.rates.items()
        ],
    }


def _fraction(name: str, value: Fraction) -> dict[str, Value]:
    return {f"{name}_times": value.numerator, f"{name}_by": value.denominator}


def _decimal(value: Fraction) -> Decimal:
    """Return a fraction that is a decimal of at most nine digits."""
    shifted = value * 10**9
    if shifted.denominator != 1:
        raise ValueError(f"{value} is no decimal of nine digits")
    return Decimal(shifted.numerator).scaleb(-9)
