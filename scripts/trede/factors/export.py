"""Read the Excel export of www.co2emissiefactoren.nl into the rows of an edition."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from trede.factors import layout

#: Columns of a published_complete edition, in the order of the CSV file.
COLUMNS = (
    "factor_key",
    "category",
    "group_nl",
    "name_nl",
    "unit_nl",
    "kg_co2e_wtw",
    "kg_co2e_ttw",
    "kg_co2e_wtt",
    "kg_co2_biogenic",
    "mj_per_unit",
    "withdrawn",
    "note",
)
#: Names of the columns of the sheet; an export has no more.
_LETTERS = "ABCDEFGH"
_FIGURES = slice(1, 5)
_UNIT, _ENERGY, _LINK = 5, 6, 7
#: Decimals that a factor keeps in the warehouse.
_DECIMALS = 9


class LayoutError(ValueError):
    """The export is not laid out as layout.py says; the message names sheet, row and column."""

    def __init__(self, sheet: str, row: int, column: str, found: object, expected: str) -> None:
        """Say where, what is there and what should be.

        Args:
            sheet: name of the sheet.
            row: number of the row, counted from 1 as Excel does.
            column: letter of the column.
            found: content of the cell.
            expected: what the layout has there.
        """
        shown = "nothing" if found in ("", None) else repr(found)
        super().__init__(
            f"sheet {sheet!r}, row {row}, column {column}: found {shown}, expected {expected}"
        )


@dataclass
class FactorRow:
    """One row of the list; figures in kg CO2e per unit, None where the list prints none."""

    category: str
    group_nl: str
    name_nl: str
    unit_nl: str
    row: int
    wtw: Decimal | None = None
    ttw: Decimal | None = None
    wtt: Decimal | None = None
    biogenic: Decimal | None = None
    energy: Decimal | None = None
    withdrawn: bool = False
    is_variable: bool = False
    #: Headings of columns B to E and the figures under them, for the notes.
    printed: tuple[tuple[str, Decimal | None], ...] = ()
    note: str = ""

    @property
    def factor_key(self) -> str:
        """Key of the factor: the same each year as long as the list keeps category and names."""
        parts = ["nl", self.category]
        if self.category in layout.KEYED_BY_GROUP:
            parts.append(slug(self.group_nl))
        return "_".join([*parts, slug(self.name_nl)])

    def cells(self) -> dict[str, str]:
        """Return the row of the edition's CSV file."""
        return {
            "factor_key": self.factor_key,
            "category": self.category,
            "group_nl": self.group_nl,
            "name_nl": self.name_nl,
            "unit_nl": self.unit_nl,
            "kg_co2e_wtw": plain(self.wtw),
            "kg_co2e_ttw": plain(self.ttw),
            "kg_co2e_wtt": plain(self.wtt),
            "kg_co2_biogenic": plain(self.biogenic),
            "mj_per_unit": plain(self.energy),
            "withdrawn": "true" if self.withdrawn else "false",
            "note": self.note,
        }


@dataclass(frozen=True)
class Export:
    """The whole list of one year."""

    year: int
    published_on: date
    rows: tuple[FactorRow, ...] = field(repr=False)

    def not_adding_up(self, tolerance: Decimal = Decimal("0.001")) -> list[FactorRow]:
        """Return the rows whose printed parts miss the printed total by more than the tolerance."""
        return [
            row
            for row in self.rows
            if row.wtw is not None
            and row.ttw is not None
            and row.wtt is not None
            and abs(row.wtw - row.ttw - row.wtt) > tolerance
        ]


def slug(text: str) -> str:
    """Turn a printed name into part of a key: lower case ASCII letters, digits, underscores."""
    spelled = text.replace("<", " lt ").replace(">", " gt ").replace("%", "pct")
    ascii_only = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", ascii_only).strip("_")


