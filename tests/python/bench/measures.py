"""The cases: what is run, round by round, and what is made of it."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import typer

from bench.journal import Journal
from bench.lineage import left_alone
from bench.process import Measured, measure
from bench.project import EXTRAS, PYTHON, ROOT, Limits, Subject, dbt, duckdb_settings, environment
from bench.results import Build, Case, Copied, Explained, Kind, Run, Slice, Split
from bench.slicing import EXTRACTS
from bench.spread import Spread, ratios
from bench.ways import answer as answers
from support.builds import ProjectCopy

#: The modules of the benchmarks and of Trede, for the processes that are measured.
PYTHONPATH = f"{ROOT / 'tests' / 'python'}:{ROOT / 'scripts'}"

#: Nodes that are shown by name.
SLOWEST = 12


class DifferentAnswerError(Exception):
    """Two ways answered differently: their times cannot be compared."""


class Bench:
    """The cases of one company in one work folder."""

    def __init__(
        self,
        work: Path,
        project: ProjectCopy,
        company: str,
        landing: Path | None,
        limits: Limits,
        journal: Journal,
    ) -> None:
        """Prepare; nothing is run yet."""
        self.work = work
        self.project = project
        self.limits = limits
        self.journal = journal
        self.landing = landing
        self.variables = environment(company, work, limits, landing)
        asked = duckdb_settings(project, self.variables)
        self.settings: dict[str, str] = asked["settings"]
        self.config: dict[str, str] = asked["config"]
        self.spill = work / "spill"
        for folder in ("warehouse", "spill", "out"):
            (work / folder).mkdir(parents=True, exist_ok=True)

    # -- one process each ------------------------------------------------------------------------

    def dbt_import(self, turn: int) -> Run:
        """Start Python and import dbt."""
        command = [PYTHON, "-c", "import dbt.cli.main, dbt.adapters.duckdb"]
        return self.journal.run(
            "import", turn, lambda: Run(measured=self._measure("import", command))
        )

    def dbt_parse(self, turn: int) -> Run:
        """Read the project, and import dbt before that."""
        command = dbt(self.project, self.work / "parse", "parse")
        return self.journal.run(
            "parse", turn, lambda: Run(measured=self._measure("parse", command))
        )

    def dbt_build(self, turn: int, *options: str) -> Run:
        """Build into a new file."""

        def build() -> Run:
            self._empty_warehouse()
            measured = self._measure("dbt", dbt(self.project, self.work, "build", *options))
            kept = self.work / "target" / f"run_results.{turn}.json"
            shutil.copy2(self.work / "target" / "run_results.json", kept)
            return Run(measured=measured, kept_bytes=self.warehouse.stat().st_size)

        return self.journal.run("dbt", turn, build)

    def straight(self, turn: int) -> Run:
        """Run the SQL of the last build without dbt."""
        return self.journal.run("straight", turn, lambda: self._straight("straight", []))

    def ours(self, turn: int, landing: Path) -> Run:
        """Run the part of that SQL that answers the slice, on the lines of the slice."""
        options = ["--answer-to", str(self._out("ours", turn, "answer"))]
        options += ["--landing", str(self.landing), str(landing)]
        return self.journal.run("ours", turn, lambda: self._straight("ours", options, keep=False))

    def way(self, name: str, turn: int, subject: Subject, landing: Path) -> Run:
        """Answer the slice by hand."""

        def answer() -> Run:
            output = self._out(name, turn, "seconds")
            command = [PYTHON, "-m", "bench.way", name]
            command += ["--landing", str(landing), "--company", str(subject.company)]
            command += ["--shared", str(subject.project.root / "seeds" / "shared")]
            command += ["--answer-to", str(self._out(name, turn, "answer"))]
            command += ["--output", str(output)]
            if name == "duckdb":
                named = ("memory_limit", "temp_directory")
                settings = {key: self.config[key] for key in named if key in self.config}
                command += ["--settings", json.dumps(settings | self.settings)]
            measured = self._measure(name, command)
            return Run(measured=measured, **_read(output))

        return self.journal.run(name, turn, answer)

    def explain(self, place: int, turn: int, arguments: Sequence[str]) -> Run:
        """Explain one figure or line."""
        command = [str(Path(PYTHON).with_name("trede")), "explain", *arguments]
        return self.journal.run(
            f"explain_{place}",
            turn,
            lambda: Run(measured=self._measure(f"explain_{place}", command)),
        )

    def copy(self, turn: int) -> Run:
        """Copy the warehouse, as far as the disk holds it."""
        output = self._out("copy", turn, "seconds")
        command = [PYTHON, "-m", "bench.copying", str(self.warehouse), str(self.work / "copy")]

        def action() -> Run:
            measured = self._measure("copy", [*command, "--output", str(output)])
            return Run(measured=measured, **_read(output))

        return self.journal.run("copy", turn, action)

    # -- what is made of them --------------------------------------------------------------------

    def build(self, rounds: int, lines: int, *options: str, is_compared: bool = True) -> Build:
        """Measure the whole build, and against its own SQL when the disk holds a second warehouse."""
        runs: dict[str, list[Run]] = defaultdict(list)
        for turn in range(1, rounds + 1):
            runs["import"].append(self.dbt_import(turn))
            runs["parse"].append(self.dbt_parse(turn))
            runs["dbt"].append(self.dbt_build(turn, *options))
            if not is_compared:
                continue
            runs["straight"].append(self.straight(turn))
            if turn == 1:
                same = self._compare()
        if not is_compared:
            return Build(dbt=Case.of(runs["dbt"], lines), split=self._split(runs))
        return Build(
            dbt=Case.of(runs["dbt"], lines),
            straight=Case.of(runs["straight"], lines),
            # What a scheduler waits for: the whole process of both.
            ratio=_ratio(runs["dbt"], runs["straight"], lambda run: run.measured.wall_seconds),
            split=self._split(runs),
            differing_tables=same["differing"],
            compared_tables=same["compared"],
        )

    def build_cpu_ratio(self, rounds: int, *options: str) -> Spread:
        """Measure the processor's time of a build against that of its own SQL."""
        runs: dict[str, list[Run]] = defaultdict(list)
        for turn in range(1, rounds + 1):
            runs["dbt"].append(self.dbt_build(turn, *options))
            runs["straight"].append(self.straight(turn))
        return _ratio(runs["dbt"], runs["straight"], lambda run: run.measured.cpu_seconds)

    def slice(self, rounds: int, subject: Subject, ways: Sequence[str]) -> Slice:
        """Measure all ways to one answer.

        Raises:
            DifferentAnswerError: an answer differs from the warehouse's.
        """
        landing = self.work / "slice"
        self._measure(
            "slicing", [PYTHON, "-m", "bench.slicing", str(subject.landing), str(landing)]
        )
        runs: dict[str, list[Run]] = defaultdict(list)
        given: dict[str, answers.Answer] = {}
        for turn in range(1, rounds + 1):
            for name in ("ours", *ways):
                run = (
                    self.ours(turn, landing)
                    if name == "ours"
                    else self.way(name, turn, subject, landing)
                )
                runs[name].append(run)
                given[name] = answers.read(self._out(name, turn, "answer"))
                if unlike := answers.difference(given["ours"], given[name]):
                    raise DifferentAnswerError(
                        f"{name} answers otherwise than the warehouse:\n{unlike}"
                    )
        lines = sum(subject.lines_per_extract.get(name, 0) for name in EXTRACTS)
        return Slice(
            lines=lines,
            rows=len(given["ours"]),
            digest=answers.digest(given["ours"]),
            cases={name: Case.of(of_way, lines) for name, of_way in runs.items()},
            ratios={f"ours/{name}": _ratio(runs["ours"], runs[name], _work) for name in ways},
            cpu_ratios={f"ours/{name}": _ratio(runs["ours"], runs[name], _cpu) for name in ways},
        )

    def explained(self, rounds: int) -> list[Explained]:
        """Measure explaining some figures of the warehouse."""
        chosen = self.work / "out" / "figures.json"
        if not chosen.is_file():
            command = [PYTHON, "-m", "bench.figures", str(self.warehouse), "--output", str(chosen)]
            self._measure("figures", command)
        found = []
        for place, arguments in enumerate(json.loads(chosen.read_text(encoding="utf-8")), start=1):
            runs = [self.explain(place, turn, arguments) for turn in range(1, rounds + 1)]
            found.append(
                Explained(
                    arguments=arguments,
                    wall_seconds=Spread.of(run.measured.wall_seconds for run in runs),
                    peak_memory_bytes=Spread.of(run.measured.peak_memory_bytes for run in runs),
                )
            )
        return found

    def copied(self, rounds: int) -> Copied:
        """Measure copying the warehouse, as a build that keeps most of it would begin."""
        runs = [self.copy(turn) for turn in range(1, rounds + 1)]
        return Copied(
            bytes=min(run.kept_bytes or 0 for run in runs),
            wall_seconds=Spread.of(_work(run) for run in runs),
        )

    @property
    def warehouse(self) -> Path:
        """The file that dbt builds."""
        return self.work / "warehouse" / "current.duckdb"

    # -- inside ----------------------------------------------------------------------------------

    def _measure(self, case: str, command: Sequence[str]) -> Measured:
        shutil.rmtree(self.spill, ignore_errors=True)
        self.spill.mkdir(parents=True)
        variables = {**self.variables, "PYTHONPATH": PYTHONPATH, "TREDE_PROJECT_DIR": str(ROOT)}
        if case == "polars":
            variables["PYTHONPATH"] += f":{EXTRAS}"
            variables |= {
                "POLARS_MAX_THREADS": str(self.limits.threads),
                "POLARS_TEMP_DIR": str(self.spill),
            }
        log = self.work / "out" / f"{case}.log"
        return measure(
            command,
            folder=self.project.root,
            output=log,
            environment=variables,
            spill=self.spill,
            say=typer.echo,
        )

    def _straight(self, case: str, options: list[str], keep: bool = True) -> Run:
        folder, output = self.work / case, self.work / "out" / f"{case}.seconds.json"
        command = [PYTHON, "-m", "bench.straight", "--target", str(self.work / "target")]
        command += ["--folder", str(folder), "--output", str(output)]
        command += ["--settings", json.dumps(self.settings), "--config", json.dumps(self.config)]
        command += ["--workers", str(self.limits.nodes or self.limits.threads), *options]
        measured = self._measure(case, command)
        told = _read(output)
        run = Run(
            measured=measured,
            work_seconds=told["work_seconds"],
            work_cpu_seconds=told["work_cpu_seconds"],
            kept_bytes=(folder / "current.duckdb").stat().st_size,
        )
        if not keep:
            shutil.rmtree(folder)
        return run

    def _compare(self) -> dict[str, Any]:
        """Compare what dbt and the straight run built, and remove the latter."""
        verdict = self.work / "out" / "same.json"
        straight = self.work / "straight" / "current.duckdb"
        if straight.is_file():
            command = [PYTHON, "-m", "bench.same", str(self.warehouse), str(straight)]
            config = json.dumps(self.config)
            self._measure("same", [*command, "--output", str(verdict), "--config", config])
            shutil.rmtree(straight.parent)
        return _read(verdict)

    def _split(self, runs: Mapping[str, list[Run]]) -> Split:
        walls = [run.measured.wall_seconds for run in runs["dbt"]]
        middle = sorted(walls)[len(walls) // 2]
        turn = walls.index(middle) + 1
        results = _read(self.work / "target" / f"run_results.{turn}.json")
        # Without a straight run dbt tells how long a statement took.
        alone: dict[str, float] = (
            _read(self.work / "out" / "straight.seconds.json")["nodes"] if runs["straight"] else {}
        )
        known = alone or {item["unique_id"]: item["execution_time"] for item in results["results"]}
        manifest = _read(self.work / "target" / "manifest.json")
        importing = median(run.measured.wall_seconds for run in runs["import"])
        parsing = median(run.measured.wall_seconds for run in runs["parse"]) - importing
        kinds: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for result in results["results"]:
            kind = {"operation": "hook"}.get(kind := result["unique_id"].split(".", 1)[0], kind)
            kinds[kind].append((result["unique_id"], result["execution_time"]))
        hooks = sum(seconds for _, seconds in kinds["hook"])
        nodes = results["elapsed_time"] - hooks
        slowest = sorted(known, key=known.__getitem__, reverse=True)[:SLOWEST]
        return Split(
            wall_seconds=middle,
            import_seconds=importing,
            parse_seconds=parsing,
            node_seconds=nodes,
            hook_seconds=hooks,
            other_seconds=middle - importing - parsing - nodes - hooks,
            straight_seconds=(
                median(run.measured.wall_seconds for run in runs["straight"]) if alone else None
            ),
            kinds={
                kind: _kind(members, alone)
                for kind, members in sorted(kinds.items())
                if kind != "exposure" and members
            },
            slowest={name: known[name] for name in slowest},
            parts=_parts(manifest, known),
            left_alone=left_alone(manifest, known),
        )

    def _empty_warehouse(self) -> None:
        shutil.rmtree(self.warehouse.parent, ignore_errors=True)
        self.warehouse.parent.mkdir(parents=True)

    def _out(self, case: str, turn: int, what: str) -> Path:
        return self.work / "out" / f"{case}.{turn}.{what}.json"


def _ratio(above: list[Run], below: list[Run], of: Callable[[Run], float]) -> Spread:
    """Divide two cases round by round."""
    return Spread.of(ratios(map(of, above), map(of, below)))


def _kind(members: list[tuple[str, float]], alone: Mapping[str, float]) -> Kind:
    seconds = [taken for _, taken in members]
    known = [alone[name] for name, _ in members if name in alone]
    return Kind(
        nodes=len(members),
        dbt_seconds=sum(seconds),
        straight_seconds=sum(known) if len(known) == len(members) else None,
        median_node_seconds=median(seconds),
    )


def _parts(manifest: Mapping[str, Any], alone: Mapping[str, float]) -> dict[str, float]:
    """Add up the seconds of statements per part of the project; the largest first."""
    seconds: dict[str, float] = defaultdict(float)
    for name, taken in alone.items():
        node = manifest["nodes"].get(name)
        if node is not None:
            seconds[part_of(node)] += taken
    return dict(sorted(seconds.items(), key=lambda part: -part[1]))


def part_of(node: Mapping[str, Any]) -> str:
    """Return the part of the project that a node of dbt's manifest belongs to."""
    kind, folders = node["resource_type"], Path(node["original_file_path"]).parts
    if kind == "model":
        # models/staging/... is one part, models/intermediate/spend/... one for each folder.
        return "/".join(folders[:2] if folders[1] in {"staging", "landing"} else folders[:3])
    if kind == "test":
        return "tests of keys and columns" if "test_metadata" in node else "tests/rules"
    return f"{kind}s"


def _work(run: Run) -> float:
    return run.work_seconds if run.work_seconds is not None else run.measured.wall_seconds


def _cpu(run: Run) -> float:
    return run.work_cpu_seconds if run.work_cpu_seconds is not None else run.measured.cpu_seconds


def _read(file: Path) -> dict[str, Any]:
    return json.loads(file.read_text(encoding="utf-8"))
