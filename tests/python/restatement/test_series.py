"""The restated series: acquisitions, sales, editions, thresholds; and what never restates."""

from __future__ import annotations

from decimal import Decimal

import pytest

from restatement.company import YEARS, invoice
from restatement.conftest import Desk
from support.builds import Build
from support.cells import append_row, break_cell, delete_rows
from support.replay import Replay

pytestmark = pytest.mark.build

Figures = tuple[list[Decimal], list[Decimal], list[Decimal]]


def series(source: Build | Replay, line: str) -> Figures:
    """Return a line of the Ladder by year: as computed, restated, and the series to compare by."""
    rows = source.rows(
        "select reporting_year, as_computed_t, restated_t, series_t from marts.rpt_base_year "
        "where frame = 'ladder' and line = ? order by reporting_year",
        [line],
    )
    assert [row["reporting_year"] for row in rows] == list(YEARS)
    return (
        [row["as_computed_t"] for row in rows],
        [row["restated_t"] for row in rows],
        [row["series_t"] for row in rows],
    )


def of_base_year(source: Build | Replay, line: str, column: str) -> object:
    return source.rows(
        f"select {column} as asked from marts.rpt_base_year "
        "where frame = 'ladder' and line = ? and is_base_year",
        [line],
    )[0]["asked"]


def bridge(source: Build | Replay, line: str, year: int, kind: str = "year") -> dict[str, Decimal]:
    """Return the steps of one pair that are not zero, with start and end."""
    row = source.rows(
        "select start_t, activity_t, factor_t, boundary_t, method_t, error_t, end_t "
        "from marts.rpt_change_bridge "
        "where frame = 'ladder' and line = ? and reporting_year = ? and pair_kind = ?",
        [line, year, kind],
    )[0]
    return {step: tonnes for step, tonnes in row.items() if tonnes}


def test_w42_the_base_year_after_an_acquisition(bought: Build) -> None:
    computed, restated, compared = series(bought, "scope_1")
    assert computed == [50, 60, 80]
    assert restated == [65, 80, 80]
    assert compared == [65, 80, 80]
    assert of_base_year(bought, "scope_1", "recalculation_reason") == "boundary"
    assert of_base_year(bought, "scope_1", "base_year_change_pct") == 30
    assert of_base_year(bought, "scope_1", "is_significant") is True
    # The footprint of the years themselves stays what it was.
    assert bought.value(
        "select sum(kg_co2e) from audit.fct_emissions "
        "where reporting_year = 2022 and ladder_line = 'scope_1'"
    ) == Decimal(50_000)


def test_the_bridge_of_an_acquisition_is_boundary_and_not_growth(bought: Build) -> None:
    assert bridge(bought, "scope_1", 2024) == {"start_t": 60, "boundary_t": 20, "end_t": 80}
    assert bridge(bought, "scope_1", 2023) == {"start_t": 50, "activity_t": 10, "end_t": 60}
    assert bridge(bought, "scope_1", 2024, "base") == {
        "start_t": 50,
        "activity_t": 10,
        "boundary_t": 20,
        "end_t": 80,
    }


def test_bought_in_july_the_months_before_come_into_the_series(desk: Desk) -> None:
    break_cell(desk.folder, "entities", "gekocht", "valid_from", "2024-07-01")
    delete_rows(desk.folder, "supplier_invoices", "Gas-gekocht-2024")
    for half, first, last in (("1", "2024-01-01", "2024-06-30"), ("2", "2024-07-01", "2024-12-31")):
        append_row(
            desk.folder,
            "supplier_invoices",
            {
                **invoice("gekocht", "Gas", 2024, "5000", "m3"),
                "line_id": f"half-{half}",
                "period_start": first,
                "period_end": last,
            },
        )
    replayed = desk.replay()
    computed, restated, _ = series(replayed, "scope_1")
    assert computed == [50, 60, 70]
    assert restated == [65, 80, 80]


