"""Scope 3 by spend and the chain analysis from the CSV files, in pandas and fractions."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd

#: Categories of the GHG Protocol behind the printed parts of scope 3.
CATEGORIES = {
    "emissions_scope_3_transport_distribution": 4,
    "emissions_scope_3_purchased_goods_services": 1,
    "emissions_scope_3_waste": 5,
    "emissions_scope_3_commuting": 7,
}
#: The factor of each mode in the Dutch list; a bicycle is zero by definition.
MODES = {
    "car": "nl_passenger_transport_auto_gemiddelde_auto_brandstofsoort_onbekend",
    "public_transport": "nl_passenger_transport_openbaar_vervoer_ov_algemeen_trein_bus_metro_tram",
    "bicycle": "",
}
MICRO = 10**6


def read(path: Path) -> pd.DataFrame:
    """Read a file with every cell as text."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def rounded(value: Fraction, digits: int = 6) -> Fraction:
    """Round half away from zero."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return Fraction(exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP))


def price_level(root: Path, series: str, year: str) -> Fraction:
    """Return a price index or an exchange rate."""
    levels = read(root / "seeds/shared/reference/price_levels.csv")
    return Fraction(levels[(levels["series"] == series) & (levels["year"] == year)].value.item())


def spend(demo_dir: Path, root: Path) -> pd.DataFrame:
    """Return the ledger lines that are spend: year, categories, supplier, euros, kg.

    The demo buys nothing in physical units, so that every line counts whole.
    """
    ledger = read(demo_dir / "extracts/ledger_entries.csv")
    accounts = read(demo_dir / "mappings/ledger_accounts.csv")[
        ["account_code", "treatment", "spend_category"]
    ]
    categories = read(demo_dir / "judgements/spend_categories.csv")
    factors = read(root / "seeds/shared/factors/spend_printed_2011.csv")
    lines = (
        ledger.merge(accounts, on="account_code")
        .query("treatment == 'spend'")
        .merge(categories, on="spend_category")
        .merge(factors, on="factor_key")
    )
    lines["year"] = lines["booking_date"].str[:4]
    rates = {
        year: price_level(root, "gbp_per_eur_yearly_average", year) for year in ("2023", "2024")
    }
    lines["eur"] = [
        rounded(Fraction(amount) / rates[year]) if currency == "GBP" else Fraction(amount)
        for amount, currency, year in lines[["amount", "currency", "year"]].itertuples(index=False)
    ]
    lines["kg"] = [
        rounded(euros * Fraction(factor))
        for euros, factor in lines[["eur", "kg_co2e_per_unit"]].itertuples(index=False)
    ]
    lines["reported"] = lines["reported_ghg_category"].where(
        lines["reported_ghg_category"] != "", lines["ghg_category"]
    )
    return lines


def spend_tonnes(lines: pd.DataFrame, column: str, value: str, year: str) -> Fraction:
    """Return the t CO2e of spend where a column has a value, such as reported category 4."""
    return sum(lines[(lines[column] == value) & (lines["year"] == year)]["kg"], Fraction(0)) / 1000


def mode_factor(root: Path, edition: str, mode: str) -> Fraction:
    """Return kg CO2e per kilometre of a mode in an edition."""
    if not MODES[mode]:
        return Fraction(0)
    with (root / f"seeds/shared/factors/{edition}.csv").open(encoding="utf-8") as handle:
        return next(
            Fraction(row["kg_co2e_wtw"])
            for row in csv.DictReader(handle)
            if row["factor_key"] == MODES[mode]
        )


@dataclass(frozen=True)
class Chain:
    """The survey of hired subcontractors of one year and what it stands for."""

    population: int
    surveyed: int
    invoiced: Fraction
    surveyed_invoiced: Fraction
    surveyed_km: dict[str, Fraction]
    factors: dict[str, Fraction]

    @property
    def surveyed_share(self) -> Fraction:
        """Invoiced value of the surveyed over that of all, in percent."""
        return 100 * self.surveyed_invoiced / self.invoiced

    def km(self, mode: str) -> Fraction:
        """Return kilometres of all subcontractors, by invoiced value."""
        return rounded(self.surveyed_km[mode] * self.invoiced / self.surveyed_invoiced)

    def tonnes(self, *modes: str) -> Fraction:
        """Return t CO2e of modes, of the surveyed and of the others apart."""
        kg = Fraction(0)
        for mode in modes:
            own = self.surveyed_km[mode]
            kg += rounded(own * self.factors[mode])
            kg += rounded((self.km(mode) - own) * self.factors[mode])
        return kg / 1000


def chain(demo_dir: Path, root: Path, lines: pd.DataFrame, year: str) -> Chain:
    """Compute the chain of a year: travel of the surveyed, raised to all by invoiced value."""
    suppliers = read(demo_dir / "mappings/suppliers.csv").query("is_subcontractor == 'true'")
    invoices = (
        lines[lines["supplier_id"].isin(suppliers["supplier_id"]) & (lines["year"] == year)]
        .groupby("supplier_id")["eur"]
        .sum()
    )
    invoices = invoices[invoices > 0]
    travel = read(demo_dir / "extracts/subcontractor_travel.csv").query(f"year == '{year}'")
    surveyed = set(travel["supplier_id"])
    return Chain(
        len(invoices),
        len(surveyed),
        sum(invoices, Fraction(0)),
        sum(invoices[invoices.index.isin(surveyed)], Fraction(0)),
        {
            mode: sum(
                (Fraction(km) for km in travel[travel["mode"] == mode]["distance"]), Fraction(0)
            )
            for mode in MODES
        },
        {mode: mode_factor(root, f"nl_{year}", mode) for mode in MODES},
    )


def sampled(demo_dir: Path, beginning: str, year: str) -> int | None:
    """Return how many were approached by the surveys of a year whose key begins so."""
    surveys = read(demo_dir / "judgements/surveys.csv")
    found = surveys[surveys["survey_id"].str.startswith(beginning) & (surveys["year"] == year)]
    return sum(int(number) for number in found["sampled"]) if len(found) else None
