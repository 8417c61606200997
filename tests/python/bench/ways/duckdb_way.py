"""By hand in DuckDB: one script for one question, nothing kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb

from bench.ways.answer import Answer, canonical
from bench.ways.lookups import (
    DAY,
    FIRST_DAY,
    FUEL,
    LAST_DAY,
    LEDGER,
    MOMENT,
    NEEDS_PROOF,
    NUMBER,
    WITHOUT_PROOF,
    Lookups,
)
from bench.ways.tables import COLUMNS, Value, flatten

#: The order of receipt.
RECEIVED = (
    "delivery_id nulls last, source_file nulls last,"
    " length(source_row) nulls last, source_row nulls last"
)

PREPARE = """
create macro micro(amount) as cast(cast(amount as decimal(27, 6)) * 1000000 as hugeint);
-- Rounded half away from zero, as every step of the warehouse is.
create macro times_fraction(amount, times, below) as
    cast(cast(
        (abs(micro(amount)) * times * 2 + below) // (cast(below as hugeint) * 2)
        * case when amount < 0 then -1 else 1 end
    as decimal(21, 0)) * cast(0.000001 as decimal(7, 6)) as decimal(19, 6));
"""

FUEL_SQL = f"""
with cells as (
    select {{cells}} from read_parquet('{{files}}')
),
typed as (
    select
        *,
        case when regexp_full_match(quantity_text, '{NUMBER}')
            then cast(quantity_text as decimal(19, 6)) end as quantity,
        regexp_full_match(amount_eur, '{NUMBER}') as amount_is_read,
        regexp_full_match(odometer_km, '{NUMBER}') as odometer_is_read,
        case when regexp_full_match(transacted_at, '{MOMENT}')
            then try_cast(substr(transacted_at, 1, 10) as date) end as day_text
    from cells
),
dated as (
    select
        *,
        case when day_text between date '{FIRST_DAY}' and date '{LAST_DAY}' then day_text end as day
    from typed
),
numbered as (
    select
        *,
        case when line_id is null then 1 else row_number() over (
            partition by line_id
            order by
                (quantity_text is not null and quantity is null)::int
                + coalesce(not amount_is_read, false)::int
                + coalesce(not odometer_is_read, false)::int
                + (transacted_at is not null and day is null)::int,
                {RECEIVED}
        ) end as occurrence
    from dated
),
named as (
    select
        numbered.*,
        case
            when product_type in {NEEDS_PROOF} and sustainability_proof_id is null then '{WITHOUT_PROOF}'
            else product_type
        end as activity_type,
        coalesce(entity_text, vehicle_entity) as entity_id
    from numbered
    left join products on lower(product) = products.spelling
    left join vehicles
        on numbered.vehicle_id = vehicles.vehicle_id
        and coalesce(day, date '9999-12-31') between vehicles.first and vehicles.last
),
measured as (
    select
        named.*,
        units.multiplier,
        cast(named.quantity * units.multiplier as decimal(19, 6)) as activity_quantity
    from named
    left join units on named.activity_type = units.activity_type and lower(unit) = units.spelling
),
judged as (
    select
        measured.*,
        case
            when activity_type is null then 'unknown_type'
            when quantity is null then 'quantity_unreadable'
            when multiplier is null then 'unknown_unit'
            when day is null then 'date_unreadable'
        end as unreadable_reason,
        coalesce(not is_inside or day < inside_from or day > inside_to, false) as is_outside,
        exists (
            select * from exclusions
            where exclusions.activity_type = measured.activity_type
            and day between exclusions.first and exclusions.last
        ) as is_excluded
    from measured
    left join entities
        on measured.entity_id = entities.entity_id
        and coalesce(day, date '9999-12-31') between entities.first and entities.last
),
claimed as (
    select
        *,
        case
            when unreadable_reason is not null then unreadable_reason
            when occurrence > 1 then 'line_delivered_before'
            when is_outside then 'entity_outside_boundary'
            when is_excluded then 'excluded_by_judgement'
            else 'only_source'
        end as claim_reason
    from judged
),
lines as (
    select
        '{FUEL}' as extract_name,
        entity_id,
        date_trunc('month', day) as month,
        claimed.activity_type,
        null as spend_category,
        case claim_reason
            when 'only_source' then 'counted' when 'line_delivered_before' then 'superseded'
            when 'entity_outside_boundary' then 'out_of_scope' when 'excluded_by_judgement' then 'excluded'
            else 'unreadable'
        end as claim_status,
        claim_reason,
        activity_quantity as quantity,
        case when claim_reason = 'only_source'
            then cast(activity_quantity * factor as decimal(18, 6)) end as kg
    from claimed
    left join fuel_factors
        on claimed.activity_type = fuel_factors.activity_type
        and extract(year from day) = fuel_factors.year
)
select
    extract_name, entity_id, cast(month as date), activity_type, spend_category,
    claim_status, claim_reason,
    count(*), micro(sum(quantity)), micro(sum(kg))
