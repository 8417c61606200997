"""What a pack holds, when it is refused, and that the same input gives the same bytes."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pack.small import PERSON_KEYS, TABLES, SmallBuild, make_small_build
from trede.pack.errors import ChainError, PackError, RefusedError, UsageError
from trede.pack.read import head_hash, read_table


def same_for_same_input(pack: Path) -> dict[str, bytes]:
    return {
        path.relative_to(pack).as_posix(): path.read_bytes()
        for folder in ("data", "inputs", "cells")
        for path in sorted((pack / folder).rglob("*"))
        if path.is_file()
    }


def test_two_builds_of_one_input_give_the_same_bytes(tmp_path: Path) -> None:
    first = make_small_build(tmp_path / "one").freeze()
    other_run = "99999999-aaaa-4bbb-8ccc-222222222222"
    second = make_small_build(tmp_path / "two", reverse=True, run=other_run).freeze()
    assert same_for_same_input(first.folder) == same_for_same_input(second.folder)
    assert len(same_for_same_input(first.folder)) > 25
    assert first.manifest.data_sha256 == second.manifest.data_sha256
    # What tells the runs apart is sealed beside the data.
    assert first.head != second.head
    run_ids = pq.read_table(second.folder / "runtime/run_ids/marts/fct_rule_results.parquet")
    assert run_ids.to_pylist() == [
        {"rule_id": "CON-01", "run_id": other_run},
        {"rule_id": "VAL-01", "run_id": other_run},
    ]


def test_a_changed_cell_gives_other_data(small: SmallBuild) -> None:
    before = small.freeze().manifest.data_sha256
    small.sql("update marts.rpt_footprint set t_co2e = t_co2e + 0.000000001 where line = 'scope_1'")
    assert small.freeze().manifest.data_sha256 != before


def test_a_pack_holds_what_it_promises(small: SmallBuild) -> None:
    frozen = small.freeze()
    assert frozen.folder == small.packs / "acme_2025-03-31_001"
    assert frozen.manifest.as_of_date.isoformat() == "2025-03-31"
    listed = {file.path for file in frozen.manifest.files}
    there = {
        path.relative_to(frozen.folder).as_posix()
        for path in frozen.folder.rglob("*")
        if path.is_file()
    }
    assert there == listed | {"manifest.json"}
    assert {
        "data/marts/rpt_footprint.parquet",
        "data/line_level.csv",
        "inputs/judgements/exclusions.csv",
        "inputs/mappings/suppliers.csv",
        "inputs/extracts/supplier_invoices.csv",
        "inputs/factor_editions.csv",
        "inputs/withheld.csv",
        "runtime/dbt_manifest.json",
        "runtime/dbt_run_results.json",
        "runtime/versions.json",
        "runtime/code.csv",
    } <= listed
    # Line level stays with the company; its hash does not.
    assert not any("fct_activities" in path for path in listed)
    assert "audit.fct_activities,2," in (frozen.folder / "data/line_level.csv").read_text()
    editions = list(csv.DictReader((frozen.folder / "inputs/factor_editions.csv").open()))
    edition = small.folder / "project/seeds/shared/factors/nl_2024.csv"
    assert editions[1]["sha256"] == hashlib.sha256(edition.read_bytes()).hexdigest()
    code = (frozen.folder / "runtime/code.csv").read_text()
    assert "models/marts/one.sql" in code
    assert "tests/python" not in code
    assert json.loads((frozen.folder / "runtime/versions.json").read_text())["packages"]["duckdb"]


def test_the_head_is_what_sha256sum_says(small: SmallBuild) -> None:
    frozen = small.freeze()
    content = (frozen.folder / "manifest.json").read_bytes()
    assert hashlib.sha256(content).hexdigest() == frozen.head == head_hash(frozen.folder)


def test_the_table_comes_back_as_it_was(small: SmallBuild) -> None:
    rows = [
        tuple(row.values())
        for row in read_table(small.freeze().folder, "rpt_footprint").to_pylist()
    ]
    # By every column in order, empty last.
    assert rows == sorted(
        TABLES["rpt_footprint"][2], key=lambda row: [(value is None, value) for value in row]
    )
    assert len(rows) == 12


def test_persons_enter_as_hashes_only(small: SmallBuild) -> None:
    folder = small.freeze().folder
    withheld = {row["file"]: row for row in csv.DictReader((folder / "inputs/withheld.csv").open())}
    assert set(withheld) == {"extracts/trips.csv", "mappings/vehicles.csv"}
    trips = (small.company / "extracts/trips.csv").read_bytes()
    assert withheld["extracts/trips.csv"]["sha256"] == hashlib.sha256(trips).hexdigest()
    assert withheld["extracts/trips.csv"]["rows"] == "2"
    assert found_in(folder, PERSON_KEYS) == []


def found_in(folder: Path, keys: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return which keys stand in which file, in its bytes and in the cells of a Parquet file."""
    found = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        if path.suffix == ".parquet":
            text += str(pq.read_table(path).to_pylist())
        found += [(path.name, key) for key in keys if key in text]
    return found


def test_a_judgement_that_names_a_person_is_withheld(small: SmallBuild) -> None:
    small.deliver(
        "judgements/exclusions.csv",
        "source,estimated_t_co2e,reason\nwaste,0.5,Driver of 12-AB-34 says so\n",
    )
    folder = small.freeze().folder
    assert not (folder / "inputs/judgements/exclusions.csv").exists()
    withheld = (folder / "inputs/withheld.csv").read_text()
    assert "judgements/exclusions.csv" in withheld
    assert "line 2 names a person (reason)" in withheld
    assert found_in(folder, PERSON_KEYS) == []


