"""Each operator does what its name says, on rows written by hand."""

from __future__ import annotations

from random import Random

import pytest

from mutants import operators
from mutants.operators import Row, Surroundings, operators_for
from trede.contract import Contract

FUEL: list[Row] = [
    {
        "line_id": "F-1",
        "source_file": "kaart.csv",
        "source_row": "2",
        "delivery_id": "D-1",
        "vehicle_id": "v-a",
        "transacted_at": "2024-03-31T08:00:00+02:00",
        "product": "Diesel",
        "quantity": "34.23",
        "unit": "Liter",
    },
    {
        "line_id": "F-2",
        "source_file": "kaart.csv",
        "source_row": "3",
        "delivery_id": "D-1",
        "vehicle_id": "v-b",
        "transacted_at": "2024-12-05T08:00:00+01:00",
        "product": "Benzine",
        "quantity": "40",
        "unit": "l",
    },
]


def apply(contract: Contract, name: str, rows: list[Row] = FUEL) -> list[Row] | None:
    """Apply an operator on fuel transactions by its name."""
    file = contract.file("fuel_transactions")
    (operator,) = [each for each in operators_for(file) if each.name == name]
    values = {"product": ("Benzine", "Diesel"), "vehicle_id": ("v-a", "v-b")}
    return operator.apply(rows, Surroundings(file, FUEL, values), Random(1))  # noqa: S311


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("quantity x 1000", "34230", "40000"),
        ("quantity / 1000", "0.03423", "0.04"),
        ("quantity + 10%", "37.653", "44"),
        ("quantity - 10%", "30.807", "36"),
        ("quantity sign", "-34.23", "-40"),
        ("quantity digits transposed", "43.23", "04"),
    ],
)
def test_a_number_is_changed_on_every_line(
    contract: Contract, name: str, first: str, second: str
) -> None:
    changed = apply(contract, name)
    assert changed is not None
    assert [row["quantity"] for row in changed] == [first, second]
    assert [row["line_id"] for row in changed] == ["F-1", "F-2"]


def test_a_comma_is_lost_only_where_there_is_one(contract: Contract) -> None:
    changed = apply(contract, "quantity decimal comma lost")
    assert changed is not None
    assert [row["quantity"] for row in changed] == ["3423", "40"]
    assert apply(contract, "quantity decimal comma lost", FUEL[1:]) is None


def test_a_month_later_keeps_the_last_day_and_the_hour(contract: Contract) -> None:
    changed = apply(contract, "a month later")
    assert changed is not None
    assert [row["transacted_at"] for row in changed] == [
        "2024-04-30T08:00:00+02:00",
        "2025-01-05T08:00:00+01:00",
    ]


@pytest.mark.parametrize(
    ("day", "months", "shifted"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2023-02-28", 12, "2024-02-29"),
        ("2024-01-15", -1, "2023-12-15"),
        ("2024-01-30", 1, "2024-02-29"),
        ("", 1, None),
    ],
)
def test_a_date_moves_by_whole_months(day: str, months: int, shifted: str | None) -> None:
    assert operators.shift_date(day, months) == shifted


def test_day_and_month_are_swapped_where_that_is_a_date(contract: Contract) -> None:
    changed = apply(contract, "day and month swapped")
    assert changed is not None
    assert [row["transacted_at"][:10] for row in changed] == ["2024-03-31", "2024-05-12"]


def test_the_unit_becomes_another_one_beside_the_same_number(contract: Contract) -> None:
    changed = apply(contract, "other unit")
    assert changed is not None
    assert [(row["unit"], row["quantity"]) for row in changed] == [("m3", "34.23"), ("m3", "40")]


def test_vehicles_exchange_their_lines(contract: Contract) -> None:
    changed = apply(contract, "vehicle_id exchanged")
    assert changed is not None
    assert [row["vehicle_id"] for row in changed] == ["v-b", "v-a"]
    assert apply(contract, "vehicle_id exchanged", FUEL[:1]) is None


def test_a_fuel_becomes_another_one_that_the_demo_knows(contract: Contract) -> None:
    changed = apply(contract, "other product", FUEL[:1])
    assert changed is not None
    assert changed[0]["product"] == "Benzine"
    renamed = apply(contract, "product renamed", FUEL[:1])
    assert renamed is not None
    assert renamed[0]["product"] == "Diesel (nieuw)"


def test_a_copy_stands_at_the_end_of_its_file(contract: Contract) -> None:
    doubled = apply(contract, "delivered twice, own numbers", FUEL[:1])
    assert doubled is not None
    assert [(row["line_id"], row["source_row"]) for row in doubled] == [
        ("F-1", "2"),
        ("F-1-x", "4"),
    ]
    same = apply(contract, "delivered twice, same numbers", FUEL[:1])
    assert same is not None
    assert [row["line_id"] for row in same] == ["F-1", "F-1"]


def test_a_line_that_never_came_leaves_no_gap() -> None:
    rows = [{**FUEL[0], "line_id": f"F-{at}", "source_row": str(at)} for at in (2, 3, 4, 7)]
    closed = operators.without_gaps(rows, ["F-3"])
    # The hole between 4 and 7 was there before; what is behind it moves up no further than it must.
    assert {line: row["source_row"] for line, row in closed.items()} == {"F-4": "3", "F-7": "4"}


def test_every_extract_has_operators_for_all_its_numbers(contract: Contract) -> None:
    for file in contract.group("extracts"):
        names = {operator.name for operator in operators_for(file)}
        assert {"dropped", "delivered twice, own numbers"} <= names
        for column in file.columns:
            if column.reads_as == "number":
                assert f"{column.name} x 1000" in names, (file.name, column.name)
            if column.name == "unit":
                assert "other unit" in names


def test_an_operator_changes_no_row_that_it_was_given(contract: Contract) -> None:
    before = [dict(row) for row in FUEL]
    file = contract.file("fuel_transactions")
    values = {"product": ("Benzine", "Diesel"), "vehicle_id": ("v-a", "v-b")}
    for operator in operators_for(file):
        full = [{**dict.fromkeys(file.column_names, ""), **row} for row in FUEL]
        kept = [dict(row) for row in full]
        operator.apply(full, Surroundings(file, full, values), Random(1))  # noqa: S311
        assert full == kept, operator.name
    assert before == FUEL
