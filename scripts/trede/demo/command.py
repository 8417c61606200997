"""The command that writes or checks the demo company."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trede.demo.build import differences, make_demo, write_demo
from trede.paths import company_dir

app = typer.Typer(add_completion=False)


@app.command("demo")
def demo(
    out: Annotated[
        Path | None, typer.Option(help="Company folder to write or check; default the demo's own.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail when a file is not as generated.")
    ] = False,
) -> None:
    """Write the synthetic demo company (extracts, mappings and judgements) as CSV files.

    Every name is fictitious, the quantities follow a public plan, and the same code always writes
    the same bytes. No network is used.
    """
    folder = out or company_dir("demo")
    files = make_demo()
    if not check:
        write_demo(folder, files)
        typer.echo(f"{len(files)} files written to {folder}")
        return
    found = differences(folder, files)
    for sentence in found:
        typer.echo(sentence, err=True)
    if found:
        typer.echo("Run scripts/make_demo.py and commit what it writes.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{len(files)} files are as generated")
