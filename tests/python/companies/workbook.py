"""A third company, made of published worked examples: one purchase, trip or invoice per line of a sum.

W01 to W18 are the examples of the GHG Protocol's Technical Guidance for Calculating Scope 3
Emissions (version 1.0, 2013), W39 is a deflator that is easily turned over. Their quantities and
factors are those of the examples; the suppliers and documents are made up.

Where an example multiplies a quantity by a share (a tenth of a company's shares, two hundred of
fifteen hundred square metres), the line holds the share of the quantity. A hybrid purchase of W02
holds the supplier's own power and gas, and the making and carrying of the material, per kilogram.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from support.builds import ProjectCopy
from trede.contract import Contract
from trede.new_company import write_missing_files

Row = dict[str, str]

BECAUSE = {"reason": "Worked example.", "decided_by": "data owner", "decided_on": "2024-12-31"}
SUPPLIER = "maker"

#: What a factor covers: all of it, the supplier's own part, all but that part.
WHOLE, OWN, UPSTREAM = "cradle_to_gate", "gate_to_gate", "upstream_of_supplier"


@dataclass(frozen=True)
class Purchase:
    """One purchased quantity with the factors of its product.

    Attributes:
        example: the worked example that it is a line of.
        product: unique within the example.
        category: of the GHG Protocol.
        quantity: in `unit`.
        factors: what it covers, whether it is the supplier's own, and kg CO2e per unit.
    """

    example: str
    product: str
    category: int
    quantity: Decimal
    unit: str
    factors: tuple[tuple[str, bool, Decimal], ...]
    document: str = ""
    amount_eur: str = ""


def _own(example: str, product: str, quantity: str, factor: str) -> Purchase:
    """A purchase of category 1 in kilograms, with the supplier's own whole factor."""
    return Purchase(example, product, 1, Decimal(quantity), "kg", ((WHOLE, True, Decimal(factor)),))


def _average(
    example: str, product: str, category: int, quantity: Decimal | str, unit: str, factor: str
) -> Purchase:
    """A purchase with an average factor of a published source."""
    return Purchase(
        example, product, category, Decimal(quantity), unit, ((WHOLE, False, Decimal(factor)),)
    )


def _hybrid(example: str, product: str, quantity: str, own: str, upstream: str) -> Purchase:
    """A purchase of category 1: the supplier's own part, and an average that leaves it out."""
    return Purchase(
        example,
        product,
        1,
        Decimal(quantity),
        "kg",
        ((OWN, True, Decimal(own)), (UPSTREAM, False, Decimal(upstream))),
    )


