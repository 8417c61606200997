"""What dbt's manifest says: which rules look at which extract, and which reports read which tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trede.warehouse import WarehouseError

#: A rule that can be reached from more extracts than this looks at everything, not at a file.
FEW_EXTRACTS = 3


class OtherBuildError(WarehouseError):
    """The manifest is not of the build that filled the warehouse."""

    exit_code = 6


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
        rule_ids: every rule of the project.
        run_id: the run of dbt that wrote the manifest.
    """

    rules: Mapping[str, tuple[str, ...]]
    reports: tuple[Report, ...]
    rule_ids: frozenset[str] = frozenset()
    run_id: str = ""


def read_lineage(manifest_file: Path) -> Lineage | None:
    """Read a manifest; None where there is none, or none that can be read."""
    try:
        manifest: dict[str, Any] = json.loads(manifest_file.read_text(encoding="utf-8"))
        nodes, exposures = manifest["nodes"], manifest["exposures"]
        run_id = str(manifest["metadata"]["invocation_id"])
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
    rule_ids = set()
    for unique_id, node in nodes.items():
        meta = node.get("config", {}).get("meta") or {}
        if node["resource_type"] != "test" or not meta.get("rule_id"):
            continue
        rule_ids.add(str(meta["rule_id"]))
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
        frozenset(rule_ids),
        run_id,
    )


def refuse_other_build(
    lineage: Lineage, manifest_file: Path, runs: Mapping[str, str], rule_ids: frozenset[str]
) -> None:
    """See to it that a manifest is of the build that filled the warehouse, as `trede pack freeze` does.

    Args:
        lineage: what the manifest says.
        manifest_file: its place, for the message.
        runs: the run that judged each rule of the warehouse.
        rule_ids: the rules of the warehouse.

    Raises:
        OtherBuildError: it is not; its checks would stand beside verdicts of other rules.
    """
    # pyarrow takes a moment to import; an error about the warehouse need not wait.
    from trede.pack.build_state import refuse_other_runs
    from trede.pack.errors import RefusedError

    way_out = (
        f"{manifest_file} is not of the build of this warehouse, or a command of dbt ran after that build "
        "(a part of it, or dbt ls or compile).\nRun `make build`, or name the target folder of the build "
        "with --target."
    )
    differ = sorted(lineage.rule_ids ^ rule_ids)
    if differ:
        raise OtherBuildError(
            "The rules of dbt's manifest are not those of the warehouse (marts.dim_rules); "
            f"in one of them only: {', '.join(differ)}.\n{way_out}"
        )
    try:
        refuse_other_runs(runs, lineage.run_id, way_out)
    except RefusedError as error:
        raise OtherBuildError(str(error)) from error
