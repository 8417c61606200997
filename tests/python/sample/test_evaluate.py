"""The projection: printed reliability factors, and bounds computed by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from trede.sample.evaluate import Examined, evaluate, reliability_factor

CONFIDENCE = Decimal("0.95")


@pytest.mark.parametrize(
    ("errors", "at_5_pct", "at_10_pct"),
    # AICPA, Audit Sampling, confidence factors for monetary unit sampling: 5% and 10% risk
    [(0, "3.00", "2.31"), (1, "4.75", "3.89"), (2, "6.30", "5.33"), (3, "7.76", "6.69")],
)
def test_the_reliability_factors_are_the_printed_ones(
    errors: int, at_5_pct: str, at_10_pct: str
) -> None:
    for printed, confidence in ((at_5_pct, "0.95"), (at_10_pct, "0.90")):
        # the table is rounded up
        gap = Decimal(printed) - reliability_factor(errors, Decimal(confidence))
        assert Decimal("-0.0005") <= gap < Decimal("0.01")


def test_without_errors_the_bound_is_the_basic_precision() -> None:
    lines = [Examined("interval", Decimal(50), Decimal(50)) for _ in range(10)]
    outcome = evaluate(lines, Decimal(100), CONFIDENCE)
    for bound in (outcome.overstated, outcome.understated):
        assert (bound.errors, bound.projected_kg) == (0, 0)
        assert abs(bound.upper_kg - Decimal("299.573")) < Decimal("0.001")


def test_errors_are_projected_by_hand() -> None:
    """Taints of 50% and 20% over an interval of 100 kg, and 30 kg too many in a certain line.

    Projected: 30 + (0.5 + 0.2) x 100 = 100. Upper: 30 + 100 x (2.9957 + 0.5 x (4.7439 - 2.9957)
    + 0.2 x (6.2958 - 4.7439)) = 448.018.
    """
    lines = [
        Examined("certain", Decimal(500), Decimal(470)),
        Examined("interval", Decimal(40), Decimal(32)),
        Examined("interval", Decimal(10), Decimal(5)),
        Examined("interval", Decimal(10), Decimal(10)),
    ]
    outcome = evaluate(lines, Decimal(100), CONFIDENCE)
    assert (outcome.overstated.errors, outcome.overstated.projected_kg) == (3, 100)
    assert abs(outcome.overstated.upper_kg - Decimal("448.02")) < Decimal("0.02")
    assert (outcome.understated.errors, outcome.understated.projected_kg) == (0, 0)


def test_over_and_understatement_are_never_set_off() -> None:
    lines = [
        Examined("interval", Decimal(10), Decimal(5)),
        Examined("interval", Decimal(10), Decimal(15)),
    ]
    outcome = evaluate(lines, Decimal(100), CONFIDENCE)
    assert outcome.overstated.projected_kg == outcome.understated.projected_kg == 50


def test_a_credit_that_takes_back_too_little_is_overstated() -> None:
    # -100 kg in the warehouse, -150 by the document: 50 kg too many
    outcome = evaluate([Examined("certain", Decimal(-100), Decimal(-150))], None, CONFIDENCE)
    assert outcome.overstated.projected_kg == outcome.overstated.upper_kg == 50
    drawn = evaluate([Examined("interval", Decimal(-100), Decimal(-150))], Decimal(200), CONFIDENCE)
    assert drawn.overstated.projected_kg == 100


def test_silent_lines_are_told_and_not_projected() -> None:
    lines = [Examined("silent", Decimal(0), Decimal(7)), Examined("silent", Decimal(0), Decimal(0))]
    outcome = evaluate(lines, Decimal(100), CONFIDENCE)
    assert (outcome.silent_errors, outcome.silent_kg) == (1, 7)
    assert outcome.understated.projected_kg == 0


def test_a_confidence_is_a_share() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        evaluate([], None, Decimal(95))
