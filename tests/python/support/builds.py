"""Build a company in a copy of the project, so that a test leaves nothing in the repository."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

#: What dbt reads; everything else in the repository is of no interest to a build.
DBT_PARTS = (
    "dbt_project.yml",
    "profiles.yml",
    "selectors.yml",
    "models",
    "macros",
    "tests/generic",
    "tests/rules",
    "tests/unit",
    "tests/fixtures",
    "tests/macros",
    "seeds/shared",
    "docs/dbt",
)


@dataclass(frozen=True)
class ProjectCopy:
    """A copy of the dbt project with companies of its own.

    A copy rather than links: a test may change a model or a shared seed in it, and dbt cannot
    write through it into the repository.
    """

    root: Path

    @classmethod
    def create(cls, source: Path, root: Path) -> ProjectCopy:
        """Copy what dbt reads from the checkout `source` to the new folder `root`."""
        for part in DBT_PARTS:
            origin, target = source / part, root / part
            target.parent.mkdir(parents=True, exist_ok=True)
            if origin.is_dir():
                shutil.copytree(origin, target, ignore=shutil.ignore_patterns("__pycache__"))
            elif origin.is_file():
                shutil.copy2(origin, target)
        (root / "seeds" / "companies").mkdir(parents=True, exist_ok=True)
        (root / "tests").mkdir(exist_ok=True)
        return cls(root)

    def link_company(self, name: str, folder: Path) -> None:
        """Link a company folder in, as a user does (`ln -s ~/acme seeds/companies/acme`)."""
        link = self.root / "seeds" / "companies" / name
        link.unlink(missing_ok=True)
        link.symlink_to(folder.resolve(), target_is_directory=True)

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace text in one file of the copy; ValueError when the text is not there."""
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        if old not in text:
            raise ValueError(f"{path} does not hold {old!r}: the test would change nothing")
        file.write_text(text.replace(old, new), encoding="utf-8")


@dataclass(frozen=True)
class Build:
    """What one dbt command left behind."""

    company: str
    folder: Path
    project_dir: Path
    database: Path
    target_dir: Path
    returncode: int
    output: str
    seconds: float
    run_results: dict[str, Any] = field(repr=False)
    manifest: dict[str, Any] = field(repr=False)

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Open the warehouse file for reading; the caller closes it."""
        return duckdb.connect(str(self.database), read_only=True)

    def rows(self, sql: str, parameters: Iterable[Any] = ()) -> list[dict[str, Any]]:
        """Run one query and return its rows as dictionaries."""
        with self.connect() as connection:
            cursor = connection.execute(sql, list(parameters))
            columns = [column[0] for column in cursor.description]
            return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def value(self, sql: str, parameters: Iterable[Any] = ()) -> Any:  # noqa: ANN401
        """Run a query of one row and one column and return its value."""
        rows = self.rows(sql, parameters)
        if len(rows) != 1 or len(rows[0]) != 1:
            raise ValueError(f"expected one value, got {len(rows)} rows: {sql}")
        return next(iter(rows[0].values()))

    def statuses(self) -> dict[str, str]:
        """Return each node's status (success, pass, warn, fail, error, skipped) by unique id."""
        return {result["unique_id"]: result["status"] for result in self.run_results["results"]}

    def not_green(self) -> dict[str, str]:
        """Return the message of each node that failed, errored or was skipped, by unique id."""
        return {
            result["unique_id"]: str(result.get("message"))
            for result in self.run_results["results"]
            if result["status"] in ("error", "fail", "skipped", "runtime error")
        }

    def failing_rules(self) -> set[str]:
        """Return the names of the data tests tagged `rule` that found rows."""
        nodes = self.manifest["nodes"]
        return {
            nodes[unique_id]["name"]
            for unique_id, status in self.statuses().items()
            if status in ("warn", "fail")
            and unique_id.startswith("test.")
            and "rule" in nodes[unique_id]["tags"]
        }


def run_dbt(
    project: ProjectCopy,
    company: str,
    work_dir: Path,
    arguments: Iterable[str] = ("build",),
    environment: Mapping[str, str] | None = None,
    check: bool = True,
) -> Build:
    """Run one dbt command on a company in a project copy, in a process of its own.

    A process rather than dbtRunner: dbt keeps state between runs in one process, and reads its
    environment once.

    Args:
        project: the copy; the company is linked into it.
        company: the company's name.
        work_dir: where the warehouse file, target and logs of this run go; runs with the same
            folder go on where the former stopped.
        arguments: the command with its options, such as ("build", "--select", "+fct_emissions").
        environment: variables beside those of this process.
        check: raise when dbt's exit code is not 0.

    Raises:
        AssertionError: dbt failed and `check` is set; the message is the end of its output.
    """
    warehouse, target, logs = (work_dir / part for part in ("warehouse", "target", "logs"))
    warehouse.mkdir(parents=True, exist_ok=True)
    process = subprocess.run(
        [
            str(Path(sys.executable).with_name("dbt")),
            "--no-use-colors",
            *arguments,
            "--project-dir",
            str(project.root),
            "--profiles-dir",
            str(project.root),
            "--target-path",
            str(target),
            "--log-path",
            str(logs),
        ],
        env={
            **os.environ,
            "TREDE_COMPANY": company,
            "TREDE_WAREHOUSE_DIR": str(warehouse),
            # An exported one would lead the build into another warehouse.
            "TREDE_WAREHOUSE_FILE": "",
            "TREDE_PROJECT_DIR": str(project.root),
            "TREDE_AS_OF_DATE": "2025-03-31",
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            **(environment or {}),
        },
        # dbt's own working folder: nothing relative can land in the repository.
        cwd=project.root,
        capture_output=True,
        text=True,
        check=False,
    )
    output = process.stdout + process.stderr
    if check and process.returncode != 0:
        raise AssertionError(f"dbt exited {process.returncode}:\n{output[-6000:]}")
    run_results = _read_json(target / "run_results.json")
    return Build(
        company=company,
        # Not the link: a later build may lead it elsewhere.
        folder=(project.root / "seeds" / "companies" / company).resolve(),
        project_dir=project.root,
        database=warehouse / "current.duckdb",
        target_dir=target,
        returncode=process.returncode,
        output=output,
        seconds=float(run_results.get("elapsed_time", 0.0)),
        run_results=run_results,
        manifest=_read_json(target / "manifest.json"),
    )


def _read_json(path: Path) -> dict[str, Any]:
    """Read one of dbt's artifacts; an empty one when the command stopped before writing it."""
    if not path.is_file():
        return {"results": [], "nodes": {}}
    return json.loads(path.read_text(encoding="utf-8"))
