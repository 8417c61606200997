"""The demo company, recomputed from its CSV files alone.

Nothing of the generator's arithmetic is used: totals come from pandas and fractions over the
committed files, factors and printed figures are typed here, and days are counted one by one where
the generator and the warehouse divide.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from trede.contract import Contract
from trede.demo.build import differences, make_demo, write_demo

YEARS = ("2022", "2023", "2024")
#: kWh, Nm3, litres or km per delivered unit.
UNITS = {
    "kwh": Fraction(1),
    "mwh": Fraction(1000),
    "wh": Fraction(1, 1000),
    "m3": Fraction(1),
    "nm3": Fraction(1),
    "gj": Fraction("28.433323855"),
    "l": Fraction(1),
    "liter": Fraction(1),
    "km": Fraction(1),
    "mile": Fraction("1.609344"),
}
#: What the demo company does not have: its files hold their header only.
EMPTY = {
    "extracts/power_labels.csv",
    "extracts/purchases_physical.csv",
    "extracts/stock_counts.csv",
    "extracts/supplier_factors.csv",
    "judgements/accepted_findings.csv",
    "judgements/chain_boundaries.csv",
    "judgements/evidence.csv",
    "judgements/manual_checks.csv",
    "judgements/opportunities.csv",
    "judgements/price_level_choices.csv",
    "judgements/publications.csv",
    "judgements/published_rows.csv",
    "judgements/restatements.csv",
    "judgements/uncertainties.csv",
    "judgements/verifications.csv",
    "judgements/wpm_choices.csv",
}

Read = Callable[[str], pd.DataFrame]


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    """What the generator writes now."""
    return make_demo()


def canonical(frame: pd.DataFrame, quantity: str) -> pd.Series:
    """Return a delivered quantity in kWh, Nm3, litres or km, as fractions."""
    pairs = zip(frame[quantity], frame["unit"].str.lower(), strict=True)
    return pd.Series([Fraction(value) * UNITS[unit] for value, unit in pairs], index=frame.index)


def fuel_litres(read: Read) -> pd.Series:
    """Return litres by year and activity type."""
    fuel = read("extracts/fuel_transactions.csv")
    products = read("mappings/products.csv").query("extract_name == 'fuel_transactions'")
    types = dict(zip(products["product"], products["activity_type"], strict=True))
    fuel["litres"] = canonical(fuel, "quantity")
    keys = [fuel["transacted_at"].str[:4], fuel["product"].map(types)]
    return fuel.groupby(keys)["litres"].sum()


def charged(read: Read) -> pd.DataFrame:
    """Return the sessions with their kWh and the local year and month of their start."""
    sessions = read("extracts/charging_sessions.csv")
    sessions["kwh"] = canonical(sessions, "energy")
    sessions["year"] = sessions["started_at"].str[:4]
    sessions["month"] = sessions["started_at"].str[:7]
    return sessions


def invoiced_by_month(read: Read) -> pd.DataFrame:
    """Return invoice lines per calendar month: each day of the period carries an equal part."""
    invoices = read("extracts/supplier_invoices.csv")
    aliases = read("mappings/location_aliases.csv").set_index("alias")["location_id"]
    products = read("mappings/products.csv").query("extract_name == 'supplier_invoices'")
    types = dict(zip(products["product"], products["activity_type"], strict=True))
    invoices["value"] = canonical(invoices, "quantity")
    rows = []
    for row in invoices.itertuples():
        first, last = date.fromisoformat(row.period_start), date.fromisoformat(row.period_end)
        count = (last - first).days + 1
        for offset in range(count):
            day = first + timedelta(days=offset)
            rows.append(
                {
                    "location": aliases[row.location],
                    "activity_type": types[row.product],
                    "direction": row.direction,
                    "meter_id": row.meter_id,
                    "month": f"{day:%Y-%m}",
                    "year": f"{day:%Y}",
                    "value": row.value / count,
                }
            )
    keys = ["location", "activity_type", "direction", "meter_id", "year", "month"]
    return pd.DataFrame(rows).groupby(keys, as_index=False)["value"].sum()


def gas(read: Read) -> pd.Series:
    """Return Nm3 by location and year."""
    months = invoiced_by_month(read).query("activity_type == 'natural_gas'")
    return months.groupby(["location", "year"])["value"].sum()


def office_kwh(read: Read) -> pd.Series:
    """Return imported kWh of the offices by year, net of charging behind their meter."""
    months = invoiced_by_month(read).query(
        "activity_type == 'electricity' and direction == 'import'"
    )
    sessions = charged(read).query("place == 'own'")
    return months.groupby("year")["value"].sum().sub(sessions.groupby("year")["kwh"].sum())


# -- quantities that the plan prints


@pytest.mark.parametrize(
    ("year", "activity_type", "litres"),
    [("2024", "petrol_e10", 38_382), ("2024", "diesel_b7", 8_196), ("2024", "hvo100", 255)],
)
def test_fuel_is_as_printed(read: Read, year: str, activity_type: str, litres: int) -> None:
    assert fuel_litres(read)[year, activity_type] == litres


def test_fuel_of_2023_lies_between_its_neighbours(read: Read) -> None:
    litres = fuel_litres(read)
    for activity_type in ("petrol_e10", "diesel_b7"):
        low, middle, high = (litres[year, activity_type] for year in YEARS)
        assert low < middle < high


def test_charging_is_as_printed_and_does_not_bend_to_the_contradiction(read: Read) -> None:
    by_year = charged(read).groupby("year")["kwh"].sum()
    assert by_year.to_dict() == {"2022": 6_781, "2023": 18_649, "2024": 31_280}
    assert by_year["2024"] != 30_541  # RF16 prints this for the same year


def test_office_electricity_is_as_printed_net_of_own_charging(read: Read) -> None:
    net = office_kwh(read)
    assert net["2022"] == 27_114
    assert net["2024"] == 18_879
    assert net["2024"] < net["2023"] < net["2022"]


def test_gas_is_as_printed_per_location(read: Read) -> None:
    nm3 = gas(read)
    assert nm3["head_office", "2024"] == 1_900
    assert nm3["head_office", "2022"] == 1_550
    assert nm3["branch_b", "2024"] == 150
    assert nm3["branch_b", "2022"] == 450
    assert nm3["branch_c", "2022"] == 2_000
    assert ("branch_c", "2024") not in nm3
    assert "building_d" not in nm3.index.get_level_values("location")


def test_apportioning_by_whole_numbers_gives_the_same_years(read: Read) -> None:
    """The warehouse floors cumulative micro-units; for the printed years nothing is lost."""
    invoices = read("extracts/supplier_invoices.csv")
    crossing = invoices[invoices["period_start"].str[:4] != invoices["period_end"].str[:4]]
    assert crossing["period_start"].tolist() == ["2023-12-15"]
    assert crossing["period_end"].tolist() == ["2024-01-14"]
    micro = int(crossing["quantity"].iloc[0]) * 1_000_000
    assert (micro * 17) % 31 == 0


def test_first_flight_of_the_second_half_of_2024_is_the_only_one(read: Read) -> None:
    flights = read("extracts/trips.csv").query("mode == 'flight'")
    half = flights["travelled_on"].map(lambda day: f"{day[:4]}H{1 if day[5:7] <= '06' else 2}")
    counts = half.value_counts()
    assert counts["2024H2"] == 1
    assert (counts.drop("2024H2") >= 2).all()
    assert len(counts) == 6


# -- totals that are fitted


def test_scope_1_of_2022_rounds_to_the_printed_tonnes(read: Read) -> None:
    litres, nm3 = fuel_litres(read), gas(read)
    kg = (
        litres["2022", "petrol_e10"] * Fraction("2.784")
        + litres["2022", "diesel_b7"] * Fraction("3.262")
        + nm3.xs("2022", level="year").sum() * Fraction("2.085")
    )
    assert round(float(kg) / 1000, 1) == 95.8


def test_scope_1_of_2024_is_the_one_of_the_printed_litres(read: Read) -> None:
    litres, nm3 = fuel_litres(read), gas(read)
    fuel = (
        litres["2024", "petrol_e10"] * Fraction("2.821")
        + litres["2024", "diesel_b7"] * Fraction("3.256")
        + litres["2024", "hvo100"] * Fraction("0.347")
    )
    assert round(float(fuel) / 1000, 2) == 135.05
    total = fuel + nm3.xs("2024", level="year").sum() * Fraction("2.134")
    assert round(float(total) / 1000, 2) == 139.42


def business_travel_kg(read: Read) -> dict[str, Fraction]:
    """Return kg CO2e of business travel by year; train, cycling and walking carry none."""
    per_km = {
        "2022": {("car", "petrol"): "0.204", ("car", "diesel"): "0.18"},
        "2023": {
            ("car", "unknown"): "0.193",
            ("car", "hev"): "0.193",
            ("taxi", "unknown"): "0.193",
        },
        "2024": {
            ("car", "unknown"): "0.193",
            ("car", "hev"): "0.193",
            ("taxi", "unknown"): "0.193",
        },
    }
    trips = read("extracts/trips.csv")
    trips["km"] = canonical(trips, "distance")
    kg: dict[str, Fraction] = defaultdict(Fraction)
    for trip in trips.itertuples():
        year = trip.travelled_on[:4]
        km = trip.km * (2 if trip.is_return == "true" else 1)
        if trip.mode == "flight":
            bounds = ((700, "0.234"), (Fraction("2500.000001"), "0.172"), (10**9, "0.157"))
            value = next(value for below, value in bounds if trip.km < below)
            kg[year] += km * int(trip.travellers) * Fraction(value)
        elif trip.mode == "public_transport":
            kg[year] += km * int(trip.travellers or 1) * Fraction("0.02")
        elif trip.mode in ("car", "taxi"):
            kg[year] += km * Fraction(per_km[year][trip.mode, trip.fuel])
        else:
            assert trip.mode in ("bicycle", "walk", "train")
    return kg


def test_business_travel_rounds_to_the_printed_tonnes(read: Read) -> None:
    kg = business_travel_kg(read)
    assert round(float(kg["2022"]) / 1000, 1) == 10.8
    assert round(float(kg["2024"]) / 1000, 1) == 10.6
    assert kg["2024"] < kg["2023"] < kg["2022"]


def test_one_employer_must_report_its_mobility_and_one_need_not(read: Read) -> None:
    """Each has a KVK number, and somewhat more employees on 1 January than commute that day."""
    entities = read("mappings/entities.csv").set_index("entity_id")["kvk_number"]
    assert entities.nunique() == len(entities)
    commuting = read("extracts/commuting.csv")
    stated = read("extracts/business_metrics.csv").query("metric == 'headcount_contract_20h'")
    assert (stated["period_start"] == stated["period_end"]).all()
    headcounts = stated.set_index(["entity_id", "period_start"])["value"].map(int)
    assert set(headcounts.index) == {
        (entity_id, f"{year}-01-01") for entity_id in entities.index for year in (2023, 2024)
    }
    for (entity_id, day), headcount in headcounts.items():
        is_there = (
            (commuting["entity_id"] == entity_id)
            & (commuting["period_start"] <= day)
            & (commuting["period_end"] >= day)
        )
        there = commuting[is_there]["employee_key"].nunique()
        assert there <= headcount <= there * 1.1 + 1
        assert (headcount >= 100) == (entity_id == "vsg_diensten")


def test_revenue_gives_the_printed_relative_claims(read: Read) -> None:
    metrics = read("extracts/business_metrics.csv").query("metric == 'revenue_eur'")
    revenue = metrics["value"].map(int).groupby(metrics["period_start"].str[:4]).sum()
    travel, nm3 = business_travel_kg(read), gas(read)
    litres, net = fuel_litres(read), office_kwh(read)
    charging = charged(read).groupby("year")["kwh"].sum()
    total_2022 = (
        litres["2022", "petrol_e10"] * Fraction("2.784")
        + litres["2022", "diesel_b7"] * Fraction("3.262")
        + nm3.xs("2022", level="year").sum() * Fraction("2.085")
        + (net["2022"] + charging["2022"]) * Fraction("0.523")
        + travel["2022"]
    )
    # The certificates of 2024 cover all of branch B, so its kWh carry nothing.
    green = (
        invoiced_by_month(read)
        .query("location == 'branch_b' and activity_type == 'electricity' and year == '2024'")[
            "value"
        ]
        .sum()
    )
    total_2024 = (
        Fraction("139424.6")
        + (net["2024"] + charging["2024"] - green) * Fraction("0.536")
        + travel["2024"]
    )
    change = total_2024 / int(revenue["2024"]) / (total_2022 / int(revenue["2022"])) - 1
    assert round(float(change) * 100) == -15
    chain = Fraction("119.32") / 85 / Fraction(int(revenue["2024"]), int(revenue["2023"])) - 1
    assert round(float(chain) * 100) == -8


# -- meters, charging, solar power, certificates


def test_own_sessions_fit_in_their_meter_every_month(read: Read) -> None:
    points = read("mappings/charge_points.csv").set_index("charge_point_id")["meter_id"]
    own = charged(read).query("place == 'own'")
    used = own["kwh"].groupby([own["charge_point_id"].map(points), own["month"]]).sum()
    months = invoiced_by_month(read).query("direction == 'import'")
    imported = months.set_index(["meter_id", "month"])["value"]
    assert len(used) == 36
    for (meter, month), kwh in used.items():
        assert 0 < kwh < imported[meter, month] * Fraction(3, 4), (meter, month)


def test_every_meter_is_invoiced_without_gap_or_overlap(read: Read) -> None:
    invoices = read("extracts/supplier_invoices.csv")
    credited = set(invoices["credits_line_id"]) - {""}
    counted = invoices[~invoices["line_id"].isin(credited) & (invoices["credits_line_id"] == "")]
    invoiced = counted[counted["meter_id"] != ""]
    assert set(invoiced["meter_id"]) == set(read("mappings/meters.csv")["meter_id"]) - {
        "ean-demo-ho-pv"  # generation is read, not invoiced
    }
    for meter, periods in invoiced.groupby("meter_id"):
        ordered = periods.sort_values("period_start")
        starts = ordered["period_start"].map(date.fromisoformat).tolist()
        ends = ordered["period_end"].map(date.fromisoformat).tolist()
        for end, start in zip(ends[:-1], starts[1:], strict=True):
            assert start == end + timedelta(days=1), meter
    assert invoiced.query("location.str.contains(' C')")["period_end"].max() == "2023-09-30"


def test_the_only_negative_invoice_credits_a_line_in_full(read: Read) -> None:
    invoices = read("extracts/supplier_invoices.csv").set_index("line_id")
    negative = invoices[invoices["quantity"].str.startswith("-")]
    assert len(negative) == 1
    credit = negative.iloc[0]
    original = invoices.loc[credit["credits_line_id"]]
    assert credit["quantity"] == f"-{original['quantity']}"
    assert credit["amount_eur"] == f"-{original['amount_eur']}"
    for column in ("meter_id", "period_start", "period_end", "unit", "product"):
        assert credit[column] == original[column]


def test_readings_agree_with_the_invoices_within_five_per_cent(read: Read) -> None:
    readings = read("extracts/meter_readings.csv")
    months = invoiced_by_month(read)
    compared = 0
    for meter in ("ean-demo-ho-e1", "ean-demo-ho-g1"):
        imported = months[months["meter_id"] == meter].set_index("month")["value"]
        register = readings[readings["meter_id"] == meter]
        used: dict[str, Fraction] = defaultdict(Fraction)
        before = None
        for row in register.itertuples():
            if before is not None and row.reading_kind != "exchange_new":
                assert row.read_at > before.read_at
                assert Fraction(row.reading) > Fraction(before.reading)
                used[before.read_at[:7]] += Fraction(row.reading) - Fraction(before.reading)
            before = row
        for month, value in used.items():
            assert abs(value - imported[month]) <= imported[month] * Fraction(5, 100), month
            compared += 1
    assert compared == 72


def test_the_gas_meter_is_exchanged_once_in_2023(read: Read) -> None:
    readings = read("extracts/meter_readings.csv")
    exchange = readings[readings["reading_kind"] != "regular"]
    assert exchange["reading_kind"].tolist() == ["exchange_old", "exchange_new"]
    assert exchange["read_at"].nunique() == 1
    assert exchange["read_at"].iloc[0].startswith("2023-")


def test_solar_power_is_used_on_the_spot_in_every_month(read: Read) -> None:
    readings = read("extracts/meter_readings.csv").query("meter_id == 'ean-demo-ho-pv'")
    generated = readings["reading"].map(int).diff().dropna().astype(int).tolist()
    fed_in = invoiced_by_month(read).query("direction == 'feed_in'").sort_values("month")
    assert len(generated) == len(fed_in) == 21
    for kwh, back in zip(generated, fed_in["value"], strict=True):
        assert 0 < back < kwh


def test_certificates_are_below_the_consumption_of_2023_and_above_that_of_2024(
    read: Read,
) -> None:
    lots = read("extracts/power_certificates.csv")
    kwh = canonical(lots, "energy").groupby(lots["production_from"].str[:4]).sum()
    used = invoiced_by_month(read).query(
        "location == 'branch_b' and activity_type == 'electricity'"
    )
    used = used.groupby("year")["value"].sum()
    assert kwh["2023"] < used["2023"]
    assert kwh["2024"] > used["2024"]
    names = set(read("mappings/entities.csv")["name"])
    assert set(lots["beneficiary"]) <= names
    assert (lots["production_from"].str[:4] == lots["production_to"].str[:4]).all()
    assert (lots["cancelled_on"] > lots["production_to"]).all()
    assert lots["registry_id"].is_unique


# -- the shape of the sessions, fuellings and trips


def test_no_car_or_charge_point_is_used_twice_at_a_time(read: Read) -> None:
    sessions = charged(read)
    sessions["start"] = sessions["started_at"].map(datetime.fromisoformat)
    sessions["end"] = sessions["ended_at"].map(datetime.fromisoformat)
    for column in ("vehicle_id", "charge_point_id"):
        known = sessions[sessions[column] != ""]
        for key, used in known.groupby(column):
            ordered = sorted(zip(used["start"], used["end"], strict=True))
            for (_, end), (start, _) in pairwise(ordered):
                assert end <= start, key
    hours = (sessions["end"] - sessions["start"]).map(lambda span: span.total_seconds() / 3600)
    power = sessions["kwh"].map(float) / hours
    assert power.between(2, 22).all()


def test_sessions_cross_the_moments_that_matter(read: Read) -> None:
    sessions = read("extracts/charging_sessions.csv")
    start, end = sessions["started_at"], sessions["ended_at"]
    assert set(start.str[-6:]) == {"+01:00", "+02:00"}
    assert set(start[start.str[:4] != end.str[:4]].str[:10]) == {
        "2022-12-31",
        "2023-12-31",
        "2024-12-31",
    }
    # Over the change of the clocks, both ways.
    assert {"+01:00+02:00", "+02:00+01:00"} <= set(start.str[-6:] + end.str[-6:])
    # Locally 2024, in UTC still 2023: a build that converts to UTC moves it to the wrong year.
    utc_year = start.map(
        lambda text: (
            (
                datetime.fromisoformat(text).replace(tzinfo=None)
                - datetime.fromisoformat(text).utcoffset()  # type: ignore[operator]
            ).year
        )
    )
    assert (utc_year != start.str[:4].map(int)).sum() == 1


def test_units_come_mixed(read: Read) -> None:
    def units(name: str) -> set[str]:
        return set(read(f"extracts/{name}.csv")["unit"])

    assert units("fuel_transactions") == {"l", "L", "Liter"}
    assert units("charging_sessions") == {"Wh", "kWh"}
    assert units("supplier_invoices") == {"kWh", "MWh", "m3", "Nm3", "GJ"}
    assert units("waste_collections") == {"kg", "ton"}
    assert units("trips") == {"km", "mile"}


def test_consumption_per_kilometre_is_that_of_cars(read: Read) -> None:
    km = read("extracts/vehicle_distances.csv")
    km["year"], km["km"] = km["period_start"].str[:4], km["distance"].map(int)
    km = km.groupby(["vehicle_id", "year"])["km"].sum()
    fuel = read("extracts/fuel_transactions.csv")
    fuel = fuel[fuel["product"] != "AdBlue"]
    litres = canonical(fuel, "quantity").map(float)
    litres = litres.groupby([fuel["vehicle_id"], fuel["transacted_at"].str[:4]]).sum()
    per_100_km = litres / km.reindex(litres.index) * 100
    assert per_100_km.between(4, 11).all()
    sessions = charged(read)
    kwh = sessions["kwh"].map(float).groupby([sessions["vehicle_id"], sessions["year"]]).sum()
    per_100_km = kwh / km.reindex(kwh.index) * 100
    assert per_100_km.between(13, 25).all()
    # Each kilometre is told by litres or kWh as well: nothing is known by distance only.
    assert set(km.index) == set(litres.index) | set(kwh.index)
    assert not set(litres.index) & set(kwh.index)


def test_a_vehicle_is_used_only_while_it_is_in_the_fleet(read: Read) -> None:
    vehicles = read("mappings/vehicles.csv").set_index("vehicle_id")
    for name, column in (
        ("fuel_transactions", "transacted_at"),
        ("charging_sessions", "started_at"),
        ("vehicle_distances", "period_start"),
        ("vehicle_distances", "period_end"),
    ):
        lines = read(f"extracts/{name}.csv")
        day, span = lines[column].str[:10], vehicles.loc[lines["vehicle_id"]]
        first, last = span["valid_from"].tolist(), span["valid_to"].tolist()
        inside = [
            (not low or low <= value) and (not high or value <= high)
            for value, low, high in zip(day, first, last, strict=True)
        ]
        assert all(inside), name
        if "entity_id" in lines:
            assert (lines["entity_id"].tolist() == span["entity_id"]).all(), name


def test_odometers_run_forward_and_are_sometimes_empty(read: Read) -> None:
    fuel = read("extracts/fuel_transactions.csv").sort_values("transacted_at", kind="stable")
    empty = (fuel["odometer_km"] == "").mean()
    assert 0.05 < empty < 0.2
    for vehicle, fillings in fuel[fuel["odometer_km"] != ""].groupby("vehicle_id"):
        assert fillings["odometer_km"].map(int).is_monotonic_increasing, vehicle


def test_weekends_and_summers_are_quiet(read: Read) -> None:
    days = pd.to_datetime(read("extracts/fuel_transactions.csv")["transacted_at"].str[:10])
    assert (days.dt.day_of_week >= 5).mean() < 0.08
    per_month = days.dt.month.value_counts()
    assert max(per_month[7], per_month[8]) < min(per_month[3], per_month[9], per_month[11])


def test_cards_are_replaced_and_vehicles_come_and_go(read: Read) -> None:
    fuel = read("extracts/fuel_transactions.csv")
    assert (fuel.groupby("vehicle_id")["card_id"].nunique() == 2).sum() >= 3
    assert (fuel.groupby("card_id")["vehicle_id"].nunique() == 1).all()
    vehicles = read("mappings/vehicles.csv")
    assert (vehicles["valid_from"] != "").sum() >= 10
    assert (vehicles["valid_to"] != "").sum() >= 2


def test_nothing_is_delivered_twice(read: Read, contract: Contract) -> None:
    for file in contract.group("extracts"):
        lines = read(file.file_name)
        own = [name for name in file.column_names if name not in ("line_id", "source_row")]
        assert not lines.duplicated(own).any(), file.name


# -- traceability


def test_lines_have_unique_ids_and_a_delivery(read: Read, contract: Contract) -> None:
    deliveries = read("extracts/deliveries.csv").set_index("delivery_id")
    assert deliveries.index.is_unique
    seen = set()
    for file in contract.group("extracts"):
        lines = read(file.file_name)
        assert lines["line_id"].is_unique, file.name
        assert lines["line_id"].str.fullmatch(r"[A-Z]{2}-20\d\d-\d{6}").all(), file.name
        if file.name == "deliveries":
            continue
        for delivery_id, brought in lines.groupby("delivery_id"):
            delivery = deliveries.loc[delivery_id]
            seen.add(delivery_id)
            assert delivery["extract_name"] == file.name
            assert set(brought["source_file"]) == {delivery["original_name"]}
            assert brought["source_row"].map(int).tolist() == list(range(2, len(brought) + 2))
            text = brought.to_csv(index=False, lineterminator="\n")
            assert hashlib.sha256(text.encode()).hexdigest() == delivery["sha256"], delivery_id
            assert delivery["covers_to"] < delivery["received_on"] <= "2025-03-31"
    assert seen == set(deliveries.index)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("fuel_transactions", "transacted_at", "transacted_at"),
        ("charging_sessions", "started_at", "started_at"),
        ("supplier_invoices", "period_start", "period_end"),
        ("vehicle_distances", "period_start", "period_end"),
        ("trips", "travelled_on", "travelled_on"),
        ("waste_collections", "collected_on", "collected_on"),
        ("business_metrics", "period_start", "period_end"),
        ("commuting", "period_start", "period_end"),
        ("ledger_entries", "booking_date", "booking_date"),
    ],
)
def test_lines_lie_within_what_their_delivery_covers(
    read: Read, name: str, first: str, last: str
) -> None:
    deliveries = read("extracts/deliveries.csv")[["delivery_id", "covers_from", "covers_to"]]
    lines = read(f"extracts/{name}.csv").merge(deliveries, on="delivery_id", how="left")
    assert (lines[first].str[:10] >= lines["covers_from"]).all()
    assert (lines[last].str[:10] <= lines["covers_to"]).all()


def test_every_word_and_key_is_mapped(read: Read) -> None:
    aliases = set(read("mappings/location_aliases.csv")["alias"])
    for name in ("supplier_invoices", "refrigerant_services", "waste_collections"):
        assert set(read(f"extracts/{name}.csv")["location"]) <= aliases
    assert set(read("extracts/power_certificates.csv")["location"]) <= aliases | {""}
    products = set(
        read("mappings/products.csv")[["extract_name", "product"]].itertuples(
            index=False, name=None
        )
    )
    used = set()
    for name, column in (
        ("fuel_transactions", "product"),
        ("supplier_invoices", "product"),
        ("refrigerant_services", "refrigerant"),
        ("waste_collections", "waste_type"),
    ):
        used |= {(name, word) for word in read(f"extracts/{name}.csv")[column]}
    assert used == products  # no word is unmapped, and none is mapped in vain
    vehicles = set(read("mappings/vehicles.csv")["vehicle_id"])
    for name in ("fuel_transactions", "charging_sessions", "vehicle_distances"):
        assert set(read(f"extracts/{name}.csv")["vehicle_id"]) <= vehicles
    meters = set(read("mappings/meters.csv")["meter_id"])
    invoices = read("extracts/supplier_invoices.csv")
    assert set(invoices["meter_id"]) - {""} <= meters
    assert set(read("extracts/meter_readings.csv")["meter_id"]) <= meters
    assert set(invoices["supplier_id"]) <= set(read("mappings/suppliers.csv")["supplier_id"])
    points = set(read("mappings/charge_points.csv")["charge_point_id"])
    sessions = read("extracts/charging_sessions.csv")
    assert set(sessions["charge_point_id"]) - {""} == points
    assert ((sessions["charge_point_id"] == "") == (sessions["place"] == "public")).all()


def test_estimates_name_a_documented_method(read: Read) -> None:
    invoices = read("extracts/supplier_invoices.csv")
    estimated = invoices["quantity_basis"].isin(["estimated", "statement"])
    assert ((invoices["estimation_method"] != "") == estimated).all()
    methods = read("judgements/estimates.csv")["estimation_method"]
    assert set(invoices["estimation_method"]) - {""} == set(methods)
    assert ((invoices["meter_id"] == "") == estimated).all()


# -- names, contract and files


def test_every_name_says_that_it_is_fictitious(read: Read) -> None:
    for name in ("entities", "locations", "suppliers"):
        assert read(f"mappings/{name}.csv")["name"].str.contains("(fictief)", regex=False).all()
    assert read("judgements/company.csv")["name"].str.contains("(fictief)", regex=False).all()


def test_no_person_is_in_the_files(demo_dir: Path, read: Read) -> None:
    forbidden = {
        "an initial and a surname": r"\b[A-Z]\. ?(?:(?:van|de|der|den|ten) )*[A-Z][a-z]+",
        "a form of address": r"\b(?:dhr|mevr|mw|de heer|mevrouw)\b\.?",
        "an e-mail address": r"[\w.]+@[\w.]+",
        "a number plate": r"\b(?:[A-Z]{1,3}-\d{2,3}-[A-Z]{1,3}|\d{1,2}-[A-Z]{2,3}-\d{1,2})\b",
        "a postcode": r"\b\d{4} ?[A-Z]{2}\b",
    }
    for path in sorted(demo_dir.glob("*/*.csv")):
        text = path.read_text(encoding="utf-8")
        for what, pattern in forbidden.items():
            # The years in document numbers are no postcodes.
            found = [hit for hit in re.findall(pattern, text) if not hit.startswith("20")]
            assert not found, f"{path.name} holds {what}: {found[:3]}"
    for name, column, letter in (
        ("extracts/trips.csv", "traveller_key", "t"),
        ("extracts/fuel_transactions.csv", "vehicle_id", "v"),
        ("extracts/fuel_transactions.csv", "card_id", "c"),
        ("extracts/charging_sessions.csv", "card_id", "c"),
        ("mappings/assigned_vehicles.csv", "employee_key", "e"),
        ("extracts/commuting.csv", "employee_key", "e"),
    ):
        assert read(name)[column].str.fullmatch(rf"{letter}-[0-9a-f]{{8}}").all(), (name, column)


def test_decisions_are_made_by_roles(read: Read, contract: Contract) -> None:
    roles = {"controller", "sustainability manager", "board", "privacy officer"}
    for file in contract.group("judgements"):
        if file.name == "published_rows":
            # Of which publications.csv says who decided it.
            continue
        rows = read(file.file_name)
        assert set(rows["decided_by"]) <= roles, file.name
        assert (rows["reason"].str.len() > 10).all(), file.name


def readable(text: str, reads_as: str, values: tuple[str, ...]) -> bool:
    """Return whether a cell can be read as its contract says."""
    patterns = {
        "number": r"-?\d+(\.\d+)?",
        "integer": r"-?\d+",
        "boolean": "true|false",
        "timestamp": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+]\d\d:\d\d",
        "date": r"\d{4}-\d\d-\d\d",
    }
    if reads_as == "code":
        return text in values
    if reads_as == "text":
        return text == text.strip()
    if not re.fullmatch(patterns[reads_as], text):
        return False
    if reads_as in ("date", "timestamp"):
        datetime.fromisoformat(text)
    return True


def test_every_cell_is_as_the_contract_says(read: Read, contract: Contract) -> None:
    for file in contract.files:
        rows = read(file.file_name)
        assert tuple(rows.columns) == file.column_names, file.name
        for column in file.columns:
            cells = set(rows[column.name])
            if column.required:
                assert "" not in cells, (file.name, column.name)
            for cell in cells - {""}:
                assert readable(cell, column.reads_as, column.values), (file.name, column, cell)


def test_the_printed_figures_are_entered_as_they_are(read: Read) -> None:
    figures = read("judgements/reported_figures.csv").set_index("figure_id")
    assert len(figures) == 70
    assert figures.loc["RF10", "value"] == "174.73"
    assert figures.loc["RF16", ["value", "printed_decimals"]].tolist() == ["30541", "0"]
    assert figures.loc["RF21", "printed_decimals"] == "-2"
    assert figures["input_basis"].value_counts().to_dict() == {
        "printed_quantity": 37,
        "fitted": 22,
        "not_an_emission_figure": 11,
    }


def test_statements_of_nothing_are_rows(read: Read) -> None:
    projects = read("extracts/projects.csv")
    assert set(projects["project_id"]) == {"none"}
    assert len(projects) == 2 * len(YEARS)
    removals = read("judgements/removals.csv")
    assert removals["reporting_year"].tolist() == list(YEARS)
    assert set(removals["t_co2e"]) == {"0"}


def test_only_what_the_company_does_not_have_is_empty_and_the_folder_is_small(
    demo_dir: Path,
) -> None:
    empty = {
        path.relative_to(demo_dir).as_posix()
        for path in demo_dir.glob("*/*.csv")
        if path.read_bytes().count(b"\n") == 1
    }
    assert empty == EMPTY
    assert sum(path.stat().st_size for path in demo_dir.glob("*/*.csv")) < 5_000_000


# -- the generator


def command(project_root: Path, out: Path) -> list[str]:
    """Return the command line that writes the demo to a folder."""
    return [sys.executable, str(project_root / "scripts" / "make_demo.py"), "--out", str(out)]


def test_the_committed_files_are_the_generated_ones(
    demo_dir: Path, generated: dict[str, str]
) -> None:
    assert differences(demo_dir, generated) == []


def test_the_same_code_writes_the_same_bytes(
    project_root: Path, tmp_path: Path, generated: dict[str, str]
) -> None:
    for seed in ("1", "2"):
        subprocess.run(
            command(project_root, tmp_path / seed),
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": "America/New_York"},
            capture_output=True,
        )
        assert differences(tmp_path / seed, generated) == []


def test_check_names_the_file_and_row_that_differ(project_root: Path, company_copy: Path) -> None:
    trips = company_copy / "extracts" / "trips.csv"
    rows = trips.read_text(encoding="utf-8").split("\n")
    rows[6] = rows[6].replace(",km,", ",mile,")
    trips.write_text("\n".join(rows), encoding="utf-8")
    (company_copy / "mappings" / "meters.csv").unlink()
    shutil.copy(trips, company_copy / "extracts" / "trips_old.csv")
    result = subprocess.run(
        [*command(project_root, company_copy), "--check"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 1
    assert "extracts/trips.csv differs from row 7" in result.stderr
    assert "mappings/meters.csv is missing" in result.stderr
    assert "extracts/trips_old.csv is not generated" in result.stderr


def test_writing_repairs_a_changed_folder(company_copy: Path, generated: dict[str, str]) -> None:
    (company_copy / "extracts" / "trips.csv").write_text("broken", encoding="utf-8")
    write_demo(company_copy, generated)
    assert differences(company_copy, generated) == []
