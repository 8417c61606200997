"""What the tests of the printed figures share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from oracle.footprint import Footprint, footprint
from support.builds import Build


@pytest.fixture(scope="session")
def oracle(demo_dir: Path, project_root: Path) -> Footprint:
    """The demo's footprint computed in Python, from the same files."""
    return footprint(demo_dir, project_root / "seeds" / "shared", date(2025, 3, 31))


@pytest.fixture(scope="session")
def figures(demo_build: Build) -> dict[str, dict[str, Any]]:
    """The rows of rpt_reported_figures of the demo by figure_id."""
    rows = demo_build.rows("select * from marts.rpt_reported_figures")
    return {row["figure_id"]: row for row in rows}
