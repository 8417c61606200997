"""Somebody subtracts every published row from every published total: nobody of four is seen.

Also who knows every factor and key figure, and multiplies rows before subtracting them. What is looked
at: the rows of the footprint and of the scope tables (kg and quantity), their shares, scores and
cut-off, the quantities of the key figures, factor coverage, emissions, changes, shares and steps of the
WPM. What is not, and why:

* lines and totals of rpt_footprint_totals, scope 3 categories and WPM paths are sums and ratios of rows
  that are looked at (proved below), and so are intensities: a total by revenue or FTE;
* shares by method of rpt_scope_3_categories: all travel has one method (proved below);
* the bounds of error of a total are the root of a sum of squares of all its lines, no linear figure;
* rpt_chain_analysis and rpt_chain_reconciliation tell of firms: the survey of subcontractors has no
  column for a person (proved below);
* findings about lines of persons are published as counts of lines, without keys or kilograms (proved
  below): they tell of data and not of travel;
* headcount, threshold, duty and sample size are statements of the employer about all employees. Counts
  of commuters are left empty by the unit tests of rpt_wpm_size.

An atom is what one line tells of one month. Whoever knows more than the factors, such as who left in
March, knows more than these tables tell.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import pytest

from support.builds import Build
from wpm_privacy.beside import KINDS, everything
from wpm_privacy.company import DRIVERS, FOUR, YEARS
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


def made_of(build: Build, kind: str) -> Published:
    """Return the figures of one kind; ValueError where the table holds none."""
    published = KINDS[kind](build)
    if not published.figures:
        raise ValueError(f"{build.company}: {kind} holds no figure")
    return published


#: Half a unit of the last published digit of a share (0.01 per cent) and of a score (0.01), per kg.
ROUNDING = {
    **dict.fromkeys(
        (
            *("estimated_share_pct", "official_share_pct", "unverified_share_pct"),
            *("share_without_co2_pct", "unknown_fuel_share_pct"),
        ),
        Fraction(5, 100_000),
    ),
    "data_quality_score": Fraction(5, 1000),
}


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"footprint", "wpm"}))
@pytest.mark.parametrize("company", ["ten", "some"])
def test_the_coefficients_make_what_stands_beside(
    company: str, kind: str, request: pytest.FixtureRequest
) -> None:
    published = made_of(request.getfixturevalue(company), kind)
    for figure in published.figures:
        made = figure.computed(published.amounts)
        whole = sum((abs(amount) for amount in published.amounts.values()), Fraction(0))
        allowed = ROUNDING.get(figure.place[-1], Fraction(0)) * whole + Fraction(1, 1000)
        assert abs(made - Fraction(figure.value)) < allowed, (figure.place, float(made))


def test_paths_are_ratios_of_published_rows(ten: Build) -> None:
    """The own index of a year is a sum of rows of rpt_wpm_emissions over another such sum."""
    kg: dict[tuple[str | None, str, int], Decimal] = defaultdict(Decimal)
    for row in ten.rows("from marts.rpt_wpm_emissions where kg_co2 is not null"):
        purpose = {"commuting": "woon_werk", "business": "zakelijk"}[row["purpose"]]
        for kvk in ("all", row["kvk_number"]):
            for name in ("totaal", purpose):
                kg[kvk, name, row["reporting_year"]] += row["kg_co2"]
    rows = ten.rows("from marts.rpt_wpm_path where own_index is not null")
    assert rows
    for row in rows:
        own, base = (
            kg[row["kvk_number"], row["purpose"], year]
            for year in (row["reporting_year"], row["own_base_year"])
        )
        assert abs(own / base - row["own_index"]) < Decimal("0.000001"), row


@pytest.mark.parametrize("company", ["four", "lpg", "some"])
def test_methods_and_chains_tell_of_nobody(company: str, request: pytest.FixtureRequest) -> None:
    build = request.getfixturevalue(company)
    assert build.rows(
        "select distinct method from audit.fct_emissions where activity_type in (select "
        "activity_type from staging.stg_activity_types where is_person_borne)"
    ) == [{"method": "activity"}]
    columns = {
        row["column_name"]
        for row in build.rows(
            "select column_name from information_schema.columns where table_name = "
            "'subcontractor_travel'"
        )
    }
    assert "supplier_id" in columns
    assert not columns & {"employee_key", "traveller_key", "person_key", "vehicle_id"}


def test_findings_about_persons_are_counts_of_lines(demo_build: Build) -> None:
    """No key, kilogram or value of a line: how many lines a rule found in an entity and year."""
    told = (
        "entity_id, reporting_year, line_count, rule_id, severity, status, finding_id, "
        "finding_key, message, is_person_borne, run_id"
    )
    rows = demo_build.rows(
        f"select * exclude ({told}) from marts.fct_findings where is_person_borne"
    )
    assert rows
    assert {value for row in rows for value in row.values()} == {None}


def test_the_year_is_left_out_because_of_the_four(four: Build, lpg: Build, ten: Build) -> None:
    """The WPM is a second sum over the travel of the footprint: beside it, the four would follow."""
    told = {row["mode_group"] for row in ten.rows("from marts.rpt_wpm_emissions")}
    assert {"car", "active", "public_transport"} <= told
    for build in (four, lpg):
        for mart in ("rpt_wpm_emissions", "rpt_wpm_change", "rpt_wpm_bridge"):
            assert build.rows(f"from marts.{mart}") == [], mart
        for kind in ("wpm", "bridge", "kilometre_shares"):
            assert KINDS[kind](build).figures == (), kind
        assert build.rows("from marts.rpt_wpm_path where own_index is not null") == []
    # The form itself is whole: it is filed, and never published.
    for build, category in ((four, "public_transport"), (lpg, "car_other")):
        assert build.rows(
            "from intermediate.int_wpm_cell_emissions where category = ? and km > 0", [category]
        )


@pytest.mark.parametrize("company", ["four", "lpg", "some", "ten"])
def test_subtraction_shows_nobody(company: str, request: pytest.FixtureRequest) -> None:
    """The promise: within kilograms, and within kilometres, no sum or difference is of four."""
    build = request.getfixturevalue(company)
    assert seen_groups(footprint(build, with_factors=False).figures) == []
    if company in ("four", "lpg"):
        return  # no mobility is published: test_the_year_is_left_out_because_of_the_four
    for measure in ("rkm", "kg"):
        assert seen_groups(in_measure(wpm(build), measure)) == []


@pytest.mark.parametrize("company", ["four", "lpg", "some", "ten"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_factors_at_hand_each_table_shows_nobody(
    company: str, kind: str, request: pytest.FixtureRequest
) -> None:
    build = request.getfixturevalue(company)
    if company in ("four", "lpg") and kind in ("wpm", "bridge", "kilometre_shares"):
        assert KINDS[kind](build).figures == ()
        return
    assert seen_groups(made_of(build, kind).figures) == []


@pytest.mark.parametrize("company", ["four", "lpg", "some", "ten"])
def test_factors_at_hand_everything_together_shows_nobody(
    company: str, request: pytest.FixtureRequest
) -> None:
    assert seen_groups(everything(request.getfixturevalue(company))) == []


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


def test_nothing_published_proves_nothing(four: Build) -> None:
    with pytest.raises(ValueError, match="no figure is about anybody"):
        seen_groups(wpm(four).figures)


def test_the_quality_of_a_few_is_not_told(some: Build) -> None:
    """Three by train are estimated: with six drivers in their group it is told, by themselves not."""
    told = {
        (row["activity_category"], row["reporting_year"]): row["quality_level"]
        for row in some.rows("from intermediate.int_privacy_measures")
    }
    assert told == {
        ("commuting", 2022): "group",
        ("commuting", 2023): "none",
        **{
            (name, year): "group"
            for name in ("business_flights", "business_travel", "fuel_vehicles")
            for year in YEARS
        },
    }
    rows = some.rows(
        "select activity_category, reporting_year, count(*) as n, count(distinct "
        "estimated_share_pct) as shares, count(data_quality_score) as scores from "
        "marts.fct_scope_3_emissions where kg_co2e > 0 group by all"
    )
    for row in rows:
        if row["activity_category"] == "commuting":
            expected = {2022: row["n"], 2023: 0}[row["reporting_year"]]
            assert row["scores"] == expected
            assert bool(row["shares"]) == bool(expected)
    steps = some.rows("select step from marts.rpt_wpm_bridge where kind = 'step'")
    assert {row["step"] for row in steps} == {"differences_together"}, "three tell private km"
    assert some.rows(
        "from marts.fct_scope_3_emissions where activity_category = 'business_flights'"
    )
    assert not some.rows("from marts.rpt_key_figures where figure_id = 'pkm_flights'")
