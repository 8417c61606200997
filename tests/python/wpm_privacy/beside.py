"""What is published beside kilometres and kilograms, as sums over the same atoms.

A share times its total is a sum like any other (published to two decimals, taken here as exact). So
are scores, quantities, and the steps of the bridge. Each function returns figures whose coefficients
come from the lines and not from the tables, and that are held against the tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from support.builds import Build
from wpm_privacy.published import (
    Atom,
    Figure,
    Published,
    footprint,
    line_months,
    part_atoms,
    wpm,
)

Row = dict[str, Any]
Coefficients = dict[Atom, Fraction]

MEASURES = """
select
    coalesce(measures.person_key, '') as person, activities.extract_name, activities.line_id,
    cast(measures.month as varchar) as month, measures.activity_category, measures.activity_type,
    measures.reporting_year, extract(month from measures.month) <= 6 as is_first_half,
    measures.entity_id, measures.ladder_line, measures.ghg_line, measures.iso_line,
    measures.quantity, measures.factor_value, measures.factor_edition_id, measures.factor_id,
    measures.factor_status, measures.split_status, activities.is_estimated,
    activities.data_quality_score, activities.period_start < measures.month as begins_before,
    activities.period_end > last_day(measures.month) as ends_after,
    extract(month from measures.month) as month_number, levels.keeps_entity, levels.keeps_half_year,
    levels.keeps_activity_type, told.quality_level, told.tells_cut_off
from intermediate.int_emission_measures as measures
inner join audit.fct_activities as activities on measures.activity_id = activities.activity_id
inner join intermediate.int_privacy_levels as chosen
    on measures.activity_category = chosen.activity_category
    and measures.reporting_year = chosen.reporting_year
inner join staging.stg_privacy_levels as levels on chosen.privacy_level = levels.privacy_level
inner join intermediate.int_privacy_measures as told
    on measures.activity_category = told.activity_category
    and measures.reporting_year = told.reporting_year
