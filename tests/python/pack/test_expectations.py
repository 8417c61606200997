"""The second opinion: met where nothing is wrong, and each kind of wrong is one that it sees."""

from __future__ import annotations

import json
import os
import shutil
import socket
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pack.small import SmallBuild, change_cell, insider
from trede.pack.errors import TouchedError, UsageError
from trede.pack.expectations.parameters import Parameters, load_parameters
from trede.pack.read import manifest_of

# Great Expectations takes 3 to 15 seconds to import: with the slow tests.
pytestmark = pytest.mark.build

WHERE = {"frame": "ladder", "line": "scope_1", "reporting_year": 2024}


@pytest.fixture
def two(small_origin: SmallBuild, tmp_path: Path) -> tuple[Path, Path]:
    """Two packs of one build; the second may be changed (by an insider, so that it is whole)."""
    first = Path(
        shutil.copytree(small_origin.folder / "frozen/acme_2025-03-31_001", tmp_path / "a")
    )
    return first, Path(shutil.copytree(first, tmp_path / "b"))


def ask(folder: Path, previous: Path | None = None, parameters: Parameters | None = None) -> Any:  # noqa: ANN401
    from trede.pack.expectations.run import expect

    return expect(folder, previous, parameters=parameters)


def not_met(opinion: Any) -> set[tuple[str, str, str]]:  # noqa: ANN401
    return {
        (each["table"], each["meta"]["origin"], each["meta"]["check"])
        for each in opinion.results
        if not each["success"]
    }


def change_table(pack: Path, table: str, change: Any) -> None:  # noqa: ANN401
    path = pack / f"data/marts/{table}.parquet"
    pq.write_table(change(pq.read_table(path)), path)
    insider(pack)


def test_nothing_wrong_is_nothing_told(two: tuple[Path, Path]) -> None:
    first, second = two
    opinion = ask(second, first)
    assert opinion.is_met, opinion.failures
    assert opinion.evaluated > 40
    assert all(each["error"] is None for each in opinion.results)
    content = json.loads(opinion.file.read_text(encoding="utf-8"))
    assert opinion.file == second.parent / "b.expectations.json"
    assert content["is_met"] is True
    assert content["evaluated"] == opinion.evaluated
    checks = {each["meta"]["check"] for each in opinion.results}
    assert checks >= {
        *("columns_and_types", "not_null", "accepted_values", "unique_key"),
        *("row_count", "no_new_nulls", "sum", "editions", "mean"),
    }
    # The same question gets the same answer, byte for byte.
    before = opinion.file.read_bytes()
    ask(second, first)
    assert opinion.file.read_bytes() == before


