"""Explain a published figure: the Python side of `trede explain`.

    with open_warehouse(file) as connection:
        explanation = explain_cell(connection, "ladder", "scope_1", 2024, "north")

An explanation that does not add up is not given: DoesNotAddUpError says what differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from trede.explain.arithmetic import MICRO, expected_kg
from trede.explain.evidence import editions, loaded_files
from trede.explain.judgements import Judgements
from trede.explain.model import (
    NO_PARTS,
    Check,
    DeliveredFile,
    Explanation,
    Figure,
    Group,
    LeftOut,
    Measure,
    Part,
    Rest,
)
from trede.explain.parts import LineDetails, activity_labels, factor_ref, factors, kg_of, make_part
from trede.explain.warehouse import DoesNotAddUpError, NotFoundError, Row, marks
from trede.explain.words import say_code
from trede.warehouse import rows

#: Lines of the Ladder's own total, as the contract of rpt_footprint_totals has it.
LADDER_TOTAL = ("scope_1", "scope_2", "business_travel")

#: Parts that are written out unless the reader asks for more.
MOST = 50

#: What the sums and groups need of every row; the rest is read for the parts that are shown.
_THIN = (
    *("emission_id", "activity_id", "supply_lot", "power_basis", "component", "extract_name"),
    *("line_id", "occurrence", "source_file", "delivered_sha256", "entity_id"),
    *("published_entity_id", "location_id", "activity_type", "activity_category"),
    *("reporting_year", "period_start", "period_end", "method", "claim_status", "claim_reason"),
    *("estimation_method", "is_chosen_edition", "factor_edition_id", "factor_id", "factor_value"),
    *("wtw_factor_value", "factor_unit", "factor_status", "split_status", "split_edition_id"),
    *("factor_quantity", "factor_quantity_unit", "kg_co2e", "kg_co2e_location_based"),
    *("points_at_person", "is_merged"),
)

_COLUMNS: dict[Measure, str] = {
    "market_based": "kg_co2e",
    "location_based": "kg_co2e_location_based",
}
_TONNES: dict[Measure, str] = {
    "market_based": "t_co2e",
    "location_based": "t_co2e_location_based",
}


@dataclass(frozen=True)
class _Selection:
    """Which rows of the trail make a figure.

    Attributes:
        where: condition on the trail.
        parameters: its values.
        measure: which answer for power.
    """

    where: str
    parameters: tuple[Any, ...]
    measure: Measure

    @property
    def column(self) -> str:
        """The kilograms of the measure."""
        return _COLUMNS[self.measure]

    @property
    def basis(self) -> str:
        """The rows of power that the measure leaves out."""
        other = "location_based" if self.measure == "market_based" else "market_based"
        return f"{self.where} and power_basis <> '{other}'"


def explain_cell(
    connection: duckdb.DuckDBPyConnection,
    frame: str,
    line: str,
    year: int,
    entity: str | None,
    *,
    measure: Measure = "market_based",
    personal: bool = False,
    most: int | None = MOST,
    folder: Path | None = None,
) -> Explanation:
    """Explain one cell of marts.rpt_footprint.

    Args:
        connection: the warehouse, open for reading.
        frame: ladder, ghg_protocol or iso_14064.
        line: line of the frame.
        year: reporting year.
        entity: entity of the cell; None is the cell that privacy merges over the entities.
        measure: t_co2e, or the alternative with power at the grid mix.
        personal: whether lines that point at persons are written out; only for the auditor.
        most: how many parts are written out, those with most kilograms; None for all.
        folder: the company's folder; default is that of TREDE_COMPANY.

    Raises:
        NotFoundError: there is no such cell; the message names those that there are.
        DoesNotAddUpError: the rows do not make the cell.
    """
    found = rows(
        connection,
        "select * from marts.rpt_footprint where frame = ? and line = ? and reporting_year = ? "
        "and entity_id is not distinct from ?",
        [frame, line, year, entity],
    )
    if not found:
        raise NotFoundError(_no_figure(connection, frame, line, year, entity, is_cell=True))
    cell = found[0]
    status = _total(connection, frame, "line", line, year) or {}
    figure = Figure(
        frame=frame,
        total_kind="line",
        key=line,
        label_nl=cell["line_label_nl"] or line,
        label_en=cell["line_label_en"] or line,
        reporting_year=year,
        is_whole=False,
        entity_id=entity,
        measure=measure,
        t_co2e=cell[_TONNES[measure]],
        status=status.get("status"),
        status_reason_nl=status.get("status_reason_nl"),
        status_reason_en=status.get("status_reason_en"),
    )
    selection = _Selection(
        "frame = ? and reporting_year = ? and line = ? and published_entity_id is not distinct from ?",
        (frame, year, line, entity),
        measure,
    )
    return _explain(connection, figure, selection, [line], personal, most, folder)


def explain_total(
    connection: duckdb.DuckDBPyConnection,
    frame: str,
    key: str,
    year: int,
    *,
    total_kind: str | None = None,
    measure: Measure = "market_based",
    personal: bool = False,
    most: int | None = MOST,
    folder: Path | None = None,
) -> Explanation:
    """Explain a row of marts.rpt_footprint_totals: a line, a scope or a total of all entities.

    Args:
        connection: the warehouse, open for reading.
        frame: ladder, ghg_protocol or iso_14064.
        key: total_key: a line, a scope, scope_1_2_business_travel or total.
        year: reporting year.
        total_kind: line, scope, ladder_total or total; default is what has such a key, and of a
            scope and a line of one name the scope.
        measure: as in `explain_cell`; the alternative has no row of its own and is added up.
        personal: as in `explain_cell`.
        most: as in `explain_cell`.
        folder: as in `explain_cell`.

    Raises:
        NotFoundError: there is no such total; the message names those that there are.
        DoesNotAddUpError: the rows do not make the total.
    """
    kinds = [total_kind] if total_kind else ["total", "ladder_total", "scope", "line"]
    total = next(
        (each for kind in kinds if (each := _total(connection, frame, kind, key, year))), None
    )
    if total is None:
        is_line = total_kind == "line"
        raise NotFoundError(_no_figure(connection, frame, key, year, None, is_cell=is_line))
    lines = _lines_of(connection, frame, total["total_kind"], key)
    labels = _total_labels(connection, frame, total["total_kind"], key)
    tonnes = rows(
        connection,
        "select coalesce(sum(t_co2e), 0) as t_co2e, "
        "coalesce(sum(t_co2e_location_based), 0) as t_co2e_location_based "
        "from marts.rpt_footprint where frame = ? and reporting_year = ?"
        + (f" and line in ({marks(lines)})" if lines is not None else ""),
        [frame, year, *(lines or [])],
    )[0]
    if tonnes["t_co2e"] != total["t_co2e"]:
        raise DoesNotAddUpError(
            f"rpt_footprint_totals says {total['t_co2e']} t for {key} of {year} ({frame}); the lines "
            f"of rpt_footprint make {tonnes['t_co2e']} t.\nOne of the two was changed after the "
            "build: run `make build` again, and find out who wrote to the warehouse."
        )
    figure = Figure(
        frame=frame,
        total_kind=total["total_kind"],
        key=key,
        label_nl=labels[0],
        label_en=labels[1],
        reporting_year=year,
        is_whole=True,
        entity_id=None,
        measure=measure,
        t_co2e=tonnes[_TONNES[measure]],
        status=total["status"],
        status_reason_nl=total["status_reason_nl"],
        status_reason_en=total["status_reason_en"],
    )
    selection = _Selection(
        "frame = ? and reporting_year = ?"
        + (f" and line in ({marks(lines)})" if lines is not None else ""),
        (frame, year, *(lines or [])),
        measure,
    )
    return _explain(connection, figure, selection, lines, personal, most, folder)


def _total(
    connection: duckdb.DuckDBPyConnection, frame: str, kind: str, key: str, year: int
) -> Row | None:
    """Return a row of rpt_footprint_totals."""
    found = rows(
        connection,
        "select * from marts.rpt_footprint_totals where frame = ? and total_kind = ? "
        "and total_key = ? and reporting_year = ?",
        [frame, kind, key, year],
    )
    return found[0] if found else None


def _lines_of(
    connection: duckdb.DuckDBPyConnection, frame: str, kind: str, key: str
) -> list[str] | None:
    """Return the lines that a total is made of; None for all that there are."""
    if kind == "total":
        return None
    if kind == "line":
        return [key]
    if kind == "ladder_total":
        return list(LADDER_TOTAL)
    found = rows(
        connection,
        "select line from reference.frame_lines where frame = ? and scope = ? order by line",
        [frame, key],
    )
    return [row["line"] for row in found]


def _total_labels(
    connection: duckdb.DuckDBPyConnection, frame: str, kind: str, key: str
) -> tuple[str, str]:
    """Return the labels of a total: those of its line, or its own."""
    if kind == "line":
        found = rows(
            connection,
            "select label_nl, label_en from reference.frame_lines where frame = ? and line = ?",
            [frame, key],
        )
        if found:
            return found[0]["label_nl"], found[0]["label_en"]
    return say_code("total", key, "nl"), say_code("total", key, "en")


def _no_figure(
    connection: duckdb.DuckDBPyConnection,
    frame: str,
    key: str,
    year: int,
    entity: str | None,
    *,
    is_cell: bool,
) -> str:
    """Say which figures there are, from the first name that does not fit on."""
    table = "marts.rpt_footprint" if is_cell else "marts.rpt_footprint_totals"
    name = "line" if is_cell else "total_key"
    steps: list[tuple[str, Any, str]] = [
        ("frame", frame, "frame"),
        ("reporting_year", year, "year"),
        (name, key, "line" if is_cell else "total"),
    ]
    if is_cell:
        steps.append(("entity_id", entity, "entity"))
    where, parameters = "true", []
    for column, value, word in steps:
        there = [
            row["value"]
            for row in rows(
                connection,
                f"select distinct {column} as value from {table} where {where} "  # noqa: S608
                "order by value nulls last",
                parameters,
            )
        ]
        if value not in there:
            names = ", ".join("merged" if each is None else str(each) for each in there)
            shown = "merged" if value is None else value
            return f"There is no figure for {word} {shown}.\nThere is: {names or 'nothing'}."
        where += f" and {column} is not distinct from ?"
        parameters.append(value)
    return f"There is no figure for {frame}, {key}, {year}."


def _explain(
    connection: duckdb.DuckDBPyConnection,
    figure: Figure,
    selection: _Selection,
    lines: Sequence[str] | None,
    personal: bool,
    most: int | None,
    folder: Path | None,
) -> Explanation:
    """Read the rows of a figure, prove that they make it, and put them in groups."""
    thin = rows(
        connection,
        f"select {', '.join(_THIN)} from audit.rpt_line_trail where {selection.basis}",  # noqa: S608
        selection.parameters,
    )
    check = _add_up(figure, thin, selection.column)
    by_part: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in thin:
        by_part[row["activity_id"], row["supply_lot"]].append(row)
    kg = {
        key: kg_of(components, selection.column) or Decimal(0)
        for key, components in by_part.items()
    }
    by_weight = sorted(by_part, key=lambda key: (-abs(kg[key]), key))
    judgements = Judgements(connection, [components[0] for components in by_part.values()])
    for key in by_weight:
        judgements.refs(by_part[key][0])
    left_out = _left_out(connection, figure, lines, thin, judgements, personal)
    showable = [key for key in by_weight if personal or not _is_withheld(by_part[key][0])]
    shown = _shown_parts(connection, selection, showable[:most], judgements)
    groups = _groups(
        connection, by_part, kg, by_weight, shown, judgements, selection.column, personal
    )
    used = [row for row in thin if personal or not row["is_merged"]]
    named = factors(connection, used)
    return Explanation(
        figure=figure,
        check=check,
        groups=groups,
        factors=named,
        editions=editions(
            connection,
            {row["factor_edition_id"] for row in thin if row["factor_edition_id"]}
            | {row["split_edition_id"] for row in thin if row["split_edition_id"]},
        ),
        delivered_files=_delivered_files(connection, by_part, kg, personal),
        loaded_files=loaded_files(connection, {row["extract_name"] for row in thin}, folder),
        judgements=judgements.used,
        left_out=left_out,
        holds_personal_lines=any(part.points_at_person for part in shown.values()),
    )


def _is_withheld(row: Row) -> bool:
    """Whether privacy keeps a part inside the audit schema: a person's, or of a merged category."""
    return bool(row["points_at_person"] or row["is_merged"])