from lines
group by all
"""

LEDGER_SQL = f"""
with cells as (
    select {{cells}} from read_parquet('{{files}}')
),
typed as (
    select
        *,
        case when regexp_full_match(amount_text, '{NUMBER}')
            then cast(amount_text as decimal(19, 6)) end as amount,
        regexp_full_match(vat_amount, '{NUMBER}') as vat_is_read,
        case when regexp_full_match(booking_date, '{DAY}')
            then try_cast(booking_date as date) end as day_text
    from cells
),
dated as (
    select
        *,
        case when day_text between date '{FIRST_DAY}' and date '{LAST_DAY}' then day_text end as day,
        extract(year from day) as year,
        lower(coalesce(currency_text, 'eur')) as currency
    from typed
),
numbered as (
    select
        *,
        case when line_id is null then 1 else row_number() over (
            partition by line_id
            order by
                (amount_text is not null and amount is null)::int + coalesce(not vat_is_read, false)::int
                + (booking_date is not null and day is null)::int,
                {RECEIVED}
        ) end as occurrence
    from dated
),
credited as (
    select line_id as credited_line_id, year as credited_year
    from numbered
    where occurrence = 1 and line_id is not null
),
joined as (
    select
        numbered.*,
        accounts.mapping_count,
        accounts.treatment,
        accounts.spend_category,
        spend_years.activity_type,
        spend_years.category_row,
        coalesce(credited_year, numbered.year) as price_level_year,
        case
            when numbered.currency = 'eur' then amount
            when currency_times is not null then times_fraction(amount, currency_times, currency_by)
        end as amount_eur
    from numbered
    left join accounts on numbered.account_code = accounts.account_code
    left join spend_years
        on accounts.treatment = 'spend'
        and accounts.spend_category = spend_years.spend_category
        and coalesce(numbered.year, 0) = spend_years.year
    left join credited on numbered.credits_line_id = credited_line_id
    left join rates on numbered.currency = rates.currency and numbered.year = rates.year
),
judged as (
    select
        joined.*,
        case
            when mapping_count is null then 'account_not_mapped'
            when mapping_count > 1 then 'account_mapped_twice'
            when treatment is null then 'account_without_treatment'
            when treatment = 'spend' and activity_type is null then 'spend_category_unknown'
            when amount is null then 'quantity_unreadable'
            when amount_eur is null and day is not null then 'currency_without_rate'
            when amount_eur is null then 'quantity_unreadable'
            when day is null then 'date_unreadable'
        end as unreadable_reason,
        coalesce(not is_inside or day < inside_from or day > inside_to, false) as is_outside,
        exists (
            select * from exclusions
            where exclusions.activity_type = joined.activity_type
            and day between exclusions.first and exclusions.last
        ) as is_excluded
    from joined
    left join entities
        on joined.entity_id = entities.entity_id
        and coalesce(day, date '9999-12-31') between entities.first and entities.last
),
claimed as (
    select
        *,
        case
            when unreadable_reason is not null then unreadable_reason
            when occurrence > 1 then 'line_delivered_before'
            when is_outside then 'entity_outside_boundary'
            when treatment = 'out_of_scope' then 'account_out_of_scope'
            when is_excluded then 'excluded_by_judgement'
            when treatment = 'covered_by_activity' then 'covered_by_activity_data'
            else 'only_source'
        end as claim_reason
    from judged
),
lines as (
    select
        '{LEDGER}' as extract_name,
        entity_id,
        date_trunc('month', day) as month,
        activity_type,
        spend_category,
        case claim_reason
            when 'only_source' then 'counted'
            when 'line_delivered_before' then 'superseded' when 'covered_by_activity_data' then 'superseded'
            when 'entity_outside_boundary' then 'out_of_scope' when 'account_out_of_scope' then 'out_of_scope'
            when 'excluded_by_judgement' then 'excluded'
            else 'unreadable'
        end as claim_status,
        claim_reason,
        amount_eur as quantity,
        cast(
            cast(
                cast(
                    case
                        when index_times = index_by then amount_eur
                        else times_fraction(amount_eur, index_times, index_by)
                    end
                    * rate as decimal(19, 6)
                ) * basis as decimal(19, 6)
            ) * factor as decimal(18, 6)
        ) as kg
    from claimed
    left join spend_steps
        on claim_reason = 'only_source'
        and claimed.category_row = spend_steps.category_row
        and claimed.price_level_year = spend_steps.price_level_year
)
select
    extract_name, entity_id, cast(month as date), activity_type, spend_category,
    claim_status, claim_reason,
    count(*), micro(sum(quantity)), micro(sum(kg))
