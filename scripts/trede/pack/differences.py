"""Find the cells in which two grids differ, whatever the order of their rows.

Rows that are equal in every cell are taken away first, so that a row added at the top does not make
every later one look changed. What is left is paired by key, and then by the most cells in common:
a changed key is one changed cell, and no row gone and another come. Lines of a CSV file have numbers
for keys, which shift: there what rows have in common leads.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from trede.pack.grids import Cells

#: Rows without a partner of their own key that are still compared with each other: n x n work.
_MOST_PAIRED = 300

Row = tuple[bytes, ...]


@dataclass(frozen=True)
class CellChange:
    """One changed cell: what its row was called and is called now, its column, both hashes."""

    row: str
    new_row: str
    column: str
    old: str
    new: str


@dataclass
class GridChanges:
    """How a grid differs from what it was."""

    cells: list[CellChange] = field(default_factory=list)
    rows_gone: list[str] = field(default_factory=list)
    rows_new: list[str] = field(default_factory=list)
    columns_gone: list[str] = field(default_factory=list)
    columns_new: list[str] = field(default_factory=list)
    is_reordered: bool = False

    @property
    def is_none(self) -> bool:
        """Whether every cell is as it was, and in its place."""
        return self == GridChanges()


def compare_cells(old: Cells, new: Cells, key_leads: bool = True) -> GridChanges:
    """Return the cells, rows and columns in which two grids differ.

    Args:
        old: as it was.
        new: as it is.
        key_leads: pair rows by their key first; false where the key is a line's number.
    """
    changes = GridChanges(
        columns_gone=[name for name in old.columns if name not in new.columns],
        columns_new=[name for name in new.columns if name not in old.columns],
    )
    shared = [name for name in old.columns if name in new.columns]
    old_rows, new_rows = _rows(old, shared), _rows(new, shared)
    left_old, left_new = _unequal(old_rows, new_rows)
    if not left_old and not left_new:
        changes.is_reordered = old_rows != new_rows
        return changes
    pairs: list[tuple[int, int]] = []
    for by_key in (key_leads, not key_leads):
        more = (
            _by_key(left_old, left_new, old, new)
            if by_key
            else _by_likeness(left_old, left_new, old_rows, new_rows)
        )
        pairs += more
        left_old = _without(left_old, {first for first, _ in more})
        left_new = _without(left_new, {second for _, second in more})
    changes.rows_gone = [old.keys[row] for row in left_old]
    changes.rows_new = [new.keys[row] for row in left_new]
    for first, second in sorted(pairs):
        for number, column in enumerate(shared):
            before, after = old_rows[first][number], new_rows[second][number]
            if before != after:
                changes.cells.append(
                    CellChange(old.keys[first], new.keys[second], column, before.hex(), after.hex())
                )
    return changes


def _without(rows: list[int], taken: set[int]) -> list[int]:
    return [row for row in rows if row not in taken]


def _rows(cells: Cells, columns: Sequence[str]) -> list[Row]:
    if not columns:
        return [() for _ in cells.keys]
    return list(zip(*(cells.columns[name] for name in columns), strict=True))


def _unequal(old: list[Row], new: list[Row]) -> tuple[list[int], list[int]]:
    """Return the rows of each side without an equal one on the other, each counted once."""

    def without(rows: list[Row], others: Counter[Row]) -> list[int]:
        left = []
        for number, row in enumerate(rows):
            if others[row]:
                others[row] -= 1
            else:
                left.append(number)
        return left

    return without(old, Counter(new)), without(new, Counter(old))


def _by_key(
    left_old: list[int], left_new: list[int], old: Cells, new: Cells
) -> list[tuple[int, int]]:
    waiting: dict[str, list[int]] = defaultdict(list)
    for row in reversed(left_new):
        waiting[new.keys[row]].append(row)
    return [(row, waiting[old.keys[row]].pop()) for row in left_old if waiting.get(old.keys[row])]


def _by_likeness(
    left_old: list[int], left_new: list[int], old_rows: list[Row], new_rows: list[Row]
) -> list[tuple[int, int]]:
    """Pair what is left where most of the cells are the same, the likest first."""
    if len(left_old) * len(left_new) > _MOST_PAIRED**2:
        return []
    candidates = sorted(
        (
            (-sum(a == b for a, b in zip(old_rows[one], new_rows[two], strict=True)), one, two)
            for one in left_old
            for two in left_new
        ),
    )
    pairs: list[tuple[int, int]] = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    for minus_same, one, two in candidates:
        width = len(old_rows[one])
        if one in used_old or two in used_new or -2 * minus_same <= width:
            continue
        pairs.append((one, two))
        used_old.add(one)
        used_new.add(two)
    return pairs
