"""The second company's money, purchases, commuting and subcontractors.

Euros that can and cannot be read, booked, converted or believed; documents that purchases and
collections tell in kilograms, in whole, in part, across the turn of a year; the three methods for a
purchase and none; commuting in vehicles that are known otherwise; one year in which a judgement
lets the chain analysis replace the travel part of the spend, and one in which none does.

Every name is made up.
"""

from __future__ import annotations

Row = dict[str, str]

BECAUSE = {"reason": "Example.", "decided_by": "data owner", "decided_on": "2026-12-01"}

PRINTED = "spend_printed_2011"

FILES: dict[str, list[Row]] = {
    "chain_boundaries": [
        {
            "year": year,
            "boundary_share_pct": share,
            "source": source,
            **BECAUSE,
            "decided_on": f"2026-{decided_on}",
        }
        for year, share, source, decided_on in [
            ("2026", "50", "An earlier study.", "11-30"),
            ("2026", "12.5", "Example study.", "12-01"),
            # of the same day, and larger
            ("2026", "12.75", "Another example study.", "12-01"),
            # decided later: more than all of it, and read nowhere
            ("2026", "140", "Example study.", "12-15"),
            ("2026", "60", "", "12-16"),
            ("2025", "30", "", "12-01"),
        ]
    ],
    # 2025 has no price index: only its exchange rate is carried forward
    "price_level_choices": [
        {"series": "cpi_nl_1962_100", "year": "2026", "from_year": "2024", **BECAUSE},
        {"series": "gbp_per_eur_yearly_average", "year": "2025", "from_year": "2024", **BECAUSE},
        # 2023 has an index of its own, which leads
        {"series": "cpi_nl_1962_100", "year": "2023", "from_year": "2011", **BECAUSE},
    ],
    "category_screening": [
        {"ghg_category": category, "verdict": verdict, **BECAUSE}
        for category, verdict in [
            ("1", "quantified"),
            ("4", "not_relevant"),
            ("9", "quantified"),
            ("11", "not_relevant"),
        ]
    ],
    "suppliers": [
        {"supplier_id": "s-label", "name": "Etiketstroom BV (fictief)"},
        {"supplier_id": "s-clean-a", "name": "Schoon A", "is_subcontractor": "true"},
        {"supplier_id": "s-clean-b", "name": "Schoon B", "is_subcontractor": "TRUE"},
        {"supplier_id": "s-clean-c", "name": "Schoon C", "is_subcontractor": "true"},
        {"supplier_id": "s-clean-d", "name": "Schoon D", "is_subcontractor": "true"},
        {"supplier_id": "s-clean-e", "name": "Schoon E", "is_subcontractor": "true"},
        {"supplier_id": "s-plastic", "name": "Korrelfabriek", "is_subcontractor": "false"},
        {"supplier_id": "s-paper", "name": "Papierwinkel"},
        {"supplier_id": "s-waste", "name": "Afvalhaler"},
    ],
    "spend_categories": [
        {
            "spend_category": name,
            "ghg_category": category,
            "reported_ghg_category": reported,
            "edition_id": edition,
            "factor_key": key,
            "alternative_edition_id": other_edition,
            "alternative_factor_key": other_key,
            "price_basis_ratio": ratio,
            **BECAUSE,
        }
        for name, category, reported, edition, key, other_edition, other_key, ratio in [
            (
                "cleaning",
                "1",
                "4",
                "uk_spend_2019",
                "uk_sic_81",
                PRINTED,
                "printed_services_to_buildings",
                "0.9",
            ),
            (
                "plastics",
                "1",
                "",
                PRINTED,
                "printed_rubber_and_plastic",
                "uk_spend_2021",
                "uk_sic_22",
                "0.85",
            ),
            (
                "waste",
                "5",
                "",
                PRINTED,
                "printed_waste_services",
                "uk_spend_2015",
                "uk_sic_38",
                "",
            ),
            (
                "freight",
                "4",
                "",
                "uk_spend_2023",
                "uk_sic_49_3_5",
                "uk_spend_2020",
                "uk_sic_49_3_5",
                "",
            ),
            ("hotels", "6", "1", "uk_spend_2019", "uk_sic_55", "", "", ""),
            ("machines", "2", "", "uk_spend_2021", "uk_sic_unknown", PRINTED, "no_such_key", ""),
            ("leases", "8", "", "uk_spend_2021", "uk_sic_77", "", "", ""),
            # fuels and power are activity data
            ("fuels", "3", "", "uk_spend_2021", "uk_sic_19", "", "", ""),
        ]
    ]
    # one category by two factors in turn, and by none at last
    + [
        {
            "spend_category": "advice",
            "ghg_category": "1",
            "edition_id": PRINTED,
            "factor_key": key,
            "valid_from_year": valid_from,
            "valid_to_year": valid_to,
            **BECAUSE,
        }
        for key, valid_from, valid_to in [
            ("printed_accounting", "2021", "2025"),
            ("printed_education", "", ""),
        ]
    ],
    "ledger_accounts": [
        {
            "account_code": account,
            "treatment": treatment,
            "spend_category": category,
            "activity_category": covered_by,
            "reason": "Example.",
        }
        for account, treatment, category, covered_by in [
            ("4000", "spend", "cleaning", ""),
            ("4100", "spend", "plastics", ""),
            ("4200", "spend", "waste", ""),
            ("4300", "SPEND", "freight", ""),
            ("4400", "spend", "hotels", ""),
            ("4500", "spend", "machines", ""),
            ("4550", "spend", "leases", ""),
            ("4560", "spend", "advice", ""),
            ("4600", "spend", "nobody_wrote_it", ""),
            ("4610", "spend", "fuels", ""),
            ("4700", "covered_by_activity", "", "fuel_vehicles"),
            ("4800", "out_of_scope", "", ""),
            ("4810", "nobody_decided", "plastics", ""),
            ("4900", "spend", "plastics", ""),
            ("4900", "out_of_scope", "", ""),
        ]
    ],
    "ledger_entries": [
        {
            "line_id": f"ledger_entries-{number}",
            "source_document": document,
            "entity_id": entity,
            "journal": "inkoop",
            "booking_date": booked,
            "account_code": account,
            "supplier_id": supplier,
            "amount": amount,
            "currency": currency,
            "credits_line_id": f"ledger_entries-{credits}" if credits else "",
        }
        for number, document, entity, booked, account, supplier, amount, currency, credits in [
            # hired cleaning: a and b were surveyed, c was not and took a part back
            (1, "C-1", "polder_bouw", "2026-02-10", "4000", "s-clean-a", "12000.00", "", 0),
            (2, "C-2", "polder_holding", "2026-03-31", "4000", "s-clean-b", "3000.33", "EUR", 0),
            (3, "C-3", "polder_bouw", "2026-07-01", "4000", "s-clean-c", "9999.99", "", 0),
            (4, "C-3K", "polder_bouw", "2026-07-15", "4000", "s-clean-c", "-1000.05", "", 3),
            # a year without an index, and a credit note of the next year for it
            (5, "C-0", "polder_bouw", "2025-11-30", "4000", "s-clean-a", "5000", "", 0),
            (6, "C-0K", "polder_bouw", "2026-01-05", "4000", "s-clean-a", "-250", "", 5),
            # credit notes: of another year, and of a line that nobody delivered
            (7, "F-1", "polder_bouw", "2020-06-01", "4300", "", "1000", "", 0),
            (8, "F-1K", "polder_bouw", "2021-02-01", "4300", "", "-400", "", 7),
            (9, "F-2K", "polder_bouw", "2021-02-02", "4300", "", "-50", "", 999),
            # pounds of a year with a rate, pounds at a rate carried forward, dollars without one
            (10, "F-3", "polder_bouw", "2021-02-03", "4300", "", "860.5", "GBP", 0),
            (11, "F-4", "polder_bouw", "2025-02-03", "4100", "", "100", "gbp", 0),
            (12, "U-1", "polder_bouw", "2021-03-01", "4300", "", "100", "USD", 0),
            # accounts and categories that nobody can place
            (13, "U-2", "polder_bouw", "2021-03-02", "4999", "", "110", "", 0),
            (14, "U-3", "polder_bouw", "2021-03-03", "4900", "", "120", "", 0),
            (15, "U-4", "polder_bouw", "2021-03-04", "4600", "", "130", "", 0),
            (16, "U-5", "polder_bouw", "2021-03-05", "4610", "", "140", "", 0),
            (17, "A-1", "polder_bouw", "2021-03-06", "4700", "", "150", "", 0),
            (18, "", "polder_bouw", "2021-03-07", "4800", "", "-160", "", 0),
            # outside the boundary, and of an entity that was bought a day later
            (19, "B-1", "polder_over_de_grens", "2026-03-08", "4100", "", "170", "", 0),
            (20, "B-2", "polder_nieuw", "2026-03-31", "4800", "", "180", "", 0),
            # one document in kilograms: 500 bought, 25 of it sent back
            (21, "K-1", "polder_bouw", "2021-06-01", "4100", "s-plastic", "300", "", 0),
            (22, "K-1", "polder_bouw", "2021-06-01", "4100", "s-plastic", "400.123457", "", 0),
            (23, "K-1", "polder_bouw", "2021-06-01", "4100", "s-plastic", "-25", "", 0),
            # the first line again, in a later delivery
            (21, "K-1", "polder_bouw", "2021-06-01", "4100", "s-plastic", "300", "", 0),
            # a collection tells the waste of its document only
            (25, "W-1", "polder_bouw", "2026-02-03", "4200", "s-waste", "80", "", 0),
            (26, "W-1", "polder_bouw", "2026-02-03", "4200", "s-waste", "50", "", 0),
            (27, "W-1", "polder_bouw", "2026-02-03", "4300", "s-waste", "30", "", 0),
            # no factor, travel in money, an exclusion
            (28, "X-2", "polder_bouw", "2021-04-01", "4500", "", "190", "", 0),
            (29, "X-3", "polder_holding", "2021-04-02", "4400", "", "200", "", 0),
            (30, "L-1", "polder_bouw", "2021-04-03", "4550", "s-paper", "210", "", 0),
            # two suppliers use one number
            (31, "M-1", "polder_bouw", "2021-05-04", "4100", "s-plastic", "70", "", 0),
            (32, "M-1", "polder_bouw", "2021-05-04", "4100", "s-paper", "60", "", 0),
            (33, "N-1", "polder_bouw", "2026-05-02", "4100", "s-paper", "70", "", 0),
            (34, "P-1", "polder_bouw", "2026-05-01", "4100", "s-paper", "500", "", 0),
            # bought in one year and booked in the next
            (35, "Y-1", "polder_bouw", "2026-01-04", "4100", "s-plastic", "100", "", 0),
            (36, "Z-1", "polder_bouw", "2026-01-05", "4100", "", "0", "", 0),
            # a subcontractor's material is told in kilograms, the travel is of the rest
            (37, "C-4", "polder_holding", "2026-08-01", "4000", "s-clean-b", "1000", "", 0),
            (38, "V-1", "polder_bouw", "2026-04-01", "4100", "s-plastic", "1000", "", 0),
            # a collection of a year without waste factors tells nothing
            (39, "W-2", "polder_bouw", "2025-02-03", "4200", "s-waste", "40", "", 0),
            # a credit note of its own for goods that went back, 4 euros charged for it
            (40, "K-2", "polder_bouw", "2021-06-21", "4100", "s-plastic", "-20", "", 22),
            (41, "K-2", "polder_bouw", "2021-06-21", "4100", "s-plastic", "-15", "", 22),
            (42, "K-2", "polder_bouw", "2021-06-21", "4100", "s-plastic", "4", "", 0),
            # the same of a subcontractor: the travel is of what is not told
            (43, "C-4K", "polder_holding", "2026-08-20", "4000", "s-clean-b", "-300", "", 37),
            # the same of waste
            (44, "W-1K", "polder_bouw", "2026-02-20", "4300", "s-waste", "-10", "", 0),
            (45, "W-1K", "polder_bouw", "2026-02-20", "4200", "s-waste", "-20", "", 26),
            # the ledger names no supplier: alone, beside its own line, on a credit note
            (46, "D-1", "polder_bouw", "2026-05-10", "4100", "", "120", "", 0),
            (47, "D-2", "polder_bouw", "2026-05-11", "4100", "s-plastic", "30", "", 0),
            (48, "D-2", "polder_bouw", "2026-05-11", "4100", "", "60", "", 0),
            (49, "D-4", "polder_bouw", "2021-07-02", "4100", "", "-8", "", 0),
            # all lines are another supplier's
            (50, "D-3", "polder_bouw", "2026-05-12", "4100", "s-plastic", "50", "", 0),
            # two suppliers use one number, and the purchase names neither
            (51, "E-1", "polder_bouw", "2026-05-13", "4100", "s-plastic", "70", "", 0),
            (52, "E-1", "polder_bouw", "2026-05-13", "4100", "s-paper", "60", "", 0),
            (53, "U-6", "polder_bouw", "2021-03-08", "4810", "", "55", "", 0),
            # two rows of one category, each for its years
            (54, "T-1", "polder_bouw", "2020-12-31", "4560", "", "100", "", 0),
            (55, "T-2", "polder_bouw", "2021-01-01", "4560", "", "100", "", 0),
            (56, "T-3", "polder_bouw", "2026-01-01", "4560", "", "100", "", 0),
            # a subcontractor that only took back, and waste that is told twice
            (57, "C-5K", "polder_bouw", "2026-09-01", "4000", "s-clean-e", "-100", "", 0),
            (58, "W-3", "polder_bouw", "2026-02-05", "4200", "s-waste", "50", "", 0),
            # credit notes without kilograms, of invoices that are known in part
            (59, "D-1K", "polder_bouw", "2026-06-10", "4100", "", "-30", "", 46),
            (60, "K-3K", "polder_bouw", "2021-08-01", "4100", "s-plastic", "-10", "", 22),
            # bags that came with the collection
            (61, "W-4", "polder_bouw", "2026-02-06", "4200", "s-waste", "20", "", 0),
            (62, "W-4", "polder_bouw", "2026-02-06", "4100", "s-waste", "50", "", 0),
        ]
    ],
    "purchases_physical": [
        {
            "source_document": document,
            "entity_id": "polder_bouw",
            "supplier_id": supplier,
            "purchased_on": bought,
            "product": product,
            "quantity": quantity,
            "unit": unit,
            "amount_eur": amount,
        }
        for document, supplier, bought, product, quantity, unit, amount in [
            ("K-1", "s-plastic", "2021-06-01", "Korrels", "200", "kg", "500"),
            ("K-1", "s-plastic", "2021-06-01", "KORRELS", "-10", "KG", "-25"),
            ("V-1", "s-plastic", "2026-04-01", "Verf", "1.5", "m3", "900"),
            ("P-1", "s-paper", "2026-05-01", "Papier", "450", "kg", "450"),
            # without a factor: told by the euros, or by nothing
            ("N-1", "s-paper", "2026-05-02", "Onbekend", "7", "st", "70"),
            ("", "s-paper", "2026-05-03", "Onbekend", "3", "st", "30"),
            ("M-1", "", "2021-05-05", "Onbekend", "2", "st", "20"),
            ("L-1", "s-paper", "2021-05-06", "Onbekend", "4", "st", "40"),
            # a product of the list
            ("", "", "2026-06-06", "Oud papier", "800", "kg", ""),
            ("Y-1", "s-plastic", "2025-12-30", "Korrels", "100", "kg", "90"),
            ("C-4", "s-clean-b", "2026-08-01", "Korrels", "40", "kg", "200"),
            # before any factor holds
            ("", "s-plastic", "2021-05-07", "Verf", "10", "l", "50"),
            ("K-2", "s-plastic", "2021-06-20", "Korrels", "-10", "kg", "-25"),
            ("C-4K", "s-clean-b", "2026-08-19", "Korrels", "-20", "kg", "-100"),
            ("D-1", "s-paper", "2026-05-10", "Papier", "100", "kg", "80"),
            ("D-2", "s-plastic", "2026-05-11", "Korrels", "400", "kg", "45"),
            ("D-2", "s-paper", "2026-05-11", "Papier", "20", "kg", "25"),
            ("D-4", "s-plastic", "2021-07-01", "Korrels", "-30", "kg", "-9"),
            ("D-3", "s-paper", "2026-05-12", "Papier", "10", "kg", "40"),
            ("E-1", "", "2026-05-13", "Papier", "100", "kg", "65"),
            # a document that nobody booked
            ("Q-9", "s-paper", "2026-05-14", "Papier", "5", "kg", "6"),
            ("W-3", "s-waste", "2026-02-05", "Papier", "30", "kg", "30"),
            ("W-4", "s-waste", "2026-02-06", "Papier", "60", "kg", "60"),
            # with a factor and without a price
            ("N-1", "s-paper", "2026-05-02", "Papier", "2", "kg", ""),
        ]
    ],
    "supplier_factors": [
        {
            "supplier_id": supplier,
            "product": product,
            "unit": unit,
            "kg_co2e": kg,
            "boundary": boundary,
            "valid_from": valid_from,
            "valid_to": valid_to,
            "evidence_reference": evidence,
        }
        for supplier, product, unit, kg, boundary, valid_from, valid_to, evidence in [
            ("s-plastic", "Korrels", "kg", "0.15", "cradle_to_gate", "", "2021-05-31", "epd-1"),
            ("s-plastic", "korrels", "KG", "0.12", "cradle_to_gate", "2021-06-01", "", "epd-2"),
            ("s-plastic", "Korrels", "kg", "0.2", "cradle_to_gate", "", "", ""),
            ("s-plastic", "Verf", "l", "0.5", "gate_to_gate", "2022-01-01", "", "epd-3"),
            # a kilogram of paint is nobody's litre
            ("", "Verf", "kg", "9.9", "upstream_of_supplier", "2023-01-01", "", "source"),
            ("", "Verf", "l", "2.000001", "upstream_of_supplier", "2022-01-01", "", ""),
            # with the supplier's own part this would count that part twice
            ("", "Verf", "l", "6", "cradle_to_gate", "2022-01-01", "", "source"),
            ("", "Papier", "t", "1000.5", "cradle_to_gate", "", "", "source"),
            ("", "Korrels", "kg", "0.9", "cradle_to_gate", "", "", ""),
            # the supplier's own part without what comes before it
            ("s-paper", "Papier", "t", "400", "gate_to_gate", "", "", "epd-4"),
        ]
    ],
    "waste_collections": [
        {
            "source_document": document,
            "location": "Hal 3",
            "collected_on": collected_on,
            "waste_type": "Puin",
            "quantity": tonnes,
            "unit": "ton",
            "amount_eur": amount,
        }
        for document, collected_on, tonnes, amount in [
            ("W-1", "2026-02-02", "1.5", "100"),
            ("W-2", "2025-02-02", "1.5", "40"),
            # weighed again: a quarter of a tonne less
            ("W-1K", "2026-02-19", "-0.25", "-30"),
            ("W-3", "2026-02-05", "0.5", "40"),
            ("W-4", "2026-02-06", "0.25", "15"),
        ]
    ],
    "commuting": [
        {
            "entity_id": entity,
            "employee_key": f"e-{number}",
            "period_start": start,
            "period_end": end,
            "mode": mode,
            "fuel": fuel,
            "vehicle_id": vehicle,
            "distance_one_way": distance,
            "unit": unit,
            "days": days,
        }
        for number, (entity, start, end, mode, fuel, vehicle, distance, unit, days) in enumerate(
            [
                # over the year's end; 2025 has no factor for a petrol car
                (
                    "polder_bouw",
                    "2025-12-16",
                    "2026-01-14",
                    "car",
                    "petrol",
                    "",
                    "10.5",
                    "km",
                    "12.5",
                ),
                ("polder_bouw", "2026-02-01", "2026-02-28", "train", "", "", "33.3", "km", "7"),
                # only cars differ by fuel
                ("polder_bouw", "2026-02-01", "2026-02-28", "ebike", "bev", "", "4.321", "mi", "9"),
                (
                    "polder_holding",
                    "2026-02-01",
                    "2026-02-28",
                    "bicycle",
                    "",
                    "",
                    "3",
                    "km",
                    "18",
                ),
                # in vehicles whose fuel or kilometres are known for the year
                ("polder_bouw", "2026-10-01", "2026-10-31", "car", "lpg", "w-lpg", "8", "km", "20"),
                (
                    "polder_bouw",
                    "2026-10-01",
                    "2026-10-31",
                    "car",
                    "diesel",
                    "w-km",
                    "9",
                    "km",
                    "20",
                ),
                (
                    "polder_over_de_grens",
                    "2026-02-01",
                    "2026-02-28",
                    "car",
                    "diesel",
                    "",
                    "5",
                    "km",
                    "5",
                ),
            ],
            start=1,
        )
    ],
    "subcontractor_travel": [
        {
            "line_id": f"subcontractor_travel-{number}",
            "supplier_id": supplier,
            "year": year,
            "mode": mode,
            "fuel": fuel,
            "distance": distance,
            "unit": unit,
            "quantity_basis": "survey",
        }
        for number, supplier, year, mode, fuel, distance, unit in [
            (1, "s-clean-a", "2026", "car", "petrol", "1000.5", "km"),
            (2, "s-clean-b", "2026", "car", "diesel", "400", "km"),
            (3, "s-clean-b", "2026", "public_transport", "", "2000", "km"),
            (4, "s-clean-a", "2026", "bicycle", "", "300", "km"),
            # surveyed, and never hired
            (5, "s-clean-d", "2026", "car", "petrol", "700", "km"),
            # a year without the judgement
            (6, "s-clean-a", "2025", "car", "", "600", "km"),
            # below zero, of nobody, of a shop; never hired in a year without the judgement; hired
            # for nothing
            (7, "s-clean-c", "2026", "car", "petrol", "-10", "km"),
            (8, "s-nobody", "2026", "car", "diesel", "20", "km"),
            (9, "s-paper", "2026", "bicycle", "", "30", "km"),
            (10, "s-clean-d", "2025", "car", "petrol", "40", "km"),
            (11, "s-clean-e", "2026", "car", "petrol", "5", "km"),
            # delivered again
            (1, "s-clean-a", "2026", "car", "petrol", "1000.5", "km"),
        ]
    ],
}

#: Products of the products mapping.
PRODUCTS = [
    ("purchases_physical", "Korrels", "physical_01"),
    ("purchases_physical", "Verf", "physical_02"),
    ("purchases_physical", "Papier", "physical_01"),
    ("purchases_physical", "Onbekend", "physical_01"),
    ("purchases_physical", "Oud papier", "waste_paper"),
    ("waste_collections", "Puin", "waste_construction"),
]

#: Left out by judgement: what is leased.
EXCLUDED = {"source": "spend_08", "estimated_t_co2e": "1", **BECAUSE}
