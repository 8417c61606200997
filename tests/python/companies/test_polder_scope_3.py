"""The second company's money, purchases, commuting and subcontractors, by hand and by the oracle."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from oracle.compare import differing_chain, found_categories, micro_units, wanted_categories
from oracle.footprint import Footprint
from oracle.tables import half_up
from support.builds import Build

pytestmark = pytest.mark.build


def _line(build: Build, number: int, occurrence: int = 1) -> dict[str, object]:
    (row,) = build.rows(
        "select * from audit.fct_spend_emissions where line_id = ? and occurrence = ?",
        [f"ledger_entries-{number}", occurrence],
    )
    return row


def _purchase(build: Build, number: int) -> tuple[str, str, list[tuple[str, str, Decimal]]]:
    """Return status, reason and the rows (lot, method, kg) of a purchase."""
    (part,) = build.rows(
        "select * from audit.fct_activities where line_id = ?", [f"purchases_physical-{number}"]
    )
    rows = build.rows(
        "select * from audit.fct_emissions where line_id = ? order by supply_lot, component",
        [f"purchases_physical-{number}"],
    )
    return (
        part["claim_status"],
        part["claim_reason"],
        [(row["supply_lot"], row["method"], row["kg_co2e"]) for row in rows],
    )


def test_every_category_of_scope_3_is_the_oracles(polder: Build, oracle: Footprint) -> None:
    assert found_categories(polder) == wanted_categories(oracle)


def test_the_chain_is_the_oracles(polder: Build, oracle: Footprint) -> None:
    """This company states no margin of its own."""
    assert differing_chain(polder, oracle.tables, {}) == []


@pytest.mark.parametrize(
    ("number", "status", "reason"),
    [
        (12, "unreadable", "currency_without_rate"),
        (13, "unreadable", "account_not_mapped"),
        (14, "unreadable", "account_mapped_twice"),
        (15, "unreadable", "spend_category_unknown"),
        (16, "unreadable", "spend_category_unknown"),
        (17, "superseded", "covered_by_activity_data"),
        (18, "out_of_scope", "account_out_of_scope"),
        (19, "out_of_scope", "entity_outside_boundary"),
        (20, "out_of_scope", "entity_outside_boundary"),
        (21, "superseded", "known_in_physical_units"),
        (30, "excluded", "excluded_by_judgement"),
        (36, "counted", "only_source"),
        (40, "superseded", "known_in_physical_units"),
        (53, "unreadable", "account_without_treatment"),
        (56, "unreadable", "spend_category_unknown"),
    ],
)
def test_euros_that_do_not_count(polder: Build, number: int, status: str, reason: str) -> None:
    row = _line(polder, number)
    assert (row["claim_status"], row["claim_reason"]) == (status, reason)
    assert row["counted_eur"] == 0
    assert not row["kg_co2e"]


def test_a_line_delivered_again_counts_once(polder: Build) -> None:
    again = _line(polder, 21, occurrence=2)
    assert (again["claim_status"], again["claim_reason"]) == ("superseded", "line_delivered_before")
    assert again["counted_eur"] == again["physical_eur"] == 0


def test_every_delivered_euro_is_accounted_for(polder: Build) -> None:
    """Over the claim statuses: 1,000 of freight as delivered, pounds in euros, dollars unknown."""
    lost = polder.value("select count(*) from audit.fct_spend_emissions where amount_eur is null")
    assert lost == 1
    whole = polder.value("select sum(amount_eur) from audit.fct_spend_emissions")
    parts = polder.value(
        "select sum(quantity) from audit.fct_activities where extract_name = 'ledger_entries'"
    )
    assert whole == parts


def test_a_credit_note_of_another_year_is_at_the_prices_of_its_invoice(polder: Build) -> None:
    """Booked in 2021, of a line of 2020: 823.1 / 701.9, not 823.1 / 720.9. It cancels in proportion."""
    invoice, credit, unknown = (_line(polder, number) for number in (7, 8, 9))
    assert (invoice["price_level_year"], credit["price_level_year"]) == (2020, 2020)
    assert unknown["price_level_year"] == 2021, "nobody delivered the line that it credits"
    # 1,000 x 823.1 / 701.9 = 1,172.674170; x 0.86979 = 1,019.980266; x 0.574881 = 586.367275
    assert invoice["amount_in_price_year_eur"] == Decimal("1172.674170")
    assert invoice["amount_in_factor_currency"] == Decimal("1019.980266")
    assert invoice["kg_co2e"] == Decimal("586.367275")
    assert credit["kg_co2e"] == Decimal("-234.546910")


def test_pounds_are_read_at_the_rate_of_their_year(polder: Build) -> None:
    """860.50 / 0.85960 in 2021; 2025 has no rate of its own and takes that of 2024 by judgement."""
    assert _line(polder, 10)["amount_eur"] == Decimal("1001.046999")
    assert _line(polder, 11)["amount_eur"] == Decimal("118.116747")  # 100 / 0.84662


def test_a_year_without_an_index_has_no_kg_and_a_judgement_gives_one(polder: Build) -> None:
    """Cleaning of 2025 at a factor of 2019: nothing. That of 2026 takes the index of 2024."""
    without, given = _line(polder, 5), _line(polder, 1)
    assert without["claim_status"] == "counted"
    assert without["kg_co2e"] is None
    # the other way has no price year: 5,000 x 0.25
    assert without["kg_co2e_alternative"] == 1250
    # 10,500 x 692.9 / 850.3 = 8,556.333059; x 0.87777 = 7,510.492469; x 0.9; x 0.155293
    assert given["counted_eur"] == 10500
    assert given["price_index_of_booking"] == Decimal("850.3")
    assert given["amount_in_price_year_eur"] == Decimal("8556.333059")
    assert given["amount_in_factor_currency"] == Decimal("7510.492469")
    assert given["amount_at_price_basis"] == Decimal("6759.443222")
    assert given["kg_co2e"] == Decimal("1049.694216")
    lost = {
        (row["ghg_category"], row["reporting_year"]): row["spend_without_kg_eur"]
        for row in polder.rows(
            "select * from marts.rpt_scope_3_categories where spend_without_kg_eur <> 0"
        )
    }
    # 5,000 of cleaning in 2025; -250 of its credit note less an eighth; 190 of machines
    assert lost == {(1, 2025): 5000, (1, 2026): Decimal("-218.75"), (2, 2021): 190}


def test_a_document_that_is_known_in_kilograms(polder: Build) -> None:
    """Of 300 + 400.12 euros, 500 less 25 sent back are known: 300 and 175."""
    first, second, returned = (_line(polder, number) for number in (21, 22, 23))
    assert (first["physical_eur"], first["counted_eur"]) == (300, 0)
    assert (second["physical_eur"], second["counted_eur"]) == (175, Decimal("225.123457"))
    assert (returned["physical_eur"], returned["counted_eur"]) == (0, -25)


def test_goods_that_go_back_are_known_in_kilograms_too(polder: Build) -> None:
    """Of 20 and 15 euros credited, 25 were of 10 kg: 20 and 5. Sending them back cost 4 euros."""
    first, second, charged = (_line(polder, number) for number in (40, 41, 42))
    assert (first["physical_eur"], first["counted_eur"]) == (-20, 0)
    assert (second["physical_eur"], second["counted_eur"]) == (-5, -10)
    assert second["kg_co2e"] == Decimal("-9.6")  # -10 x 0.96, and not -15
    assert (charged["physical_eur"], charged["counted_eur"]) == (0, 4)
    # -10 kg x 0.12
    assert _purchase(polder, 13)[2] == [("supplier", "supplier_specific", Decimal("-1.2"))]
    # a collection of 30 euros less: the transport of 10 is not waste, the waste is 20
    assert [_line(polder, number)["physical_eur"] for number in (44, 45)] == [0, -20]
    parts = polder.rows(
        "select line_id, quantity from audit.fct_activities where claim_part = 'physical'"
        " and quantity < 0 order by line_id"
    )
    assert [(row["line_id"][-2:], row["quantity"]) for row in parts] == [
        ("40", -20),
        ("41", -5),
        ("43", -100),
        ("45", -20),
        ("49", -8),
        ("59", -20),
        ("60", Decimal("-4.373650")),
    ]


def test_a_credit_note_takes_back_what_is_known_of_its_invoice(polder: Build) -> None:
    """It has no kilograms of its own: 80 of 120 euros are known of one, 175 of 400.123457 of another."""
    first, second = _line(polder, 59), _line(polder, 60)
    assert (first["physical_eur"], first["counted_eur"]) == (-20, -10)
    # 10 x 175 / 400.123457 = 4.3736500
    assert second["physical_eur"] == Decimal("-4.373650")
    assert second["counted_eur"] == Decimal("-5.626350")


def test_a_purchase_speaks_for_lines_that_name_no_supplier(polder: Build) -> None:
    """Where its own supplier has none in the document, and never for those of another one."""
    told = {number: _line(polder, number)["physical_eur"] for number in range(46, 53)}
    assert told == {
        46: 80,
        # of 45 euros the supplier's own 30; the unnamed 60 hold the 25 of the other purchase
        47: 30,
        48: 25,
        # 30 kg back for 9 euros, of which 8 are there
        49: -8,
        50: 0,
        # 65 euros of nobody: the first supplier by name is s-paper, with 60
        51: 0,
        52: 60,
    }
    kilograms = {number: _purchase(polder, number)[2][0][2] for number in range(15, 22)}
    assert kilograms == {
        15: Decimal("100.05"),  # 0.1 t x 1,000.5
        16: 48,  # 400 kg x 0.12
        17: Decimal("20.01"),
        18: Decimal("-3.6"),  # -30 kg x 0.12
        19: Decimal("10.005"),
        20: Decimal("100.05"),
        21: Decimal("5.0025"),
    }
    unbooked = polder.rows("select * from audit.fct_activities where source_document = 'Q-9'")
    assert [(row["claim_status"], row["claim_reason"]) for row in unbooked] == [
        ("counted", "only_source")
    ]


def test_a_spend_category_holds_for_its_years(polder: Build) -> None:
    """100 euros: x 0.17 until 2020, x 0.12 from 2021 to 2025."""
    assert [_line(polder, number)["kg_co2e"] for number in (54, 55)] == [17, 12]


def test_purchases_take_the_best_factor_that_there_is(polder: Build) -> None:
    # the row that began last: 200 kg x 0.12
    assert _purchase(polder, 1)[2] == [("supplier", "supplier_specific", 24)]
    assert _purchase(polder, 2)[2] == [("supplier", "supplier_specific", Decimal("-1.2"))]
    # 1,500 l x 0.5 of the supplier and x 2.000001 of what came before; the average of 6 holds both
    assert _purchase(polder, 3)[2] == [
        ("supplier", "hybrid", 750),
        ("upstream_of_supplier", "hybrid", Decimal("3000.0015")),
    ]
    # 0.45 t x 1,000.5; the supplier's own part alone is no factor
    assert _purchase(polder, 4)[2] == [("average", "average_data", Decimal("450.225"))]
    assert _purchase(polder, 11)[2] == [("average", "average_data", 36)]
    # 0.8 t x 7, a product of the list
    assert _purchase(polder, 9)[2] == [("none", "activity", Decimal("5.6"))]


def test_purchases_without_a_factor_are_told_by_euros_or_by_nothing(polder: Build) -> None:
    told, untold = ("superseded", "counted_by_spend", []), ("counted", "only_source", [])
    assert _purchase(polder, 5) == told
    assert _purchase(polder, 24) == told, "it has a factor, and nobody knows which euros it tells"
    assert _purchase(polder, 6) == untold, "it names no document"
    assert _purchase(polder, 7) == told, "two suppliers use the number, and it is one line"
    assert _purchase(polder, 8) == untold, "the euros of its document are excluded"
    assert _purchase(polder, 12) == untold, "its factor holds from a later year"


def test_a_purchase_of_december_is_not_counted_again_in_january(polder: Build) -> None:
    """100 kg of 30 December for 90 euros; the invoice of 100 was booked on 4 January."""
    assert _purchase(polder, 10)[2] == [("supplier", "supplier_specific", 12)]
    row = _line(polder, 35)
    assert (row["physical_eur"], row["counted_eur"]) == (90, 10)


def test_a_collection_tells_the_waste_of_its_document(polder: Build) -> None:
    """100 euros of 80 + 50; the transport on the same invoice is not waste; 2025 has no factor.

    Of a line of 50 a purchase tells 30 and a collection 40: all of it, and no more. A purchase of 60
    takes the 50 of bags before 10 of waste, of which the collection of 15 takes the other 10.
    """
    told = [_line(polder, number)["physical_eur"] for number in (25, 26, 27, 39, 58, 61, 62)]
    assert told == [80, 20, 0, 0, 50, 20, 50]
    kg = polder.rows(
        "select reporting_year, kg_co2e from audit.fct_emissions"
        " where extract_name = 'waste_collections' order by kg_co2e"
    )
    # x 16: -0.25, 0.25, 0.5 and 1.5 t
    assert kg == [{"reporting_year": 2026, "kg_co2e": amount} for amount in (-4, 4, 8, 24)]


def test_commuting_goes_there_and_back(polder: Build) -> None:
    """10.5 km x 2 x 12.5 days over 30 days, of which 14 in 2026, in a car of 0.196 kg per km."""
    found = polder.rows(
        "select line_id, month, claim_status, claim_reason, quantity from audit.fct_activities"
        " where extract_name = 'commuting' order by line_id, month"
    )
    assert [row["quantity"] for row in found[:2]] == [140, Decimal("122.5")]
    # 4.321 miles x 2 x 9 x 1.609344
    assert found[3]["quantity"] == Decimal("125.171558")
    assert [row["claim_reason"] for row in found] == [
        *["only_source"] * 5,
        "vehicle_has_fuel_or_charging",
        "vehicle_has_distances",
        "entity_outside_boundary",
    ]
    kg = polder.value("select sum(kg_co2e) from audit.fct_emissions where line_id = 'commuting-1'")
    assert kg == Decimal("122.5") * Decimal("0.196")
    assert polder.rows(
        "select distinct ladder_line, ghg_line, iso_line from audit.fct_emissions"
        " where extract_name = 'commuting'"
    ) == [{"ladder_line": "3.7", "ghg_line": "3.7", "iso_line": "category_3"}]


def test_the_chain_replaces_an_eighth_of_hired_cleaning_in_2026(polder: Build) -> None:
    """12.5% of what is not known in kilograms: of 1,000 euros 200 are, and 100 are travel.

    Of six judgements that is the last with a share that can be and a source.
    """
    rows = {number: _line(polder, number) for number in (1, 2, 3, 4, 5, 6, 37, 43, 57)}
    assert {number: row["travel_eur"] for number, row in rows.items()} == {
        1: 1500,
        2: Decimal("375.041250"),
        3: Decimal("1249.998750"),
        4: Decimal("-125.006250"),
        5: 0,
        6: Decimal("-31.25"),
        37: 100,
        43: -25,
        57: 0,
    }
    assert rows[37]["physical_eur"] == 200
    # of 300 credited, 100 were of 20 kg: an eighth of the other 200
    assert (rows[43]["physical_eur"], rows[43]["counted_eur"]) == (-100, -175)
    # invoiced: a 12,000 - 250, b 3,000.33 + 1,000 - 300, c 9,999.99 - 1,000.05; of c nobody knows a
    # distance that can be
    surveyed = Fraction("11750") + Fraction("3700.33")
    raised_by = (surveyed + Fraction("8999.94")) / surveyed
    km = Fraction("1000.5") * Fraction("0.196") + 400 * Fraction("0.224")
    kg = (km + 2000 * Fraction("0.036")) * raised_by
    found = polder.rows(
        "select sum(kg_co2e) as kg, min(method) as method, max(ladder_line) as line"
        " from audit.fct_emissions where extract_name = 'subcontractor_travel'"
    )
    assert abs(found[0]["kg"] - Decimal(half_up(kg * 1000)) / 1000) < Decimal("0.001")
    assert (found[0]["method"], found[0]["line"]) == ("estimate", "3.1")
    beside = polder.value(
        "select t_co2e from marts.rpt_chain_analysis where reporting_year = 2026 and mode = 'total'"
    )
    assert abs(beside * 1000 - found[0]["kg"]) < Decimal("0.0001"), "the same but for roundings"


def test_travel_that_replaces_nothing_counts_nothing(polder: Build) -> None:
    """Without a judgement, of what the chain analysis itself cannot use, or delivered again."""
    found = polder.rows(
        "select line_id, occurrence, claim_status, claim_reason, sum(quantity) as km"
        " from audit.fct_activities where extract_name = 'subcontractor_travel'"
        " and claim_status <> 'counted' group by all order by min(length(line_id)), line_id"
    )
    assert {row["claim_status"] for row in found} == {"superseded"}
    assert [
        (row["line_id"].removeprefix("subcontractor_travel-"), row["claim_reason"], row["km"])
        for row in found
    ] == [
        ("1", "line_delivered_before", Decimal("1000.5")),
        ("5", "not_usable_in_the_chain", 700),
        ("6", "stands_beside_the_total", 600),
        ("7", "not_usable_in_the_chain", -10),
        ("8", "not_usable_in_the_chain", 20),
        ("9", "not_usable_in_the_chain", 30),
        ("10", "not_usable_in_the_chain", 40),
        ("11", "not_usable_in_the_chain", 5),
    ]


def test_the_company_may_place_a_category_elsewhere(polder: Build) -> None:
    """Cleaning is a purchase that this company reports as transport; hotels are business travel."""
    rows = {
        row["ghg_category"]: row
        for row in polder.rows(
            "select * from marts.rpt_scope_3_categories where reporting_year = 2026"
        )
    }
    cleaning = polder.value(
        "select sum(kg_co2e) from audit.fct_spend_emissions"
        " where spend_category = 'cleaning' and reporting_year = 2026"
    )
    moved = micro_units(rows[1]["t_co2e_ladder"] * 1000 - rows[1]["t_co2e_as_reported"] * 1000)
    assert moved == micro_units(cleaning) > 0
    assert (rows[4]["state"], rows[11]["state"]) == ("relevant_after_all", "not_relevant")
    assert rows[9]["state"] == "without_figure"
    (hotels,) = polder.rows(
        "select ladder_line, ghg_line from audit.fct_emissions where activity_type = 'spend_06'"
    )
    assert hotels == {"ladder_line": "business_travel", "ghg_line": "3.6"}
