"""Worksheets that are filled from the top and print on the width of A4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

HEAD = PatternFill("solid", fgColor="E6EBEE")
DARK = PatternFill("solid", fgColor="1A1A1A")
TO_FILL = PatternFill("solid", fgColor="FFF8DC")
LINE = Border(top=Side(style="medium"))


class Tab:
    """A worksheet that is filled from the top, and prints on the width of A4."""

    def __init__(self, sheet: Worksheet, title: str, widths: Sequence[int]) -> None:
        self.sheet = sheet
        self.row = 0
        sheet.title = title
        for place, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.orientation = "landscape" if sum(widths) > 100 else "portrait"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.oddFooter.right.text = "&P / &N"
        self.columns = len(widths)

    def add(
        self, values: Iterable[object], formats: Sequence[str | None] = (), bold: bool = False
    ) -> None:
        """Write a row; texts are texts, whatever they begin with."""
        self.row += 1
        for place, value in enumerate(values, start=1):
            if value is None:
                continue
            cell: Any = self.sheet.cell(self.row, place)
            if isinstance(value, str):
                cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", value)
                cell.data_type = "s"
                cell.alignment = Alignment(vertical="top", wrap_text=True)
            else:
                cell.value = value
                cell.alignment = Alignment(vertical="top")
                if place <= len(formats) and formats[place - 1]:
                    cell.number_format = formats[place - 1]
            if bold:
                cell.font = Font(bold=True)

    def head(self, *values: str) -> None:
        """Write a row of headers."""
        self.add(values, bold=True)
        for place in range(1, len(values) + 1):
            self.sheet.cell(self.row, place).fill = HEAD

    def line(self) -> None:
        """Draw a line above the last row."""
        for place in range(1, self.columns + 1):
            self.sheet.cell(self.row, place).border = LINE

    def text(self, value: str, bold: bool = False, size: int | None = None) -> None:
        """Write a text over the whole width."""
        self.add([value], bold=bold)
        cell = self.sheet.cell(self.row, 1)
        self.sheet.merge_cells(
            start_row=self.row, end_row=self.row, start_column=1, end_column=self.columns
        )
        if size:
            cell.font = Font(bold=True, size=size)
        width = sum(
            self.sheet.column_dimensions[get_column_letter(place)].width
            for place in range(1, self.columns + 1)
        )
        lines = 1 + len(value) // int(width * 1.05)
        self.sheet.row_dimensions[self.row].height = max(15 * lines, (size or 0) * 1.6)

    def gap(self) -> None:
        """Leave a row empty."""
        self.row += 1

    def fit_row(self, values: Iterable[object]) -> None:
        """Make the last row as high as its longest text: Excel does not do so for text that wraps."""
        lines = 1
        for place, value in enumerate(values, start=1):
            if isinstance(value, str):
                width = self.sheet.column_dimensions[get_column_letter(place)].width
                lines = max(lines, -(-len(value) // max(int(width) - 2, 1)))
        self.sheet.row_dimensions[self.row].height = 15 * lines
