"""Read the rules and their findings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import yaml

from support.builds import Build

RULES = Path(__file__).resolve().parents[3] / "tests" / "rules"


def rule_entries() -> list[dict[str, Any]]:
    """Return the YAML entries of all rules, each with its `family`."""
    return [
        {**entry, "family": path.stem}
        for path in sorted(RULES.glob("*.yml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["data_tests"]
    ]


def rule_ids() -> dict[str, str]:
    """Return the name of each rule by its id."""
    return {entry["config"]["meta"]["rule_id"]: entry["name"] for entry in rule_entries()}


def rule_sql(build: Build) -> dict[str, str]:
    """Return the SQL of each rule as the build ran it, by rule id."""
    nodes = build.manifest["nodes"]
    return {
        nodes[result["unique_id"]]["config"]["meta"]["rule_id"]: str(result["compiled_code"])
        for result in build.run_results["results"]
        if result["unique_id"].startswith("test.") and "rule" in nodes[result["unique_id"]]["tags"]
    }


def finding_keys(build: Build, connection: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    """Run every rule of a build on a warehouse; return (rule_id, finding_key) of each finding."""
    return {
        (rule_id, key)
        for rule_id, sql in rule_sql(build).items()
        for (key,) in connection.execute(f"select finding_key from ({sql}) as findings").fetchall()
    }
