"""Puts the demo company's folder together, writes it and compares it with what is committed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from trede.contract import load_contract
from trede.demo import (
    accounts,
    charging,
    commuting,
    company,
    distances,
    energy,
    fleet,
    fuel,
    ledger,
    other,
    subcontractors,
    travel,
)
from trede.demo.judgements import JUDGEMENTS
from trede.demo.lines import Deliveries, Line, Row, csv_text
from trede.demo.totals import check_fitted

#: Extracts that the demo fills: letters in front of the line_id, and who makes the lines.
EXTRACTS: dict[str, tuple[str, Callable[[], list[Line]]]] = {
    "fuel_transactions": ("FT", fuel.fuel_lines),
    "vehicle_distances": ("VD", distances.distance_lines),
    "charging_sessions": ("CS", charging.charging_lines),
    "supplier_invoices": ("SI", energy.invoice_lines),
    "meter_readings": ("MR", energy.reading_lines),
    "power_certificates": ("PC", energy.certificate_lines),
    "trips": ("TR", travel.trip_lines),
    "refrigerant_services": ("RS", other.refrigerant_lines),
    "waste_collections": ("WC", other.waste_lines),
    "business_metrics": ("BM", other.metric_lines),
    "projects": ("PJ", other.project_lines),
    "commuting": ("CM", commuting.commuting_lines),
    "ledger_entries": ("LE", ledger.ledger_lines),
    "subcontractor_travel": ("ST", subcontractors.travel_lines),
}
MAPPINGS: dict[str, Callable[[], list[Row]]] = {
    "entities": company.entities,
    "locations": company.locations,
    "location_aliases": company.location_aliases,
    "meters": company.meters,
    "power_contracts": company.power_contracts,
    "suppliers": lambda: company.suppliers(subcontractors.supplier_names()),
    "products": company.products,
    "vehicles": fleet.vehicle_rows,
    "assigned_vehicles": fleet.assigned_vehicle_rows,
    "charge_points": charging.charge_point_rows,
    "ledger_accounts": accounts.ledger_accounts,
}


def make_demo() -> dict[str, str]:
    """Return the text of every file of the demo company by its name, such as extracts/trips.csv.

    The columns and their order come from the contract (models/staging/*/contract). Files without
    lines hold their header only.

    Raises:
        AssertionError: the lines no longer fit the totals of `totals`.
        ValueError: a module writes other columns than the contract has.
    """
    check_fitted()
    contract, deliveries = load_contract(), Deliveries()
    rows: dict[str, list[Row]] = {
        name: deliveries.number(name, contract.file(name).column_names, prefix, make())
        for name, (prefix, make) in EXTRACTS.items()
    }
    rows["deliveries"] = deliveries.finish()
    rows |= {name: make() for name, make in (MAPPINGS | JUDGEMENTS).items()}
    unknown = set(rows) - {file.name for file in contract.files}
    if unknown:
        raise ValueError(f"the contract has no file {', '.join(sorted(unknown))}")
    return {
        file.file_name: csv_text(rows.get(file.name, []), file.column_names)
        for file in contract.files
    }


def write_demo(folder: Path, files: dict[str, str]) -> None:
    """Write the files under a company folder; other files in it are left alone."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))


def differences(folder: Path, files: dict[str, str]) -> list[str]:
    """Return one sentence per file of a company folder that is not as generated."""
    found = []
    for name, text in files.items():
        path = folder / name
        if not path.is_file():
            found.append(f"{name} is missing")
            continue
        expected, actual = text.encode("utf-8"), path.read_bytes()
        if expected != actual:
            pairs = zip(expected.split(b"\n"), actual.split(b"\n"), strict=False)
            row = next(
                (number for number, (one, other) in enumerate(pairs, start=1) if one != other),
                min(expected.count(b"\n"), actual.count(b"\n")) + 1,
            )
            found.append(f"{name} differs from row {row}")
    strangers = {path.relative_to(folder).as_posix() for path in folder.glob("*/*.csv")} - set(
        files
    )
    return found + [f"{name} is not generated" for name in sorted(strangers)]
