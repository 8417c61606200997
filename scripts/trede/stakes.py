"""How many kilograms findings touch together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from trede.warehouse import Row

FRAMES = ("ladder", "ghg_protocol", "iso_14064")

#: Kinds of total in rpt_footprint_totals, those that hold most first.
_KINDS = ("total", "ladder_total", "scope", "line")
_LADDER_TOTAL = ("scope_1", "scope_2", "business_travel")


@dataclass(frozen=True)
class _Total:
    """A row of rpt_footprint_totals that a finding is about."""

    frame: str
    kind: str
    key: str

    @property
    def scope(self) -> str:
        """The scope that a line stands in; a scope is its own."""
        if self.kind == "line" and self.frame == "iso_14064":
            return "direct" if self.key == "category_1" else "indirect"
        return "scope_3" if self.kind == "line" and self.key[:1].isdigit() else self.key

    def holds(self, other: _Total) -> bool:
        """Whether all kilograms of another total of its frame are among its own."""
        if self.kind == "total":
            return True
        if self.kind == "ladder_total":
            return other.scope in _LADDER_TOTAL
        return self.kind == "scope" and other.kind == "line" and other.scope == self.key


def _total_of(finding_id: str) -> _Total | None:
    """Return the total that a finding names: rule, frame, kind, key; None where it names another thing."""
    parts = finding_id.split("|")
    if len(parts) > 3 and parts[1] in FRAMES and parts[2] in _KINDS:
        return _Total(*parts[1:4])
    return None


def _once(totals: Mapping[_Total, Decimal]) -> Decimal:
    """Add up totals of one frame, leaving out those whose kilograms another one holds."""
    kept: list[_Total] = []
    for each in sorted(totals, key=lambda total: _KINDS.index(total.kind)):
        if not any(bigger.holds(each) for bigger in kept):
            kept.append(each)
    return sum((totals[each] for each in kept), Decimal(0))


def whole_years(totals: Iterable[Row]) -> dict[int, Decimal]:
    """Return kg CO2e by year from the totals of the Ladder (rows of rpt_footprint_totals)."""
    return {
        int(row["reporting_year"]): abs(row["t_co2e"]) * 1000
        for row in totals
        if row["frame"] == "ladder" and row["total_kind"] == "total"
    }


def touched_kg(findings: Iterable[Row], whole: Mapping[int, Decimal]) -> Decimal:
    """Add up what findings touch, each line of a year once, and never more than the year has.

    Two cells of a line touch the same kilograms; a rule about totals finds the same kilograms in each
    frame, in a line and again in the totals over it: the frame in which most is touched counts, each of its
    kilograms once. What is touched is not the error.

    Args:
        findings: rows with reporting_year, extract_name, line_id, finding_id and kg_co2e.
        whole: kg CO2e by year.
    """
    touched: dict[int | None, dict[object, Decimal]] = {}
    framed: dict[int | None, dict[str, dict[_Total, Decimal]]] = {}
    for row in findings:
        if row["kg_co2e"] is None:
            continue
        year, kg = row["reporting_year"], abs(row["kg_co2e"])
        total = None if row["line_id"] else _total_of(str(row["finding_id"]))
        if total is not None:
            of_frame = framed.setdefault(year, {}).setdefault(total.frame, {})
            of_frame[total] = max(of_frame.get(total, Decimal(0)), kg)
            continue
        key = (row["extract_name"], row["line_id"]) if row["line_id"] else row["finding_id"]
        of_year = touched.setdefault(year, {})
        of_year[key] = max(of_year.get(key, Decimal(0)), kg)
    for year, frames in framed.items():
        touched.setdefault(year, {})[FRAMES] = max(_once(each) for each in frames.values())
    if not whole:
        return sum((sum(each.values(), Decimal(0)) for each in touched.values()), Decimal(0))
    all_years = sum(whole.values(), Decimal(0))
    return sum(
        (
            min(sum(of_year.values(), Decimal(0)), whole.get(year or 0, all_years))
            for year, of_year in touched.items()
        ),
        Decimal(0),
    )
