"""docs/benchmarks.md, made from the results: no number is typed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bench.guard import LEAST_ROUNDS, WORSE, Stored
from bench.machine import QUIET_LOAD
from bench.results import Build, Case, Explained, Report, Results, Slice, Split
from bench.spread import Spread
from trede.files import write_whole

#: The goals that are measured here: dbt against straight at this size, explaining within so many seconds.
RATIO_GOAL, RATIO_GOAL_LINES = 1.3, 10_000_000
EXPLAIN_GOAL = 2.0
MONTH_GOAL = 0.05
LARGEST_LINES = 100_000_000

CASES = {
    "dbt": "`dbt build`",
    "straight": "the same SQL without dbt",
    "ours": "Trede's models",
    "duckdb": "DuckDB by hand",
    "polars": "polars, lazy and streaming",
    "pandas": "pandas on Arrow",
}

HEAD = """# Benchmarks

Written by `make bench` from [benchmarks.json](benchmarks.json); nothing here is typed by hand. Every
number is a median with the least and the most of its rounds, each round a process of its own; the cases
take turns, so that what slows the machine slows all of them. The lines are generated (`trede scale
generate`): skewed keys, missing factors, late, unreadable and repeated lines.

```bash
make bench SIZE=1000000    # one size; 0 is the demo; 10000000 and 100000000 take hours and disk
make guard                 # the ratios at a small size against those stored in the repository
```

