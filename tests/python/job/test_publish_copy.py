"""The published copy: all that is published, nothing that is not, and the same bytes for the same rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from support.builds import Build
from trede.job import publish_copy
from trede.job.errors import NoRoomError
from trede.job.publish_copy import PersonInCopyError, PublishedCopyError, write_published
from trede.job.record import Changes, ModelTime, RunRecord, WarehouseFile
from trede.pack.personal import Persons, read_persons

RUN = "000007_20250331T060000Z"

#: The files about persons with the columns of theirs that hold keys (macros/rules).
PERSON_FILES = {
    "fuel_transactions": ("line_id", "vehicle_id", "card_id"),
    "charging_sessions": ("line_id", "vehicle_id", "card_id", "charge_point_id"),
    "vehicle_distances": ("line_id", "vehicle_id"),
    "trips": ("line_id", "traveller_key"),
    "commuting": ("line_id", "employee_key"),
    "vehicles": ("vehicle_id",),
    "assigned_vehicles": ("employee_key", "vehicle_id"),
    "charge_points": ("charge_point_id",),
}
#: Keys of persons in the small warehouse, one with a blank, one that is surrounded by blanks.
KEYS = {"ab-12-cd", "kjh7x_9", "emp 0815", "card-77"}

ROWS = [
    (2023, "scope_1", "12.500000000", None, "steady"),
    (2023, "scope_2", "3.000000001", True, None),
    (2024, None, "99999999999.123456789", False, "it's own, 1001"),
    (2024, "scope_1", "-0.000000001", None, "steady"),
    (2024, "scope_1", "-0.000000001", None, "steady"),
]


def make_warehouse(
    file: Path, rows: Iterable[tuple[Any, ...]] = tuple(ROWS), extra: Iterable[str] = ()
) -> Path:
    """Make a small warehouse: two marts, a view among them, line level, and delivered lines."""
    with duckdb.connect(str(file)) as connection:
        for schema in ("marts", "audit", "staging", "extracts"):
            connection.execute(f"create schema {schema}")
        connection.execute(
            "create table marts.rpt_small (reporting_year integer, line varchar, "
            "t_co2e decimal(30,9), is_draft boolean, message varchar)"
        )
        connection.executemany("insert into marts.rpt_small values (?, ?, ?, ?, ?)", list(rows))
        connection.execute("create table marts.dim_empty (id varchar, amount hugeint)")
        connection.execute("create table staging.stg_lines as select 'km' as unit, 5 as distance")
        connection.execute("create table audit.fct_lines as select 'ab-12-cd' as vehicle_id")
        # As dbt makes them: with the name of the database, which another file would not have.
        connection.execute(
            f'create view marts.rpt_shown as select * from "{file.stem}".staging.stg_lines'
        )
        for name, columns in PERSON_FILES.items():
            cells = ", ".join(f"{column} varchar" for column in columns)
            connection.execute(f"create table extracts.{name} ({cells})")
        connection.execute("insert into extracts.vehicles values ('ab-12-cd'), ('own'), ('1001')")
        connection.execute("insert into extracts.trips values ('kjh7x_9', null)")
        connection.execute("insert into extracts.commuting values (null, ' emp 0815 ')")
        connection.execute("insert into extracts.fuel_transactions values (null, null, 'card-77')")
        for statement in extra:
            connection.execute(statement)
    return file


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """A small warehouse with keys of persons in its lines, and none in its marts."""
    return make_warehouse(tmp_path / "warehouse.duckdb")


def made_run(number: int, **values: Any) -> RunRecord:  # noqa: ANN401
    """Return a run that began in the morning of a day in March."""
    began = datetime(2025, 3, number, 6, 0, tzinfo=UTC)
    given = {
        "run_id": f"{number:06}_{began:%Y%m%dT%H%M%SZ}",
        "state": "published",
        "company": "demo",
        "started_at": began,
        "ended_at": began + timedelta(seconds=90),
        "seconds": 89.9994,
        "exit_code": 0,
    }
    return RunRecord(**(given | values))


def tables_of(file: Path) -> dict[str, list[str]]:
    """Return the tables of a file by schema."""
    with duckdb.connect(str(file), read_only=True) as connection:
        tables: dict[str, list[str]] = {}
        for schema, table in connection.execute(
            "select table_schema, table_name from information_schema.tables order by all"
        ).fetchall():
            tables.setdefault(schema, []).append(table)
    return tables


def differing(warehouse: Path, out: Path, tables: Iterable[str]) -> dict[str, int]:
    """Count by table the rows that are in one of the three and not, as often, in another."""
    counts = {}
    with duckdb.connect() as connection:
        connection.execute(f"attach '{warehouse}' as one (read_only)")
        connection.execute(f"attach '{out / 'trede.duckdb'}' as two (read_only)")
        for table in tables:
            two = f"two.marts.{table}"
            three = f"read_parquet('{out / 'parquet' / table}.parquet')"
            counts[table] = 0
            for left, right in ((f"one.marts.{table}", two), (two, three)):
                for first, second in ((left, right), (right, left)):
                    (count,) = connection.execute(
                        f"select count(*) from (from {first} except all from {second})"
                    ).fetchone()
                    counts[table] += count
    return counts


def parquet_hashes(out: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((out / "parquet").iterdir())
    }


def test_the_copy_has_every_row_of_every_mart(warehouse: Path, tmp_path: Path) -> None:
    out = tmp_path / "published"
    write_published(warehouse, out, RUN, [])
    tables = ("rpt_small", "dim_empty", "rpt_shown")
    assert differing(warehouse, out, tables) == dict.fromkeys(tables, 0)
    # And once without DuckDB: the very cells that were put in.
    cells = [
        tuple(row.values()) for row in pq.read_table(out / "parquet/rpt_small.parquet").to_pylist()
    ]
    assert sorted(map(repr, cells)) == sorted(
        repr((year, line, Decimal(t_co2e), draft, message))
        for year, line, t_co2e, draft, message in ROWS
    )


def test_the_copy_has_the_marts_and_nothing_else(warehouse: Path, tmp_path: Path) -> None:
    out = tmp_path / "published"
    write_published(warehouse, out, RUN, [])
    assert tables_of(out / "trede.duckdb") == {
        "marts": ["dim_empty", "rpt_shown", "rpt_small", "run_history"]
    }
    assert sorted(path.name for path in out.iterdir()) == [
        "manifest.json",
        "parquet",
        "trede.duckdb",
    ]
    content = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    assert not [key for key in KEYS if key.encode() in content]
    # A view is kept as the rows that it showed: what it read is not in the copy.
    with duckdb.connect(str(out / "trede.duckdb"), read_only=True) as connection:
        assert connection.execute(
            "select count(*) from duckdb_views() where not internal"
        ).fetchone() == (0,)


def manifest_with(warehouse_access: dict[str, str], project_root: Path) -> dict[str, Any]:
    """Return what the copy reads of dbt's manifest."""
    macro = (project_root / "macros/rules/fill_finding_lines.sql").read_text(encoding="utf-8")
    return {
        "macros": {"macro.trede.person_borne_files": {"macro_sql": macro}},
        "nodes": {
            f"model.trede.{name}": {
                "resource_type": "model",
                "name": name,
                "schema": "marts",
                "access": access,
                "description": f"What {name} is.",
                "columns": {
                    "line": {"description": "A line, it's said."},
                    "gone": {"description": "x"},
                },
            }
            for name, access in warehouse_access.items()
        },
    }


