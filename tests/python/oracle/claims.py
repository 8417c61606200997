"""Which part of each line counts: every litre, kWh, kilometre and euro once.

The kWh of one own meter and month stand in one balance: what was imported, what the sun gave and
was not fed in, and what was charged. Charging takes from the import first, then from the sun; what
it charged above both is not believed.

What purchases or collections with a factor tell of a document is taken from the euros of its lines,
one line after another: what was bought from the invoiced ones, what went back from the credited
ones. Of what is left of a subcontractor's lines, a judgement may give the travel part to the chain
analysis.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from oracle.chain import Chain
from oracle.delivered import delivered_lines
from oracle.factors import Factors
from oracle.ledger import Ledger
from oracle.lines import Line
from oracle.purchases import SupplierFactors
from oracle.tables import MICRO, Tables, half_up, holds_on

Balance = tuple[str, date]
#: A line in one month with its quantity and its status.
Claimed = tuple[Line, date, int, str]


@dataclass(frozen=True)
class Part:
    """A part of a line in one month: `quantity` in delivered micro-units of the activity type."""

    line: Line
    month: date | None
    name: str
    activity_type: str
    status: str
    quantity: int | None

    @property
    def key(self) -> str:
        """The part's name in the warehouse; it orders parts of one month."""
        line = self.line
        month = f"{self.month:%Y-%m}" if self.month else "no-month"
        return f"{line.extract}|{line.line_id}|{line.occurrence}|{month}|{self.name}"

    @property
    def emission_quantity(self) -> int | None:
        """The quantity with returns and travellers, or of all that a surveyed one stands for."""
        if self.quantity is None:
            return None
        return half_up(self.quantity * self.line.multiplier * self.line.weight)

    @property
    def first_day(self) -> date:
        """The first day of the part."""
        return max(self.line.first, self.month)


