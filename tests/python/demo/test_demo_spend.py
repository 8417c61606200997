"""The demo company's ledger, commuting and chain, recomputed from its CSV files alone.

Totals are sums of decimals over the committed files and are typed here; the generator works in whole
cents and tenths of a kilometre, the warehouse in SQL.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pandas as pd
import pytest

from trede.contract import Contract

Read = Callable[[str], pd.DataFrame]
YEARS = ("2023", "2024")
#: Net spend in euro by category: 2023 and 2024.
SPEND = {
    "hired_cleaning": ("4044000.00", "5378520.00"),
    "materials": ("520000.00", "571000.00"),
    "advice": ("410000.00", "455000.00"),
    "training": ("180000.00", "200000.00"),
    "office": ("153125.00", "168656.25"),
    "waste": ("1470.59", "8294.12"),
}
#: Categories with invoices in pounds add up to within half a cent.
IN_POUNDS = ("advice", "training")
CREDITORS, VAT_ON_PURCHASES, VAT_REVERSE_CHARGE = "1400", "1500", "1530"


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def shared(project_root: Path) -> Path:
    """The shared seeds."""
    return project_root / "seeds" / "shared"


@pytest.fixture(scope="module")
def ledger(read: Read, shared: Path) -> pd.DataFrame:
    """The ledger with its year, treatment, spend category and amount in euro."""
    lines = read("extracts/ledger_entries.csv")
    accounts = read("mappings/ledger_accounts.csv").set_index("account_code")
    rates = {
        row["year"]: Decimal(row["value"])
        for row in rows_of(shared / "reference" / "price_levels.csv")
        if row["series"] == "gbp_per_eur_yearly_average"
    }
    lines["year"] = lines["booking_date"].str[:4]
    for column in ("treatment", "spend_category", "activity_category"):
        lines[column] = lines["account_code"].map(accounts[column])
    lines["value"] = lines["amount"].map(Decimal)
    lines["eur"] = [
        value
        if currency in ("", "EUR")
        else (value / rates[year]).quantize(Decimal("0.000001"), ROUND_HALF_UP)
        for value, currency, year in zip(
            lines["value"], lines["currency"], lines["year"], strict=True
        )
    ]
    return lines


@pytest.fixture(scope="module")
def spend(ledger: pd.DataFrame) -> pd.DataFrame:
    """The ledger lines that are counted by the euro."""
    return ledger[ledger["treatment"] == "spend"]


@pytest.fixture(scope="module")
def commutes(read: Read) -> pd.DataFrame:
    """The commuting lines with their year and kilometres there and back."""
    lines = read("extracts/commuting.csv")
    lines["year"] = lines["period_end"].str[:4]
    lines["km"] = [
        Decimal(distance) * 2 * Decimal(days)
        for distance, days in zip(lines["distance_one_way"], lines["days"], strict=True)
    ]
    return lines


# -- totals


@pytest.mark.parametrize("category", SPEND)
@pytest.mark.parametrize("place", [0, 1])
def test_each_category_adds_up_to_the_cent(spend: pd.DataFrame, category: str, place: int) -> None:
    own = spend[(spend["spend_category"] == category) & (spend["year"] == YEARS[place])]
    difference = abs(sum(own["eur"]) - Decimal(SPEND[category][place]))
    if category in IN_POUNDS:
        assert difference <= Decimal("0.005")
    else:
        assert difference == 0


def commuting_tonnes(commutes: pd.DataFrame, year: str) -> Decimal:
    """Return t CO2e of commuting without company cars: car 0.193 and public transport 0.02."""
    factors = {"car": "0.193", "public_transport": "0.02", "bicycle": "0", "walk": "0"}
    own = commutes[(commutes["year"] == year) & (commutes["vehicle_id"] == "")]
    kg = sum(km * Decimal(factors[mode]) for km, mode in zip(own["km"], own["mode"], strict=True))
    return Decimal(kg) / 1000


def test_printed_factors_give_the_printed_scope_3(
    read: Read, spend: pd.DataFrame, commutes: pd.DataFrame, shared: Path
) -> None:
    factors = {
        row["factor_key"]: Decimal(row["kg_co2e_per_unit"])
        for row in rows_of(shared / "factors" / "spend_printed_2011.csv")
    }
    choices = read("judgements/spend_categories.csv").set_index("spend_category")
    assert set(choices["edition_id"]) == {"spend_printed_2011"}
    tonnes: dict[str, dict[str, Decimal]] = {}
    for year in YEARS:
        own = spend[spend["year"] == year]
        by_category = {
            name: sum(lines["eur"]) * factors[choices.loc[name, "factor_key"]] / 1000
            for name, lines in own.groupby("spend_category")
        }
        assert set(by_category) == set(choices.index)
        tonnes[year] = {
            "transport": by_category["hired_cleaning"],
            "goods": sum(by_category[n] for n in ("materials", "advice", "training", "office")),
            "waste": by_category["waste"],
            "commuting": commuting_tonnes(commutes, year),
        }
    assert [round(part, 2) for part in tonnes["2023"].values()] == [1011, 677, 2, 120]
    assert round(sum(tonnes["2023"].values()), 2) == 1810
    assert round(sum(tonnes["2024"].values()), 2) == Decimal("2217.01")
    changes = {
        name: round((tonnes["2024"][name] / tonnes["2023"][name] - 1) * 100)
        for name in tonnes["2023"]
    }
    assert changes == {"transport": 33, "goods": 10, "waste": 464, "commuting": -3}


def test_commuting_adds_up_per_mode(commutes: pd.DataFrame) -> None:
    own = commutes[commutes["vehicle_id"] == ""]
    km = own.groupby(["year", "mode"])["km"].sum()
    assert km["2023", "car"] == 600_000
    assert km["2023", "public_transport"] == 210_000
    assert km["2024", "car"] == 580_000
    assert km["2024", "public_transport"] == 223_000
    assert set(own["mode"]) == {"car", "public_transport", "bicycle", "walk"}


# -- double entry


def test_every_document_balances_in_one_currency(ledger: pd.DataFrame) -> None:
    documents = ledger.groupby(["entity_id", "document_number"])
    assert (documents["value"].sum() == 0).all()
    for column in ("currency", "journal", "booking_date"):
        assert (documents[column].nunique() == 1).all(), column
    assert (documents.size() >= 2).all()
    assert (ledger["value"] != 0).all()
    assert set(ledger["journal"]) == {"inkoop", "verkoop", "bank", "memoriaal", "salaris"}


def test_the_ledger_is_large_and_the_file_is_not(ledger: pd.DataFrame, demo_dir: Path) -> None:
    counts = ledger["year"].value_counts()
    assert 9_000 <= counts["2023"] <= 10_000
    assert 11_000 <= counts["2024"] <= 13_000
    assert set(counts.index) == set(YEARS)
    assert (demo_dir / "extracts" / "ledger_entries.csv").stat().st_size < 4_000_000


def test_vat_lines_are_the_vat_of_their_invoice(ledger: pd.DataFrame) -> None:
    bought = ledger[ledger["journal"] == "inkoop"].copy()
    bought["vat"] = bought["vat_amount"].map(lambda text: Decimal(text or "0"))
    keys = ["entity_id", "document_number"]
    stated = bought.groupby(keys)["vat"].sum()
    booked = bought[bought["account_code"] == VAT_ON_PURCHASES].groupby(keys)["value"].sum()
    assert (stated == booked.reindex(stated.index, fill_value=Decimal(0))).all()
    costs = bought[bought["vat_amount"] != ""]
    for line in costs.itertuples():
        rates = [
            (line.value * pct / 100).quantize(Decimal("0.01"), ROUND_HALF_UP) for pct in (0, 9, 21)
        ]
        assert line.vat in rates, line.line_id
    shares = {
        pct: (costs["vat"] == [round_cents(v * pct / 100) for v in costs["value"]]).mean()
        for pct in (0, 9, 21)
    }
    assert shares[21] > 0.5
    assert 0 < shares[9] < 0.05


def round_cents(value: Decimal) -> Decimal:
    """Return an amount rounded half away from zero to cents."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_vat_on_hired_cleaning_is_reverse_charged(ledger: pd.DataFrame) -> None:
    hired = ledger[ledger["spend_category"] == "hired_cleaning"]
    assert set(hired["vat_amount"]) == {"0.00"}
    quarter = ledger["year"] + "K" + ((ledger["booking_date"].str[5:7].map(int) + 2) // 3).map(str)
    owed = ledger[
        (ledger["account_code"] == VAT_REVERSE_CHARGE) & ledger["amount"].str.startswith("-")
    ]
    for name, lines in hired.groupby(quarter):
        declared = owed[owed["source_document"] == f"BTW-{name}"]["value"].sum()
        assert declared == -round_cents(sum(lines["value"]) * Decimal("0.21")), name


def test_no_invoice_is_booked_twice(ledger: pd.DataFrame) -> None:
    bought = ledger[ledger["journal"] == "inkoop"]
    numbers = bought.groupby(["entity_id", "supplier_id", "source_document"])["document_number"]
    assert (numbers.nunique() == 1).all()
    costs = bought[bought["account_code"].str[0] == "4"]
    own = ["supplier_id", "account_code", "booking_date", "amount"]
    assert not costs.duplicated(own).any()


def test_payments_settle_the_invoice_that_they_name(ledger: pd.DataFrame) -> None:
    creditors = ledger[
        (ledger["account_code"] == CREDITORS)
        & (ledger["supplier_id"] != "")
        & (ledger["currency"] == "")
    ]
    pounds = set(ledger[ledger["currency"] == "GBP"]["source_document"])
    creditors = creditors[~creditors["source_document"].isin(pounds)]
    open_items = creditors.groupby(["entity_id", "supplier_id", "source_document"]).agg(
        balance=("value", "sum"), lines=("value", "size"), booked=("booking_date", "min")
    )
    paid = open_items[open_items["lines"] == 2]
    assert (paid["balance"] == 0).all()
    unpaid = open_items[open_items["lines"] == 1]
    assert (unpaid["booked"] >= "2024-11-15").all()
    assert len(paid) + len(unpaid) == len(open_items)


def test_sales_add_up_to_the_revenue(read: Read, ledger: pd.DataFrame) -> None:
    metrics = read("extracts/business_metrics.csv").query("metric == 'revenue_eur'")
    sales = ledger[(ledger["journal"] == "verkoop") & ledger["account_code"].str.startswith("8")]
    compared = 0
    for metric in metrics.itertuples():
        if metric.period_start[:4] not in YEARS:
            continue
        own = sales[
            (sales["entity_id"] == metric.entity_id)
            & sales["booking_date"].between(metric.period_start, metric.period_end)
        ]
        assert -sum(own["value"]) == Decimal(metric.value)
        compared += 1
    assert compared == 8


def test_charges_within_the_group_cancel(read: Read, ledger: pd.DataFrame) -> None:
    for accounts in (("1200",), ("4910", "8090")):
        lines = ledger[ledger["account_code"].isin(accounts)]
        assert len(lines) >= 48
        assert (lines.groupby("year")["value"].sum() == 0).all()
        assert set(lines["treatment"]) == {"out_of_scope"}
    assert set(read("mappings/suppliers.csv")["is_group_company"]) == {"false"}


# -- mappings and judgements


def test_every_account_is_mapped_once_and_used(
    read: Read, ledger: pd.DataFrame, shared: Path
) -> None:
    accounts = read("mappings/ledger_accounts.csv")
    assert accounts["account_code"].is_unique
    assert set(accounts["account_code"]) == set(ledger["account_code"])
    categories = set(read("judgements/spend_categories.csv")["spend_category"])
    activities = {
        row["activity_category"]
        for row in rows_of(shared / "reference" / "activity_categories.csv")
    }
    for row in accounts.itertuples():
        assert (row.spend_category in categories) == (row.treatment == "spend"), row.account_code
        assert (row.activity_category in activities) == (row.treatment == "covered_by_activity"), (
            row.account_code
        )
        assert len(row.reason) > 10, row.account_code
        assert row.rgs_code == "" or row.rgs_code[0] == ("W" if row.account_code >= "4" else "B")
    assert set(accounts["spend_category"]) - {""} == categories
    counts = accounts[accounts["treatment"] == "spend"]["spend_category"].value_counts()
    assert (counts.drop("waste") >= 2).all()


def test_every_supplier_is_known_and_none_is_in_vain(read: Read, ledger: pd.DataFrame) -> None:
    suppliers = read("mappings/suppliers.csv")
    assert suppliers["supplier_id"].is_unique
    used = set(ledger["supplier_id"]) - {""}
    assert used == set(suppliers["supplier_id"])
    bought = ledger[(ledger["journal"] == "inkoop")]
    assert (bought["supplier_id"] != "").all()


def test_factor_keys_are_keys_of_their_edition(read: Read, shared: Path) -> None:
    printed = {row["factor_key"] for row in rows_of(shared / "factors" / "spend_printed_2011.csv")}
    groups = {
        "uk_sic_" + row["sic_code"].replace(".", "_").replace("-", "_").lower(): row[
            "product_group"
        ]
        for row in rows_of(shared / "factors" / "uk_spend_2023.csv")
    }
    names = {
        row["factor_key"]: row["product_group"]
        for row in rows_of(shared / "factors" / "spend_printed_2011.csv")
    }
    choices = read("judgements/spend_categories.csv")
    assert sorted(choices["factor_key"]) == sorted(printed)
    assert set(choices["alternative_edition_id"]) == {"uk_spend_2023"}
    for choice in choices.itertuples():
        # The same product group: the newer table writes landscape where the plan has landscapes.
        newer = groups[choice.alternative_factor_key]
        assert newer.rstrip("s") == names[choice.factor_key].rstrip("s"), choice.spend_category
    assert "3" not in set(choices["ghg_category"])
    hired = choices.set_index("spend_category").loc["hired_cleaning"]
    assert (hired["ghg_category"], hired["reported_ghg_category"]) == ("1", "4")


def test_all_fifteen_categories_are_screened(read: Read) -> None:
    screening = read("judgements/category_screening.csv")
    assert screening["ghg_category"].tolist() == [str(number) for number in range(1, 16)]
    quantified = set(screening[screening["verdict"] == "quantified"]["ghg_category"])
    assert quantified == {"1", "3", "5", "6", "7"}
    # Every spend category falls in a category that is quantified.
    assert set(read("judgements/spend_categories.csv")["ghg_category"]) <= quantified


def test_combinations_are_named_and_ranked(read: Read) -> None:
    combinations = read("judgements/product_market_combinations.csv")
    assert 5 <= len(combinations) <= 6
    assert combinations["combination_id"].is_unique
    assert len(combinations[["burden", "influence"]].drop_duplicates()) == len(combinations)


# -- credit notes and pounds


def test_credit_notes_name_an_earlier_line_of_the_same_supplier_and_account(
    ledger: pd.DataFrame,
) -> None:
    lines = ledger.set_index("line_id")
    credits = lines[lines["credits_line_id"] != ""]
    assert set(lines[lines["value"] < 0].query("treatment == 'spend'").index) <= set(credits.index)
    assert credits["credits_line_id"].is_unique
    for line_id, credit in credits.iterrows():
        original = lines.loc[credit["credits_line_id"]]
        for column in ("entity_id", "supplier_id", "account_code", "currency", "journal"):
            assert credit[column] == original[column], (line_id, column)
        assert original["booking_date"] <= credit["booking_date"], line_id
        assert 0 < -credit["value"] <= original["value"], line_id
        assert credit["source_document"] != original["source_document"], line_id
    counted = credits[credits["treatment"] == "spend"]
    assert set(counted["spend_category"]) == set(SPEND) - {"waste"}
    earlier = lines.loc[counted["credits_line_id"]]["year"].to_numpy()
    of_the_year_before = counted[counted["year"].to_numpy() != earlier]
    assert len(of_the_year_before) == 6
    assert set(of_the_year_before["year"]) == {"2024"}


def test_some_invoices_are_in_pounds(ledger: pd.DataFrame, spend: pd.DataFrame) -> None:
    assert set(ledger["currency"]) == {"", "GBP"}
    pounds = spend[spend["currency"] == "GBP"]
    assert len(pounds) == 6
    assert set(pounds["spend_category"]) == set(IN_POUNDS)
    assert set(pounds["year"]) == set(YEARS)
    # A pound is worth more than a euro.
    assert (pounds["eur"] > pounds["value"]).all()


# -- what the other extracts tell as well


def activity_euros(read: Read) -> dict[tuple[str, str, str], Decimal]:
    """Return euros by activity category, entity and year of the extracts that name an amount.

    Energy is spread by day over the years; what is fed in is sold, not bought.
    """
    euros: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)

    def add(category: str, entity_id: str, year: str, amount: Decimal) -> None:
        if year in YEARS:
            euros[category, entity_id, year] += amount

    for row in read("extracts/fuel_transactions.csv").itertuples():
        category = "vehicle_additives" if row.product == "AdBlue" else "fuel_vehicles"
        add(category, row.entity_id, row.transacted_at[:4], Decimal(row.amount_eur))
    for row in read("extracts/charging_sessions.csv").itertuples():
        add("power_vehicles", row.entity_id, row.started_at[:4], Decimal(row.amount_eur or "0"))
    for row in read("extracts/trips.csv").itertuples():
        category = "business_flights" if row.mode == "flight" else "business_travel"
        add(category, row.entity_id, row.travelled_on[:4], Decimal(row.amount_eur or "0"))
    for row in read("extracts/commuting.csv").itertuples():
        add("commuting", row.entity_id, row.period_end[:4], Decimal(row.amount_eur or "0"))
    for row in read("extracts/supplier_invoices.csv").itertuples():
        if row.direction == "feed_in":
            continue
        category = "fuel_heating" if "gas" in row.product.lower() else "power_buildings"
        first, last = date.fromisoformat(row.period_start), date.fromisoformat(row.period_end)
        days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
        for day in days:
            add(category, row.entity_id, str(day.year), Decimal(row.amount_eur) / len(days))
    return {key: amount for key, amount in euros.items() if amount}


