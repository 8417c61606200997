"""More planted defects: of the rules that complete the catalogue (catalogue.csv), in groups of their own."""

from __future__ import annotations

from rules.defects import (
    CHARGING,
    FUEL,
    INVOICES,
    TRIPS,
    YEARS,
    Defect,
    booked,
    cell,
    commuted,
    copy_of,
    row,
    several,
    without,
)

#: Half-years of the demo, by their first day.
HALF_YEARS = tuple(f"{year}-{month}-01" for year in YEARS for month in ("01", "07"))

SOURCES = [
    Defect(
        "CMP-19",
        "sources",
        # A quarter of the owner's statements of building D.
        without(INVOICES, "SI-2022-000042"),
        {"CMP-19": {"building_d|2022|electricity"}},
    ),
    Defect(
        "CMP-20",
        "sources",
        without(INVOICES, "SI-2024-000039"),
        {"CMP-20": {"ean-demo-ho-terug|2024"}},
    ),
    Defect(
        "CMP-04",
        "sources",
        # Own, and nobody says where.
        row("charge_points", charge_point_id="cp-los", owner="own"),
        {"CMP-04": {f"cp-los|{year}" for year in YEARS}, "DBL-02": {"cp-los"}},
    ),
    Defect(
        "CMP-05",
        "sources",
        # Whether branch B has a gas meter of its own is not said; its gas is estimated still.
        cell("locations", "branch_b", "has_own_gas_meter", ""),
        # The findings of the demo stay.
        {"CMP-05": set()},
    ),
    Defect(
        "CMP-21",
        "sources",
        row(
            "deliveries",
            line_id="DL-X-1",
            delivery_id="TR-vergeten-2024H2",
            source_file="register_deliveries.csv",
            source_row="99",
            extract_name=TRIPS,
            original_name="vergeten_2024H2.csv",
            sha256="0" * 64,
            received_on="2025-01-20",
            covers_from="2024-07-01",
            covers_to="2024-12-31",
            profile="test",
        ),
        {"CMP-21": {"TR-vergeten-2024H2"}},
    ),
    Defect(
        "CMP-22",
        "sources",
        several(
            copy_of("data_plan", "natural_gas", emission_category="purchases_physical"),
            copy_of("data_plan", "natural_gas", emission_category="stoom"),
        ),
        # Planned and never delivered; and one that no extract is known for.
        {"CMP-22": {"stoom|"} | {f"purchases_physical|{half}" for half in HALF_YEARS}},
    ),
    Defect(
        "CUT-08",
        "sources",
        several(
            # January has passed on the day of the demo: what is due in it reaches September.
            copy_of(
                "data_plan",
                "natural_gas",
                emission_category="business_metrics",
                due="Januari/July",
            ),
            cell("deliveries", "DL-2025-000012", "covers_to", "2024-09-15"),
            cell("deliveries", "DL-2025-000012", "received_on", "2024-10-25"),
            copy_of("data_plan", "natural_gas", emission_category="waste", due="maybe later"),
        ),
        {"CUT-08": {"business_metrics|2024-09-30", "waste|"}},
    ),
    Defect(
        "CMP-23",
        "sources",
        # Two deliveries covered the first half of 2023, and of 2024 one.
        cell("deliveries", {"delivery_id": "BM-kengetallen-2024H2"}, "covers_from", "2024-07-01"),
        {"CMP-23": {"business_metrics|2024-01-01"}},
    ),
    Defect(
        "CMP-24",
        "sources",
        several(
            row(
                "vehicles",
                vehicle_id="v-gat",
                entity_id="vsg_groep",
                kind="car",
                energy="bev",
                valid_from="2024-01-01",
                valid_to="2024-06-30",
            ),
            *(
                copy_of(
                    CHARGING,
                    "CS-2024-000005",
                    line_id=f"CS-X-{month}",
                    vehicle_id="v-gat",
                    card_id="c-gat",
                    energy="5.00",
                    amount_eur="2.30",
                    started_at=f"2024-{month}-15T09:00:00+01:00",
                    ended_at=f"2024-{month}-15T10:00:00+01:00",
                )
                # February is a holiday; April and May are missing.
                for month in ("01", "03", "06")
            ),
        ),
        # Nor is its distance known.
        {"CMP-24": {"v-gat|2024"}, "WPM-19": {"v-gat|2024"}},
    ),
    Defect(
        "BND-09",
        "sources",
        booked("LE-X-40", account_code="4310", supplier_id="s-tankpas"),
        {"BND-09": {"doc LE-X-40|s-tankpas|2024"}},
    ),
    Defect(
        "BND-10",
        "sources",
        copy_of(
            INVOICES,
            "SI-2024-000044",
            line_id="SI-X-10",
            location="Gebouw D",
            quantity_basis="invoiced",
            estimation_method="",
            amount_eur="",
        ),
        {"BND-10": {"fuel_heating|building_d|2024"}},
    ),
    Defect(
        "BND-11",
        "sources",
        # Water, by a code that says gas.
        cell("ledger_accounts", "4250", "rgs_code", "WBedHuiGas"),
        {"BND-11": {"4250|2023", "4250|2024"}},
    ),
    Defect(
        "BND-12",
        "sources",
        several(
            row(
                "projects",
                line_id="PJ-X-1",
                delivery_id="PJ-aanbestedingen-2023",
                source_file="opgave_projecten_2023.csv",
                source_row="99",
                entity_id="vsg_diensten",
                project_id="p-school",
                name="Schoolgebouwen (fictief)",
                year="2023",
                has_award_advantage="true",
            ),
            # Listed in 2023, and still worked on in 2024.
            cell(FUEL, "FT-2024-000124", "project_id", "p-school"),
        ),
        {"BND-12": {"p-school|2024"}},
    ),
    Defect(
        "CUT-05",
        "sources",
        # The power of January 2022, booked in October 2024.
        booked(
            "LE-X-41",
            account_code="4210",
            supplier_id="s-energie",
            entity_id="vsg_groep",
            source_document="MS202201-001",
        ),
        {"CUT-05": {"MS202201-001|supplier_invoices"}},
    ),
]

