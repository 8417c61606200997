"""Kilometres of the fleet: extracts/vehicle_distances."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

from trede.demo.charging import sessions
from trede.demo.days import YEARS, month_end
from trede.demo.draw import Draw
from trede.demo.fleet import START, Vehicle, fleet
from trede.demo.fuel import odometers
from trede.demo.lines import Line, Row, Stream

LEASE = (
    Stream("lease_kmstanden", "lease_voorbeeld_kmstanden_{period}.csv", True, 15),
    Stream("lease_contract", "lease_voorbeeld_contractkm_{period}.csv", False, 24),
)


def _quarters(vehicle: Vehicle) -> list[tuple[date, date]]:
    """Return the quarters of the demo's years, cut to the days in the fleet."""
    result = []
    for year in YEARS:
        span = vehicle.span(year)
        for month in (1, 4, 7, 10):
            if span:
                first = max(span[0], date(year, month, 1))
                last = min(span[1], month_end(year, month + 2))
                if first <= last:
                    result.append((first, last))
    return result


def _at(track: list[tuple[date, int]], day: date) -> int:
    """Return the odometer at the start of a day, on a straight line between two readings."""
    for (before, low), (after, high) in pairwise(track):
        if before <= day <= after:
            return low + (high - low) * (day - before).days // max(1, (after - before).days)
    return track[-1][1]


def _electric_track(vehicle: Vehicle) -> list[tuple[date, int]]:
    """Return the odometer of an electric car at the start of each quarter, from its sessions."""
    draw = Draw(f"odometer:{vehicle.label}")
    km = draw.whole(3_000, 30_000) if vehicle.first == START else draw.whole(4, 60)
    charged: dict[date, int] = defaultdict(int)
    for session in sessions():
        if session.vehicle == vehicle:
            charged[session.day] += session.decawatt_hours
    track = [(vehicle.first, km)]
    for first, last in _quarters(vehicle):
        kwh = sum(part for day, part in charged.items() if first <= day <= last) / 100
        km += round(kwh / vehicle.per_100_km * 100 * draw.between(0.97, 1.03))
        track.append((last + timedelta(days=1), km))
    return track


def distance_lines() -> list[Line]:
    """Return the lines of extracts/vehicle_distances: km of the fleet.

    Cars of the first lease company report the odometer each quarter; for the other vehicles the
    kilometres of the contract are stated once a year. Fuel and charging tell the same kilometres,
    so these lines are evidence and may not be counted on top.
    """
    tracks = odometers()
    lines: list[Line] = []
    for vehicle in fleet():
        track = tracks.get(vehicle.label) or _electric_track(vehicle)
        private = Draw(f"private:{vehicle.label}").between(0.10, 0.28)
        if vehicle.kind != "car" or not vehicle.is_assigned:
            private = 0.0
        if vehicle.sender == 0:
            for first, last in _quarters(vehicle):
                km = _at(track, last + timedelta(days=1)) - _at(track, first)
                lines.append(_distance(vehicle, first, last, km, private, "measured"))
            continue
        for year in YEARS:
            span = vehicle.span(year)
            if span:
                km = _at(track, span[1] + timedelta(days=1)) - _at(track, span[0])
                stated = max(500, round(km / 500) * 500)
                lines.append(_distance(vehicle, *span, stated, private, "statement"))
    return lines


def _distance(
    vehicle: Vehicle, first: date, last: date, km: int, private: float, basis: str
) -> Line:
    """Write one period of one vehicle."""
    values: Row = {
        "vehicle_id": vehicle.vehicle_id,
        "period_start": first.isoformat(),
        "period_end": last.isoformat(),
        "distance": str(km),
        "unit": "km",
        "private_distance": str(round(km * private)) if private else "",
        "quantity_basis": basis,
    }
    return Line(day=last, stream=LEASE[0 if basis == "measured" else 1], values=values)
