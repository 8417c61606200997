"""The arithmetic of the warehouse, done again outside it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

MICRO = Decimal("0.000001")


def to_kg(quantity: Decimal, factor: Decimal) -> Decimal:
    """Return quantity times factor, rounded once to six decimals, halves away from zero."""
    with localcontext() as context:
        context.prec = 60  # ten digits of quantity, ten of factor and fifteen decimals: exact
        return (quantity * factor).quantize(MICRO, ROUND_HALF_UP)


def expected_kg(row: dict[str, Any]) -> Decimal | None:
    """Return the kilograms that an emission row must have by its own quantity and factor.

    The printed well-to-wheel value leads: upstream is what is left of the rounded whole.
    """
    quantity, whole, factor = row["factor_quantity"], row["wtw_factor_value"], row["factor_value"]
    if quantity is None or factor is None or whole is None:
        return None
    if row["component"] == "upstream":
        return to_kg(quantity, whole) - to_kg(quantity, whole - factor)
    return to_kg(quantity, factor)


def share_pct(part_kg: Decimal, whole_t: Decimal) -> Decimal | None:
    """Return kilograms in per cent of tonnes, four decimals."""
    if not whole_t:
        return None
    return (part_kg / (whole_t * 10)).quantize(Decimal("0.0001"), ROUND_HALF_UP)
