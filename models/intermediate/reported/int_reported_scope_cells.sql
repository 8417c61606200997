{%- set cell_columns = [
    'claim_option',
    'extrapolation_option',
    'entity_id',
    'location_id',
    'analysis',
    'activity_category',
    'activity_type',
    'spend_category',
    'power_product',
    'own_edition_id',
    'unit',
    'is_in_footprint',
    'quantity',
    'line_count',
    'kg_well_to_wheel',
    'kg_tank_to_wheel',
    'kg_alternative',
] -%}
with

scopes as (
    select * from {{ ref('int_reported_scopes') }}
),

cells as (
    select * from {{ ref('int_reported_cells') }}
),

members as (
    select * from {{ ref('reported_metric_members') }}
    where role = 'subject'
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

periods as (
    select * from {{ ref('int_reported_periods') }}
),

-- What may be published apart: a subtotal by type or location of trips and cars may be the travel of one person.
publishable as (
    select
        levels.activity_category,
        levels.reporting_year,
        privacy_levels.keeps_activity_type,
        privacy_levels.keeps_location_and_project
    from {{ ref('int_privacy_levels') }} as levels
    inner join {{ ref('stg_privacy_levels') }} as privacy_levels
        on levels.privacy_level = privacy_levels.privacy_level
),

-- Which cells a figure speaks of, by the company's own placing and by that of the GHG Protocol.
matched as (
    select
        scopes.scope_id,
        scopes.kind,
        scopes.is_searched,
        scopes.period_label,
        cells.ladder_line,
        cells.reported_line,
        {%- for column in cell_columns %}
        cells.{{ column }},
        {%- endfor %}
        case when members.dimension = 'reported_line' and members.member <> cells.reported_line then 0 else 1 end as is_as_reported,
        case when members.dimension = 'reported_line' and members.member <> cells.ladder_line then 0 else 1 end as is_by_protocol
    from scopes
    inner join members
        on scopes.metric = members.metric
    inner join cells
        on scopes.period_label = cells.period_label
        and cells.cell_kind = case scopes.kind when 'emissions' then 'emissions' else 'quantity' end
        and (scopes.kind <> 'quantity' or scopes.unit = cells.unit)
        and (scopes.entity = 'group' or scopes.entity = cells.location_id or scopes.entity = cells.entity_id)
        and (
            (
                cells.analysis = 'footprint'
                and (
                    (members.dimension = 'ladder_scope' and members.member = cells.ladder_scope)
                    or (members.dimension = 'ladder_line' and members.member = cells.ladder_line)
                    or (
                        members.dimension = 'reported_line'
                        and cells.ladder_scope = 'scope_3'
                        and members.member in (cells.reported_line, cells.ladder_line)
                    )
                    or (members.dimension = 'activity_category' and members.member = cells.activity_category)
                    or (members.dimension = 'activity_type' and members.member = cells.activity_type)
                )
            )
            or (
                cells.analysis = 'chain'
                and (
                    (members.dimension = 'analysis' and members.member = cells.analysis)
                    or (members.dimension = 'chain_mode' and members.member = cells.chain_mode)
                )
            )
        )
),

-- Members of one metric may overlap (a line and a type on it): a cell counts once.
counted_once as (
    select
        scope_id,
        kind,
        is_searched,
        period_label,
        {{ cell_columns | join(',\n        ') }},
        max(is_as_reported) = 1 as is_as_reported,
        max(is_by_protocol) = 1 as is_by_protocol
    from matched
    group by
        scope_id,
        kind,
        is_searched,
        period_label,
        ladder_line,
        reported_line,
        {{ cell_columns | join(',\n        ') }}
),

-- Another placing or another factor of spend is searched only where it may change something.
scope_cells as (
    select
        counted_once.*,
        sum(case when counted_once.is_as_reported <> counted_once.is_by_protocol then 1 else 0 end)
            over (partition by counted_once.scope_id)
        > 0 as has_other_placing,
        count(counted_once.spend_category) over (partition by counted_once.scope_id) > 0 as has_spend,
        not activity_types.is_person_borne or coalesce(publishable.keeps_activity_type, false) as is_type_publishable,
        not activity_types.is_person_borne or coalesce(publishable.keeps_location_and_project, false) as is_location_publishable
    from counted_once
    inner join activity_types
        on counted_once.activity_type = activity_types.activity_type
    inner join periods
        on counted_once.period_label = periods.period_label
    left join publishable
        on counted_once.activity_category = publishable.activity_category
        and periods.calendar_year = publishable.reporting_year
)

select * from scope_cells
