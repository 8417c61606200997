"""Companies with four, and with ten, on one mode; with four of another fuel, and of another quality."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support.builds import Build
from trede.contract import Contract
from wpm.golden import write_company
from wpm_privacy.company import DRIVERS, FOUR, LEASE, TEN, company

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
def lpg(
    build_company: Callable[..., Build],
    tmp_path_factory: pytest.TempPathFactory,
    contract: Contract,
) -> Build:
    """Ten by public transport, and four of the twelve cars on LPG: no mode is small."""
    folder = write_company(
        tmp_path_factory.mktemp("companies") / "lpg", contract, company(TEN, on_lpg=DRIVERS[6:10])
    )
    return build_company("lpg", folder, ARGUMENTS, environment={"TREDE_AS_OF_DATE": "2025-03-31"})


@pytest.fixture(scope="session")
def some(
    build_company: Callable[..., Build],
    tmp_path_factory: pytest.TempPathFactory,
    contract: Contract,
) -> Build:
    """Nobody is alone on a mode or fuel, but in the quality of data and in private kilometres.

    Of ten by public transport three are estimated, and in 2022 six of twelve drivers as well; three of six
    lease drivers tell private kilometres; five cars have no fuel. Four fly a short way, twelve a long one.
    """
    files = company(
        TEN,
        unknown_fuel=tuple(f"p-{number:02}" for number in range(37, 42)),
        estimated={2022: (*FOUR[:3], *DRIVERS[5:11]), 2023: FOUR[:3]},
        with_private_km=LEASE[:3],
        flights={"400": FOUR, "1200": DRIVERS},
    )
    folder = write_company(tmp_path_factory.mktemp("companies") / "some", contract, files)
    return build_company("some", folder, ARGUMENTS, environment={"TREDE_AS_OF_DATE": "2025-03-31"})


@pytest.fixture(scope="session")
def ten(
    build_company: Callable[..., Build],
    tmp_path_factory: pytest.TempPathFactory,
    contract: Contract,
) -> Build:
    """Ten by public transport: nobody has to be hidden."""
    folder = write_company(tmp_path_factory.mktemp("companies") / "ten", contract, company(TEN))
    return build_company("ten", folder, ARGUMENTS, environment={"TREDE_AS_OF_DATE": "2025-03-31"})
