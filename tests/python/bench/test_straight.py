"""The SQL of a build is run again as dbt ran it: the same nodes into the same tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bench.same import fingerprints
from bench.slicing import slice_landing
from bench.statements import NotBuiltError, read_statements, schemas
from bench.straight import run


def _node(
    target: Path, kind: str, name: str, sql: str, needs: tuple[str, ...] = (), **config: bool
) -> dict[str, Any]:
    path = f"{kind}s/{name}.sql"
    file = target / "run" / "trede" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(sql, encoding="utf-8")
    return {
        "resource_type": kind,
        "name": name,
        "schema": "marts",
        "package_name": "trede",
        "original_file_path": path,
        "config": config,
        "depends_on": {"nodes": [f"{need}" for need in needs]},
    }


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A build of one seed, a model that needs two others, a rule, a test and a hook."""
    folder = tmp_path / "target"
    nodes = {
        "seed.trede.lines": _node(
            folder,
            "seed",
            "lines",
            "create table current.marts.lines (kg text); insert into current.marts.lines values ('1'), ('2')",
        ),
        "model.trede.first": _node(
            folder,
            "model",
            "first",
            'create table "current"."marts"."first__dbt_tmp" as'
            " (select cast(kg as integer) as kg from current.marts.lines)",
            ("seed.trede.lines",),
        ),
        "model.trede.second": _node(
            folder,
            "model",
            "second",
            "create table current.marts.second__dbt_tmp as"
            " (select sum(kg) as kg from current.marts.first cross join current.marts.beside)",
            ("model.trede.beside", "model.trede.first"),
        ),
        "model.trede.beside": _node(
            folder,
            "model",
            "beside",
            "create table current.marts.beside__dbt_tmp as (select 1 as x)",
        ),
        "test.trede.rule": _node(
            folder, "test", "rule", "", ("model.trede.first",), store_failures=True
        ),
        "test.trede.counted": _node(folder, "test", "counted", "", ("model.trede.second",)),
    }
    compiled = {
        "test.trede.rule": "select * from current.marts.first where kg > 1",
        "test.trede.counted": "select * from current.marts.second;\n",
    }
    results = [
        {
            "unique_id": unique_id,
            "status": "success",
            "execution_time": 1.5,
            "compiled_code": compiled.get(unique_id, ""),
            "relation_name": "current.marts.found" if unique_id == "test.trede.rule" else None,
        }
        for unique_id in nodes
    ]
    results.append(
        {
            "unique_id": "operation.trede.end-0",
            "status": "success",
            "execution_time": 0.5,
            "compiled_code": "insert into current.marts.second select count(*) from current.marts.found",
        }
    )
    (folder / "manifest.json").write_text(json.dumps({"nodes": nodes}), encoding="utf-8")
    (folder / "run_results.json").write_text(json.dumps({"results": results}), encoding="utf-8")
    return folder


def test_every_node_runs_and_hooks_come_last(target: Path, tmp_path: Path) -> None:
    statements = read_statements(target)
    # In an order that no node could be run in: what it needs decides, not the list.
    taken = run(statements[::-1], tmp_path / "out", schemas(target), 2, {"threads": "1"}, {})
    with duckdb.connect(str(tmp_path / "out" / "current.duckdb")) as connection:
        assert connection.execute("select kg from marts.found").fetchall() == [(2,)]
        # 1 + 2 from the model, 1 found row from the hook.
        assert connection.execute("select kg from marts.second order by kg").fetchall() == [
            (1,),
            (3,),
        ]
    assert set(taken.seconds) == {statement.name for statement in statements}
    assert {statement.kind for statement in statements} == {"seed", "model", "test", "hook"}


def test_a_part_is_the_models_asked_for_and_what_they_need(target: Path) -> None:
    names = [statement.name for statement in read_statements(target, ["second"])]
    assert sorted(names) == [
        "model.trede.beside",
        "model.trede.first",
        "model.trede.second",
        "seed.trede.lines",
    ]
    with pytest.raises(NotBuiltError, match="third"):
        read_statements(target, ["third"])


def test_a_red_build_is_no_limit(target: Path) -> None:
    file = target / "run_results.json"
    results = json.loads(file.read_text(encoding="utf-8"))
    results["results"][2]["status"] = "error"
    file.write_text(json.dumps(results), encoding="utf-8")
    with pytest.raises(NotBuiltError, match="second ended with error"):
        read_statements(target)


def test_failing_sql_names_its_node(target: Path, tmp_path: Path) -> None:
    (target / "run" / "trede" / "models" / "first.sql").write_text("selec 1", encoding="utf-8")
    with pytest.raises(RuntimeError, match=r"model\.trede\.first"):
        run(read_statements(target), tmp_path / "out", schemas(target), 2, {}, {})


def test_a_changed_row_is_a_different_warehouse(tmp_path: Path) -> None:
    files = [tmp_path / name / "current.duckdb" for name in ("one", "other", "moved")]
    rows = ("(1, 'a'), (2, 'b')", "(2, 'b'), (1, 'a')", "(1, 'b'), (2, 'a')")
    for file, values in zip(files, rows, strict=True):
        file.parent.mkdir()
        with duckdb.connect(str(file)) as connection:
            connection.execute("create schema marts")
            connection.execute(
                f"create table marts.rpt as select * from (values {values}) as t(a, b)"
            )
    one, other, moved = (fingerprints(file, {}) for file in files)
    assert one == other
    assert one != moved


def test_the_slice_has_lines_of_its_own_extracts_only(tmp_path: Path) -> None:
    landing, folder = tmp_path / "landing", tmp_path / "slice"
    for extract in ("fuel_transactions", "trips"):
        file = landing / extract / "delivered=2022-01" / "part-0.parquet"
        file.parent.mkdir(parents=True)
        duckdb.execute(f"copy (select 'x' as line_id) to '{file}'")
    slice_landing(landing, folder)
    counts = {
        extract: duckdb.execute(
            f"select count(*) from '{folder}/{extract}/**/*.parquet'"
        ).fetchone()
        for extract in ("fuel_transactions", "trips")
    }
    assert counts == {"fuel_transactions": (1,), "trips": (0,)}
