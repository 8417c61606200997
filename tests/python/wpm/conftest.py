"""The golden company, its travel built once per session: no rules, no other reports."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support.builds import Build
from trede.contract import Contract
from wpm import cases as small_cases
from wpm.golden import FILES, write_company

MARTS = ("form", "emissions", "path", "size", "change", "bridge", "revnext")

ARGUMENTS = (
    "build",
    "--resource-type",
    "seed",
    "--resource-type",
    "model",
    "--select",
    *(f"+rpt_wpm_{mart}" for mart in MARTS),
)

CASES_ARGUMENTS = (
    "build",
    "--resource-type",
    "seed",
    "--resource-type",
    "model",
    "--select",
    "+rpt_wpm_form",
    "+rpt_wpm_trail",
)


@pytest.fixture(scope="session")
def golden_dir(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Path:
    """The company's folder, outside the project."""
    return write_company(tmp_path_factory.mktemp("companies") / "golden", contract, FILES)


@pytest.fixture(scope="session")
def golden(build_company: Callable[..., Build], golden_dir: Path) -> Build:
    """The company with everything that the WPM marts need."""
    return build_company(
        "golden", golden_dir, ARGUMENTS, environment={"TREDE_AS_OF_DATE": "2026-03-31"}
    )


@pytest.fixture(scope="session")
def cases(
    build_company: Callable[..., Build],
    tmp_path_factory: pytest.TempPathFactory,
    contract: Contract,
) -> Build:
    """The company of small cases, with its form and trail."""
    folder = tmp_path_factory.mktemp("companies") / "cases"
    return build_company(
        "cases",
        write_company(folder, contract, small_cases.FILES),
        CASES_ARGUMENTS,
        environment={"TREDE_AS_OF_DATE": "2026-03-31"},
    )
