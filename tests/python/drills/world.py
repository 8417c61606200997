"""A place for one drill: a project, a company, a warehouse folder, and the job as a process."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from drills.company import deliver, write_company
from drills.delivery import extract_file
from drills.faults import VARIABLE, Faults
from drills.nursery import nursery
from support.builds import ProjectCopy
from trede.contract import Contract, load_contract

ROOT = Path(__file__).resolve().parents[3]
COMPANY = "drill"

#: A job of the stand-in takes three seconds, one of dbt a minute; on a busy machine many times that.
PATIENCE = 180.0
DBT_PATIENCE = 1800.0


@dataclass(frozen=True)
class Ended:
    """A command that ended.

    Attributes:
        code: its exit code; minus the signal's number when it was killed.
        output: what it wrote, standard output and error together.
    """

    code: int
    output: str

    def steps(self) -> list[dict[str, Any]]:
        """Return the lines of the JSON log."""
        lines = []
        for line in self.output.splitlines():
            if line.startswith("{"):
                try:
                    lines.append(json.loads(line))
                except ValueError:
                    # The last line of a job that was killed while it wrote.
                    continue
        return lines


class Running:
    """A job that runs, in a process group of its own."""

    def __init__(
        self, arguments: list[str], environment: dict[str, str], output: Path, file_bytes: int
    ) -> None:
        self.output = output
        output.touch()
        self.child = nursery().start(arguments, environment, output, file_bytes)

    def text(self) -> str:
        """Return what it wrote so far."""
        return self.output.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, text: str) -> bool:
        """Wait until it wrote a text; False when it ended without."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            ended = self.child.poll() is not None
            if text in self.text():
                return True
            if ended:
                return False
            time.sleep(0.005)
        raise TimeoutError(f"the job never wrote {text!r}: {self.text()[-2000:]}")

    def wait_for_file(self, file: Path) -> None:
        """Wait until a file is there; TimeoutError when the job ends without."""
        end = time.monotonic() + PATIENCE
        while not file.exists():
            if self.child.poll() is not None or time.monotonic() > end:
                raise TimeoutError(f"the job never got to {file.name}: {self.text()[-2000:]}")
            time.sleep(0.005)

    def kill(self, whole_group: bool) -> None:
        """Kill it with SIGKILL: the job alone, or its whole process group."""
        self.send(signal.SIGKILL, whole_group)

    def send(self, number: int, whole_group: bool = False) -> None:
        """Send a signal, unless it ended already."""
        try:
            if self.child.poll() is not None:
                return
            if whole_group:
                os.killpg(self.child.pid, number)
            else:
                os.kill(self.child.pid, number)
        except ProcessLookupError:
            return

    def wait(self, seconds: float = PATIENCE) -> Ended:
        """Wait until it ended; a job that hangs is killed, with all that it started."""
        try:
            code = self.child.wait(seconds)
        except TimeoutError:
            self.kill(whole_group=True)
            self.child.wait(PATIENCE)
            raise
        return Ended(code, self.text())


