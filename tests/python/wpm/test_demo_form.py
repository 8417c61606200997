"""The demo's form against a second computation from its files; nothing of the project's SQL is in it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from support.builds import Build
from wpm.oracle import CellFigures, Key, form

#: Amounts are cast to millionths once per row, and rows of a cell are many.
NEARLY = Fraction(1, 10**5)


def found(demo_build: Build) -> dict[Key, CellFigures]:
    """The cells of the mart that hold travel."""
    return {
        (row["kvk_number"], row["reporting_year"], row["block"], row["category"]): CellFigures(
            int(row["value"]), None if row["kg_co2"] is None else Fraction(row["kg_co2"])
        )
        for row in demo_build.rows(
            'select kvk_number, reporting_year, block, category, "value", kg_co2 '
            "from audit.rpt_wpm_form where line_count > 0"
        )
    }


@pytest.mark.build
def test_every_cell_of_the_demo_is_that_of_the_second_computation(
    demo_build: Build, demo_dir: Path
) -> None:
    expected, marts = form(demo_dir), found(demo_build)
    assert expected.keys() == marts.keys()
    assert len(expected) >= 50, "three years, two KVK numbers and four blocks"
    for key, cell in expected.items():
        assert marts[key].value == cell.value, key
        if cell.kg is None:
            assert marts[key].kg is None, key
        else:
            kg = marts[key].kg
            assert kg is not None and abs(kg - cell.kg) <= NEARLY, key
    assert {key[1] for key, cell in expected.items() if cell.kg is not None} == {2022, 2023}
