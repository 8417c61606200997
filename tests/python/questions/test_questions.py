"""Whom a finding is for, what is asked, and how much hangs on it."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from support.builds import Build
from trede.questions import words
from trede.questions.ask import Recipient, find_recipient, make_questions
from trede.questions.cli import app
from trede.questions.read import Findings, read_findings
from trede.questions.view import make_document, name_of, text_of
from trede.report import page
from trede.report.blocks import Heading, Paragraph, Table

NOBODY: dict[str, Any] = {
    "status": "open",
    "finding_key": "west|gas|2024",
    "location_id": None,
    "reporting_year": 2024,
    "extract_name": None,
    "line_id": None,
    "source_file": None,
    "source_row": None,
    "message": "message",
    "is_person_borne": False,
    "kg_co2e": None,
}

RULES = (
    {"rule_id": "VAL-01", "family": "validity", "wording_nl": "Zin.", "wording_en": "Sentence."},
    {
        "rule_id": "CMP-05",
        "family": "completeness",
        "wording_nl": "Zin.",
        "wording_en": "Sentence.",
    },
    {"rule_id": "FAC-03", "family": "factors", "wording_nl": "Zin.", "wording_en": "Sentence."},
)


def finding(rule: str, number: int, **values: object) -> dict[str, Any]:
    return {**NOBODY, "rule_id": rule, "finding_id": f"{rule}|{number}", **values}


def findings(*rows: Mapping[str, Any]) -> Findings:
    """Make what a warehouse with these findings says."""
    return Findings(
        {
            "company": ({"name": "Noord BV", "reason": "Decided."},),
            "data_plan": (
                {"emission_category": "natural_gas", "owner_role": "facility manager"},
                {"emission_category": "electricity", "owner_role": "facility manager"},
                {"emission_category": "flights", "owner_role": "controller"},
                {"emission_category": "travel", "owner_role": "HR manager"},
            ),
            "data_flows": tuple(
                {"emission_category": category, "extract_name": extract}
                for category, extract in (
                    ("natural_gas", "supplier_invoices"),
                    ("electricity", "supplier_invoices"),
                    ("flights", "trips"),
                    ("travel", "trips"),
                )
            ),
            "dim_rules": RULES,
            "dim_locations": (
                {"location_id": "west", "location_name": "Westhuis", "meter_owner": "landlord"},
                {"location_id": "east", "location_name": "Oosthuis", "meter_owner": "own"},
            ),
            "dim_suppliers": ({"supplier_id": "s-1", "supplier_name": "Energie BV"},),
            "rpt_footprint_totals": (
                {
                    "frame": "ladder",
                    "total_kind": "total",
                    "reporting_year": 2024,
                    "t_co2e": Decimal(50),
                },
                {
                    "frame": "ladder",
                    "total_kind": "total",
                    "reporting_year": 2023,
                    "t_co2e": Decimal(40),
                },
            ),
            "fct_finding_lines": tuple(rows),
        },
        {
            ("supplier_invoices", line): {
                "source_document": f"INV-{line}",
                "supplier_id": supplier,
                "location_id": place,
                "quantity_basis": basis,
            }
            for line, supplier, place, basis in (
                ("1", "s-1", "west", "invoiced"),
                ("2", "s-1", "west", "estimated"),
                ("3", None, "east", "invoiced"),
                ("4", "s-9", "east", "invoiced"),
            )
        },
    )


INVOICE = {"extract_name": "supplier_invoices"}


@pytest.mark.parametrize(
    ("values", "family", "expected"),
    [
        # a bill of a supplier, also for a rented building
        ({**INVOICE, "line_id": "1"}, "validity", Recipient("supplier", "s-1", "Energie BV")),
        # what the owner of the building estimated
        ({**INVOICE, "line_id": "2"}, "validity", Recipient("landlord", "west", "Westhuis")),
        # a rented building without a sub-meter
        ({"location_id": "west"}, "completeness", Recipient("landlord", "west", "Westhuis")),
        ({"location_id": "east"}, "completeness", Recipient("owner", "")),
        # a line that names nobody: the role of the data plan
        ({**INVOICE, "line_id": "3"}, "validity", Recipient("owner", "facility manager", "facility manager")),
        # a supplier outside the mapping is asked by its key
        ({**INVOICE, "line_id": "4"}, "validity", Recipient("supplier", "s-9", "s-9")),
        # a factor is a choice of our own
        ({**INVOICE, "line_id": "1"}, "factors", Recipient("owner", "facility manager", "facility manager")),
        # two roles answer for trips: the extract's own word
        ({"extract_name": "trips", "line_id": "T", "is_person_borne": True}, "validity",
         Recipient("owner", "trips")),
        ({}, "factors", Recipient("owner", "")),
    ],
)  # fmt: skip
def test_each_finding_goes_to_who_can_answer_it(
    values: dict[str, Any], family: str, expected: Recipient
) -> None:
    row = finding("VAL-01", 1, **values)
    assert find_recipient(findings(row), row, family) == expected


def test_one_question_for_each_recipient_and_rule_by_kilograms() -> None:
    questions = make_questions(
        findings(
            finding("VAL-01", 1, **INVOICE, line_id="1", kg_co2e=Decimal(70)),
            finding("VAL-01", 2, **INVOICE, line_id="1", kg_co2e=Decimal(70)),  # another cell of it
            finding("VAL-01", 3, **INVOICE, line_id="1", kg_co2e=Decimal(30), reporting_year=2023),
            finding("VAL-01", 4, **INVOICE, line_id="2", kg_co2e=Decimal(-150)),
            finding("VAL-01", 5, **INVOICE, line_id="3", status="accepted"),
            # two frames find the same year: 50 and 40 tonnes are all there is
            *(finding("FAC-03", n, kg_co2e=Decimal(50_000)) for n in range(3)),
            *(finding("FAC-03", n, kg_co2e=Decimal(40_000), reporting_year=2023) for n in (7, 8)),
        )
    )
    assert [
        (each.recipient.key, each.rule["rule_id"], each.kg, len(each.findings)) for each in questions
    ] == [
        ("", "FAC-03", 90_000, 5),
        ("west", "VAL-01", 150, 1),
        ("s-1", "VAL-01", 100, 3),
    ]  # fmt: skip


def test_a_question_can_be_sent_as_it_stands() -> None:
    told = findings(
        finding("VAL-01", 1, **INVOICE, line_id="1", kg_co2e=Decimal("1234.4")),
        finding("VAL-01", 2, **INVOICE, line_id="1", reporting_year=2023),
    )
    (question,) = make_questions(told)
    assert name_of(question.recipient, "nl") == "leverancier Energie BV"
    assert text_of(question, "nl") == (
        "Bij de controle van onze CO2-administratie over 2023–2024 bleek: Zin. Het gaat om 2 bevindingen "
        "(zie hieronder). Wilt u ons de juiste waarde sturen, met het document waaruit zij blijkt? "
        "Er hangt 1.234 kg CO2e van af."
    )
    assert text_of(question, "en").endswith("that shows it? 1,234 kg CO2e depend on it.")
    table = next(
        block for block in make_document(told, "en").blocks[3:] if isinstance(block, Table)
    )
    assert table.rows[0][:2] == ("supplier_invoices 1", "INV-1")


def test_lines_of_persons_are_counts() -> None:
    told = findings(
        *(
            finding("VAL-01", n, extract_name="trips", line_id=f"T-{n}", is_person_borne=True)
            for n in range(3)
        )
    )
    page_told = page.render(make_document(told, "en"))
    assert "lines about persons: 3" in page_told and "T-1" not in page_told


def test_outside_comes_before_inside_and_nothing_says_so() -> None:
    told = findings(
        finding("FAC-03", 1, kg_co2e=Decimal(9)), finding("CMP-05", 1, location_id="west")
    )
    anchors = [
        b.anchor for b in make_document(told, "nl").blocks if isinstance(b, Heading) and b.anchor
    ]
    assert anchors == ["outside", "inside"]
    (only,) = make_document(findings(), "nl").blocks
    assert isinstance(only, Paragraph) and "niets te vragen" in only.text


def test_every_family_of_rules_has_something_to_ask_and_every_wording_is_whole() -> None:
    families = {
        folder.name for folder in (Path(__file__).parents[2] / "rules").iterdir() if folder.is_dir()
    }
    asked = {key.removeprefix("ask.") for key in words.WORDS.table if key.startswith("ask.")}
    assert asked == families
    sources = "".join(
        file.read_text(encoding="utf-8") for file in Path(words.__file__).parent.glob("*.py")
    )
    quoted = set(re.findall(r"[\"'](\w+)[\"']", sources))
    for key, wording in words.WORDS.table.items():
        places = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for text in wording.values()
        ]
        assert places[0] == places[1], key
        assert key.split(".")[0] in quoted | {"recipient"}, key


def test_no_warehouse_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREDE_WAREHOUSE_DIR", str(tmp_path))
    result = CliRunner().invoke(app, [])
    assert result.exit_code == 1 and "make build" in result.stderr
    assert CliRunner().invoke(app, ["--language", "fr"]).exit_code == 2


@pytest.mark.build
def test_the_demo_asks_its_landlords_for_their_sub_meters(demo_build: Build) -> None:
    questions = make_questions(read_findings(demo_build.database))
    landlords = {
        each.recipient.key
        for each in questions
        if each.recipient.kind == "landlord" and each.rule["rule_id"] == "CMP-05"
    }
    assert landlords == {"branch_b", "building_d"}
    counted = sum(len(each.findings) for each in questions)
    assert counted == demo_build.value(
        "select count(*) from audit.fct_finding_lines where status = 'open'"
    )