where measures.is_person_borne and measures.power_basis <> 'location_based'
"""


def _is_at_cut_off(row: Row) -> bool:
    return bool(
        (row["begins_before"] and row["month_number"] in (1, 7))
        or (row["ends_after"] and row["month_number"] in (6, 12))
    )


#: Column of a footprint table, what one kilogram of a line counts for in it, and the column's divisor.
QUALITIES: tuple[tuple[str, Callable[[Row], int], int], ...] = (
    ("estimated_share_pct", lambda row: int(row["is_estimated"]), 100),
    ("official_share_pct", lambda row: int(row["factor_status"] == "official"), 100),
    ("unverified_share_pct", lambda row: int(row["factor_status"] == "unverified"), 100),
    ("data_quality_score", lambda row: row["data_quality_score"], 1),
)
FRAMES = {"ladder": "ladder_line", "ghg_protocol": "ghg_line", "iso_14064": "iso_line"}


def atom_of(row: Row) -> Atom:
    """Return what the line of a footprint row tells of one month."""
    return (row["person"], row["extract_name"], row["line_id"], row["month"])


def _kg(rows: Iterable[Row], weight: Callable[[Row], int]) -> Coefficients:
    found: Coefficients = defaultdict(Fraction)
    for row in rows:
        found[atom_of(row)] += Fraction(row["factor_value"]) * weight(row)
    return found


def _sum(coefficients: Coefficients, amounts: Coefficients) -> Fraction:
    return sum((share * amounts[atom] for atom, share in coefficients.items()), Fraction(0))


def qualities(build: Build) -> Published:
    """Return shares, scores and the cut-off of both footprint tables and of the scope tables.

    Where the quality is of the whole category and year, each row tells that one figure.
    """
    rows = build.rows(MEASURES)
    amounts = {atom_of(row): Fraction(row["quantity"]) for row in rows}
    by_year: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows:
        by_year[row["activity_category"], row["reporting_year"]].append(row)
    figures: list[Figure] = []

    def add(place: tuple[str, ...], row: Row, members: list[Row], names: Iterable[str]) -> None:
        told = [member for member in members if member["quality_level"] != "none"]
        kg = _sum(_kg(told, lambda _: 1), amounts)
        for name, weight, divisor in QUALITIES:
            if name not in names:
                continue
            if kg <= 0:
                assert row[name] is None, (place, name)
                continue
            coefficients = _kg(
                [member for member in told if member["quality_level"] == "group"], weight
            )
            for category in {m["activity_category"] for m in told if m["quality_level"] == "year"}:
                part = [member for member in told if member["activity_category"] == category]
                whole = by_year[category, row["reporting_year"]]
                share = _sum(_kg(part, lambda _: 1), amounts) / _sum(
                    _kg(whole, lambda _: 1), amounts
                )
                for atom, kg_factor in _kg(whole, weight).items():
                    coefficients[atom] = coefficients.get(atom, Fraction(0)) + kg_factor * share
            value = Fraction(row[name]) * kg / divisor
            figures.append(Figure((*place, name), _decimal(value), coefficients))

    for table in ("rpt_footprint", "rpt_footprint_halfyear"):
        for row in build.rows(f"from marts.{table}"):
            members = [
                member
                for member in rows
                if member[FRAMES[row["frame"]]] == row["line"]
                and member["reporting_year"] == row["reporting_year"]
                and (member["entity_id"] if member["keeps_entity"] else None) == row["entity_id"]
                and (
                    table == "rpt_footprint"
                    or row["half_year"]
                    == ((2 - member["is_first_half"]) if member["keeps_half_year"] else None)
                )
            ]
            place = (table, *(str(row[name]) for name in ("frame", "line", "reporting_year")))
            place = (*place, str(row["entity_id"]), str(row.get("half_year")))
            add(place, row, members, [name for name, _, _ in QUALITIES])
            if table == "rpt_footprint_halfyear":
                told = [member for member in members if member["tells_cut_off"]]
                if not told:
                    assert row["t_co2e_at_cut_off"] is None, place
                    continue
                coefficients = _kg(told, lambda member: int(_is_at_cut_off(member)))
                value = row["t_co2e_at_cut_off"] * 1000
                figures.append(Figure((*place, "t_co2e_at_cut_off"), value, coefficients))
    return Published(tuple(figures), amounts)


def scope_shares(build: Build) -> Published:
    """Return the shares and scores of the rows of the scope tables."""
    kilograms = footprint(build, with_factors=True)
    lines = {atom_of(row): row for row in build.rows(MEASURES)}
    told = {
        (row["activity_category"], row["reporting_year"]): row["quality_level"]
        for row in build.rows("from intermediate.int_privacy_measures")
    }
    shares = {}
    for scope in (1, 2, 3):
        for row in build.rows(f"from marts.fct_scope_{scope}_emissions"):
            shares[row["activity_category"], row["reporting_year"], row["kg_co2e"]] = row
    figures = []
    for figure in kilograms.figures:
        if figure.place[-1] != "kg":
            continue
        category, year = figure.place[1], int(figure.place[2])
        row = shares[category, year, figure.value]
        level = told[category, year]
        for name, weight, divisor in QUALITIES:
            if name not in row:
                continue
            if level == "none" or figure.value == 0:
                assert row[name] is None, figure.place
            elif level == "group":
                coefficients = {
                    atom: share * weight(lines[atom]) for atom, share in figure.coefficients.items()
                }
                value = Fraction(row[name]) * Fraction(figure.value) / divisor
                figures.append(Figure((*figure.place[:-1], name), _decimal(value), coefficients))
    return Published(tuple(figures), kilograms.amounts)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


ACTIVITIES = """
select
    coalesce(activities.person_key, '') as person, activities.extract_name, activities.line_id,
    cast(activities.month as varchar) as month, activities.activity_category,
    activities.activity_type, activities.unit, activities.reporting_year,
    activities.emission_quantity as quantity
