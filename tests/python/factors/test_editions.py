"""The editions: every fact in exactly one, immutable, and known to dbt."""

from __future__ import annotations

import ast
import csv
import hashlib
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from trede.factors.cli import app
from trede.factors.registry import Edition, Registry, read_csv

#: Rows of each edition, counted in the facts. A list that a user imports comes beside them.
ROW_COUNTS = {
    "nl_2015": 6,
    "nl_2020": 12,
    "nl_2021": 7,
    "nl_2022": 17,
    "nl_2023": 14,
    "nl_2024": 19,
    "nl_2025": 11,
    "nl_2026": 229,
    **{f"uk_spend_{year}": 112 for year in range(2015, 2024)},
    "spend_printed_2011": 6,
    "gwp_ar4": 23,
    "gwp_ar5": 4,
    "gwp_ar6": 32,
}
#: SHA-256 of the sorted rows of the fact files (columns joined by |), taken from the facts.
CONTENT_SHA256 = {
    "co2emissiefactoren_nl": "f949aa0bdd1d2c6306751027b7d87592dd938679cadc835da2efe3dba955f79e",
    "uk_spend_sic": "a8b7978b2386fa1e249ae7854a3fd7f990ba5e24920973bc1839fab3cde5890e",
    "ipcc_gwp": "0f63646e4393a8dea2c42ad23b2d951b8cb91de714108b1b38287d596d5ebc12",
}
#: SHA-256 of the reference seeds that are the facts' files as they are.
REFERENCE_SHA256 = {
    "published_yearly_changes": "ec385571f01e2b6ec9624b83461787262ab7ba0acddf668e2c63f029bee24005",
    "refrigerant_blends": "dc06e44de46e4798a090508f9d4ade10ced790c8dc8910e5163bb41b85e50457",
    "price_levels": "3c8f38e7b42e61bf57bd31f0a65ae347b21ba82fad18c68c9160fbb808b16cb9",
    "uncertainty_defaults": "e51ee22e4bfc170613b184088851e54d4d7700bb4b1261f029fbdbf90e4bb46d",
}


def rows_of(registry: Registry, factor_list: str) -> list[dict[str, str]]:
    """Read all rows of a family's editions in ROW_COUNTS, each with its edition_id."""
    rows = []
    for edition in registry.editions():
        if edition.factor_list != factor_list or edition.edition_id not in ROW_COUNTS:
            continue
        for row in read_csv(registry.folder / edition.file_name):
            rows.append({"edition_id": edition.edition_id, **row})
    return rows


def fact_shape(row: dict[str, str]) -> tuple[str, ...]:
    """Give a row of an edition the columns of its fact file.

    The facts on GWPs have no status column: the AR5 rows carry theirs in the note.
    """
    cells = {name: value for name, value in row.items() if name != "edition_id"}
    if "gwp100" in cells:
        status = cells.pop("status")
        del cells["factor_key"]
        if status != "official":
            cells["note"] = status
    return tuple(cells.values())


def fact_rows(path: Path) -> Counter[tuple[str, ...]]:
    """Read a fact file as a bag of rows."""
    with path.open(encoding="utf-8", newline="") as handle:
        lines = list(csv.reader(handle))
    return Counter(tuple(line) for line in lines[1:])


def test_complete_list_is_the_fact_file_byte_for_byte(registry: Registry, facts: Path) -> None:
    fact = facts / "factors" / "co2emissiefactoren_nl_2026.csv"
    assert (registry.folder / "nl_2026.csv").read_bytes() == fact.read_bytes()


@pytest.mark.parametrize(
    ("factor_list", "file", "number"),
    [
        ("co2emissiefactoren_nl", "co2emissiefactoren_nl_2015_2025_partial.csv", 86),
        ("uk_spend_sic", "uk_spend_multipliers_sic_2015_2023.csv", 1008),
        ("ipcc_gwp", "refrigerant_gwp.csv", 59),
    ],
)
def test_every_fact_stands_in_exactly_one_edition(
    registry: Registry, facts: Path, factor_list: str, file: str, number: int
) -> None:
    expected = fact_rows(facts / "factors" / file)
    assert sum(expected.values()) == number
    editions = Counter(
        fact_shape(row) for row in rows_of(registry, factor_list) if row["edition_id"] != "nl_2026"
    )
    assert editions == expected


def test_printed_spend_factors_are_those_of_the_plan(registry: Registry) -> None:
    """The plan's table, typed once more here: product group and kg per unit of currency."""
    rows = read_csv(registry.folder / "spend_printed_2011.csv")
    assert {row["product_group"]: row["kg_co2e_per_unit"] for row in rows} == {
        "Services to buildings and landscapes": "0.25",
        "Rubber and plastic products": "0.96",
        "Accounting, bookkeeping and auditing services; tax consulting services": "0.12",
        "Education services": "0.17",
        "Furniture": "0.64",
        "Waste collection, treatment and disposal services; materials recovery services": "1.36",
    }
    # Printed per pound, applied to euros, and no price year is printed: none may be made up.
    assert {
        (row["printed_currency"], row["applied_currency"], row["price_year"]) for row in rows
    } == {("gbp", "eur", "")}


