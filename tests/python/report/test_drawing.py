"""What all reports share: notation, tables without empty columns, and pages that break in the right place."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which

import pytest

from trede.language import NOTHING, Language, with_own_mark
from trede.report import pdf
from trede.report.blocks import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
    without_empty_columns,
)
from trede.report.opening import company_name, synthetic_note


@pytest.mark.parametrize(
    ("language", "text", "written"),
    [
        ("nl", "95.50% en 3.25% van 3.7 (grens 5%).", "95,50% en 3,25% van 3.7 (grens 5%)."),
        ("nl", "2 regels zijn onleesbaar.", "2 regels zijn onleesbaar."),
        ("en", "95.50% of 3.7 (limit 5%).", "95.50% of 3.7 (limit 5%)."),
    ],
)
def test_percentages_have_the_mark_of_their_language(
    language: Language, text: str, written: str
) -> None:
    assert with_own_mark(text, language) == written


def test_columns_without_a_word_are_left_out_but_the_first() -> None:
    columns = (Column("a"), Column("b", width=2), Column("c", "right"), Column("d"))
    table = Table(columns, (("–", "–", "1", "–"), ("–", "–", "–", "x")), frozenset({1}))
    told = without_empty_columns(table, NOTHING)
    assert [column.name for column in told.columns] == ["a", "c", "d"]
    assert told.rows == (("–", "1", "–"), ("–", "–", "x"))
    assert told.strong == {1}
    full = Table(columns[:2], (("1", "2"),))
    assert without_empty_columns(full, NOTHING) == full


def test_only_a_company_that_says_so_is_called_invented() -> None:
    (note,) = synthetic_note({"reason": "A synthetic company, made up."}, "nl")
    assert note.tone == "note" and "erzonnen" in note.text
    assert list(synthetic_note({"reason": "Decided by the board."}, "nl")) == []
    assert list(synthetic_note({}, "nl")) == []
    assert (company_name({"name": "Noord BV"}), company_name({})) == ("Noord BV", NOTHING)


def pages(blocks: tuple[Block, ...], file: Path) -> list[str]:
    """Draw blocks on paper, and read each page back."""
    file.write_bytes(pdf.render(Document("Title", "Subtitle", "en", (), blocks, "footer")))
    told = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True
    )
    return told.stdout.split("\f")


@pytest.mark.parametrize("tone", ["note", "normal", "soft"])
def test_a_text_stands_on_the_page_of_the_table_that_it_introduces(
    tmp_path: Path, tone: str
) -> None:
    if which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    columns = (Column("what", width=1), Column("more", width=1))
    few = Table(columns, tuple((f"FEW-{row}", "x") for row in range(4)))
    many = Table(columns, tuple((f"MANY-{row}", "x") for row in range(60)))
    moved = set()
    # whatever stands above: somewhere among these, the text would be the last of its page
    for above in range(10, 24):
        told = pages(
            (
                *(Paragraph(f"ABOVE-{line}") for line in range(above)),
                Heading("HEADING"),
                Paragraph("FIRST"),
                Paragraph("LETTER", tone),  # type: ignore[arg-type]
                few,
                Heading("OTHER"),
                Paragraph("LETTER-TOO", tone),  # type: ignore[arg-type]
                many,
            ),
            tmp_path / "report.pdf",
        )
        of_few = {n for n, page in enumerate(told) if "FEW-" in page}
        letter = {n for n, page in enumerate(told) if "LETTER\n" in page}
        assert {n for n, page in enumerate(told) if "FIRST" in page} == letter
        assert {n for n, page in enumerate(told) if "HEADING" in page} == letter == of_few
        (of_other,) = (n for n, page in enumerate(told) if "LETTER-TOO" in page)
        assert "MANY-0" in told[of_other] and "OTHER" in told[of_other]
        # A table longer than a page goes on, and its last row is never alone. Behind the last \f is nothing.
        assert "MANY-58" in told[-2] and "MANY-59" in told[-2] and len(told) > 2
        moved.add(f"ABOVE-{above - 1}\n" not in told[min(of_few)])
    # Some stand below what is above them, others begin a page: else no page broke, and nothing was proved.
    assert moved == {False, True}


@pytest.mark.parametrize("words", [(900, 900, 40), (40, 900, 900), (40, 2500, 40)])
def test_no_text_is_cut_off_where_a_table_of_a_few_rows_is_longer_than_a_page(
    tmp_path: Path, words: tuple[int, ...]
) -> None:
    if which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    columns = (Column("what", width=1), Column("more", width=1), Column("auto", "right"))
    # a reason of a decision may be long: its row, and the last two, may need more than a page
    rows = tuple((f"ROW-{n}", f"{'word ' * long}END-{n}", "9.9") for n, long in enumerate(words))
    told = "".join(pages((Paragraph("LETTER"), Table(columns, rows)), tmp_path / "report.pdf"))
    assert [told.count(f"END-{n}") for n in range(3)] == [1, 1, 1]
    assert told.count("word") == sum(words)
