"""The record of a run: one JSON file per run, written once, kept outside what is rebuilt."""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from trede.job.durable import write_durably

State = Literal[
    "published", "not_green", "stopped", "killed", "no_room", "rolled_back", "unchanged"
]

#: `<sequence>_<UTC moment>`, or `<sequence>_plain` for a file that a plain `dbt build` had made.
RUN_ID = re.compile(r"(?P<sequence>[0-9]{6,})_(?:[0-9]{8}T[0-9]{6}Z|plain)")

#: A record is some ten kilobytes. What is much larger is none, and is not read.
_LARGEST = 32 * 1024 * 1024


class _Part(BaseModel):
    # A later version may write more: an older one still reads the history.
    model_config = ConfigDict(extra="ignore")


class Step(_Part):
    """One step of a run.

    Attributes:
        name: lock, clean, space, inputs, compare, build, inputs_again, gate, publish_copy, seal, switch,
            retain, or rollback.
        state: done or failed.
        seconds: by the monotonic clock.
        message: what there is to say of it, for people.
    """

    name: str
    state: str
    seconds: float
    message: str = ""


class ModelTime(_Part):
    """How long a model took, and how many rows it has where the engine says so."""

    name: str
    seconds: float
    rows: int | None = None


class Total(_Part):
    """A total of the footprint as the run found it."""

    reporting_year: int
    frame: str
    t_co2e: Decimal
    is_draft: bool


class Changes(_Part):
    """What is not as it was in the last published run."""

    inputs_added: list[str] = Field(default_factory=list)
    inputs_removed: list[str] = Field(default_factory=list)
    inputs_changed: list[str] = Field(default_factory=list)
    totals_changed: list[str] = Field(default_factory=list)
    rules_changed: list[str] = Field(default_factory=list)


class WarehouseFile(_Part):
    """The file that was published.

    Attributes:
        size: in bytes.
        sha256: over all of it.
        mtime_ns: when it was last written, to see a later change without reading it.
    """

    size: int
    sha256: str
    mtime_ns: int | None = None


class RunRecord(_Part):
    """What a run was given, did and found; the same in history/ and beside the published file.

    Attributes:
        settings: what else its figures depend on: the day taken for today, options for dbt.
        live_run_id: the run that readers found when this one ended.
        failed_nodes: the models and tests of dbt that failed, by kind and name.
    """

    run_id: str = Field(pattern=f"^{RUN_ID.pattern}$")
    state: State
    company: str
    started_at: datetime
    ended_at: datetime
    seconds: float
    versions: dict[str, str | None] = Field(default_factory=dict)
    inputs: dict[str, str] = Field(default_factory=dict)
    settings: dict[str, str] = Field(default_factory=dict)
    steps: list[Step] = Field(default_factory=list)
    models: list[ModelTime] = Field(default_factory=list)
    rules: dict[str, int] = Field(default_factory=dict)
    totals: list[Total] = Field(default_factory=list)
    changed: Changes | None = None
    exit_code: int
    message: str = ""
    warehouse: WarehouseFile | None = None
    live_run_id: str | None = None
    failed_nodes: list[str] = Field(default_factory=list)

    @property
    def sequence(self) -> int:
        """Return the number that orders the runs."""
        return sequence_of(self.run_id)

    def to_bytes(self) -> bytes:
        """Write the record as JSON."""
        return f"{self.model_dump_json(indent=1)}\n".encode()


@dataclass(frozen=True)
class History:
    """The records of a folder.

    Attributes:
        records: in the order of their sequence.
        skipped: why a file was left out, by its name.
    """

    records: list[RunRecord]
    skipped: Mapping[str, str] = field(default_factory=dict)


def sequence_of(run_id: str) -> int:
    """Return the number of a run.

    Raises:
        ValueError: it is no run's id.
    """
    match = RUN_ID.fullmatch(run_id)
    if not match:
        raise ValueError(f"{run_id!r} is no run's id")
    return int(match["sequence"])


def is_plain(run_id: str) -> bool:
    """Tell whether a run is the file that a plain `dbt build` had made."""
    return run_id.endswith("_plain")


def write_record(folder: Path, record: RunRecord) -> Path:
    """Write a run's record into the folder of the history.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{record.run_id}.json"
    write_durably(file, record.to_bytes())
    return file


def read_record(file: Path) -> RunRecord:
    """Read one record.

    Raises:
        ValueError: the file is torn, or is no record.
        OSError: it cannot be read.
    """
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        raise ValueError("is no file")
    if status.st_size > _LARGEST:
        raise ValueError(f"has {status.st_size} bytes, more than any record")
    try:
        return RunRecord.model_validate_json(file.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{place + ': ' if place else ''}{first['msg']}") from error


def read_history(folder: Path) -> History:
    """Read every record; a torn or foreign file is skipped and named."""
    records: list[RunRecord] = []
    skipped: dict[str, str] = {}
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    for name in names:
        if not name.endswith(".json") or name.startswith("."):
            continue
        try:
            record = read_record(folder / name)
            if record.run_id != name.removesuffix(".json"):
                raise ValueError(f"holds the record of {record.run_id}")
        except (OSError, ValueError) as error:
            skipped[name] = str(error)
            continue
        records.append(record)
    return History(sorted(records, key=lambda record: record.sequence), skipped)


def read_records(folder: Path) -> list[RunRecord]:
    """Return the records of a history in order of sequence, without what is torn or foreign."""
    return read_history(folder).records
