"""The made-up group: two entities, four locations, their meters, suppliers and spellings.

No name here belongs to an existing organisation; each says that it is fictitious. The trade
register numbers are outside the range that is issued.
"""

from __future__ import annotations

from trede.demo.lines import Row

HOLDING = "vsg_groep"
CLEANING = "vsg_diensten"
GROUP_NAME = "Voorbeeld Schoonmaak Groep (fictief)"
CLEANING_NAME = "Voorbeeld Schoonmaak Diensten BV (fictief)"

METER_ELECTRICITY_HO = "ean-demo-ho-e1"
METER_SOLAR_HO = "ean-demo-ho-pv"
METER_FEED_IN_HO = "ean-demo-ho-terug"
METER_GAS_HO = "ean-demo-ho-g1"
METER_ELECTRICITY_BC = "ean-demo-bc-e1"
METER_GAS_BC = "ean-demo-bc-g1"
CHARGE_POINTS_HO = ("cp-ho-1", "cp-ho-2")

SOLAR_START = "2023-04-01"
BRANCH_C_END = "2023-09-30"

SUPPLIER_POWER = "s-energie"
SUPPLIER_GAS = "s-gas"
SUPPLIER_BRANCH_C = "s-energie-c"
LANDLORD_B = "s-verhuur-b"
LANDLORD_D = "s-verhuur-d"

METHOD_B_GAS = "branch_b_gas_by_floor_area"
METHOD_B_ELECTRICITY = "branch_b_electricity_by_floor_area"
METHOD_D_ELECTRICITY = "building_d_electricity_by_share_of_main_meter"

#: Spellings of each location as they stand in the extracts.
SPELLINGS = {
    "head_office": ("HK", "Hoofdkantoor", "Head office", "Hfdkantoor"),
    "branch_b": ("Vestiging B", "Filiaal B", "Kantoor B (huur)"),
    "branch_c": ("Vestiging C", "Filiaal C"),
    "building_d": ("Gebouw D", "Gebouw D - huurdeel"),
}


def entities() -> list[Row]:
    """Return mappings/entities: one row per legal entity."""
    return [
        {
            "entity_id": HOLDING,
            "name": "Voorbeeld Schoonmaak Groep BV (fictief)",
            "kvk_number": "00000001",
            "parent_entity_id": "",
            "ownership_share": "",
            "is_in_boundary": "true",
            "reason": "Fictitious top of the group; runs the head office.",
            "valid_from": "",
            "valid_to": "",
        },
        {
            "entity_id": CLEANING,
            "name": CLEANING_NAME,
            "kvk_number": "00000002",
            "parent_entity_id": HOLDING,
            "ownership_share": "1",
            "is_in_boundary": "true",
            "reason": "Fictitious subsidiary, owned for 100%; runs the branches and the fleet.",
            "valid_from": "",
            "valid_to": "",
        },
    ]


def locations() -> list[Row]:
    """Return mappings/locations: one row per location."""

    def row(
        location_id: str, entity_id: str, name: str, area: str, building: str,
        electricity: str, gas: str, owner: str, valid_to: str = "",
    ) -> Row:  # fmt: skip
        return {
            "location_id": location_id,
            "entity_id": entity_id,
            "name": name,
            "kind": "office",
            "floor_area_m2": area,
            "building_area_m2": building,
            "has_own_electricity_meter": electricity,
            "has_own_gas_meter": gas,
            "meter_owner": owner,
            "valid_from": "",
            "valid_to": valid_to,
        }

    return [
        row("head_office", HOLDING, "Hoofdkantoor (fictief)", "640", "640", "true", "true", "own"),
        row("branch_b", CLEANING, "Vestiging B, gehuurd naar m2 (fictief)",
            "110", "1480", "false", "false", "landlord"),
        row("branch_c", CLEANING, "Vestiging C, gesloten in 2023 (fictief)",
            "230", "230", "true", "true", "own", BRANCH_C_END),
        row("building_d", CLEANING, "Gehuurd deel van gebouw D (fictief)",
            "205", "3150", "false", "", "landlord"),
    ]  # fmt: skip


def location_aliases() -> list[Row]:
    """Return mappings/location_aliases: our own key and every spelling of a location."""
    return [
        {"alias": alias, "location_id": location_id}
        for location_id, spellings in SPELLINGS.items()
        for alias in (location_id, *spellings)
    ]


def meters() -> list[Row]:
    """Return mappings/meters: one row per meter. The landlords' main meters are not known."""

    def row(
        meter_id: str, location_id: str, carrier: str, role: str, parent: str = "",
        valid_from: str = "", valid_to: str = "",
    ) -> Row:  # fmt: skip
        return {
            "meter_id": meter_id,
            "location_id": location_id,
            "carrier": carrier,
            "role": role,
            "parent_meter_id": parent,
            "owner": "own",
            "valid_from": valid_from,
            "valid_to": valid_to,
        }

    return [
        row(METER_ELECTRICITY_HO, "head_office", "electricity", "main"),
        row(METER_SOLAR_HO, "head_office", "electricity", "generation",
            METER_ELECTRICITY_HO, SOLAR_START),
        row(METER_FEED_IN_HO, "head_office", "electricity", "feed_in",
            METER_ELECTRICITY_HO, SOLAR_START),
        row(METER_GAS_HO, "head_office", "gas", "main"),
        row(METER_ELECTRICITY_BC, "branch_c", "electricity", "main", valid_to=BRANCH_C_END),
        row(METER_GAS_BC, "branch_c", "gas", "main", valid_to=BRANCH_C_END),
    ]  # fmt: skip


