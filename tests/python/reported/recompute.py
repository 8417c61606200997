"""Recompute the printed figures from the oracle's footprint, in whole micro-units and fractions."""

from __future__ import annotations

import csv
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd

from oracle.footprint import Footprint
from reported.scope_3 import CATEGORIES, MODES, chain, sampled, spend, spend_tonnes

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
    "chain_intensity_change_per_revenue": "chain_emissions_total",
}
CHANGES = {
    "change_scope_3": "emissions_scope_3",
    "change_scope_3_transport_distribution": "emissions_scope_3_transport_distribution",
    "change_scope_3_purchased_goods_services": "emissions_scope_3_purchased_goods_services",
    "change_scope_3_waste": "emissions_scope_3_waste",
    "change_scope_3_commuting": "emissions_scope_3_commuting",
    "chain_change": "chain_emissions_total",
}
#: Beginning of the survey_id behind a printed number of subcontractors.
SURVEYS = {
    "chain_subcontractors_approached": "chain_approach",
    "chain_subcontractors_first_phase": "chain_first_phase",
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


def scope_3(oracle: Footprint, lines: pd.DataFrame, metric: str, year: str) -> Fraction:
    """Return the t CO2e of scope 3 of the Ladder in a year, or of one category as the company has it."""
    rows = oracle.emissions
    months_of_year = rows["month"].map(lambda day: day.isoformat()[:4] == year)
    commuting = Fraction(
        sum(int(kg) for kg in rows[(rows["ladder"] == "3.7") & months_of_year]["kg_co2e"]),
        MICRO * 1000,
    )
    if metric == "emissions_scope_3":
        return commuting + sum(lines[lines["year"] == year]["kg"], Fraction(0)) / 1000
    category = CATEGORIES[metric]
    return commuting if category == 7 else spend_tonnes(lines, "reported", str(category), year)


class Recomputation:
    """Every printed figure of the demo computed another way than the models do."""

    def __init__(self, oracle: Footprint, demo_dir: Path, project_root: Path) -> None:
        self.oracle = oracle
        self.demo_dir = demo_dir
        self.project_root = project_root
        self.spend = spend(demo_dir, project_root)
        self.chains = {
            year: chain(demo_dir, project_root, self.spend, year) for year in ("2023", "2024")
        }

    def emissions(self, metric: str, period: str) -> Fraction:
        """Return the t CO2e of a metric in a period."""
        if metric in LINES:
            return tonnes(self.oracle, metric, period)
        if metric.startswith("emissions_scope_3"):
            return scope_3(self.oracle, self.spend, metric, period)
        mode = metric.removeprefix("chain_emissions_")
        return self.chains[period].tonnes(*(MODES if mode == "total" else (mode,)))

    def change(self, metric: str, period: str, per_revenue: bool) -> Fraction:
        """Return the change of a metric between two periods, in percent."""
        base, end = period.split("-")
        value = {
            part: self.emissions(metric, part)
            / (revenue(self.demo_dir, part) if per_revenue else 1)
            for part in (base, end)
        }
        return (value[end] / value[base] - 1) * 100

    def of_chain(self, metric: str, year: str) -> Fraction | None:
        """Return what the chain analysis tells beside emissions."""
        own = self.chains[year]
        if metric.startswith("chain_km_"):
            return own.km(metric.removeprefix("chain_km_"))
        return {
            "chain_car_share": 100 * own.tonnes("car") / own.tonnes(*MODES),
            "chain_survey_invoice_share": own.surveyed_share,
            "chain_subcontractors_extrapolated": Fraction(own.population - own.surveyed),
            "chain_subcontractors_surveyed": Fraction(own.surveyed),
        }.get(metric)

    def of(self, figure: dict[str, str]) -> Fraction | None:
        """Recompute one row of judgements/reported_figures; None where no data can exist."""
        metric, period, entity = figure["metric"], figure["period"], figure["entity"]
        if metric in QUANTITIES:
            return quantity(self.oracle, metric, entity, period)
        if metric in CHANGES:
            return self.change(CHANGES[metric], period, per_revenue=False)
        if metric in INTENSITIES:
            return self.change(INTENSITIES[metric], period, per_revenue=True)
        if metric == "flights":
            return Fraction(flights(self.demo_dir, period))
        if metric == "hvo_saving_vs_diesel":
            edition = f"nl_{period}"
            hvo = factor(self.project_root, edition, "nl_fuel_vehicle_biodiesel_hvo")
            diesel = factor(self.project_root, edition, "nl_fuel_vehicle_diesel_b7")
            return (1 - hvo / diesel) * 100
        if metric in SURVEYS:
            number = sampled(self.demo_dir, SURVEYS[metric], period[:4])
            return None if number is None else Fraction(number)
        if metric in LINES or metric.startswith(("emissions_", "chain_emissions_")):
            return self.emissions(metric, period)
        return self.of_chain(metric, period) if metric.startswith("chain_") else None


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
