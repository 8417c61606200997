"""The examples for schedulers are what they say: units, a crontab and a DAG that call `trede job run`.

No scheduler is needed for that. Where systemd or cron is installed it reads the examples as well;
docs/scheduled_job.md says with which versions they were tried.
"""

from __future__ import annotations

import ast
import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from trede.cli import COMMANDS
from trede.job.cli import app

_FIELDS = {"minute": (0, 59), "hour": (0, 23), "day": (1, 31), "month": (1, 12), "weekday": (0, 7)}
_OPTIONS_OF_SYSTEMD = {
    "Unit": {"Description", "Documentation", "After", "OnFailure"},
    "Service": {
        *("Type", "User", "Group", "WorkingDirectory", "Environment", "EnvironmentFile"),
        *("ExecStart", "KillMode", "TimeoutStopSec", "TimeoutStartSec", "Nice", "UMask"),
        *("NoNewPrivileges", "PrivateTmp", "ProtectSystem", "ProtectHome", "ReadWritePaths"),
    },
    "Timer": {"OnCalendar", "Persistent"},
    "Install": {"WantedBy"},
}


@pytest.fixture(scope="module")
def examples(project_root: Path) -> Path:
    """The folder of the examples."""
    return project_root / "docs" / "scheduler"


def refuse_command(words: list[str]) -> None:
    """See to it that a command line is one that `trede job` understands.

    Raises:
        ValueError: it is not.
    """
    if Path(words[0]).name != "trede" or words[1] not in COMMANDS:
        raise ValueError(f"{words[:2]} is no command of Trede")
    assert COMMANDS[words[1]][0] == "trede.job.cli"
    # Options are read before help is shown; nothing runs.
    asked = CliRunner().invoke(app, [*words[2:], "--help"])
    if asked.exit_code:
        raise ValueError(f"trede job does not understand {words[2:]}: {asked.output}")


def cron_lines(text: str) -> tuple[dict[str, str], list[tuple[list[str], str]]]:
    """Read a crontab strictly: variables, and lines of five fields and a command.

    Raises:
        ValueError: a line is neither.
    """
    if not text.endswith("\n"):
        raise ValueError("cron ignores a last line without an end")
    variables: dict[str, str] = {}
    jobs: list[tuple[list[str], str]] = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        variable = re.fullmatch(r"([A-Z_]+)=(.*)", line)
        if variable:
            variables[variable[1]] = variable[2]
            continue
        *fields, command = line.split(maxsplit=5)
        if len(fields) != 5:
            raise ValueError(f"no five fields: {line}")
        for field, (name, (lowest, highest)) in zip(fields, _FIELDS.items(), strict=True):
            for part in field.split(","):
                match = re.fullmatch(r"(?:\*|(\d+)(?:-(\d+))?)(?:/(\d+))?", part)
                if not match:
                    raise ValueError(f"{name} {field!r} of: {line}")
                numbers = [int(number) for number in match.groups()[:2] if number]
                if any(not lowest <= number <= highest for number in numbers) or numbers != sorted(
                    numbers
                ):
                    raise ValueError(f"{name} {field!r} of: {line}")
        if re.search(r"(?<!\\)%", command):
            raise ValueError(f"cron takes what follows a per cent sign as input: {line}")
        jobs.append((fields, command))
    return variables, jobs


def test_the_crontab_runs_the_job(examples: Path) -> None:
    variables, jobs = cron_lines((examples / "trede.cron").read_text(encoding="utf-8"))
    assert {"PATH", "TREDE_COMPANY", "TREDE_WAREHOUSE_DIR"} <= set(variables)
    # cron takes the value as it stands: a variable in it would not be filled in.
    assert not [value for value in variables.values() if "$" in value or "~" in value]
    ((_, command),) = jobs
    call, where_to = command.split(" > ")
    # Standard error stays: that a run could not begin is mailed by cron.
    assert where_to == "/dev/null"
    refuse_command(shlex.split(call))
    assert shlex.split(variables["TREDE_JOB_COMMAND"])[:2] == ["mail", "-s"]


@pytest.mark.parametrize(
    "wrong",
    [
        "60 5 * * * trede job run",
        "30 24 * * * trede job run",
        "30 5 * * 5-1 trede job run",
        "30 5 * * trede",
        "30 5 * * 1-5 trede job run %s",
        "30 5 * * mon trede job run\n# the test knows numbers only",
    ],
)
def test_a_wrong_crontab_is_seen(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"of:|no five fields|per cent"):
        cron_lines(f"{wrong}\n")
    with pytest.raises(ValueError, match="without an end"):
        cron_lines("30 5 * * * trede job run")


