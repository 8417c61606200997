"""The same work in pandas: in memory, on Arrow-backed text."""

from __future__ import annotations

from collections.abc import Iterable
from math import gcd
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

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

TYPES = {"text": "str", "bigint": "Int64", "boolean": "boolean", "date": "datetime64[s]"}
LARGEST = np.iinfo("int64").max


def answer(landing: Path, lookups: Lookups) -> Answer:
    """Answer, one extract after the other.

    Args:
        landing: the folder with one folder per extract.
        lookups: the small tables.
    """
    tables = _tables(lookups)
    rows = [*_fuel(landing, tables, lookups), *_ledger(landing, tables, lookups)]
    return canonical(rows)


def _fuel(landing: Path, tables: dict[str, pd.DataFrame], lookups: Lookups) -> list[tuple]:
    lines = _cells(
        landing,
        FUEL,
        "line_id delivery_id source_file source_row entity_id vehicle_id transacted_at product quantity"
        " unit amount_eur odometer_km sustainability_proof_id",
    )
    lines["micro"] = _micro(lines["quantity"])
    lines["day"] = _day(lines["transacted_at"], MOMENT)
    lines["unread"] = (
        (lines["quantity"].notna() & lines["micro"].isna()).astype("int64")
        + (lines["amount_eur"].notna() & ~_matches(lines["amount_eur"], NUMBER))
        + (lines["odometer_km"].notna() & ~_matches(lines["odometer_km"], NUMBER))
        + (lines["transacted_at"].notna() & lines["day"].isna())
    )
    lines["occurrence"] = _occurrence(lines)
    lines["spelling"] = lines["product"].str.lower()
    lines = lines.merge(tables["products"], on="spelling", how="left")
    lines = _in_time(lines, tables["vehicles"], "vehicle_id")
    unproved = lines["product_type"].isin(NEEDS_PROOF) & lines["sustainability_proof_id"].isna()
    lines["activity_type"] = lines["product_type"].mask(unproved, WITHOUT_PROOF)
    lines["entity_id"] = lines["entity_id"].fillna(lines["vehicle_entity"])
    lines["spelling"] = lines["unit"].str.lower()
    lines["year"] = lines["day"].dt.year.astype("Int64")
    lines = _merge(lines, tables["units"], ["activity_type", "spelling"])
    lines["amount"] = _times(lines, "micro", "unit")
    lines = _placed(lines, tables)
    lines["claim_reason"] = _first_of(
        {
            "unknown_type": lines["activity_type"].isna(),
            "quantity_unreadable": lines["micro"].isna(),
            "unknown_unit": lines["unit_by"].isna(),
            "date_unreadable": lines["day"].isna(),
            "line_delivered_before": lines["occurrence"] > 1,
            "entity_outside_boundary": lines["is_outside"],
            "excluded_by_judgement": _excluded(lines, lookups),
        }
    )
    lines = _merge(lines, tables["fuel_factors"], ["activity_type", "year"])
    lines["kg"] = _times(lines, "amount", "factor")
    return _summed(lines.assign(extract_name=FUEL, spend_category=None))


