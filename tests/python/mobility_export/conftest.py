"""A small warehouse of our own making: one KVK number with round numbers, one that is nearly empty."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from look.conftest import Fabricated
from trede.mobility.warehouse import TABLES

REFERENCE = Path(__file__).parents[3] / "seeds" / "shared" / "reference"

KVK = "12345678"
OTHER_KVK = "87654321"

#: Cells with travel in 2023: value, rkm, g per rkm, kg CO2, reason; what else is 0.
CELLS: dict[tuple[str, str], tuple[str | None, str | None, str | None, str | None, str | None]] = {
    ("A", "car_diesel"): ("500001", "540000.54", "145", "78300.0783", None),
    ("B", "public_transport"): ("20001", "122003.05", "16", "1952.0488", None),
    ("C", "car_petrol"): ("93", "100", "141", "14.1", None),
    ("C", "public_transport"): ("0", "50", "16", "0.8", None),
    ("D", "car_petrol"): ("1000", "1080", "141", "152.28", None),
    ("D", "car_other"): ("200", "216", None, None, "no_kental"),
    ("D", "active"): ("3000", "3000", "0", "0", None),
    ("D", "car_unknown"): ("300", "324", None, None, "fuel_unknown"),
}

#: Parts: block, category, extract, kind, persons, lines of each, vehicle-km, traveller-km, euros.
PARTS = (
    ("A", "car_diesel", "vehicle_distances", "distance", 6, 2, "600000.5", "0", "0"),
    ("A", "car_diesel", "vehicle_distances", "private_distance", 5, 2, "-60000", "0", "0"),
    ("A", "car_diesel", "commuting", "commuting_in_vehicle", 2, 1, "-40000", "0", "0"),
    ("B", "public_transport", "trips", "trip", 7, 3, "0", "0", "20000.5"),
    ("C", "car_petrol", "trips", "trip", 1, 4, "0", "100", "0"),
    ("C", "public_transport", "trips", "trip", 5, 1, "0", "50", "0"),
    ("D", "car_petrol", "commuting", "commuting", 10, 1, "1000", "0", "0"),
    ("D", "car_other", "commuting", "commuting", 5, 1, "200", "0", "0"),
    ("D", "active", "commuting", "commuting", 8, 1, "0", "3000", "0"),
    ("D", "car_unknown", "commuting", "commuting", 5, 1, "300", "0", "0"),
)


def reference(name: str) -> list[dict[str, str]]:
    """Return the rows of a shared seed."""
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column_type(table: str, column: str) -> str:
    """Return a type for a column, as the models and seeds have it."""
    if table.startswith(("reference.", "judgements.", "mappings.")):
        return "varchar"
    if column.startswith(("is_", "meets_")):
        return "boolean"
    integers = ("_year", "_order", "_count", "employees", "jaargang", "_size")
    if column.endswith(integers) or column.startswith(("threshold_", "employees_")):
        return "integer"
    numbers = ("_km", "_eur", "_pct", "_car", "_rkm", "_co2", "_index", "index_2019", "km_without")
    if column in ("value", "km", "rkm", "km_without_amount") or column.endswith(numbers):
        return "decimal(28, 6)"
    return "varchar"


class MadeWpm(Fabricated):
    """The same with columns whose names are words of SQL."""

    def insert(self, table: str, *rows: Mapping[str, Any]) -> None:
        """Insert rows; columns that are not named stay empty."""
        super().insert(
            table, *({f'"{column}"': value for column, value in row.items()} for row in rows)
        )


def fill(made: MadeWpm) -> None:
    """Make the tables; 2023 has key figures, 2024 has none."""
    for schema in sorted({name.split(".")[0] for name in TABLES}):
        made.sql(f"create schema {schema}")
    for name, table in TABLES.items():
        columns = ", ".join(f'"{column}" {column_type(name, column)}' for column in table.columns)
        made.sql(f"create table {name} ({columns})")
    made.insert(
        "judgements.company", {"name": "Noord & Zuid BV", "language": "nl", "reason": "Ja."}
    )
    made.insert(
        "mappings.entities", {"entity_id": "noord", "kvk_number": KVK, "name": "Noord <Fleet> BV"}
    )
    made.insert("mappings.entities", {"kvk_number": "11112222", "name": "Stil BV"})
    for jaargang, status in (("2022", "official"), ("2023", "official"), ("2025", "provisional")):
        made.insert(
            "reference.wpm_jaargangen", {"jaargang": jaargang, "status": status, "gas_basis": "CO2"}
        )
    for row in reference("wpm_thresholds"):
        wanted = TABLES["reference.wpm_thresholds"].columns
        made.insert("reference.wpm_thresholds", {column: row[column] or None for column in wanted})
    made.insert(
        "judgements.wpm_choices",
        {
            "kvk_number": "*",
            "year": "2023",
            "choice": "flat_private_km",
            "value": "8900",
            "reason": "=1+1 is no formula",
            "decided_by": "manager",
            "decided_on": "2024-02-01",
        },
    )
    for kvk, year in ((KVK, 2023), (KVK, 2024), (OTHER_KVK, 2023)):
        employer_year(made, kvk, year)
    for rule_id in ("WPM-03", "WPM-06", "WPM-10", "WPM-14", "WPM-15", "WPM-19", "VAL-02", "ENE-01"):
        made.insert(
            "marts.dim_rules",
            {"rule_id": rule_id, "wording_nl": f"{rule_id} nl.", "wording_en": f"{rule_id} en."},
        )
    for place, (path, purpose, index) in enumerate(
        (("trendpad", "zakelijk", "0.845081"), ("basispad", "zakelijk", "0.949689"))
    ):
        made.insert(
            "marts.rpt_wpm_path",
            {
                "kvk_number": KVK,
                "path": path,
                "population": "employers_100_plus",
                "purpose": purpose,
                "reporting_year": 2023,
                "kt_co2": 600 + place,
                "index_2019": index,
                "own_base_year": 2022,
                "own_index": "0.976196",
            },
        )
    excluded = [("flight", 3), ("grey_plate_van", 0), ("boat", 6)]
    for reason, persons in excluded:
        for place in range(max(persons, 2)):
            made.insert(
                "audit.rpt_wpm_trail",
                {
                    "kvk_number": KVK,
                    "reporting_year": 2023,
                    "extract_name": "trips",
                    "line_id": f"{reason}-{place}",
                    "exclusion_reason": reason,
                    "person_key": f"p-{place}" if persons else None,
                },
            )


def employer_year(made: MadeWpm, kvk: str, year: int) -> None:
    """Insert the form, its parts and the size of a KVK number and year."""
    has_key_figures, is_main = year == 2023, kvk == KVK
    for block in reference("wpm_blocks"):
        for category in reference("wpm_categories"):
            key = (block["block"], category["category"])
            value, rkm, grams, kg, reason = CELLS.get(key, ("0", None, None, None, None))
            unit = "business_entry_unit" if block["purpose"] == "business" else "entry_unit"
            if not has_key_figures:
                value = None if key == ("C", "car_petrol") else value
                rkm, grams, kg = None, None, None
                reason = "no_jaargang" if key in CELLS else None
            if not is_main:
                value, rkm, grams, kg, reason = "0", None, None, None, None
            is_without = is_main and key == ("C", "public_transport")
            made.insert(
                "audit.rpt_wpm_form",
                {
                    "kvk_number": kvk,
                    "reporting_year": year,
                    "block": block["block"],
                    "block_order": block["block_order"],
                    "block_label_nl": block["label_nl"],
                    "block_label_en": block["label_en"],
                    "purpose": block["purpose"],
                    "category": category["category"],
                    "category_order": category["category_order"],
                    "category_label_nl": category["label_nl"],
                    "category_label_en": category["label_en"],
                    "is_on_form": category["is_on_form"],
                    "entry_unit": category[unit],
                    "value": value,
                    "line_count": 1,
                    "surveyed_share_pct": "25.5" if is_main and key in CELLS else None,
                    "estimated_share_pct": "0" if is_main and key in CELLS else None,
                    "km_without_amount": "50" if is_without else "0",
                    "jaargang": 2023 if has_key_figures else None,
                    "is_chosen_jaargang": False,
                    "jaargang_status": "official" if has_key_figures else None,
                    "average_occupancy_car": "1.08" if has_key_figures else None,
                    "rkm_per_eur": "6.1" if has_key_figures else None,
                    "gas_basis": "CO2" if has_key_figures else None,
                    "rkm": rkm,
                    "g_per_rkm": grams,
                    "kg_co2": kg,
                    "no_co2_reason": reason,
                },
            )
    if not is_main:
        return
    for block, category, extract, kind, persons, lines, vehicle, traveller, euros in PARTS:
        many = persons * lines
        for place in range(many):
            first = place == 0
            made.insert(
                "audit.rpt_wpm_trail",
                {
                    "kvk_number": kvk,
                    "reporting_year": year,
                    "block": block,
                    "category": category,
                    "delivered_category": category,
                    "extract_name": extract,
                    "part_kind": kind,
                    "line_id": f"{extract}-{block}-{place}",
                    "person_key": f"p-{place % persons}",
                    "vehicle_km": vehicle if first else "0",
                    "traveller_km": traveller if first else "0",
                    "amount_eur": euros if first else "0",
                    "km": str(Decimal(vehicle) + Decimal(traveller)) if first else "0",
                },
            )
    made.insert(
        "marts.rpt_wpm_size",
        {
            "kvk_number": kvk,
            "reporting_year": year,
            "employees": 120,
            "threshold_in_force": 100 if year == 2024 else None,
            "threshold_proposed": 250,
            "is_obliged": year == 2024,
            "is_obliged_as_proposed": False,
            "survey_sample_size": 115,
            "employees_with_commuting": 96,
            "surveyed_employees": None,
            "coverage_pct": "80",
            "meets_80_pct_rule": True,
            "unknown_fuel_share_pct": None,
        },
    )


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeWpm:
    """The warehouse, made once and never opened by a test."""
    made = MadeWpm(tmp_path_factory.mktemp("made_wpm") / "current.duckdb")
    with made:
        fill(made)
    return made


@pytest.fixture
def warehouse(made_once: MadeWpm, tmp_path: Path) -> Fabricated:
    """A copy of it, for one test to break."""
    return made_once.copy(tmp_path / "warehouse")


@pytest.fixture
def wpm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Any]:
    """Run `trede wpm` on a warehouse: `wpm(file, "--year", "2023")` -> the runner's result.

    The sheets go to the folder `out` of the test, unless it says --out.
    """
    from typer.testing import CliRunner

    from trede.cli import app

    def run(file: Path, *arguments: str) -> Any:  # noqa: ANN401  # click keeps its type private
        monkeypatch.setenv("TREDE_WAREHOUSE_DIR", str(file.parent))
        if "--out" not in arguments:
            arguments = (*arguments, "--out", str(tmp_path / "out"))
        return CliRunner().invoke(app, ["wpm", *arguments])

    return run
