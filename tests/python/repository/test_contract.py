"""The contract of a company folder: written once, and held by the demo, dbt and the commands."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from support.builds import Build
from support.cells import folder_hashes
from trede.cli import app
from trede.contract import Contract, load_contract

COMMON = ("line_id", "delivery_id", "source_file", "source_row", "source_document")


def header_of(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as handle:
        return next(csv.reader(handle))


def test_the_demo_holds_every_file_with_exactly_the_columns_of_the_contract(
    demo_dir: Path, contract: Contract
) -> None:
    there = {
        path.relative_to(demo_dir).as_posix() for path in demo_dir.rglob("*") if path.is_file()
    }
    assert there == {file.file_name for file in contract.files}
    for file in contract.files:
        assert header_of(demo_dir / file.file_name) == list(file.column_names), file.file_name


def test_every_extract_begins_with_the_columns_that_lead_back_to_its_source(
    contract: Contract,
) -> None:
    # A row of deliveries is itself a delivered file.
    for file in contract.group("extracts"):
        if file.name != "deliveries":
            assert file.column_names[:5] == COMMON, file.name
            assert file.column("line_id").required, file.name


def test_every_judgement_says_why_and_who_and_when(contract: Contract) -> None:
    for file in contract.group("judgements"):
        if file.name in ("company", "reported_figures", "published_rows"):
            # A description of the company, printed figures and what was published, of which
            # publications.csv says who decided it: nothing was decided there.
            continue
        assert {"reason", "decided_by", "decided_on"} <= set(file.column_names), file.name


def test_one_vocabulary_for_how_a_quantity_and_a_distance_are_known(contract: Contract) -> None:
    words: dict[str, set[tuple[str, ...]]] = {}
    for file in contract.files:
        for column in file.columns:
            if column.name in ("quantity_basis", "distance_basis", "mode"):
                words.setdefault(column.name, set()).add(column.values)
    assert words["quantity_basis"] == {
        ("measured", "invoiced", "statement", "registered", "survey", "estimated")
    }
    assert words["distance_basis"] == {("vehicle", "traveller")}
    assert len(words["mode"]) == 1


def test_a_contract_that_is_written_wrong_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "models" / "staging" / "extracts" / "contract"
    folder.mkdir(parents=True)
    path = folder / "trips.yml"
    text = "seeds: [{name: trips, description: d, columns: [{name: a, description: b%s}]}]"
    path.write_text(text % "", encoding="utf-8")
    assert load_contract(tmp_path).file("trips").column("a").reads_as == "text"
    for wrong in (", config: {meta: {reads_as: nmber}}", ", config: {meta: {reads_as: code}}"):
        path.write_text(text % wrong, encoding="utf-8")
        with pytest.raises(ValueError, match=r"contract/trips\.yml"):
            load_contract(tmp_path)


def test_new_company_writes_the_set_links_it_in_and_touches_nothing_twice(
    tmp_path: Path, contract: Contract, monkeypatch: pytest.MonkeyPatch, project_root: Path
) -> None:
    checkout = tmp_path / "checkout"
    (checkout / "seeds" / "companies").mkdir(parents=True)
    (checkout / "dbt_project.yml").touch()
    (checkout / "models").symlink_to(project_root / "models")
    monkeypatch.setenv("TREDE_PROJECT_DIR", str(checkout))
    folder = tmp_path / "elsewhere" / "acme"
    runner = CliRunner()

    assert runner.invoke(app, ["new-company", "acme", "--path", str(folder)]).exit_code == 0
    link = checkout / "seeds" / "companies" / "acme"
    assert link.is_symlink()
    assert link.resolve() == folder
    for file in contract.files:
        assert header_of(folder / file.file_name) == list(file.column_names)

    (folder / "extracts" / "trips.csv").write_text("line_id\nmine\n", encoding="utf-8")
    (folder / "extracts" / "deliveries.csv").unlink()
    before = folder_hashes(folder)
    result = runner.invoke(app, ["new-company", "acme", "--path", str(folder)])
    assert result.exit_code == 0
    assert "1 files written" in result.output
    after = folder_hashes(folder)
    assert set(after) - set(before) == {"extracts/deliveries.csv"}
    assert all(after[name] == before[name] for name in before)

    taken = runner.invoke(app, ["new-company", "acme", "--path", str(tmp_path / "other")])
    assert taken.exit_code == 1
    assert runner.invoke(app, ["new-company", "Acme BV"]).exit_code == 2
    assert runner.invoke(app, ["new-company", "../acme"]).exit_code == 2


@pytest.mark.build
def test_every_column_of_every_seed_is_loaded_as_text(
    demo_build: Build,
) -> None:
    seeds = {
        unique_id: node
        for unique_id, node in demo_build.manifest["nodes"].items()
        if node["resource_type"] == "seed"
    }
    assert len(seeds) > 60
    for unique_id, node in seeds.items():
        header = header_of(Path(node["root_path"]) / node["original_file_path"])
        types = node["config"]["column_types"]
        missing = [column for column in header if types.get(column) != "text"]
        assert missing == [], f"{unique_id}: name these in column_types of its YAML: {missing}"
    loaded = demo_build.rows(
        "select table_schema, table_name, column_name, data_type from information_schema.columns "
        "where table_schema in ('extracts', 'mappings', 'judgements', 'factors', 'reference')"
    )
    assert len(loaded) > 400
    assert [row for row in loaded if row["data_type"] != "VARCHAR"] == []


@pytest.mark.build
def test_a_missing_file_is_refused_by_dbt_too(
    company_copy: Path, build_company: Callable[..., Build]
) -> None:
    (company_copy / "extracts" / "trips.csv").unlink()
    build = build_company("torn", company_copy, arguments=("parse",), check=False)
    assert build.returncode != 0
    assert "trips" in build.output


@pytest.mark.build
def test_the_companys_files_are_byte_for_byte_what_they_were_before_the_build(
    demo_build: Build, demo_dir: Path, contract: Contract
) -> None:
    # The build read a copy through a link; the committed files are what the copy was made of.
    built = folder_hashes(demo_build.folder)
    assert len(built) == len(contract.files)
    assert built == folder_hashes(demo_dir)
    names = json.dumps(sorted(built))
    assert "extracts/fuel_transactions.csv" in names
