"""What is not as it was."""

from __future__ import annotations

import pytest

from trede.job.difference import Difference, difference


def test_names_that_came_went_and_changed() -> None:
    """Each name stands in one list, in order."""
    before = {"a.csv": "1", "b.csv": "1", "d.csv": "1", "e.csv": "1"}
    after = {"b.csv": "2", "a.csv": "1", "f.csv": "1", "c.csv": "1"}
    found = difference(before, after)
    assert found == Difference(
        added=["c.csv", "f.csv"], removed=["d.csv", "e.csv"], changed=["b.csv"]
    )
    assert found.names == ["b.csv", "c.csv", "d.csv", "e.csv", "f.csv"]
    assert found


@pytest.mark.parametrize(
    ("before", "after"),
    [({}, {"option": None}), ({"option": None}, {}), ({"option": None}, {"option": ""})],
    ids=["came", "went", "changed"],
)
def test_a_name_without_a_value_is_not_a_name_that_is_not_there(
    before: dict[str, str | None], after: dict[str, str | None]
) -> None:
    """An option that was not given differs from one that the run did not know, and from an empty one."""
    assert difference(before, after).names == ["option"]


def test_nothing_differs() -> None:
    """The order of the names is no difference."""
    assert not difference({"a": "1", "b": None}, {"b": None, "a": "1"})
