"""Any small company: what is delivered is kept, nothing counts twice, and output scales with input."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mutants.warehouse import Warehouse
from properties.companies import Company, companies
from support.builds import Build

#: A replay of a small company takes a second or two; the examples are the same in every run.
FEW = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    # A failing example has a dozen lines at most; to shrink it takes minutes of replays.
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@dataclass(frozen=True)
class Computed:
    """What the models make of a company.

    Attributes:
        parts: quantity of each line by claim status.
        kg: emissions by line and component.
        frames: t by frame.
        used: counted quantity by vehicle, year and extract.
        meter: kWh that count of the head office and its own charge points together.
    """

    parts: Mapping[str, Mapping[str, Decimal]]
    kg: Mapping[tuple[str, str], Decimal]
    frames: Mapping[tuple[str, int], Decimal]
    used: Mapping[tuple[str, int], set[str]]
    meter: Decimal


@pytest.fixture(scope="module")
def warehouse(demo_build: Build) -> Warehouse:
    """The demo in memory, of which the small companies take the mappings."""
    return Warehouse(demo_build, threads=2)


def compute(warehouse: Warehouse, company: Company) -> Computed:
    """Replay a company."""
    with warehouse.mutated(company.changes()) as trial:
        trial.totals()
        trial.fill("rpt_footprint")
        parts: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        for line_id, status, quantity in warehouse.query(
            "select line_id, claim_status, sum(quantity * count_multiplier) "
            "from audit.fct_activities group by all"
        ):
            parts[line_id][status] = quantity
        used: dict[tuple[str, int], set[str]] = defaultdict(set)
        for vehicle_id, year, extract in warehouse.query(
            "select distinct vehicle_id, reporting_year, extract_name from audit.fct_activities "
            "where claim_status = 'counted' and vehicle_id is not null"
        ):
            used[vehicle_id, year].add(extract)
        return Computed(
            parts,
            {
                (line_id, component): kg
                for line_id, component, kg in warehouse.query(
                    "select line_id, component, sum(kg_co2e) from audit.fct_emissions group by all"
                )
            },
            {
                (frame, year): t
                for frame, year, t in warehouse.query(
                    "select frame, reporting_year, sum(t_co2e) from marts.rpt_footprint group by all"
                )
            },
            used,
            warehouse.query(
                "select coalesce(sum(quantity), 0) from audit.fct_activities "
                "where claim_status = 'counted' and activity_type in ('electricity', 'ev_charging_own')"
                " and (extract_name = 'supplier_invoices' or charge_point_id = 'cp-ho-1')"
            )[0][0],
        )


@pytest.mark.build
@FEW
@given(company=companies())
def test_what_is_delivered_is_kept_and_counted_once(warehouse: Warehouse, company: Company) -> None:
    computed = compute(warehouse, company)
    for number, line in enumerate(company.lines):
        line_id = f"P-{line.extract}-{number}"
        # Every unit has a status, and no more of it counts than was delivered.
        assert sum(computed.parts[line_id].values()) == line.whole, line
        assert 0 <= computed.parts[line_id].get("counted", 0) <= line.whole, line
    for (vehicle_id, year), extracts in computed.used.items():
        assert not (
            "vehicle_distances" in extracts
            and extracts & {"fuel_transactions", "charging_sessions"}
        ), (vehicle_id, year)
    # What sessions take from the meter leaves the building: together no more than was billed, once any is.
    billed = sum(line.whole for line in company.lines if line.extract == "supplier_invoices")
    charged = sum(
        line.whole
        for line in company.lines
        if line.extract == "charging_sessions" and line.values["place"] == "own"
    )
    assert computed.meter <= billed + charged
    assert computed.meter >= max(billed, min(charged, computed.meter))


@pytest.mark.build
@FEW
@given(company=companies())
def test_every_frame_tells_the_same_total(warehouse: Warehouse, company: Company) -> None:
    computed = compute(warehouse, company)
    totals: dict[int, set[Decimal]] = defaultdict(set)
    for (_, year), tonnes in computed.frames.items():
        totals[year].add(tonnes)
    assert all(len(told) == 1 for told in totals.values()), computed.frames
    emitted = sum(computed.kg.values(), Decimal(0)) / 1000
    assert sum((told.copy().pop() for told in totals.values()), Decimal(0)) == emitted


@pytest.mark.build
@FEW
@given(company=companies(), factor=st.sampled_from([2, 3, 10]))
def test_twice_the_input_is_twice_the_output(
    warehouse: Warehouse, company: Company, factor: int
) -> None:
    once, more = compute(warehouse, company), compute(warehouse, company.times(factor))
    assert once.kg.keys() == more.kg.keys()
    for key, kg in once.kg.items():
        # A line may be spread over a few months, each rounded to a millionth of a kilogram, and its
        # quantity to a millionth of a unit of at most a few kilograms.
        assert abs(more.kg[key] - kg * factor) <= Decimal("0.0002") * factor, key
