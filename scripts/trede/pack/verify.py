"""Verify a pack: what was touched, does the chain hold, and is the head the printed one?"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict

from trede.pack.canonical import sha256_of, sha256_of_file
from trede.pack.differences import compare_cells
from trede.pack.errors import UsageError
from trede.pack.grids import Cells, cells_of_csv, cells_of_table, columns_of, read_cells
from trede.pack.manifest import (
    MANIFEST,
    Grid,
    Manifest,
    SealedFile,
    data_root,
    read_manifest,
    whole_root,
)

Kind = Literal[
    "manifest",
    "file_added",
    "file_missing",
    "file_renamed",
    "file_changed",
    "cell_changed",
    "row_removed",
    "row_added",
    "column_removed",
    "column_added",
    "column_changed",
    "type_changed",
    "rows_reordered",
    "not_located",
]


class Touch(BaseModel):
    """One thing that is not as it was sealed."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    file: str
    row: str | None = None
    column: str | None = None
    old: str | None = None
    new: str | None = None
    note: str | None = None

    @property
    def text(self) -> str:
        """Say it in one line."""
        where = self.file + (f", {self.row}" if self.row else "")
        where += f", column {self.column}" if self.column else ""
        told = self.kind.replace("_", " ")
        hashes = f" (sealed {self.old}, now {self.new})" if self.old and self.new else ""
        return f"{told}: {where}{hashes}" + (f": {self.note}" if self.note else "")


@dataclass
class Report:
    """What verify found.

    Attributes:
        touches: what is not as it was sealed.
        chain: what is wrong with the packs before it; empty if nothing, or if nobody asked.
        links: the packs that were followed, this one first.
        expected_head: the printed head, if it was given.
    """

    folder: Path
    manifest: Manifest
    head: str
    touches: list[Touch] = field(default_factory=list)
    chain: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    chain_was_followed: bool = False
    expected_head: str | None = None

    @property
    def head_differs(self) -> bool:
        """Whether the head is not the printed one."""
        return self.expected_head is not None and self.expected_head != self.head

    @property
    def exit_code(self) -> int:
        """Return the gravest: 6 the head differs, 5 the chain is broken, 4 touched, 0 nothing.

        A head that is not the printed one is the gravest: then the manifest itself is another one,
        and a pack that agrees with it proves nothing.
        """
        if self.head_differs:
            return 6
        if self.chain:
            return 5
        return 4 if self.touches else 0


def verify(folder: Path, head: str | None = None, follow_chain: bool = False) -> Report:
    """Verify a pack.

    Args:
        folder: the pack.
        head: the printed head.
        follow_chain: also verify every pack before it; they stand beside it.

    Raises:
        UsageError: the folder is no pack, or `head` is no SHA-256.
    """
    report = verify_pack(folder)
    if head is not None:
        printed = "".join(head.split()).lower()
        if len(printed) != 64 or any(letter not in "0123456789abcdef" for letter in printed):
            raise UsageError(
                f"--head {head!r} is no SHA-256: it has 64 characters 0-9 and a-f. Type it as it is "
                "printed; spaces do not matter."
            )
        report.expected_head = printed
    if follow_chain:
        _follow(report)
    return report


def _follow(report: Report) -> None:
    """Walk down the chain: each pack names the head of the one before it."""
    report.chain_was_followed = True
    manifest, folder = report.manifest, report.folder.resolve()
    report.links.append(f"{manifest.sequence}: {folder.name} {report.head}")
    seen = {report.head}
    while manifest.previous is not None:
        wanted = manifest.previous
        beside = folder.parent / wanted.folder
        if not _has_head(beside, wanted.head):
            # Perhaps it was renamed, or two packs changed names; its head says which it is.
            beside = _find(folder.parent, wanted.head) or beside
        try:
            before, head = read_manifest(beside)
        except UsageError as error:
            report.chain.append(
                f"pack {manifest.sequence} ({folder.name}) rests on {wanted.folder} with head "
                f"{wanted.head}, which is not there or is no pack any more: {error}"
            )
            return
        renamed = f" (was called {wanted.folder})" if beside.name != wanted.folder else ""
        report.links.append(f"{before.sequence}: {beside.name} {head}{renamed}")
        if head in seen:
            report.chain.append(
                f"{beside.name} stands twice in the chain: pack {manifest.sequence} ({folder.name}) "
                f"was made on {wanted.folder} with head {wanted.head}, which is not there any more."
            )
            return
        seen.add(head)
        if head != wanted.head:
            report.chain.append(
                f"pack {manifest.sequence} ({folder.name}) was made on {wanted.folder} with head "
                f"{wanted.head}; that folder now has head {head}: its manifest was written again "
                "after that."
            )
        if (before.company, before.sequence + 1) != (manifest.company, manifest.sequence):
            report.chain.append(
                f"pack {manifest.sequence} of {manifest.company} follows pack {before.sequence} of "
                f"{before.company}: a chain has one company and no gaps."
            )
        touched = verify_pack(beside).touches
        report.chain += [f"{beside.name}: {touch.text}" for touch in touched]
        manifest, folder = before, beside
    if manifest.sequence != 1:
        report.chain.append(
            f"{folder.name} is pack {manifest.sequence} and names none before it: the packs before "
            "it were cut off."
        )


