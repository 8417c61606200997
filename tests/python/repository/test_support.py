"""The tests' own tools: a cell is really changed, and a replay is what a build would give."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support.builds import Build
from support.cells import (
    append_row,
    break_cell,
    csv_path,
    delete_rows,
    drop_column,
    duplicate_row,
    find_row,
    folder_hashes,
    read_rows,
)
from support.replay import Replay, replay


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A folder with one file of two rows."""
    path = tmp_path / "tiny" / "extracts" / "trips.csv"
    path.parent.mkdir(parents=True)
    path.write_text('line_id,mode,note\nT1,car,"a, b"\nT2,train,\n', encoding="utf-8")
    return tmp_path / "tiny"


def test_one_cell_is_changed_and_nothing_else(tiny: Path) -> None:
    assert break_cell(tiny, "trips", "T2", "mode", "walk") == "train"
    assert csv_path(tiny, "extracts/trips.csv").read_text(encoding="utf-8") == (
        'line_id,mode,note\nT1,car,"a, b"\nT2,walk,\n'
    )


def test_a_change_that_changes_nothing_is_refused(tiny: Path) -> None:
    with pytest.raises(ValueError, match="already"):
        break_cell(tiny, "trips", "T1", "mode", "car")
    with pytest.raises(LookupError, match="0 rows"):
        break_cell(tiny, "trips", "T9", "mode", "car")
    with pytest.raises(KeyError, match="no column"):
        break_cell(tiny, "trips", "T1", "model", "car")
    with pytest.raises(FileNotFoundError, match="no file tripps"):
        break_cell(tiny, "tripps", "T1", "mode", "car")
    with pytest.raises(LookupError):
        delete_rows(tiny, "trips", "T9")
    with pytest.raises(KeyError):
        append_row(tiny, "trips", {"modes": "car"})
    assert folder_hashes(tiny) == folder_hashes(tiny)


def test_rows_are_added_doubled_and_left_out(tiny: Path) -> None:
    append_row(tiny, "trips", {"line_id": "T3", "mode": "walk"})
    duplicate_row(tiny, "trips", "T1", note="again")
    delete_rows(tiny, "trips", {"mode": "train"})
    drop_column(tiny, "trips", "mode")
    assert read_rows(tiny, "trips") == (
        ["line_id", "note"],
        [
            {"line_id": "T1", "note": "a, b"},
            {"line_id": "T3", "note": ""},
            {"line_id": "T1", "note": "again"},
        ],
    )
    assert find_row(tiny, "trips", {"line_id": "T1"})["note"] == "a, b"


#: Hooks fill these at the end of a run, from dbt's own results: a replay leaves them as they were.
FILLED_BY_HOOKS = {"audit.fct_finding_lines", "marts.fct_findings", "marts.fct_rule_results"}


def differences(replayed: Replay, built: Build) -> dict[str, tuple[int, int]]:
    """Count the rows that only one of the two has, for each table that models and seeds fill."""
    replayed.connection.execute(f"attach '{built.database}' as built (read_only)")
    tables = replayed.rows(
        "select distinct table_catalog as catalog, table_schema || '.' || table_name as name "
        "from information_schema.tables where table_schema <> 'findings'"
    )
    names = {catalog: set() for catalog in ("current", "built")}
    for table in tables:
        if table["name"] not in FILLED_BY_HOOKS:
            names[table["catalog"]].add(table["name"])
    assert names["current"] == names["built"]
    assert len(names["built"]) > 150
    counts = {}
    for name in sorted(names["built"]):
        ours, theirs = (
            replayed.rows(
                f"select count(*) as n "
                f"from (select * from {one}.{name} except all select * from {other}.{name})"
            )[0]["n"]
            for one, other in (("current", "built"), ("built", "current"))
        )
        if ours or theirs:
            counts[name] = (ours, theirs)
    return counts


@pytest.mark.build
def test_a_replay_gives_the_rows_and_failing_tests_of_a_build(
    demo_build: Build,
    company_copy: Path,
    tmp_path: Path,
    build_company: Callable[..., Build],
) -> None:
    # A number that cannot be read, a line twice, a line less, and another word in a mapping.
    _, fuel = read_rows(company_copy, "fuel_transactions")
    break_cell(company_copy, "fuel_transactions", fuel[0]["line_id"], "quantity", "1.234,56")
    duplicate_row(company_copy, "fuel_transactions", fuel[1]["line_id"])
    delete_rows(company_copy, "fuel_transactions", fuel[2]["line_id"])
    _, aliases = read_rows(company_copy, "location_aliases")
    delete_rows(company_copy, "location_aliases", aliases[0]["alias"])

    built = build_company(
        "demo",
        Path(shutil.copytree(company_copy, tmp_path / "built")),
        # Unit tests do not read the company.
        arguments=("build", "--exclude-resource-type", "unit_test"),
    )

    with replay(demo_build, company_copy, tmp_path / "replay") as replayed:
        assert replayed.changed == [
            "extracts/fuel_transactions.csv",
            "mappings/location_aliases.csv",
        ]
        assert differences(replayed, built) == {}
        assert replayed.failing() == built.failing_rules()


@pytest.mark.build
def test_a_replay_refuses_what_only_a_build_can_do(
    demo_build: Build, company_copy: Path, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="prove nothing"):
        replay(demo_build, company_copy, tmp_path / "same")
    drop_column(company_copy, "trips", "distance")
    with pytest.raises(ValueError, match="needs a build"):
        replay(demo_build, company_copy, tmp_path / "columns")
    csv_path(company_copy, "trips").unlink()
    with pytest.raises(ValueError, match="needs a build"):
        replay(demo_build, company_copy, tmp_path / "files")
