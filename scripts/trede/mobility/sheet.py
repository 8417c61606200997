"""Arrange what was read into one sheet: the form, what stands beneath it, and the trail.

Nothing is estimated here. The cells are those of rpt_wpm_form; sums over cells are made of them, and
every cell is added up again from its parts, so that the sheet can say that both agree.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from trede.look.words import LANGUAGES, Language
from trede.mobility.warehouse import Row, WpmWarehouse

#: Counts of fewer persons than this are not told.
FEWEST_PERSONS = 5
#: Extracts that the form is made of.
TRAVEL = ("vehicle_distances", "trips", "commuting")
#: Rules whose finding the sheet says by itself, with its figures; each by the sheet's own key.
TOLD_BY_THE_SHEET = {
    "WPM-01": ("finding_no_jaargang", "finding_wrong_jaargang"),
    "WPM-02": ("finding_no_kental",),
    "WPM-03": ("finding_unknown_fuel",),
    "WPM-04": ("finding_no_private",),
    "WPM-07": ("finding_no_headcount",),
    "WPM-09": ("finding_without_euros",),
    "WPM-12": ("finding_provisional",),
}
#: Families of rules about lines that matter to the form; factors and papers are the footprint's.
LINE_FAMILIES = ("WPM-", "VAL-", "DBL-")
#: Reasons for leaving a line out that are no answer to what the form asks: kilometres may be missing.
NOT_UNDERSTOOD = ("unreadable", "kind_unknown", "channel_unknown", "no_year")
#: The population whose path stands beside the employer's index: who must report.
POPULATION = "employers_100_plus"
PATHS = ("trendpad", "basispad")
PURPOSES = ("business", "commuting")

_MICRO = Decimal("0.000001")


@dataclass(frozen=True)
class Count:
    """A number of lines, which is not told where one to four persons stand behind it."""

    lines: int
    is_hidden: bool


@dataclass(frozen=True)
class Share:
    """A share in per cent, to be written with its sign."""

    pct: Decimal | None


@dataclass(frozen=True)
class Part:
    """Some of the kilometres or euros behind a cell.

    Attributes:
        origins: extract and kind of part, in order; several where one alone would tell of fewer
            than five persons.
        count: the delivered lines.
        vehicle_km, traveller_km, amount_eur: their signed sums, not rounded.
    """

    origins: tuple[tuple[str, str], ...]
    count: Count
    vehicle_km: Decimal
    traveller_km: Decimal
    amount_eur: Decimal


@dataclass(frozen=True)
class Cell:
    """One cell of the form, with its trail.

    Attributes:
        row: the row of rpt_wpm_form.
        unrounded: the value before its one rounding; None where the form has none either.
        km: kilometres as delivered, for shares.
        count: the delivered lines.
        parts: what the cell is made of.
        agrees: whether the parts, rounded once, are the value of the form.
    """

    row: Row
    unrounded: Decimal | None
    km: Decimal
    count: Count
    parts: tuple[Part, ...]
    agrees: bool

    @property
    def has_travel(self) -> bool:
        """Whether anything was delivered for the cell."""
        return bool(self.parts)

    @property
    def is_small(self) -> bool:
        """Whether one to four persons stand behind the cell."""
        return self.count.is_hidden

    def label(self, language: Language) -> str:
        """Return the category's label."""
        return str(self.row[f"category_label_{language}"])


@dataclass(frozen=True)
class Block:
    """One block of the form: its cells in order, and its sums by entry unit."""

    key: str
    labels: Mapping[Language, str]
    cells: tuple[Cell, ...]
    sums: Mapping[str, Decimal]
    is_complete: bool


@dataclass(frozen=True)
class Emission:
    """Traveller-kilometres and kg CO2 of a purpose and category, of a purpose, or of all (None)."""

    purpose: str | None
    category: Row | None
    rkm: Decimal
    kg: Decimal

    @property
    def g_per_rkm(self) -> Decimal | None:
        """The mean: grams over traveller-kilometres."""
        return self.kg * 1000 / self.rkm if self.rkm else None


@dataclass(frozen=True)
class Finding:
    """Something that the reader must know or settle: a key of the wordings with its values."""

    key: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class RuleFinding:
    """A rule of the warehouse that has findings about this KVK number and year.

    Attributes:
        rule: the rule's row of dim_rules.
        count: the findings; hidden where they are about lines of one to four persons.
        is_accepted: whether every one of them was accepted by a judgement.
    """

    rule: Row
    count: Count
    is_accepted: bool


