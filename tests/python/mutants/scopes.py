"""What a mutation is applied to: a line, all lines of a meter in a month, a delivered file.

A scope also says by what a finding may name it. The issue's words: a finding names the mutated
line, or its meter or vehicle and month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from mutants.operators import Row, Rows, date_columns
from trede.contract import File

#: Columns that name an object whose lines belong together, by extract. A location stands for the
#: meter where a line has none; a ledger has suppliers and accounts where others have vehicles.
OBJECT_COLUMNS: dict[str, tuple[str, ...]] = {
    "business_metrics": ("entity_id",),
    "charging_sessions": ("vehicle_id", "charge_point_id"),
    "commuting": ("employee_key",),
    "fuel_transactions": ("vehicle_id", "card_id"),
    "ledger_entries": ("supplier_id", "account_code"),
    "meter_readings": ("meter_id",),
    "power_certificates": ("location",),
    "projects": ("entity_id",),
    "purchases_physical": ("supplier_id",),
    "refrigerant_services": ("location",),
    "stock_counts": ("location",),
    "subcontractor_travel": ("supplier_id",),
    "supplier_factors": ("supplier_id",),
    "supplier_invoices": ("meter_id", "location"),
    "trips": ("traveller_key",),
    "vehicle_distances": ("vehicle_id",),
    "waste_collections": ("location",),
    "deliveries": (),
    "power_labels": ("supplier_id",),
}

KINDS = ("line", "object_month", "object_year", "object", "file", "extract")


@dataclass(frozen=True)
class Scope:
    """Lines of one extract that are mutated together.

    Attributes:
        extract: the extract.
        kind: line, object_month, object_year, object, file or extract.
        key: which one: the line_id, the object with its period, the delivery.
        line_ids: its lines, in the order of the file.
        objects: names of the object that all lines share (a vehicle, a meter, a card).
    """

    extract: str
    kind: str
    key: str
    line_ids: tuple[str, ...] = field(repr=False)
    objects: frozenset[str] = frozenset()


def first_day(row: Row, file: File) -> str:
    """Return the first date of a line as text, or its year; empty where it has neither."""
    for column in (*date_columns(file), "year"):
        if row.get(column):
            return row[column][:10]
    return ""


def scopes_of(file: File, rows: Rows) -> Iterator[Scope]:
    """Yield every scope of an extract, in a fixed order."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    objects: dict[tuple[str, str], str] = {}
    for row in rows:
        yield Scope(file.name, "line", row["line_id"], (row["line_id"],))
        day = first_day(row, file)
        for column in OBJECT_COLUMNS.get(file.name, ()):
            value = row.get(column, "")
            # A location stands for the meter only where there is none.
            if not value or (column == "location" and row.get("meter_id")):
                continue
            for kind, period in (
                ("object_month", day[:7]),
                ("object_year", day[:4]),
                ("object", ""),
            ):
                if kind == "object_month" and len(day) < 7:
                    continue
                key = (kind, "|".join(part for part in (column, value, period) if part))
                groups[key].append(row["line_id"])
                objects[key] = value
        groups[("file", row["delivery_id"])].append(row["line_id"])
        groups[("extract", file.name)].append(row["line_id"])
    for (kind, key), line_ids in groups.items():
        named = {objects[kind, key]} if (kind, key) in objects else set()
        yield Scope(file.name, kind, key, tuple(line_ids), frozenset(named))