def test_only_public_models_are_copied(warehouse: Path, tmp_path: Path, project_root: Path) -> None:
    manifest = manifest_with({"rpt_small": "public", "rpt_shown": "protected"}, project_root)
    written = write_published(warehouse, tmp_path / "out", RUN, [], dbt_manifest=manifest)
    assert tables_of(tmp_path / "out/trede.duckdb") == {"marts": ["rpt_small", "run_history"]}
    assert set(written["tables"]) == {"rpt_small", "run_history"}


def test_descriptions_become_comments(warehouse: Path, tmp_path: Path, project_root: Path) -> None:
    manifest = manifest_with({"rpt_small": "public"}, project_root)
    write_published(warehouse, tmp_path / "out", RUN, [], dbt_manifest=manifest)
    with duckdb.connect(str(tmp_path / "out/trede.duckdb"), read_only=True) as connection:
        assert connection.execute(
            "select comment from duckdb_tables() where table_name = 'rpt_small'"
        ).fetchall() == [("What rpt_small is.",)]
        assert connection.execute(
            "select column_name, comment from duckdb_columns() "
            "where table_name = 'rpt_small' and comment is not null"
        ).fetchall() == [("line", "A line, it's said.")]
        assert connection.execute(
            "select count(*) from duckdb_columns() where table_name = 'run_history' and comment is null"
        ).fetchone() == (0,)