def test_organic_growth_restates_nothing(desk: Desk) -> None:
    append_row(
        desk.folder,
        "locations",
        {"location_id": "nieuw", "entity_id": "eigen", "name": "Pand nieuw", "kind": "office"},
    )
    append_row(desk.folder, "location_aliases", {"alias": "Pand nieuw", "location_id": "nieuw"})
    append_row(
        desk.folder,
        "supplier_invoices",
        {
            **invoice("eigen", "Gas", 2024, "20000", "m3"),
            "line_id": "growth",
            "location": "Pand nieuw",
        },
    )
    replayed = desk.replay()
    computed, restated, _ = series(replayed, "scope_1")
    assert computed == [50, 60, 120]
    assert restated == [65, 80, 120]
    assert bridge(replayed, "scope_1", 2024) == {
        "start_t": 60,
        "activity_t": 40,
        "boundary_t": 20,
        "end_t": 120,
    }


def test_what_is_sold_leaves_the_base_year(desk: Desk) -> None:
    break_cell(desk.folder, "entities", "gekocht", "valid_from", "")
    break_cell(desk.folder, "entities", "gekocht", "valid_to", "2023-12-31")
    replayed = desk.replay()
    computed, restated, compared = series(replayed, "scope_1")
    assert computed == [65, 80, 60]
    assert restated == [50, 60, 60]
    assert compared == [50, 60, 60]
    assert bridge(replayed, "scope_1", 2024) == {"start_t": 80, "boundary_t": -20, "end_t": 60}


def test_below_the_threshold_the_base_year_stays_and_says_so(desk: Desk) -> None:
    break_cell(
        desk.folder, "significance_criteria", "base_year_recalculation", "threshold_pct", "30.01"
    )
    replayed = desk.replay()
    computed, restated, compared = series(replayed, "scope_1")
    assert (computed, restated, compared) == ([50, 60, 80], [65, 80, 80], [50, 60, 80])
    assert of_base_year(replayed, "scope_1", "is_significant") is False
    assert of_base_year(replayed, "scope_1", "statement_en") == (
        "Base year 2022 changes by 30.00%, below the threshold of 30.01%: it stays as it is."
    )
    assert replayed.failures("base_years__have_a_threshold") == []


def test_at_the_threshold_it_is_computed_again(desk: Desk) -> None:
    break_cell(
        desk.folder, "significance_criteria", "base_year_recalculation", "threshold_pct", "30"
    )
    assert series(desk.replay(), "scope_1")[2] == [65, 80, 80]


def test_without_a_threshold_nothing_moves_and_a_rule_says_so(desk: Desk) -> None:
    delete_rows(desk.folder, "significance_criteria", "base_year_recalculation")
    replayed = desk.replay()
    assert series(replayed, "scope_1")[2] == [50, 60, 80]
    found = replayed.failures("base_years__have_a_threshold")
    assert {row["finding_key"] for row in found} == {"ladder|scope_1", "ladder|scope_2"}


def test_an_edition_that_says_no_leaves_history(bought: Build) -> None:
    computed, restated, compared = series(bought, "scope_2")
    assert (computed, restated, compared) == ([40, 40, 80], [40, 40, 80], [40, 40, 80])
    assert bridge(bought, "scope_2", 2024) == {"start_t": 40, "factor_t": 40, "end_t": 80}
    assert of_base_year(bought, "scope_2", "statement_en") == "Base year 2022 does not change."


def test_an_edition_that_says_yes_restates_base_year_and_trend(recalculated: Build) -> None:
    computed, restated, compared = series(recalculated, "scope_2")
    assert computed == [40, 40, 80]
    assert (restated, compared) == ([80, 80, 80], [80, 80, 80])
    assert of_base_year(recalculated, "scope_2", "recalculation_reason") == "factor"
    assert of_base_year(recalculated, "scope_2", "restating_edition_id") == "nl_2024"
    # The footprint of each year keeps its own edition.
    assert recalculated.rows(
        "select distinct reporting_year, factor_edition_id from audit.fct_emissions order by 1"
    ) == [{"reporting_year": year, "factor_edition_id": f"nl_{year}"} for year in YEARS]
    # Gas has one factor in all editions: only the acquisition restates it.
    assert series(recalculated, "scope_1")[1] == [65, 80, 80]


def test_everything_adds_up(bought: Build, recalculated: Build) -> None:
    for build in (bought, recalculated):
        assert build.not_green() == {}
        assert "changes__add_up" not in build.failing_rules()
        assert "editions__say_whether_they_restate" not in build.failing_rules()
