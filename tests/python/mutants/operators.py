"""What one mutation does to the lines that it touches: rows in, rows out.

An operator knows columns by what the contract says of them (a number, a date, a unit), so that a
new column of an extract is mutated without a word here. It is given the lines of one scope (a
line, a meter's month, a delivered file) and returns what stands in their place; None where it has
nothing to do, such as a comma that is not there.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from trede.contract import File

Row = dict[str, str]
Rows = Sequence[Row]

#: Units that a column may be said to be in instead, and what a reading of the new unit is worth in
#: the old one. The usual slips: a thousand up or down, and the units of another energy.
OTHER_UNITS: dict[str, tuple[tuple[str, Decimal], ...]] = {
    "kwh": (("MWh", Decimal(1000)), ("m3", Decimal(10))),
    "mwh": (("kWh", Decimal("0.001")),),
    "l": (("m3", Decimal(1000)),),
    "liter": (("m3", Decimal(1000)),),
    "m3": (("kWh", Decimal("0.1")), ("l", Decimal("0.001"))),
    "km": (("m", Decimal("0.001")), ("mi", Decimal("1.6"))),
    "kg": (("ton", Decimal(1000)),),
    "ton": (("kg", Decimal("0.001")),),
    # An empty currency is the euro.
    "": (("USD", Decimal(1)),),
    "eur": (("USD", Decimal(1)),),
}

#: Columns that say in what the numbers of a line are.
UNIT_COLUMNS = ("unit", "currency")


@dataclass(frozen=True)
class Surroundings:
    """What an operator may know beside its lines.

    Attributes:
        file: the contract of the extract.
        rows: all lines of the extract.
        values: the values that a column has in the demo, mappings included, for swaps.
    """

    file: File
    rows: Rows = field(repr=False)
    values: dict[str, tuple[str, ...]] = field(repr=False, default_factory=dict)


@dataclass(frozen=True)
class Operator:
    """One way to spoil lines.

    Attributes:
        name: how the report calls it.
        apply: lines, surroundings and random source to the lines that stand in their place.
        gain: how many times the kilograms of its lines it can move, at most.
        scopes: the kinds of scope it makes sense on.
        factor: by what it multiplies each of its lines (nothing is left of a dropped one); None where it
            does something else. It moves the kilograms of every line the same way, so that what it does
            to a part is never more than what it does to the whole extract.
        column: the column that it multiplies; empty for whole lines.
    """

    name: str
    apply: Callable[[Rows, Surroundings, Random], list[Row] | None]
    gain: Decimal
    scopes: frozenset[str]
    factor: Decimal | None = None
    column: str = ""


LINE = frozenset({"line"})
GROUPS = frozenset({"object_month", "object_year", "object", "file", "extract"})
ALL = LINE | GROUPS


def date_columns(file: File) -> list[str]:
    """Return the columns that say when a line happened (an odd one out is the registration)."""
    return [
        column.name
        for column in file.columns
        if column.reads_as in ("date", "timestamp")
        and column.name not in ("received_on", "cancelled_on")
    ]


def number_columns(file: File) -> list[str]:
    """Return the columns that hold quantities, distances, readings or amounts."""
    return [column.name for column in file.columns if column.reads_as == "number"]


def text_of(number: Decimal) -> str:
    """Write a number as the contract wants it: no exponent, no trailing zeros after the point."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _each(rows: Rows, change: Callable[[Row], Row | None]) -> list[Row] | None:
    """Change every line that can be changed; None when none could."""
    changed = [(row, change(dict(row))) for row in rows]
    if all(new is None or new == row for row, new in changed):
        return None
    return [row if new is None else new for row, new in changed]


def _number(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"-?[0-9]+([.][0-9]+)?", text) else None


def scaled(
    column: str, factor: Decimal
) -> Callable[[Rows, Surroundings, Random], list[Row] | None]:
    """Multiply one column; to at most six decimals, as the contract can hold."""

    def change(row: Row) -> Row | None:
        number = _number(row[column])
        if number is None:
            return None
        row[column] = text_of((number * factor).quantize(Decimal("0.000001")))
        return row

    return lambda rows, surroundings, random: _each(rows, change)


def comma_lost(column: str) -> Callable[[Rows, Surroundings, Random], list[Row] | None]:
    """Lose the decimal point: 34.23 becomes 3423."""

    def change(row: Row) -> Row | None:
        if _number(row[column]) is None or "." not in row[column]:
            return None
        row[column] = row[column].replace(".", "")
        return row

    return lambda rows, surroundings, random: _each(rows, change)


