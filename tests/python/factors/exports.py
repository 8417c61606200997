"""Write a small Excel export in the layout of www.co2emissiefactoren.nl, with made-up figures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook

MARK = "Kg CO₂-eq / eenheid"
TAIL = ("Eenheid", "Conversie MJ")
WTW = ("Totaal (WTW)", "Verbrandingsemissies (TTW)", "Ketenemissies (WTT)")
GWP = ("GWP100", "-", "-")

#: The whole sheet, row by row from row 1; columns A to H.
SHEET: tuple[tuple[object, ...], ...] = (
    (" ",),
    ("Factoren 2031 dd 15-01-2031",),
    ("Explanation of the publisher.",),
    ("Brandstoffen voertuigen en schepen",),
    ("Fossiele brandstoffen", MARK),
    ("", *WTW, "Biogene emissies", *TAIL),
    ("Benzine E10 ", 2.5, 2.0, 0.5000000000000001, 0.1, "liter", 31, "Link"),
    ("Biodiesel HVO ", 0.4, 0.03, 0.37, 2.4, "liter", 34.5, "Link"),
    ("Ad Blue (additief)", None, 0.26, None, None, "liter", None, "Link"),
    ("Brandstoffen energieopwekking",),
    ("Gasvormige brandstoffen", MARK),
    ("", "WTW", "TTW", "WTT", "Biogene Emissies", *TAIL),
    ("Aardgas (G-gas)", 2.1, 1.8, 0.3, 0, "Nm3", 31.65, "Link"),
    ("Groengas (oud)", "Vervallen", "Vervallen", "Vervallen", "Vervallen", "Nm3", 31.65, "Link"),
    ("Vaste Brandstoffen", MARK),
    ("", "WTW", "TTW", "WTT", "Biogene Emissies", *TAIL),
    ("Overige Oliën ", None, 2.9, None, None, "kg", 40.2, "Link"),
    ("Elektriciteit",),
    ("", MARK),
    (
        "",
        "Totaal",
        "Productie-emissies energiecentrale",
        "Ketenemissies productie energiedragers",
        "Infrastructuur (LCA benadering)",
        *TAIL,
    ),
    ("Grijze Stroom ", 0.4, 0.3, 0.1, 0.002, "kWh", 3.6, "Link"),
    ("Stroometiket ", "Variabel", None, 0.04, None, "kWh", 3.6, "Link"),
    ("Warmtelevering",),
    ("", MARK),
    ("", "Totaal", "Productie-emissies", "Ketenemissies", "-", *TAIL),
    ("Restwarmte ", 11.5, 9.5, 2, None, "GJ", 1000, "Link"),
    ("Koudemiddelen",),
    ("Blends", MARK),
    ("", *GWP, "Montreal Protocol (AR4)", *TAIL),
    ("R410a ", 2256, None, None, 2088, "kg", None, "Link"),
    ("Overige Emissies",),
    ("", MARK),
    ("", *GWP, "-", *TAIL),
    ("Lachgas (N2O) ", 273, None, None, None, "kg", None, "Link"),
    ("Anesthesiegassen", MARK),
    ("", *GWP, "-", *TAIL),
    ("Sevofluraan", 195, None, None, None, "kg", None, "Link"),
    ("Personenvervoer",),
    ("Auto", MARK),
    ("", *WTW, "-", *TAIL),
    ("HVO 100% Gemiddeld", 0.03, 0, 0.03, None, "voertuigkilometer", 2.47, "Link"),
    ("Vliegtuig", MARK),
    ("", *WTW, "-", *TAIL),
    ("Regionaal (<700 km)", 0.2, 0.18, 0.025, None, "reizigerskilometer", 1.5, "Link"),
    ("Goederenvervoer",),
    ("Bulk - Wegvervoer", MARK),
    ("", *WTW, "-", *TAIL),
    ("Vrachtwagen > 20 ton", 0.1, 0.08, 0.02, None, "tonkilometer", 1.1, "Link"),
    ("Afval",),
    ("Recycling", MARK),
    (
        "",
        "GHG protocol (inzameling en verwerking)",
        "Transport naar Recycling",
        "Emissies van Recycling",
        "Vermeden emissies door recycling materialen",
        *TAIL,
    ),
    ("Glas ", 26, 22, 18.5, -247, "ton", None, "Link"),
    ("Afvalwater", MARK),
    ("", "Totaal", "CO2", "Methaan", "Lachgas", *TAIL),
    ("Afvalwater ", 26.27, 2.11, 18.17, 5.99, "Vervuilingseenheid", None, "Link"),
)


def row_of(name: str) -> int:
    """Return the number of the row whose name in column A begins so."""
    for number, row in enumerate(SHEET, start=1):
        if str(row[0]).startswith(name):
            return number
    raise LookupError(name)


def write_export(
    path: Path,
    cells: Mapping[str, object] | None = None,
    insert_row: int | None = None,
    delete_rows: tuple[int, int] | None = None,
    second_sheet: bool = False,
) -> Path:
    """Write the export, with changes.

    Args:
        path: the .xlsx file to write.
        cells: new contents by address, such as {"B6": "WTW"}.
        insert_row: an empty row comes before this one.
        delete_rows: first row and number of rows to leave out.
        second_sheet: add an empty sheet.

    Returns:
        The path.
    """
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Factoren 2031"
    for row in SHEET:
        sheet.append(list(row))
    for address, content in (cells or {}).items():
        if sheet[address].value == content:
            raise ValueError(f"{address} is {content!r} already: the test would change nothing")
        sheet[address].value = content
    if insert_row:
        sheet.insert_rows(insert_row)
    if delete_rows:
        sheet.delete_rows(*delete_rows)
    if second_sheet:
        workbook.create_sheet("Toelichting")
    workbook.save(path)
    return path
