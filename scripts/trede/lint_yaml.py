"""Check the project's YAML against the JSON schemas that dbt-core carries with it.

dbt runs this check on a few cloud warehouses only; on DuckDB and PostgreSQL a typo such as
`descriptin:` passes unseen. The schemas, and the validator that reads dates as dbt does, are
those of the installed dbt-core.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
import yaml
from dbt.jsonschemas.jsonschemas import CustomDraft7Validator, project_schema, resources_schema
from jsonschema import ValidationError

from trede.paths import project_root

#: Folders whose YAML dbt reads as properties of models, seeds, macros and tests.
PROPERTY_FOLDERS = ("models", "seeds", "macros", "tests")


def property_files(root: Path) -> list[Path]:
    """Return the property YAML of a project: not that of companies, which hold CSV files only."""
    return sorted(
        path
        for folder in PROPERTY_FOLDERS
        for path in [*(root / folder).rglob("*.yml"), *(root / folder).rglob("*.yaml")]
        if "companies" not in path.relative_to(root).parts
    )


def lint_project(root: Path) -> Iterator[str]:
    """Yield one line per violation, such as `models/x.yml: models[0]: 'descriptin' ...`.

    Args:
        root: a folder with dbt_project.yml.
    """
    yield from lint_file(root / "dbt_project.yml", project_schema(), root)
    for path in property_files(root):
        yield from lint_file(path, resources_schema(), root)


def lint_file(path: Path, schema: dict[str, Any], root: Path) -> Iterator[str]:
    """Yield one line per violation of `schema` in one YAML file."""
    name = path.relative_to(root).as_posix()
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        yield f"{name}: is not YAML: {error}"
        return
    if document is None:
        yield f"{name}: is empty"
        return
    for error in CustomDraft7Validator(schema).iter_errors(document):
        for leaf in _leaves(error):
            if not _known_gap(leaf):
                yield f"{name}: {_place(leaf)}: {leaf.message[:300]}"


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """Yield the errors inside an `anyOf` that explain it, instead of "is not valid under any".

    Of the branches, the one that fits best is taken: the one whose first error lies deepest.
    """
    if not error.context:
        yield error
        return
    branches: dict[Any, list[ValidationError]] = {}
    for child in error.context:
        branches.setdefault(child.schema_path[0], []).append(child)
    best = max(
        branches.values(),
        key=lambda children: (
            # A branch that is refused for its type alone is the "or null" of the schema.
            any(child.validator != "type" or len(child.path) > 0 for child in children),
            max(len(child.absolute_path) for child in children),
            -len(children),
        ),
    )
    for child in best:
        yield from _leaves(child)


def _place(error: ValidationError) -> str:
    """Write the path of an error as models[0].columns[2]."""
    place = ""
    for part in error.absolute_path:
        place += f"[{part}]" if isinstance(part, int) else f"{'.' if place else ''}{part}"
    return place or "top level"


def _known_gap(error: ValidationError) -> bool:
    """Tell whether the schema is narrower than dbt-core itself.

    The schema lists the severities as Error and Warn; dbt-core reads them in any case, and its
    own documentation writes them in lower case.
    """
    return (
        error.validator == "enum"
        and bool(error.absolute_path)
        and error.absolute_path[-1] == "severity"
        and str(error.instance).lower() in ("error", "warn")
    )


app = typer.Typer(add_completion=False)


@app.command()
def lint_yaml() -> None:
    """Check the project's YAML against dbt's own schemas.

    Exit code 0: every file is as the schemas say. 1: violations, one per line.
    """
    root = project_root()
    violations = list(lint_project(root))
    for violation in violations:
        typer.echo(violation, err=True)
    if violations:
        raise typer.Exit(1)
    typer.echo(f"{len(property_files(root)) + 1} YAML files are as dbt's schemas say")