def test_comments_of_the_warehouse_are_kept(tmp_path: Path) -> None:
    warehouse = make_warehouse(
        tmp_path / "w.duckdb", extra=["comment on column marts.rpt_small.line is 'As it was.'"]
    )
    write_published(warehouse, tmp_path / "out", RUN, [])
    with duckdb.connect(str(tmp_path / "out/trede.duckdb"), read_only=True) as connection:
        assert connection.execute(
            "select comment from duckdb_columns() where table_name = 'rpt_small' and column_name = 'line'"
        ).fetchall() == [("As it was.",)]


@pytest.mark.parametrize(
    ("planted", "where"),
    [
        ("insert into marts.rpt_small values (2024, 'ab-12-cd', 1, null, null)", "rpt_small.*line"),
        (
            "insert into marts.rpt_small values (2024, 'x', 1, null, 'seen: (kjh7x_9), twice')",
            "rpt_small.*message",
        ),
        (
            "insert into marts.rpt_small values (2024, 'x', 1, null, 'emp 0815')",
            "rpt_small.*message",
        ),
        ("insert into staging.stg_lines values ('card-77', 1)", "rpt_shown.*unit"),
        ("alter table marts.dim_empty add column vehicle_id varchar", None),
        (
            "create table marts.rpt_cars as select 'anything' as vehicle_id",
            "rpt_cars.*vehicle_id",
        ),
    ],
)
def test_a_planted_key_of_a_person_never_arrives(
    tmp_path: Path, planted: str, where: str | None
) -> None:
    warehouse = make_warehouse(tmp_path / "w.duckdb", extra=[planted])
    out = tmp_path / "out"
    if where is None:
        # An empty column says nothing of anybody.
        write_published(warehouse, out, RUN, [])
        return
    with pytest.raises(PersonInCopyError, match=where) as refused:
        write_published(warehouse, out, RUN, [])
    assert not [key for key in KEYS if key in str(refused.value)]
    assert not out.exists()


