"""The made-up fleet: vehicles, their users, cards, and how much each drives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from trede.demo.company import CLEANING, HOLDING
from trede.demo.days import YEARS, days, driving_weight
from trede.demo.draw import Draw, pseudonym
from trede.demo.lines import Row

#: Before this day everything in the fleet already drove: the demo's first reporting day.
START = date(2022, 1, 1)
END = date(2024, 12, 31)


@dataclass(frozen=True)
class Vehicle:
    """One vehicle.

    Attributes:
        label: name inside the generator, such as P07 or B03.
        entity_id: the entity that uses it.
        kind: car or van_grey_plate.
        energy: petrol, hev, diesel or bev.
        ownership: lease or own.
        is_assigned: whether one person has it.
        first, last: the days between which it is in the fleet (last None: still).
        per_100_km: litres or kWh per 100 km.
        yearly_km: what it would drive in a full year, before scaling to the totals.
        sender: 0 or 1, which of the two card companies (or lease companies) serves it.
    """

    label: str
    entity_id: str
    kind: str
    energy: str
    ownership: str
    is_assigned: bool
    first: date
    last: date | None
    per_100_km: float
    yearly_km: int
    sender: int

    @property
    def vehicle_id(self) -> str:
        """Pseudonym of the number plate."""
        return pseudonym("v", self.label)

    @property
    def fuel(self) -> str:
        """What is bought for it: petrol, diesel or power."""
        return {"petrol": "petrol", "hev": "petrol", "diesel": "diesel", "bev": "power"}[
            self.energy
        ]

    def span(self, year: int) -> tuple[date, date] | None:
        """Return the first and last day in the fleet within a year; None when it was not there."""
        first = max(self.first, date(year, 1, 1))
        last = min(self.last or END, date(year, 12, 31))
        return (first, last) if first <= last else None

    def driving_days(self, year: int) -> list[tuple[date, float]]:
        """Return the days of a year in the fleet with the weight of the driving on each."""
        span = self.span(year)
        return [(day, driving_weight(day)) for day in days(*span)] if span else []

    def use(self, year: int) -> float:
        """Return the litres or kWh of a year before scaling to the demo's totals."""
        weight = sum(weight for _, weight in self.driving_days(year))
        return self.yearly_km * self.per_100_km / 100 * weight / 250

    def card(self, day: date) -> str:
        """Return the card in use on a day; one card in four was lost and replaced once."""
        draw = Draw(f"card:{self.label}")
        replaced = date(YEARS[draw.whole(0, 2)], draw.whole(2, 11), draw.whole(1, 28))
        is_second = draw.chance(0.25) and day >= replaced
        return pseudonym("c", f"{self.label}:{'second' if is_second else 'first'}")


#: label, days in the fleet. Petrol cars: 14 at the start, 22 at the end.
_PETROL = (
    [(f"P{number:02d}", START, None) for number in range(1, 15)]
    + [("P15", date(2023, 1, 16), None), ("P16", date(2023, 2, 1), None)]
    + [("P17", date(2023, 3, 6), None), ("P18", date(2023, 4, 3), None)]
    + [("P19", date(2023, 7, 3), None), ("P20", date(2023, 9, 4), None)]
    + [("P21", date(2024, 1, 8), None), ("P22", date(2024, 1, 15), None)]
    + [("P23", date(2024, 2, 5), None), ("P24", date(2024, 3, 4), None)]
)
#: Cars that left: their drivers went electric or their contract ended.
_LEFT = {"P03": date(2023, 6, 30), "P09": date(2024, 2, 29)}
_DIESEL = [
    ("D01", START, None, "van_grey_plate"),
    ("D02", START, None, "van_grey_plate"),
    ("D03", START, None, "van_grey_plate"),
    ("D04", date(2022, 4, 4), None, "van_grey_plate"),
    ("D05", date(2023, 5, 1), None, "car"),
]
#: Battery-electric cars: two at the start, nine at the end.
_ELECTRIC = [
    ("B01", START, None),
    ("B02", START, None),
    ("B03", date(2022, 9, 5), None),
    ("B04", date(2023, 1, 9), None),
    ("B05", date(2023, 5, 15), None),
    ("B06", date(2023, 7, 3), None),
    ("B07", date(2024, 1, 22), None),
    ("B08", date(2024, 3, 4), None),
    ("B09", date(2024, 5, 13), None),
]
#: The one van that fuels HVO.
HVO_VAN = "D02"
_HOLDING_CARS = ("P01", "P02", "B01")
_OWNED = ("P05", "P11", "D03")
_HYBRIDS = ("P18", "P22")
#: Shared vehicles point at no person: the holding's two cars, the vans, the service car, some pool
#: cars, and the hybrids: two persons by themselves may not be told of in a mobility report.
_SHARED = ("P01", "P02", "P12", "P13", "P18", "P20", "P22", "D01", "D02", "D03", "D04", "D05")
#: The first two electric cars went round in 2022, a user every four months: so five persons and more
#: drove electric in that year, and its total may be published.
_WENT_ROUND = ("B01", "B02")
_TURNS = (START, date(2022, 5, 1), date(2022, 9, 1), date(2023, 1, 1))


