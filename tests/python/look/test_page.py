"""The page: whole, in two languages, and equal to the marts to the last figure."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from look.conftest import LADDER, TOTALS, Fabricated, company
from look.reading import Element, cells, row_of, written
from support.builds import Build


def loads(text: str) -> list[str]:
    """Return everything in a page that would make a browser fetch something."""
    tags = re.findall(r"<(?:script|link|img|iframe|object|embed|base|source|video|audio)\b", text)
    attributes = re.findall(
        r"(?:src|srcset|action|data|poster|xlink:href|href)\s*=\s*[\"'](?!#)[^\"']*", text
    )
    styles = re.findall(r"url\((?!#)[^)]*\)|@import", text)
    handlers = re.findall(r"\son\w+\s*=", text)
    return tags + attributes + styles + handlers


def test_the_page_loads_nothing_and_runs_nothing(
    look: Callable[..., Any], warehouse: Fabricated, tmp_path: Path
) -> None:
    assert look(warehouse.file).exit_code == 0
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert text.count("<svg") == 6  # three charts in two languages: the pattern below saw them
    assert loads(text) == []
    # The only address in the page is the name of the SVG vocabulary, which is not fetched.
    assert set(re.findall(r"https?://[^\s\"'<)]+", text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_the_search_for_loads_finds_them() -> None:
    planted = (
        '<script src="https://cdn.example/a.js"></script><img src="a.png">'
        '<style>@import "a.css"; p { background: url(a.png) }</style><p onclick="a()">'
    )
    assert len(loads(planted)) == 7


def test_the_ladder_equals_the_marts(
    page_of: Callable[..., Element], warehouse: Fabricated
) -> None:
    page = page_of(warehouse.file)
    for (_, label, _, _), years in LADDER.items():
        name = "Scope 2 (marktgebaseerd)" if label == "Scope 2" else label
        shown = row_of(page, "footprint", name)
        for place, year in enumerate((2022, 2023, 2024)):
            value = sum((Decimal(part) for part in years.get(year, {}).values()), Decimal(0))
            expected = written(str(value), 2, "nl") if year in years else "–"
            assert shown[place].replace(" concept", "").replace("concept", "") == expected
    beside = row_of(page, "footprint", "Scope 2 locatiegebaseerd (ernaast, telt niet mee)")
    assert beside == ["–", "60,00", "45,50"]
    totals = row_of(page, "footprint", "Scope 1 + 2 + zakelijk verkeer")
    assert totals == ["–", "1.284,57concept", "1.041,38"]


def test_every_figure_has_its_exact_value_and_both_notations(
    page_of: Callable[..., Element], warehouse: Fabricated
) -> None:
    figures = page_of(warehouse.file).all("data")
    assert len(figures) > 100
    for figure in figures:
        value, dutch, english = (
            figure.attributes["value"],
            figure.text("nl"),
            figure.text("en"),
        )
        decimals = len(dutch.partition(",")[2])
        assert dutch == written(value, decimals, "nl")
        assert english == written(value, decimals, "en")


def test_the_exact_values_of_the_totals_stand_in_the_page(
    page_of: Callable[..., Element], warehouse: Fabricated
) -> None:
    values = [Decimal(one.attributes["value"]) for one in page_of(warehouse.file).all("data")]
    for tonnes in TOTALS.values():
        # The Ladder's table, each of three frames, and the half-years or the card.
        assert values.count(Decimal(tonnes)) >= 4


def test_three_frames_stand_side_by_side_and_their_equality_is_said(
    page_of: Callable[..., Element], warehouse: Fabricated
) -> None:
    page = page_of(warehouse.file)
    frames = [one for one in page.all("div") if "data-frame" in one.attributes]
    assert [one.attributes["data-frame"] for one in frames] == [
        "ladder",
        "ghg_protocol",
        "iso_14064",
    ]
    assert "gelijk in 2023, 2024" in page.text("nl")
    warehouse.sql(
        "update marts.rpt_footprint_totals set t_co2e = t_co2e + 0.000000001 "
        "where frame = 'iso_14064' and total_kind = 'total' and reporting_year = 2024"
    )
    text = page_of(warehouse.file).text("nl")
    assert "gelijk in 2023, tot" in text
    assert "verschillen in 2024" in text


def test_scope_2_stands_both_ways_and_biogenic_apart(
    page_of: Callable[..., Element], warehouse: Fabricated
) -> None:
    page = page_of(warehouse.file)
    assert row_of(page, "scope_2", "Marktgebaseerd") == ["–", "50,00", "40,01"]
    assert row_of(page, "scope_2", "Locatiegebaseerd") == ["–", "60,00", "45,50"]
    assert row_of(page, "scope_2", "Verschil") == ["–", "10,00", "5,50"]
    assert row_of(page, "biogenic", "Scope 1") == ["–", "7,785", "7,785"]


def test_halfyears_keep_what_was_merged_and_add_up(
    page_of: Callable[..., Element], warehouse: Fabricated
) -> None:
    page = page_of(warehouse.file)
    assert row_of(page, "halfyears", "Scope 1") == ["1.000,25", "234,32", "900,50", "100,13"]
    assert row_of(page, "halfyears", "Totaal") == ["1.050,25", "234,32", "940,51", "100,88"]
    assert row_of(page, "halfyears", "Waarvan op de afkapgrens") == ["1,00", "0,50", "1,00", "1,00"]


def test_factors_printed_figures_and_findings_are_told(
    page_of: Callable[..., Element], warehouse: Fabricated
) -> None:
    page = page_of(warehouse.file)
    assert row_of(page, "factors", "Benzine E10") == [
        "list_2024 petrol",
        "officieel",
        "gedrukt",
        "2,821 / l",
        "-1,3%",
        "108.276",
    ]
    assert row_of(page, "factors", "Papier")[1] == "geen factor 1,14 t"
    assert "Bronvermelding: Source: a list" in page.text("nl")
    assert row_of(page, "reported", "RF01") == [
        "Uitstoot scope 1, 2024gedrukte hoeveelheden",
        "135,54",
        "139,425",
        "t CO₂e",
        "wijkt af",
        "met een andere editie",
    ]
    finding = row_of(page, "findings", "VAL-01")
    assert finding[0] == "waarschuwing"
    told = "Regel VAL-01 faalt. 2024: line 3 & its kWh2024: line 2 & its kWh2024: line 1 & its kWh"
    assert finding[1].startswith(f"{told}en nog 1, in marts.fct_findings")
    assert "Criterium: ISO 14064-1 · Wat te doen: Kijk nog eens." in finding[1]
    assert finding[2:] == ["4", "1", "1.005"]


def test_findings_about_persons_are_counted_and_not_shown(
    page_of: Callable[..., Element], warehouse: Fabricated
) -> None:
    warehouse.sql("delete from marts.fct_findings where not is_person_borne")
    warehouse.sql("update marts.fct_findings set line_count = 18")
    page = page_of(warehouse.file)
    assert "2024: over personen: 18, geteld en niet getoond" in page.text("nl")
    assert "2024: about persons: 18, counted and not shown" in page.text("en")
    assert "& its kWh" not in page.text()


def test_rules_that_did_not_run_are_not_shown_as_passed(
    page_of: Callable[..., Element], warehouse: Fabricated
) -> None:
    warehouse.sql("delete from marts.fct_rule_results")
    text = page_of(warehouse.file).text("nl")
    assert "De regels zijn bij de laatste bouw niet gedraaid" in text
    assert "Geen enkele regel faalt" not in text


def test_a_draft_says_so_with_its_reason_in_the_readers_notation(
    page_of: Callable[..., Element], warehouse: Fabricated
) -> None:
    banner = page_of(warehouse.file).one("div", id="draft")
    assert "2023, Scope 1 + 2 + zakelijk verkeer: 95,50% rust op aannames." in banner.text("nl")
    assert "95.50% rests on assumptions." in banner.text("en")
    assert "2024" not in banner.text()
    warehouse.sql("update marts.rpt_footprint_totals set status = 'FINAL'")
    page = page_of(warehouse.file)
    assert page.all("div", id="draft") == []
    assert "concept" not in page.text("nl").lower()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_language_that_is_asked_for_is_shown_first(
    page_of: Callable[..., Element], warehouse: Fabricated, language: str
) -> None:
    page = page_of(warehouse.file, "--language", language)
    assert page.one("html").attributes["lang"] == language
    checked = [one.attributes["id"] for one in page.all("input") if "checked" in one.attributes]
    assert checked == [f"language-{language}"]


def test_the_company_chooses_the_language_when_nobody_asks(
    page_of: Callable[..., Element], warehouse: Fabricated
) -> None:
    warehouse.sql("update judgements.company set language = 'en'")
    assert page_of(warehouse.file).one("html").attributes["lang"] == "en"
    warehouse.sql("update judgements.company set language = 'fr'")
    assert page_of(warehouse.file).one("html").attributes["lang"] == "nl"


def test_every_text_stands_in_both_languages(
    page_of: Callable[..., Element], warehouse: Fabricated
) -> None:
    """A Dutch element is followed by its English one, in text, tables and charts alike."""

    def walk(element: Element) -> int:
        pairs = 0
        parts = [part for part in element.children if isinstance(part, Element)]
        places = [part for part in parts if part.attributes.get("class") in ("nl", "en")]
        assert [part.attributes["class"] for part in places] == ["nl", "en"] * (len(places) // 2)
        for part in places:
            assert part.attributes["lang"] == part.attributes["class"]
            assert part.text() or part.all("svg")
        pairs += len(places) // 2
        return pairs + sum(walk(part) for part in parts)

    assert walk(page_of(warehouse.file)) > 150


def test_the_charts_speak_the_language_beside_them(
    page_of: Callable[..., Element], warehouse: Fabricated
) -> None:
    for drawing in page_of(warehouse.file).all("svg"):
        spoken = drawing.attributes["aria-label"]
        texts = "".join(part.text() for part in drawing.all("text"))
        if "ton CO₂e" in texts:
            assert "ton CO₂e" in spoken
            assert "tonnes" not in spoken
        else:
            assert "tonnes CO₂e" in texts
            assert "tonnes CO₂e" in spoken
    # Ids are unique: drawings in one page must not share the name of a clip path.
    ids = [one.attributes["id"] for one in page_of(warehouse.file).all() if "id" in one.attributes]
    assert len(ids) == len(set(ids))


def test_the_disclaimer_is_always_there_and_synthetic_only_when_stated(
    page_of: Callable[..., Element], warehouse: Fabricated
) -> None:
    page = page_of(warehouse.file)
    disclaimer = page.one("p", id="disclaimer")
    assert disclaimer.text("en") == (
        "Not affiliated with or endorsed by SKAO, CE Delft, RVO or ISO. "
        "Supports and does not replace certification, verification or filing."
    )
    assert page.all("div", id="synthetic") == []
    warehouse.sql("update judgements.company set reason = 'Synthetic company. Quantities follow.'")
    assert page_of(warehouse.file).one("div", id="synthetic").text("nl").startswith("Verzonnen")


def test_names_are_text_and_never_markup(
    page_of: Callable[..., Element], warehouse: Fabricated
) -> None:
    warehouse.sql("update judgements.company set name = '<script>alert(1)</script> & Co'")
    page = page_of(warehouse.file)
    assert page.all("script") == []
    assert page.one("h1").text() == "<script>alert(1)</script> & Co"


@pytest.mark.parametrize("stated", [True, False])
def test_an_empty_company_gets_a_page_that_says_so(
    page_of: Callable[..., Element], empty_warehouse: Fabricated, stated: bool
) -> None:
    if stated:
        company(empty_warehouse)
    page = page_of(empty_warehouse.file)
    assert "bevat nog geen enkele emissie" in page.one("div", id="nothing").text("nl")
    assert "holds no emission yet" in page.one("div", id="nothing").text("en")
    assert page.one("h1").text("nl") == ("Noord & Zuid BV" if stated else "Nog geen bedrijf")
    assert page.all("data") == []
    assert page.one("p", id="disclaimer").text("nl")


def test_other_scope_3_gets_its_lines_below_and_a_total_of_all(
    page_of: Callable[..., Element], warehouse: Fabricated
) -> None:
    for frame in ("ladder", "ghg_protocol", "iso_14064"):
        warehouse.insert(
            "marts.rpt_footprint",
            {
                "frame": frame,
                "line": "3.5",
                "scope": "scope_3",
                "line_label_nl": "3.5 Afval",
                "line_label_en": "3.5 Waste",
                "line_order": 15,
                "reporting_year": 2024,
                "entity_id": "north",
                "t_co2e": "8.62",
                "t_co2e_location_based": "8.62",
                "t_co2_biogenic": "0",
            },
        )
    warehouse.sql(
        "update marts.rpt_footprint_totals set t_co2e = 1050 "
        "where total_kind = 'total' and reporting_year = 2024"
    )
    page = page_of(warehouse.file)
    labels = [row[0].text("nl") for row in cells(page, "footprint")]
    assert labels.index("3.5 Afval") == labels.index("Scope 1 + 2 + zakelijk verkeer") + 1
    assert row_of(page, "footprint", "Alles wat is gekwantificeerd")[2] == "1.050,00"
    assert row_of(page, "footprint", "Scope 1 + 2 + zakelijk verkeer")[2] == "1.041,38"


@pytest.mark.build
def test_the_demos_page_equals_its_marts(
    page_of: Callable[..., Element], demo_build: Build
) -> None:
    """Every tonne of the demo's marts stands in its page, exactly."""
    page = page_of(demo_build.database)
    shown = {Decimal(one.attributes["value"]) for one in page.all("data")}
    for query in (
        "select t_co2e as value from marts.rpt_footprint_totals where total_kind <> 'scope'",
        "select t_co2e as value from marts.rpt_footprint where frame = 'ladder'",
        "select sum(t_co2e_location_based) as value from marts.rpt_footprint "
        "where frame = 'ladder' and line = 'scope_2' group by reporting_year",
        "select sum(t_co2_biogenic) as value from marts.rpt_footprint "
        "where frame = 'ladder' group by reporting_year, line",
        "select sum(t_co2e) as value from marts.rpt_footprint_halfyear "
        "where frame = 'ladder' group by reporting_year, half_year, line",
        "select figure_value as value from marts.rpt_key_figures",
        "select kg_co2e as value from marts.rpt_factor_coverage",
        "select printed_value as value from marts.rpt_reported_figures",
        "select recomputed_value as value from marts.rpt_reported_figures",
    ):
        values = {row["value"] for row in demo_build.rows(query)} - {None}
        assert values, query
        assert values - shown == set(), query
    assert page.one("div", id="synthetic").text("en").startswith("Synthetic company.")
    rules = demo_build.value("select count(*) from marts.dim_rules")
    counted = sum(
        int(cell.text()) for row in cells(page, "findings") if len(row) == 9 for cell in row[1:7]
    )
    assert counted == rules > 0
