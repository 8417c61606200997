"""Worked examples of factor arithmetic, through the macros, seeds and models of the project.

One build in a copy of the project: a small model sends lines through normalise_quantity and to_kg,
as the extracts go, and a new list is imported beside the editions that exist.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from factors.exports import write_export
from support.builds import Build, ProjectCopy
from trede.factors.cli import app

#: Units of W22, as the example gives them: mmBtu per scf, mmBtu per therm.
MMBTU_PER_SCF, MMBTU_PER_THERM = Decimal("0.001026"), Decimal("0.1")
#: example; activity type; unit; quantity; factor of the example or key in the list of 2026.
LINES = [
    ("W22", "natural_gas_scf", "scf", "100", "0.05444"),
    ("W22", "natural_gas_scf", "mmBtu", "100", "0.05444"),
    ("W22", "natural_gas_scf", "therm", "100", "0.05444"),
    ("W37", "electricity", "kWh", "128", "0.19359146878269065"),
    ("W38", "petrol_e0", "l", "1000", "nl_fuel_vehicle_benzine_fossiel_e0"),
    ("W38", "electricity", "kWh", "500", "nl_electricity_grijze_stroom"),
    ("petrol", "petrol_e10", "liter", "1000", "nl_fuel_vehicle_benzine_e10"),
    ("power in kWh", "electricity", "kWh", "2500", "nl_electricity_grijze_stroom"),
    ("power in MWh", "electricity", "MWh", "2.5", "nl_electricity_grijze_stroom"),
    ("power in GJ", "electricity", "GJ", "9", "nl_electricity_grijze_stroom"),
    ("glass in kg", "waste_glass", "kg", "1500", "nl_waste_recycling_glas"),
    ("glass in tonnes", "waste_glass", "ton", "1.5", "nl_waste_recycling_glas"),
    ("unknown unit", "electricity", "barrel", "1", "nl_electricity_grijze_stroom"),
]
MODEL = """
with

lines as (
    {lines}
),

normalised as (
    {{{{ normalise_quantity('lines', 'quantity') }}}}
),

factors as (
    select * from {{{{ ref('int_factors') }}}}
    where edition_id = 'nl_2026'
),

with_factor as (
    select
        normalised.example,
        normalised.activity_quantity,
        coalesce(normalised.given_factor, factors.wtw_factor_value) as wtw_factor_value,
        coalesce(normalised.given_factor, factors.ttw_factor_value) as ttw_factor_value
    from normalised
    left join factors
        on normalised.factor_key = factors.factor_key
        and normalised.activity_unit = factors.unit
),

calculated as (
    select
        example,
        activity_quantity,
        {{{{ to_kg('activity_quantity', 'wtw_factor_value') }}}} as kg_co2e,
        {{{{ to_kg('activity_quantity', 'ttw_factor_value') }}}} as direct_kg_co2e
    from with_factor
)

select
    example,
    sum(activity_quantity) as activity_quantity,
    sum(kg_co2e) as kg_co2e,
    sum(direct_kg_co2e) as direct_kg_co2e
