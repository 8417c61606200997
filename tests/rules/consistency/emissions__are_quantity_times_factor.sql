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
        min(quantity) as lowest_quantity,
        max(quantity) as quantity,
        max(wtw_factor_value) as wtw_factor_value,
        sum(factor_value) as factor_value,
        sum(case when component = 'direct' then factor_value end) as direct_factor_value,
        sum(case when component = 'direct' then kg_co2e end) as direct_kg_co2e,
        sum(kg_co2e) as kg_co2e,
        count(*) as component_count,
        sum(case component when 'unsplit' then 0 when 'direct' then 1 when 'upstream' then 2 else 4 end) as component_code
    from emissions
    group by
        activity_id,
        supply_lot
),

-- A lot is unsplit, or direct and upstream: what another consists of is counted below, for few lots.
checked as (
    select
        lots.*,
        coalesce(
            kg_co2e <> round(quantity * wtw_factor_value, 6)
            or coalesce(direct_kg_co2e <> round(quantity * direct_factor_value, 6), false)
            or factor_value <> wtw_factor_value
            or lowest_quantity <> quantity,
            false
        ) as is_miscalculated,
        component_count > 2 or component_code <> case component_count when 1 then 0 else 3 end as is_odd
    from lots
),

suspects as (
    select * from checked
    where
        is_miscalculated
        or is_odd
),

described as (
    select
        suspects.activity_id,
        suspects.supply_lot,
        suspects.quantity,
        suspects.wtw_factor_value,
        suspects.kg_co2e,
        suspects.component_count,
        suspects.is_miscalculated,
        min(emissions.extract_name) as extract_name,
        min(emissions.line_id) as line_id,
        min(emissions.vehicle_id) as vehicle_id,
        min(emissions.activity_type) as activity_type,
        min(emissions.reporting_year) as reporting_year,
        count(distinct emissions.component) as distinct_count,
        sum(case when emissions.component in ('direct', 'upstream') then 1 else 0 end) as split_count
    from suspects
    inner join {{ ref('fct_emissions') }} as emissions
        on suspects.activity_id = emissions.activity_id
        and suspects.supply_lot = emissions.supply_lot
    group by
        suspects.activity_id,
        suspects.supply_lot,
        suspects.quantity,
        suspects.wtw_factor_value,
        suspects.kg_co2e,
        suspects.component_count,
        suspects.is_miscalculated
),

wrong as (
    select *
    from described
    where
        is_miscalculated
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