TWICE = [
    Defect(
        "DBL-17",
        "twice",
        # HVO that stands among the diesel as well.
        copy_of(FUEL, "FT-2024-000174", line_id="FT-X-30", product="DIESEL"),
        # At the price of HVO.
        {"DBL-17": {"FT-X-30"}, "PLA-19": {f"{FUEL}|FT-X-30"}},
    ),
    Defect(
        "DBL-18",
        "twice",
        several(
            # There and back in one line, told twice.
            copy_of(TRIPS, "TR-2024-000003", line_id="TR-X-30"),
            # There, and back in the next row of the claim: two trips.
            cell(TRIPS, "TR-2024-000023", "is_return", "false"),
            copy_of(TRIPS, "TR-2024-000023", line_id="TR-X-31", source_row="999"),
        ),
        {"DBL-18": {"TR-X-30"}},
    ),
    Defect(
        "DBL-20",
        "twice",
        several(
            copy_of("waste_collections", "WC-2024-000001", line_id="WC-X-30"),
            copy_of("refrigerant_services", "RS-2024-000001", line_id="RS-X-30"),
        ),
        {"DBL-20": {"waste_collections|WC-X-30", "refrigerant_services|RS-X-30"}},
    ),
    Defect(
        "DBL-21",
        "twice",
        commuted(
            "CM-X-30",
            delivery_id="CM-woonwerk-2024H2",
            entity_id="vsg_groep",
            employee_key="t-80b24623",
            period_start="2024-07-01",
            period_end="2024-12-31",
            distance_one_way="4.0",
        ),
        {"DBL-21": {"TR-2024-000559"}},
    ),
    Defect(
        "CUT-06",
        "twice",
        # The delivery covers the first half of the year.
        cell(FUEL, "FT-2024-000122", "transacted_at", "2024-09-12T07:59:00+02:00"),
        {"CUT-06": {f"{FUEL}|FT-2024-000122"}},
    ),
    Defect(
        "PLA-18",
        "twice",
        # A second flight in a month that had one in the year before as well.
        copy_of(
            TRIPS,
            "TR-2024-000257",
            line_id="TR-X-32",
            traveller_key="t-28ab6dd1",
            distance="11500",
            amount_eur="",
        ),
        {
            "PLA-18": {"business_flights|2024-05-01"},
            # The factor of flights is unverified.
            "FAC-03": {"iso_14064|line|category_3|2024"},
        },
    ),
]

