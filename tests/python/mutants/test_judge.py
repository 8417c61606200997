"""The judge calls a mutant caught only by a finding that names it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from mutants.generator import Mutant
from mutants.judge import Verdict, largest_move, names_of
from mutants.report import kind_of, score, weight
from mutants.scopes import Scope
from mutants.warehouse import FINDING_COLUMNS

LINE = {
    "line_id": "SI-1",
    "delivery_id": "D-1",
    "source_file": "stroom.csv",
    "source_row": "2",
    "source_document": "F-77",
    "entity_id": "groep",
    "location": "HK",
    "meter_id": "ean-1",
    "period_start": "2024-02-01",
    "period_end": "2024-02-29",
}
RENTED = {**LINE, "line_id": "SI-2", "meter_id": "", "location": "Filiaal B"}
PLACES = {"HK": "head_office", "Filiaal B": "branch_b"}


def finding(**values: Any) -> dict[str, Any]:  # noqa: ANN401
    """Write a finding with some columns."""
    return {**dict.fromkeys(FINDING_COLUMNS), "finding_key": "", **values}


def is_named(row: dict[str, str], kind: str, objects: set[str], **values: Any) -> bool:  # noqa: ANN401
    """Say whether a finding names a mutant of one line or of its group."""
    scope = Scope("supplier_invoices", kind, "SI-1", ("SI-1",), frozenset(objects))
    mutant = Mutant("m", "supplier_invoices", "dropped", scope, (row,), (), {})
    return names_of(mutant, PLACES).are_in(finding(**values))


@pytest.mark.parametrize(
    ("values", "is_caught"),
    [
        ({"finding_key": "supplier_invoices|SI-1"}, True),
        ({"line_id": "SI-1", "extract_name": "supplier_invoices"}, True),
        ({"finding_key": "supplier_invoices|SI-9"}, False),
        ({"finding_key": "ean-1|2024-02-01"}, True),
        # The meter in another month, the month of another meter, the meter in a whole year.
        ({"finding_key": "ean-1|2024-03-01"}, False),
        ({"finding_key": "ean-2|2024-02-01"}, False),
        ({"finding_key": "ean-1|2024"}, False),
        # The location does not stand for a meter that the line has.
        ({"finding_key": "head_office|2024-02-01"}, False),
        # The file is more than the line.
        ({"finding_key": "stroom.csv"}, False),
    ],
)
def test_a_line_is_named_by_itself_or_its_meter_and_month(
    values: dict[str, Any], is_caught: bool
) -> None:
    assert is_named(LINE, "line", set(), **values) is is_caught


def test_a_line_without_a_meter_is_named_by_its_location_and_month() -> None:
    assert is_named(RENTED, "line", set(), finding_key="branch_b|2024-02-01")
    assert not is_named(RENTED, "line", set(), finding_key="branch_b|2024-05-01")


def test_a_year_of_a_meter_is_named_by_the_year() -> None:
    assert is_named(LINE, "object_year", {"ean-1"}, finding_key="ean-1|2024")
    assert not is_named(LINE, "object_month", {"ean-1"}, finding_key="ean-1|2024")
    assert not is_named(LINE, "object_year", {"ean-1"}, finding_key="ean-1|2023")


def test_a_yearly_statement_is_named_by_its_year() -> None:
    yearly = {**RENTED, "period_start": "2024-01-01", "period_end": "2024-12-31"}
    assert is_named(yearly, "line", set(), finding_key="branch_b|2024")
    assert not is_named(RENTED, "line", set(), finding_key="branch_b|2024")


def test_a_whole_file_is_named_by_the_file_or_by_extract_entity_and_month() -> None:
    assert is_named(LINE, "file", set(), finding_key="stroom.csv")
    assert is_named(LINE, "file", set(), finding_key="D-1")
    told = {"extract_name": "supplier_invoices", "finding_key": "groep|2024-02-01"}
    assert is_named(LINE, "file", set(), **told)
    assert not is_named(LINE, "file", set(), **{**told, "finding_key": "ander|2024-02-01"})
    assert not is_named(LINE, "file", set(), finding_key="groep|2024-02-01")


def test_the_largest_move_is_that_of_the_total_that_moves_most() -> None:
    before = {(2023, "scope_3"): Decimal(1000), (2024, "scope_3"): Decimal(200)}
    after = {(2023, "scope_3"): Decimal(1010), (2024, "scope_3"): Decimal(190)}
    assert largest_move(before, after) == (Decimal(10), Decimal("0.05"))
    assert largest_move(before, {}) == (Decimal(1000), Decimal(1))


def test_a_mutant_weighs_no_more_than_the_total_that_it_moves() -> None:
    scope = Scope("trips", "line", "T-1", ("T-1",))
    mutant = Mutant("m", "trips", "distance x 1000", scope, (), (), {})
    # 50 of 1000 kg, caught; 9000 of 1000 kg, which weighs 1000.
    small = Verdict(mutant, Decimal(50), Decimal("0.05"), "PLA-06")
    large = Verdict(mutant, Decimal(9000), Decimal(9))
    assert (weight(small), weight(large)) == (Decimal(50), Decimal(1000))
    assert score([small, large]) == (Decimal("0.5"), Decimal(50) / Decimal(1050))


def test_kinds_are_operators_without_their_column() -> None:
    assert kind_of("quantity x 1000") == "x 1000"
    assert kind_of("other product") == "another value"
    assert kind_of("other unit") == "other unit"
    assert kind_of("vehicle_id exchanged") == "values exchanged"
    assert kind_of("dropped, and from the register") == "dropped, and from the register"
