"""Where the project's own files are."""

from __future__ import annotations

import os
from pathlib import Path


def project_root() -> Path:
    """Return the folder that holds dbt_project.yml.

    The folder of this checkout (the package is installed in place); the environment variable
    TREDE_PROJECT_DIR points the commands at another copy of the project.

    Raises:
        FileNotFoundError: there is no dbt_project.yml in that folder.
    """
    given = os.environ.get("TREDE_PROJECT_DIR")
    root = Path(given).resolve() if given else Path(__file__).resolve().parents[2]
    if not (root / "dbt_project.yml").is_file():
        raise FileNotFoundError(
            f"{root} holds no dbt_project.yml. Run the command from a checkout of Trede after "
            "`make setup`, or set TREDE_PROJECT_DIR to the checkout."
        )
    return root


def company_name() -> str:
    """Return the company's name as dbt_project.yml reads it (TREDE_COMPANY, default demo)."""
    return os.environ.get("TREDE_COMPANY", "demo").replace("/", "_")


def company_dir(name: str | None = None, root: Path | None = None) -> Path:
    """Return the folder of a company under seeds/companies (it need not exist)."""
    return (root or project_root()) / "seeds" / "companies" / (name or company_name())


def warehouse_file(root: Path | None = None) -> Path:
    """Return the DuckDB file that a build writes (TREDE_WAREHOUSE_DIR, default warehouse/)."""
    folder = Path(os.environ.get("TREDE_WAREHOUSE_DIR", "warehouse"))
    if not folder.is_absolute():
        folder = (root or project_root()) / folder
    return folder / "current.duckdb"
