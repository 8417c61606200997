"""CUT-08 by the calendar: the same deliveries, looked at on other days."""

from __future__ import annotations

import pytest

from rules.reading import rule_sql
from support.builds import Build

AS_BUILT = "cast('2025-03-31' as date)"

#: Every flow of the demo's plan is due in April and October, and came up to 31 December 2024.
FLOWS = {
    "natural_gas",
    "electricity",
    "fleet_fuel",
    "fleet_charging",
    "fleet_distance",
    "business_flights",
    "business_travel",
    "purchased_goods_and_services",
    "commuting",
    "chain_subcontractors",
}


@pytest.mark.build
@pytest.mark.parametrize(
    ("today", "overdue_to"),
    [
        # April is over and asks for December, which came.
        ("2025-05-01", None),
        # The last day of October is still in time.
        ("2025-10-31", None),
        # The reporting years end with 2024: no other rule asks for 2025.
        ("2025-11-01", "2025-06-30"),
        ("2026-04-30", "2025-06-30"),
        ("2026-05-01", "2025-12-31"),
    ],
)
def test_a_source_that_stopped_is_overdue_when_its_month_is_over(
    demo_build: Build, today: str, overdue_to: str | None
) -> None:
    sql = rule_sql(demo_build)["CUT-08"]
    assert AS_BUILT in sql
    later = sql.replace(AS_BUILT, f"cast('{today}' as date)")
    rows = demo_build.rows(f"select finding_key from ({later}) as findings")
    expected = {f"{flow}|{overdue_to}" for flow in FLOWS} if overdue_to else set()
    assert {row["finding_key"] for row in rows} == expected


@pytest.mark.build
def test_the_rule_of_the_half_years_is_silent_after_the_reporting_years(demo_build: Build) -> None:
    # The reason that CUT-08 exists.
    sql = rule_sql(demo_build)["CMP-22"]
    assert AS_BUILT in sql
    later = sql.replace(AS_BUILT, "cast('2026-05-01' as date)")
    assert demo_build.rows(f"select finding_key from ({later}) as findings") == []