def test_a_key_is_recognised_as_the_evidence_pack_does(tmp_path: Path) -> None:
    delivered = ["ab-12-cd", "own", "1001", "emp 0815", "ünb7", "a1b", "sp 99", "-ab1-"]
    named = ["ab-12-cd", "(ab-12-cd)", "emp 0815", "sp 99", "über ünb7.", "x;-ab1-;"]
    others = [
        "ab-12-cd-e",
        "xab-12-cd",
        "ab-12-cd_",
        "emp 0815 x",
        "own",
        "1001",
        "AB-12-CD",
        "a1b",
        "ab1",
    ]
    folder = tmp_path / "company" / "mappings"
    folder.mkdir(parents=True)
    (folder / "vehicles.csv").write_text(
        "vehicle_id\n" + "\n".join(delivered) + "\n", encoding="utf-8"
    )
    persons = read_persons(folder.parent, ["vehicles"])
    assert [text for text in [*named, *others] if persons.found_in(text)] == named
    for number, texts in enumerate([*([text] for text in named), others]):
        warehouse = make_warehouse(
            tmp_path / f"w{number}.duckdb",
            rows=[(2024, "x", "1", None, text) for text in texts],
            extra=[
                *(f"delete from extracts.{table}" for table in PERSON_FILES),
                *(f"insert into extracts.vehicles values ('{key}')" for key in delivered),
            ],
        )
        out = tmp_path / f"out{number}"
        if texts == others:
            write_published(warehouse, out, RUN, [])
        else:
            with pytest.raises(PersonInCopyError):
                write_published(warehouse, out, RUN, [])


def test_keys_of_landed_lines_are_found_in_staging(tmp_path: Path) -> None:
    """A large company's extracts come from Parquet: the seeds of their names are empty."""
    landed = [
        "create schema landed",
        "create view landed.landed_trips as select null as traveller_key",
        "create table staging.stg_trips as select 'T-1' as line_id, 'kjh8y_1' as traveller_key",
        "insert into marts.rpt_small values (2024, 'x', 1, null, 'of kjh8y_1')",
    ]
    warehouse = make_warehouse(tmp_path / "w.duckdb", extra=landed)
    with pytest.raises(PersonInCopyError, match=r"rpt_small.*message"):
        write_published(warehouse, tmp_path / "out", RUN, [])


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    # More than two groups of rows, so that threads could shuffle them; put in at random.
    rows = "select i % 7, 'line ' || (i % 1000), i / 4, i % 3 = 0, 'no. ' || (i % 99) from range(250000) t(i)"
    hashes = []
    for number, order in enumerate(("i", "hash(i)")):
        warehouse = make_warehouse(
            tmp_path / f"w{number}.duckdb",
            rows=[ROWS[0]],
            extra=[f"insert into marts.rpt_small {rows} order by {order}"],
        )
        write_published(warehouse, tmp_path / f"out{number}", RUN, [made_run(3)])
        hashes.append(parquet_hashes(tmp_path / f"out{number}"))
    assert pq.read_metadata(tmp_path / "out0/parquet/rpt_small.parquet").num_row_groups > 2
    assert hashes[0] == hashes[1]


def test_rows_stand_in_order_of_their_columns(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path / "w.duckdb", rows=reversed(ROWS))
    write_published(warehouse, tmp_path / "out", RUN, [])
    table = pq.read_table(tmp_path / "out/parquet/rpt_small.parquet").to_pylist()
    assert [(row["reporting_year"], row["line"]) for row in table] == [
        (2023, "scope_1"),
        (2023, "scope_2"),
        (2024, "scope_1"),
        (2024, "scope_1"),
        (2024, None),
    ]


def test_a_whole_number_of_128_bits_keeps_its_digits(tmp_path: Path) -> None:
    large = 12345678901234567890123456789
    warehouse = make_warehouse(
        tmp_path / "w.duckdb", extra=[f"insert into marts.dim_empty values ('a', {large})"]
    )
    write_published(warehouse, tmp_path / "out", RUN, [])
    assert pq.read_table(tmp_path / "out/parquet/dim_empty.parquet")["amount"].to_pylist() == [
        Decimal(large)
    ]


