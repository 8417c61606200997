"""The note: which publications it compares, their steps and reasons, and that it adds up."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from look.conftest import Fabricated
from trede.change_note import words
from trede.change_note.cli import app
from trede.change_note.read import TABLES, NoPublicationError, read_change
from trede.change_note.view import make_document
from trede.report.blocks import Document, Paragraph, Table

STEPS = ("start_t", "activity_t", "factor_t", "boundary_t", "method_t", "error_t", "end_t")

#: Steps by version and line: 1 was published, 2 corrected an error, and today a factor differs.
BRIDGE = {
    ("1", "2", "scope_1"): ("100", "0", "0", "0", "0", "-10", "90"),
    ("1", "2", "3.1"): ("50", "0", "0", "5", "0", "0", "55"),
    ("2", "current", "scope_1"): ("90", "0", "3", "0", "0", "0", "93"),
    ("2", "current", "3.1"): ("55", "0", "0", "0", "0", "0", "55"),
}


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Fabricated]:
    """Make a warehouse with two publications of 2023; `left` says whether today differs from them."""

    def made_with(left: bool = True) -> Fabricated:
        folder = tmp_path / f"warehouse_{left}"
        folder.mkdir()
        made = Fabricated(folder / "current.duckdb")
        with made:
            for schema in ("judgements", "marts"):
                made.sql(f"create schema {schema}")
            for name, table in TABLES.items():
                columns = ", ".join(f"{each} {_type(each, name)}" for each in table.columns)
                made.sql(f"create table {name} ({columns})")
            made.insert("judgements.company", {"name": "Noord BV", "reason": "Decided."})
            for version, day in (("1", "2024-06-01"), ("2", "2024-09-01")):
                made.insert(
                    "judgements.publications",
                    {
                        "reporting_year": "2023",
                        "version": version,
                        "pack_sha256": version * 64,
                        "prepared_by": "controller",
                        "approved_by": "board",
                        "published_on": day,
                    },
                )
            for cause, version, day in (
                ("error", "1", "2024-08-01"),
                ("boundary", None, "2024-08-15"),
                # Decided in the same time, and nothing changed by it.
                ("method", None, "2024-08-16"),
                ("factor", None, "2024-10-01"),
                ("activity", None, "2024-05-01"),
            ):
                made.insert(
                    "judgements.restatements",
                    {
                        "reporting_year": "2023",
                        "version": version,
                        "cause": cause,
                        "scope": "all" if cause == "error" else "scope_1",
                        "reason": f"Because of {cause}.",
                        "decided_by": "board",
                        "decided_on": day,
                    },
                )
            for (start, end, line), steps in BRIDGE.items():
                if end == "current" and not left:
                    steps = (steps[0], "0", "0", "0", "0", "0", steps[0])
                made.insert(
                    "marts.rpt_change_bridge",
                    {
                        "frame": "ladder",
                        "line": line,
                        "pair_kind": "restatement",
                        "reporting_year": 2023,
                        "start_version": start,
                        "end_version": end,
                        "line_label_nl": f"Regel {line}",
                        "line_label_en": f"Line {line}",
                        "line_order": 1 if line == "scope_1" else 2,
                        **dict(zip(STEPS, steps, strict=True)),
                        "merged_t": "0",
                    },
                )
        return made

    return made_with


def _type(column: str, table: str) -> str:
    if table.startswith("judgements."):
        return "varchar"
    if column.endswith("_t"):
        return "decimal(30, 9)"
    return "integer" if column in ("reporting_year", "line_order") else "varchar"


def texts(document: Document) -> str:
    return "\n".join(
        block.text for block in (*document.lead, *document.blocks) if isinstance(block, Paragraph)
    )


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def test_the_steps_of_two_publications_with_the_reasons_of_their_time(
    make: Callable[..., Fabricated],
) -> None:
    document = make_document(read_change(make().file, 2023, "1"), "en")
    assert document.subtitle == "Noord BV · reporting year 2023 · version 1 to version 2"
    assert "from 150.000 to 145.000 t CO2e (-5.000 t, -3.33%)" in texts(document)
    lines, reasons, publications = tables(document)
    assert lines.rows[0] == ("Line scope_1", "100.000", *["0.000"] * 4, "-10.000", "90.000")
    assert lines.rows[-1] == (
        *("Total", "150.000", "0.000", "0.000", "5.000", "0.000", "-10.000", "145.000"),
    )
    assert [row[2] for row in reasons.rows] == ["Because of error.", "Because of boundary."]
    assert reasons.rows[0][:2] == ("error corrected", "the whole year")
    assert [row[0] for row in publications.rows] == ["1", "2"]
    assert publications.rows[1][4] == "2" * 64


def test_what_is_merged_is_not_called_a_correction_only(make: Callable[..., Fabricated]) -> None:
    made = make()
    assert "merged" not in texts(make_document(read_change(made.file, 2023, "1"), "en"))
    made.sql("update marts.rpt_change_bridge set merged_t = -4 where line = 'scope_1'")
    told = texts(make_document(read_change(made.file, 2023, "1"), "en"))
    assert "Of 4.000 t under Correction it cannot be said what it was" in told
    assert "a boundary that moved" in told
    assert "Van 4,000 t onder Correctie" in texts(
        make_document(read_change(made.file, 2023, "1"), "nl")
    )


def test_without_a_version_it_is_what_a_reader_asks(make: Callable[..., Fabricated]) -> None:
    left = read_change(make(left=True).file, None, None)
    assert (left.start, left.end) == ("2", "current")
    assert [row["cause"] for row in left.reasons] == ["factor"]
    kept = read_change(make(left=False).file, None, None)
    assert (kept.start, kept.end) == ("1", "2")


def test_a_reason_of_another_cause_is_not_printed_and_its_absence_is_said(
    make: Callable[..., Fabricated],
) -> None:
    made = make()
    made.sql("delete from judgements.restatements where cause = 'error'")
    change = read_change(made.file, 2023, "1")
    assert [row["cause"] for row in change.reasons] == ["boundary"]
    assert "Without a recorded reason: error corrected." in texts(make_document(change, "en"))
    # Delivered late or wrong: either explains a quantity.
    made.sql("update judgements.restatements set cause = 'activity' where cause = 'method'")
    late = read_change(made.file, 2023, "1")
    assert [row["cause"] for row in late.reasons] == ["boundary", "activity"]
    assert "Without a recorded reason" not in texts(make_document(late, "en"))


def test_a_change_without_a_reason_is_said_and_no_change_too(
    make: Callable[..., Fabricated],
) -> None:
    made = make()
    made.sql("delete from judgements.restatements")
    document = make_document(read_change(made.file, 2023, "2"), "nl")
    assert "alleen met een reden" in texts(document)
    assert "de berekening van nu" in document.subtitle
    kept = make_document(read_change(make(left=False).file, 2023, "2"), "en")
    assert "Nothing changed" in texts(kept)


def test_what_was_never_published_is_refused(
    make: Callable[..., Fabricated], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make()
    for year, version, said in (
        (2020, None, "2020 was never published"),
        (2023, "9", "Versions: 1, 2"),
    ):
        with pytest.raises(NoPublicationError, match=said):
            read_change(made.file, year, version)
    monkeypatch.setenv("TREDE_WAREHOUSE_DIR", str(made.file.parent))

    def run(*arguments: str) -> Any:  # noqa: ANN401
        return CliRunner().invoke(app, [*arguments, "--out", str(tmp_path / "out")])

    assert run("--language", "en").exit_code == 0
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "change_note_2023_en.html", "change_note_2023_en.pdf",
    ]  # fmt: skip
    made.sql("delete from marts.rpt_change_bridge")
    result = run()
    assert result.exit_code == 2 and "trede publish" in result.stderr


def test_every_wording_is_whole_and_used() -> None:
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
        assert key.split(".")[0] in quoted, key
