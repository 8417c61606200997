"""Fixtures: the checkout, copies of a company, and builds.

A build takes most of a minute, so the demo is built once per test session (`demo_build`), and a
test that changes cells replays the built warehouse where it can (support/replay.py).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from support.builds import Build, ProjectCopy, run_dbt
from support.replay import Replay, replay
from support.workers import group_of, made_once
from trede.contract import Contract, load_contract

ROOT = Path(__file__).resolve().parents[2]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep tests that share a built company on one core."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group_of(item, ROOT / "tests" / "python")))


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def demo_dir() -> Path:
    """The committed demo company: to read, never to change."""
    return ROOT / "seeds" / "companies" / "demo"


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The contract of a company folder."""
    return load_contract(ROOT)


@pytest.fixture
def company_copy(tmp_path: Path, demo_dir: Path) -> Path:
    """A copy of the demo company that the test may break."""
    return Path(shutil.copytree(demo_dir, tmp_path / "company"))


@pytest.fixture(scope="session")
def session_project(tmp_path_factory: pytest.TempPathFactory) -> ProjectCopy:
    """One copy of the dbt project for the session, to link companies in: change nothing else."""
    return ProjectCopy.create(ROOT, tmp_path_factory.mktemp("project"))


@pytest.fixture
def project_copy(tmp_path: Path) -> ProjectCopy:
    """A copy of the dbt project whose models, macros and shared seeds the test may change."""
    return ProjectCopy.create(ROOT, tmp_path / "project")


@pytest.fixture(scope="session")
def build_company(
    session_project: ProjectCopy, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Build]:
    """Build a company: `build_company(name, folder)`.

    Options: `arguments` (the dbt command, default a whole build), `project` (a copy of one's own),
    `work_dir` (to go on in the warehouse of an earlier run), `environment`, `check`.
    """

    def build(
        name: str,
        folder: Path,
        arguments: Iterable[str] = ("build",),
        project: ProjectCopy | None = None,
        work_dir: Path | None = None,
        environment: Mapping[str, str] | None = None,
        check: bool = True,
    ) -> Build:
        copy = project or session_project
        copy.link_company(name, folder)
        return run_dbt(
            copy,
            name,
            work_dir or tmp_path_factory.mktemp(f"build_{name}"),
            arguments,
            environment,
            check,
        )

    return build


@pytest.fixture(scope="session")
def demo_build(
    build_company: Callable[..., Build],
    demo_dir: Path,
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
) -> Build:
    """The demo company, built whole, once per test session, whatever the number of workers."""

    def build() -> Build:
        folder = shutil.copytree(demo_dir, tmp_path_factory.mktemp("companies") / "demo")
        return build_company("demo", Path(folder))

    if worker_id == "master":
        return build()
    # A worker's temporary folders stand in one of the whole session.
    return made_once(tmp_path_factory.getbasetemp().parent, "demo_build", build)


@pytest.fixture
def replay_demo(
    demo_build: Build, company_copy: Path, tmp_path: Path
) -> Iterator[Callable[[Callable[[Path], object]], Replay]]:
    """Change the demo's files and fill the warehouse again: `replay_demo(change)`.

    `change` gets the copied company folder, such as
    `lambda folder: break_cell(folder, "trips", "T-1", "distance", "x")`.
    """
    with ExitStack() as stack:

        def change_and_replay(change: Callable[[Path], object]) -> Replay:
            change(company_copy)
            return stack.enter_context(replay(demo_build, company_copy, tmp_path / "replay"))

        yield change_and_replay
