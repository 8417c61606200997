"""The commands: what they print, where, and their exit codes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import Result
from typer.testing import CliRunner

from job.small import COMPANY, FAILED_TEST, SmallJob, build_small, fail_with, publish_small
from trede.cli import COMMANDS
from trede.job import run as run_module
from trede.job.cli import app
from trede.job.errors import CannotStartError
from trede.job.folder import JobFolder
from trede.job.lock import JobLock
from trede.job.run import Parts

Command = Callable[..., Result]

#: Of a process that imports these tests' stand-ins, and the job that is tested here.
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join(
        (str(Path(__file__).resolve().parents[1]), str(Path(run_module.__file__).parents[2]))
    ),
}


@pytest.fixture
def command(small: SmallJob, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run `trede job` on the small project, with its stand-in for dbt."""
    monkeypatch.setenv("TREDE_PROJECT_DIR", str(small.project))
    monkeypatch.setenv("TREDE_WAREHOUSE_DIR", str(small.root / "warehouse"))
    monkeypatch.setenv("TREDE_COMPANY", COMPANY)
    for name in ("TREDE_TARGET", "TREDE_JOB_WEBHOOK", "TREDE_JOB_COMMAND", "TREDE_JOB_NOTIFY"):
        monkeypatch.delenv(name, raising=False)
    use(small, monkeypatch)

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments))

    return invoke