def test_the_ledger_tells_the_same_euros_as_the_activity_data(
    read: Read, ledger: pd.DataFrame
) -> None:
    covered = ledger[ledger["treatment"] == "covered_by_activity"]
    booked = covered.groupby(["activity_category", "entity_id", "year"])["eur"].sum().to_dict()
    told = activity_euros(read)
    assert set(booked) == set(told)
    assert len(told) >= 24
    for key, amount in told.items():
        assert abs(booked[key] - amount) <= amount * Decimal("0.0001"), (key, booked[key], amount)


def test_the_ledger_has_the_document_of_every_collection(read: Read, ledger: pd.DataFrame) -> None:
    collected = read("extracts/waste_collections.csv")
    collected = collected[collected["collected_on"].str[:4].isin(YEARS)]
    euros = collected["amount_eur"].map(Decimal).groupby(collected["source_document"]).sum()
    waste = ledger[ledger["spend_category"] == "waste"]
    assert set(waste["supplier_id"]) == {"s-afval"}
    booked = waste.groupby("source_document")["eur"].sum()
    assert len(euros) == 24
    assert (booked.reindex(euros.index) == euros).all()
    # The rest are containers, and in 2024 the clearing out that makes its waste grow.
    rest = waste[~waste["source_document"].isin(euros.index)]
    assert set(rest[rest["year"] == "2023"]["description"]) == {"Huur containers"}
    assert set(rest["description"]) == {"Huur containers", "Ontruiming opslag"}


