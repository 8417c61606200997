"""The same work in polars: lazy, on its streaming engine."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from bench.ways.answer import KEYS, Answer, canonical
from bench.ways.lookups import (
    DAY,
    FIRST_DAY,
    FOR_EVER,
    FUEL,
    LAST_DAY,
    LEDGER,
    MOMENT,
    NEEDS_PROOF,
    NUMBER,
    WITHOUT_PROOF,
    Lookups,
)
from bench.ways.tables import COLUMNS, flatten

MILLION = pl.lit(1_000_000, dtype=pl.Int128)
TYPES = {"text": pl.String, "bigint": pl.Int64, "boolean": pl.Boolean, "date": pl.Date}
FAR = pl.lit(FOR_EVER)


def answer(landing: Path, lookups: Lookups) -> Answer:
    """Answer with two lazy queries.

    Args:
        landing: the folder with one folder per extract.
        lookups: the small tables.
    """
    tables = _tables(lookups)
    both = pl.concat([_fuel(landing, tables, lookups), _ledger(landing, tables, lookups)])
    return canonical(both.collect(engine="streaming").rows())


def _fuel(landing: Path, tables: dict[str, pl.LazyFrame], lookups: Lookups) -> pl.LazyFrame:
    lines = _cells(
        landing,
        FUEL,
        "line_id delivery_id source_file source_row entity_id vehicle_id transacted_at product quantity"
        " unit amount_eur odometer_km sustainability_proof_id",
    )
    lines = lines.with_columns(
        quantity_micro=_micro("quantity"),
        day=_day(pl.col("transacted_at").str.slice(0, 10), pl.col("transacted_at"), MOMENT),
    ).with_columns(
        unread=_unread("quantity", pl.col("quantity_micro").is_null())
        + _unread("amount_eur", ~_matches("amount_eur", NUMBER))
        + _unread("odometer_km", ~_matches("odometer_km", NUMBER))
        + _unread("transacted_at", pl.col("day").is_null()),
    )
    lines = _numbered(lines)
    lines = (
        lines.with_columns(spelling=pl.col("product").str.to_lowercase())
        .join(tables["products"], on="spelling", how="left", maintain_order="none")
        .join(tables["vehicles"], on="vehicle_id", how="left", maintain_order="none")
        .filter(_holds())
        .with_columns(
            activity_type=pl.when(
                pl.col("product_type").is_in(NEEDS_PROOF)
                & pl.col("sustainability_proof_id").is_null()
            )
            .then(pl.lit(WITHOUT_PROOF))
            .otherwise(pl.col("product_type")),
            entity_id=pl.coalesce("entity_id", "vehicle_entity"),
            spelling=pl.col("unit").str.to_lowercase(),
            year=pl.col("day").dt.year().cast(pl.Int64),
        )
        .drop("first", "last")
        .join(tables["units"], on=["activity_type", "spelling"], how="left", maintain_order="none")
        .with_columns(quantity=_times("quantity_micro", "unit"))
    )
    lines = _placed(lines, tables).with_columns(
        claim_reason=pl.when(pl.col("activity_type").is_null())
        .then(pl.lit("unknown_type"))
        .when(pl.col("quantity_micro").is_null())
        .then(pl.lit("quantity_unreadable"))
        .when(pl.col("unit_by").is_null())
        .then(pl.lit("unknown_unit"))
        .when(pl.col("day").is_null())
        .then(pl.lit("date_unreadable"))
        .when(pl.col("occurrence") > 1)
        .then(pl.lit("line_delivered_before"))
        .when(pl.col("is_outside"))
        .then(pl.lit("entity_outside_boundary"))
        .when(_excluded(lookups))
        .then(pl.lit("excluded_by_judgement"))
        .otherwise(pl.lit("only_source"))
    )
    return _summed(
        lines.join(
            tables["fuel_factors"], on=["activity_type", "year"], how="left", maintain_order="none"
        ).with_columns(
            extract_name=pl.lit(FUEL),
            spend_category=pl.lit(None, dtype=pl.String),
            kg=_times("quantity", "factor"),
        )
    )


def _ledger(landing: Path, tables: dict[str, pl.LazyFrame], lookups: Lookups) -> pl.LazyFrame:
    lines = _cells(
        landing,
        LEDGER,
        "line_id delivery_id source_file source_row entity_id booking_date account_code amount currency"
        " vat_amount credits_line_id",
    )
    lines = lines.with_columns(
        amount_micro=_micro("amount"),
        day=_day(pl.col("booking_date"), pl.col("booking_date"), DAY),
        currency=pl.col("currency").fill_null("eur").str.to_lowercase(),
    ).with_columns(
        year=pl.col("day").dt.year().cast(pl.Int64),
        unread=_unread("amount", pl.col("amount_micro").is_null())
        + _unread("vat_amount", ~_matches("vat_amount", NUMBER))
        + _unread("booking_date", pl.col("day").is_null()),
    )
    lines = _numbered(lines)
    credited = lines.filter(
        (pl.col("occurrence") == 1) & pl.col("line_id").is_not_null() & pl.col("year").is_not_null()
    ).select(credits_line_id="line_id", credited_year="year")
    lines = (
        lines.join(tables["accounts"], on="account_code", how="left", maintain_order="none")
        .with_columns(
            spend_key=pl.when(pl.col("treatment") == "spend").then(pl.col("spend_category")),
            year_key=pl.col("year").fill_null(0),
        )
        .join(
            tables["spend_years"],
            left_on=["spend_key", "year_key"],
            right_on=["spend_category", "year"],
            how="left",
            maintain_order="none",
        )
        .join(tables["rates"], on=["currency", "year"], how="left", maintain_order="none")
        .join(credited, on="credits_line_id", how="left", maintain_order="none")
        .with_columns(
            price_level_year=pl.coalesce("credited_year", "year"),
            quantity=pl.when(pl.col("currency") == "eur")
            .then(pl.col("amount_micro"))
            .otherwise(_times("amount_micro", "currency")),
        )
    )
    covered = pl.col("treatment") == "covered_by_activity"
    lines = _placed(lines, tables).with_columns(
        claim_reason=pl.when(pl.col("mapping_count").is_null())
        .then(pl.lit("account_not_mapped"))
        .when(pl.col("mapping_count") > 1)
        .then(pl.lit("account_mapped_twice"))
        .when(pl.col("treatment").is_null())
        .then(pl.lit("account_without_treatment"))
        .when((pl.col("treatment") == "spend") & pl.col("activity_type").is_null())
        .then(pl.lit("spend_category_unknown"))
        .when(pl.col("amount_micro").is_null())
        .then(pl.lit("quantity_unreadable"))
        .when(pl.col("quantity").is_null() & pl.col("day").is_not_null())
        .then(pl.lit("currency_without_rate"))
        .when(pl.col("quantity").is_null())
        .then(pl.lit("quantity_unreadable"))
        .when(pl.col("day").is_null())
        .then(pl.lit("date_unreadable"))
        .when(pl.col("occurrence") > 1)
        .then(pl.lit("line_delivered_before"))
        .when(pl.col("is_outside"))
        .then(pl.lit("entity_outside_boundary"))
        .when(pl.col("treatment") == "out_of_scope")
        .then(pl.lit("account_out_of_scope"))
        .when(_excluded(lookups))
        .then(pl.lit("excluded_by_judgement"))
        .when(covered)
        .then(pl.lit("covered_by_activity_data"))
        .otherwise(pl.lit("only_source"))
    )
    stepped = lines.join(
        tables["spend_steps"],
        on=["category_row", "price_level_year"],
        how="left",
        maintain_order="none",
    ).with_columns(extract_name=pl.lit(LEDGER), kg=pl.col("quantity"))
    for step in ("index", "rate", "basis", "kg"):
        stepped = stepped.with_columns(kg=_times("kg", step))
    return _summed(stepped)


def _tables(lookups: Lookups) -> dict[str, pl.LazyFrame]:
    """The small tables; what only DuckDB's decimals need is left out."""
    frames = {}
    for name, rows in flatten(lookups).items():
        schema = {column: TYPES[kind] for column, kind in COLUMNS[name].items() if kind in TYPES}
        frames[name] = pl.LazyFrame(
            [{column: row[column] for column in schema} for row in rows], schema=schema
        )
    return frames


