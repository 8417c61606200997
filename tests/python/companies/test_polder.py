"""A company of another shape, built as a user builds it: by its name, from a folder of its own."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from companies.polder import FILES
from oracle.compare import (
    ACTIVITY_COLUMNS,
    EMISSION_COLUMNS,
    LOCATION_BASED_COLUMNS,
    SPEND_COLUMNS,
    differing_rows,
    frame_lines,
    frame_lines_location_based,
    published_lines,
)
from oracle.footprint import Footprint
from support.builds import Build
from support.cells import folder_hashes
from trede.check import check_company
from trede.contract import Contract

pytestmark = pytest.mark.build


def _kg(build: Build, year: int, activity_type: str) -> dict[str, Decimal]:
    rows = build.rows(
        "select component, sum(kg_co2e) as kg from audit.fct_emissions"
        " where reporting_year = ? and activity_type = ? group by component",
        [year, activity_type],
    )
    return {row["component"]: row["kg"] for row in rows}


def _claims(build: Build, where: str) -> dict[tuple[str, str], Decimal]:
    rows = build.rows(
        "select claim_status, claim_reason, sum(quantity) as quantity"
        f" from audit.fct_activities where {where} group by all"
    )
    return {(row["claim_status"], row["claim_reason"]): row["quantity"] for row in rows}


def test_the_build_is_green_and_the_files_are_what_they_were(
    polder: Build, polder_dir: Path, hashes_before: dict[str, str], contract: Contract
) -> None:
    assert polder.not_green() == {}
    assert folder_hashes(polder_dir) == hashes_before
    assert list(check_company(polder_dir, contract)) == []


@pytest.mark.parametrize(
    ("table", "rows", "key", "columns"),
    [
        ("fct_activities", "activities", ["activity_id"], ACTIVITY_COLUMNS),
        (
            "fct_emissions",
            "emissions",
            ["activity_id", "supply_lot", "component"],
            EMISSION_COLUMNS,
        ),
        (
            "fct_power_location_based",
            "location_based",
            ["activity_id", "component"],
            LOCATION_BASED_COLUMNS,
        ),
        ("fct_spend_emissions", "spend", ["line_id", "occurrence"], SPEND_COLUMNS),
    ],
)
def test_every_row_is_the_oracles(
    polder: Build,
    oracle: Footprint,
    table: str,
    rows: str,
    key: list[str],
    columns: dict[str, str],
) -> None:
    assert differing_rows(polder, f"audit.{table}", getattr(oracle, rows), key, columns) == []


def test_every_frame_line_is_the_oracles(polder: Build, oracle: Footprint) -> None:
    """Scope 2 of 2025 stands there with nothing: its label is unknown, its grid mix is not."""
    published = published_lines(polder)
    assert {key: kg for key, kg in published.items() if kg} == {
        key: kg for key, kg in frame_lines(oracle).items() if kg
    }
    assert published["ladder", "scope_2", 2025] == 0
    located = published_lines(polder, "t_co2e_location_based")
    assert located == frame_lines_location_based(oracle)
    assert {year for _, _, year in located} == {2020, 2021, 2025, 2026}


def test_every_line_and_quantity_is_accounted_for(polder: Build) -> None:
    """Per extract: the lines that were written, and the sum over the claim statuses."""
    for name in (
        "fuel_transactions",
        "charging_sessions",
        "supplier_invoices",
        "meter_readings",
        "vehicle_distances",
        "trips",
        "refrigerant_services",
        "ledger_entries",
        "purchases_physical",
        "waste_collections",
        "commuting",
        "subcontractor_travel",
    ):
        found = polder.value(
            "select count(*) from (select distinct line_id, occurrence"
            " from audit.fct_activities where extract_name = ?) as lines",
            [name],
        )
        assert found == len(FILES[name]), name
    delivered = sum(Decimal(row["energy"]) for row in FILES["charging_sessions"])
    kept = polder.value(
        "select sum(quantity) from audit.fct_activities where extract_name = 'charging_sessions'"
    )
    assert kept == delivered == 1550


def test_nothing_of_the_demo_is_there(polder: Build) -> None:
    entities = {row["entity_id"] for row in polder.rows("select entity_id from marts.dim_entities")}
    assert entities == {
        "polder_holding",
        "polder_bouw",
        "polder_over_de_grens",
        "polder_nieuw",
    }
    locations = {
        row["location_id"] for row in polder.rows("select location_id from marts.dim_locations")
    }
    assert locations == {"office", "hall", "yard", "abroad"}
    lines = polder.rows("select distinct line_id, extract_name from audit.fct_activities")
    assert all(row["line_id"].startswith(f"{row['extract_name']}-") for row in lines)
    assert polder.value("select count(*) from extracts.stock_counts") == 0


def test_lpg_propane_and_heat_of_2026(polder: Build) -> None:
    # 500 + 20 + 30 + 40 = 590 l x 1.792 = 1,057.28, of which x 1.625 = 958.75 burned
    assert _kg(polder, 2026, "lpg") == {
        "direct": Decimal("958.75"),
        "upstream": Decimal("98.53"),
    }
    # 1.2 m3 = 1,200 l x 1.725 = 2,070, of which x 1.53 = 1,836
    assert _kg(polder, 2026, "propane") == {"direct": 1836, "upstream": 234}
    # 10,000 MJ = 10 GJ x 40.45 = 404.5, of which x 34.31 = 343.1; 16 of 30 days in January
    assert _kg(polder, 2026, "district_heat") == {
        "direct": Decimal("343.1"),
        "upstream": Decimal("61.4"),
    }
    heat = polder.rows(
        "select quantity from audit.fct_activities where activity_type = 'district_heat'"
        " order by month"
    )
    assert [row["quantity"] for row in heat] == [Decimal("5.333333"), Decimal("4.666667")]


def test_charging_above_the_main_meter_is_capped_and_carved_out(polder: Build) -> None:
    """June: 1,000 kWh metered, 1,300 charged; the sub-meter's 400 kWh stand behind the main meter."""
    june = "month = date '2026-06-01'"
    assert _claims(polder, f"{june} and extract_name = 'charging_sessions'") == {
        ("counted", "only_source"): 1000,
        ("superseded", "above_the_metered_kwh"): 300,
    }
    assert _claims(polder, f"{june} and meter_id = 'p-main'") == {
        ("superseded", "charged_at_own_charge_points"): 1000,
    }
    assert _claims(polder, f"{june} and meter_id = 'p-sub' and quantity > 0") == {
        ("superseded", "behind_the_main_meter"): 400,
    }
    # floor(1,000 x 800 / 1,300) for the first session, what is left for the second
    sessions = polder.rows(
        f"select quantity from audit.fct_activities where {june} and claim_status = 'counted'"
        " and extract_name = 'charging_sessions' order by line_id"
    )
    assert [row["quantity"] for row in sessions] == [Decimal("615.384615"), Decimal("384.615385")]
    owners = polder.rows(
        f"select distinct entity_id from audit.fct_emissions where {june}"
        " and activity_type = 'ev_charging_own'"
    )
    assert owners == [{"entity_id": "polder_bouw"}]


