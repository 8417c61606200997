"""Explain a published figure: the Python side of `trede explain`.

    with open_warehouse(file) as connection:
        explanation = explain_cell(connection, "ladder", "scope_1", 2024, "north")

An explanation that does not add up is not given: DoesNotAddUpError says what differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
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
from trede.explain.parts import LineDetails, factor_ref, factors, make_part
from trede.explain.selection import Selection
from trede.explain.sums import GROUP_KEY, PartKey, Sums, Total
from trede.explain.warehouse import DoesNotAddUpError, NotFoundError, Row, marks, one_of
from trede.explain.words import say_code
from trede.warehouse import rows

#: Lines of the Ladder's own total, as the contract of rpt_footprint_totals has it.
LADDER_TOTAL = ("scope_1", "scope_2", "business_travel")

#: What to do when rows do not stand up.
_CHANGED = (
    "The warehouse was changed after the build, or the build stopped half-way: run `make build` "
    "again, and find out who wrote to it."
)

#: Parts that are written out unless the reader asks for more.
MOST = 50

_TONNES: dict[Measure, str] = {
    "market_based": "t_co2e",
    "location_based": "t_co2e_location_based",
}


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
    selection = Selection(frame, year, (line,), False, entity, measure)
    return _explain(connection, figure, selection, personal, most, folder)


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
    of_lines = None if lines is None else tuple(lines)
    selection = Selection(frame, year, of_lines, True, None, measure)
    return _explain(connection, figure, selection, personal, most, folder)


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
    selection: Selection,
    personal: bool,
    most: int | None,
    folder: Path | None,
) -> Explanation:
    """Add the rows of a figure up, prove that they make it, and read those that are shown."""
    sums = Sums(connection, selection, personal)
    check = _prove(figure, sums)
    line_count, lines_of_group = sums.line_counts()
    weights = sums.shown(most)
    trail = _trail(connection, selection, set(weights))
    judgements = Judgements(connection, [components[0] for components in trail.values()])
    # Numbered in order of first use by weight, over all parts.
    for kind in sums.kinds():
        judgements.refs_of_kind(kind.part, kind.spend, kind.contract)
    left_out = _left_out(connection, selection, sums, judgements, personal)
    details = LineDetails(connection, [row for key in weights for row in trail[key]])
    shown = {
        key: make_part(trail[key], selection.kg_column, details, judgements) for key in weights
    }
    for key, part in shown.items():
        is_withheld = not personal and _is_withheld(trail[key][0])
        if part.kg_co2e != weights[key] or is_withheld:
            raise DoesNotAddUpError(
                f"{figure.frame}, {figure.key}, {figure.reporting_year}: part {key[0]} is another in "
                f"audit.rpt_line_trail than in audit.fct_emissions.\n{_CHANGED}"
            )
    groups = _groups(sums, lines_of_group, trail, shown, details.labels, judgements, personal)
    return Explanation(
        figure=figure,
        check=replace(check, line_count=line_count),
        groups=groups,
        factors=factors(connection, sums.factor_rows()),
        editions=editions(
            connection, {*sums.distinct("factor_edition_id"), *sums.distinct("split_edition_id")}
        ),
        delivered_files=_delivered_files(sums, personal),
        loaded_files=loaded_files(connection, sums.distinct("extract_name"), folder),
        judgements=judgements.used,
        left_out=left_out,
        holds_personal_lines=any(part.points_at_person for part in shown.values()),
    )


def _is_withheld(row: Row) -> bool:
    """Whether privacy keeps a part inside the audit schema: a person's, or of a merged category."""
    return bool(row["points_at_person"] or row["is_merged"])


def _prove(figure: Figure, sums: Sums) -> Check:
    """Prove that the rows make the figure to the last gram, and each row its own kilograms.

    Raises:
        DoesNotAddUpError: they do not.
    """
    total = sums.total
    # Tonnes have nine decimals, so nothing is rounded away.
    of_figure = (figure.t_co2e * 1000).quantize(MICRO)
    if total.kg != of_figure or total.wrong_count or total.broken_count:
        wrong = sums.wrong_rows() if total.wrong_count else []
        raise DoesNotAddUpError(_does_not_add_up(figure, total, of_figure, wrong))
    return Check(total.row_count, 0, total.kg, of_figure, total.row_count)


