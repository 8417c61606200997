"""Every rule is proved by a planted defect, and finds nothing else because of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rules.catalogue_defects import CATALOGUE
from rules.defects import DEFECTS as FIRST_DEFECTS
from rules.defects import REMEDIES, Findings
from rules.invariants import INVARIANTS
from rules.reading import finding_keys, rule_ids, rule_sql
from rules.restatement_defects import BROKEN, RESTATEMENT
from support.builds import Build
from support.replay import Replay, replay

#: All defects, those that complete the catalogue among them.
DEFECTS = [*FIRST_DEFECTS, *CATALOGUE, *RESTATEMENT]

#: Rules whose proof needs a whole build (test_bad_input.py) or other models (test_factor_sets.py).
PROVED_BY_A_BUILD = {"VAL-03", "WPM-16"}

#: Findings of the demo that a planted defect takes away, because the row that it was about is gone.
SIDE_EFFECTS: dict[str, Findings] = {
    "energy": {
        # A lot whose registry number was used before covers nothing, so nothing of it is too much.
        "EVD-02": {"PC-2024-000002"},
        # Certificates of 2023 that no longer cover anything need no factor of wind or sun.
        "FAC-07": {
            "electricity|2023|nl_2023|nl_electricity_windkracht",
            "electricity|2023|nl_2023|nl_electricity_zonne_energie",
            "ev_charging_home|2023|nl_2023|nl_electricity_zonne_energie",
            "ev_charging_own|2023|nl_2023|nl_electricity_zonne_energie",
            "ev_charging_public|2023|nl_2023|nl_electricity_zonne_energie",
        },
    },
    "purchases": {
        # Waste by weight takes the factor of the chosen edition.
        "FAC-01": {"waste_residual|2024"},
    },
    "left_out": {
        # What is excluded counts in no year, and misses no factor.
        "BND-10": {"vehicle_additives|vsg_diensten|2024"},
        "FAC-01": {"adblue|2024"},
    },
    "wpm_papers": {
        # Without a headcount there is no sample to fall short of.
        "WPM-18": {"00000001|2024"},
    },
    "regularity": {
        # HVO of 2024 takes the edition of 2023.
        "FAC-07": {"hvo100|2024|nl_2024|nl_fuel_vehicle_biodiesel_hvo"},
    },
    "papers": {
        # Recovered refrigerant is nothing that leaked, so the exclusion leaves nothing out.
        "BND-14": {"refrigerants||2024"},
        "FAC-07": {
            "business_public_transport|2022|nl_2023|"
            "nl_passenger_transport_openbaar_vervoer_ov_algemeen_trein_bus_metro_tram"
        },
    },
}


def as_pairs(*findings: Findings) -> set[tuple[str, str]]:
    """Write findings as (rule_id, finding_key)."""
    return {(rule, key) for group in findings for rule, keys in group.items() for key in keys}


@pytest.fixture(scope="module", params=sorted({defect.group for defect in DEFECTS}))
def planted(
    request: pytest.FixtureRequest,
    demo_build: Build,
    demo_dir: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, Replay]]:
    """The demo with the defects of one group, by the name of the group."""
    work_dir = tmp_path_factory.mktemp(f"planted_{request.param}")
    folder = Path(shutil.copytree(demo_dir, work_dir / "company"))
    for defect in DEFECTS:
        if defect.group == request.param:
            defect.change(folder)
    with replay(demo_build, folder, work_dir / "replay") as replayed:
        yield request.param, replayed


@pytest.fixture(scope="module")
def demo_findings(demo_build: Build) -> set[tuple[str, str]]:
    """The findings of the untouched demo."""
    with demo_build.connect() as connection:
        return finding_keys(demo_build, connection)


@pytest.mark.build
def test_each_defect_gives_its_findings_and_no_other(
    planted: tuple[str, Replay], demo_build: Build, demo_findings: set[tuple[str, str]]
) -> None:
    group, replayed = planted
    after = finding_keys(demo_build, replayed.connection)
    expected = as_pairs(*(defect.findings for defect in DEFECTS if defect.group == group))
    assert after - demo_findings == expected
    assert demo_findings - after == as_pairs(SIDE_EFFECTS.get(group, {}))


@pytest.mark.build
def test_a_published_message_tells_no_quantity_of_persons(
    planted: tuple[str, Replay], demo_build: Build
) -> None:
    """One session at one place is one person's: a finding about a group names no kWh, km or l."""
    connection = planted[1].connection
    borne = {
        name
        for (name,) in connection.execute(
            "select activity_type from staging.stg_activity_types where is_person_borne"
        ).fetchall()
    }
    assert "ev_charging_own" in borne
    messages = [
        f"{rule_id}: {message}"
        for rule_id, sql in rule_sql(demo_build).items()
        for activity_type, message in connection.execute(
            f"select activity_type, message from ({sql}) as findings "
            "where vehicle_id is null and line_id is null"
        ).fetchall()
        if activity_type in borne
    ]
    told = [message for message in messages if re.search(r"[0-9] (kWh|km|l)\b", message)]
    assert messages
    assert told == []


@pytest.mark.build
def test_each_remedy_takes_its_finding_away(
    demo_build: Build,
    demo_findings: set[tuple[str, str]],
    replay_demo: Callable[[Callable[[Path], object]], Replay],
) -> None:
    replayed = replay_demo(lambda folder: [remedy.change(folder) for remedy in REMEDIES])
    after = finding_keys(demo_build, replayed.connection)
    assert demo_findings - after == as_pairs(*(remedy.gone for remedy in REMEDIES))
    assert after - demo_findings == set()


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.rule_id)
def test_a_defect_names_its_own_rule_first(defect: object) -> None:
    assert next(iter(defect.findings)) == defect.rule_id  # type: ignore[attr-defined]


def test_no_rule_is_without_proof() -> None:
    planted = {rule for defect in DEFECTS for rule in defect.findings}
    remedied = {remedy.rule_id for remedy in REMEDIES}
    broken = {invariant.rule_id for invariant in [*INVARIANTS, *BROKEN]}
    assert set(rule_ids()) == planted | remedied | broken | PROVED_BY_A_BUILD
