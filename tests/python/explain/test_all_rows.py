"""All rows are added up and checked in the warehouse, and few are fetched, however many there are."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest
from rich.console import Console

from trede.explain.arithmetic import sql_expected_kg
from trede.explain.model import Explanation
from trede.explain.read import explain_cell, explain_total
from trede.explain.terminal import MOST_ROWS, show
from trede.explain.warehouse import DoesNotAddUpError, open_warehouse

GAS = "SI-2024-000004"
SCOPE_1 = ("ladder", "scope_1", 2024, "vsg_groep")


def rounded(value: Fraction) -> Fraction:
    """Round to millionths, halves away from zero, with whole numbers only."""
    millionths = abs(value) * 1_000_000
    whole = (2 * millionths.numerator + millionths.denominator) // (2 * millionths.denominator)
    return Fraction(whole if value >= 0 else -whole, 1_000_000)


def test_the_kilograms_in_sql_are_exact() -> None:
    """Halves, signs, and amounts that no double can tell apart."""
    chance = random.Random(20241122)  # noqa: S311  # not for secrets
    rows = [
        ("direct", "0.000001", "0.5", "0.5"),
        ("direct", "-0.000001", "0.5", "0.5"),
        ("direct", "0.000003", "0.499999999", "1"),
        ("unsplit", "9000000000.000001", "0.000000500", "0.000000500"),
        ("upstream", "0.000003", "0.5", "1.5"),
        ("upstream", "123456789.123456", "0.000000001", "0.000000009"),
        ("direct", "123456789012.123457", "7.123456789", "7.5"),
    ]
    for _ in range(3000):
        places = chance.randint(0, 6)
        quantity = f"{chance.uniform(-1, 1) * 10 ** chance.randint(0, 9):.{places}f}"
        factor = f"{chance.uniform(0, 3):.{chance.randint(0, 9)}f}"
        whole = f"{float(factor) + chance.uniform(0, 1):.9f}"
        rows.append((chance.choice(("direct", "upstream", "unsplit")), quantity, factor, whole))
    expression = sql_expected_kg("component", "quantity", "factor", "whole")
    found = (
        duckdb.connect()
        .execute(
            f"select {expression} from (select row[1] as component, "
            "cast(row[2] as decimal(19, 6)) as quantity, cast(row[3] as decimal(18, 9)) as factor, "
            "cast(row[4] as decimal(18, 9)) as whole from (select unnest(?::varchar[][]) as row))",
            [[list(row) for row in rows]],
        )
        .fetchall()
    )
    halves = 0
    for (component, *amounts), (kg,) in zip(rows, found, strict=True):
        quantity, factor, whole = map(Fraction, amounts)
        halves += (quantity * factor * 2_000_000).denominator == 1
        expected = rounded(quantity * factor)
        if component == "upstream":
            expected = rounded(quantity * whole) - rounded(quantity * (whole - factor))
        assert Fraction(kg) == expected, (component, *amounts)
    assert halves > 3


class Counting:
    """A connection that counts the rows that are fetched."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self.fetched = 0

    def execute(self, *arguments: Any) -> Counting:  # noqa: ANN401  # DuckDB's
        """Run a statement."""
        self._connection.execute(*arguments)
        return self

    @property
    def description(self) -> Any:  # noqa: ANN401
        """What the columns are."""
        return self._connection.description

    def fetchall(self) -> list[Any]:
        """Fetch all rows."""
        found = self._connection.fetchall()
        self.fetched += len(found)
        return found

    def fetchone(self) -> Any:  # noqa: ANN401
        """Fetch one row."""
        self.fetched += 1
        return self._connection.fetchone()


def grow(file: Path, count: int) -> Decimal:
    """Deliver a line of gas as often as told, each time as another line; return the kilograms."""
    with duckdb.connect(str(file)) as opened:
        kg = opened.execute(
            "select sum(kg_co2e) from audit.fct_emissions where line_id = ?", [GAS]
        ).fetchone()[0]
        for table, keys in (
            ("audit.fct_emissions", ("emission_id", "activity_id", "line_id")),
            ("audit.fct_activities", ("activity_id", "line_id")),
        ):
            changed = ", ".join(
                f"replace({key}, '{GAS}', '{GAS}-' || number) as {key}" for key in keys
            )
            opened.execute(
                f"insert into {table} by name select * exclude (number) replace ({changed}) "
                f"from {table} cross join range({count}) as numbers(number) where line_id = '{GAS}'"
            )
        opened.execute(
            "update marts.rpt_footprint set t_co2e = t_co2e + ? "
            "where frame = ? and line = ? and reporting_year = ? and entity_id = ?",
            [kg * count / 1000, *SCOPE_1],
        )
    return kg


@pytest.mark.build
def test_what_is_fetched_does_not_grow_with_the_lines(
    tampered: Callable[..., Path], connection: duckdb.DuckDBPyConnection
) -> None:
    before = explain_cell(connection, *SCOPE_1, most=5)
    fetched = {}
    for count in (10, 10_000):
        file = tampered()
        kg = grow(file, count)
        with open_warehouse(file) as opened:
            counting = Counting(opened)
            found = explain_cell(counting, *SCOPE_1, most=5)
        fetched[count] = counting.fetched
        # All were added up and checked all the same.
        assert found.check.kg_of_rows == before.check.kg_of_rows + count * kg
        assert found.check.row_count == found.check.recomputed_rows
        assert found.check.row_count == before.check.row_count + 2 * count
        assert found.check.line_count == before.check.line_count + count
        (gas,) = [each for each in found.groups if each.activity_type == "natural_gas"]
        (was,) = [each for each in before.groups if each.activity_type == "natural_gas"]
        assert gas.line_count == was.line_count + count
        assert gas.kg_co2e == was.kg_co2e + count * kg
        (of_file,) = [each for each in found.delivered_files if "gas" in (each.source_file or "")]
        (file_was,) = [each for each in before.delivered_files if each.ref == of_file.ref]
        assert of_file.part_count == file_was.part_count + count
    assert fetched[10_000] == fetched[10] < 1000