@dataclass(frozen=True)
class Sheet:
    """Everything on the sheet of one KVK number and year."""

    kvk_number: str
    year: int
    names: tuple[str, ...]
    warehouse: WpmWarehouse
    employer: Row
    blocks: tuple[Block, ...]
    beneath: tuple[Cell, ...]
    without_euros: tuple[Cell, ...]
    emissions: tuple[Emission, ...]
    share_without_co2_pct: Decimal | None
    size: Row | None
    thresholds: tuple[Row, ...]
    excluded: Mapping[str, Count]
    choices: tuple[Row, ...]
    paths: tuple[Row, ...]
    findings: tuple[Finding, ...] = field(default=())
    rule_findings: tuple[RuleFinding, ...] = field(default=())

    @property
    def is_all_understood(self) -> bool:
        """Whether every delivered line has its place on the form, or a reason that the form gives."""
        return not any(reason in self.excluded for reason in NOT_UNDERSTOOD)

    @property
    def unknown_fuel_share_pct(self) -> Decimal | None:
        """The share of the car kilometres that stands beneath the form for want of a fuel."""
        cars = [cell for cell in self.cells if str(cell.row["category"]).startswith("car_")]
        total = sum((cell.km for cell in cars), Decimal(0))
        unknown = sum((cell.km for cell in cars if not cell.row["is_on_form"]), Decimal(0))
        return unknown * 100 / total if total else None

    @property
    def cells(self) -> list[Cell]:
        """Every cell in the form's order; those beneath the form come last in their block."""
        beneath = {cell.row["block"]: cell for cell in self.beneath if not cell.row["is_on_form"]}
        return [
            cell
            for block in self.blocks
            for cell in (*block.cells, *filter(None, [beneath.get(block.key)]))
        ]

    @property
    def jaargang(self) -> int | None:
        """The year of the key figures; None where there are none."""
        return self.blocks[0].cells[0].row["jaargang"]

    @property
    def gas(self) -> str:
        """What the key figures count: CO2 or CO2e."""
        return str(self.employer.get("gas_basis") or "CO2")

    @property
    def all_agree(self) -> bool:
        """Whether every cell is its parts rounded once."""
        return all(cell.agrees for cell in self.cells)

    def share(self, cell: Cell) -> Decimal | None:
        """Return a cell's share of all kilometres of the sheet, in per cent."""
        total = sum((each.km for each in self.cells), Decimal(0))
        return cell.km * 100 / total if total else None


def make_sheet(warehouse: WpmWarehouse, kvk_number: str, year: int) -> Sheet:
    """Arrange the sheet of a KVK number and year that has a form."""
    of_both: dict[str, Any] = {"kvk_number": kvk_number, "reporting_year": year}
    # occupancy, rkm per euro and gas basis stand on every cell of the form
    employer = next(iter(warehouse.rows("rpt_wpm_form", **of_both)), {})
    parts: dict[tuple[str, str], list[Row]] = {}
    for part in warehouse.rows("rpt_wpm_trail", **of_both, exclusion_reason=None):
        parts.setdefault((part["block"], part["category"]), []).append(part)
    cells = [
        _cell(row, parts.get((row["block"], row["category"]), []), employer)
        for row in warehouse.rows("rpt_wpm_form", **of_both)
    ]
    sheet = Sheet(
        kvk_number=kvk_number,
        year=year,
        names=_names(warehouse, kvk_number),
        warehouse=warehouse,
        employer=employer,
        blocks=_blocks(cells),
        beneath=tuple(
            cell
            for cell in cells
            if cell.has_travel
            and (
                not cell.row["is_on_form"] or cell.row["no_co2_reason"] not in (None, "no_jaargang")
            )
        ),
        without_euros=tuple(cell for cell in cells if cell.row["km_without_amount"]),
        emissions=_emissions(cells),
        share_without_co2_pct=_share_without_co2(cells),
        size=next(iter(warehouse.rows("rpt_wpm_size", **of_both)), None),
        thresholds=warehouse.tables["wpm_thresholds"],
        excluded=_excluded(warehouse, kvk_number, year),
        choices=tuple(
            row
            for row in warehouse.tables["wpm_choices"]
            if str(row["year"]).strip() == str(year)
            and str(row["kvk_number"]).strip() in ("*", kvk_number)
        ),
        paths=_paths(warehouse, kvk_number, year),
    )
    return _with_findings(sheet, [row for rows in parts.values() for row in rows])


