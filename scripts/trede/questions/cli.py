"""`trede questions`: what to ask suppliers, owners of buildings and colleagues."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.console import Console

from trede.paths import project_root, warehouse_file
from trede.questions.read import read_findings
from trede.report.write import languages, write_reports
from trede.warehouse import WarehouseError

DEFAULT_FOLDER = Path("target", "questions")

app = typer.Typer(add_completion=False)


@app.command()
def questions(
    language: list[str] = typer.Option(
        [], "--language", help="nl or en; may be repeated. Default: both."
    ),
    out: Path | None = typer.Option(
        None, "--out", help=f"Folder for the files. Default: {DEFAULT_FOLDER} in this checkout."
    ),
) -> None:
    """Write a ready question for each open finding: to its supplier, landlord or the data's owner.

    Findings of one rule for one recipient are one question, with the lines and documents that it is about;
    the questions are ranked by kg CO2e. One HTML file and one PDF for each language.

    Exit codes: 0, it was written. 1, there is no warehouse. 2, an option cannot be used. 3, tables are
    missing. 4, another process is writing the warehouse. 5, the files cannot be written.
    """
    try:
        spoken = languages(language)
        told = read_findings(warehouse_file())
    except WarehouseError as error:
        Console(stderr=True, soft_wrap=True).print(str(error), markup=False, highlight=False)
        raise typer.Exit(error.exit_code) from error
    from trede.questions.view import make_document

    write_reports(
        (make_document(told, each) for each in spoken),
        out or project_root() / DEFAULT_FOLDER,
        "questions",
    )
