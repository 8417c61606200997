"""Make the expectations on one table: from its contract, and from the previous pack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

import pyarrow as pa
from great_expectations import expectations as gxe
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.row_conditions import Column, Condition

from trede.pack.expectations.contracts import TableContract
from trede.pack.expectations.parameters import LockedYear, Parameters

_HUNDRED = Decimal(100)

Group = tuple[Any, ...]


@dataclass(frozen=True)
class OfGroup:
    """An expectation on one measure of the rows of one group.

    No row condition of GX: to sum decimals, GX 1.24 writes floats over them by the labels of their
    rows, and after a filter those are the labels of other rows (a wrong sum, without an error). So
    the rows are chosen first, and numbered again.
    """

    expectation: Expectation
    measure: str
    keys: tuple[str, ...]
    group: Group


def schema_lines(columns: Mapping[str, str]) -> list[str]:
    """Write columns and types as the values that are compared."""
    return sorted(f"{name} {type_name}" for name, type_name in columns.items())


def contract_expectations(contract: TableContract, there: Iterable[str]) -> list[Expectation]:
    """Return what the contract says of the rows; `there` are the columns that the file has.

    Columns and types are asked of the file's schema (`schema_expectation`): GX has no names for
    decimals and dates.
    """
    has = set(there)
    made: list[Expectation] = [
        gxe.ExpectColumnValuesToNotBeNull(column=name, meta=_meta("contract", "not_null"))
        for name in contract.not_null
        if name in has
    ]
    made += [
        gxe.ExpectColumnValuesToBeInSet(
            column=name, value_set=list(values), meta=_meta("contract", "accepted_values")
        )
        for name, values in contract.accepted.items()
        if name in has
    ]
    if contract.key and has.issuperset(contract.key):
        if len(contract.key) == 1:
            made.append(
                gxe.ExpectColumnValuesToBeUnique(
                    column=contract.key[0], meta=_meta("contract", "unique_key")
                )
            )
        else:
            made.append(
                gxe.ExpectCompoundColumnsToBeUnique(
                    column_list=list(contract.key),
                    ignore_row_if="never",
                    meta=_meta("contract", "unique_key"),
                )
            )
    return made


def schema_expectation(contract: TableContract) -> Expectation:
    """Return what the contract says of the columns: these, of these types, and no others."""
    return gxe.ExpectColumnDistinctValuesToEqualSet(
        column="column_and_type",
        value_set=schema_lines(contract.columns),
        row_condition=Column("table") == contract.name,
        meta=_meta("contract", "columns_and_types"),
    )


def tables_expectation(tables: list[str]) -> Expectation:
    """Return that no table of the previous pack vanished."""
    return gxe.ExpectColumnDistinctValuesToContainSet(
        column="table", value_set=tables, meta=_meta("previous", "tables")
    )


def previous_expectations(
    name: str, table: pa.Table, before: pa.Table, parameters: Parameters
) -> list[Expectation]:
    """Return how far the whole table may lie from the previous pack's."""
    shared = [column for column in before.column_names if column in table.column_names]
    made = [_row_count(before.num_rows, parameters)]
    made += [
        gxe.ExpectColumnValuesToNotBeNull(column=column, meta=_meta("previous", "no_new_nulls"))
        for column in shared
        if before.num_rows
        and before.column(column).null_count == 0
        and not parameters.allows_nulls(name, column)
    ]
    for editions in parameters.editions:
        if editions.table == name and editions.column in shared:
            made += _editions(before, editions.column, editions.year)
    return made


def measure_expectations(
    name: str, table: pa.Table, before: pa.Table, parameters: Parameters
) -> list[OfGroup]:
    """Return how far sums of groups and means may lie from the previous pack's."""
    shared = {column for column in before.column_names if column in table.column_names}
    made = []
    for sums in parameters.sums:
        keys = (sums.year, *sums.by)
        if sums.table != name or not {sums.measure, *keys} <= shared:
            continue
        for group, value in sorted(_sums(before, keys, sums.measure).items(), key=str):
            low, high = _bounds(value, sums.within_pct, sums.always_allowed)
            expectation = gxe.ExpectColumnSumToBeBetween(
                column=sums.measure,
                min_value=low,
                max_value=high,
                meta=_meta("previous", "sum", keys, group, value),
            )
            made.append(OfGroup(expectation, sums.measure, keys, group))
    for mean in parameters.means:
        value = _mean(before, mean.measure) if {mean.measure} <= shared else None
        if mean.table == name and value is not None:
            low, high = _bounds(value, mean.within_pct, mean.always_allowed)
            expectation = gxe.ExpectColumnMeanToBeBetween(
                column=mean.measure,
                min_value=low,
                max_value=high,
                meta=_meta("previous", "mean", value=value),
            )
            made.append(OfGroup(expectation, mean.measure, (), ()))
    return made


