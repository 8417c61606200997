"""What the tests of the printed figures share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from oracle.footprint import Footprint, footprint
from reported.recompute import Recomputation
from support.builds import Build
from support.cells import break_cell, read_rows
from support.replay import replay


@pytest.fixture(scope="session")
def oracle(demo_dir: Path, project_root: Path) -> Footprint:
    """The demo's footprint computed in Python, from the same files."""
    return footprint(demo_dir, project_root / "seeds" / "shared", date(2025, 3, 31))


@pytest.fixture(scope="session")
def recomputation(oracle: Footprint, demo_dir: Path, project_root: Path) -> Recomputation:
    """The printed figures of the demo, recomputed another way."""
    return Recomputation(oracle, demo_dir, project_root)


@pytest.fixture(scope="session")
def figures(demo_build: Build) -> dict[str, dict[str, Any]]:
    """The rows of rpt_reported_figures of the demo by figure_id."""
    rows = demo_build.rows("select * from marts.rpt_reported_figures")
    return {row["figure_id"]: row for row in rows}


@pytest.fixture(scope="session")
def judgements(demo_dir: Path) -> dict[str, dict[str, str]]:
    """The printed figures as the company's file has them."""
    _, rows = read_rows(demo_dir, "judgements/reported_figures")
    return {row["figure_id"]: row for row in rows}


@pytest.fixture
def changed_figures(
    demo_build: Build, company_copy: Path, tmp_path: Path
) -> Callable[[dict[str, dict[str, str]]], dict[str, dict[str, Any]]]:
    """Change cells of printed figures and return the rows of the report by figure_id."""

    def change(cells: dict[str, dict[str, str]]) -> dict[str, dict[str, Any]]:
        for figure_id, values in cells.items():
            for column, value in values.items():
                break_cell(company_copy, "judgements/reported_figures", figure_id, column, value)
        with replay(demo_build, company_copy, tmp_path / "replay") as replayed:
            rows = replayed.rows("select * from marts.rpt_reported_figures")
        return {row["figure_id"]: row for row in rows}

    return change
