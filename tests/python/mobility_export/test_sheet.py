"""The sheet, read back: every cell in the form's order, its trail, and nothing about a few persons."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from look.conftest import Fabricated
from look.reading import Element, read_page
from mobility_export.conftest import CELLS, KVK, reference
from support.builds import Build
from trede.mobility import words

WpmCommand = Callable[..., Any]

#: The form, as its seeds have it: block, category and entry unit, in order.
FORM = [
    (
        block["block"],
        category["category"],
        category["business_entry_unit" if block["purpose"] == "business" else "entry_unit"],
    )
    for block in sorted(reference("wpm_blocks"), key=lambda row: int(row["block_order"]))
    for category in sorted(reference("wpm_categories"), key=lambda row: int(row["category_order"]))
    if category["is_on_form"] == "true"
]


@pytest.fixture
def sheets(wpm: WpmCommand, warehouse: Fabricated, tmp_path: Path) -> Callable[..., Any]:
    """Write the sheet of 2023 and read it back: `sheets("en")` -> the page and the workbook."""

    def read(language: str = "nl") -> tuple[Element, Workbook]:
        result = wpm(warehouse.file, "--kvk", KVK, "--year", "2023", "--language", language)
        assert result.exit_code == 0, result.output
        stem = tmp_path / "out" / f"wpm_{KVK}_2023_{language}"
        page = read_page(stem.with_suffix(".html").read_text(encoding="utf-8"))
        return page, load_workbook(stem.with_suffix(".xlsx"))

    return read


def row_text(row: Element) -> str:
    """Return the text of a row's cells, with a space between them."""
    cells = [cell for cell in row.all() if cell.tag in ("th", "td")]
    return " ".join(" ".join(cell.text() for cell in cells).split())


def rows_of(element: Element) -> list[str]:
    """Return the text of every row."""
    return [row_text(row) for row in element.all("tr")]


def form_of_page(page: Element) -> list[tuple[str, str, str]]:
    """Return block, category and value of each cell, in the page's order."""
    return [
        (
            table.attributes["data-block"],
            row.attributes["data-category"],
            row.one("data").attributes["value"],
        )
        for table in page.one("section", id="form").all("table")
        for row in table.all("tr")
        if "data-category" in row.attributes
    ]


def test_four_by_eleven_cells_in_the_forms_order(sheets: Callable[..., Any]) -> None:
    page, book = sheets()
    assert len(FORM) == 44
    values = {key: cell[0] for key, cell in CELLS.items()}
    wanted = [(block, category, values.get((block, category), "0")) for block, category, _ in FORM]
    assert [
        (block, category, f"{Decimal(value):f}".split(".")[0])
        for block, category, value in form_of_page(page)
    ] == wanted
    rows = [row for row in book["Formulier"].iter_rows(values_only=True) if isinstance(row[1], int)]
    assert [(row[0], str(row[3]), row[4]) for row in rows] == [
        (block, value, {"km": "km", "eur": "euro"}[unit])
        for (block, _, value), (_, _, unit) in zip(wanted, FORM, strict=True)
    ]
    assert [row[1] for row in rows] == list(range(1, 12)) * 4


def test_a_block_has_its_sum_and_euros_apart(sheets: Callable[..., Any]) -> None:
    page, book = sheets()
    sums = {
        (table.attributes["data-block"], row.attributes["data-sum"]): row.one("data").text()
        for table in page.one("section", id="form").all("table")
        for row in table.all("tr")
        if "data-sum" in row.attributes
    }
    assert sums == {
        ("A", "km"): "500.001",
        ("A", "eur"): "0",
        ("B", "km"): "0",
        ("B", "eur"): "20.001",
        ("C", "km"): "93",
        ("C", "eur"): "0",
        ("D", "km"): "4.200",  # 1,000 + 200 + 3,000; the 300 km of unknown fuel stand beneath it
    }
    summed = [
        (row[0], row[3])
        for row in book["Formulier"].iter_rows(values_only=True)
        if row[2] == "Som van het blok"
    ]
    assert summed == [
        *(("A", 500001), ("A", 0), ("B", 0), ("B", 20001), ("C", 93), ("C", 0), ("D", 4200)),
    ]


