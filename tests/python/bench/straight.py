"""The limit: the SQL of a build, run straight in one DuckDB process: same threads, memory and tables.

Run as a process of its own: `python -m bench.straight --help`.
"""

from __future__ import annotations

import json
import shutil
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import typer

from bench.statements import Statement, read_statements, schemas
from bench.ways import answer, ours

#: The catalog that the SQL names: DuckDB takes it from the file.
DATABASE = "current.duckdb"


@dataclass
class Straight:
    """What a straight run took.

    Attributes:
        seconds: of each node, by its unique id.
        total_seconds: from connecting to closing, checkpoint included.
        cpu_seconds: of all threads in that time.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    total_seconds: float = 0.0
    cpu_seconds: float = 0.0


def run(
    statements: Sequence[Statement],
    folder: Path,
    schema_names: Sequence[str],
    workers: int,
    settings: dict[str, str],
    config: dict[str, str],
) -> Straight:
    """Run statements into a new database file.

    Nodes whose parents are done run beside each other, as dbt's threads do; hooks come last, one
    after the other.

    Args:
        statements: in dbt's order, which decides where two could go first.
        folder: emptied, then holds the file.
        schema_names: to create.
        workers: dbt's threads.
        settings: of DuckDB, such as memory_limit.
        config: DuckDB's options on connecting.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    taken = Straight()
    began, cpu = time.perf_counter(), time.process_time()
    with duckdb.connect(str(folder / DATABASE), config=config) as connection:
        for name, value in settings.items():
            connection.execute(f"set {name} = '{value}'")
        for schema in schema_names:
            connection.execute(f'create schema if not exists "{schema}"')
        nodes = [statement for statement in statements if statement.kind != "hook"]
        _run_graph(connection, nodes, workers, taken)
        for hook in statements:
            if hook.kind == "hook":
                taken.seconds[hook.name] = _execute(connection, hook)
    taken.total_seconds = time.perf_counter() - began
    taken.cpu_seconds = time.process_time() - cpu
    return taken


def _run_graph(
    connection: duckdb.DuckDBPyConnection,
    statements: Sequence[Statement],
    workers: int,
    taken: Straight,
) -> None:
    known = {statement.name for statement in statements}
    waiting = {
        statement.name: {parent for parent in statement.before if parent in known}
        for statement in statements
    }
    children: dict[str, list[str]] = defaultdict(list)
    for name, parents in waiting.items():
        for parent in parents:
            children[parent].append(name)
    by_name = {statement.name: statement for statement in statements}
    place = {statement.name: position for position, statement in enumerate(statements)}
    ready = sorted(
        (name for name, parents in waiting.items() if not parents), key=place.__getitem__
    )
    running: dict[Future[float], str] = {}
    with ThreadPoolExecutor(workers) as pool:
        while ready or running:
            while ready and len(running) < workers:
                name = ready.pop(0)
                running[pool.submit(_execute, connection.cursor(), by_name[name])] = name
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                name = running.pop(future)
                taken.seconds[name] = future.result()
                for child in children[name]:
                    waiting[child].discard(name)
                    if not waiting[child]:
                        ready.append(child)
            ready.sort(key=place.__getitem__)


def _execute(connection: duckdb.DuckDBPyConnection, statement: Statement) -> float:
    began = time.perf_counter()
    try:
        connection.execute(statement.sql)
    except duckdb.Error as error:
        raise RuntimeError(f"{statement.name}: {error}") from error
    return time.perf_counter() - began


def main(
    target: Path = typer.Option(..., help="dbt's target folder of a green build."),
    folder: Path = typer.Option(..., help="A folder for the database file; it is emptied."),
    output: Path = typer.Option(..., help="Where the seconds per node are written (JSON)."),
    settings: str = typer.Option("{}", help="Settings of DuckDB, as JSON."),
    config: str = typer.Option("{}", help="Options on connecting, as JSON."),
    workers: int = typer.Option(2, help="Nodes that run beside each other."),
    answer_to: Path | None = typer.Option(
        None, help="Run only what the slice needs, and write its answer here."
    ),
    landing: tuple[str, str] = typer.Option(
        ("", ""), help="The landing folder of the build, and the one to read instead."
    ),
) -> None:
    """Run the SQL of a build without dbt."""
    statements = read_statements(target, ours.MODELS if answer_to else ())
    built, instead = landing
    if built:
        statements = [
            replace(statement, sql=statement.sql.replace(built, instead))
            for statement in statements
        ]
    taken = run(
        statements, folder, schemas(target), workers, json.loads(settings), json.loads(config)
    )
    if answer_to:
        began, cpu = time.perf_counter(), time.process_time()
        with duckdb.connect(str(folder / DATABASE), config=json.loads(config)) as connection:
            for name, value in json.loads(settings).items():
                connection.execute(f"set {name} = '{value}'")
            answer.write(ours.answer(connection), answer_to)
        taken.total_seconds += time.perf_counter() - began
        taken.cpu_seconds += time.process_time() - cpu
    told = {
        "work_seconds": taken.total_seconds,
        "work_cpu_seconds": taken.cpu_seconds,
        "nodes": taken.seconds,
    }
    output.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
