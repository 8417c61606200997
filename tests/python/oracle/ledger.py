"""Ledger lines: what was booked, in euros, on which category, and whether it can be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from oracle.lines import Line
from oracle.tables import Tables, half_up, read_day, read_number

#: An index or rate with the status of its source.
Level = tuple[Fraction, str]
#: 3 are the fuels and power of activity data: nobody spends on it.
SPEND_CATEGORIES = (1, 2, *range(4, 16))
TREATMENTS = ("spend", "covered_by_activity", "out_of_scope")


class PriceLevels:
    """Price indices and exchange rates, each with the status of its source."""

    def __init__(self, tables: Tables) -> None:
        self.values = {
            (row["series"], int(row["year"])): (Fraction(row["value"]), row["status"])
            for row in tables.shared_rows("price_levels")
        }
        # Of two rows for one year the smallest from_year, whenever it was decided.
        self.choices = {
            (row["series"], int(row["year"])): int(row["from_year"])
            for row in sorted(
                tables.rows("price_level_choices"), key=lambda row: -int(row["from_year"])
            )
        }

    def find(self, series: str, year: int | None) -> Level | None:
        """Return the value of a year, else that of the year which a judgement lets stand for it."""
        if year is None:
            return None
        chosen = self.choices.get((series, year), year)
        return self.values.get((series, year)) or self.values.get((series, chosen))

    def index(self, year: int | None) -> Level | None:
        """Return the Dutch price index of a year."""
        return self.find("cpi_nl_1962_100", year)

    def rate(self, currency: str, year: int | None) -> Level | None:
        """Return how much of a currency a euro was worth in a year."""
        return self.find(f"{currency}_per_eur_yearly_average", year)


@dataclass(frozen=True)
class Entry:
    """One ledger line with what its account and its category say of it."""

    row: dict[str, str]
    line: Line
    treatment: str
    spend_category: str
    category: dict[str, str]
    price_level_year: int | None

    @property
    def ghg_category(self) -> int | None:
        """The category of scope 3 that the line is spent on."""
        return int(self.category["ghg_category"]) if self.category else None

    @property
    def reported_ghg_category(self) -> int | None:
        """The category under which the company itself reports it."""
        text = self.category.get("reported_ghg_category")
        return int(text) if text and 1 <= int(text) <= 15 else self.ghg_category


class Ledger:
    """The ledger of one company; `entries` by line_id and occurrence."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.prices = PriceLevels(tables)
        self.subcontractors = {
            row["supplier_id"]
            for row in tables.rows("suppliers")
            if row["is_subcontractor"].lower() == "true"
        }

    @cached_property
    def accounts(self) -> dict[str, list[dict[str, str]]]:
        """The rows of each account: one, or nobody knows which of them holds."""
        found: dict[str, list[dict[str, str]]] = {}
        for row in self.tables.rows("ledger_accounts"):
            found.setdefault(row["account_code"], []).append(row)
        return found

    @cached_property
    def entries(self) -> dict[tuple[str, int], Entry]:
        """Every delivered ledger line."""
        rows = self.tables.first_rows(
            "ledger_entries", numbers=("amount", "vat_amount"), dates=("booking_date",)
        )
        booked = {
            row["line_id"]: read_day(row["booking_date"])
            for occurrence, row in rows
            if occurrence == 1
        }
        return {
            (row["line_id"], occurrence): self._entry(occurrence, row, booked)
            for occurrence, row in rows
        }

    def category(self, name: str, year: int | None) -> dict[str, str]:
        """Return the row of a spend category for a year of booking, empty where none holds.

        A row holds from its first year until the next row begins or its last year is over; of two
        that begin together the last decision holds.
        """
        begun = [
            row
            for row in self.tables.rows("spend_categories")
            if row["spend_category"] == name
            and (not row["valid_from_year"] or (year and int(row["valid_from_year"]) <= year))
        ]
        begun.sort(key=lambda row: (row["edition_id"], row["factor_key"]), reverse=True)
        begun.sort(key=lambda row: row["decided_on"])
        row = max(reversed(begun), key=lambda row: int(row["valid_from_year"] or 0), default={})
        is_over = row and row["valid_to_year"] and (not year or int(row["valid_to_year"]) < year)
        return {} if is_over else row

    def of(self, line: Line) -> Entry:
        """Return the entry of a line."""
        return self.entries[line.line_id, line.occurrence]

    def _entry(self, occurrence: int, row: dict[str, str], booked: dict[str, date | None]) -> Entry:
        when = read_day(row["booking_date"])
        credited = booked.get(row["credits_line_id"]) if row["credits_line_id"] else None
        level = credited or when
        accounts = self.accounts.get(row["account_code"], [])
        treatment = accounts[0]["treatment"].lower() if len(accounts) == 1 else ""
        treatment = treatment if treatment in TREATMENTS else ""
        spend_category = accounts[0]["spend_category"] if len(accounts) == 1 else ""
        is_spend = treatment == "spend"
        category = self.category(spend_category, when.year if when else None) if is_spend else {}
        is_spent = bool(category) and int(category["ghg_category"]) in SPEND_CATEGORIES
        amount = self._amount_eur(row, when)
        if not accounts:
            unreadable = "account_not_mapped"
        elif len(accounts) > 1:
            unreadable = "account_mapped_twice"
        elif not treatment:
            unreadable = "account_without_treatment"
        elif is_spend and not is_spent:
            unreadable = "spend_category_unknown"
        elif read_number(row["amount"]) is None:
            unreadable = "quantity_unreadable"
        elif amount is None:
            unreadable = "currency_without_rate"
        else:
            unreadable = "" if when else "date_unreadable"
        line = Line(
            "ledger_entries",
            row["line_id"],
            f"spend_{int(category['ghg_category']):02d}" if is_spent else "",
            amount,
            when,
            when,
            entity=row["entity_id"],
            unit="eur",
            document=row["source_document"],
            supplier=row["supplier_id"],
            amount=amount,
            occurrence=occurrence,
            unreadable=unreadable,
        )
        return Entry(row, line, treatment, spend_category, category, level.year if level else None)

    def _amount_eur(self, row: dict[str, str], when: date | None) -> int | None:
        """Return the amount in micro-euros, at the average rate of the year of booking."""
        amount, currency = read_number(row["amount"]), row["currency"].lower()
        if amount is None or currency in ("", "eur"):
            return amount
        rate = self.prices.rate(currency, when.year if when else None)
        return half_up(Fraction(amount) / rate[0]) if rate else None
