"""Copy out of a green warehouse what is published: the marts, as one DuckDB file and as Parquet.

People who read the copy never see line level: it holds the published models of the schema `marts`
and one table of the runs so far. Before anything is written, every text of it is compared with the
keys of persons that the warehouse was loaded with; a copy that would hold one is not made.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from trede.job.durable import fsync_tree
from trede.job.errors import NoRoomError, NotGreenError
from trede.job.gate import NO_ROOM_WAY_OUT, is_no_room
from trede.pack.canonical import canonical_json, sha256_of_file
from trede.pack.errors import RefusedError
from trede.pack.personal import PERSON_COLUMNS, PERSONAL_ANYWHERE, Persons, person_borne_files
from trede.paths import project_root

if TYPE_CHECKING:
    from trede.job.record import RunRecord

SCHEMA = "marts"
DATABASE = "trede.duckdb"
MANIFEST = "manifest.json"
RUN_HISTORY = "run_history"

#: As profiles.yml has it: with this, DuckDB 1.4 opens what DuckDB 2.0 wrote.
_STORAGE = "v1.4.0"
#: Rows of one group of a Parquet file: fixed, as is everything else about the bytes.
_ROW_GROUP = 122_880
#: Distinct texts that are looked at in one go.
_AT_ONCE = 100_000
_WORD = re.compile(r"[\w-]+")
_MACRO_FILE = Path("macros") / "rules" / "fill_finding_lines.sql"

_HISTORY = pa.schema(
    [
        pa.field("run_id", pa.string(), nullable=False),
        pa.field("state", pa.string(), nullable=False),
        pa.field("company", pa.string()),
        pa.field("started_at_utc", pa.timestamp("us")),
        pa.field("ended_at_utc", pa.timestamp("us")),
        pa.field("seconds", pa.decimal128(18, 3)),
        pa.field("exit_code", pa.int32()),
        pa.field("trede_version", pa.string()),
        pa.field("git_commit", pa.string()),
        pa.field("dbt_version", pa.string()),
        pa.field("duckdb_version", pa.string()),
        pa.field("input_count", pa.int32()),
        pa.field("model_count", pa.int32()),
        pa.field("slowest_model", pa.string()),
        pa.field("slowest_model_seconds", pa.decimal128(18, 3)),
        pa.field("rules_passed", pa.int32()),
        pa.field("rules_failed", pa.int32()),
        pa.field("rules_accepted", pa.int32()),
        pa.field("rules_other", pa.int32()),
        pa.field("inputs_changed", pa.int32()),
        pa.field("totals_changed", pa.int32()),
        pa.field("warehouse_bytes", pa.int64()),
        pa.field("warehouse_sha256", pa.string()),
    ]
)
_HISTORY_COMMENTS = {
    "run_id": "The run: the six digits of its sequence, which orders the runs, and its beginning (UTC).",
    "state": "published, not_green, stopped, killed, no_room, rolled_back or unchanged.",
    "company": "Name of the company folder.",
    "started_at_utc": "When it began, by the clock, UTC.",
    "ended_at_utc": "When it ended, by the clock, UTC; empty for a run that is not over.",
    "seconds": "How long it took, seconds of a clock that never jumps.",
    "exit_code": "What `trede job run` ended with; 0 is published.",
    "trede_version": "Version of Trede.",
    "git_commit": "Commit of the checkout, if it has one.",
    "dbt_version": "Version of dbt.",
    "duckdb_version": "Version of DuckDB.",
    "input_count": "Files that were read: the company's and the shared seeds.",
    "model_count": "Models that were built.",
    "slowest_model": "Model that took longest.",
    "slowest_model_seconds": "How long it took, seconds.",
    "rules_passed": "Rules with the verdict PASS.",
    "rules_failed": "Rules with the verdict FAIL.",
    "rules_accepted": "Rules with the verdict ACCEPTED.",
    "rules_other": "Rules with another verdict: NOT_APPLICABLE, MANUAL, NOT_RUN.",
    "inputs_changed": "Files added, removed or changed since the run that was published before it.",
    "totals_changed": "Totals that differ from those of the run that was published before it.",
    "warehouse_bytes": "Size of the warehouse file, bytes; empty for a run that was not published.",
    "warehouse_sha256": "SHA-256 of the warehouse file.",
}
_HISTORY_COMMENT = (
    "One row is one run of the scheduled job up to this copy, green or not. Source: the run records "
    "in the folder history; they say more."
)


class PublishedCopyError(NotGreenError):
    """The published copy cannot be made; the message says why, and what to do."""


class PersonInCopyError(PublishedCopyError):
    """What is published would name a person."""


@dataclass(frozen=True)
class Relation:
    """Something to copy.

    Attributes:
        name: what it is called in the copy.
        source: where it stands, as SQL.
        types: DuckDB's types by column, in order.
    """

    name: str
    source: str
    types: Mapping[str, str]

    @property
    def texts(self) -> list[str]:
        """Return the columns that hold texts."""
        return [name for name, kind in self.types.items() if kind == "VARCHAR"]


def write_published(
    warehouse: Path,
    out: Path,
    run_id: str,
    records: Sequence[RunRecord],
    *,
    dbt_manifest: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Write the published copy of a warehouse into a new folder.

    Every table has its rows in a fixed order, so that the same rows give the same bytes of Parquet.

    Args:
        warehouse: the warehouse file of a green run, closed by its writer.
        out: the folder to write: not there yet, or empty. Nothing is left of it on an error.
        run_id: the run that the copy belongs to.
        records: the runs so far, for the table run_history.
        dbt_manifest: dbt's manifest.json of the build. With it, only models with `access: public`
            are copied, each of them must be there, and descriptions become comments. Without it,
            everything in the schema `marts` is copied: dbt_project.yml puts nothing else there.

    Returns:
        What manifest.json in the folder says: each file with its size, SHA-256 and rows.

    Raises:
        PersonInCopyError: what is published would name a person.
        PublishedCopyError: the warehouse lacks what is published, or cannot be read.
        NoRoomError: the disk became full.
        OSError: the folder cannot be written.
    """
    if out.exists() and any(out.iterdir()):
        raise PublishedCopyError(
            f"{out} is not empty: a published copy is written once, into a folder of its own."
        )
    (out / "parquet").mkdir(parents=True)
    try:
        with _Opened(warehouse, out) as connection:
            relations = _relations(connection, warehouse, dbt_manifest)
            relations.append(_run_history(connection, records))
            _refuse_persons(connection, warehouse, relations, dbt_manifest)
            rows = _copy(connection, relations, out, dbt_manifest)
        return _seal(out, run_id, rows)
    except duckdb.Error as error:
        shutil.rmtree(out, ignore_errors=True)
        told = f"{warehouse} cannot be copied to {out}: {str(error).splitlines()[0]}"
        if is_no_room(str(error)):
            raise NoRoomError(f"{told}\n{NO_ROOM_WAY_OUT}") from error
        raise PublishedCopyError(told) from error
    except BaseException:
        shutil.rmtree(out, ignore_errors=True)
        raise


