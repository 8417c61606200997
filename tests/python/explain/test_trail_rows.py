"""The trail has every emission once under each frame, and loses and doubles none.

In a build no test looks: at millions of lines it would join all emissions with all activities.
"""

from __future__ import annotations

from support.builds import Build


def test_every_emission_stands_once_under_each_frame(demo_build: Build) -> None:
    found = demo_build.rows(
        "select frame, count(*) as row_count, count(distinct emission_id) as key_count, "
        "sum(kg_co2e) as kg, sum(kg_co2e_location_based) as kg_location_based "
        "from audit.rpt_line_trail group by frame order by frame"
    )
    (market,) = demo_build.rows(
        "select count(*) as row_count, sum(kg_co2e) as kg, "
        "sum(case when is_power then 0 else kg_co2e end) as kg_no_power "
        "from audit.fct_emissions "
        "inner join staging.stg_activity_types using (activity_type) "
        "inner join intermediate.int_company_years using (reporting_year)"
    )
    (location,) = demo_build.rows(
        "select count(*) as row_count, sum(kg_co2e) as kg "
        "from audit.fct_power_location_based "
        "inner join intermediate.int_company_years using (reporting_year)"
    )
    row_count = market["row_count"] + location["row_count"]
    assert market["row_count"] > 10_000
    assert location["row_count"] > 1_000
    assert [row["frame"] for row in found] == ["ghg_protocol", "iso_14064", "ladder"]
    for row in found:
        assert (row["row_count"], row["key_count"]) == (row_count, row_count)
        assert row["kg"] == market["kg"]
        assert row["kg_location_based"] == market["kg_no_power"] + location["kg"]
