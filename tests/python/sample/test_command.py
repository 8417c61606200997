"""The command: draw, fill in, evaluate; and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from look.conftest import Fabricated
from support.builds import Build
from trede.contract import load_contract
from trede.sample import words
from trede.sample.cli import app
from trede.sample.population import read_population
from trede.sample.workbook import _NAMES, SheetError, read_back

Sample = Callable[..., Any]


@pytest.fixture
def sample(warehouse: Fabricated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sample:
    """The command on the made warehouse; the sheet goes to tmp_path."""
    monkeypatch.setenv("TREDE_WAREHOUSE_DIR", str(warehouse.file.parent))
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> Any:  # noqa: ANN401  # typer keeps its type private
        more = ("--out", str(tmp_path)) if arguments[0] == "draw" else ()
        return CliRunner().invoke(app, [*arguments, *more])

    return run


def fill(file: Path, **cells: dict[str, object]) -> None:
    """Fill the sheet: by default every document agrees; `cells` holds other values by line."""
    book = load_workbook(file)
    sheet = book.worksheets[0]
    for row in range(1, sheet.max_row + 1):
        key = sheet.cell(row, len(_NAMES)).value
        if not key or "|" not in str(key):
            continue
        is_silent = sheet.cell(row, _NAMES.index("kg") + 1).value == 0
        answer = (
            {"missed_kg": 0}
            if is_silent
            else {"seen_quantity": sheet.cell(row, _NAMES.index("quantity") + 1).value}
        )
        for name, value in {
            **answer,
            **cells.get(str(key).split("|")[1].replace("-", "_"), {}),
        }.items():
            sheet.cell(row, _NAMES.index(name) + 1).value = value
    book.save(file)


def test_the_sheet_holds_the_drawn_lines_with_what_to_ask_for(
    sample: Sample, tmp_path: Path
) -> None:
    result = sample("draw", "--size", "5", "--silent", "2", "--language", "en")
    assert result.exit_code == 0, result.output
    # a terminal ends in a log: it names no line, some of which are one person's
    assert "T-1" not in result.stdout and "sample_2024_en.xlsx" in result.stdout
    filled = read_back(tmp_path / "sample_2024_en.xlsx")
    assert {answer.key.split("|")[1]: answer.book_kg for answer in filled.answers} == {
        "F-1": 100, "F-2": 25, "L-1": 1000, "L-2": -50, "T-1": 20, "L-3": 0, "M-1": 0,
    }  # fmt: skip
    assert (filled.year, filled.size, filled.silent) == (2024, 5, 2)
    sheet = load_workbook(tmp_path / "sample_2024_en.xlsx").worksheets[0]
    cells = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    for text in ("DOC L-1", "export.csv, 7", "abababababab", "Noord BV", "2024-03-01"):
        assert text in cells
    assert any("Invoice or journal voucher" in str(cell) for cell in cells)
    assert any("synthetic" in str(cell).lower() for cell in cells)


def test_a_delivery_that_stands_twice_in_the_register_doubles_no_line(
    sample: Sample, warehouse: Fabricated
) -> None:
    before = read_population(warehouse.file, 2024, []).lines
    told = {"delivery_id": "d1", "original_name": "again.csv"}
    warehouse.insert("staging.stg_deliveries", {**told, "sha256": "ab" * 32})
    assert read_population(warehouse.file, 2024, []).lines == before
    # with another hash nobody can say which it was
    warehouse.insert("staging.stg_deliveries", {**told, "sha256": "cd" * 32})
    after = read_population(warehouse.file, 2024, []).lines
    assert after.keys() == before.keys()
    assert {line.sha256 for line in after.values()} == {None}
    assert sample("draw").exit_code == 0


def test_one_line_of_the_ladder_is_drawn_by_itself(sample: Sample, tmp_path: Path) -> None:
    assert sample("draw", "--line", "scope_1", "--size", "9", "--silent", "0").exit_code == 0
    filled = read_back(tmp_path / "sample_2024_nl.xlsx")
    assert {answer.key.split("|")[1] for answer in filled.answers} == {"F-1", "F-2"}
    refused = sample("draw", "--line", "scope_9")
    assert refused.exit_code == 2 and "3.1, business_travel, scope_1" in refused.stderr
    refused = sample("draw", "--year", "2019")
    assert refused.exit_code == 2 and "Years with emissions: 2024" in refused.stderr


def test_a_filled_sheet_is_projected(sample: Sample, tmp_path: Path) -> None:
    """All five lines are certain, so nothing is projected: 10 of 40 litres too many is 25 of 100 kg."""
    file = tmp_path / "sample_2024_en.xlsx"
    sample("draw", "--size", "5", "--silent", "2", "--language", "en")
    fill(file, F_1={"seen_quantity": 30}, M_1={"missed_kg": 3.5})
    result = sample("evaluate", str(file), "--language", "en")
    assert result.exit_code == 0, result.output
    over = next(line for line in result.stdout.splitlines() if "Overstated" in line)
    assert [cell.strip() for cell in over.split("│")[2:5]] == ["1", "25.0", "25.0"]
    assert "1 of the 2 drawn, 3.5 kg" in result.stdout


def test_what_was_not_filled_in_is_named(sample: Sample, tmp_path: Path) -> None:
    file = tmp_path / "sample_2024_nl.xlsx"
    sample("draw", "--size", "5", "--silent", "1")
    fill(file, F_2={"seen_quantity": None})
    result = sample("evaluate", str(file))
    assert result.exit_code == 6
    assert "F-2" in result.stderr and "fill in the quantity by the document" in result.stderr
    assert "F-1" not in result.stderr
    fill(file, F_2={"seen_quantity": "tien"})
    result = sample("evaluate", str(file))
    assert result.exit_code == 6 and "'tien' is no number" in result.stderr


def test_a_sheet_of_another_build_is_refused(
    sample: Sample, warehouse: Fabricated, tmp_path: Path
) -> None:
    file = tmp_path / "sample_2024_nl.xlsx"
    sample("draw", "--size", "5", "--silent", "2")
    fill(file)
    assert sample("evaluate", str(file)).exit_code == 0
    warehouse.sql("update audit.fct_emissions set kg_co2e = 21 where activity_id = 'T-1-0'")
    result = sample("evaluate", str(file))
    assert result.exit_code == 6
    assert "T-1" in result.stderr and "20 kg on the sheet, 21" in result.stderr


def test_a_changed_sheet_is_refused(sample: Sample, tmp_path: Path) -> None:
    file = tmp_path / "sample_2024_nl.xlsx"
    sample("draw", "--size", "5", "--silent", "2")
    fill(file, L_1={"kg": 900})
    result = sample("evaluate", str(file))
    assert result.exit_code == 6 and "900 kg on the sheet, 1000" in result.stderr
    fill(file, L_1={"kg": 1000, "quantity": 7})
    result = sample("evaluate", str(file))
    assert result.exit_code == 6 and "quantity 7 on the sheet" in result.stderr
    # by another stratum, or in another quantity, an error would be projected to less
    delivered = next(each for each in read_back(file).answers if "F-1" in each.key).quantity
    fill(file, L_1={"quantity": None, "stratum": "zonder kilogrammen"})
    result = sample("evaluate", str(file))
    assert result.exit_code == 6 and "drawn otherwise (silent)" in result.stderr
    assert delivered == 40
    book = load_workbook(file)
    book.worksheets[0].delete_rows(9)
    book.save(file)
    assert "is not on the sheet" in sample("evaluate", str(file)).stderr
    file.write_text("no workbook", encoding="utf-8")
    with pytest.raises(SheetError, match="cannot be opened as a workbook"):
        read_back(file)


def test_bad_options_and_no_warehouse_have_their_codes(
    sample: Sample, warehouse: Fabricated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sample("draw", "--language", "fr").exit_code == 2
    (tmp_path / "file").write_text("")
    assert (
        CliRunner().invoke(app, ["draw", "--out", str(tmp_path / "file" / "folder")]).exit_code == 5
    )
    sample("draw")
    fill(tmp_path / "sample_2024_nl.xlsx")
    sheet = str(tmp_path / "sample_2024_nl.xlsx")
    assert sample("evaluate", sheet, "--confidence", "95").exit_code == 2
    warehouse.sql("drop table audit.fct_emissions")
    assert sample("draw").exit_code == 3
    monkeypatch.setenv("TREDE_WAREHOUSE_DIR", str(tmp_path / "nowhere"))
    assert sample("draw").exit_code == 1


def test_every_extract_says_what_to_ask_for() -> None:
    asked = {key.removeprefix("ask.") for key in words.WORDS.table if key.startswith("ask.")}
    names = {
        file.name for file in load_contract().group("extracts") if "line_id" in file.column_names
    }
    # these tell no activity
    assert asked == names - {
        *("business_metrics", "deliveries", "projects", "power_labels", "supplier_factors"),
    }


@pytest.mark.build
def test_the_population_of_the_demo_is_its_footprint(demo_build: Build) -> None:
    for year in (2022, 2023, 2024):
        population = read_population(demo_build.database, year, [])
        told = demo_build.value(
            "select sum(t_co2e) * 1000 from marts.rpt_footprint where frame = 'ladder' and "
            "reporting_year = ?",
            [year],
        )
        kilograms = sum((line.unit.kg for line in population.lines.values()), Decimal(0))
        assert kilograms == told
        # every delivered line of the year is there, each once
        assert len(population.lines) == demo_build.value(
            "select count(distinct (extract_name, line_id, occurrence)) from audit.fct_activities "
            "where reporting_year = ?",
            [year],
        )
