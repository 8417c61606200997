"""The commands: `python -m bench run`, `guard` and `page`."""

from __future__ import annotations

import resource
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bench import guard as guarding
from bench import machine
from bench.journal import Journal
from bench.measures import Bench, DifferentAnswerError
from bench.page import write_page
from bench.process import FailedError
from bench.project import (
    EXTRAS,
    ROOT,
    Limits,
    Scale,
    Subject,
    code_of,
    generate,
    subject,
)
from bench.results import Report, read_results, write_results
from bench.space import needed_bytes
from bench.spread import Spread
from support.builds import ProjectCopy

RESULTS = ROOT / "docs" / "benchmarks.json"
PAGE = ROOT / "docs" / "benchmarks.md"
STORED = Path(__file__).with_name("guard.json")
WORK = ROOT / "target" / "bench"

#: Above this many lines pandas, which holds everything at once, is not asked.
MOST_FOR_PANDAS = 20_000_000

#: dbt's unit tests judge code, not data.
NO_UNIT_TESTS = ("--exclude-resource-type", "unit_test")

#: The guard builds no more than its ratios need: seeds and models before the emissions.
GUARDED = (
    "--select",
    "+fct_emissions",
    "+int_ledger_amounts",
    "--exclude-resource-type",
    "unit_test",
    "test",
)
GUARD_SCALE = Scale(lines=100_000, months=36, seed=7)

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Benchmarks of Trede.")


@app.command()
def run(
    size: Annotated[int, typer.Option(help="Generated lines; 0 is the demo company.")] = 1_000_000,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds of every case.")] = 3,
    months: Annotated[int, typer.Option(help="Delivery months of the lines.")] = 36,
    seed: Annotated[int, typer.Option(help="Of the generator.")] = 7,
    memory_limit: Annotated[str, typer.Option(help="DuckDB's, in every case.")] = "4GB",
    threads: Annotated[int, typer.Option(min=1, help="Cores and threads of every case.")] = 2,
    nodes: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Models and tests side by side; 1 needs the least memory.",
            show_default="--threads",
        ),
    ] = None,
    work: Annotated[Path, typer.Option(help="A folder with space for it.")] = WORK,
    parts: Annotated[
        str, typer.Option(help="Of build, slice, explain, copy.")
    ] = "build,slice,explain,copy",
    results: Annotated[Path, typer.Option(help="Results are added here.")] = RESULTS,
    page: Annotated[Path, typer.Option(help="The page that is made of them.")] = PAGE,
    fresh: Annotated[bool, typer.Option(help="Forget what an earlier start measured.")] = False,
    keep: Annotated[bool, typer.Option(help="Keep the lines and the warehouse.")] = False,
    straight: Annotated[
        bool, typer.Option(help="Run the SQL without dbt too: needs disk for a second warehouse.")
    ] = True,
) -> None:
    """Measure one company of some size, add it to the results and write docs/benchmarks.md.

    Each run is a process of its own and is written down when it ends: started again, the command
    goes on where it was broken off. Close everything else first; the load is written down as well.

    Exit code 1: a run failed, or two ways answered differently. 3: the disk is too small.
    """
    limits = Limits(threads=threads, memory_limit=memory_limit, nodes=nodes)
    name = str(size) if size else "demo"
    wanted = [part.strip() for part in parts.split(",") if part.strip()]
    folder = work / f"{name}-{memory_limit}-{threads}"
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    if (folder / "project").is_dir():
        typer.echo("Going on with the code and the runs of an earlier start; --fresh begins anew.")
    report = Report(
        company=name,
        began_at=datetime.now(UTC).isoformat(timespec="minutes"),
        load_per_core=round(machine.load_per_core(), 2),
        machine=machine.describe(EXTRAS),
        limits=limits,
        rounds=rounds,
        memory_floor_bytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    )
    known = read_results(results)
    if size:
        warehouses = 2 if straight and "build" in wanted else 1
        needed = needed_bytes(size, known.reports, warehouses)
        _refuse_small_disk(report, needed, folder, results, page)
    if not straight:
        report.skipped["the same SQL without dbt"] = (
            "asked for with --no-straight, as its warehouse stands on disk beside dbt's"
        )
    if report.load_per_core > machine.QUIET_LOAD:
        typer.echo(
            f"The machine is busy (load {report.load_per_core} per core): no headline numbers."
        )
    try:
        scale = Scale(lines=size, months=months, seed=seed)
        _measure(report, folder, wanted, scale, limits, straight)
    except (FailedError, DifferentAnswerError, RuntimeError) as error:
        typer.echo(str(error), err=True)
        typer.echo(f"What was measured stays in {folder}: the same command goes on.", err=True)
        raise typer.Exit(1) from error
    # Read again: another size may have been measured meanwhile.
    known = read_results(results)
    known.reports[name] = report
    write_results(known, results)
    write_page(known, guarding.read_stored(STORED) if STORED.is_file() else None, page)
    typer.echo(f"{results.name} and {page.name} were written.")
    _end(folder, keep)