def _add_up(figure: Figure, thin: Sequence[Row], column: str) -> Check:
    """Prove that the rows make the figure to the last gram, and each row its own kilograms.

    Raises:
        DoesNotAddUpError: they do not.
    """
    of_rows = sum((row[column] for row in thin), Decimal(0))
    # Tonnes have nine decimals, so nothing is rounded away.
    of_figure = (figure.t_co2e * 1000).quantize(MICRO)
    # A location-based row has its kilograms in its own column, every other row in kg_co2e.
    wrong = []
    for row in thin:
        is_alternative = row["power_basis"] == "location_based"
        stated = row["kg_co2e_location_based" if is_alternative else "kg_co2e"]
        expected = expected_kg(row)
        if expected != stated:
            wrong.append((row["emission_id"], stated, expected))
    if of_rows != of_figure or wrong:
        raise DoesNotAddUpError(_does_not_add_up(figure, of_rows, of_figure, wrong))
    lines = {(row["extract_name"], row["line_id"], row["occurrence"]) for row in thin}
    return Check(len(thin), len(lines), of_rows, of_figure, len(thin))


def _does_not_add_up(
    figure: Figure,
    of_rows: Decimal,
    of_figure: Decimal,
    wrong: Sequence[tuple[str, Decimal, Decimal | None]],
) -> str:
    """Say what differs, and which rows are not quantity times factor."""
    entity = "" if figure.is_whole else f", entity {figure.entity_id or 'merged'}"
    message = [
        f"{figure.frame}, {figure.key}, {figure.reporting_year}{entity}: the figure is {of_figure:f} "
        f"kg, its rows make {of_rows:f} kg, a difference of {of_rows - of_figure:f} kg."
    ]
    message += [
        f"Row {emission_id} says {stated:f} kg; its quantity times its factor is "
        + (f"{expected:f} kg." if expected is not None else "not known.")
        for emission_id, stated, expected in wrong[:5]
    ]
    if len(wrong) > 5:
        message.append(f"And {len(wrong) - 5} rows more.")
    message.append(
        "The warehouse was changed after the build, or the build stopped half-way: run `make build` "
        "again, and find out who wrote to it."
    )
    return "\n".join(message)


