"""The golden case of the facts as a company: the same travel in four years, one of them without a jaargang.

Commuting by petrol car 1,000,000 rkm, by bicycle 300,000, by car on other fuel 100,000; lease diesel
500,000 vehicle-km and zero emission 200,000 (beside private kilometres); business public transport
20,000 euro. Each of them by five persons, so that everything may be published.

Every name is made up.
"""

from __future__ import annotations

import csv
from pathlib import Path

from trede.contract import Contract
from trede.new_company import write_missing_files

Row = dict[str, str]

BECAUSE = {"reason": "Example.", "decided_by": "data owner", "decided_on": "2026-02-01"}

KVK = "12345678"

YEARS = (2022, 2023, 2024, 2025)

PERSONS = range(1, 6)


def commuting(name: str, mode: str, fuel: str, one_way_km: str, days: str, basis: str) -> list[Row]:
    """Give each of five employees a line in each year."""
    return [
        {
            "entity_id": "golden",
            "employee_key": f"e-{name}-{person}",
            "period_start": f"{year}-01-01",
            "period_end": f"{year}-12-31",
            "mode": mode,
            "fuel": fuel,
            "distance_one_way": one_way_km,
            "unit": "km",
            "distance_basis": basis,
            "days": days,
            "quantity_basis": "registered",
        }
        for year in YEARS
        for person in PERSONS
    ]


def distances(energy: str, km: str, private_km: str) -> list[Row]:
    """Give each of five lease cars a line in each year."""
    return [
        {
            "vehicle_id": f"v-{energy}-{person}",
            "period_start": f"{year}-01-01",
            "period_end": f"{year}-12-31",
            "distance": km,
            "unit": "km",
            "private_distance": private_km,
            "quantity_basis": "measured",
        }
        for year in YEARS
        for person in PERSONS
    ]


FILES: dict[str, list[Row]] = {
    "company": [
        {
            "name": "Gouden Voorbeeld (fictief)",
            "consolidation_approach": "operational_control",
            "reporting_years": "2022-2025",
            "size_regime": "services",
            "language": "nl",
            **BECAUSE,
        }
    ],
    # the list of 2023 holds no cars
    "factor_choices": [
        {
            "reporting_year": "2023",
            "activity_type": activity_type,
            "edition_id": "nl_2022",
            **BECAUSE,
        }
        for activity_type in ("commuting_car_petrol", "commuting_car_lpg", "company_car_bev")
    ],
    "entities": [
        {
            "entity_id": "golden",
            "name": "Gouden Voorbeeld BV (fictief)",
            "kvk_number": KVK,
            "is_in_boundary": "true",
        }
    ],
    "vehicles": [
        {
            "vehicle_id": f"v-{energy}-{person}",
            "entity_id": "golden",
            "kind": "car",
            "energy": energy,
            "ownership": "lease",
            "service_use": "none",
            "is_assigned": "true",
        }
        for energy in ("diesel", "bev")
        for person in PERSONS
    ],
    "products": [
        {"extract_name": "fuel_transactions", "product": "Diesel", "activity_type": "diesel_b7"}
    ],
    "vehicle_distances": [
        *distances("diesel", "104000", "4000"),
        *distances("bev", "41000", "1000"),
    ],
    # the footprint knows the diesel cars by their litres
    "fuel_transactions": [
        {
            "entity_id": "golden",
            "vehicle_id": f"v-diesel-{person}",
            "transacted_at": f"{year}-06-15T12:00:00+02:00",
            "product": "Diesel",
            "quantity": "6000",
            "unit": "l",
        }
        for year in YEARS
        for person in PERSONS
    ],
    "commuting": [
        *commuting("petrol", "car", "petrol", "500", "200", "traveller"),
        *commuting("cycle", "bicycle", "", "150", "200", "traveller"),
        *commuting("other", "car", "lpg", "50", "200", "traveller"),
    ],
    # invoices of public transport tell euros and no kilometres: the WPM reads the euros
    "trips": [
        {
            "entity_id": "golden",
            "traveller_key": f"t-{person}",
            "travelled_on": f"{year}-03-0{person}",
            "channel": "claim",
            "mode": "public_transport",
            "distance": "",
            "unit": "km",
            "is_return": "true",
            "amount_eur": "4000",
        }
        for year in YEARS
        for person in PERSONS
    ],
    "business_metrics": [
        {
            "entity_id": "golden",
            "metric": "headcount_contract_20h",
            "period_start": f"{year}-01-01",
            "period_end": f"{year}-01-01",
            "value": value,
        }
        for year, value in [(2022, "2000"), (2023, "1000"), (2024, "100"), (2025, "15")]
    ],
}


def write_company(folder: Path, contract: Contract, files: dict[str, list[Row]]) -> Path:
    """Write a company: a full set of files, of which some hold no row."""
    write_missing_files(folder, contract)
    for name, rows in files.items():
        file = contract.file(name)
        is_extract = "line_id" in file.column_names
        with (folder / file.file_name).open("a", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, file.column_names, restval="", lineterminator="\n")
            for number, row in enumerate(rows, start=1):
                line = {
                    "line_id": f"{name}-{number}",
                    "delivery_id": f"{name}-delivery",
                    "source_file": f"{name}.xlsx",
                    "source_row": str(number + 1),
                }
                writer.writerow({**line, **row} if is_extract else row)
    return folder