def _measure(
    report: Report,
    folder: Path,
    parts: list[str],
    scale: Scale,
    limits: Limits,
    is_compared: bool,
) -> None:
    machine.keep_to(limits.threads)
    made = _subject(folder, scale, limits) if scale.lines else None
    project = made.project if made else _demo_project(folder)
    report.code = code_of(project.root)
    rounds = report.rounds
    ways = ["duckdb", "polars", "pandas"]
    if "polars" not in report.machine.packages:
        ways.remove("polars")
        report.skipped["polars"] = "not installed: pip install -r requirements-bench.txt"
    if scale.lines > MOST_FOR_PANDAS:
        ways.remove("pandas")
        report.skipped["pandas"] = "holds every line in memory at once: not asked above 20 million"
    total = rounds * (
        (3 + is_compared) * ("build" in parts)
        + (len(ways) + 1) * ("slice" in parts and made is not None)
        + 7 * ("explain" in parts)
        + ("copy" in parts)
    )
    bench = Bench(
        folder,
        project,
        "scale" if made else "demo",
        made.landing if made else None,
        limits,
        Journal(folder / "runs", total),
    )
    lines = made.lines if made else _demo_lines(project)
    if made:
        report.scale = made.scale
        report.lines_per_extract = dict(made.lines_per_extract)
        report.landing_bytes = machine.folder_bytes(made.landing)
    if "build" in parts:
        report.build = bench.build(
            rounds, lines, *(NO_UNIT_TESTS if made else ()), is_compared=is_compared
        )
    if "slice" in parts and made:
        report.slice = bench.slice(rounds, made, ways)
    if "explain" in parts:
        report.explained = bench.explained(rounds)
    if "copy" in parts:
        report.copied = bench.copied(rounds)


@app.command()
def guard(
    store: Annotated[bool, typer.Option(help="Store what is measured now.")] = False,
    rounds: Annotated[int, typer.Option(min=guarding.LEAST_ROUNDS, help="Of every case.")] = 3,
    work: Annotated[Path, typer.Option(help="A folder with 1 GB of space.")] = WORK,
    stored: Annotated[Path, typer.Option(help="The stored ratios.")] = STORED,
) -> None:
    """Measure a small company again and compare its ratios with the stored ones.

    Exit code 1: a ratio is worse by more than a quarter, twice. 2: the guard cannot judge.
    """
    limits = Limits()
    folder = work / "guard"
    shutil.rmtree(folder, ignore_errors=True)
    turns = 0

    def measure() -> Mapping[str, Spread]:
        nonlocal turns
        turns += 1
        return _guarded_ratios(folder, limits, rounds, turns)

    try:
        if store:
            now = guarding.Stored(
                measured_on=datetime.now(UTC).date(),
                machine=machine.describe(EXTRAS),
                limits=limits,
                scale=GUARD_SCALE,
                ratios=dict(measure()),
            )
            guarding.write_stored(now, stored)
            typer.echo(
                f"{stored.name}: " + ", ".join(f"{k} {v.median:.2f}" for k, v in now.ratios.items())
            )
            # The page shows them.
            if stored == STORED and RESULTS.is_file():
                page(RESULTS, PAGE)
            return
        before = guarding.read_stored(stored)
        verdicts = guarding.guard(before.ratios, measure, typer.echo)
    except guarding.GuardError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    finally:
        _tidy(folder)
    typer.echo(guarding.table(verdicts))
    here = machine.describe(EXTRAS)
    if (here.processor, here.cores) != (before.machine.processor, before.machine.cores):
        typer.echo(
            f"Stored on another machine: {before.machine.processor}, {before.machine.cores} cores."
        )
    if any(verdict.is_worse for verdict in verdicts):
        typer.echo(
            "Profile it with `python -m bench run`, or store the new ratios with the reason.",
            err=True,
        )
        raise typer.Exit(1)


