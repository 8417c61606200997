"""Somebody is told: who, when, what, and what is said when that does not work."""

from __future__ import annotations

import json
import re
import socket
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from trede.job.notice import Notice, notice_of
from trede.job.notify import notify
from trede.job.record import Changes, ModelTime, RunRecord, Step, Total

SECRET = "s3cr3t-token"  # noqa: S105  # of nobody
#: A value that stands in a line of somebody: a number plate.
CELL = "12-XYZ-9"


def made_run(state: str = "not_green", **values: Any) -> RunRecord:  # noqa: ANN401
    moment = datetime(2025, 3, 31, 6, 0, tzinfo=UTC)
    given = {
        "run_id": "000007_20250331T060000Z",
        "state": state,
        "company": "demo",
        "started_at": moment,
        "ended_at": moment,
        "seconds": 61.5,
        "exit_code": 0 if state in ("published", "rolled_back") else 3,
        "message": "Eén regel is fout.",
    }
    return RunRecord(**(given | values))


class Listener:
    """A webhook on this machine.

    Attributes:
        status: what it answers with.
        wait: seconds before it answers.
        heard: path, content type and body of each request.
    """

    def __init__(self) -> None:
        self.status = 204
        self.wait = 0.0
        self.heard: list[tuple[str, str, bytes]] = []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.heard.append((self.path, self.headers["Content-Type"], body))
                time.sleep(listener.wait)
                self.send_response(listener.status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def do_GET(self) -> None:
                # Where a redirect that is followed would come to.
                listener.heard.append((self.path, "", b""))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/hook/{SECRET}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def writes(tmp_path: Path) -> tuple[str, Path]:
    """A command that writes what it is told into a file, and the file."""
    script, told = tmp_path / "tell me.py", tmp_path / "told.json"
    script.write_text(
        "import sys; from pathlib import Path; "
        "Path(sys.argv[1]).write_bytes(sys.stdin.buffer.read())",
        encoding="utf-8",
    )
    return f"'{sys.executable}' '{script}' '{told}'", told


def test_the_notice_is_posted_as_json(listener: Listener) -> None:
    record = made_run(steps=[Step(name="build", state="failed", seconds=1)])
    assert notify(record, {"TREDE_JOB_WEBHOOK": listener.address}) == []
    ((path, content_type, body),) = listener.heard
    assert path.endswith(SECRET)
    assert content_type == "application/json"
    said = json.loads(body)
    assert Notice.model_validate(said) == notice_of(record)
    assert (said["event"], said["run_id"], said["exit_code"]) == ("run", record.run_id, 3)
    assert said["message"] == (
        "000007_20250331T060000Z of demo is not published: not_green, in the step build. Nothing is "
        "published yet. Why stands in its record: trede job history --json --last 1."
    )


def test_the_command_gets_the_notice_on_its_input(writes: tuple[str, Path]) -> None:
    command, told = writes
    record = made_run("rolled_back", live_run_id="000005_20250329T060000Z")
    assert notify(record, {"TREDE_JOB_COMMAND": command}) == []
    said = json.loads(told.read_bytes())
    assert (said["event"], said["live_run_id"]) == ("rollback", "000005_20250329T060000Z")
    assert said["message"] == "demo was rolled back. Live is 000005_20250329T060000Z."


def test_no_cell_of_the_data_leaves_the_machine(listener: Listener) -> None:
    """Whatever text of a record quotes one; only its names, counts and moments go."""
    quoted = f"Could not convert string '{CELL}' to DECIMAL"
    record = made_run(
        message=quoted,
        steps=[
            Step(name="inputs", state="done", seconds=1, message=quoted),
            Step(name="build", state="failed", seconds=1, message=quoted),
        ],
        inputs={f"landing/trips/{CELL}.parquet": "0" * 64, "company/extracts/trips.csv": "1" * 64},
        versions={"trede": "1", "git_commit": quoted},
        settings={"dbt_args": quoted},
        models=[ModelTime(name="stg_trips", seconds=1, rows=5)],
        totals=[Total(reporting_year=2024, frame=CELL, t_co2e=Decimal("1.5"), is_draft=False)],
        changed=Changes(
            inputs_added=[f"landing/trips/{CELL}.parquet"],
            inputs_removed=[CELL, CELL],
            totals_changed=[f"2024 ladder: {CELL}"],
            rules_changed=[CELL],
        ),
        rules={"FAIL": 2, "PASS": 7},
        failed_nodes=["model stg_trips", "test trips__are_readable"],
        live_run_id="000006_20250330T060000Z",
    )
    # Not a field of the record is empty: a new one must be looked at here.
    empty = {name for name, value in record.model_dump().items() if value in (None, [], {}, "")}
    assert empty == {"warehouse"}
    assert notify(record, {"TREDE_JOB_WEBHOOK": listener.address}) == []
    ((_, _, body),) = listener.heard
    assert CELL.encode() not in body
    assert b"convert" not in body
    said = json.loads(body)
    assert said["failed_step"] == "build"
    assert said["failed_nodes"] == ["model stg_trips", "test trips__are_readable"]
    assert said["rules"] == {"FAIL": 2, "PASS": 7}
    assert (said["input_count"], said["model_count"]) == (2, 1)
    assert said["changed"] == {
        "inputs_added": 1,
        "inputs_removed": 2,
        "inputs_changed": 0,
        "totals_changed": 1,
        "rules_changed": 1,
    }
    assert "Failed: model stg_trips, test trips__are_readable." in said["message"]


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    env = {"TREDE_JOB_COMMAND": f"true ; touch {trap}"}
    assert notify(made_run(), env) == []
    assert not trap.exists()


NOTHING = Changes()
SOMETHING = Changes(totals_changed=["2024 ladder: 1 t -> 2 t"])


@pytest.mark.parametrize(
    ("when", "state", "changed", "is_told"),
    [
        (None, "not_green", None, True),
        (None, "stopped", None, True),
        (None, "killed", None, True),
        (None, "no_room", None, True),
        (None, "published", SOMETHING, False),
        (None, "rolled_back", None, True),
        ("", "published", SOMETHING, False),
        ("failure", "not_green", None, True),
        ("failure", "published", SOMETHING, False),
        ("always", "published", NOTHING, True),
        ("always", "rolled_back", None, True),
        ("change", "published", NOTHING, False),
        ("change", "published", None, False),
        ("change", "published", SOMETHING, True),
        ("change", "published", Changes(inputs_removed=["extracts/trips.csv"]), True),
        ("change", "rolled_back", None, True),
        ("change", "not_green", None, True),
        (None, "unchanged", None, False),
        ("change", "unchanged", None, False),
        ("always", "unchanged", None, True),
    ],
)
def test_who_asks_for_less_is_told_less(
    writes: tuple[str, Path], when: str | None, state: str, changed: Changes | None, is_told: bool
) -> None:
    command, told = writes
    env = {"TREDE_JOB_COMMAND": command} | ({} if when is None else {"TREDE_JOB_NOTIFY": when})
    assert notify(made_run(state, changed=changed), env) == []
    assert told.exists() == is_told


def test_an_unknown_wish_is_named_and_told_to_be_safe(writes: tuple[str, Path]) -> None:
    command, told = writes
    env = {"TREDE_JOB_COMMAND": command, "TREDE_JOB_NOTIFY": "failures"}
    (problem,) = notify(made_run("published"), env)
    assert "'failures'; it can be always, failure, change" in problem
    assert told.exists()


def test_nobody_is_named_and_nothing_is_wrong() -> None:
    assert notify(made_run(), {}) == []
    assert notify(made_run(), {"TREDE_JOB_WEBHOOK": " ", "TREDE_JOB_COMMAND": ""}) == []


@pytest.mark.parametrize("status", [400, 404, 500])
def test_an_answer_that_is_no_success_is_a_problem(listener: Listener, status: int) -> None:
    listener.status = status
    (problem,) = notify(made_run(), {"TREDE_JOB_WEBHOOK": listener.address})
    assert problem == f"TREDE_JOB_WEBHOOK (127.0.0.1) answered {status}."


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(listener: Listener, status: int) -> None:
    listener.status = status
    (problem,) = notify(made_run(), {"TREDE_JOB_WEBHOOK": listener.address})
    assert f"answered {status} (it was moved" in problem
    assert [path for path, _, _ in listener.heard] == [f"/hook/{SECRET}"]


def test_a_webhook_that_does_not_answer_is_left(listener: Listener) -> None:
    listener.wait = 3.0
    began = time.monotonic()
    env = {"TREDE_JOB_WEBHOOK": listener.address}
    (problem,) = notify(made_run(), env, webhook_seconds=0.3)
    assert problem == "TREDE_JOB_WEBHOOK (127.0.0.1) did not answer within 0.3 seconds."
    assert time.monotonic() - began < 2.5


def test_a_webhook_that_drips_is_left() -> None:
    """Each read is in time, the whole is not."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                try:
                    for _ in range(40):
                        connection.sendall(b"a")
                        time.sleep(0.1)
                except OSError:
                    return

        threading.Thread(target=drip, daemon=True).start()
        env = {"TREDE_JOB_WEBHOOK": f"http://127.0.0.1:{server.getsockname()[1]}/"}
        began = time.monotonic()
        (problem,) = notify(made_run(), env, webhook_seconds=0.3)
    assert "did not answer within 0.3 seconds" in problem
    assert time.monotonic() - began < 2.5


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        (f"file:///etc/{SECRET}", "begins with http"),
        (f"file://localhost/etc/{SECRET}", "begins with http"),
        (f"ftp://127.0.0.1/{SECRET}", "begins with http"),
        (f"{SECRET}", "begins with http"),
        (f"http://[{SECRET}/", "begins with http"),
        (f"http:///{SECRET}", "begins with http"),
        (f"http://127.0.0.1:1/{SECRET}", r"\(127.0.0.1\) cannot be reached: Connection refused"),
        (f"http://user:{SECRET}@127.0.0.1:1/x", r"\(127.0.0.1\) cannot be reached"),
        (f"http://127.0.0.1:1/{SECRET} blank", r"\(127.0.0.1\) cannot be used: InvalidURL"),
        (f"http://127.0.0.1:many/{SECRET}", "cannot be used: InvalidURL"),
    ],
)
def test_an_address_that_does_not_work_is_named_without_its_secret(
    address: str, problem: str
) -> None:

    (said,) = notify(made_run(), {"TREDE_JOB_WEBHOOK": address})
    assert re.search(problem, said), said
    assert SECRET not in said


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        (f"no-such-command-here --token {SECRET}", "(no-such-command-here) cannot be started"),
        (f"false {SECRET}", "(false) ended with 1."),
        (f"tell '{SECRET}", "cannot be read as a command line"),
        ("''", "(empty) names no command"),
    ],
)
def test_a_command_that_does_not_work_is_named_without_its_secret(
    command: str, problem: str
) -> None:
    (said,) = notify(made_run(), {"TREDE_JOB_COMMAND": command})
    assert problem in said
    assert SECRET not in said


def test_a_command_that_hangs_is_stopped_with_what_it_started(tmp_path: Path) -> None:
    late = tmp_path / "late"
    command = f'sh -c "(sleep 1.5; touch {late}) & sleep 30"'
    began = time.monotonic()
    (said,) = notify(made_run(), {"TREDE_JOB_COMMAND": command}, command_seconds=0.3)
    assert "(sh) was still running after 0.3 seconds and was stopped" in said
    assert time.monotonic() - began < 10
    time.sleep(1.7)
    assert not late.exists()


def test_the_command_is_run_when_the_webhook_fails(writes: tuple[str, Path]) -> None:
    command, told = writes
    env = {"TREDE_JOB_WEBHOOK": "http://127.0.0.1:1/", "TREDE_JOB_COMMAND": command}
    (problem,) = notify(made_run(), env)
    assert "cannot be reached" in problem
    assert told.exists()


def test_a_large_record_fits_a_command_that_does_not_read() -> None:
    record = made_run(inputs={f"extracts/{number}.csv": "0" * 64 for number in range(5000)})
    assert notify(record, {"TREDE_JOB_COMMAND": "true"}) == []
