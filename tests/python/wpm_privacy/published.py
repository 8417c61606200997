"""Every published figure about travel as a sum over what each person did, and what follows from them.

An atom is what one line tells of one person in one month: an unknown number of kilometres, litres or
euros. A published figure is a row of coefficients on the atoms. Somebody can work out any sum of
published figures with any multipliers. A group of persons is seen as soon as one such sum holds atoms
of that group only, and not nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from support.builds import Build

#: Exact arithmetic in whole numbers modulo a prime: no small difference hides, as with doubles.
PRIME = 2_147_483_647
#: Groups up to this size may not be seen.
SMALL = 4

#: person, extract, line, month, and component where its kilograms are looked at by themselves
Atom = tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """One published figure: where it stands, its value, and its coefficients by atom."""

    place: tuple[str, ...]
    value: Decimal
    coefficients: Mapping[Atom, Fraction]

    def computed(self, amounts: Mapping[Atom, Fraction]) -> Fraction:
        """Return the figure as the atoms make it."""
        return sum(
            (share * amounts[atom] for atom, share in self.coefficients.items()), Fraction(0)
        )


@dataclass(frozen=True)
class Published:
    """The published figures of one kind, and the amounts behind them (to prove the coefficients)."""

    figures: tuple[Figure, ...]
    amounts: Mapping[Atom, Fraction]


FOOTPRINT_ATOMS = """
select
    coalesce(measures.person_key, '') as person, activities.extract_name, activities.line_id,
    activities.month, measures.*,
    case when extract(month from measures.month) <= 6 then 1 else 2 end as half_of_month,
    activities.extract_name, activities.line_id
from intermediate.int_emission_measures as measures
inner join audit.fct_activities as activities on measures.activity_id = activities.activity_id
where measures.is_person_borne and measures.power_basis <> 'location_based'
"""
SCOPES = " union all by name ".join(
    f"(select * from marts.fct_scope_{scope}_emissions)" for scope in (1, 2, 3)
)
#: Columns of the published rows, and the flag of the privacy level that keeps each.
KEPT = {
    "entity_id": "keeps_entity",
    "location_id": "keeps_location_and_project",
    "project_id": "keeps_location_and_project",
    "activity_type": "keeps_activity_type",
    "half_year": "keeps_half_year",
    "month": "keeps_month",
    "factor_edition_id": "keeps_activity_type",
    "factor_id": "keeps_activity_type",
}
ALWAYS = ("activity_category", "reporting_year", "component", "ladder_line", "ghg_line", "iso_line")


def footprint(build: Build, *, with_factors: bool) -> Published:
    """Return the rows of the scope tables as figures.

    Args:
        build: the built company.
        with_factors: the reader knows the factors, so that all components of a line tell one unknown
            quantity; else each component is an unknown number of kilograms of its own.
    """
    levels = {row["privacy_level"]: row for row in build.rows("from staging.stg_privacy_levels")}
    chosen = {
        (row["activity_category"], row["reporting_year"]): levels[row["privacy_level"]]
        for row in build.rows("from intermediate.int_privacy_levels")
    }
    lines: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in build.rows("from reference.frame_mapping"):
        lines[row["activity_category"], row["frame"]].add(row["line"])
    several = {category for (category, _), found in lines.items() if len(found) > 1}
    on_one_line = {category for category, _ in lines} - several
    kg: dict[tuple[Any, ...], dict[Atom, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    quantity: dict[tuple[Any, ...], dict[Atom, Fraction]] = defaultdict(
        lambda: defaultdict(Fraction)
    )
    amounts: dict[Atom, Fraction] = {}
    for row in build.rows(FOOTPRINT_ATOMS):
        level = chosen[row["activity_category"], row["reporting_year"]]
        row["half_year"] = row["half_of_month"]
        component = row["component"]
        if not level["keeps_activity_type"] and row["activity_category"] in on_one_line:
            row["component"] = None
        key = tuple(row[name] for name in ALWAYS) + tuple(
            row[name] if level[flag] else None for name, flag in KEPT.items()
        )
        atom: Atom = (row["person"], row["extract_name"], row["line_id"], str(row["month"]))
        if with_factors:
            amounts[atom] = Fraction(row["quantity"])
            kg[key][atom] += Fraction(row["factor_value"])
            quantity[key][atom] = Fraction(1)
        else:
            atom = (*atom, component)
            amounts[atom] = Fraction(row["kg_co2e"])
            kg[key][atom] = Fraction(1)
    figures = []
    rows = build.rows(
        f"select * from ({SCOPES}) where activity_category in (select activity_category from "
        "staging.stg_activity_types where is_person_borne)"
    )
    for row in rows:
        key = tuple(row[name] for name in (*ALWAYS, *KEPT))
        place = ("fct_scope_emissions", *(str(part) for part in key))
        figures.append(Figure((*place, "kg"), row["kg_co2e"], kg[key]))
        if with_factors and row["quantity"] is not None:
            figures.append(Figure((*place, "quantity"), row["quantity"], quantity[key]))
    assert {tuple(row[name] for name in (*ALWAYS, *KEPT)) for row in rows} == set(kg)
    return Published(tuple(figures), amounts)


WPM_ATOMS = """
select
    coalesce(parts.person_key, '') as person, parts.reporting_year, parts.extract_name,
    coalesce(parts.line_id, parts.vehicle_id) as line_id, parts.part_kind, parts.vehicle_km,
    parts.traveller_km, parts.amount_eur, cells.kvk_number, cells.purpose, cells.mode_group,
    cells.category, cells.kentallen_of, cells.average_occupancy_car, cells.rkm_per_eur,
    cells.g_per_rkm, cells.jaargang
