"""The guard: ratios, not seconds, against those stored in the repository.

Seconds are of a machine; that the warehouse takes so many times the straight SQL travels. They are
ratios of the processor's time, which other work on the machine moves little. Only ratios in which
less is better stand here, with our side above the line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from pydantic import BaseModel

from bench.machine import Machine
from bench.project import Limits, Scale
from bench.spread import Spread
from trede.files import write_whole

#: A ratio that is worse than the stored one by more than this part fails.
WORSE = 0.25

#: Fewer rounds say nothing of noise.
LEAST_ROUNDS = 3

Measure = Callable[[], Mapping[str, Spread]]


class Stored(BaseModel):
    """What the guard compares with."""

    measured_on: date
    machine: Machine
    limits: Limits
    scale: Scale
    ratios: dict[str, Spread]


class Verdict(BaseModel):
    """One ratio against the stored one."""

    name: str
    stored: float
    measured: float
    is_worse: bool

    @property
    def change(self) -> float:
        """How much worse, as a part of the stored ratio; negative is better."""
        return self.measured / self.stored - 1


class GuardError(Exception):
    """The guard cannot judge."""


def judge(stored: Mapping[str, Spread], measured: Mapping[str, Spread]) -> list[Verdict]:
    """Compare medians.

    Raises:
        GuardError: another set of ratios was measured, or too few rounds.
    """
    if set(stored) != set(measured):
        raise GuardError(
            f"stored are {sorted(stored)}, measured were {sorted(measured)}:"
            " store the ratios again with `python -m bench guard --store`"
        )
    short = [name for name, spread in measured.items() if spread.runs < LEAST_ROUNDS]
    if short:
        raise GuardError(f"fewer than {LEAST_ROUNDS} rounds of {', '.join(short)}")
    return [
        Verdict(
            name=name,
            stored=spread.median,
            measured=measured[name].median,
            is_worse=measured[name].median > spread.median * (1 + WORSE),
        )
        for name, spread in stored.items()
    ]


def guard(
    stored: Mapping[str, Spread], measure: Measure, say: Callable[[str], object]
) -> list[Verdict]:
    """Measure and judge; what is worse is measured once more, and only worse twice is worse.

    A machine that was busy for a minute fails nobody; a change that made us slower fails twice.
    """
    first = judge(stored, measure())
    worse = {verdict.name for verdict in first if verdict.is_worse}
    if not worse:
        return first
    say(f"worse than stored: {', '.join(sorted(worse))}; measuring once more")
    second = {verdict.name: verdict for verdict in judge(stored, measure())}
    return [second[verdict.name] if verdict.name in worse else verdict for verdict in first]


def read_stored(file: Path) -> Stored:
    """Read the stored ratios.

    Raises:
        GuardError: there are none.
    """
    if not file.is_file():
        raise GuardError(
            f"{file.name} is missing: store the ratios with `python -m bench guard --store`"
        )
    return Stored.model_validate_json(file.read_text(encoding="utf-8"))


def write_stored(stored: Stored, file: Path) -> None:
    """Store ratios to compare with."""
    write_whole(file, (stored.model_dump_json(indent=2) + "\n").encode())


def table(verdicts: list[Verdict]) -> str:
    """Show verdicts as people read them."""
    lines = [f"{'ratio':<16}{'stored':>9}{'now':>9}{'change':>9}"]
    for verdict in verdicts:
        mark = "  worse by more than a quarter" if verdict.is_worse else ""
        lines.append(
            f"{verdict.name:<16}{verdict.stored:>9.2f}{verdict.measured:>9.2f}{verdict.change:>+9.0%}{mark}"
        )
    return "\n".join(lines)
