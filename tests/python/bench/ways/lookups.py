"""The small tables that the ways join: mappings, units, factors, price levels, read once from CSV.

The hand-written ways share them, so that they differ in what is measured only: the work on the
lines. Every multiplication is a whole fraction (`Fraction` of two integers), so that all ways round
the same number.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

#: The calendar of the warehouse: a date outside it cannot be read.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2050, 12, 31)
YEARS = range(FIRST_DAY.year, LAST_DAY.year + 1)
ALWAYS, FOR_EVER = date(1900, 1, 1), date(9999, 12, 31)

NUMBER = "-?[0-9]{1,9}([.][0-9]{1,20})?"
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
MOMENT = DAY + "[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?"

#: Without a proof of sustainability these count as diesel.
NEEDS_PROOF = ("hvo100", "hvo30", "hvo20")
WITHOUT_PROOF = "diesel_b7"

FUEL, LEDGER = "fuel_transactions", "ledger_entries"

Row = dict[str, str]


@dataclass(frozen=True)
class Period:
    """What holds for a key from one day to another."""

    key: str
    first: date
    last: date
    value: str | None
    is_inside: bool = True
    inside_from: date | None = None
    inside_to: date | None = None


@dataclass(frozen=True)
class SpendSteps:
    """The fractions that euros of a category and a year are multiplied with, one after the other.

    The last of them gives the kilograms. Empty when a price level or the factor is missing.
    """

    spend_category: str
    from_year: int | None
    to_year: int | None
    activity_type: str | None
    activity_category: str | None
    price_level_year: int
    steps: tuple[Fraction, ...]


@dataclass(frozen=True)
class Lookups:
    """All small tables."""

    products: dict[str, str | None]
    categories: dict[str, str]
    units: dict[tuple[str, str], Fraction]
    fuel_factors: dict[tuple[int, str], Fraction]
    vehicles: tuple[Period, ...]
    entities: tuple[Period, ...]
    exclusions: tuple[tuple[str, date, date], ...]
    accounts: dict[str, tuple[int, str | None, str | None]]
    spend: tuple[SpendSteps, ...]
    rates: dict[tuple[str, int], Fraction]


def read_lookups(company: Path, shared: Path) -> Lookups:
    """Read the small tables of a company.

    Args:
        company: its folder, with mappings and judgements.
        shared: seeds/shared of the project.

    Raises:
        OSError: a file is missing.
    """
    mappings, judgements, reference = (
        company / "mappings",
        company / "judgements",
        shared / "reference",
    )
    types = {
        row["activity_type"]: (row["activity_category"], row["unit"])
        for row in _rows(reference / "activity_types.csv")
    }
    levels = {
        (row["series"], int(row["year"])): _fraction(row["value"], 6)
        for row in _rows(reference / "price_levels.csv")
    }
    for row in _rows(judgements / "price_level_choices.csv"):
        carried = levels.get((row["series"], int(row["from_year"] or 0)))
        if carried is not None:
            levels.setdefault((row["series"], int(row["year"])), carried)
    units = {
        (row["activity_unit"], row["unit"]): _fraction(row["multiplier"], 9)
        for row in _rows(reference / "units.csv")
    }
    return Lookups(
        products=_products(mappings / "products.csv"),
        categories={name: category for name, (category, _) in types.items()},
        units={
            (name, written): multiplier
            for name, (_, unit) in types.items()
            for (activity_unit, written), multiplier in units.items()
            if activity_unit == unit
        },
        fuel_factors=_fuel_factors(shared, judgements, types),
        vehicles=_periods(mappings / "vehicles.csv", "vehicle_id", "entity_id"),
        entities=_periods(mappings / "entities.csv", "entity_id", "entity_id"),
        exclusions=tuple(
            (name, _day(row["valid_from"]) or ALWAYS, _day(row["valid_to"]) or FOR_EVER)
            for row in _rows(judgements / "exclusions.csv")
            for name, (category, _) in types.items()
            if row["source"] in (name, category)
        ),
        accounts=_accounts(mappings / "ledger_accounts.csv"),
        spend=tuple(_spend(judgements / "spend_categories.csv", shared, types, levels)),
        rates={
            (series.split("_", 1)[0], year): 1 / level
            for (series, year), level in levels.items()
            if series.endswith("_per_eur_yearly_average")
        },
    )


def _rows(file: Path) -> Iterator[Row]:
    """Read a CSV file as the warehouse does: cells without blanks around them."""
    with file.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            yield {name: (cell or "").strip(" ") for name, cell in row.items() if name}


def _fraction(text: str, decimals: int) -> Fraction:
    """Read a decimal, rounded as the warehouse stores it."""
    return Fraction(Decimal(text).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def _day(text: str | None) -> date | None:
    if not text or not re.fullmatch(DAY, text):
        return None
    try:
        read = date.fromisoformat(text)
    except ValueError:
        return None
    return read if FIRST_DAY <= read <= LAST_DAY else None


def _products(file: Path) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    rows = [row for row in _rows(file) if row["extract_name"] == FUEL and row["product"]]
    for row in sorted(rows, key=lambda row: row["activity_type"] or "\U0010ffff"):
        found.setdefault(row["product"].lower(), row["activity_type"] or None)
    return found


def _accounts(file: Path) -> dict[str, tuple[int, str | None, str | None]]:
    """Account: how often it is mapped, its treatment and its spend category."""
    found: dict[str, tuple[int, str | None, str | None]] = {}
    treatments = ("spend", "covered_by_activity", "out_of_scope")
    for row in _rows(file):
        if not row["account_code"]:
            continue
        treatment = row["treatment"].lower()
        count = found.get(row["account_code"], (0, None, None))[0]
        found[row["account_code"]] = (
            count + 1,
            treatment if treatment in treatments else None,
            row["spend_category"] or None,
        )
    return {
        code: (count, *((treatment, category) if count == 1 else (None, None)))
        for code, (count, treatment, category) in found.items()
    }


def _periods(file: Path, key: str, tie_break: str) -> tuple[Period, ...]:
    """Periods without gaps or overlaps, as macros/reading/in_time.sql makes them."""
    starts: dict[str, dict[date | None, Row]] = {}
    for row in sorted(_rows(file), key=lambda row: row[tie_break] or "\U0010ffff"):
        if row[key]:
            starts.setdefault(row[key], {}).setdefault(_day(row["valid_from"]), row)
    periods = []
    for name, by_start in starts.items():
        ordered = sorted(by_start, key=lambda start: start or ALWAYS)
        for start, following in zip(ordered, [*ordered[1:], None], strict=True):
            row = by_start[start]
            periods.append(
                Period(
                    key=name,
                    first=ALWAYS if start == ordered[0] else start or ALWAYS,
                    last=date.fromordinal(following.toordinal() - 1) if following else FOR_EVER,
                    value=row["entity_id"] or None,
                    is_inside=row.get("is_in_boundary", "true").lower() != "false",
                    inside_from=_day(row["valid_from"]),
                    inside_to=_day(row["valid_to"]),
                )
            )
    return tuple(periods)


def _fuel_factors(
    shared: Path, judgements: Path, types: dict[str, tuple[str, str]]
) -> dict[tuple[int, str], Fraction]:
    """Well-to-wheel kg per unit, by reporting year and type, of the edition that the year takes."""
    editions = {
        row["edition_id"]: (int(row["edition_year"]), int(row["revision"]))
        for row in _rows(shared / "factors" / "editions.csv")
        if row["factor_list"] == "co2emissiefactoren_nl"
    }
    own = {}
    for edition, (year, revision) in editions.items():
        if year not in own or revision > editions[own[year]][1]:
            own[year] = edition
    choices: dict[tuple[int, str], str] = {}
    ordered = sorted(
        _rows(judgements / "factor_choices.csv"),
        key=lambda row: (row["decided_on"] == "", row["decided_on"]),
    )
    for row in ordered:
        if row["reporting_year"]:
            choices[int(row["reporting_year"]), row["activity_type"]] = row["edition_id"]
    factor_units = {
        row["unit_nl"]: row["unit"] for row in _rows(shared / "reference" / "factor_units.csv")
    }
    printed = {
        (edition, row["factor_key"]): (factor_units.get(row["unit_nl"]), row["kg_co2e_wtw"])
        for edition in editions
        for row in _rows(shared / "factors" / f"{edition}.csv")
        if row.get("withdrawn", "false") == "false"
    }
    found = {}
    for row in _rows(shared / "reference" / "activity_type_factors.csv"):
        name = row["activity_type"]
        for year in YEARS:
            edition = choices.get((year, name)) or choices.get((year, "*")) or own.get(year)
            if edition is None:
                continue
            edition_year = editions[edition][0]
            if int(row["valid_from_year"] or 0) > edition_year:
                continue
            if row["valid_to_year"] and int(row["valid_to_year"]) < edition_year:
                continue
            unit, value = printed.get((edition, row["factor_key"]), (None, ""))
            if value and unit == types[name][1]:
                found[year, name] = _fraction(value, 9)
    return found


def _spend(
    file: Path,
    shared: Path,
    types: dict[str, tuple[str, str]],
    levels: dict[tuple[str, int], Fraction],
) -> Iterator[SpendSteps]:
    """One row per decision on a spend category and year of the price level."""
    factors = _spend_factors(shared)
    decisions: dict[str, dict[int | None, Row]] = {}
    latest_first = sorted(_rows(file), key=lambda row: row["decided_on"], reverse=True)
    for row in latest_first:
        start = int(row["valid_from_year"]) if row["valid_from_year"] else None
        if row["spend_category"]:
            decisions.setdefault(row["spend_category"], {}).setdefault(start, row)
    for category, by_start in decisions.items():
        ordered = sorted(by_start, key=lambda start: start or 0)
        for start, following in zip(ordered, [*ordered[1:], None], strict=True):
            row = by_start[start]
            ends = [int(row["valid_to_year"])] if row["valid_to_year"] else []
            ends += [following - 1] if following else []
            activity_type = f"spend_{int(row['ghg_category']):02d}" if row["ghg_category"] else None
            known = activity_type if activity_type in types else None
            ratio = _basis_ratio(row["price_basis_ratio"])
            for year in YEARS:
                yield SpendSteps(
                    spend_category=category,
                    from_year=start,
                    to_year=min(ends) if ends else None,
                    activity_type=known,
                    activity_category=types[known][0] if known else None,
                    price_level_year=year,
                    steps=_steps(
                        factors.get((row["edition_id"], row["factor_key"])), ratio, year, levels
                    ),
                )


def _basis_ratio(text: str) -> Fraction | None:
    if not text:
        return Fraction(1)
    ratio = _fraction(text, 6)
    return ratio if 0 < ratio <= 1 else None


def _spend_factors(shared: Path) -> dict[tuple[str, str], tuple[str, int | None, Fraction]]:
    """Edition and key: currency, price year and kg per unit of it."""
    found: dict[tuple[str, str], tuple[str, int | None, Fraction]] = {}
    for row in _rows(shared / "factors" / "editions.csv"):
        edition = row["edition_id"]
        if row["factor_list"] == "uk_spend_sic":
            for factor in _rows(shared / "factors" / f"{edition}.csv"):
                key = "uk_sic_" + factor["sic_code"].replace(".", "_").replace("-", "_")
                # Of values below 0.0001 the publisher writes a power of ten.
                value = _fraction(f"{Decimal(factor['kg_co2e_per_gbp']):f}", 9)
                found[edition, key.lower()] = ("gbp", int(factor["edition_year"]), value)
        elif row["factor_list"] == "spend_printed":
            for factor in _rows(shared / "factors" / f"{edition}.csv"):
                year = int(factor["price_year"]) if factor["price_year"] else None
                found[edition, factor["factor_key"]] = (
                    factor["applied_currency"],
                    year,
                    _fraction(factor["kg_co2e_per_unit"], 9),
                )
    return found


def _steps(
    factor: tuple[str, int | None, Fraction] | None,
    ratio: Fraction | None,
    booking_year: int,
    levels: dict[tuple[str, int], Fraction],
) -> tuple[Fraction, ...]:
    """To the prices of the factor's year, to its currency, to its price basis, to kilograms."""
    if factor is None or (ratio is None and factor[1] is not None):
        return ()
    currency, price_year, value = factor
    steps = []
    if price_year is not None and price_year != booking_year:
        index_of_factor = levels.get(("cpi_nl_1962_100", price_year))
        index_of_booking = levels.get(("cpi_nl_1962_100", booking_year))
        if index_of_factor is None or index_of_booking is None:
            return ()
        steps.append(index_of_factor / index_of_booking)
    else:
        steps.append(Fraction(1))
    if currency != "eur":
        rate = levels.get((f"{currency}_per_eur_yearly_average", price_year or 0))
        if rate is None:
            return ()
        steps.append(rate)
    else:
        steps.append(Fraction(1))
    steps.append(Fraction(1) if price_year is None else ratio or Fraction(1))
    steps.append(value)
    return tuple(steps)