from calculated
group by example
"""


def _line(example: str, activity_type: str, unit: str, quantity: str, factor: str) -> str:
    given = "null" if factor.startswith("nl_") else factor
    key = f"'{factor}'" if factor.startswith("nl_") else "null"
    return (
        f"select '{example}' as example, '{activity_type}' as activity_type, '{unit}' as unit,"
        f" cast({quantity} as decimal(19, 6)) as quantity,"
        f" cast({given} as decimal(18, 9)) as given_factor, cast({key} as varchar) as factor_key"
    )


@pytest.fixture(scope="module")
def build(
    build_company: Callable[..., Build],
    project_root: Path,
    demo_dir: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Build:
    """The factor models and the examples, in a copy with an imported list and the units of W22."""
    copy = ProjectCopy.create(project_root, tmp_path_factory.mktemp("examples") / "project")
    reference = copy.root / "seeds" / "shared" / "reference"
    per_mmbtu = (1 / MMBTU_PER_SCF).quantize(Decimal("1e-9"))
    per_therm = (MMBTU_PER_THERM / MMBTU_PER_SCF).quantize(Decimal("1e-9"))
    with (reference / "units.csv").open("a", encoding="utf-8") as handle:
        handle.write(f"scf,scf,scf,1,\nscf,mmbtu,scf,{per_mmbtu},\nscf,therm,scf,{per_therm},\n")
    with (reference / "activity_types.csv").open("a", encoding="utf-8") as handle:
        handle.write("natural_gas_scf,fuel_heating,scf,Aardgas,Natural gas,false,Example W22\n")
    text = "\n    union all\n    ".join(_line(*line) for line in LINES)
    model = copy.root / "models" / "intermediate" / "factors" / "worked_examples.sql"
    model.write_text(MODEL.format(lines=text), encoding="utf-8")
    export = write_export(tmp_path_factory.mktemp("export") / "list.xlsx")
    imported = CliRunner().invoke(
        app, ["import-nl", str(export)], env={"TREDE_PROJECT_DIR": str(copy.root)}
    )
    assert imported.exit_code == 0, imported.output
    return build_company(
        "factors",
        demo_dir,
        ("build", "--select", "+worked_examples", "--exclude", "resource_type:test"),
        project=copy,
    )


@pytest.fixture(scope="module")
def examples(build: Build) -> dict[str, dict]:
    """The rows of the model by example."""
    return {row["example"]: row for row in build.rows("select * from intermediate.worked_examples")}


def test_units_are_normalised_before_the_factor(examples: dict[str, dict]) -> None:
    """W22: 100 scf + 100 mmBtu + 100 therm of gas."""
    found = examples["W22"]
    assert abs(found["activity_quantity"] - Decimal("107312.4756")) < Decimal("0.0001")
    assert abs(found["kg_co2e"] / Decimal("5842.0912") - 1) < Decimal("1e-6")


def test_therm_and_kwh(examples: dict[str, dict]) -> None:
    """W37: 128 kWh x 0.19359146878269065."""
    assert round(examples["W37"]["kg_co2e"], 4) == Decimal("24.7797")


def test_dutch_example(examples: dict[str, dict]) -> None:
    """W38: 1,000 l of petrol E0 and 500 kWh of grey power at the list of 2026."""
    assert examples["W38"]["kg_co2e"] == Decimal("3300.5")


def test_petrol_splits_into_direct_and_upstream(examples: dict[str, dict]) -> None:
    """1,000 l of E10 is 2,794 kg = 2,139 direct + 655 upstream."""
    found = examples["petrol"]
    assert (found["kg_co2e"], found["direct_kg_co2e"]) == (2794, 2139)
    assert found["kg_co2e"] - found["direct_kg_co2e"] == 655


def test_the_same_energy_or_mass_in_other_units_is_the_same_kg(examples: dict[str, dict]) -> None:
    assert examples["power in kWh"]["kg_co2e"] == Decimal("1207.5")
    assert examples["power in MWh"]["kg_co2e"] == Decimal("1207.5")
    assert abs(examples["power in GJ"]["kg_co2e"] - Decimal("1207.5")) < Decimal("0.00001")
    assert examples["glass in kg"]["kg_co2e"] == 39
    assert examples["glass in tonnes"]["kg_co2e"] == 39


def test_an_unknown_unit_gives_no_kg(examples: dict[str, dict]) -> None:
    assert examples["unknown unit"]["activity_quantity"] is None
    assert examples["unknown unit"]["kg_co2e"] is None


def test_a_new_list_is_read_and_moves_no_year_before_it(build: Build, factors_build: Build) -> None:
    """An imported list has its own rows, and lends no split where a nearer complete list does."""
    query = "select * from intermediate.int_factors where edition_id {} 'nl_2031' order by 1, 4"
    new = {row["factor_key"]: row for row in build.rows(query.format("="))}
    assert len(new) == 17
    petrol = new["nl_fuel_vehicle_benzine_e10"]
    assert (petrol["wtw_factor_value"], petrol["split_status"]) == (Decimal("2.5"), "printed")
    assert petrol["factor_status"] == "official"
    assert petrol["source"].startswith("https://www.co2emissiefactoren.nl/")
    assert build.rows(query.format("<>")) == factors_build.rows(query.format("<>"))