CLAIMS = [
    Defect(
        "EVD-13",
        "claims",
        several(
            cell("power_certificates", "PC-2024-000001", "country", "CH"),
            cell("power_certificates", "PC-2024-000002", "country", ""),
        ),
        {"EVD-13": {"PC-2024-000001", "PC-2024-000002"}},
    ),
    Defect(
        "EVD-16",
        "claims",
        several(
            cell("power_certificates", "PC-2023-000001", "registry_id", ""),
            cell("power_certificates", "PC-2023-000002", "evidence_reference", ""),
        ),
        {"EVD-16": {"PC-2023-000001", "PC-2023-000002"}},
    ),
    Defect(
        "BND-02",
        "claims",
        # No threshold: nothing can be said to stay below it, and no cost that is out of scope either.
        without("significance_criteria", "all_exclusions_together"),
        {
            "BND-02": set(YEARS),
            "BND-15": {
                "0200|2023",
                *(f"{code}|{year}" for code in ("4240", "4250", "4350") for year in (2023, 2024)),
            },
        },
    ),
    Defect(
        "EVD-14",
        "claims",
        cell("estimates", "branch_b_electricity_by_floor_area", "value", "0.12"),
        {"EVD-14": {"branch_b_electricity_by_floor_area|branch_b"}},
    ),
    Defect(
        "EVD-15",
        "claims",
        several(
            row(
                "meters",
                meter_id="ean-demo-bd-e1",
                location_id="building_d",
                carrier="electricity",
                role="main",
                owner="landlord",
                valid_from="2024-01-01",
            ),
            *(
                row(
                    "meter_readings",
                    line_id=f"MR-X-{reading}",
                    delivery_id="MR-meterstanden_hk-2024",
                    source_file="meterstanden_d.csv",
                    source_row=reading,
                    meter_id="ean-demo-bd-e1",
                    read_at=read_at,
                    reading=reading,
                    unit="kWh",
                    reading_kind="regular",
                    quantity_basis="measured",
                )
                # 205 of 3,150 m2 of 120,000 kWh is 7,810 kWh; the statements make 5,200.
                for read_at, reading in (("2024-01-01", "1000"), ("2025-01-01", "121000"))
            ),
        ),
        {"EVD-15": {"building_d|power_buildings|2024"}},
    ),
    Defect(
        "GOV-13",
        "claims",
        # 10.6 and 11 may be one number, 10.6 and 12 cannot.
        cell("reported_figures", "RF08", "value", "12"),
        {"GOV-13": {"emissions_business_travel|group|2024"}},
    ),
    Defect(
        "GOV-14",
        "claims",
        cell("targets", "scope_1_2026", "change_pct", "-35"),
        {"GOV-14": {"scope_1|2022-2026"}},
    ),
    Defect(
        "GOV-14",
        "claims",
        copy_of("targets", "chain_2026", target_id="chain_2026_again"),
        {"GOV-14": {"chain|2023-2026"}},
    ),
    Defect(
        "GOV-15",
        "claims",
        cell("reported_figures", "RF48", "value", "-30"),
        {"GOV-15": {"RF48"}},
    ),
    Defect(
        "GOV-17",
        "claims",
        several(
            cell("measures", "solar_roof", "description", "Het hoofdkantoor is CO2-neutraal"),
            cell("removals", "2023", "statement", "We are climate positive."),
            # Words that are no claim.
            cell(
                "measures",
                "hvo_vans",
                "reason",
                "Neutral on CO2 prices; fewer emissions, freely told.",
            ),
        ),
        {"GOV-17": {"measures|solar_roof|description", "removals|2023|statement"}},
    ),
    Defect(
        "GOV-18",
        "claims",
        cell("reported_figures", "RF36", "value", "118"),
        {"GOV-18": {"RF36|RF39"}},
    ),
    Defect(
        "BND-14",
        "left_out",
        # By the card company's own litres there is AdBlue, and the list of the year has no factor for it.
        row(
            "exclusions",
            source="adblue",
            estimated_t_co2e="0.0001",
            reason="test",
            decided_by="controller",
            decided_on="2025-02-03",
        ),
        {"BND-14": {"adblue||2024"}},
    ),
    Defect(
        "BND-15",
        "left_out",
        # Garages and car parks, below the threshold; and nobody says why they do not count.
        cell("ledger_accounts", "4350", "reason", ""),
        {"BND-15": {"4350|2023", "4350|2024"}},
    ),
    Defect(
        "BND-13",
        "claims",
        several(
            row("products", extract_name=FUEL, product="Diesel HVO20", activity_type="hvo20"),
            cell(FUEL, "FT-2024-000123", "product", "Diesel HVO20"),
            cell(FUEL, "FT-2024-000123", "sustainability_proof_id", "pos-test"),
        ),
        # No edition prints the biological part of this blend.
        {"BND-13": {"hvo20|2024|nl_2024"}},
    ),
    Defect(
        "GOV-19",
        "papers",
        several(
            *(
                row(
                    "manual_checks",
                    rule_id=rule_id,
                    result="pass",
                    checked_on=checked_on,
                    reason="test",
                    decided_by="controller",
                    decided_on="2025-01-15",
                )
                # A rule that no hand checks, one that is not there, and a day to come.
                for rule_id, checked_on in (
                    ("VAL-01", "2025-01-15"),
                    ("GOV-5", "2025-01-15"),
                    ("GOV-05", "2025-12-31"),
                )
            )
        ),
        {"GOV-19": {"VAL-01|2025-01-15", "GOV-5|2025-01-15", "GOV-05|2025-12-31"}},
    ),
    Defect(
        "GOV-16",
        "papers",
        several(
            *(
                row(
                    "verifications",
                    reporting_year=year,
                    type=kind,
                    assurance_level="limited",
                    is_independent=independent,
                    reason="test",
                    decided_by=role,
                    decided_on="2025-03-30",
                )
                for year, kind, independent, role in (
                    # The publication of 2022 was prepared by the controller.
                    ("2022", "internal_audit", "true", "controller"),
                    ("2024", "internal_audit", "", "quality manager"),
                    ("2024", "verification", "true", "verifying body"),
                )
            ),
        ),
        {"GOV-16": {"2022|internal_audit", "2024|internal_audit"}},
    ),
]

CATALOGUE = [*SOURCES, *TWICE, *CLAIMS]