def test_printed_spend_factors_stand_in_the_facts(registry: Registry, facts: Path) -> None:
    table = re.findall(
        r"^\| [^|]+ \| ([^|]+) \| ([0-9.]+) \|$",
        (facts / "plan_2024.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    rows = read_csv(registry.folder / "spend_printed_2011.csv")
    assert [(row["product_group"], row["kg_co2e_per_unit"]) for row in rows] == table


def test_rows_stand_in_the_edition_of_their_year(registry: Registry) -> None:
    editions = [one for one in registry.editions() if one.edition_id in ROW_COUNTS]
    assert len(editions) == len(ROW_COUNTS)
    for edition in editions:
        rows = read_csv(registry.folder / edition.file_name)
        assert len(rows) == ROW_COUNTS[edition.edition_id], edition.edition_id
        if "edition_year" in rows[0]:
            assert {row["edition_year"] for row in rows} == {str(edition.edition_year)}
        if "assessment_report" in rows[0]:
            assert {row["assessment_report"] for row in rows} == {edition.gwp_basis}


@pytest.mark.parametrize("factor_list", sorted(CONTENT_SHA256))
def test_content_is_that_of_the_facts(registry: Registry, factor_list: str) -> None:
    """Twin of the comparison with the facts, which always runs."""
    lines = sorted("|".join(fact_shape(row)) for row in rows_of(registry, factor_list))
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    assert digest == CONTENT_SHA256[factor_list]


@pytest.mark.parametrize("name", sorted(REFERENCE_SHA256))
def test_reference_seeds_are_the_facts_as_they_are(project_root: Path, name: str) -> None:
    file = project_root / "seeds" / "shared" / "reference" / f"{name}.csv"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == REFERENCE_SHA256[name]


@pytest.mark.parametrize("name", sorted(REFERENCE_SHA256))
def test_reference_checksums_are_those_of_the_facts(facts: Path, name: str) -> None:
    found = [*facts.glob(f"{name}.csv"), *facts.glob(f"factors/{name}.csv")]
    assert [hashlib.sha256(file.read_bytes()).hexdigest() for file in found] == [
        REFERENCE_SHA256[name]
    ]


def test_factor_keys_are_unique_in_an_edition(registry: Registry) -> None:
    for edition in registry.editions():
        rows = read_csv(registry.folder / edition.file_name)
        keys = [row.get("factor_key") or row["sic_code"] for row in rows]
        assert all(keys), edition.edition_id
        assert len(keys) == len(set(keys)), edition.edition_id


def test_kinds_and_authors(registry: Registry) -> None:
    kinds = {edition.edition_id: edition.edition_kind for edition in registry.editions()}
    assert {edition_id: kinds[edition_id] for edition_id in ROW_COUNTS} == {
        "nl_2015": "published_extract",
        **{f"nl_{year}": "compiled_from_secondary" for year in range(2020, 2026)},
        "nl_2026": "published_complete",
        **{f"uk_spend_{year}": "published_extract" for year in range(2015, 2024)},
        "spend_printed_2011": "compiled_from_secondary",
        "gwp_ar4": "published_extract",
        "gwp_ar5": "compiled_from_secondary",
        "gwp_ar6": "published_extract",
    }
    for edition in registry.editions():
        compiled = edition.edition_kind == "compiled_from_secondary"
        assert (edition.author == "Trede project") == compiled, edition.edition_id
        assert ("compiled by the trede project" in edition.attribution.lower()) == compiled
        assert (edition.source_url == "") == compiled, edition.edition_id
        assert edition.licence
    uk = [edition for edition in registry.editions() if edition.factor_list == "uk_spend_sic"]
    assert {edition.licence for edition in uk} == {"Open Government Licence v3.0"}


def test_a_published_extract_holds_official_values_only(registry: Registry) -> None:
    for edition in registry.editions():
        statuses = {row.get("status") for row in read_csv(registry.folder / edition.file_name)}
        if edition.edition_kind == "published_extract":
            assert statuses <= {None, "official"}, edition.edition_id
        else:
            assert statuses <= {None, "official", "secondary", "unverified"}, edition.edition_id
    ar5 = read_csv(registry.folder / "gwp_ar5.csv")
    assert {row["status"] for row in ar5} == {"unverified"}


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"author": "co2emissiefactoren.nl"}, "a compiled edition, and only that"),
        ({"edition_kind": "published_complete"}, "a compiled edition, and only that"),
        ({"file_name": "other.csv"}, "the file is named as the edition"),
        ({"recalculates_history": "maybe"}, "recalculates_history"),
        ({"gwp_basis": "AR7"}, "gwp_basis"),
        ({"published_on": "2024-02-31"}, "published_on"),
        ({"licence": ""}, "licence"),
    ],
)
def test_a_wrong_row_of_editions_is_refused(
    registry: Registry, changes: dict[str, str], complaint: str
) -> None:
    row = next(row for row in read_csv(registry.editions_file) if row["edition_id"] == "nl_2024")
    Edition.model_validate(row)
    with pytest.raises(ValueError, match=complaint):
        Edition.model_validate({**row, **changes})


