"""Every kind of tampering is located; a chain alone is not enough, the printed head is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pack.small import SmallBuild, change_cell, change_text, insider
from trede.pack.canonical import cell_hash
from trede.pack.errors import UsageError
from trede.pack.verify import Touch, verify

FOOTPRINT = "data/marts/rpt_footprint.parquet"
KEY = '["ladder", "scope_1", 2024]'
WHERE = {"frame": "ladder", "line": "scope_1", "reporting_year": 2024}


def touched(pack: Path) -> list[Touch]:
    report = verify(pack)
    assert report.exit_code == (4 if report.touches else 0)
    return report.touches


def test_an_untouched_pack_is_whole(pack: Path) -> None:
    report = verify(pack, head=verify(pack).head, follow_chain=True)
    assert report.touches == []
    assert report.chain == []
    assert report.exit_code == 0


def test_one_cell_of_a_table_is_located(pack: Path) -> None:
    change_cell(pack, "rpt_footprint", WHERE, "t_co2e", Decimal("236.850000002"))
    file, cell = touched(pack)
    assert (file.kind, file.file) == ("file_changed", FOOTPRINT)
    assert (cell.kind, cell.file, cell.column) == ("cell_changed", FOOTPRINT, "t_co2e")
    assert cell.row is not None
    assert cell.row.startswith(KEY[:-1])
    assert cell.old == cell_hash("t_co2e", Decimal("236.850000001")).hex()
    assert cell.new == cell_hash("t_co2e", Decimal("236.850000002")).hex()


def test_a_cell_of_a_key_is_one_changed_cell(pack: Path) -> None:
    change_cell(pack, "rpt_footprint", WHERE, "line", "scope_9")
    _, cell = touched(pack)
    assert (cell.kind, cell.column) == ("cell_changed", "line")
    assert cell.row is not None
    assert "scope_1" in cell.row


def test_an_emptied_cell_is_located(pack: Path) -> None:
    change_cell(pack, "rpt_footprint", WHERE, "data_quality_score", None)
    _, cell = touched(pack)
    assert (cell.kind, cell.column) == ("cell_changed", "data_quality_score")
    assert cell.new == cell_hash("data_quality_score", None).hex()


def test_two_cells_in_two_rows_are_two_cells(pack: Path) -> None:
    change_cell(pack, "rpt_footprint", WHERE, "t_co2e", Decimal("1"))
    change_cell(pack, "rpt_footprint", {**WHERE, "reporting_year": 2023}, "entity_id", "other")
    cells = [touch for touch in touched(pack) if touch.kind == "cell_changed"]
    assert sorted(touch.column or "" for touch in cells) == ["entity_id", "t_co2e"]
    assert len({touch.row for touch in cells}) == 2


def rewrite(pack: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    path = pack / FOOTPRINT
    pq.write_table(change(pq.read_table(path)), path)


def test_rows_added_and_removed_are_named(pack: Path) -> None:
    rewrite(pack, lambda table: table.slice(1))
    kinds = {touch.kind: touch for touch in touched(pack)}
    assert set(kinds) == {"file_changed", "row_removed"}
    assert kinds["row_removed"].row is not None
    assert kinds["row_removed"].row.startswith('["ghg_protocol", "scope_1", 2023')


def test_a_row_that_stands_there_twice_is_one_row(pack: Path) -> None:
    rewrite(pack, lambda table: pa.concat_tables([table, table.slice(0, 1)]))
    assert [touch.kind for touch in touched(pack)] == ["file_changed", "row_added"]


def test_another_order_of_rows_is_told_apart_from_other_rows(pack: Path) -> None:
    rewrite(pack, lambda table: table.take(list(range(table.num_rows - 1, -1, -1))))
    assert [touch.kind for touch in touched(pack)] == ["file_changed", "rows_reordered"]


def test_the_same_cells_written_by_another_tool_are_told_so(pack: Path) -> None:
    rewrite(pack, lambda table: table)
    _, note = touched(pack)
    assert note.kind == "not_located"
    assert "no cell differs" in (note.note or "")
    assert "parquet" in (note.note or "")


def test_columns_and_types_are_named(pack: Path) -> None:
    def change(table: pa.Table) -> pa.Table:
        table = table.drop_columns(["data_quality_score"])
        table = table.set_column(2, "reporting_year", table["reporting_year"].cast(pa.int64()))
        return table.append_column("extra", pa.array(["x"] * table.num_rows))

    rewrite(pack, change)
    found = {(touch.kind, touch.column) for touch in touched(pack)}
    assert found == {
        ("file_changed", None),
        ("column_removed", "data_quality_score"),
        ("type_changed", "reporting_year"),
        ("column_added", "extra"),
    }


def test_one_cell_of_a_csv_file_is_located(pack: Path) -> None:
    change_text(pack / "inputs/judgements/exclusions.csv", "waste,0.5", "waste,0.4")
    _, cell = touched(pack)
    # The row before it has two lines.
    assert (cell.row, cell.column) == ("line 4", "estimated_t_co2e")
    assert cell.old == cell_hash("estimated_t_co2e", "0.5").hex()
    assert cell.new == cell_hash("estimated_t_co2e", "0.4").hex()


def test_a_line_put_in_between_is_one_line(pack: Path) -> None:
    change_text(pack / "inputs/extracts/supplier_invoices.csv", "SI-2,", "SI-9,s-x,1\nSI-2,")
    assert [(touch.kind, touch.row) for touch in touched(pack)] == [
        ("file_changed", None),
        ("row_added", "line 3"),
    ]


def test_a_changed_cell_below_a_removed_line_is_one_cell(pack: Path) -> None:
    invoices = pack / "inputs/extracts/supplier_invoices.csv"
    change_text(invoices, "SI-1,s-gas,272\n", "")
    # It now stands on the line of the removed one.
    change_text(invoices, "1,367", "1,368")
    assert [(touch.kind, touch.row, touch.column) for touch in touched(pack)] == [
        ("file_changed", None, None),
        ("cell_changed", "line 3", "quantity"),
        ("row_removed", "line 2", None),
    ]


def test_bytes_that_are_no_table_any_more_are_told_so(pack: Path) -> None:
    path = pack / FOOTPRINT
    content = bytearray(path.read_bytes())
    content[-6] ^= 0xFF
    path.write_bytes(bytes(content))
    assert [touch.kind for touch in touched(pack)] == ["file_changed", "not_located"]
    (pack / "inputs/judgements/exclusions.csv").write_bytes(b"\xff\xfe")
    assert "cannot be read" in " ".join(touch.text for touch in touched(pack))


def test_files_added_missing_and_renamed(pack: Path) -> None:
    (pack / "inputs/judgements/new.csv").write_text("a\n1\n")
    (pack / "runtime/versions.json").rename(pack / "runtime/versions_old.json")
    (pack / "data/marts/dim_factors.parquet").unlink()
    found = {(touch.kind, touch.file) for touch in touched(pack)}
    assert found == {
        ("file_added", "inputs/judgements/new.csv"),
        ("file_renamed", "runtime/versions.json"),
        ("file_missing", "data/marts/dim_factors.parquet"),
    }


def test_a_link_is_no_file(pack: Path, tmp_path: Path) -> None:
    path = pack / FOOTPRINT
    moved = path.rename(tmp_path / "elsewhere.parquet")
    path.symlink_to(moved)
    assert [(touch.kind, touch.file) for touch in touched(pack)] == [("not_located", FOOTPRINT)]


def test_touched_hashes_of_cells_are_told_and_the_column_is_still_named(pack: Path) -> None:
    change_cell(pack, "rpt_footprint", WHERE, "t_co2e", Decimal("1"))
    beside = pack / f"cells/{FOOTPRINT}"
    beside.write_bytes(beside.read_bytes() + b" ")
    notes = [touch for touch in touched(pack) if touch.file == FOOTPRINT]
    assert [touch.kind for touch in notes] == ["file_changed", "column_changed", "not_located"]
    assert notes[1].column == "t_co2e"
    assert "touched as well" in (notes[2].note or "")


def test_a_manifest_that_does_not_agree_with_itself(pack: Path) -> None:
    report = verify(pack)
    sealed = report.manifest.file("data/line_level.csv").sha256
    change_text(pack / "manifest.json", sealed, "0" * 64)
    kinds = [touch.kind for touch in touched(pack)]
    assert kinds.count("manifest") == 2
    assert "file_changed" in kinds


def test_a_manifest_in_another_writing_is_told(pack: Path) -> None:
    path = pack / "manifest.json"
    path.write_text(path.read_text() + " ")
    assert [touch.kind for touch in touched(pack)] == ["manifest"]


@pytest.mark.parametrize("content", ["", "{}", '{"format": 2}', "\x00"])
def test_a_folder_without_a_manifest_is_no_pack(tmp_path: Path, content: str) -> None:
    with pytest.raises(UsageError, match="no evidence pack"):
        verify(tmp_path)
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(UsageError, match=r"manifest\.json"):
        verify(tmp_path)


def test_an_insider_is_caught_by_the_printed_head_only(pack: Path) -> None:
    printed = verify(pack).head
    change_cell(pack, "rpt_footprint", WHERE, "t_co2e", Decimal("1"))
    assert insider(pack) != printed
    without = verify(pack, follow_chain=True)
    assert (without.touches, without.chain, without.exit_code) == ([], [], 0)
    with_head = verify(pack, head=printed, follow_chain=True)
    assert with_head.head_differs
    assert with_head.exit_code == 6


def test_a_printed_head_may_be_typed_in_groups(pack: Path) -> None:
    head = verify(pack).head
    typed = " ".join(head[at : at + 8] for at in range(0, 64, 8)).upper()
    assert verify(pack, head=typed).exit_code == 0
    with pytest.raises(UsageError, match="no SHA-256"):
        verify(pack, head=head[:-1])


def test_a_previous_pack_that_was_touched_breaks_the_chain(small: SmallBuild) -> None:
    first, second = small.freeze(), small.freeze()
    assert verify(second.folder, follow_chain=True).exit_code == 0
    change_cell(first.folder, "rpt_footprint", WHERE, "t_co2e", Decimal("1"))
    # The last pack itself is whole.
    assert verify(second.folder).exit_code == 0
    report = verify(second.folder, follow_chain=True)
    assert report.exit_code == 5
    assert any("t_co2e" in text and first.folder.name in text for text in report.chain)


def test_a_previous_pack_that_an_insider_made_again_breaks_the_chain(small: SmallBuild) -> None:
    first, second, third = small.freeze(), small.freeze(), small.freeze()
    change_cell(first.folder, "rpt_footprint", WHERE, "t_co2e", Decimal("1"))
    head = insider(first.folder)
    report = verify(third.folder, follow_chain=True)
    assert report.exit_code == 5
    assert any(first.head in text and head in text for text in report.chain)
    # The insider goes on, and makes every later pack again: the chain holds, the print does not.
    second_head = insider(second.folder, (head, first.folder.name))
    insider(third.folder, (second_head, second.folder.name))
    assert verify(third.folder, follow_chain=True).exit_code == 0
    assert verify(third.folder, head=third.head, follow_chain=True).exit_code == 6


def test_a_previous_pack_that_is_gone_breaks_the_chain(small: SmallBuild) -> None:
    first, second = small.freeze(), small.freeze()
    renamed = first.folder.rename(first.folder.with_name("the_first"))
    # By its head it is found under another name.
    assert verify(second.folder, follow_chain=True).exit_code == 0
    shutil.rmtree(renamed)
    report = verify(second.folder, follow_chain=True)
    assert report.exit_code == 5
    assert first.head in report.chain[0]


def test_packs_that_changed_names_are_found_by_their_heads(small: SmallBuild) -> None:
    first, second, third = (small.freeze().folder for _ in range(3))
    aside = first.rename(first.with_name("aside"))
    second.rename(first)
    aside.rename(second)
    for folder, links in ((third, 3), (first, 2)):
        report = verify(folder, follow_chain=True)
        assert (report.exit_code, len(report.links)) == (0, links)
        assert f"(was called {first.name})" in report.links[-1]


def test_a_chain_that_comes_back_to_itself_ends(small: SmallBuild) -> None:
    first, second = small.freeze(), small.freeze()
    shutil.rmtree(first.folder)
    # The second pack stands where the first should, and names that place as its predecessor.
    second.folder.rename(first.folder)
    report = verify(first.folder, follow_chain=True)
    assert report.exit_code == 5
    assert "stands twice" in report.chain[0] and first.head in report.chain[0]


def test_a_chain_that_was_cut_off_is_told(small: SmallBuild) -> None:
    small.freeze()
    second = small.freeze()
    text = (second.folder / "manifest.json").read_text()
    begin = text.index(' "previous": {')
    end = text.index("}", begin) + 1
    (second.folder / "manifest.json").write_text(f'{text[:begin]} "previous": null{text[end:]}')
    report = verify(second.folder, follow_chain=True)
    assert report.touches == []
    assert report.exit_code == 5
    assert "cut off" in report.chain[0]