Broken off, the same command goes on where it stopped. Peak memory is that of the process (what DuckDB
holds and Python around it); spilled is the most that stood in the temporary folder at once. The memory
limit is DuckDB's; polars and pandas know none.
"""

#: Why a month more is not cheap yet, read off the table that it stands under.
GROWTH = """That is why a month cannot yet be added for a twentieth of a build: to take from the last run what
the month leaves alone, models of lines, totals over all lines and rules over all lines would all
have to work by month, and each would have to know which older lines the new ones move (an id
delivered again, a meter's neighbouring readings, a vehicle's year, a document, the certificates of
a year, the weights of a chain year, stocks of refrigerants). A part of them only would still read
every line."""


def write_page(results: Results, stored: Stored | None, file: Path) -> None:
    """Write the page whole."""
    write_whole(file, page(results, stored).encode())


def page(results: Results, stored: Stored | None) -> str:
    """Return the page."""
    reports = sorted(results.reports.values(), key=_order)
    parts = [HEAD, _goals(reports), _codes(reports)]
    parts += [_report(report) for report in reports]
    parts.append(_growth(reports))
    if stored:
        parts.append(_guard(stored))
    return "\n".join(part.strip() + "\n" for part in parts if part)


def _order(report: Report) -> int:
    return 0 if report.company == "demo" else int(report.company)


def _goals(reports: list[Report]) -> str:
    lines = ["## Goals", "", "| goal | measured | reached |", "|---|---|---|"]
    sized = [report for report in reports if report.company != "demo"]
    at_goal = [report for report in sized if int(report.company) == RATIO_GOAL_LINES]
    shown = [report for report in (at_goal or sized) if report.build and report.build.ratio]
    goal = (
        f"landing to marts within {RATIO_GOAL}x of the straight SQL at {RATIO_GOAL_LINES:,} lines"
    )
    if shown and (build := shown[-1].build) and (ratio := build.ratio):
        place = "" if at_goal else f" at {int(shown[-1].company):,} lines"
        reached = _verdict(ratio.median <= RATIO_GOAL) if at_goal else "not measured at that size"
        if at_goal and ratio.runs < LEAST_ROUNDS:
            reached += f", in {_rounds(ratio.runs)} only: no median"
        why = f": {_why(build.split)}" if ratio.median > RATIO_GOAL else ""
        lines.append(f"| {goal} | {_number(ratio)}{place} | {reached}{why} |")
    else:
        lines.append(f"| {goal} | not measured | no |")
    largest = [report for report in sized if int(report.company) >= LARGEST_LINES]
    goal = f"{LARGEST_LINES:,} lines complete under a 4 GB memory limit"
    if largest and largest[-1].build:
        case = largest[-1].build.dbt
        reached = "yes"
        if case.wall_seconds.runs < LEAST_ROUNDS:
            reached += f", in {_rounds(case.wall_seconds.runs)} only: no median"
        lines.append(
            f"| {goal} | complete in {case.wall_seconds.median / 3600:.2f} hours; DuckDB held to"
            f" {largest[-1].limits.memory_limit}, the process with Python"
            f" {_bytes(case.peak_memory_bytes.most)} at most | {reached} |"
        )
    else:
        why = next(iter(largest[-1].skipped.values()), "") if largest else ""
        most = max((int(report.company) for report in sized if report.build), default=0)
        reason = f"not run: {why}" if why else "not run"
        lines.append(
            f"| {goal} | {reason}{f'; the most that was run: {most:,}' if most else ''} | no |"
        )
    explained = [report for report in sized if report.explained]
    goal = f"explain any figure in under {EXPLAIN_GOAL:.0f} s"
    if explained:
        slowest = max(item.wall_seconds.median for item in explained[-1].explained)
        lines.append(
            f"| {goal} | the slowest of {len(explained[-1].explained)}: {slowest:.1f} s at"
            f" {int(explained[-1].company):,} lines | {_verdict(slowest < EXPLAIN_GOAL)} |"
        )
    else:
        lines.append(f"| {goal} | not measured | no |")
    lines.append(
        f"| adding one month to {LARGEST_LINES:,} lines in under {MONTH_GOAL:.0%} of the whole build | not"
        f" built: every build is whole, so a month more costs what the whole costs{_month_floor(sized)} | no:"
        " see what grows with the lines |"
    )
    return "\n".join(lines)


def _month_floor(sized: list[Report]) -> str:
    """Say what a build of one month would take before it reads a line: the copy, and dbt itself."""
    copied = [report for report in sized if report.build and report.copied]
    compared = [report for report in sized if report.build and report.build.straight]
    if not (copied and compared):
        return ""
    large, small = copied[-1], compared[0]
    if not (large.build and large.copied and small.build and small.build.straight):
        return ""
    copying = large.copied.seconds_per_gb * (large.build.dbt.kept_bytes or 0) / 1e9
    own = small.build.dbt.wall_seconds.median - small.build.straight.wall_seconds.median
    whole = large.build.dbt.wall_seconds.median
    return (
        f". At {int(large.company):,} lines {MONTH_GOAL:.0%} are {whole * MONTH_GOAL:.0f} s; copying the file"
        f" beside the one that readers hold takes {copying:.0f} s, and what dbt adds to its SQL"
        f" {own:.0f} s (at {int(small.company):,} lines), before a line is read"
    )


def _codes(reports: list[Report]) -> str:
    """Say which sizes were measured on one code, when not all were: hours are not measured each day."""
    by_code: dict[str, list[str]] = {}
    for report in reports:
        name = "the demo" if report.company == "demo" else f"{int(report.company):,} lines"
        by_code.setdefault(report.code, []).append(name)
    if len(by_code) < 2:
        return ""
    told = (
        f"{', '.join(names)} ({f'`{code}`' if code else 'not written down'})"
        for code, names in by_code.items()
    )
    return (
        f"The sizes were measured on different code (hash over what dbt reads): {'; '.join(told)}."
    )


def _growth(reports: list[Report]) -> str:
    """Say what grows with the lines, between the smallest and the largest size that were measured."""
    sized = [report for report in reports if report.company != "demo" and report.build]
    compared = [report for report in sized if report.build and report.build.straight]
    if len(compared) < 2:
        return ""
    small, large = compared[0], compared[-1]
    if not (small.build and large.build):
        return ""
    millions = (large.build.dbt.lines - small.build.dbt.lines) / 1e6
    before, after = small.build.split.parts, large.build.split.parts
    growth = {name: (taken - before.get(name, 0.0)) / millions for name, taken in after.items()}
    whole = sum(growth.values())
    most = max(growth, key=growth.__getitem__)
    rows = [
        f"| {name.replace('models/', '')} | {seconds:.2f} | {seconds / whole:.0%} |"
        for name, seconds in sorted(growth.items(), key=lambda part: -part[1])
        if seconds >= whole / 200
    ]
    wall = (large.build.dbt.wall_seconds.median - small.build.dbt.wall_seconds.median) / millions
    kept = ((large.build.dbt.kept_bytes or 0) - (small.build.dbt.kept_bytes or 0)) / millions
    at_most = LARGEST_LINES / 1e6
    first = small.build.dbt
    hours = (first.wall_seconds.median + wall * (at_most - first.lines / 1e6)) / 3600
    line = (
        f"In a straight line that would be {hours:.1f} hours and {_bytes(kept * at_most)} at"
        f" {LARGEST_LINES:,} lines"
    )
    largest = sized[-1].build.dbt if sized[-1].build else None
    measured = (
        f"; measured were {largest.wall_seconds.median / 3600:.1f} hours and {_bytes(largest.kept_bytes)}"
        if largest and largest.lines >= LARGEST_LINES
        else ": a reckoning, not a measurement"
    )
    return "\n".join(
        [
            "## What grows with the lines",
            "",
            f"From {int(small.company):,} to {int(large.company):,} lines a build takes {wall:.1f} s and"
            f" {_bytes(kept)} of file more for every million lines. {line}{measured}. Seconds of the straight"
            " SQL per million lines, statements added up, per part of the project:",
            "",
            "| part | s per million lines | of what grows |",
            "|---|---:|---:|",
            *rows,
            "",
            f"The largest part, `{most}`, is {growth[most] / whole:.0%} of what grows. {GROWTH}",
            *_left_alone(sized[-1]),
        ]
    )


def _left_alone(report: Report) -> list[str]:
    """Say what it would bring to keep whole tables that do not hang on a change."""
    shares = report.build.split.left_alone if report.build else {}
    if not shares:
        return []
    named = {"factors": "an edition of factors", "day": "the day that rules take for today"}
    return [
        "",
        "Nor would it do to keep the tables that do not hang on what changed (the seconds of their statements"
        f" at {int(report.company):,} lines, tests included):",
        "",
        "| what changed | could be kept |",
        "|---|---:|",
        *(
            f"| {named.get(name, f'`{name}`')} | {share:.0%} |"
            for name, share in shares.items()
            if name in named or name in report.lines_per_extract
        ),
    ]


def _why(split: Split) -> str:
    """Say what stands between dbt and its SQL, the largest first."""
    kinds = split.kinds.values()
    inside = sum(kind.dbt_seconds - (kind.straight_seconds or 0) for kind in kinds)
    parts = {
        "parsing": split.parse_seconds,
        "importing": split.import_seconds,
        f"dbt's own work on {sum(kind.nodes for kind in kinds)} nodes (added up)": inside,
        "compiling the graph, artifacts and closing": split.other_seconds,
    }
    ordered = sorted(parts.items(), key=lambda part: -part[1])
    return "; ".join(f"{name} {seconds:.0f} s" for name, seconds in ordered)


def _report(report: Report) -> str:
    title = "The demo company" if report.company == "demo" else f"{int(report.company):,} lines"
    command = f"make bench SIZE={0 if report.company == 'demo' else report.company}"
    options = [f"--rounds {report.rounds}"] * (report.rounds != LEAST_ROUNDS)
    options += [f"--nodes {report.limits.nodes}"] * bool(report.limits.nodes)
    options += ["--no-straight"] * bool(report.build and not report.build.straight)
    if options:
        command += f' BENCH_OPTIONS="{" ".join(options)}"'
    packages = ", ".join(f"{name} {version}" for name, version in report.machine.packages.items())
    lines = [
        f"## {title}",
        "",
        f"`{command}` on {report.began_at[:10]}: {report.machine.cores} cores ({report.machine.processor}),"
        f" {report.machine.memory_gb} GB, {report.machine.system}, Python {report.machine.python},"
        f" {packages}. DuckDB's memory limit {report.limits.memory_limit},"
        f" {report.limits.threads} cores and threads,{_nodes(report.limits.nodes)}"
        f" {_rounds(report.rounds)}.",
    ]
    if report.load_per_core > QUIET_LOAD:
        lines.append(
            f"\n**The machine was busy when it began (load {report.load_per_core} per core): the ratios hold"
            " roughly, the seconds do not.**"
        )
    if report.lines_per_extract:
        listed = ", ".join(
            f"{name} {count:,}" for name, count in report.lines_per_extract.items() if count
        )
        lines += ["", f"Lines: {listed}. Landed as {_bytes(report.landing_bytes)} of Parquet."]
    for what, why in report.skipped.items():
        lines += ["", f"Not measured: {what}: {why}."]
    if report.build:
        lines += ["", *_build(report.build)]
    if report.slice:
        lines += ["", *_slice(report.slice)]
    if report.explained:
        lines += ["", *_explained(report.explained)]
    if report.copied:
        whole = report.build.dbt.kept_bytes if report.build else None
        part = f" of the {_bytes(whole)}" if whole and whole > report.copied.bytes else ""
        lines += [
            "",
            f"Copying the file, down to the disk: {_bytes(report.copied.bytes)}{part} in"
            f" {_seconds(report.copied.wall_seconds)} s.",
        ]
    return "\n".join(lines)


def _build(build: Build) -> list[str]:
    if not (build.straight and build.ratio):
        return [
            "### From landing to marts",
            "",
            "The whole build: seeds, models, data tests and hooks.",
            "",
            *_cases({"dbt": build.dbt}),
            "",
            *_split(build.split),
        ]
    names = ", ".join(f"`{name}`" for name in build.differing_tables)
    same = (
        f"All {build.compared_tables} tables of `marts` and `audit` hold the same rows in both."
        if not names
        else f"Of {build.compared_tables} tables of `marts` and `audit` these differ: {names}."
    )
    return [
        "### From landing to marts",
        "",
        "The whole build (seeds, models, data tests, hooks) against the same statements in one DuckDB"
        " process, with the same threads, memory limit and tables.",
        "",
        *_cases({"dbt": build.dbt, "straight": build.straight}),
        "",
        f"Ratio of the wall times, round by round: {_number(build.ratio)}. {same}{_unit_tests(build.split)}",
        "",
        *_split(build.split),
    ]


def _unit_tests(split: Split) -> str:
    """Say that a build did what the straight run was spared."""
    kind = split.kinds.get("unit_test")
    if kind is None:
        return ""
    return (
        f" dbt ran {kind.nodes} unit tests besides: they judge code, not data, and a scheduled build leaves"
        " them out (`--exclude-resource-type unit_test`)."
    )


def _split(split: Split) -> list[str]:
    straight = split.straight_seconds
    beside = (
        f" (the straight SQL takes {straight:.1f} s: {_over(split.wall_seconds - straight)})"
        if straight
        else ""
    )
    rows = {
        "starting Python and importing dbt": split.import_seconds,
        "reading the project (parse)": split.parse_seconds,
        "the nodes, from the first to the last": split.node_seconds,
        "hooks at the end of the run": split.hook_seconds,
        "the rest: compiling the graph, artifacts, closing": split.other_seconds,
    }
    lines = [
        f"Where the {split.wall_seconds:.1f} s of `dbt build` go{beside}:",
        "",
        "| part | s | of the whole |",
        "|---|---:|---:|",
        *(
            f"| {name} | {taken:.1f} | {taken / split.wall_seconds:.0%} |"
            for name, taken in rows.items()
        ),
        "",
        "Seconds of the nodes, added up (they run beside each other):",
        "",
        "| kind | nodes | in dbt, s | straight, s | median node in dbt, ms | dbt adds per node, ms |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, kind in split.kinds.items():
        alone = "" if kind.straight_seconds is None else f"{kind.straight_seconds:.1f}"
        adds = "" if kind.overhead_per_node is None else f"{kind.overhead_per_node * 1000:.0f}"
        lines.append(
            f"| {name.replace('_', ' ')} | {kind.nodes} | {kind.dbt_seconds:.1f} | {alone} |"
            f" {kind.median_node_seconds * 1000:.0f} | {adds} |"
        )
    listed = ", ".join(
        f"`{name.split('.')[-1] if not name.startswith('test.') else name.split('.')[2]}` {seconds:.1f} s"
        for name, seconds in split.slowest.items()
    )
    return [
        *lines,
        "",
        f"The slowest statements, {'straight' if straight else 'in dbt'}: {listed}.",
    ]


def _over(seconds: float) -> str:
    return f"{seconds:.1f} s are overhead" if seconds > 0 else "the overhead is lost in the noise"


def _nodes(number: int | None) -> str:
    return f" {number} model or test at a time," if number else ""


def _rounds(number: int) -> str:
    return f"{number} round{'s' * (number != 1)}"


def _slice(found: Slice) -> list[str]:
    ratios = ", ".join(f"{name} {_number(spread)}" for name, spread in found.ratios.items())
    return [
        "### One question, four ways",
        "",
        f"Kilograms per entity, month and activity type or spend category, from {found.lines:,} landed lines"
        " of fuel cards and ledger: texts read strictly, units and currencies converted, repeated lines"
        " counted once, what cannot be used kept and counted. Trede's models write every step and every line"
        f" to a file with its trail; the others answer and forget. All give the same {found.rows:,} rows to"
        f" the last milligram (SHA-256 {found.digest[:12]}).",
        "",
        *_cases(found.cases),
        "",
        f"Ratios of the times without imports, round by round: {ratios}.",
    ]


def _cases(cases: dict[str, Case]) -> list[str]:
    lines = [
        "| case | wall, s | without imports, s | lines per s | peak memory | written | spilled | file |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, case in cases.items():
        work = _seconds(case.work_seconds) if case.work_seconds else ""
        lines.append(
            f"| {CASES.get(name, name)} | {_seconds(case.wall_seconds)} | {work} |"
            f" {case.lines_per_second:,.0f} | {_bytes(case.peak_memory_bytes.median)}"
            f" ({_bytes(case.peak_memory_bytes.most)}) | {_bytes(case.written_bytes.median)} |"
            f" {_bytes(case.spilled_bytes.most)} | {_bytes(case.kept_bytes)} |"
        )
    return lines


def _explained(items: Iterable[Explained]) -> list[str]:
    return [
        "### Explaining a figure",
        "",
        "The whole command on that warehouse, from its start to its last line.",
        "",
        "| `trede explain ...` | wall, s | peak memory |",
        "|---|---:|---:|",
        *(
            f"| `{' '.join(item.arguments)}` | {_seconds(item.wall_seconds)} |"
            f" {_bytes(item.peak_memory_bytes.median)} |"
            for item in items
        ),
    ]


def _guard(stored: Stored) -> str:
    lines = [
        "## The guard",
        "",
        f"`make guard` fails when a ratio of the processor's time (which a busy machine moves little) is more"
        f" than {WORSE:.0%} worse than here, twice in a row, at {stored.scale.lines:,} lines. Stored on"
        f" {stored.measured_on}: {stored.machine.cores} cores ({stored.machine.processor}).",
        "",
        "| ratio | median | least | most | rounds |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {name} | {spread.median:.2f} | {spread.least:.2f} | {spread.most:.2f} | {spread.runs} |"
            for name, spread in stored.ratios.items()
        ),
    ]
    return "\n".join(lines)


def _verdict(is_reached: bool) -> str:
    return "yes" if is_reached else "no"


def _seconds(spread: Spread) -> str:
    return f"{spread.median:.1f} ({spread.least:.1f} to {spread.most:.1f})"


def _number(spread: Spread) -> str:
    return f"{spread.median:.2f} ({spread.least:.2f} to {spread.most:.2f})"


def _bytes(amount: float | None) -> str:
    if not amount:
        return ""
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if amount >= size:
            return (
                f"{amount / size:.1f} {unit}"
                if amount < 100 * size
                else f"{amount / size:.0f} {unit}"
            )
    return f"{amount:.0f} B"