def test_what_has_no_row_or_no_key_figure_stands_beneath_with_its_share(
    sheets: Callable[..., Any],
) -> None:
    page, _ = sheets("en")
    rows = rows_of(page.one("section", id="beneath").one("tbody"))
    # Kilometres: 500000.5 + 100 + 50 + 1000 + 200 + 3000 + 300 = 504650.5 (euros have none here)
    assert rows == [
        "D Car, other fuels no key figure in the edition 200 km 0.04%",
        "D Car, fuel unknown fuel unknown: no row on the form 300 km 0.06%",
        "C Public transport kilometres without an amount: cannot be entered 50 km 0.01%",
    ]
    said = {item.attributes["data-finding"] for item in page.one("div", id="findings").all("li")}
    assert said == {
        "finding_unknown_fuel",
        "finding_no_kental",
        "finding_without_euros",
        "finding_no_private",
    }


def test_emissions_add_up_by_purpose(sheets: Callable[..., Any]) -> None:
    page, book = sheets("en")
    rows = {
        (row.attributes["data-purpose"], row.attributes["data-category"]): row_text(row)
        for row in page.one("section", id="emissions").one("tbody").all("tr")
    }
    # 540000.54 + 122003.05 + 100 + 50; 78300.0783 + 1952.0488 + 14.1 + 0.8
    assert rows["business", "all"] == "Business, together 662,154 80,267 121.22"
    assert rows["commuting", "all"] == "Commuting, together 4,080 152 37.32"
    assert rows["all", "all"] == "Total 666,234 80,419 120.71"
    assert rows["business", "public_transport"] == "Business Public transport 122,053 1,953 16.00"
    assert ("commuting", "car_other") not in rows
    (total,) = [row for row in book["Emissions"].iter_rows(values_only=True) if row[0] == "Total"]
    assert total[2:4] == (pytest.approx(666233.59), pytest.approx(80419.3071))


def trail_of(page: Element, block: str, category: str) -> Element:
    """Return the trail of one cell."""
    return page.one("section", id="trail").one("tbody", data_block=block, data_category=category)


def test_a_cell_tells_its_extract_lines_unrounded_value_and_conversion(
    sheets: Callable[..., Any],
) -> None:
    page, book = sheets("en")
    euros = trail_of(page, "B", "public_transport").text()
    assert rows_of(trail_of(page, "B", "public_transport"))[1] == (
        "trips, travelled or paid 21 20,000.5"
    )
    assert "20,000.5 euro, rounded 20,001" in euros
    assert "euro × 6.1 rkm per euro = 122,003.05 rkm × 16 g = 1,952.0488 kg CO₂" in euros
    divided = trail_of(page, "C", "car_petrol").text()
    assert "92.592593 km, rounded 93 (traveller-km ÷ occupancy 1.08)" in divided
    car = trail_of(page, "A", "car_diesel").text()
    assert "500,000.5 km, rounded 500,001" in car
    assert "vehicle-km × occupancy 1.08 = 540,000.54 rkm × 145 g = 78,300.0783 kg CO₂" in car
    assert "all 45 cells equal the form" in page.one("section", id="trail").text()
    cells = list(book["Cells"].iter_rows(min_row=2, values_only=True))
    assert len(cells) == 45
    assert cells[0][:2] == ("A", "Car, petrol")
    assert [row[4] for row in cells if row[:2] == ("C", "Car, petrol")] == [
        pytest.approx(92.592593)
    ]


