"""What one change moves: a restated factor its own rows, a line its own, and those that it settles with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from support.builds import Build
from support.cells import append_row, find_row
from support.replay import Replay, replay_seed

pytestmark = pytest.mark.build

EDITION, FACTOR, RESTATED = "nl_2024", "nl_fuel_vehicle_benzine_e10", Decimal("3.000")


@pytest.fixture
def restated(demo_build: Build, tmp_path: Path) -> Iterator[Replay]:
    """The demo after one value of one edition was restated."""
    change = (
        f"update {{relation}} set kg_co2e_wtw = '{RESTATED}' "
        f"where factor_key = '{FACTOR}' and kg_co2e_wtw <> '{RESTATED}'"
    )
    with replay_seed(demo_build, EDITION, change, tmp_path) as replayed:
        replayed.connection.execute(f"attach '{demo_build.database}' as before (read_only)")
        yield replayed


def tables_with(replayed: Replay, column: str) -> list[str]:
    """Return the tables and views from staging on that have this column."""
    found = replayed.rows(
        "select table_schema || '.' || table_name as name from information_schema.columns "
        "where table_catalog = 'before' and table_schema in "
        "('staging', 'intermediate', 'audit', 'marts') and column_name = ? order by all",
        [column],
    )
    return [row["name"] for row in found]


def moved(replayed: Replay, table: str, *key: str) -> set[tuple[object, ...]]:
    """Return the keys of the rows of a table that came, went or changed."""
    found = replayed.rows(
        f"""
        with now as (select * from current.{table}), was as (select * from before.{table})
        select distinct {", ".join(key)} from (
            (select * from now except all select * from was)
            union all (select * from was except all select * from now)
        ) as either
        """
    )
    return {tuple(row.values()) for row in found}


def test_a_restated_factor_moves_its_own_rows_only(restated: Replay) -> None:
    """No table from staging on has a row of another activity that moved."""
    own = restated.rows(
        "select emission_id, activity_id, reporting_year, ladder_line, ghg_line, iso_line "
        "from before.audit.fct_emissions where factor_edition_id = ? and factor_id = ? "
        "and quantity <> 0",
        [EDITION, FACTOR],
    )
    activities = {(row["activity_id"],) for row in own}
    assert moved(restated, "audit.fct_emissions", "emission_id") == {
        (row["emission_id"],) for row in own
    }
    tables = tables_with(restated, "activity_id")
    assert {"audit.fct_activities", "audit.rpt_line_trail", "intermediate.int_lot_factors"} <= {
        *tables
    }
    others = {table: moved(restated, table, "activity_id") - activities for table in tables}
    assert {table: keys for table, keys in others.items() if keys} == {}
    cells = {
        (frame, row[column], row["reporting_year"])
        for row in own
        for frame, column in (
            ("ladder", "ladder_line"),
            ("ghg_protocol", "ghg_line"),
            ("iso_14064", "iso_line"),
        )
    }
    footprint = moved(restated, "marts.rpt_footprint", "frame", "line", "reporting_year")
    assert footprint == cells


def test_a_restated_factor_moves_its_rows_to_their_quantity_times_it(restated: Replay) -> None:
    """Computed here in decimals, from the quantities of the build before."""
    lots = restated.rows(
        "select activity_id, supply_lot, any_value(quantity) as quantity "
        "from before.audit.fct_emissions where factor_edition_id = ? and factor_id = ? group by all",
        [EDITION, FACTOR],
    )
    expected = sum(
        ((row["quantity"] * RESTATED).quantize(Decimal("0.000001"), ROUND_HALF_UP) for row in lots),
        Decimal(0),
    )
    (found,) = restated.rows(
        "select sum(kg_co2e) as kg from current.audit.fct_emissions "
        "where factor_edition_id = ? and factor_id = ?",
        [EDITION, FACTOR],
    )
    assert len(lots) > 100
    assert found["kg"] == expected


@dataclass(frozen=True)
class More:
    """A line that is delivered more, and which other lines it settles with.

    Attributes:
        extract: where it is delivered.
        like: the line of the demo that it repeats, but for what `but` says.
        but: its own cells.
        settles_with: condition on fct_activities of the lines that may move with it.
        moves_others: whether it moves one of these.
    """

    extract: str
    like: Mapping[str, str]
    but: Mapping[str, str]
    settles_with: str
    moves_others: bool


MORE = {
    "a booking on a document of its own": More(
        "ledger_entries",
        {"account_code": "4110"},
        {"source_document": "MORE-1", "document_number": "I24G9999", "booking_date": "2024-12-30"},
        "false",
        moves_others=False,
    ),
    "a tank of a vehicle that has more of them": More(
        "fuel_transactions",
        {"line_id": "FT-2024-000001"},
        {"transacted_at": "2024-12-30T10:00:00+01:00", "odometer_km": ""},
        "vehicle_id = (select vehicle_id from before.audit.fct_activities "
        "where line_id = 'FT-2024-000001' limit 1) and reporting_year = 2024",
        moves_others=False,
    ),
    "an invoice of a meter that feeds charge points": More(
        "supplier_invoices",
        {"line_id": "SI-2024-000005"},
        {"source_document": "MORE-1"},
        "activity_type in ('electricity', 'ev_charging_own', 'own_solar_power') "
        "and entity_id = 'vsg_groep' and reporting_year = 2024",
        moves_others=True,
    ),
}


@pytest.mark.parametrize("more", MORE.values(), ids=MORE)
def test_a_line_more_moves_no_line_that_it_does_not_settle_with(
    replay_demo: Callable[[Callable[[Path], object]], Replay], demo_build: Build, more: More
) -> None:
    """Every table that names lines has the new one more, and all others as they were."""

    def deliver(folder: Path) -> None:
        like = find_row(folder, more.extract, more.like)
        append_row(
            folder, more.extract, {**like, "line_id": "MORE", "source_row": "99999", **more.but}
        )

    replayed = replay_demo(deliver)
    replayed.connection.execute(f"attach '{demo_build.database}' as before (read_only)")
    tables = tables_with(replayed, "line_id")
    touched = {table: moved(replayed, table, "line_id") for table in tables}
    settling = {
        tuple(row.values())
        for row in replayed.rows(
            f"select distinct line_id from before.audit.fct_activities where {more.settles_with}"
        )
    }
    new = {("MORE",)}
    assert {table: keys for table, keys in touched.items() if keys - new - settling} == {}
    assert new <= touched["audit.fct_activities"]
    assert (touched["audit.fct_emissions"] != new) is more.moves_others
