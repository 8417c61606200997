"""Random small companies: a few lines of fuel, charging, distance, travel and power of the demo's fleet.

The mappings and judgements are the demo's; its extracts are emptied and these lines put in their place.
What each line delivers in the unit of its kind is written beside it, computed here and not by a model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from mutants.operators import Row
from mutants.warehouse import Change

#: Vehicles of the demo that were there from 2022 to 2024, by what they run on.
PETROL = ("v-df3d2819", "v-8a4a06fd", "v-9fff77bd")
DIESEL = ("v-1ad90469", "v-f0af1e88")
ELECTRIC = ("v-5d8a9021", "v-d09ecad3")

#: The months of the reporting years.
MONTHS = [(year, month) for year in (2022, 2023, 2024) for month in range(1, 13)]

#: Extracts of the demo that a small company does not have.
EMPTY = (
    "business_metrics",
    "commuting",
    "deliveries",
    "ledger_entries",
    "meter_readings",
    "power_certificates",
    "projects",
    "refrigerant_services",
    "subcontractor_travel",
    "waste_collections",
)


@dataclass(frozen=True)
class Delivered:
    """One delivered line.

    Attributes:
        extract: its file.
        column: the column of its quantity.
        values: its other cells.
        quantity: the number as delivered.
        times: what one of it is in the unit of its kind (1000 litres in a cubic metre, two ways).
    """

    extract: str
    column: str
    values: Mapping[str, str]
    quantity: Decimal
    times: int

    @property
    def whole(self) -> Decimal:
        """The quantity in the unit of its kind."""
        return self.quantity * self.times

    def row(self, number: int) -> Row:
        """Write it as a line of its file."""
        return {
            "line_id": f"P-{self.extract}-{number}",
            "source_file": f"{self.extract}.csv",
            "source_row": str(number + 2),
            **self.values,
            self.column: format(self.quantity, "f"),
        }


@dataclass(frozen=True)
class Company:
    """A small company: its lines."""

    lines: tuple[Delivered, ...]

    def times(self, factor: int) -> Company:
        """Return the company with every quantity multiplied."""
        return Company(tuple(replace(line, quantity=line.quantity * factor) for line in self.lines))

    def changes(self) -> dict[str, Change]:
        """Return what stands in each file instead of the demo's lines."""
        rows: dict[str, list[Row]] = {name: [] for name in EMPTY}
        for extract in ("charging_sessions", "fuel_transactions", "supplier_invoices", "trips"):
            rows[extract] = []
        rows["vehicle_distances"] = []
        for number, line in enumerate(self.lines):
            rows[line.extract].append(line.row(number))
        return {name: Change(None, lines) for name, lines in rows.items()}


def _number(lowest: str, highest: str) -> st.SearchStrategy[Decimal]:
    return st.decimals(lowest, highest, places=2, allow_nan=False, allow_infinity=False)


@st.composite
def fuellings(draw: st.DrawFn) -> Delivered:
    """Draw a fuelling, in litres or (wrongly sized, but readable) cubic metres."""
    is_petrol = draw(st.booleans())
    unit, times = draw(st.sampled_from([("l", 1), ("Liter", 1), ("m3", 1000)]))
    year, month = draw(st.sampled_from(MONTHS))
    return Delivered(
        "fuel_transactions",
        "quantity",
        {
            "entity_id": "vsg_diensten",
            "vehicle_id": draw(st.sampled_from(PETROL if is_petrol else DIESEL)),
            "product": "Euro 95 E10" if is_petrol else "Diesel B7",
            "transacted_at": f"{year}-{month:02}-{draw(st.integers(1, 28)):02}T12:00:00+01:00",
            "unit": unit,
        },
        draw(_number("0.05", "90")),
        times,
    )


@st.composite
def sessions(draw: st.DrawFn) -> Delivered:
    """Draw a charging session at an own, home or public charge point."""
    place = draw(st.sampled_from(["own", "home", "public"]))
    unit, times = draw(st.sampled_from([("kWh", 1), ("MWh", 1000)]))
    year, month = draw(st.sampled_from(MONTHS))
    day = f"{year}-{month:02}-{draw(st.integers(1, 28)):02}"
    return Delivered(
        "charging_sessions",
        "energy",
        {
            "entity_id": "vsg_diensten",
            "vehicle_id": draw(st.sampled_from(ELECTRIC)),
            "charge_point_id": {"own": "cp-ho-1", "home": "h-a473ced4", "public": ""}[place],
            "place": place,
            "started_at": f"{day}T12:00:00+01:00",
            "ended_at": f"{day}T14:00:00+01:00",
            "unit": unit,
        },
        draw(_number("0.05", "90")),
        times,
    )


@st.composite
def distances(draw: st.DrawFn) -> Delivered:
    """Draw the kilometres of a vehicle in some weeks of one year."""
    first = date(draw(st.sampled_from([2022, 2023, 2024])), draw(st.integers(1, 9)), 1)
    return Delivered(
        "vehicle_distances",
        "distance",
        {
            "vehicle_id": draw(st.sampled_from(PETROL + DIESEL + ELECTRIC)),
            "period_start": first.isoformat(),
            "period_end": (first + timedelta(days=draw(st.integers(6, 90)))).isoformat(),
            "unit": "km",
            "quantity_basis": "measured",
        },
        draw(_number("1", "9000")),
        1,
    )


@st.composite
def journeys(draw: st.DrawFn) -> Delivered:
    """Draw a trip by car or train, one way or there and back."""
    mode = draw(st.sampled_from(["car", "public_transport"]))
    is_return = draw(st.booleans())
    year, month = draw(st.sampled_from(MONTHS))
    return Delivered(
        "trips",
        "distance",
        {
            "entity_id": "vsg_diensten",
            "traveller_key": draw(st.sampled_from(["t-one", "t-two"])),
            "travelled_on": f"{year}-{month:02}-{draw(st.integers(1, 28)):02}",
            "channel": "claim",
            "mode": mode,
            "fuel": "unknown" if mode == "car" else "",
            "unit": "km",
            "distance_basis": "vehicle" if mode == "car" else "traveller",
            "is_return": "true" if is_return else "false",
        },
        draw(_number("0.1", "400")),
        2 if is_return else 1,
    )


@st.composite
def power_invoices(draw: st.DrawFn) -> Delivered:
    """Draw the power of the head office, whose meter the own charge points are behind, in a month."""
    year, month = draw(st.sampled_from(MONTHS))
    first = date(year, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Delivered(
        "supplier_invoices",
        "quantity",
        {
            "entity_id": "vsg_groep",
            "supplier_id": "s-energie",
            "location": "Hoofdkantoor",
            "meter_id": "ean-demo-ho-e1",
            "product": "Elektriciteit",
            "direction": "import",
            "period_start": first.isoformat(),
            "period_end": last.isoformat(),
            "unit": "kWh",
            "quantity_basis": "invoiced",
        },
        draw(_number("1", "3000")),
        1,
    )


def companies() -> st.SearchStrategy[Company]:
    """Draw a company of one to a dozen lines."""
    line = st.one_of(fuellings(), sessions(), distances(), journeys(), power_invoices())
    return st.lists(line, min_size=1, max_size=12).map(lambda lines: Company(tuple(lines)))
