"""A company of small employers, each a case of its own: what changes within a year, what is told twice.

The KVK number of a case is its name. Every name is made up.
"""

from __future__ import annotations

from wpm.golden import BECAUSE, Row

#: First and last day of the year and of its quarters.
YEAR = ("2023-01-01", "2023-12-31")
FIRST_HALF = ("2023-01-01", "2023-06-30")
SECOND_HALF = ("2023-07-01", "2023-12-31")
QUARTERS = (
    ("2023-01-01", "2023-03-31"),
    ("2023-04-01", "2023-06-30"),
    ("2023-07-01", "2023-09-30"),
    ("2023-10-01", "2023-12-31"),
)

FILES: dict[str, list[Row]] = {
    "company": [
        {
            "name": "Kleine Gevallen (fictief)",
            "consolidation_approach": "operational_control",
            "reporting_years": "2022-2025",
            "size_regime": "services",
            "language": "nl",
            **BECAUSE,
        }
    ],
}


def add(file: str, **values: object) -> None:
    """Add a row to a file; numbers are written as text."""
    FILES.setdefault(file, []).append({name: str(value) for name, value in values.items()})


def entity(name: str, kvk_number: str = "", **values: object) -> None:
    """Add an entity, or a later row of it."""
    add(
        "entities",
        entity_id=name,
        name=name,
        kvk_number=kvk_number or name,
        is_in_boundary="true",
        **values,
    )


def vehicle(name: str, entity_id: str, **values: object) -> None:
    """Add a vehicle, or a later row of it: a diesel lease car that somebody has."""
    defaults = {
        "kind": "car",
        "energy": "diesel",
        "ownership": "lease",
        "service_use": "none",
        "is_assigned": "true",
    }
    add("vehicles", vehicle_id=name, entity_id=entity_id, **{**defaults, **values})


def distance(
    name: str, period: tuple[str, str], km: object, private: object = "0", basis: str = "measured"
) -> None:
    """Add a distance of a vehicle."""
    add(
        "vehicle_distances",
        vehicle_id=name,
        period_start=period[0],
        period_end=period[1],
        distance=km,
        unit="km",
        private_distance=private,
        quantity_basis=basis,
    )


def commuting(entity_id: str, period: tuple[str, str], one_way: object, **values: object) -> None:
    """Add commuting on 200 days, by car."""
    defaults = {
        "employee_key": f"e-{entity_id}",
        "mode": "car",
        "unit": "km",
        "distance_basis": "vehicle",
        "days": "200",
        "quantity_basis": "registered",
    }
    add(
        "commuting",
        entity_id=entity_id,
        period_start=period[0],
        period_end=period[1],
        distance_one_way=one_way,
        **{**defaults, **values},
    )


def trip(entity_id: str, mode: str, km: object, **values: object) -> None:
    """Add a claim."""
    defaults = {
        "traveller_key": f"t-{entity_id}",
        "travelled_on": "2023-03-01",
        "channel": "claim",
        "unit": "km",
    }
    add("trips", entity_id=entity_id, mode=mode, distance=km, **{**defaults, **values})


def choice(kvk_number: str, name: str, value: object, year: int = 2023) -> None:
    """Add a choice."""
    add("wpm_choices", kvk_number=kvk_number, year=year, choice=name, value=value, **BECAUSE)


# Public transport in euros without kilometres, and its credit note.
entity("invoice")
trip("invoice", "train", "", channel="mobility_provider", amount_eur=100)
entity("credit")
trip("credit", "train", 300, channel="mobility_provider", amount_eur=50)
trip("credit", "train", "", channel="mobility_provider", amount_eur=-20)
entity("unreadable")
trip("unreadable", "train", "3OO", amount_eur=50)
trip("unreadable", "bicycle", 5)

# One vehicle told by its odometer and by its contract: the whole year, half of it; and a correction.
entity("twice")
vehicle("v-twice", "twice")
distance("v-twice", YEAR, 20000, 2000)
distance("v-twice", YEAR, 20000, 2000, basis="statement")
entity("half_measured")
vehicle("v-half", "half_measured")
distance("v-half", FIRST_HALF, 6000, 600)
distance("v-half", YEAR, 20000, 2000, basis="statement")
entity("corrected")
vehicle("v-corrected", "corrected")
distance("v-corrected", YEAR, 20000, 2000, basis="statement")
distance("v-corrected", YEAR, -1000, -100)

# The flat number of private kilometres.
entity("flat")
vehicle("v-flat", "flat")
distance("v-flat", YEAR, 30000, "")
distance("v-flat", YEAR, -1000, "")
choice("flat", "flat_private_km", 8900)
entity("flat_quarters")
vehicle("v-quarters", "flat_quarters")
for index, quarter in enumerate(QUARTERS):
    distance("v-quarters", quarter, 5000, 500 if index == 0 else "")
