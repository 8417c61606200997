"""`trede compare`: equal is equal to the last decimal, and a difference is named."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from trede.compare import RUN_COLUMNS, as_text, compare_rows

COLUMNS = ("key", "kg_co2e")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (Decimal("1.500000"), Decimal("1.5")),
        (Decimal("-0.000000"), 0),
        (Decimal("1E+2"), 100),
        (1200, Decimal("1200")),
        (
            datetime.datetime(2024, 1, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=1))),
            datetime.datetime(2024, 1, 1),
        ),
    ],
)
def test_the_same_value_in_two_notations_is_equal(left: object, right: object) -> None:
    assert as_text(left) == as_text(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (Decimal("0.000001"), Decimal("0.000002")),
        (Decimal("100"), Decimal("10")),
        (None, ""),
        (None, 0),
        (True, False),
        ("a", "a "),
        (datetime.date(2024, 1, 31), datetime.date(2024, 2, 1)),
    ],
)
def test_another_value_is_not_equal(left: object, right: object) -> None:
    assert as_text(left) != as_text(right)


def test_a_double_is_refused() -> None:
    with pytest.raises(TypeError, match="decimals, never doubles"):
        as_text(0.1)


def test_rows_are_compared_without_order_but_counted() -> None:
    left = [("a", "1"), ("b", None), ("b", None)]
    assert compare_rows("t", COLUMNS, left, [*reversed(left)]).differences == []
    once = compare_rows("t", COLUMNS, left, left[:2]).differences
    assert once[0] == "3 rows in DuckDB, 2 in PostgreSQL"


def test_the_differing_cell_is_named() -> None:
    result = compare_rows(
        "t", COLUMNS, [("a", "1"), ("b", "2.000001")], [("b", "2.000002"), ("a", "1")]
    )
    assert result.rows == (2, 2)
    assert result.differences[0] == "1 rows only in DuckDB, 1 only in PostgreSQL"
    assert "kg_co2e is '2.000001' in DuckDB and '2.000002' in PostgreSQL" in result.differences[1]
    assert "key='b'" in result.differences[1]


def test_a_row_of_postgresql_alone_is_named() -> None:
    result = compare_rows("t", COLUMNS, [], [("z", "9")])
    assert any("only in PostgreSQL: key='z'" in text for text in result.differences)


def test_no_amount_and_no_key_of_a_figure_is_left_out_of_the_comparison() -> None:
    keys = {"run_id", "invocation_id"}
    assert not [column for column in RUN_COLUMNS - keys if "kg" in column or column.endswith("_id")]
