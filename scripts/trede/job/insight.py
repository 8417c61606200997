"""What a run found, and what is not as it was in the run that was published before it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import duckdb

from trede.job.difference import difference
from trede.job.record import Changes, ModelTime, RunRecord, Total


def rules_of(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return the number of rules by verdict, such as {"FAIL": 28, "PASS": 171}.

    Raises:
        duckdb.Error: the warehouse has no verdicts.
    """
    return dict(
        connection.execute(
            "select status, count(*) from marts.fct_rule_results group by status order by status"
        ).fetchall()
    )


def totals_of(connection: duckdb.DuckDBPyConnection) -> list[Total]:
    """Return the total of each frame and reporting year.

    Raises:
        duckdb.Error: the warehouse has no totals.
    """
    rows = connection.execute(
        "select reporting_year, frame, t_co2e, status = 'DRAFT' from marts.rpt_footprint_totals "
        "where total_kind = 'total' order by reporting_year, frame"
    ).fetchall()
    return [
        Total(reporting_year=year, frame=frame, t_co2e=t_co2e, is_draft=is_draft)
        for year, frame, t_co2e, is_draft in rows
    ]


def models_of(run_results: Mapping[str, Any]) -> list[ModelTime]:
    """Return how long each model took by dbt's run_results.json, the slowest first."""
    models = []
    for result in run_results.get("results", ()):
        kind, _, name = str(result["unique_id"]).split(".", 2)
        if kind != "model":
            continue
        rows = (result.get("adapter_response") or {}).get("rows_affected")
        models.append(
            ModelTime(
                name=name,
                seconds=round(float(result.get("execution_time") or 0), 3),
                # -1 is an engine's way to say that it does not know.
                rows=rows if isinstance(rows, int) and rows >= 0 else None,
            )
        )
    return sorted(models, key=lambda model: (-model.seconds, model.name))


def changes(previous: RunRecord | None, now: RunRecord) -> Changes:
    """Say what is not as it was.

    Args:
        previous: the last published run; None if there was none, so that everything is new.
        now: the run to tell of.
    """
    inputs = difference(previous.inputs if previous else {}, now.inputs)
    return Changes(
        inputs_added=inputs.added,
        inputs_removed=inputs.removed,
        inputs_changed=inputs.changed,
        totals_changed=_totals_changed(previous.totals if previous else [], now.totals),
        rules_changed=_rules_changed(previous.rules if previous else {}, now.rules),
    )


def _totals_changed(before: list[Total], after: list[Total]) -> list[str]:
    old, new = (
        {(total.reporting_year, total.frame): total for total in totals}
        for totals in (before, after)
    )
    return [
        f"{year} {frame}: {_said(old.get((year, frame)))} -> {_said(new.get((year, frame)))}"
        for year, frame in sorted(old.keys() | new.keys())
        if _value(old.get((year, frame))) != _value(new.get((year, frame)))
    ]


def _value(total: Total | None) -> tuple[Decimal, bool] | None:
    # As numbers: 12.50 and 12.5 tonnes are no change.
    return None if total is None else (total.t_co2e, total.is_draft)


def _said(total: Total | None) -> str:
    if total is None:
        return "none"
    return f"{total.t_co2e:f} t{' DRAFT' if total.is_draft else ''}"


def _rules_changed(before: Mapping[str, int], after: Mapping[str, int]) -> list[str]:
    return [
        f"{verdict}: {before.get(verdict, 0)} -> {after.get(verdict, 0)}"
        for verdict in sorted(before.keys() | after.keys())
        if before.get(verdict, 0) != after.get(verdict, 0)
    ]
