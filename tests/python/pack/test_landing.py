"""Extracts that were landed as Parquet or as tables: their lines, or what is said instead."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from pack.small import COMPANY, PERSON_KEYS, SmallBuild
from pack.test_freeze import found_in
from trede.pack import cli
from trede.pack.compare import as_text, compare_packs
from trede.pack.errors import CompanyFilesError, RefusedError
from trede.pack.rerun import rerun, restore_company
from trede.pack.verify import verify

INVOICES = [
    {"line_id": "SI-1", "supplier_id": "s-gas", "quantity": "272"},
    {"line_id": "SI-2", "supplier_id": "s-power", "quantity": "1,367"},
    {"line_id": "SI-3", "supplier_id": "s-power", "quantity": "1200"},
]
TRIPS = [
    {"line_id": "TR-0001", "traveller_key": "t-77aa01", "distance": "48.6"},
    {"line_id": "TR-0002", "traveller_key": "t-77aa02", "distance": "72.1"},
]


def write(file: Path, rows: list[dict[str, Any]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), file)


def land(build: SmallBuild, sources: Mapping[str, str]) -> None:
    """Let a build read extracts from elsewhere, as dbt does: a view, and a table of staging."""
    nodes: dict[str, Any] = {}
    results = []

    def add(name: str, schema: str, parents: list[str], code: str, kind: str) -> None:
        build.sql(
            f"create schema if not exists {schema}; create or replace {kind} {schema}.{name} as {code}"
        )
        nodes[f"model.trede.{name}"] = {
            "resource_type": "model",
            "name": name,
            "unique_id": f"model.trede.{name}",
            "schema": schema,
            "access": "protected",
            "relation_name": f'"current"."{schema}"."{name}"',
            "config": {"materialized": kind},
            "depends_on": {"macros": [], "nodes": parents},
        }
        results.append(
            {"unique_id": f"model.trede.{name}", "status": "success", "compiled_code": code}
        )

    for extract, source in sources.items():
        header = COMPANY[f"extracts/{extract}.csv"].split("\n")[0]
        build.deliver(f"extracts/{extract}.csv", f"{header}\n")
        seed, landed = f"seed.trede.{extract}", f"model.trede.landed_{extract}"
        add(f"landed_{extract}", "landed", [seed], f"select * from {source}", "view")
        view = f'"current"."landed"."landed_{extract}"'
        add(f"stg_{extract}", "staging", [landed], f"select * from {view}", "table")
    build.artifact("manifest", lambda content: content["nodes"].update(nodes))
    build.artifact("run_results", lambda content: content["results"].extend(results))


def parquet(folder: Path) -> str:
    return f"read_parquet('{folder}/**/*.parquet', union_by_name = true, hive_partitioning = false)"


@pytest.fixture
def landing(small: SmallBuild) -> Path:
    """A landing folder with invoices in two files, and trips, which are about persons."""
    folder = small.folder / "landing of o'neill"
    write(folder / "supplier_invoices/delivered=2024-01/part-0.parquet", INVOICES[:2])
    write(folder / "supplier_invoices/2024/february.parquet", INVOICES[2:])
    write(folder / "trips/2024/all.parquet", TRIPS)
    sources = {
        extract: parquet(Path(str(folder / extract).replace("'", "''")))
        for extract in ("supplier_invoices", "trips")
    }
    land(small, sources)
    return folder


def withheld(pack: Path) -> dict[str, dict[str, str]]:
    with (pack / "inputs/withheld.csv").open(encoding="utf-8", newline="") as opened:
        return {row["file"]: row for row in csv.DictReader(opened)}


def test_landed_lines_are_in_the_pack_byte_for_byte(small: SmallBuild, landing: Path) -> None:
    pack = small.freeze().folder
    names = ("delivered=2024-01/part-0.parquet", "2024/february.parquet")
    held = sorted((pack / "inputs/landing").rglob("*.parquet"))
    assert [file.relative_to(pack / "inputs/landing/supplier_invoices") for file in held] == sorted(
        Path(name) for name in names
    )
    for name in names:
        source = landing / "supplier_invoices" / name
        assert (pack / "inputs/landing/supplier_invoices" / name).read_bytes() == (
            source.read_bytes()
        )
    assert verify(pack).exit_code == 0
    assert not (pack / "inputs/not_held.csv").exists()


def test_landed_lines_about_persons_enter_as_a_hash_only(small: SmallBuild, landing: Path) -> None:
    # Whether or not there is a key in them that can be told from any other word.
    bare = {"line_id": "1", "traveller_key": "", "distance": "3"}
    write(landing / "trips/2024/bare.parquet", [bare])
    refreshed(small)
    pack = small.freeze().folder
    assert not (pack / "inputs/landing/trips").exists()
    assert withheld(pack)["landing/trips/2024/bare.parquet"]["rows"] == "1"
    row = withheld(pack)["landing/trips/2024/all.parquet"]
    content = (landing / "trips/2024/all.parquet").read_bytes()
    assert row["sha256"] == hashlib.sha256(content).hexdigest()
    assert (row["rows"], row["bytes"]) == ("2", str(len(content)))
    assert found_in(pack, PERSON_KEYS) == []
    assert found_in(pack, (str(small.folder), "o'neill")) == []
    assert "<landing_dir>" in (pack / "runtime/dbt_run_results.json").read_text()


def test_the_keys_of_landed_persons_are_looked_for_everywhere(
    small: SmallBuild, landing: Path
) -> None:
    """Their CSV file is empty, so they are known from the landed one only."""
    small.sql("update marts.rpt_footprint set entity_id = 't-77aa01' where entity_id is not null")
    with pytest.raises(RefusedError, match="names a person in its column entity_id"):
        small.freeze()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("supplier_id", "lease of 12-AB-34"),
        ("supplier_id", "refund t-77aa02"),
        ("notes", ["paid to", "TR-0001"]),
        ("vehicle_id", 7),
    ],
)
def test_a_landed_file_that_names_a_person_is_withheld(
    small: SmallBuild,
    landing: Path,
    column: str,
    value: Any,  # noqa: ANN401
) -> None:
    """Also in a column that nothing reads."""
    file = landing / "supplier_invoices/2024/february.parquet"
    write(file, [{**INVOICES[2], column: None}])
    refreshed(small)
    assert "landing/supplier_invoices/2024" not in str(withheld(small.freeze().folder))
    write(file, [{**INVOICES[2], column: value}])
    refreshed(small)
    pack = small.freeze().folder
    row = withheld(pack)["landing/supplier_invoices/2024/february.parquet"]
    assert row["reason"] == f"rows 1 to 1 name a person ({column})"
    assert not (pack / "inputs/landing/supplier_invoices/2024").exists()
    assert found_in(pack, PERSON_KEYS) == []


def refreshed(small: SmallBuild) -> None:
    """Build staging again from what is landed now."""
    content = json.loads((small.folder / "project/target/run_results.json").read_text())
    code = {each["unique_id"]: each["compiled_code"] for each in content["results"]}
    for extract in ("supplier_invoices", "trips"):
        view, table = f"landed_{extract}", f"stg_{extract}"
        small.sql(f"create or replace view landed.{view} as {code[f'model.trede.{view}']}")
        small.sql(f"create or replace table staging.{table} as {code[f'model.trede.{table}']}")


def test_a_file_that_is_called_after_a_person_is_refused(small: SmallBuild, landing: Path) -> None:
    file = landing / "trips/2024/all.parquet"
    file.rename(file.with_name("of t-77aa01.parquet"))
    with pytest.raises(RefusedError, match="landed file 1 of trips names a person") as refused:
        small.freeze()
    assert "t-77aa01" not in str(refused.value)


def test_what_was_landed_after_the_build_is_refused(small: SmallBuild, landing: Path) -> None:
    file = landing / "supplier_invoices/2024/february.parquet"
    before = file.read_bytes()
    write(file, [{**INVOICES[2], "quantity": "1201"}])
    with pytest.raises(RefusedError, match="supplier_invoices: other lines"):
        small.freeze()
    file.write_bytes(before)
    # A line that stands there once more, and a file that is gone.
    write(file.with_name("march.parquet"), INVOICES[2:])
    with pytest.raises(RefusedError, match="supplier_invoices: other lines"):
        small.freeze()
    file.with_name("march.parquet").unlink()
    small.freeze()
    shutil.rmtree(landing / "supplier_invoices")
    with pytest.raises(CompanyFilesError, match="holds no Parquet file"):
        small.freeze()
    assert len(list(small.packs.iterdir())) == 1


def test_a_changed_byte_of_a_landed_file_is_found(small: SmallBuild, landing: Path) -> None:
    pack = small.freeze().folder
    name = "inputs/landing/supplier_invoices/2024/february.parquet"
    content = bytearray((pack / name).read_bytes())
    content[20] ^= 1
    (pack / name).write_bytes(content)
    report = verify(pack)
    assert report.exit_code == 4
    assert [(touch.kind, touch.file) for touch in report.touches] == [("file_changed", name)]


def test_two_packs_are_compared_by_their_landed_files(small: SmallBuild, landing: Path) -> None:
    first = small.freeze().folder
    file = landing / "supplier_invoices/2024/february.parquet"
    write(file, [*INVOICES[2:], {**INVOICES[2], "line_id": "SI-4"}])
    write(landing / "trips/2025/more.parquet", [{**TRIPS[0], "line_id": "TR-0003"}])
    refreshed(small)
    text = as_text(compare_packs(first, small.freeze().folder))
    assert "landing/supplier_invoices/2024/february.parquet: changed, 1 -> 2 rows" in text
    assert "landing/trips/2025/more.parquet: new, held as a hash, None -> 1 rows" in text


def test_a_landing_folder_is_made_again_from_the_pack(
    small: SmallBuild, landing: Path, tmp_path: Path
) -> None:
    frozen = small.freeze()
    target, again = tmp_path / "company", tmp_path / "again"
    with pytest.raises(CompanyFilesError, match="no landing folder is named"):
        restore_company(frozen.folder, frozen.manifest, small.company, target)
    restore_company(frozen.folder, frozen.manifest, small.company, target, landing, again)

    def tree(folder: Path) -> dict[str, bytes]:
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

    assert tree(again) == tree(landing)
    assert tree(target) == tree(small.company)
    write(landing / "trips/2024/all.parquet", TRIPS[:1])
    with pytest.raises(CompanyFilesError, match=r"landing/trips/2024/all.parquet: has SHA-256"):
        restore_company(frozen.folder, frozen.manifest, small.company, target, landing, again)


def test_lines_in_tables_are_said_not_to_be_held(
    small: SmallBuild, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.sql(
        "create schema lake; create table lake.trips (line_id varchar, traveller_key varchar)"
    )
    small.sql("insert into lake.trips values ('TR-0001', 't-77aa01'), ('TR-0002', 't-77aa02')")
    land(small, {"trips": '"current"."lake"."trips"'})
    monkeypatch.setenv("TREDE_WAREHOUSE_DIR", str(small.folder / "warehouse"))
    monkeypatch.setenv("TREDE_COMPANY", "acme")
    monkeypatch.setattr(cli, "project_root", lambda: small.folder / "project")
    monkeypatch.setattr(cli, "company_dir", lambda *_: small.company)
    ran = CliRunner().invoke(cli.app, ["freeze", "--out", str(tmp_path / "pack")])
    assert ran.exit_code == 0, ran.output
    assert "NOT HELD  the lines of trips: table current.lake.trips, 2 rows" in ran.stdout
    pack = tmp_path / "pack"
    with (pack / "inputs/not_held.csv").open(encoding="utf-8", newline="") as opened:
        assert list(csv.DictReader(opened)) == [
            {"extract": "trips", "table": "current.lake.trips", "rows": "2"}
        ]
    # A hash of its lines is there, so that the table can be compared with what was frozen.
    assert "landed.landed_trips,2," in (pack / "data/line_level.csv").read_text()
    assert found_in(pack, PERSON_KEYS) == []
    with pytest.raises(
        CompanyFilesError, match=r"land the extracts as Parquet \(TREDE_LANDING_DIR"
    ):
        rerun(pack, small.folder / "project", small.company)
    # Keys of persons are known from the table too, and a later change of it is seen.
    small.sql("update marts.rpt_footprint set entity_id = 't-77aa01' where entity_id is not null")
    with pytest.raises(RefusedError, match="names a person in its column entity_id"):
        small.freeze()
    small.sql("update marts.rpt_footprint set entity_id = 'acme'")
    small.sql("update lake.trips set traveller_key = 't-77aa03'")
    with pytest.raises(RefusedError, match="trips: other lines"):
        small.freeze()