def _names(warehouse: WpmWarehouse, kvk_number: str) -> tuple[str, ...]:
    """Return the names of the entities with this KVK number, each once."""
    names = [str(row["name"]) for row in warehouse.rows("entities", kvk_number=kvk_number)]
    return tuple(dict.fromkeys(name for name in names if name.strip()))


def count_of(rows: Sequence[Row]) -> Count:
    """Count delivered lines, hidden where one to four persons stand behind them."""
    lines = {(row["extract_name"], row["line_id"]) for row in rows if row["line_id"] is not None}
    persons = {row["person_key"] for row in rows} - {None}
    return Count(len(lines), 1 <= len(persons) < FEWEST_PERSONS)


def _total(rows: Sequence[Row], column: str) -> Decimal:
    return sum((row[column] for row in rows if row[column] is not None), Decimal(0))


def _cell(row: Row, rows: Sequence[Row], employer: Mapping[str, Any]) -> Cell:
    """Put a cell together with its parts, and add it up again."""
    vehicle, traveller = _total(rows, "vehicle_km"), _total(rows, "traveller_km")
    unrounded: Decimal | None
    if row["entry_unit"] == "eur":
        unrounded = _total(rows, "amount_eur")
    elif str(row["category"]).startswith("car_") and traveller:
        occupancy = employer.get("average_occupancy_car")
        unrounded = vehicle + traveller / occupancy if occupancy else None
    else:
        unrounded = vehicle + traveller
    rounded = None if unrounded is None else unrounded.quantize(Decimal(1), ROUND_HALF_UP)
    return Cell(
        row=row,
        unrounded=None if unrounded is None else unrounded.quantize(_MICRO, ROUND_HALF_UP),
        km=_total(rows, "km"),
        count=count_of(rows),
        parts=_parts(rows),
        agrees=rounded == row["value"],
    )


