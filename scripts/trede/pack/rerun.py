"""Rerun a pack: build again from what it holds, and compare the data byte for byte."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trede.pack.build_state import read_build
from trede.pack.errors import CompanyFilesError, PackError, TouchedError
from trede.pack.freeze import CODE, PackWriter, code_hashes, versions, write_data
from trede.pack.grids import csv_rows
from trede.pack.landing import LANDING, NOT_HELD, copy_hashed
from trede.pack.manifest import Manifest
from trede.pack.read import read_bytes
from trede.pack.verify import Touch, locate, verify_pack, withheld_files

#: Packages on which the bytes of the data can depend.
_PACKAGES = ("dbt-core", "dbt-duckdb", "duckdb", "pyarrow")
_OUTPUT_KEPT = 3000


@dataclass
class Rerun:
    """What a rerun gave.

    Attributes:
        compared: the files of data that were compared.
        differences: where they differ; none means the same bytes.
        code: files of the project that are not those of the pack's run.
        shared_seeds: factor editions and reference files that are not.
        packages: packages of another version, with both versions.
        commit: the commit of the pack's run, if it had one.
    """

    manifest: Manifest
    compared: list[str] = field(default_factory=list)
    differences: list[Touch] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    shared_seeds: list[str] = field(default_factory=list)
    packages: list[str] = field(default_factory=list)
    commit: str | None = None

    @property
    def is_same(self) -> bool:
        """Whether every file of data has the same bytes."""
        return not self.differences

    @property
    def causes(self) -> list[str]:
        """Return what is not as it was when the pack was made, apart from the company's files."""
        return [*self.shared_seeds, *self.code, *self.packages]


def rerun(
    folder: Path, project: Path, company_folder: Path, landing_folder: Path | None = None
) -> Rerun:
    """Build again from a pack and compare.

    The build is made in a folder of its own, which is removed; nothing of the company's or of the
    checkout is written.

    Args:
        folder: the pack.
        project: the checkout, whose code is run.
        company_folder: where the files are that the pack holds as hashes only.
        landing_folder: where the landed files are that it holds as hashes only.

    Raises:
        TouchedError: the pack is not as it was sealed.
        CompanyFilesError: a withheld file is not there, or is another one; or lines are not in the
            pack at all.
        PackError: the build failed.
    """
    report = verify_pack(folder)
    if report.touches:
        raise TouchedError(
            f"{folder} was touched, so a rerun proves nothing: {report.touches[0].text}\n"
            f"`trede pack verify {folder}` says all."
        )
    manifest = report.manifest
    _refuse_not_held(folder, manifest)
    result = Rerun(manifest)
    _compare_surroundings(result, folder, project)
    with tempfile.TemporaryDirectory(prefix="trede_rerun_") as name:
        work = Path(name)
        copy = _copy_project(project, work / "project")
        company = copy / "seeds" / "companies" / manifest.company
        landing = work / LANDING
        restore_company(folder, manifest, company_folder, company, landing_folder, landing)
        _build(copy, manifest, work, landing if landing.is_dir() else None)
        writer = PackWriter(work / "pack")
        state = read_build(work / "warehouse" / "current.duckdb", work / "target")
        with state.connection() as connection:
            write_data(writer, state, connection, company, copy)
        written = {file.path: file for file in writer.files if file.section == "data"}
        sealed = {file.path: file for file in manifest.of("data")}
        result.compared = sorted(sealed)
        for path in sorted({*written, *sealed}):
            if path not in written:
                result.differences.append(Touch(kind="file_missing", file=path))
            elif path not in sealed:
                result.differences.append(Touch(kind="file_added", file=path))
            elif written[path].sha256 != sealed[path].sha256:
                content = (writer.folder / path).read_bytes()
                result.differences += locate(folder, sealed[path], content)
    return result


def _refuse_not_held(folder: Path, manifest: Manifest) -> None:
    """Refuse a pack without the lines of extracts that were landed as tables.

    Raises:
        CompanyFilesError: it is one.
    """
    if not any(file.path == NOT_HELD for file in manifest.files):
        return
    tables = [row for _, row in csv_rows(read_bytes(folder, NOT_HELD))[1]]
    raise CompanyFilesError(
        "The pack does not hold the lines of extracts that were landed as tables "
        "(TREDE_LANDING_SCHEMA):\n"
        + "\n".join(f"  {extract}: {table}, {rows} rows" for extract, table, rows in tables)
        + "\nThe run cannot be repeated from it; the frozen figures stay verifiable (`trede pack "
        "verify`). To have a pack that can be rerun, land the extracts as Parquet "
        "(TREDE_LANDING_DIR, docs/landing.md), build and freeze."
    )


