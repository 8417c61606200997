"""The repository itself: what must never be committed, and what a newcomer relies on."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

#: Machine paths and package registries. Split, so that this file does not match itself.
FORBIDDEN = {
    "a machine path": re.compile(r"(?<![\w.~-])/" + r"(work|root|home)/\w"),
    "a registry's address": re.compile(
        r"https?://[^\s\"']*(py" + r"pi\.org|python" + r"hosted\.org|npm" + r"js\.|/sim" + r"ple/)"
    ),
    "a private address": re.compile(r"https?://(10|172\.(1[6-9]|2\d|3[01])|192\.168)\.\d"),
}


def committed_files(root: Path) -> list[Path]:
    """Files that git tracks or would add: the index and what is not ignored."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        capture_output=True,
        check=True,
    )
    paths = [root / name for name in listing.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def test_nothing_names_this_machine_or_where_packages_came_from(project_root: Path) -> None:
    files = committed_files(project_root)
    assert len(files) > 150
    found = []
    for path in files:
        text = path.read_bytes().decode("utf-8", errors="replace")
        for what, pattern in FORBIDDEN.items():
            match = pattern.search(text)
            if match:
                found.append(f"{path.relative_to(project_root)}: {what}: {match.group()}")
    assert found == []


@pytest.mark.parametrize(
    ("text", "forbidden"),
    [
        ("see /" + "work/main/x", True),
        ("cd /" + "home/anna", True),
        ("https://files.python" + "hosted.org/x", True),
        ("https://" + "10.0.0.1/x", True),
        ("seeds/" + "work/x.csv", False),
        ("~/acme_warehouse", False),
        ("https://co2emissiefactoren.nl/", False),
    ],
)
def test_the_patterns_find_what_they_are_for(text: str, forbidden: bool) -> None:
    assert any(pattern.search(text) for pattern in FORBIDDEN.values()) is forbidden


def test_no_build_product_and_no_company_but_the_demo_is_committed(project_root: Path) -> None:
    names = [path.relative_to(project_root).as_posix() for path in committed_files(project_root)]
    assert [name for name in names if name.endswith((".duckdb", ".wal", ".log", ".pyc"))] == []
    assert [name for name in names if name.split("/")[0] in ("target", "logs", ".venv")] == []
    assert {name.split("/")[2] for name in names if name.startswith("seeds/companies/")} == {"demo"}
    assert [name for name in names if name.startswith("warehouse/")] == ["warehouse/.gitignore"]


def test_a_linked_company_is_ignored_by_git(project_root: Path) -> None:
    for name in ("seeds/companies/acme", "seeds/companies/acme/extracts/trips.csv"):
        ignored = subprocess.run(
            ["git", "check-ignore", "--quiet", "--no-index", name], cwd=project_root, check=False
        )
        assert ignored.returncode == 0, name
    kept = subprocess.run(
        ["git", "check-ignore", "--quiet", "--no-index", "seeds/companies/demo/extracts/trips.csv"],
        cwd=project_root,
        check=False,
    )
    assert kept.returncode == 1


def test_every_requirement_is_pinned_and_hashed(project_root: Path) -> None:
    text = (project_root / "requirements.txt").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^ *#.*\n", "", text).strip())
    assert len(blocks) > 80
    for block in blocks:
        assert re.match(r"[a-z0-9][a-z0-9._-]*==[^ ]+ ", block), block[:80]
        assert "--hash=sha256:" in block, block[:80]
    pinned = {re.split(r"[=\[ ]", block)[0] for block in blocks}
    wanted = {
        re.split(r"[=~<>\[ #]", line.strip())[0].lower()
        for line in (project_root / "requirements.in").read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    }
    assert wanted <= pinned


def test_make_without_a_target_lists_every_target(project_root: Path) -> None:
    text = (project_root / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert phony
    shown = subprocess.run(
        ["make", "--no-print-directory"],
        cwd=project_root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for target in phony.group(1).split():
        assert re.search(rf"^  {target} +\S", shown, re.MULTILINE), target


def test_a_failed_dbt_build_is_makes_failure(project_root: Path, tmp_path: Path) -> None:
    # Stand-ins for dbt and trede, before the real ones: dbt fails, and nothing may follow it.
    for name, code in (("dbt", 1), ("trede", 0)):
        program = tmp_path / name
        program.write_text(
            f'#!/bin/sh\necho "{name} $1" >> "{tmp_path}/calls"\nexit {code}\n', encoding="utf-8"
        )
        program.chmod(0o755)
    made = subprocess.run(
        [
            "make",
            "--no-print-directory",
            f"BIN={tmp_path}",
            "--assume-old=.venv/.project.stamp",
            "build",
        ],
        cwd=project_root,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin", "TREDE_WAREHOUSE_DIR": str(tmp_path / "wh")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode != 0
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert calls == ["trede check", "dbt build"], made.stderr


def test_the_package_and_dbt_agree_on_name_and_version(project_root: Path) -> None:
    package = tomllib.loads((project_root / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    dbt = (project_root / "dbt_project.yml").read_text(encoding="utf-8")
    assert f'name: {package["name"]}\nversion: "{package["version"]}"' in dbt
    assert package["license"] == "Apache-2.0"
