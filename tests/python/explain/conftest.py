"""The demo's warehouse, open for reading; the command; copies to tamper with."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from support.builds import Build
from trede.explain.warehouse import open_warehouse


@pytest.fixture(scope="session")
def connection(demo_build: Build) -> Iterator[duckdb.DuckDBPyConnection]:
    """The demo's warehouse."""
    with open_warehouse(demo_build.database) as opened:
        yield opened


@pytest.fixture
def tampered(demo_build: Build, tmp_path: Path) -> Callable[..., Path]:
    """Change a copy of the warehouse: `tampered("update ...")` -> its file."""

    def change(*statements: str) -> Path:
        file = Path(shutil.copy2(demo_build.database, tmp_path / "current.duckdb"))
        with duckdb.connect(str(file)) as opened:
            for statement in statements:
                changed = opened.execute(statement).fetchone()
                assert changed and changed[0] == 1, f"{statement}: {changed} rows"
        return file

    return change


@pytest.fixture
def explain(monkeypatch: pytest.MonkeyPatch, demo_build: Build) -> Callable[..., Any]:
    """Run the command: `explain("--line", "scope_1")` -> the runner's result.

    It reads the demo's warehouse, or that of the option `warehouse`.
    """
    from typer.testing import CliRunner

    from trede.cli import app

    def run(*arguments: str, warehouse: Path | None = None) -> Any:  # noqa: ANN401  # click's type
        file = warehouse or demo_build.database
        monkeypatch.setenv("TREDE_WAREHOUSE_DIR", str(file.parent))
        monkeypatch.setenv("COLUMNS", "240")
        return CliRunner().invoke(app, ["explain", *arguments])

    return run