def test_an_edition_that_stands_twice_is_refused(checkout: Registry) -> None:
    lines = checkout.editions_file.read_text(encoding="utf-8")
    checkout.editions_file.write_text(lines + lines.splitlines()[-1] + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="stands twice"):
        checkout.editions()


def test_checksums_hold_for_sha256sum(registry: Registry) -> None:
    assert registry.verify() == []
    subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"],
        cwd=registry.folder,
        check=True,
    )


@pytest.mark.parametrize(
    ("break_it", "message"),
    [
        (lambda folder: (folder / "nl_2024.csv").unlink(), "nl_2024.csv is missing"),
        (
            lambda folder: (folder / "nl_2024.csv").write_bytes(
                (folder / "nl_2024.csv").read_bytes().replace(b"2.821", b"2.812")
            ),
            "nl_2024.csv was changed",
        ),
        (
            lambda folder: (folder / "nl_1999.csv").write_text("factor_key\n"),
            "nl_1999.csv is not in editions.csv",
        ),
        (
            lambda folder: (folder / "SHA256SUMS").write_text(
                "".join(
                    line
                    for line in (folder / "SHA256SUMS").read_text().splitlines(keepends=True)
                    if "nl_2024" not in line
                )
            ),
            "nl_2024.csv is not in SHA256SUMS",
        ),
        (lambda folder: (folder / "SHA256SUMS").write_text("nonsense\n"), "SHA256SUMS line 1"),
    ],
)
def test_verify_names_the_file_that_changed(
    checkout: Registry, break_it: Callable[[Path], object], message: str
) -> None:
    before = CliRunner().invoke(app, ["verify"])
    assert before.exit_code == 0, before.output
    assert f"{len(checkout.editions())} editions" in before.output
    break_it(checkout.folder)
    after = CliRunner().invoke(app, ["verify"])
    assert after.exit_code == 1
    assert message in after.output


def test_dbt_reads_every_edition(registry: Registry, project_root: Path) -> None:
    """The lists in SQL and in YAML are those of editions.csv."""
    editions = registry.editions()
    folder = project_root / "models" / "staging" / "factors"
    nl = re.search(r"set editions = (\[.*?\]) %\}", registry.sql_file.read_text(), re.DOTALL)
    assert nl is not None
    assert set(ast.literal_eval(nl[1])) == {
        (edition.edition_id, edition.edition_kind)
        for edition in editions
        if edition.factor_list == "co2emissiefactoren_nl"
    }
    assert registry.sql_with(editions) == registry.sql_file.read_text(encoding="utf-8")
    for model, factor_list in (("uk_spend", "uk_spend_sic"), ("gwp", "ipcc_gwp")):
        text = (folder / f"stg_factors__{model}.sql").read_text(encoding="utf-8")
        named = re.findall(rf'"({model}_\w+)"', text)
        assert named == [
            edition.edition_id for edition in editions if edition.factor_list == factor_list
        ]
    for edition in editions:
        documented = [
            seed
            for path in folder.glob("contract/*_editions.yml")
            for seed in yaml.safe_load(path.read_text(encoding="utf-8"))["seeds"]
            if seed["name"] == edition.edition_id
        ]
        assert len(documented) == 1, edition.edition_id
        header = list(read_csv(registry.folder / edition.file_name)[0])
        assert [column["name"] for column in documented[0]["columns"]] == header
        assert list(documented[0]["config"]["column_types"]) == header


def test_numbers_are_plain_figures(registry: Registry) -> None:
    """A figure is a number with a point; only UK multipliers below 0.0001 have an exponent."""
    exponents = 0
    for edition in registry.editions():
        for row in read_csv(registry.folder / edition.file_name):
            for name, cell in row.items():
                if not name.startswith(("kg_", "gwp100", "mj_")) or cell == "":
                    continue
                assert Decimal(cell) >= 0, (edition.edition_id, row)
                if re.fullmatch(r"\d(\.\d+)?e-\d\d", cell):
                    exponents += 1
                    assert edition.factor_list == "uk_spend_sic"
                else:
                    assert re.fullmatch(r"\d{1,9}(\.\d{1,9})?", cell), (edition.edition_id, cell)
    assert exponents == 9
