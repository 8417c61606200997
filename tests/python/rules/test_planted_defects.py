"""Every rule is proved by a planted defect, and finds nothing else because of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from rules.defects import DEFECTS, REMEDIES, Findings
from rules.invariants import INVARIANTS
from rules.reading import finding_keys, rule_ids, rule_sql
from support.builds import Build
from support.replay import Replay

#: Rules whose proof needs a whole build: test_bad_input.py.
PROVED_BY_A_BUILD = {"VAL-03"}

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
    "papers": {
        "FAC-07": {
            "business_public_transport|2022|nl_2023|"
            "nl_passenger_transport_openbaar_vervoer_ov_algemeen_trein_bus_metro_tram"
        },
    },
}


def as_pairs(*findings: Findings) -> set[tuple[str, str]]:
    """Write findings as (rule_id, finding_key)."""
    return {(rule, key) for group in findings for rule, keys in group.items() for key in keys}


@pytest.mark.build
@pytest.mark.parametrize("group", sorted({defect.group for defect in DEFECTS}))
def test_each_defect_gives_its_findings_and_no_other(
    group: str,
    demo_build: Build,
    replay_demo: Callable[[Callable[[Path], object]], Replay],
) -> None:
    defects = [defect for defect in DEFECTS if defect.group == group]
    with demo_build.connect() as connection:
        before = finding_keys(demo_build, connection)
    replayed = replay_demo(lambda folder: [defect.change(folder) for defect in defects])
    after = finding_keys(demo_build, replayed.connection)
    expected = as_pairs(*(defect.findings for defect in defects))
    assert after - before == expected
    assert before - after == as_pairs(SIDE_EFFECTS.get(group, {}))


@pytest.mark.build
@pytest.mark.parametrize("group", sorted({defect.group for defect in DEFECTS}))
def test_a_published_message_tells_no_quantity_of_persons(
    group: str,
    demo_build: Build,
    replay_demo: Callable[[Callable[[Path], object]], Replay],
) -> None:
    """One session at one place is one person's: a finding about a group names no kWh, km or l."""
    defects = [defect for defect in DEFECTS if defect.group == group]
    connection = replay_demo(
        lambda folder: [defect.change(folder) for defect in defects]
    ).connection
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
    replay_demo: Callable[[Callable[[Path], object]], Replay],
) -> None:
    with demo_build.connect() as connection:
        before = finding_keys(demo_build, connection)
    replayed = replay_demo(lambda folder: [remedy.change(folder) for remedy in REMEDIES])
    after = finding_keys(demo_build, replayed.connection)
    assert before - after == as_pairs(*(remedy.gone for remedy in REMEDIES))
    assert after - before == set()


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.rule_id)
def test_a_defect_names_its_own_rule_first(defect: object) -> None:
    assert next(iter(defect.findings)) == defect.rule_id  # type: ignore[attr-defined]


def test_no_rule_is_without_proof() -> None:
    planted = {rule for defect in DEFECTS for rule in defect.findings}
    remedied = {remedy.rule_id for remedy in REMEDIES}
    broken = {invariant.rule_id for invariant in INVARIANTS}
    assert set(rule_ids()) == planted | remedied | broken | PROVED_BY_A_BUILD
