"""Charging sessions: extracts/charging_sessions and mappings/charge_points.

Sessions at the head office stand behind its meter: their kWh are also on its invoices, which
`energy` therefore makes from the net kWh of the offices plus these sessions.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from trede.demo.company import CHARGE_POINTS_HO, METER_ELECTRICITY_HO
from trede.demo.days import YEARS, driving_weight, to_local, to_utc
from trede.demo.draw import Draw, decimal, divide, pseudonym
from trede.demo.fleet import Vehicle, fleet, spread_days
from trede.demo.lines import Line, Row, Stream
from trede.demo.totals import charging_kwh

#: Senders by place: the back-end of the own charge points, the home chargers, the charge card.
SENDERS = {
    "own": Stream("laadpalen_hk", "laadpalen_hk_sessies_{period}.csv", True, 6),
    "home": Stream("thuisladen", "thuisladen_voorbeeld_{period}.csv", True, 17),
    "public": Stream("laadpas", "laadpas_demo_sessies_{period}.csv", True, 21),
}
#: Mean session in kWh, power in kW, price per kWh excluding VAT (own power is not billed).
_SESSION_KWH = {"own": 20, "home": 27, "public": 23}
_POWER_KW = {"own": (9.5, 11.0), "home": (6.8, 7.4), "public": (11.0, 22.0)}
_PRICE = {
    "home": {2022: 0.38, 2023: 0.33, 2024: 0.27},
    "public": {2022: 0.41, 2023: 0.47, 2024: 0.46},
}
#: At the office a car is plugged in at the start of the morning or after lunch.
_OFFICE_SLOTS = ((7 * 60 + 40, 8 * 60 + 40), (13 * 60 + 15, 14 * 60))

#: Home sessions that are put on a night that matters: over the year's end, over the change of the
#: clocks, and just after midnight on New Year's Day (still the old year in UTC).
_NIGHTS = (
    ("B01", date(2022, 12, 31), 21 * 60 + 40),
    ("B02", date(2023, 3, 25), 23 * 60 + 40),
    ("B02", date(2023, 12, 31), 22 * 60 + 5),
    ("B04", date(2024, 1, 1), 25),
    ("B05", date(2024, 3, 30), 23 * 60 + 35),
    ("B03", date(2024, 10, 26), 23 * 60 + 20),
    ("B01", date(2024, 12, 31), 22 * 60 + 30),
)


@dataclass
class Session:
    """One charging session: whole steps of 10 Wh, local clock time of its start."""

    vehicle: Vehicle
    place: str
    day: date
    minute: int
    decawatt_hours: int
    charge_point: str = ""


def _place_share(vehicle: Vehicle, place: str) -> float:
    """Return how much a driver uses a place, against the others: habits differ."""
    return Draw(f"habit:{vehicle.label}:{place}").between(0.5, 1.5)


@cache
def sessions() -> tuple[Session, ...]:
    """Return all sessions; each year and place adds up to its kWh exactly."""
    result: list[Session] = []
    cars = [vehicle for vehicle in fleet() if vehicle.fuel == "power"]
    for year in YEARS:
        for place, kwh in charging_kwh()[year].items():
            present = [car for car in cars if car.span(year)]
            weights = [car.use(year) * _place_share(car, place) for car in present]
            for car, share in zip(present, divide(kwh * 100, weights), strict=True):
                result += _sessions_of(car, place, year, share)
    _place_at_office([session for session in result if session.place == "own"])
    _keep_apart(result)
    for label, day, minute in _NIGHTS:
        _move_to_night(result, label, day, minute)
    return tuple(sorted(result, key=lambda s: (s.day, s.minute, s.vehicle.label, s.place)))


def _sessions_of(car: Vehicle, place: str, year: int, decawatt_hours: int) -> list[Session]:
    """Return the sessions of one car at one kind of place in one year."""
    draw = Draw(f"charging:{car.label}:{place}:{year}")
    count = max(1, round(decawatt_hours / (_SESSION_KWH[place] * 100)))

    def extra(day: date) -> float:
        # Nobody plugs in at a closed office; at home the weekend counts as much as a weekday.
        if place == "own":
            return 1.0 if driving_weight(day) > 0.5 else 0.0
        return 3.0 if place == "home" and day.weekday() >= 5 else 1.0

    chosen = spread_days(car, year, count, draw, extra)
    parts = divide(decawatt_hours, [draw.between(0.55, 1.4) for _ in chosen])
    minutes = {"own": (460, 520), "home": (18 * 60, 23 * 60 + 20), "public": (9 * 60, 14 * 60 + 30)}
    return [
        Session(car, place, day, draw.whole(*minutes[place]), part)
        for day, part in zip(chosen, parts, strict=True)
    ]


def _place_at_office(office: list[Session]) -> None:
    """Give each office session a charge point and half of a day; move it on when all are taken."""
    draw = Draw("office slots")
    taken: dict[date, int] = defaultdict(int)
    cars: set[tuple[date, str]] = set()
    for session in sorted(office, key=lambda session: (session.day, session.vehicle.label)):
        day, step = session.day, timedelta(days=1)
        capacity = len(CHARGE_POINTS_HO) * len(_OFFICE_SLOTS)
        while (
            driving_weight(day) < 0.5
            or taken[day] == capacity
            or (day, session.vehicle.label) in cars
        ):
            day += step
            if day.year != session.day.year:
                day, step = session.day, timedelta(days=-1)
        slot, point = divmod(taken[day], len(CHARGE_POINTS_HO))
        taken[day] += 1
        cars.add((day, session.vehicle.label))
        session.day, session.minute = day, draw.whole(*_OFFICE_SLOTS[slot])
        session.charge_point = CHARGE_POINTS_HO[point]


def _keep_apart(all_sessions: list[Session]) -> None:
    """Move a public session to another day when the car stands at the office that day."""
    busy = {
        (session.vehicle.label, session.day)
        for session in all_sessions
        if session.place in ("own", "public")
    }
    at_office = {
        (session.vehicle.label, session.day) for session in all_sessions if session.place == "own"
    }
    for session in all_sessions:
        label, day, step = session.vehicle.label, session.day, timedelta(days=1)
        if session.place != "public" or (label, day) not in at_office:
            continue
        while (label, day) in busy:
            day += step
            if day.year != session.day.year:
                day, step = session.day, timedelta(days=-1)
        busy.add((label, day))
        session.day = day


def _move_to_night(all_sessions: list[Session], label: str, day: date, minute: int) -> None:
    """Move a car's home session that is nearest to a night (within the year) to that night.

    It has at least 20 kWh, so that it lasts till after the change that the night is chosen for.
    """
    home = [
        session
        for session in all_sessions
        if session.vehicle.label == label
        and session.place == "home"
        and session.day.year == day.year
        and session.decawatt_hours >= 2_000
    ]
    nearest = min(home, key=lambda session: (abs((session.day - day).days), session.day))
    nearest.day, nearest.minute = day, minute


def own_decawatt_hours_by_month() -> dict[tuple[int, int], int]:
    """Return what left the head office's meter for cars, by year and month of the start."""
    result: dict[tuple[int, int], int] = defaultdict(int)
    for session in sessions():
        if session.place == "own":
            result[session.day.year, session.day.month] += session.decawatt_hours
    return result


