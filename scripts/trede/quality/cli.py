"""`trede quality`: the data-quality report, as a page and as a PDF."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.console import Console

from trede.paths import project_root, warehouse_file
from trede.quality.outside import read_outside, refuse_other_build
from trede.quality.read import read_quality
from trede.report.write import languages, write_reports
from trede.warehouse import WarehouseError

DEFAULT_FOLDER = Path("target", "quality")

app = typer.Typer(add_completion=False)


@app.command()
def quality(
    language: list[str] = typer.Option(
        [], "--language", help="nl or en; may be repeated. Default: both."
    ),
    pack: Path | None = typer.Option(
        None, "--pack", help="Evidence pack of this build: its head hash is printed in the report."
    ),
    previous: Path | None = typer.Option(
        None, "--previous", help="The pack before it: what changed since."
    ),
    expectations: Path | None = typer.Option(
        None,
        "--expectations",
        help="Results of `trede pack expect` on that pack (JSON): the second opinion.",
    ),
    out: Path | None = typer.Option(
        None, "--out", help=f"Folder for the files. Default: {DEFAULT_FOLDER} in this checkout."
    ),
) -> None:
    """Write the data-quality report: shares by data quality, rules, findings, uncertainty, factors.

    One HTML file (self-contained, printable) and one PDF for each language, with the same contents.
    Lines about persons are counts.

    Exit codes: 0, it was written. 1, there is no warehouse. 2, an option cannot be used. 3, tables are
    missing: the build stopped half-way. 4, another process is writing the warehouse. 5, the files cannot
    be written. 6, a pack was touched, or pack or results are not of the build of this warehouse.
    """
    errors = Console(stderr=True, soft_wrap=True)
    try:
        spoken = languages(language)
        outside = read_outside(pack, previous, expectations)
        told = read_quality(warehouse_file())
        if pack is not None:
            refuse_other_build(pack, told.runs, told.tables)
    except WarehouseError as error:
        errors.print(str(error), markup=False, highlight=False)
        raise typer.Exit(error.exit_code) from error
    from trede.quality.view import make_document

    write_reports(
        (make_document(told, outside, each) for each in spoken),
        out or project_root() / DEFAULT_FOLDER,
        "quality",
    )
