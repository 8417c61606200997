"""Backwards: a line of every status says what it became, and which lines count instead."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb
import pytest

from support.cells import break_cell, find_row, read_rows
from support.replay import Replay
from trede.explain.model import LineTrace
from trede.explain.trace import explain_document, explain_line
from trede.explain.warehouse import NotFoundError

pytestmark = pytest.mark.build


def the_line(
    connection: duckdb.DuckDBPyConnection, extract: str, line_id: str, personal: bool = False
) -> LineTrace:
    """Trace one line."""
    (trace,) = explain_line(connection, extract, line_id, personal=personal).traces
    return trace


def test_a_counted_line_has_its_share_of_every_figure(
    connection: duckdb.DuckDBPyConnection, demo_dir: Path
) -> None:
    row = find_row(demo_dir, "supplier_invoices", "SI-2024-000004")
    trace = the_line(connection, "extracts/supplier_invoices.csv", "SI-2024-000004")
    assert trace.outcome == "counted"
    assert trace.delivered == {column: value or None for column, value in row.items()}
    kg = (Decimal(row["quantity"]) * Decimal("2.134")).quantize(Decimal("0.000001"))
    assert trace.kg_co2e == kg
    (part,) = trace.parts
    assert (part.claim_status, part.claim_reason) == ("counted", "only_source")
    assert (part.month.isoformat(), part.activity_type) == ("2024-01-01", "natural_gas")
    for frame in ("ladder", "ghg_protocol", "iso_14064"):
        of_frame = [share for share in trace.shares if share.frame == frame]
        cells = [share for share in of_frame if share.total_kind == "cell"]
        assert sum(share.kg_co2e for share in cells) == kg
        (total,) = [share for share in of_frame if share.total_kind == "total"]
        assert total.kg_co2e == kg
        published = connection.execute(
            "select t_co2e from marts.rpt_footprint_totals where frame = ? and total_key = 'total' "
            "and reporting_year = 2024",
            [frame],
        ).fetchone()[0]
        assert total.t_co2e == published
        share = (kg / 1000 / published * 100).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        assert total.share_pct == share
    assert {share.key for share in trace.shares if share.total_kind == "ladder_total"} == {
        "scope_1_2_business_travel"
    }


def test_a_superseded_reading_names_its_invoice(
    connection: duckdb.DuckDBPyConnection, demo_dir: Path
) -> None:
    trace = the_line(connection, "meter_readings", "MR-2022-000003")
    assert (trace.outcome, trace.kg_co2e, trace.shares) == ("nothing", 0, ())
    assert {part.claim_reason for part in trace.parts} == {"invoiced"}
    (teller,) = trace.tellers
    assert (teller.extract_name, teller.line_ids) == ("supplier_invoices", ("SI-2022-000001",))
    invoice = find_row(demo_dir, "supplier_invoices", "SI-2022-000001")
    reading = find_row(demo_dir, "meter_readings", "MR-2022-000003")
    assert invoice["meter_id"] == reading["meter_id"]
    assert teller.quantity == Decimal(invoice["quantity"])


def test_what_was_charged_leaves_the_invoice_to_the_sessions(
    connection: duckdb.DuckDBPyConnection, demo_dir: Path
) -> None:
    trace = the_line(connection, "supplier_invoices", "SI-2022-000001", personal=True)
    assert trace.outcome == "partly_counted"
    parts = {part.claim_part: part for part in trace.parts}
    assert set(parts) == {"main", "charged"}
    assert sum(part.quantity for part in trace.parts) == Decimal(trace.delivered["quantity"])
    _, sessions = read_rows(demo_dir, "charging_sessions")
    mine = {
        row["line_id"]: Decimal(row["energy"]) / (1000 if row["unit"] == "Wh" else 1)
        for row in sessions
        if row["place"] == "own" and row["started_at"].startswith("2022-01")
    }
    (teller,) = trace.tellers
    assert teller.line_ids == tuple(sorted(mine))[:10]
    assert teller.quantity == sum(mine.values()) == parts["charged"].quantity
    # Who may not see persons sees how many sessions there are, and no more.
    (closed,) = the_line(connection, "supplier_invoices", "SI-2022-000001").tellers
    assert (closed.line_count, closed.line_ids, closed.quantity) == (len(mine), (), None)


def test_euros_that_kwh_tell_name_what_tells_them(connection: duckdb.DuckDBPyConnection) -> None:
    trace = explain_document(connection, "MS202302-014", extract_name="ledger_entries")
    told = [
        each
        for each in trace.traces
        if any(part.claim_reason == "covered_by_activity_data" for part in each.parts)
    ]
    assert len(told) == 1
    assert {teller.extract_name for teller in told[0].tellers} <= {
        "supplier_invoices",
        "meter_readings",
    }
    # The invoice that the booking books is named first.
    (same,) = explain_document(connection, "MS202302-014", extract_name="supplier_invoices").traces
    assert told[0].tellers[0].line_ids[0] == same.line_id != min(told[0].tellers[0].line_ids)
    assert any(each.file == "mappings/ledger_accounts" for each in trace.judgements)


def test_kilometres_name_the_litres_of_their_vehicle(
    connection: duckdb.DuckDBPyConnection, demo_dir: Path
) -> None:
    km = find_row(demo_dir, "vehicle_distances", "VD-2022-000001")
    trace = the_line(connection, "vehicle_distances", "VD-2022-000001", personal=True)
    assert {part.claim_status for part in trace.parts} == {"superseded"}
    _, fuel = read_rows(demo_dir, "fuel_transactions")
    mine = [
        row
        for row in fuel
        if row["vehicle_id"] == km["vehicle_id"] and row["transacted_at"].startswith("2022")
    ]
    assert sum(teller.line_count for teller in trace.tellers) == len(mine) > 0
    assert sum(teller.quantity for teller in trace.tellers) == sum(
        Decimal(row["quantity"]) for row in mine
    )


def test_an_excluded_line_names_the_judgement(connection: duckdb.DuckDBPyConnection) -> None:
    found = explain_line(connection, "refrigerant_services", "RS-2023-000001")
    (trace,) = found.traces
    assert trace.outcome == "nothing"
    assert [part.claim_status for part in trace.parts] == ["excluded"]
    (judgement,) = found.judgements
    assert (judgement.file, judgement.decided_by) == (
        "judgements/exclusions",
        "sustainability manager",
    )
    assert trace.parts[0].judgements == (judgement.ref,)


def test_an_account_out_of_scope_says_what_it_is(connection: duckdb.DuckDBPyConnection) -> None:
    found = explain_line(connection, "ledger_entries", "LE-2023-000001")
    (trace,) = found.traces
    assert [(part.claim_status, part.claim_reason) for part in trace.parts] == [
        ("out_of_scope", "account_out_of_scope")
    ]
    assert (trace.outcome, trace.shares, trace.tellers) == ("nothing", (), ())
    (account,) = found.judgements
    assert account.key.startswith("1000 ") and account.reason


def test_an_unreadable_line_says_why(replay_demo: Callable[..., Replay]) -> None:
    replayed = replay_demo(
        lambda folder: break_cell(folder, "supplier_invoices", "SI-2024-000004", "quantity", "far")
    )
    trace = the_line(replayed.connection, "supplier_invoices", "SI-2024-000004")
    assert trace.outcome == "nothing"
    assert {(part.claim_status, part.claim_reason) for part in trace.parts} == {
        ("unreadable", "quantity_unreadable")
    }
    assert trace.delivered["quantity"] == "far"
    assert trace.kg_co2e == 0 and trace.shares == ()


def test_a_line_that_counts_without_a_factor_says_so(connection: duckdb.DuckDBPyConnection) -> None:
    trace = the_line(connection, "waste_collections", "WC-2022-000001")
    assert (trace.outcome, trace.notes) == ("nothing", ("no_factor",))
    assert trace.parts[0].claim_status == "counted"


def test_the_chain_stands_beside_the_total(
    connection: duckdb.DuckDBPyConnection, demo_dir: Path
) -> None:
    trace = the_line(connection, "subcontractor_travel", "ST-2023-000001")
    assert {part.claim_reason for part in trace.parts} == {"stands_beside_the_total"}
    (use,) = trace.uses
    _, lines = read_rows(demo_dir, "subcontractor_travel")
    mine = [
        row
        for row in lines
        if (row["supplier_id"], row["year"], row["mode"], row["fuel"])
        == ("s-oa-001", "2023", "car", "unknown")
    ]
    assert (use.purpose, use.part_count) == ("chain_analysis", len(mine))
    assert use.quantity == sum(Decimal(row["distance"]) for row in mine)


def test_a_certificate_names_the_kwh_that_it_covers(connection: duckdb.DuckDBPyConnection) -> None:
    trace = the_line(connection, "power_certificates", "PC-2023-000001")
    (use,) = trace.uses
    assert (trace.outcome, use.purpose, use.quantity, use.unit) == (
        *("no_activity", "certificate"),
        *(Decimal(1000), "kwh"),
    )


def test_a_line_that_was_delivered_twice_counts_once(
    connection: duckdb.DuckDBPyConnection, replay_demo: Callable[..., Replay]
) -> None:
    def twice(folder: Path) -> None:
        file = folder / "extracts" / "supplier_invoices.csv"
        lines = file.read_text(encoding="utf-8").splitlines()
        (line,) = [each for each in lines if each.startswith("SI-2024-000004,")]
        cells = line.split(",")
        cells[2], cells[3] = "nog_eens.csv", "9"
        file.write_text("\n".join([*lines, ",".join(cells)]) + "\n", encoding="utf-8")

    replayed = replay_demo(twice)
    traces = explain_line(replayed.connection, "supplier_invoices", "SI-2024-000004").traces
    assert [(trace.occurrence, trace.outcome) for trace in traces] == [
        (1, "counted"),
        (2, "nothing"),
    ]
    assert traces[1].source_file == "nog_eens.csv"
    assert traces[1].delivered_sha256 is None
    assert {part.claim_reason for part in traces[1].parts} == {"line_delivered_before"}
    once = the_line(connection, "supplier_invoices", "SI-2024-000004")
    assert traces[0].kg_co2e == once.kg_co2e


def test_a_document_is_all_its_lines_in_all_extracts(
    connection: duckdb.DuckDBPyConnection, demo_dir: Path
) -> None:
    found = explain_document(connection, "MS202302-014", personal=True)
    expected = set()
    for file in sorted((demo_dir / "extracts").glob("*.csv")):
        _, rows = read_rows(demo_dir, f"extracts/{file.stem}")
        expected |= {
            (file.stem, row["line_id"])
            for row in rows
            if row.get("source_document") == "MS202302-014"
        }
    assert {(trace.extract_name, trace.line_id) for trace in found.traces} == expected
    assert len({extract for extract, _ in expected}) == 2


def test_what_there_is_not_is_said_with_the_nearest(connection: duckdb.DuckDBPyConnection) -> None:
    for arguments, told in (
        (("ledger_entries", "L-000123"), "Nearest: LE-2023-000123, "),
        (("trips", "LE-2023-000001"), "it stands in ledger_entries"),
        (("ledger", "LE-2023-000001"), "There is: business_metrics, charging_sessions"),
        (("stock_counts", "SC-1"), "it has no lines"),
    ):
        with pytest.raises(NotFoundError) as raised:
            explain_line(connection, *arguments)
        assert told in str(raised.value)
    with pytest.raises(NotFoundError, match="Nearest: MS202302-014"):
        explain_document(connection, "MS2O2302-014")
