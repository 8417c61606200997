"""The report: each section against the rows that were put in, in both languages, on page and paper."""

from __future__ import annotations

import json
import re
import string
import subprocess
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from pathlib import Path
from shutil import which
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

from look.conftest import Fabricated
from quality.conftest import PERSON_KEYS, RUN, freeze
from support.builds import Build
from trede.language import Language
from trede.pack.personal import Persons
from trede.pack.read import head_hash
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


def text_of(file: Path) -> str:
    """Return the text of a PDF."""
    return subprocess.run(
        ["pdftotext", "-layout", str(file), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.replace("​", "")


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
    assert "Line business_travel 2024 is a DRAFT: 95.50% was not read." in texts(
        document, "summary"
    )
    # The mart writes 95.50% in both languages.
    assert "2024 is CONCEPT: 95,50% is niet nagelezen." in texts(make("nl"), "summary")


def test_shares_by_score_add_up_to_the_total(make: Make) -> None:
    bars = [block for block in section(make(), "summary") if isinstance(block, Bars)]
    assert len(bars) == 1  # no emissions in 2023
    # Of business travel, 15.12 t have score 2 and 4.88 t score 3, of persons too few: they stand together.
    told = [(bar.name.split(":")[0], bar.text) for bar in bars[0].bars]
    assert told == [
        ("Score 1", "12.5% · 25.00 t"),
        ("Score 2", "10.0% · 20.00 t"),
        ("Scores 2 to 3", "10.0% · 20.00 t"),
        ("Score 3", "4.8% · 9.68 t"),
        ("Score 4", "0.2% · 0.32 t"),
        ("Score 5", "62.5% · 125.00 t"),
    ]
    assert sum(Decimal(text.split(" · ")[1].removesuffix(" t")) for _, text in told) == 200


def test_no_difference_of_shares_tells_the_quality_of_a_few_persons(make: Make) -> None:
    """Who takes away what is published of the others keeps 20 t of business travel, and no part of it."""
    (bars,) = (block for block in section(make(), "summary") if isinstance(block, Bars))
    tonnes = [Decimal(bar.text.split(" · ")[1].removesuffix(" t")) for bar in bars.bars]
    # what each score has without business travel, which the published rows tell
    others = {1: "25", 2: "20", 3: "9.68", 4: "0.32", 5: "125"}
    sums = {sum(chosen) for size in range(7) for chosen in combinations(tonnes, size)}
    known = {
        sum(map(Decimal, chosen))
        for size in range(6)
        for chosen in combinations(others.values(), size)
    }
    assert not {one - other for one in sums for other in known} & {
        Decimal("15.12"),
        Decimal("4.88"),
    }


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
    assert of_lines.rows[0][0] == "lines about persons: 7"
    assert of_lines.rows[1][:4] == (
        "supplier_invoices SI-00",
        "INVOICE-77",
        "export.csv, 0",
        "message 00",
    )


@pytest.mark.parametrize(
    ("language", "mend", "other"), [("nl", "Herstel", "Mend"), ("en", "Mend", "Herstel")]
)
def test_what_to_do_is_said_in_the_language_of_the_report(
    make: Make, language: Language, mend: str, other: str
) -> None:
    document = make(language)
    summary = tables(document, "findings")[0]
    assert [row[5] for row in summary.rows] == [f"{mend} FAC-03", f"{mend} CMP-01"]
    assert other not in page.render(document)
    # The details of a finding are in English only: the Dutch reader is told.
    assert ("in het Engels" in texts(document, "findings")) is (language == "nl")


def test_no_person_and_no_document_of_a_person_is_shown(make: Make) -> None:
    for language in ("nl", "en"):
        told = page.render(make(language))
        assert "CLAIM-OF-SOMEBODY" not in told and "p1" not in re.findall(r"\bp\d\b", told)


def test_no_key_of_a_person_stands_on_page_or_paper(make: Make, tmp_path: Path) -> None:
    persons = Persons(frozenset(PERSON_KEYS))
    for language in ("nl", "en"):
        document = make(language)
        file = tmp_path / f"{language}.pdf"
        file.write_bytes(pdf.render(document))
        texts_of_pdf = [] if which("pdftotext") is None else [text_of(file)]
        for told in (page.render(document), *texts_of_pdf):
            assert persons.found_in(told) is None
            assert not any(key in told for key in PERSON_KEYS)


def test_uncertainty_printed_figures_and_acceptances(make: Make) -> None:
    document = make()
    (uncertainty,) = tables(document, "uncertainty")
    assert (
        "Line scope_1",
        "2024",
        "70.00",
        "1.00",
        "999.50",
        # 69 t below 70, and 929.5 t above
        "-98.6 / +1,327.9",
        "0.0",
        "FINAL",
    ) in uncertainty.rows
    (printed,) = tables(document, "printed")
    assert printed.rows == (("RF01 Scope 1, group, 2024", "71", "70.00", "No explanation."),)


def test_every_total_of_the_ladder_stands_in_the_uncertainty_table(make: Make) -> None:
    (uncertainty,) = tables(make(), "uncertainty")
    assert [row[0] for row in uncertainty.rows[::2]] == [
        "Line scope_1",
        "Line business_travel",
        "Scope 1 + 2 + business travel",
        "Line 3.1",
        "Scope 3",
        "Total",
    ]
    assert {row[1] for row in uncertainty.rows} == {"2023", "2024"}
    assert uncertainty.strong == {4, 5, 8, 9, 10, 11}
    assert {row[5] for row in tables(make("nl"), "uncertainty")[0].rows} >= {"-98,6 / +1.327,9"}


def test_acceptances_say_whether_they_hold_and_count_persons(make: Make) -> None:
    (accepted,) = tables(make(), "accepted")
    by = "controller"
    assert set(accepted.rows) == {
        ("CMP-01", "west", "accepted", "Meter is ordered.", by, "2025-12-31"),
        ("CMP-01", "west", "accepted, by another row", "Meter is ordered.", by, "2025-06-30"),
        ("CMP-01", "east", "expired", "Meter is ordered.", by, "2024-01-31"),
        ("CMP-01", "north", "incomplete: does not count", "–", by, "2025-12-31"),
        ("CMP-01", "lines about persons: 2", "accepted", "Lent for a week.", by, "2025-12-31"),
        # its reason names the vehicle
        ("CMP-01", "lines about persons: 1", "expired", "not shown", by, "2024-01-31"),
        ("CMP-01", "rows: 1", "names no finding", "not shown", by, "2030-01-31"),
        # not a rule: the cell may hold anything
        ("–", "rows: 1", "names no finding", "not shown", by, "2030-01-31"),
    }
    assert len(accepted.rows) == 8


def test_verdicts_of_several_runs_are_told(make: Make, warehouse: Fabricated) -> None:
    def told(language: Language) -> str:
        return "\n".join(
            block.text for block in make(language).lead if isinstance(block, Paragraph)
        )

    assert "runs of dbt" not in told("en")
    warehouse.sql("update marts.fct_rule_results set run_id = 'run-2' where rule_id = 'CMP-01'")
    assert f"from 2 runs of dbt (rules by run: {RUN} (3), run-2 (1))" in told("en")
    assert "2 runs van dbt" in told("nl")


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
    told = text_of(file)
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
    warehouse.sql("drop table marts.fct_findings")
    assert run().exit_code == 3
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TREDE_WAREHOUSE_DIR", str(tmp_path / "nowhere"))
    assert run().exit_code == 1


def results_of(pack: Path, head: str) -> Path:
    """Write what `trede pack expect` finds: one of two expectations is met."""
    of_table = {"table": "rpt_footprint", "error": None, "details": None}
    met = {"type": "expect_columns", "arguments": {}, "meta": {"check": "columns"}, "success": True}
    failed = {
        "type": "expect_column_sum_to_be_between",
        "arguments": {"column": "t_co2e"},
        "meta": {"check": "sum", "group": {"frame": "ladder"}},
        "success": False,
        "observed": 7,
        "unexpected_count": None,
        "unexpected_values": [],
    }
    content = {
        "pack": {"folder": pack.name, "head": head},
        "evaluated": 2,
        "met": 1,
        "results": [{**of_table, **each} for each in (met, failed)],
    }
    file = pack.parent / f"{pack.name}.expectations.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def test_a_head_is_printed_of_a_whole_pack_of_this_build_only(
    warehouse: Fabricated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TREDE_WAREHOUSE_DIR", str(warehouse.file.parent))
    pack = freeze(warehouse, tmp_path / "pack")
    head = head_hash(pack)
    out = tmp_path / "out"

    def run(*arguments: object) -> Any:  # noqa: ANN401
        told = [str(each) for each in (*arguments, "--language", "en", "--out", out)]
        return CliRunner().invoke(app, told)

    results = results_of(pack, head)
    refused = run("--expectations", results)
    assert refused.exit_code == 2 and "--expectations needs --pack" in refused.stderr
    assert run("--pack", pack, "--expectations", results).exit_code == 0
    told = (out / "quality_en.html").read_text(encoding="utf-8")
    assert head in told and "1 of 2 expectations" in told
    assert '<td class="left">sum, t_co2e, frame ladder</td>' in told

    # results of another pack, and counts that are not those of the results
    refused = run("--pack", pack, "--expectations", results_of(pack, "ab" * 32))
    assert refused.exit_code == 6 and "is about the pack with head abab" in refused.stderr
    results.write_text(results_of(pack, head).read_text().replace('"met": 1', '"met": 2'))
    refused = run("--pack", pack, "--expectations", results)
    assert refused.exit_code == 2 and "holds no results" in refused.stderr

    # another run, though every row is the same
    other = freeze(warehouse, tmp_path / "other", run="22222222-aaaa-4bbb-8ccc-222222222222")
    refused = run("--pack", other)
    assert refused.exit_code == 6 and "is of run 22222222" in refused.stderr

    # the same run, though a model was built again: one cell differs
    warehouse.sql("update marts.rpt_footprint_totals set t_co2e = 71 where total_key = 'scope_1'")
    refused = run("--pack", pack)
    assert refused.exit_code == 6
    assert "this warehouse: marts.rpt_footprint_totals differ" in refused.stderr
    warehouse.sql("update marts.rpt_footprint_totals set t_co2e = 70 where total_key = 'scope_1'")
    assert run("--pack", pack).exit_code == 0

    # verdicts of two runs
    warehouse.sql("update marts.fct_rule_results set run_id = 'run-2' where rule_id = 'CMP-01'")
    assert run("--pack", pack).exit_code == 6
    warehouse.sql(f"update marts.fct_rule_results set run_id = '{RUN}'")

    # a damaged pack, and a damaged one before it
    with (other / "data/marts/rpt_footprint.parquet").open("ab") as file:
        file.write(b"x")
    for arguments in (("--pack", other), ("--pack", pack, "--previous", other)):
        refused = run(*arguments)
        assert refused.exit_code == 6 and "was touched: file changed" in refused.stderr


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
    # the lines of the audit, added up by pandas
    emissions = pd.DataFrame(demo_build.rows("select * from audit.fct_emissions"))
    kilograms = emissions.groupby(["reporting_year", "data_quality_score"])["kg_co2e"].sum()
    shown = {
        (int(str(block.name)[13:17]), int(bar.name[6])): Decimal(
            bar.text.split(" · ")[1].removesuffix(" t").replace(",", "")
        )
        for block in section(document, "summary")
        if isinstance(block, Bars)
        for bar in block.bars
    }
    assert shown == {
        key: (kg / 1000).quantize(Decimal("0.01"), ROUND_HALF_UP)
        for key, kg in kilograms.items()
        if kg
    }
    open_rules = {row[0] for row in tables(document, "findings")[0].rows}
    failing = {
        row["rule_id"]
        for row in demo_build.rows(
            "select rule_id from marts.fct_rule_results where status = 'FAIL'"
        )
    }
    assert open_rules == failing