def test_label_power_is_the_suppliers_figure_and_the_upstream_of_the_list(polder: Build) -> None:
    """July: 2,000 - 500 credited - (100 - 40) charged = 1,440 kWh at 0.25 + 0.044.

    The office has no certificates: one has a number that was used before, one came too late.
    """
    july = polder.rows(
        "select supply_lot, component, sum(quantity) as kwh, sum(kg_co2e) as kg"
        " from audit.fct_emissions where month = date '2026-07-01'"
        " and activity_type = 'electricity' and location_id = 'office' group by all"
        " order by component"
    )
    lot = "contract|label"
    assert july == [
        {"supply_lot": lot, "component": "direct", "kwh": 1440, "kg": 360},
        {"supply_lot": lot, "component": "upstream", "kwh": 1440, "kg": Decimal("63.36")},
    ]


def test_readings_of_a_whole_month_lead_an_invoice_of_half(polder: Build) -> None:
    """September: 800 kWh were read, 300 invoiced; the sub-meter's invoice of August is in the main's."""
    assert _claims(
        polder, "month = date '2026-09-01' and meter_id = 'p-main' and quantity > 0"
    ) == {
        ("superseded", "readings_cover_more_days"): 300,
        ("counted", "only_source"): 800,
    }
    assert _claims(polder, "meter_id = 'p-sub' and month = date '2026-08-01'") == {
        ("superseded", "behind_the_main_meter"): 400,
    }


