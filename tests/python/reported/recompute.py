"""Recompute the printed figures from the oracle's footprint, in whole micro-units and fractions."""

from __future__ import annotations

import csv
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

from oracle.footprint import Footprint

#: Which activity types a printed quantity speaks of (written down here a second time on purpose).
QUANTITIES = {
    "fuel_petrol": ("petrol_e10", "petrol_e0"),
    "fuel_diesel": ("diesel_b7", "diesel_b0"),
    "fuel_hvo": ("hvo100",),
    "ev_charging": ("ev_charging_own", "ev_charging_home", "ev_charging_public"),
    "electricity_offices": ("electricity",),
    "natural_gas": ("natural_gas",),
}
LINES = {
    "emissions_scope_1": ("scope_1",),
    "emissions_scope_2": ("scope_2",),
    "emissions_business_travel": ("business_travel",),
    "emissions_ladder_total": ("scope_1", "scope_2", "business_travel"),
}
INTENSITIES = {
    "intensity_change_per_revenue": "emissions_ladder_total",
    "intensity_change_scope_1": "emissions_scope_1",
    "intensity_change_scope_2": "emissions_scope_2",
    "intensity_change_business_travel": "emissions_business_travel",
}
MICRO = 10**6


def months(period: str) -> tuple[str, str]:
    """Return the first and last month of a year or half-year as yyyy-mm."""
    year, half = period[:4], period[4:]
    return {
        "": (f"{year}-01", f"{year}-12"),
        "H1": (f"{year}-01", f"{year}-06"),
        "H2": (f"{year}-07", f"{year}-12"),
    }[half]


def tonnes(oracle: Footprint, metric: str, period: str) -> Fraction:
    """Return the t CO2e of a metric in a period."""
    first, last = months(period)
    rows = oracle.emissions
    month = rows["month"].map(lambda day: day.isoformat()[:7])
    kept = rows[rows["ladder"].isin(LINES[metric]) & (month >= first) & (month <= last)]
    return Fraction(sum(int(kg) for kg in kept["kg_co2e"]), MICRO * 1000)


def quantity(oracle: Footprint, metric: str, entity: str, year: str) -> Fraction:
    """Return the counted litres, kWh or Nm3 of a metric in a year, of the group or a location."""
    rows = oracle.activities
    kept = rows[
        rows["activity_type"].isin(QUANTITIES[metric])
        & (rows["reporting_year"] == int(year))
        & (rows["claim_status"] == "counted")
    ]
    if entity != "group":
        kept = kept[kept["location_id"] == entity]
    return Fraction(sum(int(amount) for amount in kept["emission_quantity"]), MICRO)


def revenue(demo_dir: Path, period: str) -> Fraction:
    """Return the revenue of the group in a period, from the delivered file."""
    first, last = months(period)
    with (demo_dir / "extracts" / "business_metrics.csv").open(encoding="utf-8") as handle:
        return sum(
            (
                Fraction(row["value"])
                for row in csv.DictReader(handle)
                if row["metric"] == "revenue_eur"
                and first <= row["period_start"][:7]
                and row["period_end"][:7] <= last
            ),
            Fraction(0),
        )


def flights(demo_dir: Path, period: str) -> int:
    """Return the number of booked flights in a period, from the delivered file."""
    first, last = months(period)
    with (demo_dir / "extracts" / "trips.csv").open(encoding="utf-8") as handle:
        return sum(
            row["mode"] == "flight" and first <= row["travelled_on"][:7] <= last
            for row in csv.DictReader(handle)
        )


def factor(project_root: Path, edition: str, key: str) -> Fraction:
    """Return the printed well-to-wheel value of one row of one edition."""
    path = project_root / "seeds" / "shared" / "factors" / f"{edition}.csv"
    with path.open(encoding="utf-8") as handle:
        return next(
            Fraction(row["kg_co2e_wtw"])
            for row in csv.DictReader(handle)
            if row["factor_key"] == key
        )


def recomputed(
    oracle: Footprint, demo_dir: Path, project_root: Path, figure: dict[str, str]
) -> Fraction | None:
    """Recompute one row of judgements/reported_figures; None where no data can exist by now."""
    metric, period, entity = figure["metric"], figure["period"], figure["entity"]
    if metric in LINES:
        return tonnes(oracle, metric, period)
    if metric in QUANTITIES:
        return quantity(oracle, metric, entity, period)
    if metric in INTENSITIES:
        base, end = period.split("-")
        intensity = {
            part: tonnes(oracle, INTENSITIES[metric], part) / revenue(demo_dir, part)
            for part in (base, end)
        }
        return (intensity[end] / intensity[base] - 1) * 100
    if metric == "flights":
        return Fraction(flights(demo_dir, period))
    if metric == "hvo_saving_vs_diesel":
        edition = f"nl_{period}"
        hvo = factor(project_root, edition, "nl_fuel_vehicle_biodiesel_hvo")
        diesel = factor(project_root, edition, "nl_fuel_vehicle_diesel_b7")
        return (1 - hvo / diesel) * 100
    return None


def printed(value: Fraction, decimals: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    """Round a value as a document prints it."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=rounding)


def gives(value: Fraction, figure: dict[str, str]) -> bool:
    """Tell whether a value rounds or cuts to the printed figure."""
    decimals = int(figure["printed_decimals"])
    return Decimal(figure["value"]) in {
        printed(value, decimals),
        printed(value, decimals, ROUND_DOWN),
    }
