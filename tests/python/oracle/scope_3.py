"""The fifteen categories of scope 3, and the same tonnes where others would put them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from oracle.footprint import Footprint
from oracle.frames import frame_line
from oracle.ledger import Ledger


@dataclass
class Category:
    """One category in one year, in micro-kg; None where there is no row."""

    protocol: int | None = None
    ladder: int | None = None
    as_reported: int | None = None
    alternative: int | None = None

    def add(self, measure: str, kg: int) -> None:
        """Add to one measure."""
        setattr(self, measure, (getattr(self, measure) or 0) + kg)


def categories(result: Footprint) -> dict[tuple[int, int], Category]:
    """Return the categories by number and reporting year.

    The Ladder keeps business travel and the upstream part of energy elsewhere, so its scope 3 is
    smaller; a company may report a spend category under another number. The alternative holds every
    counted ledger line by its other factor, also one to which the chosen factor gives no kg; it is
    unknown as soon as that of one line is.
    """
    found: dict[tuple[int, int], Category] = defaultdict(Category)
    reported = {
        row["activity_id"]: row["reported_ghg_category"] for row in result.spend.to_dict("records")
    }
    for row in result.emissions.to_dict("records"):
        year, kg = row["reporting_year"], row["kg_co2e"]
        if year not in result.tables.reporting_years:
            continue
        if row["ghg_protocol"].startswith("3."):
            found[_number(row["ghg_protocol"]), year].add("protocol", kg)
        if not row["ladder"].startswith("3."):
            continue
        own = _number(row["ladder"])
        found[own, year].add("ladder", kg)
        found[reported.get(row["activity_id"], own), year].add("as_reported", kg)
        if row["method"] != "spend":
            found[own, year].add("alternative", kg)
    unknown = set()
    for row in result.spend.to_dict("records"):
        year = row["reporting_year"]
        if row["claim_status"] != "counted" or year not in result.tables.reporting_years:
            continue
        line = frame_line("ladder", f"spend_{row['ghg_category']:02d}", "unsplit")
        if not line.startswith("3."):
            continue
        if row["kg_co2e_alternative"] is None:
            unknown.add((_number(line), year))
        else:
            found[_number(line), year].add("alternative", row["kg_co2e_alternative"])
    for key in unknown:
        found[key].alternative = None
    return dict(found)


def spend_by_category(result: Footprint) -> dict[tuple[int, int], tuple[int, int]]:
    """Return micro-euros that count as spend, and those of them without kg, by category and year."""
    ledger = Ledger(result.tables)
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for row in result.spend.to_dict("records"):
        entry = ledger.entries[row["line_id"], row["occurrence"]]
        if entry.ghg_category is None or row["reporting_year"] is None:
            continue
        key = entry.ghg_category, row["reporting_year"]
        spent, without = found.get(key, (0, 0))
        lost = row["counted_eur"] if row["kg_co2e"] is None else 0
        found[key] = spent + row["counted_eur"], without + lost
    return found


def _number(line: str) -> int:
    return int(line.removeprefix("3."))
