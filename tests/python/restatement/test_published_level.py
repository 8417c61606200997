"""What is published and compared is never finer than the published marts."""

from __future__ import annotations

import pytest

from support.builds import Build

pytestmark = pytest.mark.build

KEYS = (
    "reporting_year, entity_id, activity_category, activity_type, component, ladder_line, "
    "ghg_line, iso_line, factor_edition_id, factor_id, factor_value"
)

#: The groups of the scope facts, over their months, places and status.
SCOPE_FACTS = " union all ".join(
    f"select {KEYS}, kg_co2e from marts.fct_scope_{scope}_emissions"
    + (" where power_basis <> 'location_based'" if scope == 2 else "")
    for scope in (1, 2, 3)
)


def test_published_rows_are_groups_of_the_scope_facts(demo_build: Build) -> None:
    groups = {
        tuple(row.values())
        for row in demo_build.rows(
            f"select {KEYS}, sum(kg_co2e) as kg_co2e from ({SCOPE_FACTS}) as facts group by all"
        )
    }
    rows = demo_build.rows(f"select {KEYS}, kg_co2e from intermediate.int_publication_rows")
    assert {tuple(row.values()) for row in rows} == groups
    # Not one group is split by what a publication tells beyond them: method, unit and WTW factor.
    assert len(rows) == len(groups)
    assert len(rows) > 50


def test_merged_groups_tell_no_type_factor_or_unit_of_a_type(demo_build: Build) -> None:
    merged = demo_build.rows(
        "select distinct rows.factor_id, rows.factor_value, rows.wtw_factor_value "
        "from intermediate.int_publication_rows as rows where rows.activity_type is null"
    )
    assert merged == [{"factor_id": None, "factor_value": None, "wtw_factor_value": None}]


def test_the_bridge_of_merged_rows_has_no_factor_step(demo_build: Build) -> None:
    steps = demo_build.rows(
        "select sum(abs(factor_kg)) as factor_kg, count(*) as steps "
        "from intermediate.int_change_steps where is_merged_over_types"
    )[0]
    assert steps["factor_kg"] == 0
    assert steps["steps"] > 5
