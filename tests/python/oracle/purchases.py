"""The factor of a purchase: the supplier's own, the two halves of a hybrid, or a published average."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from oracle.lines import Line
from oracle.tables import MICRO, Tables, half_up, holds_on, micro


@dataclass(frozen=True)
class PurchaseFactor:
    """A factor with the purchased quantity in its unit, in micro-units."""

    method: str
    lot: str
    factor_id: str
    unit: str
    status: str
    value: Fraction
    quantity: int


class SupplierFactors:
    """The factors that suppliers and published sources state for products."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.rows = [
            row for occurrence, row in tables.first_rows("supplier_factors") if occurrence == 1
        ]

    def find(self, line: Line) -> list[PurchaseFactor]:
        """Return what a purchase is multiplied by: one factor, the two of a hybrid, or none."""
        own = self._leading(line, line.supplier, "cradle_to_gate") if line.supplier else None
        if own:
            return [self._factor(line, own, "supplier_specific", "supplier")]
        gate = self._leading(line, line.supplier, "gate_to_gate") if line.supplier else None
        before = (
            self._leading(line, line.supplier, "upstream_of_supplier") if line.supplier else None
        ) or self._leading(line, "", "upstream_of_supplier")
        if gate and before:
            return [
                self._factor(line, gate, "hybrid", "supplier"),
                self._factor(line, before, "hybrid", "upstream_of_supplier"),
            ]
        average = self._leading(line, "", "cradle_to_gate")
        return [self._factor(line, average, "average_data", "average")] if average else []

    def _leading(self, line: Line, supplier: str, boundary: str) -> dict[str, str] | None:
        """Return the row that holds on the day: the one that began last, then the first line_id."""
        held = [
            row
            for row in self.rows
            if row["supplier_id"] == supplier
            and row["boundary"].lower() == boundary
            and row["product"].lower() == line.product
            and micro(row["kg_co2e"]) >= 0
            and holds_on(row, line.first)
            and self._multiplier(line, row) is not None
        ]
        held.sort(key=lambda row: row["line_id"])
        return max(held, key=lambda row: row["valid_from"], default=None)

    def _multiplier(self, line: Line, row: dict[str, str]) -> Fraction | None:
        """Return what one purchased unit is in the factor's unit; None where nobody knows."""
        unit = row["unit"].lower()
        return Fraction(1) if unit == line.unit else self.tables.units.get((unit, line.unit))

    def _factor(self, line: Line, row: dict[str, str], method: str, lot: str) -> PurchaseFactor:
        return PurchaseFactor(
            method,
            lot,
            row["line_id"],
            row["unit"].lower(),
            "secondary" if row["evidence_reference"] else "unverified",
            Fraction(micro(row["kg_co2e"]), MICRO),
            half_up(line.quantity * self._multiplier(line, row)),
        )