def unit(file: Path) -> configparser.ConfigParser:
    """Read a unit of systemd."""
    parser = configparser.ConfigParser(
        interpolation=None, strict=False, delimiters=("=",), comment_prefixes=("#",)
    )
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(file.read_text(encoding="utf-8"))
    return parser


def test_the_units_run_the_job(examples: Path) -> None:
    service, timer = (unit(examples / f"trede.{kind}") for kind in ("service", "timer"))
    for read in (service, timer):
        for section in read.sections():
            assert set(read[section]) <= _OPTIONS_OF_SYSTEMD[section]
    assert service["Service"]["Type"] == "oneshot"
    words = shlex.split(service["Service"]["ExecStart"])
    assert words[0].startswith("/"), "systemd wants the whole path"
    refuse_command(words)
    # TERM goes to the job alone: it ends dbt itself, and cleans up.
    assert service["Service"]["KillMode"] == "mixed"
    assert "SuccessExitStatus" not in service["Service"]
    assert timer["Install"]["WantedBy"] == "timers.target"
    # All else is read-only: the folder of the warehouse must be the one that is not.
    text = (examples / "trede.service").read_text(encoding="utf-8")
    folder = re.search(r"^Environment=TREDE_WAREHOUSE_DIR=(.+)$", text, re.MULTILINE)
    assert folder
    assert service["Service"]["ReadWritePaths"] == folder[1]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_accepts_the_units(examples: Path, tmp_path: Path) -> None:
    units = tmp_path / "etc/systemd/system"
    units.mkdir(parents=True)
    standard = Path("/usr/lib/systemd/system")
    if not standard.is_dir():
        pytest.skip("systemd's own units are not here")
    shutil.copytree(standard, tmp_path / "usr/lib/systemd/system", symlinks=True)
    for kind in ("service", "timer"):
        shutil.copy2(examples / f"trede.{kind}", units)
    called = shlex.split(unit(examples / "trede.service")["Service"]["ExecStart"])[0]
    program = tmp_path / called.removeprefix("/")
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)

    def verify() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["systemd-analyze", "verify", f"--root={tmp_path}", "trede.service", "trede.timer"],
            capture_output=True,
            text=True,
            check=False,
        )

    done = verify()
    if "--root" in done.stderr and done.returncode:
        pytest.skip("this systemd verifies no other root")
    assert (done.returncode, done.stderr) == (0, "")
    # It does look.
    text = (units / "trede.timer").read_text(encoding="utf-8")
    (units / "trede.timer").write_text(text.replace("05:30", "25:30"), encoding="utf-8")
    assert "calendar specification" in verify().stderr


def keywords(call: ast.Call) -> dict[str, ast.expr]:
    return {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}


def test_the_dag_runs_the_job(examples: Path) -> None:
    """Without Airflow: what the file says, not what it does."""
    file = examples / "trede_dag.py"
    source = file.read_text(encoding="utf-8")
    compile(source, str(file), "exec")
    calls = {
        node.func.id: keywords(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    dag, operator = calls["DAG"], calls["BashOperator"]
    # Two at once would only be refused (exit code 4); missed days are not made up for.
    assert ast.literal_eval(dag["max_active_runs"]) == 1
    assert ast.literal_eval(dag["catchup"]) is False
    cron_lines(f"{ast.literal_eval(dag['schedule'])} x\n")
    refuse_command(shlex.split(ast.literal_eval(operator["bash_command"])))
    assert {"PATH", "TREDE_COMPANY", "TREDE_WAREHOUSE_DIR"} <= set(
        ast.literal_eval(operator["env"])
    )
    assert ast.literal_eval(operator["retries"]) == 0


@pytest.mark.parametrize(
    "line", ["trede job runs", "trede jobs run", "trede job run --logs json", "dbt job run"]
)
def test_a_command_that_does_not_exist_is_seen(line: str) -> None:
    with pytest.raises(ValueError, match=r"no command|does not understand"):
        refuse_command(shlex.split(line))


def test_all_examples_are_of_one_installation(examples: Path) -> None:
    """The same company, folder and time everywhere: who changes one sees what to change."""
    texts = {file.name: file.read_text(encoding="utf-8") for file in sorted(examples.iterdir())}
    assert set(texts) == {"trede.cron", "trede.service", "trede.timer", "trede_dag.py"}
    for name, text in texts.items():
        if name == "trede.timer":
            continue
        assert "/opt/trede" in text
        assert "/srv/trede/acme" in text
        assert "acme" in text
