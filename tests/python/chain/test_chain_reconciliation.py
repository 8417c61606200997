"""The chain beside the footprint: what it stands against, and what a judgement lets it replace."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from chain.by_hand import SPEND_FACTOR, Chain, rounded
from support.builds import Build
from support.cells import append_row
from support.replay import Replay

pytestmark = pytest.mark.build

BECAUSE = {"reason": "Example.", "decided_by": "sustainability manager", "decided_on": "2025-02-03"}


@pytest.mark.parametrize("year", [2023, 2024])
def test_chain_against_spend_on_the_same_invoices(
    demo_build: Build, chains: dict[int, Chain], year: int
) -> None:
    chain = chains[year]
    (row,) = demo_build.rows(
        "select * from marts.rpt_chain_reconciliation where reporting_year = ?", [year]
    )
    assert row["treatment"] == "beside"
    assert row["invoiced_eur"] == row["counted_eur"] == rounded(chain.all_eur, 6)
    assert row["invoiced_eur"] == row["surveyed_invoiced_eur"] + row["extrapolated_invoiced_eur"]
    assert row["subcontractors_total"] == len(chain.invoiced)
    assert (
        row["subcontractors_surveyed"] + row["subcontractors_extrapolated"]
        == row["subcontractors_total"]
    )
    spend = chain.all_eur * SPEND_FACTOR / 1000
    assert abs(row["spend_t_co2e"] - rounded(spend, 9)) <= Decimal("1e-5")
    assert abs(row["chain_t_co2e"] - rounded(chain.tonnes("total"), 9)) <= Decimal("1e-8")
    assert row["chain_share_of_spend_pct"] == rounded(100 * chain.tonnes("total") / spend, 2)
    assert 0 < row["spend_t_co2e_alternative"] != row["spend_t_co2e"]


def test_the_chain_is_added_to_nothing(demo_build: Build) -> None:
    """Not one kg of the survey lines stands in the footprint."""
    statuses = demo_build.rows(
        "select distinct claim_status from audit.fct_activities"
        " where extract_name = 'subcontractor_travel'"
    )
    assert {row["claim_status"] for row in statuses} == {"superseded"}
    assert (
        demo_build.value(
            "select count(*) from audit.fct_emissions where extract_name = 'subcontractor_travel'"
        )
        == 0
    )


def test_a_judgement_with_a_source_lets_it_replace(
    demo_build: Build,
    replay_demo: Callable[[Callable[[Path], object]], Replay],
    chains: dict[int, Chain],
) -> None:
    """8% of the spend on hired services of 2024 leaves, the travel of the chain comes instead."""
    boundary = {"year": "2024", "boundary_share_pct": "8", "source": "sector study", **BECAUSE}
    replayed = replay_demo(lambda folder: append_row(folder, "chain_boundaries", boundary))
    after = {
        row["reporting_year"]: row
        for row in replayed.rows("select * from marts.rpt_chain_reconciliation")
    }
    assert after[2023]["treatment"] == "beside"
    row = after[2024]
    assert (row["treatment"], row["source"]) == ("replaces", "sector study")
    invoiced, chain_tonnes = chains[2024].all_eur, chains[2024].tonnes("total")
    # Per line the part is cut to whole millionths of a euro.
    assert abs(row["travel_eur"] - rounded(invoiced * 8 / 100, 6)) < Decimal("0.01")
    assert row["travel_eur"] + row["counted_eur"] == row["invoiced_eur"]
    total = (
        "select sum(t_co2e) as t_co2e from marts.rpt_footprint"
        " where frame = 'ladder' and reporting_year = 2024"
    )
    moved = replayed.rows(total)[0]["t_co2e"] - demo_build.value(total)
    wanted = chain_tonnes - invoiced * SPEND_FACTOR * Fraction(8, 100) / 1000
    assert abs(moved - rounded(wanted, 6)) < Decimal("0.001")
    assert replayed.rows(
        "select t_co2e from marts.rpt_chain_analysis where reporting_year = 2024 and mode = 'total'"
    ) == demo_build.rows(
        "select t_co2e from marts.rpt_chain_analysis where reporting_year = 2024 and mode = 'total'"
    )