class Claims:
    """The claims of one company."""

    def __init__(self, tables: Tables, ledger: Ledger, factors: Factors) -> None:
        self.tables = tables
        self.ledger = ledger
        self.factors = factors
        self.chain = Chain(tables, ledger)
        self.supplier_factors = SupplierFactors(tables)
        self.points = tables.by_key("charge_points")
        self.mapped = {row["meter_id"] for row in tables.rows("meters")}
        self.whole = [
            (line, month, quantity, self._contract(line))
            for line in delivered_lines(tables, ledger)
            for month, quantity in line.months()
        ]
        open_rows = [row[:3] for row in self.whole if not row[3]]
        self.read = self._read_days(open_rows)
        self.fuelled = self._fuelled(open_rows)
        self.driven = {
            (line.vehicle, month)
            for line, month, _ in open_rows
            if line.extract == "vehicle_distances"
        }
        self.pooled = {
            (line.location, month)
            for line, month, _ in open_rows
            if line.activity_type == "electricity" and line.meter not in self.mapped
        }

    def _fuelled(self, rows: list[tuple[Line, date, int]]) -> set[tuple[str, int]]:
        """Return vehicle and year of all that took fuel or power; AdBlue is neither."""
        taken: dict[tuple[str, int], int] = defaultdict(int)
        for line, month, quantity in rows:
            category = self._category(line)
            if line.vehicle and category in ("fuel_vehicles", "power_vehicles"):
                taken[line.vehicle, month.year] += quantity
        return {key for key, quantity in taken.items() if quantity > 0}

    def _category(self, line: Line) -> str:
        return self.tables.types.get(line.activity_type, {}).get("activity_category", "")

    def _read_days(self, rows: list[tuple[Line, date, int]]) -> dict[tuple[str, str, date], bool]:
        """Return for each meter, type and month with readings whether the readings count.

        They count when they cover more days than the invoices of the meter, and than those that
        name no mapped meter of the location; a credit note takes its days back.
        """
        read: dict[tuple[str, str, date], int] = defaultdict(int)
        places: dict[tuple[str, str, date], str] = {}
        invoiced: dict[tuple[str, str, date], int] = defaultdict(int)
        for line, month, quantity in rows:
            own_days = _days_in(line, month)
            if self._is_behind_own(line):
                continue
            if line.extract == "meter_readings":
                read[line.meter, line.activity_type, month] += own_days
                places[line.meter, line.activity_type, month] = line.location
            elif line.extract == "supplier_invoices":
                sign = 1 if quantity >= 0 else -1 if line.credits else 0
                name = line.meter if line.meter in self.mapped else f"at {line.location}"
                invoiced[name, line.activity_type, month] += sign * own_days
        return {
            key: not any(
                name in invoiced and invoiced[name] >= read[key]
                for name in (key, (f"at {places[key]}", *key[1:]))
            )
            for key in read
        }

    def _is_behind_own(self, line: Line) -> bool:
        meter = self.tables.on_day("meters", line.meter, line.first)
        parent = self.tables.on_day("meters", meter.get("parent_meter_id", ""), line.first)
        return meter.get("role") == "sub" and parent.get("owner") == "own"

    def parts(self) -> list[Part]:
        """Return every part of every line, with its status."""
        statuses = [
            (line, month, quantity, by_contract or self._status(line, month))
            for line, month, quantity, by_contract in self.whole
        ]
        statuses = self._leave_to_spend(statuses)
        taken = self._taken(statuses) | self._euros_taken(statuses)
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
        """Return what the line itself or the contract leaves out."""
        if line.unreadable:
            return "unreadable"
        if line.occurrence > 1:
            return "superseded"
        treatment = self._treatment(line)
        meter = self.tables.on_day("meters", line.meter, line.first)
        others = meter.get("owner") == "other_tenant" or (
            line.extract == "meter_readings"
            and (meter["owner"], meter["role"]) == ("landlord", "main")
        )
        left_out = line.feeds_in or line.opens or treatment == "out_of_scope"
        # Hired travel stands for invoices that were inside on their own days.
        outside = line.extract != "subcontractor_travel" and self.tables.is_outside(
            line.entity, line.first
        )
        return "out_of_scope" if outside or others or left_out else ""

    def _treatment(self, line: Line) -> str:
        return self.ledger.of(line).treatment if line.extract == "ledger_entries" else ""

    def _status(self, line: Line, month: date) -> str:
        first_day = max(line.first, month)
        for row in self.tables.rows("exclusions"):
            sources = line.activity_type, self._category(line)
            if row["source"] in sources and holds_on(row, first_day):
                return "excluded"
        if self._is_behind_own(line) or self._yields(line, month):
            return "superseded"
        if self._treatment(line) == "covered_by_activity":
            return "superseded"
        if line.extract == "subcontractor_travel" and not self._replaces_spend(line):
            return "superseded"
        vehicle_year = line.vehicle, month.year
        travels = line.extract in ("trips", "commuting")
        if (travels or line.extract == "vehicle_distances") and vehicle_year in self.fuelled:
            return "superseded"
        if travels and (line.vehicle, month) in self.driven:
            return "superseded"
        return "counted"

    def _yields(self, line: Line, month: date) -> bool:
        """Whether an invoice yields to readings or a reading to invoices."""
        counts = self.read.get((line.meter, line.activity_type, month))
        if line.extract == "meter_readings":
            return not counts
        if line.extract != "supplier_invoices":
            return False
        if line.meter in self.mapped:
            return bool(counts)
        return any(
            reading_counts
            for (meter, activity_type, read_month), reading_counts in self.read.items()
            if (activity_type, read_month) == (line.activity_type, month)
            and self.tables.on_day("meters", meter, month)["location_id"] == line.location
        )

    def _root(self, meter_id: str, month: date) -> str:
        """Return the own meter before which there is no other own meter, or nothing."""
        meter = self.tables.on_day("meters", meter_id, month)
        if meter.get("owner") != "own":
            return ""
        return self._root(meter["parent_meter_id"], month) or meter_id

    def _main_meter(self, location: str, month: date) -> str:
        """Return the first own electricity meter of a location that stands behind no other."""
        meters = (self.tables.on_day("meters", meter_id, month) for meter_id in self.mapped)
        return min(
            (
                meter["meter_id"]
                for meter in meters
                if (meter["location_id"], meter["carrier"]) == (location, "electricity")
                and meter["role"] in ("main", "sub")
                and self._root(meter["meter_id"], month) == meter["meter_id"]
            ),
            default="",
        )

    def _balance(self, line: Line, month: date) -> Balance:
        """Return the balance that a line's kWh stand in.

        Where import names no meter, all own meters of the location are one balance.
        """
        meter_id = line.meter
        if line.activity_type == "ev_charging_own":
            meter_id = self.points.get(line.charge_point, {}).get("meter_id", "")
        elif line.activity_type not in ("electricity", "own_solar_power"):
            return "", month
        elif line.activity_type == "own_solar_power" or meter_id not in self.mapped:
            return self._main_meter(line.location, month), month
        root = self._root(meter_id, month)
        place = self.tables.on_day("meters", meter_id, month).get("location_id", "")
        if root and (place, month) in self.pooled:
            return self._main_meter(place, month), month
        return root, month

    def _replaces_spend(self, line: Line) -> bool:
        """Whether a judgement lets a subcontractor's travel replace a part of its invoices."""
        is_usable = (line.line_id, line.occurrence) in self.chain.usable_keys
        return is_usable and line.first.year in self.chain.shares

    def _is_replaced(self, year: int) -> bool:
        """Without a surveyed subcontractor there is nothing that could replace the spend."""
        weight = self.chain.weights.get(year)
        return year in self.chain.shares and weight is not None and weight.is_enough

    def _has_factor(self, line: Line) -> bool:
        """Whether a purchase or collection can be given kg."""
        if line.activity_type.startswith("physical_"):
            return bool(self.supplier_factors.find(line))
        return self.factors.of_type(line.first.year, line.activity_type) is not None

    def _counts_spend(self, line: Line, status: str) -> bool:
        return (line.extract, status) == ("ledger_entries", "counted")

    def _leave_to_spend(self, statuses: list[Claimed]) -> list[Claimed]:
        """A purchase without a factor or price is told by the euros of its document, if they count."""
        booked = {
            (line.document, supplier)
            for line, _, quantity, status in statuses
            if line.document and self._counts_spend(line, status) and quantity > 0
            for supplier in (line.supplier, "")
        }
        return [
            (line, month, quantity, "superseded")
            if line.extract == "purchases_physical"
            and status == "counted"
            and (line.document, line.supplier) in booked
            and line.activity_type.startswith("physical_")
            and (line.amount is None or not self._has_factor(line))
            else (line, month, quantity, status)
            for line, month, quantity, status in statuses
        ]

    def _euros_taken(
        self, statuses: list[Claimed]
    ) -> dict[tuple[Line, date], list[tuple[str, str, str, int]]]:
        """Return the parts of ledger lines that something better tells: (name, type, status, euros)."""
        told: dict[tuple[str, str, bool], int] = defaultdict(int)
        for line, _, _, status in statuses:
            if (
                line.extract in ("purchases_physical", "waste_collections")
                and status == "counted"
                and line.document
                and line.amount
                and self._has_factor(line)
            ):
                is_waste = line.extract == "waste_collections"
                told[line.document, line.supplier, is_waste] += line.amount
        spent = sorted(
            (
                (line, month, quantity)
                for line, month, quantity, status in statuses
                if self._counts_spend(line, status)
            ),
            key=lambda row: row[0].line_id,
        )
        physical = self._told_euros(told, [(line, quantity) for line, _, quantity in spent])
        taken: dict[tuple[Line, date], list[tuple[str, str, str, int]]] = {}
        for line, month, quantity in spent:
            told_of = physical[line]
            travel = 0
            if self.chain.invoiced(line.supplier, month.year) and self._is_replaced(month.year):
                rest = quantity - told_of
                travel = abs(rest) * self.chain.shares[month.year] // (100 * MICRO)
                travel = travel if rest > 0 else -travel
            taken[line, month] = [
                (name, line.activity_type, "superseded", part)
                for name, part in (("physical", told_of), ("travel", travel))
                if part
            ]
        return taken

    def _told_euros(
        self, told: dict[tuple[str, str, bool], int], spent: list[tuple[Line, int]]
    ) -> dict[Line, int]:
        """Return of each ledger line the euros that are told in physical units, with its sign.

        What is told of one supplier in one document is netted: bought and sent back on one invoice
        leave what stayed. A positive rest is handed out over the invoiced lines, a negative one over
        the credited ones: purchases over what is no waste first, collections over the waste that
        purchases leave. Other credit notes take back the share of their invoice that is told.

        Args:
            told: micro-euros by document, supplier and whether they are of waste.
            spent: the ledger lines that count, in their order.
        """
        documents: dict[str, list[tuple[Line, int]]] = defaultdict(list)
        for line, quantity in spent:
            if quantity:
                documents[line.document].append((line, quantity))
        net: dict[tuple[str, str, bool], int] = defaultdict(int)
        for (document, supplier, is_waste), amount in told.items():
            owner = self._owner(supplier, is_waste, [line for line, _ in documents[document]])
            if owner is not None:
                net[document, owner, is_waste] += amount
        physical: dict[Line, int] = defaultdict(int)
        for document, owner, is_waste in sorted(net, key=lambda key: key[2]):
            amount = net[document, owner, is_waste]
            sign, left = (1, amount) if amount >= 0 else (-1, -amount)
            for line, quantity in sorted(
                documents[document], key=lambda row: self._is_waste(row[0])
            ):
                if line.supplier != owner or quantity * sign < 0:
                    continue
                if is_waste and not self._is_waste(line):
                    continue
                part = min(left, abs(quantity) - abs(physical[line]))
                left -= part
                physical[line] += sign * part
        shares = {
            line.line_id: Fraction(abs(physical[line]), abs(quantity))
            for line, quantity in spent
            if quantity
        }
        for line, quantity in spent:
            credits = self.ledger.of(line).row["credits_line_id"]
            if quantity < 0 and not physical[line]:
                physical[line] = half_up(quantity * shares.get(credits, Fraction(0)))
        return physical

    def _is_waste(self, line: Line) -> bool:
        return self.ledger.of(line).ghg_category == 5

    def _owner(self, supplier: str, is_waste: bool, lines: list[Line]) -> str | None:
        """Return whose lines of a document are told, '' for those that name nobody.

        A supplier speaks for its own lines, or for the unnamed ones where it has none. Who names no
        supplier speaks for the first of the document; of a collection, for the first with waste.
        """
        if supplier:
            named = {line.supplier for line in lines}
            return next((name for name in (supplier, "") if name in named), None)
        return min(
            (line.supplier for line in lines if not is_waste or self._is_waste(line)),
            default=None,
        )

    def _taken(
        self, statuses: Iterable[Claimed]
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
            if self._main_meter(location, month):
                own_use[self._main_meter(location, month), month] += made - back
            take(rows, month, made - back, made, "fed_in", "out_of_scope")

        for balance, rows in imports.items():
            meter, month = balance
            imported = sum(quantity for _, quantity in rows)
            if imported <= 0:
                continue
            plugged = sum(quantity for _, quantity in sessions[balance] if quantity > 0)
            charged = max(0, sum(quantity for _, quantity in sessions[balance]))
            from_import = min(charged, imported)
            from_sun = min(charged - from_import, own_use[balance])
            take(rows, month, 0, from_import, "charged", "superseded")
            location = self.tables.on_day("meters", meter, month)["location_id"]
            take(suns.get((location, month), []), month, 0, from_sun, "charged", "superseded")
            if not charged:
                continue
            # What corrections take back is of the sessions themselves and was never metered.
            until_sun = plugged - charged + from_import
            allowed = until_sun + from_sun
            position = 0
            for line, quantity in _in_order(sessions[balance]):
                start = allowed * position // plugged
                position += quantity
                end = allowed * position // plugged
                sun = max(0, end - max(start, until_sun))
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


def _days_in(line: Line, month: date) -> int:
    """Return how many days of a line lie in a month."""
    following = (month + timedelta(days=31)).replace(day=1)
    return (min(line.last + timedelta(days=1), following) - max(line.first, month)).days
