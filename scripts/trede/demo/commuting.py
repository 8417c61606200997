"""Commuting: extracts/commuting, one line per employee, mode and half-year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from trede.demo.company import CLEANING, HOLDING
from trede.demo.days import half_year, month_end
from trede.demo.draw import Draw, decimal, pseudonym
from trede.demo.fleet import assigned_vehicle_rows, fleet
from trede.demo.lines import Line, Stream
from trede.demo.totals import COMMUTING_KM

#: Who registers or states a distance does so to payroll; the others were asked.
PAYROLL = Stream("woonwerk", "woonwerk_salaris_{period}.csv", True, 22)
SURVEY = Stream("woonwerk_enquete", "woonwerk_enquete_{period}.csv", True, 48)

#: Cleaners employed when 2023 begins, those who come in 2023 and 2024, and those who leave.
_AT_START, _JOIN, _LEAVE = 330, {2023: 65, 2024: 50}, {2023: 25, 2024: 20}
_HOLDING_AT_START, _HOLDING_JOIN = 10, 2
_MODES = (("car", 0.46), ("public_transport", 0.16), ("bicycle", 0.28), ("walk", 0.10))
_BASES = (("registered", 0.4), ("survey", 0.3), ("statement", 0.2), ("estimated", 0.1))
#: One-way distance in tenths of a kilometre: least and most; most live near their work.
_TENTHS = {
    "car": (25, 310), "public_transport": (40, 345), "bicycle": (8, 70), "walk": (3, 18),
    "lease": (110, 420),
}  # fmt: skip
#: Allowance in cents per kilometre.
_CENTS_PER_KM = {
    2023: {"car": 21, "public_transport": 16},
    2024: {"car": 23, "public_transport": 17},
}


@dataclass
class Commute:
    """One employee, mode and half-year: whole days, tenths of a kilometre one way."""

    entity_id: str
    employee_key: str
    first: date
    last: date
    mode: str
    fuel: str
    vehicle_id: str
    tenths: int
    days: int
    basis: str
    allowance_cents: int = field(default=0)


def _pick(draw: Draw, shares: tuple[tuple[str, float], ...]) -> str:
    """Return one of the names by its share."""
    wanted, passed = draw.between(0, 1), 0.0
    for name, share in shares:
        passed += share
        if wanted < passed:
            return name
    return shares[-1][0]


def _tenths(draw: Draw, mode: str) -> int:
    """Return a one-way distance; the square makes short distances the usual ones."""
    low, high = _TENTHS[mode]
    return low + round((high - low) * draw.between(0, 1) ** 2)


def _halves(first: date, last: date) -> list[tuple[date, date]]:
    """Return the half-years of 2023 and 2024 cut to the days that somebody is employed."""
    result = []
    for year in (2023, 2024):
        for start, end in (
            (date(year, 1, 1), month_end(year, 6)),
            (date(year, 7, 1), month_end(year, 12)),
        ):
            if max(first, start) <= min(last, end):
                result.append((max(first, start), min(last, end)))
    return result


def _days(per_week: float, first: date, last: date, draw: Draw) -> int:
    """Return the days travelled in a period: 23 working weeks in a half-year."""
    weeks = ((last - first).days + 1) / 182 * 23
    return max(1, round(per_week * weeks * draw.between(0.9, 1.05)))


def _employees() -> list[tuple[str, str, date, date]]:
    """Return every employee without a company car: entity, label, first and last day."""

    def some_day(label: str, first: date, last: date) -> date:
        return first + timedelta(days=Draw(label).whole(0, (last - first).days))

    never, always = date(2024, 12, 31), date(2023, 1, 1)
    result = []
    count = _AT_START + sum(_JOIN.values())
    for number in range(1, count + 1):
        first, last = always, never
        if number > _AT_START:
            year = 2023 if number <= _AT_START + _JOIN[2023] else 2024
            first = some_day(f"joins:{number}", date(year, 1, 9), date(year, 11, 20))
        # Every seventh of those at the start leaves until enough have left.
        leaving = number // 7 if number <= _AT_START and number % 7 == 0 else 0
        if 0 < leaving <= _LEAVE[2023]:
            last = some_day(f"leaves:{number}", date(2023, 2, 10), date(2023, 12, 22))
        elif _LEAVE[2023] < leaving <= sum(_LEAVE.values()):
            last = some_day(f"leaves:{number}", date(2024, 2, 9), date(2024, 11, 22))
        result.append((CLEANING, f"employee {number}", first, last))
    for number in range(1, _HOLDING_AT_START + _HOLDING_JOIN + 1):
        first = always if number <= _HOLDING_AT_START else date(2024, 1, 15)
        result.append((HOLDING, f"office {number}", first, never))
    return result


def _without_car() -> list[Commute]:
    """Return the commutes of employees without a company car, before fitting."""
    result = []
    for entity_id, label, first, last in _employees():
        draw = Draw(f"commute:{label}")
        mode, basis = _pick(draw, _MODES), _pick(draw, _BASES)
        tenths, by_bicycle = _tenths(draw, mode), _tenths(draw, "bicycle")
        per_week = draw.between(2.0, 4.4)
        # One car driver in eight cycles now and then.
        cycles = mode == "car" and draw.chance(0.12)
        for start, end in _halves(first, last):
            days = _days(per_week, start, end, draw)
            key = pseudonym("e", label)
            fuel = "unknown" if mode == "car" else ""
            result.append(Commute(entity_id, key, start, end, mode, fuel, "", tenths, days, basis))
            if cycles:
                days = max(1, days // 8)
                result.append(
                    Commute(entity_id, key, start, end, "bicycle", "", "", by_bicycle, days, basis)
                )
    return result


def _with_car() -> list[Commute]:
    """Return the commutes of those who have a company car; litres or kWh tell their kilometres."""
    vehicles = {vehicle.vehicle_id: vehicle for vehicle in fleet()}
    result = []
    for row in assigned_vehicle_rows():
        vehicle = vehicles[row["vehicle_id"]]
        draw = Draw(f"commute:{row['employee_key']}")
        tenths, per_week = _tenths(draw, "lease"), draw.between(2.5, 4.2)
        first = date.fromisoformat(row["valid_from"] or "2022-01-01")
        last = date.fromisoformat(row["valid_to"] or "2024-12-31")
        for start, end in _halves(first, last):
            result.append(
                Commute(
                    vehicle.entity_id, row["employee_key"], start, end, "car", vehicle.energy,
                    vehicle.vehicle_id, tenths, _days(per_week, start, end, draw), "statement",
                )
            )  # fmt: skip
    return result


def _fit(commutes: list[Commute], wanted: int) -> None:
    """Change days until tenths of a kilometre times days add up to `wanted`.

    All days are scaled first; then days are added or taken one at a time, last by a pair of lines
    whose distances differ by what is left.

    Raises:
        AssertionError: no pair closes the rest.
    """
    total = sum(line.tenths * line.days for line in commutes)
    for line in commutes:
        line.days = max(2, round(line.days * wanted / total))
    rest = wanted - sum(line.tenths * line.days for line in commutes)
    for line in commutes:
        if abs(rest) >= line.tenths and line.days > 10:
            step = 1 if rest > 0 else -1
            line.days += step
            rest -= step * line.tenths
        if abs(rest) < 20:
            break
    if rest:
        pair = next(
            (
                (one, other)
                for one in commutes
                for other in commutes
                if one.tenths - other.tenths == rest and min(one.days, other.days) > 10
            ),
            None,
        )
        assert pair, f"{rest} tenths are left"
        pair[0].days += 1
        pair[1].days -= 1


@cache
def commutes() -> tuple[Commute, ...]:
    """Return all commutes; each year and mode adds up to its kilometres exactly."""
    without = _without_car()
    for year, modes in COMMUTING_KM.items():
        for mode, km in modes.items():
            lines = [c for c in without if c.first.year == year and c.mode == mode]
            # There and back: half of the kilometres, in tenths.
            _fit(lines, km * 10 // 2)
    for line in without:
        cents = _CENTS_PER_KM[line.first.year].get(line.mode, 0)
        line.allowance_cents = (line.tenths * line.days * 2 * cents + 5) // 10
    return tuple(sorted(without + _with_car(), key=lambda line: (line.last, line.first)))


def allowance_cents() -> dict[tuple[str, str], int]:
    """Return the allowances that payroll paid, by entity and half-year."""
    result: dict[tuple[str, str], int] = defaultdict(int)
    for line in commutes():
        result[line.entity_id, half_year(line.last)] += line.allowance_cents
    return result


def commuting_lines() -> list[Line]:
    """Return the lines of extracts/commuting. An allowance is paid for car and public transport."""
    lines = []
    for commute in commutes():
        is_asked = commute.basis in ("survey", "estimated")
        # Walking and public transport count travellers; a company car has no allowance.
        per_traveller = commute.mode in ("public_transport", "walk")
        cents = commute.allowance_cents
        lines.append(
            Line(
                day=commute.last,
                stream=SURVEY if is_asked else PAYROLL,
                values={
                    "entity_id": commute.entity_id,
                    "employee_key": commute.employee_key,
                    "period_start": commute.first.isoformat(),
                    "period_end": commute.last.isoformat(),
                    "mode": commute.mode,
                    "fuel": commute.fuel,
                    "vehicle_id": commute.vehicle_id,
                    "distance_one_way": decimal(commute.tenths, 1),
                    "unit": "km",
                    "distance_basis": "traveller" if per_traveller else "vehicle",
                    "days": str(commute.days),
                    "amount_eur": decimal(cents, 2) if cents else "",
                    "quantity_basis": commute.basis,
                },
                first_day=commute.first,
            )
        )
    return lines
