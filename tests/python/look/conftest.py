"""A small warehouse of our own making: round numbers, so that the page can be checked by head."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from look.reading import Element, read_page
from trede.look.marts import TABLES, read_warehouse
from trede.look.page import render

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
    if column in ("half_year", "line_order", "printed_decimals", "occurrence", "ranking"):
        return "integer"
    if column.endswith(("_count", "_year", "_order", "ghg_category")):
        return "integer"
    if column.startswith("subcontractors_") or column == "ranking_score":
        return "integer"
    if column.startswith(("is_", "has_")):
        return "boolean"
    numeric = ("t_", "kg_", "km", "low_t", "high_t", "wtw_", "quantity_", "jump_", "figure_value")
    endings = ("_pct", "_value", "_score", "difference", "_eur", "_t", "_t_co2e", "_low", "_high")
    if column.startswith((*numeric, "spend_t_")) or column.endswith((*endings, "_alternative")):
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


@pytest.fixture(scope="session")
def scope_3_page(
    made_warehouses: tuple[Fabricated, Fabricated], tmp_path_factory: pytest.TempPathFactory
) -> Element:
    """The page of such a warehouse, for tests that only read it: drawing it takes seconds."""
    made = made_warehouses[1].copy(tmp_path_factory.mktemp("scope_3") / "warehouse")
    with made:
        fill_scope_3(made)
    return read_page(render(read_warehouse(made.file), "nl"))


@pytest.fixture
def scope_3_warehouse(warehouse: Fabricated) -> Fabricated:
    """The same with scope 3, spend, a chain and a ranking in 2024."""
    with warehouse:
        fill_scope_3(warehouse)
    return warehouse


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
                "remedy_nl": "Kijk nog eens.",
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


#: Scope 3 of 2024 by category: state, GHG Protocol with bounds, Ladder, as reported, other factors.
CATEGORIES: dict[int, tuple[str | None, ...]] = {
    1: ("quantified", "2000.5", "1200", "3400.25", "2000.5", "700.5", "1000.25"),
    3: ("quantified", "36.9", "31", "43", None, None, None),
    4: ("not_relevant", None, None, None, None, "1300", None),
    7: ("quantified", "116.4", "96", "137", "116.4", "116.4", "116.4"),
    8: ("without_figure", None, None, None, None, None, None),
}
#: Spend of 2024: GHG and reported category, euros, both factors, tonnes, reasons, other tonnes.
SPEND = {
    "cleaning": (1, 4, "5200000", "0.25", "0.138079", "1300", ("-40", "-160", "0", "-500"), "600"),
    "paper": (1, 1, "729687.5", "0.96", "0.64", "700.5", ("-20", "-80.25", "10", "-210"), "400.25"),
}
#: The chain of 2024: km, tonnes, surveyed, margin of the company, model bounds.
CHAIN = {
    "car": ("558632", "107.82", "30.73", "97.04", "118.60", "69.27", "184.91"),
    "total": ("709536", "107.82", "30.73", "97.04", "118.60", "69.27", "184.91"),
}


BOUNDS = ("plan_low", "plan_high", "model_low", "model_high")


def fill_scope_3(made: Fabricated) -> None:
    """Add fifteen categories, spend both ways, a chain with its reconciliation, and a ranking."""
    total(made, "ghg_protocol", "scope", "scope_3", 2024, "2153.8")
    total(made, "ladder", "scope", "scope_3", 2024, "2116.9")
    for category in range(1, 16):
        state, tonnes, low, high, ladder, reported, other = CATEGORIES.get(
            category, ("not_relevant", *[None] * 6)
        )
        label = {"label_nl": f"3.{category} Soort", "label_en": f"3.{category} Kind"}
        common = {"ghg_category": category, **label, "screening_reason": f"Because {category}."}
        made.insert(
            "marts.rpt_scope_3_categories",
            {**common, "reporting_year": 2023, "state": "before_base_year"},
            {
                **common,
                "reporting_year": 2024,
                "state": state,
                "t_co2e": tonnes,
                "low_t_co2e": low,
                "high_t_co2e": high,
                "t_co2e_ladder": ladder,
                "t_co2e_as_reported": reported,
                "t_co2e_alternative": other,
                "spend_pct": "100" if category == 1 else "0",
                "activity_pct": "60.4" if category == 7 else "0",
                "average_data_pct": "39.6" if category == 7 else "0",
            },
        )
    for name, (category, placed, euros, factor, other, t, reasons, t_other) in SPEND.items():
        made.insert(
            "marts.rpt_spend_categories",
            {
                "spend_category": name,
                "reporting_year": 2024,
                "name_nl": f"{name} (nl)",
                "name_en": f"{name} (en)",
                "ghg_category": category,
                "reported_ghg_category": placed,
                "counted_eur": euros,
                "spend_without_kg_eur": "0",
                "line_count": 1057,
                "t_co2e": t,
                "t_co2e_alternative": t_other,
                "factor_edition_id": "printed_2011",
                "factor_value": factor,
                "factor_currency": "eur",
                "alternative_factor_edition_id": "table_2023",
                "alternative_factor_value": other,
                "alternative_factor_currency": "gbp",
                "alternative_factor_price_year": 2023,
                "alternative_price_level_status": "unverified",
                "difference_price_level_t": reasons[0],
                "difference_currency_t": reasons[1],
                "difference_price_basis_t": reasons[2],
                "difference_factor_t": reasons[3],
            },
        )
    for order, (mode, (km, t, surveyed, *bounds)) in enumerate(CHAIN.items()):
        made.insert(
            "marts.rpt_chain_analysis",
            {
                "reporting_year": 2024,
                "mode": mode,
                "mode_order": order,
                "label_nl": f"{mode} (nl)",
                "label_en": f"{mode} (en)",
                "km": km,
                "t_co2e": t,
                "surveyed_t_co2e": surveyed,
                "extrapolated_t_co2e": str(Decimal(t) - Decimal(surveyed)),
                "km_without_factor": "0",
                "plan_margin_pct": "10",
                **dict(zip(BOUNDS, bounds, strict=True)),
                "interval_assumption_nl": "Aangenomen is de helft tot het dubbele.",
                "interval_assumption_en": "Half to double is assumed.",
                "coverage_pct": "28.5",
                "primary_data_share_pct": "27.25",
                "subcontractors_surveyed": 6,
                "subcontractors_total": 112,
                "invoiced_eur": "5200000",
                "surveyed_invoiced_eur": "1482000",
                "t_co2e_per_million_eur": "5.183654",
                "status": "FINAL",
            },
        )
    made.insert(
        "marts.rpt_chain_reconciliation",
        {
            "reporting_year": 2024,
            "treatment": "beside",
            "chain_t_co2e": "107.82",
            "spend_t_co2e": "1300",
            "spend_t_co2e_alternative": "600",
            "chain_share_of_spend_pct": "8.29",
            "explanation_nl": "De keten staat naast het totaal.",
            "explanation_en": "The chain stands beside the total.",
        },
    )
    for place, (name, score) in enumerate((("windows", 20), ("offices", 15)), start=1):
        made.insert(
            "marts.rpt_product_market_combinations",
            {
                "combination_id": name,
                "name_nl": f"{name} (nl)",
                "name_en": f"{name} (en)",
                "ranking": place,
                "ranking_score": score,
                "burden_label_nl": "groot",
                "burden_label_en": "large",
                "influence_label_nl": "klein",
                "influence_label_en": "small",
                "ghg_category": 1,
                "category_year": 2024,
                "t_co2e_category": "2000.5",
                "reason": "Seen so.",
            },
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


@pytest.fixture
def page_of(look: Callable[..., Any], tmp_path: Path) -> Callable[..., Element]:
    """Write the page of a warehouse and read it: `page_of(file, "--language", "en")`."""

    def read(file: Path, *arguments: str) -> Element:
        result = look(file, *arguments)
        assert result.exit_code == 0, result.output
        return read_page((tmp_path / "page.html").read_text(encoding="utf-8"))

    return read
