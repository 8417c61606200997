"""Fixtures for the tests of the demo company's files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest


@pytest.fixture(scope="module")
def read(demo_dir: Path) -> Callable[[str], pd.DataFrame]:
    """Read a committed file as text."""

    def frame(name: str) -> pd.DataFrame:
        return pd.read_csv(demo_dir / name, dtype=str, keep_default_na=False)

    return frame