def digits_swapped(column: str) -> Callable[[Rows, Surroundings, Random], list[Row] | None]:
    """Transpose the first two neighbouring digits that differ: 1234 becomes 2134."""

    def change(row: Row) -> Row | None:
        text = row[column]
        for at in range(len(text) - 1):
            pair = text[at : at + 2]
            if pair.isdigit() and pair[0] != pair[1]:
                row[column] = text[:at] + pair[::-1] + text[at + 2 :]
                return row
        return None

    return lambda rows, surroundings, random: _each(rows, change)


def shift_date(text: str, months: int) -> str | None:
    """Move a date or moment by whole months; the day is cut to the length of its month."""
    found = re.match(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text)
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups())
    was_last = day == calendar.monthrange(year, month)[1]
    at = year * 12 + month - 1 + months
    year, month = at // 12, at % 12 + 1
    last = calendar.monthrange(year, month)[1]
    # The last day of a month stays the last day: a billing period stays a whole month.
    day = last if was_last else min(day, last)
    return date(year, month, day).isoformat() + text[10:]


def shifted(months: int) -> Callable[[Rows, Surroundings, Random], list[Row] | None]:
    """Move every date of the lines by months; a year column by whole years."""

    def apply(rows: Rows, surroundings: Surroundings, random: Random) -> list[Row] | None:
        columns = date_columns(surroundings.file)
        years = [c.name for c in surroundings.file.columns if c.name == "year"]

        def change(row: Row) -> Row | None:
            for column in columns:
                row[column] = shift_date(row[column], months) or row[column]
            for column in years:
                if months % 12 == 0 and row[column].isdigit():
                    row[column] = str(int(row[column]) + months // 12)
            return row

        return _each(rows, change)

    return apply


def day_and_month_swapped(
    rows: Rows, surroundings: Surroundings, random: Random
) -> list[Row] | None:
    """Write 2024-03-05 as 2024-05-03, where that is another date."""
    columns = date_columns(surroundings.file)

    def change(row: Row) -> Row | None:
        for column in columns:
            text = row[column]
            if re.match(r"[0-9]{4}-[0-9]{2}-(0[1-9]|1[0-2])", text) and text[5:7] != text[8:10]:
                row[column] = text[:5] + text[8:10] + "-" + text[5:7] + text[10:]
        return row

    return _each(rows, change)


def other_unit(rows: Rows, surroundings: Surroundings, random: Random) -> list[Row] | None:
    """Say another unit (or currency) beside the same number; the same one on all lines."""
    columns = [name for name in UNIT_COLUMNS if name in surroundings.file.column_names]
    turn = random.randrange(12)

    def change(row: Row) -> Row | None:
        for column in columns:
            others = OTHER_UNITS.get(row[column].lower())
            if others and (row[column] or column == "currency"):
                row[column] = others[turn % len(others)][0]
        return row

    return _each(rows, change)


def other_value(column: str) -> Callable[[Rows, Surroundings, Random], list[Row] | None]:
    """Put another value that the demo knows in a column: another vehicle, entity, product, mode."""

    def apply(rows: Rows, surroundings: Surroundings, random: Random) -> list[Row] | None:
        held = {row[column] for row in rows}
        others = [value for value in surroundings.values.get(column, ()) if value not in held]
        if not others:
            return None
        new = random.choice(others)
        return _each(rows, lambda row: {**row, column: new} if row[column] else None)

    return apply


def exchanged(column: str) -> Callable[[Rows, Surroundings, Random], list[Row] | None]:
    """Exchange the values of two neighbours in a column: vehicle A gets the lines of B."""

    def apply(rows: Rows, surroundings: Surroundings, random: Random) -> list[Row] | None:
        held = sorted({row[column] for row in rows if row[column]})
        if len(held) < 2:
            return None
        following = dict(zip(held, held[1:] + held[:1], strict=True))
        return _each(rows, lambda row: {**row, column: following.get(row[column], row[column])})

    return apply


def renamed(column: str) -> Callable[[Rows, Surroundings, Random], list[Row] | None]:
    """Write a name in a way that nobody knows yet."""
    return lambda rows, surroundings, random: _each(
        rows, lambda row: {**row, column: f"{row[column]} (nieuw)"} if row[column] else None
    )


def dropped(rows: Rows, surroundings: Surroundings, random: Random) -> list[Row] | None:
    """Leave the lines out. The rest is numbered on by `without_gaps`: they were never delivered."""
    return []


def without_gaps(before: Rows, left_out: Iterable[str]) -> dict[str, Row]:
    """Return the lines, by line_id, whose row number closes the gap of lines that never came.

    A rule must not catch a line that a supplier left out by the hole that only a mutation leaves.
    """
    gone = set(left_out)
    files = {row["source_file"] for row in before if row["line_id"] in gone}
    next_row: dict[str, int] = {}
    renumbered: dict[str, Row] = {}
    for row in before:
        file = row["source_file"]
        if file not in files or not row["source_row"].isdigit():
            continue
        at = next_row.setdefault(file, int(row["source_row"]))
        if row["line_id"] in gone:
            continue
        if int(row["source_row"]) != at:
            renumbered[row["line_id"]] = {**row, "source_row": str(at)}
        next_row[file] = at + 1
    return renumbered


def duplicated(is_new_id: bool) -> Callable[[Rows, Surroundings, Random], list[Row] | None]:
    """Deliver the lines twice: under numbers of their own, at the end of their file, or the same."""

    def apply(rows: Rows, surroundings: Surroundings, random: Random) -> list[Row] | None:
        ends: dict[str, int] = {}
        for row in surroundings.rows:
            if row["source_row"].isdigit():
                ends[row["source_file"]] = max(
                    ends.get(row["source_file"], 0), int(row["source_row"])
                )
        copies = []
        for row in rows:
            ends[row["source_file"]] = ends.get(row["source_file"], 1) + 1
            copy = {**row, "source_row": str(ends[row["source_file"]])}
            copies.append({**copy, "line_id": f"{row['line_id']}-x"} if is_new_id else copy)
        return [*map(dict, rows), *copies]

    return apply


#: Scales of a number: how the report calls them, the factor, and how much of itself a line can move.
SCALES = (
    ("x 1000", "1000", "1000"),
    ("/ 1000", "0.001", "1"),
    ("+ 10%", "1.1", "0.1"),
    ("- 10%", "0.9", "0.1"),
    ("sign", "-1", "2"),
)

#: Columns whose value is what was used, by extract: the change of a fuel, product or way of travel.
WHAT_COLUMNS = {
    "product",
    "waste_type",
    "refrigerant",
    "mode",
    "fuel",
    "treatment",
    "direction",
    "place",
    "account_code",
    "energy_source",
    "distance_basis",
    "operation",
    "reading_kind",
    "is_return",
}

#: Columns that name a thing of the company's own lists.
NAME_COLUMNS = ("location", "product", "refrigerant", "waste_type", "treatment")


def operators_for(file: File) -> list[Operator]:
    """Return every operator that fits an extract, by what its contract says of its columns."""
    found: list[Operator] = []

    def add(
        name: str,
        apply: Callable[[Rows, Surroundings, Random], list[Row] | None],
        gain: str,
        scopes: frozenset[str] = ALL,
        factor: str | None = None,
        column: str = "",
    ) -> None:
        by = None if factor is None else Decimal(factor)
        found.append(Operator(name, apply, Decimal(gain), scopes, by, column))

    for column in number_columns(file):
        for name, factor, gain in SCALES:
            change = scaled(column, Decimal(factor))
            add(f"{column} {name}", change, gain, factor=factor, column=column)
        add(f"{column} decimal comma lost", comma_lost(column), "1000", column=column)
        add(f"{column} digits transposed", digits_swapped(column), "10", LINE, column=column)
    add("dropped", dropped, "1", factor="0")
    if date_columns(file) or "year" in file.column_names:
        add("a year later", shifted(12), "1")
        add("a year earlier", shifted(-12), "1")
    if date_columns(file):
        add("a month later", shifted(1), "1")
        add("a month earlier", shifted(-1), "1")
        add("day and month swapped", day_and_month_swapped, "1")
    if set(UNIT_COLUMNS) & set(file.column_names):
        add("other unit", other_unit, "1000")
    add("delivered twice, own numbers", duplicated(True), "1")
    add("delivered twice, same numbers", duplicated(False), "1")
    for column in file.column_names:
        if column in WHAT_COLUMNS:
            add(f"other {column}", other_value(column), "10")
        if column in NAME_COLUMNS:
            add(f"{column} renamed", renamed(column), "1")
        if column == "charge_point_id":
            add("moved to another charge point", other_value(column), "1")
        if column in ("entity_id", "vehicle_id", "meter_id", "supplier_id", "location"):
            add(f"other {column}", other_value(column), "10")
            add(f"{column} exchanged", exchanged(column), "10", frozenset({"file", "extract"}))
    return found
