"""One of the hand-written ways, as a process of its own: `python -m bench.way --help`."""

from __future__ import annotations

import json
import time
from pathlib import Path

import typer

WAYS = ("duckdb", "polars", "pandas")


def main(
    name: str = typer.Argument(..., help=f"One of {', '.join(WAYS)}."),
    landing: Path = typer.Option(..., help="The folder with one folder per extract."),
    company: Path = typer.Option(
        ..., help="The company's folder, for its mappings and judgements."
    ),
    shared: Path = typer.Option(..., help="seeds/shared of the project."),
    answer_to: Path = typer.Option(..., help="Where the answer is written."),
    output: Path = typer.Option(..., help="Where the seconds are written (JSON)."),
    settings: str = typer.Option("{}", help="Settings of DuckDB, as JSON."),
) -> None:
    """Answer the question of the slice in one way."""
    from bench.ways import answer as answers
    from bench.ways.lookups import read_lookups

    # Imported before the clock of the work starts: the whole process is timed from outside.
    if name == "duckdb":
        from bench.ways import duckdb_way as way
    elif name == "polars":
        from bench.ways import polars_way as way
    elif name == "pandas":
        from bench.ways import pandas_way as way
    else:
        raise typer.BadParameter(f"{name} is none of {', '.join(WAYS)}")
    began, cpu = time.perf_counter(), time.process_time()
    lookups = read_lookups(company, shared)
    if name == "duckdb":
        found = way.answer(landing, lookups, json.loads(settings))
    else:
        found = way.answer(landing, lookups)
    told = {
        "work_seconds": time.perf_counter() - began,
        "work_cpu_seconds": time.process_time() - cpu,
    }
    answers.write(found, answer_to)
    output.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
