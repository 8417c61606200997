"""A small warehouse of our own making: round numbers, so that the page can be checked by head."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from trede.look.marts import TABLES

#: Lines of the frames: t CO2e by year for two entities (None is merged for privacy).
LADDER = {
    ("scope_1", "Scope 1", "Scope 1", 1): {
        2023: {"north": "1000.25", None: "234.315"},
        2024: {"north": "900.5", None: "100.125"},
    },
    ("scope_2", "Scope 2", "Scope 2", 2): {2023: {"north": "50"}, 2024: {"north": "40.005"}},
    ("business_travel", "Zakelijk verkeer", "Business travel", 3): {2024: {None: "0.75"}},
}
LOCATION_BASED = {2023: "60", 2024: "45.5"}
TOTALS = {2023: "1284.565", 2024: "1041.38"}


def column_type(column: str) -> str:
    """Return a type for a column by its name, as the contracts of the marts have it."""
    if column in ("reporting_year", "half_year", "line_order", "printed_decimals", "occurrence"):
        return "integer"
    if column.endswith("_count"):
        return "integer"
    if column.startswith(("is_", "has_")):
        return "boolean"
    numeric = ("t_", "kg_", "low_t", "high_t", "wtw_", "quantity_", "jump_", "figure_value")
    if column.startswith(numeric) or column.endswith(("_pct", "_value", "_score", "difference")):
        return "decimal(30, 9)"
    return "varchar"


class Fabricated:
    """A warehouse file with the tables of the look, to fill and to break.

    Each call opens and closes the file, so that the command can read it in between; inside
    `with made:` it stays open, which is much faster.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._held: duckdb.DuckDBPyConnection | None = None

    def __enter__(self) -> Fabricated:
        self._held = duckdb.connect(str(self.file))
        return self

    def __exit__(self, *_: object) -> None:
        assert self._held is not None
        self._held.close()
        self._held = None

    def sql(self, statement: str, parameters: Iterable[Any] = ()) -> None:
        """Run one statement."""
        if self._held is None:
            with self:
                self.sql(statement, parameters)
        else:
            self._held.execute(statement, list(parameters))

    def insert(self, table: str, *rows: Mapping[str, Any]) -> None:
        """Insert rows; columns that are not named stay empty."""
        for row in rows:
            marks = ", ".join("?" * len(row))
            self.sql(f"insert into {table} ({', '.join(row)}) values ({marks})", row.values())

    def copy(self, folder: Path) -> Fabricated:
        """Return a copy of the file in a folder of its own, for one test to break."""
        folder.mkdir(parents=True)
        return Fabricated(Path(shutil.copy(self.file, folder / self.file.name)))


def create_tables(made: Fabricated) -> None:
    """Create every table of the look, without rows."""
    for schema in sorted({name.split(".")[0] for name in TABLES}):
        made.sql(f"create schema {schema}")
    for name, table in TABLES.items():
        columns = ", ".join(f"{column} {column_type(column)}" for column in table.columns)
        made.sql(f"create table {name} ({columns})")


def company(warehouse: Fabricated, **changes: str) -> None:
    """Insert the company's own row."""
    row = {"name": "Noord & Zuid BV", "reporting_years": "2022-2024", "language": "nl"}
    warehouse.insert("judgements.company", {**row, "reason": "Decided by the company.", **changes})


@pytest.fixture(scope="session")
def made_warehouses(tmp_path_factory: pytest.TempPathFactory) -> tuple[Fabricated, Fabricated]:
    """A warehouse without rows and one with figures, made once and never opened by a test."""
    pair = tuple(Fabricated(tmp_path_factory.mktemp("made") / "current.duckdb") for _ in range(2))
    for made in pair:
        with made:
            create_tables(made)
    with pair[1]:
        fill(pair[1])
    return pair


@pytest.fixture
def empty_warehouse(made_warehouses: tuple[Fabricated, Fabricated], tmp_path: Path) -> Fabricated:
    """Every table, no row: what an empty company folder builds."""
    return made_warehouses[0].copy(tmp_path / "warehouse")


@pytest.fixture
def warehouse(made_warehouses: tuple[Fabricated, Fabricated], tmp_path: Path) -> Fabricated:
    """Two years of figures; 2023 is a draft."""
    return made_warehouses[1].copy(tmp_path / "warehouse")


