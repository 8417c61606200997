"""Green or not: what dbt says of its run, and in words what to do when it is not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trede.job.build import BuildResult
from trede.job.errors import NoRoomError, NotGreenError

_BAD = ("error", "fail", "runtime error", "partial success")
#: Failures that are told one by one; dbt's log has all.
_MOST = 10
_LONGEST = 600
#: What DuckDB and the system say when the disk is full.
_NO_ROOM = (
    "no space left on device",
    "disk quota exceeded",
    "max_temp_directory_size",
)

NO_ROOM_WAY_OUT = (
    "The live warehouse is as it was. Make room, keep fewer runs (`trede job run --keep 2`), or "
    "move the folder to a larger disk."
)


@dataclass(frozen=True)
class Artifacts:
    """What dbt says of a run: manifest.json and run_results.json."""

    manifest: Mapping[str, Any]
    run_results: Mapping[str, Any]


def is_no_room(text: str) -> bool:
    """Tell whether a message says that the disk is full."""
    return any(words in text.lower() for words in _NO_ROOM)


def read_artifacts(target: Path) -> Artifacts | None:
    """Read what dbt left; None when it stopped before it wrote them."""
    content = []
    for name in ("manifest.json", "run_results.json"):
        try:
            content.append(json.loads((target / name).read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return None
    return Artifacts(*content)


def refuse_red(result: BuildResult, artifacts: Artifacts | None) -> str:
    """Refuse a build that is not green.

    Args:
        result: how dbt ended.
        artifacts: what it left.

    Returns:
        What there is to say of a green one.

    Raises:
        NoRoomError: it failed on a full disk.
        NotGreenError: it failed, or is not whole; the message names the nodes.
    """
    failures = _failures(artifacts) if artifacts else []
    if result.exit_code != 0 or failures:
        text = "\n".join([*failures, *result.tail])
        if is_no_room(text):
            raise NoRoomError(f"The disk became full during the build.\n{NO_ROOM_WAY_OUT}")
        raise NotGreenError(
            _not_green(result, artifacts, failures),
            [name for name, _, _ in _bad(artifacts)] if artifacts else (),
        )
    if artifacts is None:
        raise NotGreenError(
            "dbt ended without a failure, but left no run_results.json and manifest.json: nothing "
            "proves that the build is whole.\nRun the job again, without --dbt-args."
        )
    _refuse_part(artifacts)
    statuses = [str(each["status"]) for each in artifacts.run_results["results"]]
    warnings = statuses.count("warn")
    return f"{len(statuses)} nodes" + (f", {warnings} of them with warnings" if warnings else "")


def refuse_rules(rules: Mapping[str, int], strict: bool) -> None:
    """Refuse a build whose rules were not all judged, or with `strict` one that has findings.

    Raises:
        NotGreenError: it is such a one.
    """
    if rules.get("NOT_RUN"):
        raise NotGreenError(
            f"{rules['NOT_RUN']} data-quality rules did not run (NOT_RUN in marts.fct_rule_results): "
            "figures without their verdicts are not published.\nRun the job without --dbt-args that "
            "leave tests out."
        )
    if strict and rules.get("FAIL"):
        raise NotGreenError(
            f"{rules['FAIL']} data-quality rules have open findings, and --strict publishes none.\n"
            "The findings: run the job without --strict and `trede questions`, or build in another "
            "folder. Mend the source, or accept them (judgements/accepted_findings.csv)."
        )


def _bad(artifacts: Artifacts) -> Iterator[tuple[str, str, str]]:
    """Give kind and name of each node that failed, the file that it stands in, and what dbt says."""
    nodes = artifacts.manifest.get("nodes", {})
    unit_tests = artifacts.manifest.get("unit_tests", {})
    for result in artifacts.run_results.get("results", ()):
        if result["status"] in _BAD:
            unique_id = str(result["unique_id"])
            node = nodes.get(unique_id) or unit_tests.get(unique_id) or {}
            kind, _, name = unique_id.split(".", 2)
            message = " ".join(str(result.get("message") or "").split())
            yield (
                f"{kind} {node.get('name', name)}",
                str(node.get("original_file_path") or ""),
                message or str(result["status"]),
            )


def _failures(artifacts: Artifacts) -> list[str]:
    told = []
    for name, file, message in _bad(artifacts):
        place = f" ({file})" if file else ""
        shown = message if len(message) <= _LONGEST else f"{message[:_LONGEST]}..."
        told.append(f"{name}{place}: {shown}")
    return told


def _not_green(result: BuildResult, artifacts: Artifacts | None, failures: list[str]) -> str:
    if result.exit_code < 0:
        head = f"dbt was killed by signal {-result.exit_code}" + (
            " (out of memory?)." if result.exit_code == -9 else "."
        )
    else:
        head = f"`dbt build` ended with {result.exit_code}."
    if not failures:
        said = "\n".join(f"  {line}" for line in result.tail[-_MOST:])
        return f"{head}\n{said}\nMend what it says and run the job again."
    skipped = sum(
        each["status"] == "skipped"
        for each in (artifacts.run_results["results"] if artifacts else ())
    )
    lines = [f"{head} Failed: {len(failures)}" + (f", skipped: {skipped}" if skipped else "")]
    lines += [f"  {line}" for line in failures[:_MOST]]
    if len(failures) > _MOST:
        lines.append(f"  and {len(failures) - _MOST} more")
    lines.append(
        "Mend the file that is named, or put it back as it was, and run the job again. To try first: "
        "`dbt build` with TREDE_WAREHOUSE_DIR at another folder."
    )
    return "\n".join(lines)


def _refuse_part(artifacts: Artifacts) -> None:
    built = {str(each["unique_id"]): each["status"] for each in artifacts.run_results["results"]}
    missing = [
        f"{node['resource_type']} {node['name']}"
        for unique_id, node in artifacts.manifest.get("nodes", {}).items()
        if node["resource_type"] in ("seed", "model", "snapshot")
        and node["config"].get("materialized") != "ephemeral"
        and built.get(unique_id) != "success"
    ]
    if missing:
        shown = "\n".join(f"  {each}" for each in missing[:_MOST])
        more = f"\n  and {len(missing) - _MOST} more" if len(missing) > _MOST else ""
        raise NotGreenError(
            f"The build is of a part of the project; these were not built:\n{shown}{more}\n"
            "What is published is always whole: run the job without --select and --exclude in "
            "--dbt-args."
        )