def test_fewer_than_five_persons_are_never_counted_nor_told_apart(
    sheets: Callable[..., Any],
) -> None:
    page, book = sheets("en")
    # One person with four lines, and a quarter of it surveyed.
    small = trail_of(page, "C", "car_petrol")
    assert [cell.text() for cell in small.all("tr")[1].all("td")][:2] == [
        "trips, travelled or paid",
        "<5",
    ]
    assert "survey" not in small.text()
    # The commuting of two drivers is told with the distance of all six: 600000.5 - 40000.
    rows = rows_of(trail_of(page, "A", "car_diesel"))[1:]
    assert rows == [
        "vehicle_distances, distance of the fleet; commuting, less: commuting in the vehicle "
        "(block D) 14 560,000.5",
        "vehicle_distances, less: private distance 10 -60,000",
    ]
    everything = page.text() + "".join(
        str(value)
        for tab in book.worksheets
        for row in tab.iter_rows(values_only=True)
        for value in row
    )
    assert re.search(r"(?<!\d)40,?000(?!\d)", everything) is None
    findings = page.one("div", id="findings")
    # Twelve lines of six drivers, of which ten have a private distance.
    assert findings.one("li", data_finding="finding_no_private").text().startswith("<5 lines of")
    assert re.search(r"\bp-\d", everything) is None
    counts = {
        row.attributes["data-reason"]: row.one("td").text()
        for row in page.one("section", id="excluded").one("tbody").all("tr")
    }
    assert counts == {"boat": "6", "flight": "<5", "grey_plate_van": "2"}
    assert "not shown (fewer than five persons)" in page.one("section", id="survey").text()


def test_size_survey_choices_and_path(sheets: Callable[..., Any]) -> None:
    page, book = sheets("en")
    assert rows_of(page.one("section", id="size")) == [
        "Employees on 1 January (contract of at least 20 paid hours per month) 120",
        "Threshold of 100, in force since 2024-07-01: not yet in force in 2023 "
        "reached; decides nothing",
        "Threshold of 250, proposed not reached; decides nothing",
    ]
    survey = rows_of(page.one("section", id="survey"))
    assert "Sample needed (95% confidence, 2% margin) 115" in survey
    assert "Coverage 80.00%" in survey
    assert "8900" in page.one("section", id="choices").text()
    path = page.one("section", id="path")
    assert "Indicative." in path.text()
    assert "Trend path Business 0.8451 2022 0.9762" in rows_of(path)
    notes = {row[0]: row for row in book["Notes"].iter_rows(values_only=True) if row[0]}
    assert notes["Trend path"][4] == pytest.approx(0.976196)


def test_a_text_that_looks_like_a_formula_or_markup_stays_a_text(
    sheets: Callable[..., Any],
) -> None:
    page, book = sheets()
    assert page.all("fleet") == []
    assert "Noord <Fleet> BV" in page.one("header").text()
    (cell,) = [
        cell
        for row in book["Toelichting"].iter_rows()
        for cell in row
        if cell.value == "=1+1 is no formula"
    ]
    assert cell.data_type == "s"


def test_a_cell_that_its_parts_do_not_make_is_said(
    wpm: WpmCommand, warehouse: Fabricated, tmp_path: Path
) -> None:
    warehouse.sql("update audit.rpt_wpm_form set value = 94 where value = 93")
    assert wpm(warehouse.file, "--kvk", KVK, "--year", "2023").exit_code == 0
    page = read_page((tmp_path / "out" / f"wpm_{KVK}_2023_nl.html").read_text(encoding="utf-8"))
    findings = [
        item.attributes["data-finding"] for item in page.one("div", id="findings").all("li")
    ]
    assert findings[0] == "finding_disagrees"
    assert "dien dit blad niet in" in page.one("section", id="trail").text()


def found(warehouse: Fabricated, rule_id: str, key: str, **values: object) -> None:
    """Put a finding in the warehouse."""
    row = {"rule_id": rule_id, "finding_key": key, "status": "open", **values}
    warehouse.insert("audit.fct_finding_lines", row)


