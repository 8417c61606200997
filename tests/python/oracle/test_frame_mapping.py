"""A row too few or too many in the frame mapping stops the build.

The totals of the frames stay equal in both cases, so their equality proves nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support.builds import Build, ProjectCopy

pytestmark = pytest.mark.build

ROW = "ghg_protocol,fuel_vehicles,upstream,3.3\n"
TEST = "frame_mapping__places_every_category_once_in_every_frame"


@pytest.mark.parametrize(
    ("change", "replacement"),
    [
        pytest.param("deleted", "", id="deleted"),
        pytest.param("doubled", ROW + ROW, id="doubled"),
    ],
)
def test_the_build_fails(
    demo_build: Build,
    build_company: Callable[..., Build],
    project_copy: ProjectCopy,
    tmp_path: Path,
    change: str,
    replacement: str,
) -> None:
    shutil.copytree(demo_build.database.parent, tmp_path / "work" / "warehouse")
    project_copy.edit("seeds/shared/reference/frame_mapping.csv", ROW, replacement)
    build = build_company(
        f"frames_{change}",
        demo_build.folder,
        ("build", "--select", "frame_mapping", "fct_emissions"),
        project=project_copy,
        work_dir=tmp_path / "work",
        check=False,
    )
    assert build.returncode != 0
    failed = {unique_id.split(".")[2] for unique_id in build.not_green()}
    assert TEST in failed
    assert "fct_emissions" in failed, "what rests on the mapping is not built"
