"""The generator: repeatable, of the size that was asked for, of the contract's shape, and unkind."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from trede.check import check_company
from trede.contract import Contract
from trede.scale.cli import app
from trede.scale.company import write_company
from trede.scale.landing import write_landing
from trede.scale.settings import PREFIXES, Settings

LINES, MONTHS = 40_000, 8


def write(folder: Path, settings: Settings, threads: int = 2) -> Path:
    write_company(settings, folder / "company")
    write_landing(settings, folder / "landing", threads, lambda lines: None)
    return folder


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def lines_of(folder: Path, extract: str) -> list[dict[str, str | None]]:
    """The rows of an extract, with the month of their delivery beside them."""
    rows = []
    for file in sorted((folder / "landing" / extract).glob("*/*.parquet")):
        month = file.parent.name.removeprefix("delivered=")
        rows += [{**row, "delivered": month} for row in pq.ParquetFile(file).read().to_pylist()]
    return rows


def keys_of(folder: Path, mapping: str, column: str) -> set[str]:
    with (folder / "company" / "mappings" / f"{mapping}.csv").open(encoding="utf-8") as opened:
        return {row[column] for row in csv.DictReader(opened)}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small company, written once."""
    settings = Settings(lines=LINES, months=MONTHS, seed=7)
    return write(tmp_path_factory.mktemp("scale"), settings)


@pytest.fixture(scope="module")
def ledger(generated: Path) -> list[dict[str, str | None]]:
    return lines_of(generated, "ledger_entries")


def test_the_same_seed_gives_the_same_bytes_and_another_one_does_not(tmp_path: Path) -> None:
    settings = Settings(lines=1_000, months=3, seed=7)
    first = hashes(write(tmp_path / "first", settings, threads=1))
    assert hashes(write(tmp_path / "second", settings, threads=3)) == first
    other = hashes(write(tmp_path / "third", settings.model_copy(update={"seed": 8})))
    assert other.keys() == first.keys()
    assert all(other[name] != digest for name, digest in first.items() if "/trips/" in name)


def test_every_line_that_was_asked_for_is_there(generated: Path) -> None:
    counts = {extract: len(lines_of(generated, extract)) for extract in PREFIXES}
    assert counts.pop("deliveries") == MONTHS * len(PREFIXES)
    assert sum(counts.values()) == LINES
    assert counts["ledger_entries"] == LINES * 6 // 10


def test_every_file_has_the_columns_of_the_contract_as_text(
    generated: Path, contract: Contract
) -> None:
    files = list((generated / "landing").rglob("*.parquet"))
    assert len(files) == MONTHS * len(PREFIXES)
    for file in files:
        schema = pq.ParquetFile(file).schema_arrow
        assert tuple(schema.names) == contract.file(file.parts[-3]).column_names
        assert {str(kind) for kind in schema.types} == {"string"}


def test_a_month_is_one_folder_of_each_extract(generated: Path) -> None:
    for extract in PREFIXES:
        months = sorted(path.name for path in (generated / "landing" / extract).iterdir())
        assert months == [f"delivered=2022-{month:02}" for month in range(1, MONTHS + 1)]


def test_the_preflight_has_nothing_to_say(generated: Path, contract: Contract) -> None:
    assert list(check_company(generated / "company", contract)) == []


def test_a_fifth_of_the_ledger_is_of_one_supplier(ledger: list[dict[str, str | None]]) -> None:
    (_, first), (_, second), *_ = Counter(line["supplier_id"] for line in ledger).most_common(9)
    assert 0.2 <= first / len(ledger) < 0.35
    assert second < first / 2


def test_one_vehicle_fuels_far_more_than_the_others(generated: Path) -> None:
    counts = Counter(line["vehicle_id"] for line in lines_of(generated, "fuel_transactions"))
    (_, most), *_, (_, least) = counts.most_common()
    assert most > 10 * least


def test_some_lines_come_twice_and_some_without_identifier(
    ledger: list[dict[str, str | None]],
) -> None:
    counts = Counter(line["line_id"] for line in ledger if line["line_id"] is not None)
    again = sum(count - 1 for count in counts.values())
    assert 0.003 < again / len(ledger) < 0.007
    assert any(line["line_id"] is None for line in ledger)


def test_some_cells_cannot_be_read(ledger: list[dict[str, str | None]]) -> None:
    dates = sum(line["booking_date"] == "30-02-2024" for line in ledger)
    amounts = sum(line["amount"] == "1.742,50" for line in ledger)
    assert 0.0005 < dates / len(ledger) < 0.0015
    assert 0.0005 < amounts / len(ledger) < 0.0015