def locked_lines(table: pa.Table, locked: LockedYear, years: frozenset[int]) -> list[str]:
    """Write the sum of each group of the published years, exact to the last digit.

    As text, because GX sums decimals as floats.
    """
    keys = (locked.year, *locked.by)
    if not {locked.measure, *keys} <= set(table.column_names):
        return []
    return sorted(
        f"{' '.join(str(part) for part in group)}: {value:f}"
        for group, value in _sums(table, keys, locked.measure).items()
        if group[0] in years
    )


def locked_expectation(lines: list[str], table: str, measure: str) -> Expectation:
    """Return that the published years of a table are what they were."""
    return gxe.ExpectColumnDistinctValuesToEqualSet(
        column="line_and_sum",
        value_set=lines,
        meta={**_meta("previous", "locked_years"), "table": table, "measure": measure},
    )


def _row_count(rows: int, parameters: Parameters) -> Expectation:
    bounds = parameters.row_count
    less = (rows * bounds.less_pct / _HUNDRED).to_integral_value(ROUND_FLOOR)
    more = (rows * bounds.more_pct / _HUNDRED).to_integral_value(ROUND_CEILING)
    return gxe.ExpectTableRowCountToBeBetween(
        min_value=max(0, rows - max(int(less), bounds.always_allowed_rows)),
        max_value=rows + max(int(more), bounds.always_allowed_rows),
        meta=_meta("previous", "row_count", value=rows),
    )


def _editions(before: pa.Table, column: str, year: str | None) -> list[Expectation]:
    if year is None:
        values = sorted(set(before.column(column).to_pylist()) - {None})
        return [
            gxe.ExpectColumnDistinctValuesToContainSet(
                column=column, value_set=values, meta=_meta("previous", "editions")
            )
        ]
    by_year: dict[Any, set[str]] = defaultdict(set)
    for edition, of_year in zip(
        before.column(column).to_pylist(), before.column(year).to_pylist(), strict=True
    ):
        if edition is not None:
            by_year[of_year].add(edition)
    return [
        gxe.ExpectColumnDistinctValuesToEqualSet(
            column=column,
            value_set=sorted(values),
            row_condition=_where((year,), (of_year,)),
            meta=_meta("previous", "editions", (year,), (of_year,)),
        )
        for of_year, values in sorted(by_year.items())
    ]


def _sums(table: pa.Table, keys: tuple[str, ...], measure: str) -> dict[Group, Decimal]:
    """Sum a measure over groups; rows with an empty key are in no group that can be asked for."""
    sums: dict[Group, Decimal] = defaultdict(Decimal)
    columns = [table.column(key).to_pylist() for key in keys]
    for *group, value in zip(*columns, table.column(measure).to_pylist(), strict=True):
        if None not in group and value is not None:
            sums[tuple(group)] += value
    return dict(sums)


def _mean(table: pa.Table, measure: str) -> Decimal | None:
    values = [value for value in table.column(measure).to_pylist() if value is not None]
    return sum(values, Decimal()) / len(values) if values else None


def _bounds(
    value: Decimal, within_pct: Decimal, always_allowed: Decimal
) -> tuple[Decimal, Decimal]:
    room = max(abs(value) * within_pct / _HUNDRED, always_allowed)
    return value - room, value + room


def _where(keys: tuple[str, ...], group: Group) -> Condition:
    condition: Condition | None = None
    for key, value in zip(keys, group, strict=True):
        each = Column(key) == value
        condition = each if condition is None else condition & each
    if condition is None:
        raise ValueError("a group needs a key")
    return condition


def _meta(
    origin: str,
    check: str,
    keys: tuple[str, ...] = (),
    group: Group = (),
    value: Decimal | int | None = None,
) -> dict[str, Any]:
    meta: dict[str, Any] = {"origin": origin, "check": check}
    if keys:
        meta["group"] = dict(zip(keys, (str(each) for each in group), strict=True))
    if value is not None:
        meta["previous_value"] = str(value)
    return meta