class _Opened:
    """A DuckDB of its own, with the warehouse attached for reading and the copy for writing."""

    def __init__(self, warehouse: Path, out: Path) -> None:
        self.warehouse = warehouse
        self.out = out

    def __enter__(self) -> duckdb.DuckDBPyConnection:
        if not self.warehouse.is_file():
            raise PublishedCopyError(f"There is no warehouse at {self.warehouse} to publish from.")
        # What does not fit in memory is spilled beside the copy, not in the folder of whoever calls.
        self.connection = duckdb.connect(
            ":memory:", config={"temp_directory": str(self.out / "spill")}
        )
        try:
            self.connection.execute(f"attach {_text(self.warehouse)} as warehouse (read_only)")
            self.connection.execute(
                f"attach {_text(self.out / DATABASE)} as published (storage_version '{_STORAGE}')"
            )
        except BaseException:
            self.connection.close()
            raise
        return self.connection

    def __exit__(self, *_: object) -> None:
        self.connection.close()
        shutil.rmtree(self.out / "spill", ignore_errors=True)


def _relations(
    connection: duckdb.DuckDBPyConnection, warehouse: Path, dbt_manifest: Mapping[str, Any] | None
) -> list[Relation]:
    """Return what is published, by name."""
    there: dict[str, dict[str, str]] = {}
    # Views too: they are copied as the rows that they show.
    for table, column, kind in connection.execute(
        "select table_name, column_name, data_type from duckdb_columns() "
        "where database_name = 'warehouse' and schema_name = ? order by table_name, column_index",
        [SCHEMA],
    ).fetchall():
        there.setdefault(table, {})[column] = kind
    if not there:
        raise PublishedCopyError(
            f"{warehouse} has no tables in the schema {SCHEMA}: there is nothing to publish.\n"
            "The build stopped before its marts, or this is another file. Build all of it "
            "(`dbt build` without --select)."
        )
    wanted = sorted(there) if dbt_manifest is None else sorted(_public(dbt_manifest))
    missing = [name for name in wanted if name not in there]
    if missing:
        raise PublishedCopyError(
            f"{warehouse} lacks what is published: {', '.join(missing)} (schema {SCHEMA}).\n"
            "Build all of it (`dbt build` without --select)."
        )
    if RUN_HISTORY in wanted:
        raise PublishedCopyError(
            f"A model is called {RUN_HISTORY}, as the table of the runs in the copy: rename it."
        )
    return [Relation(name, f"warehouse.{SCHEMA}.{_name(name)}", there[name]) for name in wanted]


