"""`trede quality`: the data-quality report, as a page and as a PDF."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.console import Console

from trede.files import write_whole
from trede.language import LANGUAGES, Language, as_language
from trede.paths import project_root, warehouse_file
from trede.quality.outside import OutsideError, read_outside
from trede.quality.read import read_quality
from trede.quality.words import say
from trede.warehouse import WarehouseError

DEFAULT_FOLDER = Path("target", "quality")

app = typer.Typer(add_completion=False)


@app.command()
def quality(
    language: list[str] = typer.Option(
        [], "--language", help="nl or en; may be repeated. Default: both."
    ),
    pack: Path | None = typer.Option(
        None, "--pack", help="Evidence pack of this run: its head hash is printed in the report."
    ),
    previous: Path | None = typer.Option(
        None, "--previous", help="The pack before it: what changed since."
    ),
    expectations: Path | None = typer.Option(
        None, "--expectations", help="Results of `trede pack expect` (JSON): the second opinion."
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
    be written.
    """
    errors = Console(stderr=True, soft_wrap=True)
    try:
        spoken = _languages(language)
        outside = read_outside(pack, previous, expectations)
        told = read_quality(warehouse_file())
    except WarehouseError as error:
        errors.print(str(error), markup=False, highlight=False)
        raise typer.Exit(error.exit_code) from error
    # Jinja and typst take a moment to import; an error about the warehouse need not wait.
    from trede.quality.view import make_document
    from trede.report import page, pdf

    folder = out or project_root() / DEFAULT_FOLDER
    console = Console(soft_wrap=True)
    for each in spoken:
        document = make_document(told, outside, each)
        for ending, content in (
            ("html", page.render(document).encode()),
            ("pdf", pdf.render(document)),
        ):
            file = folder / f"quality_{each}.{ending}"
            try:
                write_whole(file, content)
            except OSError as error:
                errors.print(
                    f"The report cannot be written to {folder}: {error.strerror or error}.\n"
                    "Name another folder with --out.",
                    markup=False,
                    highlight=False,
                )
                raise typer.Exit(5) from error
            console.print(say("written", each, file=file), markup=False, highlight=False)


def _languages(given: list[str]) -> tuple[Language, ...]:
    """Return the languages that were asked for, each once.

    Raises:
        OutsideError: one of them is not spoken.
    """
    spoken = []
    for each in given:
        known = as_language(each)
        if known is None:
            raise OutsideError(f"--language {each}: give nl or en.")
        spoken.append(known)
    return tuple(dict.fromkeys(spoken)) or LANGUAGES
