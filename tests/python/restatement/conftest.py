"""The company of W42, built once with an edition that restates history and once with one that does not."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from restatement.company import company, write_factors
from support.builds import Build, ProjectCopy
from support.replay import Replay, replay
from trede.cli import app
from trede.contract import Contract
from wpm.golden import write_company

RULES = (
    "published_years__are_unchanged",
    "publications__have_their_rows",
    "base_years__have_a_threshold",
    "editions__say_whether_they_restate",
    "changes__add_up",
)

ARGUMENTS = (
    "build",
    "--indirect-selection",
    "empty",
    "--select",
    # `trede publish` compares every file with what was loaded
    "resource_type:seed",
    "+rpt_change_bridge",
    "+rpt_base_year",
    "+rpt_publications",
    "+int_publication_rows",
    "+rpt_footprint_totals",
    *(f"+{rule}" for rule in RULES),
)


@pytest.fixture(scope="session")
def build_with(
    project_root: Path,
    build_company: Callable[..., Build],
    contract: Contract,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str], Build]:
    """Build the company with an edition of 2024 that restates history, or does not."""

    def build(restates: str) -> Build:
        project = ProjectCopy.create(project_root, tmp_path_factory.mktemp("project") / "copy")
        write_factors(project, restates)
        folder = tmp_path_factory.mktemp("companies") / "herstel"
        write_company(folder, contract, company())
        return build_company("herstel", folder, ARGUMENTS, project=project)

    return build


@pytest.fixture(scope="session")
def bought(build_with: Callable[[str], Build]) -> Build:
    """W42: a site was bought on the first day of 2024; no edition restates."""
    return build_with("no")


@pytest.fixture(scope="session")
def recalculated(build_with: Callable[[str], Build]) -> Build:
    """The same with an edition of 2024 that restates history."""
    return build_with("yes")


class Desk:
    """A copy of the company at which years are published and files are changed.

    Attributes:
        folder: the company's files; a test may change them.
        build: the build that everything starts from.
    """

    def __init__(self, build: Build, folder: Path, work_dir: Path, stack: ExitStack) -> None:
        """Link the folder in beside the company that was built."""
        self.folder, self.build = folder, build
        self._work_dir, self._stack, self._count = work_dir, stack, 0
        ProjectCopy(build.project_dir).link_company("bureau", folder)

    def replay(self) -> Replay:
        """Fill a copy of the warehouse again with the files as they are."""
        self._count += 1
        return self._stack.enter_context(
            replay(self.build, self.folder, self._work_dir / f"replay_{self._count}")
        )

    def warehouse_of(self, replayed: Replay) -> Path:
        """Close a replay and return the folder of its warehouse, for `publish`."""
        (path,) = replayed.connection.execute(
            "select path from duckdb_databases() where not internal and path is not null"
        ).fetchone()
        replayed.close()
        return Path(path).parent

    def publish(self, *options: str, warehouse: Path | None = None) -> Result:
        """Run `trede publish` on the files and a warehouse (default: that of the build)."""
        environment = {
            "TREDE_PROJECT_DIR": str(self.build.project_dir),
            "TREDE_COMPANY": "bureau",
            "TREDE_WAREHOUSE_DIR": str(warehouse or self.build.database.parent),
            "TREDE_AS_OF_DATE": "2025-03-31",
        }
        return CliRunner().invoke(app, ["publish", *options], env=environment)


@pytest.fixture
def desk(bought: Build, tmp_path: Path) -> Iterator[Desk]:
    """The company of W42, to publish and to change."""
    folder = Path(shutil.copytree(bought.folder, tmp_path / "company"))
    with ExitStack() as stack:
        yield Desk(bought, folder, tmp_path, stack)