def power_contracts() -> list[Row]:
    """Return mappings/power_contracts: the power product of each location and charging place."""

    def row(location_id: str, place: str, product: str, supplier: str, *span: str) -> Row:
        valid_from, valid_to = span or ("", "")
        return {
            "location_id": location_id,
            "charging_place": place,
            "product": product,
            "supplier_id": supplier,
            "valid_from": valid_from,
            "valid_to": valid_to,
        }

    return [
        row("head_office", "", "grey", SUPPLIER_POWER),
        row("branch_b", "", "grey", LANDLORD_B, "", "2022-12-31"),
        row("branch_b", "", "green", LANDLORD_B, "2023-01-01", ""),
        row("branch_c", "", "grey", SUPPLIER_BRANCH_C, "", BRANCH_C_END),
        row("building_d", "", "grey", LANDLORD_D),
        row("", "home", "grey", ""),
        row("", "public", "grey", ""),
    ]


def suppliers(subcontractors: dict[str, str]) -> list[Row]:
    """Return mappings/suppliers: one row per fictitious supplier.

    Args:
        subcontractors: names of the hired cleaning companies by their key.
    """
    names = {
        SUPPLIER_POWER: "Modelstroom Levering BV (fictief)",
        SUPPLIER_GAS: "Modelgas Levering BV (fictief)",
        SUPPLIER_BRANCH_C: "Voorbeeld Energie Zuid BV (fictief)",
        LANDLORD_B: "Verhuurder van vestiging B (fictief)",
        LANDLORD_D: "Verhuurder van gebouw D (fictief)",
        "s-tankpas": "Tankpas Demo BV (fictief)",
        "s-brandstofkaart": "Brandstofkaart Voorbeeld BV (fictief)",
        "s-laadpas": "Laadpas Demo BV (fictief)",
        "s-thuisladen": "Thuisladen Voorbeeld BV (fictief)",
        "s-lease": "Lease Voorbeeld BV (fictief)",
        "s-reisbureau": "Reisbureau Voorbeeld BV (fictief)",
        "s-afval": "Inzameling Voorbeeld BV (fictief)",
        "s-koeltechniek": "Koeltechniek Voorbeeld BV (fictief)",
        "s-mobiliteit": "Mobiliteitskaart Demo BV (fictief)",
        "s-middelen": "Reinigingsmiddelen Voorbeeld BV (fictief)",
        "s-groothandel": "Schoonmaakgroothandel Demo BV (fictief)",
        "s-verbruik": "Verbruiksartikelen Voorbeeld BV (fictief)",
        "s-machines": "Schoonmaakmachines Demo BV (fictief)",
        "s-werkkleding": "Werkkleding Voorbeeld BV (fictief)",
        "s-accountant": "Accountants Voorbeeld NV (fictief)",
        "s-jurist": "Juristen Demo BV (fictief)",
        "s-advies": "Adviesbureau Voorbeeld BV (fictief)",
        "s-advies-uk": "Example Research Ltd (fictief)",
        "s-vakschool": "Vakschool Schoonmaak Demo (fictief)",
        "s-opleiding": "Opleidingen Voorbeeld BV (fictief)",
        "s-opleiding-uk": "Example Training Ltd (fictief)",
        "s-kantoormeubel": "Kantoormeubelen Demo BV (fictief)",
        "s-kantoor": "Kantoorartikelen Voorbeeld BV (fictief)",
        "s-drukwerk": "Drukkerij Demo BV (fictief)",
        "s-verhuur-hk": "Verhuurder van het hoofdkantoor (fictief)",
        "s-verhuur-c": "Verhuurder van vestiging C (fictief)",
        "s-garage": "Garage Voorbeeld BV (fictief)",
        "s-parkeren": "Parkeren Demo BV (fictief)",
        "s-software": "Software Voorbeeld BV (fictief)",
        "s-telecom": "Telecom Demo BV (fictief)",
        "s-onderhoud": "Gebouwonderhoud Voorbeeld BV (fictief)",
        "s-water": "Waterbedrijf Demo NV (fictief)",
        "s-vereniging": "Branchevereniging Voorbeeld (fictief)",
        "s-arbo": "Arbodienst Demo BV (fictief)",
        "s-werving": "Werving Voorbeeld BV (fictief)",
        "s-verzekering": "Verzekeringen Demo NV (fictief)",
        "s-zon": "Zonnepanelen Voorbeeld BV (fictief)",
    }
    return [
        {
            "supplier_id": supplier_id,
            "name": name,
            "is_subcontractor": str(is_subcontractor).lower(),
            "is_group_company": "false",
        }
        for group, is_subcontractor in ((names, False), (subcontractors, True))
        for supplier_id, name in group.items()
    ]


def products() -> list[Row]:
    """Return mappings/products: words of the senders and the activity types that they mean."""
    words = {
        "fuel_transactions": {
            "Euro 95 E10": "petrol_e10",
            "EURO95": "petrol_e10",
            "Diesel B7": "diesel_b7",
            "DIESEL": "diesel_b7",
            "HVO100": "hvo100",
            "AdBlue": "adblue",
        },
        "supplier_invoices": {
            "Elektriciteit": "electricity",
            "Levering stroom": "electricity",
            "Stroom huurdersdeel": "electricity",
            "Teruglevering": "electricity",
            "Aardgas": "natural_gas",
            "Gas G1": "natural_gas",
            "Gas eindafrekening": "natural_gas",
            "Gas huurdersdeel": "natural_gas",
        },
        "refrigerant_services": {"R-410A": "refrigerant_r410a", "R-32": "refrigerant_r32"},
        "waste_collections": {
            "Restafval": "waste_residual",
            "Papier en karton": "waste_paper",
        },
    }
    return [
        {"extract_name": extract, "product": product, "activity_type": activity_type}
        for extract, mapped in words.items()
        for product, activity_type in mapped.items()
    ]
