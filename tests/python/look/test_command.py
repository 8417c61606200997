"""The command: the table in the terminal, its exit codes, and what it says when it cannot."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from look.conftest import Fabricated, company
from trede.look.marts import TABLES


def test_the_table_shows_lines_status_findings_and_files(
    look: Callable[..., Any], warehouse: Fabricated, tmp_path: Path
) -> None:
    result = look(warehouse.file)
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "Regel 2022 2023 2024" in lines
    assert "Scope 1 – 1.234,57 1.000,63" in lines
    assert "Scope 2 (marktgebaseerd) – 50,00 40,01" in lines
    assert any(line.endswith("– 60,00 45,50") for line in lines)
    assert "Zakelijk verkeer – – 0,75" in lines
    assert "Scope 1 + 2 + zakelijk verkeer – 1.284,57 1.041,38" in lines
    assert "Status – CONCEPT DEFINITIEF" in lines
    assert "CONCEPT 2023: 95,50% rust op aannames." in lines
    assert "fout waarschuwing" in lines
    assert "Bevindingen: open 0 4" in lines
    assert "Bevindingen: geaccepteerd 0 1" in lines
    assert "Regels: faalt 0 1" in lines
    together = "".join(result.stdout.split())
    for file in (warehouse.file, tmp_path / "page.html"):
        assert str(file) in together
    assert "README.md" in together


def test_the_table_speaks_english_when_asked(
    look: Callable[..., Any], warehouse: Fabricated
) -> None:
    lines = [
        " ".join(line.split())
        for line in look(warehouse.file, "--language", "en").stdout.splitlines()
    ]
    assert "Scope 1 – 1,234.57 1,000.63" in lines
    assert "Status – DRAFT FINAL" in lines


def test_the_table_can_do_without_the_page(
    look: Callable[..., Any], warehouse: Fabricated, tmp_path: Path
) -> None:
    result = look(warehouse.file, "--no-page")
    assert result.exit_code == 0
    assert not (tmp_path / "page.html").exists()
    assert "Pagina" not in result.stdout


def test_an_empty_company_is_told_what_to_do(
    look: Callable[..., Any], empty_warehouse: Fabricated
) -> None:
    company(empty_warehouse)
    result = look(empty_warehouse.file)
    assert result.exit_code == 0
    assert "Noord & Zuid BV: er is nog niets" in result.stdout
    assert "De regels zijn bij de laatste bouw niet gedraaid" in " ".join(result.stdout.split())


def test_looking_changes_nothing_in_the_warehouse(
    look: Callable[..., Any], warehouse: Fabricated
) -> None:
    before = warehouse.file.read_bytes()
    assert look(warehouse.file).exit_code == 0
    assert warehouse.file.read_bytes() == before
    assert [file.name for file in warehouse.file.parent.iterdir()] == ["current.duckdb"]


def test_the_same_warehouse_gives_the_same_page(
    look: Callable[..., Any], warehouse: Fabricated, tmp_path: Path
) -> None:
    assert look(warehouse.file).exit_code == 0
    first = (tmp_path / "page.html").read_bytes()
    assert look(warehouse.file).exit_code == 0
    assert (tmp_path / "page.html").read_bytes() == first


def test_no_warehouse_says_what_to_run(look: Callable[..., Any], tmp_path: Path) -> None:
    result = look(tmp_path / "nowhere" / "current.duckdb")
    assert result.exit_code == 1
    assert str(tmp_path / "nowhere" / "current.duckdb") in result.stderr
    assert "make build" in result.stderr
    assert "Traceback" not in result.output


def test_a_file_that_is_no_warehouse_is_refused(look: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "current.duckdb"
    file.write_text("not a database" * 1000, encoding="utf-8")
    result = look(file)
    assert result.exit_code == 1
    assert "is not a warehouse" in result.stderr


def test_a_missing_table_is_named_whichever_it_is(
    look: Callable[..., Any], warehouse: Fabricated
) -> None:
    for table in TABLES:
        warehouse.sql(f"alter table {table} rename to gone")
        result = look(warehouse.file)
        assert result.exit_code == 3
        assert f"lacks what this command reads: {table}." in result.stderr
        assert "make build" in result.stderr
        warehouse.sql(f"alter table {table.split('.')[0]}.gone rename to {table.split('.')[1]}")
    assert look(warehouse.file).exit_code == 0


def test_missing_columns_are_named_all(look: Callable[..., Any], warehouse: Fabricated) -> None:
    warehouse.sql("alter table marts.rpt_footprint_totals drop column status")
    warehouse.sql("alter table marts.rpt_key_figures drop column unit")
    result = look(warehouse.file)
    assert result.exit_code == 3
    assert "marts.rpt_footprint_totals.status, marts.rpt_key_figures.unit." in result.stderr


@contextmanager
def another_process(file: Path, read_only: bool) -> Iterator[None]:
    """Hold a warehouse open in another process."""
    hold = (
        f"import duckdb; held = duckdb.connect({str(file)!r}, read_only={read_only}); "
        "print('held', flush=True); input()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield
    finally:
        process.communicate("\n", timeout=20)


def test_a_warehouse_that_is_being_built_is_left_alone(
    look: Callable[..., Any], warehouse: Fabricated
) -> None:
    with another_process(warehouse.file, read_only=False):
        result = look(warehouse.file)
    assert result.exit_code == 4
    assert "is being written by another process" in result.stderr
    assert look(warehouse.file).exit_code == 0


def test_readers_do_not_lock_each_other_out(
    look: Callable[..., Any], warehouse: Fabricated
) -> None:
    with another_process(warehouse.file, read_only=True):
        assert look(warehouse.file).exit_code == 0


def test_a_page_that_cannot_be_written_is_said(
    look: Callable[..., Any], warehouse: Fabricated, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    result = look(warehouse.file, "--out", str(tmp_path / "file" / "page.html"))
    assert result.exit_code == 5
    assert "--out" in result.stderr


def test_no_half_page_is_left_behind(
    look: Callable[..., Any], warehouse: Fabricated, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    target = tmp_path / "folder" / "page.html"
    target.mkdir()
    assert look(warehouse.file, "--out", str(target)).exit_code == 5
    assert [file.name for file in (tmp_path / "folder").iterdir()] == ["page.html"]


def test_an_unknown_language_is_a_usage_error(
    look: Callable[..., Any], warehouse: Fabricated
) -> None:
    assert look(warehouse.file, "--language", "fr").exit_code == 2


def test_help_documents_the_exit_codes(look: Callable[..., Any], warehouse: Fabricated) -> None:
    text = " ".join(look(warehouse.file, "--help").stdout.split())
    for code in range(6):
        assert f" {code}, " in text
