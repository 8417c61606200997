"""The cases of cases.py: their form computed by hand, with fractions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from support.builds import Build
from wpm.test_golden_case import half_up

pytestmark = pytest.mark.build

Cells = dict[tuple[str, str], Fraction]

DIESEL = ("A", "car_diesel")
COMMUTING = ("D", "car_diesel")

#: Days of the first and of the second half of 2023.
FIRST, SECOND = Fraction(181, 365), Fraction(184, 365)

#: What each KVK number enters, before rounding. Cells that are not named are empty.
FORMS: dict[str, Cells] = {
    "invoice": {("B", "public_transport"): Fraction(100)},
    "credit": {("B", "public_transport"): Fraction(50 - 20)},
    "unreadable": {("C", "active"): Fraction(5)},
    "twice": {DIESEL: Fraction(20_000 - 2_000)},
    "half_measured": {DIESEL: 6_000 - 600 + (20_000 - 2_000) * SECOND},
    "corrected": {DIESEL: Fraction(20_000 - 2_000 - 1_000 + 100)},
    "flat": {DIESEL: Fraction(30_000 - 1_000 - 8_900)},
    "flat_quarters": {DIESEL: 20_000 - 500 - 8_900 * Fraction(365 - 90, 365)},
    "flat_pool": {DIESEL: Fraction(30_000)},
    "flat_negative": {DIESEL: Fraction(1_000)},
    "private_negative": {DIESEL: Fraction(1_000)},
    "kvk_a": {DIESEL: 5_000 - 8_000 * FIRST, COMMUTING: 8_000 * FIRST},
    "kvk_b": {DIESEL: 5_000 - 8_000 * SECOND, COMMUTING: 8_000 * SECOND},
    "handed_from": {DIESEL: 10_000 * FIRST - 8_000 * FIRST, COMMUTING: Fraction(8_000)},
    "handed_to": {DIESEL: 10_000 * SECOND - 8_000 * SECOND},
    "bought": {
        DIESEL: 10_000 - 4_000 * FIRST,
        ("C", "car_diesel"): Fraction(10_000),
        COMMUTING: Fraction(4_000),
    },
    "fuel": {
        DIESEL: (10_000 - 8_000) * FIRST,
        ("A", "car_electric"): (10_000 - 8_000) * SECOND,
        COMMUTING: 8_000 * FIRST,
        ("D", "car_electric"): 8_000 * SECOND,
    },
    "half_a_year": {DIESEL: 10_000 - 8_000 * FIRST, COMMUTING: Fraction(8_000)},
    "private_car": {("C", "car_petrol"): Fraction(3_000), ("D", "car_petrol"): Fraction(8_000)},
    "carpool": {DIESEL: Fraction(20_000 - 8_000 - 4_000), COMMUTING: Fraction(12_000)},
    "strange_claim": {("C", "car_petrol"): Fraction(500)},
    "strange_shared": {("B", "car_electric"): Fraction(500)},
    "no_energy": {("A", "car_unknown"): Fraction(10_000 - 1_000)},
    "e_moped": {("C", "moped_electric"): Fraction(100)},
    "called_motorcycle": {("A", "car_petrol"): Fraction(108)},
    "survey": {DIESEL: Fraction(10_000 - 8_000), COMMUTING: Fraction(8_000)},
}

#: g per rkm as printed (2022 and 2023) or quoted (2025); None where the jaargang has none.
KEY_FIGURES: dict[tuple[str, str], tuple[int | None, int | None, int | None]] = {
    ("C", "car_petrol"): (139, 141, 139),
    ("C", "car_diesel"): (154, 145, 127),
    ("C", "car_hybrid"): (85, 132, 129),
    ("C", "car_electric"): (0, 0, 0),
    ("C", "car_other"): (109, 109, None),
    ("A", "motorcycle_petrol"): (92, 103, 113),
    ("A", "motorcycle_electric"): (0, 0, None),
    ("A", "moped_petrol"): (59, 51, 62),
    ("A", "moped_electric"): (0, 0, None),
    ("C", "active"): (0, 0, 0),
    ("C", "public_transport"): (3, 16, 11),
}
OCCUPANCY = (Fraction("1.07"), Fraction("1.08"), Fraction("1.07"))


def form(cases: Build, kvk_number: str, year: int = 2023) -> dict[tuple[str, str], Decimal]:
    """The cells of an employer that have lines."""
    rows = cases.rows(
        'select block, category, "value" from audit.rpt_wpm_form where kvk_number = ? and '
        "reporting_year = ? and line_count > 0",
        [kvk_number, year],
    )
    return {(row["block"], row["category"]): row["value"] for row in rows}


@pytest.mark.parametrize("kvk_number", sorted(FORMS))
def test_the_form_of_each_case(cases: Build, kvk_number: str) -> None:
    expected = {cell: half_up(value) for cell, value in FORMS[kvk_number].items()}
    assert form(cases, kvk_number) == expected


@pytest.mark.parametrize("kvk_number", sorted(FORMS))
def test_the_kilometres_of_each_case(cases: Build, kvk_number: str) -> None:
    """Before rounding: apportioned days leave millionths at most."""
    rows = cases.rows(
        "select block, category, sum(vehicle_km + traveller_km + amount_eur) as total from "
        "audit.rpt_wpm_trail where kvk_number = ? and exclusion_reason is null group by all",
        [kvk_number],
    )
    found = {(row["block"], row["category"]): Fraction(row["total"]) for row in rows}
    assert found.keys() == FORMS[kvk_number].keys()
    for cell, value in FORMS[kvk_number].items():
        assert abs(found[cell] - value) < Fraction(1, 100_000), cell


def test_a_vehicle_is_driven_once(cases: Build) -> None:
    """However the employer changes, what the car drove stands once in A and D together."""
    for employers in (("kvk_a", "kvk_b"), ("handed_from", "handed_to"), ("fuel",)):
        total = sum(
            (value for kvk in employers for value in FORMS[kvk].values()), start=Fraction(0)
        )
        assert total == 10_000, employers
        found = cases.value(
            "select sum(km) from audit.rpt_wpm_trail where exclusion_reason is null and "
            f"kvk_number in ({', '.join(repr(kvk) for kvk in employers)})"
        )
        assert found == 10_000, employers


def test_public_transport_in_euros_alone(cases: Build) -> None:
    row = cases.rows(
        "select rkm, kg_co2 from audit.rpt_wpm_form where kvk_number = 'invoice' and line_count > 0"
    )[0]
    assert (row["rkm"], row["kg_co2"]) == (Decimal("610"), Decimal("9.76"))
    assert cases.rows(
        "select unreadable_reason from intermediate.int_activity_lines where extract_name = "
        "'trips' and entity_id = 'invoice'"
    ) == [{"unreadable_reason": "quantity_unreadable"}], "a footprint has no kilometres for it"


def test_a_survey_is_a_share_of_what_was_told(cases: Build) -> None:
    rows = cases.rows(
        "select block, surveyed_share_pct as share from audit.rpt_wpm_form where kvk_number = "
        "'survey' and line_count > 0"
    )
    assert {row["block"]: row["share"] for row in rows} == {"A": 0, "D": 100}


@pytest.mark.parametrize(("index", "year"), [(0, 2022), (1, 2023), (2, 2025)])
def test_the_key_figure_of_every_row(cases: Build, index: int, year: int) -> None:
    rows = cases.rows(
        "select block, category, g_per_rkm, rkm, kg_co2, no_co2_reason from audit.rpt_wpm_form "
        "where kvk_number = ? and reporting_year = ? and line_count > 0",
        [f"rows_{year}", year],
    )
    assert {(row["block"], row["category"]) for row in rows} == set(KEY_FIGURES)
    # hybrids are two lines
    km = {cell: 2_000 if cell == ("C", "car_hybrid") else 1_000 for cell in KEY_FIGURES}
    for row in rows:
        cell = (row["block"], row["category"])
        factor = KEY_FIGURES[cell][index]
        rkm = km[cell] * (OCCUPANCY[index] if cell[1].startswith("car") else 1)
        assert Fraction(row["rkm"]) == rkm, cell
        assert row["g_per_rkm"] == factor, cell
        if factor is None:
            assert (row["kg_co2"], row["no_co2_reason"]) == (None, "no_kental"), cell
        else:
            assert Fraction(row["kg_co2"]) == rkm * factor / 1000, cell


def test_a_missing_gram_figure_is_told(cases: Build) -> None:
    """WPM-02 by its own condition: cells with kilometres and no grams."""
    rows = cases.rows(
        "select category, no_co2_reason from intermediate.int_wpm_cell_emissions where "
        "kentallen_of = 'own' and km <> 0 and jaargang = 2025 and no_co2_reason is not null "
        "order by category"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("car_other", "no_kental"),
        ("moped_electric", "no_kental"),
        ("motorcycle_electric", "no_kental"),
    ]
