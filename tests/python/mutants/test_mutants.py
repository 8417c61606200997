"""A small fixed sample of the mutants; `make mutants` tries hundreds and writes docs/mutation_score.md."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pytest

from mutants.command import locations_of
from mutants.generator import MATTERS, SAFETY, Generator, Mutant
from mutants.judge import judge, largest_move
from mutants.operators import Surroundings, operators_for
from mutants.scopes import scopes_of
from mutants.warehouse import Warehouse
from support.builds import Build
from trede.contract import Contract

#: Strata whose first mutant that matters must be named by a rule: extract, operator and scope.
SAMPLE = [
    ("fuel_transactions", "quantity x 1000", "line"),
    ("fuel_transactions", "quantity + 10%", "file"),
    ("fuel_transactions", "other product", "file"),
    ("fuel_transactions", "dropped", "object_year"),
    ("fuel_transactions", "dropped, and from the register", "file"),
    ("charging_sessions", "energy x 1000", "line"),
    ("supplier_invoices", "quantity x 1000", "line"),
    ("supplier_invoices", "dropped", "object_year"),
    ("trips", "distance x 1000", "line"),
    ("commuting", "distance_one_way x 1000", "line"),
    ("commuting", "days / 1000", "file"),
    ("ledger_entries", "amount x 1000", "line"),
    ("ledger_entries", "amount + 10%", "object_year"),
    ("ledger_entries", "dropped", "object_year"),
    ("ledger_entries", "other account_code", "object_year"),
    ("ledger_entries", "a year later", "object_year"),
    ("factor_choices", "wrong edition in 2024", "line"),
]


@pytest.fixture(scope="module")
def warehouse(demo_build: Build) -> Warehouse:
    """The demo in memory."""
    return Warehouse(demo_build, threads=2)


@pytest.fixture(scope="module")
def generator(demo_dir: Path, contract: Contract, warehouse: Warehouse) -> Generator:
    """The generator of the published score."""
    return Generator(demo_dir, contract, warehouse, seed=2024)


@pytest.fixture(scope="module")
def drawn(generator: Generator) -> Callable[[str, str, str, int], list[Mutant]]:
    """Draw the first mutants of a stratum."""

    def draw(extract: str, operator: str, kind: str, count: int) -> list[Mutant]:
        # The variant without its row in the register is drawn with the dropped file.
        stem = operator.split(",")[0] if operator.startswith("dropped") else operator
        (stratum,) = [
            stratum
            for stratum in generator.strata([extract])
            if (stratum.operator, stratum.kind) == (stem, kind)
        ]
        found = (mutant for mutant in stratum.mutants if mutant.operator == operator)
        return list(islice(found, count))

    return draw


@pytest.mark.build
@pytest.mark.parametrize(("extract", "operator", "kind"), SAMPLE)
def test_the_rules_name_a_mutant_that_matters(
    drawn: Callable[[str, str, str, int], list[Mutant]],
    warehouse: Warehouse,
    demo_dir: Path,
    extract: str,
    operator: str,
    kind: str,
) -> None:
    for mutant in drawn(extract, operator, kind, 6):
        verdict = judge(mutant, warehouse, locations_of(demo_dir))
        if verdict.matters:
            assert verdict.is_caught, (mutant.mutant_id, verdict.near)
            return
    pytest.fail("none of the first mutants moves the footprint by more than 1%")


@pytest.mark.build
def test_a_trial_leaves_nothing_behind(
    drawn: Callable[[str, str, str, int], list[Mutant]], warehouse: Warehouse
) -> None:
    (mutant,) = drawn("fuel_transactions", "quantity x 1000", "line", 1)
    with warehouse.mutated(mutant.changes) as trial:
        assert trial.totals() != warehouse.base_totals
    assert warehouse.totals() == warehouse.base_totals


@pytest.mark.build
def test_a_reckoned_move_is_the_replayed_one(
    drawn: Callable[[str, str, str, int], list[Mutant]], warehouse: Warehouse
) -> None:
    for extract, operator, kind in (
        ("fuel_transactions", "quantity + 10%", "file"),
        ("commuting", "dropped", "file"),
        ("ledger_entries", "amount - 10%", "file"),
        ("trips", "distance x 1000", "line"),
    ):
        (mutant,) = drawn(extract, operator, kind, 1)
        assert mutant.reckoned
        with warehouse.mutated(mutant.changes) as trial:
            replayed = trial.totals()
        for total, kg in warehouse.base_totals.items():
            moved = replayed.get(total, Decimal(0)) - kg
            # Each line is rounded once: to a millionth of a unit, times at most some kilograms.
            assert abs(moved - mutant.reckoned.get(total, Decimal(0))) < Decimal("0.01"), extract


@pytest.mark.build
def test_what_is_too_small_to_try_moves_less_than_a_percent(
    generator: Generator, warehouse: Warehouse
) -> None:
    """The largest of those that are not tried, of some strata."""
    for extract, name in (("fuel_transactions", "dropped"), ("supplier_invoices", "quantity sign")):
        file = generator.contract.file(extract)
        (operator,) = [each for each in operators_for(file) if each.name == name]
        parts = [
            (generator.part_of(scope), scope) for scope in scopes_of(file, generator.rows[extract])
        ]
        below = [
            (part, scope)
            for part, scope in parts
            if part is not None and part * operator.gain * SAFETY < MATTERS
        ]
        assert below
        _, scope = max(below, key=lambda item: item[0])
        rows = generator.rows[extract]
        by_id = {row["line_id"]: row for row in rows}
        mutant = next(generator.mutants_of(file, Surroundings(file, rows), operator, scope, by_id))
        with warehouse.mutated(mutant.changes) as trial:
            assert largest_move(warehouse.base_totals, trial.totals())[1] < MATTERS


@pytest.mark.build
def test_the_same_seed_draws_the_same_mutants(
    demo_dir: Path, contract: Contract, warehouse: Warehouse
) -> None:
    def first(seed: int) -> list[str]:
        generator = Generator(demo_dir, contract, warehouse, seed)
        return [
            mutant.mutant_id
            for stratum in generator.strata(["trips"])
            for mutant in islice(stratum.mutants, 2)
        ]

    assert first(1) == first(1)
    assert first(1) != first(2)


@pytest.mark.build
def test_printed_figures_and_earlier_runs_are_switched_off(warehouse: Warehouse) -> None:
    """No rule that judges reads a printed figure, a publication or a file hash."""
    judging = {name.split(".")[-1] for rule in warehouse.rules for name in rule.behind}
    assert not {name for name in judging if name.startswith(("int_reported_", "rpt_reported_"))}
    assert warehouse.switched_off
