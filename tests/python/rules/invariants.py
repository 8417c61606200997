"""Errors of the calculation, planted in the built tables themselves.

No cell of a company can break an invariant of the last marts, or a factor list that is shared; so
the table is changed in a copy of the warehouse, inside a transaction that is taken back.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Invariant:
    """One error in a built table.

    Attributes:
        rule_id: the rule that must see it.
        error: statement that plants it.
        keys: every finding that the rule then gives beyond those of the demo.
    """

    rule_id: str
    error: str
    keys: frozenset[str]


LINE = "fuel_transactions|FT-2024-000100|1|2024-02|main"
#: A ledger line of 2023 that counts as spend.
BOOKED = "LE-2023-000010"

INVARIANTS = [
    Invariant(
        "CON-01",
        "update audit.fct_emissions set iso_line = null "
        "where activity_category = 'fuel_heating' and component = 'direct'",
        frozenset({"iso_14064|fuel_heating|direct"}),
    ),
    Invariant(
        "CON-01",
        "update audit.fct_emissions set ladder_line = 'scope_9' "
        "where activity_category = 'fuel_heating' and component = 'upstream'",
        frozenset({"ladder|fuel_heating|upstream"}),
    ),
    Invariant(
        "CON-01",
        "insert into reference.frame_mapping "
        "values ('ghg_protocol', 'fuel_vehicles', 'direct', 'scope_2')",
        frozenset({"ghg_protocol|fuel_vehicles|direct"}),
    ),
    Invariant(
        "CON-02",
        "update marts.rpt_footprint set t_co2e = t_co2e + 0.000000001 where rowid = "
        "(select min(rowid) from marts.rpt_footprint "
        "where frame = 'ladder' and reporting_year = 2024)",
        frozenset({"ladder|2024"}),
    ),
    Invariant(
        "CON-02",
        "delete from marts.rpt_footprint where frame = 'iso_14064' and reporting_year = 2023",
        frozenset({"iso_14064|2023"}),
    ),
    Invariant(
        "CON-03",
        "update audit.fct_emissions set kg_co2e = kg_co2e + 0.000001 "
        f"where activity_id = '{LINE}' and component = 'direct'",
        frozenset({f"{LINE}|none"}),
    ),
    Invariant(
        "CON-03",
        f"delete from audit.fct_emissions where activity_id = '{LINE}' and component = 'upstream'",
        frozenset({f"{LINE}|none"}),
    ),
    Invariant(
        "CON-04",
        f"delete from audit.fct_activities where activity_id = '{LINE}'",
        frozenset({"fuel_transactions"}),
    ),
    Invariant(
        "CON-05",
        "update audit.fct_activities set quantity = quantity + 0.000001 "
        f"where activity_id = '{LINE}'",
        frozenset({"parts|fuel_transactions|l"}),
    ),
    Invariant(
        "CON-05",
        f"update audit.fct_activities set claim_status = 'forgotten' where activity_id = '{LINE}'",
        frozenset({"parts|fuel_transactions|l"}),
    ),
    Invariant(
        "CON-05",
        "update extracts.fuel_transactions set quantity = '50.26' where line_id = 'FT-2024-000100'",
        frozenset({"source|fuel_transactions|liter"}),
    ),
    Invariant(
        "CON-06",
        "update marts.fct_scope_1_emissions set kg_co2e = kg_co2e + 0.000001 where rowid = "
        "(select min(rowid) from marts.fct_scope_1_emissions where reporting_year = 2022)",
        frozenset({"2022"}),
    ),
    Invariant(
        "CON-07",
        "update audit.fct_spend_emissions set kg_co2e = kg_co2e + 0.000001, "
        "kg_co2e_alternative = kg_co2e_alternative + 0.000001 "
        f"where line_id = '{BOOKED}'",
        frozenset({f"{BOOKED}|kg"}),
    ),
    Invariant(
        "CON-07",
        "update audit.fct_spend_emissions set difference_currency_kg = difference_currency_kg "
        f"- 0.000001 where line_id = '{BOOKED}'",
        frozenset({f"{BOOKED}|difference"}),
    ),
    Invariant(
        "CON-07",
        "update audit.fct_spend_emissions set counted_eur = counted_eur + 0.01 "
        f"where line_id = '{BOOKED}'",
        frozenset({f"{BOOKED}|euro"}),
    ),
    Invariant(
        "CON-08",
        "update marts.rpt_scope_3_categories set t_co2e_as_reported = t_co2e_as_reported "
        "+ 0.000000001 where ghg_category = 4 and reporting_year = 2024",
        frozenset({"t_co2e_as_reported|2024"}),
    ),
    Invariant(
        "CON-08",
        "delete from marts.rpt_scope_3_categories where ghg_category = 3 and reporting_year = 2023",
        frozenset({"t_co2e|2023"}),
    ),
    Invariant(
        "CON-09",
        "update audit.fct_subcontractor_travel set km = km + 0.000001 "
        "where supplier_id = 's-oa-100' and year = 2024 and mode = 'car'",
        frozenset({"2024|km by car", "2024|km by total"}),
    ),
    Invariant(
        "CON-09",
        "update intermediate.int_chain_years set subcontractors_extrapolated = "
        "subcontractors_extrapolated - 1 where reporting_year = 2023",
        frozenset({"2023|population"}),
    ),
    Invariant(
        "CON-10",
        f"update audit.fct_spend_emissions set travel_eur = 1 where line_id = '{BOOKED}'",
        frozenset({"2023"}),
    ),
    Invariant(
        "CON-12",
        "update marts.rpt_footprint_totals set t_co2e = t_co2e + 0.000000001 "
        "where frame = 'ladder' and total_kind = 'ladder_total' and reporting_year = 2023",
        frozenset({"ladder|ladder_total|scope_1_2_business_travel|2023"}),
    ),
    Invariant(
        "CON-12",
        "update marts.rpt_footprint_totals set total_key = 'scope_9' "
        "where frame = 'ghg_protocol' and total_kind = 'scope' and total_key = 'scope_3' "
        "and reporting_year = 2024",
        frozenset({"ghg_protocol|scope|scope_9|2024"}),
    ),
    Invariant(
        "CON-13",
        "update marts.rpt_footprint_halfyear set t_co2e = t_co2e + 0.000000001 where rowid = "
        "(select min(rowid) from marts.rpt_footprint_halfyear "
        "where frame = 'ladder' and line = 'scope_2' and reporting_year = 2022)",
        frozenset({"ladder|scope_2|2022"}),
    ),
    Invariant(
        "CON-14",
        "update audit.fct_emissions set extract_name = 'supplier_invoices', "
        f"line_id = 'SI-2024-000039' where activity_id = '{LINE}'",
        frozenset({"supplier_invoices|SI-2024-000039"}),
    ),
    Invariant(
        "FAC-02",
        "update audit.fct_emissions set is_chosen_edition = false "
        "where activity_type = 'business_public_transport'",
        frozenset({"business_public_transport|2022"}),
    ),
    Invariant(
        "FAC-04",
        "update staging.stg_factors__nl set wtw_factor_value = wtw_factor_value + 0.0011 "
        "where edition_id = 'nl_2026' and factor_key = 'nl_fuel_vehicle_benzine_e10'",
        frozenset({"nl_2026|nl_fuel_vehicle_benzine_e10"}),
    ),
    Invariant(
        "FAC-05",
        "update intermediate.int_factors set wtw_factor_value = wtw_factor_value * 1.3 "
        "where edition_id = 'nl_2023' and factor_key = 'nl_fuel_vehicle_diesel_b7'",
        frozenset({"diesel_b7|2023|nl_fuel_vehicle_diesel_b7"}),
    ),
    Invariant(
        "FAC-15",
        "update staging.stg_factors__gwp set gwp100 = gwp100 + 2 "
        "where edition_id = 'gwp_ar6' and refrigerant = 'R410a'",
        frozenset({"gwp_ar6|R410a"}),
    ),
    Invariant(
        "FAC-15",
        "update reference.refrigerant_blends set mass_share_pct = '45' "
        "where blend = 'R404a' and component = 'R125'",
        frozenset({"gwp_ar4|R404a", "gwp_ar6|R404a"}),
    ),
    Invariant(
        "FAC-09",
        "update intermediate.int_price_levels set status = 'unverified' "
        "where series = 'cpi_nl_1962_100' and price_year = 2023",
        frozenset({"cpi_nl_1962_100|2023|the other factor"}),
    ),
    Invariant(
        "FAC-08",
        "update intermediate.int_factors set unit = 'kg' "
        "where edition_id = 'nl_2024' and factor_key = 'nl_fuel_heating_aardgas_g_gas'",
        frozenset({"natural_gas|nl_2024|nl_fuel_heating_aardgas_g_gas"}),
    ),
]