def test_the_manifest_says_what_was_written(warehouse: Path, tmp_path: Path) -> None:
    out = tmp_path / "published"
    manifest = write_published(warehouse, out, RUN, [made_run(1), made_run(2)])
    assert json.loads((out / "manifest.json").read_bytes()) == manifest
    assert manifest["run_id"] == RUN
    files = {each["file"]: each for each in manifest["files"]}
    assert set(files) == {
        path.relative_to(out).as_posix()
        for path in out.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    for name, each in files.items():
        content = (out / name).read_bytes()
        assert (each["size"], each["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert manifest["tables"] == {"dim_empty": 0, "rpt_shown": 1, "rpt_small": 5, "run_history": 2}
    assert files["parquet/rpt_small.parquet"]["rows"] == 5
    assert files["trede.duckdb"]["rows"] == 8


def test_duckdb_1_4_can_open_the_copy(warehouse: Path, tmp_path: Path) -> None:
    write_published(warehouse, tmp_path / "out", RUN, [])
    with duckdb.connect(str(tmp_path / "out/trede.duckdb"), read_only=True) as connection:
        (tags,) = connection.execute(
            "select tags from duckdb_databases() where database_name = 'trede'"
        ).fetchone()
    assert tags["storage_version"].startswith("v1.4.0")


def test_the_history_has_a_row_per_run(warehouse: Path, tmp_path: Path) -> None:
    runs = [
        made_run(1, state="not_green", exit_code=3, message="line of ab-12-cd is wrong"),
        made_run(
            2,
            versions={"trede": "0.1.0", "dbt": "1.11.16", "duckdb": "2.0.0", "git_commit": None},
            inputs={"extracts/trips.csv": "0" * 64},
            models=[ModelTime(name="quick", seconds=0.2), ModelTime(name="slow", seconds=2.5)],
            rules={"PASS": 171, "FAIL": 28, "NOT_APPLICABLE": 20, "MANUAL": 1},
            changed=Changes(inputs_added=["a", "b"], inputs_changed=["c"], totals_changed=["t"]),
            warehouse=WarehouseFile(size=4_000_000_000, sha256="f" * 64),
        ),
    ]
    write_published(warehouse, tmp_path / "out", RUN, runs)
    rows = pq.read_table(tmp_path / "out/parquet/run_history.parquet").to_pylist()
    assert [row["run_id"] for row in rows] == [run.run_id for run in runs]
    first, second = rows
    # What a message quotes of a company's files is not published.
    assert "message" not in first
    assert (first["state"], first["exit_code"], first["rules_failed"]) == ("not_green", 3, 0)
    assert first["warehouse_bytes"] is None
    assert second["started_at_utc"] == datetime(2025, 3, 2, 6, 0)  # in UTC by its name
    assert second["ended_at_utc"] - second["started_at_utc"] == timedelta(seconds=90)
    assert second["seconds"] == Decimal("89.999")
    assert (second["rules_passed"], second["rules_failed"], second["rules_other"]) == (171, 28, 21)
    assert (second["input_count"], second["model_count"]) == (1, 2)
    assert (second["slowest_model"], second["slowest_model_seconds"]) == ("slow", Decimal("2.5"))
    assert (second["inputs_changed"], second["totals_changed"]) == (3, 1)
    assert second["warehouse_bytes"] == 4_000_000_000
    assert (second["trede_version"], second["dbt_version"]) == ("0.1.0", "1.11.16")


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (["drop schema marts cascade"], "no tables in the schema marts"),
        (["drop table extracts.trips"], "delivered lines of trips"),
        (
            ["create schema landed", "create view landed.landed_trips as from extracts.trips"],
            "delivered lines of trips",
        ),
        (["create table marts.run_history as select 1 as a"], "run_history.*rename"),
    ],
)
def test_a_warehouse_that_cannot_be_published_is_refused(
    tmp_path: Path, broken: list[str], message: str
) -> None:
    warehouse = make_warehouse(tmp_path / "w.duckdb", extra=broken)
    with pytest.raises(PublishedCopyError, match=message) as refused:
        write_published(warehouse, tmp_path / "out", RUN, [])
    assert refused.value.exit_code == 3
    assert not (tmp_path / "out").exists()


def test_a_published_model_that_is_not_there_is_named(
    warehouse: Path, tmp_path: Path, project_root: Path
) -> None:
    manifest = manifest_with({"rpt_small": "public", "rpt_lost": "public"}, project_root)
    with pytest.raises(PublishedCopyError, match="lacks what is published: rpt_lost"):
        write_published(warehouse, tmp_path / "out", RUN, [], dbt_manifest=manifest)
    assert not (tmp_path / "out").exists()


def test_no_warehouse_and_no_duckdb_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(PublishedCopyError, match="There is no warehouse at"):
        write_published(tmp_path / "none.duckdb", tmp_path / "out", RUN, [])
    (tmp_path / "text.duckdb").write_bytes(b"no database" * 1000)
    with pytest.raises(PublishedCopyError, match="cannot be copied"):
        write_published(tmp_path / "text.duckdb", tmp_path / "out", RUN, [])
    assert not (tmp_path / "out").exists()


def test_a_folder_that_holds_something_is_left_alone(warehouse: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "trede.duckdb").write_text("published before")
    with pytest.raises(PublishedCopyError, match="is not empty"):
        write_published(warehouse, out, RUN, [])
    assert [path.read_text() for path in out.iterdir()] == ["published before"]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        # As DuckDB 2.0 says it (seen on a file system of 3 MB).
        ('Could not write file "trede.duckdb": No space left on device', NoRoomError),
        ("Could not write: Input/output error", PublishedCopyError),
    ],
)
def test_a_full_disk_is_told_apart_and_nothing_is_left(
    warehouse: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    said: str,
    kind: type[Exception],
) -> None:
    def fails(_: object, relations: object, out: Path, __: object) -> None:
        (out / "parquet" / "rpt_small.parquet").write_bytes(b"half of it")
        raise duckdb.IOException(said)

    monkeypatch.setattr(publish_copy, "_copy", fails)
    with pytest.raises(kind, match="cannot be copied to"):
        write_published(warehouse, tmp_path / "out", RUN, [])
    assert not (tmp_path / "out").exists()


