"""`trede wpm`: the sheet of the WPM report, to print and to compute with."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import typer
from rich.console import Console

from trede.files import write_whole
from trede.look.words import Language, as_language
from trede.mobility.warehouse import WpmWarehouse, read_wpm
from trede.mobility.words import say
from trede.paths import project_root, warehouse_file
from trede.warehouse import WarehouseError, is_synthetic

DEFAULT_FOLDER = Path("target", "wpm")

app = typer.Typer(add_completion=False)


class LanguageOption(StrEnum):
    """The languages that the option accepts."""

    NL = "nl"
    EN = "en"


class SelectionError(WarehouseError):
    """The warehouse has no form for what was asked."""

    exit_code = 2


@app.command()
def wpm(
    kvk: str | None = typer.Option(
        None, "--kvk", help="KVK number of the sheet. Default: one for each that has figures."
    ),
    year: int | None = typer.Option(
        None,
        "--year",
        help="Year of the travel. Default: the last reporting year that has figures.",
    ),
    language: LanguageOption | None = typer.Option(
        None,
        "--language",
        help="Language of the sheet. Default: the company's own (judgements/company), else nl.",
    ),
    out: Path | None = typer.Option(
        None, "--out", help=f"Folder for the files. Default: {DEFAULT_FOLDER} in this checkout."
    ),
) -> None:
    """Write the sheet of the WPM report (work-related mobility): HTML to print, and XLSX.

    One pair of files per KVK number: the four blocks and eleven categories in the form's order,
    what stands beneath them, the size test, the emissions, and the trail behind each cell. The
    warehouse is current.duckdb in TREDE_WAREHOUSE_DIR (default warehouse/); it is only read. The
    sheet holds exact cells: it is for the filing and the auditor, not for publication.

    Exit codes: 0, it was written. 1, there is no warehouse, or no DuckDB file. 2, an option cannot
    be used: there is no such KVK number, or no figures for that year. 3, tables or columns are
    missing: the build stopped half-way or is of another version. 4, another process is writing the
    warehouse. 5, the files cannot be written. 6, a sheet was written without CO2, because its
    year has no key figures and no judgement chooses them.
    """
    errors = Console(stderr=True, soft_wrap=True)
    try:
        warehouse = read_wpm(warehouse_file())
        chosen = select(warehouse, kvk, year)
    except WarehouseError as error:
        errors.print(str(error), markup=False, highlight=False)
        raise typer.Exit(error.exit_code) from error
    spoken: Language = language.value if language else (as_language(warehouse.language) or "nl")
    folder = out or project_root() / DEFAULT_FOLDER
    try:
        unsettled = [
            finding
            for each in chosen
            if (finding := _write(warehouse, *each, spoken, folder)) is not None
        ]
    except OSError as error:
        errors.print(
            f"The sheets cannot be written to {folder}: {error.strerror or error}.\n"
            "Name another folder with --out.",
            markup=False,
            highlight=False,
        )
        raise typer.Exit(5) from error
    for finding in unsettled:
        errors.print(finding, markup=False, highlight=False)
    if unsettled:
        raise typer.Exit(6)


def select(warehouse: WpmWarehouse, kvk: str | None, year: int | None) -> list[tuple[str, int]]:
    """Return the KVK numbers and years of the sheets that were asked for.

    Raises:
        SelectionError: there are none; the message names what there is.
    """
    there = warehouse.employer_years
    if not there:
        raise SelectionError(
            f"{warehouse.file} holds no travel for a WPM report.\n"
            "Fill extracts/vehicle_distances, trips or commuting and run `make build`."
        )
    numbers = sorted({number for number, _ in there})
    if kvk is not None:
        wanted = kvk.strip()
        if wanted not in numbers:
            known = {str(row["kvk_number"]) for row in warehouse.tables["entities"]}
            why = (
                "is in mappings/entities, but has no travel"
                if wanted in known
                else "is not in the warehouse (mappings/entities names the entity's kvk_number)"
            )
            raise SelectionError(f"KVK number {wanted} {why}.\nWith figures: {', '.join(numbers)}.")
        there = [each for each in there if each[0] == wanted]
    years = sorted({each for _, each in there})
    if year is None:
        # A trip typed as 2042 is no year of the company; the last one must do only where
        # none of the company's years has figures.
        year = ([each for each in years if each in warehouse.company_years] or years)[-1]
    elif year not in years:
        of = f" of KVK number {kvk.strip()}" if kvk is not None else ""
        raise SelectionError(
            f"{year} has no figures{of}.\nYears with figures: {', '.join(map(str, years))}."
        )
    return [each for each in there if each[1] == year]


def _write(
    warehouse: WpmWarehouse, kvk: str, year: int, language: Language, folder: Path
) -> str | None:
    """Write the files of one sheet; return what keeps it without CO2, if anything does."""
    # Jinja and openpyxl take a moment to import; an error about the warehouse need not wait.
    from trede.mobility import page, workbook
    from trede.mobility.sheet import make_sheet
    from trede.mobility.texts import Texts

    sheet = make_sheet(warehouse, kvk, year)
    says_synthetic = any(is_synthetic(row["reason"]) for row in warehouse.tables["company"])
    console = Console(soft_wrap=True)
    for ending, content in (
        ("html", page.render(sheet, language, says_synthetic).encode()),
        ("xlsx", workbook.render(sheet, language, says_synthetic)),
    ):
        file = folder / f"wpm_{_as_file_name(kvk)}_{year}_{language}.{ending}"
        write_whole(file, content)
        console.print(say("written", language, file=file), markup=False, highlight=False)
    missing = [
        each for each in sheet.findings if each.key.endswith(("no_jaargang", "wrong_jaargang"))
    ]
    return f"{kvk}: {Texts(sheet, language).finding(missing[0])}" if missing else None


def _as_file_name(kvk: str) -> str:
    """Return a KVK number as part of a file's name: it is text that a company delivers."""
    return "".join(letter if letter.isalnum() else "_" for letter in kvk)