def use(small: SmallJob, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command build with what the job has now."""
    parts = Parts(build=lambda order: small.build(order), publish=publish_small)
    options = run_module.RunOptions
    monkeypatch.setattr(
        run_module, "RunOptions", lambda **given: options(**{**given, "parts": parts})
    )


def test_it_is_a_command_of_trede() -> None:
    assert COMMANDS["job"][0] == "trede.job.cli"


def test_every_exit_code_stands_in_the_help() -> None:
    text = " ".join(CliRunner().invoke(app, ["run", "--help"]).output.split())
    for code in range(7):
        assert f" {code}, " in text, code


def test_without_a_terminal_every_line_is_json_and_the_last_is_the_result(
    command: Command, small: SmallJob
) -> None:
    result = command("run")
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert {line["run_id"] for line in lines} == {small.folder.live()}
    assert set(lines[0]) == {"at", "run_id", "step", "state", "seconds", "message"}
    last = lines[-1]
    assert (last["step"], last["state"], last["exit_code"]) == ("job", "published", 0)
    assert lines == small.log_lines(RecordOf(small).last)
    done = [line["step"] for line in lines if line["state"] == "done"]
    assert done == [
        *("lock", "clean", "space", "inputs", "build", "inputs_again", "gate"),
        *("publish_copy", "seal", "switch", "retain", "notify"),
    ]


class RecordOf:
    """The records of a job."""

    def __init__(self, small: SmallJob) -> None:
        from trede.job.record import read_records

        self.last = read_records(small.folder.history)[-1]


def test_text_is_a_line_per_step_and_the_reason_at_the_end(
    command: Command, small: SmallJob
) -> None:
    small.build = fail_with(FAILED_TEST)
    result = command("run", "--log", "text")
    assert result.exit_code == 3
    assert "\x1b" not in result.stdout
    lines = result.stdout.splitlines()
    assert lines[0].startswith("lock          done")
    assert any(line.startswith("build         failed") for line in lines)
    assert any("test totals_are_right (tests/rules/totals_are_right.sql)" in line for line in lines)
    assert lines[-1].strip() == "Live: nothing was published yet."


def test_a_held_lock_is_exit_4_with_the_owner_on_standard_error(
    command: Command, small: SmallJob
) -> None:
    command("run")
    with JobLock(small.folder.lock_file, "trede job run"):
        for arguments in (("run",), ("rollback",), ("clean",)):
            result = command(*arguments)
            assert result.exit_code == 4, arguments
            assert f"process {os.getpid()}" in result.stderr
        line = json.loads(command("run").stdout)
        assert (line["step"], line["state"], line["exit_code"]) == ("job", "refused", 4)
        # To look is free.
        status = command("status")
        assert status.exit_code == 0
        assert f"lock     process {os.getpid()}" in status.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("run", "--dbt-args", "--target-path /x"), 2, "a folder of its own"),
        (("run", "--dbt-args", "'open"), 2, "cannot be split"),
        (("run", "--keep", "0"), 2, "--keep"),
        (("run", "--log", "xml"), 2, "--log"),
        (("rollback",), 2, "No published run before"),
        (("rollback", "--to", "../../etc"), 2, "There is no run ../../etc"),
        (("history", "--last", "0"), 2, "--last"),
    ],
)
def test_wrong_use_is_exit_2(
    command: Command, arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = command(*arguments)
    assert result.exit_code == code
    assert said in result.stderr


def test_a_folder_that_cannot_be_made_is_exit_1(
    command: Command, small: SmallJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small.root / "taken").write_text("")
    monkeypatch.setenv("TREDE_WAREHOUSE_DIR", str(small.root / "taken"))
    result = command("run")
    assert result.exit_code == 1
    assert "TREDE_WAREHOUSE_DIR" in result.stderr


def test_a_company_that_is_not_there_is_exit_1(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TREDE_COMPANY", "nobody")
    result = command("run")
    assert result.exit_code == 1
    assert "trede new-company nobody" in json.loads(result.stdout.splitlines()[-1])["message"]


def test_status_history_rollback_and_clean_tell_of_the_folder(
    command: Command, small: SmallJob
) -> None:
    assert command("status").exit_code == 0
    assert "nothing is published yet" in command("status").stdout
    command("run")
    small.deliver(40)
    command("run")
    small.build = fail_with(FAILED_TEST)
    command("run")
    small.build = build_small
    first, second = small.folder.kept()
    status = command("status")
    assert status.exit_code == 0
    assert f"live     {second}" in status.stdout
    assert "not_green: `dbt build` ended with 1" in status.stdout
    seen = json.loads(command("status", "--json").stdout)
    assert (seen["live_run_id"], seen["problems"], seen["lock_owner"]) == (second, [], None)
    assert [each["run_id"] for each in seen["kept"]] == [first, second]
    rolled = command("rollback")
    assert rolled.exit_code == 0
    assert rolled.stdout == f"{first} is live; before it was {second}.\n"
    assert small.total() == 3
    records = [json.loads(line) for line in command("history", "--json").stdout.splitlines()]
    assert [each["state"] for each in records] == [
        *("published", "published", "not_green", "rolled_back")
    ]
    assert [each["exit_code"] for each in records] == [0, 0, 3, 0]
    text = command("history", "--last", "2").stdout.splitlines()
    assert len(text) == 2
    assert "not_green" in text[0]
    assert "rolled_back" in text[1]
    assert command("clean").stdout == "Nothing was left behind.\n"


def test_status_and_history_are_exit_3_when_something_is_wrong(
    command: Command, small: SmallJob
) -> None:
    command("run")
    live = small.live.resolve()
    live.chmod(0o644)
    with live.open("ab") as opened:
        opened.write(b"x")
    result = command("status")
    assert result.exit_code == 3
    assert "WRONG" in result.stdout
    assert "bytes, not" in result.stdout
    (small.folder.history / "torn.json").write_text("{")
    result = command("history")
    assert result.exit_code == 3
    assert "history/torn.json is skipped" in result.stderr


def test_clean_removes_what_a_killed_run_left(command: Command, small: SmallJob) -> None:
    command("run")
    (small.folder.building / "000002_20260301T020000Z").mkdir()
    assert command("status").exit_code == 3
    result = command("clean")
    assert result.exit_code == 0
    assert "removed what 000002_20260301T020000Z had built" in result.stdout
    assert command("status").exit_code == 0


def test_a_damaged_run_is_not_gone_back_to_and_is_exit_3(command: Command, small: SmallJob) -> None:
    command("run")
    command("run")
    first, second = small.folder.kept()
    shutil.rmtree(small.folder.runs / first / "published")
    result = command("rollback")
    assert result.exit_code == 3
    assert "nothing was switched" in result.stderr
    assert small.folder.live() == second


def test_a_notification_that_fails_is_exit_6(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TREDE_JOB_COMMAND", "false")
    monkeypatch.setenv("TREDE_JOB_NOTIFY", "always")
    assert command("run").exit_code == 6


def test_a_command_is_told_on_its_standard_input_and_no_cell_of_the_data(
    command: Command, small: SmallJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = small.root / "heard.json"
    monkeypatch.setenv("TREDE_JOB_COMMAND", f"tee {heard}")
    cell = "12-XYZ-9"
    small.build = fail_with({**FAILED_TEST, "message": f"Could not convert string '{cell}'"})
    assert command("run").exit_code == 3
    told = json.loads(heard.read_text())
    assert (told["state"], told["exit_code"]) == ("not_green", 3)
    assert told["failed_nodes"] == ["test totals_are_right"]
    assert cell not in heard.read_text()
    # On the machine itself it is told in full.
    assert cell in command("history", "--json").stdout


def test_a_rollback_is_told_as_one(
    command: Command, small: SmallJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    command("run")
    command("run")
    first, second = small.folder.kept()
    heard = small.root / "heard.json"
    monkeypatch.setenv("TREDE_JOB_COMMAND", f"tee {heard}")
    assert command("rollback").exit_code == 0
    told = json.loads(heard.read_text())
    assert (told["event"], told["live_run_id"]) == ("rollback", first)
    heard.unlink()
    # It is switched whether or not somebody can be told.
    monkeypatch.setenv("TREDE_JOB_COMMAND", "false")
    result = command("rollback", "--to", second)
    assert result.exit_code == 6
    assert "TREDE_JOB_COMMAND (false) ended with 1." in result.stdout
    assert small.folder.live() == second
    record = json.loads(command("history", "--json", "--last", "1").stdout)
    assert (record["state"], record["exit_code"]) == ("rolled_back", 6)


def test_a_folder_that_belongs_to_another_user_is_exit_1() -> None:
    """As somebody who is not root, whom modes do stop."""
    if os.getuid() != 0:
        pytest.skip("only root can become another user")
    # Not tmp_path: pytest closes that to others.
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o755)
        JobFolder(place / "warehouse").create()
        child = os.fork()
        if child == 0:
            try:
                os.setgid(65534)
                os.setuid(65534)
                JobFolder(place / "warehouse").create()
            except CannotStartError as error:
                said = "cannot be written" in str(error) and "stays readable" in str(error)
                os._exit(error.exit_code if said else 99)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1


def test_whoever_reads_the_log_may_go_away(small: SmallJob) -> None:
    """`trede job run | head -1` must not end the run."""
    code = (
        "import sys; from pathlib import Path; from job.small import SmallJob; "
        "from trede.job.log import JobLog, LogKind; "
        "record = SmallJob(Path(sys.argv[1])).run(JobLog(LogKind.JSON)); "
        "sys.exit(record.exit_code)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(small.root)],
        stdout=subprocess.PIPE,
        env=ENVIRONMENT,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    process.wait(60)
    assert small.total() == 3
    assert small.log_lines(RecordOf(small).last)[-1]["state"] == "published"


def test_a_wrong_folder_is_not_made_by_looking(command: Command, small: SmallJob) -> None:
    for arguments in (("status",), ("history",)):
        command(*arguments)
    assert not (small.root / "warehouse").exists()


def test_ctrl_c_reaches_the_job_alone_and_is_recorded(small: SmallJob) -> None:
    code = (
        # A shell that runs the tests in the background makes its children ignore the keyboard.
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "import sys, time; from pathlib import Path; from job.small import SmallJob, build_small\n"
        "def build(order):\n"
        "    build_small(order); (Path(sys.argv[1]) / 'building').touch(); time.sleep(60)\n"
        "record = SmallJob(Path(sys.argv[1]), build=build).run(); sys.exit(record.exit_code)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(small.root)],
        env=ENVIRONMENT,
    )
    end = time.monotonic() + 60
    while not (small.root / "building").exists():
        assert time.monotonic() < end
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 3
    assert RecordOf(small).last.state == "stopped"


def test_make_build_does_not_write_into_a_folder_that_the_job_keeps(
    project_root: Path, small: SmallJob, tmp_path: Path
) -> None:
    small.run()
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("dbt", "trede"):
        program = programs / name
        program.write_text(f'#!/bin/sh\necho "{name} $1" >> "{tmp_path}/calls"\n')
        program.chmod(0o755)
    made = subprocess.run(
        [
            "make",
            "--no-print-directory",
            f"BIN={programs}",
            "--assume-old=.venv/.project.stamp",
            "build",
        ],
        cwd=project_root,
        env={
            "PATH": f"{programs}:/usr/bin:/bin",
            "TREDE_WAREHOUSE_DIR": str(small.root / "warehouse"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 2
    assert "The scheduled job keeps" in made.stderr
    assert (tmp_path / "calls").read_text().splitlines() == ["trede check"]


def test_dbt_reads_where_to_write_from_the_job_and_from_the_folder_otherwise(
    project_root: Path,
) -> None:
    """The profile, rendered as dbt renders it."""
    from jinja2 import Environment

    text = yaml.safe_load((project_root / "profiles.yml").read_text())["trede"]["outputs"]["duckdb"]
    for given, path in (
        ({}, "warehouse/current.duckdb"),
        ({"TREDE_WAREHOUSE_DIR": "/data"}, "/data/current.duckdb"),
        ({"TREDE_WAREHOUSE_DIR": "/data", "TREDE_WAREHOUSE_FILE": ""}, "/data/current.duckdb"),
        (
            {"TREDE_WAREHOUSE_DIR": "/data", "TREDE_WAREHOUSE_FILE": "/new/w.duckdb"},
            "/new/w.duckdb",
        ),
    ):
        template = Environment(autoescape=False).from_string(text["path"])  # noqa: S701
        assert template.render(
            env_var=lambda name, default, given=given: given.get(name, default)
        ) == (path)
