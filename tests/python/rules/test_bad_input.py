"""One broken cell in each extract: a finding that names it, and a line that spoils only itself."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rules.defects import account, booked, several, spend_category, travelled
from rules.reading import rule_entries
from support.builds import Build
from support.cells import (
    append_row,
    break_cell,
    csv_path,
    drop_column,
    duplicate_row,
    find_row,
    read_rows,
)

#: Lines that an extract without any needs, so that one of them can be broken.
FIRST_LINES: dict[str, dict[str, str]] = {
    "commuting": {"mode": "car", "period_start": "2024-01-01", "period_end": "2024-12-31"},
    "ledger_entries": {"booking_date": "2024-01-31", "account_code": "4000"},
    "power_labels": {"year": "2024"},
    "purchases_physical": {"purchased_on": "2024-01-31", "product": "papier", "unit": "kg"},
    "stock_counts": {"counted_on": "2024-01-31", "product": "DIESEL", "unit": "l"},
    "subcontractor_travel": {"year": "2024", "mode": "car", "unit": "km"},
    "supplier_factors": {"product": "papier", "unit": "kg"},
}


@dataclass(frozen=True)
class Broken:
    """One broken cell.

    Attributes:
        rule_id: the rule that names it.
        file: the extract.
        line_id: the line.
        column: the column.
        value: what is put in the cell.
    """

    rule_id: str
    file: str
    line_id: str
    column: str
    value: str


BROKEN = [
    # text in a number
    Broken("VAL-01", "fuel_transactions", "FT-2024-000100", "quantity", "veel"),
    Broken("VAL-01", "business_metrics", "BM-2024-000008", "value", "n.v.t."),
    Broken("VAL-01", "refrigerant_services", "RS-2024-000001", "quantity", "0,4"),
    Broken("VAL-01", "commuting", "X-1", "days", "doordeweeks"),
    Broken("VAL-01", "power_labels", "X-1", "kg_co2e_per_kwh", "groen"),
    Broken("VAL-01", "stock_counts", "X-1", "quantity", "half vol"),
    Broken("VAL-01", "subcontractor_travel", "X-1", "distance", "ver"),
    Broken("VAL-01", "supplier_factors", "X-1", "kg_co2e", "1e3"),
    Broken("VAL-01", "purchases_physical", "X-1", "quantity", "+12"),
    # a day that does not exist, and a date that is no ISO date
    Broken("VAL-01", "trips", "TR-2024-000206", "travelled_on", "2024-02-31"),
    Broken("VAL-01", "charging_sessions", "CS-2023-000716", "started_at", "2023-02-29T10:47:41"),
    Broken("VAL-01", "deliveries", "DL-2024-000001", "received_on", "31-02-2024"),
    Broken("VAL-01", "supplier_invoices", "SI-2024-000012", "period_start", "01-01-2024"),
    # a Dutch number
    Broken("VAL-01", "trips", "TR-2024-000205", "distance", "1.234,56"),
    Broken("VAL-01", "meter_readings", "MR-2024-000023", "reading", "1.860,00"),
    Broken("VAL-01", "ledger_entries", "X-1", "amount", "1.234,56"),
    # no code, no whole number, nothing at all
    Broken("VAL-01", "power_certificates", "PC-2024-000002", "energy_source", "kernenergie"),
    Broken("VAL-01", "projects", "PJ-2024-000002", "year", "twintig"),
    Broken("VAL-02", "fuel_transactions", "FT-2024-000101", "product", ""),
    # an unknown unit, an unknown location, a quantity below zero
    Broken("VAL-05", "supplier_invoices", "SI-2024-000023", "unit", "therm"),
    Broken("VAL-07", "supplier_invoices", "SI-2024-000046", "location", "Gebouw Z"),
    Broken("VAL-17", "vehicle_distances", "VD-2022-000010", "distance", "-100"),
]

#: The line that is delivered a second time.
REPEATED = ("trips", "TR-2024-000207")

#: Lines of the ledger that cannot be used, or not as they stand, each of 1,000 but the credit.
LEDGER = {
    "account not mapped": booked("BX-1", account_code="4999", amount="1000.00"),
    "account mapped twice": several(
        account("4888", treatment="spend", spend_category="materials"),
        account("4888", treatment="out_of_scope"),
        booked("BX-2", account_code="4888", amount="1000.00"),
    ),
    "supplier unknown": booked("BX-3", supplier_id="s-raadsel", amount="1000.00"),
    "credit note without its invoice": booked("BX-4", credits_line_id="LE-weg", amount="-75.00"),
    "currency without a rate": booked("BX-5", currency="CHF", amount="1000.00"),
    "spend category without factor": several(
        spend_category(
            "verf",
            factor_key="printed_paint",
            alternative_factor_key="uk_sic_31",
            alternative_edition_id="uk_spend_2023",
        ),
        account("4882", treatment="spend", spend_category="verf"),
        booked("BX-6", account_code="4882", amount="1000.00"),
    ),
}
#: Answers of subcontractors that cannot be used, and one in metres.
SURVEY = {
    "without invoices": travelled("BS-1", "s-oa-029", mode="car", fuel="unknown", distance="1000"),
    "negative": travelled("BS-2", "s-oa-001", mode="car", fuel="unknown", distance="-500"),
    "absurd": travelled(
        "BS-3", "s-oa-002", mode="car", fuel="unknown", distance="9000000", year="2023"
    ),
}


@pytest.fixture(scope="module")
def broken_build(
    demo_dir: Path,
    build_company: Callable[..., Build],
    tmp_path_factory: pytest.TempPathFactory,
) -> Build:
    """The demo with one broken cell in each extract, with judgements on findings, built."""
    folder = Path(shutil.copytree(demo_dir, tmp_path_factory.mktemp("broken") / "broken"))
    for file, values in FIRST_LINES.items():
        common = {"line_id": "X-1", "source_file": f"{file}.xlsx", "source_row": "7"}
        append_row(folder, file, {**common, "delivery_id": "SI-gas_hk-2024", **values})
    for broken in BROKEN:
        break_cell(folder, broken.file, broken.line_id, broken.column, broken.value)
    for change in (*LEDGER.values(), *SURVEY.values()):
        change(folder)
    duplicate_row(folder, *REPEATED)
    drop_column(folder, "waste_collections", "quantity")
    for rule_id, key, expires_on in (
        ("VAL-16", "supplier_invoices|SI-2023-000060", "2025-03-31"),
        ("CMP-11", "consolidation_approach", "2025-03-30"),
    ):
        append_row(
            folder,
            "accepted_findings",
            {
                "rule_id": rule_id,
                "finding_key": key,
                "accepted_by": "controller",
                "expires_on": expires_on,
                "reason": "test",
                "decided_by": "controller",
                "decided_on": "2025-01-15",
            },
        )
    append_row(
        folder,
        "manual_checks",
        {
            "rule_id": "GOV-05",
            "result": "pass",
            "checked_on": "2025-01-15",
            "reason": "test",
            "decided_by": "controller",
            "decided_on": "2025-01-15",
        },
    )
    return build_company("broken", folder)


def test_every_extract_has_a_broken_cell(demo_dir: Path) -> None:
    extracts = {path.stem for path in (demo_dir / "extracts").glob("*.csv")}
    assert {broken.file for broken in BROKEN} | {"waste_collections"} == extracts


@pytest.mark.build
@pytest.mark.parametrize("broken", BROKEN, ids=lambda item: f"{item.file}-{item.column}")
def test_a_finding_names_file_line_column_and_value(broken: Broken, broken_build: Build) -> None:
    line = find_row(broken_build.folder, broken.file, broken.line_id)
    (finding,) = broken_build.rows(
        "from audit.fct_finding_lines where rule_id = ? and extract_name = ? and line_id = ? "
        "and column_name = ?",
        [
            broken.rule_id,
            broken.file,
            broken.line_id,
            # The rule on credit notes speaks of the quantity, whatever the extract calls it.
            "quantity" if broken.rule_id == "VAL-17" else broken.column,
        ],
    )
    assert finding["source_file"] == line["source_file"]
    assert finding["source_row"] == line["source_row"]
    told = finding["cell_value"]
    if broken.rule_id == "VAL-17":
        assert Decimal(told) == Decimal(broken.value)
    else:
        assert told == (broken.value or None)
    assert broken.line_id in finding["message"]


@pytest.mark.build
def test_a_missing_column_is_one_finding_and_spoils_its_own_lines(broken_build: Build) -> None:
    (finding,) = broken_build.rows("from audit.fct_finding_lines where rule_id = 'VAL-03'")
    assert (finding["extract_name"], finding["column_name"]) == ("waste_collections", "quantity")
    lines = len(read_rows(broken_build.folder, "waste_collections")[1])
    statuses = broken_build.rows(
        "select claim_status, count(*) as lines from audit.fct_activities "
        "where extract_name = 'waste_collections' group by claim_status"
    )
    assert statuses == [{"claim_status": "unreadable", "lines": lines}]
    # Not one more finding per line for the column that is not there.
    assert not broken_build.rows(
        "from audit.fct_finding_lines where rule_id = 'VAL-02' "
        "and extract_name = 'waste_collections'"
    )


@pytest.mark.build
def test_a_line_delivered_twice_counts_once(broken_build: Build) -> None:
    (finding,) = broken_build.rows("from audit.fct_finding_lines where rule_id = 'VAL-04'")
    assert (finding["extract_name"], finding["line_id"]) == REPEATED
    rows = broken_build.rows(
        "select occurrence, claim_status, claim_reason from audit.fct_activities "
        "where extract_name = ? and line_id = ? order by occurrence",
        REPEATED,
    )
    assert [row["claim_status"] for row in rows] == ["counted", "superseded"]
    assert rows[1]["claim_reason"] == "line_delivered_before"


@pytest.mark.build
def test_every_other_line_emits_what_it_did(broken_build: Build, demo_build: Build) -> None:
    sql = (
        "select extract_name || '|' || line_id as line, sum(kg_co2e) as kg_co2e "
        "from audit.fct_emissions group by extract_name, line_id"
    )
    before = {row["line"]: row["kg_co2e"] for row in demo_build.rows(sql)}
    after = {row["line"]: row["kg_co2e"] for row in broken_build.rows(sql)}
    spoiled = {f"{broken.file}|{broken.line_id}" for broken in BROKEN}
    # The lot that cannot be read no longer makes kWh green; the other one is spread over them all.
    uncovered = {
        row["line"]
        for row in demo_build.rows(
            "select extract_name || '|' || line_id as line from audit.fct_emissions "
            "where supply_lot like 'certificate|PC-2024-%'"
        )
    }
    # Counted as they stand: a supplier that is not known, a credit note without its invoice.
    doubtful = {"ledger_entries|BX-3", "ledger_entries|BX-4"}
    changed = {line for line in before | after if before.get(line) != after.get(line)}
    assert changed <= spoiled | uncovered | doubtful
    # What cannot be read emits nothing; what is known but for its location goes on as unknown power.
    no_location = "supplier_invoices|SI-2024-000046"
    assert "fuel_transactions|FT-2024-000100" in changed
    assert uncovered
    assert (changed - uncovered) & set(after) == {no_location} | doubtful
    assert broken_build.rows(
        "select distinct power_product, location_id from audit.fct_emissions "
        "where extract_name || '|' || line_id = ?",
        [no_location],
    ) == [{"power_product": "unknown", "location_id": None}]


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,20})?")

QUANTITIES = {
    "charging_sessions": "energy",
    "fuel_transactions": "quantity",
    "ledger_entries": "amount",
    "purchases_physical": "quantity",
    "subcontractor_travel": "distance",
    "supplier_invoices": "quantity",
    "trips": "distance",
    "vehicle_distances": "distance",
}


def delivered(folder: Path, file: str, column: str) -> tuple[int, dict[str, Decimal]]:
    """Return the lines of a file, and the sum of its readable quantities by unit."""
    sums: dict[str, Decimal] = {}
    rows = read_csv(csv_path(folder, file))
    for row in rows:
        if NUMBER.fullmatch(row[column]):
            # The ledger has a currency; where it is empty, euros.
            unit = row["unit"].lower() if "unit" in row else row["currency"].lower() or "eur"
            sums[unit] = sums.get(unit, Decimal(0)) + Decimal(row[column])
    return len(rows), sums


@pytest.mark.build
@pytest.mark.parametrize("file", sorted(QUANTITIES))
def test_delivered_lines_and_quantities_still_add_up(file: str, broken_build: Build) -> None:
    lines, sums = delivered(broken_build.folder, file, QUANTITIES[file])
    kept = broken_build.rows(
        "select line_id, occurrence, lower(source_unit) as unit, source_quantity, "
        "max(unit_multiplier) as multiplier, sum(quantity) as quantity "
        "from audit.fct_activities where extract_name = ? and claim_status in "
        "('counted', 'superseded', 'excluded', 'out_of_scope', 'unreadable') "
        "group by all",
        [file],
    )
    assert len(kept) == lines
    claimed: dict[str, Decimal] = {}
    for row in kept:
        if row["source_quantity"] is not None:
            claimed[row["unit"]] = claimed.get(row["unit"], Decimal(0)) + row["source_quantity"]
        if (
            row["multiplier"] is not None
            and row["source_quantity"] is not None
            and row["unit"] not in ("gbp", "chf")
        ):
            # The parts of the line, in the unit of its activity, make the delivered quantity.
            whole = (row["source_quantity"] * row["multiplier"]).quantize(Decimal("0.000001"))
            assert row["quantity"] == whole, row["line_id"]
    assert claimed == sums


@pytest.mark.build
def test_the_invariants_hold_on_broken_data(broken_build: Build) -> None:
    statuses = {
        row["rule_id"]: row["status"]
        for row in broken_build.rows(
            "select rule_id, status from marts.fct_rule_results where rule_id like 'CON-%'"
        )
    }
    assert set(statuses.values()) == {"PASS"}
    written = {entry["config"]["meta"]["rule_id"] for entry in rule_entries()}
    assert statuses.keys() == {rule_id for rule_id in written if rule_id.startswith("CON-")}


def finding(build: Build, rule_id: str, key: str) -> dict[str, Any]:
    """Return the one finding of a rule with that key."""
    (found,) = build.rows(
        "from audit.fct_finding_lines where rule_id = ? and finding_key = ?", [rule_id, key]
    )
    return found


@pytest.mark.build
def test_a_bad_ledger_line_is_a_finding_with_what_it_would_carry(
    broken_build: Build, project_root: Path
) -> None:
    (total,) = broken_build.rows(
        "select sum(kg_co2e) as kg, sum(counted_eur) as eur from audit.fct_spend_emissions "
        "where reporting_year = 2024 and kg_co2e is not null"
    )
    # 1,000 euros at the average of the year; the price of 2024 in pounds of 2023 for the factor.
    average = 1000 * total["kg"] / total["eur"]
    levels = {
        (row["series"], row["year"]): Decimal(row["value"])
        for row in read_csv(project_root / "seeds/shared/reference/price_levels.csv")
    }
    (furniture,) = (
        Decimal(row["kg_co2e_per_gbp"])
        for row in read_csv(project_root / "seeds/shared/factors/uk_spend_2023.csv")
        if row["sic_code"] == "31"
    )
    by_pounds = (
        1000
        * levels["cpi_nl_1962_100", "2023"]
        / levels["cpi_nl_1962_100", "2024"]
        * levels["gbp_per_eur_yearly_average", "2023"]
        * furniture
    )
    expected = {
        ("VAL-23", "4999|2024"): average,
        # 0.96 kg per euro of materials, or nothing: the highest is told.
        ("VAL-24", "4888|2024"): Decimal(960),
        ("VAL-11", "ledger_entries|BX-3|supplier_id"): Decimal(960),
        ("VAL-17", "ledger_entries|BX-4"): Decimal(-72),
        ("VAL-28", "chf|2024"): None,
        ("FAC-11", "verf|chosen"): by_pounds,
    }
    for (rule_id, key), kg in expected.items():
        told = finding(broken_build, rule_id, key)["kg_co2e"]
        if kg is None:
            assert told is None, rule_id
        else:
            assert abs(told - kg) < Decimal("0.001"), (rule_id, told, kg)
    reasons = {
        row["line_id"]: (row["claim_status"], row["claim_reason"])
        for row in broken_build.rows(
            "select line_id, claim_status, claim_reason from audit.fct_spend_emissions "
            "where line_id like 'BX-%'"
        )
    }
    assert reasons == {
        "BX-1": ("unreadable", "account_not_mapped"),
        "BX-2": ("unreadable", "account_mapped_twice"),
        "BX-3": ("counted", "only_source"),
        "BX-4": ("counted", "only_source"),
        "BX-5": ("unreadable", "currency_without_rate"),
        "BX-6": ("counted", "only_source"),
    }


@pytest.mark.build
def test_a_bad_answer_is_a_finding_with_its_own_kg(broken_build: Build, project_root: Path) -> None:
    factors = {
        year: Decimal(row["kg_co2e_wtw"])
        for year in ("2023", "2024")
        for row in read_csv(project_root / f"seeds/shared/factors/nl_{year}.csv")
        if row["factor_key"]
        == "nl_passenger_transport_auto_gemiddelde_auto_brandstofsoort_onbekend"
    }
    for key, km in (("BS-1|1", 1000), ("BS-2|1", 500)):
        assert finding(broken_build, "VAL-35", key)["kg_co2e"] == km * factors["2024"]
    absurd = finding(broken_build, "PLA-15", "s-oa-002|2023")
    assert absurd["kg_co2e"] > 9_000_000 * factors["2023"]


@pytest.mark.build
def test_scope_3_is_still_the_sum_of_its_lines(broken_build: Build, demo_build: Build) -> None:
    """Only the two doubtful lines move it: 1,000 euros more and 75 less, at 0.96 kg."""
    sql = (
        "select sum(t_co2e) from marts.rpt_footprint "
        "where frame = 'ladder' and scope = 'scope_3' and reporting_year = 2024"
    )
    moved = broken_build.value(sql) - demo_build.value(sql)
    assert moved == Decimal("0.888")


@pytest.mark.build
def test_an_accepted_finding_is_accepted_until_its_day(broken_build: Build) -> None:
    """Acceptances hold up to and including their last day (as_of_date is 2025-03-31)."""
    results = {
        row["rule_id"]: (row["status"], row["finding_count"], row["accepted_count"])
        for row in broken_build.rows("from marts.fct_rule_results")
    }
    assert results["VAL-16"] == ("ACCEPTED", 1, 1)
    (accepted,) = broken_build.rows("from audit.fct_finding_lines where status = 'accepted'")
    assert accepted["rule_id"] == "VAL-16"
    assert accepted["accepted_by"] == "controller"
    assert accepted["accepted_until"] == date(2025, 3, 31)
    assert results["CMP-11"] == ("FAIL", 1, 0)
    assert results["GOV-02"] == ("FAIL", 1, 0)
    assert results["GOV-05"] == ("MANUAL", 0, 0)


@pytest.mark.build
def test_a_quantity_beyond_all_reason_is_a_finding_and_stops_no_build(
    replay_demo: Callable[[Callable[[Path], object]], Any],
) -> None:
    """Nine digits may be read, and times a thousand litres their kilograms would fit in no column."""

    def change(folder: Path) -> None:
        break_cell(folder, "fuel_transactions", "FT-2022-000001", "quantity", "999999999")
        break_cell(folder, "fuel_transactions", "FT-2022-000001", "unit", "m3")

    replayed = replay_demo(change)
    assert replayed.rows(
        "select claim_status, claim_reason, kg from (select claim_status, claim_reason,"
        " (select count(*) from audit.fct_emissions where line_id = 'FT-2022-000001') as kg"
        " from audit.fct_activities where line_id = 'FT-2022-000001') as told"
    ) == [{"claim_status": "unreadable", "claim_reason": "quantity_unreadable", "kg": 0}]
    found = replayed.failures("lines__can_be_counted")
    assert "FT-2022-000001" in {row["line_id"] for row in found}
