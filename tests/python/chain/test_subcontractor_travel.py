"""fct_subcontractor_travel: every subcontractor its part, the parts make the whole; W08."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import duckdb
import pytest

from chain.by_hand import Chain, rounded
from support.builds import Build

pytestmark = pytest.mark.build

MICRO = Decimal("0.000001")


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_parts_make_the_report_exactly(demo_build: Build, year: int) -> None:
    parts = demo_build.rows(
        "select mode, sum(km) as km, sum(kg_co2e) as kg_co2e,"
        " sum(case when is_surveyed then km end) as surveyed_km,"
        " sum(case when is_surveyed then kg_co2e end) as surveyed_kg_co2e"
        ' from audit.fct_subcontractor_travel where "year" = ? group by mode',
        [year],
    )
    found = {
        row["mode"]: (row["km"], row["kg_co2e"], row["surveyed_km"], row["surveyed_kg_co2e"])
        for row in parts
    }
    wanted = {
        row["mode"]: (
            row["km"],
            row["t_co2e"] * 1000,
            row["surveyed_km"],
            row["surveyed_t_co2e"] * 1000,
        )
        for row in demo_build.rows(
            "select * from marts.rpt_chain_analysis where reporting_year = ? and mode <> 'total'",
            [year],
        )
    }
    assert found == wanted
    assert len(found) == 3


@pytest.mark.parametrize("year", [2023, 2024])
def test_every_subcontractor_has_its_part(
    demo_build: Build, chains: dict[int, Chain], year: int
) -> None:
    """Its own kilometres, or its share of the rest by invoiced value to a millionth."""
    chain = chains[year]
    rows = demo_build.rows('select * from audit.fct_subcontractor_travel where "year" = ?', [year])
    assert {(row["supplier_id"], row["mode"]) for row in rows} == {
        (supplier, mode) for supplier in chain.invoiced for mode in chain.surveyed_km
    }
    rest_eur = chain.all_eur - chain.surveyed_eur
    for row in rows:
        supplier, mode = row["supplier_id"], row["mode"]
        assert row["invoiced_eur"] == rounded(chain.invoiced[supplier], 6)
        assert row["extrapolation_factor"] == rounded(chain.all_eur / chain.surveyed_eur, 6)
        assert row["is_surveyed"] == (supplier in chain.surveyed)
        if row["is_surveyed"]:
            assert row["km"] == rounded(chain.surveyed_km[mode][supplier], 6)
            assert row["kg_co2e"] == rounded(
                chain.surveyed_km[mode][supplier] * chain.factors[mode], 6
            )
            assert row["line_count"] == chain.lines[supplier, mode]
            assert row["quantity_basis"] != "estimated"
        else:
            share = (chain.km(mode) - chain.own_km(mode)) * chain.invoiced[supplier] / rest_eur
            assert abs(row["km"] - rounded(share, 6)) <= MICRO
            assert abs(row["kg_co2e"] - rounded(share * chain.factors[mode], 6)) <= 2 * MICRO
            assert row["line_count"] == 0
            assert row["quantity_basis"] == "estimated"


def test_w08_one_truck_run_through_the_macro(demo_build: Build) -> None:
    """GHG Protocol 4.3: 31.5 kg of a joint run, by tonne-kilometres driven and by great circle."""
    macro_test = "macro__allocate__conserves"
    (compiled,) = (
        result["compiled_code"]
        for result in demo_build.run_results["results"]
        if demo_build.manifest["nodes"].get(result["unique_id"], {}).get("name") == macro_test
    )
    allocated = compiled[: compiled.rindex("select * from compared")] + "select * from allocated"
    cursor = duckdb.connect().execute(allocated)
    columns = [column[0] for column in cursor.description]
    rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    for example, weights, printed in (
        ("W08, tonne-kilometres driven", (240, 150, 250), ("11.8", "7.4", "12.3")),
        ("W08, great circle", (240, 150, 100), ("15.43", "9.64", "6.43")),
    ):
        parts = [
            row["found"]
            for row in sorted(rows, key=lambda row: row["row_key"])
            if row["example"] == example
        ]
        for part, weight, figure in zip(parts, weights, printed, strict=True):
            exact = Fraction("31.5") * weight / sum(weights)
            assert abs(part - rounded(exact, 6)) <= MICRO
            assert rounded(Fraction(part), len(figure.split(".")[1])) == Decimal(figure)
        assert sum(parts) == Decimal("31.5")
