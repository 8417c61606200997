"""Which part of each line counts: every litre, kWh and kilometre once.

The kWh of one own meter and month stand in one balance: what was imported, what the sun gave and
was not fed in, and what was charged. Charging takes from the import first, then from the sun; what
it charged above both is not believed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from oracle.lines import Line, delivered_lines
from oracle.tables import Tables, holds_on

Balance = tuple[str, date]


@dataclass(frozen=True)
class Part:
    """A part of a line in one month: `quantity` in delivered micro-units of the activity type."""

    line: Line
    month: date
    name: str
    activity_type: str
    status: str
    quantity: int

    @property
    def key(self) -> str:
        """The part's name in the warehouse; it orders parts of one month."""
        line = self.line
        return f"{line.extract}|{line.line_id}|1|{self.month:%Y-%m}|{self.name}"

    @property
    def emission_quantity(self) -> int:
        """The quantity with returns and travellers."""
        return self.quantity * self.line.multiplier

    @property
    def first_day(self) -> date:
        """The first day of the part."""
        return max(self.line.first, self.month)


class Claims:
    """The claims of one company."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.lines = delivered_lines(tables)
        self.meters = tables.by_key("meters")
        self.points = tables.by_key("charge_points")
        self.entities = tables.by_key("entities")
        self.whole = [
            (line, month, quantity, self._contract(line))
            for line in self.lines
            for month, quantity in line.months()
        ]
        open_rows = [(line, month) for line, month, _, by_contract in self.whole if not by_contract]
        invoices = [row for row in open_rows if row[0].extract == "supplier_invoices"]
        self.invoiced_meters = {
            (line.meter, line.activity_type, month) for line, month in invoices if line.meter
        }
        self.invoiced_locations = {
            (line.location, line.activity_type, month) for line, month in invoices if not line.meter
        }
        self.fuelled = {
            (line.vehicle, month.year)
            for line, month in open_rows
            if line.extract in ("fuel_transactions", "charging_sessions") and line.vehicle
        }

    def parts(self) -> list[Part]:
        """Return every part of every line, with its status."""
        statuses = [
            (line, month, quantity, by_contract or self._status(line, month))
            for line, month, quantity, by_contract in self.whole
        ]
        taken = self._taken(statuses)
        parts = []
        for line, month, quantity, status in statuses:
            rest = quantity
            for name, activity_type, part_status, part in taken.get((line, month), []):
                parts.append(Part(line, month, name, activity_type, part_status, part))
                rest -= part
            if rest or not quantity:
                parts.append(Part(line, month, "main", line.activity_type, status, rest))
        return parts

    def _contract(self, line: Line) -> str:
        """Return what the contract itself leaves out."""
        entity = self.entities.get(line.entity)
        meter = self.meters.get(line.meter, {})
        outside = entity is not None and entity["is_in_boundary"].lower() == "false"
        others = meter.get("owner") == "other_tenant" or (
            line.extract == "meter_readings"
            and (meter["owner"], meter["role"]) == ("landlord", "main")
        )
        return "out_of_scope" if outside or line.feeds_in or others or line.opens else ""

    def _status(self, line: Line, month: date) -> str:
        first_day = max(line.first, month)
        category = self.tables.types[line.activity_type]["activity_category"]
        for row in self.tables.rows("exclusions"):
            if row["source"] in (line.activity_type, category) and holds_on(row, first_day):
                return "excluded"
        if line.extract == "meter_readings":
            meter = self.meters[line.meter]
            parent = self.meters.get(meter["parent_meter_id"], {})
            if meter["role"] == "sub" and parent.get("owner") == "own":
                return "superseded"
            if (line.meter, line.activity_type, month) in self.invoiced_meters:
                return "superseded"
            if (line.location, line.activity_type, month) in self.invoiced_locations:
                return "superseded"
        travels = line.extract in ("trips", "vehicle_distances")
        if travels and (line.vehicle, month.year) in self.fuelled:
            return "superseded"
        return "counted"

    def _root(self, meter_id: str) -> str:
        """Return the own meter before which there is no other own meter, or nothing."""
        meter = self.meters.get(meter_id)
        if meter is None or meter["owner"] != "own":
            return ""
        return self._root(meter["parent_meter_id"]) or meter_id

    def _main_meter(self, location: str) -> str:
        mains = [
            meter_id
            for meter_id, meter in self.meters.items()
            if (meter["location_id"], meter["carrier"], meter["role"], meter["owner"])
            == (location, "electricity", "main", "own")
        ]
        return min(mains, default="")

    def _balance(self, line: Line, month: date) -> Balance:
        if line.activity_type == "ev_charging_own":
            return self._root(self.points.get(line.charge_point, {}).get("meter_id", "")), month
        if line.activity_type == "electricity" and line.meter:
            return self._root(line.meter), month
        if line.activity_type in ("electricity", "own_solar_power"):
            return self._main_meter(line.location), month
        return "", month

    def _taken(
        self, statuses: Iterable[tuple[Line, date, int, str]]
    ) -> dict[tuple[Line, date], list[tuple[str, str, str, int]]]:
        """Return the parts that the balances take out of lines: (name, type, status, quantity)."""
        imports: dict[Balance, list[tuple[Line, int]]] = defaultdict(list)
        sessions: dict[Balance, list[tuple[Line, int]]] = defaultdict(list)
        suns: dict[tuple[str, date], list[tuple[Line, int]]] = defaultdict(list)
        fed: dict[tuple[str, date], dict[str, int]] = defaultdict(dict)
        for line, month, quantity, status in statuses:
            meter, _ = balance = self._balance(line, month)
            if status == "counted" and line.activity_type == "electricity" and meter:
                imports[balance].append((line, quantity))
            elif status == "counted" and line.activity_type == "ev_charging_own" and meter:
                sessions[balance].append((line, quantity))
            elif status == "counted" and line.activity_type == "own_solar_power":
                suns[line.location, month].append((line, quantity))
            elif status == "out_of_scope" and line.feeds_in:
                by_extract = fed[line.location, month]
                by_extract[line.extract] = by_extract.get(line.extract, 0) + quantity

        taken: dict[tuple[Line, date], list[tuple[str, str, str, int]]] = defaultdict(list)

        def take(
            rows: list[tuple[Line, int]], month: date, start: int, end: int, *name: str
        ) -> None:
            """Take [start, end) from the positive rows, laid one after another."""
            position = 0
            for line, quantity in _in_order(rows):
                part = min(end, position + quantity) - max(start, position)
                if part > 0:
                    part_name, status = name
                    taken[line, month].append((part_name, line.activity_type, status, part))
                position += quantity

        own_use: dict[Balance, int] = defaultdict(int)
        feed_in: dict[tuple[str, date], int] = {}
        for (location, month), rows in suns.items():
            made = sum(quantity for _, quantity in rows if quantity > 0)
            by_extract = fed[location, month]
            delivered = by_extract.get("supplier_invoices", by_extract.get("meter_readings", 0))
            feed_in[location, month] = back = min(max(delivered, 0), made)
            if self._main_meter(location):
                own_use[self._main_meter(location), month] += made - back
            take(rows, month, made - back, made, "fed_in", "out_of_scope")

        for balance in {*imports, *own_use}:
            meter, month = balance
            imported = max(0, sum(quantity for _, quantity in imports[balance]))
            charged = sum(quantity for _, quantity in sessions[balance] if quantity > 0)
            from_import = min(charged, imported)
            from_sun = min(charged - from_import, own_use[balance])
            take(imports[balance], month, 0, from_import, "charged", "superseded")
            location = self.meters[meter]["location_id"]
            take(suns.get((location, month), []), month, 0, from_sun, "charged", "superseded")
            allowed = from_import + from_sun
            position = 0
            for line, quantity in _in_order(sessions[balance]):
                start = allowed * position // charged
                position += quantity
                end = allowed * position // charged
                sun = max(0, end - max(start, from_import))
                above = quantity - (end - start)
                if sun:
                    taken[line, month].append(("own_solar", "own_solar_power", "counted", sun))
                if above:
                    taken[line, month].append(
                        ("above_cap", line.activity_type, "superseded", above)
                    )
        return taken


def _in_order(rows: list[tuple[Line, int]]) -> list[tuple[Line, int]]:
    """Return the positive rows by first day, extract and line."""
    return sorted(
        (row for row in rows if row[1] > 0),
        key=lambda row: (row[0].first, row[0].extract, row[0].line_id),
    )
