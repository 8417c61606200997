"""The WPM form of a simple company, worked out a second time: from its CSV files, in plain fractions.

No SQL of the project and no key figure of its seeds. It refuses what it does not understand (a vehicle
that changes, a period over New Year, a stated distance basis of another kind), so that it never agrees
by accident. Columns that it does not name, such as days worked at home, do not matter to it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

Row = dict[str, str]
#: KVK number, year, block and category.
Key = tuple[str, int, str, str]

CATEGORIES = {
    "petrol": "car_petrol",
    "diesel": "car_diesel",
    "hev": "car_hybrid",
    "phev": "car_hybrid",
    "bev": "car_electric",
    "lpg": "car_other",
    "unknown": "car_unknown",
    "": "car_unknown",
}
ACTIVE = ("bicycle", "ebike", "walk")
PUBLIC_TRANSPORT = ("public_transport", "train", "bus_tram_metro")
BLOCKS = {"fleet": "A", "mobility_provider": "B", "claim": "C"}
KILOMETRES = {"km": Fraction(1), "m": Fraction(1, 1000), "mi": Fraction(1609344, 1000000)}

#: Typed from the publication: g per rkm, persons per car, rkm per euro.
KEY_FIGURES: dict[int, dict[str, Fraction]] = {
    2022: {
        "car_petrol": Fraction(139),
        "car_diesel": Fraction(154),
        "car_hybrid": Fraction(85),
        "car_electric": Fraction(0),
        "car_other": Fraction(109),
        "active": Fraction(0),
        "public_transport": Fraction(3),
        "occupancy": Fraction("1.07"),
        "rkm_per_eur": Fraction("6.7"),
    },
    2023: {
        "car_petrol": Fraction(141),
        "car_diesel": Fraction(145),
        "car_hybrid": Fraction(132),
        "car_electric": Fraction(0),
        "car_other": Fraction(109),
        "active": Fraction(0),
        "public_transport": Fraction(16),
        "occupancy": Fraction("1.08"),
        "rkm_per_eur": Fraction("6.1"),
    },
}


class NotUnderstoodError(Exception):
    """The company has something that this recomputation was not written for."""


@dataclass
class Amounts:
    """What was travelled in one cell."""

    vehicle_km: Fraction = Fraction(0)
    traveller_km: Fraction = Fraction(0)
    euros: Fraction = Fraction(0)


@dataclass(frozen=True)
class CellFigures:
    """A cell of the form: the whole number to enter, and kg CO2 where there is a key figure."""

    value: int
    kg: Fraction | None


def read(file: Path) -> list[Row]:
    """Return the rows of a file."""
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def first_receipts(rows: list[Row]) -> Iterator[Row]:
    """Give each line once: a line that was delivered twice counts once."""
    seen: set[str] = set()
    for row in rows:
        if row["line_id"] not in seen:
            seen.add(row["line_id"])
            yield row


def need(is_understood: bool, row: Row) -> None:
    """Stop at a row that is not understood.

    Raises:
        NotUnderstoodError: always, unless it is.
    """
    if not is_understood:
        raise NotUnderstoodError(str(row))


def half_up(value: Fraction) -> int:
    """Round to a whole number, half away from zero."""
    rounded = int(abs(value) + Fraction(1, 2))
    return rounded if value >= 0 else -rounded


class Company:
    """The files of a company, and the amounts of its cells."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cells: defaultdict[Key, Amounts] = defaultdict(Amounts)
        self.kvk: dict[str, str] = {}
        for row in read(folder / "mappings" / "entities.csv"):
            need(row["entity_id"] not in self.kvk, row)
            self.kvk[row["entity_id"]] = row["kvk_number"]
        self.vehicles: dict[str, Row] = {}
        for row in read(folder / "mappings" / "vehicles.csv"):
            need(row["vehicle_id"] not in self.vehicles, row)
            self.vehicles[row["vehicle_id"]] = row
        #: vehicle and year: distance, private and commuting kilometres
        self.driven: defaultdict[tuple[str, int], list[Fraction]] = defaultdict(
            lambda: [Fraction(0), Fraction(0), Fraction(0)]
        )
        self._distances()
        self._commuting()
        self._fleet()
        self._trips()

    def _rows(self, name: str) -> Iterator[Row]:
        return first_receipts(read(self.folder / "extracts" / f"{name}.csv"))

    def _distances(self) -> None:
        for row in self._rows("vehicle_distances"):
            vehicle = self.vehicles[row["vehicle_id"]]
            if vehicle["kind"] == "van_grey_plate":
                continue
            need(vehicle["kind"] == "car" and vehicle["ownership"] in ("lease", "own"), vehicle)
            need(vehicle["service_use"] in ("none", ""), vehicle)
            need(row["period_start"][:4] == row["period_end"][:4] and row["unit"] == "km", row)
            driven = self.driven[row["vehicle_id"], int(row["period_start"][:4])]
            driven[0] += Fraction(row["distance"])
            driven[1] += Fraction(row["private_distance"] or 0)

    def _commuting(self) -> None:
        for row in self._rows("commuting"):
            need(row["period_start"][:4] == row["period_end"][:4] and row["unit"] == "km", row)
            year = int(row["period_start"][:4])
            km = Fraction(row["distance_one_way"]) * 2 * Fraction(row["days"])
            kvk, mode = self.kvk[row["entity_id"]], row["mode"]
            if mode == "car":
                need(row["distance_basis"] in ("vehicle", ""), row)
                vehicle = self.vehicles.get(row["vehicle_id"])
                need(vehicle is not None or not row["vehicle_id"], row)
                category = CATEGORIES[vehicle["energy"] if vehicle else row["fuel"]]
                self.cells[kvk, year, "D", category].vehicle_km += km
                if (row["vehicle_id"], year) in self.driven:
                    self.driven[row["vehicle_id"], year][2] += km
            elif mode in ACTIVE:
                self.cells[kvk, year, "D", "active"].traveller_km += km
            else:
                need(mode in PUBLIC_TRANSPORT, row)
                self.cells[kvk, year, "D", "public_transport"].traveller_km += km

    def _fleet(self) -> None:
        for (vehicle_id, year), (distance, private, commuting) in self.driven.items():
            vehicle = self.vehicles[vehicle_id]
            business = distance - private - commuting
            need(business >= 0, vehicle)
            key = (self.kvk[vehicle["entity_id"]], year, "A", CATEGORIES[vehicle["energy"]])
            self.cells[key].vehicle_km += business

    def _trips(self) -> None:
        for row in self._rows("trips"):
            mode = row["mode"]
            if mode in ("flight", "ferry"):
                continue
            need(not row["vehicle_id"], row)
            key = (self.kvk[row["entity_id"]], int(row["travelled_on"][:4]), BLOCKS[row["channel"]])
            travellers = int(row["travellers"] or 1)
            km = Fraction(row["distance"]) * KILOMETRES[row["unit"]]
            km *= 2 if row["is_return"] == "true" else 1
            if mode in ("car", "taxi"):
                need(row["distance_basis"] in ("vehicle", ""), row)
                self.cells[*key, CATEGORIES[row["fuel"]]].vehicle_km += km
            elif mode in ACTIVE:
                people = travellers if mode == "walk" else 1
                self.cells[*key, "active"].traveller_km += km * people
            else:
                need(mode in PUBLIC_TRANSPORT, row)
                cell = self.cells[*key, "public_transport"]
                if row["amount_eur"] and Fraction(row["amount_eur"]):
                    cell.euros += Fraction(row["amount_eur"])
                else:
                    cell.traveller_km += km * travellers


def form(folder: Path) -> dict[Key, CellFigures]:
    """Work out every cell that holds travel."""
    figures = {}
    for key, cell in Company(folder).cells.items():
        _, year, block, category = key
        is_in_euros = category == "public_transport" and block != "D"
        value = cell.euros if is_in_euros else cell.vehicle_km + cell.traveller_km
        known = KEY_FIGURES.get(year, {})
        kg = None
        if category in known:
            rkm = cell.vehicle_km * known["occupancy"] + cell.traveller_km
            kg = (rkm + cell.euros * known["rkm_per_eur"]) * known[category] / 1000
        figures[key] = CellFigures(half_up(value), kg)
    return figures
