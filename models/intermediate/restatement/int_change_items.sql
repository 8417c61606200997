{%- set item_keys = [
    'pair_id',
    'entity_id',
    'activity_category',
    'activity_type',
    'component',
    'ladder_line',
    'ghg_line',
    'iso_line',
    'method',
    'unit',
] -%}
with

sides as (
    select * from {{ ref('int_change_sides') }}
),

activity_types as (
    select
        activity_type,
        is_power
    from {{ ref('stg_activity_types') }}
),

-- Rows of factors per item and side.
factor_counts as (
    select
        {%- for key in item_keys %}
        {{ key }},
        {%- endfor %}
        side,
        is_boundary,
        count(distinct factor_id) as factor_count
    from sides
    group by
        {%- for key in item_keys %}
        {{ key }},
        {%- endfor %}
        side,
        is_boundary
),

single_factors as (
    select
        {%- for key in item_keys %}
        {{ key }},
        {%- endfor %}
        is_boundary,
        max(factor_count) as factor_count
    from factor_counts
    group by
        {%- for key in item_keys %}
        {{ key }},
        {%- endfor %}
        is_boundary
),

-- What is compared with what. A list may call the factor of a type otherwise in another year: where a type has one factor on
-- each side, they are one. Power, spend and purchases are told apart by their factor: another product, not another value.
keyed as (
    select
        sides.*,
        case
            when sides.method in ('activity', 'estimate') and not coalesce(activity_types.is_power, false) and single_factors.factor_count = 1
                then 'single'
            else sides.factor_id
        end as factor_key
    from sides
    left join single_factors
        on sides.pair_id = single_factors.pair_id
        and coalesce(sides.entity_id, '') = coalesce(single_factors.entity_id, '')
        and coalesce(sides.activity_category, '') = coalesce(single_factors.activity_category, '')
        and coalesce(sides.activity_type, '') = coalesce(single_factors.activity_type, '')
        and coalesce(sides.component, '') = coalesce(single_factors.component, '')
        and coalesce(sides.ladder_line, '') = coalesce(single_factors.ladder_line, '')
        and coalesce(sides.ghg_line, '') = coalesce(single_factors.ghg_line, '')
        and coalesce(sides.iso_line, '') = coalesce(single_factors.iso_line, '')
        and coalesce(sides.method, '') = coalesce(single_factors.method, '')
        and coalesce(sides.unit, '') = coalesce(single_factors.unit, '')
        and sides.is_boundary = single_factors.is_boundary
    left join activity_types
        on sides.activity_type = activity_types.activity_type
),

items as (
    select
        {%- for key in item_keys %}
        {{ key }},
        {%- endfor %}
        factor_key,
        is_boundary,
        min(pair_kind) as pair_kind,
        min(case when side = 'start' then other_year end) as end_year,
        min(case when side = 'end' then other_year end) as start_year,
        max(case when is_merged_over_types then 1 else 0 end) = 1 as is_merged_over_types,
        max(case when side = 'start' then 1 else 0 end) = 1 as is_at_start,
        max(case when side = 'end' then 1 else 0 end) = 1 as is_at_end,
        cast(sum(case when side = 'start' then quantity else 0 end) as decimal(19, 6)) as start_quantity,
        cast(sum(case when side = 'end' then quantity else 0 end) as decimal(19, 6)) as end_quantity,
        min(case when side = 'start' then factor_value end) as start_factor_min,
        max(case when side = 'start' then factor_value end) as start_factor_max,
        min(case when side = 'end' then factor_value end) as end_factor_min,
        max(case when side = 'end' then factor_value end) as end_factor_max,
        min(case when side = 'start' then boundary_days end) as start_boundary_days,
        min(case when side = 'end' then boundary_days end) as end_boundary_days,
        cast(sum(case when side = 'start' then kg_co2e else 0 end) as decimal(18, 6)) as start_kg,
        cast(sum(case when side = 'end' then kg_co2e else 0 end) as decimal(18, 6)) as end_kg
    from keyed
    group by
        {%- for key in item_keys %}
        {{ key }},
        {%- endfor %}
        factor_key,
        is_boundary
),

-- What the quantity of the end emits at the factor of the start. Between the start and this only the quantity changes, between
-- this and the end only the factor: the two make the change to the last digit. What has one factor value on both sides has no
-- change of factor, also where upstream kilograms are roundings apart. Several values (labels of suppliers) weigh by quantity.
stepped as (
    select
        items.*,
        case
            when is_boundary or is_merged_over_types then end_kg
            when start_factor_min is null or end_factor_min is null then end_kg
            when start_factor_min = end_factor_min and start_factor_max = end_factor_max then end_kg
            when start_factor_min = start_factor_max then {{ to_kg('end_quantity', 'start_factor_min') }}
            when start_quantity > 0
                then cast({{ scale_amount('start_kg', 'end_quantity', 'start_quantity') }} as decimal(18, 6))
            else end_kg
        end as end_kg_at_start_factor
    from items
)

select * from stepped
