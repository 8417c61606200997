"""Draw mutants: every operator on every extract, each stratum with its own random source.

A stratum is an extract, an operator and a kind of scope. Of each, some mutants are drawn by the
kilograms of their lines and some at random. A mutant whose lines carry so little that it cannot
move a total by 1% is counted as such and never tried.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random  # draws that must be the same each time, no secrets

from mutants.operators import (
    NAME_COLUMNS,
    WHAT_COLUMNS,
    Operator,
    Row,
    Surroundings,
    dropped,
    operators_for,
    without_gaps,
)
from mutants.scopes import KINDS, Scope, scopes_of
from mutants.warehouse import Change, Total, Warehouse
from support.cells import read_rows
from trede.contract import Contract, File

#: A mutant must be able to move a total by this part of it, or it does not matter (issue 5).
MATTERS = Decimal("0.01")

#: How much more than its bound an effect is taken to be before it is called too small to try.
SAFETY = Decimal("1.5")

#: Columns to which the kilograms of a line are proportional, whatever the other lines say: no meter, no
#: cap and no certificate comes between. A whole line (an empty column) can be left out of them too, but for
#: fuel, where the kilometres of the vehicle would count instead. test_mutants replays a few of them.
PROPORTIONAL = {
    "commuting": ("distance_one_way", "days", ""),
    "trips": ("distance", ""),
    "ledger_entries": ("amount", ""),
    "fuel_transactions": ("quantity",),
}


@dataclass(frozen=True)
class Mutant:
    """One mutation of the company's files.

    Attributes:
        mutant_id: the same in every run with the same seed and data.
        extract: the extract that is mutated.
        operator: what is done to it.
        scope: on which lines.
        before: the lines as they were.
        after: what stands in their place.
        changes: what changes in each file.
        reckoned: by how many kg it moves each total, where that is known without a replay.
    """

    mutant_id: str
    extract: str
    operator: str
    scope: Scope
    before: tuple[Row, ...] = field(repr=False)
    after: tuple[Row, ...] = field(repr=False)
    changes: Mapping[str, Change] = field(repr=False)
    reckoned: Mapping[Total, Decimal] | None = field(repr=False, default=None)


@dataclass
class Stratum:
    """The mutants of one extract, operator and kind of scope that could matter, in drawing order."""

    extract: str
    operator: str
    kind: str
    column: str
    candidates: int
    too_small: int
    is_one_way: bool
    mutants: Iterator[Mutant]


class Generator:
    """Draws the mutants of one company."""

    def __init__(self, folder: Path, contract: Contract, warehouse: Warehouse, seed: int) -> None:
        """Read the company's files and the kilograms of its lines."""
        self.folder = folder
        self.contract = contract
        self.warehouse = warehouse
        self.seed = seed
        self._scopes: dict[str, Mapping[str, list[tuple[Scope, Decimal | None]]]] = {}
        self.rows: dict[str, list[Row]] = {
            file.name: read_rows(folder, file.file_name)[1] for file in contract.group("extracts")
        }
        #: Kilograms of each line by total: net, and without their signs.
        self.kg: dict[str, dict[str, dict[Total, tuple[Decimal, Decimal]]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        for extract, line_id, year, total, kg, size in warehouse.query(
            "select extract_name, line_id, reporting_year, case when ladder_line in "
            "('scope_1', 'scope_2', 'business_travel') then 'scope_1_2_travel' else 'scope_3' end, "
            "sum(kg_co2e), sum(abs(kg_co2e)) from audit.fct_emissions group by all"
        ):
            self.kg[extract][line_id][int(year), total] = (Decimal(kg), Decimal(size))

    def strata(self, extracts: Collection[str] = ()) -> Iterator[Stratum]:
        """Yield every stratum of some extracts (default: all), also those where nothing can matter."""
        for file in self.contract.group("extracts"):
            rows = self.rows[file.name]
            if not rows or (extracts and file.name not in extracts):
                continue
            reaches = self.warehouse.moves_footprint(file.name)
            scopes = self._weighed(file)
            surroundings = Surroundings(file, rows, self._values(file))
            for operator in operators_for(file):
                for kind in reversed(KINDS):
                    members = scopes[kind]
                    if kind not in operator.scopes or not members:
                        continue
                    yield self._stratum(file, surroundings, operator, kind, members, reaches)
        if not extracts or "factor_choices" in extracts:
            yield from self._editions()

    def _weighed(self, file: File) -> Mapping[str, list[tuple[Scope, Decimal | None]]]:
        """Return the scopes of an extract by kind, each with the part of a total that it carries."""
        if file.name not in self._scopes:
            scopes: dict[str, list[tuple[Scope, Decimal | None]]] = defaultdict(list)
            for scope in scopes_of(file, self.rows[file.name]):
                scopes[scope.kind].append((scope, self.part_of(scope)))
            self._scopes[file.name] = scopes
        return self._scopes[file.name]

    def _values(self, file: File) -> dict[str, tuple[str, ...]]:
        """Return the values that the demo knows for each column that is exchanged or changed."""
        known: dict[str, tuple[str, ...]] = {}
        for column in file.columns:
            held = {row[column.name] for row in self.rows[file.name]} - {""}
            if column.reads_as == "code":
                held |= set(column.values)
            elif column.reads_as == "boolean":
                held |= {"true", "false"}
            elif column.name in (*WHAT_COLUMNS, *NAME_COLUMNS):
                held |= (
                    {
                        row["product"]
                        for row in read_rows(self.folder, "mappings/products.csv")[1]
                        if row["extract_name"] == file.name
                    }
                    if column.name in ("product", "waste_type", "refrigerant")
                    else set()
                )
            if column.name == "charge_point_id":
                held |= {
                    row["charge_point_id"]
                    for row in read_rows(self.folder, "mappings/charge_points.csv")[1]
                }
            known[column.name] = tuple(sorted(held))
        return known

    def _carried(self, scope: Scope, is_net: bool = False) -> dict[Total, Decimal]:
        """Return the kilograms that the lines of a scope carry, by total; net or all taken as positive."""
        lines = self.kg[scope.extract]
        carried: dict[Total, Decimal] = defaultdict(Decimal)
        for line_id in scope.line_ids:
            for total, (kg, size) in lines.get(line_id, {}).items():
                carried[total] += kg if is_net else size
        return carried

    def part_of(self, scope: Scope) -> Decimal | None:
        """Return the largest part of a total that a scope carries; None where nothing tells.

        A line without kilograms that could start to count is tried only where no line of its extract
        has any, such as readings that stand behind an invoice: their weight is told by nothing.
        """
        if not self.kg[scope.extract]:
            return None
        return max(
            (
                kg / abs(self.warehouse.base_totals[total])
                for total, kg in self._carried(scope).items()
                if self.warehouse.base_totals.get(total)
            ),
            default=Decimal(0),
        )

    def _stratum(
        self,
        file: File,
        surroundings: Surroundings,
        operator: Operator,
        kind: str,
        members: list[tuple[Scope, Decimal | None]],
        reaches: bool,
    ) -> Stratum:
        """Order the scopes of a stratum: by weight and at random in turn."""
        random = Random(f"{self.seed}|{file.name}|{operator.name}|{kind}")  # noqa: S311
        large = (
            [
                (scope, part)
                for scope, part in members
                if part is None or part * operator.gain * SAFETY >= MATTERS
            ]
            if reaches
            else []
        )
        # The weighted draw of Efraimidis and Spirakis: the logarithm of a random number over the weight.
        by_weight = sorted(
            large, key=lambda item: math.log(random.random()) / max(float(item[1] or 0), 1e-9)
        )[::-1]
        at_random = random.sample(large, len(large))
        order = {
            scope.key: scope for pair in zip(by_weight, at_random, strict=True) for scope, _ in pair
        }.values()
        by_id = {row["line_id"]: row for row in surroundings.rows}
        return Stratum(
            file.name,
            operator.name,
            kind,
            operator.column,
            len(members),
            len(members) - len(large),
            operator.factor is not None,
            (
                mutant
                for scope in order
                for mutant in self.mutants_of(file, surroundings, operator, scope, by_id)
            ),
        )

    def mutants_of(
        self,
        file: File,
        surroundings: Surroundings,
        operator: Operator,
        scope: Scope,
        by_id: Mapping[str, Row],
    ) -> Iterator[Mutant]:
        """Apply an operator to a scope; a dropped delivery also in the variant without its register row."""
        before = tuple(by_id[line_id] for line_id in scope.line_ids)
        random = Random(f"{self.seed}|{scope.key}|{operator.name}")  # noqa: S311
        after = operator.apply(before, surroundings, random)
        if after is None:
            return
        removed, added = list(scope.line_ids), list(after)
        if operator.apply is dropped:
            renumbered = without_gaps(surroundings.rows, removed)
            removed += list(renumbered)
            added += list(renumbered.values())
        changes = {file.name: Change(removed, added)}
        name = f"{file.name}: {operator.name}: {scope.kind} {scope.key}"
        reckoned = None
        if operator.factor is not None and operator.column in PROPORTIONAL.get(file.name, ()):
            reckoned = {
                total: kg * (operator.factor - 1)
                for total, kg in self._carried(scope, is_net=True).items()
            }
        yield Mutant(name, file.name, operator.name, scope, before, tuple(after), changes, reckoned)
        if operator.apply is dropped and scope.kind == "file" and file.name != "deliveries":
            register = [
                row["line_id"] for row in self.rows["deliveries"] if row["delivery_id"] == scope.key
            ]
            yield Mutant(
                f"{name}, and its row in the register",
                file.name,
                "dropped, and from the register",
                scope,
                before,
                tuple(after),
                {**changes, "deliveries": Change(register, [])},
                reckoned,
            )

    def _editions(self) -> Iterator[Stratum]:
        """Yield the wrong editions: a choice of another year's edition, its reason unchanged."""
        choices = read_rows(self.folder, "judgements/factor_choices.csv")[1]
        editions = [
            (str(edition), int(year))
            for edition, year in self.warehouse.query(
                "select edition_id, edition_year from staging.stg_editions "
                "where edition_year is not null and edition_id like 'nl_%' order by 1"
            )
        ]
        # The heaviest of a year first: another edition of a little changes little.
        used = [
            (int(year), str(activity_type))
            for year, activity_type, _ in self.warehouse.query(
                "select reporting_year, activity_type, sum(kg_co2e) from audit.fct_emissions "
                "where activity_type is not null and factor_edition_id like 'nl_%' group by all "
                "order by 1, 3 desc, 2"
            )
        ]
        reason = choices[0]["reason"] if choices else "The edition of the year."

        def mutants(of_year: int) -> Iterator[Mutant]:
            random = Random(f"{self.seed}|factor_choices|{of_year}")  # noqa: S311
            for year, activity_type in used:
                if year != of_year:
                    continue
                others = [edition for edition, its_year in editions if its_year != year]
                for edition in random.sample(others, min(2, len(others))):
                    kept = [
                        row
                        for row in choices
                        if (row["reporting_year"], row["activity_type"])
                        != (str(year), activity_type)
                    ]
                    row = {
                        "reporting_year": str(year),
                        "activity_type": activity_type,
                        "edition_id": edition,
                        "reason": reason,
                        "decided_by": "sustainability manager",
                        "decided_on": "2025-02-03",
                    }
                    key = f"{year}|{activity_type}"
                    yield Mutant(
                        f"factor_choices: wrong edition: {key}|{edition}",
                        "factor_choices",
                        f"wrong edition in {year}",
                        Scope("factor_choices", "line", key, (key,), frozenset({activity_type})),
                        (),
                        (row,),
                        {"factor_choices": Change(None, [*kept, row])},
                    )

        for year in sorted({year for year, _ in used}):
            operator = f"wrong edition in {year}"
            count = sum(of_year == year for of_year, _ in used) * 2
            yield Stratum("factor_choices", operator, "line", "", count, 0, False, mutants(year))
