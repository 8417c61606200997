"""Project what an auditor found in the sample to all kilograms.

The Stringer bound of monetary-unit sampling, with kilograms in the place of euros: the projected error
is the tainting of each line drawn by kilograms times the interval, and what is found in the certain
lines as it is; the upper bound adds the precision at a one-sided confidence. Reliability factors are
upper bounds of a Poisson mean: half a quantile of the chi-squared distribution (0 errors at 95%: 2.9957).
Over- and understatement are bounded apart and never set off against each other.
Source: AICPA Audit Guide, Audit Sampling, monetary unit sampling.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from trede.sample.draw import Stratum


@dataclass(frozen=True)
class Examined:
    """A line that was looked at.

    Attributes:
        stratum: how it came into the sample.
        book_kg: its kilograms in the warehouse.
        audited_kg: its kilograms by the document.
        hits: selection points that fell in it.
    """

    stratum: Stratum
    book_kg: Decimal
    audited_kg: Decimal
    hits: int = 1

    @property
    def taint(self) -> Decimal:
        """Share of the line's kilograms that is overstated (below zero: understated)."""
        return (self.book_kg - self.audited_kg) / abs(self.book_kg)


@dataclass(frozen=True)
class Bound:
    """One direction of error.

    Attributes:
        errors: lines with an error in this direction.
        projected_kg: the error projected to the population.
        upper_kg: upper bound at the confidence.
    """

    errors: int
    projected_kg: Decimal
    upper_kg: Decimal


@dataclass(frozen=True)
class Evaluation:
    """What the sample says of all kilograms.

    Attributes:
        confidence: one-sided confidence of the bounds, as a share.
        overstated: too many kilograms in the warehouse.
        understated: too few.
        silent_errors: lines without kilograms that should have had some. They are told, not projected: a
            share of lines says nothing about kilograms.
        silent_kg: kilograms that those lines should have had.
    """

    confidence: Decimal
    overstated: Bound
    understated: Bound
    silent_errors: int
    silent_kg: Decimal


def reliability_factor(errors: int, confidence: Decimal) -> Decimal:
    """Return the upper bound of a Poisson mean after so many errors, at a one-sided confidence."""
    from scipy.stats import chi2  # takes a second to import

    return Decimal(repr(float(chi2.ppf(float(confidence), 2 * (errors + 1)) / 2)))


def evaluate(
    examined: Iterable[Examined], interval_kg: Decimal | None, confidence: Decimal
) -> Evaluation:
    """Project the errors of a sample.

    Args:
        examined: every line that was drawn, examined.
        interval_kg: the interval of the draw; None where every line is certain.
        confidence: one-sided, between 0 and 1.

    Raises:
        ValueError: the confidence is no share between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise ValueError("a confidence lies between 0 and 1, such as 0.95")
    lines = list(examined)
    silent = [line for line in lines if line.stratum == "silent" and line.audited_kg]
    return Evaluation(
        confidence=confidence,
        overstated=_bound(lines, interval_kg, confidence, 1),
        understated=_bound(lines, interval_kg, confidence, -1),
        silent_errors=len(silent),
        silent_kg=sum((line.audited_kg for line in silent), Decimal(0)),
    )


def _bound(
    lines: list[Examined], interval_kg: Decimal | None, confidence: Decimal, direction: int
) -> Bound:
    known = [
        (line.book_kg - line.audited_kg) * direction
        for line in lines
        if line.stratum == "certain" and (line.book_kg - line.audited_kg) * direction > 0
    ]
    # A point that falls twice in one line is two errors of that line.
    taints = sorted(
        (
            line.taint * direction
            for line in lines
            if line.stratum == "interval" and line.taint * direction > 0
            for _ in range(line.hits)
        ),
        reverse=True,
    )
    projected = upper = sum(known, Decimal(0))
    if interval_kg is not None:
        projected += sum(taints, Decimal(0)) * interval_kg
        before = reliability_factor(0, confidence)
        upper += before * interval_kg
        for number, taint in enumerate(taints, start=1):
            factor = reliability_factor(number, confidence)
            upper += (factor - before) * taint * interval_kg
            before = factor
    return Bound(len(known) + len(taints), projected, upper)
