"""Every code that the warehouse can write has a wording in both languages."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from trede.explain import words
from trede.explain.words import wordings


def test_every_claim_reason_has_a_wording(project_root: Path) -> None:
    """Whatever a claim or a line gives as its reason: a `case` that ends in a name with _reason."""
    found = {"only_source"}
    for file in (
        "activities/int_activity_lines.sql",
        "spend/int_ledger_amounts.sql",
        "activities/claims/int_month_claims.sql",
        "activities/claims/int_claim_parts.sql",
    ):
        text = (project_root / "models" / "intermediate" / file).read_text(encoding="utf-8")
        found |= set(re.findall(r"'([a-z_]+)' as claim_reason", text))
        for end in re.finditer(r"\bend as \w*_reason\b", text):
            block = text[: end.start()]
            found |= set(re.findall(r"then '([a-z_]+)'", block[block.rindex("case") :]))
    assert len(found) > 30
    assert {"entity_outside_boundary", "account_out_of_scope", "unknown_unit"} <= found
    assert {reason for reason in found if f"reason.{reason}" not in wordings()} == set()


@pytest.mark.parametrize(
    ("group", "seed", "column"),
    [
        ("frame", "frames", "frame"),
        ("total", "frame_lines", "scope"),
    ],
)
def test_every_code_of_a_seed_has_a_wording(
    project_root: Path, group: str, seed: str, column: str
) -> None:
    file = project_root / "seeds" / "shared" / "reference" / f"{seed}.csv"
    with file.open(encoding="utf-8", newline="") as opened:
        found = {row[column] for row in csv.DictReader(opened)}
    assert {code for code in found if f"{group}.{code}" not in wordings()} == set()


def test_every_key_that_is_said_stands_in_the_table() -> None:
    folder = words.WORDINGS_FILE.parent
    said = set()
    for file in [*folder.glob("*.py"), *folder.glob("templates/*.html")]:
        text = file.read_text(encoding="utf-8")
        said |= set(re.findall(r"\bsay\(\s*\"([a-z_.]+)\"", text))
    assert len(said) > 50
    assert {key for key in said if key not in wordings() and not key.endswith(".")} == set()