# -- subcontractors


def invoiced(spend: pd.DataFrame, read: Read, year: str) -> pd.Series:
    """Return what each subcontractor invoiced in a year, the largest first."""
    suppliers = read("mappings/suppliers.csv").set_index("supplier_id")["is_subcontractor"]
    own = spend[(spend["supplier_id"].map(suppliers) == "true") & (spend["year"] == year)]
    sums = own.groupby("supplier_id")["eur"].sum()
    return sums.sort_values(ascending=False, key=lambda values: values.map(float))


@pytest.mark.parametrize(
    ("year", "count", "six", "share"),
    [("2023", 97, "1213200.00", "0.300"), ("2024", 112, "1532878.20", "0.285")],
)
def test_the_six_largest_subcontractors_are_surveyed(
    read: Read, spend: pd.DataFrame, year: str, count: int, six: str, share: str
) -> None:
    sums = invoiced(spend, read, year)
    assert len(sums) == count
    assert sum(sums.head(6)) == Decimal(six)
    assert Decimal(six) / sum(sums) == Decimal(share)
    hired = spend[(spend["spend_category"] == "hired_cleaning") & (spend["year"] == year)]
    assert sum(hired["eur"]) == sum(sums)  # all of it from subcontractors, and nothing else
    travel = read("extracts/subcontractor_travel.csv").query(f"year == '{year}'")
    assert set(travel["supplier_id"]) == set(sums.head(6).index)
    # Skewed: the largest invoices sixty times as much as the smallest.
    assert sums.iloc[0] > 60 * sums.iloc[-1] > 0
    survey = read("judgements/surveys.csv").set_index("survey_id").loc[f"chain_{year}"]
    assert survey[["population", "sampled", "responded", "error_margin_pct"]].tolist() == [
        str(count), "6", "6", "10",
    ]  # fmt: skip