def _ledger(landing: Path, tables: dict[str, pd.DataFrame], lookups: Lookups) -> list[tuple]:
    lines = _cells(
        landing,
        LEDGER,
        "line_id delivery_id source_file source_row entity_id booking_date account_code amount currency"
        " vat_amount credits_line_id",
    )
    lines["micro"] = _micro(lines["amount"])
    lines["day"] = _day(lines["booking_date"], DAY)
    lines["currency"] = lines["currency"].fillna("eur").str.lower()
    lines["year"] = lines["day"].dt.year.astype("Int64")
    lines["unread"] = (
        (lines["amount"].notna() & lines["micro"].isna()).astype("int64")
        + (lines["vat_amount"].notna() & ~_matches(lines["vat_amount"], NUMBER))
        + (lines["booking_date"].notna() & lines["day"].isna())
    )
    lines["occurrence"] = _occurrence(lines)
    first = lines[(lines["occurrence"] == 1) & lines["line_id"].notna()]
    credited = first.set_index("line_id")["year"]
    lines = lines.drop(columns="amount").merge(tables["accounts"], on="account_code", how="left")
    lines["year_key"] = lines["year"].fillna(0)
    spend_years = tables["spend_years"].rename(
        columns={"spend_category": "spend_key", "year": "year_key"}
    )
    lines["spend_key"] = lines["spend_category"].where(lines["treatment"] == "spend")
    lines = _merge(lines, spend_years, ["spend_key", "year_key"])
    lines = _merge(lines, tables["rates"], ["currency", "year"])
    lines["price_level_year"] = lines["credits_line_id"].map(credited).astype("Int64")
    lines["price_level_year"] = lines["price_level_year"].fillna(lines["year"])
    in_euros = lines["currency"] == "eur"
    lines["amount"] = lines["micro"].where(in_euros, _times(lines, "micro", "currency"))
    lines = _placed(lines, tables)
    spend = lines["treatment"] == "spend"
    lines["claim_reason"] = _first_of(
        {
            "account_not_mapped": lines["mapping_count"].isna(),
            "account_mapped_twice": lines["mapping_count"].fillna(0) > 1,
            "account_without_treatment": lines["treatment"].isna(),
            "spend_category_unknown": spend & lines["activity_type"].isna(),
            "quantity_unreadable": lines["micro"].isna()
            | (lines["amount"].isna() & lines["day"].isna()),
            "currency_without_rate": lines["amount"].isna(),
            "date_unreadable": lines["day"].isna(),
            "line_delivered_before": lines["occurrence"] > 1,
            "entity_outside_boundary": lines["is_outside"],
            "account_out_of_scope": lines["treatment"] == "out_of_scope",
            "excluded_by_judgement": _excluded(lines, lookups),
            "covered_by_activity_data": lines["treatment"] == "covered_by_activity",
        }
    )
    lines = _merge(lines, tables["spend_steps"], ["category_row", "price_level_year"])
    lines["kg"] = lines["amount"]
    for step in ("index", "rate", "basis", "kg"):
        lines["kg"] = _times(lines, "kg", step)
    return _summed(lines.assign(extract_name=LEDGER))


def _tables(lookups: Lookups) -> dict[str, pd.DataFrame]:
    """The small tables; what only DuckDB's decimals need is left out."""
    frames = {}
    for name, rows in flatten(lookups).items():
        kinds = {column: TYPES[kind] for column, kind in COLUMNS[name].items() if kind in TYPES}
        frames[name] = pd.DataFrame(
            {
                column: pd.Series([row[column] for row in rows], dtype=kind)
                for column, kind in kinds.items()
            }
        )
    return frames


def _cells(landing: Path, extract: str, columns: str) -> pd.DataFrame:
    files = sorted((landing / extract).glob("*/*.parquet"))
    read = pa.concat_tables(
        pq.ParquetFile(file).read(columns=columns.split()) for file in files
    ).to_pandas()
    for column in read.columns:
        trimmed = read[column].str.strip(" ")
        read[column] = trimmed.where(trimmed != "")
    return read


def _matches(cells: pd.Series, pattern: str) -> pd.Series:
    return cells.str.fullmatch(pattern).fillna(False).astype(bool)


def _micro(cells: pd.Series) -> pd.Series:
    """Read numbers strictly, rounded half away from zero to whole micro-units."""
    readable = cells.where(_matches(cells, NUMBER))
    texts = pa.array(readable.to_numpy(dtype=object, na_value=None), type=pa.string())
    read = pc.round(pc.cast(texts, pa.decimal128(38, 20)), 6, round_mode="half_towards_infinity")
    # The 128 bits of a decimal of six digits are its micro-units; a billion of them fits in 64.
    micro = pc.cast(read, pa.decimal128(19, 6))
    low = np.frombuffer(micro.buffers()[1], dtype="<i8")[::2][: len(micro)]
    return pd.Series(low, index=cells.index).astype("Int64").mask(readable.isna())


def _day(cells: pd.Series, pattern: str) -> pd.Series:
    texts = cells.where(_matches(cells, pattern)).str.slice(0, 10)
    days = pd.to_datetime(texts, format="%Y-%m-%d", errors="coerce").astype("datetime64[s]")
    return days.where(days.between(pd.Timestamp(FIRST_DAY), pd.Timestamp(LAST_DAY)))


def _occurrence(lines: pd.DataFrame) -> pd.Series:
    """Number the lines of one line_id. Few have more than one, so only those are sorted."""
    occurrence = pd.Series(1, index=lines.index)
    again = lines[lines["line_id"].notna() & lines.duplicated("line_id", keep=False)]
    ordered = again.assign(row_length=again["source_row"].str.len()).sort_values(
        ["unread", "delivery_id", "source_file", "row_length", "source_row"], na_position="last"
    )
    numbers = ordered.groupby("line_id", sort=False).cumcount() + 1
    occurrence.loc[numbers.index] = numbers
    return occurrence


