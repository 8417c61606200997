"""Travel of hired subcontractors: what the surveyed ones drove, raised to all by invoiced value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from oracle.factors import Factors
from oracle.ledger import Ledger
from oracle.lines import Line
from oracle.tables import MICRO, Tables, half_up, read_number


@dataclass(frozen=True)
class Weight:
    """What was invoiced in a year by all subcontractors, and by those that were surveyed."""

    invoiced: int
    surveyed: int

    @property
    def is_enough(self) -> bool:
        """Whether one euro in a hundred was surveyed: of less nothing is estimated."""
        return self.surveyed > 0 and self.surveyed * 100 >= self.invoiced

    @property
    def raises_by(self) -> Fraction:
        """What a surveyed kilometre stands for."""
        return Fraction(self.invoiced, self.surveyed) if self.is_enough else Fraction(1)


class Chain:
    """The subcontractors of one company, by year."""

    def __init__(self, tables: Tables, ledger: Ledger) -> None:
        self.tables = tables
        self.ledger = ledger

    @cached_property
    def booked(self) -> dict[tuple[str, int], dict[str, int]]:
        """Micro-euros that a subcontractor invoiced each entity in a year of booking."""
        found: dict[tuple[str, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for entry in self.ledger.entries.values():
            line = entry.line
            if (
                entry.treatment == "spend"
                and line.supplier in self.ledger.subcontractors
                and line.occurrence == 1
                and not line.unreadable
                and not self.tables.is_outside(line.entity, line.first)
            ):
                found[line.supplier, line.first.year][line.entity] += line.amount
        return {key: dict(by_entity) for key, by_entity in found.items()}

    @cached_property
    def invoices(self) -> dict[tuple[str, int], dict[str, int]]:
        """The same without those whose credit notes make up for their invoices: hired for nothing."""
        return {
            key: by_entity for key, by_entity in self.booked.items() if sum(by_entity.values()) > 0
        }

    def invoiced(self, supplier: str, year: int) -> int:
        """Return what one subcontractor invoiced in a year."""
        return sum(self.invoices.get((supplier, year), {}).values())

    @cached_property
    def travel(self) -> list[tuple[int, dict[str, str]]]:
        """Surveyed travel with its occurrence."""
        return self.tables.first_rows("subcontractor_travel")

    def is_usable(self, occurrence: int, row: dict[str, str]) -> bool:
        """Whether a surveyed row says something of a subcontractor that was hired in its year."""
        return (
            occurrence == 1
            and Fraction(row["distance"]) >= 0
            and self.invoiced(row["supplier_id"], int(row["year"])) > 0
        )

    @cached_property
    def usable_keys(self) -> frozenset[tuple[str, int]]:
        """Line and occurrence of the surveyed rows that can be used."""
        return frozenset(
            (row["line_id"], occurrence)
            for occurrence, row in self.travel
            if self.is_usable(occurrence, row)
        )

    @cached_property
    def shares(self) -> dict[int, int]:
        """The share of the spend that is travel, in millionths of a percent, by judged year.

        A judgement without a source, or with a share of nothing or above 100, is none; of the
        others the last decision holds, of two of one day the smaller share. A year of which some
        travel has no factor has none: nothing would come in the place of that spend.
        """
        factors = Factors(self.tables)
        without_kg = {
            int(row["year"])
            for occurrence, row in self.travel
            if self.is_usable(occurrence, row)
            and not factors.of_type(int(row["year"]), self.activity_type(row))
        }
        judged = [
            (row["decided_on"], -share, int(row["year"]))
            for row in self.tables.rows("chain_boundaries")
            for share in (read_number(row["boundary_share_pct"]),)
            if row["source"] and share is not None and 0 < share <= 100 * MICRO
        ]
        enough = {year for year, weight in self.weights.items() if weight.is_enough}
        return {
            year: -share
            for _, share, year in sorted(judged)
            if year not in without_kg and year in enough
        }

    @cached_property
    def weights(self) -> dict[int, Weight]:
        """The weight of each year with invoices; without a surveyed one it raises nothing."""
        surveyed = {
            (row["supplier_id"], int(row["year"]))
            for occurrence, row in self.travel
            if self.is_usable(occurrence, row)
        }
        totals: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for (supplier, year), by_entity in self.invoices.items():
            amount = sum(by_entity.values())
            totals[year][0] += amount
            totals[year][1] += amount if (supplier, year) in surveyed else 0
        return {year: Weight(*amounts) for year, amounts in totals.items()}

    def weight(self, year: int) -> Fraction:
        """Return what a surveyed kilometre of a year stands for."""
        return self.weights[year].raises_by if year in self.weights else Fraction(1)

    def lines(self) -> Iterator[Line]:
        """Yield surveyed travel as lines over the whole year, of the entity that hired most."""
        for occurrence, row in self.travel:
            year = int(row["year"])
            activity_type = self.activity_type(row)
            hirers = self.booked.get((row["supplier_id"], year), {})
            yield Line(
                "subcontractor_travel",
                row["line_id"],
                activity_type,
                self.tables.quantity(activity_type, row["distance"], row["unit"]),
                date(year, 1, 1),
                date(year, 12, 31),
                entity=min(hirers, key=lambda entity: (-hirers[entity], entity), default=""),
                supplier=row["supplier_id"],
                occurrence=occurrence,
                weight=self.weight(year),
            )

    def activity_type(self, row: dict[str, str]) -> str:
        """Return the type of a surveyed row; only cars differ by fuel."""
        mode = row["mode"].lower()
        fuel = row["fuel"].lower() if mode == "car" else ""
        return self.tables.modes[mode, fuel or "unknown"]["hired_activity_type"]


@dataclass
class ChainMode:
    """One mode in one year, in micro-kilometres and micro-kg."""

    surveyed_km: int = 0
    km: int = 0
    surveyed_kg: int = 0
    rest_kg: int = 0
    primary_kg: int = 0

    @property
    def kg(self) -> int:
        """The surveyed and the rest."""
        return self.surveyed_kg + self.rest_kg


@dataclass(frozen=True)
class ChainYear:
    """One year of the chain analysis, in whole micro-units."""

    modes: dict[str, ChainMode]
    invoiced: dict[str, int]
    surveyed: frozenset[str]

    @property
    def weight(self) -> Weight:
        """What was invoiced by all and by the surveyed."""
        return Weight(
            sum(self.invoiced.values()), sum(self.invoiced[name] for name in self.surveyed)
        )


def chain(tables: Tables) -> dict[int, ChainYear]:
    """Compute the chain analysis of each year with invoiced and surveyed subcontractors.

    Per activity type (mode and fuel) the surveyed kilometres are raised by invoiced value. The kg
    of each surveyed subcontractor are rounded, and those of the rest together.
    """
    own = Chain(tables, Ledger(tables))
    factors = Factors(tables)
    years: dict[int, ChainYear] = {}
    for year, weight in own.weights.items():
        invoiced = {
            supplier: own.invoiced(supplier, year)
            for supplier, own_year in own.invoices
            if own_year == year
        }
        km: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        primary_km: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for occurrence, row in own.travel:
            supplier = row["supplier_id"]
            if int(row["year"]) != year or not own.is_usable(occurrence, row):
                continue
            key = row["mode"].lower(), own.activity_type(row)
            distance = tables.quantity(key[1], row["distance"], row["unit"])
            km[key][supplier] += distance
            if row["quantity_basis"] not in ("", "estimated"):
                primary_km[key][supplier] += distance
        if not km or not weight.is_enough:
            continue
        modes: dict[str, ChainMode] = defaultdict(ChainMode)
        for (mode, activity_type), by_supplier in km.items():
            factor = factors.of_type(year, activity_type)
            value = factor.total if factor else Fraction(0)
            surveyed_km = sum(by_supplier.values())
            all_km = half_up(surveyed_km * weight.raises_by)
            modes[mode].surveyed_km += surveyed_km
            modes[mode].km += all_km
            modes[mode].surveyed_kg += sum(
                half_up(own_km * value) for own_km in by_supplier.values()
            )
            modes[mode].rest_kg += half_up((all_km - surveyed_km) * value)
            modes[mode].primary_kg += sum(
                half_up(own_km * value) for own_km in primary_km[mode, activity_type].values()
            )
        surveyed = frozenset(supplier for by_supplier in km.values() for supplier in by_supplier)
        years[year] = ChainYear(dict(modes), invoiced, surveyed)
    return years