def test_surveyed_kilometres_give_the_printed_chain(read: Read, spend: pd.DataFrame) -> None:
    travel = read("extracts/subcontractor_travel.csv")
    assert set(travel["unit"]) == {"km"}
    assert not travel.duplicated(["supplier_id", "year", "mode"]).any()
    assert (travel["distance"].map(Decimal) > 0).all()
    km = travel["distance"].map(Decimal).groupby([travel["year"], travel["mode"]]).sum()
    assert km["2024"].to_dict() == {
        "car": Decimal("159210.12"),
        "public_transport": Decimal("163940.55"),
        "bicycle": Decimal("43007.64"),
    }
    assert km["2023"].to_dict() == {"car": 119_400, "public_transport": 122_790, "bicycle": 32_100}
    tonnes = {}
    for year in YEARS:
        sums = invoiced(spend, read, year)
        ratio = sum(sums) / sum(sums.head(6))
        if year == "2024":
            whole = {mode: round(value * ratio) for mode, value in km[year].items()}
            assert whole == {"car": 558_632, "public_transport": 575_230, "bicycle": 150_904}
        car, public = km[year]["car"], km[year]["public_transport"]
        tonnes[year] = (car * Decimal("0.193") + public * Decimal("0.02")) * ratio / 1000
    assert round(tonnes["2024"], 2) == Decimal("119.32")
    assert round(tonnes["2023"], 1) == Decimal("85.0")
    assert round((tonnes["2024"] / tonnes["2023"] - 1) * 100) == 40


