"""What changed between two packs, in figures that were worked out by hand."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from pack.small import SmallBuild, change_cell
from trede.pack.compare import PackChanges, as_text, compare_packs
from trede.pack.errors import TouchedError


@pytest.fixture
def changes(small: SmallBuild) -> PackChanges:
    """A pack, and one after a correction of scope 1 of 2023, a new finding and other judgements."""
    first = small.freeze()
    small.sql(
        "update marts.rpt_footprint set t_co2e = t_co2e + 1.5 "
        "where frame = 'ladder' and line = 'scope_2' and reporting_year = 2023 and entity_id is null"
    )
    small.sql("insert into marts.rpt_footprint values ('ladder', '3.1', 2024, 'acme', 7.25, 5)")
    small.sql("update marts.rpt_footprint_totals set status = 'FINAL' where reporting_year = 2024")
    small.sql("update marts.fct_rule_results set status = 'FAIL', finding_count = 1")
    small.sql("update marts.fct_findings set finding_id = 'VAL-01|y', rule_id = 'VAL-01'")
    small.sql("update marts.rpt_factor_coverage set kg_co2e = 260601 where reporting_year = 2023")
    small.deliver(
        "judgements/exclusions.csv",
        "source,estimated_t_co2e,reason\nwaste,0.75,Small\nwater,0.1,Tiny\n",
    )
    small.deliver("extracts/trips.csv", "line_id,traveller_key,distance\nTR-0001,t-77aa01,50\n")
    editions = small.folder / "project/seeds/shared/factors"
    (editions / "nl_2024.csv").write_text("factor_id,value\ngas,1.95\n")
    (editions / "nl_2025.csv").write_text("factor_id,value\ngas,2.0\n")
    (editions / "editions.csv").write_text(
        "edition_id,file_name\nnl_2023,nl_2023.csv\nnl_2024,nl_2024.csv\nnl_2025,nl_2025.csv\n"
    )
    return compare_packs(first.folder, small.freeze().folder)


def test_totals_are_those_of_frame_line_and_year(changes: PackChanges) -> None:
    assert [tuple(each.model_dump().values()) for each in changes.totals] == [
        ("ladder", "3.1", 2024, None, Decimal("7.250000000"), Decimal("7.250000000")),
        ("ladder", "scope_2", 2023, Decimal("23.75"), Decimal("25.25"), Decimal("1.5")),
    ]
    assert [
        (each.reporting_year, each.old_status, each.new_status) for each in changes.statuses
    ] == [(2024, "DRAFT", "FINAL")]


def test_verdicts_and_findings(changes: PackChanges) -> None:
    assert [(each.rule_id, each.old_status, each.new_status) for each in changes.rules] == [
        ("VAL-01", "PASS", "FAIL")
    ]
    assert [(each.change, each.finding_id, each.kg_co2e) for each in changes.findings] == [
        ("gone", "CON-01|x", Decimal("1.25")),
        ("new", "VAL-01|y", Decimal("1.25")),
    ]


def test_editions(changes: PackChanges) -> None:
    assert [(each.change, each.edition_id, each.columns) for each in changes.editions] == [
        ("changed", "nl_2024", ("sha256",)),
        ("new", "nl_2025", ()),
    ]
    assert [(each.factor_edition_id, each.new_kg_co2e) for each in changes.used_editions] == [
        ("nl_2023", Decimal("260601"))
    ]


def test_judgements_are_told_by_cell_and_row(changes: PackChanges) -> None:
    (exclusions,) = changes.judgements
    assert (exclusions.file, exclusions.change) == ("judgements/exclusions.csv", "changed")
    assert [tuple(cell.model_dump().values()) for cell in exclusions.cells] == [
        ("line 4", "estimated_t_co2e", "0.5", "0.75")
    ]
    assert [row["source"] for row in exclusions.rows_new] == ["water"]
    assert [row["source"] for row in exclusions.rows_gone] == ["refrigerants"]


def test_what_is_about_persons_is_told_as_a_file(changes: PackChanges) -> None:
    (trips,) = changes.company_files
    assert (trips.file, trips.is_withheld, trips.old_rows, trips.new_rows) == (
        "extracts/trips.csv",
        True,
        2,
        1,
    )
    assert "t-77aa01" not in changes.model_dump_json()


def test_tables_are_counted(changes: PackChanges) -> None:
    tables = {each.table: each for each in changes.tables}
    footprint = tables["marts/rpt_footprint.parquet"]
    assert (footprint.cells, footprint.rows_new, footprint.rows_gone) == (1, 1, 0)
    assert "marts/dim_factors.parquet" not in tables
    assert changes.is_next
    assert not changes.is_same_data
    assert changes.versions == ()


def test_it_can_be_read_as_text_and_json(changes: PackChanges) -> None:
    text = as_text(changes)
    assert "ladder scope_2 2023: 23.750000 -> 25.250000 (+1.500000)" in text
    assert "judgements/exclusions.csv line 4, estimated_t_co2e: '0.5' -> '0.75'" in text
    assert "extracts/trips.csv: changed, held as a hash, 2 -> 1 rows" in text
    content = json.loads(changes.model_dump_json())
    assert PackChanges.model_validate(content) == changes


def test_two_packs_of_one_build_differ_in_nothing(small: SmallBuild) -> None:
    first, second = small.freeze(), small.freeze()
    changes = compare_packs(first.folder, second.folder)
    assert changes.is_same_data
    told = changes.model_dump(exclude={"old", "new", "is_next", "is_same_data"})
    assert all(each == () for each in told.values())
    assert not compare_packs(second.folder, first.folder).is_next


def test_a_touched_pack_is_not_compared(small: SmallBuild) -> None:
    first, second = small.freeze(), small.freeze()
    where = {"frame": "ladder", "line": "scope_1", "reporting_year": 2024}
    change_cell(first.folder, "rpt_footprint", where, "t_co2e", Decimal("1"))
    with pytest.raises(TouchedError, match="not as it was sealed"):
        compare_packs(first.folder, second.folder)
