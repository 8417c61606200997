"""The sign-off sheet: a workbook that an auditor fills in, and that can be read back."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from trede.language import LANGUAGES, Language
from trede.sample.draw import Sample, Stratum
from trede.sample.population import Line, Population
from trede.sample.words import say, say_code
from trede.spreadsheet import TO_FILL, Tab

#: Columns of the sheet: wording, width.
_COLUMNS = (
    ("number", 5),
    ("stratum", 18),
    ("extract", 20),
    ("line", 18),
    ("document", 18),
    ("source", 34),
    ("sha256", 15),
    ("period", 22),
    ("place", 34),
    ("activity", 30),
    ("claim", 30),
    ("factor", 40),
    ("ask", 44),
    ("quantity", 14),
    ("unit", 9),
    ("kg", 14),
    ("seen_quantity", 16),
    ("missed_kg", 14),
    ("remark", 30),
    ("seen_by", 16),
    ("seen_on", 12),
    ("key", 34),
)
_NAMES = tuple(name for name, _ in _COLUMNS)
_FILLED = ("seen_quantity", "missed_kg", "remark", "seen_by", "seen_on")

#: What the second tab keeps, so that the draw can be made again.
_DRAW = (
    *("seed", "as_year", "ladder_lines", "size", "silent_size"),
    *("population_lines", "silent_lines", "population_kg", "interval_kg", "warehouse"),
)


class SheetError(Exception):
    """A sheet cannot be read back; the message names file, row and column, and the way out."""


class Answer(NamedTuple):
    """One row as the auditor left it.

    Attributes:
        row: row of the worksheet.
        key: the line.
        stratum: how it was drawn.
        quantity: delivered quantity on the sheet.
        book_kg: kg CO2e on the sheet.
        seen_quantity: quantity by the document; None if it was not filled in.
        missed_kg: kg CO2e that a line without kilograms should have had; None if not filled in.
    """

    row: int
    key: str
    stratum: Stratum
    quantity: Decimal | None
    book_kg: Decimal
    seen_quantity: Decimal | None
    missed_kg: Decimal | None


class Filled(NamedTuple):
    """A sheet that was read back: what it was drawn with, and its rows."""

    seed: str
    year: int
    ladder_lines: tuple[str, ...]
    size: int
    silent: int
    answers: tuple[Answer, ...]


def render(
    population: Population,
    sample: Sample,
    size: int,
    silent: int,
    language: Language,
    synthetic: str | None,
) -> bytes:
    """Return the workbook as bytes; the same draw from the same file gives the same workbook."""
    book = Workbook()
    built_at = datetime.fromtimestamp(population.file.stat().st_mtime)
    book.properties.creator = "Trede"
    book.properties.title = f"{say('title', language)} {population.year}"
    book.properties.created = book.properties.modified = built_at
    sheet: Any = book.active
    tab = Tab(sheet, say("tab_sample", language), tuple(width for _, width in _COLUMNS))
    lines = ", ".join(population.ladder_lines)
    tab.text(say("title", language), bold=True, size=15)
    tab.text(
        say("subtitle", language, company=population.company, year=population.year, lines=lines)
    )
    if synthetic:
        tab.text(synthetic)
    tab.text(say("lead", language))
    tab.text(say("not_published", language), bold=True)
    tab.head(*(say(name, language) for name in _NAMES))
    sheet.freeze_panes = sheet.cell(tab.row + 1, 5)
    sheet.print_title_rows = f"{tab.row}:{tab.row}"
    formats = tuple(
        {"kg": "#,##0.000", "quantity": "#,##0.######", "seen_quantity": "#,##0.######"}.get(name)
        for name in _NAMES
    )
    for number, drawn in enumerate(sample.drawn, start=1):
        line = population.lines[drawn.unit.key]
        values = _row(number, line, drawn.stratum, language)
        tab.add([values[name] for name in _NAMES], formats)
        is_silent = drawn.stratum == "silent"
        for name in _FILLED:
            if name != ("seen_quantity" if is_silent else "missed_kg"):
                sheet.cell(tab.row, _NAMES.index(name) + 1).fill = TO_FILL
        tab.fit_row([values[name] for name in _NAMES])
    tab.gap()
    tab.text(say("sign_off", language), bold=True)
    for name in ("prepared_by", "examined_by", "concluded", "signed"):
        tab.add([None, None, say(name, language)])
        tab.sheet.cell(tab.row, 4).fill = TO_FILL
    draw_tab = Tab(book.create_sheet(), say("tab_draw", language), (34, 70))
    told: dict[str, object] = {
        "seed": sample.seed,
        "as_year": population.year,
        "ladder_lines": ",".join(population.ladder_lines),
        "size": size,
        "silent_size": silent,
        "population_lines": sample.population_lines,
        "silent_lines": sample.silent_lines,
        "population_kg": sample.population_kg,
        "interval_kg": sample.interval_kg,
        "warehouse": population.file.name,
    }
    for name in _DRAW:
        draw_tab.add([say(name, language), told[name]])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _row(number: int, line: Line, stratum: Stratum, language: Language) -> dict[str, object]:
    first, last = line.period
    days = [day.isoformat() for day in (first, last) if day is not None]
    return {
        "number": number,
        "stratum": say_code("stratum", stratum, language),
        "extract": line.extract_name,
        "line": line.line_id,
        "document": line.source_document,
        "source": f"{line.source_file or '?'}, {line.source_row or '?'}",
        "sha256": (line.sha256 or "")[:12] or None,
        "period": " – ".join(dict.fromkeys(days)) or None,
        "place": ", ".join(each for each in (line.entity, line.location, line.supplier) if each),
        "activity": line.activity[language],
        "claim": line.claim.replace("_", " "),
        "factor": line.factor or None,
        "ask": say_code("ask", line.extract_name, language),
        "quantity": line.quantity,
        "unit": line.unit_of_quantity,
        "kg": line.unit.kg,
        "seen_quantity": None,
        "missed_kg": None,
        "remark": None,
        "seen_by": None,
        "seen_on": None,
        "key": line.unit.key,
    }


def read_back(file: Path) -> Filled:
    """Read a sheet that an auditor filled in, in either language.

    Raises:
        SheetError: it is no sheet of `trede sample`, or a cell cannot be read.
    """
    try:
        book = load_workbook(file, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, OSError) as error:
        raise SheetError(
            f"{file} cannot be opened as a workbook: {error}.\n"
            "Give the XLSX file that `trede sample draw` wrote."
        ) from error
    first, second = _tabs(book, file)
    told = _told(second, file)
    head = next(
        (
            row
            for row in range(1, min(first.max_row, 20) + 1)
            if str(first.cell(row, len(_NAMES)).value) in {say("key", each) for each in LANGUAGES}
        ),
        None,
    )
    if head is None:
        raise SheetError(f"{file}: the headers of the sample are gone. Draw the sheet again.")
    strata = {
        say_code("stratum", stratum, language): stratum
        for language in LANGUAGES
        for stratum in ("certain", "interval", "silent")
    }
    answers = []
    for row in range(head + 1, first.max_row + 1):
        cells = {name: first.cell(row, place).value for place, name in enumerate(_NAMES, start=1)}
        if cells["key"] is None:
            continue
        stratum: Any = strata.get(str(cells["stratum"]))
        book_kg = _number(cells["kg"], file, row, "kg")
        if stratum is None or book_kg is None:
            raise SheetError(f"{file}, row {row}: the row was changed. Draw the sheet again.")
        answers.append(
            Answer(
                row=row,
                key=str(cells["key"]),
                stratum=stratum,
                quantity=_number(cells["quantity"], file, row, "quantity"),
                book_kg=book_kg,
                seen_quantity=_number(cells["seen_quantity"], file, row, "seen_quantity"),
                missed_kg=_number(cells["missed_kg"], file, row, "missed_kg"),
            )
        )
    try:
        return Filled(
            seed=str(told["seed"]),
            year=int(str(told["as_year"])),
            ladder_lines=tuple(each for each in str(told["ladder_lines"]).split(",") if each),
            size=int(str(told["size"])),
            silent=int(str(told["silent_size"])),
            answers=tuple(answers),
        )
    except (KeyError, ValueError) as error:
        raise SheetError(
            f"{file}: the tab of the draw was changed ({error}). Draw the sheet again."
        ) from error


def _tabs(book: Any, file: Path) -> tuple[Any, Any]:  # noqa: ANN401  # openpyxl's sheets have no common type
    found = []
    for name in ("tab_sample", "tab_draw"):
        names = {say(name, language) for language in LANGUAGES} & set(book.sheetnames)
        if not names:
            raise SheetError(
                f"{file} has no tab {say(name, 'nl')!r}: it is no sheet of `trede sample draw`."
            )
        found.append(book[names.pop()])
    return found[0], found[1]


def _told(sheet: Any, file: Path) -> dict[str, object]:  # noqa: ANN401
    names = {say(name, language): name for language in LANGUAGES for name in _DRAW}
    told = {
        names[str(sheet.cell(row, 1).value)]: sheet.cell(row, 2).value
        for row in range(1, sheet.max_row + 1)
        if str(sheet.cell(row, 1).value) in names
    }
    missing = [say(name, "nl") for name in _DRAW if name not in told]
    if missing:
        raise SheetError(f"{file}: the draw lacks {', '.join(missing)}. Draw the sheet again.")
    return told


def _number(value: object, file: Path, row: int, column: str) -> Decimal | None:
    """Return a cell as an exact number: Excel keeps doubles, whose shortest text is what was typed."""
    if value is None or str(value).strip() == "":
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise SheetError(
            f"{file}, row {row}, column {say(column, 'nl')} / {say(column, 'en')}: "
            f"{value!r} is no number. Write 1234.56, or 0 where the document shows nothing."
        )
    return number
