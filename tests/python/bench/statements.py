"""The SQL of a build, as dbt ran it, to run it again without dbt."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: dbt builds a table under this name and renames it; without dbt nobody reads it meanwhile.
TEMPORARY = "__dbt_tmp"


class NotBuiltError(Exception):
    """The folder holds no green build whose SQL can be run again."""


@dataclass(frozen=True)
class Statement:
    """The SQL of one node.

    Attributes:
        kind: seed, model, test or hook.
        before: what must have run.
        dbt_seconds: what dbt took for it, rendering and bookkeeping included.
    """

    name: str
    kind: str
    sql: str
    before: tuple[str, ...]
    dbt_seconds: float


def read_statements(target: Path, wanted: Iterable[str] = ()) -> list[Statement]:
    """Read the statements of a build in the order in which dbt ran them.

    Args:
        target: dbt's target folder, with manifest.json, run_results.json and run/.
        wanted: names of models; then only those and what they need, without tests and hooks.

    Raises:
        NotBuiltError: an artifact is missing, or a node failed.
    """
    manifest, results = _artifact(target, "manifest.json"), _artifact(target, "run_results.json")
    nodes = manifest["nodes"]
    kept = _ancestors(nodes, set(wanted))
    statements = []
    for result in results["results"]:
        unique_id = result["unique_id"]
        kind = unique_id.split(".", 1)[0]
        if result["status"] not in ("success", "pass", "warn", "no-op"):
            raise NotBuiltError(
                f"{unique_id} ended with {result['status']}: {result.get('message')}"
            )
        if kind == "operation" and not kept:
            statements.append(
                Statement(unique_id, "hook", result["compiled_code"], (), result["execution_time"])
            )
        if kind not in ("seed", "model", "test") or (kept and unique_id not in kept):
            continue
        node = nodes[unique_id]
        statements.append(
            Statement(
                name=unique_id,
                kind=kind,
                sql=_test(node, result) if kind == "test" else _built(target, node),
                before=tuple(
                    parent for parent in node["depends_on"].get("nodes", ()) if parent in nodes
                ),
                dbt_seconds=result["execution_time"],
            )
        )
    if not statements:
        raise NotBuiltError(f"{target} holds the results of a run that built nothing")
    return statements


def schemas(target: Path) -> list[str]:
    """Return the schemas that a build fills."""
    nodes = _artifact(target, "manifest.json")["nodes"].values()
    return sorted({node["schema"] for node in nodes if node["resource_type"] != "unit_test"})


def _artifact(target: Path, name: str) -> dict[str, Any]:
    file = target / name
    if not file.is_file():
        raise NotBuiltError(f"{file} is missing: build the company first")
    return json.loads(file.read_text(encoding="utf-8"))


def _ancestors(nodes: dict[str, Any], wanted: set[str]) -> set[str]:
    """Return the unique ids of the wanted models and all that they need."""
    open_ids = [
        unique_id
        for unique_id, node in nodes.items()
        if node["resource_type"] == "model" and node["name"] in wanted
    ]
    if len(open_ids) != len(wanted):
        raise NotBuiltError(f"not every model of {sorted(wanted)} is in the build")
    found: set[str] = set()
    while open_ids:
        unique_id = open_ids.pop()
        if unique_id in nodes and unique_id not in found:
            found.add(unique_id)
            open_ids += nodes[unique_id]["depends_on"].get("nodes", ())
    return found


def _built(target: Path, node: dict[str, Any]) -> str:
    """Return the statements that made a table, under the table's own name."""
    file = target / "run" / node["package_name"] / node["original_file_path"]
    if not file.is_file():
        raise NotBuiltError(f"{file} is missing: the build did not write what it ran")
    return file.read_text(encoding="utf-8").replace(TEMPORARY, "")


def _test(node: dict[str, Any], result: dict[str, Any]) -> str:
    """Return a test as dbt runs it: a rule keeps its rows, every test counts them."""
    compiled = result["compiled_code"].rstrip().rstrip(";")
    if node["config"].get("store_failures") and result.get("relation_name"):
        table = result["relation_name"]
        return f"create or replace table {table} as ({compiled}\n);\nselect count(*) from {table}"
    return f"select count(*) from ({compiled}\n) as found"