def charging_lines() -> list[Line]:
    """Return the lines of extracts/charging_sessions.

    The home chargers send watt-hours, the others kilowatt-hours. A public session names no charge
    point: where an employee was is nobody's business.
    """
    lines: list[Line] = []
    for session in sessions():
        car, place = session.vehicle, session.place
        draw = Draw(f"session:{car.label}:{session.day}:{place}")
        power = draw.between(*_POWER_KW[place])
        minutes = round(session.decawatt_hours / 100 / power * 60) + draw.whole(2, 20)
        start = to_utc(session.day, session.minute) + timedelta(seconds=draw.whole(0, 59))
        kwh = session.decawatt_hours / 100
        cents = round(kwh * _PRICE[place][session.day.year] * 100) if place in _PRICE else 0
        point = session.charge_point
        if place == "home":
            point = pseudonym("h", car.label)
        lines.append(
            Line(
                day=session.day,
                stream=SENDERS[place],
                document="" if place == "own" else f"{place[:2].upper()}-{session.day:%Y-%m}",
                values={
                    "entity_id": car.entity_id,
                    "card_id": pseudonym("c", f"charging:{car.label}"),
                    "vehicle_id": car.vehicle_id,
                    "charge_point_id": point,
                    "place": place,
                    "started_at": to_local(start),
                    "ended_at": to_local(start + timedelta(minutes=minutes)),
                    "energy": str(session.decawatt_hours * 10)
                    if place == "home"
                    else decimal(session.decawatt_hours, 2),
                    "unit": "Wh" if place == "home" else "kWh",
                    "amount_eur": decimal(cents, 2) if place in _PRICE else "",
                    "project_id": "",
                },
            )
        )
    return lines


def charge_point_rows() -> list[Row]:
    """Return mappings/charge_points: two at the head office, one at each driver's home."""
    rows = [
        {
            "charge_point_id": charge_point,
            "location_id": "head_office",
            "meter_id": METER_ELECTRICITY_HO,
            "owner": "own",
            "reimbursed": "false",
        }
        for charge_point in CHARGE_POINTS_HO
    ]
    return rows + [
        {
            "charge_point_id": pseudonym("h", car.label),
            "location_id": "",
            "meter_id": "",
            "owner": "employee",
            "reimbursed": "true",
        }
        for car in fleet()
        if car.fuel == "power"
    ]
