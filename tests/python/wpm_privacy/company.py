"""A company in which four employees commute by public transport, and many by every other mode.

Twelve drive a petrol car to work, eight cycle, six of the drivers claim business trips, and six lease
cars have fuel and a distance. Every name is made up.
"""

from __future__ import annotations

from collections.abc import Mapping

from wpm.golden import BECAUSE, Row

YEARS = (2022, 2023)

DRIVERS = tuple(f"p-{number:02}" for number in range(1, 13))
CYCLISTS = tuple(f"p-{number:02}" for number in range(13, 21))
FOUR = tuple(f"p-{number:02}" for number in range(21, 25))
TEN = (*FOUR, *(f"p-{number:02}" for number in range(31, 37)))
LEASE = tuple(f"p-{number:02}" for number in range(25, 31))


def commuting(persons: tuple[str, ...], mode: str, fuel: str, step: int) -> list[Row]:
    """Give everybody a line per year, each with a distance of their own."""
    return [
        {
            "entity_id": "vijf",
            "employee_key": person,
            "period_start": f"{year}-01-01",
            "period_end": f"{year}-12-31",
            "mode": mode,
            "fuel": fuel,
            "distance_one_way": str(step + number),
            "unit": "km",
            "distance_basis": "vehicle" if mode == "car" else "traveller",
            "days": "200",
            "quantity_basis": "registered",
        }
        for year in YEARS
        for number, person in enumerate(persons)
    ]


def company(
    four: tuple[str, ...] = FOUR,
    *,
    on_lpg: tuple[str, ...] = (),
    unknown_fuel: tuple[str, ...] = (),
    estimated: Mapping[int, tuple[str, ...]] | None = None,
    with_private_km: tuple[str, ...] = LEASE,
    flights: Mapping[str, tuple[str, ...]] | None = None,
) -> dict[str, list[Row]]:
    """Return the files; `four` commute by public transport.

    Args:
        four: who commutes by public transport.
        on_lpg: drivers whose car runs on LPG.
        unknown_fuel: more drivers, of whom nobody knows the fuel.
        estimated: whose commuting is estimated, by year.
        with_private_km: lease drivers who tell their private kilometres.
        flights: who flies once a year, by one-way kilometres.
    """
    files = {
        "company": [
            {
                "name": "Vijf Voorbeeld (fictief)",
                "consolidation_approach": "operational_control",
                "reporting_years": "2022-2023",
                "size_regime": "services",
                "language": "nl",
                **BECAUSE,
            }
        ],
        # the list of 2023 holds no cars by fuel
        "factor_choices": [
            {
                "reporting_year": "2023",
                "activity_type": activity_type,
                "edition_id": "nl_2022",
                **BECAUSE,
            }
            for activity_type in (
                "commuting_car_petrol",
                "commuting_car_lpg",
                "business_car_petrol",
            )
        ],
        "entities": [
            {
                "entity_id": "vijf",
                "name": "Vijf Voorbeeld BV (fictief)",
                "kvk_number": "55555555",
                "is_in_boundary": "true",
            }
        ],
        "vehicles": [
            {
                "vehicle_id": f"v-{person}",
                "entity_id": "vijf",
                "kind": "car",
                "energy": "diesel",
                "ownership": "lease",
                "service_use": "none",
                "is_assigned": "true",
            }
            for person in LEASE
        ],
        "assigned_vehicles": [
            {"employee_key": person, "vehicle_id": f"v-{person}"} for person in LEASE
        ],
        "products": [
            {
                "extract_name": "fuel_transactions",
                "product": "Diesel",
                "activity_type": "diesel_b7",
            }
        ],
        "fuel_transactions": [
            {
                "entity_id": "vijf",
                "vehicle_id": f"v-{person}",
                "transacted_at": f"{year}-{month}-15T12:00:00+02:00",
                "product": "Diesel",
                "quantity": str(400 + number),
                "unit": "l",
            }
            for year in YEARS
            for month in ("03", "09")
            for number, person in enumerate(LEASE)
        ],
        "vehicle_distances": [
            {
                "vehicle_id": f"v-{person}",
                "period_start": f"{year}-01-01",
                "period_end": f"{year}-12-31",
                "distance": str(15000 + 10 * number),
                "unit": "km",
                "private_distance": "3000" if person in with_private_km else "",
                "quantity_basis": "measured",
            }
            for year in YEARS
            for number, person in enumerate(LEASE)
        ],
        "commuting": [
            *commuting(DRIVERS, "car", "petrol", 10),
            *commuting(unknown_fuel, "car", "unknown", 15),
            *commuting(CYCLISTS, "bicycle", "", 3),
            *commuting(four, "public_transport", "", 20),
        ],
        "trips": [
            {
                "entity_id": "vijf",
                "traveller_key": person,
                "travelled_on": f"{year}-{month}-0{number + 1}",
                "channel": "claim",
                "mode": "car",
                "fuel": "petrol",
                "distance": str(40 + number),
                "unit": "km",
                "distance_basis": "vehicle",
            }
            for year in YEARS
            for month in ("02", "10")
            for number, person in enumerate(DRIVERS[:6])
        ],
    }
    files["trips"] += [
        {
            "entity_id": "vijf",
            "traveller_key": person,
            "travelled_on": f"{year}-04-{number + 1:02}",
            "channel": "mobility_provider",
            "mode": "flight",
            "distance": str(int(distance) + number),
            "unit": "km",
            "distance_basis": "traveller",
        }
        for year in YEARS
        for distance, persons in (flights or {}).items()
        for number, person in enumerate(persons)
    ]
    for row in files["commuting"]:
        if row["employee_key"] in on_lpg:
            row["fuel"] = "lpg"
        if row["employee_key"] in (estimated or {}).get(int(row["period_start"][:4]), ()):
            row["quantity_basis"] = "estimated"
    return files
