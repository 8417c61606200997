"""The planted defects: one changed cell or row of the demo for each rule, and every finding it gives.

Defects of one group touch lines, locations and months of their own, so that they can be planted
together and the new findings of the whole group must be exactly those that its defects name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from support.cells import (
    append_row,
    break_cell,
    delete_rows,
    duplicate_row,
    read_rows,
    write_rows,
)

#: Finding keys by rule.
Findings = Mapping[str, set[str]]


@dataclass(frozen=True)
class Defect:
    """One defect in a copy of the demo company.

    Attributes:
        rule_id: the rule that it proves.
        group: defects that are planted together.
        change: plants it in a company folder.
        findings: every new finding that it gives: finding keys by rule, this rule's among them.
    """

    rule_id: str
    group: str
    change: Callable[[Path], object]
    findings: Findings


def cell(
    file: str, key: str | Mapping[str, str], column: str, value: str
) -> Callable[[Path], object]:
    """Plant another value in one cell."""
    return lambda folder: break_cell(folder, file, key, column, value)


def row(file: str, **values: str) -> Callable[[Path], object]:
    """Plant one more row."""
    return lambda folder: append_row(folder, file, values)


def copy_of(file: str, key: str, **changes: str) -> Callable[[Path], object]:
    """Plant a copy of a row, with some cells changed."""
    return lambda folder: duplicate_row(folder, file, key, **changes)


def without(file: str, *keys: str | Mapping[str, str]) -> Callable[[Path], object]:
    """Take rows away."""

    def change(folder: Path) -> None:
        for key in keys:
            delete_rows(folder, file, key)

    return change


def emptied(file: str) -> Callable[[Path], object]:
    """Take all rows away."""
    return lambda folder: write_rows(folder, file, read_rows(folder, file)[0], [])


def several(*changes: Callable[[Path], object]) -> Callable[[Path], object]:
    """Plant what needs more than one cell."""
    return lambda folder: [change(folder) for change in changes]


def booked(line_id: str, **values: str) -> Callable[[Path], object]:
    """Plant one more line in the ledger: 100 euros of consumables, unless `values` say otherwise."""
    return row(
        "ledger_entries",
        **{
            "line_id": line_id,
            "delivery_id": "LE-gb-2024H2",
            "source_file": "gb_2024H2.csv",
            "source_row": "99999",
            "source_document": f"doc {line_id}",
            "entity_id": "vsg_diensten",
            "journal": "inkoop",
            "document_number": "",
            "booking_date": "2024-10-15",
            "account_code": "4120",
            "supplier_id": "s-verbruik",
            "amount": "100.00",
            **values,
        },
    )


def account(code: str, **values: str) -> Callable[[Path], object]:
    """Plant one more ledger account."""
    return row(
        "ledger_accounts", **{"account_code": code, "name": code, "reason": "test", **values}
    )


def spend_category(name: str, **values: str) -> Callable[[Path], object]:
    """Plant one more spend category: a printed factor in category 1, unless `values` differ."""
    return row(
        "spend_categories",
        **{
            "spend_category": name,
            "name_nl": name,
            "name_en": name,
            "ghg_category": "1",
            "factor_key": "printed_education",
            "edition_id": "spend_printed_2011",
            "reason": "test",
            "decided_by": "controller",
            "decided_on": "2025-02-03",
            **values,
        },
    )


def bought(line_id: str, product: str, amount_eur: str, **values: str) -> Callable[[Path], object]:
    """Plant ten kilograms of a product, bought for some euros on an invoice of 80 euros."""
    document = values.get("source_document", f"doc {line_id}")
    return several(
        row(
            "purchases_physical",
            **{
                "line_id": line_id,
                "delivery_id": "LE-gb-2024H2",
                "source_file": "inkoop.csv",
                "source_row": "2",
                "source_document": document,
                "entity_id": "vsg_diensten",
                "supplier_id": "s-verbruik",
                "purchased_on": "2024-10-15",
                "product": product,
                "quantity": "10",
                "unit": "kg",
                "amount_eur": amount_eur,
                **values,
            },
        ),
        row(
            "products",
            extract_name="purchases_physical",
            product=product,
            activity_type="physical_01",
        ),
        booked(f"LE-{line_id}", source_document=f"doc {line_id}", amount="80.00"),
    )


def supplier_factor(line_id: str, product: str, **values: str) -> Callable[[Path], object]:
    """Plant a whole factor of the supplier, with its evidence."""
    return row(
        "supplier_factors",
        **{
            "line_id": line_id,
            "delivery_id": "LE-gb-2024H2",
            "source_file": "factoren.csv",
            "source_row": "2",
            "supplier_id": "s-verbruik",
            "product": product,
            "unit": "kg",
            "kg_co2e": "2.5",
            "boundary": "cradle_to_gate",
            "evidence_reference": "declaration (test)",
            **values,
        },
    )


def travelled(line_id: str, supplier_id: str, **values: str) -> Callable[[Path], object]:
    """Plant one more answer to the survey of subcontractors."""
    return row(
        "subcontractor_travel",
        **{
            "line_id": line_id,
            "delivery_id": "ST-enquete_oa-2024",
            "source_file": "enquete.csv",
            "source_row": "99",
            "supplier_id": supplier_id,
            "year": "2024",
            "mode": "bicycle",
            "distance": "100",
            "unit": "km",
            "distance_basis": "vehicle",
            "quantity_basis": "survey",
            **values,
        },
    )


def commuted(line_id: str, **values: str) -> Callable[[Path], object]:
    """Plant one more commute by bicycle."""
    return row(
        "commuting",
        **{
            "line_id": line_id,
            "delivery_id": "CM-woonwerk-2024H1",
            "source_file": "woonwerk.csv",
            "source_row": "99",
            "entity_id": "vsg_diensten",
            "employee_key": "e-test",
            "period_start": "2024-01-01",
            "period_end": "2024-06-30",
            "mode": "bicycle",
            "distance_one_way": "3.0",
            "unit": "km",
            "distance_basis": "vehicle",
            "days": "80",
            "quantity_basis": "registered",
            **values,
        },
    )


def one_traveller(year: str) -> Callable[[Path], object]:
    """Let one person make all trips of a year."""

    def change(folder: Path) -> None:
        header, rows = read_rows(folder, TRIPS)
        for trip in rows:
            if trip["travelled_on"].startswith(year):
                trip["traveller_key"] = "p-alone"
        write_rows(folder, TRIPS, header, rows)

    return change


FUEL, CHARGING, TRIPS, INVOICES = (
    "fuel_transactions",
    "charging_sessions",
    "trips",
    "supplier_invoices",
)
GRID_MIX = "nl_electricity_stroom_onbekend_gridmix"
YEARS = ("2022", "2023", "2024")

MOBILITY = [
    Defect(
        "VAL-01",
        "mobility",
        cell(FUEL, "FT-2024-000100", "quantity", "veel"),
        {"VAL-01": {f"{FUEL}|FT-2024-000100|quantity"}, "VAL-15": {f"{FUEL}|FT-2024-000100|1"}},
    ),
    Defect(
        "VAL-02",
        "mobility",
        cell(FUEL, "FT-2024-000101", "unit", ""),
        {"VAL-02": {f"{FUEL}|FT-2024-000101|unit"}, "VAL-15": {f"{FUEL}|FT-2024-000101|1"}},
    ),
    Defect(
        "VAL-04",
        "mobility",
        copy_of(CHARGING, "CS-2024-000392"),
        {"VAL-04": {f"{CHARGING}|CS-2024-000392|2"}},
    ),
    Defect(
        "VAL-05",
        "mobility",
        cell(FUEL, "FT-2024-000102", "unit", "fust"),
        {"VAL-05": {f"{FUEL}|FT-2024-000102"}, "VAL-15": {f"{FUEL}|FT-2024-000102|1"}},
    ),
    Defect(
        "VAL-06",
        "mobility",
        cell(FUEL, "FT-2024-000103", "product", "Superbrandstof"),
        {"VAL-06": {f"{FUEL}|FT-2024-000103"}, "VAL-15": {f"{FUEL}|FT-2024-000103|1"}},
    ),
    Defect(
        "VAL-08",
        "mobility",
        cell(FUEL, "FT-2024-000104", "vehicle_id", "v-onbekend"),
        {"VAL-08": {f"{FUEL}|FT-2024-000104|vehicle_id"}},
    ),
    Defect(
        "VAL-10",
        "mobility",
        cell(CHARGING, "CS-2024-000393", "charge_point_id", "cp-weg"),
        {
            "VAL-10": {f"{CHARGING}|CS-2024-000393|charge_point_id"},
            "DBL-09": {"cp-weg|vsg_diensten|2024"},
            # Without its charge point the session has no location, so no contract: unknown power.
            "EVD-09": {"vsg_diensten||ev_charging_own|2024"},
            "FAC-07": {f"ev_charging_own|2024|nl_2024|{GRID_MIX}"},
        },
    ),
    Defect(
        "VAL-12",
        "mobility",
        cell(TRIPS, "TR-2024-000207", "entity_id", "vsg_weg"),
        {
            "VAL-12": {f"{TRIPS}|TR-2024-000207|entity_id"},
            # A claim without a fuel, of an employer that is not known.
            "WPM-01": {"unknown|2024"},
            "WPM-03": {"unknown|2024"},
            "BND-10": {"business_travel|vsg_weg|2024"},
        },
    ),
    Defect(
        "VAL-14",
        "mobility",
        cell(FUEL, "FT-2024-000119", "delivery_id", "FT-weg"),
        {"VAL-14": {f"{FUEL}|FT-2024-000119|delivery_id"}},
    ),
    Defect(
        "VAL-17",
        "mobility",
        cell(FUEL, "FT-2024-000117", "quantity", "-40.30"),
        {"VAL-17": {f"{FUEL}|FT-2024-000117"}},
    ),
    Defect(
        "VAL-19",
        "mobility",
        row("vehicles", vehicle_id="v-raadsel", entity_id="vsg_groep", kind="car"),
        {"VAL-19": {"v-raadsel"}, "CMP-03": {f"v-raadsel|{year}" for year in YEARS}},
    ),
    Defect(
        "CMP-03",
        "mobility",
        several(
            row(
                "vehicles",
                vehicle_id="v-stil",
                entity_id="vsg_groep",
                kind="car",
                energy="petrol",
                valid_from="2024-01-01",
            ),
            # AdBlue is no source: it tells nothing of the litres and kilometres.
            copy_of(FUEL, "FT-2024-000220", line_id="FT-X-2", vehicle_id="v-stil", card_id="c-x"),
        ),
        {
            "CMP-03": {"v-stil|2024"},
            "WPM-19": {"v-stil|2024"},
            # What was bought twice is booked once.
            "DBL-11": {"vehicle_additives|vsg_diensten|2024"},
        },
    ),
    Defect(
        "DBL-03",
        "mobility",
        copy_of(CHARGING, "CS-2024-000395", line_id="CS-X-1", vehicle_id="", card_id=""),
        {"DBL-03": {"CS-X-1"}, "GOV-07": {f"{CHARGING}|2024"}},
    ),
    Defect(
        "DBL-05",
        "mobility",
        copy_of(FUEL, "FT-2024-000105", line_id="FT-X-1"),
        {"DBL-05": {"FT-X-1"}},
    ),
    Defect(
        "DBL-06",
        "mobility",
        cell(TRIPS, "TR-2024-000208", "vehicle_id", "v-c2154c0f"),
        {"DBL-06": {"v-c2154c0f|2024|trips"}},
    ),
    Defect(
        "DBL-09",
        "mobility",
        # The card company leaves out the charge point: no meter is known, and no location.
        cell(CHARGING, "CS-2024-000398", "charge_point_id", ""),
        {
            "DBL-09": {"|vsg_diensten|2024"},
            "EVD-09": {"vsg_diensten||ev_charging_own|2024"},
            "FAC-07": {f"ev_charging_own|2024|nl_2024|{GRID_MIX}"},
        },
    ),
    Defect(
        "EVD-07",
        "mobility",
        cell(FUEL, "FT-2024-000174", "sustainability_proof_id", ""),
        {
            "EVD-07": {"FT-2024-000174"},
            # As diesel it is dearer than the diesel of that month.
            "PLA-19": {f"{FUEL}|FT-2024-000174"},
        },
    ),
    Defect(
        "DBL-06",
        "mobility",
        several(
            row(
                "vehicles",
                vehicle_id="v-rit",
                entity_id="vsg_groep",
                kind="car",
                energy="petrol",
                valid_from="2024-01-01",
            ),
            # Up to and with the month of the trip: a distance of other months says nothing of it.
            copy_of(
                "vehicle_distances",
                "VD-2024-000001",
                line_id="VD-X-1",
                vehicle_id="v-rit",
                period_end="2024-05-31",
            ),
            cell(TRIPS, "TR-2024-000211", "vehicle_id", "v-rit"),
        ),
        {
            "DBL-06": {"v-rit|2024|trips"},
            # The edition of 2024 has no petrol car.
            "FAC-01": {"company_car_petrol|2024"},
            "BND-10": {"vehicle_km_combustion|vsg_groep|2024"},
            "CMP-26": {"v-rit|2024"},
        },
    ),
    Defect(
        "EVD-07",
        "mobility",
        several(
            row("products", extract_name=FUEL, product="Diesel HVO20", activity_type="hvo20"),
            cell(FUEL, "FT-2024-000120", "product", "Diesel HVO20"),
        ),
        {
            "EVD-07": {"FT-2024-000120"},
            # A petrol car, which pays for petrol and not for a blend that counts as diesel.
            "VAL-38": {f"{FUEL}|FT-2024-000120"},
            "PLA-19": {f"{FUEL}|FT-2024-000120"},
        },
    ),
    Defect(
        "PLA-01",
        "mobility",
        cell(FUEL, "FT-2024-000106", "amount_eur", "6.73"),
        {"PLA-01": {f"{FUEL}|FT-2024-000106"}, "PLA-19": {f"{FUEL}|FT-2024-000106"}},
    ),
    Defect(
        "PLA-04",
        "mobility",
        cell(FUEL, "FT-2024-000107", "quantity", "339.0"),
        {rule: {f"{FUEL}|FT-2024-000107"} for rule in ("PLA-04", "PLA-01", "PLA-19")},
    ),
    Defect(
        "PLA-05",
        "mobility",
        cell(CHARGING, "CS-2024-000396", "energy", "1589"),
        {
            "PLA-05": {f"{CHARGING}|CS-2024-000396"},
            # More than the office meter imported and the sun gave in that month.
            "DBL-01": {"ean-demo-ho-e1|2024-05-01"},
        },
    ),
    Defect(
        "PLA-06",
        "mobility",
        cell(TRIPS, "TR-2024-000205", "distance", "9440"),
        {"PLA-06": {f"{TRIPS}|TR-2024-000205"}},
    ),
    Defect(
        "PLA-07",
        "mobility",
        cell(TRIPS, "TR-2024-000257", "distance", "90000"),
        {
            "PLA-07": {f"{TRIPS}|TR-2024-000257"},
            # Its 180,000 km there and back move the line, and the factor of flights is unverified.
            "PLA-12": {"business_travel|2024"},
            "PLA-18": {"business_flights|2024-05-01"},
            "FAC-03": {
                "ladder|ladder_total|scope_1_2_business_travel|2024",
                "iso_14064|line|category_3|2024",
            },
        },
    ),
    Defect(
        "PLA-08",
        "mobility",
        cell("vehicle_distances", "VD-2023-000046", "distance", "350000"),
        {"PLA-08": {"v-c2154c0f|2023"}},
    ),
    Defect(
        "PLA-09",
        "mobility",
        cell("vehicle_distances", "VD-2022-000009", "distance", "41310"),
        {"PLA-09": {"v-5d8a9021|2022"}},
    ),
    Defect(
        "FAC-06",
        "mobility",
        cell(TRIPS, "TR-2024-000206", "fuel", "hev"),
        {"FAC-06": {f"{TRIPS}|TR-2024-000206"}},
    ),
    Defect(
        "BND-05",
        "mobility",
        cell(FUEL, "FT-2024-000134", "transacted_at", "2024-03-15T14:01:00+01:00"),
        {
            "BND-05": {f"{FUEL}|FT-2024-000134"},
            # The odometer of a month ago closes the last stretch of the car.
            "PLA-20": {"v-c1368697|2024-01-01"},
            # And no distance holds the fuelling.
            "WPM-19": {"v-c1368697|2024"},
        },
    ),
    Defect(
        "CUT-02",
        "mobility",
        cell(FUEL, "FT-2024-000116", "transacted_at", "2025-01-05T16:47:00+01:00"),
        {
            "CUT-02": {f"{FUEL}|FT-2024-000116|petrol_e10|2025"},
            "CUT-06": {f"{FUEL}|FT-2024-000116"},
        },
    ),
    Defect(
        "GOV-07",
        "mobility",
        cell(TRIPS, "TR-2024-000209", "traveller_key", ""),
        {"GOV-07": {f"{TRIPS}|2024"}},
    ),
    Defect(
        "GOV-07",
        "mobility",
        several(
            cell(FUEL, "FT-2024-000121", "vehicle_id", ""),
            cell(FUEL, "FT-2024-000121", "card_id", ""),
        ),
        {"GOV-07": {f"{FUEL}|2024"}},
    ),
    Defect(
        "GOV-01",
        "mobility",
        cell(FUEL, "FT-2024-000118", "source_row", ""),
        {"GOV-01": {f"{FUEL}|FT-2024-000118|1"}},
    ),
]

ENERGY = [
    Defect(
        "VAL-07",
        "energy",
        cell(INVOICES, "SI-2024-000041", "location", "Onbekend kantoor"),
        {"VAL-07": {f"{INVOICES}|SI-2024-000041"}},
    ),
    Defect(
        "VAL-09",
        "energy",
        cell(INVOICES, "SI-2024-000010", "meter_id", "ean-weg"),
        {"VAL-09": {f"{INVOICES}|SI-2024-000010|meter_id"}},
    ),
    Defect(
        "VAL-11",
        "energy",
        cell(INVOICES, "SI-2024-000013", "supplier_id", "s-weg"),
        {"VAL-11": {f"{INVOICES}|SI-2024-000013|supplier_id"}},
    ),
    Defect(
        "VAL-16",
        "energy",
        several(
            cell(INVOICES, "SI-2024-000044", "quantity", "5.28"),
            cell(INVOICES, "SI-2024-000044", "unit", "GJ"),
        ),
        {"VAL-16": {f"{INVOICES}|SI-2024-000044"}},
    ),
    Defect(
        "VAL-18",
        "energy",
        cell("meter_readings", "MR-2024-000023", "reading", "1800.000"),
        {
            "VAL-18": {"meter_readings|MR-2024-000023"},
            "VAL-15": {"meter_readings|MR-2024-000023|1"},
            # The next month makes up for it.
            "DBL-07": {"ean-demo-ho-g1|2024-09-01"},
        },
    ),
    Defect(
        "VAL-21",
        "energy",
        copy_of("charge_points", "cp-ho-2", reimbursed="true"),
        {"VAL-21": {"cp-ho-2"}},
    ),
    Defect(
        "CMP-01",
        "energy",
        without(INVOICES, "SI-2023-000025"),
        {
            "CMP-01": {"ean-demo-bc-e1|2023-05-01"},
            # CMP-05 below says that branch C has no meter of its own.
            "CMP-19": {"branch_c|2023|electricity"},
            "BND-09": {"VEZ-2023-05|s-energie-c|2023"},
        },
    ),
    Defect(
        "CMP-04",
        "energy",
        row(
            "charge_points",
            charge_point_id="cp-ho-3",
            location_id="head_office",
            meter_id="ean-demo-ho-e1",
            owner="own",
        ),
        {"CMP-04": {f"cp-ho-3|{year}" for year in YEARS}},
    ),
    Defect(
        "DBL-01",
        "energy",
        cell(INVOICES, "SI-2024-000024", "quantity", "0.05"),
        {
            # Charged in July: more than 50 kWh of import and the own use of solar power.
            "DBL-01": {"ean-demo-ho-e1|2024-07-01"},
            "DBL-07": {"ean-demo-ho-e1|2024-07-01"},
            "PLA-02": {f"{INVOICES}|SI-2024-000024"},
        },
    ),
    Defect(
        "DBL-02",
        "energy",
        row("charge_points", charge_point_id="cp-ho-4", location_id="head_office", owner="own"),
        {"DBL-02": {"cp-ho-4"}, "CMP-04": {f"cp-ho-4|{year}" for year in YEARS}},
    ),
    Defect(
        "CMP-05",
        "energy",
        several(
            cell("locations", "branch_c", "has_own_electricity_meter", "false"),
            cell(INVOICES, "SI-2022-000003", "quantity_basis", "estimated"),
        ),
        {
            "CMP-05": {"branch_c|electricity|2022"},
            "CMP-06": {f"{INVOICES}|SI-2022-000003"},
        },
    ),
    Defect(
        "CMP-06",
        "energy",
        cell(INVOICES, "SI-2024-000022", "estimation_method", "op_gevoel"),
        {"CMP-06": {f"{INVOICES}|SI-2024-000022"}},
    ),
    Defect(
        "CMP-12",
        "energy",
        row(
            "meters",
            meter_id="ean-demo-bb-pv",
            location_id="branch_b",
            carrier="electricity",
            role="generation",
            owner="own",
            valid_from="2024-01-01",
        ),
        {"CMP-12": {"ean-demo-bb-pv|2024"}},
    ),
    Defect(
        "CMP-14",
        "energy",
        cell(INVOICES, "SI-2022-000006", "period_end", "2022-02-14"),
        {"CMP-14": {"ean-demo-ho-g1|natural_gas|2022-02-01"}},
    ),
    Defect(
        "DBL-04",
        "energy",
        copy_of(INVOICES, "SI-2024-000012", line_id="SI-X-1", source_document="OPGAVE-X"),
        {"DBL-04": {"SI-X-1"}, "DBL-11": {"power_buildings|vsg_diensten|2024"}},
    ),
    Defect(
        "DBL-07",
        "energy",
        cell("meter_readings", "MR-2022-000003", "reading", "43449"),
        {"DBL-07": {"ean-demo-ho-e1|2022-01-01", "ean-demo-ho-e1|2022-02-01"}},
    ),
    Defect(
        "DBL-08",
        "energy",
        cell(INVOICES, "SI-2022-000004", "period_end", "2022-02-05"),
        {"DBL-08": {"ean-demo-bc-g1|2022-02-01"}},
    ),
    Defect(
        "EVD-01",
        "energy",
        cell("power_contracts", "building_d", "product", "green"),
        {"EVD-01": {f"vsg_diensten|building_d|{year}" for year in YEARS}},
    ),
    Defect(
        "EVD-02",
        "energy",
        cell("power_certificates", "PC-2024-000001", "energy", "3"),
        {"EVD-02": {"PC-2024-000001"}},
    ),
    Defect(
        "EVD-03",
        "energy",
        cell("power_certificates", "PC-2023-000002", "cancelled_on", ""),
        {"EVD-03": {"PC-2023-000002"}},
    ),
    Defect(
        "EVD-04",
        "energy",
        cell("power_certificates", "PC-2023-000001", "production_to", "2024-03-31"),
        {"EVD-04": {"PC-2023-000001"}},
    ),
    Defect(
        "EVD-05",
        "energy",
        cell("power_certificates", "PC-2024-000002", "beneficiary", "Iemand anders BV (fictief)"),
        {"EVD-05": {"PC-2024-000002"}},
    ),
    Defect(
        "EVD-06",
        "energy",
        cell("power_certificates", "PC-2024-000002", "registry_id", "gvo-demo-2024-0001"),
        {"EVD-06": {"PC-2024-000002"}},
    ),
    Defect(
        "EVD-08",
        "energy",
        cell(INVOICES, "SI-2024-000020", "quantity", "2000"),
        {"EVD-08": {"head_office|2024-06-01"}},
    ),
    Defect(
        "EVD-09",
        "energy",
        cell("power_contracts", "branch_c", "valid_to", "2022-12-31"),
        {
            "EVD-09": {"vsg_diensten|branch_c|electricity|2023"},
            "FAC-07": {f"electricity|2023|nl_2023|{GRID_MIX}"},
        },
    ),
    Defect(
        "EVD-10",
        "energy",
        cell("estimates", "branch_b_gas_by_floor_area", "decided_on", "2023-02-03"),
        {"EVD-10": {"branch_b_gas_by_floor_area"}},
    ),
    Defect(
        "PLA-02",
        "energy",
        cell(INVOICES, "SI-2024-000019", "amount_eur", "46656"),
        {
            "PLA-02": {f"{INVOICES}|SI-2024-000019"},
            "DBL-11": {"power_buildings|vsg_groep|2024"},
        },
    ),
    Defect(
        "PLA-03",
        "energy",
        cell(INVOICES, "SI-2024-000018", "amount_eur", "7744"),
        {
            "PLA-03": {f"{INVOICES}|SI-2024-000018"},
            "DBL-11": {"fuel_heating|vsg_groep|2024"},
        },
    ),
    Defect(
        "PLA-10",
        "energy",
        cell("locations", "building_d", "floor_area_m2", "2.05"),
        {
            "PLA-10": {f"building_d|{year}" for year in YEARS},
            # The share that the owner takes no longer fits the floor.
            "EVD-14": {"building_d_electricity_by_share_of_main_meter|building_d"},
        },
    ),
    Defect(
        "PLA-11",
        "energy",
        cell("locations", "branch_c", "floor_area_m2", "23"),
        {"PLA-11": {"branch_c|2022"}},
    ),
    Defect(
        "BND-02",
        "energy",
        cell("exclusions", "refrigerants", "estimated_t_co2e", "5.0"),
        {"BND-02": set(YEARS)},
    ),
    Defect(
        "BND-04",
        "energy",
        cell("locations", "branch_b", "valid_from", "2022-02-01"),
        {"BND-04": {f"{INVOICES}|SI-2022-000013", f"{INVOICES}|SI-2022-000055"}},
    ),
]

PAPERS = [
    Defect(
        "VAL-13",
        "papers",
        row("products", extract_name=FUEL, product="Benzine X", activity_type="petrol_e11"),
        {"VAL-13": {f"products|{FUEL}|Benzine X|activity_type"}},
    ),
    Defect(
        "VAL-20",
        "papers",
        row(
            "products",
            extract_name="waste_collections",
            product="Papier en karton",
            activity_type="waste_residual",
        ),
        {"VAL-20": {"products|waste_collections|papier en karton"}},
    ),
    Defect(
        "VAL-22",
        "papers",
        cell("refrigerant_services", "RS-2024-000001", "operation", "recovered"),
        {
            "VAL-22": {"refrigerant_services|RS-2024-000001"},
            "VAL-15": {"refrigerant_services|RS-2024-000001|1"},
        },
    ),
    Defect(
        "CMP-02",
        "papers",
        row(
            "locations",
            location_id="branch_e",
            entity_id="vsg_groep",
            kind="office",
            has_own_electricity_meter="true",
        ),
        {"CMP-02": {f"branch_e|{year}|electricity" for year in YEARS}},
    ),
    Defect(
        "CMP-07",
        "papers",
        row(
            "stock_counts",
            line_id="SC-1",
            delivery_id="SI-gas_hk-2024",
            source_file="tank.csv",
            source_row="2",
            location="Hoofdkantoor",
            counted_on="2024-01-01",
            product="DIESEL",
            quantity="100",
            unit="l",
        ),
        {"CMP-07": {"stock_counts"}},
    ),
    Defect("CMP-08", "papers", emptied("targets"), {"CMP-08": {"targets"}}),
    Defect(
        "CMP-09", "papers", without("projects", "PJ-2024-000001"), {"CMP-09": {"vsg_groep|2024"}}
    ),
    Defect("CMP-10", "papers", without("removals", "2023"), {"CMP-10": {"2023"}}),
    Defect(
        "CMP-13",
        "papers",
        without("business_metrics", "BM-2024-000007", "BM-2024-000011"),
        {"CMP-13": {"fte|2024"}},
    ),
    Defect(
        "FAC-01",
        "papers",
        emptied("factor_choices"),
        {"FAC-01": {"business_public_transport|2022"}},
    ),
    Defect(
        "EVD-11",
        "papers",
        several(
            cell("power_contracts", "building_d", "product", "label"),
            row(
                "power_labels",
                line_id="PL-2023",
                delivery_id="SI-verhuurder_b-2023",
                source_file="etiket.csv",
                source_row="2",
                supplier_id="s-verhuur-d",
                year="2023",
                kg_co2e_per_kwh="0.300",
            ),
        ),
        {
            "EVD-11": {f"s-verhuur-d|building_d|electricity|{year}" for year in ("2022", "2024")},
            # The editions of these years print no upstream part of a label either.
            "FAC-01": {f"electricity|{year}" for year in YEARS},
        },
    ),
    Defect(
        "BND-01",
        "papers",
        cell("exclusions", "refrigerants", "estimated_t_co2e", ""),
        {"BND-01": {"refrigerants"}},
    ),
    Defect(
        "BND-03",
        "papers",
        row("entities", entity_id="vsg_los", name="Los BV (fictief)", is_in_boundary="false"),
        {"BND-03": {"vsg_los|"}},
    ),
    Defect(
        "CUT-01",
        "papers",
        cell("deliveries", {"delivery_id": "SI-verhuurder_b-2024"}, "received_on", "2025-04-15"),
        {"CUT-01": {"SI-verhuurder_b-2024"}},
    ),
    Defect(
        "CUT-03",
        "papers",
        row(
            "publications",
            reporting_year="2023",
            version="1",
            prepared_by="controller",
            approved_by="board",
            published_on="2024-02-28",
            reason="test",
            decided_by="board",
            decided_on="2024-02-28",
        ),
        # The invoices of 2024 begin with one that crosses the turn of the year.
        {
            "CUT-03": {"SI-verhuurder_b-2023|2023", "SI-stroom_hk-2024|2023"},
            # Nobody wrote its rows.
            "GOV-11": {"2023|1"},
        },
    ),
    Defect(
        "GOV-02",
        "papers",
        row(
            "accepted_findings",
            rule_id="VAL-16",
            finding_key=f"{INVOICES}|SI-2023-000060",
            accepted_by="controller",
            expires_on="2024-12-31",
            reason="test",
            decided_by="controller",
            decided_on="2024-01-01",
        ),
        {"GOV-02": {f"VAL-16|{INVOICES}|SI-2023-000060|2024-12-31"}},
    ),
    Defect(
        "GOV-03",
        "papers",
        row(
            "publications",
            reporting_year="2022",
            version="1",
            prepared_by="Controller",
            approved_by="controller",
            published_on="2025-03-30",
            reason="test",
            decided_by="board",
            decided_on="2025-03-30",
        ),
        {"GOV-03": {"2022|1"}, "GOV-11": {"2022|1"}},
    ),
    Defect(
        "GOV-04",
        "papers",
        cell("retention", "trips", "keep_until", "2024-12-31"),
        {"GOV-04": {"trips"}},
    ),
    Defect(
        "GOV-08",
        "papers",
        one_traveller("2022"),
        {
            "GOV-08": {"business_travel|2022", "business_flights|2022"},
            # Two persons made this trip, and now one made it twice.
            "DBL-18": {"TR-2022-000123"},
        },
    ),
    Defect(
        "GOV-06",
        "papers",
        cell("data_plan", "natural_gas", "owner_role", ""),
        {"GOV-06": {"natural_gas|m3 per location"}},
    ),
]

SPEND = [
    Defect(
        "VAL-23",
        "spend",
        booked("LE-X-01", account_code="4999"),
        {"VAL-23": {"4999|2024"}, "VAL-15": {"ledger_entries|LE-X-01|1"}},
    ),
    Defect(
        "VAL-23",
        "spend",
        several(account("4998"), booked("LE-X-02", account_code="4998")),
        {"VAL-23": {"4998|2024"}, "VAL-15": {"ledger_entries|LE-X-02|1"}},
    ),
    Defect(
        "VAL-24",
        "spend",
        several(
            account("4888", treatment="spend", spend_category="materials"),
            account("4888", treatment="out_of_scope"),
            booked("LE-X-03", account_code="4888"),
        ),
        {"VAL-24": {"4888|2024"}, "VAL-15": {"ledger_entries|LE-X-03|1"}},
    ),
    Defect(
        "VAL-25",
        "spend",
        several(
            account("4887", treatment="spend", spend_category="raadsel"),
            account("4886", treatment="spend"),
            booked("LE-X-04", account_code="4887"),
        ),
        {"VAL-25": {"4887|2024", "4886|"}, "VAL-15": {"ledger_entries|LE-X-04|1"}},
    ),
    Defect(
        "VAL-26",
        "spend",
        # The earlier decision: nothing moves, and yet one of the two must go.
        copy_of("spend_categories", "training", decided_on="2020-01-01"),
        {"VAL-26": {"training|2023", "training|2024"}},
    ),
    Defect(
        "VAL-27",
        "spend",
        spend_category("brandstof", ghg_category="3"),
        {"VAL-27": {"brandstof"}},
    ),
    Defect(
        "VAL-28",
        "spend",
        booked("LE-X-05", currency="CHF"),
        {"VAL-28": {"chf|2024"}, "VAL-15": {"ledger_entries|LE-X-05|1"}},
    ),
    Defect(
        "VAL-29",
        "spend",
        several(
            booked("LE-X-06", amount="121.00", vat_amount="21.00"),
            booked("LE-X-07", amount="109.00", vat_amount="9.00"),
            # VAT on top, as it should be.
            booked("LE-X-08", amount="121.00", vat_amount="25.41"),
        ),
        {"VAL-29": {"LE-X-06", "LE-X-07"}},
    ),
    Defect(
        "VAL-33",
        "spend",
        several(
            booked("LE-X-09"),
            booked("LE-X-10", amount="-150.00", credits_line_id="LE-X-09"),
        ),
        {"VAL-33": {"LE-X-09"}},
    ),
    Defect(
        "VAL-34",
        "spend",
        several(
            booked("LE-X-11"),
            booked("LE-X-12", amount="-50.00", account_code="4720", credits_line_id="LE-X-11"),
        ),
        {"VAL-34": {"LE-X-12"}},
    ),
    Defect(
        "VAL-17",
        "spend",
        booked("LE-X-13", amount="-75.00", credits_line_id="LE-weg"),
        {"VAL-17": {"ledger_entries|LE-X-13"}},
    ),
    Defect(
        "VAL-11",
        "spend",
        booked("LE-X-14", supplier_id="s-raadsel"),
        {"VAL-11": {"ledger_entries|LE-X-14|supplier_id"}},
    ),
    Defect(
        "VAL-13",
        "spend",
        account("4885", treatment="covered_by_activity", activity_category="raadsel"),
        {"VAL-13": {"ledger_accounts|4885|4885|activity_category"}},
    ),
    Defect(
        "CMP-17",
        "spend",
        several(
            account("4884", treatment="covered_by_activity", activity_category="heat"),
            account("4883", treatment="covered_by_activity"),
            booked("LE-X-15", account_code="4884"),
            booked("LE-X-16", account_code="4883"),
        ),
        {"CMP-17": {"heat|vsg_diensten|2024", "|vsg_diensten|2024"}},
    ),
    Defect(
        "FAC-11",
        "spend",
        several(
            spend_category(
                "verf",
                factor_key="printed_paint",
                alternative_factor_key="uk_sic_20",
                alternative_edition_id="uk_spend_weg",
            ),
            account("4882", treatment="spend", spend_category="verf"),
            booked("LE-X-17", account_code="4882"),
        ),
        {
            "FAC-11": {"verf|chosen", "verf|alternative"},
            "FAC-01": {"spend_01|2024"},
            "VAL-13": {"spend_categories|verf|verf|alternative_edition_id"},
        },
    ),
    Defect(
        "FAC-12",
        "spend",
        # No price index of 2025, and no reporting year either.
        booked("LE-X-18", booking_date="2025-01-10"),
        {
            "FAC-12": {"materials|alternative|2025"},
            "CUT-02": {"ledger_entries|LE-X-18|spend_01|2025"},
            "CUT-06": {"ledger_entries|LE-X-18"},
        },
    ),
    Defect(
        "FAC-13",
        "spend",
        several(
            spend_category(
                "examens",
                reported_ghg_category="4",
                alternative_factor_key="uk_sic_69_2",
                alternative_edition_id="uk_spend_2023",
            ),
            account("4881", treatment="spend", spend_category="examens"),
            booked("LE-X-19", account_code="4881"),
        ),
        {
            "FAC-13": {"examens|2024"},
            "FAC-14": {"examens|2024"},
            "BND-06": {"examens|2024"},
        },
    ),
    Defect(
        "DBL-10",
        "spend",
        several(
            booked("LE-X-20", source_document="F-1", amount="120.00"),
            booked("LE-X-21", source_document="F-1", amount="120.00"),
            # The same again, and credited: told once.
            booked("LE-X-22", source_document="F-2", amount="130.00"),
            booked("LE-X-23", source_document="F-2", amount="130.00"),
            booked("LE-X-24", amount="-130.00", credits_line_id="LE-X-23"),
        ),
        {"DBL-10": {"LE-X-21"}},
    ),
    Defect(
        "DBL-11",
        "spend",
        several(
            # 100 euros on 181.50, and on some 2,300: less than 5%.
            booked("LE-X-25", account_code="4220", supplier_id="s-gas"),
            booked("LE-X-26", entity_id="vsg_groep", account_code="4220", supplier_id="s-gas"),
        ),
        {
            "DBL-11": {"fuel_heating|vsg_diensten|2024"},
            "BND-09": {"doc LE-X-25|s-gas|2024", "doc LE-X-26|s-gas|2024"},
        },
    ),
    Defect(
        "BND-08",
        "spend",
        booked("LE-X-27", account_code="4750", supplier_id="s-energie"),
        {"BND-08": {"s-energie|4750|2024"}},
    ),
    Defect(
        "CUT-04",
        "spend",
        several(
            booked("LE-X-28", booking_date="2023-12-15"),
            booked("LE-X-29", amount="-40.00", credits_line_id="LE-X-28"),
        ),
        {"CUT-04": {"LE-X-29"}, "CUT-06": {"ledger_entries|LE-X-28"}},
    ),
    Defect(
        "PLA-16",
        "spend",
        booked("LE-X-30", account_code="4610", supplier_id="s-opleiding-uk", amount="30000.00"),
        {"PLA-16": {"s-opleiding-uk|training|2024"}},
    ),
    Defect(
        "PLA-17",
        "spend",
        booked("LE-X-31", account_code="4720", supplier_id="s-kantoor", amount="120000.00"),
        {"PLA-17": {"office|2024-10-01"}},
    ),
]

PURCHASES = [
    Defect(
        "VAL-30",
        "purchases",
        several(
            supplier_factor("SF-1", "Zeep", valid_to="2023-12-31"),
            bought("PP-1", "Zeep", "50.00"),
        ),
        {"VAL-30": {"PP-1"}},
    ),
    Defect(
        "VAL-31",
        "purchases",
        several(
            supplier_factor("SF-2", "Doeken", unit="stuks"),
            bought("PP-2", "Doeken", "50.00", unit="doos"),
        ),
        {"VAL-31": {"PP-2"}},
    ),
    Defect(
        "FAC-10",
        "purchases",
        several(
            supplier_factor("SF-3", "Bezems", boundary="gate_to_gate"),
            bought("PP-3", "Bezems", "50.00"),
        ),
        {"FAC-10": {"PP-3"}},
    ),
    Defect(
        "EVD-12",
        "purchases",
        several(
            supplier_factor("SF-4", "Emmers", evidence_reference=""),
            bought("PP-4", "Emmers", "50.00"),
        ),
        # The demo buys nothing by the kilogram in other years.
        {"EVD-12": {"SF-4"}, "BND-10": {"physical_01|vsg_diensten|2024"}},
    ),
    Defect(
        "DBL-12",
        "purchases",
        several(
            supplier_factor("SF-5", "Mops"),
            bought("PP-5", "Mops", "80.01"),
        ),
        {"DBL-12": {"doc PP-5|s-verbruik"}},
    ),
    Defect(
        "DBL-13",
        "purchases",
        several(
            supplier_factor("SF-6", "Wissers"),
            bought("PP-6", "Wissers", "50.00", source_document="elders"),
        ),
        {"DBL-13": {"purchases_physical|PP-6"}},
    ),
    Defect(
        "VAL-06",
        "purchases",
        several(
            bought("PP-7", "Borstels", "50.00"),
            without("products", {"product": "Borstels"}),
        ),
        {
            "VAL-06": {"purchases_physical|PP-7"},
            "VAL-15": {"purchases_physical|PP-7|1"},
        },
    ),
    Defect(
        "BND-07",
        "purchases",
        cell("suppliers", "s-oa-001", "is_group_company", "true"),
        {"BND-07": {"s-oa-001|2023", "s-oa-001|2024"}},
    ),
    Defect(
        "DBL-14",
        "purchases",
        several(
            row(
                "factor_choices",
                reporting_year="2024",
                activity_type="waste_residual",
                edition_id="nl_2026",
                reason="test",
                decided_by="controller",
                decided_on="2025-01-15",
            ),
            row(
                "waste_collections",
                line_id="WC-X-1",
                delivery_id="WC-inzameling-2024",
                source_file="inzameling.csv",
                source_row="99",
                source_document="elders",
                location="Hoofdkantoor",
                collected_on="2024-05-31",
                waste_type="Restafval",
                quantity="400000",
                unit="kg",
                amount_eur="2000.00",
            ),
        ),
        {
            # Collections by weight, containers and clearing out by the euro; by euros only in 2023.
            "DBL-14": {"vsg_groep|2024"},
            "DBL-13": {"waste_collections|WC-X-1"},
            "GOV-09": {"5|2024"},
            # The list of 2026 takes its gases by AR6, that of 2024 by AR5.
            "FAC-16": {"2024|AR6"},
        },
    ),
]

CHAIN = [
    Defect(
        "VAL-32",
        "chain",
        row(
            "chain_boundaries",
            year="2024",
            boundary_share_pct="120",
            source="a study (test)",
            reason="test",
            decided_by="controller",
            decided_on="2025-01-15",
        ),
        {"VAL-32": {"2024|120"}},
    ),
    Defect(
        "VAL-35",
        "chain",
        # Subcontractor 29 stopped in 2023.
        travelled("ST-X-1", "s-oa-029"),
        {"VAL-35": {"ST-X-1|1"}},
    ),
    Defect(
        "VAL-35",
        "chain",
        travelled("ST-X-2", "s-oa-001", mode="car", fuel="unknown", distance="-100"),
        {
            "VAL-35": {"ST-X-2|1"},
            "VAL-17": {"subcontractor_travel|ST-X-2"},
            # It tells the car of a subcontractor that answered already.
            "DBL-15": {"ST-X-2"},
        },
    ),
    Defect(
        "VAL-11",
        "chain",
        travelled("ST-X-3", "s-raadsel"),
        {
            "VAL-11": {"subcontractor_travel|ST-X-3|supplier_id"},
            "VAL-35": {"ST-X-3|1"},
        },
    ),
    Defect(
        "FAC-06",
        "chain",
        travelled("ST-X-4", "s-oa-002", mode="taxi", distance="10"),
        {"FAC-06": {"subcontractor_travel|ST-X-4"}},
    ),
    Defect(
        "DBL-15",
        "chain",
        # The demo's own answer stands first: its number comes before.
        travelled("ST-X-5", "s-oa-003", distance="10"),
        {"DBL-15": {"ST-X-5"}},
    ),
    Defect(
        "PLA-15",
        "chain",
        # Metres, written as kilometres.
        cell(
            "subcontractor_travel",
            {"supplier_id": "s-oa-006", "year": "2023", "mode": "public_transport"},
            "distance",
            "10957200.00",
        ),
        {"PLA-15": {"s-oa-006|2023"}},
    ),
    Defect(
        "CMP-18",
        "chain",
        cell("surveys", "chain_2024", "population", "150"),
        {"CMP-18": {"2024|chain_2024"}},
    ),
    Defect(
        "CMP-15",
        "chain",
        cell("category_screening", "14", "verdict", "quantified"),
        {"CMP-15": {"14|2023", "14|2024"}},
    ),
    Defect(
        "CMP-15",
        "chain",
        without("category_screening", "15"),
        {"CMP-15": {f"15|{year}" for year in YEARS}},
    ),
    Defect(
        "CMP-15",
        "chain",
        cell("category_screening", "7", "verdict", "not_relevant"),
        {"CMP-15": {"7|2023", "7|2024"}},
    ),
    Defect(
        "CMP-15",
        "chain",
        copy_of("category_screening", "13", verdict="quantified"),
        {"CMP-15": {f"13|{year}" for year in YEARS}},
    ),
    Defect(
        "CMP-16",
        "chain",
        row(
            "entities",
            entity_id="vsg_stil",
            name="Stil BV (fictief)",
            is_in_boundary="true",
            valid_from="2024-07-01",
        ),
        {
            "CMP-16": {"vsg_stil|2024"},
            "CMP-09": {f"vsg_stil|{year}" for year in YEARS},
            "WPM-08": {"vsg_stil|none"},
        },
    ),
    Defect(
        "PLA-13",
        "chain",
        commuted("CM-X-1", distance_one_way="300.0", days="1"),
        # Once in half a year.
        {"PLA-13": {"commuting|CM-X-1"}, "PLA-22": {"commuting|CM-X-1"}},
    ),
    Defect(
        "PLA-14",
        "chain",
        commuted("CM-X-2", days="183"),
        {"PLA-14": {"commuting|CM-X-2"}},
    ),
    Defect(
        "DBL-16",
        "chain",
        commuted("CM-X-4", period_end="2024-01-31", days="10"),
        {"DBL-16": {"CM-X-4"}},
    ),
    Defect(
        "GOV-07",
        "chain",
        commuted("CM-X-3", employee_key=""),
        {"GOV-07": {"commuting|2024"}},
    ),
]


def mobility_choice(kvk_number: str, choice: str, value: str) -> Callable[[Path], object]:
    """Plant one choice for the mobility report of 2023."""
    return row(
        "wpm_choices",
        kvk_number=kvk_number,
        year="2023",
        choice=choice,
        value=value,
        reason="test",
        decided_by="controller",
        decided_on="2025-02-03",
    )


WPM = [
    Defect(
        "WPM-01",
        "wpm",
        mobility_choice("00000001", "jaargang", "2021"),
        {"WPM-01": {"00000001|2023"}, "WPM-14": {"00000001|2023|jaargang|2021"}},
    ),
    Defect(
        "WPM-14",
        "wpm",
        mobility_choice("*", "unknown_fuel_category", "car_steam"),
        {"WPM-14": {"*|2023|unknown_fuel_category|car_steam"}},
    ),
    Defect(
        "WPM-12",
        "wpm",
        # Jaargang 2025 is provisional, and tells no kilometres per euro.
        mobility_choice("00000002", "jaargang", "2025"),
        {"WPM-12": {"00000002|2023"}, "WPM-02": {"00000002|2023|B|public_transport"}},
    ),
    Defect(
        "WPM-03",
        "wpm",
        commuted(
            "CM-X-20",
            entity_id="vsg_groep",
            period_start="2022-01-01",
            period_end="2022-12-31",
            mode="car",
            fuel="unknown",
            distance_one_way="50.0",
            days="150",
        ),
        {
            "WPM-03": {"00000001|2022"},
            "FAC-01": {"commuting_car_unknown|2022"},
            "CUT-06": {"commuting|CM-X-20"},
        },
    ),
    Defect(
        "WPM-04",
        "wpm",
        cell("vehicle_distances", "VD-2022-000001", "private_distance", ""),
        {"WPM-04": {"v-b4a72614|2022"}},
    ),
    Defect(
        "WPM-05",
        "wpm",
        cell("vehicle_distances", "VD-2022-000002", "private_distance", "90000"),
        {"WPM-05": {"v-9fff77bd|2022"}},
    ),
    Defect(
        "WPM-06",
        "wpm",
        cell("business_metrics", "BM-2024-000014", "value", "600"),
        {"WPM-06": {"00000002|2024"}},
    ),
    Defect(
        "WPM-13",
        "wpm",
        # So many employees do not commute, as far as is known.
        cell("business_metrics", "BM-2024-000013", "value", "180"),
        {"WPM-13": {"00000001|2024"}, "WPM-06": {"00000001|2024"}},
    ),
    Defect(
        "WPM-09",
        "wpm",
        cell(TRIPS, "TR-2023-000001", "amount_eur", ""),
        {"WPM-09": {f"{TRIPS}|TR-2023-000001"}},
    ),
    Defect(
        "WPM-10",
        "wpm",
        cell(TRIPS, "TR-2023-000002", "amount_eur", "13.70"),
        {"WPM-10": {f"{TRIPS}|TR-2023-000002"}},
    ),
    Defect(
        "WPM-11",
        "wpm",
        cell("commuting", "CM-2023-000362", "vehicle_id", ""),
        {
            "WPM-11": {"commuting|CM-2023-000362"},
            # As a car of her own it counts, and the list of 2023 has no cars by fuel.
            "FAC-01": {"commuting_car_petrol|2023"},
        },
    ),
    Defect(
        "WPM-15",
        "wpm",
        cell(TRIPS, "TR-2023-000005", "channel", ""),
        {"WPM-15": {f"{TRIPS}|TR-2023-000005"}},
    ),
    Defect(
        "WPM-17",
        "wpm_papers",
        # More have a line that covers 1 January. (WPM-07 takes the headcount of 2024 away.)
        cell("business_metrics", "BM-2023-000013", "value", "5"),
        {"WPM-17": {"00000001|2023"}},
    ),
    Defect(
        "VAL-15",
        "wpm",
        # An invoice of public transport without kilometres: the WPM has its euros, the footprint nothing.
        cell(TRIPS, "TR-2023-000007", "distance", ""),
        {
            "VAL-15": {f"{TRIPS}|TR-2023-000007|1"},
            "VAL-02": {f"{TRIPS}|TR-2023-000007|distance"},
        },
    ),
    Defect(
        "WPM-22",
        "wpm",
        # The contract of a car whose odometer was read.
        copy_of(
            "vehicle_distances",
            "VD-2022-000003",
            line_id="VD-X-22",
            quantity_basis="statement",
        ),
        {"WPM-22": {"VD-X-22"}},
    ),
    Defect(
        "WPM-23",
        "wpm",
        cell(TRIPS, "TR-2023-000006", "travellers", "0"),
        {"WPM-23": {f"{TRIPS}|TR-2023-000006"}},
    ),
    Defect(
        "WPM-07",
        "wpm_papers",
        without("business_metrics", "BM-2024-000013"),
        {"WPM-07": {"00000001|2024"}},
    ),
    Defect(
        "WPM-14",
        "wpm_papers",
        # A number that lost its leading zeros chooses nothing for anybody.
        mobility_choice("2", "flat_private_km", "8900"),
        {"WPM-14": {"2|2023|flat_private_km|8900"}},
    ),
    Defect(
        "WPM-21",
        "wpm_papers",
        mobility_choice("00000002", "jaargang", "2025"),
        {
            "WPM-21": {"2023"},
            "WPM-12": {"00000002|2023"},
            "WPM-02": {"00000002|2023|B|public_transport"},
        },
    ),
    Defect(
        "WPM-20",
        "wpm_papers",
        # Somebody with a lease car claims kilometres of a day that its odometer tells.
        cell(TRIPS, "TR-2023-000410", "traveller_key", "e-2369a15e"),
        {"WPM-20": {f"{TRIPS}|TR-2023-000410"}},
    ),
    Defect(
        "WPM-19",
        "wpm_papers",
        several(
            row(
                "vehicles",
                vehicle_id="v-zonder-km",
                entity_id="vsg_diensten",
                kind="car",
                energy="diesel",
                ownership="lease",
                service_use="none",
                is_assigned="false",
                valid_from="2023-01-01",
                valid_to="2023-12-31",
            ),
            row(
                "fuel_transactions",
                line_id="FT-X-19",
                delivery_id="FT-tankpas-2023H2",
                source_file="tankpas_demo_transacties_2023H2.csv",
                source_row="99999",
                source_document="BV-2023-11",
                entity_id="vsg_diensten",
                vehicle_id="v-zonder-km",
                transacted_at="2023-11-06T11:03:00+01:00",
                product="DIESEL",
                quantity="40.00",
                unit="Liter",
                amount_eur="70.00",
            ),
        ),
        # one fuelling in a year has silent months, and a price unlike the others of its day
        {
            "WPM-19": {"v-zonder-km|2023"},
            "CMP-24": {"v-zonder-km|2023"},
            "PLA-19": {"fuel_transactions|FT-X-19"},
        },
    ),
    Defect(
        "WPM-08",
        "wpm_papers",
        row(
            "entities",
            entity_id="vsg_dubbel",
            name="Dubbel BV (fictief)",
            kvk_number="00000002",
            is_in_boundary="true",
            valid_from="2024-07-01",
        ),
        {
            "WPM-08": {"vsg_diensten|00000002", "vsg_dubbel|00000002"},
            "CMP-09": {f"vsg_dubbel|{year}" for year in YEARS},
            "CMP-16": {"vsg_dubbel|2024"},
        },
    ),
]

#: What is out of the ordinary of its own other lines, documents, months and years.
REGULARITY = [
    Defect(
        "VAL-36",
        "regularity",
        cell("ledger_entries", "LE-2024-000570", "amount", "72442.83"),
        {"VAL-36": {"vsg_groep|salaris|S24G0001"}},
    ),
    Defect(
        "VAL-37",
        "regularity",
        cell("ledger_entries", "LE-2024-001071", "vat_amount", "160.13"),
        {"VAL-37": {"LE-2024-001071"}},
    ),
    Defect(
        "VAL-38",
        "regularity",
        cell(FUEL, "FT-2022-000023", "product", "DIESEL"),
        {
            "VAL-38": {f"{FUEL}|FT-2022-000023"},
            # Paid as petrol.
            "PLA-19": {f"{FUEL}|FT-2022-000023"},
        },
    ),
    Defect(
        "VAL-39",
        "regularity",
        cell("ledger_entries", "LE-2024-000311", "account_code", "4750"),
        {"VAL-39": {"LE-2024-000311"}},
    ),
    Defect(
        "VAL-40",
        "regularity",
        cell("ledger_entries", "LE-2024-001195", "currency", "GBP"),
        {
            "VAL-40": {"LE-2024-001195"},
            # The other lines of the document are in euros.
            "VAL-36": {"vsg_groep|inkoop|I24G0032"},
        },
    ),
    Defect(
        "CMP-25",
        "regularity",
        without("ledger_entries", "LE-2024-002057", "LE-2024-002058", "LE-2024-002059"),
        {"CMP-25": {"vsg_diensten|inkoop|I24D0301"}},
    ),
    Defect(
        "CMP-26",
        "regularity",
        several(
            cell("vehicles", "v-4d0243e6", "valid_from", "2023-01-08"),
            row(
                "vehicle_distances",
                line_id="VD-X-26",
                delivery_id="VD-lease_kmstanden-2023H2",
                source_file="lease_voorbeeld_kmstanden_2023H2.csv",
                source_row="99",
                vehicle_id="v-4d0243e6",
                period_start="2023-10-01",
                period_end="2023-12-31",
                distance="900",
                unit="km",
                quantity_basis="measured",
            ),
        ),
        {
            "CMP-26": {"v-4d0243e6|2023"},
            # A year that is known by its kilometres, a factor that the list of 2023 does not have, and
            # kilometres that somebody may have driven for himself.
            "BND-10": {"vehicle_km_combustion|vsg_diensten|2023"},
            "FAC-01": {"company_car_petrol|2023"},
            "WPM-04": {"v-4d0243e6|2023"},
        },
    ),
    Defect(
        "CUT-07",
        "regularity",
        cell("ledger_entries", "LE-2024-003022", "booking_date", "2024-04-19"),
        {"CUT-07": {"vsg_diensten|inkoop|I24D0436"}},
    ),
    Defect(
        "FAC-18",
        "regularity",
        row(
            "factor_choices",
            reporting_year="2024",
            activity_type="hvo100",
            edition_id="nl_2023",
            reason="The edition that was at hand.",
            decided_by="controller",
            decided_on="2025-02-03",
        ),
        {
            "FAC-18": {"hvo100|2024"},
            # That edition prints no split of HVO.
            "FAC-07": {"hvo100|2024|nl_2023|nl_fuel_vehicle_biodiesel_hvo"},
        },
    ),
    Defect(
        "PLA-19",
        "regularity",
        cell(FUEL, "FT-2022-000033", "amount_eur", "91.51"),
        {"PLA-19": {f"{FUEL}|FT-2022-000033"}},
    ),
    Defect(
        "PLA-20",
        "regularity",
        without(FUEL, "FT-2023-000527", "FT-2023-000615", "FT-2023-000706"),
        {"PLA-20": {"v-5ae3bbfa|2023-07-01"}},
    ),
    Defect(
        "PLA-21",
        "regularity",
        cell("commuting", "CM-2024-000003", "distance_one_way", "6.6"),
        {"PLA-21": {"commuting|CM-2024-000003"}},
    ),
    Defect(
        "PLA-23",
        "regularity",
        cell(TRIPS, "TR-2022-000002", "amount_eur", "137.0"),
        {"PLA-23": {f"{TRIPS}|TR-2022-000002"}},
    ),
    Defect(
        "PLA-22",
        "regularity",
        cell("commuting", "CM-2024-000002", "days", "0.2"),
        {"PLA-22": {"commuting|CM-2024-000002"}},
    ),
]

DEFECTS = [*MOBILITY, *ENERGY, *PAPERS, *SPEND, *PURCHASES, *CHAIN, *WPM, *REGULARITY]


@dataclass(frozen=True)
class Remedy:
    """What a company does about a finding of the demo, after which the finding is gone.

    The proof of rules that the untouched demo breaks on every row that they look at.
    """

    rule_id: str
    change: Callable[[Path], object]
    gone: Findings


def registered(folder: Path) -> None:
    """Take the survey of the holding of 2023 for a registration."""
    columns, rows = read_rows(folder, "commuting")
    for line in rows:
        is_holding = line["entity_id"] == "vsg_groep" and line["period_start"].startswith("2023")
        if is_holding and line["quantity_basis"] == "survey":
            line["quantity_basis"] = "registered"
    write_rows(folder, "commuting", columns, rows)


REMEDIES = [
    Remedy(
        "WPM-03",
        mobility_choice("00000002", "unknown_fuel_category", "car_petrol"),
        {"WPM-03": {"00000002|2023"}},
    ),
    Remedy("WPM-18", registered, {"WPM-18": {"00000001|2023"}}),
    Remedy(
        "WPM-01",
        row(
            "wpm_choices",
            kvk_number="*",
            year="2024",
            choice="jaargang",
            value="2023",
            reason="test",
            decided_by="controller",
            decided_on="2025-02-03",
        ),
        {"WPM-01": {"00000001|2024", "00000002|2024"}},
    ),
    Remedy(
        "CMP-11",
        cell(
            "company",
            "Voorbeeld Schoonmaak Groep (fictief)",
            "consolidation_approach",
            "operational_control",
        ),
        {"CMP-11": {"consolidation_approach"}},
    ),
    Remedy(
        "GOV-05",
        row(
            "manual_checks",
            rule_id="GOV-05",
            result="pass",
            checked_on="2025-01-15",
            reason="test",
            decided_by="controller",
            decided_on="2025-01-15",
        ),
        {"GOV-05": {"manual_check"}},
    ),
]
