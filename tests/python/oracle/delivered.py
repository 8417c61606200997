"""Every delivered line that claims may count, in one list."""

from __future__ import annotations

from dataclasses import replace

from oracle.chain import Chain
from oracle.ledger import Ledger
from oracle.lines import (
    Line,
    charging_lines,
    commuting_lines,
    distance_lines,
    fuel_lines,
    invoice_lines,
    purchase_lines,
    reading_lines,
    refrigerant_lines,
    trip_lines,
    waste_lines,
)
from oracle.tables import Tables


def delivered_lines(tables: Tables, ledger: Ledger) -> list[Line]:
    """Return every line of the extracts that carry activity data, and of the ledger.

    The line's own entity leads, else that of its vehicle, else that of its location, on its day.
    """
    lines = [
        *fuel_lines(tables),
        *charging_lines(tables),
        *invoice_lines(tables),
        *reading_lines(tables),
        *distance_lines(tables),
        *trip_lines(tables),
        *refrigerant_lines(tables),
        *waste_lines(tables),
        *purchase_lines(tables),
        *commuting_lines(tables),
        *Chain(tables, ledger).lines(),
        *(entry.line for entry in ledger.entries.values()),
    ]
    return [
        line
        if line.entity or not line.location
        else replace(
            line, entity=tables.on_day("locations", line.location, line.first)["entity_id"]
        )
        for line in lines
    ]
