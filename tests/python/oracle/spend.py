"""From euros in the ledger to kg, step by step, for the chosen factor and for the other one.

    euros -> of the factor's price year -> in the factor's currency -> at basic prices -> kg

Every step is rounded to whole micro-units. A step without its index, rate or factor ends the way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from oracle.ledger import Entry, Level, PriceLevels
from oracle.tables import MICRO, Tables, half_up, micro

#: The columns of one way; those of the other one begin with alternative_.
STEPS = (
    "factor_edition_id",
    "factor_id",
    "factor_currency",
    "factor_price_year",
    "price_index_of_booking",
    "price_index_of_factor",
    "amount_in_price_year_eur",
    "exchange_rate",
    "amount_in_factor_currency",
    "price_basis_ratio",
    "amount_at_price_basis",
    "factor_value",
    "factor_status",
    "price_level_status",
)
DIFFERENCES = tuple(
    f"difference_{step}_kg" for step in ("price_level", "currency", "price_basis", "factor")
)
COLUMNS = (
    *STEPS,
    "kg_co2e",
    *(f"alternative_{step}" for step in STEPS),
    "kg_co2e_alternative",
    *DIFFERENCES,
)
#: A step that changes nothing and rests on no source.
ONE: Level = (Fraction(1), "")


@dataclass(frozen=True)
class SpendFactor:
    """A factor in kg per unit of a currency; a printed one has no price year."""

    edition: str
    key: str
    currency: str
    price_year: int | None
    value: Fraction
    status: str


@dataclass(frozen=True)
class Way:
    """What an amount meets on its way: None where it is missing, ONE where it is not needed."""

    index_booking: Level | None
    index_factor: Level | None
    rate: Level | None
    ratio: Fraction | None
    value: Fraction | None

    def walk(self, amount: int) -> tuple[int | None, int | None, int | None, int | None]:
        """Return the amount after each step, then the kg."""
        euros = money = basic = kg = None
        if self.index_factor and self.index_booking:
            euros = half_up(amount * self.index_factor[0] / self.index_booking[0])
        if euros is not None and self.rate:
            money = half_up(euros * self.rate[0])
        if money is not None and self.ratio is not None:
            basic = half_up(money * self.ratio)
        if basic is not None and self.value is not None:
            kg = half_up(basic * self.value)
        return euros, money, basic, kg

    @property
    def price_level_status(self) -> str | None:
        """The status of the weakest series that was needed."""
        levels = (self.index_factor, self.rate, self.index_booking)
        known = [level[1] for level in levels if level and level[1]]
        return "unverified" if "unverified" in known else next(iter(known), None)


class SpendFactors:
    """The spend editions: one as a plan printed it, and the UK multipliers of nine years."""

    def __init__(self, tables: Tables) -> None:
        self.found: dict[tuple[str, str], SpendFactor] = {}
        for edition in tables.shared_rows("editions"):
            name = edition["edition_id"]
            if edition["factor_list"] == "spend_printed":
                for row in tables.shared_rows(name):
                    self.found[name, row["factor_key"]] = SpendFactor(
                        name,
                        row["factor_key"],
                        row["applied_currency"],
                        int(row["price_year"]) if row["price_year"] else None,
                        Fraction(row["kg_co2e_per_unit"]),
                        row["status"],
                    )
            elif edition["factor_list"] == "uk_spend_sic":
                for row in tables.shared_rows(name):
                    key = "uk_sic_" + row["sic_code"].lower().replace(".", "_").replace("-", "_")
                    # Kept with nine decimals.
                    value = Fraction(half_up(Fraction(row["kg_co2e_per_gbp"]) * 10**9), 10**9)
                    year = int(row["edition_year"])
                    self.found[name, key] = SpendFactor(name, key, "gbp", year, value, "official")


class Spend:
    """The steps of a ledger line, its kg, and why the two ways differ."""

    def __init__(self, tables: Tables, prices: PriceLevels) -> None:
        self.factors = SpendFactors(tables).found
        self.prices = prices

    def factor(self, entry: Entry, prefix: str = "") -> SpendFactor | None:
        """Return the chosen factor of a line, or with the prefix `alternative_` the other one."""
        return self.factors.get(
            (entry.category[f"{prefix}edition_id"], entry.category[f"{prefix}factor_key"])
        )

    def way(self, entry: Entry, factor: SpendFactor | None) -> Way:
        """Return what a line meets on its way to the kg of a factor."""
        if factor is None or factor.price_year is None:
            return Way(ONE, ONE, ONE, Fraction(1), factor and factor.value)
        in_year = factor.price_year == entry.price_level_year
        text = entry.category["price_basis_ratio"]
        ratio = Fraction(micro(text), MICRO) if text else Fraction(1)
        return Way(
            ONE if in_year else self.prices.index(entry.price_level_year),
            ONE if in_year else self.prices.index(factor.price_year),
            ONE
            if factor.currency == "eur"
            else self.prices.rate(factor.currency, factor.price_year),
            # Taxes and margins only add to a basic price.
            ratio if 0 < ratio <= 1 else None,
            factor.value,
        )

    def steps(self, entry: Entry, amount: int) -> dict[str, object]:
        """Return the columns of audit.fct_spend_emissions for a counted amount in micro-euros."""
        chosen_factor, other_factor = self.factor(entry), self.factor(entry, "alternative_")
        chosen, other = self.way(entry, chosen_factor), self.way(entry, other_factor)
        row: dict[str, object] = dict.fromkeys(COLUMNS)
        for prefix, factor, way in (
            ("", chosen_factor, chosen),
            ("alternative_", other_factor, other),
        ):
            key = entry.category[f"{prefix}factor_key"]
            if not key:
                continue
            euros, money, basic, kg = way.walk(amount)
            row |= {
                f"{prefix}factor_edition_id": entry.category[f"{prefix}edition_id"],
                f"{prefix}factor_id": key,
                f"{prefix}factor_currency": factor and factor.currency,
                f"{prefix}factor_price_year": factor and factor.price_year,
                f"{prefix}price_index_of_booking": _shown(way.index_booking),
                f"{prefix}price_index_of_factor": _shown(way.index_factor),
                f"{prefix}amount_in_price_year_eur": euros,
                f"{prefix}exchange_rate": _shown(way.rate),
                f"{prefix}amount_in_factor_currency": money,
                f"{prefix}price_basis_ratio": way.ratio,
                f"{prefix}amount_at_price_basis": basic,
                f"{prefix}factor_value": factor and factor.value,
                f"{prefix}factor_status": factor and factor.status,
                f"{prefix}price_level_status": way.price_level_status,
                "kg_co2e_alternative" if prefix else "kg_co2e": kg,
            }
        if not entry.category["alternative_factor_key"]:
            return row
        return row | self._differences(chosen, other, amount)

    @staticmethod
    def _differences(chosen: Way, other: Way, amount: int) -> dict[str, object]:
        """Return the way from the chosen kg to the other, one step changed after another."""
        prices = replace(chosen, index_booking=other.index_booking, index_factor=other.index_factor)
        currency = replace(prices, rate=other.rate)
        basis = replace(currency, ratio=other.ratio)
        kg = [way.walk(amount)[-1] for way in (chosen, prices, currency, basis, other)]
        return {
            name: after - before if None not in (before, after) else None
            for name, before, after in zip(DIFFERENCES, kg, kg[1:], strict=False)
        }


def _shown(level: Level | None) -> Fraction | None:
    """Return a level that was needed."""
    return level[0] if level and level is not ONE else None
