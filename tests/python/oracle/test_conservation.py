"""What is conserved from the delivered file to the published total, exact to the last decimal.

The delivered side is read from the CSV files here, not from the warehouse.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from fractions import Fraction

import pytest

from oracle.compare import micro_units
from oracle.delivered import delivered_lines
from oracle.footprint import Footprint
from oracle.ledger import Ledger
from oracle.lines import Line
from oracle.tables import half_up
from support.builds import Build

pytestmark = pytest.mark.build


@pytest.fixture(scope="module")
def delivered(oracle: Footprint) -> list[Line]:
    """Every line of the demo's files."""
    return delivered_lines(oracle.tables, Ledger(oracle.tables))


def test_every_delivered_line_is_kept(demo_build: Build, delivered: list[Line]) -> None:
    """The first identity of the claims: lines delivered are lines kept."""
    lines = Counter(line.extract for line in delivered)
    kept = demo_build.rows(
        "select extract_name, count(*) as lines from (select distinct extract_name, line_id,"
        " occurrence from audit.fct_activities) as lines group by extract_name"
    )
    assert {row["extract_name"]: row["lines"] for row in kept} == lines
    assert len(lines) == 11, "all that carry activity data but purchases in physical units"


def test_every_delivered_quantity_is_counted_or_accounted_for(
    demo_build: Build, oracle: Footprint, delivered: list[Line]
) -> None:
    """The second identity: delivered is the sum over the claim statuses, per extract and unit.

    A kWh of the sun that a car took stands under the session's own unit.
    """
    quantities: Counter[tuple[str, str]] = Counter()
    for line in delivered:
        unit = line.unit or oracle.tables.types[line.activity_type]["unit"]
        quantities[line.extract, unit] += line.quantity or 0
    found = demo_build.rows(
        "select extract_name, unit, sum(quantity) as quantity from audit.fct_activities"
        " where claim_status in"
        " ('counted', 'superseded', 'excluded', 'out_of_scope', 'unreadable') group by all"
    )
    assert {
        (row["extract_name"], row["unit"]): micro_units(row["quantity"]) for row in found
    } == quantities


def test_the_months_of_a_line_make_the_line(demo_build: Build, delivered: list[Line]) -> None:
    """Apportioning telescopes: no micro-unit is lost, and each month has its days' share."""
    lines = {
        (line.extract, line.line_id, line.occurrence): line
        for line in delivered
        if line.first is not None and line.quantity is not None
    }
    found = demo_build.rows(
        "select extract_name, line_id, occurrence, month, sum(quantity) as quantity"
        " from audit.fct_activities where month is not null and quantity is not null group by all"
    )
    given: Counter[tuple[str, str, int]] = Counter()
    months: Counter[tuple[str, str, int]] = Counter()
    for row in found:
        key = row["extract_name"], row["line_id"], row["occurrence"]
        line, month = lines[key], row["month"]
        following = (month + timedelta(days=31)).replace(day=1)
        own_days = (min(line.last + timedelta(days=1), following) - max(line.first, month)).days
        share = Fraction(line.quantity * own_days, (line.last - line.first).days + 1)
        assert abs(micro_units(row["quantity"]) - share) < 1, row
        given[key] += micro_units(row["quantity"])
        months[key] += 1
    assert given == {key: line.quantity for key, line in lines.items()}
    assert sum(count > 1 for count in months.values()) > 200, "lines that cross a month"
    years = {key: {lines[key].first.year, lines[key].last.year} for key in months}
    assert any(len(own) == 2 for own in years.values()), "an invoice that crosses the year's end"


def test_the_frames_have_one_total(demo_build: Build) -> None:
    found = demo_build.rows(
        "select reporting_year, count(distinct frame) as frames, min(t_co2e) as low,"
        " max(t_co2e) as high from marts.rpt_footprint_totals where total_kind = 'total'"
        " group by reporting_year order by reporting_year"
    )
    assert [(row["reporting_year"], row["frames"]) for row in found] == [
        (2022, 3),
        (2023, 3),
        (2024, 3),
    ]
    assert all(row["low"] == row["high"] > 0 for row in found)


