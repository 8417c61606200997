"""The numbers that the first footprint must hit, each from printed litres, kWh and factors.

The expected values are arithmetic on the plan's printed quantities and the editions' printed
factors, written out here: no file, no model and no oracle stands between them.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from support.builds import Build

pytestmark = pytest.mark.build

PETROL_L, DIESEL_L, HVO_L = Decimal(38382), Decimal(8196), Decimal(255)
#: kg CO2e per litre, well-to-wheel, edition 2024.
PETROL_WTW, DIESEL_WTW, HVO_WTW = Decimal("2.821"), Decimal("3.256"), Decimal("0.347")
FUEL_KG = PETROL_L * PETROL_WTW + DIESEL_L * DIESEL_WTW + HVO_L * HVO_WTW


def _kg(build: Build, where: str, measure: str = "kg_co2e") -> Decimal:
    return build.value(f"select sum({measure}) from audit.fct_emissions where {where}")


def test_litres_of_2024_are_those_of_the_plan(demo_build: Build) -> None:
    found = demo_build.rows(
        "select activity_type, sum(quantity) as litres from audit.fct_activities"
        " where claim_status = 'counted' and reporting_year = 2024"
        " and activity_category = 'fuel_vehicles' group by activity_type"
    )
    assert {row["activity_type"]: row["litres"] for row in found} == {
        "petrol_e10": PETROL_L,
        "diesel_b7": DIESEL_L,
        "hvo100": HVO_L,
    }


def test_adblue_has_no_printed_total_and_so_no_kg(demo_build: Build) -> None:
    where = "where activity_type = 'adblue'"
    assert demo_build.value(f"select count(*) from audit.fct_emissions {where}") == 0
    assert demo_build.rows(
        f"select factor_id, kg_co2e from marts.rpt_factor_coverage {where}"
        " and reporting_year = 2024"
    ) == [{"factor_id": None, "kg_co2e": 0}]


def test_petrol_diesel_and_hvo_of_2024_are_135_05_tonnes(demo_build: Build) -> None:
    assert Decimal("135.050283") == FUEL_KG / 1000
    kg = _kg(
        demo_build,
        "reporting_year = 2024 and activity_category = 'fuel_vehicles' and ladder_line = 'scope_1'",
    )
    assert kg == FUEL_KG


def test_with_gas_scope_1_of_2024_is_139_42_tonnes_on_the_ladder(demo_build: Build) -> None:
    kg = FUEL_KG + 2050 * Decimal("2.134")
    assert round(kg / 1000, 2) == Decimal("139.42")
    published = demo_build.value(
        "select t_co2e from marts.rpt_footprint_totals where frame = 'ladder'"
        " and total_kind = 'line' and total_key = 'scope_1' and reporting_year = 2024"
    )
    assert published == kg / 1000


def test_charging_of_2024_is_16_77_tonnes_of_grey_power(demo_build: Build) -> None:
    where = "reporting_year = 2024 and activity_category = 'power_vehicles'"
    kwh = demo_build.value(
        f"select sum(quantity) from audit.fct_activities where claim_status = 'counted' and {where}"
    )
    assert kwh == 31280
    assert _kg(demo_build, where) == 31280 * Decimal("0.536") == Decimal("16766.08")
    assert demo_build.rows(
        f"select distinct supply_lot, factor_id from audit.fct_emissions where {where}"
    ) == [{"supply_lot": "contract|grey", "factor_id": "nl_electricity_grijze_stroom"}]


def test_charging_of_2024_at_the_grid_mix(demo_build: Build) -> None:
    kg = demo_build.value(
        "select sum(kg_co2e) from audit.fct_power_location_based"
        " where reporting_year = 2024 and activity_category = 'power_vehicles'"
    )
    assert kg == 31280 * Decimal("0.328")


def test_biogenic_co2_of_the_litres_of_2024_is_7_785_tonnes(demo_build: Build) -> None:
    """The edition of 2024 prints none: that of 2026 lends 0.149, 0.176 and 2.446 kg per litre."""
    kg = PETROL_L * Decimal("0.149") + DIESEL_L * Decimal("0.176") + HVO_L * Decimal("2.446")
    assert round(kg / 1000, 3) == Decimal("7.785")
    where = "reporting_year = 2024 and activity_category = 'fuel_vehicles'"
    assert _kg(demo_build, where, "kg_co2_biogenic") == kg
    assert demo_build.rows(
        f"select distinct biogenic_edition_id from audit.fct_emissions where {where}"
    ) == [{"biogenic_edition_id": "nl_2026"}]


def test_the_split_of_2024_is_the_share_of_2026_in_three_decimals(demo_build: Build) -> None:
    """2.139 / 2.794 is 0.766, 2.462 / 3.251 is 0.757, 0.026 / 0.468 is 0.056 of the total."""
    found = demo_build.rows(
        "select activity_type, factor_value, split_status, split_edition_id"
        " from audit.fct_emissions where reporting_year = 2024 and component = 'direct'"
        " and activity_category = 'fuel_vehicles' group by all"
    )
    assert {row.pop("activity_type"): row for row in found} == {
        activity_type: {
            "factor_value": total * Decimal(share),
            "split_status": "derived",
            "split_edition_id": "nl_2026",
        }
        for activity_type, total, share in [
            ("petrol_e10", PETROL_WTW, "0.766"),
            ("diesel_b7", DIESEL_WTW, "0.757"),
            ("hvo100", HVO_WTW, "0.056"),
        ]
    }


def test_ladder_total_of_2024_stays_in_the_small_size_class(demo_build: Build) -> None:
    total = demo_build.value(
        "select t_co2e from marts.rpt_footprint_totals"
        " where total_kind = 'ladder_total' and reporting_year = 2024"
    )
    parts = demo_build.value(
        "select sum(t_co2e) from marts.rpt_footprint where frame = 'ladder'"
        " and line in ('scope_1', 'scope_2', 'business_travel') and reporting_year = 2024"
    )
    assert total == parts
    assert Decimal(150) < total < Decimal(500)
