"""Run the tests on several cores: which tests stay together, and what the workers share.

pytest-xdist starts one process per core, each with fixtures of its own. A company that many tests
look at is built once per worker then, so tests that share one stay in one group, and the demo,
which nearly all look at, is built by the first worker that needs it and read by the others.
"""

from __future__ import annotations

import fcntl
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

T = TypeVar("T")

#: Folders whose files share no built company beside the demo: each file is a group of its own.
BY_FILE = frozenset({"rules", "repository", "factors", "explain", "look", "properties"})


def group_of(item: pytest.Item, tests: Path) -> str:
    """Return the group that a test runs in: its planted defects, its file, or its folder."""
    place = item.path.relative_to(tests)
    callspec = getattr(item, "callspec", None)
    if callspec is not None and "planted" in callspec.params:
        return f"planted {callspec.params['planted']}"
    if place.parts[0] in BY_FILE:
        return place.as_posix()
    return place.parts[0]


def made_once(folder: Path, name: str, make: Callable[[], T]) -> T:
    """Return what the first worker that asks for it makes; the others wait for it and read it.

    Args:
        folder: one that all workers of a run see, and no other run.
        name: what is made, as a file name.
        make: makes it; its result can be pickled, and the files that it names stay.
    """
    made = folder / f"{name}.pickle"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.is_file():
            made.write_bytes(pickle.dumps(make()))
        return pickle.loads(made.read_bytes())  # noqa: S301  # our own, of this run
