"""The register of factor editions: editions.csv, SHA256SUMS, and what dbt knows of the editions.

An edition is one CSV file in seeds/shared/factors that never changes: an erratum is a new file with
a higher revision. SHA256SUMS (the format of sha256sum) proves it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

#: Family of the Dutch list.
NL_LIST = "co2emissiefactoren_nl"
NL_AUTHOR = "co2emissiefactoren.nl"
NL_URL = "https://www.co2emissiefactoren.nl/lijst-emissiefactoren/"
NL_LICENCE = (
    "Free to use with attribution to www.co2emissiefactoren.nl; no formal licence text was seen"
)
PROJECT_AUTHOR = "Trede project"

EditionKind = Literal["published_complete", "published_extract", "compiled_from_secondary"]

#: The list of editions in stg_factors__nl.sql.
_SQL_LIST = re.compile(r"\{% set editions = \[\n.*?\n\] %\}", re.DOTALL)


class Edition(BaseModel):
    """One row of editions.csv."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    edition_id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    factor_list: Literal["co2emissiefactoren_nl", "uk_spend_sic", "spend_printed", "ipcc_gwp"]
    edition_year: int = Field(ge=1990, le=2100)
    revision: int = Field(ge=1)
    edition_kind: EditionKind
    author: str = Field(min_length=1)
    title: str = Field(min_length=1)
    gwp_basis: Literal["", "AR4", "AR5", "AR6"] = ""
    recalculates_history: Literal["yes", "no", "unknown"] = "unknown"
    licence: str = Field(min_length=1)
    attribution: str = Field(min_length=1)
    source_url: str = ""
    file_name: str
    published_on: date | None = None

    @model_validator(mode="before")
    @classmethod
    def _no_date_is_none(cls, values: dict[str, object]) -> dict[str, object]:
        return {**values, "published_on": values.get("published_on") or None}

    @model_validator(mode="after")
    def _hangs_together(self) -> Edition:
        if self.file_name != f"{self.edition_id}.csv":
            raise ValueError(f"{self.edition_id}: the file is named as the edition")
        compiled = self.edition_kind == "compiled_from_secondary"
        if compiled != (self.author == PROJECT_AUTHOR):
            raise ValueError(
                f"{self.edition_id}: a compiled edition, and only that, is by the {PROJECT_AUTHOR}"
            )
        return self

    def cells(self) -> dict[str, str]:
        """Return the row of editions.csv."""
        return {
            name: "" if value is None else str(value) for name, value in self.model_dump().items()
        }


class ChangedEdition(BaseModel):
    """What `verify` finds wrong with one file."""

    model_config = ConfigDict(frozen=True)

    file_name: str
    problem: str