def test_the_company_is_the_sum_of_its_locations_and_of_what_has_none(
    demo_build: Build, oracle: Footprint
) -> None:
    """Fuel and trips have no location: leaving them out would lose most of the footprint."""
    rows = oracle.emissions[oracle.emissions.reporting_year.isin(oracle.tables.reporting_years)]
    wanted = {
        (location, int(year)): int(kg)
        for (location, year), kg in rows.groupby(["location_id", "reporting_year"])
        .kg_co2e.sum()
        .items()
    }
    found = {
        (row["location_id"], row["reporting_year"]): micro_units(row["kg"])
        for row in demo_build.rows(
            "select coalesce(location_id, '') as location_id, reporting_year, sum(kg_co2e) as kg"
            " from audit.fct_emissions group by all"
        )
    }
    assert found == wanted
    for year in oracle.tables.reporting_years:
        company = demo_build.value(
            "select t_co2e from marts.rpt_footprint_totals"
            " where frame = 'ladder' and total_kind = 'total' and reporting_year = ?",
            [year],
        )
        locations = {name: kg for (name, own_year), kg in wanted.items() if own_year == year}
        assert sum(locations.values()) == micro_units(company * 1000)
        assert locations[""] * 2 > sum(locations.values())


def test_direct_and_upstream_make_the_printed_total_on_every_row(demo_build: Build) -> None:
    """Read back from the rows themselves: quantity x printed factor, rounded once."""
    found = demo_build.rows(
        "select activity_id, supply_lot, any_value(quantity) as quantity,"
        " any_value(wtw_factor_value) as wtw, sum(kg_co2e) as kg,"
        " sum(case when component = 'direct' then kg_co2e end) as direct_kg,"
        " max(case when component = 'direct' then factor_value end) as ttw"
        " from audit.fct_emissions group by all"
    )
    assert len(found) > 7000
    for row in found:
        quantity = micro_units(row["quantity"])
        assert micro_units(row["kg"]) == half_up(quantity * Fraction(row["wtw"])), row
        if row["ttw"] is not None:
            assert micro_units(row["direct_kg"]) == half_up(quantity * Fraction(row["ttw"])), row


def test_supply_lots_make_the_counted_kwh(demo_build: Build) -> None:
    """Certificates and contract together are the consumption, and neither is below zero."""
    wrong = demo_build.rows(
        "select activities.activity_id from audit.fct_activities as activities"
        " left join (select activity_id, supply_lot, max(quantity) as quantity"
        "   from audit.fct_emissions group by all) as lots"
        " on activities.activity_id = lots.activity_id"
        " where activities.claim_status = 'counted' and activities.unit = 'kwh'"
        " group by activities.activity_id, activities.emission_quantity"
        " having sum(lots.quantity) is distinct from activities.emission_quantity"
        " or (activities.emission_quantity >= 0 and min(lots.quantity) < 0)"
    )
    assert wrong == []


def test_certificates_cover_no_more_than_is_left_and_no_more_than_they_are(
    demo_build: Build, oracle: Footprint
) -> None:
    covered = demo_build.rows(
        "select split_part(supply_lot, '|', 2) as lot, sum(quantity) as kwh"
        " from audit.fct_emissions where supply_lot like 'certificate|%' and component = 'direct'"
        " group by lot"
    )
    lots = {
        row["line_id"]: int(row["energy"]) * 1000
        for row in oracle.tables.rows("power_certificates")
    }
    assert {row["lot"] for row in covered} == set(lots)
    assert all(0 < row["kwh"] <= lots[row["lot"]] for row in covered)
    consumed = demo_build.value(
        "select sum(quantity) from audit.fct_activities where claim_status = 'counted'"
        " and location_id = 'branch_b' and reporting_year = 2024 and activity_type = 'electricity'"
    )
    in_2024 = sum(row["kwh"] for row in covered if row["lot"].startswith("PC-2024"))
    assert in_2024 == consumed < 3000, "three MWh were cancelled, less was used"