def restore_company(
    folder: Path,
    manifest: Manifest,
    company_folder: Path,
    target: Path,
    landing_folder: Path | None = None,
    landing_target: Path | None = None,
) -> None:
    """Make the company's folder again: from the pack, and what is withheld from the company.

    Args:
        folder: the pack.
        manifest: of the pack.
        company_folder: where withheld files are.
        target: the new folder of the company.
        landing_folder: where withheld landed files are.
        landing_target: the new landing folder; made if the pack has landed files.

    Raises:
        CompanyFilesError: a withheld file is not there, or is another one; all are named.
    """
    wrong = []
    for row in withheld_files(read_bytes(folder, "inputs/withheld.csv")):
        name = row["file"]
        is_landed = name.startswith(f"{LANDING}/")
        source, place = company_folder / name, target / name
        if is_landed:
            if landing_folder is None or landing_target is None:
                wrong.append(f"{name}: no landing folder is named")
                continue
            below = name.removeprefix(f"{LANDING}/")
            source, place = landing_folder / below, landing_target / below
        try:
            _, digest = copy_hashed(source, place)
        except OSError:
            wrong.append(f"{name}: not there")
            continue
        if digest != row["sha256"]:
            wrong.append(f"{name}: has SHA-256 {digest}, not {row['sha256']}")
    if wrong:
        landed = f" and {landing_folder}" if landing_folder else ""
        raise CompanyFilesError(
            f"The pack holds what is about persons as hashes only. In {company_folder}{landed}:\n"
            + "\n".join(f"  {each}" for each in wrong)
            + "\nName the folder that holds them as they were with --company-folder, and that of "
            "landed files with --landing-folder. Without them the run cannot be repeated; "
            "the frozen figures stay verifiable (`trede pack verify`)."
        )
    for file in manifest.of("inputs"):
        if file.path.startswith(f"inputs/{LANDING}/"):
            if landing_target is None:
                continue
            place = landing_target / file.path.removeprefix(f"inputs/{LANDING}/")
            # Every byte of the pack was looked at before.
            copy_hashed(folder / file.path, place)
            continue
        if file.path.count("/") != 2:
            # The pack's own lists stand beside the company's folders.
            continue
        place = target / file.path.removeprefix("inputs/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(read_bytes(folder, file.path))


def _copy_project(project: Path, target: Path) -> Path:
    """Copy what dbt reads. A copy: dbt must have no way to write into the checkout."""
    for part in CODE:
        source = project / part
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "python")
            shutil.copytree(source, target / part, ignore=ignored)
        elif source.is_file():
            (target / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / part)
    return target


def _build(project: Path, manifest: Manifest, work: Path, landing: Path | None) -> None:
    """Run dbt as the pack's run did; unit tests judge the code and not the data."""
    (work / "warehouse").mkdir()
    dbt = Path(sys.executable).with_name("dbt")
    done = subprocess.run(
        [
            str(dbt) if dbt.is_file() else "dbt",
            "--no-use-colors",
            "build",
            "--exclude-resource-type",
            "unit_test",
            *("--project-dir", str(project)),
            *("--profiles-dir", str(project)),
            *("--target-path", str(work / "target")),
            *("--log-path", str(work / "logs")),
        ],
        cwd=project,
        env={
            **os.environ,
            "TREDE_COMPANY": manifest.company,
            "TREDE_WAREHOUSE_DIR": str(work / "warehouse"),
            # An exported one would lead the build into another warehouse.
            "TREDE_WAREHOUSE_FILE": "",
            # What lies elsewhere now is not what was frozen.
            "TREDE_LANDING_DIR": str(landing or ""),
            "TREDE_LANDING_SCHEMA": "",
            "TREDE_AS_OF_DATE": manifest.as_of_date.isoformat(),
            "TREDE_PROJECT_DIR": str(project),
            "TREDE_TARGET": "duckdb",
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        output = (done.stdout + done.stderr).strip()[-_OUTPUT_KEPT:]
        raise PackError(f"The rerun's `dbt build` ended with {done.returncode}:\n{output}")


def _compare_surroundings(result: Rerun, folder: Path, project: Path) -> None:
    """Note what is not as it was: it explains a difference, and is told without one too."""
    code = dict(_pairs(read_bytes(folder, "runtime/code.csv")))
    now = dict(code_hashes(project))
    for name in sorted({*code, *now}):
        if code.get(name) != now.get(name):
            kind = "new" if name not in code else "gone" if name not in now else "changed"
            place = result.shared_seeds if name.startswith("seeds/shared/") else result.code
            place.append(f"{name}: {kind}")
    before = _versions(folder)
    result.commit = before.get("git_commit")
    here = versions(project)
    for name in _PACKAGES:
        old, new = before["packages"].get(name), here["packages"].get(name)
        if old != new:
            result.packages.append(f"{name}: {old} then, {new} now")
    if before.get("python") != here["python"]:
        result.packages.append(f"python: {before.get('python')} then, {here['python']} now")


def _pairs(content: bytes) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for _, row in csv_rows(content)[1]]


def _versions(folder: Path) -> dict[str, Any]:
    return dict(json.loads(read_bytes(folder, "runtime/versions.json")))