def _vehicle(label: str, first: date, last: date | None, kind: str, energy: str) -> Vehicle:
    """Make one vehicle; its consumption and mileage follow from its label."""
    draw = Draw(f"vehicle:{label}")
    consumption = {
        "petrol": (5.9, 7.1),
        "hev": (4.7, 5.3),
        "diesel": (8.2, 9.3) if kind == "van_grey_plate" else (5.4, 5.9),
        "bev": (16.5, 20.0),
    }[energy]
    return Vehicle(
        label=label,
        entity_id=HOLDING if label in _HOLDING_CARS else CLEANING,
        kind=kind,
        energy=energy,
        ownership="own" if label in _OWNED else "lease",
        is_assigned=label not in _SHARED,
        first=first,
        last=_LEFT.get(label, last),
        per_100_km=draw.between(*consumption),
        yearly_km=draw.whole(18_000, 32_000),
        sender=0 if draw.chance(0.55) else 1,
    )


def fleet() -> list[Vehicle]:
    """Return every vehicle of the demo, in the order of its label."""
    vehicles = [
        _vehicle(label, first, last, "car", "hev" if label in _HYBRIDS else "petrol")
        for label, first, last in _PETROL
    ]
    vehicles += [
        _vehicle(label, first, last, kind, "diesel") for label, first, last, kind in _DIESEL
    ]
    vehicles += [_vehicle(label, first, last, "car", "bev") for label, first, last in _ELECTRIC]
    return vehicles


def spread_days(
    vehicle: Vehicle, year: int, count: int, draw: Draw, weight: Callable[[date], float]
) -> list[date]:
    """Return at most `count` days of a year, most where most is driven, none of them twice.

    Args:
        weight: extra weight of a day on top of the driving (for charging at the office, say).
    """
    calendar = [(day, driving * weight(day)) for day, driving in vehicle.driving_days(year)]
    total = sum(value for _, value in calendar)
    chosen: list[date] = []
    passed, position = 0.0, 0
    for index in range(count):
        wanted = total * (index + 0.5 + draw.between(-0.35, 0.35)) / count
        while position < len(calendar) - 1 and passed + calendar[position][1] < wanted:
            passed += calendar[position][1]
            position += 1
        chosen.append(calendar[position][0])
    return sorted(set(chosen))


def vehicle_rows() -> list[Row]:
    """Return mappings/vehicles."""
    return [
        {
            "vehicle_id": vehicle.vehicle_id,
            "entity_id": vehicle.entity_id,
            "kind": vehicle.kind,
            "energy": vehicle.energy,
            "ownership": vehicle.ownership,
            "service_use": "none",
            "is_assigned": str(vehicle.is_assigned).lower(),
            "valid_from": vehicle.first.isoformat() if vehicle.first > START else "",
            "valid_to": vehicle.last.isoformat() if vehicle.last else "",
        }
        for vehicle in fleet()
    ]


def assigned_vehicle_rows() -> list[Row]:
    """Return mappings/assigned_vehicles: the pseudonymous users of each assigned vehicle, in time."""
    return [
        {
            "employee_key": pseudonym("e", f"user of {vehicle.label}{suffix}"),
            "vehicle_id": vehicle.vehicle_id,
            "valid_from": first.isoformat() if first > START else "",
            "valid_to": last.isoformat() if last else "",
        }
        for vehicle in fleet()
        for suffix, first, last in _users(vehicle)
        if vehicle.is_assigned
    ]


def _users(vehicle: Vehicle) -> list[tuple[str, date, date | None]]:
    """Return the users of a vehicle: a suffix that tells them apart, first and last day."""
    if vehicle.label not in _WENT_ROUND:
        return [("", vehicle.first, vehicle.last)]
    turns = [
        (f", turn {number}", first, following - timedelta(days=1))
        for number, (first, following) in enumerate(pairwise(_TURNS), start=1)
    ]
    return [*turns, ("", _TURNS[-1], vehicle.last)]