def test_a_yard_with_an_invoice_that_names_no_meter_is_one_balance(polder: Build) -> None:
    """50 + 80 + 20 kWh came in, 100 went into a car: 50 are the yard's, none is above the cap."""
    assert _claims(polder, "location_id = 'yard'") == {
        ("counted", "only_source"): 150,
        ("superseded", "charged_at_own_charge_points"): 100,
    }
    yard = polder.rows(
        "select activity_type, sum(quantity) as kwh from audit.fct_emissions"
        " where location_id = 'yard' and component = 'direct' group by activity_type"
        " order by activity_type"
    )
    assert yard == [
        {"activity_type": "electricity", "kwh": 50},
        {"activity_type": "ev_charging_own", "kwh": 100},
    ]


def test_a_label_of_a_year_that_nobody_stated_gives_no_kg(polder: Build) -> None:
    """2025: 100 kWh without a label have no kg by contract, and 26.8 kg at the grid mix."""
    where = "reporting_year = 2025 and activity_type = 'electricity'"
    assert polder.value(f"select count(*) from audit.fct_emissions where {where}") == 0
    located = polder.value(f"select sum(kg_co2e) from audit.fct_power_location_based where {where}")
    assert located == Decimal("26.8")


def test_the_landlords_charge_point_counts_whole_under_the_halls_certificates(
    polder: Build,
) -> None:
    """The hall used 365 kWh by estimate and 50 by car; of 1,000 certified kWh, 415 count, at zero."""
    hall = polder.rows(
        "select activity_type, supply_lot, sum(quantity) as kwh, sum(kg_co2e) as kg"
        " from audit.fct_emissions where location_id = 'hall' and component = 'direct'"
        " and unit = 'kwh' group by all order by activity_type"
    )
    lot = "certificate|power_certificates-1"
    assert hall == [
        {"activity_type": "electricity", "supply_lot": lot, "kwh": 365, "kg": 0},
        {"activity_type": "ev_charging_own", "supply_lot": lot, "kwh": 50, "kg": 0},
    ]
    assert _claims(polder, "meter_id = 'h-landlord' and quantity > 0") == {
        ("out_of_scope", "whole_meter_of_the_landlord"): 90000,
    }


def test_home_charging_without_a_contract_is_unknown_power(polder: Build) -> None:
    # 40 kWh x 0.244
    kg = _kg(polder, 2026, "ev_charging_home")
    assert sum(kg.values()) == Decimal("9.76")


