"""Published worked examples of scope 3, through the warehouse of a company made of them.

Each expected figure is the example's own, or is multiplied here with decimals from its inputs.
Where the source prints another figure than its inputs give, both stand here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from companies.workbook import FILES, PURCHASES, put_examples_into, write_workbook
from support.builds import Build, ProjectCopy
from trede.check import check_company
from trede.contract import Contract

pytestmark = pytest.mark.build


@pytest.fixture(scope="module")
def workbook(
    build_company: Callable[..., Build],
    project_root: Path,
    contract: Contract,
    tmp_path_factory: pytest.TempPathFactory,
) -> Build:
    """The company, built in a copy of the project that holds the factors of the examples."""
    project = ProjectCopy.create(project_root, tmp_path_factory.mktemp("workbook") / "project")
    put_examples_into(project)
    folder = write_workbook(tmp_path_factory.mktemp("companies") / "workbook", contract)
    assert list(check_company(folder, contract)) == []
    return build_company(
        "workbook",
        folder,
        (
            "build",
            "--select",
            "+rpt_scope_3_categories",
            "--exclude",
            "resource_type:unit_test",
            # no test of a model that is not built here
            "--indirect-selection",
            "cautious",
        ),
        project=project,
    )


def _lines(example: str) -> list[str]:
    """The keys of an example's purchases."""
    return [
        f"purchases_physical-{number}"
        for number, purchase in enumerate(PURCHASES, start=1)
        if purchase.example == example
    ]


def _purchased(build: Build, example: str) -> dict[tuple[str, str], Decimal]:
    """Kilograms of an example's purchases by line of the GHG Protocol and method."""
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in _emissions(build, _lines(example)):
        found[row["ghg_line"], row["method"]] += row["kg_co2e"]
    return dict(found)


def _emissions(build: Build, lines: list[str]) -> Iterator[dict]:
    rows = build.rows("select * from audit.fct_emissions order by emission_id")
    return (row for row in rows if row["line_id"] in lines)


def _categories(build: Build, year: int = 2024) -> dict[int, dict]:
    rows = build.rows("select * from marts.rpt_scope_3_categories where reporting_year = ?", [year])
    return {row["ghg_category"]: row for row in rows}


def test_every_line_is_there_and_the_build_is_green(workbook: Build) -> None:
    assert workbook.not_green() == {}
    for name in ("purchases_physical", "ledger_entries", "commuting"):
        found = workbook.value(
            "select count(distinct line_id) from audit.fct_activities where extract_name = ?",
            [name],
        )
        assert found == len(FILES[name]), name
    statuses = workbook.rows(
        "select distinct claim_status from audit.fct_activities order by claim_status"
    )
    assert [row["claim_status"] for row in statuses] == ["counted", "superseded"]


@pytest.mark.parametrize(
    ("example", "line", "method", "kg"),
    [
        ("W01", "3.1", "supplier_specific", "145000"),
        ("W02", "3.1", "hybrid", "257300"),
        ("W03", "3.1", "hybrid", "70250"),
        ("W11", "3.5", "average_data", "132500"),
        ("W13 air", "3.6", "average_data", "8300000"),
        ("W16", "3.8", "average_data", "1320"),
        ("W18", "3.15", "average_data", "2332500"),
    ],
)
def test_purchased_quantities(
    workbook: Build, example: str, line: str, method: str, kg: str
) -> None:
    assert _purchased(workbook, example) == {(line, method): Decimal(kg)}


def test_w02_is_not_what_its_source_prints(workbook: Build) -> None:
    """Printed 72,800: the transport of 205,000 kg went in as a tenth of itself."""
    own, materials, waste = Decimal(3000), Decimal(49250), Decimal(50)
    transport = sum(
        Decimal(kilograms) * kilometres * Decimal(factor)
        for kilograms, kilometres, factor in [
            (5000, 1000, "0.01"),
            (2500, 2500, "0.02"),
            (500, 800, "0.05"),
            (500, 200, "0.1"),
        ]
    )
    assert own + materials + waste + transport / 10 == 72800
    assert own + materials + waste + transport == 257300
    assert _purchased(workbook, "W02") == {("3.1", "hybrid"): 257300}


