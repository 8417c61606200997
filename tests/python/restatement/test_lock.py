"""The lock on a published year: what `trede publish` writes and refuses, and what the next build says."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from restatement.conftest import Desk
from support.cells import append_row, break_cell, read_rows
from support.replay import Replay

pytestmark = pytest.mark.build

ROLES = ("--prepared-by", "controller", "--approved-by", "board")
LOCK = "published_years__are_unchanged"

#: What a restatement of scope 1 and one of scope 2 say.
REASON = "error (scope_1): A meter was read wrongly."
REASON_OF_POWER = "error (scope_2): A meter was read wrongly."

#: An invoice of 2022 that was read 1,000 Nm3 too low: 2 t.
INVOICE = "Gas-eigen-2022"


def publish(desk: Desk, year: str, *options: str, warehouse: Path | None = None) -> str:
    """Publish a year and return what the command says; it must succeed."""
    result = desk.publish("--year", year, *ROLES, *options, warehouse=warehouse)
    assert result.exit_code == 0, result.output
    return result.output


def refused(desk: Desk, *options: str, warehouse: Path | None = None) -> tuple[int, str]:
    """Return exit code and message of a publication that must not succeed, and write nothing."""
    before = book(desk)
    result = desk.publish(*options, warehouse=warehouse)
    assert result.exit_code != 0
    assert book(desk) == before
    return result.exit_code, result.output


def book(desk: Desk) -> dict[str, bytes]:
    """Return the bytes of both files."""
    return {
        name: (desk.folder / "judgements" / f"{name}.csv").read_bytes()
        for name in ("publications", "published_rows")
    }


def decide(desk: Desk, **values: str) -> None:
    """Write a restatement."""
    append_row(
        desk.folder,
        "restatements",
        {
            "reporting_year": "2022",
            "version": "1",
            "cause": "error",
            "scope": "scope_1",
            "reason": "A meter was read wrongly.",
            "decided_by": "board",
            "decided_on": "2025-03-31",
            **values,
        },
    )


@pytest.fixture
def corrected(desk: Desk) -> Iterator[Replay]:
    """2022 was published, and then one of its invoices was corrected."""
    publish(desk, "2022")
    break_cell(desk.folder, "supplier_invoices", INVOICE, "quantity", "26000")
    replayed = desk.replay()
    yield replayed
    replayed.close()


def test_what_is_written_is_the_footprint_of_the_year(desk: Desk) -> None:
    before = book(desk)
    assert "version 1" in publish(desk, "2022")
    for name, content in book(desk).items():
        assert content.startswith(before[name])
    (publication,) = read_rows(desk.folder, "publications")[1]
    rows = read_rows(desk.folder, "published_rows")[1]
    assert publication["row_count"] == str(len(rows))
    assert sum(Decimal(row["kg_co2e"]) for row in rows) == Decimal(publication["kg_co2e"])
    # 50 t of gas and 40 t of power; each row is quantity times its own factor.
    assert Decimal(publication["kg_co2e"]) == Decimal(90_000)
    for row in rows:
        assert Decimal(row["quantity"]) * Decimal(row["factor_value"]) == Decimal(row["kg_co2e"])
        assert row["boundary_days"] == "365"
    assert {row["entity_id"] for row in rows} == {"eigen"}


def test_a_year_as_published_passes(desk: Desk) -> None:
    publish(desk, "2022")
    replayed = desk.replay()
    for rule in (LOCK, "publications__have_their_rows", "changes__add_up"):
        assert replayed.failures(rule) == []
    assert replayed.rows(
        "select distinct start_t = end_t as same from marts.rpt_change_bridge "
        "where pair_kind = 'restatement'"
    ) == [{"same": True}]


def test_a_changed_year_fails_and_is_named(corrected: Replay) -> None:
    (finding,) = corrected.failures(LOCK)
    assert finding["finding_key"] == "2022|1|scope_1|eigen"
    assert finding["message"] == (
        "scope_1 of eigen in 2022 was published as 50.000000000 t (version 1) "
        "and is 52.000000000 t now; causes that nobody decided on: error"
    )
    assert finding["told_kg_co2e"] == 2000
    assert corrected.failures("changes__add_up") == []


def test_its_bridge_says_error_and_nothing_else(corrected: Replay) -> None:
    (row,) = corrected.rows(
        "select start_t, activity_t, factor_t, boundary_t, method_t, error_t, end_t "
        "from marts.rpt_change_bridge where pair_kind = 'restatement' "
        "and frame = 'ladder' and line = 'scope_1'"
    )
    assert {step: value for step, value in row.items() if value} == {
        "start_t": 50,
        "error_t": 2,
        "end_t": 52,
    }


def test_a_restatement_with_reason_and_role_covers_it(corrected: Replay, desk: Desk) -> None:
    decide(desk)
    assert desk.replay().failures(LOCK) == []


@pytest.mark.parametrize(
    "values",
    [
        {"reporting_year": "2023"},
        {"version": "2"},
        {"scope": "scope_2"},
        {"cause": "factor"},
        {"cause": ""},
        {"reason": ""},
        {"decided_by": ""},
        {"version": "", "decided_on": "2025-03-31"},
        {"decided_on": "2025-04-01"},
    ],
    ids=lambda values: next(iter(values.items()))[0] + "=" + next(iter(values.values())),
)
def test_a_restatement_of_something_else_does_not(
    corrected: Replay, desk: Desk, values: dict[str, str]
) -> None:
    decide(desk, **values)
    assert len(desk.replay().failures(LOCK)) == 1


def test_publishing_a_changed_year_takes_a_restatement(corrected: Replay, desk: Desk) -> None:
    changed = desk.warehouse_of(corrected)
    code, message = refused(desk, "--year", "2022", *ROLES, warehouse=changed)
    assert code == 6
    assert "scope_1, fuel_heating, eigen" in message
    decide(desk, scope="scope_2")
    assert refused(desk, "--year", "2022", *ROLES, warehouse=changed)[0] == 6
    decide(desk, cause="factor", reason="A new list came out.")
    code, message = refused(desk, "--year", "2022", *ROLES, warehouse=changed)
    assert code == 6
    assert "error: scope_1, fuel_heating, eigen" in message
    decide(desk)
    assert "version 2" in publish(desk, "2022", warehouse=changed)
    versions = [row["version"] for row in read_rows(desk.folder, "publications")[1]]
    assert versions == ["1", "2"]

    replayed = desk.replay()
    assert replayed.failures(LOCK) == []
    pairs = replayed.rows(
        "select start_version, end_version, error_t from marts.rpt_change_bridge "
        "where pair_kind = 'restatement' and frame = 'ladder' and line = 'scope_1' order by 1"
    )
    assert pairs == [
        {"start_version": "1", "end_version": "2", "error_t": 2},
        {"start_version": "2", "end_version": "current", "error_t": 0},
    ]
    notes = replayed.rows(
        "select version, is_latest, approved_by, t_co2e, previous_version, previous_t_co2e, "
        "error_t, restatement_reasons, current_t_co2e from marts.rpt_publications order by 1"
    )
    assert [list(note.values()) for note in notes] == [
        ["1", False, "board", 90, None, None, None, None, None],
        # The restatement of scope 2 was decided in between as well, and brought nothing; that of a
        # factor is no reason for what a meter changed.
        ["2", True, "board", 92, "1", 90, 2, f"{REASON} {REASON_OF_POWER}", 92],
    ]


def test_an_entity_that_comes_into_a_published_year_is_boundary(desk: Desk) -> None:
    publish(desk, "2022")
    break_cell(desk.folder, "entities", "gekocht", "valid_from", "2022-01-01")
    replayed = desk.replay()
    (finding,) = replayed.failures(LOCK)
    assert finding["finding_key"] == "2022|1|scope_1|gekocht"
    (row,) = replayed.rows(
        "select boundary_t, error_t from marts.rpt_change_bridge "
        "where pair_kind = 'restatement' and frame = 'ladder' and line = 'scope_1'"
    )
    assert row == {"boundary_t": 15, "error_t": 0}


def test_a_year_that_is_reported_no_more_is_still_locked(desk: Desk) -> None:
    publish(desk, "2022")
    name = read_rows(desk.folder, "company")[1][0]["name"]
    break_cell(desk.folder, "company", name, "reporting_years", "2023-2024")
    keys = {row["finding_key"] for row in desk.replay().failures(LOCK)}
    assert keys == {"2022|1|scope_1|eigen", "2022|1|scope_2|eigen"}


def test_published_rows_that_were_touched_are_found(desk: Desk) -> None:
    publish(desk, "2022")
    header, rows = read_rows(desk.folder, "published_rows")
    key = {"component": rows[0]["component"], "activity_type": rows[0]["activity_type"]}
    break_cell(desk.folder, "published_rows", key, "kg_co2e", "1.000000")
    assert header[0] == "reporting_year"
    found = desk.replay().failures("publications__have_their_rows")
    assert [row["finding_key"] for row in found] == ["2022|1"]


def test_published_again_as_it_is_writes_nothing(desk: Desk) -> None:
    publish(desk, "2022")
    before = book(desk)
    assert "nothing was written" in publish(desk, "2022")
    assert "nothing was written" in publish(desk, "2022", "--version", "1")
    assert book(desk) == before


def test_a_version_never_changes(corrected: Replay, desk: Desk) -> None:
    decide(desk)
    changed = desk.warehouse_of(corrected)
    code, message = refused(desk, "--year", "2022", *ROLES, "--version", "1", warehouse=changed)
    assert code == 6
    assert "Version 1 of 2022 was published" in message


def test_nobody_approves_what_they_prepared(desk: Desk) -> None:
    code, message = refused(
        desk, "--year", "2022", "--prepared-by", "controller", "--approved-by", " Controller "
    )
    assert code == 6
    assert "cannot approve" in message


def test_roles_are_never_persons(desk: Desk) -> None:
    code, _ = refused(
        desk, "--year", "2022", "--prepared-by", "a@b.example", "--approved-by", "board"
    )
    assert code == 2


def test_a_warehouse_of_other_files_is_refused(desk: Desk) -> None:
    break_cell(desk.folder, "supplier_invoices", INVOICE, "quantity", "26000")
    code, message = refused(desk, "--year", "2022", *ROLES)
    assert code == 3
    assert "extracts/supplier_invoices.csv" in message


def test_a_draft_takes_a_reason(desk: Desk) -> None:
    break_cell(desk.folder, "supplier_invoices", INVOICE, "quantity", "unknown")
    warehouse = desk.warehouse_of(desk.replay())
    code, message = refused(desk, "--year", "2022", *ROLES, warehouse=warehouse)
    assert code == 6
    assert "drafts" in message
    publish(desk, "2022", "--draft-reason", "One invoice is awaited.", warehouse=warehouse)
    (publication,) = read_rows(desk.folder, "publications")[1]
    assert publication["reason"].startswith("DRAFT: One invoice is awaited.")


def test_options_that_cannot_be_used(desk: Desk) -> None:
    for options in (
        ("--year", "2019", *ROLES),
        ("--year", "2022", *ROLES, "--on", "31-03-2025"),
        ("--year", "2022", *ROLES, "--version", "current"),
        ("--year", "2022", *ROLES, "--pack-sha256", "abc"),
    ):
        assert refused(desk, *options)[0] == 2


def test_a_file_without_an_end_of_line_is_added_to(desk: Desk) -> None:
    path = desk.folder / "judgements" / "publications.csv"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    publish(desk, "2022")
    with path.open(encoding="utf-8", newline="") as file:
        assert [row["version"] for row in csv.DictReader(file)] == ["1"]


def test_an_older_header_is_named(desk: Desk) -> None:
    path = desk.folder / "judgements" / "publications.csv"
    path.write_text("reporting_year,version\n", encoding="utf-8")
    result = desk.publish("--year", "2022", *ROLES)
    assert result.exit_code == 5
    assert "row_count" in result.output
