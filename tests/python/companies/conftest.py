"""The second company: its folder, its build and its footprint by the oracle, once per session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from companies.polder import write_polder
from oracle.footprint import Footprint, footprint
from support.builds import Build
from support.cells import folder_hashes
from trede.contract import Contract


@pytest.fixture(scope="session")
def polder_dir(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Path:
    """The company's folder, outside the project."""
    return write_polder(tmp_path_factory.mktemp("companies") / "polder", contract)


@pytest.fixture(scope="session")
def hashes_before(polder_dir: Path) -> dict[str, str]:
    """What the files were before the build."""
    return folder_hashes(polder_dir)


@pytest.fixture(scope="session")
def polder(
    build_company: Callable[..., Build], polder_dir: Path, hashes_before: dict[str, str]
) -> Build:
    """The company, built whole."""
    assert hashes_before
    return build_company("polder", polder_dir, environment={"TREDE_AS_OF_DATE": "2027-03-31"})


@pytest.fixture(scope="session")
def oracle(polder_dir: Path, project_root: Path) -> Footprint:
    """Its footprint by the oracle."""
    return footprint(polder_dir, project_root / "seeds" / "shared", date(2027, 3, 31))
