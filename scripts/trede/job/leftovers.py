"""What killed runs, and removals by hand, left behind: it goes, and each run has its record."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from trede.job.folder import RECORD, WAREHOUSE, Clock, JobFolder
from trede.job.record import (
    RUN_ID,
    RunRecord,
    Step,
    is_plain,
    read_record,
    sequence_of,
    write_record,
)
from trede.job.seal import warehouse_file_of

LOG = "job.jsonl"
#: Runs whose logs stay (some two megabytes each); records stay for ever.
LOGS_KEPT = 100
#: dbt's log is a gigabyte in a bad case; its end says what went wrong.
_LOG_MOST = 2 * 1024 * 1024
#: dbt's results of tens of thousands of nodes; what is larger is not looked at.
_RESULTS_MOST = 64 * 1024 * 1024


def keep_logs(building: Path, history: Path) -> None:
    """Keep what tells later how a run went, before the rest of it is removed."""
    history.mkdir(parents=True, exist_ok=True)
    log = building / "dbt" / "logs" / "dbt.log"
    if log.is_file():
        _keep_end(log, history / log.name)
    results = building / "dbt" / "target" / "run_results.json"
    if results.is_file() and results.stat().st_size <= _RESULTS_MOST:
        _keep_results(results, history / results.name)


def _keep_end(source: Path, target: Path) -> None:
    size = source.stat().st_size
    with source.open("rb") as opened, target.open("wb") as written:
        if size > _LOG_MOST:
            opened.seek(size - _LOG_MOST)
            written.write(b"... (the beginning was left out)\n")
        shutil.copyfileobj(opened, written)


def _keep_results(source: Path, target: Path) -> None:
    """Keep dbt's results without the SQL, which is most of them and stands in the log as well."""
    try:
        content = json.loads(source.read_text(encoding="utf-8"))
        for result in content["results"]:
            result.pop("compiled_code", None)
    except (ValueError, KeyError, TypeError, AttributeError):
        # Of a killed dbt there may be half.
        return
    target.write_text(json.dumps(content), encoding="utf-8")


def forget_logs(folder: JobFolder, keep: int = LOGS_KEPT) -> int:
    """Remove the logs of the oldest runs; their records stay. Return of how many."""
    names = [path.name for path in folder.history.iterdir() if RUN_ID.fullmatch(path.name)]
    old = sorted(names, key=sequence_of)[:-keep]
    for name in old:
        shutil.rmtree(folder.history / name, ignore_errors=True)
    return len(old)


def clean(folder: JobFolder, company: str, clock: Clock, own: str | None = None) -> list[str]:
    """Remove what killed runs left, and runs whose warehouse is gone; write the records that lack.

    Under the lock only: what another job is building looks the same.

    Args:
        folder: the job's folder.
        company: for the records.
        clock: for what a killed run did not write down.
        own: the run that is cleaning.

    Returns:
        What was done, in words.
    """
    done = []
    for run_id in folder.remove_removed():
        done.append(f"removed the rest of {run_id}, which was being removed")
    for run_id in folder.unfinished():
        if run_id == own:
            continue
        if is_plain(run_id):
            # The file itself still stands where the plain build put it.
            folder.remove_building(run_id)
            continue
        keep_logs(folder.building / run_id, folder.history / run_id)
        folder.remove_building(run_id)
        done.append(f"removed what {run_id} had built when it was killed")
    for part in sorted(folder.root.glob(".*.part")):
        part.unlink(missing_ok=True)
    for part in sorted(folder.history.glob(".*.part")):
        part.unlink(missing_ok=True)
    for run_id in folder.hollow():
        if not (folder.history / f"{run_id}.json").exists():
            write_record(folder.history, _hollow(folder.runs / run_id, company, clock))
        folder.remove_run(run_id)
        done.append(f"removed the rest of {run_id}, whose {WAREHOUSE} somebody had removed")
    live = folder.live()
    for run_id in folder.kept():
        if (folder.history / f"{run_id}.json").exists():
            continue
        # It was sealed, so it is whole. Was it killed just after the switch, or just before?
        write_record(folder.history, _sealed(folder, run_id, run_id == live, company, clock))
        done.append(
            f"wrote the record of {run_id}, which was killed "
            + ("just after it was published" if run_id == live else "before it was published")
        )
    for name in sorted(path.name for path in folder.history.iterdir() if path.is_dir()):
        if (
            name != own
            and RUN_ID.fullmatch(name)
            and not (folder.history / f"{name}.json").exists()
        ):
            write_record(folder.history, _killed(folder.history / name, name, company, clock))
            done.append(f"wrote the record of {name}, which was killed")
    return done


def _hollow(place: Path, company: str, clock: Clock) -> RunRecord:
    """Return the record of a run of which neither the warehouse nor a record is left in its place."""
    moment = clock()
    told: dict[str, Any] = {
        "state": "killed",
        "exit_code": -9,
        "message": f"Its {WAREHOUSE} was removed by hand before it had a record in history.",
    }
    try:
        return read_record(place / RECORD).model_copy(update=told)
    except (OSError, ValueError):
        return RunRecord(
            run_id=place.name,
            company=company,
            started_at=moment,
            ended_at=moment,
            seconds=0,
            **told,
        )


def _sealed(folder: JobFolder, run_id: str, is_live: bool, company: str, clock: Clock) -> RunRecord:
    place = folder.runs / run_id
    try:
        record = read_record(place / RECORD)
    except (OSError, ValueError):
        moment = clock()
        record = RunRecord(
            run_id=run_id,
            state="killed",
            company=company,
            started_at=moment,
            ended_at=moment,
            seconds=0,
            exit_code=-9,
            warehouse=warehouse_file_of(place / WAREHOUSE),
        )
    if is_live:
        return record.model_copy(
            update={
                "state": "published",
                "exit_code": 0,
                "live_run_id": run_id,
                "message": "Published, and killed before it wrote its record; the next job did.",
            }
        )
    return record.model_copy(
        update={
            "state": "killed",
            "exit_code": -9,
            "live_run_id": folder.live(),
            "message": "Killed when it was whole and not yet published (or its record was removed). "
            f"`trede job rollback --to {run_id}` publishes it.",
        }
    )


def _killed(logs: Path, run_id: str, company: str, clock: Clock) -> RunRecord:
    """Tell of a killed run what its log still says."""
    steps: list[Step] = []
    began: datetime | None = None
    ended: datetime | None = None
    running = ""
    for line in _lines(logs / LOG):
        try:
            moment = datetime.fromisoformat(line["at"])
            began, ended = began or moment, moment
            if line["state"] in ("done", "failed"):
                steps.append(
                    Step(
                        name=line["step"],
                        state=line["state"],
                        seconds=line["seconds"] or 0,
                        message=line["message"],
                    )
                )
            elif line["state"] == "started":
                running = line["step"]
        except (KeyError, TypeError, ValueError):
            continue
    moment = clock()
    began, ended = began or moment, ended or moment
    return RunRecord(
        run_id=run_id,
        state="killed",
        company=company,
        started_at=began,
        ended_at=ended,
        seconds=max(0.0, sum(step.seconds for step in steps)),
        steps=steps,
        exit_code=-9,
        message="Killed"
        + (f" in the step {running}" if running else "")
        + ": it ended without writing its record. The live warehouse was not touched.",
    )


def _lines(file: Path) -> list[dict[str, Any]]:
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    lines = []
    for line in text.splitlines():
        try:
            content = json.loads(line)
        except ValueError:
            # The last line of a killed process.
            continue
        if isinstance(content, dict):
            lines.append(content)
    return lines
