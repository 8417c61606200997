"""`trede management-plan`: the data-quality management plan of requirement 4.A.2."""

from __future__ import annotations

import os
from pathlib import Path

import typer
from rich.console import Console

from trede.management_plan.lineage import read_lineage, refuse_other_build
from trede.management_plan.read import read_facts
from trede.paths import project_root, warehouse_file
from trede.report.write import languages, write_reports
from trede.warehouse import WarehouseError

DEFAULT_FOLDER = Path("target", "management_plan")

app = typer.Typer(add_completion=False)


@app.command()
def management_plan(
    language: list[str] = typer.Option(
        [], "--language", help="nl or en; may be repeated. Default: both."
    ),
    target: Path | None = typer.Option(
        None, "--target", help="dbt's target folder, whose manifest.json is read. Default: target."
    ),
    out: Path | None = typer.Option(
        None, "--out", help=f"Folder for the files. Default: {DEFAULT_FOLDER} in this checkout."
    ),
) -> None:
    """Write the data-quality management plan: flows, sources, owners, dates, checks and their last state.

    Made from judgements/data_plan, the rules and their verdicts, the deliveries, and the exposures of the
    reports; for CO2-Prestatieladder 4.A.2 (handbook 4.0: par. 9.1.2). One HTML file and one PDF for each
    language.

    Exit codes: 0, it was written. 1, there is no warehouse. 2, an option cannot be used. 3, tables are
    missing. 4, another process is writing the warehouse. 5, the files cannot be written. 6, dbt's manifest
    is not of the build of this warehouse.
    """
    folder = target or project_root() / os.environ.get("DBT_TARGET_PATH", "target")
    manifest = folder / "manifest.json"
    try:
        spoken = languages(language)
        facts = read_facts(warehouse_file())
        lineage = read_lineage(manifest)
        if lineage is not None:
            refuse_other_build(lineage, manifest, facts.runs, facts.rule_ids)
    except WarehouseError as error:
        Console(stderr=True, soft_wrap=True).print(str(error), markup=False, highlight=False)
        raise typer.Exit(error.exit_code) from error
    # pyarrow and duckdb's readers take a moment to import; an error about the warehouse need not wait.
    from trede.management_plan.day import day_of_rules
    from trede.management_plan.view import make_document

    as_of = day_of_rules(folder, facts.run_ids)
    if lineage is None and target is not None:
        Console(stderr=True, soft_wrap=True).print(
            f"There is no manifest.json of dbt in {target}.\nRun `dbt build`, or name its target folder.",
            markup=False,
            highlight=False,
        )
        raise typer.Exit(2)
    write_reports(
        (make_document(facts, lineage, each, as_of) for each in spoken),
        out or project_root() / DEFAULT_FOLDER,
        "management_plan",
    )
