"""What of a build does not hang on an input: read off dbt's manifest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

#: The macro whose result changes every day.
DAY = "macro.trede.as_of_date"


def left_alone(manifest: Mapping[str, Any], seconds: Mapping[str, float]) -> dict[str, float]:
    """Return for each input the share of the seconds of what neither reads it nor hangs on it.

    Args:
        manifest: dbt's manifest.json.
        seconds: of the statements, by unique id.

    Returns:
        `factors` for all editions together, `day` for the day taken for today, and each extract by
        its name; the input that leaves most alone first.
    """
    nodes = manifest["nodes"]
    whole = sum(taken for name, taken in seconds.items() if name in nodes)
    shares = {}
    for change, changed in _inputs(manifest).items():
        hanging = _descendants(manifest["child_map"], changed)
        shares[change] = 1 - sum(seconds.get(name, 0.0) for name in hanging) / whole
    return dict(sorted(shares.items(), key=lambda share: -share[1]))


def _inputs(manifest: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the nodes that a change of each input changes first."""
    found: dict[str, list[str]] = {"factors": [], "day": []}
    for name, node in manifest["nodes"].items():
        folder = Path(node["original_file_path"]).parent.name
        if node["resource_type"] == "seed" and folder == "factors":
            found["factors"].append(name)
        elif node["resource_type"] == "seed" and folder == "extracts":
            found[node["name"]] = [name]
        elif DAY in _macros(manifest["macros"], node["depends_on"].get("macros", ())):
            found["day"].append(name)
    return {change: changed for change, changed in found.items() if changed}


def _macros(macros: Mapping[str, Any], names: Iterable[str]) -> set[str]:
    """Return macros and all that they call."""
    children = {name: macro["depends_on"]["macros"] for name, macro in macros.items()}
    return _descendants(children, names)


def _descendants(children: Mapping[str, Iterable[str]], names: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += children.get(name, ())
    return seen
