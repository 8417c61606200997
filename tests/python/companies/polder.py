"""A second company: everything that the demo is not.

Four entities of which one is outside the boundary and one was bought in April 2026; lines in 2020,
2021, 2025 and 2026 only, with years in between without any; an office whose charge point hangs on
a sub-meter and charges more than the main meter measured; a hall that is heated by a network and
by tank gas, with the landlord's charge point and more certificates than power; a gas meter that
was exchanged and hardly ever invoiced; a van known by its kilometres only and one that changed
hands; an invoice that names a meter nobody mapped; a yard with two meters and an invoice that
names neither; an invoice of half a month that was read; corrected sessions; certificates that were
used before or cancelled too late; credit notes; some extracts empty. Its money, purchases, commuting
and subcontractors stand in polder_scope_3.py.

Every name is made up.
"""

from __future__ import annotations

import csv
from pathlib import Path

from companies import polder_scope_3
from trede.contract import Contract
from trede.new_company import write_missing_files

Row = dict[str, str]

BECAUSE = {"reason": "Example.", "decided_by": "data owner", "decided_on": "2026-12-01"}

FILES: dict[str, list[Row]] = {
    "company": [
        {
            "name": "Polderbouw Voorbeeld (fictief)",
            "consolidation_approach": "operational_control",
            "reporting_years": "2020-2026",
            "size_regime": "works_and_supplies",
            "language": "en",
            **BECAUSE,
        }
    ],
    "factor_choices": [
        {"reporting_year": "2020", "activity_type": "propane", "edition_id": "nl_2026", **BECAUSE}
    ],
    "exclusions": [
        {"source": "refrigerants", "valid_to": "2025-12-31", "estimated_t_co2e": "1", **BECAUSE},
        polder_scope_3.EXCLUDED,
    ],
    "estimates": [
        {
            "estimation_method": "hall_by_floor_area",
            "location_id": "hall",
            "carrier": "electricity",
            "uncertainty_pct_low": "-40",
            "uncertainty_pct_high": "60",
            **BECAUSE,
        }
    ],
    "entities": [
        {"entity_id": "polder_holding", "name": "Holding (fictief)", "is_in_boundary": "true"},
        {"entity_id": "polder_bouw", "name": "Bouw (fictief)", "is_in_boundary": "TRUE"},
        {"entity_id": "polder_over_de_grens", "name": "Ausland", "is_in_boundary": "false"},
        {
            "entity_id": "polder_nieuw",
            "name": "Aanwinst (fictief)",
            "is_in_boundary": "true",
            "valid_from": "2026-04-01",
        },
    ],
    "locations": [
        {"location_id": "office", "entity_id": "polder_holding", "kind": "office"},
        {"location_id": "hall", "entity_id": "polder_bouw", "kind": "production"},
        {"location_id": "yard", "entity_id": "polder_bouw", "kind": "site"},
        {"location_id": "abroad", "entity_id": "polder_over_de_grens", "kind": "site"},
    ],
    "location_aliases": [
        {"alias": "Kantoor Polderweg", "location_id": "office"},
        {"alias": "Hal 3", "location_id": "hall"},
    ],
    "meters": [
        {
            "meter_id": "p-main",
            "location_id": "office",
            "carrier": "electricity",
            "role": "main",
            "owner": "own",
        },
        {
            "meter_id": "p-sub",
            "location_id": "office",
            "carrier": "electricity",
            "role": "sub",
            "parent_meter_id": "p-main",
            "owner": "own",
        },
        {
            "meter_id": "p-gas",
            "location_id": "office",
            "carrier": "gas",
            "role": "main",
            "owner": "own",
        },
        *(
            {
                "meter_id": meter,
                "location_id": "yard",
                "carrier": "electricity",
                "role": "main",
                "owner": "own",
            }
            for meter in ("y-1", "y-2")
        ),
        {
            "meter_id": "h-landlord",
            "location_id": "hall",
            "carrier": "electricity",
            "role": "main",
            "owner": "landlord",
        },
    ],
    "charge_points": [
        {
            "charge_point_id": "cp-office",
            "location_id": "office",
            "meter_id": "p-sub",
            "owner": "own",
        },
        {
            "charge_point_id": "cp-yard",
            "location_id": "yard",
            "meter_id": "y-2",
            "owner": "own",
        },
        {
            "charge_point_id": "cp-hall",
            "location_id": "hall",
            "meter_id": "h-landlord",
            "owner": "landlord",
        },
    ],
    "power_contracts": [
        {"location_id": "office", "product": "green", "valid_to": "2024-12-31"},
        {
            "location_id": "office",
            "product": "label",
            "supplier_id": "s-label",
            "valid_from": "2025-01-01",
        },
        {"location_id": "hall", "product": "green"},
        {"location_id": "yard", "product": "mix"},
    ],
    "vehicles": [
        {"vehicle_id": "w-lpg", "entity_id": "polder_bouw", "kind": "van", "energy": "lpg"},
        {"vehicle_id": "w-km", "entity_id": "polder_bouw", "kind": "van", "energy": "diesel"},
        {"vehicle_id": "w-ev", "entity_id": "polder_bouw", "kind": "car", "energy": "bev"},
        {
            "vehicle_id": "w-private",
            "entity_id": "polder_bouw",
            "kind": "car",
            "energy": "petrol",
            "ownership": "private",
        },
        {
            "vehicle_id": "w-moved",
            "entity_id": "polder_holding",
            "kind": "van",
            "energy": "lpg",
            "valid_to": "2026-06-30",
        },
        {
            "vehicle_id": "w-moved",
            "entity_id": "polder_bouw",
            "kind": "van",
            "energy": "lpg",
            "valid_from": "2026-07-01",
        },
    ],
    "products": [
        {"extract_name": extract, "product": product, "activity_type": activity_type}
        for extract, product, activity_type in [
            ("fuel_transactions", "Autogas", "lpg"),
            ("fuel_transactions", "Super", "petrol_e10"),
            ("fuel_transactions", "Diesel", "diesel_b7"),
            ("fuel_transactions", "HVO", "hvo100"),
            ("fuel_transactions", "AdBlue", "adblue"),
            ("supplier_invoices", "Stroom", "electricity"),
            ("supplier_invoices", "Stadswarmte", "district_heat"),
            ("supplier_invoices", "Propaan", "propane"),
            ("supplier_invoices", "Gas", "natural_gas"),
            ("refrigerant_services", "R32", "refrigerant_r32"),
            *polder_scope_3.PRODUCTS,
        ]
    ],
    "power_labels": [{"supplier_id": "s-label", "year": "2026", "kg_co2e_per_kwh": "0.25"}],
    "power_certificates": [
        {
            "entity_id": entity,
            "location": location,
            "energy": "1",
            "unit": "MWh",
            "energy_source": "wind",
            "country": "NL",
            "production_from": "2026-01-01",
            "production_to": "2026-12-31",
            "cancelled_on": cancelled_on,
            "registry_id": registry_id,
        }
        # the second has the number of the first, the third was cancelled after the day of the build
        for entity, location, cancelled_on, registry_id in [
            ("polder_bouw", "Hal 3", "2026-12-20", "r-1"),
            ("polder_holding", "office", "2026-12-21", "r-1"),
            ("polder_holding", "office", "2027-06-01", "r-2"),
        ]
    ],
    "fuel_transactions": [
        {
            "vehicle_id": "w-lpg",
            "transacted_at": "2026-03-05T12:00+01:00",
            "product": "AUTOGAS",
            "quantity": "500",
            "unit": "l",
        },
        {
            "entity_id": "polder_holding",
            "transacted_at": "2021-04-01T08:00+02:00",
            "product": "Super",
            "quantity": "220",
            "unit": "l",
        },
        # taken back: the credit note of 20 litres
        {
            "entity_id": "polder_holding",
            "transacted_at": "2021-04-02T08:00+02:00",
            "product": "Super",
            "quantity": "-20",
            "unit": "l",
        },
        # HVO without a proof is diesel
        {
            "entity_id": "polder_bouw",
            "transacted_at": "2021-05-01T08:00+02:00",
            "product": "HVO",
            "quantity": "60",
            "unit": "Liter",
        },
        # with one it is HVO
        {
            "entity_id": "polder_bouw",
            "transacted_at": "2021-05-02T08:00+02:00",
            "product": "HVO",
            "quantity": "40",
            "unit": "Liter",
            "sustainability_proof_id": "pos-1",
        },
        {
            "entity_id": "polder_over_de_grens",
            "transacted_at": "2026-05-01T08:00+02:00",
            "product": "Super",
            "quantity": "100",
            "unit": "l",
        },
        # before and after the entity was bought, before and after the van changed hands
        *(
            {
                "entity_id": entity,
                "vehicle_id": vehicle,
                "transacted_at": f"{day}T08:00+02:00",
                "product": product,
                "quantity": litres,
                "unit": "l",
            }
            for entity, vehicle, day, product, litres in [
                ("polder_nieuw", "", "2026-03-31", "Autogas", "10"),
                ("polder_nieuw", "", "2026-04-01", "Autogas", "20"),
                ("", "w-moved", "2026-06-30", "Autogas", "30"),
                ("", "w-moved", "2026-07-01", "Autogas", "40"),
                # AdBlue says nothing of the van's kilometres
                ("", "w-km", "2026-10-10", "AdBlue", "5"),
            ]
        ),
    ],
    "charging_sessions": [
        {
            "vehicle_id": "w-ev",
            "charge_point_id": point,
            "place": place,
            "started_at": f"{day}T18:00+02:00",
            "energy": energy,
            "unit": "kWh",
        }
        for point, place, day, energy in [
            ("cp-office", "own", "2026-06-03", "800"),
            ("cp-office", "own", "2026-06-17", "500"),
            ("cp-office", "own", "2026-07-03", "100"),
            # a correction of the session before
            ("cp-office", "own", "2026-07-03", "-40"),
            # a roaming card calls our own charge point public
            ("cp-yard", "public", "2026-11-03", "100"),
            ("cp-hall", "own", "2026-05-03", "50"),
            ("", "home", "2026-05-04", "40"),
        ]
    ],
    "supplier_invoices": [
        {
            "location": location,
            "meter_id": meter,
            "product": product,
            "direction": "import",
            "period_start": start,
            "period_end": end,
            "quantity": quantity,
            "unit": unit,
            "quantity_basis": basis,
            "estimation_method": "hall_by_floor_area" if basis == "estimated" else "",
            "credits_line_id": credits,
        }
        for location, meter, product, start, end, quantity, unit, basis, credits in [
            # office: June is charged away whole, July has a credit note
            ("", "p-main", "Stroom", "2026-06-01", "2026-06-30", "1", "MWh", "invoiced", ""),
            ("", "p-main", "Stroom", "2026-07-01", "2026-07-31", "2000", "kWh", "invoiced", ""),
            (
                "Kantoor Polderweg",
                "p-main",
                "Stroom",
                "2026-07-01",
                "2026-07-31",
                "-500",
                "kWh",
                "invoiced",
                "supplier_invoices-2",
            ),
            ("", "p-main", "Stroom", "2025-05-01", "2025-05-31", "100", "kWh", "invoiced", ""),
            ("", "p-main", "Stroom", "2021-05-01", "2021-05-31", "500", "kWh", "invoiced", ""),
            # office: the sub-meter's own invoice, and half a month of the main meter
            ("", "p-sub", "Stroom", "2026-08-01", "2026-08-31", "400", "kWh", "invoiced", ""),
            ("", "p-main", "Stroom", "2026-09-01", "2026-09-15", "300", "kWh", "invoiced", ""),
            # yard: two meters and an invoice that names neither
            ("", "y-1", "Stroom", "2026-11-01", "2026-11-30", "50", "kWh", "invoiced", ""),
            ("", "y-2", "Stroom", "2026-11-01", "2026-11-30", "80", "kWh", "invoiced", ""),
            ("yard", "", "Stroom", "2026-11-01", "2026-11-30", "20", "kWh", "invoiced", ""),
            # hall: an estimate over the year, heat over two months, tank gas in m3
            ("Hal 3", "", "Stroom", "2026-01-01", "2026-12-31", "365", "kWh", "estimated", ""),
            ("hall", "", "Stadswarmte", "2026-01-16", "2026-02-14", "10000", "MJ", "invoiced", ""),
            ("Hal 3", "", "Propaan", "2026-02-01", "2026-02-28", "1.2", "m3", "invoiced", ""),
            ("Hal 3", "", "Propaan", "2020-12-17", "2021-01-15", "300", "l", "invoiced", ""),
            # gas billed as energy
            ("Hal 3", "", "Gas", "2020-03-01", "2020-03-31", "977", "kWh", "invoiced", ""),
            # the office's gas of December, under a meter that is not mapped
            (
                "office",
                "g-unknown",
                "Gas",
                "2025-12-01",
                "2025-12-31",
                "30",
                "m3",
                "invoiced",
                "",
            ),
            ("abroad", "", "Gas", "2026-03-01", "2026-03-31", "400", "m3", "invoiced", ""),
        ]
    ],
    "meter_readings": [
        {
            "meter_id": meter,
            "read_at": read_at,
            "reading": reading,
            "unit": unit,
            "reading_kind": kind,
            "quantity_basis": "measured",
        }
        for meter, read_at, reading, unit, kind in [
            ("p-gas", "2025-01-01", "500", "m3", "regular"),
            ("p-gas", "2025-03-01", "620", "m3", "exchange_old"),
            ("p-gas", "2025-03-01", "0", "m3", "exchange_new"),
            ("p-gas", "2026-01-01", "306", "m3", "regular"),
            ("p-main", "2026-09-01", "5000", "kWh", "regular"),
            ("p-main", "2026-10-01", "5800", "kWh", "regular"),
            ("p-sub", "2026-06-01", "1000", "kWh", "regular"),
            ("p-sub", "2026-07-01", "1400", "kWh", "regular"),
            ("h-landlord", "2026-01-01", "0", "kWh", "regular"),
            ("h-landlord", "2026-12-31", "90000", "kWh", "regular"),
        ]
    ],
    "vehicle_distances": [
        {
            "vehicle_id": vehicle,
            "period_start": "2026-10-01",
            "period_end": "2026-10-31",
            "distance": distance,
            "unit": "km",
            "quantity_basis": "statement",
        }
        for vehicle, distance in [
            ("w-km", "1000"),
            ("w-lpg", "5000"),
            ("w-ev", "9000"),
            ("w-private", "500"),
        ]
    ],
    "trips": [
        {
            "entity_id": "polder_holding",
            "traveller_key": "t-1",
            "travelled_on": travelled_on,
            "channel": "claim",
            "mode": mode,
            "fuel": fuel,
            "vehicle_id": vehicle,
            "distance": distance,
            "unit": "km",
            "travellers": travellers,
            "is_return": is_return,
        }
        for travelled_on, mode, fuel, vehicle, distance, travellers, is_return in [
            ("2026-09-01", "train", "", "", "120", "2", "true"),
            ("2026-09-02", "bicycle", "", "", "5", "", "true"),
            ("2025-09-03", "car", "petrol", "", "80", "3", ""),
            # in the van whose kilometres are known for the year
            ("2026-10-05", "car", "diesel", "w-km", "30", "", ""),
        ]
    ],
    "refrigerant_services": [
        {
            "location": "Kantoor Polderweg",
            "serviced_on": serviced_on,
            "refrigerant": "R32",
            "quantity": "500",
            "unit": "g",
            "operation": "top_up",
        }
        for serviced_on in ("2025-12-31", "2026-01-01")
    ],
    **polder_scope_3.FILES,
}


def write_polder(folder: Path, contract: Contract) -> Path:
    """Write the company: a full set of files, of which some hold no row.

    Lines of extracts are named after their file and number, `trips-1`, and say where they stand.
    """
    write_missing_files(folder, contract)
    for name, rows in FILES.items():
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
