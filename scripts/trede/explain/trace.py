"""Explain a delivered line: what it became, and in which published figures it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Literal

import duckdb

from trede.explain.arithmetic import expected_kg, share_pct
from trede.explain.evidence import editions, loaded_files
from trede.explain.judgements import Judgements
from trede.explain.model import Finding, LineTrace, Share, Trace, Use
from trede.explain.parts import LineDetails, factors, make_part
from trede.explain.read import LADDER_TOTAL
from trede.explain.tellers import tellers
from trede.explain.warehouse import DoesNotAddUpError, NotFoundError, Row, one_of
from trede.explain.words import say_code
from trede.warehouse import rows

#: Columns of extracts that point at a person, and so stand in no explanation.
PERSONAL_COLUMNS = frozenset({"employee_key", "traveller_key", "card_id", "vehicle_id"})

#: Extracts that are no activity, and what they are for.
_PURPOSES = {
    "power_certificates": "certificate",
    "power_labels": "power_label",
    "supplier_factors": "supplier_factor",
    "business_metrics": "key_figures",
    "deliveries": "register",
    "projects": "projects",
    "stock_counts": "stock_counts",
    "subcontractor_travel": "chain_analysis",
}

#: Parts of a line whatever their status, under the names of audit.rpt_line_trail.
_PARTS = """
    select
        activities.*,
        units.reason as unit_reason,
        activities.person_key is not null as points_at_person,
        delivered_files.delivered_sha256,
        emissions.emission_id,
        emissions.supply_lot,
        emissions.component,
        emissions.factor_edition_id,
        emissions.factor_id,
        emissions.factor_value,
        emissions.wtw_factor_value,
        emissions.factor_unit,
        emissions.factor_status,
        emissions.split_status,
        emissions.split_edition_id,
        emissions.is_chosen_edition,
        emissions.quantity as factor_quantity,
        emissions.unit as factor_quantity_unit,
        emissions.kg_co2e,
        company_years.reporting_year is not null as is_reporting_year
    from audit.fct_activities as activities
    left join staging.stg_units as units
        on activities.unit = units.activity_unit
        and lower(activities.source_unit) = units.unit
    left join (
        select extract_name, original_name, min(sha256) as delivered_sha256
        from staging.stg_deliveries
        group by extract_name, original_name
        having count(distinct sha256) = 1
    ) as delivered_files
        on activities.extract_name = delivered_files.extract_name
        and activities.source_file = delivered_files.original_name
    left join audit.fct_emissions as emissions
        on activities.activity_id = emissions.activity_id
    left join intermediate.int_company_years as company_years
        on activities.reporting_year = company_years.reporting_year
    where {lines}
    order by activities.line_id, activities.occurrence, activities.month, activities.claim_part,
        emissions.supply_lot, emissions.component
