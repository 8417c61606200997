"""What a generation of the company delivers; light, for processes that have to start fast."""

from __future__ import annotations

from pathlib import Path

EXTRACT = "fuel_transactions"


def line_count(generation: int) -> int:
    """Return how many lines a generation delivers: each another number, so that none can be lost."""
    return 100 + 7 * generation


def extract_file(folder: Path) -> Path:
    """Return the file that changes from one generation to the next."""
    return folder / "extracts" / f"{EXTRACT}.csv"
