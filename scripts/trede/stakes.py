"""How many kilograms findings touch together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from trede.warehouse import Row


def whole_years(totals: Iterable[Row]) -> dict[int, Decimal]:
    """Return kg CO2e by year from the totals of the Ladder (rows of rpt_footprint_totals)."""
    return {
        int(row["reporting_year"]): abs(row["t_co2e"]) * 1000
        for row in totals
        if row["frame"] == "ladder" and row["total_kind"] == "total"
    }


def touched_kg(findings: Iterable[Row], whole: Mapping[int, Decimal]) -> Decimal:
    """Add up what findings touch, each line of a year once, and never more than the year has.

    Two cells of a line touch the same kilograms; a rule about totals finds the same kilograms in each
    frame. What is touched is not the error.

    Args:
        findings: rows with reporting_year, extract_name, line_id, finding_id and kg_co2e.
        whole: kg CO2e by year.
    """
    touched: dict[int | None, dict[object, Decimal]] = {}
    for row in findings:
        if row["kg_co2e"] is not None:
            key = (row["extract_name"], row["line_id"]) if row["line_id"] else row["finding_id"]
            of_year = touched.setdefault(row["reporting_year"], {})
            of_year[key] = max(of_year.get(key, Decimal(0)), abs(row["kg_co2e"]))
    if not whole:
        return sum((sum(each.values(), Decimal(0)) for each in touched.values()), Decimal(0))
    all_years = sum(whole.values(), Decimal(0))
    return sum(
        (
            min(sum(of_year.values(), Decimal(0)), whole.get(year or 0, all_years))
            for year, of_year in touched.items()
        ),
        Decimal(0),
    )
