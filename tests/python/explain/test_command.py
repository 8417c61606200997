"""The command: what it writes, its JSON and pages, its exit codes, and whom it shows to nobody."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest

from look.reading import Element, read_page
from look.test_command import another_process
from support.builds import Build
from support.cells import read_rows
from trede.explain.schema import json_schema, written_schema

Explain = Callable[..., Any]

SCOPE_1 = ("--line", "scope_1", "--year", "2024", "--entity", "vsg_groep")
GAS_LINE = ("--file", "supplier_invoices", "--line", "SI-2024-000004")


def page_of(explain: Explain, tmp_path: Path, *arguments: str) -> Element:
    """Write a page and read it back."""
    file = tmp_path / "page.html"
    result = explain(*arguments, "--html", str(file))
    assert result.exit_code == 0, result.output
    text = file.read_text(encoding="utf-8")
    # It opens without a network: nothing is fetched, and no script runs.
    assert not re.search(r"<(script|link|img|iframe)\b|@import|url\(", text)
    page = read_page(text)
    # On a small screen a table moves within its own place, and cuts nothing off.
    scrolled = [table for place in page.all("div", class_="scroll") for table in place.all("table")]
    assert len(scrolled) == len(page.all("table")) > 0
    return page


@pytest.mark.build
@pytest.mark.parametrize("arguments", [SCOPE_1, GAS_LINE, ("--document", "MS202302-014")])
def test_the_json_is_what_the_schema_says(explain: Explain, arguments: tuple[str, ...]) -> None:
    result = explain(*arguments, "--json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    jsonschema.validate(document, json_schema(), cls=jsonschema.Draft202012Validator)
    assert document["schema"] == "trede.explain/1"
    assert document["kind"] == ("figure" if arguments == SCOPE_1 else "line")


@pytest.mark.build
def test_no_digit_is_lost_in_json(explain: Explain, connection: duckdb.DuckDBPyConnection) -> None:
    document = json.loads(explain(*SCOPE_1, "--json", "--all", "--personal").stdout)
    parts = [part for group in document["groups"] for part in group["parts"]]
    published = connection.execute(
        "select t_co2e from marts.rpt_footprint where frame = 'ladder' and line = 'scope_1' "
        "and reporting_year = 2024 and entity_id = 'vsg_groep'"
    ).fetchone()[0]
    assert sum(Decimal(part["kg_co2e"]) for part in parts) == published * 1000
    assert Decimal(document["figure"]["t_co2e"]) == published
    # Written in full: a spreadsheet reads no 0E-9.
    assert not re.search(r'"-?[0-9.]+E[+-]?[0-9]+"', json.dumps(document))


def test_the_schema_in_the_docs_is_fresh_and_describes_every_key(project_root: Path) -> None:
    stands = (project_root / "docs" / "explain_schema.json").read_text(encoding="utf-8")
    assert stands == written_schema()
    for name, definition in json_schema()["$defs"].items():
        for key, property_ in definition["properties"].items():
            assert property_["description"], f"{name}.{key}"
        assert set(definition["required"]) <= set(definition["properties"])


@pytest.mark.build
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_of_a_figure_adds_up_for_its_reader(
    explain: Explain, tmp_path: Path, language: str
) -> None:
    page = page_of(explain, tmp_path, *SCOPE_1, "--language", language, "--rows", "5")
    assert page.one("html").attributes["lang"] == language
    kg = Decimal(page.one(id="total").one("data").attributes["value"])
    groups = page.one("section", id="groups").one("tbody").all("tr")
    of_groups = [row.all("td")[-1].all("data") for row in groups if "data-group" in row.attributes]
    assert sum(Decimal(cell[0].attributes["value"]) for cell in of_groups) == kg
    parts = page.one("section", id="parts")
    rows = [row for row in parts.all("tr") if "data-part" in row.attributes]
    rest = [row for row in parts.all("tr") if row.attributes.get("class") == "rest"]
    assert len(rows) == 5 and rest
    written = [row.all("td")[-1].one("data").attributes["value"] for row in (*rows, *rest)]
    assert sum(map(Decimal, written)) == kg
    # Every file and judgement that a line refers to is on the page.
    ids = {element.attributes["id"] for element in page.all() if "id" in element.attributes}
    links = {link.attributes["href"] for link in page.all("a")}
    assert {link[1:] for link in links if link.startswith("#")} <= ids
    for row in rows:
        (file,) = re.findall(r"\bF\d+\b", row.text())
        assert file in ids
    title = {"nl": "Herleiding van een cijfer", "en": "Explanation of a figure"}[language]
    assert title in page.text()
    shown = {"nl": "16.949,278", "en": "16,949.278"}
    assert shown[language] in page.text()
    assert all(each not in page.text() for other, each in shown.items() if other != language)


@pytest.mark.build
def test_every_line_is_on_the_page_with_all(explain: Explain, tmp_path: Path) -> None:
    page = page_of(explain, tmp_path, *SCOPE_1, "--all")
    parts = page.one("section", id="parts")
    assert len([row for row in parts.all("tr") if "data-part" in row.attributes]) == 124
    assert [row for row in parts.all("tr") if row.attributes.get("class") == "rest"] == []


@pytest.mark.build
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_of_a_line(explain: Explain, tmp_path: Path, language: str) -> None:
    page = page_of(explain, tmp_path, *GAS_LINE, "--language", language)
    trace = page.one("section", data_line="SI-2024-000004")
    outcome = {"nl": "De regel telt.", "en": "The line counts."}[language]
    assert outcome in trace.text()
    assert "MG202401" in trace.text()
    assert {"nl": "Totaal 2024", "en": "Total 2024"}[language] in trace.text()


@pytest.mark.build
def test_the_terminal_shows_both_ways(explain: Explain) -> None:
    forwards = explain(*SCOPE_1, "--language", "en")
    assert forwards.exit_code == 0
    for words in ("16.949278 t CO₂e", "adds up exactly", "Petrol E10", "2.821 kg CO2e per l"):
        assert words in forwards.stdout
    backwards = explain("--file", "meter_readings", "--line", "MR-2022-000003", "--language", "nl")
    for words in ("De regel brengt niets.", "SI-2022-000001", "elders verteld"):
        assert words in backwards.stdout
    # The last year with figures and all entities are the defaults.
    assert "139.424983 t CO₂e" in explain("--line", "scope_1", "--language", "en").stdout


@pytest.mark.build
@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((), 2, "Name what to explain"),
        (("--line", "scope_1", "--total", "total"), 2, "leave one out"),
        (("--total", "total", "--entity", "vsg_groep"), 2, "--entity goes with --line"),
        (("--file", "trips"), 2, "--file needs one of --line"),
        (("--file", "trips", "--line", "T", "--year", "2024"), 2, "--year: for a figure"),
        (("--document", "X", "--line", "T"), 2, "leave --line out"),
        ((*SCOPE_1, "--all", "--rows", "3"), 2, "--all and --rows"),
        ((*SCOPE_1, "--rows", "0"), 2, "--rows"),
        (("--frame", "moon", "--line", "scope_1"), 2, "--frame"),
        (("--line", "scope_9"), 4, "There is: "),
        (("--total", "scope_9"), 4, "There is: "),
        (("--line", "scope_1", "--year", "1999"), 4, "There is: 2022, 2023, 2024."),
        (("--line", "scope_1", "--entity", "merged"), 4, "no figure for entity merged"),
        (("--file", "trips", "--line", "TR-9"), 4, "Nearest: "),
        (("--document", "nothing"), 4, "Nearest: "),
        ((*SCOPE_1, "--html", "/dev/null/page.html"), 2, "cannot be written"),
    ],
)
def test_what_cannot_be_explained_is_refused_with_a_way_out(
    explain: Explain, arguments: tuple[str, ...], code: int, told: str
) -> None:
    result = explain(*arguments)
    assert (result.exit_code, result.stdout) == (code, ""), result.output
    assert told in result.stderr


def test_without_a_warehouse_it_says_how_to_make_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from typer.testing import CliRunner

    from trede.cli import app

    monkeypatch.setenv("TREDE_WAREHOUSE_DIR", str(tmp_path))

    def run() -> Any:  # noqa: ANN401
        return CliRunner().invoke(app, ["explain", "--line", "scope_1"])

    assert (run().exit_code, "make build" in run().stderr) == (1, True)
    (tmp_path / "current.duckdb").write_text("no database", encoding="utf-8")
    assert (run().exit_code, "not a warehouse" in run().stderr) == (1, True)
    (tmp_path / "current.duckdb").unlink()
    duckdb.connect(str(tmp_path / "current.duckdb")).close()
    assert (run().exit_code, "audit.rpt_line_trail" in run().stderr) == (3, True)
    with another_process(tmp_path / "current.duckdb", read_only=False):
        assert (run().exit_code, "being written by another process" in run().stderr) == (4, True)


@pytest.mark.build
@pytest.mark.parametrize(
    ("limit", "told"),
    [("lots", "TREDE_MEMORY_LIMIT is 'lots'"), ("2MB", "too little memory")],
    ids=["no amount", "too little"],
)
def test_the_memory_limit_of_a_build_holds(
    explain: Explain,
    tampered: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
    told: str,
) -> None:
    """A limit that DuckDB refuses, or in which nothing fits, is told with what to do."""
    monkeypatch.setenv("TREDE_MEMORY_LIMIT", limit)
    # A file of its own: all connections of a process to one file share one limit.
    refused = explain("--total", "total", "--year", "2024", warehouse=tampered())
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert told in refused.stderr
    assert "unset it" in refused.stderr


@pytest.mark.build
def test_lines_of_persons_stay_in_the_warehouse(
    explain: Explain, demo_build: Build, demo_dir: Path, tmp_path: Path
) -> None:
    _, trips = read_rows(demo_dir, "trips")
    keys = {row["traveller_key"] for row in trips} | {row["line_id"] for row in trips}
    for arguments in (
        ("--line", "business_travel", "--year", "2024", "--all"),
        ("--total", "total", "--year", "2023", "--all"),
    ):
        told = explain(*arguments, "--json").stdout
        assert not {key for key in keys if key and f'"{key}"' in told}
        document = json.loads(told)
        assert document["holds_personal_lines"] is False
        for group in document["groups"]:
            # What the marts merge has no type, factor or split here either.
            if group["is_merged"]:
                hidden = ("activity_type", "factor", "quantity", "kg_direct", "kg_upstream")
                assert {group[name] for name in hidden} == {None}
                assert group["parts"] == []
                assert group["withheld"]["part_count"] == group["part_count"]
            assert not any(part["points_at_person"] for part in group["parts"])
    travel = json.loads(explain("--line", "business_travel", "--year", "2024", "--json").stdout)[
        "groups"
    ]
    published = demo_build.rows(
        "select entity_id, activity_category, sum(kg_co2e) as kg "
        "from intermediate.int_published_emissions where ladder_line = 'business_travel' "
        "and reporting_year = 2024 and activity_type is null group by all"
    )
    assert {
        (group["entity_id"], group["activity_category"]): Decimal(group["kg_co2e"])
        for group in travel
    } == {(row["entity_id"], row["activity_category"]): row["kg"] for row in published}
    # Asked for, the lines are there, and the page says what it is; keys of persons never are.
    page = page_of(
        explain, tmp_path, "--line", "business_travel", "--year", "2024", "--personal", "--all"
    )
    assert "VERTROUWELIJK" in page.one(id="confidential").text()
    text = page.text()
    assert trips[-1]["line_id"] in text
    assert not {row["traveller_key"] for row in trips if row["traveller_key"] in text}


@pytest.mark.build
def test_a_line_of_a_person_must_be_asked_for(explain: Explain, demo_dir: Path) -> None:
    _, trips = read_rows(demo_dir, "trips")
    arguments = ("--file", "trips", "--line", trips[0]["line_id"])
    refused = explain(*arguments)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "points at a person" in refused.stderr and "--personal" in refused.stderr
    shown = explain(*arguments, "--personal", "--json")
    assert shown.exit_code == 0
    assert trips[0]["line_id"] in shown.stdout
    assert trips[0]["traveller_key"] not in shown.stdout
