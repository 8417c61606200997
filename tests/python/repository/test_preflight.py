"""`trede check`: each refusal is seen, by file and row, and dbt would have done worse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from support.builds import Build
from support.cells import append_row, csv_path, drop_column
from trede.check import Problem, check_company
from trede.cli import app
from trede.contract import Contract
from trede.new_company import write_missing_files

FILE = "judgements/removals.csv"
HEADER = "reporting_year,t_co2e,statement,reason,decided_by,decided_on"
ROW = "2024,0,none,nothing removed,coordinator,2025-01-15"


@pytest.fixture
def empty_company(tmp_path: Path, contract: Contract) -> Path:
    """A company folder with headers only."""
    folder = tmp_path / "acme"
    write_missing_files(folder, contract)
    return folder


def problems_of(folder: Path, contract: Contract) -> list[Problem]:
    return list(check_company(folder, contract))


def write(folder: Path, data: bytes) -> None:
    (folder / FILE).write_bytes(data)


def test_the_demo_and_an_empty_company_have_no_problem(
    demo_dir: Path, empty_company: Path, contract: Contract
) -> None:
    assert problems_of(demo_dir, contract) == []
    assert problems_of(empty_company, contract) == []


@pytest.mark.parametrize(
    ("data", "row", "column", "words"),
    [
        # Windows-1252: Excel's plain "CSV" on a Dutch or English Windows.
        (
            f"{HEADER}\n{ROW}\n2024,0,caf\xe9,x,y,z\n".encode("cp1252"),
            3,
            None,
            "Windows-1252 it is 'é'",
        ),
        (f"{HEADER}\n2024,0,€ 5,x,y,z\n".encode("cp1252"), 2, None, "'€'"),
        (f"{HEADER}\n{ROW}\n".encode("utf-16"), 1, None, "UTF-16"),
        (f"{HEADER}\n2024,0,a\x00b,x,y,z\n".encode(), 2, None, "NUL"),
        (f"{HEADER}\n{ROW}\n2024,0\n".encode(), 3, None, "4 cells too few"),
        (f"{HEADER}\n2024,1,5,none,x,y,2025-01-15\n".encode(), 2, None, "1 cell too many"),
        (f"{HEADER},Reason\n{ROW},x\n".encode(), 1, "reason", "names this column 2 times"),
        (f"{HEADER},\n{ROW},x\n".encode(), 1, None, "cell 7 of the header is empty"),
        (b"", 1, None, "the file is empty"),
        (f"{ROW}\n{ROW}\n".encode(), 1, None, "not the header"),
        (f"{HEADER}\n{ROW}\n".replace(",", ";").encode(), 1, None, "semicolons"),
        (f"{HEADER}\n{ROW}\n".replace(",", "\t").encode(), 1, None, "tabs"),
        (f'{HEADER}\n{ROW}\n2024,0,"open,x,y,z\n{ROW}\n'.encode(), 3, None, "double quotes"),
        (f'{HEADER}\n2024,0,"a"b,x,y,z\n'.encode(), 2, None, "double quotes"),
    ],
)
def test_a_file_that_no_build_can_put_right_is_refused(
    empty_company: Path, contract: Contract, data: bytes, row: int, column: str | None, words: str
) -> None:
    write(empty_company, data)
    errors = [
        problem for problem in problems_of(empty_company, contract) if problem.severity == "error"
    ]
    assert len(errors) == 1
    assert (errors[0].file, errors[0].row, errors[0].column) == (FILE, row, column)
    assert words in errors[0].message
    assert errors[0].way_out


def test_the_first_wrong_byte_is_named_in_its_row_and_cell(
    empty_company: Path, contract: Contract
) -> None:
    write(empty_company, f"{HEADER}\n2024,0,caf\xe9,x,y,z\n".encode("cp1252"))
    (problem,) = problems_of(empty_company, contract)
    # "2024,0,caf" is ten bytes; the eleventh is the é, in the third cell.
    assert "byte 11 of the row (0xE9, in cell 3)" in problem.message
    assert "iconv -f WINDOWS-1252" in problem.way_out


@pytest.mark.parametrize(
    "data",
    [
        f"\ufeff{HEADER}\n{ROW}\n".encode(),
        f"{HEADER}\r\n{ROW}\r\n".encode(),
        f"{HEADER}\n\n{ROW}\n".encode(),
        f'{HEADER}\n2024,0,"een\ntwee","a, b",5" pipe,2025-01-15\n'.encode(),
    ],
    ids=["byte order mark", "Windows line ends", "blank line", "quoted line end and comma"],
)
def test_what_the_loader_reads_well_is_not_refused(
    empty_company: Path, contract: Contract, data: bytes
) -> None:
    write(empty_company, data)
    assert problems_of(empty_company, contract) == []


def test_a_missing_file_is_refused_by_name_and_a_misspelt_one_is_recognised(
    empty_company: Path, contract: Contract
) -> None:
    csv_path(empty_company, "trips").rename(empty_company / "extracts" / "trip.csv")
    missing, stranger = problems_of(empty_company, contract)
    assert (missing.severity, missing.file) == ("error", "extracts/trips.csv")
    assert "Is trip.csv meant?" in missing.way_out
    assert (stranger.severity, stranger.file) == ("warning", "extracts/trip.csv")


def test_a_file_in_the_wrong_folder_is_refused(empty_company: Path, contract: Contract) -> None:
    copy = empty_company / "mappings" / "trips.csv"
    copy.write_text("line_id\n", encoding="utf-8")
    (problem,) = problems_of(empty_company, contract)
    assert (problem.severity, problem.file) == ("error", "mappings/trips.csv")
    assert "extracts/trips.csv" in problem.way_out


def test_a_missing_column_is_a_warning_since_the_build_can_carry_it(
    empty_company: Path, contract: Contract
) -> None:
    drop_column(empty_company, "trips", "distance")
    (problem,) = problems_of(empty_company, contract)
    assert (problem.severity, problem.file, problem.column) == (
        "warning",
        "extracts/trips.csv",
        "distance",
    )
    assert "each of them becomes a finding" in problem.message


def test_an_unknown_column_is_a_warning_that_names_the_near_one(
    empty_company: Path, contract: Contract
) -> None:
    path = csv_path(empty_company, "trips")
    path.write_text(
        path.read_text(encoding="utf-8").replace(",distance,", ",Distance ,"), encoding="utf-8"
    )
    unknown, missing = problems_of(empty_company, contract)
    assert (unknown.severity, unknown.column, missing.column) == (
        "warning",
        "Distance ",
        "distance",
    )
    assert "Is distance meant?" in unknown.way_out


def test_a_row_of_commas_is_a_warning(empty_company: Path, contract: Contract) -> None:
    write(empty_company, f"{HEADER}\n{ROW}\n,,,,,\n".encode())
    (problem,) = problems_of(empty_company, contract)
    assert (problem.severity, problem.row) == ("warning", 3)


def test_a_line_id_that_occurs_twice_is_left_to_the_rules(
    empty_company: Path, contract: Contract
) -> None:
    append_row(empty_company, "trips", {"line_id": "T-1"})
    append_row(empty_company, "trips", {"line_id": "T-1"})
    assert problems_of(empty_company, contract) == []


def test_many_ragged_rows_are_not_all_listed(empty_company: Path, contract: Contract) -> None:
    write(empty_company, (HEADER + "\n" + "1,2\n" * 500).encode())
    problems = problems_of(empty_company, contract)
    assert len(problems) == 6
    assert [problem.row for problem in problems[:2]] == [2, 3]


def test_the_command_exits_1_and_names_the_file_and_0_when_all_is_well(empty_company: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(app, ["check", "--folder", str(empty_company)]).exit_code == 0
    (empty_company / FILE).unlink()
    result = runner.invoke(app, ["check", "--folder", str(empty_company)])
    assert result.exit_code == 1
    assert f"error: {FILE}" in result.output
    assert "errors in the company's files: 1" in result.output


def test_a_company_that_is_not_there_is_refused_with_the_way_out(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["check", "--folder", str(tmp_path / "nobody")])
    assert result.exit_code == 1
    assert "ln -s" in result.output
    dangling = tmp_path / "moved"
    dangling.symlink_to(tmp_path / "gone")
    result = CliRunner().invoke(app, ["check", "--folder", str(dangling)])
    assert result.exit_code == 1
    assert "does not exist" in result.output


@pytest.mark.build
def test_dbt_itself_answers_a_wrong_encoding_with_a_traceback(
    empty_company: Path, build_company: Callable[..., Build]
) -> None:
    # The reason for the preflight: when dbt reports this well itself, the check can go.
    write(empty_company, f"{HEADER}\n2024,0,caf\xe9,x,y,z\n".encode("cp1252"))
    build = build_company(
        "latin", empty_company, arguments=("seed", "--select", "removals"), check=False
    )
    assert build.returncode != 0
    assert "UnicodeDecodeError" in build.output