from audit.fct_activities as activities
inner join staging.stg_activity_types as types on activities.activity_type = types.activity_type
where activities.claim_status = 'counted' and types.is_person_borne
"""


def quantities(build: Build) -> Published:
    """Return quantities of rpt_key_figures, and kg and quantities by type of rpt_factor_coverage."""
    rows = build.rows(ACTIVITIES)
    amounts = {atom_of(row): Fraction(row["quantity"]) for row in rows}
    definitions = {
        row["figure_id"]: row
        for row in build.rows("from reference.key_figures where kind = 'quantity'")
    }
    figures = []
    for row in build.rows("from marts.rpt_key_figures"):
        definition = definitions.get(row["figure_id"])
        if definition is None:
            continue
        coefficients = {
            atom_of(line): Fraction(1)
            for line in rows
            if line["activity_category"] == definition["activity_category"]
            and definition["activity_type"] in (None, line["activity_type"])
            and line["unit"] == definition["unit"]
            and line["reporting_year"] == row["reporting_year"]
        }
        place = ("rpt_key_figures", row["figure_id"], str(row["reporting_year"]))
        figures.append(Figure(place, row["figure_value"], coefficients))
    measures = build.rows(MEASURES)
    covered = {atom_of(row) for row in measures}
    for row in build.rows(
        "from marts.rpt_factor_coverage where activity_category in (select activity_category from "
        "staging.stg_activity_types where is_person_borne)"
    ):
        place = ("rpt_factor_coverage", *(str(row[name]) for name in COVERAGE_KEYS))
        if not row["has_factor"]:
            coefficients = {
                atom_of(line): Fraction(1)
                for line in rows
                if line["activity_type"] == row["activity_type"]
                and line["reporting_year"] == row["reporting_year"]
                and atom_of(line) not in covered
            }
            if row["quantity_without_factor"] is not None:
                figures.append(
                    Figure((*place, "quantity"), row["quantity_without_factor"], coefficients)
                )
        elif row["kg_co2e"] is not None:
            members = [
                member
                for member in measures
                if member["reporting_year"] == row["reporting_year"]
                and member["activity_category"] == row["activity_category"]
                and (
                    not member["keeps_activity_type"]
                    if row["activity_type"] is None
                    else all(
                        member[name] == row[name]
                        for name in (
                            *("activity_type", "factor_edition_id", "factor_id"),
                            *("factor_status", "split_status"),
                        )
                    )
                )
            ]
            figures.append(Figure((*place, "kg"), row["kg_co2e"], _kg(members, lambda _: 1)))
    return Published(tuple(figures), amounts)


COVERAGE_KEYS = (
    *("activity_type", "activity_category", "reporting_year", "factor_edition_id"),
    *("factor_id", "factor_status", "split_status"),
)

PARTS = """
select
    coalesce(parts.person_key, '') as person, parts.reporting_year, parts.extract_name,
    coalesce(parts.line_id, parts.vehicle_id) as line_id, parts.vehicle_id,
    parts.is_company_vehicle, parts.part_kind, parts.vehicle_km, parts.traveller_km,
    parts.amount_eur, parts.delivered_category, cells.kvk_number, cells.purpose, cells.mode_group,
    cells.category, cells.average_occupancy_car, cells.rkm_per_eur, cells.g_per_rkm,
    cells.no_co2_reason, levels.reporting_year is not null as is_published, levels.keeps_kvk,
    levels.keeps_purpose, levels.keeps_mode_group, levels.keeps_category
from intermediate.int_wpm_parts as parts
inner join intermediate.int_wpm_cell_emissions as cells
    on parts.kvk_number = cells.kvk_number and parts.reporting_year = cells.reporting_year
    and parts.block = cells.block and parts.category = cells.category
left join intermediate.int_wpm_privacy_levels as levels
    on parts.reporting_year = levels.reporting_year
where cells.kentallen_of = 'own'
"""


def kilometre_shares(build: Build) -> Published:
    """Return the shares of kilometres without CO2 (by group) and without a known fuel (by KVK number).

    More than is published: the kilometres themselves, of which only the share is told.
    """
    months = line_months(build)
    amounts: Coefficients = {}
    without: dict[tuple[str, ...], Coefficients] = defaultdict(lambda: defaultdict(Fraction))
    whole: dict[tuple[str, ...], Coefficients] = defaultdict(lambda: defaultdict(Fraction))
    for row in build.rows(PARTS):
        year = str(row["reporting_year"])
        group = tuple(
            str(row[name] if row[f"keeps_{flag}"] else None)
            for name, flag in (
                *(("kvk_number", "kvk"), ("purpose", "purpose")),
                *(("mode_group", "mode_group"), ("category", "category")),
            )
        )
        keys = []
        if row["is_published"]:
            keys.append((("rpt_wpm_emissions", year, *group), row["no_co2_reason"] is not None))
        if row["mode_group"] == "car":
            key = ("rpt_wpm_size", year, row["kvk_number"])
            keys.append((key, row["delivered_category"] == "car_unknown"))
        for atom, km in part_atoms(row, months, amounts):
            for key, is_without in keys:
                whole[key][atom] += km
                if is_without:
                    without[key][atom] += km
    figures = []
    for table, column, names in (
        (
            "rpt_wpm_emissions",
            "share_without_co2_pct",
            ("kvk_number", "purpose", "mode_group", "category"),
        ),
        ("rpt_wpm_size", "unknown_fuel_share_pct", ("kvk_number",)),
    ):
        for row in build.rows(f"from marts.{table}"):
            key = (table, str(row["reporting_year"]), *(str(row[name]) for name in names))
            if row[column] is None:
                continue
            total = _sum(whole[key], amounts)
            value = _decimal(Fraction(row[column]) * total / 100)
            figures.append(Figure((*key, column), value, dict(without[key])))
            figures.append(Figure((*key, "km"), _decimal(total), dict(whole[key])))
    return Published(tuple(figures), amounts)


LADDER_ROWS = """
select
    coalesce(rows.person_key, '') as person, rows.reporting_year, rows.extract_name, rows.line_id,
    cast(emissions.month as varchar) as month, rows.vehicle_id, rows.basis, rows.bridge_class,
    emissions.quantity, emissions.factor_value, emissions.component, lines.category