def plain(number: Decimal | None) -> str:
    """Write a figure without exponent or trailing zeros; nothing for None."""
    if number is None:
        return ""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_export(path: Path, units: Sequence[str], gwp_basis: str = "") -> Export:
    """Read the export of one year.

    Args:
        path: the .xlsx file as downloaded.
        units: units that Trede knows (unit_nl of the factor_units seed).
        gwp_basis: assessment report that the list states for its GWPs, such as AR6; only for the
            notes, as the export itself does not say it.

    Returns:
        The list's year and day, and all its rows in the order of the sheet.

    Raises:
        LayoutError: the sheet is laid out otherwise, or a cell cannot be read.
        ValueError: the file is no Excel workbook, or has not exactly one sheet.
    """
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        names = workbook.sheet_names
        if len(names) != 1:
            raise ValueError(
                f"{path.name} has {len(names)} sheets ({', '.join(names)}), expected 1"
            )
        cells = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError) as error:
        raise ValueError(f"{path.name} cannot be read as an Excel workbook: {error}") from error
    return _Reader(names[0], cells, tuple(units), gwp_basis).export()


class _Reader:
    """Walks down the sheet and refuses what layout.py does not know."""

    def __init__(
        self, sheet: str, cells: list[list[Any]], units: tuple[str, ...], gwp_basis: str
    ) -> None:
        self.sheet = sheet
        self.cells = cells
        self.units = units
        self.gwp_basis = gwp_basis

    def export(self) -> Export:
        year, published_on = self._title()
        rows = list(self._rows())
        self._check_sections(rows)
        self._check_keys(rows)
        _add_notes(rows, year, self.gwp_basis)
        return Export(year, published_on, tuple(rows))

    def refuse(self, row: int, column: int, found: object, expected: str) -> LayoutError:
        letter = _LETTERS[column] if column < len(_LETTERS) else f"number {column + 1}"
        return LayoutError(self.sheet, row, letter, found, expected)

    def _title(self) -> tuple[int, date]:
        index = layout.TITLE_ROW - 1
        found = _text(self.cells[index][0]) if len(self.cells) > index else ""
        match = layout.TITLE.fullmatch(found)
        if not match:
            raise self.refuse(
                layout.TITLE_ROW, 0, found, "the list's title 'Factoren <year> dd <dd-mm-yyyy>'"
            )
        try:
            day = date(int(match["of_year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            raise self.refuse(layout.TITLE_ROW, 0, found, "a day that exists") from None
        return int(match["year"]), day

    def _rows(self) -> Iterator[FactorRow]:
        """Yield the rows of figures; titles, groups and headings are checked on the way."""
        category = section = group = ""
        headings: tuple[str, ...] = ()
        expects_headings = False
        for number, raw in enumerate(self.cells, start=1):
            if number < layout.FIRST_SECTION_ROW:
                continue
            cells = [*(_clean(cell) for cell in raw), *([""] * len(_LETTERS))][
                : max(len(raw), len(_LETTERS))
            ]
            self._check_width(number, cells)
            first, rest = cells[0], cells[1:]
            if expects_headings:
                headings = self._headings(number, cells, category)
                expects_headings = False
            elif not first and not any(cell != "" for cell in rest):
                continue
            elif cells[1] == layout.BLOCK_MARK:
                if not section:
                    raise self.refuse(number, 0, first, "the title of a section above it")
                self._check_empty(number, cells, range(2, len(_LETTERS)))
                group = first or section
                category = layout.GROUP_CATEGORIES.get(
                    (layout.SECTIONS[section], group), layout.SECTIONS[section]
                )
                expects_headings = True
            elif first and not any(cell != "" for cell in rest):
                section, group, headings = self._section(number, first), "", ()
            elif not headings:
                raise self.refuse(
                    number,
                    1,
                    cells[1],
                    f"{layout.BLOCK_MARK!r} and a row of headings before figures",
                )
            else:
                yield self._row(number, cells, category, group, headings)
        if expects_headings:
            raise self.refuse(len(self.cells) + 1, 1, "", "a row of headings")

    def _section(self, number: int, title: str) -> str:
        if title not in layout.SECTIONS:
            known = ", ".join(repr(name) for name in layout.SECTIONS)
            raise self.refuse(number, 0, title, f"a section that is known: {known}")
        return title

    def _headings(self, number: int, cells: list[Any], category: str) -> tuple[str, ...]:
        """Check a row of headings and return those of columns B to E."""
        if cells[0] != "":
            raise self.refuse(number, 0, cells[0], "nothing: a row of headings follows a group")
        found = tuple(cells[_FIGURES])
        known = layout.BLOCKS[category].headings
        # The set of headings that fits best says which column changed.
        best = max(known, key=lambda headings: sum(map(_same, headings, found)))
        for offset, (heading, expected) in enumerate(zip(found, best, strict=True)):
            if not _same(expected, heading):
                others = {headings[offset] for headings in known}
                wanted = " or ".join(repr(name) for name in sorted(others))
                raise self.refuse(number, 1 + offset, heading, f"the heading {wanted}")
        for column, expected in ((_UNIT, layout.UNIT_HEADING), (_ENERGY, layout.ENERGY_HEADING)):
            if not _same(expected, cells[column]):
                raise self.refuse(number, column, cells[column], f"the heading {expected!r}")
        return best

    def _row(
        self, number: int, cells: list[Any], category: str, group: str, headings: tuple[str, ...]
    ) -> FactorRow:
        """Read one row of figures."""
        if not isinstance(cells[0], str) or not cells[0]:
            raise self.refuse(number, 0, cells[0], "the name of a factor")
        unit = cells[_UNIT]
        if unit not in self.units:
            raise self.refuse(
                number, _UNIT, unit, f"a unit of the factor_units seed: {', '.join(self.units)}"
            )
        row = FactorRow(category, group, cells[0], unit, number)
        used = [offset for offset, name in enumerate(headings) if name != layout.NO_HEADING]
        self._check_empty(number, cells, [1 + offset for offset in range(4) if offset not in used])
        row.withdrawn = any(cells[1 + offset] == layout.WITHDRAWN_TEXT for offset in used)
        if row.withdrawn:
            for offset in used:
                if cells[1 + offset] != layout.WITHDRAWN_TEXT:
                    raise self.refuse(
                        number,
                        1 + offset,
                        cells[1 + offset],
                        f"{layout.WITHDRAWN_TEXT!r}, as in the rest of the row",
                    )
            return row
        row.is_variable = category == "electricity" and cells[1] == layout.VARIABLE_TEXT
        figures = [
            None
            if offset not in used or (offset == 0 and row.is_variable)
            else self._number(number, 1 + offset, cells[1 + offset])
            for offset in range(4)
        ]
        if all(figure is None for figure in figures):
            raise self.refuse(number, 1, cells[1], "at least one figure in the row")
        for name, offset in layout.BLOCKS[category].columns.items():
            setattr(row, name, figures[offset])
        row.energy = self._number(number, _ENERGY, cells[_ENERGY])
        row.printed = tuple(zip(headings, figures, strict=True))
        return row

    def _number(self, row: int, column: int, cell: object) -> Decimal | None:
        """Read a figure; None for an empty cell."""
        if cell == "":
            return None
        if isinstance(cell, bool) or not isinstance(cell, int | float) or not math.isfinite(cell):
            raise self.refuse(row, column, cell, "a number")
        # 12 digits: Excel keeps 0.685 as 0.6850000000000001.
        number = Decimal(f"{cell:.12g}")
        if -int(number.as_tuple().exponent) > _DECIMALS:
            raise self.refuse(row, column, cell, f"a number with at most {_DECIMALS} decimals")
        return number

    def _check_width(self, number: int, cells: list[Any]) -> None:
        self._check_empty(number, cells, range(len(_LETTERS), len(cells)))
        if cells[_LINK] not in ("", layout.LINK_TEXT):
            raise self.refuse(number, _LINK, cells[_LINK], f"{layout.LINK_TEXT!r} or nothing")

    def _check_empty(self, number: int, cells: list[Any], columns: Sequence[int]) -> None:
        for column in columns:
            if cells[column] != "":
                raise self.refuse(number, column, cells[column], "nothing")

    def _check_sections(self, rows: list[FactorRow]) -> None:
        """Refuse a list without one of its sections: it is not the whole list."""
        missing = {*layout.BLOCKS} - {row.category for row in rows}
        if missing:
            raise self.refuse(
                len(self.cells) + 1,
                0,
                "",
                f"rows of every category, also {', '.join(sorted(missing))}",
            )

    def _check_keys(self, rows: list[FactorRow]) -> None:
        seen: dict[str, FactorRow] = {}
        for row in rows:
            twin = seen.setdefault(row.factor_key, row)
            if twin is not row:
                raise self.refuse(
                    row.row,
                    0,
                    row.name_nl,
                    f"another name than in row {twin.row} of the same group",
                )


def _clean(cell: object) -> object:
    """Strip text; leave numbers and dates as they are."""
    return cell.strip() if isinstance(cell, str) else cell


def _text(cell: object) -> str:
    return cell.strip() if isinstance(cell, str) else str(cell)


def _same(expected: str, found: object) -> bool:
    """Compare a heading without regard to capitals and repeated blanks."""
    return isinstance(found, str) and " ".join(found.split()).casefold() == expected.casefold()


def _add_notes(rows: list[FactorRow], year: int, gwp_basis: str) -> None:
    """Write what the CSV has no column for into the note of each row."""
    for row in rows:
        if row.withdrawn:
            row.note = f"{layout.WITHDRAWN_TEXT} (withdrawn in the {year} list)"
        elif row.category == "electricity":
            row.note = _electricity_note(row)
        elif row.category == "heat":
            row.note = f"columns: total | production | upstream chain; {_energy(row)}"
        elif row.category in ("refrigerant", "other_ghg", "anaesthetic"):
            row.note = f"GWP100 as printed in the {year} list"
            if gwp_basis:
                row.note += f" ({gwp_basis} basis)"
            if row.printed[3][1] is not None:
                row.note += f"; AR4 (Montreal Protocol column) = {plain(row.printed[3][1])}"
        elif row.category == "waste":
            figures = [
                f"{heading}={plain(figure)}"
                for heading, figure in row.printed
                if heading != layout.NO_HEADING and figure is not None
            ]
            row.note = "; ".join(
                [
                    *figures,
                    "wtw column = GHG Protocol figure (collection and processing), kg per ton",
                ]
            )
        elif row.category == "wastewater":
            parts = zip(("CO2", "CH4", "N2O"), row.printed[1:], strict=True)
            row.note = "of which " + ", ".join(f"{gas} {plain(part[1])}" for gas, part in parts)
    _note_combustion_only(rows)
    _note_single_hvo(rows, year)


def _electricity_note(row: FactorRow) -> str:
    parts = ["columns of the list: total | power-plant emissions | upstream chain"]
    if row.is_variable:
        parts.append(
            f'total is "{layout.VARIABLE_TEXT}": take the supplier label value and add the chain '
            "value in wtt"
        )
    if row.printed[3][1] is not None:
        parts.append(f"infrastructure (LCA, not in total) = {plain(row.printed[3][1])}")
    return "; ".join([*parts, _energy(row)])


def _energy(row: FactorRow) -> str:
    return f"{plain(row.energy)} MJ per {row.unit_nl}"


def _note_combustion_only(rows: list[FactorRow]) -> None:
    """Say so where a whole group of heating fuels prints its combustion and nothing else."""
    groups: dict[str, list[FactorRow]] = {}
    for row in rows:
        if row.category == "fuel_heating" and not row.withdrawn:
            groups.setdefault(row.group_nl, []).append(row)
    for members in groups.values():
        if all(row.wtw is None and row.wtt is None for row in members):
            for row in members:
                row.note = "only a combustion value is published"


def _note_single_hvo(rows: list[FactorRow], year: int) -> None:
    """Say so where the list has one HVO100 row: it does not tell feedstocks apart."""
    hvo = [row for row in rows if row.factor_key.startswith("nl_fuel_vehicle_biodiesel_hvo")]
    if len(hvo) == 1 and not hvo[0].withdrawn:
        hvo[0].note = (
            f"list has ONE HVO100 row in {year} (no feedstock variants); HVO from non-sustainable "
            "feedstock is higher"
        )
