"""The `trede` command: a table of the commands and the modules that hold them.

A command's module is imported when the command is run, so that `trede --help` does not wait for
pandas or Altair.
"""

from __future__ import annotations

import importlib
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

#: Command: its module (which has a Typer `app`) and what `trede --help` says about it.
COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("trede.check", "Look at a company's files before dbt does."),
    "new-company": ("trede.new_company", "Write an empty set of files for a new company."),
    "look": ("trede.look.cli", "Show the last build: a table here and an HTML page."),
    "explain": ("trede.explain.cli", "Explain a figure by its lines, or a line by its figures."),
    "wpm": ("trede.mobility.cli", "Write the sheet of the WPM report: HTML to print, and XLSX."),
    "quality": ("trede.quality.cli", "Write the data-quality report: HTML and PDF."),
    "questions": ("trede.questions.cli", "Write a ready question for each open finding."),
    "management-plan": (
        "trede.management_plan.cli",
        "Write the data-quality management plan (4.A.2).",
    ),
    "sample": ("trede.sample.cli", "Draw an auditor's sample, and project what was found."),
    "change-note": ("trede.change_note.cli", "Write one page: why a publication differs."),
    "publish": ("trede.publish.cli", "Publish a year: write down what the next build holds it to."),
    "factors": ("trede.factors.cli", "Import and check editions of emission factors."),
    "pack": ("trede.pack.cli", "Freeze a run as an evidence pack, verify it, run it again."),
    "job": ("trede.job.cli", "Build on a schedule, publish what is green, roll back."),
    "scale": (
        "trede.scale.cli",
        "Write a large synthetic company, or land one's CSV files as Parquet.",
    ),
    "compare": ("trede.compare", "Compare the DuckDB and PostgreSQL warehouses row for row."),
    "postgres": ("trede.postgres", "Start, stop or look at a local PostgreSQL server."),
    "rules": ("trede.rules.cli", "List the rules, or write docs/rules.md from their YAML."),
    "lint-yaml": ("trede.lint_yaml", "Check the project's YAML against dbt's own schemas."),
}


class LazyGroup(TyperGroup):
    """A group whose commands are imported when they are run."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401  # typer keeps its type private
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401
        """Return a command with its name and help only: enough for `trede --help`."""
        if cmd_name not in COMMANDS:
            return None
        return TyperCommand(name=cmd_name, help=COMMANDS[cmd_name][1])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        """Import the command that is about to run."""
        name, command, rest = super().resolve_command(ctx, args)
        if name in COMMANDS:
            command = typer.main.get_command(importlib.import_module(COMMANDS[name][0]).app)
            command.name = name
        return name, command, rest


app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    help="Carbon accounting on dbt and DuckDB: the commands around `dbt build`.",
)


@app.callback()
def main() -> None:
    """Carbon accounting on dbt and DuckDB: the commands around `dbt build`."""
