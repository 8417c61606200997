"""The demo's choices: judgements/*. Who decides is a role, never a person."""

from __future__ import annotations

from collections.abc import Callable

from trede.demo import company
from trede.demo.days import YEARS
from trede.demo.lines import Row
from trede.demo.totals import printed

CONTROLLER = "controller"
SUSTAINABILITY = "sustainability manager"
BOARD = "board"


def _decided(row: Row, reason: str, by: str = SUSTAINABILITY, on: str = "2025-02-03") -> Row:
    """Add the three columns that every judgement has."""
    return row | {"reason": reason, "decided_by": by, "decided_on": on}


def _company() -> list[Row]:
    row = {
        "name": company.GROUP_NAME,
        "consolidation_approach": "not_stated",
        "reporting_years": f"{YEARS[0]}-{YEARS[-1]}",
        "size_regime": "services",
        "language": "nl",
    }
    reason = (
        "Synthetic company. Quantities follow a public plan; differences say nothing about any "
        "organisation's compliance. The plan does not state a consolidation approach."
    )
    return [_decided(row, reason, BOARD)]


def _base_years() -> list[Row]:
    years = {
        "scope_1": "2022",
        "scope_2": "2022",
        "business_travel": "2022",
        "scope_3": "2023",
        "chain": "2023",
    }
    rows = [
        _decided(
            {"frame": "ladder", "line": line, "base_year": year},
            "First year with complete data for this line, as the plan has it.",
            BOARD,
        )
        for line, year in years.items()
    ]
    mobility = _decided(
        {"frame": "wpm", "line": "wpm", "base_year": "2023"},
        "First year with commuting: an index of the mobility report that begins before it is no series.",
        BOARD,
    )
    return [*rows, mobility]


def _factor_choices() -> list[Row]:
    return [
        _decided(
            {
                "reporting_year": "2022",
                "activity_type": "business_public_transport",
                "edition_id": "nl_2023",
            },
            "The edition of 2022 that we hold has no value for public transport; the edition of "
            "2023 is the nearest one that has.",
        )
    ]


def _estimates() -> list[Row]:
    def row(method: str, location: str, carrier: str, words: str, value: str, unit: str,
            low: str, high: str) -> Row:  # fmt: skip
        return {
            "estimation_method": method,
            "location_id": location,
            "carrier": carrier,
            "method": words,
            "value": value,
            "unit": unit,
            "uncertainty_pct_low": low,
            "uncertainty_pct_high": high,
            "valid_from": "",
            "valid_to": "",
        }

    return [
        _decided(
            row(company.METHOD_B_GAS, "branch_b", "gas",
                "The owner's main meter times rented over total floor area (110 of 1,480 m2)",
                "0.074324", "share", "-30", "30"),
            "The rented rooms have no gas meter of their own.",
        ),
        _decided(
            row(company.METHOD_B_ELECTRICITY, "branch_b", "electricity",
                "The owner's main meter times rented over total floor area (110 of 1,480 m2)",
                "0.074324", "share", "-30", "30"),
            "The rented rooms have no electricity meter of their own.",
        ),
        _decided(
            row(company.METHOD_D_ELECTRICITY, "building_d", "electricity",
                "The owner's statement of our part of the main meter (205 of 3,150 m2)",
                "0.065079", "share", "-20", "20"),
            "The rented part has no sub-meter; the owner estimates from the main meter.",
        ),
    ]  # fmt: skip


def _exclusions() -> list[Row]:
    row = {
        "source": "refrigerants",
        "estimated_t_co2e": "1.0",
        "valid_from": "",
        "valid_to": "",
    }
    reason = (
        "Air conditioning of the head office only: 1.2 kg R-410A and 0.4 kg R-32 in three years; "
        "the plan excludes refrigerants."
    )
    return [_decided(row, reason)]


def _removals() -> list[Row]:
    return [
        _decided(
            {
                "reporting_year": str(year),
                "t_co2e": "0",
                "statement": "The company removed no CO2 from the atmosphere in this year.",
            },
            "No planting, storage or other removal took place.",
        )
        for year in YEARS
    ]