def _cells(landing: Path, extract: str, columns: str) -> pl.LazyFrame:
    scanned = pl.scan_parquet(landing / extract / "*" / "*.parquet", hive_partitioning=False)
    trimmed = [pl.col(column).str.strip_chars(" ") for column in columns.split()]
    return scanned.select(pl.when(cell != "").then(cell) for cell in trimmed)


def _matches(column: str, pattern: str) -> pl.Expr:
    return pl.col(column).str.contains(f"^(?:{pattern})$")


def _micro(column: str) -> pl.Expr:
    """Read a number strictly, rounded half away from zero to whole micro-units."""
    read = pl.when(_matches(column, NUMBER)).then(pl.col(column)).cast(pl.Decimal(38, 20))
    return (read.round(6, mode="half_away_from_zero") * 1_000_000).cast(pl.Int128)


def _day(day: pl.Expr, cell: pl.Expr, pattern: str) -> pl.Expr:
    read = pl.when(cell.str.contains(f"^(?:{pattern})$")).then(
        day.str.to_date("%Y-%m-%d", strict=False)
    )
    return pl.when(read.is_between(pl.lit(FIRST_DAY), pl.lit(LAST_DAY))).then(read)


def _unread(column: str, is_unread: pl.Expr) -> pl.Expr:
    return (pl.col(column).is_not_null() & is_unread).fill_null(False).cast(pl.Int64)


