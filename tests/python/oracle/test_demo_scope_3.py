"""Spend, the fifteen categories and the chain of the demo against the independent footprint."""

from __future__ import annotations

from fractions import Fraction

import pytest

from oracle.chain import chain
from oracle.compare import (
    SPEND_COLUMNS,
    differing_chain,
    differing_rows,
    found_categories,
    micro_units,
    wanted_categories,
)
from oracle.footprint import Footprint
from support.builds import Build

pytestmark = pytest.mark.build


def test_every_ledger_line_is_the_oracles(demo_build: Build, oracle: Footprint) -> None:
    """Each step of each line, by both factors, and the reasons of the difference."""
    assert len(oracle.spend) > 10_000
    problems = differing_rows(
        demo_build,
        "audit.fct_spend_emissions",
        oracle.spend,
        ["line_id", "occurrence"],
        SPEND_COLUMNS,
    )
    assert problems == []


def test_the_fifteen_categories(demo_build: Build, oracle: Footprint) -> None:
    assert found_categories(demo_build) == wanted_categories(oracle)


def test_the_reasons_of_the_difference_add_up(demo_build: Build) -> None:
    """Currency, price level, price basis and factor: from the plan's way to the other one."""
    rows = demo_build.rows(
        "select kg_co2e, kg_co2e_alternative, difference_price_level_kg + difference_currency_kg"
        " + difference_price_basis_kg + difference_factor_kg as difference"
        " from audit.fct_spend_emissions where kg_co2e is not null"
    )
    assert len(rows) > 4_000
    assert all(row["kg_co2e_alternative"] - row["kg_co2e"] == row["difference"] for row in rows)
    assert any(row["difference"] < 0 for row in rows)


def test_the_chain_analysis(demo_build: Build, oracle: Footprint) -> None:
    """The margin of 10% is the plan's own."""
    assert differing_chain(demo_build, oracle.tables, {2023: 10, 2024: 10}) == []
    rows = demo_build.rows("select distinct reporting_year from marts.rpt_chain_analysis")
    assert {row["reporting_year"] for row in rows} == {2023, 2024}


def test_the_rows_of_the_subcontractors_make_the_chain(
    demo_build: Build, oracle: Footprint
) -> None:
    """What is not surveyed is handed out by invoiced value, to the last metre."""
    rows = demo_build.rows("select * from audit.fct_subcontractor_travel")
    for year, own in chain(oracle.tables).items():
        rest = own.weight.invoiced - own.weight.surveyed
        for name, mode in own.modes.items():
            mine = [row for row in rows if (row["year"], row["mode"]) == (year, name)]
            assert {row["supplier_id"] for row in mine if row["is_surveyed"]} <= own.surveyed
            assert len({row["supplier_id"] for row in mine}) == len(own.invoiced)
            assert sum(micro_units(row["km"]) for row in mine) == mode.km
            assert sum(micro_units(row["kg_co2e"]) for row in mine) == mode.kg
            for row in mine:
                if not row["is_surveyed"]:
                    invoiced = own.invoiced[row["supplier_id"]]
                    share = Fraction((mode.km - mode.surveyed_km) * invoiced, rest)
                    assert abs(micro_units(row["km"]) - share) < 1, row


def test_the_chain_stands_beside_the_total(demo_build: Build) -> None:
    """No judgement lets it replace spend: no kilometre of it is counted."""
    found = demo_build.rows(
        "select claim_status, claim_reason, count(*) as parts from audit.fct_activities"
        " where extract_name = 'subcontractor_travel' group by all"
    )
    assert [(row["claim_status"], row["claim_reason"]) for row in found] == [
        ("superseded", "stands_beside_the_total")
    ]
