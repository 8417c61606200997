"""The command: which sheets it writes, its exit codes, and what it says when it cannot."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from look.conftest import Fabricated
from look.reading import read_page
from mobility_export.conftest import KVK, OTHER_KVK
from trede.mobility.warehouse import TABLES

WpmCommand = Callable[..., Any]


def written(folder: Path) -> list[str]:
    """Return the names of the files that were written."""
    return sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []


def test_every_kvk_number_of_a_year_gets_its_pair_of_files(
    wpm: WpmCommand, warehouse: Fabricated, tmp_path: Path
) -> None:
    result = wpm(warehouse.file, "--year", "2023", "--out", str(tmp_path / "a" / "b"))
    assert result.exit_code == 0, result.output
    assert written(tmp_path / "a" / "b") == [
        f"wpm_{kvk}_2023_nl.{ending}" for kvk in (KVK, OTHER_KVK) for ending in ("html", "xlsx")
    ]
    assert f"Geschreven: {tmp_path / 'a' / 'b'}" in result.stdout


def test_a_year_without_key_figures_is_written_without_co2_and_says_what_settles_it(
    wpm: WpmCommand, warehouse: Fabricated, tmp_path: Path
) -> None:
    # The last year with figures is the default.
    result = wpm(warehouse.file, "--language", "en")
    assert result.exit_code == 6
    for said in ("There are no key figures for 2024", "judgements/wpm_choices", "choice jaargang"):
        assert said in result.stderr
    assert f"kvk_number {KVK}" in result.stderr
    assert "2022, 2023, 2025" in result.stderr
    page = read_page((tmp_path / "out" / f"wpm_{KVK}_2024_en.html").read_text(encoding="utf-8"))
    assert page.one("li", data_finding="finding_no_jaargang").text() in result.stderr
    assert "None: there are no key figures" in page.one("section", id="emissions").text()
    claims = page.one("table", data_block="C")
    assert claims.one("tr", data_category="car_petrol").all("data") == []
    assert "not complete" in claims.one("tr", data_sum="km").text()
    # Unknown fuel stays beneath the form; nothing else is listed there for want of key figures.
    beneath = page.one("section", id="beneath").one("tbody").all("tr")
    assert [row.all("th")[0].text() for row in beneath] == ["Car, fuel unknown", "Public transport"]


def test_a_trip_typed_in_another_century_is_not_the_default_year(
    wpm: WpmCommand, warehouse: Fabricated, tmp_path: Path
) -> None:
    warehouse.sql(
        "insert into audit.rpt_wpm_form by name select * replace (2042 as reporting_year) "
        f"from audit.rpt_wpm_form where kvk_number = '{KVK}' and reporting_year = 2024"
    )
    # 2024 is the last year of the company (rpt_wpm_size); 2042 is still there for who asks.
    wpm(warehouse.file, "--kvk", KVK)
    assert {name.split("_")[2] for name in written(tmp_path / "out")} == {"2024"}
    wpm(warehouse.file, "--kvk", KVK, "--year", "2042")
    assert {name.split("_")[2] for name in written(tmp_path / "out")} == {"2024", "2042"}


def test_a_judgement_that_names_no_edition_is_named(wpm: WpmCommand, warehouse: Fabricated) -> None:
    warehouse.sql("update audit.rpt_wpm_form set is_chosen_jaargang = true where jaargang is null")
    result = wpm(warehouse.file, "--year", "2024", "--language", "en")
    assert result.exit_code == 6
    assert "names an edition that does not exist" in result.stderr


def test_an_unknown_kvk_number_is_refused_with_those_that_there_are(
    wpm: WpmCommand, warehouse: Fabricated, tmp_path: Path
) -> None:
    result = wpm(warehouse.file, "--kvk", "99999999")
    assert result.exit_code == 2
    assert "KVK number 99999999 is not in the warehouse" in result.stderr
    assert f"With figures: {KVK}, {OTHER_KVK}." in result.stderr
    silent = wpm(warehouse.file, "--kvk", "11112222")
    assert silent.exit_code == 2
    assert "is in mappings/entities, but has no travel" in silent.stderr
    assert written(tmp_path / "out") == []


def test_a_year_without_figures_is_refused_with_those_that_there_are(
    wpm: WpmCommand, warehouse: Fabricated
) -> None:
    result = wpm(warehouse.file, "--kvk", OTHER_KVK, "--year", "2024")
    assert result.exit_code == 2
    assert f"2024 has no figures of KVK number {OTHER_KVK}" in result.stderr
    assert "Years with figures: 2023." in result.stderr


def test_a_company_without_travel_is_told_which_files(
    wpm: WpmCommand, warehouse: Fabricated
) -> None:
    warehouse.sql("delete from audit.rpt_wpm_form")
    result = wpm(warehouse.file)
    assert result.exit_code == 2
    assert "extracts/vehicle_distances, trips or commuting" in result.stderr


def test_without_a_warehouse_the_way_out_is_said(wpm: WpmCommand, tmp_path: Path) -> None:
    result = wpm(tmp_path / "nowhere" / "current.duckdb")
    assert result.exit_code == 1
    assert "There is no warehouse at" in result.stderr and "make build" in result.stderr
    (tmp_path / "current.duckdb").write_text("no database", encoding="utf-8")
    result = wpm(tmp_path / "current.duckdb")
    assert result.exit_code == 1
    assert "is not a warehouse that this DuckDB can open" in result.stderr


@pytest.mark.parametrize("table", TABLES)
def test_a_missing_table_is_named(wpm: WpmCommand, warehouse: Fabricated, table: str) -> None:
    warehouse.sql(f"drop table {table}")
    result = wpm(warehouse.file)
    assert result.exit_code == 3
    assert f"reads: {table}." in result.stderr


def test_a_missing_column_is_named(wpm: WpmCommand, warehouse: Fabricated) -> None:
    warehouse.sql('alter table audit.rpt_wpm_form drop column "value"')
    result = wpm(warehouse.file)
    assert result.exit_code == 3
    assert "audit.rpt_wpm_form.value" in result.stderr


def test_a_warehouse_that_is_being_written_is_left_alone(
    wpm: WpmCommand, warehouse: Fabricated
) -> None:
    hold = (
        "import duckdb, sys, time; held = duckdb.connect(sys.argv[1]); "
        "print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(warehouse.file)], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == "held"
            result = wpm(warehouse.file)
        finally:
            process.kill()
    assert result.exit_code == 4
    assert "run this command again" in result.stderr


def test_a_folder_that_cannot_be_made_is_named(
    wpm: WpmCommand, warehouse: Fabricated, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = wpm(warehouse.file, "--year", "2023", "--out", str(tmp_path / "file" / "folder"))
    assert result.exit_code == 5
    assert "--out" in result.stderr


def test_the_warehouse_is_only_read(wpm: WpmCommand, warehouse: Fabricated) -> None:
    before = warehouse.file.read_bytes()
    wpm(warehouse.file, "--year", "2023")
    assert warehouse.file.read_bytes() == before


def test_a_language_that_it_does_not_speak_is_refused(
    wpm: WpmCommand, warehouse: Fabricated
) -> None:
    assert wpm(warehouse.file, "--language", "de").exit_code == 2


def test_the_company_s_own_language_is_the_default(
    wpm: WpmCommand, warehouse: Fabricated, tmp_path: Path
) -> None:
    warehouse.sql("update judgements.company set language = 'en'")
    wpm(warehouse.file, "--kvk", KVK, "--year", "2023")
    assert f"wpm_{KVK}_2023_en.html" in written(tmp_path / "out")


def test_help_names_every_exit_code(wpm: WpmCommand, tmp_path: Path) -> None:
    text = wpm(tmp_path / "current.duckdb", "--help").output
    for code in range(7):
        assert f"{code}, " in text
