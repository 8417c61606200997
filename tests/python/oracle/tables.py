"""The files that the oracle starts from, and exact numbers.

Nothing here or in the other modules of the oracle comes from the project's SQL or its package:
quantities are whole numbers of micro-units, factors are fractions, nothing is a double.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path

import pandas as pd

MICRO = 1_000_000


def half_up(value: Fraction) -> int:
    """Round to a whole number, halves away from zero."""
    whole = (abs(value) * 2 + 1) // 2
    return int(whole if value >= 0 else -whole)


def micro(text: str) -> int:
    """Read a number as whole micro-units: `micro('19.82') == 19_820_000`."""
    return half_up(Fraction(text) * MICRO)


def day(text: str) -> date | None:
    """Read the first ten characters as a date; an empty cell is None."""
    return date.fromisoformat(text[:10]) if text else None


def read_number(text: str) -> int | None:
    """Read a delivered number as micro-units; None where it is no plain number."""
    return micro(text) if re.fullmatch(r"-?[0-9]{1,9}([.][0-9]{1,20})?", text) else None


def read_day(text: str) -> date | None:
    """Read a delivered date, YYYY-MM-DD and nothing else; None where there is no such day."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){2}", text) else None
    except ValueError:
        return None


def holds_on(row: dict[str, str], when: date) -> bool:
    """Whether the validity dates of a row hold on a day; an empty date is open."""
    start, end = day(row["valid_from"]), day(row["valid_to"])
    return (start is None or start <= when) and (end is None or when <= end)


def days(first: date, last: date) -> Iterator[date]:
    """Yield every day from first to last, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


@cache
def _read(folder: Path, name: str) -> list[dict[str, str]]:
    (path,) = folder.glob(f"*/{name}.csv")
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    return [
        {column: str(cell).strip() for column, cell in row.items()}
        for row in frame.to_dict("records")
    ]


@dataclass(frozen=True)
class Tables:
    """The CSV files of one company and the shared reference and factor seeds, every cell text."""

    company: Path
    shared: Path

    def rows(self, name: str) -> list[dict[str, str]]:
        """Return the rows of a file of the company folder."""
        return _read(self.company, name)

    def shared_rows(self, name: str) -> list[dict[str, str]]:
        """Return the rows of a shared seed."""
        return _read(self.shared, name)

    def first_rows(
        self, name: str, numbers: tuple[str, ...] = (), dates: tuple[str, ...] = ()
    ) -> list[tuple[int, dict[str, str]]]:
        """Return the rows of an extract with their occurrence: 1 for the line that counts.

        Of two rows with one line_id the one with the fewest unreadable cells comes first, then the
        one that was delivered first.
        """

        def order(row: dict[str, str]) -> tuple[object, ...]:
            broken = sum(bool(row[cell]) and read_number(row[cell]) is None for cell in numbers)
            broken += sum(bool(row[cell]) and read_day(row[cell]) is None for cell in dates)
            delivered = (row["delivery_id"], row["source_file"])
            placed = [part for text in delivered for part in (not text, text)]
            return (
                broken,
                *placed,
                not row["source_row"],
                len(row["source_row"]),
                row["source_row"],
            )

        seen: dict[str, int] = {}
        found = []
        for row in sorted(self.rows(name), key=order):
            seen[row["line_id"]] = seen.get(row["line_id"], 0) + 1
            found.append((seen[row["line_id"]], row))
        return found

    def by_key(self, name: str) -> dict[str, dict[str, str]]:
        """Return the rows of a file of the company by their first column."""
        rows = self.rows(name)
        found = {next(iter(row.values())): row for row in rows}
        if len(found) != len(rows):
            raise ValueError(f"{name} has a key twice; the oracle knows one row per key")
        return found

    def on_day(self, name: str, key: str, when: date) -> dict[str, str]:
        """Return the row of a mapping that holds on a day: the last that had begun, else the first.

        A key may have several rows in time; an unknown key gives an empty row.
        """
        rows = sorted(
            (row for row in self.rows(name) if next(iter(row.values())) == key),
            key=lambda row: row["valid_from"],
        )
        begun = [row for row in rows if (day(row["valid_from"]) or date.min) <= when]
        return begun[-1] if begun else next(iter(rows), {})

    def is_outside(self, entity_id: str, when: date | None) -> bool:
        """Whether an entity is outside the boundary on a day; one that nobody mapped is inside."""
        entity = self.on_day("entities", entity_id, when or date.max)
        if not entity:
            return False
        return entity["is_in_boundary"].lower() == "false" or (
            when is not None and not holds_on(entity, when)
        )

    @cached_property
    def locations(self) -> dict[str, str]:
        """Our own location_id by every way of writing it."""
        own = {row["location_id"].lower(): row["location_id"] for row in self.rows("locations")}
        aliases = {
            row["alias"].lower(): row["location_id"] for row in self.rows("location_aliases")
        }
        return {**own, **aliases}

    @cached_property
    def types(self) -> dict[str, dict[str, str]]:
        """Activity types with the columns of their category."""
        categories = {
            row["activity_category"]: row for row in self.shared_rows("activity_categories")
        }
        return {
            row["activity_type"]: {**categories[row["activity_category"]], **row}
            for row in self.shared_rows("activity_types")
        }

    @cached_property
    def units(self) -> dict[tuple[str, str], Fraction]:
        """Multiplier by (unit of the activity type, unit as delivered)."""
        return {
            (row["activity_unit"], row["unit"]): Fraction(row["multiplier"])
            for row in self.shared_rows("units")
        }

    @cached_property
    def modes(self) -> dict[tuple[str, str], dict[str, str]]:
        """The activity types of a mode of travel by (mode, fuel); only cars differ by fuel."""
        return {(row["mode"], row["fuel"]): row for row in self.shared_rows("travel_modes")}

    @cached_property
    def products(self) -> dict[tuple[str, str], str]:
        """Activity type by (extract, product as delivered)."""
        return {
            (row["extract_name"], row["product"].lower()): row["activity_type"]
            for row in self.rows("products")
        }

    @cached_property
    def reporting_years(self) -> range:
        """The years that the company reports on."""
        (company,) = self.rows("company")
        first, last = company["reporting_years"].split("-")
        return range(int(first), int(last) + 1)

    def quantity(self, activity_type: str, text: str, unit: str) -> int:
        """Convert a delivered quantity to micro-units of its activity type's own unit."""
        multiplier = self.units[self.types[activity_type]["unit"], unit.lower()]
        return half_up(micro(text) * multiplier)
