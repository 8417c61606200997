"""Write an empty set of files for a company, and link it in."""

from __future__ import annotations

import re
from pathlib import Path

import typer

from trede.contract import Contract, load_contract
from trede.paths import company_dir, project_root

NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


def write_missing_files(folder: Path, contract: Contract) -> list[str]:
    """Write the header of every file of the contract that the folder does not hold.

    Files that are there are left as they are, so that the command also completes a folder after
    the contract has grown.

    Returns:
        The files that were written, such as extracts/trips.csv.
    """
    written = []
    for file in contract.files:
        path = folder / file.file_name
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(",".join(file.column_names) + "\n", encoding="utf-8")
        written.append(file.file_name)
    return written


app = typer.Typer(add_completion=False)


@app.command()
def new_company(
    name: str = typer.Argument(help="Lower case letters, digits and underscores."),
    path: Path = typer.Option(
        None,
        "--path",
        help="Where the files go, outside this checkout; default is seeds/companies/NAME, "
        "which git ignores.",
    ),
) -> None:
    """Write an empty set of files for a company, and link it in under seeds/companies.

    Files that exist are not touched. Exit code 0: the set is complete. 1: the name is taken by a
    link to another folder. 2: the name or the path cannot be used.
    """
    if not NAME.fullmatch(name):
        typer.echo(
            f"'{name}' cannot be a company's name: use lower case letters, digits and underscores, "
            "beginning with a letter, such as acme or acme_group.",
            err=True,
        )
        raise typer.Exit(2)
    link = company_dir(name)
    folder = link if path is None else path.expanduser().resolve()
    if path is not None:
        if folder.is_relative_to(project_root()) and folder != link:
            typer.echo(
                f"{path} lies inside this checkout, where git would pick a company's data up: "
                "choose a folder elsewhere, or leave --path out.",
                err=True,
            )
            raise typer.Exit(2)
        if link.resolve() != folder and (link.exists() or link.is_symlink()):
            typer.echo(
                f"seeds/companies/{name} exists already and is not a link to {folder}. "
                f"Choose another name, or remove it first.",
                err=True,
            )
            raise typer.Exit(1)
        folder.mkdir(parents=True, exist_ok=True)
        if not link.is_symlink():
            link.symlink_to(folder, target_is_directory=True)
    contract = load_contract()
    written = write_missing_files(folder, contract)
    typer.echo(f"{folder}: {len(written)} files written, {len(contract.files) - len(written)} kept")
    typer.echo(
        "Start with judgements/company.csv, mappings/entities.csv, locations.csv, products.csv and one "
        "extract. seeds/companies/demo is a filled example; what each column holds stands in "
        "models/staging/{extracts,mappings,judgements}/contract/<file>.yml. Then:"
    )
    typer.echo(f"  TREDE_COMPANY={name} TREDE_WAREHOUSE_DIR=~/{name}_warehouse make build")
