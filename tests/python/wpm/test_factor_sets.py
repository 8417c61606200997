"""No total mixes the WPM with a footprint: read from the graph of the project."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.builds import Build
from support.cells import append_row, break_cell, read_rows
from support.replay import Replay, replay
from wpm.golden import BECAUSE, KVK

pytestmark = pytest.mark.build

SECOND_KVK = "87654321"

#: The models that may read both: the way from one to the other.
BRIDGE = {
    "int_wpm_ladder_rows",
    "int_wpm_bridge_cells",
    "int_wpm_bridge_steps",
    "int_wpm_bridge_persons",
    "rpt_wpm_bridge",
}


def parents(manifest: dict[str, Any], unique_id: str) -> set[str]:
    """All nodes before a node."""
    found: set[str] = set()
    todo = [unique_id]
    while todo:
        for parent in manifest["parent_map"].get(todo.pop(), []):
            if parent not in found:
                found.add(parent)
                todo.append(parent)
    return found


def name(unique_id: str) -> str:
    """The last part of a unique id."""
    return unique_id.split(".")[2]


def test_no_footprint_has_a_wpm_seed_before_it(golden: Build) -> None:
    manifest = golden.manifest
    models = {
        unique_id: node
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and "wpm" not in node["name"]
    }
    assert any(node["name"] == "fct_emissions" for node in models.values())
    for unique_id in models:
        before = {name(parent) for parent in parents(manifest, unique_id)}
        # what a company folder holds is read by rules about all files; factors and lines of the WPM are not
        strangers = {
            parent
            for parent in before
            if "wpm" in parent and parent not in ("wpm_choices", "stg_wpm_choices")
        }
        assert not strangers, f"{name(unique_id)} is made of {sorted(strangers)}"


def test_only_the_bridge_reads_emissions_of_the_footprint(golden: Build) -> None:
    manifest = golden.manifest
    readers = {
        node["name"]
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] == "model"
        and "wpm" in node["name"]
        and "model.trede.fct_emissions" in parents(manifest, unique_id)
    }
    assert readers == BRIDGE


def test_every_wpm_factor_says_what_it_is(golden: Build) -> None:
    """Boundary, gas basis and denominator on every key figure."""
    rows = golden.rows(
        "select distinct boundary, gas_basis, denominator, jaargang from "
        "staging.stg_wpm_kentallen order by jaargang"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("TTW", "CO2", "rkm", 2022),
        ("TTW", "CO2", "rkm", 2023),
        ("TTW", "CO2e", "rkm", 2025),
    ]


@pytest.fixture(scope="module")
def two_editions(
    golden: Build, golden_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Replay]:
    """The golden company with a second KVK number; in 2024 the one counts CO2 and the other CO2e.

    In 2023 and 2024 the second has the commuting by bicycle of two of its persons, which merges the
    numbers; in 2022 it has nothing.
    """
    work_dir = tmp_path_factory.mktemp("two_editions")
    folder = Path(shutil.copytree(golden_dir, work_dir / "company"))
    append_row(
        folder,
        "entities",
        {
            "entity_id": "second",
            "name": "Tweede BV (fictief)",
            "kvk_number": SECOND_KVK,
            "is_in_boundary": "true",
        },
    )
    _, lines = read_rows(folder, "commuting")
    moved = [
        line
        for line in lines
        if line["period_start"][:4] in ("2023", "2024")
        and line["employee_key"] in ("e-petrol-4", "e-petrol-5")
    ]
    assert len(moved) == 4
    for line in moved:
        break_cell(folder, "commuting", line["line_id"], "entity_id", "second")
    for kvk, jaargang in ((KVK, "2023"), (SECOND_KVK, "2025")):
        append_row(
            folder,
            "wpm_choices",
            {
                "kvk_number": kvk,
                "year": "2024",
                "choice": "jaargang",
                "value": jaargang,
                **BECAUSE,
            },
        )
    with replay(golden, folder, work_dir / "replay") as replayed:
        yield replayed


def test_no_total_has_two_gases(two_editions: Replay) -> None:
    """Each published amount is made of cells of one gas; where it would not be, there is none."""
    cells = two_editions.rows(
        "select cells.reporting_year, cells.kvk_number, cells.purpose, cells.mode_group, "
        "cells.category, editions.gas_basis from intermediate.int_wpm_cell_emissions as cells "
        "join staging.stg_wpm_jaargangen as editions on cells.jaargang = editions.jaargang "
        "where cells.kentallen_of = 'own' and cells.kg_co2 is not null"
    )
    keys = ("kvk_number", "purpose", "mode_group", "category")
    rows = two_editions.rows("select * from marts.rpt_wpm_emissions")
    mixed = []
    for row in rows:
        behind = {
            cell["gas_basis"]
            for cell in cells
            if cell["reporting_year"] == row["reporting_year"]
            and all(row[key] in (None, cell[key]) for key in keys)
        }
        if len(behind) > 1:
            mixed.append(row)
        elif row["kg_co2"] is not None:
            assert behind == {row["gas_basis"]}
    assert {row["reporting_year"] for row in mixed} == {2024}, "the test must have something to see"
    for row in mixed:
        assert (row["kg_co2"], row["rkm"], row["g_per_rkm"], row["gas_basis"]) == (None,) * 4
        assert row["share_without_co2_pct"] is not None


def test_no_index_change_or_bridge_goes_across_gases(two_editions: Replay) -> None:
    index = {
        (row["purpose"], row["reporting_year"]): row["own_index"]
        for row in two_editions.rows(
            "select purpose, reporting_year, own_index from marts.rpt_wpm_path where "
            "kvk_number = 'all' and path = 'trendpad' and population = 'employers_100_plus'"
        )
    }
    assert index["zakelijk", 2023] is not None, "one gas in 2022 and 2023"
    assert index["woon_werk", 2024] is None and index["totaal", 2024] is None
    # 2025 is CO2e for all: an end, but no index on 2022.
    assert index["totaal", 2025] is None
    bridges = two_editions.rows(
        "select distinct reporting_year from intermediate.int_wpm_bridge_steps"
    )
    assert {row["reporting_year"] for row in bridges} == {2022, 2023, 2025}
    changes = two_editions.rows(
        "select * from marts.rpt_wpm_change where purpose = 'commuting' and reporting_year = 2024 "
        "and gas_basis is null"
    )
    assert changes
    for row in changes:
        assert row["end_kg"] is None and row["own_change_kg"] is None
