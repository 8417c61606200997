"""The company of worked example W42, and two lists of factors for it.

It burns gas that makes 50 t, 60 t and 60 t, and bought on the first day of the third year a site that
emitted 15, 20 and 20 t. It uses 40,000 kWh of grey power in each year, whose factor rises in the third.
Factors are whole numbers, no real ones, so that no kilogram is rounded.

Every name is made up.
"""

from __future__ import annotations

import csv
from pathlib import Path

from support.builds import ProjectCopy
from wpm.golden import BECAUSE, Row

YEARS = (2022, 2023, 2024)

#: kg CO2e per Nm3, in every year; so 500 Nm3 make one tonne.
GAS = "2.0"

#: kg CO2e per kWh by year.
GREY = {2022: "1.0", 2023: "1.0", 2024: "2.0"}

#: Tonnes of gas by entity and year.
TONNES = {"eigen": (50, 60, 60), "gekocht": (15, 20, 20)}

GAS_KEY = "nl_fuel_heating_aardgas_g_gas"
GREY_KEY = "nl_electricity_grijze_stroom"


def invoice(entity: str, product: str, year: int, quantity: str, unit: str) -> Row:
    """One invoice for a whole year, under an identifier that tells its place."""
    return {
        "line_id": f"{product}-{entity}-{year}",
        "entity_id": entity,
        "location": f"Pand {entity}",
        "product": product,
        "direction": "import",
        "period_start": f"{year}-01-01",
        "period_end": f"{year}-12-31",
        "quantity": quantity,
        "unit": unit,
        "quantity_basis": "invoiced",
    }


def company() -> dict[str, list[Row]]:
    """Return the files of the company."""
    return {
        "company": [
            {
                "name": "Herstel Voorbeeld (fictief)",
                "consolidation_approach": "operational_control",
                "reporting_years": "2022-2024",
                "size_regime": "services",
                "language": "nl",
                **BECAUSE,
            }
        ],
        "base_years": [
            {"frame": "ladder", "line": line, "base_year": "2022", **BECAUSE}
            for line in ("scope_1", "scope_2")
        ],
        "significance_criteria": [
            {"criterion": "base_year_recalculation", "threshold_pct": "5", **BECAUSE}
        ],
        "entities": [
            {"entity_id": "eigen", "name": "Eigen BV (fictief)", "is_in_boundary": "true"},
            {
                "entity_id": "gekocht",
                "name": "Gekocht BV (fictief)",
                "is_in_boundary": "true",
                "valid_from": "2024-01-01",
            },
        ],
        "locations": [
            {"location_id": entity, "entity_id": entity, "name": f"Pand {entity}", "kind": "office"}
            for entity in TONNES
        ],
        "location_aliases": [
            {"alias": f"Pand {entity}", "location_id": entity} for entity in TONNES
        ],
        "products": [
            {"extract_name": "supplier_invoices", "product": product, "activity_type": kind}
            for product, kind in (("Gas", "natural_gas"), ("Stroom", "electricity"))
        ],
        "power_contracts": [{"location_id": "eigen", "product": "grey"}],
        "supplier_invoices": [
            *(
                invoice(entity, "Gas", year, str(tonnes * 500), "m3")
                for entity, by_year in TONNES.items()
                for year, tonnes in zip(YEARS, by_year, strict=True)
            ),
            *(invoice("eigen", "Stroom", year, "40000", "kWh") for year in YEARS),
        ],
    }


def write_factors(project: ProjectCopy, restates: str) -> None:
    """Put the two factors in the editions of a project copy, each read in an official list.

    Args:
        project: a copy of one's own.
        restates: what the edition of 2024 says of history: yes or no. The others say no.
    """
    folder = project.root / "seeds" / "shared" / "factors"
    for year in YEARS:
        values = {GAS_KEY: (GAS, "1.0", "1.0"), GREY_KEY: (GREY[year], "1.0", "")}
        _change(
            folder / f"nl_{year}.csv",
            "factor_key",
            {
                key: {
                    "kg_co2e_wtw": wtw,
                    "kg_co2e_ttw": ttw,
                    "kg_co2e_wtt": wtt,
                    "status": "official",
                }
                for key, (wtw, ttw, wtt) in values.items()
            },
        )
    _change(
        folder / "editions.csv",
        "edition_id",
        {
            f"nl_{year}": {"recalculates_history": restates if year == YEARS[-1] else "no"}
            for year in YEARS
        },
    )


def _change(path: Path, column: str, changes: dict[str, Row]) -> None:
    """Put other values in the cells of a shared seed; every row that is named must be there."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        header, rows = list(reader.fieldnames or []), list(reader)
    missing = set(changes) - {row[column] for row in rows}
    if missing:
        raise LookupError(f"{path.name} has no rows {missing}")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, **changes.get(row[column], {})} for row in rows)
