"""The plan's scope 3 and its chain analysis, straight from the CSV files with pandas.

Sums of euros and kilometres, times the printed factors: no oracle and no model stands between the
files and the figures. The marts must give the same.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pandas as pd
import pytest

from support.builds import Build

#: kg per kilometre, well-to-wheel: the car and public transport of each year's edition.
CAR = "nl_passenger_transport_auto_gemiddelde_auto_brandstofsoort_onbekend"
PUBLIC = "nl_passenger_transport_openbaar_vervoer_ov_algemeen_trein_bus_metro_tram"
KEYS = {
    "car": CAR,
    "public_transport": PUBLIC,
}
TRANSPORT, GOODS, WASTE, COMMUTING = 4, 1, 5, 7


def _read(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)


def _rounded(amount: Decimal, step: str = "1") -> Decimal:
    return amount.quantize(Decimal(step), ROUND_HALF_UP)


def _factor(shared: Path, year: int, mode: str) -> Decimal:
    if mode in ("bicycle", "walk"):
        return Decimal(0)
    rows = _read(shared, f"factors/nl_{year}")
    (value,) = rows[rows.factor_key == KEYS[mode]].kg_co2e_wtw
    return Decimal(value)


@pytest.fixture(scope="module")
def shared(project_root: Path) -> Path:
    """The shared seeds."""
    return project_root / "seeds" / "shared"


@pytest.fixture(scope="module")
def bookings(demo_dir: Path, shared: Path) -> pd.DataFrame:
    """Ledger lines on accounts that are spend, in euros, with their category and year."""
    ledger = _read(demo_dir, "extracts/ledger_entries")
    accounts = _read(demo_dir, "mappings/ledger_accounts")
    categories = _read(demo_dir, "judgements/spend_categories")
    rows = ledger.merge(accounts, on="account_code", validate="many_to_one")
    rows = rows[rows.treatment == "spend"]
    rows = rows.merge(categories, on="spend_category", validate="many_to_one")
    prices = _read(shared, "reference/price_levels")
    rates = prices[prices.series == "gbp_per_eur_yearly_average"].set_index("year").value
    assert set(rows.currency) == {"", "GBP"}
    return rows.assign(
        eur=[
            Decimal(amount) / (Decimal(rates[booked[:4]]) if currency else 1)
            for amount, currency, booked in zip(
                rows.amount, rows.currency, rows.booking_date, strict=True
            )
        ],
        year=rows.booking_date.str[:4].astype(int),
        reported=rows.reported_ghg_category.where(
            rows.reported_ghg_category != "", rows.ghg_category
        ).astype(int),
    )


@pytest.fixture(scope="module")
def tonnes(bookings: pd.DataFrame, demo_dir: Path, shared: Path) -> dict[tuple[int, int], Decimal]:
    """Tonnes by year and by the category under which the plan reports them."""
    printed = _read(shared, "factors/spend_printed_2011").set_index("factor_key").kg_co2e_per_unit
    found: dict[tuple[int, int], Decimal] = {}
    for (year, category, key), eur in (
        bookings.groupby(["year", "reported", "factor_key"]).eur.sum().items()
    ):
        kg = eur * Decimal(printed[key])
        found[year, category] = found.get((year, category), Decimal(0)) + kg / 1000
    commuting = _read(demo_dir, "extracts/commuting")
    # in a company car it is in the litres and kWh of that car
    commuting = commuting[commuting.vehicle_id == ""].copy()
    assert set(commuting[commuting["mode"] == "car"].fuel) == {"unknown"}
    assert set(commuting.unit) == {"km"}
    assert set(commuting.period_start.str[:4] == commuting.period_end.str[:4]) == {True}
    commuting["km"] = [
        2 * Decimal(one_way) * Decimal(days)
        for one_way, days in zip(commuting.distance_one_way, commuting.days, strict=True)
    ]
    commuting["year"] = commuting.period_start.str[:4].astype(int)
    for (year, mode), km in commuting.groupby(["year", "mode"]).km.sum().items():
        kg = km * _factor(shared, year, mode)
        found[year, COMMUTING] = found.get((year, COMMUTING), Decimal(0)) + kg / 1000
    return found


def test_scope_3_of_2023_is_1810_tonnes(tonnes: dict[tuple[int, int], Decimal]) -> None:
    parts = {category: _rounded(t) for (year, category), t in tonnes.items() if year == 2023}
    assert parts == {TRANSPORT: 1011, GOODS: 677, WASTE: 2, COMMUTING: 120}
    assert _rounded(sum(t for (year, _), t in tonnes.items() if year == 2023), "0.01") == 1810


def test_scope_3_of_2024_is_2217_tonnes(tonnes: dict[tuple[int, int], Decimal]) -> None:
    total = sum(t for (year, _), t in tonnes.items() if year == 2024)
    assert _rounded(total, "0.01") == Decimal("2217.01")
    changes = {
        category: _rounded((tonnes[2024, category] / tonnes[2023, category] - 1) * 100)
        for category in (TRANSPORT, GOODS, WASTE, COMMUTING)
    }
    assert changes == {TRANSPORT: 33, GOODS: 10, WASTE: 464, COMMUTING: -3}


@pytest.mark.build
def test_the_mart_gives_the_plans_categories(
    demo_build: Build, tonnes: dict[tuple[int, int], Decimal]
) -> None:
    found = {
        (row["reporting_year"], row["ghg_category"]): row["t_co2e_as_reported"]
        for row in demo_build.rows(
            "select * from marts.rpt_scope_3_categories where t_co2e_as_reported is not null"
        )
    }
    assert {key: _rounded(t, "0.00001") for key, t in found.items()} == {
        key: _rounded(t, "0.00001") for key, t in tonnes.items()
    }


@pytest.mark.build
def test_hired_cleaning_is_a_purchased_service(
    demo_build: Build, tonnes: dict[tuple[int, int], Decimal]
) -> None:
    """The GHG Protocol puts in 3.1 what the plan reports as transport; the total is the same."""
    for year in (2023, 2024):
        rows = {
            row["ghg_category"]: row
            for row in demo_build.rows(
                "select * from marts.rpt_scope_3_categories where reporting_year = ?", [year]
            )
        }
        assert rows[TRANSPORT]["t_co2e"] is None
        assert rows[GOODS]["t_co2e"] == (
            rows[GOODS]["t_co2e_as_reported"] + rows[TRANSPORT]["t_co2e_as_reported"]
        )
        assert sum(row["t_co2e_ladder"] or 0 for row in rows.values()) == sum(
            row["t_co2e_as_reported"] or 0 for row in rows.values()
        )


@pytest.fixture(scope="module")
def chain(
    bookings: pd.DataFrame, demo_dir: Path, shared: Path
) -> dict[int, dict[str, tuple[Decimal, Decimal]]]:
    """Kilometres and tonnes by year and mode: surveyed, times all invoices over the surveyed."""
    travel = _read(demo_dir, "extracts/subcontractor_travel")
    assert set(travel.unit) == {"km"}
    invoiced = _invoiced(bookings, demo_dir)
    found: dict[int, dict[str, tuple[Decimal, Decimal]]] = {}
    for year, rows in travel.groupby(travel.year.astype(int)):
        own = invoiced[year]
        raised_by = sum(own.values()) / sum(own[supplier] for supplier in set(rows.supplier_id))
        found[year] = {}
        for mode, km in (
            rows.groupby("mode").distance.agg(lambda cells: sum(map(Decimal, cells))).items()
        ):
            total = km * raised_by
            found[year][mode] = total, total * _factor(shared, year, mode) / 1000
    return found


def _invoiced(bookings: pd.DataFrame, demo_dir: Path) -> dict[int, dict[str, Decimal]]:
    suppliers = _read(demo_dir, "mappings/suppliers")
    hired = suppliers[suppliers.is_subcontractor == "true"].supplier_id
    rows = bookings[bookings.supplier_id.isin(hired)]
    return {year: dict(own.groupby("supplier_id").eur.sum()) for year, own in rows.groupby("year")}


def test_the_chain_of_2024_is_119_tonnes(
    chain: dict[int, dict[str, tuple[Decimal, Decimal]]],
) -> None:
    km = {mode: _rounded(km) for mode, (km, _) in chain[2024].items()}
    assert km == {"car": 558_632, "public_transport": 575_230, "bicycle": 150_904}
    t = {mode: _rounded(t, "0.01") for mode, (_, t) in chain[2024].items()}
    assert t == {"car": Decimal("107.82"), "public_transport": Decimal("11.50"), "bicycle": 0}
    assert _rounded(sum(t for _, t in chain[2024].values()), "0.01") == Decimal("119.32")


def test_the_chain_grew_by_40_percent(
    chain: dict[int, dict[str, tuple[Decimal, Decimal]]],
) -> None:
    before, after = (sum(t for _, t in chain[year].values()) for year in (2023, 2024))
    assert _rounded(before) == 85
    assert _rounded((after / before - 1) * 100) == 40


def test_six_of_112_subcontractors_are_28_5_percent_of_their_invoices(
    bookings: pd.DataFrame, demo_dir: Path
) -> None:
    own = _invoiced(bookings, demo_dir)[2024]
    travel = _read(demo_dir, "extracts/subcontractor_travel")
    surveyed = set(travel[travel.year == "2024"].supplier_id)
    assert (len(surveyed), len(own)) == (6, 112)
    share = sum(own[supplier] for supplier in surveyed) / sum(own.values())
    assert _rounded(share * 100, "0.1") == Decimal("28.5")
    assert surveyed == set(sorted(own, key=own.get)[-6:]), "the six largest"
