"""The command: what it prints, and its exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from pack.small import SmallBuild, change_cell, insider
from trede.cli import COMMANDS
from trede.pack.cli import app

WHERE = {"frame": "ladder", "line": "scope_1", "reporting_year": 2024}
Run = Callable[..., Result]


@pytest.fixture
def run(small: SmallBuild, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on the small build."""
    monkeypatch.setenv("TREDE_PROJECT_DIR", str(small.folder / "project"))
    monkeypatch.setenv("TREDE_WAREHOUSE_DIR", str(small.folder / "warehouse"))
    monkeypatch.setenv("TREDE_COMPANY", "acme")
    monkeypatch.delenv("DBT_TARGET_PATH", raising=False)

    def invoke(*arguments: object) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return invoke


def test_it_is_a_command_of_trede() -> None:
    assert COMMANDS["pack"][0] == "trede.pack.cli"


def test_freeze_prints_the_head_that_verify_takes(run: Run, small: SmallBuild) -> None:
    frozen = run("freeze")
    assert frozen.exit_code == 0, frozen.output
    folder = small.packs / "acme_2025-03-31_001"
    head = next(line.split()[-1] for line in frozen.output.splitlines() if line.startswith("head"))
    verified = run("verify", folder, "--head", head, "--chain")
    assert verified.exit_code == 0
    assert "is the printed one" in verified.output
    assert "holds, 1 packs" in verified.output


def test_freeze_says_why_it_refuses(run: Run, small: SmallBuild) -> None:
    small.sql("update marts.fct_rule_results set status = 'NOT_RUN'")
    refused = run("freeze")
    assert refused.exit_code == 3
    assert "VAL-01" in refused.output
    (small.folder / "warehouse/current.duckdb").unlink()
    assert run("freeze").exit_code == 1


def test_freeze_writes_over_nothing(run: Run, tmp_path: Path) -> None:
    assert run("freeze", "--out", tmp_path / "one").exit_code == 0
    again = run("freeze", "--out", tmp_path / "one")
    assert again.exit_code == 2
    assert "exists already" in again.output


def test_verify_has_an_exit_code_for_each_kind(run: Run, small: SmallBuild) -> None:
    first, second = small.freeze(), small.freeze()
    assert run("verify", second.folder).exit_code == 0
    assert "Not compared" in run("verify", second.folder).output
    change_cell(first.folder, "rpt_footprint", WHERE, "t_co2e", Decimal("1"))
    touched = run("verify", first.folder)
    assert touched.exit_code == 4
    assert "cell changed: data/marts/rpt_footprint.parquet" in touched.output
    assert run("verify", second.folder, "--chain").exit_code == 5
    insider(first.folder)
    assert run("verify", first.folder).exit_code == 0
    differs = run("verify", first.folder, "--head", first.head)
    assert differs.exit_code == 6
    assert "DIFFERS" in differs.output
    assert run("verify", first.folder, "--head", "abc").exit_code == 2
    assert run("verify", small.folder).exit_code == 2


def test_verify_as_json(run: Run, small: SmallBuild) -> None:
    pack = small.freeze()
    change_cell(pack.folder, "rpt_footprint", WHERE, "t_co2e", Decimal("1"))
    result = run("verify", pack.folder, "--json", "--head", pack.head)
    assert result.exit_code == 4
    content = json.loads(result.output)
    assert content["touches"][1]["kind"] == "cell_changed"
    assert content["touches"][1]["column"] == "t_co2e"
    assert (content["head"], content["exit_code"]) == (pack.head, 4)


def test_compare_as_text_and_json(run: Run, small: SmallBuild) -> None:
    first = small.freeze()
    small.sql("update marts.rpt_footprint set t_co2e = t_co2e + 1 where line = 'scope_1'")
    second = small.freeze()
    text = run("compare", first.folder, second.folder)
    assert text.exit_code == 0
    assert "Totals, t CO2e (4)" in text.output
    content = json.loads(run("compare", first.folder, second.folder, "--json").output)
    assert len(content["totals"]) == 4
    assert run("compare", first.folder, small.folder).exit_code == 2


def test_rerun_says_what_is_missing(run: Run, small: SmallBuild, tmp_path: Path) -> None:
    pack = small.freeze()
    result = run("rerun", pack.folder, "--company-folder", tmp_path / "nowhere")
    assert result.exit_code == 7
    assert "extracts/trips.csv: not there" in result.output
    assert "mappings/vehicles.csv: not there" in result.output
    trips = small.company / "extracts/trips.csv"
    trips.write_text(trips.read_text().replace("48.6", "48.7"))
    result = run("rerun", pack.folder)
    assert result.exit_code == 7
    assert "extracts/trips.csv: has SHA-256" in result.output
    assert "vehicles" not in result.output


def test_rerun_of_a_touched_pack_proves_nothing(run: Run, small: SmallBuild) -> None:
    pack = small.freeze()
    change_cell(pack.folder, "rpt_footprint", WHERE, "t_co2e", Decimal("1"))
    assert run("rerun", pack.folder).exit_code == 4


@pytest.mark.parametrize("command", ["freeze", "verify", "rerun", "compare", "expect"])
def test_every_command_tells_its_exit_codes(run: Run, command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Exit codes" in result.output