@pytest.mark.parametrize("table", ["fct_findings", "rpt_footprint"])
def test_a_published_table_that_names_a_person_is_refused(small: SmallBuild, table: str) -> None:
    column = {"fct_findings": "message", "rpt_footprint": "entity_id"}[table]
    small.sql(f"update marts.{table} set {column} = 'trip of t-77aa02' where reporting_year = 2024")
    with pytest.raises(
        RefusedError, match=f"{table}: .*names a person in its column {column}"
    ) as told:
        small.freeze()
    assert "t-77aa02" not in str(told.value)
    assert not list(small.packs.glob("*"))
    assert not list(small.packs.glob(".*"))


def set_status(unique_id: str, status: str) -> Any:  # noqa: ANN401
    def change(content: dict[str, Any]) -> None:
        for result in content["results"]:
            if result["unique_id"] == unique_id:
                result["status"] = status

    return change


@pytest.mark.parametrize("status", ["error", "fail", "skipped"])
def test_a_failed_build_is_refused(small: SmallBuild, status: str) -> None:
    small.artifact("run_results", set_status("test.trede.as_of_too", status))
    with pytest.raises(RefusedError, match=rf"(?s)failures.*as_of_too: {status}.*build again"):
        small.freeze()
    assert not small.packs.exists()


def test_a_rule_that_did_not_run_is_refused(small: SmallBuild) -> None:
    small.sql("update marts.fct_rule_results set status = 'NOT_RUN' where rule_id = 'VAL-01'")
    with pytest.raises(RefusedError, match=r"(?s)NOT_RUN.*VAL-01"):
        small.freeze()


def test_an_empty_rule_index_is_refused(small: SmallBuild) -> None:
    small.sql("delete from marts.fct_rule_results")
    with pytest.raises(RefusedError, match="no rule was judged"):
        small.freeze()


def test_a_part_of_a_build_is_refused(small: SmallBuild) -> None:
    def leave_out(content: dict[str, Any]) -> None:
        content["results"] = [
            result
            for result in content["results"]
            if not result["unique_id"].endswith(".dim_factors")
        ]

    small.artifact("run_results", leave_out)
    with pytest.raises(RefusedError, match=r"(?s)no whole `dbt build`.*model\.trede\.dim_factors"):
        small.freeze()


def test_artifacts_of_another_run_are_refused(small: SmallBuild) -> None:
    small.sql("update marts.fct_rule_results set run_id = 'other' where rule_id = 'CON-01'")
    with pytest.raises(RefusedError, match=r"(?s)of another run.*CON-01"):
        small.freeze()


def test_artifacts_of_two_commands_are_refused(small: SmallBuild) -> None:
    small.artifact("manifest", lambda content: content["metadata"].update(invocation_id="x"))
    with pytest.raises(RefusedError, match="only parses"):
        small.freeze()


def test_files_that_were_changed_after_the_build_are_refused(small: SmallBuild) -> None:
    path = small.company / "extracts/supplier_invoices.csv"
    path.write_text(path.read_text().replace("272", "273"))
    with pytest.raises(RefusedError, match=r"(?s)changed after the build.*supplier_invoices"):
        small.freeze()


def test_nothing_is_written_over(small: SmallBuild, tmp_path: Path) -> None:
    out = tmp_path / "packs" / "mine"
    out.mkdir(parents=True)
    with pytest.raises(UsageError, match="exists already"):
        small.freeze(out=out)
    assert list(out.iterdir()) == []
    assert [path.name for path in out.parent.iterdir()] == ["mine"]


def test_without_a_warehouse_it_says_so(small: SmallBuild) -> None:
    (small.folder / "warehouse/current.duckdb").unlink()
    with pytest.raises(PackError, match="no warehouse"):
        small.freeze()


def test_a_run_by_the_clock_takes_its_day(small: SmallBuild) -> None:
    def by_the_clock(content: dict[str, Any]) -> None:
        for result in content["results"]:
            result["compiled_code"] = "select current_date"

    small.artifact("run_results", by_the_clock)
    assert small.freeze().manifest.as_of_date.isoformat() == "2025-04-01"

    def past_midnight(content: dict[str, Any]) -> None:
        content["metadata"]["generated_at"] = "2025-04-03T00:00:00.000000Z"

    small.artifact("run_results", past_midnight)
    with pytest.raises(RefusedError, match="midnight"):
        small.freeze()


def test_packs_are_numbered_and_chained(small: SmallBuild) -> None:
    first = small.freeze()
    second = small.freeze()
    assert (first.manifest.sequence, first.manifest.previous) == (1, None)
    assert second.manifest.sequence == 2
    assert second.manifest.previous is not None
    assert second.manifest.previous.head == first.head
    assert second.folder.name.endswith("_002")


def test_a_touched_pack_is_not_built_on(small: SmallBuild) -> None:
    first = small.freeze()
    (first.folder / "data/line_level.csv").write_text("x\n")
    with pytest.raises(ChainError, match=r"touched.*\n.*line_level"):
        small.freeze()


def test_no_folder_of_the_machine_stands_in_a_pack(tmp_path: Path) -> None:
    small = make_small_build(tmp_path / "small")
    folder = small.freeze().folder
    assert found_in(folder, (str(small.folder), str(Path.home()))) == []
    assert "<project_dir>" in (folder / "runtime/dbt_manifest.json").read_text()
