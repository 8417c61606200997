"""The chain analysis of a company folder from its CSV files: fractions, no SQL of the project.

Lines are read as delivered: the demo delivers kilometres, euros and cars of unknown fuel, which
`read_chain` checks, so that nothing needs converting here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd

from support.cells import csv_path

#: Keys of the Dutch list by mode; a bicycle is zero by definition.
FACTOR_KEYS = {
    "car": "nl_passenger_transport_auto_gemiddelde_auto_brandstofsoort_onbekend",
    "public_transport": "nl_passenger_transport_openbaar_vervoer_ov_algemeen_trein_bus_metro_tram",
}
#: Printed factor per euro that the plan applies to hired cleaning.
SPEND_FACTOR = Fraction("0.25")


def read(folder: Path, name: str) -> pd.DataFrame:
    """Read a file of a company folder, every cell text."""
    return pd.read_csv(csv_path(folder, name), dtype=str, keep_default_na=False)


def rounded(value: Fraction, decimals: int) -> Decimal:
    """Round half up (away from zero), as figures are printed."""
    step = Decimal(1).scaleb(-decimals)
    scaled = Decimal(value.numerator * 10**20) / Decimal(value.denominator)
    return (scaled / 10**20).quantize(step, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Chain:
    """One year of the chain analysis.

    Attributes:
        invoiced: euros net of VAT by subcontractor, those above zero only.
        surveyed_km: kilometres by mode and surveyed subcontractor.
        factors: kg CO2e per kilometre by mode.
        revenue: euros of the company.
        lines: delivered survey lines by subcontractor and mode.
    """

    invoiced: dict[str, Fraction]
    surveyed_km: dict[str, dict[str, Fraction]]
    factors: dict[str, Fraction]
    revenue: Fraction
    lines: dict[tuple[str, str], int]

    @property
    def surveyed(self) -> set[str]:
        """Subcontractors with travel lines."""
        return {supplier for travel in self.surveyed_km.values() for supplier in travel}

    @property
    def all_eur(self) -> Fraction:
        """Invoiced value of the population."""
        return sum(self.invoiced.values(), Fraction(0))

    @property
    def surveyed_eur(self) -> Fraction:
        """Invoiced value of the sample."""
        return sum((self.invoiced[supplier] for supplier in self.surveyed), Fraction(0))

    def own_km(self, mode: str) -> Fraction:
        """Kilometres that the surveyed stated."""
        return sum(self.surveyed_km[mode].values(), Fraction(0))

    def km(self, mode: str) -> Fraction:
        """Kilometres of everybody: surveyed x invoiced of all / invoiced of the surveyed."""
        return self.own_km(mode) * self.all_eur / self.surveyed_eur

    def tonnes(self, mode: str) -> Fraction:
        """Tonnes CO2e of a mode, or of all modes together (`total`)."""
        modes = self.surveyed_km if mode == "total" else [mode]
        return sum((self.km(each) * self.factors[each] for each in modes), Fraction(0)) / 1000

    def surveyed_tonnes(self, mode: str) -> Fraction:
        """Tonnes CO2e of what the surveyed stated."""
        modes = self.surveyed_km if mode == "total" else [mode]
        return sum((self.own_km(each) * self.factors[each] for each in modes), Fraction(0)) / 1000


def read_chain(folder: Path, shared: Path, year: int) -> Chain:
    """Work one year out from the files.

    Args:
        folder: the company folder.
        shared: seeds/shared of the project.
        year: the calendar year.

    Raises:
        ValueError: the files hold what this simple reading does not know.
    """
    accounts = read(folder, "ledger_accounts")
    cost_accounts = set(accounts[accounts.treatment == "spend"].account_code)
    suppliers = read(folder, "suppliers")
    hired = set(suppliers[suppliers.is_subcontractor == "true"].supplier_id)
    ledger = read(folder, "ledger_entries").drop_duplicates("line_id")
    costs = ledger[
        ledger.account_code.isin(cost_accounts)
        & ledger.supplier_id.isin(hired)
        & ledger.booking_date.str.startswith(str(year))
    ]
    if set(costs.currency) - {"", "EUR"}:
        raise ValueError("an invoice of a subcontractor in another currency")
    invoiced = {
        supplier: sum(map(Fraction, amounts), Fraction(0))
        for supplier, amounts in costs.groupby("supplier_id").amount
    }
    travel = read(folder, "subcontractor_travel")
    travel = travel[travel.year == str(year)]
    if set(travel.unit) != {"km"} or set(travel.fuel) - {"", "unknown"}:
        raise ValueError("another unit than kilometres, or a fuel")
    surveyed_km: dict[str, dict[str, Fraction]] = {}
    lines: dict[tuple[str, str], int] = {}
    for row in travel.itertuples():
        mode = surveyed_km.setdefault(row.mode, {})
        mode[row.supplier_id] = mode.get(row.supplier_id, Fraction(0)) + Fraction(row.distance)
        lines[row.supplier_id, row.mode] = lines.get((row.supplier_id, row.mode), 0) + 1
    edition = pd.read_csv(
        shared / "factors" / f"nl_{year}.csv", dtype=str, keep_default_na=False
    ).set_index("factor_key")
    factors = {mode: Fraction(edition.loc[key, "kg_co2e_wtw"]) for mode, key in FACTOR_KEYS.items()}
    metrics = read(folder, "business_metrics")
    revenue = metrics[
        (metrics.metric == "revenue_eur") & metrics.period_end.str.startswith(str(year))
    ]
    return Chain(
        invoiced={supplier: euros for supplier, euros in invoiced.items() if euros > 0},
        surveyed_km=surveyed_km,
        factors={**factors, "bicycle": Fraction(0)},
        revenue=sum(map(Fraction, revenue.value), Fraction(0)),
        lines=lines,
    )
