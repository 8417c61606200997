"""Fuel cards: extracts/fuel_transactions, and the odometers that follow from them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from trede.demo.days import YEARS, to_local, to_utc
from trede.demo.draw import Draw, decimal, divide
from trede.demo.fleet import END, HVO_VAN, START, Vehicle, fleet, spread_days
from trede.demo.lines import Line, Stream
from trede.demo.totals import fuel_litres

#: The two card companies; each writes products and units in its own words.
CARDS = (
    Stream("tankpas", "tankpas_demo_transacties_{period}.csv", True, 12),
    Stream("brandstofkaart", "brandstofkaart_voorbeeld_{period}.csv", True, 19),
)
_UNITS = ("L", "Liter")
_WORDS = (
    {"petrol": "Euro 95 E10", "diesel": "Diesel B7", "hvo": "HVO100", "adblue": "AdBlue"},
    {"petrol": "EURO95", "diesel": "DIESEL", "hvo": "HVO100", "adblue": "AdBlue"},
)

#: Made-up pump prices per litre with VAT, euro, by year and quarter; the shape of those years.
_PRICES = {
    "petrol": {
        2022: (2.09, 2.19, 2.06, 1.94),
        2023: (1.92, 1.94, 2.08, 1.97),
        2024: (1.99, 2.06, 1.97, 1.90),
    },
    "diesel": {
        2022: (1.88, 2.02, 1.96, 1.89),
        2023: (1.77, 1.65, 1.81, 1.81),
        2024: (1.78, 1.74, 1.65, 1.61),
    },
    "hvo": {
        2022: (2.30, 2.45, 2.40, 2.30),
        2023: (2.20, 2.08, 2.24, 2.24),
        2024: (2.21, 2.17, 2.08, 2.04),
    },
    "adblue": {2022: (1.10,) * 4, 2023: (1.05,) * 4, 2024: (0.98,) * 4},
}
_VAT = 1.21


@dataclass(frozen=True)
class Fuelling:
    """One fuelling before it is written: centilitres of one product."""

    vehicle: Vehicle
    day: date
    product: str
    centilitres: int


def _per_vehicle(year: int, fuel: str, centilitres: int) -> dict[Vehicle, int]:
    """Divide a year's fuel over the vehicles that burn it."""
    vehicles = [vehicle for vehicle in fleet() if vehicle.fuel == fuel and vehicle.span(year)]
    shares = divide(centilitres, [vehicle.use(year) for vehicle in vehicles])
    return dict(zip(vehicles, shares, strict=True))


def _fuellings(year: int) -> list[Fuelling]:
    """Return the fuellings of a year; each fuel adds up to the year's total exactly."""
    result: list[Fuelling] = []
    litres = fuel_litres()[year]
    for fuel in ("petrol", "diesel"):
        for vehicle, centilitres in _per_vehicle(year, fuel, litres[fuel] * 100).items():
            draw = Draw(f"fuel:{vehicle.label}:{year}")
            fill = 5_600 if vehicle.kind == "van_grey_plate" else 4_100
            count = max(1, round(centilitres / fill))
            chosen = spread_days(vehicle, year, count, draw, lambda day: 1.0)
            fills = divide(centilitres, [draw.between(0.72, 1.12) for _ in chosen])
            result += [
                Fuelling(vehicle, day, fuel, fill) for day, fill in zip(chosen, fills, strict=True)
            ]
    if litres["hvo"]:
        van = next(vehicle for vehicle in fleet() if vehicle.label == HVO_VAN)
        draw = Draw(f"hvo:{year}")
        taken = {fuelling.day for fuelling in result if fuelling.vehicle == van}
        chosen = [
            day if day not in taken else day + timedelta(days=1)
            for day in spread_days(van, year, max(2, litres["hvo"] // 50), draw, lambda day: 1.0)
        ]
        fills = divide(litres["hvo"] * 100, [draw.between(0.8, 1.1) for _ in chosen])
        result += [Fuelling(van, day, "hvo", fill) for day, fill in zip(chosen, fills, strict=True)]
    return sorted(result, key=lambda fuelling: (fuelling.day, fuelling.vehicle.label))


def odometers() -> dict[str, list[tuple[date, int]]]:
    """Return each fuelled vehicle's odometer, km: at the start, at each fuelling and at the end."""
    litres: dict[Vehicle, list[tuple[date, int]]] = defaultdict(list)
    for year in YEARS:
        for fuelling in _fuellings(year):
            litres[fuelling.vehicle].append((fuelling.day, fuelling.centilitres))
    result = {}
    for vehicle, fills in litres.items():
        draw = Draw(f"odometer:{vehicle.label}")
        km = draw.whole(9_000, 88_000) if vehicle.first == START else draw.whole(4, 60)
        # The first reading lies before the first fuelling: the tank of that fuelling was driven.
        track = [(vehicle.first, km)]
        for day, centilitres in fills:
            km += round(centilitres / vehicle.per_100_km * draw.between(0.96, 1.04))
            track.append((day, km))
        last = vehicle.last or END
        track.append((last + timedelta(days=1), km + draw.whole(5, 60)))
        result[vehicle.label] = track
    return result


def fuel_lines() -> list[Line]:
    """Return the lines of extracts/fuel_transactions.

    One row per fuelling, quantities in litres with two decimals. AdBlue of the vans is bought on
    the same cards: the factor list prints no well-to-wheel value for it, which has to show.
    """
    tracks = odometers()
    lines: list[Line] = []
    for year in YEARS:
        fuellings = _fuellings(year)
        if year == 2024:
            vans = [vehicle for vehicle in fleet() if vehicle.label in ("D01", "D04")]
            fuellings += [
                Fuelling(vans[0], date(2024, 3, 12), "adblue", 1_000),
                Fuelling(vans[1], date(2024, 6, 19), "adblue", 1_250),
                Fuelling(vans[0], date(2024, 10, 8), "adblue", 980),
            ]
        for fuelling in fuellings:
            lines.append(_fuel_line(fuelling, tracks[fuelling.vehicle.label]))
    return lines


def _fuel_line(fuelling: Fuelling, track: list[tuple[date, int]]) -> Line:
    """Write one fuelling in the words of its card company."""
    vehicle, day = fuelling.vehicle, fuelling.day
    draw = Draw(f"fuelling:{vehicle.label}:{day}:{fuelling.product}")
    minute = draw.whole(6 * 60, 19 * 60)
    price = _PRICES[fuelling.product][day.year][(day.month - 1) // 3] * draw.between(0.97, 1.03)
    cents = round(fuelling.centilitres * price / _VAT)
    odometer = "" if draw.chance(0.12) else str(dict(track).get(day, ""))
    has_proof = fuelling.product == "hvo"
    return Line(
        day=day,
        stream=CARDS[vehicle.sender],
        document=f"{('TD', 'BV')[vehicle.sender]}-{day:%Y-%m}",
        values={
            "entity_id": vehicle.entity_id,
            "card_id": vehicle.card(day),
            "vehicle_id": vehicle.vehicle_id,
            "transacted_at": to_local(to_utc(day, minute)),
            "product": _WORDS[vehicle.sender][fuelling.product],
            # The first company changed its export in 2023: "l" became "L".
            "unit": "l" if vehicle.sender == 0 and day.year == 2022 else _UNITS[vehicle.sender],
            "quantity": decimal(fuelling.centilitres, 2),
            "amount_eur": decimal(cents, 2),
            "odometer_km": odometer,
            "sustainability_proof_id": f"pos-demo-{day:%Y%m}-01" if has_proof else "",
            "project_id": "",
        },
    )
