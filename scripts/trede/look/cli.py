"""`trede look`: the footprint of the last build, here and on a page."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import typer
from rich.console import Console

from trede.look.marts import read_warehouse
from trede.look.words import Language
from trede.paths import project_root, warehouse_file
from trede.warehouse import WarehouseError

DEFAULT_PAGE = Path("target", "look", "footprint.html")

app = typer.Typer(add_completion=False)


class LanguageOption(StrEnum):
    """The languages that the option accepts."""

    NL = "nl"
    EN = "en"


@app.command()
def look(
    language: LanguageOption | None = typer.Option(
        None,
        "--language",
        help="Language of the table, and the one that the page shows first. "
        "Default: the company's own (judgements/company), else nl.",
    ),
    out: Path | None = typer.Option(
        None, "--out", help=f"Where the page goes. Default: {DEFAULT_PAGE} in this checkout."
    ),
    page: bool = typer.Option(True, "--page/--no-page", help="Write the page, or the table only."),
) -> None:
    """Show the footprint of the last build: a table here, and one HTML page in Dutch and English.

    The warehouse is current.duckdb in TREDE_WAREHOUSE_DIR (default warehouse/); it is only read.
    The page holds everything that it shows and loads nothing from a network.

    Exit codes: 0, it was shown. 1, there is no warehouse, or no DuckDB file. 2, an option cannot
    be used. 3, marts or columns are missing: the build stopped half-way or is of another version.
    4, another process is writing the warehouse. 5, the page cannot be written.
    """
    errors = Console(stderr=True, soft_wrap=True)
    try:
        warehouse = read_warehouse(warehouse_file())
    except WarehouseError as error:
        errors.print(str(error), markup=False, highlight=False)
        raise typer.Exit(error.exit_code) from error
    chosen: Language = language.value if language else (warehouse.language or "nl")
    written = None
    if page:
        # Altair and vl-convert take a second to import; the table alone does not need them.
        from trede.look.page import write_page

        target = out or project_root() / DEFAULT_PAGE
        try:
            written = write_page(warehouse, chosen, target)
        except OSError as error:
            errors.print(
                f"The page cannot be written to {target}: {error.strerror or error}.\n"
                "Name another place with --out.",
                markup=False,
                highlight=False,
            )
            raise typer.Exit(5) from error
    from trede.look.terminal import show

    show(warehouse, chosen, written, project_root() / "README.md", Console())
