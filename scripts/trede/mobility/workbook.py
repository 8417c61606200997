"""Write the sheet as a workbook: the same texts and figures, with numbers that can be computed with."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font

from trede.look.words import Language
from trede.look.words import say as look_say
from trede.mobility.sheet import Sheet
from trede.mobility.texts import Texts
from trede.spreadsheet import DARK, Tab

_WHOLE, _EXACT, _PERCENT, _INDEX = "#,##0", "#,##0.######", '0.00"%"', "0.0000"


def render(sheet: Sheet, language: Language, is_synthetic: bool) -> bytes:
    """Return the workbook as bytes.

    Args:
        sheet: the sheet of one KVK number and year.
        language: the language that it speaks.
        is_synthetic: whether the company says of itself that it is synthetic.
    """
    texts = Texts(sheet, language)
    book = Workbook()
    book.properties.creator = "Trede"
    book.properties.title = f"WPM {texts.kvk} {sheet.year}"
    book.properties.created = sheet.warehouse.built_at.replace(tzinfo=None)
    book.properties.modified = book.properties.created
    first = book.active
    assert first is not None  # noqa: S101  # a new workbook has a sheet
    _form(Tab(first, texts.say("tab_form"), (8, 6, 44, 16, 9)), texts, is_synthetic)
    for name, widths, fill in (
        ("tab_emissions", (14, 30, 16, 16, 14), _emissions),
        ("tab_cells", (8, 30, 14, 9, 18, 10, 18, 12, 18, 36, 13, 13, 90), _cells),
        ("tab_trail", (8, 30, 70, 10, 18, 18, 18), _trail),
        ("tab_notes", (62, 32, 52, 24, 24, 14), _notes),
    ):
        fill(Tab(book.create_sheet(), texts.say(name), widths), texts)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _form(tab: Tab, texts: Texts, is_synthetic: bool) -> None:
    sheet = texts.sheet
    tab.text(texts.say("title"), size=15)
    tab.text(f"{texts.say('kvk')} {texts.kvk} · {texts.say('title_year', year=sheet.year)}", True)
    if sheet.names:
        tab.text(", ".join(sheet.names))
    tab.text(texts.jaargang)
    if is_synthetic:
        tab.text(look_say("synthetic", texts.language))
    tab.text(texts.say("form_lead"))
    for finding in sheet.findings:
        tab.text(f"! {texts.finding(finding)}", bold=True)
    for rule_finding in sheet.rule_findings:
        tab.text(f"! {texts.rule_finding(rule_finding)}")
    tab.gap()
    tab.head(*(texts.say(key) for key in ("block", "number", "category", "value", "unit")))
    formats = (None, "0", None, _WHOLE)
    for block in sheet.blocks:
        tab.add([block.key, None, block.labels[texts.language]], bold=True)
        for place in range(1, tab.columns + 1):
            shaded = tab.sheet.cell(tab.row, place)
            shaded.fill, shaded.font = DARK, Font(bold=True, color="FFFFFF")
        for cell in block.cells:
            unit = texts.code("unit", cell.row["entry_unit"])
            order, value = cell.row["category_order"], cell.row["value"]
            tab.add([block.key, order, cell.label(texts.language), value, unit], formats)
        for unit, amount in block.sums.items():
            label = texts.say("sum")
            if not block.is_complete and unit == "km":
                label += f" ({texts.say('sum_incomplete')})"
            entry_unit = texts.code("unit", unit)
            tab.add([block.key, None, label, amount, entry_unit], formats, bold=True)
            tab.line()
    tab.gap()
    tab.text(texts.say("section_beneath"), bold=True)
    rows = texts.beneath()
    if not rows:
        tab.text(texts.beneath_nothing)
    else:
        tab.head(texts.say("block"), "", *(texts.say(key) for key in ("reason", "amount", "unit")))
    for block_key, category, value, unit, reason, share in rows:
        told = f"{category}: {reason} ({texts.percent(share)})"
        tab.add([block_key, None, told, value, unit], formats)
    tab.gap()
    tab.text(texts.say("filing_note"))
    tab.text(look_say("disclaimer", texts.language))


def _emissions(tab: Tab, texts: Texts) -> None:
    if not texts.sheet.emissions:
        tab.text(texts.say("emissions_none"))
        return
    tab.text(texts.say("emissions_lead", gas=texts.gas))
    tab.head(
        *(texts.say(key) for key in ("purpose", "category", "rkm")),
        texts.say("kg", gas=texts.gas),
        texts.say("g_per_rkm"),
    )
    formats = (None, None, _EXACT, _EXACT, "0.00")
    for row in texts.sheet.emissions:
        name = texts.code("purpose", row.purpose) if row.purpose else texts.say("total")
        if row.category is None and row.purpose:
            name = texts.say("total_of", purpose=name)
        label = row.category[f"category_label_{texts.language}"] if row.category else None
        tab.add([name, label, row.rkm, row.kg, row.g_per_rkm], formats, bold=row.category is None)
    tab.add(
        [None, texts.say("without_co2"), texts.sheet.share_without_co2_pct], (None, None, _PERCENT)
    )


def _cells(tab: Tab, texts: Texts) -> None:
    tab.head(
        *(
            texts.say(key)
            for key in ("block", "category", "value", "unit", "unrounded", "lines", "rkm")
        ),
        texts.say("g_per_rkm"),
        texts.say("kg", gas=texts.gas),
        *(texts.say(key) for key in ("reason", "surveyed_share", "estimated_share", "conversion")),
    )
    tab.sheet.freeze_panes = "C2"
    tab.sheet.print_title_rows = "1:1"
    formats = (
        *(None, None, _WHOLE, None, _EXACT, _WHOLE, _EXACT, _EXACT, _EXACT),
        *(None, _PERCENT, _PERCENT),
    )
    for cell in texts.sheet.cells:
        row = cell.row
        is_told = cell.has_travel and not cell.is_small
        reason = row["no_co2_reason"] if cell.has_travel else None
        tab.add(
            [
                row["block"],
                cell.label(texts.language),
                row["value"],
                texts.code("unit", row["entry_unit"]),
                cell.unrounded,
                texts.say("fewer") if cell.is_small else cell.count.lines,
                *(row[column] for column in ("rkm", "g_per_rkm", "kg_co2")),
                texts.code("reason", reason) if reason else None,
                row["surveyed_share_pct"] if is_told else None,
                row["estimated_share_pct"] if is_told else None,
                "; ".join(texts.conversion(cell)) if cell.has_travel else None,
            ],
            formats,
        )


def _trail(tab: Tab, texts: Texts) -> None:
    keys = ("block", "category", "origin", "lines", "vehicle_km", "traveller_km", "amount_eur")
    tab.head(*(texts.say(key) for key in keys))
    tab.sheet.freeze_panes = "C2"
    tab.sheet.print_title_rows = "1:1"
    formats = (None, None, None, _WHOLE, _EXACT, _EXACT, _EXACT)
    for cell in texts.sheet.cells:
        for part in cell.parts:
            tab.add(
                [
                    cell.row["block"],
                    cell.label(texts.language),
                    texts.origin(part),
                    texts.say("fewer") if part.count.is_hidden else part.count.lines,
                    part.vehicle_km,
                    part.traveller_km,
                    part.amount_eur,
                ],
                formats,
            )
    tab.gap()
    agrees = texts.say("trail_agrees", count=len(texts.sheet.cells))
    tab.text(agrees if texts.sheet.all_agree else texts.say("trail_disagrees"), bold=True)
    tab.text(f"{texts.say('trail_lead')} {texts.say('fewer_note')}")


def _notes(tab: Tab, texts: Texts) -> None:
    sheet = texts.sheet
    for section, rows in (("section_size", texts.size()), ("section_survey", texts.survey())):
        tab.text(texts.say(section), bold=True)
        for name, answer in rows:
            tab.add([name, answer])
        tab.gap()
    tab.text(texts.say("size_note"))
    tab.gap()
    tab.text(texts.say("section_excluded"), bold=True)
    if not sheet.excluded:
        tab.text(texts.say("excluded_none"))
    for reason, count in sheet.excluded.items():
        told = texts.say("fewer") if count.is_hidden else count.lines
        tab.add([texts.code("excluded", reason), told], (None, _WHOLE))
    tab.gap()
    tab.text(texts.say("section_choices"), bold=True)
    if sheet.choices:
        tab.head(*(texts.say(key) for key in ("choice", "choice_value", "why", "decided")))
        for choice in texts.choices():
            tab.add(choice)
    else:
        tab.text(texts.say("choices_none"))
    tab.gap()
    tab.text(texts.say("section_path"), bold=True)
    if not sheet.paths:
        tab.text(texts.say("path_none"))
        return
    for note in texts.notes_on_path():
        tab.text(note)
    keys = ("path", "purpose", "path_index", "own_base", "own_index")
    tab.head(*(texts.say(key) for key in keys))
    for row in sheet.paths:
        tab.add(
            [
                texts.code("path", row["path"]),
                texts.code("purpose", row["purpose"]),
                row["index_2019"],
                row["own_base_year"] if row["own_index"] is not None else None,
                row["own_index"],
            ],
            (None, None, _INDEX, "0", _INDEX),
        )