def _significance() -> list[Row]:
    return [
        _decided(
            {"criterion": "size", "threshold_pct": "5"},
            "A source above 5% of the total of its scope is significant.",
        ),
        _decided(
            {"criterion": "all_exclusions_together", "threshold_pct": "1"},
            "What is left out may not exceed 1% of scope 1, scope 2 and business travel.",
        ),
        _decided(
            {"criterion": "influence", "threshold_pct": ""},
            "A source that the company can influence by its own choices is looked at regardless "
            "of its size.",
        ),
        _decided(
            {"criterion": "base_year_recalculation", "threshold_pct": "5"},
            "A base year is computed again where acquisitions, sales and factors together move "
            "it by 5% or more, as is usual; below that it stays, and the report says so.",
        ),
    ]


def _targets() -> list[Row]:
    rows = (
        ("scope_1_2026", "scope_1", "2022", "-30", "Printed as RF52."),
        ("scope_2_2026", "scope_2", "2022", "-100",
         "Printed as RF53; the plan elsewhere prints -80% (RF59)."),
        ("business_travel_2026", "business_travel", "2022", "-5", "Printed as RF54."),
        ("chain_2026", "chain", "2023", "-10", "Printed as RF55."),
    )  # fmt: skip
    return [
        _decided(
            {
                "target_id": target_id,
                "frame": "ladder",
                "line": line,
                "kind": "intensity",
                "denominator": "revenue_eur",
                "base_year": base_year,
                "target_year": "2026",
                "change_pct": change,
            },
            f"{reason} Relative to revenue.",
            BOARD,
        )
        for target_id, line, base_year, change, reason in rows
    ]


def _measures() -> list[Row]:
    rows = (
        ("hvo_vans", "scope_1_2026", "Diesel vans fuel HVO where they can",
         "fleet manager", "2024-2026", "started"),
        ("electric_fleet", "scope_1_2026", "Lease cars that end are replaced by electric ones",
         "fleet manager", "2022-2026", "running"),
        ("charge_points", "scope_2_2026", "Charge points at the head office",
         "facility manager", "2022-2025", "running"),
        ("guarantees_of_origin", "scope_2_2026", "Green power with Dutch guarantees of origin",
         "facility manager", "2023-2026", "started"),
        ("solar_roof", "scope_2_2026", "Solar panels on the head office",
         "facility manager", "2023", "done"),
        ("fewer_flights", "business_travel_2026", "Train instead of a flight under 700 km",
         "controller", "2023-2026", "running"),
        ("suppliers", "chain_2026", "Ask hired cleaning companies for their travel data",
         "procurement manager", "2025-2026", "planned"),
    )  # fmt: skip
    return [
        _decided(
            {
                "measure_id": measure_id,
                "target_id": target_id,
                "description": description,
                "owner_role": owner,
                "phase": phase,
                "status": status,
                "expected_effect_t_co2e": "",
            },
            "Measure of the plan; the plan gives no expected effect per measure.",
            BOARD,
        )
        for measure_id, target_id, description, owner, phase, status in rows
    ]


def _peer_targets() -> list[Row]:
    rows = (
        ("cleaning company 1", "2020", "2025", "-14", "RF68"),
        ("cleaning company 2", "2020", "2026", "-50", "RF69"),
        ("cleaning company 3", "2020", "2024", "-15", "RF70"),
    )
    return [
        _decided(
            {"peer": peer, "base_year": base, "target_year": target, "change_pct": change},
            f"Target of a peer as the plan prints it ({figure}); its name is left out.",
        )
        for peer, base, target, change, figure in rows
    ]


def _data_plan() -> list[Row]:
    rows = (
        ("natural_gas", "m3 per location", "invoices of the supplier, statement of the owner",
         "facility manager"),
        ("electricity", "kWh per location", "invoices of the supplier, statements of the owners",
         "facility manager"),
        ("fleet_fuel", "litres per vehicle", "files of the card companies", "fleet manager"),
        ("fleet_charging", "kWh per session",
         "charge points, home chargers and the charge card", "fleet manager"),
        ("fleet_distance", "km per vehicle", "files of the lease company", "fleet manager"),
        ("business_flights", "km per flight", "finance, from the travel agency", "controller"),
        ("business_travel", "km per claim", "payroll claims and the mobility card", "controller"),
        ("purchased_goods_and_services", "euro per account", "general ledger", "controller"),
        ("commuting", "km per employee and mode", "payroll and the survey of employees",
         "HR manager"),
        ("chain_subcontractors", "km per mode", "survey of hired cleaning companies",
         "procurement manager"),
    )  # fmt: skip
    return [
        _decided(
            {
                "emission_category": category,
                "quantity": quantity,
                "source": source,
                "owner_role": owner,
                "due": "April and October",
            },
            "Energy management action plan: figures twice a year.",
        )
        for category, quantity, source, owner in rows
    ]


