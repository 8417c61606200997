"""Three figures followed from the CSV files by pandas, without a model of ours."""

from __future__ import annotations

import calendar
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from trede.explain.model import Explanation, Part
from trede.explain.read import explain_cell, explain_total

pytestmark = pytest.mark.build

MICRO = Decimal("0.000001")


def table(folder: Path, name: str) -> pd.DataFrame:
    """Read a CSV file of the company, every cell as text."""
    return pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)


def rounded(value: Fraction) -> Decimal:
    """Round to six decimals, halves up."""
    whole = value * 1_000_000
    return Decimal((2 * whole.numerator + whole.denominator) // (2 * whole.denominator)) * MICRO


def printed_factor(root: Path, edition: str, key: str) -> Fraction:
    """Return the well-to-wheel value of a row of an edition."""
    rows = table(root / "seeds" / "shared" / "factors", edition)
    (value,) = rows.loc[rows["factor_key"] == key, "kg_co2e_wtw"]
    return Fraction(value)


def shown(explanation: Explanation) -> list[Part]:
    """Return the parts that are written out."""
    return [part for group in explanation.groups for part in group.parts]


def test_scope_1_of_an_entity_is_its_gas_and_petrol(
    connection: duckdb.DuckDBPyConnection, demo_dir: Path, project_root: Path
) -> None:
    invoices = table(demo_dir / "extracts", "supplier_invoices")
    gas = invoices[
        (invoices["product"] == "Aardgas")
        & (invoices["entity_id"] == "vsg_groep")
        & invoices["period_start"].str.startswith("2024")
    ]
    fuel = table(demo_dir / "extracts", "fuel_transactions")
    fuel = fuel[(fuel["entity_id"] == "vsg_groep") & fuel["transacted_at"].str.startswith("2024")]
    assert set(gas["unit"]) <= {"m3", "Nm3"} and set(fuel["product"]) <= {"EURO95", "Euro 95 E10"}
    per_m3 = printed_factor(project_root, "nl_2024", "nl_fuel_heating_aardgas_g_gas")
    per_litre = printed_factor(project_root, "nl_2024", "nl_fuel_vehicle_benzine_e10")
    kg = {
        row.line_id: rounded(Fraction(row.quantity) * factor)
        for rows, factor in ((gas, per_m3), (fuel, per_litre))
        for row in rows.itertuples()
    }

    explanation = explain_cell(
        connection, "ladder", "scope_1", 2024, "vsg_groep", personal=True, most=None
    )
    assert {part.line_id: part.kg_co2e for part in shown(explanation)} == kg
    assert sum(kg.values()) == explanation.figure.t_co2e * 1000
    delivered = pd.concat([gas, fuel]).set_index("line_id")
    for part in shown(explanation):
        row = delivered.loc[part.line_id]
        assert (part.source_file, part.source_row, part.source_document) == (
            row["source_file"],
            row["source_row"],
            row["source_document"],
        )
        assert (part.source_quantity, part.source_unit) == (Decimal(row["quantity"]), row["unit"])
        assert part.kg_direct + part.kg_upstream == part.kg_co2e
    # The hash is that of the register, for the file that the line names.
    register = table(demo_dir / "extracts", "deliveries").set_index("original_name")["sha256"]
    assert {part.delivered_sha256 for part in shown(explanation)} == set(
        register[sorted(set(delivered["source_file"]))]
    )


def test_hired_cleaning_is_its_euros_times_the_printed_factor(
    connection: duckdb.DuckDBPyConnection, demo_dir: Path
) -> None:
    accounts = table(demo_dir / "mappings", "ledger_accounts")
    codes = set(accounts.loc[accounts["spend_category"] == "hired_cleaning", "account_code"])
    ledger = table(demo_dir / "extracts", "ledger_entries")
    hired = ledger[
        ledger["account_code"].isin(codes) & ledger["booking_date"].str.startswith("2024")
    ]
    kg = {
        row.line_id: (Decimal(row.amount) * Decimal("0.25")).quantize(MICRO, ROUND_HALF_UP)
        for row in hired.itertuples()
    }
    assert set(hired["currency"]) <= {"", "EUR"}

    explanation = explain_total(connection, "ladder", "3.1", 2024, total_kind="line", most=None)
    groups = [group for group in explanation.groups if group.spend_category == "hired_cleaning"]
    parts = [part for group in groups for part in group.parts]
    assert {part.line_id: part.kg_co2e for part in parts} == kg
    assert sum(group.kg_co2e for group in groups) == sum(kg.values())
    by_line = hired.set_index("line_id")
    for part in parts:
        names = [step.name for step in part.spend_steps]
        assert names == [
            *("net_of_vat", "in_eur", "in_price_year"),
            *("in_factor_currency", "at_price_basis", "times_factor"),
        ]
        amount = Decimal(by_line.loc[part.line_id, "amount"])
        # The factor prints no price year: nothing is converted, and each step says so.
        assert [step.value for step in part.spend_steps[:5]] == [amount] * 5
        assert part.spend_steps[5].value == kg[part.line_id]
        assert part.spend_steps[5].operand == Decimal("0.25")


def test_commuting_is_there_and_back_apportioned_by_day(
    connection: duckdb.DuckDBPyConnection, demo_dir: Path, project_root: Path
) -> None:
    commuting = table(demo_dir / "extracts", "commuting")
    mine = commuting[
        (commuting["entity_id"] == "vsg_groep")
        & commuting["period_start"].str.startswith("2024")
        & (commuting["mode"] == "car")
        & (commuting["fuel"] == "unknown")
        & (commuting["vehicle_id"] == "")
    ]
    factor = printed_factor(
        project_root,
        "nl_2024",
        "nl_passenger_transport_auto_gemiddelde_auto_brandstofsoort_onbekend",
    )
    kg: dict[tuple[str, str], Decimal] = {}
    for row in mine.itertuples():
        first, last = pd.Timestamp(row.period_start), pd.Timestamp(row.period_end)
        days, km = (last - first).days + 1, Fraction(row.distance_one_way) * 2 * int(row.days)
        before = Fraction(0)
        for month in pd.period_range(first, last, freq="M"):
            end = min(
                last,
                pd.Timestamp(
                    month.year, month.month, calendar.monthrange(month.year, month.month)[1]
                ),
            )
            through = Fraction(int(km * 1_000_000 * ((end - first).days + 1) / days), 1_000_000)
            kg[row.line_id, str(month)] = rounded((through - before) * factor)
            before = through
    explanation = explain_cell(
        connection, "ladder", "3.7", 2024, "vsg_groep", personal=True, most=None
    )
    parts = [part for part in shown(explanation) if part.activity_type == "commuting_car_unknown"]
    assert {(part.line_id, f"{part.month:%Y-%m}"): part.kg_co2e for part in parts} == kg
    by_line = mine.set_index("line_id")
    for part in parts:
        assert part.line_multiplier == 2 * int(by_line.loc[part.line_id, "days"])
        assert part.source_quantity * part.line_multiplier == part.line_quantity
