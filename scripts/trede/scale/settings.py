"""What is generated: how many lines of which extract, over which months, with how many keys."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from pydantic import BaseModel, ConfigDict, Field

#: Share of the lines per extract, in thousandths: ledgers are most of what a large company has.
SHARES: dict[str, int] = {
    "ledger_entries": 600,
    "fuel_transactions": 120,
    "charging_sessions": 80,
    "trips": 70,
    "commuting": 50,
    "supplier_invoices": 30,
    "meter_readings": 20,
    "vehicle_distances": 20,
    "purchases_physical": 5,
    "waste_collections": 5,
}

#: What stands in front of the line and delivery identifiers of an extract.
PREFIXES: dict[str, str] = {
    "ledger_entries": "LE",
    "fuel_transactions": "FT",
    "charging_sessions": "CS",
    "trips": "TR",
    "commuting": "CM",
    "supplier_invoices": "SI",
    "meter_readings": "MR",
    "vehicle_distances": "VD",
    "purchases_physical": "PP",
    "waste_collections": "WC",
    "deliveries": "DL",
}


class Settings(BaseModel):
    """The arguments of the generator, and all that follows from them.

    Attributes:
        lines: activity and ledger lines together, over all months.
        months: number of delivery months.
        seed: another seed gives other lines.
        start: the first day of the first month.
    """

    model_config = ConfigDict(frozen=True)

    lines: int = Field(ge=1_000, le=1_000_000_000)
    months: int = Field(ge=1, le=60)
    seed: int = Field(ge=0, le=2_147_483_647)
    start: dt.date = dt.date(2022, 1, 1)

    @property
    def counts(self) -> dict[str, int]:
        """Lines per extract; the ledger takes what rounding leaves, so they add up to `lines`."""
        counts = {name: self.lines * share // 1000 for name, share in SHARES.items()}
        counts["ledger_entries"] += self.lines - sum(counts.values())
        return counts

    @property
    def month_starts(self) -> tuple[dt.date, ...]:
        """The first days of the delivery months, and of the month after the last."""
        first = self.start.year * 12 + self.start.month - 1
        return tuple(
            dt.date((first + month) // 12, (first + month) % 12 + 1, 1)
            for month in range(self.months + 1)
        )

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years of the delivery months."""
        return tuple(sorted({day.year for day in self.month_starts[:-1]}))

    def first_line(self, extract: str, month: int) -> int:
        """Return the number of the first line that is delivered in a month (0, 1, ...)."""
        return -(-self.counts[extract] * month // self.months)

    def _per_month(self, extract: str) -> Fraction:
        return Fraction(self.counts[extract], self.months)

    # Keys grow slower than lines, as in companies; those that are drawn are skewed, so that the first
    # of 2^levels - 1 keys has a share of 1/levels, the next two half of that each, and so on.

    @property
    def supplier_levels(self) -> int:
        """Suppliers: 2^levels - 1; a fifth of all ledger lines is of the first."""
        return _between((self.lines // 250).bit_length(), 6, 15)

    @property
    def vehicle_levels(self) -> int:
        """Vehicles: 2^levels - 1."""
        return _between((self.lines // 4_000).bit_length(), 4, 13)

    @property
    def employee_levels(self) -> int:
        """Employees and travellers: 2^levels - 1."""
        return _between((self.lines // 1_000).bit_length(), 5, 15)

    @property
    def entity_levels(self) -> int:
        """Legal entities: 2^levels - 1."""
        return _between((self.lines // 100_000).bit_length(), 2, 5)

    @property
    def meters(self) -> int:
        """Meters: billed once a month each, until there are more bills than that."""
        return _between(int(self._per_month("supplier_invoices")), 8, 8_000)

    @property
    def read_meters(self) -> int:
        """Meters that are read as well, once a week."""
        return _between(int(self._per_month("meter_readings")) // 4, 2, self.meters)

    @property
    def locations(self) -> int:
        """Locations: four meters each."""
        return -(-self.meters // 4)

    @property
    def charge_points(self) -> int:
        """Own charge points: three at every eighth location."""
        return 3 * (-(-self.locations // 8))

    def variables(self) -> dict[str, int | str]:
        """The settings as the SQL of the generator names them."""
        return {
            "seed": self.seed,
            "months": self.months,
            "start_day": self.start.isoformat(),
            "supplier_levels": self.supplier_levels,
            "vehicle_levels": self.vehicle_levels,
            "employee_levels": self.employee_levels,
            "entity_levels": self.entity_levels,
            "meters": self.meters,
            "read_meters": self.read_meters,
            "locations": self.locations,
            "charge_points": self.charge_points,
        }


def _between(number: int, low: int, high: int) -> int:
    return max(low, min(high, number))