choice("flat_quarters", "flat_private_km", 8900)
entity("flat_pool")
vehicle("v-pool", "flat_pool", is_assigned="false")
distance("v-pool", YEAR, 30000, "")
choice("flat_pool", "flat_private_km", 8900)
entity("flat_negative")
vehicle("v-negative", "flat_negative")
distance("v-negative", YEAR, 1000, "")
choice("flat_negative", "flat_private_km", -8900)
entity("private_negative")
vehicle("v-less", "private_negative")
distance("v-less", YEAR, 1000, -500)

# A change on 1 July: of the employer's KVK number, of who has the car, of the owner, of the fuel.
entity("kvk", "kvk_a")
entity("kvk", "kvk_b", valid_from="2023-07-01")
vehicle("v-kvk", "kvk")
for quarter in QUARTERS:
    distance("v-kvk", quarter, 2500)
commuting("kvk", YEAR, 20, vehicle_id="v-kvk")
entity("handed_from")
entity("handed_to")
vehicle("v-handed", "handed_from")
vehicle("v-handed", "handed_to", valid_from="2023-07-01")
distance("v-handed", YEAR, 10000)
commuting("handed_from", YEAR, 20, vehicle_id="v-handed")
entity("bought")
vehicle("v-bought", "bought")
vehicle("v-bought", "bought", ownership="private", valid_from="2023-07-01")
distance("v-bought", FIRST_HALF, 10000)
distance("v-bought", SECOND_HALF, 10000, "")
commuting("bought", YEAR, 20, days=100, vehicle_id="v-bought")
entity("fuel")
vehicle("v-fuel", "fuel")
vehicle("v-fuel", "fuel", energy="bev", valid_from="2023-07-01")
distance("v-fuel", YEAR, 10000)
commuting("fuel", YEAR, 20, vehicle_id="v-fuel")

# Distances of half a year beside the commuting of a whole one; and a private car.
entity("half_a_year")
vehicle("v-h1", "half_a_year")
distance("v-h1", FIRST_HALF, 10000)
commuting("half_a_year", YEAR, 20, vehicle_id="v-h1")
entity("private_car")
vehicle("v-own", "private_car", ownership="private", energy="petrol")
distance("v-own", YEAR, 3000, "")
commuting("private_car", YEAR, 20, vehicle_id="v-own")

# Two in one car: both ways are deducted.
entity("carpool")
vehicle("v-carpool", "carpool")
distance("v-carpool", YEAR, 20000)
commuting("carpool", YEAR, 20, vehicle_id="v-carpool", employee_key="e-1")
commuting("carpool", YEAR, 10, vehicle_id="v-carpool", employee_key="e-2")

# Cars that the mapping does not know, and one whose energy is empty.
entity("strange_claim")
trip("strange_claim", "car", 500, fuel="petrol", vehicle_id="x-1")
entity("strange_shared")
trip("strange_shared", "car", 500, fuel="bev", channel="mobility_provider", vehicle_id="x-2")
entity("no_energy")
vehicle("v-empty", "no_energy", energy="")
distance("v-empty", YEAR, 10000, 1000)

# An electric moped beside a mapping without energy, and a car that a claim calls a motorcycle.
entity("e_moped")
vehicle("v-moped", "e_moped", energy="", kind="moped", ownership="private")
trip("e_moped", "e_moped", 100, vehicle_id="v-moped")
entity("called_motorcycle")
vehicle("v-called", "called_motorcycle", energy="petrol")
trip("called_motorcycle", "motorcycle", 108, vehicle_id="v-called", channel="fleet")

# Commuting of a survey in a car whose distance is measured.
entity("survey")
vehicle("v-survey", "survey")
distance("v-survey", YEAR, 10000)
commuting("survey", YEAR, 20, vehicle_id="v-survey", quantity_basis="survey")

# Every row of the form, in three years: 1,000 km of each.
FUELS = ("petrol", "diesel", "phev", "hev", "bev", "lpg")
for year in (2022, 2023, 2025):
    entity(f"rows_{year}")
    for fuel in FUELS:
        trip(f"rows_{year}", "car", 1000, fuel=fuel, travelled_on=f"{year}-05-01")
    for mode in ("motorcycle", "moped"):
        for fuel in ("petrol", "bev"):
            vehicle(
                f"v-{year}-{mode}-{fuel}", f"rows_{year}", kind=mode, energy=fuel, ownership="own"
            )
            distance(f"v-{year}-{mode}-{fuel}", (f"{year}-01-01", f"{year}-12-31"), 1000)
    trip(f"rows_{year}", "train", 1000, travelled_on=f"{year}-05-01")
    trip(f"rows_{year}", "walk", 1000, travelled_on=f"{year}-05-01")