def _has_head(folder: Path, head: str) -> bool:
    manifest = folder / MANIFEST
    return manifest.is_file() and sha256_of(manifest.read_bytes()) == head


def _find(parent: Path, head: str) -> Path | None:
    for path in sorted(parent.glob(f"*/{MANIFEST}")):
        if _has_head(path.parent, head):
            return path.parent
    return None


def verify_pack(folder: Path) -> Report:
    """Compare every byte of one pack with its manifest, and locate what differs."""
    manifest, head = read_manifest(folder)
    report = Report(folder, manifest, head)
    report.touches += _look_at_manifest(folder, manifest)
    sealed = {file.path: file for file in manifest.files}
    there = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or not path.is_dir()
    }
    there.pop(MANIFEST, None)
    hashes: dict[str, str] = {}
    links = []
    for name, path in there.items():
        if path.is_symlink() or not path.is_file():
            links.append(
                Touch(kind="not_located", file=name, note="a link or a device, and no file")
            )
        else:
            hashes[name] = sha256_of_file(path)
    report.touches += links
    missing = [name for name in sealed if name not in there]
    added = [name for name in there if name not in sealed]
    for name in missing:
        new_name = next((each for each in added if hashes.get(each) == sealed[name].sha256), None)
        if new_name is not None:
            added.remove(new_name)
            report.touches.append(
                Touch(kind="file_renamed", file=name, note=f"it is now called {new_name}")
            )
        else:
            report.touches.append(Touch(kind="file_missing", file=name))
    report.touches += [Touch(kind="file_added", file=name) for name in added]
    changed = [name for name in sealed if name in hashes and hashes[name] != sealed[name].sha256]
    not_as_sealed = {*changed, *missing}
    for name in changed:
        report.touches += _locate(folder, sealed[name], hashes[name], not_as_sealed)
    return report


def _look_at_manifest(folder: Path, manifest: Manifest) -> list[Touch]:
    """A manifest must be the bytes that freeze writes, and agree with itself."""
    touches = []
    if (folder / MANIFEST).read_bytes() != manifest.to_bytes():
        touches.append(
            Touch(kind="manifest", file=MANIFEST, note="it is not written as freeze writes it")
        )
    if manifest.data_sha256 != data_root(manifest.files):
        touches.append(
            Touch(
                kind="manifest",
                file=MANIFEST,
                old=manifest.data_sha256,
                new=data_root(manifest.files),
                note="data_sha256 is not the root over its files",
            )
        )
    if manifest.root_sha256 != whole_root(manifest.files):
        touches.append(
            Touch(
                kind="manifest",
                file=MANIFEST,
                old=manifest.root_sha256,
                new=whole_root(manifest.files),
                note="root_sha256 is not the root over its files",
            )
        )
    paths = [file.path for file in manifest.files]
    if paths != sorted(set(paths)) or any(".." in path.split("/") for path in paths):
        touches.append(
            Touch(kind="manifest", file=MANIFEST, note="its files are not listed once, in order")
        )
    return touches


