"""`trede lint-yaml`: dbt's own schemas over the project's YAML, which dbt skips on DuckDB."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from trede.cli import app
from trede.lint_yaml import lint_project, property_files

PROJECT = """\
name: x
version: "1"
profile: x
models:
  x: {+materialized: table}
"""
MODELS = """\
version: 2
models:
  - name: m
    description: One row is one m.
    config: {contract: {enforced: true}, meta: {grain: m}}
    columns:
      - name: c
        data_type: integer
        description: A number.
        data_tests:
          - not_null:
              config: {severity: warn, tags: [rule], meta: {rule_id: A1}}
          - accepted_values: {arguments: {values: [1, 2]}}
"""


def write(root: Path, project: str = PROJECT, models: str = MODELS) -> list[str]:
    (root / "models").mkdir(exist_ok=True)
    (root / "dbt_project.yml").write_text(project, encoding="utf-8")
    (root / "models" / "m.yml").write_text(models, encoding="utf-8")
    return list(lint_project(root))


def test_the_projects_own_yaml_is_as_the_schemas_say(project_root: Path) -> None:
    assert len(property_files(project_root)) > 60
    assert list(lint_project(project_root)) == []


def test_a_good_project_passes(tmp_path: Path) -> None:
    assert write(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("    description: One", "    descriptin: One", "models[0]:"),
        ("        description: A", "        descriptin: A", "models[0].columns[0]:"),
        ("contract: {enforced", "contrct: {enforced", "models[0].config:"),
        ("severity: warn", "severty: warn", "models[0].columns[0].data_tests[0].not_null.config:"),
        ("severity: warn", "severity: warning", "not_null.config.severity:"),
        ("models:\n", "modells:\n", "top level:"),
        ("data_tests:", "data_test:", "models[0].columns[0]:"),
    ],
)
def test_a_typo_in_a_property_file_fails_where_it_stands(
    tmp_path: Path, old: str, new: str, place: str
) -> None:
    assert old in MODELS
    violations = write(tmp_path, models=MODELS.replace(old, new))
    assert len(violations) == 1
    assert violations[0].startswith("models/m.yml: ")
    assert place in violations[0]


@pytest.mark.parametrize(
    ("old", "new"), [("+materialized", "+materialised"), ("profile:", "profil:")]
)
def test_a_typo_in_dbt_project_fails(tmp_path: Path, old: str, new: str) -> None:
    violations = write(tmp_path, project=PROJECT.replace(old, new))
    assert violations
    assert all(violation.startswith("dbt_project.yml: ") for violation in violations)


def test_a_file_that_is_not_yaml_or_is_empty_is_named(tmp_path: Path) -> None:
    assert "is not YAML" in write(tmp_path, models="models: [")[0]
    assert write(tmp_path, models="")[0] == "models/m.yml: is empty"


def test_the_command_exits_1_on_a_typo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREDE_PROJECT_DIR", str(tmp_path))
    write(tmp_path)
    assert CliRunner().invoke(app, ["lint-yaml"]).exit_code == 0
    write(tmp_path, models=MODELS.replace("description", "descriptin"))
    result = CliRunner().invoke(app, ["lint-yaml"])
    assert result.exit_code == 1
    assert "descriptin" in result.output
