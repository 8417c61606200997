"""Companies with four, and with five, on one mode."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support.builds import Build
from trede.contract import Contract
from wpm.golden import write_company
from wpm_privacy.company import FOUR, company

ARGUMENTS = (
    "build",
    "--resource-type",
    "seed",
    "--resource-type",
    "model",
    "--select",
    *(f"+rpt_wpm_{mart}" for mart in ("emissions", "path", "size", "change", "bridge")),
    *(f"+fct_scope_{scope}_emissions" for scope in (1, 2, 3)),
    "+rpt_footprint",
    "+rpt_footprint_totals",
    "+rpt_footprint_halfyear",
    "+rpt_factor_coverage",
    "+rpt_key_figures",
    "+rpt_scope_3_categories",
)


@pytest.fixture(scope="session")
def four(
    build_company: Callable[..., Build],
    tmp_path_factory: pytest.TempPathFactory,
    contract: Contract,
) -> Build:
    """Four by public transport."""
    folder = write_company(tmp_path_factory.mktemp("companies") / "four", contract, company())
    return build_company("four", folder, ARGUMENTS, environment={"TREDE_AS_OF_DATE": "2025-03-31"})


@pytest.fixture(scope="session")
def ten(
    build_company: Callable[..., Build],
    tmp_path_factory: pytest.TempPathFactory,
    contract: Contract,
) -> Build:
    """Ten by public transport: nobody has to be hidden."""
    persons = (*FOUR, *(f"p-{number:02}" for number in range(31, 37)))
    folder = write_company(tmp_path_factory.mktemp("companies") / "ten", contract, company(persons))
    return build_company("ten", folder, ARGUMENTS, environment={"TREDE_AS_OF_DATE": "2025-03-31"})