def _parts(rows: Sequence[Row]) -> tuple[Part, ...]:
    """Group the parts of a cell by extract and kind.

    A group of one to four persons is told together with the one of most persons; where all of the
    cell is of one to four, as one.
    """
    groups: dict[tuple[tuple[str, str], ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(((row["extract_name"], row["part_kind"]),), []).append(row)
    while len(groups) > 1:
        small = [origins for origins, group in groups.items() if count_of(group).is_hidden]
        if not small:
            break
        partner = max(
            (origins for origins in groups if origins != small[0]),
            key=lambda origins: len({row["person_key"] for row in groups[origins]} - {None}),
        )
        groups[partner + small[0]] = groups.pop(partner) + groups.pop(small[0])
    return tuple(
        Part(
            origins=tuple(sorted(origins, key=_origin_order)),
            count=count_of(group),
            vehicle_km=_total(group, "vehicle_km"),
            traveller_km=_total(group, "traveller_km"),
            amount_eur=_total(group, "amount_eur"),
        )
        for origins, group in sorted(groups.items(), key=lambda item: _origin_order(item[0][0]))
    )


#: What is added comes before what is taken off.
_KINDS = (
    *("distance", "private_distance", "flat_private_distance", "commuting_in_vehicle"),
    *("not_below_zero", "trip", "commuting"),
)


def _origin_order(origin: tuple[str, str]) -> tuple[int, str]:
    extract, kind = origin
    return (_KINDS.index(kind) if kind in _KINDS else len(_KINDS), extract)


def _blocks(cells: Sequence[Cell]) -> tuple[Block, ...]:
    """Arrange the cells of the form by block, with the sums of what is entered."""
    by_block: dict[str, list[Cell]] = {}
    for cell in cells:
        if cell.row["is_on_form"]:
            by_block.setdefault(cell.row["block"], []).append(cell)
    blocks = []
    for key, members in by_block.items():
        sums: dict[str, Decimal] = {}
        for cell in members:
            unit = cell.row["entry_unit"]
            sums[unit] = sums.get(unit, Decimal(0)) + (cell.row["value"] or 0)
        blocks.append(
            Block(
                key=key,
                labels={
                    language: str(members[0].row[f"block_label_{language}"])
                    for language in LANGUAGES
                },
                cells=tuple(members),
                sums=sums,
                is_complete=all(cell.row["value"] is not None for cell in members),
            )
        )
    return tuple(blocks)


def _emissions(cells: Sequence[Cell]) -> tuple[Emission, ...]:
    """Add up traveller-kilometres and kg by purpose and category, by purpose, and all of it."""
    counted = [cell for cell in cells if cell.has_travel and cell.row["kg_co2"] is not None]
    if not counted:
        return ()

    def add_up(purpose: str | None, category: Row | None, members: list[Cell]) -> Emission:
        rows = [cell.row for cell in members]
        return Emission(purpose, category, _total(rows, "rkm"), _total(rows, "kg_co2"))

    emissions = []
    for purpose in PURPOSES:
        of_purpose = [cell for cell in counted if cell.row["purpose"] == purpose]
        by_category: dict[int, list[Cell]] = {}
        for cell in of_purpose:
            by_category.setdefault(cell.row["category_order"], []).append(cell)
        emissions += [
            add_up(purpose, members[0].row, members) for _, members in sorted(by_category.items())
        ]
        if of_purpose:
            emissions.append(add_up(purpose, None, of_purpose))
    return (*emissions, add_up(None, None, counted))


def _share_without_co2(cells: Sequence[Cell]) -> Decimal | None:
    """Return the share of the kilometres that has no CO2, in per cent."""
    total = sum((cell.km for cell in cells), Decimal(0))
    without = sum((cell.km for cell in cells if cell.row["kg_co2"] is None), Decimal(0))
    return without * 100 / total if total else None


def _excluded(warehouse: WpmWarehouse, kvk_number: str, year: int) -> dict[str, Count]:
    """Count the lines that the form leaves out, by reason; those without a year are told apart."""
    reasons: dict[str, list[Row]] = {}
    for row in warehouse.rows("rpt_wpm_trail", kvk_number=kvk_number):
        if row["exclusion_reason"] is None:
            continue
        if row["reporting_year"] == year:
            reasons.setdefault(row["exclusion_reason"], []).append(row)
        elif row["reporting_year"] is None:
            reasons.setdefault("no_year", []).append(row)
    return {reason: count_of(rows) for reason, rows in sorted(reasons.items())}


def _paths(warehouse: WpmWarehouse, kvk_number: str, year: int) -> tuple[Row, ...]:
    """Return the paths of the year beside the employer's index, or beside that of all together."""
    rows = warehouse.rows("rpt_wpm_path", reporting_year=year, population=POPULATION)
    for wanted in (kvk_number, "all"):
        found = [row for row in rows if row["kvk_number"] == wanted and row["path"] in PATHS]
        if found:
            return tuple(sorted(found, key=lambda row: (PATHS.index(row["path"]), row["purpose"])))
    return ()


def _with_findings(sheet: Sheet, parts: Sequence[Row]) -> Sheet:
    """Return the sheet with what its reader must know or settle."""
    both: dict[str, object] = {"kvk": sheet.kvk_number, "year": sheet.year}
    first = sheet.blocks[0].cells[0].row
    findings = []
    if not sheet.all_agree:
        findings.append(Finding("finding_disagrees", both))
    if sheet.kvk_number == "unknown":
        findings.append(Finding("finding_kvk_unknown", both))
    if sheet.jaargang is None:
        known = [str(row["jaargang"]) for row in sheet.warehouse.tables["wpm_jaargangen"]]
        key = "finding_wrong_jaargang" if first["is_chosen_jaargang"] else "finding_no_jaargang"
        findings.append(Finding(key, {**both, "known": ", ".join(known)}))
    elif first["is_chosen_jaargang"]:
        findings.append(Finding("finding_chosen_jaargang", {**both, "jaargang": sheet.jaargang}))
    if first["jaargang_status"] == "provisional":
        findings.append(Finding("finding_provisional", {**both, "jaargang": sheet.jaargang}))
    if any(cell.row["category"] == "car_unknown" for cell in sheet.beneath):
        share = sheet.unknown_fuel_share_pct
        findings.append(Finding("finding_unknown_fuel", {**both, "share": Share(share)}))
    if negative := [
        f"{block.key} {cell.row['category_order']}"
        for block in sheet.blocks
        for cell in block.cells
        if (cell.row["value"] or 0) < 0
    ]:
        findings.append(Finding("finding_negative", {**both, "cells": ", ".join(negative)}))
    if any(cell.row["no_co2_reason"] in ("no_kental", "no_rkm_per_eur") for cell in sheet.beneath):
        findings.append(Finding("finding_no_kental", {**both, "jaargang": sheet.jaargang}))
    if sheet.without_euros:
        km = sum((cell.row["km_without_amount"] for cell in sheet.without_euros), Decimal(0))
        findings.append(Finding("finding_without_euros", {**both, "km": km}))
    without_private = _without_private(sheet.warehouse, parts)
    if without_private.lines:
        findings.append(Finding("finding_no_private", {**both, "count": without_private}))
    if sheet.size is None or sheet.size["employees"] is None:
        findings.append(Finding("finding_no_headcount", both))
    told = {finding.key for finding in findings}
    return replace(sheet, findings=tuple(findings), rule_findings=_rule_findings(sheet, told))


def _rule_findings(sheet: Sheet, told: Collection[str]) -> tuple[RuleFinding, ...]:
    """Return the rules that found something about the travel of this KVK number and year.

    A finding belongs to it by its key (`kvk|year`, or the year alone for all KVK numbers), by the line
    that it names, or by its vehicle or entity. Rules that the sheet itself tells of are left out.
    """
    warehouse, kvk, year = sheet.warehouse, sheet.kvk_number, sheet.year
    trail = [
        row
        for row in warehouse.rows("rpt_wpm_trail", kvk_number=kvk)
        if row["reporting_year"] in (year, None)
    ]
    lines: dict[tuple[str, str], list[Row]] = {}
    vehicles: dict[str, list[Row]] = {}
    for row in trail:
        lines.setdefault((row["extract_name"], row["line_id"]), []).append(row)
        if row["vehicle_id"]:
            vehicles.setdefault(row["vehicle_id"], []).append(row)
    numbers = {row["kvk_number"] for row in warehouse.tables["entities"]}
    entities = {
        row["entity_id"] for row in warehouse.tables["entities"] if row["kvk_number"] == kvk
    }

    def about(row: Row) -> list[Row] | None:
        """Return the lines that a finding is about; None when it is of another sheet."""
        if not str(row["rule_id"]).startswith(LINE_FAMILIES):
            return None
        if row["extract_name"] in TRAVEL and row["line_id"]:
            return lines.get((row["extract_name"], row["line_id"]))
        if not str(row["rule_id"]).startswith("WPM-"):
            return None
        first, _, rest = str(row["finding_key"]).partition("|")
        if row["reporting_year"] not in (year, None):
            return None
        if row["rule_id"] == "WPM-14" and first not in numbers:
            # a choice for a number that does not exist was meant for one of these sheets
            return []
        if first in (kvk, "*", str(year)) or rest == kvk:
            return []
        if row["vehicle_id"]:
            is_ours = row["vehicle_id"] in vehicles or row["entity_id"] in entities
            return vehicles.get(row["vehicle_id"], []) if is_ours else None
        return [] if row["entity_id"] in entities else None

    found: dict[str, list[tuple[Row, list[Row]]]] = {}
    for row in warehouse.tables["fct_finding_lines"]:
        if set(TOLD_BY_THE_SHEET.get(row["rule_id"], ())) & set(told):
            continue
        if (behind := about(row)) is not None:
            found.setdefault(row["rule_id"], []).append((row, behind))
    rules = {row["rule_id"]: row for row in warehouse.tables["dim_rules"]}
    return tuple(
        RuleFinding(
            rule=rules.get(rule_id, {"rule_id": rule_id}),
            count=Count(
                len(members), count_of([row for _, behind in members for row in behind]).is_hidden
            ),
            is_accepted=all(row["status"] == "accepted" for row, _ in members),
        )
        for rule_id, members in sorted(found.items(), key=lambda item: _rule_order(item[0]))
    )


def _rule_order(rule_id: str) -> tuple[bool, str]:
    """Rules of the WPM come first."""
    return (not rule_id.startswith("WPM-"), rule_id)


def _without_private(warehouse: WpmWarehouse, parts: Sequence[Row]) -> Count:
    """Count the lines of the fleet of which no private distance was taken off.

    A pool car has none to take off: nobody may use it privately.
    """
    rows = warehouse.tables["stg_vehicles_in_time"]
    pool = {row["vehicle_id"] for row in rows} - {
        row["vehicle_id"] for row in rows if row["is_assigned"] is not False
    }
    deducted = {
        row["line_id"]
        for row in parts
        if row["part_kind"] in ("private_distance", "flat_private_distance")
    }
    return count_of(
        [
            row
            for row in parts
            if row["part_kind"] == "distance"
            and row["line_id"] not in deducted
            and row["vehicle_id"] not in pool
        ]
    )