"""


def explain_line(
    connection: duckdb.DuckDBPyConnection,
    extract_name: str,
    line_id: str,
    *,
    personal: bool = False,
    folder: Path | None = None,
) -> Trace:
    """Say what became of one delivered line.

    Args:
        connection: the warehouse, open for reading.
        extract_name: the extract that delivered it, such as ledger_entries.
        line_id: its identifier.
        personal: whether lines that point at persons are written out; only for the auditor.
        folder: the company's folder; default is that of TREDE_COMPANY.

    Raises:
        NotFoundError: there is no such extract or line; the message names the nearest.
        DoesNotAddUpError: a row of it is not its quantity times its factor.
    """
    extract_name = _extract(connection, extract_name)
    found = rows(
        connection,
        "select extract_name, line_id, occurrence, source_file, source_row, delivery_id "
        "from intermediate.int_extract_lines where extract_name = ? and line_id = ? "
        "order by occurrence",
        [extract_name, line_id],
    )
    if not found:
        raise NotFoundError(_no_line(connection, extract_name, line_id))
    return _trace(connection, f"{extract_name}, {line_id}", found, personal, folder)


def explain_document(
    connection: duckdb.DuckDBPyConnection,
    document: str,
    *,
    extract_name: str | None = None,
    personal: bool = False,
    folder: Path | None = None,
) -> Trace:
    """Say what became of every line that names a document, in all extracts or in one.

    Raises:
        NotFoundError: no line names the document; the message names the nearest.
        DoesNotAddUpError: a row of one of them is not its quantity times its factor.
    """
    extracts = [_extract(connection, extract_name)] if extract_name else _extracts(connection)
    with_document = " union all ".join(
        f"select '{name}' as extract_name, line_id, source_file, source_row, source_document "  # noqa: S608
        f"from staging.stg_{name}"
        for name in extracts
    )
    found = rows(
        connection,
        "select lines.extract_name, lines.line_id, lines.occurrence, lines.source_file, "  # noqa: S608
        "lines.source_row, lines.delivery_id from intermediate.int_extract_lines as lines "
        f"inner join (select distinct * from ({with_document})) as documents "
        "on lines.extract_name = documents.extract_name and lines.line_id = documents.line_id "
        "and lines.source_file is not distinct from documents.source_file "
        "and lines.source_row is not distinct from documents.source_row "
        "where documents.source_document = ? "
        "order by lines.extract_name, lines.line_id, lines.occurrence",
        [document],
    )
    if not found:
        nearest = rows(
            connection,
            f"select distinct source_document, levenshtein(source_document, ?) as distance "  # noqa: S608
            f"from ({with_document}) where source_document is not null "
            "order by distance, source_document limit 5",
            [document],
        )
        names = ", ".join(row["source_document"] for row in nearest)
        where = f" of {extract_name}" if extract_name else ""
        raise NotFoundError(
            f"No line{where} names the document {document}.\nNearest: {names or 'none at all'}."
        )
    return _trace(connection, document, found, personal, folder)


def _extracts(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the extracts of the contract."""
    return [
        row["file_name"]
        for row in rows(
            connection,
            "select file_name from intermediate.int_delivered_files where file_group = 'extracts' "
            "order by file_name",
        )
    ]