def _retention() -> list[Row]:
    reason = "Lines about persons are kept no longer than the reporting cycle needs them."
    return [
        _decided({"extract_name": extract, "keep_until": "2027-12-31"}, reason, "privacy officer")
        for extract in (
            "fuel_transactions", "charging_sessions", "vehicle_distances", "trips", "commuting",
        )
    ]  # fmt: skip


def _spend_categories() -> list[Row]:
    def row(category: str, name_nl: str, name_en: str, ghg_category: str, reported: str,
            printed_key: str, sic: str, reason: str) -> Row:  # fmt: skip
        return _decided(
            {
                "spend_category": category,
                "name_nl": name_nl,
                "name_en": name_en,
                "ghg_category": ghg_category,
                "reported_ghg_category": reported,
                "factor_key": printed_key,
                "edition_id": "spend_printed_2011",
                "alternative_factor_key": f"uk_sic_{sic}",
                "alternative_edition_id": "uk_spend_2023",
                "price_basis_ratio": "",
                "valid_from_year": "",
                "valid_to_year": "",
            },
            f"{reason} The printed factor drives the footprint, so that it is computed as the plan "
            "did; the product group of the same name in the table of 2023 stands beside it.",
        )

    return [
        row("hired_cleaning", "Inhuur schoonmaak", "Hired cleaning", "1", "4",
            "printed_services_to_buildings", "81",
            "A purchased service (category 1 of the GHG Protocol), which the plan reports as "
            "transport and distribution (category 4)."),
        row("materials", "Materialen", "Materials", "1", "", "printed_rubber_and_plastic", "22",
            "Cleaning agents, consumables, small machines and workwear; the plan takes rubber and "
            "plastic products for all of them, rough for agents and clothing."),
        row("advice", "Advies", "Advice", "1", "", "printed_accounting", "69_2",
            "Accountancy, legal and other advice."),
        row("training", "Opleiding", "Training", "1", "", "printed_education", "85",
            "Courses and course material."),
        row("office", "Kantoor", "Office goods", "1", "", "printed_furniture", "31",
            "Furniture and office goods; the plan takes furniture for both."),
        row("waste", "Afval", "Waste", "5", "", "printed_waste_services", "38",
            "Collection and treatment of waste; the factor editions of these years hold no waste "
            "per kg, so the euros count."),
    ]  # fmt: skip


def _category_screening() -> list[Row]:
    rows = (
        ("1", "quantified", "Hired cleaning, materials, advice, training and office goods, by "
         "spend. Software, insurance, maintenance and other bought services are not quantified: a "
         "known gap."),
        ("2", "not_relevant", "One purchase in two years: solar panels of EUR 9,420 in 2023. "
         "Furniture and machines are booked as costs and counted in category 1; cars are leased."),
        ("3", "quantified", "The upstream part of fuel, gas and power follows from their litres, "
         "Nm3 and kWh, where the factor list splits it off."),
        ("4", "not_relevant", "The company hires no transport. What the plan books as transport "
         "and distribution is hired cleaning, a purchased service of category 1; transport of "
         "materials is inside their purchase price and their factor."),
        ("5", "quantified", "Waste of the offices and of clearing out, by spend."),
        ("6", "quantified", "Trips and flights, by distance."),
        ("7", "quantified", "Commuting, by distance; those with a company car by its fuel or "
         "power."),
        ("8", "not_relevant", "Fuel and power of leased cars and rented offices are counted in "
         "scope 1 and 2."),
        ("9", "not_relevant", "Services only: nothing that is sold is transported."),
        ("10", "not_relevant", "Services only: nothing that is sold is processed."),
        ("11", "not_relevant", "Services only: cleaning on the customer's premises uses the "
         "customer's power and water, and no product is sold."),
        ("12", "not_relevant", "Services only: no product is sold that ends as waste; waste of "
         "customers is theirs."),
        ("13", "not_relevant", "Nothing is leased out."),
        ("14", "not_relevant", "No franchise."),
        ("15", "not_relevant", "No investments beside the consolidated subsidiary."),
    )  # fmt: skip
    return [
        _decided({"ghg_category": category, "verdict": verdict}, reason)
        for category, verdict, reason in rows
    ]


