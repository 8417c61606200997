"""What is not as it was: names that came, went or stand for something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """The names that differ between two maps, each list in order; false when there are none."""

    added: list[str]
    removed: list[str]
    changed: list[str]

    @property
    def names(self) -> list[str]:
        """All of them, in order."""
        return sorted([*self.added, *self.removed, *self.changed])

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.removed or self.changed)


def difference(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> Difference:
    """Compare two maps; a name with None is another thing than no such name."""
    return Difference(
        added=sorted(after.keys() - before.keys()),
        removed=sorted(before.keys() - after.keys()),
        changed=sorted(
            name for name in before.keys() & after.keys() if before[name] != after[name]
        ),
    )