def _extract(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """Return the name of an extract, which may be written as its file (extracts/trips.csv).

    Raises:
        NotFoundError: there is no such extract.
    """
    plain = Path(name).name.removesuffix(".csv")
    extracts = _extracts(connection)
    if plain not in extracts:
        raise NotFoundError(f"There is no extract {name}.\nThere is: {', '.join(extracts)}.")
    return plain


def _no_line(connection: duckdb.DuckDBPyConnection, extract_name: str, line_id: str) -> str:
    """Say that a line is not there, and which are the nearest."""
    elsewhere = rows(
        connection,
        "select distinct extract_name from intermediate.int_extract_lines where line_id = ?",
        [line_id],
    )
    if elsewhere:
        names = ", ".join(row["extract_name"] for row in elsewhere)
        return f"{extract_name} holds no line {line_id}; it stands in {names}."
    nearest = rows(
        connection,
        "select distinct line_id, levenshtein(line_id, ?) as distance "
        "from intermediate.int_extract_lines where extract_name = ? and line_id is not null "
        "order by distance, line_id limit 5",
        [line_id, extract_name],
    )
    names = ", ".join(row["line_id"] for row in nearest)
    return f"{extract_name} holds no line {line_id}.\nNearest: {names or 'it has no lines'}."


def _trace(
    connection: duckdb.DuckDBPyConnection,
    asked: str,
    lines: Sequence[Row],
    personal: bool,
    folder: Path | None,
) -> Trace:
    """Trace lines; those that point at persons are counted only, unless they may be written out."""
    by_line: dict[tuple[str, str, int], list[Row]] = defaultdict(list)
    for extract_name, of_extract in groupby(
        sorted(lines, key=_key), key=itemgetter("extract_name")
    ):
        of_lines, values = one_of(
            "activities.line_id", sorted({row["line_id"] for row in of_extract}), "line"
        )
        parts_of_lines = _PARTS.format(
            lines=f"activities.extract_name = $extract_name and {of_lines}"
        )
        for row in rows(connection, parts_of_lines, {"extract_name": extract_name, **values}):
            by_line[_key(row)].append(row)
    shown = [
        line
        for line in lines
        if personal or not any(row["points_at_person"] for row in by_line[_key(line)])
    ]
    parts = [row for line in shown for row in by_line[_key(line)]]
    _refuse_wrong_rows(parts)
    judgements, details = Judgements(connection, parts), LineDetails(connection, parts)
    traces = tuple(
        _trace_line(connection, line, by_line[_key(line)], details, judgements, personal)
        for line in shown
    )
    emitted = [row for row in parts if row["component"] is not None]
    return Trace(
        asked=asked,
        traces=traces,
        withheld_lines=len(lines) - len(shown),
        factors=factors(connection, emitted),
        editions=editions(
            connection,
            {row["factor_edition_id"] for row in emitted if row["factor_edition_id"]}
            | {row["split_edition_id"] for row in emitted if row["split_edition_id"]},
        ),
        loaded_files=loaded_files(connection, {line["extract_name"] for line in shown}, folder),
        judgements=judgements.used,
        holds_personal_lines=any(trace.points_at_person for trace in traces),
    )


def _key(line: Row) -> tuple[str, str, int]:
    """Return what tells a delivered line from the others."""
    return (line["extract_name"], line["line_id"], line["occurrence"])


def _refuse_wrong_rows(parts: Sequence[Row]) -> None:
    """Prove that each emission row is its quantity times its factor.

    Raises:
        DoesNotAddUpError: one is not.
    """
    for row in parts:
        if row["component"] is None:
            continue
        expected = expected_kg(row)
        if expected != row["kg_co2e"]:
            raise DoesNotAddUpError(
                f"Row {row['emission_id']} says {row['kg_co2e']:f} kg; its quantity times its "
                + (
                    f"factor is {expected:f} kg.\n"
                    if expected is not None
                    else "factor is not known.\n"
                )
                + "The warehouse was changed after the build: run `make build` again, and find out "
                "who wrote to it."
            )


def _trace_line(
    connection: duckdb.DuckDBPyConnection,
    line: Row,
    found: Sequence[Row],
    details: LineDetails,
    judgements: Judgements,
    personal: bool,
) -> LineTrace:
    """Say what became of one line."""
    by_part: dict[tuple[str, str | None], list[Row]] = defaultdict(list)
    for row in found:
        by_part[row["activity_id"], row["supply_lot"]].append(row)
    parts = tuple(
        make_part(components, "kg_co2e", details, judgements) for components in by_part.values()
    )
    first = [components[0] for components in by_part.values()]
    kg = sum((part.kg_co2e for part in parts if part.kg_co2e is not None), Decimal(0))
    delivered = _delivered(connection, line)
    return LineTrace(
        extract_name=line["extract_name"],
        line_id=line["line_id"],
        occurrence=line["occurrence"],
        source_file=line["source_file"],
        source_row=line["source_row"],
        delivered_sha256=_hash(connection, line),
        source_document=delivered.get("source_document"),
        delivered=delivered,
        outcome=_outcome(first),
        notes=_notes(connection, line, first),
        parts=parts,
        kg_co2e=kg,
        tellers=tellers(connection, first, details.labels, personal),
        uses=_uses(connection, line),
        shares=_shares(connection, line, found),
        findings=_findings(connection, line),
        points_at_person=any(row["points_at_person"] for row in found),
    )


def _outcome(
    parts: Sequence[Row],
) -> Literal["counted", "partly_counted", "nothing", "no_activity"]:
    """Say in one word what became of the parts."""
    if not parts:
        return "no_activity"
    effective = [row["component"] is not None and row["is_reporting_year"] for row in parts]
    if all(effective):
        return "counted"
    return "partly_counted" if any(effective) else "nothing"


def _notes(
    connection: duckdb.DuckDBPyConnection, line: Row, parts: Sequence[Row]
) -> tuple[str, ...]:
    """Say why parts that count bring nothing, and what keeps a line out of the chain analysis."""
    notes = []
    for row in parts:
        if row["claim_status"] == "counted" and row["component"] is None:
            notes.append("no_factor")
        if row["claim_status"] == "counted" and not row["is_reporting_year"]:
            notes.append("year_outside_reporting_years")
    if line["extract_name"] == "subcontractor_travel":
        notes += [
            row["problem"]
            for row in rows(
                connection,
                "select problem from intermediate.int_chain_lines "
                "where line_id = ? and occurrence = ? and problem is not null",
                [line["line_id"], line["occurrence"]],
            )
        ]
    return tuple(dict.fromkeys(notes))


def _delivered(connection: duckdb.DuckDBPyConnection, line: Row) -> dict[str, str | None]:
    """Return the cells of a line as loaded or landed, without those that point at a person."""
    extract = str(line["extract_name"])
    is_landed = rows(
        connection,
        "select 1 as one from information_schema.tables "
        "where table_schema = 'landed' and table_name = ?",
        [f"landed_{extract}"],
    )
    source = f"landed.landed_{extract}" if is_landed else f"extracts.{extract}"
    try:
        found = rows(
            connection,
            f"select * from {source} "  # noqa: S608  # an extract of the contract
            "where source_file is not distinct from ? and source_row is not distinct from ? "
            "order by case when line_id = ? then 0 else 1 end limit 1",
            [line["source_file"], line["source_row"], line["line_id"]],
        )
    except duckdb.IOException:
        # Landed files are not kept in the warehouse: moved away, their cells cannot be shown.
        return {}
    if not found:
        return {}
    return {column: value for column, value in found[0].items() if column not in PERSONAL_COLUMNS}


def _hash(connection: duckdb.DuckDBPyConnection, line: Row) -> str | None:
    """Return the register's hash of the file that brought a line, if there is one and no other."""
    found = rows(
        connection,
        "select distinct sha256 from staging.stg_deliveries "
        "where extract_name = ? and original_name = ? and sha256 is not null",
        [line["extract_name"], line["source_file"]],
    )
    return found[0]["sha256"] if len(found) == 1 else None


def _findings(connection: duckdb.DuckDBPyConnection, line: Row) -> tuple[Finding, ...]:
    """Return what the rules found about a line."""
    return tuple(
        Finding(**row)
        for row in rows(
            connection,
            "select distinct rule_id, severity, status, column_name, cell_value, message "
            "from audit.fct_finding_lines where extract_name = ? and line_id = ? "
            "order by rule_id, column_name nulls first, message",
            [line["extract_name"], line["line_id"]],
        )
    )


def _uses(connection: duckdb.DuckDBPyConnection, line: Row) -> tuple[Use, ...]:
    """Return what a line is used for beside or instead of emissions of its own."""
    purpose = _PURPOSES.get(line["extract_name"])
    if purpose is None:
        return ()
    conditions = {
        "certificate": "emissions.supply_lot = 'certificate|' || ?",
        "supplier_factor": "emissions.factor_edition_id = 'supplier_factors' and emissions.factor_id = ?",
        "power_label": (
            "emissions.supply_lot = 'contract|label' and exists ("
            "select * from staging.stg_power_labels as labels "
            "inner join intermediate.int_power_parts as power "
            "on labels.supplier_id = power.contract_supplier_id and labels.year = power.reporting_year "
            "where power.activity_id = emissions.activity_id and labels.occurrence = 1 "
            "and labels.line_id = ?)"
        ),
    }
    if purpose == "chain_analysis":
        return tuple(
            Use(purpose=purpose, **row)
            for row in rows(
                connection,
                "select travel.line_count as part_count, travel.km as quantity, 'km' as unit, "
                "travel.kg_co2e from audit.fct_subcontractor_travel as travel "
                "inner join intermediate.int_chain_lines as lines "
                "on travel.supplier_id = lines.supplier_id and travel.year = lines.reporting_year "
                "and travel.activity_type = lines.activity_type "
                "where lines.line_id = ? and lines.occurrence = ? and lines.problem is null",
                [line["line_id"], line["occurrence"]],
            )
        )
    if purpose not in conditions:
        return (Use(purpose, 0, None, None, None),)
    # The quantity stands on every component of a lot.
    found = rows(
        connection,
        "select count(*) as part_count, sum(quantity) as quantity, min(unit) as unit, "  # noqa: S608
        "sum(kg_co2e) as kg_co2e from (select emissions.activity_id, emissions.supply_lot, "
        "min(emissions.quantity) as quantity, min(emissions.unit) as unit, "
        "sum(emissions.kg_co2e) as kg_co2e from audit.fct_emissions as emissions "
        f"where {conditions[purpose]} group by emissions.activity_id, emissions.supply_lot) as lots",
        [line["line_id"]],
    )[0]
    return (Use(purpose=purpose, **found),)


def _shares(
    connection: duckdb.DuckDBPyConnection, line: Row, found: Sequence[Row]
) -> tuple[Share, ...]:
    """Return the cells and totals in which a line stands, with its share of each.

    Raises:
        DoesNotAddUpError: the lines of a frame do not hold all that the line brings.
    """
    placed = rows(
        connection,
        "select frame, line, reporting_year, published_entity_id as entity_id, "
        "sum(kg_co2e) as kg_co2e from audit.rpt_line_trail where extract_name = ? and line_id = ? "
        "and occurrence = ? and power_basis <> 'location_based' "
        "group by all order by frame, reporting_year, line",
        [line["extract_name"], line["line_id"], line["occurrence"]],
    )
    if not placed:
        return ()
    brought = sum(
        (row["kg_co2e"] for row in found if row["component"] and row["is_reporting_year"]),
        Decimal(0),
    )
    for frame in {row["frame"] for row in placed}:
        in_frame = sum((row["kg_co2e"] for row in placed if row["frame"] == frame), Decimal(0))
        if in_frame != brought:
            raise DoesNotAddUpError(
                f"{_key(line)} brings {brought:f} kg, and {frame} holds {in_frame:f} kg of it.\n"
                "The warehouse was changed after the build: run `make build` again."
            )
    scopes = {
        (row["frame"], row["line"]): row
        for row in rows(connection, "select * from reference.frame_lines")
    }
    members: dict[tuple[str, str, str, int, str | None], Decimal] = defaultdict(Decimal)
    for row in placed:
        frame, name, year = row["frame"], row["line"], row["reporting_year"]
        keys = [
            ("cell", name, row["entity_id"]),
            ("line", name, None),
            ("scope", scopes.get((frame, name), {}).get("scope"), None),
            ("total", "total", None),
        ]
        if frame == "ladder" and name in LADDER_TOTAL:
            keys.append(("ladder_total", "scope_1_2_business_travel", None))
        for kind, key, entity in keys:
            if key is not None:
                members[frame, kind, key, year, entity] += row["kg_co2e"]
    published = _published(connection)
    order = ("cell", "line", "scope", "ladder_total", "total")
    shares = []
    for (frame, kind, key, year, entity), kg in members.items():
        tonnes = published.get((frame, kind, key, year, entity))
        if tonnes is None:
            continue
        labels = scopes.get((frame, key), {}) if kind in ("cell", "line") else {}
        shares.append(
            Share(
                frame=frame,
                total_kind=kind,
                key=key,
                label_nl=labels.get("label_nl") or say_code("total", key, "nl"),
                label_en=labels.get("label_en") or say_code("total", key, "en"),
                reporting_year=year,
                entity_id=entity,
                kg_co2e=kg,
                t_co2e=tonnes,
                share_pct=share_pct(kg, tonnes),
            )
        )
    frames = ("ladder", "ghg_protocol", "iso_14064")
    return tuple(
        sorted(
            shares,
            key=lambda each: (
                frames.index(each.frame),
                each.reporting_year,
                order.index(each.total_kind),
                each.key,
            ),
        )
    )


def _published(
    connection: duckdb.DuckDBPyConnection,
) -> dict[tuple[str, str, str, int, str | None], Decimal]:
    """Return every published figure by frame, kind, key, year and entity."""
    found = rows(
        connection,
        "select frame, 'cell' as kind, line as key, reporting_year, entity_id, t_co2e "
        "from marts.rpt_footprint union all "
        "select frame, total_kind, total_key, reporting_year, null, t_co2e "
        "from marts.rpt_footprint_totals",
    )
    return {
        (row["frame"], row["kind"], row["key"], row["reporting_year"], row["entity_id"]): row[
            "t_co2e"
        ]
        for row in found
    }
