{{ config(materialized=read_once()) }}
with

lines as (
    select * from {{ ref('int_activity_lines') }}
    where
        extract_name = 'commuting'
        and occurrence = 1
),

commuting as (
    select * from {{ ref('stg_commuting') }}
    where occurrence = 1
),

-- The kilometres of a line are there and back on all its days already.
commuting_lines as (
    select
        lines.extract_name,
        lines.line_id,
        lines.delivery_id,
        lines.source_file,
        lines.source_row,
        lines.source_document,
        lines.entity_id,
        lines.vehicle_id,
        lines.person_key,
        cast(null as {{ dbt.type_string() }}) as channel,
        commuting.mode,
        commuting.fuel,
        lines.period_start,
        lines.period_end,
        lines.quantity as km,
        commuting.distance_basis as stated_basis,
        cast(null as decimal(19, 6)) as private_km,
        cast(null as decimal(19, 6)) as amount_eur,
        lines.quantity_basis,
        lines.unreadable_reason
    from lines
    inner join commuting
        on lines.line_id = commuting.line_id
)

select * from commuting_lines
