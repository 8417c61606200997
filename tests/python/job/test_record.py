"""The history: written whole, read in order, and not stopped by what does not belong in it."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from trede.job import durable
from trede.job.durable import replace_link, write_durably
from trede.job.record import RunRecord, read_history, read_records, sequence_of, write_record


def record(number: int, **more: object) -> RunRecord:
    moment = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
    return RunRecord.model_validate(
        {
            "run_id": f"{number:06}_20260301T020000Z",
            "state": "published",
            "company": "acme",
            "started_at": moment,
            "ended_at": moment,
            "seconds": 1.5,
            "exit_code": 0,
            **more,
        }
    )


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    written = record(
        1,
        inputs={"company/extracts/trips.csv": "ab"},
        steps=[{"name": "build", "state": "done", "seconds": 1.25, "message": "é €"}],
        models=[{"name": "fct", "seconds": 0.5, "rows": 3}],
        rules={"PASS": 2},
        totals=[
            {"reporting_year": 2024, "frame": "ladder", "t_co2e": "1.000000001", "is_draft": True}
        ],
        warehouse={"size": 1, "sha256": "cd", "mtime_ns": 5},
        changed={"inputs_added": ["x"]},
    )
    file = write_record(tmp_path / "history", written)
    assert read_records(tmp_path / "history") == [written]
    content = json.loads(file.read_bytes())
    # Tonnes as text: a double would change the ninth decimal.
    assert content["totals"][0]["t_co2e"] == "1.000000001"
    assert content["started_at"] == "2026-03-01T02:00:00Z"


def test_the_order_is_the_sequence_beyond_six_digits_too(tmp_path: Path) -> None:
    for number in (1_000_000, 2, 999_999, 10):
        write_record(tmp_path, record(number))
    assert [each.sequence for each in read_records(tmp_path)] == [2, 10, 999_999, 1_000_000]


def test_what_is_torn_or_foreign_is_skipped_and_named(tmp_path: Path) -> None:
    write_record(tmp_path, record(1))
    whole = (tmp_path / "000001_20260301T020000Z.json").read_bytes()
    (tmp_path / "000002_20260301T020000Z.json").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "000003_20260301T020000Z.json").write_bytes(b"")
    (tmp_path / "000004_20260301T020000Z.json").write_bytes(whole)
    (tmp_path / "000005_20260301T020000Z.json").mkdir()
    (tmp_path / "000006_20260301T020000Z.json").symlink_to("nowhere")
    (tmp_path / "notes.json").write_text('{"a": 1}')
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / ".000007_20260301T020000Z.json.part").write_bytes(whole)
    read = read_history(tmp_path)
    assert [each.sequence for each in read.records] == [1]
    assert set(read.skipped) == {
        *(f"00000{number}_20260301T020000Z.json" for number in (2, 3, 4, 5, 6)),
        "notes.json",
    }
    assert read.skipped["000004_20260301T020000Z.json"] == (
        "holds the record of 000001_20260301T020000Z"
    )
    assert read.skipped["000005_20260301T020000Z.json"] == "is no file"


def test_a_record_of_a_later_version_is_read(tmp_path: Path) -> None:
    content = {**record(1).model_dump(mode="json"), "new_field": {"a": 1}}
    (tmp_path / "000001_20260301T020000Z.json").write_text(json.dumps(content))
    assert read_records(tmp_path) == [record(1)]


@pytest.mark.parametrize(
    "run_id", ["1_20260301T020000Z", "../000001_plain", "000001_plain/..", "000001_", "x"]
)
def test_what_is_no_runs_id_is_refused(run_id: str) -> None:
    with pytest.raises(ValueError, match="run"):
        sequence_of(run_id)
    with pytest.raises(ValueError, match="run_id"):
        record(1, run_id=run_id)


def test_a_history_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read_records(tmp_path / "nowhere") == []


def test_a_write_that_fails_leaves_the_old_content_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "record.json"
    write_durably(file, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_durably(file, b"new")
    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["record.json"]


def test_others_may_read_a_record(tmp_path: Path) -> None:
    umask = os.umask(0o022)
    try:
        write_durably(tmp_path / "record.json", b"{}")
    finally:
        os.umask(umask)
    assert (tmp_path / "record.json").stat().st_mode & 0o777 == 0o644


def test_a_link_is_replaced_over_a_rest_of_a_killed_one(tmp_path: Path) -> None:
    (tmp_path / ".link.part").symlink_to("elsewhere")
    replace_link(tmp_path / "link", "one")
    replace_link(tmp_path / "link", "two")
    assert str((tmp_path / "link").readlink()) == "two"
    assert [path.name for path in tmp_path.iterdir()] == ["link"]
