"""rpt_chain_analysis of the demo against the CSV files, and against what the plan prints."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from chain.by_hand import Chain, read, rounded
from support.builds import Build

pytestmark = pytest.mark.build

MODES = ("car", "public_transport", "bicycle")


def report(build: Build, year: int) -> dict[str, dict[str, Any]]:
    """Return the rows of a year by mode."""
    rows = build.rows("select * from marts.rpt_chain_analysis where reporting_year = ?", [year])
    found = {row["mode"]: row for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.mark.parametrize("year", [2023, 2024])
def test_every_figure_is_the_one_by_hand(
    demo_build: Build, chains: dict[int, Chain], year: int
) -> None:
    chain, found = chains[year], report(demo_build, year)
    assert set(found) == {*MODES, "total"} == {*chain.surveyed_km, "total"}
    for mode in MODES:
        row = found[mode]
        assert row["km"] == rounded(chain.km(mode), 6)
        assert row["surveyed_km"] == rounded(chain.own_km(mode), 6)
        assert row["km"] == row["surveyed_km"] + row["extrapolated_km"]
        assert row["factor_value"] == rounded(chain.factors[mode], 9)
        assert row["factor_edition_id"] == f"nl_{year}"
    for mode, row in found.items():
        # Each of the parts is rounded to a millionth of a kg.
        assert abs(row["t_co2e"] - rounded(chain.tonnes(mode), 9)) <= Decimal("1e-8")
        assert abs(row["surveyed_t_co2e"] - rounded(chain.surveyed_tonnes(mode), 9)) <= Decimal(
            "1e-8"
        )
        assert row["t_co2e"] == row["surveyed_t_co2e"] + row["extrapolated_t_co2e"]
        assert row["invoiced_eur"] == rounded(chain.all_eur, 6)
        assert row["surveyed_invoiced_eur"] == rounded(chain.surveyed_eur, 6)
        assert row["coverage_pct"] == rounded(100 * chain.surveyed_eur / chain.all_eur, 2)
        assert row["subcontractors_total"] == len(chain.invoiced)
        assert row["subcontractors_surveyed"] == len(chain.surveyed) == 6
        assert row["subcontractors_extrapolated"] == len(set(chain.invoiced) - chain.surveyed)
        per_million = row["t_co2e"] * 1_000_000 / Decimal(int(chain.revenue))
        assert abs(row["t_co2e_per_million_eur"] - per_million) <= Decimal("1e-6")
    for column in ("km", "surveyed_km", "t_co2e", "surveyed_t_co2e", "model_low", "model_high"):
        assert found["total"][column] == sum(found[mode][column] for mode in MODES), column


def test_the_figures_of_the_plan(demo_build: Build) -> None:
    found = report(demo_build, 2024)
    assert {mode: found[mode]["km"] for mode in MODES} == {
        "car": 558_632,
        "public_transport": 575_230,
        "bicycle": 150_904,
    }
    tonnes = {mode: round(row["t_co2e"], 2) for mode, row in found.items()}
    assert tonnes == {
        "car": Decimal("107.82"),
        "public_transport": Decimal("11.50"),
        "bicycle": 0,
        "total": Decimal("119.32"),
    }
    assert round(found["total"]["t_co2e"]) == 119
    total = found["total"]
    assert total["coverage_pct"] == Decimal("28.50")
    assert (total["subcontractors_surveyed"], total["subcontractors_total"]) == (6, 112)
    assert total["subcontractors_extrapolated"] == 106
    before = report(demo_build, 2023)["total"]
    assert before["t_co2e"] == Decimal("85.0")
    assert round(100 * (total["t_co2e"] / before["t_co2e"] - 1)) == 40
    per_revenue = total["t_co2e_per_million_eur"] / before["t_co2e_per_million_eur"]
    assert round(100 * (per_revenue - 1)) == -8


@pytest.mark.parametrize("year", [2023, 2024])
def test_both_intervals_by_hand(demo_build: Build, chains: dict[int, Chain], year: int) -> None:
    """10% of the total both ways; and the rest at half to twice the intensity of the surveyed."""
    for mode, row in report(demo_build, year).items():
        total, surveyed = chains[year].tonnes(mode), chains[year].surveyed_tonnes(mode)
        rest = total - surveyed
        wanted = {
            "plan_low": total * Fraction(9, 10),
            "plan_high": total * Fraction(11, 10),
            "model_low": surveyed + rest / 2,
            "model_high": surveyed + rest * 2,
        }
        for bound, tonnes in wanted.items():
            assert abs(row[bound] - rounded(tonnes, 9)) <= Decimal("1e-8"), (mode, bound)
        assert row["plan_margin_pct"] == 10


def test_the_interval_is_an_assumption_and_says_so(demo_build: Build) -> None:
    for row in demo_build.rows("select * from marts.rpt_chain_analysis"):
        english, dutch = row["interval_assumption_en"], row["interval_assumption_nl"]
        assert "-50% to +100%" in english
        assert "-50% tot +100%" in dutch
        assert "not a 95% confidence interval" in english
        assert "geen 95%-betrouwbaarheidsinterval" in dutch


def test_primary_data_is_what_was_stated_and_not_estimated(
    demo_build: Build, chains: dict[int, Chain], demo_dir: Path
) -> None:
    travel = read(demo_dir, "subcontractor_travel")
    for year, chain in chains.items():
        stated = travel[(travel.year == str(year)) & (travel.quantity_basis != "estimated")]
        kilograms = sum(
            (Fraction(row.distance) * chain.factors[row.mode] for row in stated.itertuples()),
            Fraction(0),
        )
        share = rounded(kilograms / chain.tonnes("total") / 10, 2)
        assert report(demo_build, year)["total"]["primary_data_share_pct"] == share > 0


def test_a_year_on_unverified_factors_is_a_draft(demo_build: Build) -> None:
    """The demo's list of 2023 was recalled for these rows, that of 2024 was read in a source."""
    assert report(demo_build, 2023)["total"]["status"] == "DRAFT"
    assert "100.00%" in report(demo_build, 2023)["total"]["status_reason_en"]
    assert report(demo_build, 2024)["total"]["status"] == "FINAL"
    assert report(demo_build, 2024)["total"]["status_reason_en"] is None


def test_modes_have_labels(demo_build: Build) -> None:
    labels = {
        row["mode"]: (row["label_nl"], row["label_en"], row["mode_order"])
        for row in demo_build.rows("select * from marts.rpt_chain_analysis")
    }
    assert labels["car"] == ("Auto", "Car", 1)
    assert labels["total"] == ("Totaal", "Total", 99)
    contract = demo_build.manifest["nodes"]["seed.trede.subcontractor_travel"]["columns"]["mode"]
    modes = set(contract["config"]["meta"]["values"])
    labelled = {
        row["mode"] for row in demo_build.rows("select mode from reference.travel_mode_labels")
    }
    # A flight has no type of hired travel.
    assert modes - {"flight"} == labelled - {"total"}