def test_w02_and_w03_keep_the_suppliers_part_apart(workbook: Build) -> None:
    for example, own in (("W02", 3000), ("W03", 3000)):
        lots: dict[str, Decimal] = defaultdict(Decimal)
        for row in _emissions(workbook, _lines(example)):
            lots[row["supply_lot"]] += row["kg_co2e"]
        assert set(lots) == {"supplier", "upstream_of_supplier"}
        assert lots["supplier"] == own


def test_w03_refuses_an_average_that_holds_the_suppliers_part(workbook: Build) -> None:
    """12,000 x 6.0 = 72,000 alone. With the supplier's 0.25 it would be 75,000, some of it twice."""
    assert _purchased(workbook, "W03 refused") == {("3.1", "average_data"): 72000}
    (row,) = _emissions(workbook, _lines("W03 refused"))
    assert (row["supply_lot"], row["factor_value"]) == ("average", 6)


def test_w09_spend_by_printed_factors(workbook: Build) -> None:
    """20,000 x 0.04 + 30,000 x 0.15 + 40,000 x 0.05."""
    rows = workbook.rows(
        "select factor_id, factor_value, amount_at_price_basis, kg_co2e"
        " from audit.fct_spend_emissions where description = 'W09' order by line_id"
    )
    assert [(row["factor_id"], row["kg_co2e"]) for row in rows] == [
        ("w09_1", 800),
        ("w09_2", 4500),
        ("w09_3", 2000),
    ]
    emitted = workbook.rows(
        "select ghg_line, method, supply_lot, sum(kg_co2e) as kg from audit.fct_emissions"
        " where activity_type = 'spend_04' group by all"
    )
    assert emitted == [{"ghg_line": "3.4", "method": "spend", "supply_lot": "spend", "kg": 7300}]


def test_w13_a_third_of_a_vehicle_is_not_rounded(workbook: Build) -> None:
    """33 vehicles would make 17,450 kg, 34 of them 17,850."""
    (kg,) = _purchased(workbook, "W13 road").values()
    assert round(kg, 2) == Decimal("17583.33")
    assert abs(kg - (250 + 4000 + Decimal(40000) / 3)) < Decimal("0.00001")


def test_w14_commuting_by_survey(workbook: Build) -> None:
    """48 weeks: 10 x 2 x (5 + 4) x 0.1 by rail, (15 x 2 x 1 + 20 x 2 x 5) x 0.2 by car.

    The kilometres of the year are exact; each of its twelve months rounds its kilograms once.
    """
    rows = workbook.rows(
        "select activity_type, ghg_line, ladder_line, method, round(sum(kg_co2e), 5) as kg"
        " from audit.fct_emissions where extract_name = 'commuting' group by all order by kg"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("commuting_train", "3.7", "3.7", "activity", 864),
        ("commuting_car_petrol", "3.7", "3.7", "activity", 2208),
    ]
    kilometres = workbook.value(
        "select sum(emission_quantity) from audit.fct_activities where extract_name = 'commuting'"
    )
    assert kilometres == 2 * 48 * (10 * 9 + 15 + 20 * 5)


def test_w16_is_not_rounded_half_way(workbook: Build) -> None:
    """Printed 1,325: a share that was rounded before it was used."""
    kg = sum(_purchased(workbook, "W16").values())
    share = Decimal(200) / (2000 * Decimal("0.75"))
    assert round((1500 * Decimal("0.2") + 3000 * Decimal("0.7") + 5 * 1500) * share, 3) == kg
    assert kg == Decimal("1320.000")
    assert kg != 1325


def test_w18_is_not_what_its_source_prints(workbook: Build) -> None:
    """Printed 2,242,500, as tonnes: without the first company's 90,000, and in kilograms."""
    first, *others = (row["kg_co2e"] for row in _emissions(workbook, _lines("W18")))
    assert (first, sum(others)) == (90000, 2242500)
    assert _categories(workbook)[15]["t_co2e"] == Decimal("2332.5")


