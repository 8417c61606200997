"""`trede publish`: lock a reporting year by writing down what was published."""

from __future__ import annotations

import os
import re
from datetime import date

import typer
from rich.console import Console

from trede.contract import load_contract
from trede.paths import company_dir, company_name, warehouse_file
from trede.publish.book import add, read_book
from trede.publish.decide import Wish, decide
from trede.publish.errors import PublishError, UsageError
from trede.publish.warehouse import read_today
from trede.warehouse import WarehouseError

app = typer.Typer(add_completion=False)


@app.command()
def publish(
    year: int = typer.Option(..., "--year", help="Reporting year."),
    prepared_by: str = typer.Option(
        ..., "--prepared-by", help="Role that prepared the figures; never a name."
    ),
    approved_by: str = typer.Option(
        ..., "--approved-by", help="Role that approved them: another one."
    ),
    version: str | None = typer.Option(
        None, "--version", help="Version. Default: the next number of the year."
    ),
    reason: str | None = typer.Option(None, "--reason", help="Why it is published."),
    draft_reason: str | None = typer.Option(
        None, "--draft-reason", help="Why totals that are drafts are published all the same."
    ),
    pack_sha256: str | None = typer.Option(
        None, "--pack-sha256", help="Head hash of the evidence pack of this run."
    ),
    on: str | None = typer.Option(
        None,
        "--on",
        help="Day of publication, such as 2025-03-31. Default: TREDE_AS_OF_DATE, else today.",
    ),
) -> None:
    """Publish a reporting year: write what was published into the company's folder.

    Adds the year's groups to judgements/published_rows.csv and one row to publications.csv (what
    stands there stays, byte for byte). The next build reads them: from then on the year is locked,
    and a rule fails when it is computed otherwise without a row in restatements.csv. Groups are
    those of the published marts, so no group has one to four persons. The company is the one of
    TREDE_COMPANY, the warehouse current.duckdb in TREDE_WAREHOUSE_DIR; it is only read.

    Exit codes: 0, it was written, or the year stands published as it is. 1, there is no warehouse.
    2, an option cannot be used. 3, the warehouse is of another version, or was built from other
    files. 4, another process is writing it. 5, the company's files cannot be read or written. 6,
    refused: a total is a draft, preparer and approver are one role, the version exists, or the
    year changed without a restatement of what changed and of its cause.
    """
    errors = Console(stderr=True, soft_wrap=True)
    folder = company_dir()
    try:
        wish = Wish(
            year=year,
            prepared_by=prepared_by,
            approved_by=approved_by,
            on=_day(on),
            version=_version(version),
            reason=reason,
            draft_reason=draft_reason,
            pack_sha256=_hash(pack_sha256),
        )
        book = read_book(folder)
        with errors.status("Comparing the files with what was built"):
            today = read_today(warehouse_file(), folder, load_contract())
        publication = decide(
            wish,
            today.of_year(year),
            today.drafts.get(year, ()),
            book,
            {version: rows for (of, version), rows in today.moves.items() if of == year},
        )
        if publication is not None:
            # Rows first: a version without rows would lock nothing.
            add(folder, "published_rows", publication.rows)
            add(folder, "publications", [publication.row])
    except (PublishError, WarehouseError) as error:
        errors.print(str(error), markup=False, highlight=False)
        raise typer.Exit(error.exit_code) from error
    console = Console(soft_wrap=True)
    if publication is None:
        console.print(
            f"{year} of {company_name()} stands published as it is: nothing was written.",
            markup=False,
            highlight=False,
        )
        return
    console.print(
        f"Published: {year} of {company_name()}, version {publication.row['version']}, "
        f"{len(publication.rows)} rows, {publication.tonnes:.3f} t CO2e.\n"
        f"Written to {folder / 'judgements'}: published_rows.csv and publications.csv. "
        "The next build holds the year to them.",
        markup=False,
        highlight=False,
    )


def _day(given: str | None) -> date:
    text = given or os.environ.get("TREDE_AS_OF_DATE") or date.today().isoformat()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"'{text}' is no day: write it as 2025-03-31.") from error


def _version(given: str | None) -> str | None:
    if given is None:
        return None
    version = given.strip()
    if version == "current" or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,30}", version):
        raise UsageError(
            f"'{given}' cannot be a version: use up to 31 letters, digits, points and dashes, such "
            "as 2 or 2025-1; 'current' is today's computation."
        )
    return version


def _hash(given: str | None) -> str | None:
    if given is not None and not re.fullmatch(r"[0-9a-f]{64}", given.strip().lower()):
        raise UsageError(f"--pack-sha256 '{given}' is no SHA-256: 64 digits 0-9 and a-f.")
    return given.strip().lower() if given else None
