"""`trede rules`: the data-quality rules in words."""

from __future__ import annotations

import typer

from trede.paths import project_root
from trede.rules.catalogue import describe_rules, load_checks, load_rules

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def rules() -> None:
    """List the data-quality rules, or write them to docs/rules.md."""


@app.command("list")
def list_rules() -> None:
    """List every rule: id, severity, name, and whether it is checked by hand."""
    for rule in load_rules():
        manual = "  (by hand)" if rule.config.meta.is_manual else ""
        typer.echo(f"{rule.config.meta.rule_id}  {rule.severity:5}  {rule.name}{manual}")


@app.command()
def doc(
    check: bool = typer.Option(False, "--check", help="Write nothing; fail when it is not fresh."),
) -> None:
    """Write docs/rules.md from the rules' YAML and from tests/rules/catalogue.csv.

    Exit code 1: a rule or a row of the catalogue cannot be used; with --check, docs/rules.md is not
    what they say.
    """
    path = project_root() / "docs" / "rules.md"
    try:
        rules = load_rules()
        text = describe_rules(rules, load_checks(rules))
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if check:
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            typer.echo("docs/rules.md is not fresh: run `trede rules doc`.", err=True)
            raise typer.Exit(1)
        typer.echo("docs/rules.md is what tests/rules says")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    typer.echo(f"wrote {path.relative_to(project_root())}")
