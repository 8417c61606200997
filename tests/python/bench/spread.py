"""Medians with their spread: a benchmark is never one number."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from pydantic import BaseModel


class Spread(BaseModel):
    """The median of some measurements, and how far they lie apart.

    Attributes:
        runs: how many were measured.
        mad: median absolute deviation from the median: one run that was disturbed hardly moves it.
    """

    runs: int
    median: float
    least: float
    most: float
    mad: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        """Sum up measurements.

        Raises:
            ValueError: there are none.
        """
        measured = list(values)
        if not measured:
            raise ValueError("nothing was measured")
        middle = median(measured)
        return cls(
            runs=len(measured),
            median=middle,
            least=min(measured),
            most=max(measured),
            mad=median(abs(value - middle) for value in measured),
        )


def ratios(numerators: Iterable[float], denominators: Iterable[float]) -> list[float]:
    """Divide the measurements of two cases round by round.

    Both sides of a round were measured one after the other, so that what slows the machine for a
    while slows both.

    Raises:
        ValueError: one side has more rounds than the other, or a denominator is not above zero.
    """
    pairs = list(zip(numerators, denominators, strict=True))
    if any(below <= 0 for _, below in pairs):
        raise ValueError(f"a ratio needs denominators above zero: {pairs}")
    return [above / below for above, below in pairs]
