"""What the bridge does with travel that only one side knows: each kind in its own step, and all adds up.

The golden company with a flight (which the WPM does not ask), a claim in a car of unknown fuel (which
it has no key figure for) and a lease car whose distance of 2023 was not delivered; three amounts that
all differ from 0 and from each other.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from support.builds import Build
from support.cells import append_row, delete_rows, read_rows
from support.replay import Replay, replay

pytestmark = pytest.mark.build


def claim(line_id: str, **values: str) -> dict[str, str]:
    """A claim of 2023."""
    return {
        "line_id": line_id,
        "delivery_id": "trips-delivery",
        "source_file": "trips.xlsx",
        "source_row": "99",
        "entity_id": "golden",
        "traveller_key": "t-1",
        "travelled_on": "2023-05-05",
        "channel": "claim",
        "unit": "km",
        **values,
    }


@pytest.fixture(scope="module")
def places(
    golden: Build, golden_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Replay]:
    """The company with the three kinds of travel."""
    work_dir = tmp_path_factory.mktemp("bridge_places")
    folder = Path(shutil.copytree(golden_dir, work_dir / "company"))
    append_row(folder, "trips", claim("flight", mode="flight", distance="5000"))
    append_row(folder, "trips", claim("unknown", mode="car", fuel="unknown", distance="700"))
    _, lines = read_rows(folder, "vehicle_distances")
    for line in lines:
        if line["vehicle_id"] == "v-diesel-5" and line["period_start"].startswith("2023"):
            delete_rows(folder, "vehicle_distances", line["line_id"])
    with replay(golden, folder, work_dir / "replay") as replayed:
        yield replayed


def footprint(places: Replay, where: str) -> Decimal:
    """The footprint's own kg of some travel of 2023."""
    (row,) = places.rows(
        f"select sum(kg_co2e) as kg from audit.fct_emissions where reporting_year = 2023 and {where}"
    )
    return Decimal(row["kg"])


def test_each_kind_stands_in_its_own_step(places: Replay) -> None:
    steps = {
        row["step"]: row["kg"]
        for row in places.rows(
            "select step, kg from intermediate.int_wpm_bridge_steps where reporting_year = 2023"
        )
    }
    expected = {
        "excluded_travel": footprint(places, "line_id = 'flight'"),
        "without_wpm_co2": footprint(places, "line_id = 'unknown'"),
        "distance_missing": footprint(
            places, "extract_name = 'fuel_transactions' and vehicle_id = 'v-diesel-5'"
        ),
    }
    assert len({0, *expected.values()}) == 4, "the three differ from each other and from nothing"
    assert {step: steps[step] for step in expected} == expected
    end = steps.pop("ladder")
    assert sum(steps.values()) == end
    assert end == footprint(
        places,
        "extract_name in ('fuel_transactions', 'charging_sessions', 'vehicle_distances', 'trips', "
        "'commuting')",
    )


def test_other_years_of_the_car_keep_their_place(places: Replay) -> None:
    rows = places.rows(
        "select distinct bridge_class from intermediate.int_wpm_ladder_rows "
        "where vehicle_id = 'v-diesel-5' and basis = 'by_fuel' and reporting_year in (2022, 2025)"
    )
    assert [row["bridge_class"] for row in rows] == ["both"]
