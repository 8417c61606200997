"""Survey lines and invoices that cannot be used: kept out, told, and the rest still adds up."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from chain.by_hand import Chain, read_chain, rounded
from support.builds import Build
from support.cells import append_row, break_cell, change_rows, duplicate_row
from support.replay import Replay

pytestmark = pytest.mark.build

CAR = {"supplier_id": "s-oa-001", "year": "2024", "mode": "car"}
TOTAL = "select * from marts.rpt_chain_analysis where reporting_year = 2024 and mode = 'total'"


def plant(folder: Path) -> None:
    """Add survey lines that must change nothing, one for each reason."""
    for line_id, changes in {
        "X-twice": {"line_id": None},
        "X-stranger": {"supplier_id": "s-unknown"},
        "X-shop": {"supplier_id": "s-energie"},
        "X-negative": {"distance": "-5000"},
        "X-distance": {"distance": "far"},
        "X-unit": {"unit": "furlong"},
        "X-flight": {"mode": "flight"},
        "X-year": {"year": "next"},
        "X-idle": {"supplier_id": "s-idle"},
    }.items():
        changed = {"line_id": line_id, **{key: text for key, text in changes.items() if text}}
        if line_id == "X-twice":
            changed = {}
        duplicate_row(folder, "subcontractor_travel", CAR, **changed)
    idle = {"supplier_id": "s-idle", "name": "Idle", "is_subcontractor": "true"}
    append_row(folder, "suppliers", idle)


def test_lines_that_cannot_be_used_change_no_figure(
    demo_build: Build, replay_demo: Callable[[Callable[[Path], object]], Replay]
) -> None:
    replayed = replay_demo(plant)
    problems = {
        row["line_id"]: (row["problem"], row["kg_at_stake"])
        for row in replayed.rows("select * from intermediate.int_chain_survey_problems")
    }
    own_kg = demo_build.value(
        "select kg_co2e from audit.fct_subcontractor_travel"
        " where supplier_id = 's-oa-001' and \"year\" = 2024 and mode = 'car'"
    )
    (twice,) = (line_id for line_id in problems if not line_id.startswith("X-"))
    assert problems == {
        twice: ("delivered_twice", own_kg),
        "X-stranger": ("supplier_unknown", own_kg),
        "X-shop": ("not_a_subcontractor", own_kg),
        "X-negative": ("distance_negative", Decimal("965.000000")),
        "X-distance": ("distance_unreadable", None),
        "X-unit": ("unit_unknown", None),
        "X-flight": ("mode_without_type", None),
        "X-year": ("year_unreadable", None),
        "X-idle": ("without_invoices", own_kg),
    }
    (before,), (after,) = demo_build.rows(TOTAL), replayed.rows(TOTAL)
    # Six of them say something that is lost: the total is a draft, with the same figures.
    assert (before["status"], after["status"]) == ("FINAL", "DRAFT")
    assert after["unusable_line_count"] == 6
    told = {"status", "status_reason_nl", "status_reason_en", "unusable_line_count"}
    assert {key: value for key, value in after.items() if key not in told} == {
        key: value for key, value in before.items() if key not in told
    }


def test_another_ledger_is_another_estimate(
    replay_demo: Callable[[Callable[[Path], object]], Replay], project_root: Path
) -> None:
    """A surveyed subcontractor that is not marked as one, and one credited to below zero."""
    folders = []

    def change(folder: Path) -> None:
        folders.append(folder)
        break_cell(folder, "suppliers", "s-oa-003", "is_subcontractor", "false")
        change_rows(
            folder,
            "ledger_entries",
            {"supplier_id": "s-oa-050"},
            lambda row: [row, {**row, "line_id": row["line_id"] + "-C", "amount": "-99999"}],
        )
        # So that the reading by hand, which knows no problems, reads the same lines.
        change_rows(folder, "subcontractor_travel", {"supplier_id": "s-oa-003"}, lambda row: [])

    replayed = replay_demo(change)
    wanted: Chain = read_chain(folders[0], project_root / "seeds" / "shared", 2024)
    (found,) = replayed.rows(TOTAL)
    assert found["subcontractors_total"] == len(wanted.invoiced) == 110
    assert found["subcontractors_surveyed"] == len(wanted.surveyed) == 5
    assert found["invoiced_eur"] == rounded(wanted.all_eur, 6)
    assert abs(found["t_co2e"] - rounded(wanted.tonnes("total"), 9)) <= Decimal("1e-8")
    assert found["coverage_pct"] < Decimal("28.50")
    (parts,) = replayed.rows(
        "select sum(kg_co2e) as kg, count(distinct supplier_id) as suppliers"
        ' from audit.fct_subcontractor_travel where "year" = 2024'
    )
    assert parts["kg"] == found["t_co2e"] * 1000
    assert parts["suppliers"] == 110
    (reconciled,) = replayed.rows(
        "select * from marts.rpt_chain_reconciliation where reporting_year = 2024"
    )
    assert reconciled["subcontractors_without_value"] == 1
    assert reconciled["without_value_eur"] < 0
