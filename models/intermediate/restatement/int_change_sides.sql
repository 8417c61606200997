{%- set keys = [
    'entity_id',
    'activity_category',
    'activity_type',
    'component',
    'ladder_line',
    'ghg_line',
    'iso_line',
    'method',
    'factor_edition_id',
    'factor_id',
    'factor_value',
    'wtw_factor_value',
    'unit',
] -%}
with

pairs as (
    select * from {{ ref('int_change_pairs') }}
),

current_rows as (
    select * from {{ ref('int_publishable_rows') }}
),

published_rows as (
    select * from {{ ref('stg_published_rows') }}
),

boundary_months as (
    select * from {{ ref('int_boundary_months') }}
),

person_borne as (
    select distinct activity_category
    from {{ ref('stg_activity_types') }}
    where is_person_borne
),

boundary_years as (
    select
        entity_id,
        reporting_year,
        cast(sum(boundary_days) as integer) as boundary_days
    from boundary_months
    group by
        entity_id,
        reporting_year
),

versions as (
    select
        current_rows.reporting_year,
        'current' as version,
        current_rows.month,
        {%- for key in keys %}
        current_rows.{{ key }},
        {%- endfor %}
        current_rows.quantity,
        current_rows.kg_co2e,
        boundary_years.boundary_days
    from current_rows
    left join boundary_years
        on current_rows.entity_id = boundary_years.entity_id
        and current_rows.reporting_year = boundary_years.reporting_year
    union all
    select
        reporting_year,
        version,
        cast(null as date) as month,
        {%- for key in keys %}
        {{ key }},
        {%- endfor %}
        quantity,
        kg_co2e,
        boundary_days
    from published_rows
),

sides as (
    {%- for side, year, version, other_year in [
        ('start', 'start_year', 'start_version', 'reporting_year'),
        ('end', 'reporting_year', 'end_version', 'start_year'),
    ] %}
    select
        pairs.pair_id,
        pairs.pair_kind,
        '{{ side }}' as side,
        pairs.{{ other_year }} as other_year,
        pairs.{{ other_year }} - pairs.{{ year }} as years_to_other,
        versions.*
    from pairs
    inner join versions
        on pairs.{{ year }} = versions.reporting_year
        and pairs.{{ version }} = versions.version
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

-- What is merged on one side is merged on both, so that rows of one grain are compared. A line without an entity is merged
-- over entities only where persons are behind it.
grain as (
    select
        sides.pair_id,
        sides.activity_category,
        max(case when sides.entity_id is null and person_borne.activity_category is not null then 1 else 0 end) = 1 as is_merged_over_entities,
        max(case when sides.activity_type is null then 1 else 0 end) = 1 as is_merged_over_types,
        max(case when sides.component is null then 1 else 0 end) = 1 as is_merged_over_components
    from sides
    left join person_borne
        on sides.activity_category = person_borne.activity_category
    group by
        sides.pair_id,
        sides.activity_category
),

coarsened as (
    select
        sides.pair_id,
        sides.pair_kind,
        sides.side,
        sides.other_year,
        case when not grain.is_merged_over_entities then sides.entity_id end as entity_id,
        sides.activity_category,
        case when not grain.is_merged_over_types then sides.activity_type end as activity_type,
        case when not grain.is_merged_over_components then sides.component end as component,
        sides.ladder_line,
        sides.ghg_line,
        sides.iso_line,
        sides.method,
        {%- for key in ['factor_edition_id', 'factor_id', 'factor_value', 'wtw_factor_value', 'unit', 'quantity'] %}
        case when not grain.is_merged_over_types then sides.{{ key }} end as {{ key }},
        {%- endfor %}
        grain.is_merged_over_types,
        sides.kg_co2e,
        case when not grain.is_merged_over_entities then sides.boundary_days end as boundary_days,
        -- The same month of the other year.
        cast({{ dbt.dateadd('year', 'sides.years_to_other', 'sides.month') }} as date) as other_month
    from sides
    inner join grain
        on sides.pair_id = grain.pair_id
        and sides.activity_category = grain.activity_category
),

-- Which entities a version has at all: published rows tell no more of the boundary.
entities_of_sides as (
    select distinct
        pair_id,
        side,
        entity_id
    from coarsened
    where entity_id is not null
),

-- Between years a row is there because of the boundary where its entity is outside in the same month of the other year, or
-- in the whole of it where months are merged; in a restatement, where the other version has nothing of the entity.
flagged as (
    select
        coarsened.*,
        coalesce(
            case
                when coarsened.entity_id is null then false
                when coarsened.pair_kind = 'restatement' then other_side.entity_id is null
                when coarsened.other_month is not null then boundary_months.boundary_days = 0
                else boundary_years.boundary_days = 0
            end,
            false
        ) as is_boundary
    from coarsened
    left join entities_of_sides as other_side
        on coarsened.pair_id = other_side.pair_id
        and coarsened.entity_id = other_side.entity_id
        and coarsened.side <> other_side.side
    left join boundary_months
        on coarsened.entity_id = boundary_months.entity_id
        and coarsened.other_month = boundary_months.month_start
    left join boundary_years
        on coarsened.entity_id = boundary_years.entity_id
        and coarsened.other_year = boundary_years.reporting_year
),

grouped as (
    select
        pair_id,
        pair_kind,
        side,
        other_year,
        {%- for key in keys %}
        {{ key }},
        {%- endfor %}
        is_merged_over_types,
        is_boundary,
        min(boundary_days) as boundary_days,
        cast(sum(quantity) as decimal(19, 6)) as quantity,
        cast(sum(kg_co2e) as decimal(18, 6)) as kg_co2e
    from flagged
    group by
        pair_id,
        pair_kind,
        side,
        other_year,
        {%- for key in keys %}
        {{ key }},
        {%- endfor %}
        is_merged_over_types,
        is_boundary
)

select * from grouped
