"""Trede's own texts claim no neutrality: the words that GOV-17 looks for in those of a company."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rules.reading import RULES

RULE = RULES / "governance" / "texts__claim_no_neutrality.sql"

#: What a page, a sheet or a workbook is written from.
SOURCES = (
    "scripts/trede/**/*.csv",
    "scripts/trede/**/templates/*",
    "scripts/trede/**/*.py",
    "seeds/shared/reference/*.csv",
    "tests/rules/*.yml",
    "tests/rules/catalogue.csv",
)

#: The rule itself says which words it looks for.
OWN_WORDS = ("GOV-17", "texts__claim_no_neutrality", "CO2-neutral", "CO2-neutraal")


def claims() -> list[str]:
    """Return the regular expressions of the rule, as its SQL has them."""
    text = RULE.read_text(encoding="utf-8")
    (block,) = re.findall(r"set claims = \[(.*?)\n\]", text, re.DOTALL)
    return re.findall(r"'([^']+)'", block)


@pytest.mark.parametrize(
    ("sentence", "is_claim"),
    [
        ("Wij zijn CO2-neutraal", True),
        ("co2 neutraal schoonmaken", True),
        ("Climate-neutral by 2030", True),
        ("klimaatpositief", True),
        ("Net zero in 2040", True),
        ("netto-nul", True),
        ("zero-emission vans", False),
        ("uitstootvrije bussen", True),
        ("emission free", True),
        ("The CO2 of biological origin is stated apart", False),
        ("a neutral comparison of CO2 prices", False),
        ("fewer emissions", False),
        ("CO2-Prestatieladder", False),
    ],
)
def test_the_words_are_those_of_a_claim(sentence: str, is_claim: bool) -> None:
    found = [claim for claim in claims() if re.search(claim, sentence.lower())]
    assert bool(found) == is_claim


def test_no_text_of_trede_claims_neutrality(project_root: Path) -> None:
    files = [path for pattern in SOURCES for path in project_root.glob(pattern) if path.is_file()]
    assert len(files) > 50
    found = [
        f"{path.relative_to(project_root)}:{number}: {line.strip()[:100]}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if any(re.search(claim, line.lower()) for claim in claims())
        and not any(word in line for word in OWN_WORDS)
    ]
    assert found == []
