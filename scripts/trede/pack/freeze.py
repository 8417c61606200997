"""Freeze a run: write the pack beside its place, and move it there whole."""

from __future__ import annotations

import csv
import io
import json
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from trede.pack.build_state import BuildState, freeze_table
from trede.pack.canonical import canonical_json, sha256_of, sha256_of_file
from trede.pack.company_files import CompanyFile, check_loaded, read_company
from trede.pack.errors import ChainError, UsageError
from trede.pack.grids import (
    Cells,
    cells_bytes,
    cells_of_csv,
    cells_of_table,
    columns_of,
    parquet_bytes,
)
from trede.pack.landing import (
    NOT_HELD,
    LandedFile,
    Landing,
    NotHeld,
    check_landed,
    copy_hashed,
    landed_persons,
    landing_of,
    not_held,
    read_landing,
    withheld_row,
)
from trede.pack.manifest import (
    MANIFEST,
    Build,
    Grid,
    Manifest,
    Previous,
    SealedFile,
    data_root,
    read_manifest,
    whole_root,
)
from trede.pack.personal import person_borne_files, refuse_persons
from trede.pack.verify import verify_pack

#: What a build reads of the project, apart from the company's folder.
CODE = (
    "dbt_project.yml",
    "profiles.yml",
    "selectors.yml",
    "models",
    "macros",
    "tests",
    "seeds/shared",
)
_NOT_CODE = ("tests/python",)


@dataclass(frozen=True)
class FrozenPack:
    """A pack that was written.

    Attributes:
        lines_not_held: extracts that were landed as tables: their lines are not in it.
    """

    folder: Path
    head: str
    manifest: Manifest
    lines_not_held: tuple[NotHeld, ...] = ()


