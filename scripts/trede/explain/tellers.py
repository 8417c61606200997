"""Which lines count instead of a superseded one: the claims read the other way round.

Each reason is one query over the parts that count; what it looks at is what the claims look at
(models/intermediate/activities/claims).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import duckdb

from trede.explain.model import Teller
from trede.explain.warehouse import Row
from trede.warehouse import rows

#: Lines that are named per reason, extract and activity; the others are counted.
NAMED = 10

#: A value of the superseded part in a condition.
_VALUE = re.compile(r"\$([a-z]\w*)")

#: Parts as the claims left them.
_PARTS = """
    select
        extract_name, line_id, occurrence, month as month_start, activity_type, activity_category,
        claim_part, quantity, unit, entity_id, location_id, meter_id, vehicle_id, source_document,
        reporting_year, person_key is not null as points_at_person, claim_status
    from audit.fct_activities
"""

#: Lines in the balance of the superseded part, which stands in no mart.
_SAME_BALANCE = """\
        (extract_name, line_id, occurrence, month_start) in (
            select (extract_name, line_id, occurrence, month_start)
            from intermediate.int_month_claims
            where month_start = $month and balance_meter_id = (
                select min(balance_meter_id) from intermediate.int_month_claims
                where extract_name = $extract_name and line_id = $line_id
                and occurrence = $occurrence and month_start = $month))"""

#: Reason: the parts that tell the same. $name is a value of the superseded part.
_CONDITIONS: dict[str, str] = {
    # An invoice that names no meter, or none that is mapped, speaks for its whole location; what was
    # charged of it is still told by it.
    "invoiced": """
        extract_name = 'supplier_invoices' and activity_type = $activity_type
        and month_start = $month and (claim_status = 'counted' or claim_part = 'charged')
        and (meter_id = $meter_id or (location_id = $location_id and (meter_id is null
            or meter_id not in (select meter_id from intermediate.int_meter_roots))))""",
    "readings_cover_more_days": """
        extract_name = 'meter_readings' and activity_type = $activity_type and month_start = $month
        and (claim_status = 'counted' or claim_part = 'charged')
        and (meter_id = $meter_id or (location_id = $location_id
            and not exists(select * from intermediate.int_meter_roots
                where meter_id = cast($meter_id as varchar))))""",
    "behind_the_main_meter": """
        extract_name in ('supplier_invoices', 'meter_readings') and activity_type = $activity_type
        and month_start = $month and (claim_status = 'counted' or claim_part = 'charged')
        and meter_id in (select root_meter_id from intermediate.int_meter_roots
            where meter_id = $meter_id and month_start = $month)""",
    "covered_by_activity_data": """
        extract_name <> 'ledger_entries' and claim_status = 'counted'
        and reporting_year = $reporting_year and entity_id is not distinct from $entity_id
        and activity_category in (select accounts.activity_category
            from staging.stg_ledger_accounts as accounts
            inner join audit.fct_spend_emissions as spend
                on accounts.account_code = spend.account_code
            where spend.line_id = $line_id and spend.occurrence = $occurrence)""",
    "vehicle_has_fuel_or_charging": """
        vehicle_id = $vehicle_id and reporting_year = $reporting_year and claim_status = 'counted'
        and activity_category in ('fuel_vehicles', 'power_vehicles')""",
    "vehicle_has_distances": """
        extract_name = 'vehicle_distances' and vehicle_id = $vehicle_id
        and month_start = $month and claim_status = 'counted'""",
    "charged_at_own_charge_points": f"""
        extract_name = 'charging_sessions' and activity_type = 'ev_charging_own'
        and month_start = $month and claim_status = 'counted' and
{_SAME_BALANCE}""",
    "above_the_metered_kwh": f"""
        activity_type in ('electricity', 'own_solar_power') and month_start = $month
        and (claim_status = 'counted' or claim_part = 'charged') and
{_SAME_BALANCE}""",
    "known_in_physical_units": """
        extract_name in ('purchases_physical', 'waste_collections') and claim_status = 'counted'
        and source_document = $source_document""",
    "counted_by_spend": """
        extract_name = 'ledger_entries' and claim_status = 'counted'
        and source_document = $source_document""",
    "replaced_by_chain_analysis": """
        extract_name = 'subcontractor_travel' and claim_status = 'counted'
        and reporting_year = $reporting_year""",
    "line_delivered_before": """
        extract_name = $extract_name and line_id = $line_id and occurrence = 1""",
}


def tellers(
    connection: duckdb.DuckDBPyConnection,
    parts: Sequence[Row],
    labels: dict[str, tuple[str, str]],
    personal: bool,
) -> tuple[Teller, ...]:
    """Return the lines that count instead of the superseded parts of a line.

    Args:
        connection: the warehouse.
        parts: the parts of one line, with the columns that the conditions name.
        labels: labels of the activity types, in Dutch and English.
        personal: whether lines that point at persons may be named.
    """
    conditions: dict[str, list[str]] = defaultdict(list)
    values: dict[str, Any] = {}
    for place, part in enumerate(parts):
        reason = part["claim_reason"] or ""
        if reason not in _CONDITIONS or part["claim_status"] != "superseded":
            continue
        # Every part has values of its own: $month of the third part is $month_2.
        condition = _VALUE.sub(rf"$\1_{place}", _CONDITIONS[reason])
        values |= {f"{name}_{place}": part[name] for name in _VALUE.findall(_CONDITIONS[reason])}
        values[f"source_document_{place}"] = part["source_document"]
        conditions[reason].append(
            "select *, coalesce(source_document = "  # noqa: S608  # conditions of ours
            f"cast($source_document_{place} as varchar), false) as is_of_document "
            f"from ({_PARTS}) as parts where {condition}"
        )
    told = [
        (reason, row)
        for reason, queries in conditions.items()
        for row in _named(connection, " union all ".join(queries), values)
    ]
    return tuple(
        _teller(reason, row, labels, personal)
        for reason, row in sorted(
            told, key=lambda each: str((each[0], each[1]["extract_name"], each[1]["activity_type"]))
        )
    )


def _named(
    connection: duckdb.DuckDBPyConnection, telling: str, values: dict[str, Any]
) -> list[Row]:
    """Add up the parts that tell, by extract and activity type; what tells for two parts counts once.

    Lines of the same document first: they are the ones that an auditor looks for.
    """
    sql = f"""
        with telling as ({telling}),
        once as (
            select
                extract_name, activity_type, line_id, occurrence, month_start, claim_part,
                any_value(quantity) as quantity, any_value(unit) as unit,
                bool_or(points_at_person) as points_at_person,
                bool_or(is_of_document) as is_of_document
            from telling
            group by extract_name, activity_type, line_id, occurrence, month_start, claim_part
        ),
        lines as (
            select
                extract_name, activity_type, line_id, sum(quantity) as quantity,
                any_value(unit) as unit, bool_or(points_at_person) as points_at_person,
                row_number() over (
                    partition by extract_name, activity_type
                    order by bool_or(is_of_document) desc, line_id
                ) as place
            from once
            group by extract_name, activity_type, line_id
        )
        select
            extract_name, activity_type, count(*) as line_count, sum(quantity) as quantity,
            any_value(unit) as unit, bool_or(points_at_person) as points_at_person,
            list(line_id order by place) filter (where place <= {NAMED}) as line_ids
        from lines
        group by extract_name, activity_type
    """  # noqa: S608
    return rows(connection, sql, {name: values[name] for name in set(_VALUE.findall(sql))})


def _teller(reason: str, row: Row, labels: dict[str, tuple[str, str]], personal: bool) -> Teller:
    """Say what tells instead, as far as it may be told."""
    label_nl, label_en = labels.get(row["activity_type"] or "", (None, None))
    is_open = personal or not row["points_at_person"]
    quantity = Decimal(0) if row["quantity"] is None else row["quantity"]
    return Teller(
        claim_reason=reason,
        extract_name=row["extract_name"],
        activity_type=row["activity_type"],
        label_nl=label_nl,
        label_en=label_en,
        line_count=row["line_count"],
        quantity=quantity if is_open else None,
        unit=row["unit"],
        line_ids=tuple(row["line_ids"]) if is_open else (),
    )
