-- Nothing waits for this test: it also looks at a table on which no model rests, so that an error skips no model.
-- depends_on: {{ ref('fct_findings') }}
with

emissions as (
    select * from {{ ref('fct_emissions') }}
),

lots as (
    select
        activity_id,
        supply_lot,
        min(extract_name) as extract_name,
        min(line_id) as line_id,
        min(vehicle_id) as vehicle_id,
        min(activity_type) as activity_type,
        min(reporting_year) as reporting_year,
        min(quantity) as lowest_quantity,
        max(quantity) as quantity,
        max(wtw_factor_value) as wtw_factor_value,
        sum(factor_value) as factor_value,
        sum(case when component = 'direct' then factor_value end) as direct_factor_value,
        sum(case when component = 'direct' then kg_co2e end) as direct_kg_co2e,
        sum(kg_co2e) as kg_co2e,
        count(*) as component_count,
        count(distinct component) as distinct_count,
        sum(case when component in ('direct', 'upstream') then 1 else 0 end) as split_count
    from emissions
    group by
        activity_id,
        supply_lot
),

wrong as (
    select *
    from lots
    where
        kg_co2e <> cast(quantity * wtw_factor_value as decimal(18, 6))
        or coalesce(direct_kg_co2e <> cast(quantity * direct_factor_value as decimal(18, 6)), false)
        or factor_value <> wtw_factor_value
        or lowest_quantity <> quantity
        or component_count <> distinct_count
        or split_count not in (0, 2)
        or (split_count = 2 and component_count <> 2)
)

select
    {{ finding(
        key=['activity_id', 'supply_lot'],
        message=say(['activity_id', "': '", 'quantity', "' x '", 'wtw_factor_value', "' is not '", 'kg_co2e', "' kg'"]),
        given=['vehicle_id', 'activity_type', 'reporting_year', 'extract_name', 'line_id']
    ) }}
from wrong
