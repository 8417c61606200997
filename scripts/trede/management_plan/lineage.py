"""What dbt's manifest says: which rules look at which extract, and which reports read which tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: A rule that can be reached from more extracts than this looks at everything, not at a file.
FEW_EXTRACTS = 3


@dataclass(frozen=True)
class Report:
    """A report or another use of the marts, as its exposure states it."""

    label: str
    kind: str
    reads: tuple[str, ...]


@dataclass(frozen=True)
class Lineage:
    """What was read from a manifest.

    Attributes:
        rules: rule ids by the extract that they look at; a rule may stand under a few.
        reports: the exposures, by label.
    """

    rules: Mapping[str, tuple[str, ...]]
    reports: tuple[Report, ...]


def read_lineage(manifest_file: Path) -> Lineage | None:
    """Read a manifest; None where there is none, or none that can be read."""
    try:
        manifest: dict[str, Any] = json.loads(manifest_file.read_text(encoding="utf-8"))
        nodes, exposures = manifest["nodes"], manifest["exposures"]
    except (OSError, ValueError, KeyError):
        return None
    extracts = {
        unique_id: node["name"]
        for unique_id, node in nodes.items()
        if node["resource_type"] == "seed" and "extracts" in node["fqn"]
    }
    reached: dict[str, frozenset[str]] = {}

    def extracts_of(unique_id: str) -> frozenset[str]:
        if unique_id not in reached:
            own = {extracts[unique_id]} if unique_id in extracts else set()
            parents = nodes[unique_id]["depends_on"].get("nodes", ()) if unique_id in nodes else ()
            reached[unique_id] = frozenset(own).union(*(extracts_of(each) for each in parents))
        return reached[unique_id]

    rules: dict[str, set[str]] = {}
    for unique_id, node in nodes.items():
        meta = node.get("config", {}).get("meta") or {}
        if node["resource_type"] != "test" or not meta.get("rule_id"):
            continue
        found = extracts_of(unique_id)
        if 0 < len(found) <= FEW_EXTRACTS:
            for extract in found:
                rules.setdefault(extract, set()).add(str(meta["rule_id"]))
    reports = (
        Report(
            str(exposure.get("label") or exposure["name"]),
            str(exposure.get("type") or ""),
            tuple(sorted(each.split(".")[-1] for each in exposure["depends_on"]["nodes"])),
        )
        for exposure in exposures.values()
    )
    return Lineage(
        {extract: tuple(sorted(found)) for extract, found in rules.items()},
        tuple(sorted(reports, key=lambda report: report.label)),
    )
