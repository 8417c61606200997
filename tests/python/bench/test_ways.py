"""All ways give one answer: by hand on a few lines, and on thousands of unkind ones the warehouse's own."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bench.project import EXTRAS
from bench.unkind import FUEL_COLUMNS, LEDGER_COLUMNS, write_unkind
from bench.ways import answer as answers
from bench.ways import duckdb_way, ours, pandas_way
from bench.ways.answer import Answer
from bench.ways.lookups import FUEL, LEDGER, Lookups, read_lookups
from support.cells import append_row, break_cell, duplicate_row, find_row
from support.replay import Replay

Way = Callable[[Path, Lookups], Answer]


def _duckdb(landing: Path, lookups: Lookups) -> Answer:
    return duckdb_way.answer(landing, lookups, {"threads": 2})


def _polars(landing: Path, lookups: Lookups) -> Answer:
    # polars stands beside the project's own packages.
    if str(EXTRAS) not in sys.path:
        sys.path.append(str(EXTRAS))
    pytest.importorskip("polars", reason="make bench installs it (requirements-bench.txt)")
    from bench.ways import polars_way

    return polars_way.answer(landing, lookups)


WAYS = [
    pytest.param(_duckdb, id="duckdb"),
    pytest.param(_polars, id="polars"),
    pytest.param(pandas_way.answer, id="pandas"),
]


def _land(landing: Path, extract: str, columns: list[str], rows: list[dict[str, str]]) -> None:
    file = landing / extract / "delivered=2024-01" / "part-0.parquet"
    file.parent.mkdir(parents=True)
    table = {name: pa.array([row.get(name, "") for row in rows], pa.string()) for name in columns}
    pq.write_table(pa.table(table), file)


@pytest.mark.parametrize("way", WAYS)
def test_a_few_lines_by_hand(way: Way, tmp_path: Path, project_root: Path, demo_dir: Path) -> None:
    moment = {"entity_id": "vsg_groep", "transacted_at": "2024-03-05T08:30:00+01:00"}
    _land(
        tmp_path,
        FUEL,
        FUEL_COLUMNS,
        [
            # Petrol E10 in 2024: 2.821 kg per litre; 0.0335 m3 are 33.5 l, and 33.5 x 2.821 = 94.5035.
            {"line_id": "A", "product": "EURO95", "quantity": "0.0335", "unit": "M3", **moment},
            # Delivered twice: the one that can be read counts, 10 x 2.821 = 28.21.
            {"line_id": "B", "product": "Euro 95 E10", "quantity": "ten", "unit": "l", **moment},
            {"line_id": "B", "product": "euro 95 e10 ", "quantity": "10", "unit": "l", **moment},
            # What cannot be used is kept and counted, also without its kilograms.
            {"line_id": "C", "product": "kerosine", "quantity": "7", "unit": "l", **moment},
            {"line_id": "D", "product": "EURO95", "quantity": "1.742,00", "unit": "l", **moment},
            {
                "line_id": "E",
                "product": "EURO95",
                "quantity": "5",
                "unit": "l",
                "entity_id": "vsg_groep",
                "transacted_at": "2024-02-30T08:30:00+01:00",
            },
        ],
    )
    booked = {"entity_id": "vsg_diensten", "account_code": "4050", "booking_date": "2024-12-31"}
    _land(
        tmp_path,
        LEDGER,
        LEDGER_COLUMNS,
        [
            # Hired cleaning: 0.25 kg per euro.
            {"line_id": "L1", "amount": "1000.00", **booked},
            {"line_id": "L2", "amount": "-40", "credits_line_id": "L1", **booked},
            # 84.662 pounds at 0.84662 pounds per euro are 100 euros: 25 kg.
            {"line_id": "L3", "amount": "84.662", "currency": "GBP", **booked},
            {"line_id": "L4", "amount": "5", **booked, "account_code": "no such account"},
        ],
    )
    lookups = read_lookups(demo_dir, project_root / "seeds" / "shared")
    assert lookups.accounts["4050"][1:] == ("spend", "hired_cleaning"), "the demo has changed"
    march = (FUEL, "vsg_groep", "2024-03-01")
    december = (LEDGER, "vsg_diensten", "2024-12-01")
    found = way(tmp_path, lookups)
    assert found == sorted(
        [
            (*march, "petrol_e10", "", "counted", "only_source", 2, 43_500_000, 122_713_500),
            # Of the two deliveries of B the unreadable one is unreadable first, a repetition second.
            (*march, "petrol_e10", "", "unreadable", "quantity_unreadable", 2, 0, 0),
            (*march, "", "", "unreadable", "unknown_type", 1, 0, 0),
            (
                FUEL,
                "vsg_groep",
                "",
                "petrol_e10",
                "",
                "unreadable",
                "date_unreadable",
                1,
                5_000_000,
                0,
            ),
            (
                *december,
                "spend_01",
                "hired_cleaning",
                "counted",
                "only_source",
                3,
                1_060_000_000,
                265_000_000,
            ),
            (*december, "", "", "unreadable", "account_not_mapped", 1, 5_000_000, 0),
        ]
    )


@pytest.fixture(scope="module")
def unkind(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Path:
    """A company with 5,000 unkind lines in two extracts, as CSV and landed; and decisions that bite."""
    folder = tmp_path_factory.mktemp("unkind")
    company = Path(
        shutil.copytree(project_root / "seeds" / "companies" / "demo", folder / "company")
    )
    # An entity that was bought and sold, a vehicle that moved, a fuel that is left out for a while, an
    # account that is mapped twice.
    break_cell(company, "entities", "vsg_groep", "valid_from", "2022-06-15")
    break_cell(company, "entities", "vsg_groep", "valid_to", "2024-09-30")
    moved = find_row(company, "vehicles", "v-c2154c0f")
    assert moved["entity_id"] == "vsg_groep", "the demo has changed"
    duplicate_row(
        company, "vehicles", "v-c2154c0f", entity_id="vsg_diensten", valid_from="2023-07-01"
    )
    exclusion = {"source": "fuel_vehicles", "valid_from": "2023-02-10", "valid_to": "2023-05-01"}
    append_row(company, "exclusions", exclusion)
    duplicate_row(company, "ledger_accounts", "4070")
    # A factor per pound of 2023: prices, currency and basis are converted, year by year; and one that
    # holds from a year on.
    for column, value in {
        "factor_key": "uk_sic_22",
        "edition_id": "uk_spend_2023",
        "price_basis_ratio": "0.87",
    }.items():
        break_cell(company, "spend_categories", "materials", column, value)
    break_cell(company, "spend_categories", "office", "valid_from_year", "2023")
    write_unkind(company, folder / "landing", 2_500)
    return folder


@pytest.fixture(scope="module")
def unkind_answer(unkind: Path, project_root: Path) -> Answer:
    """What DuckDB by hand says of them."""
    return _duckdb(
        unkind / "landing", read_lookups(unkind / "company", project_root / "seeds" / "shared")
    )


@pytest.mark.parametrize("way", WAYS[1:])
def test_the_ways_agree_on_unkind_lines(
    way: Way, unkind: Path, unkind_answer: Answer, project_root: Path
) -> None:
    lookups = read_lookups(unkind / "company", project_root / "seeds" / "shared")
    assert answers.difference(unkind_answer, way(unkind / "landing", lookups)) == ""


@pytest.mark.build
def test_the_warehouse_agrees_on_unkind_lines(
    unkind: Path, unkind_answer: Answer, replay_demo: Callable[..., Replay]
) -> None:
    def replace(folder: Path) -> None:
        shutil.copytree(unkind / "company", folder, dirs_exist_ok=True)

    replayed = replay_demo(replace)
    assert answers.difference(unkind_answer, ours.answer(replayed.connection)) == ""
    # Every line is kept, and every way of not counting stands among them.
    assert sum(int(row[7]) for row in unkind_answer) == 5_000
    assert {row[6] for row in unkind_answer} >= {
        "only_source",
        "line_delivered_before",
        "unknown_type",
        "unknown_unit",
        "quantity_unreadable",
        "date_unreadable",
        "entity_outside_boundary",
        "excluded_by_judgement",
        "account_not_mapped",
        "account_mapped_twice",
        "account_out_of_scope",
        "covered_by_activity_data",
        "currency_without_rate",
        "spend_category_unknown",
    }
    assert sum(int(row[9]) for row in unkind_answer) > 0


def test_a_difference_is_told() -> None:
    one: Answer = [(*"abcdefg", 1, 2, 3)]
    other: Answer = [(*"abcdefg", 1, 2, 4)]
    assert answers.difference(one, one) == ""
    assert "1 rows here only, 1 there only" in answers.difference(one, other)
    assert answers.digest(one) != answers.digest(other)
