"""The guard fails on a ratio a quarter worse, and on nothing else. The numbers are made up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bench import command
from bench.guard import GuardError, Stored, guard, judge, read_stored, write_stored
from bench.machine import describe
from bench.project import Limits
from bench.spread import Spread

BEFORE = {"dbt/straight": 2.0, "ours/polars": 8.0}


def spreads(values: Mapping[str, float], runs: int = 3) -> dict[str, Spread]:
    return {name: Spread.of([value] * runs) for name, value in values.items()}


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    file = tmp_path / "guard.json"
    write_stored(
        Stored(
            measured_on=date(2026, 11, 22),
            machine=describe(),
            limits=Limits(),
            scale=command.GUARD_SCALE,
            ratios=spreads(BEFORE),
        ),
        file,
    )
    return file


@pytest.mark.parametrize(("factor", "exit_code"), [(1.24, 0), (1.26, 1), (1.0, 0), (0.5, 0)])
def test_the_command_fails_at_26_per_cent_and_passes_at_24(
    factor: float, exit_code: int, stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = spreads({**BEFORE, "dbt/straight": 2.0 * factor})
    monkeypatch.setattr(command, "_guarded_ratios", lambda *_: measured)
    ended = CliRunner().invoke(
        command.app, ["guard", "--stored", str(stored), "--work", str(tmp_path / "work")]
    )
    assert ended.exit_code == exit_code, ended.output
    assert f"{factor - 1:+.0%}" in ended.output
    assert ("worse by more than a quarter" in ended.output) == (exit_code == 1)


def test_only_worse_twice_is_worse() -> None:
    rounds: Iterator[dict[str, Spread]] = iter(
        [spreads({**BEFORE, "ours/polars": 12.0}), spreads({**BEFORE, "ours/polars": 8.1})]
    )
    said: list[str] = []
    verdicts = guard(spreads(BEFORE), lambda: next(rounds), said.append)
    assert not any(verdict.is_worse for verdict in verdicts)
    assert "ours/polars" in said[0]


def test_what_was_good_at_first_is_not_judged_by_the_second_measurement() -> None:
    rounds = iter(
        [
            spreads({**BEFORE, "ours/polars": 12.0}),
            spreads({"dbt/straight": 9.0, "ours/polars": 12.0}),
        ]
    )
    verdicts = guard(spreads(BEFORE), lambda: next(rounds), str)
    assert {verdict.name for verdict in verdicts if verdict.is_worse} == {"ours/polars"}


def test_the_second_measurement_is_made_only_when_needed() -> None:
    rounds = iter([spreads(BEFORE)])
    assert not any(
        verdict.is_worse for verdict in guard(spreads(BEFORE), lambda: next(rounds), str)
    )


def test_one_disturbed_round_of_three_fails_nobody() -> None:
    noisy = {**spreads(BEFORE), "dbt/straight": Spread.of([2.0, 2.1, 9.0])}
    assert not any(verdict.is_worse for verdict in judge(spreads(BEFORE), noisy))


@pytest.mark.parametrize(
    "measured", [spreads({"dbt/straight": 2.0}), spreads(BEFORE, runs=2)], ids=["other", "few"]
)
def test_a_guard_that_cannot_judge_says_so(measured: dict[str, Spread]) -> None:
    with pytest.raises(GuardError, match=r"--store|fewer than 3"):
        judge(spreads(BEFORE), measured)


def test_without_stored_ratios_the_command_ends_with_2(tmp_path: Path) -> None:
    ended = CliRunner().invoke(
        command.app,
        ["guard", "--stored", str(tmp_path / "none.json"), "--work", str(tmp_path / "work")],
    )
    assert ended.exit_code == 2
    assert "--store" in ended.output


def test_the_stored_ratios_of_the_repository_can_be_judged() -> None:
    if not command.STORED.is_file():
        pytest.skip("no ratios are stored yet")
    ratios = read_stored(command.STORED).ratios
    assert not any(verdict.is_worse for verdict in judge(ratios, ratios))
    assert set(ratios) == {"dbt/straight", "ours/duckdb", "ours/polars", "ours/pandas"}