def test_an_exchanged_gas_meter_that_was_invoiced_once(polder: Build) -> None:
    """620 - 500 on the old meter, 306 on the new: one Nm3 a day since March.

    The invoice of December, 30 Nm3, names a meter that nobody mapped: it speaks for its location,
    and the 31 Nm3 that were read are its evidence.
    """
    kg = (120 + 306 - 31 + 30) * Decimal("2.134")
    assert sum(_kg(polder, 2025, "natural_gas").values()) == kg
    months = polder.rows(
        "select quantity, claim_status from audit.fct_activities where meter_id = 'p-gas'"
        " and month >= date '2025-03-01' and quantity > 0 order by month"
    )
    assert [row["quantity"] for row in months] == [31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert [row["claim_status"] for row in months] == ["counted"] * 9 + ["superseded"]


def test_lines_belong_to_the_owner_of_their_day(polder: Build) -> None:
    found = polder.rows(
        "select entity_id, claim_status, sum(quantity) as litres from audit.fct_activities"
        " where activity_type = 'lpg' and line_id <> 'fuel_transactions-1'"
        " group by all order by litres"
    )
    assert found == [
        {"entity_id": "polder_nieuw", "claim_status": "out_of_scope", "litres": 10},
        {"entity_id": "polder_nieuw", "claim_status": "counted", "litres": 20},
        {"entity_id": "polder_holding", "claim_status": "counted", "litres": 30},
        {"entity_id": "polder_bouw", "claim_status": "counted", "litres": 40},
    ]


def test_kilometres_count_only_without_fuel_or_charging(polder: Build) -> None:
    # 1,000 km x 0.224, of which x 0.169 burned
    assert _kg(polder, 2026, "company_car_diesel") == {"direct": 169, "upstream": 55}
    # 500 km in a private car are business travel: x 0.196
    assert sum(_kg(polder, 2026, "business_car_petrol").values()) == 98
    assert _claims(polder, "extract_name = 'trips' and vehicle_id = 'w-km'") == {
        ("superseded", "vehicle_has_distances"): 30,
    }
    assert _claims(polder, "extract_name = 'vehicle_distances'") == {
        ("counted", "only_source"): 1500,
        ("superseded", "vehicle_has_fuel_or_charging"): 14000,
    }


def test_credit_note_hvo_without_proof_and_splits_of_2021(polder: Build) -> None:
    # 220 - 20 = 200 l x 2.784 = 556.8; 2.139 / 2.794 = 0.766 of it: 200 x 2.132544 = 426.5088
    assert _kg(polder, 2021, "petrol_e10") == {
        "direct": Decimal("426.5088"),
        "upstream": Decimal("130.2912"),
    }
    # 60 l of HVO without proof at the diesel of 2021
    assert sum(_kg(polder, 2021, "diesel_b7").values()) == 60 * Decimal("3.262")
    # 40 l with one, as printed: 0.038 + 0.276
    assert _kg(polder, 2021, "hvo100") == {"direct": Decimal("1.52"), "upstream": Decimal("11.04")}


def test_a_choice_reaches_its_year_only_and_nothing_falls_back(polder: Build) -> None:
    """300 l of tank gas over the year's end, half in each; gas billed as kWh of upper value."""
    assert sum(_kg(polder, 2020, "propane").values()) == 150 * Decimal("1.725")
    assert _kg(polder, 2021, "propane") == {}
    # 977 x 0.102359966 = 100.005686782 Nm3 x 1.884 = 188.410714
    assert sum(_kg(polder, 2020, "natural_gas").values()) == Decimal("188.410714")
    # grey power of 2021 and a petrol car of 2025 have no printed total
    assert _kg(polder, 2021, "electricity") == {}
    assert _kg(polder, 2025, "business_car_petrol") == {}


def test_trips_and_an_exclusion_that_ended(polder: Build) -> None:
    # 120 km there and back for two: 480 traveller-km x 0.03
    assert sum(_kg(polder, 2026, "business_train").values()) == Decimal("14.4")
    assert sum(_kg(polder, 2026, "business_bicycle").values()) == 0
    # 500 g of R32 x 771; the one of 2025 is excluded
    assert sum(_kg(polder, 2026, "refrigerant_r32").values()) == Decimal("385.5")
    assert _claims(polder, "extract_name = 'refrigerant_services'") == {
        ("excluded", "excluded_by_judgement"): Decimal("0.5"),
        ("counted", "only_source"): Decimal("0.5"),
    }


def test_an_entity_outside_the_boundary_is_kept_and_not_counted(polder: Build) -> None:
    found = polder.rows(
        "select activity_type, claim_status, sum(quantity) as quantity from audit.fct_activities"
        " where entity_id = 'polder_over_de_grens' group by all order by activity_type"
    )
    assert found == [
        {"activity_type": "commuting_car_diesel", "claim_status": "out_of_scope", "quantity": 50},
        {"activity_type": "natural_gas", "claim_status": "out_of_scope", "quantity": 400},
        {"activity_type": "petrol_e10", "claim_status": "out_of_scope", "quantity": 100},
        {"activity_type": "spend_01", "claim_status": "out_of_scope", "quantity": 170},
    ]


def test_the_error_of_an_estimate_is_that_of_its_judgement(polder: Build) -> None:
    bounds = polder.rows(
        "select distinct activity_error_group, activity_uncertainty_low_pct as low,"
        " activity_uncertainty_high_pct as high, data_quality_score as score"
        " from audit.fct_activities"
        " where quantity_basis = 'estimated' and extract_name = 'supplier_invoices'"
    )
    assert bounds == [
        {
            "activity_error_group": "estimate|hall_by_floor_area",
            "low": -40,
            "high": 60,
            "score": 4,
        }
    ]
