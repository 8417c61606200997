"""The manifest of a pack: every file with what it must hold, and the head of the pack before it.

The head of a pack is the SHA-256 of manifest.json as it lies there (`sha256sum manifest.json`): an
auditor needs nothing of Trede to compare it with the printed one.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from trede.pack.canonical import canonical_json, merkle_root, sha256_of
from trede.pack.errors import UsageError

MANIFEST = "manifest.json"
FORMAT = 1

#: Folders of a pack. The first two are the same for two builds of the same input.
SECTIONS = ("data", "inputs", "runtime", "cells")
SAME_FOR_SAME_INPUT = ("data", "inputs")

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Model):
    """One column of a table: its type, and a hash over its cells."""

    name: str
    type: str
    sha256: Sha256


class Grid(_Model):
    """What a file of rows and columns holds.

    Attributes:
        key: the columns that tell its rows apart; a CSV file has none, its lines are numbered.
        cells: the file with a hash of each cell.
    """

    rows: int = Field(ge=0)
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    cells: str


class SealedFile(_Model):
    """One file of the pack."""

    path: str = Field(pattern=r"^(data|inputs|runtime|cells)/[^\\]+$")
    size: int = Field(ge=0)
    sha256: Sha256
    grid: Grid | None = None

    @property
    def section(self) -> str:
        """Return the folder of the pack that it stands in."""
        return self.path.split("/", 1)[0]


class Previous(_Model):
    """The pack before this one: its head, and the folder that it stood in."""

    head: Sha256
    folder: str


class Build(_Model):
    """The run that was frozen."""

    invocation_id: str
    started_at: str
    finished_at: str
    dbt_version: str


class Manifest(_Model):
    """The content of manifest.json."""

    format: Literal[1] = FORMAT
    company: str
    as_of_date: date
    project_version: str
    sequence: int = Field(ge=1)
    previous: Previous | None
    frozen_at: datetime
    build: Build
    data_sha256: Sha256
    root_sha256: Sha256
    files: tuple[SealedFile, ...]

    def file(self, path: str) -> SealedFile:
        """Return one file; KeyError when the pack has none of that path."""
        for file in self.files:
            if file.path == path:
                return file
        raise KeyError(f"the pack has no file {path}")

    def of(self, *sections: str) -> tuple[SealedFile, ...]:
        """Return the files of some folders of the pack."""
        return tuple(file for file in self.files if file.section in sections)

    def to_bytes(self) -> bytes:
        """Return manifest.json."""
        return canonical_json(self.model_dump(mode="json"))


def data_root(files: tuple[SealedFile, ...]) -> str:
    """Return the root over what two builds of the same input have in common."""
    return merkle_root(
        (file.path, file.sha256) for file in files if file.section in SAME_FOR_SAME_INPUT
    )


def whole_root(files: tuple[SealedFile, ...]) -> str:
    """Return the root over every file."""
    return merkle_root((file.path, file.sha256) for file in files)


def read_manifest(folder: Path) -> tuple[Manifest, str]:
    """Return the manifest of a pack, and its head.

    Raises:
        UsageError: the folder is no pack, or its manifest cannot be read as one.
    """
    path = folder / MANIFEST
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{folder} is no evidence pack: {path.name} cannot be read "
            f"({error.strerror or error}).\nName the folder that `trede pack freeze` wrote."
        ) from error
    try:
        return Manifest.model_validate_json(content), sha256_of(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise UsageError(
            f"{path}: {where}: {first['msg']}. It is not as `trede pack freeze` writes it (format "
            f"{FORMAT}): it was touched, or comes from another version."
        ) from error