def _shown_parts(
    connection: duckdb.DuckDBPyConnection,
    selection: _Selection,
    keys: Sequence[tuple[str, str]],
    judgements: Judgements,
) -> dict[tuple[str, str], Part]:
    """Read the parts that are written out, with all their steps."""
    if not keys:
        return {}
    found = rows(
        connection,
        f"select * from audit.rpt_line_trail where {selection.basis} "  # noqa: S608
        "and activity_id in (select unnest(?::varchar[])) order by activity_id, supply_lot, component",
        [*selection.parameters, sorted({activity_id for activity_id, _ in keys})],
    )
    wanted = set(keys)
    by_part: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in found:
        key = (row["activity_id"], row["supply_lot"])
        if key in wanted:
            by_part[key].append(row)
    details = LineDetails(connection, found)
    return {key: make_part(by_part[key], selection.column, details, judgements) for key in keys}


def _groups(
    connection: duckdb.DuckDBPyConnection,
    by_part: dict[tuple[str, str], list[Row]],
    kg: dict[tuple[str, str], Decimal],
    by_weight: Sequence[tuple[str, str]],
    shown: dict[tuple[str, str], Part],
    judgements: Judgements,
    column: str,
    personal: bool,
) -> tuple[Group, ...]:
    """Put the parts in groups of entity, activity type and factor, as far as privacy keeps them."""
    labels = activity_labels(connection)
    members: dict[tuple[Any, ...], list[tuple[str, str]]] = defaultdict(list)
    for key in by_weight:
        row = by_part[key][0]
        if row["is_merged"] and not personal:
            group = (
                row["published_entity_id"],
                row["activity_category"],
                *(None, None, None, None),
                True,
            )
        else:
            group = (
                row["entity_id"],
                row["activity_category"],
                row["activity_type"],
                judgements.spend_category(row),
                row["method"],
                factor_ref(row),
                False,
            )
        members[group].append(key)
    result = []
    for group, keys in members.items():
        entity, category, activity_type, spend, method, factor, is_merged = group
        components = [row for key in keys for row in by_part[key]]
        first = [by_part[key][0] for key in keys]
        label_nl, label_en = labels.get(activity_type or category, (category, category))
        if spend is not None:
            label_nl, label_en = spend[1:]
        result.append(
            Group(
                entity_id=entity,
                activity_category=category,
                activity_type=activity_type,
                spend_category=spend[0] if spend is not None else None,
                label_nl=label_nl,
                label_en=label_en,
                method=method,
                factor=factor,
                is_merged=is_merged,
                quantity=None
                if is_merged
                else sum((row["factor_quantity"] for row in first), Decimal(0)),
                quantity_unit=None if is_merged else first[0]["factor_quantity_unit"],
                kg_direct=None if is_merged else kg_of(components, column, "direct"),
                kg_upstream=None if is_merged else kg_of(components, column, "upstream"),
                kg_unsplit=None if is_merged else kg_of(components, column, "unsplit"),
                kg_co2e=sum((kg[key] for key in keys), Decimal(0)),
                part_count=len(keys),
                line_count=len(
                    {(row["extract_name"], row["line_id"], row["occurrence"]) for row in first}
                ),
                parts=tuple(shown[key] for key in keys if key in shown),
                remainder=_rest(
                    kg,
                    [
                        key
                        for key in keys
                        if key not in shown and (personal or not _is_withheld(by_part[key][0]))
                    ],
                ),
                withheld=_rest(
                    kg,
                    [key for key in keys if not personal and _is_withheld(by_part[key][0])],
                ),
            )
        )
    return tuple(
        sorted(
            result,
            key=lambda each: (
                -abs(each.kg_co2e),
                each.entity_id or "",
                each.activity_type or each.activity_category,
                each.spend_category or "",
                each.factor or "",
            ),
        )
    )