def fill(made: Fabricated) -> None:
    """Fill a warehouse with two years of figures, of which 2023 is a draft."""
    company(made)
    made.insert("marts.dim_entities", {"entity_id": "north", "entity_name": "Noord BV"})
    for frame, label in (("ladder", "Ladder"), ("ghg_protocol", "GHG"), ("iso_14064", "ISO")):
        made.insert("reference.frames", {"frame": frame, "label_nl": label, "label_en": label})
        for (line, label_nl, label_en, order), years in LADDER.items():
            for year, entities in years.items():
                kg = sum(Decimal(value) for value in entities.values())
                total(made, frame, "line", line, year, kg)
                for entity, tonnes in entities.items():
                    location = LOCATION_BASED[year] if line == "scope_2" else tonnes
                    row = {
                        "frame": frame,
                        "line": line,
                        "scope": line,
                        "line_label_nl": label_nl,
                        "line_label_en": label_en,
                        "line_order": order,
                        "reporting_year": year,
                        "entity_id": entity,
                        "t_co2e": tonnes,
                        "t_co2e_location_based": location,
                        "t_co2_biogenic": "7.785" if line == "scope_1" and entity else "0",
                        "estimated_share_pct": "12.5",
                        "official_share_pct": "80",
                        "unverified_share_pct": "0",
                        "data_quality_score": "2.1",
                    }
                    made.insert("marts.rpt_footprint", row)
                    made.insert(
                        "marts.rpt_footprint_halfyear",
                        {**row, "half_year": 1 if entity else None, "t_co2e_at_cut_off": "0.5"},
                    )
        for year, tonnes in TOTALS.items():
            total(made, frame, "total", "total", year, tonnes)
    for year, tonnes in TOTALS.items():
        total(made, "ladder", "ladder_total", "scope_1_2_business_travel", year, tonnes)
    made.sql(
        "update marts.rpt_footprint_totals set status = 'DRAFT', status_reason_nl = "
        "'95.50% rust op aannames.', status_reason_en = '95.50% rests on assumptions.' "
        "where reporting_year = 2023"
    )
    made.insert(
        "marts.rpt_key_figures",
        {
            "reporting_year": 2024,
            "figure_id": "l_petrol",
            "figure_label_nl": "Benzine",
            "figure_label_en": "Petrol",
            "figure_value": "38382",
            "unit": "l",
        },
    )
    made.insert(
        "marts.rpt_factor_coverage",
        {
            "activity_type": "petrol_e10",
            "activity_category": "fuel_vehicles",
            "reporting_year": 2024,
            "activity_label_nl": "Benzine E10",
            "activity_label_en": "Petrol E10",
            "factor_edition_id": "list_2024",
            "factor_id": "petrol",
            "factor_status": "official",
            "split_status": "printed",
            "unit": "l",
            "wtw_factor_value": "2.821",
            "jump_pct": "-1.3",
            "kg_co2e": "108275.622",
            "has_factor": True,
        },
        {
            "activity_type": "waste_paper",
            "activity_category": "waste",
            "reporting_year": 2024,
            "activity_label_nl": "Papier",
            "activity_label_en": "Paper",
            "unit": "t",
            "quantity_without_factor": "1.14",
            "kg_co2e": "0",
            "has_factor": False,
        },
    )
    made.insert(
        "marts.dim_factors",
        {"factor_edition_id": "list_2024", "factor_id": "petrol", "attribution": "Source: a list"},
    )
    made.insert(
        "marts.rpt_reported_figures",
        {
            "figure_id": "RF01",
            "occurrence": 1,
            "metric_label_nl": "Uitstoot scope 1",
            "metric_label_en": "Scope 1 emissions",
            "entity": "group",
            "period": "2024",
            "unit": "t_co2e",
            "input_basis": "printed_quantity",
            "printed_decimals": 2,
            "printed_value": "135.54",
            "recomputed_value": "139.424983",
            "difference": "3.884983",
            "verdict": "differs",
            "best_explanation_label_nl": "met een andere editie",
            "best_explanation_label_en": "with another edition",
        },
    )
    for rule_id, severity, status, found, accepted in (
        ("VAL-01", "warn", "FAIL", 5, 1),
        ("VAL-02", "error", "PASS", 0, 0),
    ):
        made.insert(
            "marts.dim_rules",
            {
                "rule_id": rule_id,
                "severity": severity,
                "wording_nl": f"Regel {rule_id} faalt.",
                "wording_en": f"Rule {rule_id} fails.",
                "criterion": "ISO 14064-1",
                "remedy": "Look again.",
            },
        )
        made.insert(
            "marts.fct_rule_results",
            {
                "rule_id": rule_id,
                "severity": severity,
                "status": status,
                "population_count": 9,
                "finding_count": found,
                "accepted_count": accepted,
            },
        )
        made.insert(
            "marts.fct_findings",
            *(
                {
                    "finding_id": f"{rule_id}|{place}",
                    "rule_id": rule_id,
                    "severity": severity,
                    "status": "accepted" if place < accepted else "open",
                    # The last two say the same, and the first one is about persons.
                    "message": f"line {min(place, 3)} & its kWh",
                    "is_person_borne": place == 0,
                    "line_count": 1,
                    "reporting_year": 2024,
                    "kg_co2e": f"{1000.5 + place}",
                }
                for place in range(found)
            ),
        )


def total(
    made: Fabricated, frame: str, kind: str, key: str, year: int, tonnes: Decimal | str
) -> None:
    """Insert one row of rpt_footprint_totals, final."""
    made.insert(
        "marts.rpt_footprint_totals",
        {
            "frame": frame,
            "total_kind": kind,
            "total_key": key,
            "reporting_year": year,
            "t_co2e": tonnes,
            "low_t_co2e": Decimal(tonnes) - 10,
            "high_t_co2e": Decimal(tonnes) + 10,
            "uncertainty_pct": "5.5",
            "unverified_share_pct": "1",
            "status": "FINAL",
        },
    )


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Any]:
    """Run `trede look` on a warehouse: `look(made, "--language", "en")` -> the runner's result.

    The page goes to page.html in the test's folder, unless the test says --out.
    """
    from typer.testing import CliRunner

    from trede.look.cli import app

    def run(file: Path, *arguments: str) -> Any:  # noqa: ANN401  # click keeps its type private
        monkeypatch.setenv("TREDE_WAREHOUSE_DIR", str(file.parent))
        monkeypatch.setenv("COLUMNS", "100")
        if "--out" not in arguments:
            arguments = (*arguments, "--out", str(tmp_path / "page.html"))
        return CliRunner().invoke(app, list(arguments))

    return run
