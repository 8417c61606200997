"""The YAML of the rules is whole, and docs/rules.md is what it says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from trede.rules.catalogue import FAMILIES, describe_rules, load_checks, load_rules
from trede.rules.cli import app


def test_the_page_is_fresh(project_root: Path) -> None:
    page = (project_root / "docs" / "rules.md").read_text(encoding="utf-8")
    rules = load_rules(project_root)
    assert page == describe_rules(rules, load_checks(rules, project_root)), "run `trede rules doc`"


def test_every_rule_is_on_the_page_once(project_root: Path) -> None:
    rules = load_rules(project_root)
    page = describe_rules(rules)
    assert len(rules) >= 25
    for rule in rules:
        assert page.count(f"### {rule.config.meta.rule_id} {rule.name}\n") == 1
    assert {rule.family for rule in rules} == set(FAMILIES)


def test_names_read_as_expectations_and_wordings_as_sentences(project_root: Path) -> None:
    for rule in load_rules(project_root):
        meta = rule.config.meta
        for sentence in (
            *(rule.description, meta.wording_nl, meta.wording_en),
            *(meta.remedy, meta.remedy_nl),
        ):
            assert sentence[0].isupper(), (rule.name, sentence)
            assert sentence.endswith((".", "?")), (rule.name, sentence)
        assert meta.wording_nl != meta.wording_en
        assert meta.remedy_nl != meta.remedy, rule.name


def test_populations_are_models(project_root: Path) -> None:
    """Else the count of what was looked at would be unknown."""
    models = {path.stem for path in (project_root / "models").rglob("*.sql")}
    assert {rule.config.meta.population.model for rule in load_rules(project_root)} <= models


@pytest.fixture
def rules_copy(project_root: Path, tmp_path: Path) -> Path:
    """A project folder with the rules, and nothing else."""
    shutil.copytree(project_root / "tests" / "rules", tmp_path / "tests" / "rules")
    (tmp_path / "dbt_project.yml").touch()
    return tmp_path


def edit(root: Path, old: str, new: str) -> None:
    """Replace text in the YAML of the validity rules."""
    path = root / "tests" / "rules" / "validity.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_two_rules_with_one_id_are_refused(rules_copy: Path) -> None:
    edit(rules_copy, "rule_id: VAL-02", "rule_id: VAL-01")
    with pytest.raises(ValueError, match="two rules have the id VAL-01"):
        load_rules(rules_copy)


@pytest.mark.parametrize("part", ["remedy", "remedy_nl"])
def test_a_rule_without_a_remedy_is_refused(rules_copy: Path, part: str) -> None:
    edit(rules_copy, f"        {part}:", "        remedie:")
    with pytest.raises(ValueError, match=rf"config\.meta\.{part}\n"):
        load_rules(rules_copy)


def test_remedies_speak_of_the_same_files_in_both_languages(project_root: Path) -> None:
    """What must be typed is no language: files, columns and values are those of the English remedy."""
    for rule in load_rules(project_root):
        meta = rule.config.meta
        typed = {
            word.rstrip(".,:;)").lstrip("(")
            for word in meta.remedy.split()
            if re.search(r"[a-z]_[a-z]|/[a-z]|[a-z]\.csv", word)
        }
        missing = {word for word in typed if word not in meta.remedy_nl}
        assert not missing, (rule.config.meta.rule_id, missing)


def test_a_rule_without_sql_is_refused(rules_copy: Path) -> None:
    (rules_copy / "tests" / "rules" / "validity" / "cells__are_readable.sql").unlink()
    with pytest.raises(ValueError, match="cells__are_readable has no SQL file"):
        load_rules(rules_copy)


def test_the_check_says_that_the_page_is_old(
    rules_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TREDE_PROJECT_DIR", str(rules_copy))
    runner = CliRunner()
    assert runner.invoke(app, ["doc", "--check"]).exit_code == 1
    assert runner.invoke(app, ["doc"]).exit_code == 0
    assert runner.invoke(app, ["doc", "--check"]).exit_code == 0
    edit(rules_copy, "can be read as its contract says.", "can be read.")
    assert runner.invoke(app, ["doc", "--check"]).exit_code == 1