# -- commuting


def test_employees_are_counted_once_per_mode_and_half_year(
    commutes: pd.DataFrame, read: Read
) -> None:
    assert not commutes.duplicated(["employee_key", "mode", "period_end"]).any()
    assert 1_500 <= len(commutes) <= 2_500
    people = commutes.groupby(["year", "entity_id"])["employee_key"].nunique()
    assert 405 <= people["2023", "vsg_diensten"] <= 435
    assert 435 <= people["2024", "vsg_diensten"] <= 465
    assert 10 <= people["2023", "vsg_groep"] <= people["2024", "vsg_groep"] <= 14
    assert (commutes.groupby("employee_key")["entity_id"].nunique() == 1).all()
    bases = commutes.groupby("employee_key")["quantity_basis"]
    assert (bases.nunique() == 1).all()
    assert set(commutes["quantity_basis"]) == {"registered", "survey", "statement", "estimated"}


def test_periods_are_half_years_and_short_ones_have_few_days(commutes: pd.DataFrame) -> None:
    for row in commutes.itertuples():
        first, last = date.fromisoformat(row.period_start), date.fromisoformat(row.period_end)
        assert first <= last
        assert (first.year, first.month <= 6) == (last.year, last.month <= 6)
        weekdays = sum(
            (first + timedelta(days=offset)).weekday() < 5
            for offset in range((last - first).days + 1)
        )
        # Somebody who stays for a day or two may come on both.
        assert 1 <= int(row.days) <= max(2, weekdays), row.line_id
    whole = commutes["period_start"].str[5:].isin(["01-01", "07-01"]) & commutes["period_end"].str[
        5:
    ].isin(["06-30", "12-31"])
    assert 0.02 < (~whole).mean() < 0.2
    days = commutes["days"].map(int)
    assert days[~whole].mean() < days[whole].mean()