def text_cells(file: Path) -> Iterator[tuple[str, str]]:
    """Give the texts of a Parquet file, with their columns."""
    table = pq.read_table(file)
    for field in table.schema:
        if pa.types.is_string(field.type):
            for value in table.column(field.name).unique().to_pylist():
                if value:
                    yield field.name, value


@pytest.mark.build
def test_the_demo_is_published_row_for_row_and_without_persons(
    demo_build: Build, tmp_path: Path
) -> None:
    out = tmp_path / "published"
    write_published(demo_build.database, out, RUN, [], dbt_manifest=demo_build.manifest)
    marts = tables_of(demo_build.database)["marts"]
    assert len(marts) > 30
    assert tables_of(out / "trede.duckdb") == {"marts": sorted([*marts, "run_history"])}
    assert differing(demo_build.database, out, marts) == dict.fromkeys(marts, 0)
    persons = read_persons(demo_build.folder, PERSON_FILES)
    assert len(persons.keys) > 1000
    assert not _named(out, persons)


@pytest.mark.build
def test_a_person_among_the_demos_findings_is_refused(demo_build: Build, tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    warehouse.write_bytes(demo_build.database.read_bytes())
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            "update marts.fct_findings set message = 'look at ' || "
            "(select max(vehicle_id) from staging.stg_vehicles) "
            "where finding_id = (select min(finding_id) from marts.fct_findings)"
        )
    with pytest.raises(PersonInCopyError, match=r"fct_findings.*message \(1 values\)"):
        write_published(warehouse, tmp_path / "out", RUN, [], dbt_manifest=demo_build.manifest)
    assert not (tmp_path / "out").exists()


def _named(out: Path, persons: Persons) -> list[tuple[str, str]]:
    return [
        (path.name, column)
        for path in sorted((out / "parquet").iterdir())
        for column, text in text_cells(path)
        if persons.found_in(text)
    ]
