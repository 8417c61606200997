"""What is written down of the measurements: docs/benchmarks.json, from which docs/benchmarks.md is made."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel

from bench.machine import Machine
from bench.process import Measured
from bench.project import Limits, Scale
from bench.spread import Spread
from trede.files import write_whole


class Run(BaseModel):
    """One process of one case.

    Attributes:
        work_seconds: within the process, without its imports, where it tells that.
        work_cpu_seconds: of all its threads in that time.
        kept_bytes: what it leaves on disk as its result.
    """

    measured: Measured
    work_seconds: float | None = None
    work_cpu_seconds: float | None = None
    kept_bytes: int | None = None


class Case(BaseModel):
    """One case over its rounds."""

    wall_seconds: Spread
    work_seconds: Spread | None
    cpu_seconds: Spread
    lines: int
    lines_per_second: float
    peak_memory_bytes: Spread
    written_bytes: Spread
    spilled_bytes: Spread
    kept_bytes: int | None

    @classmethod
    def of(cls, runs: list[Run], lines: int) -> Case:
        """Sum up the rounds of a case that works through so many lines."""
        wall = Spread.of(run.measured.wall_seconds for run in runs)
        work = [run.work_seconds for run in runs if run.work_seconds is not None]
        kept = [run.kept_bytes for run in runs if run.kept_bytes is not None]
        return cls(
            wall_seconds=wall,
            work_seconds=Spread.of(work) if work else None,
            cpu_seconds=Spread.of(run.measured.cpu_seconds for run in runs),
            lines=lines,
            lines_per_second=lines / wall.median,
            peak_memory_bytes=Spread.of(run.measured.peak_memory_bytes for run in runs),
            written_bytes=Spread.of(run.measured.written_bytes for run in runs),
            spilled_bytes=Spread.of(run.measured.spilled_bytes for run in runs),
            kept_bytes=kept[-1] if kept else None,
        )


class Kind(BaseModel):
    """The nodes of one kind in a build.

    Attributes:
        dbt_seconds: the sum over its nodes, as dbt tells it; nodes run beside each other.
        straight_seconds: the sum of the same SQL without dbt; none for what has no SQL of its own.
        median_node_seconds: of a node in dbt.
    """

    nodes: int
    dbt_seconds: float
    straight_seconds: float | None
    median_node_seconds: float

    @property
    def overhead_per_node(self) -> float | None:
        """Seconds that dbt adds to a node."""
        if self.straight_seconds is None or not self.nodes:
            return None
        return (self.dbt_seconds - self.straight_seconds) / self.nodes


class Split(BaseModel):
    """Where the seconds of one `dbt build` go (the round with the median wall time).

    Attributes:
        import_seconds: starting Python and importing dbt.
        parse_seconds: reading the project into a graph.
        node_seconds: from the first node to the last, on dbt's threads.
        hook_seconds: the hooks at the end of the run.
        other_seconds: what is left: compiling the graph, writing artifacts, closing the file.
        straight_seconds: the same SQL in one process without dbt; none when that was not run.
        parts: the seconds of that SQL (else of the nodes in dbt), statement by statement, added up per
            part of the project.
        left_alone: the share of those seconds that does not hang on an input, by the input.
    """

    wall_seconds: float
    import_seconds: float
    parse_seconds: float
    node_seconds: float
    hook_seconds: float
    other_seconds: float
    straight_seconds: float | None = None
    kinds: dict[str, Kind]
    slowest: dict[str, float]
    parts: dict[str, float] = {}
    left_alone: dict[str, float] = {}


class Build(BaseModel):
    """A build by dbt, and its own SQL run straight where the disk holds a second warehouse."""

    dbt: Case
    straight: Case | None = None
    ratio: Spread | None = None
    split: Split
    differing_tables: list[str] = []
    compared_tables: int = 0


class Slice(BaseModel):
    """One question answered by all ways.

    Attributes:
        ratios: of the time that the work took.
        cpu_ratios: of the processor's time, which a busy machine moves little: for the guard.
    """

    lines: int
    rows: int
    digest: str
    cases: dict[str, Case]
    ratios: dict[str, Spread]
    cpu_ratios: dict[str, Spread]


class Copied(BaseModel):
    """The warehouse file copied, or the part of it that the disk held."""

    bytes: int
    wall_seconds: Spread

    @property
    def seconds_per_gb(self) -> float:
        """How long a gigabyte takes, in the median."""
        return self.wall_seconds.median / (self.bytes / 1e9)


class Explained(BaseModel):
    """Explaining one figure or line."""

    arguments: list[str]
    wall_seconds: Spread
    peak_memory_bytes: Spread


class Report(BaseModel):
    """One company measured on one machine.

    Attributes:
        load_per_core: what ran beside it when it began; above QUIET_LOAD its seconds are no headline.
        code: the start of the hash over what dbt reads of the project; empty where it was not written down.
        memory_floor_bytes: a process cannot be seen to need less than the one that starts it.
        skipped: what was not measured, and why.
    """

    company: str
    began_at: str
    load_per_core: float
    machine: Machine
    limits: Limits
    rounds: int
    code: str = ""
    memory_floor_bytes: int = 0
    scale: Scale | None = None
    lines_per_extract: dict[str, int] = {}
    landing_bytes: int = 0
    build: Build | None = None
    slice: Slice | None = None
    copied: Copied | None = None
    explained: list[Explained] = []
    skipped: dict[str, str] = {}


class Results(BaseModel):
    """All that was measured last, by company: `demo`, or the number of lines."""

    reports: dict[str, Report] = {}


def read_results(file: Path) -> Results:
    """Read what was written before; nothing, when nothing was."""
    if not file.is_file():
        return Results()
    return Results.model_validate_json(file.read_text(encoding="utf-8"))


def write_results(results: Results, file: Path) -> None:
    """Write the results whole."""
    write_whole(file, (results.model_dump_json(indent=2) + "\n").encode())
