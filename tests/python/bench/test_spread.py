"""Medians, spreads and ratios."""

from __future__ import annotations

import pytest

from bench.spread import Spread, ratios


def test_a_disturbed_run_moves_the_median_and_the_deviation_little() -> None:
    spread = Spread.of([10.0, 11.0, 12.0, 95.0, 9.0])
    # In order 9 10 11 12 95; away from 11: 2 1 0 1 84, in order 0 1 1 2 84.
    assert (spread.median, spread.least, spread.most, spread.mad, spread.runs) == (11, 9, 95, 1, 5)


def test_nothing_measured_is_no_zero() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        Spread.of([])


def test_ratios_are_of_the_same_round() -> None:
    # A machine that was twice as slow in the second round changes no ratio.
    assert ratios([3.0, 6.0], [2.0, 4.0]) == [1.5, 1.5]


@pytest.mark.parametrize("below", [[1.0], [1.0, 0.0]])
def test_a_ratio_needs_both_sides(below: list[float]) -> None:
    with pytest.raises(ValueError, match=r"zip|zero"):
        ratios([1.0, 2.0], below)