@dataclass(frozen=True)
class World:
    """The folder of one drill.

    Attributes:
        root: holds everything below; removed after the drill.
        contract: the files of a company.
        extra_environment: variables for the job, beside those that every drill has.
    """

    root: Path
    contract: Contract
    extra_environment: tuple[tuple[str, str], ...] = ()

    @property
    def project(self) -> Path:
        """The copy of the dbt project."""
        return self.root / "project"

    @property
    def company(self) -> Path:
        """The company's folder."""
        return self.root / "company"

    @property
    def warehouse(self) -> Path:
        """TREDE_WAREHOUSE_DIR."""
        return self.root / "disk" / "warehouse"

    @property
    def live(self) -> Path:
        """The file that readers open."""
        return self.warehouse / "current.duckdb"

    @property
    def published(self) -> Path:
        """The folder with marts only that readers open."""
        return self.warehouse / "published"

    @classmethod
    def create(cls, root: Path, generation: int = 1) -> World:
        """Make a place with the lines of one generation and no warehouse yet."""
        contract = load_contract(ROOT)
        world = cls(root, contract)
        copy = ProjectCopy.create(ROOT, world.project)
        write_company(world.company, contract, generation)
        copy.link_company(COMPANY, world.company)
        world.warehouse.mkdir(parents=True)
        return world

    def copy(self, root: Path) -> World:
        """Copy everything as it stands: a run of the job later costs nothing to have twice."""
        copied = World(root, self.contract)
        root.mkdir(parents=True)
        for part in ("company", "disk"):
            shutil.copytree(self.root / part, root / part, symlinks=True)
        # Only the shared seeds are ever changed by hand; of the rest a link will do.
        shutil.copytree(self.project, copied.project, symlinks=True, copy_function=os.link)
        shutil.rmtree(copied.project / "seeds" / "shared")
        shutil.copytree(
            self.project / "seeds" / "shared", copied.project / "seeds" / "shared", symlinks=True
        )
        ProjectCopy(copied.project).link_company(COMPANY, copied.company)
        return copied

    def deliver(self, generation: int) -> None:
        """Deliver the lines of another generation."""
        deliver(self.company, self.contract, generation)

    def environment(self, faults: Faults) -> dict[str, str]:
        """Return the environment of the job."""
        told = replace(faults, warehouse=self.warehouse, changed_file=extract_file(self.company))
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("TREDE_", "DBT_", "DRILL_"))
        }
        return {
            **kept,
            "TREDE_COMPANY": COMPANY,
            "TREDE_PROJECT_DIR": str(self.project),
            "TREDE_WAREHOUSE_DIR": str(self.warehouse),
            "TREDE_AS_OF_DATE": "2025-03-31",
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "PYTHONPATH": str(ROOT / "tests" / "python"),
            "PYTHONDONTWRITEBYTECODE": "1",
            VARIABLE: told.to_json(),
            **dict(self.extra_environment),
        }

    def with_environment(self, environment: dict[str, str]) -> World:
        """Return the same place, for jobs with more in their environment."""
        return replace(self, extra_environment=tuple(environment.items()))

    def start(self, *arguments: str, faults: Faults | None = None, file_bytes: int = 0) -> Running:
        """Start `trede job` with arguments; the drill goes on while it runs.

        Args:
            arguments: of the command.
            faults: what goes wrong.
            file_bytes: how large a file may become; 0 is no limit.
        """
        faults = faults or Faults()
        outputs = self.root / "outputs"
        outputs.mkdir(exist_ok=True)
        return Running(
            list(arguments),
            self.environment(faults),
            outputs / f"{len(list(outputs.glob('*.txt'))):04d}.txt",
            file_bytes,
        )

    def job(self, *arguments: str, faults: Faults | None = None) -> Ended:
        """Run `trede job` with arguments and wait for its end."""
        patience = DBT_PATIENCE if faults and faults.real_dbt else PATIENCE
        return self.start(*arguments, faults=faults).wait(patience)

    def run(self, *arguments: str, faults: Faults | None = None) -> Ended:
        """Run `trede job run`."""
        return self.job("run", "--log", "json", *arguments, faults=faults)

    def orphans(self) -> list[int]:
        """Return the processes that work for this world and are still there."""
        found = []
        mark = f"TREDE_WAREHOUSE_DIR={self.warehouse}\0".encode()
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit() or int(folder.name) == os.getpid():
                continue
            try:
                if mark in (folder / "environ").read_bytes():
                    found.append(int(folder.name))
            except OSError:
                # It ended meanwhile, or is another user's.
                continue
        return found

    def wait_for_orphans(self, seconds: float = 10.0) -> list[int]:
        """Wait until nobody works for this world any more; return who still does."""
        end = time.monotonic() + seconds
        while (left := self.orphans()) and time.monotonic() < end:
            time.sleep(0.02)
        return left

    def remove(self) -> None:
        """Remove the place, with all that still runs in it."""
        for process in self.orphans():
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.wait_for_orphans()
        shutil.rmtree(self.root, ignore_errors=True)


@contextmanager
def temporary(template: World, root: Path) -> Iterator[World]:
    """Copy a world for one case, and remove it afterwards."""
    world = template.copy(root)
    try:
        yield world
    finally:
        world.remove()
