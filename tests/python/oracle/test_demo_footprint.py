"""The warehouse's footprint of the demo against an independent one, to the last decimal (1e-6)."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from oracle.compare import (
    ACTIVITY_COLUMNS,
    EMISSION_COLUMNS,
    LOCATION_BASED_COLUMNS,
    differing_rows,
    frame_lines,
    frame_lines_location_based,
    micro_units,
    published_lines,
)
from oracle.footprint import Footprint
from oracle.frames import FRAMES
from support.builds import Build

pytestmark = pytest.mark.build


def test_every_activity_part_is_the_oracles(demo_build: Build, oracle: Footprint) -> None:
    problems = differing_rows(
        demo_build, "audit.fct_activities", oracle.activities, ["activity_id"], ACTIVITY_COLUMNS
    )
    assert problems == []


def test_every_emission_row_is_the_oracles(demo_build: Build, oracle: Footprint) -> None:
    problems = differing_rows(
        demo_build,
        "audit.fct_emissions",
        oracle.emissions,
        ["activity_id", "supply_lot", "component"],
        EMISSION_COLUMNS,
    )
    assert problems == []


def test_every_location_based_row_is_the_oracles(demo_build: Build, oracle: Footprint) -> None:
    problems = differing_rows(
        demo_build,
        "audit.fct_power_location_based",
        oracle.location_based,
        ["activity_id", "component"],
        LOCATION_BASED_COLUMNS,
    )
    assert problems == []


def test_emissions_by_type_year_and_component(demo_build: Build, oracle: Footprint) -> None:
    keys = ["activity_type", "reporting_year", "component"]
    wanted = oracle.emissions.groupby(keys)[["quantity", "kg_co2e", "kg_co2_biogenic"]].sum()
    found = {
        (row["activity_type"], row["reporting_year"], row["component"]): (
            micro_units(row["quantity"]),
            micro_units(row["kg_co2e"]),
            micro_units(row["kg_co2_biogenic"]),
        )
        for row in demo_build.rows(
            f"select {', '.join(keys)}, sum(quantity) as quantity, sum(kg_co2e) as kg_co2e,"
            " sum(kg_co2_biogenic) as kg_co2_biogenic from audit.fct_emissions group by all"
        )
    }
    assert found == {key: tuple(int(cell) for cell in row) for key, *row in wanted.itertuples()}


@pytest.mark.parametrize("frame", FRAMES)
def test_each_line_of_each_frame(demo_build: Build, oracle: Footprint, frame: str) -> None:
    found = {key: kg for key, kg in published_lines(demo_build).items() if key[0] == frame}
    assert found == {key: kg for key, kg in frame_lines(oracle).items() if key[0] == frame}
    assert len(found) >= 3 * 3, "three lines or more in each of three years"


def test_each_line_with_power_at_the_grid_mix(demo_build: Build, oracle: Footprint) -> None:
    found = published_lines(demo_build, "t_co2e_location_based")
    assert found == frame_lines_location_based(oracle)
    assert found != published_lines(demo_build)


def test_biogenic_co2_stands_beside_every_line(demo_build: Build, oracle: Footprint) -> None:
    rows = oracle.emissions[oracle.emissions.reporting_year.isin(oracle.tables.reporting_years)]
    wanted = {
        (frame, line, year): kg
        for frame in FRAMES
        for (line, year), kg in rows.groupby([frame, "reporting_year"])
        .kg_co2_biogenic.sum()
        .items()
    }
    assert published_lines(demo_build, "t_co2_biogenic") == wanted
    assert sum(wanted.values()) > 0


def test_totals_of_lines_scopes_and_frames(demo_build: Build, oracle: Footprint) -> None:
    """Scopes are lines of one kind; the Ladder's own total is scope 1, 2, business travel."""
    wanted: Counter[tuple[str, str, str, int]] = Counter()
    for (frame, line, year), kg in frame_lines(oracle).items():
        if frame == "iso_14064":
            scope = "direct" if line == "category_1" else "indirect"
        else:
            scope = "scope_3" if line[0] == "3" else line
        wanted[frame, "line", line, year] += kg
        wanted[frame, "scope", scope, year] += kg
        wanted[frame, "total", "total", year] += kg
        if frame == "ladder" and line in ("scope_1", "scope_2", "business_travel"):
            wanted[frame, "ladder_total", "scope_1_2_business_travel", year] += kg
    found = {
        (
            row["frame"],
            row["total_kind"],
            row["total_key"],
            row["reporting_year"],
        ): micro_units(row["t_co2e"] * 1000)
        for row in demo_build.rows("select * from marts.rpt_footprint_totals")
    }
    assert found == wanted


