"""The answer that all ways must give, to the last milligram."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

#: One row: the lines of an extract by what became of them. Amounts are whole micro-units (kg: milligrams).
KEYS = (
    "extract_name",
    "entity_id",
    "month",
    "activity_type",
    "spend_category",
    "claim_status",
    "claim_reason",
)
AMOUNTS = ("lines", "micro_quantity", "micro_kg")

Cell = str | int
AnswerRow = tuple[Cell, ...]
Answer = list[AnswerRow]


def canonical(rows: Iterable[Iterable[object]]) -> Answer:
    """Put rows (keys, then amounts) into one form: texts, whole numbers, sorted."""
    found = []
    for row in rows:
        cells = list(row)
        if len(cells) != len(KEYS) + len(AMOUNTS):
            raise ValueError(f"an answer has {len(KEYS) + len(AMOUNTS)} columns: {cells}")
        keys = ["" if cell is None else str(cell) for cell in cells[: len(KEYS)]]
        amounts = [int(cell) if cell is not None else 0 for cell in cells[len(KEYS) :]]  # type: ignore[call-overload]
        found.append((*keys, *amounts))
    return sorted(found)


def difference(ours: Answer, theirs: Answer, most: int = 5) -> str:
    """Say which rows two answers do not share; empty when they are the same."""
    here, there = set(ours), set(theirs)
    only_here, only_there = sorted(here - there), sorted(there - here)
    if not only_here and not only_there and len(ours) == len(theirs):
        return ""
    lines = [f"{len(only_here)} rows here only, {len(only_there)} there only"]
    lines += [f"  here:  {row}" for row in only_here[:most]]
    lines += [f"  there: {row}" for row in only_there[:most]]
    return "\n".join(lines)


def digest(answer: Answer) -> str:
    """Return the hash of an answer."""
    return hashlib.sha256(json.dumps(answer).encode()).hexdigest()


def write(answer: Answer, file: Path) -> None:
    """Write an answer for the process that compares it."""
    file.write_text(json.dumps(answer), encoding="utf-8")


def read(file: Path) -> Answer:
    """Read what `write` wrote."""
    return [tuple(row) for row in json.loads(file.read_text(encoding="utf-8"))]
