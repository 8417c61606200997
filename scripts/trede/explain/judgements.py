"""What was decided, mapped or evidenced, and which lines it touches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import duckdb

from trede.explain.model import Judgement
from trede.explain.warehouse import Row, one_of
from trede.warehouse import rows

Key = tuple[Any, ...]

#: Activity types of power that have no location: their contract goes by the place of charging.
CHARGING_PLACES = {"ev_charging_home": "home", "ev_charging_public": "public"}


def plain(value: object) -> str:
    """Write a value as text, a decimal without its trailing zeros."""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return "" if value is None else str(value)


def _said(*values: object) -> str:
    """Join what is there."""
    return " ".join(text for text in map(plain, values) if text)


def _holds(row: Row, start: Any, end: Any) -> bool:  # noqa: ANN401  # dates or years
    """Whether the validity of a row touches the period from start to end."""
    first, last = row.get("valid_from"), row.get("valid_to")
    return (first is None or end is None or first <= end) and (
        last is None or start is None or last >= start
    )


class Judgements:
    """The judgements, mappings and evidence of a set of parts, numbered in order of first use.

    Args:
        connection: the warehouse.
        parts: rows with activity_id, extract_name, line_id, occurrence, reporting_year,
            activity_type, location_id, period_start, period_end, supply_lot, estimation_method,
            claim_reason and is_chosen_edition.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, parts: Sequence[Row]) -> None:
        self._connection = connection
        self._used: dict[Key, Judgement] = {}
        self._tables: dict[str, list[Row]] = {}
        ledger = sorted(
            {row["line_id"] for row in parts if row["extract_name"] == "ledger_entries"}
        )
        power = sorted({row["activity_id"] for row in parts})
        self._spend = self._by(
            ("line_id", "occurrence"),
            "select line_id, occurrence, reporting_year, spend_category, account_code, travel_eur, "
            "price_level_year, factor_price_year, factor_currency, price_index_of_factor, "
            "exchange_rate from audit.fct_spend_emissions",
            "line_id",
            ledger,
        )
        self._power = self._by(
            ("activity_id",),
            "select activity_id, contract_product, contract_supplier_id "
            "from intermediate.int_power_parts",
            "activity_id",
            power,
        )

    def _by(
        self, columns: tuple[str, ...], sql: str, wanted: str, values: list[str]
    ) -> dict[Key, Row]:
        """Read rows by key where a column is one of these values."""
        if not values:
            return {}
        condition, parameters = one_of(wanted, values, "value")
        return {
            tuple(row[column] for column in columns): row
            for row in rows(self._connection, f"{sql} where {condition}", parameters)
        }

    def _table(self, name: str) -> list[Row]:
        """Read a small table once."""
        if name not in self._tables:
            self._tables[name] = rows(self._connection, f"select * from {name}")  # noqa: S608
        return self._tables[name]

    @property
    def used(self) -> tuple[Judgement, ...]:
        """Those that touched a part, in order of first use."""
        return tuple(self._used.values())

    def spend_category(self, part: Row) -> tuple[str, str, str] | None:
        """Return the spend category of a ledger line with its Dutch and English name."""
        spend = self._spend.get((part["line_id"], part["occurrence"]))
        if part["extract_name"] != "ledger_entries" or spend is None or not spend["spend_category"]:
            return None
        return self.named_category(spend["spend_category"])

    def named_category(self, code: str) -> tuple[str, str, str]:
        """Return a spend category with its Dutch and English name."""
        for row in self._table("staging.stg_spend_categories"):
            if row["spend_category"] == code:
                return code, row["name_nl"] or code, row["name_en"] or code
        return code, code, code

    def _use(self, key: Key, make: Callable[[], Row | None]) -> str | None:
        """Return the reference of a judgement; make it when it is met for the first time."""
        if key not in self._used:
            made = make()
            if made is None:
                return None
            self._used[key] = Judgement(
                ref=f"J{len(self._used) + 1}",
                file=made["file"],
                key=made["key"],
                value=made["value"],
                reason=made.get("reason"),
                decided_by=made.get("decided_by"),
                decided_on=made.get("decided_on"),
            )
        return self._used[key].ref

    def refs(self, part: Row) -> tuple[str, ...]:
        """Return the references of what touched a part."""
        return self.refs_of_kind(
            part,
            self._spend.get((part["line_id"], part["occurrence"])),
            self._power.get((part["activity_id"],)),
        )

    def refs_of_kind(self, part: Row, spend: Row | None, contract: Row | None) -> tuple[str, ...]:
        """Return the references of what touched a part, or all parts of a kind.

        Args:
            part: a row as the class takes them.
            spend: of a ledger line, what fct_spend_emissions says of its account, category and prices.
            contract: of power, the product and supplier of its contract.
        """
        found: list[str | None] = []
        if part["extract_name"] == "ledger_entries":
            found += self._of_spend(spend)
        elif part.get("is_chosen_edition") and part["extract_name"] != "purchases_physical":
            found.append(self._factor_choice(part["reporting_year"], part["activity_type"]))
        if part["estimation_method"]:
            found += self._estimates(part)
        if contract is not None and part["supply_lot"] != "grid":
            found += self._of_power(part, contract)
        if part["extract_name"] == "subcontractor_travel" and part["claim_status"] == "counted":
            found.append(self._chain_boundary(part["reporting_year"]))
        if part["claim_reason"] == "excluded_by_judgement":
            found += self.exclusions(part)
        return tuple(dict.fromkeys(ref for ref in found if ref))

    def _factor_choice(self, year: int, activity_type: str) -> str | None:
        """Return the choice of an edition for an activity type and year."""

        def make() -> Row | None:
            for row in self._table("intermediate.int_edition_choices"):
                if (row["reporting_year"], row["activity_type"], row["is_chosen"]) == (
                    year,
                    activity_type,
                    True,
                ):
                    return {
                        "file": "judgements/factor_choices",
                        "key": f"{year} {activity_type}",
                        "value": row["edition_id"],
                        "reason": row["choice_reason"],
                        "decided_by": row["choice_decided_by"],
                        "decided_on": row["choice_decided_on"],
                    }
            return None

        return self._use(("factor_choices", year, activity_type), make)

    def _estimates(self, part: Row) -> list[str | None]:
        """Return the estimates that a quantity rests on: those of its location lead."""
        of_method = [
            row
            for row in self._table("staging.stg_estimates")
            if row["estimation_method"] == part["estimation_method"]
        ]
        of_location = [row for row in of_method if row["location_id"] == part["location_id"]]
        return [
            self._use(
                ("estimates", row["estimation_method"], row["location_id"], row["valid_from"]),
                lambda row=row: {
                    "file": "judgements/estimates",
                    "key": row["estimation_method"],
                    "value": _said(row["method"], "=", row["value"], row["unit"]),
                    **_decision(row),
                },
            )
            for row in of_location or of_method
            if _holds(row, part["period_start"], part["period_end"])
        ]

    def _of_spend(self, spend: Row | None) -> list[str | None]:
        """Return the mapping of the account, the spend category, and prices that were carried."""
        if spend is None:
            return []
        found: list[str | None] = [
            self._use(
                ("ledger_accounts", row["account_code"], row["treatment"], row["spend_category"]),
                lambda row=row: {
                    "file": "mappings/ledger_accounts",
                    "key": _said(row["account_code"], row["name"]),
                    "value": _said(
                        row["treatment_text"], row["spend_category"] or row["activity_category"]
                    ),
                    "reason": row["reason"],
                },
            )
            for row in self._table("staging.stg_ledger_accounts")
            if row["account_code"] == spend["account_code"]
        ]
        year = spend["reporting_year"]
        for row in self._table("staging.stg_spend_categories"):
            years = {"valid_from": row["valid_from_year"], "valid_to": row["valid_to_year"]}
            if row["spend_category"] == spend["spend_category"] and _holds(years, year, year):
                found.append(
                    self._use(
                        ("spend_categories", row["spend_category"], row["valid_from_year"]),
                        lambda row=row: {
                            "file": "judgements/spend_categories",
                            "key": row["spend_category"],
                            "value": _said(row["edition_id"], row["factor_key"]),
                            **_decision(row),
                        },
                    )
                )
        for series, wanted in _series(spend):
            found += self._price_levels(series, wanted)
        if spend["travel_eur"]:
            found.append(self._chain_boundary(year))
        return found

    def _price_levels(self, series: str, year: int) -> list[str | None]:
        """Return the judgement that carries an index or a rate from another year."""
        carried = {
            (row["series"], row["price_year"]): row["from_year"]
            for row in self._table("intermediate.int_price_levels")
            if row["from_year"] != row["price_year"]
        }
        return [
            self._use(
                ("price_level_choices", series, year),
                lambda row=row: {
                    "file": "judgements/price_level_choices",
                    "key": f"{series} {year}",
                    "value": str(row["from_year"]),
                    **_decision(row),
                },
            )
            for row in self._table("staging.stg_price_level_choices")
            if (row["series"], row["year"]) == (series, year)
            and carried.get((series, year)) == row["from_year"]
        ]

    def _of_power(self, part: Row, contract: Row) -> list[str | None]:
        """Return the certificate or the contract that supplies the kWh, and the supplier's label."""
        kind, _, which = (part["supply_lot"] or "").partition("|")
        if kind == "certificate":
            return [self._certificate(which)]
        place = CHARGING_PLACES.get(part["activity_type"])
        found = [
            self._use(
                ("power_contracts", *(row[name] for name in _CONTRACT)),
                lambda row=row: {
                    "file": "mappings/power_contracts",
                    "key": _said(row["location_id"], row["charging_place_text"]),
                    "value": _said(
                        row["product_text"],
                        row["supplier_id"],
                        _period(row["valid_from"], row["valid_to"]),
                    ),
                },
            )
            for row in self._table("staging.stg_power_contracts")
            if row["product"] == contract["contract_product"]
            and row["supplier_id"] == contract["contract_supplier_id"]
            and (
                row["location_id"] == part["location_id"]
                if row["location_id"]
                else row["charging_place"] == place
            )
            and _holds(row, part["period_start"], part["period_end"])
        ]
        if which == "label":
            found += self._label(contract["contract_supplier_id"], part["reporting_year"])
        return found

    def _certificate(self, line_id: str) -> str | None:
        """Return the certificate that covers a lot."""

        def make() -> Row | None:
            for row in self._table("staging.stg_power_certificates"):
                if row["line_id"] == line_id and row["occurrence"] == 1:
                    return {
                        "file": "extracts/power_certificates",
                        "key": _said(row["line_id"], row["registry_id"]),
                        "value": _said(
                            row["energy_text"],
                            row["unit"],
                            row["energy_source_text"],
                            row["country"],
                            row["cancelled_on"],
                        ),
                        "reason": row["evidence_reference"],
                    }
            return None

        return self._use(("power_certificates", line_id), make)

    def _label(self, supplier_id: str | None, year: int) -> list[str | None]:
        """Return the supplier's own label of a year."""
        return [
            self._use(
                ("power_labels", row["line_id"]),
                lambda row=row: {
                    "file": "extracts/power_labels",
                    "key": _said(row["supplier_id"], row["year"]),
                    "value": _said(row["kg_co2e_per_kwh"], "kg CO2e per kWh"),
                    "reason": row["source_document"],
                },
            )
            for row in self._table("staging.stg_power_labels")
            if (row["supplier_id"], row["year"], row["occurrence"]) == (supplier_id, year, 1)
        ]

    def _chain_boundary(self, year: int) -> str | None:
        """Return the judgement that lets the chain analysis replace the travel part of the spend."""

        def make() -> Row | None:
            for row in self._table("staging.stg_chain_boundaries"):
                if row["year"] == year and row["boundary_share_pct"] is not None:
                    return {
                        "file": "judgements/chain_boundaries",
                        "key": str(year),
                        "value": _said(row["boundary_share_pct"], "%", row["source"]),
                        **_decision(row),
                    }
            return None

        return self._use(("chain_boundaries", year), make)

    def exclusions(self, part: Row) -> list[str | None]:
        """Return the exclusions of an activity type or of its category, for the period of a part."""
        return [
            self._use(
                ("exclusions", row["source"], row["valid_from"]),
                lambda row=row: {
                    "file": "judgements/exclusions",
                    "key": row["source"],
                    "value": _said(row["estimated_t_co2e"], "t CO2e"),
                    **_decision(row),
                },
            )
            for row in self._table("staging.stg_exclusions")
            if row["source"] in (part["activity_type"], part["activity_category"])
            and _holds(row, part["period_start"], part["period_end"])
        ]


_CONTRACT = ("location_id", "charging_place", "product", "supplier_id", "valid_from")


def _decision(row: Row) -> Row:
    """Return why a judgement was made, by which role and when."""
    return {name: row[name] for name in ("reason", "decided_by", "decided_on")}


def _period(first: object, last: object) -> str:
    """Write a validity."""
    return f"{first or ''}..{last or ''}" if first or last else ""


def _series(spend: Row) -> list[tuple[str, int]]:
    """Return the indices and rates that the steps of a spend line use."""
    used = []
    if spend["price_index_of_factor"] is not None:
        used += [
            ("cpi_nl_1962_100", spend[name]) for name in ("price_level_year", "factor_price_year")
        ]
    if spend["exchange_rate"] is not None:
        used.append(
            (f"{spend['factor_currency']}_per_eur_yearly_average", spend["factor_price_year"])
        )
    return used
