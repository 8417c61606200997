"""More planted defects and broken tables: of the rules on publications, base years and restatement."""

from __future__ import annotations

from rules.defects import Defect, cell, row, several
from rules.invariants import Invariant

#: Groups of 2022 that the demo computes, by line of the Ladder and entity; none is merged charging.
LOCKED_2022 = frozenset(
    {
        "2022|1|business_travel|vsg_diensten",
        "2022|1|business_travel|vsg_groep",
        "2022|1|scope_1|vsg_diensten",
        "2022|1|scope_1|vsg_groep",
        "2022|1|scope_2|",
        "2022|1|scope_2|vsg_diensten",
        "2022|1|scope_2|vsg_groep",
    }
)

RESTATEMENT = [
    Defect(
        "GOV-10",
        "published",
        # Published with one kilogram of gas, and computed as it is.
        several(
            row(
                "publications",
                reporting_year="2022",
                version="1",
                prepared_by="controller",
                approved_by="board",
                published_on="2025-03-30",
                row_count="1",
                kg_co2e="1",
                reason="test",
                decided_by="board",
                decided_on="2025-03-30",
            ),
            row(
                "published_rows",
                reporting_year="2022",
                version="1",
                entity_id="vsg_groep",
                activity_category="fuel_heating",
                activity_type="natural_gas",
                component="direct",
                ladder_line="scope_1",
                ghg_line="scope_1",
                iso_line="category_1",
                method="activity",
                factor_edition_id="nl_2022",
                factor_id="nl_fuel_heating_aardgas_g_gas",
                factor_value="1",
                wtw_factor_value="1",
                unit="nm3",
                quantity="1",
                kg_co2e="1",
                boundary_days="365",
            ),
        ),
        {"GOV-10": set(LOCKED_2022)},
    ),
    Defect(
        "GOV-11",
        "published",
        # Rows without a publication.
        row(
            "published_rows",
            reporting_year="2023",
            version="7",
            activity_category="commuting",
            ladder_line="3.7",
            ghg_line="3.7",
            iso_line="category_3",
            method="activity",
            kg_co2e="1",
        ),
        {"GOV-11": {"2023|7"}},
    ),
    Defect(
        "GOV-12",
        "published",
        cell("significance_criteria", "base_year_recalculation", "threshold_pct", ""),
        {
            "GOV-12": {
                f"ladder|{line}"
                for line in ("business_travel", "chain", "scope_1", "scope_2", "scope_3")
            }
        },
    ),
]

BROKEN = [
    Invariant(
        "CON-11",
        "update marts.rpt_change_bridge set factor_t = factor_t + 0.000000001 "
        "where frame = 'ladder' and line = 'scope_1' and pair_kind = 'year' "
        "and reporting_year = 2024",
        frozenset({"ladder|scope_1|year|2023|2024|current"}),
    ),
    Invariant(
        "CON-11",
        "update marts.rpt_change_bridge set start_t = start_t + 1, activity_t = activity_t - 1 "
        "where frame = 'ghg_protocol' and line = '3.6' and reporting_year = 2023",
        frozenset({"ghg_protocol|3.6|year|2022|2023|current"}),
    ),
    Invariant(
        "CON-11",
        "update marts.rpt_base_year set as_computed_t = as_computed_t + 1, "
        "restated_t = restated_t + 1 "
        "where frame = 'ladder' and line = 'scope_2' and reporting_year = 2022",
        frozenset({"ladder|scope_2|series|2022|2022|current"}),
    ),
    Invariant(
        "FAC-17",
        "update audit.fct_emissions set factor_edition_id = 'nl_2025' "
        "where activity_type = 'natural_gas' and reporting_year = 2024",
        frozenset({"nl_2025"}),
    ),
]
