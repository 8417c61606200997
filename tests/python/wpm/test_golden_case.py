"""The golden case of the facts, to the gram; and the wrong answers that must not come out.

Key figures are typed here, not read from the seeds.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from support.builds import Build
from wpm.golden import KVK, YEARS

pytestmark = pytest.mark.build

#: g per rkm of petrol, diesel, zero emission, other fuel, public transport, bicycle;
#: persons per car; rkm per euro.
KEY_FIGURES = {
    2022: ((139, 154, 0, 109, 3, 0), Fraction("1.07"), Fraction("6.7")),
    2023: ((141, 145, 0, 109, 16, 0), Fraction("1.08"), Fraction("6.1")),
}

CELLS = [
    ("D", "car_petrol"),
    ("A", "car_diesel"),
    ("A", "car_electric"),
    ("D", "car_other"),
    ("C", "public_transport"),
    ("D", "active"),
]


def travelled(occupancy: Fraction, rkm_per_eur: Fraction) -> list[Fraction]:
    """Traveller-kilometres of the six cells."""
    return [
        Fraction(1_000_000),
        500_000 * occupancy,
        200_000 * occupancy,
        Fraction(100_000),
        20_000 * rkm_per_eur,
        Fraction(300_000),
    ]


def half_up(value: Fraction, digits: str = "1") -> Decimal:
    """Round once, half up."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(digits), rounding=ROUND_HALF_UP)


def test_the_golden_case(golden: Build) -> None:
    row = golden.rows(
        "select sum(rkm) as rkm, sum(kg_co2) as kg, sum(kg_co2) filter (purpose = 'commuting') "
        "as commuting_kg, "
        "sum(kg_co2) filter (purpose = 'business') as business_kg, sum(rkm) filter (purpose = "
        "'commuting') as commuting_rkm, "
        "sum(rkm) filter (purpose = 'business') as business_rkm "
        "from audit.rpt_wpm_form where reporting_year = 2023"
    )[0]
    assert row["rkm"] == 2_278_000
    assert row["kg"] == 232_152
    assert half_up(Fraction(row["kg"]) * 1000 / Fraction(row["rkm"]), "0.01") == Decimal("101.91")
    assert (row["commuting_kg"], row["business_kg"]) == (151_900, 80_252)
    assert half_up(Fraction(151_900_000) / Fraction(row["commuting_rkm"]), "0.1") == Decimal(
        "108.5"
    )
    assert half_up(Fraction(80_252_000) / Fraction(row["business_rkm"]), "0.01") == Decimal("91.40")


def test_the_wrong_answers_do_not_come_out(golden: Build) -> None:
    kg = golden.value("select sum(kg_co2) from audit.rpt_wpm_form where reporting_year = 2023")
    without_occupancy = 226_352
    divided_by_occupancy = Fraction(141_000 + 1_952 + 10_900) + Fraction(72_500) / Fraction("1.08")
    # 6.1 euro per kilometre instead of 6.1 kilometres per euro
    euros_per_km = Fraction(232_152 - 1_952) + 20_000 / Fraction("6.1") * 16 / 1000
    for wrong in (without_occupancy, divided_by_occupancy, euros_per_km):
        assert abs(Fraction(kg) - Fraction(wrong)) > 1_000
    # The three mistakes by themselves, in the cells where they would be made: rkm over what is entered.
    per_entered = {
        (row["block"], row["category"]): Fraction(row["rkm"]) / Fraction(row["value"])
        for row in golden.rows(
            'select block, category, rkm, "value" from audit.rpt_wpm_form '
            "where reporting_year = 2023 and line_count > 0"
        )
    }
    assert per_entered["A", "car_diesel"] == per_entered["A", "car_electric"] == Fraction("1.08")
    assert per_entered["C", "public_transport"] == Fraction("6.1")
    assert per_entered["D", "active"] == 1


@pytest.mark.parametrize("year", sorted(KEY_FIGURES))
def test_cells_by_their_own_jaargang(golden: Build, year: int) -> None:
    factors, occupancy, rkm_per_eur = KEY_FIGURES[year]
    expected = {
        cell: (half_up(rkm, "0.000001"), half_up(rkm * factor / 1000, "0.000001"))
        for cell, rkm, factor in zip(CELLS, travelled(occupancy, rkm_per_eur), factors, strict=True)
    }
    found = golden.rows(
        "select block, category, rkm, kg_co2 from audit.rpt_wpm_form where line_count > 0 and "
        "reporting_year = ?",
        [year],
    )
    assert {
        (row["block"], row["category"]): (row["rkm"], row["kg_co2"]) for row in found
    } == expected