def _rest(kg: dict[tuple[str, str], Decimal], keys: Sequence[tuple[str, str]]) -> Rest:
    """Add up parts that are not written out."""
    return Rest(len(keys), sum((kg[key] for key in keys), Decimal(0))) if keys else NO_PARTS


def _delivered_files(
    connection: duckdb.DuckDBPyConnection,
    by_part: dict[tuple[str, str], list[Row]],
    kg: dict[tuple[str, str], Decimal],
    personal: bool,
) -> tuple[DeliveredFile, ...]:
    """Return the delivered files of the parts, with the register's hash of each."""
    received = {
        (row["extract_name"], row["original_name"]): row["received_on"]
        for row in rows(
            connection,
            "select extract_name, original_name, max(received_on) as received_on "
            "from staging.stg_deliveries group by extract_name, original_name",
        )
    }
    counts: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    hashes: dict[tuple[str, str], str | None] = {}
    merged: set[tuple[str, str]] = set()
    for key, components in by_part.items():
        file = (components[0]["extract_name"], components[0]["source_file"] or "")
        counts[file].append(kg[key])
        hashes[file] = components[0]["delivered_sha256"]
        if _is_withheld(components[0]) and not personal:
            merged.add(file)
    return tuple(
        DeliveredFile(
            ref=f"F{place}",
            extract_name=file[0],
            source_file=file[1] or None,
            delivered_sha256=hashes[file],
            received_on=received.get(file),
            part_count=len(counts[file]),
            # The sum of a file of persons is a group that the marts do not publish.
            kg_co2e=None if file in merged else sum(counts[file], Decimal(0)),
        )
        for place, file in enumerate(sorted(counts), start=1)
    )


