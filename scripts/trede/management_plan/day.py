"""The day that the plan is of: what the rules took as today, from dbt's artifacts of the run that judged."""

from __future__ import annotations

import json
from collections.abc import Set
from datetime import date
from pathlib import Path

from trede.pack.build_state import BuildState
from trede.pack.errors import RefusedError


def day_of_rules(target: Path, run_ids: Set[str]) -> date | None:
    """Return the day that the rules took as today; None where the artifacts do not tell.

    Args:
        target: dbt's target folder, with manifest.json and run_results.json.
        run_ids: the runs that gave the verdicts. The artifacts must be those of one run that gave them all:
            verdicts of several runs may speak of several days.
    """
    try:
        manifest, results = (
            json.loads((target / name).read_text(encoding="utf-8"))
            for name in ("manifest.json", "run_results.json")
        )
        state = BuildState(warehouse=target, manifest=manifest, run_results=results)
        return state.as_of_date() if run_ids == {state.invocation_id} else None
    except (OSError, ValueError, KeyError, RefusedError):
        return None