@pytest.mark.parametrize("year", YEARS)
def test_the_form_has_every_cell_and_whole_numbers(golden: Build, year: int) -> None:
    occupancy = {2022: "1.07", 2023: "1.08", 2025: "1.07"}.get(year)

    def vehicle_km(rkm: int) -> Decimal | None:
        return half_up(rkm / Fraction(occupancy)) if occupancy else None

    filled = {
        ("D", "car_petrol"): vehicle_km(1_000_000),
        ("D", "car_other"): vehicle_km(100_000),
        ("A", "car_diesel"): Decimal(500_000),
        ("A", "car_electric"): Decimal(200_000),
        ("C", "public_transport"): Decimal(20_000),
        ("D", "active"): Decimal(300_000),
    }
    rows = golden.rows(
        'select block, category, is_on_form, entry_unit, "value" from audit.rpt_wpm_form '
        "where kvk_number = ? and reporting_year = ? order by block_order, category_order",
        [KVK, year],
    )
    assert len([row for row in rows if row["is_on_form"]]) == 4 * 11
    assert len(rows) == 4 * 12
    for row in rows:
        key = (row["block"], row["category"])
        assert row["value"] == filled.get(key, Decimal(0)), key
        in_euros = row["category"] == "public_transport" and row["block"] != "D"
        assert row["entry_unit"] == ("eur" if in_euros else "km")


def test_a_missing_jaargang_gives_no_co2(golden: Build) -> None:
    rows = golden.rows(
        "select distinct jaargang, kg_co2, no_co2_reason from audit.rpt_wpm_form where "
        "reporting_year = 2024 and line_count > 0"
    )
    assert rows == [{"jaargang": None, "kg_co2": None, "no_co2_reason": "no_jaargang"}]
    published = golden.rows(
        "select distinct kg_co2, g_per_rkm, share_without_co2_pct from marts.rpt_wpm_emissions "
        "where reporting_year = 2024"
    )
    # public transport in euros has no kilometres to be a share of
    assert {tuple(row.values()) for row in published} == {
        (None, None, Decimal("100.00")),
        (None, None, None),
    }


def test_missing_key_figures_stay_outside_the_mean(golden: Build) -> None:
    """Jaargang 2025 has none for other fuels and no kilometres per euro."""
    rows = golden.rows(
        "select category, rkm, kg_co2, share_without_co2_pct from marts.rpt_wpm_emissions where "
        "reporting_year = 2025"
    )
    found = {row["category"]: row for row in rows}
    assert {name for name, row in found.items() if row["kg_co2"] is None} == {
        "car_other",
        "public_transport",
    }
    assert found["car_diesel"]["kg_co2"] == Decimal(535_000 * 127) / 1000
    assert golden.rows(
        "select category, no_co2_reason from audit.rpt_wpm_form where reporting_year = 2025 and "
        "no_co2_reason is not null order by 1"
    ) == [
        {"category": "car_other", "no_co2_reason": "no_kental"},
        {"category": "public_transport", "no_co2_reason": "no_rkm_per_eur"},
    ]


def test_published_rows_make_the_form(golden: Build) -> None:
    rows = golden.rows(
        "select purpose, category, jaargang, boundary, gas_basis, denominator, rkm, kg_co2, "
        "g_per_rkm "
        "from marts.rpt_wpm_emissions where reporting_year = 2023"
    )
    assert len(rows) == len(CELLS)
    assert sum(row["kg_co2"] for row in rows) == 232_152
    assert {
        (row["jaargang"], row["boundary"], row["gas_basis"], row["denominator"]) for row in rows
    } == {(2023, "TTW", "CO2", "rkm")}


def test_change_at_constant_key_figures(golden: Build) -> None:
    """Nobody travelled differently: all of it is key figures, 3 to 16 g for public transport."""
    rows = golden.rows("select * from marts.rpt_wpm_change")
    assert {(row["previous_year"], row["reporting_year"]) for row in rows} == {
        (2022, 2023),
        (2023, 2025),
    }
    for row in rows:
        assert (
            row["start_kg"]
            + row["own_change_kg"]
            + row["kentallen_change_kg"]
            + row["not_comparable_kg"]
            == row["end_kg"]
        )
        assert row["own_change_kg"] == 0
    public_transport = {
        row["reporting_year"]: row for row in rows if row["category"] == "public_transport"
    }
    assert public_transport[2023]["kentallen_change_kg"] == Decimal("1550")  # 1,952 - 402
    assert public_transport[2025]["not_comparable_kg"] == Decimal("-1952")
    ends = {
        row["reporting_year"]: row["kg"]
        for row in golden.rows(
            "select reporting_year, sum(kg_co2) as kg from marts.rpt_wpm_emissions group by 1"
        )
    }
    for year in (2023, 2025):
        assert sum(row["end_kg"] for row in rows if row["reporting_year"] == year) == ends[year]