PURCHASES = (
    _own("W01", "cement", "200000", "0.15"),
    _own("W01", "plaster", "600000", "0.10"),
    _own("W01", "paint", "200000", "0.10"),
    _own("W01", "timber", "100000", "0.25"),
    _own("W01", "concrete", "50000", "0.20"),
    # W02: 5,000 kWh of power x 0.5 for 5,000 kg, 2,500 kWh of gas x 0.2 for 2,500 kg; then the
    # material (7, 5, 2, 1.5) and km x kg x km (1,000 x 0.01, 2,500 x 0.02, 800 x 0.05, 200 x 0.1)
    _hybrid("W02", "material 1", "5000", "0.5", "17"),
    _hybrid("W02", "material 2", "2500", "0.2", "55"),
    _hybrid("W02", "material 3", "500", "0", "42"),
    _hybrid("W02", "material 4", "500", "0", "21.5"),
    _hybrid("W02", "waste", "100", "0", "0.5"),
    # W03: 3,000 kg of the supplier for 12,000 kg of product, 50 of its waste, and 5.6 per kg of the
    # chain before it
    _hybrid("W03", "component", "12000", "0.25", "5.6"),
    _hybrid("W03", "waste", "100", "0", "0.5"),
    # the same with 6.0, an average that holds the supplier's part
    Purchase(
        "W03 refused",
        "component",
        1,
        Decimal("12000"),
        "kg",
        ((OWN, True, Decimal("0.25")), (WHOLE, False, Decimal("6.0"))),
    ),
    *(
        _average("W11", f"waste {number}", 5, tonnes, "t", factor)
        for number, (tonnes, factor) in enumerate(
            [("2000", "40"), ("5000", "2"), ("4000", "10"), ("5000", "0.5")], start=1
        )
    ),
    # W13: employees / persons per vehicle x km; a third of a vehicle is a third of its kilometres
    *(
        _average("W13 road", f"car {number}", 6, kilometres, "km", factor)
        for number, (kilometres, factor) in enumerate(
            [
                (Decimal(10) / 2 * 50, "1"),
                (Decimal(20) / 2 * 200, "2"),
                ((Decimal(100) / 3 * 100).quantize(Decimal("1e-6")), "4"),
            ],
            start=1,
        )
    ),
    *(
        _average("W13 air", f"flight {number}", 6, kilometres, "km", factor)
        for number, (kilometres, factor) in enumerate(
            [(Decimal(10 * 10000), "5"), (Decimal(20 * 15000), "6"), (Decimal(100 * 12000), "5")],
            start=1,
        )
    ),
    # W16: 200 of the 2,000 x 75% = 1,500 m2 in use; gas 1,500 x 0.2, power 3,000 x 0.7 and
    # refrigerant 5 x 1,500 of the building, per m2
    _average("W16", "gas of the floor", 8, "200", "m2", "0.2"),
    _average("W16", "power of the floor", 8, "200", "m2", "1.4"),
    _average("W16", "refrigerant of the floor", 8, "200", "m2", "5"),
    # W18: revenue x share of the shares, per sector; the last company has two sectors
    *(
        _average("W18", f"investment {number}", 15, Decimal(revenue) * share / 100, "eur", factor)
        for number, (revenue, share, factor) in enumerate(
            [
                (3000000, 5, "0.6"),
                (7500000, 15, "0.5"),
                (1150000, 20, "3"),
                (5500000 * 60 // 100, 10, "2.0"),
                (5500000 * 40 // 100, 10, "1.5"),
            ],
            start=1,
        )
    ),
    # one method per euro: invoices of which a part is known in kilograms
    Purchase(
        "EUR",
        "known",
        1,
        Decimal(400),
        "kg",
        ((WHOLE, True, Decimal(2)),),
        document="inv-1",
        amount_eur="4000",
    ),
    Purchase("EUR", "unknown", 1, Decimal(50), "kg", (), document="inv-1", amount_eur="1000"),
    Purchase(
        "EUR",
        "above",
        1,
        Decimal(100),
        "kg",
        ((WHOLE, True, Decimal(1)),),
        document="inv-2",
        amount_eur="800",
    ),
)

#: Factors that the edition of printed factors holds in the copy of the project: W09 per euro, W39
#: per euro of 2011, and one for the invoices.
PRINTED = {
    "w09_1": ("0.04", ""),
    "w09_2": ("0.15", ""),
    "w09_3": ("0.05", ""),
    "w39": ("1", "2011"),
    "goods": ("0.5", ""),
}
#: Ledger lines: example; spend category; day; euros; document.
INVOICES = (
    ("W09", "w09_1", "2024-03-31", "20000", ""),
    ("W09", "w09_2", "2024-06-30", "30000", ""),
    ("W09", "w09_3", "2024-09-30", "40000", ""),
    ("W39", "w39", "2020-06-30", "10", ""),
    ("EUR", "goods", "2024-05-01", "10000", "inv-1"),
    ("EUR", "goods", "2024-05-02", "500", "inv-2"),
)
#: W14: employee; mode; fuel; km one way; days in 48 weeks.
COMMUTERS = (
    ("rail-1", "train", "", "10", 5 * 48),
    ("rail-2", "train", "", "10", 4 * 48),
    ("car-1", "car", "petrol", "15", 1 * 48),
    ("car-2", "car", "petrol", "20", 5 * 48),
)

FILES: dict[str, list[Row]] = {
    "company": [
        {
            "name": "Rekenvoorbeelden (fictief)",
            "consolidation_approach": "operational_control",
            "reporting_years": "2020-2024",
            "language": "en",
            **BECAUSE,
        }
    ],
    "entities": [{"entity_id": "workbook", "name": "Voorbeeld BV", "is_in_boundary": "true"}],
    "suppliers": [{"supplier_id": SUPPLIER, "name": "Maker (fictief)"}],
    "products": [
        {
            "extract_name": "purchases_physical",
            "product": f"{purchase.example} {purchase.product}",
            "activity_type": f"physical_{purchase.category:02d}",
        }
        for purchase in PURCHASES
    ],
    "ledger_accounts": [
        {
            "account_code": f"4-{category}",
            "name": category,
            "treatment": "spend",
            "spend_category": category,
            "reason": "Worked example.",
        }
        for category in PRINTED
    ],
    "spend_categories": [
        {
            "spend_category": category,
            "ghg_category": "4" if category.startswith("w09") else "1",
            "edition_id": "spend_printed_2011",
            "factor_key": category,
            **BECAUSE,
        }
        for category in PRINTED
    ],
    "category_screening": [
        {"ghg_category": str(category), "verdict": "quantified", **BECAUSE}
        for category in (1, 4, 5, 6, 7, 8, 15)
    ],
    "purchases_physical": [
        {
            "entity_id": "workbook",
            "supplier_id": SUPPLIER,
            "source_document": purchase.document,
            "purchased_on": "2024-04-15",
            "product": f"{purchase.example} {purchase.product}",
            "quantity": f"{purchase.quantity:f}",
            "unit": purchase.unit,
            "amount_eur": purchase.amount_eur,
        }
        for purchase in PURCHASES
    ],
    "supplier_factors": [
        {
            "supplier_id": SUPPLIER if is_own else "",
            "product": f"{purchase.example} {purchase.product}",
            "unit": purchase.unit,
            "kg_co2e": str(factor),
            "boundary": boundary,
            "evidence_reference": purchase.example,
        }
        for purchase in PURCHASES
        for boundary, is_own, factor in purchase.factors
    ],
    "ledger_entries": [
        {
            "entity_id": "workbook",
            "supplier_id": SUPPLIER,
            "source_document": document,
            "journal": "purchases",
            "booking_date": booked_on,
            "account_code": f"4-{category}",
            "description": example,
            "amount": amount,
        }
        for example, category, booked_on, amount, document in INVOICES
    ],
    "commuting": [
        {
            "entity_id": "workbook",
            "employee_key": employee,
            "period_start": "2024-01-01",
            "period_end": "2024-12-31",
            "mode": mode,
            "fuel": fuel,
            "distance_one_way": kilometres,
            "unit": "km",
            "days": str(days),
            "quantity_basis": "survey",
        }
        for employee, mode, fuel, kilometres, days in COMMUTERS
    ],
}


def write_workbook(folder: Path, contract: Contract) -> Path:
    """Write the company. Lines of extracts are named after their file and number, `commuting-1`."""
    write_missing_files(folder, contract)
    for name, rows in FILES.items():
        file = contract.file(name)
        is_extract = "line_id" in file.column_names
        with (folder / file.file_name).open("a", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, file.column_names, restval="", lineterminator="\n")
            for number, row in enumerate(rows, start=1):
                line = {"line_id": f"{name}-{number}", "source_file": f"{name}.xlsx"}
                writer.writerow({**line, **row} if is_extract else row)
    return folder


def put_examples_into(project: ProjectCopy) -> None:
    """Add the factors and the price index of the examples to a copy of the project.

    W09 and the invoices go beside the printed factors, W14 (0.1 by rail, 0.2 by car) into the list
    of 2024, which has no value for either; W39 has an index of 95.2 in 2011 and 105.5 in 2020.
    """
    factors = project.root / "seeds" / "shared" / "factors"
    with (factors / "spend_printed_2011.csv").open("a", encoding="utf-8") as handle:
        for key, (factor, price_year) in PRINTED.items():
            handle.write(
                f"{key},example,Example,{factor},eur,eur,{price_year},secondary,Example,\n"
            )
    with (factors / "nl_2024.csv").open("a", encoding="utf-8") as handle:
        for key, name, unit, factor in [
            (
                "openbaar_vervoer_trein_gemiddelde_type_onbekend",
                "Trein",
                "reizigerskilometer",
                "0.1",
            ),
            ("auto_benzine_middel", "Benzine", "voertuigkilometer", "0.2"),
        ]:
            handle.write(
                f"2024,nl_passenger_transport_{key},passenger_transport,{name},{unit},{factor},"
                ",,secondary,Example,\n"
            )
    levels = "seeds/shared/reference/price_levels.csv"
    project.edit(levels, "cpi_nl_1962_100,2011,611.7", "cpi_nl_1962_100,2011,95.2")
    project.edit(levels, "cpi_nl_1962_100,2020,701.9", "cpi_nl_1962_100,2020,105.5")
