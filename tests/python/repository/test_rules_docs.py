"""`trede rules-docs`: docs/rules.md says what the rules' YAML says, no more and no less."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from support.builds import Build
from trede.cli import app
from trede.rules_docs import read_rules, render

RULES = """\
version: 2
data_tests:
  - name: meters__have_twelve_months
    description: Every meter has twelve months.
    config:
      severity: warn
      tags: [rule]
      meta:
        rule_id: CMP-01
        wording_nl: Een meter mist een maand.
        wording_en: A meter misses a month.
        criterion: ISO 14064-1 9.3
        remedy: Ask for it.
        population: {model: stg_meters, where: "role = 'main'"}
        kg_at_stake: location_year
  - name: no_rule
    config: {tags: [other]}
"""


def write(root: Path, text: str) -> Path:
    (root / "tests").mkdir(exist_ok=True)
    (root / "dbt_project.yml").write_text("name: x\n", encoding="utf-8")
    (root / "tests" / "rules.yml").write_text(text, encoding="utf-8")
    return root


def test_docs_rules_md_is_fresh() -> None:
    result = CliRunner().invoke(app, ["rules-docs", "--check"])
    assert result.exit_code == 0, result.output


def test_a_rule_is_written_with_its_words_and_its_population(tmp_path: Path) -> None:
    text = render(read_rules(write(tmp_path, RULES)))
    assert "There are 1 rules" in text
    assert "## Completeness\n\n### CMP-01 `meters__have_twelve_months`" in text
    assert "- **In a report:** A meter misses a month. (nl: Een meter mist een maand.)" in text
    assert "- **Looks at:** `stg_meters` where `role = 'main'`" in text
    assert "those of the location in that year" in text
    assert "no_rule" not in text


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("        remedy: Ask for it.\n", "", "remedy"),
        ("wording_nl:", "wording:", "wording"),
        ("CMP-01", "CMP1", "rule_id"),
        ("severity: warn", "severity: info", "severity"),
        ("location_year", "somewhere", "kg_at_stake"),
        ("CMP-01", "XXX-01", "no known family: XXX"),
    ],
)
def test_a_rule_that_is_not_complete_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, words: str
) -> None:
    assert old in RULES
    monkeypatch.setenv("TREDE_PROJECT_DIR", str(write(tmp_path, RULES.replace(old, new))))
    result = CliRunner().invoke(app, ["rules-docs", "--check", "--out", str(tmp_path / "r.md")])
    assert result.exit_code == 1
    assert words in result.output


def test_two_rules_with_one_id_are_refused(tmp_path: Path) -> None:
    twice = RULES + RULES.split("data_tests:\n")[1].replace("twelve_months", "no_gap")
    with pytest.raises(ValueError, match="CMP-01 is both"):
        read_rules(write(tmp_path, twice))


def test_a_stale_file_is_noticed_and_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TREDE_PROJECT_DIR", str(write(tmp_path, RULES)))
    runner = CliRunner()
    assert runner.invoke(app, ["rules-docs", "--check"]).exit_code == 1
    assert runner.invoke(app, ["rules-docs"]).exit_code == 0
    assert runner.invoke(app, ["rules-docs", "--check"]).exit_code == 0
    write(tmp_path, RULES.replace("Ask for it", "Read it yourself"))
    assert runner.invoke(app, ["rules-docs", "--check"]).exit_code == 1


@pytest.mark.build
def test_the_yaml_the_manifest_and_the_mart_hold_the_same_rules(
    demo_build: Build, project_root: Path
) -> None:
    written = {rule.rule_id: rule.name for rule in read_rules(project_root)}
    parsed = {
        node["config"]["meta"]["rule_id"]: node["name"]
        for node in demo_build.manifest["nodes"].values()
        if node["resource_type"] == "test" and "rule" in node["tags"]
    }
    in_mart = {row["rule_id"] for row in demo_build.rows("select rule_id from marts.dim_rules")}
    assert len(written) >= 20
    assert written == parsed
    assert set(written) == in_mart
