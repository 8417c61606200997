"""A job of milliseconds: a project with one file in its contract, and a build that is a stand-in.

The stand-in writes a real DuckDB file and dbt's two artifacts, so that everything around the build
is the job's own.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from trede.job.build import BuildOrder, BuildResult
from trede.job.folder import JobFolder
from trede.job.log import JobLog
from trede.job.record import RunRecord
from trede.job.run import Parts, RunOptions, run_job
from trede.pack.canonical import sha256_of_file

COMPANY = "acme"
LINES = "line_id,quantity\n"
MOMENT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)

CONTRACT = """\
version: 2
seeds:
  - name: meters
    description: Meters.
    columns:
      - name: line_id
        description: The line.
      - name: quantity
        description: How much.
"""
EDITION = "factor_key,kg_co2e_wtw\npetrol,2.8\n"
EDITIONS = (
    "edition_id,factor_list,edition_year,revision,edition_kind,author,title,gwp_basis,"
    "recalculates_history,licence,attribution,source_url,file_name,published_on\n"
    "nl_2024,co2emissiefactoren_nl,2024,1,published_complete,publisher,List,,unknown,free,"
    "Source: publisher,,nl_2024.csv,2024-01-01\n"
)


def write_project(root: Path) -> Path:
    """Write what the job itself reads of a project."""
    contract = root / "models" / "staging" / "extracts" / "contract"
    factors = root / "seeds" / "shared" / "factors"
    for folder in (contract, factors, root / "macros"):
        folder.mkdir(parents=True)
    (root / "dbt_project.yml").write_text("name: small\n")
    (contract / "meters.yml").write_text(CONTRACT)
    (root / "macros" / "one.sql").write_text("{% macro one() %}1{% endmacro %}\n")
    (factors / "nl_2024.csv").write_text(EDITION)
    (factors / "editions.csv").write_text(EDITIONS)
    digest = hashlib.sha256(EDITION.encode()).hexdigest()
    (factors / "SHA256SUMS").write_text(f"{digest}  nl_2024.csv\n")
    return root


def build_small(order: BuildOrder) -> BuildResult:
    """Write a warehouse whose total is the sum of the company's lines, and dbt's artifacts."""
    file = order.project / "seeds" / "companies" / order.company / "extracts" / "meters.csv"
    rows = [line.split(",") for line in file.read_text().splitlines()[1:]]
    total = sum(int(row[1]) for row in rows)
    with duckdb.connect(str(order.warehouse)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.rpt_footprint_totals as select 2024 as reporting_year, "
            f"'ladder' as frame, 'total' as total_kind, cast({total} as decimal(30, 9)) as t_co2e, "
            "'FINAL' as status"
        )
        connection.execute(
            "create table marts.fct_rule_results as select 'R-1' as rule_id, 'PASS' as status "
            "union all select 'R-2', 'FAIL'"
        )
    write_artifacts(order)
    return BuildResult(0)


def write_artifacts(
    order: BuildOrder,
    results: tuple[Mapping[str, Any], ...] = (),
    nodes: Mapping[str, Any] | None = None,
) -> None:
    """Write what dbt leaves: a model that succeeded, and the results that are given."""
    model = {
        "unique_id": "model.trede.rpt_footprint_totals",
        "status": "success",
        "execution_time": 0.25,
        "message": "OK",
        "adapter_response": {},
    }
    node = {
        "resource_type": "model",
        "name": "rpt_footprint_totals",
        "original_file_path": "models/marts/rpt_footprint_totals.sql",
        "config": {"materialized": "table"},
    }
    order.target.mkdir(parents=True, exist_ok=True)
    order.logs.mkdir(parents=True, exist_ok=True)
    (order.logs / "dbt.log").write_text("what dbt did\n")
    (order.target / "run_results.json").write_text(json.dumps({"results": [model, *results]}))
    (order.target / "manifest.json").write_text(
        json.dumps({"nodes": {"model.trede.rpt_footprint_totals": node, **(nodes or {})}})
    )


def publish_small(
    warehouse: Path, out: Path, run_id: str, records: list[RunRecord], **_: object
) -> None:
    """Copy the marts, as the real one does, without looking for persons."""
    out.mkdir()
    with duckdb.connect() as connection:
        connection.execute(f"attach '{warehouse}' as warehouse (read_only)")
        connection.execute(f"attach '{out / 'trede.duckdb'}' as published")
        connection.execute("create schema published.marts")
        connection.execute(
            "create table published.marts.rpt_footprint_totals as "
            "from warehouse.marts.rpt_footprint_totals"
        )
        connection.execute(f"create table published.marts.run_history as select {len(records)} n")
    file = out / "trede.duckdb"
    entry = {"file": file.name, "size": file.stat().st_size, "sha256": sha256_of_file(file)}
    (out / "manifest.json").write_text(json.dumps({"run_id": run_id, "files": [entry]}))


@dataclass
class SmallJob:
    """A folder, a company and a job on it.

    Attributes:
        told: the records that were notified.
        log: the lines of the last run's log.
    """

    root: Path
    build: Callable[[BuildOrder], BuildResult] = build_small
    clock: Callable[[], datetime] = lambda: MOMENT
    told: list[RunRecord] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def folder(self) -> JobFolder:
        """The job's folder."""
        return JobFolder(self.root / "warehouse")

    @property
    def project(self) -> Path:
        """The project."""
        return self.root / "project"

    @property
    def company(self) -> Path:
        """The company's files."""
        return self.project / "seeds" / "companies" / COMPANY

    @property
    def extract(self) -> Path:
        """The company's one file."""
        return self.company / "extracts" / "meters.csv"

    @property
    def live(self) -> Path:
        """What readers open."""
        return self.root / "warehouse" / "current.duckdb"

    def deliver(self, *quantities: int) -> None:
        """Deliver lines with these quantities."""
        lines = [f"M-{number},{quantity}" for number, quantity in enumerate(quantities)]
        self.extract.write_text(LINES + "".join(f"{line}\n" for line in lines))

    def options(self, **changes: Any) -> RunOptions:  # noqa: ANN401
        """Return the options of a run."""
        options = RunOptions(
            folder=self.folder,
            project=self.project,
            company=COMPANY,
            company_folder=self.company,
            environment={},
            clock=self.clock,
            parts=Parts(build=self.build, publish=publish_small, notify=self.notify),
        )
        return replace(options, **changes)

    def notify(self, record: RunRecord, _: Mapping[str, str]) -> list[str]:
        """Be told of a run."""
        self.told.append(record)
        return self.problems

    def run(self, log: JobLog | None = None, **changes: Any) -> RunRecord:  # noqa: ANN401
        """Do a run."""
        return run_job(self.options(**changes), log)

    def total(self, file: Path | None = None) -> int:
        """Return the total that a reader finds."""
        with duckdb.connect(str(file or self.live), read_only=True) as connection:
            row = connection.execute("select t_co2e from marts.rpt_footprint_totals").fetchone()
            return int(row[0]) if row else 0

    def published_total(self) -> int:
        """Return the total that a reader of the published copy finds."""
        return self.total(self.root / "warehouse" / "published" / "trede.duckdb")

    def log_lines(self, record: RunRecord) -> list[dict[str, Any]]:
        """Return the log of a run, as it stands in the history."""
        file = self.folder.history / record.run_id / "job.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()]

    def tree(self) -> dict[str, str]:
        """Return every file and link of the folder, with its content or where it leads."""
        found = {}
        for path in sorted((self.root / "warehouse").rglob("*")):
            name = path.relative_to(self.root / "warehouse").as_posix()
            if path.is_symlink():
                found[name] = f"-> {path.readlink()}"
            elif path.is_file():
                found[name] = sha256_of_file(path)
        return found


def make_small_job(root: Path) -> SmallJob:
    """Make a job on a company with two lines; their total is 3."""
    job = SmallJob(root)
    write_project(job.project)
    job.extract.parent.mkdir(parents=True)
    job.deliver(1, 2)
    return job


def fail_with(*results: Mapping[str, Any], code: int = 1) -> Callable[[BuildOrder], BuildResult]:
    """Return a build that fails as dbt does, after it wrote a warehouse."""

    def build(order: BuildOrder) -> BuildResult:
        build_small(order)
        node = {
            "resource_type": "test",
            "name": "totals_are_right",
            "original_file_path": "tests/rules/totals_are_right.sql",
            "config": {},
        }
        write_artifacts(order, results, {"test.trede.totals_are_right": node})
        return BuildResult(code, ("what dbt wrote last",))

    return build


FAILED_TEST = {
    "unique_id": "test.trede.totals_are_right",
    "status": "fail",
    "execution_time": 0.1,
    "message": "Got 2 results, configured to fail if != 0",
}


def copy_plain(source: Path, target: Path) -> None:
    """Put a warehouse where a plain `dbt build` puts it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)
    target.chmod(0o644)