def test_draft_gate(demo_build: Build, oracle: Footprint) -> None:
    """A total is DRAFT when more than 5% of it rests on factors that nobody read in a source."""
    rows = oracle.emissions[oracle.emissions.reporting_year.isin(oracle.tables.reporting_years)]
    for found in demo_build.rows(
        "select * from marts.rpt_footprint_totals where total_kind = 'line'"
    ):
        own = rows[
            (rows[found["frame"]] == found["total_key"])
            & (rows.reporting_year == found["reporting_year"])
        ]
        unverified = int(own[own.factor_status == "unverified"].kg_co2e.abs().sum())
        is_draft = unverified * 100 > int(own.kg_co2e.abs().sum()) * 5
        assert found["status"] == ("DRAFT" if is_draft else "FINAL"), found
    statuses = demo_build.rows("select distinct status from marts.rpt_footprint_totals")
    assert len(statuses) == 2, "the demo shows both"


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        ("fct_scope_1_emissions", ("scope_1",)),
        ("fct_scope_2_emissions", ("scope_2",)),
        ("fct_scope_3_emissions", ("business_travel", *(f"3.{n}" for n in range(1, 16)))),
    ],
)
def test_scope_tables_add_up_to_the_oracle(
    demo_build: Build, oracle: Footprint, table: str, lines: tuple[str, ...]
) -> None:
    rows = oracle.emissions[oracle.emissions.reporting_year.isin(oracle.tables.reporting_years)]
    rows = rows[rows.ladder.isin(lines)]
    wanted = {
        (year, line): kg
        for (year, line), kg in rows.groupby(["reporting_year", "ladder"]).kg_co2e.sum().items()
    }
    found = {
        (row["reporting_year"], row["ladder_line"]): micro_units(row["kg"])
        for row in demo_build.rows(
            # Merged rows of small groups carry no component.
            f"select reporting_year, ladder_line, sum(kg_co2e) as kg"
            f" from marts.{table} group by all having sum(kg_co2e) <> 0"
        )
    }
    assert found == {key: kg for key, kg in wanted.items() if kg}


def test_half_years_make_the_year(demo_build: Build, oracle: Footprint) -> None:
    """Half-years by the oracle; a group that is merged for privacy has no half-year of its own."""
    rows = oracle.emissions[oracle.emissions.reporting_year.isin(oracle.tables.reporting_years)]
    half = rows.month.map(lambda month: 1 if month.month <= 6 else 2)
    wanted = rows.groupby(["ladder", "reporting_year", half]).kg_co2e.sum()
    found = demo_build.rows(
        "select line, reporting_year, half_year, sum(t_co2e) as t_co2e"
        " from marts.rpt_footprint_halfyear where frame = 'ladder' group by all"
    )
    for row in found:
        year = wanted[row["line"], row["reporting_year"]]
        merged = any(
            other["half_year"] is None
            for other in found
            if (other["line"], other["reporting_year"]) == (row["line"], row["reporting_year"])
        )
        if not merged:
            assert micro_units(row["t_co2e"] * 1000) == year[row["half_year"]], row
    totals: dict[tuple[str, int], Decimal] = {}
    for row in found:
        key = row["line"], row["reporting_year"]
        totals[key] = totals.get(key, Decimal(0)) + row["t_co2e"] * 1000
    assert {key: micro_units(kg) for key, kg in totals.items()} == {
        (line, year): kg
        for (frame, line, year), kg in frame_lines(oracle).items()
        if frame == "ladder"
    }