from intermediate.int_wpm_parts as parts
inner join intermediate.int_wpm_cell_emissions as cells
    on parts.kvk_number = cells.kvk_number and parts.reporting_year = cells.reporting_year
    and parts.block = cells.block and parts.category = cells.category
where cells.g_per_rkm is not null
"""
KEYS = ("kvk_number", "purpose", "mode_group", "category")
SPLIT = ("own_change_kg", "kentallen_change_kg")


def _wpm_levels(build: Build) -> dict[int, dict[str, bool]]:
    """Return by year which keys the published WPM keeps."""
    return {
        row["reporting_year"]: {
            "kvk_number": row["keeps_kvk"],
            "purpose": row["keeps_purpose"],
            "mode_group": row["keeps_mode_group"],
            "category": row["keeps_category"],
        }
        for row in build.rows("from intermediate.int_wpm_privacy_levels")
    }


Months = Mapping[tuple[str, str, int], list[tuple[str, Fraction]]]


def line_months(build: Build) -> Months:
    """Return the kilometres of each line by month."""
    months: dict[tuple[str, str, int], list[tuple[str, Fraction]]] = defaultdict(list)
    for row in build.rows(
        "select extract_name, line_id, reporting_year, month_start, sum(month_quantity) as km from "
        "intermediate.int_activity_months where month_start is not null group by all"
    ):
        months[row["extract_name"], row["line_id"], row["reporting_year"]].append(
            (str(row["month_start"]), Fraction(row["km"]))
        )
    return months


def part_atoms(
    row: dict[str, Any], months: Months, amounts: dict[Atom, Fraction]
) -> list[tuple[Atom, Fraction]]:
    """Return the atoms of one part of the WPM with the kilometres that each unit of it is.

    A trip and a commute are known by month, a vehicle by year; euros are kilometres by the key
    figures. The amounts of the atoms are put in `amounts`.
    """
    year, line = row["reporting_year"], (row["extract_name"], row["line_id"])
    if row["amount_eur"]:
        atom = (row["person"], *line, str(year), "euros")
        amounts[atom] = Fraction(row["amount_eur"])
        return [(atom, Fraction(row["rkm_per_eur"]))]
    if row["part_kind"] in ("trip", "commuting", "commuting_in_vehicle"):
        sign = Fraction(-1 if row["part_kind"] == "commuting_in_vehicle" else 1)
        for month, km in months[*line, year]:
            amounts[row["person"], *line, month] = km
        return [((row["person"], *line, month), sign) for month, _ in months[*line, year]]
    atom = (row["person"], *line, str(year), row["part_kind"])
    amounts[atom] = Fraction(row["vehicle_km"])
    return [(atom, Fraction(1))]


def wpm(build: Build) -> Published:
    """Return rkm and kg of rpt_wpm_emissions, and the steps of rpt_wpm_change, as figures.

    The key figures are public: all figures of one line tell one unknown number of kilometres.
    """
    levels = _wpm_levels(build)
    months = line_months(build)
    sums: dict[tuple[Any, ...], dict[Atom, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    amounts: dict[Atom, Fraction] = {}
    for row in build.rows(WPM_ATOMS):
        year, own = row["reporting_year"], row["kentallen_of"] == "own"
        # A year with a small class of travel is not published at all.
        if year not in levels:
            continue
        per_km = Fraction(1)
        if row["vehicle_km"] and row["mode_group"] == "car":
            per_km = Fraction(row["average_occupancy_car"])
        told = [(atom, km * per_km) for atom, km in part_atoms(row, months, amounts)]
        gram = Fraction(row["g_per_rkm"])
        for atom, rkm in told:
            kept = tuple(row[name] if levels[year][name] else None for name in KEYS)
            if own:
                sums["emissions", year, *kept, "rkm"][atom] += rkm
                sums["emissions", year, *kept, "kg"][atom] += rkm * gram / 1000
            for earlier, later in ((year, year + 1), (year - 1, year)):
                if not {earlier, later} <= set(levels):
                    continue
                both = tuple(
                    row[name] if levels[earlier][name] and levels[later][name] else None
                    for name in KEYS
                )
                kg = rkm * gram / 1000
                if own and year == earlier:
                    sums["change", later, *both, "start_kg"][atom] += kg
                    sums["change", later, *both, "own_change_kg"][atom] -= kg
                elif year == later and own:
                    sums["change", later, *both, "end_kg"][atom] += kg
                    sums["change", later, *both, "kentallen_change_kg"][atom] += kg
                elif year == later:
                    sums["change", later, *both, "own_change_kg"][atom] += kg
                    sums["change", later, *both, "kentallen_change_kg"][atom] -= kg
    figures = []
    for table, columns in (
        ("emissions", {"rkm": "rkm", "kg": "kg_co2"}),
        (
            "change",
            {name: name for name in ("start_kg", "own_change_kg", "kentallen_change_kg", "end_kg")},
        ),
    ):
        for row in build.rows(f"from marts.rpt_wpm_{table}"):
            for measure, column in columns.items():
                # What cannot be compared is no change of either kind: two zeros that tell nothing.
                if row.get("not_comparable_kg") and measure in SPLIT:
                    assert row[column] == 0, row
                    sums.pop((table, row["reporting_year"], *(row[name] for name in KEYS), measure))
                    continue
                key = (table, row["reporting_year"], *(row[name] for name in KEYS), measure)
                # A group without a key figure has no kilograms, and no change.
                coefficients = sums.pop(key, {})
                assert coefficients or not row[column], key
                if coefficients:
                    figures.append(
                        Figure(tuple(str(part) for part in key), row[column], coefficients)
                    )
    assert not sums, f"not published: {sorted(map(str, sums))}"
    return Published(tuple(figures), amounts)


def _matrix(figures: Iterable[Figure]) -> tuple[np.ndarray, list[str]]:
    """Return the coefficients modulo PRIME, rows of full rank, and the person of each column.

    Columns of one person that are multiples of each other say the same, and stand once.
    """
    listed = list(figures)
    columns: dict[tuple[str, tuple[int, ...]], None] = {}
    by_atom: dict[Atom, dict[int, Fraction]] = defaultdict(dict)
    for number, figure in enumerate(listed):
        for atom, share in figure.coefficients.items():
            if share:
                by_atom[atom][number] = share
    for atom, shares in by_atom.items():
        first = next(iter(shares.values()))
        column = [0] * len(listed)
        for number, share in shares.items():
            part = share / first
            column[number] = part.numerator * pow(part.denominator, -1, PRIME) % PRIME
        columns[atom[0], tuple(column)] = None
    matrix = np.array([column for _, column in columns], dtype=np.int64).T
    return _reduced(matrix), [person for person, _ in columns]


def _reduced(matrix: np.ndarray) -> np.ndarray:
    """Return the rows of the reduced form that are not nothing."""
    work, row = matrix.copy(), 0
    for column in range(work.shape[1]):
        filled = np.nonzero(work[row:, column])[0]
        if not len(filled):
            continue
        pivot = row + int(filled[0])
        work[[row, pivot]] = work[[pivot, row]]
        work[row] = work[row] * pow(int(work[row, column]), -1, PRIME) % PRIME
        others = np.nonzero(work[:, column])[0]
        others = others[others != row]
        work[others] = (work[others] - work[others, column : column + 1] * work[row]) % PRIME
        row += 1
        if row == len(work):
            break
    return work[:row]


def seen_groups(figures: Iterable[Figure]) -> list[tuple[str, ...]]:
    """Return groups of SMALL persons of whom, or of some of whom, a figure can be worked out.

    A sum of rows that holds nobody else exists if the rows lose rank without the group's columns.
    Atoms without a person are public. Persons with the same columns can stand for each other, so one
    group of each make-up is looked at.
    """
    figures = list(figures)
    if not any(share for figure in figures for share in figure.coefficients.values()):
        raise ValueError("no figure is about anybody: nothing would be proved")
    matrix, owners = _matrix(figures)
    alike: dict[frozenset[bytes], list[str]] = defaultdict(list)
    columns: dict[str, set[bytes]] = defaultdict(set)
    for number, owner in enumerate(owners):
        columns[owner].add(matrix[:, number].tobytes())
    for person in sorted(set(owners) - {""}):
        alike[frozenset(columns[person])].append(person)
    makers = [person for persons in alike.values() for person in persons[:SMALL]]
    kind = {person: number for number, persons in enumerate(alike.values()) for person in persons}
    looked_at, seen = set(), []
    for group in combinations(makers, SMALL):
        make_up = tuple(sorted(kind[person] for person in group))
        if make_up in looked_at:
            continue
        looked_at.add(make_up)
        outside = np.array([owner not in group for owner in owners], dtype=bool)
        if len(_reduced(matrix[:, outside])) < len(matrix):
            seen.append(group)
    return seen
