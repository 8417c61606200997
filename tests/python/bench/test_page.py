"""The page says what was measured and what was not reached; the disk is asked before it is filled."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bench import command, machine
from bench.guard import read_stored
from bench.measures import part_of
from bench.page import page
from bench.process import FailedError, Measured
from bench.project import Limits, Scale, code_of, duckdb_settings
from bench.results import (
    Build,
    Case,
    Copied,
    Explained,
    Kind,
    Report,
    Results,
    Run,
    Split,
    read_results,
)
from bench.space import FIXED, KEPT_PER_LINE, LANDED_PER_LINE, ROOM, needed_bytes
from bench.spread import Spread
from support.builds import ProjectCopy


def _case(*walls: float, lines: int = 1000, kept: int = 5_000_000) -> Case:
    return Case.of(
        [
            Run(
                measured=Measured(
                    wall_seconds=wall,
                    cpu_seconds=wall,
                    peak_memory_bytes=2_000_000_000,
                    written_bytes=0,
                    spilled_bytes=1_000_000,
                ),
                kept_bytes=kept,
            )
            for wall in walls
        ],
        lines,
    )


def _report(
    company: str = "10000000", load: float = 0.0, parts: dict[str, float] | None = None
) -> Report:
    split = Split(
        wall_seconds=30,
        import_seconds=3,
        parse_seconds=9,
        node_seconds=14,
        hook_seconds=1,
        other_seconds=3,
        straight_seconds=10,
        kinds={
            "model": Kind(nodes=100, dbt_seconds=20, straight_seconds=16, median_node_seconds=0.15),
            "unit_test": Kind(
                nodes=7, dbt_seconds=3, straight_seconds=None, median_node_seconds=0.4
            ),
        },
        slowest={"model.trede.fct_activities": 4.2},
        parts=parts or {},
    )
    return Report(
        company=company,
        began_at="2026-11-22T09:30+00:00",
        load_per_core=load,
        machine=machine.Machine(
            cores=2,
            processor="Some processor",
            memory_gb=25.3,
            system="Linux x86_64",
            python="3.11.7",
            packages={"duckdb": "2.0.0"},
        ),
        limits=Limits(),
        rounds=3,
        scale=Scale(lines=1000, months=36, seed=7),
        landing_bytes=100_000,
        build=Build(
            dbt=_case(30, 29, 31),
            straight=_case(10, 10, 10),
            ratio=Spread.of([3.0, 2.9, 3.1]),
            split=split,
            differing_tables=[],
            compared_tables=41,
        ),
        explained=[
            Explained(
                arguments=["--line", "3.1"],
                wall_seconds=Spread.of([1.5, 1.6, 1.4]),
                peak_memory_bytes=Spread.of([1e8] * 3),
            )
        ],
    )


def test_the_page_tells_medians_spread_and_what_was_not_reached() -> None:
    text = page(Results(reports={"10000000": _report()}), None)
    assert "| `dbt build` | 30.0 (29.0 to 31.0) |" in text
    assert "Ratio of the wall times, round by round: 3.00 (2.90 to 3.10)." in text
    assert "dbt ran 7 unit tests besides" in text
    # 4 s over 100 models are 40 ms each; a unit test has no SQL that could be run straight.
    assert "| model | 100 | 20.0 | 16.0 | 150 | 40 |" in text
    assert "| unit test | 7 | 3.0 |  | 400 |  |" in text
    assert "at 10,000,000 lines | 3.00 (2.90 to 3.10) | no: parsing 9 s;" in text
    assert "| the slowest of 1: 1.5 s at 10,000,000 lines | yes |" in text
    assert "4 GB memory limit | not run; the most that was run: 10,000,000 | no |" in text
    assert "Some processor" in text
    assert "The machine was busy" not in text


def test_the_page_tells_what_grows_with_the_lines() -> None:
    small = _report("1000000", parts={"models/staging": 2.0, "tests/rules": 6.0, "seeds": 4.0})
    large = _report("3000000", parts={"models/staging": 8.0, "tests/rules": 8.0, "seeds": 4.0})
    for report, wall, lines, kept in (
        (small, 40.0, 10**6, 10**9),
        (large, 60.0, 3 * 10**6, 2 * 10**9),
    ):
        assert report.build is not None
        report.build.dbt = _case(wall, wall, wall, lines=lines, kept=kept)
    text = page(Results(reports={"3000000": large, "1000000": small}), None)
    # 20 s and 1 GB over 2 million lines; 99 million more than the small one are 990 s: 1,030 s in all.
    assert "takes 10.0 s and 500 MB of file more for every million lines" in text
    assert "would be 0.3 hours and 50.0 GB at 100,000,000 lines" in text
    assert "| staging | 3.00 | 75% |" in text
    assert "| tests/rules | 1.00 | 25% |" in text
    assert "| seeds |" not in text
    assert "The largest part, `models/staging`, is 75% of what grows." in text
    assert "What grows" not in page(Results(reports={"3000000": large}), None)


def test_a_build_without_its_sql_beside_it_is_told_alone() -> None:
    small, large = _report("1000000"), _report("100000000")
    assert large.build is not None
    large.rounds = 1
    large.limits = Limits(nodes=1)
    large.build = Build(
        dbt=_case(7200, lines=10**8, kept=50 * 10**9),
        split=large.build.split.model_copy(update={"straight_seconds": None}),
    )
    # 20 GB in 40 s: 50 GB would take 100 s.
    large.copied = Copied(bytes=20 * 10**9, wall_seconds=Spread.of([40.0]))
    text = page(Results(reports={"100000000": large, "1000000": small}), None)
    assert '`make bench SIZE=100000000 BENCH_OPTIONS="--rounds 1 --nodes 1 --no-straight"`' in text
    assert "1 model or test at a time, 1 round." in text
    assert "| complete in 2.00 hours; DuckDB held to 4GB, the process with Python 2.0 GB" in text
    assert "yes, in 1 round only: no median |" in text
    # 5% of two hours; dbt takes 30 s where its SQL takes 10 s.
    assert "5% are 360 s; copying the file beside the one that readers hold takes 100 s" in text
    assert "adds to its SQL 20 s (at 1,000,000 lines)" in text
    assert "Copying the file, down to the disk: 20.0 GB of the 50.0 GB in 40.0" in text
    assert "go:\n" in text  # no straight SQL to compare with
    assert "The slowest statements, in dbt: `fct_activities` 4.2 s." in text


def test_sizes_of_different_code_are_told_apart() -> None:
    demo, large = _report("demo"), _report("10000000")
    demo.code = "aaaaaaaaaaaa"
    reports = {"demo": demo, "10000000": large}
    assert (
        "The sizes were measured on different code (hash over what dbt reads): the demo"
        " (`aaaaaaaaaaaa`); 10,000,000 lines (not written down)."
    ) in page(Results(reports=reports), None)
    large.code = "aaaaaaaaaaaa"
    assert "different code" not in page(Results(reports=reports), None)


def test_the_code_is_what_dbt_reads(tmp_path: Path) -> None:
    def written(name: str, text: str) -> str:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return code_of(tmp_path)

    first = written("models/staging/stg_meters.sql", "select 1")
    assert len(first) == 12
    assert written("tests/unit/stg_meters.yml", "unit_tests: []") == first
    assert written("seeds/companies/acme/extracts/trips.csv", "line_id\n") == first
    changed = {
        written("models/staging/stg_meters.sql", "select 2"),
        written("seeds/shared/units.csv", "unit\n"),
        written("macros/say.sql", ""),
        written("tests/rules/x.sql", "select 1"),
        written("profiles.yml", "trede: {}"),
    }
    assert len(changed | {first}) == 6


@pytest.mark.parametrize(
    ("kind", "path", "part"),
    [
        ("model", "models/staging/mappings/stg_meters.sql", "models/staging"),
        ("model", "models/intermediate/activities/claims/x.sql", "models/intermediate/activities"),
        ("model", "models/marts/audit/fct_emissions.sql", "models/marts/audit"),
        ("test", "tests/rules/factors/x.sql", "tests/rules"),
        ("seed", "seeds/shared/units.csv", "seeds"),
    ],
)
def test_a_node_belongs_to_a_part_of_the_project(kind: str, path: str, part: str) -> None:
    assert part_of({"resource_type": kind, "original_file_path": path}) == part


def test_a_test_of_a_key_is_no_rule() -> None:
    node = {"resource_type": "test", "original_file_path": "models/x.yml", "test_metadata": {}}
    assert part_of(node) == "tests of keys and columns"


def test_one_round_is_no_median_and_says_so() -> None:
    report = _report()
    report.rounds = 1
    assert report.build is not None
    report.build.ratio = Spread.of([1.01])
    report.build.split.straight_seconds = 31
    text = page(Results(reports={"10000000": report}), None)
    assert "| 1.01 (1.01 to 1.01) | yes, in 1 round only: no median |" in text
    assert '`make bench SIZE=10000000 BENCH_OPTIONS="--rounds 1"`' in text
    assert "the overhead is lost in the noise" in text


def test_a_busy_machine_is_said() -> None:
    text = page(Results(reports={"demo": _report("demo", load=3.5)}), None)
    assert "**The machine was busy when it began (load 3.5 per core)" in text


def test_the_page_of_the_repository_is_made_of_its_results() -> None:
    if not command.RESULTS.is_file():
        pytest.skip("nothing was measured yet")
    stored = read_stored(command.STORED) if command.STORED.is_file() else None
    written = command.PAGE.read_text(encoding="utf-8")
    assert written == page(read_results(command.RESULTS), stored), "python -m bench page"


def test_the_disk_that_is_needed_follows_what_was_measured() -> None:
    guessed = ((LANDED_PER_LINE + 2 * KEPT_PER_LINE) * 10**6 + FIXED) * ROOM
    assert needed_bytes(10**6, {}) == pytest.approx(guessed)
    # 100 bytes landed, 5,000 in each of two warehouses, 1,000 spilled: of every line.
    known = ((100 + 2 * 5_000 + 1_000) * 10**8 + FIXED) * ROOM
    assert needed_bytes(10**8, {"1000": _report("1000")}) == pytest.approx(known)
    alone = ((100 + 5_000 + 1_000) * 10**8 + FIXED) * ROOM
    assert needed_bytes(10**8, {"1000": _report("1000")}, 1) == pytest.approx(alone)


def test_a_disk_that_is_too_small_is_refused_before_it_is_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "free_bytes", lambda _: 60 * 10**9)
    monkeypatch.setattr(command, "generate", lambda *_: pytest.fail("it has begun"))
    options = ["--size", "100000000", "--work", str(tmp_path / "work")]
    options += ["--results", str(tmp_path / "r.json"), "--page", str(tmp_path / "p.md")]
    ended = CliRunner().invoke(command.app, ["run", *options])
    assert ended.exit_code == 3, ended.output
    assert "60 GB free" in ended.output
    assert not (tmp_path / "work").exists()
    text = (tmp_path / "p.md").read_text(encoding="utf-8")
    assert "not run: needs about 382 GB of disk; 60 GB were free" in text


def test_a_refusal_forgets_no_measurement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results = tmp_path / "r.json"
    known = Results(reports={"1000": _report("1000")})
    results.write_text(known.model_dump_json(), encoding="utf-8")
    monkeypatch.setattr(machine, "free_bytes", lambda _: 1)
    options = ["--size", "1000", "--work", str(tmp_path / "work"), "--page", str(tmp_path / "p.md")]
    ended = CliRunner().invoke(command.app, ["run", *options, "--results", str(results)])
    assert ended.exit_code == 3
    assert read_results(results) == known


def test_the_straight_run_has_what_the_profile_gives_dbt(tmp_path: Path) -> None:
    (tmp_path / "profiles.yml").write_text(
        "trede: {outputs: {duckdb: {type: duckdb,"
        " threads: \"{{ env_var('TREDE_THREADS', '2') | as_number }}\","
        " settings: {preserve_insertion_order: false, threads: 2},"
        " config_options: {storage_compatibility_version: v1.4.0,"
        " memory_limit: \"{{ env_var('TREDE_MEMORY_LIMIT', '80%') }}\"}}}}\n",
        encoding="utf-8",
    )
    given = duckdb_settings(
        ProjectCopy(tmp_path), {"TREDE_THREADS": "3", "TREDE_MEMORY_LIMIT": "1GB"}
    )
    assert given["threads"] == 3
    assert given["config"] == {"storage_compatibility_version": "v1.4.0", "memory_limit": "1GB"}
    assert given["settings"] == {"preserve_insertion_order": "False", "threads": "2"}


def test_the_profile_of_the_project_takes_the_limits(project_root: Path) -> None:
    variables = {"TREDE_THREADS": "1", "TREDE_MEMORY_LIMIT": "3GB", "TREDE_TEMP_DIR": "/spill"}
    given = duckdb_settings(ProjectCopy(project_root), variables)
    assert given["threads"] == 1
    held = given["config"] | given["settings"]
    assert (held["memory_limit"], held["temp_directory"]) == ("3GB", "/spill")


def _invoke_run(folder: Path) -> int:
    options = ["--size", "0", "--work", str(folder / "work"), "--page", str(folder / "p.md")]
    ended = CliRunner().invoke(
        command.app, ["run", *options, "--results", str(folder / "r.json"), "--rounds", "1"]
    )
    return ended.exit_code


def test_a_finished_benchmark_is_measured_anew_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    def measured(report: Report, folder: Path, *_: object) -> None:
        seen.append((folder / "runs").exists())
        for name in ("runs", "project", "warehouse", "out"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        report.build = _report().build

    monkeypatch.setattr(command, "_measure", measured)
    assert (_invoke_run(tmp_path), _invoke_run(tmp_path)) == (0, 0)
    assert seen == [False, False]
    left = {path.name for path in (tmp_path / "work" / "demo-4GB-2").iterdir()}
    assert left == {"runs.done", "out"}
    assert set(read_results(tmp_path / "r.json").reports) == {"demo"}


def test_a_failed_benchmark_keeps_its_runs_and_writes_no_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Report, folder: Path, *__: object) -> None:
        (folder / "runs").mkdir(parents=True)
        raise FailedError("dbt build ended with 1")

    monkeypatch.setattr(command, "_measure", fails)
    assert _invoke_run(tmp_path) == 1
    assert (tmp_path / "work" / "demo-4GB-2" / "runs").is_dir()
    assert not (tmp_path / "p.md").exists()
