"""The demo's chain analysis, worked out once from its CSV files."""

from __future__ import annotations

from pathlib import Path

import pytest

from chain.by_hand import Chain, read_chain


@pytest.fixture(scope="session")
def chains(demo_dir: Path, project_root: Path) -> dict[int, Chain]:
    """The demo's chain of both years by hand."""
    shared = project_root / "seeds" / "shared"
    return {year: read_chain(demo_dir, shared, year) for year in (2023, 2024)}