def _guarded_ratios(folder: Path, limits: Limits, rounds: int, turn: int) -> dict[str, Spread]:
    machine.keep_to(limits.threads)
    made = _subject(folder, GUARD_SCALE, limits)
    ways = ["duckdb", "polars", "pandas"]
    journal = Journal(folder / f"runs{turn}", rounds * (2 + 1 + len(ways)))
    bench = Bench(folder, made.project, "scale", made.landing, limits, journal)
    built = bench.build_cpu_ratio(rounds, *GUARDED)
    answered = bench.slice(rounds, made, ways)
    return {"dbt/straight": built, **answered.cpu_ratios}


@app.command()
def page(
    results: Annotated[Path, typer.Option(help="What was measured.")] = RESULTS,
    page: Annotated[Path, typer.Option(help="The page to write.")] = PAGE,
) -> None:
    """Write docs/benchmarks.md again from the results."""
    write_page(
        read_results(results), guarding.read_stored(STORED) if STORED.is_file() else None, page
    )


def _subject(folder: Path, scale: Scale, limits: Limits) -> Subject:
    typer.echo(f"lines: {scale.lines:,}")
    generate(folder / "data", scale, limits, folder / "out" / "generate.log")
    return subject(folder / "data", folder / "project")


def _demo_project(folder: Path) -> ProjectCopy:
    root = folder / "project"
    copy = (
        ProjectCopy(root)
        if (root / "dbt_project.yml").is_file()
        else ProjectCopy.create(ROOT, root)
    )
    company = folder / "company"
    if not company.is_dir():
        shutil.copytree(ROOT / "seeds" / "companies" / "demo", company)
    copy.link_company("demo", company)
    return copy


def _demo_lines(project: ProjectCopy) -> int:
    extracts = project.root / "seeds" / "companies" / "demo" / "extracts"
    return sum(len(file.read_bytes().splitlines()) - 1 for file in extracts.glob("*.csv"))


def _refuse_small_disk(
    report: Report,
    needed: int,
    folder: Path,
    results: Path,
    page: Path,
) -> None:
    free = machine.free_bytes(folder) + machine.folder_bytes(folder)
    typer.echo(f"disk: about {needed / 1e9:.0f} GB needed, {free / 1e9:.0f} GB free")
    if needed <= free:
        return
    reason = f"needs about {needed / 1e9:.0f} GB of disk; {free / 1e9:.0f} GB were free"
    typer.echo(
        f"{report.company} lines: {reason}. Name a larger disk with --work, or build without the SQL"
        " beside it (--no-straight).",
        err=True,
    )
    everything = read_results(results)
    if report.company not in everything.reports:
        report.skipped["everything"] = reason
        everything.reports[report.company] = report
        write_results(everything, results)
        write_page(everything, guarding.read_stored(STORED) if STORED.is_file() else None, page)
    raise typer.Exit(3)


def _end(folder: Path, keep: bool) -> None:
    """Close a finished benchmark: the next one measures again, with the code that stands there then."""
    shutil.rmtree(folder / "runs.done", ignore_errors=True)
    (folder / "runs").rename(folder / "runs.done")
    shutil.rmtree(folder / "project", ignore_errors=True)
    (folder / "out" / "figures.json").unlink(missing_ok=True)
    if not keep:
        _tidy(folder)


def _tidy(folder: Path) -> None:
    """Remove what is large; the runs and what they said stay."""
    for name in (
        "data",
        "warehouse",
        "straight",
        "ours",
        "slice",
        "spill",
        "target",
        "parse",
        "project",
    ):
        shutil.rmtree(folder / name, ignore_errors=True)
