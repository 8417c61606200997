"""What could be kept of a build is what no path leads to from a change."""

from __future__ import annotations

from typing import Any

import pytest

from bench.lineage import left_alone


def _node(kind: str, path: str, *macros: str) -> dict[str, Any]:
    return {
        "resource_type": kind,
        "name": path.rsplit("/", 1)[-1].split(".")[0],
        "original_file_path": path,
        "depends_on": {"macros": list(macros)},
    }


MANIFEST: dict[str, Any] = {
    "nodes": {
        "trips": _node("seed", "seeds/companies/demo/extracts/trips.csv"),
        "nl_2024": _node("seed", "seeds/shared/factors/nl_2024.csv"),
        "staged": _node("model", "models/staging/staged.sql"),
        "factors": _node("model", "models/staging/factors.sql"),
        "weighed": _node("model", "models/marts/weighed.sql"),
        "late": _node("test", "tests/rules/late.sql", "macro.trede.is_late"),
    },
    "macros": {
        "macro.trede.is_late": {"depends_on": {"macros": ["macro.trede.as_of_date"]}},
        "macro.trede.as_of_date": {"depends_on": {"macros": []}},
    },
    "child_map": {
        "trips": ["staged"],
        "nl_2024": ["factors"],
        "staged": ["weighed", "late"],
        "factors": ["weighed"],
        "weighed": [],
        "late": [],
    },
}
SECONDS = {"staged": 4.0, "factors": 1.0, "weighed": 3.0, "late": 2.0, "operation.hook": 90.0}


def test_what_no_path_leads_to_is_left_alone() -> None:
    shares = left_alone(MANIFEST, SECONDS)
    # Of 10 s: late; factors and weighed; staged, weighed and late.
    assert shares == pytest.approx({"day": 0.8, "factors": 0.6, "trips": 0.1})
    assert list(shares) == ["day", "factors", "trips"]
