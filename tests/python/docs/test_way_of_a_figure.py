"""docs/way_of_a_figure.md: its queries run, and lead from 2,217 t to one ledger line and back."""

from __future__ import annotations

import csv
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from support.builds import Build

#: Scope 3 of 2024 in the plan, in whole tonnes.
PRINTED_SCOPE_3_2024 = 2217
MICRO = Decimal("0.000001")


def queries(project_root: Path) -> list[str]:
    """Return the SQL of the page, in order."""
    page = (project_root / "docs" / "way_of_a_figure.md").read_text(encoding="utf-8")
    return [
        query.rstrip().rstrip(";") for query in re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    ]


def query_with(project_root: Path, *words: str) -> str:
    """Return the one query of the page that has all the words."""
    found = [query for query in queries(project_root) if all(word in query for word in words)]
    assert len(found) == 1, words
    return found[0]


def ledger(demo_dir: Path) -> dict[str, dict[str, str]]:
    """Read the demo's ledger lines by line_id."""
    with (demo_dir / "extracts" / "ledger_entries.csv").open(encoding="utf-8", newline="") as file:
        return {row["line_id"]: row for row in csv.DictReader(file)}


@pytest.mark.build
def test_every_query_of_the_page_runs(demo_build: Build, project_root: Path) -> None:
    known = next(iter(demo_build.rows("select line_id from audit.fct_emissions limit 1")))
    for query in queries(project_root):
        rows = demo_build.rows(query.replace("<line_id>", known["line_id"]))
        assert rows or "<line_id>" in query, query


@pytest.mark.build
def test_down_from_the_printed_total_to_a_ledger_line(
    demo_build: Build, project_root: Path, demo_dir: Path
) -> None:
    total = demo_build.value(
        "select t_co2e from marts.rpt_footprint_totals "
        "where frame = 'ladder' and total_key = 'scope_3' and reporting_year = 2024"
    )
    assert total.quantize(Decimal(1), ROUND_HALF_UP) == PRINTED_SCOPE_3_2024

    by_category = demo_build.rows(query_with(project_root, "group by spend.spend_category"))
    commuting = demo_build.value(
        "select sum(kg_co2e) from audit.fct_emissions "
        "where activity_category = 'commuting' and reporting_year = 2024"
    )
    assert sum(row["kg_co2e"] for row in by_category) + commuting == total * 1000

    lines = demo_build.rows(query_with(project_root, "where spend_category = 'hired_cleaning'"))
    (hired,) = [row for row in by_category if row["spend_category"] == "hired_cleaning"]
    assert sum(row["kg_co2e"] for row in lines if row["kg_co2e"] is not None) == hired["kg_co2e"]

    # The delivered line itself, and its kilograms by hand: euro times the printed factor.
    delivered = ledger(demo_dir)[lines[0]["line_id"]]
    assert delivered["source_document"] == lines[0]["source_document"]
    assert (delivered["source_file"], delivered["source_row"]) == (
        lines[0]["source_file"],
        lines[0]["source_row"],
    )
    by_hand = (Decimal(delivered["amount"]) * Decimal("0.25")).quantize(MICRO, ROUND_HALF_UP)
    assert lines[0]["kg_co2e"] == by_hand
    # The other way, by hand: to prices of 2023, to pounds of 2023, times the factor of 2023.
    in_2023 = (Decimal(delivered["amount"]) * Decimal("823.1") / Decimal("850.3")).quantize(MICRO)
    in_pounds = (in_2023 * Decimal("0.86979")).quantize(MICRO, ROUND_HALF_UP)
    properly = (in_pounds * Decimal("0.138079")).quantize(MICRO, ROUND_HALF_UP)
    assert lines[0]["kg_co2e_alternative"] == properly
    reasons = [name for name in lines[0] if name.startswith("difference_")]
    assert len(reasons) == 4
    assert sum(lines[0][name] for name in reasons) == properly - by_hand


@pytest.mark.build
def test_back_from_every_ledger_line_to_the_total(
    demo_build: Build, project_root: Path, demo_dir: Path
) -> None:
    """Every delivered line is there once, says what became of it, and those with kg make the total."""
    rows = demo_build.rows(
        "select spend.line_id, spend.claim_status, spend.claim_reason, spend.reporting_year, "
        "spend.kg_co2e, emissions.kg_co2e as emitted_kg, emissions.ladder_line "
        "from audit.fct_spend_emissions as spend "
        "left join audit.fct_emissions as emissions on spend.activity_id = emissions.activity_id"
    )
    assert sorted(row["line_id"] for row in rows) == sorted(ledger(demo_dir))
    assert all(row["claim_status"] and row["claim_reason"] for row in rows)
    assert all(row["kg_co2e"] == row["emitted_kg"] for row in rows)
    counted = [row for row in rows if row["claim_status"] == "counted"]
    assert all(row["ladder_line"] in {"3.1", "3.5"} for row in counted)
    spend_2024 = sum(row["kg_co2e"] for row in counted if row["reporting_year"] == 2024)
    # 1,344.63 + 744.70 + 11.28 t: 2,217.01 t less the 116.40 t of commuting lines.
    assert spend_2024.quantize(Decimal(1)) == Decimal(2_100_610)

    one = counted[0]["line_id"]
    query = query_with(project_root, "reported_ghg_category", "'<line_id>'")
    (found,) = demo_build.rows(query.replace("<line_id>", one))
    assert found["line_id"] == one
    assert (found["ladder_line"], found["ghg_line"]) == (
        counted[0]["ladder_line"],
        counted[0]["ladder_line"],
    )
