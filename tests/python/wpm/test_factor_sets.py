"""No total mixes the WPM with a footprint: read from the graph of the project."""

from __future__ import annotations

from typing import Any

import pytest

from support.builds import Build

pytestmark = pytest.mark.build

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
    """Boundary, gas basis and denominator on every key figure; one set per total."""
    rows = golden.rows(
        "select distinct boundary, gas_basis, denominator, jaargang from "
        "staging.stg_wpm_kentallen order by jaargang"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("TTW", "CO2", "rkm", 2022),
        ("TTW", "CO2", "rkm", 2023),
        ("TTW", "CO2e", "rkm", 2025),
    ]
    mixed = golden.rows(
        "select reporting_year from marts.rpt_wpm_emissions where kg_co2 is not null group by 1 "
        "having count(distinct gas_basis) > 1 or count(distinct boundary) > 1 or count(*) <> "
        "count(boundary)"
    )
    assert mixed == []
