"""The contract of a company folder, as written in the seeds' YAML.

models/staging/{extracts,mappings,judgements}/contract/<file>.yml is the only place where the
files and columns of a company folder are written. dbt reads these files for its documentation;
the preflight, the new-company command and the demo generator read them through this module.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from trede.paths import project_root

GROUPS = ("extracts", "mappings", "judgements")

ReadsAs = Literal["text", "number", "integer", "date", "timestamp", "boolean", "code"]


class Column(BaseModel):
    """One column of a delivered file: text in the file, read as `reads_as` by staging."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    description: str
    reads_as: ReadsAs = "text"
    values: tuple[str, ...] = ()
    required: bool = False

    @model_validator(mode="after")
    def _codes_have_values(self) -> Column:
        if (self.reads_as == "code") != bool(self.values):
            raise ValueError(f"column {self.name}: a code names its values, and only a code does")
        return self


class File(BaseModel):
    """One file of a company folder."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    group: Literal["extracts", "mappings", "judgements"]
    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    description: str
    columns: tuple[Column, ...] = Field(min_length=1)

    @property
    def file_name(self) -> str:
        """Path of the CSV file inside a company folder, such as extracts/trips.csv."""
        return f"{self.group}/{self.name}.csv"

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns, in the contract's order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return one column by name; KeyError when the contract has no such column."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.file_name} has no column {name}")


class Contract(BaseModel):
    """All files of a company folder."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    files: tuple[File, ...]

    def group(self, group: str) -> tuple[File, ...]:
        """Return the files of one folder: extracts, mappings or judgements."""
        return tuple(file for file in self.files if file.group == group)

    def file(self, name: str) -> File:
        """Return one file by its name without .csv; KeyError when the contract has none."""
        for file in self.files:
            if file.name == name:
                return file
        raise KeyError(f"the contract has no file {name}")


def load_contract(root: Path | None = None) -> Contract:
    """Read the contract of the company folder.

    Args:
        root: the project folder; default is this checkout.

    Returns:
        Every file, in the order extracts, mappings, judgements and by name within each.

    Raises:
        ValueError: a YAML file has another shape than the contract's, with the file's name.
    """
    staging = (root or project_root()) / "models" / "staging"
    files: list[File] = []
    for group in GROUPS:
        for path in sorted((staging / group / "contract").glob("*.yml")):
            try:
                files.append(_read_file(group, path))
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path.relative_to(staging.parents[1])}: {error}") from error
    if not files:
        raise ValueError(f"no contract found under {staging}")
    return Contract(files=tuple(files))


def _read_file(group: str, path: Path) -> File:
    """Read one contract file: one seed, named as the file is."""
    seeds = yaml.safe_load(path.read_text(encoding="utf-8"))["seeds"]
    if len(seeds) != 1 or seeds[0]["name"] != path.stem:
        raise ValueError(f"describes exactly one seed, named {path.stem}")
    columns = []
    for column in seeds[0]["columns"]:
        meta = column.get("config", {}).get("meta", {})
        columns.append(
            Column(
                name=column["name"],
                description=column["description"],
                reads_as=meta.get("reads_as", "text"),
                values=tuple(str(value) for value in meta.get("values", ())),
                required=meta.get("required", False),
            )
        )
    return File(
        group=group,  # type: ignore[arg-type]  # checked by pydantic
        name=path.stem,
        description=seeds[0]["description"],
        columns=tuple(columns),
    )
