"""Emission factors as printed, their splits, and which edition a year takes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from oracle.tables import Tables, half_up

NANO = 10**9


@dataclass(frozen=True)
class Factor:
    """A factor of one edition, in kg per unit; `direct` is None where no split exists."""

    edition: str
    key: str
    unit: str
    status: str
    total: Fraction
    direct: Fraction | None
    split_status: str
    split_edition: str
    biogenic: Fraction
    label_upstream: Fraction | None = None


def _number(text: str) -> Fraction | None:
    """Read a printed figure, cut to nine decimals by rounding; an empty cell is None."""
    return Fraction(half_up(Fraction(text) * NANO), NANO) if text else None


class Factors:
    """The Dutch list in all its editions."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.units = {row["unit_nl"]: row["unit"] for row in tables.shared_rows("factor_units")}
        self.editions = {
            row["edition_id"]: row
            for row in tables.shared_rows("editions")
            if row["factor_list"] == "co2emissiefactoren_nl"
        }
        self.rows = {
            edition: {row["factor_key"]: row for row in tables.shared_rows(edition)}
            for edition in self.editions
        }
        self.found: dict[tuple[str, str], Factor | None] = {}
        self.keys = tables.shared_rows("activity_type_factors")
        self.power = {
            row["product"]: row["factor_key"] for row in tables.shared_rows("power_products")
        }

    def edition(self, year: int, activity_type: str) -> str:
        """Return the edition of a reporting year, or the one that a judgement chose."""
        choices = [
            row
            for row in self.tables.rows("factor_choices")
            if int(row["reporting_year"]) == year and row["activity_type"] in (activity_type, "*")
        ]
        if choices:
            return max(
                choices, key=lambda row: (row["activity_type"] == activity_type, row["decided_on"])
            )["edition_id"]
        own = [
            row["edition_id"] for row in self.editions.values() if int(row["edition_year"]) == year
        ]
        return max(own, key=lambda name: int(self.editions[name]["revision"]), default="")

    def key(self, activity_type: str, edition: str) -> str:
        """Return the publisher's key of an activity type, in the years in which it holds."""
        if not edition:
            return ""
        year = int(self.editions[edition]["edition_year"])
        found = [
            row["factor_key"]
            for row in self.keys
            if row["activity_type"] == activity_type
            and int(row["valid_from_year"] or 0) <= year <= int(row["valid_to_year"] or 9999)
        ]
        return found[0] if found else ""

    def of_type(self, year: int, activity_type: str) -> Factor | None:
        """Return the factor of an activity type in a year, in the unit of the type."""
        kind = self.tables.types[activity_type]
        edition = self.edition(year, activity_type)
        if kind["is_zero_by_definition"] == "true":
            zero = Fraction(0)
            return Factor(
                edition,
                "zero_by_definition",
                kind["unit"],
                "official",
                zero,
                zero,
                "printed",
                "",
                zero,
            )
        factor = self.find(edition, self.key(activity_type, edition))
        return factor if factor and factor.unit == kind["unit"] else None

    def find(self, edition: str, key: str) -> Factor | None:
        """Return a factor with a printed total, not withdrawn, or None: no other is taken."""
        if (edition, key) not in self.found:
            self.found[edition, key] = self._find(edition, key)
        return self.found[edition, key]

    def _find(self, edition: str, key: str) -> Factor | None:
        row = self.rows.get(edition, {}).get(key)
        if row is None or not row["kg_co2e_wtw"] or row.get("withdrawn") == "true":
            return None
        total, direct = _number(row["kg_co2e_wtw"]), _number(row["kg_co2e_ttw"])
        split_status, split_edition = "printed", edition
        if direct is None:
            split_status, split_edition = "none", ""
            for donor in self._nearest(edition):
                given = self.rows[donor].get(key)
                if given is None or not (given["kg_co2e_wtw"] and given["kg_co2e_ttw"]):
                    continue
                whole, part = _number(given["kg_co2e_wtw"]), _number(given["kg_co2e_ttw"])
                if whole < 0 or part < 0 or (whole == 0 and total != 0):
                    continue
                share = Fraction(half_up(part / whole * 1000) if whole else 0, 1000)
                direct = Fraction(half_up(total * share * NANO), NANO)
                split_status, split_edition = "derived", donor
                break
        upstream = _number(row["kg_co2e_wtt"])
        return Factor(
            edition,
            key,
            self.units[row["unit_nl"]],
            row.get("status", "official"),
            total,
            direct,
            split_status,
            split_edition,
            self._biogenic(edition, key),
            total - direct if direct is not None else upstream,
        )

    def _biogenic(self, edition: str, key: str) -> Fraction:
        for donor in [edition, *self._nearest(edition)]:
            text = self.rows[donor].get(key, {}).get("kg_co2_biogenic", "")
            if text:
                return _number(text)
        return Fraction(0)

    def _nearest(self, edition: str) -> list[str]:
        """Return the others: complete lists first, then the nearest year, then the later."""
        year = int(self.editions[edition]["edition_year"])

        def distance(name: str) -> tuple[bool, int, int]:
            other = self.editions[name]
            other_year = int(other["edition_year"])
            return (
                other["edition_kind"] != "published_complete",
                abs(other_year - year),
                -other_year,
            )

        return sorted((name for name in self.editions if name != edition), key=distance)