def test_bridge_adds_up_every_year(golden: Build) -> None:
    rows = golden.rows(
        "select reporting_year, sum(case kind when 'end' then -kg else kg end) as rest, count(*) "
        "as n "
        "from marts.rpt_wpm_bridge group by 1"
    )
    assert {row["rest"] for row in rows} == {0}
    assert {row["n"] for row in rows} == {11}
    starts = golden.rows(
        "select bridge.reporting_year from marts.rpt_wpm_bridge as bridge where bridge.step = "
        "'wpm' and bridge.kg <> "
        "(select sum(kg_co2) from marts.rpt_wpm_emissions as own where own.reporting_year = "
        "bridge.reporting_year)"
    )
    assert starts == []


def test_bridge_tells_the_difference(golden: Build) -> None:
    years = golden.rows("select distinct reporting_year from marts.rpt_wpm_bridge order by 1")
    assert [row["reporting_year"] for row in years] == [2022, 2023, 2025], "2024 has no jaargang"
    steps = {
        row["step"]: row["kg"]
        for row in golden.rows(
            "select step, kg from marts.rpt_wpm_bridge where reporting_year = 2023"
        )
    }
    start, end = steps.pop("wpm"), steps.pop("ladder")
    assert start == 232_152
    assert end == golden.value(
        "select sum(kg_co2e) from audit.fct_emissions where reporting_year = 2023 and "
        "extract_name in "
        "('fuel_transactions', 'charging_sessions', 'vehicle_distances', 'trips', 'commuting')"
    )
    assert start + sum(steps.values()) == end
    litres_direct = golden.value(
        "select sum(kg_co2e) from audit.fct_emissions where reporting_year = 2023 "
        "and extract_name = 'fuel_transactions' and component = 'direct'"
    )
    assert steps["occupancy"] == Decimal("-5800")  # 500,000 km x 0.08 x 145 g
    assert steps["private_travel"] == Decimal("2900")  # 20,000 km x 145 g
    # litres against 520,000 km x 145 g
    assert steps["activity_basis"] == litres_direct - Decimal("75400")
    assert steps["boundary"] == golden.value(
        "select sum(kg_co2e) from audit.fct_emissions where reporting_year = 2023 and ("
        "(component = 'upstream' and extract_name in ('fuel_transactions', 'trips', 'commuting')) "
        "or extract_name = 'vehicle_distances')"
    )
    # the list of 2022 has no car on LPG; public transport in euros has no kilometres for a footprint
    assert steps["only_in_wpm"] == -10_900 - 1_952
    # Golden has none of these; test_bridge_places.py has all three.
    places = ("excluded_travel", "without_wpm_co2", "distance_missing")
    assert {steps[place] for place in places} == {0}


@pytest.mark.parametrize(
    ("year", "employees", "sample"), [(2022, 2000, 1092), (2023, 1000, 707), (2024, 100, 97)]
)
def test_sample_sizes(golden: Build, year: int, employees: int, sample: int) -> None:
    row = golden.rows("select * from marts.rpt_wpm_size where reporting_year = ?", [year])[0]
    assert (row["employees"], row["survey_sample_size"]) == (employees, sample)


def test_size_against_the_thresholds(golden: Build) -> None:
    rows = {row["reporting_year"]: row for row in golden.rows("select * from marts.rpt_wpm_size")}
    duty = {
        year: (row["threshold_in_force"], row["is_obliged"], row["is_obliged_as_proposed"])
        for year, row in rows.items()
    }
    assert duty == {
        2022: (None, False, True),
        2023: (None, False, True),
        2024: (100, True, False),
        2025: (100, False, False),
    }
    assert {row["employees_with_commuting"] for row in rows.values()} == {15}
    assert {year: row["coverage_pct"] for year, row in rows.items()} == {
        2022: Decimal("0.75"),
        2023: Decimal("1.50"),
        2024: Decimal("15.00"),
        2025: Decimal("100.00"),
    }
    assert {year: row["meets_80_pct_rule"] for year, row in rows.items()} == {
        2022: False,
        2023: False,
        2024: False,
        2025: True,
    }
    assert {row["unknown_fuel_share_pct"] for row in rows.values()} == {Decimal("0.00")}