class PackWriter:
    """Writes the files of a pack and remembers what each must hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: list[SealedFile] = []

    def write(self, path: str, content: bytes, grid: Grid | None = None) -> None:
        """Write one file."""
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        self.files.append(
            SealedFile(path=path, size=len(content), sha256=sha256_of(content), grid=grid)
        )

    def copy(self, path: str, source: Path) -> None:
        """Copy one file as it is, in blocks."""
        size, digest = copy_hashed(source, self.folder / path)
        self.files.append(SealedFile(path=path, size=size, sha256=digest))

    def write_table(self, path: str, table: pa.Table, key: tuple[str, ...]) -> None:
        """Write a table as Parquet, with the hashes of its cells."""
        cells = cells_of_table(table, key)
        types = [str(field.type) for field in table.schema]
        self._write_grid(path, parquet_bytes(table), cells, key, types)

    def write_csv(self, path: str, content: bytes) -> None:
        """Write a CSV file as it is, with the hashes of its cells."""
        cells = cells_of_csv(content)
        self._write_grid(path, content, cells, (), ["text"] * len(cells.columns))

    def _write_grid(
        self, path: str, content: bytes, cells: Cells, key: tuple[str, ...], types: list[str]
    ) -> None:
        beside = f"cells/{path}" if path.endswith(".parquet") else f"cells/{path}.parquet"
        grid = Grid(rows=len(cells.keys), key=key, columns=columns_of(cells, types), cells=beside)
        self.write(path, content, grid)
        self.write(beside, cells_bytes(cells))


def freeze(
    state: BuildState,
    project: Path,
    company: str,
    company_folder: Path,
    out: Path | None = None,
    previous: Path | None = None,
) -> FrozenPack:
    """Freeze the run that filled the warehouse.

    Args:
        state: dbt's artifacts and the warehouse.
        project: the checkout that was built.
        company: the company's name.
        company_folder: its files.
        out: the new folder; default: numbered, in `packs` beside the warehouse.
        previous: the pack before this one; default: the last one of the company in the folder in
            which the new one comes to stand.

    Raises:
        PackError: nothing was written; the message says why.
    """
    parent = out.parent if out else state.warehouse.parent / "packs"
    before = _previous(parent, company, previous)
    sequence = before[0].sequence + 1 if before else 1
    with state.connection() as connection:
        state.check(connection)
        as_of = state.as_of_date()
        target = out or parent / f"{company}_{as_of.isoformat()}_{sequence:03}"
        if target.exists():
            raise UsageError(f"{target} exists already; a pack is never written over.")
        parent.mkdir(parents=True, exist_ok=True)
        # In the same folder, so that the move at the end is one step of the file system.
        part = Path(tempfile.mkdtemp(prefix=f".{target.name}.part_", dir=parent))
        try:
            writer = PackWriter(part)
            lines_not_held = write_data(writer, state, connection, company_folder, project)
            write_shared_seeds(writer, project)
            _write_runtime(writer, state, project, landing_of(state, project))
            files = tuple(sorted(writer.files, key=lambda file: file.path))
            started, finished = state.span
            manifest = Manifest(
                company=company,
                as_of_date=as_of,
                project_version=_project_version(),
                sequence=sequence,
                previous=Previous(head=before[1], folder=before[2]) if before else None,
                frozen_at=datetime.now(UTC).replace(microsecond=0),
                build=Build(
                    invocation_id=state.invocation_id,
                    started_at=started,
                    finished_at=finished,
                    dbt_version=str(state.manifest["metadata"]["dbt_version"]),
                ),
                data_sha256=data_root(files),
                root_sha256=whole_root(files),
                files=files,
            )
            content = manifest.to_bytes()
            (part / MANIFEST).write_bytes(content)
            if target.exists():
                raise UsageError(f"{target} exists already; a pack is never written over.")
            part.rename(target)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    return FrozenPack(target, sha256_of(content), manifest, tuple(lines_not_held))


def packs_in(folder: Path, company: str) -> list[tuple[Manifest, str, Path]]:
    """Return the packs of a company in a folder, by their number."""
    found = []
    for path in sorted(folder.glob(f"*/{MANIFEST}")) if folder.is_dir() else []:
        # The parts of a freeze that was killed begin with a point.
        if path.parent.name.startswith("."):
            continue
        manifest, head = read_manifest(path.parent)
        if manifest.company == company:
            found.append((manifest, head, path.parent))
    return sorted(found, key=lambda each: (each[0].sequence, each[2].name))


def _previous(parent: Path, company: str, folder: Path | None) -> tuple[Manifest, str, str] | None:
    """Return the pack to chain to, after a look at every byte of it."""
    if folder is None:
        packs = packs_in(parent, company)
        if not packs:
            return None
        last = [each for each in packs if each[0].sequence == packs[-1][0].sequence]
        if len(last) > 1:
            raise ChainError(
                f"{parent} holds two packs with number {last[0][0].sequence}: "
                f"{', '.join(each[2].name for each in last)}.\n"
                "Say with --previous on which of them to go on."
            )
        folder = last[0][2]
    manifest, head = read_manifest(folder)
    if manifest.company != company:
        raise UsageError(
            f"{folder} is a pack of {manifest.company}, not of {company}: a chain has one company."
        )
    report = verify_pack(folder)
    if report.touches:
        raise ChainError(
            f"The previous pack was touched: {folder}\n  {report.touches[0].text}\n"
            f"`trede pack verify {folder}` says all. Put back its copy before you build on it."
        )
    return manifest, head, folder.resolve().name


def write_data(
    writer: PackWriter,
    state: BuildState,
    connection: duckdb.DuckDBPyConnection,
    company_folder: Path,
    project: Path,
) -> list[NotHeld]:
    """Write what is the same for two builds of the same input: data/ and the company's inputs/.

    Returns:
        The extracts whose lines it cannot hold.
    """
    landing = landing_of(state, project)
    personal = person_borne_files(state.manifest)
    files, persons = read_company(
        company_folder, state.manifest, landed_persons(connection, landing, personal)
    )
    check_loaded(connection, state.manifest, files)
    landed = read_landing(connection, landing, personal, persons)
    lines_not_held = not_held(connection, landing)
    for node in state.published:
        frozen = freeze_table(connection, state, node)
        name = f"{node['schema']}/{node['name']}.parquet"
        refuse_persons(str(node["name"]), frozen.data, frozen.key, persons)
        writer.write_table(f"data/{name}", frozen.data, frozen.key)
        if frozen.runtime is not None:
            writer.write(f"runtime/run_ids/{name}", parquet_bytes(frozen.runtime))
    sealed = []
    for node in state.line_level:
        frozen = freeze_table(connection, state, node)
        sealed.append(
            (
                f"{node['schema']}.{node['name']}",
                frozen.data.num_rows,
                sha256_of(parquet_bytes(frozen.data)),
            )
        )
    writer.write_csv("data/line_level.csv", csv_bytes(("table", "rows", "sha256"), sealed))
    _write_company(writer, files, landed, lines_not_held)
    # After the copy: what was changed until now is seen.
    check_landed(connection, state, landing, project)
    return lines_not_held


def _write_company(
    writer: PackWriter,
    files: Iterable[CompanyFile],
    landed: Iterable[LandedFile],
    lines_not_held: Iterable[NotHeld],
) -> None:
    withheld: list[tuple[Any, ...]] = []
    for file in files:
        if file.withheld:
            withheld.append(
                (file.path, file.rows, len(file.content), sha256_of(file.content), file.withheld)
            )
        else:
            writer.write_csv(f"inputs/{file.path}", file.content)
    for each in landed:
        if each.withheld:
            withheld.append(withheld_row(each))
        else:
            writer.copy(f"inputs/{each.path}", each.source)
    writer.write_csv(
        "inputs/withheld.csv", csv_bytes(("file", "rows", "bytes", "sha256", "reason"), withheld)
    )
    missing = [(each.extract, each.relation, each.rows) for each in lines_not_held]
    if missing:
        writer.write_csv(NOT_HELD, csv_bytes(("extract", "table", "rows"), missing))


def write_shared_seeds(writer: PackWriter, project: Path) -> None:
    """Write the factor editions with their checksums, and the checksums of all shared seeds."""
    shared = project / "seeds" / "shared"
    checksums = {
        path.relative_to(shared).as_posix(): sha256_of_file(path)
        for path in sorted(shared.rglob("*.csv"))
    }
    with (shared / "factors" / "editions.csv").open(encoding="utf-8", newline="") as opened:
        reader = csv.DictReader(opened)
        editions = [
            (*row.values(), checksums.get(f"factors/{row['file_name']}", "")) for row in reader
        ]
        header = (*(reader.fieldnames or ()), "sha256")
    writer.write_csv("inputs/factor_editions.csv", csv_bytes(header, editions))
    writer.write_csv(
        "inputs/shared_seeds.csv", csv_bytes(("file", "sha256"), sorted(checksums.items()))
    )


def _write_runtime(writer: PackWriter, state: BuildState, project: Path, landing: Landing) -> None:
    for name, content in (("manifest", state.manifest), ("run_results", state.run_results)):
        writer.write(f"runtime/dbt_{name}.json", _without_paths(content, state, landing))
    writer.write("runtime/versions.json", canonical_json(versions(project)))
    writer.write_csv("runtime/code.csv", csv_bytes(("file", "sha256"), code_hashes(project)))


def _without_paths(content: Mapping[str, Any], state: BuildState, landing: Landing) -> bytes:
    """Write an artifact without the folders of the machine and the name of its user."""
    arguments = state.run_results.get("args", {})
    names = {
        str(arguments.get(key)): f"<{key}>"
        for key in ("target_path", "log_path", "project_dir", "profiles_dir")
        if str(arguments.get(key) or "").startswith("/")
    }
    names |= {
        str(node["root_path"]): "<project_dir>"
        for node in state.manifest["nodes"].values()
        if str(node.get("root_path") or "").startswith("/")
    }
    names[str(Path.home())] = "<home>"
    if landing.root is not None:
        names[str(landing.root)] = "<landing_dir>"
        # As it stands in SQL.
        names[str(landing.root).replace("'", "''")] = "<landing_dir>"
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    # The longest first: the target folder may lie in the project's.
    for path in sorted(names, key=len, reverse=True):
        if len(path) > 1:
            text = text.replace(json.dumps(path, ensure_ascii=False)[1:-1], names[path])
    return text.encode()


def versions(project: Path) -> dict[str, Any]:
    """Return what the run was made with: Python, packages, and the commit if the checkout has one."""

    def git(*arguments: str) -> str | None:
        try:
            done = subprocess.run(
                ["git", "-C", str(project), *arguments], capture_output=True, text=True, check=True
            )
        except (OSError, subprocess.CalledProcessError):
            return None
        return done.stdout.strip()

    # A checkout inside somebody else's repository has no commit of its own.
    top = git("rev-parse", "--show-toplevel")
    is_own = top is not None and Path(top).resolve() == project.resolve()
    changes = git("status", "--porcelain") if is_own else None
    return {
        "python": platform.python_version(),
        "packages": dict(
            sorted((each.metadata["Name"], each.version) for each in metadata.distributions())
        ),
        "git_commit": git("rev-parse", "HEAD") if is_own else None,
        "git_has_changes": bool(changes) if changes is not None else None,
    }


def code_hashes(project: Path) -> list[tuple[str, str]]:
    """Return the SHA-256 of every file of the project that a build reads."""
    paths: list[Path] = []
    for part in CODE:
        place = project / part
        paths += [place] if place.is_file() else sorted(place.rglob("*"))
    named = ((path.relative_to(project).as_posix(), path) for path in paths if path.is_file())
    return [
        (name, sha256_of_file(path))
        for name, path in named
        if not name.startswith(_NOT_CODE) and not name.endswith(".pyc")
    ]


def csv_bytes(header: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Write a CSV file of the pack's own."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def _project_version() -> str:
    """Return the version of Trede."""
    try:
        return metadata.version("trede")
    except metadata.PackageNotFoundError:
        return "unknown"
