"""Scope 3 on the page and in the terminal: categories, spend both ways, the chain, the ranking."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from look.conftest import CATEGORIES, CHAIN, SPEND, Fabricated
from look.reading import Element, cells, row_of, written
from support.builds import Build
from trede.look import words

PageOf = Callable[..., Element]


def drawing(page: Element, section: str, language: str = "nl") -> Element:
    """Return the first drawing of a section in one language."""
    found = [one for one in page.all("section") if one.all("h2", id=section)]
    return next(svg for part in found[0].all("div", _class=language) for svg in part.all("svg"))


def lengths(svg: Element) -> list[Decimal]:
    """Return the lengths of the bars of a drawing from left to right, in its own units."""
    paths = [bar.attributes["d"] for bar in svg.all("path", aria_roledescription="bar")]
    return [Decimal(re.findall(r"h([-\d.]+)v", path)[0]) for path in paths]


def test_every_category_is_placed_three_times_with_its_interval_and_method(
    scope_3_page: Element,
) -> None:
    page = scope_3_page
    for category, (state, t, low, high, ladder, reported, _) in CATEGORIES.items():
        shown = row_of(page, "scope_3", f"3.{category} Soort")
        assert (
            shown[0]
            == {
                "quantified": "gekwantificeerd",
                "not_relevant": "niet relevant",
                "without_figure": "zonder cijfer",
            }[str(state)]
        )
        span = f"{written(low, 1, 'nl')} – {written(high, 1, 'nl')}" if low and high else "–"
        figures = [written(one, 2, "nl") if one else "–" for one in (t, ladder, reported)]
        assert shown[1:5] == [figures[0], span, figures[1], figures[2]]
    assert row_of(page, "scope_3", "3.1 Soort")[5] == "uitgaven 100%"
    assert row_of(page, "scope_3", "3.7 Soort")[5] == "hoeveelheden 40%, activiteiten 60%"
    # 2000.5 + 116.4 by the Ladder is 700.5 + 1300 + 116.4 as the company places them.
    assert row_of(page, "scope_3", "Totaal")[1:5] == [
        "2.153,80",
        "2.143,8 – 2.163,8",
        "2.116,90",
        "2.116,90",
    ]


def test_the_screening_names_all_fifteen_with_their_reasons_and_states_by_year(
    scope_3_page: Element,
) -> None:
    page = scope_3_page
    rows = [[cell.text("nl") for cell in row] for row in cells(page, "scope_3") if len(row) == 3]
    assert [row[0] for row in rows] == [f"3.{category} Soort" for category in range(1, 16)]
    assert [row[2] for row in rows] == [f"Because {category}." for category in range(1, 16)]
    assert rows[0][1] == "gekwantificeerd 2024vóór het basisjaar 2023"
    assert rows[13][1] == "niet relevant 2024vóór het basisjaar 2023"


def test_what_the_company_places_elsewhere_is_said(scope_3_page: Element) -> None:
    page = scope_3_page
    text = page.text("en")
    assert (
        "2024: cleaning (en) (1,300.0 t) is category 3.1 by the GHG Protocol; "
        "the company puts it in 3.4. The total is the same." in text
    )
    assert "paper (en) (700.5 t) is category" not in text
    moved = [one for one in page.all("td") if "moved" in one.attributes.get("class", "")]
    assert [one.text("en") for one in moved] == ["700.50", "1,300.00"]


def test_the_reasons_stand_between_both_ways_and_add_up(scope_3_page: Element) -> None:
    page = scope_3_page
    sums = [Decimal(0)] * 7
    for name, (category, _, euros, factor, other, t, reasons, t_other) in SPEND.items():
        label = f"{name} (nl)3.{category} · 1.057 boekingen"
        shown = row_of(page, "spend", label)
        assert shown[0] == written(euros, 0, "nl")
        assert shown[1] == f"{factor.replace('.', ',')} kg / €geen prijsjaarprinted_2011"
        assert shown[8] == f"{other.replace('.', ',')} kg / £prijspeil 2023table_2023"
        bare = [one.replace("+", "") for one in shown[2:8]]
        assert bare == [written(one, 2, "nl") for one in (t, *reasons, t_other)]
        values = [Decimal(one) for one in (euros, t, *reasons, t_other)]
        assert values[1] + sum(values[2:6]) == values[6]
        sums = [before + value for before, value in zip(sums, values, strict=True)]
    assert row_of(page, "spend", "paper (nl)3.1 · 1.057 boekingen")[5] == "+10,00"
    total = row_of(page, "spend", "Totaal")
    assert total[0] == written(str(sums[0]), 0, "nl")
    assert [one.replace("+", "") for one in (total[2], *total[3:8])] == [
        written(str(one), 2, "nl") for one in sums[1:]
    ]
    text = page.text("nl")
    assert "2024: met de andere factoren zou scope 3 van de Ladder 1.116,7 t zijn" in text
    assert "in plaats van 2.116,9 t." in text
    assert "niet alle in een bron nagelezen (2024)" in text


def test_a_missing_way_gives_no_sum_and_no_bridge(
    page_of: PageOf, scope_3_warehouse: Fabricated
) -> None:
    scope_3_warehouse.sql(
        "update marts.rpt_spend_categories set t_co2e_alternative = null, "
        "difference_price_level_t = null, difference_currency_t = null, "
        "difference_price_basis_t = null, difference_factor_t = null "
        "where spend_category = 'paper'"
    )
    scope_3_warehouse.sql(
        "update marts.rpt_scope_3_categories set t_co2e_alternative = null, "
        "spend_without_kg_eur = 1234.5 where ghg_category = 1 and reporting_year = 2024"
    )
    page = page_of(scope_3_warehouse.file)
    total = row_of(page, "spend", "Totaal")
    assert total[2] == "2.000,50"
    assert total[3:8] == ["–"] * 5
    section = next(one for one in page.all("section") if one.all("h2", id="spend"))
    assert section.all("svg") == []
    text = page.text("nl")
    assert "met de andere factoren zou scope 3" not in text
    assert "2024: € 1.235 aan uitgaven telt nog niet mee" in text


def test_the_chain_has_its_modes_its_two_intervals_and_what_they_assume(
    scope_3_page: Element,
) -> None:
    page = scope_3_page
    for mode, (km, t, surveyed, *bounds) in CHAIN.items():
        rest = str(Decimal(t) - Decimal(surveyed))
        low, high, model_low, model_high = (written(bound, 1, "nl") for bound in bounds)
        assert row_of(page, "chain", f"{mode} (nl)") == [
            written(km, 0, "nl"),
            *(written(one, 2, "nl") for one in (t, surveyed, rest)),
            f"{low} – {high}",
            f"{model_low} – {model_high}",
        ]
    assert row_of(page, "chain", "Onderaannemers onderzocht") == ["6 van 112"]
    assert row_of(page, "chain", "Dekking naar gefactureerde waarde") == ["28,5%"]
    assert row_of(page, "chain", "Aandeel primaire gegevens in de uitstoot") == ["27,3%"]
    assert row_of(page, "chain", "Marge die het bedrijf noemt") == ["± 10%"]
    assert row_of(page, "chain", "t CO₂e per miljoen euro omzet") == ["5,18"]
    assert "Modelgrenzen. Aangenomen is de helft tot het dubbele." in page.text("nl")
    assert "Model bounds. Half to double is assumed." in page.text("en")


def test_no_wording_calls_the_bounds_a_confidence_interval() -> None:
    for key, texts in words.wordings().items():
        for text in texts.values():
            spoken = re.findall(r"[^.]*(?:confidence interval|betrouwbaarheidsinterval)[^.]*", text)
            assert all(re.search(r"\b(Neither|Geen)\b", sentence) for sentence in spoken), key


def test_the_chain_stands_beside_spend_on_the_same_invoices(scope_3_page: Element) -> None:
    page = scope_3_page
    assert row_of(page, "chain", "Ketenanalyse: alleen het reizen") == ["107,82"]
    assert row_of(page, "chain", "Uitgaven: de hele ingehuurde dienst (telt mee)") == ["1.300,00"]
    assert row_of(page, "chain", "Keten als deel van de uitgaven") == ["8,3%"]
    assert row_of(page, "chain", "Plaats van de keten") == ["ernaast"]
    assert "2024. De keten staat naast het totaal." in page.text("nl")
    assert "2024. The chain stands beside the total." in page.text("en")


def test_a_year_without_a_usable_survey_still_has_its_reconciliation(
    page_of: PageOf, scope_3_warehouse: Fabricated
) -> None:
    scope_3_warehouse.sql("delete from marts.rpt_chain_analysis")
    scope_3_warehouse.sql("update marts.rpt_chain_reconciliation set chain_t_co2e = null")
    page = page_of(scope_3_warehouse.file)
    assert row_of(page, "chain", "Ketenanalyse: alleen het reizen") == ["–"]
    section = next(one for one in page.all("section") if one.all("h2", id="chain"))
    assert "Hier is nog niets." in section.text("nl")
    assert section.all("svg") == []


def test_a_draft_of_the_chain_says_why(page_of: PageOf, scope_3_warehouse: Fabricated) -> None:
    scope_3_warehouse.sql(
        "update marts.rpt_chain_analysis set status = 'DRAFT', status_reason_nl = "
        "'7.50% is niet nagelezen.', status_reason_en = '7.50% was not read.'"
    )
    page = page_of(scope_3_warehouse.file)
    assert "2024: 7,50% is niet nagelezen." in page.text("nl")
    assert "2024: 7.50% was not read." in page.text("en")
    assert row_of(page, "chain", "Status") == ["CONCEPT"]


def test_combinations_stand_in_the_order_of_their_rank(scope_3_page: Element) -> None:
    page = scope_3_page
    rows = [[cell.text("en") for cell in row] for row in cells(page, "combinations")]
    assert rows == [
        ["1", "windows (en)", "large", "small", "20", "3.12,001 t CO₂e (2024)", "Seen so."],
        ["2", "offices (en)", "large", "small", "15", "3.12,001 t CO₂e (2024)", "Seen so."],
    ]


def test_bars_are_as_long_as_their_tonnes_and_the_words_stand_beside(scope_3_page: Element) -> None:
    page = scope_3_page
    svg = drawing(page, "scope_3")
    bars = lengths(svg)
    tonnes = [Decimal(t) for _, t, *_ in CATEGORIES.values() if t]
    assert len(bars) == len(tonnes) == 3
    for bar, value in zip(bars, tonnes, strict=True):
        assert abs(bar / bars[0] - value / tonnes[0]) < Decimal("0.001")
    spoken = [part.children[0] for part in svg.all("text") if part.children]
    assert "2.000,5 (1.200,0 – 3.400,3)" in spoken
    assert spoken.count("2024") == 3
    # Surveyed and estimated lie end to end; the spans of both intervals are drawn to the same scale.
    surveyed, rest = lengths(drawing(page, "chain"))
    assert abs(surveyed / (surveyed + rest) - Decimal("30.73") / Decimal("107.82")) < Decimal(
        "0.001"
    )


def test_drawings_speak_both_languages(scope_3_page: Element) -> None:
    page = scope_3_page
    # Three of the footprint, the categories, the steps of spend and the chain, in two languages.
    assert len(page.all("svg")) == 12
    for section, dutch, english in (
        ("scope_3", "3.1 Soort 2024: 2.000,5", "3.1 Kind 2024: 2,000.5"),
        ("spend", "Prijspeil: -60,0; Munt: -240,3", "Price level: -60.0; Currency: -240.3"),
        ("chain", "modelgrenzen 69,3 – 184,9", "model bounds 69.3 – 184.9"),
    ):
        assert dutch in drawing(page, section, "nl").attributes["aria-label"]
        assert english in drawing(page, section, "en").attributes["aria-label"]


def test_sections_without_data_say_so(page_of: PageOf, empty_warehouse: Fabricated) -> None:
    page = page_of(empty_warehouse.file)
    for section in ("scope_3", "spend", "chain", "combinations"):
        found = next(one for one in page.all("section") if one.all("h2", id=section))
        assert "Hier is nog niets." in found.text("nl"), section
        assert "Nothing here yet." in found.text("en"), section
        assert found.all("table") == []


def test_a_company_that_only_screened_sees_its_screening(
    page_of: PageOf, empty_warehouse: Fabricated
) -> None:
    empty_warehouse.insert(
        "marts.rpt_scope_3_categories",
        {
            "ghg_category": 14,
            "reporting_year": 2024,
            "label_nl": "3.14 Franchises",
            "label_en": "3.14 Franchises",
            "state": "not_screened",
        },
    )
    page = page_of(empty_warehouse.file)
    assert row_of(page, "scope_3", "3.14 Franchises") == ["niet beoordeeld", "–"]
    assert page.all("svg") == []


def test_every_section_is_in_the_contents_and_every_entry_leads_somewhere(
    page_of: PageOf, scope_3_page: Element, empty_warehouse: Fabricated
) -> None:
    for page in (scope_3_page, page_of(empty_warehouse.file)):
        headings = [one.attributes["id"] for one in page.all("h2")]
        entries = [one.attributes["href"] for one in page.one("nav").all("a")]
        assert entries == [f"#{heading}" for heading in headings]
        assert {"scope_3", "spend", "chain", "combinations", "findings", "about"} <= set(headings)


def test_scope_3_beside_the_rest_gets_a_drawing_of_its_own_scale(
    page_of: PageOf, scope_3_warehouse: Fabricated
) -> None:
    """Beside two thousand tonnes of scope 3 nobody sees business travel: it has its own drawing."""
    scope_3_warehouse.insert(
        "marts.rpt_footprint",
        {
            "frame": "ladder",
            "line": "3.1",
            "scope": "scope_3",
            "line_order": 11,
            "line_label_nl": "3.1",
            "line_label_en": "3.1",
            "reporting_year": 2024,
            "entity_id": "north",
            "t_co2e": "2000.5",
        },
    )
    page = page_of(scope_3_warehouse.file)
    section = next(one for one in page.all("section") if one.all("h2", id="footprint"))
    small, whole = (
        part.all("svg")[0].attributes["aria-label"] for part in section.all("div", _class="nl")
    )
    assert "Overige scope 3" not in small
    assert "Scope 1 1.000,6 ton CO₂e" in small
    assert "Overige scope 3 2.000,5 ton CO₂e" in whole
    assert "Scope 1 1.000,6 ton CO₂e" in whole
    # 2023 has figures and no scope 3: a reader must not take the jump for growth.
    assert "Overige scope 3 is gekwantificeerd vanaf 2024" in section.text("nl")


def test_the_terminal_shows_scope_3_and_the_chain_beside_it(
    look: Callable[..., Any], scope_3_warehouse: Fabricated
) -> None:
    lines = [" ".join(line.split()) for line in look(scope_3_warehouse.file).stdout.splitlines()]
    assert "Scope 3 en de keten, t CO₂e" in lines
    assert "Overige scope 3 – – 2.116,90" in lines
    assert "Bandbreedte – – 2.106,9 – 2.126,9" in lines
    assert "Met de andere factoren (ernaast) – – 1.116,65" in lines
    assert "Ketenanalyse (ernaast) – – 107,82" in lines
    assert "Marge van het bedrijf zelf – – 97,0 – 118,6" in lines
    assert "Modelgrenzen – – 69,3 – 184,9" in lines


def test_the_terminal_is_silent_about_scope_3_without_any(
    look: Callable[..., Any], warehouse: Fabricated
) -> None:
    assert "Scope 3 en de keten" not in look(warehouse.file).stdout


@pytest.mark.build
def test_the_demos_page_holds_its_scope_3_exactly(page_of: PageOf, demo_build: Build) -> None:
    page = page_of(demo_build.database)
    shown = {Decimal(one.attributes["value"]) for one in page.all("data")}
    for mart, columns in (
        (
            "rpt_scope_3_categories",
            "t_co2e, t_co2e_ladder, t_co2e_as_reported, low_t_co2e, high_t_co2e",
        ),
        (
            "rpt_spend_categories",
            "counted_eur, t_co2e, t_co2e_alternative, difference_price_level_t, "
            "difference_currency_t, difference_price_basis_t, difference_factor_t",
        ),
        (
            "rpt_chain_analysis",
            "km, t_co2e, surveyed_t_co2e, extrapolated_t_co2e, plan_low, plan_high, "
            "model_low, model_high",
        ),
        ("rpt_chain_reconciliation", "chain_t_co2e, spend_t_co2e, spend_t_co2e_alternative"),
        ("rpt_product_market_combinations", "t_co2e_category"),
    ):
        rows = demo_build.rows(f"select {columns} from marts.{mart}")
        values = {value for row in rows for value in row.values()} - {None}
        assert len(values) > 2 or mart == "rpt_product_market_combinations"
        assert values - shown == set(), mart
    reasons = demo_build.rows("select screening_reason as reason from marts.rpt_scope_3_categories")
    assert all(row["reason"] in page.text() for row in reasons)