class Registry:
    """The editions of one checkout.

    Args:
        root: the project folder.
    """

    def __init__(self, root: Path) -> None:
        self.folder = root / "seeds" / "shared" / "factors"
        self.editions_file = self.folder / "editions.csv"
        self.sums_file = self.folder / "SHA256SUMS"
        self.units_file = root / "seeds" / "shared" / "reference" / "factor_units.csv"
        self.sql_file = root / "models" / "staging" / "factors" / "stg_factors__nl.sql"
        self.yaml_file = root / "models" / "staging" / "factors" / "contract" / "nl_editions.yml"

    def editions(self) -> list[Edition]:
        """Read editions.csv.

        Raises:
            ValueError: a row is no valid edition, or an id stands twice.
        """
        editions = [Edition.model_validate(row) for row in read_csv(self.editions_file)]
        ids = [edition.edition_id for edition in editions]
        if len(ids) != len(set(ids)):
            raise ValueError(f"{self.editions_file.name}: an edition_id stands twice")
        return editions

    def units(self) -> list[str]:
        """Return the units of the Dutch list that the factor_units seed knows."""
        return [row["unit_nl"] for row in read_csv(self.units_file)]

    def sums(self) -> dict[str, str]:
        """Read SHA256SUMS: checksum by file name.

        Raises:
            ValueError: a line is not in the format of sha256sum.
        """
        sums = {}
        for number, line in enumerate(
            self.sums_file.read_text(encoding="utf-8").splitlines(), start=1
        ):
            match = re.fullmatch(r"([0-9a-f]{64}) [ *](\S+)", line)
            if not match:
                raise ValueError(f"{self.sums_file.name} line {number} is no line of sha256sum")
            sums[match[2]] = match[1]
        return sums

    def verify(self) -> list[ChangedEdition]:
        """Compare every edition with its checksum; an empty list when nothing changed."""
        sums = self.sums()
        registered = {edition.file_name for edition in self.editions()}
        present = {path.name for path in self.folder.glob("*.csv") if path != self.editions_file}
        found = []
        for name in sorted(registered | present | set(sums)):
            if name not in present:
                problem = "is missing"
            elif name not in registered:
                problem = "is not in editions.csv"
            elif name not in sums:
                problem = "is not in SHA256SUMS"
            elif sums[name] != sha256(self.folder / name):
                problem = "was changed: restore it, and bring an erratum as a new revision"
            else:
                continue
            found.append(ChangedEdition(file_name=name, problem=problem))
        return found

    def add_nl(
        self, edition: Edition, header: Sequence[str], rows: Iterable[Mapping[str, str]]
    ) -> Path:
        """Add an edition of the Dutch list: its file, its row, its checksum, and dbt's two lists.

        Everything is prepared before the first file is written.

        Args:
            edition: the row of editions.csv.
            header: columns of the edition's file.
            rows: its rows, every cell as text.

        Returns:
            The new file.

        Raises:
            FileExistsError: the edition exists; an edition is never written over.
            ValueError: stg_factors__nl.sql or nl_editions.yml is not as this command writes them.
        """
        path = self.folder / edition.file_name
        editions = self.editions()
        if path.exists() or edition.edition_id in {one.edition_id for one in editions}:
            raise FileExistsError(
                f"edition {edition.edition_id} exists and is never written over: an erratum, or a "
                f"complete list beside a compiled one, is a new file "
                f"(--revision {edition.revision + 1})"
            )
        editions.append(edition)
        content = csv_bytes(header, rows)
        sums = {**self.sums(), edition.file_name: hashlib.sha256(content).hexdigest()}
        writes = {
            path: content,
            self.editions_file: csv_bytes(
                list(Edition.model_fields), (one.cells() for one in editions)
            ),
            self.sums_file: "".join(
                f"{digest}  {name}\n" for name, digest in sorted(sums.items())
            ).encode(),
            self.sql_file: self.sql_with(editions).encode(),
            self.yaml_file: self.yaml_with(edition).encode(),
        }
        for target, data in writes.items():
            part = target.with_name(target.name + ".part")
            part.write_bytes(data)
            part.replace(target)
        return path

    def sql_with(self, editions: Iterable[Edition]) -> str:
        """Return stg_factors__nl.sql with its list of editions made anew.

        Raises:
            ValueError: the file has no such list.
        """
        text = self.sql_file.read_text(encoding="utf-8")
        entries = "\n".join(
            f'    ("{edition.edition_id}", "{edition.edition_kind}"),'
            for edition in sorted(
                editions, key=lambda edition: (edition.edition_year, edition.revision)
            )
            if edition.factor_list == NL_LIST
        )
        made, count = _SQL_LIST.subn(f"{{% set editions = [\n{entries}\n] %}}", text)
        if count != 1:
            raise ValueError(f"{self.sql_file.name} has no list '{{% set editions = [...] %}}'")
        return made

    def yaml_with(self, edition: Edition) -> str:
        """Return nl_editions.yml with an entry for a published_complete edition at its end.

        Raises:
            ValueError: the file does not name the columns of a complete list.
        """
        text = self.yaml_file.read_text(encoding="utf-8")
        if "&complete_list_columns" not in text or "&complete_list_config" not in text:
            raise ValueError(f"{self.yaml_file.name} does not name the columns of a complete list")
        return (
            f"{text.rstrip()}\n"
            f"  - name: {edition.edition_id}\n"
            '    description: "One row is one factor of the complete list of '
            f"{edition.edition_year} in the publisher's export, kg CO2e per unit. "
            'Immutable: an erratum is a new file."\n'
            "    config: *complete_list_config\n"
            "    columns: *complete_list_columns\n"
        )


def nl_edition(
    year: int,
    published_on: date,
    revision: int = 1,
    gwp_basis: str = "",
    recalculates_history: str = "unknown",
) -> Edition:
    """Describe a complete edition of the Dutch list, as the import registers it."""
    edition_id = f"nl_{year}" if revision == 1 else f"nl_{year}_r{revision}"
    return Edition.model_validate(
        {
            "edition_id": edition_id,
            "factor_list": NL_LIST,
            "edition_year": year,
            "revision": revision,
            "edition_kind": "published_complete",
            "author": NL_AUTHOR,
            "title": f"Dutch emission factor list {year}, complete export of {published_on}",
            "gwp_basis": gwp_basis,
            "recalculates_history": recalculates_history,
            "licence": NL_LICENCE,
            "attribution": f"Source: www.{NL_AUTHOR}, list of {year} (export of {published_on})",
            "source_url": NL_URL,
            "file_name": f"{edition_id}.csv",
            "published_on": published_on,
        }
    )


def read_csv(path: Path) -> list[dict[str, str]]:
    """Read a CSV file, every cell as text."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, strict=True))


def csv_bytes(header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Write rows as CSV (RFC 4180: lines end in CR LF, as in the published files)."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