def test_findings_of_the_warehouse_stand_before_you_file(
    wpm: WpmCommand, warehouse: Fabricated, tmp_path: Path
) -> None:
    """Those of this KVK number and year; by line, vehicle, entity or number, and no others."""
    year = {"reporting_year": 2023}
    found(warehouse, "WPM-06", f"{KVK}|2023", **year)
    found(warehouse, "WPM-06", f"{KVK}|2022", reporting_year=2022)
    found(warehouse, "WPM-06", "87654321|2023", **year)
    # Six trips of seven persons' 21 lines; line 0 to 5 are of six persons.
    for place in range(6):
        line = {"extract_name": "trips", "line_id": f"trips-B-{place}"}
        found(warehouse, "WPM-10", f"trips|trips-B-{place}", **line, **year)
    # A line without a year is found by its line; a line of one person is not counted.
    found(warehouse, "VAL-02", "trips|trips-C-0", extract_name="trips", line_id="trips-C-0")
    found(warehouse, "VAL-02", "trips|elsewhere", extract_name="trips", line_id="elsewhere")
    found(warehouse, "ENE-01", f"{KVK}|2023", entity_id="noord", **year)
    # Factors are those of the footprint, also where they are about a trip.
    found(warehouse, "FAC-06", "trips|trips-C-0", extract_name="trips", line_id="trips-C-0")
    found(warehouse, "WPM-19", "v-9|2023", vehicle_id="v-9", entity_id="noord", **year)
    found(warehouse, "WPM-14", "35|2023|jaargang|2023", **year)
    # The sheet tells of unknown fuel itself, with the share.
    found(warehouse, "WPM-03", f"{KVK}|2023", **year)
    for kvk, wanted in (
        (
            KVK,
            {
                "WPM-06": "WPM-06 en. (WPM-06; findings: 1)",
                "WPM-10": "WPM-10 en. (WPM-10; findings: 6)",
                "WPM-14": "WPM-14 en. (WPM-14; findings: 1)",
                "WPM-19": "WPM-19 en. (WPM-19; findings: 1)",
                "VAL-02": "VAL-02 en. (VAL-02; findings: <5)",
            },
        ),
        (
            "87654321",
            {
                "WPM-06": "WPM-06 en. (WPM-06; findings: 1)",
                "WPM-14": "WPM-14 en. (WPM-14; findings: 1)",
            },
        ),
    ):
        result = wpm(warehouse.file, "--kvk", kvk, "--year", "2023", "--language", "en")
        assert result.exit_code == 0, result.output
        stem = tmp_path / "out" / f"wpm_{kvk}_2023_en"
        page = read_page(stem.with_suffix(".html").read_text(encoding="utf-8"))
        items = page.one("div", id="findings").all("li")
        rules = {
            item.attributes["data-rule"]: item.text()
            for item in items
            if "data-rule" in item.attributes
        }
        assert rules == wanted
        assert list(rules) == list(wanted), "rules of the WPM come first"
        book = load_workbook(stem.with_suffix(".xlsx"))
        told = {row[0] for row in book["Form"].iter_rows(values_only=True)}
        assert {f"! {text}" for text in wanted.values()} <= told


def test_a_pool_car_has_no_private_distance_to_deliver(
    wpm: WpmCommand, warehouse: Fabricated, tmp_path: Path
) -> None:
    warehouse.sql("update audit.rpt_wpm_trail set vehicle_id = 'pool' where part_kind = 'distance'")
    for is_assigned, is_said in ((True, True), (False, False)):
        warehouse.sql("delete from staging.stg_vehicles_in_time")
        row = {"vehicle_id": "pool", "is_assigned": is_assigned}
        warehouse.insert("staging.stg_vehicles_in_time", row)
        assert wpm(warehouse.file, "--kvk", KVK, "--year", "2023").exit_code == 0
        page = read_page((tmp_path / "out" / f"wpm_{KVK}_2023_nl.html").read_text("utf-8"))
        said = page.all("li", data_finding="finding_no_private")
        assert bool(said) is is_said


def test_an_unreadable_line_is_never_nothing(
    wpm: WpmCommand, warehouse: Fabricated, tmp_path: Path
) -> None:
    """The second KVK number has an empty form: nothing beneath it, until a line cannot be read."""

    def beneath() -> str:
        assert wpm(warehouse.file, "--kvk", "87654321", "--year", "2023").exit_code == 0
        file = tmp_path / "out" / "wpm_87654321_2023_nl.html"
        return read_page(file.read_text(encoding="utf-8")).one("section", id="beneath").text()

    assert "Niets: elke kilometer" in beneath()
    warehouse.insert(
        "audit.rpt_wpm_trail",
        {
            "kvk_number": "87654321",
            "reporting_year": 2023,
            "extract_name": "trips",
            "line_id": "far",
            "exclusion_reason": "unreadable",
        },
    )
    assert "elke kilometer" not in beneath()
    assert "zie Niet meegeteld" in beneath()


