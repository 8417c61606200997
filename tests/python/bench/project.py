"""The company that is measured, and how dbt builds it: in a copy of the project, away from the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment
from pydantic import BaseModel

from support.builds import ProjectCopy
from trede.pack.canonical import merkle_root
from trede.pack.freeze import code_hashes

ROOT = Path(__file__).resolve().parents[3]
PYTHON = sys.executable
COMPANY = "scale"
AS_OF_DATE = "2025-03-31"

#: Packages of the benchmarks only (requirements-bench.txt): read by the process of polars, by no other.
EXTRAS = Path(os.environ.get("TREDE_BENCH_PACKAGES", ROOT / ".venv" / "bench"))


class Limits(BaseModel):
    """What every case may use alike: cores, threads of DuckDB and of polars, DuckDB's memory.

    Attributes:
        nodes: models and tests side by side (TREDE_THREADS); none: as many as threads.
    """

    threads: int = 2
    memory_limit: str = "4GB"
    nodes: int | None = None


class Scale(BaseModel):
    """What the generator says that it wrote (scale.json)."""

    lines: int
    months: int
    seed: int


@dataclass(frozen=True)
class Subject:
    """A company of generated lines with its folders."""

    folder: Path
    project: ProjectCopy
    scale: Scale
    lines_per_extract: Mapping[str, int]

    @property
    def company(self) -> Path:
        """The folder with the small files."""
        return self.folder / "company"

    @property
    def landing(self) -> Path:
        """The folder with the Parquet files."""
        return self.folder / "landing"

    @property
    def lines(self) -> int:
        """All landed lines."""
        return sum(self.lines_per_extract.values())


def code_of(project: Path) -> str:
    """Return the start of the hash over what dbt reads of a project, without its companies and unit tests."""
    files = (each for each in code_hashes(project) if not each[0].startswith("tests/unit/"))
    return merkle_root(files)[:12]


def generate(folder: Path, scale: Scale, limits: Limits, log: Path) -> None:
    """Write the company, unless an earlier run wrote the same one.

    Raises:
        RuntimeError: the generator refuses; the message is what it said.
    """
    if (folder / "scale.json").is_file():
        return
    # Broken off: the generator writes scale.json last, and refuses a folder that is not empty.
    shutil.rmtree(folder, ignore_errors=True)
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [
        *(PYTHON, "-m", "trede.scale", "generate"),
        *("--lines", str(scale.lines), "--months", str(scale.months), "--seed", str(scale.seed)),
        *("--threads", str(limits.threads), "--out", str(folder)),
    ]
    with log.open("w", encoding="utf-8") as said:
        ended = subprocess.run(
            command, cwd=ROOT, stdout=said, stderr=subprocess.STDOUT, check=False
        )
    if ended.returncode != 0:
        raise RuntimeError(f"the generator failed:\n{log.read_text(encoding='utf-8')[-3000:]}")


def subject(folder: Path, project: Path) -> Subject:
    """Read a generated company and link it into a copy of the project.

    The copy is made once: a later run in the same work folder goes on with the code that it began
    with.
    """
    copy = (
        ProjectCopy(project)
        if (project / "dbt_project.yml").is_file()
        else ProjectCopy.create(ROOT, project)
    )
    copy.link_company(COMPANY, folder / "company")
    said = json.loads((folder / "scale.json").read_text(encoding="utf-8"))
    return Subject(folder, copy, Scale.model_validate(said), said["counts"])


def environment(company: str, work: Path, limits: Limits, landing: Path | None) -> dict[str, str]:
    """Return what dbt reads from its environment."""
    return {
        "TREDE_COMPANY": company,
        "TREDE_WAREHOUSE_DIR": str(work / "warehouse"),
        "TREDE_WAREHOUSE_FILE": str(work / "warehouse" / "current.duckdb"),
        "TREDE_AS_OF_DATE": AS_OF_DATE,
        "TREDE_MEMORY_LIMIT": limits.memory_limit,
        "TREDE_THREADS": str(limits.nodes or limits.threads),
        "TREDE_TEMP_DIR": str(work / "spill"),
        "TREDE_TARGET": "duckdb",
        # Empty is off: what the caller has landed is none of the benchmark's.
        "TREDE_LANDING_DIR": str(landing or ""),
        "TREDE_LANDING_SCHEMA": "",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


def dbt(project: ProjectCopy, work: Path, *arguments: str) -> list[str]:
    """Return a dbt command whose every output lands in the work folder."""
    return [
        str(Path(PYTHON).with_name("dbt")),
        "--no-use-colors",
        *arguments,
        *("--project-dir", str(project.root), "--profiles-dir", str(project.root)),
        *("--target-path", str(work / "target"), "--log-path", str(work / "logs")),
    ]


def duckdb_settings(project: ProjectCopy, variables: Mapping[str, str]) -> dict[str, Any]:
    """Return what the profile asks of DuckDB: `settings`, `config` and dbt's `threads`.

    Read from the profile itself, so that the straight run has what dbt has.
    """
    engine = Environment(autoescape=False)  # noqa: S701  # it renders YAML of our own
    engine.filters["as_number"] = float
    engine.filters["as_bool"] = engine.filters["as_native"] = lambda value: value

    def env_var(name: str, default: str | None = None) -> str:
        return {**os.environ, **variables}.get(name, default or "")

    text = (project.root / "profiles.yml").read_text(encoding="utf-8")
    rendered = engine.from_string(text).render(env_var=env_var)
    profile = yaml.safe_load(rendered)["trede"]["outputs"]["duckdb"]
    settings = {name: str(value) for name, value in (profile.get("settings") or {}).items()}
    return {
        "settings": settings,
        "config": {
            name: str(value) for name, value in (profile.get("config_options") or {}).items()
        },
        "threads": int(float(profile.get("threads", 1))),
    }