def _public(dbt_manifest: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the published models by the name of their table."""
    return {
        str(node.get("alias") or node["name"]): node
        for node in dbt_manifest["nodes"].values()
        if node["resource_type"] == "model"
        and node.get("access") == "public"
        and node.get("schema") == SCHEMA
    }


def _run_history(connection: duckdb.DuckDBPyConnection, records: Sequence[RunRecord]) -> Relation:
    """Make a table of the runs, and return it."""
    rows = [_history_row(record) for record in records]
    table = pa.Table.from_pylist(rows, schema=_HISTORY)
    connection.register("records_of_runs", table)
    connection.execute(f"create table memory.main.{RUN_HISTORY} as select * from records_of_runs")  # noqa: S608  # our own names
    connection.unregister("records_of_runs")
    types = connection.execute(f"describe memory.main.{RUN_HISTORY}").fetchall()
    return Relation(RUN_HISTORY, f"memory.main.{RUN_HISTORY}", {row[0]: row[1] for row in types})


def _history_row(record: RunRecord) -> dict[str, Any]:
    """Return a run as one row.

    Not its message: that may quote a cell of a company's file.
    """
    # Plain values, whatever models the record is made of.
    said: dict[str, Any] = record.model_dump(mode="json")
    versions, rules = said.get("versions") or {}, said.get("rules") or {}
    changed, warehouse = said.get("changed") or {}, said.get("warehouse") or {}
    models = said.get("models") or []
    slowest = max(models, key=lambda model: float(model["seconds"]), default=None)
    told = ("PASS", "FAIL", "ACCEPTED")
    return {
        "run_id": said["run_id"],
        "state": said["state"],
        "company": said.get("company"),
        "started_at_utc": _moment(said.get("started_at")),
        "ended_at_utc": _moment(said.get("ended_at")),
        "seconds": _thousandths(said.get("seconds")),
        "exit_code": said.get("exit_code"),
        "trede_version": versions.get("trede"),
        "git_commit": versions.get("git_commit"),
        "dbt_version": versions.get("dbt"),
        "duckdb_version": versions.get("duckdb"),
        "input_count": len(said.get("inputs") or {}),
        "model_count": len(models),
        "slowest_model": slowest and slowest["name"],
        "slowest_model_seconds": slowest and _thousandths(slowest["seconds"]),
        "rules_passed": rules.get("PASS", 0),
        "rules_failed": rules.get("FAIL", 0),
        "rules_accepted": rules.get("ACCEPTED", 0),
        "rules_other": sum(count for verdict, count in rules.items() if verdict not in told),
        "inputs_changed": sum(
            len(changed.get(f"inputs_{how}") or ()) for how in ("added", "removed", "changed")
        ),
        "totals_changed": len(changed.get("totals_changed") or ()),
        "warehouse_bytes": warehouse.get("size"),
        "warehouse_sha256": warehouse.get("sha256"),
    }


def _moment(told: object) -> datetime | None:
    """Return a moment in UTC, without saying so: Parquet and BI tools then show what is written."""
    if not told:
        return None
    moment = datetime.fromisoformat(str(told))
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _thousandths(seconds: object) -> Decimal | None:
    return None if seconds is None else Decimal(str(seconds)).quantize(Decimal("0.001"))


def _refuse_persons(
    connection: duckdb.DuckDBPyConnection,
    warehouse: Path,
    relations: Iterable[Relation],
    dbt_manifest: Mapping[str, Any] | None,
) -> None:
    """See to it that nothing that is copied names a person.

    The keys come from the lines that the warehouse itself was loaded with. Only words that are
    published are looked up among them: a hundred million lines never enter memory.

    Raises:
        PersonInCopyError: something names a person; the message does not repeat the key.
    """
    relations = list(relations)
    for relation in relations:
        for column in set(PERSONAL_ANYWHERE) & set(relation.types):
            filled = _count(connection, f"{relation.source} where {_name(column)} is not null")
            if filled:
                raise PersonInCopyError(_names_a_person(relation.name, column, filled))
    connection.execute("create table published_words (word varchar)")
    for relation in relations:
        for column in relation.texts:
            for texts in _distinct(connection, relation, column):
                words = {word for text in texts for word in (text, *_WORD.findall(text))}
                connection.register("words", pa.table({"word": pa.array(words, pa.string())}))
                connection.execute("insert into published_words select word from words")
                connection.unregister("words")
    persons = Persons(frozenset(_found(connection, warehouse, dbt_manifest)))
    if not persons.keys:
        return
    for relation in relations:
        for column in relation.texts:
            named = 0
            for texts in _distinct(connection, relation, column):
                named += sum(1 for text in texts if persons.found_in(text) is not None)
            if named:
                raise PersonInCopyError(_names_a_person(relation.name, column, named))


def _found(
    connection: duckdb.DuckDBPyConnection, warehouse: Path, dbt_manifest: Mapping[str, Any] | None
) -> Iterator[str]:
    """Give the published words that are keys of persons."""
    files = person_borne_files(dbt_manifest or _manifest_of_the_project())
    names = [name for file in files for name in (file, f"stg_{file}", f"landed_{file}")]
    relations = connection.execute(
        "select schema_name, table_name, column_name from duckdb_columns() "
        "where database_name = 'warehouse' and list_contains(?, table_name) "
        "and list_contains(?, column_name) order by all",
        [names, list(PERSON_COLUMNS)],
    ).fetchall()
    there = {table for _, table, _ in relations}
    # Staging keeps every line and key as it was delivered. Where an extract is landed, the seed of
    # its name is empty, and what was landed lies outside of this file: staging must be there.
    lacking = [
        file
        for file in files
        if f"stg_{file}" not in there and (file not in there or f"landed_{file}" in there)
    ]
    if lacking:
        raise PublishedCopyError(
            f"{warehouse} does not hold the delivered lines of {', '.join(sorted(lacking))}: whether "
            "what is published names a person cannot be told.\n"
            "Build all of it (`dbt build` without --select)."
        )
    relations = [each for each in relations if not each[1].startswith("landed_")]
    # The form of a key, as trede.pack.personal has it: `own` and 1001 stand everywhere.
    connection.execute(
        "create table possible_keys as select distinct word from published_words "
        "where length(word) >= 4 and regexp_matches(word, '[A-Za-z]') "
        "and regexp_matches(word, '[0-9]')"
    )
    for schema, table, column in relations:
        key = f"trim({_name(column)})"
        yield from (
            word
            for (word,) in connection.execute(
                f"select distinct {key} from warehouse.{_name(schema)}.{_name(table)} "  # noqa: S608
                f"where {key} in (select word from possible_keys)"
            ).fetchall()
        )


def _manifest_of_the_project() -> dict[str, Any]:
    """Return of dbt's manifest what says which files are about persons, from its source."""
    try:
        text = (project_root() / _MACRO_FILE).read_text(encoding="utf-8")
    except OSError as error:
        raise RefusedError(f"Which files are about persons cannot be read: {error}") from error
    return {"macros": {"macro.trede.person_borne_files": {"macro_sql": text}}}


def _names_a_person(table: str, column: str, count: int) -> str:
    return (
        f"{SCHEMA}.{table} names persons in its column {column} ({count} values): it is published, "
        "and the keys come from the company's person-borne files. No copy was written.\n"
        "Find what brings them there (a location, project or judgement that is called as a vehicle "
        "or person?), give it another name and build again."
    )


def _distinct(
    connection: duckdb.DuckDBPyConnection, relation: Relation, column: str
) -> Iterator[list[str]]:
    """Give the distinct texts of a column, in parts."""
    # A cursor of its own: the caller asks other things between the parts.
    cursor = connection.cursor()
    cursor.execute(
        f"select distinct {_name(column)} from {relation.source} where {_name(column)} is not null"  # noqa: S608
    )
    while part := cursor.fetchmany(_AT_ONCE):
        yield [text for (text,) in part]


def _copy(
    connection: duckdb.DuckDBPyConnection,
    relations: Iterable[Relation],
    out: Path,
    dbt_manifest: Mapping[str, Any] | None,
) -> dict[str, int]:
    """Write every relation as a table and as Parquet; return its rows by name."""
    nodes = _public(dbt_manifest) if dbt_manifest is not None else {}
    # One transaction: every statement of its own would wait for the disk.
    connection.execute("begin")
    connection.execute(f"create schema published.{SCHEMA}")
    rows = {}
    for relation in relations:
        target = f"published.{SCHEMA}.{_name(relation.name)}"
        # Contracts begin with the grain; rows that are equal in all columns may change places.
        order = ", ".join(f"{_name(column)} nulls last" for column in relation.types)
        connection.execute(
            f"create table {target} as select * from {relation.source} order by {order}"  # noqa: S608
        )
        for about, comment in _comments(connection, relation, nodes.get(relation.name)).items():
            what = f"table {target}" if about is None else f"column {target}.{_name(about)}"
            connection.execute(f"comment on {what} is {_text(comment)}")
        columns = ", ".join(
            # Parquet has no integer of 128 bits; DuckDB would write a double instead.
            f"cast({_name(column)} as decimal(38, 0)) as {_name(column)}"
            if kind in ("HUGEINT", "UHUGEINT")
            else _name(column)
            for column, kind in relation.types.items()
        )
        connection.execute(
            f"copy (select {columns} from {target}) "  # noqa: S608
            f"to {_text(out / 'parquet' / f'{relation.name}.parquet')} "
            f"(format parquet, compression zstd, row_group_size {_ROW_GROUP})"
        )
        rows[relation.name] = _count(connection, target)
    connection.execute("commit")
    # Nothing of it stays in a .wal file beside the copy.
    connection.execute("checkpoint published")
    connection.execute("detach published")
    return rows


def _comments(
    connection: duckdb.DuckDBPyConnection, relation: Relation, node: Mapping[str, Any] | None
) -> dict[str | None, str]:
    """Return what is said of a table (None) and of its columns."""
    if relation.name == RUN_HISTORY:
        return {None: _HISTORY_COMMENT, **_HISTORY_COMMENTS}
    if node is not None:
        said: dict[str | None, str] = {
            name: str(column.get("description") or "").strip()
            for name, column in (node.get("columns") or {}).items()
            if name in relation.types
        }
        said[None] = str(node.get("description") or "").strip()
        return {name: text for name, text in said.items() if text}
    return dict(
        connection.execute(
            "select null, comment from duckdb_tables() where database_name = 'warehouse' "
            "and schema_name = $1 and table_name = $2 and comment is not null "
            "union all select column_name, comment from duckdb_columns() "
            "where database_name = 'warehouse' and schema_name = $1 and table_name = $2 "
            "and comment is not null",
            [SCHEMA, relation.name],
        ).fetchall()
    )


def _seal(out: Path, run_id: str, rows: Mapping[str, int]) -> dict[str, Any]:
    """Write what the copy consists of, and see to it that all of it is on the disk."""
    counted = {DATABASE: sum(rows.values())}
    counted |= {f"parquet/{name}.parquet": count for name, count in rows.items()}
    files = []
    for name in sorted(counted):
        file = out / name
        files.append(
            {
                "file": name,
                "size": file.stat().st_size,
                "sha256": sha256_of_file(file),
                "rows": counted[name],
            }
        )
    manifest = {
        "run_id": run_id,
        "schema": SCHEMA,
        "duckdb": duckdb.__version__,
        "tables": dict(sorted(rows.items())),
        "files": files,
    }
    (out / MANIFEST).write_bytes(canonical_json(manifest))
    fsync_tree(out)
    return manifest


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    found = connection.execute(f"select count(*) from {relation}").fetchone()  # noqa: S608
    return int(found[0]) if found else 0


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
