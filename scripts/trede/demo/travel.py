"""Business travel: extracts/trips (claims, the mobility provider and the travel agency)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from trede.demo.company import CLEANING, HOLDING
from trede.demo.days import YEARS, days, driving_weight
from trede.demo.draw import Draw, decimal, divide, pseudonym
from trede.demo.lines import Line, Row, Stream
from trede.demo.totals import BUSINESS_TRAVEL_KG, factor

CLAIMS = Stream("declaraties", "declaraties_{period}.csv", True, 20)
MOBILITY = Stream("mobiliteitskaart", "mobiliteitskaart_demo_{period}.csv", True, 16)
AGENCY = Stream("reisbureau", "reisbureau_voorbeeld_vluchten_{period}.csv", False, 28)

#: How many claims and public transport trips a year has.
_CLAIMS = {2022: 380, 2023: 410, 2024: 430}
_PUBLIC_TRANSPORT = {2022: 90, 2023: 120, 2024: 150}
_TRAVELLERS = 36

#: Flights: day, one-way distance, unit, travellers, whether they flew back, factor of the class.
#: One line of 2023 is in miles, as an American airline's invoice gives it (5,858 km).
_FLIGHTS: dict[int, list[tuple[date, int, str, int, bool, str]]] = {
    2022: [
        (date(2022, 3, 14), 370, "km", 2, True, "flight_regional"),
        (date(2022, 4, 25), 1_240, "km", 1, True, "flight_european"),
        (date(2022, 6, 8), 5_860, "km", 1, True, "flight_intercontinental"),
        (date(2022, 9, 19), 620, "km", 1, True, "flight_regional"),
        (date(2022, 10, 3), 1_460, "km", 2, True, "flight_european"),
        (date(2022, 11, 21), 830, "km", 1, False, "flight_european"),
        (date(2022, 11, 24), 830, "km", 1, False, "flight_european"),
    ],
    2023: [
        (date(2023, 2, 6), 370, "km", 1, True, "flight_regional"),
        (date(2023, 5, 22), 3_640, "mile", 1, True, "flight_intercontinental"),
        (date(2023, 6, 12), 1_240, "km", 1, True, "flight_european"),
        (date(2023, 9, 27), 620, "km", 2, True, "flight_regional"),
        (date(2023, 11, 8), 960, "km", 1, True, "flight_european"),
    ],
    2024: [
        (date(2024, 1, 23), 370, "km", 1, True, "flight_regional"),
        (date(2024, 3, 18), 1_240, "km", 2, True, "flight_european"),
        (date(2024, 4, 9), 5_860, "km", 1, True, "flight_intercontinental"),
        (date(2024, 5, 27), 620, "km", 1, True, "flight_regional"),
        (date(2024, 6, 5), 830, "km", 1, False, "flight_european"),
        (date(2024, 9, 16), 960, "km", 1, True, "flight_european"),
    ],
}
_KM_PER_MILE = Fraction("1.609344")

#: Lines of which every year should have a few: mode, fuel, one-way km in tenths, how many.
#: Taxi and hybrid have no factor of their own and take the car with unknown fuel; the editions of
#: these years hold no train; cycling and walking are zero by definition.
_SMALL: dict[int, tuple[tuple[str, str, int, int], ...]] = {
    2022: (("bicycle", "", 34, 4), ("walk", "", 12, 2)),
    2023: (
        ("taxi", "unknown", 59, 8), ("car", "hev", 140, 9), ("bicycle", "", 36, 5),
        ("walk", "", 11, 2),
    ),
    2024: (
        ("taxi", "unknown", 62, 10), ("car", "hev", 186, 10), ("train", "", 193, 9),
        ("bicycle", "", 41, 6), ("walk", "", 13, 3),
    ),
}  # fmt: skip
_PER_TRAVELLER = ("flight", "public_transport", "train", "walk")


def _traveller(draw: Draw) -> tuple[str, str]:
    """Return the entity and the pseudonym of a traveller; one in eight works for the holding."""
    number = draw.whole(1, _TRAVELLERS)
    return (HOLDING if number <= 5 else CLEANING), pseudonym("t", f"traveller {number}")


def _working_day(year: int, draw: Draw) -> date:
    """Return a day on which people drive for work."""
    calendar = list(days(date(year, 1, 2), date(year, 12, 30)))
    day = draw.pick(calendar)
    while not draw.chance(driving_weight(day) / 1.15):
        day = draw.pick(calendar)
    return day


def _line(
    stream: Stream, draw: Draw, day: date, mode: str, fuel: str, distance: str, unit: str = "km",
    travellers: int = 1, is_return: bool = False, eur: float | None = None,
) -> Line:  # fmt: skip
    """Write one trip. Empty travellers and is_return mean 1 and false, as senders leave them."""
    entity_id, traveller = _traveller(draw)
    values: Row = {
        "entity_id": entity_id,
        "traveller_key": traveller,
        "travelled_on": day.isoformat(),
        "channel": "claim" if stream is CLAIMS else "mobility_provider",
        "mode": mode,
        "fuel": fuel,
        "vehicle_id": "",
        "distance": distance,
        "unit": unit,
        "distance_basis": "traveller" if mode in _PER_TRAVELLER else "vehicle",
        "travellers": str(travellers) if travellers > 1 or mode == "flight" else "",
        "is_return": "true" if is_return else ("false" if mode == "flight" else ""),
        "amount_eur": "" if eur is None else decimal(round(eur * 100), 2),
        "project_id": "",
    }
    document = f"{stream.key[:4].upper()}-{day:%Y-%m}"
    return Line(day=day, stream=stream, document=document, values=values)


def _flights(year: int) -> tuple[list[Line], Fraction]:
    """Return the flights of a year and their kg CO2e (distance x return x travellers x factor)."""
    draw = Draw(f"flights:{year}")
    lines, kg = [], Fraction(0)
    for day, distance, unit, travellers, is_return, flight_class in _FLIGHTS[year]:
        km = distance * (_KM_PER_MILE if unit == "mile" else 1)
        kg += km * (2 if is_return else 1) * travellers * factor(year, flight_class)
        eur = (90 + float(km) * 0.11) * travellers
        lines.append(
            _line(AGENCY, draw, day, "flight", "", str(distance), unit, travellers, is_return, eur)
        )
    return lines, kg


def _public_transport(year: int) -> tuple[list[Line], Fraction]:
    """Return the trips on the mobility card; about 50 km each, in tenths of a kilometre."""
    draw = Draw(f"public transport:{year}")
    lines, kg = [], Fraction(0)
    for _ in range(_PUBLIC_TRANSPORT[year]):
        tenths, is_return = draw.whole(80, 900), draw.chance(0.3)
        kg += Fraction(tenths, 10) * (2 if is_return else 1) * factor(year, "public_transport")
        lines.append(
            _line(
                MOBILITY, draw, _working_day(year, draw), "public_transport", "",
                decimal(tenths, 1), is_return=is_return, eur=2 + tenths * 0.017,
            )
        )  # fmt: skip
    return lines, kg


def _small(year: int) -> tuple[list[Line], Fraction]:
    """Return the few taxis, hybrids, trains, bicycles and walks."""
    draw = Draw(f"small:{year}")
    lines, kg = [], Fraction(0)
    for mode, fuel, tenths, count in _SMALL[year]:
        for _ in range(count):
            distance = round(tenths * draw.between(0.7, 1.4))
            if mode in ("taxi", "car"):
                kg += Fraction(distance, 10) * factor(year, "car_unknown")
            eur = {"taxi": 4 + distance * 0.25, "car": distance * 0.021}.get(mode)
            stream = MOBILITY if mode in ("train", "taxi") else CLAIMS
            lines.append(
                _line(
                    stream, draw, _working_day(year, draw), mode, fuel, decimal(distance, 1),
                    travellers=2 if mode == "car" and draw.chance(0.5) else 1, eur=eur,
                )
            )  # fmt: skip
    return lines, kg


def _claims(year: int, kg: Fraction) -> list[Line]:
    """Return private-car claims whose emissions are `kg`, to within some kilometres (rounding).

    In 2022 the claim form asked for the fuel; since 2023 it does not, and the fuel is unknown.
    """
    draw = Draw(f"claims:{year}")
    fuels: Sequence[tuple[str, str, float]] = (
        (("petrol", "car_petrol", 0.76), ("diesel", "car_diesel", 0.24))
        if year == 2022
        else (("unknown", "car_unknown", 1.0),)
    )
    price = {2022: 0.19, 2023: 0.21, 2024: 0.23}[year]
    lines: list[Line] = []
    for fuel, key, share in fuels:
        count = round(_CLAIMS[year] * share)
        returns = [draw.chance(0.35) for _ in range(count)]
        wanted = [draw.between(12, 95) for _ in range(count)]
        # Tenths of a kilometre: a return line counts twice, so it gets half of its part.
        tenths = int(kg * Fraction(str(share)) / factor(year, key) * 10)
        weights = [
            km * (2 if is_return else 1) for km, is_return in zip(wanted, returns, strict=True)
        ]
        for part, is_return in zip(divide(tenths, weights), returns, strict=True):
            distance = part // 2 if is_return else part
            driven = distance * (2 if is_return else 1) / 10
            lines.append(
                _line(
                    CLAIMS, draw, _working_day(year, draw), "car", fuel, decimal(distance, 1),
                    travellers=draw.whole(2, 3) if draw.chance(0.08) else 1,
                    is_return=is_return, eur=driven * price,
                )
            )  # fmt: skip
    return lines


def trip_lines() -> list[Line]:
    """Return the lines of extracts/trips, fitted to the year's tonnes of business travel.

    Raises:
        AssertionError: flights, taxis and public transport alone exceed the year's total.
    """
    lines: list[Line] = []
    for year in YEARS:
        rest = BUSINESS_TRAVEL_KG[year]
        for made, kg in (_flights(year), _public_transport(year), _small(year)):
            lines += made
            rest -= kg
        assert rest > 0, f"nothing is left for claims in {year}"
        lines += _claims(year, rest)
    return lines