from lines
group by all
"""

#: The cells that each question needs, under the names that the SQL gives them.
CELLS = {
    FUEL: {
        "line_id": "line_id",
        "delivery_id": "delivery_id",
        "source_file": "source_file",
        "source_row": "source_row",
        "entity_id": "entity_text",
        "vehicle_id": "vehicle_id",
        "transacted_at": "transacted_at",
        "product": "product",
        "quantity": "quantity_text",
        "unit": "unit",
        "amount_eur": "amount_eur",
        "odometer_km": "odometer_km",
        "sustainability_proof_id": "sustainability_proof_id",
    },
    LEDGER: {
        "line_id": "line_id",
        "delivery_id": "delivery_id",
        "source_file": "source_file",
        "source_row": "source_row",
        "entity_id": "entity_id",
        "booking_date": "booking_date",
        "account_code": "account_code",
        "amount": "amount_text",
        "currency": "currency_text",
        "vat_amount": "vat_amount",
        "credits_line_id": "credits_line_id",
    },
}


def answer(landing: Path, lookups: Lookups, settings: Mapping[str, str | int]) -> Answer:
    """Answer in one connection without a file.

    Args:
        landing: the folder with one folder per extract.
        lookups: the small tables.
        settings: of DuckDB, such as memory_limit.
    """
    with duckdb.connect(":memory:") as connection:
        for name, value in settings.items():
            connection.execute(f"set {name} = '{value}'")
        connection.execute(PREPARE)
        load(connection, lookups)
        rows = []
        for extract, sql in ((FUEL, FUEL_SQL), (LEDGER, LEDGER_SQL)):
            cells = ", ".join(
                f"nullif(trim({column}), '') as {name}" for column, name in CELLS[extract].items()
            )
            files = str(landing / extract / "*" / "*.parquet")
            # Not str.format: the patterns have braces of their own.
            filled = sql.replace("{cells}", cells).replace("{files}", files)
            rows += connection.execute(filled).fetchall()
    return canonical(rows)


def load(connection: duckdb.DuckDBPyConnection, lookups: Lookups) -> None:
    """Write the small tables into a connection."""
    for name, rows in flatten(lookups).items():
        columns = COLUMNS[name]
        connection.execute(
            f"create table {name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})"
        )
        if rows:
            values = ", ".join(
                f"({', '.join(_literal(row[column]) for column in columns)})" for row in rows
            )
            connection.execute(f"insert into {name} values {values}")


def _literal(value: Value) -> str:
    """One statement of literals: a parameter each is a second slower."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return f"date '{value}'" if isinstance(value, date) else str(value)
