"""Fixtures of the evidence pack."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pack.small import SmallBuild, make_small_build


@pytest.fixture(scope="session")
def small_origin(tmp_path_factory: pytest.TempPathFactory) -> SmallBuild:
    """A small build with one pack, to copy: change nothing in it."""
    build = make_small_build(tmp_path_factory.mktemp("small") / "origin")
    build.freeze(out=build.folder / "frozen" / "acme_2025-03-31_001")
    return build


@pytest.fixture
def small(small_origin: SmallBuild, tmp_path: Path) -> SmallBuild:
    """A small build that the test may change."""
    folder = tmp_path / "small"
    shutil.copytree(small_origin.folder, folder, ignore=shutil.ignore_patterns("frozen"))
    return SmallBuild(folder)


@pytest.fixture
def pack(small_origin: SmallBuild, tmp_path: Path) -> Path:
    """A pack of the small build that the test may change."""
    folder = tmp_path / "packs" / "acme_2025-03-31_001"
    return Path(shutil.copytree(small_origin.folder / "frozen" / folder.name, folder))
