"""Arrange scope 3 as the terminal and the page show it: categories, spend, the chain, the ranking.

Tonnes are added up over categories of one year, which the marts say may be summed. A sum of which a
part is missing is missing: it would look like a whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from trede.look.marts import Row, Warehouse
from trede.look.view import Labels, labels_of, summed, total

#: Shares of a category by method, the most specific first.
METHODS = ("supplier_specific", "hybrid", "average_data", "activity", "estimate", "spend")
#: Why another factor gives other tonnes, in the order in which the mart steps from one to the other.
REASONS = ("price_level", "currency", "price_basis", "factor")
SCOPE_3 = ("scope", "scope_3")


@dataclass(frozen=True)
class CategoryYear:
    """Scope 3 of one year.

    Attributes:
        year: the reporting year.
        rows: the categories that have tonnes, or ought to have.
        whole: the total by the GHG Protocol with its bounds, if there is one.
    """

    year: int
    rows: list[Row]
    whole: Row | None


@dataclass(frozen=True)
class Screened:
    """One of the fifteen categories with its judgement.

    Attributes:
        labels: the name of the category.
        states: each state with the years that have it, the latest first.
        reason: the reason of the judgement, in the company's own words.
    """

    labels: Labels
    states: list[tuple[str, list[int]]]
    reason: str | None


@dataclass(frozen=True)
class SpendYear:
    """Spend of one year by category, with the sums of its columns."""

    year: int
    rows: list[Row]
    sums: Row


@dataclass(frozen=True)
class ChainYear:
    """The chain analysis of one year: its modes of travel, and the total with its bounds."""

    year: int
    modes: list[Row]
    whole: Row | None


def whole_sum(rows: Iterable[Row], column: str) -> Decimal | None:
    """Add up a column; None when one of the rows lacks it, or when there are none."""
    rows = list(rows)
    return None if any(row[column] is None for row in rows) else summed(rows, column)


def years_of(warehouse: Warehouse, table: str) -> list[int]:
    """Return the years that a table has rows of, the latest first."""
    return sorted({row["reporting_year"] for row in warehouse.tables[table]}, reverse=True)


def first_year_after_others(warehouse: Warehouse) -> int | None:
    """Return the first year with scope 3 of the Ladder, if there are earlier years without."""
    years = warehouse.years_with_figures
    first = next((year for year in years if total(warehouse, year, SCOPE_3)), None)
    return first if first is not None and first != years[0] else None


def category_years(warehouse: Warehouse) -> list[CategoryYear]:
    """Return the years in which a category has tonnes, with what there is to tell about them."""
    result = []
    for year in years_of(warehouse, "rpt_scope_3_categories"):
        rows = [
            row
            for row in warehouse.rows("rpt_scope_3_categories", reporting_year=year)
            if has_tonnes(row) or row["state"] in ("without_figure", "relevant_after_all")
        ]
        if any(has_tonnes(row) for row in rows):
            result.append(CategoryYear(year, rows, total(warehouse, year, SCOPE_3, "ghg_protocol")))
    return result


def has_tonnes(row: Row) -> bool:
    """Whether a category has tonnes, by one of the three ways to place them."""
    return any(row[column] is not None for column in ("t_co2e", "t_co2e_ladder")) or bool(
        row["t_co2e_as_reported"]
    )


def methods(row: Row) -> list[tuple[str, Decimal]]:
    """Return the methods by which a category was computed, each with its share in per cent."""
    shares = [(method, row[f"{method}_pct"]) for method in METHODS]
    return [(method, share) for method, share in shares if share]


def screened(warehouse: Warehouse) -> list[Screened]:
    """Return the categories in order, each with its state by year and the reason."""
    by_category: dict[int, list[Row]] = {}
    for row in warehouse.tables["rpt_scope_3_categories"]:
        by_category.setdefault(row["ghg_category"], []).insert(0, row)
    result = []
    for category, rows in by_category.items():
        states: dict[str, list[int]] = {}
        for row in rows:
            states.setdefault(row["state"], []).append(row["reporting_year"])
        result.append(
            Screened(
                labels_of(rows[0], "label", str(category)),
                list(states.items()),
                rows[0]["screening_reason"],
            )
        )
    return result


def placed_elsewhere(warehouse: Warehouse, year: int) -> list[Row]:
    """Return the spend that the company itself reports under another category than the protocol."""
    return [
        row
        for row in warehouse.rows("rpt_spend_categories", reporting_year=year)
        if row["reported_ghg_category"] != row["ghg_category"]
    ]


def ladder_by_the_other_factors(warehouse: Warehouse, year: int) -> Decimal | None:
    """Return scope 3 of the Ladder with spend by the other factors; None where one is missing."""
    rows = [
        row
        for row in warehouse.rows("rpt_scope_3_categories", reporting_year=year)
        if row["t_co2e_ladder"] is not None
    ]
    return whole_sum(rows, "t_co2e_alternative")


def spend_years(warehouse: Warehouse) -> list[SpendYear]:
    """Return the spend of each year, the latest first."""
    columns = (
        *("counted_eur", "t_co2e", "t_co2e_alternative"),
        *(f"difference_{reason}_t" for reason in REASONS),
    )
    result = []
    for year in years_of(warehouse, "rpt_spend_categories"):
        rows = warehouse.rows("rpt_spend_categories", reporting_year=year)
        result.append(
            SpendYear(year, rows, {column: whole_sum(rows, column) for column in columns})
        )
    return result


def bridged_year(warehouse: Warehouse) -> SpendYear | None:
    """Return the latest year of which all spend was computed both ways."""
    for spend in spend_years(warehouse):
        if all(value is not None for value in spend.sums.values()):
            return spend
    return None


def years_of_unverified_prices(warehouse: Warehouse) -> list[int]:
    """Return the years in which the other way rests on an index or a rate that nobody read."""
    rows = warehouse.rows("rpt_spend_categories", alternative_price_level_status="unverified")
    return sorted({row["reporting_year"] for row in rows})


def spend_without_kg(warehouse: Warehouse) -> list[tuple[int, Decimal]]:
    """Return the euros by year for which a factor, an index or a rate is missing."""
    table = "rpt_scope_3_categories"
    sums = [
        (year, summed(warehouse.rows(table, reporting_year=year), "spend_without_kg_eur"))
        for year in years_of(warehouse, table)
    ]
    return [(year, euros) for year, euros in sums if euros]


def chain_years(warehouse: Warehouse) -> list[ChainYear]:
    """Return the chain analysis of each year that has a usable survey, the latest first."""
    result = []
    for year in years_of(warehouse, "rpt_chain_analysis"):
        rows = warehouse.rows("rpt_chain_analysis", reporting_year=year)
        modes = [row for row in rows if row["mode"] != "total"]
        whole = next((row for row in rows if row["mode"] == "total"), None)
        result.append(ChainYear(year, modes, whole))
    return result


def assumptions(warehouse: Warehouse) -> list[tuple[list[int], Labels]]:
    """Return what the model intervals assume, each text once with the years that it is said of."""
    found: list[tuple[list[int], Labels]] = []
    for chain in chain_years(warehouse):
        if chain.whole is None:
            continue
        labels = labels_of(chain.whole, "interval_assumption")
        for years, known in found:
            if known == labels:
                years.insert(0, chain.year)
                break
        else:
            found.append(([chain.year], labels))
    return found