def _does_not_add_up(figure: Figure, total: Total, of_figure: Decimal, wrong: Sequence[Row]) -> str:
    """Say what differs, and which rows are not quantity times factor."""
    entity = "" if figure.is_whole else f", entity {figure.entity_id or 'merged'}"
    message = [
        f"{figure.frame}, {figure.key}, {figure.reporting_year}{entity}: the figure is {of_figure:f} "
        f"kg, its rows make {total.kg:f} kg, a difference of {total.kg - of_figure:f} kg."
    ]
    message += [_wrong_row(row) for row in wrong]
    if total.wrong_count > len(wrong):
        message.append(f"And {total.wrong_count - len(wrong)} rows more.")
    if total.broken_count:
        message.append(
            f"Of {total.broken_count} rows, the direct and upstream kilograms of a part do not make "
            "its quantity times its whole factor."
        )
    message.append(_CHANGED)
    return "\n".join(message)


def _wrong_row(row: Row) -> str:
    """Say of a row what is wrong with it; what it should weigh is computed here once more."""
    if row["is_moved"]:
        return (
            f"Row {row['emission_id']} stands under another entity, activity, line, file or period in "
            "audit.fct_emissions than in audit.fct_activities."
        )
    expected = expected_kg(row)
    return (
        f"Row {row['emission_id']} says {row['stated_kg']:f} kg; its quantity times its factor is "
        + (f"{expected:f} kg." if expected is not None else "not known.")
    )


def _trail(
    connection: duckdb.DuckDBPyConnection, selection: Selection, keys: set[PartKey]
) -> dict[PartKey, list[Row]]:
    """Read parts with all their steps.

    Raises:
        DoesNotAddUpError: the trail lacks one.
    """
    found = _rows_of(connection, selection, sorted({activity_id for activity_id, _ in keys}))
    by_part: dict[PartKey, list[Row]] = {}
    for row in found:
        key = (row["activity_id"], row["supply_lot"])
        if key in keys:
            by_part.setdefault(key, []).append(row)
    lacking = sorted(keys - set(by_part))
    if lacking:
        raise DoesNotAddUpError(
            f"audit.rpt_line_trail lacks part {lacking[0][0]} of audit.fct_emissions.\n{_CHANGED}"
        )
    return by_part


def _rows_of(
    connection: duckdb.DuckDBPyConnection, selection: Selection, activity_ids: Sequence[str]
) -> list[Row]:
    """Read the rows of the trail of these activities."""
    if not activity_ids:
        return []
    of_activities, activities = one_of("activity_id", activity_ids, "activity")
    return selection.rows(
        connection,
        f"select * from audit.rpt_line_trail where {selection.trail} and {of_activities} "  # noqa: S608
        "order by activity_id, supply_lot, component",
        **activities,
    )


