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
    return [
        _decided(
            {"frame": "ladder", "line": line, "base_year": year},
            "First year with complete data for this line, as the plan has it.",
            BOARD,
        )
        for line, year in years.items()
    ]


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
        for extract in ("fuel_transactions", "charging_sessions", "vehicle_distances", "trips")
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
    "reported_figures": _reported_figures,
}