def test_some_lines_arrive_in_a_later_month_than_their_date(
    ledger: list[dict[str, str | None]],
) -> None:
    dated = [line for line in ledger if line["booking_date"] != "30-02-2024"]
    late = [line for line in dated if line["booking_date"][:7] < line["delivered"]]
    assert 0.01 < len(late) / len(dated) < 0.04
    assert not [line for line in dated if line["booking_date"][:7] > line["delivered"]]


def test_a_booking_that_can_be_read_and_came_once_balances(
    ledger: list[dict[str, str | None]],
) -> None:
    documents: dict[str, list[dict[str, str | None]]] = {}
    for line in ledger:
        documents.setdefault(str(line["document_number"]), []).append(line)
    whole = [
        lines
        for lines in documents.values()
        if len(lines) == 3 and "1.742,50" not in {line["amount"] for line in lines}
    ]
    assert len(whole) > 0.9 * len(documents)
    for lines in whole:
        assert sum(Decimal(str(line["amount"])) for line in lines) == 0
        assert len({line["booking_date"] for line in lines} - {"30-02-2024"}) == 1


def test_a_credit_note_takes_back_the_line_that_it_names(
    ledger: list[dict[str, str | None]],
) -> None:
    amounts = {
        line["line_id"]: line for line in ledger if line["amount"] != "1.742,50" and line["line_id"]
    }
    credits = [line for line in amounts.values() if line["credits_line_id"] in amounts]
    assert len(credits) > 0.005 * len(ledger)
    plain = [line for line in credits if not amounts[line["credits_line_id"]]["credits_line_id"]]
    assert plain
    for line in plain:
        credited = amounts[line["credits_line_id"]]
        assert Decimal(str(line["amount"])) == -Decimal(str(credited["amount"]))
        assert line["account_code"] == credited["account_code"]


def test_power_is_billed_in_more_than_one_unit_and_across_months(generated: Path) -> None:
    invoices = lines_of(generated, "supplier_invoices")
    assert {"kWh", "MWh", "m3"} <= {line["unit"] for line in invoices}
    readable = [line for line in invoices if line["period_start"] != "30-02-2024"]
    across = [line for line in readable if line["period_start"][:7] != line["period_end"][:7]]
    assert 0.2 < len(across) / len(readable) < 0.4
    assert all(line["period_start"] <= line["period_end"] for line in readable)


@pytest.mark.parametrize(
    ("extract", "column", "mapping", "key"),
    [
        ("ledger_entries", "supplier_id", "suppliers", "supplier_id"),
        ("ledger_entries", "account_code", "ledger_accounts", "account_code"),
        ("fuel_transactions", "vehicle_id", "vehicles", "vehicle_id"),
        ("fuel_transactions", "product", "products", "product"),
        ("supplier_invoices", "location", "location_aliases", "alias"),
        ("supplier_invoices", "product", "products", "product"),
        ("meter_readings", "meter_id", "meters", "meter_id"),
    ],
)
def test_nearly_all_keys_are_mapped_and_some_are_not(
    generated: Path, extract: str, column: str, mapping: str, key: str
) -> None:
    values = [line[column] for line in lines_of(generated, extract) if line[column] is not None]
    known = keys_of(generated, mapping, key)
    unknown = [value for value in values if value not in known]
    assert 0 < len(unknown) < 0.03 * len(values)


def test_a_reading_runs_backwards_only_where_it_is_meant_to(generated: Path) -> None:
    readings: dict[str, list[tuple[str, Decimal]]] = {}
    for line in lines_of(generated, "meter_readings"):
        if line["read_at"] != "30-02-2024" and line["reading"] != "1.742,50":
            cell = (str(line["read_at"]), Decimal(str(line["reading"])))
            readings.setdefault(str(line["meter_id"]), []).append(cell)
    readings.pop("ean-onbekend", None)
    steps = [
        later[1] >= earlier[1]
        for cells in readings.values()
        for earlier, later in zip(sorted(cells), sorted(cells)[1:], strict=False)
    ]
    assert steps.count(True) > 0.98 * len(steps)


def refusals() -> Iterator[tuple[list[str], str]]:
    yield ["--lines", "999"], "--lines 999"
    yield ["--months", "61"], "--months 61"
    yield ["--start", "2022-13"], "--start 2022-13"


@pytest.mark.parametrize(("arguments", "said"), list(refusals()))
def test_an_argument_that_cannot_be_used_is_refused(
    tmp_path: Path, arguments: list[str], said: str
) -> None:
    result = CliRunner().invoke(app, ["generate", "--out", str(tmp_path / "new"), *arguments])
    assert result.exit_code == 2
    assert said in result.output
    assert not (tmp_path / "new").exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("kept")
    for command in (["generate"], ["land", "demo"]):
        result = CliRunner().invoke(app, [*command, "--out", str(tmp_path)])
        assert result.exit_code == 2
        assert "is not empty" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]
