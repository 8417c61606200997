"""`trede rules`: the data-quality rules in words."""

from __future__ import annotations

import typer

from trede.paths import project_root
from trede.rules.catalogue import describe_rules, load_rules

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def rules() -> None:
    """List the data-quality rules, or write them to docs/rules.md."""


@app.command("list")
def list_rules() -> None:
    """List every rule: id, severity, name."""
    for rule in load_rules():
        typer.echo(f"{rule.config.meta.rule_id}  {rule.severity:5}  {rule.name}")


@app.command()
def doc(
    check: bool = typer.Option(False, "--check", help="Write nothing; fail when it is not fresh."),
) -> None:
    """Write docs/rules.md from the rules' YAML.

    Exit code 1 with --check: docs/rules.md is not what the YAML says.
    """
    path = project_root() / "docs" / "rules.md"
    text = describe_rules(load_rules())
    if check:
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            typer.echo("docs/rules.md is not fresh: run `trede rules doc`.", err=True)
            raise typer.Exit(1)
        typer.echo("docs/rules.md is what tests/rules says")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    typer.echo(f"wrote {path.relative_to(project_root())}")
