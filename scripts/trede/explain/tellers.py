"""Which lines count instead of a superseded one: the claims read the other way round.

Each reason is one query over the parts that count; what it looks at is what the claims look at
(models/intermediate/activities/claims).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

import duckdb

from trede.explain.model import Teller
from trede.explain.warehouse import Row
from trede.warehouse import rows

#: Lines that are named per reason, extract and activity; the others are counted.
NAMED = 10

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
    found: dict[tuple[str, str, str | None], dict[tuple[object, ...], Row]] = defaultdict(dict)
    for part in parts:
        condition = _CONDITIONS.get(part["claim_reason"] or "")
        if condition is None or part["claim_status"] != "superseded":
            continue
        names = [name for name in part if f"${name}" in condition]
        # Longest first: $month must not eat the start of another name.
        sql = condition
        for name in sorted(names, key=len, reverse=True):
            sql = sql.replace(f"${name}", f"${names.index(name) + 1}")
        for row in rows(
            connection,
            f"select * from ({_PARTS}) as parts where {sql}",  # noqa: S608  # conditions of ours
            [part[name] for name in names],
        ):
            key = (part["claim_reason"], row["extract_name"], row["activity_type"])
            place = tuple(
                row[name] for name in ("line_id", "occurrence", "month_start", "claim_part")
            )
            document = part["source_document"]
            row["is_of_document"] = document is not None and row["source_document"] == document
            found[key][place] = row
    return tuple(
        _teller(key, list(of_key.values()), labels, personal)
        for key, of_key in sorted(found.items(), key=str)
    )


def _teller(
    key: tuple[str, str, str | None],
    telling: Sequence[Row],
    labels: dict[str, tuple[str, str]],
    personal: bool,
) -> Teller:
    """Put the parts of one reason, extract and activity type together."""
    reason, extract_name, activity_type = key
    label_nl, label_en = labels.get(activity_type or "", (None, None))
    # Lines of the same document first: they are the ones that an auditor looks for.
    of_document = {row["line_id"] for row in telling if row["is_of_document"]}
    line_ids = sorted(
        {row["line_id"] for row in telling}, key=lambda each: (each not in of_document, each)
    )
    is_open = personal or not any(row["points_at_person"] for row in telling)
    quantities = [row["quantity"] for row in telling if row["quantity"] is not None]
    return Teller(
        claim_reason=reason,
        extract_name=extract_name,
        activity_type=activity_type,
        label_nl=label_nl,
        label_en=label_en,
        line_count=len(line_ids),
        quantity=sum(quantities, Decimal(0)) if is_open else None,
        unit=telling[0]["unit"],
        line_ids=tuple(line_ids[:NAMED]) if is_open else (),
    )
