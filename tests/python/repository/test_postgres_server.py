"""`trede postgres`: which server is taken, and what is said when there is none.

That the server starts, takes the demo and holds the same rows is `make postgres`, in CI.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from trede import postgres
from trede.cli import app


def make_versions(root: Path, *versions: str) -> None:
    for version in versions:
        programs = root / version / "bin"
        programs.mkdir(parents=True)
        (programs / "initdb").touch()


def test_the_newest_version_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_versions(tmp_path, "9.6", "15", "13")
    monkeypatch.setattr(postgres, "DEBIAN", tmp_path)
    assert postgres.find_programs() == tmp_path / "15" / "bin"


def test_without_a_server_the_way_out_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(postgres.ServerError, match="apt-get install postgresql"):
        postgres.find_programs()
    result = CliRunner().invoke(app, ["postgres", "start"])
    assert result.exit_code == 1
    assert "apt-get install postgresql" in result.output


def test_a_server_that_was_never_started_does_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_versions(tmp_path, "15")
    monkeypatch.setattr(postgres, "DEBIAN", tmp_path)
    monkeypatch.setattr(postgres, "_system_user", lambda: None)
    monkeypatch.setenv("TREDE_PG_DATA", str(tmp_path / "data"))
    assert CliRunner().invoke(app, ["postgres", "status"]).exit_code == 3
    stopped = CliRunner().invoke(app, ["postgres", "stop"])
    assert stopped.exit_code == 0
    assert "did not run" in stopped.output


def test_the_servers_address_is_the_one_that_profiles_yml_reads(project_root: Path) -> None:
    # The defaults stand in profiles.yml too, since a plain `dbt build` knows no trede.
    profiles = (project_root / "profiles.yml").read_text(encoding="utf-8")
    for name, default in (
        ("TREDE_PG_HOST", postgres.HOST),
        ("TREDE_PG_PORT", "54329"),
        ("TREDE_PG_USER", "trede"),
        ("TREDE_PG_PASSWORD", "trede"),
        ("TREDE_PG_DATABASE", "trede"),
    ):
        assert f"env_var('{name}', '{default}')" in profiles
