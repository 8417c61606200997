"""A company of one extract, delivered in generations: each line says of which it is."""

from __future__ import annotations

import csv
from pathlib import Path

from drills.delivery import EXTRACT, extract_file, line_count
from trede.contract import Contract
from trede.new_company import write_missing_files

BECAUSE = {"reason": "Example.", "decided_by": "data owner", "decided_on": "2026-12-01"}

#: What the company is; the rest of its files holds a header only.
ROWS = {
    "company": {
        "name": "Oefenbedrijf (fictief)",
        "consolidation_approach": "operational_control",
        "reporting_years": "2024",
        "size_regime": "works_and_supplies",
        "language": "en",
        **BECAUSE,
    },
    "entities": {"entity_id": "drill", "name": "Oefenbedrijf (fictief)", "is_in_boundary": "true"},
    "vehicles": {
        "vehicle_id": "v-1",
        "entity_id": "drill",
        "kind": "van",
        "energy": "diesel",
        "ownership": "own",
    },
    "products": {"extract_name": EXTRACT, "product": "Diesel", "activity_type": "diesel_b7"},
}


def write_company(folder: Path, contract: Contract, generation: int) -> Path:
    """Write the company's folder with the lines of one generation."""
    write_missing_files(folder, contract)
    for name, row in ROWS.items():
        file = contract.file(name)
        known = {column: row.get(column, "") for column in file.column_names}
        with (folder / file.file_name).open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, file.column_names, lineterminator="\n")
            writer.writeheader()
            writer.writerow(known)
    deliver(folder, contract, generation)
    return folder


def deliver(folder: Path, contract: Contract, generation: int) -> None:
    """Deliver a generation: the extract is written anew, and says in each line which one it is."""
    columns = contract.file(EXTRACT).column_names
    with extract_file(folder).open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, columns, restval="", lineterminator="\n")
        writer.writeheader()
        for number in range(1, line_count(generation) + 1):
            writer.writerow(
                {
                    "line_id": f"F-{generation}-{number}",
                    "delivery_id": f"generation_{generation}",
                    "source_file": f"generation_{generation}.csv",
                    "source_row": str(number + 1),
                    "entity_id": "drill",
                    "vehicle_id": "v-1",
                    "transacted_at": f"2024-{number % 12 + 1:02d}-15T08:00:00+01:00",
                    "product": "Diesel",
                    "quantity": f"{30 + generation}.00",
                    "unit": "l",
                }
            )
