"""Kilograms at stake: each kilogram once, over cells, frames and the totals that hold others."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.builds import Build
from trede.stakes import _Total, touched_kg

FRAME_LINES = Path(__file__).resolve().parents[2] / "seeds/shared/reference/frame_lines.csv"

WHOLE = {2023: Decimal(1000), 2024: Decimal(1000)}


def about(total: str, kg: int, year: int = 2024) -> dict[str, Any]:
    """A finding about a total: `frame|kind|key`."""
    return {
        "finding_id": f"FAC-03|{total}|{year}",
        "reporting_year": year,
        "extract_name": None,
        "line_id": None,
        "kg_co2e": Decimal(kg),
    }


@pytest.mark.parametrize(
    ("found", "kg"),
    [
        # the same 100 kg, called by two frames
        ({"ladder|line|business_travel": 100, "ghg_protocol|line|3.6": 100}, 100),
        # the frame in which most is touched: 70 + 20 of ISO, not 60 of the Ladder, not 150
        (
            {
                "ladder|line|scope_1": 60,
                "iso_14064|line|category_1": 70,
                "iso_14064|line|category_3": 20,
            },
            90,
        ),
        # a line within its scope; another scope beside it
        (
            {"ladder|line|3.7": 50, "ladder|scope|scope_3": 300, "ladder|line|scope_1": 40},
            340,
        ),
        # scope 1 + 2 + business travel holds three lines, and no scope 3
        (
            {
                "ladder|ladder_total|scope_1_2_business_travel": 120,
                "ladder|line|scope_2": 30,
                "ladder|line|business_travel": 10,
                "ladder|line|3.1": 200,
            },
            320,
        ),
        # direct is category 1, indirect is the others
        (
            {
                "iso_14064|scope|indirect": 500,
                "iso_14064|line|category_4": 400,
                "iso_14064|line|category_1": 90,
            },
            590,
        ),
        ({"ladder|total|total": 1000, "ladder|line|scope_1": 60, "ghg_protocol|line|3.6": 9}, 1000),
    ],
)
def test_frames_and_totals_tell_the_same_kilograms_once(found: dict[str, int], kg: int) -> None:
    findings = [about(total, each) for total, each in found.items()]
    assert touched_kg(findings, WHOLE) == touched_kg(findings[::-1], WHOLE) == kg


def test_every_line_stands_in_the_scope_that_its_frame_says() -> None:
    with FRAME_LINES.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            assert _Total(row["frame"], "line", row["line"]).scope == row["scope"], row


def test_years_add_up_and_lines_count_once() -> None:
    line = {"extract_name": "supplier_invoices", "line_id": "SI-1", "reporting_year": 2024}
    findings = [
        about("ladder|line|scope_1", 60),
        about("ladder|line|scope_1", 80, 2023),
        {**line, "finding_id": "FAC-03|a", "kg_co2e": Decimal(-7)},
        {**line, "finding_id": "FAC-03|b", "kg_co2e": Decimal(5)},
        # no line, and no total: a location
        {**line, "line_id": None, "finding_id": "FAC-03|west|2024", "kg_co2e": Decimal(11)},
        {**line, "line_id": None, "finding_id": "FAC-03|east|2024", "kg_co2e": None},
    ]
    assert touched_kg(findings, WHOLE) == 60 + 80 + 7 + 11
    assert touched_kg(findings, {2023: Decimal(1000), 2024: Decimal(50)}) == 80 + 50


@pytest.mark.build
def test_the_demo_touches_no_kilogram_twice(demo_build: Build) -> None:
    findings = demo_build.rows("select * from marts.fct_findings where rule_id = 'FAC-03'")
    tonnes = {
        (row["total_kind"], row["total_key"], row["reporting_year"]): row["t_co2e"]
        for row in demo_build.rows(
            "select * from marts.rpt_footprint_totals where frame = 'ladder'"
        )
    }
    whole = {year: tonnes["total", "total", year] * 1000 for year in (2022, 2023, 2024)}
    # all of 2022 and 2023 is a draft, and of 2024 business travel only, in two frames
    expected = whole[2022] + whole[2023] + tonnes["line", "business_travel", 2024] * 1000
    assert touched_kg(findings, whole) == pytest.approx(expected, abs=Decimal("0.01"))