def _product_market_combinations() -> list[Row]:
    rows = (
        ("office_private", "Kantoorschoonmaak, bedrijven", "Office cleaning, companies", "large",
         "medium_large", "The largest part of the hired hours; the company plans the routes and "
         "chooses its subcontractors."),
        ("office_public", "Kantoorschoonmaak, overheid", "Office cleaning, public bodies",
         "medium_large", "medium_small", "Tenders fix hours and places; agents and machines are "
         "free to choose."),
        ("schools", "Schoonmaak, onderwijs en zorg", "Cleaning, education and care",
         "medium_small", "medium_small", "Steady work with own staff near their homes; hygiene "
         "rules set the agents."),
        ("windows", "Glasbewassing, alle markten", "Window cleaning, all markets", "medium_small",
         "large", "Mostly hired, with lifts and vans; the company chooses who drives where."),
        ("industrial", "Industriële reiniging, productie", "Industrial cleaning, production",
         "medium_large", "small", "Heavy machines and agents that the customer prescribes."),
        ("specialist", "Specialistische reiniging, vastgoed",
         "Specialist cleaning, real estate", "small", "medium_large", "Few jobs, far apart; travel "
         "and agents can be planned."),
    )  # fmt: skip
    return [
        _decided(
            {
                "combination_id": combination_id,
                "name": name,
                "name_en": name_en,
                "ghg_category": "1",
                "burden": burden,
                "influence": influence,
            },
            reason,
        )
        for combination_id, name, name_en, burden, influence, reason in rows
    ]


def _surveys() -> list[Row]:
    rows = (
        ("chain_2023", "2023", "97", "6", "6", "10",
         "The six largest by invoiced value; the plan states its margin for 2024 (RF62), taken for "
         "2023 as well."),
        ("chain_2024", "2024", "112", "6", "6", "10",
         "The six largest by invoiced value (RF63); the margin is the one that the plan states "
         "(RF62)."),
        ("chain_approach_2025", "2025", "112", "15", "", "",
         "Subcontractors that are approached in the first half of 2025 (RF64), of the population of "
         "2024; no answers yet."),
        ("chain_first_phase_2025", "2025", "112", "5", "", "",
         "First phase of the approach of 2025 (RF65), of the population of 2024; no answers yet."),
    )  # fmt: skip
    return [
        _decided(
            {
                "survey_id": survey_id,
                "year": year,
                "population": population,
                "sampled": sampled,
                "responded": responded,
                "error_margin_pct": margin,
            },
            reason,
        )
        for survey_id, year, population, sampled, responded, margin, reason in rows
    ]


def _reported_figures() -> list[Row]:
    return [
        _decided(
            dict(row),
            f"Printed in section {row['plan_section']} of the public plan that the demo follows; "
            "entered to be checked, not as input.",
            CONTROLLER,
        )
        for row in printed().values()
    ]


#: Judgements that the demo fills; the other files stay header-only.
JUDGEMENTS: dict[str, Callable[[], list[Row]]] = {
    "company": _company,
    "base_years": _base_years,
    "factor_choices": _factor_choices,
    "estimates": _estimates,
    "exclusions": _exclusions,
    "removals": _removals,
    "significance_criteria": _significance,
    "targets": _targets,
    "measures": _measures,
    "peer_targets": _peer_targets,
    "data_plan": _data_plan,
    "retention": _retention,
    "spend_categories": _spend_categories,
    "category_screening": _category_screening,
    "product_market_combinations": _product_market_combinations,
    "surveys": _surveys,
    "reported_figures": _reported_figures,
}