def _left_out(
    connection: duckdb.DuckDBPyConnection,
    figure: Figure,
    lines: Sequence[str] | None,
    thin: Sequence[Row],
    judgements: Judgements,
    personal: bool,
) -> tuple[LeftOut, ...]:
    """Return what was delivered for the activities of this figure and brings nothing, with why.

    Lines without an activity type or year belong to no figure: the status of the total tells them.
    """
    conditions, parameters = (
        ["mapped.frame = ?", "activities.reporting_year = ?"],
        [
            figure.frame,
            figure.reporting_year,
        ],
    )
    if lines is not None:
        conditions.append(f"mapped.line in ({marks(lines)})")
        parameters += lines
    if not figure.is_whole and figure.entity_id is not None:
        conditions.append("activities.entity_id = ?")
        parameters.append(figure.entity_id)
    elif not figure.is_whole:
        categories = sorted({row["activity_category"] for row in thin})
        conditions.append("activities.activity_category in (select unnest(?::varchar[]))")
        parameters.append(categories)
    found = rows(
        connection,
        "select activities.activity_type, activities.activity_category, types.label_nl, "  # noqa: S608
        "types.label_en, types.is_person_borne, activities.claim_status, activities.claim_reason, "
        "activities.unit, count(*) as part_count, sum(activities.quantity) as quantity, "
        "min(activities.period_start) as period_start, max(activities.period_end) as period_end "
        "from audit.fct_activities as activities "
        "inner join staging.stg_activity_types as types "
        "on activities.activity_type = types.activity_type "
        "where activities.claim_status <> 'counted' and exists ("
        "select * from reference.frame_mapping as mapped "
        "where mapped.activity_category = activities.activity_category "
        f"and {' and '.join(conditions)}) "
        "group by all order by part_count desc, activities.activity_type, activities.claim_reason",
        parameters,
    )
    return tuple(
        LeftOut(
            activity_type=row["activity_type"],
            label_nl=row["label_nl"],
            label_en=row["label_en"],
            claim_status=row["claim_status"],
            claim_reason=row["claim_reason"],
            part_count=row["part_count"],
            quantity=None if row["is_person_borne"] and not personal else row["quantity"],
            unit=row["unit"],
            judgements=tuple(
                ref
                for ref in (
                    judgements.exclusions(row)
                    if row["claim_reason"] == "excluded_by_judgement"
                    else ()
                )
                if ref
            ),
        )
        for row in found
    )
