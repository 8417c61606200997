"""Somebody subtracts every published row from every published total: nobody of four is seen."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import pytest

from support.builds import Build
from wpm_privacy.company import DRIVERS, FOUR
from wpm_privacy.published import Figure, Published, footprint, seen_groups, wpm

pytestmark = pytest.mark.build


def in_measure(published: Published, measure: str) -> list[Figure]:
    """Return the figures of one measure, their coefficients as ones: what plain subtraction sees."""
    return [
        Figure(figure.place, figure.value, dict.fromkeys(figure.coefficients, Fraction(1)))
        for figure in published.figures
        if figure.place[-1] == measure and any(figure.coefficients.values())
    ]


@pytest.mark.parametrize("with_factors", [True, False])
def test_the_coefficients_make_the_published_footprint(four: Build, with_factors: bool) -> None:
    published = footprint(four, with_factors=with_factors)
    assert len(published.figures) > 20
    for figure in published.figures:
        made = figure.computed(published.amounts)
        # each row of the footprint is rounded by itself
        assert abs(made - Fraction(figure.value)) < Fraction(1, 1000), figure.place


def test_the_coefficients_make_the_published_wpm(ten: Build) -> None:
    published = wpm(ten)
    assert {figure.place[0] for figure in published.figures} == {"emissions", "change"}
    for figure in published.figures:
        made = figure.computed(published.amounts)
        assert abs(made - Fraction(figure.value)) < Fraction(1, 1000), figure.place


def test_the_reports_are_sums_of_the_rows_that_are_looked_at(four: Build) -> None:
    """Lines and totals of the footprint, coverage and scope 3 tell nothing beyond the scope rows."""
    rows = four.rows(
        " union all ".join(
            "select ladder_line, ghg_line, activity_category, reporting_year, kg_co2e "
            f"from marts.fct_scope_{scope}_emissions"
            for scope in (1, 2, 3)
        )
    )
    sums: dict[tuple[str, str, int], Decimal] = defaultdict(Decimal)
    for row in rows:
        for kind in ("ladder_line", "ghg_line", "activity_category"):
            sums[kind, row[kind], row["reporting_year"]] += row["kg_co2e"]
    looked_at = 0
    for kind, sql in (
        (
            "ladder_line",
            "select line, reporting_year, sum(t_co2e) * 1000 as kg from marts.rpt_footprint "
            "where frame = 'ladder' group by all",
        ),
        (
            "ladder_line",
            "select line, reporting_year, sum(t_co2e) * 1000 as kg from "
            "marts.rpt_footprint_halfyear where frame = 'ladder' group by all",
        ),
        (
            "ladder_line",
            "select total_key as line, reporting_year, t_co2e * 1000 as kg from "
            "marts.rpt_footprint_totals where frame = 'ladder' and total_kind = 'line'",
        ),
        (
            "ghg_line",
            "select '3.' || ghg_category as line, reporting_year, t_co2e * 1000 as kg from "
            "marts.rpt_scope_3_categories where t_co2e is not null",
        ),
        (
            "activity_category",
            "select activity_category as line, reporting_year, sum(kg_co2e) as kg from "
            "marts.rpt_factor_coverage where has_factor group by all",
        ),
    ):
        for row in four.rows(sql):
            assert row["kg"] == sums[kind, row["line"], row["reporting_year"]], (sql, row)
            looked_at += 1
    assert looked_at > 20


def test_the_year_is_left_out_because_of_the_four(four: Build, ten: Build) -> None:
    """The WPM is a second sum over the travel of the footprint: beside it, the four would follow."""
    told = {row["mode_group"] for row in ten.rows("from marts.rpt_wpm_emissions")}
    assert {"car", "active", "public_transport"} <= told
    for mart in ("rpt_wpm_emissions", "rpt_wpm_change", "rpt_wpm_bridge"):
        assert four.rows(f"from marts.{mart}") == [], mart
    # The form itself is whole: it is filed, and never published.
    assert four.rows(
        "from intermediate.int_wpm_cell_emissions where category = 'public_transport' and km > 0"
    )


def test_subtraction_shows_nobody(four: Build) -> None:
    """The promise: within kilograms, and within kilometres, no sum or difference is of four."""
    kilograms = footprint(four, with_factors=False)
    assert seen_groups(kilograms.figures) == []
    mobility = wpm(four)
    for measure in ("rkm", "kg"):
        assert seen_groups(in_measure(mobility, measure)) == []


def test_factors_at_hand_the_emissions_of_the_wpm_show_nobody(four: Build) -> None:
    published = wpm(four)
    assert (
        seen_groups(figure for figure in published.figures if figure.place[0] == "emissions") == []
    )


def test_factors_at_hand_the_changes_of_the_wpm_show_nobody(four: Build) -> None:
    assert seen_groups(wpm(four).figures) == []


def test_factors_at_hand_the_footprint_shows_nobody(four: Build) -> None:
    assert seen_groups(footprint(four, with_factors=True).figures) == []


def test_factors_at_hand_footprint_and_wpm_together_show_nobody(four: Build) -> None:
    told = footprint(four, with_factors=True).figures
    mobility = [figure for figure in wpm(four).figures if figure.place[0] == "emissions"]
    assert seen_groups([*told, *mobility]) == []


def test_a_row_too_many_is_seen(four: Build) -> None:
    """The proof of the proof: one mode by itself, or all but that mode beside the whole."""
    figures = footprint(four, with_factors=False).figures
    whole = next(
        figure
        for figure in figures
        if {atom[0] for atom in figure.coefficients} >= {*FOUR, *DRIVERS}
    )
    others = {atom[0] for atom in whole.coefficients} - set(FOUR)
    for persons in (set(FOUR), others):
        part = {
            atom: coefficient
            for atom, coefficient in whole.coefficients.items()
            if atom[0] in persons
        }
        assert part
        seen = seen_groups([*figures, Figure(("planted",), Decimal(0), part)])
        assert seen == [FOUR]


def test_nobody_is_seen_where_ten_travel(ten: Build) -> None:
    """With ten on the mode everything is published, and still no group of four follows."""
    assert seen_groups(wpm(ten).figures) == []
    assert seen_groups(footprint(ten, with_factors=True).figures) == []
