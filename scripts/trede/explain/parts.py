"""Parts of lines with their steps, made of the rows of audit.rpt_line_trail or fct_activities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import duckdb

from trede.explain.judgements import Judgements, plain
from trede.explain.model import Factor, Part, Step
from trede.explain.warehouse import Row, one_of
from trede.warehouse import rows

#: Columns of a part that stand in the trail under the same name.
_STEPS = (
    *("activity_id", "supply_lot", "extract_name", "line_id", "occurrence", "source_file"),
    *("source_row", "delivered_sha256", "source_document", "entity_id", "activity_type", "month"),
    *("source_quantity", "source_unit", "unit_multiplier", "line_quantity", "days_in_part"),
    *("days_in_period", "month_quantity", "claim_part", "claim_status", "claim_reason"),
    *("claim_group_id", "quantity", "unit", "count_multiplier", "emission_quantity"),
    *("quantity_basis", "estimation_method", "factor_quantity", "factor_quantity_unit"),
    "points_at_person",
)


#: What the steps of a ledger line tell.
_SPEND = (
    *("line_id", "occurrence", "treatment", "factor_value", "currency", "factor_currency"),
    *("price_index_of_factor", "price_index_of_booking", "price_level_year", "factor_price_year"),
    *("vat_amount", "amount", "amount_eur", "counted_eur", "amount_in_price_year_eur"),
    *("amount_in_factor_currency", "exchange_rate", "amount_at_price_basis", "price_basis_ratio"),
    "kg_co2e",
)


def factor_ref(row: Row) -> str | None:
    """Return how an explanation names the factor of a row: edition, key and value.

    The value belongs to it: power of one key has another value for each supplier's label.
    """
    if row["factor_id"] is None:
        return None
    return f"{row['factor_edition_id']}/{row['factor_id']}@{plain(row['wtw_factor_value'])}"


def kg_of(components: Iterable[Row], measure: str, *names: str) -> Decimal | None:
    """Add up the kilograms of the components with these names, or None where there are none."""
    found = [row[measure] for row in components if not names or row["component"] in names]
    return sum(found, Decimal(0)) if found else None


def make_part(
    components: Sequence[Row],
    measure: str,
    details: LineDetails,
    judgements: Judgements,
) -> Part:
    """Make one part of the rows of its components.

    Args:
        components: rows of the trail with the same part and supply lot; without emissions one row
            whose `component` is None.
        measure: column of the kilograms.
        details: what the trail does not say of the lines.
        judgements: those that touch the parts.
    """
    row = components[0]
    label_nl, label_en = details.labels.get(row["activity_type"], (None, None))
    with_kg = [each for each in components if each["component"] is not None]
    return Part(
        **{name: row[name] for name in _STEPS},
        label_nl=label_nl,
        label_en=label_en,
        unit_source=row["unit_reason"],
        line_multiplier=details.line_multiplier(row),
        factor=factor_ref(row) if with_kg else None,
        kg_direct=kg_of(with_kg, measure, "direct"),
        kg_upstream=kg_of(with_kg, measure, "upstream"),
        kg_unsplit=kg_of(with_kg, measure, "unsplit"),
        kg_co2e=kg_of(with_kg, measure),
        spend_steps=details.spend_steps(row),
        judgements=judgements.refs(row),
    )


def activity_labels(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str]]:
    """Return the labels of activity types and of categories, in Dutch and English."""
    found = rows(
        connection,
        "select activity_category as code, label_nl, label_en from reference.activity_categories "
        "union all select activity_type, label_nl, label_en from staging.stg_activity_types",
    )
    return {row["code"]: (row["label_nl"], row["label_en"]) for row in found}


class LineDetails:
    """What the trail leaves to other tables: labels, the steps of euros, the days of commuting.

    Args:
        connection: the warehouse.
        parts: rows with extract_name and line_id.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, parts: Iterable[Row]) -> None:
        self.labels = activity_labels(connection)
        wanted: dict[str, set[str]] = {"ledger_entries": set(), "commuting": set()}
        for row in parts:
            if row["extract_name"] in wanted:
                wanted[row["extract_name"]].add(row["line_id"])
        self._spend = self._read(
            connection,
            f"select {', '.join(_SPEND)} from audit.fct_spend_emissions",  # noqa: S608
            wanted["ledger_entries"],
        )
        self._rates = self._read(
            connection,
            "select line_id, occurrence, currency_rate from intermediate.int_ledger_amounts",
            wanted["ledger_entries"],
        )
        self._commuting = self._read(
            connection,
            "select line_id, occurrence, days from staging.stg_commuting",
            wanted["commuting"],
        )

    @staticmethod
    def _read(
        connection: duckdb.DuckDBPyConnection, sql: str, line_ids: set[str]
    ) -> dict[tuple[str, int], Row]:
        """Read rows by line and occurrence, or nothing where no line is asked for."""
        if not line_ids:
            return {}
        condition, parameters = one_of("line_id", sorted(line_ids), "line_id")
        found = rows(connection, f"{sql} where {condition}", parameters)
        return {(row["line_id"], row["occurrence"]): row for row in found}

    def line_multiplier(self, row: Row) -> Decimal | None:
        """Return what a line itself multiplies with: commuting is there and back on each day."""
        if row["extract_name"] != "commuting":
            return None
        days = self._commuting.get((row["line_id"], row["occurrence"]), {}).get("days")
        return None if days is None else Decimal(2) * days

    def spend_steps(self, row: Row) -> tuple[Step, ...]:
        """Return the six steps of a ledger line, or none for what is no spend that counts."""
        if row["extract_name"] != "ledger_entries" or row["claim_part"] != "main":
            return ()
        spend = self._spend.get((row["line_id"], row["occurrence"]))
        if spend is None or spend["treatment"] != "spend" or spend["factor_value"] is None:
            return ()
        currency = (spend["currency"] or "EUR").upper()
        factor_currency = (spend["factor_currency"] or "").upper()
        index, booked = spend["price_index_of_factor"], spend["price_index_of_booking"]
        years = f"{spend['price_level_year']} > {spend['factor_price_year']}"
        vat = f"VAT {plain(spend['vat_amount'])}" if spend["vat_amount"] else None
        in_eur = []
        if currency != "EUR":
            rate = self._rates.get((row["line_id"], row["occurrence"]), {}).get("currency_rate")
            in_eur.append(f"/ {plain(rate)} {currency} per EUR")
        if spend["counted_eur"] != spend["amount_eur"]:
            in_eur.append(f"of {plain(spend['amount_eur'])} EUR")
        return (
            Step("net_of_vat", spend["amount"], currency, None, vat),
            Step(
                "in_eur",
                spend["counted_eur"],
                "EUR",
                None,
                ", ".join(in_eur) or None,
            ),
            Step(
                "in_price_year",
                spend["amount_in_price_year_eur"],
                "EUR",
                None,
                None if index is None else f"{years}: x {plain(index)} / {plain(booked)}",
            ),
            Step(
                "in_factor_currency",
                spend["amount_in_factor_currency"],
                factor_currency,
                spend["exchange_rate"],
                None if spend["exchange_rate"] is None else str(spend["factor_price_year"]),
            ),
            Step(
                "at_price_basis",
                spend["amount_at_price_basis"],
                factor_currency,
                spend["price_basis_ratio"],
                None,
            ),
            Step("times_factor", spend["kg_co2e"], "kg CO2e", spend["factor_value"], None),
        )


