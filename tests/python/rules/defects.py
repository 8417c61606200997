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


def cell(file: str, key: str, column: str, value: str) -> Callable[[Path], object]:
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
        {"VAL-12": {f"{TRIPS}|TR-2024-000207|entity_id"}},
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
        {"CMP-03": {"v-stil|2024"}},
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
        {"EVD-07": {"FT-2024-000174"}},
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
            copy_of("vehicle_distances", "VD-2024-000001", line_id="VD-X-1", vehicle_id="v-rit"),
            cell(TRIPS, "TR-2024-000211", "vehicle_id", "v-rit"),
        ),
        {
            "DBL-06": {"v-rit|2024|trips"},
            # The edition of 2024 has no petrol car.
            "FAC-01": {"company_car_petrol|2024"},
        },
    ),
    Defect(
        "EVD-07",
        "mobility",
        several(
            row("products", extract_name=FUEL, product="Diesel HVO20", activity_type="hvo20"),
            cell(FUEL, "FT-2024-000120", "product", "Diesel HVO20"),
        ),
        {"EVD-07": {"FT-2024-000120"}},
    ),
    Defect(
        "PLA-01",
        "mobility",
        cell(FUEL, "FT-2024-000106", "amount_eur", "6.73"),
        {"PLA-01": {f"{FUEL}|FT-2024-000106"}},
    ),
    Defect(
        "PLA-04",
        "mobility",
        cell(FUEL, "FT-2024-000107", "quantity", "339.0"),
        {"PLA-04": {f"{FUEL}|FT-2024-000107"}, "PLA-01": {f"{FUEL}|FT-2024-000107"}},
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
        cell(TRIPS, "TR-2024-000250", "distance", "25000"),
        {
            "PLA-07": {f"{TRIPS}|TR-2024-000250"},
            # Its 50,000 km there and back move the line, and the factor of flights is unverified.
            "PLA-12": {"business_travel|2024"},
            "FAC-03": {
                "ladder|ladder_total|scope_1_2_business_travel|2024",
                "ladder|total|total|2024",
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
        {"BND-05": {f"{FUEL}|FT-2024-000134"}},
    ),
    Defect(
        "CUT-02",
        "mobility",
        cell(FUEL, "FT-2024-000116", "transacted_at", "2025-01-05T16:47:00+01:00"),
        {"CUT-02": {f"{FUEL}|FT-2024-000116|petrol_e10|2025"}},
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
        {"CMP-01": {"ean-demo-bc-e1|2023-05-01"}},
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
        {"DBL-04": {"SI-X-1"}},
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
        {"PLA-02": {f"{INVOICES}|SI-2024-000019"}},
    ),
    Defect(
        "PLA-03",
        "energy",
        cell(INVOICES, "SI-2024-000018", "amount_eur", "7744"),
        {"PLA-03": {f"{INVOICES}|SI-2024-000018"}},
    ),
    Defect(
        "PLA-10",
        "energy",
        cell("locations", "building_d", "floor_area_m2", "2.05"),
        {"PLA-10": {f"building_d|{year}" for year in YEARS}},
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
        cell("deliveries", "DL-2025-000020", "received_on", "2025-04-15"),
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
        {"CUT-03": {"SI-verhuurder_b-2023|2023", "SI-stroom_hk-2024|2023"}},
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
        {"GOV-03": {"2022|1"}},
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
        {"GOV-08": {"business_travel|2022", "business_flights|2022"}},
    ),
    Defect(
        "GOV-06",
        "papers",
        cell("data_plan", "natural_gas", "owner_role", ""),
        {"GOV-06": {"natural_gas|m3 per location"}},
    ),
]

DEFECTS = [*MOBILITY, *ENERGY, *PAPERS]


@dataclass(frozen=True)
class Remedy:
    """What a company does about a finding of the demo, after which the finding is gone.

    The proof of rules that the untouched demo breaks on every row that they look at.
    """

    rule_id: str
    change: Callable[[Path], object]
    gone: Findings


REMEDIES = [
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
    Remedy(
        "CMP-08",
        row(
            "category_screening",
            ghg_category="6",
            verdict="quantified",
            reason="test",
            decided_by="controller",
            decided_on="2025-01-15",
        ),
        {"CMP-08": {"category_screening"}},
    ),
]
