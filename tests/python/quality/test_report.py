"""The report: each section against the rows that were put in, in both languages, on page and paper."""

from __future__ import annotations

import re
import string
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from typer.testing import CliRunner

from look.conftest import Fabricated
from support.builds import Build
from trede.language import Language
from trede.quality import words
from trede.quality.cli import app
from trede.quality.outside import Changes, Opinion, Outside, OutsideError, Pack, read_outside
from trede.quality.read import read_quality
from trede.quality.view import make_document
from trede.report import page, pdf
from trede.report.blocks import Bars, Cards, Document, Heading, Paragraph, Table

Make = Callable[..., Document]


@pytest.fixture
def make(warehouse: Fabricated) -> Make:
    """Arrange the report of the made warehouse."""

    def arranged(language: Language = "en", outside: Outside | None = None) -> Document:
        return make_document(read_quality(warehouse.file), outside or Outside(), language)

    return arranged


def section(document: Document, anchor: str) -> list[Any]:
    """Return the blocks of a section."""
    blocks: list[Any] = []
    inside = False
    for block in document.blocks:
        if isinstance(block, Heading) and block.anchor:
            inside = block.anchor == anchor
        elif inside:
            blocks.append(block)
    return blocks


def tables(document: Document, anchor: str) -> list[Table]:
    return [block for block in section(document, anchor) if isinstance(block, Table)]


def texts(document: Document, anchor: str) -> str:
    return "\n".join(
        block.text for block in section(document, anchor) if isinstance(block, Paragraph | Heading)
    )


def test_the_summary_holds_total_estimates_findings_and_drafts(make: Make) -> None:
    document = make()
    cards = next(block for block in section(document, "summary") if isinstance(block, Cards)).cards
    # 2024: 70 + 20 + 110 t, of which half of 20 and all of 110 is estimated; without scope 3, 10 of 90
    assert [card.value for card in cards] == ["200.0 t CO2e", "60.0%", "23", "3"]
    assert "without scope 3: 11.1%" in cards[1].more
    assert "2 of 4 rules fail" in cards[2].more
    assert "1 not run" in cards[3].more
    assert "Line business_travel 2024 is a DRAFT: Not read." in texts(document, "summary")


def test_shares_by_score_are_rounded_means_of_published_rows(make: Make) -> None:
    bars = [block for block in section(make(), "summary") if isinstance(block, Bars)]
    assert len(bars) == 1  # no emissions in 2023
    assert [(bar.name[:7], bar.text) for bar in bars[0].bars] == [
        ("Score 1", "12.5% · 25.00 t"),
        ("Score 2", "25.0% · 50.00 t"),
        ("Score 5", "62.5% · 125.00 t"),
    ]


def test_estimates_stand_with_method_decision_and_kilograms(make: Make) -> None:
    estimates, carved = tables(make("nl"), "estimates")
    assert estimates.rows == (
        (
            "Westhuis",
            "gas",
            "Main meter by floor area No sub-meter.",
            "-30% … +30%",
            "data owner, 2025-02-03",
            "–",
            "320",
        ),
    )
    # four persons charged in the east: their kWh are not shown
    assert {row[0]: row[2] for row in carved.rows} == {"Westhuis": "1.234", "east": "–"}


def test_every_rule_stands_with_its_verdict_and_what_it_looked_at(make: Make) -> None:
    rows = [row for table in tables(make(), "rules") for row in table.rows]
    assert rows == [
        ("CMP-01", "Sentence CMP-01", "finding", "12", "14"),
        ("DBL-01", "Sentence DBL-01", "in order", "30", "0"),
        ("FAC-03", "Sentence FAC-03", "finding", "4", "2"),
        ("GOV-09", "Sentence GOV-09", "not run", "–", "–"),
    ]


def test_findings_are_ranked_by_kilograms_that_never_exceed_the_year(make: Make) -> None:
    summary, of_totals, of_lines = tables(make(), "findings")
    # FAC-03 finds the 200 t of the year in each of two frames
    assert [(row[0], row[3], row[4]) for row in summary.rows] == [
        ("FAC-03", "2", "200,000"),
        ("CMP-01", "21", "18,909"),  # 5,000 of persons, and 1,000 + 999 + … + 987
    ]
    assert sum(range(987, 1001)) + 5000 == 18909
    assert len(of_totals.rows) == 2
    assert len(of_lines.rows) == 13 and of_lines.rows[-1][0] == "and 3 more"
    assert of_lines.rows[0][0] == "7 lines about persons"
    assert of_lines.rows[1][:4] == (
        "supplier_invoices SI-00",
        "INVOICE-77",
        "export.csv, 0",
        "message 00",
    )


def test_no_person_and_no_document_of_a_person_is_shown(make: Make) -> None:
    for language in ("nl", "en"):
        told = page.render(make(language))
        assert "CLAIM-OF-SOMEBODY" not in told and "p1" not in re.findall(r"\bp\d\b", told)