def test_a_negative_cell_and_the_share_of_unknown_fuel_are_said(
    wpm: WpmCommand, warehouse: Fabricated, tmp_path: Path
) -> None:
    warehouse.sql("update audit.rpt_wpm_form set value = -93 where value = 93")
    assert wpm(warehouse.file, "--kvk", KVK, "--year", "2023").exit_code == 0
    page = read_page((tmp_path / "out" / f"wpm_{KVK}_2023_nl.html").read_text(encoding="utf-8"))
    findings = page.one("div", id="findings")
    assert "negatief (C 1)" in findings.one("li", data_finding="finding_negative").text()
    # 300 of 500000.5 + 100 + 1000 + 200 + 300 car kilometres
    assert "Van 0,06% van de autokilometers" in (
        findings.one("li", data_finding="finding_unknown_fuel").text()
    )


def test_the_path_says_what_moves_the_index_and_has_no_base_without_one(
    wpm: WpmCommand, warehouse: Fabricated, tmp_path: Path
) -> None:
    warehouse.sql("update marts.rpt_wpm_path set own_index = null where path = 'basispad'")
    result = wpm(warehouse.file, "--kvk", KVK, "--year", "2023", "--language", "en")
    assert result.exit_code == 0
    page = read_page((tmp_path / "out" / f"wpm_{KVK}_2023_en.html").read_text(encoding="utf-8"))
    path = page.one("section", id="path")
    assert "other key figures and another coverage" in path.text()
    rows = rows_of(path)
    assert "Trend path Business 0.8451 2022 0.9762" in rows
    assert "Base path Business 0.9497 – –" in rows
    book = load_workbook(tmp_path / "out" / f"wpm_{KVK}_2023_en.xlsx")
    notes = {row[0]: row for row in book["Notes"].iter_rows(values_only=True) if row[0]}
    assert (notes["Trend path"][3], notes["Base path"][3]) == (2022, None)


def test_both_languages_say_all_of_it(sheets: Callable[..., Any]) -> None:
    dutch, dutch_book = sheets("nl")
    english, english_book = sheets("en")
    assert dutch.one("html").attributes["lang"] == "nl"
    assert english.one("html").attributes["lang"] == "en"
    assert form_of_page(dutch) == form_of_page(english)
    assert "Zakelijk, lease en eigen wagenpark" in dutch.text()
    assert "Business, lease and own fleet" in english.text()
    assert len(dutch.all("tr")) == len(english.all("tr"))
    assert [tab.max_row for tab in dutch_book] == [tab.max_row for tab in english_book]


def test_the_page_loads_nothing(sheets: Callable[..., Any]) -> None:
    page, _ = sheets()
    assert page.all("script") == page.all("img") == page.all("link") == []
    assert "http" not in page.text() and "url(" not in page.one("style").children[0]


def test_every_wording_has_both_languages_is_asked_for_and_fills_the_same_places() -> None:
    table = words.WORDS.table
    for key, texts in table.items():
        places = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for text in texts.values()
        ]
        assert places[0] == places[1], key
    package = Path(words.__file__).parent
    sources = "".join(
        file.read_text(encoding="utf-8")
        for pattern in ("*.py", "templates/*.html")
        for file in package.glob(pattern)
    )
    quoted = set(re.findall(r"[\"'](\w+)[\"']", sources))
    assert {key.split(".")[0] for key in table} - quoted == set()


@pytest.mark.build
def test_the_demos_sheets_hold_every_cell_of_the_mart(
    demo_build: Build, wpm: WpmCommand, tmp_path: Path
) -> None:
    rows = demo_build.rows(
        "select * from audit.rpt_wpm_form order by kvk_number, reporting_year, block, category_order"
    )
    assert rows
    for kvk, year in sorted({(row["kvk_number"], row["reporting_year"]) for row in rows}):
        result = wpm(demo_build.database, "--kvk", kvk, "--year", str(year))
        assert result.exit_code in (0, 6), result.output
        page = read_page((tmp_path / "out" / f"wpm_{kvk}_{year}_nl.html").read_text("utf-8"))
        assert form_of_page(page) == [
            (row["block"], row["category"], str(row["value"]))
            for row in rows
            if (row["kvk_number"], row["reporting_year"], row["is_on_form"]) == (kvk, year, True)
            and row["value"] is not None
        ]
        assert not page.all("li", data_finding="finding_disagrees")
