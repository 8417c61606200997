"""Judge whether the rules noticed a mutant, in the words of the issue.

A mutant matters when it moves one of the two headline totals of a year by more than 1%. It is
caught only if a finding that the untouched demo does not have names the mutated line, or its meter
or vehicle and month (a charge point, card or location where the line has no meter; of a ledger
line, the booking that it is a part of; of a group that spans a year, its object and year; of a
whole file, the file).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from mutants.generator import MATTERS, Mutant
from mutants.operators import Row
from mutants.scopes import OBJECT_COLUMNS
from mutants.warehouse import Total, Warehouse

#: Columns that name the meter, vehicle, charge point or card of one line.
LINE_OBJECTS = ("vehicle_id", "meter_id", "charge_point_id", "card_id", "employee_key")

#: Columns that hold a document: a booking of the ledger, an invoice.
DOCUMENTS = ("document_number",)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")


@dataclass(frozen=True)
class Verdict:
    """What became of one mutant.

    Attributes:
        mutant: the mutant.
        moved_kg: the largest move of a headline total.
        moved_part: that move as a part of the untouched total.
        rule_id: the first rule that names it; empty when none does.
        near: rules with a new finding that does not name it.
    """

    mutant: Mutant
    moved_kg: Decimal
    moved_part: Decimal
    rule_id: str = ""
    near: tuple[str, ...] = ()

    @property
    def matters(self) -> bool:
        """Whether it moves the footprint by more than 1%."""
        return self.moved_part > MATTERS

    @property
    def is_caught(self) -> bool:
        """Whether a finding names it."""
        return bool(self.rule_id)

    def without_rows(self) -> Verdict:
        """Return the verdict without the lines of its mutant, to keep and to send."""
        return replace(self, mutant=replace(self.mutant, before=(), after=(), changes={}))


@dataclass(frozen=True)
class Names:
    """By what a finding may name a mutant."""

    lines: frozenset[str]
    objects: frozenset[str]
    months: frozenset[str]
    years: frozenset[str]
    documents: frozenset[str]
    files: frozenset[str]
    extract: str
    owners: frozenset[str] = field(default_factory=frozenset)
    is_file: bool = False
    is_extract: bool = False

    def are_in(self, finding: Mapping[str, Any]) -> bool:
        """Say whether a finding names the mutant."""
        key = str(finding["finding_key"])
        told = {str(value) for value in finding.values() if value is not None} | set(key.split("|"))
        if told & (self.lines | self.documents | self.files):
            return True
        months = {text[:7] for text in told if _DAY.fullmatch(text)}
        years = {text for text in told if re.fullmatch(r"20[0-9]{2}", text)}
        is_in_time = bool(months & self.months) if months else bool(years & self.years)
        if told & self.objects and is_in_time:
            return True
        if self.extract not in told or finding["line_id"] is not None:
            return False
        # A whole file that never came: its extract, whose it is and the month that is missing.
        if self.is_file:
            return bool(months & self.months and told & self.owners)
        # The whole extract: itself, at no other time than the mutation's.
        return self.is_extract and months <= self.months and years <= self.years


def _months(rows: tuple[Row, ...]) -> Iterator[str]:
    """Yield every month that the lines are in, first to last date of each."""
    for row in rows:
        days = sorted(
            value[:7]
            for value in row.values()
            if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value or "")
        )
        if days:
            at, last = (int(day[:4]) * 12 + int(day[5:]) - 1 for day in (days[0], days[-1]))
            # A registration long after the fact is not a period.
            for month in range(at, min(last, at + 13) + 1):
                yield f"{month // 12}-{month % 12 + 1:02}"


def names_of(mutant: Mutant, locations: Mapping[str, str]) -> Names:
    """Return by what a mutant may be named; `locations` leads from a spelling to a location."""
    scope, rows = mutant.scope, (*mutant.before, *mutant.after)
    objects = set(scope.objects)
    for column in LINE_OBJECTS:
        held = {row[column] for row in rows if row.get(column)}
        # A card is a vehicle's, a charge point may be many: what all lines share names them as well.
        if scope.kind in ("line", "file", "extract") or len(held) == 1:
            objects |= held
    objects |= {row["location"] for row in rows if row.get("location") and not row.get("meter_id")}
    if scope.kind == "file":
        objects |= {
            row[column]
            for row in rows
            for column in OBJECT_COLUMNS.get(mutant.extract, ())
            if row.get(column) and column != "account_code"
        }
    objects |= {locations[name] for name in objects if name in locations}
    months = frozenset(_months(rows))
    # A year is named where the mutation spans it: all lines of an object, or a yearly statement.
    years = {month[:4] for month in months}
    if scope.kind not in ("object_year", "object", "extract"):
        years = {
            year for year in years if all(f"{year}-{month:02}" in months for month in range(1, 13))
        }
    if scope.kind in ("object_year", "object", "extract") or mutant.extract == "factor_choices":
        years |= {row[name] for row in rows for name in ("year", "reporting_year") if row.get(name)}
    is_whole = scope.kind in ("file", "extract")
    return Names(
        lines=frozenset(row["line_id"] for row in rows if "line_id" in row) | {scope.key}
        if scope.kind == "line"
        else frozenset(row["line_id"] for row in rows if "line_id" in row),
        objects=frozenset(objects),
        months=months,
        years=frozenset(years),
        documents=frozenset(
            row[column]
            for row in rows
            for column in (*DOCUMENTS, *(("source_document",) if is_whole else ()))
            if row.get(column)
        ),
        files=frozenset(row[column] for row in rows for column in ("source_file", "delivery_id"))
        if is_whole
        else frozenset(),
        extract=mutant.extract,
        owners=frozenset(row["entity_id"] for row in mutant.before if row.get("entity_id")),
        is_file=scope.kind == "file",
        is_extract=scope.kind == "extract",
    )


def largest_move(
    before: Mapping[Total, Decimal], after: Mapping[Total, Decimal]
) -> tuple[Decimal, Decimal]:
    """Return the move of the total that moves most, in kg and as a part of what it was."""
    moves = []
    for total in {*before, *after}:
        was, is_now = before.get(total, Decimal(0)), after.get(total, Decimal(0))
        # A total that was not there at all is moved wholly.
        part = abs(is_now - was) / abs(was) if was else Decimal(1)
        moves.append((part, abs(is_now - was)))
    part, kg = max(moves, default=(Decimal(0), Decimal(0)))
    return kg, part


def _reckoned_move(mutant: Mutant, warehouse: Warehouse) -> tuple[Decimal, Decimal]:
    """Return the largest move as far as it is known without a replay; nothing where it is not."""
    if mutant.reckoned is None:
        return Decimal(0), Decimal(0)
    before = warehouse.base_totals
    after = {total: kg + mutant.reckoned.get(total, Decimal(0)) for total, kg in before.items()}
    return largest_move(before, after)


def judge(mutant: Mutant, warehouse: Warehouse, locations: Mapping[str, str]) -> Verdict:
    """Replay a mutant and say whether it matters and whether it is caught."""
    with warehouse.mutated(mutant.changes) as trial:
        moved_kg, moved_part = _reckoned_move(mutant, warehouse)
        if not moved_part > MATTERS * 2:
            moved_kg, moved_part = largest_move(warehouse.base_totals, trial.totals())
        verdict = Verdict(mutant, moved_kg, moved_part)
        if not verdict.matters:
            return verdict
        names, near = names_of(mutant, locations), []
        for rule_id, finding in trial.new_findings():
            if names.are_in(finding):
                return Verdict(mutant, moved_kg, moved_part, rule_id)
            near.append(rule_id)
        return Verdict(mutant, moved_kg, moved_part, "", tuple(dict.fromkeys(near)))