def _numbered(lines: pl.LazyFrame) -> pl.LazyFrame:
    """Number the lines of one line_id. Few have more than one, so only those are sorted."""
    twice = (
        lines.filter(pl.col("line_id").is_not_null())
        .group_by("line_id")
        .agg(pl.len().alias("times"))
        .filter(pl.col("times") > 1)
        .select("line_id")
    )
    once = lines.join(twice, on="line_id", how="anti", maintain_order="none")
    again = (
        lines.join(twice, on="line_id", how="semi", maintain_order="none")
        .with_columns(row_length=pl.col("source_row").str.len_chars())
        .sort("unread", "delivery_id", "source_file", "row_length", "source_row", nulls_last=True)
        .with_columns(occurrence=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("line_id"))
        .drop("row_length")
    )
    return pl.concat([once.with_columns(occurrence=pl.lit(1, dtype=pl.Int64)), again])


def _holds() -> pl.Expr:
    """Of the periods of a key the one that holds the day; a key without periods keeps its line."""
    return pl.col("first").is_null() | pl.col("day").fill_null(FAR).is_between(
        pl.col("first"), pl.col("last")
    )


def _placed(lines: pl.LazyFrame, tables: dict[str, pl.LazyFrame]) -> pl.LazyFrame:
    """Add whether the line falls outside the boundary of its entity."""
    joined = lines.join(tables["entities"], on="entity_id", how="left", maintain_order="none")
    day = pl.col("day")
    return joined.filter(_holds()).with_columns(
        is_outside=~pl.col("is_inside").fill_null(True)
        | (day < pl.col("inside_from")).fill_null(False)
        | (day > pl.col("inside_to")).fill_null(False)
    )


def _excluded(lookups: Lookups) -> pl.Expr:
    is_excluded = pl.lit(False)
    for name, first, last in lookups.exclusions:
        is_excluded = is_excluded | (
            (pl.col("activity_type") == name)
            & pl.col("day").is_between(pl.lit(first), pl.lit(last))
        ).fill_null(False)
    return is_excluded


def _times(amount: str, fraction: str) -> pl.Expr:
    """Multiply micro-units with a whole fraction, rounded half away from zero."""
    times, below = (
        pl.col(f"{fraction}_times").cast(pl.Int128),
        pl.col(f"{fraction}_by").cast(pl.Int128),
    )
    absolute = (pl.col(amount).abs() * times * 2 + below) // (below * 2)
    return pl.when(pl.col(amount) < 0).then(absolute * -1).otherwise(absolute)


def _summed(lines: pl.LazyFrame) -> pl.LazyFrame:
    reason = pl.col("claim_reason")
    counted = reason == "only_source"
    status = (
        pl.when(counted)
        .then(pl.lit("counted"))
        .when(reason.is_in(["line_delivered_before", "covered_by_activity_data"]))
        .then(pl.lit("superseded"))
        .when(reason.is_in(["entity_outside_boundary", "account_out_of_scope"]))
        .then(pl.lit("out_of_scope"))
        .when(reason == "excluded_by_judgement")
        .then(pl.lit("excluded"))
        .otherwise(pl.lit("unreadable"))
    )
    return (
        lines.with_columns(claim_status=status, month=pl.col("day").dt.truncate("1mo"))
        .group_by(KEYS)
        .agg(
            pl.len().cast(pl.Int64).alias("lines"),
            pl.col("quantity").sum(),
            pl.col("kg").filter(counted).sum(),
        )
    )
