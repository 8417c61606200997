"""What is left out weighs what its own lines weigh, whatever the company says of it."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from rules.reading import rule_ids
from support.builds import Build
from support.cells import append_row, break_cell, read_rows
from support.replay import Replay, replay

pytestmark = pytest.mark.build

#: The accounts of materials: four, of which the smallest holds less than 1% of what suppliers invoice.
MATERIALS = ("4110", "4120", "4130", "4140")

#: Stated of diesel, tonnes a year.
STATED = Decimal("0.1")


def _leave_out(folder: Path) -> None:
    """Exclude diesel as if it were next to nothing, and take materials out of the scope."""
    append_row(
        folder,
        "exclusions",
        {
            "source": "diesel_b7",
            "estimated_t_co2e": str(STATED),
            "valid_from": "2023-01-01",
            "reason": "small",
            "decided_by": "sustainability manager",
            "decided_on": "2025-02-03",
        },
    )
    for account in MATERIALS:
        break_cell(folder, "ledger_accounts", account, "treatment", "out_of_scope")
        break_cell(folder, "ledger_accounts", account, "spend_category", "")


@pytest.fixture(scope="module")
def left_out(
    demo_build: Build, demo_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Replay, Path]]:
    """The demo without its diesel and its materials, and its folder."""
    work_dir = tmp_path_factory.mktemp("left_out")
    folder = Path(shutil.copytree(demo_dir, work_dir / "company"))
    _leave_out(folder)
    with replay(demo_build, folder, work_dir / "replay") as replayed:
        yield replayed, folder


def _findings(replayed: Replay, rule_id: str) -> dict[str, dict[str, object]]:
    return {row["finding_key"]: row for row in replayed.failures(rule_ids()[rule_id])}


def _diesel(build: Build) -> dict[int, Decimal]:
    """The diesel that the untouched demo counts, kg by year."""
    rows = build.rows(
        "select reporting_year, kg_co2e from audit.fct_emissions where activity_type = 'diesel_b7'"
    )
    counted: dict[int, Decimal] = defaultdict(Decimal)
    for row in rows:
        counted[row["reporting_year"]] += row["kg_co2e"]
    return counted


def test_an_exclusion_weighs_what_would_have_counted(
    left_out: tuple[Replay, Path], demo_build: Build
) -> None:
    counted = _diesel(demo_build)
    assert set(counted) == {2022, 2023, 2024}
    found = _findings(left_out[0], "BND-14")
    for year in (2023, 2024):
        finding = found[f"diesel_b7|2023-01-01|{year}"]
        assert finding["told_kg_co2e"] == counted[year] - STATED * 1000
        # Of a fuel card: its kilograms stay in audit, and are not in the message either.
        assert finding["activity_type"] == "diesel_b7"
        assert "(not said) t" in str(finding["message"])
    # The exclusion does not hold in 2022.
    assert {key for key in found if key.startswith("diesel_b7")} == {
        f"diesel_b7|2023-01-01|{year}" for year in (2023, 2024)
    }


def test_the_threshold_is_of_what_was_left_out_and_not_of_what_was_stated(
    left_out: tuple[Replay, Path], demo_build: Build
) -> None:
    counted = _diesel(demo_build)
    found = _findings(left_out[0], "BND-02")
    assert set(found) == {"2023", "2024"}
    for year in (2023, 2024):
        # One tonne of refrigerants is stated beside it.
        assert found[str(year)]["told_kg_co2e"] == counted[year] + 1000


def test_a_line_without_a_factor_is_named_and_not_weighed(left_out: tuple[Replay, Path]) -> None:
    found = _findings(left_out[0], "BND-14")
    for year in (2023, 2024):
        finding = found[f"refrigerants||{year}"]
        assert str(finding["message"]).endswith(
            "come to 0.0 t; of these without a factor, and not in it: 1"
        )
        assert finding["told_kg_co2e"] == 0


def test_costs_that_suppliers_invoice_do_not_vanish(left_out: tuple[Replay, Path]) -> None:
    replayed, folder = left_out
    invoiced: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in read_rows(folder, "ledger_entries")[1]:
        if row["supplier_id"] and row["account_code"] in MATERIALS:
            invoiced[row["account_code"], row["booking_date"][:4]] += Decimal(row["amount"])
    assert {year for _, year in invoiced} == {"2023", "2024"}
    found = _findings(replayed, "BND-15")
    # Clothing of 2024 is below 1% of what suppliers invoice, together with what is smaller.
    below = {("4140", "2024")}
    named = {key for key in invoiced if "|".join(key) in found}
    assert named == set(invoiced) - below
    for account, year in named:
        amount = f"suppliers invoiced {invoiced[account, year]:.2f} euro"
        assert amount in str(found[f"{account}|{year}"]["message"])


@pytest.mark.parametrize(("reason", "category"), [("", ""), ("Why not.", "materials")])
def test_an_account_says_why_and_contradicts_itself_not(
    replay_demo: Callable[[Callable[[Path], object]], Replay], reason: str, category: str
) -> None:
    def change(folder: Path) -> None:
        # Water: a few hundred euros, far below any threshold.
        break_cell(folder, "ledger_accounts", "4250", "reason", reason)
        if category:
            break_cell(folder, "ledger_accounts", "4250", "spend_category", category)

    found = _findings(replay_demo(change), "BND-15")
    assert {key for key in found if key.startswith("4250")} == {"4250|2023", "4250|2024"}
