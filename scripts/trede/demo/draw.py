"""Repeatable draws and exact divisions.

Only `random.Random.random()` is used: Python promises its sequence for a seed on every version,
which it does not for `choice`, `shuffle` or `gauss`.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

Item = TypeVar("Item")


class Draw:
    """A stream of draws that depends on its label alone, so one stream never shifts another."""

    def __init__(self, label: str) -> None:
        self._random = random.Random(f"trede-demo:{label}")

    def between(self, low: float, high: float) -> float:
        """Return a number in [low, high)."""
        return low + (high - low) * self._random.random()

    def whole(self, low: int, high: int) -> int:
        """Return a whole number in [low, high], both included."""
        return low + int(self._random.random() * (high - low + 1))

    def chance(self, share: float) -> bool:
        """Return True in `share` (0 to 1) of the draws."""
        return self._random.random() < share

    def pick(self, items: Sequence[Item]) -> Item:
        """Return one of the items."""
        return items[self.whole(0, len(items) - 1)]


def divide(total: int, weights: Sequence[float]) -> list[int]:
    """Divide a whole number over weights so that the parts add up exactly (largest remainder).

    Args:
        total: what is divided, in the smallest unit (centilitres, watt-hours, metres).
        weights: one non-negative weight per part; not all zero.

    Raises:
        ValueError: there is nothing to divide over.
    """
    exact = [Fraction(weight) for weight in weights]
    whole = sum(exact)
    if whole <= 0:
        raise ValueError("weights must add up to more than zero")
    shares = [total * weight / whole for weight in exact]
    parts = [int(share) for share in shares]
    order = sorted(range(len(parts)), key=lambda index: (parts[index] - shares[index], index))
    for index in order[: total - sum(parts)]:
        parts[index] += 1
    return parts


def pseudonym(kind: str, label: str) -> str:
    """Return a key such as v-3f2a91c0, as the importers make them from a salted hash.

    Args:
        kind: the letter in front: v vehicle, c card, t traveller, e employee, h home charger.
        label: what the key stands for, in the generator only.
    """
    digest = hashlib.sha256(f"trede-demo-salt:{kind}:{label}".encode()).hexdigest()
    return f"{kind}-{digest[:8]}"


def decimal(value: int, places: int) -> str:
    """Write a whole number of smallest units as a decimal: decimal(4217, 2) is '42.17'."""
    sign, digits = ("-" if value < 0 else ""), str(abs(value)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"
