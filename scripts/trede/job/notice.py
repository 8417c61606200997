"""What leaves the machine of a run: counts, names of nodes, the run's id, and no cell of the data.

An error message of dbt or of DuckDB quotes the value on which it stumbled, which can be a key of a
person. A webhook or a mailbox is out of the company's hands, so it is told no message of anybody
else's making: only fields that are made here, one by one. Why a run failed stands in its record.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from trede.job.record import RunRecord

#: Names of nodes that a message repeats; the list has all.
_MOST = 10


class ChangedCounts(BaseModel):
    """How much is not as it was in the last published run."""

    inputs_added: int
    inputs_removed: int
    inputs_changed: int
    totals_changed: int
    rules_changed: int


class Notice(BaseModel):
    """The message of a run or a rollback.

    Attributes:
        event: what happened: a run of the job, or a rollback.
        failed_step: the step of the job that failed.
        failed_nodes: the models and tests of dbt that failed, such as `test trips__are_readable`.
        rules: number of rules by verdict.
        changed: counts only; the names of files stay in the record.
        message: the above in words.
    """

    event: Literal["run", "rollback"]
    run_id: str
    state: str
    company: str
    started_at: datetime
    ended_at: datetime
    seconds: float
    exit_code: int
    live_run_id: str | None
    failed_step: str | None
    failed_nodes: list[str]
    rules: dict[str, int]
    input_count: int
    model_count: int
    changed: ChangedCounts | None
    message: str


def notice_of(record: RunRecord) -> Notice:
    """Return what may be told of a record to somebody outside."""
    changed = record.changed
    failed_step = next((step.name for step in record.steps if step.state == "failed"), None)
    return Notice(
        event="rollback" if record.state == "rolled_back" else "run",
        run_id=record.run_id,
        state=record.state,
        company=record.company,
        started_at=record.started_at,
        ended_at=record.ended_at,
        seconds=record.seconds,
        exit_code=record.exit_code,
        live_run_id=record.live_run_id,
        failed_step=failed_step,
        failed_nodes=record.failed_nodes,
        rules=record.rules,
        input_count=len(record.inputs),
        model_count=len(record.models),
        changed=(
            ChangedCounts(**{name: len(value) for name, value in changed.model_dump().items()})
            if changed
            else None
        ),
        message=_message(record, failed_step),
    )


def _message(record: RunRecord, failed_step: str | None) -> str:
    live = f"Live is {record.live_run_id}." if record.live_run_id else "Nothing is published yet."
    if record.state == "published":
        return f"{record.run_id} of {record.company} is published. {live}"
    if record.state == "unchanged":
        return f"{record.run_id} of {record.company}: nothing changed, nothing was built. {live}"
    if record.state == "rolled_back":
        return f"{record.company} was rolled back. {live}"
    said = f"{record.run_id} of {record.company} is not published: {record.state}"
    said += f", in the step {failed_step}." if failed_step else "."
    names = record.failed_nodes
    if names:
        more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
        said += f" Failed: {', '.join(names[:_MOST])}{more}."
    return f"{said} {live} Why stands in its record: trede job history --json --last 1."
