"""The arithmetic of the warehouse, done again outside its models: in Python, and in SQL over all rows."""

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


def sql_to_kg(quantity: str, factor: str) -> str:
    """Return SQL for quantity times factor, rounded once to six decimals, halves away from zero.

    Rounding an exact product means a division of 128 bits, ten times the cost of all the rest. So the
    whole number of milligrams is guessed with floating point, and holds where the exact product lies
    less than half a milligram from it; every other row is rounded in full. No result is approximate.
    """
    product = f"({quantity} * {factor})"
    guess = (
        f"try_cast(cast({quantity} as double) * cast({factor} as double) * 1e6 as decimal(18, 0)) "
        "* cast(0.000001 as decimal(6, 6))"
    )
    return (
        f"(case when abs({product} - {guess}) < 0.0000005 then cast({guess} as decimal(18, 6)) "
        f"else try_cast({product} as decimal(18, 6)) end)"
    )


def sql_expected_kg(component: str, quantity: str, factor: str, whole: str) -> str:
    """Return SQL for what `expected_kg` computes, of these columns."""
    return (
        f"case when {quantity} is null or {factor} is null or {whole} is null then null "
        f"when {component} = 'upstream' "
        f"then {sql_to_kg(quantity, whole)} - {sql_to_kg(quantity, f'({whole} - {factor})')} "
        f"else {sql_to_kg(quantity, factor)} end"
    )


def share_pct(part_kg: Decimal, whole_t: Decimal) -> Decimal | None:
    """Return kilograms in per cent of tonnes, four decimals."""
    if not whole_t:
        return None
    return (part_kg / (whole_t * 10)).quantize(Decimal("0.0001"), ROUND_HALF_UP)
