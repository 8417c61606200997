"""The commands: write a large synthetic company, land a company's CSV files."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Annotated

import duckdb
import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from trede.files import write_whole
from trede.paths import company_dir
from trede.scale.company import write_company
from trede.scale.convert import LandingError, land_company
from trede.scale.landing import write_landing
from trede.scale.settings import Settings

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Write a large synthetic company, or land a company's CSV files as Parquet.",
)


@app.command()
def generate(
    out: Annotated[Path, typer.Option(help="A new or empty folder.")],
    lines: Annotated[int, typer.Option(help="Activity and ledger lines together.")] = 1_000_000,
    months: Annotated[int, typer.Option(help="Delivery months, 1 to 60.")] = 36,
    seed: Annotated[int, typer.Option(help="Another seed gives other lines.")] = 7,
    start: Annotated[str, typer.Option(help="The first month.")] = "2022-01",
    threads: Annotated[int, typer.Option(min=1, help="Months written side by side.")] = 2,
) -> None:
    """Write a synthetic company of any size: unkind data to measure with.

    OUT/landing/<extract>/delivered=<month>/part-0.parquet holds its lines, OUT/company its mappings,
    judgements and small extracts, OUT/scale.json what was asked for. The same arguments write the same bytes.

    Exit code 0: written. 2: an argument cannot be used.
    """
    try:
        settings = Settings(
            lines=lines, months=months, seed=seed, start=dt.date.fromisoformat(f"{start}-01")
        )
    except ValidationError as error:
        first = error.errors()[0]
        _refuse(f"--{first['loc'][0]} {first['input']}: {first['msg']}")
    except ValueError:
        _refuse(f"--start {start}: is no month such as 2022-01")
    _need_empty(out)
    files = write_company(settings, out / "company")
    with _progress() as progress:
        task = progress.add_task("Lines", total=settings.lines)
        write_landing(settings, out / "landing", threads, lambda n: progress.advance(task, n))
    written = {
        **settings.model_dump(mode="json"),
        "counts": settings.counts,
        "keys": settings.variables(),
        "duckdb": duckdb.__version__,
    }
    write_whole(out / "scale.json", (json.dumps(written, indent=2) + "\n").encode("utf-8"))
    typer.echo(
        f"{out}: {settings.lines:,} lines in {settings.months} months, {len(files)} CSV files"
    )
    _say_how_to_build(out)


@app.command()
def land(
    company: Annotated[str, typer.Argument(help="A name under seeds/companies, or a folder.")],
    out: Annotated[Path, typer.Option(help="A new or empty folder.")],
) -> None:
    """Land the extracts of a company that exists: CSV to Parquet, by month of receipt.

    The company's own files are left as they are. OUT/landing holds the Parquet files, OUT/company a
    copy of the folder in which the landed extracts have their header only.

    Exit code 0: written. 2: there is no such company, or OUT is not empty. 4: a file cannot be read.
    """
    folder = Path(company) if Path(company).is_dir() else company_dir(company)
    if not (folder / "extracts").is_dir():
        _refuse(f"{company}: neither a folder with extracts/ nor a company under seeds/companies")
    _need_empty(out)
    try:
        landed = land_company(folder, out)
    except LandingError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(4) from error
    for extract, lines in landed.items():
        typer.echo(f"{extract}: {lines:,} lines")
    _say_how_to_build(out)


def _need_empty(out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        _refuse(f"--out {out}: is not empty; choose a new folder, or remove it first")


def _refuse(sentence: str) -> None:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)


def _say_how_to_build(out: Path) -> None:
    typer.echo("Build it with (dbt's unit tests judge code, not data: they need no landing):")
    typer.echo(f"  ln -s {(out / 'company').resolve()} seeds/companies/scale")
    typer.echo(
        f"  TREDE_COMPANY=scale TREDE_LANDING_DIR={(out / 'landing').resolve()} "
        "dbt build --exclude-resource-type unit_test"
    )


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,} of {task.total:,}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )


if __name__ == "__main__":
    app()