def _locate(folder: Path, sealed: SealedFile, now: str, not_as_sealed: set[str]) -> list[Touch]:
    """Say where a changed file of a pack differs from what it was."""
    if sealed.grid is None:
        # Nothing is known of its cells; it may be larger than the memory.
        return [Touch(kind="file_changed", file=sealed.path, old=sealed.sha256, new=now)]
    content = (folder / sealed.path).read_bytes()
    if sealed.grid.cells in not_as_sealed:
        return [
            Touch(kind="file_changed", file=sealed.path, old=sealed.sha256, new=now),
            *_columns_changed(sealed, sealed.grid, content),
            Touch(
                kind="not_located",
                file=sealed.path,
                note=f"{sealed.grid.cells}, which says what its cells were, was touched as well",
            ),
        ]
    return locate(folder, sealed, content)


def _columns_changed(sealed: SealedFile, grid: Grid, content: bytes) -> list[Touch]:
    """Name the columns that differ from the manifest's own hashes: it has one for each column."""
    try:
        types, cells, _ = _read_now(sealed, content)
    except (OSError, ValueError, TypeError, pa.ArrowException):
        return []
    was = {column.name: column.sha256 for column in grid.columns}
    return [
        Touch(
            kind="column_changed",
            file=sealed.path,
            column=column.name,
            old=was[column.name],
            new=column.sha256,
        )
        for column in columns_of(cells, list(types.values()))
        if column.name in was and was[column.name] != column.sha256
    ]


def locate(folder: Path, sealed: SealedFile, content: bytes) -> list[Touch]:
    """Say where other content of a file differs from what was sealed.

    Args:
        folder: the pack, whose hashes of the file's cells are as they were sealed.
        sealed: the file in its manifest.
        content: what stands in its place now.
    """
    changed = Touch(
        kind="file_changed", file=sealed.path, old=sealed.sha256, new=sha256_of(content)
    )
    if sealed.grid is None:
        return [changed]
    grid = sealed.grid

    def not_located(why: str) -> list[Touch]:
        return [changed, Touch(kind="not_located", file=sealed.path, note=why)]

    try:
        before = read_cells(folder / grid.cells)
    except (OSError, KeyError, pa.ArrowException) as error:
        return not_located(f"{grid.cells} cannot be read: {error}")
    try:
        types, after, maker = _read_now(sealed, content)
    except (OSError, ValueError, TypeError, pa.ArrowException) as error:
        return not_located(f"it cannot be read any more: {error}")
    touches = [changed, *_type_changes(sealed.path, grid, types)]
    changes = compare_cells(before, after, key_leads=bool(grid.key))

    def touch(kind: Kind, **about: str) -> Touch:
        return Touch(kind=kind, file=sealed.path, **about)

    touches += [touch("column_removed", column=name) for name in changes.columns_gone]
    touches += [
        touch("cell_changed", row=cell.row, column=cell.column, old=cell.old, new=cell.new)
        for cell in changes.cells
    ]
    touches += [touch("row_removed", row=row) for row in changes.rows_gone]
    touches += [touch("row_added", row=row) for row in changes.rows_new]
    if changes.is_reordered:
        touches.append(touch("rows_reordered", note="every row is there, unchanged"))
    if len(touches) == 1:
        touches.append(
            touch("not_located", note=f"no cell differs: the file was written again{maker}")
        )
    return touches


def _type_changes(path: str, grid: Grid, types: dict[str, str]) -> list[Touch]:
    """Return the columns that are new, and those that have another type."""
    sealed = {column.name: column.type for column in grid.columns}
    touches = []
    for name, now in types.items():
        if name not in sealed:
            touches.append(Touch(kind="column_added", file=path, column=name, note=f"type {now}"))
        elif sealed[name] != now:
            touches.append(
                Touch(kind="type_changed", file=path, column=name, old=sealed[name], new=now)
            )
    return touches


def _read_now(sealed: SealedFile, content: bytes) -> tuple[dict[str, str], Cells, str]:
    """Return the types, the cells and the maker of a file as it lies there."""
    if sealed.path.endswith(".parquet"):
        file = pq.ParquetFile(io.BytesIO(content))
        table = file.read()
        key = sealed.grid.key if sealed.grid else ()
        types = {field.name: str(field.type) for field in table.schema}
        return types, cells_of_table(table, key), f" by {file.metadata.created_by}"
    cells = cells_of_csv(content)
    return dict.fromkeys(cells.columns, "text"), cells, " (quotes, line ends or an empty line)"


def withheld_files(content: bytes) -> list[dict[str, str]]:
    """Return the rows of inputs/withheld.csv."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
