"""A warehouse that was changed after the build is told, with the row and the difference."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.build

GAS = "line_id = 'SI-2024-000004' and component = 'direct'"
SCOPE_1 = ("--line", "scope_1", "--year", "2024", "--entity", "vsg_groep")


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            f"update audit.fct_emissions set kg_co2e = kg_co2e + 1 where {GAS}",
            ("a difference of 1.000000 kg", "SI-2024-000004|1|2024-01|main|none|direct says"),
        ),
        (
            f"update audit.fct_emissions set kg_co2e = kg_co2e + 0.000001 where {GAS}",
            ("a difference of 0.000001 kg",),
        ),
        (
            f"update audit.fct_emissions set factor_value = factor_value * 2 where {GAS}",
            ("a difference of 0", "its quantity times its factor is"),
        ),
        (f"delete from audit.fct_emissions where {GAS}", ("its rows make",)),
        (
            "update marts.rpt_footprint set t_co2e = t_co2e - 0.001 where frame = 'ladder' "
            "and line = 'scope_1' and reporting_year = 2024 and entity_id = 'vsg_groep'",
            ("a difference of 1.000000",),
        ),
        (
            f"update audit.fct_emissions set ladder_line = 'scope_2' where {GAS}",
            ("its rows make",),
        ),
    ],
)
def test_a_changed_row_or_figure_is_told(
    explain: Callable[..., Any],
    tampered: Callable[..., Path],
    tmp_path: Path,
    statement: str,
    told: tuple[str, ...],
) -> None:
    page = tmp_path / "page.html"
    result = explain(*SCOPE_1, "--html", str(page), warehouse=tampered(statement))
    assert result.exit_code == 5, result.output
    for words in (*told, "was changed after the build"):
        assert words in result.stderr
    assert not page.exists()
    assert result.stdout == ""


def test_a_total_that_is_not_its_lines_is_told(
    explain: Callable[..., Any], tampered: Callable[..., Path]
) -> None:
    file = tampered(
        "update marts.rpt_footprint_totals set t_co2e = t_co2e + 1 where frame = 'ladder' "
        "and total_kind = 'scope' and total_key = 'scope_3' and reporting_year = 2024"
    )
    result = explain("--total", "scope_3", "--year", "2024", warehouse=file)
    assert result.exit_code == 5
    assert "the lines of rpt_footprint make 2217.01" in result.stderr
    assert explain("--line", "scope_1", "--year", "2024", warehouse=file).exit_code == 0


def test_a_changed_row_is_told_backwards_too(
    explain: Callable[..., Any], tampered: Callable[..., Path]
) -> None:
    file = tampered(f"update audit.fct_emissions set kg_co2e = kg_co2e + 1 where {GAS}")
    arguments = ("--file", "supplier_invoices", "--line")
    result = explain(*arguments, "SI-2024-000004", warehouse=file)
    assert result.exit_code == 5
    assert "its quantity times its factor is" in result.stderr
    assert explain(*arguments, "SI-2024-000007", warehouse=file).exit_code == 0


def test_a_file_that_is_not_what_was_loaded_is_told(
    explain: Callable[..., Any], tampered: Callable[..., Path]
) -> None:
    file = tampered(
        "update extracts.supplier_invoices set quantity = '1' where line_id = 'SI-2024-000004'"
    )
    result = explain(*SCOPE_1, "--language", "en", warehouse=file)
    assert result.exit_code == 0
    assert "NOT LOADED AS IT IS" in result.stdout
    assert "NOT LOADED AS IT IS" not in explain(*SCOPE_1, "--language", "en").stdout