from (
    select distinct
        person_key, reporting_year, extract_name, line_id, vehicle_id, basis, bridge_class
    from intermediate.int_wpm_ladder_rows
) as rows
inner join audit.fct_emissions as emissions
    on rows.extract_name = emissions.extract_name and rows.line_id = emissions.line_id
    and rows.reporting_year = emissions.reporting_year
left join intermediate.int_wpm_lines as lines
    on rows.extract_name = lines.extract_name and rows.line_id = lines.line_id
"""
PRIVATE = ("private_distance", "flat_private_distance", "not_below_zero")


def bridge(build: Build) -> Published:
    """Return the steps of rpt_wpm_bridge as they are defined: by the lines of WPM and footprint."""
    months = line_months(build)
    amounts: Coefficients = {}
    steps: dict[tuple[int, str], Coefficients] = defaultdict(lambda: defaultdict(Fraction))
    ladder = build.rows(LADDER_ROWS)
    fuelled = {
        (row["vehicle_id"], row["reporting_year"]) for row in ladder if row["basis"] == "by_fuel"
    }
    by_km = {
        (row["extract_name"], row["line_id"], row["reporting_year"])
        for row in ladder
        if row["basis"] == "by_km"
    }
    with_distance = {
        (row["vehicle_id"], row["reporting_year"])
        for row in ladder
        if row["extract_name"] == "vehicle_distances"
    }
    for row in build.rows(PARTS):
        if row["g_per_rkm"] is None:
            continue
        year, vehicle = row["reporting_year"], (row["vehicle_id"], row["reporting_year"])
        gram = Fraction(row["g_per_rkm"]) / 1000
        is_car_km = bool(row["vehicle_km"]) and row["mode_group"] == "car"
        occupancy = Fraction(row["average_occupancy_car"]) if is_car_km else Fraction(1)
        if row["is_company_vehicle"] and vehicle in fuelled:
            known = "activity_basis"
        elif (row["is_company_vehicle"] and vehicle in with_distance) or (
            *(row["extract_name"], row["line_id"]),
            year,
        ) in by_km:
            known = "key_figures"
        else:
            known = ""
        for atom, km in part_atoms(row, months, amounts):
            own = km * occupancy * gram
            steps[year, "wpm"][atom] += own
            if not known:
                steps[year, "only_in_wpm"][atom] -= own
                continue
            steps[year, "occupancy"][atom] += km * (1 - occupancy) * gram
            private = -km * gram if row["part_kind"] in PRIVATE else Fraction(0)
            steps[year, "private_travel"][atom] += private
            steps[year, known][atom] -= km * gram + private
    for row in ladder:
        atom = atom_of(row)
        amounts[atom] = Fraction(row["quantity"])
        year, factor = row["reporting_year"], Fraction(row["factor_value"])
        is_before_tank = (
            row["component"] == "upstream"
            or row["extract_name"] == "charging_sessions"
            or row["category"] in ("car_electric", "motorcycle_electric", "moped_electric")
        )
        steps[year, "ladder"][atom] += factor
        if row["bridge_class"] != "both":
            steps[year, row["bridge_class"]][atom] += factor
        elif is_before_tank:
            steps[year, "boundary"][atom] += factor
        else:
            known = "activity_basis" if row["basis"] == "by_fuel" else "key_figures"
            steps[year, known][atom] += factor
    figures = []
    for row in build.rows("from marts.rpt_wpm_bridge"):
        year, step = row["reporting_year"], row["step"]
        coefficients = dict(steps[year, step])
        if step == "differences_together":
            coefficients = dict(steps[year, "ladder"])
            for atom, share in steps[year, "wpm"].items():
                coefficients[atom] = coefficients.get(atom, Fraction(0)) - share
        figures.append(Figure(("rpt_wpm_bridge", str(year), step), row["kg"], coefficients))
    return Published(tuple(figures), amounts)


KINDS: dict[str, Callable[[Build], Published]] = {
    "footprint": lambda build: footprint(build, with_factors=True),
    "wpm": wpm,
    "qualities": qualities,
    "scope_shares": scope_shares,
    "quantities": quantities,
    "kilometre_shares": kilometre_shares,
    "bridge": bridge,
}


def everything(build: Build) -> list[Figure]:
    """Return all figures about travel, for somebody who knows every factor."""
    return [figure for kind in KINDS.values() for figure in kind(build).figures]