def test_it_calls_nobody(two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[object] = []

    def refuse(self: socket.socket, address: object) -> None:
        called.append(address)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    ask(two[1], two[0])
    assert called == []
    assert os.environ["GX_ANALYTICS_ENABLED"] == "False"


def test_sums_are_those_of_the_rows(two: tuple[Path, Path]) -> None:
    opinion = ask(two[1], two[0])
    observed = {
        tuple(each["meta"]["group"].values()): each["observed"]
        for each in opinion.results
        if each["meta"]["check"] == "sum" and each["arguments"]["column"] == "t_co2e"
    }
    # 236.850000001 + 20.25 + 3.5, in each frame and year: not the sum of other rows.
    assert observed == {
        (year, frame): pytest.approx(260.600000001)
        for year in ("2023", "2024")
        for frame in ("ladder", "ghg_protocol")
    }


@pytest.mark.parametrize(
    ("table", "change", "wrong"),
    [
        (
            "rpt_footprint",
            lambda table: table.drop_columns(["data_quality_score"]),
            ("rpt_footprint", "contract", "columns_and_types"),
        ),
        (
            "rpt_footprint",
            lambda table: table.set_column(4, "t_co2e", table["t_co2e"].cast(pa.decimal128(38, 9))),
            ("rpt_footprint", "contract", "columns_and_types"),
        ),
        (
            "fct_rule_results",
            lambda table: table.set_column(1, "status", pa.array(["PASS", "MAYBE"])),
            ("fct_rule_results", "contract", "accepted_values"),
        ),
        (
            "fct_rule_results",
            lambda table: pa.concat_tables([table, table]),
            ("fct_rule_results", "contract", "unique_key"),
        ),
        (
            "rpt_footprint",
            lambda table: table.set_column(
                4,
                "t_co2e",
                pa.array([None, *table["t_co2e"].to_pylist()[1:]], pa.decimal128(30, 9)),
            ),
            ("rpt_footprint", "contract", "not_null"),
        ),
    ],
    ids=["column", "type", "value", "key", "null"],
)
def test_a_broken_contract_is_seen(
    two: tuple[Path, Path],
    table: str,
    change: Any,  # noqa: ANN401
    wrong: tuple[str, str, str],
) -> None:
    change_table(two[1], table, change)
    assert not_met(ask(two[1])) == {wrong}


def test_other_distributions_are_seen(two: tuple[Path, Path]) -> None:
    first, second = two
    change_cell(second, "rpt_footprint", WHERE, "t_co2e", Decimal("260"))
    change_cell(
        second, "dim_factors", {"factor_edition_id": "nl_2023"}, "factor_edition_id", "nl_1"
    )
    change_cell(second, "fct_findings", {"finding_id": "CON-01|x"}, "kg_co2e", None)
    change_cell(second, "rpt_footprint_totals", {"reporting_year": 2023}, "status", None)
    insider(second)
    opinion = ask(second, first)
    assert not_met(opinion) == {
        # 283.75 is 8.9% more than 260.60.
        ("rpt_footprint", "previous", "sum"),
        ("dim_factors", "previous", "editions"),
        # fct_findings may have empty cells: parameters.yml.
        ("rpt_footprint_totals", "previous", "no_new_nulls"),
    }
    assert any("reporting_year 2024, frame ladder" in line for line in opinion.failures)


def test_a_small_change_is_within_bounds_unless_the_year_is_locked(two: tuple[Path, Path]) -> None:
    first, second = two
    change_cell(second, "rpt_footprint", WHERE, "t_co2e", Decimal("236.850000002"))
    insider(second)
    assert ask(second, first).is_met
    publications = second / "inputs/judgements/publications.csv"
    publications.write_text(publications.read_text() + "2024,1,,2025-03-01\n")
    insider(second)
    opinion = ask(second, first)
    assert not_met(opinion) == {("rpt_footprint", "previous", "locked_years")}
    # A restatement that came since unlocks the year.
    restatements = second / "inputs/judgements/restatements.csv"
    restatements.write_text(restatements.read_text() + "2024,error,A meter was read wrongly\n")
    insider(second)
    assert ask(second, first).is_met
    # One that the previous pack had does not.
    shutil.copy(restatements, first / "inputs/judgements/restatements.csv")
    insider(first)
    assert not ask(second, first).is_met


def test_other_rows_are_counted(two: tuple[Path, Path]) -> None:
    first, second = two
    change_table(second, "dim_factors", lambda table: pa.concat_tables([table] * 12))
    assert ("dim_factors", "previous", "row_count") in not_met(ask(second, first))


def test_a_table_that_vanished_is_seen(two: tuple[Path, Path]) -> None:
    first, second = two
    manifest = manifest_of(second)
    gone = ("data/marts/dim_factors.parquet", "cells/data/marts/dim_factors.parquet")
    for path in gone:
        (second / path).unlink()
    files = tuple(file for file in manifest.files if file.path not in gone)
    kept = manifest.model_copy(update={"files": files})
    (second / "manifest.json").write_bytes(kept.to_bytes())
    insider(second)
    assert not_met(ask(second, first)) == {
        ("all tables", "previous", "tables"),
        ("dim_factors", "contract", "columns_and_types"),
    }


def test_bounds_are_read_from_one_file(two: tuple[Path, Path]) -> None:
    first, second = two
    change_cell(second, "rpt_footprint", WHERE, "t_co2e", Decimal("260"))
    insider(second)
    bounds = load_parameters()
    wide = bounds.model_copy(
        update={
            "sums": tuple(
                each.model_copy(update={"within_pct": Decimal(9)}) for each in bounds.sums
            )
        }
    )
    assert not ask(second, first).is_met
    assert ask(second, first, wide).is_met


def test_a_sealed_pack_stays_sealed(two: tuple[Path, Path]) -> None:
    from trede.pack.expectations.run import expect

    with pytest.raises(UsageError, match="sealed"):
        expect(two[1], out=two[1] / "runtime" / "opinion.json")
    (two[0] / "data/line_level.csv").write_text("x\n")
    with pytest.raises(TouchedError):
        expect(two[1], two[0])
