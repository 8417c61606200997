"""The oracle's footprint of the demo company, computed once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from oracle.footprint import Footprint, footprint


@pytest.fixture(scope="session")
def oracle(demo_dir: Path, project_root: Path) -> Footprint:
    """The demo's footprint by the oracle."""
    return footprint(demo_dir, project_root / "seeds" / "shared", date(2025, 3, 31))
