"""Draw lines for an auditor: in proportion to their kilograms, and without kilograms.

Monetary-unit sampling with kilograms in the place of euros: every kilogram has the same chance, so that
large lines are drawn more often and those above one interval always. It looks for what is overstated:
a line that should have had kilograms and has none cannot be drawn that way, so a second, plain random
sample looks at the lines that bring nothing.

Everything follows from the seed by SHA-256: the same lines and the same seed give the same sample in
every version of Python.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

#: certain: larger than one interval; interval: drawn by its kilograms; silent: brings no kilograms.
Stratum = Literal["certain", "interval", "silent"]

#: Digits of a hash that make a fraction: far more than lines or kilograms there are.
_DIGITS = 15


@dataclass(frozen=True)
class Unit:
    """A delivered line that can be drawn.

    Attributes:
        key: what names the line, as extract|line_id|occurrence.
        kg: its emissions of the year, kg CO2e; negative for a credit.
    """

    key: str
    kg: Decimal


@dataclass(frozen=True)
class Drawn:
    """A line that was drawn.

    Attributes:
        unit: the line.
        stratum: how it came into the sample.
        hits: how many selection points fell in it (1 but for lines as large as an interval).
    """

    unit: Unit
    stratum: Stratum
    hits: int = 1


@dataclass(frozen=True)
class Sample:
    """A sample and what is needed to project from it.

    Attributes:
        seed: the words from which it follows.
        drawn: the lines: the certain ones, those drawn by kilograms, those without.
        interval_kg: kilograms between two selection points; None where every line is certain.
        population_kg: absolute kilograms of all lines.
        population_lines: lines with kilograms.
        silent_lines: lines without.
    """

    seed: str
    drawn: tuple[Drawn, ...]
    interval_kg: Decimal | None
    population_kg: Decimal
    population_lines: int
    silent_lines: int


def draw(units: Iterable[Unit], seed: str, size: int, silent: int) -> Sample:
    """Draw a sample.

    Args:
        units: every line of the population, each once.
        seed: any words; they are printed on the sheet, so that anyone can draw it again.
        size: lines to draw in proportion to their absolute kilograms.
        silent: lines to draw from those without kilograms, each with the same chance.

    Raises:
        ValueError: a line stands twice, or a size is below zero.
    """
    if size < 0 or silent < 0:
        raise ValueError("a sample cannot have fewer than no lines")
    everything = sorted(units, key=lambda unit: _order(seed, unit.key))
    if len({unit.key for unit in everything}) != len(everything):
        raise ValueError("a line stands twice in the population")
    heavy = [unit for unit in everything if unit.kg]
    quiet = [unit for unit in everything if not unit.kg]
    certain, rest, places = _split(heavy, size)
    drawn = [
        *(
            Drawn(unit, "certain")
            for unit in sorted(certain, key=lambda unit: (-abs(unit.kg), unit.key))
        ),
        *_by_interval(rest, places, seed),
        *(Drawn(unit, "silent") for unit in quiet[:silent]),
    ]
    left = sum((abs(unit.kg) for unit in rest), Decimal(0))
    return Sample(
        seed=seed,
        drawn=tuple(drawn),
        interval_kg=left / places if places and rest else None,
        population_kg=sum((abs(unit.kg) for unit in heavy), Decimal(0)),
        population_lines=len(heavy),
        silent_lines=len(quiet),
    )


def _split(heavy: Sequence[Unit], size: int) -> tuple[list[Unit], list[Unit], int]:
    """Take out what is at least one interval, until nothing is: taking one out shortens the interval."""
    rest = sorted(heavy, key=lambda unit: abs(unit.kg), reverse=True)
    certain: list[Unit] = []
    left = sum((abs(unit.kg) for unit in rest), Decimal(0))
    places = size
    while rest and places and abs(rest[0].kg) * places >= left:
        left -= abs(rest[0].kg)
        certain.append(rest.pop(0))
        places -= 1
    taken = {unit.key for unit in certain}
    return certain, [unit for unit in heavy if unit.key not in taken], places


def _by_interval(rest: Sequence[Unit], places: int, seed: str) -> list[Drawn]:
    """Lay the lines end to end in an order that the seed gives, and take one kilogram per interval."""
    if not rest or not places:
        return []
    left = sum((abs(unit.kg) for unit in rest), Decimal(0))
    # In parts of an interval no division is needed: point k stands at (start + k) x left / places.
    start = Decimal(_fraction(f"{seed}|start")) / Decimal(16**_DIGITS)
    drawn: list[Drawn] = []
    passed, point = Decimal(0), 0
    for unit in rest:
        passed += abs(unit.kg)
        hits = 0
        while point < places and (start + point) * left < passed * places:
            point += 1
            hits += 1
        if hits:
            drawn.append(Drawn(unit, "interval", hits))
    return drawn


def _order(seed: str, key: str) -> str:
    return hashlib.sha256(f"{seed}|{key}".encode()).hexdigest()


def _fraction(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest()[:_DIGITS], 16)
