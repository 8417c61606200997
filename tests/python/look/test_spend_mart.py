"""rpt_spend_categories against the delivered cells: euros, both factors, and the four reasons.

Computed by category from the CSV files with fractions, where the models go line by line in rounded
steps; so the tonnes agree within the rounding of each line, and the reasons close exactly.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from support.builds import Build

PROJECT = Path(__file__).parents[3]
DEMO = PROJECT / "seeds" / "companies" / "demo"
SHARED = PROJECT / "seeds" / "shared"

pytestmark = pytest.mark.build


@cache
def cells(file: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def price_level(series: str, year: str) -> Fraction:
    """Return one index or rate as it is printed."""
    (row,) = (
        row
        for row in cells(SHARED / "reference" / "price_levels.csv")
        if (row["series"], row["year"]) == (series, year)
    )
    return Fraction(row["value"])


def expected() -> dict[tuple[str, int], dict[str, Fraction]]:
    """Return euros, tonnes both ways and the reasons, by spend category and year of booking."""
    accounts = {
        row["account_code"]: row["spend_category"]
        for row in cells(DEMO / "mappings" / "ledger_accounts.csv")
        if row["treatment"] == "spend"
    }
    ledger = cells(DEMO / "extracts" / "ledger_entries.csv")
    booked_in = {row["line_id"]: row["booking_date"][:4] for row in ledger}
    # Euros by the year whose prices they are in: a credit note has those of the line it corrects.
    euros: dict[tuple[str, int], dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for row in ledger:
        if row["account_code"] in accounts:
            booked = row["booking_date"][:4]
            amount = Fraction(row["amount"])
            if row["currency"] not in ("", "EUR"):
                currency = row["currency"].lower()
                amount /= price_level(f"{currency}_per_eur_yearly_average", booked)
            priced_in = booked_in.get(row["credits_line_id"], booked)
            euros[accounts[row["account_code"]], int(booked)][priced_in] += amount
    factors = {
        "printed": {
            row["factor_key"]: Fraction(row["kg_co2e_per_unit"])
            for row in cells(SHARED / "factors" / "spend_printed_2011.csv")
        },
        "table": {
            # Keys are made of the product group's code: 69.2 is uk_sic_69_2.
            f"uk_sic_{row['sic_code'].replace('.', '_')}": Fraction(row["kg_co2e_per_gbp"])
            for row in cells(SHARED / "factors" / "uk_spend_2023.csv")
        },
    }
    pounds = price_level("gbp_per_eur_yearly_average", "2023")
    result = {}
    for category in cells(DEMO / "judgements" / "spend_categories.csv"):
        printed = factors["printed"][category["factor_key"]]
        other = factors["table"][category["alternative_factor_key"]]
        for (name, year), by_year in euros.items():
            if name != category["spend_category"]:
                continue
            amount = sum(by_year.values(), Fraction(0))
            repriced = sum(
                (
                    part
                    * price_level("cpi_nl_1962_100", "2023")
                    / price_level("cpi_nl_1962_100", priced_in)
                    for priced_in, part in by_year.items()
                ),
                Fraction(0),
            )
            result[name, year] = {
                "counted_eur": amount,
                "t_co2e": amount * printed / 1000,
                "difference_price_level_t": (repriced - amount) * printed / 1000,
                "difference_currency_t": repriced * (pounds - 1) * printed / 1000,
                "difference_price_basis_t": Fraction(0),
                "difference_factor_t": repriced * pounds * (other - printed) / 1000,
                "t_co2e_alternative": repriced * pounds * other / 1000,
            }
    return result


def test_spend_by_category_follows_from_the_delivered_cells(demo_build: Build) -> None:
    rows = demo_build.rows("select * from marts.rpt_spend_categories")
    wanted = expected()
    assert {(row["spend_category"], row["reporting_year"]) for row in rows} == set(wanted)
    for row in rows:
        for column, value in wanted[row["spend_category"], row["reporting_year"]].items():
            # Half a millionth of a euro or a kilogram of each line and step, at most.
            room = Fraction(row["line_count"], 10**6 if column == "counted_eur" else 10**9)
            assert abs(Fraction(row[column]) - value) <= room, (row["spend_category"], column)


def test_the_reasons_close_to_the_last_decimal(demo_build: Build) -> None:
    for row in demo_build.rows("select * from marts.rpt_spend_categories"):
        reasons = [
            row[f"difference_{name}_t"] for name in ("price_level", "currency", "price_basis")
        ]
        moved = sum(reasons, Decimal(0)) + row["difference_factor_t"]
        assert moved == row["t_co2e_alternative"] - row["t_co2e"]


def test_spend_by_category_is_spend_of_the_footprint(demo_build: Build) -> None:
    """The same kilograms as the rows of the footprint, told by another mart."""
    for row in demo_build.rows(
        "select reporting_year, sum(kg_co2e) * 0.001 as t_co2e from audit.fct_emissions "
        "where method = 'spend' group by reporting_year"
    ):
        told = demo_build.value(
            "select sum(t_co2e) from marts.rpt_spend_categories "
            f"where reporting_year = {row['reporting_year']}"
        )
        assert told == row["t_co2e"]