def test_w39_euros_of_2020_in_prices_of_2011(workbook: Build) -> None:
    """10 x 95.2 / 105.5 = 9.0237; 11.08 is the known wrong way."""
    (row,) = workbook.rows("select * from audit.fct_spend_emissions where description = 'W39'")
    assert (row["price_index_of_booking"], row["price_index_of_factor"]) == (
        Decimal("105.5"),
        Decimal("95.2"),
    )
    steps = {
        row["amount_in_price_year_eur"],
        row["amount_in_factor_currency"],
        row["amount_at_price_basis"],
        row["kg_co2e"],
    }
    assert steps == {round(Decimal(10) * Decimal("95.2") / Decimal("105.5"), 6)}
    assert round(row["kg_co2e"], 4) == Decimal("9.0237")
    assert round(row["kg_co2e"], 2) != Decimal("11.08")
    assert _categories(workbook, 2020)[1]["t_co2e"] == row["kg_co2e"] / 1000


def test_euros_that_a_purchase_tells_leave_the_spend(workbook: Build) -> None:
    """Of 10,000 euros, 4,000 are 400 kg at 2; of 500, purchases claim 800: none of it is left.

    What was bought without a factor is told by the euros: it counts for nothing itself.
    """
    spend = workbook.rows(
        "select amount_eur, physical_eur, counted_eur, kg_co2e from audit.fct_spend_emissions"
        " where description = 'EUR' order by line_id"
    )
    assert [tuple(row.values()) for row in spend] == [
        (10000, 4000, 6000, 3000),
        (500, 500, 0, None),
    ]
    for row in spend:
        assert row["physical_eur"] + row["counted_eur"] == row["amount_eur"]
    claims = workbook.rows(
        "select extract_name, claim_part, claim_status, claim_reason, quantity"
        " from audit.fct_activities where source_document = 'inv-1' order by all"
    )
    assert [tuple(row.values()) for row in claims] == [
        ("ledger_entries", "main", "counted", "only_source", 6000),
        ("ledger_entries", "physical", "superseded", "known_in_physical_units", 4000),
        ("purchases_physical", "main", "counted", "only_source", 400),
        ("purchases_physical", "main", "superseded", "counted_by_spend", 50),
    ]
    assert _purchased(workbook, "EUR") == {("3.1", "supplier_specific"): 400 * 2 + 100 * 1}


@pytest.mark.parametrize(
    ("category", "ladder_line", "tonnes", "methods"),
    [
        (4, "3.4", "7.3", {"spend": 100}),
        (5, "3.5", "132.5", {"average_data": 100}),
        # business travel stands outside scope 3 on the Ladder
        (6, "business_travel", "8317.583333", {"average_data": 100}),
        (7, "3.7", "3.072", {"activity": 100}),
        (8, "3.8", "1.32", {"average_data": 100}),
        (15, "3.15", "2332.5", {"average_data": 100}),
    ],
)
def test_categories_of_one_example(
    workbook: Build, category: int, ladder_line: str, tonnes: str, methods: dict[str, int]
) -> None:
    row = _categories(workbook)[category]
    assert row["state"] == "quantified"
    assert round(row["t_co2e"], 6) == Decimal(tonnes)
    assert row["ladder_line"] == ladder_line
    assert row["t_co2e_ladder"] == (None if category == 6 else row["t_co2e"])
    names = ["supplier_specific", "hybrid", "average_data", "activity", "spend"]
    assert {name: row[f"{name}_pct"] for name in names if row[f"{name}_pct"]} == methods


def test_purchased_goods_by_all_methods(workbook: Build) -> None:
    """Category 1: W01, W02, W03, the refused average, and the invoices beside their purchases."""
    kg = {
        "supplier_specific": Decimal(145000 + 900),
        "hybrid": Decimal(257300 + 70250),
        "average_data": Decimal(72000),
        "activity": Decimal(0),
        "spend": Decimal(3000),
    }
    total = sum(kg.values())
    row = _categories(workbook)[1]
    assert row["t_co2e"] == total / 1000 == Decimal("548.45")
    assert {name: row[f"{name}_pct"] for name in kg} == {
        name: round(part * 100 / total, 2) for name, part in kg.items()
    }
    assert row["spend_eur"] == 6000


def test_categories_without_an_example_say_so(workbook: Build) -> None:
    states = {number: row["state"] for number, row in _categories(workbook).items()}
    assert set(states) == set(range(1, 16))
    for number in (2, 3, 9, 10, 11, 12, 13, 14):
        assert states[number] == "not_screened"
    assert _categories(workbook, 2023)[5]["state"] == "without_figure"