def test_uncertainty_printed_figures_and_acceptances(make: Make) -> None:
    document = make()
    (uncertainty,) = tables(document, "uncertainty")
    assert (
        "Line scope_1",
        "2024",
        "70.00",
        "1.00",
        "999.50",
        "12.3",
        "0.0",
        "FINAL",
    ) in uncertainty.rows
    (printed,) = tables(document, "printed")
    assert printed.rows == (("RF01 Scope 1, group, 2024", "71", "70.00", "No explanation."),)
    (accepted,) = tables(document, "accepted")
    assert accepted.rows == (("CMP-05", "west", "Meter is ordered.", "controller", "2025-12-31"),)


def test_what_comes_from_outside_is_shown_or_said_to_be_missing(make: Make) -> None:
    without = make()
    assert "can not be proved" not in texts(without, "changes")
    assert "No previous pack" in texts(without, "changes")
    assert "No second opinion" in texts(without, "second_opinion")
    assert any(
        "No evidence pack" in block.text for block in without.lead if isinstance(block, Paragraph)
    )
    outside = Outside(
        Pack("pack_2", "ab" * 32),
        Changes(
            "cd" * 32, (("ladder scope_1 2024", Decimal("69"), None),), (("CMP-01", None, "FAIL"),)
        ),
        Opinion(9, 10, (("rpt_footprint", "expect_x", "7 rows"),)),
    )
    document = make("en", outside)
    lead = [block.text for block in document.lead if isinstance(block, Paragraph)]
    assert any("ab" * 32 in text for text in lead)
    totals, rules = tables(document, "changes")
    assert totals.rows == (("ladder scope_1 2024", "69.000", "–", "-69.000"),)
    assert rules.rows == (("CMP-01", "–", "finding"),)
    assert "9 of 10" in texts(document, "second_opinion")


def test_page_and_paper_say_the_same(make: Make, tmp_path: Path) -> None:
    if which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    document = make("nl")
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf.render(document))
    told = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.replace("​", "")
    for text in (
        "Rapport datakwaliteit",
        "Zin CMP-01",
        "INVOICE-77",
        "Westhuis",
        "Noord <& Zuid> BV",
    ):
        assert text in told


def test_the_page_is_whole_escaped_and_loads_nothing(make: Make) -> None:
    told = page.render(make())
    assert "Noord &lt;&amp; Zuid&gt; BV" in told and "<& Zuid>" not in told
    assert not re.search(r"<script|<img|<link|https?://|url\(", told)


def test_the_same_report_gives_the_same_bytes(make: Make) -> None:
    document = make()
    assert pdf.render(document) == pdf.render(document)
    assert page.render(document) == page.render(document)


def test_every_wording_has_both_languages_and_is_used() -> None:
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
        group = key.split(".")[0]
        assert group in quoted or key.startswith("section_") or key.isupper(), key
    sections = re.findall(r'\("(\w+)", _[a-z_]+\)', sources)
    assert len(sections) == 10
    assert {f"section_{name}" for name in sections} <= set(words.WORDS.table)


def test_the_command_and_its_exit_codes(
    warehouse: Fabricated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TREDE_WAREHOUSE_DIR", str(warehouse.file.parent))

    def run(*arguments: str) -> Any:  # noqa: ANN401
        return CliRunner().invoke(app, [*arguments, "--out", str(tmp_path / "out")])

    assert run().exit_code == 0
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        f"quality_{language}.{ending}" for language in ("en", "nl") for ending in ("html", "pdf")
    ]
    assert run("--language", "fr").exit_code == 2
    refused = run("--previous", str(tmp_path))
    assert refused.exit_code == 2 and "--previous needs --pack" in refused.stderr
    assert run("--pack", str(tmp_path)).exit_code == 2
    bad = tmp_path / "results.json"
    bad.write_text("{}", encoding="utf-8")
    refused = run("--expectations", str(bad))
    assert refused.exit_code == 2 and "holds no results" in refused.stderr
    warehouse.sql("drop table marts.fct_findings")
    assert run().exit_code == 3
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TREDE_WAREHOUSE_DIR", str(tmp_path / "nowhere"))
    assert run().exit_code == 1


def test_a_folder_that_is_no_pack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutsideError):
        read_outside(tmp_path, None, None)


@pytest.mark.build
def test_the_report_of_the_demo_holds_its_three_remarks(demo_build: Build) -> None:
    """The plan's own remarks: a part without sub-meter, an office by floor area, charging at the office."""
    document = make_document(read_quality(demo_build.database), Outside(), "en")
    told = page.render(document)
    assert "The rented part has no sub-meter; the owner estimates from the main meter." in told
    assert "rented over total floor area (110 of 1,480 m2)" in told
    carved = tables(document, "estimates")[1]
    # the plan's kWh of charging at head office
    assert carved.rows[0][1:] == ("1,480", "5,120", "9,240")
    open_rules = {row[0] for row in tables(document, "findings")[0].rows}
    failing = {
        row["rule_id"]
        for row in demo_build.rows(
            "select rule_id from marts.fct_rule_results where status = 'FAIL'"
        )
    }
    assert open_rules == failing
