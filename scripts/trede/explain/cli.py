"""`trede explain`: from a figure to its lines, and from a line to its figures."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path

import duckdb
import typer
from rich.console import Console

from trede.explain.model import Explanation, Measure, Trace
from trede.explain.read import MOST, explain_cell, explain_total
from trede.explain.trace import explain_document, explain_line
from trede.explain.warehouse import NotFoundError, UsageError, open_warehouse
from trede.explain.words import say
from trede.look.words import Language, as_language
from trede.paths import warehouse_file
from trede.warehouse import WarehouseError, is_synthetic, rows

#: Parts that the terminal shows unless it is asked for more: what fits on a screen.
MOST_IN_TERMINAL = 10

#: What --entity says for the cell that privacy merges over the entities.
MERGED = "merged"

app = typer.Typer(add_completion=False)


class FrameOption(StrEnum):
    """The frames."""

    LADDER = "ladder"
    GHG_PROTOCOL = "ghg_protocol"
    ISO_14064 = "iso_14064"


class LanguageOption(StrEnum):
    """The languages that the option accepts."""

    NL = "nl"
    EN = "en"


@app.command()
def explain(
    frame: FrameOption = typer.Option(FrameOption.LADDER, "--frame", help="Frame of the figure."),
    line: str | None = typer.Option(
        None, "--line", help="Line of the frame, such as scope_1 or 3.7; with --file a line_id."
    ),
    total: str | None = typer.Option(
        None, "--total", help="A total instead: scope_3, scope_1_2_business_travel, total ..."
    ),
    year: int | None = typer.Option(
        None, "--year", help="Reporting year. Default: the last year that has figures."
    ),
    entity: str | None = typer.Option(
        None,
        "--entity",
        help=f"Entity of the cell; `{MERGED}` is the cell merged for privacy. Default: all entities.",
    ),
    location_based: bool = typer.Option(
        False, "--location-based", help="The alternative figure, with power at the grid mix."
    ),
    file: str | None = typer.Option(
        None, "--file", help="Backwards: the extract that holds --line or --document."
    ),
    document: str | None = typer.Option(
        None, "--document", help="Backwards: every line of an invoice or document."
    ),
    as_json: bool = typer.Option(False, "--json", help="Write JSON (docs/explain_schema.json)."),
    html: Path | None = typer.Option(None, "--html", help="Write a page of its own, to print."),
    language: LanguageOption | None = typer.Option(
        None, "--language", help="Default: the company's own (judgements/company), else nl."
    ),
    most: int | None = typer.Option(
        None,
        "--rows",
        min=1,
        help=f"Lines to write out, those with most kg; the others as one row. Default: {MOST}, in the "
        f"terminal {MOST_IN_TERMINAL}.",
    ),
    every: bool = typer.Option(False, "--all", help="Write every line out."),
    personal: bool = typer.Option(
        False, "--personal", help="Write out lines that point at persons: for the auditor only."
    ),
) -> None:
    """Explain a published figure by its lines, or a delivered line by its figures.

    Forwards, from a cell of rpt_footprint or a total to its groups, lines, conversions, factors,
    judgements and hashes; the rows make the figure to the last gram, or the command fails:

      trede explain --line scope_1 --year 2024 --entity north

    Backwards, from a line or document to what it became, and why if it brings nothing:

      trede explain --file ledger_entries --line LE-2024-000123

    The warehouse is current.duckdb in TREDE_WAREHOUSE_DIR (default warehouse/); it is only read.
    Lines that point at persons stay in the warehouse unless --personal asks for them.

    Exit codes: 0, it was explained. 1, there is no warehouse. 2, the options do not name one thing, or
    the page cannot be written. 3, tables are missing: the build stopped half-way. 4, there is no such
    figure, line or document, or another process is writing the warehouse. 5, the rows do not make the
    figure: something was changed after the build.
    """
    errors = Console(stderr=True, soft_wrap=True)
    try:
        _refuse_mixed(line, total, year, entity, location_based, file, document, most, every)
        warehouse = warehouse_file()
        with open_warehouse(warehouse) as connection:
            shown = _most(most, every, as_json or html is not None)
            measure: Measure = "location_based" if location_based else "market_based"
            if document is not None:
                found: Explanation | Trace = explain_document(
                    connection, document, extract_name=file, personal=personal
                )
            elif file is not None:
                found = explain_line(connection, file, line or "", personal=personal)
            else:
                found = _explain_figure(
                    connection, frame.value, line, total, year, entity, measure, personal, shown
                )
            _refuse_withheld(found)
            company = _company(connection)
        spoken: Language = language.value if language else (as_language(company[1]) or "nl")
        _write(found, spoken, company, warehouse, as_json, html)
    except WarehouseError as error:
        errors.print(str(error), markup=False, highlight=False)
        raise typer.Exit(error.exit_code) from error


def _refuse_mixed(
    line: str | None,
    total: str | None,
    year: int | None,
    entity: str | None,
    location_based: bool,
    file: str | None,
    document: str | None,
    most: int | None,
    every: bool,
) -> None:
    """Refuse options that name nothing, or two things.

    Raises:
        UsageError: they do.
    """
    if every and most is not None:
        raise UsageError("--all and --rows ask for two things: leave one out.")
    if file is None and document is None:
        if line is None and total is None:
            raise UsageError(
                "Name what to explain: --line scope_1, --total total, --file trips --line T-1 or "
                "--document INV-1."
            )
        if line is not None and total is not None:
            raise UsageError("--line and --total are two figures: leave one out.")
        if total is not None and entity is not None:
            raise UsageError("A total is of all entities: --entity goes with --line.")
        return
    if file is not None and (line is None) == (document is None):
        raise UsageError("--file needs one of --line (a line_id) and --document.")
    if file is None and line is not None:
        raise UsageError("--document finds its lines itself: leave --line out, or name a --file.")
    given = {
        "--total": total is not None,
        "--year": year is not None,
        "--entity": entity is not None,
        "--location-based": location_based,
        "--rows": most is not None,
        "--all": every,
    }
    unfit = [name for name, is_given in given.items() if is_given]
    if unfit:
        raise UsageError(f"{', '.join(unfit)}: for a figure, not for a line or document.")


def _most(most: int | None, every: bool, is_file: bool) -> int | None:
    """Return how many lines are written out."""
    if every:
        return None
    return most or (MOST if is_file else MOST_IN_TERMINAL)


def _explain_figure(
    connection: duckdb.DuckDBPyConnection,
    frame: str,
    line: str | None,
    total: str | None,
    year: int | None,
    entity: str | None,
    measure: Measure,
    personal: bool,
    most: int | None,
) -> Explanation:
    """Explain the cell, line or total that the options name."""
    if year is None:
        year = rows(connection, "select max(reporting_year) as year from marts.rpt_footprint")[0][
            "year"
        ]
        if year is None:
            raise NotFoundError(
                "The warehouse holds no figure yet.\nFill the extracts and run `make build`."
            )
    if line is not None and entity is not None:
        cell = None if entity == MERGED else entity
        return explain_cell(
            connection, frame, line, year, cell, measure=measure, personal=personal, most=most
        )
    return explain_total(
        connection,
        frame,
        line or total or "",
        year,
        total_kind="line" if line is not None else None,
        measure=measure,
        personal=personal,
        most=most,
    )


def _refuse_withheld(found: Explanation | Trace) -> None:
    """Refuse to show a line that points at a person to who did not ask for that.

    Raises:
        UsageError: nothing is left to show.
    """
    if isinstance(found, Trace) and not found.traces:
        raise UsageError(
            f"{found.asked} points at a person and stays in the audit schema.\n"
            "With --personal it is written out: for the auditor only, never for publication."
        )


def _company(connection: duckdb.DuckDBPyConnection) -> tuple[str | None, str | None, bool]:
    """Return the company's name and language, and whether it says of itself that it is synthetic."""
    for row in rows(connection, "select name, language, reason from judgements.company limit 1"):
        return row["name"], row["language"], is_synthetic(row["reason"])
    return None, None, False


def _write(
    found: Explanation | Trace,
    language: Language,
    company: tuple[str | None, str | None, bool],
    warehouse: Path,
    as_json: bool,
    html: Path | None,
) -> None:
    """Write what was asked for: a page, JSON, or the terminal.

    Raises:
        UsageError: the page cannot be written.
    """
    if html is not None:
        # Jinja and Altair take a moment to import; the terminal alone does not need them.
        from trede.explain.page import render
        from trede.files import write_whole

        built_at = datetime.fromtimestamp(warehouse.stat().st_mtime).astimezone()
        try:
            write_whole(html, render(found, language, company[0], built_at, company[2]).encode())
        except OSError as error:
            raise UsageError(
                f"The page cannot be written to {html}: {error.strerror or error}.\n"
                "Name another file with --html."
            ) from error
        Console(soft_wrap=True, stderr=as_json).print(
            say("written", language, file=html), markup=False, highlight=False
        )
    if as_json:
        from trede.explain.schema import to_json

        typer.echo(to_json(found))
    elif html is None:
        from trede.explain.terminal import show

        show(found, language, Console())
