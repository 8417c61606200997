"""A small part of each kind of drill; `make drills` does all of them and breaks the job as well."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drills.__main__ import PAGE, notices
from drills.bench import Bench, Drill, Impossible, Tally, make_template
from drills.catalogue import DRILLS
from drills.variants import VARIANTS
from drills.world import World

BY_NAME = {drill.name: drill for drill in DRILLS}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A folder with two published runs and the lines of a third."""
    world = make_template(tmp_path_factory.mktemp("drills"))
    yield world
    world.remove()


@pytest.mark.parametrize("drill", [each for each in DRILLS if each.in_quick], ids=lambda d: d.name)
def test_drill_holds(drill: Drill, template: World, tmp_path: Path) -> None:
    tally = Tally()
    try:
        drill.run(Bench(tmp_path, template, tally, quick=True))
    except Impossible as error:
        pytest.skip(str(error))
    assert not tally.broken
    assert tally.held


# The rest of the broken jobs are tried by `make drills`; these two are what everything else rests on.
@pytest.mark.parametrize(
    ("name", "variant", "seen"),
    [
        ("kill_operations", "slow_switch", "live run"),
        ("seed_changed", "trusts_seeds", "exit code 0"),
    ],
)
def test_drill_notices_a_broken_job(
    name: str, variant: str, seen: str, template: World, tmp_path: Path
) -> None:
    assert seen in notices(BY_NAME[name], tmp_path, template, variant)


def test_every_drill_is_seen_to_fail_and_every_variant_is_used() -> None:
    used = {part for drill in DRILLS for name in drill.variants for part in name.split("+")}
    assert all(drill.variants for drill in DRILLS)
    assert used == set(VARIANTS)


def test_the_page_is_of_these_drills() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    told = [line.split(" | ")[0].removeprefix("| ") for line in rows]
    assert [drill.title for drill in DRILLS] == told[1:-1]
    assert "What did not hold" not in page
