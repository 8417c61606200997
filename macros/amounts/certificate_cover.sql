{#- CTEs that spread certificate lots over power parts of the same key (location or entity) and calendar year:
    the covered total is min(lots, consumption net of credit notes); every positive part gets its share of it in
    proportion to consumption, by whole-number cumulative shares; lots are used up in order of cancellation.
    Never negative, never above consumption: what a credit note takes back cannot be green as well.
    Needs CTEs `parts` (activity_id, key, reporting_year, month, emission_quantity, credit notes included) and
    `lots` (line_id, key, reporting_year, cancelled_on, energy_source, lot_quantity > 0); ends with the CTE `covered`:
    activity_id, certificate_line_id, energy_source, covered_quantity.
    Usage: {{ certificate_cover('parts', 'lots', 'location_id') }} -#}
{% macro certificate_cover(parts, lots, key) -%}
totals as (
    select
        {{ key }} as cover_key,
        reporting_year,
        sum(case when emission_quantity > 0 then emission_quantity else 0 end) as consumed_quantity,
        sum(emission_quantity) as net_quantity
    from {{ parts }}
    group by
        {{ key }},
        reporting_year
),

lot_ends as (
    select
        line_id,
        {{ key }} as cover_key,
        reporting_year,
        energy_source,
        lot_quantity,
        sum(lot_quantity) over (
            partition by {{ key }}, reporting_year
            order by cancelled_on, line_id
            rows between unbounded preceding and current row
        ) as lot_end
    from {{ lots }}
),

lot_totals as (
    select
        cover_key,
        reporting_year,
        sum(lot_quantity) as lots_quantity
    from lot_ends
    group by
        cover_key,
        reporting_year
),

part_ends as (
    select
        activity_id,
        {{ key }} as cover_key,
        reporting_year,
        emission_quantity,
        sum(emission_quantity) over (
            partition by {{ key }}, reporting_year
            order by month, activity_id
            rows between unbounded preceding and current row
        ) as part_end
    from {{ parts }}
    where emission_quantity > 0
),

capped_parts as (
    select
        part_ends.activity_id,
        part_ends.cover_key,
        part_ends.reporting_year,
        part_ends.part_end,
        part_ends.part_end - part_ends.emission_quantity as part_start,
        totals.consumed_quantity,
        case
            when lot_totals.lots_quantity < totals.net_quantity then lot_totals.lots_quantity
            else totals.net_quantity
        end as covered_total
    from part_ends
    inner join totals
        on part_ends.cover_key = totals.cover_key
        and part_ends.reporting_year = totals.reporting_year
    inner join lot_totals
        on part_ends.cover_key = lot_totals.cover_key
        and part_ends.reporting_year = lot_totals.reporting_year
    where totals.net_quantity > 0
),

shares as (
    select
        activity_id,
        cover_key,
        reporting_year,
        {{ from_micro(integer_divide(micro('covered_total') ~ ' * ' ~ micro('part_end'), micro('consumed_quantity'))) }} as share_end,
        {{ from_micro(integer_divide(micro('covered_total') ~ ' * ' ~ micro('part_start'), micro('consumed_quantity'))) }} as share_start
    from capped_parts
),

lot_shares as (
    select
        shares.activity_id,
        lot_ends.line_id as certificate_line_id,
        lot_ends.energy_source,
        cast(
            {{ overlap('shares.share_start', 'shares.share_end', 'lot_ends.lot_end - lot_ends.lot_quantity', 'lot_ends.lot_end') }}
            as decimal(19, 6)
        ) as covered_quantity
    from shares
    inner join lot_ends
        on shares.cover_key = lot_ends.cover_key
        and shares.reporting_year = lot_ends.reporting_year
),

covered as (
    select
        activity_id,
        certificate_line_id,
        energy_source,
        covered_quantity
    from lot_shares
    where covered_quantity > 0
)
{%- endmacro %}