def _merge(lines: pd.DataFrame, table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Join a small table; unlike SQL, pandas would find an empty key in it, but none has one."""
    return lines.merge(table, on=keys, how="left")


def _in_time(lines: pd.DataFrame, periods: pd.DataFrame, key: str) -> pd.DataFrame:
    """Of the periods of a key the one that holds the day; a key without periods keeps its line."""
    far = pd.Timestamp(FOR_EVER)
    joined = lines.merge(periods, on=key, how="left")
    day = joined["day"].fillna(far)
    holds = joined["first"].isna() | ((day >= joined["first"]) & (day <= joined["last"]))
    return joined[holds].drop(columns=["first", "last"]).reset_index(drop=True)


def _placed(lines: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Add whether the line falls outside the boundary of its entity."""
    joined = _in_time(lines, tables["entities"], "entity_id")
    joined["is_outside"] = (
        ~joined["is_inside"].fillna(True).astype(bool)
        | (joined["day"] < joined["inside_from"])
        | (joined["day"] > joined["inside_to"])
    )
    return joined


def _excluded(lines: pd.DataFrame, lookups: Lookups) -> pd.Series:
    is_excluded = pd.Series(False, index=lines.index)
    for name, first, last in lookups.exclusions:
        within = lines["day"].between(pd.Timestamp(first), pd.Timestamp(last))
        is_excluded |= (lines["activity_type"] == name).fillna(False) & within
    return is_excluded


def _first_of(conditions: dict[str, pd.Series]) -> np.ndarray:
    """The first reason that holds, else only_source."""
    return np.select(
        [condition.fillna(False).to_numpy(dtype=bool) for condition in conditions.values()],
        list(conditions),
        default="only_source",
    )


def _times(lines: pd.DataFrame, amount: str, fraction: str) -> pd.Series:
    """Multiply micro-units with a whole fraction, rounded half away from zero, in 64 bits.

    a x n/d = q x n + r x n/d, with q and r of a by d: neither part outgrows 64 bits.

    Raises:
        OverflowError: one of them would.
    """
    times, below = lines[f"{fraction}_times"], lines[f"{fraction}_by"]
    is_known = (lines[amount].notna() & times.notna()).to_numpy(dtype=bool)
    amounts = lines[amount].fillna(0).to_numpy("int64")
    above, under = times.fillna(1).to_numpy("int64"), below.fillna(1).to_numpy("int64")
    _refuse_overflow(
        np.unique(np.stack([above, under]), axis=1).T.tolist(), int(np.abs(amounts).max(initial=0))
    )
    quotient, rest = np.divmod(np.abs(amounts), under)
    product = quotient * above + (rest * above * 2 + under) // (under * 2)
    return (
        pd.Series(np.where(amounts < 0, -product, product), index=lines.index)
        .astype("Int64")
        .where(is_known)
    )


def _refuse_overflow(fractions: Iterable[list[int]], largest: int) -> None:
    for above, below in fractions:
        if gcd(above, below) != 1:
            raise ValueError(f"{above}/{below} is not in its lowest terms")
        if max(2 * above * below + below, largest // below * above + above) > LARGEST:
            raise OverflowError(f"{largest} micro-units x {above}/{below} does not fit in 64 bits")


def _summed(lines: pd.DataFrame) -> list[tuple]:
    reason = lines["claim_reason"]
    counted = reason == "only_source"
    lines["claim_status"] = np.select(
        [
            counted,
            reason.isin(["line_delivered_before", "covered_by_activity_data"]),
            reason.isin(["entity_outside_boundary", "account_out_of_scope"]),
            reason == "excluded_by_judgement",
        ],
        ["counted", "superseded", "out_of_scope", "excluded"],
        default="unreadable",
    )
    lines["month"] = lines["day"].dt.strftime("%Y-%m-01")
    lines["kg"] = lines["kg"].where(counted)
    grouped = lines.groupby(list(KEYS), dropna=False, observed=True)
    summed = grouped.agg(lines=("micro", "size"), amount=("amount", "sum"), kg=("kg", "sum"))
    return [
        (*(None if pd.isna(key) else key for key in keys), *map(int, amounts))
        for keys, amounts in zip(summed.index, summed.to_numpy().tolist(), strict=True)
    ]