def _groups(
    sums: Sums,
    lines_of_group: dict[tuple[Any, ...], int],
    trail: dict[PartKey, list[Row]],
    shown: dict[PartKey, Part],
    labels: dict[str, tuple[str, str]],
    judgements: Judgements,
    personal: bool,
) -> tuple[Group, ...]:
    """Put the sums in groups of entity, activity type and factor, with the parts that are shown."""
    parts: dict[tuple[Any, ...], list[Part]] = defaultdict(list)
    for key, part in shown.items():
        parts[_group_key(trail[key][0], judgements, personal)].append(part)
    result = []
    for row in sums.groups():
        key = tuple(row[name] for name in GROUP_KEY)
        (
            entity,
            category,
            activity_type,
            spend_code,
            method,
            edition_id,
            factor_id,
            value,
            merged,
        ) = key
        label_nl, label_en = labels.get(activity_type or category, (category, category))
        if spend_code is not None:
            label_nl, label_en = judgements.named_category(spend_code)[1:]
        written = tuple(parts.pop(key, ()))
        withheld = _rest(row["withheld_count"], row["withheld_kg"])
        shown_kg = sum((part.kg_co2e or Decimal(0) for part in written), Decimal(0))
        result.append(
            Group(
                entity_id=entity,
                activity_category=category,
                activity_type=activity_type,
                spend_category=spend_code,
                label_nl=label_nl,
                label_en=label_en,
                method=method,
                factor=factor_ref(
                    {
                        "factor_edition_id": edition_id,
                        "factor_id": factor_id,
                        "wtw_factor_value": value,
                    }
                ),
                is_merged=merged,
                quantity=None if merged else row["quantity"],
                quantity_unit=None if merged else row["unit"],
                kg_direct=None if merged else row["kg_direct"],
                kg_upstream=None if merged else row["kg_upstream"],
                kg_unsplit=None if merged else row["kg_unsplit"],
                kg_co2e=row["kg"] or Decimal(0),
                part_count=row["part_count"],
                line_count=lines_of_group[key],
                parts=written,
                remainder=_rest(
                    row["part_count"] - len(written) - withheld.part_count,
                    row["kg"] - shown_kg - withheld.kg_co2e,
                ),
                withheld=withheld,
            )
        )
    if parts:
        raise DoesNotAddUpError(f"Parts stand in no group: {sorted(parts, key=str)}.\n{_CHANGED}")
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


def _group_key(row: Row, judgements: Judgements, personal: bool) -> tuple[Any, ...]:
    """Return the group of a part, under the names of GROUP_KEY."""
    if row["is_merged"] and not personal:
        return (row["published_entity_id"], row["activity_category"], *[None] * 6, True)
    spend = judgements.spend_category(row)
    return (
        *(row["entity_id"], row["activity_category"], row["activity_type"]),
        *(spend[0] if spend is not None else None, row["method"]),
        *(row["factor_edition_id"], row["factor_id"], row["wtw_factor_value"], False),
    )


def _rest(part_count: int, kg: Decimal | None) -> Rest:
    """Return parts that are not written out as one."""
    return Rest(part_count, kg or Decimal(0)) if part_count else NO_PARTS


def _delivered_files(sums: Sums, personal: bool) -> tuple[DeliveredFile, ...]:
    """Return the delivered files of the parts, with the register's hash of each."""
    return tuple(
        DeliveredFile(
            ref=f"F{place}",
            extract_name=row["extract_name"],
            source_file=row["source_file"] or None,
            delivered_sha256=row["delivered_sha256"],
            received_on=row["received_on"],
            part_count=row["part_count"],
            # The sum of a file of persons is a group that the marts do not publish.
            kg_co2e=None if row["is_withheld"] else row["kg"] or Decimal(0),
        )
        for place, row in enumerate(sums.files(), start=1)
    )


def _left_out(
    connection: duckdb.DuckDBPyConnection,
    selection: Selection,
    sums: Sums,
    judgements: Judgements,
    personal: bool,
) -> tuple[LeftOut, ...]:
    """Return what was delivered for the activities of this figure and brings nothing, with why.

    Lines without an activity type or year belong to no figure: the status of the total tells them.
    """
    condition = ""
    if not selection.is_whole and selection.entity is not None:
        condition = "and activities.entity_id = $entity "
    elif not selection.is_whole:
        condition = "and list_contains($categories::varchar[], activities.activity_category) "
    found = selection.rows(
        connection,
        "select activities.activity_type, activities.activity_category, types.label_nl, "  # noqa: S608
        "types.label_en, types.is_person_borne, activities.claim_status, activities.claim_reason, "
        "activities.unit, count(*) as part_count, sum(activities.quantity) as quantity, "
        "min(activities.period_start) as period_start, max(activities.period_end) as period_end "
        "from audit.fct_activities as activities "
        "inner join staging.stg_activity_types as types "
        "on activities.activity_type = types.activity_type "
        "where activities.claim_status <> 'counted' and activities.reporting_year = $year "
        f"{condition}and activities.activity_category in ("
        "select activity_category from reference.frame_mapping "
        f"where frame = $frame{selection.of_lines('line')}) "
        "group by all order by part_count desc, activities.activity_type, activities.claim_reason, "
        "activities.claim_status, activities.unit",
        categories=sums.distinct("activity_category"),
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