def test_commutes_in_company_cars_are_told_by_fuel_or_power(
    commutes: pd.DataFrame, read: Read
) -> None:
    by_car = commutes[commutes["vehicle_id"] != ""]
    assert len(by_car) > 50
    assert set(by_car["mode"]) == {"car"}
    assert set(by_car["amount_eur"]) == {""}
    energy = read("mappings/vehicles.csv").set_index("vehicle_id")["energy"]
    assert (by_car["fuel"] == by_car["vehicle_id"].map(energy)).all()
    assigned = read("mappings/assigned_vehicles.csv")
    spans = {(row.employee_key, row.vehicle_id): row for row in assigned.itertuples()}
    bought = set()
    for name, column in (
        ("fuel_transactions", "transacted_at"), ("charging_sessions", "started_at"),
    ):  # fmt: skip
        lines = read(f"extracts/{name}.csv")
        bought |= set(zip(lines["vehicle_id"], lines[column].str[:4], strict=True))
    for row in by_car.itertuples():
        span = spans[row.employee_key, row.vehicle_id]
        assert row.period_start >= span.valid_from
        assert not span.valid_to or row.period_end <= span.valid_to
        assert (row.vehicle_id, row.year) in bought
    # The car drives more than its way to work, apart from private kilometres.
    driven = read("extracts/vehicle_distances.csv")
    driven["km"] = driven["distance"].map(Decimal) - driven["private_distance"].map(
        lambda text: Decimal(text or "0")
    )
    driven = driven.groupby(["vehicle_id", driven["period_start"].str[:4]])["km"].sum()
    for key, km in by_car.groupby(["vehicle_id", "year"])["km"].sum().items():
        assert km < driven[key], key


def test_new_lines_are_kept_and_planned(read: Read, contract: Contract) -> None:
    assert "commuting" in set(read("judgements/retention.csv")["extract_name"])
    assert "commuting" in set(read("judgements/data_plan.csv")["emission_category"])
    names = {file.name for file in contract.group("extracts")}
    assert set(read("judgements/retention.csv")["extract_name"]) <= names
