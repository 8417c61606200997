"""`trede change-note`: one page with a publication."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.console import Console

from trede.change_note.read import read_change
from trede.paths import project_root, warehouse_file
from trede.report.write import languages, write_reports
from trede.warehouse import WarehouseError

DEFAULT_FOLDER = Path("target", "change_note")

app = typer.Typer(add_completion=False)


@app.command()
def change_note(
    year: int | None = typer.Option(
        None, "--year", help="Reporting year. Default: the last that was published."
    ),
    version: str | None = typer.Option(
        None,
        "--version",
        help="Publication to start from. Default: the last, or the one before if nothing changed since.",
    ),
    language: list[str] = typer.Option(
        [], "--language", help="nl or en; may be repeated. Default: both."
    ),
    out: Path | None = typer.Option(
        None, "--out", help=f"Folder for the files. Default: {DEFAULT_FOLDER} in this checkout."
    ),
) -> None:
    """Write one page with a publication: why it differs from what was published before.

    The lines of the Ladder in the steps of marts.rpt_change_bridge, the reasons of judgements/restatements,
    and the two publications with their packs. One HTML file and one PDF for each language.

    Exit codes: 0, it was written. 1, there is no warehouse. 2, an option cannot be used, or no year was
    published. 3, tables are missing. 4, another process is writing the warehouse. 5, the files cannot be
    written.
    """
    try:
        spoken = languages(language)
        change = read_change(warehouse_file(), year, version)
    except WarehouseError as error:
        Console(stderr=True, soft_wrap=True).print(str(error), markup=False, highlight=False)
        raise typer.Exit(error.exit_code) from error
    from trede.change_note.view import make_document

    write_reports(
        (make_document(change, each) for each in spoken),
        out or project_root() / DEFAULT_FOLDER,
        f"change_note_{change.year}",
    )
