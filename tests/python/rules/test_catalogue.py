"""Every clause of the catalogue has a rule or a reason, and every rule answers a clause."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from rules.reading import RULES, rule_ids
from trede.rules.catalogue import FAMILIES, Rule, load_checks, load_rules

CATALOGUE = RULES / "catalogue.csv"


def rows() -> list[dict[str, str]]:
    """Return the rows of the catalogue as they are written."""
    with CATALOGUE.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, strict=True))


def test_every_clause_is_filled_in_both_languages() -> None:
    numbers = Counter(row["check_id"] for row in rows())
    assert set(numbers.values()) == {1}
    for row in rows():
        assert None not in row, f"a comma too many in {row['check_id']}"
        assert row["family"] in FAMILIES
        assert len(row["check_en"]) > 10
        assert len(row["check_nl"]) > 10
        assert row["check_en"] != row["check_nl"]
        assert bool(row["rule_ids"].strip()) != bool(row["reason"].strip()), row["check_id"]


def test_every_rule_exists_and_is_used() -> None:
    named = {rule_id for row in rows() for rule_id in row["rule_ids"].split()}
    assert named == set(rule_ids())


def test_families_stand_together_and_are_numbered_in_order() -> None:
    families = list(dict.fromkeys(row["family"] for row in rows()))
    assert len(families) == len(set(families)) == len(FAMILIES)
    for number, family in enumerate(families, start=1):
        found = [row["check_id"] for row in rows() if row["family"] == family]
        assert found == [f"{number}.{place:02}" for place in range(1, len(found) + 1)]


def test_every_link_of_the_index_leads_to_a_rule(project_root: Path) -> None:
    """A heading `### VAL-01 cells__are_readable` is reached by #val-01-cells__are_readable."""
    page = (project_root / "docs" / "rules.md").read_text(encoding="utf-8")
    for rule_id, name in rule_ids().items():
        assert f"### {rule_id} {name}\n" in page
        assert f"[{rule_id}](#{rule_id.lower()}-{name})" in page


@pytest.fixture(scope="module")
def existing_rules(project_root: Path) -> tuple[Rule, ...]:
    """The rules that exist."""
    return load_rules(project_root)


@pytest.fixture
def rules_copy(project_root: Path, tmp_path: Path) -> Path:
    """A project folder with the rules and their catalogue."""
    shutil.copytree(project_root / "tests" / "rules", tmp_path / "tests" / "rules")
    return tmp_path


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace("CMP-01 CMP-14", "CMP-01 CMP-99"), "row 2: .*CMP-99, no rule"),
        (lambda text: text.replace("CMP-01 CMP-14,", ","), "needs rule_ids, or else a reason"),
        (lambda text: text.replace("CMP-01 CMP-14,", "CMP-01 CMP-14,why"), "needs rule_ids"),
        (lambda text: text.replace(",1.02,", ",1.01,"), "check_id 1.01 is used twice"),
        (lambda text: text.replace("BND-12,", ",none has a project"), "BND-12 answers no check"),
        (
            lambda text: text.replace("completeness,1.01", "volledigheid,1.01"),
            "no place in FAMILIES",
        ),
    ],
)
def test_a_hole_in_the_catalogue_is_refused(
    rules_copy: Path,
    existing_rules: tuple[Rule, ...],
    change: Callable[[str], str],
    message: str,
) -> None:
    path = rules_copy / "tests" / "rules" / "catalogue.csv"
    text = path.read_text(encoding="utf-8")
    assert load_checks(existing_rules, rules_copy)
    assert change(text) != text
    path.write_text(change(text), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        load_checks(existing_rules, rules_copy)
