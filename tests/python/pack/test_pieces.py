"""The parts: how a cell is written, the tree of hashes, keys of persons, and pairing of rows."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trede.contract import Contract
from trede.pack.build_state import shortest_key
from trede.pack.canonical import cell_text, merkle_root, row_key
from trede.pack.differences import compare_cells
from trede.pack.grids import cells_bytes, cells_of_csv, cells_of_table, parquet_bytes, read_cells
from trede.pack.personal import (
    PERSON_COLUMNS,
    PERSONAL_ANYWHERE,
    Persons,
    person_borne_files,
    read_persons,
)


def test_values_of_different_types_are_different_cells() -> None:
    values = [None, "", "null", True, 1, "1", Decimal("1"), Decimal("1.0"), 1.0, date(2024, 1, 1)]
    assert len({cell_text(value) for value in values}) == len(values)
    with pytest.raises(TypeError, match="list"):
        cell_text([1])


def leaf(path: str, digest: str) -> bytes:
    return hashlib.sha256(b"\x00" + path.encode() + b"\x00" + digest.encode()).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def test_the_root_is_that_of_rfc_6962() -> None:
    files = [(f"data/{number}", str(number) * 64) for number in range(5)]
    one, two, three, four, five = (leaf(*file) for file in files)
    assert merkle_root(files) == node(node(node(one, two), node(three, four)), five).hex()
    assert merkle_root(reversed(files)) == merkle_root(files)
    assert merkle_root(files[:1]) == one.hex()
    assert merkle_root([]) == hashlib.sha256(b"").hexdigest()


def test_a_key_is_written_for_people() -> None:
    assert (
        row_key(["ladder", None, 2024, date(2024, 1, 1)]) == '["ladder", null, 2024, "2024-01-01"]'
    )


def test_the_files_about_persons_are_those_of_the_macro(
    project_root: Path, contract: Contract
) -> None:
    macro = (project_root / "macros/rules/fill_finding_lines.sql").read_text(encoding="utf-8")
    files = person_borne_files({"macros": {"macro.trede.person_borne_files": {"macro_sql": macro}}})
    assert {"trips", "commuting", "fuel_transactions", "assigned_vehicles"} <= set(files)
    # Every one has a column that is looked for, and every column that is looked for is in one.
    columns = {name: set(contract.file(name).column_names) for name in files}
    assert all(columns[name] & set(PERSON_COLUMNS) for name in files)
    assert set(PERSON_COLUMNS) <= set.union(*columns.values())
    # Where a column makes a file personal, the macro must know the file.
    named = {
        file.name for file in contract.files if set(file.column_names) & set(PERSONAL_ANYWHERE)
    }
    assert named == set(files) - {"charge_points"}


def test_retention_is_about_person_borne_files(project_root: Path, demo_dir: Path) -> None:
    macro = (project_root / "macros/rules/fill_finding_lines.sql").read_text(encoding="utf-8")
    files = person_borne_files({"macros": {"macro.trede.person_borne_files": {"macro_sql": macro}}})
    rows = (demo_dir / "judgements/retention.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert rows
    assert {row.split(",")[0] for row in rows} <= set(files)


def test_keys_are_found_as_words(tmp_path: Path) -> None:
    (tmp_path / "extracts").mkdir()
    (tmp_path / "extracts/trips.csv").write_text(
        "line_id,traveller_key,vehicle_id\nTR-1,t-77,\n1001,unknown,12-AB-34\n"
    )
    persons = read_persons(tmp_path, ["trips"])
    assert persons.keys == {"TR-1", "t-77", "12-AB-34"}
    assert persons.found_in("driver of 12-AB-34.") == "12-AB-34"
    assert persons.found_in("112-AB-345") is None
    assert persons.found_in("1001 kWh, fuel unknown") is None
    assert Persons(frozenset({"a b.c1"})).found_in("a b.c1") == "a b.c1"


def test_the_key_is_the_shortest_beginning() -> None:
    table = pa.table({"a": ["x", "x"], "b": [None, 1], "c": ["y", "y"]})
    assert shortest_key(table) == ("a", "b")
    same = pa.table({"a": ["x", "x"], "amount": pa.array([1, 2], pa.decimal128(9, 2))})
    assert shortest_key(same) == ("a",)


def test_hashes_of_cells_come_back(tmp_path: Path) -> None:
    cells = cells_of_csv(b'a,b\n1,"x\ny"\n2\n3,4,5\n')
    assert cells.keys == ["line 2", "line 4", "line 5"]
    assert list(cells.columns) == ["a", "b", "column 3"]
    (tmp_path / "cells.parquet").write_bytes(cells_bytes(cells))
    assert read_cells(tmp_path / "cells.parquet") == cells


def test_an_empty_table_is_a_table(tmp_path: Path) -> None:
    table = pa.table({"a": pa.array([], pa.string())})
    cells = cells_of_table(table, ("a",))
    (tmp_path / "cells.parquet").write_bytes(cells_bytes(cells))
    assert read_cells(tmp_path / "cells.parquet") == cells
    assert compare_cells(cells, cells).is_none
    assert parquet_bytes(table) == parquet_bytes(table)


ROWS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 3), st.text(max_size=2)), max_size=8
)


def grid(rows: list[tuple[str, int, str]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    types = (pa.string(), pa.int32(), pa.string())
    return pa.table(
        {
            name: pa.array(values, kind)
            for name, values, kind in zip("kvt", columns, types, strict=True)
        }
    )


@settings(deadline=None, max_examples=60)
@given(before=ROWS, after=ROWS)
def test_changes_tell_the_whole_difference(
    before: list[tuple[str, int, str]], after: list[tuple[str, int, str]]
) -> None:
    old, new = (cells_of_table(grid(rows), ("k",)) for rows in (before, after))
    changes = compare_cells(old, new)
    assert changes.is_none == (before == after)
    # Rows that go and come make up the difference in number; nothing is told of equal rows.
    assert len(changes.rows_new) - len(changes.rows_gone) == len(after) - len(before)
    if sorted(before) == sorted(after):
        assert changes.cells == []
        assert changes.rows_new == []
