"""Fixtures of the factor tests: the facts where they are, and the factor models built once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support.builds import Build
from trede.factors.registry import Registry


@pytest.fixture(scope="session")
def registry(project_root: Path) -> Registry:
    """The editions of this checkout: to read, never to change."""
    return Registry(project_root)


@pytest.fixture(scope="session")
def facts(project_root: Path) -> Path:
    """The facts that the editions were made of; they stand beside some checkouts only.

    Each test that needs them has a twin on checksums and row counts, which always runs.
    """
    folder = project_root.parent / "shared" / "facts"
    if not folder.is_dir():
        pytest.skip("the facts do not stand beside this checkout")
    return folder


@pytest.fixture
def checkout(tmp_path: Path, project_root: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    """The parts of a checkout that the factor commands read and write, to be changed freely."""
    root = tmp_path / "checkout"
    for part in ("seeds/shared", "models/staging/factors"):
        shutil.copytree(project_root / part, root / part)
    shutil.copy2(project_root / "dbt_project.yml", root)
    monkeypatch.setenv("TREDE_PROJECT_DIR", str(root))
    return Registry(root)


@pytest.fixture(scope="session")
def factors_build(build_company: Callable[..., Build], demo_dir: Path) -> Build:
    """The factor models, built once: they read nothing of a company."""
    return build_company(
        "factors",
        demo_dir,
        ("build", "--select", "+int_factors", "--indirect-selection", "cautious"),
    )
