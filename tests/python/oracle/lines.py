"""Delivered lines in one shape: what was used, when, where, by whom.

The oracle knows good files only: a cell that cannot be read is a KeyError or ValueError here. The
ledger is the exception (ledger.py): there a line says itself why it cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from oracle.tables import MICRO, Tables, day, days, half_up, micro, read_number


@dataclass(frozen=True)
class Line:
    """One delivered line: `quantity` in micro-units of its activity type, first and last day.

    `unit` is empty where it is that of the activity type; `amount` is what was paid, in micro-euros;
    `weight` is what a surveyed kilometre stands for.
    """

    extract: str
    line_id: str
    activity_type: str
    quantity: int | None
    first: date | None
    last: date | None
    entity: str = ""
    location: str = ""
    meter: str = ""
    charge_point: str = ""
    vehicle: str = ""
    multiplier: int = 1
    feeds_in: bool = False
    opens: bool = False
    credits: bool = False
    unit: str = ""
    document: str = ""
    supplier: str = ""
    product: str = ""
    amount: int | None = None
    occurrence: int = 1
    weight: Fraction = Fraction(1)
    unreadable: str = ""

    def months(self) -> Iterator[tuple[date | None, int | None]]:
        """Yield the quantity of each month, handed out day by day.

        The quantity up to and including a day is its share of the days, cut to whole micro-units;
        a day gets what the day before had not yet.
        """
        if self.first is None or self.quantity is None:
            yield self.first and self.first.replace(day=1), self.quantity
            return
        count = (self.last - self.first).days + 1
        size, sign = abs(self.quantity), -1 if self.quantity < 0 else 1
        months: dict[date, int] = {}
        given = 0
        for number, when in enumerate(days(self.first, self.last), start=1):
            through = size * number // count
            month = when.replace(day=1)
            months[month] = months.get(month, 0) + through - given
            given = through
        yield from ((month, quantity * sign) for month, quantity in months.items())


def fuel_lines(tables: Tables) -> Iterator[Line]:
    for row in tables.rows("fuel_transactions"):
        activity_type = tables.products["fuel_transactions", row["product"].lower()]
        if activity_type.startswith("hvo") and not row["sustainability_proof_id"]:
            activity_type = "diesel_b7"
        when = day(row["transacted_at"])
        yield Line(
            "fuel_transactions",
            row["line_id"],
            activity_type,
            tables.quantity(activity_type, row["quantity"], row["unit"]),
            when,
            when,
            entity=row["entity_id"]
            or tables.on_day("vehicles", row["vehicle_id"], when).get("entity_id", ""),
            vehicle=row["vehicle_id"],
        )


def charging_lines(tables: Tables) -> Iterator[Line]:
    points = tables.by_key("charge_points")
    for row in tables.rows("charging_sessions"):
        point = points.get(row["charge_point_id"], {})
        place = "own" if point.get("owner") == "own" else row["place"]
        activity_type = f"ev_charging_{place}"
        when = day(row["started_at"])
        yield Line(
            "charging_sessions",
            row["line_id"],
            activity_type,
            tables.quantity(activity_type, row["energy"], row["unit"]),
            when,
            when,
            entity=row["entity_id"]
            or tables.on_day("vehicles", row["vehicle_id"], when).get("entity_id", ""),
            location=point.get("location_id", "") if place == "own" else "",
            charge_point=row["charge_point_id"],
            vehicle=row["vehicle_id"],
        )


def invoice_lines(tables: Tables) -> Iterator[Line]:
    for row in tables.rows("supplier_invoices"):
        activity_type = tables.products["supplier_invoices", row["product"].lower()]
        first = day(row["period_start"])
        meter = tables.on_day("meters", row["meter_id"], first)
        spelled = row["location"] or meter["location_id"]
        direction = row["direction"] or meter.get("role", "")
        yield Line(
            "supplier_invoices",
            row["line_id"],
            activity_type,
            tables.quantity(activity_type, row["quantity"], row["unit"]),
            first,
            day(row["period_end"]),
            entity=row["entity_id"],
            location=tables.locations[spelled.lower()],
            meter=row["meter_id"],
            feeds_in=direction == "feed_in",
            credits=bool(row["credits_line_id"]),
        )


def reading_lines(tables: Tables) -> Iterator[Line]:
    """A reading tells what was used since the one before; the first of a meter opens it."""
    kinds = {"electricity": "electricity", "gas": "natural_gas", "heat": "district_heat"}
    by_meter: dict[str, list[dict[str, str]]] = {}
    for row in tables.rows("meter_readings"):
        by_meter.setdefault(row["meter_id"], []).append(row)
    for meter_id, rows in by_meter.items():
        before: dict[str, str] | None = None
        for row in sorted(
            rows,
            key=lambda row: (row["read_at"], row["reading_kind"] == "exchange_new", row["line_id"]),
        ):
            when = day(row["read_at"])
            since = day(before["read_at"]) if before else when
            meter = tables.on_day("meters", meter_id, since)
            produces = meter["role"] in ("generation", "feed_in")
            activity_type = "own_solar_power" if produces else kinds[meter["carrier"]]
            opens = before is None or row["reading_kind"] == "exchange_new"
            first = last = when
            quantity = 0
            if not opens:
                difference = micro(row["reading"]) - micro(before["reading"])
                if difference < 0 or row["unit"] != before["unit"]:
                    raise ValueError(f"reading {row['line_id']} cannot follow the one before it")
                unit = tables.types[activity_type]["unit"]
                quantity = half_up(difference * tables.units[unit, row["unit"].lower()])
                first = since
                last = max(first, when - timedelta(days=1))
            yield Line(
                "meter_readings",
                row["line_id"],
                activity_type,
                quantity,
                first,
                last,
                location=tables.locations[meter["location_id"].lower()],
                meter=meter_id,
                feeds_in=meter["role"] == "feed_in",
                opens=opens,
            )
            before = row


def distance_lines(tables: Tables) -> Iterator[Line]:
    for row in tables.rows("vehicle_distances"):
        first = day(row["period_start"])
        vehicle = tables.on_day("vehicles", row["vehicle_id"], first)
        known = {"hev": "unknown"}.get(vehicle["energy"], vehicle["energy"])
        owner = "business" if vehicle["ownership"] == "private" else "company"
        activity_type = f"{owner}_car_{known}"
        yield Line(
            "vehicle_distances",
            row["line_id"],
            activity_type,
            tables.quantity(activity_type, row["distance"], row["unit"]),
            first,
            day(row["period_end"]),
            entity=vehicle["entity_id"],
            vehicle=row["vehicle_id"],
        )


def trip_lines(tables: Tables) -> Iterator[Line]:
    collective = ("train", "bus_tram_metro", "public_transport", "ferry", "walk", "flight")
    for row in tables.rows("trips"):
        mode = row["mode"]
        if mode == "flight":
            one_way = micro(row["distance"]) * tables.units["pkm", row["unit"].lower()]
            activity_type = (
                "flight_regional"
                if one_way < 700_000_000
                else "flight_european"
                if one_way <= 2_500_000_000
                else "flight_intercontinental"
            )
        elif mode == "car":
            activity_type = f"business_car_{row['fuel'] or 'unknown'}".replace("_hev", "_unknown")
        else:
            activity_type = f"business_{mode}"
        when = day(row["travelled_on"])
        travellers = int(row["travellers"] or 1) if mode in collective else 1
        yield Line(
            "trips",
            row["line_id"],
            activity_type,
            tables.quantity(activity_type, row["distance"], row["unit"]),
            when,
            when,
            entity=row["entity_id"],
            vehicle=row["vehicle_id"],
            multiplier=travellers * (2 if row["is_return"].lower() == "true" else 1),
        )


def refrigerant_lines(tables: Tables) -> Iterator[Line]:
    for row in tables.rows("refrigerant_services"):
        activity_type = tables.products["refrigerant_services", row["refrigerant"].lower()]
        quantity, capacity = micro(row["quantity"]), micro(row["capacity"] or "0")
        lost = {
            "top_up": quantity,
            "new_charge": quantity - capacity,
            "recovered": capacity - quantity,
            "disposed": capacity - quantity,
            "stock_opening": quantity,
            "stock_closing": -quantity,
        }[row["operation"]]
        when = day(row["serviced_on"])
        yield Line(
            "refrigerant_services",
            row["line_id"],
            activity_type,
            half_up(lost * tables.units["kg", row["unit"].lower()]),
            when,
            when,
            location=tables.locations[row["location"].lower()],
        )


def waste_lines(tables: Tables) -> Iterator[Line]:
    for row in tables.rows("waste_collections"):
        activity_type = tables.products["waste_collections", row["waste_type"].lower()]
        when = day(row["collected_on"])
        yield Line(
            "waste_collections",
            row["line_id"],
            activity_type,
            tables.quantity(activity_type, row["quantity"], row["unit"]),
            when,
            when,
            location=tables.locations[row["location"].lower()],
            document=row["source_document"],
            amount=read_number(row["amount_eur"]),
        )


def purchase_lines(tables: Tables) -> Iterator[Line]:
    """A product of no list (physical_<nn>) keeps its unit; another is an activity like any other."""
    for occurrence, row in tables.first_rows("purchases_physical"):
        activity_type = tables.products["purchases_physical", row["product"].lower()]
        is_listed = not activity_type.startswith("physical_")
        when = day(row["purchased_on"])
        yield Line(
            "purchases_physical",
            row["line_id"],
            activity_type,
            tables.quantity(activity_type, row["quantity"], row["unit"])
            if is_listed
            else micro(row["quantity"]),
            when,
            when,
            entity=row["entity_id"],
            unit="" if is_listed else row["unit"].lower(),
            document=row["source_document"],
            supplier=row["supplier_id"],
            product=row["product"].lower(),
            amount=read_number(row["amount_eur"]),
            occurrence=occurrence,
        )


def commuting_lines(tables: Tables) -> Iterator[Line]:
    """The distance between home and work there and back, on each day travelled."""
    for occurrence, row in tables.first_rows("commuting"):
        mode = row["mode"].lower()
        fuel = row["fuel"].lower() if mode == "car" else ""
        activity_type = tables.modes[mode, fuel or "unknown"]["commuting_activity_type"]
        multiplier = tables.units[tables.types[activity_type]["unit"], row["unit"].lower()]
        there_and_back = 2 * micro(row["distance_one_way"]) * Fraction(micro(row["days"]), MICRO)
        yield Line(
            "commuting",
            row["line_id"],
            activity_type,
            half_up(there_and_back * multiplier),
            day(row["period_start"]),
            day(row["period_end"]),
            entity=row["entity_id"],
            vehicle=row["vehicle_id"],
            occurrence=occurrence,
        )
