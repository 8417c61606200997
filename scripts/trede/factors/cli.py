"""Commands: trede factors import-nl, trede factors verify."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from trede.factors.export import COLUMNS, Export, LayoutError, read_export
from trede.factors.registry import NL_LIST, Registry, nl_edition, read_csv
from trede.paths import project_root

app = typer.Typer(help="Editions of emission factors.", no_args_is_help=True, add_completion=False)
#: A change between two editions that is worth a look, in percent.
JUMP_PCT = Decimal(25)


class GwpBasis(StrEnum):
    """Assessment report behind a list's GWPs."""

    AR4 = "AR4"
    AR5 = "AR5"
    AR6 = "AR6"


class Recalculation(StrEnum):
    """Whether an edition restates earlier years (herberekenen)."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@app.command("import-nl")
def import_nl(
    export: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, help="Excel export of www.co2emissiefactoren.nl (.xlsx)."
        ),
    ],
    revision: Annotated[
        int, typer.Option(min=1, help="2 or higher for an erratum of an edition that exists.")
    ] = 1,
    gwp_basis: Annotated[
        GwpBasis | None,
        typer.Option(help="Assessment report of the GWPs, where the publisher states it."),
    ] = None,
    recalculates_history: Annotated[
        Recalculation,
        typer.Option(help="Whether the publisher restates earlier years (herberekenen)."),
    ] = Recalculation.UNKNOWN,
) -> None:
    """Turn the yearly Excel download of the Dutch list into an immutable edition.

    Writes seeds/shared/factors/nl_<year>.csv, its row in editions.csv and SHA256SUMS, and makes
    dbt read it. A changed layout is refused by sheet, row and column; an edition that exists is
    never written over.
    """
    registry = Registry(project_root())
    basis = gwp_basis.value if gwp_basis else ""
    try:
        found = read_export(export, registry.units(), basis)
        edition = nl_edition(
            found.year, found.published_on, revision, basis, recalculates_history.value
        )
        path = registry.add_nl(edition, COLUMNS, (row.cells() for row in found.rows))
    except LayoutError as error:
        _stop(f"{export.name} is not laid out as Trede knows it: {error}. Nothing was written.")
    except (FileExistsError, ValueError) as error:
        _stop(f"{error}. Nothing was written.")
    console = Console(soft_wrap=True)
    console.print(f"{edition.edition_id}: {len(found.rows)} rows written to {path.name}")
    _show_sums(console, found)
    _show_changes(console, registry, found, edition.edition_id)
    console.print(
        f"Next: dbt build. The year {found.year} takes {edition.edition_id} from now on; another "
        "year takes it only by a row in judgements/factor_choices.csv."
    )


@app.command()
def verify() -> None:
    """Check that no edition was changed since it was registered (SHA256SUMS)."""
    registry = Registry(project_root())
    try:
        problems = registry.verify()
    except (OSError, ValueError) as error:
        _stop(str(error))
    for problem in problems:
        typer.echo(f"{problem.file_name} {problem.problem}", err=True)
    if problems:
        raise typer.Exit(1)
    typer.echo(f"{len(registry.sums())} editions are as they were registered")


def _stop(message: str) -> None:
    """End with a message and exit code 1."""
    typer.echo(message, err=True)
    raise typer.Exit(1)


def _show_sums(console: Console, found: Export) -> None:
    """List the rows whose printed parts do not make the printed total."""
    for row in found.not_adding_up():
        console.print(
            f"row {row.row}: {row.name_nl}: WTW {row.wtw} is not TTW {row.ttw} + WTT {row.wtt}; "
            "the printed WTW leads"
        )


def _show_changes(console: Console, registry: Registry, found: Export, edition_id: str) -> None:
    """Compare with the complete edition before: keys that came or went, and jumps."""
    before = [
        edition
        for edition in registry.editions()
        if edition.factor_list == NL_LIST
        and edition.edition_kind == "published_complete"
        and edition.edition_year <= found.year
        and edition.edition_id != edition_id
    ]
    if not before:
        return
    former = max(before, key=lambda edition: (edition.edition_year, edition.revision))
    values = {row["factor_key"]: row for row in read_csv(registry.folder / former.file_name)}
    new = {row.factor_key: row for row in found.rows}
    for key in sorted(set(values) - set(new)):
        console.print(f"gone since {former.edition_id}: {key}")
    for key in sorted(set(new) - set(values)):
        console.print(f"new since {former.edition_id}: {key}")
    table = Table("factor", former.edition_id, edition_id, "change", title="Jumps above 25%")
    for key in sorted(set(new) & set(values)):
        old, now = values[key]["kg_co2e_wtw"], new[key].wtw
        if not old or now is None or Decimal(old) == 0:
            continue
        change = (now - Decimal(old)) / abs(Decimal(old)) * 100
        if abs(change) > JUMP_PCT:
            table.add_row(key, old, str(now), f"{change:+.0f}%")
    if table.row_count:
        console.print(table)
