"""Extracts that were landed as Parquet or as tables, as they enter a pack: whole, as a hash, or named.

The build itself says what it read: the SQL of the models `landed_<extract>`. Files are copied and
hashed in blocks; only keys of persons are kept in memory.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from trede.pack.build_state import BuildState
from trede.pack.canonical import sha256_of_file
from trede.pack.errors import CompanyFilesError, RefusedError
from trede.pack.personal import PERSON_COLUMNS, PERSONAL_ANYWHERE, Persons, is_key

#: Where landed files stand in a pack, and how withheld.csv names them.
LANDING = "landing"
NOT_HELD = "inputs/not_held.csv"
_FOLDER = re.compile(r"read_parquet\('((?:[^']|'')*)/\*\*/\*\.parquet'")
_TABLE = re.compile(r"\A\s*select \* from (\S+)\s*\Z")
_MODEL = "landed_"
_BLOCK = 1024 * 1024
_ROWS = 65_536
#: A key has a letter and a digit: no number, date or truth is one.
_KEYLESS = (
    pa.types.is_null,
    pa.types.is_boolean,
    pa.types.is_integer,
    pa.types.is_floating,
    pa.types.is_decimal,
    pa.types.is_temporal,
)


@dataclass(frozen=True)
class LandedFile:
    """One Parquet file of the landing folder.

    Attributes:
        path: such as landing/trips/2024/january.parquet.
        source: where it lies.
        withheld: why it enters as a hash only; empty if it enters whole.
    """

    path: str
    source: Path
    rows: int
    withheld: str


@dataclass(frozen=True)
class NotHeld:
    """An extract that was landed as a table: of its lines the pack has a hash only.

    The hash stands in data/line_level.csv, as that of the view landed.landed_<extract>.
    """

    extract: str
    relation: str
    rows: int


@dataclass(frozen=True)
class Landing:
    """What a build read of landed extracts.

    Attributes:
        root: the landing folder; None where none was read.
        folders: the folder of each extract that has one.
        tables: the relation of each extract that was a table.
    """

    root: Path | None
    folders: dict[str, Path]
    tables: dict[str, str]

    @property
    def extracts(self) -> set[str]:
        """Return the extracts that were landed."""
        return {*self.folders, *self.tables}


def landing_of(state: BuildState, project: Path) -> Landing:
    """Say which extracts a build read from where, by the SQL that it ran.

    Raises:
        RefusedError: a landed model ran SQL that no landing writes.
    """
    compiled = {
        str(result["unique_id"]): str(result.get("compiled_code") or "")
        for result in state.run_results["results"]
    }
    root: Path | None = None
    folders: dict[str, Path] = {}
    tables: dict[str, str] = {}
    for unique_id, node in state.manifest["nodes"].items():
        if node["resource_type"] != "model" or not str(node["name"]).startswith(_MODEL):
            continue
        extract = str(node["name"]).removeprefix(_MODEL)
        code = compiled.get(unique_id, "")
        seeds = {
            state.manifest["nodes"][parent]["relation_name"]
            for parent in node["depends_on"].get("nodes", ())
        }
        if (found := _FOLDER.search(code)) is not None:
            # dbt ran in the project's folder, so that is where a relative path begins.
            folders[extract] = project / found[1].replace("''", "'")
            root = folders[extract].parent
        elif (found := _TABLE.match(code)) is None:
            raise RefusedError(
                f"{node['name']} ran SQL that says no place from which it was landed; without it the "
                "pack cannot hold its lines.\nBuild again, then freeze."
            )
        elif found[1] not in seeds:
            tables[extract] = found[1]
    return Landing(root, folders, tables)


def read_landing(
    connection: duckdb.DuckDBPyConnection,
    landing: Landing,
    personal: Iterable[str],
    persons: Persons,
) -> list[LandedFile]:
    """Look at every landed file and say which enter whole.

    Args:
        connection: open on the warehouse; it lists the files as the build did.
        landing: what the build read.
        personal: the extracts whose lines are about persons.
        persons: the keys of persons, with those of landed extracts.

    Raises:
        CompanyFilesError: a folder is empty now, or a file cannot be read.
        RefusedError: the name of a file names a person.
    """
    about_persons = set(personal)
    files = []
    for extract, folder in sorted(landing.folders.items()):
        sources = _files(connection, folder)
        if not sources:
            raise CompanyFilesError(
                f"{folder} holds no Parquet file, and the build read {extract} from there.\nPut the "
                "landed files back where they were, or build again; then freeze."
            )
        for number, source in enumerate(sources, start=1):
            path = f"{LANDING}/{extract}/{source.relative_to(folder).as_posix()}"
            if persons.found_in(path) or "\\" in path:
                raise RefusedError(
                    f"The name of landed file {number} of {extract} names a person, and the pack lists "
                    "every file by its name.\nGive it another name, build again, then freeze."
                    if "\\" not in path
                    else f"Landed file {number} of {extract} has a backslash in its name: rename it."
                )
            try:
                rows = int(pq.read_metadata(source).num_rows)
                withheld = (
                    "its lines are about persons"
                    if extract in about_persons
                    else _names_person(source, persons)
                )
            except (OSError, ValueError, pa.ArrowException) as error:
                raise CompanyFilesError(f"{path} cannot be read: {error}") from error
            files.append(LandedFile(path, source, rows, withheld))
    return files


def _files(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    """List the files that DuckDB reads, in order."""
    listed = connection.execute("select file from glob(?)", [f"{folder}/**/*.parquet"]).fetchall()
    return sorted(Path(row[0]) for row in listed)


def _names_person(source: Path, persons: Persons) -> str:
    """Say where a file names a person: by column, and within which rows; empty where it does not."""
    file = pq.ParquetFile(source)
    for name, text in (file.metadata.metadata or {}).items():
        if persons.found_in(f"{name.decode(errors='replace')} {text.decode(errors='replace')}"):
            return "its metadata name a person"
    first = 1
    for batch in file.iter_batches(batch_size=_ROWS):
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            if _column_names(name, column, persons):
                return f"rows {first} to {first + len(batch) - 1} name a person ({name})"
        first += len(batch)
    return ""


def _column_names(name: str, column: pa.Array, persons: Persons) -> bool:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if name.lower() in PERSONAL_ANYWHERE:
        return any(str(value).strip() for value in column.drop_null().unique().to_pylist())
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        column = column.unique()
    elif any(is_kind(kind) for is_kind in _KEYLESS):
        return False
    return any(value is not None and persons.found_in(str(value)) for value in column.to_pylist())


def landed_persons(
    connection: duckdb.DuckDBPyConnection,
    landing: Landing,
    personal: Iterable[str],
) -> Iterator[str]:
    """Give the keys of persons in what was landed of the person-borne extracts."""
    for extract in personal:
        given: list[str] = []
        if extract in landing.folders:
            relation = "read_parquet(?, union_by_name = true, hive_partitioning = false)"
            given = [f"{landing.folders[extract]}/**/*.parquet"]
        elif extract in landing.tables:
            relation = landing.tables[extract]
        else:
            continue
        try:
            # As the build read it.
            empty = connection.execute(f"select * from {relation} limit 0", given)  # noqa: S608
            columns = [column[0] for column in empty.description]
            for name in columns:
                if name.lower() not in PERSON_COLUMNS:
                    continue
                cursor = connection.execute(
                    f'select distinct trim(cast("{name}" as varchar)) from {relation}',  # noqa: S608
                    given,
                )
                while rows := cursor.fetchmany(_ROWS):
                    yield from (row[0] for row in rows if row[0] and is_key(row[0]))
        except duckdb.Error as error:
            raise CompanyFilesError(
                f"What was landed of {extract} cannot be read: {str(error).splitlines()[0]}\nPut it "
                "back where it was when the build read it; then freeze."
            ) from error


def not_held(connection: duckdb.DuckDBPyConnection, landing: Landing) -> list[NotHeld]:
    """Return the extracts whose lines the pack cannot hold.

    Raises:
        CompanyFilesError: such a table is not there any more.
    """
    found = []
    for extract, relation in sorted(landing.tables.items()):
        try:
            row = connection.execute(f"select count(*) from {relation}").fetchone()  # noqa: S608
        except duckdb.Error as error:
            raise CompanyFilesError(
                f"The table {relation}, from which the build read {extract}, cannot be read: "
                f"{str(error).splitlines()[0]}"
            ) from error
        found.append(NotHeld(extract, relation.replace('"', ""), int(row[0]) if row else 0))
    return found


def check_landed(
    connection: duckdb.DuckDBPyConnection, state: BuildState, landing: Landing, project: Path
) -> None:
    """See to it that what lies there now gives the lines that staging has.

    The views over landed files show what lies there at this moment, so the SQL of staging is run
    once more and compared with its tables.

    Raises:
        RefusedError: other lines were landed after the build.
    """
    if not landing.extracts:
        return
    nodes = state.manifest["nodes"]
    compiled = {
        str(result["unique_id"]): str(result.get("compiled_code") or "")
        for result in state.run_results["results"]
    }
    connection.execute(f"set file_search_path = '{_quoted(project)}'")
    changed: list[str] = []
    looked_at: set[str] = set()
    for unique_id, node in sorted(nodes.items()):
        read = {
            str(nodes[parent]["name"]).removeprefix(_MODEL)
            for parent in node["depends_on"].get("nodes", ())
            if parent in nodes and str(nodes[parent]["name"]).startswith(_MODEL)
        } & landing.extracts
        if node["resource_type"] != "model" or node["schema"] != "staging" or not read:
            continue
        table = node["relation_name"]
        names = connection.execute(f"describe {table}").fetchall()
        columns = ", ".join(f'"{row[0]}"' for row in names)
        # What dbt ran, and what it made of it.
        again = f"select {columns} from ({compiled[unique_id]}) as again"  # noqa: S608
        kept = f"select {columns} from {table}"  # noqa: S608
        looked_at |= read
        try:
            same = connection.execute(
                f"select not exists ({again} except all {kept}) "
                f"and not exists ({kept} except all {again})"
            ).fetchone()
            why = "" if same == (True,) else "other lines"
        except duckdb.Error as error:
            why = str(error).splitlines()[0]
        if why:
            changed += [f"{extract}: {why}" for extract in sorted(read)]
    changed += [
        f"{extract}: no table of staging reads it"
        for extract in sorted(landing.extracts - looked_at)
    ]
    if changed:
        raise RefusedError(
            "These extracts are not as the warehouse has them; what is landed was changed after the "
            "build:\n" + "\n".join(f"  {name}" for name in changed) + "\nBuild again, then freeze."
        )


def copy_hashed(source: Path, target: Path) -> tuple[int, str]:
    """Copy a file in blocks; return its size and the SHA-256 of what was written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as opened, target.open("wb") as written:
        while block := opened.read(_BLOCK):
            digest.update(block)
            written.write(block)
            size += len(block)
    return size, digest.hexdigest()


def withheld_row(file: LandedFile) -> tuple[Any, ...]:
    """Return the row of withheld.csv of a file that enters as a hash."""
    return (
        file.path,
        file.rows,
        file.source.stat().st_size,
        sha256_of_file(file.source),
        file.withheld,
    )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