def of_line(line_id: str, component: str) -> str:
    """Return the condition on one emission row."""
    return f"line_id = '{line_id}' and component = '{component}'"


@pytest.mark.build
@pytest.mark.parametrize(
    ("statements", "told"),
    [
        pytest.param(
            (
                "update audit.fct_emissions set kg_co2e = kg_co2e + 0.001 where "
                + of_line("SI-2024-000004", "direct"),
                "update audit.fct_emissions set kg_co2e = kg_co2e - 0.001 where "
                + of_line("SI-2024-000007", "direct"),
            ),
            (
                "a difference of 0.000000 kg",
                "SI-2024-000004|1|2024-01|main|none|direct says",
                "SI-2024-000007|1|2024-02|main|none|direct says",
            ),
            id="a gram moved from one row to another",
        ),
        pytest.param(
            (
                "update audit.fct_emissions set entity_id = 'vsg_diensten' where "
                + of_line(GAS, "direct"),
            ),
            ("its rows make",),
            id="the entity of an emission row",
        ),
        pytest.param(
            (
                f"update audit.fct_activities set entity_id = 'vsg_diensten' where line_id = '{GAS}'",
            ),
            ("its rows make",),
            id="the entity of an activity",
        ),
        pytest.param(
            (f"update audit.fct_activities set reporting_year = 2023 where line_id = '{GAS}'",),
            ("its rows make",),
            id="the year of an activity",
        ),
        pytest.param(
            (f"delete from audit.fct_activities where line_id = '{GAS}'",),
            ("its rows make",),
            id="no activity",
        ),
        pytest.param(
            (f"update audit.fct_activities set entity_id = 'another' where line_id = '{GAS}'",),
            ("stands under another entity, activity, line, file or period",),
            id="the entity of an activity",
        ),
        pytest.param(
            (f"update audit.fct_activities set source_file = 'other.csv' where line_id = '{GAS}'",),
            ("stands under another entity, activity, line, file or period",),
            id="the file of an activity",
        ),
        pytest.param(
            (
                f"update audit.fct_activities set period_end = period_end + 1 where line_id = '{GAS}'",
            ),
            ("stands under another entity, activity, line, file or period",),
            id="the period of an activity",
        ),
        pytest.param(
            (
                f"update audit.fct_activities set activity_type = 'petrol_e10' where line_id = '{GAS}'",
            ),
            ("stands under another entity, activity, line, file or period",),
            id="the type of an activity",
        ),
        pytest.param(
            (
                "update audit.fct_emissions set wtw_factor_value = wtw_factor_value + 1 where "
                + of_line(GAS, "direct"),
                "update audit.fct_emissions set wtw_factor_value = wtw_factor_value + 1 where "
                + of_line(GAS, "upstream"),
            ),
            ("do not make its quantity times its whole factor",),
            id="the whole factor of both rows of a part",
        ),
        pytest.param(
            ("update audit.fct_emissions set quantity = null where " + of_line(GAS, "direct"),),
            ("its quantity times its factor is not known.",),
            id="no quantity",
        ),
    ],
)
def test_whatever_does_not_stand_up_is_told(
    tampered: Callable[..., Path], statements: tuple[str, ...], told: tuple[str, ...]
) -> None:
    with (
        open_warehouse(tampered(*statements)) as opened,
        pytest.raises(DoesNotAddUpError) as raised,
    ):
        # Nothing of it is written out: only the sums can tell.
        explain_cell(opened, *SCOPE_1, most=1)
    assert raised.value.exit_code == 5
    for words in (*told, "was changed after the build"):
        assert words in str(raised.value)


def on_screen(explanation: Explanation) -> str:
    """Return what the terminal shows."""
    screen = io.StringIO()
    show(explanation, "en", Console(file=screen, width=300))
    return screen.getvalue()


@pytest.mark.build
def test_long_lists_end_with_how_many_more_there_are(connection: duckdb.DuckDBPyConnection) -> None:
    found = explain_total(connection, "ladder", "scope_2", 2024, total_kind="line", most=3)
    assert "more: --json" not in on_screen(found)
    (judgement, *_), (file, *_) = found.judgements, found.delivered_files
    (group, *_) = [each for each in found.groups if each.parts]
    many = MOST_ROWS + 7
    long = replace(
        found,
        groups=(*(replace(group, parts=()) for _ in range(many)), group),
        judgements=(
            *(replace(judgement, ref=f"X{place}", key=f"<{place}>") for place in range(many)),
            *found.judgements,
        ),
        delivered_files=(
            *(replace(file, ref=f"F9{place}", source_file=f"x{place}") for place in range(many)),
            *found.delivered_files,
        ),
    )
    shown = on_screen(long)
    assert f"<{MOST_ROWS - 1}>" in shown and f"<{MOST_ROWS}>" not in shown
    # Eight groups are not in the list, and seven of them have no line among the lines.
    assert "… and 8 more: --json and --html have them all" in shown
    assert "… and 7 more: --json and --html have them all" in shown
    # What a line on the screen refers to stays.
    for part in group.parts:
        assert part.line_id in shown
        assert all(f"\n{ref} " in shown for ref in part.judgements)
        (own,) = [each for each in found.delivered_files if each.source_file == part.source_file]
        assert f"{own.ref} {own.source_file}" in shown