def factors(connection: duckdb.DuckDBPyConnection, used: Iterable[Row]) -> tuple[Factor, ...]:
    """Return the factors of emission rows, each once, with where they were read."""
    by_ref: dict[str, dict[str | None, Row]] = {}
    for row in used:
        ref = factor_ref(row)
        if ref is not None:
            by_ref.setdefault(ref, {}).setdefault(row["component"], row)
    known = {
        (row["factor_edition_id"], row["factor_id"]): row
        for row in rows(
            connection,
            "select factor_edition_id, factor_id, factor_name_nl, source, note "
            "from marts.dim_factors where factor_id in (select unnest(?::varchar[]))",
            [sorted({next(iter(each.values()))["factor_id"] for each in by_ref.values()})],
        )
    }
    result = []
    for ref, components in sorted(by_ref.items()):
        row = next(iter(components.values()))
        printed = known.get((row["factor_edition_id"], row["factor_id"]), {})
        whole = row["wtw_factor_value"]
        upstream = _value(components, "upstream")
        direct = _value(components, "direct")
        if direct is None and upstream is not None:
            direct = whole - upstream
        if upstream is None and direct is not None:
            upstream = whole - direct
        result.append(
            Factor(
                ref=ref,
                edition_id=row["factor_edition_id"],
                factor_id=row["factor_id"],
                name=printed.get("factor_name_nl"),
                wtw_factor_value=whole,
                direct_factor_value=direct,
                upstream_factor_value=upstream,
                unit=row["factor_unit"],
                status=row["factor_status"],
                split_status=row["split_status"],
                split_edition_id=row["split_edition_id"],
                source=printed.get("source"),
                note=printed.get("note"),
            )
        )
    return tuple(result)


def _value(components: dict[str | None, Row], component: str) -> Decimal | None:
    """Return the factor of a component, if it has a row."""
    return components[component]["factor_value"] if component in components else None
